"""The words of saying of one language, and the phrases that name a speaker.

Reads the tables `speech_*`, for every language read by patterns. Method: M022.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Language, Token, Words, words_of
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ADJECTIVE,
    AT_AN_OFFICE,
    CLOSING,
    COMMA,
    DASHES,
    DEFINITE,
    DETERMINERS,
    FEW_BETWEEN,
    LONGEST_NAME,
    LONGEST_TITLE,
    OPENING,
    STRONG,
    TO_WHOM,
    as_written,
    end_of_phrase,
    is_capital,
    is_hyphen,
)
from firsthand.extract.stand_ins import StandIns
from firsthand.reference import Reference
from firsthand.reference.gazetteer import open_gazetteer

_PRESS = frozenset(
    {"agencia", "agence", "cadena", "chaine", "diario", "quotidien", "radio", "prensa"}
    | {"emisora", "presse", "periodistas", "journalistes", "television", "nuestra"}
    | {"nuestro", "notre", "este", "esta", "medio", "red", "oficina", "equipe"}
)
_OF_RANK = frozenset(
    {"de", "d'", "division", "brigade", "armee", "corps", "en", "chef", "adjoint"}
    | {"adjointe", "major", "aerienne", "general", "generale", "par", "interim"}
)
_BEFORE_NOUNS = frozenset(
    {"en", "de", "d'", "sin", "sans", "una", "otra", "esa", "cada", "por", "con", "par"}
    | {
        "du",
        "des",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "sus",
        "otro",
        "autre",
        "cette",
    }
    | {"nouveau", "dernier", "premier", "nueva", "ultima", "primera", "misma", "meme"}
)
_ALSO_NOUNS = frozenset(  # words of saying that are nouns behind an article
    {"cifra", "cifras", "denuncia", "condena", "cuenta", "demanda", "duda", "muestra"}
    | {"queja", "protesta", "habla", "culpa", "pregunta", "replica", "publica", "nota"}
    | {"critica", "defensa", "alerta", "informe", "relato", "calculo", "anuncio"}
    | {"decompte", "compte", "relate", "note", "annonce", "estime", "doute", "rapporte"}
    | {"reproche", "enquete", "recherche", "analyse", "riposte", "adresse", "cite"}
)
_SPOKE = ("تحدث", "التقت", "قابلت", "اتصلت", "استطلعت")  # ... residents who spoke to X
# "Published", "spread", "made", in the cases a report stands in.
_PARTICIPLE = re.compile(r"(?:нн|ен)(?:ом|ой|ому|ого|ым|их|ых|ій|ої|ым|им)$")


class _LowerWords(Words):
    """Words that are no part of a name ("l'ONG Alerte": it alerts nobody)."""

    def at(self, tokens: Sequence[Token], place: int) -> Found | None:
        """Return the row at a token, unless it is a name in capitals."""
        if 0 < place < len(tokens) and tokens[place - 1].is_word:
            given = tokens[place].given
            if given[:1].isupper() and not given.isupper():
                return None
        return super().at(tokens, place)


def _verbs_of_saying(reference: Reference, language: Language) -> Words:
    """Return the verbs of saying of a language; in Romance none with a capital."""
    if not language.is_romance:
        return words_of(reference, language, "speech", "say")

    def make(tables: Reference) -> Words:
        rows = tables.table(f"speech_{language.code}")
        return _LowerWords([r for r in rows if r["kind"] == "say"], language)

    made: Words = reference.derived(f"lower_say_{language.code}", make)
    return made


_ACCORDING = frozenset({"وفقا", "وفق", "فقا", "فق", "طبقا", "تبعا", "استنادا"})
_HAVING = frozenset({"امتلاك", "استخدام", "حيازه", "استهداف", "وقوف", "ضلوع", "تورط"})
_THE_DEAD = frozenset(
    {"الضحايا", "القتلي", "الجرحي", "المفقودين", "الشهداء", "الخساير"}
)


class SayingWords:
    """The saying words of one language, and what they tell of tokens."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self.parties = language.parties(reference)
        self.places = open_gazetteer(reference)
        self.say = _verbs_of_saying(reference, language)
        self.cite = words_of(reference, language, "speech", "cite")
        self.opener = words_of(reference, language, "speech", "opener")
        self.head = words_of(reference, language, "speech", "head", "head_oblique")
        self.nominative = words_of(reference, language, "speech", "head")
        self.object = words_of(reference, language, "speech", "object")
        self.pronoun = words_of(reference, language, "speech", "pronoun")
        self.outlet = words_of(reference, language, "speech", "outlet", "addressee")
        self.topic = words_of(reference, language, "speech", "topic")
        self.aside = words_of(reference, language, "speech", "aside")
        self.record = words_of(reference, language, "speech", "record")
        self.title = words_of(reference, language, "speech", "title")
        self.generic = words_of(reference, language, "speech", "generic")
        self.common = words_of(reference, language, "things", "common")
        self.stop: Words = words_of(
            reference, language, "counts", "harm", "toll", "rise", "number", "vague"
        )
        self.struck = words_of(reference, language, "things", "strike")
        self.stand_ins = StandIns(reference, language)

    def has_head(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Say whether a speaker's noun stands between two tokens."""
        return any(self.head.at(tokens, n) for n in range(first, last))

    def has_role(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase begins with somebody's role ("the mayor of X")."""
        heads = (
            self.nominative.at(tokens, n) for n in range(start, min(start + 2, end))
        )
        return any(hit is not None and hit.row.get("person") for hit in heads)

    def _is_person(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase is a person's role, or a name of two words."""
        roles = (self.head.at(tokens, n) for n in range(start, min(start + 3, end)))
        if any(hit is not None and hit.row.get("person") for hit in roles):
            return True
        return start + 1 < end and all(is_capital(t) for t in tokens[start : start + 2])

    def past_asides(self, tokens: Sequence[Token], place: int) -> int:
        """Skip words that tell when, where or how it was said."""
        return self.aside.past(tokens, place)

    def _piece_before(self, tokens: Sequence[Token], end: int) -> int:
        """Return where the words between commas begin that end at a token."""
        while end > 0 and (
            tokens[end - 1].word not in STRONG | COMMA | DASHES
            or is_hyphen(tokens, end - 1)
        ):
            end -= 1
        return end

    def past_adjectives(self, tokens: Sequence[Token], first: int) -> int:
        """Skip adjectives before an office ("Torethi defence ministry: ...")."""
        last = first
        end = min(len(tokens), first + FEW_BETWEEN)
        while last < end and ADJECTIVE.search(tokens[last].word):
            last += 1
        is_slavic = self.language.is_slavic
        return last if is_slavic and last < len(tokens) else first

    def is_body_named(self, words: Sequence[Token]) -> bool:
        """Say whether words name an office, a body or a party, no person."""
        heads = [hit for n in range(len(words)) if (hit := self.head.at(words, n))]
        if any(hit.row.get("person") for hit in heads):
            return False
        return bool(heads) or self.parties.code_of(as_written(words)) is not None

    def _phrase(self, tokens: Sequence[Token], place: int) -> Range:
        """Return the tokens that name a speaker from a token on.

        Words that name nobody are left out ("mardi", "dans un communiqué"); the name
        that follows a person's role after a comma belongs to it.
        """
        start = self._past_whom_and_when(tokens, place)
        told = self.outlet.at(tokens, start) if not _is_by(tokens, start) else None
        start = told.last if told else start  # "told the agency a rescuer"
        start = self._past_a_title(tokens, start)
        start = self._past_a_participle(tokens, start)
        end = end_of_phrase(tokens, start, COMMA, self.opener)
        for middle in range(start + 1, end):
            told = None if self.language.has_capitals else self.stop.at(tokens, middle)
            if self.language.is_romance and self._dies_here(tokens, middle):
                end = middle  # "where according to X more than 20 died"
                break
            if middle - start > FEW_BETWEEN and tokens[middle].word in _HAVING:
                end = middle  # "by the mouth of its spokesman X Y having ..."
                break
            if _is_of_a_name(tokens, start, middle):
                continue  # "the centre for counting the victims"
            if told and told.row["kind"] in {"harm", "rise"}:
                end = middle  # "according to medics five died"
                break
            is_not = tokens[middle].word in self.language.negations
            is_not = is_not or tokens[middle].word.startswith(_SPOKE)
            if is_not and not self.language.has_capitals:
                end = middle  # "an official whom it did not name", "who spoke to"
                break
            # In Arabic a verb follows "what": "according to what X said".
            says = (self.say,) if self.language.has_capitals else ()
            stops = (self.aside, self.outlet, *says)
            cited = self.cite.at(tokens, middle)
            is_spaced = self.language.has_capitals
            if cited and not cited.row.get("person") and is_spaced:
                end = middle  # "said the radio citing firemen"
                break
            is_titled = self.title.at(tokens, middle) is not None
            said = self.say.at(tokens, middle) if is_spaced else None
            is_titled = is_titled or (
                said is not None and self._is_noun_here(tokens, said)
            )
            if not is_titled and any(words.at(tokens, middle) for words in stops):
                end = middle
                break
        return start, self._with_name_after(tokens, start, end)

    def _dies_here(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a verb of harm stands at a token, which names nobody."""
        hit = self.stop.at(tokens, place)
        return (
            hit is not None
            and hit.row["kind"] == "harm"
            and not hit.row.get("person")
            and tokens[place].word.endswith(("ron", "ó", "ont"))
        )

    def _is_noun_here(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a word of saying is a noun in its place ("la cifra es baja")."""
        if not self.language.is_romance or verb.last - verb.first > 1:
            return False
        before = tokens[verb.first - 1].word if verb.first else ""
        is_led = before in DETERMINERS | _BEFORE_NOUNS
        return is_led and tokens[verb.first].word in _ALSO_NOUNS

    def _past_whom_and_when(self, tokens: Sequence[Token], place: int) -> int:
        """Skip whom it was told and when; in French in either order."""
        start = self._past_addressee(tokens, place)
        behind = self.past_asides(tokens, start)
        if self.language.code == "fr" and behind > start:
            return self._past_addressee(tokens, behind)  # "on Monday to Atlas"
        return behind

    def _past_addressee(self, tokens: Sequence[Token], place: int) -> int:
        """Skip whom it was told ("told the agency Orbis two witnesses").

        Only where a speaker follows: a determiner, a number, or an office.
        """
        if not self.language.is_romance or place >= len(tokens):
            return place
        if tokens[place].word not in TO_WHOM:
            return place
        last = place + 1
        while last < len(tokens) and (
            tokens[last].word in DEFINITE | _PRESS or is_capital(tokens[last])
        ):
            last += 1
        capitals = range(place + 1, last)
        is_run = self.language.code == "fr" and all(
            is_capital(tokens[n]) for n in capitals
        )
        if is_run and len(capitals) > FEW_BETWEEN:
            return last - FEW_BETWEEN  # "told Atlas Karim Nassar": an outlet, a name
        is_told = last > place + 1 and last < len(tokens) and tokens[last].is_word
        begins = is_told and (
            tokens[last].word in DETERMINERS
            or self.stop.at(tokens, last) is not None
            or self.nominative.at(tokens, last) is not None
        )
        if not begins and last > place + 1 and tokens[last - 1].word in DEFINITE:
            return place
        # "told Orbis the mayor": the article before the office was skipped, too.
        return last if begins else place

    def _past_a_participle(self, tokens: Sequence[Token], start: int) -> int:
        """Skip "published on Monday" before a report ("in the ... report of X")."""
        if not self.language.is_slavic:
            return start
        first = start + (start < len(tokens) and tokens[start].word in AT_AN_OFFICE)
        if first + 1 >= len(tokens) or not _PARTICIPLE.search(tokens[first].word):
            return start
        place = self.past_asides(tokens, first + 1)
        place += place < len(tokens) and tokens[place].is_number
        return place if place > first + 1 else start

    def _past_a_title(self, tokens: Sequence[Token], start: int) -> int:
        """Skip the outlet told, if a person follows ("told «Svet» a nurse")."""
        if not self.language.is_slavic or start >= len(tokens):
            return start
        if tokens[start].word not in OPENING:
            return start
        ends = range(start + 1, min(start + LONGEST_TITLE + FEW_BETWEEN, len(tokens)))
        end = next((n + 1 for n in ends if tokens[n].word in CLOSING), None)
        if end is None:
            return start
        following = self.past_asides(tokens, end)
        stop = end_of_phrase(tokens, following, COMMA, self.opener)
        return following if self.has_role(tokens, following, stop) else start

    def _past_rank(self, tokens: Sequence[Token], place: int) -> int:
        """Skip what a French rank ends with ("le général de division X Y")."""
        last = place
        while last < len(tokens) and last - place <= FEW_BETWEEN:
            if is_capital(tokens[last]) or tokens[last].word not in _OF_RANK:
                break
            last += 1
        is_rank = self.language.code == "fr" and last < len(tokens)
        return last if is_rank and is_capital(tokens[last]) else place

    def _with_name_after(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Take in the name after "the director of the clinic, Salma Qader,"."""
        heads = [self.head.at(tokens, n) for n in range(start, end)]
        is_person = any(h is not None and h.row.get("person") for h in heads)
        if not is_person or end + 1 >= len(tokens) or tokens[end].word not in COMMA:
            return end
        last = end + 1
        while last < len(tokens) and is_capital(tokens[last]):
            last += 1
        n_words = last - end - 1
        if not n_words:  # "the president, Judge Ines Sol"
            role = next(
                (
                    hit
                    for n in range(end + 1, min(end + 1 + FEW_BETWEEN, len(tokens)))
                    if (hit := self.nominative.at(tokens, n)) and hit.row.get("person")
                ),
                None,
            )
            last = role.last if role else last
            last = self._past_rank(tokens, last) if role else last
            first = last
            while last < len(tokens) and is_capital(tokens[last]):
                last += 1
            n_words = last - first
        is_closed = last >= len(tokens) or not tokens[last].is_word
        named = 1 < n_words <= LONGEST_NAME
        goes_on = last < len(tokens) and self.say.at(tokens, last) is not None
        return last if named and (is_closed or goes_on) else end


def _is_by(tokens: Sequence[Token], place: int) -> bool:
    """Say whether Arabic "according" stands before a token: no one is told there."""
    return place > 0 and tokens[place - 1].word.removeprefix("و") in _ACCORDING


def _is_of_a_name(tokens: Sequence[Token], start: int, place: int) -> bool:
    """Say whether the dead of an Arabic body's name stand at a token."""
    is_bare = place > start and not tokens[place - 1].word.startswith("ال")
    return is_bare and place - start <= FEW_BETWEEN and tokens[place].word in _THE_DEAD
