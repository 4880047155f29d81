"""Passages of one attack on their way to an incident. Method: M012."""

from __future__ import annotations

import dataclasses

from firsthand.link.likeness import Mention
from firsthand.model import (
    AnyClaim,
    ClaimId,
    DocumentId,
    FuzzyDate,
    IncidentId,
    Place,
    Reason,
)


@dataclasses.dataclass
class Group:
    """Passages of one attack on their way to an incident.

    Attributes:
        kin: Former incident that held its claims, whoever has its id now.
        split_by: Which split put it apart, from 0: only its own id can merge it again.
        parted_from: Former incident that held its claims, where a split put it apart.
    """

    mentions: list[Mention]
    claims: dict[ClaimId, AnyClaim]
    reasons: list[Reason]
    id: IncidentId | None = None
    former: tuple[IncidentId, ...] = ()
    kin: IncidentId | None = None
    split_by: int | None = None
    parted_from: IncidentId | None = None

    @property
    def is_split_off(self) -> bool:
        """A person put it apart."""
        return self.split_by is not None

    @property
    def documents(self) -> list[DocumentId]:
        """Documents of its claims, in order."""
        return sorted({claim.document_id for claim in self.claims.values()})

    @property
    def places(self) -> list[Place]:
        """Places that its passages state, one for each that states it."""
        return [place for m in self.mentions for place in m.passage.places]

    @property
    def dates(self) -> list[FuzzyDate]:
        """Days that its passages state, one for each that states it."""
        return [date for m in self.mentions for date in m.passage.dates]
