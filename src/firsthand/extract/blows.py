"""Who is hit by a shot or a stab, where the sentence does not say whether they lived.

"Six people were shot" tells of casualties, killed and wounded lumped; "fatally" makes
them dead; "shot dead", "shot and wounded" are told by their own words of harm. Shots at
something, shots of a film and shots on goal hit nobody. Method: M025 (harm).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.extract.people import Group
from firsthand.extract.roles import HarmWord, is_fatal, reality, subjects
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Token

    from firsthand.extract.harm_search import Harm, Search

_HIT = HarmWord("casualties", "object", is_weak=True)
_KILLED = HarmWord("killed", "object", is_weak=True)
_WOUNDED = HarmWord("wounded", "object", is_weak=True)
# After these words the shot went somewhere, or was no shot at people.
_ASTRAY = re.compile(
    r"(?:up|down|off|out|into|back|past|wide|over|through|for|from|to|toward|towards"
    r"|in the (?:air|direction)|in (?:self|black)|on (?:location|goal|target|film|video"
    r"|location|digital|an? (?:phone|camera)))\b"
    r"|(?!at (?:close|point|the (?:scene|same|time)|about|around|least|random|\d))at"
    r"(?: by\b|$|\W)"
)
_PLACES_OF_PEOPLE = re.compile(
    r"at (?:(?:an?|the|his|her|their|its) )?(?:[\w'’-]+ ){0,3}?(?:party|market|school"
    r"|church|mosque|temple|bar|club|nightclub|home|house|hotel|restaurant|caf[eé]|mall"
    r"|shop|store|station|festival|funeral|wedding|vigil|parade|park|university|college"
    r"|hospital|clinic|gathering|protest|rally|demonstration|concert|event|checkpoint"
    r"|crossing|border|farm|camp|factory|office|stadium|cemetery|synagogue|centre"
    r"|center|ceremony|celebration|picnic|barbecue|complex|junction|airport)\b"
)
_TOLD = re.compile(
    r"(?:dead|to death)\b|(?:,|and|&|or)? ?(?:\w+ly )?(?:killed|wounded|injured|killing"
    r"|wounding|injuring)\b"
)
# Words that may stand between the people and "shot" of a headline.
_BETWEEN = re.compile(r"(?:, \d{1,3},|\w+ly|also|\(\d{1,3}\)|,)?")
_MULTIPLES = {
    "double": 2,
    "triple": 3,
    "quadruple": 4,
    "quintuple": 5,
    "sextuple": 6,
}
_MULTIPLE = re.compile(
    r"\b(?P<n>double|triple|quadruple|quintuple|sextuple)[ -]"
    r"(?P<fatal>fatal )?(?P<what>shooting|stabbing|murder|homicide|killing|slaying)\b"
    r"(?![ -](?:suicide|trial|charge|case|suspect|convict|conviction|accused))",
    re.IGNORECASE,
)
_VICTIM = re.compile(r"\b(?:homicide|murder) victims?\b", re.IGNORECASE)
_FATAL_PART = re.compile(
    r"(?: of (?:them|whom|those|the \w+))?,? (?:fatally|mortally)\b"
    r"(?! (?:shot|stabbed|wound|injur|hit|struck))",
    re.IGNORECASE,
)
_SUFFERING = frozenset(["suffer", "sustain", "receive"])
_DIED_OF = re.compile(r"\b(?:fatal|died|dead|killed|mortal)\b", re.IGNORECASE)


def read_blow(search: Search, token: Token) -> Harm | None:
    """Return who was shot or stabbed, by one word; None = nobody, or told elsewhere.

    Args:
        search: The search of the sentence.
        token: "shot", "stabbed", "knifed".
    """
    after = search.doc[token.i + 1 : token.i + 9].text.lower()
    if _goes_astray(after):
        return None
    word = _KILLED if is_fatal(token) or after.startswith("fatally") else _HIT
    hedges = reality(token, word, search.lexicon.raising)
    if hedges is None:
        return None
    rule, groups = _struck(search, token)
    told = _TOLD.match(after)
    if told and not (rule == "blow-headline" and after.startswith(",")):
        return None
    groups = [g for g in groups if (g.head, word.harm) not in search.taken]
    if not groups:
        return None
    if told:
        word = _KILLED if "kill" in told.group() else _WOUNDED
        search.told.update(
            t.i for t in search.doc[token.i + 1 : token.i + 4] if t.lower_ != "and"
        )
    return search.made(token, word, groups, rule, hedges)


def _goes_astray(after: str) -> bool:
    return bool(_ASTRAY.match(after)) and not _PLACES_OF_PEOPLE.match(after)


def _struck(search: Search, token: Token) -> tuple[str, list[Group]]:
    """Return the construction, and the people whom a blow reaches by it."""
    if any(c.dep_ == "auxpass" for c in token.children):
        heads = subjects(token, ("nsubjpass", "nsubj"))
        right = search.right_before(token)
        return "blow-passive", _people(search, right or search.groups(heads))
    heads = [c for c in token.children if c.dep_ in ("dobj", "obj")]
    if heads and heads[0].i > token.i:
        heads = [h for h in heads if _is_in_its_group(search, h)]
        found = [g for g in search.groups(heads) if g.status_word or g.name]
        return "blow-active", _people(search, found)
    return "blow-headline", _right_before(search, token)


def _is_in_its_group(search: Search, head: Token) -> bool:
    """Say whether an object is people; in "a portrait of two women" it is not."""
    group = search.people.at(head)
    return group is not None and group.first <= head.i <= group.last


def _people(search: Search, groups: list[Group]) -> list[Group]:
    """Return the groups that are people: named, called so, or a bare number."""
    return [
        g
        for g in groups
        if not g.noun.is_perpetrator
        and (
            (g.name and search.doc[g.head].ent_type_ == "PERSON")
            or g.status_word
            or g.noun.sex
            or g.is_negative
            or search.doc[g.last].pos_ == "NUM"
        )
    ]


def _right_before(search: Search, token: Token) -> list[Group]:
    """Return the people right before "shot" without a verb of being, as in titles."""
    for group in search.people.groups:
        is_one_or_counted = group.noun.number != "group" and not group.bounds.assumed
        if (
            _is_aside(search, group.last, token)
            and is_one_or_counted
            and not group.is_definite
        ):
            return _people(search, [group])
    for count, first, last in search.people.counts:
        if _is_aside(search, last, token) and not count.bounds.vague:
            return [Group(last, first, last, count.bounds)]
    return []


def _is_aside(search: Search, last: int, token: Token) -> bool:
    """Say whether only an age or an adverb stands between people and their verb."""
    gap = search.doc[last + 1 : token.i].text.lower()
    return last < token.i and _BETWEEN.fullmatch(gap) is not None


def read_phrases(search: Search) -> Iterator[Harm]:
    """Return the harm of fixed phrases: "one fatally", "a quadruple shooting"."""
    yield from _multiples(search)
    yield from _fatal_parts(search)
    yield from _victims_of_murder(search)


def read_wounds(search: Search, token: Token) -> Harm | None:
    """Read "two men suffered gunshot wounds"; None = nobody."""
    verb = token.head
    is_suffered = token.dep_ == "dobj" and verb.lemma_.lower() in _SUFFERING
    if not is_suffered or _DIED_OF.search(text_of(search.doc)):
        return None
    groups = _people(search, search.groups(subjects(verb, ("nsubj",))))
    groups = [g for g in groups if (g.head, "wounded") not in search.taken]
    if not groups:
        return None
    return search.made(token, _WOUNDED, groups, "suffered-wounds", ())


def _multiples(search: Search) -> Iterator[Harm]:
    for match in _MULTIPLE.finditer(text_of(search.doc)):
        inside = tokens_in(search.doc, *match.span())
        n_people = _MULTIPLES[match["n"].lower()]
        is_open = match["what"].lower() in ("shooting", "stabbing")
        word = _HIT if is_open and not match["fatal"] else _KILLED
        bounds = Bounds(low=n_people, high=n_people, words=match.group())
        last = inside.end - 1
        if (last, word.harm) in search.taken:
            continue
        group = Group(last, inside.start, last, bounds)
        yield search.made(search.doc[last], word, [group], "multiple", ())


def _fatal_parts(search: Search) -> Iterator[Harm]:
    """Read "six people shot, one fatally": one of them is dead."""
    text = text_of(search.doc)
    for count, first, last in search.people.counts:
        match = _FATAL_PART.match(text, count.end)
        if match is None or (last, "killed") in search.taken:
            continue
        group = Group(last, first, last, count.bounds)
        token = tokens_in(search.doc, *match.span())[-1]
        yield search.made(token, _KILLED, [group], "fatally", ())


def _victims_of_murder(search: Search) -> Iterator[Harm]:
    """Read "three homicide victims", "the murder victim"."""
    for match in _VICTIM.finditer(text_of(search.doc)):
        inside = tokens_in(search.doc, *match.span())
        group = next(
            (g for g in search.people.groups if g.head == inside.end - 1), None
        )
        if group is not None and (group.head, "killed") not in search.taken:
            token = search.doc[inside.start]
            yield search.made(token, _KILLED, [group], "murder-victim", ())
