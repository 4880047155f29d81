"""Everything a case knows, as JSON lines: one file a kind of record."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.checking import check_line
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
    Check,
    ChecklistAnswer,
    Geolocation,
    MunitionIdentification,
    SceneComparison,
    SecondLook,
)


def export_jsonl(case: Case, folder: Path) -> list[tuple[Path, int]]:
    """Write one JSON-lines file a kind of record into an absent or empty folder.

    The folder gets its name last: one that stands there is complete.

    Returns:
        The files and their number of lines.

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
        "judgements": [msgspec.to_builtins(item) for item in state.judgements],
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
        "log": [msgspec.to_builtins(event) for event in case.store.events()],
    }
    written = []
    for name, rows in tables.items():
        data = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        (partial / f"{name}.jsonl").write_bytes(data)
        written.append((folder / f"{name}.jsonl", len(rows)))
    flush_all(partial.parent, [*partial.iterdir(), partial])
    partial.replace(folder)
    flush_folder(folder.parent)
    return written
