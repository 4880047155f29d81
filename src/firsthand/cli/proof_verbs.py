"""Verbs of proof and keeping: proof, anchor, backup, restore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from firsthand.casework import Case
from firsthand.casework.anchoring import (
    Anchor,
    anchors_of,
    ask,
    check_again,
    exposure_in_words,
    queue,
    read_roots,
    take_back,
)
from firsthand.casework.keeping import backup_case, restore_case
from firsthand.casework.proving import prove, store_of, write_zip
from firsthand.cli.common import case_folder, notice, the_case
from firsthand.errors import UserError

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
protected_too = click.option(
    "--protected-too",
    is_flag=True,
    help="UNSAFE: hand out restricted and sealed material as well.",
)


@click.command()
@click.argument("item")
@click.option("-o", "--out", required=True, type=_FOLDER, help="New or empty folder.")
@click.option("--zip", "is_zip", is_flag=True, help="Also write OUT.zip beside it.")
@protected_too
@click.pass_context
def proof(
    ctx: click.Context, item: str, out: Path, *, is_zip: bool, protected_too: bool
) -> None:
    """Prove ITEM: a document, capture or claim id, or the SHA-256 of an object.

    Writes a folder that anyone checks offline with sha256sum, openssl and Python.
    """
    with the_case(ctx) as case:
        package = prove(case, [item], out, protected_too=protected_too)
    click.echo(f"{len(package.files)} files in {out}: {package.exhibits[0].title}")
    if is_zip:
        click.echo(f"zip: {write_zip(package)}")
    for text in package.notices:
        click.echo(f"note: {text}")
    click.echo(f"Check it: cd {out} && python3 -I verify.py package .")


@click.command()
@click.option("--tsa", "urls", multiple=True, help="Address of an authority; repeat.")
@click.option(
    "--root", "roots", multiple=True, type=_FILE, help="Root certificate you trust."
)
@click.option("--queue", "to", type=_FOLDER, help="Write the request into a folder.")
@click.option("--import", "answer", type=_FILE, help="Take in a carried answer (.tsr).")
@click.option("--check", "is_check", is_flag=True, help="Verify all again, offline.")
@click.pass_context
def anchor(
    ctx: click.Context,
    urls: tuple[str, ...],
    roots: tuple[Path, ...],
    to: Path | None,
    answer: Path | None,
    *,
    is_check: bool,
) -> None:
    """Have outside authorities time-stamp the log (RFC 3161).

    Only --tsa uses the network, and only now. The authority learns one digest, the
    time and your address; nothing of the case. Without options: what there is.
    """
    if sum((bool(urls), to is not None, answer is not None, is_check)) > 1:
        raise UserError("give one of --tsa, --queue, --import, --check")
    with the_case(ctx) as case:
        trusted = read_roots(roots or case.settings.tsa_roots)
        is_good = True
        if urls:
            is_good = _ask(case, urls, trusted)
        elif to is not None:
            _tell_queued(queue(case, to))
        elif answer is not None:
            is_good = _tell([take_back(case, answer, trusted)])
        else:
            is_good = _tell(check_again(case, trusted) if is_check else _held(case))
        click.echo(exposure_in_words(store_of(case)))
    if not is_good:
        ctx.exit(1)


def _tell_queued(path: Path) -> None:
    click.echo(f"{path}: carry it to an authority, for example")
    click.echo(
        "  curl -H 'Content-Type: application/timestamp-query' "
        f"--data-binary @{path.name} -o answer.tsr AUTHORITY"
    )
    click.echo("then: firsthand anchor --import answer.tsr --root ROOT.pem")


def _held(case: Case) -> list[Anchor]:
    return anchors_of(store_of(case))


def _tell(anchors: Sequence[Anchor]) -> bool:
    for one in anchors:
        click.echo(one.in_words())
    return all(one.is_verified for one in anchors)


def _ask(case: Case, urls: Sequence[str], trusted: Sequence[bytes]) -> bool:
    click.echo(
        f"NETWORK: asking {', '.join(urls)} now. Each learns one SHA-256, the time and "
        "your address; nothing of the case.",
        err=True,
    )
    is_good = True
    for url, found in ask(case, urls, trusted):
        if isinstance(found, Anchor):
            click.echo(found.in_words())
            is_good = is_good and found.is_verified
        else:
            click.echo(f"{url}: {found}", err=True)
            is_good = False
    return is_good


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--full", is_flag=True, help="Also read again what it held already.")
@click.pass_context
def backup(ctx: click.Context, folder: Path, *, full: bool) -> None:
    """Copy the case to FOLDER, or bring that copy up to date.

    The copy is verified, and a case that no longer extends its copy is refused. The
    signing key is not in it: firsthand keys backup.
    """
    report = backup_case(
        case_folder(ctx), folder, full=full, tell=lambda line: notice(ctx, line)
    )
    click.echo(
        f"{report.n_copied} objects copied and read back ({report.n_bytes:,} bytes), "
        f"{report.n_held} held already, {report.size} log entries. Copy verified."
    )


@click.command()
@click.argument("copy", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=_FOLDER)
@click.pass_context
def restore(ctx: click.Context, copy: Path, folder: Path) -> None:
    """Make a case in FOLDER from its COPY, every byte read and compared."""
    click.echo(restore_case(copy, folder, tell=lambda line: notice(ctx, line)))
    click.echo(f"Case restored in {folder}. Next: firsthand -C {folder} verify")


COMMANDS = {
    "proof": proof,
    "anchor": anchor,
    "backup": backup,
    "restore": restore,
}
