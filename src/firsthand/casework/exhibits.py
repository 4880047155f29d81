"""What an exhibit is made of: its bytes, its records, its custody, its protection.

An exhibit is named by the id of a capture, document or claim, or by the SHA-256 of an
object. What stands beside it in the same act is not part of it: an act's words, and a
segment of records, are disclosed only where they concern this exhibit alone.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from firsthand.casework.state import CaseState
from firsthand.custody.entry import Entry, EntryType, PrivatePart, open_private
from firsthand.errors import UserError
from firsthand.model import (
    ActId,
    AnyRecord,
    Capture,
    CaptureId,
    ClaimId,
    Document,
    DocumentId,
    Protection,
    SealedItem,
    Sha256,
)
from firsthand.store import EmbeddedStore
from firsthand.store.segments import Segment, decode_segment

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BEGINNING = re.compile(r"[0-9a-f]{12,63}")
_BYTES = {EntryType.CAPTURE, EntryType.DERIVATIVE}


@dataclasses.dataclass(frozen=True, slots=True)
class CustodyAct:
    """One act in the custody history of an exhibit.

    Attributes:
        entries: Its entries that concern the exhibit, the act's own first.
        words: Kind, reason, summary; None = withheld: they concern other items too.
        commit: Commitment to those words; None = the act has none.
        n_others: How many other entries the act has.
    """

    entries: tuple[Entry, ...]
    words: PrivatePart | None
    commit: Sha256 | None
    n_others: int


@dataclasses.dataclass(frozen=True, slots=True)
class Exhibit:
    """One item with everything that is disclosed with it.

    Attributes:
        name: As it was asked for.
        title: What it is, in words.
        objects: Its bytes: evidentiary copies first, then working copies.
        records: Its records as they now stand: statements, not proofs.
        segments: Segments that hold records of this exhibit alone.
        custody: Every act on it, oldest first.
        protected: Why it must not be handed out without thought; empty = open.
    """

    name: str
    title: str
    objects: tuple[Sha256, ...]
    records: tuple[AnyRecord, ...]
    segments: tuple[Sha256, ...]
    custody: tuple[CustodyAct, ...]
    protected: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries to be proved, in the order of the log."""
        found = {entry.seq: entry for act in self.custody for entry in act.entries}
        return tuple(found[seq] for seq in sorted(found))


@dataclasses.dataclass(frozen=True, slots=True)
class _Named:
    # What a name leads to, before the log is read.
    title: str
    objects: tuple[Sha256, ...]
    records: tuple[AnyRecord, ...]
    protected: tuple[str, ...]


def exhibit_of(state: CaseState, store: EmbeddedStore, name: str) -> Exhibit:
    """Gather one exhibit.

    Args:
        state: The present state of the case.
        store: Its store.
        name: Capture, document or claim id, or the SHA-256 of an object.

    Raises:
        UserError: Nothing of that name is held.
    """
    named = _find(state, store, name)
    ids = {record.id for record in named.records}
    acts = list(_acts_on(state, store, frozenset(named.objects), ids))
    return Exhibit(
        name=name,
        title=named.title,
        objects=tuple(dict.fromkeys(named.objects)),
        records=named.records,
        segments=tuple(dict.fromkeys(s for _, s in acts if s is not None)),
        custody=tuple(act for act, _ in acts),
        protected=named.protected,
    )


# --- from a name to records ----------------------------------------------------------


def _find(state: CaseState, store: EmbeddedStore, name: str) -> _Named:
    if stated := state.claims.get(ClaimId(name)):
        document = state.documents[stated.claim.document_id]
        return _of_document(state, document, f"claim {name} in ", stated.claim)
    if found := state.documents.get(DocumentId(name)):
        return _of_document(state, found, "")
    if capture := state.captures.get(CaptureId(name)):
        return _of_capture(state, capture)
    sealed = store.get(name)
    if isinstance(sealed, SealedItem) and store.holds(sealed.cipher):
        return _of_sealed(sealed)
    if _DIGEST.fullmatch(name) and store.holds(Sha256(name)):
        return _of_object(state, Sha256(name))
    if sha256 := _beginning_with(state, name):
        return _of_object(state, sha256)
    raise UserError(
        f"nothing here is called {name!r}: give the id of a document, capture or claim "
        "(firsthand documents, claims), of a sealed item (seal --list), or the SHA-256 "
        "of an object that is held"
    )


def _beginning_with(state: CaseState, name: str) -> Sha256 | None:
    # As tables show it: the first digits of the SHA-256 of one capture alone.
    if not _BEGINNING.fullmatch(name):
        return None
    held = {one.sha256 for one in state.captures.values()}
    found = [sha256 for sha256 in held if sha256.startswith(name)]
    return found[0] if len(found) == 1 else None


def _of_document(
    state: CaseState, document: Document, before: str, *more: AnyRecord
) -> _Named:
    capture = state.captures[document.capture_id]
    return _Named(
        title=f"{before}document {document.id}, read from capture {capture.id}",
        objects=(capture.sha256, document.text_sha256),
        records=(*more, document, capture),
        protected=_protected(state, [document, capture]),
    )


def _of_capture(state: CaseState, capture: Capture) -> _Named:
    return _Named(
        title=f"capture {capture.id}",
        objects=(capture.sha256,),
        records=(capture,),
        protected=_protected(state, [capture]),
    )


def _of_sealed(item: SealedItem) -> _Named:
    # The ciphertext alone: what it holds is bound by `plain`, and opened by nobody.
    return _Named(
        title=f"sealed item {item.id} ({item.sealed_kind.value}), as ciphertext",
        objects=(item.cipher,),
        records=(item,),
        protected=(f"{item.id} is sealed",),
    )


def _of_object(state: CaseState, sha256: Sha256) -> _Named:
    users: list[Capture | Document] = [
        item for item in state.captures.values() if item.sha256 == sha256
    ]
    users += [item for item in state.documents.values() if item.text_sha256 == sha256]
    why = () if users else ("it holds records or words of the case, not one capture",)
    return _Named(
        title=f"object {sha256}",
        objects=(sha256,),
        records=tuple(users),
        protected=_protected(state, users) or why,
    )


def _protected(
    state: CaseState, items: Sequence[Capture | Document]
) -> tuple[str, ...]:
    # The same bytes may have come twice, once from somebody who must be protected.
    digests = {item.sha256 for item in items if isinstance(item, Capture)}
    captures = {item.id: item for item in items if isinstance(item, Capture)}
    captures |= {c.id: c for c in state.captures.values() if c.sha256 in digests}
    documents = {item.id: item for item in items if isinstance(item, Document)}
    documents |= {d.id: d for d in state.documents.values() if d.capture_id in captures}
    taken: list[Capture | Document] = [*captures.values(), *documents.values()]
    sources = {item.source_id for item in taken if item.source_id}
    guarded = [*taken, *(state.sources[s] for s in sorted(sources))]
    return tuple(
        f"{item.id} is {item.protection.value}"
        for item in guarded
        if item.protection is not Protection.OPEN
    )


# --- from records to the log ---------------------------------------------------------


def _acts_on(
    state: CaseState, store: EmbeddedStore, objects: frozenset[Sha256], ids: set[str]
) -> Iterator[tuple[CustodyAct, Sha256 | None]]:
    # Each act on the exhibit, and its segment if that holds nothing else.
    seqs = {event.seq for name in ids for event, _ in store.history(name)}
    judged = [item.id for item in state.judgements if ids & set(item.subjects)]
    seqs |= {event.seq for name in judged for event, _ in store.history(name)}
    mentions = _mentions([*ids, *objects])
    on_it: set[ActId] = set()
    for group in _by_act(entry for entry, _ in store.entries()):
        said = _words_of(store, group)
        concerned = [
            entry for entry in group if entry.sha256 in objects or entry.seq in seqs
        ]
        undoes = {entry.undoes for entry in group} & on_it
        if not concerned and not undoes and not (said and mentions(said)):
            continue
        on_it.add(group[0].act)
        own = [entry for entry in group if entry.commit is not None]
        segment = _segment_of(store, group)
        is_alone = not _others(segment, {*ids, *judged}) and not [
            entry
            for entry in group
            if entry.type in _BYTES and entry.sha256 not in objects
        ]
        has_no_reason = said is not None and said.because is None
        is_ours = has_no_reason or (is_alone and segment is not None)
        told = said if is_ours and not _names_others(said, {*ids, *objects}) else None
        kept = tuple(dict.fromkeys([*own, *concerned]))
        act = CustodyAct(
            entries=kept,
            words=told,
            commit=own[0].commit if own else None,
            n_others=len(group) - len(kept),
        )
        yield act, segment[0] if segment and is_alone else None


def _mentions(names: Iterable[str]) -> Callable[[PrivatePart], bool]:
    # Disclosures of the exhibit name it in their summary.
    any_of = "|".join(map(re.escape, names))
    named = re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])") if any_of else None

    def mentions(said: PrivatePart) -> bool:
        given = said.act_kind in DISCLOSURES and said.summary
        return bool(named and given and named.search(given))

    return mentions


DISCLOSURES: Mapping[str, str] = {
    "proof": "a proof was handed out",
    "court": "exhibits were handed out",
}


def _names_others(said: PrivatePart | None, names: set[str]) -> bool:
    # A disclosure of several items tells only its own recipient which they were.
    if said is None or said.act_kind not in DISCLOSURES or said.summary is None:
        return False
    return not set(said.summary.partition(": ")[2].split(", ")) <= names


def _by_act(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    for _, group in itertools.groupby(entries, key=lambda entry: entry.act):
        yield list(group)


def _words_of(store: EmbeddedStore, group: Sequence[Entry]) -> PrivatePart | None:
    for entry in group:
        if entry.commit is not None and entry.commit not in store.erased:
            return open_private(store.read_object(entry.commit))
    return None


def _segment_of(
    store: EmbeddedStore, group: Sequence[Entry]
) -> tuple[Sha256, Segment] | None:
    for entry in group:
        if entry.type is not EntryType.SEGMENT or entry.sha256 is None:
            continue
        if entry.sha256 not in store.erased:
            data = store.read_object(entry.sha256)
            return entry.sha256, decode_segment(data, entry.sha256)
    return None


def _others(segment: tuple[Sha256, Segment] | None, ids: set[str]) -> bool:
    # Whether a segment holds records of anything else.
    if segment is None:
        return False
    held = {line.id for line in segment[1].authored}
    held |= {line.id for run in segment[1].runs for line in run.lines}
    return not held <= ids
