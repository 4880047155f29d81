"""Verbs of signing: what a person reads twice, signs, asks, looks for, takes back."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import click

from firsthand.casework import retracting, searches, signing
from firsthand.casework.state import CaseState
from firsthand.cli.common import as_json, print_json, print_table, the_case, write_draft
from firsthand.errors import UserError
from firsthand.model import GradeValue, Judgement

_because = click.option(
    "--because", required=True, help="Why, in your words; kept with the decision."
)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("incident")
@click.option(
    "--grade",
    required=True,
    type=click.Choice([value.value for value in GradeValue]),
    help="The grade that you set; confirmed and discounted are yours alone.",
)
@_because
@click.pass_context
def sign(ctx: click.Context, incident: str, grade: str, because: str) -> None:
    """Sign the finding of INCIDENT; refused while a bound rests on unread claims."""
    with the_case(ctx) as case:
        _told(signing.sign(case, incident, grade, because))


@click.command("second-read")
@click.argument("name")
@click.argument("verdict", required=False, type=click.Choice(signing.READ_WORDS))
@click.option("--because", help="Why, in your words; needed with a verdict.")
@click.pass_context
def second_read(
    ctx: click.Context, name: str, verdict: str | None, because: str | None
) -> None:
    """List what to read of incident NAME, or give your VERDICT on claim NAME.

    What the first reader decided is not shown.
    """
    with the_case(ctx) as case:
        if verdict is not None:
            _told(signing.second_read(case, name, verdict, because or ""))
            return
        state = CaseState(case)
        found = state.incident(name)
        if found is None:
            raise UserError(f"no incident {name!r}; list them: firsthand incidents")
        rows = list(signing.queue_of_second_reader(state, found))
        print_table(("claim", "quote"), rows, empty="Nothing left for you to read.")


@click.command()
@as_json
@click.pass_context
def agreement(ctx: click.Context, *, is_json: bool) -> None:
    """Say how far the readers of this case agree, beyond chance."""
    with the_case(ctx) as case:
        found = signing.agreement_of(CaseState(case))
        values = {
            "claims_read_twice": found.n_claims,
            "readers": found.n_readers,
            "agreed": _decimal(found.observed),
            "cohen_kappa": _decimal(found.kappa),
            "krippendorff_alpha": _decimal(found.alpha),
        }
        if is_json:
            print_json([values])
            return
        if not found.n_claims:
            click.echo(
                "No claim was read by two people yet: firsthand --as NAME second-read "
                "I-001"
            )
            return
        for name, value in values.items():
            click.echo(f"{name.replace('_', ' '):<20} {value or 'cannot be said'}")


def _decimal(value: Fraction | int | None) -> str | None:
    return None if value is None else f"{float(value):.3f}"


@click.command()
@click.argument("incident")
@click.option("--where", required=True, help="Where you looked.")
@click.option("--found", required=True, help='What you found; "nothing" is an answer.')
@_because
@click.pass_context
def search(
    ctx: click.Context, incident: str, where: str, found: str, because: str
) -> None:
    """Log a search for what speaks against the finding of INCIDENT."""
    with the_case(ctx) as case:
        made = searches.log_search(
            case, incident, where=where, found=found, because=because
        )
        _told(made)


@click.command()
@click.argument("to")
@click.argument("incidents", nargs=-1, required=True)
@click.option("--sent", type=_DAY, help="Day it was sent; else today.")
@click.option("--deadline", type=_DAY, required=True, help="Day a reply is asked by.")
@_because
@click.pass_context
def letter(
    ctx: click.Context,
    /,
    to: str,
    incidents: tuple[str, ...],
    because: str,
    **days: dt.datetime | None,
) -> None:
    """Record a letter to TO that asks for a reply about INCIDENTS."""
    sent, deadline = days["sent"] or dt.datetime.now(dt.UTC), days["deadline"]
    assert deadline is not None  # noqa: S101  the option is required
    with the_case(ctx) as case:
        made = searches.send_letter(
            case,
            to,
            list(incidents),
            sent=sent.date(),
            deadline=deadline.date(),
            because=because,
        )
        _told(made)


@click.command()
@click.argument("letter_id", metavar="LETTER")
@click.argument("text")
@click.option("--received", type=_DAY, required=True, help="Day it came.")
@_because
@click.pass_context
def reply(
    ctx: click.Context, letter_id: str, text: str, received: dt.datetime, because: str
) -> None:
    """Record TEXT as the reply to LETTER; a refusal to reply is a reply."""
    with the_case(ctx) as case:
        made = searches.record_reply(
            case, letter_id, reply=text, received=received.date(), because=because
        )
        _told(made)


@click.command()
@as_json
@click.pass_context
def letters(ctx: click.Context, *, is_json: bool) -> None:
    """List letters with their deadlines and replies."""
    today = dt.datetime.now(dt.UTC).date()
    with the_case(ctx) as case:
        held = searches.letters_of(CaseState(case))
        if is_json:
            print_json(
                {
                    "letter": one.id,
                    "to": one.to,
                    "incidents": list(one.incidents),
                    "sent": str(one.sent),
                    "deadline": str(one.deadline),
                    "state": one.state_on(today),
                    "reply": one.reply,
                }
                for one in held
            )
            return
        rows = [
            (
                *(one.id, one.to, ", ".join(one.incidents), str(one.sent)),
                *(one.state_on(today), one.reply or ""),
            )
            for one in held
        ]
        headers = ("letter", "to", "about", "sent", "state", "reply")
        print_table(headers, rows, empty="No letters yet: firsthand letter ...")


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a dated draft of the correction to this new file.",
)
@click.pass_context
def retract(ctx: click.Context, names: tuple[str, ...], draft: Path | None) -> None:
    """Show what falls if NAMES (sources, documents, claims) are taken back."""
    with the_case(ctx) as case:
        lead = case.settings.profiles[0]
        made = retracting.retraction_of(case, names)
        for line in retracting.tell_retraction(made, lead):
            click.echo(line)
        if draft is None:
            return
        today = dt.datetime.now(dt.UTC).date()
        write_draft(draft, retracting.draft_correction(made, lead, today))


def _told(made: Judgement) -> None:
    click.echo(
        f"{made.id}: {made.decision} {', '.join(made.subjects)}. "
        "Take it back: firsthand undo"
    )


COMMANDS = {
    "sign": sign,
    "second-read": second_read,
    "agreement": agreement,
    "search": search,
    "letter": letter,
    "reply": reply,
    "letters": letters,
    "retract": retract,
}
