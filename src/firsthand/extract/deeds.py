"""What a force does in a sentence: the attacker's verb that a noun governs.

"Jets of the Torethi air force bombed", "Torethi jets, which bombed", "were seen
dropping bombs", "a Torethi shell fell on": the noun is followed to its verb. What was
denied, threatened, planned or only imagined was not done. Method: M054.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import (
    is_actor,
    is_attack_noun,
    is_attack_verb,
    words_of,
)
from firsthand.reference import Reference
from firsthand.reference.weapons import WeaponMention, open_weapons

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEANS = frozenset({"use", "deploy"})  # without an attack: a weapon claim
_UP = frozenset({"conj", "appos", "compound", "poss", "nmod"})
_OF = frozenset({"of", "from", "to", "in", "with"})
_WORN = frozenset(
    {"uniform", "fatigue", "camouflage", "insignia", "colour", "color", "garb"}
)
_PEOPLE = frozenset(
    (
        "man",
        "woman",
        "member",
        "officer",
        "gunman",
        "agent",
        "people",
        "fighter",
        "unit",
    )
)
_COMING = frozenset({"will", "shall", "wo", "'ll", "\u2019ll", "must"})
_MAYBE = frozenset({"if", "unless", "lest"})
_IT = frozenset({"it", "this", "that", "they", "these", "those", "which", "what"})
_HAVING = frozenset({"have", "has", "had", "having"})
_BELONGING = frozenset({"belong", "wear", "attach", "loyal", "allied", "answerable"})
_AT = frozenset({"on", "at", "upon", "into"})
_LONGEST_CHAIN = 3


def is_worn(token: Token) -> bool:
    """Say whether a noun is what a force wears ("in Torethi uniforms")."""
    return token.lemma_.lower() in _WORN


def is_own_force(reference: Reference, token: Token) -> bool:
    """Say whether a noun is a force that an army would call its own."""
    enemies = words_of(reference, "enemies")
    return is_force(reference, token) and token.lemma_.lower() not in enemies


def is_force(reference: Reference, token: Token) -> bool:
    """Say whether a noun is a force, a craft or a munition ("battery", "Su-34s")."""
    return is_actor(reference, token) or bool(weapons_of(reference, token))


def weapons_of(reference: Reference, token: Token) -> list[WeaponMention]:
    """Return what weapon or aircraft a word names by itself."""
    return open_weapons(reference).find(token.text)


def force_above(reference: Reference, noun: Token) -> Token:
    """Return the force that a noun says whose it is ("jets of the air force": jets)."""
    for _ in range(_LONGEST_CHAIN):
        above = _owned(noun)
        if above is None or is_attack_noun(reference, above):
            return noun
        if above.lemma_.lower() not in _PEOPLE and not is_force(reference, above):
            return noun
        if (
            noun.dep_ == "pobj"
            and noun.head.lower_ in {"in", "with"}
            and not is_worn(noun)
        ):
            return noun
        noun = above
    return noun


def _owned(noun: Token) -> Token | None:
    """Return the noun that "of", "belonging to" or "in the uniform of" hangs on."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _OF:
        return None
    above = noun.head.head
    if above.lemma_.lower() in _BELONGING:
        above = above.head
    return above if above.pos_ in {"NOUN", "PROPN"} else None


def is_said_to_be(reference: Reference, noun: Token) -> bool:
    """Say whether a craft or munition is what "it was", "they were" said to be."""
    verb = noun.head
    if noun.dep_ not in {"attr", "acomp"} or verb.lemma_ != "be":
        return False
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if not weapons_of(reference, noun):  # "the bombs were Torethi"
        is_bare = noun.i == verb.i + 1 or noun.dep_ == "acomp"
        return is_bare and any(weapons_of(reference, s) for s in subjects)
    if verb.dep_ == "xcomp":  # "which they took to be Torethi Su-25s"
        subjects = subjects or [t for t in verb.head.children if t.dep_ == "dobj"]
    return not subjects or any(
        s.lower_ in _IT or is_attack_noun(reference, s) or is_force(reference, s)
        for s in subjects
    )


def verb_it_does(reference: Reference, noun: Token) -> Token | None:
    """Return the attacker's verb that a noun is subject or agent of; None = none."""
    top = noun
    while top.dep_ in _UP and top.head != top:
        top = top.head
    for verb in _verbs_of(reference, top):
        if not _is_done(verb):
            continue
        is_one_of_them = verb.dep_ == "appos" and is_attack_noun(reference, verb.head)
        if (
            is_one_of_them
            or is_attack_noun(reference, verb)
            or _strikes(reference, verb, noun)
        ):
            return verb
    return None


def _verbs_of(reference: Reference, top: Token) -> Iterator[Token]:
    """Yield the verbs that a noun may be the doer of, nearest first."""
    if top.dep_ == "pobj" and top.head.text.lower() == "by":
        yield top.head.head
    elif top.dep_ in {"nsubj", "nsubjpass"}:
        is_passive = top.dep_ == "nsubjpass"
        yield from _chain(reference, top.head, is_passive=is_passive)
    for child in top.children:
        is_its_own = any(
            c.dep_ == "nsubj" and c.tag_ in {"WDT", "WP"} for c in child.children
        )
        is_relative = child.dep_ == "relcl" and is_its_own
        # "Torethi jets used cluster bombs" may be parsed as a noun with a participle.
        has_object = any(c.dep_ == "dobj" for c in child.children)
        is_doing = child.tag_ == "VBG" or (child.tag_ == "VBN" and has_object)
        if is_relative or (child.dep_ == "acl" and is_doing):
            yield child


def _chain(reference: Reference, verb: Token, *, is_passive: bool) -> Iterator[Token]:
    """Yield a verb and those that share its subject ("went on to bomb")."""
    if not is_passive:
        yield verb
    if verb.lemma_.lower() in words_of(reference, "unreal_verbs"):
        return
    for child in verb.children:
        if child.dep_ == "prep":
            yield from (c for c in child.children if c.dep_ == "pcomp")
        has_own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children)
        if child.dep_ not in {"xcomp", "conj", "advcl"} or has_own:
            continue
        if child.dep_ == "advcl" and child.tag_ != "VBG":
            continue
        helpers = {c.lower_ for c in child.children if c.dep_ in {"aux", "auxpass"}}
        is_suffered = any(c.dep_ == "auxpass" for c in child.children)
        if is_suffered or (child.tag_ == "VBN" and not helpers & _HAVING):
            continue
        yield child


def _strikes(reference: Reference, verb: Token, noun: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in _MEANS:
        return any(
            t.dep_ == "pobj" and is_attack_noun(reference, t) for t in verb.subtree
        )
    if lemma in words_of(reference, "impact_verbs") and weapons_of(reference, noun):
        return True
    is_fired_on = lemma in {"fire", "shoot"} and any(
        c.dep_ == "prep" and (c.lower_ in _AT or _is_of_arms(reference, c))
        for c in verb.children
    )
    return is_fired_on or is_attack_verb(reference, verb)


def _is_of_arms(reference: Reference, prep: Token) -> bool:
    """Say whether somebody "fired from multiple rocket launchers"."""
    return prep.lower_ in {"from", "with"} and any(
        weapons_of(reference, t) for t in prep.subtree
    )


def _is_done(verb: Token) -> bool:
    """Say whether a verb tells of something done, or said to be."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "mark"}}
    if helpers & (_COMING | _MAYBE):
        return False
    return "would" not in helpers or "have" in helpers
