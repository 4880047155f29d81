"""The embedded home of a case: a folder that can be checked without us.

Objects first, then the log, then the signed checkpoint that covers it: only then is an
act acknowledged. The index comes last and is never evidence. What a stopped write left
is set aside at the next opening. Format: docs/format.md. Invariants: I1-I7, I12.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from firsthand.custody import durable
from firsthand.custody.audit import VERIFIER, AuditReport, Problem, audit
from firsthand.custody.entry import (
    LATER_TYPES,
    Entry,
    EntryType,
    PrivatePart,
    clock_now,
    new_id,
    open_private,
    parse_entry,
    seal_private,
)
from firsthand.custody.keys import (
    create_key,
    default_keys_folder,
    key_path,
    load_key,
    public_pem,
)
from firsthand.custody.lock import CaseLock
from firsthand.custody.log import Log
from firsthand.custody.note import SigningKey, VerifierKey, parse_note
from firsthand.custody.proof import Extension, Proof
from firsthand.errors import (
    CaseBusyError,
    EvidenceError,
    IntegrityError,
    SourceError,
    UserError,
)
from firsthand.model import (
    ActId,
    AnyRecord,
    CaseId,
    CustodyEvent,
    Derivation,
    OperatorId,
    Record,
    Sha256,
)
from firsthand.store.acts import (
    LogChange,
    check_entry_types,
    entries_of,
    private_part,
)
from firsthand.store.checks import check_index, check_records
from firsthand.store.index import BROKEN, Arrival, Index
from firsthand.store.objects import ObjectFolder
from firsthand.store.protocol import Act, Derived, Receipt, StagedObject
from firsthand.store.readme import README
from firsthand.store.segments import (
    Segment,
    decode_segment,
    decoder_for,
    encode_segment,
    record_of,
)

R = TypeVar("R", bound=Record)

FORMAT = "firsthand_store_1.0"
STORE_TOOL = "firsthand-store/1.0"
# What these entries name is the store's own: no erasure may reach it.
_OF_THE_STORE = {
    EntryType.STORE_CREATED,
    EntryType.KEY_ADDED,
    EntryType.KEY_ADOPTED,
    EntryType.VERIFIER_ADDED,
    EntryType.ANCHORED,
}
SYSTEM = OperatorId("system")


def create_store(
    folder: Path,
    *,
    case_id: str | None = None,
    operator: str | None = None,
    keys_folder: Path | None = None,
) -> EmbeddedStore:
    """Make a store in an absent or empty folder, and a signing key outside it.

    Args:
        folder: The STORE folder (CASE/store).
        case_id: Opaque id of the case; None = a random one.
        operator: Opaque id of who makes it; None = "system".
        keys_folder: Where the private key is kept; None = the person's own
            (`~/.config/firsthand/keys`).

    Raises:
        UserError: The folder holds something, or cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder}: is not empty; a store needs a new folder")
    case = CaseId(case_id or new_id("c"))
    keys = keys_folder or default_keys_folder()
    key = create_key(f"firsthand.invalid/{case}", keys)
    try:
        _build(folder, case, OperatorId(operator or SYSTEM), key)
    except OSError as error:
        raise UserError(f"{folder}: a store cannot be made here: {error}") from error
    return open_store(folder, keys_folder=keys)


def _build(folder: Path, case: CaseId, by: OperatorId, key: SigningKey) -> None:
    for name in ("objects/sha256", "log", "keys", "quarantine", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(256):
        (folder / "objects" / "sha256" / f"{number:02x}").mkdir()
    verifier, pem = VERIFIER.read_bytes(), public_pem(key.verifier)
    readme = README.encode()
    durable.write_new(folder / "verify.py", verifier)
    durable.write_new(folder / "README.txt", readme)
    stem = f"signing-{key.verifier.key_id.hex()}"
    durable.write_new(folder / "keys" / f"{stem}.pub.pem", pem)
    vkey = key.verifier.vkey()
    durable.write_new(folder / "keys" / f"{stem}.vkey", f"{vkey}\n".encode())
    commit, sealed = seal_private(PrivatePart(act_kind="create-store"))
    objects = ObjectFolder(folder)
    held = [objects.stage(data, "derivative") for data in (verifier, pem, sealed)]
    objects.seal(held)
    created = Entry(
        seq=0,
        at=clock_now(),
        by=by,
        case=case,
        act=ActId(new_id("act")),
        type=EntryType.STORE_CREATED,
        tool=STORE_TOOL,
        sha256=held[0].sha256,
        size=len(verifier),
        readme=Sha256(hashlib.sha256(readme).hexdigest()),
    )
    added = msgspec.structs.replace(
        created,
        seq=1,
        type=EntryType.KEY_ADDED,
        sha256=held[1].sha256,
        size=len(pem),
        readme=None,
        key=vkey,
    )
    told = msgspec.structs.replace(
        added,
        seq=2,
        type=EntryType.ACT,
        sha256=None,
        size=None,
        key=None,
        commit=commit,
    )
    lines = [entry.line() for entry in (created, added, told)]
    Log(folder / "log").append(lines, key)
    durable.flush_all(folder, [folder / "objects" / "sha256", folder, folder.parent])
    # Last of all: a store without its declaration was never finished.
    durable.write_new(folder / f"0={FORMAT}", f"{FORMAT}\n".encode())


def open_store(
    folder: Path,
    *,
    wait_s: float = 30.0,
    keys_folder: Path | None = None,
    read_only: bool = False,
) -> EmbeddedStore:
    """Open a store, setting aside what a stopped write left behind.

    A store whose log has a fault opens for reading; `fault` says what is wrong, and
    every commit is refused.

    Args:
        folder: The STORE folder.
        wait_s: How long to wait for another program that is writing, in seconds.
        keys_folder: Where private keys are kept; None = the person's own. Without
            the key the store opens for reading and checking.
        read_only: Write nothing at all (also where the folder cannot be written to).

    Raises:
        UserError: There is no store.
        CaseBusyError: Another program is writing and did not finish in time.
        EvidenceError: The disk refuses.
    """
    if not (folder / f"0={FORMAT}").is_file():
        raise UserError(
            f"{folder}: is not a store of format {FORMAT} (or its making was stopped "
            "half-way: then delete it and make it again)"
        )
    try:
        return EmbeddedStore(
            folder,
            wait_s=wait_s,
            keys_folder=keys_folder or default_keys_folder(),
            read_only=read_only or not os.access(folder / "log", os.W_OK),
        )
    except (OSError, *BROKEN) as error:
        raise EvidenceError(
            f"{getattr(error, 'filename', None) or folder}: the store cannot be "
            f"opened: {error}. Nothing was changed; mend the cause and try again"
        ) from error


class EmbeddedStore:
    """An open store in a folder: see `firsthand.store.protocol.Store`.

    Attributes:
        folder: The STORE folder.
        notices: What happened at opening that a person may want to know.
    """

    def __init__(
        self, folder: Path, *, wait_s: float, keys_folder: Path, read_only: bool
    ) -> None:
        """Open; use `open_store` or `create_store`."""
        self.folder = folder
        self.notices: list[str] = []
        self._wait_s = wait_s
        self._keys_folder = keys_folder
        self._read_only = read_only
        self._objects = ObjectFolder(folder)
        self._log = Log(folder / "log")
        self._poison: str | None = None
        self._fault: str | None = None
        self._index_lags = False
        with self._locked():
            self._recover()

    @property
    def fault(self) -> str | None:
        """What is wrong with the store, found at opening; None = nothing."""
        return self._fault or self._log.fault

    @functools.cached_property
    def case_id(self) -> CaseId:
        """Opaque id of the case.

        Raises:
            IntegrityError: If the first entry of the log cannot be read.
        """
        for seq, line in self._log.lines(0, 1):
            return parse_entry(line, seq).case
        raise IntegrityError(self.fault or f"{self.folder}: the log is empty")

    @property
    def public_key(self) -> str:
        """The key that signs this log, as vkey text for people outside to keep."""
        return self._log.signing_key().vkey()

    @property
    def checkpoint(self) -> str:
        """The newest signed checkpoint."""
        return self._log.note

    def close(self) -> None:
        """Let go of the case; everything committed stays."""
        self._index.close()
        with contextlib.suppress(OSError):
            self._objects.discard_unsealed()

    # --- opening and catching up -------------------------------------------------

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if self._read_only:
            yield
            return
        with CaseLock(self.folder / "log" / ".lock", self._wait_s):
            yield

    def _recover(self) -> None:
        # The caller holds the lock.
        self._log.catch_up()
        if self.fault is None and not self._read_only:
            for name in ("tmp", "quarantine"):  # empty ones do not survive every copy
                (self.folder / name).mkdir(exist_ok=True)
            self._objects.discard_leftovers()
            self._recover_tail()
            self._follow_log()
            if self._remove_erased():
                self.notices.append("an erasure that was stopped is finished")
            self._log.remember()
        self._index = self._open_index()

    def _recover_tail(self) -> None:
        if not self._log.has_tail():
            return
        key = load_key(self._log.signing_key(), self._keys_folder)
        if key is None:
            self.notices.append("a stopped write left unsealed bytes; not set aside")
            return
        names = self._log.set_aside_tail(self.folder / "quarantine")
        said = f"a stopped write left unsealed bytes, set aside as {', '.join(names)}"
        self.notices.append(said)
        commit, sealed = seal_private(PrivatePart(act_kind="recovered", summary=said))
        self._objects.seal([self._objects.stage(sealed, "derivative")])
        entry = Entry(
            seq=self._log.size,
            at=clock_now(),
            by=SYSTEM,
            case=self.case_id,
            act=ActId(new_id("act")),
            type=EntryType.RECOVERED,
            tool=STORE_TOOL,
            commit=commit,
        )
        self._log.append([entry.line()], key)

    def _open_index(self) -> Index:
        path = self.folder / "index.sqlite"
        if self._read_only:
            return self._filled(Index(None))
        try:
            return self._filled(Index(path, wait_s=self._wait_s))
        except BROKEN as error:
            return self._rebuilt(path, str(error))

    def _rebuilt(self, path: Path, why: str) -> Index:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        self.notices.append(f"index.sqlite was rebuilt from the log: {why}")
        return self._filled(Index(path, wait_s=self._wait_s))

    def _filled(self, index: Index) -> Index:
        # Bring an index up to the log; it may lag behind, never lead.
        known = index.size
        if known > self._log.size:
            self._fault = self.fault or (
                f"{self._log.folder}: holds {self._log.size} entries, the index knows "
                f"{known}: the log was cut or replaced by an older copy. If you "
                "restored an older copy yourself, delete index.sqlite"
            )
            return index
        if index.root != (self._log.tree.root(known).hex() if known else ""):
            index.close()
            if index.path is None:
                return self._filled(Index(None))
            return self._rebuilt(index.path, "it belonged to another log")
        if known < self._log.size:
            index.apply(
                self._arrivals(known, self._log.size),
                self._log.size,
                self._log.tree.root().hex(),
            )
        return index

    def _arrivals(self, start: int, stop: int) -> Iterator[Arrival]:
        for seq, line in self._log.lines(start, stop):
            entry = parse_entry(line, seq)
            yield Arrival(entry, self._private_of(entry), self._segment_of(entry))

    def _private_of(self, entry: Entry) -> PrivatePart | None:
        if entry.commit is None or entry.commit in self._log.erased:
            return None
        try:
            return open_private(self._objects.read(entry.commit))
        except (IntegrityError, EvidenceError) as error:
            # Reading goes on without the words of this act; writing does not.
            self._fault = self.fault or str(error)
            return None

    def _segment_of(self, entry: Entry) -> Segment | None:
        if entry.type is not EntryType.SEGMENT or entry.sha256 is None:
            return None
        if entry.sha256 in self._log.erased:
            return None  # what it held is gone by decision; the fold goes on without
        try:
            return decode_segment(self._objects.read(entry.sha256), entry.sha256)
        except (IntegrityError, EvidenceError) as error:
            # Reading goes on without the records of this act; writing does not.
            self._fault = self.fault or f"records of entry {entry.seq}: {error}"
            return None

    def _catch_up(self) -> None:
        # The caller holds the lock: see what others committed, or left half done.
        self._log.catch_up()
        if self.fault is None:
            self._recover_tail()
        self._refresh_index()
        if self.fault is not None:
            raise IntegrityError(self.fault)

    def _refresh_index(self) -> None:
        try:
            is_good = self._index.is_in_place()
            if is_good and self._index.size != self._log.size:
                self._index = self._filled(self._index)
        except BROKEN:
            is_good = False  # opened while the disk was full, it can only be read
        if not is_good:
            self._index.close()
            self._index = self._open_index()
        self._index_lags = False

    # --- writing -----------------------------------------------------------------

    @contextlib.contextmanager
    def _loud(self) -> Iterator[None]:
        # Whatever goes wrong on the disk stops this handle for good (I12).
        try:
            yield
        except (CaseBusyError, UserError, SourceError):
            raise
        except OSError as error:
            self._poison = str(error)
            raise EvidenceError(
                f"{error.filename or self.folder}: could not be written: "
                f"{error.strerror or error}. Nothing acknowledged is lost; mend the "
                "cause and open the case again"
            ) from error
        except BROKEN as error:
            self._poison = str(error)
            raise EvidenceError(
                f"{self.folder / 'index.sqlite'}: could not be written: {error}. "
                "Nothing acknowledged is lost; mend the cause and open the case again"
            ) from error
        except BaseException as error:
            self._poison = f"{type(error).__name__}: {error}"
            raise

    def _refuse_if_stopped(self) -> None:
        if self._poison is not None:
            raise EvidenceError(
                f"{self.folder}: writing stopped after a failure ({self._poison}); "
                "open the case again"
            )
        if self.fault is not None:
            raise IntegrityError(self.fault)
        if self._read_only:
            raise UserError(f"{self.folder}: is open for reading only")

    def _signing_key(self) -> SigningKey:
        public = self._log.signing_key()
        key = load_key(public, self._keys_folder)
        if key is None:
            raise UserError(
                f"{self.folder}: can be read and verified here, not written to: its "
                f"signing key {key_path(public, self._keys_folder)} is not on this "
                "machine. Copy that file from the machine where the case was made"
            )
        return key

    def stage(
        self, data: bytes | BinaryIO, *, entry_type: str = "capture"
    ) -> StagedObject:
        """Take in bytes as a stream: see `Store.stage`."""
        self._refuse_if_stopped()
        with self._loud():
            staged = self._objects.stage(data, entry_type)
        if staged.sha256 in self._log.erased:
            self._objects.forget(staged)
            raise SourceError(
                f"these bytes (SHA-256 {staged.sha256[:12]}...) were erased from this "
                f"case by decision (log entry {self._log.erased[staged.sha256]}) and "
                "are not taken in again"
            )
        return staged

    def commit(
        self,
        act: Act,
        *,
        objects: Sequence[StagedObject] = (),
        records: Iterable[AnyRecord] = (),
        derived: Iterable[Derived] = (),
    ) -> Receipt:
        """Make an act durable: see `Store.commit`."""
        self._signing_key_if_writing()
        return self._commit(act, None, objects, encode_segment(records, derived))

    def _signing_key_if_writing(self) -> SigningKey:
        self._refuse_if_stopped()
        return self._signing_key()

    def _commit(
        self,
        act: Act,
        key: SigningKey | None,
        objects: Sequence[StagedObject],
        encoded: tuple[bytes, Segment] | None,
        keys: Sequence[LogChange] = (),
    ) -> Receipt:
        check_entry_types(objects)
        said = private_part(act)
        commit, sealed = seal_private(said)
        with self._loud():
            private = self._objects.stage(sealed, "derivative")
            segment = self._objects.stage(encoded[0], "derivative") if encoded else None
            verifier = self._newer_verifier(objects, keys)
            changes = [*verifier, *keys]
            files = [change.file for change in changes]
            given = [*objects, private, segment, *files]
            brought = [one for one in given if one is not None]
            folders = self._objects.name(brought)
            with self._locked():
                self._catch_up()
                if act.undoes is not None and not self._index.knows_act(act.undoes):
                    raise UserError(f"there is no act {act.undoes} to undo")
                entries = entries_of(
                    act,
                    ActId(new_id("act")),
                    self.case_id,
                    first_seq=self._log.size,
                    commit=commit,
                    objects=objects,
                    segment=segment,
                    changes=changes,
                )
                signer = self._signer(key)
                lines = [entry.line() for entry in entries]
                at = self._log.append(lines, signer, also=folders)
                self._objects.clear(brought)
                self._index_entries(entries, said, encoded[1] if encoded else None)
                self._follow_log()
                self._log.remember()
        return Receipt(
            act=entries[0].act,
            first_seq=entries[0].seq,
            tree_size=at.size,
            root=at.root.hex(),
            checkpoint=self._log.note,
        )

    def _signer(self, key: SigningKey | None) -> SigningKey:
        # Under the lock: another program may have changed keys since we looked.
        if key is None:
            return self._signing_key()
        if key.verifier in [gone for _, gone in self._log.retired]:
            raise UserError("another program changed the signing key; try again")
        return key

    def _newer_verifier(
        self, objects: Sequence[StagedObject], keys: Sequence[LogChange]
    ) -> list[LogChange]:
        # What an older verifier does not know is preceded by one that does (F002).
        types = {one.entry_type for one in objects} | {one.type for one in keys}
        if not types & LATER_TYPES:
            return []
        data = VERIFIER.read_bytes()
        if hashlib.sha256(data).hexdigest() in self._log.verifiers[-1:]:
            return []
        staged = self._objects.stage(data, "derivative")
        return [LogChange(EntryType.VERIFIER_ADDED, file=staged)]

    def _follow_log(self) -> None:
        # Public files that the log names and a stopped program had not written yet.
        self._renew_verifier()
        for _, key in self._log.keys[1:]:
            stem = f"signing-{key.key_id.hex()}"
            for name, data in (
                (f"{stem}.pub.pem", public_pem(key)),
                (f"{stem}.vkey", f"{key.vkey()}\n".encode()),
            ):
                if not (self.folder / "keys" / name).exists():
                    self._place(self.folder / "keys" / name, data)

    def _renew_verifier(self) -> None:
        # verify.py follows the log: only what an earlier entry named is replaced.
        path = self.folder / "verify.py"
        if len(self._log.verifiers) < 2:  # noqa: PLR2004  the first one, and a newer
            return
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        if found not in self._log.verifiers[:-1]:
            return
        self._place(path, self._objects.read(Sha256(self._log.verifiers[-1])))

    def _place(self, path: Path, data: bytes) -> None:
        # Whole or not at all: a half-written file would look like an altered one.
        staged = self.folder / "tmp" / f"{os.getpid()}-{secrets.token_hex(8)}"
        durable.write_new(staged, data)
        staged.rename(path)
        durable.flush_folder(path.parent)

    # --- reading in clear, erasing ---------------------------------------------------

    def commit_reading(
        self, act: Act, read: Sequence[Sha256], *, records: Iterable[AnyRecord] = ()
    ) -> Receipt:
        """Log that sealed objects were opened, before anybody sees them (I13).

        Args:
            act: Who, why.
            read: The sealed objects.
            records: What is recorded with it.
        """
        self._signing_key_if_writing()
        changes = [LogChange(EntryType.READ, names=name) for name in read]
        return self._commit(act, None, (), encode_segment(records, ()), changes)

    def erase(
        self,
        act: Act,
        names: Sequence[Sha256],
        *,
        objects: Sequence[StagedObject] = (),
        records: Iterable[AnyRecord] = (),
        derived: Iterable[Derived] = (),
    ) -> Receipt:
        """Erase objects by decision: their bytes go, the log and its proofs stay (I10).

        The decision is durable before anything is removed; an erasure that was
        stopped is finished at the next opening.

        Args:
            act: Who decides, and why.
            names: The objects.
            objects: What takes their place (keys wrapped anew).
            records: What is recorded with it.
            derived: What stays of results whose segment goes.

        Raises:
            UserError: One of them is not held, or is a file of the store itself.
        """
        self._signing_key_if_writing()
        wanted = list(dict.fromkeys(names))
        self._check_erasable(wanted)
        changes = [LogChange(EntryType.ERASED, names=name) for name in wanted]
        encoded = encode_segment(records, derived)
        receipt = self._commit(act, None, objects, encoded, changes)
        with self._loud(), self._locked():
            self._remove_erased()
            # Deleted rows stay readable in a database file: a new one is made.
            self._index.close()
            self._index = self._rebuilt(self.folder / "index.sqlite", "an erasure")
        return receipt

    def _check_erasable(self, names: Sequence[Sha256]) -> None:
        wanted: set[Sha256 | None] = set(names)
        own: set[Sha256 | None] = set()
        for entry, _ in self.entries():
            if entry.type in _OF_THE_STORE:
                own.add(entry.sha256)
            wanted -= {entry.sha256, entry.commit}
        for name in [*wanted, *(name for name in names if name in self._log.erased)]:
            raise UserError(f"object {name}: is not held, so it cannot be erased")
        for name in own & set(names):
            raise UserError(f"object {name}: is a file of the store itself")

    def _remove_erased(self) -> int:
        return self._objects.remove(self._log.erased)

    # --- keys ----------------------------------------------------------------------

    def rotate_key(self, act: Act) -> VerifierKey:
        """Let a new key sign from here on; the present one vouches for it (I7).

        Raises:
            UserError: The present key is not on this machine (then: `adopt_key`).
        """
        old = self._signing_key_if_writing()
        new = create_key(old.verifier.name, self._keys_folder)
        self._add_key(act, EntryType.KEY_ADDED, new, signed_by=old)
        gone = LogChange(EntryType.KEY_RETIRED, old.verifier.vkey())
        self._commit(act, new, (), None, [gone])
        return new.verifier

    def adopt_key(self, act: Act) -> VerifierKey:
        """Go on with a new key where the present one is lost: nothing vouches for it.

        The log says so for ever: whoever checks with the first key is told from which
        entry on it did not sign.

        Raises:
            UserError: The present key is here: then it can vouch.
        """
        self._refuse_if_stopped()
        public = self._log.signing_key()
        if load_key(public, self._keys_folder) is not None:
            raise UserError(
                "the signing key is on this machine, so it can vouch for a new one: "
                "firsthand keys rotate"
            )
        new = create_key(public.name, self._keys_folder)
        gone = {key.vkey() for _, key in self._log.retired}
        retired = [
            LogChange(EntryType.KEY_RETIRED, key.vkey())
            for _, key in self._log.keys
            if key.vkey() not in gone
        ]
        self._add_key(act, EntryType.KEY_ADOPTED, new, signed_by=new, also=retired)
        return new.verifier

    def _add_key(
        self,
        act: Act,
        how: EntryType,
        new: SigningKey,
        *,
        signed_by: SigningKey,
        also: Sequence[LogChange] = (),
    ) -> None:
        with self._loud():
            pem = self._objects.stage(public_pem(new.verifier), "derivative")
        change = LogChange(how, new.verifier.vkey(), pem)
        self._commit(act, signed_by, (), None, [change, *also])

    def _index_entries(
        self, entries: Sequence[Entry], said: PrivatePart, segment: Segment | None
    ) -> None:
        # The act is durable already: an index that cannot follow is caught up later.
        arrivals = [
            Arrival(
                entry,
                said if entry.type is EntryType.ACT else None,
                segment if entry.type is EntryType.SEGMENT else None,
            )
            for entry in entries
        ]
        try:
            self._index.apply(arrivals, self._log.size, self._log.tree.root().hex())
        except BROKEN as error:
            self._index_lags = True
            self.notices.append(f"index.sqlite lags behind: {error}")

    # --- reading -----------------------------------------------------------------

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Index]:
        try:
            if self._index_lags:
                self._refresh_index()
            yield self._index
        except BROKEN as error:
            raise EvidenceError(
                f"{self.folder / 'index.sqlite'}: cannot be read: {error}. Nothing is "
                "lost: delete it and open the case again, and it is rebuilt"
            ) from error

    def read_object(self, sha256: Sha256) -> bytes:
        """Read an object whole, checking its digest: see `Store.read_object`."""
        self._refuse_erased(sha256)
        return self._objects.read(sha256)

    def open_object(self, sha256: Sha256) -> BinaryIO:
        """Open an object for reading as a stream (digest not checked)."""
        self._refuse_erased(sha256)
        return self._objects.open(sha256)

    def _refuse_erased(self, sha256: Sha256) -> None:
        if sha256 in self._log.erased:
            raise EvidenceError(
                f"object {sha256}: was erased by decision; log entry "
                f"{self._log.erased[sha256]} says who and when"
            )

    @property
    def erased(self) -> Mapping[str, int]:
        """Objects erased by decision, each with the log entry that says so (I10)."""
        return self._log.erased

    def holds(self, sha256: Sha256) -> bool:
        """Say whether the object is held."""
        return self._objects.holds(sha256)

    def get(self, record_id: str) -> AnyRecord | None:
        """Return the present record of that id; None = there is none."""
        with self._reading() as index:
            body = index.body(record_id)
        return None if body is None else record_of(body)

    def every(self, kind: type[R]) -> Iterator[R]:
        """Yield the present records of a kind: see `Store.every`."""
        decoder = decoder_for(kind)
        with self._reading() as index:
            for body in index.bodies(kind):
                yield decoder.decode(body)

    def of_scope(self, stage: str, scope: str) -> list[AnyRecord]:
        """Return the records that a stage's latest derivation made for a scope."""
        with self._reading() as index:
            return [record_of(body) for body in index.bodies_of_scope(stage, scope)]

    def derivations(self, stage: str) -> Mapping[str, Derivation]:
        """Return the present derivation of each scope of a stage, by scope."""
        with self._reading() as index:
            return index.derivations(stage)

    def history(self, record_id: str) -> list[tuple[CustodyEvent, AnyRecord]]:
        """Return every version of a record with the act that brought it, in order."""
        with self._reading() as index:
            return [
                (event, record_of(body)) for event, body in index.history(record_id)
            ]

    def events(self, since: int = 0) -> Iterator[CustodyEvent]:
        """Yield the log's entries from index `since`, joined with private parts."""
        with self._reading() as index:
            yield from index.events(since)

    # --- proving -----------------------------------------------------------------

    def proof(self, seq: int, checkpoint: str | None = None) -> str:
        """Return the tlog-proof of an entry.

        Args:
            seq: Index of the entry.
            checkpoint: The signed checkpoint to prove it against, one of this log;
                None = the newest.

        Raises:
            UserError: There is no such entry below the checkpoint.
        """
        note = self._log.note if checkpoint is None else checkpoint
        size = parse_note(note).checkpoint.size
        for index, line in self._log.lines(seq, min(seq + 1, size)):
            path = tuple(self._log.tree.inclusion(index, size))
            return Proof(index=index, entry=line, path=path, note=note).text()
        raise UserError(f"there is no entry {seq} in a log of {size}")

    def extension(self, older: str) -> str:
        """Prove that the newest checkpoint extends an older one (I4).

        Args:
            older: A signed checkpoint of this log, wherever it was kept.

        Raises:
            IntegrityError: It is no checkpoint, or none of this log as it stands here.
        """
        signed = parse_note(older)
        size, root = signed.checkpoint.size, signed.checkpoint.root
        is_ours = any(signed.is_signed_by(key) for _, key in self._log.keys)
        if not is_ours or not 0 < size <= self._log.size:
            raise IntegrityError(
                f"the checkpoint of {size} entries is none of this log, or the log was "
                "rolled back since: compare the store with its backup"
            )
        if self._log.tree.root(size) != root:
            raise IntegrityError(
                f"the first {size} entries are not those that the checkpoint signed: "
                "the log was rewritten since. Compare the store with its backup"
            )
        path = tuple(self._log.tree.consistency(size))
        return Extension(old=size, path=path, note=self._log.note).text()

    def entries(self, start: int = 0) -> Iterator[tuple[Entry, bytes]]:
        """Yield the log's entries from index `start`, each with its bytes."""
        for seq, line in self._log.lines(start, self._log.size):
            yield parse_entry(line, seq), line

    def checkpoints(self) -> list[tuple[int, str]]:
        """Return every checkpoint ever issued, oldest first: its size, its text."""
        return list(self._log.notes())

    def public_keys(self) -> list[tuple[int, VerifierKey]]:
        """Return the public keys of the log, each with the entry that added it."""
        return list(self._log.keys)

    def retired_keys(self) -> list[tuple[int, VerifierKey]]:
        """Return the keys that sign no more, each with the entry that says so."""
        return list(self._log.retired)

    def adopted_keys(self) -> list[VerifierKey]:
        """Return the keys for which no earlier key vouched."""
        seqs = {
            entry.seq
            for entry, _ in self.entries()
            if entry.type is EntryType.KEY_ADOPTED
        }
        return [key for added, key in self._log.keys if added in seqs]

    def verify(
        self,
        *,
        receipts: tuple[str, ...] = (),
        progress: Callable[[str], None] | None = None,
        hashed: set[str] | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> AuditReport:
        """Recompute everything: log and objects, then records, then the index.

        Args:
            receipts: Signed checkpoints kept outside, which the log must still extend.
            progress: Called with a line of text now and then; None = silent.
            hashed: Objects found good a moment ago, not to be hashed again.
            tell: Called with the name of each object found good.
        """
        report = audit(
            self.folder,
            receipts=receipts,
            progress=progress,
            hashed=hashed,
            tell=tell,
        )
        self._log.catch_up()
        records, found = self._check_records_and_index()
        return AuditReport(
            entries=report.entries,
            objects=report.objects,
            bytes=report.bytes,
            checkpoints=report.checkpoints,
            records=records,
            problems=(*report.problems, *found),
            notes=report.notes,
        )

    def _check_memory(self) -> list[Problem]:
        wrong = self._log.memory_fault()
        if wrong is None:
            return []
        path = self._log.memory
        message = f"{wrong} (derived: delete it and open again)"
        return [Problem(code="X003", path=str(path), message=message)]

    def _check_records_and_index(self) -> tuple[int | None, list[Problem]]:
        try:
            with self._index.snapshot():
                size = min(self._index.size, self._log.size)
                records, found = check_records(
                    self._objects, self._log.lines(0, size), self._log.erased
                )
                arrivals = list(self._arrivals(0, size))
                found += check_index(self._index, arrivals)
                return records, found + self._check_memory()
        except IntegrityError as error:
            path = str(self._log.folder)
            return None, [Problem(code="R003", path=path, message=str(error))]
        except BROKEN as error:
            path = str(self._index.path or "index")
            message = f"cannot be read: {error} (derived: delete it and open again)"
            return None, [Problem(code="X001", path=path, message=message)]
