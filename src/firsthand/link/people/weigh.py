"""Weights without labels: how likely each level is among matches. Method: M019.

Fellegi and Sunter's model with three kinds of pairs: one person, kin, strangers. What
strangers agree on comes from the data: the bits of the value agreed on, or a fixed
sample of random pairs. What matches agree on starts from `people_levels` rows and is
learned from the patterns of the compared pairs (expectation and maximisation), held
near the rows where the data say little. Answers of a person enter as counts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from firsthand.link.people.plan import BITS_BASE, LEVEL_BASE, UNKNOWN, Feature
from firsthand.reference import Reference

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_ROUNDS = 40
_SETTLED = 1e-4
_MOST_OF_PAIRS = 0.02
"""Of the pairs of the shortest list, no more are thought to be one person."""
_HARDLY_ANY = 0.02
"""Matches thought of where a list is too short to show any."""
_SMALL = 1e-12
_STRANGERS_WORTH = 50.0
"""Random pairs that the rows on strangers are worth."""


@dataclasses.dataclass(frozen=True)
class Patterns:
    """Patterns of compared pairs.

    Attributes:
        levels: (n, n_features) int64.
        alone: (n,) bits of what is a person's own.
        kin: (n,) bits of what kin share.
        is_across: (n,) whether the two rows are of different lists.
        counts: (n,) pairs of each pattern.
        codes: (n, 2) the two codes as the engine holds them.
    """

    levels: Ints
    alone: Ints
    kin: Ints
    is_across: npt.NDArray[np.bool_]
    counts: Ints
    codes: Ints


def read_patterns(levels: Ints, bits: Ints, counts: Ints, n_features: int) -> Patterns:
    """Take the two codes of each pattern apart."""
    spread = np.stack(
        [(levels // LEVEL_BASE**place) % LEVEL_BASE for place in range(n_features)],
        axis=1,
    ).reshape(len(levels), n_features)
    return Patterns(
        levels=spread,
        alone=(bits // 2) % BITS_BASE,
        kin=bits // (2 * BITS_BASE),
        is_across=bits % 2 == 1,
        counts=counts,
        codes=np.stack([levels, bits], axis=1),
    )


@dataclasses.dataclass(frozen=True)
class LevelRow:
    """What is known beforehand of one level of one feature."""

    match: float
    strangers: float
    words: str


@dataclasses.dataclass(frozen=True)
class Prior:
    """What is known before any data.

    Attributes:
        levels: (feature, level) -> its row; "text" serves every extra column.
        strength: Pairs that the rows are worth.
        names_share: The same for names, as a part of the pairs seen: namesakes and
            kin look like matches, so that data alone would drift towards them.
        other_share: The same for everything else.
        kin_bits: Part of the bits of shared names that counts: names run in families
            and places, so that they are shared more often than chance says.
        alone_bits: The same for what is a person's own.
        slips: Part of every unlikeness that counts beside the worst.
        repeated: Most rows of a named list that state somebody twice.
    """

    levels: Mapping[tuple[str, int], LevelRow]
    strength: float
    names_share: float
    other_share: float
    kin_bits: float
    alone_bits: float
    slips: float
    repeated: float

    def match(self, feature: str) -> Floats:
        """Return (LEVEL_BASE,) shares of the levels among matches that say."""
        name = feature if (feature, 1) in self.levels else "text"
        found = np.full(LEVEL_BASE, _SMALL)
        for level in range(1, LEVEL_BASE):
            row = self.levels.get((name, level))
            if row is not None:
                found[level] = row.match
        found[UNKNOWN] = 0.0
        shares: Floats = found / found.sum()
        return shares

    def strangers(self, feature: str) -> Floats:
        """Return (LEVEL_BASE,) shares of the levels among strangers that say."""
        name = feature if (feature, 1) in self.levels else "text"
        found = np.zeros(LEVEL_BASE)
        for level in range(1, LEVEL_BASE):
            row = self.levels.get((name, level))
            found[level] = row.strangers if row is not None else 0.0
        return found

    def held(self, feature: str) -> float:
        """Return the part of the pairs seen that the rows of a feature are worth."""
        is_name = feature in {"given", "family", "middle"}
        return self.names_share if is_name else self.other_share

    def words(self, feature: str, level: int) -> str:
        """Return a level in words."""
        name = feature if (feature, 1) in self.levels else "text"
        return self.levels[(name, level)].words


def prior_of(reference: Reference) -> Prior:
    """Read `people_levels` rows and the `people.*` rows of `link_weights`."""

    def build(rows: Reference) -> Prior:
        levels = {
            (str(row["feature"]), int(row["level"])): LevelRow(
                int(row["match"]) / 1000,
                float(row["strangers"]) / 1000,
                str(row["words"]),
            )
            for row in rows.table("people_levels")
        }
        values = {
            str(row["name"]): int(row["value"]) / 1000
            for row in rows.table("people_weights")
        }
        return Prior(
            levels,
            strength=values["strength"],
            names_share=values["names_share"],
            other_share=values["other_share"],
            kin_bits=values["kin_bits"],
            alone_bits=values["alone_bits"],
            slips=values["slips"],
            repeated=values["repeated"],
        )

    made: Prior = reference.derived("people.prior", build)
    return made


@dataclasses.dataclass(frozen=True)
class Model:
    """Weights of levels, and how common matches are.

    Attributes:
        features: Names, in the order of the patterns.
        match: (n_features, LEVEL_BASE) log2 of each level's share among matches, less
            log2 of its share among strangers where no bits speak for it.
        kin: The same among kin; 0 where kin agree as strangers do.
        log_prior: (2,) log2 odds that two rows are one person: of one list, of two.
        log_kin: (2,) the same that they are kin.
        kin_bits: Part of the kin bits that counts.
        alone_bits: Part of the other bits that counts.
    """

    features: tuple[str, ...]
    match: Floats
    kin: Floats
    log_prior: Floats
    log_kin: Floats
    kin_bits: float
    alone_bits: float
    slips: float

    def log_ratio(self, found: Patterns) -> tuple[Floats, Floats]:
        """Return (n,) log2 likelihood ratios: one person, kin; each to strangers."""
        places = np.arange(found.levels.shape[1])
        kin_bits = self.kin_bits * found.kin
        match = self._summed(self.match[places, found.levels])
        kin = self.kin[places, found.levels].sum(axis=1)
        return match + kin_bits + self.alone_bits * found.alone, kin + kin_bits

    def _summed(self, weights: Floats) -> Floats:
        """Add up weights; slips come together, so beside the worst they count less."""
        total: Floats = weights.sum(axis=1)
        if self.has_middle:
            return total  # long names: unlike parts are other people of one family
        against = np.minimum(weights, 0.0)
        rest = against.sum(axis=1) - against.min(axis=1, initial=0.0)
        eased: Floats = total - (1.0 - self.slips) * rest
        return eased

    @property
    def has_middle(self) -> bool:
        """Whether names between given and family name are compared."""
        return "middle" in self.features

    def odds(self, found: Patterns) -> Floats:
        """Return (n,) log2 odds that a pair is one person, against kin or strangers."""
        match, kin = self.log_ratio(found)
        which = found.is_across.astype(np.int64)
        match = match + self.log_prior[which]
        kin = kin + self.log_kin[which]
        odds: Floats = match - np.logaddexp2(kin, 0.0)
        return odds

    def kin_odds(self, found: Patterns) -> Floats:
        """Return (n,) log2 odds that a pair is kin, against one person or strangers."""
        match, kin = self.log_ratio(found)
        which = found.is_across.astype(np.int64)
        odds: Floats = (kin + self.log_kin[which]) - np.logaddexp2(
            match + self.log_prior[which], 0.0
        )
        return odds


def chance_of(odds: Floats) -> Floats:
    """Return probabilities of log2 odds."""
    chance: Floats = 1.0 / (1.0 + np.exp2(-np.clip(odds, -60, 60)))
    return chance


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How many pairs of rows there are: in one list, across lists; and rows."""

    within: int
    across: int
    rows: int


def learn(
    found: Patterns,
    strangers: Patterns,
    features: Sequence[Feature],
    prior: Prior,
    sizes: Sizes,
    *,
    answers: tuple[Patterns, Floats] | None = None,
) -> Model:
    """Learn weights from the patterns of compared pairs.

    Args:
        found: Patterns of the compared pairs.
        strangers: Patterns of the random pairs.
        features: In the order of the patterns.
        prior: What is known beforehand.
        sizes: How many pairs there are.
        answers: Patterns that a person judged, with 1.0 = one person, 0.0 = not.
    """
    start = np.stack([prior.match(feature.name) for feature in features])
    base = _stranger_weights(features, strangers, prior)
    match, kin = start.copy(), start.copy()
    all_pairs = np.maximum(1.0, np.array([sizes.within, sizes.across], dtype=float))
    n_match = np.minimum(
        all_pairs / 2, np.array([0.05, 0.5]) * sizes.rows + _HARDLY_ANY
    )
    n_kin = np.minimum(all_pairs / 2, np.array([0.5, 0.5]) * sizes.rows + _HARDLY_ANY)
    held = np.array([prior.held(feature.name) for feature in features])
    which = found.is_across.astype(np.int64)
    model = _model(features, match, kin, base, n_match, n_kin, all_pairs, prior)
    before = -1.0
    for _ in range(_ROUNDS):
        as_match, as_kin = (
            chance_of(model.odds(found)),
            chance_of(model.kin_odds(found)),
        )
        weights, kin_weights = as_match * found.counts, as_kin * found.counts
        match = _shares(found.levels, weights, start, prior, held, answers=answers)
        kin = _shares(found.levels, kin_weights, start, prior, held)
        n_match = _two(which, weights)
        if sizes.across:
            n_match[0] = min(n_match[0], prior.repeated * sizes.rows)
        n_match = np.minimum(
            n_match, np.maximum(all_pairs * _MOST_OF_PAIRS, _HARDLY_ANY)
        )
        n_kin = _two(which, kin_weights)
        model = _model(features, match, kin, base, n_match, n_kin, all_pairs, prior)
        total = float(weights.sum())
        if abs(total - before) <= _SETTLED * max(1.0, total):
            break
        before = total
    return model


def _two(which: Ints, weights: Floats) -> Floats:
    """Return (2,) sums of weights, of one list and across lists, never quite 0."""
    sums: Floats = np.asarray(np.bincount(which, weights, minlength=2), np.float64)
    return sums + _HARDLY_ANY


def _stranger_weights(
    features: Sequence[Feature], strangers: Patterns, prior: Prior
) -> Floats:
    """Return log2 of each level's share among strangers; 0 where bits speak."""
    found = np.zeros((len(features), LEVEL_BASE))
    for place, feature in enumerate(features):
        seen = np.bincount(
            strangers.levels[:, place], strangers.counts, minlength=LEVEL_BASE
        )
        seen[UNKNOWN] = 0
        counts = seen + _STRANGERS_WORTH * prior.strangers(feature.name)
        shares = np.maximum(counts / max(counts.sum(), 1.0), _SMALL)
        found[place] = np.log2(shares)
        found[place, list(feature.valued)] = 0.0
        found[place, UNKNOWN] = 0.0
    return found


def _shares(
    levels: Ints,
    weights: Floats,
    start: Floats,
    prior: Prior,
    held: Floats,
    *,
    answers: tuple[Patterns, Floats] | None = None,
) -> Floats:
    """Return (n_features, LEVEL_BASE) shares of levels, drawn towards the start."""
    made = np.empty_like(start)
    for place in range(levels.shape[1]):
        counts = np.bincount(levels[:, place], weights, minlength=LEVEL_BASE)
        if answers is not None:
            judged, said = answers
            counts = counts + np.bincount(
                judged.levels[:, place], said * judged.counts, minlength=LEVEL_BASE
            )
        counts[UNKNOWN] = 0
        n_start = prior.strength + held[place] * counts.sum()
        counts = counts + n_start * start[place]
        made[place] = counts / counts.sum()
    return made


def _model(  # noqa: PLR0917  one call place: the parts of a model
    features: Sequence[Feature],
    match: Floats,
    kin: Floats,
    base: Floats,
    n_match: Floats,
    n_kin: Floats,
    all_pairs: Floats,
    prior: Prior,
) -> Model:
    is_kin = np.array([feature.is_kin for feature in features])[:, None]
    match_weights = np.log2(np.maximum(match, _SMALL)) - base
    kin_weights = np.where(is_kin, np.log2(np.maximum(kin, _SMALL)) - base, 0.0)
    match_weights[:, UNKNOWN] = 0.0
    kin_weights[:, UNKNOWN] = 0.0
    return Model(
        features=tuple(feature.name for feature in features),
        match=match_weights,
        kin=kin_weights,
        log_prior=np.log2(n_match / all_pairs),
        log_kin=np.log2(n_kin / all_pairs),
        kin_bits=prior.kin_bits,
        alone_bits=prior.alone_bits,
        slips=prior.slips,
    )
