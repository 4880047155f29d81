"""The verb `testimony`: add, list, show, consent, withdraw, request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from firsthand.casework import Case
from firsthand.casework.acting import reason
from firsthand.casework.consent import consents_of
from firsthand.casework.sealing import items_of
from firsthand.casework.testimony import (
    add_testimony,
    close_request,
    give_consent,
    note_request,
    open_requests,
    testimony_of,
    withdraw_consent,
)
from firsthand.casework.testimony_form import BLANK, read_form, read_said
from firsthand.casework.witness_asks import (
    draft_for_withdrawal,
    refuse_other_witness,
    supersede,
)
from firsthand.cli.common import (
    as_json,
    notice,
    print_json,
    print_table,
    the_case,
    write_draft,
)
from firsthand.errors import UserError
from firsthand.model import ConsentUse, RequestKind, Testimony, WitnessRequest

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_USE = click.Choice([use.value for use in ConsentUse])
_because = click.option(
    "--because", "--why", "because", help="Why; the log keeps it: name nobody."
)


@click.group()
def testimony() -> None:
    """Statements of witnesses, who stand under a pseudonym, protected by default."""


@testimony.command("form")
def form() -> None:
    """Print an empty form to fill in: firsthand testimony form > mine.toml."""
    click.echo(BLANK, nl=False)


@testimony.command("add")
@click.argument("file", type=_FILE)
@click.option("--identity", type=_FILE, help="Opens the sealed name of known_as.")
@click.option("--corrects", help="Testimony of the same witness that this replaces.")
@_because
@click.pass_context
def add(
    ctx: click.Context,
    file: Path,
    identity: Path | None,
    corrects: str | None,
    because: str | None,
) -> None:
    """Take in a testimony by its form FILE (firsthand testimony form)."""
    replaced: list[str] = []
    with the_case(ctx) as case:
        earlier = None
        if corrects is not None:
            reason(because)
            known_as = read_form(file).known_as
            earlier = refuse_other_witness(case, corrects, known_as)
        taken = add_testimony(case, file, identity, is_correction=earlier is not None)
        if earlier is not None:
            replaced = supersede(case, earlier, taken.testimony, because)
    one = taken.testimony
    click.echo(
        f"{one.id}  witness {one.witness}, {one.protection.value}, "
        f"{len(one.sealed)} items sealed"
        + (f", working text {one.document_id}" if one.document_id else "")
    )
    for text in replaced:
        click.echo(text)
    for text in taken.notices:
        notice(ctx, f"note: {text}")
    click.echo("The form and its files still lie where they were, in clear.")


@testimony.command("list")
@as_json
@click.pass_context
def list_testimonies(ctx: click.Context, *, is_json: bool) -> None:
    """List testimonies by pseudonym."""
    with the_case(ctx) as case:
        found = list(case.store.every(Testimony))
        if is_json:
            print_json(found)
            return
        rows = [
            (
                one.id,
                one.witness,
                one.held_on.words if one.held_on else "not stated",
                one.language or "not stated",
                one.protection.value,
                one.document_id or "-",
                _uses(case, one.id),
            )
            for one in found
        ]
    headers = ("id", "witness", "held", "language", "class", "text", "allows today")
    empty = "no testimony. Next: firsthand testimony form > mine.toml"
    print_table(headers, rows, empty=empty)


def _uses(case: Case, name: str) -> str:
    today = dt.datetime.now(dt.UTC).date()
    said = consents_of(case, name)
    held = [u.value for u in ConsentUse if u in said and said[u].holds_on(today)]
    return ", ".join(held) or "nothing"


@testimony.command("show")
@click.argument("name")
@as_json
@click.pass_context
def show(ctx: click.Context, name: str, *, is_json: bool) -> None:
    """Show a testimony, or all of a witness: what is known without opening any."""
    with the_case(ctx) as case:
        of_them = [one for one in case.store.every(Testimony) if one.witness == name]
        for one in of_them or [testimony_of(case, name)]:
            if is_json:
                print_json([one, *consents_of(case, one.id).values()])
                continue
            for line in _told(case, one):
                click.echo(line)


def _told(case: Case, one: Testimony) -> Iterator[str]:
    yield f"{one.id}  witness {one.witness} ({one.protection.value})"
    yield f"  held       {one.held_on.words if one.held_on else 'not stated'}"
    yield f"  mode       {one.mode or 'not stated'}"
    yield f"  language   {one.language or 'not stated'}"
    known = {None: "not stated", True: "yes (sealed)", False: "none"}
    yield f"  interpreter {known[one.has_interpreter]}"
    read = one.second_reading
    if read is None:
        yield "  second reading: none recorded"
    else:
        outcome = "agreed" if read.is_agreed else f"differs: {read.differences}"
        yield f"  second reading on {read.on}: {outcome}"
    if one.document_id:
        yield f"  working text {one.document_id}, {one.n_hidden} places hidden"
    if one.spans:
        yield f"  {len(one.spans)} stretches linked to times of the recording"
    for item in items_of(case, one.id):
        what = item.sealed_kind.value
        yield f"  sealed     {item.id} {what}, {item.size_bytes} bytes"
    said = consents_of(case, one.id)
    for use in ConsentUse:
        if use not in said:
            yield f"  consent    {use.value}: not asked, so not allowed"
            continue
        until = f" until {said[use].until}" if said[use].until else ""
        yield f"  consent    {use.value}: {said[use].state.value} {said[use].on}{until}"
        for event, earlier in case.store.history(said[use].id)[:-1]:
            yield f"             before, {event.at:%Y-%m-%d}: {earlier.state.value}"  # type: ignore[union-attr]


@testimony.command("consent")
@click.argument("name")
@click.argument("use", type=_USE)
@click.argument("said")
@_because
@click.pass_context
def consent(
    ctx: click.Context, name: str, use: str, said: str, because: str | None
) -> None:
    """Record what the witness of NAME says of a use: "2026-05-03", "refused ..."."""
    read = read_said(said)
    if read is None:
        raise UserError(
            f'{said!r}: write "2026-05-03", "2026-05-03 until 2031-05-03" or '
            '"refused 2026-05-03"'
        )
    with the_case(ctx) as case:
        made = give_consent(case, name, ConsentUse(use), read, because)
    click.echo(f"{name}: {use} {made.state.value} {made.on}")


@testimony.command("withdraw")
@click.argument("name")
@click.option("--use", "uses", multiple=True, type=_USE, help="Repeat; default: all.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day they said so.")
@click.option(
    "--draft", type=click.Path(path_type=Path), help="New file: a public correction."
)
@_because
@click.pass_context
def withdraw(
    ctx: click.Context,
    name: str,
    uses: tuple[str, ...],
    on: dt.datetime | None,
    because: str | None,
    *,
    draft: Path | None,
) -> None:
    """Take consent back: the next publication obeys; what was written is marked.

    --draft writes a correction of what was published: figures before and after, pages,
    and nothing of why. A person finishes it.
    """
    if draft is not None and draft.exists():
        raise UserError(f"{draft} is there already; name a new file")
    with the_case(ctx) as case:
        chosen = [ConsentUse(use) for use in uses]
        day = on.date() if on else None
        today = dt.datetime.now(dt.UTC).date()
        lines = draft_for_withdrawal(case, name, today) if draft else []
        done = withdraw_consent(case, name, chosen, because, day)
    if draft is not None:
        write_draft(draft, lines)
    for one in done.consents:
        click.echo(f"{one.id}: withdrawn {one.on}")
    for text in done.notices:
        click.echo(f"to do: {text}")


@testimony.command("request")
@click.argument("witness", required=False)
@click.argument(
    "kind", required=False, type=click.Choice([kind.value for kind in RequestKind])
)
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help="Day they asked.")
@click.option("--done", "request", help="Id of a request that was carried out.")
@click.option("--outcome", help="What was done, or why not; name nobody.")
@click.pass_context
def request(
    ctx: click.Context,
    /,
    witness: str | None,
    kind: str | None,
    received: dt.datetime | None,
    **done: str | None,
) -> None:
    """Record what a WITNESS asks: see, correct, erase. Without arguments: what waits.

    see: firsthand unseal WITNESS. correct: firsthand testimony add --corrects T-...
    erase: firsthand erase WITNESS. Then: testimony request --done Q-... --outcome ...
    """
    with the_case(ctx) as case:
        if done["request"] is not None:
            made = close_request(case, done["request"], done["outcome"])
            click.echo(f"{made.id} done: {made.outcome}")
            return
        if witness is None or kind is None:
            rows = [_row(one) for one in open_requests(case)]
            headers = ("id", "witness", "asks to", "received")
            print_table(headers, rows, empty="no request waits")
            return
        day = received.date() if received else None
        made = note_request(case, witness, RequestKind(kind), day)
    click.echo(f"{made.id}  {witness} asks to {kind}. Next: {_NEXT[made.request_kind]}")


_NEXT = {
    RequestKind.SEE: "firsthand unseal WITNESS --identity FILE -o DIR --because ...",
    RequestKind.CORRECT: "firsthand testimony add FORM --corrects T-... --because ...",
    RequestKind.ERASE: "firsthand erase WITNESS --why ...",
}


def _row(one: WitnessRequest) -> tuple[str, str, str, str]:
    return one.id, one.witness, one.request_kind.value, one.received.isoformat()


COMMANDS = {"testimony": testimony}
