"""JSON lines for others: what names a protected source is left out, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.casework import Case, create_case
from firsthand.casework.exporting import export_jsonl
from firsthand.casework.intake import Description, add_files
from firsthand.casework.run import run_stages
from firsthand.model import Protection, SourceType

GUARDED = "Zorvaqelith"
OPEN = "Ostravelling Monitor said that 9 civilians were killed in Talbar on Tuesday.\n"
TOLD = f"{GUARDED} told us that 14 civilians were killed in Talbar on Tuesday.\n"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "open.txt").write_text(OPEN)
    (tmp_path / "told.txt").write_text(TOLD)
    made = create_case(tmp_path / "case", operator="tester")
    add_files(made, [tmp_path / "open.txt"], defaults=Description(source="Monitor"))
    protected = Description(
        source="The baker", kind=SourceType.WITNESS, protection=Protection.RESTRICTED
    )
    add_files(made, [tmp_path / "told.txt"], defaults=protected)
    run_stages(made)
    return made


def _written(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("*.jsonl"))


def test_protected_rows_are_left_out_and_counted(case: Case, tmp_path: Path) -> None:
    done = export_jsonl(case, tmp_path / "out")
    written = _written(tmp_path / "out")
    assert "Ostravelling" in written
    assert not [
        one for one in (GUARDED, "The baker", "told.txt", "D-002") if one in written
    ]
    assert done.left_out["documents"] == done.left_out["sources"] == 1
    said = done.left_out_in_words()
    assert said is not None
    assert "1 of documents" in said


def test_asked_for_by_name_everything_is_there(case: Case, tmp_path: Path) -> None:
    done = export_jsonl(case, tmp_path / "out", protected_too=True)
    assert GUARDED in _written(tmp_path / "out")
    assert done.left_out_in_words() is None
