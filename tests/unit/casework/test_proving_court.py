"""A bag for a court: valid by our reader and by another's, and every fault is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case
from firsthand.casework.court import check_bag, export_court
from firsthand.casework.intake import Description, add_files
from firsthand.errors import GateError, UserError
from firsthand.model import Protection


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("court")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        for name in ("one", "two", "three"):
            (folder / f"{name}.txt").write_text(f"Report {name} from Daraz.", "utf-8")
        with create_case(folder / "case", operator="tester") as case:
            add_files(case, [folder / "one.txt", folder / "two.txt"])
            sealed = Description(protection=Protection.RESTRICTED)
            add_files(case, [folder / "three.txt"], defaults=sealed)
            export_court(case, folder / "bag", ["D-001", "K-002"])
            with pytest.raises(GateError, match="restricted"):
                export_court(case, folder / "no", ["D-001", "D-003"])
            with pytest.raises(UserError, match="name the exhibits"):
                export_court(case, folder / "no", [])
            assert not (folder / "no").exists()
    return folder / "bag"


@pytest.fixture
def bag(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "bag")
    return tmp_path / "bag"


def test_a_bag_is_valid_and_its_package_holds(bag: Path) -> None:
    assert check_bag(bag) == []
    verifier = bag / "data" / "exhibits" / "verify.py"
    done = subprocess.run(  # noqa: S603  the package's own verifier
        [sys.executable, "-I", str(verifier), "package", str(verifier.parent)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    index = (bag / "data" / "INDEX.txt").read_text(encoding="utf-8")
    assert "1. D-001" in index
    assert "2. K-002" in index
    assert "D-003" not in index


def test_a_bag_is_valid_by_another_reader(bag: Path) -> None:
    oracle = pytest.importorskip("bagit")
    assert oracle.Bag(str(bag)).is_valid()


def _edit(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "payload": (lambda bag: _edit(bag / "data" / "INDEX.txt"), "INDEX.txt: is altered"),
    "tag": (lambda bag: _edit(bag / "bag-info.txt"), "bag-info.txt: is altered"),
    "missing": (lambda bag: (bag / "data/INDEX.txt").unlink(), "INDEX.txt: is missing"),
    "extra": (lambda bag: (bag / "data/x").write_text("x"), "data/x: is not named"),
    "version": (lambda bag: _edit(bag / "bagit.txt"), "bagit.txt: is not the decl"),
    "no manifest": (
        lambda bag: (bag / "manifest-sha512.txt").unlink(),
        "manifest-sha512.txt: cannot be read",
    ),
    "path out": (
        lambda bag: _append(bag / "manifest-sha256.txt", f"{'0' * 64}  data/../../x\n"),
        "not a digest and a path in the bag",
    ),
    "absolute": (
        lambda bag: _append(bag / "manifest-sha256.txt", f"{'0' * 64}  /etc/passwd\n"),
        "not a digest and a path in the bag",
    ),
    "link": (
        lambda bag: (
            (bag / "data/INDEX.txt").unlink(),
            (bag / "data/INDEX.txt").symlink_to("STATEMENT-OF-METHOD.txt"),
        ),
        "INDEX.txt: is missing, or no plain file",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_bag_is_found_and_named(bag: Path, fault: str) -> None:
    break_it, message = FAULTS[fault]
    break_it(bag)
    assert any(message in one for one in check_bag(bag)), check_bag(bag)


def test_a_folder_that_is_no_bag_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="neither a bag"):
        check_bag(tmp_path)


def test_an_export_into_the_case_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with create_case(tmp_path / "case") as case:
        assert isinstance(case, Case)
        with pytest.raises(UserError, match="lies in the case"):
            export_court(case, case.folder / "bag", ["D-001"])
