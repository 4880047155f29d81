"""Erasing a person or a sealed item: bytes and keys go, the log and its proofs stay.

A decision with who, when and why. It destroys the keys of what was sealed, the
ciphertext, the working text and the records that came from it alone. Records made from
many sources at once (links, ranges) cannot go; the report says so. Format: F015.
Invariant: I10.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from firsthand.casework.acting import new_code, now, reason
from firsthand.casework.case import Case, store_of
from firsthand.casework.link_memory import forget_links
from firsthand.casework.media_store import forget_media
from firsthand.casework.sealing import sealed_items
from firsthand.errors import UserError
from firsthand.model import (
    Capture,
    Consent,
    Document,
    Erasure,
    SealedItem,
    Sha256,
    Source,
    Testimony,
)
from firsthand.store import EmbeddedStore
from firsthand.store.segments import Segment, decode_segment

_COPIES = (
    "copies made before still hold it: bring each up to date (firsthand backup DIR "
    "removes it there) or destroy it; a disk may keep freed blocks, and whoever copied "
    "the wrapped key and holds a recipient's private key can still open that copy"
)


@dataclasses.dataclass(frozen=True)
class Erased:
    """What an erasure did.

    Attributes:
        record: The tombstone.
        notices: What it could not reach, for people.
    """

    record: Erasure
    notices: tuple[str, ...]


def erase(case: Case, name: str, because: str | None) -> Erased:
    """Erase a person by pseudonym, or one sealed item.

    Args:
        case: An open case.
        name: "W-K7Q2MX" or "X-K7Q2MX".
        because: Why, naming nobody.

    Raises:
        UserError: No reason; nothing is known under that name.
    """
    why = reason(because)
    with case.writing():
        items = [one for one in sealed_items(case) if name in {one.id, one.person}]
        traces = _traces_of(case, name)
        if not items and not traces.ids:
            raise UserError(
                f"no person and no sealed item {name!r}; list them: firsthand seal "
                "--list, firsthand testimony list"
            )
        store = store_of(case)
        segments, n_shared = _segments_of(store, traces)
        names = [
            *(digest for one in items for digest in (one.wrapped, one.cipher)),
            *_unshared(case, traces),
            *segments,
        ]
        if not names:
            raise UserError(f"nothing of {name} is left here: it was erased before")
        record = Erasure(
            id=new_code(case, "E"),
            subject=name,
            because=why,
            by=case.operator,
            at=now(),
            n_objects=len(set(names)),
        )
        act = case.act("erase", because=why, summary=f"{name} erased")
        store.erase(act, names, records=[record])
        forget_media(case)
        forget_links(case)
    return Erased(record, tuple(_notices(n_shared, has_text=bool(traces.texts))))


@dataclasses.dataclass(frozen=True)
class _Traces:
    """Records of one person, the scopes read from them, and their texts."""

    ids: frozenset[str]
    scopes: frozenset[str]
    texts: frozenset[Sha256]


def _traces_of(case: Case, name: str) -> _Traces:
    mine = [one for one in case.store.every(Testimony) if one.witness == name]
    ids: set[str] = {one.id for one in mine}
    ids |= {one.id for one in case.store.every(Consent) if one.testimony in ids}
    ids |= {one.id for one in case.store.every(SealedItem) if one.person == name}
    sources = {one.source_id for one in mine}
    documents = [
        one for one in case.store.every(Document) if one.source_id in sources and mine
    ]
    captures = [
        one for one in case.store.every(Capture) if one.source_id in sources and mine
    ]
    ids |= {one.id for one in documents} | {one.id for one in captures}
    ids |= {one.id for one in case.store.every(Source) if one.id in sources}
    scopes = {str(one.id) for one in documents}
    for scope in scopes:
        ids |= {one.id for one in case.store.of_scope("extract", scope)}
    texts = {one.text_sha256 for one in documents} | {one.sha256 for one in captures}
    return _Traces(frozenset(ids), frozenset(scopes), frozenset(texts))


def _unshared(case: Case, traces: _Traces) -> Iterator[Sha256]:
    # The same bytes may also have come from somebody else, openly: those stay.
    others = {
        one.sha256 for one in case.store.every(Capture) if one.id not in traces.ids
    } | {
        one.text_sha256
        for one in case.store.every(Document)
        if one.id not in traces.ids
    }
    yield from sorted(traces.texts - others)


def _segments_of(store: EmbeddedStore, traces: _Traces) -> tuple[list[Sha256], int]:
    """Return the segments of the person alone, and how many hold others' as well."""
    own: list[Sha256] = []
    n_shared = 0
    for entry, _ in store.entries():
        is_held = entry.sha256 is not None and entry.sha256 not in store.erased
        if entry.type != "segment" or not is_held or entry.sha256 is None:
            continue
        segment = decode_segment(store.read_object(entry.sha256), entry.sha256)
        if not _touches(segment, traces):
            continue
        if _is_of_them_alone(segment, traces):
            own.append(entry.sha256)
        else:
            n_shared += 1
    return own, n_shared


def _touches(segment: Segment, traces: _Traces) -> bool:
    if any(line.id in traces.ids for line in segment.authored):
        return True
    return any(
        run.derivation.scope in traces.scopes
        or any(line.id in traces.ids for line in run.lines)
        for run in segment.runs
    )


def _is_of_them_alone(segment: Segment, traces: _Traces) -> bool:
    return all(line.id in traces.ids for line in segment.authored) and all(
        run.derivation.scope in traces.scopes for run in segment.runs
    )


def _notices(n_shared: int, *, has_text: bool) -> Iterator[str]:
    yield _COPIES
    if n_shared:
        yield (
            f"{n_shared} segments also hold records of others and stay, with what "
            "they say of this pseudonym"
        )
    if has_text:
        yield (
            "earlier links, ranges and reasons of acts that rested on these words stay "
            "in the log's history; they name the pseudonym alone. Next: firsthand run"
        )
