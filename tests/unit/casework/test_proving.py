"""A proof package holds up without the program: its own commands, its own verifier."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.case import store_of
from firsthand.casework.exhibits import exhibit_of
from firsthand.casework.intake import Description, add_files
from firsthand.casework.judging import undo
from firsthand.casework.proving import (
    prove,
    read_checkpoint,
    write_zip,
)
from firsthand.casework.state import CaseState
from firsthand.errors import GateError, IntegrityError, UserError
from firsthand.model import Protection, SourceType
from firsthand.store import open_store

OPEN = "Velmara Monitor counted the dead at the market of Talbar."
GUARDED = "I stood behind the bakery in Jesrin, said the woman with the blue scarf."


def add(case: Case, folder: Path, name: str, text: str, stated: Description) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    add_files(case, [folder / name], defaults=stated)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """A case of one open report and one protected statement."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with create_case(tmp_path / "case", name="Small", operator="Tess Ter") as case:
        monitor = Description(source="Velmara Monitor", kind=SourceType.MONITOR)
        add(case, tmp_path / "in", "report.txt", OPEN, monitor)
        witness = Description(
            source="W-7", kind=SourceType.WITNESS, protection=Protection.RESTRICTED
        )
        add(case, tmp_path / "in", "statement.txt", GUARDED, witness)
        yield case


def commands(readme: str) -> list[str]:
    wanted = r"^  ((?:python3|sha256sum|head|sed|openssl|tail|rm) .*)$"
    return re.findall(wanted, readme, re.MULTILINE)


def check(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "verify.py"), "package", str(folder)]
    return subprocess.run(  # noqa: S603  the package's own verifier
        [*command, *more], check=False, capture_output=True, text=True
    )


def every_byte(folder: Path) -> bytes:
    return b"\n".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_every_command_of_the_readme_runs_and_succeeds(
    kept: Case, tmp_path: Path
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path / "p"
    prove(kept, ["D-001"], folder)
    found = commands((folder / "README.txt").read_text(encoding="utf-8"))
    assert len(found) > 10
    for command in found:
        done = subprocess.run(  # noqa: S602  what a person would type
            command.replace("python3", sys.executable),
            shell=True,
            cwd=folder,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, (command, done.stderr)


def test_the_entries_proved_name_the_bytes_given(kept: Case, tmp_path: Path) -> None:
    package = prove(kept, ["K-001"], tmp_path / "p")
    (sha256,) = package.exhibits[0].objects
    assert (tmp_path / "p" / "objects" / sha256).read_text(encoding="utf-8") == OPEN
    named = [entry for entry in package.exhibits[0].entries if entry.sha256 == sha256]
    assert "capture" in {entry.type for entry in named}
    for entry in package.exhibits[0].entries:
        assert f"proofs/{entry.seq}.tlog-proof" in package.files
    assert check(tmp_path / "p").returncode == 0


def run_verifier(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  the package's own verifier
        [sys.executable, "-I", "verify.py", *words],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


def test_i4_a_package_proves_that_the_log_only_grew_since_an_earlier_one(
    kept: Case, tmp_path: Path
) -> None:
    prove(kept, ["D-001"], tmp_path / "spring")
    add(kept, tmp_path / "in", "later.txt", "Another page.", Description(source="B"))
    since = read_checkpoint(tmp_path / "spring")
    prove(kept, ["D-001"], tmp_path / "autumn", since=since)
    folder = tmp_path / "autumn"
    assert check(folder).returncode == 0
    proof = next((folder / "consistency").glob("*.tlog-consistency")).relative_to(
        folder
    )
    own_copy = str(tmp_path / "spring" / "checkpoint")
    key = ("--key", store_of(kept).public_key)
    grown = run_verifier(folder, "consistency", own_copy, str(proof), *key)
    assert grown.returncode == 0
    assert "only grew from" in grown.stdout
    newest = str(folder / "checkpoint")
    other = run_verifier(folder, "consistency", newest, str(proof), *key)
    assert other.returncode == 3
    # The readme's own commands hold for it as well.
    (told,) = [
        line
        for line in commands((folder / "README.txt").read_text(encoding="utf-8"))
        if "verify.py consistency" in line
    ]
    ran = subprocess.run(  # noqa: S602  what a person would type
        told.replace("python3", sys.executable), shell=True, cwd=folder, check=False
    )
    assert ran.returncode == 0


def test_i9_a_state_that_this_log_never_had_is_refused_and_nothing_is_written(
    kept: Case, tmp_path: Path
) -> None:
    with create_case(tmp_path / "other") as other:
        foreign = store_of(other).checkpoint
    with pytest.raises(IntegrityError, match="none of this log"):
        prove(kept, ["D-001"], tmp_path / "p", since=foreign)
    assert not (tmp_path / "p").exists()


def test_a_fork_inside_one_package_is_named(kept: Case, tmp_path: Path) -> None:
    shutil.copytree(kept.folder / "store", tmp_path / "fork")
    prove(kept, ["D-001"], tmp_path / "p")
    forked = open_store(
        tmp_path / "fork", keys_folder=tmp_path / "config" / "firsthand" / "keys"
    )
    other = forked.commit(kept.act("else")).checkpoint
    forked.close()
    assert other.split("\n")[1] == store_of(kept).checkpoint.split("\n")[1]
    (tmp_path / "p" / "consistency").mkdir()
    (tmp_path / "p" / "consistency" / "1.checkpoint").write_text(other)
    assert "V052" in check(tmp_path / "p").stdout


def test_the_key_got_elsewhere_is_what_counts(kept: Case, tmp_path: Path) -> None:
    prove(kept, ["D-001"], tmp_path / "p")
    assert check(tmp_path / "p", "--key", store_of(kept).public_key).returncode == 0
    with create_case(tmp_path / "other") as other:
        wrong = store_of(other).public_key
    assert check(tmp_path / "p", "--key", wrong).returncode == 3


@pytest.mark.parametrize("kind", ["objects", "private", "proofs", "keys", "items"])
def test_a_package_altered_anywhere_is_found(
    kept: Case, tmp_path: Path, kind: str
) -> None:
    prove(kept, ["D-001"], tmp_path / "p")
    path = next(p for p in sorted((tmp_path / "p" / kind).rglob("*")) if p.is_file())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = check(tmp_path / "p")
    assert done.returncode == 3
    assert path.name in done.stdout


def test_bytes_exchanged_with_their_sums_are_found(kept: Case, tmp_path: Path) -> None:
    """The one who writes SHA256SUMS anew still has no proof for other bytes."""
    package = prove(kept, ["K-001"], tmp_path / "p")
    old = package.exhibits[0].objects[0]
    sums = (tmp_path / "p" / "SHA256SUMS").read_text(encoding="utf-8")
    new = "47e5f7a3d4e7e4c4b4ab7f3f8bb0ee0c7ab8d9f0c5f3f1fd1b1b8b2a3d0c9e11"
    (tmp_path / "p" / "objects" / old).rename(tmp_path / "p" / "objects" / new)
    (tmp_path / "p" / "SHA256SUMS").write_text(
        sums.replace(f"objects/{old}", f"objects/{new}"), encoding="utf-8"
    )
    found = check(tmp_path / "p").stdout
    assert "V051" in found
    assert "V032" in found


def test_protected_material_is_refused_and_nothing_is_written(
    kept: Case, tmp_path: Path
) -> None:
    n_before = len(list(kept.store.events()))
    for name in ("D-002", "K-002"):
        with pytest.raises(GateError, match="restricted"):
            prove(kept, [name], tmp_path / "p")
    assert not (tmp_path / "p").exists()
    assert len(list(kept.store.events())) == n_before
    prove(kept, ["D-002"], tmp_path / "p", protected_too=True)
    assert GUARDED.encode() in every_byte(tmp_path / "p")


def test_bytes_named_by_digest_are_protected_all_the_same(
    kept: Case, tmp_path: Path
) -> None:
    digest = CaseState(kept).captures["K-002"].sha256  # type: ignore[index]
    with pytest.raises(GateError, match="K-002 is restricted"):
        prove(kept, [digest], tmp_path / "p")


def test_open_bytes_that_a_protected_source_also_gave_are_protected(
    kept: Case, tmp_path: Path
) -> None:
    witness = Description(source="W-9", protection=Protection.RESTRICTED)
    add(kept, tmp_path / "in", "again.txt", OPEN, witness)
    with pytest.raises(GateError, match="restricted"):
        prove(kept, ["D-001"], tmp_path / "p")


def test_records_and_words_of_the_case_are_not_handed_out_by_digest(
    kept: Case, tmp_path: Path
) -> None:
    segments = [e.sha256 for e, _ in store_of(kept).entries() if e.type == "segment"]
    with pytest.raises(GateError, match="records or words"):
        prove(kept, [str(segments[-1])], tmp_path / "p")


def test_a_package_says_nothing_of_other_items_and_of_who_works_here(
    kept: Case, tmp_path: Path
) -> None:
    prove(kept, ["D-002"], tmp_path / "q", protected_too=True)
    prove(kept, ["D-001", "D-002"], tmp_path / "both", protected_too=True)
    prove(kept, ["D-001"], tmp_path / "p")
    said = every_byte(tmp_path / "p")
    for secret in (GUARDED.encode(), b"W-7", b"D-002", b"K-002", b"Tess Ter"):
        assert secret not in said
    assert b"Velmara" in said  # the search itself finds what is there


def test_handing_out_is_an_act_that_the_history_shows(
    kept: Case, tmp_path: Path
) -> None:
    prove(kept, ["D-001"], tmp_path / "one")
    prove(kept, ["D-001"], tmp_path / "two")
    told = (tmp_path / "two" / "items" / "D-001" / "custody.txt").read_text("utf-8")
    assert told.count("handed out: D-001") == 2
    rows = (tmp_path / "two" / "items" / "D-001" / "custody.jsonl").read_text("utf-8")
    acts = [json.loads(row)["act"] for row in rows.splitlines()]
    assert len(acts) == len(set(acts)) == 3


def test_the_undoing_of_an_intake_stands_in_the_history(kept: Case) -> None:
    digest = CaseState(kept).captures["K-001"].sha256  # type: ignore[index]
    intake = next(e.act for e in kept.store.events() if e.sha256 == digest)
    undo(kept, intake, because="taken in by mistake")
    exhibit = exhibit_of(CaseState(kept), store_of(kept), digest)
    assert [act.words.act_kind for act in exhibit.custody if act.words] == ["add"]
    assert len(exhibit.custody) == 2  # the undoing: its words may name other items
    assert exhibit.protected  # what no present record describes is not open


def test_an_unknown_name_and_a_full_folder_are_refused(
    kept: Case, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="nothing here is called 'D-999'"):
        prove(kept, ["D-999"], tmp_path / "p")
    with pytest.raises(UserError, match="not an empty folder"):
        prove(kept, ["D-001"], tmp_path / "in")
    with pytest.raises(UserError, match="lies in the case"):
        prove(kept, ["D-001"], kept.folder / "p")


def test_without_the_signing_key_open_items_go_out_and_it_is_said(
    kept: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(kept.folder, tmp_path / "copy")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    with open_case(tmp_path / "copy", operator="Tess Ter") as case:
        package = prove(case, ["D-001"], tmp_path / "p")
        assert any("not in the log" in text for text in package.notices)
        assert check(tmp_path / "p").returncode == 0
        with pytest.raises(UserError, match="signing key"):
            prove(case, ["D-002"], tmp_path / "q", protected_too=True)


def test_what_is_not_anchored_is_said_on_every_proof(
    kept: Case, tmp_path: Path
) -> None:
    prove(kept, ["D-001"], tmp_path / "p")
    for name in ("README.txt", "certificate-DRAFT.txt"):
        text = (tmp_path / "p" / name).read_text(encoding="utf-8")
        assert re.search(r"unanchored: \d+ of \d+ entries, oldest \d+ hours", text)
        assert "local clock" in text


def test_a_zip_holds_the_same_files(kept: Case, tmp_path: Path) -> None:
    package = prove(kept, ["D-001"], tmp_path / "p")
    path = write_zip(package)
    with zipfile.ZipFile(path) as file:
        assert {n.removeprefix("p/") for n in file.namelist()} == set(package.files)
        file.extractall(tmp_path / "out")
    assert check(tmp_path / "out" / "p").returncode == 0
    with pytest.raises(UserError, match="is there already"):
        write_zip(package)


def test_a_claim_is_proved_with_its_document_and_capture(
    case: Case, tmp_path: Path
) -> None:
    claim = next(iter(CaseState(case).claims))
    package = prove(case, [claim], tmp_path / "p")
    kinds = {type(record).__name__ for record in package.exhibits[0].records}
    assert {"Document", "Capture"} < kinds
    assert f"items/{claim}/{claim}.json" in package.files
    assert check(tmp_path / "p").returncode == 0
