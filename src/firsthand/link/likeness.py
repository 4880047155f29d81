"""How alike two passages are: named features, each with its reason. Method: M012.

A feature is a small question (same place? same day? same target?) whose answer
weighs for or against; the weights are rows. What one side does not state weighs
nothing. The sum decides whether two passages can speak of one attack.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Sequence

from firsthand.link.alike_texts import NOT_COMPARED, AlikeTexts
from firsthand.link.facts import skeleton
from firsthand.link.passages import Passage
from firsthand.link.sites import (
    Nearness,
    days_between,
    is_almost_named,
    is_coarse,
    nearness,
    targets_agree,
)
from firsthand.link.spelling import name_keys, names_in
from firsthand.link.told import Told
from firsthand.link.weights import Weights
from firsthand.model import FuzzyDate, Place, Reason

_RULE, _TEXTS = "M012", "M014"
Victim = frozenset[str]
_SOME_NAMED, _MANY_NAMED = 2, 4
_CLOSE = 0.35
_CLOSE_PEOPLE = 5
_FAR = 3.0
_FAR_PEOPLE = 15
_A_WEEK = 7


@dataclasses.dataclass(frozen=True)
class Mention:
    """A passage with what its document adds.

    Attributes:
        passage: The passage.
        origin: Publication origin of its document.
        published: Last day on which it can have been published; None = unknown.
        is_lead: The passage is what its document is mainly about: what its whole
            text shares with another speaks of it.
        told: What the whole document names; None = only the passage is known.
        households: Whose home was hit, as consonants.
    """

    passage: Passage
    origin: str
    published: dt.date | None
    is_lead: bool = False
    told: Told | None = None
    households: frozenset[str] = frozenset()

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """What may be a name in the words of its claims."""
        return names_in(claim.span.quote for claim in self.passage.claims)

    @functools.cached_property
    def victims(self) -> tuple[Victim, ...]:
        """What each named victim may be met by, in any spelling."""
        return tuple(name_keys(name) for name in sorted(self.passage.names))

    @property
    def could_be(self) -> tuple[FuzzyDate, ...]:
        """Days on which it may have been, where its document is about one attack."""
        return self.told.could_be if self.told is not None and self.is_lead else ()

    @functools.cached_property
    def best_places(self) -> Sequence[Place]:
        """Its places, those of a district or larger left out where it has finer."""
        fine = [place for place in self.passage.places if not is_coarse(place)]
        return fine or self.passage.places

    @functools.cached_property
    def tolls(self) -> frozenset[int]:
        """The number of dead that it gives first, and its highest."""
        given = [bounds.low for bounds in self.passage.killed if bounds.low]
        return frozenset({given[0], max(given)} if given else ())

    @functools.cached_property
    def families(self) -> frozenset[str]:
        """Family names of victims and households, as consonants."""
        return self.households | frozenset(
            skeleton(name.split()[-1])
            for name in self.passage.names
            if len(name.split()) > 1
        )


@dataclasses.dataclass(frozen=True)
class Feature:
    """One answer: the row of its weight, and the sentence that says it."""

    row: str
    text: str


@dataclasses.dataclass(frozen=True)
class Likeness:
    """The sum of the features of two passages.

    Attributes:
        score: Sum of weights; the more, the more alike.
        said: Each feature in words, its weight and its rule.
    """

    score: float
    said: tuple[tuple[str, float, str], ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each feature that weighs something, as a reason."""
        return tuple(
            Reason(text=f"{text} ({weight:+.1f})", rule=rule, met=weight > 0)
            for text, weight, rule in self.said
            if weight
        )


def features_of(one: Mention, other: Mention) -> list[Feature]:
    """Return the answer of each question that has one for two passages."""
    return [answer for ask in FEATURES if (answer := ask(one, other)) is not None]


def likeness(
    one: Mention,
    other: Mention,
    weights: Weights,
    alike: AlikeTexts = NOT_COMPARED,
    found: Sequence[Feature] | None = None,
) -> Likeness:
    """Compare two passages.

    Args:
        one: A passage.
        other: Another.
        weights: `incident.*` rows.
        alike: What their whole texts share (`alike_texts`), where compared.
        found: Their features, where they were asked for before.
    """
    if found is None:
        found = features_of(one, other)
    alone = [(f.text, weights[f.row], _RULE) for f in found]
    if not _are_compared(one, other, alike):
        return _summed(alone)
    # Texts hold the words that claims were read from: beside them a feature weighs
    # what it adds. Reporters may use other words: claims that agree stand without.
    unlike = ("whole texts share little", weights["incident.texts_unlike"], _TEXTS)
    by_claims = _summed([unlike, *alone])
    by_texts = _summed(
        [
            _whole_texts(one, other, weights, alike),
            *((f.text, weights.beside(f.row), _RULE) for f in found),
        ]
    )
    return max(by_texts, by_claims, key=lambda made: made.score)


def _summed(said: Sequence[tuple[str, float, str]]) -> Likeness:
    return Likeness(sum(weight for _, weight, _ in said), tuple(said))


def _are_compared(one: Mention, other: Mention, alike: AlikeTexts) -> bool:
    """Say whether two passages lead texts of which something is known."""
    a, b = one.passage.document_id, other.passage.document_id
    if not (one.is_lead and other.is_lead) or a == b:
        return False
    return alike.are_comparable(a, b) or alike.of(a, b) is not None


def _whole_texts(
    one: Mention, other: Mention, weights: Weights, alike: AlikeTexts
) -> tuple[str, float, str]:
    """Say what two whole texts weigh, in halves: a stranger's text shifts little."""
    pair = alike.of(one.passage.document_id, other.passage.document_id)
    odds = pair.log_odds if pair is not None else weights["text.least"]
    weight = round(2 * (weights["incident.texts_even"] + odds)) / 2
    return f"whole texts share {_how_much(odds, weights)}", weight, _TEXTS


def _how_much(log_odds: float, weights: Weights) -> str:
    if log_odds >= weights["text.much_alike"]:
        return "much that is rare"
    some = log_odds >= weights["text.alike"]
    return "some of what is rare" if some else "little that is rare"


def place_feature(one: Mention, other: Mention) -> Feature | None:
    """Same place, one inside the other, or places apart?"""
    pairs = [(nearness(a, b), a, b) for a in one.best_places for b in other.best_places]
    if not pairs:
        return _unplaced_feature(one, other)
    near, a, b = min(pairs, key=lambda pair: _RANK[pair[0]])
    names = f"{_name(a)} and {_name(b)}" if _name(a) != _name(b) else _name(a)
    if near in _APART and _named_beside(one, other):
        return Feature("incident.place_named", f"{names}, told of in one document")
    if near is Nearness.SAME and (is_coarse(a) or is_coarse(b)):
        return Feature("incident.same_area", f"both in {names}")
    answer = _PLACE_ANSWERS.get(near)
    return Feature(f"incident.{answer[0]}", f"{answer[1]}: {names}") if answer else None


def _unplaced_feature(one: Mention, other: Mention) -> Feature | None:
    """Does one that no place was read of name the other's, or almost so?"""
    for placed, unplaced in ((one, other), (other, one)):
        if unplaced.passage.places:
            continue
        for place in placed.best_places:
            if not is_coarse(place) and is_almost_named(place, unplaced.names):
                text = f"one names {_name(place)}, or almost so"
                return Feature("incident.almost_place", text)
    return None


_APART = {
    Nearness.ALMOST,
    Nearness.DIFFERENT,
}  # one document that names both, knows two
_PLACE_ANSWERS = {
    Nearness.SAME: ("same_place", "the same place"),
    Nearness.INSIDE: ("inside_place", "one lies in the other"),
    Nearness.NESTED: ("nested_place", "one area holds the other"),
    Nearness.ALMOST: ("almost_place", "almost the same name"),
    Nearness.NEAR: ("near_place", "a few kilometres apart"),
    Nearness.DIFFERENT: ("other_place", "different places"),
}


_RANK = {near: rank for rank, near in enumerate(Nearness)}


def _named_beside(one: Mention, other: Mention) -> bool:
    """Say whether a document of either names a place of the other, wherever."""
    return any(
        there.told is not None and there.told.names_place(place)
        for here, there in ((one, other), (other, one))
        for place in here.best_places
    )


def _name(place: Place) -> str:
    return place.canonical or place.name


def date_feature(one: Mention, other: Mention) -> Feature | None:
    """Same day, neighbouring days, or days apart?"""
    ours, theirs = one.passage.dates, other.passage.dates
    if not ours or not theirs:
        return _doubtful_feature(one, other) or _published_feature(one, other)
    apart = min(days_between(a, b) for a in ours for b in theirs)
    exact = any(_is_day(a) for a in ours) and any(_is_day(b) for b in theirs)
    if apart == 0:
        row = "same_day" if exact else "dates_overlap"
        return Feature(f"incident.{row}", "the same day" if exact else "dates overlap")
    if apart == 1:
        return Feature("incident.next_day", "neighbouring days")
    if any(
        there.told is not None and there.told.names_day(here.passage.dates)
        for here, there in ((one, other), (other, one))
    ):
        return Feature("incident.day_named", f"{apart} days apart, told of in one text")
    row = "days_apart" if apart <= _A_WEEK else "weeks_apart"
    return Feature(f"incident.{row}", f"{apart} days apart")


def _doubtful_feature(one: Mention, other: Mention) -> Feature | None:
    """Is one side dated by words alone, to other days whichever way they are read?"""
    ours, theirs = (m.passage.dates or m.could_be for m in (one, other))
    if not ours or not theirs:
        return None
    apart = min(days_between(a, b) for a in ours for b in theirs)
    if apart <= 1:
        return None
    row = "days_apart" if apart <= _A_WEEK else "weeks_apart"
    return Feature(f"incident.{row}", f"{apart} days apart")


def _is_day(date: FuzzyDate) -> bool:
    return date.earliest is not None and date.earliest == date.latest


def _published_feature(one: Mention, other: Mention) -> Feature | None:
    """A report cannot tell of what had not happened when it was published."""
    for dated, undated in ((one, other), (other, one)):
        if not dated.passage.dates or undated.passage.dates or not undated.published:
            continue
        day = min(d.earliest for d in dated.passage.dates if d.earliest)
        after = (undated.published - day).days
        if after < 0:
            return Feature(
                "incident.before_it", "published before the other's date: not about it"
            )
        if after <= _A_WEEK:
            return Feature(
                "incident.published_soon", f"published {after} days after the date"
            )
    if one.passage.dates or other.passage.dates:
        return None
    return _undated_feature(one, other)


def _undated_feature(one: Mention, other: Mention) -> Feature | None:
    """Neither states a day: were they published together, or weeks apart?"""
    if one.published is None or other.published is None:
        return None
    apart = abs((one.published - other.published).days)
    if apart <= 1:
        return Feature(
            "incident.published_together", "published on one day or the next"
        )
    if apart > _A_WEEK:
        text = f"neither states a day, published {apart} days apart"
        return Feature("incident.published_apart", text)
    return None


def target_feature(one: Mention, other: Mention) -> Feature | None:
    """Same thing hit, or another?"""
    agree = targets_agree(one.passage.targets, other.passage.targets)
    if agree is None:
        return None
    said = ", ".join(sorted({*one.passage.targets, *other.passage.targets}))
    if agree:
        return Feature("incident.same_target", f"the same target ({said})")
    return Feature("incident.other_target", f"different targets ({said})")


def weapon_feature(one: Mention, other: Mention) -> Feature | None:
    """A weapon in common?"""
    if not one.passage.weapons or not other.passage.weapons:
        return None
    shared = sorted(one.passage.weapons & other.passage.weapons)
    if shared:
        return Feature("incident.same_weapon", f"the same weapon ({', '.join(shared)})")
    return None


def toll_feature(one: Mention, other: Mention) -> Feature | None:
    """The same number of dead, close ones, or numbers that can hardly both be?"""
    pairs = [(abs(a - b), *sorted((a, b))) for a in one.tolls for b in other.tolls]
    if not pairs:
        return None
    gap, low, high = min(pairs)
    if gap == 0 and high > 1:
        row = "same_toll" if high > _CLOSE_PEOPLE else "same_few"
        return Feature(f"incident.{row}", f"the same number of dead ({high})")
    if gap <= max(1, _CLOSE * high):
        return Feature("incident.close_toll", f"close numbers of dead ({low}, {high})")
    if high > _FAR * low and gap > _FAR_PEOPLE:
        return Feature("incident.far_toll", f"numbers far apart ({low}, {high})")
    if low < high / 2 and gap > _CLOSE_PEOPLE / 2:
        text = f"numbers of dead unlike each other ({low}, {high})"
        return Feature("incident.other_toll", text)
    return None


def victims_feature(one: Mention, other: Mention) -> Feature | None:
    """Named victims in common, a family name in common, or other people?"""
    shared = _met(one.victims, other.victims)
    fewer = min(len(one.victims), len(other.victims))
    if fewer >= _MANY_NAMED and 2 * shared < fewer:
        return Feature("incident.other_victims", "nearly all people named are others")
    if shared > 1:
        return Feature("incident.same_victims", f"{shared} victims of one name")
    if shared:
        return Feature("incident.same_victim", "a victim of the same name")
    if not (_tells_who(one) and _tells_who(other)):
        return None
    if one.families & other.families:
        return Feature("incident.same_family", "people of one family name")
    return Feature("incident.other_victims", "other people are named")


def _tells_who(mention: Mention) -> bool:
    """Say whether people enough, or whose home it was, are named."""
    return bool(mention.households) or len(mention.victims) >= _SOME_NAMED


def _met(some: Sequence[Victim], others: Sequence[Victim]) -> int:
    """Count the names of one side that are one of the other's, spelt as they may be."""
    if not some or not others:
        return 0
    keys = [{key for victim in side for key in victim} for side in (some, others)]
    both = keys[0] & keys[1]
    return min(
        sum(not both.isdisjoint(victim) for victim in side) for side in (some, others)
    )


def origin_feature(one: Mention, other: Mention) -> Feature | None:
    """Do both repeat one text?"""
    if one.origin == other.origin and (
        one.passage.document_id != other.passage.document_id
    ):
        return Feature("incident.same_origin", "one document repeats the other")
    return None


FEATURES: tuple[Callable[[Mention, Mention], Feature | None], ...] = (
    place_feature,
    date_feature,
    target_feature,
    weapon_feature,
    toll_feature,
    victims_feature,
    origin_feature,
)
"""The matcher, read aloud."""
