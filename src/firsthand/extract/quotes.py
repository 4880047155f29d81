"""Quotations of a text: where each one opens and closes.

A quotation ends with its paragraph unless the next paragraph opens with a mark
again (the printers' rule for long quotations). Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

_OPEN = "“«„"
_CLOSE = "”»"
_MARKS = re.compile(r"''|[\"“”«»„‘’]")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclasses.dataclass(frozen=True)
class Quotation:
    """One quotation, marks included.

    Attributes:
        start: The opening mark.
        end: One past the closing mark, or the end of the paragraph.
        is_open: The paragraph ended before a closing mark came.
        is_resumed: It goes on with the quotation of the paragraph before.
    """

    start: int
    end: int
    is_open: bool = False
    is_resumed: bool = False


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in order."""
    found: list[Quotation] = []
    was_open = False
    paragraphs = [p for p in _PARAGRAPH.finditer(text) if p.group().strip()]
    starts = [_first_character(p) for p in paragraphs]
    for number, paragraph in enumerate(paragraphs):
        start = starts[number]
        is_resumed_next = number + 1 < len(starts) and text[starts[number + 1]] in (
            _OPEN + '"'
        )
        in_paragraph = list(
            _in_paragraph(text, start, paragraph.end(), may_stay_open=is_resumed_next)
        )
        for i, quotation in enumerate(in_paragraph):
            is_first = i == 0 and quotation.start == start
            found.append(
                dataclasses.replace(quotation, is_resumed=is_first and was_open)
            )
        was_open = bool(in_paragraph) and in_paragraph[-1].is_open
    return found


def _first_character(paragraph: re.Match[str]) -> int:
    words = paragraph.group()
    return paragraph.start() + len(words) - len(words.lstrip())


def _in_paragraph(
    text: str, start: int, end: int, *, may_stay_open: bool
) -> Iterator[Quotation]:
    opened, closer = -1, ""
    for mark in _MARKS.finditer(text, start, end):
        if opened < 0:
            closer = _closer_of(text, mark, start, end)
            opened = mark.start() if closer else -1
        elif _closes(text, mark, closer, end):
            yield Quotation(opened, mark.end())
            opened = -1
    # An opening mark that never closes is a quotation only at the head of a
    # paragraph, or where the next paragraph opens with a mark again (a long
    # quotation); elsewhere it is a slip, and quotes nothing.
    if opened >= 0 and (opened == start or may_stay_open) and closer != "’":
        yield Quotation(opened, _rstripped(text, opened, end), is_open=True)


def _rstripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _closer_of(text: str, mark: re.Match[str], start: int, end: int) -> str:
    """Return what will close a quotation that opens here; "" = it does not open."""
    sign = mark.group()
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if sign in _OPEN:
        return "”" if sign != "«" else "»"
    if after.isspace() or (before.isalnum() and sign != "''"):
        return ""
    return {'"': '"', "''": "''", "‘": "’"}.get(sign, "")


def _closes(text: str, mark: re.Match[str], closer: str, end: int) -> bool:
    sign = mark.group()
    if closer != "’":
        return sign == closer or (closer == "”" and sign == '"')
    after = text[mark.end()] if mark.end() < end else " "
    return sign == closer and not after.isalnum()
