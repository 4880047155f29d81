"""Which videos share pictures or sound, and why.

Method: M081, M082. Frames that agree in number, or stills of shots that geometry
accepts (crops, banners), or sound. What each of them says is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from firsthand.verify.features import Face, Features
from firsthand.verify.geometry import Overlay, lay_over, lay_over_either_way
from firsthand.verify.reuse import COPY_BITS, COPY_BITS_OF_LITTLE, LEAST_FILLED
from firsthand.verify.sound import SharedSound, shared_sound
from firsthand.verify.video import SharedFrames, VideoFeatures, shared_frames

_LEAST_STILLS_SHARE = 0.2
_MOST_LAID = 400


class SharedStills(NamedTuple):
    """Stills of one video that geometry lays over stills of the other.

    Attributes:
        n_asked: Stills of the video with fewer.
        n_accepted: Of those, how many lie over one of the other.
        best: The best placing.
    """

    n_asked: int
    n_accepted: int
    best: Overlay | None

    @property
    def is_accepted(self) -> bool:
        """Whether enough stills agree: at least one, and a fifth of all."""
        return self.n_accepted >= max(1, _LEAST_STILLS_SHARE * self.n_asked)

    @property
    def because(self) -> str:
        """The rule and what was found."""
        best = f"; the best: {self.best.because}" if self.best else ""
        return (
            f"{self.n_accepted} of {self.n_asked} stills of shots lie over one of the "
            f"other (rule: at least one and a fifth){best}"
        )


class VideoMatch(NamedTuple):
    """What two videos share; None = cannot be compared in that way."""

    frames: SharedFrames | None
    stills: SharedStills | None
    sound: SharedSound | None

    @property
    def is_accepted_by_pictures(self) -> bool:
        """Whether frames or stills agree by their rules."""
        by_frames = self.frames is not None and self.frames.is_accepted
        return by_frames or (self.stills is not None and self.stills.is_accepted)

    @property
    def is_accepted(self) -> bool:
        """Whether pictures or sound agree by their rules."""
        by_sound = self.sound is not None and self.sound.is_accepted
        return self.is_accepted_by_pictures or by_sound

    def as_line(self) -> dict[str, Any]:
        """Return what agrees, and why, as plain JSON."""
        told = (("frames", self.frames), ("stills", self.stills), ("sound", self.sound))
        return {
            "because": [
                f"{name}: {item.because}"
                for name, item in told
                if item is not None and item.is_accepted
            ],
            "offset_s": self._offset,
        }

    @property
    def _offset(self) -> str | None:
        """Start of the second on the clock of the first; sound knows it best."""
        if self.sound is not None and self.sound.is_accepted:
            return f"{self.sound.offset_s:.2f}"
        if self.frames is not None and self.frames.is_accepted:
            return f"{-self.frames.offset_ms / 1000:.1f}"
        return None


def match_videos(one: VideoFeatures, two: VideoFeatures) -> VideoMatch:
    """Compare two videos or sounds in every way that both have."""
    import numpy as np  # noqa: PLC0415  start-up

    frames = shared_frames(one, two)
    stills = None
    if frames is None or not frames.is_accepted:
        stills = _shared_stills(one, two)
    sound = None
    if one.sound and two.sound:
        heard = (np.frombuffer(item.sound, np.uint32) for item in (one, two))
        sound = shared_sound(*heard)
    return VideoMatch(frames, stills, sound)


def _shared_stills(one: VideoFeatures, two: VideoFeatures) -> SharedStills | None:
    asked, other = sorted((one, two), key=lambda item: len(item.stills))
    held = [still.face.view() for still in other.stills if still.face]
    if not asked.stills or not held:
        return None
    n_accepted, n_laid = 0, 0
    best: Overlay | None = None
    for still in asked.stills:
        if still.face is None or n_laid > _MOST_LAID:
            continue
        view, turned = still.face.view(), still.face.view(is_mirrored=True)
        for its_view in held:
            n_laid += 1
            found = lay_over_either_way(view, its_view, turned)
            if found is not None and found.is_accepted:
                n_accepted += 1
                if best is None or found.n_inliers > best.n_inliers:
                    best = found
                break
    return SharedStills(len(asked.stills), n_accepted, best)


# --- a picture in a video -------------------------------------------------------------


class FrameHit(NamedTuple):
    """A frame of a video whose hash is near that of a picture."""

    bits: int
    at_ms: int


class StillWay(NamedTuple):
    """A way to lay a picture over a still: its frame, which still, whether mirrored."""

    face: str
    at_ms: int
    is_mirrored: bool


class PictureInVideo(NamedTuple):
    """A picture that is a frame of a video, or part of one.

    Attributes:
        at_ms: Where in the video.
        bits: Distance to that frame's hash; None = found by corners.
        overlay: How the picture lies over the still; None = found by its hash.
    """

    at_ms: int
    bits: int | None
    overlay: Overlay | None

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        at = f"{self.at_ms / 1000:.1f}"
        why = f"hashes {self.bits} bits apart (rule: at most {COPY_BITS})"
        if self.overlay is not None:
            why = self.overlay.because
        because = [f"the picture is in the video at {at} s: {why}"]
        return {"at_s": at, "because": because, "offset_s": None}


def picture_in_video(
    picture: Features,
    video: VideoFeatures,
    nearest: FrameHit | None,
    ways: Sequence[StillWay],
) -> PictureInVideo | None:
    """Say where in a video a picture is; None = by no rule.

    Args:
        picture: The picture.
        video: The video.
        nearest: Its frame whose hash is nearest; None = none is near.
        ways: How to lay the picture over stills of shots.
    """
    if nearest is not None and _is_frame(picture, nearest):
        return PictureInVideo(nearest.at_ms, nearest.bits, None)
    stills = {still.at_ms: still.face for still in video.stills if still.face}
    for way in [*ways, *_ways_to_nearest(picture, stills, nearest)]:
        still = stills.get(way.at_ms)
        if still is None or way.face not in picture.faces:
            continue
        view = picture.faces[way.face].view(is_mirrored=way.is_mirrored)
        overlay = lay_over(view, still.view())
        if overlay is not None and overlay.is_accepted:
            laid = overlay._replace(is_mirrored=way.is_mirrored)
            return PictureInVideo(way.at_ms, None, laid)
    return None


def _is_frame(picture: Features, nearest: FrameHit) -> bool:
    """Say whether a hash alone puts a picture into a video: one that fills it."""
    most = max(picture.filled.values())
    return nearest.bits <= (COPY_BITS if most >= LEAST_FILLED else COPY_BITS_OF_LITTLE)


def _ways_to_nearest(
    picture: Features, stills: Mapping[int, Face], nearest: FrameHit | None
) -> list[StillWay]:
    """Return ways to lay a picture over the still that stands for a near frame."""
    if nearest is None or not stills:
        return []
    at_ms = min(stills, key=lambda at: (abs(at - nearest.at_ms), at))
    return [
        StillWay(face, at_ms, is_mirrored)
        for face in picture.faces
        for is_mirrored in (False, True)
    ]
