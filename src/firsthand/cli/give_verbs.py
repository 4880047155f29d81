"""Verbs that hand something out or check it: preview, export, verify."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.casework.exporting import export_jsonl
from firsthand.casework.showing import preview as write_site
from firsthand.casework.verifying import verify_case
from firsthand.cli.common import as_json, case_folder, print_json, the_case
from firsthand.errors import IntegrityError

_SHOWN = 50


@click.command()
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder for the site: new, empty, or an earlier preview.",
)
@click.pass_context
def preview(ctx: click.Context, out: Path) -> None:
    """Write the unsigned preview: a static site that opens from disk."""
    with the_case(ctx) as case:
        files = write_site(case, out)
    click.echo(f"{len(files)} files. Open {files[0]}")
    click.echo("Unsigned preview: machine proposals, not findings.")


@click.command()
@click.argument("form", type=click.Choice(["jsonl"]))
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def export(ctx: click.Context, form: str, folder: Path) -> None:
    """Write everything the case knows into FOLDER, protected material included."""
    with the_case(ctx) as case:
        written = export_jsonl(case, folder)
    for path, n_rows in written:
        click.echo(f"{n_rows:>8}  {path}")
    click.echo(f"As {form}, for your own machines: nothing was redacted.", err=True)


@click.command()
@as_json
@click.pass_context
def verify(ctx: click.Context, *, is_json: bool) -> None:
    """Check every byte and every record against the log; exit 3 if not."""
    report = verify_case(case_folder(ctx))
    if is_json:
        print_json([report])
    else:
        records = "" if report.records is None else f", {report.records:,} records"
        click.echo(
            f"{report.objects:,} objects, {report.bytes:,} bytes{records}, "
            f"{report.entries:,} log entries, {report.checkpoints:,} checkpoints"
        )
        for text in report.notes:
            click.echo(f"note: {text}")
    for problem in report.problems[:_SHOWN]:
        click.echo(f"{problem.code}  {problem.path}: {problem.message}", err=True)
    if report.problems:
        n_more = len(report.problems) - _SHOWN
        more = f" ({n_more} more not shown)" if n_more > 0 else ""
        raise IntegrityError(
            f"{len(report.problems)} problems found{more}. Nothing was changed. Keep "
            "this folder as it is, work from a backup, and compare the files named"
        )
    if not is_json:
        click.echo("0 altered, log unbroken, every signature good.")


COMMANDS = {"preview": preview, "export": export, "verify": verify}
