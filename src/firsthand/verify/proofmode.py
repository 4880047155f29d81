"""ProofMode bundles: what an app on a phone noted and signed beside a picture.

Method: M187. A signature that verifies says that these bytes are those which the app's
own key signed: not when, not where, not who held the phone, for the key is made on it.
What the app noted are statements; what leads to a person is named and never printed.
Format: https://proofmode.org/verify. gpgv, a separate program, checks signatures.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

from firsthand.errors import SourceError
from firsthand.reference import Reference

Line = dict[str, Any]
DAMAGE = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError)
_NOTES = re.compile(r"(?P<sha256>[0-9a-f]{64})\.proof\.(?:json|csv)", re.IGNORECASE)
_SIDE = re.compile(
    r"(?:.*\.(?:asc|ots|gst|gpg)|[0-9a-f]{64}\.proof\.\w+|pubkey\.\w+|howtoverify.*\.txt"
    r"|batchproof\.\w+|manifest\.json)",
    re.IGNORECASE,
)
_VALID = re.compile(r"^\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64})", re.MULTILINE)
_CHUNK = 1 << 20
_MOST_NOTES_BYTES = 4 * _CHUNK
_TIME_LIMIT_S = 60
_LONGEST = 200
MEANINGS = {
    "verifies": (
        "the bytes are those that the key in the bundle signed; the key is made by the "
        "app on the phone: it says nothing of who held it"
    ),
    "does_not_verify": (
        "a signature does not fit these bytes and this key: not the same as forged; "
        "re-saving, re-packing and a renewed key do this to genuine files"
    ),
    "not_checked": "signatures were not checked: gpgv is not installed (Debian: gpgv)",
    "unsigned": "the bundle holds no signature that could be checked",
}
ALWAYS = "what the app noted is what a phone said of itself; phones can be made to lie"
OTHERS = {
    ".ots": "an OpenTimestamps proof is there; it is not checked here",
    ".gst": "an answer of the phone's maker on the phone is there; not checked here",
}


class Bundle:
    """One bundle, open; use it in a `with` statement."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        """Open a zip.

        Raises:
            SourceError: It is no zip.
        """
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGE as error:
            raise SourceError(f"is no zip that can be read: {error}") from error
        # By bare name: folders inside a bundle mean nothing, and may point outside.
        self.names = {
            name.rpartition("/")[2]: name
            for name in self._zip.namelist()
            if not name.endswith("/")
        }

    def __enter__(self) -> Self:
        """Return the bundle itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._zip.close()

    @property
    def archive(self) -> zipfile.ZipFile:
        """The zip."""
        return self._zip

    @property
    def digests(self) -> list[str]:
        """Digests of the pictures that notes are there for."""
        found = (_NOTES.fullmatch(name) for name in self.names)
        return sorted({match["sha256"].lower() for match in found if match})

    @property
    def media(self) -> list[str]:
        """Names of the files that notes can be about."""
        return sorted(name for name in self.names if not _SIDE.fullmatch(name))

    def write_to(self, name: str, path: Path) -> str:
        """Unpack one file; return its SHA-256.

        Raises:
            SourceError: It is damaged.
        """
        digest = hashlib.sha256()
        try:
            with self._zip.open(self.names[name]) as source, path.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
        except DAMAGE as error:
            raise SourceError(f"{name}: is damaged: {error}") from error
        return digest.hexdigest()

    def small(self, name: str) -> bytes | None:
        """Return a small file; None = not there, too large or damaged."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(self.names[name]) as file:
                data = file.read(_MOST_NOTES_BYTES + 1)
        except DAMAGE:
            return None
        return data if len(data) <= _MOST_NOTES_BYTES else None

    def notes(self, sha256: str) -> tuple[str, bytes] | None:
        """Return name and bytes of what was noted on a picture; None = unreadable."""
        for ending in ("json", "csv"):
            name = self._sided(f"{sha256}.proof.{ending}")
            data = None if name is None else self.small(name)
            if name is not None and data is not None and _fields(name, data):
                return name, data
        return None

    def _sided(self, name: str) -> str | None:
        return next((n for n in self.names if n.lower() == name.lower()), None)

    def signed(self, sha256: str, media: str) -> Iterator[tuple[str, str]]:
        """Yield (what, its detached signature) for a picture and its notes."""
        for signature in (f"{sha256}.asc", f"{media}.asc"):
            if (found := self._sided(signature)) is not None:
                yield media, found
                break
        for ending in ("json", "csv"):
            notes = self._sided(f"{sha256}.proof.{ending}")
            signature_name = self._sided(f"{sha256}.proof.{ending}.asc")
            if notes is not None and signature_name is not None:
                yield notes, signature_name


def _fields(name: str, data: bytes) -> dict[str, str]:
    """Return what was noted, as text; empty = it cannot be read."""
    text = data.decode("utf-8", "replace")
    try:
        if name.lower().endswith(".json"):
            read = json.loads(text)
            row = read[0] if isinstance(read, list) and read else read
        else:
            row = next(csv.DictReader(io.StringIO(text)), None)
    except (ValueError, csv.Error, RecursionError):
        return {}
    if not isinstance(row, dict):
        return {}
    return {
        str(key).strip(): _short(value)
        for key, value in row.items()
        if key and value not in (None, "") and not isinstance(value, dict | list)
    }


def _short(value: object) -> str:
    text = "".join(char for char in str(value) if char.isprintable()).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


# --- what it says ---------------------------------------------------------------------


class Signature(NamedTuple):
    """One signature: on what, whether it fits, by which key.

    Attributes:
        what: "picture" or "notes".
        fits: Whether it does; None = not checked.
        key: Fingerprint; None = it does not fit, or was not checked.
    """

    what: str
    fits: bool | None
    key: str | None


def describe_bundle(bundle: Bundle, sha256: str, reference: Reference) -> Line:
    """Tell what a bundle says of one picture, as plain JSON without floats.

    Args:
        bundle: An open bundle.
        sha256: Digest of the picture.
        reference: Table `proofmode_fields`.

    Raises:
        SourceError: The bundle does not hold that picture with notes on it.
    """
    with tempfile.TemporaryDirectory(prefix="firsthand-") as made:
        folder = Path(made)
        media = _unpacked(bundle, sha256, folder)
        if media is None or sha256 not in bundle.digests:
            raise SourceError("the bundle holds no such picture with notes on it")
        signatures = list(_signatures(bundle, sha256, media, folder))
    state = _state(signatures)
    others = {Path(name).suffix.lower() for name in bundle.names}
    found = bundle.notes(sha256)
    fields = {} if found is None else _fields(*found)
    return {
        "cannot_prove": [ALWAYS],
        "keys": sorted({each.key for each in signatures if each.key}),
        "meaning": MEANINGS[state],
        "not_checked": [text for end, text in OTHERS.items() if end in others],
        **_noted(fields, reference),
        "signatures": [{"fits": s.fits, "on": s.what} for s in signatures],
        "state": state,
    }


def _unpacked(bundle: Bundle, sha256: str, folder: Path) -> str | None:
    """Unpack the one file that has a digest; return its name."""
    for name in bundle.media:
        if bundle.write_to(name, folder / "media") == sha256:
            return name
    return None


def _signatures(
    bundle: Bundle, sha256: str, media: str, folder: Path
) -> Iterator[Signature]:
    key = bundle.small("pubkey.asc")
    ring = None if key is None else unarmoured(key)
    program = shutil.which("gpgv")
    for name, signature in bundle.signed(sha256, media):
        what = "picture" if name == media else "notes"
        data = bundle.small(signature)
        if program is None:
            yield Signature(what, None, None)
        elif ring is None or data is None:
            yield Signature(what, fits=False, key=None)
        else:
            signed = folder / "media"
            if name != media:
                signed = folder / "notes"
                bundle.write_to(name, signed)
            found = _checked(program, ring, data, signed)
            yield Signature(what, found is not None, found)


def _checked(program: str, ring: bytes, signature: bytes, signed: Path) -> str | None:
    """Return the fingerprint of the key whose signature fits; None = it does not."""
    folder = signed.parent
    keys, detached = folder / "keys.gpg", folder / "signature.asc"
    keys.write_bytes(ring)
    detached.write_bytes(signature)
    words = ["--status-fd", "1", "--homedir", str(folder), "--keyring", str(keys)]
    try:
        told = subprocess.run(  # noqa: S603  the program found above, no shell
            [program, *words, "--", str(detached), str(signed)],
            capture_output=True,
            check=False,
            timeout=_TIME_LIMIT_S,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
    except subprocess.TimeoutExpired:
        return None
    found = _VALID.search(told.stdout.decode(errors="replace"))
    return found[1] if told.returncode == 0 and found else None


def unarmoured(text: bytes) -> bytes | None:
    """Return the bytes of an ASCII-armoured key (RFC 9580, section 6); None = none."""
    lines = text.decode("ascii", "replace").replace("\r", "").split("\n")
    try:
        start = next(n for n, line in enumerate(lines) if line.startswith("-----BEGIN"))
        blank = next(n for n in range(start, len(lines)) if not lines[n].strip())
    except StopIteration:
        return None
    body = []
    for line in lines[blank + 1 :]:
        if line.startswith(("=", "-----")):
            break
        body.append(line.strip())
    try:
        return base64.b64decode("".join(body), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _state(signatures: Iterable[Signature]) -> str:
    answers = {each.fits for each in signatures}
    if not answers:
        return "unsigned"
    if False in answers:
        return "does_not_verify"
    return "not_checked" if None in answers else "verifies"


def _noted(fields: Mapping[str, str], reference: Reference) -> Line:
    rows = {str(row["field"]): row for row in reference.table("proofmode_fields")}
    uses = {name: str(rows[name]["use"]) for name in fields if name in rows}

    def of(use: str) -> dict[str, str]:
        return {name: fields[name] for name, its in uses.items() if its == use}

    return {
        "device": of("device") or None,
        "leads_to_a_person": sorted(of("person")),
        "other_fields": sorted(name for name in fields if name not in rows),
        "position": of("position") or None,
        "stamps": [
            {"says": rows[name]["says"], "tag": name, "written": written}
            for name, written in of("clock").items()
        ],
    }
