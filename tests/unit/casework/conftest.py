"""A small case of three invented reports, made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.capture import read_published
from firsthand.casework import Case, create_case, open_case
from firsthand.casework.intake import Description, add_files
from firsthand.casework.run import run_stages
from firsthand.model import SourceType

REPORTS = {
    "monitor.txt": (
        "Velmara Monitor",
        SourceType.MONITOR,
        (
            "The Velmara Monitor said that at least 9 civilians were killed on "
            "30 November 2021 when an air strike hit a market in Talbar. "
            "Four children were among the dead."
        ),
    ),
    "rescue.txt": (
        "Rescue Volunteers",
        SourceType.FIRST_RESPONDER,
        (
            "Rescue Volunteers said that 11 civilians were killed on 30 November 2021 "
            "in an air strike on the market in Talbar."
        ),
    ),
    "ministry.txt": (
        "Ministry of Defence of Toreth",
        SourceType.OFFICIAL,
        (
            "The ministry denied that its aircraft had bombed the market in Talbar on "
            "30 November 2021."
        ),
    ),
}


def fill(case: Case, folder: Path, names: tuple[str, ...]) -> None:
    """Write reports and take them in, each with its source and day."""
    folder.mkdir(exist_ok=True)
    for name in names:
        source, kind, text = REPORTS[name]
        (folder / name).write_text(text, encoding="utf-8")
        stated = Description(
            source=source, kind=kind, published=read_published("2021-12-01")
        )
        add_files(case, [folder / name], defaults=stated)


@pytest.fixture(scope="session")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the case once: three reports, run."""
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        config = tmp_path_factory.getbasetemp() / "config"
        patch.setenv("XDG_CONFIG_HOME", str(config))
        with create_case(folder / "case", name="Small", operator="tester") as case:
            fill(case, folder / "reports", tuple(REPORTS))
            run_stages(case)
    return folder / "case"


@pytest.fixture
def case(made_case: Path, tmp_path: Path) -> Iterator[Case]:
    """Open a copy of the case."""
    shutil.copytree(made_case, tmp_path / "case")
    with open_case(tmp_path / "case", operator="tester") as opened:
        yield opened
