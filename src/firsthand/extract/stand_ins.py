"""Whom "the organisation", "the report", "the authors" are, in five languages.

A page's bodies are known by the noun before their name ("l'ONG Balance", "организация
«Опора»") or from the table of speakers. A speaker told by such a noun alone, or by what
the body published, is the body named last before it; a body of a state is never "the
organisation", nor is anything in a title resolved. Two bodies named together leave it
open, with both as candidates. English does this on its parse (speakers). Tables:
stand_ins, speaker_names. Method: M068.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract import arabic_sources
from firsthand.extract.patterned import Found, Language, Token, Words, words_of
from firsthand.extract.reading import Statement
from firsthand.extract.report_makers import maker_behind
from firsthand.extract.slavic_sources import is_no_name, tidied
from firsthand.reference import Reference

_KINDS = (
    *("group", "document", "people", "state", "before", "vague"),
    *("staff", "office", "known"),
)
# A speaker's words, its owner's among them, are no more than this.
_REACH = 14
# Between the noun of a body and its name ("l'organisation de défense X").
_BETWEEN = 2
_LONGEST = 6
_STOPS = frozenset(".;:!?")
_SIGNS = {"«": "»", "“": "”", "„": "”", '"': '"'}
# Small words inside a name ("Médecins pour la Paix").
_INSIDE = frozenset(
    {"de", "del", "des", "du", "d'", "la", "las", "les", "los", "el", "por", "para"}
    | {"pour", "sans", "sin", "y", "et", "без", "за", "и", "і", "та", "для", "по", "of"}
)


@dataclasses.dataclass(frozen=True)
class _Body:
    """A body that the page names: its name, and where it stands in the text."""

    name: str
    start: int
    sentence: int
    members: frozenset[str] = frozenset()  # "a group of analysts «X»": analysts


class StandIns:
    """The words of one language that stand for a body."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        rows = [
            r for r in reference.table("stand_ins") if r["language"] == language.code
        ]
        self.words = {
            kind: Words([r for r in rows if r["kind"] == kind], language, "words")
            for kind in _KINDS
        }
        self.names = reference.derived("group_names", _group_names)
        self.parties = language.parties(reference)
        self.say = words_of(reference, language, "speech", "say")
        self.heads = words_of(reference, language, "speech", "head", "head_oblique")
        self.asides = words_of(reference, language, "speech", "aside")

    def resolved(
        self,
        text: str,
        sentences: Sequence[Sequence[Token]],
        titles: frozenset[int],
        statements: Sequence[tuple[int, Statement]],
    ) -> list[Statement]:
        """Return the statements, those by a stand-in with the body it stands for.

        Args:
            text: The page.
            sentences: The tokens of each sentence.
            titles: Indices of sentences that are titles.
            statements: Each with the index of its sentence, in order.
        """
        statements = self._told_fully(sentences, statements)
        bodies: list[_Body] | None = None
        made: list[Statement] = []
        meant: dict[str, str] = {}  # who "the report" was when it spoke last
        for number, statement in statements:
            tokens = sentences[number]
            if self.language.is_slavic:
                statement = self._tidied(tokens, statement)  # noqa: PLW2901  its name alone
            place = self._standing(tokens, statement)
            if place is None:
                place = self._standing_before(tokens, statement)
            if place is not None and self._is_told_of(tokens, place, statement):
                place = None
            is_title = number in titles
            if place is None or (is_title and not self.language.is_slavic):
                told = self._still_meant(tokens, statement, meant)
                made.append(self._in_full(text, tokens, told, made))
                continue
            if place[0] == "office":
                made.append(self._by_office(statement, made))
                continue
            if bodies is None:
                bodies = self._bodies(text, sentences, titles)
                bodies += self._speaking_in_signs(sentences, statements, bodies)
                bodies += self._heading_a_title(sentences, titles)
                bodies += self._speaking_by_name(sentences, statements, bodies)
                bodies = bodies or self._whose_documents(sentences)
                bodies = self._named_alike(self._in_whole(text, bodies))
            if is_title:
                made.append(_told_below(statement, bodies, number))
                continue
            before = self._who_could(tokens, place, bodies, sentences)
            made.append(self._said_by(tokens, place, statement, before, number))
            if statement.speaker and made[-1].speaker:
                meant[statement.speaker] = made[-1].speaker
        return made

    def _told_fully(
        self,
        sentences: Sequence[Sequence[Token]],
        statements: Sequence[tuple[int, Statement]],
    ) -> Sequence[tuple[int, Statement]]:
        """Return Arabic statements with their speakers' names alone and in full."""
        if self.language.code != "ar":
            return statements
        return arabic_sources.tidied(sentences, statements)

    # -- short names of Spanish and French --------------------------------------

    def _still_meant(
        self, tokens: Sequence[Token], statement: Statement, meant: dict[str, str]
    ) -> Statement:
        """Return what "it" said, where "it" is a report or body that stood for one."""
        if not (self.language.is_romance and meant):
            return statement
        if statement.is_unresolved:
            named = {meant.get(one, one) for one in statement.candidates}
            return _by(statement, named.pop()) if len(named) == 1 else statement
        name = meant.get(statement.speaker or "")
        told = "".join(
            t.given
            for t in tokens
            if any(start <= t.start < end for start, end in statement.source)
        )
        is_it = len(told) <= _LONGEST_PRONOUN
        return _by(statement, name) if name and is_it else statement

    def _in_full(
        self,
        text: str,
        tokens: Sequence[Token],
        statement: Statement,
        made: Sequence[Statement],
    ) -> Statement:
        """Return "Mr Hranec" as the man of that name told before, in full.

        "His team", too, is whoever told of it.
        """
        name = statement.speaker
        if not self.language.is_romance or not name or not statement.source:
            return statement
        short = _MISTER.match(name)
        if short is not None:
            start = statement.source[0][0]
            full = re.compile(rf"[^\W\d_a-zà-ÿ]\w+ {re.escape(short[1])}(?!\w)")
            found = {hit.group() for hit in full.finditer(text, 0, start)}
            found = {one for one in found if not _MISTER.match(one)}
            return _by(statement, found.pop()) if len(found) == 1 else statement
        if _HIS_TEAM.match(name) and made and made[-1].speaker:
            is_here = tokens and made[-1].cue[0][0] >= tokens[0].start
            return _by(statement, str(made[-1].speaker)) if is_here else statement
        return statement

    def _in_whole(self, text: str, bodies: Sequence[_Body]) -> list[_Body]:
        """Return Spanish and French bodies with small words that end their names.

        A name that each time goes on with one small word has it ("Alerte civile").
        """
        if not self.language.is_romance:
            return list(bodies)
        whole = {
            name: self._whole_name(text, name) for name in {b.name for b in bodies}
        }
        return [dataclasses.replace(b, name=whole[b.name]) for b in bodies]

    def _whole_name(self, text: str, name: str) -> str:
        for _ in range(_BETWEEN):
            after = re.findall(rf"(?<!\w){re.escape(name)}(?!\w)(?: (\w+))?", text)
            is_one = len(after) > 1 and len(set(after)) == 1 and after[0].islower()
            words = self.language.tokens(after[0], 0, len(after[0])) if is_one else ()
            if not words or self.say.at(words, 0) is not None:
                break
            if words[0].word in _ENDS_BODY | _SMALL:
                break
            name = f"{name} {after[0]}"
        return name

    def _who_could(
        self,
        tokens: Sequence[Token],
        place: tuple[str, int],
        bodies: Sequence[_Body],
        sentences: Sequence[Sequence[Token]],
    ) -> Sequence[_Body]:
        """Return the bodies that can have a report's authors, or a report.

        Those told by that noun ("a group of analysts X": "the analysts"), else those
        whose report it is, else all.
        """
        kind, at = place
        if not self.language.is_romance or kind not in {"people", "document"}:
            return bodies
        before = [b for b in bodies if b.start < tokens[at].start]
        noun = tokens[at].word[:_STEM]
        own = [b for b in before if noun in b.members]
        documents = self.words["document"]
        reporting = [b for b in before if documents.find(sentences[b.sentence])]
        chosen = {b.name for b in (own or reporting)}
        after = [b for b in bodies if b.start >= tokens[at].start]
        return [b for b in before if b.name in chosen or not chosen] + after

    def _tidied(self, tokens: Sequence[Token], statement: Statement) -> Statement:
        """Return a Slavic statement, its speaker less what is none of his name.

        Who "he" may be is nobody whom a phrase beside names; one left is meant.
        """
        statement = self._less_its_kind(tidied(tokens, statement, self.heads))
        names = [c for c in statement.candidates if not self._is_phrase(c)]
        if len(names) == len(statement.candidates) or not names:
            return statement
        if len(names) == 1:
            return _by(statement, names[0])
        return dataclasses.replace(statement, candidates=tuple(names))

    def _less_its_kind(self, statement: Statement) -> Statement:
        """Return "at the organisation X" as X; what is a side's keeps its noun."""
        name = statement.speaker or ""
        words = self.language.tokens(name, 0, len(name)) if name[:1].islower() else ()
        kind = self._at("group", words, 0)
        if kind is None or kind.last >= len(words):
            return statement
        own = name[words[kind.last].start :].strip(' «»"“”')
        is_name = words[kind.last].word in _SIGNS or own[:1].isupper()
        is_side = bool(self.parties.find_joined(own)) or own[:1].isdigit()
        return statement if is_side or not is_name else _by(statement, own)

    def _is_phrase(self, name: str) -> bool:
        words = self.language.tokens(name, 0, len(name))
        return bool(words) and is_no_name(words[0].word, words[0].given)

    def _standing_before(
        self, tokens: Sequence[Token], statement: Statement
    ) -> tuple[str, int] | None:
        """Return the stand-in a pronoun was given to ("they concluded": researchers).

        In Russian and Ukrainian; elsewhere pronouns are given to bodies themselves.
        """
        if not (self.language.is_slavic and statement.source and statement.speaker):
            return None
        start, end = statement.source[0]
        first = next((n for n, t in enumerate(tokens) if t.end > start), None)
        is_told = first is None or any(
            t.given in statement.speaker for t in tokens if start <= t.start < end
        )
        if first is None or is_told:
            return None
        words = self.language.tokens(statement.speaker, 0, len(statement.speaker))
        noun = 0
        while (hit := self._at("before", words, noun)) is not None:
            noun = hit.last
        found = self._kind(words, noun, len(statement.speaker), is_vague=False)
        if found is None or found[0] == "staff":
            return None if found is None else ("team", first)
        return found[0], first

    def _is_told_of(
        self, tokens: Sequence[Token], place: tuple[str, int], statement: Statement
    ) -> bool:
        """Say whether a Slavic report stands before who speaks of it.

        "The publications of X General Y called lies": the general speaks.
        """
        kind, at = place
        name = self.language.fold(statement.speaker or "")[0]
        is_document = self.language.is_slavic and kind == "document"
        is_said_so = self._at("document", tokens, at) is not None
        return is_document and is_said_so and tokens[at].word[:_SHORTEST] not in name

    def _by_office(self, statement: Statement, made: Sequence[Statement]) -> Statement:
        """Return what "the department" says as said by the office that spoke last."""
        for one in reversed(made):
            words = self.language.tokens(one.speaker or "", 0, len(one.speaker or ""))
            if any(self._at("state", words, n) for n in range(min(2, len(words)))):
                return _by(statement, str(one.speaker))
        return statement

    # -- stand-ins ------------------------------------------------------------

    def _standing(
        self, tokens: Sequence[Token], statement: Statement
    ) -> tuple[str, int] | None:
        """Return which kind of stand-in a speaker is told by, and where its noun is."""
        if not statement.source or statement.speaker is None:
            return None
        start, end = statement.source[0]
        first = next((n for n, t in enumerate(tokens) if t.end > start), len(tokens))
        is_vague = False
        noun = first
        if self.language.is_slavic and _is_told_in_it(tokens, first, end):
            return "people", first
        while noun < len(tokens) and noun - first <= _BETWEEN:
            hit = self._at("before", tokens, noun)
            vague = self._at("vague", tokens, noun)
            if hit is None and vague is None:
                break
            is_vague = is_vague or vague is not None
            noun = (hit or vague or Found(noun, noun + 1, {})).last
        return self._kind(tokens, noun, end, is_vague=is_vague)

    def _kind(
        self, tokens: Sequence[Token], noun: int, end: int, *, is_vague: bool
    ) -> tuple[str, int] | None:
        limit = min(len(tokens), noun + _BETWEEN + 1)
        for place in range(noun, limit):
            if self._at("document", tokens, place):
                return "document", place
            if place == noun and (hit := self._at("people", tokens, place)):
                return "people", hit.first
            if place == noun and (told := self._staff(tokens, place, end)):
                return told
            group = self._at("group", tokens, place) if place == noun else None
            if group is not None:
                # Alone: "the organisation"; with more, it is a body of its own.
                is_alone = (
                    group.last >= len(tokens) or tokens[group.last - 1].end >= end
                )
                is_alone = is_alone or self._tells_its_kind(tokens, group.last, end)
                return ("group", place) if is_alone and not is_vague else None
            if self.language.code == "ar" or not tokens[place].given.islower():
                return None
        return None

    def _tells_its_kind(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        """Say whether French words behind "the organisation" only describe it.

        "L'organisation médicale", "l'ONG basée à Lusane": no name follows.
        """
        words = [t for t in tokens[first:] if t.end <= end]
        if self.language.code != "fr" or not words:
            return False
        is_kind = bool(_FRENCH_ADJECTIVE.search(words[0].word))
        rest = words[is_kind:]
        is_based = bool(rest) and rest[0].word.startswith(_BASED)
        return words[0].given.islower() and (is_based or (is_kind and not rest))

    def _staff(
        self, tokens: Sequence[Token], place: int, end: int
    ) -> tuple[str, int] | None:
        """Return "experts of the organisation" as the body, "analysts" as its own.

        "The department" alone is the office that spoke last.
        """
        if self._at("office", tokens, place):
            return ("office", place) if tokens[place].end >= end else None
        if not self._at("staff", tokens, place):
            return None
        inside = [t for t in tokens[place:] if t.end <= end]
        if any(t.given[:1].isupper() for t in inside[1:]):
            return None  # a person of the body, or another body
        if len(inside) == 1:
            before = tokens[place - 1].word if place else ""
            is_own = before in _THEIR or inside[0].word.startswith(_OF_A_TEAM)
            is_own = is_own and self.language.is_slavic
            return "team" if is_own else "staff", place
        is_of = self._at("group", inside, 1) or self._at("document", inside, 1)
        return ("group", place) if is_of and len(inside) == _BETWEEN else None

    def _said_by(
        self,
        tokens: Sequence[Token],
        found: tuple[str, int],
        statement: Statement,
        bodies: Sequence[_Body],
        number: int,
    ) -> Statement:
        kind, place = found
        at = tokens[place].start
        if kind == "document":
            end = next(
                (
                    n
                    for n in range(place + 1, min(len(tokens), place + _REACH))
                    if tokens[n].word in _STOPS or tokens[n].word in {",", "،"}
                ),
                min(len(tokens), place + _REACH),
            )
            end = self._before_its_verb(tokens, place, end, statement)
            owners = [b for b in bodies if at < b.start < tokens[end - 1].end]
            if owners:
                return _by(statement, owners[0].name)
            if any(self._at("state", tokens, n) for n in range(place + 1, end)):
                return statement
            if self._has_another_owner(tokens, place, statement):
                return statement
        before = [b for b in bodies if b.start < at]
        if kind == "group" and self.language.code == "ar":
            before = self._of_that_noun(tokens[place], before)
        if kind in {"staff", "team"}:
            before = _whose_team(kind, tokens[place], before)
        if not before:
            is_new = kind == "document" and self.language.code == "ar"
            after = [b for b in bodies if b.sentence >= number] if is_new else []
            return self._told_after(tokens, place, statement, after)
        near = {b.name for b in before if b.sentence == before[-1].sentence}
        if len(near) > 1 and before[-1].sentence != number:
            return dataclasses.replace(
                statement,
                speaker=None,
                chain=(),
                is_unresolved=True,
                candidates=tuple(sorted(near)),
            )
        return _by(statement, before[-1].name)

    def _before_its_verb(
        self, tokens: Sequence[Token], place: int, end: int, statement: Statement
    ) -> int:
        """Return where the words of a report end, before what it does."""
        if not self.language.is_romance:
            return end
        at = tokens[place].start
        cues = [start for start, _ in statement.cue if start > at]
        inside = (
            [n for n in range(place + 1, end) if tokens[n].start < min(cues)]
            if (cues)
            else list(range(place + 1, end))
        )
        return inside[-1] + 1 if inside else place + 1

    def _told_after(
        self,
        tokens: Sequence[Token],
        place: int,
        statement: Statement,
        after: Sequence[_Body],
    ) -> Statement:
        """Return what a new Arabic report tells as the one body's named behind it.

        "A new report revealed ...": a noun with adjectives alone, no owner among them;
        the sentences right behind it name one body.
        """
        _, end = statement.source[0]
        behind = [t for t in tokens[place + 1 :] if t.end <= end]
        is_alone = all(
            t.word in _NEW_AR
            or (t.word.endswith(_ADJECTIVES_AR) and not t.word.startswith(_OTHERS_AR))
            for t in behind
        )
        is_alone = is_alone and not self.parties.find(_text(behind))
        first = after[0].sentence if after else 0
        near = {b.name for b in after if b.sentence == first}
        if not is_alone or len(near) != 1:
            return statement
        return _by(statement, near.pop())

    def _has_another_owner(
        self, tokens: Sequence[Token], place: int, statement: Statement
    ) -> bool:
        """Say whether a report's words name somebody no row knows ("X's report")."""
        end = statement.source[0][1]
        return any(
            t.given[:1].isupper()
            for t in tokens[place + 1 :]
            if t.end <= end and t.is_word
        )

    def _of_that_noun(self, noun: Token, bodies: Sequence[_Body]) -> list[_Body]:
        """Return the bodies called by an Arabic noun ("the league"), else all."""
        word = noun.word.removeprefix("ال")
        called = [
            body
            for body in bodies
            if (words := self.language.tokens(body.name, 0, len(body.name)))
            and words[0].word.removeprefix("ال") == word
        ]
        return called or list(bodies)

    def _at(self, kind: str, tokens: Sequence[Token], place: int) -> Found | None:
        return self.words[kind].at(tokens, place)

    # -- bodies ---------------------------------------------------------------

    def _bodies(
        self,
        text: str,
        sentences: Sequence[Sequence[Token]],
        titles: frozenset[int],
    ) -> list[_Body]:
        """Return the private bodies that the page names, in order."""
        found: list[_Body] = []
        for number, tokens in enumerate(sentences):
            if number in titles or not tokens:
                continue
            found += self._named_by_a_noun(tokens, number)
            found += self._named_by_a_document(tokens, number)
            start, end = tokens[0].start, tokens[-1].end
            found += [
                _Body(m.group(), m.start(), number)
                for m in self.names.finditer(text, start, end)
            ]
        full = {one.name for one in found}
        named = [
            dataclasses.replace(one, name=_fullest(one.name, full)) for one in found
        ]
        return sorted(named, key=lambda one: one.start)

    def _speaking_in_signs(
        self,
        sentences: Sequence[Sequence[Token]],
        statements: Sequence[tuple[int, Statement]],
        bodies: Sequence[_Body],
    ) -> list[_Body]:
        """Return the bodies that speak by a name in signs alone ("said «X»")."""
        if not self.language.is_slavic:
            return []
        known = {b.start for b in bodies}
        found: list[_Body] = []
        for number, _, source in _spoken_by(sentences, statements):
            is_after = bool(source) and source[0].word in {"в", "у", "во"}
            inside = source[1:] if is_after else source
            is_named = len(inside) > _BETWEEN and inside[0].word in _SIGNS
            is_named = is_named and inside[-1].word in _SIGNS.values()
            if is_named and inside[0].start not in known:
                found.append(_Body(_text(inside[1:-1]), inside[0].start, number))
        return found

    def _heading_a_title(
        self, sentences: Sequence[Sequence[Token]], titles: frozenset[int]
    ) -> list[_Body]:
        """Return where an Arabic body of a title ("«X»: ...") is named below it."""
        if self.language.code != "ar":
            return []
        heads = [arabic_sources.named_in_signs(sentences[n]) for n in sorted(titles)]
        return [
            _Body(_text(tokens[n : n + len(head)]), tokens[n].start, number)
            for head in heads
            if head
            for number, tokens in enumerate(sentences)
            if number not in titles
            for n in range(len(tokens) - len(head) + 1)
            if tuple(t.word for t in tokens[n : n + len(head)]) == head
        ]

    def _speaking_by_name(
        self,
        sentences: Sequence[Sequence[Token]],
        statements: Sequence[tuple[int, Statement]],
        bodies: Sequence[_Body],
    ) -> list[_Body]:
        """Return the bodies that speak by name alone ("Mano Abierta denunció").

        A person is told with a role, a side is a party: what is neither is a body.
        """
        if not self.language.is_romance:
            return []
        known = {b.name for b in bodies}
        found: list[_Body] = []
        for number, statement, inside in _spoken_by(sentences, statements):
            name = _text(inside)
            words = [t for t in inside if t.is_word and t.word not in _INSIDE]
            is_name = len(words) > 1 and name == statement.speaker
            is_name = is_name and words[0].given[:1].isupper()
            is_side = any(self._at("state", inside, n) for n in range(len(inside)))
            is_side = is_side or bool(self.parties.find_joined(name))
            is_new = is_name and not is_side and name not in known
            is_new = is_new and self._at("before", inside, 0) is None
            is_new = is_new and self._at("vague", inside, 0) is None
            source = statement.source[0]
            if is_new and not _is_beside_a_role(sentences[number], *source):
                found.append(_Body(name, source[0], number))
        return found

    def _named_by_a_document(
        self, tokens: Sequence[Token], number: int
    ) -> Iterator[_Body]:
        """Yield whose report it is ("un estudio del Archivo de Daños Civiles")."""
        if not self.language.is_romance:
            return
        for hit in self.words["document"].find(tokens):
            after = hit.last
            if self.language.code == "fr":
                yield from self._named_by_its_maker(tokens, hit, number)
            if after >= len(tokens) or tokens[after].word not in _OF:
                continue
            name = self._name_after(tokens, Found(after, after + 1, {}))
            if self._at("group", tokens, self._past_article(tokens, after + 1)):
                continue  # the noun names it
            is_side = name is not None and (
                any(self._at("state", tokens, n) for n in range(after, after + 3))
                or self.parties.find_joined(name)
            )
            if name is not None and " " in name and not is_side:
                yield _Body(name, tokens[after].start, number)

    def _named_by_its_maker(
        self, tokens: Sequence[Token], document: Found, number: int
    ) -> Iterator[_Body]:
        """Yield who made a French report ("un document que publie X")."""

        def phrase(words: Sequence[Token], place: int) -> tuple[int, int]:
            place = self.asides.past(words, place)
            noun = self._past_article(words, place)
            name = self._name_after(words, Found(noun, noun, {}))
            return (place, noun + len(name.split())) if name else (place, place)

        found = maker_behind(tokens, document.last, phrase)
        if found is None:
            return
        start = self._past_article(tokens, found[0])
        name = _text(tokens[start : found[1]])
        is_side = any(self._at("state", tokens, n) for n in range(*found))
        is_side = is_side or bool(self.parties.find_joined(name))
        if name[:1].isupper() and not is_side:
            yield _Body(name, tokens[start].start, number)

    def _past_article(self, tokens: Sequence[Token], place: int) -> int:
        is_article = place < len(tokens) and self._at("before", tokens, place)
        return place + bool(is_article)

    def _whose_documents(self, sentences: Sequence[Sequence[Token]]) -> list[_Body]:
        """Return whose reports a page names where it names no other body."""
        found: list[_Body] = []
        for number, tokens in enumerate(sentences):
            for hit in self.words["document"].find(tokens):
                opens = hit.last < len(tokens) and tokens[hit.last].word in _SIGNS
                name = self._name_after(tokens, hit) if opens else None
                if name is not None and self.language.is_slavic:
                    found.append(_Body(name, tokens[hit.first].start, number))
        return found

    @staticmethod
    def _named_alike(bodies: Sequence[_Body]) -> list[_Body]:
        """Return bodies in order, one name for all cases of a name: the first met."""
        named: list[_Body] = []
        for one in sorted(bodies, key=lambda b: b.start):
            same = next((b.name for b in named if _is_case_of(b.name, one.name)), None)
            named.append(dataclasses.replace(one, name=same) if same else one)
        return named

    def _named_by_a_noun(self, tokens: Sequence[Token], number: int) -> Iterator[_Body]:
        for hit in self.words["known"].find(tokens):
            known = _text(tokens[hit.first : hit.last])
            yield _Body(known, tokens[hit.first].start, number)
        for hit in self.words["group"].find(tokens):
            name = (
                self._arabic_name(tokens, hit)
                if self.language.code == "ar"
                else self._name_after(tokens, hit)
            )
            if name is not None and self.language.is_romance:
                is_side = " " not in name and self.parties.code_of(name) is not None
                name = None if is_side else name
            if name is not None:
                reach = _BETWEEN * (1 + self.language.is_romance)
                after = tokens[hit.last : hit.last + reach]
                members = frozenset(t.word[:_STEM] for t in after if t.given.islower())
                yield _Body(name, tokens[hit.first].start, number, members)

    def _name_after(self, tokens: Sequence[Token], hit: Found) -> str | None:
        """Return the name behind a noun: in signs, or in capitals."""
        first = hit.last
        # "de défense des droits de l'homme X"
        reach = _BETWEEN * (1 + self.language.is_slavic)
        reach += _OF_ITS_KIND * self.language.is_romance
        own = self._own_name(tokens, hit) if self.language.code == "fr" else None
        if own is not None:
            return own
        while (
            first < len(tokens)
            and first - hit.last < reach
            and tokens[first].is_word
            and tokens[first].given.islower()
            and not self._ends_kind(tokens, first)
        ):
            first += 1
        if first >= len(tokens):
            return self._name_before(tokens, hit, hit.last)
        if tokens[first].word in _SIGNS:
            return self._name_in_signs(tokens, first)
        if not tokens[first].given[:1].isupper():
            return self._name_before(tokens, hit, hit.last)
        end = first + 1
        while end < len(tokens) and end - first < _LONGEST:
            is_inside = tokens[end].word in _INSIDE and end + 1 < len(tokens)
            step = 1 + (is_inside and tokens[end + 1].word in _INSIDE)
            after = (
                tokens[end + step] if is_inside and end + step < len(tokens) else None
            )
            if tokens[end].given[:1].isupper() and tokens[end].is_word:
                end += 1
            elif after is not None and after.given[:1].isupper():
                end += step + 1
            else:
                break
        told = self._name_before(tokens, hit, end)
        if told is not None:
            return told
        whole = tokens[hit.first : end]
        noun = tokens[hit.first].given
        is_own = noun[:1].isupper() and not noun.isupper() and hit.first > 0
        return _text(whole if is_own else tokens[first:end])

    def _name_in_signs(self, tokens: Sequence[Token], first: int) -> str | None:
        """Return the name in signs from a token on; in Romance with a capital."""
        closing = _SIGNS[tokens[first].word]
        last = range(first + 2, min(len(tokens), first + _LONGEST + 2))
        end = next((n for n in last if tokens[n].word in {closing, "»"}), None)
        if self.language.is_romance and not _opens_a_name(tokens, first + 1):
            return None  # "the Committee «works for the enemy»"
        return _text(tokens[first + 1 : end]) if end is not None else None

    def _own_name(self, tokens: Sequence[Token], hit: Found) -> str | None:
        """Return a French name that its noun begins ("le Centre d'étude des guerres").

        The noun has a capital behind its article; adjectives and what stands behind
        "of", "for", "against" belong to it.
        """
        noun, end = tokens[hit.first], hit.last
        is_led = hit.first > 0 and self._at("before", tokens, hit.first - 1) is not None
        is_name = noun.given[:1].isupper() and not noun.given.isupper()
        while end < len(tokens) and end - hit.first < _LONGEST + _BETWEEN:
            word = tokens[end]
            is_part = word.is_word and (
                word.given[:1].isupper() or _FRENCH_ADJECTIVE.search(word.word)
            )
            first = end + 1
            while first < len(tokens) and tokens[first].word in _INSIDE | _ARTICLES:
                first += 1
            is_of = word.word in _INSIDE | _AGAINST and first < len(tokens)
            if is_part and self.say.at(tokens, end) is None:
                end += 1
            elif is_of and tokens[first].is_word and word.word != "par":
                end = first + 1
            else:
                break
        is_long = end > hit.last and is_led and is_name
        return _text(tokens[hit.first : end]) if is_long else None

    def _ends_kind(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether words that tell the kind of a body end at a token."""
        if self.language.is_romance and self.say.at(tokens, place) is not None:
            return True
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        is_online = tokens[place].word == "en" and after in {"ligne", "linea"}
        return tokens[place].word in _ENDS_BODY | _WHERE and not is_online

    def _name_before(self, tokens: Sequence[Token], hit: Found, end: int) -> str | None:
        """Return "the Velmaran Monitor": Slavic adjectives in capitals and a noun."""
        first = hit.first
        while first > 0 and _SLAVIC_ADJECTIVE.search(tokens[first - 1].given):
            first -= 1
        if not self.language.is_slavic or first == hit.first:
            return None
        return _text(tokens[first:end])

    def _arabic_name(self, tokens: Sequence[Token], hit: Found) -> str | None:
        """Return "منظمة X Y" with its noun: a bare noun with a name behind it."""
        noun = tokens[hit.first]
        after = hit.last
        if noun.word.startswith("ال") or after >= len(tokens):
            return None
        if tokens[after].word in _SIGNS:
            closing = {_SIGNS[tokens[after].word], "»"}
            ends = range(after + 2, min(len(tokens), after + _LONGEST + 2))
            last = next((n for n in ends if tokens[n].word in closing), None)
            after_it = tokens[last + 1].word if last and last + 1 < len(tokens) else ""
            if last is None or after_it.startswith(_OF_NEWS):
                return None
            name = f"{_text(tokens[hit.first : last])}{tokens[last].given}"
            return arabic_sources.without_of(noun) + name[len(noun.given) :]
        if tokens[after].word in _OF_STAFFS:
            return None  # "the general staff": an army's
        if tokens[after].given.endswith(("ية", "يّة")) and (
            not tokens[after].word.startswith("ال")
        ):
            return None  # "a medical organisation": a kind, no name
        end = after
        while (
            end < len(tokens)
            and end - after < _BETWEEN + 1
            and tokens[end].is_word
            and tokens[end].word not in _AR_ENDS
            and not tokens[end].word.startswith(("ان", "لل"))
            and not (end > after and tokens[end].word.startswith(("ب", "ي", "ت")))
        ):
            end += 1
        name = _text(tokens[hit.first : end])[len(noun.given) :]
        return arabic_sources.without_of(noun) + name if end > after else None


_ENDS_BODY = frozenset(  # what a body does or where it is: no part of its name
    {"en", "a", "con", "que", "qui", "dans", "à", "au", "aux", "sur", "y", "et", "par"}
    | {"por", "contra", "contre", "cerca", "près", "pres"}
)
_OF = frozenset({"de", "del", "du", "d'", "des"})
_BASED = ("bas", "install", "dont", "sise")
_ARTICLES = frozenset({"la", "le", "les", "l'"})
_AGAINST = frozenset({"contre", "pour", "sur"})
_FRENCH_ADJECTIVE = re.compile(
    r"(?:ien|ienne|iens|iennes|al|ale|ales|aux|ique|iques|ais|aise|if|ive|ives|aire|aires"
    r"|ain|aine|ains|ois|oise|libre|libres|civil|civile|civils|civiles|ouvert|ouverte"
    r"|ouvertes|rouge|vert|verte|nord|sud|able|ables|unie|unies|uni|unis|solidaire)$"
)


def _opens_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a token begins with a capital."""
    return place < len(tokens) and tokens[place].given[:1].isupper()


def _spoken_by(
    sentences: Sequence[Sequence[Token]], statements: Sequence[tuple[int, Statement]]
) -> Iterator[tuple[int, Statement, list[Token]]]:
    """Yield each statement that somebody makes, with the words that name him."""
    for number, statement in statements:
        if statement.source and statement.speaker:
            start, end = statement.source[0]
            inside = [t for t in sentences[number] if start <= t.start < end]
            yield number, statement, inside


def _is_beside_a_role(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Say whether a name stands in apposition ("Rim Sol, una vecina")."""
    before = next((t for t in reversed(tokens) if t.end <= start), None)
    after = [t.word for t in tokens if t.start >= end][:2]
    is_told_more = after[1:] and after[1] in {"qui", "dont", "que", "lors"}
    return (before is not None and before.word == ",") or (
        after[:1] == [","] and not is_told_more
    )


_THEIR = frozenset({"его", "ее", "их", "свои", "його", "її", "їхні", "їх", "свої"})
_OF_A_TEAM = ("аналитик", "аналітик", "сотрудник", "співробітник")
_TOLD_IN_IT = ("описан", "задокумент", "розглянут", "рассмотрен", "изложен", "викладен")


def _whose_team(kind: str, noun: Token, bodies: Sequence[_Body]) -> list[_Body]:
    """Return the bodies whose people a noun means; "its experts" of one body alone."""
    own = [b for b in bodies if noun.word[:_STEM] in b.members]
    is_one = kind == "team" and len({b.name for b in bodies}) == 1
    return list(bodies) if is_one else own


def _is_told_in_it(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Say whether a source is but an adverb ("most fully described is the case")."""
    is_one = first + 1 < len(tokens) and tokens[first].end >= end
    is_adverb = is_one and tokens[first].word.endswith(("о", "ше", "е"))
    return is_adverb and tokens[first + 1].word.startswith(_TOLD_IN_IT)


_SHORTEST = 4  # letters that tell a noun in all its cases
_LEAD = 2  # sentences below a title that tell whose report it is


def _told_below(
    statement: Statement, bodies: Sequence[_Body], number: int
) -> Statement:
    """Return "Report: ..." of a Slavic title as the one body's that the lead names."""
    lead = {b.name for b in bodies if number < b.sentence <= number + _LEAD}
    return _by(statement, lead.pop()) if len(lead) == 1 else statement


_ADJECTIVES_AR = ("ي", "يه")  # "of rights", "medical"
# Whose reports these are, the adjective says.
_OTHERS_AR = ("اممي", "حكومي", "رسمي", "عسكري", "صحفي", "صحافي", "قضايي", "برلماني")
_NEW_AR = frozenset(
    {"جديد", "جديده", "حديث", "حديثه", "مطول", "مطوله", "مستقل", "مستقله", "مشترك"}
    | {"مشتركه", "مفصل", "مفصله", "موسع", "موسعه", "صدر", "صادر", "نشر", "اليوم"}
    | {"الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد", "الاثنين", "امس"}
)
_SLAVIC_ADJECTIVE = re.compile(
    r"^[А-ЯЁІЇЄҐ][а-яёіїєґ'-]+(?:ий|ый|ой|ая|ое|ого|ому|ой|ою|а|е|ої|ій)$"
)
_WHERE = frozenset(
    {"в", "во", "на", "по", "из", "у", "із", "з", "за", "о", "об", "про"}
)
_OF_ITS_KIND = 7  # small words between the noun of a body and its name, beyond two
_LONGEST_PRONOUN = 6  # letters
_SMALL = frozenset({"de", "del", "du", "des", "d'", "la", "le", "les", "el", "los"})
_MISTER = re.compile(r"(?:M|MM|Mme|Mmes|Mlle|Me|Dr|Sr|Sra|Dra?)\.? ([^\W\d_]\S+)$")
_HIS_TEAM = re.compile(
    r"(?i)(?:su|sus|son|sa|ses|leurs?) (?:equipos?|équipes?|personal|oficina|bureau|"
    r"investigadore?s|enquêteurs|chercheurs|expertos|experts|analystes|analistas|"
    r"organización|organisation|ong|asociación|association|colegas|collègues|"
    r"observadores|observateurs|colectivo|collectif|unidad|unité|voluntarios|"
    r"bénévoles|delegación|délégation|misión|mission|comisión|commission)$"
)
_STEM = 5  # letters that the cases of a noun share


def _is_case_of(name: str, other: str) -> bool:
    """Say whether two names are one but for the endings of their words."""
    words, others = name.split(), other.split()
    if len(words) != len(others):
        return False
    return all(
        a[: max(3, min(len(a), len(b)) - 3)] == b[: max(3, min(len(a), len(b)) - 3)]
        for a, b in zip(words, others, strict=True)
    )


_OF_NEWS = ("الاخباري", "التلفزيون", "الاعلامي", "الاذاعي", "الفضايي")
_OF_STAFFS = frozenset({"الاركان", "اركان", "القضاء", "الطيران", "الاذاعه"})
_AR_ENDS = frozenset(
    {
        "قد",
        "وقد",
        "كان",
        "كانت",
        "في",
        "من",
        "عن",
        "علي",
        "الي",
        "ان",
        "انها",
        "اليوم",
        "امس",
        "مع",
        "قالت",
        "التي",
    }
    | {"الاحد", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "قال"}
    | {"نشر", "نشرت", "نشرته", "صدر", "صدرت", "صادر", "اصدرته", "حول", "بشان"}
    | {"حقوقيه", "محليه", "دوليه", "انسانيه", "غير", "الشهر", "الاسبوع", "مساء", "صباح"}
)


def _by(statement: Statement, name: str) -> Statement:
    chain = (*(n for n in statement.chain[:-1] if n != name), name)
    return dataclasses.replace(
        statement, speaker=name, chain=chain, is_unresolved=False, candidates=()
    )


def _text(words: Sequence[Token]) -> str:
    """Return words as the text has them, one space for any gap."""
    made = ""
    for place, token in enumerate(words):
        gap = " " if place and token.start > words[place - 1].end else ""
        made += gap + token.given
    return made.strip(' «»"“”')


def _fullest(name: str, names: set[str]) -> str:
    """Return the longest name on the page that begins with a name."""
    return max((n for n in names if n == name or n.startswith(f"{name} ")), key=len)


def _group_names(reference: Reference) -> re.Pattern[str]:
    """Return a pattern of the private bodies of the table, longest names first."""
    names = {
        str(form)
        for row in reference.table("speaker_names")
        if row.get("kind") in {"ngo", "monitor", "recorder"}
        for form in (row["name"], *row.get("names", ()))
    }
    longest = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '$^'})(?!\w)")
