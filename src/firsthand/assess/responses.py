"""Official statements, coded, and matched to the incidents that they cover.

A response keeps what it denies, what it admits and what it leaves out. Admitting a
strike is not admitting harm; an answer that evades is never a denial; a party that has
said nothing of that place and day is shown as silent in what is held. Method: M043.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.assess.inputs import (
    Evidence,
    IncidentInputs,
    parties_of,
    position,
)
from firsthand.assess.profiles import words_for
from firsthand.assess.scope import (
    Scope,
    area_keys,
    coverage,
    covers_day,
    covers_place,
    describe,
    names_place_itself,
    own_keys,
    scope_of,
    what_is_open,
)
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    ClaimId,
    Coverage,
    DenialClaim,
    Denies,
    FuzzyDate,
    Incident,
    IncidentId,
    MilitaryObjectiveClaim,
    Objective,
    Place,
    PlaceClaim,
    Protection,
    Reason,
    Response,
    RootKind,
    digest_of,
)
from firsthand.reference import Reference


@dataclasses.dataclass(frozen=True)
class Statement:
    """What one party says in one passage of one document.

    Attributes:
        party: Code of the party.
        speaker: Name as coded in the claims; where unresolved, the party's paper
            that says it, or the party.
        claims: The claims.
        codes: How they answer.
        scope: Days and places of the passage.
    """

    party: str
    speaker: str
    claims: tuple[AnyClaim, ...]
    codes: tuple[Denies, ...]
    scope: Scope


def read_statements(evidence: Evidence) -> list[Statement]:
    """Group what parties say by document, speaker and passage.

    Args:
        evidence: Claims of a pool or of a case; copies of one origin are read once.

    Returns:
        Statements in order of the texts.
    """
    made: list[Statement] = evidence.once("statements", lambda: _statements(evidence))
    return made


def _statements(evidence: Evidence) -> list[Statement]:
    grouped: dict[tuple[str, str, str, str], list[AnyClaim]] = defaultdict(list)
    scopes: dict[tuple[str, str, str, str], Scope] = {}
    for claim in evidence.claims:
        code = code_of(claim, evidence)  # cheaper than who speaks, and mostly None
        party = None if code is None else party_answering(claim, evidence)
        if party is None or evidence.is_in_copy(claim):
            continue
        scope = scope_of(claim, evidence)
        passage = str(digest_of([c.id for c in scope.claims]))
        key = (claim.document_id, party, _speaker(claim, party, evidence), passage)
        grouped[key].append(claim)
        scopes[key] = scope
    return [
        Statement(
            party=key[1],
            speaker=key[2],
            claims=tuple(claims),
            codes=_codes(claims, evidence),
            scope=scopes[key],
        )
        for key, claims in grouped.items()
    ]


def _speaker(claim: AnyClaim, party: str, evidence: Evidence) -> str:
    """Return who speaks: as coded, or else the party's own paper, or the party."""
    if claim.speaker:
        return claim.speaker
    source = evidence.source_of(claim.document_id)
    if source and source.party == party and source.protection is Protection.OPEN:
        return source.name
    return evidence.party_name(party)


def _codes(claims: Iterable[AnyClaim], evidence: Evidence) -> tuple[Denies, ...]:
    found = {code for claim in claims if (code := code_of(claim, evidence))}
    return tuple(code for code in Denies if code in found)


_MAY_ANSWER = frozenset({RootKind.OFFICIAL, RootKind.UNKNOWN})


def party_answering(claim: AnyClaim, evidence: Evidence) -> str | None:
    """Return the party that speaks; None = nobody who speaks for one.

    The voice's own party. Where it has none (no resolved speaker, a spokesman whose
    party only the text tells), the party that the response concerns; a rights group,
    a monitor or an outlet never answers for a party.
    """
    voice = evidence.voice_of(claim)
    if voice.party is not None:
        return voice.party
    may_answer = not voice.is_determined or voice.kind in _MAY_ANSWER
    return claim.perpetrator if isinstance(claim, DenialClaim) and may_answer else None


_CODED = (AttributionClaim, MilitaryObjectiveClaim, CasualtyClaim)
"""What answers beside a denial: who did it, what was there, that nobody was hurt."""


def code_of(claim: AnyClaim, evidence: Evidence) -> Denies | None:
    """Return how a party's claim answers an allegation; None = it does not.

    A party that names itself as author of a strike admits the strike, never the harm;
    one that names another author, or a military target, explains otherwise.
    """
    if isinstance(claim, DenialClaim):
        return claim.denies
    if not isinstance(claim, _CODED) or _tells_of_others(claim, evidence.reference):
        return None
    if isinstance(claim, AttributionClaim):
        is_coded = _is_inside_an_answer(claim, evidence)
        party = party_answering(claim, evidence)
        return None if is_coded else _attribution_code(claim, party)
    if isinstance(claim, MilitaryObjectiveClaim):
        is_there = claim.military_objective is not Objective.ABSENT
        return Denies.OTHER_EXPLANATION if is_there else None
    has_none = claim.killed is not None and claim.killed.high == 0
    return Denies.CASUALTIES if has_none else None


def _is_inside_an_answer(claim: AttributionClaim, evidence: Evidence) -> bool:
    """Say whether the words belong to an answer that admits nothing.

    "Our pilots strike only confirmed targets" tells no strike of that day: the answer
    around the words is coded, the words within it are not coded again.
    """
    return any(
        isinstance(other, DenialClaim)
        and other.denies is not Denies.ADMITS_STRIKE
        and other.denies is not Denies.OTHER_EXPLANATION
        and other.speaker == claim.speaker
        and other.span.start < claim.span.end
        and claim.span.start < other.span.end
        for other in evidence.by_document.get(claim.document_id, ())
    )


def _attribution_code(claim: AttributionClaim, party: str | None) -> Denies | None:
    own = party in parties_of(claim.perpetrator)
    if claim.negated:
        return Denies.RESPONSIBILITY if own else None
    return Denies.ADMITS_STRIKE if own else Denies.OTHER_EXPLANATION


def _tells_of_others(claim: AnyClaim, reference: Reference) -> bool:
    """A ministry that says what "foreign media" claim does not claim it (M042)."""
    words = set((claim.speaker or "").casefold().split())
    return bool(words & words_for("others", reference))


def find_responses(
    inputs: IncidentInputs, reference: Reference, own: Evidence | None = None
) -> list[Response]:
    """Match official statements to an incident, and say who is silent.

    Args:
        inputs: The incident, its claims and the pool of statements.
        reference: Reference tables (`response_codes`).
        own: Evidence of the incident's own claims, where it is made already.

    Returns:
        Responses that cover the incident, that may, or that name its day or its place
        without the other; and one without claims for an accused party none of whose
        statements does either.
    """
    mine = own or Evidence.of_incident(inputs, reference)
    evidence = pool_of(inputs, mine)
    linked = {claim.id for claim in inputs.claims}
    made = [
        response
        for statement in read_statements(evidence)
        for part in _split_by_link(statement, evidence, linked)
        if (response := _match(part, inputs.incident, evidence, linked))
    ]
    accused = mine.accused
    heard = {
        response.party
        for response in made
        if response.coverage is not Coverage.DOES_NOT_COVER
        or linked.intersection(response.claims)
    }
    silent = [
        _silence(party, inputs.incident, evidence.party_name(party))
        for party in sorted(accused - heard)
    ]
    return sorted([*made, *silent], key=lambda response: response.id)


def pool_of(inputs: IncidentInputs, own: Evidence) -> Evidence:
    """Return the evidence of an incident and of the statements that may answer it."""
    if not inputs.responses_pool:
        return own
    claims = (*inputs.responses_pool, *inputs.claims)
    return Evidence.of(inputs, claims, own.reference)


def _split_by_link(
    statement: Statement, evidence: Evidence, linked: set[ClaimId]
) -> list[Statement]:
    """Part what linking put to the incident from the rest of the same passage."""
    here = tuple(claim for claim in statement.claims if claim.id in linked)
    rest = tuple(claim for claim in statement.claims if claim.id not in linked)
    return [
        dataclasses.replace(statement, claims=part, codes=_codes(part, evidence))
        for part in (here, rest)
        if part
    ]


def _match(
    statement: Statement,
    incident: Incident,
    evidence: Evidence,
    linked: set[ClaimId],
) -> Response | None:
    is_linked = any(claim.id in linked for claim in statement.claims)
    is_linked = is_linked or (
        _answers_there(statement, incident)
        and not _is_too_early(statement, incident, evidence)
    )
    if not is_linked and _is_too_early(statement, incident, evidence):
        return None
    day = covers_day(statement.scope, incident)
    place = covers_place(statement.scope, incident)
    if not (is_linked or day or place):
        return None
    if place and day is False and not is_linked:
        if not names_place_itself(statement.scope, incident):
            return None
        if set(statement.codes) - {Denies.ADMITS_STRIKE}:
            day = None
    is_put_to_it = is_linked or (place is True and _names_a_place(statement, evidence))
    if not is_put_to_it and _only_evades(statement, evidence):
        return None
    verdict, why = coverage(
        day=day,
        place=place,
        is_linked=is_linked,
        is_evasive=_only_evades(statement, evidence),
    )
    if verdict is Coverage.UNDETERMINED and not is_linked:
        why = what_is_open(statement.scope, incident)
    return _response(statement, verdict, why, incident, evidence.reference)


def _answers_there(statement: Statement, incident: Incident) -> bool:
    """Say whether an answer names the very place and no day: "in either town".

    An admitted strike is no answer to an allegation, and covers the days it names;
    an evasion answers nothing.
    """
    answers = set(statement.codes) & _ANSWERS
    names_a_day = statement.scope.period is not None or incident.date is None
    return bool(
        answers and not names_a_day and names_place_itself(statement.scope, incident)
    )


_ANSWERS = frozenset(
    {
        Denies.RESPONSIBILITY,
        Denies.EVENT,
        Denies.CIVILIAN_HARM,
        Denies.CASUALTIES,
        Denies.EVIDENCE,
    }
)
"""Answers to an allegation about one place, whatever day it was."""


def _only_evades(statement: Statement, evidence: Evidence) -> bool:
    """An evasive answer that names another place, or none, is not to an incident."""
    rows = response_rows(evidence.reference)
    return all(rows[code]["answers"] in _EVASIVE for code in statement.codes)


def _names_a_place(statement: Statement, evidence: Evidence) -> bool:
    """Say whether the party names a place itself, not the writer beside it."""
    return any(
        isinstance(claim, PlaceClaim)
        and (claim.speaker is not None or _is_own_paper(statement, evidence))
        for claim in statement.scope.claims
    )


def _is_own_paper(statement: Statement, evidence: Evidence) -> bool:
    source = evidence.source_of(statement.claims[0].document_id)
    return source is not None and source.party == statement.party


_EVASIVE = frozenset({"evades", "disputes"})


def _is_too_early(statement: Statement, incident: Incident, evidence: Evidence) -> bool:
    """A statement published before the incident does not answer for it."""
    published = evidence.published(statement.claims[0].document_id)
    first = incident.date.earliest if incident.date else None
    return published is not None and first is not None and published < first


def _response(
    statement: Statement,
    verdict: Coverage,
    why: str,
    incident: Incident | None,
    reference: Reference,
) -> Response:
    ids = tuple(claim.id for claim in statement.claims)
    says = response_rows(reference)
    lines = tuple(
        Reason(text=str(says[code]["says"]), rule=str(says[code]["ref"]), claims=ids)
        for code in statement.codes
        if code in says
    )
    scope = Reason(
        text=describe(statement.scope),
        rule="M043",
        claims=tuple(claim.id for claim in statement.scope.claims),
    )
    incident_id = incident.id if incident else None
    return Response(
        id=f"RS-{digest_of([incident_id, list(ids)])[:12]}",
        speaker=statement.speaker,
        party=statement.party,
        codes=statement.codes,
        claims=ids,
        incident_id=incident_id,
        coverage=verdict,
        period=statement.scope.period,
        reason=Reason(
            text=why,
            rule="M043",
            met=_MET[verdict],
            claims=ids,
            because=(scope, *lines),
        ),
    )


_MET: Mapping[Coverage, bool | None] = {
    Coverage.COVERS: True,
    Coverage.DOES_NOT_COVER: False,
    Coverage.UNDETERMINED: None,
}


def _silence(party: str, incident: Incident, name: str) -> Response:
    """Record that nothing held of a party speaks of this place on this day."""
    text = (
        f"no statement of {name} held here speaks of this place on this day; that is "
        "silence in what is held, not a denial"
    )
    return Response(
        id=f"RS-{digest_of([incident.id, party, 'silent'])[:12]}",
        speaker=name,
        party=party,
        codes=(),
        claims=(),
        incident_id=incident.id,
        coverage=Coverage.DOES_NOT_COVER,
        reason=Reason(text=text, rule="M043", met=False),
    )


def pools_for(
    incidents: Iterable[Incident], evidence: Evidence
) -> dict[IncidentId, tuple[AnyClaim, ...]]:
    """Choose for each incident the official statements that may answer it.

    Statements are read once, and matched by the days and the places they name, so that
    an incident depends only on statements that touch its day or its place.

    Args:
        incidents: The incidents.
        evidence: All claims of the case.

    Returns:
        For each incident the claims of those statements, with the date and place
        claims that give their scope, in order of the texts. An answer that linking put
        to one incident answers for another only where it names that place too; an
        admitted strike may.
    """
    found = list(incidents)
    placed = {claim: incident.id for incident in found for claim in incident.claims}
    index = _Index(evidence, placed)
    return {incident.id: index.pool(incident) for incident in found}


class _Index:
    """Statements of a case by day and by place."""

    def __init__(
        self, evidence: Evidence, placed: Mapping[ClaimId, IncidentId]
    ) -> None:
        self._evidence = evidence
        self._placed = placed
        self._by_day: dict[dt.date, list[Statement]] = defaultdict(list)
        self._by_name: dict[str, list[Statement]] = defaultdict(list)
        self._by_area: dict[str, list[Statement]] = defaultdict(list)
        self._long: list[Statement] = []
        for statement in read_statements(evidence):
            self._enter_days(statement)
            for place in statement.scope.places:
                for key in own_keys(place):
                    self._by_name[key].append(statement)
                for key in area_keys(place):
                    self._by_area[key].append(statement)

    def _enter_days(self, statement: Statement) -> None:
        period = statement.scope.period
        if period is None:
            return
        first, last = period.earliest, period.latest
        if first is None or last is None or (last - first).days > _LONG_DAYS:
            self._long.append(statement)
            return
        for n in range((last - first).days + 1):
            self._by_day[first + dt.timedelta(days=n)].append(statement)

    def pool(self, incident: Incident) -> tuple[AnyClaim, ...]:
        found: list[Statement] = []
        for date in (incident.date, *incident.other_dates):
            if date is not None:
                found += self._on(date)
        for place in (incident.place, *incident.other_places):
            found += self._at(place) if place else []
        claims = {
            claim.id: claim
            for statement in found
            for claim in (*statement.claims, *statement.scope.claims)
            if self._may_answer(claim, incident, statement)
        }
        return tuple(sorted(claims.values(), key=position))

    def _may_answer(
        self, claim: AnyClaim, incident: Incident, statement: Statement
    ) -> bool:
        code = code_of(claim, self._evidence)
        if code is None or code is Denies.ADMITS_STRIKE:
            return True
        if _answers_there(statement, incident):
            return True
        return self._placed.get(claim.id, incident.id) == incident.id

    def _at(self, place: Place) -> list[Statement]:
        mine, areas = own_keys(place), area_keys(place)
        return [
            *(s for key in mine | areas for s in self._by_name.get(key, ())),
            *(s for key in mine for s in self._by_area.get(key, ())),
        ]

    def _on(self, date: FuzzyDate) -> list[Statement]:
        found = [
            s for s in self._long if s.scope.period and s.scope.period.overlaps(date)
        ]
        first, last = date.earliest, date.latest
        if first is None or last is None or (last - first).days > _LONG_DAYS:
            days = [day for day in self._by_day if _lies_in(day, date)]
        else:
            span = (last - first).days + 1
            days = [first + dt.timedelta(days=n) for n in range(span)]
        return [*found, *(s for day in days for s in self._by_day.get(day, ()))]


_LONG_DAYS = 62
"""Periods longer than two months are compared one by one, not entered day by day."""


def _lies_in(day: dt.date, date: FuzzyDate) -> bool:
    return (date.earliest is None or date.earliest <= day) and (
        date.latest is None or day <= date.latest
    )


def general_responses(
    evidence: Evidence, matched: Iterable[Response]
) -> list[Response]:
    """Return statements about a class of reports or the whole campaign.

    Args:
        evidence: All claims of the case.
        matched: Responses already matched to incidents.

    Returns:
        One response without incident for each statement that no incident took.
    """
    taken = {claim for response in matched for claim in response.claims}
    why = "it answers a class of reports or the whole campaign: no incident is named"
    out = []
    for statement in read_statements(evidence):
        ids = tuple(claim.id for claim in statement.claims)
        if not taken & set(ids):
            out.append(
                _response(
                    statement, Coverage.UNDETERMINED, why, None, evidence.reference
                )
            )
    return sorted(out, key=lambda response: response.id)


def response_rows(reference: Reference) -> Mapping[Denies, Mapping[str, object]]:
    """Return the rows of `response_codes` by code."""
    made: Mapping[Denies, Mapping[str, object]] = reference.derived(
        "assess.response_rows",
        lambda ref: {Denies(row["code"]): row for row in ref.table("response_codes")},
    )
    return made


def admissions(responses: Sequence[Response], code: Denies) -> list[Response]:
    """Return responses that cover the incident and hold a code."""
    return [
        response
        for response in responses
        if response.coverage is Coverage.COVERS and code in response.codes
    ]
