"""Numbers in figures and words, in sentences read by patterns. Method: M056."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.counting.small_words import HUNDRED, HYPHENS
from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.model import Bounds
from firsthand.reference import Reference
from firsthand.reference.tables import Row

_THOUSAND = 1000
_AND = frozenset({"y", "et"})
_TO = frozenset({"a"})  # "15 a 20", "15 à 20"


@dataclasses.dataclass(frozen=True)
class Value:
    """A number read in a sentence.

    Attributes:
        number: The number; 0 for a vague word.
        last: One past its last token.
        vague: The vague word ("dozens"); None = a number is said.
        is_approx: Told as about so many.
    """

    number: int
    last: int
    vague: str | None = None
    is_approx: bool = False


class Numbers:
    """Reads the numbers of one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self.number = words_of(reference, language, "counts", "number")
        self.vague = words_of(reference, language, "counts", "vague")
        self._range = words_of(reference, language, "counts", "range")

    def before(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """Return the number that ends before a token, and its first token."""
        for first in range(max(0, place - 3), place):
            value = self.value(tokens, first)
            if value is not None and value.last == place and value.vague is None:
                return value.number, first
        return None

    def value(self, tokens: Sequence[Token], place: int) -> Value | None:
        """Return the number or vague word that begins at a token; None = none."""
        if place >= len(tokens):
            return None
        if tokens[place].is_number:
            return self._digits(tokens, place)
        number = self._spelt(tokens, place)
        vague = self.vague.at(tokens, place)
        if vague is not None and (number is None or number.last <= vague.last):
            return self._as_vague(tokens, vague)
        return self._times(tokens, number) if number else None

    def ranged(
        self, tokens: Sequence[Token], place: int
    ) -> tuple[int, int, int] | None:
        """Read "between 12 and 17", "from 12 to 17", "12-17"."""
        opening = self._range.at(tokens, place)
        start = opening.last if opening else place
        if opening is None and (hyphened := self._hyphened(tokens, place)):
            return *hyphened, place + 1
        low = self.value(tokens, start)
        if low is None or low.vague or low.last >= len(tokens):
            return None
        first = self.number.at(tokens, start)
        if opening and first and first.last < low.last and self.language.code == "ar":
            low = Value(int(first.row["value"]), first.last)  # "between six and ten"
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
        high = self.value(tokens, low.last + step)
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

    def _times(self, tokens: Sequence[Token], number: Value) -> Value:
        """Read "six dozens", "three hundreds": a number of tens is about that many."""
        hit = self.vague.at(tokens, number.last)
        if hit is None or not hit.row.get("times"):
            return number
        total = number.number * int(hit.row["times"])
        return Value(total, hit.last, is_approx=True)

    def _as_vague(self, tokens: Sequence[Token], hit: Found) -> Value:
        """Read "dozens", and "dozens of thousands" as one vague word."""
        following = self.vague.at(tokens, hit.last) if hit.last < len(tokens) else None
        if following is not None:
            word = f"{hit.row['word']} {following.row['word']}"
            return Value(0, following.last, vague=word)
        return Value(0, hit.last, vague=str(hit.row["word"]))

    def _digits(self, tokens: Sequence[Token], place: int) -> Value | None:
        digits = "".join(c for c in tokens[place].word if c.isdigit())
        number, last = int(digits), place + 1
        if _is_part_of_a_name(tokens, place):
            return None
        factor = self.number.at(tokens, last) if last < len(tokens) else None
        if factor and factor.row["part"] in {"thousand", "million"}:
            if not factor.row.get("whole"):
                total = number * int(factor.row["value"])
                return self._with_rest(tokens, Value(total, factor.last))
            return None
        return Value(number, last)

    def _with_rest(self, tokens: Sequence[Token], value: Value) -> Value:
        """Add "and 788" to "41 thousand", as Arabic figures are told."""
        last = value.last
        if self.language.code != "ar" or last + 1 >= len(tokens):
            return value
        rest = tokens[last + 1]
        is_more = tokens[last].word == "و" and rest.word.isdecimal()
        if not is_more or int(rest.word) >= _THOUSAND or value.number < HUNDRED:
            return value
        return Value(value.number + int(rest.word), last + 2, value.vague)

    def _spelt(self, tokens: Sequence[Token], place: int) -> Value | None:
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
        made = Value(total + current, last, is_approx=is_approx)
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


def bounds_of(value: Value, effect: str) -> Bounds:
    """Return the bounds of a number under a measure ("low", "high", "approx")."""
    if value.vague is not None:
        return Bounds(vague=value.vague)
    if effect == "low":
        return Bounds(low=value.number)
    if effect == "high":
        return Bounds(high=value.number)
    is_approx = effect == "approx" or value.is_approx
    return Bounds(low=value.number, high=value.number, approx=is_approx)


def worded(
    text: str, tokens: Sequence[Token], where: tuple[int, int], bounds: Bounds
) -> Bounds:
    """Return bounds with the words that tell them."""
    words = text[tokens[where[0]].start : tokens[where[1] - 1].end]
    return Bounds(
        low=bounds.low,
        high=bounds.high,
        approx=bounds.approx,
        vague=bounds.vague,
        assumed=bounds.assumed,
        words=words,
    )


def exactly(bounds: Bounds, exact: int | None) -> Bounds:
    """Read "to 44" as 44: after a verb of rising, "до" is no upper bound."""
    if exact is None:
        return bounds
    return Bounds(low=exact, high=exact, words=bounds.words)


def _lowest(row: Row, is_first: bool) -> int:  # noqa: FBT001  one flag, named at the call's other end
    """Return what must follow a number word: 1 after a unit, its value otherwise."""
    if row["part"] == "unit":
        return 1 if is_first else 0
    return 10 if row["part"] == "teen" else int(row["value"])


def _is_part_of_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a number belongs to a type ("Su-34") or is a share, date or year."""
    here = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after and after.word in {"%", "٪"}:
        return True
    following = tokens[place + 2] if place + 2 < len(tokens) else None
    if after and after.word in HYPHENS and following and following.is_word:
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
