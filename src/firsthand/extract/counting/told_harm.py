"""What a word of harm is found to tell of."""

from __future__ import annotations

import dataclasses

from firsthand.extract.counting.groups import Group
from firsthand.model import Bounds


@dataclasses.dataclass(frozen=True)
class Harm:
    """A word of harm with the groups it speaks of.

    Attributes:
        what: "killed", "wounded", "casualties", "missing" or "displaced".
        first: Index of the first token of word and groups.
        last: One past the last.
        groups: Groups harmed, added up.
        parts: Groups among them ("among them nine children"), with the share said.
        revised: The earlier figure that a rise replaces; None = none said.
        is_rise: The figure is a whole that has risen or been reached.
    """

    what: str
    first: int
    last: int
    groups: tuple[Group, ...]
    parts: tuple[tuple[Group, str | None], ...] = ()
    revised: Bounds | None = None
    is_rise: bool = False
