"""Words of saying, thinking, wanting and showing, looked up by lemma.

Tables: speech_verbs, speech_nouns. Method: M022.
"""

from __future__ import annotations

import dataclasses
import functools

from firsthand.reference import Reference


@dataclasses.dataclass(frozen=True)
class Cue:
    """One row: what a verb or noun of saying takes as its content.

    Attributes:
        word: Its lemma.
        manner: "speech", "thought", "attitude" or "evidence".
        takes: Kinds of complement that can be the content.
        has_addressee: Its object is who is told.
        is_hedge: The word itself holds back ("claim", "allegation").
    """

    word: str
    manner: str
    takes: frozenset[str]
    has_addressee: bool = False
    is_hedge: bool = False


@dataclasses.dataclass(frozen=True)
class Cues:
    """Both tables, by lemma."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """All lemmas of both tables, and the word of "according to"."""
        return frozenset(self.verbs) | frozenset(self.nouns) | {"according"}


def cues_of(reference: Reference) -> Cues:
    """Return the tables of a case, built once."""
    table: Cues = reference.derived("cues", _build)
    return table


def _build(reference: Reference) -> Cues:
    return Cues(
        verbs={
            str(row["verb"]): Cue(
                word=str(row["verb"]),
                manner=str(row["manner"]),
                takes=frozenset(map(str, row["takes"])),
                has_addressee=bool(row.get("addressee")),
                is_hedge=bool(row.get("hedges")),
            )
            for row in reference.table("speech_verbs")
        },
        nouns={
            str(row["noun"]): Cue(
                word=str(row["noun"]),
                manner=str(row["manner"]),
                takes=frozenset(
                    {"that"} if row["strength"] == "that" else {"that", "obj"}
                ),
                is_hedge=bool(row.get("hedges")),
            )
            for row in reference.table("speech_nouns")
        },
    )
