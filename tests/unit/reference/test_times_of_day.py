"""Times of the day in sentences of six languages; all invented."""

from __future__ import annotations

import pytest

from firsthand.model import TimeOfDay
from firsthand.reference import bundled_reference
from firsthand.reference.times_of_day import times_in

REFERENCE = bundled_reference()


def read(text: str, language: str = "en") -> list[str]:
    return [str(found.time) for found in times_in(text, language, REFERENCE)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jets bombed Talbar at 4:30 p.m. on Friday.", "16:30"),
        ("The shell fell at about 11 pm.", "22:30-23:30"),
        ("It was 2 in the morning when the roof fell.", "02:00"),
        ("At 12:15 a.m. the first rocket hit.", "00:15"),
        ("At 12 p.m. the market was full.", "12:00"),
        ("The strike came at 14:05 local time.", "14:05"),
        ("The strike came at 09:40.", "09:40"),
        ("The strike came at 10:30 GMT.", None),
        ("Two strikes at 13:30 GMT.", "13:30 UTC"),
        ("Shells fell before dawn on Daraz.", "00:00-07:00"),
        ("They struck at dawn.", "03:30-08:00"),
        ("The house was hit in the middle of the night.", "19:00-06:00"),
        ("It was hit shortly after midnight.", "00:00-04:00"),
        ("Bombed on Saturday morning.", "04:00-12:30"),
        ("At 10 o'clock at night the wedding was hit.", "22:00"),
        ("At 3 o'clock at night the wedding was hit.", "03:00"),
    ],
)
def test_english_times_are_read(text: str, told: str | None) -> None:
    assert read(text) == ([told] if told else [])


@pytest.mark.parametrize(
    "text",
    [
        "The strike came at 4:30.",
        "Officials put the toll at 12 by 6 p.m.",
        "A curfew from 8 p.m.",
        "Until dawn nobody dared to dig.",
        "Chapter 4:30 of the book.",
        "A ratio of 12:5 was given.",
        "It cost 16.50 and weighed 3.25 kilos.",
        "The score was 2-1 in 90 minutes.",
        "He said 25:10.",
        "On 12.10.2021 the market was hit.",
    ],
)
def test_what_may_be_either_half_a_limit_or_no_time_is_left_out(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Une frappe a touché le marché vers 16h30.", "16:00-17:00"),
        ("fr", "Le village a été bombardé dans la nuit.", "19:00-06:00"),
        ("es", "El ataque ocurrió a las 4:30 de la tarde.", "16:30"),
        ("es", "Bombardearon el pueblo de madrugada.", "00:00-07:00"),
        ("ru", "Удар был нанесён около 16:30.", "16:00-17:00"),
        ("ru", "В 4 часа утра упала ракета.", "04:00"),
        ("uk", "Удар стався о 16:30.", "16:30"),
        ("uk", "Уночі ракета влучила в будинок.", "19:00-06:00"),
        ("ar", "قصفت الطائرات السوق فجرا.", "02:30-07:30"),
        ("ar", "وقع الهجوم عند منتصف الليل.", "23:00-01:00"),
    ],
)
def test_times_of_other_languages_are_read(language: str, text: str, told: str) -> None:
    assert read(text, language) == [told]


def test_a_language_without_rows_gives_no_time() -> None:
    assert read("Um 16:30 Uhr.", "de") == []


def test_distance_on_the_clock_goes_round_midnight() -> None:
    late = TimeOfDay(earliest=23 * 60, latest=23 * 60 + 30)
    early = TimeOfDay(earliest=15, latest=15)
    night = TimeOfDay(earliest=20 * 60, latest=5 * 60)
    assert late.minutes_from(early) == early.minutes_from(late) == 45
    assert night.minutes_from(early) == 0
    assert early.lies_in(night)
    assert late.lies_in(night)
    assert not night.lies_in(late)


def test_no_minute_outside_the_day_is_a_time() -> None:
    with pytest.raises(ValueError, match="minutes of a day"):
        TimeOfDay(earliest=0, latest=24 * 60)
