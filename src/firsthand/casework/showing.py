"""A case handed to publication: everything it may draw on, and nothing of how."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.consent import allowed_today, note_disclosure
from firsthand.casework.estimates_shown import (
    standing_estimates,
    what_may_not_stand,
)
from firsthand.casework.personal import cleared, masked_in_words
from firsthand.casework.run import what_is_out_of_date
from firsthand.casework.state import CaseState
from firsthand.casework.telling_verification import sheets_of_verification
from firsthand.casework.totals import case_totals
from firsthand.casework.web_export import captured_in_words
from firsthand.casework.weighing import sheets_of
from firsthand.errors import GateError, UserError
from firsthand.model import Erasure, Testimony
from firsthand.publish import Dossier, write_preview
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.parties import open_parties

_OUTLINE = Path("reference") / "outline.geojson"


def preview(
    case: Case, folder: Path, *, tell: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Write the unsigned preview site.

    Args:
        case: An open case.
        folder: Where: absent, empty, or an earlier preview; outside the case's store.
        tell: Told what was masked (P006), and which estimates are not in it (M309).

    Returns:
        The files written, `index.html` first.

    Raises:
        GateError: The case holds sealed material in clear, a witness has not allowed
            publication, or the figures are out of date in a case with testimony.
        UserError: The folder is not free, or lies inside the case.
    """
    target = folder.resolve()
    if target.is_relative_to(case.folder / "store") or target == case.folder:
        raise UserError(
            f"{folder} lies in the case; what is made for others lives outside it: "
            "firsthand preview -o ../site/"
        )
    _refuse_stale(case)
    dossier = dossier_of(case)
    written = write_preview(dossier, target)
    told = [key for key in dossier.documents if key not in dossier.silent]
    note_disclosure(case, "preview", told)
    if masked := masked_in_words(dossier):
        tell(masked)
    for words in what_may_not_stand(case):
        tell(words)
    return written


def _refuse_stale(case: Case) -> None:
    """Refuse figures made before a witness took consent back or was erased (P005)."""
    has_witness = any(case.store.every(Testimony)) or any(case.store.every(Erasure))
    todo = what_is_out_of_date(case) if has_witness else ()
    if todo:
        raise GateError(
            f"{', '.join(todo)}: out of date, and this case holds, or held, testimony: "
            "the figures may rest on what a witness took back. Next: firsthand run"
        )


def dossier_of(case: Case) -> Dossier:
    """Return the present state of a case as one value."""
    state = CaseState(case)
    stated = state.shown
    log_size, log_root = _head(case.store.checkpoint)
    allowed = allowed_today(case)
    return Dossier(
        name=case.settings.name,
        sources=state.sources,
        captures=state.captures,
        documents=state.documents,
        texts={item.id: state.text_of(item) for item in state.documents.values()},
        captured=captured_in_words(case),
        claims={key: item.claim for key, item in stated.items()},
        states={key: item.state.value for key, item in stated.items()},
        notes={key: item.note for key, item in stated.items() if item.note},
        incidents=state.incidents,
        findings=state.proposed_findings,  # the preview is of proposals: unsigned
        origins=state.origins,
        roots=state.roots,
        contradictions=state.contradictions,
        responses=state.responses,
        aggregates=state.aggregates,
        victims=state.victims,
        totals=case_totals(state),
        estimates=standing_estimates(case),
        sheets=sheets_of(state),
        verification=sheets_of_verification(case),
        outline=_outline(case),
        party_names=_party_names(case),
        log_size=log_size,
        log_root=log_root,
        quotable=allowed.quoted,
        silent=allowed.silent,
        cleared=cleared(state.judgements),
    )


def _party_names(case: Case) -> dict[str, str]:
    parties = open_parties(case.reference)
    codes = {str(row["code"]) for row in case.reference.table("parties")}
    return {code: parties.name_of(code) for code in sorted(codes)}


def _head(checkpoint: str) -> tuple[int, str]:
    """Read size and root (base64) from a signed checkpoint."""
    _, size, root, *_ = checkpoint.splitlines()
    return int(size), root


def _countries(reference: Reference) -> dict[str, Any]:
    """Read the country shapes that ship with Firsthand: a backdrop for any case."""
    path = reference.folders[0] / "countries.geojson.gz"
    outline: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return outline


def land() -> dict[str, Any]:
    """Return the country shapes that ship with Firsthand, as GeoJSON."""
    return _countries(bundled_reference())


def _outline(case: Case) -> dict[str, Any] | None:
    """Return the case's own outline, or the country shapes."""
    path = case.folder / _OUTLINE
    if not path.is_file():
        countries: dict[str, Any] = case.reference.derived("countries", _countries)
        return countries
    try:
        outline = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not readable as GeoJSON: {error}") from error
    if not isinstance(outline, dict) or outline.get("type") != "FeatureCollection":
        raise UserError(f"{path}: expected a GeoJSON FeatureCollection")
    return outline
