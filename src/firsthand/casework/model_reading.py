"""Pages read by the grammar and by a language model, claims merged and marked.

Before anything is sent: the host is told, another machine wants the person's word, and
pages that are restricted or sealed are never sent. Each answer is kept as it came, so
that a run that was cut off asks only for what is missing. Method: M065.
"""

from __future__ import annotations

import collections
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from firsthand.casework.batch import Line, Numbered, page_of_row, read_row, reference_of
from firsthand.errors import FirsthandError, GateError, UserError
from firsthand.extract import Page, extract_claims
from firsthand.extract.model_reader import (
    Endpoint,
    Refusal,
    ask,
    checked,
    endpoint_of,
    merged,
    proposals_of,
)
from firsthand.model.wire import claim_as_line
from firsthand.settings import read_settings

_OPEN = "open"
_KEY = "FIRSTHAND_MODEL_KEY"
_LONGEST_TEXT = 60_000


class ModelOutcome(msgspec.Struct, frozen=True):
    """What one page gave.

    Attributes:
        number: Line of the input.
        lines: Claims, each with `read_by`; the grammar's alone where the model failed.
        refused: Proposals that were not kept.
        problem: Why the page was not read by the model, or not at all; None = it was.
    """

    number: int
    lines: list[Line] = []
    refused: list[Refusal] = []
    problem: str | None = None


def endpoint_in_force(case: str | None, *, timeout_s: float = 120.0) -> Endpoint:
    """Return the endpoint that the settings name.

    Raises:
        UserError: None is set (the model reader is off), or it is written wrongly.
    """
    named = read_settings(Path(case) if case else None).model_reader
    if not named:
        raise UserError(
            "the model reader is off: set FIRSTHAND_MODEL_READER, or model_reader in "
            "firsthand.toml, to URL#MODEL (http://127.0.0.1:8080/v1#qwen)"
        )
    return endpoint_of(named, key=os.environ.get(_KEY, ""), timeout_s=timeout_s)


def warning_of(endpoint: Endpoint) -> str:
    """Say in plain words where the text of the pages goes."""
    if endpoint.is_local:
        return f"Text goes to {endpoint.host}, a server on this machine."
    return (
        f"The text of these pages LEAVES THIS MACHINE: it goes to {endpoint.host}, "
        "who may keep it. Restricted and sealed pages are not sent."
    )


def require_consent(endpoint: Endpoint, agreed: str | None) -> None:
    """Refuse to go on where text would leave without the person's word.

    Raises:
        GateError: The host is another machine, and was not named.
    """
    if not endpoint.is_local and agreed != endpoint.host:
        raise GateError(
            f"{warning_of(endpoint)} To agree, add: --send-text-to {endpoint.host}"
        )


class Answers:
    """Answers as they came, one JSON line each, in a file that only grows."""

    def __init__(self, path: Path | None) -> None:
        """Read what an earlier run left; None = keep nothing."""
        self._path = path
        self._known: dict[str, str] = {}
        if path is not None and path.is_file():
            for line in path.read_bytes().splitlines():
                try:
                    row = json.loads(line)
                    self._known[str(row["asked"])] = str(row["answer"])
                except (ValueError, LookupError, TypeError):
                    continue  # a line cut off when the run was: asked for again

    def of(self, endpoint: Endpoint, text: str) -> str:
        """Return the answer to a text, asking only where none is known."""
        asked = hashlib.sha256(f"{endpoint.model}\n{text}".encode()).hexdigest()
        known = self._known.get(asked)
        if known is not None:
            return known
        answer = ask(endpoint, text)
        self._known[asked] = answer
        if self._path is not None:
            row = {"asked": asked, "model": endpoint.model, "answer": answer}
            with self._path.open("ab") as file:
                file.write(b"\n" if _is_cut_off(self._path) else b"")
                file.write(json.dumps(row).encode() + b"\n")
        return answer


def _is_cut_off(path: Path) -> bool:
    data = path.read_bytes()[-1:] if path.stat().st_size else b"\n"
    return data != b"\n"


def read_with_model(
    lines: Iterable[Numbered],
    endpoint: Endpoint,
    answers: Answers,
    *,
    case: str | None = None,
) -> Iterator[ModelOutcome]:
    """Yield what each page gave, in order; a page that fails does not stop the rest.

    Args:
        lines: Pages as JSON lines; `protection` "restricted" or "sealed" is kept here.
        endpoint: Who is asked; consent was given (`require_consent`).
        answers: What is known, and where answers are kept.
        case: Case folder whose reference rows to use; None = the bundled ones.
    """
    for line in lines:
        try:
            row = read_row(line.data)
            page = page_of_row(row)
            claims = extract_claims(page, reference_of(case))
        except (FirsthandError, ValueError, RecursionError) as error:
            yield ModelOutcome(line.number, problem=str(error))
            continue
        alone = [_marked(claim_as_line(c, page.id), ("grammar",)) for c in claims]
        try:
            _may_leave(row)
            short_enough(page)
            proposed, odd = proposals_of(answers.of(endpoint, page.text))
        except (FirsthandError, OSError) as error:
            yield ModelOutcome(line.number, alone, problem=f"{page.id}: {error}")
            continue
        kept, refused = checked(
            page.text,
            page.id,
            proposed,
            reference_of(case),
            endpoint.model,
            published=page.published,
            language=page.language,
        )
        made = [
            _marked(claim_as_line(claim, page.id), read_by)
            for claim, read_by in merged(claims, kept)
        ]
        yield ModelOutcome(line.number, made, [*odd, *refused])


def counted(refused: Iterable[Refusal]) -> list[tuple[str, int]]:
    """Return each reason of refusal and how often it was given, commonest first."""
    return collections.Counter(one.reason for one in refused).most_common()


def _may_leave(row: Mapping[str, Any]) -> None:
    protection = row.get("protection", _OPEN)
    if protection != _OPEN or row.get("sealed") or row.get("restricted"):
        raise GateError(f"not sent to a model: its protection is {protection!r}")


def short_enough(page: Page) -> None:
    """Refuse a page that no model is asked about in one piece.

    Raises:
        UserError: It is longer; says how long it may be.
    """
    if len(page.text) > _LONGEST_TEXT:
        raise UserError(
            f"not sent to a model: {len(page.text)} characters, more than "
            f"{_LONGEST_TEXT}; split the page"
        )


def _marked(line: Line, read_by: tuple[str, ...]) -> Line:
    return {**line, "read_by": list(read_by)}
