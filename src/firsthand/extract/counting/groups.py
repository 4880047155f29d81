"""Groups of people in sentences read by patterns: a number with its noun.

"37 civilians", "two children", "the wounded". Method: M056.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from firsthand.extract.arabic_small_words import TANWIN
from firsthand.extract.counting.ages import ages_in
from firsthand.extract.counting.numbers import Numbers, Value, bounds_of, worded
from firsthand.extract.counting.small_words import (
    AFTER_GAP,
    ARTICLES,
    DASHES,
    FAMILY_OF,
    HUNDRED,
    MAX_PERSON_GAP,
    PLURAL,
)
from firsthand.extract.patterned import Found, Language, Token, Words, words_of
from firsthand.model import Bounds
from firsthand.reference import Reference
from firsthand.reference.tables import Row

_YEARS = range(1900, 2101)
_CONSISTING = frozenset(
    {"كامله", "باكملها", "مكونه", "مولفه", "تتالف", "تتكون", "واحده"}
)
_ONE_IS_TOLD = frozenset({"غاره", "ضربه", "مره", "دفعه", "ليله", "منزل", "مكان", "ان"})
_BY_A_WEAPON = re.compile(
    r"ب(?:جروح|جراح|اصابات|قذ|صارو|صواري|رصاص|نيران|غار|شظ|قصف|حروق|طلق|عيار|لغم|مسير|عبو"
    r"|قنبل|قنابل|انفجار|هجوم|ضرب|ال?اختناق|حالات? )"
)
_NEW_TELLING = frozenset(
    {
        "بعدما",
        "بعد",
        "فيما",
        "بينما",
        "عندما",
        "حين",
        "منذ",
        "خلال",
        "علي",
        "اثر",
        "جراء",
    }
    | {"وفق", "بحسب", "مع", "قبل", "لدي", "عقب", "اذ", "حيث"}
)
_DUAL = "\u064eين"  # "two medics", vowelled
_HURT_ONE = frozenset({"اصابه", "جرح", "اصيب", "اصيبت", "مقتل", "قتل", "جرحت"})
_MOST_OF = frozenset({"اكبر", "اعلي", "غالبيه", "معظم"})
_MOTHER: Row = {
    "kind": "person",
    "forms": ["ام"],
    "count": 1,
    "is": "woman",
    "status": "civilian",
}
_INJURY: Row = {
    "kind": "harm",
    "harm": "wounded",
    "person": True,
    "takes": "left",
    "forms": ["إصابة"],
}
_SIDES = frozenset({"مدني", "مدنيه", "مدنيين", "مدنيون", "عسكري", "عسكريين", "عسكريون"})
_OF_ONE = frozenset({"son", "mon", "ton", "un", "une", "sa", "ma", "l'"})
_AFTER_A_BARE_NUMBER = frozenset(
    {
        "и",
        "а",
        "в",
        "во",
        "на",
        "до",
        "по",
        "при",
        "из",
        "было",
        "были",
        "был",
        "погибли",
    }
    | {"убиты", "ранены", "пострадали", "получили", "في", "واصيب", "واصابه", "وجرح"}
    | {"على", "بينهم", "من", "خلال", "جراء", "اثر", "بعد", "منهم"}
)
_SOME_OF_THEM = frozenset({"المزيد", "من", "بعض", "جميع", "كل", "باقي", "بقيه", "عن"})
_REGRET = ("اسف", "الاسف", "ياسف", "تاسف", "اعتذار", "تعازي", "حزن", "مواسا")
_CARING = frozenset(
    {"اسعاف", "انتشال", "نقل", "اجلاء", "اخلاء", "علاج", "معالجه", "مداواه", "دفن"}
    | {"تشييع", "انقاذ", "مساعده", "زياره", "ذوي", "ذوو", "اهالي", "عايلات", "اسر"}
    | {"البحث", "بحث", "ينقلون", "تنقل", "ينقل", "يسعفون", "تسعف", "ينتشلون"}
)
_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان"})
_WEEKDAYS = frozenset(
    {"الاثنين", "الاحد", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت"}
)
_CIVIL_BODIES = frozenset({"الدفاع", "المجتمع", "الطيران", "التعاون"})


@dataclasses.dataclass(frozen=True)
class Group:
    """People counted or named by a noun.

    Attributes:
        first: Index of the first token, quantifier included.
        last: One past the last.
        bounds: How many; assumed where no number stands there.
        person: Row of the noun; None = a number alone.
        has_number: A number, vague word, dual or singular says how many.
        is_part: Its own words make it a part of another one ("two of them children").
        is_of: It is counted out of another one ("nine of them died").
        is_loose: No row knows the noun counted ("three welders"): people only if a
            word of dying or wounding, which only people do, stands right beside it.
    """

    first: int
    last: int
    bounds: Bounds
    person: Row | None
    has_number: bool
    is_part: bool = False
    is_of: bool = False
    is_loose: bool = False

    @property
    def harm(self) -> str | None:
        """Harm that the noun itself says ("the wounded"); None = none."""
        return self.person.get("harm") if self.person else None


class Counting:
    """Finds the groups of people that sentences of one language tell of."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self.numbers = Numbers(reference, language)
        self._quantifier = words_of(reference, language, "counts", "quantifier")
        self._unit = words_of(reference, language, "counts", "unit")
        self._round = words_of(reference, language, "counts", "round")
        self._bare = words_of(reference, language, "counts", "bare")
        self._of_them = words_of(reference, language, "counts", "of_them")
        self._copula = words_of(reference, language, "counts", "copula")
        self._behind = _behind(reference, language)
        self._person = words_of(reference, language, "counts", "person", "harm")
        self._parent = words_of(reference, language, "counts", "parent")

    def groups(
        self, text: str, tokens: Sequence[Token], taken: Sequence[bool]
    ) -> list[Group]:
        """Return the groups of people of a sentence, in order.

        Args:
            text: The page's text.
            tokens: The sentence.
            taken: One flag a token: part of a date or of a weapon's name.
        """
        made: list[Group] = []
        place = 0
        ages = ages_in(tokens, self._person, self.numbers.number)
        parents = {hit.last for hit in self._parent.find(tokens)}
        while place < len(tokens):
            is_free = not taken[place] and place not in ages
            group = self._group(text, tokens, place) if is_free else None
            if group is not None and (
                group.first in parents or _is_cared_for(tokens, group)
            ):
                place = group.last  # "father of three children": they live
                continue
            if group is not None and not any(taken[group.first : group.last]):
                made.append(group)
                place = group.last
            else:
                place += 1
        return made

    def _group(self, text: str, tokens: Sequence[Token], place: int) -> Group | None:
        ranged = self.numbers.ranged(tokens, place)
        if ranged is not None:
            low, high, last = ranged
            return self._counted(
                text, tokens, (place, last), Bounds(low=low, high=high)
            )
        before = self._quantifier.at(tokens, place)
        effect = before.row if before and before.row["side"] == "before" else None
        start = before.last if before and effect else place
        value = self.numbers.value(tokens, start)
        if effect and (round_one := self._round.at(tokens, start)) is not None:
            number = int(round_one.row["value"])
            value = Value(number, round_one.last)  # "more than a thousand"
        if value is not None and (
            self._is_one_family(tokens, value) or self._is_of_one(tokens, place, value)
        ):
            value = None
        if value is None:
            return self._uncounted(text, tokens, place)
        bounds = bounds_of(value, str(effect["effect"]) if effect else "")
        return self._counted(text, tokens, (place, value.last), bounds)

    def _is_one_family(self, tokens: Sequence[Token], value: Value) -> bool:
        """Say whether "one" counts a family, which is no number of people."""
        person = self._person_after(tokens, value.last) if value.number == 1 else None
        return person is not None and bool(person.row.get("floor"))

    def _is_of_one(self, tokens: Sequence[Token], place: int, value: Value) -> bool:
        """Say whether Arabic "one" only tells more of its noun ("of one family")."""
        if self.language.code != "ar" or not place:
            return False
        is_share = tokens[place - 1].word == "في" and value.number == HUNDRED
        if is_share or value.number != 1:
            return is_share  # "71 in the hundred of the dead"
        before = self._person.at(tokens, place - 1)
        is_noun = before is not None and before.row["kind"] == "person"
        return is_noun or bool(tokens[place - 1].forms & _ONE_IS_TOLD)

    def _counted(
        self, text: str, tokens: Sequence[Token], where: tuple[int, int], bounds: Bounds
    ) -> Group | None:
        first, last = where
        is_people = self._person.at(tokens, last) is not None
        if not is_people and self._unit.at(tokens, last) is not None:
            return None
        of_them = self._of_them.at(tokens, last)
        start = self._after_copula(tokens, of_them.last) if of_them else last
        if not of_them and last < len(tokens) and tokens[last].word in DASHES:
            start += 1  # "of whom five - children"
        person = self._person_after(tokens, start)
        end = person.last if person else last
        n_each = int(person.row.get("count", 1)) if person else 1
        if n_each > 1 and bounds.low == bounds.high == 1:
            bounds = Bounds(low=n_each, high=n_each)  # "a couple" is two
        is_many = bounds.vague and tokens[last - 1].word.startswith("ال")
        is_loose = False
        if self.language.code == "ar":
            person = self._with_side(tokens, person or _injuries(tokens, last))
            end = person.last if person else last
        if self.language.is_slavic and person is not None:
            person = self._with_civilians(tokens, person)
            end = person.last
        if person is None and not is_many and not self._stands_alone(tokens, last):
            noun = last + (tokens[last].word in self.language.fillers)
            if not self._is_unknown_noun(tokens, noun):
                return None
            is_loose, end = True, noun + 1
        bounds, end = self._quantified_after(tokens, bounds, end)
        return Group(
            first,
            end,
            worded(text, tokens, (first, end), bounds),
            person.row if person else None,
            has_number=True,
            is_part=of_them is not None and person is not None,
            is_of=of_them is not None,
            is_loose=is_loose,
        )

    def _with_side(self, tokens: Sequence[Token], person: Found | None) -> Found | None:
        """Take in an adjective that tells the side of people ("74 civilian dead")."""
        if person is None:
            return None
        after = self._person.at(tokens, person.last)
        is_side = after is not None and bool(tokens[after.first].forms & _SIDES)
        if not is_side or after is None or person.row.get("status"):
            return person
        row = {
            **person.row,
            "status": after.row.get("status"),
            "forms": [*person.row["forms"], *after.row["forms"]],
        }
        return Found(person.first, after.last, row)

    def _with_civilians(self, tokens: Sequence[Token], person: Found) -> Found:
        """Take in whom a Slavic noun of harm is of ("74 dead civilians")."""
        after = self._person.at(tokens, person.last)
        is_of = person.row["kind"] == "harm" and after is not None
        if not is_of or after is None or not after.row.get("status"):
            return person
        if after.row["kind"] != "person" or after.row.get("count"):
            return person
        forms = [*person.row["forms"], *after.row["forms"]]
        row = {**person.row, "status": after.row["status"], "forms": forms}
        return Found(person.first, after.last, row)

    def _is_unknown_noun(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word no row knows follows a number; it may count people."""
        if place >= len(tokens):
            return False
        token = tokens[place]
        is_name = self.language.has_capitals and token.given[0].isupper()
        tables = (self.numbers.number, self.numbers.vague, self._person)
        is_known = any(words.at(tokens, place) for words in tables)
        return token.is_word and not is_name and not is_known

    def _after_copula(self, tokens: Sequence[Token], place: int) -> int:
        """Skip "are" or a dash after "of them"."""
        while place < len(tokens) and (
            tokens[place].word in DASHES or self._copula.at(tokens, place)
        ):
            place += 1
        one = self.numbers.number.at(tokens, place)
        return one.last if one is not None and one.row["value"] == 1 else place

    def _stands_alone(self, tokens: Sequence[Token], last: int) -> bool:
        """Say whether a number has no noun of its own after it."""
        if last >= len(tokens) or not tokens[last].is_word:
            return True
        measure = self._quantifier.at(tokens, last)
        if measure is not None and measure.row["side"] == "after":
            return True  # "has risen to 2,464 at least"
        if self.language.code == "ar" and _BY_A_WEAPON.match(tokens[last].word):
            return True  # "six were hurt by a shell"
        if self.language.code == "ar" and tokens[last].word in _NEW_TELLING:
            return True  # "rose to nine after ..."
        after = self._person.at(tokens, last)
        if after is not None and after.row["kind"] == "harm":
            return True
        return (
            tokens[last].word in _AFTER_A_BARE_NUMBER
            or self._bare.at(tokens, last) is not None
        )

    def _person_after(self, tokens: Sequence[Token], last: int) -> Found | None:
        """Return the noun a number counts, past a preposition or adjectives."""
        for place in range(last, min(last + MAX_PERSON_GAP + 1, len(tokens))):
            if not tokens[place].is_word:
                return None
            hit = self._person.at(tokens, place)
            if hit is not None and hit.row.get("adjacent") and place > last:
                return None  # "a Syrian helicopter" counts no Syrian
            if hit is not None and (
                hit.row["kind"] == "person" or hit.row.get("person")
            ):
                return hit
            if hit is not None or self.numbers.number.at(tokens, place):
                return None
            if tokens[place].word in _NEW_TELLING:
                return None  # "rose to nine after members of the rescue found ..."
        return None

    def _quantified_after(
        self, tokens: Sequence[Token], bounds: Bounds, end: int
    ) -> tuple[Bounds, int]:
        for place in range(end, min(end + AFTER_GAP, len(tokens))):
            if not tokens[place].is_word:
                if place == end and self._is_in_commas(tokens, place):
                    continue  # "38 guests, at least, were killed"
                break
            hit = self._behind.at(tokens, place)
            if hit is not None and not self._counts_behind(tokens, hit.last):
                value = Value(bounds.low or bounds.high or 0, hit.last, bounds.vague)
                return bounds_of(value, str(hit.row["effect"])), hit.last
        return bounds, end

    def _counts_behind(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a number follows; Arabic "Monday" has the name of "two"."""
        is_day = place < len(tokens) and tokens[place].word in _WEEKDAYS
        return not is_day and self.numbers.value(tokens, place) is not None

    def _is_in_commas(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether nothing but words of measure stands between two commas."""
        hit = self._quantifier.at(tokens, place + 1)
        ends = hit is not None and hit.last < len(tokens)
        marks = {",", "،"}
        return (
            hit is not None
            and ends
            and tokens[place].word in marks
            and tokens[hit.last].word in marks
        )

    def _uncounted(
        self, text: str, tokens: Sequence[Token], place: int
    ) -> Group | None:
        """Return people named without a number: one, two, or some."""
        hit = self._person.at(tokens, place) or _mother(tokens, place)
        if hit is None or not (hit.row["kind"] == "person" or hit.row.get("person")):
            return None
        if hit.row["kind"] == "harm" and self._is_in_verb(tokens, place):
            return None
        before = tokens[place - 1].word if place else ""
        is_adjective = bool(hit.row.get("adjacent")) and before not in ARTICLES
        # "During the third lesson" counts nobody, "wounded a third" does.
        is_adjective |= (
            bool(hit.row.get("ordinal")) and before.removeprefix("و") not in _HURT_ONE
        )
        if is_adjective or before in _CIVIL_BODIES:
            return None  # "a helicopter, Syrian", "the civil defence"
        after = self._definite_after(tokens, hit.last)
        if after is not None and not hit.row.get("count"):
            bounds = Bounds(low=after.number, high=after.number)
            where = (place, after.last)
            bounds = worded(text, tokens, where, bounds)
            return Group(*where, bounds, hit.row, has_number=True)
        if hit.row.get("floor") and self._is_counted_later(tokens, hit.last):
            return None
        count = hit.row.get("count")
        if _DUAL in tokens[hit.first].given:
            count = count or 2  # its vowel alone tells two from many
        if self.language.code == "fr" and before in _OF_ONE:
            count = count or 1  # "son fils": the noun has one form
        bounds = (
            Bounds(low=count, high=count)
            if count
            else Bounds(low=int(hit.row.get("floor", PLURAL)), assumed=True)
        )
        bounds, end = (
            self._quantified_after(tokens, bounds, hit.last)
            if count
            else (bounds, hit.last)
        )
        return Group(
            place,
            end,
            worded(text, tokens, (place, end), bounds),
            hit.row,
            has_number=bool(count),
        )

    def _is_in_verb(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a noun of harm is but a part of words of dying or killing."""
        return any(
            h.first < place < h.last
            and not (h.row["kind"] == "person" or h.row.get("person"))
            for h in self._person.find(tokens[: place + 2])
        )

    def _definite_after(self, tokens: Sequence[Token], place: int) -> Value | None:
        """Read the number that follows its noun in Arabic ("her three children")."""
        if self.language.code != "ar" or place >= len(tokens):
            return None
        word = tokens[place].word
        is_told = word.startswith("ال") and word not in _WEEKDAYS - {"الاثنين"}
        return self.numbers.value(tokens, place) if is_told or word in _TWO else None

    def _is_counted_later(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a family's number follows ("a family of five")."""
        while place + 1 < len(tokens) and tokens[place].word in _CONSISTING:
            place += 1  # "a whole family consisting of five"
        if place + 1 >= len(tokens) or tokens[place].word not in FAMILY_OF:
            return False
        return self.numbers.value(tokens, place + 1) is not None


def is_year(group: Group) -> bool:
    """Say whether a bare number is rather a year."""
    return group.person is None and group.bounds.low in _YEARS


def _is_cared_for(tokens: Sequence[Token], group: Group) -> bool:
    """Say whether Arabic "the wounded" are but those somebody helps or mourns.

    "People rushed to help the wounded", "more of the bodies were recovered", "his
    regret at victims": no toll is told, only what was done about one.
    """
    if group.first and tokens[group.first - 1].word in _MOST_OF:
        return True  # "the greatest number of victims fell in X"
    is_more = tokens[group.first].word == "المزيد"
    if (group.has_number and not is_more) or not group.first:
        return False
    place = group.first - 1
    while place > 0 and tokens[place].word in _SOME_OF_THEM:
        place -= 1
    is_regret = tokens[place].word in {"لسقوط", "لوقوع"} and any(
        t.word.startswith(_REGRET) for t in tokens[max(0, place - 2) : place]
    )
    is_definite = tokens[group.last - 1].word.startswith("ال")
    return is_regret or (is_definite and bool(tokens[place].forms & _CARING))


def _mother(tokens: Sequence[Token], place: int) -> Found | None:
    """Return "a mother" as an object in Arabic, else the letters of "as for"."""
    word = tokens[place].word.removeprefix("و")
    is_her = word == "اما" and TANWIN in tokens[place].given
    return Found(place, place + 1, _MOTHER) if is_her else None


def _injuries(tokens: Sequence[Token], place: int) -> Found | None:
    """Return the word of "118 injuries", which otherwise stands before people."""
    is_one = place < len(tokens) and tokens[place].word == "اصابه"
    return Found(place, place + 1, _INJURY) if is_one else None


def _behind(reference: Reference, language: Language) -> Words:
    """Return words of measure that may follow what they measure ("30 at least")."""

    def make(tables: Reference) -> Words:
        rows = tables.table(f"counts_{language.code}")
        kept = [r for r in rows if r["kind"] == "quantifier" and r["side"] == "after"]
        return Words(kept, language)

    made: Words = reference.derived(f"counts_{language.code}:behind", make)
    return made
