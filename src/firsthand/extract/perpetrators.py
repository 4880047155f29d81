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
    is_attack_noun,
    is_attack_verb,
    sentence_at,
)
from firsthand.extract.deeds import (
    force_above,
    is_force,
    is_own_force,
    is_said_to_be,
    is_worn,
    verb_it_does,
)
from firsthand.extract.home_forces import home_forces
from firsthand.extract.offices import is_of_an_office, party_speaking
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_in
from firsthand.model import AttributionClaim, Claim, ClaimId, DocumentId
from firsthand.reference import Reference
from firsthand.reference.author_phrases import open_author_phrases
from firsthand.reference.lexicon import Lexicon
from firsthand.reference.parties import PartyMention, open_parties
from firsthand.reference.quick_patterns import quick
from firsthand.reference.weapons import aircraft_codes, open_weapons, weapon_codes

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_THE = r"(?:the\s+|an?\s+|both\s+|forces\s+of\s+(?:the\s+)?|pro-)?"
_HEDGE = r"(?:suspected\s+|alleged\s+|possible\s+)?"
_GROUP = (
    r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+(?:(?:of|for|and|the|in|a|al|Al|de)\s+){0,3}"
    r"[A-Z][\w\u2019'-]+){0,6})"
)
_UNLISTED_AFTER = quick(
    r"(?:attributed\s+(?:\w+\s+){1,4}?to|blamed\s+on|carried\s+out\s+by|claimed\s+by"
    rf"|suspected\s+the\s+involvement\s+of)\s+(?:the\s+)?{_GROUP}"
)
_UNLISTED_BLAMED = quick(
    rf"(?:blam(?:ed|es|ing)|accus(?:ed|es|ing))\s+(?:the\s+)?{_GROUP}(?=\s+(?:militants?"
    r"|fighters?|rebels?|insurgents?|militia\w*|group|movement|guerrillas|gunmen|terrorists?))"
)
_UNLISTED_BEFORE = quick(
    rf"(?:The\s+)?{_GROUP}(?:\s*\([^)]{{1,60}}\))?\s+(?:later\s+)?claimed\s+responsibility"
)
_NO_NAME = re.compile(r"(?:The|No|None|Nobody|He|She|They|It|Monday|Sunday|An?)\b")
_NEGATIVE = re.compile(
    r"\b(?:not|n[o\u2019']t|never|neither|nor|denied|denies|deny|denying"
    r"|rul(?:e[sd]?|ing)\s+out|exclud\w+|exonerat\w+|clear(?:ed|s|ing))\b",
    re.IGNORECASE,
)
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
    key = f"attributions:{sentence.start}"
    if key not in reading.memo:
        reading.memo[key] = _attributions(reading, sentence)
    kept: list[Attribution] = reading.memo[key]
    return kept


def _attributions(reading: Reading, sentence: Sentence) -> list[Attribution]:
    text = reading.text[sentence.start : sentence.end]
    mentions = [
        mention
        for mention in open_parties(reading.reference).find_joined(text)
        if mention.code != _NOBODY
    ]
    found: list[Attribution] = []
    mentions += _unlisted(text, mentions)
    mentions += _own(reading, sentence, mentions)
    mentions += home_forces(reading, sentence, mentions)
    for mention in mentions:
        before = text[: mention.start]
        if (
            _NO_SIGN.search(before)
            or _NEITHER.search(before)
            or _DENIAL_THAT.search(before)
            or _LED.match(text, mention.end)
            or _SAYS_OF_IT.match(text, mention.end)
        ):
            continue
        made = _by_phrase(reading, sentence, mention, text)
        if made is None:
            made = _by_parse(reading, sentence, mention)
        if made is None and sentence.is_headline:
            made = _by_title(sentence, mention, text)
        if made is not None:
            found.append(made)
    return _distinct(found)


# "Toreth shells village, two dead": a title's verb, parsed as a noun.
_STRIKES_IN_TITLE = re.compile(
    r"\s+(?:shells|bombs|strikes|attacks|pounds|hits|raids|targets|bombards|batters|hammers"
    r"|blasts)\s+(?!(?:kills?|killed|hits?|leaves?|left|wounds?|injures?|destroys?|on|in|at"
    r"|against|near|from|by|claims?|target|are|were|have|may|continue|rock|and|after|as)\b)"
    r"[\w'\u2019-]+"
)


def _by_title(
    sentence: Sentence, mention: PartyMention, text: str
) -> Attribution | None:
    after = _STRIKES_IN_TITLE.match(text, mention.end)
    if after is None or mention.form == "adjective":
        return None
    return Attribution(
        start=sentence.start + mention.start,
        end=sentence.start + after.end(),
        mention=mention,
        rule="attribution.title",
        negated=False,
        hedges=(),
    )


# "The Toreth-led coalition": the coalition is the party.
_LED = re.compile(
    r"-(?:led|backed|allied|supported|sponsored|style)\b"
    r"(?!\s+(?:offensive|assault|campaign|operation|bombardment|strikes?|raids?|attacks?"
    r"|push|advance|onslaught|invasion))"
)
# "The raid, which Velmara says was flown by Toreth": Velmara only says so.
_SAYS_OF_IT = re.compile(
    r"(?:['\u2019]s)?(?:\s+[a-z]+){0,3}?\s+(?:says?|said|believes?|insists?|alleges?"
    r"|maintains?|reports?|reported|claims?)\s+(?:was|were|is|are|had|has|have|came|killed|hit|left)\b"
)
# "Neither Velmaran nor Torethi planes struck": nobody says that they did.
_NEITHER = re.compile(r"\b(?:neither|nor)\b[^.;]{0,40}$", re.IGNORECASE)
# "Repeated its denial that it bombed a market".
_DENIAL_THAT = re.compile(
    r"\bdenials?\s+that\s+(?:[\w'\u2019-]+\s+){0,3}$", re.IGNORECASE
)
# "No sign that Toreth used ...": nobody says that it did.
_NO_SIGN = re.compile(
    r"\b(?:no|without|lack\s+of|little|nor|not\s+any)\s+(?:\w+\s+){0,2}?"
    r"(?:signs?|evidence|proof|indications?|suggestion|trace|grounds)\s+"
    r"(?:(?:that|of|to\s+\w+)\s+)?(?:[\w\u2019'-]+\s+){0,3}$",
    re.IGNORECASE,
)


def _unlisted(text: str, known: list[PartyMention]) -> list[PartyMention]:
    """Return groups that no row knows, named beside a phrase of blame, as written."""
    found = []
    for pattern in (_UNLISTED_AFTER, _UNLISTED_BEFORE, _UNLISTED_BLAMED):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            is_known = any(m.start < end and start < m.end for m in known)
            if is_known or _NO_NAME.match(match["name"]):
                continue
            name = match["name"]
            found.append(PartyMention(start, end, name, "armed_group", "name", name))
    return found


# "Our jets", "we", and forces without an owner on a ministry's own page.
_SELVES = frozenset({"we", "it"})
_OURS = _SELVES | {"our", "its", "their", "his"}
_OF_THE_SPEAKER = _SELVES | {"our"}


def _own(
    reading: Reading, sentence: Sentence, known: list[PartyMention]
) -> list[PartyMention]:
    """Return "our jets", "its artillery" as the party's whose official speaks.

    "Their guns" in the words of others are those of the one party that this sentence
    and the one before it name.
    """
    found: list[PartyMention] = []
    for token in sentence.doc or ():
        start, end = token.idx, token.idx + len(token)
        word = token.lower_
        is_self = word in _SELVES and token.dep_ == "nsubj"
        owned = token if is_self else token.head
        is_ours = is_self or (word in _OURS and token.dep_ == "poss")
        if not is_ours and not _is_bare_force(reading, token):
            continue
        if is_ours and not is_self and not is_own_force(reading.reference, owned):
            continue
        if any(m.start < end and start < m.end for m in known):
            continue
        at = (sentence.start + start, sentence.start + end)
        code = _who_denies(reading, token) if word in _OURS - _OF_THE_SPEAKER else None
        code = code or party_speaking(reading, *at)
        if code is None and word in _OURS - _OF_THE_SPEAKER:
            code = _only_party(reading, sentence, token.idx)
        if code is not None:
            form = "adjective" if word in _OURS else "name"
            found.append(PartyMention(start, end, code, "state", form, token.text))
    return found


def _who_denies(reading: Reading, owner: Token) -> str | None:
    """Return whose deeds a denial tells ("denied a report that its men ...")."""
    verb = next((t for t in owner.ancestors if t.lemma_ in _DENYING), None)
    for subject in verb.children if verb is not None else ():
        if subject.dep_ == "nsubj" and subject.i < owner.i:
            words = " ".join(t.text for t in subject.subtree)
            named = open_parties(reading.reference).find(words)
            return next((m.code for m in named if m.is_belligerent), None)
    return None


def _is_bare_force(reading: Reading, token: Token) -> bool:
    """Say whether a ministry's own page names a force and not whose it is."""
    return (
        token.dep_ == "nsubj"
        and is_of_an_office(reading)
        and is_own_force(reading.reference, token)
        and not any(c.dep_ == "poss" for c in token.children)
    )


def _only_party(reading: Reading, sentence: Sentence, place: int) -> str | None:
    """Return the one belligerent named before a word, here or a sentence before."""
    before = [s.start for s in reading.sentences if s.end <= sentence.start][-1:]
    start = before[0] if before else sentence.start
    words = reading.text[start : sentence.start + place]
    codes = {
        m.code for m in open_parties(reading.reference).find(words) if m.is_belligerent
    }
    return codes.pop() if len(codes) == 1 else None


def _by_phrase(
    reading: Reading, sentence: Sentence, mention: PartyMention, text: str
) -> Attribution | None:
    found = _phrase_around(reading, mention, text)
    if found is None and sentence.doc is not None:
        found = _cleft(reading, sentence, mention, text)
    if found is None:
        return None
    start, end = found
    if _WITHOUT.search(text[:start]) or _NO_ATTACK.match(text, mention.end):
        return None
    blamed = _BLAMED_FOR.match(text, end) if _BLAMING.match(text, start) else None
    if blamed or _GOES_ON.search(text[mention.end : end]):
        end = _end_of_object(sentence, blamed.end() if blamed else end)
    lead = text[max(0, start - _NEAR) : end]
    return Attribution(
        start=sentence.start + start,
        end=sentence.start + end,
        mention=mention,
        rule="attribution.phrase",
        negated=bool(
            _NEGATIVE.search(text[max(0, start - 12) : end])
            or _RULED_OUT.search(text[max(0, start - _NEAR) : start])
        ),
        hedges=hedges_in(reading.reference, lead),
    )


# "Accuses the rebels of placing arms in schools": no attack is laid to them.
_NO_ATTACK = re.compile(
    r"\s+(?:\w+\s+)?(?:of|for)\s+(?:\w+ly\s+)?(?:plac|hid|stor|shelter|operat|stag|ly"
    r"|spread|exploit|fabricat|block|undermin|support|financ|arm|us(?=ing\s+(?:civilians"
    r"|residents|human|schools|hospitals|homes|them))|interfer|provok|recruit|train|smuggl"
    r"|fail|refus|ignor|breach|obstruct|cover|embed|inflat|exaggerat|invent|supply)ing\b"
)
# "Stopped short of blaming Toreth".
_WITHOUT = re.compile(
    r"\b(?:stop\w*\s+short\s+of|without|refrain\w*\s+from|avoid\w*|(?:declin|refus)\w*\s+to"
    r"|fell\s+short\s+of|far\s+from)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
# "Ruled out the possibility that Velmaran planes were responsible".
_RULED_OUT = re.compile(
    r"\brul(?:e[sd]?|ing)\s+out\s+(?:the\s+(?:possibility|theory|idea|scenario)\s+)?that\s+"
    r"(?:[\w\u2019'-]+\s+){0,3}$",
    re.IGNORECASE,
)
# After these words of blame the attack is told.
_GOES_ON = re.compile(
    r"\b(?:for|out|of|in|over|with|blamed|responsible|behind|to)$", re.IGNORECASE
)
# "Accused Toreth of having bombed", "blamed the army for the raid".
_BLAMED_FOR = re.compile(r"(?:\s+[\w\u2019'-]+){0,3}?\s+(?:of|for)\s+(?:\w+ly\s+)?\w+")


_BLAMING = re.compile(r"(?:accus|blam|charg|indict|condemn|denounc)", re.IGNORECASE)


def _phrase_around(
    reading: Reading, mention: PartyMention, text: str
) -> tuple[int, int] | None:
    """Return the party's name with the phrase of blame before, after or around it."""
    start, end = mention.start, mention.end
    is_found = False
    for phrase in open_author_phrases(reading.reference):
        at = phrase.around(text, mention.start, mention.end)
        if at is None or not _is_near(reading, text, at, phrase.near):
            continue
        is_found = True
        start, end = min(start, at[0]), max(end, at[1])
    return (start, end) if is_found else None


def _is_near(reading: Reading, text: str, at: tuple[int, int], near: str) -> bool:
    """Say whether what a phrase asks for stands near it: a weapon, an aircraft."""
    if not near:
        return True
    after = text[at[0] : at[1] + _NEAR]
    words = text[max(0, at[0] - 2 * _NEAR) : at[0]] + after
    found = open_weapons(reading.reference).find(words)
    if near == "craft":
        beside = open_weapons(reading.reference).find(after)
        return any(m.is_aircraft or m.is_type for m in beside)
    return bool(found) or _ATTACK.search(words) is not None


_ATTACK = re.compile(
    r"\b(?:attacks?|strikes?|raids?|bomb\w*|shell\w*|launch\w*|shots?|fire[ds]?|salvos?"
    r"|rounds?|barrages?|fragments?|munitions?|weapons?|planes?|jets?)\b",
    re.IGNORECASE,
)


def _cleft(
    reading: Reading, sentence: Sentence, mention: PartyMention, text: str
) -> tuple[int, int] | None:
    """Read "it was Toreth that bombed the school"."""
    before = _IT_WAS.search(text[: mention.start])
    after = _THAT_DID.match(text[mention.end :])
    if before is None or after is None or sentence.doc is None:
        return None
    verb = _token_at(sentence.doc, mention.end + after.start("verb"))
    if verb is None or not is_attack_verb(reading.reference, verb):
        return None
    return before.start(), mention.end + after.end()


_IT_WAS = re.compile(
    r"\b(?:it|this|that)\s+(?:was|is|were|had\s+been)\s+(?:not\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_THAT_DID = re.compile(
    r"(?:['\u2019]s?)?\s+(?:\w+\s+){0,2}?(?:that|who|which)\s+(?:(?:had|has|have)\s+)?"
    r"(?P<verb>\w+)",
)


_ASIDE = re.compile(r",\s+(?:which|who|whose|something|a\s+(?:claim|charge)|but)\b")


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
    aside = _ASIDE.search(text_of(sentence.doc), place, right)
    right = aside.start() if aside is not None else right
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
    beside = doc[token.i + 1] if token.i + 1 < len(doc) else token
    if head == token and beside.tag_ == "VBG" and is_attack_noun(reference, beside):
        head = beside  # "Torethi shelling of the town", parsed as a verb
    is_attack = is_attack_noun(reference, head) or head.lemma_.lower() in _FIRE
    if is_attack and head != token:
        return _of_attack(reading, sentence, mention, head)
    if head == token or is_force(reference, head) or is_worn(head):
        noun = force_above(reference, head)
        made = _of_actor(reading, sentence, mention, noun)
        return made or _of_craft(reading, sentence, mention, head)
    return None


_FIRE = frozenset({"fire", "shellfire", "gunfire", "onslaught", "salvo", "volley"})


def _of_craft(
    reading: Reading, sentence: Sentence, mention: PartyMention, noun: Token
) -> Attribution | None:
    """Read "the plane was a Torethi Su-25": what struck is said to be a party's."""
    if sentence.doc is None or not is_said_to_be(reading.reference, noun):
        return None
    subjects = [c for c in noun.head.children if c.dep_ == "nsubj"]
    left = min([_left_edge(noun, mention.start), *(t.idx for t in subjects)])
    right = noun.idx + len(noun)
    if right - left > _LONGEST_QUOTE:
        left = _left_edge(noun, mention.start)
    text = text_of(sentence.doc)
    return Attribution(
        start=sentence.start + left,
        end=sentence.start + right,
        mention=mention,
        rule="attribution.craft",
        negated=any(c.dep_ == "neg" for c in noun.head.children),
        hedges=hedges_in(reading.reference, text[max(0, left - 12) : right]),
    )


def _of_attack(
    reading: Reading, sentence: Sentence, mention: PartyMention, noun: Token
) -> Attribution | None:
    """Read "Torethi raids have killed": the party's name stands before the attack."""
    verb = _verb_of(noun)
    if mention.code == _CHARACTERISED or (verb and verb.lemma_ in _DENYING):
        return None
    if _is_where_it_was(reading, mention, noun):
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


def _is_where_it_was(reading: Reading, mention: PartyMention, noun: Token) -> bool:
    """Say whether a country's name tells where ("Velmara market bombing kills 40").

    What was hit stands between the name and the attack.
    """
    if mention.form != "name" or mention.kind != "state":
        return False
    if _IN.search(text_of(noun.doc)[: mention.start]):
        return True  # "civilians killed in Velmara offensive"
    between = text_of(noun.doc)[mention.end : noun.idx]
    return bool(between.strip()) and bool(_targets(reading.reference).find(between))


_IN = re.compile(r"\b(?:in|inside|across|near)\s+$", re.IGNORECASE)


def _targets(reference: Reference) -> Lexicon:
    made: Lexicon = reference.derived(
        "targets", lambda r: Lexicon(r.table("targets"), ("words", "hit"))
    )
    return made


def _of_actor(
    reading: Reading, sentence: Sentence, mention: PartyMention, noun: Token
) -> Attribution | None:
    """Read "Velmaran jets bombed ..." and "was shelled by the army of Toreth"."""
    verb = verb_it_does(reading.reference, noun)
    if verb is None or sentence.doc is None or _does_none(verb):
        return None
    if _wards_off(reading, verb):
        return None
    start = min(_left_edge(noun, mention.start), verb.idx)
    end = max(noun.idx + len(noun), verb.idx + len(verb), mention.end)
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    objects += [
        hit
        for child in verb.children
        if child.dep_ == "prep" and child.lower_ in {"on", "into", "at", "against"}
        for hit in child.children
    ]
    if objects and noun.i < verb.i < objects[0].i:
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


def _wards_off(reading: Reading, verb: Token) -> bool:
    """Say whether a force only stops arms on their way ("shot down 24 drones")."""
    if verb.lemma_.lower() not in _WARDING:
        return False
    after = verb.doc[verb.i + 1 : verb.i + 1 + _NEXT_WORDS]
    return bool(open_weapons(reading.reference).find(after.text)) and not any(
        t.lemma_.lower() in _GROUND for t in after
    )


_NEXT_WORDS = 7
_WARDING = frozenset({"shoot", "down", "intercept", "repel", "neutralise", "thwart"})
_GROUND = frozenset({"depot", "base", "battery", "system", "launcher", "tank", "store"})


def _does_none(verb: Token) -> bool:
    """Say whether what is done is none ("had flown no missions")."""
    return any(
        word.lower_ == "no"
        for child in verb.children
        if child.dep_ == "dobj"
        for word in child.children
    )


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
    weapons = known.codes_said(found)
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
