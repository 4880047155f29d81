"""Many guesses at who is who, drawn from the chances that two entries are one person.

Pure but for the pseudo-random numbers. In each guess every pair is the same person
with its own chance, independently, in order of chance; no guess puts two entries of
one list together (each list is taken to hold a person once), so a pair that would do
so is not joined. After M. Sadinle, "Bayesian propagation of record linkage
uncertainty into population size estimation", Annals of Applied Statistics 12 (2018)
1013-1038, whose linkage-averaging the pooling follows. Method: M308.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from firsthand.assess.estimation.lists import ListTable, make_table


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of one list.

    Attributes:
        id: Its id.
        list_name: The list it stands on.
        stratum: Part of the population; None = not stated.
    """

    id: str
    list_name: str
    stratum: str | None = None


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two entries that may be one person, with the chance, 0 to 1."""

    one: str
    other: str
    chance: float


class Groups:
    """Entries put together, never two of one list (union by find)."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Start with each entry alone."""
        self._parent = {entry.id: entry.id for entry in entries}
        self._lists = {entry.id: {entry.list_name} for entry in entries}

    def join(self, one: str, other: str) -> bool:
        """Put two entries together; False where one list would hold a person twice."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return True
        if self._lists[first] & self._lists[second]:
            return False
        self._parent[second] = first
        self._lists[first] = self._lists[first] | self._lists[second]
        return True

    def find(self, entry: str) -> str:
        """Return the entry that stands for a group."""
        while self._parent[entry] != entry:
            self._parent[entry] = self._parent[self._parent[entry]]
            entry = self._parent[entry]
        return entry


def draw_linkages(
    entries: Sequence[Entry],
    pairs: Sequence[Pair],
    names: Sequence[str],
    *,
    n_draws: int,
    seed: int,
) -> Iterator[dict[str | None, ListTable]]:
    """Draw linkages, each as one table a stratum.

    Args:
        entries: All lines of all lists.
        pairs: Pairs that may be one person; all others are taken not to be.
        names: Lists in order.
        n_draws: Linkages to draw.
        seed: The same seed draws the same linkages.
    """
    rng = np.random.default_rng(seed)
    ordered = sorted(pairs, key=lambda p: (-p.chance, p.one, p.other))
    chances = np.array([pair.chance for pair in ordered], dtype=np.float64)
    for _ in range(n_draws):
        groups = Groups(entries)
        is_same = rng.uniform(size=len(ordered)) < chances
        for at in np.flatnonzero(is_same):
            groups.join(ordered[at].one, ordered[at].other)
        yield tables_of(entries, groups, names)


def tables_of(
    entries: Sequence[Entry], groups: Groups, names: Sequence[str]
) -> dict[str | None, ListTable]:
    """Return the table of each stratum; a person is of the stratum stated first."""
    place: Mapping[str, int] = {name: at for at, name in enumerate(names)}
    histories: dict[str, list[bool]] = {}
    strata: dict[str, str | None] = {}
    for entry in entries:
        person = groups.find(entry.id)
        history = histories.setdefault(person, [False] * len(names))
        history[place[entry.list_name]] = True
        strata[person] = strata.get(person) or entry.stratum
    found = {}
    for stratum in sorted(set(strata.values()), key=lambda s: (s is None, s or "")):
        rows = [(h, 1) for person, h in histories.items() if strata[person] == stratum]
        found[stratum] = make_table(names, rows, stratum=stratum)
    return found
