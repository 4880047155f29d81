"""Imports of what people already have: each item once, none lost in silence.

An import reads a file or folder of another tool, says what is new, changed, the same
or wrong, and keeps the whole file beside the items it was read into. Every item keeps
its name in that tool, so that the same import again brings nothing twice.
Method: M204, M205. Rules: BER-3, ECC-4.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firsthand.capture import Limits, Taken, read_published, take_in, take_in_file
from firsthand.capture.imported import Item, Listing, listing_of
from firsthand.casework import proofmode
from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.intake import AddReport, Description, Intake, Kept
from firsthand.casework.saved_pages import saved_pages
from firsthand.casework.web_archives import wacz_listing, warc_listing
from firsthand.errors import SourceError, UserError
from firsthand.model import (
    Capture,
    CaptureId,
    FuzzyDate,
    ImportedItem,
    Protection,
    Sha256,
    SourceType,
    WebCapture,
    WebOutcome,
    canonical_bytes,
)

KINDS = (
    "table",
    "telegram",
    "whatsapp",
    "auto-archiver",
    "hunchly",
    "warc",
    "wacz",
    proofmode.KIND,
)
_CHATS = frozenset({"telegram", "whatsapp"})
_WEB = frozenset({"warc", "wacz"})
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
_TOLD_CELLS = 10
_ENDINGS = frozenset({".html", ".htm", ".mhtml", ".mht", ".png", ".jpg", ".jpeg"})
_CHUNK = 1 << 20
_DIGEST = re.compile(
    r"(?:SHA-?(?P<kind>[\d-]+):)?(?P<hex>[0-9a-f]{64,128})", re.IGNORECASE
)
_HASHES = {"256": "sha256", "512": "sha512", "3-512": "sha3_512", "3-256": "sha3_256"}
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclasses.dataclass
class ImportReport:
    """What an import brought, or would bring.

    Attributes:
        kind: Which import.
        n_new: Items not held before.
        n_changed: Items held in another version.
        n_same: Items held as they are.
        n_other: Lines and records that are no items; they stay in the file kept.
        n_missing_files: Files that items name and the folder does not hold.
        wrong: What could not be read, each naming its place.
        notices: What is worth knowing.
        mapping: How columns were read.
        is_dry: Nothing was written.
        added: Documents and media that were made.
    """

    kind: str
    n_new: int = 0
    n_changed: int = 0
    n_same: int = 0
    n_other: int = 0
    n_missing_files: int = 0
    wrong: list[str] = dataclasses.field(default_factory=list)
    notices: list[str] = dataclasses.field(default_factory=list)
    mapping: dict[str, str] = dataclasses.field(default_factory=dict)
    is_dry: bool = False
    added: AddReport = dataclasses.field(default_factory=AddReport)

    def summary(self) -> str:
        """Return the line that ends an import."""
        first = f": {self.wrong[0]}" if self.wrong else ""
        said = (
            f"{self.n_new} new, {self.n_changed} changed, {self.n_same} same, "
            f"{len(self.wrong)} wrong{first}"
        )
        if self.n_other:
            said += f"; {self.n_other} lines or records are no items"
        if self.is_dry:
            return f"{said}. Dry run: nothing was written"
        n_documents, n_media = len(self.added.documents), len(self.added.media)
        return f"{said}. {n_documents} documents, {n_media} media. Next: firsthand run"


@dataclasses.dataclass(frozen=True)
class Choices:
    """What a person chooses for an import.

    Attributes:
        stated: What holds for all of it.
        is_protection_said: It was chosen; else private chats are restricted.
        mapping: "field=column", for tables.
        is_day_first: How dates of a chat are written; None = see the file.
        is_dry: Count only; write nothing.
    """

    stated: Description = dataclasses.field(default_factory=Description)
    is_protection_said: bool = False
    mapping: Sequence[str] = ()
    is_day_first: bool | None = None
    is_dry: bool = False


@dataclasses.dataclass(frozen=True)
class _Source:
    """One file of an import, and where the files that its items name lie."""

    listing: Listing
    folder: Path
    container: Path | None


def import_path(
    case: Case,
    kind: str,
    path: Path,
    choices: Choices | None = None,
    *,
    progress: Progress = no_progress,
) -> ImportReport:
    """Import one file or folder.

    Args:
        case: An open case.
        kind: One of `KINDS`.
        path: The file or folder.
        choices: What the person chose.
        progress: Told after each item.

    Raises:
        UserError: Nothing of that kind is there, or it cannot be read at all.
    """
    choices = choices or Choices()
    report = ImportReport(kind=kind, is_dry=choices.is_dry)
    options = _Options(case, kind, _mapping(choices.mapping), choices.is_day_first)
    with contextlib.ExitStack() as unpacked:
        sources = list(_sources(path, options, report, unpacked))
        return _bring_all(case, path, sources, report, choices, progress)


def _bring_all(  # noqa: PLR0917  one import: what, from where, how, told to whom
    case: Case,
    path: Path,
    sources: Sequence[_Source],
    report: ImportReport,
    choices: Choices,
    progress: Progress,
) -> ImportReport:
    if not sources and not report.wrong:
        raise UserError(f"{path}: nothing of the kind {report.kind} was found in it")
    bringer = _Bringer(
        case,
        report,
        choices.stated,
        is_protection_said=choices.is_protection_said,
    )
    if choices.is_dry:
        for source in sources:
            bringer.count(source)
        return report
    with case.writing():
        bringer.begin()
        for source in sources:
            bringer.bring(source, progress)
        bringer.finish(path.name)
    return report


# --- finding and reading files --------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Options:
    case: Case
    kind: str
    mapping: dict[str, str]
    is_day_first: bool | None

    @property
    def limits(self) -> Limits:
        return Limits(file_bytes=self.case.settings.max_file_bytes)

    def for_reader(self) -> dict[str, Any]:
        """Return what the reader in the box is told."""
        reference = self.case.reference
        if self.kind == "whatsapp":
            rows = reference.table("chat_words")
            words = {
                use: [row["words"] for row in rows if row["use"] == use]
                for use in ("omitted", "attached", "system")
            }
            return {**words, "is_day_first": self.is_day_first}
        if self.kind in {"table", "auto-archiver"}:
            tool = self.kind if self.kind == "auto-archiver" else None
            columns = [dict(row) for row in reference.table("import_columns")]
            return {"columns": columns, "mapping": self.mapping, "tool": tool}
        return {}


def _mapping(said: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for each in said:
        field, separator, column = each.partition("=")
        if not separator or not field.strip() or not column.strip():
            raise UserError(f"--map {each!r}: write FIELD=COLUMN, as in url=Link")
        mapping[field.strip()] = column.strip()
    return mapping


def _sources(
    path: Path,
    options: _Options,
    report: ImportReport,
    unpacked: contextlib.ExitStack,
) -> Iterator[_Source]:
    if options.kind == "hunchly":
        folder = path if path.is_dir() else path.parent
        yield _Source(saved_pages(path), folder, None)
        return
    folder = path if path.is_dir() else path.parent
    for file in _files_of(path, options.kind):
        try:
            if options.kind == proofmode.KIND:
                opened = proofmode.unpacked(file, options.limits)
                yield _Source(*unpacked.enter_context(opened), file)
                continue
            listing = _read(file, options)
        except SourceError as error:
            # Unreadable is no reason to lose it: the file is kept, with the reason.
            said = _named(file.name, str(error))
            yield _Source(Listing(wrong=(said,)), folder, file)
            continue
        if options.kind == "auto-archiver" and path.is_dir():
            report.notices += _without_rows(folder, file, listing)
        yield _Source(listing, folder, file)


def _named(name: str, said: str) -> str:
    if said.startswith(name):
        return said
    return f"{name}{said}" if said[:1] in {":", " "} else f"{name}: {said}"


def _files_of(path: Path, kind: str) -> list[Path]:
    if path.is_file():
        return [path]
    names = {
        "telegram": ("result.json", "**/result.json", "messages*.html"),
        "whatsapp": ("_chat.txt", "*WhatsApp*.txt", "**/_chat.txt"),
        "table": tuple(f"*{ending}" for ending in _TABLES),
        "auto-archiver": tuple(f"*{ending}" for ending in _TABLES),
        "warc": ("**/*.warc.gz", "**/*.warc"),
        "wacz": ("**/*.wacz",),
        proofmode.KIND: ("**/*.zip",),
    }[kind]
    for pattern in names:
        found = sorted(item for item in path.glob(pattern) if item.is_file())
        if found:
            return sorted(found, key=_page_number)
    return []


def _page_number(path: Path) -> tuple[int, str]:
    """Order messages.html, messages2.html, ... messages10.html as they were written."""
    number = re.search(r"(\d+)$", path.stem)
    return (int(number[1]) if number else 0, path.name)


def _read(file: Path, options: _Options) -> Listing:
    if options.kind == "warc":
        return warc_listing(file, options.limits)
    if options.kind == "wacz":
        return wacz_listing(file, options.limits)
    size = file.stat().st_size
    if size > options.limits.file_bytes:
        raise SourceError(
            f"is larger than {options.limits.file_bytes:,} bytes; raise max_file_bytes"
        )
    reader = options.kind
    if reader == "telegram":
        is_page = file.suffix.lower() in {".html", ".htm"}
        reader = "telegram-html" if is_page else "telegram-json"
    if reader == "auto-archiver":
        reader = "table"
    return listing_of(
        reader,
        file.read_bytes(),
        file.name,
        reference=options.case.reference,
        limits=options.limits,
        options=options.for_reader(),
    )


def _without_rows(folder: Path, sheet: Path, listing: Listing) -> list[str]:
    """Say which files of an output folder no row names."""
    named = {Path(name).name for item in listing.items for name in item.files}
    alone = [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != sheet and path.name not in named
    ]
    if not alone:
        return []
    shown = ", ".join(alone[:5]) + (" ..." if len(alone) > 5 else "")  # noqa: PLR2004  five names tell enough
    return [f"{len(alone)} files are named by no row and stay out: {shown}"]


# --- bringing items in ----------------------------------------------------------------


class _Bringer:
    """Brings items into the case, or counts what would come."""

    def __init__(
        self,
        case: Case,
        report: ImportReport,
        stated: Description,
        *,
        is_protection_said: bool,
    ) -> None:
        self._case = case
        self._report = report
        self._stated = stated
        self._is_protection_said = is_protection_said
        self._held = {item.id: item for item in case.store.every(ImportedItem)}
        self._containers = {item.sha256 for item in case.store.every(Capture)}
        self._intake: Intake

    def begin(self) -> None:
        self._intake = Intake(self._case, self._report.added)

    def finish(self, name: str) -> None:
        self._commit(name)
        told = set(self._report.wrong)
        self._report.wrong += [
            text for text in self._report.added.problems if text not in told
        ]
        # What a reading of one message has to say stays with that message.
        self._report.added.notices.clear()

    def count(self, source: _Source) -> None:
        for item, files, digest in self._each(source):
            del files
            self._tally(item, digest)

    def bring(self, source: _Source, progress: Progress) -> None:
        total = len(source.listing.items)
        container = self._keep_container(source)
        for done, (item, files, digest) in enumerate(self._each(source)):
            progress("importing", done, total)
            if self._tally(item, digest):
                self._keep(source, item, files, (digest, container))
                if self._intake.is_large:
                    self._commit(source.folder.name)
        progress("importing", total, total)

    def _commit(self, name: str) -> None:
        report = self._report
        what = f"{report.kind} import of {name}: {report.n_new} new"
        self._intake.commit("import", what=what)

    def _each(self, source: _Source) -> Iterator[tuple[Item, list[Path], Sha256]]:
        self._report.wrong += source.listing.wrong
        self._report.notices += source.listing.notices
        self._report.n_other += source.listing.n_other
        self._report.mapping |= source.listing.mapping
        if source.listing.mapping:
            told = ", ".join(f"{f} <- {t!r}" for f, t in source.listing.mapping.items())
            self._report.notices.append(f"columns read as: {told}")
            self._report.notices += _unread_cells(source.listing)
        else:
            self._report.notices += _without_day(source.listing.items)
        by_name = _by_name(source.folder) if _has_files(source.listing) else {}
        for item in source.listing.items:
            files, missing = _found(item, source.folder, by_name)
            self._report.n_missing_files += missing
            if item.digests and files and not _fits(item, files):
                self._report.wrong.append(
                    f"{item.place}: the digest that its tool states fits none of its "
                    "files; the row and the files are kept as they are"
                )
            yield item, files, _digest_of(item, files)
        if self._report.n_missing_files:
            self._report.notices.append(
                f"{self._report.n_missing_files} files that items name are not in the "
                "folder; the items are kept without them"
            )

    def _id(self, item: Item) -> str:
        name = f"{self._report.kind}|{item.key}".encode("utf-8", "replace")
        return f"imp-{hashlib.sha256(name).hexdigest()[:20]}"

    def _tally(self, item: Item, digest: Sha256) -> bool:
        """Count an item; says whether it is to be brought in."""
        held = self._held.get(self._id(item))
        if held is None:
            self._report.n_new += 1
        elif held.digest != digest:
            self._report.n_changed += 1
        else:
            self._report.n_same += 1
            return False
        return True

    def _keep_container(self, source: _Source) -> Sha256 | None:
        """Keep the file that items were read from, whole, once."""
        if source.container is None:
            return None
        with source.container.open("rb") as file:
            staged = self._case.store.stage(file)
        if staged.sha256 not in self._containers:
            self._containers.add(staged.sha256)
            is_private = any(item.is_private for item in source.listing.items)
            stated = dataclasses.replace(
                self._stated, protection=self._protection(is_private=is_private)
            )
            kind = f"application/x-import-{self._report.kind}"
            is_read = bool(source.listing.items or source.listing.n_other)
            why = "; ".join(source.listing.wrong[:3])
            taken = Taken(
                filename=source.container.name,
                media_type=kind,
                problem=None if is_read else why or "holds no items",
            )
            self._intake.take_read(staged, taken, stated)
        return staged.sha256

    def _protection(self, *, is_private: bool) -> Protection:
        chosen = self._stated.protection
        if is_private and not self._is_protection_said:
            return Protection.RESTRICTED
        return chosen

    def _keep(
        self,
        source: _Source,
        item: Item,
        files: list[Path],
        known: tuple[Sha256, Sha256 | None],
    ) -> None:
        stated = self._described(item)
        staged = self._case.store.stage(item.data)
        kept = self._intake.take_read(staged, self._taken(item, stated), stated)
        captures = [kept.capture.id]
        about_file = dataclasses.replace(stated, title=None)
        captures += [self._keep_file(path, about_file).capture.id for path in files]
        record = self._imported(item, known, kept, captures)
        records: list[Any] = [record]
        if self._report.kind in _WEB:
            records += self._visits(item, kept, source)
        self._intake.put([], records)
        self._held[record.id] = record

    def _keep_file(self, path: Path, stated: Description) -> Kept:
        with path.open("rb") as file:
            staged = self._case.store.stage(file)
        taken = take_in_file(
            path,
            reference=self._case.reference,
            language_stated=stated.language,
            limits=Limits(file_bytes=self._case.settings.max_file_bytes),
        )
        return self._intake.take_read(staged, taken, stated)

    def _described(self, item: Item) -> Description:
        stated = self._stated
        is_chat = self._report.kind in _CHATS
        author = self._author(item)
        return dataclasses.replace(
            stated,
            source=author or stated.source,
            kind=stated.kind or (SourceType.ACCOUNT if is_chat and author else None),
            language=item.language or stated.language,
            published=_day(item.published) or stated.published,
            url=item.url or stated.url,
            title=item.title or stated.title,
            protection=self._protection(is_private=item.is_private),
        )

    def _author(self, item: Item) -> str | None:
        """Return the author as the case calls them: private people by a pseudonym."""
        if item.author is None or not item.is_private:
            return item.author
        key = self._case.settings.case_id.encode()
        name = " ".join(item.author.split()).encode("utf-8", "replace")
        mark = hmac.new(key, name, hashlib.sha256).hexdigest()[:8]
        return f"{self._report.kind} participant {mark}"

    def _taken(self, item: Item, stated: Description) -> Taken:
        name = re.sub(r"[^\w.,' -]+", "-", item.place)[:120]
        if item.is_read:
            taken = self._take_in(item.data, _with_ending(name, item), stated)
        elif item.text and item.text.strip():
            taken = self._take_in(item.text.encode("utf-8", "replace"), name, stated)
            # The bytes kept are the item's own; the text stands in them in other form.
            taken = msgspec.structs.replace(
                taken, media_type=item.media_type, pieces=(), encoding=None
            )
        else:
            return Taken(filename=name, media_type=item.media_type)
        return msgspec.structs.replace(
            taken, notices=(*taken.notices, *_provenance(item))
        )

    def _take_in(self, data: bytes, name: str, stated: Description) -> Taken:
        return take_in(
            data,
            name,
            reference=self._case.reference,
            language_stated=stated.language,
            limits=Limits(file_bytes=self._case.settings.max_file_bytes),
        )

    def _imported(
        self,
        item: Item,
        known: tuple[Sha256, Sha256 | None],
        kept: Kept,
        captures: list[CaptureId],
    ) -> ImportedItem:
        digest, container = known
        details = canonical_bytes(item.details).decode() if item.details else None
        mapping = self._report.mapping
        return ImportedItem(
            id=self._id(item),
            importer=self._report.kind,
            key=item.key,
            digest=digest,
            place=item.place,
            container=container,
            capture_ids=tuple(captures),
            document_id=kept.document.id if kept.document else None,
            author=self._author(item),
            forwarded_from=item.forwarded_from,
            forwarded_at=item.forwarded_at,
            edited_at=item.edited_at,
            sent_at=item.sent_at,
            reply_to=item.reply_to,
            readings=item.readings,
            details=details,
            mapping=canonical_bytes(mapping).decode() if mapping else None,
        )

    def _visits(self, item: Item, kept: Kept, source: _Source) -> list[WebCapture]:
        """Return the visit that an archive of another tool tells of."""
        del source
        at = item.details.get("captured_at", "")
        if item.details.get("what") != "page" or not _FULL_DATE.match(at):
            return []
        try:
            started = dt.datetime.fromisoformat(at)
        except ValueError:
            return []
        if started.tzinfo is None:
            started = started.replace(tzinfo=dt.UTC)  # WARC dates are UTC by definition
        tool = item.details.get("tool", "not stated")
        name = f"{item.key}|{kept.capture.id}".encode()
        return [
            WebCapture(
                id=f"W-{hashlib.sha256(name).hexdigest()[:12]}",
                capture_id=kept.capture.id,
                document_id=kept.document.id if kept.document else None,
                url=item.url or "",
                outcome=WebOutcome.REACHED,
                started_at=started.replace(microsecond=0),
                clock=f"as the archive of {tool} states it",
                by=self._case.operator,
                tool=tool,
                title=item.title,
                notices=item.notices,
            )
        ]


def _provenance(item: Item) -> tuple[str, ...]:
    said = list(item.notices)
    if item.forwarded_from:
        said.append(f"forwarded from {item.forwarded_from}: a copy, not an origin")
    if item.edited_at:
        said.append(f"edited at {item.edited_at}")
    if item.reply_to:
        said.append(f"answers {item.reply_to}")
    return tuple(said)


def _with_ending(name: str, item: Item) -> str:
    ending = ".png" if item.media_type.startswith("image/") else ".html"
    return name if Path(name).suffix.lower() in _ENDINGS else f"{name}{ending}"


def _without_day(items: Sequence[Item]) -> list[str]:
    """Tell items whose time is stated and cannot be read: they are kept without it."""
    told = [
        f"{item.place} ({item.published or item.sent_at})"
        for item in items
        if (item.published or item.sent_at)
        and not item.readings
        and _day(item.published) is None
    ]
    more = " ..." if len(told) > _TOLD_CELLS else ""
    shown = ", ".join(told[:_TOLD_CELLS]) + more
    return [f"{len(told)} with a time that is no date, kept: {shown}"] if told else []


def _day(value: str | None) -> FuzzyDate | None:
    if value is None:
        return None
    try:
        return read_published(value)
    except ValueError:
        return None


def _unread_cells(listing: Listing) -> list[str]:
    """Tell cells of a table that were kept and not understood: the first by row."""
    told = [f"{item.place}: {text}" for item in listing.items for text in item.notices]
    more = len(told) - _TOLD_CELLS
    return told[:_TOLD_CELLS] + ([f"and {more} more of the like"] if more > 0 else [])


def _has_files(listing: Listing) -> bool:
    return any(item.files for item in listing.items)


def _by_name(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by bare name; a name that two have is left out."""
    found: dict[str, Path] = {}
    twice: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            if path.name in found:
                twice.add(path.name)
            found[path.name] = path
    return {name: path for name, path in found.items() if name not in twice}


def _found(
    item: Item, folder: Path, by_name: dict[str, Path]
) -> tuple[list[Path], int]:
    """Return the files that an item names, inside the folder, and how many lack."""
    files: list[Path] = []
    missing = 0
    home = folder.resolve()
    for name in item.files:
        path = (folder / name).resolve() if "://" not in name else None
        if path is None or not path.is_relative_to(home) or not path.is_file():
            path = by_name.get(name.rstrip("/").rpartition("/")[2])
        if path is None:
            missing += 1
        elif path not in files:
            files.append(path)
    return files, missing


def _digest_of(item: Item, files: Sequence[Path]) -> Sha256:
    made = hashlib.sha256(item.data)
    for path in files:
        made.update(file_digest(path).encode())
    return Sha256(made.hexdigest())


def _fits(item: Item, files: Sequence[Path]) -> bool:
    """Say whether a stated digest is that of some file; of none known = not judged."""
    for stated in item.digests:
        found = _DIGEST.fullmatch(stated)
        if found is None:
            return True
        plain = "sha256" if len(found["hex"]) == 64 else "sha3_512"  # noqa: PLR2004  hexadecimal digits of SHA-256
        kind = _HASHES.get(found["kind"] or "", plain)
        if any(file_digest(path, kind) == found["hex"].lower() for path in files):
            return True
    return False


def file_digest(path: Path, kind: str = "sha256") -> str:
    """Return the digest of a file, read as a stream."""
    made = hashlib.new(kind)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()
