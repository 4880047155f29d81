"""Taking material in: bytes sealed first, then read, then described.

The bytes are stored before anything reads them, so that a file that cannot be read
is kept all the same, with the reason. One bad file never stops the others.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from firsthand.capture import (
    Limits,
    SheetRow,
    Stated,
    Taken,
    list_folder,
    pair_with_files,
    prepare,
    read_sheet,
    take_in,
    take_in_file,
    weakness,
)
from firsthand.casework.case import TOOL, Case, Progress, no_progress
from firsthand.casework.sealing import commit_sealed, seal_bytes
from firsthand.errors import SourceError, UserError
from firsthand.model import (
    AnyRecord,
    Capture,
    CaptureId,
    Document,
    DocumentId,
    FuzzyDate,
    MediaItem,
    Protection,
    SealedItem,
    SealedKind,
    Sha256,
    Source,
    SourceId,
    SourceType,
)
from firsthand.store import StagedObject

# Files of one commit: two flushes serve all of them.
_BATCH_FILES = 64
_BATCH_BYTES = 128 * 2**20


@dataclasses.dataclass(frozen=True)
class Description:
    """What a person states about a file; None = not stated."""

    source: str | None = None
    kind: SourceType | None = None
    language: str | None = None
    published: FuzzyDate | None = None
    url: str | None = None
    title: str | None = None
    party: str | None = None
    owner: str | None = None
    protection: Protection = Protection.OPEN

    def over(self, row: SheetRow | None) -> Description:
        """Return the row's description, completed by this one where it is silent."""
        if row is None:
            return self
        stricter = max(self.protection, row.protection, key=_strictness)
        said = {
            field.name: getattr(row, field.name) or getattr(self, field.name)
            for field in dataclasses.fields(self)
        }
        return Description(**{**said, "protection": stricter})

    def within(self, stated: Stated) -> Description:
        """Return the description of a part, which may state things of its own."""
        return dataclasses.replace(
            self,
            source=stated.outlet or self.source,
            language=stated.language or self.language,
            published=stated.published or self.published,
            url=stated.url or self.url,
        )


def _strictness(protection: Protection) -> int:
    return list(Protection).index(protection)


@dataclasses.dataclass
class AddReport:
    """What came of an intake.

    Attributes:
        documents: New documents, with the file they came from.
        media: New media items.
        repeats: Files whose bytes were held already, with the earlier capture.
        sealed: Files taken in encrypted, which nothing here reads.
        problems: Messages that make the exit code 1; each names its file or row.
        notices: Messages worth knowing.
    """

    documents: list[tuple[str, Document]] = dataclasses.field(default_factory=list)
    media: list[tuple[str, MediaItem]] = dataclasses.field(default_factory=list)
    repeats: list[tuple[str, CaptureId]] = dataclasses.field(default_factory=list)
    sealed: list[tuple[str, SealedItem]] = dataclasses.field(default_factory=list)
    problems: list[str] = dataclasses.field(default_factory=list)
    notices: list[str] = dataclasses.field(default_factory=list)

    @property
    def n_kept(self) -> int:
        """How many things were captured that were not held before."""
        return len(self.documents) + len(self.media) + len(self.sealed)


def add_files(
    case: Case,
    paths: Sequence[Path],
    *,
    sheet: Path | None = None,
    defaults: Description | None = None,
    progress: Progress = no_progress,
) -> AddReport:
    """Take in files and folders.

    Args:
        case: An open case.
        paths: Files and folders, read in this order.
        sheet: CSV that describes them, one row a document; None = no sheet.
        defaults: What holds for every file where the sheet is silent.
        progress: Told after each file.

    Returns:
        What was taken in, what was held already, what went wrong.

    Raises:
        UserError: A path is absent, or the sheet cannot be read at all.
    """
    report = AddReport()
    files, folders = _every_file(paths, sheet, report)
    rows: Mapping[str, SheetRow] = {}
    if sheet is not None:
        table = read_sheet(sheet)
        pairing = pair_with_files(table, files, (*folders, sheet.parent.resolve()))
        rows = pairing.by_path
        report.problems += [*table.problems, *pairing.problems]
        report.notices += [*table.notices, *pairing.notices]
    prepare((path.name for path in files), case.reference)
    with case.writing():
        intake = Intake(case, report)
        for done, path in enumerate(files):
            progress("taking in", done, len(files))
            stated = (defaults or Description()).over(rows.get(str(path)))
            intake.take_file(path, stated)
        intake.commit()
        progress("taking in", len(files), len(files))
    weak = weakness()
    if weak is not None:
        report.notices.append(weak)
    return report


def _every_file(
    paths: Sequence[Path], sheet: Path | None, report: AddReport
) -> tuple[list[Path], tuple[Path, ...]]:
    files: list[Path] = []
    folders: list[Path] = []
    leave_out = (sheet,) if sheet else ()
    for path in paths:
        if path.is_dir():
            listing = list_folder(path, leave_out=leave_out)
            files += listing.files()
            folders.append(path.resolve())
            report.notices += listing.notices
        elif path.is_file():
            files.append(path)
        else:
            raise UserError(f"{path}: there is no such file or folder")
    return files, tuple(folders)


@dataclasses.dataclass(frozen=True)
class Kept:
    """What keeping one thing made: its capture, and the document read from it.

    Attributes:
        capture: The new capture.
        document: Its document, or the one that the same bytes gave earlier; None =
            there is no text.
    """

    capture: Capture
    document: Document | None


class Intake:
    """Collects what belongs to one commit, and commits it when it is large."""

    def __init__(self, case: Case, report: AddReport) -> None:
        """Start collecting; what comes of it goes into the report."""
        self._case = case
        self._report = report
        self._limits = Limits(file_bytes=case.settings.max_file_bytes)
        self._captures = case.numbering("K")
        self._documents = case.numbering("D")
        self._media = case.numbering("M")
        self._sources = _Sources(case)
        self._held: dict[Sha256, list[Capture]] = {}
        for capture in case.store.every(Capture):
            self._held.setdefault(capture.sha256, []).append(capture)
        self._described = {
            document.capture_id: document for document in case.store.every(Document)
        }
        self._objects: list[StagedObject] = []
        self._records: list[AnyRecord] = []
        self._n_bytes = 0

    def take_file(self, path: Path, stated: Description) -> None:
        """Seal one file's bytes, then read them."""
        if self._is_sealed(stated):
            self._take_sealed(path, stated)
            return
        try:
            with path.open("rb") as file:
                staged = self._case.store.stage(file)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._report.problems.append(f"{path.name}: cannot be read: {reason}")
            return
        except SourceError as error:
            self._report.problems.append(str(error))
            return
        taken = self._read(staged, path.name, stated)
        self._keep(staged, taken, stated)
        if self.is_large:
            self.commit()

    def take_read(
        self, staged: StagedObject, taken: Taken, stated: Description
    ) -> Kept:
        """Keep bytes that were staged and read elsewhere (a page, a message).

        Raises:
            SourceError: It should be sealed, and these bytes are in clear.
        """
        if self._is_sealed(stated):
            raise SourceError(
                "sealed material is encrypted as it arrives; this was read already: "
                "save it as a file and take it in with firsthand seal FILE"
            )
        return self._keep(staged, taken, stated)

    def put(
        self, objects: Sequence[StagedObject], records: Sequence[AnyRecord]
    ) -> None:
        """Add objects and records of other kinds to the commit at hand."""
        self._objects += objects
        self._n_bytes += sum(item.size_bytes for item in objects)
        self._records += records

    def _is_sealed(self, stated: Description) -> bool:
        known = self._sources.known(stated)
        return _stricter(stated, known) is Protection.SEALED

    def _take_sealed(self, path: Path, stated: Description) -> None:
        """Encrypt a file as it is read: nothing of it, nor its name, is in clear."""
        about = {
            "filename": path.name,
            "source": stated.source,
            "url": stated.url,
            "title": stated.title,
            "language": stated.language,
            "published": stated.published.words if stated.published else None,
        }
        try:
            with path.open("rb") as file:
                made = seal_bytes(self._case, file, SealedKind.MATERIAL, about=about)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._report.problems.append(f"{path.name}: cannot be read: {reason}")
            return
        except (SourceError, UserError) as error:
            self._report.problems.append(f"{path.name}: not taken in: {error}")
            return
        self.commit()
        commit_sealed(self._case, [made])
        self._report.sealed.append((path.name, made.item))

    @property
    def is_large(self) -> bool:
        """Whether what was collected should be committed now."""
        n_objects = len(self._objects)
        return n_objects >= _BATCH_FILES * 2 or self._n_bytes >= _BATCH_BYTES

    def commit(
        self, kind: str = "add", *, because: str | None = None, what: str = ""
    ) -> None:
        """Make what was collected durable; only then it is reported as done."""
        self._records = [*self._sources.changed(), *self._records]
        if not self._records:
            return
        n_captures = sum(isinstance(record, Capture) for record in self._records)
        act = self._case.act(
            kind, because=because, summary=what or f"{n_captures} captures taken in"
        )
        self._case.store.commit(act, objects=self._objects, records=self._records)
        self._objects, self._records, self._n_bytes = [], [], 0

    def _read(self, staged: StagedObject, name: str, stated: Description) -> Taken:
        """Read the sealed bytes, not the file: it may change under our hands."""
        try:
            if staged.path is not None:
                taken = take_in_file(
                    Path(staged.path),
                    reference=self._case.reference,
                    language_stated=stated.language,
                    limits=self._limits,
                    name=name,
                )
            else:
                taken = take_in(
                    self._case.store.read_object(staged.sha256),
                    name,
                    reference=self._case.reference,
                    language_stated=stated.language,
                    limits=self._limits,
                )
        except SourceError as error:
            return Taken(
                filename=name,
                media_type="application/octet-stream",
                problem=str(error),
            )
        return taken

    def _keep(self, staged: StagedObject, taken: Taken, stated: Description) -> Kept:
        source = self._sources.find(stated)
        earlier = self._same_publication(staged.sha256, source, stated)
        capture = Capture(
            id=CaptureId(self._captures.take()),
            sha256=staged.sha256,
            size_bytes=staged.size_bytes,
            media_type=taken.media_type,
            filename=taken.filename,
            captured_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            captured_by=self._case.operator,
            tool=TOOL,
            url=stated.url,
            source_id=source.id if source else None,
            repeats=earlier.id if earlier else None,
            problem=taken.problem,
            protection=_stricter(stated, source),
            notices=() if taken.text else taken.notices,
        )
        self._objects.append(staged)
        self._n_bytes += staged.size_bytes
        self._records.append(capture)
        self._held.setdefault(staged.sha256, []).append(capture)
        if earlier is not None:
            self._report.repeats.append((taken.filename, earlier.id))
            return Kept(capture, self._described.get(earlier.id))
        self._tell(taken)
        document = None
        if taken.is_media:
            self._keep_media(capture, taken, stated)
        elif taken.text:
            document = self._keep_document(capture, taken, stated, source)
            self._described[capture.id] = document
        for part in taken.parts:
            data = self._case.store.stage(part.data)
            self._keep(data, part.taken, stated.within(part.stated))
        return Kept(capture, document)

    def _same_publication(
        self, sha256: Sha256, source: Source | None, stated: Description
    ) -> Capture | None:
        """Return an earlier capture of the same bytes, published by the same source.

        The same bytes from another outlet are another publication: a copy, which
        linking must see.
        """
        for capture in self._held.get(sha256, ()):
            is_same_source = source is None or capture.source_id == source.id
            is_same_url = stated.url is None or capture.url == stated.url
            if is_same_source and is_same_url:
                return capture
        return None

    def _tell(self, taken: Taken) -> None:
        if taken.problem:
            self._report.problems.append(taken.problem)
        self._report.notices += taken.notices

    def _keep_media(self, capture: Capture, taken: Taken, stated: Description) -> None:
        item = MediaItem(
            id=self._media.take(),
            capture_id=capture.id,
            media_type=taken.media_type,
            protection=capture.protection,
            published=stated.published,
        )
        self._records.append(item)
        self._report.media.append((taken.filename, item))

    def _keep_document(
        self,
        capture: Capture,
        taken: Taken,
        stated: Description,
        source: Source | None,
    ) -> Document:
        text = taken.text or ""
        derivative = self._case.store.stage(text.encode(), entry_type="derivative")
        document = Document(
            id=DocumentId(self._documents.take()),
            capture_id=capture.id,
            text_sha256=derivative.sha256,
            n_chars=len(text),
            derived_by=taken.derived_by or TOOL,
            language=taken.language,
            language_by=taken.language_by,
            published=stated.published,
            title=stated.title or taken.title,
            url=stated.url,
            encoding=taken.encoding,
            pieces=taken.pieces,
            source_id=source.id if source else None,
            protection=capture.protection,
            fiction=taken.fiction,
            notices=taken.notices,
        )
        self._objects.append(derivative)
        self._n_bytes += derivative.size_bytes
        self._records.append(document)
        self._report.documents.append((taken.filename, document))
        return document


def _stricter(stated: Description, source: Source | None) -> Protection:
    if source is None:
        return stated.protection
    return max(stated.protection, source.protection, key=_strictness)


class _Sources:
    """Finds the source of a name, making or completing it where needed."""

    def __init__(self, case: Case) -> None:
        self._numbering = case.numbering("S")
        self._changed: dict[SourceId, Source] = {}
        self._by_name: dict[str, Source] = {}
        for source in case.store.every(Source):
            for name in (source.name, *source.other_names):
                self._by_name[_folded(name)] = source

    def known(self, stated: Description) -> Source | None:
        """Return the source stated if the case has it; makes none."""
        return self._by_name.get(_folded(stated.source)) if stated.source else None

    def find(self, stated: Description) -> Source | None:
        """Return the source stated; None where nobody said who published it."""
        if stated.source is None:
            return None
        known = self._by_name.get(_folded(stated.source))
        if known is None:
            return self._note(
                Source(
                    id=SourceId(self._numbering.take()),
                    name=stated.source,
                    source_type=stated.kind,
                    party=stated.party,
                    owner=stated.owner,
                    protection=stated.protection,
                )
            )
        completed = msgspec.structs.replace(
            known,
            source_type=known.source_type or stated.kind,
            party=known.party or stated.party,
            owner=known.owner or stated.owner,
            protection=max(known.protection, stated.protection, key=_strictness),
        )
        return known if completed == known else self._note(completed)

    def changed(self) -> Iterable[Source]:
        """Return sources made or completed since the last call."""
        changed = list(self._changed.values())
        self._changed = {}
        return changed

    def _note(self, source: Source) -> Source:
        self._changed[source.id] = source
        for name in (source.name, *source.other_names):
            self._by_name[_folded(name)] = source
        return source


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
