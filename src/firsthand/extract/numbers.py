"""Numbers of people as bounds: words, digits, quantifiers, ranges, vague words.

An own grammar: it returns what the words allow (Bounds) and where they stand, and it
leaves alone what counts no people: ages, dates, money, distances, house numbers, types
of weapons, ordinals, times and shares.

Method: M023 (numbers), M024 (bounds). Reads the tables `number_words`,
`count_quantifiers`, `vague_words`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.wordsets import word_set
from firsthand.model import Bounds
from firsthand.reference import Reference

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:['’][a-z]+)?")
_RANGE_GAPS = ("-", "–", "—", " - ", " – ")
_UNIT_AFTER = re.compile(
    r"\s*(?:%|per ?cent\b|percent|-?\s?(?:storey|story|floor|hour|day|week|month|year"
    r"|minute|second|meter|metre|km|kg|mile|ton|tonne|pound|foot|feet|inch|yard|mm|cm"
    r"|kilomet|kilogram|dollar|euro|rial|litre|liter|degree|round)\w*\b"
    r"|(?:am|pm|a\.m\.|p\.m\.|GMT|UTC)\b|[:/.]\d|-(?!\d|\s)\w|º|°|st\b|nd\b|rd\b|th\b)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:[$€£#]\s?|\b(?:aged?|no\.?|number|nr|district|pd|route|road|highway|house|block"
    r"|room|page|article|resolution|section|phase|zone|area|level|grade|unit|channel"
    r"|base|version|chapter|ward|gate|km)\s?|[^\W_][-.]|[\d.,:/]|[^\W\d_])$",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$", re.IGNORECASE
)
_YEARS = range(1900, 2101)
_LAST_DAY = 31
_BEFORE_YEAR = ("in", "since", "of", "early", "late", "by", "until", "year")


@dataclasses.dataclass(frozen=True)
class Count:
    """A number in a stretch of text, as bounds.

    Attributes:
        start: First character, quantifier included.
        end: One past the last.
        core: Where the number itself starts, without its quantifier.
        bounds: What the words allow.
        revised: A figure said to be replaced ("from 23 to 27"); None = none.
    """

    start: int
    end: int
    core: int
    bounds: Bounds
    revised: int | None = None


@dataclasses.dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class _Value:
    """A value read at some word: `stop` is the word after it."""

    number: int
    stop: int
    approx: bool = False
    vague: str | None = None


class NumberGrammar:
    """The number words, quantifiers and vague words of one set of tables."""

    def __init__(self, reference: Reference) -> None:
        """Build the grammar from the tables of a reference."""
        self.words = {str(r["word"]): r for r in reference.table("number_words")}
        self.months = word_set(reference, "months_of_dates")
        rows = reference.table("count_quantifiers")
        self.before = _phrases(rows, "before")
        self.after = _phrases(rows, "after")
        self.vague = {
            tuple(str(r["words"]).split()): str(r["words"])
            for r in reference.table("vague_words")
        }
        self.vague_first = {phrase[0] for phrase in self.vague}
        self.longest_vague = max((len(k) for k in self.vague), default=0)

    def counts(self, text: str) -> list[Count]:
        """Return every number in a text that may count people, in order.

        Args:
            text: One sentence or more; offsets count its code points.
        """
        words = [
            _Word(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)
        ]
        return list(self._scan(text, words))

    def _scan(self, text: str, words: Sequence[_Word]) -> Iterator[Count]:
        at = 0
        while at < len(words):
            value = self._value(text, words, at)
            if value is None:
                at += 1
                continue
            made = self._bounded(text, words, at, value)
            if made is not None:
                yield made[0]
            at = max(made[1] if made else value.stop, at + 1)

    # -- values ---------------------------------------------------------------

    def _value(self, text: str, words: Sequence[_Word], at: int) -> _Value | None:
        vague = self._vague(words, at)
        if vague is not None:
            return vague
        word = words[at].text
        if word[0].isdigit():
            return self._digits(text, words, at)
        if word in ("a", "an", "half", "three", "quarter"):
            fraction = self._fraction(words, at)
            if fraction is not None:
                return fraction
        return self._cardinal(text, words, at)

    def _vague(self, words: Sequence[_Word], at: int) -> _Value | None:
        if words[at].text not in self.vague_first:
            return None
        for size in range(self.longest_vague, 0, -1):
            phrase = tuple(w.text for w in words[at : at + size])
            if len(phrase) == size and phrase in self.vague:
                if phrase in self.before and self._starts_number(words, at + size):
                    return None
                return _Value(0, at + size, vague=self.vague[phrase])
        return None

    def _starts_number(self, words: Sequence[_Word], at: int) -> bool:
        return at < len(words) and (
            words[at].text[0].isdigit() or words[at].text in self.words
        )

    def _part(self, words: Sequence[_Word], at: int) -> str:
        row = self.words.get(words[at].text) if at < len(words) else None
        return str(row["part"]) if row else ""

    def _factor(self, words: Sequence[_Word], at: int) -> int:
        return int(self.words[words[at].text]["value"])

    def _digits(self, text: str, words: Sequence[_Word], at: int) -> _Value | None:
        raw = words[at].text.replace(",", "")
        stop = at + 1
        part = self._part(words, stop)
        if part == "suffix" and words[at].end != words[stop].start:
            part = ""
        if part in ("multiplier", "hundred", "suffix", "group"):
            number = round(float(raw) * self._factor(words, stop))
            return _Value(number, stop + 1)
        if "." in raw or _glued(text, words[at].end):
            return None
        return _Value(int(raw), stop)

    def _fraction(self, words: Sequence[_Word], at: int) -> _Value | None:
        """Read "a quarter of a million", "half a dozen", "three quarters of ..."."""
        text = " ".join(w.text for w in words[at : at + 6])
        match = re.match(
            r"(?:(?:a|one) )?(half|quarter|three quarters) (?:of )?(?:a |an )?"
            r"(million|thousand|billion|dozen|hundred)\b",
            text,
        )
        if match is None:
            return None
        quarters = {"half": 2, "quarter": 1, "three quarters": 3}[match.group(1)]
        factor = int(self.words[match.group(2)]["value"])
        return _Value(
            factor * quarters // 4,
            at + len(match.group().split()),
            approx=match.group(2) == "dozen",
        )

    def _cardinal(self, text: str, words: Sequence[_Word], at: int) -> _Value | None:
        total = current = 0
        last, stop, approx = "", at, False
        if words[at].text in ("a", "an"):
            if self._part(words, at + 1) not in ("hundred", "multiplier", "group"):
                return None
            current, stop, last = 1, at + 1, "unit"
        while stop < len(words):
            part = self._part(words, stop)
            if words[stop].text == "and" and last in ("hundred", "multiplier"):
                if self._part(words, stop + 1) not in ("unit", "teen", "ten"):
                    break
                stop += 1
                continue
            if not _may_follow(last, part):
                break
            value = self._factor(words, stop)
            if part in ("hundred", "group"):
                current = max(current, 1) * value
                approx = approx or part == "group"
            elif part == "multiplier":
                total, current = total + max(current, 1) * value, 0
            else:
                current += value
            last, stop = part, stop + 1
        if stop == at or not last or _glued(text, words[stop - 1].end):
            return None
        return _Value(total + current, stop, approx=approx)

    def _is_date(self, words: Sequence[_Word], at: int, value: _Value) -> bool:
        """Say whether a digit number is a day or a year by its neighbours."""
        previous = words[at - 1].text if at else ""
        months = self.months
        is_day = value.number <= _LAST_DAY
        if is_day and (previous in months or previous == "may"):
            return True
        return self._is_year(words, at, value)

    def _is_year(self, words: Sequence[_Word], at: int, value: _Value) -> bool:
        """Say whether a digit number is a year, or a day before its month.

        What a comma keeps from the month before it is no day: "in April, 31 people".
        """
        previous = words[at - 1].text if at else ""
        following = words[value.stop].text if value.stop < len(words) else ""
        months = self.months
        if value.number <= _LAST_DAY and following in months:
            return True
        in_date = previous in _BEFORE_YEAR
        near_month = any(
            w.text in months or w.text == "may" for w in words[max(0, at - 3) : at]
        )
        return value.number in _YEARS and (in_date or near_month)

    # -- bounds ---------------------------------------------------------------

    def _bounded(
        self, text: str, words: Sequence[_Word], at: int, value: _Value
    ) -> tuple[Count, int] | None:
        effect, start = self._quantifier(words, at)
        is_bare = not effect
        if not _counts_people(text, words, at, value):
            return None
        is_apart = at and "," in text[words[at - 1].end : words[at].start]
        is_digits = is_bare and words[at].text[0].isdigit()
        if is_digits and not is_apart and self._is_date(words, at, value):
            return None
        if is_digits and is_apart and self._is_year(words, at, value):
            return None
        upper = self._range_end(text, words, at, value)
        if upper is None and effect == "low":
            upper = self._upper_after(text, words, value)
        stop = upper.stop if upper else value.stop
        if _UNIT_AFTER.match(text, words[stop - 1].end):
            return None
        after, stop = self._after(words, stop)
        end = words[stop - 1].end
        if text[end : end + 1] == "+":
            after, end = "low", end + 1
        if words[start].text in ("between", "from") and upper is None:
            start = at
        begin = words[start].start
        bounds = _bounds(value, upper, after or effect, text[begin:end])
        revised = None
        if upper and start < at and words[start].text == "from":
            revised = value.number
        return Count(begin, end, words[at].start, bounds, revised), stop

    def _quantifier(self, words: Sequence[_Word], at: int) -> tuple[str, int]:
        """Return the effect of the words before a number, and the first of them."""
        if at and words[at - 1].text in ("between", "from"):
            return "", at - 1
        for size in range(min(4, at), 0, -1):
            phrase = tuple(w.text for w in words[at - size : at])
            if phrase in self.before:
                outer, start = self._quantifier(words, at - size)
                inner = self.before[phrase]
                return (inner if outer in ("", "exact") else outer), start
        return "", at

    def _after(self, words: Sequence[_Word], stop: int) -> tuple[str, int]:
        for size in (2, 1):
            phrase = tuple(w.text for w in words[stop : stop + size])
            if len(phrase) == size and phrase in self.after:
                return self.after[phrase], stop + size
        return "", stop

    def _upper_after(
        self, text: str, words: Sequence[_Word], value: _Value
    ) -> _Value | None:
        """Read the second half of "at least 27 and up to 30"."""
        phrase = [w.text for w in words[value.stop : value.stop + 4]]
        for lead in (
            ["and", "up", "to"],
            ["and", "as", "many", "as"],
            ["and", "possibly"],
        ):
            if phrase[: len(lead)] == lead and value.stop + len(lead) < len(words):
                upper = self._value(text, words, value.stop + len(lead))
                if upper and not upper.vague and upper.number > value.number:
                    return upper
        return None

    def _range_end(
        self, text: str, words: Sequence[_Word], at: int, value: _Value
    ) -> _Value | None:
        if value.vague or value.stop >= len(words):
            return None
        gap = text[words[value.stop - 1].end : words[value.stop].start]
        lead = words[at - 1].text if at else ""
        joint = words[value.stop].text
        nxt = value.stop
        if joint == "to" and lead == "by":
            return None  # "rose by four to 29"
        if joint in ("to", "or") or (joint == "and" and lead == "between"):
            nxt = value.stop + 1
        elif gap not in _RANGE_GAPS:
            return None
        if nxt >= len(words):
            return None
        upper = self._value(text, words, nxt)
        if upper is None or upper.vague or upper.number <= value.number:
            return None
        return upper


def _may_follow(last: str, part: str) -> bool:
    return {
        "unit": last in ("", "ten", "hundred", "multiplier"),
        "teen": last in ("", "hundred", "multiplier"),
        "ten": last in ("", "hundred", "multiplier"),
        "hundred": last in ("", "unit", "teen"),
        "multiplier": last in ("", "unit", "teen", "ten", "hundred"),
        "group": last in ("unit", "teen", "ten"),
    }.get(part, False)


def _glued(text: str, end: int) -> bool:
    """Say whether letters or a word hang on the number ("7th", "16-year")."""
    return bool(re.match(r"[^\W\d_]|-[^\W\d_]", text[end : end + 2])) and not re.match(
        r"-(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
        text[end:].lower(),
    )


def _counts_people(text: str, words: Sequence[_Word], at: int, value: _Value) -> bool:
    """Say whether a number may count people, by what stands before it."""
    if value.vague:
        is_adverb = at and words[at - 1].text in ("as", "how", "so", "too")
        return not (is_adverb and value.vague == "many")
    before = text[max(0, words[at].start - 12) : words[at].start]
    return not _NOT_BEFORE.search(before)


def _bounds(value: _Value, upper: _Value | None, effect: str, words: str) -> Bounds:
    if value.vague:
        return Bounds(vague=value.vague, words=words)
    if upper is not None:
        return Bounds(low=value.number, high=upper.number, words=words)
    if effect == "low":
        return Bounds(low=value.number, words=words)
    if effect == "high":
        return Bounds(high=value.number, words=words)
    return Bounds(
        low=value.number,
        high=value.number,
        approx=value.approx or effect == "approx",
        words=words,
    )


def _phrases(
    rows: Sequence[dict[str, object]], place: str
) -> dict[tuple[str, ...], str]:
    return {
        tuple(str(r["words"]).split()): str(r["effect"])
        for r in rows
        if r["place"] == place
    }


def number_grammar(reference: Reference) -> NumberGrammar:
    """Return the number grammar of a reference, built once."""
    made = reference.derived("extract.numbers", NumberGrammar)
    if not isinstance(made, NumberGrammar):
        raise TypeError("the key extract.numbers holds something else")
    return made


def find_counts(text: str, reference: Reference) -> list[Count]:
    """Return every number in a text that may count people, with its bounds (M023).

    Args:
        text: One sentence or more.
        reference: Tables of number words, quantifiers and vague words.

    Returns:
        Counts in order of the text; spans in code points of `text`.
    """
    return number_grammar(reference).counts(text)
