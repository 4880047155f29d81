"""What a statement covers: the days and places it names, against an incident's.

A date and the places after it hold for what is said until the next date of the text.
Silence about a place is not a statement about it. Method: M043. Rules: SFM-3, SFM-4.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from firsthand.assess.inputs import Evidence
from firsthand.model import (
    Accuracy,
    AnyClaim,
    Coverage,
    DateClaim,
    FuzzyDate,
    Incident,
    Place,
    PlaceClaim,
)
from firsthand.reference.folding import plain_key

_AFTER = 120
"""Code points after a claim within which a place is still its own (house; half a
long sentence): a place that a page comes to later on is another matter."""

_BEFORE = 250
"""Code points before a claim within which a date or place of somebody else's text is
still the claim's own (house; one or two sentences)."""
_WHOLE_TEXT = 10**9


@dataclasses.dataclass(frozen=True)
class Scope:
    """The days and places that hold for one claim of a statement.

    Attributes:
        period: Days; None = none named.
        places: Places named in the same passage.
        claims: Date and place claims it is read from.
    """

    period: FuzzyDate | None
    places: tuple[Place, ...]
    claims: tuple[AnyClaim, ...]


def scope_of(claim: AnyClaim, evidence: Evidence) -> Scope:
    """Return the days and places that a text has named for a claim.

    The passage of a claim runs from the last date named before its end to the next
    date; a date inside the claim wins. What another speaker dates or places is his. A
    title's date is that of the text, and to name the country is to name no place. Of
    "Ghanta in Qadmar" the finer place counts. In a text of somebody else, who tells of
    other things too, only what stands close before the claim is its own.
    """
    reach = _reach(claim, evidence)
    same = [
        other
        for other in evidence.by_document.get(claim.document_id, ())
        if isinstance(other, DateClaim | PlaceClaim)
        and claim.span.start - other.span.end <= reach
        and _is_said_with(other, claim, evidence)
    ]
    dates = [c for c in same if isinstance(c, DateClaim) and not c.is_headline]
    before = [c for c in dates if c.span.start < claim.span.end]
    inside = [c for c in before if c.span.end > claim.span.start]
    here = (inside or before)[-1:]
    begins = here[0].span.start if here else 0
    after = [c.span.start for c in dates if c.span.start >= claim.span.end]
    ends = min(after, default=None)
    places = [
        c
        for c in same
        if isinstance(c, PlaceClaim)
        and c.place.accuracy is not Accuracy.COUNTRY
        and c.span.end > min(begins, claim.span.start)
        and (ends is None or c.span.start < ends)
        and c.span.start < claim.span.end + _AFTER
    ]
    held = {key for c in places for key in area_keys(c.place)}
    places = [c for c in places if not own_keys(c.place) & held]
    return Scope(
        period=here[0].date if here else None,
        places=tuple(c.place for c in places),
        claims=(*here, *places),
    )


def _reach(claim: AnyClaim, evidence: Evidence) -> int:
    """Return how far before a claim a date or place can be its own, in code points."""
    told_by = evidence.source_of(claim.document_id)
    voice = evidence.voice_of(claim)
    is_own_text = (
        told_by is None
        or told_by.party is not None
        or (voice.root is not None and voice.root.source_id == told_by.id)
    )
    return _WHOLE_TEXT if is_own_text else _BEFORE


def _is_said_with(other: AnyClaim, claim: AnyClaim, evidence: Evidence) -> bool:
    """Say whether a date or place comes from the same side, or from the writer."""
    if other.speaker is None or other.speaker == claim.speaker:
        return True
    theirs, ours = evidence.voice_of(other), evidence.voice_of(claim)
    return theirs.key == ours.key or (theirs.party or "?") == ours.party


def covers_day(scope: Scope, incident: Incident) -> bool | None:
    """Say whether the statement's days hold a day of the incident; None = unsaid."""
    dates = [d for d in (incident.date, *incident.other_dates) if d is not None]
    if scope.period is None or not dates:
        return None
    return any(scope.period.overlaps(date) for date in dates)


def covers_place(scope: Scope, incident: Incident) -> bool | None:
    """Say whether a named place is, holds or lies in the incident's; None = unsaid.

    A place that no gazetteer knows excludes nothing.
    """
    if not scope.places or incident.place is None:
        return None
    places = (incident.place, *incident.other_places)
    if any(places_meet(named, place) for named in scope.places for place in places):
        return True
    known = all(place.canonical for place in (*scope.places, incident.place))
    return False if known else None


def names_place_itself(scope: Scope, incident: Incident) -> bool:
    """Say whether a named place is the incident's own, or lies in it.

    To name the province, with another day, is to say nothing of the incident.
    """
    places = [p for p in (incident.place, *incident.other_places) if p is not None]
    return any(
        own_keys(place) & (own_keys(named) | area_keys(named))
        for named in scope.places
        for place in places
    )


def places_meet(one: Place, other: Place) -> bool:
    """Say whether two places are the same, or one lies in the other."""
    if one.gazetteer_id and one.gazetteer_id == other.gazetteer_id:
        return True
    mine, theirs = _names(one), _names(other)
    return bool(
        mine & theirs or mine & _folded(other.within) or theirs & _folded(one.within)
    )


def own_keys(place: Place) -> set[str]:
    """Return the keys of a place itself."""
    ids = {f"#{place.gazetteer_id}"} if place.gazetteer_id else set()
    return ids | _names(place)


def area_keys(place: Place) -> set[str]:
    """Return the keys of the areas that hold a place."""
    return _folded(place.within)


def _names(place: Place) -> set[str]:
    return _folded(name for name in (place.canonical, place.name) if name)


def _folded(names: Iterable[str]) -> set[str]:
    return {plain_key(name) for name in names}


def coverage(
    *, day: bool | None, place: bool | None, is_linked: bool, is_evasive: bool = False
) -> tuple[Coverage, str]:
    """Weigh day and place into one of three answers, with the sentence that says why.

    Args:
        day: The statement's days hold the incident's; None = no days named.
        place: Its places do; None = no places named.
        is_linked: Linking put the very claim to the incident.
        is_evasive: It only evades: what it names beside is all that it speaks of.
    """
    if is_linked:
        return _of_linked(day=day, place=place, is_evasive=is_evasive)
    if day is False:
        return Coverage.DOES_NOT_COVER, "the days it names do not include that day"
    if place is False:
        return Coverage.DOES_NOT_COVER, "the places it names do not include that place"
    if day and place:
        return Coverage.COVERS, "it names that place and that day"
    return Coverage.UNDETERMINED, "what it names leaves open whether it covers this"


def what_is_open(scope: Scope, incident: Incident) -> str:
    """Say why a statement cannot be said to cover an incident, or not to."""
    day, place = covers_day(scope, incident), covers_place(scope, incident)
    if day and place is None:
        return "it covers that day and names no place: it does not cover the place"
    is_itself = names_place_itself(scope, incident)
    where = "that place" if is_itself else "an area that holds that place"
    if place and day is None:
        no_day = "no day" if scope.period is None else "days, and ours is not known"
        return f"it names {where} and {no_day}"
    if place:
        return f"it names {where} with another day"
    return "it names neither that day nor that place"


def _of_linked(
    *, day: bool | None, place: bool | None, is_evasive: bool
) -> tuple[Coverage, str]:
    if day is False or place is False:
        if is_evasive:
            told = "asked about this incident, it evades; what it names lies elsewhere"
            return Coverage.DOES_NOT_COVER, told
        told = "said of this incident, but the days or places named differ"
        return Coverage.UNDETERMINED, told
    return Coverage.COVERS, "said of this incident"


def describe(scope: Scope) -> str:
    """Return the words by which a statement limits itself."""
    days = scope.period.words if scope.period and scope.period.words else None
    if scope.period and days is None:
        first, last = scope.period.earliest, scope.period.latest
        days = str(first) if first == last else f"{first or '...'} to {last or '...'}"
    places = ", ".join(dict.fromkeys(place.name for place in scope.places))
    return f"days: {days or 'none named'}; places: {places or 'none named'}"
