"""What kind of voice a speaker is, and for which party to a conflict it speaks.

Organisations first (data/outlets.yaml, and the `kind` of data/speaker_names.yaml), then
the nouns of data/voices.yaml, then a party's bare name. A doctor or a resident is never
made a party's voice by a nationality; a ministry, an army and a state's agency are.
Rule: AIR-3 (the interested-party rule).
"""

from __future__ import annotations

import dataclasses

from firsthand.model import RootKind
from firsthand.reference.lexicon import Lexicon
from firsthand.reference.parties import PartyMention, open_parties_of_all_languages
from firsthand.reference.tables import Reference, Row

_COLUMNS = ("words", "words_ar", "words_es", "words_fr", "words_ru", "words_uk")
# Of several nouns in one name, the one that tells most of where the knowledge is from.
_ORDER = (
    RootKind.FIRST_RESPONDER,
    RootKind.MEDICAL,
    RootKind.WITNESS,
    RootKind.MONITOR,
    RootKind.RECORDER,
    RootKind.NGO,
    RootKind.EXPERT,
    RootKind.OFFICIAL,
    RootKind.ARMED_GROUP,
    RootKind.OUTLET,
)
_SPEAK_FOR_PARTIES = frozenset({RootKind.OFFICIAL, RootKind.ARMED_GROUP})


@dataclasses.dataclass(frozen=True)
class Organisation:
    """An organisation that speaks in reports.

    Attributes:
        name: Its usual name.
        kind: What kind of voice; None = not stated.
        owner: Who owns it, in words; None = not stated.
        party: Party it belongs to; None = none known.
        ref: Where this is known from.
    """

    name: str
    kind: RootKind | None
    owner: str | None
    party: str | None
    ref: str


class Voices:
    """The speakers as one case sees them."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference whose rows to use."""
        self._parties = open_parties_of_all_languages(reference)
        organisations = [
            *(row for row in reference.table("speaker_names") if row.get("kind")),
            *reference.table("outlets"),
        ]
        named = [{**row, "names": _names(row)} for row in organisations]
        self._organisations = Lexicon(named, ("names",))
        self._nouns = Lexicon(reference.table("voices"), _COLUMNS)

    def kind_of(self, speaker: str) -> tuple[RootKind | None, str | None]:
        """Return the kind of a speaker and the party it speaks for; None = unknown."""
        organisation = self.organisation_of(speaker)
        if organisation is not None and organisation.kind is not None:
            party = organisation.party
            if party is None and organisation.kind in _SPEAK_FOR_PARTIES:
                party = self._party_of(speaker)
            return organisation.kind, party
        rows = [hit.row for hit in self._nouns.find(speaker)]
        for kind in _ORDER:
            of_kind = [row for row in rows if row["kind"] == kind]
            if of_kind:
                by_office = any(row.get("office") for row in of_kind)
                is_partys = kind in _SPEAK_FOR_PARTIES or by_office
                return kind, self._party_of(speaker) if is_partys else None
        return self._bare_party(speaker)

    def organisation_of(self, speaker: str) -> Organisation | None:
        """Return the organisation a speaker's name holds; None = not known."""
        for hit in self._organisations.find(speaker):
            kind = hit.row.get("kind")
            return Organisation(
                name=str(hit.row["name"]),
                kind=RootKind(kind) if kind in set(RootKind) else None,
                owner=hit.row.get("owner"),
                party=hit.row.get("party"),
                ref=str(hit.row.get("ref", "")),
            )
        return None

    def _party_of(self, speaker: str) -> str | None:
        mentions = [m for m in self._parties.find(speaker) if m.is_belligerent]
        return _best(mentions).code if mentions else None

    def _bare_party(self, speaker: str) -> tuple[RootKind | None, str | None]:
        mentions = self._parties.find(speaker)
        if not mentions or mentions[0].form == "adjective":
            return None, None
        first = mentions[0]
        if first.kind in {"state", "coalition"}:
            return RootKind.OFFICIAL, first.code
        return RootKind.ARMED_GROUP, first.code if first.is_belligerent else None


def kind_of(speaker: str, reference: Reference) -> tuple[RootKind | None, str | None]:
    """Return what kind of voice a speaker is, and which party it speaks for.

    Args:
        speaker: The speaker as a claim names it ("Defence Ministry spokesman").
        reference: Tables of the case.

    Returns:
        (kind, party code); None = cannot be said from the words.
    """
    return open_voices(reference).kind_of(speaker)


def open_voices(reference: Reference) -> Voices:
    """Return the voices of a reference, built once."""
    made: Voices = reference.derived("voices", Voices)
    return made


def _names(row: Row) -> list[str]:
    return [str(row["name"]), *(str(name) for name in row.get("names") or ())]


def _best(mentions: list[PartyMention]) -> PartyMention:
    """Prefer an office ("Kremlin") or name to an adjective."""
    return min(mentions, key=lambda m: (m.form == "adjective", m.start))
