"""What each page says: redacted records turned into plain values for the templates.

Templates hold no logic beyond loops; every word that a rule decides is made here.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from markupsafe import Markup

from firsthand.model import (
    Accuracy,
    AnyClaim,
    Capture,
    CasualtyClaim,
    ClaimId,
    Contradiction,
    ContradictionKind,
    CountRange,
    Finding,
    GradeValue,
    Incident,
    IncidentId,
    MilitaryObjectiveClaim,
    OriginId,
    Place,
    RangeUnderProfile,
    Reason,
    Response,
    Root,
    Source,
    SourceId,
    TargetClaim,
    WeaponClaim,
)
from firsthand.model.words import (
    chain_in_words,
    claim_in_words,
    date_in_words,
    person_in_words,
    place_in_words,
)
from firsthand.publish.redact import Passage, Redacted
from firsthand.publish.svg import (
    MapPoint,
    Rung,
    TimeBar,
    draw_ladder,
    draw_map,
    draw_timeline,
)

T = TypeVar("T")
K = TypeVar("K")

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_E7 = 10**7
# Radius in km that a point of each class can stand for (AIR-9): half a usual extent.
_DOUBT_KM = {
    Accuracy.EXACT: 0.05,
    Accuracy.WITHIN_100M: 0.1,
    Accuracy.STREET: 0.3,
    Accuracy.NEIGHBOURHOOD: 0.7,
    Accuracy.VILLAGE: 1.0,
    Accuracy.TOWN: 2.0,
    Accuracy.CITY: 5.0,
    Accuracy.DISTRICT: 15.0,
    Accuracy.PROVINCE: 40.0,
    Accuracy.COUNTRY: 200.0,
}
GRADE_SHAPES = {
    GradeValue.CONFIRMED: "◆",
    GradeValue.FAIR: "●",
    GradeValue.WEAK: "◐",
    GradeValue.CONTESTED: "⇄",
    GradeValue.DISCOUNTED: "✕",
    GradeValue.UNGRADED: "○",
}
_MEASURES = {
    "killed.civilian": "Civilians killed",
    "injured.civilian": "Civilians injured",
    "killed.combatant": "Fighters killed",
    "injured.combatant": "Fighters injured",
    "killed.unknown": "Killed, status not stated",
    "injured.unknown": "Injured, status not stated",
    "killed.all": "Killed, all together",
    "injured.all": "Injured, all together",
    "killed.children": "Children killed",
    "killed.women": "Women killed",
    "killed.men": "Men killed",
    "injured.children": "Children injured",
    "injured.women": "Women injured",
    "injured.men": "Men injured",
    "missing.civilian": "Civilians missing",
    "displaced.civilian": "Civilians displaced",
}


@dataclasses.dataclass(frozen=True)
class Card:
    """One claim as a reader meets it: what it says, who says so, where it stands."""

    id: str
    anchor: str
    says: str
    chain: str
    passage: Passage
    lang: str
    direction: str
    state: str
    note: str | None
    source: str
    source_href: str | None
    document: str
    published: str
    captured: str
    sha256: str
    url: str | None
    origin: str | None
    root: str | None
    rule: str


@dataclasses.dataclass(frozen=True)
class Bound:
    """One bound of a range and the claims it rests on."""

    label: str
    figure: str
    cards: tuple[Card, ...]


@dataclasses.dataclass(frozen=True)
class RangeView:
    """One range under one profile."""

    measure: str
    label: str
    profile: str
    text: str
    is_provisional: bool
    bounds: tuple[Bound, ...]
    set_aside: tuple[tuple[Card, str], ...]
    reason: Reason


@dataclasses.dataclass(frozen=True)
class MeasureView:
    """What is counted, under the leading profile and under the others."""

    label: str
    lead: RangeView
    others: tuple[RangeView, ...]


@dataclasses.dataclass(frozen=True)
class ContradictionView:
    """Claims that cannot all hold, side by side."""

    id: str
    kind: str
    why: str
    could: tuple[str, ...]
    settle: str | None
    state: str
    note: str | None
    cards: tuple[Card, ...]
    incident: str | None
    incident_href: str | None


@dataclasses.dataclass(frozen=True)
class ResponseView:
    """One official statement and how it bears on the incident."""

    speaker: str
    party: str | None
    codes: tuple[str, ...]
    coverage: str
    reason: str
    cards: tuple[Card, ...]


@dataclasses.dataclass(frozen=True)
class OriginView:
    """Documents that count as one, and why."""

    id: str
    label: str
    documents: tuple[tuple[str, str, str | None], ...]
    reasons: tuple[str, ...]


class Pages:
    """Makes the values of every page from one redacted dossier."""

    def __init__(self, redacted: Redacted) -> None:
        """Take what may be shown."""
        self.dossier = redacted.dossier
        self.passages = redacted.passages
        self.redactions = redacted.redactions
        self._cards: dict[ClaimId, Card] = {}
        dossier = redacted.dossier
        # Looked up once for all pages, so that a site grows with its material.
        self._contradictions_of = _grouped(
            dossier.contradictions, lambda item: item.incident_id
        )
        self._responses_of = _grouped(dossier.responses, lambda item: item.incident_id)
        self._victims_of = _grouped(dossier.victims, lambda item: item.incident_id)
        self._documents_of = _grouped(
            dossier.documents.values(), lambda item: item.source_id
        )
        self._claims_of_source: dict[SourceId, list[ClaimId]] = defaultdict(list)
        for claim in dossier.claims.values():
            source = dossier.source_of(claim)
            if source is not None:
                self._claims_of_source[source.id].append(claim.id)

    # --- claims -------------------------------------------------------------

    def card(self, claim_id: ClaimId) -> Card | None:
        """Return the card of a claim; None if the claim is not in the dossier."""
        claim = self.dossier.claims.get(claim_id)
        if claim is None:
            return None
        if claim_id not in self._cards:
            self._cards[claim_id] = self._make_card(claim)
        return self._cards[claim_id]

    def _make_card(self, claim: AnyClaim) -> Card:
        dossier = self.dossier
        claim_id = claim.id
        document = dossier.documents.get(claim.document_id)
        capture = dossier.captures.get(document.capture_id) if document else None
        source = dossier.source_of(claim)
        origin = dossier.origin_of.get(claim.document_id)
        root = dossier.root_of.get(claim_id)
        lang = (document.language if document else None) or "und"
        return Card(
            id=claim.id,
            anchor=anchor(claim.id),
            says=claim_in_words(claim),
            chain=chain_in_words(claim, source.name if source else None),
            passage=self.passages.get(claim_id) or Passage("", claim.span.quote, ""),
            lang=lang,
            direction="rtl" if lang in _RIGHT_TO_LEFT else "ltr",
            state=dossier.states.get(claim_id, "proposed"),
            note=dossier.notes.get(claim_id) or claim.note,
            source=source.name if source else "source not stated",
            source_href=f"../sources/{source.id}.html" if source else None,
            document=document.id if document else claim.document_id,
            published=date_in_words(document.published if document else None),
            captured=captured_text(capture),
            sha256=capture.sha256 if capture else "",
            url=document.url if document else None,
            origin=origin.id if origin else None,
            root=root.label if root else None,
            rule=claim.rule,
        )

    def cards(self, claim_ids: Iterable[ClaimId]) -> tuple[Card, ...]:
        """Return the cards of claims, in order, without those not shown."""
        return tuple(card for key in claim_ids if (card := self.card(key)))

    # --- incidents ----------------------------------------------------------

    def measures(self, finding: Finding) -> tuple[MeasureView, ...]:
        """Return what is counted, civilians killed first."""
        grouped = _grouped(self.ranges(finding), lambda item: item.label)
        return tuple(
            MeasureView(label, views[0], tuple(views[1:]))
            for label, views in grouped.items()
        )

    def ranges(self, finding: Finding) -> tuple[RangeView, ...]:
        """Return the ranges that say something, civilians killed first."""
        order = list(_MEASURES)
        shown = list(finding.telling_ranges())
        shown.sort(
            key=lambda item: (
                order.index(item.measure) if item.measure in order else len(order),
                item.profile != "airwars",
                item.profile,
            )
        )
        return tuple(self._range(item) for item in shown)

    def _range(self, item: RangeUnderProfile) -> RangeView:
        found = item.range
        bounds = []
        if found.low is not None:
            cards = self.cards(item.low_from)
            bounds.append(Bound("minimum", str(found.low), cards))
        if found.high is not None and found.high != found.low:
            cards = self.cards(item.high_from)
            bounds.append(Bound("maximum", str(found.high), cards))
        if not bounds and item.used:
            bounds.append(Bound("claims used", "unknown", self.cards(item.used)))
        aside = tuple(
            (card, item_aside.why)
            for item_aside in item.set_aside
            if (card := self.card(item_aside.claim))
        )
        return RangeView(
            measure=item.measure,
            label=_MEASURES.get(
                item.measure, item.measure.replace(".", ", ").capitalize()
            ),
            profile=item.profile,
            text=range_text(found),
            is_provisional=item.is_provisional,
            bounds=tuple(bounds),
            set_aside=aside,
            reason=item.reason,
        )

    def ladder(self, incident: Incident, finding: Finding) -> Markup:
        """Draw who says how many were killed, against the leading range."""
        lead = self.leading_range(finding)
        if lead is None:
            return Markup("")
        used = set(lead.used)
        rungs = [
            rung
            for claim_id in incident.claims
            if (rung := self._rung(claim_id, is_used=claim_id in used))
        ]
        # One voice can say a figure twice: the saying that is used stands for both.
        rungs.sort(key=lambda rung: rung.is_used)
        unique = {(rung.label, rung.low, rung.high): rung for rung in rungs}
        kept = sorted(
            unique.values(), key=lambda rung: (not rung.is_used, -(rung.low or 0))
        )
        return draw_ladder(kept[:14], lead.range.low, lead.range.high)

    def _rung(self, claim_id: ClaimId, *, is_used: bool) -> Rung | None:
        claim = self.dossier.claims.get(claim_id)
        if not isinstance(claim, CasualtyClaim) or claim.killed is None:
            return None
        killed = claim.killed
        if killed.low is None and killed.high is None:
            return None
        source = self.dossier.source_of(claim)
        root = self.dossier.root_of.get(claim_id)
        speaker = claim.speaker or (source.name if source else "source not stated")
        return Rung(
            label=root.label if root and root.is_determined else speaker,
            low=killed.low,
            high=killed.high,
            is_used=is_used,
            is_approx=killed.approx,
            href=f"#{anchor(claim_id)}",
        )

    @staticmethod
    def leading_range(finding: Finding | None) -> RangeUnderProfile | None:
        """Return the range shown first; None = no number is stated."""
        return finding.leading_range() if finding else None

    def contradictions(
        self, incident_id: IncidentId | None, *, everywhere: bool = False
    ) -> tuple[ContradictionView, ...]:
        """Return the contradictions of an incident, or all of them."""
        found: Sequence[Contradiction] = self._contradictions_of.get(incident_id, ())
        if everywhere:
            across_first = sorted(
                self.dossier.contradictions, key=lambda item: item.incident_id or ""
            )
            found = across_first
        return tuple(self._contradiction(item) for item in found)

    def clashes_with_parts(
        self, claims: Sequence[ClaimId]
    ) -> tuple[ContradictionView, ...]:
        """Return where figures of several attacks cannot hold beside their sum."""
        stated = set(claims)
        return tuple(
            self._contradiction(item)
            for item in self.dossier.contradictions
            if item.contradiction_kind is ContradictionKind.AGGREGATE
            and stated & set(item.claims)
        )

    def _contradiction(self, item: Contradiction) -> ContradictionView:
        incident = (
            self.dossier.incidents.get(item.incident_id) if item.incident_id else None
        )
        return ContradictionView(
            id=item.id,
            kind=item.contradiction_kind.replace("_", " "),
            why=item.why,
            could=item.could_hold_if,
            settle=item.would_settle,
            state=item.state,
            note=item.note,
            cards=self.cards(item.claims),
            incident=incident.title if incident else None,
            incident_href=f"incidents/{incident.id}.html" if incident else None,
        )

    def responses(self, incident_id: IncidentId | None) -> tuple[ResponseView, ...]:
        """Return the official statements that bear on an incident."""
        found = self._responses_of.get(incident_id, ())
        return tuple(self._response(item) for item in found)

    def _response(self, item: Response) -> ResponseView:
        return ResponseView(
            speaker=item.speaker,
            party=self.dossier.party(item.party) if item.party else None,
            codes=tuple(code.replace("_", " ") for code in item.codes)
            or ("silent in what is held",),
            coverage=item.coverage.replace("_", " ") if item.codes else "",
            reason=item.reason.text,
            cards=self.cards(item.claims),
        )

    def origins_of(self, incident: Incident) -> tuple[OriginView, ...]:
        """Return the publication origins of an incident's documents."""
        return tuple(
            view for key in incident.origins if (view := self._origin(key, incident))
        )

    def _origin(self, key: OriginId, incident: Incident) -> OriginView | None:
        origin = self.dossier.origins.get(key)
        if origin is None:
            return None
        here = [item for item in origin.documents if item in incident.documents]
        rows = []
        for document_id in here or origin.documents:
            document = self.dossier.documents.get(document_id)
            source = (
                self.dossier.sources.get(document.source_id)
                if document and document.source_id
                else None
            )
            name = source.name if source else "source not stated"
            href = f"../sources/{source.id}.html" if source else None
            rows.append((document_id, name, href))
        first = next(
            (name for key_, name, _ in rows if key_ == origin.first), rows[0][1]
        )
        return OriginView(
            id=origin.id,
            label=first,
            documents=tuple(rows),
            reasons=tuple(
                link.reason.text for link in origin.links if link.document_id in here
            ),
        )

    def roots_of(self, incident: Incident) -> tuple[Root, ...]:
        """Return the evidentiary roots of an incident's claims."""
        return tuple(
            root for key in incident.roots if (root := self.dossier.roots.get(key))
        )

    def claims_of(
        self, incident: Incident, kinds: tuple[type[AnyClaim], ...]
    ) -> tuple[Card, ...]:
        """Return the cards of an incident's claims of some kinds."""
        return self.cards(
            key
            for key in incident.claims
            if isinstance(self.dossier.claims.get(key), kinds)
        )

    def what_was_used(self, incident: Incident) -> tuple[Card, ...]:
        """Return claims about weapons and aircraft."""
        return self.claims_of(incident, (WeaponClaim,))

    def what_stood_there(self, incident: Incident) -> tuple[Card, ...]:
        """Return claims about what was hit and what military object was near."""
        return self.claims_of(incident, (TargetClaim, MilitaryObjectiveClaim))

    def all_other_claims(self, incident: Incident, shown: set[str]) -> tuple[Card, ...]:
        """Return every claim of the incident that has no card on the page yet."""
        return self.cards(key for key in incident.claims if key not in shown)

    def people_of(self, incident: Incident) -> tuple[tuple[str, str | None], ...]:
        """Return descriptions of people harmed, with their kin group."""
        return tuple(
            (person_in_words(victim.person), victim.kin_group)
            for victim in self._victims_of.get(incident.id, ())
        )

    # --- overview -----------------------------------------------------------

    def map(self) -> Markup:
        """Draw all incidents that have a point."""
        points = [
            point
            for incident in self.dossier.incidents.values()
            if (point := self._point(incident))
        ]
        return draw_map(points, self.dossier.outline)

    def _point(self, incident: Incident) -> MapPoint | None:
        place = incident.place
        if place is None or place.lat_e7 is None or place.lon_e7 is None:
            return None
        finding = self.dossier.findings.get(incident.id)
        lead = self.leading_range(finding)
        return MapPoint(
            lat_e7=place.lat_e7,
            lon_e7=place.lon_e7,
            low=lead.range.low if lead else None,
            high=lead.range.high if lead else None,
            label=place.canonical or place.name,
            href=f"incidents/{incident.id}.html",
            grade=grade_of(finding),
            doubt_km=_DOUBT_KM[place.accuracy] if place.accuracy else 1.0,
        )

    def timeline(self) -> Markup:
        """Draw all incidents that have a date with two ends."""
        bars = []
        for incident in self.dossier.incidents.values():
            days = [
                day
                for date in (incident.date, *incident.other_dates)
                if date and date.earliest and date.latest
                for day in (date.earliest, date.latest)
            ]
            if days:
                finding = self.dossier.findings.get(incident.id)
                lead = self.leading_range(finding)
                bars.append(
                    TimeBar(
                        first=min(days),
                        last=max(days),
                        label=incident.title,
                        href=f"incidents/{incident.id}.html",
                        grade=grade_of(finding),
                        low=lead.range.low if lead else None,
                    )
                )
        return draw_timeline(bars)

    def rows(self) -> list[dict[str, object]]:
        """Return the overview table, one row an incident, by date then id."""
        incidents = sorted(self.dossier.incidents.values(), key=_by_date)
        return [self.row(incident) for incident in incidents]

    def row(self, incident: Incident) -> dict[str, object]:
        """Return the overview row of one incident."""
        finding = self.dossier.findings.get(incident.id)
        lead = self.leading_range(finding)
        here = self._contradictions_of.get(incident.id, ())
        n_open = sum(item.state == "open" for item in here)
        return {
            "id": incident.id,
            "title": incident.title,
            "href": f"incidents/{incident.id}.html",
            "date": date_in_words(incident.date),
            "other_dates": [date_in_words(date) for date in incident.other_dates],
            "place": place_in_words(incident.place),
            "range": range_text(lead.range) if lead else "unknown",
            "measure": _MEASURES.get(lead.measure, "") if lead else "",
            "grade": grade_of(finding),
            "shape": GRADE_SHAPES[GradeValue(grade_of(finding))],
            "independent": independence_text(finding),
            "n_documents": len(incident.documents),
            "n_open": n_open,
        }

    def source_claims(self, source_id: SourceId) -> tuple[Card, ...]:
        """Return the cards of everything a source's documents claim."""
        return self.cards(self._claims_of_source.get(source_id, ()))

    def source_documents(self, source: Source) -> Sequence[dict[str, object]]:
        """Return the documents of a source with their captures and origins."""
        rows: list[dict[str, object]] = []
        for document in self._documents_of.get(source.id, ()):
            capture = self.dossier.captures.get(document.capture_id)
            origin = self.dossier.origin_of.get(document.id)
            copies = (
                [item for item in origin.documents if item != document.id]
                if (origin)
                else []
            )
            rows.append(
                {
                    "id": document.id,
                    "title": document.title or "untitled",
                    "language": document.language or "undecided",
                    "published": date_in_words(document.published),
                    "url": document.url,
                    "captured": captured_text(capture),
                    "web": self.dossier.captured.get(document.id, ""),
                    "sha256": capture.sha256 if capture else "",
                    "size": capture.size_bytes if capture else 0,
                    "copies": copies,
                    "is_first": bool(origin and origin.first == document.id),
                }
            )
        return rows


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> Mapping[K, Sequence[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def anchor(claim_id: str) -> str:
    """Return an HTML id for a claim id."""
    return "c-" + "".join(char if char.isalnum() else "-" for char in claim_id)


def captured_text(capture: Capture | None) -> str:
    """Say when something was captured; empty where it is withheld."""
    if capture is None or not capture.sha256:
        return ""
    return f"{capture.captured_at:%Y-%m-%d %H:%M} UTC"


def range_text(found: CountRange) -> str:
    """Print a range with an en dash, as typeset."""
    return str(found).replace("-", "–")


def grade_of(finding: Finding | None) -> str:
    """Return the grade word shown: the signed one, else the proposed one."""
    if finding is None:
        return GradeValue.UNGRADED.value
    return (finding.grade.signed_value or finding.grade.proposed).value


def independence_text(finding: Finding | None) -> str:
    """Say how many independent sources, as an interval where provenance is open."""
    return finding.independence.told.replace("-", "–") if finding else "unknown"


def coordinates_text(place: Place | None) -> str | None:
    """Return latitude and longitude to four decimals; None without a point."""
    if place is None or place.lat_e7 is None or place.lon_e7 is None:
        return None
    return f"{place.lat_e7 / _E7:.4f}, {place.lon_e7 / _E7:.4f}"


def _by_date(incident: Incident) -> tuple[str, str]:
    date = incident.date
    day = (date.earliest or date.latest) if date else None
    return (day.isoformat() if day else "9999", incident.id)
