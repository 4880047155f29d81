"""The present state as a pure fold over acts: what is there, and what was undone.

Nothing here reads or writes. The index is this fold kept in a table; tests and
`verify` hold the two against one another.

- An act is undone if a later act that is not itself undone undoes it. Undoing an undo
  brings the act back.
- Of authored records, the latest of an id is present.
- Of derived ones, what the latest derivation of a (stage, scope) brought is present.
- Records of undone acts are as if they had never come.

Method: docs/format.md, F008.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from firsthand.model import ActId, Derivation
from firsthand.store.segments import Line, Segment


@dataclasses.dataclass(frozen=True, slots=True)
class ActEvent:
    """One act as the fold needs it.

    Attributes:
        act: Its id.
        undoes: The act that it undoes; None = not an undo.
        segment: The records it brought; None = none.
    """

    act: ActId
    undoes: ActId | None = None
    segment: Segment | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Present:
    """The state after all acts.

    Attributes:
        records: Present records in the order they came.
        derivations: The present derivation of each (stage, scope).
        scopes: What each of them brought.
    """

    records: tuple[Line, ...]
    derivations: Mapping[tuple[str, str], Derivation]
    scopes: Mapping[tuple[str, str], tuple[Line, ...]]


def undone_acts(acts: Sequence[tuple[ActId, ActId | None]]) -> frozenset[ActId]:
    """Return the acts that do not count.

    Args:
        acts: Each act with the act it undoes (None = none), in order.
    """
    undone: set[ActId] = set()
    for act, undoes in reversed(acts):
        if undoes is not None and act not in undone:
            undone.add(undoes)
    return frozenset(undone)


def fold(events: Iterable[ActEvent]) -> Present:
    """Fold acts, in order, into the present state."""
    acts = list(events)
    undone = undone_acts([(event.act, event.undoes) for event in acts])
    authored: dict[str, tuple[int, Line]] = {}
    derived: dict[tuple[str, str], tuple[int, list[tuple[int, Line]], Derivation]] = {}
    order = 0
    for event in acts:
        if event.act in undone or event.segment is None:
            continue
        for line in event.segment.authored:
            order += 1
            authored[line.id] = (order, line)
        for run in event.segment.runs:
            numbered = [(order + 1 + i, line) for i, line in enumerate(run.lines)]
            order += len(numbered)
            made = run.derivation
            derived[made.stage, made.scope] = (order, numbered, made)
    present = [*authored.values()]
    for _, numbered, _ in derived.values():
        present += numbered
    present.sort(key=lambda pair: pair[0])
    return Present(
        records=tuple(line for _, line in present),
        derivations={key: made for key, (_, _, made) in derived.items()},
        scopes={
            key: tuple(line for _, line in numbered)
            for key, (_, numbered, _) in derived.items()
        },
    )
