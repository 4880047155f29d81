"""Replies to a side's answer, in Russian and Ukrainian: rebuttals.

"Toreth said that it had hit a depot. The mayor objected that no depot was there": what
somebody else than the side that answered says against its answer, right behind it, is
a rebuttal, not a denial. Method: M053.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.answers.clauses import PAUSES, THIS, clause_of
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.patterned_speech import Said
from firsthand.model import (
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    RebuttalClaim,
)

_REPLIES = re.compile(
    r"ответил\w*|отвеча\w+|возраз\w+|возража\w+|парир\w+|опроверг\w*|отверг\w*|отрица\w+"
    r"|оспор\w+|оспарив\w+|настаива\w+|заперечу\w+|заперечи\w+|спростову\w+|спростув\w+"
    r"|відкида\w+|відкину\w+|відпові\w+|наполяга\w+|протилежн\w+|обратное"
)
_CALLS = re.compile(r"назв\w+|називає\w*|называ\w+")
_LIES = re.compile(
    r"лож\w+|неправд\w+|вымыс\w+|выдумк\w+|вигадк\w+|брехн\w+|абсурд\w*|вздор\w*|чушь\w*"
    r"|нісенітниц\w+"
)
_ASKED = re.compile(r"вопрос\w*|запрос\w*|запит\w*|письм\w+|лист\w*|звонк\w+|просьб\w+")
_GOES_ON = re.compile(
    r"добав\w+|дода\w+|отмет\w+|зазнач\w+|сказа\w+|подчеркн\w+|підкресл\w+"
)
# What a reply to an answer disputes.
_REBUTS = {
    Denies.CIVILIAN_TARGETS: Denies.CIVILIAN_TARGETS,
    Denies.ADMITS_STRIKE: Denies.CIVILIAN_TARGETS,
    Denies.RESPONSIBILITY: Denies.RESPONSIBILITY,
    Denies.OTHER_EXPLANATION: Denies.RESPONSIBILITY,
    Denies.EVENT: Denies.EVENT,
    Denies.EVIDENCE: Denies.EVIDENCE,
    Denies.DISCREDITS_SOURCE: Denies.EVIDENCE,
    Denies.USE: Denies.USE,
    Denies.CIVILIAN_HARM: Denies.CASUALTIES,
    Denies.CASUALTIES: Denies.CASUALTIES,
    Denies.INTENT: Denies.INTENT,
}
_OPENS = frozenset({",", ":", "-", "–", "—", "что", "що", "на", "»"})
_VERSION = ("верси", "версі")
_BEHIND = 2  # sentences between an answer and its reply
_THAT = frozenset({"что", "що", ",", "«", '"', "“", "-", "–", "—"})
_LONGEST = 14  # words of a reply that are quoted


def with_replies(
    sides: Sides,
    sentences: Sequence[Sequence[Token]],
    said: Sequence[Said],
    answers: Sequence[Proposal],
) -> list[Proposal]:
    """Return the answers of a page, replies to them as rebuttals.

    Args:
        sides: Who speaks for whom.
        sentences: Tokens of each sentence.
        said: Statements of the page.
        answers: What the sides answer, and what they call military.
    """
    other = words_of(sides.reference, sides.language, "things", "different")
    made = [
        reply
        for reply in _replies(sides, sentences, said, answers)
        if not other.find(sentences[reply.sentence])  # found by its own words
    ]
    kept = [a for a in answers if not any(_is_same(a, reply) for reply in made)]
    return [*kept, *made]


def _replies(
    sides: Sides,
    sentences: Sequence[Sequence[Token]],
    said: Sequence[Said],
    answers: Sequence[Proposal],
) -> Iterator[Proposal]:
    last: Proposal | None = None
    for one in said:
        tokens = sentences[one.sentence]
        if last is not None and _goes_on(one, last, tokens):
            yield from _rebuttal(one, tokens, last.values["rebuts"])
            continue
        answer = _answer_before(sides, one, answers)
        if answer is None or not _replies_here(one, tokens):
            continue
        if _is_accused_in(sides, one, sentences[answer.sentence]):
            continue
        rebuts = Denies.CIVILIAN_TARGETS
        if answer.kind is DenialClaim:
            rebuts = _REBUTS[answer.values["denies"]]
        for reply in _rebuttal(one, tokens, rebuts):
            last = reply
            yield reply


def _answer_before(
    sides: Sides, one: Said, answers: Sequence[Proposal]
) -> Proposal | None:
    """Return the answer of another side right before a statement; None = none."""
    if one.statement.speaker is None or not one.statement.cue:
        return None
    own = sides.party(one.statement)
    at = one.statement.cue[0][0]
    before = [
        a
        for a in answers
        if a.end <= at
        and 0 <= one.sentence - a.sentence <= _BEHIND
        and (a.kind is MilitaryObjectiveClaim or a.values.get("denies") in _REBUTS)
        and a.statement is not None
        and a.statement.speaker != one.statement.speaker
        and (party := a.values.get("perpetrator") or sides.party(a.statement))
        and party != own
    ]
    return max(before, key=lambda a: a.end) if before else None


def _replies_here(one: Said, tokens: Sequence[Token]) -> bool:
    """Say whether a statement's verb replies, and to no question."""
    verb = tokens[slice(*one.verb)]
    near = tokens[max(0, one.verb[0] - 4) : one.verb[1] + 4]
    if any(_ASKED.fullmatch(t.word) for t in near):
        return False
    if any(_REPLIES.fullmatch(t.word) for t in verb):
        after = tokens[one.verb[1] : one.verb[1] + 1]
        before = tokens[max(0, one.verb[0] - 1) : one.verb[0]]
        signs = [t.word for t in (*before, *after)]
        denies = one.row is not None and one.row.get("manner") == "deny"
        return denies or any(w in _OPENS for w in signs)  # not "answered with fire"
    calls = any(_CALLS.fullmatch(t.word) for t in verb)
    behind = tokens[one.verb[0] : one.verb[1] + 5]
    return (
        calls
        and any(t.word in THIS for t in behind)
        and any(_LIES.fullmatch(t.word) for t in behind)
    )


def _is_accused_in(sides: Sides, one: Said, tokens: Sequence[Token]) -> bool:
    """Say whether an answer laid the strike to the speaker's side, which denies it."""
    own = sides.party(one.statement)
    manner = one.row.get("manner") if one.row is not None else None
    verb = sides.text[slice(*one.statement.cue[0])].lower()
    denies = manner == "deny" or _CALLS.match(verb) is not None
    words = sides.text[tokens[0].start : tokens[-1].end]
    named = sides.language.parties(sides.reference).find(words)
    return denies and own is not None and any(m.code == own for m in named)


def _goes_on(one: Said, last: Proposal, tokens: Sequence[Token]) -> bool:
    """Say whether whoever replied goes on in the next sentence, in a quotation."""
    verb = " ".join(t.word for t in tokens[slice(*one.verb)])
    return (
        last.statement is not None
        and one.sentence == last.sentence + 1
        and one.statement.speaker == last.statement.speaker
        and tokens[0].word in {"«", '"', "“"}
        and _GOES_ON.fullmatch(verb) is not None
    )


def _rebuttal(one: Said, tokens: Sequence[Token], rebuts: Denies) -> Iterator[Proposal]:
    """Yield what somebody replies: its first clause, or the verb's own."""
    inside = [
        n
        for n, t in enumerate(tokens)
        if any(s <= t.start < e for s, e in one.statement.content)
        and not any(s <= t.start < e for s, e in one.statement.source)
    ]
    while inside and tokens[inside[0]].word in _THAT:
        inside.pop(0)
    is_deny = one.row is not None and one.row.get("manner") == "deny"
    if is_deny or not inside:
        clause = clause_of(tokens, Found(one.verb[0], one.verb[1], {}))
        first, last = clause.start, clause.stop
        is_version = any(tokens[n].word.startswith(_VERSION) for n in clause)
        if last < len(tokens) and tokens[last].word == ":" and not is_version:
            first, last = _behind_a_colon(tokens, last + 1)
    else:
        first = last = inside[0]
        while last < len(tokens) and last - first < _LONGEST:
            if last not in inside or (tokens[last].word in PAUSES and last > first):
                break
            last += 1
    if last > first + 1:
        start, end = range_of(tokens, first, last)
        values = {"rebuts": rebuts}
        yield Proposal(RebuttalClaim, one.sentence, start, end, one.statement, values)


def _behind_a_colon(tokens: Sequence[Token], first: int) -> tuple[int, int]:
    """Return the clause after a colon, less signs and "by his words,"."""
    while first < len(tokens) and tokens[first].word in _THAT:
        first += 1
    if [t.word for t in tokens[first : first + 1]] in (["по"], ["за"]):
        near = tokens[first : first + 5]
        comma = next((n for n, t in enumerate(near) if t.word == ","), None)
        first += comma + 1 if comma is not None else 0
    last = first
    while last < len(tokens) and last - first < _LONGEST:
        if tokens[last].word in PAUSES | {"»"} and last > first:
            break
        last += 1
    return first, last


def _is_same(answer: Proposal, reply: Proposal) -> bool:
    """Say whether an answer is but what a reply says, by the same voice."""
    who = answer.statement.speaker if answer.statement else None
    by = reply.statement.speaker if reply.statement else None
    return (
        answer.sentence == reply.sentence
        and answer.kind is not MilitaryObjectiveClaim
        and who == by
        and (
            answer.kind is RebuttalClaim
            or (answer.start < reply.end and reply.start < answer.end)
        )
    )
