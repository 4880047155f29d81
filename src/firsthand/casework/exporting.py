"""What a case knows, as JSON lines: one file a kind of record.

Without a word to the contrary nothing that names a protected source, witness or
document is in it; how many rows that leaves out is counted. Rules: P002, P005.
"""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.checking import check_line
from firsthand.casework.first_readings import events_as_shown, judgements_as_shown
from firsthand.casework.lines import (
    claim_line,
    contradiction_line,
    document_line,
    incident_line,
    incident_of_claims,
    response_line,
    source_line,
)
from firsthand.casework.state import CaseState
from firsthand.custody.durable import flush_all, flush_folder
from firsthand.errors import UserError
from firsthand.model import (
    Capture,
    Check,
    ChecklistAnswer,
    Document,
    Geolocation,
    MunitionIdentification,
    Protection,
    SceneComparison,
    SecondLook,
    Testimony,
)


@dataclasses.dataclass(frozen=True)
class Exported:
    """What an export wrote.

    Attributes:
        files: The files and their number of lines.
        left_out: Rows that name what is protected, by table; empty = none.
        n_hidden: First readings that wait for a second reader.
    """

    files: tuple[tuple[Path, int], ...]
    left_out: Mapping[str, int]
    n_hidden: int = 0

    def left_out_in_words(self) -> str | None:
        """Say what was left out; None = nothing."""
        if not self.left_out:
            return None
        told = ", ".join(f"{n} of {name}" for name, n in self.left_out.items())
        return (
            f"left out, since they name a protected source, witness or document: "
            f"{told}. For machines of your own: --protected-too"
        )


def export_jsonl(case: Case, folder: Path, *, protected_too: bool = False) -> Exported:
    """Write one JSON-lines file a kind of record into an absent or empty folder.

    The folder gets its name last: one that stands there is complete.

    Args:
        case: An open case.
        folder: Absent or empty.
        protected_too: Also what names protected sources, witnesses and documents.

    Raises:
        UserError: The folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is not an empty folder; nothing was written")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{folder.name}.partial-{secrets.token_hex(4)}")
    partial.mkdir()
    state = CaseState(case)
    incident_of = incident_of_claims(state)
    tables: dict[str, list[Any]] = {
        "sources": [source_line(item) for item in state.sources.values()],
        "captures": [msgspec.to_builtins(item) for item in state.captures.values()],
        "documents": [document_line(state, d) for d in state.documents.values()],
        "claims": [claim_line(state, c, incident_of) for c in state.claims.values()],
        "origins": [msgspec.to_builtins(item) for item in state.origins.values()],
        "roots": [msgspec.to_builtins(item) for item in state.roots.values()],
        "incidents": [incident_line(state, item) for item in state.incidents.values()],
        "aggregates": [msgspec.to_builtins(item) for item in state.aggregates],
        "victims": [msgspec.to_builtins(item) for item in state.victims],
        "findings": [msgspec.to_builtins(item) for item in state.findings.values()],
        "contradictions": [contradiction_line(item) for item in state.contradictions],
        "responses": [response_line(item) for item in state.responses],
        "judgements": [
            msgspec.to_builtins(item) for item in judgements_as_shown(state)
        ],
        "checks": [check_line(item) for item in case.store.every(Check)],
        "statements": [
            msgspec.to_builtins(item)
            for kind in (
                MunitionIdentification,
                Geolocation,
                SceneComparison,
                ChecklistAnswer,
                SecondLook,
            )
            for item in case.store.every(kind)
        ],
        "log": [msgspec.to_builtins(event) for event in events_as_shown(state)],
    }
    protected = None if protected_too else _naming_protected(case, state)
    written = []
    left_out = {}
    for name, rows in tables.items():
        lines = [msgspec.json.encode(row) + b"\n" for row in rows]
        kept = [one for one in lines if not (protected and protected.search(one))]
        (partial / f"{name}.jsonl").write_bytes(b"".join(kept))
        written.append((folder / f"{name}.jsonl", len(kept)))
        if len(kept) < len(lines):
            left_out[name] = len(lines) - len(kept)
    flush_all(partial.parent, [*partial.iterdir(), partial])
    partial.replace(folder)
    flush_folder(folder.parent)
    n_hidden = len(state.judgements) - len(judgements_as_shown(state))
    return Exported(tuple(written), left_out, n_hidden)


def _naming_protected(case: Case, state: CaseState) -> re.Pattern[bytes] | None:
    """Return what finds the ids of all that is protected; None = nothing is."""
    sources = {
        key
        for key, one in state.sources.items()
        if one.protection is not Protection.OPEN
    }
    ids: set[str] = {*sources}
    kept: list[Capture | Document] = [
        *state.captures.values(),
        *state.documents.values(),
    ]
    for one in kept:
        if one.protection is not Protection.OPEN or one.source_id in sources:
            ids.add(one.id)
    for testimony in case.store.every(Testimony):
        ids |= {testimony.id, testimony.witness}
    ids |= {one.id for one in state.media.values() if one.protection != Protection.OPEN}
    if not ids:
        return None
    words = "|".join(re.escape(one) for one in sorted(ids))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])".encode())
