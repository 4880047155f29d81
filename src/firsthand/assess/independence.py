"""How many independent voices there are: an interval, shown root by root.

Roots are counted, never links: five outlets that quote one official are one. A voice
whose provenance is unknown may be one already counted, so it widens the interval. A
party to the conflict does not count as support for its own cause. Method: M040.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from firsthand.assess.inputs import Evidence, parties_of
from firsthand.assess.voices import Voice
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    Independence,
    Reason,
    StatusWord,
    VictimNamesClaim,
)


def count_independent(claims: Iterable[AnyClaim], evidence: Evidence) -> Independence:
    """Count the independent voices behind claims that allege harm or name its author.

    Args:
        claims: Claims to look at; those that allege neither are passed over.
        evidence: Gives the voice of each.

    Returns:
        `low`: voices certainly distinct; `high`: if every undetermined one is
        distinct too. With undetermined voices only, one of them at least exists.
    """
    by_voice: dict[str, list[AnyClaim]] = defaultdict(list)
    voices: dict[str, Voice] = {}
    for claim in claims:
        if not alleges(claim):
            continue
        voice = evidence.voice_of(claim)
        if not _supports(voice, claim, evidence):
            by_voice[f"~{voice.key}"].append(claim)
            voices[f"~{voice.key}"] = voice
            continue
        by_voice[voice.key].append(claim)
        voices[voice.key] = voice
    counted = {key: v for key, v in voices.items() if not key.startswith("~")}
    determined = sum(voice.is_determined for voice in counted.values())
    undetermined = len(counted) - determined
    low = determined or min(1, undetermined)
    high = determined + undetermined
    lines = tuple(
        _line(key, voices[key], by_voice[key]) for key in sorted(voices, key=_last)
    )
    how_many = str(low) if low == high else f"{low}-{high}"
    reason = Reason(text=f"independent voices: {how_many}", rule="M040", because=lines)
    return Independence(low=low, high=high, reason=reason)


def _last(key: str) -> tuple[bool, str]:
    return key.startswith("~"), key


def _line(key: str, voice: Voice, claims: Iterable[Claim]) -> Reason:
    ids: tuple[ClaimId, ...] = tuple(sorted(claim.id for claim in claims))
    if key.startswith("~"):
        text = f"{voice.name}: speaks for {voice.party or 'a party'}, not counted"
        return Reason(text=text, rule="AIR-3", met=False, claims=ids)
    if voice.is_determined:
        return Reason(text=f"{voice.name}: counted", rule="M040", met=True, claims=ids)
    text = f"{voice.name}: provenance unknown, may be one already counted"
    return Reason(text=text, rule="M040", met=None, claims=ids)


def alleges(claim: AnyClaim) -> bool:
    """Say whether a claim alleges harm, names people harmed, or names an author."""
    if claim.negated:
        return False
    if isinstance(claim, CasualtyClaim):
        tolls = (claim.killed, claim.wounded, claim.casualties, claim.missing)
        said = [toll for toll in (*tolls, claim.displaced) if toll is not None]
        return any(toll.high != 0 for toll in said) or (not said and bool(_subs(claim)))
    return isinstance(claim, AttributionClaim | VictimNamesClaim)


def _subs(claim: CasualtyClaim) -> list[object]:
    return [sub for sub in (claim.children, claim.women, claim.men) if sub is not None]


def _supports(voice: Voice, claim: AnyClaim, evidence: Evidence) -> bool:
    """A party supports nothing by itself, but for what it admits against itself."""
    if voice.is_independent:
        return True
    if isinstance(claim, AttributionClaim):
        return voice.party in parties_of(claim.perpetrator)
    if isinstance(claim, CasualtyClaim):
        is_admission = claim.status not in {StatusWord.COMBATANT, StatusWord.MIXED}
        return voice.party in evidence.accused and is_admission
    return False
