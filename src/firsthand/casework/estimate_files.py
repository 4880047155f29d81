"""Files an estimate starts from: people by list, histories with counts, entries, pairs.

Every error names the file, the row as a spreadsheet counts it, the column and the
value. A column is never guessed where two readings are possible. Method: M300, M308.
"""

from __future__ import annotations

import csv
import dataclasses
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from firsthand.assess.estimation import Entry, ListTable, Pair, make_table
from firsthand.errors import UserError
from firsthand.reference.folding import plain_key

_COUNT_NAMES = ("count", "n", "frequency", "freq")
_WHO_NAMES = ("id", "person", "name", "name_ar")
_FLAGS = {"0": False, "1": True, "0.0": False, "1.0": True}
_LIST_NAMES = ("list", "source", "dataset")


@dataclasses.dataclass(frozen=True)
class ListFile:
    """A file of lists, read.

    Attributes:
        tables: One a stratum, in order of name; one in all without strata.
        notes: What a person should know of the file.
    """

    tables: tuple[ListTable, ...]
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Columns:
    """Which columns mean what.

    Attributes:
        lists: Columns of 0 and 1.
        count: Column of counts; None = each row is one person.
        strata: Column of the stratum; None = none.
        who: Columns that say who a row is.
    """

    lists: tuple[str, ...]
    count: str | None
    strata: str | None
    who: tuple[str, ...]


def read_lists(
    path: Path,
    *,
    lists: Sequence[str] = (),
    strata: str | None = None,
    merges: Sequence[tuple[str, str]] = (),
) -> ListFile:
    """Read a CSV file of lists.

    Args:
        path: One row a person, or one row a capture history with a count.
        lists: Columns that are lists; empty = every column that is neither the
            count, nor the stratum, nor an id or name, and then each must hold 0 or 1.
        strata: Column of the stratum.
        merges: Pairs of lists that are one.

    Raises:
        UserError: Names file, row, column, what was found, what to do.
    """
    header, rows = _read_csv(path)
    columns = _columns(path, header, rows, lists, strata)
    held: dict[str | None, list[tuple[list[bool], int]]] = {}
    n_nowhere = 0
    for number, row in enumerate(rows, 2):
        history = [_flag(path, number, name, row[name]) for name in columns.lists]
        count = _count(path, number, columns.count, row)
        n_nowhere += count if not any(history) else 0
        stratum = _stratum(path, number, strata, row)
        held.setdefault(stratum, []).append((history, count))
    tables = tuple(
        make_table(columns.lists, held[key], stratum=key)
        for key in sorted(held, key=lambda k: k or "")
    )
    for first, second in merges:
        _known(path, (first, second), tables[0].names)
        tables = tuple(table.merged(first, second) for table in tables)
    notes = list(_duplicates(rows, columns))
    if n_nowhere:
        notes.append(f"{n_nowhere} people on no list were left out: not documented")
    return ListFile(tables, tuple(notes))


def read_entries(
    path: Path, *, strata: str | None = None
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Read lines of lists: columns id and list, and the stratum where asked for.

    Returns:
        Entries, and the names of the lists in order of appearance.
    """
    header, rows = _read_csv(path)
    list_column = next((name for name in _LIST_NAMES if name in header), None)
    if "id" not in header or list_column is None:
        raise UserError(
            f"{path}: columns {', '.join(header)}; entries to be linked need a column "
            "'id' and a column 'list'"
        )
    if strata is not None:
        _known(path, (strata,), header)
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows, 2):
        name = row["id"].strip()
        if not name or name in entries:
            words = f"id {name!r} stands twice" if name else "the id is empty"
            raise UserError(f"{path}, row {number}: {words}; each entry needs its own")
        if not row[list_column].strip():
            raise UserError(f"{path}, row {number}, column {list_column!r} is empty")
        stratum = _stratum(path, number, strata, row) if strata else None
        entries[name] = Entry(name, row[list_column].strip(), stratum)
    names = dict.fromkeys(entry.list_name for entry in entries.values())
    return tuple(entries.values()), tuple(names)


def read_pairs(path: Path, entries: Sequence[Entry]) -> tuple[Pair, ...]:
    """Read chances that two entries are one person, or groups of linked entries.

    Args:
        path: CSV with columns a, b, probability; or JSON lines of `firsthand batch
            victims`: {"id", "person"}, where entries of one person are surely one.
        entries: The entries that ids must be among.
    """
    known = {entry.id for entry in entries}
    if path.suffix in {".jsonl", ".ndjson", ".json"}:
        return tuple(_pairs_of_groups(path, known))
    header, rows = _read_csv(path)
    need = ("a", "b", "probability")
    if any(name not in header for name in need):
        raise UserError(f"{path}: columns {', '.join(header)}; need a, b, probability")
    found = []
    for number, row in enumerate(rows, 2):
        for side in ("a", "b"):
            _known_id(path, number, row[side].strip(), known)
        chance = _chance(path, number, row["probability"])
        found.append(Pair(row["a"].strip(), row["b"].strip(), chance))
    return tuple(found)


def _pairs_of_groups(path: Path, known: set[str]) -> Iterator[Pair]:
    first: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            entry, person = str(row["id"]), str(row["person"])
        except (ValueError, TypeError, KeyError) as error:
            raise UserError(
                f"{path}, line {number}: expected an object with id and person, as "
                "firsthand batch victims writes it"
            ) from error
        _known_id(path, number, entry, known)
        if person in first:
            yield Pair(first[person], entry, 1.0)
        else:
            first[person] = entry


def _known_id(path: Path, number: int, name: str, known: set[str]) -> None:
    if name not in known:
        raise UserError(f"{path}, row {number}: no entry has the id {name!r}")


def _chance(path: Path, number: int, text: str) -> float:
    try:
        chance = float(text)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= 1:
        raise UserError(
            f"{path}, row {number}, column 'probability': {text!r}; write a number "
            "from 0 to 1"
        )
    return chance


def _read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [row for row in csv.reader(file) if any(c.strip() for c in row)]
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: no UTF-8 CSV ({error}); save it as one") from error
    if len(found) < 2:  # noqa: PLR2004  a header and a row
        raise UserError(f"{path}: nothing under the header; need one row a person")
    header = [name.strip() for name in found[0]]
    for name, times in Counter(header).items():
        if times > 1 or not name:
            words = f"column {name!r} stands {times} times" if name else "no name"
            raise UserError(f"{path}, header: {words}; give each column its own name")
    for number, row in enumerate(found[1:], 2):
        if len(row) != len(header):
            raise UserError(
                f"{path}, row {number}: {len(row)} cells under {len(header)} columns"
            )
    return header, [dict(zip(header, row, strict=True)) for row in found[1:]]


def _columns(
    path: Path,
    header: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    lists: Sequence[str],
    strata: str | None,
) -> Columns:
    named = (*lists, *((strata,) if strata else ()))
    _known(path, named, header)
    rest = [name for name in header if name not in named]
    count = next((n for n in rest if n.lower() in _COUNT_NAMES), None)
    who = tuple(n for n in rest if n.lower() in _WHO_NAMES)
    if lists:
        return Columns(tuple(lists), count, strata, who)
    guessed = [n for n in rest if n != count and n not in who]
    odd = [n for n in guessed if not any(r[n].strip() in _FLAGS for r in rows)]
    if odd:
        raise UserError(
            f"{path}: is {odd[0]!r} a list? It holds no 0 or 1. Say which columns are "
            f"lists: --lists {','.join(n for n in guessed if n not in odd) or 'A,B,C'}"
        )
    return Columns(tuple(guessed), count, strata, who)


def _known(path: Path, names: Sequence[str], header: Sequence[str]) -> None:
    for name in names:
        if name not in header:
            raise UserError(f"{path}: no column {name!r}; it has {', '.join(header)}")


def _flag(path: Path, number: int, name: str, text: str) -> bool:
    found = _FLAGS.get(text.strip())
    if found is None:
        what = "empty (not known is not 0)" if not text.strip() else repr(text)
        raise UserError(
            f"{path}, row {number}, column {name!r}: {what}; write 1 if the person is "
            "on the list, 0 if not; if it is no list, name the lists with --lists"
        )
    return found


def _count(path: Path, number: int, name: str | None, row: Mapping[str, str]) -> int:
    if name is None:
        return 1
    text = row[name].strip()
    whole = text.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit()):
        raise UserError(
            f"{path}, row {number}, column {name!r}: {text!r}; write how many people "
            "have this history, a whole number"
        )
    return int(whole)


def _stratum(
    path: Path, number: int, name: str | None, row: Mapping[str, str]
) -> str | None:
    if name is None:
        return None
    text = row[name].strip()
    if not text:
        raise UserError(
            f"{path}, row {number}, column {name!r} is empty; a person without a "
            "stratum would be lost: write 'unknown', which is then a stratum"
        )
    return text


def _duplicates(rows: Sequence[Mapping[str, str]], columns: Columns) -> Iterator[str]:
    """Tell rows that may be one person twice, without naming anybody."""
    if columns.count is not None:
        return
    for column in columns.who:
        keys = Counter(plain_key(row[column]) for row in rows if row[column].strip())
        twice = [times for times in keys.values() if times > 1]
        if twice:
            yield (
                f"{len(twice)} values of {column!r} stand in two rows or more "
                f"({sum(twice)} rows): if they are one person each, link them first; "
                "unlinked duplicates make the estimate too high"
            )
