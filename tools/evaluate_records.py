"""Grades and broken sums of a recorder's records, put through our rules.

    python tools/evaluate_records.py [FILE.jsonl]      (a part of `make eval`)

Each record of an incident is written as the claims its stored sources make: one voice
a source with the toll, its groups and the people named; who they say did it follows the
recorder's strike status (likely: all say it; a single claim: one does; contested: half
say another; declared: the party admits the strike). The grade that our rules propose is
held against the recorder's, where at least one source is stored. A sub-total breaks
where the least of children, women and men together pass the most of all; names break
where more people are named as killed than the most counted: both are worked out here by
plain arithmetic, and must be found by the rules, and no other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.assess import IncidentInputs, assess_incident
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    ContradictionKind,
    DenialClaim,
    Denies,
    Document,
    DocumentId,
    Incident,
    Person,
    Reason,
    Root,
    RootKind,
    Span,
    StatusWord,
    VictimNamesClaim,
)
from firsthand.reference import Reference, bundled_reference

Row = dict[str, Any]
_GROUPS = {"children_killed": "children", "women_killed": "women", "men_killed": "men"}
_MOST_VOICES = 6
"""Voices that are written out: more of them change no rule."""
_BREAKS = (ContradictionKind.SUBTOTAL, ContradictionKind.NAMED_ABOVE)


class _Record:
    """The claims of one record, voice by voice."""

    def __init__(self, number: int, gold: Row) -> None:
        self.gold = gold
        self.key = f"R-{number}"
        self.claims: list[Any] = []
        self.voices: dict[str, list[str]] = {}

    def say(self, kind: type, voice: str, **values: Any) -> None:
        at = 10 * len(self.claims)
        claim = kind(
            id=f"{self.key}-{voice}#{at}",
            document_id=DocumentId(f"{self.key}-{voice}"),
            span=Span(start=at, end=at + 4, quote="said"),
            speaker=voice,
            **values,
        )
        self.claims.append(claim)
        self.voices.setdefault(voice, []).append(claim.id)

    def inputs(self) -> IncidentInputs:
        documents = dict.fromkeys(claim.document_id for claim in self.claims)
        return IncidentInputs(
            incident=Incident(
                id=f"I-{self.key}",  # type: ignore[arg-type]
                title=self.key,
                claims=tuple(claim.id for claim in self.claims),
                documents=tuple(documents),
            ),
            claims=tuple(self.claims),
            documents=tuple(
                Document(
                    id=key,
                    capture_id=f"C-{key}",  # type: ignore[arg-type]
                    text_sha256="0" * 64,  # type: ignore[arg-type]
                    n_chars=1_000,
                    derived_by="evaluation",
                )
                for key in documents
            ),
            roots=tuple(self._root(voice, ids) for voice, ids in self.voices.items()),
        )

    def _root(self, voice: str, claims: Sequence[str]) -> Root:
        is_party = voice.startswith("party ")
        return Root(
            id=f"{self.key}-{voice}",  # type: ignore[arg-type]
            label=voice,
            root_kind=RootKind.OFFICIAL if is_party else RootKind.MONITOR,
            claims=tuple(claims),  # type: ignore[arg-type]
            reason=Reason(text="a stored source of the record"),
            is_interested=is_party,
            party=voice.removeprefix("party ") if is_party else None,
        )


def inputs_of(number: int, gold: Row) -> IncidentInputs:
    """Write a record as claims of its stored sources."""
    made = _Record(number, gold)
    voices = [f"source {n}" for n, _ in enumerate(gold["sources"][:_MOST_VOICES])]
    killed = gold.get("killed")
    for voice in voices:
        if killed is not None:
            made.say(
                CasualtyClaim,
                voice,
                killed=Bounds(low=killed[0], high=killed[1]),
                status=StatusWord.CIVILIAN,
                status_word="civilians",
                **_groups(gold),
            )
    if names := _killed_by_name(gold):
        people = tuple(Person(name=name) for name in names)
        made.say(VictimNamesClaim, voices[0], people=people, harm="killed")
    _say_who(made, voices)
    return made.inputs()


def _groups(gold: Row) -> dict[str, Bounds]:
    held = {ours: gold.get(theirs) for theirs, ours in _GROUPS.items()}
    return {
        ours: Bounds(low=found[0], high=found[1])
        for ours, found in held.items()
        if found
    }


def _killed_by_name(gold: Row) -> list[str]:
    people = gold.get("victims") or []
    told = (p["name"] for p in people if p.get("status") == "killed" and p.get("name"))
    return list(dict.fromkeys(told))


def _say_who(made: _Record, voices: Sequence[str]) -> None:
    """Say who did it, as the recorder's strike status tells."""
    status = str(made.gold.get("strike_status") or "")
    named = [p.strip() for p in str(made.gold.get("belligerent") or "").split(",")]
    parties = [f"P{n}" for n, name in enumerate(named) if name] or ["P0"]
    if status.startswith("Contested") and len(parties) == 1:
        parties.append("P9")
    sayers = voices[:1] if status.startswith("Single") else voices
    for n, voice in enumerate(sayers):
        party = parties[n % len(parties)] if status.startswith("Contested") else "P0"
        made.say(AttributionClaim, voice, perpetrator=party)
    if status.startswith("Declared"):
        made.say(DenialClaim, "party P0", denies=Denies.ADMITS_STRIKE, perpetrator="P0")


def breaks_of(gold: Row) -> set[ContradictionKind]:
    """Work out by plain arithmetic which sums of a record break."""
    killed = gold.get("killed")
    if killed is None:
        return set()
    found = set()
    groups = [gold[name][0] for name in _GROUPS if gold.get(name)]
    if len(groups) > 1 and sum(groups) > killed[1]:
        found.add(ContradictionKind.SUBTOTAL)
    if len(_killed_by_name(gold)) > killed[1]:
        found.add(ContradictionKind.NAMED_ABOVE)
    return found


def score_records(rows: Sequence[Row], reference: Reference) -> dict[str, float]:
    """Score grades and breaks over records."""
    grades: Counter[tuple[str, str]] = Counter()
    right = wrong = missed = 0
    for number, gold in enumerate(_golds(rows)):
        assessed = assess_incident(inputs_of(number, gold), reference)
        proposed = assessed.finding.grade.proposed.value
        grades[str(gold["grading"]).lower(), proposed] += 1
        told = {c.contradiction_kind for c in assessed.contradictions} & {*_BREAKS}
        truth = breaks_of(gold)
        right += len(told & truth)
        wrong += len(told - truth)
        missed += len(truth - told)
    for (theirs, ours), n in grades.most_common():
        print(f"  recorder {theirs:<10} rules {ours:<10} {n}", file=sys.stderr)
    print(f"  breaks: {right} found, {missed} missed, {wrong} false", file=sys.stderr)
    agreed = sum(n for (theirs, ours), n in grades.items() if theirs == ours)
    false = sum(n for (_, ours), n in grades.items() if ours in _NEVER)
    return {
        "records.grade": agreed / max(1, sum(grades.values())),
        "records.no_false_confirmed": float(not false),
        "records.breaks_found": right / (right + missed) if right + missed else 1.0,
        "records.none_invented": float(not wrong),
    }


_NEVER = {"confirmed", "discounted"}


def _golds(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        gold = row["gold"]
        gold = json.loads(gold) if isinstance(gold, str) else gold
        if gold.get("sources") and gold.get("grading"):
            yield gold


def read_rows(path: Path) -> list[Row]:
    """Read records, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="records, one a line")
    wanted = parser.parse_args()
    from development_data import data_folder  # noqa: PLC0415  beside this file

    path = (
        wanted.file or data_folder() / "data" / "extraction" / "airwars_gaza.dev.jsonl"
    )
    for name, value in score_records(read_rows(path), bundled_reference()).items():
        print(f"{name:<36} {value:.3f}")


if __name__ == "__main__":
    main()
