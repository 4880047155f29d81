"""The PDQ hash of a picture, and of its eight turned and mirrored forms.

Method: M076. After the published algorithm and its reference code
(https://github.com/facebook/ThreatExchange/tree/main/pdq): brightness, two passes of
a box filter each way, 64 x 64 samples, a 16 x 16 block of the cosine transform, one bit
a coefficient above the median. Written anew in numpy.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]
    Bits = NDArray[np.uint8]

_SAMPLES = 64
_KEPT = 16
_PASSES = 2
# A cell of 8 x 8 samples holds something if its brightness spreads so far.
_CELL, _LEAST_SPREAD = 8, 4.0
# PDQ's authors: a picture of quality 49 or less has too little in it to be told apart.
LEAST_QUALITY = 50
N_PROBES = 8


class Hashed(NamedTuple):
    """The hash of one frame of a picture.

    Attributes:
        probes: (8, 32) uint8, most significant first: the frame itself, then turned
            and mirrored. Stored and compared with is the first; the others are only
            asked with.
        quality: 0 to 100: how much there is to be seen.
        n_filled: Of 64 cells of the frame, how many hold anything: one edge can have
            much quality and fill little.
    """

    probes: Bits
    quality: int
    n_filled: int

    @property
    def hex(self) -> str:
        """The frame's own hash: 64 hex characters, leading zeros kept."""
        return bytes(self.probes[0]).hex()

    @property
    def is_usable(self) -> bool:
        """Whether the picture has enough in it for a match to mean anything."""
        return self.quality >= LEAST_QUALITY


def pdq(grey: Grey) -> Hashed:
    """Hash a picture.

    Args:
        grey: (height, width) brightness 0-255, both at least 2.

    Returns:
        Its hash, the probes and the quality.
    """
    import numpy as np  # noqa: PLC0415  start-up

    small = (_sampler(grey.shape[0]) @ grey @ _sampler(grey.shape[1]).T).astype(
        np.float64
    )
    probes = _probes(_cosines() @ small @ _cosines().T)
    return Hashed(probes, _quality(small), _n_filled(small))


@functools.lru_cache(maxsize=64)
def _sampler(side: int) -> NDArray[np.float32]:
    """Return filtering twice and picking 64 samples, as one (64, side) matrix.

    Both directions are linear and do not touch each other: a product of matrices does
    the work of four passes over the picture.
    """
    import numpy as np  # noqa: PLC0415  start-up

    window = -(-side // (2 * _SAMPLES))
    picked = ((np.arange(_SAMPLES) + 0.5) * side / _SAMPLES).astype(np.int64)
    lines = np.eye(side)
    for _ in range(_PASSES - 1):
        lines = _box(lines, window, 0, np.arange(side))
    return _box(lines, window, 0, picked).astype(np.float32)


def _box(
    grey: NDArray[np.float64], window: int, axis: int, at: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Average at some places over a window that is cut off at the edges."""
    import numpy as np  # noqa: PLC0415  start-up

    ahead = (window + 2) // 2
    side = grey.shape[axis]
    first = np.clip(at + ahead - window, 0, side)
    last = np.clip(at + ahead, 0, side)
    edge = [(0, 0), (0, 0)]
    edge[axis] = (1, 0)
    sums = np.pad(np.cumsum(grey, axis=axis), edge)
    count = (last - first).reshape((-1, 1) if axis == 0 else (1, -1))
    made: NDArray[np.float64] = (
        np.take(sums, last, axis) - np.take(sums, first, axis)
    ) / count
    return made


@functools.cache
def _cosines() -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  start-up

    order = np.arange(1, _KEPT + 1).reshape(-1, 1)
    place = 2 * np.arange(_SAMPLES) + 1
    made: NDArray[np.float64] = np.sqrt(2 / _SAMPLES) * np.cos(
        np.pi / (2 * _SAMPLES) * order * place
    )
    return made


def _quality(small: NDArray[np.float64]) -> int:
    import numpy as np  # noqa: PLC0415  start-up

    down, across = np.diff(small, axis=0), np.diff(small, axis=1)
    steps = sum(int(np.trunc(np.abs(d) * 100 / 255).sum()) for d in (down, across))
    return min(100, steps // 90)


def _n_filled(small: NDArray[np.float64]) -> int:
    n_cells = _SAMPLES // _CELL
    cells = small.reshape(n_cells, _CELL, n_cells, _CELL)
    return int((cells.std(axis=(1, 3)) > _LEAST_SPREAD).sum())


def _probes(waves: NDArray[np.float64]) -> Bits:
    """Return the hashes of the eight forms from the transform of the first.

    Mirroring a picture turns the sign of every second wave; turning it also swaps
    rows and columns.
    """
    import numpy as np  # noqa: PLC0415  start-up

    sign = np.where(np.arange(1, _KEPT + 1) % 2, -1.0, 1.0)
    forms = []
    for turned in (waves, waves.T):
        for down in (None, sign):
            for across in (None, sign):
                form = turned if down is None else turned * down[:, None]
                forms.append(form if across is None else form * across)
    return np.stack([_bits(form) for form in forms])


def _bits(waves: NDArray[np.float64]) -> Bits:
    import numpy as np  # noqa: PLC0415  start-up

    flat = waves.ravel()
    middle = np.partition(flat, flat.size // 2 - 1)[flat.size // 2 - 1]
    # The published form writes the last coefficient first.
    return np.packbits(flat[::-1] > middle)


def bits_of_hex(text: str) -> Bits:
    """Read a PDQ hash as others write it; lost leading zeros are put back.

    Args:
        text: Up to 64 hex characters.

    Returns:
        (32,) uint8.

    Raises:
        ValueError: It is not hexadecimal, or too long.
    """
    import numpy as np  # noqa: PLC0415  start-up

    return np.frombuffer(bytes.fromhex(text.strip().zfill(64)), np.uint8).reshape(32)
