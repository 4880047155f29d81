"""Who is said to have done it: attribution claims, and the party of a stretch.

A party is attributed an attack where its name stands before the attack ("Torethi
raids"), where its forces are subject or agent of an attacker's verb ("was bombed by
Velmaran jets"), or beside a phrase of blame ("blamed on", "claimed responsibility").
What somebody merely says, denies, or suffers attributes nothing. Method: M054.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import (
    hedges_in,
    is_actor,
    is_attack_noun,
    is_attack_verb,
    sentence_at,
)
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import AttributionClaim, Claim, ClaimId, DocumentId
from firsthand.reference.parties import PartyMention, open_parties
from firsthand.reference.quick_patterns import quick
from firsthand.reference.weapons import aircraft_codes, open_weapons, weapon_codes

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_THE = r"(?:the\s+|an?\s+|both\s+|forces\s+of\s+(?:the\s+)?|pro-)?"
_HEDGE = r"(?:suspected\s+|alleged\s+|possible\s+)?"
_BLAME_BEFORE = quick(
    r"(?:blam(?:ed?|es|ing)(?:\s+(?:\w+\s+){0,3}?on)?|accus(?:ed?|es|ing)"
    r"|pointed\s+(?:the\s+)?fingers?\s+at|attribut(?:ed|es|ing)\s+(?:\w+\s+){0,4}?to"
    r"|(?:believed|thought|suspected|presumed)\s+to\s+(?:be|have\s+been)|held\s+responsible|responsibility\s+(?:of|lies\s+with)"
    r"|(?:carried\s+out|conducted|perpetrated|launched|committed|staged|executed"
    r"|claimed|fired|dropped|mounted|delivered)"
    r"\s+(?:\w+\s+)?by|at\s+the\s+hands\s+of|hands\s+of|work\s+of"
    r"|suspect(?:ed|s)?\s+(?:the\s+)?involvement\s+of|involvement\s+of|suspected"
    r"|belong(?:s|ed|ing)\s+to|affiliated\s+(?:with|to))"
    rf"\s+{_THE}{_HEDGE}$",
    re.IGNORECASE,
)
_BLAME_AFTER = re.compile(
    r"(?:['\u2019]s?)?(?:\s*\([^)]{1,60}\))?\s+(?:(?:\w+\s+){0,3}?(?:claimed\s+responsibility|responsibility\s+for"
    r"|(?:is|was|were|are|being|(?:may|might|could)\s+be)\s+(?:\w+\s+){0,2}?(?:responsible|behind|blamed|to\s+blame)"
    r"|took\s+responsibility|admitted\s+(?:carrying|responsibility)|culpability"
    r"|(?:carried|carries|carrying)\s+out)|responsible\s+for\b)",
    re.IGNORECASE,
)
_GROUP = (
    r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+(?:(?:of|for|and|the|in|a|al|Al|de)\s+){0,3}"
    r"[A-Z][\w\u2019'-]+){0,6})"
)
_UNLISTED_AFTER = quick(
    r"(?:attributed\s+(?:\w+\s+){1,4}?to|blamed\s+on|carried\s+out\s+by|claimed\s+by"
    rf"|suspected\s+the\s+involvement\s+of)\s+(?:the\s+)?{_GROUP}"
)
_UNLISTED_BEFORE = quick(
    rf"(?:The\s+)?{_GROUP}(?:\s*\([^)]{{1,60}}\))?\s+(?:later\s+)?claimed\s+responsibility"
)
_NO_NAME = re.compile(r"(?:The|No|None|Nobody|He|She|They|It|Monday|Sunday|An?)\b")
_NEGATIVE = re.compile(
    r"\b(?:not|n[o\u2019']t|never|neither|nor|denied|denies|deny|denying)\b",
    re.IGNORECASE,
)
_MEANS = frozenset({"use", "deploy"})  # a weapon claim, of no one attack
_DENYING = frozenset({"deny", "reject", "dismiss", "refute"})
_ANAPHOR = re.compile(
    r"\b(?:the|these|those|such|its|this|that)\s+(?:\w+\s+)?"
    r"(?:attacks?|strikes?|raids?|bombings?|air\s?strikes?|bombardments?|shellings?)\b",
    re.IGNORECASE,
)
_NOBODY = "gunmen"  # "assailants", "gunmen": words that name nobody
_CHARACTERISED = (
    "terrorists"  # "a terrorist attack" says what it is called, not by whom
)
_INSTRUMENT = re.compile(
    r"[^,;.]{0,40}?\b(?:with|using|by\s+means\s+of|employing)\s+[^,;.]{0,60}",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 110
_NEAR = 45


@dataclasses.dataclass(frozen=True)
class Attribution:
    """A party said to have done it, in one sentence.

    Attributes:
        start: First code point of the shortest stretch that says so.
        end: One past the last.
        mention: The party.
        rule: Which rule found it.
        negated: Said not to be the author.
        hedges: Hedge words.
    """

    start: int
    end: int
    mention: PartyMention
    rule: str
    negated: bool
    hedges: tuple[str, ...]


def find_perpetrators(reading: Reading) -> list[Claim]:
    """Return the attribution claims of a page."""
    claims: list[Claim] = []
    for sentence in reading.sentences:
        claims += [
            _claim(reading, found) for found in attributions_in(reading, sentence)
        ]
    return claims


def perpetrator_of(reading: Reading, start: int, end: int) -> str | None:
    """Return the party said to be behind a stretch of text; None = not stated.

    The party attributed in the stretch itself, else in its sentence, else, where the
    sentence speaks of "the attacks", the one party that the whole page attributes.
    """
    sentence = sentence_at(reading, start)
    if sentence is None:
        return None
    found = [a for a in attributions_in(reading, sentence) if not a.negated]
    inside = [a for a in found if a.start < end and start < a.end]
    for group in (inside, found):
        codes = {a.mention.code for a in group}
        if len(codes) == 1:
            return codes.pop()
    if found or not _ANAPHOR.search(reading.text[sentence.start : sentence.end]):
        return None
    everywhere = {
        a.mention.code
        for other in reading.sentences
        for a in attributions_in(reading, other)
        if not a.negated and a.mention.is_belligerent
    }
    return everywhere.pop() if len(everywhere) == 1 else None


def weapon_of(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """Return the weapon codes stated in a stretch or an attribution that meets it."""
    sentence = sentence_at(reading, start)
    if sentence is None:
        return ()
    for found in attributions_in(reading, sentence):
        if found.start < end and start < found.end:
            start, end = min(start, found.start), max(end, found.end)
    return _weapons_in(reading, start, end, is_attributed=True)[0]


def attributions_in(reading: Reading, sentence: Sentence) -> list[Attribution]:
    """Return what one sentence says of who did it, in order, one a party and place."""
    text = reading.text[sentence.start : sentence.end]
    mentions = [
        mention
        for mention in open_parties(reading.reference).find_joined(text)
        if mention.code != _NOBODY
    ]
    found: list[Attribution] = []
    mentions += _unlisted(text, mentions)
    for mention in mentions:
        made = _by_phrase(reading, sentence, mention, text)
        if made is None:
            made = _by_parse(reading, sentence, mention)
        if made is not None:
            found.append(made)
    return _distinct(found)


def _unlisted(text: str, known: list[PartyMention]) -> list[PartyMention]:
    """Return groups that no row knows, named beside a phrase of blame, as written."""
    found = []
    for pattern in (_UNLISTED_AFTER, _UNLISTED_BEFORE):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            is_known = any(m.start < end and start < m.end for m in known)
            if is_known or _NO_NAME.match(match["name"]):
                continue
            name = match["name"]
            found.append(PartyMention(start, end, name, "armed_group", "name", name))
    return found


def _by_phrase(
    reading: Reading, sentence: Sentence, mention: PartyMention, text: str
) -> Attribution | None:
    before = _BLAME_BEFORE.search(text[: mention.start])
    after = _BLAME_AFTER.match(text[mention.end :])
    if before is None and after is None and sentence.doc is not None:
        before, after = _cleft(reading, sentence, mention, text)
    if before is None and after is None:
        return None
    start, end = mention.start, mention.end
    if before is not None:
        start = before.start()
    if after is not None:
        end = _end_of_object(sentence, mention.end + after.end())
    lead = text[max(0, start - _NEAR) : end]
    return Attribution(
        start=sentence.start + start,
        end=sentence.start + end,
        mention=mention,
        rule="attribution.phrase",
        negated=bool(_NEGATIVE.search(text[max(0, start - 12) : end])),
        hedges=hedges_in(reading.reference, lead),
    )


def _cleft(
    reading: Reading, sentence: Sentence, mention: PartyMention, text: str
) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Read "it was Toreth that bombed the school"."""
    before = _IT_WAS.search(text[: mention.start])
    after = _THAT_DID.match(text[mention.end :])
    if before is None or after is None or sentence.doc is None:
        return None, None
    verb = _token_at(sentence.doc, mention.end + after.start("verb"))
    is_attack = verb is not None and is_attack_verb(reading.reference, verb)
    return (before, after) if is_attack else (None, None)


_IT_WAS = re.compile(
    r"\b(?:it|this|that)\s+(?:was|is|were|had\s+been)\s+(?:not\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_THAT_DID = re.compile(
    r"(?:['\u2019]s?)?\s+(?:\w+\s+){0,2}?(?:that|who|which)\s+(?:(?:had|has|have)\s+)?"
    r"(?P<verb>\w+)",
)


def _end_of_object(sentence: Sentence, place: int) -> int:
    """Stretch a phrase of blame over what it is blamed for, up to a modest length."""
    if sentence.doc is None:
        return place
    token = _token_at(sentence.doc, place - 1)
    if token is None:
        return place
    head = token if token.dep_ == "prep" else token.head
    right = max(t.idx + len(t) for t in token.subtree)
    if head.pos_ in {"NOUN", "VERB"}:
        right = max(right, *(t.idx + len(t) for t in head.subtree))
    right = len(text_of(sentence.doc)[:right].rstrip(' ,;:.\u201d"\n'))
    return right if 0 < right - place <= _LONGEST_QUOTE // 2 else place


def _by_parse(
    reading: Reading, sentence: Sentence, mention: PartyMention
) -> Attribution | None:
    doc = sentence.doc
    if doc is None:
        return None
    token = _head_of_mention(doc, mention)
    if token is None:
        return None
    head = _noun_above(token, mention)
    reference = reading.reference
    if is_attack_noun(reference, head) and head != token:
        return _of_attack(reading, sentence, mention, head)
    if head == token or is_actor(reference, head):
        return _of_actor(reading, sentence, mention, head)
    return None


def _of_attack(
    reading: Reading, sentence: Sentence, mention: PartyMention, noun: Token
) -> Attribution | None:
    """Read "Torethi raids have killed": the party's name stands before the attack."""
    verb = _verb_of(noun)
    if mention.code == _CHARACTERISED or (verb and verb.lemma_ in _DENYING):
        return None
    left = _left_edge(noun, mention.start)
    right = noun.idx + len(noun)
    if verb is not None and noun.dep_ in {"nsubj", "compound"} and verb.i > noun.i:
        right = verb.idx + len(verb)
    text = text_of(sentence.doc) if sentence.doc is not None else ""
    return Attribution(
        start=sentence.start + left,
        end=sentence.start + right,
        mention=mention,
        rule="attribution.attack_of_party",
        negated=False,
        hedges=hedges_in(reading.reference, text[max(0, left - 12) : right]),
    )


def _of_actor(
    reading: Reading, sentence: Sentence, mention: PartyMention, noun: Token
) -> Attribution | None:
    """Read "Velmaran jets bombed ..." and "was shelled by the army of Toreth"."""
    verb = _verb_it_does(noun, reading)
    if verb is None or sentence.doc is None:
        return None
    start = min(_left_edge(noun, mention.start), verb.idx)
    end = max(noun.idx + len(noun), verb.idx + len(verb), mention.end)
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    if objects and noun.i < verb.i:
        end = max(end, objects[0].idx + len(objects[0]))
    if end - start > _LONGEST_QUOTE:
        start, end = _left_edge(noun, mention.start), noun.idx + len(noun)
    text = text_of(sentence.doc)
    words = " ".join(
        text[max(0, place - 22) : reach] for place, reach in ((start, end),)
    ) + " ".join(
        child.text for child in verb.children if child.dep_ in {"aux", "advmod"}
    )
    return Attribution(
        start=sentence.start + start,
        end=sentence.start + end,
        mention=mention,
        rule="attribution.actor",
        negated=any(child.dep_ == "neg" for child in verb.children),
        hedges=hedges_in(reading.reference, words),
    )


def _verb_it_does(noun: Token, reading: Reading) -> Token | None:
    """Return the attacker's verb that a noun is subject or agent of; None = none."""
    top = noun
    while top.dep_ in {"conj", "appos", "compound", "poss", "nmod"} and top.head != top:
        top = top.head
    verb: Token | None = None
    if top.dep_ == "nsubj":
        verb = top.head
    elif top.dep_ == "pobj" and top.head.text.lower() == "by":
        verb = top.head.head
        if is_attack_noun(reading.reference, verb):
            return verb
    if verb is None:
        return None
    candidates = [verb, *(c for c in verb.children if c.dep_ in {"xcomp", "conj"})]
    for one in candidates:
        has_own_subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in one.children)
        if one != verb and has_own_subject:
            continue
        if one.lemma_ not in _MEANS and is_attack_verb(reading.reference, one):
            return one
    return None


def _claim(reading: Reading, found: Attribution) -> AttributionClaim:
    end = _with_instrument(reading, found)
    weapons, aircraft = _weapons_in(reading, found.start, end, is_attributed=True)
    return AttributionClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(found.start, found.end),
        perpetrator=found.mention.code,
        weapon=weapons,
        aircraft=aircraft,
        hedged=bool(found.hedges),
        hedges=found.hedges,
        negated=found.negated,
        rule=found.rule,
    )


def _with_instrument(reading: Reading, found: Attribution) -> int:
    """Return the end of the stretch, a following "with Grad rockets" taken in."""
    sentence = sentence_at(reading, found.start)
    if sentence is None:
        return found.end
    after = _INSTRUMENT.match(reading.text[found.end : sentence.end])
    return found.end + after.end() if after else found.end


def _weapons_in(
    reading: Reading, start: int, end: int, *, is_attributed: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = open_weapons(reading.reference)
    stretch = reading.text[start:end]
    found = known.find(stretch)
    weapons = weapon_codes(found)
    if not weapons and is_attributed:
        weapons = weapon_codes(known.find_weak(stretch))
    return weapons, tuple(c for c in aircraft_codes(found) if c != "warplane")


def _head_of_mention(doc: Doc, mention: PartyMention) -> Token | None:
    tokens = tokens_in(doc, mention.start, mention.end)
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if t.head.i not in inside or t.head == t]
    return roots[-1] if roots else None


def _noun_above(token: Token, mention: PartyMention) -> Token:
    """Return the noun that a party's name belongs to ("Velmaran army jets": jets)."""
    above = token
    for _ in range(4):
        if above.dep_ in {
            "amod",
            "compound",
            "nmod",
            "poss",
            "npadvmod",
            "conj",
            "det",
        }:
            after = above.head.i > above.i or above.dep_ == "conj"
            if not after or above.head.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}:
                break
            if above.dep_ == "conj" and mention.form != "adjective":
                break
            above = above.head
        else:
            break
    return above


def _verb_of(noun: Token) -> Token | None:
    for above in noun.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            return above
    return None


def _left_edge(noun: Token, start: int) -> int:
    """Return where the noun phrase starts, hedges taken in, articles left out."""
    edges = [start]
    edges += [
        child.idx
        for child in noun.children
        if child.i < noun.i and child.dep_ in {"amod", "compound", "nmod", "poss"}
    ]
    return min(edges)


def _token_at(doc: Doc, place: int) -> Token | None:
    return next(iter(tokens_in(doc, place, place + 1)), None)


def _distinct(found: list[Attribution]) -> list[Attribution]:
    return list(dict.fromkeys(_without_covered(found)))


def _without_covered(found: list[Attribution]) -> Iterator[Attribution]:
    for one in found:
        rivals = [
            o for o in found if o is not one and o.start < one.end and one.start < o.end
        ]
        if not any(_covers(rival, one) for rival in rivals):
            yield one


def _covers(rival: Attribution, one: Attribution) -> bool:
    if rival.mention.code != one.mention.code:
        return rival.mention.is_belligerent and not one.mention.is_belligerent
    return (rival.end - rival.start, rival.start) < (one.end - one.start, one.start)
