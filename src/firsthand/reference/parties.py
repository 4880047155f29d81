"""Parties to conflicts: what a text calls them, and the code they go by.

Codes: ISO 3166 for a state's forces, else those of docs/interfaces.md. "SY/RU" means
one or the other, "SY+RU" both. Rows: data/parties.yaml; a case adds its own.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from firsthand.reference.lexicon import Hit, Lexicon
from firsthand.reference.tables import Reference, Row

NAMES = ("names", "names_ar", "names_ru")
ADJECTIVES = ("adjectives", "adjectives_ar", "adjectives_ru")
METONYMS = ("metonyms", "metonyms_ar", "metonyms_ru")
_APART = ("es", "fr", "uk")
"""Languages whose names of parties stand in tables of their own."""
_BELLIGERENT_KINDS = frozenset({"state", "coalition", "armed_group"})
_OR = re.compile(
    r"\s*(?:/|,?\s*or\s+(?:the\s+|by\s+)?|\s+أو\s+|\s+или\s+)\s*(?:the\s+)?"
)
_AND = re.compile(
    r"\s*(?:\+|&|,?\s*and\s+(?:the\s+|by\s+)?|\s+و\s*|\s+и\s+)\s*(?:the\s+)?"
)


@dataclasses.dataclass(frozen=True)
class PartyMention:
    """A party named in a text.

    Attributes:
        start: First code point.
        end: One past the last.
        code: Its code; joined with / or + where several are named together.
        kind: "state", "coalition", "armed_group", "generic", "organisation".
        form: "name", "adjective" or "metonym".
        words: As written.
    """

    start: int
    end: int
    code: str
    kind: str
    form: str
    words: str

    @property
    def is_belligerent(self) -> bool:
        """A party that can be told apart: not "militants" or "gunmen"."""
        return self.kind in _BELLIGERENT_KINDS


class Parties:
    """The parties as one case sees them."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference whose `parties` rows to use."""
        self._rows = reference.table("parties")
        self._lexicon = Lexicon(self._rows, (*METONYMS, *ADJECTIVES, *NAMES))
        self._kinds = {row["code"]: row.get("kind", "state") for row in self._rows}
        self._names = {row["code"]: _first_name(row) for row in self._rows}

    def find(self, text: str) -> list[PartyMention]:
        """Return every party named in a text, in order, each on its own."""
        return [_mention(hit) for hit in self._lexicon.find(text)]

    def find_joined(self, text: str) -> list[PartyMention]:
        """Return parties with "X or Y" and "X and Y" joined into one mention.

        "Syrian or Russian" -> SY/RU; "Syrian and Russian" -> SY+RU.
        """
        joined: list[PartyMention] = []
        for mention in self.find(text):
            before = joined[-1] if joined else None
            sign = before and _sign_between(text[before.end : mention.start])
            if before is None or not sign or before.form != mention.form:
                joined.append(mention)
            elif mention.code in re.split(r"[/+]", before.code):
                joined[-1] = dataclasses.replace(
                    before, end=mention.end, words=text[before.start : mention.end]
                )
            else:
                joined[-1] = dataclasses.replace(
                    before,
                    end=mention.end,
                    code=f"{before.code}{sign}{mention.code}",
                    words=text[before.start : mention.end],
                )
        return joined

    def code_of(self, words: str) -> str | None:
        """Return the code of the first party that some words name; None = none."""
        mentions = self.find_joined(words)
        return mentions[0].code if mentions else None

    def kind_of(self, code: str) -> str | None:
        """Return the kind of a party code; None = unknown code."""
        return self._kinds.get(code)

    def name_of(self, code: str) -> str:
        """Return the first English name of a party; joined codes ("SY/RU") spelled."""
        either = code.split("/")
        if len(either) > 1:
            return " or ".join(self.name_of(part) for part in either)
        both = code.split("+")
        if len(both) > 1:
            return " and ".join(self.name_of(part) for part in both)
        return self._names.get(code, code)

    def is_belligerent(self, code: str) -> bool:
        """Say whether a code (joined codes: every part) is a party one can name."""
        parts: Sequence[str] = re.split(r"[/+]", code)
        return all(self._kinds.get(part) in _BELLIGERENT_KINDS for part in parts)


def _first_name(row: Row) -> str:
    names = row.get("names") or row["code"]
    first = names.split(";")[0] if isinstance(names, str) else names[0]
    return str(first).rstrip("+*")


def open_parties(reference: Reference) -> Parties:
    """Return the parties of a reference, built once."""
    made: Parties = reference.derived("parties", Parties)
    return made


def open_parties_of_all_languages(reference: Reference) -> Parties:
    """Return the parties by what any of our languages calls them, built once."""
    made: Parties = reference.derived("parties:all", _of_all_languages)
    return made


def own_party_rows(reference: Reference, language: str) -> list[Row]:
    """Return what one language calls parties: its rows, with the kind of each party.

    Args:
        reference: Tables; `parties_fr` and its like are of one language each.
        language: "es", "fr" or "uk".
    """
    kinds = {
        row["code"]: row.get("kind", "state") for row in reference.table("parties")
    }
    return [
        {"kind": kinds.get(row["code"], "armed_group"), **row}
        for row in reference.table(f"parties_{language}")
    ]


def _of_all_languages(reference: Reference) -> Parties:
    own = [row for code in _APART for row in own_party_rows(reference, code)]
    rows = [*reference.table("parties"), *own]
    return Parties(Reference.of_tables({"parties": rows}))


def _mention(hit: Hit) -> PartyMention:
    form = "name"
    if hit.column in ADJECTIVES:
        form = "adjective"
    elif hit.column in METONYMS:
        form = "metonym"
    return PartyMention(
        start=hit.start,
        end=hit.end,
        code=str(hit.row["code"]),
        kind=str(hit.row.get("kind", "state")),
        form=form,
        words=hit.words,
    )


def _sign_between(gap: str) -> str:
    if _OR.fullmatch(gap):
        return "/"
    return "+" if _AND.fullmatch(gap) else ""
