"""Verbs about who is one person: `batch victims`, `link`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli.common import (
    case_folder,
    notice,
    progress_bar,
    the_case,
)

if TYPE_CHECKING:
    from firsthand.casework.batch_people import PeopleMade, Read

engine_option = click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="duckdb|sail://...|spark://...",
    help="Where to compare: this machine, or a Spark Connect server.",
)


@click.command("victims")
@click.option(
    "--review",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the undecided pairs to this file, the most uncertain first.",
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Answered pairs: {"a": ID, "b": ID, "answer": "y"|"n"|"?"} a line.',
)
@engine_option
@click.pass_context
def batch_victims(
    ctx: click.Context, review: Path | None, answers: Path | None, engine: str
) -> None:
    """Rows of people in (JSON lines or CSV; all are read first), persons out."""
    from firsthand.casework import batch_people as stage  # noqa: PLC0415  start-up

    read = stage.read_people(sys.stdin.buffer.read())
    said = None
    problems = list(read.problems)
    if answers is not None:
        said, wrong = stage.read_answers(answers.read_bytes().splitlines())
        problems += [f"{answers} {problem}" for problem in wrong]
    case = str(case_folder(ctx)) if ctx.obj["case"] is not None else None
    with progress_bar(ctx) as tell:
        made = stage.run_people(
            read.rows, case=case, engine=engine, answers=said, progress=tell
        )
    for line in made.lines:
        sys.stdout.buffer.write(stage.as_json(line))
    if review is not None:
        with review.open("wb") as file:
            file.writelines(stage.as_json(line) for line in made.review)
    _tell(ctx, read, made, problems)


def _tell(
    ctx: click.Context, read: Read, made: PeopleMade, problems: list[str]
) -> None:
    for text in (*read.notices, *made.notices):
        notice(ctx, text)
    for problem in problems:
        click.echo(f"{problem}; skipped", err=True)
    if problems:
        click.echo(f"{len(read.rows):,} rows done, {len(problems):,} skipped", err=True)
        ctx.exit(1)


@click.command("link")
@engine_option
@click.pass_context
def link_verb(ctx: click.Context, engine: str) -> None:
    """Run what is out of date, comparing named people on an ENGINE.

    Restricted, sealed and testimony material, and whoever shares an incident with it,
    is compared on this machine, whatever the engine.
    """
    from firsthand.casework.people import what_leaves  # noqa: PLC0415  start-up
    from firsthand.casework.run import run_stages  # noqa: PLC0415  as above

    with the_case(ctx) as case:
        leaving = what_leaves(case, engine)
        if leaving is not None:
            click.echo(leaving, err=True)  # said even to those who asked for quiet
        with progress_bar(ctx) as tell:
            report = run_stages(case, progress=tell, engine=engine)
        for line in report.lines():
            click.echo(line)
        for problem in report.problems:
            click.echo(problem, err=True)
        if report.problems:
            ctx.exit(1)


COMMANDS: dict[str, click.Command] = {"link": link_verb}
