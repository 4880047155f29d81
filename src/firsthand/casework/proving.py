"""Proof packages: what an opponent checks with sha256sum, openssl and verify.py alone.

A package holds the bytes of its exhibits, the tlog-proof of every log entry that
concerns them, the signed checkpoint, public keys, time stamps, the custody history and
a draft certificate. Of the private parts it holds only those of the exhibits. Giving
one out is an act of the case. Format: F011. Invariants: I4, I7, I9, I10.
"""

from __future__ import annotations

import dataclasses
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from firsthand.casework.anchoring import Anchor, anchors_of, exposure_in_words
from firsthand.casework.case import Case, store_of
from firsthand.casework.consent import note_disclosure, refuse_without_consent
from firsthand.casework.exhibits import CustodyAct, Exhibit, exhibit_of
from firsthand.casework.proof_words import certificate, custody_text, readme
from firsthand.casework.state import CaseState
from firsthand.custody.audit import VERIFIER
from firsthand.custody.keys import public_pem
from firsthand.custody.note import parse_note
from firsthand.errors import GateError, IntegrityError, UserError
from firsthand.model import Sha256, canonical_bytes
from firsthand.store import EmbeddedStore

_CHUNK_BYTES = 1 << 20
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Package:
    """A written package.

    Attributes:
        folder: Where it lies.
        files: Its files, relative to the folder, in order.
        exhibits: What it proves.
        notices: What the person must know.
    """

    folder: Path
    files: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    notices: tuple[str, ...]


def prove(
    case: Case,
    names: Sequence[str],
    folder: Path,
    *,
    act_kind: str = "proof",
    protected_too: bool = False,
    since: str | None = None,
) -> Package:
    """Write a proof package into an absent or empty folder, and record that.

    Args:
        case: An open case.
        names: Ids of captures, documents, claims, or SHA-256 of objects.
        folder: Where; outside the case.
        act_kind: What the log calls it: "proof" or "court".
        protected_too: Hand out restricted and sealed material as well.
        since: A checkpoint that the receiver holds: the package proves that the log
            only grew since.

    Raises:
        GateError: An exhibit is protected and `protected_too` was not said.
        IntegrityError: `since` is no state that this log was in.
        UserError: A name is unknown, or the folder is not free.
    """
    store = store_of(case)
    refuse_folder(case, folder)
    if since is not None:
        store.extension(since)
    state = CaseState(case)
    exhibits = [exhibit_of(state, store, name) for name in dict.fromkeys(names)]
    guarded = [why for one in exhibits for why in one.protected]
    if guarded and not protected_too:
        raise GateError(
            f"protected material: {'; '.join(dict.fromkeys(guarded))}. Nothing was "
            "written. If it must be handed out, and counsel agrees: --protected-too"
        )
    held = [one.id for exhibit in exhibits for one in exhibit.records]
    refuse_without_consent(case, held)
    note_disclosure(case, act_kind, held)
    notices = list(_record(case, act_kind, exhibits, is_guarded=bool(guarded)))
    exhibits = [exhibit_of(state, store, one.name) for one in exhibits]
    writer = PackageWriter(folder)
    _write_package(store, exhibits, writer, since)
    notices.append(exposure_in_words(store))
    return Package(
        folder=folder,
        files=tuple(writer.digests),
        exhibits=tuple(exhibits),
        notices=tuple(notices),
    )


def read_checkpoint(path: Path) -> str:
    """Read a signed checkpoint that somebody kept: a file, a package, a proof.

    Raises:
        UserError: There is none in it.
    """
    file = path / "checkpoint" if path.is_dir() else path
    try:
        text = file.read_text(encoding="utf-8")
        # A proof of any kind ends with the checkpoint that it leads to.
        note = text.partition("\n\n")[2] if text.count("\n\n") > 1 else text
        parse_note(note)
    except (OSError, UnicodeDecodeError, IntegrityError) as error:
        raise UserError(
            f"{path}: no signed checkpoint: give one that was handed out, a proof "
            f"package, or a proof of it ({error})"
        ) from error
    return note


def refuse_folder(case: Case, folder: Path) -> None:
    """Refuse a place that is not free, or lies inside the case.

    Raises:
        UserError: Says which.
    """
    target = folder.resolve()
    if target.is_relative_to(case.folder.resolve()):
        raise UserError(
            f"{folder} lies in the case; what is made for others lies outside it"
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{folder} is not an empty folder; nothing was written")


def _record(
    case: Case, act_kind: str, exhibits: Sequence[Exhibit], *, is_guarded: bool
) -> Iterator[str]:
    # Handing out is an act of custody; protected material never leaves unrecorded.
    names = ", ".join(exhibit.name for exhibit in exhibits)
    try:
        with case.writing():
            case.store.commit(case.act(act_kind, summary=f"handed out: {names}"))
    except UserError as error:
        if is_guarded:
            raise
        yield f"this disclosure is not in the log: {error}"


# --- writing -------------------------------------------------------------------------


class PackageWriter:
    """Writes files into a folder and keeps their digests.

    Attributes:
        digests: SHA-256 of each file by its path, in the order written.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first file is."""
        self.folder = folder
        self.digests: dict[str, str] = {}

    def put(self, name: str, data: bytes | str) -> None:
        """Write one file; the same file twice is written once."""
        raw = data.encode() if isinstance(data, str) else data
        self._write(name, [raw])

    def copy_object(self, store: EmbeddedStore, sha256: Sha256, name: str) -> None:
        """Copy an object, hashing it again on the way.

        Raises:
            IntegrityError: Its bytes are not those that its name promises.
        """
        with store.open_object(sha256) as file:
            self._write(name, iter(lambda: file.read(_CHUNK_BYTES), b""))
        if self.digests[name] != sha256:
            raise IntegrityError(
                f"object {sha256}: is altered; the package in {self.folder} is not to "
                "be used. Look closer: firsthand verify"
            )

    def _write(self, name: str, chunks: Iterable[bytes]) -> None:
        if name in self.digests:
            return
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with path.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self.digests[name] = digest.hexdigest()

    def sums(self) -> str:
        """Return what `sha256sum -c` reads."""
        lines = (f"{digest}  {name}\n" for name, digest in self.digests.items())
        return "".join(lines)


def _write_package(
    store: EmbeddedStore,
    exhibits: Sequence[Exhibit],
    writer: PackageWriter,
    since: str | None,
) -> None:
    anchors = anchors_of(store)
    answers = {
        hashlib.sha256(data).hexdigest(): anchor
        for anchor in anchors
        for name, data in anchor.files
        if name.endswith(".tsr")
    }
    for exhibit in exhibits:
        _write_exhibit(store, exhibit, answers, writer)
        for entry in exhibit.entries:
            _write_proofs(store, entry.seq, anchors, writer)
    writer.put("checkpoint", store.checkpoint)
    named = {a.words.after for e in exhibits for a in e.custody if a.words}
    bounds = [answers[name] for name in named if name in answers]
    used = _used(exhibits, anchors, bounds)
    older = _write_growth(store, used, writer, since)
    _write_keys(store, writer)
    writer.put("verify.py", VERIFIER.read_bytes())
    writer.put("README.txt", readme(store, exhibits, used, older))
    writer.put("certificate-DRAFT.txt", certificate(store, exhibits, anchors))
    writer.put("SHA256SUMS", writer.sums())


def _write_growth(
    store: EmbeddedStore,
    used: Sequence[Anchor],
    writer: PackageWriter,
    since: str | None,
) -> list[int]:
    # The newest state extends each that is time-stamped, and the one somebody holds.
    older = {one.size: one.checkpoint for one in used}
    if since is not None:
        older[parse_note(since).checkpoint.size] = since
    newest = parse_note(store.checkpoint).checkpoint.size
    for size, text in sorted(older.items()):
        writer.put(f"consistency/{size}.checkpoint", text)
        proof = store.extension(text)
        writer.put(f"consistency/{size}-{newest}.tlog-consistency", proof)
    return sorted(older)


def _write_exhibit(
    store: EmbeddedStore,
    exhibit: Exhibit,
    answers: Mapping[str, Anchor],
    writer: PackageWriter,
) -> None:
    for sha256 in (*exhibit.objects, *exhibit.segments):
        writer.copy_object(store, sha256, f"objects/{sha256}")
    for act in exhibit.custody:
        if act.commit is not None and act.words is not None:
            writer.copy_object(store, act.commit, f"private/{act.commit}")
            before = answers.get(act.words.after or "")
            for name, data in before.files if before else ():
                writer.put(f"anchors/{name}", data)
    place = f"items/{exhibit.name}"
    for record in exhibit.records:
        writer.put(f"{place}/{record.id}.json", canonical_bytes(record) + b"\n")
    rows = [_custody_row(act) for act in exhibit.custody]
    lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    writer.put(f"{place}/custody.jsonl", lines)
    writer.put(f"{place}/custody.txt", custody_text(exhibit, answers))


def _custody_row(act: CustodyAct) -> dict[str, object]:
    return {
        "act": act.entries[0].act,
        "at": act.entries[0].at,
        "by": act.entries[0].by,
        "words": act.words,
        "words_withheld": act.words is None,
        "entries": [entry.seq for entry in act.entries],
        "other_entries_of_the_act": act.n_others,
    }


def _write_proofs(
    store: EmbeddedStore, seq: int, anchors: Sequence[Anchor], writer: PackageWriter
) -> None:
    writer.put(f"proofs/{seq}.tlog-proof", store.proof(seq))
    for anchor in _covering(seq, anchors):
        proof = store.proof(seq, anchor.checkpoint)
        writer.put(f"proofs/{seq}.at-{anchor.size}.tlog-proof", proof)
        for name, data in anchor.files:
            writer.put(f"anchors/{name}", data)


def _covering(seq: int, anchors: Sequence[Anchor]) -> list[Anchor]:
    # The earliest time stamp above an entry bounds its time best; one an authority.
    # One that was not verified here never stands in place of one that was.
    above = [anchor for anchor in anchors if anchor.size > seq]
    good = [anchor for anchor in above if anchor.is_verified]
    sizes = {min(a.size for a in some) for some in (above, good) if some}
    return [one for one in above if one.size in sizes]


def _used(
    exhibits: Sequence[Exhibit], anchors: Sequence[Anchor], named: Sequence[Anchor]
) -> list[Anchor]:
    # Those above an entry, and those that its words name.
    seqs = {entry.seq for exhibit in exhibits for entry in exhibit.entries}
    used = {id(anchor) for seq in seqs for anchor in _covering(seq, anchors)}
    used |= {id(anchor) for anchor in named}
    return [anchor for anchor in anchors if id(anchor) in used]


def _write_keys(store: EmbeddedStore, writer: PackageWriter) -> None:
    checkpoints = store.checkpoints()
    for added, key in store.public_keys():
        stem = f"keys/signing-{key.key_id.hex()}"
        writer.put(f"{stem}.pub.pem", public_pem(key))
        writer.put(f"{stem}.vkey", f"{key.vkey()}\n")
        # The first checkpoint above it: signed by the key before it, if it vouched.
        first = next(text for size, text in checkpoints if size > added)
        writer.put(f"{stem}.added.tlog-proof", store.proof(added, first))


def write_zip(package: Package) -> Path:
    """Write the package as one zip beside its folder; the same bytes each time.

    Raises:
        UserError: There is such a file already.
    """
    path = package.folder.with_name(package.folder.name + ".zip")
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as file:
            for name in package.files:
                info = zipfile.ZipInfo(f"{package.folder.name}/{name}", _ZIP_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                with file.open(info, "w") as out:
                    out.write((package.folder / name).read_bytes())
    except FileExistsError as error:
        raise UserError(f"{path}: is there already; nothing was overwritten") from error
    return path
