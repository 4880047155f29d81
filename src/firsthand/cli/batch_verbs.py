"""`firsthand batch STAGE`: one stage as a filter on JSON lines, without a case."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from firsthand.casework import batch as stages
from firsthand.cli.common import case_folder
from firsthand.cli.model_verbs import batch_model_claims
from firsthand.cli.people_verbs import batch_victims
from firsthand.errors import FirsthandError
from firsthand.model.wire import claim_line_schema

_LABELS = ["gtd", "airwars", "acled"]
_EVERY = 100


@click.group()
def batch() -> None:
    """Run one stage as a filter on JSON lines, without a case.

    For example: firsthand batch claims < pages.jsonl > claims.jsonl

    With -C CASE the reference rows of that case are used; nothing is stored.
    """


_jobs = click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, help="Processes to work with."
)


@batch.command()
@_jobs
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the output.")
@click.option("--times", is_flag=True, help="Also claims of a time of the day.")
@click.pass_context
def claims(ctx: click.Context, jobs: int, *, schema: bool, times: bool) -> None:
    """Pages in, one claim a line out."""
    if schema:
        _write(claim_line_schema())
        return
    _stream(ctx, "claims", jobs, times=times)


@batch.command()
@_jobs
@click.pass_context
def attributions(ctx: click.Context, jobs: int) -> None:
    """Texts in, every reported statement out."""
    _stream(ctx, "attributions", jobs)


@batch.command()
@_jobs
@click.option("--labels", type=click.Choice(_LABELS), help="Whose words to use.")
@click.pass_context
def summaries(ctx: click.Context, jobs: int, labels: str | None) -> None:
    """Texts about one incident each in, one row a text out."""
    _stream(ctx, "summaries", jobs, labels=labels)


@batch.command()
@_jobs
@click.pass_context
def roles(ctx: click.Context, jobs: int) -> None:
    """Texts in; who did it, what was hit, who was harmed, with what, out."""
    _stream(ctx, "roles", jobs)


@batch.command()
@click.pass_context
def copies(ctx: click.Context) -> None:
    """Pages in (all are read first), their origins out."""
    rows, n_bad = _read_all(ctx)
    for line in stages.run_copies(rows, case=_case(ctx)):
        _write(line)
    _finish(ctx, len(rows), n_bad)


@batch.command()
@click.option(
    "--summaries",
    "summaries_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write one line an incident to this file.",
)
@_jobs
@click.pass_context
def incidents(ctx: click.Context, jobs: int, summaries_file: Path | None) -> None:
    """Pages in (all are read first), their incidents and origins out."""
    from firsthand.casework.batch_incidents import run_incidents  # noqa: PLC0415  start-up

    rows, n_bad = _read_all(ctx)
    made = run_incidents(rows, jobs=jobs, case=_case(ctx))
    for line in made.pages:
        _write(line)
    if summaries_file is not None:
        with summaries_file.open("wb") as file:
            for line in made.incidents:
                file.write(_encoded(line))
    for problem in made.problems:
        click.echo(problem, err=True)
    _finish(ctx, len(rows), n_bad + len(made.problems))


@batch.command()
@click.pass_context
def media(ctx: click.Context) -> None:
    """File paths in, hashes and metadata of each out.

    What comes out can be put into media-matches: firsthand batch media < paths |
    firsthand batch media-matches
    """
    from firsthand.casework.batch_media import describe_media  # noqa: PLC0415  start-up

    n_done = n_bad = 0
    lines = stages.numbered(sys.stdin.buffer)
    for outcome in describe_media(lines, case=_case(ctx)):
        n_done += 1
        if outcome.problem is not None:
            n_bad += 1
            click.echo(f"line {outcome.number}: {outcome.problem}; skipped", err=True)
        for line in outcome.lines:
            _write(line)
            if line.get("problem") is not None:
                n_bad += 1
                words = f"{line['path']}: {line['problem']}"
                click.echo(f"line {outcome.number}: {words}", err=True)
    _finish(ctx, n_done - n_bad, n_bad)


@batch.command("media-matches")
@click.option("--event", help="Claimed day of an event: what existed before it?")
@click.option("--radius", help="Most bits that may differ; 70 by default.")
@click.pass_context
def media_matches(ctx: click.Context, event: str | None, radius: str | None) -> None:
    """File paths in (all are read first), groups of re-used pictures out.

    A line may be an object too, with the dates that are known:
    {"path": "a.jpg", "published": "2021-10-01", "captured": "2021-10-02T08:00Z"}
    """
    from firsthand.casework.batch_media import match_media  # noqa: PLC0415  start-up

    lines = list(stages.numbered(sys.stdin.buffer))
    made, problems = match_media(lines, radius=radius, event=event)
    for line in made:
        _write(line)
    for number, problem in problems:
        click.echo(f"line {number}: {problem}; skipped", err=True)
    _finish(ctx, len(lines) - len(problems), len(problems))


def _stream(
    ctx: click.Context, stage: str, jobs: int, **options: str | bool | None
) -> None:
    n_done = n_bad = 0
    options["case"] = _case(ctx)
    stdin = sys.stdin.buffer
    for outcome in stages.run_streamed(stage, stdin, jobs=jobs, options=options):
        n_done += 1
        if outcome.problem is not None:
            n_bad += 1
            click.echo(f"line {outcome.number}: {outcome.problem}; skipped", err=True)
        for line in outcome.lines:
            _write(line)
        if n_done % _EVERY == 0 and sys.stderr.isatty() and not ctx.obj["quiet"]:
            click.echo(f"\r{n_done:,} lines", nl=False, err=True)
    _finish(ctx, n_done - n_bad, n_bad)


def _case(ctx: click.Context) -> str | None:
    return str(case_folder(ctx)) if ctx.obj["case"] is not None else None


def _read_all(ctx: click.Context) -> tuple[list[dict[str, Any]], int]:
    del ctx
    rows: list[dict[str, Any]] = []
    n_bad = 0
    for line in stages.numbered(sys.stdin.buffer):
        try:
            row = stages.read_row(line.data)
            stages.page_of_row(row)
        except FirsthandError as error:
            n_bad += 1
            click.echo(f"line {line.number}: {error}; skipped", err=True)
            continue
        rows.append(row)
    return rows, n_bad


def _finish(ctx: click.Context, n_good: int, n_bad: int) -> None:
    if n_bad:
        click.echo(f"{n_good:,} lines done, {n_bad:,} skipped", err=True)
        ctx.exit(1)


def _write(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(_encoded(line))


def _encoded(line: dict[str, Any]) -> bytes:
    try:
        return json.dumps(line, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair came in: it goes out escaped
        return json.dumps(line).encode() + b"\n"


batch.add_command(batch_victims)
batch.add_command(batch_model_claims)

COMMANDS = {"batch": batch}
