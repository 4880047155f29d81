"""Gives the tests of assessment their builder of invented incidents."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.assess import builders


@pytest.fixture
def story() -> Any:
    """A new invented incident."""
    return builders.Story()


@pytest.fixture
def stories() -> Any:
    """The class, for tests that need several incidents."""
    return builders.Story
