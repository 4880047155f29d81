"""Verbs that show what a case holds; nothing here changes anything."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

import click
import msgspec

from firsthand.casework import Case
from firsthand.casework.checking import check_line, tell_check
from firsthand.casework.first_readings import events_as_shown
from firsthand.casework.lines import (
    claim_line,
    contradiction_line,
    document_line,
    incident_line,
    incident_of_claims,
    response_line,
    source_line,
)
from firsthand.casework.overview import status_lines
from firsthand.casework.people import PEOPLE, question_of, tell_question
from firsthand.casework.state import CaseState
from firsthand.casework.telling import (
    range_named,
    tell_claim,
    tell_contradiction,
    tell_document,
    tell_incident,
    tell_response,
    tell_source,
    tell_totals,
    tell_why,
)
from firsthand.casework.telling_captures import tell_capture, tell_media_item
from firsthand.casework.telling_verification import tell_statement
from firsthand.casework.verification import Statement, Verification
from firsthand.casework.web_export import tell_web
from firsthand.casework.weighing import VIEWS
from firsthand.cli.common import as_json, print_json, print_table, the_case
from firsthand.errors import UserError
from firsthand.model import (
    CaptureId,
    Check,
    ClaimId,
    Contradiction,
    DocumentId,
    Finding,
    Incident,
    MediaItem,
    Operator,
    SealedItem,
    SourceId,
)
from firsthand.model.wire import kind_of
from firsthand.model.words import (
    chain_in_words,
    claim_in_words,
    date_in_words,
    person_in_words,
)

_QUOTE = 70


def _short(text: str, most: int = _QUOTE) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _leading(finding: Finding | None) -> str:
    item = finding.leading_range() if finding else None
    return f"{item.range} {item.measure.removeprefix('killed.')}" if item else "unknown"


def _independent(finding: Finding | None) -> str:
    return finding.independence.told if finding else "unknown"


@click.command()
@as_json
@click.option("--grade", help="Only these grades: fair,weak.")
@click.pass_context
def incidents(ctx: click.Context, grade: str | None, *, is_json: bool) -> None:
    """List incidents with ranges, independent sources and proposed grade."""
    with the_case(ctx) as case:
        state = CaseState(case)
        chosen = [
            item for item in state.incidents.values() if _graded(state, item, grade)
        ]
        if is_json:
            print_json(incident_line(state, item) for item in chosen)
            return
        rows = []
        for item in chosen:
            finding = state.findings.get(item.id)
            n_open = sum(
                each.incident_id == item.id and each.state == "open"
                for each in state.contradictions
            )
            rows.append(
                (
                    item.id,
                    item.title,
                    date_in_words(item.date),
                    _leading(finding),
                    finding.grade.proposed if finding else "not assessed",
                    f"{_independent(finding)} of {len(item.documents)}",
                    f"{n_open} open" if n_open else "-",
                )
            )
        headers = (
            "id",
            "incident",
            "date",
            "killed",
            "grade proposed",
            "independent of documents",
            "contradictions",
        )
        print_table(headers, rows, empty="No incidents yet. Next: firsthand run")


def _graded(state: CaseState, item: Incident, grade: str | None) -> bool:
    if grade is None:
        return True
    finding = state.findings.get(item.id)
    return finding is not None and finding.grade.proposed in grade.split(",")


@click.command()
@click.argument("name")
@as_json
@click.option(
    "--profiles",
    "view",
    flag_value="profiles",
    help="The ranges under every profile, and what they hang on.",
)
@click.option(
    "--hypotheses",
    "view",
    flag_value="hypotheses",
    help="Who could have done it: items for and against each.",
)
@click.option(
    "--standard",
    "view",
    flag_value="standard",
    help="The checklist of reasonable grounds to believe.",
)
@click.option(
    "--ihl",
    "view",
    flag_value="ihl",
    help="Indicators of the law of armed conflict, blanks shown.",
)
@click.option(
    "--status",
    "view",
    flag_value="status",
    help="Civilian status of each count and person, with its basis.",
)
@click.option(
    "--exchange",
    "view",
    flag_value="exchange",
    help="Claim, answer, rebuttal, counter; changes of position.",
)
@click.pass_context
def show(ctx: click.Context, name: str, view: str | None, *, is_json: bool) -> None:
    """Show an incident, claim, contradiction, document, source, check by its id."""
    with the_case(ctx) as case:
        if view is not None:
            _show_view(CaseState(case), name, view)
            return
        if isinstance(found := case.store.get(name), Check):
            _show_check(found, is_json=is_json)
            return
        state = CaseState(case)
        if is_json:
            print_json([_one_line(state, name)])
            return
        for line in _told(state, name):
            click.echo(line)


def _show_view(state: CaseState, name: str, view: str) -> None:
    found = state.incident(name)
    if found is None:
        raise UserError(f"no incident {name!r}; list them: firsthand incidents")
    for line in VIEWS[view](state, found):
        click.echo(line)


def _show_check(found: Check, *, is_json: bool) -> None:
    if is_json:
        print_json([check_line(found)])
        return
    for line in tell_check(found):
        click.echo(line)


def _told(state: CaseState, name: str) -> Iterable[str]:
    if incident := state.incident(name):
        return tell_incident(state, incident)
    if isinstance(statement := state.case.store.get(name), Statement):
        return tell_statement(Verification(state.case), statement)
    if stated := state.claims.get(ClaimId(name)):
        return tell_claim(state, stated)
    if found := _contradiction(state, name):
        return tell_contradiction(state, found)
    if document := state.documents.get(DocumentId(name)):
        web = tell_web(state.case, document)
        return itertools.chain(tell_document(state, document), web)
    return _told_of_material(state, name)


def _contradiction(state: CaseState, name: str) -> Contradiction | None:
    return next((one for one in state.contradictions if one.id == name), None)


def _told_of_material(state: CaseState, name: str) -> Iterable[str]:
    if source := state.sources.get(SourceId(name)):
        return tell_source(state, source)
    if capture := state.captures.get(CaptureId(name)):
        return tell_capture(state, capture)
    if isinstance(item := state.case.store.get(name), MediaItem):
        return tell_media_item(state, item)
    for sealed in state.case.store.every(SealedItem):
        if name in sealed.former:
            raise UserError(
                f"{name} was sealed on {sealed.sealed_at:%Y-%m-%d} as {sealed.id}; "
                f"with a recipient's key: firsthand unseal {sealed.id} --identity FILE "
                "-o DIR --because ..."
            )
    raise UserError(
        f"nothing here is called {name!r}; list what there is: firsthand incidents, "
        "claims, documents, sources"
    )


def _one_line(state: CaseState, name: str) -> object:
    if incident := state.incident(name):
        return incident_line(state, incident)
    if isinstance(statement := state.case.store.get(name), Statement):
        return statement
    if stated := state.claims.get(ClaimId(name)):
        return claim_line(state, stated, incident_of_claims(state))
    if found := _contradiction(state, name):
        return contradiction_line(found)
    if document := state.documents.get(DocumentId(name)):
        return document_line(state, document)
    if source := state.sources.get(SourceId(name)):
        return source_line(source)
    raise UserError(f"nothing here is called {name!r}")


@click.command()
@click.argument("incident", metavar="A")
@click.argument("measure", metavar="MEASURE[.min|.max]|B")
@click.option("--profile", default="airwars", show_default=True, help="Range profile.")
@click.pass_context
def why(ctx: click.Context, incident: str, measure: str, profile: str) -> None:
    """Open a bound, or say why two things are linked or not.

    A bound: firsthand why I-001 killed.civilian.min opens it down to claims, quotes,
    documents, captures, digests. Two things, feature by feature: documents (why D-003
    D-007), incidents (I-001 I-002), one of each (D-003 I-001), claims (D-003#...
    D-007#...), people (V-... V-...).
    """
    with the_case(ctx) as case:
        if incident.startswith(PEOPLE) and measure.startswith(PEOPLE):
            for line in tell_question(question_of(case, incident, measure)):
                click.echo(line)
            return
        if _is_thing(measure):
            from firsthand.casework.link_why import (  # noqa: PLC0415  start-up
                tell_link,
            )

            for line in tell_link(case, incident, measure):
                click.echo(line)
            return
        state = CaseState(case)
        found = state.incident(incident)
        if found is None:
            raise UserError(f"no incident {incident!r}; list them: firsthand incidents")
        item, bound = range_named(state, found, measure, profile)
        for line in tell_why(state, found, item, bound):
            click.echo(line)


def _is_thing(name: str) -> bool:
    """Say whether a name is one of an incident, a document or a claim."""
    return bool(re.fullmatch(r"[A-Z]+-\S+", name))


@click.command()
@as_json
@click.option("--kind", help="Only this kind: casualty, denial, ...")
@click.option("--incident", help="Only claims of this incident.")
@click.option("--document", help="Only claims of this document.")
@click.option("--state", "wanted", help="Only this state: proposed, accepted, ...")
@click.pass_context
def claims(
    ctx: click.Context,
    kind: str | None,
    incident: str | None,
    document: str | None,
    wanted: str | None,
    *,
    is_json: bool,
) -> None:
    """List claims."""
    with the_case(ctx) as case:
        state = CaseState(case)
        incident_of = incident_of_claims(state)
        chosen = [
            item
            for item in state.shown.values()
            if kind in {None, kind_of(item.claim)}
            and incident in {None, incident_of.get(item.claim.id)}
            and document in {None, item.claim.document_id}
            and wanted in {None, item.state.value}
        ]
        if is_json:
            print_json(claim_line(state, item, incident_of) for item in chosen)
            return
        rows = []
        for item in chosen:
            source = state.source_of(item.claim)
            rows.append(
                (
                    item.claim.id,
                    claim_in_words(item.claim),
                    chain_in_words(item.claim, source.name if source else None),
                    _short(item.claim.span.quote),
                    item.state.value,
                )
            )
        headers = ("id", "says", "said by", "quote", "state")
        print_table(headers, rows, empty="No such claims. Next: firsthand run")


@click.command()
@as_json
@click.argument("incident", required=False)
@click.pass_context
def contradictions(ctx: click.Context, incident: str | None, *, is_json: bool) -> None:
    """List what cannot all hold, of one INCIDENT or of all."""
    with the_case(ctx) as case:
        state = CaseState(case)
        chosen = [
            item
            for item in state.contradictions
            if incident in {None, item.incident_id}
        ]
        if is_json:
            print_json([contradiction_line(item) for item in chosen])
            return
        rows = [
            (
                item.id,
                item.incident_id or "across",
                item.contradiction_kind.value,
                item.why,
                item.state.value,
            )
            for item in chosen
        ]
        headers = ("id", "incident", "kind", "what cannot both hold", "state")
        print_table(headers, rows, empty="No two claims disagree.")
        if rows:
            click.echo(
                "Readings under which both could hold, and what would settle it: "
                f"firsthand show {rows[0][0]}",
                err=True,
            )


@click.command()
@as_json
@click.argument("incident", required=False)
@click.pass_context
def responses(ctx: click.Context, incident: str | None, *, is_json: bool) -> None:
    """List official statements, of one INCIDENT or of all, and what they cover."""
    with the_case(ctx) as case:
        state = CaseState(case)
        chosen = [
            item for item in state.responses if incident in {None, item.incident_id}
        ]
        if is_json:
            print_json([response_line(item) for item in chosen])
            return
        for item in sorted(chosen, key=lambda one: one.incident_id or "~"):
            click.echo(item.incident_id or "about no single incident")
            for line in tell_response(state, item):
                click.echo(line)
        if not chosen:
            click.echo("No official statement is held.")


@click.command()
@click.pass_context
def totals(ctx: click.Context) -> None:
    """Show totals, figures said of several attacks, and context totals."""
    with the_case(ctx) as case:
        for line in tell_totals(CaseState(case)):
            click.echo(line)


@click.command()
@as_json
@click.pass_context
def victims(ctx: click.Context, *, is_json: bool) -> None:
    """List people named or described as harmed."""
    with the_case(ctx) as case:
        state = CaseState(case)
        if is_json:
            print_json([msgspec.to_builtins(item) for item in state.victims])
            return
        rows = [
            (
                item.id,
                person_in_words(item.person),
                item.kin_group or "-",
                item.incident_id or "not placed",
                str(len(item.claims)),
            )
            for item in state.victims
        ]
        headers = ("id", "who", "kin group", "incident", "claims")
        print_table(headers, rows, empty="Nobody is named or described yet.")


@click.command()
@as_json
@click.pass_context
def documents(ctx: click.Context, *, is_json: bool) -> None:
    """List documents with their captures."""
    with the_case(ctx) as case:
        state = CaseState(case)
        if is_json:
            print_json([document_line(state, d) for d in state.documents.values()])
            return
        rows = []
        for item in state.documents.values():
            source = state.sources.get(item.source_id) if item.source_id else None
            capture = state.captures.get(item.capture_id)
            rows.append(
                (
                    item.id,
                    source.name if source else "source not stated",
                    date_in_words(item.published),
                    item.language or "?",
                    _short(item.title or ""),
                    capture.sha256[:12] if capture else "",
                    "withdrawn" if item.id in state.withdrawn else "",
                )
            )
        headers = ("id", "source", "published", "lang", "title", "sha256", "")
        print_table(headers, rows, empty="No documents yet. Next: firsthand add FILES")


@click.command()
@as_json
@click.pass_context
def sources(ctx: click.Context, *, is_json: bool) -> None:
    """List who speaks or publishes."""
    with the_case(ctx) as case:
        state = CaseState(case)
        if is_json:
            print_json([source_line(item) for item in state.sources.values()])
            return
        rows = [
            (
                item.id,
                item.name,
                item.source_type or "kind not stated",
                item.party or "-",
                item.owner or "-",
                item.protection.value,
            )
            for item in state.sources.values()
        ]
        headers = ("id", "name", "kind", "party", "owner", "protection")
        print_table(headers, rows, empty="No sources yet. Next: firsthand add FILES")


@click.command()
@as_json
@click.pass_context
def log(ctx: click.Context, *, is_json: bool) -> None:
    """Show the chain of custody, oldest first."""
    with the_case(ctx) as case:
        if is_json:
            shown = events_as_shown(CaseState(case))
            print_json(msgspec.to_builtins(event) for event in shown)
            return
        rows = list(_acts(case))
        headers = ("entries", "act", "when (local clock)", "who", "what", "because")
        print_table(headers, rows, empty="Nothing happened yet.")


def _acts(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield one row an act: its entries stand together in the log."""
    labels = {item.id: item.label for item in _operators(case)}
    events = list(events_as_shown(CaseState(case)))
    undone = {event.undoes for event in events if event.undoes}
    first, last, previous = 0, -1, None
    for event in [*events, None]:
        if previous is not None and (event is None or event.act != previous.act):
            what = previous.summary or previous.act_kind or previous.entry_type
            yield (
                f"{first}" if first == last else f"{first}-{last}",
                previous.act,
                f"{previous.at:%Y-%m-%d %H:%M:%S}",
                labels.get(previous.by, previous.by),
                f"{what} (undone)" if previous.act in undone else what,
                previous.because or "",
            )
            first = last + 1
        if event is not None:
            last, previous = event.seq, event


def _operators(case: Case) -> list[Operator]:

    return list(case.store.every(Operator))


@click.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say what is here, what is out of date, what waits for a person."""
    with the_case(ctx) as case:
        for line in status_lines(case):
            click.echo(line)


COMMANDS = {
    "incidents": incidents,
    "show": show,
    "why": why,
    "claims": claims,
    "contradictions": contradictions,
    "responses": responses,
    "totals": totals,
    "victims": victims,
    "documents": documents,
    "sources": sources,
    "log": log,
    "status": status,
}
