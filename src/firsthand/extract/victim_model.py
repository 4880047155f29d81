"""A small learned model: how likely each person a page names is told of as harmed.

It weighs what stands around a name: the words next to it, words of death, of kin and of
saying in its sentence, the list it is in. Capitalised words are read as one sign, so no
name is ever a feature; weights only, features are checksums. What it learnt from, how
well it does and how it is made again: `victim_model.md` beside it. Method: M064.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np

from firsthand.extract.model_files import bundled_arrays
from firsthand.extract.named_people import Named, is_joined, people_named, speaks
from firsthand.extract.reading import Sentence
from firsthand.extract.role_model import Floats, Keys, rows_of
from firsthand.reference import Reference

_FILE = "victim_model.npz"
_WORDS = re.compile(r"[A-Za-z][\w’']*|\d+|[^\w\s]")
_LETTERS = re.compile(r"[a-z0-9]+")
_TELLING = re.compile(
    r"\b(kill|martyr|murder|slain|death|dead|die|perish|victim|injur|wound|fatal|loss"
    r"|lost|bodies|body|mourn|condol|remember|posted|wrote|said|told|friend|accord"
    r"|facebook|twitter|surviv|identif|named|family|owner|home|house)\w*",
    re.IGNORECASE,
)
_BYNAMES = frozenset({"abu", "abo", "abou", "umm", "um", "om", "omm"})
_LIST_NUMBER = re.compile(r"\s*\d+[.)\-:]\s*")
# Words around a name: the first, the second, the next two, and four more together.
_RINGS = (1, 2, 4, 4, 8, 8, 8, 8)
_REACH = len(_RINGS)
_FARTHEST = 200  # code points before a name: more than so many words
# Counts above these are one feature.
_MANY, _MOST_WORDS, _AGE_STEP = 5, 5, 15


@dataclasses.dataclass(frozen=True)
class VictimModel:
    """The weights, as in the file.

    Attributes:
        keys: Checksums of features, ascending.
        weights: One a feature.
        bias: One number.
        least: Probability above which a person counts as told of as harmed.
    """

    keys: Keys
    weights: Floats
    bias: float
    least: float


@dataclasses.dataclass(frozen=True)
class Mention:
    """One place where a person is named, with the features of that place."""

    sentence: Sentence
    named: Named
    features: frozenset[str]


@dataclasses.dataclass
class Candidate:
    """A person by one name on a page: where they are named, and all features."""

    name: str
    mentions: list[Mention]
    features: set[str]


def candidates_of(
    text: str, sentences: Sequence[Sentence], reference: Reference
) -> list[Candidate]:
    """Return everybody whom sentences name, in order of first mention.

    Args:
        text: The page; offsets of the sentences count in it.
        sentences: Parsed or not.
        reference: Tables of the case.
    """
    mentions = list(_mentions(text, sentences, reference))
    made: dict[tuple[str, ...], Candidate] = {}
    for number, mention in enumerate(mentions):
        name = str(mention.named.person.name)
        parts = parts_of(name)
        if not parts:
            continue
        one = made.get(parts)
        if one is None:
            one = made[parts] = Candidate(name, [], set())
            one.features.add(f"pos:{4 * number // len(mentions)}")
            one.features |= {
                f"F1:{f}"
                for f in mention.features
                if f[:2] in {"b1", "b2", "a1", "hb", "ha"}
            }
        one.mentions.append(mention)
        one.features |= mention.features
    _compare(made)
    return list(made.values())


def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, in small Latin letters."""
    return tuple(_LETTERS.findall(name.lower()))


def _compare(made: dict[tuple[str, ...], Candidate]) -> None:
    """Add what a name has to do with the other names of the page."""
    families = collections.Counter(parts[-1] for parts in made)
    sets = [set(parts) for parts in made]
    for parts, one in made.items():
        mine, n_kin = set(parts), families[parts[-1]] - 1
        one.features |= {
            f"nment:{min(len(one.mentions), 3)}",
            f"fam:{n_kin if n_kin < 2 else 2 if n_kin < 4 else 3}",  # noqa: PLR2004  none, one, few, many
            f"ndoc:{min(3, len(made) // 8)}",
        }
        if any(mine < other for other in sets):
            one.features.add("partial")
        if any(mine > other for other in sets):
            one.features.add("whole")


def _mentions(
    text: str, sentences: Sequence[Sentence], reference: Reference
) -> Iterator[Mention]:
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        people = people_named(words, reference)
        for number, named in enumerate(people):
            features = set(_beside(words, named))
            features |= _of_person(named)
            features |= _of_list(words, people, number)
            line = text[: sentence.start + named.start].rsplit("\n", 1)[-1]
            if not line.strip():
                features.add("linestart")
            if _LIST_NUMBER.fullmatch(line):
                features.add("numbered")
            yield Mention(sentence, named, frozenset(features))


def _beside(words: str, named: Named) -> Iterator[str]:
    """Yield the words before and after a name, nearer ones apart from farther ones."""
    first = words.rfind(" ", 0, max(0, named.start - _FARTHEST)) + 1
    before = [_sign(w) for w in _WORDS.findall(words, first, named.start)][-_REACH:]
    following = itertools.islice(_WORDS.finditer(words, named.end), _REACH)
    after = [_sign(found.group()) for found in following]
    for side, near in (("b", before[::-1]), ("a", after)):
        if not near:
            yield f"{side}:-"
        for far, word in enumerate(near):
            yield f"{side}{_RINGS[far]}:{word}"
        if len(near) > 1:
            yield f"{side}{side}:{near[0]} {near[1]}"
    for match in _TELLING.finditer(words):
        side = "hb" if match.start() < named.start else "ha"
        yield f"{side}:{match.group(1).lower()}"
    if "family" in words:
        yield "famword"
    if speaks(words, named):
        yield "speaks"


def _sign(word: str) -> str:
    """Return a word; every number and every capitalised word is one sign."""
    return "0" if word.isdigit() else "Xx" if word[0].isupper() else word.lower()


def _of_person(named: Named) -> set[str]:
    person = named.person
    parts = parts_of(str(person.name))
    made = {f"ntok:{min(len(parts), _MOST_WORDS)}"}
    if parts and parts[0] in _BYNAMES:
        made.add("kunya")
    if person.age is not None:
        made |= {"age", f"agegrp:{person.age // _AGE_STEP}"}
    if person.is_child:
        made.add("child")
    if person.kin:
        made |= {"kin", f"kin:{person.kin}"}
    return made


def _of_list(words: str, people: Sequence[Named], number: int) -> set[str]:
    made = {f"ncand:{min(len(people), _MANY)}", f"k:{min(number, 3)}"}
    if number:
        is_one = is_joined(words, people[number - 1], people[number])
        made.add("joined-prev" if is_one else "prev")
        if number == len(people) - 1:
            made.add("klast")
    if number < len(people) - 1:
        is_one = is_joined(words, people[number], people[number + 1])
        made.add("joined-next" if is_one else "next")
    return made


@functools.cache
def open_victim_model() -> VictimModel:
    """Load the bundled weights, once a process."""
    data = bundled_arrays(_FILE)
    return VictimModel(
        keys=data["keys"],
        weights=data["weights"].astype(np.float32),
        bias=float(data["bias"]),
        least=float(data["least"]),
    )


def probability(model: VictimModel, features: set[str] | frozenset[str]) -> float:
    """Return how likely somebody with these features is told of as harmed (0..1)."""
    rows = rows_of(model.keys, sorted(features))
    score = float(model.weights[rows].sum()) + model.bias
    return 1 / (1 + float(np.exp(-score)))
