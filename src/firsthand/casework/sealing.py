"""Sealed material of a case: recipients, sealing, opening, drills, wrapping anew.

Plaintext is never written inside the case: bytes are encrypted as they arrive, and
opened only into a file that a person names, after the log says who and why. Format:
F014. Invariants: I10, I13.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from firsthand.casework.acting import new_code, now, reason
from firsthand.casework.case import TOOL, Case, Progress, no_progress, store_of
from firsthand.custody import sealing
from firsthand.errors import EvidenceError, FirsthandError, UserError
from firsthand.model import (
    Check,
    Recipient,
    SealedItem,
    SealedKind,
    canonical_bytes,
)
from firsthand.store import StagedObject

DRILL = "decrypt-drill"


def outside(case: Case, path: Path) -> Path:
    """Return where plaintext or a private key may go: never into the case.

    Raises:
        UserError: It lies in the case.
    """
    found = path.resolve()
    if found.is_relative_to(case.folder.resolve()):
        raise UserError(
            f"{path} lies in the case: whoever gets the case must not get it"
        )
    return found


# --- recipients ----------------------------------------------------------------------


def recipients_of(case: Case) -> list[Recipient]:
    """Return those to whom new material is sealed."""
    return [one for one in case.store.every(Recipient) if not one.is_removed]


def add_recipient(case: Case, key: str, label: str) -> Recipient:
    """Let somebody open what is sealed from now on.

    Raises:
        UserError: It is no public key, or is one already.
    """
    public = sealing.check_recipient(key)
    if public in [one.key for one in recipients_of(case)]:
        raise UserError(f"{public[:16]}... is a recipient already")
    with case.writing():
        made = Recipient(id=case.numbering("KR").take(), key=public, label=label)
        act = case.act("add-recipient", summary=f"recipient {made.id} added")
        case.store.commit(act, records=[made])
    return made


def make_recipient(case: Case, path: Path, label: str) -> Recipient:
    """Make a key pair: the private half into a new file outside the case.

    Raises:
        UserError: The file exists, or lies in the case.
    """
    outside(case, path)
    key = sealing.new_data_key()
    sealing.write_identity(path, key)
    return add_recipient(case, key.public, label)


def remove_recipient(case: Case, name: str, because: str | None) -> Recipient:
    """Seal nothing more to somebody; what they can open already needs `rewrap`.

    Raises:
        UserError: There is no such recipient, or it is the last one.
    """
    why = reason(because)
    present = recipients_of(case)
    found = [one for one in present if name in {one.id, one.key, one.label}]
    if len(found) != 1:
        known = ", ".join(f"{one.id} ({one.label})" for one in present)
        raise UserError(f"no recipient {name!r}; there are {known or 'none'}")
    if len(present) == 1:
        raise UserError("the last recipient stays: add another one first")
    with case.writing():
        gone = msgspec.structs.replace(found[0], is_removed=True)
        act = case.act(
            "remove-recipient", because=why, summary=f"recipient {gone.id} removed"
        )
        case.store.commit(act, records=[gone])
    return gone


# --- sealing -------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Sealed:
    """A sealed item that is staged, not committed yet."""

    item: SealedItem
    objects: tuple[StagedObject, ...]


def seal_bytes(
    case: Case,
    data: bytes | BinaryIO,
    kind: SealedKind,
    *,
    about: Mapping[str, str | None],
    person: str | None = None,
    testimony: str | None = None,
) -> Sealed:
    """Encrypt bytes as they arrive; what the store is given is ciphertext.

    Args:
        case: An open case, held for writing.
        data: What is to be sealed.
        kind: What it is.
        about: What must not stand in clear (file name, source, address).
        person: Pseudonym of the person it is about.
        testimony: Testimony it belongs to.

    Raises:
        UserError: The case has no recipients.
        SourceError: The bytes could not be read to their end.
    """
    refuse_without_recipients(case)
    to = [one.key for one in recipients_of(case)]
    key, salt = sealing.new_data_key(), sealing.new_salt()
    with sealing.Encrypting(data, key) as stream:
        cipher = case.store.stage(stream, entry_type="sealed")  # type: ignore[arg-type]
        digest, size = stream.plain_sha256, stream.plain_bytes
    plain = sealing.commitment(salt, digest)
    secret = sealing.WrappedKey(
        data_key=key.secret,
        salt=salt,
        plain_sha256=digest,
        plain_bytes=size,
        about={name: text for name, text in about.items() if text},
    )
    wrapped = case.store.stage(sealing.wrap(secret, to), entry_type="derivative")
    item = SealedItem(
        id=new_code(case, "X"),
        sealed_kind=kind,
        cipher=cipher.sha256,
        size_bytes=cipher.size_bytes,
        wrapped=wrapped.sha256,
        recipients=tuple(to),
        plain=plain,
        person=person,
        testimony=testimony,
        sealed_at=now(),
    )
    cipher = msgspec.structs.replace(cipher, plain=plain)
    return Sealed(item, (cipher, wrapped))


def refuse_without_recipients(case: Case) -> None:
    """Refuse before anything is done that nobody could ever open.

    Raises:
        UserError: The case has no recipients.
    """
    if not recipients_of(case):
        raise UserError(sealing.NOBODY)


def seal_files(
    case: Case, paths: Iterable[Path], *, note: str | None = None
) -> list[tuple[Path, SealedItem]]:
    """Take files in sealed: nothing of them, their names included, is in clear.

    Each is an act of its own, so that one can be erased without the others.

    Raises:
        UserError: A file cannot be read, or there are no recipients.
    """
    made = []
    for path in paths:
        with case.writing():
            try:
                with path.open("rb") as file:
                    sealed = seal_bytes(
                        case,
                        file,
                        SealedKind.MATERIAL,
                        about={"filename": path.name, "note": note},
                    )
            except OSError as error:
                raise UserError(f"{path.name}: cannot be read: {error}") from error
            commit_sealed(case, [sealed])
        made.append((path, sealed.item))
    return made


def commit_sealed(case: Case, sealed: Sequence[Sealed]) -> None:
    """Make sealed items durable, each group in a segment of its own."""
    case.store.commit(
        case.act("seal", summary=f"{len(sealed)} items sealed"),
        objects=[one for each in sealed for one in each.objects],
        records=[each.item for each in sealed],
    )


# --- opening -------------------------------------------------------------------------


def sealed_items(case: Case) -> list[SealedItem]:
    """Return the sealed items that were not erased."""
    erased = store_of(case).erased
    return [one for one in case.store.every(SealedItem) if one.cipher not in erased]


def items_of(case: Case, name: str) -> list[SealedItem]:
    """Return the sealed items of an item, a testimony or a pseudonym.

    Raises:
        UserError: There are none.
    """
    found = [
        item
        for item in sealed_items(case)
        if name in {item.id, item.testimony, item.person}
    ]
    if not found:
        raise UserError(
            f"nothing sealed under {name!r}; list it: firsthand seal --list"
        )
    return found


def unseal(
    case: Case, name: str, identity: Path, out: Path, because: str | None
) -> list[Path]:
    """Open what is sealed into a folder outside the case, after logging who and why.

    Args:
        case: An open case.
        name: A sealed item, a testimony, or a pseudonym.
        identity: File with a recipient's private key.
        out: New or empty folder.
        because: Why.

    Returns:
        The files written, mode 0600, each with what was sealed about it beside it.

    Raises:
        UserError: No reason, no key that fits, or the folder is not free.
    """
    why = reason(because)
    items = items_of(case, name)
    folder = outside(case, out)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{out} is not an empty folder; nothing was opened")
    secrets_held = sealing.read_identities(identity)
    keys = [_key_of(case, item, secrets_held) for item in items]
    with case.writing():
        told = ", ".join(item.id for item in items)
        act = case.act("unseal", because=why, summary=f"{told} opened")
        # First the log, then the eyes: a reading is never unrecorded (I13).
        store_of(case).commit_reading(act, [item.cipher for item in items])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for item, key in zip(items, keys, strict=True):
        path = folder / f"{item.id}.{item.sealed_kind}"
        with sealing.new_plain_file(path) as file:
            _open(case, item, key, file)
        with sealing.new_plain_file(folder / f"{item.id}.about.json") as file:
            file.write(canonical_bytes({"item": item.id, **key.about}) + b"\n")
        written.append(path)
    return written


def open_in_memory(
    case: Case, item: SealedItem, identities: Sequence[str]
) -> tuple[bytes, sealing.WrappedKey]:
    """Open one item without writing it anywhere; the caller logs the reading."""
    import io  # noqa: PLC0415  only here

    key = _key_of(case, item, identities)
    out = io.BytesIO()
    _open(case, item, key, out)
    return out.getvalue(), key


def _key_of(
    case: Case, item: SealedItem, identities: Sequence[str]
) -> sealing.WrappedKey:
    try:
        return sealing.unwrap(case.store.read_object(item.wrapped), identities)
    except UserError as error:
        raise UserError(f"{item.id}: {error}") from error


def _open(
    case: Case, item: SealedItem, key: sealing.WrappedKey, into: BinaryIO | None
) -> None:
    try:
        with case.store.open_object(item.cipher) as cipher:
            sealing.open_sealed(cipher, key, item.plain, into)
    except EvidenceError as error:
        raise EvidenceError(f"{item.id}: {error}") from error


# --- drills --------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Drill:
    """What a private key could open.

    Attributes:
        readable: Ids of items that opened to what was sealed.
        unreadable: Ids of the others, with the reason.
        at: When.
    """

    readable: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    at: str


def drill(case: Case, identity: Path, *, progress: Progress = no_progress) -> Drill:
    """Try a private key on every sealed item; nothing is written but the outcome.

    Every byte is decrypted and compared, in memory. The record is what `status` shows.
    """
    identities = sealing.read_identities(identity)
    readable: list[str] = []
    unreadable: list[tuple[str, str]] = []
    items = sealed_items(case)
    for done, item in enumerate(items):
        progress("opening", done, len(items))
        try:
            _open(case, item, _key_of(case, item, identities), None)
        except FirsthandError as error:
            # A drill counts what does not open; the reason goes on record.
            unreadable.append((item.id, str(error)))
        else:
            readable.append(item.id)
    made = Drill(tuple(readable), tuple(unreadable), f"{now():%Y-%m-%d %H:%M} UTC")
    _record_drill(case, made, [sealing.public_of(one) for one in identities])
    return made


def _record_drill(case: Case, made: Drill, keys: Sequence[str]) -> None:
    told = {
        "at": made.at,
        "readable": list(made.readable),
        "unreadable": [item for item, _ in made.unreadable],
    }
    with case.writing():
        check = Check(
            id=new_code(case, "CK"),
            check_kind=DRILL,
            inputs=(*made.readable, *(item for item, _ in made.unreadable)),
            tool=TOOL,
            parameters_json=canonical_bytes({"recipients": sorted(keys)}).decode(),
            result_json=canonical_bytes(told).decode(),
        )
        n_bad = len(made.unreadable)
        act = case.act(
            "drill",
            summary=f"{len(made.readable)} sealed items opened, {n_bad} did not",
        )
        case.store.commit(act, records=[check])


def sealed_in_words(case: Case) -> str | None:
    """Say what is sealed and when a key last opened it; None = nothing is sealed."""
    items = sealed_items(case)
    if not items:
        return None
    to = recipients_of(case)
    said = f"{len(items)} sealed items, {len(to)} recipients"
    if len(to) == 1:
        said += " (ONE: if that key is lost, all is lost)"
    known = {one.key for one in to}
    stale = [item for item in items if not set(item.recipients) <= known]
    if stale:
        said += (
            f"; {len(stale)} still open to a removed recipient: firsthand keys rotate "
            "--identity FILE"
        )
    drills = [one for one in case.store.every(Check) if one.check_kind == DRILL]
    if not drills:
        return f"{said}; never drilled. Next: firsthand keys drill IDENTITY"
    last = msgspec.json.decode(drills[-1].result_json)
    n_bad = len(last["unreadable"])
    outcome = f"{n_bad} DID NOT OPEN" if n_bad else "all opened"
    since = len({item.id for item in items} - set(drills[-1].inputs))
    more = f", {since} sealed since" if since else ""
    return f"{said}; last drill on {last['at']}: {outcome}{more}"


# --- wrapping anew -------------------------------------------------------------------


def rewrap(case: Case, identity: Path, because: str | None) -> list[SealedItem]:
    """Wrap every key to the present recipients, and erase the former wrappings.

    The ciphertexts stay as they are. Whoever copied a former wrapping and holds its
    private key can still open it: only erasing helps against that, and not the past.

    Raises:
        UserError: No reason, no recipients, or an item does not open: then nothing
            is changed.
    """
    why = reason(because)
    identities = sealing.read_identities(identity)
    to = [one.key for one in recipients_of(case)]
    with case.writing():
        stale = [one for one in sealed_items(case) if set(one.recipients) != set(to)]
        keys = [_key_of(case, item, identities) for item in stale]
        by_person: dict[str, list[tuple[SealedItem, sealing.WrappedKey]]] = {}
        for item, key in zip(stale, keys, strict=True):
            by_person.setdefault(item.person or item.id, []).append((item, key))
        renewed: list[SealedItem] = []
        for pairs in by_person.values():
            renewed += _rewrap_one(case, pairs, to, why)
    return renewed


def _rewrap_one(
    case: Case,
    pairs: Sequence[tuple[SealedItem, sealing.WrappedKey]],
    to: Sequence[str],
    why: str,
) -> list[SealedItem]:
    # An act and a segment of their own for each person: erasing one leaves the others.
    staged: list[StagedObject] = []
    renewed: list[SealedItem] = []
    for item, key in pairs:
        wrapped = case.store.stage(sealing.wrap(key, to), entry_type="derivative")
        staged.append(wrapped)
        renewed.append(
            msgspec.structs.replace(item, wrapped=wrapped.sha256, recipients=tuple(to))
        )
    act = case.act("rewrap", because=why, summary=f"{len(renewed)} keys wrapped anew")
    former = [item.wrapped for item, _ in pairs]
    store_of(case).erase(act, former, objects=staged, records=renewed)
    return renewed
