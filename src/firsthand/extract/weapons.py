"""With what: weapon claims, and what kind of evidence the sentence gives.

Weapons and aircraft named close together in one clause make one claim, in the order
of the text. An attack word without a named weapon ("airstrike") makes one only the
first time on a page, and none where an attribution already carries it. Method: M052.
"""

from __future__ import annotations

import itertools
import re

from firsthand.extract.attack_words import hedges_in
from firsthand.extract.perpetrators import attributions_in
from firsthand.extract.reading import Reading, Sentence
from firsthand.model import Claim, ClaimId, DocumentId, WeaponClaim
from firsthand.reference.parties import open_parties
from firsthand.reference.weapons import (
    WeaponMention,
    aircraft_codes,
    open_weapons,
)

_PLAIN = frozenset(
    ("airstrike", "explosives", "shelling", "gunfire", "ground_operation", "arson")
)
_PLAIN |= {"missile", "rocket", "artillery", "stabbing", "drone_strike", "beating"}
# Named wherever an attack is told, not once a page.
_TOLD_EACH_TIME = frozenset(
    ("missile", "rocket", "artillery", "drone_strike", "drone", "mortar")
)
# Weapons that do not explode: beside them, "explosives" is a weapon of its own.
_NO_BLAST = frozenset(
    ("gunfire", "arson", "beating", "stabbing", "vehicle_ramming", "ground_operation")
)
_VAGUE = frozenset(("explosives", "gunfire", "arson", "beating"))
_PLAIN_CRAFT = frozenset(("warplane", "helicopter", "drone"))
_WIDEST_GAP = 48
_EVIDENCE = (
    ("remnant", r"remnants?|fragments?|debris|unexploded|casings?|shrapnel|craters?"),
    ("imagery", r"video|videos|photographs?|photos?|footage|images?|imagery|pictures?"),
    ("sighting", r"seen|saw|spotted|observed|witnessed|heard|sighted"),
)
_ALLEGED = re.compile(
    r"\b(?:allegations?|accus\w+|alleged\w*|claims? that)\b", re.IGNORECASE
)
_USES = re.compile(
    r"\b((?:(?:is|are|was|were|has|have|had|been|be)\s+)*"
    r"(?:us(?:ed?|es|ing)|dropp\w+|fir(?:ed?|ing)|launch\w*|deploy\w*|employ\w*)"
    r"\s+(?:\w+\s+){0,2})$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r";|\baccording to\b|\bsaid\b|\bwhile\b|\bbut\b|\bwhereas\b", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"\b(?:no|not|n[o\u2019']t|never|without|denied|denies)\b", re.IGNORECASE
)
# "A former artillery officer", "the mine clearance team", "aircraft carriers": people,
# offices and things that a weapon gives its name to.
_NAMES_ANOTHER = re.compile(
    r"[\s-]+(?:officers?|experts?|specialists?|commanders?|corps|generals?|colonels?"
    r"|regiments?|brigades?|battalions?|divisions?|instructors?|schools?|academ(?:y|ies)"
    r"|veterans?|crews?|operators?|engineers?|technicians?|inspectors?|analysts?"
    r"|disposal|clearance|removal|shelters?|threats?|alerts?|warnings?|alarms?|scares?"
    r"|sirens?|makers?|factor(?:y|ies)|plants?|depots?|dumps?|stores?|warehouses?"
    r"|carriers?|defen[cs]es?|programmes?|programs?|licen[cs]es?|control|ban|treaty"
    r"|convention|talks|deals?|suppl(?:y|ies|iers?)|victims?|survivors?|wounds?)\b",
    re.IGNORECASE,
)
# "Two missiles were shot down": they hit nothing.
_WARDED_OFF = re.compile(
    r"\s+(?:(?:was|were|had been|have been|being)\s+)?(?:all\s+)?(?:shot down"
    r"|intercepted|downed)\b"
)
# "Used to store rockets": none that struck.
_STORED = re.compile(
    r"\b(?:stor(?:e[sd]?|ing)|hid(?:e[s]?|den|ing)?|stockpil(?:e[sd]?|ing)|smuggl\w+"
    r"|manufactur\w+|assembl(?:e[sd]?|ing))\s+(?:[\w-]+\s+){0,2}?$",
    re.IGNORECASE,
)
# "The treaty banning cluster munitions": none was used.
_BANNED = re.compile(
    r"\b(?:treat(?:y|ies)|convention|bans?|banning|prohibit\w*|outlaw\w*|ban\s+on)\s+"
    r"(?:[\w-]+\s+){0,4}?$",
    re.IGNORECASE,
)
# "Destroyed an S-300 battery": a name of what was hit.
_BATTERY = re.compile(r"[\s-]+(?:batter(?:y|ies)|radars?|sites?|positions?)\b")
# "Jets bombed the mill", "hit by warplanes": an air strike, told by its craft.
_STRIKING = (
    r"(?:bomb(?:ed|s|ing)?|struck|strikes?|striking|hits?|hitting|attack(?:ed|s|ing)?"
    r"|raid(?:ed|s|ing)?|pound(?:ed|s|ing)?|target(?:ed|s|ing)?|straf(?:ed|es?|ing)"
    r"|flatten(?:ed|s|ing)?|destroy(?:ed|s|ing)?|fir(?:ed|es?|ing) (?:on|at|into)"
    r"|(?:dived?|diving|slamm(?:ed|ing)|crash(?:ed|ing)|plough(?:ed|ing)|smash(?:ed|ing)"
    r"|flew|flying) (?:on|onto|into|through)|explod(?:ed|es|ing)|detonat(?:ed|es|ing))"
)
_STRIKES_AFTER = re.compile(
    r"(?:\s+(?:launched|fired|operated|flown|sent)\s+(?:by|from)\s+[\w'\u2019-]+(?:\s[\w'\u2019-]+){0,2}?)?"
    rf"\s+(?:(?:have|had|has|then|also|again|twice)\s+)*{_STRIKING}\b",
    re.IGNORECASE,
)
_STRUCK_BEFORE = re.compile(
    rf"\b{_STRIKING}\s+(?:\w+\s+){{0,2}}?(?:by|from)\s+(?:\w+\s+){{0,3}}?$",
    re.IGNORECASE,
)


def find_weapons(reading: Reading) -> list[Claim]:
    """Return the weapon claims of a page."""
    claims: list[WeaponClaim] = []
    seen: dict[bool, set[str]] = {True: set(), False: set()}  # in the title, below it
    for sentence in reading.sentences:
        plain_seen = seen[sentence.is_headline]
        for group in _groups(reading, sentence):
            weapons = _specific(reading, sentence, group)
            codes = (*weapons, *aircraft_codes(group))
            if all(code in _PLAIN | _PLAIN_CRAFT for code in codes):
                is_told = not set(codes) <= _TOLD_EACH_TIME
                is_known = is_told and set(codes) <= plain_seen
                is_said = set(codes) <= _AIR and _is_attributed(
                    reading, sentence, group
                )
                if not weapons or is_known or is_said:
                    continue
            plain_seen |= set(codes)
            claims.append(_claim(reading, sentence, group, weapons))
    return list(_without_vague(claims))


def _without_vague(claims: list[WeaponClaim]) -> list[WeaponClaim]:
    """Leave "bomb" and "explosion" out where the page names a weapon."""
    finer = [
        claim for claim in claims if claim.aircraft or not set(claim.weapon) <= _VAGUE
    ]
    codes = {code for claim in finer for code in claim.weapon}
    if finer and codes <= _NO_BLAST and not any(claim.aircraft for claim in finer):
        finer = [c for c in claims if c in finer or set(c.weapon) == {"explosives"}]
    return finer or claims


def _groups(reading: Reading, sentence: Sentence) -> list[list[WeaponMention]]:
    """Group the mentions of a sentence that belong to one clause of one speaker."""
    text = reading.text[sentence.start : sentence.end]
    groups: list[list[WeaponMention]] = []
    for mention in open_weapons(reading.reference).find(text):
        if _NAMES_ANOTHER.match(text[mention.end :]):
            continue
        if mention.is_type and _BATTERY.match(text[mention.end :]):
            continue
        if _WARDED_OFF.match(text[mention.end :]) or _STORED.search(
            text[: mention.start]
        ):
            continue
        if _BANNED.search(text[: mention.start]):
            continue
        if groups and _belongs(reading, sentence, text, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _belongs(
    reading: Reading,
    sentence: Sentence,
    text: str,
    before: WeaponMention,
    mention: WeaponMention,
) -> bool:
    gap = text[before.end : mention.start]
    if len(gap) > _WIDEST_GAP or _BREAK.search(gap):
        return False
    at = sentence.start
    return reading.statement_of(
        at + before.start, at + before.end
    ) == reading.statement_of(at + mention.start, at + mention.end)


def _is_attributed(
    reading: Reading, sentence: Sentence, group: list[WeaponMention]
) -> bool:
    """Say whether an attribution carries it ("Torethi air strikes")."""
    start, end = sentence.start + group[0].start, sentence.start + group[-1].end
    return any(
        found.start < end and start < found.end
        for found in attributions_in(reading, sentence)
    )


_AIR = frozenset(("airstrike", "warplane"))


def _claim(
    reading: Reading,
    sentence: Sentence,
    group: list[WeaponMention],
    weapons: tuple[str, ...],
) -> WeaponClaim:
    text = reading.text[sentence.start : sentence.end]
    start, end = group[0].start, group[-1].end
    used = _USES.search(text[:start])
    party = None
    lead = ""
    if used:
        start = used.start()
        party, start = _user(reading, text, start)
        alleged = list(_ALLEGED.finditer(text[:start]))
        if alleged:
            lead = "alleged"
            if start - alleged[-1].end() <= _WIDEST_GAP // 4:
                start = alleged[-1].start()
    hedges = hedges_in(reading.reference, text[max(0, start - 20) : end])
    if lead and not hedges:
        hedges = (lead,)
    return WeaponClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(sentence.start + start, sentence.start + end),
        weapon=weapons,
        aircraft=_named_craft(group, weapons),
        perpetrator=party,
        evidence=_evidence(text),
        hedged=bool(hedges),
        hedges=hedges,
        negated=bool(_NEGATIVE.search(text[max(0, start - 16) : end])),
        rule="weapon.named",
    )


def _user(reading: Reading, text: str, start: int) -> tuple[str | None, int]:
    """Return the party right before "is using", and where its name starts."""
    for mention in open_parties(reading.reference).find_joined(text[:start]):
        if start - mention.end <= _WIDEST_GAP // 3 and mention.is_belligerent:
            return mention.code, mention.start
    return None, start


def _specific(
    reading: Reading, sentence: Sentence, group: list[WeaponMention]
) -> tuple[str, ...]:
    """Return the codes, "explosives" left out where a finer word is there.

    Bombs beside a plane or helicopter came from the air; so did the blow of one that
    "bombed" or "struck".
    """
    codes = open_weapons(reading.reference).codes_said(group)
    if codes == ("explosives",) and _are_dropped(reading, sentence, group):
        return ("aerial_bomb",)
    if "missile" in codes and _NAMED_MISSILES & set(codes):
        codes = tuple(code for code in codes if code != "missile")
    if _beside_drones(reading, sentence, group):
        codes = tuple(dict.fromkeys((*codes, "drone_strike")))
    every = {m.belongs_to or m.code for m in group if m.is_aircraft}
    craft = every - {"drone"}
    if every and codes == ("explosives",):
        return ("aerial_bomb",) if craft else ("drone_strike",)
    if not codes and craft <= {"warplane"} and _strikes(reading, sentence, group):
        return ("airstrike",) if craft else ("drone_strike",)
    finer = tuple(code for code in codes if code not in {"explosives", "shelling"})
    return codes if set(finer) <= _NO_BLAST else finer


_JOINED = re.compile(
    r"\s*(?:,|and|or|,\s*and|as\s+well\s+as|,\s*\d+)\s+(?:[\w-]+\s+){0,3}?"
)


def _beside_drones(
    reading: Reading, sentence: Sentence, group: list[WeaponMention]
) -> bool:
    """Say whether drones are named as weapons of their own ("missiles and drones")."""
    text = reading.text[sentence.start : sentence.end]
    pairs = itertools.pairwise(group)
    return any(
        "drone" in {first.code, second.code}
        and not (first.is_aircraft and second.is_aircraft)
        and _JOINED.fullmatch(text[first.end : second.start]) is not None
        for first, second in pairs
    )


_NAMED_MISSILES = frozenset({"cruise_missile", "ballistic_missile"})
_BOMBS = re.compile(r"\bbombs?$", re.IGNORECASE)
_FROM_THE_AIR = re.compile(
    r"\b(?:air[\s-]?strikes?|air[\s-]?raids?|warplanes?|jets?|planes?|air\s+force|aircraft"
    r"|bombers?|aerial)\b",
    re.IGNORECASE,
)
_ON_THE_GROUND = re.compile(
    r"\b(?:car|roadside|suicide|truck|pipe|petrol|fuel|nail|magnetic|sticky|parcel|home-?made"
    r"|improvised|planted|bomber|device|explosive|landmine|backpack|vehicle)\b",
    re.IGNORECASE,
)


def _are_dropped(
    reading: Reading, sentence: Sentence, group: list[WeaponMention]
) -> bool:
    """Say whether "bombs" on a page of air strikes, and of no other bombs, fell."""
    text = reading.text[sentence.start : sentence.end]
    if not all(_BOMBS.search(text[: m.end]) for m in group):
        return False
    return bool(_FROM_THE_AIR.search(reading.text)) and not _ON_THE_GROUND.search(
        reading.text
    )


def _strikes(reading: Reading, sentence: Sentence, group: list[WeaponMention]) -> bool:
    """Say whether planes of a class alone are said to strike."""
    text = reading.text[sentence.start : sentence.end]
    return not any(m.is_type for m in group) and bool(
        _STRIKES_AFTER.match(text[group[-1].end :])
        or _STRUCK_BEFORE.search(text[: group[0].start])
    )


def _named_craft(
    group: list[WeaponMention], weapons: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the aircraft; "planes" say nothing beside a weapon."""
    codes = aircraft_codes(group)
    named = tuple(code for code in codes if code != "warplane")
    if "drone_strike" in weapons:
        named = tuple(code for code in named if code != "drone")
    return named if weapons else named or codes


def _evidence(text: str) -> str | None:
    for kind, words in _EVIDENCE:
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return kind
    return None
