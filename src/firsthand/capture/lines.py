"""Lines of a reading, and the text with its map that they make together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from firsthand.model import TextPiece


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line and where it stands in the decoded capture.

    Attributes:
        start: First code point, counted in the line.
        length: Code points in the line.
        at: First code point in the decoded capture.
        width: Code points there; differs from `length` for an escape ("&amp;").
    """

    start: int
    length: int
    at: int
    width: int


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line or block of readable text.

    Attributes:
        text: Its characters, without line ending.
        runs: Where they stand; empty = cannot be said.
        page: Page number from 1; None = not paged.
        end_at: Where its one-character line ending stands; None = none, or longer.
    """

    text: str
    runs: tuple[Run, ...] = ()
    page: int | None = None
    end_at: int | None = None


def join_lines(lines: Sequence[Line]) -> tuple[str, tuple[TextPiece, ...]]:
    """Return the text of lines, a line feed between two, and its map.

    Returns:
        The text, and pieces in order. A piece whose two lengths are equal maps
        character by character; one whose lengths differ maps as a whole.
    """
    pieces: list[TextPiece] = []
    start = 0
    for number, line in enumerate(lines):
        for piece in _pieces_of(line, start, is_last=number == len(lines) - 1):
            _put(pieces, piece)
        start += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(pieces)


def _pieces_of(line: Line, start: int, *, is_last: bool) -> Iterable[TextPiece]:
    if not line.runs and line.page is not None and line.text:
        yield TextPiece(start=start, end=start + len(line.text), page=line.page)
    for run in line.runs:
        yield TextPiece(
            start=start + run.start,
            end=start + run.start + run.length,
            capture_start=run.at,
            capture_end=run.at + run.width,
            page=line.page,
        )
    if line.end_at is not None and not is_last:
        after = start + len(line.text)
        yield TextPiece(
            start=after,
            end=after + 1,
            capture_start=line.end_at,
            capture_end=line.end_at + 1,
            page=line.page,
        )


def _put(pieces: list[TextPiece], piece: TextPiece) -> None:
    last = pieces[-1] if pieces else None
    if last is not None and _continues(last, piece):
        pieces[-1] = TextPiece(
            start=last.start,
            end=piece.end,
            capture_start=last.capture_start,
            capture_end=piece.capture_end,
            page=last.page,
        )
    else:
        pieces.append(piece)


def _continues(last: TextPiece, piece: TextPiece) -> bool:
    if last.page != piece.page:
        return False
    if last.capture_start is None or piece.capture_start is None:
        # Lines of one page of a PDF: only the page is known, so one piece will do.
        return (
            last.capture_start is None
            and piece.capture_start is None
            and piece.start <= last.end + 1
        )
    return (
        last.end == piece.start
        and last.capture_end == piece.capture_start
        and _is_linear(last)
        and _is_linear(piece)
    )


def _is_linear(piece: TextPiece) -> bool:
    if piece.capture_start is None or piece.capture_end is None:
        return False
    return piece.end - piece.start == piece.capture_end - piece.capture_start


def placed(lines: Sequence[Line], places: Sequence[Run]) -> list[Line]:
    """Return lines of a text with their places in what the text was taken from.

    Args:
        lines: Lines whose runs count the text.
        places: Where each stretch of the text stands, in order and without overlap;
            empty = cannot be said.
    """
    made = []
    first = 0
    for line in lines:
        start = line.runs[0].at if line.runs else 0
        end = start + len(line.text)
        while first < len(places) and _end(places[first]) <= start:
            first += 1
        runs: list[Run] = []
        at = first
        while line.runs and at < len(places) and places[at].start < end:
            runs.append(_cut(places[at], start, end))
            at += 1
        made.append(Line(line.text, tuple(runs), line.page))
    return made


def _end(run: Run) -> int:
    return run.start + run.length


def _cut(place: Run, start: int, end: int) -> Run:
    """Return the part of a place inside a line, counted in the line."""
    low, high = max(place.start, start), min(_end(place), end)
    if place.length != place.width:
        return Run(low - start, high - low, place.at, place.width)
    return Run(low - start, high - low, place.at + low - place.start, high - low)


def in_capture(
    pieces: Sequence[TextPiece], start: int, end: int
) -> tuple[int, int] | None:
    """Return where a stretch of a document's text stands in the decoded capture.

    Args:
        pieces: The document's map.
        start: First code point in the document's text.
        end: One past the last.

    Returns:
        Start and end in the decoded capture, everything between included; None =
        some end of the stretch cannot be located.
    """
    first = _place(pieces, start)
    last = _place(pieces, end - 1)
    if first is None or last is None or end <= start:
        return None
    return first[0], last[1]


def _place(pieces: Sequence[TextPiece], at: int) -> tuple[int, int] | None:
    for piece in pieces:
        if piece.start <= at < piece.end:
            if piece.capture_start is None or piece.capture_end is None:
                return None
            if _is_linear(piece):
                offset = piece.capture_start + at - piece.start
                return offset, offset + 1
            return piece.capture_start, piece.capture_end
    return None
