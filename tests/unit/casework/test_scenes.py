"""Pictures of a case grouped by scene; what a person says stands over a link."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from firsthand.cli.app import cli
from firsthand.errors import UserError


def _front(seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    fine = rng.integers(0, 256, (60, 80), dtype=np.uint8)
    return Image.fromarray(fine).resize((640, 480), Image.Resampling.BICUBIC)


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    paths = [tmp_path / f"{name}.jpg" for name in "abc"]
    _front(1).save(paths[0])
    _front(1).rotate(8, expand=True, fillcolor=90).save(paths[1])
    _front(2).save(paths[2])
    folder = tmp_path / "case"
    CliRunner().invoke(cli, ["init", str(folder)])
    _types(folder, "add", *map(str, paths))
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def test_two_views_are_proposed_and_different_cuts_their_link(
    case_folder: Path,
) -> None:
    told = _types(case_folder, "media", "scenes", "--json")
    assert told.exit_code == 0, told.output
    line = json.loads(told.stdout)
    assert line["result"]["groups"] == [["M-001", "M-002"]]
    (link,) = line["reviewed"][0]["links"]
    assert link["state"] is None
    said = _types(
        case_folder, "check", "compare", "M-001", "M-002", "--no-propose",
        "--verdict", "different", "--because", "another roof",
        "--feature", "storeys | four | two | contradicts",
        "--first-at", "12.500000, 45.250000", "--first-radius", "10",
        "--second-at", "12.600000, 45.250000", "--second-radius", "10",
        "--by", "N. Reader", "--competence", "architect",
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    again = json.loads(_types(case_folder, "media", "scenes", "--json").stdout)
    assert again["reviewed"] == []
    assert again["result"]["links"] == line["result"]["links"]
    assert "same bytes" in _types(case_folder, "check", "again", "CH-001").output


def test_one_picture_alone_is_refused(case_folder: Path) -> None:
    told = _types(case_folder, "media", "scenes", "M-001")
    assert isinstance(told.exception, UserError)
    assert "1 pictures: 2 to 200" in str(told.exception)
