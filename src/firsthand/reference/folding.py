"""One place that folds letters, so that spellings of one name meet.

Folded text is only ever compared, never shown: a `Folded` keeps for each of its
letters where it stood, so that a match is reported on the text as given.
Method: M003.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Sequence

_ALEF = "\u0622\u0623\u0625\u0671"
_ARABIC = {
    **dict.fromkeys(_ALEF, "\u0627"),
    "\u0649": "\u064a",  # alef maksura -> ya
    "\u06cc": "\u064a",  # Farsi ya
    "\u06a9": "\u0643",  # Farsi kaf
    "\u0629": "\u0647",  # ta marbuta -> ha
    "\u0624": "\u0648",  # hamza on waw
    "\u0626": "\u064a",  # hamza on ya
    "\u0640": "",  # tatweel
    "\u0670": "",  # dagger alef
    **{chr(code): "" for code in range(0x064B, 0x0660)},  # vowel signs
    **{chr(code): "" for code in (0x200C, 0x200D, 0x200E, 0x200F, 0x061C)},
    **{chr(0x0660 + n): str(n) for n in range(10)},
    **{chr(0x06F0 + n): str(n) for n in range(10)},
}
_TO_FOLD = re.compile(f"[{''.join(_ARABIC)}]")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_APOSTROPHES = re.compile("[`'\u00b4\u2018\u2019\u02bb\u02bc\u02be\u02bf\u0301\"]")
_NOT_WORD = re.compile(r"[^\w]+")
_SUN = re.compile(r"^[aeu](sh|th|dh|[dtsznrl])$")
# Letters that are the same as others only where case is put aside.
_ODD_CASE = re.compile("[\u0130\u0131\u017f\u1e9e\u212a\u212b\u2126]")
_SHORTEST_STEM = 4
_N_REMEMBERED = 1 << 16  # keys are pure: remembered, and never many


@dataclasses.dataclass(frozen=True)
class Folded:
    """Folded text and where each of its letters stood.

    Attributes:
        text: The folded letters.
        starts: (len(text) + 1,) code point in the text as given, end included.
    """

    text: str
    starts: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text as given behind a stretch of folded text.

        Args:
            start: First folded letter.
            end: One past the last folded letter; greater than `start`.
        """
        return self.starts[start], self.starts[end - 1] + 1


def has_odd_case(text: str) -> bool:
    """Whether letters of a text equal others only where case is put aside (ı, ſ, K)."""
    return not text.isascii() and _ODD_CASE.search(text) is not None


def fold_arabic(text: str) -> Folded:
    """Fold Arabic spelling: alefs, ya, ta marbuta, hamza seats, signs, digits.

    Args:
        text: Any text; other scripts pass unchanged.

    Returns:
        The folded text with a way back to code points of `text`.
    """
    if _TO_FOLD.search(text) is None:
        return Folded(text, range(len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    for place, letter in enumerate(text):
        folded = _ARABIC.get(letter, letter)
        if folded:
            letters.append(folded)
            starts.append(place)
    return Folded("".join(letters), (*starts, len(text)))


def is_arabic(text: str) -> bool:
    """Say whether any letter is of the Arabic script."""
    return _ARABIC_LETTER.search(text) is not None


def is_cyrillic(text: str) -> bool:
    """Say whether any letter is of the Cyrillic script."""
    return _CYRILLIC_LETTER.search(text) is not None


@functools.lru_cache(maxsize=_N_REMEMBERED)
def plain_key(name: str) -> str:
    """Fold case, accents, apostrophes and hyphens: what any spelling shares.

    "Arīḩā", "ARIHA" and "ariha" meet; "Ariha" and "Al-Ariha" do not.
    """
    if is_arabic(name):
        return " ".join(_NOT_WORD.split(fold_arabic(name).text)).strip()
    name = name.replace("ё", "е").replace("Ё", "Е")
    if not is_cyrillic(name):
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c))
    name = _APOSTROPHES.sub("", name)
    return " ".join(_NOT_WORD.split(name.casefold())).replace("_", " ").strip()


@functools.lru_cache(maxsize=_N_REMEMBERED)
def loose_key(name: str) -> str:
    """Fold what transliterations from Arabic, and cases of Russian, do differently.

    "Jisr al-Shughour" and "Jisr ash Shughur" meet, as do "Khuza'a" and "Khuzaah",
    "Идлиб" and "Идлибе". Only for look-ups that `plain_key` did not answer.
    """
    plain = plain_key(name)
    if is_arabic(plain):
        return "".join(_without_arabic_article(word) for word in plain.split())
    if is_cyrillic(plain):
        return "".join(_cyrillic_stem(word) for word in plain.split())
    return _latin_loose(plain)


def _without_arabic_article(word: str) -> str:
    bare = word.removeprefix("\u0627\u0644")
    return bare if len(bare) > 1 else word


def _cyrillic_stem(word: str) -> str:
    if len(word) <= _SHORTEST_STEM:
        return word
    return re.sub(
        r"(?<=.{3})(?:ами|ями|ого|его|ому|ой|ом|ем|ах|ях|[аеиоуыэюяйь])$", "", word
    )


def _latin_loose(plain: str) -> str:
    words = plain.split()
    kept = [
        word
        for place, word in enumerate(words)
        if not _is_article(word, words[place + 1 : place + 2])
    ]
    key = "".join(kept or words)
    for old, new in _LATIN:
        key = old.sub(new, key)
    return key


_LATIN = tuple(
    (re.compile(old), new)
    for old, new in (
        ("ou|oo|aw", "u"),
        ("ee|ie|ei|ey|ay|ai|y", "i"),
        ("ph", "f"),
        ("gh", "g"),
        ("q", "k"),
        ("e", "i"),
        ("o", "u"),
        ("w", "u"),
        ("th", "t"),
        ("dh", "d"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)a?h?$", ""),
    )
)


def _is_article(word: str, following: list[str]) -> bool:
    if not following:
        return False
    if word in {"al", "el", "ul", "il"}:
        return True
    sun = _SUN.match(word)
    return bool(sun and following[0].startswith(sun.group(1)))
