"""Range profiles and counting words: rows of reference tables, read and checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.errors import UserError
from firsthand.reference import Reference

LOWS = frozenset({"lowest", "lowest_zero_in_doubt", "verified_individuals"})
HIGHS = frozenset({"highest", "none"})
BESTS = frozenset({"lower_if_undecided"})
VAGUE = frozenset({"house", "as_text", "acled", "not_used"})
HARM_WORDS = ("killed", "injured", "casualties", "missing", "displaced")
_STATUSES = ("civilian", "combatant", "mixed", "none")
EVERYBODY = "all"
"""Group of a measure that does not part the dead by status ("killed.all")."""


@dataclasses.dataclass(frozen=True)
class Profile:
    """A named rule that turns figures into a minimum and a maximum.

    Attributes:
        name: Its name ("airwars").
        groups: Status after the words used -> group of the measure.
        low: "lowest"; "lowest_zero_in_doubt" (IBC-8); "verified_individuals".
        high: "highest"; "none": the profile states no maximum.
        vague: "house": an assumed range is shown beside; "as_text": words only;
            "acled": the codebook's own numbers enter; "not_used".
        named_raise_low: Distinct people named as killed raise the minimum.
        needs_roots: Fewer independent roots make the range provisional; 0 = no rule.
        rules: Rule ids for "low", "high", "status" and "inclusion".
        title: Whose rule it is.
        harms: What is counted; the profile says nothing of other harm.
        is_summed: Besides each status, everybody together ("killed.all").
        best: How one best value is chosen; None = the profile has none.
        needs_kinds: Kinds of source that verify a person, where nobody accepted the
            claim (verified individuals only).
        needs_deaths: The range is provisional below so many in every estimate.
    """

    name: str
    groups: Mapping[str, str]
    low: str
    high: str
    vague: str
    named_raise_low: bool
    needs_roots: int
    rules: Mapping[str, str]
    title: str = ""
    harms: tuple[str, ...] = HARM_WORDS
    is_summed: bool = False
    best: str | None = None
    needs_kinds: int = 0
    needs_deaths: int = 0

    @property
    def views(self) -> tuple[Mapping[str, str], ...]:
        """How statuses map to groups: as the row says, and everybody together."""
        if not self.is_summed:
            return (self.groups,)
        return (self.groups, dict.fromkeys(_STATUSES, EVERYBODY))

    @property
    def always(self) -> tuple[str, ...]:
        """Measures that are stated as unknown where nobody counted."""
        group = "civilian" if "civilian" in self.groups.values() else EVERYBODY
        return tuple(f"{h}.{group}" for h in ("killed", "injured") if h in self.harms)


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
    for field, known in (("low", LOWS), ("high", HIGHS), ("vague", VAGUE)):
        _one_of(name, field, row.get(field), known)
    if row.get("best") is not None:
        _one_of(name, "best", row["best"], BESTS)
    rules = row.get("rules") or {}
    return Profile(
        name=name,
        groups={str(key): str(value) for key, value in groups.items()},
        low=row["low"],
        high=row["high"],
        vague=row["vague"],
        named_raise_low=bool(row.get("named_raise_low", False)),
        needs_roots=_whole(name, row, "needs_roots"),
        rules={str(key): str(value) for key, value in rules.items()},
        title=str(row.get("title") or name),
        harms=_harms(name, row.get("harms")),
        is_summed=bool(row.get("is_summed", False)),
        best=row.get("best"),
        needs_kinds=_whole(name, row, "needs_kinds"),
        needs_deaths=_whole(name, row, "needs_deaths"),
    )


def _one_of(name: str, field: str, found: object, known: frozenset[str]) -> None:
    if found not in known:
        raise UserError(
            f"profiles, row {name}: '{field}' is {found!r}; "
            f"write one of {', '.join(sorted(known))}"
        )


def _whole(name: str, row: Mapping[str, Any], field: str) -> int:
    found = row.get(field, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise UserError(
            f"profiles, row {name}: '{field}' is {found!r}; write a whole number, 0 "
            "for no such rule"
        )
    return found


def _harms(name: str, found: object) -> tuple[str, ...]:
    if found is None:
        return HARM_WORDS
    if not isinstance(found, list) or not found or not set(found) <= set(HARM_WORDS):
        raise UserError(
            f"profiles, row {name}: 'harms' is {found!r}; write a list of "
            f"{', '.join(HARM_WORDS)}"
        )
    return tuple(str(harm) for harm in found)


def chosen_profiles(
    reference: Reference, names: Sequence[str] | None = None
) -> tuple[Profile, ...]:
    """Return the profiles of these names, in their order; None = all.

    Raises:
        UserError: There is no profile of a name; says which there are.
    """
    held = {profile.name: profile for profile in read_profiles(reference)}
    for name in names or ():
        if name not in held:
            told = ", ".join(held)
            raise UserError(f"no range profile named {name!r}: there are {told}")
    return tuple(held.values()) if names is None else tuple(held[n] for n in names)


LEAD = "airwars"
"""The profile by which contradictions are found and totals of admissions made."""


def leading_profile(reference: Reference) -> Profile:
    """Return the profile that leads: that of Airwars, or the first there is."""
    held = {profile.name: profile for profile in read_profiles(reference)}
    return held.get(LEAD) or next(iter(held.values()))


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
