"""Lists of the dead or wounded that a text holds as a table: one row, one person.

A line of column heads, one of them a name, with rows of as many cells under it; cells
stand between bars, tabs, semicolons or commas. The list counts where its heading or its
heads speak of the dead or wounded: a list of staff tells of nobody harmed. Addresses
are not kept: they stay in the text. Table: table_headers. Method: M026.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.reading import Range, Reading
from firsthand.model import Claim, ClaimId, DocumentId, Person, VictimNamesClaim
from firsthand.reference import Reference

_LINE = re.compile(r"[^\n]+")
_MARKS = ("|", "\t", ";", ",")
_FEWEST_COLUMNS = 2
_CONTEXT = 400
_HARMED = re.compile(
    r"\b(?:dead|died|deaths?|deceased|killed|victims?|fatalit\w+|casualt\w+|martyrs?"
    r"|bodies|wounded|injured)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"(\d{1,3})(?:\s*(?:years?|yrs?|y)\.?(?:\s*old)?)?", re.IGNORECASE)
_SEXES = {
    "f": "f", "female": "f", "woman": "f", "girl": "f", "w": "f",
    "m": "m", "male": "m", "man": "m", "boy": "m",
}  # fmt: skip
_CHILD_WORDS = frozenset({"girl", "boy", "child", "infant", "baby"})
_ADULT = 18
_OLDEST = 120


@dataclasses.dataclass(frozen=True)
class PeopleTable:
    """A list of people harmed, as it stands on the page.

    Attributes:
        head: The line of column heads.
        rows: Each row of a person: its stretch of the text, and who it is.
    """

    head: Range
    rows: tuple[tuple[Range, Person], ...]

    @property
    def whole(self) -> Range:
        """The stretch from the heads to the last row."""
        return self.head[0], self.rows[-1][0][1]


def find_people_tables(reading: Reading) -> list[Claim]:
    """Return one claim a table, with everybody whom its rows name (M026)."""
    return [
        VictimNamesClaim(
            id=ClaimId(""),
            document_id=DocumentId(reading.page.id),
            span=reading.span(table.rows[0][0][0], table.rows[-1][0][1]),
            people=tuple(person for _, person in table.rows),
            rule="M026:table",
        )
        for table in tables_of(reading)
    ]


def tables_of(reading: Reading) -> Sequence[PeopleTable]:
    """Return the lists of people of a page, found once."""
    if "people_tables" not in reading.memo:
        reading.memo["people_tables"] = tuple(_tables(reading.text, reading.reference))
    found: Sequence[PeopleTable] = reading.memo["people_tables"]
    return found


def _tables(text: str, reference: Reference) -> Iterator[PeopleTable]:
    heads = reference.derived("table_headers", _heads)
    lines = [match.span() for match in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        table = _table_at(text, lines[at:], heads)
        if table is None:
            at += 1
            continue
        yield table
        at += 1 + len(table.rows)


def _table_at(
    text: str, lines: Sequence[Range], heads: dict[str, str]
) -> PeopleTable | None:
    head = lines[0]
    for mark in _MARKS:
        columns = _columns(text[slice(*head)], mark, heads)
        if columns is None:
            continue
        if not _HARMED.search(text[max(0, head[0] - _CONTEXT) : head[1]]):
            return None
        rows = tuple(_rows(text, lines[1:], mark, columns))
        return PeopleTable(head, rows) if rows else None
    return None


def _columns(line: str, mark: str, heads: dict[str, str]) -> list[str] | None:
    """Return what each column holds; None = the line heads no list of people."""
    cells = _cells(line, mark)
    columns = [heads.get(_plain(cell), "") for cell in cells]
    n_known = sum(column != "" for column in columns)
    is_list = "name" in columns or {"given", "family"} <= set(columns)
    if not is_list or len(cells) < _FEWEST_COLUMNS or 2 * n_known <= len(cells):
        return None
    return columns if n_known >= _FEWEST_COLUMNS else None


def _rows(
    text: str, lines: Sequence[Range], mark: str, columns: Sequence[str]
) -> Iterator[tuple[Range, Person]]:
    for start, end in lines:
        cells = _cells(text[start:end], mark)
        if len(cells) < _FEWEST_COLUMNS or len(cells) > len(columns) + 1:
            return
        person = _person(dict(zip(columns, cells, strict=False)))
        if person is None:
            return
        yield (start, end), person


def _person(row: dict[str, str]) -> Person | None:
    """Return whom a row names; None = it names nobody."""
    parts = [row.get("given", ""), row.get("family", "")]
    name = row.get("name") or " ".join(part for part in parts if part)
    if not re.search(r"[^\W\d_]{2}", name):
        return None
    sex = row.get("sex", "").casefold().strip(" .")
    age = _age(row.get("age", ""))
    return Person(
        name=name,
        age=age,
        sex=_SEXES.get(sex),
        role=row.get("role") or None,
        is_child=age < _ADULT if age is not None else (sex in _CHILD_WORDS or None),
    )


def _age(cell: str) -> int | None:
    match = _AGE.fullmatch(cell)
    if match is None or int(match.group(1)) > _OLDEST:
        return None
    return int(match.group(1))


def _cells(line: str, mark: str) -> list[str]:
    if mark not in line:
        return []
    return [cell.strip(" \t\"'") for cell in line.strip().strip("|").split(mark)]


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().strip(" .:*").split())


def _heads(reference: Reference) -> dict[str, str]:
    return {
        str(word): str(row["column"])
        for row in reference.table("table_headers")
        for word in row["words"]
    }
