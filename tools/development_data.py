"""Development data, and weights made from it, for the tools that measure and train."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from firsthand.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def data_folder() -> Path:
    """Return the folder of development data (FIRSTHAND_EVAL_DATA)."""
    return ROOT / read_settings(None).eval_data  # an absolute one stands for itself


def extraction_rows(name: str) -> Iterator[Row]:
    """Yield the rows of the development part of one extraction set.

    Args:
        name: Of the set ("polnear").
    """
    path = data_folder() / "data" / "extraction" / f"{name}.dev.jsonl"
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@contextmanager
def in_force(reader: ModuleType, opener: str, model: object) -> Iterator[None]:
    """Let a reader use these weights for a while, for a measure.

    Args:
        reader: Module that opens its bundled weights.
        opener: Name of the function in it that does so.
        model: Weights in their stead.
    """
    bundled = getattr(reader, opener)
    setattr(reader, opener, lambda: model)
    try:
        yield
    finally:
        setattr(reader, opener, bundled)
