"""Weapons and aircraft: what a text calls them, their codes, classes and platforms.

Rows: data/weapons.yaml and data/aircraft.yaml; a case adds its own. Named types are
recognised in every usual spelling ("RBK 500", "RBK-500", "РБК-500").
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from firsthand.reference.lexicon import Hit, Lexicon, listed
from firsthand.reference.tables import Reference, Row

WORDS = ("words", "words_ar", "words_ru")


_ATTACKING_CRAFT = {"drone": "drone_strike"}  # beside the name of a munition
_SAYS_LITTLE = frozenset({"explosives", "shelling", "warplane"})


@dataclasses.dataclass(frozen=True)
class WeaponMention:
    """A weapon or aircraft named in a text.

    Attributes:
        start: First code point.
        end: One past the last.
        code: "cluster_bomb", "RBK-500", "Su-24", "helicopter".
        is_aircraft: It is a platform, not a weapon.
        is_type: It is a named type, not a class.
        belongs_to: Class of a named type; None for a class.
        words: As written.
    """

    start: int
    end: int
    code: str
    is_aircraft: bool
    is_type: bool
    belongs_to: str | None
    words: str


class Weapons:
    """Weapons and aircraft as one case sees them."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference whose `weapons` and `aircraft` rows to use."""
        self._weapon_rows = {row["code"]: row for row in reference.table("weapons")}
        self._craft_rows = {row["code"]: row for row in reference.table("aircraft")}
        self._weapons = Lexicon(reference.table("weapons"), WORDS)
        self._weak = Lexicon(reference.table("weapons"), ("weak",))
        self._craft = Lexicon(reference.table("aircraft"), WORDS)

    def find(self, text: str) -> list[WeaponMention]:
        """Return weapons and aircraft in a text, in order; longer names win."""
        found = [_mention(hit, is_aircraft=False) for hit in self._weapons.find(text)]
        found += [_mention(hit, is_aircraft=True) for hit in self._craft.find(text)]
        return _longest(found)

    def find_weak(self, text: str) -> list[WeaponMention]:
        """Return words that mean a weapon only beside a party ("Torethi raids")."""
        return [_mention(hit, is_aircraft=False) for hit in self._weak.find(text)]

    def codes_said(self, mentions: Iterable[WeaponMention]) -> tuple[str, ...]:
        """Return the weapon codes of some mentions, with the class that a name says.

        "Grad rockets" says both, and so do "Shahed drones".
        """
        codes: dict[str, None] = {}
        for mention in mentions:
            if mention.is_aircraft:
                continue
            codes[mention.code] = None
            *name, last = mention.words.split()
            for said in self.find(last) if mention.is_type and name else ():
                code = _ATTACKING_CRAFT.get(said.code, said.code)
                if not said.is_type and code not in _SAYS_LITTLE:
                    codes[code] = None
        return tuple(codes)

    def class_of(self, code: str) -> str | None:
        """Return the class of a named type, a class itself; None = unknown code."""
        row = self._row(code)
        return None if row is None else str(row.get("class") or code)

    def platforms_of(self, code: str) -> tuple[str, ...]:
        """Return what is known to deliver a weapon; empty = not known."""
        row = self._row(code)
        return tuple(listed(row, "platforms")) if row else ()

    def treaties_of(self, code: str) -> tuple[str, ...]:
        """Return treaties that bear on a weapon, its class's included."""
        rows = [self._row(code), self._row(self.class_of(code) or "")]
        treaties = [name for row in rows if row for name in listed(row, "treaties")]
        return tuple(dict.fromkeys(treaties))

    def flown_by(self, code: str) -> tuple[str, ...]:
        """Return parties known to fly an aircraft: what a sighting cannot tell apart.

        Empty = not known. One party alone still says nothing of one attack (HRW-1).
        """
        row = self._craft_rows.get(code)
        return tuple(listed(row, "flown_by")) if row else ()

    def _row(self, code: str) -> Row | None:
        return self._weapon_rows.get(code) or self._craft_rows.get(code)


def open_weapons(reference: Reference) -> Weapons:
    """Return the weapons of a reference, built once."""
    made: Weapons = reference.derived("weapons", Weapons)
    return made


def weapon_codes(mentions: Iterable[WeaponMention]) -> tuple[str, ...]:
    """Return the distinct weapon codes of some mentions, in order."""
    return tuple(dict.fromkeys(m.code for m in mentions if not m.is_aircraft))


def aircraft_codes(mentions: Iterable[WeaponMention]) -> tuple[str, ...]:
    """Return the distinct aircraft codes of some mentions, in order."""
    return tuple(dict.fromkeys(m.code for m in mentions if m.is_aircraft))


def _mention(hit: Hit, *, is_aircraft: bool) -> WeaponMention:
    return WeaponMention(
        start=hit.start,
        end=hit.end,
        code=str(hit.row["code"]),
        is_aircraft=is_aircraft,
        is_type=hit.row.get("kind") == "type",
        belongs_to=hit.row.get("class"),
        words=hit.words,
    )


def _longest(found: list[WeaponMention]) -> list[WeaponMention]:
    kept: list[WeaponMention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end, m.is_aircraft)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
