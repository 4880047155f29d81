"""`firsthand media ...`: what was taken in as picture, video or sound."""

from __future__ import annotations

import click

from firsthand.casework import Case, checking
from firsthand.casework.media import media_lines, metadata_check, reuse_check
from firsthand.cli.common import (
    as_json,
    print_json,
    print_table,
    progress_bar,
    the_case,
)


@click.group()
def media() -> None:
    """List media, read their metadata, find pictures used again.

    Nothing is shown here: graphic material stays closed until a person opens it.
    """


@media.command("list")
@as_json
@click.pass_context
def list_media(ctx: click.Context, *, is_json: bool) -> None:
    """List media items with their captures."""
    with the_case(ctx) as case:
        lines = list(media_lines(case))
    if is_json:
        print_json(lines)
        return
    keys = ("media", "media_type", "filename", "captured_at", "published", "shows")
    rows = [tuple(str(line[key] or "-") for key in keys) for line in lines]
    headers = ("id", "type", "file", "captured", "published (stated)", "shows")
    print_table(headers, rows, empty="No media yet. Next: firsthand add FILES")


@media.command()
@click.argument("name", metavar="MEDIA")
@click.option(
    "--reader",
    type=click.Choice(["exiftool", "exifread"]),
    help="What reads it; by default exiftool where installed.",
)
@as_json
@click.pass_context
def metadata(
    ctx: click.Context, name: str, reader: str | None, *, is_json: bool
) -> None:
    """Read what MEDIA says of itself: each time-stamp with its meaning."""
    with the_case(ctx) as case:
        ran = metadata_check(case, [name], {"reader": reader} if reader else {})
        _keep_and_tell(case, ran, is_json=is_json)


@media.command()
@click.argument("names", metavar="[MEDIA]...", nargs=-1)
@click.option("--event", help="Claimed day of an event: what existed before it?")
@click.option("--radius", help="Most bits that may differ; 70 by default.")
@as_json
@click.pass_context
def reuse(
    ctx: click.Context,
    names: tuple[str, ...],
    event: str | None,
    radius: str | None,
    *,
    is_json: bool,
) -> None:
    """Find pictures that are copies of one another, and which was seen first.

    All pictures of the case, or only MEDIA. A date comes from our capture or from a
    publication that was stated, never from the file's own metadata.
    """
    stated = {"event": event, "radius": radius}
    given = {key: value for key, value in stated.items() if value is not None}
    with the_case(ctx) as case:
        with progress_bar(ctx) as progress:
            ran = reuse_check(case, names, given, progress)
        _keep_and_tell(case, ran, is_json=is_json)


def _keep_and_tell(case: Case, ran: checking.Ran, *, is_json: bool) -> None:
    made = checking.keep_check(case, ran)
    if is_json:
        print_json([checking.check_line(made)])
        return
    for line in checking.tell_check(made):
        click.echo(line)


COMMANDS = {"media": media}
