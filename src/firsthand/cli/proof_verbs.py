"""Verbs of proof and keeping: proof, anchor, backup, restore."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from firsthand.casework import block_anchoring
from firsthand.casework.anchoring import (
    BLOCK_KIND,
    Anchor,
    anchors_of,
    ask,
    check_again,
    exposure_in_words,
    queue,
    read_roots,
    take_back,
)
from firsthand.casework.case import store_of
from firsthand.casework.keeping import backup_case, restore_case
from firsthand.casework.proving import (
    prove,
    read_checkpoint,
    write_zip,
)
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
@click.option(
    "--since",
    type=click.Path(exists=True, path_type=Path),
    help="A checkpoint (or package) handed out before: proves nothing went since.",
)
@protected_too
@click.pass_context
def proof(
    ctx: click.Context,
    item: str,
    out: Path,
    *,
    is_zip: bool,
    since: Path | None,
    protected_too: bool,
) -> None:
    """Prove ITEM: a document, capture or claim id, or the SHA-256 of an object.

    Writes a folder that anyone checks offline with sha256sum, openssl and Python.
    """
    kept = read_checkpoint(since) if since else None
    with the_case(ctx) as case:
        package = prove(case, [item], out, protected_too=protected_too, since=kept)
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
@click.option("--calendar", "calendars", multiple=True, help="Of OpenTimestamps.")
@click.option("--block", type=_FILE, help="Bitcoin block headers you trust, hex lines.")
@click.option("--queue", "to", type=_FOLDER, help="Write the request into a folder.")
@click.option("--import", "answer", type=_FILE, help="Take in what came: .tsr or .ots.")
@click.option("--check", "is_check", is_flag=True, help="Verify all again, offline.")
@click.pass_context
def anchor(
    ctx: click.Context,
    urls: tuple[str, ...],
    *,
    roots: tuple[Path, ...],
    calendars: tuple[str, ...],
    block: Path | None,
    to: Path | None,
    answer: Path | None,
    is_check: bool,
) -> None:
    """Have others time-stamp the log: authorities (RFC 3161), OpenTimestamps.

    Only --tsa and --calendar use the network, and only now. Who is asked learns one
    digest, the time and your address; nothing of the case. A calendar promises a
    block: ask it again in hours. Without options: what there is.
    """
    ways = (bool(urls), bool(calendars), to is not None, answer is not None, is_check)
    if sum(ways) > 1:
        raise UserError("give one of --tsa, --calendar, --queue, --import, --check")
    _refuse_no_address((*urls, *calendars))
    with the_case(ctx) as case:
        trusted = read_roots(roots or case.settings.tsa_roots)
        headers = block_anchoring.read_header_file(block)
        if urls:
            is_good = _report(urls, ask(case, urls, trusted))
        elif calendars:
            is_good = _report(calendars, block_anchoring.ask(case, calendars))
        elif to is not None:
            is_good = _tell_queued(queue(case, to))
        elif answer is not None and answer.suffix == ".ots":
            is_good = _tell([block_anchoring.take_in(case, answer, headers)])
        elif answer is not None:
            is_good = _tell([take_back(case, answer, trusted)])
        elif is_check:
            stamps = check_again(case, trusted)
            is_good = _tell([*stamps, *block_anchoring.check_again(case, headers)])
        else:
            is_good = _tell(anchors_of(store_of(case)))
        click.echo(exposure_in_words(store_of(case)))
    if not is_good:
        ctx.exit(1)


def _refuse_no_address(urls: Sequence[str]) -> None:
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise UserError(f"{url}: an address begins with https:// (or http://)")


def _tell_queued(path: Path) -> bool:
    click.echo(f"{path}: carry it to an authority, for example")
    click.echo(
        "  curl -H 'Content-Type: application/timestamp-query' "
        f"--data-binary @{path.name} -o answer.tsr AUTHORITY"
    )
    click.echo("then: firsthand anchor --import answer.tsr --root ROOT.pem")
    click.echo(
        "The .checkpoint beside it can be stamped by any OpenTimestamps program;"
    )
    click.echo("then: firsthand anchor --import FILE.ots --block HEADERS.txt")
    return True


def _tell(anchors: Sequence[Anchor]) -> bool:
    for one in anchors:
        click.echo(one.in_words())
    return all(one.is_verified for one in anchors)


def _report(urls: Sequence[str], given: Iterable[tuple[str, Anchor | str]]) -> bool:
    click.echo(
        f"NETWORK: asking {', '.join(urls)} now. Each learns one SHA-256, the time and "
        "your address; nothing of the case.",
        err=True,
    )
    is_good = True
    for url, found in given:
        if isinstance(found, Anchor):
            click.echo(found.in_words())
            # A promise of a block is all that a calendar can give at first.
            is_good = is_good and (found.is_verified or found.kind == BLOCK_KIND)
        else:
            said = found if found.startswith(f"{url}: ") else f"{url}: {found}"
            click.echo(said, err=True)
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
