"""Verbs by which a person decides. Every one needs a reason and can be undone."""

from __future__ import annotations

import click

from firsthand.casework import judging
from firsthand.cli.common import the_case
from firsthand.model import ContradictionState, Judgement

_because = click.option(
    "--because", required=True, help="Why, in your words; kept with the decision."
)


@click.command()
@click.argument("claims", nargs=-1, required=True)
@_because
@click.pass_context
def accept(ctx: click.Context, claims: tuple[str, ...], because: str) -> None:
    """Accept CLAIMS as read."""
    with the_case(ctx) as case:
        _told(judging.accept(case, claims, because), claims)


@click.command()
@click.argument("claims", nargs=-1, required=True)
@_because
@click.pass_context
def reject(ctx: click.Context, claims: tuple[str, ...], because: str) -> None:
    """Reject CLAIMS: they stay visible and count for nothing."""
    with the_case(ctx) as case:
        _told(judging.reject(case, claims, because), claims)


@click.command()
@click.argument("claim")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_because
@click.pass_context
def correct(
    ctx: click.Context, claim: str, values: tuple[str, ...], because: str
) -> None:
    """Correct fields of CLAIM, for example killed=49- or speaker="Monitor"."""
    with the_case(ctx) as case:
        _told(judging.correct(case, claim, values, because), [claim])


@click.command()
@click.argument("incidents", nargs=-1, required=True)
@_because
@click.pass_context
def merge(ctx: click.Context, incidents: tuple[str, ...], because: str) -> None:
    """Say that INCIDENTS are one; the first id stays."""
    with the_case(ctx) as case:
        _told(judging.merge(case, incidents, because), incidents)


@click.command()
@click.argument("incident")
@click.argument("documents", nargs=-1, required=True)
@_because
@click.pass_context
def split(
    ctx: click.Context, incident: str, documents: tuple[str, ...], because: str
) -> None:
    """Say that what DOCUMENTS report is not INCIDENT."""
    with the_case(ctx) as case:
        made = judging.split(case, incident, documents, because)
        _told(made, [incident, *documents])


@click.command()
@click.argument("sources", nargs=-1, required=True)
@_because
@click.pass_context
def withdraw(ctx: click.Context, sources: tuple[str, ...], because: str) -> None:
    """Withdraw SOURCES (ids or names) or documents: they count for nothing."""
    with the_case(ctx) as case:
        _told(judging.withdraw(case, sources, because), sources)


@click.command()
@click.argument("contradiction")
@click.argument("state", type=click.Choice(["explained", "accepted", "open"]))
@_because
@click.pass_context
def settle(ctx: click.Context, contradiction: str, state: str, because: str) -> None:
    """Say where work on CONTRADICTION stands; the reason becomes its public note."""
    with the_case(ctx) as case:
        chosen = ContradictionState(state)
        _told(judging.settle(case, contradiction, chosen, because), [contradiction])


@click.command()
@click.argument("act", required=False)
@click.option("--because", help="Why.")
@click.pass_context
def undo(ctx: click.Context, act: str | None, because: str | None) -> None:
    """Undo the newest act of a person, or ACT: an id or number of `log`, or J-007."""
    with the_case(ctx) as case:
        receipt = judging.undo(case, act, because)
        made = next(iter(case.store.events(receipt.first_seq)))
        click.echo(
            f"{made.summary}. Take that back: firsthand undo {receipt.first_seq}. "
            "Next: firsthand run"
        )


def _told(judgement: Judgement, subjects: tuple[str, ...] | list[str]) -> None:
    click.echo(
        f"{judgement.id}: {judgement.decision} {', '.join(subjects)}. "
        "Take it back: firsthand undo. Next: firsthand run"
    )


COMMANDS = {
    "accept": accept,
    "reject": reject,
    "correct": correct,
    "merge": merge,
    "split": split,
    "withdraw": withdraw,
    "settle": settle,
    "undo": undo,
}
