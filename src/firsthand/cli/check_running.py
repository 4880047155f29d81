"""Running one check from its verb: options of places, printing, keeping."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from firsthand.casework import checking
from firsthand.cli.common import case_folder, notice, print_json, the_case
from firsthand.errors import UserError
from firsthand.reference import bundled_reference

_F = TypeVar("_F", bound=Callable[..., Any])
dry = click.option("--dry-run", is_flag=True, help="Print only, keep nothing.")


def place_options(name: str, what: str) -> Callable[[_F], _F]:
    """Give a place its accuracy class and radius."""

    def wrap(function: _F) -> _F:
        radius = click.option(
            f"--{name}-radius",
            f"{name}_radius_m",
            metavar="METRES",
            help=f"How far off {what} may be.",
        )
        level = click.option(
            f"--{name}-class",
            f"{name}_class",
            help=f"Accuracy class of {what}: village, airwars:Town, ucdp:2 ...",
        )
        return level(radius(function))

    return wrap


def run_and_tell(
    ctx: click.Context,
    kind: str,
    stated: dict[str, str | None],
    *,
    is_dry: bool,
    is_json: bool,
) -> None:
    """Run a check, keep it where there is a case, and print what came out.

    Args:
        ctx: Context of the verb.
        kind: Kind of check.
        stated: Parameters as typed; None = not stated.
        is_dry: Keep nothing.
        is_json: Print JSON.
    """
    given = {key: value for key, value in stated.items() if value is not None}
    if not _in_a_case(ctx):
        ran = checking.run_check(kind, given, bundled_reference())
        notice(ctx, "Not in a case: nothing was kept.")
        _print(ran, is_json=is_json)
        return
    with the_case(ctx) as case:
        inputs: tuple[str, ...] = ()
        for key in ("at", "from", "to"):
            if key in given:
                given[key], level, about = checking.incident_place(case, given[key])
                inputs += about
                if level is not None:
                    given.setdefault(f"{key}_class", level)
        ran = checking.run_check(kind, given, case.reference)._replace(inputs=inputs)
        if is_dry:
            _print(ran, is_json=is_json)
            return
        made = checking.keep_check(case, ran)
    if is_json:
        print_json([checking.check_line(made)])
        return
    for line in checking.tell_check(made):
        click.echo(line)


def _in_a_case(ctx: click.Context) -> bool:
    if ctx.obj["case"] is not None:
        return True
    try:
        case_folder(ctx)
    except UserError:
        return False
    return True


def _print(ran: checking.Ran, *, is_json: bool) -> None:
    if is_json:
        print_json([ran.result])
        return
    for line in checking.tell_result(ran.result):
        click.echo(line)
