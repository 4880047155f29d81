"""Names of places that may be one name spelt twice. Method: M012.

A slip is one letter more, less, other or swapped in one word; a short name in another
script has the same consonants. It is a question for the other features, never an
answer: two places that a map knows are two, however alike their names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from firsthand.link.facts import skeleton
from firsthand.link.people.words import is_one_slip
from firsthand.reference.folding import plain_key

_SHORTEST = 5
"""Letters of a word in which one letter more, less or other may be a slip (house)."""
_BONES = 3
"""Consonants of a short name; longer ones meet by their consonants as it is."""
_PARTICLES = frozenset({"al", "el", "abu", "umm", "um", "bin", "ibn", "bint"})
_WORD = re.compile(r"[^\W\d_]+")


@functools.lru_cache(maxsize=65_536)  # pure; reports name the same places again
def slip_keys(name: str) -> frozenset[str]:
    """Return keys of which two names share one where a slip may tell them apart."""
    words = plain_key(name).split()
    keys = {f"~{bones}"} if len(bones := skeleton("".join(words))) == _BONES else set()
    for n, word in enumerate(words):
        if _may_slip(word):
            shorter = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
            keys |= {" ".join((*words[:n], w, *words[n + 1 :])) for w in shorter}
            keys.add(" ".join(words))
    return frozenset(keys)


@functools.lru_cache(maxsize=65_536)  # pure, the same
def is_spelt_almost(one: str, other: str) -> bool:
    """Say whether two names may be one name spelt twice.

    "Talbar" and "Tabar", "Wadi Sarmak" and "Wadi Sarmek"; "Daraz" in Latin and in
    Arabic letters.
    """
    ours, theirs = plain_key(one).split(), plain_key(other).split()
    if one.isascii() != other.isascii():
        bones = skeleton("".join(ours))
        return len(bones) == _BONES and bones == skeleton("".join(theirs))
    if len(ours) != len(theirs):
        return False
    unlike = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(unlike) == 1 and all(
        a[0] == b[0] and _may_slip(a) and _may_slip(b) and is_one_slip(a, b)
        for a, b in unlike
    )


def _may_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()


def names_in(quotes: Iterable[str]) -> frozenset[str]:
    """Return what may be names in quotes: words, and two in a row, with a capital.

    In scripts without capitals, all of them.

    Args:
        quotes: The words of claims.
    """
    found: set[str] = set()
    for quote in quotes:
        words = _WORD.findall(quote)
        is_name = [not word[0].islower() for word in words]
        found.update(
            word for word, is_one in zip(words, is_name, strict=True) if is_one
        )
        found.update(
            f"{words[n]} {words[n + 1]}"
            for n in range(len(words) - 1)
            if is_name[n] and is_name[n + 1]
        )
    return frozenset(name for name in found if len(name) >= _SHORTEST)


@functools.lru_cache(maxsize=65_536)  # pure; reports name the same people again
def name_keys(name: str) -> frozenset[str]:
    """Return keys of a person's name: equal names share one, and likely spellings.

    Any two words of a name by their consonants, in order: "Samir Adel Haddun" and
    "Sameer Hadoun" share "smr hdn". A single word is its own key.
    """
    words = [word for word in plain_key(name).split() if word not in _PARTICLES]
    bones = [made for word in words if len(made := skeleton(word)) > 1]
    pairs = {f"{a} {b}" for n, a in enumerate(bones) for b in bones[n + 1 :]}
    return frozenset(pairs) or frozenset({plain_key(name)})
