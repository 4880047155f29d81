"""`firsthand batch model-claims`: pages read by the grammar and a language model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from firsthand.cli.common import case_folder


@click.command("model-claims")
@click.option(
    "--send-text-to",
    "agreed",
    metavar="HOST",
    help="Agree that the text of the pages goes to this host.",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the model's answers here; a run cut off goes on from them.",
)
@click.option(
    "--refused",
    "refused_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the proposals that were refused here, with the reason.",
)
@click.option(
    "--timeout", default=120.0, show_default=True, help="Seconds to wait for an answer."
)
@click.pass_context
def batch_model_claims(
    ctx: click.Context,
    agreed: str | None,
    answers_file: Path | None,
    refused_file: Path | None,
    timeout: float,
) -> None:
    """Pages in, one claim a line out, read by the grammar and by a language model.

    Off unless `model_reader` is set to URL#MODEL. What the model proposes is kept only
    where its words stand in the text and the value follows from them.
    """
    from firsthand.casework import model_reading as reading  # noqa: PLC0415  start-up
    from firsthand.casework.batch import numbered  # noqa: PLC0415  start-up

    named = str(case_folder(ctx)) if ctx.obj["case"] is not None else None
    endpoint = reading.endpoint_in_force(named, timeout_s=timeout)
    reading.require_consent(endpoint, agreed)
    click.echo(reading.warning_of(endpoint), err=True)
    outcomes = []
    for outcome in reading.read_with_model(
        numbered(sys.stdin.buffer), endpoint, reading.Answers(answers_file), case=named
    ):
        for line in outcome.lines:
            click.echo(json.dumps(line, ensure_ascii=False))
        if outcome.problem:
            click.echo(f"line {outcome.number}: {outcome.problem}", err=True)
        outcomes.append(outcome)
    refused = [one for outcome in outcomes for one in outcome.refused]
    for reason, times in reading.counted(refused):
        click.echo(f"refused {times}: {reason}", err=True)
    if refused_file is not None:
        rows = [{"reason": r.reason, "proposal": r.proposal} for r in refused]
        refused_file.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
            encoding="utf-8",
        )
    if any(outcome.problem for outcome in outcomes):
        ctx.exit(1)
