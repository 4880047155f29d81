"""`firsthand media ...`: what was taken in as picture, video or sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firsthand.casework import Case, checking
from firsthand.casework.media import (
    credentials_check,
    media_lines,
    metadata_check,
    reuse_check,
    search_new,
    what_media_leave,
)
from firsthand.casework.telling_reuse import told_because, told_likeness
from firsthand.cli.common import (
    as_json,
    notice,
    print_json,
    print_table,
    progress_bar,
    stated_day,
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
@click.argument("name", metavar="MEDIA")
@as_json
@click.pass_context
def credentials(ctx: click.Context, name: str, *, is_json: bool) -> None:
    """Read the content credentials (C2PA) of MEDIA; "invalid" is not "forged"."""
    with the_case(ctx) as case:
        ran = credentials_check(case, [name], {})
        _keep_and_tell(case, ran, is_json=is_json)


@media.command()
@click.argument("name", metavar="MEDIA")
@as_json
@click.pass_context
def proofmode(ctx: click.Context, name: str, *, is_json: bool) -> None:
    """Check the signatures of the ProofMode bundle that MEDIA came in."""
    from firsthand.casework.proofmode import proofmode_check  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        ran = proofmode_check(case, [name], {})
        _keep_and_tell(case, ran, is_json=is_json)


_ENGINE = click.option(
    "--engine",
    default="here",
    show_default=True,
    metavar="here|duckdb|sail://...|spark://...",
    help="Where hashes are searched: in this process, or on the engine of linking.",
)


def _tell_what_leaves(case: Case, engine: str) -> None:
    leaving = what_media_leave(case, engine)
    if leaving is not None:
        click.echo(leaving, err=True)  # said even to those who asked for quiet


@media.command()
@click.argument("names", metavar="[MEDIA]...", nargs=-1)
@_ENGINE
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
    engine: str,
    is_json: bool,
) -> None:
    """Find media that are used again, and which was seen first.

    All pictures, videos and sounds of the case, or only MEDIA. A date comes from
    our capture or from a publication that was stated, never from the file's own
    metadata.
    """
    stated = {"event": event, "radius": radius}
    given = {key: value for key, value in stated.items() if value is not None}
    with the_case(ctx) as case:
        _tell_what_leaves(case, engine)
        with progress_bar(ctx) as progress:
            ran = reuse_check(case, names, given, progress, engine=engine)
        _keep_and_tell(case, ran, is_json=is_json)


@media.command()
@click.argument("names", metavar="MEDIA MEDIA...", nargs=-1, required=True)
@click.option("--apart", "apart_m", help="Most metres between any two cameras.")
@click.option("--moment", help='A moment of one: "M-001 12.4" (seconds into it).')
@as_json
@click.pass_context
def sync(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    *,
    is_json: bool,
    **stated: str | None,
) -> None:
    """Put videos and sounds of one strike on one clock, by what was heard.

    For example: firsthand media sync M-001 M-004 M-007 --apart 400 --moment "M-001 12"
    """
    from firsthand.casework.synchronising import sync_check  # noqa: PLC0415  start-up

    given = {key: value for key, value in stated.items() if value is not None}
    with the_case(ctx) as case:
        with progress_bar(ctx) as progress:
            ran = sync_check(case, names, given, progress)
        _keep_and_tell(case, ran, is_json=is_json)


@media.command()
@click.argument("names", metavar="[MEDIA]...", nargs=-1)
@as_json
@click.pass_context
def scenes(ctx: click.Context, names: tuple[str, ...], *, is_json: bool) -> None:
    """Propose which pictures show one scene, from different places or days.

    A person says so, or says that the scenes differ: firsthand check compare.
    """
    from firsthand.casework.scenes import reviewed, scenes_check  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        with progress_bar(ctx) as progress:
            ran = scenes_check(case, names, {}, progress)
        made = checking.keep_check(case, ran)
        groups = reviewed(case, ran.result)
    if is_json:
        print_json([{**checking.check_line(made), "reviewed": groups}])
        return
    rows = [
        (str(number), x["first"], x["second"], x["state"] or "proposed", x["because"])
        for number, group in enumerate(groups, 1)
        for x in group["links"]
    ]
    empty = "No two of them share enough points; that says nothing of the scenes."
    print_table(("scene", "first", "second", "state", "because"), rows, empty=empty)
    for row in ran.result["not_compared"]:
        click.echo(f"not compared: {row['media']}: {row['because']}", err=True)
    notice(ctx, f"Kept as {made.id}; run it again: firsthand check again {made.id}")
    if ran.result["not_compared"]:
        ctx.exit(1)


def _keep_and_tell(case: Case, ran: checking.Ran, *, is_json: bool) -> None:
    made = checking.keep_check(case, ran)
    if is_json:
        print_json([checking.check_line(made)])
        return
    for line in checking.tell_check(made):
        click.echo(line)


_OUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="PNG file to write.",
)
_CLEAR = click.option(
    "--clear", "is_clear", is_flag=True, help="Without blur: it may show the dead."
)
_BECAUSE = click.option("--because", required=True, help="Why, in your words.")


@media.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=Path)
@click.option("--source", help="Who published them.")
@click.option("--published", help="Day of publication, as stated.")
@as_json
@click.pass_context
def add(
    ctx: click.Context,
    paths: tuple[Path, ...],
    source: str | None,
    published: str | None,
    *,
    is_json: bool,
) -> None:
    """Take in FILES and search for each of them among all media of the case."""
    from firsthand.casework.intake import (  # noqa: PLC0415  start-up
        Description,
        add_files,
    )

    stated = Description(source=source, published=stated_day(published))
    with the_case(ctx) as case:
        known = {str(line["media"]) for line in media_lines(case)}
        with progress_bar(ctx) as progress:
            report = add_files(case, list(paths), defaults=stated, progress=progress)
        new = [
            str(line["media"])
            for line in media_lines(case)
            if line["media"] not in known
        ]
        with progress_bar(ctx) as progress:
            found = search_new(case, new, progress)
    for filename, document in report.documents:
        notice(ctx, f"{filename}: {document.id}, a document, not searched for")
    for filename, earlier in report.repeats:
        notice(ctx, f"{filename}: same bytes as {earlier}; this act is recorded")
    for text in report.notices:
        notice(ctx, f"note: {text}")
    for text in report.problems:
        click.echo(f"problem: {text}", err=True)
    notice(ctx, f"{len(new)} new media items: {', '.join(new) or 'none'}")
    _tell_found(found, is_json=is_json)
    if report.problems or found["not_searched"] or found["torn"]:
        ctx.exit(1)


@media.command()
@click.argument("names", metavar="MEDIA...", nargs=-1, required=True)
@_ENGINE
@as_json
@click.pass_context
def search(
    ctx: click.Context, names: tuple[str, ...], *, engine: str, is_json: bool
) -> None:
    """Search for MEDIA among all media of the case; nothing is stored."""
    with the_case(ctx) as case, progress_bar(ctx) as progress:
        _tell_what_leaves(case, engine)
        found = search_new(case, names, progress, engine=engine)
    _tell_found(found, is_json=is_json)


def _tell_found(found: dict[str, Any], *, is_json: bool) -> None:
    if is_json:
        print_json([found])
        return
    rows = [
        (row["first"], row["second"], told_likeness(row), told_because(row))
        for row in (*found["matches"], *found["videos"])
    ]
    empty = f"No match among {found['n_searched']} media."
    print_table(("first", "second", "likeness", "because"), rows, empty=empty)
    for row in found["not_searched"]:
        click.echo(f"not searched: {row['media']}: {row['because']}", err=True)
    for row in found["torn"]:
        click.echo(f"searched in part: {row['media']}: {row['because']}", err=True)


@media.command()
@as_json
@click.pass_context
def groups(ctx: click.Context, *, is_json: bool) -> None:
    """Show the groups of the newest `media reuse`, and what was decided of links."""
    from firsthand.casework.media_looking import group_lines  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        lines = group_lines(case)
    if is_json:
        print_json(lines)
        return
    rows = [
        (link["first"], link["second"], link["state"], told_because(link))
        for line in lines
        for link in line["links"]
    ]
    print_table(("first", "second", "state", "because"), rows, empty="No groups.")


@media.command()
@click.argument("name", metavar="MEDIA")
@_OUT
@_CLEAR
@as_json
@click.pass_context
def keyframes(
    ctx: click.Context, name: str, output: Path, *, is_clear: bool, is_json: bool
) -> None:
    """Write a contact sheet of MEDIA: one still a shot, grey, blurred, no sound."""
    from firsthand.casework.media_looking import sheet_png  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        png, line = sheet_png(case, name, is_clear=is_clear)
    output.write_bytes(png)
    if is_json:
        print_json([line])
        return
    click.echo(f"{name}: contact sheet written to {output}")


@media.command()
@click.argument("first", metavar="MEDIA")
@click.argument("second", metavar="MEDIA")
@_OUT
@_CLEAR
@click.pass_context
def overlay(
    ctx: click.Context, first: str, second: str, output: Path, *, is_clear: bool
) -> None:
    """Draw how one picture lies over another, to be looked at before signing."""
    from firsthand.casework.media_looking import overlay_png  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        png, found = overlay_png(case, first, second, is_clear=is_clear)
    output.write_bytes(png)
    verdict = "accepted by the rule" if found.is_accepted else "not accepted"
    click.echo(f"{first}, {second}: {verdict}: {found.because}. Drawn in {output}")


@media.command()
@click.argument("first", metavar="MEDIA")
@click.argument("second", metavar="MEDIA")
@_BECAUSE
@click.pass_context
def accept(ctx: click.Context, first: str, second: str, because: str) -> None:
    """Sign that two media show the same picture (`firsthand undo` takes it back)."""
    _decide(ctx, (first, second), "accept", because)


@media.command()
@click.argument("first", metavar="MEDIA")
@click.argument("second", metavar="MEDIA")
@_BECAUSE
@click.pass_context
def reject(ctx: click.Context, first: str, second: str, because: str) -> None:
    """Sign that two media do not show the same picture."""
    _decide(ctx, (first, second), "reject", because)


def _decide(ctx: click.Context, pair: tuple[str, str], word: str, because: str) -> None:
    from firsthand.casework.media_looking import decide_match  # noqa: PLC0415  start-up
    from firsthand.model import Decision  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        made = decide_match(case, *pair, Decision(word), because)
    click.echo(f"{made.id}: {word} {' '.join(made.subjects)}")


COMMANDS = {"media": media}
