"""Verbs of sealed material: seal, unseal, erase."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.casework import Case
from firsthand.casework.erasing import erase as erase_person
from firsthand.casework.sealing import seal_files, sealed_items
from firsthand.casework.sealing import unseal as open_items
from firsthand.casework.sealing_later import is_known, seal_open
from firsthand.cli.common import (
    as_json,
    print_json,
    print_table,
    progress_bar,
    the_case,
)
from firsthand.errors import UserError

_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE|ITEM]...")
@click.option("--note", help="What it is; sealed with it.")
@click.option("--list", "is_list", is_flag=True, help="List what is sealed.")
@click.option("--because", "--why", "because", help="Why an ITEM; name nobody in it.")
@as_json
@click.pass_context
def seal(
    ctx: click.Context,
    files: tuple[str, ...],
    note: str | None,
    because: str | None,
    *,
    is_list: bool,
    is_json: bool,
) -> None:
    """Take FILES in encrypted, or seal an ITEM that is in the case in clear.

    Nothing of them, their names included, is in clear afterwards. They are opened by
    recipients alone (firsthand keys recipients). The program does not read them: no
    claim comes from them. An ITEM (D-003, K-003, M-003) takes all that was read from
    it along; its former ids are never used again.
    """
    with the_case(ctx) as case:
        if is_list:
            items = sealed_items(case)
            if is_json:
                print_json(items)
                return
            rows = [
                (
                    one.id,
                    one.sealed_kind.value,
                    one.testimony or one.person or "-",
                    str(one.size_bytes),
                    f"{one.sealed_at:%Y-%m-%d}",
                    str(len(one.recipients)),
                )
                for one in items
            ]
            headers = ("id", "what", "of", "bytes", "sealed", "recipients")
            print_table(headers, rows, empty="nothing is sealed")
            return
        if not files:
            raise UserError(
                "name files, or items of the case: firsthand seal FILE..., "
                "firsthand seal D-003 --because ..."
            )
        known = [name for name in files if is_known(case, name)]
        paths = [_file(name) for name in files if name not in known]
        for path, item in seal_files(case, paths, note=note):
            click.echo(f"{item.id}  sealed from {path.name}, {item.size_bytes:,} bytes")
        for name in known:
            _seal_item(ctx, case, name, because)
    if paths:
        click.echo("The files you gave still lie where they were, in clear.")


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise UserError(
            f"{name}: is no file, and no capture, document or picture of this case"
        )
    return path


def _seal_item(ctx: click.Context, case: Case, name: str, because: str | None) -> None:
    with progress_bar(ctx) as progress:
        done = seal_open(case, name, because, progress=progress)
    for item in done.items:
        click.echo(f"{item.id}  sealed, {item.size_bytes:,} bytes")
    click.echo(
        f"{name}: {', '.join(done.former)} are gone from the case in clear, with "
        f"{done.n_erased} objects. Next: firsthand run"
    )
    for text in done.notices:
        click.echo(f"note: {text}")


@click.command()
@click.argument("item")
@click.option("--identity", required=True, type=_FILES, help="A private key.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="New folder."
)
@click.option("--because", "--why", "because", help="Why; the log keeps it.")
@click.pass_context
def unseal(
    ctx: click.Context, item: str, identity: Path, out: Path, because: str | None
) -> None:
    """Open ITEM (X-..., a testimony, a pseudonym) into a folder outside the case.

    The log says who and why before anything is written.
    """
    with the_case(ctx) as case:
        for path in open_items(case, item, identity, out, because):
            click.echo(f"{path}")
    click.echo("In clear from here on: keep it on an encrypted disk, delete it after.")


@click.command()
@click.argument("name")
@click.option("--because", "--why", "because", help="Why; name nobody in it.")
@click.pass_context
def erase(ctx: click.Context, name: str, because: str | None) -> None:
    """Erase a person (W-...) or a sealed item (X-...): bytes and keys go for good.

    The log keeps that something was erased, by whom and why; every proof still holds.
    """
    with the_case(ctx) as case:
        done = erase_person(case, name, because)
    click.echo(f"{done.record.n_objects} objects of {name} erased. {done.record.id}")
    for text in done.notices:
        click.echo(f"note: {text}")


COMMANDS = {"seal": seal, "unseal": unseal, "erase": erase}
