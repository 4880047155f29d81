"""People decide: bounds accepted, read twice where asked for, then a finding signed.

A signature names the digest of the finding it stands under: when a claim is withdrawn
or read anew and the finding changes, the signature no longer fits and the finding is
open again. Method: M110. Rules: AIR-2 (a person signs every grade), OHC-1.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from firsthand.casework.case import Case
from firsthand.casework.decisions import ClaimState, StatedClaim
from firsthand.casework.judging import write_decision
from firsthand.casework.state import CaseState
from firsthand.errors import GateError, UserError
from firsthand.model import (
    ClaimId,
    Decision,
    Finding,
    GradeValue,
    Incident,
    Judgement,
    digest_of,
)

READ_WORDS = ("accept", "reject")


def bound_claims(finding: Finding, profiles: Sequence[str]) -> tuple[ClaimId, ...]:
    """Return the claims that set a bound of a finding, under the profiles printed."""
    found: dict[ClaimId, None] = {}
    for item in finding.ranges:
        if item.profile in profiles:
            found |= dict.fromkeys((*item.low_from, *item.high_from))
    return tuple(found)


@dataclasses.dataclass(frozen=True)
class Lacking:
    """What stands between a finding and a signature.

    Attributes:
        unaccepted: Claims that set a bound and that nobody accepted.
        unread: Claims that no second person read. Where the case asks for two readers
            a claim stands here alone: that it is not accepted would tell what others
            decided.
        disagreed: Claims that the second reader rejects.
    """

    unaccepted: tuple[ClaimId, ...]
    unread: tuple[ClaimId, ...]
    disagreed: tuple[ClaimId, ...]

    def lines(self) -> Iterator[str]:
        """Tell each, with what to do."""
        if self.unaccepted:
            named = " ".join(self.unaccepted)
            yield f'nobody accepted a bound: firsthand accept {named} --because "..."'
        if self.unread:
            named = ", ".join(self.unread)
            yield (
                f"no second person read {named}: firsthand accept CLAIM, then "
                "firsthand --as NAME second-read CLAIM accept --because ..."
            )
        if self.disagreed:
            named = ", ".join(self.disagreed)
            yield f"the second reader rejects {named}: talk, then accept or reject"


def what_lacks(state: CaseState, finding: Finding) -> Lacking:
    """Return what stands between a finding and a signature."""
    wanted = bound_claims(finding, state.case.settings.profiles)
    accepted = {
        key: held.judgement.by
        for key in wanted
        if (held := state.claims.get(key))
        and held.state is ClaimState.ACCEPTED
        and held.judgement is not None
    }
    unaccepted = tuple(key for key in wanted if key not in accepted)
    if not state.case.settings.two_readers:
        return Lacking(unaccepted, (), ())
    seconds = second_readings(state)
    readings = {
        key: [r for r in seconds.get(key, ()) if r.by != accepted.get(key)]
        for key in wanted
    }
    unread = tuple(key for key in wanted if not readings[key])
    return Lacking(
        tuple(key for key in unaccepted if key not in unread),
        unread,
        tuple(
            key
            for key in wanted
            if any(r.value_of("verdict") == "reject" for r in readings[key][-1:])
        ),
    )


def sign(case: Case, incident: str, grade: str, because: str) -> Judgement:
    """Sign the finding of an incident, with the grade that the person sets.

    Args:
        case: An open case, up to date.
        incident: Id of the incident.
        grade: The person's grade: any of AIR-2, *confirmed* and *discounted* too.
        because: Why.

    Raises:
        GateError: A claim that sets a bound is not accepted, or not read twice where
            the case asks for it.
        UserError: There is no such incident, finding or grade.
    """
    state = CaseState(case)
    found = state.incident(incident)
    finding = state.proposed_findings.get(found.id) if found else None
    if found is None or finding is None:
        raise UserError(f"{incident!r} has no finding; list them: firsthand incidents")
    if grade not in {value.value for value in GradeValue}:
        told = ", ".join(value.value for value in GradeValue)
        raise UserError(f"no grade {grade!r}: write one of {told}")
    lines = list(what_lacks(state, finding).lines())
    if lines:
        raise GateError(f"{found.id} cannot be signed yet. " + "; ".join(lines))
    values = {"grade": grade}
    on = digest_of(finding)
    return write_decision(case, Decision.SIGN, [found.id], because, values, on=on)


# --- a second reader ------------------------------------------------------------


def queue_of_second_reader(
    state: CaseState, incident: Incident
) -> Iterator[tuple[ClaimId, str]]:
    """Yield claims to be read a second time, with their quotes and nothing else.

    What the first reader decided is not shown, nor that anybody decided.
    """
    finding = state.proposed_findings.get(incident.id)
    if finding is None:
        raise UserError(f"{incident.id} is not assessed yet: firsthand run")
    mine = {
        key
        for key, held in second_readings(state).items()
        if any(reading.by == state.case.operator for reading in held)
    }
    for key in bound_claims(finding, state.case.settings.profiles):
        held = state.claims.get(key)
        if held is not None and key not in mine:
            yield key, " ".join(held.claim.span.quote.split())


def second_read(case: Case, claim: str, verdict: str, because: str) -> Judgement:
    """Record a second reading of a claim, made without sight of the first.

    Raises:
        UserError: There is no such claim, the verdict is no word of it, or the same
            person judged the claim before.
    """
    state = CaseState(case)
    held = state.claims.get(ClaimId(claim))
    if held is None:
        raise UserError(f"no claim {claim!r}; list them: firsthand second-read I-001")
    if verdict not in READ_WORDS:
        raise UserError(f"{verdict!r}: write {' or '.join(READ_WORDS)}")
    if held.judgement is not None and held.judgement.by == case.operator:
        raise UserError(
            f"you judged {claim} yourself; a second person reads it: "
            "firsthand --as NAME second-read ..."
        )
    on = digest_of(state.as_shown(held).claim)
    values = {"verdict": verdict}
    return write_decision(case, Decision.READ, [claim], because, values, on=on)


def second_readings(state: CaseState) -> Mapping[ClaimId, Sequence[Judgement]]:
    """Return second readings that fit the claim as it stands now.

    One made without sight of a correction fits no longer: the corrected claim is read
    a second time too.
    """
    found: dict[ClaimId, list[Judgement]] = defaultdict(list)
    for made in state.judgements:
        key = ClaimId(made.subjects[0])
        held = state.claims.get(key) if made.decision is Decision.READ else None
        if held is not None and made.on == digest_of(held.claim):
            found[key].append(made)
    return found


# --- agreement ------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Agreement:
    """How far readers agree, beyond chance.

    Attributes:
        n_claims: Claims that two or more people read.
        n_readers: People.
        observed: Part of the pairs of readings that agree; None = no claim read twice.
        kappa: Cohen's kappa; None = not exactly two readers, or undefined.
        alpha: Krippendorff's alpha for words without order; None = undefined: all
            readings are the same word, so that chance cannot be told.
    """

    n_claims: int
    n_readers: int
    observed: Fraction | None
    kappa: Fraction | None
    alpha: Fraction | None


def agreement_of(state: CaseState) -> Agreement:
    """Compute the agreement of everybody who read claims of a case.

    Each person's first reading of a claim counts: who accepted as extracted what
    another corrected did not agree, whatever they said once the correction was shown.
    """
    readings: dict[str, dict[str, str]] = defaultdict(dict)
    for key, held in state.claims.items():
        if held.judgement is not None:
            readings[key][held.judgement.by] = held.judgement.decision.value
    for made in state.judgements:
        read = state.claims.get(ClaimId(made.subjects[0])) if made.subjects else None
        if made.decision is Decision.READ and read is not None:
            word = _word_of(made, read)
            if word is not None:
                readings[read.claim.id].setdefault(made.by, word)
    return agreement(readings.values())


def _word_of(made: Judgement, read: StatedClaim) -> str | None:
    """Return what a second reading says; None = the claim reads otherwise by now."""
    verdict = str(made.value_of("verdict"))
    if made.on == digest_of(read.claim):
        is_agreed = read.original is not None and verdict == "accept"
        return Decision.CORRECT.value if is_agreed else verdict
    is_of_original = read.original is not None and made.on == digest_of(read.original)
    return verdict if is_of_original else None


def agreement(readings: Iterable[Mapping[str, str]]) -> Agreement:
    """Compute the agreement of readers over units, some of whom read only some.

    Args:
        readings: For each unit: reader -> word. Units read once count for nothing.

    Returns:
        Exact fractions. Krippendorff 2011, "Computing Krippendorff's
        alpha-reliability"; Cohen 1960.
    """
    units = [dict(unit) for unit in readings if len(unit) > 1]
    readers = sorted({reader for unit in units for reader in unit})
    return Agreement(
        n_claims=len(units),
        n_readers=len(readers),
        observed=_observed(units),
        kappa=_kappa(units, readers),
        alpha=_alpha(units),
    )


def _observed(units: Sequence[Mapping[str, str]]) -> Fraction | None:
    pairs = [
        words[i] == words[j]
        for unit in units
        for words in ([*unit.values()],)
        for i in range(len(words))
        for j in range(i)
    ]
    return Fraction(sum(pairs), len(pairs)) if pairs else None


def _kappa(units: Sequence[Mapping[str, str]], readers: list[str]) -> Fraction | None:
    both = [u for u in units if set(u) == set(readers)]
    if len(readers) != 2 or not both:  # noqa: PLR2004  Cohen's kappa is for two
        return None
    one, other = readers
    n = len(both)
    agreed = Fraction(sum(u[one] == u[other] for u in both), n)
    first, second = Counter(u[one] for u in both), Counter(u[other] for u in both)
    chance = sum(
        (Fraction(first[w], n) * Fraction(second[w], n) for w in first), Fraction(0)
    )
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _alpha(units: Sequence[Mapping[str, str]]) -> Fraction | None:
    weighed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for unit in units:
        words = list(unit.values())
        for i, one in enumerate(words):
            for j, other in enumerate(words):
                if i != j:
                    weighed[one, other] += Fraction(1, len(words) - 1)
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for (one, _), weight in weighed.items():
        totals[one] += weight
    n = sum(totals.values(), Fraction(0))
    apart = sum((w for (a, b), w in weighed.items() if a != b), Fraction(0))
    expected = sum(
        (totals[a] * totals[b] for a in totals for b in totals if a != b), Fraction(0)
    )
    return None if expected == 0 else 1 - (n - 1) * apart / expected
