"""Words of a language without a parser: tokens, folding, rows found in sentences.

Arabic and Russian are read by data rows and patterns over folded tokens; every token
knows where it stands in the text as given. Reads the tables `counts_*`, `things_*`,
`speech_*`, `responses_*`, `dates_*`. Method: M056.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable, Sequence

from firsthand.extract.reading import Range
from firsthand.reference import Reference
from firsthand.reference.folding import fold_arabic
from firsthand.reference.lexicon import listed
from firsthand.reference.tables import Row

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f,٬]\d{3})+(?!\d)|\d+"
    r"|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[^\w\s]"
)
_FEWEST_LETTERS = 3  # what a particle may leave of a word
_STEM_KEY = 3


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
    def is_word(self) -> bool:
        """It has letters."""
        return self.word[0].isalpha()

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
        code: "ar" or "ru"; names the tables.
        fold: Folds a text; returns folded letters and, for each, where it stood.
        forms: Returns what a folded word may be without its particles.
    """

    code: str
    fold: Callable[[str], tuple[str, Sequence[int]]]
    forms: Callable[[str], frozenset[str]]

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a stretch of a text."""
        folded, places = self.fold(text[start:end])
        made = []
        for match in _TOKEN.finditer(folded):
            first = start + places[match.start()]
            last = start + places[match.end() - 1] + 1
            word = match.group()
            made.append(Token(word, first, last, text[first:last], self.forms(word)))
        return made


def fold_russian(text: str) -> tuple[str, Sequence[int]]:
    """Lower the case and fold ё; no letter moves."""
    lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lowered.replace("ё", "е"), range(len(text) + 1)


def fold_arabic_text(text: str) -> tuple[str, Sequence[int]]:
    """Fold Arabic spelling; vowel signs leave no letter behind."""
    folded = fold_arabic(text)
    return folded.text, folded.starts


def russian_forms(word: str) -> frozenset[str]:
    """Return the word itself: Russian attaches no particles before a word."""
    return frozenset((word,))


@functools.lru_cache(maxsize=20_000)
def arabic_forms(word: str) -> frozenset[str]:
    """Return the word, and the word without و ف, ب ل ك, the article, and final alef."""
    forms = {word}
    for letters, fewest in (("وف", 2), ("بلك", 3)):
        forms |= {f[1:] for f in forms if f[0] in letters and len(f) > fewest}
    longest = _FEWEST_LETTERS + 1
    forms |= {f[2:] for f in forms if f[:2] in {"ال", "لل"} and len(f) > longest}
    forms |= {
        f[:-1]
        for f in forms
        if f[-1] == "ا" and len(f) > _FEWEST_LETTERS and f[-2] != "و"
    }
    return frozenset(forms)


class Words:
    """Rows whose forms are looked for among tokens; the longest form wins."""

    def __init__(
        self, rows: Iterable[Row], language: Language, column: str = "forms"
    ) -> None:
        """Index the forms of some rows."""
        self._exact: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
        for row in rows:
            for form in row.get(column, ()):
                self._add(str(form), row, language)
        for entries in (*self._exact.values(), *self._stems.values()):
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, form: str, row: Row, language: Language) -> None:
        words = tuple(
            language.fold(part.rstrip("*"))[0] + "*" * part.endswith("*")
            for part in form.split()
        )
        if words[0].endswith("*"):
            self._stems.setdefault(words[0][:_STEM_KEY], []).append((words, row))
        else:
            self._exact.setdefault(words[0], []).append((words, row))

    def at(self, tokens: Sequence[Token], place: int) -> Found | None:
        """Return the longest row that starts at a token; None = none there."""
        best: Found | None = None
        if place >= len(tokens):
            return None
        for form in tokens[place].forms:
            entries = [
                *self._exact.get(form, ()),
                *self._stems.get(form[:_STEM_KEY], ()),
            ]
            for words, row in entries:
                if best and len(words) <= best.last - best.first:
                    continue
                if _matches(words, tokens, place):
                    best = Found(place, place + len(words), row)
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


def _matches(words: tuple[str, ...], tokens: Sequence[Token], place: int) -> bool:
    if place + len(words) > len(tokens):
        return False
    return all(
        any(form.startswith(word[:-1]) for form in token.forms)
        if word.endswith("*")
        else word in token.forms
        for word, token in zip(words, tokens[place:], strict=False)
    )


def words_of(
    reference: Reference, language: Language, table: str, *kinds: str
) -> Words:
    """Return the rows of some kinds of a language's table, indexed once.

    Args:
        reference: Tables of the case.
        language: Whose table.
        table: "counts", "things", "speech", "responses" or "dates".
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


ARABIC = Language("ar", fold_arabic_text, arabic_forms)
RUSSIAN = Language("ru", fold_russian, russian_forms)
