"""Time stamps by an authority of our own: a local CA, `openssl ts`, no network.

The authority answers by file, or by a server on the loopback address alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.anchoring import (
    Anchor,
    anchors_of,
    ask,
    check_again,
    exposure_in_words,
    queue,
    read_roots,
    take_back,
)
from firsthand.casework.case import store_of
from firsthand.casework.intake import add_files
from firsthand.casework.proving import prove
from firsthand.custody import timestamp
from firsthand.custody.audit import audit
from firsthand.custody.keys import default_keys_folder, load_key
from firsthand.custody.merkle import MerkleTree
from firsthand.custody.note import Checkpoint
from firsthand.custody.timestamp import make_request, read_answer, verify_answer
from firsthand.custody.verify import check_package
from firsthand.errors import SourceError, UserError

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not installed"
)

CONFIG = """\
[tsa]
default_tsa = t
[t]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
NOW = dt.datetime.now(dt.UTC)


class Authority:
    """A certificate authority with a time-stamping key under it."""

    def __init__(self, folder: Path, *, days: int = 365) -> None:
        folder.mkdir()
        self.folder = folder
        self.root = folder / "root.pem"
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
        ca = self._certificate(name, name, key, key, is_root=True, days=days)
        self.root.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
        own = ec.generate_private_key(ec.SECP256R1())
        leaf = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clock")])
        made = self._certificate(leaf, name, own, key, is_root=False, days=days)
        (folder / "tsa.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        pem = own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / "tsa.key").write_bytes(pem)
        (folder / "serial").write_text("01\n", encoding="ascii")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder), encoding="ascii")

    @staticmethod
    def _certificate(
        subject: x509.Name,
        issuer: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        signer: ec.EllipticCurvePrivateKey,
        *,
        is_root: bool,
        days: int,
    ) -> x509.Certificate:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=30))
            .not_valid_after(NOW + dt.timedelta(days=365 if is_root else days))
            .add_extension(
                x509.BasicConstraints(ca=is_root, path_length=None), critical=True
            )
        )
        if not is_root:
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(signer, hashes.SHA256())

    def answer(self, request: bytes) -> bytes:
        """Answer as an authority does, on its own clock."""
        (self.folder / "q.tsq").write_bytes(request)
        config = str(self.folder / "tsa.cnf")
        command = ["openssl", "ts", "-reply", "-config", config, "-section", "t"]
        command += ["-queryfile", str(self.folder / "q.tsq")]
        command += ["-out", str(self.folder / "a.tsr")]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  ours
        return (self.folder / "a.tsr").read_bytes()

    @property
    def roots(self) -> list[bytes]:
        return read_roots([self.root])


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "good")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "evil")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "report.txt").write_text("Nine were counted in Talbar.", "utf-8")
    with create_case(tmp_path / "case", operator="tester") as case:
        add_files(case, [tmp_path / "report.txt"])
        yield case


Serve = Callable[[Callable[[bytes], bytes]], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve answers on the loopback address; gives the address."""
    servers: list[http.server.HTTPServer] = []

    def start(answer: Callable[[bytes], bytes]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer(asked))

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def carried(case: Case, tsa: Authority, tmp_path: Path, roots: list[bytes]) -> Anchor:
    request = queue(case, tmp_path / "usb").read_bytes()
    (tmp_path / "usb" / "answer.tsr").write_bytes(tsa.answer(request))
    return take_back(case, tmp_path / "usb" / "answer.tsr", roots)


# --- over the loopback address -------------------------------------------------------


def test_an_answer_under_a_pinned_root_is_verified_by_two(
    kept: Case, tsa: Authority, serve: Serve
) -> None:
    before = exposure_in_words(store_of(kept))
    ((_, found),) = ask(kept, [serve(tsa.answer)], tsa.roots)
    assert isinstance(found, Anchor)
    assert found.is_verified
    assert found.why is None
    assert re.search(r"unanchored: (\d+) of \1 entries.*never anchored", before)
    assert "last anchored" in exposure_in_words(store_of(kept))
    report = audit(store_of(kept).folder)
    assert report.problems == ()
    assert any("is NOT checked here" in note for note in report.notes)
    assert kept.store.verify().problems == ()


def test_without_a_pinned_root_nothing_is_called_verified(
    kept: Case, tsa: Authority, serve: Serve
) -> None:
    ((_, found),) = ask(kept, [serve(tsa.answer)], [])
    assert isinstance(found, Anchor)
    assert not found.is_verified
    assert "no root" in str(found.why)
    assert "never anchored" in exposure_in_words(store_of(kept))


def test_another_root_does_not_verify_and_the_answer_is_kept(
    kept: Case, tsa: Authority, evil: Authority, serve: Serve
) -> None:
    ((_, found),) = ask(kept, [serve(evil.answer)], tsa.roots)
    assert isinstance(found, Anchor)
    assert not found.is_verified
    assert "never anchored" in exposure_in_words(store_of(kept))
    assert check_again(kept, evil.roots)[0].is_verified
    assert not check_again(kept, tsa.roots)[0].is_verified


def test_a_look_without_a_root_says_nothing_against_a_verified_stamp(
    kept: Case, tsa: Authority, serve: Serve
) -> None:
    ask_one = ask(kept, [serve(tsa.answer)], tsa.roots)
    assert [one.is_verified for _, one in ask_one if isinstance(one, Anchor)] == [True]
    assert check_again(kept, [])[0].is_verified
    assert "last anchored" in exposure_in_words(store_of(kept))


def test_an_answer_carried_back_twice_is_one_stamp_and_stays_verified(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    first = carried(kept, tsa, tmp_path, tsa.roots)
    answer = tmp_path / "usb" / "answer.tsr"
    again = take_back(kept, answer, [])
    assert (again.stem, again.is_verified) == (first.stem, True)
    assert len(anchors_of(store_of(kept))) == 1


def test_of_several_roots_the_one_that_verified_it_is_named(
    kept: Case, tsa: Authority, evil: Authority, serve: Serve
) -> None:
    roots = [*evil.roots, *tsa.roots]
    ((_, found),) = ask(kept, [serve(tsa.answer)], roots)
    assert isinstance(found, Anchor)
    assert found.roots == (hashlib.sha256(tsa.roots[0]).hexdigest(),)


def test_two_authorities_are_asked_each_for_itself(
    kept: Case, tsa: Authority, evil: Authority, serve: Serve
) -> None:
    roots = [*tsa.roots, *evil.roots]
    found = [one for _, one in ask(kept, [serve(a.answer) for a in (tsa, evil)], roots)]
    assert [isinstance(one, Anchor) and one.is_verified for one in found] == [True] * 2
    assert len({one.stem for one in found if isinstance(one, Anchor)}) == 2
    assert audit(store_of(kept).folder).problems == ()


@pytest.mark.parametrize(
    "answer", [b"<html><body>Log in</body></html>", b"", b"\x30\x82\xff\xff\x00"]
)
def test_what_is_no_time_stamp_is_said_and_not_stored(
    kept: Case, serve: Serve, answer: bytes
) -> None:
    n_before = len(list(kept.store.events()))
    ((_, found),) = ask(kept, [serve(lambda _: answer)], [])
    assert "no RFC 3161 time stamp" in str(found)
    assert len(list(kept.store.events())) == n_before


def test_an_answer_about_other_bytes_is_refused(
    kept: Case, tsa: Authority, serve: Serve
) -> None:
    other = make_request(b"another log")
    ((_, found),) = ask(kept, [serve(lambda _: tsa.answer(other))], tsa.roots)
    assert "other bytes" in str(found)
    assert anchors_of(store_of(kept)) == []


def test_an_answer_to_an_earlier_request_is_refused(
    kept: Case, tsa: Authority, serve: Serve
) -> None:
    earlier = make_request(kept.store.checkpoint.encode())
    ((_, found),) = ask(kept, [serve(lambda _: tsa.answer(earlier))], tsa.roots)
    assert "another request" in str(found)


def test_an_authority_that_does_not_answer_is_said(kept: Case) -> None:
    ((_, found),) = ask(kept, ["http://127.0.0.1:9/"], [])
    assert "no answer" in str(found)
    assert "--queue" in str(found)
    ((_, found),) = ask(kept, ["file:///etc/hostname"], [])
    assert "http" in str(found)


# --- carried by hand -----------------------------------------------------------------


def test_a_carried_request_and_its_answer_find_each_other(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    found = carried(kept, tsa, tmp_path, tsa.roots)
    assert found.is_verified
    names = {path.name for path in (store_of(kept).folder / "anchors").iterdir()}
    wanted = (".tsq", ".tsr", ".chain.pem")
    assert names >= {f"{found.size}.checkpoint", *(found.stem + s for s in wanted)}
    assert audit(store_of(kept).folder).problems == ()


def test_an_answer_to_no_request_of_the_case_is_refused(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    queue(kept, tmp_path / "usb")
    path = tmp_path / "stray.tsr"
    path.write_bytes(tsa.answer(make_request(kept.store.checkpoint.encode())))
    with pytest.raises(SourceError, match="answers no request"):
        take_back(kept, path, tsa.roots)
    path.write_text("<html>", encoding="ascii")
    with pytest.raises(SourceError, match=r"stray\.tsr: .*no RFC 3161"):
        take_back(kept, path, tsa.roots)


def test_a_certificate_that_had_expired_by_then_does_not_verify(
    tmp_path: Path,
) -> None:
    old = Authority(tmp_path / "old", days=-1)
    request = make_request(b"note")
    try:
        response = old.answer(request)
    except subprocess.CalledProcessError:
        pytest.skip("this openssl does not sign with an expired certificate")
    verdict = verify_answer(response, b"note", old.roots)
    assert not verdict.is_verified
    assert "expired" in str(verdict.why)


def test_one_changed_byte_of_an_answer_is_seen(tsa: Authority) -> None:
    response = tsa.answer(make_request(b"note"))
    assert verify_answer(response, b"note", tsa.roots).is_verified
    assert not verify_answer(response, b"nope", tsa.roots).is_verified
    at = response.index(read_answer(response).gen_time.strftime("%Y%m%d").encode())
    altered = bytearray(response)
    altered[at + 3] ^= 1
    assert not verify_answer(bytes(altered), b"note", tsa.roots).is_verified


def test_an_answer_that_carries_its_whole_chain_is_verified(tmp_path: Path) -> None:
    """Unsorted certificates: one checker may refuse to read them, openssl does not."""
    chained = Authority(tmp_path / "chained")
    with (chained.folder / "tsa.cnf").open("a", encoding="ascii") as file:
        file.write(f"certs = {chained.root}\n")
    response = chained.answer(make_request(b"note"))
    assert read_answer(response).chain.count("BEGIN CERTIFICATE") == 2
    verdict = verify_answer(response, b"note", chained.roots)
    assert verdict.is_verified, verdict.why
    assert "openssl ts" in verdict.checked_by


def test_a_root_that_came_with_the_answer_is_not_trusted(
    tmp_path: Path, tsa: Authority
) -> None:
    self_made = Authority(tmp_path / "self_made")
    with (self_made.folder / "tsa.cnf").open("a", encoding="ascii") as file:
        file.write(f"certs = {self_made.root}\n")
    response = self_made.answer(make_request(b"note"))
    assert not verify_answer(response, b"note", tsa.roots).is_verified


@pytest.mark.parametrize("missing", ["openssl", "rfc3161_client", "both"])
def test_one_checker_is_enough_and_none_is_not(
    tsa: Authority, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    response = tsa.answer(make_request(b"note"))
    if missing in {"openssl", "both"}:
        pytest.importorskip("rfc3161_client")
        monkeypatch.setattr(timestamp.shutil, "which", lambda _: None)
    if missing in {"rfc3161_client", "both"}:
        monkeypatch.setattr(timestamp.importlib.util, "find_spec", lambda _: None)
    verdict = verify_answer(response, b"note", tsa.roots)
    assert verdict.is_verified == (missing != "both")
    assert len(verdict.checked_by) == (missing != "both")


def test_a_root_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text("no certificate", encoding="ascii")
    with pytest.raises(UserError, match=r"root\.pem: not a PEM certificate"):
        read_roots([tmp_path / "root.pem"])


# --- in the store and in a package ---------------------------------------------------


def test_i8_what_is_taken_in_after_a_stamp_is_bounded_from_below_by_it(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    stamp = carried(kept, tsa, tmp_path, tsa.roots)
    (tmp_path / "late.txt").write_text("Two more were counted in Talbar.", "utf-8")
    with open_case(kept.folder) as again:
        add_files(again, [tmp_path / "late.txt"])
        prove(again, ["D-002"], tmp_path / "p")
        prove(again, ["D-001"], tmp_path / "early")
    answer = tmp_path / "p" / "anchors" / f"{stamp.stem}.tsr"
    digest = hashlib.sha256(answer.read_bytes()).hexdigest()
    words = [one.read_bytes()[32:] for one in (tmp_path / "p" / "private").iterdir()]
    assert any(json.loads(one).get("after") == digest for one in words)
    told = (tmp_path / "p" / "items" / "D-002" / "custody.txt").read_text("utf-8")
    added = told.split("\n\n")[1].splitlines()[:2]
    assert "taken in" in added[0]
    assert "written after" in added[1]
    # What was taken in before has no bound from below, and none is claimed.
    told = (tmp_path / "early" / "items" / "D-001" / "custody.txt").read_text("utf-8")
    assert "written after" not in told.split("\n\n")[1].splitlines()[1]
    assert check_package(tmp_path / "p").problems == []


def rewritten(case: Case, folder: Path, n_kept: int | None = None) -> Path:
    """Back-date every entry of a copy and sign it anew, as the key's holder can."""
    store = store_of(case)
    lines = [
        re.sub(rb'"at":"\d{4}', b'"at":"2019', line) for _, line in store.entries()
    ][:n_kept]
    (_, public), *_ = store.public_keys()
    key = load_key(public, default_keys_folder())
    assert key is not None
    shutil.copytree(store.folder, folder)
    root = MerkleTree(lines).root()
    note = key.sign(Checkpoint(origin=public.name, size=len(lines), root=root))
    (folder / "log" / "entries.jsonl").write_bytes(b"\n".join([*lines, b""]))
    (folder / "log" / "checkpoints").write_text(f"{note}\n", encoding="utf-8")
    return folder


def test_c5_a_back_dated_and_newly_signed_log_is_seen_against_its_time_stamp(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    carried(kept, tsa, tmp_path, tsa.roots)
    found = audit(rewritten(kept, tmp_path / "forged"))
    assert "V060" in {one.code for one in found.problems}
    assert audit(store_of(kept).folder).is_clean


def test_c5_whoever_takes_the_time_stamps_out_as_well_is_seen_only_from_outside(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    before = {path for path in store_of(kept).folder.rglob("*") if path.is_file()}
    n_before = len(list(store_of(kept).entries()))
    stamped = dict(carried(kept, tsa, tmp_path, tsa.roots).files)
    forged = rewritten(kept, tmp_path / "forged", n_before)
    for path in [*forged.rglob("*")]:
        if store_of(kept).folder / path.relative_to(forged) not in before:
            path.unlink() if path.is_file() else None
    assert audit(forged).is_clean  # nothing inside it can tell
    name = next(one for one in stamped if one.endswith(".checkpoint"))
    kept_outside = stamped[name].decode()
    told = audit(forged, receipts=(kept_outside,)).problems
    assert [one.code for one in told] == ["V042"]


@pytest.mark.parametrize("suffix", ["checkpoint", "tsq", "tsr", "chain.pem"])
def test_an_altered_file_of_an_anchor_is_found(
    kept: Case, tsa: Authority, tmp_path: Path, suffix: str
) -> None:
    carried(kept, tsa, tmp_path, tsa.roots)
    folder = store_of(kept).folder / "anchors"
    path = next(path for path in folder.iterdir() if path.name.endswith(suffix))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.chmod(0o640)
    path.write_bytes(data)
    found = {(one.code, one.path) for one in audit(store_of(kept).folder).problems}
    assert ("V061", str(path)) in found


def test_a_package_carries_the_earliest_anchor_and_its_commands_hold(
    kept: Case, tsa: Authority, tmp_path: Path
) -> None:
    first = carried(kept, tsa, tmp_path, tsa.roots)
    package = prove(kept, ["D-001"], tmp_path / "p")
    assert f"anchors/{first.stem}.tsr" in package.files
    shutil.copy(tsa.root, tmp_path / "p" / "ROOT.pem")
    text = (tmp_path / "p" / "README.txt").read_text(encoding="utf-8")
    (command,) = re.findall(r"^  (openssl ts .*)$", text, re.MULTILINE)
    done = subprocess.run(  # noqa: S602  what a person would type
        command, shell=True, cwd=tmp_path / "p", check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    early = [name for name in package.files if f".at-{first.size}." in name]
    assert early
    assert "verified against the root" in (
        tmp_path / "p" / "certificate-DRAFT.txt"
    ).read_text(encoding="utf-8")
