"""Lines that belong to the page and not to its text: left out, kept in the capture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.capture.lines import Line
from firsthand.reference import Reference
from firsthand.reference.furniture import is_furniture_line

# The mark of made-up material, in the languages of the practice case.
FICTION_MARK = re.compile(
    r"practice material\s*:\s*fiction|مادة تدريبية\s*:\s*خيال|"
    r"учебный материал\s*:\s*вымысел",
    re.IGNORECASE,
)
# A longer line is prose, whatever words of the page's frame are in it.
_LONGEST = 200


def bears_fiction_mark(text: str) -> bool:
    """Say whether a text bears the line "Practice material: fiction"."""
    return FICTION_MARK.search(text) is not None


def without_furniture(lines: Sequence[Line], reference: Reference) -> list[Line]:
    """Return the lines that are text, without blank lines at either end."""
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    last = max(len(filled) - 1, 1)
    place = {number: at / last for at, number in enumerate(filled)}
    kept = [
        line
        for number, line in enumerate(lines)
        if number not in place or not _is_furniture(line, place[number], reference)
    ]
    filled = [number for number, line in enumerate(kept) if line.text.strip()]
    return kept[filled[0] : filled[-1] + 1] if filled else []


def _is_furniture(line: Line, position: float, reference: Reference) -> bool:
    if len(line.text) > _LONGEST:
        return False
    return FICTION_MARK.search(line.text) is not None or is_furniture_line(
        line.text, position=position, reference=reference
    )
