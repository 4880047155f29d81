"""Rows of words become one look-up over a text, in any of our scripts.

A form in a row is written as people write it. A space or hyphen in it matches a
space, a hyphen or nothing ("air strike", "air-strike", "airstrike"); a trailing
``+`` allows an English plural; a trailing ``*`` allows any further letters (Russian
endings). A form of up to five capitals and digits ("US", "IS") wants its capitals.
Arabic forms are matched on folded letters, with attached particles and article.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from firsthand.reference.folding import fold_arabic, has_odd_case, is_arabic
from firsthand.reference.tables import Row

_SEPARATOR = r"[\s\u00a0\-\u2010-\u2013]{0,2}"
_SEPARATORS = re.compile(r"[\s\u00a0\-\u2010-\u2013]+")
_ARTICLE = "\u0627\u0644"
_FEWEST = 4  # letters of a word that may lose its article; "Allah" keeps it
# Between the words of an Arabic form: an article, which agreement puts before both.
# Letters spelled out may have points between them ("آر.بي.كيه").
_ARABIC_GAP = rf"(?:[\s\u00a0\-\u2010-\u2013]{{1,3}}|\.(?=\w)|(?=\d))(?:{_ARTICLE})?"
_ARABIC_SEPARATORS = re.compile(r"[\s\u00a0\-\u2010-\u2013]+|\.(?=\w)")
_PLURAL = r"(?:s|es)?"
_REST = r"\w*"
_ENDINGS = {"": (), "+": (_PLURAL,), "*": (_REST,)}
_LAST = frozenset({_PLURAL, _REST})  # tried only when no longer form goes on
_LONGEST_ACRONYM = 5


@dataclasses.dataclass(frozen=True)
class Hit:
    """A form found in a text.

    Attributes:
        start: First code point.
        end: One past the last.
        row: The row it belongs to.
        column: The column of the row that holds the form ("names", "adjectives").
        words: The text as written.
    """

    start: int
    end: int
    row: Row
    column: str
    words: str


def listed(row: Row, column: str) -> list[str]:
    """Return the forms in a cell: a YAML list, or "a;b" as a CSV row has it."""
    cell = row.get(column)
    if cell is None or cell == "":
        return []
    if isinstance(cell, str):
        return [part.strip() for part in cell.split(";") if part.strip()]
    return [str(part) for part in cell]


class Lexicon:
    """All forms of some rows, found in one pass a script."""

    def __init__(self, rows: Iterable[Row], columns: Sequence[str]) -> None:
        """Take the rows, and the columns whose cells hold forms.

        Later rows win where two rows hold the same form.
        """
        self._exact: dict[str, tuple[Row, str]] = {}
        self._stems: dict[str, tuple[Row, str]] = {}
        self._shapes: list[tuple[re.Pattern[str], Row, str]] = []
        acronyms: list[str] = []
        latin: list[str] = []
        arabic: list[str] = []
        for row in rows:
            for column in columns:
                for form in listed(row, column):
                    if is_arabic(form):
                        arabic.append(form)
                    else:
                        (acronyms if _is_acronym(form) else latin).append(form)
                    self._remember(form, row, column)
        self._latin = [
            Forms(pattern, forms)
            for forms, flags in ((latin, re.IGNORECASE), (acronyms, 0))
            if (pattern := _compile(forms, flags)) is not None
        ]
        self._arabic = _compile_arabic(arabic)

    def find(self, text: str) -> list[Hit]:
        """Return the forms in a text, leftmost and longest, in order."""
        hits = [
            self._hit(found.start(), found.end(), found.group(), text)
            for forms in self._latin
            for found in forms.finditer(text)
        ]
        if self._arabic is not None and is_arabic(text):
            folded = fold_arabic(text)
            for match in self._arabic.finditer(folded.text):
                start, end = folded.original(match.start("form"), match.end("form"))
                hits.append(self._hit(start, end, match.group("form"), text))
        return _longest(hits)

    def get(self, words: str) -> Hit | None:
        """Return the row whose form is exactly these words; None = none."""
        hits = self.find(words)
        if hits and hits[0].start == 0 and hits[0].end == len(words):
            return hits[0]
        return None

    def _remember(self, form: str, row: Row, column: str) -> None:
        key = _key(form.rstrip("+*"))
        if "*" in key:
            shape = re.escape(key).replace(r"\*", _REST)
            self._shapes.append((re.compile(shape + _REST), row, column))
            return
        if form.endswith("*"):
            self._stems[key] = (row, column)
            return
        endings = ("", "s", "es") if form.endswith("+") else ("",)
        for ending in endings:
            self._exact[key + ending] = (row, column)

    def _hit(self, start: int, end: int, words: str, text: str) -> Hit:
        row, column = self._row_of(_key(words))
        return Hit(start, end, row, column, text[start:end])

    def _row_of(self, key: str) -> tuple[Row, str]:
        if key in self._exact:
            return self._exact[key]
        for shape, row, column in self._shapes:
            if shape.fullmatch(key):
                return row, column
        stems = (key[:length] for length in range(len(key), 0, -1))
        return next(self._stems[stem] for stem in stems if stem in self._stems)


def _key(words: str) -> str:
    if is_arabic(words):
        return "".join(_bare_arabic(words))
    key = _SEPARATORS.sub("", words.casefold())
    return key.replace("\u2019", "'").replace("ё", "е")


def _bare_arabic(words: str) -> list[str]:
    """Return the folded words of an Arabic form, each without its article."""
    folded = _ARABIC_SEPARATORS.split(fold_arabic(words).text)
    return [
        word[2:]
        if word.startswith(_ARTICLE) and (not n or len(word) > _FEWEST)
        else word
        for n, word in enumerate(folded)
    ]


def _is_acronym(form: str) -> bool:
    body = form.rstrip("+*").replace(".", "")
    return len(body) <= _LONGEST_ACRONYM and body.isupper()


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep, of hits that overlap, the one that starts first and reaches furthest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


class Forms:
    """A pattern of many forms, tried only at words that begin like one of them."""

    def __init__(self, pattern: re.Pattern[str], forms: Iterable[str]) -> None:
        """Take the pattern of all forms; one that begins with no letter forbids it."""
        self._pattern = pattern
        heads = {_head(form) for form in forms}
        self._heads = tuple(
            frozenset(head for head in heads if len(head) == length)
            for length in range(1, _HEAD + 1)
        )
        self._is_plain = "" not in heads

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern's own `finditer` yields."""
        begun = word_heads(text) if self._is_plain else None
        if begun is None:
            yield from self._pattern.finditer(text)
            return
        lowered, heads = begun
        match, reached = self._pattern.match, 0
        for start in self._likely(lowered, heads):
            found = match(text, start) if start >= reached else None
            if found is not None:
                reached = found.end()
                yield found

    def _likely(self, lowered: str, heads: Sequence[frozenset[str]]) -> list[int]:
        """Return where words begin that begin like one of the forms, in order."""
        return sorted(
            start
            for known, met in zip(self._heads, heads, strict=True)
            if not known.isdisjoint(met)
            for head in known & met
            for start in _starts(lowered, head)
        )

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match; None = there is none."""
        return next(self.finditer(text), None)

    def findall(self, text: str) -> list[str]:
        """Return the words of every match."""
        return [found.group() for found in self.finditer(text)]


_HEAD = 3
_WORD_HEAD = re.compile(rf"(?<!\w)\w{{1,{_HEAD}}}")


@functools.lru_cache(maxsize=256)
def word_heads(text: str) -> tuple[str, tuple[frozenset[str], ...]] | None:
    """Return a text in small letters, and how its words begin.

    These are the first letters of words, the first two, and the first three (of a
    shorter word all). None = the text has letters whose case is odd, or changes their
    number.
    """
    lowered = text.lower()
    if len(lowered) != len(text) or has_odd_case(text):
        return None
    lowered = lowered.replace("ё", "е")
    return lowered, _heads_of(lowered)


@functools.lru_cache(maxsize=256)
def _heads_of(lowered: str) -> tuple[frozenset[str], ...]:
    heads = frozenset(_WORD_HEAD.findall(lowered))
    shorter = (frozenset(h[:length] for h in heads) for length in range(1, _HEAD))
    return (*shorter, heads)


def _starts(lowered: str, head: str) -> Iterator[int]:
    """Yield where words begin with a head."""
    start = lowered.find(head)
    while start >= 0:
        before = lowered[start - 1] if start else " "
        if not (before.isalnum() or before == "_"):
            yield start
        start = lowered.find(head, start + 1)


def _head(form: str) -> str:
    """Return the letters that any spelling of a form begins with, at most three.

    Empty = it begins with none.
    """
    head = ""
    for atom in _atoms(form)[:_HEAD]:
        letter = "е" if atom == "[её]" else atom
        if len(letter) != 1 or not (letter.isalnum() or letter == "_"):
            break
        head += letter.lower()
    return head


class _Node(dict[str, "_Node"]):
    """One step of a tree of pattern pieces; the key "" marks the end of a form."""


def _compile(forms: Iterable[str], flags: int) -> re.Pattern[str] | None:
    """Compile forms into one pattern that prefers the longest.

    Where case is put aside, forms that begin alike but for it share a branch: of two
    branches the first would win, however short its form.
    """
    tree = _Node()
    for form in forms:
        node = tree
        for atom in _atoms(form.lower() if flags & re.IGNORECASE else form):
            node = node.setdefault(atom, _Node())
        node[""] = _Node()
    if not tree:
        return None
    return re.compile(rf"(?<!\w){_tree_pattern(tree)}(?!\w)", flags)


def _compile_arabic(forms: Iterable[str]) -> re.Pattern[str] | None:
    stems = {
        " ".join(_bare_arabic(form.rstrip("+*"))): (_REST if form.endswith("*") else "")
        for form in forms
    }
    if not stems:
        return None
    some = "|".join(
        re.escape(stem).replace(r"\ ", _ARABIC_GAP) + rest
        for stem, rest in sorted(stems.items(), key=lambda item: -len(item[0]))
    )
    return re.compile(
        r"(?<!\w)[\u0648\u0641]?(?:\u0644\u0644|[\u0628\u0643\u0644])?"
        rf"(?P<form>(?:\u0627\u0644)?(?:{some}))(?!\w)"
    )


def _atoms(form: str) -> list[str]:
    body = form.rstrip("+*")
    ending = form[len(body) :]
    atoms = []
    for letter in body:
        if _SEPARATORS.fullmatch(letter):
            atoms.append(_SEPARATOR)
        elif letter == "*":
            atoms.append(_REST)
        elif letter in "'\u2019":
            atoms.append("['\u2019]")
        elif letter in "её":
            atoms.append("[её]")
        else:
            atoms.append(re.escape(letter))
    return [*atoms, *_ENDINGS[ending]]


def _tree_pattern(tree: _Node) -> str:
    ways = [
        atom + _tree_pattern(node)
        for atom, node in sorted(tree.items(), key=lambda item: item[0] in _LAST)
        if atom
    ]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return joined + ("?" if "" in tree else "")
