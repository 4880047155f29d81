"""What is said and by whom, and the signs and small words that reading it needs.

For the modules of who says what in sentences read by patterns (`patterned_speech`):
records of a statement, and questions about tokens that several of them ask.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from firsthand.extract.patterned import Token, Words
from firsthand.extract.reading import Range, Statement
from firsthand.reference.tables import Row

LONGEST_SPEAKER = 12
LONGEST_HEADING = 9
STRONG = frozenset({".", ";", "؛", "!", "?", "؟"})
COMMA = frozenset({",", "،"})
ANSWERS = frozenset({"deny", "admit"})
LONGEST_NAME = 4
LEAST_SAID = 4
LONGEST_LEAD = 7  # words before "said X" that are no clause of their own
PLACE_WORDS = frozenset({"a", "en", "de", "d'", "dans", "cerca", "pres"})
ABOUT = frozenset({"о", "об", "обо", "про"})
LONGEST_TITLE = 4  # words of an organisation's name in signs
LONGEST_TITLE_CYRILLIC = 7  # a comma or a dash parts a quotation from its verb
LEAST_QUOTED = 4  # words; fewer in signs are a name or a term
DEFINITE = frozenset({"le", "la", "les", "l'", "el", "los", "las", "ce", "cette"})
AND_ALSO = frozenset({"y", "e", "et", "и", "і", "й", "та"})
FEW_BETWEEN = 2
TO_WHOM = frozenset({"a", "al", "au", "aux"})
ASIDE = frozenset(
    {"siempre", "nunca", "toujours", "jamais", "ya", "tambien", "aussi", "egalement"}
    | {"deja", "aun", "encore", "lo", "los", "las", "le", "les", "y", "leur"}
)
ALLEGED = frozenset({"lequel", "laquelle", "lesquels", "lesquelles", "cual", "cuales"})
AT_AN_OFFICE = frozenset({"в", "во", "у"})  # "confirmed at the hospital"
DETERMINERS = DEFINITE | {"un", "une", "des", "una", "unos", "su", "este", "esta"}
THAT = frozenset({"que", "qui"})
QUOTES = frozenset({"«", "»", '"', "“", "”", "„"})
DASHES = frozenset({"-", "–", "—"})
_FATHERS = re.compile(r"(?:вич|вна|ична|ыч|ич)(?:а|у|ем|ой|ы|ны|ні|ною)?$")
_PARTICLES = frozenset({"аль", "эль", "ель", "абу", "бин", "ибн", "ібн", "бен", "абд"})
CYRILLIC = re.compile("[а-яіїєґё]")
WHICH_SLAVIC = ("котор", "яким", "якому", "якої", "якою", "яких")
FAR = 12  # words from a report to "in which"
ADJECTIVE = re.compile(
    r"(?:ый|[гкхшщ]ий|ая|ое|ые|[гкхшщ]ие|ой|ських|[сцз]ьк(?:ий|а|е|і)|цев(?:ий|а|і))$"
)
OPENING, CLOSING = frozenset("«“„"), frozenset("»”")
_ARTICLED = re.compile(r"(?:[аэеі]ль?|[аэеі][нсшдтрз]|бен|бин|ибн|ібн|абу)-[А-ЯЁІЇЄҐ]")
SHORTEST_STEM = 4
_HAVING = frozenset({"avoir", "etre", "haber", "ser"})
_LONGEST_ENDING = 2  # how far cases of one word differ in length


@dataclasses.dataclass(frozen=True)
class Said:
    """A statement with what a response needs to know of it.

    Attributes:
        statement: The statement, speaker resolved or not.
        row: Row of the verb or preposition; None = a heading.
        verb: Tokens of the cue, as indices of its sentence.
        sentence: Index of the sentence.
    """

    statement: Statement
    row: Row | None
    verb: Range
    sentence: int


@dataclasses.dataclass(frozen=True)
class Raw:
    """A statement before its speaker is known: indices into the sentence's tokens."""

    subject: Range
    cue: Range
    content: tuple[Range, ...]
    row: Row | None
    is_oblique: bool = False
    outer: str | None = None
    is_free: bool = False  # a quotation with nobody beside it


@dataclasses.dataclass(frozen=True)
class Known:
    """A speaker met before, for short forms and pronouns."""

    name: str
    words: frozenset[str]
    gender: str | None
    is_person: bool
    sentence: int


def own_name(run: Sequence[Token]) -> Sequence[Token]:
    """Drop a place before a person's name ("of Sarmak Ivan Petrov"): two words name.

    A father's name makes it three, and so does a particle ("Abu", "al").
    """
    words = [t for t in run if t.is_word]
    if len(words) <= FEW_BETWEEN or len(words) < len(run):
        return run
    if not CYRILLIC.match(run[0].word):
        return run
    is_long = _FATHERS.search(run[-2].word) or run[-2].word in _PARTICLES
    return run[-3:] if is_long else run[-2:]


def is_hyphen(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a Slavic dash joins a name and a number ("«Charter-12»")."""
    if not 0 < place < len(tokens) - 1 or tokens[place].word not in DASHES:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    is_joined = before.end == tokens[place].start == after.start - 1
    return is_joined and after.is_number and bool(CYRILLIC.match(before.word))


def ends_a_title(tokens: Sequence[Token], end: int) -> bool:
    """Say whether signs right before a token hold a name ("the Centre «Horizon»")."""
    if not end or tokens[end - 1].word not in CLOSING | {'"'}:
        return False
    start = start_of_title(tokens, end)
    if start is None:
        return False
    # A quotation is parted from its verb by a comma or a dash; a name is not.
    is_cyrillic = any("а" <= t.word[0] <= "я" for t in tokens[start:end])
    return bool(start and tokens[start - 1].is_word) or is_cyrillic


def start_of_title(tokens: Sequence[Token], end: int) -> int | None:
    """Return where the signs open that close right before a token."""
    is_cyrillic = end > 1 and "а" <= tokens[end - 2].word[0] <= "я"
    longest = LONGEST_TITLE_CYRILLIC if is_cyrillic else LONGEST_TITLE
    for place in range(end - 2, max(-1, end - 3 - longest), -1):
        if tokens[place].word in OPENING | {'"'}:
            return place
    return None


def is_capital(token: Token) -> bool:
    """Say whether a word is written as a name ("Hadi", "аль-Хади")."""
    is_named = token.given[0].isupper() or bool(_ARTICLED.match(token.given))
    return token.is_word and is_named


def end_of_phrase(
    tokens: Sequence[Token], start: int, ends: frozenset[str], opener: Words
) -> int:
    """Return where a noun phrase that names somebody ends."""
    place = start
    while place < len(tokens) and place - start < LONGEST_SPEAKER:
        token = tokens[place]
        is_initial = place > start and _is_initial(tokens, place)
        if token.word in STRONG | COMMA | DASHES | {":"} | ends and not is_initial:
            break
        if place > start and (opener.at(tokens, place) or _of_having(tokens, place)):
            break
        place += 1
    return place


def _of_having(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a Romance infinitive begins ("accused by X of having killed")."""
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    return tokens[place].word in {"d'", "de"} and following in _HAVING


def _is_initial(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a point ends the initial of a name ("V. Petrenko")."""
    before = tokens[place - 1].given
    is_point = tokens[place].word == "." and place + 1 < len(tokens)
    following = tokens[place + 1].given if is_point else ""
    if len(before) == 1 and before.islower() and is_point:  # "и.о. мэра"
        is_first = len(following) == 1 and tokens[place + 1].is_word
        return is_first or tokens[place - 2].word == "."
    is_letter = len(before) == 1 and before.isupper()
    return is_point and is_letter and tokens[place + 1].given[0].isupper()


def is_among(word: str, words: frozenset[str]) -> bool:
    """Say whether a word is one of some words, in another case too."""
    if word in words or word.removeprefix("ال") in words:
        return True
    stem = word[: max(SHORTEST_STEM, len(word) - 2)]
    return (
        len(word) > SHORTEST_STEM
        and "а" <= word[0] <= "я"
        and any(
            other.startswith(stem) and abs(len(other) - len(word)) <= _LONGEST_ENDING
            for other in words
        )
    )


def as_written(words: Sequence[Token]) -> str:
    """Return words as the text has them, one space for any gap."""
    made = ""
    for place, token in enumerate(words):
        gap = " " if place and token.start > words[place - 1].end else ""
        made += gap + token.given
    return made.strip('«»"“” ')
