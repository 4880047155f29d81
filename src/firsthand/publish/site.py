"""The unsigned preview: a static site that opens from disk.

No script, no outside request, one style sheet inside each page, pinned by its hash
in the page's content security policy. The same dossier gives the same bytes.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from firsthand.errors import UserError
from firsthand.model import ContextTotal, Incident, Source, digest_of
from firsthand.model.words import place_in_words
from firsthand.publish.dossier import Dossier
from firsthand.publish.pages import Card, Pages, coordinates_text, range_text
from firsthand.publish.redact import redact
from firsthand.publish.sheets import sheet_values
from firsthand.publish.tables import (
    claims_csv,
    incidents_csv,
    incidents_geojson,
    sources_csv,
)

MARKER = "firsthand-preview.json"
"""What a preview says of itself: its log, its findings, what it withholds."""


def write_preview(dossier: Dossier, folder: Path) -> list[Path]:
    """Write the preview site, whole or not at all.

    Args:
        dossier: The present state of the case; it is redacted here, first.
        folder: Where the site goes: absent, empty, or an earlier preview.

    Returns:
        The files written, `index.html` first.

    Raises:
        GateError: The case holds sealed material (P001).
        UserError: The folder holds something that is not a preview.
    """
    _refuse_strangers(folder)
    files = build_preview(dossier)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        fresh.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return [folder / name for name in files]


def build_preview(dossier: Dossier) -> dict[str, bytes]:
    """Return every file of the site by its path, `index.html` first."""
    pages = Pages(redact(dossier))
    data = {
        "incidents.csv": incidents_csv(pages),
        "claims.csv": claims_csv(pages),
        "sources.csv": sources_csv(pages),
        "incidents.geojson": incidents_geojson(pages),
    }
    files = {"index.html": _index(pages, data), "reading.html": _reading(pages)}
    for incident in pages.dossier.incidents.values():
        files[f"incidents/{incident.id}.html"] = _incident(pages, incident)
        if incident.id in pages.dossier.sheets:
            values = sheet_values(pages, incident)
            page = _render("indicators.html.j2", pages, "../", values)
            files[f"indicators/{incident.id}.html"] = page
    if pages.dossier.estimates:
        values = {"estimates": pages.dossier.estimates}
        files["uncounted.html"] = _render("uncounted.html.j2", pages, "", values)
    files["sources/index.html"] = _sources(pages)
    for source in pages.dossier.sources.values():
        files[f"sources/{source.id}.html"] = _source(pages, source)
    files |= {f"data/{name}": content for name, content in data.items()}
    files["data/SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in data.items()
    ).encode()
    files[MARKER] = _marker(pages, dossier)
    return files


def _refuse_strangers(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UserError(
            f"{folder} holds files that are not a Firsthand preview; nothing was "
            "written. Name a new or empty folder: firsthand preview -o NEW_FOLDER"
        )
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder to write the site into")


def _marker(pages: Pages, dossier: Dossier) -> bytes:
    shown = (dossier.findings.get(key) for key in pages.dossier.incidents)
    told = {
        "what": "Unsigned preview: machine proposals, not findings",
        "log_size": pages.dossier.log_size,
        "log_root": pages.dossier.log_root,
        "findings": {item.id: digest_of(item) for item in shown if item},
        "estimates": {item.id: item.digest for item in dossier.estimates},
        "withheld": [
            {"subject": item.subject, "because": item.because, "by": item.by}
            for item in pages.redactions
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("firsthand.publish"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )


@functools.cache
def _style() -> tuple[str, str]:
    folder = Path(__file__).parent / "templates"
    style = (folder / "style.css").read_text(encoding="utf-8").strip()
    digest = hashlib.sha256(style.encode()).digest()
    return style, f"sha256-{base64.b64encode(digest).decode()}"


def _render(template: str, pages: Pages, up: str, values: Mapping[str, Any]) -> bytes:
    style, style_hash = _style()
    page = (
        _environment()
        .get_template(template)
        .render(
            up=up,
            style=Markup(style),  # noqa: S704  our own file
            style_hash=style_hash,
            case_name=pages.dossier.name,
            is_fiction=pages.dossier.is_fiction,
            log_size=pages.dossier.log_size,
            log_root=pages.dossier.log_root,
            **values,
        )
    )
    return page.encode()


def _index(pages: Pages, data: Mapping[str, bytes]) -> bytes:
    dossier = pages.dossier
    placed = {key for item in dossier.incidents.values() for key in item.claims}
    placed |= {key for item in dossier.aggregates for key in item.claims}
    context = [
        claim.id for claim in dossier.claims.values() if isinstance(claim, ContextTotal)
    ]
    placed |= set(context)
    elsewhere = [key for key in dossier.claims if key not in placed]
    values = {
        "rows": pages.rows(),
        "n_documents": len(dossier.documents),
        "n_sources": len(dossier.sources),
        "totals": [
            {
                "label": total.label,
                "text": range_text(total.range),
                "n_incidents": total.n_incidents,
                "rule": total.rule,
            }
            for total in dossier.totals
        ],
        "estimates": dossier.estimates,
        "map": pages.map(),
        "timeline": pages.timeline(),
        "aggregates": [_aggregate(pages, item) for item in dossier.aggregates],
        "context": pages.cards(context),
        "contradictions": pages.contradictions(None, everywhere=True),
        "responses": pages.responses(None),
        "elsewhere": pages.cards(elsewhere),
        "files": [(name, len(content)) for name, content in data.items()],
        "n_redactions": len(pages.redactions),
    }
    return _render("index.html.j2", pages, "", values)


def _aggregate(pages: Pages, item: Any) -> dict[str, Any]:
    cards = pages.cards(item.claims)
    stated = item.n_attacks_stated
    title = f"Said of {stated} attacks" if stated else "Said of several attacks"
    figures = sorted({card.says for card in cards})
    parts = [
        incident for key in item.parts if (incident := pages.dossier.incidents.get(key))
    ]
    return {
        "title": f"{title}: {'; '.join(figures[:3])}",
        "reason": item.reason,
        "parts": parts,
        "clashes": pages.clashes_with_parts(item.claims),
        "cards": cards,
    }


def _incident(pages: Pages, incident: Incident) -> bytes:
    finding = pages.dossier.findings.get(incident.id)
    weapons, site = pages.what_was_used(incident), pages.what_stood_there(incident)
    shown = {card.id for card in (*weapons, *site)}
    row = pages.row(incident)
    sheet = pages.dossier.verification.get(incident.id)
    values = {
        "incident": incident,
        "finding": finding,
        "row": row,
        "coordinates": coordinates_text(incident.place),
        "other_places": [place_in_words(place) for place in incident.other_places],
        "measures": pages.measures(finding) if finding else (),
        "attributed": [
            (pages.dossier.party(party.party), party)
            for party in (finding.attributed if finding else ())
        ],
        "arithmetic": finding.arithmetic if finding else (),
        "ladder": pages.ladder(incident, finding) if finding else "",
        "people": pages.people_of(incident),
        "contradictions": pages.contradictions(incident.id),
        "responses": pages.responses(incident.id),
        "weapons": weapons,
        "site": site,
        "origins": pages.origins_of(incident),
        "media": sheet.media if sheet else (),
        "rest": pages.all_other_claims(incident, shown),
        "has_sheet": incident.id in pages.dossier.sheets,
        "verification": sheet,
    }
    return _render("incident.html.j2", pages, "../", values)


def _source(pages: Pages, source: Source) -> bytes:
    values = {
        "source": source,
        "party": pages.dossier.party(source.party) if source.party else None,
        "documents": pages.source_documents(source),
        "cards": pages.source_claims(source.id),
    }
    return _render("source.html.j2", pages, "../", values)


def _sources(pages: Pages) -> bytes:
    rows = []
    for source in pages.dossier.sources.values():
        claims: tuple[Card, ...] = pages.source_claims(source.id)
        rows.append(
            {
                "id": source.id,
                "name": source.name,
                "kind": (source.source_type or "not stated").replace("_", " "),
                "party": source.party or "–",
                "n_documents": len(pages.source_documents(source)),
                "n_claims": len(claims),
            }
        )
    unread = [
        {"name": capture.filename, "why": capture.problem, "sha256": capture.sha256}
        for capture in pages.dossier.captures.values()
        if capture.problem
    ]
    values = {"sources": rows, "unread": unread}
    return _render("sources.html.j2", pages, "../", values)


def _reading(pages: Pages) -> bytes:
    return _render("reading.html.j2", pages, "", {})
