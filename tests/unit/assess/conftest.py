"""Gives the tests of assessment their builder of invented incidents."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_spec = importlib.util.spec_from_file_location(
    "assess_builders", Path(__file__).with_name("builders.py")
)
assert _spec is not None
assert _spec.loader is not None
builders = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(builders)


@pytest.fixture
def story() -> Any:
    """A new invented incident."""
    return builders.Story()


@pytest.fixture
def stories() -> Any:
    """The class, for tests that need several incidents."""
    return builders.Story
