"""What the finders propose becomes claims: checked, spoken for, merged, in order.

A claim whose span does not hold its quote, or that stands in page furniture, is
refused. Method: M029.
"""

from __future__ import annotations

import base64
import collections
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import msgspec

from firsthand.extract import (
    arabic,
    french,
    modality,
    russian,
    spanish,
    statements_other,
    ukrainian,
)
from firsthand.extract.answer_kinds import learned_claims
from firsthand.extract.answered import without_denied_deeds
from firsthand.extract.attack_words import sentence_at
from firsthand.extract.carried import carried
from firsthand.extract.casualties import find_casualties
from firsthand.extract.dates import find_dates
from firsthand.extract.hours import find_times
from firsthand.extract.legal import find_legal
from firsthand.extract.named_harm import with_harm
from firsthand.extract.no_attack import is_about_no_attack, without_the_past
from firsthand.extract.objectives import find_objectives
from firsthand.extract.page import Page
from firsthand.extract.page_voice import voice_of_page
from firsthand.extract.people_tables import find_people_tables, tables_of
from firsthand.extract.perpetrators import find_perpetrators
from firsthand.extract.places import find_places
from firsthand.extract.read import read_parts
from firsthand.extract.reading import Reading, Statement
from firsthand.extract.responses import find_rebuttals, find_responses
from firsthand.extract.statements_other import (
    find_doubts,
    find_jurisdiction,
    find_methods,
    find_undercounts,
)
from firsthand.extract.targets import find_targets
from firsthand.extract.victims import find_victims
from firsthand.extract.weapons import find_weapons
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    DateClaim,
    DocumentId,
    MilitaryObjectiveClaim,
    Objective,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    VictimNamesClaim,
    WeaponClaim,
    canonical_bytes,
)
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties

_ID_LENGTH = 6
# How far before a part its whole may end, in code points, by the part's rule.
_PART_REACH = {"M025:including:part": 60, "M025:among:part": 600}
Finder = Callable[[Reading], Sequence[Claim]]

# One finder a kind of claim; claims of one span keep this order.
_ENGLISH: tuple[Finder, ...] = (
    find_casualties,
    find_victims,
    find_people_tables,
    find_perpetrators,
    find_weapons,
    find_places,
    find_dates,
    find_targets,
    find_objectives,
    find_legal,
    find_responses,
    find_rebuttals,
    find_doubts,
    find_jurisdiction,
    find_methods,
    find_undercounts,
)
_FINDERS: dict[str | None, tuple[Finder, ...]] = {
    None: _ENGLISH,
    "en": _ENGLISH,
    "ar": (arabic.find_claims,),
    "ru": (russian.find_claims,),
    "uk": (ukrainian.find_claims,),
    "fr": (french.find_claims,),
    "es": (spanish.find_claims,),
}


def extract_from(page: Page, reference: Reference) -> list[AnyClaim]:
    """Return the claims of a page; see `firsthand.extract.extract_claims`."""
    readings = read_parts(page, reference)
    if len(readings) == 1:
        return assemble(readings[0])
    found: list[Claim] = [claim for part in readings for claim in assemble(part)]
    return _numbered(readings[0], found)


def assemble(reading: Reading) -> list[AnyClaim]:
    """Read a page by all rules of its language and put the claims in order.

    Answers and objectives that no rule reads are a learned scorer's (M053), and say so.
    """
    found = read_by_rules(reading)
    learned = [
        spoken_for(reading, claim)
        for claim in learned_claims(reading, found)
        if is_grounded(reading, claim)
    ]
    return _numbered(reading, _merged([*found, *learned]))


def read_by_rules(reading: Reading) -> list[Claim]:
    """Run all finders of the reading's language; claims are spoken for, without ids."""
    found = [claim for finder in finders(reading.language) for claim in finder(reading)]
    if reading.language in {None, "en"}:
        found += statements_other.evaluations(reading, found)
        found = [claim for claim in found if not _is_of_a_table(reading, claim)]
        if is_about_no_attack(reading.text, found, reading.reference):
            return []
        found = without_the_past(reading.text, found)
    found += find_times(reading, found)
    kept = [
        spoken_for(reading, claim) for claim in found if is_grounded(reading, claim)
    ]
    if reading.language in {None, "en"}:
        kept = statements_other.with_finders(reading, kept)
    kept = carried(reading, kept)
    kept = without_compared_buildings(kept)
    if reading.language in {None, "en"}:
        kept = without_denied_deeds(reading, kept)
        kept = _without_military_targets(kept)
    kept = with_authors(reading, with_authors_of_their_words(kept))
    return with_harm(reading, kept)


def finders(language: str | None) -> tuple[Finder, ...]:
    """Return the finders of a language (None is read as English; unknown: none)."""
    return _FINDERS.get(language, ())


def is_grounded(reading: Reading, claim: Claim) -> bool:
    """Say whether a claim's span holds its quote, outside page furniture."""
    start, end = claim.span.start, claim.span.end
    if reading.text[start:end] != claim.span.quote:
        return False
    return not any(s < end and start < e for s, e in reading.furniture)


def spoken_for(reading: Reading, claim: Claim) -> Claim:
    """Return a claim with its speaker, chain, hedges and place on the page set.

    A finder that knows the speaker better has set it, and is left alone.
    """
    start, end = claim.span.start, claim.span.end
    claim = msgspec.structs.replace(claim, is_headline=_in_headline(reading, start))
    claim = modality.qualified(reading, claim)
    if claim.speaker is not None or claim.chain or claim.is_unresolved:
        return claim
    made = reading.statement_of(start, end)
    if made is None and isinstance(claim, CasualtyClaim) and claim.supersedes:
        # "put the toll at 37, then raised it to 44": said by who gave the first.
        made = reading.statement_of(start, start + len(claim.span.quote.split()[0]))
    if made is None and isinstance(claim, AttributionClaim):
        made = _accusing(reading, start, end)
    if made is not None and _is_only_answered(reading, claim, made):
        return claim
    if made is None:
        return _of_the_page(reading, claim)
    return msgspec.structs.replace(
        claim,
        speaker=made.speaker,
        chain=made.chain,
        is_unresolved=made.is_unresolved,
        candidates=made.candidates,
    )


def _accusing(reading: Reading, start: int, end: int) -> Statement | None:
    """Return the statement whose words of accusing stand in an attribution."""
    for made in reading.statements:
        if made.makes_a_speaker and any(start <= s and e <= end for s, e in made.cue):
            return made
    return None


def _is_only_answered(reading: Reading, claim: Claim, made: Statement) -> bool:
    """Say whether a speaker only answers what a claim says, and does not say it.

    "Toreth rejects cluster bomb claims": the bombs are not Toreth's word. Nor does
    who calls for an inquiry into a raid tell of the raid.
    """
    if not isinstance(claim, _FACTS) or claim.negated or made.form != "object":
        return False
    if not made.cue:
        return False
    end = made.cue[-1][1] + len(" for")
    return _ANSWERING.search(reading.text, made.cue[0][0], end) is not None


_FACTS = (
    AttributionClaim,
    CasualtyClaim,
    DateClaim,
    PlaceClaim,
    TargetClaim,
    WeaponClaim,
)
_ANSWERING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|refut|disput|repudiat|rebut|rebuff"
    r"|condemn|deplor|denounc|urg(?:e|es|ed|ing)\b|demand|appeal|request|(?:call(?:s|ed|ing)?\s+for\b))",
    re.IGNORECASE,
)


def _of_the_page(reading: Reading, claim: Claim) -> Claim:
    """Return a claim that nobody on the page makes, said by whose words the page is."""
    who = voice_of_page(reading) if not claim.is_headline else None
    if who is None:
        return claim
    return msgspec.structs.replace(claim, speaker=who, chain=(who,))


def without_compared_buildings(claims: Sequence[Claim]) -> list[Claim]:
    """Leave out a mere "building" that an answer on identity lays beside another.

    "This was a different building": no building was hit there.
    """
    compared = [
        (c.span.start, c.span.end)
        for c in claims
        if isinstance(c, RebuttalClaim) and c.object_identity is not None
    ]
    return [
        claim
        for claim in claims
        if not (
            isinstance(claim, TargetClaim)
            and claim.target == _ANY_BUILDING
            and any(s <= claim.span.start and claim.span.end <= e for s, e in compared)
        )
    ]


def _without_military_targets(claims: Sequence[Claim]) -> list[Claim]:
    """Leave out "hit a command post" as a target where it is a military objective.

    Whatever a side says that it struck as military ("hit a fuel depot") is one.
    """
    military = [c for c in claims if isinstance(c, MilitaryObjectiveClaim)]
    return [
        claim
        for claim in claims
        if not (
            isinstance(claim, TargetClaim)
            and any(
                c.span.start < claim.span.end
                and claim.span.start < c.span.end
                and (claim.target in _MILITARY or _STRUCK.match(c.span.quote))
                for c in military
                if c.military_objective is Objective.PRESENT
                or claim.target in _MILITARY
            )
        )
    ]


_STRUCK = re.compile(
    r"(?:hit|struck|destroy(?:ed|ing)|target(?:ed|ing)|bomb(?:ed|ing)|attack(?:ed|ing|s)?"
    r"|strik(?:es?|ing)|strikes?|wiped\s+out|knocked\s+out|hitting)\b",
    re.IGNORECASE,
)
_MILITARY = frozenset(("military_base", "checkpoint", "patrol"))


def with_authors(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Give a toll "in the attacks" the party whose attacks the page speaks of.

    Only where the page attributes attacks to one belligerent alone, and the speaker of
    the toll is among those who say so; it is noted on the claim.
    """
    authors = [
        c
        for c in claims
        if isinstance(c, AttributionClaim) and c.perpetrator and not c.negated
    ]
    parties = {author.perpetrator for author in authors}
    if len(parties) != 1:
        return list(claims)
    (party,) = parties
    known_to = {author.speaker for author in authors if not author.is_unresolved}
    return [
        msgspec.structs.replace(claim, perpetrator=party, note=claim.note or _FROM_PAGE)
        if isinstance(claim, CasualtyClaim)
        and claim.perpetrator is None
        and not (claim.is_unresolved or claim.negated or claim.is_perpetrator)
        and claim.speaker in known_to
        and _speaks_of_the_attacks(reading, claim)
        and not _another_between(reading, claim, authors)
        else claim
        for claim in claims
    ]


def _speaks_of_the_attacks(reading: Reading, claim: Claim) -> bool:
    """Say whether "killed in the strikes" points back to attacks told of before."""
    sentence = sentence_at(reading, claim.span.start)
    if sentence is None or sentence.is_headline:
        return False
    start = max(sentence.start, claim.span.start - _NEAR_ATTACKS)
    end = min(sentence.end, claim.span.end + _NEAR_ATTACKS)
    return _THE_ATTACKS.search(reading.text, start, end) is not None


def _another_between(
    reading: Reading, claim: Claim, authors: Sequence[AttributionClaim]
) -> bool:
    """Say whether another belligerent is named since the last attribution."""
    before = [a for a in authors if a.span.end <= claim.span.start]
    if not before:
        return True
    last = max(before, key=lambda author: author.span.end)
    between = reading.text[last.span.end : claim.span.start]
    return any(
        mention.is_belligerent and mention.code != last.perpetrator
        for mention in open_parties(reading.reference).find(between)
    )


_NEAR_ATTACKS = 80
_ANY_BUILDING = "building"
_FROM_PAGE = "party read from the whole page"
_THE_ATTACKS = re.compile(
    r"\b(?:in|by|from|during|of)\s+(?:all\s+|both\s+)?(?:the|these|those|such)\s+"
    r"(?:\w+\s+)?(?:attacks|air\s?strikes|strikes|raids|bombings|bombardments)\b",
    re.IGNORECASE,
)


def with_authors_of_their_words(claims: Sequence[Claim]) -> list[Claim]:
    """Give a toll the party and weapon that the same words say did it.

    Only where an attribution by the same speaker shares the toll's span; a toll that
    leaves the author open stays open.
    """
    authors = [c for c in claims if isinstance(c, AttributionClaim) and not c.negated]
    return [
        _with_author(claim, authors) if isinstance(claim, CasualtyClaim) else claim
        for claim in claims
    ]


def _with_author(
    claim: CasualtyClaim, authors: Sequence[AttributionClaim]
) -> CasualtyClaim:
    same = [
        a
        for a in authors
        if a.speaker == claim.speaker
        and (claim.hedged or not a.hedged)
        and a.span.start < claim.span.end
        and claim.span.start < a.span.end
    ]
    parties = {a.perpetrator for a in same} - {None}
    if len(parties) != 1:
        return claim
    weapons = [a.weapon[0] for a in same if a.weapon]
    return msgspec.structs.replace(
        claim,
        perpetrator=claim.perpetrator or parties.pop(),
        weapon=claim.weapon or (weapons[0] if weapons else None),
    )


def _is_of_a_table(reading: Reading, claim: Claim) -> bool:
    """Say whether a finder of prose took the cells of a list of people for prose.

    Heads of columns name no place, and rows tell only of the people they list.
    """
    if claim.rule == "M026:table":
        return False
    is_of_people = isinstance(claim, CasualtyClaim | VictimNamesClaim)
    return any(
        table.head[0] < claim.span.end
        and claim.span.start < (table.whole if is_of_people else table.head)[1]
        for table in tables_of(reading)
    )


def _in_headline(reading: Reading, start: int) -> bool:
    return any(s.is_headline and s.start <= start < s.end for s in reading.sentences)


def _merged(claims: Sequence[Claim]) -> list[Claim]:
    """Drop claims that say the same of the same span; the first one stays."""
    seen: set[bytes] = set()
    kept: list[Claim] = []
    for claim in claims:
        key = canonical_bytes(msgspec.structs.replace(claim, id=ClaimId(""), rule=""))
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept


def _numbered(reading: Reading, claims: Iterable[Claim]) -> list[AnyClaim]:
    """Put claims in order and give them their ids, the page's id in front."""
    ordered = sorted(
        claims, key=lambda c: (c.span.start, c.span.end, str(type(c).__name__))
    )
    numbered = [
        cast(
            "AnyClaim",
            msgspec.structs.replace(
                claim,
                id=ClaimId(f"{reading.page.id}#{short}"),
                document_id=DocumentId(reading.page.id),
            ),
        )
        for claim, short in zip(ordered, _short_ids(ordered), strict=True)
    ]
    return with_wholes(numbered)


def _short_ids(claims: Sequence[Claim]) -> list[str]:
    """Return an id for each claim, made of its kind and its span.

    Ids do not move when another claim is found or lost before them: they are letters
    of a digest over kind, start, end and a running number among claims that share
    these three. Two that meet are told apart by more letters.
    """
    alike: collections.Counter[str] = collections.Counter()
    taken: set[str] = set()
    ids = []
    for claim in claims:
        key = f"{type(claim).__struct_config__.tag}|{claim.span.start}|{claim.span.end}"
        alike[key] += 1
        digest = hashlib.blake2b(f"{key}|{alike[key]}".encode(), digest_size=20)
        letters = base64.b32encode(digest.digest()).decode().lower()
        length = next(n for n in range(_ID_LENGTH, 33) if letters[:n] not in taken)
        taken.add(letters[:length])
        ids.append(letters[:length])
    return ids


def with_wholes(claims: Sequence[AnyClaim]) -> list[AnyClaim]:
    """Tie parts of a toll to the toll they are part of ("including three civilians").

    A part of dead whom the page counts nowhere before it is a least number.
    """
    return [
        _with_whole(claim, claims[:at])
        if isinstance(claim, CasualtyClaim) and claim.rule in _PART_REACH
        else claim
        for at, claim in enumerate(claims)
    ]


def _with_whole(part: CasualtyClaim, before: Sequence[AnyClaim]) -> CasualtyClaim:
    n_part = part.killed.low or 0 if part.killed is not None else 0
    for claim in reversed(before):
        if part.span.start - claim.span.end > _PART_REACH[part.rule]:
            continue
        if not isinstance(claim, CasualtyClaim) or claim.rule.endswith(":part"):
            continue
        n_whole = claim.killed.low or claim.killed.high if claim.killed else None
        if n_whole is not None and n_whole >= n_part and not claim.negated:
            return msgspec.structs.replace(part, part_of=claim.id)
    if part.rule != "M025:among:part" or part.killed is None:
        return part
    least = msgspec.structs.replace(part.killed, high=None)
    return msgspec.structs.replace(part, killed=least)
