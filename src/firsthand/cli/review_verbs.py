"""What the program cannot decide: `review incidents`, `origins`, `victims`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firsthand.cli.asking import Questions, answer_options, ask_about

if TYPE_CHECKING:
    from firsthand.casework import Case
    from firsthand.casework.attacks import AttackQuestion
    from firsthand.casework.origins import OriginQuestion
    from firsthand.casework.people import Question
    from firsthand.model import Judgement


@click.group()
def review() -> None:
    """Answer what the program cannot decide."""


def _told(made: Judgement, about: str | None = None) -> str:
    from firsthand.casework.link_answers import in_words  # noqa: PLC0415  start-up

    said = in_words(about, made.decision) if about else str(made.decision)
    return (
        f"{made.id}: {' and '.join(made.subjects)}, {said}. "
        "Take it back: firsthand undo. Next: firsthand run"
    )


# --- one attack or two --------------------------------------------------


@review.command("incidents")
@click.argument("names", nargs=-1, metavar="[I-001|D-003 I-002|D-007]")
@answer_options("One attack?")
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
    ask_about(ctx, _on_attacks, names, (answer, because), is_json=is_json)


def _on_attacks(case: Case) -> Questions[AttackQuestion]:
    from firsthand.casework import attacks as stage  # noqa: PLC0415  start-up
    from firsthand.link.decisions import ATTACKS  # noqa: PLC0415  as above

    found = stage.AttacksOfCase(case)
    return Questions(
        asks="One attack?",
        example="firsthand review incidents I-001 I-004",
        nothing="Nothing undecided: no two incidents are nearly alike.",
        queue=found.queue,
        question=found.question,
        tell=lambda asked: stage.tell_attacks(found, asked),
        line=stage.attack_line,
        answer=lambda asked, said, why: stage.answer_question(found, asked, said, why),
        told=lambda made: _told(made, ATTACKS),
    )


# --- one origin or two --------------------------------------------------


@review.command("origins")
@click.argument("names", nargs=-1, metavar="[D-003 D-007]")
@answer_options("One origin?")
def review_origins(
    ctx: click.Context,
    names: tuple[str, ...],
    answer: str | None,
    because: str | None,
    *,
    is_json: bool,
) -> None:
    """List documents of which one may draw on the other; answer it.

    First comes what changes most how many independent sources a finding has. On a
    terminal each pair is asked: y, n, ? (not enough), Enter (later), q. Or answer any
    two documents: firsthand review origins D-003 D-007 --answer y --because "the
    editor says so". y makes one origin of them and n keeps them apart, whatever
    arrives later; undo takes it back.
    """
    ask_about(ctx, _on_origins, names, (answer, because), is_json=is_json)


def _on_origins(case: Case) -> Questions[OriginQuestion]:
    from firsthand.casework import origins as stage  # noqa: PLC0415  start-up
    from firsthand.link.decisions import ORIGINS  # noqa: PLC0415  as above

    found = stage.OriginsOfCase(case)
    return Questions(
        asks="One origin?",
        example="firsthand review origins D-003 D-007",
        nothing="Nothing undecided: no two documents are nearly a copy of each other, "
        "and no voice of unknown provenance is like another document.",
        queue=found.queue,
        question=found.question,
        tell=lambda asked: stage.tell_origins(found, asked),
        line=stage.origin_line,
        answer=lambda asked, said, why: stage.answer_question(found, asked, said, why),
        told=lambda made: _told(made, ORIGINS),
    )


# --- one person or two --------------------------------------------------


@review.command("victims")
@click.argument("names", nargs=-1, metavar="[PERSON PERSON]")
@answer_options("One person?")
def review_victims(
    ctx: click.Context,
    names: tuple[str, ...],
    answer: str | None,
    because: str | None,
    *,
    is_json: bool,
) -> None:
    """List undecided pairs of people, the most uncertain first; answer them.

    On a terminal each pair is asked: y, n, ? (not enough), Enter (later), q. Or answer
    one: firsthand review victims V-... V-... --answer n --because "father and son".
    """
    ask_about(ctx, _on_people, names, (answer, because), is_json=is_json)


def _on_people(case: Case) -> Questions[Question]:
    from firsthand.casework import people as stage  # noqa: PLC0415  start-up

    found = stage.PeopleOfCase(case)
    return Questions(
        asks="One person?",
        example="firsthand review victims V-... V-...",
        nothing="No undecided pairs of people.",
        queue=found.queue,
        question=found.question,
        tell=stage.tell_question,
        line=stage.question_line,
        answer=lambda asked, said, why: stage.answer_question(case, asked, said, why),
        told=_told,
    )


COMMANDS: dict[str, click.Command] = {"review": review}
