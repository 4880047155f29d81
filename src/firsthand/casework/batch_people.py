"""`batch victims`: rows of people in, who is one person out. Method: M016-M019.

Rows come as JSON lines or as CSV; a whole batch is read before anything is written.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from firsthand.casework.batch import Line, read_row, reference_of
from firsthand.errors import FirsthandError, UserError
from firsthand.link.engine.choose import open_engine
from firsthand.link.people.group import group_people
from firsthand.link.people.match import Answers, Matched, match_people
from firsthand.link.people.rows import people_of_rows
from firsthand.link.people.weigh import chance_of
from firsthand.reference import Reference

Progress = Callable[[str, int, int], None]
_IDS = ("id", "record", "unique_id", "rec_id", "row_id")
_MOST_WHY = 8
_KIN_ODDS = 3.0


@dataclasses.dataclass(frozen=True)
class Read:
    """Rows that could be read, and what is wrong with the others.

    Attributes:
        rows: Each with an "id" of its own.
        problems: "line 7: ..." of rows left out.
        notices: What a person should know of the table.
    """

    rows: list[Line]
    problems: list[str]
    notices: list[str]


@dataclasses.dataclass(frozen=True)
class PeopleMade:
    """What a batch gives.

    Attributes:
        lines: One a row, in the order of the rows.
        review: Undecided pairs, the most uncertain first.
        notices: What a person should know.
    """

    lines: list[Line]
    review: list[Line]
    notices: list[str]


def read_people(data: bytes) -> Read:
    """Read rows from JSON lines or CSV.

    Args:
        data: UTF-8; a first character other than "{" means CSV with a header.

    Raises:
        UserError: The bytes are not UTF-8, or the CSV has no header.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"rows: not UTF-8 at byte {error.start}; save the table as UTF-8"
        ) from error
    if not text.strip():
        return Read([], [], [])
    is_json = text.lstrip()[:1] == "{"
    numbered = _json_rows(text) if is_json else _csv_rows(text)
    rows: list[Line] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, row, fault in numbered:
        problem = fault or _take_id(row, number, seen)
        if problem is not None:
            problems.append(f"line {number}: {problem}")
        else:
            rows.append(row)
    notices = []
    if rows and all(row.pop("_numbered", False) for row in rows):
        notices.append("no column of ids: rows are named by their line")
    return Read(rows, problems, notices)


def run_people(
    rows: Sequence[Line],
    *,
    case: str | None = None,
    engine: str = "duckdb",
    answers: Answers | None = None,
    progress: Progress = lambda *_: None,
) -> PeopleMade:
    """Say of each row which person it is.

    Args:
        rows: Rows with distinct "id".
        case: Folder whose reference rows to use; None = the bundled ones.
        engine: "duckdb", "sail://...", "spark://..." (`open_engine`).
        answers: What a person said of pairs.
        progress: Told between the steps.
    """
    if not rows:
        return PeopleMade([], [], [])
    reference = reference_of(case)
    found = match_rows(
        rows, case=case, engine=engine, answers=answers, progress=progress
    )
    people = found.people
    notices = [
        f"column {n!r} not compared: {why}" for n, why in people.left_out.items()
    ]
    asked = (answers.same + answers.different) if answers else ()
    return PeopleMade(
        person_lines(found), review_lines(found, reference, asked), notices
    )


def match_rows(
    rows: Sequence[Line],
    *,
    case: str | None = None,
    engine: str = "duckdb",
    answers: Answers | None = None,
    progress: Progress = lambda *_: None,
) -> Matched:
    """Match rows of people; arguments as of `run_people`."""
    reference = reference_of(case)
    people = people_of_rows(rows, reference)
    running = open_engine(engine)
    try:
        return match_people(
            people, running, reference, answers=answers, progress=progress
        )
    finally:
        running.close()


def person_lines(found: Matched) -> list[Line]:
    """Return one line a row: its person, the chance, why."""
    ids = found.people.ids
    best = _best_links(found)
    kin = kin_labels(found)
    lines: list[Line] = []
    for row, first in enumerate(found.group):
        line: Line = {"id": ids[row], "person": ids[first], "score": None, "why": []}
        if row in best:
            place = best[row]
            line["score"] = _chance(found, place)
            one, other = found.pairs[place].tolist()
            line["why"] = [
                {"with": ids[other if one == row else one], **part}
                for part in why_lines(found, place)
            ]
        if kin[row] is not None:
            line["kin"] = kin[row]
        lines.append(line)
    return lines


def kin_labels(found: Matched) -> list[str | None]:
    """Return a label for people who share kin names; None = nobody shares them."""
    worth = np.flatnonzero((found.kin_odds >= _KIN_ODDS) | (found.odds >= 0))
    odds = np.maximum(found.kin_odds[worth], found.odds[worth])
    pairs = zip(*found.pairs[worth].T.tolist(), odds.tolist(), strict=True)
    group = group_people(len(found.group), pairs, least=_KIN_ODDS)
    persons: dict[int, set[int]] = {}
    for row, first in enumerate(group):
        persons.setdefault(first, set()).add(found.group[row])
    return [
        f"kin-{found.people.ids[first]}" if len(persons[first]) > 1 else None
        for first in group
    ]


def review_lines(
    found: Matched, reference: Reference, asked: Iterable[tuple[str, str]] = ()
) -> list[Line]:
    """Return the undecided pairs, the most uncertain first.

    Args:
        found: What matching found.
        reference: `people_weights` rows: between which chances a pair is undecided.
        asked: Pairs that a person answered already.
    """
    low, high = review_bounds(reference)
    ids = found.people.ids
    done = {frozenset(pair) for pair in asked}
    chance = chance_of(found.odds)
    chosen = np.flatnonzero((chance >= low) & (chance <= high))
    order = chosen[np.argsort(np.abs(chance[chosen] - 0.5), kind="stable")]
    lines: list[Line] = []
    for place in order.tolist():
        one, other = (ids[row] for row in found.pairs[place].tolist())
        if frozenset((one, other)) in done:
            continue
        rows = found.pairs[place].tolist()
        lines.append(
            {
                "a": one,
                "b": other,
                "score": _chance(found, place),
                "linked": found.group[rows[0]] == found.group[rows[1]],
                "why": list(why_lines(found, place)),
            }
        )
    return lines


def review_bounds(reference: Reference) -> tuple[float, float]:
    """Return the chances between which a pair is put to a person."""
    return _weight(reference, "review_from"), _weight(reference, "review_to")


def why_lines(found: Matched, place: int) -> Iterator[Line]:
    """Yield what spoke for and against a pair, heaviest first."""
    for part in found.why(place)[:_MOST_WHY]:
        yield {"feature": part.feature, "found": part.words, "weight": part.weight}


def read_answers(lines: Iterable[bytes]) -> tuple[Answers, list[str]]:
    """Read answers: {"a": ID, "b": ID, "answer": "y" | "n" | "?"} a line.

    Returns:
        The answers, and what is wrong with the lines left out. "?" (not enough to
        say) leaves a pair undecided.
    """
    said: dict[frozenset[str], tuple[tuple[str, str], str]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = read_row(line)
            pair, answer = (str(row["a"]), str(row["b"])), str(row["answer"])
        except (FirsthandError, KeyError) as error:
            problems.append(f"line {number}: {error}: a, b and answer are needed")
            continue
        if answer not in {"y", "n", "?"} or pair[0] == pair[1]:
            problems.append(f"line {number}: answer {answer!r}: write y, n or ?")
            continue
        said[frozenset(pair)] = (pair, answer)
    same = tuple(pair for pair, answer in said.values() if answer == "y")
    different = tuple(pair for pair, answer in said.values() if answer == "n")
    return Answers(same, different), problems


def _best_links(found: Matched) -> dict[int, int]:
    """Return for each row of a person with others, its likeliest pair there."""
    group = np.array(found.group)
    pairs = found.pairs
    linked = np.flatnonzero(group[pairs[:, 0]] == group[pairs[:, 1]])
    best: dict[int, int] = {}
    for place in linked[np.argsort(found.odds[linked], kind="stable")].tolist():
        for row in pairs[place].tolist():
            best[row] = place
    return best


def _chance(found: Matched, place: int) -> float:
    return round(float(chance_of(found.odds[place : place + 1])[0]), 4)


def _weight(reference: Reference, name: str) -> float:
    rows = reference.table("people_weights")
    return next(int(r["value"]) for r in reversed(rows) if r["name"] == name) / 1000


Numbered = tuple[int, Line, str | None]


def _json_rows(text: str) -> Iterator[Numbered]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = read_row(line.encode())
        except UserError as error:
            yield number, {}, str(error)
            continue
        yield number, row, _nested(row)


def _nested(row: Mapping[str, Any]) -> str | None:
    for name, value in row.items():
        if isinstance(value, dict | list):
            kind = type(value).__name__
            return f"field {name!r}: expected a value, found a {kind}"
    return None


def _csv_rows(text: str) -> Iterator[Numbered]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    header = [name.strip() for name in next(reader, [])]
    if not any(header):
        raise UserError("rows: no header; the first line of a CSV names the columns")
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = dict(zip(header, cells, strict=False))
            n_found, n_wanted = len(cells), len(header)
            problem = (
                None
                if n_found == n_wanted
                else f"{n_found} cells, but the header names {n_wanted}"
            )
            yield reader.line_num, row, problem
    except csv.Error as error:
        yield reader.line_num, {}, f"not readable as CSV: {error}"


def _take_id(row: Line, number: int, seen: dict[str, int]) -> str | None:
    """Give a row its id; return what is wrong, or None."""
    names = {name.casefold(): name for name in row}
    column = next((names[name] for name in _IDS if name in names), None)
    if column is None:
        row["id"], row["_numbered"] = str(number), True
        return None
    value = row.pop(column)
    if value is None or isinstance(value, bool) or not str(value).strip():
        return f"field {column!r}: expected a name, found {value!r}"
    name = str(value).strip()
    if name in seen:
        return f"field {column!r}: {name!r} stands in line {seen[name]} already"
    seen[name] = number
    row["id"] = name
    return None


def as_json(line: Line) -> bytes:
    """Return a line of output."""
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"
