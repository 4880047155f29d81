"""Sound: a fingerprint that survives compression, and the offset of two recordings.

Method: M082. Haitsma and Kalker, "A highly robust audio fingerprinting system" (ISMIR
2002): every 11.6 ms one 32-bit word, whose bits say whether the difference between two
neighbouring bands rises. Written in numpy, so that it runs inside the box, where no
other program may be started.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 5512
_WINDOW, _HOP = 2048, 64
_BANDS, _LOW_HZ, _HIGH_HZ = 33, 300.0, 2000.0
HOP_S = _HOP / RATE_HZ
# Unrelated recordings differ in half of the bits; the paper takes 0.35 over 3.3 s.
MOST_ERROR = 0.35
LEAST_OVERLAP_S = 3.0
_CHUNK = 4096
_MOST_LOOKED_AT = 24
_QUIET = 40.0


class SharedSound(NamedTuple):
    """How two recordings lie over one another.

    Attributes:
        offset_s: Start of the second on the clock of the first, in seconds.
        overlap_s: Length that both have.
        error: Share of bits that differ there; unrelated: about 0.5.
    """

    offset_s: float
    overlap_s: float
    error: float

    @property
    def is_accepted(self) -> bool:
        """Whether it is the same sound, by the rule of the paper."""
        return self.error <= MOST_ERROR and self.overlap_s >= LEAST_OVERLAP_S

    @property
    def because(self) -> str:
        """The rule and what was found."""
        rule = f"at most {MOST_ERROR:.0%} over at least {LEAST_OVERLAP_S:.0f} s"
        return (
            f"{self.error:.0%} of the bits differ over {self.overlap_s:.1f} s (rule: "
            f"{rule}); the second starts {self.offset_s:+.2f} s after the first, give "
            "or take 0.05 s"
        )

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON without floats."""
        return {
            "because": self.because,
            "error": f"{self.error:.3f}",
            "is_accepted": self.is_accepted,
            "offset_s": f"{self.offset_s:.2f}",
            "overlap_s": f"{self.overlap_s:.2f}",
        }


def fingerprint(samples: NDArray[np.int16]) -> NDArray[np.uint32]:
    """Fingerprint a recording.

    Args:
        samples: (n,) int16, one channel at 5512 Hz.

    Returns:
        (m,) uint32, one word every 11.6 ms; 0 where it is silent; empty = too short.
    """
    import numpy as np  # noqa: PLC0415  start-up

    n_frames = (len(samples) - _WINDOW) // _HOP + 1
    if n_frames < 2:  # noqa: PLR2004  a difference needs two
        return np.empty(0, np.uint32)
    energy = np.empty((n_frames, _BANDS), np.float32)
    loud = np.empty(n_frames, np.bool_)
    shape = np.hanning(_WINDOW).astype(np.float32)
    for start in range(0, n_frames, _CHUNK):
        end = min(start + _CHUNK, n_frames)
        piece = samples[start * _HOP : (end - 1) * _HOP + _WINDOW].astype(np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(piece, _WINDOW)[::_HOP]
        power = np.abs(np.fft.rfft(frames * shape, axis=1)) ** 2
        energy[start:end] = power @ _bands()
        loud[start:end] = np.abs(frames).max(1) > _QUIET
    across = np.diff(energy, axis=1)
    rises = np.diff(across, axis=0) < 0
    weights = (1 << np.arange(_BANDS - 1, dtype=np.uint64)).astype(np.uint64)
    words = (rises.astype(np.uint64) @ weights).astype(np.uint32)
    words[~loud[1:]] = 0
    return words


@functools.cache
def _bands() -> NDArray[np.float32]:
    """Return which bins belong to which band, (bins, bands), equal on a log scale."""
    import numpy as np  # noqa: PLC0415  start-up

    edges = np.geomspace(_LOW_HZ, _HIGH_HZ, _BANDS + 1)
    bins = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)[:, None]
    return ((bins >= edges[:-1]) & (bins < edges[1:])).astype(np.float32)


def shared_sound(
    first: NDArray[np.uint32], second: NDArray[np.uint32]
) -> SharedSound | None:
    """Find how two recordings lie over one another.

    Args:
        first: Fingerprint.
        second: The other.

    Returns:
        The placing with the fewest differing bits among the most likely ones; None =
        one is too short, or silent.
    """
    import numpy as np  # noqa: PLC0415  start-up

    best: SharedSound | None = None
    for shift in _proposed(first, second):
        start, end = max(0, shift), min(len(first), shift + len(second))
        overlap_s = (end - start) * HOP_S
        if overlap_s < LEAST_OVERLAP_S:
            continue
        one, two = first[start:end], second[start - shift : end - shift]
        heard = (one != 0) & (two != 0)
        if heard.sum() * HOP_S < LEAST_OVERLAP_S:
            continue
        wrong = np.bitwise_count(one[heard] ^ two[heard]).mean() / 32
        found = SharedSound(shift * HOP_S, overlap_s, float(wrong))
        if best is None or found.error < best.error:
            best = found
    return best


def _proposed(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> list[int]:
    """Return the shifts at which most bits agree for the length they share.

    Every shift is looked at: the correlation of each bit's course, summed over bits.
    """
    import numpy as np  # noqa: PLC0415  start-up

    least = int(LEAST_OVERLAP_S / HOP_S)
    if min(len(first), len(second)) < least:
        return []
    n_shifts = len(first) + len(second) - 1
    size = 1 << (n_shifts - 1).bit_length()
    agree = np.zeros(size // 2 + 1, np.complex128)
    for bit in range(_BANDS - 1):
        one, two = (_course(words, bit) for words in (first, second))
        agree += np.fft.rfft(one, size) * np.conj(np.fft.rfft(two, size))
    scores = np.fft.irfft(agree, size)
    shifts = np.arange(-len(second) + 1, len(first))
    ends = np.minimum(len(first), shifts + len(second))
    shared = ends - np.maximum(0, shifts)
    strength = np.where(
        shared >= least, scores[shifts % size] / np.sqrt(np.maximum(shared, 1)), -1
    )
    ranked = np.argsort(-strength, kind="stable")[:_MOST_LOOKED_AT]
    return [int(shifts[i]) for i in ranked]


def _course(words: NDArray[np.uint32], bit: int) -> NDArray[np.float64]:
    """Return one bit through time: +1, -1, and 0 where it is silent."""
    import numpy as np  # noqa: PLC0415  start-up

    course = ((words >> np.uint32(bit)) & np.uint32(1)).astype(np.float64) * 2 - 1
    course[words == 0] = 0
    return course
