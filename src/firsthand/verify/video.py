"""Videos: five frames a second hashed, one still a shot, sound; and what they share.

Method: M081. Frames are hashed within the bars that stand over a minute, as they are
and mirrored. Two videos share pictures if enough frames agree; one alone says nothing.
Memory does not grow with the file: frames are dropped once hashed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.errors import SourceError, UserError
from firsthand.model import Value
from firsthand.verify import keypoints
from firsthand.verify.features import Face, face_of
from firsthand.verify.pdq import LEAST_QUALITY, pdq
from firsthand.verify.pictures import Box, busiest, spread_of_lines
from firsthand.verify.sound import RATE_HZ, fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]

FRAMES_PER_S = 5
VERSION = "3; pdq at 5 frames/s, upright, side 384 px; " + keypoints.METHOD
# Tuned on 9 clips x 10 edits by others: 60 bits a frame, since many must agree.
FRAME_BITS = 60
LEAST_SHARE, LEAST_FRAMES = 0.2, 5
_SIDE = 384
_SEGMENT_FRAMES = 60 * FRAMES_PER_S
_SHOT_BITS = 84
_MOST_STILLS = 240
_MOST_S = 6 * 3600
_MOST_PIXELS = 8192 * 8192
_MIRROR = 1  # which of the eight probes is the mirror


class Still(Value, frozen=True, kw_only=True):
    """One frame of a shot, kept to be looked at and laid over.

    Attributes:
        at_ms: When, from the start.
        face: What is laid over others; None = no OpenCV.
    """

    at_ms: int
    face: Face | None = None


class VideoFeatures(Value, frozen=True, kw_only=True):
    """What is kept of a video or a sound.

    Attributes:
        version: `VERSION` of what made it.
        duration_ms: As decoded; None = nothing could be decoded.
        width: Pixels; None = no pictures.
        height: The same.
        at_ms: Time of each frame hashed, (n,) uint32.
        hashes: (n, 32) uint8.
        mirrored: (n, 32) uint8: the same frames mirrored, only asked with.
        shots_ms: Where shots start.
        stills: The middle of each shot, at most 240.
        sound: Fingerprint, (m,) uint32; empty = no sound.
        problem: Why it ends early; None = decoded to its end.
    """

    version: str
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    at_ms: bytes = b""
    hashes: bytes = b""
    mirrored: bytes = b""
    shots_ms: tuple[int, ...] = ()
    stills: tuple[Still, ...] = ()
    sound: bytes = b""
    problem: str | None = None

    @property
    def n_frames(self) -> int:
        """Frames with enough in them."""
        return len(self.hashes) // 32

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON, without the hashes."""
        return {
            "duration_ms": self.duration_ms,
            "has_sound": bool(self.sound),
            "height": self.height,
            "method": self.version,
            "n_frames": self.n_frames,
            "problem": self.problem,
            "shots_ms": list(self.shots_ms),
            "stills_ms": [still.at_ms for still in self.stills],
            "width": self.width,
        }


def video_features(path: str) -> VideoFeatures:
    """Decode a video or a sound into what search keeps of it.

    Args:
        path: Where it lies; read piece by piece.

    Raises:
        SourceError: Nothing of it can be decoded; says why.
    """
    av = _av()
    try:
        with av.open(path) as container:
            made = _pictures_of(container)
        with av.open(path) as container:
            return _with_sound(made, container)
    except SourceError:
        raise
    except Exception as error:  # whatever damage makes a decoder raise is a message
        raise SourceError(
            f"the video or sound cannot be decoded ({type(error).__name__}); its bytes "
            "are kept"
        ) from error


def _av() -> Any:
    try:
        import av  # noqa: PLC0415  heavy, and not everybody has it
    except ImportError as error:
        raise UserError("video and sound need PyAV: pip install av") from error
    av.logging.set_level(None)
    return av


class _Frame(NamedTuple):
    at_ms: int
    grey: Grey


def _pictures_of(container: Any) -> VideoFeatures:
    if not container.streams.video:
        return VideoFeatures(version=VERSION)
    stream = container.streams.video[0]
    stream.thread_type = "NONE"  # the box allows no threads
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > _MOST_PIXELS:
        raise SourceError(f"the video claims {width} x {height} pixels; not decoded")
    kept = _Kept()
    problem = None
    segment: list[_Frame] = []
    try:
        for frame in _sampled(container, stream):
            segment.append(frame)
            if len(segment) == _SEGMENT_FRAMES:
                kept.take(segment)
                segment = []
    except Exception as error:  # noqa: BLE001  a torn video: what came before counts
        problem = f"it breaks off ({type(error).__name__}); what comes before is used"
    kept.take(segment)
    kept.finish()
    if problem is not None and not kept.last_ms:
        raise SourceError(f"the video cannot be decoded: {problem}")
    return VideoFeatures(
        version=VERSION,
        duration_ms=kept.last_ms,
        width=width,
        height=height,
        **kept.columns(),
        shots_ms=tuple(kept.shots_ms),
        stills=tuple(kept.stills),
        problem=problem,
    )


def _sampled(container: Any, stream: Any) -> Iterator[_Frame]:
    """Yield five grey frames for each second of the video."""
    import numpy as np  # noqa: PLC0415  start-up

    step_ms = 1000 // FRAMES_PER_S
    due_ms, start_ms = 0, None
    for frame in container.decode(stream):
        if frame.time is None:
            continue
        raw_ms = round(frame.time * 1000)
        start_ms = raw_ms if start_ms is None else start_ms
        at_ms = raw_ms - start_ms
        if at_ms > _MOST_S * 1000:
            return
        if at_ms < due_ms:
            continue
        due_ms = max(due_ms + step_ms, at_ms - at_ms % step_ms + step_ms)
        scale = min(1.0, _SIDE / max(frame.width, frame.height))
        size = (max(16, int(frame.width * scale)), max(16, int(frame.height * scale)))
        small = frame.reformat(*size, format="gray", threads=1)  # as above
        grey = np.rot90(small.to_ndarray(), round(frame.rotation / 90))  # upright
        yield _Frame(at_ms, np.ascontiguousarray(grey, np.float32))


class _Kept:
    """Hashes frames and lets go of them; keeps one still a shot."""

    def __init__(self) -> None:
        self.last_ms = 0
        self.shots_ms: list[int] = []
        self.stills: list[Still] = []
        self._rows: list[tuple[int, bytes, bytes]] = []
        self._before: bytes | None = None
        self._shot: list[_Frame] = []
        self._n_shot = 0

    def take(self, segment: list[_Frame]) -> None:
        """Hash the frames of a minute within the bars that stand over all of it."""
        if not segment:
            return
        box = _bars(segment)
        for frame in segment:
            cut = frame.grey[box.top : box.bottom, box.left : box.right]
            hashed = pdq(cut)
            self.last_ms = frame.at_ms
            own = hashed.probes[0].tobytes()
            if self._before is None or _apart(self._before, own) >= _SHOT_BITS:
                self._end_shot()
                self.shots_ms.append(frame.at_ms)
            self._before = own
            self._keep_in_shot(_Frame(frame.at_ms, cut))
            if hashed.quality >= LEAST_QUALITY:
                self._rows.append((frame.at_ms, own, hashed.probes[_MIRROR].tobytes()))

    def _keep_in_shot(self, frame: _Frame) -> None:
        """Keep few frames of a running shot, spread over it: its first and its middle.

        Each time the shot has doubled, the newest frame becomes the one that is kept.
        """
        self._n_shot += 1
        if self._n_shot & (self._n_shot - 1) == 0:
            self._shot = [frame]

    def _end_shot(self) -> None:
        if self._shot and len(self.stills) < _MOST_STILLS:
            self.stills.append(_still(self._shot[0]))
        self._shot, self._n_shot = [], 0

    def finish(self) -> None:
        """End the last shot."""
        self._end_shot()

    def columns(self) -> dict[str, bytes]:
        """Return the frames as columns."""
        import numpy as np  # noqa: PLC0415  start-up

        return {
            "at_ms": np.array([row[0] for row in self._rows], np.uint32).tobytes(),
            "hashes": b"".join(row[1] for row in self._rows),
            "mirrored": b"".join(row[2] for row in self._rows),
        }


def _apart(one: bytes, two: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(two, "big")).bit_count()


def _bars(segment: list[_Frame]) -> Box:
    """Find what lies within bars, over all frames of a segment."""
    import numpy as np  # noqa: PLC0415  start-up

    first = segment[0].grey
    alike = [f.grey for f in segment if f.grey.shape == first.shape]
    looked_at = alike[:: max(1, len(alike) // 24)]
    down = np.max([spread_of_lines(grey, 1) for grey in looked_at], axis=0)
    across = np.max([spread_of_lines(grey, 0) for grey in looked_at], axis=0)
    (top, bottom), (left, right) = busiest(down), busiest(across)
    if min(bottom - top, right - left) < 16:  # noqa: PLR2004  nothing would be left
        return Box(0, 0, first.shape[1], first.shape[0])
    return Box(left, top, right, bottom)


def _still(frame: _Frame) -> Still:
    if not keypoints.is_available():
        return Still(at_ms=frame.at_ms)
    return Still(at_ms=frame.at_ms, face=face_of(keypoints.small_of(frame.grey)))


def _with_sound(made: VideoFeatures, container: Any) -> VideoFeatures:
    """Add the fingerprint of the first sound track, read second by second."""
    import msgspec  # noqa: PLC0415  only here
    import numpy as np  # noqa: PLC0415  start-up

    if not container.streams.audio:
        return made
    av = _av()
    stream = container.streams.audio[0]
    stream.thread_type = "NONE"
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    parts: list[NDArray[np.int16]] = []
    problem = made.problem
    n_samples = 0
    try:
        for frame in container.decode(stream):
            for piece in resampler.resample(frame):
                parts.append(piece.to_ndarray().reshape(-1))
                n_samples += parts[-1].size
            if n_samples > _MOST_S * RATE_HZ:
                break
    except Exception as error:  # noqa: BLE001  torn sound: what came before counts
        problem = problem or f"its sound breaks off ({type(error).__name__})"
    samples = np.concatenate(parts) if parts else np.empty(0, np.int16)
    duration = made.duration_ms or round(1000 * n_samples / RATE_HZ)
    if made.duration_ms is None and not n_samples:
        raise SourceError(f"the sound cannot be decoded: {problem or 'it is empty'}")
    return msgspec.structs.replace(
        made,
        sound=fingerprint(samples).tobytes(),
        duration_ms=duration,
        problem=problem,
    )


# --- what two videos share -----------------------------------------------------------


class SharedFrames(NamedTuple):
    """How many frames of one video are in another.

    Attributes:
        n_asked: Frames of the shorter one that have enough in them.
        n_shared: Of those, how many are within 60 bits of a frame of the other.
        is_mirrored: Only when mirrored.
        offset_ms: Most frequent difference of times (other minus this).
    """

    n_asked: int
    n_shared: int
    is_mirrored: bool
    offset_ms: int

    @property
    def is_accepted(self) -> bool:
        """Whether enough frames agree: at least five, and a fifth of all."""
        return self.n_shared >= max(LEAST_FRAMES, LEAST_SHARE * self.n_asked)

    @property
    def because(self) -> str:
        """The rule and what was found."""
        words = (
            f"{self.n_shared} of {self.n_asked} frames are within {FRAME_BITS} bits of "
            f"a frame of the other (rule: at least {LEAST_FRAMES} and a fifth)"
        )
        return f"{words}, mirrored" if self.is_mirrored else words


def shared_frames(one: VideoFeatures, two: VideoFeatures) -> SharedFrames | None:
    """Compare the frames of two videos; None = one has no frame to compare."""
    import numpy as np  # noqa: PLC0415  start-up

    if not one.n_frames or not two.n_frames:
        return None
    is_turned = one.n_frames > two.n_frames
    asked, other = (two, one) if is_turned else (one, two)
    held = _hashes(other.hashes).view(np.uint64)
    best: SharedFrames | None = None
    for is_mirrored, raw in ((False, asked.hashes), (True, asked.mirrored)):
        words = _hashes(raw).view(np.uint64)
        nearest, where = _nearest(words, held)
        hit = nearest <= FRAME_BITS
        times = np.frombuffer(asked.at_ms, np.uint32).astype(np.int64)[hit]
        its_times = np.frombuffer(other.at_ms, np.uint32).astype(np.int64)[where[hit]]
        offset = _commonest(its_times - times) * (-1 if is_turned else 1)
        found = SharedFrames(len(words), int(hit.sum()), is_mirrored, offset)
        if best is None or found.n_shared > best.n_shared:
            best = found
    return best


def _hashes(raw: bytes) -> NDArray[np.uint8]:
    import numpy as np  # noqa: PLC0415  start-up

    return np.frombuffer(raw, np.uint8).reshape(-1, 32)


def _nearest(
    asked: NDArray[np.uint64], held: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distance to the nearest held row and which, for each row asked."""
    import numpy as np  # noqa: PLC0415  start-up

    least = np.full(len(asked), 999, np.int64)
    where = np.zeros(len(asked), np.int64)
    for start in range(0, len(held), 4096):
        block = held[start : start + 4096]
        bits = np.zeros((len(asked), len(block)), np.uint16)
        for word in range(4):
            bits += np.bitwise_count(asked[:, word, None] ^ block[None, :, word])
        at = bits.argmin(1)
        near = bits[np.arange(len(asked)), at].astype(np.int64)
        better = near < least
        least[better], where[better] = near[better], at[better] + start
    return least, where


def _commonest(values: NDArray[np.int64]) -> int:
    import numpy as np  # noqa: PLC0415  start-up

    if not len(values):
        return 0
    cells, counts = np.unique(
        np.round(values / 200).astype(np.int64), return_counts=True
    )
    return int(np.median(values[np.round(values / 200) == cells[counts.argmax()]]))
