"""Who says what in sentences read by patterns, without a parser.

Shapes, all languages: verb with speaker and content, a preposition with a speaker
("according to"), a speaker and a colon, a quotation. A pronoun or a missing subject is
given to the one fitting speaker of the last sentence that had any, else it stays
unresolved with its candidates. Reads the tables `speech_*`. Method: M022.

Each language's way of building statements is a module of its own (`arabic_speech`,
`european_speech` with `romance_speech` and `slavic_speech`); here one is chosen, and
what it read is put together over a page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.acting_people import ActingPeople
from firsthand.extract.arabic_speech import ArabicSpeech
from firsthand.extract.european_speech import EuropeanSpeech
from firsthand.extract.headings_and_quotes import (
    HeadingsAndQuotes,
    long_quotes,
    with_quote,
)
from firsthand.extract.known_speakers import KnownSpeakers
from firsthand.extract.patterned import Language, Token
from firsthand.extract.reading import Statement
from firsthand.extract.said import DEFINITE, Known, Said, as_written
from firsthand.extract.slavic_speech import THOSE, without_object
from firsthand.reference import Reference

__all__ = ("Said", "Speech")

_LATTER = frozenset({"те", "та", "тот", "ті", "той", "последние", "останні"})
# "Of this told X", "such is the conclusion of X", "so X said".
_OF_THIS = frozenset(
    {("об", "этом"), ("про", "це"), ("про", "это"), ("о", "том"), ("об", "атаке")}
    | {("такого", "висновку"), ("до", "такого"), ("такий", "висновок"), ("про", "таке")}
    | {("таких", "висновків"), ("до", "таких"), ("такі", "висновки")}
    | {("к", "таким"), ("такие", "выводы"), ("такую", "оценку"), ("таку", "оцінку")}
    | {("таке", "повідомлення"), ("такое", "заявление"), ("таку", "заяву")}
    | {("к", "такому"), ("такой", "вывод"), ("такие", "данные"), ("такі", "дані")}
    | {("эти", "данные"), ("ці", "дані"), ("про", "атаку"), ("про", "удар")}
    | {("asi", "lo"), ("asi", "se"), ("c'", "est"), ("es", "la"), ("telle", "est")}
    | {("eso", "es"), ("esa", "es"), ("son", "las"), ("telles", "sont"), ("ce", "sont")}
    | {("es", "lo"), ("tal", "es"), ("voila", "ce")}
)


class Speech:
    """Who says what on a page, in one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Choose the language's way, and index its rows."""
        is_arabic = language.code == "ar"
        way = ArabicSpeech if is_arabic else EuropeanSpeech
        self.words: ArabicSpeech | EuropeanSpeech = way(reference, language)
        self.headings = HeadingsAndQuotes(self.words)
        self.speakers = KnownSpeakers(self.words)
        self.acting = ActingPeople(self.words)
        self.stand_ins = self.words.stand_ins

    def statements(
        self, sentences: Sequence[Sequence[Token]], headlines: frozenset[int]
    ) -> list[Said]:
        """Return every statement of a page, in order, innermost not marked.

        Args:
            sentences: The tokens of each sentence.
            headlines: Indices of sentences that are titles.
        """
        known: list[Known] = []
        made: list[Said] = []
        for number, tokens in enumerate(sentences):
            headed = self.headings.heading(tokens, number in headlines)
            raws = [*headed, *self.words.read(tokens)]
            if number in headlines:
                raws = self.headings.past_what_heads_itself(tokens, raws)
            if not raws:
                raws = list(self.headings.before_a_quote(tokens, known))
            if not raws:
                raws = list(self.headings.quotation(tokens, made, number))
                known += self.acting.in_sentence(tokens, number)
            ordered = sorted(raws, key=lambda r: r.cue)
            if self.words.language.is_slavic:
                ordered = [without_object(tokens, raw) for raw in ordered]
            new = [
                self.speakers.resolved(tokens, raw, known, number) for raw in ordered
            ]
            if number:
                before = sentences[number - 1]
                new = [self._latter(tokens, said, before, made) for said in new]
            if self.words.language.is_slavic:
                new = [self._those(tokens, said) for said in new]
            if number and _tells_of_it(tokens) and new:
                is_told = any(said.sentence == number - 1 for said in made)
                new = new if is_told else _with_before(new, sentences[number - 1])
            made += new
        for quote in long_quotes(sentences):
            made = with_quote(made, quote)
        return made

    def with_bodies(
        self,
        text: str,
        made: Sequence[Said],
        sentences: Sequence[Sequence[Token]],
        headlines: frozenset[int],
    ) -> list[Said]:
        """Return the statements, "the organisation", "the report" as bodies (M068)."""
        told = self.stand_ins.resolved(
            text, sentences, headlines, [(m.sentence, m.statement) for m in made]
        )
        named = [
            dataclasses.replace(one, statement=statement)
            for one, statement in zip(made, told, strict=True)
        ]
        told_of = self._with_whom_titles_mean(named, sentences, headlines)
        return [one for one in told_of if not self._is_nobodys(sentences, one)]

    def _is_nobodys(self, sentences: Sequence[Sequence[Token]], said: Said) -> bool:
        """Say whether a title's charge found nobody below who makes it."""
        if not (self.words.language.is_romance and said.row is None):
            return False
        name, source = said.statement.speaker, said.statement.source
        is_bare = name is not None and bool(source) and not said.statement.cue
        inside = [
            t
            for t in sentences[said.sentence]
            if any(s <= t.start < e for s, e in source)
        ]
        hit = self.words.generic.at(inside, 0) if is_bare and inside else None
        is_nobody = hit is not None and (hit.row.get("charge") or hit.row.get("label"))
        return bool(is_nobody) and as_written(inside) == name

    def _with_whom_titles_mean(
        self,
        made: Sequence[Said],
        sentences: Sequence[Sequence[Token]],
        headlines: frozenset[int],
    ) -> list[Said]:
        """Give "rights group: ..." in a title to the body that speaks first below it.

        Never to a side's own office.
        """
        first = next((m for m in made if m.sentence not in headlines), None)
        name = first.statement.speaker if first is not None else None
        if first is None or name is None or self._is_an_office(first, sentences):
            return list(made)
        return [
            dataclasses.replace(
                one,
                statement=dataclasses.replace(
                    one.statement,
                    speaker=name,
                    chain=(name,),
                    is_unresolved=False,
                    candidates=(),
                ),
            )
            if one.sentence in headlines
            and self._is_generic(sentences[one.sentence], one.statement)
            else one
            for one in made
        ]

    def _is_an_office(self, said: Said, sentences: Sequence[Sequence[Token]]) -> bool:
        """Say whether a side's office or a party speaks, whom no title calls a body."""
        inside = [
            t
            for t in sentences[said.sentence]
            if any(s <= t.start < e for s, e in said.statement.source)
        ]
        heads = self.words.head.find(inside)
        names_party = any(
            m.form != "adjective" for m in self.words.parties.find(as_written(inside))
        )
        if self.words.language.code == "fr" and self._is_a_body(inside):
            return False  # "the association Open Archives of Velmara"
        return any(hit.row.get("official") for hit in heads) or names_party

    def _is_a_body(self, inside: Sequence[Token]) -> bool:
        """Say whether words begin with the noun of a private body, and name one."""
        first = 1 if inside and inside[0].word in DEFINITE else 0
        group = self.stand_ins.words["group"].at(inside, first)
        behind = inside[group.last :] if group is not None else ()
        is_named = any(t.given[:1].isupper() for t in behind)
        is_named = is_named or any(
            t.given[:1].isupper() for t in inside[first : first + 1]
        )
        named = self.words.parties.find(as_written(inside))
        is_force = any(m.kind != "state" for m in named)
        return group is not None and is_named and not is_force

    def _is_generic(self, tokens: Sequence[Token], statement: Statement) -> bool:
        """Say whether a speaker is told by a kind of body alone ("rights group")."""
        inside = [
            t for t in tokens if any(s <= t.start < e for s, e in statement.source)
        ]
        hit = self.words.generic.at(inside, 0) if inside else None
        return hit is not None and hit.last >= len(inside)

    def _latter(
        self,
        tokens: Sequence[Token],
        said: Said,
        before: Sequence[Token],
        made: Sequence[Said],
    ) -> Said:
        """Give "the latter keep silent" to the party named last before."""
        statement = said.statement
        opens = tokens[0].word in _LATTER and statement.source
        spoke = [m.statement.speaker for m in made if m.sentence == said.sentence - 1]
        there = self._there(tokens, statement, before, spoke[-1] if spoke else None)
        if there is None and (not opens or statement.source[0][0] != tokens[0].start):
            return said
        name = there or self._party_named_last(before)
        if name is None:
            return said
        told = dataclasses.replace(
            statement, speaker=name, chain=(name,), is_unresolved=False, candidates=()
        )
        return dataclasses.replace(said, statement=told)

    def _those(self, tokens: Sequence[Token], said: Said) -> Said:
        """Give "accused the rebels, and those say" to the party named before it.

        Never to whoever accused them; open where no party is named.
        """
        source = said.statement.source
        start = source[0][0] if source else -1
        place = next((n for n, t in enumerate(tokens) if t.start == start), 0)
        is_those = place and tokens[place].word in THOSE[self.words.language.code]
        if not is_those or tokens[place].end != source[0][1]:
            return said
        name = self._party_named_last(tokens[:place])
        told = dataclasses.replace(
            said.statement,
            speaker=name,
            chain=(name,) if name else (),
            is_unresolved=name is None,
            candidates=(),
        )
        return dataclasses.replace(said, statement=told)

    def _party_named_last(self, words: Sequence[Token]) -> str | None:
        """Return the party that some words name last, as they name it."""
        named = [
            (place, mention)
            for place, token in enumerate(words)
            for mention in self.words.parties.find(token.given)
        ]
        if not named:
            return None
        place, mention = named[-1]
        last = place + (2 if mention.form == "adjective" else 1)
        return as_written(words[place:last])

    def _there(
        self,
        tokens: Sequence[Token],
        statement: Statement,
        before: Sequence[Token],
        spoke: str | None,
    ) -> str | None:
        """Return who "there they said" is: who spoke before, or the state named."""
        if not (self.words.language.is_slavic and statement.source):
            return None
        start = statement.source[0][0]
        place = next((n for n, t in enumerate(tokens) if t.start == start), None)
        if place is None or tokens[place].word != "там" or not statement.is_unresolved:
            return None
        named = self._party_named_last(tokens[:place])
        return named or spoke or self._party_named_last(before)


def _tells_of_it(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence begins "of this told ..." and tells nothing else."""
    words = tuple(t.word for t in tokens[:2])
    return words in _OF_THIS and not any(t.word == ":" for t in tokens)


def _with_before(new: Sequence[Said], before: Sequence[Token]) -> list[Said]:
    """Give the sentence before to whoever "told of this"."""
    if not before:
        return list(new)
    whole = before[0].start, before[-1].end
    statement = new[0].statement
    content = (*statement.content, whole)
    first = dataclasses.replace(statement, content=content)
    return [dataclasses.replace(new[0], statement=first), *new[1:]]
