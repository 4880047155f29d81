"""Names of people in a sentence: where they stand, with age, sex, kin where stated.

Who of them was harmed is not said here. Method: M026 (victims in prose).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from firsthand.extract.people import Noun, nouns_of
from firsthand.extract.wordsets import word_set
from firsthand.model import Person
from firsthand.reference import Reference

_WORD = r"[A-Z\u00c0-\u00de][\w’'\-]*[\w]"
_LINK = r"(?:al|el|Al|El|ad|as|ash|at|bin|ibn|bint|abu|umm|de|van|von|da|du)[\s\-]"
NAME = re.compile(rf"(?:{_WORD})(?:\s(?:{_LINK})?(?:{_WORD})){{1,6}}")
_AGE = r"(?:\d{1,2}|(?i:one|two|three|four|five|six|seven|eight|nine|ten))"
_UNIT = r"years?|months?|days?|weeks?"
_KIN_WORD = (
    r"(?:grand)?(?:son|daughter|mother|father)|wife|husband|brother|sister|child|baby"
    r"|infant|nephew|niece|cousin|uncle|aunt"
)
# "Lina Dor (6)", "Lina Dor, daughter of Nur, six years old", "(son, 14 years old)".
_AGE_AFTER = re.compile(
    r"\s*[“\"‘(\[]?[^()\[\],]{0,25}?"
    rf"(?:,\s(?:the\s)?(?:{_KIN_WORD})\sof\s[\w’'\- ]{{2,30}})?[\[(,]\s*"
    rf"(?:(?:{_KIN_WORD}),?\s)?(?:who\swas\s)?(?:aged?\s)?({_AGE})"
    rf"(?:\s?(?:or|to|/|-|–)\s?({_AGE}))?(?:[\s\-]*({_UNIT})(?:[\s\-]old)?)?"
    r"\s*(?:[\]),;.]|$)"
)
_CHILD_AFTER = re.compile(  # "Lina Dor (an infant)", "Lina Dor, an infant, was killed"
    r"\s*\((?:an? )?(?:child|infant|baby|toddler|newborn|minor)\b"
    r"|,\san?\s(?:\w+\s)?(?:child|infant|baby|toddler|newborn|minor)"
    r"(?:[.;]|,\s(?:was|were|died|is|are)\b)",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    rf"({_AGE})"
    r"[\s\-](year|month|day|week)s?[\s\-]olds?,?\s"
    r"(?:(?:[a-z\-]+,?|Dr\.?|Prof(?:essor|\.)?|Mrs?\.?|Engineer|Sheikh|Haj\w*)\s){0,3}$"
)
# A byname after a name is one more name of the same person: "Nur Dalo “Abu Firas”".
_BYNAME = re.compile(
    r"[\s,]{0,2}[“\"‘'(\[]+(?:also )?(?:known as )?"
    r"(?:(?:Ab[uo]|Umm?|Omm?|Hajji?|Haj)\s[\w’'\- ]{2,30}?"
    r"|(?:Al|El|al|el)[\s\-][A-Z][\w’']+)"
    r"[.,]?[”\"’')\]]+"
)
_WORD_BEFORE = re.compile(
    r"(?<![’'])\b([a-z\-]+)(?:\s(?:named|called|son|daughter|sister|brother))?,?\s$"
)
# One name alone is a name before kin in brackets, too: "Lina (daughter, 6)".
_NAMED_KIN = re.compile(
    rf"(?:(?<![\w’'\-]\s)|(?<=\band\s))(?P<name>[A-Z][\w’'\-]+\w)\s\((?P<kin>{_KIN_WORD})(?=[,)])"
)
# One name alone is a name after kin, with an age or a mark of a list behind it.
_KIN_NAMED = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w\-]+\s)?(?P<kin>wife|husband|son|daughter"
    r"|brother|sister|mother|father|child|grandson|granddaughter|nephew|niece|cousin),?"
    r"\s(?P<name>[A-Z][\w’'\-]+\w)(?=,\s\d|\s\(\d|,\s|\sand\s|\s(?:was|were)\s(?:also\s)?"
    r"(?:killed|martyred|murdered))(?!,\s(?:who\s)?(?:said|told|surviv|was wounded))"
)
SPEAKS = re.compile(
    r"^\W*(?:\([^)]*\)\W*)?(?:who\s)?(?:also\s|later\s)?(?:said|says|wrote|posted"
    r"|reported|told|tweeted|shared|stated|mourned|announced|added|claimed|described"
    r"|confirmed|published|reports|noted|recalled|explained|identified|family\b"
    r"|’s\b(?! (?:wife|son|daughter|brother|sister|mother|father|husband)))"
)
SOURCE_BEFORE = re.compile(
    r"(?:\baccording to|\breported by|\bposted by|\bby|\btold|\buser|\baccount"
    r"|\bpage of"
    r"|\brelative|\bneighbou?r|\bspokes\w+|\bson of|\bdaughter of|\bwife of|\bsource"
    r"|\bciting|\bfamily of|\bhome of|\bhouse of|\bbelonging to|\bowned by|\bfriend)\s"
    r"(?:the\s)?(?:\w+\s)?$"
)
# What may stand between two names of one list: marks, ages, kin, a name in brackets.
_JOINS = re.compile(
    r"\s*(?:[“\"‘(\[][^()\[\]“”\"]{1,40}[”\"’)\]]\s*)*"
    r"(?:[,;]|\band\b|&|\balong(?:side)?(?: with)?\b|\btogether with\b|\d+[.)\-]|\s)"
    r"(?:[,;&\s]|\b(?:and|the|a|an|also|his|her|their|sons?|daughters?|wife|husband"
    r"|mother|father|brothers?|sisters?|child|children|infant|baby|grand\w+|cousins?"
    r"|uncle|aunt|nephew|niece|siblings?|eldest|youngest|older|younger|elderly|twins?"
    r"|girl|boy|man|woman|young|little|old|years?|months?|weeks?|days?|aged?|of|Dr\.?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|named|Sheikh|Hajj)\b|[\d\-:’'])*"
)
_LONGEST_JOIN = 120
_SMALL_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_ADULT = 18
_KIN_BEFORE = 24


@dataclasses.dataclass(frozen=True)
class Named:
    """A person named in a sentence.

    Attributes:
        start: First code point of the name in the sentence.
        end: One past the last, a byname with it.
        person: What stands at the name.
        is_told: The words at the name tell of harm to this person.
    """

    start: int
    end: int
    person: Person
    is_told: bool = False


def _candidates(text: str, reference: Reference) -> Iterator[Named]:
    nouns = nouns_of(reference)
    before = word_set(reference, "titles") | word_set(reference, "name_openers")
    not_names = word_set(reference, "not_names")
    done = 0
    for match in NAME.finditer(text):
        if match.start() < done:
            continue
        words = match.group().split()
        skipped = 0
        while words and words[0].lower().strip("’'") in before:
            skipped += len(words[0]) + 1
            words = words[1:]
        if len(words) < 2 or any(  # noqa: PLR2004  a given and a family name
            w.lower().removesuffix("’s").removesuffix("'s") in not_names for w in words
        ):
            continue
        start = match.start() + skipped
        byname = _BYNAME.match(text, match.end())
        done = byname.end() if byname else match.end()
        name = text[start:done].removesuffix("’s")
        yield Named(start, done, _person(text, start, done, name, nouns))


def _kin_candidates(text: str, reference: Reference) -> Iterator[Named]:
    """Yield people named by one name beside their kin: "her daughter Lina, 6"."""
    nouns = nouns_of(reference)
    not_names = word_set(reference, "not_names")
    for match in (*_KIN_NAMED.finditer(text), *_NAMED_KIN.finditer(text)):
        name = match["name"]
        if name.lower() not in not_names and nouns.get(match["kin"].lower()):
            at = match.span("name")
            yield Named(*at, _person(text, *at, name, nouns))


def _person(
    text: str, start: int, end: int, name: str, nouns: dict[str, Noun]
) -> Person:
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    age, kin = _age(before, after), _kin_before(before, nouns)
    is_young = _CHILD_AFTER.match(after) or _is_young(before, nouns)
    return Person(
        name=name,
        age=age.years if age else None,
        sex=kin.sex if kin else None,
        kin=kin.kin if kin else None,
        is_child=True if is_young else age.is_child if age else None,
    )


def _is_young(before: str, nouns: dict[str, Noun]) -> bool:
    """Say whether a word for a child stands right before ("an infant daughter, ")."""
    match = _WORD_BEFORE.search(before)
    noun = nouns.get(match.group(1)) if match else None
    return noun is not None and noun.is_child and noun.kin != "child"


@dataclasses.dataclass(frozen=True)
class _Age:
    """An age as stated: at least and at most so many units."""

    low: int
    high: int
    unit: str

    @property
    def years(self) -> int | None:
        """Whole years; None = two ages stand there."""
        if self.unit != "year":
            return 0
        return self.low if self.low == self.high else None

    @property
    def is_child(self) -> bool | None:
        """Under 18; None = one of the two ages is not."""
        if self.unit != "year" or self.high < _ADULT:
            return True
        return False if self.low >= _ADULT else None


def _age(before: str, after: str) -> _Age | None:
    match = _AGE_BEFORE.search(before)
    if match is not None:
        age = _number(match.group(1))
        return _Age(age, age, match.group(2))
    match = _AGE_AFTER.match(after)
    if match is not None and (match.group(1).isdigit() or match.group(3)):
        low, high = _number(match.group(1)), _number(match.group(2) or match.group(1))
        return _Age(low, max(low, high), (match.group(3) or "year").rstrip("s"))
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _SMALL_NUMBERS[word.lower()]


def _kin_before(before: str, nouns: dict[str, Noun]) -> Noun | None:
    for word in reversed(re.findall(r"[a-z\-]+", before[-_KIN_BEFORE:])[-3:]):
        noun = nouns.get(word)
        if noun is not None and noun.kin:
            return noun
    return None


def is_joined(text: str, one: Named, other: Named) -> bool:
    """Say whether two names stand in one list, with only marks and kin between."""
    between = text[one.end : other.start]
    if len(between) > _LONGEST_JOIN or SPEAKS.match(text[other.end :]):
        return False
    return _JOINS.fullmatch(between) is not None


def people_named(text: str, reference: Reference) -> list[Named]:
    """Return the people that a sentence names, in order."""
    found = [*_candidates(text, reference), *_kin_candidates(text, reference)]
    return sorted(found, key=lambda named: named.start)


def speaks(text: str, named: Named) -> bool:
    """Say whether somebody named speaks, or is where a report comes from."""
    is_source = SOURCE_BEFORE.search(text[max(0, named.start - 40) : named.start])
    return SPEAKS.match(text[named.end :]) is not None or is_source is not None
