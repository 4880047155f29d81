"""Words of harm, and whom the dependency parse gives them as harmed.

Method: M025 (harm). Tables `harm_words`, `count_words`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.wordsets import word_set
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNREAL_MODALS = frozenset(["would", "should", "will", "can", "’ll", "'ll", "must"])
_HEDGING_MODALS = frozenset(["may", "might", "could"])
_RELATIVE = frozenset(["who", "that", "which", "whom"])
_CONJUNCT_REACH = 3
# "Was almost killed"; "it is unknown whether people were hurt": none is said to be.
_NOT_QUITE = frozenset(["almost", "nearly"])
_OPEN_QUESTION = frozenset(["whether", "if", "unless"])
_OF_NO_BODY = frozenset(["political", "social", "civil"])


@dataclasses.dataclass(frozen=True)
class HarmWord:
    """What a harm word means.

    Attributes:
        harm: killed, wounded, casualties, missing or displaced.
        frame: Who is harmed: "object", "subject", "adjective" or "noun".
        is_weak: Counts only with a number ("bodies").
    """

    harm: str
    frame: str
    is_weak: bool = False


@dataclasses.dataclass(frozen=True)
class Lexicon:
    """The words that a search for harm needs.

    Attributes:
        words: Words of harm by form.
        raising: Verbs that report another verb.
        hedges: Words that hold back.
        to_death: Verbs that kill only with "to death" after them.
        any_word: Every word that the search for harm may start from.
        blows: Words that hit people and leave open whether they lived ("shot").
        illnesses: What people are in hospital for without being wounded.
    """

    words: dict[str, list[HarmWord]]
    raising: frozenset[str]
    hedges: frozenset[str]
    to_death: frozenset[str]
    any_word: frozenset[str]
    blows: frozenset[str]
    illnesses: frozenset[str]


def lexicon_of_harm(reference: Reference) -> Lexicon:
    """Return the words of harm of a reference, built once."""
    made: Lexicon = reference.derived("extract.harm", _lexicon)
    return made


def _lexicon(reference: Reference) -> Lexicon:
    words: dict[str, list[HarmWord]] = {}
    for row in reference.table("harm_words"):
        word = HarmWord(row["harm"], row["frame"], is_weak=bool(row.get("weak")))
        for form in row["forms"]:
            words.setdefault(str(form), []).append(word)
    return Lexicon(
        words=words,
        raising=word_set(reference, "raising"),
        hedges=word_set(reference, "hedges_of_harm"),
        to_death=word_set(reference, "to_death"),
        any_word=frozenset(words)
        | word_set(reference, "to_death")
        | word_set(reference, "blows")
        | word_set(reference, "blow_phrases")
        | {"life", "lives"},
        blows=word_set(reference, "blows"),
        illnesses=word_set(reference, "illnesses"),
    )


def arguments(token: Token, word: HarmWord) -> tuple[str, list[Token]]:
    """Return the construction and the heads of those harmed, by the parse."""
    if word.frame == "adjective" or (
        word.frame == "object" and token.dep_ == "amod" and token.tag_ != "VBG"
    ):
        return "adjective", _of_adjective(token)
    if word.frame == "subject":
        return "subject", subjects(token, ("nsubj", "nsubjpass"))
    if _is_passive(token):
        return "passive", subjects(token, ("nsubjpass", "nsubj"))
    objects = [
        c
        for c in token.children
        if c.dep_ in ("dobj", "obj") and not _is_after_comma(token, c)
    ]
    if not objects and token.dep_ == "conj" and token.head.pos_ == "VERB":
        # "killed and wounded 12": the second object serves both verbs.
        objects = []
    if not objects:
        objects = [
            c
            for verb in token.children
            if verb.dep_ == "conj"
            and verb.pos_ == "VERB"
            and verb.i - token.i <= _CONJUNCT_REACH
            for c in verb.children
            if c.dep_ in ("dobj", "obj")
        ]
    return "active", objects


def _is_after_comma(verb: Token, noun: Token) -> bool:
    """Say whether a comma parts a verb and its object ("Nine hurt, some of them")."""
    first = noun.left_edge.i
    return first == verb.i + 2 and verb.doc[verb.i + 1].text == ","


def _of_adjective(token: Token) -> list[Token]:
    if token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN"):
        return [token.head]
    heads = [c for c in token.children if c.dep_ in ("nsubj", "nummod")]
    if heads:
        return heads
    head = token.head
    if head.pos_ in ("VERB", "AUX"):
        if token.dep_ in ("oprd", "ccomp", "acomp", "advmod", "xcomp"):
            wanted: tuple[str, ...] = ("dobj", "nsubjpass", "nsubj")
            if any(c.dep_ == "dobj" for c in head.children):
                wanted = ("dobj",)
            return subjects(head, wanted)
        return []
    return []


def _is_passive(token: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children):
        return True
    if token.tag_ != "VBN" and token.dep_ != "acl":
        return False
    if any(c.dep_ in ("dobj", "obj") for c in token.children):
        return False
    if any(c.lower_ in ("have", "has", "had", "having") for c in token.children):
        return False
    if token.dep_ == "conj" and token.head.pos_ == "VERB":
        return token.head.tag_ == "VBN"
    return True


def subjects(token: Token, wanted: Sequence[str]) -> list[Token]:
    """Return the subjects of a predicate, following conjunction, control, relatives."""
    own = [c for c in token.children if c.dep_ in wanted]
    if own and own[0].lower_ in _RELATIVE and token.dep_ == "relcl":
        return [token.head]
    if own:
        # "According to the mayor, Ivo Sem, eleven people were killed": of two subjects
        # that nothing joins, the one beside the verb is its own.
        between = token.doc[own[0].i : own[-1].i]
        is_joined = any(t.tag_ == "CC" for t in between)
        return own if is_joined or token.i < own[-1].i else own[-1:]
    if token.dep_ in ("acl", "relcl") and token.head.pos_ in ("NOUN", "PROPN", "NUM"):
        return [_first_named(token)]
    if token.dep_ in ("conj", "xcomp", "ccomp") and token.head.pos_ in ("VERB", "AUX"):
        return subjects(token.head, ("nsubjpass", "nsubj"))
    return []


def _first_named(token: Token) -> Token:
    """Return whom a participle is about: all names of a list before its comma.

    "Buried his sons Bilal and Anas, killed in the raid": both were killed.
    """
    head = token.head
    if token.doc[token.i - 1].text != "," or token.tag_ != "VBN":
        return head
    while head.dep_ == "conj" and head.pos_ == "PROPN" == head.head.pos_:
        head = head.head
    return head


def _is_open(token: Token) -> bool:
    """Say whether harm did not quite happen, or is only asked about.

    "Whether he was killed or wounded" asks about both.
    """
    asked = [token]
    if token.dep_ == "conj" and token.head.pos_ == "VERB":
        asked.append(token.head)
    if any(c.dep_ == "advmod" and c.lower_ in _NOT_QUITE for c in token.children):
        return True
    return any(
        c.dep_ == "mark" and c.lower_ in _OPEN_QUESTION
        for verb in asked
        for c in verb.children
    )


def _is_no_death(token: Token) -> bool:
    """Say whether a noun of harm only qualifies another, or is a figure of speech.

    "death row", "murder trials"; "political death". A "death toll" is a toll.
    """
    if any(c.dep_ == "amod" and c.lower_ in _OF_NO_BODY for c in token.children):
        return True
    after = token.doc[token.i + 1 : token.i + 2]
    if after.text.lower() in _OF_FIGURES:
        return True
    is_before_its_noun = token.dep_ == "compound" and token.head.i == token.i + 1
    return is_before_its_noun and after.text.lower() in _AFTER_DEATH


# "Gave no casualty figures": nobody says that nobody was harmed.
_OF_FIGURES = frozenset(["figures", "figure", "numbers", "statistics", "estimates"])
_AFTER_DEATH = frozenset(
    re.findall(
        r"\w+",
        "row penalty penalties sentence sentences threat threats certificate "
        "certificates squad squads camp camps rate rates trial trials case cases "
        "charge charges investigation investigations suspect suspects "
        "conviction convictions",
    )
)


_CERTAIN = frozenset(("know", "known", "confirm", "find", "establish", "go"))


def reality(
    token: Token, word: HarmWord, raising: frozenset[str]
) -> tuple[str, ...] | None:
    """Return the hedges of a predicate; None = planned, tried, denied or unreal."""
    if word.frame == "noun":
        return None if _is_no_death(token) else ()
    if _is_open(token):
        return None
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & _UNREAL_MODALS:
        return None
    hedges = tuple(sorted(auxiliaries & _HEDGING_MODALS))
    if "to" in auxiliaries:
        governor = token.head.lemma_.lower()
        if governor not in raising:
            return None
        # "Are now known to have died" holds nothing back.
        hedges += () if governor in _CERTAIN else (token.head.text,)
    if token.tag_ == "VBG" and token.head.lower_ in ("without", "of", "at", "from"):
        lead = token.head
        if lead.lower_ == "without" or lead.head.lemma_.lower() in (
            "aim",
            "prevent",
            "stop",
            "risk",
            "intention",
            "plan",
            "suspect",
        ):
            return None
    return hedges


def is_fatal(token: Token) -> bool:
    """Say whether a verb of wounding is said to have killed ("fatally wounded")."""
    around = [*token.children, *token.doc[max(0, token.i - 1) : token.i]]
    return any(t.lower_ in _FATALLY for t in around)


_FATALLY = frozenset(["fatally", "mortally"])
