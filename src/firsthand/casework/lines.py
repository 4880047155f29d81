"""A case's records as flat JSON objects (Interface: docs/interfaces.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from firsthand.casework.decisions import StatedClaim
from firsthand.casework.state import CaseState
from firsthand.model import (
    AttributedParty,
    Contradiction,
    Document,
    Finding,
    Grade,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    RangeUnderProfile,
    Reason,
    Response,
    Root,
    RootId,
    RootKind,
    Source,
)
from firsthand.model.wire import claim_as_line

_E7 = 10**7


class Assessed(Protocol):
    """What an incident line is made of: a case's state, or a batch's."""

    @property
    def findings(self) -> Mapping[IncidentId, Finding]:
        """Findings by incident."""

    @property
    def origins(self) -> Mapping[OriginId, Origin]:
        """Publication origins by id."""

    @property
    def roots(self) -> Mapping[RootId, Root]:
        """Evidentiary roots by id."""

    @property
    def responses(self) -> Sequence[Response]:
        """Official statements."""

    @property
    def contradictions(self) -> Sequence[Contradiction]:
        """What cannot all hold."""


def incident_line(state: Assessed, incident: Incident) -> dict[str, Any]:
    """Return one incident as `incidents --json` prints it."""
    finding = state.findings.get(incident.id)
    place, date = incident.place, incident.date
    return _stated(
        {
            "incident": incident.id,
            "title": incident.title,
            "previous": list(incident.previous_ids),
            "place": (place.canonical or place.name) if place else None,
            "lat": _degrees(place.lat_e7 if place else None),
            "lon": _degrees(place.lon_e7 if place else None),
            "accuracy": place.accuracy if place else None,
            "date": _day(date.earliest if date else None),
            "date_end": _day(date.latest if date else None),
            "precision": date.precision if date else None,
            "other_dates": [msgspec.to_builtins(d) for d in incident.other_dates],
            "target": incident.target,
            "pages": list(incident.documents),
            "origins": [
                origin_line(origin, incident, state.roots.values())
                for key in incident.origins
                if (origin := state.origins.get(key))
            ],
            "roots": [
                root_line(root)
                for key in incident.roots
                if (root := state.roots.get(key))
            ],
            "n_independent": [finding.independence.low, finding.independence.high]
            if finding
            else None,
            "ranges": ranges_line(finding),
            "responses": [
                response_line(item)
                for item in state.responses
                if item.incident_id == incident.id
            ],
            "contradictions": [
                contradiction_line(item)
                for item in state.contradictions
                if item.incident_id == incident.id
            ],
            "attributed": [attributed_line(p) for p in finding.attributed]
            if finding
            else [],
            "grade": grade_line(finding.grade) if finding else None,
            "claims": list(incident.claims),
        }
    )


def origin_line(
    origin: Origin, incident: Incident, roots: Iterable[Root]
) -> dict[str, Any]:
    """Return one publication origin of an incident with the kind of its roots."""
    behind = [
        root
        for root in roots
        if origin.id in root.origins and set(root.claims) & set(incident.claims)
    ]
    kinds = {
        root.root_kind for root in behind if root.root_kind is not RootKind.UNKNOWN
    }
    is_known = all(root.is_determined for root in behind)
    return {
        "origin": origin.id,
        "pages": [page for page in origin.documents if page in incident.documents],
        "root": "|".join(sorted(kinds)) or None,
        "independent": None
        if not behind or not is_known
        else any(not root.is_interested for root in behind),
    }


def root_line(root: Root) -> dict[str, Any]:
    """Return one evidentiary root."""
    return {
        "root": root.id,
        "label": root.label,
        "kind": root.root_kind,
        "determined": root.is_determined,
        "interested": root.is_interested,
        "party": root.party,
        "claims": list(root.claims),
        "why": root.reason.text,
    }


def ranges_line(finding: Finding | None) -> dict[str, dict[str, Any]]:
    """Return the ranges by profile and measure."""
    lines: dict[str, dict[str, Any]] = {}
    for item in finding.ranges if finding else ():
        lines.setdefault(item.profile, {})[item.measure] = range_line(item)
    return lines


def range_line(item: RangeUnderProfile) -> dict[str, Any]:
    """Return one range with what it came from."""
    return {
        "min": item.range.low,
        "max": item.range.high,
        "open_above": item.range.is_open_above,
        "provisional": item.is_provisional,
        "best": item.best,
        "from": list(item.used),
        "min_from": list(item.low_from),
        "max_from": list(item.high_from),
        "set_aside": [[aside.claim, aside.why] for aside in item.set_aside],
    }


def response_line(item: Response) -> dict[str, Any]:
    """Return one official statement."""
    return {
        "id": item.id,
        "speaker": item.speaker,
        "party": item.party,
        "codes": list(item.codes),
        "coverage": item.coverage,
        "claims": list(item.claims),
        "why": item.reason.text,
    }


def contradiction_line(item: Contradiction) -> dict[str, Any]:
    """Return one contradiction."""
    return {
        "id": item.id,
        "incident": item.incident_id,
        "kind": item.contradiction_kind,
        "claims": list(item.claims),
        "why": item.why,
        "could_hold_if": list(item.could_hold_if),
        "would_settle": item.would_settle,
        "state": item.state,
        "note": item.note,
    }


def attributed_line(party: AttributedParty) -> dict[str, Any]:
    """Return one party named as responsible."""
    return {
        "party": party.party,
        "origins": list(party.origins),
        "roots": list(party.roots),
        "claims": list(party.claims),
        "strike_status": party.strike_status,
    }


def grade_line(grade: Grade) -> dict[str, Any]:
    """Return the proposed grade with its conditions in order."""
    return {
        "profile": grade.profile,
        "proposed": grade.proposed,
        "conditions": [condition_line(reason) for reason in grade.conditions],
        "before_a_person": [condition_line(item) for item in grade.before_a_person],
        "missing": grade.missing,
        "would_change": list(grade.would_change),
        "signed": msgspec.to_builtins(grade.signed) if grade.signed else None,
    }


def condition_line(reason: Reason) -> dict[str, Any]:
    """Return one condition of a grade."""
    return {
        "rule": reason.rule,
        "met": reason.met,
        "claims": list(reason.claims),
        "why": reason.text,
    }


def claim_line(
    state: CaseState, stated: StatedClaim, incident_of: dict[str, str]
) -> dict[str, Any]:
    """Return one claim of a case: the batch line with incident, origin and state."""
    stated = state.as_shown(stated)
    claim = stated.claim
    line = claim_as_line(claim, claim.document_id)
    origin = state.origin_of.get(claim.document_id)
    line["incident"] = incident_of.get(claim.id)
    line["origin"] = origin
    line["state"] = stated.state
    if stated.note:
        line["state_note"] = stated.note
    return {key: value for key, value in line.items() if value is not None}


def incident_of_claims(state: CaseState) -> dict[str, str]:
    """Return the incident of each claim that has one."""
    return {
        claim: incident.id
        for incident in state.incidents.values()
        for claim in incident.claims
    }


def document_line(state: CaseState, document: Document) -> dict[str, Any]:
    """Return one document with its capture."""
    capture = state.captures.get(document.capture_id)
    source = state.sources.get(document.source_id) if document.source_id else None
    return _stated(
        {
            "document": document.id,
            "title": document.title,
            "source": source.name if source else None,
            "source_id": document.source_id,
            "language": document.language,
            "published": msgspec.to_builtins(document.published)
            if document.published
            else None,
            "url": document.url,
            "n_chars": document.n_chars,
            "derived_by": document.derived_by,
            "withdrawn": document.id in state.withdrawn,
            "capture": msgspec.to_builtins(capture) if capture else None,
        }
    )


def source_line(source: Source) -> dict[str, Any]:
    """Return one source."""
    line = msgspec.to_builtins(source)
    line["source"] = line.pop("id")
    return dict(line)


def _stated(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if value is not None}


def _degrees(e7: int | None) -> float | None:
    return None if e7 is None else e7 / _E7


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
