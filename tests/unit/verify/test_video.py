"""Videos and sounds: what is kept of them, what two of them share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firsthand.errors import SourceError
from firsthand.verify.sound import RATE_HZ, fingerprint, shared_sound
from firsthand.verify.video import shared_frames, video_features
from firsthand.verify.video_matching import match_videos

av = pytest.importorskip("av", reason="PyAV is not installed")

_RATE = 10


def _frames(seed: int, n_frames: int = 40) -> list[np.ndarray]:
    """An invented walk over two scenes, cut in the middle."""
    made = []
    for shot in range(2):
        dice = np.random.default_rng(seed * 10 + shot)
        scene = np.kron(dice.integers(0, 256, (14, 20)), np.ones((24, 24)))
        steps = range(n_frames // 2)
        made += [scene[20 : 20 + 240, step * 2 : step * 2 + 320] for step in steps]
    return [frame.astype(np.uint8) for frame in made]


def _write(path: Path, frames: list[np.ndarray]) -> Path:
    height, width = frames[0].shape
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = 2_000_000
        for grey in frames:
            shown = np.repeat(np.ascontiguousarray(grey)[..., None], 3, 2)
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _with_bars(frames: list[np.ndarray]) -> list[np.ndarray]:
    return [np.pad(frame, ((60, 60), (0, 0))) for frame in frames]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("clip") / "a.mp4", _frames(1))


def test_a_clip_has_frames_five_times_a_second_and_its_shots(clip: Path) -> None:
    made = video_features(str(clip))
    assert (made.width, made.height, made.problem) == (320, 240, None)
    assert made.n_frames == 20
    assert made.shots_ms == (0, 2000)
    assert len(made.stills) == 2


EDITS = {
    "mirrored": lambda frames: [frame[:, ::-1] for frame in frames],
    "bars": _with_bars,
    "darker": lambda frames: [frame // 2 + 20 for frame in frames],
    "part": lambda frames: frames[6:32],
    "crop": lambda frames: [frame[16:, 32:] for frame in frames],
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_clip_is_found_by_its_pictures(
    edit: str, clip: Path, tmp_path: Path
) -> None:
    asked = video_features(str(_write(tmp_path / "b.mp4", EDITS[edit](_frames(1)))))
    assert match_videos(asked, video_features(str(clip))).is_accepted_by_pictures


def test_another_clip_is_not_found(clip: Path, tmp_path: Path) -> None:
    other = video_features(str(_write(tmp_path / "b.mp4", _frames(2))))
    assert not match_videos(other, video_features(str(clip))).is_accepted


def test_one_frame_alone_says_nothing(clip: Path, tmp_path: Path) -> None:
    one = _write(tmp_path / "b.mp4", [*_frames(1)[:3], *_frames(3)])
    shared = shared_frames(video_features(str(one)), video_features(str(clip)))
    assert shared is not None
    assert 0 < shared.n_shared < 5
    assert not shared.is_accepted


def test_a_torn_clip_gives_what_comes_before_or_a_message(
    clip: Path, tmp_path: Path
) -> None:
    data = clip.read_bytes()
    for share in (0.02, 0.3, 0.7):
        torn = tmp_path / f"{share}.mp4"
        torn.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(SourceError, match="cannot be decoded"):
            video_features(str(torn))  # its table of contents stood at the end


# --- sound ----------------------------------------------------------------------------


def _sound(seed: int, seconds: float = 12) -> np.ndarray:
    dice = np.random.default_rng(seed)
    t = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    made = dice.normal(0, 0.05, t.size)
    for _ in range(int(seconds * 6)):
        begin, length = dice.uniform(0, seconds), dice.uniform(0.1, 0.7)
        here = (t >= begin) & (t < begin + length)
        made[here] += 0.4 * np.sin(2 * np.pi * dice.uniform(320, 1900) * t[here])
    return (np.clip(made, -1.5, 1.5) * 20_000).astype(np.int16)


@pytest.mark.parametrize("start_s", [0.0, 1.234, 4.5])
def test_the_offset_of_two_recordings_is_found(start_s: float) -> None:
    whole = _sound(1)
    noise = np.random.default_rng(5).normal(0, 900, whole.size)
    part = (whole / 2 + noise).astype(np.int16)[int(start_s * RATE_HZ) :]
    found = shared_sound(fingerprint(whole), fingerprint(part))
    assert found is not None
    assert found.is_accepted
    assert abs(found.offset_s - start_s) <= 0.05


def test_other_sounds_are_not_accepted() -> None:
    held = fingerprint(_sound(1))
    for seed in range(2, 12):
        found = shared_sound(held, fingerprint(_sound(seed)))
        assert found is None or not found.is_accepted


def test_silence_matches_nothing() -> None:
    silent = fingerprint(np.zeros(RATE_HZ * 8, np.int16))
    assert not silent.any()
    assert shared_sound(silent, silent) is None


def test_two_seconds_are_too_short() -> None:
    words = fingerprint(_sound(1, 2.2))
    assert shared_sound(fingerprint(_sound(1, 2.2)), words) is None
