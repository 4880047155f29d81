"""Numbers, groups of people and words of harm in sentences read by patterns.

A *group* is a number with its people ("37 civilians", "two children"); it is joined to
the word of harm nearest to it. Reads the tables `counts_*`. Method: M056.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from firsthand.extract.patterned import (
    Found,
    Language,
    Token,
    Words,
    folded_word,
    shared_words,
    words_of,
)
from firsthand.extract.patterned_far import is_theirs_behind_a_clause, may_be_of
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
_INJURY: Row = {
    "kind": "harm",
    "harm": "wounded",
    "person": True,
    "takes": "left",
    "forms": ["إصابة"],
}
_SIDES = frozenset({"مدني", "مدنيه", "مدنيين", "مدنيون", "عسكري", "عسكريين", "عسكريون"})
_WERE = frozenset({"было", "було", "оказалось", "eran", "etaient", "fueron"})
_IS = frozenset({"-", "–", "—", ":"})  # "dead - twelve", "dead: 12"
_FAMILY_OF = frozenset({"из", "من", "з", "із", "de", "d'"})
_HUNDRED, _THOUSAND = 100, 1000
_PLURAL = 2  # a plural without a number means at least two (house)
_MAX_GAP = 6
_MAX_TOLL_GAP = 14  # "the toll of the strike on the market of X has risen"
_MAX_PERSON_GAP = 2
_MAX_NEED = 12  # "12 people, two of them children, were taken ... to hospital"
_AFTER_GAP = 3
_AND = frozenset({"y", "et"})
_ANDS = frozenset({"y", "e", "et", "и", "і", "й", "та", "а"})
_ARTICLES = frozenset({"un", "une", "una", "le", "la", "l'", "les", "el", "los", "las"})
_DEFINITE = frozenset({"el", "la", "le", "l'"})
_THOSE_OF = frozenset({"los", "las", "el", "la", "de", "celui", "celle", "ceux", "d'"})
_ANOTHER = frozenset({"autre", "otra", "otro", "другом", "другой", "іншому", "іншій"})
_MORE = frozenset({"еще", "ще", "іще", "autres", "otros", "otras"})  # "three more"
_BESIDE_AGES = frozenset(
    {
        "de",
        "y",
        "e",
        "et",
        "agé",
        "agée",
        "agés",
        "agées",
        "ans",
        "anos",
        "respectivement",
    }
    | {
        "и",
        "лет",
        "года",
        "год",
        "і",
        "й",
        "та",
        "років",
        "роки",
        "рік",
        "respectivamente",
    }
    | {"و", "عاما", "اعوام", "سنوات", "سنه"}
)
_YEARS_OLD = frozenset({"лет", "года", "років", "роки", "ans", "anos", "عاما", "اعوام"})
_CARE = frozenset({"hospital", "medical_facility", "ambulance"})
_OF_A_BODY = frozenset({"من", "de", "des", "du", "del", "из", "з", "із"})
_OF_ONE = frozenset({"son", "mon", "ton", "un", "une", "sa", "ma", "l'"})
_TO = frozenset({"a"})  # "15 a 20", "15 à 20"
_THEM = frozenset({"них", "ellos", "ellas", "eux", "elles", "هم", "هن"})
_OR = frozenset({"o", "u", "ou", "или", "либо", "або", "чи", "او"})
_HYPHENS = frozenset({"-", "‐", "‑"})
_DASHES = frozenset({"-", "–", "—"})


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


@dataclasses.dataclass(frozen=True)
class _Value:
    number: int
    last: int
    vague: str | None = None
    is_approx: bool = False


def _behind(reference: Reference, language: Language) -> Words:
    """Return words of measure that may follow what they measure ("30 at least")."""

    def make(tables: Reference) -> Words:
        rows = tables.table(f"counts_{language.code}")
        kept = [r for r in rows if r["kind"] == "quantifier" and r["side"] == "after"]
        return Words(kept, language)

    made: Words = reference.derived(f"counts_{language.code}:behind", make)
    return made


class Counting:
    """The counting words of one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self.number = words_of(reference, language, "counts", "number")
        self.vague = words_of(reference, language, "counts", "vague")
        self.quantifier = words_of(reference, language, "counts", "quantifier")
        self.behind = _behind(reference, language)
        self.range = words_of(reference, language, "counts", "range")
        self.unit = words_of(reference, language, "counts", "unit")
        self.round = words_of(reference, language, "counts", "round")
        self.bare = words_of(reference, language, "counts", "bare")
        self.of_them = words_of(reference, language, "counts", "of_them")
        self.copula = words_of(reference, language, "counts", "copula")
        self.person = words_of(reference, language, "counts", "person", "harm")
        self.parent = words_of(reference, language, "counts", "parent")

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
        ages = _ages(tokens, self.person, self.number)
        parents = {hit.last for hit in self.parent.find(tokens)}
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

    def number_before(
        self, tokens: Sequence[Token], place: int
    ) -> tuple[int, int] | None:
        """Return the number that ends before a token, and its first token."""
        for first in range(max(0, place - 3), place):
            value = self._value(tokens, first)
            if value is not None and value.last == place and value.vague is None:
                return value.number, first
        return None

    def _group(self, text: str, tokens: Sequence[Token], place: int) -> Group | None:
        ranged = self._ranged(tokens, place)
        if ranged is not None:
            low, high, last = ranged
            return self._counted(
                text, tokens, (place, last), Bounds(low=low, high=high)
            )
        before = self.quantifier.at(tokens, place)
        effect = before.row if before and before.row["side"] == "before" else None
        start = before.last if before and effect else place
        value = self._value(tokens, start)
        if effect and (round_one := self.round.at(tokens, start)) is not None:
            number = int(round_one.row["value"])
            value = _Value(number, round_one.last)  # "more than a thousand"
        if value is not None and (
            self._is_one_family(tokens, value) or self._is_of_one(tokens, place, value)
        ):
            value = None
        if value is None:
            return self._uncounted(text, tokens, place)
        bounds = _bounds(value, str(effect["effect"]) if effect else "")
        return self._counted(text, tokens, (place, value.last), bounds)

    def _is_one_family(self, tokens: Sequence[Token], value: _Value) -> bool:
        """Say whether "one" counts a family, which is no number of people."""
        person = self._person_after(tokens, value.last) if value.number == 1 else None
        return person is not None and bool(person.row.get("floor"))

    def _is_of_one(self, tokens: Sequence[Token], place: int, value: _Value) -> bool:
        """Say whether Arabic "one" only tells more of its noun ("of one family")."""
        if self.language.code != "ar" or not place:
            return False
        is_share = tokens[place - 1].word == "في" and value.number == _HUNDRED
        if is_share or value.number != 1:
            return is_share  # "71 in the hundred of the dead"
        before = self.person.at(tokens, place - 1)
        is_noun = before is not None and before.row["kind"] == "person"
        return is_noun or bool(tokens[place - 1].forms & _ONE_IS_TOLD)

    def _ranged(
        self, tokens: Sequence[Token], place: int
    ) -> tuple[int, int, int] | None:
        """Read "between 12 and 17", "from 12 to 17", "12-17"."""
        opening = self.range.at(tokens, place)
        start = opening.last if opening else place
        if opening is None and (hyphened := self._hyphened(tokens, place)):
            return *hyphened, place + 1
        low = self._value(tokens, start)
        if low is None or low.vague or low.last >= len(tokens):
            return None
        first = self.number.at(tokens, start)
        if opening and first and first.last < low.last and self.language.code == "ar":
            low = _Value(int(first.row["value"]), first.last)  # "between six and ten"
        link = tokens[low.last]
        joiners = opening.row["to"] if opening else ["-", "–", "—"]
        step = 1
        if opening and link.word not in joiners:
            if not (link.word[0] == "و" and len(link.word) > 1):
                return None
            step = 0
        elif not opening and link.word not in joiners:
            is_to = link.given == "à" or (
                self.language.code == "es" and link.word in _TO
            )
            if not is_to:
                return None
        high = self._value(tokens, low.last + step)
        if high is None or high.vague or high.number <= low.number:
            return None
        return low.number, high.number, high.last

    def _hyphened(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """Read "пять-семь": two number words joined by a hyphen are a range."""
        ends = tokens[place].word.split("-")
        if len(ends) != 2 or not all(ends):  # noqa: PLR2004  low and high
            return None
        here = tokens[place]
        words = [dataclasses.replace(here, word=w, forms=frozenset((w,))) for w in ends]
        low, high = (self.number.at((word,), 0) for word in words)
        if low is None or high is None or low.row["value"] >= high.row["value"]:
            return None
        return int(low.row["value"]), int(high.row["value"])

    def _counted(
        self, text: str, tokens: Sequence[Token], where: tuple[int, int], bounds: Bounds
    ) -> Group | None:
        first, last = where
        is_people = self.person.at(tokens, last) is not None
        if not is_people and self.unit.at(tokens, last) is not None:
            return None
        of_them = self.of_them.at(tokens, last)
        start = self._after_copula(tokens, of_them.last) if of_them else last
        if not of_them and last < len(tokens) and tokens[last].word in _DASHES:
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
        if person is None and not is_many and not self._stands_alone(tokens, last):
            noun = last + (tokens[last].word in self.language.fillers)
            if not self._is_unknown_noun(tokens, noun):
                return None
            is_loose, end = True, noun + 1
        bounds, end = self._quantified_after(tokens, bounds, end)
        return Group(
            first,
            end,
            _worded(text, tokens, (first, end), bounds),
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
        after = self.person.at(tokens, person.last)
        is_side = after is not None and bool(tokens[after.first].forms & _SIDES)
        if not is_side or after is None or person.row.get("status"):
            return person
        row = {
            **person.row,
            "status": after.row.get("status"),
            "forms": [*person.row["forms"], *after.row["forms"]],
        }
        return Found(person.first, after.last, row)

    def _is_unknown_noun(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word no row knows follows a number; it may count people."""
        if place >= len(tokens):
            return False
        token = tokens[place]
        is_name = self.language.has_capitals and token.given[0].isupper()
        is_known = any(
            words.at(tokens, place) for words in (self.number, self.vague, self.person)
        )
        return token.is_word and not is_name and not is_known

    def _after_copula(self, tokens: Sequence[Token], place: int) -> int:
        """Skip "are" or a dash after "of them"."""
        while place < len(tokens) and (
            tokens[place].word in _DASHES or self.copula.at(tokens, place)
        ):
            place += 1
        one = self.number.at(tokens, place)
        return one.last if one is not None and one.row["value"] == 1 else place

    def _stands_alone(self, tokens: Sequence[Token], last: int) -> bool:
        """Say whether a number has no noun of its own after it."""
        if last >= len(tokens) or not tokens[last].is_word:
            return True
        measure = self.quantifier.at(tokens, last)
        if measure is not None and measure.row["side"] == "after":
            return True  # "has risen to 2,464 at least"
        if self.language.code == "ar" and _BY_A_WEAPON.match(tokens[last].word):
            return True  # "six were hurt by a shell"
        if self.language.code == "ar" and tokens[last].word in _NEW_TELLING:
            return True  # "rose to nine after ..."
        after = self.person.at(tokens, last)
        if after is not None and after.row["kind"] == "harm":
            return True
        return (
            tokens[last].word in _AFTER_A_BARE_NUMBER
            or self.bare.at(tokens, last) is not None
        )

    def _person_after(self, tokens: Sequence[Token], last: int) -> Found | None:
        """Return the noun a number counts, past a preposition or adjectives."""
        for place in range(last, min(last + _MAX_PERSON_GAP + 1, len(tokens))):
            if not tokens[place].is_word:
                return None
            hit = self.person.at(tokens, place)
            if hit is not None and hit.row.get("adjacent") and place > last:
                return None  # "a Syrian helicopter" counts no Syrian
            if hit is not None and (
                hit.row["kind"] == "person" or hit.row.get("person")
            ):
                return hit
            if hit is not None or self.number.at(tokens, place):
                return None
            if tokens[place].word in _NEW_TELLING:
                return None  # "rose to nine after members of the rescue found ..."
        return None

    def _quantified_after(
        self, tokens: Sequence[Token], bounds: Bounds, end: int
    ) -> tuple[Bounds, int]:
        for place in range(end, min(end + _AFTER_GAP, len(tokens))):
            if not tokens[place].is_word:
                if place == end and self._is_in_commas(tokens, place):
                    continue  # "38 guests, at least, were killed"
                break
            hit = self.behind.at(tokens, place)
            if hit is not None and not self._counts_behind(tokens, hit.last):
                value = _Value(bounds.low or bounds.high or 0, hit.last, bounds.vague)
                return _bounds(value, str(hit.row["effect"])), hit.last
        return bounds, end

    def _counts_behind(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a number follows; Arabic "Monday" has the name of "two"."""
        is_day = place < len(tokens) and tokens[place].word in _WEEKDAYS
        return not is_day and self._value(tokens, place) is not None

    def _is_in_commas(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether nothing but words of measure stands between two commas."""
        hit = self.quantifier.at(tokens, place + 1)
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
        hit = self.person.at(tokens, place)
        if hit is None or not (hit.row["kind"] == "person" or hit.row.get("person")):
            return None
        if hit.row["kind"] == "harm" and self._is_in_verb(tokens, place):
            return None
        before = tokens[place - 1].word if place else ""
        is_adjective = hit.row.get("adjacent") and before not in _ARTICLES
        if is_adjective or before in _CIVIL_BODIES:
            return None  # "a helicopter, Syrian", "the civil defence"
        after = self._definite_after(tokens, hit.last)
        if after is not None and not hit.row.get("count"):
            bounds = Bounds(low=after.number, high=after.number)
            where = (place, after.last)
            bounds = _worded(text, tokens, where, bounds)
            return Group(*where, bounds, hit.row, has_number=True)
        if hit.row.get("floor") and self._is_counted_later(tokens, hit.last):
            return None
        count = hit.row.get("count")
        if self.language.code == "fr" and before in _OF_ONE:
            count = count or 1  # "son fils": the noun has one form
        bounds = (
            Bounds(low=count, high=count)
            if count
            else Bounds(low=int(hit.row.get("floor", _PLURAL)), assumed=True)
        )
        bounds, end = (
            self._quantified_after(tokens, bounds, hit.last)
            if count
            else (bounds, hit.last)
        )
        return Group(
            place,
            end,
            _worded(text, tokens, (place, end), bounds),
            hit.row,
            has_number=bool(count),
        )

    def _is_in_verb(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a noun of harm is but a part of words of dying or killing."""
        return any(
            h.first < place < h.last
            and not (h.row["kind"] == "person" or h.row.get("person"))
            for h in self.person.find(tokens[: place + 2])
        )

    def _definite_after(self, tokens: Sequence[Token], place: int) -> _Value | None:
        """Read the number that follows its noun in Arabic ("her three children")."""
        if self.language.code != "ar" or place >= len(tokens):
            return None
        word = tokens[place].word
        is_told = word.startswith("ال") and word not in _WEEKDAYS - {"الاثنين"}
        return self._value(tokens, place) if is_told or word in _TWO else None

    def _is_counted_later(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a family's number follows ("a family of five")."""
        while place + 1 < len(tokens) and tokens[place].word in _CONSISTING:
            place += 1  # "a whole family consisting of five"
        if place + 1 >= len(tokens) or tokens[place].word not in _FAMILY_OF:
            return False
        return self._value(tokens, place + 1) is not None

    # -- values ---------------------------------------------------------------

    def _value(self, tokens: Sequence[Token], place: int) -> _Value | None:
        if place >= len(tokens):
            return None
        if tokens[place].is_number:
            return self._digits(tokens, place)
        number = self._spelt(tokens, place)
        vague = self.vague.at(tokens, place)
        if vague is not None and (number is None or number.last <= vague.last):
            return self._vague(tokens, vague)
        return self._times(tokens, number) if number else None

    def _times(self, tokens: Sequence[Token], number: _Value) -> _Value:
        """Read "six dozens", "three hundreds": a number of tens is about that many."""
        hit = self.vague.at(tokens, number.last)
        if hit is None or not hit.row.get("times"):
            return number
        total = number.number * int(hit.row["times"])
        return _Value(total, hit.last, is_approx=True)

    def _vague(self, tokens: Sequence[Token], hit: Found) -> _Value:
        """Read "dozens", and "dozens of thousands" as one vague word."""
        following = self.vague.at(tokens, hit.last) if hit.last < len(tokens) else None
        if following is not None:
            word = f"{hit.row['word']} {following.row['word']}"
            return _Value(0, following.last, vague=word)
        return _Value(0, hit.last, vague=str(hit.row["word"]))

    def _digits(self, tokens: Sequence[Token], place: int) -> _Value | None:
        digits = "".join(c for c in tokens[place].word if c.isdigit())
        number, last = int(digits), place + 1
        if _is_part_of_a_name(tokens, place):
            return None
        factor = self.number.at(tokens, last) if last < len(tokens) else None
        if factor and factor.row["part"] in {"thousand", "million"}:
            if not factor.row.get("whole"):
                total = number * int(factor.row["value"])
                return self._with_rest(tokens, _Value(total, factor.last))
            return None
        return _Value(number, last)

    def _with_rest(self, tokens: Sequence[Token], value: _Value) -> _Value:
        """Add "and 788" to "41 thousand", as Arabic figures are told."""
        last = value.last
        if self.language.code != "ar" or last + 1 >= len(tokens):
            return value
        rest = tokens[last + 1]
        is_more = tokens[last].word == "و" and rest.word.isdecimal()
        if not is_more or int(rest.word) >= _THOUSAND or value.number < _HUNDRED:
            return value
        return _Value(value.number + int(rest.word), last + 2, value.vague)

    def _spelt(self, tokens: Sequence[Token], place: int) -> _Value | None:
        total = current = 0
        last = start = place
        lowest = 10**9
        is_approx = False
        while start < len(tokens):
            hit = self.number.at(tokens, start)
            if hit is None or (last > place and not self._goes_on(tokens, hit, lowest)):
                break
            value, part = int(hit.row["value"]), str(hit.row["part"])
            is_approx = is_approx or bool(hit.row.get("approx"))
            if part in {"thousand", "million"}:
                if hit.row.get("needs_factor") and not current:
                    break
                total, current = total + (current or 1) * value, 0
                lowest = value
            else:
                current += value
                lowest = _lowest(hit.row, last == place)
            last = hit.last
            start = self._past_and(tokens, last, part)
        if last == place:
            return None
        made = _Value(total + current, last, is_approx=is_approx)
        return self._with_rest(tokens, made)

    def _past_and(self, tokens: Sequence[Token], last: int, part: str) -> int:
        """Skip "and" inside a number word ("treinta y siete", "vingt et un")."""
        if part != "ten" or last + 1 >= len(tokens) or tokens[last].word not in _AND:
            return last
        following = self.number.at(tokens, last + 1)
        is_unit = following is not None and following.row["part"] == "unit"
        return last + 1 if is_unit else last

    def _goes_on(self, tokens: Sequence[Token], hit: Found, lowest: int) -> bool:
        """Say whether a number word continues the one before it."""
        value, part = int(hit.row["value"]), str(hit.row["part"])
        if part in {"thousand", "million"}:
            return True
        if self.language.code == "ar":
            joined = tokens[hit.first].word.startswith("و")
            if hit.row.get("teen"):
                return lowest == 1 and not joined
            return joined and (value > lowest or lowest >= 100)  # noqa: PLR2004  units before tens, after hundreds
        return value < lowest


def _lowest(row: Row, is_first: bool) -> int:  # noqa: FBT001  one flag, named at the call's other end
    """Return what must follow a number word: 1 after a unit, its value otherwise."""
    if row["part"] == "unit":
        return 1 if is_first else 0
    return 10 if row["part"] == "teen" else int(row["value"])


def _ages(tokens: Sequence[Token], people: Words, numbers: Words) -> frozenset[int]:
    """Return the tokens of asides that tell ages alone ("two sons, 9 and 12, died").

    An aside stands between commas right after people, and holds nothing but numbers,
    "and", "of" or "aged", and the word for years.
    """
    inside: set[int] = set()
    commas = [n for n, t in enumerate(tokens) if t.word in {",", "،"}]
    for first, last in itertools.pairwise(commas):
        words = range(first + 1, last)
        is_behind = any(
            (hit := people.at(tokens, n)) is not None and hit.last == first
            for n in range(max(0, first - 2), first)
        )
        told = [
            n for n in words if tokens[n].is_number or numbers.find(tokens[n : n + 1])
        ]
        others = [tokens[n].word for n in words if n not in told]
        if is_behind and told and all(w in _BESIDE_AGES for w in others):
            inside |= {first, *words, last}
    for last, token in enumerate(tokens):  # "two brothers 8 and 10 years old"
        if token.word not in _YEARS_OLD:
            continue
        first = last
        while first and (
            tokens[first - 1].is_number
            or tokens[first - 1].word in _BESIDE_AGES
            or numbers.find(tokens[first - 1 : first])
        ):
            first -= 1
        is_told = first < last
        beside = people.at(tokens, first - 1) if first and is_told else None
        if beside is not None:
            inside |= set(range(first, last + 1))
    return frozenset(inside)


def _is_part_of_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a number belongs to a type ("Su-34") or is a share, date or year."""
    here = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after and after.word in {"%", "٪"}:
        return True
    following = tokens[place + 2] if place + 2 < len(tokens) else None
    if after and after.word in _HYPHENS and following and following.is_word:
        return here.end == after.start and after.end == following.start
    if before and before.word in {"-", "№", "/", "."} and before.end == here.start:
        return before.word != "-" or place < 2 or not tokens[place - 2].is_number  # noqa: PLR2004  "12-17" is a range
    if (
        after
        and after.word in {"/", "."}
        and after.end < len(tokens)
        and place + 2 < len(tokens)
    ):
        return tokens[place + 2].is_number and tokens[place + 2].start == after.end
    return False


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


def _is_cared_for(tokens: Sequence[Token], group: Group) -> bool:
    """Say whether Arabic "the wounded" are but those somebody helps or mourns.

    "People rushed to help the wounded", "more of the bodies were recovered", "his
    regret at victims": no toll is told, only what was done about one.
    """
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


_SOME_OF_THEM = frozenset({"المزيد", "من", "بعض", "جميع", "كل", "باقي", "بقيه", "عن"})
_REGRET = ("اسف", "الاسف", "ياسف", "تاسف", "اعتذار", "تعازي", "حزن", "مواسا")
_CARING = frozenset(
    {"اسعاف", "انتشال", "نقل", "اجلاء", "اخلاء", "علاج", "معالجه", "مداواه", "دفن"}
    | {"تشييع", "انقاذ", "مساعده", "زياره", "ذوي", "ذوو", "اهالي", "عايلات", "اسر"}
    | {"البحث", "بحث", "ينقلون", "تنقل", "ينقل", "يسعفون", "تسعف", "ينتشلون"}
)


def _bounds(value: _Value, effect: str) -> Bounds:
    if value.vague is not None:
        return Bounds(vague=value.vague)
    if effect == "low":
        return Bounds(low=value.number)
    if effect == "high":
        return Bounds(high=value.number)
    is_approx = effect == "approx" or value.is_approx
    return Bounds(low=value.number, high=value.number, approx=is_approx)


def _worded(
    text: str, tokens: Sequence[Token], where: tuple[int, int], bounds: Bounds
) -> Bounds:
    words = text[tokens[where[0]].start : tokens[where[1] - 1].end]
    return Bounds(
        low=bounds.low,
        high=bounds.high,
        approx=bounds.approx,
        vague=bounds.vague,
        assumed=bounds.assumed,
        words=words,
    )


def _injuries(tokens: Sequence[Token], place: int) -> Found | None:
    """Return the word of "118 injuries", which otherwise stands before people."""
    is_one = place < len(tokens) and tokens[place].word == "اصابه"
    return Found(place, place + 1, _INJURY) if is_one else None


def is_year(group: Group) -> bool:
    """Say whether a bare number is rather a year."""
    return group.person is None and group.bounds.low in _YEARS


@dataclasses.dataclass(frozen=True)
class Harm:
    """A word of harm with the groups it speaks of.

    Attributes:
        what: "killed", "wounded", "casualties", "missing" or "displaced".
        first: Index of the first token of word and groups.
        last: One past the last.
        groups: Groups harmed, added up.
        parts: Groups among them ("among them nine children"), with the share said.
        revised: The earlier figure that a rise replaces; None = none said.
        is_rise: The figure is a whole that has risen or been reached.
    """

    what: str
    first: int
    last: int
    groups: tuple[Group, ...]
    parts: tuple[tuple[Group, str | None], ...] = ()
    revised: Bounds | None = None
    is_rise: bool = False


_WOUNDED = ("heridos", "heridas", "blessés", "blessées")
_OF_THE = frozenset({"de", "los", "las", "des", "les", "d'", "entre", "ces", "esos"})
_FEW_OF = 4
_NEAR_DEATH = 9
_FAR_TOLL = 24  # "the number of those killed by a missile on the market of X rose"
_ALSO_ADJECTIVES = frozenset(
    {"rebelle", "militaire", "terroriste", "insurgé", "civil", "civile", "rebelde"}
    | {"militar", "terrorista", "insurgente", "combattant", "combatiente", "islamiste"}
    | {"djihadiste", "jihadiste", "yihadista", "islamista", "paramilitaire"}
)
_LEADS = frozenset(
    {"un", "une", "una", "le", "la", "el", "ce", "cet", "cette", "este", "ese", "autre"}
    | {"otro", "otra", "aucun", "ningun", "l'", "d'", "de", "seul", "solo", "jeune"}
    | {"chaque", "cada", "y", "et", "ou", "o", "ni", "comme", "como", "est", "es"}
)
_DYING = frozenset(
    {"fallecer", "morir", "perecer", "sucumbir", "muerte", "fallecimiento", "muriendo"}
    | {"succombé", "décédé", "décédés", "succomber", "mourir", "décéder", "mort"}
)


class Harming:
    """Joins groups of people to words of harm."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._harm: Words = words_of(reference, language, "counts", "harm")
        self._include = words_of(reference, language, "counts", "include")
        self._toll = words_of(reference, language, "counts", "toll")
        self._rise = words_of(reference, language, "counts", "rise")
        self._cause = words_of(reference, language, "counts", "cause")
        self._alive = words_of(reference, language, "counts", "alive")
        self._hedge = words_of(reference, language, "things", "hedge")
        self._cite = words_of(reference, language, "speech", "cite")
        self._person = words_of(reference, language, "counts", "person", "harm")
        self._number = words_of(reference, language, "counts", "number")
        self._target = shared_words(reference, language, "targets", "target")

    def harms(self, tokens: Sequence[Token], groups: Sequence[Group]) -> list[Harm]:
        """Return the words of harm of a sentence with their groups, in order.

        Args:
            tokens: The sentence.
            groups: Its groups of people.
        """
        groups = [g for g in groups if not self._tells_whose(tokens, g)]
        parts, mains = self._split(tokens, groups)
        joined = [*self._tolls(tokens, mains)]
        mains = [g for g in mains if not any(_is_inside(g, harm) for harm in joined)]
        mains = self._past_tolls(tokens, mains, joined)
        own = self._dead_and_wounded(tokens, mains)
        mains = [g for g in mains if not any(_is_inside(g, harm) for harm in own)]
        own += self._own(tokens, mains)
        used = {id(g) for harm in own for g in harm.groups}
        free = [g for g in mains if id(g) not in used and not g.harm and not is_year(g)]
        joined += own + self._nearest(tokens, free, self._asides(tokens, parts))
        used = {id(g) for harm in joined for g in harm.groups}
        free = [g for g in free if id(g) not in used]
        joined = self._all_with_more(tokens, joined, free)
        used = {id(g) for harm in joined for g in harm.groups}
        joined += self._elsewhere(
            tokens, joined, [g for g in free if id(g) not in used]
        )
        told = self._with_later_deaths(tokens, joined, groups)
        parts = self._of_what_is_told(tokens, parts, told)
        return self._with_parts(sorted(told, key=lambda h: h.first), parts)

    def _of_what_is_told(
        self,
        tokens: Sequence[Token],
        parts: Sequence[tuple[Group, str | None]],
        told: Sequence[Harm],
    ) -> list[tuple[Group, str | None]]:
        """Leave out parts of the dead where but wounded are counted, in Romance.

        "60 wounded, and among the dead are eight children": no wounded children.
        """
        if not (self.language.is_romance and parts):
            return list(parts)
        whats = {h.what for h in told}
        kept = []
        for part in parts:
            near = [m for m in self._include.find(tokens) if m.last <= part[0].first]
            words = (
                [t.word for t in tokens[near[-1].first : near[-1].last]]
                if (near)
                else []
            )
            among = {_AMONG[word] for word in words if word in _AMONG}
            if not among or not whats or among & whats or "casualties" in whats:
                kept.append(part)
        return kept

    def _past_tolls(
        self, tokens: Sequence[Token], groups: Sequence[Group], told: Sequence[Harm]
    ) -> list[Group]:
        """Leave out the dead of "the number of dead of a strike on X rose to 19"."""
        if not (self.language.is_romance and told):
            return list(groups)
        tolls = [t for t in self._toll.find(tokens) if t.row["harm"] == told[0].what]
        return [
            g
            for g in groups
            if g.has_number or not any(t.first <= g.first < t.last for t in tolls)
        ]

    def _tells_whose(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether one word behind a noun is its adjective ("un poste rebelle")."""
        is_one = self.language.is_romance and group.last - group.first == 1
        if not is_one or tokens[group.first].word not in _ALSO_ADJECTIVES:
            return False
        before = tokens[group.first - 1] if group.first else None
        return before is not None and before.is_word and before.word not in _LEADS

    def _with_later_deaths(
        self, tokens: Sequence[Token], harms: Sequence[Harm], groups: Sequence[Group]
    ) -> list[Harm]:
        """Return the harms, "three of the 45 wounded died" as three dead.

        In French and Spanish. Beside another toll of dead, who died later may stand in
        it: then they are only no wounded any more.
        """
        told = list(harms)
        if not self.language.is_romance:
            return told
        for place, token in enumerate(tokens):
            if not token.word.startswith(_WOUNDED):
                continue
            who = self._of_the_wounded(tokens, place, groups)
            who = who or self._wounded_who_died(tokens, place, groups)
            died = None if who is None else self._dies(tokens, who.first, place)
            if who is None or died is None:
                continue
            if any(h.what == "killed" and who in h.groups for h in told):
                continue  # "the death of six wounded": told as dead
            at = range(who.first, place + 1)
            others = [h for h in told if not any(g.first in at for g in h.groups)]
            is_beside = any(h.what == "killed" for h in others)
            told = others
            if not is_beside:
                dead = dataclasses.replace(who, person=None)
                last = died.last if died.first == place + 1 else place + 1
                told.append(Harm("killed", who.first, last, (dead,)))
        return told

    def _of_the_wounded(
        self, tokens: Sequence[Token], place: int, groups: Sequence[Group]
    ) -> Group | None:
        """Return who is counted out of wounded ("tres de los 45 heridos")."""
        for group in groups:
            between = [t.word for t in tokens[group.first + 1 : place]]
            is_of = bool(between) and len(between) <= _FEW_OF and between[0] in _OF_THE
            is_of = is_of and all(w in _OF_THE or w[:1].isdigit() for w in between)
            if group.has_number and group.first < place and is_of:
                return group
        return self._number_of(tokens, place)

    def _number_of(self, tokens: Sequence[Token], place: int) -> Group | None:
        """Return a number alone before "of the 45 wounded" ("trois des 45 blessés")."""
        last = place
        while last and (
            tokens[last - 1].word in _OF_THE or tokens[last - 1].word[:1].isdigit()
        ):
            last -= 1
        hit = self._number.at(tokens, last - 1) if 0 < last < place - 1 else None
        value = hit.row.get("value") if hit is not None else None
        is_of = last < len(tokens) and tokens[last].word in _OF_THE
        if not is_of or not isinstance(value, int):
            return None
        bounds = Bounds(low=value, high=value)
        return Group(last - 1, last, bounds, None, has_number=True)

    def _wounded_who_died(
        self, tokens: Sequence[Token], place: int, groups: Sequence[Group]
    ) -> Group | None:
        """Return the wounded right beside a word of dying ("al morir dos heridos")."""
        group = next((g for g in groups if g.last == place + 1), None)
        if group is None or not group.has_number:
            return None
        died = self._dies(tokens, group.first, place)
        is_beside = died is not None and (
            died.last == group.first or 0 <= died.first - group.last <= 1
        )
        return group if is_beside else None

    def _dies(self, tokens: Sequence[Token], first: int, place: int) -> Found | None:
        """Return the word of dying in the clause of some wounded; None = they live."""
        told = [
            hit
            for hit in self._harm.find(tokens)
            if not hit.row.get("person") and hit.row["harm"] == "killed"
        ]
        dying = (n for n, t in enumerate(tokens) if t.word in _DYING)
        for hit in (*told, *(Found(n, n + 1, {}) for n in dying)):
            near = tokens[place + 1 : hit.first] or tokens[hit.last : first]
            is_near = len(near) <= _NEAR_DEATH
            if is_near and not any(t.word in {",", ";", ".", "y", "et"} for t in near):
                return hit
        return None

    def _own(self, tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Harm]:
        """Yield groups whose noun says the harm itself ("72 wounded").

        A word of harm right before it wins: "the death of seven wounded" is of dead.
        Without a number such a noun counts only beside a word of causing.
        """
        verbs = {
            h.last: h
            for h in self._harm.find(tokens)
            if not h.row.get("person") and h.row["harm"] != "missing"
        }
        follows = {
            h.first: h
            for h in self._harm.find(tokens)
            if not h.row.get("person")
            and h.row.get("takes") != "right"
            and self._has_its_words(tokens, h)
        }
        causes = {h.last for h in self._cause.find(tokens)}
        ends = {g.last: g for g in groups if g.has_number and not g.harm}
        starts = {g.first: g for g in groups if g.has_number and not g.harm}
        before: Group | None = None
        for group in groups:
            if not group.harm:
                continue
            verb = verbs.get(group.first - _is_more(tokens, group.first - 1))
            is_more = before and _is_joined(
                self.language, tokens, before.last, group.first
            )
            is_beside = group.first in causes or verb is not None
            is_beside = is_beside or self._opens_a_line(tokens, group.first)
            if before and is_more and before.bounds.vague and not group.has_number:
                group = dataclasses.replace(group, bounds=before.bounds)  # noqa: PLW2901  "dozens of dead and wounded"
            counted = _counted_before(self.language, tokens, group.first, ends)
            counted = counted or self._one_so_harmed(tokens, group, ends)
            if counted is not None and (not group.has_number or counted.person):
                yield Harm(str(group.harm), counted.first, group.last, (counted,))
                continue
            of = _past_of(tokens, group.last)
            counted = starts.get(of)  # "the bodies of six people"
            if counted is not None and not group.has_number:
                yield Harm(str(group.harm), group.first, counted.last, (counted,))
                continue
            if self._is_told_of(tokens, group) and not is_beside:
                continue
            if group.has_number or is_beside or is_more:
                before = group
                what = verb.row["harm"] if verb and group.has_number else group.harm
                first = verb.first if verb else group.first
                last = group.last
                after = follows.get(group.last)
                moves = after is not None and after.row["harm"] == "displaced"
                if verb is None and group.has_number and after and not moves:
                    what, last = after.row["harm"], after.last
                yield Harm(str(what), first, last, (group,))

    def _dead_and_wounded(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> list[Harm]:
        """Return numbers that count both ("14 muertos y heridos"), in Romance."""
        both = [g for g in groups if self._is_dead_and_wounded(tokens, g)]
        return [Harm("casualties", g.first, g.last + 2, (g,)) for g in both]

    def _is_dead_and_wounded(self, tokens: Sequence[Token], group: Group) -> bool:
        if not (self.language.is_romance and group.has_number):
            return False
        after = [t.word for t in tokens[group.last : group.last + 3]]
        is_both = (
            len(after) > 1
            and after[0] in _ANDS | _OR
            and after[1].startswith(_WOUNDED)
            and after[2:] not in (["graves"], ["leves"])
        )
        return is_both and group.harm == "killed"

    def _one_so_harmed(
        self, tokens: Sequence[Token], group: Group, ends: Mapping[int, Group]
    ) -> Group | None:
        """Return the one person whom a word of harm describes, past an age.

        "Un commerçant de 47 ans blessé": "blessé" is no second person.
        """
        if not self.language.is_romance or group.last - group.first != 1:
            return None
        ages = _ages(tokens, self._person, self._number)
        place = group.first
        while place and place - 1 in ages:
            place -= 1
        one = ends.get(place)
        is_one = one is not None and one.person is not None and one.bounds.high == 1
        return one if is_one else None

    def _opens_a_line(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether the dead open a line in Arabic ("Urgent | dead and wounded")."""
        is_first = not place or not tokens[place - 1].is_word
        opens = is_first and all(not t.is_word for t in tokens[1:place])
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        return (
            self.language.code == "ar" and opens and after.startswith(("و", "ب", "في"))
        )

    def _is_told_of(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether "the dead man" tells more of somebody counted before."""
        if group.last - group.first != 1 or not (group.person or {}).get("count"):
            return False
        before = tokens[group.first - 1].word if group.first else ""
        if self.language.is_slavic:
            return group.first == 0
        return before in _DEFINITE or tokens[group.first].word.startswith("ال")

    def _split(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> tuple[list[tuple[Group, str | None]], list[Group]]:
        """Tell groups that are parts of another one from the others."""
        marks = self._include.find(tokens)
        parts: list[tuple[Group, str | None]] = []
        mains: list[Group] = []
        for group in groups:
            mark = next((m for m in marks if _is_marked(tokens, m, group)), None)
            last = parts[-1][0].last if parts else -9
            if mark is not None or group.is_part:
                parts.append((group, mark.row.get("share") if mark else None))
            elif (
                parts
                and (
                    _is_joined(self.language, tokens, last, group.first)
                    or self._goes_on_among(tokens, last, group)
                )
                and not self._is_harmed_apart(tokens, group)
            ):
                parts.append((group, parts[-1][1]))
            else:
                mains.append(group)
        return parts, mains

    def _goes_on_among(self, tokens: Sequence[Token], last: int, group: Group) -> bool:
        """Say whether a Spanish or French part has words of its own before "and".

        "Among them a pregnant woman and two boys", "a girl of nine and two boys".
        """
        if not self.language.is_romance or not group.has_number or last >= group.first:
            return False
        ages = _ages(tokens, self._person, self._number)
        between = [tokens[n] for n in range(last, group.first) if n not in ages]
        words = [t.word for t in between]
        ands = _ANDS & self.language.joiners
        stops = self.language.at | _OF_A_BODY
        return (
            0 < len(words) <= _FEW_BETWEEN
            and words[-1] in ands
            and all(t.is_word for t in between)
            and stops.isdisjoint(words)
        )

    def _end_of_part(self, tokens: Sequence[Token], last: int) -> int:
        """Return where the aside of a part ends ("one pregnant woman,"): its comma."""
        if not self.language.is_romance:
            return last
        for n in range(last, min(last + _FEW_BETWEEN + 1, len(tokens))):
            if tokens[n].word == ",":
                return n
            if not tokens[n].is_word or self._harm.at(tokens, n) is not None:
                break
        return last

    def _is_harmed_apart(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a group after parts has a harm of its own.

        "14 dead, five of them children, and 30 wounded"; "..., more than 30 hurt".
        """
        if group.harm:
            return True
        after = self._harm.at(tokens, group.last)
        return after is not None and not after.row.get("person")

    def _asides(
        self, tokens: Sequence[Token], parts: Sequence[tuple[Group, str | None]]
    ) -> frozenset[int]:
        """Return the tokens that only tell parts of a group (", among them two boys,").

        They put no distance between a group and its word of harm.
        """
        marks = self._include.find(tokens)
        inside = set(_ages(tokens, self._person, self._number))
        for group, _ in parts:
            begun = [m.first for m in marks if m.first <= group.first]
            first = max(begun, default=group.first)
            inside |= set(range(first, self._end_of_part(tokens, group.last)))
        for mark in marks:
            if mark.row.get("share"):  # "21 people, women and children mostly, died"
                inside |= _between_commas(tokens, mark)
        for cited in self._cite.find(tokens):
            inside |= _cited_aside(tokens, cited.first)
        for hedge in self._hedge.find(tokens):
            edges = hedge.first - 1, hedge.last
            if all(
                0 <= n < len(tokens) and tokens[n].word in {",", "،"} for n in edges
            ):
                inside |= set(range(hedge.first - 1, hedge.last + 1))
        for place, token in enumerate(tokens):
            is_beside = {place - 1, place + 1} & inside
            if is_beside and token.word in {",", "،", "(", ")"}:
                inside.add(place)
        return frozenset(inside)

    def _tolls(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> Iterator[Harm]:
        """Read "the number of dead rose to 44, that of the wounded to 58"."""
        rises = self._rise.find(tokens)
        tolls = self._toll.find(tokens)
        told: set[str] = set()
        for place, toll in enumerate(tolls):
            if toll.row["harm"] in told:
                continue
            others = [
                t for t in tolls[place + 1 :] if t.row["harm"] != toll.row["harm"]
            ]
            end = others[0].first if others else len(tokens)
            is_far = self.language.is_romance or self.language.code == "ar"
            far = _FAR_TOLL if is_far else _MAX_TOLL_GAP
            rise = _rise_of(toll, rises, end, is_later=bool(told), reach=far)
            if rise is None:
                continue
            harm = self._risen(tokens, groups, toll, rise, end, is_later=bool(told))
            if harm is not None:
                told.add(str(toll.row["harm"]))
                yield harm

    def _risen(
        self,
        tokens: Sequence[Token],
        groups: Sequence[Group],
        toll: Found,
        rise: Found,
        end: int,
        *,
        is_later: bool,
    ) -> Harm | None:
        """Return what one toll has risen to; the number of another toll is not its."""
        if toll.row.get("near") and not 0 <= rise.first - toll.last <= 1:
            return None  # "the wounded did not exceed 18", right beside it
        start = min(rise.first, toll.first)
        if rise.first - toll.last > _MAX_GAP:
            start = rise.first
        own = [g for g in groups if g.first < end]
        behind = rise.last
        if is_later and rise.first < toll.first:
            start = toll.first
            behind = toll.last
        risen = _group_risen_to(self.language, tokens, own, behind)
        if risen is None and not is_later:
            risen = _group_before(self.language, tokens, own, start)
        if risen is None:
            return None
        start = min(start, risen[0].first)
        group, revised = risen
        if rise.row.get("estimate"):  # "puts the dead at 100-300"
            group = next(g for g in groups if g.first == group.first)
            revised = None
        group = _measured(group, str(rise.row.get("effect") or ""))
        runs_on = group.last > end  # "24 and the number of wounded": 24 dead
        what = str((not runs_on and group.harm) or toll.row["harm"])
        last = min(group.last, end)
        last -= runs_on and tokens[last - 1].word in _ANDS
        return Harm(what, start, last, (group,), revised=revised, is_rise=True)

    def _nearest(
        self,
        tokens: Sequence[Token],
        groups: Sequence[Group],
        asides: frozenset[int],
    ) -> list[Harm]:
        """Join each word of harm to the group nearest to it."""
        words = [h for h in self._lumped(tokens) if not h.row.get("person")]
        pairs = sorted(
            (cost, w, g)
            for w, word in enumerate(words)
            for g, group in enumerate(groups)
            if (cost := _cost(tokens, word, group, words, asides)) is not None
            and not self._is_next_clause(tokens, word, group)
            and may_be_of(self.language.code, tokens, word, group)
            and not (word.row.get("serious") and group.is_of)  # told of the hurt
        )
        made: dict[int, int] = {}
        for _, w, g in pairs:
            if w not in made and g not in made.values():
                made[w] = g
        for w, word in enumerate(words):
            for g, group in enumerate(groups):
                if w in made or g in made.values():
                    continue
                if is_theirs_behind_a_clause(
                    self.language.code,
                    tokens,
                    word,
                    group,
                    asides=asides,
                    others=groups,
                ):
                    made[w] = g
        return [
            Harm(
                str(words[w].row["harm"]),
                min(words[w].first, groups[g].first),
                max(words[w].last, groups[g].last),
                (groups[g],),
            )
            for w, g in made.items()
        ]

    def _is_next_clause(
        self, tokens: Sequence[Token], word: Found, group: Group
    ) -> bool:
        """Say whether "and" opens a clause of its own between a verb and people.

        "A man died and two boys were wounded": the boys did not die.
        """
        ands = _ANDS & self.language.joiners
        return word.last < group.first and tokens[word.last].word in ands

    def _lumped(self, tokens: Sequence[Token]) -> list[Found]:
        """Return the words of harm, "killed or wounded" as one word of both."""
        made: list[Found] = []
        for found in self._harm.find(tokens):
            hit = self._turned(tokens, found)
            if not self._has_its_words(tokens, hit):
                continue
            before = made[-1] if made else None
            is_or = before is not None and (
                before.last + 1 == hit.first and tokens[before.last].word in _OR
            )
            if before is None or not is_or or before.row["harm"] == hit.row["harm"]:
                made.append(hit)
                continue
            row = {**before.row, "harm": "casualties"}
            made[-1] = Found(before.first, hit.last, row)
        return made

    def _turned(self, tokens: Sequence[Token], hit: Found) -> Found:
        """Read a French participle before a number as a verb ("a, dit-on, tué 36")."""
        if self.language.code != "fr" or hit.last - hit.first > 1:
            return hit
        if tokens[hit.first].word not in _ACTIVE or hit.last >= len(tokens):
            return hit
        before = tokens[hit.first - 1].word if hit.first else ""
        follows = tokens[hit.last]
        is_counted = follows.is_number or self._number.at(tokens, hit.last) is not None
        if not is_counted or before.startswith("eté") or hit.row.get("person"):
            return hit
        return Found(hit.first, hit.last, {**hit.row, "takes": "right", "things": True})

    def _has_its_words(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether a word of harm has what makes it one ("taken to hospital")."""
        needs, after = hit.row.get("needs"), hit.row.get("after")
        if after:  # "four workers are still under the rubble"
            told = tokens[max(0, hit.first - _MAX_NEED) : hit.first]
            before = {folded_word(self.language.fold, word) for word in after}
            return any(not before.isdisjoint(token.forms) for token in told)
        if not needs:
            return True
        following = tokens[hit.last : hit.last + _MAX_NEED]
        words = {folded_word(self.language.fold, word) for word in needs}
        return any(not words.isdisjoint(token.forms) for token in following)

    def _elsewhere(
        self, tokens: Sequence[Token], harms: Sequence[Harm], groups: Sequence[Group]
    ) -> Iterator[Harm]:
        """Read "six were killed in Daraz and four in Talbar": the verb is left out."""
        for group in groups:
            before = [h for h in harms if h.last <= group.first]
            if (
                before
                and group.has_number
                and (
                    self._is_against(tokens, group)
                    or self._has_its_own_voice(tokens, group)
                )
            ):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))
                continue
            told = tokens[max(0, group.first - 1) : group.last]
            is_other = any(t.word in _MORE for t in told)  # "three others"
            in_another = any(t.word in _ANOTHER for t in tokens[group.last :][:3])
            is_known = group.person is not None and not (is_other or in_another)
            is_known = is_known or (
                not is_other and self._is_in_care(tokens, group.last)
            )
            if is_known or not before or group.last >= len(tokens):
                continue
            link = tokens[group.first - 1].word
            is_more = is_other or link in _MORE or tokens[group.last].word in _MORE
            is_bare = group.last - group.first == 1
            is_and = link in self.language.joiners - {",", "،"} or is_more
            is_and = is_and or (is_bare and link == ",")
            is_attached = tokens[group.first].word.startswith("و") and is_bare
            is_and = is_and or is_attached
            after = group.last + (tokens[group.last].word in _MORE | _DASHES)
            is_at = after + 1 < len(tokens) and tokens[after].word in self.language.at
            if self._is_placed_before(tokens, group) or self._is_told_too(
                tokens, group
            ):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))
                continue
            is_place = after + 1 < len(tokens) and (
                is_attached
                or in_another
                or tokens[after + 1].given[0].isupper()
                or self._is_site(tokens, after + 1)
            )
            is_and = is_and or in_another
            if is_and and is_at and (is_more or is_place):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))

    @staticmethod
    def _is_told_too(tokens: Sequence[Token], group: Group) -> bool:
        """Read "the railway spoke of 26 dead, the mayor - of thirty"."""
        about, dash = group.first - 1, group.first - 2
        is_about = about > 0 and tokens[about].word in {"о", "об", "про"}
        return is_about and tokens[dash].word in _DASHES

    def _is_in_care(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether people are told of as alive ("12 dead, 25 in hospitals")."""
        if self._alive.at(tokens, place) is not None:
            return True
        sites = (self._target.at(tokens, n) for n in range(place, place + 3))
        return any(s is not None and s.row["code"] in _CARE for s in sites)

    def _is_site(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a kind of place stands at a token, past its article."""
        start = place + (tokens[place].word in _ARTICLES)
        return start < len(tokens) and self._target.at(tokens, start) is not None

    def _is_against(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "160 civilians died, against some twenty fighters"."""
        before = tokens[max(0, group.first - 2) : group.first]
        if self.language.is_romance:
            return self._is_against_fighters(tokens, group)
        if self.language.code != "ar":
            return False
        return any(t.word in _AGAINST for t in before)

    def _has_its_own_voice(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "33 dead by X's count, and 36 by Y's" in French and Spanish."""
        is_bare = self.language.is_romance and group.person is None and group.first > 0
        before = tokens[group.first - 1].word if is_bare else ""
        is_cited = self._cite.at(tokens, group.last) is not None
        return before in _ANDS | {","} and is_cited

    def _is_against_fighters(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether another side's dead are told beside a comma, in Romance.

        "187 civils tués, contre une vingtaine de combattants": not "a raid against 20
        fighters".
        """
        is_side = (group.person or {}).get("status") is not None
        first = group.first
        while first and tokens[first - 1].word in _ONLY:
            first -= 1
        told = tuple(t.word for t in tokens[max(0, first - 3) : first])
        return is_side and any(told[-len(one) :] == one for one in _AGAINST_ROMANCE)

    def _is_placed_before(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "four died in X, in Y - three": a place, then the number alone."""
        after = tokens[group.last].word if group.last < len(tokens) else "."
        if after not in {".", ";", "!", ","} or group.last - group.first > 1:
            return False
        last = group.first - (tokens[group.first - 1].word in _DASHES)
        place = last - 1
        is_at = place > 1 and tokens[place - 1].word in self.language.at
        is_new = is_at and tokens[place - 2].word in {",", ";"}
        return is_new and (
            tokens[place].given[0].isupper() or self._is_site(tokens, place)
        )

    def _all_with_more(
        self, tokens: Sequence[Token], harms: Sequence[Harm], free: Sequence[Group]
    ) -> list[Harm]:
        """Add to each harm, in order, the groups joined to it that none took before."""
        made: list[Harm] = []
        left = list(free)
        for harm in sorted(harms, key=lambda h: h.first):
            made.append(self._with_more(tokens, harm, left))
            taken = {id(g) for g in made[-1].groups}
            left = [g for g in left if id(g) not in taken]
        return made

    def _with_more(
        self, tokens: Sequence[Token], harm: Harm, groups: Sequence[Group]
    ) -> Harm:
        """Add groups joined by "and" to the last one ("a man and two women")."""
        taken, last = list(harm.groups), harm.last
        if any(group.is_of for group in taken):
            return harm
        ends_in_people = any(group.last == last and not group.harm for group in taken)
        ages = _ages(tokens, self._person, self._number)
        ages |= self._adjectives(tokens, groups)
        for group in groups:
            if group in taken or group.is_of or not self._adds_up(tokens, group):
                continue
            if self._alive.at(tokens, group.last) or not ends_in_people:
                continue  # "a man was killed, his wife is in hospital"
            if self.language.is_slavic and self._is_of_a_later_harm(tokens, group):
                continue  # "a couple died, three more people were wounded"
            if group.first >= last and _is_joined(
                self.language, tokens, last, group.first, ages
            ):
                taken.append(group)
                last = group.last
        first = harm.first
        for group in reversed(groups):
            is_counted = self._adds_up(tokens, group)
            if group in taken or not is_counted or group.last > first:
                continue
            if _is_joined(self.language, tokens, group.last, taken[0].first, ages):
                taken.insert(0, group)
                first = group.first
        return dataclasses.replace(harm, groups=tuple(taken), first=first, last=last)

    def _is_of_a_later_harm(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a later word of harm, with no number behind it, is a group's."""
        later = [
            h
            for h in self._harm.find(tokens)
            if h.first >= group.last
            and not (h.row.get("person") and tokens[h.first - 1].word != ",")
        ]
        if not later or not _is_more(tokens, group.first - 1):
            return False
        behind = range(later[0].last, min(len(tokens), later[0].last + _AFTER_GAP))
        return not any(
            tokens[n].is_number or self._number.at(tokens, n) for n in behind
        )

    def _adjectives(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> frozenset[int]:
        """Return the word that says more of people before "and", in French and Spanish.

        "A local reporter and his cameraman": "un periodista local y su camarógrafo".
        """
        if not self.language.is_romance:
            return frozenset()
        ands = _ANDS & self.language.joiners
        stops = self.language.joiners | self.language.fillers | self.language.at
        return frozenset(
            group.last
            for group in groups
            if group.person is not None
            and group.last + 1 < len(tokens)
            and tokens[group.last].given.islower()
            and tokens[group.last].word not in stops
            and tokens[group.last + 1].word in ands
            and self._harm.at(tokens, group.last) is None
        )

    def _adds_up(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a group beside people harmed is people harmed too.

        A noun no row knows is, after or before "and" ("nine traders and four
        policemen"), and so is a number of a body ("three of the staff").
        """
        if not group.has_number:
            return False
        if group.person is not None:
            return True
        if group.is_loose:
            ands = _ANDS & self.language.joiners
            before = [t.word for t in tokens[max(0, group.first - 2) : group.first]]
            after = [t.word for t in tokens[group.last : group.last + 1]]
            goes_on = self._number.at(tokens, group.last + 1) is not None
            is_listed = goes_on and after[0] in self.language.joiners
            is_and = any(word in ands for word in before + after)
            return is_and or is_listed or tokens[group.first].word.startswith("و")
        following = [t.word for t in tokens[group.last : group.last + 2]]
        return bool(following) and (
            following[0] in _OF_A_BODY and following[-1] not in _THEM
        )

    @staticmethod
    def _with_parts(
        harms: Sequence[Harm], parts: Sequence[tuple[Group, str | None]]
    ) -> list[Harm]:
        made = []
        for place, harm in enumerate(harms):
            end = harms[place + 1].first if place + 1 < len(harms) else 10**9
            start = min((g.last for g in harm.groups), default=harm.last)
            own = tuple(p for p in parts if start <= p[0].first < end)
            last = max([harm.last, *(p[0].last for p in own)])
            made.append(dataclasses.replace(harm, parts=own, last=last))
        return made


def _between_commas(tokens: Sequence[Token], mark: Found) -> set[int]:
    """Return the tokens of an aside that a mark stands in; empty = in none."""
    commas = [n for n, t in enumerate(tokens) if t.word in {",", "،"}]
    first = max((n for n in commas if n < mark.first), default=None)
    last = min((n for n in commas if n >= mark.last), default=None)
    if first is None or last is None or last - first > _MAX_TOLL_GAP:
        return set()
    return set(range(first, last + 1))


def _cited_aside(tokens: Sequence[Token], first: int) -> set[int]:
    """Return a short aside that begins at a token right after a comma, signs and all.

    "Died, by the mayor's count, five people": it puts no distance between the two.
    """
    commas = {",", "،"}
    if not first or tokens[first - 1].word not in commas:
        return set()
    for last in range(first + 1, min(first + _LONGEST_ASIDE, len(tokens))):
        if tokens[last].word in commas:
            return set(range(first - 1, last + 1))
        if not tokens[last].is_word and tokens[last].word not in {"«", "»", '"'}:
            return set()
    return set()


_LONGEST_ASIDE = 8
_ACTIVE = frozenset({"tué", "massacré", "assassiné"})
_FEW_BETWEEN = 3  # an adjective or two, and "and"


def _is_marked(tokens: Sequence[Token], mark: Found, group: Group) -> bool:
    """Say whether "among them" stands before a group, or before "those of" it."""
    between = _without_age([t.word for t in tokens[mark.last : group.first]])
    return mark.last <= group.first and (
        len(between) <= 1 or all(word in _THOSE_OF for word in between)
    )


def _is_inside(group: Group, harm: Harm) -> bool:
    return harm.first <= group.first < harm.last


def _is_joined(
    language: Language,
    tokens: Sequence[Token],
    last: int,
    first: int,
    ages: frozenset[int] = frozenset(),
) -> bool:
    """Say whether only "and" or a comma, or an age, stands between two groups."""
    between = [tokens[n].word for n in range(last, first) if n not in ages]
    if first < last:
        return False
    if language.is_slavic:
        between = _without_age(between)
    if not between:
        return first > 0 and tokens[first].word.startswith("و")
    if language.code == "ar" and len(between) == 1 and between[0][0] not in "بلكوف":
        # "a vegetable seller and his wife": a noun that tells more of the first
        is_and = tokens[first].word[0] == "و" and tokens[first].word[-1] in "هام"
        if is_and and between[0].isalpha() and len(between[0]) > 2:  # noqa: PLR2004  no preposition
            return True
    return any(word in language.joiners for word in between) and all(
        word in language.joiners or word in language.fillers for word in between
    )


def _is_more(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "more" stands at a token ("died three more of the wounded")."""
    return 0 <= place < len(tokens) and tokens[place].word in _MORE


def _past_of(tokens: Sequence[Token], place: int) -> int:
    """Return where a number may stand after "the bodies (of) (more)"."""
    joins = _FAMILY_OF | _WERE | _IS
    place += place < len(tokens) and tokens[place].word in joins
    return place + _is_more(tokens, place)


def _counted_before(
    language: Language, tokens: Sequence[Token], place: int, ends: dict[int, Group]
) -> Group | None:
    """Return the number that a word of harm at a token is told of; None = none.

    "Nine - wounded"; in Slavic "three people, a boy of 8 among them, wounded", too.
    """
    before = tokens[place - 1].word if place else ""
    if place in ends or place < _PLURAL:
        return ends.get(place)
    if before in _DASHES:
        return ends.get(place - 1)
    if language.is_slavic and before == ",":
        commas = [n for n in range(place - 1) if tokens[n].word == ","]
        return ends.get(commas[-1]) if commas else None
    return None


def _without_age(words: Sequence[str]) -> list[str]:
    """Return words without the adjective of an age at their end ("58-year-old")."""
    parts = list(words)
    if parts and parts[-1].startswith(("летн", "річн", "месячн", "місячн")):
        parts.pop()
        while parts and (parts[-1] in _HYPHENS or parts[-1].isdecimal()):
            parts.pop()
    return parts


def _rise_of(
    toll: Found, rises: Sequence[Found], end: int, *, is_later: bool, reach: int
) -> Found | None:
    """Return the word of rising of a toll: for a later toll of two, its own first."""
    near = [r for r in rises if abs(r.first - toll.first) <= reach and r.first < end]
    behind = [r for r in near if r.first > toll.first]
    return next(iter((is_later and behind) or near), None)


def _group_risen_to(
    language: Language, tokens: Sequence[Token], groups: Sequence[Group], start: int
) -> tuple[Group, Bounds | None] | None:
    """Return the group after "to", else the first after the verb, and what it revises.

    "Rose from 23 to 27" is no range: 27 replaces 23.
    """
    after = [g for g in groups if g.first >= start - 1 and g.has_number]
    for place, group in enumerate(after):
        bounds = group.bounds
        if (
            bounds.low is not None
            and bounds.high is not None
            and bounds.low < bounds.high
        ):
            exact = dataclasses.replace(group, bounds=_exactly(bounds, bounds.high))
            return exact, Bounds(low=bounds.low, high=bounds.low)
        before = tokens[group.first - 1].word if group.first else ""
        is_to = tokens[group.first].word in language.to
        if is_to or before in language.to:
            earlier = after[place - 1].bounds if place else None
            return dataclasses.replace(
                group, bounds=_exactly(bounds, bounds.high)
            ), earlier
    return (after[0], None) if after else None


def _group_before(
    language: Language, tokens: Sequence[Token], groups: Sequence[Group], start: int
) -> tuple[Group, None] | None:
    """Return the group of "to 14 has risen the number of dead": right before it."""
    for group in groups:
        is_to = tokens[group.first].word in language.to
        is_before = group.first < start <= group.first + _MAX_GAP
        if is_to and group.has_number and is_before:
            exact = _exactly(group.bounds, group.bounds.high)
            return dataclasses.replace(group, bounds=exact), None
    return None


def _measured(group: Group, effect: str) -> Group:
    """Give a group the measure of its verb ("the dead exceed 18", "do not exceed")."""
    bounds = group.bounds
    is_one = bounds.low is not None and bounds.low == bounds.high
    if not effect or not is_one:
        return group
    made = _bounds(_Value(int(bounds.low or 0), 0), effect)
    told = Bounds(low=made.low, high=made.high, approx=made.approx, words=bounds.words)
    return dataclasses.replace(group, bounds=told)


def _exactly(bounds: Bounds, exact: int | None) -> Bounds:
    """Read "to 44" as 44: after a verb of rising, "до" is no upper bound."""
    if exact is None:
        return bounds
    return Bounds(low=exact, high=exact, words=bounds.words)


def _is_complement(between: Sequence[Token]) -> bool:
    """Say whether words only tell more of people ("an electrician of the plant")."""
    is_of = between[0].word in _OF_A_BODY | {"d'"}
    return (
        is_of
        and len(between) <= _MAX_PERSON_GAP + 1
        and all(t.is_word for t in between)
    )


def _cost(
    tokens: Sequence[Token],
    word: Found,
    group: Group,
    words: Sequence[Found],
    asides: frozenset[int],
) -> int | None:
    """Return how far a group stands from a word of harm; None = not its group."""
    is_right = group.first >= word.last
    side = str(word.row.get("takes", "either"))
    if word.row.get("subject_first") and not tokens[word.first].word.startswith("و"):
        side = "either"  # "a cousin of theirs was hurt", not "and was hurt"
    if side not in {"either", "right" if is_right else "left"}:
        return None
    first, last = (word.last, group.first) if is_right else (group.last, word.first)
    if any(first <= other.first < last for other in words) or last < first:
        return None
    between = [tokens[n] for n in range(first, last) if n not in asides]
    if any(t.word in {".", ";", "؛", ":", "!", "?"} for t in between):
        return None
    is_said_more = bool(between) and not _is_complement(between)
    is_of_things = group.is_loose and (is_said_more or word.row.get("things"))
    # "Of 31 lorries 18 were destroyed": no people.
    if is_of_things or (group.person is None and word.row.get("goods")):
        return None
    cost = len(between) + 4 * sum(t.word in {",", "،"} for t in between)
    if not group.has_number:
        cost += 2
        if between:
            return None
    return cost if cost <= _MAX_GAP + (4 if is_right else 0) else None


_AMONG = {
    **dict.fromkeys(("muertos", "fallecidos", "morts", "tués", "muertas"), "killed"),
    **dict.fromkeys(("heridos", "heridas", "blessés", "blessées"), "wounded"),
}
_ONLY = frozenset({"seulement", "solo", "apenas", "seuls", "unos", "quelque", "tan"})
_AGAINST_ROMANCE = (
    (",", "contre"),
    ("face", "a"),
    (",", "frente", "a"),
    (",", "contra"),
    (",", "por"),
    (",", "pour"),
)
_AGAINST = frozenset({"مقابل", "مقارنه", "بمقابل"})  # beside another's toll
_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان"})
_WEEKDAYS = frozenset(
    {"الاثنين", "الاحد", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت"}
)
_CIVIL_BODIES = frozenset({"الدفاع", "المجتمع", "الطيران", "التعاون"})
