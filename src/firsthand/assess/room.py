"""What every finder of contradictions is given, made once an incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.assess.disputes import contradict, ids, leading
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.profiles import leading_profile, words_for
from firsthand.assess.ranges import Sifted, sift
from firsthand.assess.responses import pool_of
from firsthand.model import AnyClaim, Contradiction, ContradictionKind, Response


def listed(names: Iterable[str]) -> str:
    """Return names in order, as a sentence lists them."""
    *first, last = sorted(set(names)) or [""]
    return f"{', '.join(first)} and {last}" if first else last


class Room:
    """What every finder of contradictions is given.

    Attributes:
        inputs: Everything that is known of the incident.
        incident: The incident.
        evidence: Its own claims.
        responses: Statements matched to it.
        sifted: Its figures under the first profile that presumes civilians.
        claims: Its claims, copies left out.
        anyone: Words that count people of every kind.
        standing: Claims whose figures stand.
        pool: Its own claims and those of official statements.
    """

    def __init__(
        self,
        inputs: IncidentInputs,
        evidence: Evidence,
        responses: Sequence[Response],
    ) -> None:
        """Sift the figures and index the claims, once for all finders."""
        self.inputs = inputs
        self.incident = inputs.incident
        self.evidence = evidence
        self.responses = responses
        profile = leading_profile(evidence.reference)
        self.sifted: Sifted = sift(evidence, profile)
        self.claims = leading(evidence.claims, evidence)
        self.anyone = words_for("anyone", evidence.reference)
        self.standing = {i for figure in self.sifted.standing for i in figure.ids}
        self.pool = pool_of(inputs, evidence)

    def make(
        self,
        kind: ContradictionKind,
        claims: Iterable[AnyClaim],
        why: str,
        could_hold_if: Sequence[str],
        would_settle: str,
    ) -> Contradiction:
        """Make a contradiction of this incident."""
        return contradict(
            kind,
            ids(claims),
            why=why,
            could_hold_if=could_hold_if,
            would_settle=would_settle,
            incident_id=self.incident.id,
        )

    def names(self, claims: Iterable[AnyClaim]) -> str:
        """Return the names of the voices behind some claims: "A, B and C"."""
        return listed({self.name(claim) for claim in claims})

    def verb(self, plural: str, claims: Iterable[AnyClaim]) -> str:
        """Return a verb that agrees with the names that `names` lists."""
        n = len({self.name(claim) for claim in claims})
        return plural if n > 1 else f"{plural}s"

    def party(self, code: str | None) -> str:
        """Return the name of a party."""
        return self.evidence.party_name(code)

    def name(self, claim: AnyClaim) -> str:
        """Return the name of the voice behind a claim."""
        return self.evidence.voice_of(claim).name
