"""Verbs that hand something out or check it: preview, export, verify."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.casework.court import check_bag, export_court
from firsthand.casework.exporting import export_jsonl
from firsthand.casework.first_readings import HIDDEN
from firsthand.casework.keeping import read_fully
from firsthand.casework.proving import read_checkpoint
from firsthand.casework.showing import preview as write_site
from firsthand.casework.web_export import export_wacz
from firsthand.cli.common import as_json, case_folder, notice, print_json, the_case
from firsthand.custody.verify import check_package
from firsthand.errors import IntegrityError, UserError
from firsthand.model.words import many

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
        files = write_site(case, out, tell=click.echo)
    click.echo(f"{len(files)} files. Open {files[0]}")
    click.echo("Unsigned preview: machine proposals, not findings.")


@click.command()
@click.argument("form", type=click.Choice(["jsonl", "court", "wacz"]))
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("items", nargs=-1)
@click.option(
    "--protected-too",
    is_flag=True,
    help="UNSAFE: hand out what is protected as well.",
)
@click.pass_context
def export(
    ctx: click.Context,
    form: str,
    folder: Path,
    items: tuple[str, ...],
    *,
    protected_too: bool,
) -> None:
    """Write into FOLDER: all records (jsonl), or chosen exhibits for a court.

    jsonl holds what the case knows, but for rows that name a protected source, witness
    or document: these are counted. court makes a
    BagIt bag of the ITEMS named, with proofs, custody, method and index. wacz writes a
    capture of the web for other tools: firsthand export wacz CAPTURE [FILE.wacz].
    """
    if form == "wacz":
        _export_wacz(ctx, str(folder), items, protected_too=protected_too)
        return
    if form == "court":
        with the_case(ctx) as case:
            package = export_court(case, folder, items, protected_too=protected_too)
        click.echo(f"{len(package.exhibits)} exhibits in {folder}")
        for text in package.notices:
            click.echo(f"note: {text}")
        return
    if items:
        raise UserError("jsonl takes no items; did you mean: firsthand export court")
    with the_case(ctx) as case:
        done = export_jsonl(case, folder, protected_too=protected_too)
    for path, n_rows in done.files:
        click.echo(f"{n_rows:>8}  {path}")
    if left_out := done.left_out_in_words():
        click.echo(left_out, err=True)
    if done.n_hidden:
        told = many(done.n_hidden, "first reading")
        click.echo(f"left out: {told}, {HIDDEN}", err=True)
    click.echo(f"As {form}, for your own machines: nothing was redacted.", err=True)


def _export_wacz(
    ctx: click.Context, name: str, items: tuple[str, ...], *, protected_too: bool
) -> None:
    if len(items) > 1:
        raise UserError("write: firsthand export wacz CAPTURE [FILE.wacz]")
    out = Path(items[0] if items else f"{name}.wacz")
    with the_case(ctx) as case:
        item = export_wacz(case, name, out, protected_too=protected_too)
    click.echo(f"{out}: {item.url}, {item.n_exchanges} requests. Nothing was redacted.")


@click.command()
@as_json
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--full", is_flag=True, help="Go on where a stopped look left off.")
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A checkpoint (or package) handed out before: the log must extend it.",
)
@click.pass_context
def verify(
    ctx: click.Context,
    folder: Path | None,
    *,
    full: bool,
    receipts: tuple[Path, ...],
    is_json: bool,
) -> None:
    """Check every byte and every record against the log; exit 3 if not.

    With FOLDER: check what `proof` or `export court` wrote.
    """
    if folder is not None:
        _verify_given(folder)
        return
    kept = tuple(read_checkpoint(path) for path in receipts)

    def tell(line: str) -> None:
        notice(ctx, line)

    report = read_fully(case_folder(ctx), is_resumed=full, receipts=kept, tell=tell)
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


def _verify_given(folder: Path) -> None:
    problems, package = [], folder
    if not (folder / "SHA256SUMS").is_file():
        problems, package = check_bag(folder), folder / "data" / "exhibits"
    # The program's own checker, not the one that lies in the package.
    report = check_package(package)
    problems += [f"{one.code} {one.path}: {one.message}" for one in report.problems]
    for text in problems[:_SHOWN]:
        click.echo(text, err=True)
    if problems:
        raise IntegrityError(f"{folder}: {len(problems)} problems found")
    for text in report.notes:
        click.echo(f"note: {text}")
    click.echo(
        f"{folder}: complete, nothing altered, nothing beside it; "
        f"{report.entries} proofs hold."
    )


COMMANDS = {"preview": preview, "export": export, "verify": verify}
