"""Answers to "one attack?" and "one origin?": which bind, which are open again.

An answer holds the two sides that it was given on: claims of two attacks, or two
documents. It binds every later run, whatever arrives, until a document that it was
given on is taken back or reads otherwise: then it is open again, and asked again.
Claims that are rejected or read otherwise leave a side; when a side has none left there
is nothing to bind. Method: M010, M012.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator

from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.decisions import (
    ATTACKS,
    ORIGINS,
    LinkDecisions,
    Sides,
    last_answers,
    link_decisions,
    sides_of,
)
from firsthand.model import Decision, DocumentId, Judgement, Sha256

TEXTS = "texts"
"""What an answer on documents keeps of them: the digests of their texts."""
BESIDE = "beside"
"""What it keeps besides: all documents of their two origins, as they then were."""
_IN_WORDS = {
    ATTACKS: {
        Decision.SAME: "one attack",
        Decision.DIFFERENT: "two attacks",
        Decision.UNSURE: "not enough to say",
    },
    ORIGINS: {
        Decision.SAME: "one origin",
        Decision.DIFFERENT: "two origins",
        Decision.UNSURE: "not enough to say",
    },
}


@dataclasses.dataclass(frozen=True)
class LinkAnswer:
    """An answer, and whether it binds.

    Attributes:
        made: The judgement.
        about: `ATTACKS` or `ORIGINS`.
        sides: The two sides that it is about.
        lost: Documents it was given on that were taken back since.
        changed: Documents it was given on that read otherwise now.
    """

    made: Judgement
    about: str
    sides: Sides
    lost: tuple[DocumentId, ...] = ()
    changed: tuple[DocumentId, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it binds nothing any more, and is asked again."""
        return bool(self.lost or self.changed)

    def told(self) -> str:
        """Return who said what of what, when and why, in a line."""
        made = self.made
        what = f"{made.id} {' '.join(made.subjects)}: "
        what += in_words(self.about, made.decision)
        said = f"{what}, by {made.by} on {made.at:%Y-%m-%d}: {made.because}"
        why = [f"{name} was taken back" for name in self.lost]
        why += [f"{name} reads otherwise now" for name in self.changed]
        if not why:
            return f"Decided: {said}"
        return f"Open again, since {' and '.join(why)}. It was decided: {said}"


def in_words(about: str, decision: Decision) -> str:
    """Return what an answer says of two sides."""
    return _IN_WORDS[about][decision]


def answers_on(state: CaseState, about: str) -> Iterator[LinkAnswer]:
    """Yield the last answer on each pair of things, in the order given.

    Args:
        state: A case.
        about: `ATTACKS` or `ORIGINS`.
    """
    for made in last_answers(state.judgements, about):
        sides = sides_of(made, about)
        if sides is not None:
            told = {document_of(name) for name in (*sides.one, *sides.other)}
            read: dict[DocumentId, Sha256] = made.value_of(TEXTS) or {}
            changed = [
                name
                for name, digest in sorted(read.items())
                if name in state.documents
                and state.documents[name].text_sha256 != digest
            ]
            lost = tuple(sorted(told & state.withdrawn))
            yield LinkAnswer(made, about, sides, lost, tuple(changed))


def contrary_to(
    answers: Iterable[LinkAnswer],
    said: str,
    subjects: Collection[str],
    sides: tuple[Collection[str], Collection[str]],
) -> LinkAnswer | None:
    """Return the answer in force that says the contrary of another pair that meets.

    Args:
        answers: On the same kind of things.
        said: "y", "n" or "?".
        subjects: The pair asked about: a later answer on it replaces the former.
        sides: Its two sides.
    """
    contrary = {"y": Decision.DIFFERENT, "n": Decision.SAME}.get(said)
    for answer in answers:
        if (
            answer.made.decision is contrary
            and not answer.is_open
            and set(answer.made.subjects) != set(subjects)
            and answer.sides.lie_between(*sides)
        ):
            return answer
    return None


def refuse_contrary(against: LinkAnswer | None) -> None:
    """Refuse what an answer in force says the contrary of.

    Raises:
        UserError: There is such an answer; says how to take it back.
    """
    if against is None:
        return
    made = against.made
    raise UserError(
        f"{made.id} ({made.decision}: {made.because}) says the contrary of some of "
        f"these reports; take it back first: firsthand undo {made.id}"
    )


def decisions_in_force(state: CaseState) -> LinkDecisions:
    """Return what people decided of links, answers that are open again left out."""
    is_open = {
        answer.made.id
        for about in (ATTACKS, ORIGINS)
        for answer in answers_on(state, about)
        if answer.is_open
    }
    return link_decisions(made for made in state.judgements if made.id not in is_open)


def document_of(name: str) -> DocumentId:
    """Return the document that something is or stands in; its id says it."""
    return DocumentId(name.partition("#")[0])
