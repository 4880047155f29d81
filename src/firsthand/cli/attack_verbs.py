"""Verbs about what is one attack: `review incidents`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firsthand.cli.asking import ask_all
from firsthand.cli.common import as_json, print_json, the_case

if TYPE_CHECKING:
    from firsthand.casework import Case
    from firsthand.model import Judgement

_PAIR = 2


@click.command("incidents")
@click.argument("names", nargs=-1, metavar="[I-001|D-003 I-002|D-007]")
@click.option("--answer", type=click.Choice(["y", "n", "?"]), help="One attack?")
@click.option("--because", help="Why, in your words; kept with the answer.")
@as_json
@click.pass_context
def review_incidents(
    ctx: click.Context,
    names: tuple[str, ...],
    answer: str | None,
    because: str | None,
    *,
    is_json: bool,
) -> None:
    """List what could be one attack or two, the most doubtful first; answer it.

    On a terminal each pair is asked: y, n, ? (not enough), Enter (later), q. Or answer
    any two incidents or reports: firsthand review incidents I-001 I-004 --answer n
    --because "the morning and the evening strike". y joins and n keeps apart, whatever
    arrives later; undo takes it back.
    """
    from firsthand.casework import attacks as stage  # noqa: PLC0415  start-up

    with the_case(ctx) as case:
        if names:
            _answer_one(case, names, answer, because)
            return
        found = stage.AttacksOfCase(case)
        queue = found.queue()
        if is_json:
            print_json([stage.attack_line(asked) for asked in queue])
            return
        if not queue:
            click.echo("Nothing undecided: no two incidents are nearly alike.")
        ask_all(
            queue,
            asks="One attack?",
            tell=lambda asked: stage.tell_attacks(found, asked),
            answer=lambda asked, said, why: _told(
                stage.answer_question(found, asked, said, why)
            ),
        )


def _answer_one(
    case: Case, names: tuple[str, ...], answer: str | None, because: str | None
) -> None:
    from firsthand.casework import attacks as stage  # noqa: PLC0415  start-up

    if len(names) != _PAIR:
        raise click.UsageError("name two: firsthand review incidents I-001 I-004")
    if answer is not None and because is not None:
        click.echo(_told(stage.answer(case, names[0], names[1], answer, because)))
        return
    if answer is not None or because is not None:
        raise click.UsageError('an answer needs both: --answer y|n|? --because "..."')
    found = stage.AttacksOfCase(case)
    for line in stage.tell_attacks(found, found.question(*names)):
        click.echo(line)
    click.echo('Answer: --answer y|n|? --because "..."')


def _told(made: Judgement) -> str:
    from firsthand.casework.attack_answers import IN_WORDS  # noqa: PLC0415  start-up

    return (
        f"{made.id}: {' and '.join(made.subjects)}, {IN_WORDS[made.decision]}. "
        "Take it back: firsthand undo. Next: firsthand run"
    )
