"""The facts a text states in order, in a form that survives rewriting. Method: M010.

Numbers (figures and number words) and names as consonant skeletons: a rewrite or a
translation swaps the words but keeps these, in the same order.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping, Sequence

from firsthand.errors import UserError
from firsthand.link.read_words import fold_text
from firsthand.reference import Reference
from firsthand.reference.folding import fold_arabic, is_arabic, is_cyrillic

_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ONE_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<![.!?…:\n\"“«] )(?<=[\w,;)(-] )[^\W\d_][^\W\d_'’-]{2,}")
_SHORTEST_SKELETON = 3
_ARTICLE = "\u0627\u0644"

_LATIN = (
    ("kh", "x"),
    ("gh", "g"),
    ("sh", "S"),
    ("ch", "S"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ts", "s"),
    ("dj", "j"),
    ("ck", "k"),
)
_TO_SKELETON = str.maketrans(
    {
        **dict.fromkeys("aeiouyhw", ""),
        "c": "k",
        "q": "k",
        "p": "b",
        "v": "f",
        "x": "x",
        # Arabic
        **dict.fromkeys("ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤةىآأإ", ""),
        **dict(zip("بتثجخدذرزسشصضطظغفقكلمن", "bttjxddrzsSsdtzgfkklmn", strict=True)),
        # Cyrillic
        **dict.fromkeys("аеёиоуыэюяйьъ", ""),
        **dict(
            zip("бвгджзклмнпрстфхцчшщ", "bfgdjzklmnbrstfxsSSS", strict=True),
        ),
    }
)
_DOUBLED = re.compile(r"(.)\1+")


@dataclasses.dataclass(frozen=True)
class Facts:
    """What a text states, in order; the costly parts are read when asked for.

    Attributes:
        text: The text.
        numbers: Figures and number words, in order; years left out.
    """

    text: str
    numbers: tuple[int, ...]

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """Skeletons of the names with a capital, first mention only.

        Empty where the script has no capitals.
        """
        return () if is_arabic(self.text) else _names(self.text)

    @functools.cached_property
    def tokens(self) -> frozenset[str]:
        """Skeletons of all words, for texts in scripts without capitals."""
        arabic = is_arabic(self.text)
        return _skeletons(_tokens(self.text), arabic=arabic)


@functools.lru_cache(maxsize=100_000)  # pure: the same word always gives the same
def skeleton(word: str) -> str:
    """Return the consonants of a name, the same for Latin, Arabic and Cyrillic.

    "Talbar", "تلبار" and "Талбар" all give "tlbr".
    """
    folded = word.casefold()
    if folded.isascii():
        for old, new in _LATIN:
            folded = folded.replace(old, new)
    return _DOUBLED.sub(r"\1", folded.translate(_TO_SKELETON))


def _tokens(text: str) -> list[str]:
    found: list[str] = _TOKEN.findall(
        fold_arabic(text).text if is_arabic(text) else text
    )
    return found


def _names(text: str) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for match in _NAME.finditer(text):
        word = match.group()
        if word[0].isupper():
            bones = skeleton(word)
            if len(bones) >= _SHORTEST_SKELETON:
                kept.setdefault(bones)
    return tuple(kept)


def _skeletons(tokens: Sequence[str], *, arabic: bool) -> frozenset[str]:
    made: set[str] = set()
    for token in set(tokens):
        word = token
        if arabic:
            for attached in ("\u0648", "\u0628", "\u0644", "\u0641", "\u0643"):
                bare = word.removeprefix(attached)
                if bare.startswith(_ARTICLE):
                    word = bare
            made.add(skeleton(token[1:]))
            word = word.removeprefix(_ARTICLE)
        made.add(skeleton(word))
    return frozenset(bones for bones in made if len(bones) >= _SHORTEST_SKELETON)


def number_words(reference: Reference) -> Mapping[str, int]:
    """Return the value of each folded number word of the reference.

    Args:
        reference: `link_number_words` rows.

    Raises:
        UserError: A row holds more than one word: its first alone would be read.
    """

    def build(rows: Reference) -> dict[str, int]:
        values: dict[str, int] = {}
        for row in rows.table("link_number_words"):
            for word in map(fold_text, map(str, row["words"])):
                if not _ONE_WORD.fullmatch(word):
                    raise UserError(
                        f"link_number_words: {word!r} is more than one word in a text; "
                        "leave it out"
                    )
                values[word] = int(row["value"])
        return values

    found: Mapping[str, int] = reference.derived("link.number_words", build)
    return found


def same_order(some: Sequence[int], other: Sequence[int]) -> int:
    """Return the length of the longest common subsequence of two short sequences."""
    best = [0] * (len(other) + 1)
    for value in some:
        diagonal = 0
        for place, theirs in enumerate(other, start=1):
            above = best[place]
            best[place] = (
                diagonal + 1 if value == theirs else max(above, best[place - 1])
            )
            diagonal = above
    return best[-1]


def names_found(names: Sequence[str], other: Facts) -> int:
    """Count the names of one text that stand in another, endings allowed."""
    mine = other.tokens
    return sum(
        name in mine or any(name + ending in mine for ending in ("m", "x", "f", "n"))
        for name in names
    )


def script_of(text: str) -> str:
    """Return "ar", "ru" or "latin" by the letters: a stand-in for a language."""
    head = text[:2000]
    if is_arabic(head):
        return "ar"
    return "ru" if is_cyrillic(head) else "latin"
