"""What every test shares: no test touches a person's own keys or settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_config(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep signing keys and settings of tests apart from the person's."""
    folder = tmp_path_factory.getbasetemp() / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.delenv("FIRSTHAND_OPERATOR", raising=False)


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The development data, or a skip with the reason where it is absent."""
    folder = Path(os.environ.get("FIRSTHAND_EVAL_DATA", ROOT.parent / "shared"))
    if not (folder / "eval").is_dir():
        pytest.skip(f"no development data in {folder} (FIRSTHAND_EVAL_DATA)")
    return folder
