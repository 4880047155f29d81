"""Speed of assessment alone: many invented incidents of ten claims each (`make bench`).

    python tools/assess_speed.py [--incidents 100000] [--jobs 2]

Every incident is assessed in full: ranges under five profiles, voices, responses,
contradictions, grade, finding. Each worker makes its own incidents, so that what is
timed is assessment and nothing else; processor seconds of both workers are printed
beside the clock, since other work on the machine slows the clock and not the rule. Then
one claim of one incident is changed, and that incident is assessed again, ten times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import random
import statistics
import time
from typing import Any

import msgspec

from firsthand.assess import IncidentInputs, assess_incident
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    DateClaim,
    DenialClaim,
    Denies,
    Document,
    FuzzyDate,
    Incident,
    Origin,
    Place,
    PlaceClaim,
    Reason,
    Root,
    RootKind,
    Span,
    StatusWord,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

GOAL_S = 60.0
GOAL_ONE_MS = 50.0
CLAIMS = 10
_CHUNK = 500


def make_incident(number: int) -> IncidentInputs:
    """Make one incident of ten claims in four documents by four voices."""
    chance = random.Random(number)  # noqa: S311  invented material, not a secret
    name = f"Talbar-{number}"
    place = Place(name=name, canonical=name, gazetteer_id=f"g-{number}")
    first = dt.date(2020, 1, 1) + dt.timedelta(days=number % 700)
    killed = chance.randint(2, 60)
    claims: list[Any] = []

    def say(kind: type, voice: int, **values: Any) -> None:
        n = len(claims)
        claims.append(
            kind(
                id=f"{number}#{n}",
                document_id=f"{number}-{voice}",
                span=Span(start=20 * n, end=20 * n + 4, quote="many"),
                speaker=f"voice {voice}",
                **values,
            )
        )

    on = FuzzyDate(earliest=first, latest=first)
    for voice in range(3):
        count = killed + chance.choice((0, 0, 1, 4))
        status = chance.choice((StatusWord.CIVILIAN, None))
        low = Bounds(low=count, high=chance.choice((count, None)))
        say(CasualtyClaim, voice, killed=low, status=status)
    say(CasualtyClaim, 0, killed=None, children=Bounds(low=1, high=1))
    say(PlaceClaim, 0, place=place)
    say(DateClaim, 0, date=on)
    say(WeaponClaim, 1, weapon=("airstrike",), aircraft=("Su-24",))
    say(TargetClaim, 1, target=chance.choice(("market", "hospital", "residential")))
    say(AttributionClaim, chance.choice((0, 1)), perpetrator="TO")
    say(DenialClaim, 3, denies=Denies.RESPONSIBILITY, perpetrator="TO")
    kinds = (RootKind.MONITOR, RootKind.MEDICAL, RootKind.NGO, RootKind.OFFICIAL)
    documents = sorted({claim.document_id for claim in claims})
    return IncidentInputs(
        incident=Incident(
            id=f"I-{number}",
            title=name,
            place=place,
            date=on,
            claims=tuple(claim.id for claim in claims),
            documents=tuple(documents),
        ),
        claims=tuple(claims),
        documents=tuple(
            Document(
                id=key,
                capture_id=f"C-{key}",
                text_sha256="0" * 64,
                n_chars=900,
                derived_by="bench",
                published=FuzzyDate(earliest=first, latest=first),
            )
            for key in documents
        ),
        roots=tuple(
            Root(
                id=f"R-{number}-{voice}",
                label=f"voice {voice}",
                root_kind=kind,
                claims=tuple(c.id for c in claims if c.speaker == f"voice {voice}"),
                reason=Reason(text="bench"),
                is_interested=kind is RootKind.OFFICIAL,
                party="TO" if kind is RootKind.OFFICIAL else None,
            )
            for voice, kind in enumerate(kinds)
        ),
        origins=tuple(
            Origin(id=f"O-{key}", first=key, documents=(key,)) for key in documents
        ),
    )


def assess_some(numbers: range) -> float:
    """Assess a stretch of incidents; return the processor seconds of assessing."""
    reference = bundled_reference()
    made = [make_incident(number) for number in numbers]
    start = time.process_time()
    for inputs in made:
        assess_incident(inputs, reference)
    return time.process_time() - start


def one_changed_claim() -> float:
    """Return the median milliseconds of assessing an incident whose claim changed."""
    reference = bundled_reference()
    inputs = make_incident(1)
    took = []
    for n in range(10):
        first, *rest = inputs.claims
        changed = msgspec.structs.replace(first, killed=Bounds(low=70 + n, high=70 + n))
        given = msgspec.structs.replace(inputs, claims=(changed, *rest))
        start = time.perf_counter()
        assess_incident(given, reference)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> None:
    """Measure, print the figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    many = wanted.incidents
    chunks = [range(n, min(n + _CHUNK, many)) for n in range(0, many, _CHUNK)]
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(wanted.jobs) as pool:
        seconds = sum(pool.imap_unordered(assess_some, chunks))
    clock = time.perf_counter() - start
    per_core = seconds / wanted.jobs
    figures = {
        "incidents": many,
        "claims": many * CLAIMS,
        "jobs": wanted.jobs,
        "processor_seconds_per_core": round(per_core, 1),
        "clock_seconds": round(clock, 1),
        "scaled_to_100000": round(per_core * 100_000 / many, 1),
        "goal_seconds": GOAL_S,
        "one_changed_claim_ms": round(one_changed_claim(), 2),
        "goal_ms": GOAL_ONE_MS,
    }
    if wanted.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<30} {value}")


if __name__ == "__main__":
    main()
