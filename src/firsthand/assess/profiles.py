"""Range profiles and counting words: rows of reference tables, read and checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from firsthand.errors import UserError
from firsthand.reference import Reference

_LOWS = frozenset({"lowest", "lowest_zero_in_doubt"})
_HIGHS = frozenset({"highest"})
_VAGUE = frozenset({"house", "as_text"})
_STATUSES = ("civilian", "combatant", "mixed", "none")


@dataclasses.dataclass(frozen=True)
class Profile:
    """A named rule that turns figures into a minimum and a maximum.

    Attributes:
        name: Its name ("airwars").
        groups: Status after the words used -> group of the measure.
        low: "lowest", or "lowest_zero_in_doubt" (IBC-8).
        high: "highest".
        vague: "house": an assumed range is shown beside; "as_text": words only.
        named_raise_low: Distinct people named as killed raise the minimum.
        needs_roots: Fewer independent roots make the range provisional; 0 = no rule.
        rules: Rule ids for "low", "high", "status" and "inclusion".
    """

    name: str
    groups: Mapping[str, str]
    low: str
    high: str
    vague: str
    named_raise_low: bool
    needs_roots: int
    rules: Mapping[str, str]


def read_profiles(reference: Reference) -> tuple[Profile, ...]:
    """Return the profiles of the table `profiles`, a case's own row winning.

    Raises:
        UserError: A row lacks a field or holds a word that the engine does not know.
    """
    made: tuple[Profile, ...] = reference.derived("assess.profiles", _read_all)
    return made


def _read_all(reference: Reference) -> tuple[Profile, ...]:
    rows = {str(row.get("profile")): row for row in reference.table("profiles")}
    return tuple(_read(name, row) for name, row in sorted(rows.items()))


def _read(name: str, row: Mapping[str, Any]) -> Profile:
    groups = row.get("groups")
    if not isinstance(groups, dict) or not set(_STATUSES) <= set(groups):
        raise UserError(
            f"profiles, row {name}: 'groups' must map {', '.join(_STATUSES)}"
        )
    for field, known in (("low", _LOWS), ("high", _HIGHS), ("vague", _VAGUE)):
        if row.get(field) not in known:
            raise UserError(
                f"profiles, row {name}: '{field}' is {row.get(field)!r}; "
                f"write one of {', '.join(sorted(known))}"
            )
    rules = row.get("rules") or {}
    return Profile(
        name=name,
        groups={str(key): str(value) for key, value in groups.items()},
        low=row["low"],
        high=row["high"],
        vague=row["vague"],
        named_raise_low=bool(row.get("named_raise_low", False)),
        needs_roots=int(row.get("needs_roots", 0)),
        rules={str(key): str(value) for key, value in rules.items()},
    )


def words_for(role: str, reference: Reference) -> frozenset[str]:
    """Return the counting words of a role, folded to lower case ("anyone")."""
    made: Mapping[str, frozenset[str]] = reference.derived("assess.words", _read_words)
    return made.get(role, frozenset())


def _read_words(reference: Reference) -> Mapping[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    for row in reference.table("counting_words"):
        words = frozenset(str(word).casefold() for word in row.get("words") or ())
        role = str(row.get("role"))
        made[role] = made.get(role, frozenset()) | words
    return made
