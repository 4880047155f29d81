"""Stages as filters on JSON lines, without a case (Interface: docs/interfaces.md).

One object in, any number out, order kept, memory bounded. A bad line is reported
with its number, skipped and counted.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from firsthand.casework.parallel import ordered_map
from firsthand.errors import FirsthandError, UserError
from firsthand.extract import Page, extract_attributions, extract_claims
from firsthand.extract.summary import summarise
from firsthand.link.copies import copies_of
from firsthand.model import TimeClaim
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference, bundled_reference, open_reference
from firsthand.settings import read_settings

Line = dict[str, Any]


class Numbered(msgspec.Struct, frozen=True):
    """One line of input, with its number from 1."""

    number: int
    data: bytes


class Outcome(msgspec.Struct, frozen=True):
    """What one line gave: output lines, or what is wrong with it."""

    number: int
    lines: list[Line] = []
    problem: str | None = None


# --- the stages that take one line at a time -----------------------------------


def claims_of(row: Mapping[str, Any], options: Mapping[str, Any]) -> list[Line]:
    """Return the claims of one page; times of the day only where asked for.

    Readers of these lines know the kinds that were there before times were.
    """
    page = _page(row, "page")
    claims = extract_claims(page, reference_of(options.get("case")))
    wanted = (c for c in claims if options.get("times") or not isinstance(c, TimeClaim))
    return [claim_as_line(claim, page.id) for claim in wanted]


def attributions_of(row: Mapping[str, Any], options: Mapping[str, Any]) -> list[Line]:
    """Return every reported statement of one text."""
    text = _string(row, "text", is_needed=True) or ""
    found = extract_attributions(text, reference_of(options.get("case")))
    return [{"id": _name(row, "id"), "attributions": found}]


def summary_of(row: Mapping[str, Any], options: Mapping[str, Any]) -> list[Line]:
    """Return one text about one incident as one row."""
    page = _page(row, "id")
    reference = reference_of(options.get("case"))
    claims = extract_claims(page, reference)
    labels = options.get("labels")
    return [{"id": page.id, **summarise(page, claims, reference, labels=labels)}]


def roles_of_text(row: Mapping[str, Any], options: Mapping[str, Any]) -> list[Line]:
    """Return who and what fills the roles of the attacks one text tells of."""
    from firsthand.extract.event_roles import roles_of  # noqa: PLC0415  its model loads when used

    del options
    text = _string(row, "text", is_needed=True) or ""
    return [{"docid": _name(row, "docid"), "roles": roles_of(text)}]


STREAMED: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[Line]]] = {
    "claims": claims_of,
    "attributions": attributions_of,
    "summaries": summary_of,
    "roles": roles_of_text,
}


def run_streamed(
    stage: str,
    lines: Iterable[bytes],
    *,
    jobs: int = 1,
    options: Mapping[str, Any] | None = None,
) -> Iterator[Outcome]:
    """Run a stage over lines, yielding one outcome a line in order.

    Args:
        stage: A key of `STREAMED`.
        lines: Input lines; blank ones are passed over.
        jobs: Processes.
        options: What the stage takes: `labels`; `case`, whose reference rows to use.
    """
    work = functools.partial(_one, stage, dict(options or {}))
    return ordered_map(work, numbered(lines), jobs)


def numbered(lines: Iterable[bytes]) -> Iterator[Numbered]:
    """Yield filled lines with their numbers."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Numbered(number, line)


def _one(stage: str, options: Mapping[str, Any], line: Numbered) -> Outcome:
    try:
        made = STREAMED[stage](read_row(line.data), options)
    except (FirsthandError, ValueError, RecursionError) as error:
        return Outcome(line.number, problem=str(error))
    return Outcome(line.number, made)


# --- the stages that need the whole batch --------------------------------------


def run_copies(rows: list[Line], *, case: str | None = None) -> list[Line]:
    """Return the origin of each page, and what it repeats."""
    for row in rows:
        row["page"] = _name(row, "page")
    return copies_of(rows, reference_of(case))


@functools.cache
def reference_of(case: str | None) -> Reference:
    """Return the reference rows of a case folder, or the bundled ones."""
    if case is None:
        return bundled_reference()
    folder = Path(case)
    return open_reference(folder, country=read_settings(folder).country)


# --- reading rows ---------------------------------------------------------------


def read_row(data: bytes) -> Line:
    """Read one line as a JSON object.

    Raises:
        UserError: It is not one.
    """
    try:
        row = json.loads(data)
    except ValueError as error:
        raise UserError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UserError(f"expected a JSON object, found {type(row).__name__}")
    return row


def page_of_row(row: Mapping[str, Any]) -> Page:
    """Return the page of a row.

    Raises:
        UserError: Names the field, what was found, what to do.
    """
    return _page(row, "page")


def _page(row: Mapping[str, Any], id_field: str) -> Page:
    return Page(
        id=_name(row, id_field),
        text=_string(row, "text", is_needed=True) or "",
        language=_string(row, "language"),
        published=_day(row),
        outlet=_string(row, "outlet"),
    )


def _name(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UserError(f"field {field!r}: expected a name, found {value!r}")
    return str(value)


def _string(
    row: Mapping[str, Any], field: str, *, is_needed: bool = False
) -> str | None:
    value = row.get(field)
    if value is None and not is_needed:
        return None
    if not isinstance(value, str):
        raise UserError(f"field {field!r}: expected text, found {value!r}")
    return value


def _day(row: Mapping[str, Any]) -> dt.date | None:
    value = _string(row, "published")
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError as error:
        raise UserError(
            f"field 'published': {value!r} is no day; write 2015-12-23 or null"
        ) from error
