"""`firsthand munitions ...`: the catalogue, and who identified what on what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from firsthand.casework.reviewing import (
    Circumstance,
    Seen,
    identify,
    read_reviewer,
)
from firsthand.casework.telling_verification import tell_statement
from firsthand.casework.verification import Verification
from firsthand.cli.common import as_json, case_folder, print_json, the_case
from firsthand.cli.reviewer_options import reviewer_options, told_how_to_undo
from firsthand.errors import UserError
from firsthand.model import IdentificationGrade
from firsthand.reference import Reference, bundled_reference, open_reference
from firsthand.reference.parties import open_parties
from firsthand.reference.tables import Row
from firsthand.verify.munitions import (
    Fit,
    bound_in_words,
    discriminating_power,
    fit_line,
    munition_row,
    search_by_features,
    treaty_tests,
)


@click.group()
def munitions() -> None:
    """Find munitions by what is seen; keep who identified which.

    The catalogue ranks what to look at. A named reviewer identifies. Neither says who
    used it.
    """


@munitions.command()
@click.option("--seen", multiple=True, required=True, help="One thing seen; repeat.")
@click.option("--most", default=8, show_default=True, help="How many to print.")
@as_json
@click.pass_context
def find(
    ctx: click.Context, seen: tuple[str, ...], most: int, *, is_json: bool
) -> None:
    """Rank the catalogue by what is seen.

    For example: firsthand munitions find --seen "metal ball of two halves, 7 cm"
    """
    found = search_by_features(_reference(ctx), seen)
    if is_json:
        print_json([fit_line(fit) for fit in found])
        return
    for fit in found[:most]:
        _tell_fit(fit)
    if len(found) > most:
        click.echo(f"{len(found) - most} more: --most {len(found)}")
    if not found:
        click.echo(
            "Nothing in the catalogue fits: our table is short, which is not to say "
            "that there is no such thing. Fewer, plainer words may find more."
        )
        return
    click.echo("A rank is no identification: firsthand munitions identify --help")


def _tell_fit(fit: Fit) -> None:
    line = fit_line(fit)
    click.echo(f"{line['munition']}  ({line['kind']}, {', '.join(line['names'])})")
    for each in line["matched"]:
        click.echo(f"  seen: {each['feature']} ({each['status']}, {each['ref']})")
    for each in line["look_for"]:
        click.echo(f"  look for: {each}")
    for each in line["look_alikes"]:
        click.echo(f"  not to be taken for {each['munition']}: {each['apart']}")


@munitions.command()
@click.argument("name", metavar="MUNITION")
@click.option("--theatre", help="Code of the country where it was seen: SY, UA ...")
@click.option("--on", "day", metavar="DAY", help="Day on which it was seen.")
@as_json
@click.pass_context
def show(
    ctx: click.Context,
    name: str,
    theatre: str | None,
    day: str | None,
    *,
    is_json: bool,
) -> None:
    """Show a row: facts with sources, treaty tests, who is known with it."""
    reference = _reference(ctx)
    row = munition_row(reference, name)
    theatre = _theatre(reference, theatre)
    power = discriminating_power(reference, str(row["id"]), theatre, _day(day))
    tests = treaty_tests(reference, str(row["id"]))
    if is_json:
        print_json([{**row, "tells_of_user": power.as_line(), "treaty_tests": tests}])
        return
    _tell_row(row)
    for test in tests:
        click.echo(
            f"  {test['treaty']}: definition met {test['definition_met']}: "
            f"{test['because']} ({test['status']}, {test['ref']})"
        )
        parties = [known.party for known in power.known]
        for line in bound_in_words(reference, test["treaty"], parties, _day(day)):
            click.echo(f"    {line}")
    click.echo(f"  tells of the user: {power.power.value}. {power.because}")
    for known in power.known:
        click.echo(f"    {known.in_words()}")
    for known in power.not_yet:
        click.echo(f"    not on that day: {known.in_words()}")
    for carried in power.carried_by:
        click.echo(f"    {carried}")


def _tell_row(row: Row) -> None:
    click.echo(f"{row['id']}  ({row['kind']}, {', '.join(row.get('names', ()))})")
    if row.get("contains"):
        click.echo(f"  carries {row['contains']}: a finding of its own")
    if row.get("members"):
        click.echo(f"  a family: {', '.join(row['members'])}")
    for feature in row.get("features", ()):
        click.echo(f"  {feature['see']} ({feature['status']}, {feature['ref']})")
    for fact in row.get("facts", ()):
        click.echo(f"  {fact['fact']} ({fact['status']}, {fact['ref']})")
    for other in row.get("look_alikes", ()):
        click.echo(f"  not to be taken for {other['id']}: {other['apart']}")


@munitions.command("identify")
@click.argument("item", metavar="MEDIA")
@click.option("--munition", help="Id or name in the catalogue; absent = cannot say.")
@click.option("--region", required=True, help="Which part of which frame.")
@click.option("--asked", required=True, help="What the reviewer was asked.")
@click.option("--frames", multiple=True, help="Frames supplied; repeat.")
@click.option("--matched", multiple=True, help="A feature that matches; repeat.")
@click.option("--contradicting", multiple=True, help='One that contradicts, or "none".')
@click.option("--alternatives", multiple=True, help='What else it may be, or "none".')
@click.option("--grade", type=click.Choice([g.value for g in IdentificationGrade]))
@click.option("--certainty", help="How sure, in the reviewer's own words.")
@click.option("--dissent", help="Who sees it otherwise, and how.")
@click.option("--incident", help="The incident it belongs to.")
@click.option("--theatre", help="Country it was seen in; by default the incident's.")
@click.option("--on", "day", metavar="DAY", help="Day it was seen on.")
@reviewer_options
@click.pass_context
def identify_(ctx: click.Context, /, item: str, **stated: Any) -> None:
    """Keep what a named reviewer identifies on MEDIA; take it back with undo.

    "none" is an answer for --contradicting and --alternatives; silence is not.
    """
    grade = stated["grade"]
    with the_case(ctx) as case:
        kept = identify(
            case,
            item,
            stated["munition"],
            Seen(
                region=stated["region"],
                frames=stated["frames"],
                asked=stated["asked"],
                matched=stated["matched"],
                contradicting=stated["contradicting"],
                alternatives=stated["alternatives"],
            ),
            grade=None if grade is None else IdentificationGrade(grade),
            reviewer=read_reviewer(
                stated["by"],
                stated["competence"],
                stated["interests"],
                may_be_named=stated["may_be_named"],
            ),
            around=Circumstance(
                incident=stated["incident"],
                theatre=_theatre(case.reference, stated["theatre"]),
                seen_on=_day(stated["day"]),
                dissent=stated["dissent"],
                certainty=stated["certainty"],
            ),
        )
        known = Verification(case)
        made = next(each for each in known.identifications if each.id == kept.id)
        for line in tell_statement(known, made):
            click.echo(line)
    told_how_to_undo(kept)


@munitions.command("list")
@as_json
@click.pass_context
def list_identifications(ctx: click.Context, *, is_json: bool) -> None:
    """List identifications of the case, each with what it tells of the user."""
    with the_case(ctx) as case:
        known = Verification(case)
        if is_json:
            print_json(known.identifications)
            return
        for each in known.identifications:
            for line in tell_statement(known, each):
                click.echo(line)
    if not known.identifications:
        click.echo("None yet. firsthand munitions identify --help")


def _reference(ctx: click.Context) -> Reference:
    """Return the case's tables, or the bundled ones outside a case."""
    try:
        return open_reference(case_folder(ctx))
    except UserError:
        if ctx.obj["case"] is not None:
            raise
        return bundled_reference()


def _theatre(reference: Reference, text: str | None) -> str | None:
    """Read a country by its code or its name; a wrong one would find nobody.

    Raises:
        UserError: It is neither.
    """
    if text is None:
        return None
    code = text.strip().upper()
    if len(code) == 2 and code.isascii() and code.isalpha():  # noqa: PLR2004  ISO 3166-1
        return code
    known = open_parties(reference)
    found = known.code_of(text.strip())
    if found is None or known.kind_of(found) != "state":
        raise UserError(
            f"theatre {text!r}: write the country's code of two letters: SY, UA, YE"
        )
    return found


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"day {text!r}: write it like 2021-11-29") from error


COMMANDS = {"munitions": munitions}
