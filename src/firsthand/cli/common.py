"""What every verb needs: the case, tables, JSON lines, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from firsthand.casework import Case, find_case, open_case
from firsthand.errors import UserError
from firsthand.model import FuzzyDate

as_json = click.option(
    "--json", "is_json", is_flag=True, help="One JSON object a line instead of a table."
)


def case_folder(ctx: click.Context) -> Path:
    """Return the folder of the case named with -C, or around the current folder."""
    chosen: Path | None = ctx.obj["case"]
    return find_case(Path.cwd() if chosen is None else chosen)


@contextmanager
def the_case(ctx: click.Context) -> Iterator[Case]:
    """Open the case named with -C, or the one around the current folder."""
    case = open_case(case_folder(ctx), operator=ctx.obj["operator"])
    try:
        yield case
    finally:
        case.close()


def print_json(rows: Iterator[Any] | Sequence[Any]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        click.echo(msgspec.json.encode(row).decode())


def print_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str
) -> None:
    """Print a table that fits the terminal, or what to do when it is empty."""
    if not rows:
        click.echo(empty)
        return
    if not sys.stdout.isatty():
        click.echo("\t".join(headers))
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console  # noqa: PLC0415  only for terminals: start-up
    from rich.table import Table  # noqa: PLC0415  as above
    from rich.text import Text  # noqa: PLC0415  as above

    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def stated_day(published: str | None) -> FuzzyDate | None:
    """Read a day of publication as typed; None = not stated.

    Raises:
        UserError: It is no day, month or year.
    """
    from firsthand.capture import read_published  # noqa: PLC0415  start-up

    if published is None:
        return None
    try:
        return read_published(published)
    except ValueError as error:
        raise UserError(f"--published: {published!r} {error}") from error


def write_draft(draft: Path, lines: Iterable[str]) -> None:
    """Write a draft of a correction to a new file, and say so.

    Raises:
        UserError: There is such a file already.
    """
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError as error:
        raise UserError(f"{draft} is there already; name a new file") from error
    click.echo(f"Draft of the correction: {draft}")


def notice(ctx: click.Context, text: str) -> None:
    """Say something on stderr, unless the person asked for quiet."""
    if not ctx.obj["quiet"]:
        click.echo(text, err=True)


@contextmanager
def progress_bar(ctx: click.Context) -> Iterator[Callable[[str, int, int], None]]:
    """Give a progress callback; draws on a terminal, vanishes in a pipe."""
    if ctx.obj["quiet"] or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415  only for terminals: start-up
    from rich.progress import (  # noqa: PLC0415  as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:>12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell
