"""The bundled weights of small models: plain arrays, nothing that can run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np


def bundled_arrays(name: str) -> Mapping[str, Any]:
    """Return the arrays of a bundled `.npz` file by their names.

    Args:
        name: Its file name in this package.
    """
    with (
        resources.files("firsthand.extract").joinpath(name).open("rb") as file,
        np.load(file, allow_pickle=False) as data,
    ):
        return {key: data[key] for key in data.files}
