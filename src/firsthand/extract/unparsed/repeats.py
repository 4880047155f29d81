"""Claims of a page that say again, or only as an answer, what another says.

For languages without a parse. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.reading import Range
from firsthand.extract.unparsed.named_victims import NAMES_COUNTED
from firsthand.extract.unparsed.page import PatternedPage
from firsthand.extract.unparsed.places import AREA_CLASSES
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    OtherClaim,
    PlaceClaim,
    Precision,
    Span,
    TargetClaim,
    WeaponClaim,
)

_BESIDE = 12  # characters from an author's words to what was hit
_NEAR_IN = 60  # characters from an area to the place in it
_CYRILLIC = re.compile("[а-яіїєґ]")
_ANY = re.compile(r"(?<!\w)أي(?!\w)")
_WITHOUT_ARMS = frozenset({Denies.USE, Denies.RESPONSIBILITY, Denies.EVENT})
_ARABIC_LETTER = re.compile("[\u0600-\u06ff]")
_ADMITTED = frozenset({Denies.ADMITS_STRIKE, Denies.ADMITS_HARM})
# A thing, not a way to strike.
_DRONE = re.compile(r"беспилотн|безпілотн|дрон|бпла|\bdron(?:es)?\b")
_FROM_THE_AIR = re.compile(r"(?:^|\s)(?:ال)?جوي")  # Arabic says it beside "raids"
_CHARGE = re.compile(r"acusa|denunci|declarac|imputac|supuest|informe|afirmac")
_WAYS = frozenset({"airstrike", "shelling", "drone_strike", "gunfire"})


def said_once(claims: list[Claim], page: PatternedPage) -> list[Claim]:
    """Return the claims of a page without what another of them says already.

    Args:
        claims: As the finders propose them.
        page: Where they were found.
    """
    sentences = [(s.start, s.end) for s in page.sentences]
    if not page.language.is_romance:
        claims = [c for c in claims if not _is_since_when_of_a_whole(c, claims)]
    if page.language.is_slavic:
        claims = [c for c in claims if not _is_only_answered(c, claims)]
    if page.language.code == "es":
        claims = [c for c in claims if not _is_arms_unused(c, claims, page.text)]
    if page.language.code == "ar":
        claims = [c for c in claims if not _is_objective_within(c, claims)]
        claims = [c for c in claims if not _is_method_denied(c, claims)]
        claims = [c for c in claims if not _is_anybody_unhurt(c, claims)]
    return _without_repeats(claims, sentences, page.language.code)


def _is_anybody_unhurt(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether "any civilian" is named but in a denial ("hurt no civilian")."""
    is_any = isinstance(claim, CasualtyClaim) and _ANY.search(claim.span.quote)
    return bool(is_any) and any(
        isinstance(other, DenialClaim) and _meet(claim.span, other.span)
        for other in claims
    )


def _is_method_denied(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether what is told of arms is a side's answer ("has no such missiles")."""
    return isinstance(claim, OtherClaim) and any(
        isinstance(other, DenialClaim) and _meet(claim.span, other.span)
        for other in claims
    )


def _is_objective_within(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether an objective stands in another's words: one thing, or none there.

    "The place was empty of any military target" says that none was there, no more.
    """
    return isinstance(claim, MilitaryObjectiveClaim) and any(
        isinstance(other, MilitaryObjectiveClaim)
        and other is not claim
        and _meet(claim.span, other.span)
        and len(other.span.quote) > len(claim.span.quote)
        for other in claims
    )


def _is_only_answered(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether people harmed, not counted, are but what an answer is about.

    "Does not confirm deaths of civilians", "reports of deaths are being checked".
    """
    answers = [d for d in claims if isinstance(d, DenialClaim)]
    if isinstance(claim, WeaponClaim):
        return any(
            d.denies in _WITHOUT_ARMS and _meet(claim.span, d.span) for d in answers
        )
    if not isinstance(claim, CasualtyClaim) or claim.negated:
        return False
    told = [b for b in (claim.killed, claim.wounded, claim.casualties) if b]
    is_counted = any(b.low is not None and not b.assumed for b in told)
    return not is_counted and any(
        d.denies not in _ADMITTED and _meet(claim.span, d.span) for d in answers
    )


def _is_arms_unused(claim: Claim, claims: Sequence[Claim], text: str) -> bool:
    """Say whether Spanish arms are but what a side denies having used or having.

    Not where a charge names them ("rejects the charges of cluster bombs").
    """
    return isinstance(claim, WeaponClaim) and any(
        isinstance(other, DenialClaim)
        and other.denies is Denies.USE
        and _meet(claim.span, other.span)
        and not _CHARGE.search(text[other.span.start : claim.span.start].lower())
        for other in claims
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without_repeats(
    claims: Sequence[Claim], sentences: Sequence[Range], language: str
) -> list[Claim]:
    """Drop circumstances said again by the same speaker; title and body are two.

    The outlet that tells again what somebody told before it says nothing new, and a
    weapon named again, by whomever, only where a toll is told with it.

    Args:
        claims: Of a page.
        sentences: Where its sentences stand.
        language: Two letters.
    """
    tolls = [
        (start, end)
        for start, end in sentences
        if any(
            isinstance(c, CasualtyClaim) and start <= c.span.start < end for c in claims
        )
    ]
    told: list[tuple[Claim, frozenset[object]]] = []
    kept = []
    denials = [c for c in claims if isinstance(c, DenialClaim)]
    answers = [c.span for c in denials]
    spared = [c.span for c in denials if c.denies is Denies.CIVILIAN_TARGETS]
    authors = [c for c in claims if isinstance(c, AttributionClaim)]
    for claim in sorted(claims, key=lambda c: (c.span.start, c.span.end)):
        is_disowned = isinstance(claim, AttributionClaim) and claim.negated
        if is_disowned and any(_meet(claim.span, span) for span in answers):
            continue
        is_unhit = isinstance(claim, TargetClaim) and any(
            _meet(claim.span, span) for span in spared
        )
        is_unhit = is_unhit or (
            _is_hit_in_a_denial(claim, denials, sentences)
            and not (language == "ar" and _is_hit_by_another(claim, authors))
        )
        if is_unhit or _is_told_with_author(claim, authors, sentences):
            continue
        if claim.rule == NAMES_COUNTED and _are_counted(claim, claims):
            continue
        if _is_told_closer(claim, claims, sentences):
            continue
        what = _what_is_told(claim)
        # In Russian and Ukrainian another voice that names the arms is a witness, too.
        is_slavic = _CYRILLIC.search(claim.span.quote) is not None
        is_bare = isinstance(claim, WeaponClaim) and not is_slavic
        is_bare = is_bare and not any(
            start <= claim.span.start < end for start, end in tolls
        )
        is_new = language == "ar" and _is_of_another_attack(claim, claims, sentences)
        if what and any(
            _says_again(claim, what, *before, by_anyone=is_bare)
            and not (language == "es" and _tells_anew(claim, before[0], sentences))
            and not (is_new and claim.span.start >= before[0].span.end)
            for before in told
        ):
            continue
        if what:
            told.append((claim, what))
        kept.append(claim)
    return kept


def _tells_anew(claim: Claim, earlier: Claim, sentences: Sequence[Range]) -> bool:
    """Say whether Spanish wire tells a place or thing struck again as news.

    Another sentence that names them tells of them anew ("another raid on the same
    market"), and whoever else names the day is one more voice.
    """
    if isinstance(claim, DateClaim):
        is_same_day = "mism" in claim.span.quote  # "that same day": another event
        return is_same_day or claim.speaker not in {None, earlier.speaker}
    _, end = next(s for s in sentences if earlier.span.start < s[1])
    return isinstance(claim, PlaceClaim | TargetClaim) and claim.span.start >= end


def _is_of_another_attack(
    claim: Claim, claims: Sequence[Claim], sentences: Sequence[Range]
) -> bool:
    """Say whether a thing struck is told with its own day, and so of its own attack.

    "A hospital" again, where the sentence says on which day it was hit.
    """
    if not isinstance(claim, TargetClaim):
        return False
    start, end = next(s for s in sentences if claim.span.start < s[1])
    days = [c for c in claims if isinstance(c, DateClaim)]
    inside = [c for c in days if start <= c.span.start < end]
    before = {c.date.earliest for c in days if c.span.start < start}
    return any(c.date.earliest not in before for c in inside)


def _is_told_closer(
    claim: Claim, claims: Sequence[Claim], sentences: Sequence[Range]
) -> bool:
    """Say whether an Arabic sentence goes on from an area to a place in it."""
    if not isinstance(claim, PlaceClaim) or claim.place.accuracy not in AREA_CLASSES:
        return False
    if not _is_arabic(claim):
        return False
    _, end = next(s for s in sentences if claim.span.start < s[1])
    return any(
        isinstance(other, PlaceClaim)
        and claim.span.end < other.span.start < min(end, claim.span.end + _NEAR_IN)
        and other.place.accuracy not in AREA_CLASSES
        and other.place.country in {None, claim.place.country}
        for other in claims
    )


def _is_arabic(claim: Claim) -> bool:
    return _ARABIC_LETTER.search(claim.span.quote) is not None


def _is_since_when_of_a_whole(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether a date is but that from which on a war's toll is counted.

    Not in Russian and Ukrainian, where agencies tell it with a month or a season.
    """
    is_open = isinstance(claim, DateClaim) and claim.date.precision is Precision.OPEN
    if not is_open or _CYRILLIC.search(claim.span.quote):
        return False
    return any(
        isinstance(other, ContextTotal) and _meet(claim.span, other.span)
        for other in claims
    )


def _is_hit_in_a_denial(
    claim: Claim, denials: Sequence[DenialClaim], sentences: Sequence[Range]
) -> bool:
    """Say whether a thing struck is but the object of a denial ("no raid on a school").

    Its sentence denies by the same voice, and admits nothing.
    """
    if not isinstance(claim, TargetClaim):
        return False
    start, end = next(s for s in sentences if claim.span.start < s[1])
    return any(
        start <= d.span.start < end
        and d.speaker == claim.speaker
        and d.denies not in _ADMITTED
        for d in denials
    )


def _is_hit_by_another(claim: Claim, authors: Sequence[AttributionClaim]) -> bool:
    """Say whether an author is told right before a thing struck, by the same voice.

    "Denied using such bombs, and said that the rebels had shelled the market".
    """
    return any(
        one.speaker == claim.speaker
        and one.span.start <= claim.span.start <= one.span.end + _BESIDE
        for one in authors
    )


def _are_counted(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether a number told on the page already holds people named as harmed.

    A list that adds up to no more than the toll only says who they were.
    """
    return isinstance(claim, CasualtyClaim) and any(
        isinstance(other, CasualtyClaim)
        and other.rule != NAMES_COUNTED
        and _is_of_as_many(getattr(other, what), getattr(claim, what))
        for other in claims
        for what in ("killed", "wounded")
    )


def _is_of_as_many(whole: Bounds | None, named: Bounds | None) -> bool:
    if whole is None or named is None or whole.low is None or named.low is None:
        return False
    return whole.low >= named.low


def _is_told_with_author(
    claim: Claim, authors: Sequence[AttributionClaim], sentences: Sequence[Range]
) -> bool:
    """Say whether an attribution already tells of a strike what a claim says of it.

    "A Torethi air raid" is who did it and with what, once; a munition ("cluster bombs")
    is a claim of its own beside it.
    """
    if not isinstance(claim, WeaponClaim) or claim.aircraft:
        return False
    if _FROM_THE_AIR.search(claim.span.quote):
        return False
    told = set(claim.weapon)
    start, end = next(s for s in sentences if claim.span.start < s[1])
    is_drone = _DRONE.search(claim.span.quote.lower()) is not None
    return (
        told <= _WAYS
        and not is_drone
        and any(
            start <= one.span.start < end and told <= set(one.weapon) for one in authors
        )
    )


def _what_is_told(claim: Claim) -> frozenset[object]:
    """Return what a circumstance tells; empty = its repetition matters."""
    if isinstance(claim, PlaceClaim):
        return frozenset((claim.place.canonical or claim.place.name,))
    if isinstance(claim, DateClaim):
        return frozenset(((claim.date.earliest, claim.date.latest),))
    if isinstance(claim, TargetClaim):
        return frozenset(((claim.target, claim.negated),))
    if isinstance(claim, WeaponClaim):
        return frozenset((*claim.weapon, *claim.aircraft))
    return frozenset()


def _says_again(
    claim: Claim,
    what: frozenset[object],
    earlier: Claim,
    before: frozenset[object],
    *,
    by_anyone: bool,
) -> bool:
    """Say whether a circumstance was told before, by the same voice or another's."""
    if type(claim) is not type(earlier) or claim.is_headline != earlier.is_headline:
        return False
    if not what <= before:
        return False
    is_place = isinstance(claim, PlaceClaim) and not _is_arabic(claim)
    is_anyones = by_anyone or is_place or isinstance(claim, DateClaim)
    if _CYRILLIC.search(claim.span.quote):
        is_anyones = False  # another who names the place or day says so, too
    return is_anyones or claim.speaker in {None, earlier.speaker}
