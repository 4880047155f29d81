"""Who is one person in a table of people: the whole of it, on any engine.

Method: M018 (names), M019 (weights), M016 (people from pairs).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.errors import UserError
from firsthand.link.engine.port import LinkEngine
from firsthand.link.people import plan
from firsthand.link.people.features import Features, features_of, lists_of
from firsthand.link.people.group import group_people
from firsthand.link.people.names import name_rules
from firsthand.link.people.plain import PlainComparison
from firsthand.link.people.rows import People
from firsthand.link.people.weigh import (
    Model,
    Patterns,
    Prior,
    Sizes,
    chance_of,
    learn,
    prior_of,
    read_patterns,
)
from firsthand.reference import Reference

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Progress = Callable[[str, int, int], None]
_SEED = 20_151_223
_STRANGERS = 400_000
_LONG_LIST = 50_000
_FEWEST_IN_BLOCK = 30
SHORT_LIST = 300
"""Rows up to which starting an engine costs more than it saves."""
_FLOOR = -10.0
"""Log2 odds below which a pair is not kept."""


@dataclasses.dataclass(frozen=True)
class Answers:
    """What a person said of pairs of rows.

    Attributes:
        same: Pairs of row ids that are one person.
        different: Pairs that are not.
    """

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Part:
    """One line of why two rows are linked or not.

    Attributes:
        feature: What was compared ("given").
        words: How it compares.
        weight: For (+) or against (-) one person, in bits.
    """

    feature: str
    words: str
    weight: float


@dataclasses.dataclass(frozen=True)
class Matched:
    """What matching found.

    Attributes:
        people: The table.
        group: For each row, the first row of its person.
        pairs: (n, 2) int64 pairs of rows worth knowing, smaller row first.
        odds: (n,) log2 odds that they are one person.
        kin_odds: (n,) log2 odds that they are kin.
        pattern: (n,) which pattern of `patterns` each pair has.
        patterns: The patterns kept.
        model: The weights.
        prior: Their beginnings, with the words of the levels.
        threshold: Log2 odds from which pairs were linked.
        n_compared: Pairs compared.
    """

    people: People
    group: tuple[int, ...]
    pairs: Ints
    odds: Floats
    kin_odds: Floats
    pattern: Ints
    patterns: Patterns
    model: Model
    prior: Prior
    threshold: float
    n_compared: int

    def why(self, place: int) -> list[Part]:
        """Return what spoke for and against the pair at a place, heaviest first."""
        return parts_of(self.model, self.prior, self.patterns, int(self.pattern[place]))


def match_people(
    people: People,
    engine: LinkEngine | None,
    reference: Reference,
    *,
    answers: Answers | None = None,
    progress: Progress = lambda *_: None,
) -> Matched:
    """Find the rows that are one person.

    Args:
        people: A table of people; ids are distinct.
        engine: Where the set-oriented part runs; None = here, in plain numpy, for
            short lists (`SHORT_LIST` rows): the same clusters and the same odds.
        reference: Rows on names, columns, levels, weights.
        answers: What a person said of pairs: it binds, and it teaches the weights.
        progress: Told between the steps.

    Raises:
        UserError: Two rows bear one id.
    """
    row_of = {name: row for row, name in enumerate(people.ids)}
    if len(row_of) != len(people.ids):
        raise UserError(f"ids must be distinct: {_repeated(people.ids)!r} occurs twice")
    progress("matching", 0, 4)
    data = features_of(people, name_rules(reference))
    entry_row, list_no = data.row_of, data.columns["list_no"]
    progress("matching", 1, 4)
    compared = _laid_out(engine, data, len(people), reference)
    del data  # of a long list a third of all memory; on an engine it lies there now
    compared.compare_all()
    progress("matching", 2, 4)
    prior = prior_of(reference)
    found, strangers = compared.found(), compared.strangers()
    judged = _judged(compared, answers or Answers(), row_of)
    sizes = _sizes(list_no)
    model = learn(found, strangers, compared.features, prior, sizes, answers=judged)
    progress("matching", 3, 4)
    pairs = _worth(compared, found, model, entry_row)
    made = _grouped(people, pairs, found, model, prior, reference, answers, row_of)
    progress("matching", 4, 4)
    return made


_Paired = tuple[Ints, Ints, Ints]
"""Rows one and other of the pairs kept, and the pattern of each."""


class _OnEngine:
    """The plan on an engine."""

    def __init__(
        self, engine: LinkEngine, data: Features, n_rows: int, *, most_in_block: int
    ) -> None:
        self._engine = engine
        self.features = plan.features_compared(engine.size_of, data)
        self._n_rows, self._most = n_rows, most_in_block
        plan.put_people(engine, data)

    def compare_all(self) -> None:
        """Compare the pairs that share a key, and random ones."""
        plan.make_candidates(self._engine, most_in_block=self._most)
        self._compare("candidates", "comparisons")
        self._engine.forget("candidates")
        self._put("strangers", *_random_pairs(self._n_rows))
        self._compare("strangers", "stranger_comparisons")

    def found(self) -> Patterns:
        """Return the patterns of the pairs that share a key."""
        return self._patterns("comparisons")

    def strangers(self) -> Patterns:
        """Return the patterns of random pairs."""
        return self._patterns("stranger_comparisons")

    def of_pairs(self, rows: Ints) -> Patterns:
        """Return the patterns of (n, 2) pairs of rows."""
        self._put("judged", rows[:, 0], rows[:, 1])
        self._compare("judged", "judged_comparisons")
        return self._patterns("judged_comparisons")

    def pairs_with(self, found: Patterns, keep: Ints) -> _Paired:
        """Return the compared pairs whose pattern is kept."""
        import pyarrow as pa  # noqa: PLC0415  heavy

        kept = {
            "levels": pa.array(found.codes[keep, 0], pa.int64()),
            "bits": pa.array(found.codes[keep, 1], pa.int64()),
            "pattern": pa.array(keep, pa.int32()),
        }
        table = plan.pairs_with(self._engine, "comparisons", kept)
        one, other, pattern = (
            table.column(name).to_numpy().astype(np.int64)
            for name in ("one", "other", "pattern")
        )
        return one, other, pattern

    def _put(self, name: str, one: Ints, other: Ints) -> None:
        import pyarrow as pa  # noqa: PLC0415  heavy

        table = {"one": pa.array(one, pa.int32()), "other": pa.array(other, pa.int32())}
        self._engine.put(name, pa.table(table))

    def _compare(self, of: str, into: str) -> None:
        plan.make_comparisons(self._engine, self.features, of=of, into=into)

    def _patterns(self, table: str) -> Patterns:
        rows = plan.patterns(self._engine, table)
        levels, bits, counts = (
            rows.column(name).to_numpy().astype(np.int64)
            for name in ("levels", "bits", "n")
        )
        return read_patterns(levels, bits, counts, len(self.features))


class _InPlace:
    """The plan without an engine, for short lists."""

    def __init__(self, data: Features, n_rows: int, *, most_in_block: int) -> None:
        self.features = plan.features_compared("len", data)
        self._plain = PlainComparison(data, self.features)
        self._n_rows, self._most = n_rows, most_in_block

    def compare_all(self) -> None:
        """Compare the pairs that share a key."""
        self._pairs = self._plain.candidates(most_in_block=self._most)
        self._codes = self._plain.compare(self._pairs)

    def found(self) -> Patterns:
        """Return the patterns of the pairs that share a key."""
        return self._counted(self._codes, np.ones(len(self._pairs), np.int64))

    def strangers(self) -> Patterns:
        """Return the patterns of random pairs."""
        drawn = np.stack(_random_pairs(self._n_rows), axis=1)
        pairs, times = np.unique(drawn, axis=0, return_counts=True)
        return self._counted(self._plain.compare(pairs), times)

    def of_pairs(self, rows: Ints) -> Patterns:
        """Return the patterns of (n, 2) pairs of rows."""
        return self._counted(self._plain.compare(rows), np.ones(len(rows), np.int64))

    def pairs_with(self, found: Patterns, keep: Ints) -> _Paired:
        """Return the compared pairs whose pattern is kept."""
        place = {tuple(found.codes[at].tolist()): at for at in keep.tolist()}
        codes = zip(*(part.tolist() for part in self._codes), strict=True)
        pattern = np.array([place.get(code, -1) for code in codes], np.int64)
        kept = np.flatnonzero(pattern >= 0)
        return self._pairs[kept, 0], self._pairs[kept, 1], pattern[kept]

    def _counted(self, codes: tuple[Ints, Ints], times: Ints) -> Patterns:
        pairs, place = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
        counts = np.zeros(len(pairs), np.int64)
        np.add.at(counts, place.reshape(-1), times)
        return read_patterns(pairs[:, 0], pairs[:, 1], counts, len(self.features))


def _laid_out(
    engine: LinkEngine | None, data: Features, n_rows: int, reference: Reference
) -> _OnEngine | _InPlace:
    most = most_in_block(n_rows, reference)
    if engine is None:
        return _InPlace(data, n_rows, most_in_block=most)
    return _OnEngine(engine, data, n_rows, most_in_block=most)


def most_in_block(n_rows: int, reference: Reference) -> int:
    """Return how many rows may share a key.

    Fewer in long lists, so that the compared pairs grow with the rows and not with
    their square.
    """
    most = _number(reference, "block")
    return round(max(_FEWEST_IN_BLOCK, most * min(1.0, _LONG_LIST / max(1, n_rows))))


def _random_pairs(n_rows: int) -> tuple[Ints, Ints]:
    """Return the same random pairs of rows for the same number of rows."""
    if n_rows < 2:  # noqa: PLR2004  no pair
        return np.empty(0, np.int64), np.empty(0, np.int64)
    chance = np.random.default_rng(_SEED)
    n_pairs = min(_STRANGERS, 8 * n_rows * (n_rows - 1) // 2)
    one = chance.integers(0, n_rows, n_pairs)
    other = (one + chance.integers(1, n_rows, n_pairs)) % n_rows
    return one, other


def _judged(
    compared: _OnEngine | _InPlace, answers: Answers, row_of: Mapping[str, int]
) -> tuple[Patterns, Floats] | None:
    rows = _rows_of(answers.same, row_of)
    if not rows:
        return None
    found = compared.of_pairs(np.array(rows, np.int64))
    return found, np.ones(len(found.counts))


def _sizes(list_no: Ints) -> Sizes:
    n_rows = len(list_no)
    counts = np.bincount(list_no, minlength=1)
    stated = int(counts[1:].sum())
    across = (stated * stated - int((counts[1:] ** 2).sum())) // 2
    return Sizes(within=n_rows * (n_rows - 1) // 2 - across, across=across, rows=n_rows)


def _worth(
    compared: _OnEngine | _InPlace, found: Patterns, model: Model, row_of: Ints
) -> tuple[Ints, Ints]:
    """Return the pairs of rows worth knowing and the pattern of each.

    A row with two names is compared by both; the likelier pair of names counts.
    """
    odds = model.odds(found)
    keep = np.flatnonzero((odds >= _FLOOR) | (model.kin_odds(found) >= 0.0))
    one, other, pattern = compared.pairs_with(found, keep)
    rows = np.sort(np.stack([row_of[one], row_of[other]], axis=1), axis=1)
    order = np.lexsort((pattern, -odds[pattern], rows[:, 1], rows[:, 0]))
    rows, pattern = rows[order], pattern[order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = np.any(rows[1:] != rows[:-1], axis=1)
    return rows[is_new], pattern[is_new]


def _grouped(  # noqa: PLR0917  the last step: everything comes together
    people: People,
    worth: tuple[Ints, Ints],
    found: Patterns,
    model: Model,
    prior: Prior,
    reference: Reference,
    answers: Answers | None,
    row_of: Mapping[str, int],
) -> Matched:
    odds = model.odds(found)
    threshold = _threshold(found, odds, _number(reference, "link"))
    pairs, pattern = worth
    said = answers or Answers()
    group = group_people(
        len(people),
        zip(*pairs.T.tolist(), odds[pattern].tolist(), strict=True),
        least=threshold,
        together=_rows_of(said.same, row_of),
        apart=_rows_of(said.different, row_of),
        list_of=_several_lists(people),
    )
    return Matched(
        people=people,
        group=tuple(group),
        pairs=pairs,
        odds=odds[pattern],
        kin_odds=model.kin_odds(found)[pattern],
        pattern=pattern,
        patterns=found,
        model=model,
        prior=prior,
        threshold=threshold,
        n_compared=int(found.counts.sum()),
    )


def _several_lists(people: People) -> Sequence[int]:
    """Return the list of each row, 0 = not stated; nothing where there is but one."""
    lists: list[int] = lists_of(people).tolist()
    return lists if len(set(lists) - {0}) > 1 else ()


def _rows_of(
    pairs: Sequence[tuple[str, str]], row_of: Mapping[str, int]
) -> list[tuple[int, int]]:
    return [
        (row_of[one], row_of[other])
        for one, other in pairs
        if one in row_of and other in row_of and one != other
    ]


def _threshold(found: Patterns, odds: Floats, least: float) -> float:
    """Return the log-odds from which linking is expected to do best by F1.

    Expected true links over what is linked and what is there; never below `least`.
    """
    floor = math.log2(least / (1.0 - least))
    if not len(odds):
        return floor
    order = np.argsort(-odds, kind="stable")
    chance = chance_of(odds[order])
    counts = found.counts[order]
    true = np.cumsum(chance * counts)
    linked = np.cumsum(counts)
    best = int(np.argmax(2 * true / (linked + max(true[-1], 1e-9))))
    return max(floor, float(odds[order][best]))


def parts_of(
    model: Model, prior: Prior, patterns: Patterns, pattern: int
) -> list[Part]:
    """Return the parts of a pattern's score, heaviest first.

    The bits of shared values are told apart from the levels they come from.
    """
    told: list[Part] = []
    for place, feature in enumerate(model.features):
        level = int(patterns.levels[pattern, place])
        if level == plan.UNKNOWN:
            continue
        weight = float(model.match[place, level])
        told.append(Part(feature, prior.words(feature, level), round(weight, 2)))
    for bits, words, share in (
        (
            patterns.alone[pattern],
            "how rare the shared own values are",
            model.alone_bits,
        ),
        (
            patterns.kin[pattern],
            "how rare the shared family values are",
            model.kin_bits,
        ),
    ):
        if bits:
            told.append(Part("rarity", words, round(float(bits) * share, 2)))
    return sorted(told, key=lambda part: (-abs(part.weight), part.feature))


def _number(reference: Reference, name: str) -> float:
    for row in reversed(reference.table("people_weights")):
        if row["name"] == name:
            return int(row["value"]) / 1000
    raise UserError(f"people_weights: no row named {name!r}; add one")


def _repeated(ids: Sequence[Any]) -> Any:
    seen: set[Any] = set()
    for name in ids:
        if name in seen:
            return name
        seen.add(name)
    return None
