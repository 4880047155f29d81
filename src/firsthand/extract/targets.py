"""At what: target claims, where the thing named is what was hit.

A hospital that merely treats the wounded, or whose director speaks, is no target: the
noun must be object of an attacker's verb, object of "on" or "against" after an attack,
or the place in which people were killed. Method: M055.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import (
    event_tokens,
    is_attack_noun,
    is_attack_verb,
    words_of,
)
from firsthand.extract.deeds import weapons_of
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import Claim, ClaimId, DocumentId, TargetClaim
from firsthand.reference.lexicon import Hit, Lexicon
from firsthand.reference.tables import Reference
from firsthand.reference.weapons import open_weapons

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ON = frozenset(("on", "against", "at", "upon", "of", "into"))
_IN = frozenset(("in", "inside", "at", "within", "on"))
_THROUGH = _ON | _IN | {"off", "through", "onto", "amid", "among", "across", "over"}
_DENIALS = frozenset(
    ("deny", "reject", "refute", "false", "untrue", "fake", "fabrication", "baseless")
)
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
        codes: dict[str, str] = {}
        for hit in lexicon.find(text_of(sentence.doc)):
            noun = _noun(sentence.doc, hit)
            if noun is not None and (
                _is_target(reading, sentence.doc, hit, noun)
                or _heads_an_entry(reading, sentence, noun)
            ):
                code = str(hit.row["code"])
                key = f"{code} area" if hit.row.get("area") else code
                hit_there.setdefault(key, []).append(noun)
                names.setdefault(key, _name(text_of(sentence.doc), hit, noun))
                codes[key] = str(hit.row.get("as") or code)
        for key in _without_areas(hit_there):
            nouns = hit_there[key]
            claims.append(_claim(reading, sentence, codes[key], nouns, names[key]))
    return claims


def _without_areas(found: dict[str, list[Token]]) -> list[str]:
    """Leave "village" and "building" out where the sentence names a finer target."""
    finer = [key for key in found if not key.endswith(" area")]
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
    if _is_told_hit(text_of(doc), hit):
        return True
    top = _top(reading, noun)
    if top is None:
        return False
    if is_attack_noun(reading.reference, top):
        return top != noun  # "the hospital bombing", "the market strike"
    return (
        any(_is_hit_by(reading, one) for one in _clauses_on(noun, top))
        or (top.dep_ in {"dobj", "nsubjpass", "nsubj"} and _is_hit(reading, top))
        or (top.dep_ == "pobj" and _is_hit_in(reading, top))
        or (top.dep_ == "ROOT" and top != noun)
    )


_ARMS = (
    r"(?:(?:air\s?|drone\s|missile\s|rocket\s)?strikes?|raids?|attacks?|bombings?|shelling"
    r"|bombardment|assault|barrage|missiles?|rockets?|shells?|drones?|bombs?|mortars?|jets?"
    r"|warplanes?|planes|helicopters?|blasts?|explosions?)"
)
_UP_TO_IT = r"(?:(?!(?:and|but|near|outside|from|as|after)\b)[\w\u2019'-]+\s+){0,3}?$"
# What titles and short sentences say outright, however they are parsed.
_HIT_BEFORE = re.compile(
    rf"\b(?:{_ARMS}\s+(?:hits?|guts?|destroys?|wrecks?|levels?|flattens?|rips?\s+through"
    r"|tears?\s+through|slams?\s+into|razes?|pounds?|strikes?)"
    r"|(?:air\s?|drone\s|missile\s|rocket\s)?(?:strikes?|raids?|attacks?|bombings?|assaults?)"
    rf"(?:\s+by\s+(?:[\w'\u2019-]+\s+){{1,4}}?)?\s*\b(?:on|against))\s+{_UP_TO_IT}",
    re.IGNORECASE,
)
_HIT_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:(?:took|suffered|sustained|received)\s+(?:an?\s+)?(?:\w+\s+)?"
    r"(?:hits?|strikes?|blows?)\b|c(?:a|o)me\s+under\s+(?:\w+\s+)?(?:fire|attack|shelling"
    r"|bombardment)|(?:in|to)\s+(?:ruins|rubble|flames|ashes)\b|(?:went|goes|gone)\s+up\s+in"
    r"\s+(?:flames|smoke)"
    r"|(?:hit|struck|bombed|shelled|attacked|destroyed|targeted|damaged|flattened)\s+"
    r"(?:as|in|by|amid|during|near)\b)"
    r"|(?:\s+(?:crowded|packed|filled|full|sheltering|housing|hosting|used|run|turned)\b"
    r"[^,.;:]{3,50}?)\s+(?:was|were|had\s+been|has\s+been|have\s+been)\s+(?:\w+ly\s+)?"
    r"(?:hit|struck|bombed|shelled|attacked|destroyed|targeted|damaged|flattened)\b",
    re.IGNORECASE,
)


def _is_told_hit(text: str, hit: Hit) -> bool:
    """Say whether the words right before or after a noun say that it was hit."""
    before = _HIT_BEFORE.search(text[max(0, hit.start - _REACH) : hit.start])
    return before is not None or _HIT_AFTER.match(text[hit.end :]) is not None


_REACH = 80


def _top(reading: Reading, noun: Token) -> Token | None:
    """Return the noun that stands for it in the clause; None = it only names another.

    "The roof of a school", "dozens of homes", "a clinic and a school".
    """
    top = noun
    while True:
        above = top.head
        is_noun = above.pos_ in {"NOUN", "PROPN"}
        if top.dep_ in {"compound", "nmod"} and is_noun:
            if not is_attack_noun(reading.reference, above):
                return None
            top = above
        elif top.dep_ in {"conj", "appos"} and is_noun:
            top = above
        elif (
            top.dep_ == "pobj"
            and above.lower_ == "of"
            and above.head.lemma_.lower() in _PARTS
        ):
            top = above.head
        else:
            return top


_PARTS = frozenset(
    (
        "roof", "wall", "gate", "yard", "courtyard", "wing", "ward", "floor", "corner",
        "side", "part", "entrance", "middle", "centre", "center", "heart", "front",
        "rear", "top", "storey", "story", "section", "half", "ground", "compound",
        "edge", "door", "remains", "ruin", "rest", "most", "much", "many", "several",
        "row", "dozen", "hundred", "score", "thousand", "number", "cluster", "pair",
        "couple", "string", "one", "two", "three", "some", "all", "both", "kitchen",
        "basement", "playground", "facade", "fa\u00e7ade", "third", "quarter",
    )
)  # fmt: skip


def _clauses_on(noun: Token, top: Token) -> Iterator[Token]:
    """Yield the clauses on a noun; the parser may hang one on the place after it.

    "The market at Jesrin, where nine died", "a block in Daraz, gutted by fire".
    """
    for word in dict.fromkeys((noun, top)):
        yield from word.children
        for preposition in word.children:
            if preposition.dep_ == "prep":
                for place in preposition.children:
                    yield from place.children


def _is_hit_by(reading: Reading, clause: Token) -> bool:
    """Say whether a clause on a noun tells that it was hit.

    "The mill, struck at dawn", "a ward that was shelled", "the market where nine died".
    """
    if clause.dep_ not in {"acl", "relcl"}:
        return False
    if any(c.lower_ == "where" for c in clause.children):
        lemma = clause.lemma_.lower()
        return lemma in _KILLING or is_attack_noun(reading.reference, clause)
    is_own = clause.dep_ == "acl" and clause.tag_ == "VBN"
    is_own = is_own and not any(c.dep_ == "dobj" for c in clause.children)
    is_relative = any(
        c.dep_ == "nsubjpass" and c.tag_ in {"WDT", "WP"} for c in clause.children
    )
    if not (is_own or is_relative):
        return False
    return _hits(reading, clause) or _agent_is_arms(reading, clause)


def _hits(reading: Reading, verb: Token) -> bool:
    """Say whether a verb is what is done to what is hit."""
    lemma = verb.lemma_.lower()
    if lemma in _NO_BLOW:
        return False
    return lemma in words_of(reading.reference, "harm_verbs") or is_attack_verb(
        reading.reference, verb
    )


def _agent_is_arms(reading: Reading, verb: Token) -> bool:
    """Say whether a munition, a craft, a blaze or an attack does it ("gutted by fire").

    Then any verb tells of a hit.
    """
    by = [c for child in verb.children if child.lower_ == "by" for c in child.children]
    return any(_is_arms(reading, doer) for doer in by)


def _is_arms(reading: Reading, noun: Token) -> bool:
    return (
        noun.lemma_.lower() in _BLAZE
        or is_attack_noun(reading.reference, noun)
        or bool(weapons_of(reading.reference, noun))
    )


_BLAZE = frozenset(
    (
        "fire", "blaze", "flame", "inferno", "explosive", "bullet", "bomb", "shell",
        "round", "projectile", "warhead", "rocket", "missile", "mortar", "grenade",
        "shockwave", "fireball",
    )
)  # fmt: skip
_KILLING = frozenset(("kill", "die", "perish", "injure", "wound", "hit", "strike"))
_NO_BLOW = frozenset(
    ("use", "claim", "launch", "conduct", "carry", "fire", "fall", "land", "occur")
)
# What arms do that is no hit ("the missile left the base", "drones circled the town").
_HARMLESS = frozenset(
    (
        "leave", "circle", "miss", "avoid", "spare", "pass", "overfly", "have", "be",
        "carry", "use", "see", "approach", "cross", "need", "include", "follow", "take",
        "cause", "raise", "kill", "show", "make", "bring", "give", "force", "watch",
        "film", "patrol", "protect", "defend", "supply", "serve", "replace", "prompt",
    )
)  # fmt: skip


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
    if _is_only_meant(reading, verb) or _is_any_such(verb):
        return False
    lemma = verb.lemma_.lower()
    harm = lemma in words_of(reading.reference, "harm_verbs")
    if noun.dep_ == "nsubj":
        return lemma in {"collapse", "burn", "catch"} or (
            verb.tag_ == "VBN"
            and harm
            and not any(c.dep_ == "dobj" for c in verb.children)
        )
    if lemma in _NO_BLOW:
        return False
    if _hits(reading, verb) or _agent_is_arms(reading, verb):
        return True
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ == "relcl" and any(c.tag_ in {"WDT", "WP"} for c in doers):
        doers.append(verb.head)
    return lemma not in _HARMLESS and any(_is_arms(reading, doer) for doer in doers)


def _is_any_such(verb: Token) -> bool:
    """Say whether a verb speaks of all such acts ("attacking a clinic is a crime")."""
    return verb.tag_ == "VBG" and verb.dep_ in {"csubj", "csubjpass"}


def _is_only_meant(reading: Reading, verb: Token) -> bool:
    """Say whether a verb tells what something is for ("built to sink ships")."""
    is_infinitive = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
    above = verb.head.lemma_.lower()
    return is_infinitive and above in words_of(reading.reference, "purpose_verbs")


def _is_hit_in(reading: Reading, noun: Token) -> bool:
    preposition = noun.head
    above = preposition.head
    word = preposition.text.lower()
    if is_attack_noun(reading.reference, above):
        return word in _ON
    lemma = above.lemma_.lower()
    if lemma in words_of(reading.reference, "harm_verbs") and word in _IN | _ON:
        return True
    if _reaches(reading, above, word):
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


def _reaches(reading: Reading, above: Token, word: str) -> bool:
    """Say whether what is dropped, fired or falls reaches what follows ("onto")."""
    lemma = above.lemma_.lower()
    is_dropped = lemma in words_of(reading.reference, "dropping_verbs")
    is_dropped = is_dropped or (above.dep_ == "dobj" and _is_arms(reading, above))
    if (word in _ON and is_dropped) or (word == "into" and lemma in _ENTERING):
        return True
    goes_off = lemma == "go" and any(c.lower_ == "off" for c in above.children)
    goes_off = goes_off or lemma in {"explode", "detonate"}
    if word in _IN and (goes_off or _is_where_harmed(above)):
        return True
    if goes_off and word in _BESIDE:
        return True  # "a device went off near a police station"
    if word in _IN | _OVER and lemma in _EMPLOYED and _is_of_arms(reading, above):
        return True  # "cluster munitions were used in populated areas"
    doers = [c for c in above.children if c.dep_ == "nsubj"]
    falls = lemma in words_of(reading.reference, "impact_verbs")
    return falls and word in _THROUGH and any(_is_arms(reading, d) for d in doers)


_BESIDE = frozenset({"near", "outside", "beside"})
_OVER = frozenset({"over", "against", "on"})
_EMPLOYED = frozenset({"use", "employ", "deploy", "drop", "scatter"})


def _is_of_arms(reading: Reading, verb: Token) -> bool:
    """Say whether what is used or dropped are arms."""
    things = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    if verb.dep_ == "acl":
        things.append(verb.head)
    known = open_weapons(reading.reference)
    return any(
        known.find(" ".join(t.text for t in thing.subtree)) or _is_arms(reading, thing)
        for thing in things
    )


_ENTERING = frozenset({"burst", "break", "barge", "storm", "force"})


def _is_where_harmed(verb: Token) -> bool:
    """Say whether people who do something there are harmed ("sheltering in")."""
    people = verb.head
    return (
        verb.dep_ == "acl"
        and verb.tag_ == "VBG"
        and people.dep_ in {"nsubjpass", "nsubj", "dobj"}
        and people.head.lemma_.lower() in _KILLING
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
    whole = noun.head.head
    if noun.head.lower_ == "of" and whole.lemma_.lower() in _PARTS:
        left = min(left, _phrase(whole)[0])
    elif noun.dep_ == "pobj" or (noun.dep_ == "dobj" and is_close):
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
        "targets", lambda r: Lexicon(r.table("targets"), ("words", "hit"))
    )
    return made
