"""Passages become groups that speak of one attack, without chaining. Method: M012.

Blocking: only passages that share a place, a victim, an origin, a day and a target,
or rare words of their texts are compared, each with its neighbours in time, so the
cost stays linear but for a logarithm. Clustering: average linkage, the likeliest two
groups first; they become one while they are alike on average, so that A = B and B = C
never joins an A and a C that cannot be one.
"""

from __future__ import annotations

import array
import dataclasses
import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from firsthand.link.alike_texts import AlikeTexts
from firsthand.link.apart import NO_MARKS, Apart, Marks, are_apart, settled
from firsthand.link.likeness import (
    Feature,
    Likeness,
    Mention,
    features_of,
    likeness,
)
from firsthand.link.sites import is_coarse, place_keys, place_slips
from firsthand.link.spelling import slip_keys
from firsthand.link.weights import Weights

_NEIGHBOURS = 30
_SAMPLE = 8
_FOR_VAGUE = ("day ", "area ")
"""Keys that serve only where one side names no town: others meet by place."""
_FAR_FUTURE = dt.date.max


@dataclasses.dataclass(frozen=True)
class Clusters:
    """Groups of mentions, and how alike the compared ones are.

    Attributes:
        groups: Places in the list of mentions; every mention is in one group.
        matcher: Likeness by pair of places.
        near: Pairs of places that alone are alike enough: groups are joined along them.
    """

    groups: tuple[tuple[int, ...], ...]
    matcher: Matcher
    near: tuple[tuple[int, int], ...] = ()


FeaturesKnown = dict[tuple[int, int], Sequence[Feature]]
"""Features by the identity of two mentions, which must stay as long as this does."""


class Matcher:
    """Likeness of pairs, computed once each."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        weights: Weights,
        alike: AlikeTexts,
        known: FeaturesKnown | None = None,
    ) -> None:
        """Take the mentions in their order, the weights, and texts compared.

        Features are kept in `known` for whoever compares the same mentions again.
        """
        self.mentions = mentions
        self._known = known
        self.weights = weights
        self.alike = alike
        self._scores: dict[tuple[int, int], float] = {}

    def of(self, one: int, other: int) -> Likeness:
        """Return the likeness of two mentions, with its reasons."""
        a, b = (self.mentions[place] for place in sorted((one, other)))
        return likeness(a, b, self.weights, self.alike, self._features(a, b))

    def _features(self, one: Mention, other: Mention) -> Sequence[Feature] | None:
        if self._known is None:
            return None
        key = (id(one), id(other))
        if key not in self._known:
            self._known[key] = features_of(one, other)
        return self._known[key]

    def keep(self, one: int, other: int, score: float) -> None:
        """Keep how alike two mentions are, the smaller place first."""
        self._scores[one, other] = score

    def score(self, one: int, other: int) -> float:
        """Return how alike two mentions are; kept, since groups ask again."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._scores:
            self._scores[pair] = self.of(*pair).score
        return self._scores[pair]


def cluster(
    mentions: Sequence[Mention],
    weights: Weights,
    alike: AlikeTexts,
    apart: Apart | None = None,
    known: FeaturesKnown | None = None,
) -> Clusters:
    """Group mentions that speak of one attack.

    Args:
        mentions: In a fixed order (document, number); the order they arrived in does
            not matter.
        weights: `incident.*` rows.
        alike: What whole texts share (`alike_texts`).
        apart: What a person keeps apart, however alike it is.
        known: Features asked for before; takes those asked for now. None = not kept.
    """
    matcher = Matcher(mentions, weights, alike, known)
    joining = _Joining(len(mentions), matcher, apart or Apart())
    # Groups alike on average hold two mentions that are: only such pairs are kept.
    near = []
    for one, other in pairs_to_compare(mentions, alike):
        found = matcher.of(one, other).score
        if found >= joining.least:
            matcher.keep(one, other, found)
            near.append((one, other))
    for one, other in near:
        joining.meet(one, other)
    return Clusters(joining.groups(), matcher, tuple(near))


class _Joining:
    """Groups that grow: the two likeliest become one while they are alike enough."""

    def __init__(self, n_mentions: int, matcher: Matcher, apart: Apart) -> None:
        self.matcher = matcher
        self.least = matcher.weights["incident.link"]
        marks = (apart.marks(c.id for c in m.passage.claims) for m in matcher.mentions)
        self.marks = {place: held for place, held in enumerate(marks) if held}
        self.members: dict[int, list[int]] = {n: [n] for n in range(n_mentions)}
        self.near: dict[int, set[int]] = defaultdict(set)
        self.waiting: list[tuple[float, int, int]] = []
        self.next = n_mentions

    def meet(self, one: int, other: int) -> None:
        """Let two groups be compared: the mean likeness of their members."""
        if self.marks and are_apart(self._marks(one), self._marks(other)):
            return
        self.near[one].add(other)
        self.near[other].add(one)
        found = self._mean(one, other)
        if found >= self.least:
            heapq.heappush(self.waiting, (-found, one, other))

    def _marks(self, group: int) -> Marks:
        return settled(
            mark
            for place in self.members[group]
            for mark in self.marks.get(place, NO_MARKS)
        )

    def _mean(self, one: int, other: int) -> float:
        found = [
            self.matcher.score(a, b)
            for a in self.members[one][:_SAMPLE]
            for b in self.members[other][:_SAMPLE]
        ]
        return sum(found) / len(found)

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Join until nothing is alike enough; return the groups in order."""
        while self.waiting:
            _, one, other = heapq.heappop(self.waiting)
            if one in self.members and other in self.members:
                self._join(one, other)
        return tuple(sorted(tuple(held) for held in self.members.values()))

    def _join(self, one: int, other: int) -> None:
        made, self.next = self.next, self.next + 1
        self.members[made] = sorted(self.members.pop(one) + self.members.pop(other))
        beside = (self.near.pop(one) | self.near.pop(other)) & self.members.keys()
        for neighbour in sorted(beside):
            self.meet(neighbour, made)


def pairs_to_compare(
    mentions: Sequence[Mention], alike: AlikeTexts
) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing once each, in order: sorted as numbers."""
    n = max(1, len(mentions))
    codes = array.array("q")
    for pairs in (_candidates(mentions), _alike(mentions, alike)):
        codes.extend(one * n + other for one, other in pairs)
    for code in np.unique(np.frombuffer(codes, dtype=np.int64) if codes else codes):
        yield divmod(int(code), n)


def _candidates(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    is_fine = [_is_fine(mention) for mention in mentions]
    order = [(when_told(mention), place) for place, mention in enumerate(mentions)]
    for held, needs_vague in _blocks(mentions):
        if needs_vague and all(is_fine[place] for place in held):
            continue
        ordered = sorted(held, key=lambda place: order[place])
        for turn, one in enumerate(ordered):
            for other in ordered[turn + 1 : turn + 1 + _NEIGHBOURS]:
                if not (needs_vague and is_fine[one] and is_fine[other]):
                    yield (one, other) if one < other else (other, one)


def _blocks(mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield the mentions that share a key; the spellings of one place once."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, mention in enumerate(mentions):
        for key in block_keys(mention):
            blocks[key].append(place)
    kinds = {
        (tuple(held), key.startswith(_FOR_VAGUE))
        for key, held in blocks.items()
        if held[1:]
    }
    yield from kinds


def _alike(mentions: Sequence[Mention], alike: AlikeTexts) -> Iterator[tuple[int, int]]:
    lead_of = {
        mention.passage.document_id: place
        for place, mention in enumerate(mentions)
        if mention.is_lead
    }
    for a, b in alike.pairs:
        if a != b and a in lead_of and b in lead_of:
            one, other = lead_of[a], lead_of[b]
            yield (one, other) if one < other else (other, one)


def _is_fine(mention: Mention) -> bool:
    return any(not is_coarse(place) for place in mention.passage.places)


def block_keys(mention: Mention) -> set[str]:
    """Return the keys of a passage: passages that share one are compared."""
    passage = mention.passage
    keys = {f"name {name}" for name in passage.names}
    fine = [place for place in passage.places if not is_coarse(place)]
    keys |= {f"place {key}" for place in fine for key in place_keys(place)}
    keys.add(f"origin {mention.origin}")
    slips = {key for p in fine for key in place_slips(p)}
    if not passage.places:
        slips = {key for name in mention.names for key in slip_keys(name)}
    for date in passage.dates:
        if date.earliest is None or date.latest is None:
            continue
        for day in range((date.latest - date.earliest).days + 1):
            on = date.earliest + dt.timedelta(days=day)
            keys |= {f"day {on} {target}" for target in passage.targets}
            keys |= {f"slip {on} {key}" for key in slips}
            if not fine:
                keys |= {
                    f"area {on} {key}" for p in passage.places for key in place_keys(p)
                }
            else:
                keys |= {
                    f"area {on} {area.casefold()}" for p in fine for area in p.within
                }
    return keys


def when_told(mention: Mention) -> dt.date:
    """Return the day a passage speaks of, or else that of its publication."""
    days = [date.earliest for date in mention.passage.dates if date.earliest]
    return min(days) if days else (mention.published or _FAR_FUTURE)
