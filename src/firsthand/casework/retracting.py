"""What falls if a source, a document or a claim is taken back, before it is done.

Every finding and total that used it is computed again without it and shown before and
after; signatures that would no longer fit are named; a dated correction is drafted for
a person to finish. Nothing is withdrawn here and nothing is published. Method: M107.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shlex
from collections.abc import Iterator, Sequence

import msgspec

from firsthand.assess import assess_case, assess_incident
from firsthand.assess.sensitivity import without
from firsthand.casework.assessing import incident_inputs
from firsthand.casework.case import Case
from firsthand.casework.links_lost import links_on
from firsthand.casework.releasing import Moved, moved_in, releases_of
from firsthand.casework.state import CaseState
from firsthand.casework.totals import case_inputs
from firsthand.errors import UserError
from firsthand.model import (
    ClaimId,
    CountRange,
    Document,
    Finding,
    GradeValue,
    IncidentId,
    Source,
)
from firsthand.model.words import many


@dataclasses.dataclass(frozen=True)
class Touched:
    """One finding that a retraction touches.

    Attributes:
        incident: The incident.
        title: Its title.
        claims: Claims of it that fall.
        ranges: (profile, measure) -> before and after; changed ones only.
        grade: The proposed grade before and after.
        was_signed: A person signed it: the signature would no longer fit.
    """

    incident: IncidentId
    title: str
    claims: tuple[ClaimId, ...]
    ranges: dict[tuple[str, str], tuple[CountRange, CountRange]]
    grade: tuple[GradeValue, GradeValue]
    was_signed: bool

    @property
    def is_moved(self) -> bool:
        """A figure or the grade changes."""
        return bool(self.ranges) or self.grade[0] is not self.grade[1]


@dataclasses.dataclass(frozen=True)
class Retraction:
    """All that a retraction touches.

    Attributes:
        names: What is taken back, as asked.
        claims: Every claim that falls.
        touched: Findings that used one of them.
        totals: (name, profile) -> before and after; changed ones only.
        releases: What was published and would no longer be what the case says.
        links: Links and decisions about links that rest on it, each in words.
    """

    names: tuple[str, ...]
    claims: tuple[ClaimId, ...]
    touched: tuple[Touched, ...]
    totals: dict[tuple[str, str], tuple[CountRange, CountRange]]
    releases: tuple[Moved, ...] = ()
    links: tuple[str, ...] = ()


def retraction_of(case: Case, names: Sequence[str]) -> Retraction:
    """Work out what falls if sources, documents or claims are taken back.

    What linking would then make of the rest (another first text of a copy) is worked
    out by the next run only.

    Raises:
        UserError: A name is of none of them.
    """
    state = CaseState(case)
    gone = frozenset(key for name in names for key in _claims_of(state, name))
    touched = []
    after = dict(state.findings)
    for key, inputs in incident_inputs(state).items():
        hit = tuple(c for c in inputs.incident.claims if c in gone)
        pooled = any(c.id in gone for c in inputs.responses_pool)
        before = state.findings.get(key)
        if before is None or not (hit or pooled):
            continue
        made = assess_incident(without(inputs, gone), case.reference).finding
        after[key] = made
        title = inputs.incident.title
        touched.append(_touched(key, title, hit, before, made))
    return Retraction(
        names=tuple(names),
        claims=tuple(sorted(gone)),
        touched=tuple(touched),
        totals=_totals(state, after, gone),
        releases=tuple(
            moved
            for one in releases_of(state)
            if (moved := moved_in(state, one, after))
        ),
        links=tuple(links_on(state, gone)),
    )


def _claims_of(state: CaseState, name: str) -> list[ClaimId]:
    if ClaimId(name) in state.claims:
        return [ClaimId(name)]
    found = state.case.store.get(name)
    documents = {found.id} if isinstance(found, Document) else set()
    sources = {
        source.id
        for source in state.sources.values()
        if (isinstance(found, Source) and source.id == found.id)
        or name.casefold() in {n.casefold() for n in (source.name, *source.other_names)}
    }
    documents |= {d.id for d in state.documents.values() if d.source_id in sources}
    if not documents and not sources:
        near = [
            f"{source.id} {source.name}"
            for source in state.sources.values()
            if name.strip() and name.casefold() in source.name.casefold()
        ]
        meant = f"; did you mean {' or '.join(sorted(near))}?" if near else ""
        raise UserError(
            f"no source, document or claim {name!r}{meant or ';'} list them: "
            "firsthand sources"
        )
    return [k for k, s in state.claims.items() if s.claim.document_id in documents]


def _touched(
    key: IncidentId,
    title: str,
    hit: tuple[ClaimId, ...],
    before: Finding,
    after: Finding,
) -> Touched:
    was = {(r.profile, r.measure): r.range for r in before.ranges}
    now = {(r.profile, r.measure): r.range for r in after.ranges}
    return Touched(
        incident=key,
        title=title,
        claims=hit,
        ranges={
            name: (was[name], now.get(name, CountRange()))
            for name in sorted(was)
            if was[name] != now.get(name, CountRange())
        },
        grade=(before.grade.proposed, after.grade.proposed),
        was_signed=before.signed is not None,
    )


def _totals(
    state: CaseState, after: dict[IncidentId, Finding], gone: frozenset[ClaimId]
) -> dict[tuple[str, str], tuple[CountRange, CountRange]]:
    given = case_inputs(state)
    rest = msgspec.structs.replace(
        given,
        findings=tuple(after.values()),
        claims=tuple(c for c in given.claims if c.id not in gone),
    )
    reference = state.case.reference
    was, now = (
        {(t.name, t.profile): t.range for t in assess_case(one, reference).totals}
        for one in (given, rest)
    )
    return {
        key: (was[key], now.get(key, CountRange()))
        for key in sorted(was)
        if was[key] != now.get(key, CountRange())
    }


def tell_retraction(made: Retraction, lead: str) -> Iterator[str]:
    """Tell what a retraction touches.

    Args:
        made: The retraction.
        lead: The leading profile: the others are counted, not listed.
    """
    yield (
        f"Taking back {', '.join(made.names)}: {many(len(made.claims), 'claim')} of "
        f"{many(len(made.touched), 'finding')}"
    )
    for one in made.touched:
        yield from _tell_touched(one, lead)
    for (name, profile), (was, now) in made.totals.items():
        if profile == lead:
            yield f"  total, {name}: {was} -> {now}"
    yield from (f"  link: {link}" for link in made.links)
    for stale in made.releases:
        yield f"  published, to be corrected: {stale.release.told}"
        for line in stale.lines:
            yield f"      {line}"
    named = " ".join(shlex.quote(name) for name in made.names)
    yield (
        f'Nothing was withdrawn. To do it: firsthand withdraw {named} --because "..." '
        "&& firsthand run"
    )


def _tell_touched(one: Touched, lead: str) -> Iterator[str]:
    signed = "; signed: the signature would lapse" if one.was_signed else ""
    yield f"  {one.incident} {one.title}: {many(len(one.claims), 'claim')}{signed}"
    if not one.is_moved:
        yield "      no figure and no grade moves"
    for (profile, measure), (was, now) in one.ranges.items():
        if profile == lead:
            yield f"      {measure}: {was} -> {now}"
    others = sum(profile != lead for profile, _ in one.ranges)
    if others:
        yield f"      and {many(others, 'range')} under other profiles"
    if one.grade[0] is not one.grade[1]:
        yield f"      grade proposed: {one.grade[0]} -> {one.grade[1]}"


def draft_correction(made: Retraction, lead: str, day: dt.date) -> Iterator[str]:
    """Draft a dated correction, for a person to finish, sign and publish."""
    yield f"# Correction, {day} (draft: not published, to be finished by a person)"
    yield ""
    yield "What was taken back, and why: [to be written]"
    yield ""
    moved = [one for one in made.touched if one.is_moved]
    if not moved:
        yield "No published figure and no grade changes."
    for one in moved:
        for (profile, measure), (was, now) in one.ranges.items():
            if profile == lead:
                yield f"- {one.incident}, {measure}: was {was}, is now {now}."
        if one.grade[0] is not one.grade[1]:
            yield f"- {one.incident}, grade: was {one.grade[0]}, is now {one.grade[1]}."
    for (name, profile), (was, now) in made.totals.items():
        if profile == lead:
            yield f"- Total, {name}: was {was}, is now {now}."
    for stale in made.releases:
        yield ""
        yield f"Corrects {stale.release.told}:"
        yield from (f"- {line}." for line in stale.lines)
    if any(one.was_signed for one in made.touched):
        yield ""
        told = ", ".join(one.incident for one in made.touched if one.was_signed)
        yield f"To be signed again: {told}."
