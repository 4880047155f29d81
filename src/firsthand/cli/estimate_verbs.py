"""`firsthand estimate`: how many people no list holds; documented count first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firsthand.casework import estimating
from firsthand.casework.estimate_people import Linked, link_case, link_file
from firsthand.casework.estimate_picture import write_picture
from firsthand.casework.state import CaseState
from firsthand.cli.common import print_json, progress_bar, the_case
from firsthand.errors import GateError, UserError

_FILE = click.Path(dir_okay=False, path_type=Path)
_PAIR = 2


@click.command()
@click.argument("file", type=_FILE, required=False)
@click.option(
    "--method",
    type=click.Choice(["all", *estimating.METHODS]),
    default="all",
    help="One family of models; all three by default.",
)
@click.option("--lists", help="Columns that are lists: A,B,C; else all of 0 and 1.")
@click.option("--strata", metavar="COL", help="Estimate by values of COL, and add up.")
@click.option(
    "--merge", "merges", multiple=True, metavar="A+B", help="A and B are one."
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="LIST=ORIGIN",
    help="Where LIST is from.",
)
@click.option(
    "--apart",
    multiple=True,
    metavar="A+B",
    help="Gathered apart, though one holds all.",
)
@click.option("--pairs", type=_FILE, help="Chances that two entries are one person.")
@click.option(
    "--link", "is_linked", is_flag=True, help="Link the rows of FILE first, with doubt."
)
@click.option(
    "--people", "of_case", is_flag=True, help="People named in the case, by source."
)
@click.option("--linkages", type=click.IntRange(2, 200), default=20, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=20161101, show_default=True)
@click.option("--quick", "is_quick", is_flag=True, help="No sensitivity runs.")
@click.option("--plot", type=_FILE, metavar="FILE.svg|png", help="Draw it.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object.")
@click.option("--keep", "is_kept", is_flag=True, help="Keep it in the case.")
@click.option("--sign", metavar="ID", help="Sign a kept estimate, as its statistician.")
@click.option("--because", default="", help="Why it may be signed.")
@click.pass_context
def estimate(ctx: click.Context, /, file: Path | None, **options: Any) -> None:
    """Estimate how many people no list of FILE holds.

    FILE has one row a person and one column of 0 and 1 a list, or one row a capture
    history with a column "count". With --pairs FILE has columns id and list, and the
    pairs columns a, b, probability (or are the lines of firsthand batch victims).
    With --link FILE is as for firsthand batch victims, with a column list: the
    program links the rows, and draws linkages from its own doubt. --people takes the
    people named in the case, one list a source.

    Three lists at least. An estimate is a proposal: before it may stand in a
    publication a statistician signs it (--keep, then --sign).
    """
    if options["sign"]:
        _sign(ctx, options["sign"], options["because"])
        return
    if file is None and not options["of_case"]:
        raise UserError(
            "which lists? firsthand estimate FILE.csv, or --people for those named in "
            "the case"
        )
    wish = _wish(options)
    with progress_bar(ctx) as progress:
        asked = _asked(ctx, file, options, progress)
        made = estimating.run_estimate(asked, wish, progress)
    if options["plot"]:
        write_picture(options["plot"], made)
    if options["is_json"]:
        print_json([made.line])
    else:
        for line in estimating.tell_estimate(made):
            click.echo(line)
    if options["is_kept"]:
        _keep(ctx, made, options)
    if not made.found.headline:
        raise GateError("no estimate is made; the documented count stands alone")


def _asked(
    ctx: click.Context, file: Path | None, options: dict[str, Any], progress: Any
) -> estimating.Asked:
    return estimating.Asked(
        path=file,
        linked=_linked(ctx, file, options, progress),
        pairs=options["pairs"],
        lists=tuple((options["lists"] or "").split(",")) if options["lists"] else (),
        strata=options["strata"],
        merges=tuple(_two("--merge", text, "+") for text in options["merges"]),
        n_linkages=options["linkages"],
    )


def _linked(
    ctx: click.Context, file: Path | None, options: dict[str, Any], progress: Any
) -> Linked | None:
    chosen = [n for n in ("pairs", "is_linked", "of_case") if options[n]]
    if len(chosen) > 1 or (file is not None and options["of_case"]):
        raise UserError("one of: FILE with --pairs, FILE with --link, or --people")
    if options["of_case"]:
        if options["strata"]:
            raise UserError("--strata is for a file; --people has no column to take")
        with the_case(ctx) as case:
            return link_case(CaseState(case))
    if options["is_linked"] and file is not None:
        return link_file(file, strata=options["strata"], progress=progress)
    return None


def _wish(options: dict[str, Any]) -> estimating.Wish:
    method = options["method"]
    return estimating.Wish(
        methods=estimating.METHODS if method == "all" else (method,),
        seed=options["seed"],
        origins=dict(_two("--origin", text, "=") for text in options["origins"]),
        apart=tuple(frozenset(_two("--apart", t, "+")) for t in options["apart"]),
        is_quick=options["is_quick"],
    )


def _two(option: str, text: str, mark: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.split(mark)]
    if len(parts) != _PAIR or not all(parts):
        raise UserError(
            f"{option} {text!r}: write two names with {mark!r} between them"
        )
    return parts[0], parts[1]


def _keep(
    ctx: click.Context, made: estimating.Estimated, options: dict[str, Any]
) -> None:
    names = [
        *("method", "lists", "strata", "merges", "origins", "apart", "seed"),
        *("is_linked", "of_case", "linkages"),
    ]
    parameters = {name: options[name] for name in names}
    with the_case(ctx) as case:
        kept = estimating.keep_estimate(case, made, parameters)
    click.echo(
        f"Kept as {kept.id}. A statistician signs it: "
        f'firsthand estimate --sign {kept.id} --because "..."',
        err=True,
    )


def _sign(ctx: click.Context, check_id: str, because: str) -> None:
    with the_case(ctx) as case:
        made = estimating.sign_estimate(case, check_id, because)
    click.echo(f"{made.id}: {check_id} is signed; firsthand undo takes it back")


COMMANDS = {"estimate": estimate}
