"""Lines of delimited text (CSV and its kin), each with its number in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

# Longer cells are no cells: a quotation mark was not closed.
_LONGEST_FIELD = 1 << 22


class DelimitedError(Exception):
    """A line that cannot be read; says which, and why."""

    def __init__(self, line: int, why: str) -> None:
        """Take the number of the line, from 1, and what was found."""
        super().__init__(f"line {line}: {why}")


def delimiter_of(text: str, candidates: str = ",;\t") -> str:
    """Return the candidate that stands most often in the first line."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(candidates, key=first.count)


def delimited_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the number of their last line.

    Args:
        text: The whole file; the first line tells the delimiter.

    Raises:
        DelimitedError: A line cannot be read.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise DelimitedError(reader.line_num, str(error)) from None
