"""Indicators of the law of armed conflict: what is said, by whom; never a verdict.

One row an element. Every filled cell cites its claims; what nobody says stays a blank
that is shown. No row is made from the number of the dead: proportionality and
precaution are judged on what was known before the attack. Method: M106. Rules: IHL-1,
IHL-2.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from firsthand.assess.inputs import Evidence, IncidentInputs, parties_of
from firsthand.assess.scope import own_keys
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    ClaimId,
    DateClaim,
    DenialClaim,
    Incident,
    LegalClaim,
    MilitaryObjectiveClaim,
    Objective,
    OtherClaim,
    TargetClaim,
    TimeClaim,
    WeaponClaim,
)
from firsthand.reference import Reference
from firsthand.reference.weapons import open_weapons

_SOON = 3
"""Days within which another attack on one place is shown as possibly a repeated one."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """One thing said that bears on a row.

    Attributes:
        text: What is said, and by whom.
        claims: The claims it cites; never none.
        rule: Rule id, or where a treaty row is known from.
        known: What our own tables say of it, without any speaker's name or words.
    """

    text: str
    claims: tuple[ClaimId, ...]
    rule: str = "IHL-1"
    known: str | None = None


@dataclasses.dataclass(frozen=True)
class Row:
    """One element of the sheet.

    Attributes:
        key: "object", "objective", "warning", "weapon", "time", "repeated", ...
        question: What the row asks.
        cells: What is said; none = a blank.
        reminder: What a reader must not conclude from it.
    """

    key: str
    question: str
    cells: tuple[Cell, ...]
    reminder: str

    @property
    def is_blank(self) -> bool:
        """Nobody says anything that bears on it."""
        return not self.cells


def indicator_sheet(
    inputs: IncidentInputs, reference: Reference, others: Iterable[Incident] = ()
) -> tuple[Row, ...]:
    """Return the sheet of an incident, blanks included.

    Args:
        inputs: The incident with its claims and the pool of statements.
        reference: Reference tables (`targets`, `treaties`, `indicator_words`).
        others: Other incidents of the case: attacks on the same place soon after.
    """
    own = Evidence.of_incident(inputs, reference)
    pool = Evidence.of(inputs, (*inputs.responses_pool, *inputs.claims), reference)
    desk = _Desk(inputs.incident, own, pool, tuple(others))
    return tuple(
        Row(key, question, tuple(find(desk)), reminder)
        for key, question, find, reminder in _ROWS
    )


@dataclasses.dataclass(frozen=True)
class _Desk:
    incident: Incident
    own: Evidence
    pool: Evidence
    others: tuple[Incident, ...]

    def said(self, kind: type, *, pool: bool = False) -> list[AnyClaim]:
        evidence = self.pool if pool else self.own
        return [
            claim
            for claim in evidence.claims
            if isinstance(claim, kind) and not evidence.is_in_copy(claim)
        ]

    def name(self, claim: AnyClaim) -> str:
        return self.pool.voice_of(claim).name


def _object(desk: _Desk) -> Iterable[Cell]:
    rows = {str(row["code"]): row for row in desk.own.reference.table("targets")}
    for claim in desk.said(TargetClaim):
        if not isinstance(claim, TargetClaim) or claim.negated:
            continue
        row = rows.get(claim.target, {})
        told = claim.target.replace("_", " ")
        is_special = bool(row.get("protected"))
        special = "; specially protected" if is_special else ""
        rule = str(row.get("ref") or "IHL-1")
        known = f"{told}: specially protected" if is_special else None
        yield Cell(f"{desk.name(claim)}: {told}{special}", (claim.id,), rule, known)


def _objective(desk: _Desk) -> Iterable[Cell]:
    for claim in desk.said(MilitaryObjectiveClaim, pool=True):
        if not isinstance(claim, MilitaryObjectiveClaim):
            continue
        is_party = desk.pool.voice_of(claim).is_interested
        whose = " (speaks for a party)" if is_party else ""
        told = claim.military_objective.value.replace("_", " ")
        if claim.military_objective is Objective.DISTANCE:
            told = f"at {claim.distance_m} metres as stated, error not stated"
            if claim.distance_m is None:
                told = "at a distance without a number"
        what = f" {claim.what}" if claim.what and desk.pool.is_open(claim) else ""
        yield Cell(f"{desk.name(claim)}{whose}:{what} {told}", (claim.id,))


def _by_words(row: str) -> Callable[[_Desk], Iterable[Cell]]:
    def find(desk: _Desk) -> Iterable[Cell]:
        words = _words(desk.own.reference).get(row, ())
        for claim in desk.pool.claims:
            if not isinstance(claim, OtherClaim | DenialClaim | LegalClaim):
                continue
            quote = claim.span.quote.casefold()
            found = next((word for word in words if word in quote), None)
            if found and not desk.pool.is_in_copy(claim):
                yield Cell(f"{desk.name(claim)} speaks of it ({found!r})", (claim.id,))

    return find


def _words(reference: Reference) -> Mapping[str, tuple[str, ...]]:
    made: Mapping[str, tuple[str, ...]] = reference.derived(
        "assess.indicator_words",
        lambda ref: {
            str(row["row"]): tuple(str(word).casefold() for word in row["words"])
            for row in ref.table("indicator_words")
        },
    )
    return made


def _weapon(desk: _Desk) -> Iterable[Cell]:
    weapons = open_weapons(desk.own.reference)
    accused = _accused(desk)
    for claim in desk.said(WeaponClaim):
        if not isinstance(claim, WeaponClaim) or claim.negated or not claim.weapon:
            continue
        told = ", ".join(claim.weapon).replace("_", " ")
        seen = f", by {claim.evidence}" if claim.evidence else ""
        yield Cell(f"{desk.name(claim)}: {told}{seen}", (claim.id,), "HRW-1")
        treaties = dict.fromkeys(
            t for w in claim.weapon for t in weapons.treaties_of(w)
        )
        for treaty in treaties:
            for party in accused:
                yield _bound(desk, treaty, party, claim.id)


def _accused(desk: _Desk) -> list[str]:
    named = {
        party
        for claim in desk.said(AttributionClaim)
        if isinstance(claim, AttributionClaim) and not claim.negated
        for party in parties_of(claim.perpetrator)
    }
    return sorted(named)


def _bound(desk: _Desk, treaty: str, party: str, claim: ClaimId) -> Cell:
    """Say whether a state was bound on the day of the incident (IHL-2)."""
    row = next(
        (
            row
            for row in desk.own.reference.table("treaties")
            if (row["treaty"], row["party"]) == (treaty, party)
        ),
        None,
    )
    name = desk.own.party_name(party)
    if row is None:
        text = f"{treaty}: whether {name} was bound is in no row"
        return Cell(text, (claim,), "IHL-2", text)
    title, since = row.get("title") or treaty, _day(row.get("bound_from"))
    if not row.get("checked"):
        title = f"{title} (row not checked against the depositary)"
    date = desk.incident.date
    if since is None:
        text = f"{title}: {name} is not bound; the rule on indiscriminate attacks is"
        return Cell(text, (claim,), str(row["ref"]), text)
    if date is None or date.earliest is None or date.latest is None:
        text = f"{title}: {name} bound from {since}; the day of the attack is not known"
    elif date.earliest >= since:
        text = f"{title}: {name} was bound (from {since})"
    elif date.latest < since:
        text = f"{title}: {name} was not yet bound (from {since})"
    else:
        text = f"{title}: {name} bound from {since}, within the days that are possible"
    return Cell(text, (claim,), str(row["ref"]), text)


def _day(cell: object) -> dt.date | None:
    if cell is None or isinstance(cell, dt.date):
        return cell
    return dt.date.fromisoformat(str(cell))


def _time(desk: _Desk) -> Iterable[Cell]:
    for claim in desk.said(DateClaim):
        if isinstance(claim, DateClaim):
            words = claim.date.words or str(claim.date.earliest or "not stated")
            yield Cell(f"{desk.name(claim)}: {words}", (claim.id,))
    for claim in desk.said(TimeClaim):
        if isinstance(claim, TimeClaim):
            yield Cell(f"{desk.name(claim)}: {claim.time}", (claim.id,))


def _repeated(desk: _Desk) -> Iterable[Cell]:
    yield from _by_words("repeated")(desk)
    here, day = desk.incident.place, desk.incident.date
    if here is None or day is None or day.earliest is None:
        return
    for other in desk.others:
        then = other.date
        if other.id == desk.incident.id or other.place is None or then is None:
            continue
        if then.earliest is None or not own_keys(here) & own_keys(other.place):
            continue
        if abs((then.earliest - day.earliest).days) <= _SOON and other.claims:
            text = f"{other.id} was at the same place on {then.earliest}"
            yield Cell(text, other.claims[:1])


def _legal(desk: _Desk) -> Iterable[Cell]:
    for claim in desk.said(LegalClaim):
        if isinstance(claim, LegalClaim):
            hedge = ", hedged" if claim.hedged else ""
            word = claim.legal.replace("_", " ")
            yield Cell(f"{desk.name(claim)} uses the words {word}{hedge}", (claim.id,))


_Find = Callable[[_Desk], Iterable[Cell]]
_ROWS: Sequence[tuple[str, str, _Find, str]] = (
    (
        "object",
        "What was hit, and is it specially protected?",
        _object,
        (
            "A protected object loses protection only under the law's own conditions, "
            "a hospital only after a warning."
        ),
    ),
    (
        "objective",
        "Who says that a military objective was there, and how far away?",
        _objective,
        (
            "An objective needs both: an effective contribution and a definite "
            "advantage. A distance alone decides neither."
        ),
    ),
    (
        "warning",
        "Was there a warning?",
        _by_words("warning"),
        "That nobody mentions a warning does not say that there was none.",
    ),
    (
        "weapon",
        "With what weapon, and which treaties bound the party named on that day?",
        _weapon,
        (
            "Cluster munitions count only with sight of the type and a second source "
            "(HRW-1). Who is named is an allegation."
        ),
    ),
    ("time", "When?", _time, "The time bears on who was likely to be there."),
    (
        "repeated",
        "Was the place struck again?",
        _repeated,
        "Two attacks near in time need not be one plan.",
    ),
    (
        "precautions",
        "What is said of precautions?",
        _by_words("precautions"),
        "They are judged on what was known before the attack, never from its toll.",
    ),
    (
        "words",
        "What legal words do others use?",
        _legal,
        "These are characterisations by those who are named, not findings.",
    ),
)
