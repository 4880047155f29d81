"""Court exhibits: a BagIt 1.0 bag around a proof package, and a reader that checks one.

RFC 8493. The payload is the package, a statement of method and an index; manifests in
SHA-256 and SHA-512. The reader believes no path that leads out of the bag.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from firsthand import __version__
from firsthand.casework.anchoring import exposure_in_words
from firsthand.casework.case import Case, store_of
from firsthand.casework.proof_words import LIMITS
from firsthand.casework.proving import Package, prove, refuse_folder
from firsthand.errors import UserError

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ALGORITHMS = ("sha256", "sha512")
_CHUNK_BYTES = 1 << 20
_MANIFEST_LINE = re.compile(r"([0-9a-f]+)[ \t]+(.+)")

_METHOD = """\
STATEMENT OF METHOD

How the exhibits were kept. Each file was hashed (SHA-256) while it was taken in and
stored under that digest; no file is opened for writing afterwards. Each act on the
case is an entry of an append-only log (Merkle tree of RFC 6962). After each act the
state of the log is signed (Ed25519), and only then is the act reported as done.
Working copies (readable text) are objects of their own and marked "derivative".

How they were read. Statements of numbers, persons, places and dates were proposed by
rules of the program Firsthand {version}; nothing that it proposes is a finding. What a
person accepted, corrected or rejected stands in the custody history.

How they were copied. Each file was hashed again while it was copied into this bag, and
compared. exhibits/README.txt says how anybody checks all this offline, without the
program.

State of outside time stamps: {exposure}

{limits}"""


def export_court(
    case: Case, folder: Path, names: Sequence[str], *, protected_too: bool = False
) -> Package:
    """Write a bag of chosen exhibits with proofs, custody, method and index.

    Args:
        case: An open case.
        folder: New or empty folder, outside the case.
        names: Ids of captures, documents, claims, or SHA-256 of objects.
        protected_too: Hand out restricted and sealed material as well.

    Raises:
        GateError: An exhibit is protected and `protected_too` was not said.
        UserError: No exhibit was named, one is unknown, or the folder is not free.
    """
    if not names:
        raise UserError("name the exhibits: firsthand export court DIR ITEM ITEM ...")
    refuse_folder(case, folder)
    data = folder / "data"
    package = prove(
        case, names, data / "exhibits", act_kind="court", protected_too=protected_too
    )
    method = _METHOD.format(
        version=__version__, exposure=exposure_in_words(store_of(case)), limits=LIMITS
    )
    _write(data / "STATEMENT-OF-METHOD.txt", method)
    _write(data / "INDEX.txt", _index(package))
    _write_tags(folder)
    return package


def _index(package: Package) -> str:
    lines = ["INDEX OF EXHIBITS", ""]
    for number, exhibit in enumerate(package.exhibits, start=1):
        lines.append(f"{number}. {exhibit.name}: {exhibit.title}")
        lines += [f"   exhibits/objects/{sha256}" for sha256 in exhibit.objects]
        lines.append(f"   custody: exhibits/items/{exhibit.name}/custody.txt")
        seqs = ", ".join(str(entry.seq) for entry in exhibit.entries)
        lines.append(f"   log entries: {seqs}")
        if exhibit.protected:
            lines.append(f"   PROTECTED MATERIAL: {'; '.join(exhibit.protected)}")
    return "\n".join(lines) + "\n"


# --- writing a bag -------------------------------------------------------------------


def _write_tags(folder: Path) -> None:
    payload = _digests(folder, sorted(_files(folder / "data")))
    n_bytes = sum(path.stat().st_size for path in _files(folder / "data"))
    _write(folder / "bagit.txt", _DECLARATION)
    _write(
        folder / "bag-info.txt",
        f"Bagging-Date: {dt.datetime.now(dt.UTC):%Y-%m-%d}\n"
        f"Bag-Software-Agent: firsthand {__version__}\n"
        f"Payload-Oxum: {n_bytes}.{len(payload)}\n",
    )
    for algorithm in _ALGORITHMS:
        _write(folder / f"manifest-{algorithm}.txt", _manifest(payload, algorithm))
    tags = _digests(folder, sorted(p for p in folder.iterdir() if p.is_file()))
    for algorithm in _ALGORITHMS:
        _write(folder / f"tagmanifest-{algorithm}.txt", _manifest(tags, algorithm))


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _digests(folder: Path, paths: Sequence[Path]) -> dict[str, Mapping[str, str]]:
    return {path.relative_to(folder).as_posix(): _hashed(path) for path in paths}


def _hashed(path: Path) -> dict[str, str]:
    made = {name: hashlib.new(name) for name in _ALGORITHMS}
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""):
            for one in made.values():
                one.update(chunk)
    return {name: one.hexdigest() for name, one in made.items()}


def _manifest(digests: Mapping[str, Mapping[str, str]], algorithm: str) -> str:
    lines = (
        f"{found[algorithm]}  {_encoded(name)}\n" for name, found in digests.items()
    )
    return "".join(lines)


def _encoded(name: str) -> str:
    # RFC 8493, 2.1.3: line ends and the per cent sign itself.
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    for code, character in (("0A", "\n"), ("0D", "\r"), ("25", "%")):
        name = re.sub(f"%{code}", character, name, flags=re.IGNORECASE)
    return name


# --- reading a bag -------------------------------------------------------------------


def check_bag(folder: Path) -> list[str]:
    """Check a bag: complete, nothing beside it, every digest right.

    Returns:
        What is wrong, each naming its file; empty = the bag is valid.

    Raises:
        UserError: It is not a bag.
    """
    declaration = folder / "bagit.txt"
    if not declaration.is_file():
        raise UserError(
            f"{folder}: is neither a bag (bagit.txt) nor a proof package (SHA256SUMS)"
        )
    problems = []
    if declaration.read_bytes() != _DECLARATION.encode():
        problems.append("bagit.txt: is not the declaration of a BagIt 1.0 bag in UTF-8")
    for algorithm in _ALGORITHMS:
        problems += _check_manifest(folder, f"manifest-{algorithm}.txt", algorithm)
        problems += _check_manifest(folder, f"tagmanifest-{algorithm}.txt", algorithm)
    problems += _check_oxum(folder)
    return problems


def _check_manifest(folder: Path, manifest: str, algorithm: str) -> Iterator[str]:
    is_payload = manifest.startswith("manifest-")
    try:
        lines = (folder / manifest).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield f"{manifest}: cannot be read: {error}"
        return
    named: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        found = _MANIFEST_LINE.fullmatch(line)
        name = _decoded(found[2]) if found else ""
        if found is None or not _is_inside(folder, name, is_payload=is_payload):
            yield f"{manifest}: line {number}: not a digest and a path in the bag"
        elif named.setdefault(name, found[1]) != found[1]:
            yield f"{manifest}: line {number}: names {name} a second time"
    for name, digest in named.items():
        path = folder / name
        if not path.is_file() or path.is_symlink():
            yield f"{name}: is missing, or no plain file ({manifest})"
        elif _hashed(path)[algorithm] != digest:
            yield f"{name}: is altered: not the {algorithm} of {manifest}"
    held = _files(folder / "data") if is_payload else _tag_files(folder)
    for path in held:
        name = path.relative_to(folder).as_posix()
        if name not in named:
            yield f"{name}: is not named by {manifest}"


def _tag_files(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith("tagmanifest-")
    )


def _is_inside(folder: Path, name: str, *, is_payload: bool) -> bool:
    parts = name.split("/")
    if not name or name.startswith("/") or {"..", "."} & set(parts):
        return False
    if is_payload != (parts[0] == "data"):
        return False
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _check_oxum(folder: Path) -> Iterator[str]:
    try:
        text = (folder / "bag-info.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    stated = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", text, re.MULTILINE)
    sizes = [path.stat().st_size for path in _files(folder / "data")]
    if stated and (int(stated[1]), int(stated[2])) != (sum(sizes), len(sizes)):
        yield (
            f"bag-info.txt: says {stated[0]}, the payload has {sum(sizes)} bytes in "
            f"{len(sizes)} files"
        )
