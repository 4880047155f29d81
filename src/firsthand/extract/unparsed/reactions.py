"""What a reaction is about, told by the outlet ("condemned the raid that killed 9").

Whoever condemns, mourns or calls for an inquiry does not tell the attack: place, day,
target, arms and toll are the outlet's, but for what stands in quotation signs. A voice
cited at the end of such a sentence tells its toll alone. Rows: `speech_*`, kind
"reaction". Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Range, Statement
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.model import (
    CasualtyClaim,
    Claim,
    DateClaim,
    PlaceClaim,
    TargetClaim,
    VictimNamesClaim,
    WeaponClaim,
)

_CIRCUMSTANCES = (DateClaim, PlaceClaim, TargetClaim, WeaponClaim)
_OF_PEOPLE = (CasualtyClaim, VictimNamesClaim)
_FACTS = (*_CIRCUMSTANCES, *_OF_PEOPLE)
_OPENING, _CLOSING = frozenset("«“„"), frozenset("»”")
_THAT = frozenset({"que", "qu'"})
_OBJECT_WORDS = 5  # within which "reports" is what is rejected
_OPENS = frozenset({"что", "що", ":", "«", "“", '"'})


def is_reacted_to(
    kind: type[Claim],
    where: Range,
    sentence: Sentence,
    said: Said,
    reactions: Sequence[Found],
) -> bool:
    """Say whether a claim is but of what somebody reacts to.

    Args:
        kind: Of the claim.
        where: Its stretch of the text.
        sentence: Its sentence.
        said: The statement it would belong to, with its word of saying.
        reactions: Words of reaction of the sentence.
    """
    if not issubclass(kind, _FACTS) or not reactions:
        return False
    first = sentence.tokens[reactions[0].first].start
    if first > where[0] or _is_quoted(sentence, where):
        return False
    if said.row is not None and said.row["kind"] == "cite":
        cue = said.statement.cue[0][0] if said.statement.cue else 0
        return cue > where[0] and issubclass(kind, _CIRCUMSTANCES)
    return any(_is_cue(sentence, hit, said.statement, where) for hit in reactions)


def is_told_by_others(
    kind: type[Claim],
    where: Range,
    sentence: Sentence,
    said: Said,
    words: Sequence[Found],
) -> bool:
    """Say whether a Slavic reaction or denial only answers what others told.

    "Condemned the raid in which nine died", "rejected reports that nine died".

    Args:
        kind: Of the claim.
        where: Its stretch of the text.
        sentence: Its sentence.
        said: The statement it would belong to, with its word of saying.
        words: Words of reaction, and of what is reported, of the sentence.
    """
    cue = said.statement.cue
    if not issubclass(kind, _FACTS) or not cue or where[0] < cue[-1][1]:
        return False
    tokens = sentence.tokens
    behind = [n for n, t in enumerate(tokens) if cue[-1][1] <= t.start < where[0]]
    reacts = any(
        hit.row["kind"] == "reaction"
        and any(s <= tokens[hit.first].start < e for s, e in cue)
        for hit in words
    )
    denies = said.row is not None and said.row.get("manner") in {"deny", "silent"}
    is_reported = any(
        hit.row["kind"] == "reported" and hit.first in behind[:_OBJECT_WORDS]
        for hit in words
    )
    if (reacts or denies) and is_reported:
        return True
    return reacts and not any(tokens[n].word in _OPENS for n in behind)


def cited_behind(
    kind: type[Claim], where: Range, sentence: Sentence, page: Sequence[Said]
) -> Statement | None:
    """Return who is cited behind a toll of its sentence; None = nobody is."""
    if not issubclass(kind, _OF_PEOPLE):
        return None
    return next(
        (
            one.statement
            for one in page
            if one.row is not None and one.row["kind"] == "cite"
            for cue in one.statement.cue
            if where[1] <= cue[0] < sentence.end
        ),
        None,
    )


def _is_cue(sentence: Sentence, hit: Found, statement: Statement, where: Range) -> bool:
    """Say whether a reaction is the statement's own, with a noun as its object."""
    tokens = sentence.tokens
    start, end = tokens[hit.first].start, tokens[hit.last - 1].end
    is_own = any(s < end and start < e for s, e in statement.cue)
    between = [t.word for t in tokens[hit.last :] if t.end <= where[0]]
    return is_own and not (between and between[0] in _THAT)


def _is_quoted(sentence: Sentence, where: Range) -> bool:
    """Say whether a stretch stands in quotation signs of its sentence."""
    is_open = False
    for token in sentence.tokens:
        if token.start >= where[0]:
            break
        is_open = (is_open or token.word in _OPENING) and token.word not in _CLOSING
    return is_open
