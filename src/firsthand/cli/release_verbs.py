"""Verbs of publication: what was published, and what of it no longer holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from firsthand.casework import releasing
from firsthand.casework.state import CaseState
from firsthand.cli.common import as_json, print_json, print_table, the_case, write_draft
from firsthand.errors import UserError
from firsthand.model import IncidentId
from firsthand.model.words import many


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--where", required=True, help="Where it stands: an address, a print.")
@click.option("--corrects", help="The earlier release that this one corrects.")
@click.option(
    "--because", required=True, help="Why, in your words; kept with the decision."
)
@click.pass_context
def release(
    ctx: click.Context, folder: Path, where: str, corrects: str | None, because: str
) -> None:
    """Record that the preview in FOLDER was published; nothing is sent."""
    with the_case(ctx) as case:
        made = releasing.record_release(
            case, folder, where=where, because=because, corrects=corrects
        )
        findings = CaseState(case).findings
        unsigned = [
            key
            for key in map(IncidentId, made.subjects)
            if key not in findings or findings[key].signed is None
        ]
    n = many(len(made.subjects), "finding")
    click.echo(f"{made.id}: {n} published, {where}.")
    if unsigned:
        click.echo(f"{len(unsigned)} of them unsigned: {', '.join(unsigned)}")
    click.echo(
        "firsthand releases tells what of it moves. Take it back: firsthand undo"
    )


@click.command()
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a dated draft of the correction to this new file.",
)
@as_json
@click.pass_context
def releases(ctx: click.Context, draft: Path | None, *, is_json: bool) -> None:
    """List what was published, and what of it the case no longer says."""
    with the_case(ctx) as case:
        state = CaseState(case)
        held = releasing.releases_of(state)
        moved = {one.release.id: one for one in releasing.moved_releases(state)}
    rows = [(one, _standing(one, moved.get(one.id))) for one in held]
    if is_json:
        print_json(
            {
                "release": one.id,
                "published": str(one.day),
                "where": one.where,
                "findings": dict(one.findings),
                "corrects": one.corrects,
                "corrected_by": one.corrected_by,
                "moved": list(moved[one.id].lines) if one.id in moved else [],
            }
            for one, _ in rows
        )
    else:
        print_table(
            ("release", "published", "where", "state"),
            [(one.id, str(one.day), one.where, told) for one, told in rows],
            empty="Nothing is recorded as published: firsthand release FOLDER ...",
        )
        for one in moved.values():
            for line in one.lines:
                click.echo(f"{one.release.id}: {line}")
    if draft is not None:
        _write(draft, tuple(moved.values()))


def _standing(one: releasing.Release, moved: releasing.Moved | None) -> str:
    if one.corrected_by is not None:
        return f"corrected by {one.corrected_by}"
    if moved is None:
        return "says what the case says"
    return f"open again: {len(moved.lines)} to correct"


def _write(draft: Path, moved: tuple[releasing.Moved, ...]) -> None:
    if not moved:
        raise UserError("nothing that was published has moved: no correction to draft")
    today = dt.datetime.now(dt.UTC).date()
    write_draft(draft, releasing.draft_of_correction(moved, today))


COMMANDS = {"release": release, "releases": releases}
