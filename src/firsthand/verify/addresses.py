"""What the address of a capture says of time: platform ids and web archives.

Method: M078. The address is as stated by who added the capture: the sighting is as good
as that statement, and says so. An id whose time makes no sense gives nothing.
"""

from __future__ import annotations

import datetime as dt
import re

from firsthand.verify.reuse import Sighting, SightingKind

# Snowflake ids: milliseconds since the platform's own epoch, over 22 lower bits.
# https://developer.x.com/en/docs/x-ids, https://discord.com/developers/docs/reference
_SNOWFLAKES = (
    (
        re.compile(
            r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status/(\d{15,20})"
        ),
        1_288_834_974_657,
        "X",
    ),
    (
        re.compile(
            r"https?://(?:cdn|media)\.discordapp\.\w+/attachments/\d+/(\d{17,20})/"
        ),
        1_420_070_400_000,
        "Discord",
    ),
)
# TikTok: seconds since 1970 over 32 lower bits (https://dfir.blog/tinkering-with-tiktok-timestamps/)
_TIKTOK = re.compile(
    r"https?://(?:www\.)?tiktok\.com/@[^/]+/(?:video|photo)/(\d{17,20})"
)
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/")
_FIRST = dt.datetime(2006, 1, 1, tzinfo=dt.UTC)


def sighting_of_address(
    name: str, url: str | None, captured_at: dt.datetime
) -> Sighting | None:
    """Return the sighting that an address implies; None = it says nothing of time.

    Args:
        name: The media item.
        url: Address as stated; None = none was.
        captured_at: Our capture: an address cannot be younger.
    """
    if url is None:
        return None
    if match := _ARCHIVE.match(url):
        return _web_archive(name, match[1], captured_at)
    for pattern, epoch_ms, platform in _SNOWFLAKES:
        if match := pattern.match(url):
            moment_ms = (int(match[1]) >> 22) + epoch_ms
            words = f"{platform} id {match[1]}, address as stated"
            return _platform(name, moment_ms / 1000, words, captured_at)
    if match := _TIKTOK.match(url):
        words = f"TikTok id {match[1]}, address as stated"
        return _platform(name, int(match[1]) >> 32, words, captured_at)
    return None


def _web_archive(name: str, digits: str, captured_at: dt.datetime) -> Sighting | None:
    try:
        moment = dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    if not _FIRST <= moment <= captured_at:
        return None
    words = f"web archive {digits}, address as stated"
    return Sighting(name, SightingKind.WEB_ARCHIVE, moment, words)


def _platform(
    name: str, unix_s: float, words: str, captured_at: dt.datetime
) -> Sighting | None:
    try:
        moment = dt.datetime.fromtimestamp(unix_s, dt.UTC).replace(microsecond=0)
    except (OverflowError, OSError, ValueError):
        return None
    if not _FIRST <= moment <= captured_at:
        return None
    return Sighting(name, SightingKind.PLATFORM_ID, moment, words)


def stamped(name: str, at: dt.datetime, stem: str) -> Sighting:
    """Return a verified trusted time stamp on the log as a sighting.

    Args:
        name: The media item, whose capture lies under the stamp.
        at: The time that the stamp certifies.
        stem: Its name.
    """
    moment = at.astimezone(dt.UTC).replace(microsecond=0)
    words = f"trusted time stamp {stem}"
    return Sighting(name, SightingKind.TIME_STAMP, moment, words)
