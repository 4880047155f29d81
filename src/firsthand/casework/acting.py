"""What every grave act needs: an id that says nothing, a time, a reason."""

from __future__ import annotations

import datetime as dt
import secrets

from firsthand.casework.case import Case
from firsthand.errors import UserError

# Enough to never meet in one case, few enough to type; no 0/O, 1/I.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_CHARS = 6


def new_code(case: Case, prefix: str) -> str:
    """Return a random id that says nothing of anyone and was never used ("X-K7Q2MX").

    Random, since numbers would tell the order and could be used twice after an
    erasure.
    """
    while True:
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_CHARS))
        if not case.store.history(f"{prefix}-{code}"):
            return f"{prefix}-{code}"


def reason(because: str | None) -> str:
    """Return a reason, or refuse: such acts are never without one.

    Raises:
        UserError: There is none.
    """
    if not because or not because.strip():
        raise UserError('say why: --because "..." (the log keeps it: name nobody)')
    return because.strip()


def now() -> dt.datetime:
    """Return the local clock in UTC, to the second: recorded, never proof."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
