"""When no estimate is made, and what is told beside one. Method: M301.

Pure. A refusal names its reason and what would lift it. The documented count is
printed all the same: it rests on nothing but the lists.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from firsthand.assess.estimation.lists import ListTable

LEAST_LISTS = 3
_LEAST_COPY = 5  # people; fewer fall into one list by chance
_LEAST_TWICE = 10  # people on two lists or more: under it an interval says little


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Why no estimate is made.

    Attributes:
        code: Short name: "few_lists", "no_overlap", "copied_list", "nobody".
        because: What was found.
        what_to_do: What would lift it.
    """

    code: str
    because: str
    what_to_do: str


def refusals_of(
    table: ListTable,
    *,
    origins: Mapping[str, str] | None = None,
    apart: Sequence[frozenset[str]] = (),
) -> list[Refusal]:
    """Say what forbids an estimate from these lists.

    Args:
        table: The lists of one population or stratum.
        origins: List to the origin its entries come from; a list that is not named
            is taken for an origin of its own.
        apart: Pairs of lists that a person says were gathered apart although one
            holds all of the other.
    """
    if not table.n_documented:
        return [Refusal("nobody", "nobody is documented", "check the file")]
    found = list(_shared_origins(table, origins or {}))
    found += _contained(table, apart)
    filled = [n for n, size in zip(table.names, table.sizes(), strict=True) if size]
    roots = {(origins or {}).get(name, name) for name in filled}
    if len(roots) < LEAST_LISTS:
        found.insert(0, _too_few(len(roots)))
    if table.n_documented and int(table.on_several()[1:].sum()) == 0:
        found.append(
            Refusal(
                "no_overlap",
                "no person is on two lists: nothing shows how many each list misses",
                "link the lists first (the same person may stand on two lists in "
                "two spellings), or publish the documented count alone",
            )
        )
    return found


def _too_few(n_lists: int) -> Refusal:
    return Refusal(
        "few_lists",
        f"{n_lists} independent list(s) with people on them; with fewer than three, "
        "lists that depend on each other cannot be told from lists that do not, and "
        "any number could come out",
        "find another list that was gathered apart, or publish the documented count "
        "alone",
    )


def _shared_origins(table: ListTable, origins: Mapping[str, str]) -> list[Refusal]:
    named = [name for name in table.names if name in origins]
    return [
        Refusal(
            "copied_list",
            f"{one} and {other} come from one origin ({origins[one]}): a copy is not "
            "a list, and would make the unseen look few",
            f"make them one list: --merge {one}+{other}",
        )
        for one, other in itertools.combinations(named, 2)
        if origins[one] == origins[other]
    ]


def _contained(table: ListTable, apart: Sequence[frozenset[str]]) -> list[Refusal]:
    shared, sizes = table.shared(), table.sizes()
    found = []
    for i, j in itertools.permutations(range(table.n_lists), 2):
        inner, outer = table.names[i], table.names[j]
        is_whole = sizes[i] >= _LEAST_COPY and shared[i, j] == sizes[i]
        is_first = sizes[i] < sizes[j] or i < j
        if is_whole and is_first and frozenset((inner, outer)) not in apart:
            found.append(
                Refusal(
                    "copied_list",
                    f"each of the {sizes[i]} people on {inner} is on {outer} too: "
                    f"{inner} looks as if it were copied from {outer}, and a copy is "
                    "not a list",
                    f"make them one list: --merge {outer}+{inner}; or, if they were "
                    f"gathered apart, say so: --apart {inner}+{outer}",
                )
            )
    return found


def warnings_of(table: ListTable) -> list[str]:
    """Say what makes an estimate from these lists weak, without forbidding it."""
    shared, sizes = table.shared(), table.sizes()
    several = int(table.on_several()[1:].sum())
    found = []
    if 0 < several < _LEAST_TWICE:
        found.append(
            f"only {several} people are on two lists or more: the interval says little"
        )
    pairs = list(itertools.combinations(range(table.n_lists), 2))
    empty = [(i, j) for i, j in pairs if not shared[i, j] and sizes[i] and sizes[j]]
    if empty:
        words = ", ".join(f"{table.names[i]}-{table.names[j]}" for i, j in empty)
        found.append(f"no person is on both of: {words}")
    for at, name in enumerate(table.names):
        if sizes[at] and shared[at].sum() == sizes[at]:
            found.append(f"{name} shares nobody with any other list")
        if not sizes[at]:
            found.append(f"{name} holds nobody here; it is not counted as a list")
    return found


def filled_lists(table: ListTable) -> ListTable:
    """Return the table without lists that hold nobody."""
    for name, size in zip(table.names, table.sizes(), strict=True):
        if not size:
            table = table.without(name)
    return table
