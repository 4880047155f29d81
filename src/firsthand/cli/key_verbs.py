"""The verb `keys`: signing keys of the log, recipients of sealed material, drills."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.casework.case import store_of
from firsthand.casework.key_keeping import adopt, backup_key, key_lines, rotate
from firsthand.casework.sealing import (
    add_recipient,
    drill,
    make_recipient,
    recipients_of,
    remove_recipient,
    rewrap,
    sealed_in_words,
    sealed_items,
)
from firsthand.cli.common import notice, progress_bar, the_case
from firsthand.errors import UserError

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_because = click.option("--because", "--why", "because", help="Why; the log keeps it.")


@click.group()
def keys() -> None:
    """Signing keys of the log, and recipients of sealed material.

    A signing key says that an entry is ours. A recipient is somebody whose private
    key, kept offline, opens what is sealed.
    """


@keys.command("list")
@click.pass_context
def list_keys(ctx: click.Context) -> None:
    """List signing keys and recipients."""
    with the_case(ctx) as case:
        for line in key_lines(store_of(case)):
            click.echo(line)
        for one in recipients_of(case):
            click.echo(f"{one.id}  recipient {one.label}\n    {one.key}")


@keys.command("backup")
@click.argument("folder", required=False, type=_FOLDER)
@click.pass_context
def backup(ctx: click.Context, folder: Path | None) -> None:
    """Copy the private signing key into FOLDER."""
    if folder is None:
        raise UserError("name a folder: firsthand keys backup /media/usb")
    with the_case(ctx) as case:
        click.echo(f"{backup_key(case, folder)}: whoever has it can sign for you")


@keys.command("rotate")
@click.option(
    "--identity",
    type=_FILE,
    help="A recipient's private key: wrap the keys of sealed items anew instead.",
)
@_because
@click.pass_context
def rotate_keys(ctx: click.Context, identity: Path | None, because: str | None) -> None:
    """Change keys: the signing key, or (--identity) who opens what is sealed.

    Without --identity a new key signs from here on, and the present one vouches for
    it. With it, every sealed item is wrapped to the present recipients, and the
    former wrappings are erased.
    """
    with the_case(ctx) as case:
        if identity is None:
            _tell_new_key(rotate(case, because))
            return
        done = rewrap(case, identity, because)
        click.echo(f"{len(done)} sealed items wrapped to the present recipients.")
        if done:
            click.echo(
                "A removed recipient can still open what they copied before, and what "
                "older backups hold: bring each up to date, firsthand backup DIR."
            )


@keys.command("adopt")
@_because
@click.pass_context
def adopt_key(ctx: click.Context, because: str | None) -> None:
    """Go on with a new signing key where the present one is lost: none vouches."""
    with the_case(ctx) as case:
        _tell_new_key(adopt(case, because))


def _tell_new_key(text: str) -> None:
    click.echo(f"From here on signs: {text}")
    click.echo("Give this text to those who check. Back it up: keys backup FOLDER")


@keys.command("drill")
@click.argument("identity", type=_FILE)
@click.pass_context
def drill_keys(ctx: click.Context, identity: Path) -> None:
    """Try a private key on every sealed item, in memory; exit code 1 if one fails."""
    with the_case(ctx) as case, progress_bar(ctx) as progress:
        made = drill(case, identity, progress=progress)
    for item, why in made.unreadable:
        click.echo(f"NOT READABLE {item}: {why.removeprefix(f'{item}: ')}")
    click.echo(
        f"{len(made.readable)} sealed items opened, {len(made.unreadable)} did not. "
        "Recorded. Take the key offline again."
    )
    if made.unreadable:
        ctx.exit(1)


@keys.group()
def recipients() -> None:
    """Who can open what is sealed: two at least, their private keys offline."""


@recipients.command("list")
@click.pass_context
def list_recipients(ctx: click.Context) -> None:
    """List recipients and how much is sealed to each."""
    with the_case(ctx) as case:
        items = sealed_items(case)
        for one in recipients_of(case):
            n = sum(one.key in item.recipients for item in items)
            click.echo(
                f"{one.id}  {one.label}: opens {n} of {len(items)}\n    {one.key}"
            )
        click.echo(sealed_in_words(case) or "nothing is sealed yet")


@recipients.command("add")
@click.argument("key")
@click.option("--label", required=True, help="How you call the holder.")
@click.pass_context
def add(ctx: click.Context, key: str, label: str) -> None:
    """Add the public KEY (age1...) of somebody who keeps the private one offline."""
    with the_case(ctx) as case:
        made = add_recipient(case, key, label)
        n = len(recipients_of(case))
        n_sealed = len(sealed_items(case))
    click.echo(f"{made.id}  {label}: can open what is sealed from now on.")
    _tell_how_many(ctx, n, n_sealed)


@recipients.command("new")
@click.argument("file", type=_FOLDER)
@click.option("--label", required=True, help="How you call the holder.")
@click.pass_context
def new(ctx: click.Context, file: Path, label: str) -> None:
    """Make a key pair: the private half into FILE, the public one into the case."""
    with the_case(ctx) as case:
        made = make_recipient(case, file, label)
        n, n_sealed = len(recipients_of(case)), len(sealed_items(case))
    click.echo(f"{made.id}  {label}: {made.key}")
    click.echo(f"{file} is the PRIVATE key: move it to an offline medium, now.")
    _tell_how_many(ctx, n, n_sealed)


def _tell_how_many(ctx: click.Context, n: int, n_sealed: int) -> None:
    if n == 1:
        notice(ctx, "note: one recipient alone: if that key is lost, all is lost")
    if n_sealed:
        notice(
            ctx,
            f"note: {n_sealed} items sealed before are not open to this key until: "
            "firsthand keys rotate --identity FILE",
        )


@recipients.command("remove")
@click.argument("name")
@_because
@click.pass_context
def remove(ctx: click.Context, name: str, because: str | None) -> None:
    """Seal nothing more to NAME (id, label or key)."""
    with the_case(ctx) as case:
        gone = remove_recipient(case, name, because)
        n = sum(gone.key in item.recipients for item in sealed_items(case))
    click.echo(f"{gone.id} removed: nothing more is sealed to {gone.label}.")
    if n:
        click.echo(
            f"{n} items are still open to that key. Next: firsthand keys rotate "
            "--identity FILE --because ..."
        )


COMMANDS = {"keys": keys}
