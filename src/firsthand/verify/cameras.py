"""Several cameras of one strike, put on one clock by what their microphones heard.

Method: M186. Two microphones at two places never record the same sound: the rule for
copies (M082) finds none of them. What both heard is found by how far the best placing
of their fingerprints stands out among all placings. Sound travels: a bang reaches two
cameras at two times, and by how much is not known unless it is said how far apart they
are. A common clock says nothing of the time of day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from firsthand.verify.sound import HOP_S

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint32]

# On 60 drawn scenes, each recorded by two microphones with their own echo, noise and
# voices near them: placings of one scene stood out by 2.8 to 19 deviations, of two
# scenes by at most 4.5 (1.4 times the next best). By this rule 35 of 60 are placed,
# none wrongly; the rule for copies placed none. On 24 others that were not looked at:
# 18 placed, the worst 0.12 s off, no stranger.
LEAST_DEVIATIONS, LEAST_OVER_NEXT = 6.0, 1.6
LEAST_TOGETHER_S = 3.0
ERROR_S = 0.15
# Slowest sound that weather allows (air at -20 degrees): the widest error.
SLOWEST_SOUND_M_S = 319.0
_NEAR_S = 0.5
_N_BITS = 32


class Heard(NamedTuple):
    """How two recordings lie over one another by what both heard.

    Attributes:
        offset_s: Start of the second on the clock of the first.
        together_s: Length that both have there.
        deviations: How far this placing stands out among all placings.
        over_next: How many times as far as the next best one elsewhere.
    """

    offset_s: float
    together_s: float
    deviations: float
    over_next: float

    @property
    def is_accepted(self) -> bool:
        """Whether it stands out enough."""
        return self.deviations >= LEAST_DEVIATIONS and self.over_next >= LEAST_OVER_NEXT

    @property
    def because(self) -> str:
        """The rule and what was found."""
        return (
            f"the best of all placings stands out by {self.deviations:.1f} deviations, "
            f"{self.over_next:.1f} times the next best (rule: at least "
            f"{LEAST_DEVIATIONS:.0f}, and {LEAST_OVER_NEXT} times), over "
            f"{self.together_s:.0f} s that both have"
        )


def heard_by_both(first: Words, second: Words) -> Heard | None:
    """Place two recordings over one another by what both heard.

    Args:
        first: Fingerprint, as `sound.fingerprint` gives it.
        second: The other.

    Returns:
        The best placing, accepted or not; None = too short or silent for any.
    """
    import numpy as np  # noqa: PLC0415  start-up

    least = int(LEAST_TOGETHER_S / HOP_S)
    if min(len(first), len(second)) <= 2 * least:
        return None
    shifts = np.arange(-len(second) + 1, len(first))
    shared = np.minimum(len(first), shifts + len(second)) - np.maximum(0, shifts)
    scores = _agreement(first, second)[shifts % _size(first, second)]
    wide = shared >= least
    shifts, shared = shifts[wide], shared[wide]
    strength = scores[wide] / np.sqrt(_N_BITS * shared)
    middle = np.median(strength)
    deviation = 1.4826 * np.median(np.abs(strength - middle))
    if not deviation > 0:
        return None
    out = (strength - middle) / deviation
    best = int(out.argmax())
    elsewhere = np.abs(shifts - shifts[best]) * HOP_S > _NEAR_S
    if not elsewhere.any():
        return None
    return Heard(
        offset_s=float(shifts[best] * HOP_S),
        together_s=float(shared[best] * HOP_S),
        deviations=float(out[best]),
        over_next=float(out[best] / max(out[elsewhere].max(), 1.0)),
    )


def _size(first: Words, second: Words) -> int:
    return 1 << (len(first) + len(second) - 2).bit_length()


def _agreement(first: Words, second: Words) -> NDArray[np.float64]:
    """Return for every shift how many more bits agree than differ, but for habit.

    A bit that is nearly always set agrees with anything: each bit's mean is taken off.
    """
    import numpy as np  # noqa: PLC0415  start-up

    size = _size(first, second)
    agree = np.zeros(size // 2 + 1, np.complex128)
    for bit in range(_N_BITS):
        one, two = (_course(words, bit) for words in (first, second))
        agree += np.fft.rfft(one, size) * np.conj(np.fft.rfft(two, size))
    made: NDArray[np.float64] = np.fft.irfft(agree, size)
    return made


def _course(words: Words, bit: int) -> NDArray[np.float64]:
    """Return one bit through time about its mean; 0 where it is silent."""
    import numpy as np  # noqa: PLC0415  start-up

    heard = words != 0
    course = ((words >> np.uint32(bit)) & np.uint32(1)).astype(np.float64) * 2 - 1
    mean = course[heard].mean() if heard.any() else 0.0
    return np.where(heard, course - mean, 0.0)


# --- one clock ----------------------------------------------------------------------


class OnClock(NamedTuple):
    """Where one recording starts on the common clock.

    Attributes:
        name: The recording.
        start_s: Its start on the clock of the first recording of its group.
        n_steps: Placings between it and that first recording.
    """

    name: str
    start_s: float
    n_steps: int


class Strained(NamedTuple):
    """Two recordings whose own placing does not fit the clock made by the others."""

    first: str
    second: str
    off_s: float


def one_clock(
    names: Sequence[str], placings: Mapping[tuple[str, str], Heard]
) -> tuple[list[list[OnClock]], list[Strained]]:
    """Put recordings on common clocks, strongest placings first.

    Args:
        names: The recordings, in the order in which a clock is chosen.
        placings: Accepted placings by pair.

    Returns:
        Groups, each on the clock of its first member; and pairs whose own placing
        is further from that clock than the errors of the way allow.
    """
    links: dict[str, list[tuple[float, str, float]]] = {name: [] for name in names}
    for (first, second), heard in placings.items():
        links[first].append((heard.deviations, second, heard.offset_s))
        links[second].append((heard.deviations, first, -heard.offset_s))
    placed: dict[str, OnClock] = {}
    groups = [_group_from(name, links, placed) for name in names if name not in placed]
    return groups, list(_strained(placings, placed))


def _group_from(
    name: str,
    links: Mapping[str, list[tuple[float, str, float]]],
    placed: dict[str, OnClock],
) -> list[OnClock]:
    group = [OnClock(name, 0.0, 0)]
    placed[name] = group[0]
    while True:
        open_links = [
            (strength, other, held, offset)
            for held in group
            for strength, other, offset in links[held.name]
            if other not in placed
        ]
        if not open_links:
            return group
        _, other, held, offset = max(open_links, key=lambda link: (link[0], link[1]))
        placed[other] = OnClock(other, held.start_s + offset, held.n_steps + 1)
        group.append(placed[other])


def _strained(
    placings: Mapping[tuple[str, str], Heard], placed: Mapping[str, OnClock]
) -> Iterable[Strained]:
    for (first, second), heard in placings.items():
        one, two = placed[first], placed[second]
        off = abs((two.start_s - one.start_s) - heard.offset_s)
        if off > ERROR_S * (one.n_steps + two.n_steps + 1):
            yield Strained(first, second, off)


def error_of(on_clock: OnClock, apart_m: float | None) -> float | None:
    """Return how far off a start may be, in seconds.

    Args:
        on_clock: A recording on a clock.
        apart_m: Greatest distance between any two cameras; None = not stated.

    Returns:
        Seconds either way; None = not known, since sound had an unknown way to go.
    """
    if on_clock.n_steps == 0:
        return 0.0
    if apart_m is None:
        return None
    return on_clock.n_steps * (ERROR_S + apart_m / SLOWEST_SOUND_M_S)
