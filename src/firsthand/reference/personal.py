"""Numbers and addresses in a text that lead to one person. Rule: P006.

Telephone numbers, e-mail addresses, identity papers, bank accounts, number plates,
exact addresses. A form that says by itself what it is (an e-mail address, +963 ...) is
found alone; any other number needs a word beside it that says so: a count of dead, a
date, a coordinate is no telephone number. Rows: personal_data.yaml.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Callable, Iterator

from firsthand.model import Value
from firsthand.reference.tables import Reference


class PersonalKind(enum.StrEnum):
    """What leads to a person, in words for people."""

    TELEPHONE = "telephone number"
    EMAIL = "e-mail address"
    IDENTITY = "identity number"
    ACCOUNT = "bank account"
    PLATE = "number plate"
    ADDRESS = "exact address"


class Personal(Value, frozen=True, kw_only=True):
    """One find.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        kind: What it is.
        words: As they stand there.
    """

    start: int
    end: int
    kind: PersonalKind
    words: str

    @property
    def key(self) -> str:
        """A name for it that does not say it, the same wherever it stands."""
        bare = re.sub(r"[^\w@]", "", self.words).casefold()
        return hashlib.sha256(f"{self.kind}:{bare}".encode()).hexdigest()[:10]


_SEPARATOR = r"[ \u00a0\u2009\u202f.\-\u2010\u2011\u2013/()]"
_DIGITS = rf"\d(?:{_SEPARATOR}{{0,2}}\d)"
_EDGE = r"(?<![\w.,/+=&#-])"
_DATE = r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d)"
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# E.164: at most 15 digits, a country code before them. Three places after a point are
# a coordinate's: "+33.513".
_INTERNATIONAL = re.compile(
    rf"{_EDGE}(?:\+|00)(?=[1-9])(?!\d{{1,3}}\.\d{{3,}}){_DIGITS}{{7,14}}(?![\w.])"
    rf"|{_EDGE}(?:\+|00)(?=[1-9])(?!\d{{1,3}}\.\d{{3,}}){_DIGITS}{{7,14}}(?=\.(?!\d))"
)
# A trunk zero and eight to ten digits more, never with points: no decimal, no date.
_NATIONAL = re.compile(
    rf"{_EDGE}(?:\((?=0\d{{1,4}}\)))?0(?!\d[-./ ]\d{{1,2}}[-./ ](?:19|20)\d\d)"
    r"[1-9](?:[ \u00a0\u202f()\-]{0,2}\d){7,9}(?![\w,]|[./:]\d)"
)
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"
)
_FEW = 40  # house: a number may follow its label at this distance, in one clause
_NUMBER_WORDS = (
    r"(?:\s*(?:number|no|nr|n°|№|#|номер|رقم|número|numéro|is|was|:|[.,(]))*"
)

Finder = Callable[[str], Iterator[Personal]]
Hint = Callable[[str], bool]


def find_personal(reference: Reference, text: str) -> list[Personal]:
    """Find what leads to a person, in order; no two finds overlap."""
    if _HINT.search(text) is None:
        return []
    finders: tuple[tuple[Hint, Finder], ...]
    finders = reference.derived("personal", _finders)
    # Most texts hold no number long enough: a quick look spares the slow ones.
    found = sorted(
        (one for may_hold, find in finders if may_hold(text) for one in find(text)),
        key=lambda one: (one.start, -one.end),
    )
    kept: list[Personal] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


_HINT = re.compile(r"\d|@")
_WORD = re.compile(r"\w+")
_NUMBER_HINT = re.compile(rf"\d(?:{_SEPARATOR}{{0,2}}[\dA-ZА-Я]){{4}}")


def _finders(reference: Reference) -> tuple[tuple[Hint, Finder], ...]:
    rows = reference.table("personal_data")

    def labels(kind: str, side: str | None = None) -> list[str]:
        return [
            str(label)
            for row in rows
            if row["kind"] == kind and row.get("side") == side
            for label in row["labels"]
        ]

    streets = [*labels("street", "before"), *labels("street", "after")]
    has_street, has_plate = _one_of(streets), _one_of(labels("plate"))
    # Where two find the same, the one that knows a word for it comes first.
    numbers = (
        _labelled(PersonalKind.TELEPHONE, labels("telephone"), rf"{_DIGITS}{{5,14}}"),
        _labelled(
            PersonalKind.IDENTITY,
            labels("identity"),
            r"(?:[A-ZА-ЯІЇ]{1,3}[ -]?)?\d(?:[ \u00a0./-]?[\dA-Z]){5,17}",
        ),
    )
    plates = _labelled(
        PersonalKind.PLATE,
        labels("plate"),
        r"(?:[a-z]{1,3}[ -])?(?=[^\s,;.]*(?:[ -][^\s,;.]*){0,2}\d)"
        r"[A-ZА-ЯІЇ\u0600-\u06ff\d](?:[ -]?[A-ZА-ЯІЇ\d]){3,9}",
    )
    alone = (
        _plain(PersonalKind.TELEPHONE, _INTERNATIONAL),
        _plain(PersonalKind.TELEPHONE, _NATIONAL),
        _ibans,
    )
    return (
        *((_has_number, find) for find in numbers),
        (has_plate, plates),
        *((has_street, find) for find in _addresses(labels)),
        (lambda text: "@" in text, _plain(PersonalKind.EMAIL, _EMAIL)),
        *((_has_number, find) for find in alone),
    )


def _has_number(text: str) -> bool:
    return _NUMBER_HINT.search(text) is not None


def _one_of(labels: list[str]) -> Hint:
    """Return a quick look for the first words of labels, in any case."""
    heads = {_WORD.findall(label.casefold())[0] for label in labels}

    def may_hold(text: str) -> bool:
        return not heads.isdisjoint(_WORD.findall(text.casefold()))

    return may_hold


def _any_of(words: list[str]) -> str:
    longest_first = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word) for word in longest_first)


def _plain(kind: PersonalKind, pattern: re.Pattern[str]) -> Finder:
    def find(text: str) -> Iterator[Personal]:
        for match in pattern.finditer(text):
            yield _personal(kind, match.start(), match.end(), text)

    return find


def _personal(kind: PersonalKind, start: int, end: int, text: str) -> Personal:
    return Personal(start=start, end=end, kind=kind, words=text[start:end])


def _labelled(kind: PersonalKind, labels: list[str], number: str) -> Finder:
    # "ID" is a paper, "id" a field or half a word.
    initials = _any_of([label for label in labels if label.isupper()]) or r"(?!)"
    words = _any_of([label for label in labels if not label.isupper()])
    pattern = re.compile(
        rf"(?<!\w)(?:{initials}|(?i:{words}))(?!\w)(?i:{_NUMBER_WORDS})"
        rf"[^\n\d.;!?]{{0,{_FEW}}}?(?<![\w.,/-])(?P<number>{number})(?![\w])"
    )

    def find(text: str) -> Iterator[Personal]:
        for match in pattern.finditer(text):
            start, end = match.span("number")
            if not re.match(_DATE, text[start:]):
                yield _personal(kind, start, end, text)

    return find


def _ibans(text: str) -> Iterator[Personal]:
    for match in _IBAN.finditer(text):
        bare = match.group().replace(" ", "")
        # ISO 13616: letters count from ten, and all of it leaves one over 97.
        digits = "".join(str(int(char, 36)) for char in bare[4:] + bare[:4])
        if int(digits) % 97 == 1:
            yield _personal(PersonalKind.ACCOUNT, match.start(), match.end(), text)


_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ"
_PARTICLES = "de|la|las|los|del|des|du|da|el|al"
_NAME = rf"(?:(?:[{_CAPITAL}][\w'’.-]*|{_PARTICLES})\s+)"
_HOUSE_NUMBER = r"\d{1,4}[A-Za-zА-Яа-я]?(?!\w)"


def _addresses(labels: Callable[..., list[str]]) -> Iterator[Finder]:
    """Yield finders of a street with the number of a house, in either order.

    A bare number after a street must end its clause: more often it counts something.
    """
    house = rf"(?:(?i:{_any_of(labels('house'))})\.?\s*)"
    number = rf"{house}?{_HOUSE_NUMBER}"
    before = _any_of(labels("street", "before"))
    after = rf"(?i:{_any_of(labels('street', 'after'))})\.?\s+"
    more = rf"(?:,\s*{house}{_HOUSE_NUMBER})*"
    end = r"(?=\s*(?:[,.;:)،؛]|$))"
    words = r"(?:[^\W\d_][\w'’-]*\.?[,،]?\s+){1,4}?"
    for pattern in (
        rf"(?<![\w.,-]){number},?\s+{_NAME}{{1,3}}(?:{before})(?!\w)",
        rf"(?<![\w.,-]){number},?\s+{after}{_NAME}{{0,3}}[{_CAPITAL}][\w'’-]*",
        rf"(?<!\w){after}{words}{house}{_HOUSE_NUMBER}{more}",
        rf"(?<!\w){after}{_NAME[:-4]},?\s+){{1,4}}{_HOUSE_NUMBER}{more}{end}",
    ):
        yield _plain(PersonalKind.ADDRESS, re.compile(pattern, re.MULTILINE))
