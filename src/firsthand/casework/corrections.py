"""Corrections as a person types them: "killed=49-", "place=Ariha", "speaker=".

An empty value means *not stated*. The forms are those that ranges are printed in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from firsthand.errors import UserError
from firsthand.model import (
    AnyClaim,
    Bounds,
    Change,
    FuzzyDate,
    Place,
    Precision,
    canonical_bytes,
)

_COUNTS = {
    "killed",
    "wounded",
    "casualties",
    "missing",
    "displaced",
    "children",
    "women",
    "men",
    "children_wounded",
    "n_sites",
}
_FLAGS = {"hedged", "negated", "is_unresolved", "is_partial", "is_perpetrator"}
_LISTS = {"weapon", "aircraft"}
_ALIASES = {"injured": "wounded"}
_RANGE = re.compile(r"(~?)(\d+)(?:\s*(-|–)\s*(\d*))?(\+?)")
_UP_TO = re.compile(r"(?:-|–|<=|up to )\s*(\d+)")


def read_change(claim: AnyClaim, setting: str) -> Change:
    """Read one "field=value".

    Args:
        claim: The claim it corrects.
        setting: As typed.

    Raises:
        UserError: There is no "=", the claim has no such field, or the value does
            not fit; says what does.
    """
    field, equals, value = setting.partition("=")
    field = _ALIASES.get(field.strip(), field.strip())
    if not equals:
        raise UserError(f"{setting!r}: write field=value, for example killed=49-")
    if field not in claim.__struct_fields__:
        fields = ", ".join(claim.__struct_fields__)
        raise UserError(f"claim {claim.id} has no field {field!r}; it has {fields}")
    try:
        read = _read(claim, field, value.strip())
    except ValueError as error:
        raise UserError(f"{field}: {error}") from error
    return Change(field=field, value_json=canonical_bytes(read).decode())


def _read(claim: AnyClaim, field: str, value: str) -> Any:
    reader = _reader_of(claim, field)
    return reader(value)


def _reader_of(claim: AnyClaim, field: str) -> Callable[[str], Any]:
    if field in _LISTS and isinstance(getattr(claim, field), tuple):
        return _read_list
    by_name: dict[str, Callable[[str], Any]] = {
        "date": _read_date,
        "place": _read_place,
        "distance_m": _read_number,
    }
    by_name |= dict.fromkeys(_COUNTS, _read_bounds) | dict.fromkeys(_FLAGS, _read_flag)
    return by_name.get(field, _read_word)


def _read_word(value: str) -> str | None:
    return value or None


def _read_list(value: str) -> list[str]:
    return [item.strip() for item in value.split(";") if item.strip()]


def _read_number(value: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal():
        raise ValueError(f"{value!r} is not a whole number")
    return int(value)


def _read_flag(value: str) -> bool:
    if value.casefold() in {"yes", "true", "1"}:
        return True
    if value.casefold() in {"no", "false", "0", ""}:
        return False
    raise ValueError(f"{value!r}: write yes or no")


def _read_bounds(value: str) -> Bounds | None:
    if not value:
        return None
    if found := _UP_TO.fullmatch(value):
        return Bounds(high=int(found[1]), words=value)
    found = _RANGE.fullmatch(value)
    if found is None:
        raise ValueError(
            f"{value!r}: write 49, 37-49, 49- (at least), -49 (up to), ~20 (about), "
            "or nothing for not stated"
        )
    about, low, dash, high, plus = found.groups()
    is_open = bool(plus) or (bool(dash) and not high)
    top = None if is_open else int(high or low)
    return Bounds(low=int(low), high=top, approx=bool(about), words=value)


def _read_date(value: str) -> FuzzyDate | None:
    if not value:
        return None
    first, _, last = value.partition("..")
    try:
        start = dt.date.fromisoformat(first)
        end = dt.date.fromisoformat(last) if last else start
    except ValueError as error:
        raise ValueError(f"{value!r}: write 2021-11-29 or a..b") from error
    precision = Precision.DAY if start == end else Precision.RANGE
    return FuzzyDate(earliest=start, latest=end, precision=precision, words=value)


def _read_place(value: str) -> Place | None:
    return Place(name=value) if value else None
