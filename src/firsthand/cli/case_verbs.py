"""Verbs that fill and run a case: init, add, run."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.casework import create_case
from firsthand.casework.intake import AddReport, Description, add_files
from firsthand.casework.model_in_case import model_of
from firsthand.casework.model_reading import warning_of
from firsthand.casework.run import RunReport, run_stages
from firsthand.casework.totals import check_profiles
from firsthand.cli.common import notice, progress_bar, stated_day, the_case
from firsthand.model import Protection, SourceType

_SHOWN = 20


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the case, for people.")
@click.option(
    "--country", help="Where it plays, as an ISO 3166 code (SY): ranks places."
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    help="Range profile to print, the first one leads: airwars, ibc, acled, ucdp, "
    "ohchr; later ones of your own in CASE/reference/profiles.yaml.",
)
@click.pass_context
def init(
    ctx: click.Context,
    folder: Path,
    name: str | None,
    country: str | None,
    profiles: tuple[str, ...],
) -> None:
    """Make a new case in FOLDER."""
    operator = ctx.obj["operator"]
    check_profiles(profiles)
    with create_case(
        folder, name=name, country=country, operator=operator, profiles=profiles
    ) as case:
        click.echo(f"Case {case.settings.name} ready in {case.folder}")
    click.echo(f"Next: cd {folder} && firsthand add ../reports/")


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--sheet",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV that describes the files: file, source, kind, language, published, ...",
)
@click.option("--source", help="Who published it.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in SourceType]),
    help="What kind of voice.",
)
@click.option("--language", help="Language code (en, ar, ru ...); else detected.")
@click.option("--published", help="Day (2021-12-01), month (2021-12) or year.")
@click.option("--url", help="Where it was published.")
@click.option("--title", help="Its title.")
@click.option("--party", help="Belligerent that the source speaks for (RU, SY ...).")
@click.option("--owner", help="Who owns or controls the source.")
@click.option(
    "--protection",
    type=click.Choice([each.value for each in Protection]),
    default=Protection.OPEN.value,
    help="Who may see it.",
)
@click.pass_context
def add(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    sheet: Path | None,
    **stated: str | None,
) -> None:
    """Take in files and folders: captured, hashed, logged, read."""
    kind, protection = stated.pop("kind"), stated.pop("protection")
    defaults = Description(
        kind=SourceType(kind) if kind else None,
        published=stated_day(stated.pop("published")),
        protection=Protection(protection or "open"),
        **stated,
    )
    with the_case(ctx) as case, progress_bar(ctx) as progress:
        report = add_files(
            case, paths, sheet=sheet, defaults=defaults, progress=progress
        )
    _print_added(ctx, report)
    if report.problems:
        ctx.exit(1)


def _print_added(ctx: click.Context, report: AddReport) -> None:
    for filename, document in report.documents[:_SHOWN]:
        language = document.language or "language undecided"
        click.echo(f"{document.id}  {filename}  {language}, {document.n_chars:,} chars")
    if len(report.documents) > _SHOWN:
        click.echo(f"... and {len(report.documents) - _SHOWN:,} more")
    for filename, item in report.media[:_SHOWN]:
        click.echo(f"{item.id}  {filename}  {item.media_type}, stored and hashed")
    for filename, kept in report.sealed[:_SHOWN]:
        click.echo(f"{kept.id}  {filename}  sealed; not read by the program")
    for filename, earlier in report.repeats[:_SHOWN]:
        click.echo(f"held    {filename}  same bytes as {earlier}; this act is recorded")
    for text in report.notices:
        notice(ctx, f"note: {text}")
    for text in report.problems:
        click.echo(f"problem: {text}", err=True)
    click.echo(
        f"{len(report.documents)} documents and {len(report.media)} media taken in, "
        f"{len(report.repeats)} held already, {len(report.problems)} problems. "
        "Next: firsthand run"
    )


@click.command()
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, help="Processes to read with."
)
@click.option(
    "--send-text-to",
    "agreed",
    metavar="HOST",
    help="Agree that the text of open documents goes to this model server.",
)
@click.option(
    "--no-model", "is_alone", is_flag=True, help="Do not ask the model that is set."
)
@click.pass_context
def run(ctx: click.Context, jobs: int, agreed: str | None, *, is_alone: bool) -> None:
    """Run every stage that is out of date."""
    with the_case(ctx) as case:
        model = None if is_alone else model_of(case, agreed)
        if model is not None:
            click.echo(warning_of(model.endpoint), err=True)
        with progress_bar(ctx) as progress:
            report = run_stages(case, jobs=jobs, progress=progress, model=model)
    _print_run(report)
    if report.problems:
        ctx.exit(1)


def _print_run(report: RunReport) -> None:
    for line in report.lines():
        click.echo(line)
    for text in report.problems:
        click.echo(f"problem: {text}", err=True)


COMMANDS = {"init": init, "add": add, "run": run}
