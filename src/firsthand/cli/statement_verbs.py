"""`firsthand check geolocate|compare|second|tick|put`: what named people state."""

from __future__ import annotations

from typing import Any

import click

from firsthand.casework import reviewing
from firsthand.casework.comparing import propose
from firsthand.casework.telling_verification import tell_statement
from firsthand.casework.verification import Statement, Verification
from firsthand.cli.common import the_case
from firsthand.cli.reviewer_options import reviewer_options, told_how_to_undo
from firsthand.model import ChecklistState, Reviewer, SceneVerdict, Shows

_AGREES = {"yes": True, "no": False, "cannot-say": None}


def _reviewer(stated: dict[str, Any]) -> Reviewer:
    return reviewing.read_reviewer(
        stated["by"],
        stated["competence"],
        stated["interests"],
        may_be_named=stated["may_be_named"],
    )


def _tell(known: Verification, statement_id: str) -> None:
    found = known.case.store.get(statement_id)
    if isinstance(found, Statement):
        for line in tell_statement(known, found):
            click.echo(line)


@click.command()
@click.argument("item", metavar="MEDIA")
@click.option("--at", required=True, help="Coordinates, in any notation.")
@click.option("--radius", metavar="METRES", help="How far off they may be.")
@click.option("--match", "matches", multiple=True, help="Frame | map | agrees ...")
@click.option("--imagery", multiple=True, help="Map or satellite picture, with date.")
@click.option("--step", "steps", multiple=True, help="How it was found; repeat.")
@click.option("--incident", help="The incident it belongs to.")
@reviewer_options
@click.pass_context
def geolocate(ctx: click.Context, /, item: str, **stated: Any) -> None:
    """Keep a worked proof of where MEDIA was taken; a second person looks again.

    For example: --match "minaret left of frame 2 | minaret at the crossing | agrees"
    """
    worked = reviewing.Worked(
        tuple(reviewing.read_match(text) for text in stated["matches"]),
        stated["imagery"],
        stated["steps"],
    )
    spot = reviewing.read_spot(stated["at"], stated["radius"])
    with the_case(ctx) as case:
        kept = reviewing.locate(
            case,
            item,
            spot,
            worked,
            reviewer=_reviewer(stated),
            incident=stated["incident"],
        )
        _tell(Verification(case), kept.id)
    told_how_to_undo(kept)
    click.echo(f"Another person: firsthand --as NAME check second {kept.id} --help")


@click.command()
@click.argument("first", metavar="MEDIA")
@click.argument("second", metavar="MEDIA")
@click.option(
    "--verdict", required=True, type=click.Choice([x.value for x in SceneVerdict])
)
@click.option("--because", required=True, help="Why, in the reviewer's words.")
@click.option("--feature", "features", multiple=True, help="What | 1st | 2nd | agrees.")
@click.option("--points", multiple=True, help='"x,y = x,y what", in pixels; repeat.')
@click.option("--tried", multiple=True, help="What was tried and not found; repeat.")
@click.option("--first-at", help="Coordinates of the first.")
@click.option("--first-radius", metavar="METRES")
@click.option("--first-place", help="The first place in words.")
@click.option("--first-when", help="before, after, or a day.")
@click.option("--second-at", help="Coordinates of the second.")
@click.option("--second-radius", metavar="METRES")
@click.option("--second-place", help="The second place in words.")
@click.option("--second-when", help="before, after, or a day.")
@click.option("--answers", multiple=True, help="A contradiction it bears on; repeat.")
@click.option(
    "--propose/--no-propose", "is_asked", default=True, help="Ask the program."
)
@click.option("--incident", help="The incident it belongs to.")
@reviewer_options
@click.pass_context
def compare(ctx: click.Context, /, first: str, second: str, **stated: Any) -> None:
    """Keep a person's comparison of two pictures: one building, or two?

    The program proposes points that agree; it never says that two buildings differ.
    """
    sides = _side(first, "first", stated), _side(second, "second", stated)
    with the_case(ctx) as case:
        found = reviewing.Comparison(
            features=tuple(reviewing.read_feature(t) for t in stated["features"]),
            points=tuple(reviewing.read_points(t) for t in stated["points"]),
            tried=stated["tried"],
            verdict=SceneVerdict(stated["verdict"]),
            because=stated["because"],
            answers=stated["answers"],
            proposed_by=propose(case, first, second) if stated["is_asked"] else None,
        )
        kept = reviewing.compare(
            case, sides, found, reviewer=_reviewer(stated), incident=stated["incident"]
        )
        _tell(Verification(case), kept.id)
    told_how_to_undo(kept)
    for key in stated["answers"]:
        click.echo(
            f"{key} stays open until a person settles it: firsthand settle {key} "
            f'explained --because "{kept.id}: ..."'
        )


def _side(media_id: str, name: str, stated: dict[str, Any]) -> reviewing.Side:
    at, radius = stated[f"{name}_at"], stated[f"{name}_radius"]
    return reviewing.Side(
        media_id,
        None if at is None else reviewing.read_spot(at, radius),
        stated[f"{name}_place"],
        stated[f"{name}_when"],
    )


@click.command()
@click.argument("statement")
@click.option("--agrees", required=True, type=click.Choice(list(_AGREES)))
@click.option("--because", required=True, help="Why, in the reviewer's words.")
@click.option("--at", help="Where this person places it (geolocation).")
@click.option("--radius", metavar="METRES", help="How far off that may be.")
@click.option("--blind", is_flag=True, help="Worked without sight of the first result.")
@reviewer_options
@click.pass_context
def second(ctx: click.Context, /, statement: str, **stated: Any) -> None:
    """Keep a second person's look at STATEMENT (MI-, GEO-, CMP-)."""
    at = stated["at"]
    look = reviewing.Look(
        agrees=_AGREES[stated["agrees"]],
        because=stated["because"],
        is_blind=stated["blind"],
        spot=None if at is None else reviewing.read_spot(at, stated["radius"]),
    )
    with the_case(ctx) as case:
        kept = reviewing.look_again(case, statement, look, _reviewer(stated))
        _tell(Verification(case), statement)
    told_how_to_undo(kept)


@click.command()
@click.argument("subject", metavar="INCIDENT|MEDIA")
@click.argument("item")
@click.option(
    "--state", required=True, type=click.Choice([x.value for x in ChecklistState])
)
@click.option("--because", required=True, help="What was found.")
@click.option("--looked-at", multiple=True, help="Log, almanac, map; repeat.")
@click.option("--evidence", multiple=True, help="Id of a check or statement; repeat.")
@reviewer_options
@click.pass_context
def tick(ctx: click.Context, /, subject: str, item: str, **stated: Any) -> None:
    """Answer one ITEM of the checklist (firsthand check list I-001).

    Weather and moon are looked up by a person, who names the log.
    """
    with the_case(ctx) as case:
        kept = reviewing.tick(
            case,
            subject,
            item,
            ChecklistState(stated["state"]),
            reviewer=_reviewer(stated),
            because=stated["because"],
            looked_at=stated["looked_at"],
            evidence=stated["evidence"],
        )
    told_how_to_undo(kept)


@click.command()
@click.argument("item", metavar="MEDIA")
@click.argument("incident")
@click.option("--shows", type=click.Choice([x.value for x in Shows]), default="unknown")
@click.pass_context
def put(ctx: click.Context, item: str, incident: str, shows: str) -> None:
    """Say that MEDIA shows INCIDENT or its aftermath."""
    with the_case(ctx) as case:
        kept = reviewing.put_to_incident(case, item, incident, Shows(shows))
    told_how_to_undo(kept)


COMMANDS = (geolocate, compare, second, tick, put)
