"""What a PDF holds beside its text: earlier revisions, boxes over words, actions.

Everything is told and nothing is acted on. Format: ISO 32000-2, 7.5.6 (incremental
updates), 8.5.3 (filling), 12.6 (actions), 7.11.4 (embedded files).
Method: M191.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

from firsthand.capture.readable import Attached, quoted

_REVISION_END = re.compile(rb"startxref\s+([1-9]\d*)\s+%%EOF")
# Newest earlier revisions looked at, and pages looked at in each way.
_MOST_REVISIONS, _MOST_PAGES, _MOST_ANNOTATIONS = 3, 300, 2_000
_FILLS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_PATH_ENDS = frozenset({*_FILLS, b"n", b"S", b"s"})
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_MOVES = frozenset({b"Td", b"TD", b"T*", b"'", b'"'})
# Lines and underlines are thinner than this (points) and hide nothing.
_THINNEST = 4.0
_ACTIONS = {"/JavaScript": "a script", "/Launch": "an order to start a program"}

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def earlier_text(data: bytes, now: set[str]) -> Iterator[str]:
    """Yield notices of earlier revisions that the file still holds.

    Args:
        data: The PDF.
        now: Lines of the present revision, as `pdf_lines` gives them.
    """
    ends = [found.end() for found in _REVISION_END.finditer(data)]
    if len(ends) < 2:  # noqa: PLR2004  one revision is the whole file
        return
    yield (
        f"the file holds {len(ends)} revisions of itself: it was changed after it was "
        "first saved"
    )
    gone: dict[str, None] = {}
    for end in ends[-1 - _MOST_REVISIONS : -1]:
        for line in pdf_lines(data[:end]):
            if line not in now:
                gone[line] = None
    if gone:
        lines = f"{len(gone)} lines" if len(gone) > 1 else "a line"
        yield (
            f"an earlier revision in it holds {lines} of text that the present one "
            f"lacks: {quoted(gone)}"
        )


def pdf_lines(data: bytes) -> Iterator[str]:
    """Yield the filled lines of a PDF's text, spaces folded; none of a broken one."""
    from pypdf import PdfReader  # noqa: PLC0415  only for PDF

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        for page in itertools.islice(reader.pages, _MOST_PAGES):
            for line in (page.extract_text() or "").split("\n"):
                if line.strip():
                    yield " ".join(line.split())
    except Exception:  # noqa: BLE001  an earlier revision may be broken in any way
        return


@dataclasses.dataclass
class _State:
    """The part of the graphics state that matters here."""

    matrix: Matrix = _UNIT
    is_opaque: bool = True


def n_covered(page: Any) -> int:
    """Return how many pieces of a page's text lie under a filled box drawn later.

    A simple check of geometry: where each piece begins, against the rectangles that
    are filled after it, opaque by their graphics state.
    """
    walker = _Walker(page)
    for operands, operator in _operations(page):
        walker.take(operator, operands)
    return len(walker.covered)


def _operations(page: Any) -> list[tuple[Any, bytes]]:
    contents = page.get_contents()
    if contents is None or b"re" not in contents.get_data():
        return []
    return list(contents.operations)


class _Walker:
    """Walks a page's content: texts wait, boxes that come over them are noted."""

    def __init__(self, page: Any) -> None:
        self._resources = page.get("/Resources") or {}
        self._state = _State()
        self._stack: list[_State] = []
        self._line = self._text = _UNIT
        self._leading = 0.0
        self._places: list[tuple[float, float]] = []
        self._path: list[tuple[float, float, float, float]] = []
        self.covered: set[int] = set()

    def take(self, operator: bytes, operands: Any) -> None:
        if operator in {b"q", b"Q", b"cm", b"gs"}:
            self._change(operator, operands)
        elif operator == b"re":
            self._path.append(self._box(*(float(value) for value in operands)))
        elif operator in _PATH_ENDS:
            if operator in _FILLS and self._state.is_opaque:
                self._cover()
            self._path = []
        else:
            self._write(operator, operands)

    def _change(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self._stack.append(dataclasses.replace(self._state))
        elif operator == b"Q":
            self._state = self._stack.pop() if self._stack else _State()
        elif operator == b"cm":
            self._state.matrix = _times(_matrix(operands), self._state.matrix)
        else:
            states = self._resources.get("/ExtGState") or {}
            wanted = states.get(operands[0]) if operands else None
            if wanted is not None:
                values = wanted.get_object()
                is_full = float(values.get("/ca", 1)) >= 1
                is_plain = values.get("/BM", "/Normal") in {"/Normal", "/Compatible"}
                self._state.is_opaque = is_full and is_plain

    def _write(self, operator: bytes, operands: Any) -> None:
        if operator == b"BT":
            self._line = self._text = _UNIT
        elif operator == b"Tm":
            self._line = _matrix(operands)
        elif operator == b"TL":
            self._leading = float(operands[0])
        if operator in _MOVES:
            x, y = (0.0, -self._leading)
            if operator in {b"Td", b"TD"}:
                x, y = float(operands[0]), float(operands[1])
            if operator == b"TD":
                self._leading = -y
            self._line = _times((1, 0, 0, 1, x, y), self._line)
        if operator in _SHOWS:
            whole = _times(self._line, self._state.matrix)
            self._places.append((whole[4], whole[5]))

    def _box(
        self, x: float, y: float, width: float, height: float
    ) -> tuple[float, float, float, float]:
        a, b, c, d, e, f = self._state.matrix
        corners = [
            (a * px + c * py + e, b * px + d * py + f)
            for px in (x, x + width)
            for py in (y, y + height)
        ]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _cover(self) -> None:
        for left, low, right, high in self._path:
            if right - left < _THINNEST or high - low < _THINNEST:
                continue
            for number, (x, y) in enumerate(self._places):
                # Letters stand on their place: a box that ends just above covers none.
                if left - 1 <= x <= right and low - 1 <= y <= high - 1:
                    self.covered.add(number)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def covered_notices(reader: Any) -> Iterator[str]:
    """Yield a notice for each page with text under a box."""
    for number, page in enumerate(reader.pages[:_MOST_PAGES], start=1):
        try:
            n_pieces = n_covered(page)
        except Exception:  # noqa: BLE001  the page is read all the same
            n_pieces = 0
        if n_pieces:
            pieces = f"{n_pieces} pieces" if n_pieces > 1 else "a piece"
            yield (
                f"page {number} has {pieces} of text under a filled box: hidden on the "
                "page, and part of the text here"
            )


def action_notices(reader: Any) -> Iterator[str]:
    """Yield a notice for each kind of action that the file would take if opened."""
    try:
        kinds = set(_actions(reader))
    except Exception:  # noqa: BLE001  the text is read all the same
        return
    for kind in sorted(kinds & set(_ACTIONS)):
        yield f"the file holds {_ACTIONS[kind]}; it was not carried out"


def _actions(reader: Any) -> Iterator[str]:
    root = reader.trailer["/Root"].get_object()
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        yield "/JavaScript"
    yield from _kinds(root)
    left = _MOST_ANNOTATIONS
    for page in reader.pages[:_MOST_PAGES]:
        yield from _kinds(page)
        annotations = page.get("/Annots")
        for each in annotations.get_object() if annotations is not None else ():
            left -= 1
            if left < 0:
                return
            yield from _kinds(each.get_object())


def _kinds(owner: Any) -> Iterator[str]:
    for key in ("/OpenAction", "/A"):
        action = owner.get(key)
        action = action.get_object() if action is not None else None
        if isinstance(action, dict) and "/S" in action:
            yield str(action["/S"])
    more = owner.get("/AA")
    more = more.get_object() if more is not None else None
    for action in more.values() if isinstance(more, dict) else ():
        held = action.get_object()
        if isinstance(held, dict) and "/S" in held:
            yield str(held["/S"])


def embedded(reader: Any) -> tuple[tuple[Attached, ...], tuple[str, ...]]:
    """Return the files inside a PDF, and notices of them."""
    try:
        files = tuple(
            Attached(bytes(content), str(name))
            for name, contents in reader.attachments.items()
            for content in contents
        )
    except Exception as error:  # noqa: BLE001  told; the text is read all the same
        told = f"files inside it could not be taken out ({type(error).__name__})"
        return (), (told,)
    if not files:
        return (), ()
    return files, (f"{len(files)} files stand inside it: captures of their own",)
