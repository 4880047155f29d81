"""What a visit of a page gives, and how one is asked for.

Method: M200, M201. Rules: BER-3.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.metadata
import os
import shutil
from urllib.parse import urldefrag, urlsplit

from firsthand.capture.gate import host_and_port
from firsthand.capture.warc import Exchange
from firsthand.errors import UserError
from firsthand.model import HostReached, RedirectStep, WebOutcome

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclasses.dataclass(frozen=True)
class VisitLimits:
    """How long and how much; house values, each told where it is met.

    Attributes:
        load_seconds: Until the page has loaded.
        whole_seconds: For the whole visit.
        scroll_steps: Screens that are scrolled through, for what loads late.
        height_px: Highest picture.
        bytes_in: Bytes that may come in.
        body_bytes: Largest body of one answer.
        text_chars: Longest text or source of a page.
    """

    load_seconds: int = 45
    whole_seconds: int = 120
    scroll_steps: int = 40
    height_px: int = 16_000
    bytes_in: int = 256 * 2**20
    body_bytes: int = 64 * 2**20
    text_chars: int = 16_000_000


@dataclasses.dataclass(frozen=True)
class Visit:
    """What a visit gave.

    Attributes:
        url: The address asked for.
        outcome: How it ended.
        started_at: Aware UTC time by the local clock.
        finished_at: The same, of its end.
        tool: Browser and driver with versions.
        user_agent: What the browser called itself.
        viewport: Width and height in CSS pixels.
        final_url: Where it ended; None = nothing answered.
        status: HTTP status of the page.
        redirects: Addresses on the way.
        title: Title of the page.
        page: The document as it stood, as HTML in UTF-8; None = there is none.
        text: Its text as shown.
        screenshot: PNG of the full page.
        file: Bytes of what is no page (a PDF), with its type.
        exchanges: Every request and its answer, in order of time.
        hosts: Every host that was asked for.
        certificates: Chain of each host in DER, the server's own first.
        problems: What went wrong.
        notices: What is worth knowing.
    """

    url: str
    outcome: WebOutcome
    started_at: dt.datetime
    finished_at: dt.datetime
    tool: str
    user_agent: str | None
    viewport: str
    final_url: str | None = None
    status: int | None = None
    redirects: tuple[RedirectStep, ...] = ()
    title: str | None = None
    page: bytes | None = None
    text: str | None = None
    screenshot: bytes | None = None
    file: tuple[bytes, str] | None = None
    exchanges: tuple[Exchange, ...] = ()
    hosts: tuple[HostReached, ...] = ()
    certificates: tuple[tuple[str, tuple[bytes, ...]], ...] = ()
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def browser_here() -> str:
    """Return the path of the Chromium of this machine.

    Raises:
        UserError: There is none, or the driver is not installed; says what to do.
    """
    try:
        importlib.metadata.version("playwright")
    except importlib.metadata.PackageNotFoundError:
        raise UserError(
            "capture needs Playwright, which is not installed: "
            "pip install 'firsthand[web]' (it drives the Chromium of this machine)"
        ) from None
    named = os.environ.get("FIRSTHAND_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found or not shutil.which(found):
        raise UserError(
            "capture needs Chromium, which is not found; install it "
            "(Debian: apt install chromium), or name it in FIRSTHAND_CHROMIUM"
        )
    return found


def check_address(url: str) -> str:
    """Return an address fit for a visit, without its fragment.

    Raises:
        UserError: It is no address of the web.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise UserError(
            f"{url!r} is no address of the web; write https://... (a file of this "
            "machine is taken in with: firsthand add FILE)"
        )
    if parts.username or parts.password:
        raise UserError(
            "the address holds a name or a password, which would be stored and "
            "logged; write it without"
        )
    try:
        host_and_port(url)
    except ValueError as error:
        raise UserError(f"{url!r}: {error}") from None
    return urldefrag(url).url
