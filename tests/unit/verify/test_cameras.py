"""Cameras of one strike on one clock: by what was heard, and never by less."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from firsthand.verify.cameras import (
    Heard,
    OnClock,
    error_of,
    heard_by_both,
    one_clock,
)
from firsthand.verify.sound import RATE_HZ, fingerprint, shared_sound

_S = RATE_HZ


def _street(rng: np.random.Generator, seconds: int) -> NDArray[np.float64]:
    """Draw bangs and voices."""
    made = np.zeros(seconds * _S)
    for _ in range(3):
        at = rng.integers(0, len(made) - _S)
        fade = np.exp(-np.arange(_S) / (0.25 * _S))
        made[at : at + _S] += rng.normal(size=_S) * fade * 4
    for _ in range(seconds // 2):
        at, length = rng.integers(0, len(made) - _S), int(_S * rng.uniform(0.2, 0.9))
        phase = np.cumsum(2 * np.pi * rng.uniform(120, 350) / _S * np.ones(length))
        voice = sum(np.sin(k * phase) / k for k in range(1, 7))
        made[at : at + length] += voice * np.hanning(length) * rng.uniform(0.3, 1)
    return made


def _recorded(
    sound: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.uint32]:
    """Record a street with an echo, a noise and a level of its own."""
    echo = rng.normal(size=1500) * np.exp(-np.arange(1500) / 500) * 0.15
    echo[0] = 1
    heard = np.convolve(sound, echo)[: len(sound)]
    noise = np.convolve(rng.normal(size=len(heard)), np.ones(6) / 6, "same")
    heard = heard + noise * heard.std() / noise.std() * 0.2
    scaled = heard / np.abs(heard).max() * rng.uniform(8000, 30000)
    return fingerprint(scaled.astype(np.int16))


@pytest.fixture(scope="module")
def recordings() -> tuple[list[NDArray[np.uint32]], NDArray[np.uint32]]:
    rng = np.random.default_rng(11)
    street = _street(rng, 36)
    starts = (0.0, 4.0, 9.5)
    cut = [street[int(s * _S) :][: 26 * _S] for s in starts]
    return [_recorded(c, rng) for c in cut], _recorded(_street(rng, 26), rng)


def test_two_microphones_of_one_street_are_placed_within_a_tenth_of_a_second(
    recordings: tuple[list[NDArray[np.uint32]], NDArray[np.uint32]],
) -> None:
    (one, two, three), _ = recordings
    for first, second, true_s in ((one, two, 4.0), (two, three, 5.5)):
        found = heard_by_both(first, second)
        assert found is not None
        assert found.is_accepted, found.because
        assert abs(found.offset_s - true_s) <= 0.1


def test_the_rule_for_copies_would_not_find_them(
    recordings: tuple[list[NDArray[np.uint32]], NDArray[np.uint32]],
) -> None:
    (one, two, _), _ = recordings
    copied = shared_sound(one, two)
    assert copied is None or not copied.is_accepted


def test_another_street_is_not_placed(
    recordings: tuple[list[NDArray[np.uint32]], NDArray[np.uint32]],
) -> None:
    streets, other = recordings
    for street in streets:
        found = heard_by_both(street, other)
        assert found is None or not found.is_accepted


def test_silence_and_short_sounds_are_not_placed() -> None:
    silent = np.zeros(2000, np.uint32)
    assert heard_by_both(silent, silent) is None
    assert heard_by_both(np.arange(1, 100, dtype=np.uint32), silent) is None


def test_a_sound_that_repeats_itself_is_not_placed() -> None:
    rng = np.random.default_rng(4)
    beat = rng.integers(1, 2**32, 170, dtype=np.uint32)
    siren = np.tile(beat, 20)
    found = heard_by_both(siren, siren[510:])
    assert found is None or not found.is_accepted


def test_recordings_are_put_on_the_clock_of_the_first() -> None:
    placings = {
        ("A", "B"): Heard(4.0, 20, 9, 3),
        ("B", "C"): Heard(5.5, 20, 12, 3),
    }
    groups, strained = one_clock(["A", "B", "C", "D"], placings)
    assert [[(each.name, each.start_s) for each in group] for group in groups] == [
        [("A", 0.0), ("B", 4.0), ("C", 9.5)],
        [("D", 0.0)],
    ]
    assert strained == []


def test_a_placing_that_contradicts_the_others_is_told() -> None:
    placings = {
        ("A", "B"): Heard(4.0, 20, 9, 3),
        ("B", "C"): Heard(5.5, 20, 12, 3),
        ("A", "C"): Heard(2.0, 20, 7, 3),
    }
    _, (strained,) = one_clock(["A", "B", "C"], placings)
    assert (strained.first, strained.second) == ("A", "C")
    assert round(strained.off_s, 1) == 7.5


def test_the_error_of_a_start_is_not_known_without_the_distance_of_cameras() -> None:
    assert error_of(OnClock("B", 4.0, 1), None) is None
    assert error_of(OnClock("A", 0.0, 0), None) == 0
    known = error_of(OnClock("B", 4.0, 1), 319.0)
    assert known is not None
    assert round(known, 2) == 1.15
