"""What a publication says of the uncounted: estimates that may stand, and no others.

An estimate reaches this room only after its gates are met and a statistician has signed
exactly this result. The documented count comes first. Method: M309, M302-M307.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class EstimateRow:
    """What one method says.

    Attributes:
        method: In words.
        estimate: Of everybody, the documented included.
        low: Lower end of the 95 % interval.
        high: Upper end; None = the data set none.
    """

    method: str
    estimate: int
    low: int
    high: int | None


@dataclasses.dataclass(frozen=True)
class EstimatePart:
    """The whole population, or one stratum.

    Attributes:
        name: The stratum; None = everybody.
        documented: People on at least one list, in words ("211", "201 to 211").
        lists: People on each list, in words.
        rows: By method; those that may not be published are left out before.
        chains: Agreement of chains, in words; empty = a sum of strata.
        moves: What moves it, one line each.
    """

    name: str | None
    documented: str
    lists: str
    rows: tuple[EstimateRow, ...]
    chains: str = ""
    moves: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class StandingEstimate:
    """An estimate that may stand in a publication.

    Attributes:
        id: Id of the check that holds it.
        digest: Of that check, as it was signed.
        signed_on: Day of the statistician's signature.
        parts: The whole first, then strata.
        assumes: What every figure assumes, one sentence each.
        tool: What made it, with the seed.
    """

    id: str
    digest: str
    signed_on: dt.date
    parts: tuple[EstimatePart, ...]
    assumes: tuple[str, ...]
    tool: str

    def hidden_by(self, hide: Callable[[str], str]) -> StandingEstimate:
        """Return it with names of lists and strata passed through `hide`."""
        return dataclasses.replace(
            self,
            parts=tuple(
                dataclasses.replace(
                    part,
                    name=part.name and hide(part.name),
                    lists=hide(part.lists),
                    moves=tuple(hide(line) for line in part.moves),
                )
                for part in self.parts
            ),
        )
