"""Lines of a page that belong to the page, not to the report.

"To Top", "Read more", cookie notices, share bars: left out of a document's text at
capture, masked at extraction. A row says how it matches; code only looks up.
"""

from __future__ import annotations

import dataclasses
import re

from firsthand.errors import UserError
from firsthand.reference.tables import Reference

Range = tuple[int, int]

# A line longer than this many characters is prose, whatever words it holds.
_MAX_LINE = 160
# "edge" rows hold in the first and the last part of a page, "end" rows in the last.
_EDGE = 0.25
_LINE = re.compile(r"[^\n]+")


@dataclasses.dataclass(frozen=True)
class _Rows:
    exact: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


def is_furniture_line(line: str, *, position: float, reference: Reference) -> bool:
    """Say whether a line is page furniture.

    Args:
        line: One line of the page, without its line break.
        position: Where the line stands: 0.0 = first line of the page, 1.0 = last.
        reference: Table `page_furniture` (rows: line or pattern, where).
    """
    words = " ".join(line.split())
    if not words or len(words) > _MAX_LINE:
        return False
    rows = reference.derived("page_furniture", _read_rows)
    where = rows.exact.get(words.strip(" .:»›→>|*[]").lower())
    if where is not None and _holds_at(where, position):
        return True
    return any(
        _holds_at(where, position) and pattern.search(words) is not None
        for pattern, where in rows.patterns
    )


def _holds_at(where: str, position: float) -> bool:
    is_end = position >= 1 - _EDGE
    return where == "anywhere" or is_end or (where == "edge" and position <= _EDGE)


def furniture_ranges(text: str, reference: Reference) -> list[Range]:
    """Return the stretches (start, end) of the furniture lines of a text, in order."""
    lines = [
        (match.start(), match.end())
        for match in _LINE.finditer(text)
        if match.group().strip()
    ]
    last = max(len(lines) - 1, 1)
    return [
        (start, end)
        for i, (start, end) in enumerate(lines)
        if is_furniture_line(text[start:end], position=i / last, reference=reference)
    ]


def _read_rows(reference: Reference) -> _Rows:
    exact: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for row in reference.table("page_furniture"):
        where = str(row.get("where", "anywhere"))
        if "line" in row:
            exact[str(row["line"]).lower()] = where
            continue
        try:
            patterns.append((re.compile(str(row["pattern"]), re.IGNORECASE), where))
        except (KeyError, re.error) as error:
            raise UserError(
                f"page_furniture: row {row!r} needs a `line` or a valid `pattern`: "
                f"{error}"
            ) from error
    return _Rows(exact, tuple(patterns))
