"""Records in plain English words, one way for every face.

Unknown is said as unknown; a vague word is quoted, never turned into a number here.
"""

from __future__ import annotations

import datetime as dt

from firsthand.model.claims import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    LegalClaim,
    MilitaryObjectiveClaim,
    OtherClaim,
    Person,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    TimeClaim,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.model.values import Bounds, FuzzyDate, Place

_TOLL_FIELDS = ("killed", "wounded", "casualties", "missing", "displaced")
_TOLL_NAMES = {"wounded": "injured", "casualties": "killed or injured"}
_PARTS = ("children", "women", "men")


def many(n: int, word: str) -> str:
    """Return a number with its noun: "1 document", "2 documents"."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def bounds_in_words(bounds: Bounds) -> str:
    """Say a count as its words allow: "at least 49", "37 to 49", "about 12"."""
    if bounds.low is None and bounds.high is None:
        return f"“{bounds.vague}” (no number stated)"
    about = "about " if bounds.approx else ""
    if bounds.low is None:
        return f"up to {bounds.high:,}"
    if bounds.high is None:
        return f"at least {bounds.low:,}"
    if bounds.low == bounds.high:
        return f"{about}{bounds.low:,}"
    return f"{about}{bounds.low:,} to {bounds.high:,}"


def measure_in_words(measure: str) -> str:
    """Say what a range counts: "killed.civilian" is "civilians killed"."""
    act, _, who = measure.partition(".")
    people = {"civilian": "civilians", "combatant": "combatants"}.get(who, who)
    if who in {"unknown", ""}:
        people = "people of unknown status" if who else "people"
    return f"{people} {_TOLL_NAMES.get(act, act)}"


def date_in_words(date: FuzzyDate | None) -> str:
    """Say an interval of days; an unknown date is said to be unknown."""
    if date is None:
        return "date not stated"
    if date.readings:
        return " or ".join(_day(day) for day in date.readings)
    return _stretch(date.earliest, date.latest)


def _stretch(first: dt.date | None, last: dt.date | None) -> str:
    if first is None:
        return f"until {_day(last)}"
    if last is None:
        return f"since {_day(first)}"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(day: dt.date | None) -> str:
    return "unknown" if day is None else f"{day.day} {day:%b %Y}"


def place_in_words(place: Place | None) -> str:
    """Say a place with its accuracy; an unknown place is said to be unknown."""
    if place is None:
        return "place not stated"
    name = place.canonical or place.name
    if place.accuracy is None:
        return f"{name} (not in the gazetteer)"
    doubt = ", ambiguous" if place.is_ambiguous else ""
    return f"{name} ({place.accuracy}-level point{doubt})"


def person_in_words(person: Person) -> str:
    """Describe one person by what was stated."""
    parts = [
        person.name or "unnamed",
        person.kin,
        f"{person.age}" if person.age is not None else None,
        {"f": "female", "m": "male"}.get(person.sex or ""),
        "child" if person.is_child else None,
        person.role,
    ]
    return ", ".join(part for part in parts if part)


def toll_in_words(toll: Toll) -> str:
    """Say what a casualty claim or a context total counts."""
    told = [
        f"{bounds_in_words(bounds)} {_TOLL_NAMES.get(field, field)}"
        for field in _TOLL_FIELDS
        if (bounds := getattr(toll, field)) is not None
    ]
    parts = [
        f"{bounds_in_words(bounds)} {field}"
        for field in _PARTS
        if (bounds := getattr(toll, field)) is not None
    ]
    words = ", ".join(told) or "no total"
    if parts:
        words += f" ({', '.join(parts)})"
    if toll.status_word or toll.status:
        words += f" [{toll.status_word or toll.status}]"
    return words


def claim_in_words(claim: AnyClaim) -> str:
    """Say in a few words what a claim asserts."""
    words = _assertion(claim)
    if claim.negated:
        words = f"not: {words}"
    return f"{words} (hedged)" if claim.hedged else words


def _assertion(claim: AnyClaim) -> str:  # noqa: C901, PLR0911, PLR0912  a line a kind
    match claim:
        case ContextTotal():
            return f"context total: {toll_in_words(claim)}"
        case CasualtyClaim():
            return toll_in_words(claim)
        case AttributionClaim():
            return f"attributed to {claim.perpetrator or 'nobody named'}"
        case DenialClaim():
            return f"response: {claim.denies.replace('_', ' ')}"
        case RebuttalClaim():
            return _rebuttal(claim)
        case WeaponClaim():
            return "weapon: " + (", ".join(claim.weapon + claim.aircraft) or "unnamed")
        case PlaceClaim():
            return f"place: {place_in_words(claim.place)}"
        case DateClaim():
            return f"date: {date_in_words(claim.date)}"
        case TimeClaim():
            return f"time of the day: {claim.time} ({claim.time.words})"
        case TargetClaim():
            return f"hit: {claim.name or claim.target.replace('_', ' ')}"
        case MilitaryObjectiveClaim():
            return _objective(claim)
        case LegalClaim():
            return f"characterised as {claim.legal.replace('_', ' ')}"
        case VictimNamesClaim():
            what = f" as {claim.harm}" if claim.harm else ""
            return f"{len(claim.people)} people named or described{what}"
        case OtherClaim():
            return claim.about or "other statement"


def _rebuttal(claim: RebuttalClaim) -> str:
    about = f"rebuts {claim.rebuts.replace('_', ' ')}" if claim.rebuts else "rebuttal"
    identity = claim.object_identity
    return f"{about}: a {identity} object" if identity else about


def _objective(claim: MilitaryObjectiveClaim) -> str:
    if claim.distance_m is not None:
        what = claim.what or "military object"
        return f"{what} at {claim.distance_words or f'{claim.distance_m} m'}"
    return f"military objective {claim.military_objective.replace('_', ' ')}"


def chain_in_words(claim: AnyClaim, outlet: str | None) -> str:
    """Say who says that who says: "Harbour Post ← Lantern ← first responder"."""
    speakers = [outlet or "the outlet", *claim.chain]
    if len(speakers) > 1 and speakers[0] == speakers[1]:
        speakers.pop(0)
    if claim.is_unresolved:
        might = (
            f" (perhaps {' or '.join(claim.candidates)})" if claim.candidates else ""
        )
        speakers.append(f"somebody the text does not name{might}")
    return " ← ".join(speakers)
