"""Read Telegram's own export as HTML pages (messages.html, messages2.html ...)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from firsthand.capture.imported import Item, Listing
from firsthand.errors import SourceError

_TIME = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: UTC([+-])(\d\d):(\d\d))?"
)
_GO_TO = re.compile(r"go_to_message(\d+)")
_FILE_CLASSES = ("photo_wrap", "video_file_wrap", "media_voice_message", "media_file")


def read_html(data: bytes) -> Listing:
    """Read the messages of one page of an export.

    Args:
        data: Bytes of the page.

    Raises:
        SourceError: It holds no message of Telegram.
    """
    from lxml import html  # noqa: PLC0415  loaded in the box alone

    top = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    name = _text(_first(top, "page_header")) or "chat without a name"
    items: list[Item] = []
    wrong: list[str] = []
    n_other = 0
    author: str | None = None
    for node in top.iter("div"):
        classes = (node.get("class") or "").split()
        if "message" not in classes:
            continue
        if "service" in classes:
            n_other += 1
            continue
        number = (node.get("id") or "").removeprefix("message")
        if not number.lstrip("-").isdigit():
            wrong.append(f"a message without a number in {name}")
            continue
        author = _author(node) or author
        items.append(_item(node, number, name, author))
    if not items and not n_other:
        raise SourceError("has no message in it; give a messages.html of Telegram")
    return Listing(items=tuple(items), wrong=tuple(wrong), n_other=n_other)


def _item(node: Any, number: str, name: str, author: str | None) -> Item:
    from lxml import html  # noqa: PLC0415  loaded in the box alone

    date = _first(node, "date")
    published, sent_at = _time(date.get("title") if date is not None else None)
    forwarded = _first(node, "forwarded")
    reply = _first(node, "reply_to")
    answers = (
        _GO_TO.search(html.tostring(reply).decode()) if reply is not None else None
    )
    inner = forwarded if forwarded is not None else node
    origin, origin_at = _forward(forwarded)
    scope = f"telegram {name}"
    raw = html.tostring(node, encoding="utf-8", with_tail=False)
    return Item(
        key=f"{scope}/message {number}",
        place=f"message {number}",
        data=raw if isinstance(raw, bytes) else str(raw).encode(),
        media_type="text/html",
        text=_text(_first(inner, "text")) or None,
        author=author,
        is_private=author is not None and author != name,
        published=published,
        sent_at=sent_at,
        files=_files(node),
        forwarded_from=origin,
        forwarded_at=origin_at,
        reply_to=f"{scope}/message {answers[1]}" if answers else None,
        details={"channel": name},
    )


def _first(node: Any, name: str) -> Any:
    for found in node.iter("div", "a", "span"):
        if found is not node and name in (found.get("class") or "").split():
            return found
    return None


def _author(node: Any) -> str | None:
    found = _first(node, "from_name")
    if found is None:
        return None
    parent = found.getparent()
    is_forward = "forwarded" in (parent.get("class") or "").split()
    return None if is_forward else _text(found) or None


def _forward(node: Any) -> tuple[str | None, str | None]:
    if node is None:
        return None, None
    found = _first(node, "from_name")
    if found is None:
        return None, None
    date = _first(found, "date")
    shown = (
        (date.get("title") or date.text_content()).strip() if date is not None else ""
    )
    said = _text(found)
    if date is not None:
        said = said.replace(" ".join(date.text_content().split()), "").strip()
    return said or None, shown or None


def _text(node: Any) -> str:
    """Return the text of a node, line breaks kept."""
    if node is None:
        return ""
    parts: list[str] = []

    def walk(item: Any) -> None:
        parts.append(_one_line(item.text))
        for child in item:
            if child.tag == "br":
                parts.append("\n")
            elif isinstance(child.tag, str):
                walk(child)
            parts.append(_one_line(child.tail))

    walk(node)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip()


def _one_line(text: str | None) -> str:
    """Return text as a page shows it: a line ending in the source is a space."""
    return (text or "").replace("\n", " ")


def _time(title: str | None) -> tuple[str | None, str | None]:
    found = _TIME.search(title or "")
    if found is None:
        return None, title or None
    day, month, year, hour, minute = (int(part) for part in found.groups()[:5])
    try:
        at = dt.datetime(year, month, day, hour, minute, int(found[6] or 0))  # noqa: DTZ001  the zone follows where it is stated
    except ValueError:
        return None, title
    if not found[7]:
        return at.date().isoformat(), f"{title} (zone not stated)"
    away = dt.timedelta(hours=int(found[8]), minutes=int(found[9]))
    zone = dt.timezone(away if found[7] == "+" else -away)
    in_utc = at.replace(tzinfo=zone).astimezone(dt.UTC)
    return in_utc.date().isoformat(), in_utc.isoformat()


def _files(node: Any) -> tuple[str, ...]:
    files = []
    for link in node.iter("a"):
        classes = (link.get("class") or "").split()
        target = link.get("href") or ""
        is_file = any(name in classes for name in _FILE_CLASSES)
        if is_file and target and "://" not in target and not target.startswith("#"):
            files.append(target)
    return tuple(dict.fromkeys(files))
