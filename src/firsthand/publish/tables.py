"""CSV for people and GeoJSON for maps, from redacted records.

CSV: UTF-8 with BOM, ISO dates, `;` inside cells, formula characters escaped by a
leading apostrophe. Columns are fixed and versioned (Format: F060, F061).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firsthand.model import FuzzyDate, Place, RangeUnderProfile
from firsthand.model.words import chain_in_words, claim_in_words
from firsthand.publish.pages import Pages, grade_of

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_E7 = 10**7
_MEASURES = {
    "killed_civ": "killed.civilian",
    "injured_civ": "injured.civilian",
    "killed_fighter": "killed.combatant",
    "killed_unknown": "killed.unknown",
}


def incidents_csv(pages: Pages) -> bytes:
    """Return one row an incident."""
    rows = []
    for incident in pages.dossier.incidents.values():
        finding = pages.dossier.findings.get(incident.id)
        row: dict[str, Any] = {
            "incident_id": incident.id,
            "previous_ids": ";".join(incident.previous_ids),
            "title": incident.title,
            **_date_columns(incident.date),
            **_place_columns(incident.place),
            "target": incident.target,
            "grade_proposed": grade_of(finding),
            "signed": "no",
            "n_documents": len(incident.documents),
            "n_independent_min": finding.independence.low if finding else None,
            "n_independent_max": finding.independence.high if finding else None,
            "attributed_to": ";".join(
                party.party for party in (finding.attributed if finding else ())
            ),
        }
        for name, measure in _MEASURES.items():
            row |= _range_columns(name, measure, finding.ranges if finding else ())
        rows.append(row)
    return _csv(rows)


def claims_csv(pages: Pages) -> bytes:
    """Return one row a claim, with its quote unless its source is protected."""
    rows = []
    for claim in pages.dossier.claims.values():
        source = pages.dossier.source_of(claim)
        root = pages.dossier.root_of.get(claim.id)
        passage = pages.passages.get(claim.id)
        rows.append(
            {
                "claim_id": claim.id,
                "kind": type(claim).__struct_config__.tag,
                "says": claim_in_words(claim),
                "quote": passage.quote if passage else claim.span.quote,
                "document_id": claim.document_id,
                "start": claim.span.start,
                "end": claim.span.end,
                "source": source.name if source else None,
                "said_by": chain_in_words(claim, source.name if source else None),
                "root": root.label if root else None,
                "state": pages.dossier.states.get(claim.id, "proposed"),
                "hedged": "yes" if claim.hedged else "no",
                "negated": "yes" if claim.negated else "no",
            }
        )
    return _csv(rows)


def sources_csv(pages: Pages) -> bytes:
    """Return one row a document with its source and capture."""
    rows = []
    for document in pages.dossier.documents.values():
        source = (
            pages.dossier.sources.get(document.source_id)
            if document.source_id
            else None
        )
        capture = pages.dossier.captures.get(document.capture_id)
        origin = pages.dossier.origin_of.get(document.id)
        rows.append(
            {
                "document_id": document.id,
                "source_id": document.source_id,
                "source": source.name if source else None,
                "source_kind": source.source_type if source else None,
                "language": document.language,
                **_date_columns(document.published, "published"),
                "url": document.url,
                "sha256": capture.sha256 if capture else None,
                "captured_at": capture.captured_at.isoformat() if capture else None,
                "origin_id": origin.id if origin else None,
            }
        )
    return _csv(rows)


def incidents_geojson(pages: Pages) -> bytes:
    """Return a GeoJSON FeatureCollection; no point stays `null`, never 0, 0."""
    features = []
    for incident in pages.dossier.incidents.values():
        finding = pages.dossier.findings.get(incident.id)
        place = incident.place
        point = None
        if place and place.lat_e7 is not None and place.lon_e7 is not None:
            at = [place.lon_e7 / _E7, place.lat_e7 / _E7]
            point = {"type": "Point", "coordinates": at}
        lead = pages.leading_range(finding)
        features.append(
            {
                "type": "Feature",
                "id": incident.id,
                "geometry": point,
                "properties": {
                    "title": incident.title,
                    **_date_columns(incident.date),
                    "accuracy": place.accuracy if place else None,
                    "killed_measure": lead.measure if lead else None,
                    "killed_min": lead.range.low if lead else None,
                    "killed_max": lead.range.high if lead else None,
                    "open_above": lead.range.is_open_above if lead else None,
                    "grade_proposed": grade_of(finding),
                    "signed": False,
                },
            }
        )
    collection = {
        "type": "FeatureCollection",
        "note": "Unsigned preview: machine proposals, not findings",
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode() + b"\n"


def _date_columns(date: FuzzyDate | None, name: str = "date") -> dict[str, str | None]:
    first = date.earliest if date else None
    last = date.latest if date else None
    return {
        f"{name}_start": first.isoformat() if first else None,
        f"{name}_end": last.isoformat() if last else None,
        f"{name}_precision": date.precision.value if date else None,
    }


def _place_columns(place: Place | None) -> dict[str, str | None]:
    has_point = place and place.lat_e7 is not None and place.lon_e7 is not None
    return {
        "place": (place.canonical or place.name) if place else None,
        "lat": _degrees(place.lat_e7) if has_point and place else None,
        "lon": _degrees(place.lon_e7) if has_point and place else None,
        "geo_precision": place.accuracy if place else None,
    }


def _degrees(e7: int | None) -> str | None:
    return None if e7 is None else f"{e7 / _E7:.7f}".rstrip("0").rstrip(".")


def _range_columns(
    name: str, measure: str, ranges: Iterable[RangeUnderProfile]
) -> dict[str, Any]:
    found = next(
        (
            item.range
            for item in ranges
            if item.measure == measure and item.profile == "airwars"
        ),
        None,
    )
    return {
        f"{name}_min": found.low if found else None,
        f"{name}_max": found.high if found else None,
        f"{name}_open_above": ("yes" if found.is_open_above else "no")
        if found
        else None,
    }


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: _cell(value) for key, value in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
