"""Ways to be harmed that no single word tells: phrases beside the people harmed.

"Nine were taken to hospital", "a further 36 remain on the list of the missing", "3,500
residents had to leave their homes". Knowledge is the table `harm_phrases`. People whom
a word of harm has told already are left alone. Method: M025 (harm).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.extract.people import Group
from firsthand.extract.roles import HarmWord
from firsthand.extract.trees import text_of, tokens_in
from firsthand.reference import Reference
from firsthand.reference.quick_patterns import QuickPattern, Sieve, quick
from firsthand.reference.tables import Row

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from firsthand.extract.harm_search import Harm, Search

_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'"})
# Between the people and what befell them: where they are from, who they are.
_OF_THEM = (
    r"(?:(?: others?| more| people| persons)?"
    r"(?:,(?: [\w'-]+){1,6},"
    r"| (?:of|from|in|at|living in|inside)"
    r"(?: (?!(?:was|were|is|are|and|but|who|which|had|have|has)\b)[\w'-]+){1,5}?)?)"
)
_DEAD = re.compile(r"\b(?:bod(?:y|ies)|corpses?|dead|remains|coffins?|graves?)\b")
# "Could be taken to hospital", "to be evacuated": not yet, or never.
_UNREAL = re.compile(
    r"\b(?:would|could|might|may|should|will|must|cannot|can|never|if|unless|before"
    r"|without|not|n't|(?<!believed )(?<!feared )(?<!thought )(?<!presumed )"
    r"(?<!reported )(?<!known )(?<!said )(?<!yet )(?<!still )to)\s(?:be|have|get)\b"
)
_COULD = re.compile(r"\b(?:could|would|might|will|may) (?:have |yet )?\w+\s[\w\s]*$")
_COULD_REACH = 30
_OF_OURS = re.compile(r"\bof (?:our|their|his|her|my|its)\b")
_ILL_REACH = 12
_ANYWHERE = quick("")


@dataclasses.dataclass(frozen=True)
class _Way:
    word: HarmWord
    after: QuickPattern | None
    before: QuickPattern | None
    needs: QuickPattern | None


class Ways:
    """The phrases of a case."""

    def __init__(self, reference: Reference) -> None:
        """Take the rows of the table."""
        self._ways = tuple(map(_way, reference.table("harm_phrases")))
        self._sieve = Sieve(w.after or w.before or _ANYWHERE for w in self._ways)

    def likely(self, text: str) -> list[_Way]:
        """Return the phrases of whose words a sentence, in plain letters, holds one."""
        return [self._ways[place] for place in self._sieve.likely(text)]


def ways_of(reference: Reference) -> Ways:
    """Return the phrases of a case, built once."""
    made: Ways = reference.derived("extract.ways", Ways)
    return made


def _way(row: Row) -> _Way:
    return _Way(
        HarmWord(str(row["harm"]), "object", is_weak=True),
        quick(_OF_THEM + str(row["after"])) if row.get("after") else None,
        quick(str(row["before"])) if row.get("before") else None,
        quick(str(row["needs"])) if row.get("needs") else None,
    )


def may_tell_of_ways(doc: Doc, ways: Ways) -> bool:
    """Say whether a sentence holds a word of one of the phrases."""
    return bool(ways.likely(_plain(doc)))


def read_ways(search: Search, ways: Ways) -> Iterator[Harm]:
    """Yield who is harmed by a phrase beside them.

    Args:
        search: The search of the sentence, all words of harm read.
        ways: The phrases of the case.
    """
    text = _plain(search.doc)
    likely = [w for w in ways.likely(text) if w.needs is None or w.needs.search(text)]
    if not likely:
        return
    told = {head for head, _ in search.taken}
    groups = [*search.people.groups, *_counted_names(search)]
    for group in sorted(groups, key=lambda g: g.first):
        if group.head in told or not _is_counted(search, group, text):
            continue
        for way in likely:
            made = _harm(search, way, group, text)
            if made is not None:
                told.update(g.head for g in made.groups)
                yield made
                break


def _counted_names(search: Search) -> Iterator[Group]:
    """Yield the people of "a register lists 43 names": the number alone."""
    for count, first, last in search.people.counts:
        after = search.doc[last + 1 : last + 2].text.lower()
        if after in {"name", "names"}:
            yield Group(last, first, last, count.bounds)


def _plain(doc: Doc) -> str:
    text = text_of(doc)
    lowered = text.translate(_PLAIN).lower()
    return lowered if len(lowered) == len(text) else text.translate(_PLAIN)


def _is_counted(search: Search, group: Group, text: str) -> bool:
    """Say whether people are counted, or one of them is told of as new."""
    first, last = search.doc[group.first], search.doc[group.last]
    words = text[first.idx : last.idx + len(last)]
    if group.noun.is_perpetrator or group.head in search.parts or _DEAD.search(words):
        return False
    if group.bounds.vague or group.name:
        return bool(group.name) and search.doc[group.head].ent_type_ == "PERSON"
    is_one = group.bounds.low == group.bounds.high == 1
    if group.is_definite:
        is_ours = not group.bounds.assumed and _OF_OURS.search(words) is not None
        return is_ours or (is_one and group.noun.kin is not None)
    # "A girl, 9, hit in the leg": the number between commas is her age.
    is_age = not group.status_word and _is_between_commas(search, group)
    if is_age or (group.bounds.assumed and not is_one):
        return False
    is_ours = _OF_OURS.match(text, last.idx + len(last) + 1) is not None
    return bool(group.status_word) or group.is_negative or is_ours or not is_one


def _is_between_commas(search: Search, group: Group) -> bool:
    before = search.doc[max(0, group.first - 1) : group.first].text
    return before == "," == search.doc[group.last + 1 : group.last + 2].text


def _harm(search: Search, way: _Way, group: Group, text: str) -> Harm | None:
    """Return the harm that a phrase beside a group tells; None = it does not."""
    first, last = search.doc[group.first], search.doc[group.last]
    end = last.idx + len(last)
    if group.name and way.word.harm != "killed":
        return None  # names of the hurt are read where victims are
    if way.after is not None:
        match = way.after.pattern.match(text, end)
        at = match.end() - 1 if match else -1
    else:
        # "Admitted, between half past eleven and dawn, ...": a number alone is no one.
        is_who = way.before is not None and group.status_word is not None
        match = way.before.search(text, 0, first.idx) if is_who and way.before else None
        at = first.idx
    if match is None or _UNREAL.search(match.group()) or _is_ill(search, way, at):
        return None
    if _COULD.search(text, max(0, first.idx - _COULD_REACH), first.idx):
        return None
    inside = tokens_in(search.doc, at, at + 1)
    groups = _with_those_before(search, group)
    token = inside[-1] if len(inside) else search.doc[group.last]
    made = search.made(token, way.word, groups, f"way-{way.word.harm}", ())
    is_nobody = any(g.is_negative for g in groups)
    return dataclasses.replace(made, is_negated=is_nobody)


def _with_those_before(search: Search, group: Group) -> list[Group]:
    """Return the people and those counted right before them ("a cook and two men")."""
    told = {head for head, _ in search.taken}
    before = [
        g
        for g in sorted(search.people.groups, key=lambda g: g.first)
        if g.last <= group.last
        and g.head not in told
        and not g.name
        and search.doc[g.head].dep_ != "attr"  # "seven were children and 12 people ..."
    ]
    return search.joined_left(before) if before else [group]


def _is_ill(search: Search, way: _Way, at: int) -> bool:
    if way.word.harm != "wounded":
        return False
    after = tokens_in(search.doc, at, len(text_of(search.doc)))[:_ILL_REACH]
    return any(t.lower_ in search.lexicon.illnesses for t in after)
