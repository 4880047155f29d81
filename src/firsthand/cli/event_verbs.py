"""Verbs of event data sets beside the incidents: events, import events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli.common import as_json, notice, print_json, print_table, the_case
from firsthand.errors import UserError
from firsthand.model.words import many

if TYPE_CHECKING:
    from firsthand.casework import Case
    from firsthand.casework.event_tables import Shown, Table
    from firsthand.casework.intake import Description
    from firsthand.link.beside import Event, Nearby

_TOLD = 5


@click.command()
@click.option(
    "--km",
    type=click.FloatRange(0, 100),
    default=5,
    show_default=True,
    help="How far apart two descriptions of one event can be.",
)
@click.option(
    "--days",
    type=click.IntRange(0, 31),
    default=2,
    show_default=True,
    help="How many days apart.",
)
@click.option("--alone", is_flag=True, help="Also list events that match nothing.")
@as_json
@click.pass_context
def events(
    ctx: click.Context, km: float, days: int, *, alone: bool, is_json: bool
) -> None:
    """Put imported event data sets beside the incidents of this case.

    Matched by place, time and means of attack. Their figures are shown beside, and
    enter no count, no grade, no finding.
    """
    from firsthand.casework import event_tables as stage  # noqa: PLC0415  start-up
    from firsthand.casework.state import CaseState  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        tables = stage.kept_tables(case)
        if not tables:
            raise UserError(
                "no event data set is in this case; bring one with "
                "firsthand import events TABLE --shape acled"
            )
        metres = round(km * 1000)
        shown = stage.put_beside(CaseState(case), tables, metres=metres, days=days)
    if is_json:
        print_json(stage.shown_lines(shown))
    else:
        _print(shown, alone=alone)


def import_events(
    ctx: click.Context,
    path: Path,
    shape: str | None,
    mapping: Sequence[str],
    stated: Description,
    *,
    is_dry: bool,
) -> None:
    """Take in a table of events; a dry run shows what it would match.

    Raises:
        UserError: Neither a shape nor columns are said, or the shape is unknown.
    """
    from firsthand.casework import event_tables as stage  # noqa: PLC0415  start-up
    from firsthand.casework.state import CaseState  # noqa: PLC0415  start-up

    said = stage.mapping_of(mapping)
    with the_case(ctx) as case:
        known = stage.shapes_of(case.reference)
        if shape is None and not said:
            raise UserError(
                f"say whose columns it has: --shape {'|'.join(known)}, or --map "
                "key=COLUMN --map first=COLUMN --map lat=COLUMN --map lon=COLUMN"
            )
        if shape is not None and shape not in known:
            raise UserError(f"--shape {shape}: known are {', '.join(known)}, or --map")
        if path.is_dir():
            raise UserError(f"{path} is a folder; name one CSV file")
        table = stage.read_events(
            path.read_bytes(), path.stem, case.reference, shape=shape, mapping=said
        )
        if is_dry:
            _print(stage.put_beside(CaseState(case), [table]), alone=False)
            _tell(ctx, table)
            click.echo(f"{_summary(table)}. Dry run: nothing was written")
        else:
            is_new = _keep(case, path, shape, said, stated)
            _tell(ctx, table)
            held = "kept" if is_new else "held already, as it is"
            click.echo(f"{_summary(table)}; {held}. Next: firsthand events")
    if table.wrong:
        ctx.exit(1)


def _keep(
    case: Case,
    path: Path,
    shape: str | None,
    said: dict[str, str],
    stated: Description,
) -> bool:
    from firsthand.casework.event_tables import keep_table  # noqa: PLC0415  start-up

    return keep_table(case, path, shape=shape, mapping=said, stated=stated)


def _summary(table: Table) -> str:
    return (
        f"{len(table.rows)} events, {len(table.coarse)} too coarse to be matched, "
        f"{len(table.wrong)} wrong"
    )


def _tell(ctx: click.Context, table: Table) -> None:
    columns = ", ".join(f"{f} <- {c!r}" for f, c in table.columns.items())
    notice(ctx, f"note: columns read as: {columns}")
    for text in table.coarse[:_TOLD]:
        notice(ctx, f"note: {text}; it is matched to nothing")
    if len(table.coarse) > _TOLD:
        notice(ctx, f"note: and {len(table.coarse) - _TOLD} more of the like")
    for means, count in table.unknown_means.items():
        notice(ctx, f"note: means {means!r} ({count}) is in no row of event_means")
    for text in table.wrong:
        click.echo(f"wrong: {text}", err=True)


def _print(shown: Shown, *, alone: bool) -> None:
    near = {pair.other: pair for pair in shown.beside.nearby}
    rows = []
    for members in shown.beside.matches:
        rows += [_cells(shown, event, near.get(event)) for event in members]
    headers = ("data set", "id", "day", "place", "killed there", "beside the first")
    print_table(headers, rows, empty="no event matches")
    for pair in shown.beside.for_a_person:
        click.echo(
            f"for a person: {_named(pair.one)} and {_named(pair.other)}: one went on "
            f"for days, {pair.metres} m apart"
        )
    if alone:
        for event in shown.beside.alone:
            cells = [cell for cell in _cells(shown, event, None) if cell]
            click.echo(f"alone: {'  '.join(cells)}")
    here = sum(event.dataset == "this case" for event in shown.beside.alone)
    n_alone = len(shown.beside.alone)
    click.echo(
        f"{len(shown.beside.matches)} matched; without a match {n_alone}, {here} of "
        f"them incidents of this case; {many(len(shown.left_out), 'incident')} without "
        "a day or a point. Figures stand beside and are counted nowhere"
    )


def _named(event: Event) -> str:
    return f"{event.dataset} {event.key}"


def _cells(shown: Shown, event: Event, pair: Nearby | None) -> tuple[str, ...]:
    row = shown.rows.get(event)
    days = str(event.first)
    if event.last > event.first:
        days += f" to {event.last}"
    killed, place = "", shown.titles.get(event.key, "")
    if row is not None:
        low, best, high = row.killed
        killed = best or "-".join(filter(None, (low, high))) or "not stated"
        if best and (low or high) and {low, high} != {best}:
            killed += f" ({low or '?'}-{high or '?'})"
        place = row.place
    beside = ""
    if pair is not None:
        beside = f"{pair.metres / 1000:.1f} km, {pair.days} days, {_agrees(pair)}"
    return event.dataset, event.key, days, place, killed, beside


def _agrees(pair: Nearby) -> str:
    if pair.score == 0:
        return "same means"
    return "kindred means" if pair.score < 1 else "means not stated"


COMMANDS = {"events": events}
