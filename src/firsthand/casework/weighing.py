"""What assessment can say of one incident beyond its finding, told as plain lines.

Each view is computed from the claims as they now count; nothing is stored and nothing
is decided. Method: M100 to M109.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from firsthand.assess.hypotheses import OTHER, Rating, weigh
from firsthand.assess.indicators import indicator_sheet
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.people_status import status_of_counts, status_of_people
from firsthand.assess.positions import chain_of, positions_of
from firsthand.assess.profiles import read_profiles
from firsthand.assess.room import Room
from firsthand.assess.sensitivity import Moved, sensitivity
from firsthand.assess.standard import reasonable_grounds
from firsthand.casework.assessing import incident_inputs
from firsthand.casework.searches import searches_of
from firsthand.casework.state import CaseState
from firsthand.casework.telling import tell_reason
from firsthand.errors import UserError
from firsthand.model import Finding, Incident, IncidentId, RangeUnderProfile
from firsthand.publish import SheetRow


def inputs_of(state: CaseState, incident: Incident) -> IncidentInputs:
    """Return what the finding of an incident depends on."""
    return incident_inputs(state)[incident.id]


def finding_of(state: CaseState, incident: Incident) -> Finding:
    """Return the finding of an incident.

    Raises:
        UserError: There is none yet.
    """
    found = state.findings.get(incident.id)
    if found is None:
        raise UserError(f"{incident.id} is not assessed yet: firsthand run")
    return found


def _head(incident: Incident, what: str) -> str:
    return f"{incident.id}  {incident.title}: {what}"


# --- profiles -------------------------------------------------------------------


def tell_profiles(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell the ranges under every profile side by side, then what they hang on."""
    finding = finding_of(state, incident)
    profiles = read_profiles(state.case.reference)
    yield _head(incident, "ranges under each profile")
    by_measure: dict[str, dict[str, RangeUnderProfile]] = {}
    for item in finding.ranges:
        by_measure.setdefault(item.measure, {})[item.profile] = item
    names = [profile.name for profile in profiles]
    yield "  " + f"{'':<20}" + "".join(f"{name:<18}" for name in names)
    for measure, held in sorted(by_measure.items(), key=_killed_first):
        cells = [_cell(held.get(name)) for name in names]
        yield f"  {measure:<20}" + "".join(f"{cell:<18}" for cell in cells)
    yield "  (p) provisional: the profile's inclusion rule is not met. best: UCDP."
    yield "  -  the profile does not count that; unknown is not 0."
    for profile in profiles:
        yield f"  {profile.name}: {profile.title}"
    yield "If one source were wrong"
    moved = sensitivity(inputs_of(state, incident), state.case.reference)
    for one in moved:
        yield from _tell_moved(one)
    if not any(one.moves for one in moved):
        yield "  no single source moves a range or the grade"
    yield "Unsigned: machine proposals, not findings."


def _killed_first(item: tuple[str, object]) -> tuple[bool, str]:
    return not item[0].startswith("killed."), item[0]


def _cell(item: RangeUnderProfile | None) -> str:
    if item is None:
        return "-"
    best = f" best {item.best}" if item.best is not None else ""
    return f"{item.range}{best}{' (p)' if item.is_provisional else ''}"


def _tell_moved(one: Moved) -> Iterator[str]:
    if not one.moves:
        yield f"  {one.name} ({one.what}): moves nothing"
        return
    yield f"  {one.name} ({one.what}), with {len(one.claims)} claims:"
    for (profile, measure), (was, now) in one.ranges.items():
        yield f"      {measure} under {profile}: {was} -> {now}"
    if one.grade:
        yield f"      grade proposed: {one.grade[0]} -> {one.grade[1]}"
    if one.independent:
        yield f"      independent voices: {' -> '.join(one.independent)}"


# --- who could have done it -----------------------------------------------------

_SIGNS: Mapping[Rating, str] = {
    Rating.CONSISTENT: "+",
    Rating.INCONSISTENT: "-",
    Rating.NEUTRAL: "0",
    Rating.UNKNOWN: "?",
}


def tell_hypotheses(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell every item of evidence against every hypothesis."""
    inputs = inputs_of(state, incident)
    evidence = Evidence.of_incident(inputs, state.case.reference)
    heard = [r for r in state.responses if r.incident_id == incident.id]
    table = weigh(inputs, evidence, heard)
    yield _head(incident, "rival hypotheses, fewest items against first (M104)")
    for party in table.hypotheses:
        name = "somebody else" if party == OTHER else evidence.party_name(party)
        yield f"  {party:<8} {name}: {len(table.against(party))} against"
    yield "  " + " ".join(f"{party:<6}" for party in table.hypotheses) + " item"
    for item in table.items:
        signs = " ".join(f"{_SIGNS[item.ratings[p]]:<6}" for p in table.hypotheses)
        told = "" if item.is_diagnostic else " (tells them not apart)"
        rests = f" ({item.rests_on})" if item.rests_on else ""
        yield f"  {signs} {item.text}{rests} [{', '.join(item.claims)}]{told}"
    for blank in table.blanks:
        yield f"  blank: {blank}"
    yield "+ consistent, - inconsistent, 0 neutral, ? not known. No author is named."


# --- standard of proof ----------------------------------------------------------


def tell_standard(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell the checklist of reasonable grounds to believe (OHC-1)."""
    inputs = inputs_of(state, incident)
    evidence = Evidence.of_incident(inputs, state.case.reference)
    inside = [k for k in state.contradictions if k.incident_id == incident.id]
    found = reasonable_grounds(evidence, inside, searches_of(state, incident.id))
    yield _head(incident, "reasonable grounds to believe (M105)")
    yield from tell_reason(found, 1)


# --- indicators -----------------------------------------------------------------


def tell_indicators(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell the sheet of indicators, blanks included (IHL-1, IHL-2)."""
    others = tuple(state.incidents.values())
    sheet = indicator_sheet(inputs_of(state, incident), state.case.reference, others)
    yield _head(incident, "indicators of the law of armed conflict, never verdicts")
    for row in sheet:
        yield f"{row.question}"
        if row.is_blank:
            yield "  blank: nobody says anything that is held"
        for cell in row.cells:
            yield f"  {cell.text} ({cell.rule}) [{', '.join(cell.claims)}]"
        yield f"  note: {row.reminder}"


def sheets_of(state: CaseState) -> Mapping[IncidentId, tuple[SheetRow, ...]]:
    """Return the sheet of every assessed incident, as publication takes it."""
    others = tuple(state.incidents.values())
    reference = state.case.reference
    return {
        key: tuple(
            SheetRow(
                question=row.question,
                claims=tuple(
                    dict.fromkeys(c for cell in row.cells for c in cell.claims)
                ),
                known=tuple(
                    dict.fromkeys(cell.known for cell in row.cells if cell.known)
                ),
                reminder=row.reminder,
            )
            for row in indicator_sheet(given, reference, others)
        )
        for key, given in incident_inputs(state).items()
    }


# --- status ---------------------------------------------------------------------


def tell_status(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell the civilian status of every count and person, with its basis (AIR-3)."""
    reference = state.case.reference
    evidence = Evidence.of_incident(inputs_of(state, incident), reference)
    yield _head(incident, "civilian status, with its basis (M108)")
    for count in status_of_counts(evidence):
        basis = count.basis.value if count.basis else "said to be combatants"
        kept = "; protected whatever their status" if count.is_protected else ""
        yield f"  {count.claim}  {basis}: {count.why}{kept}"
    people = status_of_people(evidence)
    yield f"People named: {len(people)}"
    for person in people:
        basis = person.basis.value if person.basis else "said to be a combatant"
        yield f"  {basis}: {person.why} [{', '.join(person.claims)}]"
    yield "Established is for a person to say."


# --- exchanges ------------------------------------------------------------------


def tell_exchange(state: CaseState, incident: Incident) -> Iterator[str]:
    """Tell claim, answer, rebuttal and counter in order, and changes of position."""
    inputs = inputs_of(state, incident)
    evidence = Evidence.of_incident(inputs, state.case.reference)
    heard = [r for r in state.responses if r.incident_id == incident.id]
    room = Room(inputs, evidence, heard)
    yield _head(incident, "who answered whom (M109)")
    for turn in chain_of(room):
        day = turn.day or "not dated"
        party = f" [{turn.party}]" if turn.party else ""
        yield f"  {day}  {turn.role}: {turn.who}{party}: {turn.what}"
        yield f"      {', '.join(turn.claims)}"
    for party in sorted({r.party for r in heard if r.party}):
        positions = positions_of(party, heard, room.pool)
        told = " -> ".join(f"{p.stance} ({p.day or 'not dated'})" for p in positions)
        name = evidence.party_name(party)
        yield f"  {name}: {told or 'no position that covers this'}"


VIEWS: Mapping[str, Callable[[CaseState, Incident], Iterator[str]]] = {
    "profiles": tell_profiles,
    "hypotheses": tell_hypotheses,
    "standard": tell_standard,
    "ihl": tell_indicators,
    "status": tell_status,
    "exchange": tell_exchange,
}
"""Views of `firsthand show I-001 --VIEW`."""
