"""Lists of the dead after a verb: "Those killed were A, 9, B, 12, and their mother".

A list counts its people only where every item of it is understood: a name, a role or
kin with or without a name, a number of people, an age, an apposition. "Included" leaves
the end open. Method: M025 (lists of names counted), M026.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.harm_search import Harm
from firsthand.extract.numbers import find_counts
from firsthand.extract.people import PERSON, Group, Noun, nouns_of
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import Bounds
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULE = "dead-list"
_BE = r"(?:are|were|is|was)"
_LEAD = re.compile(
    r"(?:(?P<first>^\W*(?:also\s+)?(?:dead|killed|slain|lost)"
    r"(?:\s+(?:with|beside|alongside)\s+(?:him|her|them)|\s+too|\s+also|\s+there)*,?\s+"
    rf"(?:{_BE}|lay|lie)\b)"
    r"|(?P<kin>\b(?:lost|mourns?|mourned|mourning|buried|burying))"
    r"(?=\s+(?:his|her|their|my|our)\s)"
    r"|\b(?:those|the people|people)\s+"
    r"(?:killed|who\s+(?:died|were\s+killed|perished))\s+"
    rf"(?:(?P<some>includ(?:e|ed|ing))|{_BE})\b"
    r"|\b(?:the\s+)?(?:dead|victims|fatalities|deceased|slain)"
    r"(?:\s+(?:of|in|from)\s+(?:the|that|this)\s+[\w\s-]{2,30}?)?\s+"
    rf"(?:(?P<some2>includ(?:e|ed))|{_BE}|have been|had been)\b)"
    r"(?:\s+(?:named|identified)(?:\s+by\s+[^:,]{3,40})?(?:\s+as)?)?:?\s+",
    re.IGNORECASE,
)
# Where a list ends and its sentence goes on.
_ENDS = re.compile(
    r"(?:,?\s+(?:when|after|as|while|according|said|says|in\s+(?:an?|the)\s|on\s+[A-Z]"
    r"|all\s+(?:of|from)|and\s+(?:was|were|is|are)\b)|,\s+[^,;]{2,40}\s(?:said|says)\b"
    r"|[.!?]\s*$|[.!?]\s).*$",
    re.DOTALL,
)
_MARK = re.compile(r"\s*(;|,|\band\b|&)\s*")
_AGE = re.compile(
    r"(?:(?:both\s+)?aged?\s+)?\d{1,3}(?:[\s-](?:years?|months?|days?|weeks?)"
    r"(?:[\s-]olds?)?)?|twins|both",
    re.IGNORECASE,
)
_WORD = r"(?:al-|el-|Al-|El-)?[A-Z\u00c0-\u00de][\w\u2019'-]+"
_NAME = re.compile(
    rf"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}})"
    r"(?:\s*\(\d{1,3}\))?"
)
# "Local councillor Bruno Petar", "army nurse Ona Sil".
_TITLED = re.compile(
    rf"[A-Z]?[a-z-]+(?:\s+[a-z-]+){{0,3}}\s+(?P<name>{_WORD}(?:\s+{_WORD}){{1,3}})"
)
_ROLE = re.compile(
    r"(?P<det>his|her|their|the|our|its|an?|another)?\s*(?:[a-z-]+\s+){0,3}?"
    rf"(?P<noun>[a-z-]+)(?:\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}))?"
    r"(?:\s+(?:of|from|in|whose|who|with|at)\s.*)?",
    re.DOTALL,
)
# Capitalised at the head of a sentence, and no name.
_NO_NAMES = frozenset(
    (
        "in", "at", "on", "near", "from", "according", "the", "a", "an", "when",
        "after", "before", "as", "while", "since", "by", "for", "with", "among", "of",
        "outside", "inside", "but", "and", "he", "she", "they", "it", "this", "that",
        "these",
    )
)  # fmt: skip
_TITLES = frozenset(("Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof"))
_OWNERS = frozenset(("his", "her", "their", "our"))


@dataclasses.dataclass
class _Item:
    """One person, or several of one noun, of a list."""

    start: int
    end: int
    noun: Noun
    names: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)
    n_people: int | None = 1

    @property
    def size(self) -> int | None:
        """How many; None = a plural that neither a number nor names count."""
        return max(self.n_people or 0, len(self.names)) or None


def may_list_the_dead(text: str) -> bool:
    """Say whether a sentence has the words that a list of the dead begins with."""
    return _LEAD.search(text) is not None


def read_dead_list(doc: Doc, reference: Reference) -> Harm | None:
    """Return the dead whom a sentence lists; None = no list, or one not understood."""
    text = text_of(doc)
    lead = _LEAD.search(text)
    if lead is None:
        return _before_the_verb(doc, text, reference)
    if lead["kin"] and not _IN_AN_ATTACK.search(text):
        return None
    end = _ENDS.search(text, lead.end())
    items = _items(text, lead.end(), end.start() if end else len(text), reference)
    fewest = 1 if lead["first"] else _FEWEST
    if items is None or len(items) < fewest or any(i.size is None for i in items):
        return None
    is_open = bool(lead["some"] or lead["some2"])
    if is_open and all(_is_of_a_kind(item) for item in items):
        return None  # "included eight children and six women": fields of a count
    groups = tuple(g for item in items for g in _groups(doc, item, is_open=is_open))
    return Harm(
        kind="killed",
        token=tokens_in(doc, lead.start(), lead.end())[0].i,
        groups=groups,
        start=lead.start(),
        end=max(doc[g.last].idx + len(doc[g.last]) for g in groups),
        rule=RULE,
    )


def _is_of_a_kind(item: _Item) -> bool:
    """Say whether an item counts children, women or men, and names nobody."""
    is_adult = item.noun.sex is not None and not item.noun.kin
    return (item.noun.is_child or is_adult) and not item.names


_FEWEST = 2
_DIED = re.compile(
    r",?\s(?:(?:all|both|also|later|instantly)\s)*(?:died|perished|lost their lives)\b"
    r"|,?\s(?:(?:all|both|also)\s)*(?:were|was|had been|have been)\s(?:(?:all|both|also"
    r"|later|reportedly)\s)*(?:killed|gunned down|shot dead|murdered|slain|executed"
    r"|massacred|burn(?:ed|t) to death|beheaded|assassinated)\b"
)
_IN_AN_ATTACK = re.compile(
    r"\b(?:in|during|to|by)\s+(?:an?|the|that|this)\s+(?:[\w-]+\s+){0,2}?(?:\w*strikes?"
    r"|attacks?|raids?|bomb\w*|shell\w*|explosions?|blasts?|massacres?|shootings?)\b",
    re.IGNORECASE,
)


def _before_the_verb(doc: Doc, text: str, reference: Reference) -> Harm | None:
    """Read "Emil Dor, a baker, his wife Dana and their son Luka, 4, died when ..."."""
    died = _DIED.search(text)
    if died is None or not text[:1].isupper():
        return None
    items = _items(text, 0, died.start(), reference)
    if items is None or len(items) < _FEWEST or any(i.size is None for i in items):
        return None
    if not any(item.names for item in items):
        return None  # told by the parse
    groups = tuple(g for item in items for g in _groups(doc, item, is_open=False))
    return Harm(
        kind="killed",
        token=tokens_in(doc, died.end() - 1, died.end())[0].i,
        groups=groups,
        start=doc[groups[0].first].idx,
        end=died.end(),
        rule=RULE,
    )


def _items(text: str, start: int, end: int, reference: Reference) -> list[_Item] | None:
    """Return the items of a list; None = something in it is not understood."""
    nouns = nouns_of(reference)
    items: list[_Item] = []
    mark = ""
    for begin, stop, sign in _segments(text, start, end):
        words = text[begin:stop]
        if words and not _AGE.fullmatch(words):
            if not _taken_in(items, words, begin, mark):
                made = _made(words, begin, nouns, reference)
                if made is None:
                    return None
                items.append(made)
            mark = sign
        elif not mark or sign in {";", "and"}:
            mark = sign
    return items


def _segments(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the stretches between marks, each with the mark after it."""
    found, at = [], start
    for match in _MARK.finditer(text, start, end):
        found.append((at, match.start(), match.group(1)))
        at = match.end()
    return [*found, (at, end, "")]


def _taken_in(items: Sequence[_Item], words: str, start: int, mark: str) -> bool:
    """Say whether words only say more of the last item, and take them into it."""
    if not items:
        return False
    last = items[-1]
    name = _NAME.fullmatch(words)
    is_many = last.noun.number in {"many", "group"}
    may_be_named = is_many or (mark == "," and not last.names)
    if name and may_be_named and last.noun is not PERSON:
        at = start + name.start("name")
        last.names.append((at, at + len(name["name"]), name["name"]))
        return True
    role = _ROLE.fullmatch(words)
    return (
        role is not None
        and mark == ","
        and role["det"] in {"a", "an", "the"}
        and role["name"] is None
        and bool(last.names)
    )


def _noun(role: re.Match[str], nouns: Mapping[str, Noun]) -> Noun | None:
    words = role.group()[: role.end("noun") - role.start()].split()
    return next((nouns[w] for w in reversed(words) if w in nouns), None)


def _made(
    words: str, start: int, nouns: Mapping[str, Noun], reference: Reference
) -> _Item | None:
    end = start + len(words)
    named = _NAME.fullmatch(words) or _TITLED.fullmatch(words)
    if named:
        before = words[: named.start("name")].split()
        is_of_a_role = not before or (
            before[-1].lower() in nouns or before[-1] in _TITLES
        )
        if not is_of_a_role or words.split(maxsplit=1)[0].lower() in _NO_NAMES:
            return None  # "said Ivo Sem", "In Daraz"
        at = start + named.start("name")
        one = (at, at + len(named["name"]), named["name"])
        return _Item(start, end, PERSON, [one])
    counts = find_counts(words, reference)
    role = _ROLE.fullmatch(words)
    noun = _noun(role, nouns) if role is not None else None
    if noun is None and role is not None and role["det"] in {"a", "an", "another"}:
        noun = PERSON  # a role that no row knows ("a lodger"): only people are dead
    lead = words[: counts[0].start].strip() if counts else "?"
    if counts and (not lead or lead in _OWNERS) and counts[0].bounds.high:
        tail = words[counts[0].end :].split()
        counted = next((nouns[w] for w in tail if w in nouns), None)
        return (
            _Item(start, end, counted, n_people=counts[0].bounds.high)
            if counted is not None
            else None
        )
    if role is None or noun is None or role["det"] is None:
        return None
    is_one = noun.number == "one"
    item = _Item(start, end, noun, n_people=1 if is_one else None)
    if role["name"]:
        at = start + role.start("name")
        item.names.append((at, at + len(role["name"]), role["name"]))
    return item


def _groups(doc: Doc, item: _Item, *, is_open: bool) -> list[Group]:
    """Return a group for each named person of an item, or one for the item."""
    people: list[tuple[int, int, str | None, int]] = [
        (start, end, name, 1) for start, end, name in item.names
    ]
    n_more = (item.size or 0) - len(people)
    if n_more > 0:
        people.append((item.start, item.end, None, n_more))
    groups = []
    for start, end, name, n_people in people:
        inside = tokens_in(doc, start, end)
        bounds = Bounds(
            low=n_people, high=None if is_open else n_people, words=inside.text
        )
        groups.append(
            Group(
                inside[-1].i,
                inside[0].i,
                inside[-1].i,
                bounds,
                noun=item.noun,
                status_word=None if item.noun is PERSON else item.noun.word,
                name=name,
            )
        )
    return groups
