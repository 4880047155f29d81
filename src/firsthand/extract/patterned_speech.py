"""Who says what in sentences read by patterns, without a parser.

Shapes, all languages: verb with speaker and content, a preposition with a speaker
("according to"), a speaker and a colon, a quotation. A pronoun or a missing subject is
given to the one fitting speaker of the last sentence that had any, else it stays
unresolved with its candidates. Reads the tables `speech_*`. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence

from firsthand.extract.patterned import (
    Found,
    Language,
    Token,
    Words,
    fold_arabic_text,
    folded_word,
    words_of,
)
from firsthand.extract.reading import Range, Statement
from firsthand.extract.slavic_cases import is_accused_by_nobody
from firsthand.extract.stand_ins import StandIns
from firsthand.reference import Reference
from firsthand.reference.gazetteer import open_gazetteer
from firsthand.reference.tables import Row

_LONGEST_SPEAKER = 12
_HIS_SAYING = frozenset({"قوله", "قولها", "قولهم", "قولهما"})
_NO_NAMES = frozenset(  # open a sentence with a capital, and name nobody
    {"как", "так", "также", "ранее", "позже", "затем", "однако", "при", "об", "о"}
    | {"кроме", "что", "это", "там", "тогда", "позднее", "по", "в", "на", "тем"}
    | {"такого", "таких", "таким", "такие", "такий", "такі", "такой", "к", "до"}
    | {"все", "всі", "усі", "оба", "обидва", "обидві", "todo", "tout"}
)
_LONGEST_HEADING = 9
_HE_OR_SHE = frozenset(
    {"он", "она", "его", "ее", "він", "вона", "його", "її", "il", "elle", "lui"}
    | {"-t-il", "-t-elle", "-il", "-elle", "ella"}
)
_SHE_OR_IT = frozenset({"она", "вона", "elle", "ella", "-t-elle", "-elle"})
_LATTER = frozenset({"те", "та", "тот", "ті", "той", "последние", "останні"})
_STRONG = frozenset({".", ";", "؛", "!", "?", "؟"})
_COMMA = frozenset({",", "،"})
_AND_SHE_IS = frozenset({"وهي", "وهو", "وهما", "وهم"})
_FOR = frozenset({"لشوون", "للشوون", "لمنطقه", "لحقوق", "لدي"})
_PREPOSITIONS = frozenset(
    {"في", "من", "على", "علي", "عن", "الي", "الى", "حتي", "منذ", "خلال", "بعد"}
    | {"قبل", "امس", "اليوم", "بشان", "حول", "مع", "امام", "عقب", "اثر", "جراء"}
    | {"بعدما", "حين", "عندما", "حيث", "اذ", "عبر", "ضد", "لدي", "يومها", "حينها"}
    | {"وقتها", "انذاك", "بينما", "فيما", "ازاء", "تجاه", "بسبب", "لان", "بما", "عما"}
)
_BUT = frozenset(
    {"لكن", "ولكن", "فيما", "بينما", "غير", "الا", "ان", "في", "حين", "كما"}
)
_SAYING = frozenset(
    {"قائلا", "قائله", "قايلا", "قايله", "مضيفا", "مضيفه", "ساخرا", "غاضبا", "متسايلا"}
    | {"متحديا", "مشددا", "موكدا", "مشيرا", "معتبرا", "موضحا", "لافتا", "محذرا"}
    | {"متهما", "موكده", "مشيره", "معتبره", "موضحه", "لافته", "محذره", "باكيا", "باكيه"}
)
_TURNING = _SAYING | frozenset(  # said while doing so ("..., denying that ...")
    {"نافيا", "منكرا", "معترفا", "مقرا", "مستبعدا", "قائلين", "نافين"}
)
_TANWIN = "\u064b"  # marks an adverb, which names nobody ("flatly", "twice")
_ON_BEHALF = frozenset({"باسم"})
_IN_ITS_NAME = frozenset({"باسمه", "باسمها", "باسمهم"})
_ACCREDITED = frozenset({"لدي"})  # "the envoy of X to the UN"
_ISSUED = frozenset({"صادر", "صادره", "الصادر", "الصادره"})
_FROM = frozenset({"عن", "من"})
_ASKED_OF = frozenset({"الي", "من", "عن", "مع"})
_AFTER_WHOM = frozenset({"بلا", "دون", "من", "بدون", "علي", "حول", "بشان", "حتي", "عن"})
_OF_IT = ("ه", "ها")  # a verb with what it is about
_SELF = frozenset(  # "the same source"
    {"نفسه", "نفسها", "نفسهم", "ذاته", "ذاتها", "ذاتهم", "عينه", "عينها"}
    | {"المذكور", "المذكوره"}
)
_SAID_THAT = frozenset({"قال", "قالت", "قالوا", "وقال", "وقالت", "وقالوا"})
_MADE_IT = ("ته", "تها", "عها", "رها", "لها", "دها")  # "that X collected"
_WHO_AR = frozenset({"التي", "الذي", "اللذين"})
_OF_WHICH = frozenset({"منها", "عليها", "بها", "اليها", "عنها", "منه", "عليه", "به"})
_BY_IT = frozenset({"به", "بها", "عنه", "عنها", "فيه", "فيها"})  # "as reported by"
_ANSWERS = frozenset({"deny", "admit"})
_LONGEST_NAME = 4
_LEAST_SAID = 4
_LONGEST_LEAD = 7  # words before "said X" that are no clause of their own
_RELATIVES = frozenset(
    {"que", "qui", "quien", "quienes", "dont", "ou", "donde", "lequel", "laquelle"}
    | {"который", "которая", "которое", "которые", "где", "що", "де"}
    | {"який", "яка", "яке", "які", "и", "і", "та", "y", "et"}
)
_AS = frozenset({"как", "як", "comme", "como", "segun"})
_WHO = frozenset(
    {"que", "qui", "quien", "quienes", "который", "которая", "которое", "которые"}
    | {"який", "яка", "яке", "які", "що"}
)
_PLACE_WORDS = frozenset({"a", "en", "de", "d'", "dans", "cerca", "pres"})
_TO_HAVE = frozenset(  # "said to have": what is said begins
    {"avoir", "etre", "haber", "ser", "estar", "n'", "ne"}
)
_APPOSED = frozenset(  # open words between commas that say more of a speaker
    {"qui", "que", "dont", "quien", "cuyo", "cuya", "con", "avec", "basé", "basée"}
    | {"basada", "base", "dirigé", "dirigée", "dirigido", "dirigida", "contrôlé"}
    | {"contrôlée", "controlado", "controlada", "proche", "cercano", "cercana", "afin"}
    | {"interrogé", "interrogée", "consultado", "consultada"}
    | {"joint", "jointe", "citado", "citada", "cité", "citée", "favorable", "lors"}
)
_UNLIKE = (  # "contrary to what X says": X says the opposite
    ("contrairement", "a", "ce"),
    ("a", "l'", "inverse", "de", "ce"),
    ("a", "rebours", "de", "ce"),
    ("en", "contra", "de", "lo"),
    ("a", "diferencia", "de", "lo"),
    ("al", "contrario", "de", "lo"),
    ("contrariamente", "a", "lo"),
    ("pese", "a", "lo"),
)
_WHICH = frozenset({"ce", "lo", "algo", "extremo", "cosa", "chose", "version"})
_AUXILIARIES = frozenset({"a", "ont", "avait", "avaient", "ha", "han", "habia"})
_ABOUT = frozenset({"о", "об", "обо", "про"})
_IMPERSONAL = ("ся", "сь")  # "it is reported": nobody speaks
_NO_SUBJECT = _WHO | frozenset(
    {"в", "во", "на", "по", "из", "от", "о", "об", "у", "с", "со", "при", "за", "как"}
    | {"если", "когда", "хотя", "это", "этого", "что", "тем", "для", "после", "до"}
    | {"і", "й", "та", "із", "з", "зі", "від", "якщо", "коли", "хоча", "це", "як"}
    | {"de", "d'", "du", "des", "a", "au", "aux", "en", "dans", "sur", "par", "pour"}
    | {"si", "quand", "comme", "ce", "c'", "y", "et", "selon", "s'", "se", "on", "ne"}
    | {"del", "al", "con", "por", "para", "cuando", "como", "segun", "lo", "sin"}
    | {"и", "а", "но", "или", "е", "o", "u", "ni", "tras", "desde", "entre", "sobre"}
)
_LONGEST_TITLE = 4  # words of an organisation's name in signs
_LEAST_QUOTED = 4  # words; fewer in signs are a name or a term
_DEFINITE = frozenset({"le", "la", "les", "l'", "el", "los", "las", "ce", "cette"})
_LAWS = frozenset({"derecho", "droit", "ley", "loi", "normas", "normes"})
_LAWS_AR = (
    *("القانون", "القوانين", "للقانون", "للقوانين", "قواعد", "لقواعد", "القواعد"),
    *("المعايير", "للمعايير", "معايير", "لمعايير", "مبادي", "لمبادي", "الاتفاقيات"),
    *("للاتفاقيات", "اتفاقيات", "لاتفاقيات", "المواثيق", "للمواثيق", "الخطه", "خطه"),
    *("الاصول", "للاصول", "الجدول", "الاوامر", "اوامر", "لاوامر"),
)
_WE = frozenset({"мы", "я", "ми", "nous", "je", "yo", "nosotros", "nosotras"})
_AND_ALSO = frozenset({"y", "e", "et", "и", "і", "й", "та"})
_FEW_BETWEEN = 2
_TO_WHOM = frozenset({"a", "al", "au", "aux"})
_PRESS = frozenset(
    {"agencia", "agence", "cadena", "chaine", "diario", "quotidien", "radio", "prensa"}
    | {"emisora", "presse", "periodistas", "journalistes", "television", "nuestra"}
    | {"nuestro", "notre", "este", "esta", "medio", "red", "oficina", "equipe"}
)
_TO_ITS = (("a",), ("de",), ("pour",), ("con",), ("para",), ("contre",), ("contra",))
_RELATIVE = (("qui",), ("laquelle",), ("lequel",), ("quien",), ("cual",))
_ASIDE = frozenset(
    {"siempre", "nunca", "toujours", "jamais", "ya", "tambien", "aussi", "egalement"}
    | {"deja", "aun", "encore", "lo", "los", "las", "le", "les"}
)
_ALLEGED = frozenset({"lequel", "laquelle", "lesquels", "lesquelles", "cual", "cuales"})
_HOW = frozenset({"por", "par", "con", "avec", "sin", "sans", "tras", "apres", "sur"})
_WHAT = (("lo", "que"), ("ce", "que"), ("ce", "qu'"))
_NAME_PARTICLES = frozenset({"al", "bin", "ben", "ibn", "abu", "abou", "abd"})
_AT_AN_OFFICE = frozenset({"в", "во", "у"})  # "confirmed at the hospital"
_DETERMINERS = _DEFINITE | {"un", "une", "des", "una", "unos", "su", "este", "esta"}
_COUNTS = frozenset(
    {"bilan", "decompte", "communique", "chiffres", "donnees", "registres", "compte"}
    | {"balance", "recuento", "parte", "datos", "cifras", "comunicado", "registros"}
    | {"estimations", "estimaciones", "calculs", "calculos", "comptage", "computo"}
)
_OF_ROMANCE = frozenset({"de", "del", "du", "des", "d'"})
_LABELS = frozenset(  # head a title, and name nobody
    {"enquete", "analyse", "reportage", "recit", "direct", "entretien", "decryptage"}
    | {"analisis", "investigacion", "reportaje", "cronica", "video", "fotos", "claves"}
    | {"exclusif", "exclusiva", "urgent", "urgente", "eclairage", "perfil", "portrait"}
)
_NOBODY_SAYS = frozenset({"ningun", "ninguna", "nadie", "aucun", "aucune", "personne"})
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
_THAT = frozenset({"que", "qui"})
_WHERE = frozenset({"donde", "où"})  # opens a clause of its own
_THEM = frozenset({"lui", "elle", "eux", "elles", "ella", "ellos", "ellas"})
_GOVERNING = frozenset(
    {
        "ante",
        "en",
        "a",
        "al",
        "con",
        "sobre",
        "contra",
        "por",
        "para",
        "durante",
        "tras",
    }
    | {
        "desde",
        "hacia",
        "del",
        "entre",
        "sin",
        "au",
        "aux",
        "par",
        "dans",
        "sur",
        "chez",
    }
    | {"pour", "avec", "contre", "devant", "du", "vers", "apres", "avant", "sans"}
)
_IL = frozenset({"il", "-t-il", "-il"})
_HE_IN_FRENCH = ("le ", "l'", "l’")
_QUOTES = frozenset({"«", "»", '"', "“", "”", "„"})
_DASHES = frozenset({"-", "–", "—"})
_GOING_ON = (["-"], ["–"], ["—"])


@dataclasses.dataclass(frozen=True)
class Said:
    """A statement with what a response needs to know of it.

    Attributes:
        statement: The statement, speaker resolved or not.
        row: Row of the verb or preposition; None = a heading.
        verb: Tokens of the cue, as indices of its sentence.
        sentence: Index of the sentence.
    """

    statement: Statement
    row: Row | None
    verb: Range
    sentence: int


@dataclasses.dataclass(frozen=True)
class _Raw:
    """A statement before its speaker is known: indices into the sentence's tokens."""

    subject: Range
    cue: Range
    content: tuple[Range, ...]
    row: Row | None
    is_oblique: bool = False
    outer: str | None = None
    is_free: bool = False  # a quotation with nobody beside it


@dataclasses.dataclass(frozen=True)
class _Known:
    """A speaker met before, for short forms and pronouns."""

    name: str
    words: frozenset[str]
    gender: str | None
    is_person: bool
    sentence: int


class Speech:
    """The saying words of one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self.parties = language.parties(reference)
        self.places = open_gazetteer(reference)
        self.say = words_of(reference, language, "speech", "say")
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

    def statements(
        self, sentences: Sequence[Sequence[Token]], headlines: frozenset[int]
    ) -> list[Said]:
        """Return every statement of a page, in order, innermost not marked.

        Args:
            sentences: The tokens of each sentence.
            headlines: Indices of sentences that are titles.
        """
        read: Callable[[Sequence[Token]], Iterator[_Raw]] = (
            self._arabic if self.language.code == "ar" else self._russian
        )
        known: list[_Known] = []
        made: list[Said] = []
        for number, tokens in enumerate(sentences):
            raws = [*self._heading(tokens, number in headlines), *read(tokens)]
            if not raws:
                raws = list(self._before_a_quote(tokens, known))
            if not raws:
                raws = list(self._quotation(tokens, made, number))
                known += self._acting(tokens, number)
            ordered = sorted(raws, key=lambda r: r.cue)
            if self.language.is_slavic:
                ordered = [_without_object(tokens, raw) for raw in ordered]
            new = [self._resolved(tokens, raw, known, number) for raw in ordered]
            if number:
                before = sentences[number - 1]
                new = [self._latter(tokens, said, before) for said in new]
            if number and _tells_of_it(tokens) and new:
                is_told = any(said.sentence == number - 1 for said in made)
                new = new if is_told else _with_before(new, sentences[number - 1])
            made += new
        for quote in _long_quotes(sentences):
            made = _with_quote(made, quote)
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
        return self._with_whom_titles_mean(named, sentences, headlines)

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
        heads = self.head.find(inside)
        is_office = any(hit.row.get("official") for hit in heads)
        return is_office or any(
            m.form != "adjective" for m in self.parties.find(_joined(inside))
        )

    def _is_generic(self, tokens: Sequence[Token], statement: Statement) -> bool:
        """Say whether a speaker is told by a kind of body alone ("rights group")."""
        inside = [
            t for t in tokens if any(s <= t.start < e for s, e in statement.source)
        ]
        hit = self.generic.at(inside, 0) if inside else None
        return hit is not None and hit.last >= len(inside)

    def _latter(
        self, tokens: Sequence[Token], said: Said, before: Sequence[Token]
    ) -> Said:
        """Give "the latter keep silent" to the party named last before."""
        statement = said.statement
        opens = tokens[0].word in _LATTER and statement.source
        there = self._there(tokens, statement, before)
        if there is None and (not opens or statement.source[0][0] != tokens[0].start):
            return said
        name = there or self._party_named_last(before)
        if name is None:
            return said
        told = dataclasses.replace(
            statement, speaker=name, chain=(name,), is_unresolved=False, candidates=()
        )
        return dataclasses.replace(said, statement=told)

    def _party_named_last(self, words: Sequence[Token]) -> str | None:
        """Return the party that some words name last, as they name it."""
        named = [
            (place, mention)
            for place, token in enumerate(words)
            for mention in self.parties.find(token.given)
        ]
        if not named:
            return None
        place, mention = named[-1]
        last = place + (2 if mention.form == "adjective" else 1)
        return _joined(words[place:last])

    def _there(
        self, tokens: Sequence[Token], statement: Statement, before: Sequence[Token]
    ) -> str | None:
        """Return who "there they said" is: the state named before, in Slavic."""
        if not (self.language.is_slavic and statement.source):
            return None
        start = statement.source[0][0]
        place = next((n for n, t in enumerate(tokens) if t.start == start), None)
        if place is None or tokens[place].word != "там" or not statement.is_unresolved:
            return None
        return self._party_named_last(tokens[:place]) or self._party_named_last(before)

    def _acting(self, tokens: Sequence[Token], number: int) -> Iterator[_Known]:
        """Yield who a sentence without speech begins with, by role and name.

        "The mayor, Pau Roch, visited the site. He said ...": he can be the mayor.
        """
        if not self.language.has_capitals:
            yield from self._arabic_acting(tokens, number)
            return
        start = self._past_asides(tokens, 0)
        start += start < len(tokens) and tokens[start].word in _DEFINITE
        start = self._past_adjectives(tokens, start) if start < len(tokens) else start
        role = self.nominative.at(tokens, start)
        if role is None or not role.row.get("person"):
            return
        first = role.last + (
            role.last < len(tokens) and tokens[role.last].word in _COMMA
        )
        if any(
            t.word in _AND_ALSO and self.nominative.at(tokens, n + 1)
            for n, t in enumerate(tokens[: first + 3])
        ) or any(
            t.word in _AND_ALSO and self.nominative.at(tokens, n + 2)
            for n, t in enumerate(tokens[: first + 3])
        ):
            return  # "the governor and the mayor came": no "he" is one of them
        first = self._past_whose(tokens, first)  # "the spokesman of the army X Y"
        last = first
        while last < len(tokens) and _is_capital(tokens[last]):
            last += 1
        if self.language.is_slavic and last > first:
            named = _own_name(tokens[first:last])  # "the mayor of Talbar X Y"
            first = last - len(named)
        is_alone = first == role.last == last  # "The governor came. He said"
        if is_alone or 1 < last - first <= _LONGEST_NAME:
            words = frozenset(t.word for t in tokens[start:last])
            name = _joined(tokens[start if is_alone else first : last])
            yield _Known(name, words, role.row.get("gender"), True, number)  # noqa: FBT003  a person

    def _past_whose(self, tokens: Sequence[Token], first: int) -> int:
        """Skip small words between a role and its name ("of the house next door")."""
        reach = _LEAST_SAID if self.language.is_slavic else _FEW_BETWEEN
        for place in range(first, min(first + reach + 1, len(tokens))):
            if _is_capital(tokens[place]):
                return place
            if not tokens[place].is_word or self.say.at(tokens, place) is not None:
                break
        return first

    def _arabic_acting(self, tokens: Sequence[Token], number: int) -> Iterator[_Known]:
        """Yield who acts in "the governor X Y visited the place": verb, role, name."""
        at = 1 + bool(tokens and tokens[0].word in self.language.negations)
        role = self.head.at(tokens, at) if len(tokens) > at else None
        if role is None or not role.row.get("person"):
            return
        if not tokens[at].word.startswith("ال"):
            return
        name = tokens[role.last : role.last + 2]
        is_name = len(name) > 1 and all(
            t.is_word
            and not t.word.startswith("ال")
            and t.word not in _PREPOSITIONS
            and self.head.at((t,), 0) is None
            for t in name
        )
        if is_name:
            words = frozenset(t.word for t in tokens[at : role.last + 2])
            yield _Known(_joined(name), words, None, True, number)  # noqa: FBT003  a person

    # -- shapes of both languages ---------------------------------------------

    def _heading(self, tokens: Sequence[Token], is_title: bool) -> Iterator[_Raw]:  # noqa: FBT001  a fact about the tokens
        """Read "the Monitor: the toll rises" as said by the Monitor."""
        charge = self.generic.at(tokens, 0) if is_title else None
        if charge is not None and charge.row.get("charge"):
            content = ((0, len(tokens)),)  # "Toreth accused of ..." by those below
            yield _Raw((0, charge.last), (0, 0), content, None)
            return
        for place, token in enumerate(tokens[: _LONGEST_HEADING + 1]):
            if token.word != ":" or not place or place + 1 >= len(tokens):
                continue
            is_headed = is_title and (
                self._has_head(tokens, 0, place)
                or self._is_name(tokens[:place])
                or self._is_titled(tokens[:place])
                or self.generic.at(tokens, 0) is not None
            )
            is_headed = is_headed and not (
                self.language.is_slavic and self._tells_itself(tokens[:place])
            )  # "A raid of the coalition: five dead"
            if self.language.is_romance and place == 1 and tokens[0].word in _LABELS:
                return
            if self.cite.at(tokens, 0) is not None:
                return  # "according to the nurse: «...»"
            dashes = [n + 1 for n in range(place) if tokens[n].word in _DASHES]
            first = dashes[-1] if dashes else 0  # "9.40 - The hospital: ..."
            first = next((n for n in range(first, place) if tokens[n].is_word), 0)
            first += tokens[first].word in _DEFINITE
            is_role = any(self.nominative.at(tokens, n) for n in range(first, place))
            is_quoted = tokens[place + 1].word in _OPENING | {'"'}
            # "The director said: «...»" is a verb's, and so is "the mayor summed up".
            is_said = not is_title and any(
                self.say.at(tokens, n) for n in range(first, place)
            )
            is_headed = is_headed or (is_role and is_quoted and not is_said)
            office = self._past_adjectives(tokens, first)
            is_office = self.nominative.at(tokens, office) is not None and not is_said
            if is_headed or is_office:
                start = dashes[-1] if dashes and not is_headed else 0
                content = ((place + 1, len(tokens)),)
                yield _Raw((start, place), (place, place + 1), content, None)
            return

    def _is_name(self, words: Sequence[Token]) -> bool:
        """Say whether words before a title's colon name a body or person, no land.

        "Human Rights Watch: ..."; a land alone heads what happened there.
        """
        is_capital = all(_is_capital(t) or t.word in _NAME_INSIDE for t in words)
        named = self.parties.find_joined(_joined(words))
        return (
            self.language.has_capitals
            and 1 < len(words) <= _LONGEST_TITLE
            and is_capital
            and not any(m.kind == "state" for m in named)
            and not self.places.bears(_joined(words))
            and not self.struck.find(words)
        )

    def _tells_itself(self, words: Sequence[Token]) -> bool:
        """Say whether words before a Slavic title's colon tell of a deed themselves."""
        is_told = any(
            t.given.islower() and _DID.search(t.word) for t in words[1:] if t.is_word
        )
        return is_told or bool(self.struck.find(words))

    def _is_titled(self, words: Sequence[Token]) -> bool:
        """Say whether a Slavic title's colon follows a name in signs, or a report.

        "«Opora»: ...", "An inquiry of «Opora»: ...", "Report: ...".
        """
        if not self.language.is_slavic or self.struck.find(words):
            return False
        document = self.stand_ins.words["document"].at(words, 0)
        is_signed = words[-1].word in _CLOSING | {'"'}
        if document is not None:
            return is_signed or document.last == len(words)
        return is_signed and words[0].word in _OPENING | {'"'}

    def _is_body_named(self, words: Sequence[Token]) -> bool:
        """Say whether words name an office, a body or a party, no person."""
        heads = [hit for n in range(len(words)) if (hit := self.head.at(words, n))]
        if any(hit.row.get("person") for hit in heads):
            return False
        return bool(heads) or self.parties.code_of(_joined(words)) is not None

    def _past_adjectives(self, tokens: Sequence[Token], first: int) -> int:
        """Skip adjectives before an office ("Torethi defence ministry: ...")."""
        last = first
        end = min(len(tokens), first + _FEW_BETWEEN)
        while last < end and _ADJECTIVE.search(tokens[last].word):
            last += 1
        is_slavic = self.language.is_slavic
        return last if is_slavic and last < len(tokens) else first

    def _before_a_quote(
        self, tokens: Sequence[Token], known: Sequence[_Known]
    ) -> Iterator[_Raw]:
        """Read "Hadi has no doubt: «...»": whoever spoke before and is named here."""
        for colon in range(1, len(tokens) - 1):
            is_quoted = tokens[colon + 1].word in _OPENING | {'"'}
            if tokens[colon].word != ":" or not is_quoted:
                continue
            named = [
                n
                for n in range(colon)
                if len(tokens[n].word) >= _SHORTEST_STEM
                and any(
                    k.is_person and _is_among(tokens[n].word, k.words) for k in known
                )
            ]
            if named:
                where = named[0], named[0] + 1
                content = ((colon + 1, len(tokens)),)
                yield _Raw(where, (colon, colon + 1), content, None)
            return

    def _quotation(
        self, tokens: Sequence[Token], made: Sequence[Said], number: int
    ) -> Iterator[_Raw]:
        """Give a sentence inside an open quotation to the one who opened it.

        A sentence that is a quotation from end to end is somebody's, not the outlet's:
        where nobody stands beside it, its speaker stays unresolved.
        """
        words = [t.word for t in tokens if t.word not in _STRONG]
        is_closed = bool(words) and words[-1] in {"»", "”"}
        whole = ((0, len(tokens)),)
        # "«..., - said X. - ...»": a dash goes on after the words of saying.
        is_more = is_closed or words[:1] in _GOING_ON
        follows = bool(made) and made[-1].sentence == number - 1
        if follows and made[-1].statement.is_quote and is_more:
            yield _Raw((0, 0), (0, 0), whole, made[-1].row)
        elif len(words) > _LEAST_QUOTED and _is_quoted_whole(words):
            yield _Raw((0, 0), (0, 0), whole, None, is_free=True)

    def _has_head(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        return any(self.head.at(tokens, n) for n in range(first, last))

    def _cited(self, tokens: Sequence[Token]) -> Iterator[_Raw]:
        """Read "according to X" wherever it stands in the sentence."""
        for hit in self.cite.find(tokens):
            if hit.row.get("pronoun") or self._is_by_which(tokens, hit.last):
                yield from self._cited_by_pronoun(tokens, hit)
                continue
            behind = self._past_what_says(tokens, hit.last)
            if hit.last - hit.first > 1 and tokens[hit.last - 1].word.startswith("ال"):
                behind = hit.last - 1  # "according to the report issued on Monday"
            start, end = self._phrase(tokens, behind)
            start = self._past_records(tokens, start, end)
            start = self._past_a_count(tokens, start, end)
            end = self._before_who_cites(tokens, hit, start, end)
            needs_person = bool(hit.row.get("person"))
            is_bare = start < end and tokens[start].given.islower()
            is_bare = is_bare and tokens[start].word not in _DETERMINERS
            if needs_person and self.language.is_romance and is_bare:
                continue  # "hold them for responsible"
            is_first = hit.first == 0 and end < len(tokens)
            if needs_person and is_first and tokens[end].word in _COMMA:
                needs_person = not self._has_head(tokens, start, min(start + 2, end))
            if any(t.word in _LAWS for t in tokens[start:end]) or (
                start < end and tokens[start].word.startswith(_LAWS_AR)
            ):
                continue  # "in accordance with international law"
            if hit.row.get("passive") and self._is_in_passing(tokens, hit, end - start):
                continue
            if start < end and tokens[start].word in _ALLEGED:
                continue  # "allegations according to which"
            if end == start or not self._is_a_voice(
                tokens, hit, (start, end), needs_person=needs_person
            ):
                continue
            before = hit.first - (tokens[hit.first - 1].word in _COMMA)
            is_inside = before > 0 and any(
                o.last == before for o in self.opener.find(tokens[:before])
            )
            is_inside = is_inside or (before > 0 and tokens[before - 1].word in _WHERE)
            is_inside = is_inside or self._turns(tokens, hit.first)
            parts = ((hit.first, hit.first) if is_inside else (0, hit.first),)
            content = tuple(
                part for part in (*parts, (end, len(tokens))) if part[0] < part[1]
            )
            yield _Raw(
                (start, end),
                (hit.first, hit.last),
                content,
                hit.row,
                is_oblique=True,
            )

    def _is_a_voice(
        self, tokens: Sequence[Token], hit: Found, where: Range, *, needs_person: bool
    ) -> bool:
        """Say whether a phrase is as much of a speaker as its words of citing need.

        "Which cites a market among what was hit" cites nobody.
        """
        start, end = where
        if needs_person and not self._has_role(tokens, start, end):
            return False
        after = self.cite.at(tokens, end) if self.language.is_romance else None
        is_given = after is not None and bool(after.row.get("passive"))
        if is_given and any(t.word in _COUNTS for t in tokens[start:end]):
            return False  # "the last toll, given by the ministry": its word
        if not hit.row.get("voice"):
            return True
        first = start + (tokens[start].word in _DETERMINERS)
        return _is_capital(tokens[first if first < end else start]) or self._has_head(
            tokens, start, min(start + _FEW_BETWEEN, end)
        )

    def _cited_by_pronoun(self, tokens: Sequence[Token], hit: Found) -> Iterator[_Raw]:
        """Read "by their own figures", wherever it stands, and "according to which"."""
        if not hit.row.get("pronoun"):
            yield from self._cited_in(tokens, hit)
            return
        rest = ((0, hit.first), (hit.last, len(tokens)))
        # "D'après eux" ends with whom it means.
        who = hit.last - 1 if tokens[hit.last - 1].word in _THEM else hit.first + 1
        yield _Raw(
            (who, who + 1),
            (hit.first, hit.last),
            tuple(part for part in rest if part[0] < part[1]),
            hit.row,
            is_oblique=True,
        )

    def _is_by_which(self, tokens: Sequence[Token], place: int) -> bool:
        is_inside = self.language.is_slavic and place < len(tokens)
        return is_inside and tokens[place].word.startswith(_WHICH_SLAVIC)

    def _cited_in(self, tokens: Sequence[Token], hit: Found) -> Iterator[_Raw]:
        """Read "published a report according to which ..." as its publisher's."""
        whose = self._document_before(tokens, hit.first)
        if whose is not None:
            content = ((hit.last + 1, len(tokens)),)
            cue = (hit.first, hit.last)
            yield _Raw(whose, cue, content, hit.row, is_oblique=True)

    def _turns(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a Slavic clause turns before "according to X".

        "Toreth denies it: by the words of its spokesman ..."; "..., but by X's count":
        what stands before is not X's.
        """
        before = tokens[place - 1].word if place else ""
        return self.language.is_slavic and before in _TURNS

    def _document_before(self, tokens: Sequence[Token], place: int) -> Range | None:
        """Return the report that a relative clause tells of, with whose it is.

        "X published a report according to which": X; "in the report of X, in which".
        """
        document = self.stand_ins.words["document"]
        found = [d for d in document.find(tokens[:place]) if place - d.first < _FAR]
        if not found:
            return None
        named = self._speaker_in(tokens, 0, found[0].first)
        return named or (found[-1].first, place - (tokens[place - 1].word in _COMMA))

    def _before_who_cites(
        self, tokens: Sequence[Token], cited: Found, start: int, end: int
    ) -> int:
        """Cut whoever cites off those cited ("citing witnesses the agency writes")."""
        opens = not cited.first or tokens[cited.first - 1].word in _COMMA
        if not (self.language.is_slavic and opens and end - start > 1):
            return end
        if self.say.at(tokens, end) is None:
            return end
        is_head = self.nominative.at(tokens, end - 1) is not None
        return end - 1 if is_head else end

    def _past_records(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where whose record it is begins ("the figures that X collected").

        A record alone ("the report", "a UN report") speaks for itself.
        """
        while start < end and (hit := self.record.at(tokens, start)) is not None:
            owner = hit.last
            if owner + 1 < end and tokens[owner + 1].word in _WHO_AR:
                owner += 1  # past an adjective
            if owner < end and tokens[owner].word in _WHO_AR:
                owner += 2
                owner += owner < end and tokens[owner].word in _OF_WHICH
            elif tokens[start].word.startswith("ال") or owner >= end:
                break  # it speaks for itself
            elif tokens[owner].word in _ISSUED:
                owner += 2
            elif owner + 1 < end and (
                tokens[owner].word.endswith(_MADE_IT)
                or tokens[owner].given.endswith(("ه", "ها"))
            ):
                owner += 1  # "an inquiry that the site made"
            if owner >= end or not self._can_own(tokens, owner):
                break
            start = owner
        return start

    def _past_a_count(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where the office begins whose count it is ("le bilan du ministère").

        In French and Spanish; a report stays, its author is found with it.
        """
        if not self.language.is_romance:
            return start
        counts = range(start, min(start + _LONGEST_NAME, end - 2))
        count = next((n for n in counts if tokens[n].word in _COUNTS), None)
        if count is None:
            return start
        near = range(count + 1, min(count + 1 + _FEW_BETWEEN, end - 1))
        of = next((n for n in near if tokens[n].word in _OF_ROMANCE), None)
        if of is None:
            return start
        is_owner = self._has_head(tokens, of + 1, min(of + 1 + _FEW_BETWEEN, end))
        return of + 1 if is_owner else start

    def _can_own(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word can name whose record it is."""
        token = tokens[place]
        is_noun = token.word.startswith(("ال", "لل")) or token.word in _QUOTES
        return (
            is_noun
            or self.head.at(tokens, place) is not None
            or self.record.at(tokens, place) is not None
            or self.parties.code_of(token.given) is not None
        )

    def _is_in_passing(self, tokens: Sequence[Token], hit: Found, n_words: int) -> bool:
        """Say whether a passive only tells more of a noun, and the sentence goes on.

        "Pictures spread by some media show another place" is not said by the media.
        """
        before = tokens[hit.first - 1].word if hit.first else ","
        tells = before in _COMMA or before in self.language.auxiliaries
        return not tells and n_words > _LEAST_SAID

    def _past_what_says(self, tokens: Sequence[Token], place: int) -> int:
        """Skip "what says" in "according to what the agency says", in two languages."""
        if not self.language.is_romance:
            return place
        words = tuple(t.word for t in tokens[place : place + 2])
        start = place + 2 if words in _WHAT else place
        said = self.say.at(tokens, start)
        return said.last if said is not None and start < len(tokens) else place

    def _has_role(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase begins with somebody's role ("the mayor of X")."""
        heads = (
            self.nominative.at(tokens, n) for n in range(start, min(start + 2, end))
        )
        return any(hit is not None and hit.row.get("person") for hit in heads)

    # -- Arabic ---------------------------------------------------------------

    def _arabic(self, tokens: Sequence[Token]) -> Iterator[_Raw]:
        yield from self._cited(tokens)
        cited = {hit.last for hit in self.cite.find(tokens)}
        verbs = [
            verb
            for hit in self.say.find(tokens)
            if (verb := self._as_needed(tokens, hit)) is not None
            and not tokens[hit.first].word.startswith("التابع")  # "that belongs to"
            and not _is_adverb(tokens[hit.first])
            and hit.first not in cited
            and not _keeps_a_name(tokens, hit)
            and self._is_said_here(tokens, hit)
        ]
        verbs = [
            v
            for n, v in enumerate(verbs)
            if not v.row.get("named") or (not n and self._has_its_subject(tokens, v))
        ]
        verbs = self._without_relatives(tokens, verbs)
        before: _Raw | None = None
        for place, verb in enumerate(verbs):
            end = verbs[place + 1].first if place + 1 < len(verbs) else len(tokens)
            raw = self._arabic_verb(tokens, verb, end)
            if raw is None:
                continue
            if place and self._continues(tokens, verbs[place - 1], raw):
                manners = verb.row["manner"], verbs[place - 1].row["manner"]
                if _ANSWERS.isdisjoint(manners) or manners[0] == manners[1]:
                    continue  # but "denied it, and accused the rebels": two manners
                if before is not None:
                    # "said it was far away, denying that ...": the same voice
                    raw = dataclasses.replace(
                        raw, subject=before.subject, is_oblique=before.is_oblique
                    )
            before = raw
            content = _up_to(raw.content, self._next_speaker(tokens, verbs, place))
            if not place and _has_where_first(tokens, verb):
                content = ((0, verb.first - 1), *content)
            yield dataclasses.replace(raw, content=content)

    def _is_said_here(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a word of saying is a verb that opens a statement here.

        "For the Monitoring of X" is a noun; "clips that residents published" tells of
        clips; a verb within signs is part of what is said.
        """
        token = tokens[verb.first]
        if token.word.removeprefix("و") == "راي" and "أ" not in token.given:
            return False  # a name, and no "saw"
        before_it = [t.word for t in tokens[max(0, verb.first - 2) : verb.first]]
        is_what = before_it[-1:] in (["ما"], ["بما"], ["عما"], ["لما"])
        if is_what and not before_it[0].endswith(("وفق", "حسب", "علي")):
            return verb.row.get("manner") != "speech" or verb.last - verb.first == 1
        bare = token.word[1:] if token.word[0] in "وف" else token.word
        if bare.startswith("لل"):
            return False
        before = tokens[verb.first - 1] if verb.first else None
        of_it = token.word.endswith(_OF_IT) and verb.last - verb.first == 1
        if of_it and before is not None and self.record.at((before,), 0) is not None:
            return before.word.startswith("ال")
        n_open = sum(t.word in _OPENING for t in tokens[: verb.first])
        n_closed = sum(t.word in _CLOSING for t in tokens[: verb.first])
        is_short = any(
            t.word in _CLOSING
            for t in tokens[verb.first : verb.first + _LONGEST_SPEAKER]
        )
        return not (n_open > n_closed and is_short and tokens[0].word not in _OPENING)

    def _without_relatives(
        self, tokens: Sequence[Token], verbs: Sequence[Found]
    ) -> list[Found]:
        """Drop verbs that tell more of a speaker before "that" follows.

        "Three witnesses with whom the group spoke said that ...": one verb opens it.
        """
        kept: list[Found] = []
        for verb in verbs:
            before = kept[-1] if kept else None
            is_who = verb.first > 0 and tokens[verb.first - 1].word in _WHO_ARABIC
            if before is not None and is_who and not self.opener.at(tokens, verb.last):
                continue  # "said the Observatory, which follows the war, that ..."
            if before is not None and tokens[before.first].word in _SAID_THAT:
                between = tokens[before.last : verb.first]
                is_inside = all(t.is_word for t in between) and not any(
                    self.opener.at(tokens, n) for n in range(before.last, verb.first)
                )
                is_new = tokens[verb.first].word[0] in "وف"
                opener = self._opening(tokens, verb.last, len(tokens))
                is_open = opener is not None and all(
                    t.is_word for t in tokens[verb.last : opener]
                )
                if is_inside and between and is_open and not is_new:
                    continue
            kept.append(verb)
        return kept

    def _has_its_subject(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a verb that speaks only with its subject has one.

        "Rescuers recovered nine bodies" is the rescuers' word; "nine bodies were
        recovered", in the same letters, is nobody's.
        """
        first, last = self._arabic_subject(tokens, verb, None)
        return first < last and self.head.at(tokens, first) is not None

    def _as_needed(self, tokens: Sequence[Token], verb: Found) -> Found | None:
        """Return a verb with the words it needs, or what it is with others instead.

        "Refused to comment" is silence, "refused the accusations" is a denial.
        """
        needs, others = verb.row.get("needs"), verb.row.get("instead_needs", ())
        if not needs and not others:
            return verb
        following = tokens[verb.last : verb.last + _LONGEST_SPEAKER]
        if not needs:  # "announced its responsibility", not "announced that X's ..."
            opener = self._opening(tokens, verb.last, verb.last + len(following))
            following = tokens[verb.last : opener] if opener is not None else following
        forms = frozenset().union(*(token.forms for token in following))
        fold = self.language.fold
        if needs and any(folded_word(fold, word) in forms for word in needs):
            return verb
        if any(folded_word(fold, word) in forms for word in others):
            row = {**verb.row, "manner": verb.row["instead"]}
            return dataclasses.replace(verb, row=row)
        return None if needs else verb

    def _relayed(self, tokens: Sequence[Token], verb: Found) -> _Raw | None:
        """Read "the agency quoted a doctor as saying that": two voices."""
        words = [token.word for token in tokens]
        via = next(n for n in range(verb.last, len(tokens)) if "عن" in tokens[n].forms)
        end = next(
            (
                n
                for n in range(via + 1, len(tokens))
                if words[n] in _HIS_SAYING or self.opener.at(tokens, n)
            ),
            None,
        )
        if end is None:
            return None
        begin = end + 1 if words[end] in _HIS_SAYING else end
        begin = self._after_opener(tokens, begin) if begin < len(tokens) else end
        outer = _joined(tokens[verb.last : via]) or None  # "quoted residents as saying"
        content = ((min(begin, len(tokens) - 1), len(tokens)),)
        cue = (verb.first, verb.last)
        return _Raw((via + 1, end), cue, content, verb.row, outer=outer)

    def _continues(self, tokens: Sequence[Token], before: Found, raw: _Raw) -> bool:
        """Say whether a further verb of a sentence keeps the speaker of the first."""
        if raw.row is not None and raw.row["manner"] == "silent":
            return False
        first, last = raw.subject
        takes_object = raw.row is not None and bool(raw.row.get("object"))
        told = raw.cue[1]  # "and called the reports of X a lie": X does not speak
        is_told_of = takes_object and (
            self.object.at(tokens, first) is not None
            or self.record.at(tokens, told) is not None
        )
        # "In answer to a report that accused Toreth": the report does.
        is_theirs = takes_object and last == raw.cue[0] and first < last
        has_own = first < last and (
            not takes_object
            or is_theirs
            or (self.head.at(tokens, first) is not None and not is_told_of)
        )
        return not has_own and before.row["manner"] != "silent"

    def _arabic_verb(
        self, tokens: Sequence[Token], verb: Found, end: int
    ) -> _Raw | None:
        if verb.row.get("relays"):
            return self._relayed(tokens, verb)
        opener = self._opening(tokens, verb.last, end)
        last = opener if opener is not None else verb.last + _LONGEST_SPEAKER
        if any(verb.last < c.first < last for c in self.cite.find(tokens[:last])):
            return None  # "the agency reported, quoting a medic": the medic's claim
        subject = self._arabic_subject(tokens, verb, opener)
        manner = str(verb.row["manner"])
        begin = opener if opener is not None else self._content_start(subject, verb)
        if opener is not None:
            begin = self._after_opener(tokens, opener)
        begin_said = self._past_asides(tokens, begin)
        is_last = not any(t.is_word for t in tokens[begin_said:])
        accuser = self._accuser_before(tokens, verb, subject)
        if accuser is not None:
            subject = accuser
        elif self._is_blamed_alone(tokens, verb, subject):
            subject = verb.last, verb.last  # "and it held the army responsible"
        if subject[0] >= subject[1]:
            subject = _the_paper(tokens, verb, self.record)
        if subject[0] >= subject[1]:
            subject = self._who_acts(tokens, verb) or subject
        if subject[0] < subject[1] and tokens[subject[0]].word in _NOBODYS:
            return None
        outer, subject = self._told(tokens, subject)
        if manner == "speech" and opener is None and is_last:
            return _after_what_is_said(verb, subject)
        content = (
            ((begin, len(tokens)),)
            if begin < len(tokens)
            else ((verb.first, len(tokens)),)
        )
        is_of = subject[0] > verb.last and self.record.at(tokens, verb.last) is not None
        is_after = verb.last <= subject[0] < subject[1]
        is_of = is_of or (is_after and tokens[subject[0]].word.startswith("لل"))
        return _Raw(
            subject,
            (verb.first, verb.last),
            content,
            verb.row,
            outer=outer,
            is_oblique=is_of,
        )

    def _accuser_before(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> Range | None:
        """Return whose blame stands before its verb ("a report accused Toreth of").

        The one word of a party behind the verb is whom it blames.
        """
        first, last = subject
        is_after = verb.last <= first < last < len(tokens)
        if not (is_after and verb.row.get("blames") and verb.first):
            return None
        is_charge = tokens[last].word.startswith(("ب", "مسوول", "المسوول"))
        named = self.parties.find_joined(_joined(tokens[first:last]))
        if not is_charge or len(named) != 1 or tokens[verb.first].word[0] in "وف":
            return None
        for start in range(verb.first - 1, max(-1, verb.first - 3), -1):
            if not tokens[start].is_word:
                return None
            if self.record.at(tokens, start) or self.head.at(tokens, start):
                return start, verb.first
        return None

    def _who_acts(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return who the first verb of a sentence has, for "and said" further on.

        "The ministry welcomed the report, and said that ...": a verb, then a role or
        body. Nobody where another word of saying stands between.
        """
        first = 1 + (tokens[0].word in _NOT_AR_AND)
        is_joined = tokens[verb.first].word[0] in "وف" or (
            tokens[verb.first - 1].word in _BUT_THEY
        )
        is_far = verb.first > first + 1 and is_joined
        if not is_far or not tokens[first - 1].is_word:
            return None
        if self.head.at(tokens, first) is None or self.head.at(tokens, 0) is not None:
            return None
        says = self.say.at(tokens, 0)
        is_said = says is not None and self._as_needed(tokens, says) is not None
        if tokens[0].word in _PREPOSITIONS or is_said:
            return None
        last = first + 1
        while last < verb.first and not self._leaves_who_acts(tokens, last):
            last += 1
        return first, last

    def _leaves_who_acts(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a token no longer names who acts."""
        token = tokens[place]
        is_name = token.word in {"باسم", "لحقوق", "للامم"} or token.word in _FOR
        is_on = token.word in _PREPOSITIONS - {"في"}
        is_on = is_on or token.word.startswith(("بال", "لل")) or _TANWIN in token.given
        is_on = is_on or self._is_past_a_name(tokens, place)
        joined = token.word[0] in "بل" and token.forms != {token.word}
        is_on = is_on or (joined and self.record.at(tokens, place) is not None)
        is_told = token.word in _DEEDS_TOLD or self.aside.at(tokens, place) is not None
        return not token.is_word or is_told or (is_on and not is_name)

    def _is_past_a_name(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a thing follows a name of two words ("X Y visited the site")."""
        before = tokens[max(0, place - _FEW_BETWEEN) : place]
        is_name = len(before) == _FEW_BETWEEN and not any(
            t.word.startswith("ال") or self.head.at((t,), 0) is not None for t in before
        )
        return is_name and tokens[place].word.startswith("ال")

    def _is_blamed_alone(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> bool:
        """Say whether a verb of blaming has but the party blamed after it."""
        first, last = subject
        is_after = verb.row.get("object") and verb.last <= first < last < len(tokens)
        if not is_after or not verb.row.get("blames"):
            return False
        words = _joined(tokens[first:last])
        following = tokens[last].word
        is_charge = following.startswith(("مسوول", "المسوول", "ب"))
        named = self.parties.find_joined(words)
        return is_charge and len(named) == 1 and tokens[verb.first].word[0] in "وف"

    def _opening(self, tokens: Sequence[Token], start: int, end: int) -> int | None:
        past = start
        for place in range(start, end):
            if tokens[place].word in _STRONG:
                return None
            if place < past:
                continue
            past = self._past_title(tokens, place) if place > start else place
            if past > place:
                continue
            if tokens[place].word in _QUOTES:
                past = _past_term(tokens, place)
                if past == place:
                    return place
                continue
            if tokens[place].word == ":" or self.opener.at(tokens, place):
                return place
            if tokens[place].word in _COMMA and self._says_more(tokens, place + 1):
                return None  # "counted 40 dead, adding that ...": what was counted, too
        return None

    def _says_more(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a participle of saying stands at a token ("noting that")."""
        if place >= len(tokens) or self.language.code != "ar":
            return False
        return tokens[place].word in _TURNING

    def _after_opener(self, tokens: Sequence[Token], opener: int) -> int:
        hit = self.opener.at(tokens, opener)
        return hit.last if hit else opener + 1

    def _arabic_subject(
        self, tokens: Sequence[Token], verb: Found, opener: int | None
    ) -> Range:
        """Return the tokens of the speaker: after the verb, else before it."""
        end = min(opener if opener is not None else len(tokens), len(tokens))
        if verb.row.get("to"):
            return self._addressed(tokens, verb, end)
        first = last = self._subject_start(tokens, verb, end)
        if first < end and (named := self._in_signs(tokens, first)) is not None:
            return named
        while last < end:
            title = self._past_title(tokens, last) if last > first else last
            if title > last:
                last = title
            elif self._stops(tokens, last, verb):
                break
            else:
                last += 1
        if verb.row.get("object"):
            last = self._before_the_blamed(tokens, first, last)
        before = self._subject_first(tokens, verb, first)
        if before is not None:
            return before
        if last > first:
            first = self._past_records(tokens, first, last)
            return self._with_apposition(tokens, first, last)
        return self._arabic_before(tokens, verb)

    def _subject_start(self, tokens: Sequence[Token], verb: Found, end: int) -> int:
        """Return where the subject after a verb begins, past who is told and asides."""
        first = self._past_asides(tokens, verb.last)
        told = self.outlet.at(tokens, first) if first < end else None
        is_alone = told is not None and told.last < end and told.last - first == 1
        if told and is_alone and tokens[first].word.startswith("ل"):
            first = told.last  # "told us the doctor X"
        is_silent = verb.row["manner"] == "silent"
        if is_silent and first < end and tokens[first].word in _FROM:
            first += 1  # "there came from X no comment"
        return first

    def _addressed(self, tokens: Sequence[Token], verb: Found, end: int) -> Range:
        """Read "the letters to the ministry stayed without an answer"."""
        for place in range(verb.last, min(end, verb.last + _LONGEST_SPEAKER) - 1):
            is_to = tokens[place].word in _ASKED_OF and self._can_be_asked(
                tokens, place + 1
            )
            is_at = tokens[place].word.startswith("بال") and self._can_be_asked(
                tokens, place
            )
            if is_to or is_at:
                first = last = place + is_to
                while last < end and not self._ends_addressed(tokens, last):
                    last += 1
                return first, last
        for place in range(verb.first - 2, max(-1, verb.first - _LONGEST_SPEAKER), -1):
            is_asked = tokens[place].word in _ASKED_OF
            if is_asked and self._can_be_asked(tokens, place + 1):
                return place + 1, verb.first  # "sent questions to X and had no reply"
        return verb.last, verb.last

    def _can_be_asked(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a speaker's noun or a party stands at a token."""
        is_party = self.parties.code_of(tokens[place].given) is not None
        return is_party or self.head.at(tokens, place) is not None

    def _ends_addressed(self, tokens: Sequence[Token], place: int) -> bool:
        word = tokens[place].word
        return not tokens[place].is_word or word in _AFTER_WHOM

    def _in_signs(self, tokens: Sequence[Token], place: int) -> Range | None:
        """Return a body's name in signs right after a verb ("«the People's Court»")."""
        if tokens[place].word not in _QUOTES:
            return None
        end = _past_term(tokens, place)
        is_body = end > place and self.head.at(tokens, place + 1) is not None
        return (place + 1, end - 1) if is_body else None

    def _past_title(self, tokens: Sequence[Token], place: int) -> int:
        """Return where a name in signs after its noun ends ("the front «Free X»")."""
        if not place or tokens[place].word not in _QUOTES:
            return place
        if self.head.at(tokens, place - 1) is None:
            return place
        for end in range(place + 2, min(place + 2 + _LONGEST_TITLE, len(tokens))):
            if tokens[end].word in _QUOTES:
                return end + 1
        return place

    def _subject_first(
        self, tokens: Sequence[Token], verb: Found, after: int
    ) -> Range | None:
        """Read "the army announces the killing of ...": its subject before a verb."""
        word = tokens[verb.first].word
        if verb.first and tokens[verb.first - 1].word in {"قد", "لقد"}:
            before = self._arabic_before(tokens, verb)
            if before[0] < before[1] <= verb.first:
                return before  # "the commission had found earlier that"
        if word[0] in "وف" and len(word) > _SHORTEST_STEM:
            return None
        is_told = after < len(tokens) and tokens[after].word.startswith("لل")
        is_blamed = bool(verb.row.get("blames")) and word[0] not in "وف"
        if (
            after < len(tokens)
            and not (is_told or is_blamed)
            and (self.head.at(tokens, after))
        ):
            return None
        end = self._before_aside(tokens, verb.first)
        begin = self._piece_before(tokens, end)
        openers = self.opener.find(tokens[begin:end])
        begin = begin + openers[-1].last if openers else begin
        begin = self._past_asides(tokens, begin)
        while begin < end and tokens[begin].word in _BUT:
            begin += 1
        words = tokens[begin:end]
        is_short = 0 < len(words) <= _LONGEST_LEAD
        is_name = is_short and all(
            t.is_word and t.word not in _PREPOSITIONS - {"في"} for t in words
        )
        is_body = is_name and (
            self.head.at(tokens, begin) is not None
            or self.generic.at(tokens, begin) is not None
            or self.parties.code_of(_joined(words)) is not None
        )
        is_plain = is_body and not any(
            words_.at(tokens, n) is not None
            for n in range(begin, end)
            for words_ in (self.say, self.cite)
        )
        return (begin, end) if is_plain else None

    def _before_aside(self, tokens: Sequence[Token], verb: int) -> int:
        """Return where a subject ends that commas part from its verb.

        "The president, for his part, blamed ..."; "an official, who asked not to be
        named, reckoned ...".
        """
        if not verb or tokens[verb - 1].word not in _COMMA:
            return verb
        begin = self._piece_before(tokens, verb - 1)
        is_aside = self._past_asides(tokens, begin) == verb - 1
        is_aside = is_aside or tokens[begin].word in _TELLS_MORE
        is_short = verb - 1 - begin <= _LONGEST_LEAD
        return begin - 1 if begin and is_aside and is_short else verb

    def _with_apposition(self, tokens: Sequence[Token], first: int, last: int) -> Range:
        """Read "the director of the centre, X, that ...": the name is the voice."""
        role = self.head.at(tokens, first)
        if role is None or not role.row.get("person") or last >= len(tokens):
            return first, last
        if tokens[last].word not in _COMMA or last + 1 >= len(tokens):
            return first, last
        is_more = tokens[last + 1].word in _PREPOSITIONS | _ON_BEHALF | _AND_SHE_IS
        if is_more or self.head.at(tokens, last + 1):
            return first, last
        end = last + 1
        while end < len(tokens) and tokens[end].is_word and end - last <= _LONGEST_NAME:
            end += 1
        is_said = end + 1 < len(tokens) and tokens[end].word in _COMMA
        is_said = is_said and not tokens[last + 1].word.startswith("ال")
        is_said = is_said and not any(
            self.say.at(tokens, n) or self.stop.at(tokens, n)
            for n in range(last + 1, end)
        )
        return (last + 1, end) if is_said and end - last > 2 else (first, last)  # noqa: PLR2004  two words of a name

    def _before_the_blamed(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Cut the party blamed off its accuser ("the Monitor accused Toreth")."""
        if last - first < 2:  # noqa: PLR2004  an accuser and a party
            return last
        words = [" ".join(t.given for t in tokens[first:n]) for n in range(first, last)]
        joined = " ".join(t.given for t in tokens[first:last])
        named = [m for m in self.parties.find(joined) if m.form != "adjective"]
        if not named:
            return self._before_its_army(tokens, first, last)
        place = first + max(
            n for n, before in enumerate(words) if len(before) <= named[-1].start
        )
        if place - first > 1 and tokens[place - 1].word in _OF_A_LAND:
            return last  # "the foreign minister of Toreth"
        before = self.nominative.at(tokens, place - 1) if place > first else None
        is_owner = before is not None and not before.row.get("person")
        is_known = before is not None and tokens[place - 1].word.startswith("ال")
        is_inside = tokens[place - 1].word in _PREPOSITIONS
        if place == first or is_inside or (is_owner and not is_known):
            return last
        return place

    def _before_its_army(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Cut off a second body told by an adjective ("the cabinet the X-ian army")."""
        for place in range(last - 1, first, -1):
            if _is_of_government(tokens, place):
                return place
            body = self.nominative.at(tokens, place)
            is_body = body is not None and not body.row.get("person")
            told = _joined(tokens[place:last])
            is_known = tokens[place].word.startswith("ال") and bool(
                self.parties.find(told)
            )
            before = tokens[place - 1].word
            is_named = self.parties.code_of(_joined(tokens[first:place])) is not None
            if before in _ON_BEHALF:
                continue  # "the spokeswoman of the Torethi ministry"
            # Nothing belongs to a noun with its article: a new body begins.
            is_whole = before.startswith("ال") or before in _CLOSING
            is_whole = is_whole and bool(self.parties.find(told))
            is_named = is_named or bool(is_whole)
            owner = self.nominative.at(tokens, place - 1)
            if owner is not None and owner.last >= place and not is_named:
                is_office = bool(owner.row.get("official"))
                is_known = is_known and bool(owner.row.get("person")) and not is_office
            if is_body and (is_known or is_named):
                return place  # but "the ministry of the X-ian interior" is one body
        return last

    def _stops(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether a token no longer names the speaker."""
        token = tokens[place]
        is_long = place - verb.last >= _LONGEST_SPEAKER
        is_adverb = token.word in _SAYING or _TANWIN in token.given
        is_adverb = is_adverb or token.word in self.language.negations
        is_adverb = is_adverb or (place > verb.last and self._tells_more(tokens, place))
        if is_long or not token.is_word or is_adverb:
            return True
        if place == verb.last:
            return self._opens_no_name(tokens, place, verb)
        is_issued = token.word == "عن" and tokens[place - 1].word in _ISSUED
        if is_issued or self._leaves_a_name(tokens, place, verb):
            return not is_issued  # "a report issued by the centre"
        counts = self.stop.at(tokens, place)
        is_object = self.object.at(tokens, place) is not None
        if verb.row["manner"] != "speech":
            return is_object or token.word in _PREPOSITIONS - {"في"}
        is_ali = token.given.endswith("علي")  # a name; the preposition ends in "ى"
        is_on = token.word in _PREPOSITIONS - {"في", "من"} and not is_ali
        is_on = is_on and not self._is_accredited(tokens, place, verb)
        is_deed = place > verb.last and self._is_what_is_told(tokens, place)
        if is_on or is_deed or self.cite.at(tokens, place):
            return True
        takes_object = token.word.startswith("ب") or bool(verb.row.get("object"))
        return counts is not None or (is_object and takes_object)

    def _is_what_is_told(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a deed begins that is told ("the prosecutor announced opening").

        Not behind a bare noun, which it may tell more of ("a committee of inquiry").
        """
        before = tokens[place - 1]
        is_bare = not before.word.startswith("ال") and (
            self.head.at(tokens, place - 1) is not None
        )
        return tokens[place].word in _DEEDS_TOLD and not is_bare

    def _is_accredited(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether "to the United Nations" tells more of an envoy."""
        behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
        role = self.head.at(tokens, verb.last)
        is_person = role is not None and bool(role.row.get("person"))
        return (
            is_person and tokens[place].word in _ACCREDITED and behind.startswith("ال")
        )

    def _tells_more(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a verb of saying begins a relative clause of a speaker."""
        is_noun = tokens[place - 1].word in {"في", "من"}
        said = None if is_noun else self.say.at(tokens, place)
        return said is not None and tokens[place].word.startswith("تحدث")

    def _leaves_a_name(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether an aside, a blow or a reporter's whereabouts begin at a token."""
        is_reporter = tokens[verb.last].word.startswith("مراسل")
        return (
            self.aside.at(tokens, place) is not None
            or self.struck.at(tokens, place) is not None
            or (is_reporter and tokens[place].word == "في")
        )

    def _opens_no_name(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether the word after a verb is no speaker's."""
        token = tokens[place]
        answers = verb.row["manner"] in {"deny", "silent"}
        takes = answers or token.word.startswith("ب")
        if takes and self.object.at(tokens, place):
            return True
        counts = self.stop.at(tokens, place)
        is_article = token.word.startswith("ال")
        return token.word in _PREPOSITIONS or (
            counts is not None
            and not is_article
            and counts.row["kind"] not in {"number", "vague"}
        )

    def _arabic_before(self, tokens: Sequence[Token], verb: Found) -> Range:
        """Read "X had announced", "as for X, it announced", "and Toreth denies"."""
        right_before = self._right_before(tokens, verb)
        if right_before is not None:
            return right_before
        topic = next((t for t in self.topic.find(tokens) if t.first < verb.first), None)
        if topic is not None:
            end = _end_of_phrase(tokens, topic.last, _COMMA, self.opener)
            return topic.last, min(end, verb.first)
        if verb.first and tokens[verb.first - 1].word == "قد":
            for place in range(verb.first - 2, -1, -1):
                if {"كان", "كانت"} & tokens[place].forms:
                    return place + 1, verb.first - 1
        if 0 < verb.first <= _LONGEST_HEADING and self.head.at(tokens, 0):
            return 0, verb.first
        begin = self._piece_before(tokens, verb.first)
        openers = self.opener.find(tokens[begin : verb.first])
        begin = begin + openers[-1].last if openers else begin
        while begin < verb.first and tokens[begin].word in _BUT:
            begin += 1
        if begin < verb.first and self.head.at(tokens, begin):
            return begin, verb.first  # "but a source in the militias denied it"
        return verb.last, verb.last

    def _right_before(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Read "and Toreth denies", "the Monitor had counted last month"."""
        joined = tokens[verb.first - 1].given if verb.first else ""
        if joined.startswith("و") and self.parties.code_of(joined[1:]) is not None:
            first = verb.first - 1  # "and Toreth", "Toreth and Velmara"
            other = self.parties.code_of(tokens[first - 1].given) if first else None
            return first - (other is not None), verb.first
        for place in range(max(0, verb.first - _LONGEST_SPEAKER), verb.first - 1):
            is_was = bool({"كان", "كانت"} & tokens[place].forms)
            words = tokens[place + 1 : verb.first]
            is_whole = is_was and all(t.is_word for t in words)
            if is_whole and self.head.at(tokens, place + 1):
                return place + 1, verb.first - (words[-1].word == "قد")
        return None

    def _content_start(self, subject: Range, verb: Found) -> int:
        return max(subject[1], verb.last) if subject[0] >= verb.last else verb.last

    def _told(
        self, tokens: Sequence[Token], subject: Range
    ) -> tuple[str | None, Range]:
        """Cut "told the Monitor" off a subject; the one told is the outer voice."""
        for place in range(subject[0] + 1, subject[1]):
            token = tokens[place]
            if self.outlet.at(tokens, place):
                return None, (subject[0], place)
            before = tokens[place - 1].word
            is_owner = before.removeprefix("ال").startswith("تابع")
            is_owner = is_owner or before in _HIGH_OFFICES
            if is_owner:
                continue  # "the office that belongs to the UN": no one told
            if token.word.startswith("لل") and self.head.at(tokens, place):
                return "ال" + token.word[2:], (subject[0], place)
        return None, subject

    def _next_speaker(
        self, tokens: Sequence[Token], verbs: Sequence[Found], place: int
    ) -> int:
        """Return where a later verb with its own subject takes the word."""
        for verb in verbs[place + 1 :]:
            is_new = tokens[verb.first].word[0] in "وف" or verb.first == 0
            subject = self._arabic_subject(
                tokens, verb, self._opening(tokens, verb.last, len(tokens))
            )
            is_object = verb.row.get("object") and (
                not self.head.at(tokens, subject[0])
                or self.object.at(tokens, subject[0]) is not None
            )
            is_object = is_object or self._is_blamed_alone(tokens, verb, subject)
            if is_new and subject[0] < subject[1] and not is_object:
                return verb.first
        return len(tokens)

    # -- Russian --------------------------------------------------------------

    def _russian(self, tokens: Sequence[Token]) -> Iterator[_Raw]:
        yield from self._cited(tokens)
        verbs = self.say.find(tokens)
        before: _Raw | None = None
        for verb in verbs:
            raw = self._russian_verb(tokens, verb)
            if raw is None:
                continue
            if before is not None and _goes_on_after(tokens, before, raw):
                raw = dataclasses.replace(raw, subject=before.subject)
            else:
                raw = dataclasses.replace(raw, subject=_before_a_deed(tokens, raw))
            before = raw
            yield raw
        yield from self._left_out(tokens, verbs)
        if not verbs:
            yield from self._after_quote(tokens)
            yield from self._signed(tokens)

    def _left_out(
        self, tokens: Sequence[Token], verbs: Sequence[Found]
    ) -> Iterator[_Raw]:
        """Read "the railway spoke of 26 dead, the mayor - of thirty": no verb again."""
        if not self.language.is_slavic:
            return
        for dash in range(2, len(tokens) - 1):
            if tokens[dash].word not in _DASHES:
                continue
            ahead = {t.word for t in tokens[dash + 1 : dash + 2 + _LONGEST_NAME]}
            first = self._piece_before(tokens, dash)
            is_short = 0 < dash - first <= _LONGEST_NAME
            is_after = any(v.last <= first for v in verbs)
            if not (is_short and is_after and ahead & _ABOUT):
                continue
            end = next(
                (
                    n
                    for n in range(dash + 1, len(tokens))
                    if tokens[n].word in _STRONG | _COMMA
                ),
                len(tokens),
            )
            yield _Raw((first, dash), (dash, dash + 1), ((dash + 1, end),), None)

    def _signed(self, tokens: Sequence[Token]) -> Iterator[_Raw]:
        """Read "Seven people died, - Synehubov.": signed with a dash and a name."""
        last = len(tokens)
        while last > 0 and tokens[last - 1].word in _STRONG:
            last -= 1
        first = last
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        is_short = 0 < last - first <= _LONGEST_NAME
        is_dashed = first > 1 and tokens[first - 1].word in _DASHES
        if not (is_short and is_dashed):
            return
        if tokens[first - 1].end == tokens[first].start:
            return  # "a 54-year-old man": a hyphen
        is_parted = tokens[first - 2].word in _COMMA
        is_name = is_parted and all(_is_capital(t) for t in tokens[first:last])
        is_office = self.nominative.at(tokens, first) is not None
        if is_name or is_office or self._has_role(tokens, first, last):
            content = ((0, first - 1 - is_parted),)
            yield _Raw((first, last), (first - 1, first), content, None)

    def _after_quote(self, tokens: Sequence[Token]) -> Iterator[_Raw]:
        """Read "«...», sighs the neighbour X": any verb right behind a quotation.

        Not every verb of saying has a row; after a closing sign and a comma or a dash
        one lower-case word and a person make it one.
        """
        for place in range(2, len(tokens) - 1):
            before = tokens[place - 1].word
            is_behind = before in _COMMA | _DASHES and any(
                tokens[n].word in _CLOSING | {'"'}
                for n in range(max(0, place - 3), place - 1)
            )
            verb = tokens[place]
            if not (is_behind and verb.is_word and verb.given.islower()):
                continue
            start, end = self._phrase(tokens, place + 1)
            if end > start and self._is_person(tokens, start, end):
                cue = place, place + 1
                yield _Raw((start, end), cue, ((0, place - 1),), None)
            return

    def _is_person(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase is a person's role, or a name of two words."""
        roles = (self.head.at(tokens, n) for n in range(start, min(start + 3, end)))
        if any(hit is not None and hit.row.get("person") for hit in roles):
            return True
        return start + 1 < end and all(
            _is_capital(t) for t in tokens[start : start + 2]
        )

    def _phrase(self, tokens: Sequence[Token], place: int) -> Range:
        """Return the tokens that name a speaker from a token on.

        Words that name nobody are left out ("mardi", "dans un communiqué"); the name
        that follows a person's role after a comma belongs to it.
        """
        start = self._past_addressee(tokens, place)
        start = self._past_asides(tokens, start)
        told = self.outlet.at(tokens, start)
        start = told.last if told else start  # "told the agency a rescuer"
        start = self._past_a_title(tokens, start)
        start = self._past_a_participle(tokens, start)
        end = _end_of_phrase(tokens, start, _COMMA, self.opener)
        for middle in range(start + 1, end):
            told = None if self.language.has_capitals else self.stop.at(tokens, middle)
            if self.language.is_romance and self._dies_here(tokens, middle):
                end = middle  # "where according to X more than 20 died"
                break
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

    def _goes_along(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a participle of saying goes on with what its sentence says."""
        word = tokens[verb.first].word
        endings = {"fr": ("ant",), "es": ("ando", "endo")}.get(self.language.code)
        is_speech = verb.row.get("manner") == "speech" and not verb.row.get("object")
        is_one = verb.last - verb.first == 1 or word.endswith(endings or ())
        return bool(endings) and is_speech and is_one and word.endswith(endings or ())

    def _past_addressee(self, tokens: Sequence[Token], place: int) -> int:
        """Skip whom it was told ("told the agency Orbis two witnesses").

        Only where a speaker follows: a determiner, a number, or an office.
        """
        if not self.language.is_romance or place >= len(tokens):
            return place
        if tokens[place].word not in _TO_WHOM:
            return place
        last = place + 1
        while last < len(tokens) and (
            tokens[last].word in _DEFINITE | _PRESS or _is_capital(tokens[last])
        ):
            last += 1
        is_told = last > place + 1 and last < len(tokens) and tokens[last].is_word
        begins = is_told and (
            tokens[last].word in _DETERMINERS
            or self.stop.at(tokens, last) is not None
            or self.nominative.at(tokens, last) is not None
        )
        if not begins and last > place + 1 and tokens[last - 1].word in _DEFINITE:
            return place
        # "told Orbis the mayor": the article before the office was skipped, too.
        return last if begins else place

    def _past_a_participle(self, tokens: Sequence[Token], start: int) -> int:
        """Skip "published on Monday" before a report ("in the ... report of X")."""
        if not self.language.is_slavic:
            return start
        first = start + (start < len(tokens) and tokens[start].word in _AT_AN_OFFICE)
        if first + 1 >= len(tokens) or not _PARTICIPLE.search(tokens[first].word):
            return start
        place = self._past_asides(tokens, first + 1)
        place += place < len(tokens) and tokens[place].is_number
        return place if place > first + 1 else start

    def _past_a_title(self, tokens: Sequence[Token], start: int) -> int:
        """Skip the outlet told, if a person follows ("told «Svet» a nurse")."""
        if not self.language.is_slavic or start >= len(tokens):
            return start
        if tokens[start].word not in _OPENING:
            return start
        ends = range(start + 1, min(start + _LONGEST_TITLE + _FEW_BETWEEN, len(tokens)))
        end = next((n + 1 for n in ends if tokens[n].word in _CLOSING), None)
        if end is None:
            return start
        following = self._past_asides(tokens, end)
        stop = _end_of_phrase(tokens, following, _COMMA, self.opener)
        return following if self._has_role(tokens, following, stop) else start

    def _past_asides(self, tokens: Sequence[Token], place: int) -> int:
        aside = self.aside.at(tokens, place)
        while aside is not None:
            place = aside.last
            aside = self.aside.at(tokens, place)
        return place

    def _with_name_after(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Take in the name after "the director of the clinic, Salma Qader,"."""
        heads = [self.head.at(tokens, n) for n in range(start, end)]
        is_person = any(h is not None and h.row.get("person") for h in heads)
        if not is_person or end + 1 >= len(tokens) or tokens[end].word not in _COMMA:
            return end
        last = end + 1
        while last < len(tokens) and _is_capital(tokens[last]):
            last += 1
        n_words = last - end - 1
        if not n_words:  # "the president, Judge Ines Sol"
            role = next(
                (
                    hit
                    for n in range(end + 1, min(end + 1 + _FEW_BETWEEN, len(tokens)))
                    if (hit := self.nominative.at(tokens, n)) and hit.row.get("person")
                ),
                None,
            )
            last = role.last if role else last
            first = last
            while last < len(tokens) and _is_capital(tokens[last]):
                last += 1
            n_words = last - first
        is_closed = last >= len(tokens) or not tokens[last].is_word
        named = 1 < n_words <= _LONGEST_NAME
        goes_on = last < len(tokens) and self.say.at(tokens, last) is not None
        return last if named and (is_closed or goes_on) else end

    def _as_said(self, tokens: Sequence[Token], verb: Found) -> _Raw | None:
        """Read "as X said, ..." and "..., as X said", the verb before its speaker."""
        as_ = next(
            (
                n
                for n in range(verb.first - 1, max(-1, verb.first - 3), -1)
                if tokens[n].word in _AS
            ),
            None,
        )
        if as_ is None or any(tokens[n].word in _COMMA for n in range(as_, verb.first)):
            return None
        start, end = self._phrase(tokens, verb.last)
        if start >= end:
            return None
        content = [(0, as_)] if as_ >= _LEAST_SAID else []
        if end + 1 < len(tokens) and tokens[end].word in _COMMA:
            content.append((end + 1, len(tokens)))
        cue = verb.first, verb.last
        return _Raw((start, end), cue, tuple(content), verb.row) if content else None

    def _party_at_end(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the party that words end with ("a rocket of X, which denies it")."""
        if not self.language.is_romance or end - start < 1:
            return None
        for first in range(max(start, end - _LONGEST_TITLE), end):
            words = _joined(tokens[first:end])
            named = self.parties.find(words)
            if any(m.start == 0 and m.end == len(words) for m in named):
                return first, end
        return None

    def _name_before(
        self, tokens: Sequence[Token], subject: Range | None
    ) -> Range | None:
        """Return the name that a role stands after ("said X Y, the owner, who ...")."""
        if subject is None or subject[0] < 2:  # noqa: PLR2004  a name, a comma
            return subject
        is_role = not any(_is_capital(t) for t in tokens[slice(*subject)])
        last = subject[0] - 1
        if not is_role or tokens[last].word not in _COMMA:
            return subject
        first = last
        while first > 0 and _is_capital(tokens[first - 1]):
            first -= 1
        return (first, last) if 1 < last - first <= _LONGEST_NAME else subject

    def _who_denies_it(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the subject of "..., which the group denies" in French and Spanish."""
        if verb.row.get("manner") not in _ANSWERS | {"silent"}:
            return None
        start = self._piece_before(tokens, verb.first)
        for place in range(start, min(start + _FEW_BETWEEN, verb.first - 1)):
            is_which = tokens[place].word in _WHICH
            if is_which and self.opener.at(tokens, place + 1):
                return place + 2, verb.first
        return None

    def _is_unlike(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a verb tells what somebody says otherwise ("contrary to ...")."""
        start = self._piece_before(tokens, verb.first)
        words = tuple(t.word for t in tokens[start : verb.first])
        return any(words[: len(form)] == form for form in _UNLIKE)

    def _is_whom_they_accuse(
        self, tokens: Sequence[Token], verb: Found, subject: Range | None
    ) -> bool:
        """Say whether a Slavic verb of blaming has but the blamed before it."""
        takes = self.language.is_slavic and verb.row.get("object")
        if not takes or subject is None or subject[1] != verb.first:
            return False
        words = _joined(tokens[subject[0] : subject[1]])
        is_one = subject[1] - subject[0] == 1 and bool(self.parties.find(words))
        return is_one and is_accused_by_nobody(words, tokens[verb.last - 1].word)

    def _in_which(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the report of "the report of X, in which they accuse Y"."""
        if not self.language.is_slavic:
            return None
        piece = self._piece_before(tokens, verb.first)
        opens = [t.word for t in tokens[piece : piece + 2]]
        is_which = len(opens) > 1 and opens[0] in _AT_AN_OFFICE
        if not is_which or not opens[1].startswith((*_WHICH_SLAVIC, "котор")):
            return None
        found = self.stand_ins.words["document"].find(tokens[:piece])
        last = piece - 1
        is_near = bool(found) and last - found[-1].first < _FAR
        return (found[-1].first, last) if is_near else None

    def _antecedent(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return whom a relative clause tells of ("Toreth, which denies ...")."""
        place = verb.first - 1
        piece = self._piece_before(tokens, verb.first)
        opens = piece + 1 < verb.first and tokens[piece].word in _WHO
        if opens and tokens[piece + 1].word in _PLACE_WORDS | _HOW:
            place = piece  # "the rebels, who in a recording deny it"
        if place < 2 or tokens[place].word not in _WHO:  # noqa: PLR2004  a name, a comma
            return None
        if tokens[place - 1].word not in _COMMA:
            return None
        piece = self._piece_before(tokens, place - 1)
        said = [v for v in self.say.find(tokens[: place - 1]) if v.first >= piece]
        if said and said[-1].row.get("object"):
            piece = said[-1].last  # "blames the rebels, who deny it"
            piece += piece < place and tokens[piece].word in _TO_WHOM
        party = self._party_at_end(tokens, piece, place - 1)
        subject = party or self._speaker_in(tokens, piece, place - 1)
        return (
            self._name_before(tokens, subject) if self.language.is_romance else subject
        )

    def _document_that(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return "a report" in "backed a report that blames ..."."""
        at = verb.first - 1
        if not self.language.is_romance or at < 1 or tokens[at].word not in _THAT:
            return None
        for place in range(at - 1, max(-1, at - _LONGEST_NAME), -1):
            if not tokens[place].is_word:
                return None
            if self.stand_ins.words["document"].at(tokens, place):
                start = place - (tokens[place - 1].word in _DETERMINERS)
                return start, at
        return None

    def _plain_subject(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the words before a verb of saying that opens a clause of content.

        Whoever "says that ..." is a speaker, though no row knows the noun.
        """
        opens = self._opens_clause(tokens, verb.last, is_strict=True)
        is_colon = verb.last < len(tokens) and tokens[verb.last].word == ":"
        is_that = (
            verb.last + 1 < len(tokens)
            and tokens[verb.last].word in _COMMA
            and self.opener.at(tokens, verb.last + 1) is not None
        )
        row = verb.row
        is_answer = row.get("manner") in {"deny", "silent"} or row.get("object")
        is_first = self._piece_before(tokens, verb.first) == 0
        opens = opens or bool(is_answer and is_first)
        is_personal = not tokens[verb.last - 1].word.endswith(_IMPERSONAL)
        if not (opens or is_colon or is_that) or not is_personal:
            return None
        start = self._past_asides(tokens, self._piece_before(tokens, verb.first))
        while start < verb.first and self._names_nobody(tokens, start):
            start += 1
        end = verb.first
        if end and tokens[end - 1].word in {"se", "s'"} and row.get("object"):
            return None  # "the toll rose": nobody says so
        while (
            self.language.is_romance
            and end > start + 1
            and tokens[end - 1].word in _ASIDE
        ):
            end -= 1  # "Damascus always denied it"
        words = [t.word for t in tokens[start:end]]
        is_noun = bool(words) and len(words) <= _LONGEST_SPEAKER
        is_noun = is_noun and words[0] not in _NO_SUBJECT | self.language.negations
        is_noun = is_noun and all(t.is_word for t in tokens[start:end])
        is_noun = is_noun and not (self.language.is_romance and words[-1] in _THAT)
        return (start, end) if is_noun else None

    def _quotes_another(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether "citing X" stands between a verb of saying and its subject.

        "The agency, citing the mayor, reported nine dead": the mayor's claim.
        """
        start, end = self._phrase(tokens, verb.last)
        after = end + (end < len(tokens) and tokens[end].word in _COMMA)
        cited = self.cite.at(tokens, after) if start < end else None
        if cited is not None and tokens[cited.last : cited.last + 1]:
            is_alleged = tokens[cited.last].word in _ALLEGED
            cited = None if is_alleged else cited  # "claims according to which"
        if cited is not None and self._has_head(
            tokens, *self._phrase(tokens, cited.last)
        ):
            return True  # "reports the agency, citing witnesses"
        for cited in self.cite.find(tokens[: verb.first]):
            start, end = self._phrase(tokens, cited.last)
            if start < end and tokens[start].word in _ALLEGED:
                continue
            if self._before_who_cites(tokens, cited, start, end) < end == verb.first:
                return True  # "citing witnesses the agency writes"
            has_voice = self._has_role if cited.row.get("person") else self._has_head
            if not has_voice(tokens, start, end):
                continue
            before = tokens[cited.first - 1].word if cited.first else "."
            heads = self._has_head(tokens, 0, cited.first)
            if heads and before not in _STRONG and 0 <= verb.first - end <= 1:
                return True
        return False

    def _russian_verb(self, tokens: Sequence[Token], verb: Found) -> _Raw | None:
        tests = (self._quotes_another, self._goes_along, self._is_noun_here)
        if any(is_none(tokens, verb) for is_none in (*tests, self._is_nobodys)):
            return None
        as_said = self._as_said(tokens, verb)
        if as_said is not None:
            return as_said
        first = verb.first - (
            verb.first > 1 and tokens[verb.first - 1].word in _AUXILIARIES
        )
        before = tokens[first - 1].word if first else "."
        is_inverted = before in _COMMA | _DASHES | {"»", "”", '"'}
        is_inverted = is_inverted and not _ends_a_title(tokens, first)
        inverted = self._as_inverted(tokens, verb, first) if is_inverted else None
        if inverted is not None or self._is_unlike(tokens, verb):
            return inverted
        subject = (
            self._who_denies_it(tokens, verb)
            or self._in_which(tokens, verb)
            or self._antecedent(tokens, verb)
            or self._document_that(tokens, verb)
            or self._russian_subject(tokens, verb.first)
            or self._plain_subject(tokens, verb)
        )
        subject = self._without_adverbs(tokens, subject)
        if self._is_whom_they_accuse(tokens, verb, subject):
            return None  # "Toreth they accused of the strike"
        goes_on = verb.row.get("goes_on") or verb.row.get("manner") in _ANSWERS
        # Spanish leaves "he" out: "Dijo que murieron tres personas."
        is_dropped = self.language.code == "es" and verb.first == 0
        goes_on = goes_on or (is_dropped and self.opener.at(tokens, verb.last))
        is_at = verb.last < len(tokens) and tokens[verb.last].word in _AT_AN_OFFICE
        if subject is None and (is_at or not goes_on):
            return self._after_verb(tokens, verb)
        begin = verb.last
        while begin < len(tokens) and (
            tokens[begin].word in _COMMA | {":"} or self.opener.at(tokens, begin)
        ):
            begin += 1
        if begin >= len(tokens) - 1:
            content: tuple[Range, ...] = ((0, len(tokens)),)
        else:
            content = ((begin, len(tokens)),)
        return _Raw(
            subject or (verb.first, verb.first),
            (verb.first, verb.last),
            content,
            verb.row,
        )

    def _as_inverted(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> _Raw | None:
        """Read a verb behind a comma or sign as "..., said X"; None = it is not."""
        if self._has_apposed_name(tokens, verb, first):
            return None
        if self._has_left_him_out(tokens, verb, first):
            return self._inverted(tokens, verb)
        if self._opens_clause(tokens, verb.last):
            return None
        inverted = self._inverted(tokens, verb)
        is_named = inverted.subject[0] < inverted.subject[1]
        is_named = is_named and not verb.row.get("object")
        is_named = is_named and self._is_somebody(tokens, verb, inverted.subject)
        closes = first > 1 and tokens[first - 2].word in _CLOSING | {'"'}
        is_aside = tokens[first - 1].word not in _COMMA or closes
        is_he = any(t.word in _HE_SAYS for t in tokens[verb.first : verb.last + 1])
        is_aside = is_aside or is_he or self._is_free(tokens, verb.first)
        answers = verb.row.get("manner") in _ANSWERS | {"silent"}
        if answers and self.language.is_romance:
            is_aside = is_aside and self._is_somebody(tokens, verb, inverted.subject)
        return inverted if is_named or is_aside else None

    def _is_noun_here(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a word of saying is a noun in its place ("la cifra es baja")."""
        if not self.language.is_romance or verb.last - verb.first > 1:
            return False
        before = tokens[verb.first - 1].word if verb.first else ""
        is_led = before in _DETERMINERS | _BEFORE_NOUNS
        return is_led and tokens[verb.first].word in _ALSO_NOUNS

    def _is_nobodys(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether nobody says it ("no se ha confirmado", "aucun groupe ne")."""
        if not self.language.is_romance or not verb.first:
            return False
        start = self._piece_before(tokens, verb.first)
        first = tokens[start].word if start < verb.first else ""
        if first in _NOBODY_SAYS and verb.first - start <= _LONGEST_NAME:
            return True  # "no group claimed it"
        is_spanish = self.language.code == "es"
        return is_spanish and tokens[verb.first - 1].word == "se"

    def _has_apposed_name(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> bool:
        """Say whether "the director of X, Ines Sol," stands before a verb."""
        if not self.language.is_romance or first < _LEAST_SAID:
            return False
        if tokens[first - 1].word not in _COMMA:
            return False
        piece = self._piece_before(tokens, first - 1)
        words = tokens[piece : first - 1]
        is_name = 1 < len(words) <= _LONGEST_NAME and all(map(_is_capital, words))
        if not is_name or piece < _FEW_BETWEEN or tokens[piece - 1].word not in _COMMA:
            return False
        after = tokens[verb.last] if verb.last < len(tokens) else None
        if after is not None and _is_capital(after):
            return False  # "..., said X"
        role = self._piece_before(tokens, piece - 1)
        return self._has_role(tokens, role, piece - 1)

    def _has_left_him_out(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> bool:
        """Say whether nobody stands beside a verb: the speaker is told before.

        "«...», declaró, y añadió", "No había soldados, afirman, y creen que": Spanish
        leaves out its pronouns.
        """
        if self.language.code != "es" or verb.row.get("manner") in _ANSWERS:
            return False
        after = tokens[verb.last].word if verb.last < len(tokens) else "."
        is_bare = after in _STRONG | _COMMA | {"y", "e", "pero"}
        if not is_bare or first < _FEW_BETWEEN or verb.row.get("object"):
            return False
        closes = tokens[first - 2].word in _CLOSING | {'"'}
        return closes or self._piece_before(tokens, first - 1) == 0

    def _without_adverbs(
        self, tokens: Sequence[Token], subject: Range | None
    ) -> Range | None:
        """Leave out what tells of the saying ("Amnesty also", "Toreth again")."""
        if subject is None or not self.language.is_slavic:
            return subject
        first, last = subject
        while last - 1 > first and (
            any(
                words.at(tokens, last - 1) is not None
                for words in (self.common, self.aside)
            )
            or _ADVERB.search(tokens[last - 1].given)
        ):
            last -= 1
        return first, last

    def _is_somebody(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> bool:
        """Say whether a speaker follows a verb of denying, not what is denied."""
        # A name may stand in signs ("..., said «Svet»").
        first = tokens[subject[0] + (tokens[subject[0]].word in _OPENING)]
        if self.language.is_romance and first.word in _TO_WHOM | {"de", "d'"}:
            return False  # "gave no reply to our letters"
        if self.language.is_romance and not self._begins_a_name(tokens, subject):
            return False  # "said to be horrified by the attack"
        closes = tokens[verb.first - 2].word in _CLOSING | {'"'}
        if self.language.is_romance and not closes:
            near = subject[0], min(subject[1], subject[0] + 1 + _FEW_BETWEEN)
            names = any(_is_capital(t) for t in tokens[slice(*near)])
            pronoun = self.pronoun.at(tokens, subject[0]) is not None
            if not (names or pronoun or self._has_head(tokens, *near)):
                return False  # "located the crater, worked out the hour of the clips"
        if verb.row.get("manner") not in _ANSWERS:
            counts = (self.stop.at(tokens, n) for n in range(*subject))
            tells = any(hit and hit.row["kind"] == "harm" for hit in counts)
            return not tells and first.is_word and first.word not in _ABOUT
        return _is_capital(first) or self._has_head(tokens, *subject)

    def _begins_a_name(self, tokens: Sequence[Token], subject: Range) -> bool:
        """Say whether words can name somebody: a capital, an article, an office."""
        first = tokens[subject[0]]
        is_named = _is_capital(first) or first.word in _DETERMINERS | _QUOTES
        return (
            is_named
            or self.stop.at(tokens, subject[0]) is not None
            or self.pronoun.at(tokens, subject[0]) is not None
            or self._has_head(tokens, subject[0], min(subject[1], subject[0] + 3))
        )

    def _is_free(self, tokens: Sequence[Token], verb: int) -> bool:
        """Say whether no speaker stands before a verb's comma."""
        return self._russian_subject(tokens, verb) is None

    def _inverted(self, tokens: Sequence[Token], verb: Found) -> _Raw:
        """Read "..., said X": what was said stands before."""
        start, end = self._phrase(tokens, verb.last)
        last = end
        first = 0
        for place in range(verb.first - 2, -1, -1):
            if tokens[place].word in _STRONG:
                first = place + 1
                break
        content = [(first, verb.first)]
        end_of_aside = next(
            (
                n
                for n in range(end, min(end + _LONGEST_LEAD, len(tokens)))
                if not tokens[n].is_word
            ),
            end,
        )
        if end_of_aside < len(tokens) and tokens[end_of_aside].word in _COMMA:
            end = end_of_aside  # "said X at the daily briefing, nine died"
        goes_on = end + _LEAST_SAID < len(tokens) and tokens[end].word in _COMMA
        is_lead = verb.first - first <= _LONGEST_LEAD
        is_lead = is_lead or (goes_on and self._adds_to_it(tokens[end + 1]))
        if goes_on and is_lead and tokens[end + 1].word not in _RELATIVES:
            content.append((end + 1, len(tokens)))  # "In May, said X, nine died"
        return _Raw((start, last), (verb.first, verb.last), tuple(content), verb.row)

    def _adds_to_it(self, token: Token) -> bool:
        """Say whether a participle tells more of what was said ("..., speaking of")."""
        endings = {"fr": ("ant",), "es": ("ando", "endo")}.get(self.language.code, ())
        return token.word.endswith(endings) if endings else False

    def _opens_clause(
        self, tokens: Sequence[Token], place: int, *, is_strict: bool = False
    ) -> bool:
        """Say whether what is said begins at a token ("that", "to have")."""
        if place >= len(tokens) or tokens[place].word in _COMMA | {":"}:
            return not is_strict
        opens = self.opener.at(tokens, place) is not None
        return opens or tokens[place].word in _TO_HAVE

    def _after_verb(self, tokens: Sequence[Token], verb: Found) -> _Raw | None:
        """Read "Reported by X: ..." and a verb before its subject."""
        start, end = self._phrase(tokens, verb.last)
        if end <= start or not self._has_head(tokens, start, end):
            return None
        if self.language.is_romance and not self._can_follow(tokens, start, end):
            return None
        closes = not any(t.is_word for t in tokens[end:])
        is_told = closes and verb.first >= _FEW_BETWEEN
        content = (0, verb.first) if is_told else (end, len(tokens))
        return _Raw((start, end), (verb.first, verb.last), (content,), verb.row)

    def _can_follow(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase behind a verb is who says it, not what is told.

        "documenta seis bombardeos de la aviación": an office far behind is no speaker,
        nor is what stands in signs, nor a document.
        """
        near = range(start, min(start + _FEW_BETWEEN + 1, end))
        heads = [hit for n in near if (hit := self.head.at(tokens, n))]
        is_quoted = any(t.word in _QUOTES for t in tokens[start:end])
        counted = self.stop.at(tokens, start)
        is_counted = counted is not None and counted.row["kind"] == "number"
        return (
            any(not hit.row.get("document") for hit in heads)
            and not is_quoted
            and not is_counted
        )

    def _russian_subject(self, tokens: Sequence[Token], verb: int) -> Range | None:
        """Return the noun phrase before a verb that can be a speaker."""
        start = verb
        pauses = _STRONG | _COMMA | _DASHES | {":"}
        while start > 0 and (
            tokens[start - 1].word not in pauses or _is_hyphen(tokens, start - 1)
        ):
            start -= 1
        pieces = [start]
        while pieces[-1] and tokens[pieces[-1] - 1].word in _COMMA:
            pieces.append(self._piece_before(tokens, pieces[-1] - 1))
        last = verb
        for number, piece in enumerate(pieces):
            is_closed = number > 0 or piece == verb
            words = tuple(t.word for t in tokens[piece : piece + 2])
            is_relative = words[:1] in _TO_ITS and words[1:] in _RELATIVE
            is_apposed = is_closed and (words[0] in _APPOSED or is_relative)
            if is_apposed and number + 1 < len(pieces):
                last = piece - 1  # "the Observatory, based in X, said"
                continue
            subject = self._speaker_in(tokens, piece, last)
            if subject is None:
                continue
            end = piece - 1  # the comma before an apposition
            first = pieces[number + 1] if number + 1 < len(pieces) else end
            is_named = 0 < end - first <= _LONGEST_NAME and all(
                _is_capital(t) for t in tokens[first:end]
            )
            # One capital is a place ("a resident of X"), two are a name of its own.
            is_role = not all(_is_capital(t) for t in tokens[subject[1] - 2 : last - 1])
            is_role = is_role and self._is_role(tokens, subject)
            if is_named and is_role:
                return first, end  # "Hassan, a resident of X, says"
            if is_role and self._is_role_and_name(tokens, first, end):
                return first, end  # "General Pau Roch, spokesman of X, says"
            return subject
        return None

    def _is_role_and_name(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        """Say whether words are a role and two names or more ("el general X Y")."""
        if not self.language.is_romance or not 2 < end - first <= _LONGEST_SPEAKER:  # noqa: PLR2004  a role, two names
            return False
        start = first + (tokens[first].word in _DETERMINERS)
        role = self.nominative.at(tokens, start)
        is_person = role is not None and bool(role.row.get("person"))
        return is_person and all(map(_is_capital, tokens[end - 2 : end]))

    def _is_role(self, tokens: Sequence[Token], subject: Range) -> bool:
        """Say whether a phrase is a role without a name of its own."""
        heads = (self.nominative.at(tokens, n) for n in range(*subject))
        return any(hit is not None and hit.row.get("person") for hit in heads)

    def _piece_before(self, tokens: Sequence[Token], end: int) -> int:
        """Return where the words between commas begin that end at a token."""
        while end > 0 and (
            tokens[end - 1].word not in _STRONG | _COMMA | _DASHES
            or _is_hyphen(tokens, end - 1)
        ):
            end -= 1
        return end

    def _speaker_in(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the pronoun, office or name that a verb has before it."""
        if end > start and self.pronoun.at(tokens, end - 1):
            return end - 1, end
        if end > start and tokens[end - 1].word == "там":
            return end - 1, end  # "there they say"
        if end > start and tokens[end - 1].word in _WE:
            return None  # who says "we" is quoted by somebody
        party = self._party_first(tokens, start, end)
        if party is not None:
            return party
        for place in range(start, end):
            if self.nominative.at(tokens, place):
                if self._is_governed(tokens, start, place):
                    continue  # "before the Parliament": no subject
                stop = next(
                    (
                        n
                        for n in range(place, end)
                        if tokens[n].word in _COMMA
                        or (n > place and self._ends_a_name(tokens, n))
                    ),
                    end,
                )
                stop = min(self._with_name_after(tokens, place, stop), end)
                while self.language.is_romance and tokens[stop - 1].word in _ASIDE:
                    stop -= 1
                return self._with_adjectives(tokens, start, place), stop
        return self._title_in(tokens, start, end) or self._named_in(tokens, start, end)

    def _is_governed(self, tokens: Sequence[Token], start: int, place: int) -> bool:
        """Say whether a French or Spanish preposition stands before an office."""
        if not self.language.is_romance:
            return False
        before = place - 1
        before -= before > start and tokens[before].word in _DEFINITE
        return before >= start and tokens[before].word in _GOVERNING

    @staticmethod
    def _title_in(tokens: Sequence[Token], start: int, end: int) -> Range | None:
        """Return a name in signs that stands right before a verb ("«Fonar» said")."""
        if end <= start or not _ends_a_title(tokens, end):
            return None
        opened = _start_of_title(tokens, end)
        return None if opened is None or opened < start else (opened, end)

    def _named_in(self, tokens: Sequence[Token], start: int, end: int) -> Range | None:
        """Return the people counted, or the name in capitals, right before a verb."""
        counted = self._counted_in(tokens, start, end)
        if counted is not None:
            return counted
        first = end
        while first > start and tokens[first - 1].given[0].isupper():
            first -= 1
        while first < end and self._names_nobody(tokens, first):
            first += 1
        is_where = first > start and tokens[first - 1].word in _PLACE_WORDS
        return (first, end) if first < end and not is_where else None

    def _counted_in(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return people a verb has before it by their number ("two witnesses said")."""
        if not self.language.is_slavic:
            return None
        for place in range(start, end - 1):
            number = self.stop.at(tokens, place)
            is_number = number is not None and number.row["kind"] in {"number", "vague"}
            if number is None or not is_number:
                continue
            after = range(number.last, min(number.last + _FEW_BETWEEN, end))
            if any(self.head.at(tokens, n) for n in after):
                return place, end
        return None

    def _party_first(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the party whose name begins a clause before a verb far behind it.

        "Damascus to the letters of the centre gave no answer": Damascus, no centre.
        """
        if end - start < _LEAST_SAID or not _is_capital(tokens[start]):
            return None
        named = self.parties.find(tokens[start].given)
        is_party = bool(named) and (
            named[0].form != "adjective" or not self.language.is_slavic
        )
        return (start, start + 1) if is_party else None

    def _ends_a_name(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a token before a verb no longer names who speaks."""
        if self.say.at(tokens, place) is not None:
            return True
        # In French and Spanish asides begin like parts of a title ("aux droits").
        is_slavic = self.language.is_slavic
        if self.language.is_romance and tokens[place].word in _THAT | {"se", "s'"}:
            return True
        return is_slavic and self.aside.at(tokens, place) is not None

    def _name_at_the_end(self, words: Sequence[Token]) -> Sequence[Token]:
        """Return the capitalised words that end a phrase, if they can be a person's."""
        run: list[Token] = []
        roles = [hit for n in range(len(words)) if (hit := self.head.at(words, n))]
        first = max((h.last for h in roles if h.row.get("person")), default=0)
        for token in reversed(words[first:]):
            is_acronym = token.given.isupper() and len(token.given) > 1
            is_inside = token.word == "." or token.word in _NAME_PARTICLES
            if is_inside and run:  # an initial ("В. Петренко"), "Omar al Hadi"
                run.insert(0, token)
                continue
            if is_acronym or not _is_capital(token):
                break
            run.insert(0, token)
        while run and not _is_capital(run[0]):
            run = run[1:]
        while len(run) > _FEW_BETWEEN and self._is_body(run):
            run = run[1:]  # "the spokesman of the Kremlin Lev Marov"
        place = len(words) - len(run)
        if place > 1 and words[place - 1].word in _DEFINITE:
            return []  # "for the Rights of Man": the end of a body's name
        return run

    def _is_body(self, words: Sequence[Token]) -> bool:
        """Say whether capitalised words begin with an office or body, no person."""
        head = self.head.at(words, 0)
        return head is not None and not head.row.get("person")

    def _names_nobody(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word only opens a sentence with its capital."""
        if tokens[place].word in _NO_NAMES:
            return True
        return any(
            words.at(tokens, place) is not None for words in (self.aside, self.common)
        )

    def _with_adjectives(self, tokens: Sequence[Token], start: int, place: int) -> int:
        while place > start and (
            _ADJECTIVE.search(tokens[place - 1].word)
            or _OBLIQUE_ADJECTIVE.search(tokens[place - 1].word)
            or self._is_acronym_before(tokens, place)
        ):
            place -= 1
        if place > start and tokens[place - 1].word in _DETERMINERS:
            place -= 1
        return place

    def _is_acronym_before(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a body of a body stands before it in capitals ("UNHCR of UN")."""
        before, word = tokens[place - 1].given, tokens[place].given
        both = before.isupper() and word.isupper() and len(before) > 1
        return self.language.is_slavic and both

    # -- speakers -------------------------------------------------------------

    def _resolved(
        self, tokens: Sequence[Token], raw: _Raw, known: list[_Known], number: int
    ) -> Said:
        gender = self._gender(tokens, raw)
        name, is_person = self._name(tokens, raw, known)
        candidates: tuple[str, ...] = ()
        if name is None:
            fitting = _fitting(
                known, gender, number, needs_person=self._is_he(tokens, raw)
            )
            if not fitting and self._is_masculine(tokens, raw):
                last = [k for k in known if k.sentence == number - 1]
                last = [k for k in last if k.name.lower().startswith(_HE_IN_FRENCH)]
                fitting = _fitting(last, gender, number, needs_person=False)
            if not fitting and self._is_she_or_it(tokens, raw):
                last = [k for k in known if k.sentence == number - 1]
                fitting = _fitting(last, gender, number, needs_person=False)
            if not fitting and raw.is_oblique:  # "by its own figures"
                fitting = _fitting(known, gender, number, needs_person=False)
            candidates = tuple(dict.fromkeys(k.name for k in fitting))
            is_one = len(candidates) == 1 and not raw.is_free
            name = candidates[0] if is_one else None
        else:
            subject = tokens[raw.subject[0] : raw.subject[1]]
            if self.language.code == "ar":
                subject = _less_whereabouts(subject)
            words = frozenset(
                part
                for t in (
                    _less_owners(subject) if self.language.is_romance else subject
                )
                for part in t.word.split("-")
            )
            known.append(_Known(name, words, gender, is_person, number))
        return Said(
            self._statement(tokens, raw, name, candidates), raw.row, raw.cue, number
        )

    def _statement(
        self,
        tokens: Sequence[Token],
        raw: _Raw,
        name: str | None,
        candidates: tuple[str, ...],
    ) -> Statement:
        def stretch(part: Range) -> Range:
            return tokens[part[0]].start, tokens[part[1] - 1].end

        is_quote = any(
            t.word in {"«", "“", "„"}
            for part in raw.content
            for t in tokens[part[0] : part[1]]
        )
        chain = (raw.outer, name) if raw.outer and name else ((name,) if name else ())
        return Statement(
            source=(stretch(raw.subject),) if raw.subject[0] < raw.subject[1] else (),
            cue=(stretch(raw.cue),) if raw.cue[0] < raw.cue[1] else (),
            content=tuple(
                stretch(p) for p in raw.content if p[0] < p[1] <= len(tokens)
            ),
            speaker=name,
            chain=tuple(part for part in chain if part),
            is_unresolved=name is None,
            candidates=candidates if name is None else (),
            is_quote=is_quote,
        )

    def _is_she_or_it(self, tokens: Sequence[Token], raw: _Raw) -> bool:
        """Say whether a pronoun can be an organisation's, as these are feminine.

        Only of the sentence right before; a body has no other pronoun in French,
        Spanish, Russian or Ukrainian.
        """
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return word in _SHE_OR_IT

    def _is_masculine(self, tokens: Sequence[Token], raw: _Raw) -> bool:
        """Say whether French "il" can be a body's, as it is "le ministère"."""
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return self.language.code == "fr" and word in _IL

    def _is_he(self, tokens: Sequence[Token], raw: _Raw) -> bool:
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return word in _HE_OR_SHE

    def _gender(self, tokens: Sequence[Token], raw: _Raw) -> str | None:
        if raw.cue[0] >= raw.cue[1]:
            return None
        word = tokens[raw.cue[0]].word
        if self.language.code == "ar":
            if raw.is_oblique or raw.row is None:
                return None
            return _arabic_gender(tokens[raw.cue[0] : raw.cue[1]])
        if raw.is_oblique or raw.row is None:
            pronoun = tokens[raw.subject[0]].word
            return {"его": "m", "ее": "f", "их": "pl"}.get(pronoun)
        for ending, gender in self.language.genders:
            if word.endswith(ending):
                return gender
        return None

    def _name(
        self, tokens: Sequence[Token], raw: _Raw, known: Sequence[_Known]
    ) -> tuple[str | None, bool]:
        """Return the speaker's name as far as the text gives it; None = a pronoun."""
        first, last = raw.subject
        while first < last and tokens[first].word in _QUOTES | {"ما", "وهو"}:
            first += 2 if tokens[first].word == "ما" else 1
        while first < last and tokens[first].word in _BY_IT:
            first += 1
        while last > first and tokens[last - 1].word in _QUOTES | _COMMA | {":"}:
            last -= 1
        last = self._before_not(tokens, first, last)
        if first >= last:
            return None, False
        pronoun = self.pronoun.at(tokens, first)
        is_self = tokens[last - 1].word in _SELF
        if pronoun and not is_self and (pronoun.last == last or raw.is_oblique):
            return None, False
        if last - first == 1 and tokens[first].given.lower() in {"él", "su", "sus"}:
            return None, False  # its accent alone tells "he" from the article
        words = _without_self(tokens[first:last], raw)
        known = self._no_offices_of_it(words, known)
        is_arabic = self.language.code == "ar"
        is_state = is_arabic and self.parties.code_of(_joined(words)) is not None
        earlier = None if is_state else _short_form(words, known, is_last=is_arabic)
        if earlier is not None:
            return earlier.name, earlier.is_person
        if self.language.code == "ar":
            words = self._without_attached_and(words)
            name, is_person = self._arabic_name(words)
            is_of = raw.is_oblique and self.head.at(words, 0) is not None
            is_of = is_of or (raw.is_oblique and words[0].word.startswith("لل"))
            return (_without_of(name) if is_of else name), is_person
        return self._russian_name(words, is_oblique=raw.is_oblique)

    def _before_not(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Leave out the "not" of a Slavic verb behind its speaker ("X did not")."""
        negations = self.language.negations if self.language.is_slavic else frozenset()
        while last > first + 1 and tokens[last - 1].word in negations:
            last -= 1
        return last

    def _no_offices_of_it(
        self, words: Sequence[Token], known: Sequence[_Known]
    ) -> Sequence[_Known]:
        """Return whom a Slavic name can shorten: a state is none of its ministries.

        Nor is one of two named together ("the reports of the rebels and the cabinet").
        """
        if not self.language.is_slavic:
            return known
        known = [k for k in known if not k.words & _AND_ALSO]
        if self._is_body_named(words):
            known = [k for k in known if not k.is_person]  # not who speaks for it
        if self.parties.code_of(_joined(words)) is None:
            return known
        return [k for k in known if self.parties.code_of(k.name) is not None]

    def _is_and_others(self, rest: Sequence[Token]) -> bool:
        """Say whether "and" and another role follow ("local sources and witnesses")."""
        return bool(rest) and self._without_attached_and(rest) is not rest

    def _without_attached_and(self, words: Sequence[Token]) -> Sequence[Token]:
        """Drop the "and" that is written together with who speaks ("والسلطات")."""
        first = words[0]
        rest = first.word[1:]
        if first.word[0] != "و" or len(rest) < _SHORTEST_STEM:
            return words
        bare = dataclasses.replace(
            first,
            word=rest,
            start=first.start + 1,
            given=first.given[1:],
            forms=frozenset((rest,)),
        )
        is_known = self.head.at((bare, *words[1:]), 0) is not None
        is_known = is_known or self.parties.code_of(bare.given) is not None
        own = dataclasses.replace(first, forms=frozenset((first.word,)))
        is_own = self.head.at((own, *words[1:]), 0) is not None
        return (bare, *words[1:]) if is_known and not is_own else words

    def _arabic_name(self, words: Sequence[Token]) -> tuple[str, bool]:
        """Return the bare name behind a person's role, else the words as written."""
        words = _without_relative(words)
        text = _joined(words)
        if text.count("«") > text.count("»"):
            text += "»"  # a name in signs ends with its sign
        role = self.head.at(words, 0)
        if role is None or not role.row.get("person"):
            return text, False
        rest = list(words[role.last :])
        is_definite_role = words[0].word.startswith(("ال", "لل"))
        if len(rest) > 1 and rest[0].word in _IN_ITS_NAME | _CALLED:
            rest = rest[1:]  # "his spokesman X Y"
        rest = _past_accreditation(rest)
        while (
            rest
            and (rest[0].word.startswith("ال") or self.head.at(rest, 0))
            and not (is_definite_role or self._is_and_others(rest))
        ):
            rest = rest[1:]
        if (
            role.row.get("official")
            and len(rest) > 2  # noqa: PLR2004  a town and two names
            and self.places.bears(rest[0].given)
        ):
            rest = rest[1:]  # "the mayor of Arikhan Nizar Hasan"
        is_on = bool(rest) and rest[0].word in _PREPOSITIONS | _ON_BEHALF | _FOR
        is_on = is_on or (bool(rest) and rest[0].word.startswith("لل"))
        is_on = is_on or self._is_and_others(rest)
        is_name = (
            not is_on
            and 0 < len(rest) < _LONGEST_NAME  # given, father's and family name
            and all(
                t.is_word and (n or not t.word.startswith("ال"))
                for n, t in enumerate(rest)
            )
        )
        is_name = is_name and self.parties.code_of(_joined(rest)) is None
        is_name = is_name and not (len(rest) == 1 and self.places.bears(rest[0].given))
        is_name = is_name and (is_definite_role or len(words) - len(rest) > 1)
        return (_joined(rest), True) if is_name else (text, True)

    def _russian_name(
        self, words: Sequence[Token], *, is_oblique: bool
    ) -> tuple[str, bool]:
        if self.language.is_slavic and words[0].word in _AT_AN_OFFICE and words[1:]:
            words = words[1:]  # "at the hospital they said"
        heads = [hit for n in range(len(words)) if (hit := self.head.at(words, n))]
        is_person = any(hit.row.get("person") for hit in heads)
        run = self._name_at_the_end(words)
        is_person = is_person or _names_a_person(words, run)
        if is_person:
            run = _own_name(run)
        if len(run) > 1 and (is_person or len(run) == len(words)):
            if not is_oblique:
                return _joined(run), True
            return " ".join(_nominative(t.given, is_person) for t in run), True
        is_acronym = len(words) == 2 and words[1].given.isupper()  # noqa: PLR2004  an article, an acronym
        if is_acronym and words[0].word in _DEFINITE:
            words = words[1:]  # "la ONU"
        text = _joined(words)
        head = self.head.at(words, 0)
        if is_oblique and head is not None and _is_case_of(head.row, words[0].word):
            text = " ".join(
                [str(head.row["nominative"]), *(t.given for t in words[1:])]
            )
        elif is_oblique and head is not None and head.row.get("gender") == "m":
            first = _first_case(words[0].given) if is_person else words[0].given
            text = " ".join([first, *(t.given for t in words[1:])])
        return text, is_person


def _without_at(words: Sequence[Token]) -> Sequence[Token]:
    """Drop the "at" written together with whom one could not reach, in Arabic."""
    first = words[0]
    if not first.word.startswith("بال"):
        return words
    rest = first.word[1:]
    forms = frozenset((rest, rest[2:]))
    bare = dataclasses.replace(
        first, word=rest, start=first.start + 1, given=first.given[1:], forms=forms
    )
    return (bare, *words[1:])


def _past_term(tokens: Sequence[Token], place: int) -> int:
    """Return where a term in signs ends that says nothing by itself ("the «zone»").

    A sentence of four words or more, or what is said after a colon, is a quotation.
    """
    before = tokens[place - 1].word if place else ":"
    if before == ":":
        return place
    for end in range(place + 2, min(place + 1 + _LEAST_QUOTED, len(tokens))):
        if tokens[end].word in _QUOTES:
            return end + 1
    return place


def _without_self(words: Sequence[Token], raw: _Raw) -> Sequence[Token]:
    """Drop "the same" from "the same source", and "at" of whom one asked, in Arabic."""
    while len(words) > 1 and words[-1].word in _SELF:
        words = words[:-1]
    return _without_at(words) if raw.row is not None and raw.row.get("to") else words


def _less_whereabouts(words: Sequence[Token]) -> Sequence[Token]:
    """Drop where somebody holds an office ("the prosecutor in X" is not X)."""
    return [
        t
        for n, t in enumerate(words)
        if not n or words[n - 1].word not in {"في", "لدي", "من"}
    ]


def _arabic_gender(cue: Sequence[Token]) -> str | None:
    """Return the gender of a verb; None = a present that may be of either.

    A denied verb stands in the present ("did not answer"): its first letter tells.
    """
    word = cue[0].word
    if word.removeprefix("و").removeprefix("ف") in _NOT_AR and len(cue) > 1:
        verb = cue[1].word
        if verb.endswith(("وا", "ون")):
            return "pl"
        return {"ت": "f", "ي": "m"}.get(verb[0])
    if word.endswith(("وا", "ون")):
        return "pl"
    if word.endswith("ت"):
        return "f"
    return None if word.removeprefix("و").startswith("ت") else "m"


_NOT_AR = frozenset({"لم", "لا", "لن"})
# "The Secretary-General of the UN": what follows is his, nobody told.
_HIGH_OFFICES = frozenset(
    {"العام", "العامه", "السامي", "الساميه", "الخاص", "الخاصه", "التنفيذي", "التنفيذيه"}
    | {
        "الاعلي",
        "الرسمي",
        "الاقليمي",
        "المقيم",
        "المقيمه",
        "الدايم",
        "الدايمه",
        "المساعد",
    }
)
_SPOKE = ("تحدث", "التقت", "قابلت", "اتصلت", "استطلعت")  # ... residents who spoke to X
_CALLED = frozenset(
    {"يدعي", "تدعي", "اسمه", "اسمها", "يسمي", "تسمي", "واسمه", "واسمها"}
)
# Fingers and doubts point at somebody, and say nothing.
_NOBODYS = frozenset({"اصابع", "الشكوك", "الدلايل", "الموشرات", "الترجيحات", "الانظار"})
_BUT_THEY = frozenset({"لكنه", "لكنها", "لكنهم", "انه", "انها", "انهم", "كما", "وقد"})
_NOT_AR_AND = _NOT_AR | {"ولم", "ولا", "فلم"}
# Nouns of deeds, without an article: what is announced or confirmed.
_DEEDS_TOLD = frozenset(
    {"فتح", "اجراء", "بدء", "اطلاق", "اسقاط", "تدمير", "اعتراض", "تنفيذ", "شن", "قصف"}
    | {"استهداف", "مقتل", "سقوط", "اصابه", "وفاه", "ارتفاع", "انتشال", "العثور", "وقوع"}
    | {"تعرض", "تشكيل", "احاله", "توقيف", "اعتقال", "تسجيل", "توثيق", "رصد", "استشهاد"}
    | {"مسووليته", "مسووليتها", "مسووليتهم", "مسووليتهما", "تبنيها", "تبنيه"}
    | {
        "التاكيد",
        "تاكيد",
        "تاكيده",
        "تاكيدها",
        "القول",
        "النفي",
        "نفي",
        "نفيه",
        "نفيها",
    }
    | {"رفضه", "رفضها", "دعوته", "دعوتها", "التزامه", "التزامها", "تمسكه", "تمسكها"}
    | {
        "احراز",
        "السيطره",
        "سيطرته",
        "سيطرتها",
        "التوصل",
        "انتهاء",
        "انطلاق",
        "استهدافه",
    }
    | {
        "استهدافها",
        "قصفها",
        "قصفه",
        "تدميرها",
        "تدميره",
        "اسقاطها",
        "اسقاطه",
        "مسووليه",
    }
    | {"احباط", "صد", "تعليق", "اغلاق", "اخلاء", "وصول", "استقبال", "نقل", "ضرب"}
)


def _the_paper(tokens: Sequence[Token], verb: Found, record: Words) -> Range:
    """Return the paper that "it says in the report that" speaks by; empty = none."""
    last = verb.last - 1
    is_paper = last > verb.first + 1 and record.at(tokens, last) is not None
    is_known = is_paper and tokens[last].word.startswith("ال")
    return (last, verb.last) if is_known else (verb.last, verb.last)


def _is_of_government(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "the government forces" begin at a token."""
    words = tuple(t.word.removeprefix("ال") for t in tokens[place : place + 2])
    return len(words) > 1 and words[0] in _FORCES and words[1] in _GOVERNMENTS


_OF_A_LAND = frozenset(  # behind a bare office, before its land
    {
        "خارجيه",
        "دفاع",
        "وزراء",
        "داخليه",
        "صحه",
        "حكومه",
        "اركان",
        "اعلام",
        "عدل",
        "برلمان",
    }
)
_FORCES = frozenset({"قوات", "جيش", "طيران", "مدفعيه", "طايرات"})
_GOVERNMENTS = frozenset({"حكوميه", "حكومي", "حكومه", "نظاميه", "نظامي"})


def _has_where_first(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether a sentence begins by where or when ("In Talbar, X said")."""
    is_apart = 1 < verb.first <= _LONGEST_LEAD
    is_apart = is_apart and tokens[verb.first - 1].word in _COMMA
    return is_apart and bool({tokens[0].word, tokens[0].word[1:]} & _WHERE_AR)


_WHERE_AR = frozenset({"في", "قرب", "شمال", "جنوب", "شرق", "غرب", "وسط", "علي"})


def _past_accreditation(rest: list[Token]) -> list[Token]:
    """Return the name behind "of X to the United Nations"; all words where none is."""
    at = next((n for n, t in enumerate(rest) if t.word in _ACCREDITED), None)
    if at is None:
        return rest
    last = at + 1
    while last < len(rest) and rest[last].word.startswith("ال"):
        last += 1
    return rest[last:] if at + 1 < last < len(rest) else rest[:at]


def _own_name(run: Sequence[Token]) -> Sequence[Token]:
    """Drop a place before a person's name ("of Sarmak Ivan Petrov"): two words name.

    A father's name makes it three, and so does a particle ("Abu", "al").
    """
    words = [t for t in run if t.is_word]
    if len(words) <= _FEW_BETWEEN or len(words) < len(run):
        return run
    if not _CYRILLIC.match(run[0].word):
        return run
    is_long = _FATHERS.search(run[-2].word) or run[-2].word in _PARTICLES
    return run[-3:] if is_long else run[-2:]


def _names_a_person(words: Sequence[Token], run: Sequence[Token]) -> bool:
    """Say whether a role no row knows stands before a name of two words.

    "The eldest of the shift Ildar Mazurov": small letters, then a first case.
    """
    n_before = len(words) - len(run)
    if not 0 < n_before <= _LONGEST_ROLE or len(run) != _FEW_BETWEEN:
        return False
    is_small = all(t.is_word and t.given.islower() for t in words[:n_before])
    is_named = bool(_CYRILLIC.match(run[0].word))
    return is_small and is_named and not _OBLIQUE_NAME.search(run[0].word)


_FATHERS = re.compile(r"(?:вич|вна|ична|ыч|ич)(?:а|у|ем|ой|ы|ны|ні|ною)?$")
_PARTICLES = frozenset({"аль", "эль", "ель", "абу", "бин", "ибн", "ібн", "бен", "абд"})
_LONGEST_ROLE = 5
_OBLIQUE_NAME = re.compile(
    r"(?:ой|ого|ому|ом|ым|им|ах|ях|ов|их|ых|ії|ии|ию|ію|ській|ской)$"
)
_CYRILLIC = re.compile("[а-яіїєґё]")


_ADVERB = re.compile(r"^[а-яіїєґ]{3,}но$")  # "remotely", in small letters
_DID = re.compile(r"(?:[аиыуіеї]л[аио]|[яю]ть?|[аеує][юєе]т?ь?ся|ился|ился)$")
_WHICH_SLAVIC = ("котор", "яким", "якому", "якої", "якою", "яких")
_TURNS = frozenset(
    {":", ";", "а", "но", "однако", "але", "однак", "проте", "хотя", "хоча", "зато"}
)
_FAR = 12  # words from a report to "in which"
# "Published", "spread", "made", in the cases a report stands in.
_PARTICIPLE = re.compile(r"(?:нн|ен)(?:ом|ой|ому|ого|ым|их|ых|ій|ої|ым|им)$")
_OBLIQUE_ADJECTIVE = re.compile(r"(?:[сцз]ком|[сцз]кой|нном|нной|ському|ській)$")
_ADJECTIVE = re.compile(
    r"(?:ый|[гкхшщ]ий|ая|ое|ые|[гкхшщ]ие|ой|ських|[сцз]ьк(?:ий|а|е|і)|цев(?:ий|а|і))$"
)


def _without_object(tokens: Sequence[Token], raw: _Raw) -> _Raw:
    """Return a Slavic denial without its object in its subject ("X this denies")."""
    manner = raw.row.get("manner") if raw.row else None
    first, last = raw.subject
    if manner not in {"deny", "silent"} or last > raw.cue[0]:
        return raw
    cut = next((n for n in range(first + 1, last) if tokens[n].word in _DENIED), last)
    return dataclasses.replace(raw, subject=(first, cut))


# What is denied, in the case of an object, before its verb.
_DENIED = frozenset(
    {"это", "эти", "эту", "обвинения", "обвинение", "утверждения", "сообщения", "факт"}
    | {"информацию", "сведения", "данные", "слова", "заявления", "вину", "причастность"}
    | {"це", "ці", "цю", "звинувачення", "закиди", "твердження", "повідомлення", "дані"}
    | {"інформацію", "відомості", "заяви", "провину", "причетність", "данных", "даних"}
)


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


def _is_hyphen(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a Slavic dash joins a name and a number ("«Charter-12»")."""
    if not 0 < place < len(tokens) - 1 or tokens[place].word not in _DASHES:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    is_joined = before.end == tokens[place].start == after.start - 1
    return is_joined and after.is_number and bool(_CYRILLIC.match(before.word))


def _ends_a_title(tokens: Sequence[Token], end: int) -> bool:
    """Say whether signs right before a token hold a name ("the Centre «Horizon»")."""
    if not end or tokens[end - 1].word not in _CLOSING | {'"'}:
        return False
    start = _start_of_title(tokens, end)
    if start is None:
        return False
    # A quotation is parted from its verb by a comma or a dash; a name is not.
    is_cyrillic = any("а" <= t.word[0] <= "я" for t in tokens[start:end])
    return bool(start and tokens[start - 1].is_word) or is_cyrillic


def _start_of_title(tokens: Sequence[Token], end: int) -> int | None:
    """Return where the signs open that close right before a token."""
    for place in range(end - 2, max(-1, end - 3 - _LONGEST_TITLE), -1):
        if tokens[place].word in _OPENING | {'"'}:
            return place
    return None


def _is_quoted_whole(words: Sequence[str]) -> bool:
    """Say whether a sentence is a quotation from end to end."""
    if words[0] in _OPENING:
        return words[-1] in {"»", "”"}
    return words[0] == words[-1] == '"' and words.count('"') == 2  # noqa: PLR2004  one pair


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
_NAME_INSIDE = frozenset({"de", "des", "la", "и", "та", "y", "et", "для", "без", "sin"})
_OPENING, _CLOSING = frozenset("«“„"), frozenset("»”")
_LONGEST_QUOTE = 8  # sentences; an opened sign without an end is left alone


def _long_quotes(sentences: Sequence[Sequence[Token]]) -> Iterator[Range]:
    """Yield where quotations stand that run over more than one sentence."""
    opened: tuple[int, int] | None = None
    for number, tokens in enumerate(sentences):
        if opened is not None and number - opened[0] > _LONGEST_QUOTE:
            opened = None
        for token in tokens:
            is_straight = token.word == '"'
            if token.word in _OPENING or (is_straight and opened is None):
                opened = number, token.start
            elif opened is not None and (token.word in _CLOSING or is_straight):
                if opened[0] < number:
                    yield opened[1], token.end
                opened = None


def _with_quote(made: Sequence[Said], quote: Range) -> list[Said]:
    """Give the whole of a long quotation to the statement that begins or ends it."""
    start, end = quote
    for place in range(len(made) - 1, -1, -1):
        said = made[place].statement
        is_inside = any(start <= s and e <= end for s, e in said.cue)
        touches = any(s < end and start < e for s, e in said.content)
        if said.cue and touches and not is_inside:
            whole = dataclasses.replace(
                said, content=(*said.content, quote), is_quote=True
            )
            kept = [*made]
            kept[place] = dataclasses.replace(made[place], statement=whole)
            return kept
    return list(made)


def _keeps_a_name(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether a verb only says that a name is kept ("not to tell his name")."""
    following = tokens[verb.last : verb.last + 2]
    return any(t.word.startswith(("اسم", "هويت", "الاسم")) for t in following)


def _is_adverb(token: Token) -> bool:
    """Say whether a verb's letters are but an adverb's ("denied it a flat denial")."""
    return _TANWIN in token.given and token.word not in _TURNING


def _after_what_is_said(verb: Found, subject: Range) -> _Raw | None:
    """Read "..., as the local authorities said": what is said stands before."""
    if verb.first < _LEAST_SAID - 1 or subject[0] < verb.last:
        return None
    return _Raw(subject, (verb.first, verb.last), ((0, verb.first),), verb.row)


def _is_capital(token: Token) -> bool:
    """Say whether a word is written as a name ("Hadi", "аль-Хади")."""
    is_named = token.given[0].isupper() or bool(_ARTICLED.match(token.given))
    return token.is_word and is_named


_ARTICLED = re.compile(r"(?:[аэеі]ль?|[аэеі][нсшдтрз]|бен|бин|ибн|ібн|абу)-[А-ЯЁІЇЄҐ]")


def _without_of(name: str) -> str:
    """Drop the particle of "according to" from an office ("لرئيس البلدية")."""
    if name.startswith("لل"):
        return "ال" + name[2:]
    is_own = name.startswith(("لجن", "لواء"))  # a committee, a general
    return name[1:] if name.startswith("ل") and not is_own else name


def _first_case(word: str) -> str:
    """Undo the genitive of a man's office ("мэра", "жителя")."""
    if word.endswith("а"):
        return word[:-1]
    return word[:-1] + "ь" if word.endswith("я") else word


def _is_case_of(row: Row, word: str) -> bool:
    """Say whether a row's nominative is the word itself in its first case."""
    nominative = str(row.get("nominative") or "")
    return len(nominative) >= _SHARED and nominative[:_SHARED] == word[:_SHARED]


_SHARED = 4


def _up_to(content: Sequence[Range], end: int) -> tuple[Range, ...]:
    cut = tuple((s, min(e, end)) for s, e in content if s < min(e, end))
    return cut or tuple(content)


def _end_of_phrase(
    tokens: Sequence[Token], start: int, ends: frozenset[str], opener: Words
) -> int:
    """Return where a noun phrase that names somebody ends."""
    place = start
    while place < len(tokens) and place - start < _LONGEST_SPEAKER:
        token = tokens[place]
        is_initial = place > start and _is_initial(tokens, place)
        if token.word in _STRONG | _COMMA | _DASHES | {":"} | ends and not is_initial:
            break
        if place > start and opener.at(tokens, place):
            break
        place += 1
    return place


def _is_initial(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a point ends the initial of a name ("V. Petrenko")."""
    before = tokens[place - 1].given
    is_point = tokens[place].word == "." and place + 1 < len(tokens)
    following = tokens[place + 1].given if is_point else ""
    if len(before) == 1 and before.islower() and is_point:  # "и.о. мэра"
        is_first = len(following) == 1 and tokens[place + 1].is_word
        return is_first or tokens[place - 2].word == "."
    is_letter = len(before) == 1 and before.isupper()
    return is_point and is_letter and tokens[place + 1].given[0].isupper()


_TELLS_MORE = frozenset(
    {"عرف", "الذي", "التي", "الذين", "طلب", "طلبت", "رفض", "رفضت", "وهي", "وهو"}
    | {"لم", "اشترط", "اشترطت", "فضل", "فضلت", "اثر", "اثرت", "تحفظ", "وقد"}
)


# "..., a-t-il ajouté": the pronoun is the subject, whatever stands before.
_HE_SAYS = frozenset(
    f"{t}{he}" for t in ("-", "-t-") for he in ("il", "elle", "on", "ils", "elles")
)
_WHO_ARABIC = _WHO_AR | {"الذين", "اللتين"}
_AND_SAID = frozenset(("y", "e", "et", "и", "й", "і", "та"))


def _goes_on_after(tokens: Sequence[Token], before: _Raw, raw: _Raw) -> bool:
    """Say whether a verb after "and" has the subject of the verb of saying before it.

    "The spokesman called the report false and said it held nothing new": the report
    says nothing.
    """
    verb = raw.cue[0]
    is_joined = verb > 0 and tokens[verb - 1].word in _AND_SAID
    has_one = before.subject[0] < before.subject[1]
    is_after = before.cue[1] <= raw.subject[0] < raw.subject[1] == verb
    # "«...», declaró, y añadió": the one left out is left out again.
    is_left_out = before.subject == (before.cue[1],) * 2 and raw.row is not None
    is_left_out = is_left_out and verb - before.cue[1] <= _FEW_BETWEEN
    if is_joined and is_left_out:
        return True
    return is_joined and has_one and (is_after or raw.subject[0] == raw.subject[1])


def _before_a_deed(tokens: Sequence[Token], raw: _Raw) -> Range:
    """Cut what a speaker does before speaking ("Minister X saw the place and said")."""
    start, end = raw.subject
    is_joined = end == raw.cue[0] and end > start and tokens[end - 1].word in _AND_SAID
    if not is_joined:
        return raw.subject
    capitals = [n for n in range(start, end) if _is_capital(tokens[n])]
    first = next((n for n in capitals if n > start or n + 1 in capitals), None)
    if first is None:
        return raw.subject
    last = first
    while last + 1 in capitals:
        last += 1
    return start, last + 1


def _without_relative(words: Sequence[Token]) -> Sequence[Token]:
    """Drop a clause that says more of the speaker ("a trader who gave ...")."""
    for place, token in enumerate(words):
        if place and token.word in _TELLS_MORE:
            return words[:place]
    return words


def _less_owners(words: Sequence[Token]) -> Sequence[Token]:
    """Drop whose office it is: "Hamas" is not "the ministry of Hamas"."""
    kept: list[Token] = []
    is_owner = False
    for place, token in enumerate(words):
        if token.word in _COMMA or (is_owner and place == len(words) - 1 and not kept):
            is_owner = False
        elif place and token.word in _OF:
            is_owner = True
        if not is_owner:
            kept.append(token)
    return kept


_OF = frozenset({"de", "du", "des", "d'", "del"})


def _short_form(
    words: Sequence[Token], known: Sequence[_Known], *, is_last: bool = False
) -> _Known | None:
    """Return the earlier speaker that some words shorten; None = none, or several.

    `is_last`: of several, the one who spoke last.
    """
    bare = [
        part
        for token in words
        if token.is_word and token.word not in _DEFINITE
        for part in token.word.split("-")
    ]
    fits: dict[str, _Known] = {}
    for earlier in known:
        if bare and all(_is_among(word, earlier.words) for word in bare):
            fits.pop(earlier.name, None)
            fits[earlier.name] = earlier
    if is_last and fits:  # "the Monitor" is rather itself than its director
        own = [e for e in fits.values() if all(_is_in_name(w, e) for w in bare)]
        return (own or list(fits.values()))[-1]
    return next(iter(fits.values())) if len(fits) == 1 else None


_SHORTEST_STEM = 4
_LONGEST_ENDING = 2  # how far cases of one word differ in length


def _is_in_name(word: str, known: _Known) -> bool:
    """Say whether a word is one of an earlier speaker's name, its article aside."""
    words = {
        part.removeprefix("ال") for part in fold_arabic_text(known.name)[0].split()
    }
    return word.removeprefix("ال") in words


def _is_among(word: str, words: frozenset[str]) -> bool:
    if word in words or word.removeprefix("ال") in words:
        return True
    stem = word[: max(_SHORTEST_STEM, len(word) - 2)]
    return (
        len(word) > _SHORTEST_STEM
        and "а" <= word[0] <= "я"
        and any(
            other.startswith(stem) and abs(len(other) - len(word)) <= _LONGEST_ENDING
            for other in words
        )
    )


def _fitting(
    known: Sequence[_Known], gender: str | None, number: int, *, needs_person: bool
) -> list[_Known]:
    """Return the speakers of the nearest earlier sentence that agree with a verb."""
    if not known:
        return []
    nearest = max((k.sentence for k in known if k.sentence <= number), default=-1)
    return [
        k
        for k in known
        if k.sentence == nearest
        and (k.gender is None or gender is None or k.gender == gender)
        and (k.is_person or not needs_person)
    ]


def _joined(words: Sequence[Token]) -> str:
    """Return words as the text has them, one space for any gap."""
    made = ""
    for place, token in enumerate(words):
        gap = " " if place and token.start > words[place - 1].end else ""
        made += gap + token.given
    return made.strip('«»"“” ')


_ENDINGS = (
    (r"([оеё]в|ин|ын)(?:ым|ом|ем|у|а)$", r"\1"),
    (r"(?:ского|скому)$", "ский"),
    (r"(?:ського|ському)$", "ський"),
    (r"енка$", "енко"),
    (r"(?:ія|ію)$", "ій"),
    (r"оря$", "ор"),
    (r"ля$", "ль"),
    (r"ия$", "ий"),
    (r"ой$", "а"),
    (r"([бвгдзклмнпрстфхцчшщ])[ау]$", r"\1"),
)


_WOMEN_ENDINGS = (
    (r"ии$", "ия"),
    (r"ії$", "ія"),
    (r"([бвгджзклмнпрстфхцчшщ])[ыи]$", r"\1а"),
)


def _nominative(name: str, is_person: bool) -> str:  # noqa: FBT001  a fact about it
    """Undo the genitive or dative of a name; other endings stay as written.

    Only somebody with a role can be a woman by the ending: "Velmary" is a country's.
    """
    for ending, stem in (*_ENDINGS, *(_WOMEN_ENDINGS if is_person else ())):
        made, n_changed = re.subn(ending, stem, name)
        if n_changed:
            return made
    return name
