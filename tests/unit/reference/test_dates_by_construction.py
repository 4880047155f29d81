"""Dates in six languages, construction by construction, on sentences of our own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.model import FuzzyDate
from firsthand.reference.news_dates import LANGUAGES, read_dates

FILES = sorted((Path(__file__).parents[2] / "constructions" / "dates").glob("*.jsonl"))
OF_ONE_LANGUAGE = {"hijri": {"ar"}, "two_readings": {"en", "ar"}}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read(row: dict[str, Any]) -> list[FuzzyDate]:
    day = row.get("published")
    published = dt.date.fromisoformat(day) if day else None
    found = read_dates(row["text"], published=published, language=row["language"])
    assert all(row["text"][start:end] == date.words for start, end, date in found)
    return [date for _, _, date in found]


def days_of(date: FuzzyDate) -> list[str | None]:
    days = (date.earliest, date.latest, *date.readings)
    return [day and day.isoformat() for day in days]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_gives_its_dates_and_no_other(path: Path, language: str) -> None:
    own = [row for row in rows_of(path) if row["language"] == language]
    wrong = [
        (row["text"], row["dates"], got)
        for row in own
        if (got := [days_of(date) for date in read(row)]) != row["dates"]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_construction_has_ten_sentences_in_each_language(path: Path) -> None:
    languages = [row["language"] for row in rows_of(path)]
    wanted = OF_ONE_LANGUAGE.get(path.stem, set(LANGUAGES))
    assert set(languages) == wanted
    assert languages.count(next(iter(sorted(wanted, reverse=True)))) >= 10
