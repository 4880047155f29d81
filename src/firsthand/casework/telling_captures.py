"""Tell a capture or a photo: what it is, what was made of it, what it hides."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.casework.state import CaseState
from firsthand.model import Capture, MediaItem


def tell_capture(state: CaseState, capture: Capture) -> Iterator[str]:
    """Tell the bytes that were taken in, and what was made of them."""
    yield f"{capture.id}  {capture.filename}, {capture.media_type}"
    yield f"  sha256     {capture.sha256}, {capture.size_bytes:,} bytes"
    yield f"  taken in   {capture.captured_at:%Y-%m-%d %H:%M} UTC, by {capture.tool}"
    if capture.url:
        yield f"  from       {capture.url}"
    if capture.repeats:
        yield f"  repeats    {capture.repeats}: the same bytes were here before"
    if capture.problem:
        yield f"  not read   {capture.problem}"
    for notice in capture.notices:
        yield f"  notice     {notice}"
    for document in state.documents.values():
        if document.capture_id == capture.id:
            yield f"  text       {document.id}"
    for item in state.case.store.every(MediaItem):
        if item.capture_id == capture.id:
            yield f"  medium     {item.id}"


def tell_media_item(state: CaseState, item: MediaItem) -> Iterator[str]:
    """Tell a photo, a video or a sound with its capture."""
    yield f"{item.id}  {item.media_type}, shows: {item.shows}"
    if item.incident_id:
        yield f"  incident   {item.incident_id}"
    capture = state.captures.get(item.capture_id)
    if capture is not None:
        yield from (f"  {line}" for line in tell_capture(state, capture))
