"""From an act to the entries of the log that record it.

The entry of type `act` comes first and binds the private part; the others share its
act id. Format: F002, F007.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.custody.entry import Entry, EntryType, PrivatePart, clock_now
from firsthand.errors import UserError
from firsthand.model import ActId, CaseId, Sha256
from firsthand.store.protocol import Act, StagedObject

_GIVEN = {
    EntryType.CAPTURE,
    EntryType.DERIVATIVE,
    EntryType.ANCHORED,
    EntryType.SEALED,
}


@dataclasses.dataclass(frozen=True, slots=True)
class LogChange:
    """A key that comes or goes with an act, a newer verifier, a reading, an erasure.

    Attributes:
        type: key-added, key-adopted, key-retired, verifier-added, read or erased.
        vkey: The public key; None = it is about something else.
        file: The file it brings, as an object; None = it brings none.
        names: The object that was read in clear, or erased; None = neither.
    """

    type: EntryType
    vkey: str | None = None
    file: StagedObject | None = None
    names: Sha256 | None = None


def private_part(act: Act) -> PrivatePart:
    """Return what of an act stays out of the log."""
    return PrivatePart(
        act_kind=act.kind, because=act.because, summary=act.summary, after=act.after
    )


def check_entry_types(objects: Sequence[StagedObject]) -> None:
    """Refuse objects that are no captures, derivatives or time stamps.

    Raises:
        UserError: Names the type found.
    """
    for one in objects:
        if one.entry_type not in _GIVEN:
            raise UserError(
                f"object {one.sha256}: entry type {one.entry_type!r} must be "
                "'capture' or 'derivative' (or 'anchored', 'sealed')"
            )
        if (one.entry_type == EntryType.SEALED) != (one.plain is not None):
            raise UserError(
                f"object {one.sha256}: a commitment to the plaintext belongs to what "
                "is sealed, and to that alone"
            )


def entries_of(
    act: Act,
    act_id: ActId,
    case: CaseId,
    *,
    first_seq: int,
    commit: Sha256,
    objects: Sequence[StagedObject],
    segment: StagedObject | None,
    changes: Sequence[LogChange] = (),
) -> list[Entry]:
    """Return the entries of an act, in order, from index `first_seq` on.

    Args:
        act: The act.
        act_id: Its id.
        case: Id of the case.
        first_seq: Index of the first entry.
        commit: Commitment to the private part.
        objects: What it brings.
        segment: Its records; None = none.
        changes: Keys that come or go; a newer verifier before what needs it.
    """
    at = clock_now()

    def entry(
        kind: EntryType,
        staged: StagedObject | None = None,
        key: str | None = None,
        names: Sha256 | None = None,
    ) -> Entry:
        is_act = kind is EntryType.ACT
        return Entry(
            seq=first_seq + len(made),
            at=at,
            by=act.by,
            case=case,
            act=act_id,
            type=kind,
            tool=act.tool,
            sha256=staged.sha256 if staged else names,
            size=staged.size_bytes if staged else None,
            commit=commit if is_act else None,
            undoes=act.undoes if is_act else None,
            key=key,
            plain=staged.plain if staged else None,
        )

    made: list[Entry] = []
    made.append(entry(EntryType.ACT))
    for change in changes:
        made.append(entry(change.type, change.file, change.vkey, change.names))  # noqa: PERF401  as below
    for one in objects:
        made.append(entry(EntryType(one.entry_type), one))  # noqa: PERF401  numbered by what is there
    if segment is not None:
        made.append(entry(EntryType.SEGMENT, segment))
    return made
