"""Read chats that WhatsApp exports as text, of iPhones and of Android.

The order of day and month is that of the phone, and the file does not say which. One
date of the file that has a day over 12, or the order of time itself, can settle it for
the whole file; where nothing does, both readings are kept and none is chosen.
Method: M205.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from firsthand.capture.imported import Item, Listing
from firsthand.errors import SourceError

_DATE = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
_CLOCK = (
    r"(?P<h>\d{1,2})[:.](?P<m>\d\d)(?:[:.](?P<s>\d\d))?\s?"
    r"(?P<half>[AaPp]\.?\s?[Mm]\.?|[صم])?"
)
_IPHONE = re.compile(rf"\[{_DATE}[,،]?\s{_CLOCK}\]\s?(?P<rest>.*)", re.DOTALL)
_ANDROID = re.compile(rf"{_DATE}[,،]?\s{_CLOCK}\s[-–]\s(?P<rest>.*)", re.DOTALL)
_AUTHOR = re.compile(r"(?P<author>[^:\n]{1,80}?): (?P<text>.*)", re.DOTALL)
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"))
_SPACES = {ord("\u202f"): " ", ord("\xa0"): " "}
_ATTACHED = re.compile(r"<[^<>:]{1,40}: (?P<name>[^<>/\\]+\.\w{1,5})>")
_MONTHS, _CENTURY, _NOON = 12, 100, 12


@dataclasses.dataclass
class _Entry:
    """One dated entry: the lines from its date to the next one's."""

    line: int
    raw: str
    parts: tuple[int, int, int]
    clock: tuple[int, int, int]
    rest: str


def read_chat(
    data: bytes,
    *,
    omitted: Sequence[str] = (),
    attached: Sequence[str] = (),
    system: Sequence[str] = (),
    is_day_first: bool | None = None,
) -> Listing:
    """Read the messages of a chat.

    Args:
        data: Bytes of _chat.txt or "WhatsApp Chat with ... .txt".
        omitted: Words that stand for a file that was not exported.
        attached: Words that stand after the name of a file.
        system: Words of the program itself, in lines that look like messages.
        is_day_first: How dates are written, where a person knows; None = see the file.

    Raises:
        SourceError: It is no such export.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 (byte {error.start})") from None
    entries, before = _entries(text)
    if not entries:
        raise SourceError(
            "has no line that begins with a date as WhatsApp writes it; give the "
            "_chat.txt of an export"
        )
    order, notice = _order(entries, is_day_first)
    first = entries[0]
    scope = hashlib.sha256(first.raw.encode("utf-8", "replace")).hexdigest()[:12]
    seen: Counter[str] = Counter()
    items: list[Item] = []
    wrong = [f"line {number}: stands before any date" for number in before]
    n_other = 0
    words = (tuple(omitted), tuple(attached))
    for entry in entries:
        readings = _readings(entry, order)
        if not readings:
            wrong.append(f"line {entry.line}: {_shown(entry)} is no date")
        said = _AUTHOR.fullmatch(entry.rest)
        if said is None or any(word in said["text"] for word in system):
            n_other += 1
            continue
        stamp = f"{_shown(entry)}|{said['author']}"
        seen[stamp] += 1
        name = hashlib.sha256(f"{stamp}|{seen[stamp]}".encode()).hexdigest()[:16]
        key = f"whatsapp {scope}/{name}"
        items.append(_item(entry, said, key, readings, words))
    return Listing(
        items=tuple(items),
        wrong=tuple(wrong),
        notices=(notice,) if notice else (),
        n_other=n_other,
    )


def _entries(text: str) -> tuple[list[_Entry], list[int]]:
    entries: list[_Entry] = []
    before: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.translate(_MARKS).translate(_SPACES)
        found = _IPHONE.fullmatch(bare) or _ANDROID.fullmatch(bare)
        if found is not None:
            entries.append(
                _Entry(number, line, _numbers(found), _clock(found), found["rest"])
            )
        elif entries:
            entries[-1].raw += f"\n{line}"
            entries[-1].rest += f"\n{bare}"
        elif line.strip():
            before.append(number)
    return entries, before


def _numbers(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found["a"]), int(found["b"]), int(found["c"])


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour = int(found["h"])
    half = (found["half"] or "").lower()
    if half and hour <= _NOON:
        is_late = half.startswith("p") or half == "م"
        hour = hour % _NOON + (_NOON if is_late else 0)
    return hour, int(found["m"]), int(found["s"] or 0)


def _order(entries: Sequence[_Entry], told: bool | None) -> tuple[str, str | None]:  # noqa: FBT001  None = nobody says
    """Return "day", "month", "year" or "open": what the first number is, and why."""
    if any(entry.parts[0] >= _CENTURY for entry in entries):
        return "year", None
    if told is not None:
        order = "day" if told else "month"
        return order, f"dates are read {order} first, as stated"
    possible = [
        order
        for order in ("day", "month")
        if all(_at(entry, order) is not None for entry in entries)
    ]
    if len(possible) == 1:
        return possible[0], f"dates are {possible[0]} first: no other reading fits all"
    in_time = [order for order in possible if _is_in_time(entries, order)]
    if len(in_time) == 1 and len(entries) > 1:
        why = "only so do they stand in the order of time"
        return in_time[0], f"dates are {in_time[0]} first: {why}"
    if all(entry.parts[0] == entry.parts[1] for entry in entries):
        return "day", None
    return "open", (
        "day and month cannot be told apart in this file: both readings of such dates "
        "are kept and none is used; say --day-first or --month-first if you know"
    )


def _is_in_time(entries: Sequence[_Entry], order: str) -> bool:
    times = [_at(entry, order) for entry in entries]
    pairs = itertools.pairwise(times)
    return all(a is not None and b is not None and a <= b for a, b in pairs)


def _at(entry: _Entry, order: str) -> dt.datetime | None:
    first, second, third = entry.parts
    if order == "year":
        year, month, day = first, second, third
    else:
        year = third + 2000 if third < _CENTURY else third
        day, month = (first, second) if order == "day" else (second, first)
    try:
        return dt.datetime(year, month, day, *entry.clock)  # noqa: DTZ001  the phone's own clock: no zone is stated
    except ValueError:
        return None


def _readings(entry: _Entry, order: str) -> tuple[str, ...]:
    orders: Iterator[str] = iter(("day", "month") if order == "open" else (order,))
    found = (_at(entry, each) for each in orders)
    days = (at.date().isoformat() for at in found if at is not None)
    return tuple(dict.fromkeys(days))


def _shown(entry: _Entry) -> str:
    first, second, third = entry.parts
    hour, minute, second_of = entry.clock
    return f"{first}/{second}/{third} {hour:02}:{minute:02}:{second_of:02}"


def _item(
    entry: _Entry,
    said: re.Match[str],
    key: str,
    readings: tuple[str, ...],
    words: tuple[tuple[str, ...], tuple[str, ...]],
) -> Item:
    text, files, notices = _without_files(said["text"].strip(), *words)
    is_clear = len(readings) == 1
    if len(readings) > 1:
        notices.append(f"its date may be {' or '.join(readings)}")
    return Item(
        key=key,
        place=f"line {entry.line}",
        data=entry.raw.encode("utf-8", "replace"),
        media_type="text/plain",
        text=text or None,
        author=said["author"].strip(),
        is_private=True,
        published=readings[0] if is_clear else None,
        readings=() if is_clear else readings,
        sent_at=f"{_shown(entry)} (the phone's clock, zone not stated)",
        files=tuple(files),
        notices=tuple(notices),
    )


def _without_files(
    text: str, omitted: Sequence[str], attached: Sequence[str]
) -> tuple[str, list[str], list[str]]:
    """Take names of files and words about files out of a message's text."""
    files = [found["name"].strip() for found in _ATTACHED.finditer(text)]
    text = _ATTACHED.sub("", text)
    notices: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        mark = next((word for word in attached if bare.endswith(word)), None)
        if mark is not None:
            files.append(bare.removesuffix(mark).strip())
        elif bare.casefold() in {word.casefold() for word in omitted}:
            notices.append("a file of it was not exported")
        else:
            lines.append(line)
    return "\n".join(lines).strip(), files, notices
