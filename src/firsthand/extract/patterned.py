"""Words of a language without a parser: tokens, folding, rows found in sentences.

Arabic, Russian, Ukrainian, French and Spanish are read by data rows and patterns over
folded tokens; every token knows where it stands in the text as given. Reads the tables
`counts_*`, `things_*`, `speech_*`, `responses_*`, and, for languages whose
words would clash with English ones, `parties_*` and `weapons_*`. Method: M056.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from firsthand.extract.conjugated import forms_of
from firsthand.extract.reading import Range
from firsthand.reference import Reference
from firsthand.reference.folding import fold_arabic
from firsthand.reference.lexicon import listed
from firsthand.reference.parties import Parties, open_parties, own_party_rows
from firsthand.reference.tables import Row
from firsthand.reference.weapons import Weapons, open_weapons

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f,٬]\d{3})+(?!\d)|\d+"
_TOKEN = re.compile(rf"{_NUMBER}|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[^\w\s]")
# A point groups thousands in Spanish, and often in French.
_ROMANCE_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+"
_ELIDED = r"(?:[ldnsjmtc]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])"
_INVERTED = r"-(?:t-)?(?:ils?|elles?|on)(?!\w)"
_FRENCH_TOKEN = re.compile(
    rf"{_ROMANCE_NUMBER}|{_ELIDED}|{_INVERTED}"
    rf"|[^\W\d_]+(?:['’][^\W\d_]+|(?!{_INVERTED})-[^\W\d_]+)*|[^\w\s]"
)
_SPANISH_TOKEN = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?![\d,])|{_ROMANCE_NUMBER}|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[^\w\s]"
)
# Nouns that end as French adverbs do.
_MENT_NOUNS = (
    *("gouvernement", "bombardement", "mouvement", "departement", "armement", "moment"),
    *("batiment", "regiment", "document", "commandement", "parlement", "element"),
    *(
        "etablissement",
        "detachement",
        "campement",
        "appartement",
        "logement",
        "segment",
    ),
)
_FEWEST_LETTERS = 3  # what a particle may leave of a word
_STEM_KEY = 3


@functools.lru_cache(maxsize=20_000)
def _in_order(word: str, forms: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (form != word, -len(form), form)))


@functools.lru_cache(maxsize=20_000)
def folded_word(fold: Callable[[str], tuple[str, Sequence[int]]], word: str) -> str:
    """Return a word of a row in folded letters; rows are few, and asked for often."""
    return fold(word)[0]


@dataclasses.dataclass(frozen=True)
class Token:
    """A word, number or sign of a text.

    Attributes:
        word: Folded letters.
        start: First code point in the text as given.
        end: One past the last.
        given: As written.
        forms: The word, and what remains without attached particles and article.
    """

    word: str
    start: int
    end: int
    given: str
    forms: frozenset[str]

    @property
    def ordered(self) -> Iterable[str]:
        """The forms, the word as written first, in the same order in every run."""
        return self.forms if len(self.forms) == 1 else _in_order(self.word, self.forms)

    @property
    def is_word(self) -> bool:
        """It has letters."""
        return self.word[0].isalpha() or self.word[-1].isalpha()

    @property
    def is_number(self) -> bool:
        """It has digits."""
        return self.word[0].isdigit()


@dataclasses.dataclass(frozen=True)
class Found:
    """A row found among the tokens of a sentence: tokens `first` up to `last`.

    Attributes:
        first: Index of the first token.
        last: One past the last token.
        row: The row.
    """

    first: int
    last: int
    row: Row


@dataclasses.dataclass(frozen=True)
class Language:
    """What differs between the languages read by patterns.

    Attributes:
        code: "ar", "ru", "uk", "fr" or "es"; names the tables.
        fold: Folds a text; returns folded letters and, for each, where it stood.
        forms: Returns what a folded word may be without its particles.
        token: What one token is.
        negations: Words that say no, folded.
        nobody: Words right before a noun that say there was none ("no", "without").
        no_verb: Words that deny the verb before a noun: a few words may stand between.
        except_: Words after which a count stands after all ("none but").
        joiners: Words and signs that may stand between two groups that add up.
        fillers: Words that may stand beside a joiner ("and of his two sons").
        to: Words before the new figure of a rise.
        at: Words between a strike and what it hit.
        genders: Endings of a verb that tell the speaker's gender, longest first.
        has_own_words: Parties and weapons come from tables of the language alone,
            since its words clash with English ones ("mine", "grenade").
        has_capitals: Names begin with a capital letter.
        has_elision: A name may have "d'" or "l'" joined to it.
        auxiliaries: Verbs after which an adverb may stand before the participle.
        adverbs: Adverbs that may, beside those in `adverb_ending`.
        adverb_ending: What most adverbs end in.
        asides: Phrases that may, too ("pour sa part"), each word in its ways.
    """

    code: str
    fold: Callable[[str], tuple[str, Sequence[int]]]
    forms: Callable[[str], frozenset[str]]
    token: re.Pattern[str] = _TOKEN
    negations: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    no_verb: frozenset[str] = frozenset()
    except_: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    at: frozenset[str] = frozenset()
    genders: tuple[tuple[str, str], ...] = ()
    has_own_words: bool = False
    has_capitals: bool = True
    has_elision: bool = False
    auxiliaries: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    adverb_ending: str = ""
    asides: tuple[tuple[frozenset[str], ...], ...] = ()

    @functools.cached_property
    def asides_at(self) -> dict[str, list[tuple[frozenset[str], ...]]]:
        """The phrases that may stand inside a pattern, by their first words."""
        by_word: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for aside in self.asides:
            for word in aside[0]:
                by_word.setdefault(word, []).append(aside)
        return by_word

    @property
    def is_slavic(self) -> bool:
        """Russian and Ukrainian: cases, and word order that is free."""
        return self.code in {"ru", "uk"}

    @property
    def is_romance(self) -> bool:
        """French and Spanish: articles, and pronouns joined to verbs."""
        return self.code in {"fr", "es"}

    def is_adverb(self, word: str) -> bool:
        """Say whether a folded word only tells how or when something was done."""
        ending = self.adverb_ending
        is_ending = bool(ending) and word.endswith(ending)
        return word in self.adverbs or (is_ending and not word.endswith(_MENT_NOUNS))

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a stretch of a text."""
        folded, places = self.fold(text[start:end])
        made = []
        for match in self.token.finditer(folded):
            first = start + places[match.start()]
            last = start + self._end(folded, places, match.end())
            word = match.group()
            made.append(Token(word, first, last, text[first:last], self.forms(word)))
        return made

    def _end(self, folded: str, places: Sequence[int], end: int) -> int:
        """Return where a token ends, in Arabic with its last letter's vowel sign."""
        plain = places[end - 1] + 1
        is_followed = end < len(folded) and folded[end].isalnum()
        return plain if self.code != "ar" or is_followed else places[end]

    def parties(self, reference: Reference) -> Parties:
        """Return the parties as texts of this language call them."""
        if not self.has_own_words:
            return open_parties(reference)
        made: Parties = reference.derived(f"parties:{self.code}", self._parties)
        return made

    def weapons(self, reference: Reference) -> Weapons:
        """Return the weapons and aircraft as texts of this language call them."""
        if not self.has_own_words:
            return open_weapons(reference)
        made: Weapons = reference.derived(f"weapons:{self.code}", self._weapons)
        return made

    def _parties(self, reference: Reference) -> Parties:
        rows = [
            {**row, **{column: self._listed(row, column) for column in _PARTY_COLUMNS}}
            for row in reference.table("parties")
        ]
        own = own_party_rows(reference, self.code)
        return Parties(Reference.of_tables({"parties": [*rows, *own]}))

    def _weapons(self, reference: Reference) -> Weapons:
        tables = {}
        for table in ("weapons", "aircraft"):
            rows = reference.table(table)
            by_code = {row["code"]: row for row in rows}
            own = [
                {**by_code.get(row["code"], {}), "words": listed(row, "forms")}
                for row in reference.table(f"weapons_{self.code}")
                if row["code"] in by_code
            ]
            types = [
                {**row, "words": self._listed(row, "words")}
                for row in rows
                if row.get("kind") == "type"
            ]
            tables[table] = [_only_words(row) for row in (*types, *own)]
        return Weapons(Reference.of_tables(tables))

    def _listed(self, row: Row, column: str) -> list[str]:
        """Return names a text of this language may use: its own, and Latin ones."""
        shared = listed(row, column) if column != "adjectives" else []
        return [*shared, *listed(row, f"{column}_{self.code}")]


_PARTY_COLUMNS = ("names", "adjectives", "metonyms")


def _only_words(row: Row) -> Row:
    return {key: v for key, v in row.items() if key not in {"words_ar", "words_ru"}}


def fold_russian(text: str) -> tuple[str, Sequence[int]]:
    """Lower the case and fold ё; no letter moves."""
    lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lowered.replace("ё", "е"), range(len(text) + 1)


def fold_arabic_text(text: str) -> tuple[str, Sequence[int]]:
    """Fold Arabic spelling; vowel signs leave no letter behind."""
    folded = fold_arabic(text)
    return folded.text, folded.starts


def fold_ukrainian(text: str) -> tuple[str, Sequence[int]]:
    """Lower the case and make all apostrophes one; no letter moves."""
    lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return _APOSTROPHE.sub("'", lowered), range(len(text) + 1)


def fold_latin(text: str) -> tuple[str, Sequence[int]]:
    """Lower the case and drop accents; "œ" becomes two letters."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        bare = unicodedata.normalize("NFKD", _LIGATURES.get(letter, letter)).lower()
        kept = "".join(c for c in bare if not unicodedata.combining(c))
        letters.append("'" if kept in _CURLY else kept)
        places += [place] * len(letters[-1])
    return "".join(letters), (*places, len(text))


def fold_spanish(text: str) -> tuple[str, Sequence[int]]:
    """Fold as Latin letters, but keep the last letter of "asesinó".

    It tells a deed from a noun or adjective ("asesino", "documento", "concreto").
    """
    letters, places = fold_latin(text)
    ends = {m.start() for m in _DEED.finditer(text)}
    kept = ("ó" if c == "o" and places[n] in ends else c for n, c in enumerate(letters))
    return "".join(kept), places


def fold_french(text: str) -> tuple[str, Sequence[int]]:
    """Fold as Latin letters, but keep the "é" of a participle.

    It tells what was done from who does it ("raid dénoncé", "la ville dénonce").
    """
    letters, places = fold_latin(text)
    ends = {m.start() for m in _DONE.finditer(text)}
    kept = ("é" if c == "e" and places[n] in ends else c for n, c in enumerate(letters))
    return "".join(kept), places


_DEED = re.compile(r"(?<=\w)[óÓ](?!\w)")
_DONE = re.compile(r"(?<=\w)[éÉ](?=[eE]?[sS]?(?!\w))")
_APOSTROPHE = re.compile("[\u2019\u02bc\u2018`]")
_CURLY = frozenset("\u2019\u02bc")
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "…": "…", "№": "№"}


def one_form(word: str) -> frozenset[str]:
    """Return the word itself: no particles are attached before it."""
    return frozenset((word,))


@functools.lru_cache(maxsize=20_000)
def arabic_forms(word: str) -> frozenset[str]:
    """Return the word, and the word without و ف, ب ل ك, the article, and final alef."""
    forms = {word}
    for letters, fewest in (("وف", 2), ("بلك", 3)):
        forms |= {f[1:] for f in forms if f[0] in letters and len(f) > fewest}
    longest = _FEWEST_LETTERS + 1
    forms |= {"ال" + f[2:] for f in forms if f[:2] == "لل" and len(f) > longest}
    forms |= {f[2:] for f in forms if f[:2] in {"ال", "لل"} and len(f) > longest}
    forms |= {
        f[:-1]
        for f in forms
        if f[-1] == "ا" and len(f) > _FEWEST_LETTERS and f[-2] != "و"
    }
    return frozenset(forms)


@dataclasses.dataclass(frozen=True)
class _Ways:
    """What one place of a pattern may be.

    Attributes:
        exact: Folded words.
        stems: Beginnings of words.
        is_any: Any word or number.
    """

    exact: frozenset[str]
    stems: tuple[str, ...]
    is_any: bool

    def has(self, token: Token) -> bool:
        """Say whether a token is one of them."""
        forms = token.forms
        if not self.exact.isdisjoint(forms):
            return True
        if self.stems and token.is_word:
            for form in forms:
                if form.startswith(self.stems):
                    return True
        return self.is_any and (token.is_word or token.is_number)


@functools.lru_cache(maxsize=100_000)
def _ways_of(words: tuple[str, ...]) -> _Ways:
    """Return the ways that are written "killed" or "kill*"; alike ones are one."""
    return _Ways(
        exact=frozenset(word for word in words if not word.endswith("*")),
        stems=tuple(word[:-1] for word in words if word.endswith("*") and word != "*"),
        is_any="*" in words,
    )


_Pattern = tuple[_Ways, ...]


class Words:
    """Rows whose forms are looked for among tokens; the longest form wins."""

    def __init__(
        self, rows: Iterable[Row], language: Language, column: str = "forms"
    ) -> None:
        """Index the forms of some rows."""
        self._language = language
        self._exact: dict[str, list[tuple[_Pattern, Row]]] = {}
        self._stems: dict[str, list[tuple[_Pattern, Row]]] = {}
        for row in rows:
            for form in row.get(column, ()):
                self._add(str(form), row, language)
        for entries in (*self._exact.values(), *self._stems.values()):
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, form: str, row: Row, language: Language) -> None:
        for words in _spelled_out(form, language):
            entry = tuple(map(_ways_of, words)), row
            for first in words[0]:
                if first.endswith("*"):
                    self._stems.setdefault(first[:_STEM_KEY], []).append(entry)
                else:
                    self._exact.setdefault(first, []).append(entry)

    def at(self, tokens: Sequence[Token], place: int) -> Found | None:
        """Return the longest row that starts at a token; None = none there."""
        best: Found | None = None
        if place >= len(tokens):
            return None
        for form in tokens[place].ordered:
            exact = self._exact.get(form, ())
            for words, row in itertools.chain(
                exact, self._stems.get(form[:_STEM_KEY], ())
            ):
                if best and len(words) <= best.last - best.first:
                    continue
                end = _end_of_match(words, tokens, place, self._language)
                if end is not None:
                    best = Found(place, end, row)
        return best

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Return all rows found, leftmost and longest, none overlapping."""
        found: list[Found] = []
        place = 0
        while place < len(tokens):
            hit = self.at(tokens, place)
            if hit is not None:
                found.append(hit)
            place = hit.last if hit else place + 1
        return found

    def past(self, tokens: Sequence[Token], place: int) -> int:
        """Return the first token behind all rows that stand there one by one."""
        while (hit := self.at(tokens, place)) is not None:
            place = hit.last
        return place


def _both_genders(given: str, language: Language) -> Iterator[str]:
    """Yield the forms a word of a row stands for; a Ukrainian past has two stems.

    "завдал*" is "завдала", "завдало", "завдали", and of one man "завдав".
    """
    yield from forms_of(given, language.code)
    past = _PAST.fullmatch(given) if language.code == "uk" else None
    if past is not None:
        yield past[1] + "в"


_PAST = re.compile(r"([а-яіїєґ'’]+[аеєиіїоуюя])л\*")


def _spelled_out(
    form: str, language: Language
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the word patterns of a form.

    "a|ont été? tué*" is "a" or "ont", perhaps "été", and any word that begins "tué";
    "~indiquer" is any third person of a regular verb.
    """
    choices: list[tuple[tuple[str, ...], ...]] = []
    for part in form.split():
        is_optional = len(part) > 1 and part.endswith("?")
        words = tuple(
            language.fold(word.rstrip("*"))[0] + "*" * word.endswith("*")
            for given in part.removesuffix("?" if is_optional else "").split("|")
            for word in _both_genders(given, language)
        )
        choices.append(((), words) if is_optional else (words,))
    for chosen in itertools.product(*choices):
        kept = tuple(words for words in chosen if words)
        if kept:
            yield kept


def _end_of_match(
    words: _Pattern, tokens: Sequence[Token], place: int, language: Language
) -> int | None:
    """Return where a pattern found at a token ends; None = it is not there.

    Scare quotes ("has «neutralised» ten"), and an adverb between an auxiliary and its
    participle ("a probablement tué"), stand inside it without a word of their own.
    """
    for number, ways in enumerate(words):
        if number:
            place = _past_insertions(tokens, place, ways, language)
        if place >= len(tokens) or not ways.has(tokens[place]):
            return None
        place += 1
    return place


def _past_insertions(
    tokens: Sequence[Token], place: int, ways: _Ways, language: Language
) -> int:
    """Skip what may stand inside a pattern, unless the pattern has it itself."""
    is_after = tokens[place - 1].word in language.auxiliaries
    while place + 1 < len(tokens) and not ways.has(tokens[place]):
        word = tokens[place].word
        if word in _SCARE or (is_after and language.is_adverb(word)):
            place += 1
            continue
        last = _past_aside(tokens, place, language) if is_after else place
        if last == place:
            break
        place = last
    return place


def _past_aside(tokens: Sequence[Token], place: int, language: Language) -> int:
    """Skip "pour sa part" or ", de son côté," from a token on; else stay there."""
    first = place + (tokens[place].word == ",")
    if first >= len(tokens):
        return place
    for aside in language.asides_at.get(tokens[first].word, ()):
        last = first + len(aside)
        words = zip(tokens[first:last], aside, strict=False)
        if last < len(tokens) and all(t.word in ways for t, ways in words):
            return last + (tokens[last].word == "," and first > place)
    return place


_SCARE = frozenset('«»“”„"')


def words_of(
    reference: Reference, language: Language, table: str, *kinds: str
) -> Words:
    """Return the rows of some kinds of a language's table, indexed once.

    Args:
        reference: Tables of the case.
        language: Whose table.
        table: "counts", "things", "speech" or "responses".
        kinds: Kinds of rows wanted; none = all rows.
    """
    name = f"{table}_{language.code}"

    def make(tables: Reference) -> Words:
        rows = [r for r in tables.table(name) if not kinds or r["kind"] in kinds]
        return Words(rows, language)

    made: Words = reference.derived(f"{name}:{','.join(kinds)}", make)
    return made


def shared_words(
    reference: Reference, language: Language, table: str, kind: str
) -> Words:
    """Return the rows of a table that serves all languages, with our own rows on top.

    Args:
        reference: Tables of the case.
        language: Whose forms ("words_ar", "words_ru").
        table: "targets" or "legal_words".
        kind: Kind of our own rows of `things_*`; they give `code`, too.
    """
    column = f"words_{language.code}"

    def make(tables: Reference) -> Words:
        rows = [
            {"kind": kind, "code": row["code"], "forms": listed(row, column)}
            for row in tables.table(table)
        ]
        own = tables.table(f"things_{language.code}")
        return Words([*rows, *(r for r in own if r["kind"] == kind)], language)

    made: Words = reference.derived(f"{table}:{column}", make)
    return made


def range_of(tokens: Sequence[Token], first: int, last: int) -> Range:
    """Return where tokens `first` up to `last` stand in the text as given."""
    return tokens[first].start, tokens[last - 1].end


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARABIC = Language(
    "ar",
    fold_arabic_text,
    arabic_forms,
    negations=_set("لم لا ولم ولا لن"),
    nobody=_set("دون بدون بلا عدم ودون وبدون وعدم"),
    no_verb=_set("لم لن ولم ولن"),
    except_=_set("سوى سوي الا غير"),
    joiners=_set(", ، و كما"),
    to=_set("الي ل"),
    at=_set("على علي في ضد قرب"),
    has_capitals=False,
)
RUSSIAN = Language(
    "ru",
    fold_russian,
    one_form,
    negations=_set("не"),
    nobody=_set("без ни нет"),
    joiners=_set("и , также а еще"),
    fillers=_set("ее его их мои моя мой наши свой своя свои лишь только всего"),
    to=_set("до"),
    at=_set("по на в во у около против"),
    genders=(("ла", "f"), ("ло", "n"), ("ли", "pl"), ("л", "m")),
)
UKRAINIAN = Language(
    "uk",
    fold_ukrainian,
    one_form,
    negations=_set("не"),
    nobody=_set("без ні ані немає нема жодного жодної жоден"),
    joiners=_set("і й та , також а ще іще"),
    fillers=_set(
        "її його їхні їхній їхня їхнього їхню їхніх мої моя мій наші свої"
        " лише тільки всього"
    ),
    to=_set("до"),
    at=_set("по на в у біля проти"),
    genders=(("ла", "f"), ("ло", "n"), ("ли", "pl"), ("в", "m")),
    has_own_words=True,
)


def _phrases(*phrases: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return phrases as the ways of each of their words."""
    return tuple(tuple(frozenset(w.split("|")) for w in p.split()) for p in phrases)


FRENCH = Language(
    "fr",
    fold_french,
    one_form,
    token=_FRENCH_TOKEN,
    negations=_set("ne n' pas aucun aucune non jamais"),
    nobody=_set("aucun aucune sans"),
    joiners=_set("et , ainsi puis"),
    fillers=_set(
        "qu' que ses son sa leur leurs mes mon ma nos notre de d' des un a au aux"
    ),
    to=_set("a"),
    at=_set("sur contre a au aux dans pres"),
    has_own_words=True,
    has_elision=True,
    auxiliaries=_set(
        "a ont avait avaient aurait auraient ait aient eu est sont etait etaient"
        " serait seraient soit fut furent avoir ayant etre etant eté"
    ),
    adverbs=_set(
        "aussi encore ensuite toutefois cependant pourtant deja ainsi notamment depuis"
        " aussitot toujours tous toutes bien enfin jeudi lundi mardi mercredi vendredi"
        " samedi dimanche hier plutot surtout meme en outre ailleurs jusqu' alors ici"
    ),
    adverb_ending="ment",
    asides=_phrases(
        "de|a nouveau",
        "quant a lui|elle|eux|elles",
        "lui|elle|eux|elles",
        "de son|leur coté",
        "pour sa|leur|ma|notre part",
        "a son|leur tour",
        "a plusieurs|maintes|diverses|deux|trois reprises",
        "au contraire",
        "en revanche|retour|partie|substance|effet|vain|bloc",
        "par la suite",
        "par ailleurs",
        "d' abord|emblée|ailleurs",
        "dans un premier|second temps",
        "dans la matinée|soirée|journée|foulée|nuit",
        "ce lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir",
        "dans le meme temps",
        "sans detour|ambages|surprise|tarder|attendre",
        "une fois de plus",
        "une nouvelle fois",
        "a l' epoque",
    ),
)
SPANISH = Language(
    "es",
    fold_spanish,
    one_form,
    token=_SPANISH_TOKEN,
    negations=_set("no nunca ningun ninguna tampoco"),
    nobody=_set("ningun ninguna sin"),
    joiners=_set("y e , asi"),
    fillers=_set("su sus mi mis nuestro nuestros nuestras como de a al la el"),
    to=_set("a"),
    at=_set("contra sobre en a al cerca"),
    has_own_words=True,
    auxiliaries=_set(
        "ha han habia habian habria habrian haya hayan haber habiendo hubo fue fueron"
        " es son sea sean siendo sido está están esta estan resultó resultaron quedó"
        " quedaron siguen sigue permanecen"
    ),
    adverbs=_set("ya tambien además aun asimismo ayer hoy igualmente"),
    adverb_ending="mente",
)
