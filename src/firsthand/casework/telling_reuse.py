"""The result of a search for re-used media, told to a person line by line.

Method: M078, M080.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Line = dict[str, Any]
_LIKENESS = {"copy": "copy", "in_part": "same in part", "candidate": "candidate"}
_KNOWN_FROM = {
    "capture": "our capture",
    "stated_publication": "publication as stated",
    "time_stamp": "trusted time stamp",
    "platform_id": "id of the platform",
    "web_archive": "web archive",
}


def tell_reuse(result: Line) -> Iterator[str]:
    """Tell groups, who had each first, candidates, and what was not searched."""
    groups, candidates = result["groups"], result["candidates"]
    yield f"  {_counted(result['n_searched'], 'media item', 'media items')} searched"
    if not groups:
        yield "  nothing is used twice"
    for number, group in enumerate(groups, 1):
        yield f"  group {number}: {', '.join(group['members'])}"
        for link in group["links"]:
            yield f"    {told_link(link)}"
        yield f"    first: {_seen(group['earliest'])}"
    if candidates:
        yield (
            "  candidates, in no group: look at them (firsthand media overlay), then "
            "accept or reject"
        )
        for link in candidates:
            yield f"    {told_link(link)}"
    if "before_event" in result:
        rows = result["before_event"]
        yield "  before the event:" if rows else "  before the event: nothing shown"
        for row in rows:
            answer = row["answer"].replace("_", " ")
            yield f"    {', '.join(row['members'])}: {answer}: {row['because']}"
    for row in result["not_searched"]:
        yield f"  not searched: {row['media']}: {row['because']}"
    for row in result.get("torn", ()):
        yield f"  searched in part: {row['media']}: {row['because']}"


def told_link(link: Line) -> str:
    """Tell one pair in a line: which, how alike, and by what rule."""
    pair = f"{link['first']} {link['second']}"
    return f"{pair}  {told_likeness(link)}: {told_because(link)}"


def told_likeness(link: Line) -> str:
    """Name how alike a pair is; a pair with a video has no likeness of its own."""
    return _LIKENESS.get(link.get("likeness", ""), "video or sound")


def told_because(link: Line) -> str:
    """Return the rule by which a pair is what it is: videos may have several."""
    because = link["because"]
    return "; ".join(because) if isinstance(because, list) else str(because)


def _seen(sighting: Line | None) -> str:
    if sighting is None:
        return "not known who had it first"
    at = sighting["existed_by"].replace("T", " ").replace(":00Z", " UTC")
    known = _KNOWN_FROM.get(sighting["known_from"], sighting["known_from"])
    return f"{sighting['name']} existed by {at.replace('Z', ' UTC')} ({known})"


def _counted(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
