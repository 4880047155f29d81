"""Who is one person in a case: the queue of the undecided, answers, reasons.

An answer is a judgement about two namings: the very words of two claims. It survives
every later run, fits nothing else than those words, teaches the weights, and can be
undone. Method: M013, M016, M019.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping

from firsthand.casework.batch_people import review_bounds
from firsthand.casework.case import Case
from firsthand.casework.consent import witnesses
from firsthand.casework.judging import ANSWERS, answer_meant, write_decision
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.decisions import ATTACKS, ORIGINS, sides_of
from firsthand.link.engine.choose import open_engine
from firsthand.link.named import NamedPeople, NamedPerson, WhereToMatch, divided
from firsthand.link.people.match import Answers, Part
from firsthand.link.victims import matched_people, namings_of
from firsthand.model import (
    Capture,
    Decision,
    Document,
    DocumentId,
    Judgement,
    Protection,
    Victim,
)
from firsthand.model.words import many, person_in_words
from firsthand.reference.folding import plain_key

_PAIR = 2
PEOPLE = ("V-", "N-")
"""How ids of people and of namings begin."""
ABOUT_PEOPLE = frozenset(ANSWERS.values())


@dataclasses.dataclass(frozen=True)
class Question:
    """Two namings of which the program cannot say whether they are one person.

    Attributes:
        one: A naming.
        other: Another of the same incident.
        victims: The victims that they now belong to; one id twice = now joined.
        chance: That they are one person; None = hardly alike.
        parts: What speaks for and against, heaviest first.
        rule: The rule that set the chance beside those parts; None = they alone did.
        answer: The judgement in force on the two; None = nobody answered.
    """

    one: NamedPerson
    other: NamedPerson
    victims: tuple[str, str]
    chance: float | None
    parts: tuple[Part, ...]
    rule: str | None
    answer: Judgement | None


# --- answers ------------------------------------------------------------


def judgements_on_people(
    judgements: Iterable[Judgement],
) -> dict[frozenset[str], Judgement]:
    """Return the judgement in force on each pair of namings: the last one."""
    return {
        frozenset(made.subjects): made
        for made in judgements
        if made.decision in ABOUT_PEOPLE
        and len(made.subjects) == _PAIR
        and not any(sides_of(made, about) for about in (ATTACKS, ORIGINS))
    }


def answers_of(judgements: Iterable[Judgement]) -> Answers:
    """Return what people answered, in the form matching reads."""
    held = judgements_on_people(judgements).values()

    def said(decision: Decision) -> tuple[tuple[str, str], ...]:
        return tuple(
            (made.subjects[0], made.subjects[1])
            for made in held
            if made.decision is decision
        )

    return Answers(same=said(Decision.SAME), different=said(Decision.DIFFERENT))


def answer(case: Case, one: str, other: str, said: str, because: str) -> Judgement:
    """Answer whether two people are one.

    Args:
        case: An open case.
        one: A person ("V-...") or a naming ("N-...").
        other: Another.
        said: "y", "n", or "?" = not enough to say.
        because: Why, in the person's words.

    Raises:
        UserError: The answer is none of these, there is no such person, or the two are
            of two incidents.
    """
    answer_meant(said)
    asked = question_of(case, one, other)
    return answer_question(case, asked, said, because)


def answer_question(case: Case, asked: Question, said: str, because: str) -> Judgement:
    """Write down the answer to a question of the queue."""
    keys = sorted((asked.one.key, asked.other.key))
    values = {"victims": sorted(asked.victims)}
    return write_decision(case, answer_meant(said), keys, because, values)


# --- questions ----------------------------------------------------------


class PeopleOfCase:
    """How the named people of a case compare, computed when asked."""

    def __init__(self, case: Case) -> None:
        """Compare the people of a case, on this machine."""
        self._case = case
        self._state = CaseState(case)
        state = self._state
        self._judged = judgements_on_people(state.judgements)
        self.parts = matched_people(
            state.counting_claims,
            list(state.incidents.values()),
            case.reference,
            answers=answers_of(state.judgements),
        )

    def queue(self) -> list[Question]:
        """Return the undecided pairs nobody answered, the most uncertain first."""
        low, high = review_bounds(self._case.reference)
        found: dict[tuple[str, str], Question] = {}
        for part in self.parts:
            for pair in part.odds:
                asked = self._question(part, pair)
                if asked.chance is None or not low <= asked.chance <= high:
                    continue
                if asked.answer is None and not _is_plain(asked):
                    best = found.setdefault(asked.victims, asked)
                    if _doubt(asked) > _doubt(best):
                        found[asked.victims] = asked
        return sorted(found.values(), key=lambda q: (-_doubt(q), q.one.key))

    def question(self, one: str, other: str) -> Question:
        """Return how two people, or two namings, compare.

        Raises:
            UserError: There is no such person, or they are never compared.
        """
        ours, theirs = self._keys(one), self._keys(other)
        pairs = [
            (part, (min(a, b), max(a, b)))
            for part in self.parts
            for a, naming in enumerate(part.people)
            for b, second in enumerate(part.people)
            if a != b and naming.key in ours and second.key in theirs
            if naming.incident_id == second.incident_id
        ]
        if not pairs:
            raise UserError(_never_compared(one, other, len(ours)))
        questions = [self._question(part, pair) for part, pair in pairs]
        return max(questions, key=lambda q: (q.chance or 0.0, len(q.parts), q.one.key))

    def _question(self, part: NamedPeople, pair: tuple[int, int]) -> Question:
        one, other = (part.people[row] for row in pair)
        ids = self._victims_of(one), self._victims_of(other)
        return Question(
            one=one,
            other=other,
            victims=ids if ids[0] <= ids[1] else (ids[1], ids[0]),
            chance=part.chance(pair),
            parts=tuple(part.why(pair)),
            rule=part.rule(pair),
            answer=self._judged.get(frozenset((one.key, other.key))),
        )

    def _victims_of(self, naming: NamedPerson) -> str:
        fitting = [
            victim
            for victim in self._by_claim.get(naming.claim_id, ())
            if naming.person.name in victim.names
        ]
        fitting.sort(key=lambda v: (_unlike(v, naming), v.id))
        return fitting[0].id if fitting else naming.key

    @property
    def _by_claim(self) -> Mapping[str, list[Victim]]:
        held: dict[str, list[Victim]] | None = getattr(self, "_victims", None)
        if held is None:
            held = {}
            for victim in self._state.victims:
                for claim in victim.claims:
                    held.setdefault(claim, []).append(victim)
            self._victims = held
        return held

    def _keys(self, name: str) -> set[str]:
        namings = [naming for part in self.parts for naming in part.people]
        keys = {n.key for n in namings if name in {n.key, self._victims_of(n)}}
        if not keys:
            raise UserError(
                f"no named person {name!r}; list them: firsthand victims (people "
                "described without a name are not compared)"
            )
        return keys


def question_of(case: Case, one: str, other: str) -> Question:
    """Return how two people of a case compare.

    Raises:
        UserError: There is no such person, or they are never compared.
    """
    return PeopleOfCase(case).question(one, other)


def _is_plain(asked: Question) -> bool:
    """Say whether two namings say the same name and are joined: no question."""
    names = {plain_key(n.person.name or "") for n in (asked.one, asked.other)}
    return len(names) == 1 and len(set(asked.victims)) == 1


def _doubt(asked: Question) -> float:
    return -abs((asked.chance or 0.0) - 0.5)


def _unlike(victim: Victim, naming: NamedPerson) -> int:
    best, said = victim.person, naming.person
    return (best.age != said.age) + (best.sex != said.sex)


def _never_compared(one: str, other: str, n_ours: int) -> str:
    if one == other and n_ours == 1:
        return f"{one} is named once; there is nothing to compare"
    return (
        f"{one} and {other} are of two incidents: people are compared within one; if "
        "the incidents are one: firsthand merge I-001 I-002"
    )


def tell_question(asked: Question) -> Iterator[str]:
    """Tell a pair feature by feature: what speaks for and against one person."""
    ids = asked.victims
    yield f"{ids[0]} and {ids[1]}" if ids[0] != ids[1] else f"{ids[0]}, named twice"
    for naming in (asked.one, asked.other):
        yield (
            f"  {naming.key}  {person_in_words(naming.person)}"
            f"  ({naming.claim_id}, {naming.incident_id or 'not placed'})"
        )
    if asked.chance is None:
        yield "  hardly alike: not worth a closer comparison"
    else:
        joined = "now one person" if ids[0] == ids[1] else "now two people"
        yield f"  chance of one person {asked.chance:.3f}; {joined}"
    for part in asked.parts:
        yield f"  {part.weight:+7.2f} bits  {part.feature:<9} {part.words}"
    if asked.rule is not None:
        yield f"  {asked.rule} (M013)"
    if asked.answer is not None:
        made = asked.answer
        yield (
            f"  {made.id}: {made.decision} by {made.by} on {made.at:%Y-%m-%d}: "
            f"{made.because}"
        )


def question_line(asked: Question) -> dict[str, object]:
    """Return a question as a line of JSON."""
    return {
        "a": asked.one.key,
        "b": asked.other.key,
        "victims": list(asked.victims),
        "incident": asked.one.incident_id,
        "names": [asked.one.person.name, asked.other.person.name],
        "claims": [asked.one.claim_id, asked.other.claim_id],
        "score": None if asked.chance is None else round(asked.chance, 4),
        "linked": asked.victims[0] == asked.victims[1],
        "why": [
            {"feature": p.feature, "found": p.words, "weight": p.weight}
            for p in asked.parts
        ],
    }


# --- where --------------------------------------------------------------


def is_elsewhere(engine: str) -> bool:
    """Say whether an engine's address is of another machine."""
    place = engine.partition("://")[2]
    return place not in {"", "local", "local-cluster"}


def protected_documents(state: CaseState) -> frozenset[DocumentId]:
    """Return documents of which nothing may leave: restricted, sealed, testimony.

    The same bytes may have come twice, once from somebody who must be protected.
    """
    told = witnesses(state.case)
    bytes_kept = {
        capture.sha256
        for capture in state.captures.values()
        if _is_kept(state, capture)
    }
    return frozenset(
        document.id
        for document in state.documents.values()
        if document.id in told
        or _is_kept(state, document)
        or state.captures[document.capture_id].sha256 in bytes_kept
    )


def _is_kept(state: CaseState, item: Capture | Document) -> bool:
    source = state.sources.get(item.source_id) if item.source_id else None
    held: list[Protection] = [item.protection]
    if source is not None:
        held.append(source.protection)
    return any(one is not Protection.OPEN for one in held)


def where_to_match(state: CaseState, engine: str) -> WhereToMatch | None:
    """Return where named people are compared; None = on this machine, as always.

    An engine started here counts as this machine.
    """
    if engine == "duckdb":
        return None
    stay: Collection[DocumentId] = ()
    if is_elsewhere(engine):
        stay = protected_documents(state)
    return WhereToMatch(lambda: open_engine(engine), stay)


def what_leaves(case: Case, engine: str) -> str | None:
    """Say what would leave this machine; None = nothing."""
    if not is_elsewhere(engine):
        return None
    state = CaseState(case)
    named = namings_of(state.counting_claims, list(state.incidents.values()))
    stay, go = divided(named, protected_documents(state))
    return (
        f"Names, ages and sexes of people in {many(len(go), 'naming')} go to "
        f"{engine}; {len(stay)} of incidents with protected material stay here"
    )
