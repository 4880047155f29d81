"""Recordings of a case on one clock, from files to a check that runs again."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from firsthand.casework.synchronising import sync_line
from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.verify.sound import RATE_HZ


def _save(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.astype(np.int16).tobytes())
    return path


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(2)
    loud = rng.uniform(0.2, 1, 20 * RATE_HZ // 100 + 1).repeat(100)
    street = rng.normal(size=20 * RATE_HZ) * loud[: 20 * RATE_HZ]
    street *= 6000
    one = street[: 14 * RATE_HZ] + rng.normal(size=14 * RATE_HZ) * 900
    two = street[3 * RATE_HZ : 17 * RATE_HZ] + rng.normal(size=14 * RATE_HZ) * 900
    files = [_save(tmp_path / "a.wav", one), _save(tmp_path / "b.wav", two)]
    folder = tmp_path / "case"
    CliRunner().invoke(cli, ["init", str(folder)])
    _types(folder, "media", "add", *map(str, files))
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def test_two_recordings_are_placed_and_a_moment_is_found_in_the_other(
    case_folder: Path,
) -> None:
    words = ("media", "sync", "M-001", "M-002", "--apart", "200", "--json")
    told = _types(case_folder, *words, "--moment", "M-001 8")
    assert told.exit_code == 0, told.output
    result = json.loads(told.stdout)["result"]
    (clock,) = result["clocks"]
    starts = {each["media"]: float(each["start_s"]) for each in clock["starts"]}
    assert abs(starts["M-002"] - 3.0) <= 0.1
    (moment,) = result["moment"]
    assert abs(float(moment["at_s"]) - 5.0) <= 0.1
    assert moment["is_within"] is True
    assert "same bytes" in _types(case_folder, "check", "again", "CH-001").output


def test_one_recording_alone_is_refused(case_folder: Path) -> None:
    told = _types(case_folder, "check", "sync", "M-001")
    assert isinstance(told.exception, UserError)
    assert "2 to 40 videos or sounds" in str(told.exception)


def test_a_moment_of_a_recording_not_named_is_refused(case_folder: Path) -> None:
    told = _types(case_folder, "media", "sync", "M-001", "M-002", "--moment", "M-9 3")
    assert '"M-001 12.4"' in str(told.exception)


def test_recordings_without_sound_are_told_and_nothing_is_placed() -> None:
    line = sync_line({"M-001": b"", "M-002": b""})
    assert line["answer"] == "undecidable"
    assert [each["media"] for each in line["not_placed"]] == ["M-001", "M-002"]
