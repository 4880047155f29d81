"""Names taken apart: parts, letters, and how they sound in any script. Method: M018.

A name becomes words ("Abd al-Rahman" is one, the article and "son of" are none), a
word becomes its folded spelling, its consonants in one alphabet for Arabic, Latin and
Cyrillic, and between them what long vowels may stand there. Nothing here is shown to
people as a spelling: the name as written stays beside it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

SHORT, ALEF, WAW, YA = 1, 2, 4, 8
"""What may stand between two consonants, as bits."""
_BIT = {"0": SHORT, "a": ALEF, "w": WAW, "y": YA}
_BREAKS = re.compile(r"[-‐‑‒–—_/.,،;:()\[\]]+")
_ARTICLE = "ال"
_SHORTEST_AFTER_ARTICLE = 2
_ABD = re.compile(r"^ab[de]+[uea]?[lrsnz](?=\w{3})")
_AL_STUCK = re.compile(
    r"^[ae]l(?=[bcdfghjkmnpqrstvwxyz]\w{3}|[bcdfghjkmnpqrstvwxyz]{3}$)"
)
_JOINED_ARTICLE = re.compile(r"(?<=\w{2})[aeu][ld]$")
"""Of "Nooral-deen", "Salahed din": what belongs to the word after it."""
_DIN_STUCK = "الدين"
_ABU_AND_ARTICLE = "ابوال"
_FIRST_ARABIC = "\u0600"
_GOD_TURNED, _GOD = "هللا", "الله"
_ARTICLE_TURNED, _ARTICLE_AND_ALEF = "اال", "الا"
_ABDALLAH = re.compile(r"^abdu?[ae]?l+ah?$")


@dataclasses.dataclass(frozen=True)
class Sound:
    """How one word of a name sounds.

    Attributes:
        spelling: Folded, as written: one script.
        bones: Consonants in one alphabet; "a" first = begins with a vowel.
        slots: After each letter of `bones`, the long vowels that may stand there, as
            bits; the last one is the end of the word.
    """

    spelling: str
    bones: str
    slots: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class NameParts:
    """A name in its parts; words folded, particles left out.

    Attributes:
        words: Given name first; what is left of father, grandfather and family after.
        kunya: "Abu X" before a given name, as one word; None = none.
    """

    words: tuple[str, ...]
    kunya: str | None = None


class NameRules:
    """The words and letters of names, built once from reference rows."""

    def __init__(self, reference: Reference) -> None:
        """Read `name_words` and `name_letters` rows."""
        rows = reference.table("name_words")
        self._kind = {plain_key(str(r["word"])): str(r["kind"]) for r in rows}
        self._as = {
            plain_key(str(r["word"])): plain_key(str(r.get("as", r["word"])))
            for r in rows
        }
        self._letters = _letter_tables(reference)
        self._sounds: dict[str, Sound] = {}
        self._parts: dict[str, NameParts] = {}
        self._plain_words: dict[str, str] = {}
        self._other_words: set[str] = set()
        self._common = self._common_names(reference)

    def parts(self, name: str) -> NameParts:
        """Take a name apart; the same name is taken apart once."""
        known = self._parts.get(name)
        if known is None:
            known = self._parts[name] = self._take_apart(name)
        return known

    def plain_words(self, pieces: Iterable[str]) -> dict[str, str]:
        """Return the words of names that can be taken by themselves.

        A name of such words alone has no "Abu", "bin" or title: its words, each looked
        at once, are its parts.

        Args:
            pieces: What stands between the spaces of names.
        """
        known = self._plain_words
        for piece in set(pieces).difference(known, self._other_words):
            words = plain_key(_BREAKS.sub(" ", piece)).split()
            if len(words) == 1 and words[0] not in self._kind:
                known[piece] = _bare(words[0])
            else:
                self._other_words.add(piece)
        return {piece: known[piece] for piece in set(pieces) if piece in known}

    def sound(self, word: str) -> Sound:
        """Return how a word of `NameParts.words` sounds."""
        known = self._sounds.get(word)
        if known is None:
            known = self._sounds[word] = _heard(word, self._letters)
        return known

    def common_names(self) -> Sequence[tuple[Sound, float]]:
        """Return common names and their share among the words of names."""
        return self._common

    def _common_names(self, reference: Reference) -> list[tuple[Sound, float]]:
        return [
            (self.sound(word), float(row["per_mille"]) / 1000)
            for row in reference.table("name_frequencies")
            for word in self.parts(str(row["name"])).words
        ]

    def _take_apart(self, name: str) -> NameParts:
        raw = [w for w in plain_key(_BREAKS.sub(" ", name)).split() if w]
        words: list[str] = []
        kinds: list[str] = []
        held = ""
        for place, word in enumerate(raw):
            kind = self._kind.get(word, "")
            is_last = place == len(raw) - 1
            if (kind == "title" and not words) or (
                kind == "drop" and not (is_last and not words and not held)
            ):
                continue
            if kind == "before" and not is_last:
                held += self._as[word]
                continue
            if kind == "after" and words and not held:
                words[-1] = _JOINED_ARTICLE.sub("", words[-1]) + self._as[word]
                continue
            words.append(held + _bare(word))
            kinds.append("kunya" if self._is_kunya(held) else "")
            held = ""
        if held:
            words.append(held)
            kinds.append("")
        if len(words) > 2 and kinds[0] == "kunya":  # noqa: PLR2004  a name is left
            return NameParts(tuple(words[1:]), words[0])
        return NameParts(tuple(words))

    def _is_kunya(self, held: str) -> bool:
        return held in {"abu", "ابو", "абу", "umm", "ام", "умм"}


def name_rules(reference: Reference) -> NameRules:
    """Return the rules of the reference, built once."""
    made: NameRules = reference.derived("people.names", NameRules)
    return made


def _bare(word: str) -> str:
    """Take the article off a word, and write joined names in one way."""
    if not word.isascii():
        word = _turned_back(word)
        if word.endswith(_DIN_STUCK) and len(word) > len(_DIN_STUCK) + 1:
            return _bare(word[: -len(_DIN_STUCK)]) + "دين"
    if word.startswith(_ABU_AND_ARTICLE) and len(word) - 5 >= _SHORTEST_AFTER_ARTICLE:
        return "ابو" + word[5:]
    if word.startswith(_ARTICLE) and len(word) - 2 >= _SHORTEST_AFTER_ARTICLE:
        return word[2:] if word != "الله" else word
    if not word.isascii():
        return word.replace("عبدال", "عبد") if word.startswith("عبدال") else word
    if _ABDALLAH.match(word):
        return "abdallah"
    word = _ABD.sub("abd", word)
    return _AL_STUCK.sub("", word)


def _turned_back(word: str) -> str:
    """Put right what reading Arabic out of a PDF turns round.

    Lam and alef are one glyph there, and come out as alef-lam. At the start of a word
    and in "Allah" no word is spelled so; inside one, `word_likeness` allows for it.
    """
    if word.startswith(_ARTICLE_TURNED):
        word = _ARTICLE_AND_ALEF + word[3:]
    if word.endswith(_GOD_TURNED):
        word = word[: -len(_GOD)] + _GOD
    return word


# --- how a word sounds ---------------------------------------------------------------

_Table = Mapping[str, tuple[str, int]]


@dataclasses.dataclass(frozen=True)
class _Letters:
    inside: _Table
    at_start: _Table
    at_end: _Table
    longest: int


def _letter_tables(reference: Reference) -> _Letters:
    tables: dict[str, dict[str, tuple[str, int]]] = {"": {}, "start": {}, "end": {}}
    for row in reference.table("name_letters"):
        bits = 0
        for vowel in str(row.get("vowels", "")):
            bits |= _BIT[vowel]
        heard = (str(row.get("sound", "")), bits)
        tables[str(row.get("at", ""))][str(row["letters"])] = heard
    longest = max((len(k) for t in tables.values() for k in t), default=1)
    return _Letters(tables[""], tables["start"], tables["end"], longest)


def _heard(word: str, letters: _Letters) -> Sound:
    bones: list[str] = []
    slots: list[int] = []
    is_doubled_once = word[:1] < _FIRST_ARABIC  # in Arabic two letters are two
    for sound, bits in _spelled_out(word, letters):
        if sound:
            for consonant in sound:
                is_again = bool(bones) and bones[-1] == consonant and slots[-1] == 0
                if is_again and is_doubled_once:
                    continue
                bones.append(consonant)
                slots.append(0)
        elif not bones:
            bones.append("a")
            slots.append(bits)
        else:
            slots[-1] |= bits if slots[-1] in {0, SHORT} or bits != SHORT else 0
    return Sound(word, "".join(bones), tuple(bits or SHORT for bits in slots))


def _spelled_out(word: str, letters: _Letters) -> Sequence[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    place = 0
    while place < len(word):
        for size in range(min(letters.longest, len(word) - place), 0, -1):
            piece = word[place : place + size]
            heard = _of_piece(piece, place, len(word), letters)
            if heard is not None:
                found.append(heard)
                place += size
                break
        else:
            if word[place].isalnum():
                found.append((word[place], 0))
            place += 1
    return found


def _of_piece(
    piece: str, place: int, length: int, letters: _Letters
) -> tuple[str, int] | None:
    if place == 0 and piece in letters.at_start and length > len(piece):
        return letters.at_start[piece]
    if place > 0 and place + len(piece) == length and piece in letters.at_end:
        return letters.at_end[piece]
    return letters.inside.get(piece)
