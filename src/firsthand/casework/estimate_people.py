"""From people linked by the program to the entries and chances an estimate draws from.

Either rows of several lists, or the people that the documents of a case name: one list
a publishing source, copies being the list of the first. What the linker joins within
one list is one entry; everything between lists keeps its chance, so that the doubt of
linking is carried into the estimate. Reads: claims, Origin, Source. Method: M308.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from firsthand.assess.estimation import Entry, Pair
from firsthand.casework.batch_people import match_rows, read_people
from firsthand.casework.people import PeopleOfCase
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.people.weigh import chance_of
from firsthand.model import Document, Protection, VictimNamesClaim
from firsthand.model.words import many

Line = dict[str, Any]
_LIST_NAMES = ("list", "source", "dataset")
_MOST_TOLD = 3


@dataclasses.dataclass(frozen=True)
class Linked:
    """Entries of several lists, and the chances that two are one person.

    Attributes:
        entries: One a person and list, as far as the linker joins within a list.
        pairs: Of entries of different lists.
        names: The lists, in order of appearance.
        notes: What a person should know.
        inputs: What it was made from: name and SHA-256 of each.
    """

    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]
    inputs: tuple[Mapping[str, str], ...]


def link_file(
    path: Path,
    *,
    strata: str | None = None,
    case: str | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Linked:
    """Link the rows of a file of people.

    Args:
        path: CSV or JSON lines as for `batch victims`, with a column of the list.
        strata: Column of the stratum.
        case: Folder whose reference rows to use; None = the bundled ones.
        progress: Told between the steps.

    Raises:
        UserError: Names file, line, column, what was found, what to do.
    """
    data = _bytes_of(path)
    read = read_people(data)
    if read.problems:
        told = "; ".join(read.problems[:_MOST_TOLD])
        raise UserError(f"{path}: {told}; nobody may be left out of an estimate")
    rows = read.rows
    if not rows:
        raise UserError(f"{path}: nothing under the header; need one row a person")
    column = next((name for name in _LIST_NAMES if name in rows[0]), None)
    if column is None:
        raise UserError(
            f"{path}: columns {', '.join(rows[0])}; rows to be linked need a column "
            "'list' beside names, ages, places"
        )
    lists = [_cell(path, row, column) for row in rows]
    parts = [_cell(path, row, strata) if strata else None for row in rows]
    compared = [_compared(row, {column, strata}, row[column]) for row in rows]
    found = match_rows(compared, case=case, progress=progress)
    chances = zip(found.pairs.tolist(), chance_of(found.odds).tolist(), strict=True)
    entries = [
        Entry(str(row["id"]), name, part)
        for row, name, part in zip(rows, lists, parts, strict=True)
    ]
    digest = hashlib.sha256(data).hexdigest()
    inputs = ({"file": path.name, "sha256": digest},)
    held = [(one, other, chance) for (one, other), chance in chances]
    return _collapsed(entries, found.group, held, list(read.notices), inputs)


def link_case(state: CaseState) -> Linked:
    """Take the people whom the documents of a case name as killed or harmed.

    One list a publishing source; who is only told to be injured is left out.

    Raises:
        UserError: Nobody is named.
    """
    entries: list[Entry] = []
    group: list[int] = []
    chances: list[tuple[int, int, float]] = []
    used: dict[str, Document] = {}
    n_injured = 0
    for part in PeopleOfCase(state.case).parts:
        is_left_out = [_is_injured(state, one.claim_id) for one in part.people]
        n_injured += sum(is_left_out)
        start = len(entries)
        place: dict[int, int] = {}
        for at, naming in enumerate(part.people):
            if not is_left_out[at]:
                place[at] = len(entries)
                document = state.documents[naming.document_id]
                used[document.id] = document
                entries.append(Entry(naming.key, _list_of(state, document)))
        group += [start + part.group[at] for at in place]
        chances += [
            (place[one], place[other], part.chance((one, other)) or 0.0)
            for one, other in part.odds
            if one in place and other in place
        ]
    if not entries:
        raise UserError(
            "nobody is named in this case; name the lists: firsthand estimate FILE"
        )
    notes = [
        "one list a publishing source; a copy belongs to the list of the first",
        "people are compared within one incident: who is named in two is two here",
    ]
    if n_injured:
        notes.append(f"{many(n_injured, 'naming')} of injured people left out")
    inputs = tuple(
        {"file": key, "sha256": str(used[key].text_sha256)} for key in sorted(used)
    )
    return _collapsed(entries, group, chances, notes, inputs)


def _collapsed(
    entries: list[Entry],
    group: Iterable[int],
    chances: Iterable[tuple[int, int, float]],
    notes: list[str],
    inputs: tuple[Mapping[str, str], ...],
) -> Linked:
    """Make one entry of rows of one list that the linker takes for one person."""
    first: dict[tuple[int, str], int] = {}
    stands = [
        first.setdefault((person, entry.list_name), row)
        for row, (person, entry) in enumerate(zip(group, entries, strict=True))
    ]
    best: dict[tuple[int, int], float] = {}
    n_doubtful = 0
    for one, other, chance in chances:
        a, b = sorted((stands[one], stands[other]))
        if a == b:
            continue
        if entries[a].list_name == entries[b].list_name:
            n_doubtful += chance > 1 / 2
            continue
        best[a, b] = max(chance, best.get((a, b), 0.0))
    if n_repeated := len(entries) - len(set(stands)):
        notes.append(f"{many(n_repeated, 'row')} joined to another within one list")
    if n_doubtful:
        notes.append(
            f"{many(n_doubtful, 'pair')} within one list may be one person and are "
            "taken for two: that would make the estimate too high"
        )
    return Linked(
        entries=tuple(entries[row] for row in sorted(set(stands))),
        pairs=tuple(
            Pair(entries[a].id, entries[b].id, chance)
            for (a, b), chance in sorted(best.items())
        ),
        names=tuple(dict.fromkeys(entry.list_name for entry in entries)),
        notes=tuple(notes),
        inputs=inputs,
    )


def _is_injured(state: CaseState, claim_id: str) -> bool:
    claim = state.claims[claim_id].claim  # type: ignore[index]
    return isinstance(claim, VictimNamesClaim) and claim.harm == "wounded"


def _list_of(state: CaseState, document: Document) -> str:
    """Return the list a document's names belong to: its first publication's source."""
    origin = state.origins[state.origin_of[document.id]]
    first = state.documents.get(origin.first, document)
    source = state.sources.get(first.source_id) if first.source_id else None
    if source is None:
        return first.id
    return source.name if source.protection is Protection.OPEN else source.id


def _compared(row: Line, out: set[str | None], name: str) -> Line:
    """Return a row as it is compared: the stratum says nothing of who one is."""
    return {key: row[key] for key in row if key not in out} | {"list": name}


def _cell(path: Path, row: Line, column: str) -> str:
    text = str(row.get(column) or "").strip()
    if not text:
        raise UserError(f"{path}, id {row['id']}: column {column!r} is empty")
    return text


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error
