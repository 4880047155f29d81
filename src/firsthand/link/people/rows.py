"""Rows of people as columns of distinct values, whatever their columns are called.

A table says "given_name", another "fname", a third has one column "name": a row of
`people_columns` says what is what. A column that no row names is compared as text
where enough rows fill it, and told.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.reference import Reference

Codes = npt.NDArray[np.int32]
_ABSENT = {"", "na", "n/a", "nan", "none", "null", "unknown", "-", "?", "غير معروف"}


@dataclasses.dataclass(frozen=True)
class Column:
    """A column as its distinct values.

    Attributes:
        values: Distinct values, trimmed.
        codes: (n_rows,) int32: place in `values`; -1 = not stated.
    """

    values: tuple[str, ...]
    codes: Codes

    @property
    def is_empty(self) -> bool:
        """Whether no row states anything."""
        return not self.values

    def counts(self) -> npt.NDArray[np.int64]:
        """Return (n_values,) int64: rows that state each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))


@dataclasses.dataclass(frozen=True)
class People:
    """A table of people.

    Attributes:
        ids: The name of each row, as given.
        fields: Columns by our field names ("name", "given", "birth_date" ...).
        extras: Columns that are compared as text, by their own names.
        left_out: Columns that are not compared, with why.
    """

    ids: tuple[str, ...]
    fields: Mapping[str, Column]
    extras: Mapping[str, Column]
    left_out: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.ids)


def column_of(values: Sequence[Any]) -> Column:
    """Return a column of values; None, "" and words for "unknown" are not stated."""
    places: dict[str, int] = {}
    codes = np.empty(len(values), dtype=np.int32)
    seen: dict[Any, int] = {}
    for row, value in enumerate(values):
        code = seen.get(value, -2)
        if code < -1:
            text = _text(value)
            code = -1 if text is None else places.setdefault(text, len(places))
            seen[value] = code
        codes[row] = code
    return Column(tuple(places), codes)


def people_of_columns(
    ids: Sequence[str], columns: Mapping[str, Sequence[Any]], reference: Reference
) -> People:
    """Sort columns by what they are.

    Args:
        ids: Name of each row.
        columns: Values by column name, each as long as `ids`.
        reference: `people_columns` rows.
    """
    meaning = _meanings(reference)
    fields: dict[str, Column] = {}
    extras: dict[str, Column] = {}
    left_out: dict[str, str] = {}
    for name, values in columns.items():
        field = meaning.get(_plain(name))
        if field == "ignore":
            left_out[name] = "says nothing of who a person is"
            continue
        column = column_of(values)
        if column.is_empty:
            continue
        if field is not None and field not in fields and field != "extra":
            fields[field] = column
            continue
        why_not = _why_not_compared(column, is_known=field is not None)
        if why_not is None:
            extras[name] = column
        else:
            left_out[name] = why_not
    return People(tuple(ids), fields, extras, left_out)


def people_of_rows(rows: Sequence[Mapping[str, Any]], reference: Reference) -> People:
    """Return rows ({"id": ..., ...}) as a table."""
    names = dict.fromkeys(key for row in rows for key in row if key != "id")
    columns = {name: [row.get(name) for row in rows] for name in names}
    return people_of_columns([str(row["id"]) for row in rows], columns, reference)


_FEWEST_ROWS = 20
_LEAST_FILLED = 0.02


def _why_not_compared(column: Column, *, is_known: bool) -> str | None:
    n_rows = len(column.codes)
    n_filled = int((column.codes >= 0).sum())
    if len(column.values) == 1:
        return "the same in every row"
    if not is_known and n_rows < _FEWEST_ROWS:
        return "an unknown column of a short list"
    if n_filled < _LEAST_FILLED * n_rows:
        return "hardly ever filled"
    if not is_known and len(column.values) == n_filled:
        return "another value in every row"
    return None


def _meanings(reference: Reference) -> Mapping[str, str]:
    def build(rows: Reference) -> dict[str, str]:
        return {
            _plain(str(row["column"])): str(row["field"])
            for row in rows.table("people_columns")
        }

    made: Mapping[str, str] = reference.derived("people.columns", build)
    return made


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _text(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    text = " ".join(str(value).split())
    return None if text.casefold() in _ABSENT else text
