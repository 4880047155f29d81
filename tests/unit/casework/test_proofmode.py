"""ProofMode bundles: taken in whole, checked by signature, nobody given away."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.verify.proofmode import unarmoured

GPG = shutil.which("gpg") or "gpg"
pytestmark = pytest.mark.skipif(
    shutil.which("gpg") is None or shutil.which("gpgv") is None,
    reason="bundles are signed here with gpg and checked with gpgv",
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a bundle, by name, signed by a key of our own."""
    folder = tmp_path_factory.mktemp("pm")
    home = folder / "home"
    home.mkdir(mode=0o700)

    def gpg(*words: str) -> bytes:
        return subprocess.run(  # noqa: S603  words of this file alone
            [GPG, "--homedir", str(home), "--batch", "--passphrase", "", *words],
            check=True,
            capture_output=True,
        ).stdout

    gpg("--quick-gen-key", "app@velmara.example", "ed25519", "sign")
    picture = folder / "photo one.jpg"
    Image.effect_noise((64, 48), 60).convert("RGB").save(picture, "JPEG")
    sha256 = hashlib.sha256(picture.read_bytes()).hexdigest()
    notes = folder / f"{sha256}.proof.json"
    noted = {
        "File Hash SHA256": sha256,
        "Proof Generated": "2021-11-29T09:31:02Z",
        "Location.Latitude": "12.3456",
        "DeviceID": "secret-device-77",
        "IPv4": "192.0.2.7",
    }
    notes.write_text(json.dumps(noted), encoding="utf-8")
    made = {"pubkey.asc": gpg("--armor", "--export")}
    for path, name in ((picture, f"{sha256}.asc"), (notes, f"{notes.name}.asc")):
        made[name] = gpg("--armor", "--detach-sign", "-o", "-", str(path))
        made[path.name] = path.read_bytes()
    # The agent that gpg starts ends when its folder goes.
    shutil.rmtree(home)
    return made


def _bundle(folder: Path, parts: dict[str, bytes], name: str = "b.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as file:
        for each, data in parts.items():
            file.writestr(each, data)
    return path


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    CliRunner().invoke(cli, ["init", str(folder)])
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def _checked(folder: Path) -> dict[str, object]:
    told = _types(folder, "media", "proofmode", "M-001", "--json")
    assert told.exit_code == 0, told.output
    line: dict[str, object] = json.loads(told.stdout)["result"]
    return line


def test_a_bundle_is_taken_in_restricted_and_its_signatures_verify(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    path = _bundle(tmp_path, parts)
    told = _types(case_folder, "import", "proofmode", str(path))
    assert told.exit_code == 0, told.output
    (item,) = _types(case_folder, "media", "list", "--json").stdout.splitlines()
    assert json.loads(item)["protection"] == "restricted"
    line = _checked(case_folder)
    assert line["state"] == "verifies"
    assert [each["on"] for each in line["signatures"]] == ["picture", "notes"]  # type: ignore[attr-defined]
    assert line["position"] == {"Location.Latitude": "12.3456"}
    assert "same bytes" in _types(case_folder, "check", "again", "CH-001").output
    again = _types(case_folder, "import", "proofmode", str(path))
    assert "0 new, 0 changed, 1 same" in again.output


def test_what_leads_to_a_person_is_named_and_never_printed(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    _types(case_folder, "import", "proofmode", str(_bundle(tmp_path, parts)))
    told = _types(case_folder, "media", "proofmode", "M-001").output
    assert "DeviceID" in told
    assert "secret-device-77" not in told
    assert "192.0.2.7" not in told


def test_a_signature_of_other_notes_does_not_verify_and_is_not_called_forged(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    changed = {
        name: data.replace(b"09:31:02", b"11:31:02") for name, data in parts.items()
    }
    path = _bundle(tmp_path, changed)
    _types(case_folder, "import", "proofmode", str(path))
    line = _checked(case_folder)
    assert line["state"] == "does_not_verify"
    assert [each["fits"] for each in line["signatures"]] == [True, False]  # type: ignore[attr-defined]
    assert "not the same as forged" in str(line["meaning"])


def test_a_picture_that_no_notes_are_about_is_told_and_not_taken_for_it(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    changed = {**parts, "photo one.jpg": parts["photo one.jpg"] + b"\n"}
    told = _types(case_folder, "import", "proofmode", str(_bundle(tmp_path, changed)))
    assert told.exit_code == 1
    assert "no notes in the bundle are about these bytes" in told.output
    assert "No media yet" in _types(case_folder, "media", "list").output


def test_a_bundle_without_a_key_does_not_verify(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    less = {name: data for name, data in parts.items() if name != "pubkey.asc"}
    _types(case_folder, "import", "proofmode", str(_bundle(tmp_path, less)))
    assert _checked(case_folder)["state"] == "does_not_verify"


def test_a_bundle_without_signatures_is_unsigned(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    less = {n: data for n, data in parts.items() if not n.endswith(".asc")}
    _types(case_folder, "import", "proofmode", str(_bundle(tmp_path, less)))
    assert _checked(case_folder)["state"] == "unsigned"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"no zip at all"])
def test_what_is_no_bundle_is_kept_and_told(
    case_folder: Path, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(data)
    told = _types(case_folder, "import", "proofmode", str(path))
    assert told.exit_code == 1
    assert "is no zip that can be read" in told.output


def test_names_that_point_outside_are_taken_by_their_last_part(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    outside = {f"../../{name}": data for name, data in parts.items()}
    _types(case_folder, "import", "proofmode", str(_bundle(tmp_path, outside)))
    assert _checked(case_folder)["state"] == "verifies"
    assert not (tmp_path.parent / "photo one.jpg").exists()


def test_media_that_came_in_no_bundle_are_refused(
    case_folder: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(parts["photo one.jpg"])
    _types(case_folder, "add", str(photo))
    told = _types(case_folder, "media", "proofmode", "M-001")
    assert isinstance(told.exception, UserError)
    assert "firsthand import proofmode" in str(told.exception)


@pytest.mark.parametrize("text", [b"", b"-----BEGIN PGP-----\n\n!!\n", b"\xff\xfe"])
def test_a_key_that_is_no_key_is_none(text: bytes) -> None:
    assert unarmoured(text) is None
