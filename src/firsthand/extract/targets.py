"""At what: target claims, where the thing named is what was hit.

A hospital that merely treats the wounded, or whose director speaks, is no target: the
noun must be object of an attacker's verb, object of "on" or "against" after an attack,
or the place in which people were killed. Method: M055.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import (
    event_tokens,
    is_attack_noun,
    is_attack_verb,
    words_of,
)
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import Claim, ClaimId, DocumentId, TargetClaim
from firsthand.reference.lexicon import Hit, Lexicon
from firsthand.reference.tables import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ON = frozenset(("on", "against", "at", "upon", "of", "into"))
_IN = frozenset(("in", "inside", "at", "within", "on"))
_DENIALS = frozenset(
    ("deny", "reject", "refute", "false", "untrue", "fake", "fabrication", "baseless")
)
_AREA = frozenset(("village", "building"))
_CARRIED_TO = re.compile(
    r"\b(?:taken|brought|rushed|transferred|evacuated|admitted|transported|arrived|moved"
    r"|arriving|treated|fled|received|died|doctors?|officials?|sources?|director|staff)"
    r"\s+(?:\w+\s+){0,3}?(?:to|at|in|from|by|of)\s+(?:\w+\s+){0,3}?$",
    re.IGNORECASE,
)
_OF_HEALING = frozenset(("hospital", "medical_facility"))
# "Died of wounds on 27 October in a": where somebody died later is not what was hit.
_DIED_IN = re.compile(
    r"\b(?:died|dies|dying|dead|succumbed|(?:a|the) (?:second|third|fourth|fifth)"
    r"|another)\b"
    r"(?:(?!\b(?:when|as|after|hit|struck|bomb|strike|attack|raid|shell)\w*)[^.;:]){0,60}?"
    r"\b(?:in|at)\s+(?:an?\s+)?(?:\w+\s+){0,2}?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-Z][\w\u2019'-]+|al-[A-Z]\w+)(?:\s+(?:[A-Z][\w\u2019'-]+|al-[A-Z]\w+))*"
)


def find_targets(reading: Reading) -> list[Claim]:
    """Return the target claims of a page; one a code and sentence."""
    lexicon = _lexicon(reading.reference)
    claims: list[Claim] = []
    for sentence in reading.sentences:
        if sentence.doc is None:
            continue
        hit_there: dict[str, list[Token]] = {}
        names: dict[str, str | None] = {}
        for hit in lexicon.find(text_of(sentence.doc)):
            noun = _noun(sentence.doc, hit)
            if noun is not None and (
                _is_target(reading, sentence.doc, hit, noun)
                or _heads_an_entry(reading, sentence, noun)
            ):
                code = str(hit.row["code"])
                hit_there.setdefault(code, []).append(noun)
                names.setdefault(code, _name(text_of(sentence.doc), hit, noun))
        for code in _without_areas(hit_there):
            nouns = hit_there[code]
            claims.append(_claim(reading, sentence, code, nouns, names[code]))
    return claims


def _without_areas(found: dict[str, list[Token]]) -> list[str]:
    """Leave "village" and "building" out where the sentence names a finer target."""
    finer = [code for code in found if code not in _AREA]
    return finer or list(found)


def _noun(doc: Doc, hit: Hit) -> Token | None:
    tokens = tokens_in(doc, hit.start, hit.end)
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if t.head.i not in inside or t.head == t]
    return roots[-1] if roots else None


def _is_target(reading: Reading, doc: Doc, hit: Hit, noun: Token) -> bool:
    before = text_of(doc)[: hit.start]
    is_of_healing = str(hit.row["code"]) in _OF_HEALING
    if _CARRIED_TO.search(before) or (is_of_healing and _DIED_IN.search(before)):
        return False
    top = noun
    while top.dep_ in {"conj", "appos", "compound", "nmod"} and top.head.pos_ in {
        "NOUN",
        "PROPN",
    }:
        if top.dep_ in {"compound", "nmod"} and not is_attack_noun(
            reading.reference, top.head
        ):
            return False
        top = top.head
    if is_attack_noun(reading.reference, top):
        return top != noun  # "the hospital bombing", "the market strike"
    if top.dep_ in {"dobj", "nsubjpass", "nsubj"}:
        return _is_hit(reading, top)
    if top.dep_ == "pobj":
        return _is_hit_in(reading, top)
    return top.dep_ == "ROOT" and top != noun


def _heads_an_entry(reading: Reading, sentence: Sentence, noun: Token) -> bool:
    """Say whether a row of a list names what was hit, without a verb.

    "29 November 2021. Vegetable market in Arikhan. Air strike. ..."
    """
    doc = sentence.doc
    if doc is None or noun.dep_ != "ROOT" or len(doc) > _LONGEST_ENTRY:
        return False
    at = next(i for i, s in enumerate(reading.sentences) if s is sentence)
    if not at or any(t.pos_ in {"VERB", "AUX"} for t in doc):
        return False
    before = reading.sentences[at - 1]
    is_dated = _DATE_ALONE.fullmatch(reading.text[before.start : before.end])
    return is_dated is not None and any(
        s.doc is not None and event_tokens(reading.reference, s.doc)
        for s in reading.sentences[at : at + 2]
    )


_LONGEST_ENTRY = 16
_DATE_ALONE = re.compile(r"\W*(?:\w+,? )?(?:\d{1,2} \w+|\w+ \d{1,2},?)(?: \d{4})?\W*")


def _is_hit(reading: Reading, noun: Token) -> bool:
    """Say whether a noun is object of an attacker's verb or subject of its passive."""
    verb = noun.head
    lemma = verb.lemma_.lower()
    harm = lemma in words_of(reading.reference, "harm_verbs")
    if noun.dep_ == "nsubj":
        return lemma in {"collapse", "burn", "catch"} or (
            verb.tag_ == "VBN"
            and harm
            and not any(c.dep_ == "dobj" for c in verb.children)
        )
    if lemma in {"use", "claim", "launch", "conduct", "carry", "fire", "fall"}:
        return False
    return harm or is_attack_verb(reading.reference, verb)


def _is_hit_in(reading: Reading, noun: Token) -> bool:
    preposition = noun.head
    above = preposition.head
    word = preposition.text.lower()
    if is_attack_noun(reading.reference, above):
        return word in _ON
    lemma = above.lemma_.lower()
    if lemma in words_of(reading.reference, "harm_verbs") and word in _IN | _ON:
        return True
    is_person = above.pos_ in {"NOUN", "PROPN", "NUM"} and word in {
        "in",
        "inside",
        "at",
    }
    verb = above.head if is_person else above
    if verb.lemma_.lower() in {"kill", "injure", "wound", "die"}:
        return word in _IN
    # "two nurses in another house", its verb left out after "killed ... and"
    return (
        is_person
        and above.dep_ == "conj"
        and any(
            a.lemma_.lower() in {"kill", "injure", "wound", "die"}
            for a in above.ancestors
        )
    )


def _claim(
    reading: Reading,
    sentence: Sentence,
    code: str,
    nouns: list[Token],
    name: str | None,
) -> TargetClaim:
    left, right = _phrase(nouns[0])[0], _phrase(nouns[-1])[1]
    return TargetClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(sentence.start + left, sentence.start + right),
        target=code,
        name=name,
        negated=any(_is_denied(noun) for noun in nouns),
        rule="target.hit",
    )


def _is_denied(noun: Token) -> bool:
    """Say whether the hit itself is denied ("did not strike", "no school was hit")."""
    if any(child.lemma_.lower() in {"no", "neither"} for child in noun.children):
        return True
    below = noun
    for above in noun.ancestors:
        if below.dep_ == "conj" and below.tag_ in _FINITE:
            return False  # "denied it at first, but later said that it bombed a school"
        if any(child.dep_ == "neg" for child in above.children):
            return True
        if above.lemma_.lower() in _DENIALS:
            return True
        below = above
    return False


_FINITE = frozenset(("VBD", "VBZ", "VBP"))


def _phrase(noun: Token) -> tuple[int, int]:
    """Return the noun phrase of a target, its preposition or verb taken in."""
    before = [
        t
        for t in noun.subtree
        if t.i < noun.i
        and t.dep_ in {"amod", "compound", "det", "poss", "nummod", "nmod"}
    ]
    left = min([noun.idx, *(t.idx for t in before)])
    right = noun.idx + len(noun)
    is_close = left - noun.head.idx < len(noun.text) * 4
    if noun.dep_ == "pobj" or (noun.dep_ == "dobj" and is_close):
        left = min(left, noun.head.idx)
    elif noun.dep_ == "nsubjpass":
        right = max(right, noun.head.idx + len(noun.head))
    return left, right


def _name(text: str, hit: Hit, noun: Token) -> str | None:
    """Return the proper name that a target bears ("Omar al-Katib mosque")."""
    names = [
        found.group()
        for found in _NAME.finditer(text)
        if found.start() < hit.start and found.end() >= hit.start - 1
    ]
    if not names:
        return None
    if noun.sent.text.startswith(names[-1]) and " " not in names[-1]:
        return None
    lowered = names[-1].lower()
    if lowered.endswith(hit.words.lower()):
        return names[-1]  # "Orel School" holds its noun already
    return None if lowered in {"the", "a", "an"} else f"{names[-1]} {hit.words}"


def _lexicon(reference: Reference) -> Lexicon:
    made: Lexicon = reference.derived(
        "targets", lambda r: Lexicon(r.table("targets"), ("words",))
    )
    return made
