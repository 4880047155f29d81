"""Options that every statement of a reviewer has, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from firsthand.casework.reviewing import Kept

_F = TypeVar("_F", bound=Callable[..., Any])


def reviewer_options(function: _F) -> _F:
    """Add --by, --competence, --interests and --may-be-named."""
    named = click.option(
        "--may-be-named", is_flag=True, help="The reviewer may be named in public."
    )
    interests = click.option("--interests", help="What the reviewer has at stake.")
    competence = click.option(
        "--competence", required=True, help="What lets them say it."
    )
    by = click.option("--by", required=True, metavar="NAME", help="Who says so.")
    return by(competence(interests(named(function))))


def told_how_to_undo(kept: Kept) -> None:
    """Say what was kept, and how it is taken back."""
    click.echo(f"Kept as {kept.id}. To take it back: firsthand undo {kept.act}")
