"""Signed checkpoints: exact form, exact key (I7)."""

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody import keys
from firsthand.custody import verify as auditor
from firsthand.custody.merkle import MerkleTree
from firsthand.custody.note import Checkpoint, SigningKey, parse_note, parse_vkey
from firsthand.custody.proof import Proof, parse_proof
from firsthand.errors import IntegrityError, UserError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = SigningKey("log.example/one", PRIVATE)
AT = Checkpoint(origin="log.example/one", size=7, root=b"\x05" * 32)
NOTE = KEY.sign(AT)


def test_a_note_reads_back_and_verifies() -> None:
    signed = parse_note(NOTE)
    assert signed.checkpoint == AT
    assert signed.is_signed_by(KEY.verifier)


def test_the_public_key_of_the_specification_has_its_key_id() -> None:
    # The example key of c2sp.org/signed-note.
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert parse_vkey(text).key_id.hex() == "c74f20a3"


def test_a_vkey_reads_back() -> None:
    assert parse_vkey(KEY.verifier.vkey()) == KEY.verifier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        KEY.verifier.vkey() + " ",
        KEY.verifier.vkey()[:-1],
        KEY.verifier.vkey().replace("+", "-", 1),
        KEY.verifier.vkey().upper(),
    ],
)
def test_a_key_that_is_not_exact_is_refused(text: str) -> None:
    with pytest.raises(IntegrityError):
        parse_vkey(text)


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE[:-1],
        NOTE + "\n",
        NOTE + NOTE.split("\n\n")[1],
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("\n7\n", "\n+7\n"),
        NOTE.replace("\n7\n", "\n７\n"),
        NOTE.replace("\n7\n", "\n7\nmore\n"),
        NOTE.replace("BQUF", "BQU", 1),
        NOTE.replace("log.example/one\n7", "\n7"),
        NOTE.replace("BQU=", "BQV="),
    ],
)
def test_a_note_that_is_not_exact_is_refused_by_both_parsers(note: str) -> None:
    with pytest.raises(IntegrityError):
        parse_note(note)
    with pytest.raises(ValueError):  # noqa: PT011  any reason will do
        auditor.parse_note(note, 1)


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_no_flipped_bit_of_a_note_is_accepted(bit: int) -> None:
    raw = bytearray(NOTE.encode())
    raw[bit // 8] ^= 1 << bit % 8
    key = auditor.parse_vkey(KEY.verifier.vkey(), 0)
    try:
        signed = parse_note(raw.decode())
    except (UnicodeDecodeError, IntegrityError):
        pass
    else:
        assert not signed.is_signed_by(KEY.verifier)
    try:
        note = auditor.parse_note(raw.decode(), 1)
    except ValueError:
        return
    fits = note.name == key.name and note.key_id == auditor.key_id_of(key)
    message = note.text.encode()
    assert not (fits and auditor.ed25519_verifies(key.public, message, note.signature))


def test_another_key_of_the_same_name_does_not_verify() -> None:
    other = SigningKey("log.example/one", Ed25519PrivateKey.generate())
    assert not parse_note(NOTE).is_signed_by(other.verifier)


def test_arithmetic_alone_agrees_with_the_library_on_signatures() -> None:
    public, text = KEY.verifier.public, AT.text().encode()
    signature = parse_note(NOTE).signature
    assert auditor.ed25519_verifies(public, text, signature)
    for at in range(0, 64, 7):
        spoiled = bytearray(signature)
        spoiled[at] ^= 1
        assert not auditor.ed25519_verifies(public, text, bytes(spoiled))
    too_large = (int.from_bytes(signature[32:], "little") + auditor.ORDER).to_bytes(
        32, "little"
    )
    assert not auditor.ed25519_verifies(public, text, signature[:32] + too_large)
    assert not auditor.ed25519_verifies(b"\xff" * 32, text, signature)


def test_arithmetic_alone_passes_the_vector_of_rfc_8032() -> None:
    public = bytes.fromhex(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    )
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert auditor.ed25519_verifies(public, b"\x72", signature)
    assert not auditor.ed25519_verifies(public, b"\x73", signature)


def test_openssl_verifies_a_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(keys.public_pem(KEY.verifier))
    (tmp_path / "note.body").write_text(AT.text())
    (tmp_path / "note.sig").write_bytes(parse_note(NOTE).signature)
    try:
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin",  # noqa: S607  a fixed tool
             "-in", "note.body", "-sigfile", "note.sig"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    assert "Verified Successfully" in done.stdout, done.stderr


def test_a_proof_reads_back_and_holds() -> None:
    tree = MerkleTree([b"a", b"b", b"c"])
    note = KEY.sign(Checkpoint(origin=KEY.verifier.name, size=3, root=tree.root()))
    made = Proof(index=1, entry=b"b", path=tuple(tree.inclusion(1)), note=note)
    assert parse_proof(made.text()) == made
    assert made.holds(KEY.verifier)
    assert auditor.check_proof(made.text(), KEY.verifier.vkey())[1] == b"b"
    for spoiled in (
        made.text().replace("index 1", "index 0"),
        made.text().replace("index 1", "index 01"),
        made.text().replace(base64.b64encode(b"b").decode(), "Yg"),
        made.text().replace("@v1", "@v2"),
        "",
    ):
        with pytest.raises(ValueError):  # noqa: PT011  any reason will do
            auditor.check_proof(spoiled, KEY.verifier.vkey())


@given(st.text(max_size=200))
def test_reading_a_proof_never_fails_in_another_way(text: str) -> None:
    for prefix in ("", "c2sp.org/tlog-proof@v1\nextra \nindex 0\n"):
        with pytest.raises(IntegrityError):
            assert parse_note(parse_proof(prefix + text).note)


def test_a_private_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    made = keys.create_key("log.example/two", tmp_path / "keys")
    path = keys.key_path(made.verifier, tmp_path / "keys")
    assert path.stat().st_mode & 0o777 == 0o600
    found = keys.load_key(made.verifier, tmp_path / "keys")
    assert found is not None
    assert found.verifier == made.verifier


def test_a_key_that_is_elsewhere_is_none_and_a_wrong_one_is_refused(
    tmp_path: Path,
) -> None:
    assert keys.load_key(KEY.verifier, tmp_path) is None
    other = keys.create_key("log.example/two", tmp_path)
    path = keys.key_path(other.verifier, tmp_path)
    path.rename(keys.key_path(KEY.verifier, tmp_path))
    with pytest.raises(IntegrityError, match="another key"):
        keys.load_key(KEY.verifier, tmp_path)
    keys.key_path(KEY.verifier, tmp_path).chmod(0o600)
    keys.key_path(KEY.verifier, tmp_path).write_text("nonsense")
    with pytest.raises(IntegrityError, match="not a readable private key"):
        keys.load_key(KEY.verifier, tmp_path)


def test_a_folder_for_keys_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot keep the signing key"):
        keys.create_key("log.example/two", tmp_path / "file" / "keys")


def test_keys_lie_under_the_configuration_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keys.default_keys_folder() == tmp_path / "firsthand" / "keys"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keys.default_keys_folder() == tmp_path / ".config" / "firsthand" / "keys"


class _Broken:
    """A key class of an installation that imports and does not work."""

    @staticmethod
    def from_public_bytes(raw: bytes) -> object:
        raise ImportError(f"no library beside it for {raw.hex()}")


class _Lax(_Broken):
    """One that finds every signature good."""

    @staticmethod
    def from_public_bytes(raw: bytes) -> object:
        del raw
        return _Lax()

    def verify(self, signature: bytes, message: bytes) -> None:
        """Say nothing: good."""


@pytest.mark.parametrize("broken", [_Broken, _Lax])
def test_the_verifier_uses_no_signature_library_that_does_not_work(
    monkeypatch: pytest.MonkeyPatch, broken: type
) -> None:
    assert auditor.fastest_ed25519() is not auditor.ed25519_verifies
    name = "cryptography.hazmat.primitives.asymmetric.ed25519"
    monkeypatch.setattr(f"{name}.Ed25519PublicKey", broken)
    assert auditor.fastest_ed25519() is auditor.ed25519_verifies
