"""Questions that a person answers, y, n or ? = not enough: one of them, or a queue."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from firsthand.cli.common import as_json, print_json, the_case

if TYPE_CHECKING:
    from firsthand.casework import Case
    from firsthand.model import Judgement

Q = TypeVar("Q")
_PAIR = 2
_ANSWERS = ["y", "n", "?"]


@dataclasses.dataclass(frozen=True)
class Questions(Generic[Q]):
    """What can be asked of a case about pairs of one kind.

    Attributes:
        asks: What is asked of each ("One person?").
        example: How two are named ("firsthand review victims V-... V-...").
        nothing: What is said where nothing waits.
        queue: Returns what waits, the most urgent first.
        question: Returns what two things named are asked.
        tell: Returns the lines of a question.
        line: Returns a question as a line of JSON.
        answer: Takes a question, y, n or ?, and why.
        told: Says what was answered.
    """

    asks: str
    example: str
    nothing: str
    queue: Callable[[], Sequence[Q]]
    question: Callable[[str, str], Q]
    tell: Callable[[Q], Iterable[str]]
    line: Callable[[Q], object]
    answer: Callable[[Q, str, str], Judgement]
    told: Callable[[Judgement], str]


def answer_options(asks: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add --answer, --because and --json to a verb that asks.

    Args:
        asks: What is asked ("One attack?").
    """

    def add(function: Callable[..., None]) -> Callable[..., None]:
        because = click.option(
            "--because", help="Why, in your words; kept with the answer."
        )
        said = click.option("--answer", type=click.Choice(_ANSWERS), help=asks)
        return said(because(as_json(click.pass_context(function))))

    return add


def ask_about(
    ctx: click.Context,
    read: Callable[[Case], Questions[Q]],
    names: tuple[str, ...],
    said: tuple[str | None, str | None],
    *,
    is_json: bool,
) -> None:
    """Ask what waits, or tell or answer about two things named.

    Args:
        ctx: Of the verb.
        read: Returns the questions of a case.
        names: Two things; none = all that waits is asked.
        said: The answer and why; None = not given.
        is_json: Print the queue as JSON lines.
    """
    with the_case(ctx) as case:
        questions = read(case)
        if names:
            _about_one(questions, names, *said)
        elif any(said):
            raise click.UsageError(f"an answer names two: {questions.example}")
        elif is_json:
            print_json([questions.line(asked) for asked in questions.queue()])
        else:
            _ask_all(questions)


def _about_one(
    questions: Questions[Q],
    names: tuple[str, ...],
    answer: str | None,
    because: str | None,
) -> None:
    if len(names) != _PAIR:
        raise click.UsageError(f"name two: {questions.example}")
    if (answer is None) != (because is None):
        raise click.UsageError('an answer needs both: --answer y|n|? --because "..."')
    asked = questions.question(*names)
    if answer is not None and because is not None:
        click.echo(questions.told(questions.answer(asked, answer, because)))
        return
    for line in questions.tell(asked):
        click.echo(line)
    click.echo('Answer: --answer y|n|? --because "..."')


def _ask_all(questions: Questions[Q]) -> None:
    """Tell each question; ask it, where a person is there to answer."""
    queue = questions.queue()
    if not queue:
        click.echo(questions.nothing)
    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    for asked in queue:
        for line in questions.tell(asked):
            click.echo(line)
        if not is_asked:
            continue
        said = click.prompt(
            f"{questions.asks} y, n, ? = not enough, Enter = later, q = stop",
            default="",
            show_default=False,
            type=click.Choice(["y", "n", "?", "q", ""]),
            show_choices=False,
        )
        if said == "q":
            return
        if said:
            why = click.prompt("Why, in your words")
            click.echo(questions.told(questions.answer(asked, said, why)))
