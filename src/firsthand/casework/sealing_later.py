"""Sealing what is already in the case in clear: bytes, text, and all that tells of it.

Reads: Capture, Document, MediaItem, WebCapture, Source, segments. Writes: SealedItem.
What was in clear is encrypted first; then one act names the sealed copies, keeps what
concerns others, and erases the open bytes. With a key nothing is lost; without one
nothing is left. Format: F015. Invariants: I3, I10.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import re
import tarfile
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from firsthand.casework.acting import reason
from firsthand.casework.case import Case, Progress, no_progress, store_of
from firsthand.casework.judging import withdraw
from firsthand.casework.link_memory import forget_links
from firsthand.casework.media_store import forget_media
from firsthand.casework.run import run_stages
from firsthand.casework.sealing import (
    Sealed,
    refuse_without_recipients,
    seal_bytes,
)
from firsthand.casework.state import CaseState
from firsthand.custody.entry import Entry, PrivatePart, open_private
from firsthand.errors import GateError, UserError
from firsthand.model import (
    ActId,
    AnyRecord,
    Capture,
    Derivation,
    Document,
    ImportedItem,
    MediaItem,
    SealedItem,
    SealedKind,
    Sha256,
    Source,
    Testimony,
    WebCapture,
    canonical_bytes,
)
from firsthand.store import Derived, EmbeddedStore
from firsthand.store.segments import (
    Line,
    Run,
    Segment,
    decode_segment,
    kind_of,
    record_of,
)

# A shorter file name or title ("a.txt") stands in too many places to be told by.
_TELLING_CHARS = 6
_IMPORTED = kind_of(ImportedItem)
_NUMBERED = re.compile(r"[A-Z]+-\d+")


@dataclasses.dataclass(frozen=True)
class SealedLater:
    """What sealing an open item did.

    Attributes:
        items: The sealed copies: the bytes first, what told of them last.
        former: Ids that stood for it in clear.
        n_erased: How many open objects went.
        notices: What it could not reach, for people.
    """

    items: tuple[SealedItem, ...]
    former: tuple[str, ...]
    n_erased: int
    notices: tuple[str, ...]


def is_known(case: Case, name: str) -> bool:
    """Say whether an id names something that can be sealed afterwards."""
    return isinstance(case.store.get(name), Capture | Document | MediaItem)


def seal_open(
    case: Case,
    name: str,
    because: str | None,
    *,
    progress: Progress = no_progress,
) -> SealedLater:
    """Seal a capture, with its document or picture and all that was made of them.

    Args:
        case: An open case.
        name: Id of a capture, a document or a media item ("D-003").
        because: Why, naming nobody.
        progress: Told as the stages run without it.

    Raises:
        UserError: No reason, no recipients, or nothing of that id.
        GateError: It is testimony: that has ways of its own.
    """
    why = reason(because)
    known = _item_of(case, name)
    _refuse_testimony(case, known)
    refuse_without_recipients(case)
    _leave_out(case, known, why, progress)
    with case.writing():
        sweep = _sweep(case, known)
        sealed = [*_sealed_bytes(case, known), _sealed_rest(case, known, sweep)]
        former = tuple(sorted(known.ids | sweep.spent))
        sealed = [_remembering(one, former) for one in sealed]
        act = case.act("seal", because=why, summary=f"{name} sealed")
        store_of(case).erase(
            act,
            sorted({*known.digests, *sweep.segments, *sweep.words}),
            objects=[staged for one in sealed for staged in one.objects],
            records=[*(one.item for one in sealed), *sweep.kept],
            derived=sweep.kept_runs,
        )
        forget_media(case)
        forget_links(case)
    return SealedLater(
        tuple(one.item for one in sealed),
        tuple(sorted(known.ids)),
        len(known.digests) + len(sweep.segments) + len(sweep.words),
        tuple(_notices(case, known)),
    )


# --- what belongs to it --------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Known:
    """An item as the case knows it in clear.

    Attributes:
        captures: Its captures: every one of the same bytes.
        documents: What was read from them.
        ids: Ids of all its records, and of a source that gave nothing else.
        digests: Objects that go: bytes, texts, archives, pictures of pages.
        containers: Digests of files of other captures that hold it too.
        telling: Names and addresses by which words of acts may tell of it.
        shared: Ids of others that hold the same text, openly.
    """

    captures: tuple[Capture, ...]
    documents: tuple[Document, ...]
    ids: frozenset[str]
    digests: frozenset[Sha256]
    containers: frozenset[Sha256]
    telling: frozenset[str]
    shared: tuple[str, ...]

    def is_told_in(self, line: Line) -> bool:
        """Say whether a record names it, by id or by digest.

        A message that was read from a file of many names the file by its digest, and
        tells nothing else of it.
        """
        if self._named.search(line.body) is not None:
            return True
        is_part = line.kind == _IMPORTED
        return not is_part and any(one.encode() in line.body for one in self.digests)

    @functools.cached_property
    def _named(self) -> re.Pattern[bytes]:
        ids = "|".join(re.escape(one) for one in sorted(self.ids))
        return re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])".encode())

    def words_tell(self, said: PrivatePart) -> bool:
        """Say whether the words of an act name it by name, title or address."""
        words = f"{said.because or ''} {said.summary or ''}"
        return any(name in words for name in self.telling)


def _item_of(case: Case, name: str) -> _Known:
    found = case.store.get(name)
    if not isinstance(found, Capture | Document | MediaItem):
        raise UserError(
            f"no capture, document or picture {name!r}; list them: firsthand "
            "documents, firsthand media list"
        )
    own = found if isinstance(found, Capture) else case.store.get(found.capture_id)
    if not isinstance(own, Capture):
        raise UserError(f"{name} has no capture; nothing was sealed")
    state = CaseState(case)
    # The same bytes under another id would lie there in clear all the same.
    captures = [one for one in state.captures.values() if one.sha256 == own.sha256]
    ids: set[str] = {one.id for one in captures}
    documents = [one for one in state.documents.values() if one.capture_id in ids]
    media = [one for one in state.media.values() if one.capture_id in ids]
    webs = [
        one
        for one in case.store.every(WebCapture)
        if one.capture_id in ids or one.document_id in {each.id for each in documents}
    ]
    imported = [
        one for one in case.store.every(ImportedItem) if ids & set(one.capture_ids)
    ]
    sources = _sources_of_it_alone(state, ids, {one.id for one in documents})
    digests = {own.sha256, *(one.text_sha256 for one in documents)}
    digests |= {kept.sha256 for one in webs for kept in one.objects}
    elsewhere = _held_elsewhere(case, ids, {one.id for one in webs})
    ids |= {one.id for one in (*documents, *media, *webs, *imported, *sources)}
    telling = [
        *(text for one in captures for text in (one.filename, one.url)),
        *(text for one in documents for text in (one.title, one.url)),
        *(one.name for one in sources),
    ]
    return _Known(
        captures=tuple(captures),
        documents=tuple(documents),
        ids=frozenset(ids),
        digests=frozenset(digests - set(elsewhere)),
        containers=frozenset(one.container for one in imported if one.container),
        telling=frozenset(
            text for text in telling if text and len(text) >= _TELLING_CHARS
        ),
        shared=tuple(sorted({elsewhere[one] for one in digests & set(elsewhere)})),
    )


def _sources_of_it_alone(
    state: CaseState, captures: set[str], documents: set[str]
) -> list[Source]:
    mine = {one.source_id for one in state.captures.values() if one.id in captures}
    mine |= {one.source_id for one in state.documents.values() if one.id in documents}
    others = {
        one.source_id for one in state.captures.values() if one.id not in captures
    }
    others |= {
        one.source_id for one in state.documents.values() if one.id not in documents
    }
    return [one for key, one in state.sources.items() if key in mine - others]


def _held_elsewhere(
    case: Case, captures: set[str], webs: set[str]
) -> dict[Sha256, str]:
    """Return objects that others need in clear, each with the id of one of them."""
    held: dict[Sha256, str] = {}
    for capture in case.store.every(Capture):
        if capture.id not in captures:
            held[capture.sha256] = capture.id
    for document in case.store.every(Document):
        if document.capture_id not in captures:
            held[document.text_sha256] = document.id
    for web in case.store.every(WebCapture):
        if web.id not in webs:
            held |= {kept.sha256: web.id for kept in web.objects}
    return held


def _refuse_testimony(case: Case, known: _Known) -> None:
    for one in case.store.every(Testimony):
        if one.document_id in known.ids:
            raise GateError(
                f"{one.document_id} is the working text of {one.id}: its recording and "
                "transcript are sealed already. To take the text away: firsthand "
                f"erase {one.witness} --because ..."
            )


def _leave_out(case: Case, known: _Known, why: str, progress: Progress) -> None:
    """Let the figures be made without it first, so that others keep their ids."""
    gone = CaseState(case).withdrawn
    here = [one.id for one in known.documents if one.id not in gone]
    if here:
        withdraw(case, here, why)
    if case.store.derivations("link"):
        run_stages(case, progress=progress)


# --- what tells of it ----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Sweep:
    """Segments and words of acts that go, and what of them stays.

    Attributes:
        segments: Digests of segments that hold something of it.
        words: Digests of private parts of acts that name it.
        kept: Authored records of those segments that concern others.
        kept_runs: Results of those segments that still hold.
        spent: Numbered ids that no segment in clear holds any more.
    """

    segments: tuple[Sha256, ...]
    words: tuple[Sha256, ...]
    kept: tuple[AnyRecord, ...]
    kept_runs: tuple[Derived, ...]
    spent: frozenset[str]


def _sweep(case: Case, known: _Known) -> _Sweep:
    store = store_of(case)
    present = _Present(case)
    segments: list[Sha256] = []
    words: list[Sha256] = []
    said: dict[Sha256, Entry] = {}
    kept: dict[str, AnyRecord] = {}
    runs: dict[tuple[str, str], Derived] = {}
    lost: set[str] = set()
    left: set[str] = set()
    is_since = False
    about_it: set[ActId] = set()
    for entry, digest, what in _segments_and_words(store):
        if isinstance(what, PrivatePart):
            said[digest] = entry
            if known.words_tell(what):
                words.append(digest)
            continue
        if what.authored and all(known.is_told_in(one) for one in what.authored):
            about_it.add(entry.act)
        names = _names_in(what)
        is_since = is_since or bool(known.ids & names)
        if not _is_tainted(what, known, present, is_since=is_since):
            left |= names
            continue
        segments.append(digest)
        lost |= names
        for line in what.authored:
            if present.has(line) and not known.is_told_in(line):
                kept[line.id] = record_of(line.body)
        for run in what.runs:
            if present.is_of(run) and not _run_tells(run, known):
                key = (run.derivation.stage, run.derivation.scope)
                records = tuple(record_of(line.body) for line in run.lines)
                runs[key] = Derived(derivation=run.derivation, records=records)
    # The reason of a decision on it alone may say what the decision was about.
    words += [
        digest
        for digest, entry in said.items()
        if {entry.act, entry.undoes} & about_it and digest not in words
    ]
    left |= {*kept, *(one.id for made in runs.values() for one in made.records)}
    spent = {one for one in lost - left if _NUMBERED.fullmatch(one)}
    return _Sweep(
        tuple(segments),
        tuple(words),
        tuple(kept.values()),
        tuple(runs.values()),
        frozenset(spent),
    )


class _Present:
    """What of a segment's lines is in force now."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._runs: dict[str, dict[str, Derivation]] = {}

    def has(self, line: Line) -> bool:
        """Say whether an authored record is the one in force under its id."""
        found = self._case.store.get(line.id)
        return found is not None and canonical_bytes(found) == line.body

    def is_of(self, run: Run) -> bool:
        """Say whether a result is the one in force of its stage and scope."""
        stage = run.derivation.stage
        if stage not in self._runs:
            self._runs[stage] = dict(self._case.store.derivations(stage))
        return self._runs[stage].get(run.derivation.scope) == run.derivation


def _segments_and_words(
    store: EmbeddedStore,
) -> Iterator[tuple[Entry, Sha256, Segment | PrivatePart]]:
    for entry, _ in store.entries():
        if entry.commit is not None and entry.commit not in store.erased:
            yield entry, entry.commit, open_private(store.read_object(entry.commit))
        if entry.type != "segment" or entry.sha256 is None:
            continue
        if entry.sha256 not in store.erased:
            data = store.read_object(entry.sha256)
            yield entry, entry.sha256, decode_segment(data, entry.sha256)


def _names_in(segment: Segment) -> set[str]:
    return {line.id for line in segment.authored} | {
        line.id for run in segment.runs for line in run.lines
    }


def _is_tainted(
    segment: Segment, known: _Known, present: _Present, *, is_since: bool
) -> bool:
    """Say whether a segment may hold something of it.

    A result that was made while it was there, and is in force no more, may speak of it
    without naming it: a person's name, a reason in words.
    """
    if any(known.is_told_in(line) for line in segment.authored):
        return True
    return any(
        _run_tells(run, known)
        or (is_since and run.derivation.stage != "extract" and not present.is_of(run))
        for run in segment.runs
    )


def _run_tells(run: Run, known: _Known) -> bool:
    return run.derivation.scope in known.ids or any(
        known.is_told_in(line) for line in run.lines
    )


# --- the sealed copies ---------------------------------------------------------------


def _sealed_bytes(case: Case, known: _Known) -> Iterator[Sealed]:
    first = known.captures[0]
    if first.sha256 not in known.digests:
        return
    about = {
        "filename": first.filename,
        "url": first.url,
        "was": ", ".join(sorted(known.ids)),
        "sha256": first.sha256,
    }
    with case.store.open_object(first.sha256) as file:
        yield seal_bytes(case, file, SealedKind.MATERIAL, about=about)


def _sealed_rest(case: Case, known: _Known, sweep: _Sweep) -> Sealed:
    """Seal everything else that goes: each object as it was, under its digest."""
    own = {one.sha256 for one in known.captures}
    names = sorted({*known.digests, *sweep.segments, *sweep.words} - own)
    about = {
        "filename": f"{known.captures[0].id}-records.tar.gz",
        "was": ", ".join(sorted(known.ids)),
        "note": "texts, records and words of acts; each file is named by its SHA-256",
    }
    data = _packed((name, case.store.read_object(name)) for name in names)
    return seal_bytes(case, data, SealedKind.MATERIAL, about=about)


def _packed(files: Iterable[tuple[Sha256, bytes]]) -> bytes:
    out = io.BytesIO()  # in memory: nothing of it may touch the disk in clear
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _remembering(sealed: Sealed, former: Sequence[str]) -> Sealed:
    item = msgspec.structs.replace(sealed.item, former=tuple(former))
    return dataclasses.replace(sealed, item=item)


def _notices(case: Case, known: _Known) -> Iterator[str]:
    yield (
        "the log still names the SHA-256 of the open bytes: who holds the same file "
        "can tell that it was here. Copies made before hold it in clear: bring each up "
        "to date (firsthand backup DIR removes it there) or destroy it; a disk may "
        "keep freed blocks; the file that you gave lies where it was"
    )
    if known.shared:
        yield f"the same text stays in clear in {', '.join(known.shared)}"
    holding = [
        one.id
        for one in case.store.every(Capture)
        if one.sha256 in known.containers and one.id not in known.ids
    ]
    if holding:
        yield (
            f"it was read from {', '.join(holding)}, which still holds it: seal that "
            "too"
        )
