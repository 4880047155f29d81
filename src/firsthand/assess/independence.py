"""How many independent voices there are: an interval, shown root by root.

Roots of the harm are counted, never links: five outlets that quote one official are
one, and who speaks of the weapon alone is none. A voice whose provenance is unknown
may be one already counted, so it widens the interval. A party to the conflict does not
count as support for its own cause. Method: M040.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

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
    RootKind,
    StatusWord,
    TargetClaim,
    VictimNamesClaim,
)
from firsthand.model.values import interval_in_words

_TELLS_WHAT_IT_QUOTES = frozenset({RootKind.OUTLET, RootKind.RECORDER})
"""An outlet's article, a register's row: what they say unasked rests on whom they
quote for the same harm. A rights group that inquires itself is not taken so."""


def count_independent(claims: Iterable[AnyClaim], evidence: Evidence) -> Independence:
    """Count the independent voices behind the harm that an incident is about.

    Voices that allege harm are counted. Only where nobody does are those counted that
    allege the event itself: its author, or what was hit.

    Args:
        claims: Claims of the incident; those that allege neither are passed over.
        evidence: Gives the voice and the origin of each.

    Returns:
        `low`: voices certainly distinct; `high`: if every undetermined one is
        distinct too. With undetermined voices only, one of them at least exists.
    """
    held = list(claims)
    key = ("independent", *(claim.id for claim in held))
    if key not in evidence.memo:
        evidence.memo[key] = _count(held, evidence)
    made: Independence = evidence.memo[key]
    return made


def _count(held: Sequence[AnyClaim], evidence: Evidence) -> Independence:
    heard = _heard([c for c in held if alleges_harm(c)], evidence)
    if not any(item.is_counted for item in heard):
        heard += _heard([c for c in held if alleges_event(c)], evidence)
    heard = [_folded(item, heard) for item in heard]
    counted = [item for item in heard if item.is_counted]
    determined = sum(item.voice.is_determined for item in counted)
    undetermined = len(counted) - determined
    low = determined or min(1, undetermined)
    high = determined + undetermined
    ordered = sorted(heard, key=lambda item: (item.rank, item.voice.key))
    reason = Reason(
        text=f"independent voices: {interval_in_words(low, high)}",
        rule="M040",
        because=tuple(item.line() for item in ordered),
    )
    return Independence(low=low, high=high, reason=reason)


@dataclasses.dataclass(frozen=True)
class _Heard:
    """One voice with the claims by which it is heard.

    Attributes:
        voice: The voice.
        claims: Its claims that count.
        origins: Texts it is heard in; copies are the text they repeat.
        in_copies_only: It is heard in copies whose first text is held, only.
        is_party: It speaks for a party, and admits nothing against itself.
        rests_on: Name of the voice that it adds nothing to; None = of its own.
    """

    voice: Voice
    claims: tuple[ClaimId, ...]
    origins: frozenset[str]
    in_copies_only: bool
    is_party: bool
    rests_on: str | None = None

    @property
    def is_counted(self) -> bool:
        return not self.is_party and self.rests_on is None

    @property
    def rank(self) -> int:
        """Certain voices first, then possible ones, then those not counted."""
        if not self.is_counted:
            return 3 if self.is_party else 2
        return 0 if self.voice.is_determined else 1

    def line(self) -> Reason:
        text, met, rule = f"{self.voice.name}: counted", True, "M040"
        if self.is_party:
            met, rule = False, "AIR-3"
            text = (
                f"{self.voice.name}: speaks for {self.voice.party or 'a party'}, "
                "not counted"
            )
        elif self.rests_on is not None:
            met, text = False, f"{self.voice.name}: {self.rests_on}, not counted again"
        elif not self.voice.is_determined:
            text = f"{self.voice.name}: from whom it knows is not said; it may be "
            text += "a voice counted already"
            return Reason(text=text, rule=rule, met=None, claims=self.claims)
        return Reason(text=text, rule=rule, met=met, claims=self.claims)


def _heard(claims: Iterable[AnyClaim], evidence: Evidence) -> list[_Heard]:
    """Group claims by voice; a party's admissions stand apart from the rest it says."""
    grouped: dict[tuple[str, bool], list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        voice = evidence.voice_of(claim)
        grouped[voice.key, _supports(voice, claim, evidence)].append(claim)
    return [
        _Heard(
            voice=evidence.voice_of(said[0]),
            claims=tuple(sorted(claim.id for claim in said)),
            origins=frozenset(_text_of(claim, evidence) for claim in said),
            in_copies_only=all(evidence.is_in_copy(claim) for claim in said),
            is_party=not supports,
        )
        for (_, supports), said in grouped.items()
    ]


def _text_of(claim: Claim, evidence: Evidence) -> str:
    origin = evidence.origin_of(claim.document_id)
    return origin.id if origin else claim.document_id


def _folded(item: _Heard, heard: Sequence[_Heard]) -> _Heard:
    """Say of an undetermined voice on whom it rests, where its texts tell (M040)."""
    if item.voice.is_determined or item.is_party:
        return item
    if item.in_copies_only:
        why = "said in copies of a text that is held"
        return dataclasses.replace(item, rests_on=why)
    beside = [other for other in heard if other is not item and not other.is_party]
    kind = item.voice.kind
    if kind in _TELLS_WHAT_IT_QUOTES:
        quoted = [o for o in beside if o.voice.kind not in _TELLS_WHAT_IT_QUOTES]
        rests = _on_whom(item, quoted)
        why = f"its own words stand beside those of {rests}"
    else:
        named = [o for o in beside if o.voice.is_determined and o.voice.kind is kind]
        rests = _on_whom(item, named if kind is not RootKind.UNKNOWN else [])
        why = f"the same text names one of the kind, {rests}"
    return dataclasses.replace(item, rests_on=why) if rests else item


def _on_whom(item: _Heard, others: Sequence[_Heard]) -> str | None:
    """Return the others heard in every text in which a voice is; None = not in all."""
    together = [other for other in others if item.origins & other.origins]
    covered = {text for other in together for text in other.origins}
    if not together or not item.origins <= covered:
        return None
    return " and ".join(sorted({other.voice.name for other in together}))


def alleges_harm(claim: AnyClaim) -> bool:
    """Say whether a claim says that people were harmed, by number or by person."""
    return not isinstance(claim, AttributionClaim) and alleges(claim)


def alleges_event(claim: AnyClaim) -> bool:
    """Say whether a claim says who did it or what was hit, whoever was harmed."""
    return isinstance(claim, AttributionClaim | TargetClaim) and not claim.negated


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
