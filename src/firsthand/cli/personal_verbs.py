"""The verb `personal`: what leads to a person, before anything is published."""

from __future__ import annotations

import click

from firsthand.casework.personal import clear, personal_lines
from firsthand.casework.showing import dossier_of
from firsthand.cli.common import as_json, print_json, print_table, the_case
from firsthand.errors import UserError


@click.command()
@click.argument("keys", nargs=-1)
@click.option("--clear", "is_clear", is_flag=True, help="Let KEYS stand as they are.")
@click.option("--because", "--why", "because", help="Why it may be published.")
@as_json
@click.pass_context
def personal(
    ctx: click.Context,
    keys: tuple[str, ...],
    because: str | None,
    *,
    is_clear: bool,
    is_json: bool,
) -> None:
    """List numbers and addresses that lead to a person; every one is masked.

    Telephone numbers, e-mail addresses, identity numbers, bank accounts, number plates,
    exact addresses, in all that a publication may quote. With --clear KEY a named
    person lets one stand (a press desk, a public office); firsthand undo masks it
    again.
    """
    if bool(keys) != is_clear:
        raise UserError(
            "write: firsthand personal, or: firsthand personal --clear KEY "
            '--because "..."'
        )
    with the_case(ctx) as case:
        dossier = dossier_of(case)
        if is_clear:
            made = clear(case, dossier, keys, because or "")
            click.echo(f"{made.id}: {', '.join(keys)} will be published as they stand.")
            return
        rows = list(personal_lines(dossier))
    if is_json:
        print_json(rows)
        return
    print_table(
        ("key", "what", "document", "published", "in these words"),
        [
            (
                row["key"],
                row["what"],
                row["document"],
                "as it is" if row["is_cleared"] else "masked",
                row["words"],
            )
            for row in rows
        ],
        empty="nothing that leads to a person was found by rule; a person reads it too",
    )


COMMANDS = {"personal": personal}
