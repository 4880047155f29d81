"""Where: place claims of attacks, with the point that a gazetteer knows.

The gazetteer goes first, the entity tagger after it. A place counts in a sentence that
speaks of an attack or of harm; the speaker's city, a dateline, "London-based" and a
capital that stands for its government do not. "Near X" keeps X's point with a wider
accuracy class. A country counts only where the page names nothing finer. Rules: AIR-9,
SFM-4. Method: M051.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from firsthand.extract.attack_words import (
    event_tokens,
    event_words,
    is_attack_noun,
    is_saying,
    words_of,
)
from firsthand.extract.places_only_named import is_only_named, is_struck_again
from firsthand.extract.reading import Reading, Sentence
from firsthand.model import Accuracy, Claim, ClaimId, DocumentId, Place, PlaceClaim
from firsthand.reference.folding import plain_key
from firsthand.reference.gazetteer import Context, Gazetteer, open_gazetteer
from firsthand.reference.parties import Parties, open_parties

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_KINDS = {
    "town": "town", "city": "city", "village": "village", "hamlet": "village",
    "province": "province", "governorate": "province",
    "region": "province",
    "oblast": "province", "state": "province", "district": "district",
    "county": "district",
    "agency": "district", "municipality": "district", "area": "district",
    "neighbourhood": "neighbourhood", "neighborhood": "neighbourhood",
    "quarter": "neighbourhood", "suburb": "neighbourhood", "camp": "camp",
    "refugee camp": "camp", "street": "street", "countryside": "district",
    "crossing": "site", "junction": "site", "roundabout": "site", "port": "site",
}  # fmt: skip
_KIND_WORDS = "|".join(sorted(_KINDS, key=len, reverse=True))
_PREPOSITION = (
    r"in|at|near|on|outside|around|inside|across|over|within|throughout|towards?|against"
    r"|between|off|above|beside|opposite|(?:close|next|adjacent)\s+to|in\s+front\s+of"
    r"|(?:strikes?|attacks?|raids?|bombing|bombardment|shelling|siege|invasion|battle|north"
    r"|south|east|west|outskirts|parts|areas?|suburbs?|countryside|centre|center|heart"
    r"|vicinity|entrance|streets?|most|sky|skies)\s+of"
)
_DIRECTION = (
    r"(?:north|south|east|west|central|upper|lower|rural)"
    r"(?:ern|[\s-]?(?:east|west)(?:ern)?)?(?:[\s-]+(?:central|rural))?"
)
_CUE = re.compile(
    rf"\b(?P<prep>{_PREPOSITION})\s+(?:the\s+|an?\s+)?"
    r"(?:\w+(?:['\u2019]s?)?[-\s]+){0,2}?"
    rf"(?:(?P<kind>{_KIND_WORDS})\s+(?:of|called|in)\s+)?(?:the\s+)?(?:{_DIRECTION}\s+)?$",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(
    rf"\b(?P<kind>{_KIND_WORDS})(?:s|ies)?\s+(?:of|called|named)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(rf"\s+(?P<kind>{_KIND_WORDS})\b", re.IGNORECASE)
_OWNER_KIND = re.compile(
    rf"['\u2019]s?\s+(?:[\w-]+\s+){{0,2}}?(?P<kind>{_KIND_WORDS}|countryside|outskirts"
    r"|suburbs?)\b",
    re.IGNORECASE,
)
_NAME = (
    r"(?:[A-Z][\w\u2019'`-]+|[Aa]l[- ][A-Z][\w\u2019'`-]+|[ae][a-z]-[A-Z][\w\u2019'-]+)"
)
_STRUCK = re.compile(
    r"\b(?:hit|hits|struck|strikes?|bomb(?:ed|s)|shell(?:ed|s)|target(?:ed|s|ing)|pounded"
    r"|attack(?:ed|s)|fired\s+(?:on|at|into|upon)|reached|rocked|shook|entered|hitting|striking|bombing|shelling|bombarded|raided)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NEXT_NAME = re.compile(
    rf"(?:\s+(?:{_KIND_WORDS}))?,\s+(?:in\s+)?(?:the\s+)?(?P<name>{_NAME}(?:\s+{_NAME})*)"
)
_IN_NAME = re.compile(
    r"\b(?:in|near|outside|around)\s+(?:the\s+\w+\s+of\s+)?$", re.IGNORECASE
)
_OF_A_FAMILY = re.compile(
    r"(?:['\u2019]s?)?\s+(?:family|families|clan|house|home|residence"
    r"|(?:apartment|building)(?!s?\s+(?:block|building|complex|tower)))",
    re.IGNORECASE,
)
_NEVER_PLACES = frozenset(
    ("DATE", "TIME", "NORP", "LANGUAGE", "PERCENT", "MONEY", "QUANTITY", "LAW", "EVENT")
)
_STANDS_APART = re.compile(
    rf"(?:{_KIND_WORDS}|Refugee|Camp|In|On|At|The|Near|From|Of|And|But|When|After|While"
    rf"|{_DIRECTION}|Greater|Rural|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Outside|Around|Across|Towards?|Syrian?|Iraqi?|Yemeni?|Since|As|For|Inside)s?"
    r"(?:['\u2019]s)?",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,(]\s*$")
# "on Nov. 29", "on Sun.": also towns.
_CALENDAR = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\s+\d)"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\."
)
# "Taken to Orel Hospital": where people were healed or buried is not what was hit.
_CARRIED_TO = re.compile(
    r"\b(?:taken|brought|rushed|transferred|evacuated|admitted|transported|arriv(?:ed|ing)"
    r"|received|treated|work(?:s|ed|ing)|buried)\s+(?:\w+\s+){0,3}?(?:to|at|in|by)\s+"
    r"(?:\w+\s+){0,2}?$",
    re.IGNORECASE,
)
_OF_HEALING = re.compile(
    r"(?:^|.*\s)(?:hospital|clinic|morgue|cemetery|(?:medical|health)\s+(?:centre|center"
    r"|complex|point))\b",
    re.IGNORECASE,
)
_POSSESSIVES = ("'s", "\u2019s", "s'", "s\u2019")
_FACILITY = re.compile(
    r"(?:\s+(?:[A-Z][\w\u2019'-]*|for|of|and)){0,4}?\s+(?:Hospital|Clinic|School|University"
    r"|College|Kindergarten|Orphanage|Market|Bazaar|Mosque|Church|Cathedral|Monastery"
    r"|Airport|Station|Prison|Camp|Bakery|Bridge|Dam|Plant|Refinery|Port|Theatre|Theater"
    r"|Stadium|Museum|Hotel|Mall|Cent(?:re|er))\b"
)
# "Believe in", "the daughter of": what follows is no place.
_NO_PLACE_BEFORE = re.compile(
    r"\b(?:(?:believ|trust|satisf|interest|faith|confiden|hop)\w*\s+(?:in|with)"
    r"|(?:deaths?|body|bodies|sons?|daughters?|wife|widow|father|mother|brothers?|sisters?"
    r"|funerals?|names?|memory|records?|post|account)\s+(?:in\s+law\s+)?(?:of|by)"
    # where planes start and forces are based
    r"|(?:t(?:ake|akes|ook|aken|aking)\s+off|fl(?:ew|own|ying)|launched|fired|arriv\w+|return\w*"
    r"|came|coming)\s+from|(?:based|stationed|headquartered)\s+(?:in|at|near)"
    r"|(?:produced|manufactured|assembled|made)\b[^.;,]{0,40}\s(?:in|at))"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PART_OF = re.compile(rf"\s+(?:{_KIND_WORDS})\s+of\s+(?:the\s+)?", re.IGNORECASE)
_LOCATED = re.compile(r"\b(?:geo)?locat(?:ed|es|ing)\b", re.IGNORECASE)
_LIST_GOES_ON = re.compile(r"\s*(?:[,.)(;:]|$)")
_VAGUE_BEFORE = re.compile(
    rf"\b(?:near|outside|around|close\s+to|countryside|outskirts\s+of|suburbs?\s+of"
    rf"|vicinity\s+of|{_DIRECTION}\s+of)\s+(?:the\s+)?(?:(?:{_KIND_WORDS})\s+of\s+)?$",
    re.IGNORECASE,
)
_VAGUE_AFTER = re.compile(
    r"(?:['\u2019]s?)?\s+(?:[\w-]+\s+)?(?:countryside|outskirts|suburbs?|hinterland)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^[\"\u201c]?[A-Z][\w\u2019'.-]+(?:[\s,]+[A-Z][\w\u2019'.-]*){0,4}"
    r"(?:,?\s+\w+\.?\s+\d{1,2})?\s*(?:\([^)]{2,30}\)\s*)?[\u2014\u2013-]{1,2}(?:\s|$)"
)
_COMMA = re.compile(
    r"\s*,\s*(?:in\s+|near\s+)?(?:the\s+)?|\s+in\s+(?:the\s+)?|\s*\(\s*"
)
_NAMED = re.compile(rf"{_NAME}(?:\s+(?:{_NAME}|al|el))*")
_WIDER = {
    Accuracy.EXACT: Accuracy.NEIGHBOURHOOD,
    Accuracy.WITHIN_100M: Accuracy.NEIGHBOURHOOD,
    Accuracy.STREET: Accuracy.NEIGHBOURHOOD,
    Accuracy.NEIGHBOURHOOD: Accuracy.CITY,
    Accuracy.VILLAGE: Accuracy.DISTRICT,
    Accuracy.TOWN: Accuracy.DISTRICT,
    Accuracy.CITY: Accuracy.DISTRICT,
    Accuracy.DISTRICT: Accuracy.PROVINCE,
    Accuracy.PROVINCE: Accuracy.PROVINCE,
    Accuracy.COUNTRY: Accuracy.COUNTRY,
}
_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_OTHER_LABELS = frozenset(("PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT"))
_HOME = 3
_N_COUNTRIES = 3
_LONGEST_LEAD = 55
_LONGEST_EVENT = 15  # "air strikes ", "were shelled ": a longer lead hides the place
_LEAD_REACH = 160  # no lead is longer
_FRAGMENT = 60


@dataclasses.dataclass(frozen=True)
class _Name:
    """A place name in a sentence, offsets from its start."""

    start: int
    end: int
    words: str
    kind: str | None
    is_near: bool
    is_known: bool


# "Blamed neighbouring Toreth for the raid": a party, no place.
_BLAMED = re.compile(r"\b(?:accus|blam)\w+\s+(?:neighbou?ring\s+)?$", re.IGNORECASE)


def find_places(reading: Reading) -> list[Claim]:
    """Return the place claims of a page, each place once in title and once in body."""
    told = [s for s in reading.sentences if _speaks_of_attack(reading, s)]
    if not told:
        return []
    # "Yellow smoke over Talbar": the title of a page on an attack
    titles = [s for s in reading.sentences if s.is_headline and s not in told]
    gazetteer = open_gazetteer(reading.reference)
    countries = likely_countries(reading)
    claims: list[PlaceClaim] = []
    seen: set[tuple[bool, str]] = set()
    for sentence in (*titles, *told):
        for claim in _claims_in(reading, sentence, gazetteer, countries):
            if _BLAMED.search(reading.text, sentence.start, claim.span.start):
                continue
            key = (sentence.is_headline, claim.place.gazetteer_id or claim.place.name)
            if key not in seen or _is_told_anew(reading, sentence, claim):
                seen.add(key)
                claims.append(claim)
    if not claims:  # "The house is located in Daraz."
        for sentence in reading.sentences:
            if _LOCATED.search(reading.text, sentence.start, sentence.end):
                claims += _claims_in(reading, sentence, gazetteer, countries)[:1]
    return list(_without_countries(claims))


def _is_told_anew(reading: Reading, sentence: Sentence, claim: PlaceClaim) -> bool:
    """Say whether a place named again is again where something befell people.

    "The attack on Arikhan", "167 civilian deaths in Ardesh": a claim of its own.
    """
    if sentence.is_headline:
        return False
    if is_struck_again(reading.text, claim.span.start, claim.span.end):
        return True
    start = claim.span.start - sentence.start
    event = _event_before(reading, sentence, start + 1)
    if event is not None and start - event <= _AGAIN:
        return True
    lead = max(sentence.start, claim.span.start - _AGAIN)
    return _DEATHS.search(reading.text, lead, claim.span.start) is not None


_AGAIN = 60  # code points between what befell people and the place named again
_DEATHS = re.compile(
    r"\b(?:deaths?|casualties|victims|dead|bodies|toll)\b", re.IGNORECASE
)


def likely_countries(reading: Reading) -> tuple[str, ...]:
    """Return the countries a page most likely speaks of, likeliest first.

    Named countries, towns that lie in one country only, and, weakly, adjectives of
    nationality vote; rows of the case's own gazetteer count threefold, and so does
    the country of the case.
    """
    gazetteer = open_gazetteer(reading.reference)
    votes: collections.Counter[str] = collections.Counter()
    if reading.reference.country is not None:
        votes[reading.reference.country] = _HOME
    for start, _, name in gazetteer.scan(reading.text):
        entries = gazetteer.find(name)
        within = {entry.country for entry in entries if entry.country}
        if len(within) == 1:
            weight = 3 if any(entry.layer for entry in entries) else 2
            is_said = _is_based(reading.text, start + len(name))
            votes[within.pop()] += 0 if is_said else weight
    for mention in open_parties(reading.reference).find(reading.text):
        if mention.kind == "state" and mention.form == "adjective":
            votes[mention.code] += 1
    return tuple(country for country, _ in votes.most_common(_N_COUNTRIES))


def _claims_in(
    reading: Reading,
    sentence: Sentence,
    gazetteer: Gazetteer,
    countries: tuple[str, ...],
) -> list[PlaceClaim]:
    text = reading.text[sentence.start : sentence.end]
    names = _names(sentence, text, gazetteer, countries)
    names = [name for name in names if not _is_aside(reading, sentence, text, name)]
    claims = []
    floor = 0
    for chain in _chains(text, names):
        place = _resolve(gazetteer, chain, countries)
        if place is None:
            continue
        start, end = _quote(reading, sentence, text, chain)
        if start < floor <= chain[0].start:
            start = chain[0].start  # "in the Sarmak and Daraz regions"
        floor = max(floor, *(name.end for name in chain))
        claims.append(
            PlaceClaim(
                id=ClaimId(""),
                document_id=DocumentId(reading.page.id),
                span=reading.span(sentence.start + start, sentence.start + end),
                place=place,
                rule="place.gazetteer" if chain[0].is_known else "place.tagger",
            )
        )
    return claims


def _names(
    sentence: Sentence,
    text: str,
    gazetteer: Gazetteer,
    countries: tuple[str, ...],
) -> list[_Name]:
    """Return the place names of a sentence: gazetteer, then tagger, then pattern."""
    found: list[_Name] = []
    skipped = _DATELINE.match(text)
    floor = skipped.end() if skipped else 0
    parties = open_parties(gazetteer.reference)
    for start, end, words in gazetteer.scan(text, countries):
        entity = _entity_at(sentence.doc, start, end)
        if (
            start < floor
            or _is_party(parties, words)
            or _is_part_of_name(text, start, end)
            or _CALENDAR.match(text, start)
        ):
            continue
        if not _is_other_thing(text, start, end, words, entity):
            found.append(_name(text, start, end, is_known=True))
    for start, end in _tagged(gazetteer, sentence.doc, text):
        free = not any(n.start < end and start < n.end for n in found)
        free = free and not _is_of_a_party(parties, text[start:end])
        free = free and not _CALENDAR.match(text, start)
        if free and start >= floor and not gazetteer.is_stopped(text[start:end]):
            found.append(
                _name(text, start, end, is_known=gazetteer.holds(text[start:end]))
            )
    return sorted(found, key=lambda name: name.start)


def _tagged(
    gazetteer: Gazetteer, doc: Doc | None, text: str
) -> Iterable[tuple[int, int]]:
    """Yield unknown names that stand as places, strongest sign first.

    The tagger says so; "X district"; "in X, KNOWN"; at last a bare "in X".
    """
    for entity in doc.ents if doc is not None else ():
        named = _NAMED.search(entity.text)
        start = entity.start_char + (named.start() if named else 0)
        if named and entity.label_ in _PLACE_LABELS and _CUE.search(_lead(text, start)):
            yield start, entity.start_char + named.end()
    for named in _NAMED.finditer(text):
        start, end = _without_lead(text, *named.span())
        before, after = _lead(text, start), text[end:]
        if end <= start or _OF_A_FAMILY.match(after):
            continue
        if _IN_NAME.search(before) and not _is_time_or_people(doc, start, end):
            yield start, end
            continue
        listed = _NEXT_NAME.match(after)
        is_said = (
            _KIND_AFTER.match(after)
            or (listed and gazetteer.holds(listed["name"]))
            or _KIND_BEFORE.search(before)
        )
        if is_said and (_CUE.search(before) or _STRUCK.search(before)):
            yield start, end


def _lead(text: str, place: int) -> str:
    """Return the words right before a place: what patterns that end there look at."""
    return text[text.rfind(" ", 0, max(0, place - _LEAD_REACH)) + 1 : place]


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a capitalised word at the sentence's start that is no name."""
    first = re.match(r"(?:The|In|On|At|Near|A|An|From|Of|And)\s+", text[start:end])
    return (start + first.end(), end) if first else (start, end)


def _is_time_or_people(doc: Doc | None, start: int, end: int) -> bool:
    entity = _entity_at(doc, start, end)
    return entity is not None and entity.label_ in _NEVER_PLACES


def _is_party(parties: Parties, words: str) -> bool:
    """Say whether a name is that of an armed group, or an acronym of a party."""
    found = parties.find(words)
    return bool(found) and (
        found[0].kind != "state" or words.isupper() or "." in words or len(words) <= 3  # noqa: PLR2004  "US"
    )


def _is_of_a_party(parties: Parties, words: str) -> bool:
    """Say whether words are only a party's adjective ("the Velmaran town of ...")."""
    found = parties.find(words)
    return bool(found) and found[0].form == "adjective" and found[0].words == words


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Say whether a known name is only a part of a longer capitalised one."""
    before = re.search(r"([A-Z][\w\u2019'-]*)[ -]$", _lead(text, start))
    after = re.match(r"[ -]([A-Z][\w\u2019'-]*)", text[end:])
    if _OF_A_FAMILY.match(text[end:]) or re.match(r"[-\u2011]?\d", text[end:]):
        return True  # "the Haddad family home", "Su-24"
    if text[start:end].isupper() and len(text[start:end]) <= 4:  # noqa: PLR2004  an acronym
        return True
    if before is not None and before.group(1).endswith(_POSSESSIVES):
        before = None  # "Velmara's Ardesh province"
    if after is not None and _is_hit_facility(text, start, end):
        after = None
    return any(
        side is not None and not _STANDS_APART.fullmatch(side.group(1))
        for side in (before, after)
    )


def _is_hit_facility(text: str, start: int, end: int) -> bool:
    """Say whether a name is that of something hit ("Daraz Hospital was hit")."""
    after = _FACILITY.match(text, end)
    return after is not None and bool(
        _WAS_STRUCK.match(text[after.end() :]) or _STRUCK.search(_lead(text, start))
    )


def _name(text: str, start: int, end: int, *, is_known: bool) -> _Name:
    before, after = _lead(text, start), text[end:]
    said = _KIND_BEFORE.search(before) or _KIND_AFTER.match(after)
    kind = _KINDS.get(said["kind"].lower()) if said else None
    part = _OWNER_KIND.match(after)
    if part and _KINDS.get(part["kind"].lower()) in {"district", "neighbourhood"}:
        kind = "city"
    is_near = bool(
        _VAGUE_BEFORE.search(before)
        or _VAGUE_AFTER.match(after)
        or _OWNER_KIND.match(after)
    )
    return _Name(start, end, text[start:end], kind, is_near, is_known)


def _entity_at(doc: Doc | None, start: int, end: int) -> Span | None:
    for entity in doc.ents if doc is not None else ():
        if entity.start_char < end and start < entity.end_char:
            return entity
    return None


def _is_other_thing(
    text: str, start: int, end: int, words: str, entity: Span | None
) -> bool:
    """Say whether a known name is here part of a person's or organisation's name."""
    cue = _has_cue(text, start, end)
    if re.match(r"-(?:based|led|backed|born|held|controlled)", text[end:]):
        return True
    if _is_hit_facility(text, start, end):
        return False
    if entity is None or entity.label_ in _PLACE_LABELS:
        return entity is None and not cue
    lead = text[entity.start_char : start].lower()
    is_part = lead not in {"", "the "} or entity.end_char > end
    if entity.label_ in _OTHER_LABELS and is_part and len(entity.text) > len(words) + 3:
        return not (cue and lead in {"", "the "} and _KIND_AFTER.match(text[end:]))
    return not cue


def _has_cue(text: str, start: int, end: int) -> bool:
    """Say whether the words around a name show that it stands as a place."""
    before = _lead(text, start)
    is_listed = _LISTED.search(before) and _LIST_GOES_ON.match(text[end:])
    return bool(
        _CUE.search(before)
        or _STRUCK.search(before)
        or is_listed
        or _KIND_AFTER.match(text[end:])
        or _KIND_BEFORE.search(before)
        or _STRUCK_THERE.match(text[end:])
        or _WAS_STRUCK.match(text[end:])
        or _is_hit_facility(text, start, end)
        or _IN_A_LIST.search(before)
        or _is_fragment(text)
    )


# "Explosions were heard in Arikhan, Jesrin and Talbar".
_IN_A_LIST = re.compile(
    rf"\b(?:in|at|on|near|across|around|hit|struck|shelled|bombed|of)\s+(?:the\s+)?(?:\w+\s+)?"
    rf"(?:{_NAME}(?:,\s+|,?\s+and\s+)){{1,8}}$"
)
# "The Sarmak killings", "guts Daraz tower block": a place before what befell it.
_STRUCK_THERE = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}?(?:air\s?strikes?|strikes?|attacks?|raids?|bombings?"
    r"|bombardments?|shellings?|killings?|massacres?|blasts?|explosions?|shootings?"
    r"|siege|slaughter|ambush|market|marketplace|bazaar|hospital|clinic|school|mosque"
    r"|church|bakery|tower|tower block|arcade|station|plant|bridge|dam|camp|factory"
    r"|university|kindergarten|orphanage|prison|airport|harbour|port|depot|warehouse"
    r"|refinery|mall|theatre|apartment|flats|homes?|houses?|bread (?:queue|line))\b"
)


_WAS_STRUCK = re.compile(
    r"\s+(?:was|were|has been|had been|have been|came|is being|was being)\s+"
    r"(?:\w+\s+){0,2}?(?:hit|struck|bombed|shelled|attacked|raided|pounded|targeted"
    r"|bombarded|rocked|flattened|levelled|stormed|overrun|under (?:fire|attack"
    r"|bombardment|shelling))\b"
)


def _is_fragment(text: str) -> bool:
    """Say whether a sentence is a bare caption ("Miran, North Province.")."""
    words = re.findall(r"[^\W\d_]+", text)
    n_small = sum(word[0].islower() for word in words)
    return len(text) <= _FRAGMENT and 3 * n_small <= len(words)


def _speaks_of_attack(reading: Reading, sentence: Sentence) -> bool:
    text = reading.text[sentence.start : sentence.end]
    if _is_fragment(text):
        return True
    if sentence.doc is None:
        lowered = set(re.findall(r"[a-z]+", text.lower()))
        return not lowered.isdisjoint(event_words(reading.reference))
    return bool(event_tokens(reading.reference, sentence.doc))


def _is_aside(reading: Reading, sentence: Sentence, text: str, name: _Name) -> bool:
    """Say whether a place is the speaker's or stands for its government."""
    if not _has_cue(text, name.start, name.end) and _is_metonym(reading, name):
        return True  # "accused Karsal", "Karsal said"
    before = text[: name.start]
    if is_only_named(text, name.start, name.end) or _NO_PLACE_BEFORE.search(before):
        return True
    told = text[name.start :].split(",", maxsplit=1)[0]
    if _CARRIED_TO.search(before) and _OF_HEALING.match(told):
        return True
    if sentence.doc is None:
        return False
    token = next((t for t in sentence.doc if t.idx >= name.start), None)
    if token is None:
        return False
    return _is_of_a_speaker(reading, token)


def _is_of_a_speaker(reading: Reading, token: Token) -> bool:
    """Say whether a place is where somebody speaks, or is from, by the parse."""
    head = token
    while (
        head.dep_ in {"compound", "nmod", "conj", "appos", "poss"} and head.head != head
    ):
        if is_attack_noun(reading.reference, head.head):
            return False  # "survivors of the Sarmak killings say"
        head = head.head
    if head.dep_ == "pobj":
        above = head.head.head
        if _is_hit_itself(reading, head.head):
            return False
        if any(t.lower_ == "according" for t in head.ancestors):
            return True  # "according to a nurse at the Talbar clinic"
        if is_saying(above) and above.i < head.i:
            return not _is_counted(reading, above, head)
        return _is_who_says(reading, above) or _is_an_office(above)
    return False


def _is_hit_itself(reading: Reading, preposition: Token) -> bool:
    """Say whether an attack stands right before ("the raid on X")."""
    return preposition.i > 0 and is_attack_noun(reading.reference, preposition.nbor(-1))


def _is_an_office(noun: Token) -> bool:
    """Say whether a noun is an office that acts ("the ministry in X denied")."""
    return noun.lemma_.lower() in _OFFICES and noun.dep_ == "nsubj"


_OFFICES = frozenset(
    (
        "ministry", "government", "official", "authority", "spokesman", "spokeswoman",
        "spokesperson", "embassy", "administration", "department", "office", "command",
        "diplomat", "ambassador", "envoy", "mission", "delegation", "leadership",
        "parliament", "analyst", "correspondent",
    )
)  # fmt: skip


def _is_counted(reading: Reading, saying: Token, place: Token) -> bool:
    """Say whether what is recorded lies there ("documented 27 strikes in Ardesh")."""
    events = words_of(reading.reference, "nouns")
    return any(
        child.dep_ == "dobj"
        and child.i < place.i
        and (is_attack_noun(reading.reference, child) or child.lemma_.lower() in events)
        for child in saying.children
    )


def _is_who_says(reading: Reading, noun: Token) -> bool:
    """Say whether a noun is, or only says more of, the subject of a verb of saying.

    "Said Idris Belkan, head of the Rescue Corps in Qadmar province".
    """
    while noun.dep_ in {"pobj", "appos", "conj", "compound"} and noun.head != noun:
        if is_attack_noun(reading.reference, noun):
            return False
        above = noun.head
        noun = above.head if noun.dep_ == "pobj" else above
    return noun.dep_ == "nsubj" and is_saying(noun.head)


def _is_metonym(reading: Reading, name: _Name) -> bool:
    return open_parties(reading.reference).code_of(name.words) is not None


def _is_based(text: str, end: int) -> bool:
    return re.match(r"-(?:based|led|backed)", text[end:]) is not None


def _chains(text: str, names: Sequence[_Name]) -> list[list[_Name]]:
    """Join "Pampore, Jammu and Kashmir, India" into one chain, finest first."""
    chains: list[list[_Name]] = []
    for name in names:
        gap = text[chains[-1][-1].end : name.start] if chains else None
        if gap is not None and _OWNED.fullmatch(gap):
            # "Toreth's border town of Daraz", "in Sarmak, in Velmara's Qadmar"
            chains[-1].insert(len(chains[-1]) - 1, name)
        elif gap is not None and _joins(gap) and not _is_listed(text, chains[-1], name):
            chains[-1].append(name)
        else:
            chains.append([name])
    return chains


def _is_listed(text: str, chain: Sequence[_Name], name: _Name) -> bool:
    """Say whether names stand side by side ("in Arikhan, Jesrin and Talbar")."""
    if text[chain[-1].end : name.start].strip() != ",":
        return False
    return _LIST_ENDS.match(text, name.end) is not None


_LIST_ENDS = re.compile(
    rf"(?:,\s+{_NAME}){{0,6}},?\s+and\s+(?:{_NAME}(?!\s+{_NAME})\b(?!,\s*[A-Z])"
    r"|(?:nearby|surrounding|neighbou?ring|other|several)\s)"
)
_OWNED = re.compile(
    rf"['\u2019]s?\s+(?:(?:[\w-]+\s+){{0,3}}?(?:{_KIND_WORDS})\s+of\s+(?:the\s+)?"
    rf"|(?:(?:{_DIRECTION}|\w+ern(?:most)?|(?:war|battle)[\w-]+|besieged|border|coastal"
    rf"|mountainous|(?:rebel|government)-held|second|third|largest|main)\s+){{0,2}}"
    rf"(?:(?:{_KIND_WORDS})\s+)?)",
    re.IGNORECASE,
)


def _joins(gap: str) -> bool:
    if _PART_OF.fullmatch(gap):
        return True  # "the Sela area of Norva"
    gap = re.sub(rf"\b(?:{_KIND_WORDS})s?\b", "", gap, flags=re.IGNORECASE)
    gap = re.sub(rf"\b(?:{_DIRECTION}|of)\b", "", gap, flags=re.IGNORECASE)
    has_owner = "'" in gap or "\u2019" in gap
    gap = re.sub(r"['\u2019]s?(?!\w)", "", gap)
    gap = " ".join(gap.split())
    return (has_owner and not gap) or gap in {
        ",",
        ", in",
        "in",
        "in the",
        ", in the",
        "(",
        ", near",
        ", the",
    }


def _resolve(
    gazetteer: Gazetteer, chain: Sequence[_Name], countries: tuple[str, ...]
) -> Place | None:
    """Return the place that the first name of a chain means, the rest as context."""
    first, above = chain[0], chain[1:]
    stated = [
        entry.country
        for name in above
        for entry in gazetteer.ranked(name.words, Context(countries=countries))[:1]
    ]
    context = Context(
        countries=tuple(dict.fromkeys([*stated[-1:], *countries])),
        within=tuple(name.words for name in above),
        kind=first.kind,
    )
    place = gazetteer.resolve(first.words, context)
    if place.gazetteer_id is None and stated:
        place = msgspec.structs.replace(place, country=stated[-1] or None)
    stated_above = tuple(name.words for name in above)
    known_above = {plain_key(words) for words in stated_above}
    place = msgspec.structs.replace(
        place,
        within=(
            *stated_above,
            *(area for area in place.within if plain_key(area) not in known_above),
        ),
    )
    if first.is_near and place.accuracy is not None:
        place = msgspec.structs.replace(place, accuracy=_WIDER[place.accuracy])
    return place


def _quote(
    reading: Reading, sentence: Sentence, text: str, chain: Sequence[_Name]
) -> tuple[int, int]:
    """Return the quote: the attack or harm before the place, if close, to the place."""
    start, end = chain[0].start, chain[0].end
    after = _KIND_AFTER.match(text[end:])
    if after:
        end += after.end()
    before = _lead(text, start)
    cue = _CUE.search(before)
    if cue and len(before) - cue.start() <= _LONGEST_LEAD:
        start -= len(before) - cue.start()
    event = _event_before(reading, sentence, start)
    is_near = event is not None and start - event <= _LONGEST_EVENT
    if event is not None and is_near and ";" not in text[event:start]:
        start = event
    return start, end


def _event_before(reading: Reading, sentence: Sentence, place: int) -> int | None:
    if sentence.doc is None:
        return None
    harm = words_of(reading.reference, "harm_verbs")
    best: Token | None = None
    for token in event_tokens(reading.reference, sentence.doc):
        is_event = token.lemma_.lower() in harm or is_attack_noun(
            reading.reference, token
        )
        if is_event and token.idx < place and token.pos_ in {"NOUN", "VERB", "PROPN"}:
            best = token
    if best is None:
        return None
    adjectives = [
        child.idx
        for child in best.children
        if child.dep_ in {"amod", "compound"} and child.i < best.i
    ]
    return min([best.idx, *adjectives])


def _without_countries(claims: list[PlaceClaim]) -> list[PlaceClaim]:
    """Leave countries out where something finer is named."""
    finer = [claim for claim in claims if claim.place.accuracy != Accuracy.COUNTRY]
    return finer or claims[:1]
