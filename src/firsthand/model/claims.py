"""Claims: one statement, by one speaker, in one document, at one span.

A claim may report another's claim: `chain` lists the speakers from the outside in,
and `speaker` is the last of them, whose assertion it is. Both absent = the outlet.
Interface: the kinds and values of `firsthand batch claims` (docs/interfaces.md).
"""

from __future__ import annotations

import enum

from firsthand.model.base import ClaimId, DocumentId, Record, Value
from firsthand.model.times import TimeOfDay
from firsthand.model.values import Bounds, FuzzyDate, Place, Span


class Claim(Record, frozen=True, kw_only=True):
    """What every kind of claim has.

    Attributes:
        document_id: The document it stands in (the *page* of the interfaces).
        span: The shortest stretch that carries the claim.
        speaker: Whose assertion it is; None = the outlet itself, or, with
            `is_unresolved`, somebody who could not be found.
        chain: Speakers from outermost to innermost; last = speaker.
        is_unresolved: The text names a speaker by a word ("he", "officials said")
            whose referent was not found: never guessed.
        candidates: Who it might be, where unresolved.
        hedged: The words themselves hold back (suspected, reportedly, could).
        negated: The statement is made in the negative.
        hedges: The hedge words.
        is_headline: Stands in the title, not in the body.
        rule: The extraction rule that proposed it, so that it can say why.
        note: What a reader must know ("direction of doubt is ambiguous").
    """

    id: ClaimId
    document_id: DocumentId
    span: Span
    speaker: str | None = None
    chain: tuple[str, ...] = ()
    is_unresolved: bool = False
    candidates: tuple[str, ...] = ()
    hedged: bool = False
    negated: bool = False
    hedges: tuple[str, ...] = ()
    is_headline: bool = False
    rule: str = ""
    note: str | None = None

    def __post_init__(self) -> None:
        if self.chain and self.chain[-1] != self.speaker:
            raise ValueError(f"claim {self.id}: the speaker is not the end of chain")


class Person(Value, frozen=True, kw_only=True):
    """A person harmed, as one claim describes them.

    Attributes:
        name: As written; None = described, not named.
        age: In whole years; None = not stated.
        sex: "f" or "m", only where stated or carried by the noun (mother).
        role: "nurse", "student"; None = not stated.
        kin: Relation inside the group ("mother", "child").
        is_child: True where the text says so; None = not stated.
    """

    name: str | None = None
    age: int | None = None
    sex: str | None = None
    role: str | None = None
    kin: str | None = None
    is_child: bool | None = None


class StatusWord(enum.StrEnum):
    """Status after the words used: extraction, not assessment."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    MIXED = "mixed"


class Toll(Claim, frozen=True, kw_only=True):
    """Counts of people harmed; shared by casualty claims and context totals.

    Attributes:
        killed, wounded, casualties, missing, displaced: Bounds; None = not stated,
            which is never 0. `casualties` = killed and wounded lumped together.
        children, women, men: Of those killed (or harmed); low, high and vague all
            possible ("some children" = Bounds(vague="some")).
        children_wounded: Children among the wounded.
        status: After the words used; None where the word is "people".
        status_word: The word itself.
        perpetrator: Party code stated in the same clause ("RU", "SY/RU").
        weapon: Weapon stated in the same clause.
        place: Place stated for this toll.
        date: Date stated for this toll.
        people: People described, named or not ("a mother and her two children").
        part_of: Claim of which this is a sub-total ("32 of them children").
        supersedes: The earlier figure that this sentence itself revises.
        is_partial: The text says that the count is not complete.
        is_perpetrator: The dead are of the attacking side.
        is_late_death: Deaths that came later (died of wounds on a later date).
        n_sites: Number of attacks or sites the figure spans; None = not stated.
    """

    killed: Bounds | None = None
    wounded: Bounds | None = None
    casualties: Bounds | None = None
    missing: Bounds | None = None
    displaced: Bounds | None = None
    children: Bounds | None = None
    women: Bounds | None = None
    men: Bounds | None = None
    children_wounded: Bounds | None = None
    status: StatusWord | None = None
    status_word: str | None = None
    perpetrator: str | None = None
    weapon: str | None = None
    place: Place | None = None
    date: FuzzyDate | None = None
    people: tuple[Person, ...] = ()
    part_of: ClaimId | None = None
    supersedes: Bounds | None = None
    is_partial: bool = False
    is_perpetrator: bool = False
    is_late_death: bool = False
    n_sites: Bounds | None = None


class CasualtyClaim(Toll, frozen=True, kw_only=True, tag="casualty"):
    """How many people an attack harmed."""


class ContextTotal(Toll, frozen=True, kw_only=True, tag="context_total"):
    """A figure for a war, a period or a campaign: never added to incidents."""


class AttributionClaim(Claim, frozen=True, kw_only=True, tag="attribution"):
    """Who did it. `negated` = said not to be the author."""

    perpetrator: str | None = None
    weapon: tuple[str, ...] = ()
    aircraft: tuple[str, ...] = ()


class Denies(enum.StrEnum):
    """What a response denies, or how it answers without denying (HURIDOCS)."""

    RESPONSIBILITY = "responsibility"
    EVENT = "event"
    USE = "use"
    CIVILIAN_HARM = "civilian_harm"
    CIVILIAN_TARGETS = "civilian_targets"
    EVIDENCE = "evidence"
    LEGALITY = "legality"
    INTENT = "intent"
    CASUALTIES = "casualties"
    DISCREDITS_SOURCE = "discredits_source"
    NON_RESPONSIVE = "non_responsive"
    NO_COMMENT = "no_comment"
    NOT_CONFIRMED = "not_confirmed"
    NOT_DENIED = "not_denied"
    PROMISES_INQUIRY = "promises_inquiry"
    NO_REPLY = "no_reply"
    ADMITS_STRIKE = "admits_strike"
    ADMITS_HARM = "admits_harm"
    OTHER_EXPLANATION = "other_explanation"


class DenialClaim(Claim, frozen=True, kw_only=True, tag="denial"):
    """A response to an allegation.

    Attributes:
        perpetrator: The party that the response concerns.
        denies: What exactly is denied, or how it is answered.
        weapon: Weapon whose use the response concerns.
    """

    denies: Denies
    perpetrator: str | None = None
    weapon: tuple[str, ...] = ()


class ObjectIdentity(enum.StrEnum):
    """Whether two pictures or reports show the same object."""

    DIFFERENT = "different"
    SAME = "same"


class RebuttalClaim(Claim, frozen=True, kw_only=True, tag="rebuttal"):
    """An answer to a response, or to the evidence it rests on."""

    rebuts: Denies | None = None
    object_identity: ObjectIdentity | None = None


class WeaponClaim(Claim, frozen=True, kw_only=True, tag="weapon"):
    """A weapon or aircraft said to be used, seen or found.

    Attributes:
        weapon: Codes or named types, in order ("RBK-500", "cluster_bomb").
        aircraft: Named types or classes ("Su-24", "helicopter").
        perpetrator: Party named with it.
        evidence: "sighting", "remnant", "imagery"; None = not stated.
    """

    weapon: tuple[str, ...] = ()
    aircraft: tuple[str, ...] = ()
    perpetrator: str | None = None
    evidence: str | None = None


class PlaceClaim(Claim, frozen=True, kw_only=True, tag="place"):
    """Where it happened."""

    place: Place


class DateClaim(Claim, frozen=True, kw_only=True, tag="date"):
    """When it happened."""

    date: FuzzyDate


class TimeClaim(Claim, frozen=True, kw_only=True, tag="time"):
    """At what time of the day it happened."""

    time: TimeOfDay


class TargetClaim(Claim, frozen=True, kw_only=True, tag="target"):
    """What was hit: hospital, market, residential, ..."""

    target: str
    name: str | None = None


class Objective(enum.StrEnum):
    """What is said of a military objective at the place."""

    PRESENT = "present"
    ABSENT = "absent"
    NEAR = "near"
    DISTANCE = "distance"
    ALLEGED_MISTAKEN = "alleged_mistaken"


class MilitaryObjectiveClaim(
    Claim, frozen=True, kw_only=True, tag="military_objective"
):
    """Whether something military was there, and how far away.

    Attributes:
        military_objective: Present, absent (itself the negative), near, distance.
        distance_m: Metres; None = not stated.
        distance_words: As written ("300 metres (yards)").
        what: What stood there ("rebel military base").
    """

    military_objective: Objective
    distance_m: int | None = None
    distance_words: str | None = None
    what: str | None = None


class LegalClaim(Claim, frozen=True, kw_only=True, tag="legal_characterisation"):
    """A legal word somebody used: a characterisation, never a finding."""

    legal: str


class VictimNamesClaim(Claim, frozen=True, kw_only=True, tag="victim_names"):
    """People named or described as harmed.

    Attributes:
        people: They.
        harm: "killed" or "wounded", where the words say it of all; None = not said.
    """

    people: tuple[Person, ...]
    harm: str | None = None


class OtherClaim(Claim, frozen=True, kw_only=True, tag="other"):
    """A reported statement that matters and fits no other kind."""

    about: str | None = None


AnyClaim = (
    CasualtyClaim
    | ContextTotal
    | AttributionClaim
    | DenialClaim
    | RebuttalClaim
    | WeaponClaim
    | PlaceClaim
    | DateClaim
    | TimeClaim
    | TargetClaim
    | MilitaryObjectiveClaim
    | LegalClaim
    | VictimNamesClaim
    | OtherClaim
)
