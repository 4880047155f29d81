"""Likeness of single words of names, each distinct pair compared once. Method: M018.

A likeness is in hundredths: 100 the same spelling; 75 and more, one name spelled twice
(NEAR); 50 and more, perhaps (LOOSE); below, two names.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterator, Sequence

from firsthand.link.people.names import ALEF, SHORT, WAW, YA, Sound

NEAR = 75
LOOSE = 50
_SAME_SOUND = 96
_SLOT_INSIDE = 22
_SLOT_END = 30
_CHEAP = 12
_ONE_EDIT = 28
_LONG = 5
_MEDIUM = 4
_SHORT_BONES = 3
_MOST_UNLIKE = 2
_MOST_IN_BLOCK = 400
"""A key shared by more distinct words than this says nothing; it is passed over."""
_CLASS = str.maketrans({"x": "h", "G": "g", "j": "g", "z": "d", "S": "s", "p": "b"})
_CHEAP_PAIRS = frozenset(
    frozenset(pair)
    for pair in ("xh", "zd", "Ss", "Gg", "gj", "gk", "td", "zs", "bf", "pb", "Sj", "xk")
)


def word_likeness(one: Sound, other: Sound) -> int:
    """Return how alike two words of names are, in hundredths.

    Args:
        one: A word.
        other: Another; the order does not matter.
    """
    if one.spelling == other.spelling:
        return 100
    if not one.bones or not other.bones:
        return 0
    if min(len(one.spelling), len(other.spelling)) == 1:
        return LOOSE if one.bones[0] == other.bones[0] else 0
    heard = _by_sound(one, other)
    if heard < NEAR and _is_same_script(one.spelling, other.spelling):
        heard = max(heard, _by_letters(one.spelling, other.spelling))
    return heard


def _by_sound(one: Sound, other: Sound) -> int:
    if one.bones == other.bones:
        apart = _slots_apart(one.slots, other.slots)
        if apart > _CHEAP and _is_arabic(one.spelling) and _is_arabic(other.spelling):
            turned = _slots_apart(_lam_alef(one), _lam_alef(other))
            apart = min(apart, turned + _CHEAP)
        return max(0, _SAME_SOUND - apart)
    if len(one.bones) == len(other.bones):
        return _one_letter_other(one, other)
    if abs(len(one.bones) - len(other.bones)) == 1:
        return _one_letter_more(one, other)
    return 0


def _is_arabic(word: str) -> bool:
    return word[0] >= "\u0600"


def _lam_alef(sound: Sound) -> tuple[int, ...]:
    """Return the slots with every alef-lam read as lam-alef: one glyph in a PDF."""
    slots = list(sound.slots)
    for place in range(1, len(slots)):
        if sound.bones[place] != "l":
            continue
        if slots[place - 1] == ALEF and slots[place] == SHORT:
            slots[place - 1], slots[place] = SHORT, ALEF
    return tuple(slots)


def _slots_apart(one: Sequence[int], other: Sequence[int]) -> int:
    last = len(one) - 1
    cost = 0
    for place, (a, b) in enumerate(zip(one, other, strict=True)):
        if a & b:
            continue
        if place == last:
            cost += _SLOT_END
        elif (a | b) & (YA | WAW) == (YA | WAW):
            cost += _SLOT_INSIDE + _CHEAP
        elif (a | b) == (SHORT | ALEF):
            cost += _CHEAP
        else:
            cost += _SLOT_INSIDE
    return cost


def _one_letter_other(one: Sound, other: Sound) -> int:
    if sum(map(operator.ne, one.bones, other.bones)) > _MOST_UNLIKE:
        return 0
    unlike = [(a, b) for a, b in zip(one.bones, other.bones, strict=True) if a != b]
    if len(unlike) == _MOST_UNLIKE and unlike[0] == unlike[1][::-1]:  # a swap
        return _SAME_SOUND - _ONE_EDIT if len(one.bones) > _SHORT_BONES else 0
    if len(unlike) != 1:
        return 0
    is_cheap = frozenset(unlike[0]) in _CHEAP_PAIRS
    if not is_cheap and len(one.bones) < _SHORT_BONES:
        return 0
    cost = _CHEAP if is_cheap else _ONE_EDIT + _by_length(len(one.bones))
    return max(0, _SAME_SOUND - cost - _slots_apart(one.slots, other.slots))


def _one_letter_more(one: Sound, other: Sound) -> int:
    longer, shorter = (
        (one, other) if len(one.bones) > len(other.bones) else (other, one)
    )
    if len(shorter.bones) < _SHORT_BONES - 1:
        return 0
    for place, letter in enumerate(longer.bones):
        if longer.bones[:place] + longer.bones[place + 1 :] == shorter.bones:
            kept = _without_slot(longer.slots, place)
            cost = (
                _CHEAP if letter == "h" else _ONE_EDIT + _by_length(len(longer.bones))
            )
            return max(0, _SAME_SOUND - cost - _slots_apart(kept, shorter.slots))
    return 0


def _without_slot(slots: Sequence[int], place: int) -> tuple[int, ...]:
    """Leave out one consonant: the vowels around it stand together."""
    if place == 0:
        return tuple(slots[1:])
    joined = slots[place - 1] | slots[place]
    return (*slots[: place - 1], joined, *slots[place + 1 :])


def _by_length(n_bones: int) -> int:
    return 0 if n_bones > _SHORT_BONES + 1 else 10


def _is_same_script(one: str, other: str) -> bool:
    return (one[0] < "\u0400") == (other[0] < "\u0400") and (one[0] < "\u0600") == (
        other[0] < "\u0600"
    )


def _by_letters(one: str, other: str) -> int:
    """Return the likeness of two spellings of one script that one slip tells apart."""
    if min(len(one), len(other)) < _MEDIUM or not is_one_slip(one, other):
        return 0
    shortest = min(len(one), len(other))
    if one[0] != other[0]:
        return LOOSE if shortest >= _LONG else 0
    return NEAR if shortest > _LONG else LOOSE + 5


def is_one_slip(one: str, other: str) -> bool:
    """Say whether one letter more, less or other, or two swapped, is all there is."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    least = min(len(one), len(other))
    while start < least and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        rest_one, rest_other = one[start:], other[start:]
        return rest_one[1:] == rest_other[1:] or (
            rest_one[:2] == rest_other[:2][::-1] and rest_one[2:] == rest_other[2:]
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]


def similar_words(
    sounds: Sequence[Sound], *, with_slips: bool = True
) -> Iterator[tuple[int, int, int]]:
    """Yield (place, place, likeness >= LOOSE) of distinct words that are alike.

    Args:
        sounds: Distinct words.
        with_slips: Also find words that differ by a consonant or a slip of one letter.

    Yields:
        Each pair once, the smaller place first; equal words are not yielded.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, sound in enumerate(sounds):
        for key in sorted(_keys(sound, with_slips=with_slips)):
            blocks[key].append(place)
    seen: set[int] = set()
    n_words = len(sounds)
    for held in blocks.values():
        if len(held) > _MOST_IN_BLOCK:
            continue
        for turn, one in enumerate(held):
            sound, start = sounds[one], one * n_words
            for other in held[turn + 1 :]:
                code = start + other
                if code in seen:
                    continue
                seen.add(code)
                likeness = word_likeness(sound, sounds[other])
                if likeness >= LOOSE:
                    yield one, other, likeness


def _keys(sound: Sound, *, with_slips: bool) -> set[str]:
    plain = sound.bones.translate(_CLASS)
    bare = plain.replace("h", "") or plain
    keys = {f"b{bare}"}
    if not with_slips:
        return keys
    if len(plain) >= _SHORT_BONES:
        keys.update(f"d{plain[:i]}{plain[i + 1 :]}" for i in range(len(plain)))
        keys.add(f"d{plain}")
    if len(sound.spelling) >= _LONG:
        text = sound.spelling
        keys.update(f"s{text[:i]}{text[i + 1 :]}" for i in range(len(text)))
        keys.add(f"s{text}")
    return keys
