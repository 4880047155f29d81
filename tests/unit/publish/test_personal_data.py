"""P006: nothing that leads to a person leaves, unless a named person cleared it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case
from firsthand.casework.intake import add_files
from firsthand.casework.judging import undo
from firsthand.casework.personal import clear, masked_in_words, personal_lines
from firsthand.casework.run import run_stages
from firsthand.casework.showing import dossier_of, preview
from firsthand.errors import UserError

NUMBER, MAIL, HOME = "0944 555 014", "selma@toreth.example", "12 Rose Street"
TOLD = (
    "On 30 November 2021 an air strike hit the market in Talbar. Selma Ombra, who "
    f"lives at {HOME}, said that 14 civilians were killed and gave her phone: "
    f"{NUMBER}. "
    f'"Write to {MAIL}, nine of my family are dead," she said. The office of the '
    "council, telephone 555-0199, said that 14 civilians were killed in Talbar.\n"
)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "page.txt").write_text(TOLD)
    made = create_case(tmp_path / "case", operator="tester")
    add_files(made, [tmp_path / "page.txt"])
    run_stages(made)
    return made


def _written(folder: Path) -> str:
    return "\n".join(
        path.read_text("utf-8-sig") for path in folder.rglob("*") if path.is_file()
    )


def test_the_words_are_published_and_the_numbers_are_not(
    case: Case, tmp_path: Path
) -> None:
    preview(case, tmp_path / "site")
    written = _written(tmp_path / "site")
    assert "14 civilians were killed" in written
    assert "[telephone number withheld]" in written
    assert not [one for one in (NUMBER, MAIL, HOME, "555-0199") if one in written]


def test_what_was_masked_is_counted_by_rule(case: Case, tmp_path: Path) -> None:
    preview(case, tmp_path / "site")
    told = json.loads((tmp_path / "site" / "firsthand-preview.json").read_text())
    said = {one["because"] for one in told["withheld"] if one["by"] == "P006"}
    assert said == {
        "it leads to a person; masked: 2",
        "it leads to a person; masked: 1",
    }
    masked = masked_in_words(dossier_of(case))
    assert masked is not None
    assert "2 x telephone number" in masked


def test_a_person_sees_each_with_its_words_before_it_is_published(case: Case) -> None:
    rows = list(personal_lines(dossier_of(case)))
    assert {row["what"] for row in rows} == {
        "telephone number",
        "e-mail address",
        "exact address",
    }
    assert all(not row["is_cleared"] for row in rows)
    assert any(NUMBER in row["words"] for row in rows)


def test_one_number_is_cleared_by_name_and_reason_and_masked_again_by_undo(
    case: Case, tmp_path: Path
) -> None:
    dossier = dossier_of(case)
    [key] = [
        row["key"]
        for row in personal_lines(dossier)
        if "555-0199" in row["words"]
        and NUMBER not in row["words"].partition("telephone")[2]
    ][-1:]
    clear(case, dossier, [key], "the public desk of the council")
    preview(case, tmp_path / "site")
    written = _written(tmp_path / "site")
    assert "555-0199" in written
    assert NUMBER not in written
    undo(case)
    preview(case, tmp_path / "site")
    assert "555-0199" not in _written(tmp_path / "site")


def test_nothing_is_cleared_without_a_reason_or_by_a_wrong_key(case: Case) -> None:
    dossier = dossier_of(case)
    key = next(personal_lines(dossier))["key"]
    with pytest.raises(UserError, match="reason"):
        clear(case, dossier, [key], " ")
    with pytest.raises(UserError, match="deadbeef"):
        clear(case, dossier, ["deadbeef"], "why")
