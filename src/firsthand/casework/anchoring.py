"""Time stamps of outside authorities on the log's checkpoints, and what lacks one.

An anchor bounds time from above: what it covers existed before. Only `ask` reaches
the network, and only when a person said so; requests can be carried by hand instead.
Every answer is kept raw, with its request and the certificates it carries, whether it
verifies or not. Format: F012. Invariants: I8, I9.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from firsthand.casework.case import Case, store_of
from firsthand.custody import durable
from firsthand.custody.entry import clock_now, new_id, read_clock
from firsthand.custody.note import parse_note
from firsthand.custody.timestamp import (
    Verdict,
    imprint_of,
    make_request,
    read_answer,
    verify_answer,
)
from firsthand.errors import SourceError, UserError
from firsthand.model import Check, Sha256, Value, canonical_bytes
from firsthand.store import Act, EmbeddedStore

CHECK_KIND = "time-stamp"
BLOCK_KIND = "block-stamp"
_FILES = {CHECK_KIND: (".tsq", ".tsr", ".chain.pem"), BLOCK_KIND: (".ots",)}
_ANSWER_BYTES = 1 << 20
_ANSWER_S = 30
_HOUR_S = 3600


class Anchor(Value, frozen=True, kw_only=True):
    """One time stamp on one checkpoint.

    Attributes:
        size: Entries that the checkpoint covers.
        checkpoint: Its text.
        kind: An authority's answer (RFC 3161), or a proof of OpenTimestamps.
        stem: Name of its files in STORE/anchors: "42.tsa.example-1a2b3c4d".
        gen_time: Its time, as it says it; None = it waits for a block.
        is_verified: It was verified against a root (or block header) that a person
            named.
        roots: SHA-256 of those roots' files; of a block, its hash.
        why: Why it is not verified; None = it is.
        files: Name and bytes of checkpoint, request, answer, certificates; or proof.
    """

    size: int
    checkpoint: str
    kind: str
    stem: str
    gen_time: dt.datetime | None
    is_verified: bool
    roots: tuple[str, ...]
    why: str | None
    files: tuple[tuple[str, bytes], ...]

    def in_words(self) -> str:
        """Say what it shows, and how far it was verified."""
        when = f", {self.gen_time:%Y-%m-%d %H:%M:%S} UTC" if self.gen_time else ""
        against = (
            "the root(s) with SHA-256"
            if self.kind == CHECK_KIND
            else "the header you gave (its clock is right within two hours) of block"
        )
        how = (
            f"verified against {against} {', '.join(self.roots)}"
            if self.is_verified
            else f"NOT verified: {self.why}"
        )
        return f"Time stamp {self.stem}: the first {self.size} entries{when}; {how}."

    def command(self, root: str, folder: str = "") -> str:
        """Return the command that checks it, with openssl or a Bitcoin node."""
        if self.kind == BLOCK_KIND or self.gen_time is None:
            return (
                f"ots verify -f {folder}{self.size}.checkpoint {folder}{self.stem}.ots"
            )
        return (
            f"openssl ts -verify -data {folder}{self.size}.checkpoint "
            f"-in {folder}{self.stem}.tsr -CAfile {root} "
            f"-untrusted {folder}{self.stem}.chain.pem "
            f"-attime {int(self.gen_time.timestamp())}"
        )


# --- what there is -------------------------------------------------------------------


def anchors_of(store: EmbeddedStore) -> list[Anchor]:
    """Return the time stamps of a store, those that cover least first."""
    every = [
        (one, _said(one)) for one in store.every(Check) if one.check_kind in _FILES
    ]
    texts = dict(store.checkpoints()) if every else {}
    latest: dict[tuple[str, ...], tuple[Check, dict[str, Any]]] = {}
    for check, said in every:
        name = tuple(check.inputs)
        if name not in latest or not _tells_nothing(check, said):
            latest[name] = check, said
    # A proof that waited for its block gave way to the one that has it.
    done = {said.get("instead_of") for _, said in every}
    found = [
        _anchor(store, check, said, texts)
        for check, said in latest.values()
        if said["stem"] not in done
    ]
    return sorted(found, key=lambda anchor: (anchor.size, anchor.stem))


def _said(check: Check) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.json.decode(check.parameters_json)
    return said


def _tells_nothing(check: Check, said: Mapping[str, Any]) -> bool:
    # Without a root nothing was looked at: an earlier verdict stands.
    return not said["roots"] and not msgspec.json.decode(check.result_json)["verified"]


def _anchor(
    store: EmbeddedStore,
    check: Check,
    said: Mapping[str, Any],
    texts: Mapping[int, str],
) -> Anchor:
    result: dict[str, Any] = msgspec.json.decode(check.result_json)
    size, stem = int(said["size"]), str(said["stem"])
    suffixes = _FILES[check.check_kind]
    contents = [store.read_object(Sha256(name)) for name in check.inputs]
    at = result["gen_time"]
    return Anchor(
        size=size,
        checkpoint=texts[size],
        kind=check.check_kind,
        stem=stem,
        gen_time=read_clock(at) if at else None,
        is_verified=bool(result["verified"]),
        roots=tuple(said["roots"]),
        why=result.get("why"),
        files=(
            (f"{size}.checkpoint", texts[size].encode()),
            *((stem + s, data) for s, data in zip(suffixes, contents, strict=True)),
        ),
    )


def exposure_in_words(store: EmbeddedStore, now: dt.datetime | None = None) -> str:
    """Say what no verified time stamp covers: "unanchored: 37 entries, oldest 5 hours".

    Args:
        store: The store.
        now: The present by the local clock; None = ask the clock.
    """
    anchors = [one for one in anchors_of(store) if one.is_verified]
    covered = max((one.size for one in anchors), default=0)
    total = parse_note(store.checkpoint).checkpoint.size
    oldest = next((entry for entry, _ in store.entries(covered)), None)
    if oldest is None:
        return "unanchored: nothing"
    present = now or dt.datetime.now(dt.UTC)
    hours = max(0, int((present - read_clock(oldest.at)).total_seconds() // _HOUR_S))
    times = [one.gen_time for one in anchors if one.gen_time]
    last = (
        f"; last anchored {max(times):%Y-%m-%d %H:%M} UTC"
        if times
        else "; never anchored"
    )
    return (
        f"unanchored: {total - covered} of {total} entries, oldest {hours} hours "
        f"by the local clock{last}"
    )


# --- asking --------------------------------------------------------------------------


def ask(
    case: Case, urls: Sequence[str], roots: Sequence[bytes]
) -> Iterator[tuple[str, Anchor | str]]:
    """Ask authorities over the network to stamp the newest checkpoint.

    Yields:
        Each address with its anchor, or with what went wrong.
    """
    store = store_of(case)
    note = store.checkpoint
    for url in urls:
        try:
            request = make_request(note.encode())
            response = _post(url, request)
            yield url, _keep(case, note, request, response, roots, label_of(url))
        except SourceError as error:
            yield url, str(error)


def _post(url: str, request: bytes) -> bytes:
    return fetched(
        url,
        {"Content-Type": "application/timestamp-query"},
        request,
        who="an authority",
        instead="carry the request by hand",
    )


def fetched(
    url: str, headers: Mapping[str, str], body: bytes | None, *, who: str, instead: str
) -> bytes:
    """Ask one address over the network; only where a person said so.

    Args:
        url: The address, http(s).
        headers: Of the request.
        body: Sent with POST; None = GET.
        who: Whose address it is, in words.
        instead: What can be done without the network, in words.

    Returns:
        At most 1 MiB of the answer.

    Raises:
        SourceError: No answer came, or one that refuses (its cause is the HTTPError).
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise SourceError(f"{url}: {who}'s address begins with http(s)://")
    asked = urllib.request.Request(url, data=body, headers=dict(headers))  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(asked, timeout=_ANSWER_S) as answer:  # noqa: S310  checked above
            data: bytes = answer.read(_ANSWER_BYTES)
    except (urllib.error.URLError, OSError, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it holds the connection; what it says is kept
        raise SourceError(
            f"{url}: no answer: {error}. Nothing was stored; try again, or {instead}: "
            "firsthand anchor --queue FOLDER"
        ) from error
    return data


def label_of(url: str) -> str:
    """Return the part of a file's name that says who was asked."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", urlsplit(url).hostname or "tsa")


def queue(case: Case, folder: Path) -> Path:
    """Write a request for the newest checkpoint, and that, to be carried to others.

    The request is kept in the store too: the answer is only worth something with it.

    Returns:
        The request file written.

    Raises:
        UserError: The file is there already.
    """
    store = store_of(case)
    note = store.checkpoint
    request = make_request(note.encode())
    size = parse_note(note).checkpoint.size
    stem = _stem(size, "carried", request)
    with case.writing():
        staged = store.stage(request, entry_type="derivative")
        act = case.act("anchor-request", summary=f"time stamp asked: {size} entries")
        store.commit(act, objects=[staged])
        write_files(store, [(f"{size}.checkpoint", note), (f"{stem}.tsq", request)])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.tsq"
    try:
        with path.open("xb") as file:
            file.write(request)
    except FileExistsError as error:
        raise UserError(f"{path} is there already") from error
    path.with_name(f"{size}.checkpoint").write_text(note, encoding="utf-8", newline="")
    return path


def take_back(case: Case, path: Path, roots: Sequence[bytes]) -> Anchor:
    """Take in the answer to a request that was carried by hand.

    Raises:
        SourceError: It is no time stamp, or answers no request of this case.
    """
    store = store_of(case)
    try:
        response = path.read_bytes()
        answer = read_answer(response)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise SourceError(f"{path}: {error}. Nothing was stored") from error
    for known in anchors_of(store):
        if response in (data for _, data in known.files):
            return _look_again(case, known, roots)
    for asked in sorted((store.folder / "anchors").glob("*.tsq")):
        request = asked.read_bytes()
        if imprint_of(request) == (answer.imprint, answer.nonce):
            size = int(asked.name.partition(".")[0])
            note = dict(store.checkpoints())[size]
            return _keep(case, note, request, response, roots, "carried")
    raise SourceError(
        f"{path}: answers no request that this case made (digest or nonce differ). "
        "Nothing was stored"
    )


def check_again(case: Case, roots: Sequence[bytes]) -> list[Anchor]:
    """Verify every time stamp again with the roots named, and record what came out."""
    stamps = [one for one in anchors_of(store_of(case)) if one.kind == CHECK_KIND]
    return [_look_again(case, one, roots) for one in stamps]


def _look_again(case: Case, anchor: Anchor, roots: Sequence[bytes]) -> Anchor:
    """Verify one time stamp with the roots named, and record what came out."""
    store = store_of(case)
    request, response, chain = (data for _, data in anchor.files[1:])
    verdict, used = _verdict(anchor.checkpoint, request, response, roots)
    names = [Sha256(hashlib.sha256(d).hexdigest()) for d in (request, response, chain)]
    check = _check(anchor.size, anchor.stem, names, used, response, verdict)
    with case.writing():
        act = case.act("anchor-check", summary=f"time stamp {anchor.stem} checked")
        store.commit(act, records=[check])
    return next(one for one in anchors_of(store) if one.stem == anchor.stem)


# --- keeping -------------------------------------------------------------------------


def _keep(  # noqa: PLR0917  in the order in which they come to be
    case: Case,
    note: str,
    request: bytes,
    response: bytes,
    roots: Sequence[bytes],
    label: str,
) -> Anchor:
    # What is no answer to this request is not kept; what does not verify is.
    store, size = store_of(case), parse_note(note).checkpoint.size
    answer = read_answer(response)
    if (answer.imprint, answer.nonce) != imprint_of(request):
        raise SourceError("the answer is about other bytes, or to another request")
    verdict, used = _verdict(note, request, response, roots)
    stem = _stem(size, label, request)
    with case.writing():
        parts = ((request, "derivative"), (response, "anchored"))
        staged = [store.stage(data, entry_type=kind) for data, kind in parts]
        staged.append(store.stage(answer.chain.encode(), entry_type="derivative"))
        names = [one.sha256 for one in staged]
        check = _check(size, stem, names, used, response, verdict)
        store.commit(_act(case, size, verdict), objects=staged, records=[check])
        found = next(one for one in anchors_of(store) if one.stem == stem)
        write_files(store, found.files)
    return found


def _act(case: Case, size: int, verdict: Verdict) -> Act:
    how = "verified" if verdict.is_verified else f"NOT verified: {verdict.why}"
    return case.act("anchor", summary=f"time stamp on {size} entries, {how}")


def _verdict(
    note: str, request: bytes, response: bytes, roots: Sequence[bytes]
) -> tuple[Verdict, Sequence[bytes]]:
    # With the roots that it speaks of: the one that verifies it, or all that do not.
    nonce = imprint_of(request)[1]
    for root in roots:
        verdict = verify_answer(response, note.encode(), [root], nonce=nonce)
        if verdict.is_verified:
            return verdict, [root]
    return verify_answer(response, note.encode(), roots, nonce=nonce), roots


def _check(  # noqa: PLR0917  in the order in which they come to be
    size: int,
    stem: str,
    names: Sequence[Sha256],
    roots: Sequence[bytes],
    response: bytes,
    verdict: Verdict,
) -> Check:
    at = read_answer(response).gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")
    result = {"gen_time": at, "verified": verdict.is_verified}
    result |= {"checked_by": list(verdict.checked_by), "why": verdict.why}
    used = [hashlib.sha256(root).hexdigest() for root in roots]
    said = {"size": size, "stem": stem, "roots": used, "checked_at": clock_now()}
    return Check(
        id=new_id("check"),
        check_kind=CHECK_KIND,
        inputs=tuple(names),
        tool=", ".join(verdict.checked_by) or "none",
        parameters_json=canonical_bytes(said).decode(),
        result_json=canonical_bytes(result).decode(),
    )


def _stem(size: int, label: str, request: bytes) -> str:
    return f"{size}.{label}-{hashlib.sha256(request).hexdigest()[:8]}"


def write_files(store: EmbeddedStore, files: Iterable[tuple[str, bytes | str]]) -> None:
    """Lay files into STORE/anchors, each whole or not at all."""
    folder = store.folder / "anchors"
    folder.mkdir(exist_ok=True)
    for name, data in files:
        if not (folder / name).exists():
            raw = data.encode() if isinstance(data, str) else data
            # A half-written file would look like an altered one.
            staged = store.folder / "tmp" / f"{os.getpid()}-{name}"
            staged.unlink(missing_ok=True)
            durable.write_new(staged, raw)
            staged.rename(folder / name)
            durable.flush_folder(folder)


def read_roots(paths: Sequence[str | Path]) -> list[bytes]:
    """Read root certificates that a person trusts.

    Raises:
        UserError: A file is absent or holds no certificate.
    """
    from cryptography import x509  # noqa: PLC0415  heavy

    found = []
    for path in map(Path, paths):
        try:
            pem = path.read_bytes()
            x509.load_pem_x509_certificates(pem)
        except (OSError, ValueError) as error:
            raise UserError(
                f"{path}: not a PEM certificate (-----BEGIN CERTIFICATE-----). A DER "
                "file becomes one: openssl x509 -inform der -in FILE -out ROOT.pem"
            ) from error
        found.append(pem)
    return found
