"""Numbers for new records: short ids that a person can type ("D-007")."""

from __future__ import annotations

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
        self._next = self._first_free()

    def take(self) -> str:
        """Return the next id."""
        made = self._name(self._next)
        self._next += 1
        return made

    def _name(self, number: int) -> str:
        return f"{self._prefix}-{number:03d}"

    def _was_used(self, number: int) -> bool:
        return bool(self._store.history(self._name(number)))

    def _first_free(self) -> int:
        low, high = 0, 1
        while self._was_used(high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._was_used(middle) else (low, middle)
        return high
