"""Times of the day, as texts give them: by the clock, or by a part of the day.

Minutes are those of the clock that the text speaks by, which it seldom names.
"""

from __future__ import annotations

from firsthand.model.base import Value

DAY = 24 * 60
"""Minutes of a day."""


class TimeOfDay(Value, frozen=True, kw_only=True):
    """A stretch of the day in which something happened.

    Attributes:
        earliest: First possible minute of the day, from 0.
        latest: Last possible minute; before `earliest` = the stretch holds midnight.
        zone: The clock that the text names ("UTC"); None = the local one, or not said.
        words: The words of the text that were read.
    """

    earliest: int
    latest: int
    zone: str | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.earliest < DAY and 0 <= self.latest < DAY):
            raise ValueError(f"no minutes of a day: {self.earliest}, {self.latest}")

    def minutes_from(self, other: TimeOfDay) -> int:
        """Return how far apart two stretches lie on the clock; 0 = they share one."""
        if self._holds(other.earliest) or other._holds(self.earliest):
            return 0
        gaps = (other.earliest - self.latest, self.earliest - other.latest)
        return min(gap % DAY for gap in gaps)

    def lies_in(self, other: TimeOfDay) -> bool:
        """Say whether all of it lies in another stretch of the day."""
        length = (self.latest - self.earliest) % DAY
        room = (other.latest - self.earliest) % DAY
        return other._holds(self.earliest) and length <= room

    def _holds(self, minute: int) -> bool:
        if self.earliest <= self.latest:
            return self.earliest <= minute <= self.latest
        return minute >= self.earliest or minute <= self.latest

    def __str__(self) -> str:
        """Print it: "16:30", "20:00-05:00", "12:30 UTC"."""
        first, last = clock(self.earliest), clock(self.latest)
        told = first if first == last else f"{first}-{last}"
        return f"{told} {self.zone}" if self.zone else told


def clock(minute: int) -> str:
    """Print a minute of the day: "16:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"
