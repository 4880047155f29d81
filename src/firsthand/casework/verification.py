"""Where verification stands: the checklist of a picture or an incident, and its gaps.

Reads: statements of reviewers, Check, MediaItem, Judgement. Writes nothing. Method:
M183. What only the program found is told apart from what a person says, and what one
person says from what two say.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from firsthand.casework.case import Case
from firsthand.model import (
    Capture,
    CaptureId,
    Check,
    ChecklistAnswer,
    ChecklistState,
    Contradiction,
    Decision,
    Geolocation,
    Incident,
    IncidentId,
    Judgement,
    MediaItem,
    MunitionIdentification,
    Protection,
    SceneComparison,
    SecondLook,
    Source,
    digest_of,
)
from firsthand.reference.tables import Row

T = TypeVar("T")
Statement = Geolocation | SceneComparison | MunitionIdentification


class Standing(enum.StrEnum):
    """Where one item of a checklist stands."""

    OPEN = "open"
    BY_PROGRAM = "by the program"
    ONE_PERSON = "one person"
    TWO_PERSONS = "two persons"
    DISPUTED = "disputed"
    CONTRADICTED = "contradicted"
    CANNOT_SAY = "cannot be said"
    NOT_APPLICABLE = "not applicable"


@dataclasses.dataclass(frozen=True)
class ItemState:
    """One item of the checklist.

    Attributes:
        code: "content.place".
        step: "source", "content" or "technical".
        question: What is asked.
        standing: Where it stands.
        needs_two: Whether one person is not enough.
        is_settled: Whether nothing more is asked for.
        because: What it rests on, in words that name no reviewer.
        evidence: Ids of records it rests on.
        gap: What is missing, in one sentence; None = nothing.
    """

    code: str
    step: str
    question: str
    standing: Standing
    needs_two: bool
    is_settled: bool
    because: tuple[str, ...]
    evidence: tuple[str, ...]
    gap: str | None


@dataclasses.dataclass(frozen=True)
class _Voice:
    """One person's answer: who (operator and name), and what."""

    who: tuple[str, str]
    state: ChecklistState
    words: str
    record: str


_SETTLED = {
    Standing.BY_PROGRAM,
    Standing.ONE_PERSON,
    Standing.TWO_PERSONS,
    Standing.NOT_APPLICABLE,
}


class Verification:
    """All statements of a case, looked up once."""

    def __init__(self, case: Case) -> None:
        """Read the statements in force."""
        self.case = case
        store = case.store
        self.media = {item.id: item for item in store.every(MediaItem)}
        self.locations = list(store.every(Geolocation))
        self.comparisons = list(store.every(SceneComparison))
        self.identifications = list(store.every(MunitionIdentification))
        self._answers = _grouped(store.every(ChecklistAnswer), lambda a: a.subject)
        self._looks = _grouped(store.every(SecondLook), lambda look: look.subject)

    @functools.cached_property
    def _rows(self) -> list[Row]:
        """Rows of the checklist; a case's own row of a code wins."""
        table = self.case.reference.table("verification_checklist")
        return list({str(row["code"]): row for row in table}.values())

    @functools.cached_property
    def _checks(self) -> list[Check]:
        return list(self.case.store.every(Check))

    @functools.cached_property
    def _searched(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for judgement in self.case.store.every(Judgement):
            if judgement.decision is Decision.SEARCH:
                for subject in judgement.subjects:
                    found.setdefault(subject, []).append(judgement.id)
        return found

    # --- statements -------------------------------------------------------------

    def looks_at(self, statement: Statement) -> list[SecondLook]:
        """Return second looks at a statement as it stands."""
        on = digest_of(statement)
        return [each for each in self._looks.get(statement.id, ()) if each.on == on]

    def standing_of(self, statement: Statement) -> Standing:
        """Say whether a statement has one person or two behind it, or is disputed."""
        looks = self.looks_at(statement)
        if any(look.agrees is False for look in looks):
            return Standing.DISPUTED
        if any(look.agrees for look in looks):
            return Standing.TWO_PERSONS
        return Standing.ONE_PERSON

    def media_of(self, incident_id: IncidentId) -> list[MediaItem]:
        """Return media that a person put to an incident, itself or in a statement."""
        named = {
            key
            for each in self._statements_of.get(incident_id, ())
            if not isinstance(each, SceneComparison)
            for key in _captures(each)
        }
        found = list(self._media_of.get(incident_id, ()))
        found += [
            item
            for key in sorted(named)
            for item in self._media_of_capture.get(key, ())
            if item not in found
        ]
        return found

    @functools.cached_property
    def _statements(self) -> list[Statement]:
        return [*self.identifications, *self.locations, *self.comparisons]

    @functools.cached_property
    def _statements_of(self) -> Mapping[str, list[Statement]]:
        return _grouped(self._statements, lambda each: each.incident_id)

    @functools.cached_property
    def _media_of(self) -> Mapping[str, list[MediaItem]]:
        return _grouped(self.media.values(), lambda item: item.incident_id)

    @functools.cached_property
    def _media_of_capture(self) -> Mapping[str, list[MediaItem]]:
        return _grouped(self.media.values(), lambda item: item.capture_id)

    def statements_on(self, about: Incident | MediaItem) -> list[Statement]:
        """Return what reviewers stated of an incident or a picture."""
        if isinstance(about, Incident):
            return list(self._statements_of.get(about.id, ()))
        return [s for s in self._statements if about.capture_id in _captures(s)]

    def is_open(self, statement: Statement) -> bool:
        """Say whether all that a statement is about may be spoken of in public."""
        return all(
            isinstance(capture := self.case.store.get(key), Capture)
            and capture.protection is Protection.OPEN
            and self._is_open_source(capture.source_id)
            for key in _captures(statement)
        )

    def _is_open_source(self, source_id: str | None) -> bool:
        if source_id is None:
            return True
        source = self.case.store.get(source_id)
        return isinstance(source, Source) and source.protection is Protection.OPEN

    def answers_to(self, contradiction: Contradiction) -> list[SceneComparison]:
        """Return comparisons of scenes that answer a contradiction."""
        return [each for each in self.comparisons if contradiction.id in each.answers]

    # --- checklist --------------------------------------------------------------

    def checklist(self, about: Incident | MediaItem) -> list[ItemState]:
        """Return every item of the checklist with where it stands."""
        kind = "incident" if isinstance(about, Incident) else "item"
        return [self._item(row, about) for row in self._rows if row["about"] == kind]

    def gaps(self, about: Incident | MediaItem) -> list[str]:
        """Return what is missing, one sentence each: absence is said, not left out."""
        return [item.gap for item in self.checklist(about) if item.gap]

    def _item(self, row: Row, about: Incident | MediaItem) -> ItemState:
        voices = list(self._voices(row, about))
        found = tuple(self._found_by_program(str(row.get("shown_by")), about))
        needs_two = bool(row.get("two_person"))
        standing = _standing(voices, has_record=bool(found), needs_two=needs_two)
        is_settled = standing in _SETTLED and not (
            needs_two
            and standing not in {Standing.TWO_PERSONS, Standing.NOT_APPLICABLE}
        )
        return ItemState(
            code=str(row["code"]),
            step=str(row["step"]),
            question=str(row["question"]),
            standing=standing,
            needs_two=needs_two,
            is_settled=is_settled,
            because=tuple(voice.words for voice in voices),
            evidence=(*(voice.record for voice in voices), *found),
            gap=None if is_settled else _gap(row, standing),
        )

    def _voices(self, row: Row, about: Incident | MediaItem) -> Iterator[_Voice]:
        for answer in self._answers.get(about.id, ()):
            if answer.item == row["code"]:
                source = f" ({', '.join(answer.looked_at)})" if answer.looked_at else ""
                yield _Voice(
                    (answer.by, answer.reviewer.name.casefold()),
                    answer.state,
                    f"{answer.state.value.replace('_', ' ')}: {answer.because}{source}",
                    answer.id,
                )
        if row.get("shown_by") in {"geolocation", "identification", "comparison"}:
            yield from self._stated(str(row["shown_by"]), about)

    def _stated(self, kind: str, about: Incident | MediaItem) -> Iterator[_Voice]:
        wanted = {
            "geolocation": Geolocation,
            "identification": MunitionIdentification,
            "comparison": SceneComparison,
        }[kind]
        for statement in self.statements_on(about):
            if not isinstance(statement, wanted):
                continue
            yield _Voice(
                _who(statement),
                ChecklistState.DONE,
                f"stated in {statement.id}",
                statement.id,
            )
            for look in self.looks_at(statement):
                yield _Voice(
                    (look.by, look.reviewer.name.casefold()),
                    _state_of_look(look),
                    f"second look at {statement.id}: {look.because}",
                    look.id,
                )

    def _found_by_program(
        self, shown_by: str, about: Incident | MediaItem
    ) -> Iterator[str]:
        if shown_by == "imagery" and isinstance(about, Incident):
            yield from (item.id for item in self.media_of(about.id))
        elif shown_by == "search":
            yield from self._searched.get(about.id, ())
        elif isinstance(about, MediaItem):
            for check in self._checks:
                if check.check_kind == shown_by and about.id in check.inputs:
                    yield check.id


def _grouped(
    items: Iterable[T], key_of: Callable[[T], str | None]
) -> dict[str, list[T]]:
    """Group items by a key, in order; those without one are left out."""
    found: dict[str, list[T]] = {}
    for item in items:
        key = key_of(item)
        if key is not None:
            found.setdefault(key, []).append(item)
    return found


def _captures(statement: Statement) -> set[CaptureId]:
    if isinstance(statement, SceneComparison):
        return {statement.first.capture_id, statement.second.capture_id}
    return {statement.capture_id}


def _who(statement: Statement) -> tuple[str, str]:
    name = statement.reviewer
    named = name if isinstance(name, str) else name.name
    return (statement.by or "", named.casefold())


def _state_of_look(look: SecondLook) -> ChecklistState:
    if look.agrees is None:
        return ChecklistState.CANNOT_SAY
    return ChecklistState.DONE if look.agrees else ChecklistState.CONTRADICTED


def _standing(
    voices: Iterable[_Voice], *, has_record: bool, needs_two: bool
) -> Standing:
    """Fold what persons say: the newest word of each person counts."""
    latest = {voice.who: voice.state for voice in voices}
    states = set(latest.values())
    if not latest:
        return Standing.BY_PROGRAM if has_record and not needs_two else Standing.OPEN
    if ChecklistState.CONTRADICTED in states:
        is_split = ChecklistState.DONE in states
        return Standing.DISPUTED if is_split else Standing.CONTRADICTED
    agreeing = [who for who, state in latest.items() if state is ChecklistState.DONE]
    if agreeing:
        return Standing.TWO_PERSONS if _are_two(agreeing) else Standing.ONE_PERSON
    if states == {ChecklistState.NOT_APPLICABLE}:
        return Standing.NOT_APPLICABLE
    return Standing.CANNOT_SAY


def _are_two(people: list[tuple[str, str]]) -> bool:
    """Say whether there are two names, at two keyboards."""
    return any(
        one[0] != two[0] and one[1] != two[1]
        for number, one in enumerate(people)
        for two in people[:number]
    )


def _gap(row: Row, standing: Standing) -> str | None:
    question = str(row["question"])
    match standing:
        case Standing.OPEN:
            stated = row.get("gap")
            return None if stated is None else str(stated)
        case Standing.ONE_PERSON:
            return f"{question} One person says so; the rule asks for two"
        case Standing.DISPUTED:
            return f"{question} Two persons disagree"
        case Standing.CONTRADICTED:
            return f"{question} What was found contradicts it"
        case _:
            return f"{question} Looked at, and it cannot be said"
