"""Claims become figures: one number, of one measure, by one voice, as of one day.

A measure is what is counted and of whom: "killed.civilian", "injured.children",
"casualties.unknown" (killed and injured lumped together: never part of killed).
Method: M030. Rules: AIR-3 (presumed civilian), AIR-5 (killed and injured apart).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from firsthand.assess.inputs import Evidence
from firsthand.assess.voices import Voice
from firsthand.model import Bounds, CasualtyClaim, ClaimId, StatusWord

HARMS: Mapping[str, str] = {
    "killed": "killed",
    "wounded": "injured",
    "casualties": "casualties",
    "missing": "missing",
    "displaced": "displaced",
}
"""Field of a claim -> first half of the measure."""


@dataclasses.dataclass(frozen=True)
class Figure:
    """One number by one voice.

    Attributes:
        measure: What is counted, of whom.
        claims: The claim, or the claims that were added up.
        low: Smallest number; None = none stated ("up to 200").
        high: Greatest number; None = none stated ("at least 49", "dozens").
        voice: Who says so.
        as_of: Last possible day of the statement; None = not dated.
        part_low: For a sum with later deaths: the minimum before they are accepted.
        is_assumed: The number is a house reading of a vague word or of a noun.
        is_coded: The number is what a codebook makes of a vague word (ACL-3).
        notes: What a reader must know of the reading.
        claim: The first claim.
        ids: Ids of the claims.
        document_id: The document the figure stands in.
        harm, group: The two halves of the measure.
        kind_by: Whether it counts a kind, by the words for anyone: worked out once.
    """

    measure: str
    claims: tuple[CasualtyClaim, ...]
    low: int | None
    high: int | None
    voice: Voice
    as_of: dt.date | None
    part_low: int | None = None
    is_assumed: bool = False
    is_coded: bool = False
    notes: tuple[str, ...] = ()
    claim: CasualtyClaim = dataclasses.field(init=False, compare=False, repr=False)
    ids: tuple[ClaimId, ...] = dataclasses.field(init=False, compare=False, repr=False)
    document_id: str = dataclasses.field(init=False, compare=False, repr=False)
    harm: str = dataclasses.field(init=False, compare=False, repr=False)
    kind_by: dict[frozenset[str], bool] = dataclasses.field(
        init=False, compare=False, repr=False
    )
    group: str = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what every rule asks for: first claim, ids, document, what, of whom."""
        harm, _, group = self.measure.partition(".")
        keep = object.__setattr__  # a frozen record sets what follows from its fields
        keep(self, "claim", self.claims[0])
        keep(self, "ids", tuple([claim.id for claim in self.claims]))
        keep(self, "document_id", self.claims[0].document_id)
        keep(self, "harm", harm)
        keep(self, "kind_by", {})
        keep(self, "group", group)

    @property
    def minimum(self) -> int | None:
        """What the figure gives to a minimum; None = nothing."""
        return self.low if self.part_low is None else self.part_low

    @property
    def top(self) -> int | None:
        """The greatest number stated; None = none."""
        return self.low if self.high is None else self.high

    @property
    def is_open_above(self) -> bool:
        """The words set no upper bound ("at least 49")."""
        return self.high is None and self.low is not None

    @property
    def is_zero(self) -> bool:
        """The figure says that nobody was harmed."""
        return self.high == 0

    def __str__(self) -> str:
        """Print the number as stated: "17", "at least 49", "up to 200", "40-44"."""
        if self.low is None and self.high is None:
            return "no number"
        if self.high is None:
            return f"at least {self.low}"
        if self.low is None:
            return f"up to {self.high}"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclasses.dataclass(frozen=True)
class Reading:
    """How a profile reads claims into figures.

    Attributes:
        groups: Status after the words used -> group of the measure.
        is_acled: Vague words are the numbers of ACLED's codebook (ACL-3).
    """

    groups: Mapping[str, str]
    is_acled: bool = False


def read_figures(
    evidence: Evidence,
    groups: Mapping[str, str],
    *,
    is_acled: bool = False,
    only: Callable[[CasualtyClaim], bool] | None = None,
) -> list[Figure]:
    """Read every casualty claim into figures, one a measure.

    Args:
        evidence: The claims of one incident.
        groups: Status after the words used ("civilian", "combatant", "mixed",
            "none") -> group of the measure, as the profile has it.
        is_acled: Vague words are the numbers of ACLED's codebook (ACL-3).
        only: Says which claims are read; None = all.

    Returns:
        Figures in order of the texts. Sub-totals have measures of their own.
    """
    mixed = _totals_with_combatants(evidence)
    reading = Reading(groups, is_acled)
    return [
        figure
        for claim in evidence.counts
        if only is None or only(claim)
        for figure in _figures_of(claim, evidence, reading, is_mixed=claim.id in mixed)
    ]


def statuses_in(evidence: Evidence) -> tuple[str, ...]:
    """Return the words of status that the figures of some claims have, in order."""
    mixed = _totals_with_combatants(evidence)
    return tuple(
        sorted(
            {
                "mixed" if claim.id in mixed else (claim.status or "none")
                for claim in evidence.counts
            }
        )
    )


def _figures_of(
    claim: CasualtyClaim,
    evidence: Evidence,
    reading: Reading,
    *,
    is_mixed: bool,
) -> Iterator[Figure]:
    status = "none" if claim.status is None else claim.status.value
    group = reading.groups["mixed" if is_mixed else status]
    for field, harm in HARMS.items():
        bounds: Bounds | None = getattr(claim, field)
        if bounds is not None:
            yield _figure(claim, f"{harm}.{group}", bounds, evidence, reading)
    harm_of_groups = _harm_of_sub_totals(claim)
    if harm_of_groups is not None:
        for sub in ("children", "women", "men"):
            bounds = getattr(claim, sub)
            if bounds is not None:
                yield _figure(
                    claim, f"{harm_of_groups}.{sub}", bounds, evidence, reading
                )
    if claim.children_wounded is not None:
        hurt = claim.children_wounded
        yield _figure(claim, "injured.children", hurt, evidence, reading)


def _harm_of_sub_totals(claim: CasualtyClaim) -> str | None:
    """Say what "32 of them children" counts: the killed, if the claim allows it.

    A sentence of its own ("Thirty-two were children") is read as of the killed.
    """
    if claim.killed is not None:
        return "killed"
    if claim.casualties is not None:
        return "casualties"
    if claim.wounded is not None:
        return None if claim.children_wounded is not None else "injured"
    if claim.missing is not None:
        return "missing"
    return None if claim.displaced is not None else "killed"


def _figure(
    claim: CasualtyClaim,
    measure: str,
    bounds: Bounds,
    evidence: Evidence,
    reading: Reading,
) -> Figure:
    low, high, is_assumed = bounds.low, bounds.high, bounds.assumed
    is_coded = False
    notes = _notes(claim, bounds)
    if bounds.vague is not None:
        coded = acled_reading(bounds.vague, evidence) if reading.is_acled else None
        if coded is not None:
            low, high, is_assumed, is_coded = coded, None, False, True
            notes = (*notes, f"'{bounds.vague}' is {coded} (ACL-3)")
        else:
            low, high, meaning = house_reading(bounds.vague, evidence)
            is_assumed, notes = True, (*notes, meaning)
    return Figure(
        measure=measure,
        claims=(claim,),
        low=low,
        high=high,
        voice=evidence.voice_of(claim),
        as_of=evidence.published(claim.document_id),
        is_assumed=is_assumed,
        is_coded=is_coded,
        notes=notes,
    )


def _notes(claim: CasualtyClaim, bounds: Bounds) -> tuple[str, ...]:
    if not (bounds.approx or claim.hedged or claim.is_unresolved or claim.is_partial):
        return ()
    notes = {
        "stated as about": bounds.approx,
        "hedged in the text": claim.hedged,
        "the speaker could not be found": claim.is_unresolved,
        "said to be incomplete": claim.is_partial,
    }
    return tuple(note for note, holds in notes.items() if holds)


def house_reading(word: str, evidence: Evidence) -> tuple[int | None, int | None, str]:
    """Return what the house takes a vague word to mean, and the sentence that says so.

    Args:
        word: The vague word ("dozens").
        evidence: Gives the reference table `vague_words`.

    Returns:
        Low, high (None = no such bound, or no row) and the sentence.
    """
    found = _vague_row(word, evidence)
    if found is None or (found.get("low") is None and found.get("high") is None):
        return None, None, f"'{word}' has no number in the house table"
    low, high = _number(found.get("low")), _number(found.get("high"))
    meaning = f"at least {low}" if high is None else f"{low} to {high}"
    return low, high, f"'{word}' is {meaning} by the house table: assumed"


def acled_reading(word: str, evidence: Evidence) -> int | None:
    """Return the number of ACLED's codebook for a vague word; None = it has none."""
    row = _vague_row(word, evidence)
    return None if row is None else _number(row.get("acled"))


def _vague_row(word: str, evidence: Evidence) -> Mapping[str, object] | None:
    rows: Mapping[str, Mapping[str, object]] = evidence.reference.derived(
        "assess.vague_words",
        lambda reference: {
            str(row.get("words", "")).casefold(): row
            for row in reference.table("vague_words")
        },
    )
    return rows.get(word.casefold().strip())


def _number(cell: object) -> int | None:
    return None if cell in (None, "") else int(str(cell))


def _totals_with_combatants(evidence: Evidence) -> frozenset[ClaimId]:
    """Totals of which a part is said to be combatants: not all of them civilians."""
    return frozenset(
        [
            claim.part_of
            for claim in evidence.counts
            if claim.part_of is not None and claim.status is StatusWord.COMBATANT
        ]
    )
