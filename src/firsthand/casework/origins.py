"""Does one document draw on another: the queue of the undecided, answers, reasons.

Asked are two documents that stand near what makes a copy, on either side, and of a
voice of which nobody knows whom it has it from, the document that it may have it from.
First comes what changes the count of independent sources most. An answer is a judgement
about two documents as they read: it binds every later run and is open again when one of
them is taken back or reads otherwise. Method: M010.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from firsthand.assess import CaseInputs, Evidence, gather_inputs
from firsthand.assess.independence import count_independent
from firsthand.casework.case import Case
from firsthand.casework.judging import answer_meant, write_decision
from firsthand.casework.link_answers import (
    BESIDE,
    TEXTS,
    LinkAnswer,
    answers_on,
    contrary_to,
    decisions_in_force,
    document_of,
    refuse_contrary,
)
from firsthand.casework.link_why import document_in_words, shortened
from firsthand.casework.linking import texts_to_link
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.copies import find_origins
from firsthand.link.copies_asked import CopiesRead
from firsthand.link.decisions import ORIGINS, LinkDecisions, Sides, sides_change
from firsthand.link.roots import find_roots
from firsthand.model import (
    AnyClaim,
    Decision,
    DocumentId,
    Incident,
    IncidentId,
    Judgement,
    Origin,
    OriginId,
    Reason,
)
from firsthand.model.values import interval_in_words
from firsthand.model.words import many

_ASKED = "asked"
_LONGEST = 300
_SHOWN = 3


@dataclasses.dataclass(frozen=True)
class Counted:
    """What an answer changes in the count of independent sources of an incident.

    Attributes:
        incident: The incident.
        now: Fewest and most independent sources.
        then: The same, if the answer is the other one than linking's.
    """

    incident: IncidentId
    now: tuple[int, int]
    then: tuple[int, int]

    @property
    def change(self) -> int:
        """By how many sources the ends of the interval move."""
        return sum(abs(a - b) for a, b in zip(self.now, self.then, strict=True))


@dataclasses.dataclass(frozen=True)
class OriginQuestion:
    """Two documents of which the program cannot say whether one draws on the other.

    Attributes:
        earlier: The one that came first, or that linking puts first.
        later: The other.
        is_linked: Linking holds them for one origin.
        held: How much of what a copy is asked for they hold, in percent; None = hardly
            anything.
        signs: How much speaks for it, whatever a copy is asked for.
        counted: What the answer changes, incident by incident.
        is_of_unknown: It is asked because nobody knows whom `later` has it from.
    """

    earlier: DocumentId
    later: DocumentId
    is_linked: bool
    held: int | None
    signs: int
    counted: tuple[Counted, ...]
    is_of_unknown: bool

    @property
    def change(self) -> int:
        """By how many sources the answer moves findings, all together."""
        return sum(counted.change for counted in self.counted)

    @property
    def doubt(self) -> int:
        """How far it stands from what makes a copy: the less, the more doubtful."""
        return abs((self.held or 0) - 100)


class OriginsOfCase:
    """How the documents of a case compare, worked out when asked."""

    def __init__(self, case: Case) -> None:
        """Take a case as it was last linked."""
        self.case = case
        self.state = CaseState(case)
        self.decisions = decisions_in_force(self.state)

    def queue(self) -> list[OriginQuestion]:
        """Return what is undecided and not answered, what changes most first."""
        found: dict[frozenset[OriginId], OriginQuestion] = {}
        for one, other, is_of_unknown in (*self._near(), *self._of_unknown()):
            if self._is_answered(one, other):
                continue
            made = self._asked(one, other, is_of_unknown=is_of_unknown)
            key = frozenset((self._origin_of(one), self._origin_of(other)))
            best = found.get(key)
            if best is None or _rank(made) < _rank(best):
                found[key] = made
        return sorted(found.values(), key=_rank)

    def question(self, one: str, other: str) -> OriginQuestion:
        """Return how two documents compare.

        Raises:
            UserError: There are no two such documents, or one counts for nothing.
        """
        if one == other:
            raise UserError(f"{one} and {other} are the same; name two documents")
        return self._asked(
            self._document(one), self._document(other), is_of_unknown=False
        )

    def _document(self, name: str) -> DocumentId:
        key = DocumentId(name)
        if key in self.state.withdrawn:
            raise UserError(
                f"{name} was taken back, so that it counts for nothing; see it: "
                f"firsthand show {name}"
            )
        if key not in self.read.place_of:
            raise UserError(
                f"no document {name!r}; name two documents: firsthand review origins "
                "D-003 D-007; list them: firsthand documents"
            )
        return key

    # -- what is asked

    def _near(self) -> Iterator[tuple[DocumentId, DocumentId, bool]]:
        for asked in self.read.in_doubt(list(self.state.origins.values())):
            yield asked.earlier, asked.later, False

    def _of_unknown(self) -> Iterator[tuple[DocumentId, DocumentId, bool]]:
        """Yield for each voice of unknown provenance the likeliest it may rest on."""
        for incident in self.state.incidents.values():
            finding = self.state.proposed_findings.get(incident.id)
            if finding is None or finding.independence.low == finding.independence.high:
                continue
            voices = finding.independence.reason.because
            counted = [voice for voice in voices if voice.met is not False]
            for voice in counted:
                if voice.met is None:
                    others = [other for other in counted if other is not voice]
                    yield from self._likeliest(voice, others)

    def _likeliest(
        self, voice: Reason, others: Iterable[Reason]
    ) -> Iterator[tuple[DocumentId, DocumentId, bool]]:
        """Yield of the documents in which others tell of it the one it is most like."""
        told, known = (
            {document_of(claim) for said in voices for claim in said.claims}
            & self.read.place_of.keys()
            for voices in ((voice,), others)
        )
        own = {self._origin_of(document) for document in told}
        pairs = [
            (document, other)
            for document in sorted(told)
            for other in sorted(known)
            if self._origin_of(other) not in own
            and not self._is_answered(document, other)
        ]
        best = max(pairs, key=lambda pair: (self.read.signs(*pair), pair), default=None)
        if best is not None and self.read.signs(*best):
            yield *best, True

    def _asked(
        self, one: DocumentId, other: DocumentId, *, is_of_unknown: bool
    ) -> OriginQuestion:
        places = self.read.in_order(one, other)
        earlier, later = (self.read.texts[place].document_id for place in places)
        is_linked = self._origin_of(one) == self._origin_of(other)
        return OriginQuestion(
            earlier=earlier,
            later=later,
            is_linked=is_linked,
            held=self.read.held(one, other),
            signs=self.read.signs(one, other),
            counted=tuple(self._counted(earlier, later, is_linked=is_linked)),
            is_of_unknown=is_of_unknown,
        )

    # -- what an answer changes

    def _counted(
        self, earlier: DocumentId, later: DocumentId, *, is_linked: bool
    ) -> Iterator[Counted]:
        """Yield what the answer other than linking's does to each finding."""
        said = Sides(one=(earlier,), other=(later,), by=_ASKED)
        origins = {self._origin_of(earlier), self._origin_of(later)}
        held = [self.state.origins[name] for name in sorted(origins)]
        family = [
            self.read.texts[self.read.place_of[document]]
            for origin in held
            for document in origin.documents
        ]
        then = find_origins(
            family,
            self.case.reference,
            known=self.read.known,
            decisions=_with(self.decisions, said, is_linked=is_linked),
        )
        both = {
            name
            for document in (earlier, later)
            for name in self._incidents_of.get(document, ())
        }
        for name in sorted(both):
            incident = self.state.incidents[name]
            made = Counted(
                name, self._count(incident, held), self._count(incident, then)
            )
            if made.change:
                yield made

    def _count(self, incident: Incident, family: Sequence[Origin]) -> tuple[int, int]:
        """Return the independent sources of an incident, some origins being these."""
        state, reference = self.state, self.case.reference
        documents = set(incident.documents)
        claims = [c for d in incident.documents for c in self._claims_of.get(d, ())]
        known = {document: made for made in family for document in made.documents}
        origins = {
            made.id: made
            for document in incident.documents
            if (made := known.get(document) or self._origin(document))
        }
        texts = [self.read.texts[self.read.place_of[d]] for d in incident.documents]
        roots = find_roots(
            claims,
            texts,
            list(state.sources.values()),
            list(origins.values()),
            reference,
        )
        case = CaseInputs(
            incidents=(incident,),
            findings=(),
            claims=tuple(claims),
            documents=tuple(state.documents[d] for d in sorted(documents)),
            sources=tuple(state.sources.values()),
            roots=tuple(roots),
            origins=tuple(origins.values()),
        )
        inputs = gather_inputs(case, reference)[incident.id]
        evidence = Evidence.of_incident(inputs, reference)
        found = count_independent(evidence.claims, evidence)
        return found.low, found.high

    # -- look-ups

    @functools.cached_property
    def read(self) -> CopiesRead:
        """The texts, compared as linking compares them."""
        return CopiesRead(texts_to_link(self.state), self.case.reference)

    @functools.cached_property
    def answers(self) -> tuple[LinkAnswer, ...]:
        """Every last answer, those that are open again too."""
        return tuple(answers_on(self.state, ORIGINS))

    def _is_answered(self, one: DocumentId, other: DocumentId) -> bool:
        return any(
            answer.sides.lie_between({one}, {other})
            and not answer.is_open
            and not self._has_grown(answer, one, other)
            for answer in self.answers
        )

    def _has_grown(
        self, answer: LinkAnswer, one: DocumentId, other: DocumentId
    ) -> bool:
        """Say whether "not enough to say" was said of fewer documents than there are.

        A copy of either more is one more text to compare by.
        """
        if answer.made.decision is not Decision.UNSURE:
            return False
        known = set(answer.made.value_of(BESIDE) or ())
        return not {*self.family_of(one), *self.family_of(other)} <= known

    def contrary(self, asked: OriginQuestion, said: str) -> LinkAnswer | None:
        """Return the answer in force that says the contrary; None = there is none.

        That two are one origin says so of all that is of their origins; that they are
        not is contrary to answers that make one origin of them, one after the other.
        """
        pair = (asked.earlier, asked.later)
        if said == "y":
            ours, theirs = (self.family_of(name) for name in pair)
            return contrary_to(self.answers, said, pair, (ours, theirs))
        return self._joined_by(pair) if said == "n" else None

    def _joined_by(self, pair: tuple[DocumentId, DocumentId]) -> LinkAnswer | None:
        """Return the first of the answers that lead from one document to another."""
        steps: dict[str, list[tuple[str, LinkAnswer]]] = defaultdict(list)
        for said in self.answers:
            is_other = set(said.made.subjects) != set(pair)
            if said.made.decision is Decision.SAME and not said.is_open and is_other:
                (one,), (other,) = said.sides.one, said.sides.other
                steps[one].append((other, said))
                steps[other].append((one, said))
        start, end = pair
        by: dict[str, LinkAnswer] = {}
        waiting: list[str] = [start]
        while waiting:
            here = waiting.pop()
            for there, said in steps[here]:
                if there != start and there not in by:
                    by[there] = by.get(here, said)
                    waiting.append(there)
        return by.get(end)

    def family_of(self, document: DocumentId) -> tuple[DocumentId, ...]:
        """Return the documents of the origin of a document."""
        origin = self._origin(document)
        return origin.documents if origin else (document,)

    def beside(self, asked: OriginQuestion) -> list[DocumentId]:
        """Return all documents of the origins of two documents."""
        both = (asked.earlier, asked.later)
        return sorted({name for one in both for name in self.family_of(one)})

    def _origin_of(self, document: DocumentId) -> OriginId:
        return self.state.origin_of.get(document, OriginId(f"O-{document}"))

    def _origin(self, document: DocumentId) -> Origin | None:
        return self.state.origins.get(self._origin_of(document))

    @functools.cached_property
    def _claims_of(self) -> dict[DocumentId, list[AnyClaim]]:
        found: dict[DocumentId, list[AnyClaim]] = defaultdict(list)
        for claim in self.state.counting_claims:
            found[claim.document_id].append(claim)
        return found

    @functools.cached_property
    def _incidents_of(self) -> dict[DocumentId, list[IncidentId]]:
        found: dict[DocumentId, list[IncidentId]] = defaultdict(list)
        for incident in self.state.incidents.values():
            for document in incident.documents:
                found[document].append(incident.id)
        return found


def _rank(asked: OriginQuestion) -> tuple[int, int, int, str, str]:
    return -asked.change, asked.doubt, -asked.signs, asked.earlier, asked.later


def _with(held: LinkDecisions, said: Sides, *, is_linked: bool) -> LinkDecisions:
    """Return decisions with the answer more that is not linking's."""
    pair = {*said.one, *said.other}
    drawn, undrawn = (
        tuple(sides for sides in kept if {*sides.one, *sides.other} != pair)
        for kept in (held.drawn, held.undrawn)
    )
    if is_linked:
        return replace(held, drawn=drawn, undrawn=(*undrawn, said))
    return replace(held, drawn=(*drawn, said), undrawn=undrawn)


def answer(case: Case, one: str, other: str, said: str, because: str) -> Judgement:
    """Answer whether one of two documents draws on the other.

    Args:
        case: An open case.
        one: A document ("D-003").
        other: Another.
        said: "y", "n", or "?" = not enough to say.
        because: Why, in the person's words.

    Raises:
        UserError: The answer is none of these, contradicts another one, or there are no
            two such documents.
    """
    origins = OriginsOfCase(case)
    return answer_question(origins, origins.question(one, other), said, because)


def answer_question(
    origins: OriginsOfCase, asked: OriginQuestion, said: str, because: str
) -> Judgement:
    """Write down the answer to a question.

    Raises:
        UserError: See `answer`.
    """
    decision = answer_meant(said)
    refuse_contrary(origins.contrary(asked, said))
    documents = origins.state.documents
    pair = (asked.earlier, asked.later)
    return write_decision(
        origins.case,
        decision,
        pair,
        because,
        {
            **sides_change((asked.earlier,), (asked.later,), ORIGINS),
            TEXTS: {name: documents[name].text_sha256 for name in pair},
            BESIDE: origins.beside(asked),
        },
    )


# --- in words -----------------------------------------------------------


def tell_origins(origins: OriginsOfCase, asked: OriginQuestion) -> Iterator[str]:
    """Tell what is asked: what hangs on it, both texts, what they share."""
    now = "Of one origin now" if asked.is_linked else "Two origins now"
    yield (
        f"{asked.earlier} and {asked.later}: does one draw on the other, or both on "
        f"one text? {now}"
    )
    for counted in asked.counted:
        yield f"  {_hangs_on(origins.state, asked, counted)}"
    if asked.is_of_unknown:
        yield "  one of them does not say from whom it knows"
    for name in (asked.earlier, asked.later):
        yield from _tell_document(origins, name, asked)
    yield from (f"  {line}" for line in origins.read.seen(asked.earlier, asked.later))
    for said in origins.answers:
        if said.sides.lie_between({asked.earlier}, {asked.later}):
            yield said.told()


def _hangs_on(state: CaseState, asked: OriginQuestion, counted: Counted) -> str:
    incident = state.incidents[counted.incident]
    if_so = "if they do not" if asked.is_linked else "if they do"
    return (
        f"{incident.id} {incident.title}: {interval_in_words(*counted.now)} "
        f"independent sources now, {interval_in_words(*counted.then)} {if_so}"
    )


def _tell_document(
    origins: OriginsOfCase, name: DocumentId, asked: OriginQuestion
) -> Iterator[str]:
    yield f"  {document_in_words(origins.state, name)}"
    words = " ".join(origins.read.texts[origins.read.place_of[name]].text.split())
    yield f"    “{shortened(words, _LONGEST)}”"
    both = (asked.earlier, asked.later)
    beside = [other for other in origins.family_of(name) if other not in both]
    if beside:
        yield f"    of one origin with {', '.join(beside[:_SHOWN])}" + (
            f" and {many(len(beside) - _SHOWN, 'document')} more"
            if len(beside) > _SHOWN
            else ""
        )


def origin_line(asked: OriginQuestion) -> dict[str, object]:
    """Return a question as a line of JSON."""
    return {
        "a": asked.earlier,
        "b": asked.later,
        "linked": asked.is_linked,
        "held_percent": asked.held,
        "of_unknown_provenance": asked.is_of_unknown,
        "independent": [
            {
                "incident": counted.incident,
                "now": list(counted.now),
                "then": list(counted.then),
            }
            for counted in asked.counted
        ],
    }
