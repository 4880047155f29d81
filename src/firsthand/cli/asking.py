"""A queue of questions on a terminal: y, n, ? = not enough, Enter = later, q = stop."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

Q = TypeVar("Q")


def ask_all(
    queue: Sequence[Q],
    *,
    asks: str,
    tell: Callable[[Q], Iterable[str]],
    answer: Callable[[Q, str, str], str],
) -> None:
    """Tell each question; ask it, where a person is there to answer.

    Args:
        queue: Questions.
        asks: What is asked of each ("One person?").
        tell: Returns the lines of a question.
        answer: Takes a question, y, n or ?, and why; returns what to say of it.
    """
    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    for asked in queue:
        for line in tell(asked):
            click.echo(line)
        if not is_asked:
            continue
        said = click.prompt(
            f"{asks} y, n, ? = not enough, Enter = later, q = stop",
            default="",
            show_default=False,
            type=click.Choice(["y", "n", "?", "q", ""]),
            show_choices=False,
        )
        if said == "q":
            return
        if said:
            click.echo(answer(asked, said, click.prompt("Why, in your words")))
