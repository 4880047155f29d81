"""RFC 3161 time stamps: the request, the answer, and what two checkers say of it.

A time stamp is about one signed checkpoint. It counts as verified only against a root
certificate that the person named, and only if no checker objects: `openssl ts` and,
where it is installed, `rfc3161-client`. Neither uses the network. Invariant: I8.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import importlib.util
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.custody.verify import der, der_parts, der_path, read_time_stamp
from firsthand.errors import SourceError
from firsthand.model import Value

_SHA256_WITH_NULL = bytes.fromhex("300d06096086480165030402010500")
_NONCE_BYTES = 8
_OPENSSL_S = 30
_GRANTED = b"\x00"
_OTHER_ROOT = "unable to get local issuer certificate"
# openssl: "...:Verify error:REASON"; rfc3161-client: '... reason: "REASON" ...'.
_REASON = re.compile(r'[Vv]erify error:(?P<error>[^:]+)$|reason: "(?P<reason>[^"]+)"')
_INTEGER, _SEQUENCE, _OCTETS, _CERTIFICATES = 0x02, 0x30, 0x04, 0xA0


class Answer(Value, frozen=True, kw_only=True):
    """A time stamp as it was answered, not yet verified.

    Attributes:
        imprint: SHA-256 that it is about, 64 hex characters.
        nonce: The request's random number as it came back, in hex; None = absent.
        gen_time: Its time, as it says it; aware UTC.
        chain: The certificates it carries, as PEM.
    """

    imprint: str
    nonce: str | None
    gen_time: dt.datetime
    chain: str


class Verdict(Value, frozen=True, kw_only=True):
    """What was found of a time stamp.

    Attributes:
        is_verified: A root that the person named leads to it, and nobody objects.
        checked_by: Checkers that found it good.
        why: What kept it from being verified; None = nothing.
    """

    is_verified: bool
    checked_by: tuple[str, ...] = ()
    why: str | None = None


# --- request and answer --------------------------------------------------------------


def make_request(data: bytes) -> bytes:
    """Return a request (DER) for a time stamp over data, with a random nonce."""
    digest = _value(_OCTETS, hashlib.sha256(data).digest())
    imprint = _value(_SEQUENCE, _SHA256_WITH_NULL + digest)
    nonce = _value(_INTEGER, b"\x01" + secrets.token_bytes(_NONCE_BYTES - 1))
    wants_certificates = b"\x01\x01\xff"
    return _value(_SEQUENCE, b"\x02\x01\x01" + imprint + nonce + wants_certificates)


def _value(tag: int, content: bytes) -> bytes:
    # All of a request is short: one byte of length.
    return bytes([tag, len(content)]) + content


def imprint_of(request: bytes) -> tuple[str, str]:
    """Return the digest and the nonce (hex) that a request of ours asks about.

    Raises:
        SourceError: It is no such request.
    """
    try:
        _, start, end = der_path(request, 1, 1)
        _, nonce_start, nonce_end = der_path(request, 2)
    except ValueError as error:
        raise SourceError(f"not a time-stamp request: {error}") from error
    return request[start:end].hex(), request[nonce_start:nonce_end].hex()


def read_answer(response: bytes) -> Answer:
    """Read what an authority answered.

    Raises:
        SourceError: It is no time stamp, or the authority refused; says what it is.
    """
    try:
        _, start, end = der_path(response, 0, 0)
        if response[start:end] != _GRANTED:
            raise SourceError(f"the authority refused (status {response[start]})")
        digest, at = read_time_stamp(response)
        return Answer(
            imprint=digest.hex(),
            nonce=_nonce_of(response),
            gen_time=_read_time(at),
            chain=_chain_of(response),
        )
    except (ValueError, IndexError) as error:
        seen = response[:40].decode("ascii", "replace")
        raise SourceError(
            f"the answer is no RFC 3161 time stamp ({error}); it begins {seen!r}"
        ) from error


def _read_time(text: str) -> dt.datetime:
    whole = text.removesuffix("Z").partition(".")[0]
    return dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)


def _nonce_of(response: bytes) -> str | None:
    # After the time: accuracy (a sequence), ordering (a boolean), nonce (an integer).
    _, start, end = der_path(response, 1, 1, 0, 2, 1, 0)
    info = response[start:end]
    _, start, end = der(info, 0)
    for tag, first, last in der_parts(info, start, end)[5:]:
        if tag == _INTEGER:
            return info[first:last].hex()
    return None


def _chain_of(response: bytes) -> str:
    _, start, end = der_path(response, 1, 1, 0)
    pems = []
    for tag, first, last in der_parts(response, start, end):
        if tag == _CERTIFICATES:
            at = first
            while at < last:
                _, _, until = der(response, at)
                pems.append(_pem(response[at:until]))
                at = until
    return "".join(pems)


def _pem(der_bytes: bytes) -> str:
    body = base64.encodebytes(der_bytes).decode("ascii")
    return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"


# --- verifying -----------------------------------------------------------------------


def verify_answer(
    response: bytes, data: bytes, roots: Sequence[bytes], *, nonce: str | None = None
) -> Verdict:
    """Verify a time stamp over data, at its own time, offline.

    Args:
        response: The raw answer.
        data: What it must be about: a signed checkpoint.
        roots: Root certificates that the person trusts, as PEM; none = unverified.
        nonce: The request's nonce in hex; None = not checked.

    Raises:
        SourceError: The answer is no time stamp.
    """
    answer = read_answer(response)
    if answer.imprint != hashlib.sha256(data).hexdigest():
        return Verdict(is_verified=False, why="it is about other bytes")
    if nonce is not None and answer.nonce != nonce:
        return Verdict(is_verified=False, why="it answers another request (nonce)")
    if not roots:
        return Verdict(is_verified=False, why="no root certificate was named")
    good, bad = [], []
    for name, check in (("openssl ts", _by_openssl), ("rfc3161-client", _by_client)):
        found, why = check(response, data, roots, answer)
        if found:
            good.append(name)
        elif found is False:
            bad.append(f"{name}: {why}")
    if bad or not good:
        why = "; ".join(bad) or "neither openssl nor rfc3161-client is installed"
        if _OTHER_ROOT in why:
            why = f"no root named is that of this authority ({why})"
        return Verdict(is_verified=False, checked_by=tuple(good), why=why)
    return Verdict(is_verified=True, checked_by=tuple(good))


# True = good, False = bad (and why), None = this checker cannot say.
_Opinion = tuple[bool | None, str]


def _by_openssl(
    response: bytes, data: bytes, roots: Sequence[bytes], answer: Answer
) -> _Opinion:
    program = shutil.which("openssl")
    if program is None:
        return None, "openssl is not installed"
    with _files(
        data=data, tsr=response, root=b"".join(roots), chain=answer.chain
    ) as at:
        command = [program, "ts", "-verify", "-data", at["data"], "-in", at["tsr"]]
        command += ["-CAfile", at["root"], "-untrusted", at["chain"]]
        command += ["-attime", str(int(answer.gen_time.timestamp()))]
        done = subprocess.run(  # noqa: S603  fixed words and our own files
            command, check=False, capture_output=True, text=True, timeout=_OPENSSL_S
        )
    said = done.stderr.strip().splitlines() or ["it says no"]
    return done.returncode == 0, _in_words(said[-1])


def _in_words(error: str) -> str:
    """Return the reason in a checker's message, without addresses and file names."""
    found = _REASON.search(error)
    return (found["reason"] or found["error"]).strip() if found else error[:200]


@contextlib.contextmanager
def _files(**contents: bytes | str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        paths = {}
        for name, content in contents.items():
            path = Path(folder) / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths[name] = str(path)
        yield paths


def _by_client(
    response: bytes, data: bytes, roots: Sequence[bytes], answer: Answer
) -> _Opinion:
    if importlib.util.find_spec("rfc3161_client") is None:
        return None, "rfc3161-client is not installed"
    import rfc3161_client as client  # noqa: PLC0415  optional
    from cryptography import x509  # noqa: PLC0415  heavy

    try:
        parsed = client.decode_timestamp_response(response)
    except ValueError as error:
        # It refuses tokens whose certificates are not sorted, which openssl reads.
        return None, str(error)
    trusted = [one for pem in roots for one in x509.load_pem_x509_certificates(pem)]
    carried = x509.load_pem_x509_certificates(answer.chain.encode())
    between = [one for one in carried if one not in trusted]
    # Lists of its own: its builder would share one between verifiers.
    builder: Any = client.VerifierBuilder(roots=list(trusted))
    if len(between) > 1:
        leaf = _leaf(between)
        builder = client.VerifierBuilder(
            roots=list(trusted), intermediates=[one for one in between if one != leaf]
        )
    try:
        builder.build().verify_message(parsed, data)
    except client.VerificationError as error:
        return False, _in_words(str(error))
    return True, ""


def _leaf(certificates: Sequence[Any]) -> Any:
    issuers = {one.issuer for one in certificates}
    return next((one for one in certificates if one.subject not in issuers), None)
