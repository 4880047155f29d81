"""The words of attacks, as sets, for the finders that look for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.extract.reading import Reading, Sentence
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING = frozenset(
    (
        "say",
        "tell",
        "report",
        "add",
        "announce",
        "ask",
        "claim",
        "state",
        "comment",
        "post",
        "tweet",
        "declare",
        "write",
        "quote",
        "speak",
    )
)


def words_of(reference: Reference, group: str) -> frozenset[str]:
    """Return the words of a group of data/attack_words.yaml."""
    made: dict[str, frozenset[str]] = reference.derived("attack_words", _groups)
    return made[group]


def is_saying(token: Token) -> bool:
    """Say whether a token is a plain verb of saying."""
    return token.pos_ == "VERB" and token.lemma_.lower() in _SAYING


def is_attack_noun(reference: Reference, token: Token) -> bool:
    """Say whether a noun is an attack itself ("raids", "air-strike")."""
    words = words_of(reference, "attack_nouns_only")
    lowered = token.text.lower()
    return token.lemma_.lower() in words or lowered in words or _is_strike(lowered)


def is_actor(reference: Reference, token: Token) -> bool:
    """Say whether a noun is an attacking force ("warplanes", "army")."""
    words = words_of(reference, "actors")
    return token.lemma_.lower() in words or token.text.lower() in words


def is_attack_verb(reference: Reference, token: Token) -> bool:
    """Say whether a verb is what an attacker does.

    A verb such as "carry out" or "use" wants an attack or a weapon as its object.
    """
    lemma = token.lemma_.lower()
    if token.pos_ not in {"VERB", "AUX"} or lemma not in words_of(reference, "verbs"):
        return False
    if lemma not in words_of(reference, "light_verbs"):
        return True
    nouns = words_of(reference, "nouns")
    objects = [
        grandchild
        for child in token.children
        if child.dep_ in {"dobj", "nsubjpass", "prep", "oprd"}
        for grandchild in (child, *child.children, *child.conjuncts)
    ]
    if token.dep_ in {"acl", "relcl"}:
        objects.append(token.head)
    return any(
        word.lemma_.lower() in nouns or _is_strike(word.text.lower())
        for word in objects
    )


def hedges_in(reference: Reference, words: str) -> tuple[str, ...]:
    """Return the hedge words that stand in a stretch, in order."""
    known = words_of(reference, "hedges")
    found = re.findall(r"[a-z]+", words.lower())
    return tuple(dict.fromkeys(word for word in found if word in known))


def sentence_at(reading: Reading, start: int) -> Sentence | None:
    """Return the sentence that holds a code point of the text; None = furniture."""
    for sentence in reading.sentences:
        if sentence.start <= start < sentence.end:
            return sentence
    return None


def _is_strike(word: str) -> bool:
    return word.endswith(("strike", "strikes", "-raid", "-raids"))


def _groups(reference: Reference) -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for row in reference.table("attack_words"):
        group = str(row["group"])
        groups[group] = groups.get(group, frozenset()) | frozenset(row["words"])
    return groups
