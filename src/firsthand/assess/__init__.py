"""Claims of an incident become ranges, contradictions, responses and a proposed grade.

Reads: Incident, Aggregate, Claim, Document, Source, Origin, Root, Victim.
Writes: Finding, Contradiction, Response. Pure: records in, records out; every result
carries its tree of reasons and replays to the same bytes. The program proposes; a
person signs. Method: M030-M049; rules AIR-2 ... AIR-7, IBC-2, IBC-8, OHC-4, HRW-4.
"""

from __future__ import annotations

from firsthand.assess.findings import (
    Assessed,
    CaseAssessed,
    assess_case,
    assess_incident,
)
from firsthand.assess.gather import gather_inputs
from firsthand.assess.inputs import CaseInputs, Evidence, IncidentInputs
from firsthand.assess.ranges import compute_ranges, replay
from firsthand.assess.responses import pools_for
from firsthand.assess.totals import CaseTotal

__all__ = [
    "Assessed",
    "CaseAssessed",
    "CaseInputs",
    "CaseTotal",
    "Evidence",
    "IncidentInputs",
    "assess_case",
    "assess_incident",
    "compute_ranges",
    "gather_inputs",
    "pools_for",
    "replay",
]
