"""Read Telegram's own export in JSON: every message with its provenance.

A forwarded message is a copy: whom it was forwarded from is kept, and nothing is made
of it. Times are those of `date_unixtime` (UTC); `date` alone has no zone and gives the
day at best. Format: result.json of Telegram Desktop ("Machine-readable JSON").
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.capture.imported import Item, Listing
from firsthand.errors import SourceError

_MESSAGES = re.compile(r'(?<!\\)"messages"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
_NOT_INCLUDED = "(File not included"
_FILES = ("photo", "file", "thumbnail", "contact_vcard")
_OPEN = frozenset({"public_channel"})
_DETAILS = ("media_type", "mime_type", "via_bot", "saved_from", "poll", "location")


def read_json(data: bytes) -> Listing:
    """Read the messages of every chat in an export.

    Args:
        data: Bytes of result.json.

    Raises:
        SourceError: It is no JSON, or holds no messages.
    """
    try:
        text = data.decode("utf-8-sig")
        top = json.loads(text)
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"is not whole JSON ({error}); export the chat again"
        ) from None
    chats = list(_chats(top))
    if not chats:
        raise SourceError(
            'has no "messages"; give the result.json of a Telegram export'
        )
    arrays = [match.end() for match in _MESSAGES.finditer(text)]
    items: list[Item] = []
    wrong: list[str] = []
    n_other = 0
    for number, chat in enumerate(chats):
        pieces = _pieces(text, arrays[number]) if number < len(arrays) else iter(())
        for place, message in enumerate(chat["messages"], start=1):
            piece = next(pieces, None)
            try:
                found = _item(chat, message, piece)
            except (TypeError, ValueError, KeyError) as error:
                wrong.append(f"message {place} of {_name(chat)}: {error}")
                continue
            if found is None:
                n_other += 1
            else:
                items.append(found)
    return Listing(items=tuple(items), wrong=tuple(wrong), n_other=n_other)


def _chats(top: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every chat in the order in which it stands in the file."""
    if isinstance(top, dict):
        if isinstance(top.get("messages"), list):
            yield top
            return
        for value in top.values():
            yield from _chats(value)
    elif isinstance(top, list):
        for value in top:
            yield from _chats(value)


def _pieces(text: str, at: int) -> Iterator[str]:
    """Yield each message exactly as it is written in the file."""
    decoder = json.JSONDecoder()
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= len(text) or text[at] == "]":
            return
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = end


def _name(chat: Mapping[str, Any]) -> str:
    return str(chat.get("name") or f"chat {chat.get('id', 'without a name')}")


def _item(
    chat: Mapping[str, Any], message: Mapping[str, Any], piece: str | None
) -> Item | None:
    if not isinstance(message, dict):
        raise TypeError("it is no object")
    if message.get("type") == "service":
        return None
    if "id" not in message:
        raise ValueError("it has no id")
    is_open = chat.get("type") in _OPEN
    scope = f"telegram {chat.get('id', _name(chat))}"
    reply = message.get("reply_to_message_id")
    published, sent_at = _time(message, "date")
    notices, files = _files(message)
    author = message.get("from") or (_name(chat) if is_open else None)
    return Item(
        key=f"{scope}/message {message['id']}",
        place=f"message {message['id']}",
        data=(piece or json.dumps(message, ensure_ascii=False)).encode(
            "utf-8", "replace"
        ),
        text=text_of(message.get("text")) or None,
        title=None,
        author=str(author) if author else None,
        is_private=not is_open,
        published=published,
        sent_at=sent_at,
        files=files,
        forwarded_from=_said(message, "forwarded_from"),
        edited_at=_time(message, "edited")[1],
        reply_to=f"{scope}/message {reply}" if reply else None,
        details={
            "channel": _name(chat),
            "channel_id": str(chat.get("id", "")),
            **{key: str(message[key]) for key in _DETAILS if message.get(key)},
        },
        notices=notices,
    )


def _said(message: Mapping[str, Any], key: str) -> str | None:
    value = message.get(key)
    return str(value) if value else None


def _time(message: Mapping[str, Any], key: str) -> tuple[str | None, str | None]:
    """Return the day in UTC, and the time in the words of the export."""
    stamp, shown = message.get(f"{key}_unixtime"), message.get(key)
    if stamp is not None and str(stamp).isdigit() and int(stamp) > 0:
        at = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
        return at.date().isoformat(), at.isoformat()
    if isinstance(shown, str) and re.match(r"\d{4}-\d\d-\d\d", shown):
        return shown[:10], f"{shown} (zone not stated)"
    return None, str(shown) if shown else None


def _files(message: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notices: list[str] = []
    files: list[str] = []
    for key in _FILES:
        path = message.get(key)
        if not isinstance(path, str) or not path:
            continue
        if path.startswith(_NOT_INCLUDED):
            notices.append(f"its {key} was not exported")
        elif key != "thumbnail":
            files.append(path)
    return tuple(notices), tuple(files)


def text_of(value: Any) -> str:
    """Return the text of a message: a string, or a list of strings and entities."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(text_of(part) for part in value)
    if isinstance(value, dict):
        return text_of(value.get("text"))
    return ""
