"""`firsthand gazetteer import`: places of a case from GeoNames, OCHA or a CSV file."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli.common import case_folder
from firsthand.settings import read_settings

_FORMS = ["geonames", "ocha", "csv"]


@click.group()
def gazetteer() -> None:
    """Places of this case, on top of the bundled ones."""


@gazetteer.command("import")
@click.argument("form", type=click.Choice(_FORMS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_context
def import_rows(ctx: click.Context, form: str, file: Path, *, dry_run: bool) -> None:
    """Take in the places of FILE; bad rows are told, the others are taken."""
    from firsthand.casework.gazetteer_rows import import_places  # noqa: PLC0415  start-up

    folder = case_folder(ctx)
    country = read_settings(folder).country
    done = import_places(folder, form, file, country=country, is_dry=dry_run)
    for problem in done.problems:
        click.echo(problem, err=True)
    would = "would be taken" if dry_run else "taken"
    click.echo(
        f"{done.taken} places {would}, {done.known} known already, "
        f"{len(done.problems)} bad rows"
    )
    if done.problems:
        ctx.exit(1)


COMMANDS = {"gazetteer": gazetteer}
