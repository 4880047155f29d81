"""Numbers for new records: short ids that a person can type ("D-007")."""

from __future__ import annotations

from firsthand.model import SealedItem
from firsthand.store import Store


class Numbering:
    """Hands out the next free id of one prefix.

    Numbers are dense and never used twice, also not those of undone records, so
    that an id never means two things: the highest one is found by galloping.
    """

    def __init__(self, store: Store, prefix: str) -> None:
        """Start after the highest number ever used."""
        self._store = store
        self._prefix = prefix
        # Ids of what was sealed afterwards left no trace in clear but this one.
        self._sealed = {
            name for item in store.every(SealedItem) for name in item.former
        }
        self._next = self._first_free()

    def take(self) -> str:
        """Return the next id."""
        made = self._name(self._next)
        self._next += 1
        return made

    def _name(self, number: int) -> str:
        return f"{self._prefix}-{number:03d}"

    def _was_used(self, number: int) -> bool:
        name = self._name(number)
        return name in self._sealed or bool(self._store.history(name))

    def _first_free(self) -> int:
        low, high = 0, 1
        while self._was_used(high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._was_used(middle) else (low, middle)
        return high
