"""`firsthand check ...`: steps of verification that can be run again."""

from __future__ import annotations

import click

from firsthand.casework import checking
from firsthand.casework.rechecking import run_again
from firsthand.casework.telling_verification import (
    checklist_lines,
    named_in,
    tell_checklist,
)
from firsthand.casework.verification import Verification
from firsthand.cli import inverse_verbs, media_verbs, statement_verbs
from firsthand.cli.check_running import dry, place_options, run_and_tell
from firsthand.cli.common import (
    as_json,
    print_json,
    print_table,
    the_case,
)
from firsthand.model import Check

_FEW = 3


@click.group()
def check() -> None:
    """Check place, distance, shadow, media; a check excludes, it never convicts.

    In a case each check is kept as a record (firsthand show CH-001) and can be run
    again; outside a case the result is only printed.
    """


@check.command()
@click.argument("at", metavar="PLACE")
@place_options("at", "the place")
@dry
@as_json
@click.pass_context
def coordinates(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Read PLACE, in any notation, into a point with its circle of uncertainty.

    For example: firsthand check coordinates "12°20.7'N 45°40.7'E"
    """
    run_and_tell(ctx, "coordinates", stated, is_dry=dry_run, is_json=is_json)


@check.command()
@click.argument("from", metavar="PLACE")
@click.argument("to", metavar="PLACE")
@place_options("from", "the first place")
@place_options("to", "the second place")
@click.option("--within", "within_m", metavar="METRES", help="Is it within N metres?")
@click.option("--away", "away_m", metavar="METRES", help="Is it N metres away?")
@click.option("--margin", "margin_m", metavar="METRES", help="How exactly N is meant.")
@dry
@as_json
@click.pass_context
def distance(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Measure from PLACE to PLACE, as an interval; a place is coordinates or I-003.

    For example: firsthand check distance I-003 "12.34, 45.67" --away 300 --margin 50
    """
    run_and_tell(ctx, "distance", stated, is_dry=dry_run, is_json=is_json)


@check.command()
@click.option("--at", required=True, help="Coordinates, or an incident.")
@place_options("at", "the place")
@click.option("--time", required=True, help="When, with zone: 2021-11-29T09:30+02:00.")
@click.option("--until", help="End of the claimed stretch of time.")
@click.option("--ratio", metavar="N+-E", help="Shadow length over height of the thing.")
@click.option("--length", metavar="N+-E", help="Shadow length, any unit.")
@click.option("--height", metavar="N+-E", help="Height of the thing, same unit.")
@click.option("--direction", metavar="N+-E", help="Where the shadow points, degrees.")
@click.option("--yaw", metavar="N+-E", help="True direction that it counts from.")
@click.option("--slope", metavar="N+-E", help="Rise of the ground along it, degrees.")
@dry
@as_json
@click.pass_context
def sun(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Hold a shadow against a claimed place and time.

    Every measurement carries its error: --ratio 1.74+-0.05
    """
    run_and_tell(ctx, "sun", stated, is_dry=dry_run, is_json=is_json)


@check.command("list")
@click.argument("about", metavar="[INCIDENT|MEDIA]", required=False)
@as_json
@click.pass_context
def list_checks(ctx: click.Context, about: str | None, *, is_json: bool) -> None:
    """List the checks of the case, or the checklist of one incident or picture."""
    if about is not None:
        _list_state(ctx, about, is_json=is_json)
        return
    with the_case(ctx) as case:
        found = list(case.store.every(Check))
    if is_json:
        print_json([checking.check_line(item) for item in found])
        return
    rows = [(i.id, i.check_kind, _about(i), i.tool) for i in found]
    headers = ("id", "check", "about", "tool")
    print_table(headers, rows, empty="No checks yet. firsthand check --help")


def _list_state(ctx: click.Context, about: str, *, is_json: bool) -> None:
    with the_case(ctx) as case:
        known, found = Verification(case), named_in(case, about)
        if is_json:
            print_json(list(checklist_lines(known, found)))
            return
        for line in tell_checklist(known, found):
            click.echo(line)


def _about(found: Check) -> str:
    if len(found.inputs) > _FEW:
        return f"{found.inputs[0]} and {len(found.inputs) - 1:,} more"
    return ", ".join(found.inputs) or "-"


@check.command()
@click.argument("name", metavar="CHECK")
@click.pass_context
def again(ctx: click.Context, name: str) -> None:
    """Run CHECK again and compare the bytes of its result."""
    with the_case(ctx) as case:
        found, is_same = run_again(case, name)
    if is_same:
        click.echo(f"{found.id}: the same bytes came out again")
        return
    click.echo(
        f"{found.id}: another result came out; it was made with {found.tool}. Compare "
        f"the versions and the rows of the case (firsthand show {found.id})"
    )
    ctx.exit(1)


for _command in (*inverse_verbs.COMMANDS, *statement_verbs.COMMANDS):
    check.add_command(_command)
for _name in ("reuse", "metadata", "credentials", "proofmode", "scenes", "sync"):
    check.add_command(media_verbs.media.commands[_name])

COMMANDS = {"check": check}
