"""What a terminal is told about one thing: plain lines, most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.casework.decisions import StatedClaim
from firsthand.casework.lines import incident_of_claims
from firsthand.casework.link_answers import answers_on
from firsthand.casework.state import CaseState
from firsthand.casework.telling_verification import tell_answers, tell_verification
from firsthand.casework.totals import case_totals
from firsthand.errors import UserError
from firsthand.link.decisions import ORIGINS
from firsthand.model import (
    Aggregate,
    AnyClaim,
    ClaimId,
    ContextTotal,
    Contradiction,
    ContradictionKind,
    Document,
    Finding,
    Incident,
    LegalClaim,
    MilitaryObjectiveClaim,
    OtherClaim,
    Protection,
    RangeUnderProfile,
    Reason,
    Response,
    Source,
    TargetClaim,
    TimeClaim,
    WeaponClaim,
)
from firsthand.model.words import (
    chain_in_words,
    claim_in_words,
    date_in_words,
    many,
    person_in_words,
    place_in_words,
)

_MARKS = {True: "yes", False: "no ", None: " ? "}


def tell_incident(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell range, sources by origin, contradictions, grade with reasons, denials."""
    finding = state.findings.get(incident.id)
    former = f" (before: {', '.join(incident.previous_ids)})"
    yield f"{incident.id}  {incident.title}{former if incident.previous_ids else ''}"
    yield f"  date        {date_in_words(incident.date)}"
    for date in incident.other_dates:
        yield f"              also said: {date_in_words(date)}"
    yield f"  place       {place_in_words(incident.place)}"
    for place in incident.other_places:
        yield f"              also said: {place_in_words(place)}"
    yield f"  hit         {(incident.target or 'not stated').replace('_', ' ')}"
    if finding is None:
        yield "  not assessed yet. Next: firsthand run"
        return
    yield from _tell_ranges(finding, state.case.settings.profiles)
    yield from _tell_sources(state, incident, finding)
    yield from _tell_attributed(finding)
    yield from _tell_kinds(state, incident)
    yield from _tell_people(state, incident)
    yield from _tell_contradictions(state, incident)
    yield from _tell_responses(state, incident)
    yield from tell_verification(state.case, incident)
    yield from _tell_grade(finding)
    if finding.signed is None:
        yield "Unsigned: machine proposals, not findings."
    else:
        yield f"Signed {finding.signed.at:%Y-%m-%d}: {finding.signed.because}"


def _tell_ranges(finding: Finding, profiles: tuple[str, ...]) -> Iterator[str]:
    yield f"Range (all profiles: firsthand show {finding.incident_id} --profiles)"
    told = [item for item in finding.telling_ranges() if item.profile in profiles]
    if not told:
        yield "  unknown: no number is stated (unknown is not zero)"
    for item in told:
        provisional = " provisional" if item.is_provisional else ""
        yield f"  {item.measure:<18} {item.range!s:<14} {item.profile}{provisional}"
        for label, claims in (("min", item.low_from), ("max", item.high_from)):
            if claims:
                yield f"      {label} from {', '.join(claims)}"
        for aside in item.set_aside:
            yield f"      set aside {aside.claim}: {aside.why}"
    if finding.civilian_basis:
        yield f"  civilian status: {finding.civilian_basis} (AIR-3)"
    for reason in finding.arithmetic:
        yield from tell_reason(reason, 1)


def _tell_sources(
    state: CaseState, incident: Incident, finding: Finding
) -> Iterator[str]:
    count = finding.independence.told
    yield f"Independent sources: {count} of {len(incident.documents)} documents"
    for child in finding.independence.reason.because:
        yield from tell_reason(child, 1)
    if finding.independence.low != finding.independence.high:
        yield "  what may narrow it: firsthand review origins"
    yield "Sources by origin"
    for key in incident.origins:
        origin = state.origins.get(key)
        if origin is None:
            continue
        names = ", ".join(
            _publisher(state, document)
            for document in origin.documents
            if document in incident.documents
        )
        yield f"  {origin.id}  {names}"
        for link in origin.links:
            if link.document_id in incident.documents:
                yield f"      {link.document_id}: {link.reason.text}"
    for said in answers_on(state, ORIGINS):
        if {*said.made.subjects} <= {*incident.documents}:
            yield f"  {said.told()}"


def _publisher(state: CaseState, document_id: str) -> str:
    document = state.documents.get(document_id)  # type: ignore[call-overload]
    source = (
        state.sources.get(document.source_id)
        if document and document.source_id
        else None
    )
    return f"{source.name if source else 'source not stated'} ({document_id})"


def _tell_attributed(finding: Finding) -> Iterator[str]:
    yield "Attributed to"
    for party in finding.attributed:
        yield (
            f"  {party.party}: {len(party.roots)} roots, {len(party.origins)} origins; "
            f"strike status {party.strike_status.replace('_', ' ')} (AIR-7)"
        )
    if not finding.attributed:
        yield "  nobody named"


def _tell_kinds(state: CaseState, incident: Incident) -> Iterator[str]:
    shown: dict[str, tuple[type, ...]] = {
        "Time of the day": (TimeClaim,),
        "Weapons and aircraft": (WeaponClaim,),
        "What was hit, and what stood near": (TargetClaim, MilitaryObjectiveClaim),
        "Legal words and other statements": (LegalClaim, OtherClaim),
    }
    for heading, kinds in shown.items():
        claims = [
            state.shown[key].claim
            for key in incident.claims
            if key in state.claims and isinstance(state.shown[key].claim, kinds)
        ]
        if claims:
            yield heading
            for claim in claims:
                yield f"  {_one_claim(state, claim)}"


def _tell_people(state: CaseState, incident: Incident) -> Iterator[str]:
    people = [item for item in state.victims if item.incident_id == incident.id]
    if people:
        yield f"People named or described: {len(people)}"
        for item in people:
            group = f" ({item.kin_group})" if item.kin_group else ""
            yield f"  {item.id}  {person_in_words(item.person)}{group}"


def _tell_contradictions(state: CaseState, incident: Incident) -> Iterator[str]:
    found = [item for item in state.contradictions if item.incident_id == incident.id]
    yield f"Contradictions: {len(found)}"
    for item in found:
        yield from tell_contradiction(state, item)


def tell_contradiction(state: CaseState, item: Contradiction) -> Iterator[str]:
    """Tell what cannot both hold, readings under which it could, what would settle."""
    kind = item.contradiction_kind.replace("_", " ")
    yield f"  {item.id} {kind} ({item.state}): {item.why}"
    for key in item.claims:
        if key in state.claims:
            yield f"      {_one_claim(state, state.shown[key].claim)}"
    for reading in item.could_hold_if:
        yield f"      both could hold if {reading}"
    if item.would_settle:
        yield f"      what would settle it: {item.would_settle}"
    for line in tell_answers(state.case, item):
        yield f"      {line}"
    if item.note:
        yield f"      note: {item.note}"


def _tell_responses(state: CaseState, incident: Incident) -> Iterator[str]:
    found = [item for item in state.responses if item.incident_id == incident.id]
    yield f"What officials said: {len(found)}"
    for item in found:
        yield from tell_response(state, item)


def tell_response(state: CaseState, item: Response) -> Iterator[str]:
    """Tell one official statement, how it answers, and whether it covers the place."""
    codes = ", ".join(code.replace("_", " ") for code in item.codes)
    coverage = item.coverage.replace("_", " ")
    party = item.party or "party unknown"
    told = f"{codes}; {coverage}" if item.codes else "silent in what is held"
    yield f"  {item.speaker} [{party}]: {told}"
    yield f"      {item.reason.text}"
    for key in item.claims:
        if key in state.claims:
            yield f"      {_one_claim(state, state.shown[key].claim)}"


def _tell_grade(finding: Finding) -> Iterator[str]:
    grade = finding.grade
    signed = grade.signed_value or "nobody"
    yield f"Grade proposed: {grade.proposed} ({grade.profile}, AIR-2); signed: {signed}"
    if grade.missing:
        yield f"  what is missing: {grade.missing}"
    for reason in grade.conditions:
        yield from tell_reason(reason, 1)
    for reason in grade.before_a_person:
        yield "  only a person may set:"
        yield from tell_reason(reason, 2)
    for text in grade.would_change:
        yield f"  would change it: {text}"


def tell_reason(reason: Reason, depth: int = 0) -> Iterator[str]:
    """Tell a tree of reasons, one line a node."""
    rule = f" ({reason.rule})" if reason.rule else ""
    claims = f" [{', '.join(reason.claims)}]" if reason.claims else ""
    yield f"{'  ' * depth}{_MARKS[reason.met]} {reason.text}{rule}{claims}"
    for child in reason.because:
        yield from tell_reason(child, depth + 1)


def _one_claim(state: CaseState, claim: AnyClaim) -> str:
    source = state.source_of(claim)
    chain = chain_in_words(claim, source.name if source else None)
    quote = " ".join(claim.span.quote.split())
    return f"{claim.id} {claim_in_words(claim)} — “{quote}” — {chain}"


# --- totals ---------------------------------------------------------------------


def tell_totals(state: CaseState) -> Iterator[str]:
    """Tell totals with their rules, wholes with their parts, context totals apart."""
    for total in case_totals(state):
        yield f"{total.label}: {total.range}"
        yield f"    {many(total.n_incidents, 'incident')}. {total.rule}"
    yield f"Figures said of several attacks: {len(state.aggregates)}"
    for whole in state.aggregates:
        yield f"  {whole.id}  {whole.reason.text}"
        yield f"      parts: {', '.join(whole.parts) or 'cannot be said'}"
        for key in whole.claims:
            if key in state.claims:
                yield f"      {_one_claim(state, state.shown[key].claim)}"
        yield from _tell_not_reached(state, whole)
    context = [
        s.claim for s in state.claims.values() if isinstance(s.claim, ContextTotal)
    ]
    yield f"Context totals, never added to incidents: {len(context)}"
    for claim in context:
        yield f"  {_one_claim(state, claim)}"


def _tell_not_reached(state: CaseState, whole: Aggregate) -> Iterator[str]:
    for item in state.contradictions:
        is_it = item.contradiction_kind is ContradictionKind.AGGREGATE
        if is_it and set(whole.claims) & set(item.claims):
            yield f"      {item.id} ({item.state}): {item.why}"
            for reading in item.could_hold_if:
                yield f"          both could hold if {reading}"


# --- why ----------------------------------------------------------------------


def range_named(
    state: CaseState, incident: Incident, measure: str, profile: str
) -> tuple[RangeUnderProfile, str | None]:
    """Find the range that a person named ("killed.civilian.min").

    Returns:
        The range, and "min", "max" or None for both.

    Raises:
        UserError: There is no such range; says which there are.
    """
    bound = None
    if measure.endswith((".min", ".max")):
        measure, _, bound = measure.rpartition(".")
    finding = state.findings.get(incident.id)
    ranges = finding.ranges if finding else ()
    for item in ranges:
        if item.measure == measure and item.profile == profile:
            return item, bound
    known = sorted({item.measure for item in ranges})
    profiles = sorted({item.profile for item in ranges})
    raise UserError(
        f"{incident.id} has no range {measure!r} under {profile!r}; measures: "
        f"{', '.join(known) or 'none, run first'}; profiles: {', '.join(profiles)}"
    )


def tell_why(
    state: CaseState, incident: Incident, item: RangeUnderProfile, bound: str | None
) -> Iterator[str]:
    """Tell what a bound rests on: claims, quotes, documents, captures, digests."""
    yield f"{incident.id} {item.measure} under {item.profile}: {item.range}"
    for name, claims in (("min", item.low_from), ("max", item.high_from)):
        if bound not in {None, name}:
            continue
        value = item.range.low if name == "min" else item.range.high
        yield f"{name} = {'unknown' if value is None else value}"
        if not claims:
            yield "  no claim sets it"
        for key in claims:
            yield from _tell_grounds(state, key)
    if item.set_aside:
        yield "Set aside"
        for aside in item.set_aside:
            yield f"  {aside.claim}: {aside.why}"
    yield "The rule, step by step"
    yield from tell_reason(item.reason, 1)


def _tell_grounds(state: CaseState, claim_id: ClaimId) -> Iterator[str]:
    stated = state.claims.get(claim_id)
    if stated is None:
        yield f"  {claim_id}: not held any more; run again"
        return
    yield from tell_claim(state, stated, "  ")


def tell_claim(state: CaseState, stated: StatedClaim, pad: str = "") -> Iterator[str]:
    """Tell a claim down to the captured bytes."""
    stated = state.as_shown(stated)
    claim = stated.claim
    document = state.documents.get(claim.document_id)
    capture = state.captures.get(document.capture_id) if document else None
    source = state.source_of(claim)
    yield f"{pad}{claim.id}  {claim_in_words(claim)}  ({stated.state})"
    if stated.note:
        yield f"{pad}    {stated.note}"
    yield f"{pad}    quote     “{' '.join(claim.span.quote.split())}”"
    yield f"{pad}    said by   {chain_in_words(claim, source.name if source else None)}"
    root = next((r for r in state.roots.values() if claim.id in r.claims), None)
    if root is not None:
        known = "" if root.is_determined else ", provenance undetermined"
        yield f"{pad}    root      {root.label} ({root.root_kind}{known})"
    if document is not None:
        span = f"characters {claim.span.start}-{claim.span.end} of {document.n_chars}"
        published = date_in_words(document.published)
        name = source.name if source else "source not stated"
        yield f"{pad}    document  {document.id}, {name}, published {published}; {span}"
    if capture is not None:
        when = f"{capture.captured_at:%Y-%m-%d %H:%M:%S} UTC by the local clock"
        yield f"{pad}    capture   {capture.id}, {capture.filename}, {when}"
        yield f"{pad}    sha256    {capture.sha256}"
    if claim.rule:
        yield f"{pad}    rule      {claim.rule}"
    if claim.note:
        yield f"{pad}    note      {claim.note}"
    incident = incident_of_claims(state).get(claim.id)
    if not pad:
        yield f"    incident  {incident or 'not put to one'}"


# --- documents and sources ----------------------------------------------------


def tell_document(state: CaseState, document: Document) -> Iterator[str]:
    """Tell a document, its capture, origin and claims."""
    capture = state.captures.get(document.capture_id)
    yield f"{document.id}  {document.title or 'untitled'}"
    yield f"  source     {_publisher(state, document.id)}"
    yield f"  published  {date_in_words(document.published)}"
    yield f"  language   {document.language or 'undecided'} ({document.language_by})"
    yield f"  text       {document.n_chars:,} characters, by {document.derived_by}"
    for notice in document.notices:
        yield f"  notice     {notice}"
    if document.id in state.withdrawn:
        yield "  withdrawn: its claims count for nothing"
    if capture is not None:
        yield f"  capture    {capture.id}, {capture.filename}, {capture.media_type}"
        yield f"  sha256     {capture.sha256}"
    for origin in state.origins.values():
        if document.id in origin.documents and len(origin.documents) > 1:
            yield f"  origin     {origin.id}: one of {', '.join(origin.documents)}"
            for link in origin.links:
                if link.document_id == document.id:
                    yield f"             {link.reason.text}"
    for said in answers_on(state, ORIGINS):
        if document.id in said.made.subjects:
            yield f"             {said.told()}"
    claims = [s for s in state.shown.values() if s.claim.document_id == document.id]
    yield from _tell_claims(state, (stated.claim for stated in claims))


def tell_source(state: CaseState, source: Source) -> Iterator[str]:
    """Tell a source, its documents and what it says."""
    yield f"{source.id}  {source.name}"
    yield f"  kind       {source.source_type or 'not stated'}"
    yield f"  speaks for {source.party or 'no party known'}"
    yield f"  owner      {source.owner or 'unknown'}"
    if source.protection is not Protection.OPEN:
        yield f"  protected  {source.protection}"
    documents = [d for d in state.documents.values() if d.source_id == source.id]
    yield f"Documents: {len(documents)}"
    for document in documents:
        yield f"  {document.id}  {date_in_words(document.published)}  {document.title}"
    held = {document.id for document in documents}
    claims = (s.claim for s in state.shown.values() if s.claim.document_id in held)
    yield from _tell_claims(state, claims)


def _tell_claims(state: CaseState, claims: Iterable[AnyClaim]) -> Iterator[str]:
    listed = list(claims)
    yield f"Claims: {len(listed)}"
    for claim in listed:
        yield f"  {_one_claim(state, claim)}"
