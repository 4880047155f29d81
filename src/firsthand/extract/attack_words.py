"""The words of attacks, as sets, for the finders that look for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_in, tokens_of
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Compounds of strike and raid in one word ("airstrikes", "air-raid").
_STRIKES = re.compile(r"\b[\w-]*(?:strikes?|-raids?)\b", re.IGNORECASE)
SAYING = frozenset(
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
        "confirm",
        "record",
        "document",
        "estimate",
        "warn",
        "insist",
        "explain",
    )
)


def words_of(reference: Reference, group: str) -> frozenset[str]:
    """Return the words of a group of data/attack_words.yaml."""
    made: dict[str, frozenset[str]] = reference.derived("attack_words", _groups)
    return made[group]


def is_saying(token: Token) -> bool:
    """Say whether a token is a plain verb of saying."""
    return token.pos_ == "VERB" and token.lemma_.lower() in SAYING


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


def event_words(reference: Reference) -> frozenset[str]:
    """Return the words of attacks and of harm, as one set."""
    made: frozenset[str] = reference.derived("event_words", _event_words)
    return made


def _event_words(reference: Reference) -> frozenset[str]:
    groups = ("harm_verbs", "nouns", "attack_nouns_only")
    return frozenset().union(*(words_of(reference, group) for group in groups))


def event_tokens(reference: Reference, doc: Doc) -> list[Token]:
    """Return the tokens of a parse that tell of an attack or of harm, found once."""
    kept: list[Token] | None = doc.user_data.get("firsthand.events")
    if kept is None:
        named = {t.i: t for t in tokens_of(doc, event_words(reference))}
        for match in _STRIKES.finditer(text_of(doc)):
            named |= {t.i: t for t in tokens_in(doc, *match.span())}
        kept = [named[i] for i in sorted(named)]
        doc.user_data["firsthand.events"] = kept
    return kept


def hedges_in(reference: Reference, words: str) -> tuple[str, ...]:
    """Return the hedge words that stand in a stretch, in order."""
    known = words_of(reference, "hedges")
    # "On 3 May" is no "may".
    found = re.findall(r"[a-z]+", re.sub(r"(?<!^)\bMay\b", "", words).lower())
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
