"""OpenTimestamps proofs of checkpoints: asked of calendars, brought in, verified.

A calendar learns a random digest, the time and our address; the proof is kept as it
came. A proof that still waits for its block is kept too and said to wait. Only `ask`
reaches the network, and only when a person said so. Format: F012. Invariants: I8, I9.
"""

from __future__ import annotations

import hashlib
import secrets
import urllib.error
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path

from firsthand.casework.anchoring import (
    BLOCK_KIND,
    Anchor,
    anchors_of,
    fetched,
    label_of,
    write_files,
)
from firsthand.casework.case import Case, store_of
from firsthand.custody.block_stamp import (
    LEAST_DIFFICULTY,
    Header,
    Tree,
    completed,
    endings,
    hidden_by,
    read_headers,
    read_ots,
    read_promise,
    verify_ots,
    write_ots,
)
from firsthand.custody.entry import clock_now, new_id
from firsthand.custody.note import parse_note
from firsthand.errors import SourceError, UserError
from firsthand.model import Check, Sha256, canonical_bytes

_NONCE_BYTES = 16


def ask(case: Case, urls: Sequence[str]) -> Iterator[tuple[str, Anchor | str]]:
    """Ask calendars over the network for a proof of the newest checkpoint.

    Where a calendar has promised a block, that is asked for instead: one proof at a
    time.

    Yields:
        Each address with what it gave, or with what went wrong.
    """
    for url in urls:
        try:
            waiting = _waiting(case, url)
            for anchor in waiting:
                yield url, _complete(case, url, anchor)
            if not waiting:
                yield url, _submit(case, url)
        except SourceError as error:
            yield url, str(error)


def _waiting(case: Case, url: str) -> list[Anchor]:
    asked = f".{label_of(url)}-"
    return [one for one in _held(case) if asked in one.stem and not _has_block(one)]


def _held(case: Case) -> list[Anchor]:
    return [one for one in anchors_of(store_of(case)) if one.kind == BLOCK_KIND]


def _has_block(anchor: Anchor) -> bool:
    digest, tree = read_ots(_proof(anchor))
    return any(end.height is not None for end in endings(digest, tree))


def _proof(anchor: Anchor) -> bytes:
    return anchor.files[1][1]


def _submit(case: Case, url: str) -> Anchor:
    note = store_of(case).checkpoint
    digest, nonce = (
        hashlib.sha256(note.encode()).digest(),
        secrets.token_bytes(_NONCE_BYTES),
    )
    asked = hashlib.sha256(digest + nonce).digest()
    promise = read_promise(_fetch(f"{url.rstrip('/')}/digest", asked))
    proof = write_ots(digest, hidden_by(nonce, promise))
    return _keep(case, note, proof, label_of(url), [])


def _complete(case: Case, url: str, waiting: Anchor) -> Anchor:
    digest, tree = read_ots(_proof(waiting))
    grown = _grown(url, digest, tree)
    if grown == tree:
        return waiting
    proof = write_ots(digest, grown)
    label = label_of(url)
    return _keep(case, waiting.checkpoint, proof, label, [], instead_of=waiting.stem)


def _grown(url: str, digest: bytes, tree: Tree) -> Tree:
    for end in endings(digest, tree):
        if end.calendar is not None:
            address = f"{url.rstrip('/')}/timestamp/{end.message.hex()}"
            found = read_promise(_fetch(address, None))
            tree = completed(digest, tree, end.message, found)
    return tree


def _fetch(url: str, body: bytes | None) -> bytes:
    headers = {"Accept": "application/vnd.opentimestamps.v1"}
    instead = "stamp the checkpoint elsewhere"
    try:
        return fetched(url, headers, body, who="a calendar", instead=instead)
    except SourceError as error:
        cause = error.__cause__
        if not isinstance(cause, urllib.error.HTTPError):
            raise
        if body is None and cause.code == HTTPStatus.NOT_FOUND:
            raise SourceError(
                f"{url}: no block yet; ask again in some hours"
            ) from error
        raise SourceError(f"{url}: it answered {cause.code} {cause.reason}") from error


def take_in(case: Case, path: Path, headers: Sequence[Header]) -> Anchor:
    """Take in a proof (.ots) that was made elsewhere of a checkpoint of this case.

    Raises:
        SourceError: It is no proof, or of nothing that this case wrote.
    """
    try:
        proof = path.read_bytes()
        digest, _ = read_ots(proof)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise SourceError(f"{path}: {error}. Nothing was stored") from error
    for note in dict(store_of(case).checkpoints()).values():
        if hashlib.sha256(note.encode()).digest() == digest:
            return _keep(case, note, proof, "carried", headers)
    raise SourceError(
        f"{path}: is about no checkpoint of this case. `firsthand anchor "
        "--queue FOLDER` writes one to stamp. Nothing was stored"
    )


def check_again(case: Case, headers: Sequence[Header]) -> list[Anchor]:
    """Verify every proof again with the block headers given, and record the outcome."""
    store = store_of(case)
    for anchor in _held(case):
        proof = _proof(anchor)
        check = _check(anchor.stem, anchor.checkpoint, proof, headers)
        with case.writing():
            act = case.act("anchor-check", summary=f"proof {anchor.stem} checked")
            store.commit(act, records=[check])
    return _held(case)


def read_header_file(
    path: Path | None, least: float = LEAST_DIFFICULTY
) -> list[Header]:
    """Read block headers that a person brought; None = none.

    Raises:
        UserError: The file cannot be read or a line is no header.
    """
    if path is None:
        return []
    try:
        return read_headers(path.read_text(encoding="ascii"), least)
    except (OSError, UnicodeDecodeError, SourceError) as error:
        raise UserError(f"{path}: {error}") from error


def _keep(
    case: Case,
    note: str,
    proof: bytes,
    label: str,
    headers: Sequence[Header],
    *,
    instead_of: str | None = None,
) -> Anchor:
    store, size = store_of(case), parse_note(note).checkpoint.size
    stem = f"{size}.{label}-{hashlib.sha256(proof).hexdigest()[:8]}"
    with case.writing():
        staged = store.stage(proof, entry_type="derivative")
        act = case.act("anchor", summary=f"OpenTimestamps proof of {size} entries")
        check = _check(stem, note, proof, headers, instead_of=instead_of)
        store.commit(act, objects=[staged], records=[check])
        found = next(one for one in _held(case) if one.stem == stem)
        write_files(store, found.files)
    return found


def _check(
    stem: str,
    note: str,
    proof: bytes,
    headers: Sequence[Header],
    *,
    instead_of: str | None = None,
) -> Check:
    verdict, header = verify_ots(proof, note.encode(), headers)
    said = {
        "size": parse_note(note).checkpoint.size,
        "stem": stem,
        "roots": [header.block] if header else [],
        "checked_at": clock_now(),
        "instead_of": instead_of,
    }
    at = header.at.strftime("%Y-%m-%dT%H:%M:%SZ") if header else None
    result = {"gen_time": at, "verified": verdict.is_verified, "why": verdict.why}
    return Check(
        id=new_id("check"),
        check_kind=BLOCK_KIND,
        inputs=(Sha256(hashlib.sha256(proof).hexdigest()),),
        tool=", ".join(verdict.checked_by) or "none",
        parameters_json=canonical_bytes(said).decode(),
        result_json=canonical_bytes(result).decode(),
    )
