"""Answers as they are found, before they become claims. Method: M053."""

from __future__ import annotations

import dataclasses
from typing import Any

from firsthand.extract.reading import Statement
from firsthand.model import Claim


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A response found: its kind, where it stands, who gives it, its values."""

    kind: type[Claim]
    sentence: int
    start: int
    end: int
    statement: Statement | None
    values: dict[str, Any]
