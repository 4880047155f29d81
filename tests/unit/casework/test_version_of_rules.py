"""The version of a stage follows its code and its rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.casework import derive
from firsthand.reference import open_reference


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a copy of the program's rules whose code may be changed."""
    copy = tmp_path / "program"
    for package in ("extract", "assess", "reference", "model"):
        shutil.copytree(derive._PROGRAM / package, copy / package)
    monkeypatch.setattr(derive, "_PROGRAM", copy)
    derive._digest_of_code.cache_clear()
    yield copy
    # What was digested of the copy is not the program that other tests run.
    derive._digest_of_code.cache_clear()


def _versions() -> tuple[str, str]:
    derive._digest_of_code.cache_clear()
    rows = open_reference(None)
    return (
        derive.version_of_rules("extract", rows),
        derive.version_of_rules("assess", rows),
    )


def test_a_changed_rule_makes_only_its_own_stage_out_of_date(program: Path) -> None:
    extract, assess = _versions()
    with (program / "extract" / "numbers.py").open("a") as file:
        file.write("# another reading\n")
    assert _versions()[0] != extract
    assert _versions()[1] == assess


def test_a_changed_record_makes_every_stage_out_of_date(program: Path) -> None:
    extract, assess = _versions()
    with (program / "model" / "claims.py").open("a") as file:
        file.write("# another field\n")
    assert _versions()[0] != extract
    assert _versions()[1] != assess


def test_the_same_code_has_the_same_version_wherever_it_lies(
    monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    assert program == derive._PROGRAM
    copied = _versions()
    monkeypatch.setattr(derive, "_PROGRAM", Path(derive.__file__).parents[1])
    assert _versions() == copied
