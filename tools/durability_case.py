"""What a case does beside taking in, killed at every call: part of tools/durability.py.

Asking for a time stamp and taking its answer back, a proof package, a bag for a court,
the export as JSON lines. After each kill the case opens, is whole, takes more in; what
was being written for others is either complete or seen to be not (EVIDENCE C1).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from firsthand.casework.anchoring import queue
from firsthand.casework.case import create_case, open_case
from firsthand.casework.court import check_bag
from firsthand.casework.intake import Description, add_files
from firsthand.custody.verify import check_package
from firsthand.model import Document

HEAD = """
import sys
from pathlib import Path
from firsthand.casework.anchoring import queue, read_roots, take_back
from firsthand.casework.case import open_case
from firsthand.casework.court import export_court
from firsthand.casework.exporting import export_jsonl
from firsthand.casework.proving import prove
place = Path(sys.argv[1])
case = open_case(place / "case")
"""
# What each kind of work is: a program that prints a line once it is done.
WORK = {
    "request": "queue(case, place / 'out')\n",
    "anchor": "take_back(case, place / 'answer.tsr', read_roots([place / 'tsa/r']))\n",
    "proof": "prove(case, ['D-001'], place / 'out')\n",
    "court": "export_court(case, place / 'out', ['D-001'])\n",
    "jsonl": "export_jsonl(case, place / 'out')\n",
}
_PAGE = "Shells fell on Toreth on 3 May. At least 12 civilians were killed.\n" * 20
_AUTHORITY = """
[t]
default_tsa = t1
[t1]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/c
signer_key = {folder}/c.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def missing() -> str | None:
    """Say why this cannot run here; None = it can."""
    return None if shutil.which("openssl") else "openssl is not installed"


@contextlib.contextmanager
def at_home(place: Path) -> Iterator[None]:
    """Keep the signing keys of these cases in a folder of their own."""
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(place / "keys")
    try:
        yield
    finally:
        os.environ.pop("XDG_CONFIG_HOME")
        if before is not None:
            os.environ["XDG_CONFIG_HOME"] = before


def make(place: Path) -> None:
    """Make a case with one document, and an authority that stamps time."""
    page = place / "page.txt"
    page.write_text(_PAGE)
    with create_case(place / "case", name="Velmara") as case:
        add_files(case, [page], defaults=Description(source="Toreth Post"))
    folder = place / "tsa"
    folder.mkdir()
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    (folder / "serial").write_text("01\n")
    (folder / "t").write_text(_AUTHORITY.format(folder=folder))
    new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    _openssl(folder, f"req -x509 {new} -subj /CN=root -keyout r.key -out r -days 9")
    _openssl(folder, f"req {new} -subj /CN=clock -keyout c.key -out c.csr")
    signing = "-CA r -CAkey r.key -CAcreateserial -extfile ext -days 9"
    _openssl(folder, f"x509 -req -in c.csr {signing} -out c")


def _openssl(folder: Path, words: str) -> None:
    command = ["openssl", *words.split()]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def prepare(place: Path, work: str) -> None:
    """Lay out what a work needs: an empty place to write, an answer to take back."""
    shutil.rmtree(place / "out", ignore_errors=True)
    if work != "anchor":
        return
    with open_case(place / "case") as case:
        request = queue(case, place / "asked")
    words = f"ts -reply -config t -section t1 -queryfile {request}"
    _openssl(place / "tsa", f"{words} -out {place / 'answer.tsr'}")


def check(place: Path, work: str) -> Iterator[str]:
    """Yield what is wrong after a kill."""
    try:
        with open_case(place / "case") as case:
            names = [one.id for one in case.store.every(Document)]
            if names != ["D-001"]:
                yield f"documents {names}"
            with case.writing():
                case.store.commit(case.act("test"))
            found = case.store.verify().problems
            yield from (f"{one.code} {one.path}: {one.message}" for one in found)
        yield from _check_out(place / "out", work)
    except Exception as error:  # noqa: BLE001  any refusal is a finding here
        yield f"{type(error).__name__}: {error}"


def _check_out(out: Path, work: str) -> Iterator[str]:
    # What looks complete must be complete; what is not must be seen to be not.
    if work == "proof" and (out / "SHA256SUMS").exists():
        sums = (out / "SHA256SUMS").read_text()
        found = check_package(out).problems
        if found and sums.endswith("certificate-DRAFT.txt\n"):
            yield f"a package that looks complete: {found[0]}"
        if not found and "certificate-DRAFT.txt" not in sums:
            yield "a package that is not complete passes"
    if work == "court" and (out / "tagmanifest-sha512.txt").exists():
        found_in_bag = check_bag(out)
        if not found_in_bag and not (out / "data" / "INDEX.txt").exists():
            yield "a bag that is not complete passes"
    if work == "jsonl" and out.exists():
        whole = sorted(path.name for path in out.iterdir())
        if "log.jsonl" not in whole or "sources.jsonl" not in whole:
            yield f"an export that is not complete stands there: {whole}"
