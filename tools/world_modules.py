"""Modules of tests/world, which are no package, for the tools that measure on them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

_WORLD = Path(__file__).resolve().parent.parent / "tests" / "world"


def world_module(name: str) -> Any:
    """Return a module of tests/world, under a name of its own.

    Raises:
        FileNotFoundError: There is no such module.
    """
    path = _WORLD / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"world_{name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[f"world_{name}"] = made
    spec.loader.exec_module(made)
    return made
