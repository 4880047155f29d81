"""Who struck in Spanish sentences, with forces and arms between verb and party.

"Fired from positions of the Velmaran army", "rebels entrenched in the west fired".
For `authors`. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.unparsed.romance_authors import RomanceAuthors
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.reference.parties import PartyMention
from firsthand.reference.weapons import WeaponMention

_LONGEST = 13
_FORCES = re.compile(
    r"(?:un|una|uno|unos|unas|el|la|los|las|de|del|desde|dos|tres|varios|varias|al"
    r"|posici[oó]n|posiciones|territorio|suelo|zonas?|bases?|aviaci[oó]n|fuerzas?"
    r"|a[eé]reas?|armadas?|tropas?|ej[eé]rcito|soldados?|militares|unidad(?:es)?|marina"
    r"|avi[oó]n|aviones|aeronaves?|aparatos?|cazas?|cazabombarderos?|bombarderos?"
    r"|helic[oó]pteros?|drones|dron|buques?|nav[ií]os?|barcos?|fragatas?|submarinos?"
    r"|corbetas?|lanchas?|patrulleras?|tanques?|bater[ií]as?|artiller[ií]a|sistemas?"
    r"|defensas?|antia[eé]reas?|antia[eé]reos?|milicias?|milicianos|combatientes|grupos?"
    r"|bandas?|comandos?|hombres|pilotos?|brigadas?|batall[oó]n|batallones|proyectil"
    r"|proyectiles|misil|misiles|interceptor|combate|guerra|ataque|r[eé]gimen|gobierno"
    r"|gubernamentales|presuntos|supuestos|presunto|supuesto|oficial|oficiales|l[ií]neas"
    r"|bombas?|cohetes?|obuses|morteros?|granadas?|controlad[oa]s?|por|bajo|control|manos|mar|regi[oó]n|norte|sur|este|oeste)"
)
_DONE_TO = re.compile(r"\w+[ai]d[oa]s?\b")  # "entrenched in the west of the city"
_ASIDE = re.compile(r"\s*,[^,;:.\"“«]{4,80},\s*")
_VERB = re.compile(r"\b(?:que|quien|cuando|donde|mientras|y|pero)\b")
_SEND = re.compile(r"(?:dispar|lanz|arroj|solt)")
_FAR = 6


class SpanishAuthors(RomanceAuthors):
    """Finds who is said to have struck, in Spanish."""

    def _is_actor(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, is the subject of a verb.

        What describes it may stand between ("rebels entrenched in the west fired").
        """
        first = sentence.tokens[word.first].start
        if word.row.get("claims"):  # "the rebels claimed the ambush"
            return 0 <= first - party.end <= 1
        if super()._is_actor(sentence, word, party):
            return True
        if not word.row.get("verb"):
            return False
        if party.end <= first:
            between = self.text[party.end : first]
            return between != bare_subject(between)
        return is_sent_by(sentence.tokens, sentence.weapons, word, party)

    def _is_doer(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party stands behind "laid by", its forces between.

        "Launched from a Tu-95 bomber of Toreth", "hit by a Velmaran missile".
        """
        if super()._is_doer(sentence, word, party):
            return True
        last = sentence.tokens[word.last - 1].end
        between = [t for t in sentence.tokens if last <= t.start < party.start]
        is_behind = bool(word.row.get("by")) and last <= party.start
        return is_behind and are_forces(between, sentence.weapons)


def are_forces(words: Sequence[Token], arms: Sequence[WeaponMention]) -> bool:
    """Say whether words name nothing but forces, arms and where they stand."""
    return len(words) <= _LONGEST and all(
        _FORCES.fullmatch(t.word) is not None
        or any(m.start <= t.start and t.end <= m.end for m in arms)
        for t in words
    )


def bare_subject(between: str) -> str:
    """Return what stands between a subject and its verb, without what describes it.

    "Groups *entrenched in the west* fired", "troops*, who fight with them,* shelled".
    """
    aside = _ASIDE.fullmatch(between)
    if aside is not None:
        return ""
    words = between.strip()
    is_described = _DONE_TO.match(words) is not None
    is_short = len(words.split()) <= _LONGEST and "," not in words
    return "" if is_described and is_short and not _VERB.search(words) else between


def is_sent_by(
    tokens: Sequence[Token],
    arms: Sequence[WeaponMention],
    word: Found,
    party: PartyMention,
) -> bool:
    """Say whether a party behind a verb sent what stands before "that".

    "A missile that, the military says, a bomber of Toreth fired" in Spanish order.
    """
    if not _SEND.match(tokens[word.last - 1].word):
        return False
    before = [t.word for t in tokens[: word.first]]
    if "que" not in before:
        return False
    that = len(before) - 1 - before[::-1].index("que")
    is_of_arms = any(0 <= tokens[that].start - m.end <= _FAR for m in arms)
    between = [t for t in tokens[word.last :] if t.start < party.start]
    is_subject = bool(between) and between[0].word not in {"a", "al", "contra", "sobre"}
    return is_of_arms and is_subject and are_forces(between, arms)
