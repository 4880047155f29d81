"""A page in a language without a parse, as all finders of claims see it.

Holds text, sentences and who says what, and makes a claim with speaker and hedges.
Method: M056.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

from firsthand.extract.counting.groups import Counting, Group
from firsthand.extract.patterned import Found, Language, Token, range_of, words_of
from firsthand.extract.patterned_speech import Said, Speech
from firsthand.extract.places import likely_countries
from firsthand.extract.reading import Range, Reading, Statement
from firsthand.extract.spanish_speakers import in_full
from firsthand.extract.unparsed.reactions import (
    cited_behind,
    is_reacted_to,
    is_told_by_others,
)
from firsthand.extract.unparsed.sentences import Sentence, Sentences
from firsthand.model import Claim, ClaimId, DocumentId, RootKind
from firsthand.reference.voices import open_voices


class Finder:
    """What every finder of claims has: the page, its text, language and tables."""

    def __init__(self, page: PatternedPage) -> None:
        """Take a page that is read."""
        self.page = page
        self.language = page.language
        self.reference = page.reference
        self.text = page.text


class PatternedPage:
    """A page in a language without parser, and what its finders share."""

    def __init__(self, reading: Reading, language: Language) -> None:
        """Read tokens, dates, weapons, parties and statements once."""
        self.language = language
        self.reference = reading.reference
        self.text = reading.text
        self._groups: dict[int, Sequence[Group]] = {}
        self._hedge = words_of(reading.reference, language, "things", "hedge")
        reader = Sentences(reading, language)
        self.dated = reader.dated
        self.sentences = reader.read()
        titles = frozenset(n for n, s in enumerate(self.sentences) if s.is_headline)
        speech = Speech(reading.reference, language)
        self.bodies_known = speech.stand_ins.words["known"]
        tokens = [s.tokens for s in self.sentences]
        self.said: list[Said] = speech.with_bodies(
            self.text, speech.statements(tokens, titles), tokens, titles
        )
        if language.code == "es":
            self.said = in_full(self.text, self.said)
        self.reading = dataclasses.replace(
            reading, statements=tuple(said.statement for said in self.said)
        )
        reading.memo["statements"] = self.reading.statements

    @functools.cached_property
    def home(self) -> tuple[str, ...]:
        """The countries the page most likely speaks of, likeliest first."""
        return likely_countries(self.reading)

    def made(
        self,
        kind: type[Claim],
        where: Range,
        sentence: Sentence,
        *,
        statement: Statement | None = None,
        hedges: tuple[str, ...] | None = None,
        **values: Any,
    ) -> Claim:
        """Return a claim with its speaker and hedges, as the assembler would."""
        said = statement or self.reading.statement_of(*where)
        if said is not None and statement is None:
            said = self._past_reaction(kind, said, where, sentence)
        if hedges is None:
            hedges = self.hedges(sentence, where)
        return kind(
            id=ClaimId(""),
            document_id=DocumentId(self.reading.page.id),
            span=self.reading.span(*where),
            speaker=said.speaker if said else None,
            chain=said.chain if said else (),
            is_unresolved=said.is_unresolved if said else False,
            candidates=said.candidates if said else (),
            hedged=bool(hedges),
            hedges=hedges,
            is_headline=sentence.is_headline,
            **values,
        )

    def _past_reaction(
        self, kind: type[Claim], told: Statement, where: Range, sentence: Sentence
    ) -> Statement | None:
        """Return whose a claim inside somebody's reaction is; None = the outlet's.

        A toll is of the voice cited behind it ("condemned the raid that killed nine,
        according to medics").
        """
        kinds = ("reaction", "reported") if self.language.is_slavic else ("reaction",)
        rows = words_of(self.reference, self.language, "speech", *kinds)
        reactions = rows.find(sentence.tokens)
        said = next((one for one in self.said if one.statement is told), None)
        if said is not None and self.language.is_slavic:
            words = is_told_by_others(kind, where, sentence, said, reactions)
            is_his = self._is_an_offices or self._is_cited(said, where)
            return None if words and not is_his else told
        if said is None or self._is_an_offices:
            return told
        if not is_reacted_to(kind, where, sentence, said, reactions):
            return told
        return cited_behind(kind, where, sentence, self.said)

    @functools.cached_property
    def _is_an_offices(self) -> bool:
        """The page is an office's own: what it condemns it tells."""
        kind = open_voices(self.reference).kind_of(self.reading.page.outlet or "")[0]
        return kind not in {None, RootKind.OUTLET}

    def _is_cited(self, said: Said, where: Range) -> bool:
        """Say whether "by its count" stands between a reaction and what it is about."""
        if not said.statement.cue:
            return False
        last = said.statement.cue[-1][1]
        return any(
            one.row is not None
            and one.row["kind"] == "cite"
            and any(last <= start < where[0] for start, _ in one.statement.cue)
            for one in self.said
        )

    def hedges(self, sentence: Sentence, where: Range) -> tuple[str, ...]:
        """Return hedge words of the clause around a stretch."""
        first, last = self.clause(sentence, where)
        tokens = sentence.tokens
        return tuple(
            self.text[slice(*range_of(tokens, h.first, h.last))]
            for h in self._hedge.find(tokens)
            if first <= tokens[h.first].start < last or _is_aside_of(tokens, h, first)
        )

    def clause(self, sentence: Sentence, where: Range) -> Range:
        """Return the stretch between commas and stops around a stretch."""
        first, last = sentence.start, sentence.end
        for token in sentence.tokens:
            if token.word in {",", "،", ";", "؛", ":", "."}:
                if token.end <= where[0]:
                    first = token.end
                elif token.start >= where[1]:
                    return first, token.start
        return first, last

    def is_number(self, token: Token) -> bool:
        """Say whether a token is a number, in digits or in a word."""
        rows = words_of(self.reference, self.language, "counts", "number")
        return token.word.isdecimal() or bool(rows.find([token]))

    def taken(self, sentence: Sentence) -> list[bool]:
        """Mark tokens that count nobody: dates, weapons' names, "no casualties"."""
        stretches = [(start, end) for start, end, _ in self.dated]
        none = words_of(self.reference, self.language, "counts", "none")
        stretches += [
            range_of(sentence.tokens, n.first, n.last)
            for n in none.find(sentence.tokens)
        ]
        stretches += [
            (m.start, m.end)
            for m in sentence.weapons
            if any(c.isdigit() for c in m.words)
        ]
        return [
            any(s <= t.start and t.end <= e for s, e in stretches)
            for t in sentence.tokens
        ]

    def groups(self, sentence: Sentence) -> Sequence[Group]:
        """Return who is counted in a sentence; several finders ask."""
        held = self._groups.get(sentence.start)
        if held is None:
            counting = Counting(self.reference, self.language)
            taken = self.taken(sentence)
            held = tuple(counting.groups(self.text, sentence.tokens, taken))
            self._groups[sentence.start] = held
        return held

    def harms(self, sentence: Sentence) -> list[Found]:
        """Return the words of harm of a sentence."""
        rows = words_of(self.reference, self.language, "counts", "harm")
        return rows.find(sentence.tokens)

    def tells_an_attack(self, sentence: Sentence) -> bool:
        """Say whether a sentence tells of an attack, of harm, or of "the tragedy"."""
        event = words_of(self.reference, self.language, "things", "event")
        told = sentence.strikes or sentence.weapons or self.harms(sentence)
        return bool(told or event.find(sentence.tokens))

    def is_in_source(self, where: Range) -> bool:
        """Say whether a stretch stands among the words that name who speaks."""
        return any(
            s <= where[0] and where[1] <= e
            for said in self.said
            for s, e in said.statement.source
        )

    def is_denial(self, statement: Statement) -> bool:
        """Say whether a statement denies, or keeps silent."""
        return any(
            said.statement is statement
            and said.row is not None
            and said.row.get("manner") in {"deny", "silent"}
            for said in self.said
        )

    def names_a_party(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a stretch is, or stands in, a party's name."""
        return any(m.start <= where[0] and where[1] <= m.end for m in sentence.parties)


def _is_aside_of(tokens: Sequence[Token], hedge: Found, clause: int) -> bool:
    """Say whether a hedge alone, up to its comma, stands before a clause."""
    if hedge.last >= len(tokens) or tokens[hedge.last].word not in {",", "،"}:
        return False
    opens = not hedge.first or not tokens[hedge.first - 1].is_word
    return opens and tokens[hedge.last].end == clause
