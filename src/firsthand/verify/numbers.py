"""Numbers of checks as decimal strings, so that a result always has the same bytes.

Method: M070.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

from firsthand.errors import UserError

E7 = 10**7
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII)


def decimal_text(value: float, places: int) -> str:
    """Write a number with a fixed count of decimals, without a minus before zero."""
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text


def degrees_text(value_e7: int) -> str:
    """Write 1e-7 degrees as decimal degrees, trailing zeros cut ("35.8137")."""
    text = f"{Decimal(value_e7).scaleb(-7):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_e7(degrees: Decimal) -> int:
    """Turn decimal degrees into the nearest integer of 1e-7 degree."""
    return int((degrees * E7).to_integral_value())


def read_number(
    text: str,
    what: str,
    *,
    least: float = -math.inf,
    most: float = math.inf,
) -> Decimal:
    """Read a plain decimal number as a person types it.

    Args:
        text: For example "1.74".
        what: Name of the number, for the message.
        least: Smallest allowed.
        most: Greatest allowed.

    Raises:
        UserError: It is not a number ("1,5" is refused: write "1.5"), or out of range.
    """
    try:
        value = Decimal(text.strip()) if _PLAIN.match(text.strip()) else None
    except InvalidOperation:
        value = None
    if value is None:
        raise UserError(f"{what}: {text!r} is not a plain number; write it like 1.5")
    if not least <= value <= most:
        raise UserError(f"{what}: {text} is outside {least:g} to {most:g}")
    return value
