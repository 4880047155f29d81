"""The uncounted: how many people no list holds, estimated from how lists overlap.

Reads: tables of who stands on which list. Writes: nothing; an estimate is a proposal
that a statistician signs. No two lists, no estimate of a copy, no figure of chains
that disagree. Method: M300-M309.
"""

from __future__ import annotations

from firsthand.assess.estimation.estimate import (
    Estimation,
    StratumEstimate,
    Wish,
    conditions_of,
    estimate_population,
)
from firsthand.assess.estimation.gates import Refusal, refusals_of, warnings_of
from firsthand.assess.estimation.latent import LatentRun
from firsthand.assess.estimation.linkage import (
    Entry,
    Groups,
    Pair,
    draw_linkages,
    tables_of,
)
from firsthand.assess.estimation.lists import ListTable, make_table
from firsthand.assess.estimation.methods import METHODS, MethodResult, NotRun

__all__ = [
    "METHODS",
    "Entry",
    "Estimation",
    "Groups",
    "LatentRun",
    "ListTable",
    "MethodResult",
    "NotRun",
    "Pair",
    "Refusal",
    "StratumEstimate",
    "Wish",
    "conditions_of",
    "draw_linkages",
    "estimate_population",
    "make_table",
    "refusals_of",
    "tables_of",
    "warnings_of",
]
