"""`firsthand check moon|sun-when|sun-where|blast|sight|area|place`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from firsthand.casework.checks_of_sun import area_of_sun
from firsthand.casework.showing import land
from firsthand.cli.check_running import dry, place_options, run_and_tell
from firsthand.cli.common import as_json, notice
from firsthand.errors import UserError

_F = TypeVar("_F", bound=Callable[..., Any])
_SUN = (
    click.option("--altitude", metavar="N+-E", help="Sun's height, degrees."),
    click.option("--azimuth", metavar="N+-E", help="Sun's direction from true north."),
    click.option("--ratio", metavar="N+-E", help="Shadow length over height."),
    click.option("--length", metavar="N+-E", help="Shadow length, any unit."),
    click.option("--height", metavar="N+-E", help="Height of the thing, same unit."),
    click.option("--direction", metavar="N+-E", help="Where the shadow points."),
    click.option("--yaw", metavar="N+-E", help="True direction that it counts from."),
    click.option("--slope", metavar="N+-E", help="Rise of the ground along it."),
)


def _sun_options(function: _F) -> _F:
    for option in reversed(_SUN):
        function = option(function)
    return function


@click.command("sun-when")
@click.argument("at", metavar="PLACE")
@place_options("at", "the place")
@click.option("--day", required=True, help="Day by the sun there: 2021-11-29.")
@_sun_options
@dry
@as_json
@click.pass_context
def sun_when(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Say which times of a day remain at PLACE for a sun or shadow so measured."""
    run_and_tell(ctx, "sun-when", stated, is_dry=dry_run, is_json=is_json)


@click.command("sun-where")
@click.option("--time", required=True, help="When, with zone: 2021-11-29T09:30+02:00.")
@click.option("--time-error", "time_error_min", metavar="MINUTES", help="Either way.")
@_sun_options
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path), help="SVG to write."
)
@dry
@as_json
@click.pass_context
def sun_where(
    ctx: click.Context,
    /,
    *,
    map_file: Path | None,
    dry_run: bool,
    is_json: bool,
    **stated: str | None,
) -> None:
    """Say what part of the Earth remains for a sun or shadow so measured at a time.

    For example: --time 2021-11-29T09:30+02:00 --altitude 30+-1 --azimuth 150+-1
    """
    if map_file is not None and map_file.exists():
        raise UserError(f"{map_file} exists; nothing was written over")
    run_and_tell(ctx, "sun-where", stated, is_dry=dry_run, is_json=is_json)
    if map_file is not None:
        from firsthand.verify.sun_map import draw_area  # noqa: PLC0415  start-up

        given = {key: value for key, value in stated.items() if value is not None}
        drawn = draw_area(
            area_of_sun(given), land(), f"Remains for the sun at {given['time']}"
        )
        map_file.write_text(drawn, encoding="utf-8")
        notice(ctx, f"Map: {map_file}")


@click.command()
@click.argument("from", metavar="IMPACT")
@click.argument("to", metavar="PLACE")
@place_options("from", "the impact")
@place_options("to", "the place")
@click.option("--radius", required=True, metavar="N+-E", help="Blast radius, metres.")
@dry
@as_json
@click.pass_context
def blast(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Ask whether PLACE lay within a radius of IMPACT: yes, no or undecidable."""
    run_and_tell(ctx, "blast", stated, is_dry=dry_run, is_json=is_json)


@click.command()
@click.argument("from", metavar="CAMERA")
@click.argument("to", metavar="PLACE")
@place_options("from", "the camera")
@place_options("to", "the place")
@click.option("--direction", required=True, metavar="N+-E", help="True, of its middle.")
@click.option("--angle", required=True, metavar="N+-E", help="Angle of view across.")
@click.option("--eye-height", metavar="METRES", help="Camera over its ground.")
@click.option(
    "--top-height", metavar="METRES", help="Top of the thing over its ground."
)
@dry
@as_json
@click.pass_context
def sight(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Ask whether PLACE lies in a camera's view; what stands between is not known."""
    run_and_tell(ctx, "sight", stated, is_dry=dry_run, is_json=is_json)


@click.command()
@click.argument("corners", nargs=-1, required=True, metavar="PLACE PLACE PLACE...")
@click.option("--radius", "radius_m", metavar="METRES", help="How far off each may be.")
@dry
@as_json
@click.pass_context
def area(
    ctx: click.Context,
    /,
    *,
    corners: tuple[str, ...],
    radius_m: str | None,
    dry_run: bool,
    is_json: bool,
) -> None:
    """Measure the area inside PLACES, in order around it, as an interval."""
    stated = {"corners": json.dumps(corners, ensure_ascii=False), "radius_m": radius_m}
    run_and_tell(ctx, "area", stated, is_dry=dry_run, is_json=is_json)


@click.command()
@click.argument("name")
@click.option("--country", help="ISO 3166 code: only places there.")
@dry
@as_json
@click.pass_context
def place(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Offer every place that bears NAME; none is picked."""
    run_and_tell(ctx, "place", stated, is_dry=dry_run, is_json=is_json)


@click.command()
@click.option("--at", required=True, help="Coordinates, or an incident.")
@place_options("at", "the place")
@click.option("--time", required=True, help="When, with zone: 2021-11-29T21:30+02:00.")
@click.option("--until", help="End of the claimed stretch of time.")
@click.option("--up", help="yes: the moon is seen; no: it is seen not to be up.")
@click.option("--lit", metavar="N+-E", help="Percent of its disk that is lit.")
@click.option("--altitude", metavar="N+-E", help="Its height, degrees.")
@click.option("--azimuth", metavar="N+-E", help="Its direction from true north.")
@dry
@as_json
@click.pass_context
def moon(
    ctx: click.Context, /, *, dry_run: bool, is_json: bool, **stated: str | None
) -> None:
    """Say how the moon stood, and hold what a picture shows of it against that.

    For example: --at I-003 --time 2021-11-29T21:30+02:00 --lit 95+-10
    """
    run_and_tell(ctx, "moon", stated, is_dry=dry_run, is_json=is_json)


COMMANDS = (moon, sun_when, sun_where, blast, sight, area, place)
