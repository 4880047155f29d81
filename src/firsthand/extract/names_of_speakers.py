"""The name of a speaker in the words that tell of one.

A person's bare name behind a role, an office as written; Arabic's attached "and",
cases undone in Russian and Ukrainian. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from firsthand.extract.arabic_small_words import (
    ACCREDITED,
    FOR,
    ON_BEHALF,
    PREPOSITIONS,
    TELLS_MORE,
)
from firsthand.extract.patterned import Token
from firsthand.extract.said import (
    AT_AN_OFFICE,
    CYRILLIC,
    DEFINITE,
    FEW_BETWEEN,
    LONGEST_NAME,
    SHORTEST_STEM,
    as_written,
    is_capital,
    own_name,
)
from firsthand.extract.saying_words import SayingWords
from firsthand.reference.tables import Row

_IN_ITS_NAME = frozenset({"باسمه", "باسمها", "باسمهم"})
_NAME_PARTICLES = frozenset({"al", "bin", "ben", "ibn", "abu", "abou", "abd"})
_CALLED = frozenset(
    {"يدعي", "تدعي", "اسمه", "اسمها", "يسمي", "تسمي", "واسمه", "واسمها"}
)
_LONGEST_ROLE = 5
_OBLIQUE_NAME = re.compile(
    r"(?:ой|ого|ому|ом|ым|им|ах|ях|ов|их|ых|ії|ии|ию|ію|ській|ской)$"
)
_SHARED = 4
_ENDINGS = (
    (r"([оеё]в|ин|ын)(?:ым|ом|ем|у|а)$", r"\1"),
    (r"(?:ского|скому)$", "ский"),
    (r"(?:ського|ському)$", "ський"),
    (r"енка$", "енко"),
    (r"(?:ія|ію)$", "ій"),
    (r"оря$", "ор"),
    (r"ля$", "ль"),
    (r"ия$", "ий"),
    (r"ой$", "а"),
    (r"([бвгдзклмнпрстфхцчшщ])[ау]$", r"\1"),
)
_WOMEN_ENDINGS = (
    (r"ии$", "ия"),
    (r"ії$", "ія"),
    (r"([бвгджзклмнпрстфхцчшщ])[ыи]$", r"\1а"),
)


class NamesOfSpeakers:
    """Names as the text gives them."""

    def __init__(self, words: SayingWords) -> None:
        """Read by the words of a language."""
        self.words = words

    def _name_at_the_end(self, words: Sequence[Token]) -> Sequence[Token]:
        """Return the capitalised words that end a phrase, if they can be a person's."""
        run: list[Token] = []
        roles = [
            hit for n in range(len(words)) if (hit := self.words.head.at(words, n))
        ]
        first = max((h.last for h in roles if h.row.get("person")), default=0)
        for token in reversed(words[first:]):
            is_acronym = token.given.isupper() and len(token.given) > 1
            is_inside = token.word == "." or token.word in _NAME_PARTICLES
            if is_inside and run:  # an initial ("В. Петренко"), "Omar al Hadi"
                run.insert(0, token)
                continue
            if is_acronym or not is_capital(token):
                break
            run.insert(0, token)
        while run and not is_capital(run[0]):
            run = run[1:]
        while len(run) > FEW_BETWEEN and self._is_body(run):
            run = run[1:]  # "the spokesman of the Kremlin Lev Marov"
        place = len(words) - len(run)
        if place > 1 and words[place - 1].word in DEFINITE:
            return []  # "for the Rights of Man": the end of a body's name
        return run

    def _is_body(self, words: Sequence[Token]) -> bool:
        """Say whether capitalised words begin with an office or body, no person."""
        head = self.words.head.at(words, 0)
        return head is not None and not head.row.get("person")

    def _is_and_others(self, rest: Sequence[Token]) -> bool:
        """Say whether "and" and another role follow ("local sources and witnesses")."""
        return bool(rest) and self.without_attached_and(rest) is not rest

    def without_attached_and(self, words: Sequence[Token]) -> Sequence[Token]:
        """Drop the "and" that is written together with who speaks ("والسلطات")."""
        first = words[0]
        rest = first.word[1:]
        if first.word[0] != "و" or len(rest) < SHORTEST_STEM:
            return words
        bare = dataclasses.replace(
            first,
            word=rest,
            start=first.start + 1,
            given=first.given[1:],
            forms=frozenset((rest,)),
        )
        is_known = self.words.head.at((bare, *words[1:]), 0) is not None
        is_known = is_known or self.words.parties.code_of(bare.given) is not None
        own = dataclasses.replace(first, forms=frozenset((first.word,)))
        is_own = self.words.head.at((own, *words[1:]), 0) is not None
        return (bare, *words[1:]) if is_known and not is_own else words

    def arabic_name(self, words: Sequence[Token]) -> tuple[str, bool]:
        """Return the bare name behind a person's role, else the words as written."""
        words = _without_relative(words)
        text = as_written(words)
        if text.count("«") > text.count("»"):
            text += "»"  # a name in signs ends with its sign
        role = self.words.head.at(words, 0)
        if role is None or not role.row.get("person"):
            return text, False
        rest = list(words[role.last :])
        is_definite_role = words[0].word.startswith(("ال", "لل"))
        if len(rest) > 1 and rest[0].word in _IN_ITS_NAME | _CALLED:
            rest = rest[1:]  # "his spokesman X Y"
        rest = _past_accreditation(rest)
        while (
            rest
            and (rest[0].word.startswith("ال") or self.words.head.at(rest, 0))
            and not (is_definite_role or self._is_and_others(rest))
        ):
            rest = rest[1:]
        if (
            role.row.get("official")
            and len(rest) > 2  # noqa: PLR2004  a town and two names
            and self.words.places.bears(rest[0].given)
        ):
            rest = rest[1:]  # "the mayor of Arikhan Nizar Hasan"
        is_on = bool(rest) and rest[0].word in PREPOSITIONS | ON_BEHALF | FOR
        is_on = is_on or (bool(rest) and rest[0].word.startswith("لل"))
        is_on = is_on or self._is_and_others(rest)
        is_name = (
            not is_on
            and 0 < len(rest) < LONGEST_NAME  # given, father's and family name
            and all(
                t.is_word and (n or not t.word.startswith("ال"))
                for n, t in enumerate(rest)
            )
        )
        is_name = is_name and self.words.parties.code_of(as_written(rest)) is None
        is_name = is_name and not (
            len(rest) == 1 and self.words.places.bears(rest[0].given)
        )
        is_name = is_name and (is_definite_role or len(words) - len(rest) > 1)
        return (as_written(rest), True) if is_name else (text, True)

    def european_name(
        self, words: Sequence[Token], *, is_oblique: bool
    ) -> tuple[str, bool]:
        """Return a name in its first case, and whether a person bears it."""
        if (
            self.words.language.is_slavic
            and words[0].word in AT_AN_OFFICE
            and words[1:]
        ):
            words = words[1:]  # "at the hospital they said"
        heads = [
            hit for n in range(len(words)) if (hit := self.words.head.at(words, n))
        ]
        is_person = any(hit.row.get("person") for hit in heads)
        run = self._name_at_the_end(words)
        is_person = is_person or _names_a_person(words, run)
        if is_person:
            run = own_name(run)
        if len(run) > 1 and (is_person or len(run) == len(words)):
            if not is_oblique:
                return as_written(run), True
            return " ".join(_nominative(t.given, is_person) for t in run), True
        is_acronym = len(words) == 2 and words[1].given.isupper()  # noqa: PLR2004  an article, an acronym
        if is_acronym and words[0].word in DEFINITE:
            words = words[1:]  # "la ONU"
        text = as_written(words)
        head = self.words.head.at(words, 0)
        if is_oblique and head is not None and _is_case_of(head.row, words[0].word):
            text = " ".join(
                [str(head.row["nominative"]), *(t.given for t in words[1:])]
            )
        elif is_oblique and head is not None and head.row.get("gender") == "m":
            first = _first_case(words[0].given) if is_person else words[0].given
            text = " ".join([first, *(t.given for t in words[1:])])
        return text, is_person


def _past_accreditation(rest: list[Token]) -> list[Token]:
    """Return the name behind "of X to the United Nations"; all words where none is."""
    at = next((n for n, t in enumerate(rest) if t.word in ACCREDITED), None)
    if at is None:
        return rest
    last = at + 1
    while last < len(rest) and rest[last].word.startswith("ال"):
        last += 1
    return rest[last:] if at + 1 < last < len(rest) else rest[:at]


def _names_a_person(words: Sequence[Token], run: Sequence[Token]) -> bool:
    """Say whether a role no row knows stands before a name of two words.

    "The eldest of the shift Ildar Mazurov": small letters, then a first case.
    """
    n_before = len(words) - len(run)
    if not 0 < n_before <= _LONGEST_ROLE or len(run) != FEW_BETWEEN:
        return False
    is_small = all(t.is_word and t.given.islower() for t in words[:n_before])
    is_named = bool(CYRILLIC.match(run[0].word))
    return is_small and is_named and not _OBLIQUE_NAME.search(run[0].word)


def _first_case(word: str) -> str:
    """Undo the genitive of a man's office ("мэра", "жителя")."""
    if word.endswith("а"):
        return word[:-1]
    return word[:-1] + "ь" if word.endswith("я") else word


def _is_case_of(row: Row, word: str) -> bool:
    """Say whether a row's nominative is the word itself in its first case."""
    nominative = str(row.get("nominative") or "")
    return len(nominative) >= _SHARED and nominative[:_SHARED] == word[:_SHARED]


def _without_relative(words: Sequence[Token]) -> Sequence[Token]:
    """Drop a clause that says more of the speaker ("a trader who gave ...")."""
    for place, token in enumerate(words):
        if place and token.word in TELLS_MORE:
            return words[:place]
    return words


def _nominative(name: str, is_person: bool) -> str:  # noqa: FBT001  a fact about it
    """Undo the genitive or dative of a name; other endings stay as written.

    Only somebody with a role can be a woman by the ending: "Velmary" is a country's.
    """
    for ending, stem in (*_ENDINGS, *(_WOMEN_ENDINGS if is_person else ())):
        made, n_changed = re.subn(ending, stem, name)
        if n_changed:
            return made
    return name
