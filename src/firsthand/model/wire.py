"""A claim as one flat line of JSON: the interface of `firsthand batch claims`.

Interface: docs/interfaces.md. A value that is null or false is left out, since null,
absent and false mean the same. The line is for reading elsewhere; it is never hashed,
so coordinates may be decimal numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from firsthand.model.claims import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    LegalClaim,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    OtherClaim,
    Person,
    PlaceClaim,
    RebuttalClaim,
    StatusWord,
    TargetClaim,
    TimeClaim,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.model.times import TimeOfDay, clock
from firsthand.model.values import Accuracy, Bounds, FuzzyDate, Place, Precision

Line = dict[str, Any]

# What stands as speaker where one is meant and was not found: an absent speaker
# would say that the outlet itself asserts it.
UNRESOLVED = "unresolved"
_MEASURES = ("killed", "wounded", "casualties", "missing", "displaced")
_SHARES = ("children", "women", "men", "children_wounded")
_DEGREE_E7 = 10_000_000


def claim_as_line(claim: AnyClaim, page_id: str) -> Line:
    """Return a claim as one flat JSON object.

    Args:
        claim: The claim.
        page_id: The caller's own name of the page.

    Returns:
        Page, id, kind, place in the text, speaker, and the values of the kind.
    """
    line: Line = {
        "page": page_id,
        "id": claim.id,
        "kind": kind_of(claim),
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.quote,
    }
    line |= _speaker(claim) | _VALUES[type(claim)](claim) | _manner(claim)
    return {name: value for name, value in line.items() if not _says_nothing(value)}


def kind_of(claim: Claim) -> str:
    """Return the kind of a claim in the words of the interface ("casualty")."""
    return str(claim.__struct_config__.tag)


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or value == "" or value in ((), [])


def _speaker(claim: Claim) -> Line:
    missing = UNRESOLVED if claim.is_unresolved and claim.speaker is None else None
    return {
        "speaker": claim.speaker or missing,
        "chain": list(claim.chain),
        "unresolved": claim.is_unresolved,
        "candidates": list(claim.candidates),
    }


def _manner(claim: Claim) -> Line:
    return {
        "hedged": claim.hedged,
        "hedges": list(claim.hedges),
        "negated": claim.negated,
        "is_headline": claim.is_headline,
        "rule": claim.rule,
        "note": claim.note,
    }


def _toll(claim: Toll) -> Line:
    counts = {name: getattr(claim, name) for name in _MEASURES}
    line: Line = {}
    for name, bounds in counts.items():
        line |= _bounds(name, bounds)
    said = [bounds for bounds in counts.values() if bounds is not None]
    line |= {name: _share(getattr(claim, name)) for name in _SHARES}
    line |= _bounds("supersedes", claim.supersedes) | _bounds("sites", claim.n_sites)
    return line | {
        "approx": any(bounds.approx for bounds in said),
        "vague": any(_is_vague(bounds) for bounds in said),
        "status": claim.status and str(claim.status),
        "status_word": claim.status_word,
        "perpetrator": claim.perpetrator,
        "weapon": claim.weapon,
        "people": _people(claim.people),
        "part_of": claim.part_of,
        "partial": claim.is_partial,
        "of_attackers": claim.is_perpetrator,
        "late_death": claim.is_late_death,
        **_place(claim.place),
        **_date(claim.date),
    }


def _is_vague(bounds: Bounds) -> bool:
    return bounds.vague is not None or bounds.assumed


def _bounds(name: str, bounds: Bounds | None) -> Line:
    """Write bounds; a number that was assumed is never written as one stated."""
    if bounds is None:
        return {}
    if bounds.assumed:
        return {f"{name}_assumed_min": bounds.low, f"{name}_words": bounds.words}
    loose = bounds.approx or bounds.vague is not None
    return {
        f"{name}_min": bounds.low,
        f"{name}_max": bounds.high,
        f"{name}_words": (bounds.words or bounds.vague) if loose else None,
    }


def _share(bounds: Bounds | None) -> int | str | None:
    """Write a sub-total: the figure stated, or "some"."""
    if bounds is None:
        return None
    figure = bounds.low if bounds.low is not None else bounds.high
    return "some" if figure is None or _is_vague(bounds) else figure


def _place(place: Place | None) -> Line:
    if place is None:
        return {}
    return {
        "place": place.name,
        "place_canonical": place.canonical,
        "lat": _degrees(place.lat_e7),
        "lon": _degrees(place.lon_e7),
        "accuracy": place.accuracy and str(place.accuracy),
        "gazetteer_id": place.gazetteer_id,
        "country": place.country,
        "place_ambiguous": place.is_ambiguous,
    }


def _degrees(e7: int | None) -> float | None:
    return None if e7 is None else e7 / _DEGREE_E7


def _date(date: FuzzyDate | None) -> Line:
    if date is None:
        return {}
    return {
        "date": date.earliest and date.earliest.isoformat(),
        "date_end": (
            date.latest.isoformat()
            if date.latest is not None and date.latest != date.earliest
            else None
        ),
        "precision": str(date.precision),
        "every_day": date.is_every_day,
        "date_anchor": date.anchor and date.anchor.isoformat(),
        "date_words": date.words,
        "date_readings": [day.isoformat() for day in date.readings],
    }


def _people(people: tuple[Person, ...]) -> list[Line]:
    return [
        {
            name: value
            for name, value in (
                ("name", person.name),
                ("age", person.age),
                ("sex", person.sex),
                ("role", person.role),
                ("kin", person.kin),
                ("is_child", person.is_child),
            )
            if value is not None
        }
        for person in people
    ]


def _arms(claim: AttributionClaim | WeaponClaim) -> Line:
    return {
        "perpetrator": claim.perpetrator,
        "weapon": ";".join(claim.weapon),
        "aircraft": ";".join(claim.aircraft),
    }


def _weapon(claim: WeaponClaim) -> Line:
    return _arms(claim) | {"evidence": claim.evidence}


def _denial(claim: DenialClaim) -> Line:
    return {
        "denies": str(claim.denies),
        "perpetrator": claim.perpetrator,
        "weapon": ";".join(claim.weapon),
    }


def _rebuttal(claim: RebuttalClaim) -> Line:
    return {
        "rebuts": claim.rebuts and str(claim.rebuts),
        "object_identity": claim.object_identity and str(claim.object_identity),
    }


def _objective(claim: MilitaryObjectiveClaim) -> Line:
    return {
        "military_objective": str(claim.military_objective),
        "distance_m": claim.distance_m,
        "distance_words": claim.distance_words,
        "objective": claim.what,
    }


def _victims(claim: VictimNamesClaim) -> Line:
    return {
        "names": [person.name for person in claim.people if person.name],
        "people": _people(claim.people),
        "named_as": claim.harm,
    }


def _time(time: TimeOfDay) -> Line:
    first, last = clock(time.earliest), clock(time.latest)
    return {
        "time": first,
        "time_end": last if last != first else None,
        "time_zone": time.zone,
        "time_words": time.words,
    }


_VALUES: dict[type[Claim], Callable[[Any], Line]] = {
    CasualtyClaim: _toll,
    ContextTotal: _toll,
    AttributionClaim: _arms,
    DenialClaim: _denial,
    RebuttalClaim: _rebuttal,
    WeaponClaim: _weapon,
    PlaceClaim: lambda claim: _place(claim.place),
    DateClaim: lambda claim: _date(claim.date),
    TimeClaim: lambda claim: _time(claim.time),
    TargetClaim: lambda claim: {"target": claim.target, "target_name": claim.name},
    MilitaryObjectiveClaim: _objective,
    LegalClaim: lambda claim: {"legal": claim.legal},
    VictimNamesClaim: _victims,
    OtherClaim: lambda claim: {"about": claim.about},
}


def claim_line_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `batch claims`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A claim, as one line of firsthand batch claims",
        "type": "object",
        "required": ["page", "id", "kind", "start", "end", "quote"],
        "properties": dict(_properties()),
        "additionalProperties": False,
    }


@functools.cache
def _properties() -> dict[str, Any]:
    kinds = sorted(str(kind.__struct_config__.tag) for kind in _VALUES)
    return {
        "page": _text("the caller's own name of the page"),
        "id": _text("id of the claim"),
        "kind": {"enum": kinds},
        "start": _number("first code point of the quote in the text as given"),
        "end": _number("one past the last"),
        "quote": _text("text[start:end]"),
        "speaker": _text("whose assertion it is; absent = the outlet itself"),
        "chain": _texts("speakers, outermost first; the last is the speaker"),
        "unresolved": _flag("a speaker is meant and was not found"),
        "candidates": _texts("who it might be, where unresolved"),
        **_toll_properties(),
        **_place_properties(),
        **_date_properties(),
        **_other_properties(),
    }


def _toll_properties() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in (*_MEASURES, "supersedes", "sites"):
        made[f"{name}_min"] = _number(f"{name}: lower bound or figure stated")
        made[f"{name}_max"] = _number(f"{name}: upper bound or figure stated")
        made[f"{name}_assumed_min"] = _number("follows from a noun, not stated")
        made[f"{name}_words"] = _text("the words, where they are loose")
    for name in _SHARES:
        made[name] = {
            "anyOf": [{"type": "integer", "minimum": 0}, {"const": "some"}],
            "description": f"{name} among the people counted",
        }
    return made | {
        "approx": _flag("the figure is hedged; it is no bound"),
        "vague": _flag("a vague word stands for the number"),
        "status": _one_of(StatusWord),
        "status_word": _text("the word that the status is read from"),
        "people": {"type": "array", "items": _person_schema()},
        "part_of": _text("claim of which this is a sub-total"),
        "partial": _flag("the text says that the count is not complete"),
        "of_attackers": _flag("the people counted are of the attacking side"),
        "late_death": _flag("deaths that came on a later date"),
    }


def _person_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "name": _text("as written; absent = described, not named"),
            "age": _number("in whole years"),
            "sex": {"enum": ["f", "m"]},
            "role": _text("nurse, student, ..."),
            "kin": _text("relation inside the group"),
            "is_child": {"type": "boolean"},
        },
        "additionalProperties": False,
    }


def _place_properties() -> dict[str, Any]:
    return {
        "place": _text("the name as written"),
        "place_canonical": _text("the gazetteer's name"),
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "accuracy": _one_of(Accuracy),
        "gazetteer_id": _text("id in the gazetteer"),
        "country": _text("ISO 3166 code"),
        "place_ambiguous": _flag("several places bear the name"),
    }


def _date_properties() -> dict[str, Any]:
    return {
        "date": _day("first possible day; absent = open"),
        "date_end": _day("last possible day, where it is another"),
        "precision": _one_of(Precision),
        "every_day": _flag("holds on every day of the interval"),
        "date_anchor": _day("the day that a relative expression was counted from"),
        "date_words": _text("the words"),
        "date_readings": {
            "type": "array",
            "items": _day("a day"),
            "description": "the days it may be, where day and month may be either",
        },
    }


def _other_properties() -> dict[str, Any]:
    return {
        "perpetrator": _text("party code; SY/RU one or the other, SY+RU both"),
        "weapon": _text("codes or named types, several joined by ;"),
        "aircraft": _text("codes or named types, several joined by ;"),
        "evidence": _text("sighting, remnant or imagery"),
        "denies": _one_of(Denies),
        "rebuts": _one_of(Denies),
        "object_identity": _one_of(ObjectIdentity),
        "time": _text("first possible time of the day, HH:MM"),
        "time_end": _text("last possible one, if another; may be past midnight"),
        "time_zone": _text("the clock that the text names; absent = not said"),
        "time_words": _text("the words"),
        "target": _text("what was hit"),
        "target_name": _text("its name"),
        "military_objective": _one_of(Objective),
        "distance_m": _number("metres"),
        "distance_words": _text("as written"),
        "objective": _text("what stood there"),
        "legal": _text("the legal word used"),
        "names": _texts("names of people harmed, as written"),
        "named_as": _text("killed or wounded, where said of all; absent = not said"),
        "about": _text("what the statement is about"),
        "hedged": _flag("the words hold back"),
        "hedges": _texts("the hedge words"),
        "negated": _flag("stated in the negative"),
        "is_headline": _flag("stands in the title"),
        "rule": _text("the extraction rule that proposed it"),
        "note": _text("what a reader must know"),
    }


def _text(about: str) -> dict[str, Any]:
    return {"type": "string", "description": about}


def _texts(about: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": about}


def _number(about: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "description": about}


def _flag(about: str) -> dict[str, Any]:
    return {"const": True, "description": about}


def _day(about: str) -> dict[str, Any]:
    return {"type": "string", "format": "date", "description": about}


def _one_of(words: Any) -> dict[str, Any]:
    return {"enum": [str(word) for word in words]}
