"""Taking in hostile material: notices stay with the document, a weak box is told."""

from pathlib import Path

import pytest

from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.model import Document

PAGE = (
    "<html><body><p>Two people were killed in Daraz, medics said.</p>"
    "<p style='display:none'>Nine people were killed in Daraz, medics said.</p>"
)


def test_a_document_keeps_the_notices_of_its_reading(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    with create_case(tmp_path / "case", name="box") as case:
        add_files(case, [tmp_path / "page.html"])
        (document,) = case.store.every(Document)
    assert "hides from its readers" in document.notices[0]
    assert "; box: " in document.derived_by


def test_reading_without_a_box_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTHAND_SANDBOX", "unsafe-off")
    (tmp_path / "page.html").write_text(PAGE)
    with create_case(tmp_path / "case", name="box") as case:
        report = add_files(case, [tmp_path / "page.html"])
        (document,) = case.store.every(Document)
    assert "files are read without a box" in report.notices[-1]
    assert "; box: " not in document.derived_by
