"""One attack or two: the queue of what linking could not decide, answers, reasons.

Asked are two incidents whose reports are nearly alike enough to be one, and a report
that hangs on its incident by little. An answer is a judgement about the claims of two
sides: it binds every later run, however alike or unlike they are, can be undone, and is
open again when a report that it was given on is taken back. Method: M012.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

from firsthand.casework.case import Case
from firsthand.casework.judging import answer_meant, write_decision
from firsthand.casework.link_answers import (
    LinkAnswer,
    answers_on,
    contrary_to,
    document_of,
    refuse_contrary,
)
from firsthand.casework.link_why import (
    LinkSide,
    LinkWhy,
    document_in_words,
    shortened,
)
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.decisions import ATTACKS, sides_change
from firsthand.link.likeness import Likeness, Mention
from firsthand.model import (
    ClaimId,
    Decision,
    DocumentId,
    Incident,
    IncidentId,
    Judgement,
)
from firsthand.model.words import date_in_words, many

_SAMPLE = 8
_SHOWN = 3
_QUOTES = 2
_LONGEST = 200


@dataclasses.dataclass(frozen=True)
class AttackQuestion:
    """Two sides of which the program cannot say whether they are one attack.

    Attributes:
        one: An incident, or a report of one.
        other: Another incident, or the rest of that one.
        within: The incident, where one side is a report of it; None = two incidents.
        score: Mean likeness of their passages; None = there is nothing to compare.
        least: Likeness from which linking joins.
        best: The likeliest pair of passages, feature by feature.
    """

    one: LinkSide
    other: LinkSide
    within: IncidentId | None
    score: float | None
    least: float
    best: Likeness | None

    @property
    def doubt(self) -> float:
        """How far from the threshold it stands: the less, the more doubtful."""
        return abs((self.score or 0.0) - self.least)


class AttacksOfCase:
    """How the incidents of a case compare, worked out when asked."""

    def __init__(self, case: Case) -> None:
        """Take a case as it was last linked."""
        self.case = case
        self.state = CaseState(case)
        self.why = LinkWhy(self.state)

    def queue(self) -> list[AttackQuestion]:
        """Return what is undecided and not answered, the most doubtful first."""
        found = [
            asked
            for asked in itertools.chain(self._between(), self._within())
            if not self._is_answered(asked)
        ]
        return sorted(found, key=lambda asked: (asked.doubt, asked.one.name))

    def question(self, one: str, other: str) -> AttackQuestion:
        """Return how two incidents, or reports, compare.

        Raises:
            UserError: There is no such thing, both are one, or one tells of no attack.
        """
        if one == other:
            raise UserError(_same_thing(one))
        ours, theirs = self._side(one), self._side(other)
        both = self._shared(ours, theirs)
        if both is not None:
            ours, theirs = self._parted(ours, theirs, both)
        for side in (ours, theirs):
            if not side.claims:
                raise UserError(_nothing_left(side))
        return self._compared(ours, theirs, both.id if both else None)

    # -- the two kinds of questions

    def _between(self) -> Iterator[AttackQuestion]:
        least = self._least - self._width
        pairs: dict[tuple[IncidentId, IncidentId], None] = {}
        for one, other in self.why.read.pairs():
            a, b = self._incident_of(one), self._incident_of(other)
            if a is None or b is None or a == b:
                continue
            if self.why.read.likeness(one, other).score >= least:
                pairs[min(a, b), max(a, b)] = None
        for names in sorted(pairs):
            sides = [self.why.side(name) for name in names]
            asked = self._compared(sides[0], sides[1], None)
            if asked.score is not None and asked.score >= least:
                yield asked

    def _within(self) -> Iterator[AttackQuestion]:
        most = self._least + self._width
        for incident in self.state.incidents.values():
            if len(incident.documents) <= 1:
                continue
            whole = self.why.side(incident.id)
            for document in incident.documents:
                report = self._of_report(whole, document)
                rest = _rest(whole, report)
                asked = self._compared(report, rest, incident.id)
                if asked.score is not None and asked.score < most:
                    yield asked

    def _compared(
        self, one: LinkSide, other: LinkSide, within: IncidentId | None
    ) -> AttackQuestion:
        ours, theirs = (self._passages(side)[:_SAMPLE] for side in (one, other))
        found = [self.why.read.likeness(a, b) for a in ours for b in theirs]
        return AttackQuestion(
            one=one,
            other=other,
            within=within,
            score=sum(f.score for f in found) / len(found) if found else None,
            least=self._least,
            best=max(found, key=lambda made: made.score, default=None),
        )

    # -- sides

    def _side(self, name: str) -> LinkSide:
        side = self.why.side(name)
        if side.claim is not None:
            raise UserError(f"{name} is a claim: name incidents (I-001) or reports")
        return side

    def _of_report(self, whole: LinkSide, document: DocumentId) -> LinkSide:
        own = frozenset(
            claim
            for claim in whole.claims
            if self.state.claims[claim].claim.document_id == document
        )
        return LinkSide(document, (document,), own)

    def _shared(self, one: LinkSide, other: LinkSide) -> Incident | None:
        """Return the incident that both are, or are of; None = there is no such one."""
        held = [
            {self._of_claim[c] for c in side.claims if c in self._of_claim}
            for side in (one, other)
        ]
        both = sorted(held[0] & held[1])
        return self.state.incidents[both[0]] if both else None

    def _parted(
        self, one: LinkSide, other: LinkSide, both: Incident
    ) -> tuple[LinkSide, LinkSide]:
        """Return what is asked where two things are of one incident now."""
        if one.incident and other.incident:
            raise UserError(
                f"{one.name} and {other.name} are one incident now, {both.id}: take "
                "the decision back (firsthand undo), or name a report of it: "
                f"firsthand review incidents {both.documents[0]} {both.id}"
            )
        whole = self.why.side(both.id)
        sides = [
            None if side.incident else self._of_report(whole, side.documents[0])
            for side in (one, other)
        ]
        reports = [side for side in sides if side is not None]
        if len(reports) == 1:
            return reports[0], _rest(whole, reports[0])
        return reports[0], reports[1]

    def _passages(self, side: LinkSide) -> list[Mention]:
        compared = self.why.read.compared
        return [m for m in self.why.mentions(side) if m.passage.key in compared]

    def _incident_of(self, mention: Mention) -> IncidentId | None:
        names = (self._of_claim.get(claim.id) for claim in mention.passage.claims)
        return next((name for name in names if name is not None), None)

    @functools.cached_property
    def _of_claim(self) -> dict[ClaimId, IncidentId]:
        return {
            claim: incident.id
            for incident in self.state.incidents.values()
            for claim in incident.claims
        }

    @property
    def _least(self) -> float:
        return self.why.read.weights["incident.link"]

    @property
    def _width(self) -> float:
        return self.why.read.weights["incident.doubt"]

    # -- answers

    @functools.cached_property
    def answers(self) -> tuple[LinkAnswer, ...]:
        """Every last answer, those that are open again too."""
        return tuple(answers_on(self.state, ATTACKS))

    def _is_answered(self, asked: AttackQuestion) -> bool:
        ours, theirs = asked.one.claims, asked.other.claims
        if any(_parts(parts, ours, theirs) for parts in self._rearranged):
            return True
        return any(
            answer.sides.lie_between(ours, theirs)
            and not answer.is_open
            and not self._has_grown(answer, asked)
            for answer in self.answers
        )

    def _has_grown(self, answer: LinkAnswer, asked: AttackQuestion) -> bool:
        """Say whether "not enough to say" was said of fewer reports than there are."""
        if answer.made.decision is not Decision.UNSURE:
            return False
        known = {*answer.sides.one, *answer.sides.other}
        told = {document_of(claim) for claim in known & self._counting}
        return not {*asked.one.documents, *asked.other.documents} <= told

    @functools.cached_property
    def _counting(self) -> frozenset[ClaimId]:
        return frozenset(claim.id for claim in self.state.counting_claims)

    @functools.cached_property
    def _rearranged(self) -> tuple[Sequence[Sequence[ClaimId]], ...]:
        """Claims that a person merged or split, in their parts."""
        return tuple(
            made.value_of("claims") or ()
            for made in self.state.judgements
            if made.decision in {Decision.MERGE, Decision.SPLIT}
        )

    def is_of_incident(self, side: LinkSide) -> bool:
        """Say whether a claim of a side is of an incident."""
        return not self._of_claim.keys().isdisjoint(side.claims)


def answer(case: Case, one: str, other: str, said: str, because: str) -> Judgement:
    """Answer whether two incidents, or a report and an incident, are one attack.

    Args:
        case: An open case.
        one: An incident ("I-001") or a report ("D-003").
        other: Another.
        said: "y", "n", or "?" = not enough to say.
        because: Why, in the person's words.

    Raises:
        UserError: The answer is none of these, contradicts another one, or there are no
            two such things.
    """
    attacks = AttacksOfCase(case)
    return answer_question(attacks, attacks.question(one, other), said, because)


def answer_question(
    attacks: AttacksOfCase, asked: AttackQuestion, said: str, because: str
) -> Judgement:
    """Write down the answer to a question.

    Raises:
        UserError: See `answer`.
    """
    decision = answer_meant(said)
    names = asked.one.name, asked.other.name
    sides = asked.one.claims, asked.other.claims
    refuse_contrary(contrary_to(attacks.answers, said, names, sides))
    for side in (asked.one, asked.other):
        if said == "y" and not attacks.is_of_incident(side):
            raise UserError(_in_no_incident(side))
    return write_decision(
        attacks.case,
        decision,
        names,
        because,
        sides_change(*sides),
    )


def _rest(whole: LinkSide, report: LinkSide) -> LinkSide:
    """Return an incident without one of its reports."""
    return LinkSide(
        whole.name,
        tuple(name for name in whole.documents if name not in report.documents),
        whole.claims - report.claims,
        incident=whole.incident,
    )


def _parts(
    parts: Iterable[Sequence[ClaimId]],
    ours: Collection[ClaimId],
    theirs: Collection[ClaimId],
) -> bool:
    """Say whether some parts hold claims of one side, and others of the other."""
    holds = [
        (not set(part).isdisjoint(ours), not set(part).isdisjoint(theirs))
        for part in parts
    ]
    return any(
        a != b and holds[a][0] and holds[b][1]
        for a in range(len(holds))
        for b in range(len(holds))
    )


# --- in words -----------------------------------------------------------


def tell_attacks(attacks: AttacksOfCase, asked: AttackQuestion) -> Iterator[str]:
    """Tell what is asked: both sides with their words, then feature by feature."""
    if asked.within is None:
        yield f"{asked.one.name} and {asked.other.name}: one attack, or two?"
    else:
        yield (
            f"{asked.one.name} and the rest of {asked.within}: one attack, or two? "
            "Linked as one now"
        )
    for side in (asked.one, asked.other):
        yield from _tell_side(attacks.state, side)
    yield from attacks.why.tell_attack(asked.one, asked.other)
    yield from attacks.why.tell_decisions(asked.one, asked.other)


def _tell_side(state: CaseState, side: LinkSide) -> Iterator[str]:
    if side.incident is not None:
        held = side.incident
        count = many(len(side.documents), "report")
        yield f"{held.id}  {held.title}, {date_in_words(held.date)}; {count}"
    for name in side.documents[:_SHOWN]:
        yield f"  {document_in_words(state, name)}"
        quotes = dict.fromkeys(
            " ".join(stated.claim.span.quote.split())
            for claim in sorted(side.claims)
            if (stated := state.claims[claim]).claim.document_id == name
        )
        for quote in sorted(quotes, key=len, reverse=True)[:_QUOTES]:
            yield f"    “{shortened(quote, _LONGEST)}”"
    if len(side.documents) > _SHOWN:
        yield f"  and {many(len(side.documents) - _SHOWN, 'report')} more"


def attack_line(asked: AttackQuestion) -> dict[str, object]:
    """Return a question as a line of JSON."""
    said = asked.best.said if asked.best else ()
    return {
        "a": asked.one.name,
        "b": asked.other.name,
        "incident": asked.within,
        "documents": [list(asked.one.documents), list(asked.other.documents)],
        "score": None if asked.score is None else round(asked.score, 4),
        "joined_from": asked.least,
        "linked": asked.within is not None,
        "why": [
            {"found": text, "weight": weight, "rule": rule}
            for text, weight, rule in said
        ],
    }


def _same_thing(name: str) -> str:
    return f"{name} and {name} are the same; name two things"


def _nothing_left(side: LinkSide) -> str:
    if side.incident is not None:
        return f"nothing else is of {side.name}: there are no two sides to compare"
    return f"{side.name} tells of no attack: there is nothing to decide"


def _in_no_incident(side: LinkSide) -> str:
    return (
        f"{side.name} is of no incident yet, so that it cannot be joined to one: it "
        "alleges no harm that was read; see its claims: firsthand claims --document "
        f"{side.name}"
    )
