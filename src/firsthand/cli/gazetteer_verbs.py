"""`firsthand gazetteer add`: places of a case from GeoNames, OCHA, OSM or CSV."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli.common import case_folder
from firsthand.settings import read_settings

_FORMS = ["geonames", "ocha", "osm", "geojson", "csv"]
_FEW_NAMES = 10


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
    _take_in(ctx, file, form, origin=None, dry_run=dry_run)


@gazetteer.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", type=click.Choice(_FORMS), help="Where the name does not tell.")
@click.option("--source", help="Where the file is from: https://data.humdata.org/...")
@click.option("--date", "day", help="Of what day it is: 2026-03-01.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_context
def add_rows(
    ctx: click.Context,
    file: Path,
    form: str | None,
    source: str | None,
    day: str | None,
    *,
    dry_run: bool,
) -> None:
    """Take in the places of FILE; bad rows are told, the others are taken.

    A GeoNames dump, an OCHA table with P-codes (CSV, XLSX), OpenStreetMap (XML,
    .pbf), GeoJSON, or your own CSV (name, lat, lon, kind ...): told by the file
    itself.
    """
    origin = " of ".join(part for part in (source, day) if part) or None
    _take_in(ctx, file, form or "", origin=origin, dry_run=dry_run)


def _take_in(
    ctx: click.Context, file: Path, form: str, *, origin: str | None, dry_run: bool
) -> None:
    from firsthand.casework.gazetteer_rows import import_places  # noqa: PLC0415  start-up

    folder = case_folder(ctx)
    country = read_settings(folder).country
    done = import_places(
        folder, form, file, country=country, is_dry=dry_run, origin=origin
    )
    for problem in done.problems:
        click.echo(problem, err=True)
    would = "would be taken" if dry_run else "taken"
    click.echo(
        f"{done.taken} places {would}, {done.known} known already, "
        f"{len(done.problems)} bad rows"
    )
    if done.shared:
        few = ", ".join(done.shared[:_FEW_NAMES])
        more = ", ..." if len(done.shared) > _FEW_NAMES else ""
        click.echo(
            f"{len(done.shared)} names are borne by several places and stay ambiguous "
            f"unless the text tells them apart: {few}{more}"
        )
    if done.problems:
        ctx.exit(1)


COMMANDS = {"gazetteer": gazetteer}
