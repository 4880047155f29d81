"""Forces of a state that no name stands before: "government artillery", "the army".

"Government artillery pounded the town", "the rebels accused the army of shelling it":
the state in whose towns the page tells of attacks, or whose army it named last. Where
the page speaks of no state's towns, nobody. Method: M054.
"""

from __future__ import annotations

import collections
import re
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import is_attack_noun
from firsthand.extract.deeds import is_own_force
from firsthand.extract.reading import Reading, Sentence
from firsthand.reference.parties import PartyMention, open_parties

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOVERNMENT = frozenset({"government", "regime", "loyalist", "pro-government"})
_ARMY = frozenset({"army", "military", "troops"})
_POSITIONS = frozenset(
    {"position", "territory", "side", "line", "base", "hill", "area", "checkpoint"}
)
_INSIDE = frozenset({"compound", "amod", "nmod"})
_BLAMING = frozenset({"accuse", "blame"})
_STATES = frozenset({"state"})
_BEFORE_PLACE = re.compile(
    r"\b(?:in|across|inside|of|over|into)\s+(?:(?:northern|southern|eastern|western|central"
    r"|north|south|east|west|north-?\w+|south-?\w+|neighbou?ring|war-torn)\s+)?$",
    re.IGNORECASE,
)
_ITS_TOWNS = re.compile(
    r"(?:['\u2019]s)?\s+(?:[\w-]+\s+){0,2}?(?:town|city|village|province|region|capital|market"
    r"|district|camp|hospital|school|territory)\b"
)
_ITS_ARMY = re.compile(
    r"(?:['\u2019]s)?\s+(?:[\w-]+\s+)?(?:army|military|armed\s+forces|troops|general\s+staff"
    r"|high\s+command|air\s+force)\b"
)


def home_forces(
    reading: Reading, sentence: Sentence, known: list[PartyMention]
) -> list[PartyMention]:
    """Return forces of the page's own state that a sentence names without it.

    Args:
        reading: The page.
        sentence: One of its sentences.
        known: Parties that the sentence names.
    """
    found = []
    for token in sentence.doc or ():
        start, end = token.idx, token.idx + len(token)
        word = token.lower_
        is_government = word in _GOVERNMENT and _is_of_a_force(reading, token)
        is_army = word in _ARMY and (_is_blamed(token) or _is_where_from(token))
        if not (is_government or is_army):
            continue
        phrase = (token.left_edge.idx, max(end, token.head.idx))
        if any(m.start < phrase[1] and phrase[0] < m.end for m in known):
            continue
        code = _last_army(reading, sentence.start + start) if is_army else None
        code = code or home_state(reading)
        if code is not None:
            form = "adjective" if token.dep_ in _INSIDE else "name"
            found.append(PartyMention(start, end, code, "state", form, token.text))
    return found


def _is_of_a_force(reading: Reading, token: Token) -> bool:
    head = token.head
    if token.dep_ not in _INSIDE or head.i < token.i:
        return False
    named = head.lemma_.lower()
    is_force = is_own_force(reading.reference, head) or named in _POSITIONS
    return is_force or is_attack_noun(reading.reference, head)


def _is_blamed(token: Token) -> bool:
    """Say whether "the army" is whom somebody accuses."""
    is_bare = [c.lower_ for c in token.children if c.i < token.i] == ["the"]
    return is_bare and token.dep_ == "dobj" and token.head.lemma_ in _BLAMING


def _is_where_from(token: Token) -> bool:
    """Say whether fire came "from an army base"."""
    place = token.head
    is_place = token.dep_ in _INSIDE and place.lemma_.lower() in _POSITIONS
    return is_place and place.dep_ == "pobj" and place.head.lower_ == "from"


def _last_army(reading: Reading, place: int) -> str | None:
    """Return the state whose army the page named last before a place."""
    before = reading.text[:place]
    named = [
        m.code
        for m in open_parties(reading.reference).find(before)
        if m.kind in _STATES and _ITS_ARMY.match(before, m.end)
    ]
    return named[-1] if named else None


def home_state(reading: Reading) -> str | None:
    """Return the state in whose towns the page tells of attacks; None = not one."""
    if "home_state" not in reading.memo:
        text = reading.text
        told = collections.Counter(
            m.code
            for m in open_parties(reading.reference).find(text)
            if m.kind in _STATES
            and (
                (m.form != "adjective" and _BEFORE_PLACE.search(text[: m.start]))
                or _ITS_TOWNS.match(text, m.end)
            )
        ).most_common(2)
        is_one = len(told) == 1 or (len(told) > 1 and told[0][1] > told[1][1])
        reading.memo["home_state"] = told[0][0] if told and is_one else None
    code: str | None = reading.memo["home_state"]
    return code
