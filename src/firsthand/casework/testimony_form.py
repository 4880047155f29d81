"""The form of a testimony: what an interviewer writes down, read and checked.

TOML, so that it can be filled in with any editor and offline. Every problem names the
field, what was found and what to write; all problems are told at once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firsthand.capture import read_published
from firsthand.errors import UserError
from firsthand.model import (
    ConsentState,
    ConsentUse,
    FuzzyDate,
    Protection,
    SecondReading,
)

BLANK = """\
# A testimony. Leave out what is not known: nothing is guessed.
# What stands under [witness] and [interview] (but date, mode, language) is sealed:
# encrypted to the recipients of the case, never stored in clear. This file itself is
# in clear where you keep it: delete it when it was taken in.

[witness]
known_as = ""          # W-... if this person has spoken in this case before
name = ""
other_names = []       # other spellings and scripts: all are hidden in the text
phone = ""
village = ""
born = ""
note = ""
hide = []              # kin, nicknames, employer: hidden in the working text as well

[interview]
date = ""              # 2026-05-03, 2026-05, or 2026-05-03/2026-05-05
mode = ""              # in person, telephone, video call, in writing
place = ""             # sealed
interviewer = ""       # sealed
interpreter = ""       # sealed; "none" if there was none
language = ""          # what was spoken: ar, uk, en ...

[material]
transcript = ""        # .txt, .vtt or .srt, beside this form
recording = ""         # sound or video
translation = ""       # .txt, .vtt or .srt
translation_language = ""
translator = ""        # sealed
working_text = "transcript"   # or "translation": which of them the program reads
protection = "restricted"     # or "sealed": no working text, no claims

# [second_reading]      # the translation read against the original by somebody else
# on = "2026-05-10"
# by = ""              # sealed
# agreed = true
# differences = ""     # naming nobody

# For each use the day on which this person agreed: "2026-05-03", "2026-05-03 until
# 2031-05-03", or "refused 2026-05-03". A use left blank is not allowed.
[consent]
archive = ""               # without it nothing is taken in
analysis = ""
publish-quoted = ""
publish-paraphrased = ""
share-with-courts = ""
contact-again = ""
"""

_MODES = ("in person", "telephone", "video call", "in writing")
_FIELDS: Mapping[str, frozenset[str]] = {
    "witness": frozenset(
        {"known_as", "name", "other_names", "phone", "village", "born", "note", "hide"}
    ),
    "interview": frozenset(
        {"date", "mode", "place", "interviewer", "interpreter", "language"}
    ),
    "material": frozenset(
        {
            "transcript",
            "recording",
            "translation",
            "translation_language",
            "translator",
            "working_text",
            "protection",
        }
    ),
    "second_reading": frozenset({"on", "by", "agreed", "differences"}),
    "consent": frozenset(use.value for use in ConsentUse),
}
_LISTS = {"other_names", "hide"}


@dataclasses.dataclass(frozen=True)
class Said:
    """What a witness said of one use."""

    state: ConsentState
    on: dt.date
    until: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Form:
    """A form that was read; None and empty = not stated.

    Attributes:
        secret: What is sealed, by field name.
        names: Names of the witness.
        others: Whatever else would tell who speaks.
        consent: What was said of each use.
    """

    known_as: str | None
    secret: Mapping[str, str]
    names: tuple[str, ...]
    others: tuple[str, ...]
    held_on: FuzzyDate | None
    mode: str | None
    language: str | None
    has_interpreter: bool | None
    transcript: Path | None
    recording: Path | None
    translation: Path | None
    translation_language: str | None
    is_translation_read: bool
    protection: Protection
    second_reading: SecondReading | None
    consent: Mapping[ConsentUse, Said]


def read_form(path: Path) -> Form:
    """Read a form.

    Raises:
        UserError: Names every field that does not fit.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"{path}: is not a form: {error}. Make one: firsthand testimony form"
        ) from error
    reader = _Reader(path, tables)
    form = reader.form()
    if reader.problems:
        raise UserError(f"{path.name}: " + "; ".join(reader.problems))
    return form


class _Reader:
    """Reads field by field and collects what is wrong."""

    def __init__(self, path: Path, tables: Mapping[str, Any]) -> None:
        self._folder = path.parent
        self.problems: list[str] = []
        self._tables: dict[str, Mapping[str, Any]] = {}
        for name, table in tables.items():
            self._take_table(name, table)

    def _take_table(self, name: str, table: Any) -> None:
        known = _FIELDS.get(name)
        if known is None or not isinstance(table, dict):
            self.problems.append(f"[{name}] is no part of the form")
            return
        self._tables[name] = table
        self.problems += [
            f"{name}.{field} is no field of the form"
            for field in table
            if field not in known
        ]

    def form(self) -> Form:
        interpreter = self._text("interview", "interpreter")
        recording = self._file("recording")
        translation = self._file("translation")
        transcript = self._file("transcript")
        is_translation_read = self._choice(
            "material", "working_text", ("transcript", "translation")
        ) == ("translation")
        if transcript is None and recording is None:
            self.problems.append("material: name a transcript or a recording")
        if is_translation_read and translation is None:
            self.problems.append("material.working_text: there is no translation")
        names = self._list("witness", "name", "other_names")
        if not names and not self._text("witness", "known_as"):
            self.problems.append(
                "witness.name is empty: without it the text cannot be kept from "
                "telling who speaks (or name known_as)"
            )
        return Form(
            known_as=self._text("witness", "known_as"),
            secret=self._secret(),
            names=names,
            others=self._list("witness", "phone", "village", "hide", "born")
            + self._list("interview", "place", "interviewer")
            + ((interpreter,) if interpreter and interpreter != "none" else ())
            + self._list("material", "translator"),
            held_on=self._interval("interview", "date"),
            mode=self._choice("interview", "mode", _MODES),
            language=self._text("interview", "language"),
            has_interpreter=None if interpreter is None else interpreter != "none",
            transcript=transcript,
            recording=recording,
            translation=translation,
            translation_language=self._text("material", "translation_language"),
            is_translation_read=is_translation_read,
            protection=Protection(
                self._choice("material", "protection", ("restricted", "sealed"))
                or "restricted"
            ),
            second_reading=self._second_reading(),
            consent=self._consent(),
        )

    def _secret(self) -> dict[str, str]:
        found = {}
        for table, fields in (
            ("witness", _FIELDS["witness"]),
            ("interview", {"place", "interviewer", "interpreter"}),
            ("material", {"translator"}),
            ("second_reading", {"by"}),
        ):
            for field in sorted(fields):
                value = ", ".join(self._list(table, field))
                if value:
                    found[f"{table}.{field}"] = value
        return found

    def _list(self, table: str, *fields: str) -> tuple[str, ...]:
        found: list[str] = []
        for field in fields:
            value = self._tables.get(table, {}).get(field)
            if field in _LISTS and isinstance(value, list):
                if not all(isinstance(one, str) for one in value):
                    self._wrong(table, field, value, "write a list of words in quotes")
                found += [str(one) for one in value]
            else:
                found.append(self._text(table, field) or "")
        return tuple(one.strip() for one in found if one.strip())

    def _text(self, table: str, field: str) -> str | None:
        value = self._tables.get(table, {}).get(field)
        if isinstance(value, dt.date):
            return value.isoformat()
        if value is not None and not isinstance(value, str):
            self._wrong(table, field, value, "write words in quotes")
            return None
        return value.strip() or None if value is not None else None

    def _wrong(self, table: str, field: str, value: Any, what: str) -> None:
        told = f"{table}.{field}: {value!r}: {what}"
        if told not in self.problems:
            self.problems.append(told)

    def _choice(self, table: str, field: str, known: tuple[str, ...]) -> str | None:
        value = self._text(table, field)
        if value is not None and value not in known:
            self._wrong(table, field, value, f"write one of {', '.join(known)}")
            return None
        return value

    def _file(self, field: str) -> Path | None:
        value = self._text("material", field)
        if value is None:
            return None
        path = self._folder / value
        if not path.is_file():
            self._wrong("material", field, value, "there is no such file")
        return path

    def _interval(self, table: str, field: str) -> FuzzyDate | None:
        value = self._text(table, field)
        if value is None:
            return None
        first, _, last = value.partition("/")
        try:
            begin = read_published(first)
            end = read_published(last) if last else begin
            return FuzzyDate(
                earliest=begin.earliest,
                latest=end.latest,
                precision=begin.precision,
                words=value,
            )
        except ValueError as error:
            self._wrong(table, field, value, str(error))
            return None

    def _day(self, table: str, field: str, value: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self._wrong(table, field, value, "write a day as 2026-05-03")
            return None

    def _second_reading(self) -> SecondReading | None:
        table = self._tables.get("second_reading")
        if not table:
            return None
        agreed = table.get("agreed")
        on = self._day("second_reading", "on", self._text("second_reading", "on") or "")
        differences = self._text("second_reading", "differences")
        if not isinstance(agreed, bool):
            self._wrong("second_reading", "agreed", agreed, "write true or false")
        elif not agreed and not differences:
            self._wrong("second_reading", "differences", "", "say what differs")
        if on is None or not isinstance(agreed, bool):
            return None
        return SecondReading(on=on, is_agreed=agreed, differences=differences)

    def _consent(self) -> dict[ConsentUse, Said]:
        found = {}
        for use in ConsentUse:
            value = self._text("consent", use.value)
            said = read_said(value) if value else None
            if value and said is None:
                what = 'write "2026-05-03", "2026-05-03 until ..." or "refused ..."'
                self._wrong("consent", use.value, value, what)
            if said is not None:
                found[use] = said
        archive = found.get(ConsentUse.ARCHIVE)
        if archive is None or archive.state is not ConsentState.GIVEN:
            self.problems.append(
                "consent.archive: not given, so nothing may be kept. Ask the witness"
            )
        return found


def read_said(value: str) -> Said | None:
    """Read what was said of a use; None = it cannot be read.

    Args:
        value: "2026-05-03", "2026-05-03 until 2031-05-03", "refused 2026-05-03".
    """
    state = ConsentState.GIVEN
    rest = value.strip()
    if rest.startswith("refused"):
        state, rest = ConsentState.REFUSED, rest.removeprefix("refused").strip()
    day, _, until = rest.partition(" until ")
    try:
        return Said(
            state,
            dt.date.fromisoformat(day.strip()),
            dt.date.fromisoformat(until.strip()) if until else None,
        )
    except ValueError:
        return None
