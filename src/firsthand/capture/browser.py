"""Visit a page with the Chromium of this machine, and record all that it was sent.

The browser starts empty, in a profile that is thrown away, and reaches the network
through a gate alone (`gate`). Nothing is clicked, no form is filled, no consent is
given: a banner that covers the page is on the picture as a reader would meet it. What
could not be had is said; it is never filled in.
Method: M200, M201, M202. Rules: BER-3.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime as dt
import functools
import hashlib
import importlib.metadata
import os
import re
import time
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Request,
    Response,
    async_playwright,
)
from playwright.async_api import TimeoutError as TooLong

from firsthand.capture.gate import Gate, host_and_port
from firsthand.capture.visiting import (
    Visit,
    VisitLimits,
    browser_here,
    check_address,
)
from firsthand.capture.warc import Exchange
from firsthand.errors import UserError
from firsthand.model import RedirectStep, WebOutcome

_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_CLIENT_ERROR = 400
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODY_SECONDS = 20
_QUIET_SECONDS = 0.5
_STEP_MS = 120
_DOWNLOAD = "Download is starting"
_PDF = "application/pdf"
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_SHOWN_REASON = re.compile(r"(net::)?ERR_\w+")
# A page's own script cannot be trusted to say how high it is, or what it holds.
_HEIGHT = (
    "Math.max(document.body?.scrollHeight||0,document.documentElement.scrollHeight)"
)


def visit(
    url: str,
    *,
    allow_private: bool = False,
    limits: VisitLimits | None = None,
    viewport: tuple[int, int] = (1280, 900),
) -> Visit:
    """Visit one address. This goes to the network: say so before.

    Args:
        url: The address (see `check_address`).
        allow_private: Whether machines of private networks may be reached.
        limits: How long and how much; None = the house's.
        viewport: Width and height of the window in CSS pixels.

    Raises:
        UserError: There is no browser here, or it does not start.
    """
    path = browser_here()
    made = Visitor(check_address(url), limits or VisitLimits(), viewport)
    return asyncio.run(made.run(path, allow_private=allow_private))


class Visitor:
    """One visit while it is going on."""

    def __init__(
        self, url: str, limits: VisitLimits, viewport: tuple[int, int]
    ) -> None:
        """Take an address that was checked, limits, the window in CSS pixels."""
        self._url = url
        self._limits = limits
        self._viewport = viewport
        self._exchanges: list[Exchange] = []
        self._waiting: set[asyncio.Task[None]] = set()
        self._open: dict[Request, dt.datetime] = {}
        self._problems: list[str] = []
        self._notices: list[str] = []
        self._found: dict[str, Any] = {}
        self._files: dict[str, tuple[bytes, str]] = {}
        self._download: str | None = None
        self._gate: Gate
        self._until = 0.0
        self._patience = 5.0

    async def run(self, path: str, *, allow_private: bool) -> Visit:
        """Visit with the browser at `path`; see `visit`."""
        started = _now()
        self._until = time.monotonic() + self._limits.whole_seconds
        self._gate = Gate(allow_private=allow_private, most_bytes=self._limits.bytes_in)
        port = await self._gate.open()
        try:
            async with async_playwright() as playwright:
                browser = await _started(playwright, path, port)
                try:
                    await self._look(browser)
                finally:
                    with contextlib.suppress(Error):
                        await browser.close()
        finally:
            await self._gate.close()
        return self._made(started)

    async def _look(self, browser: Browser) -> None:
        self._found["tool"] = (
            f"Chromium {browser.version}, "
            f"Playwright {importlib.metadata.version('playwright')}"
        )
        width, height = self._viewport
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-US",
            timezone_id="UTC",
            service_workers="block",
            accept_downloads=False,
        )
        self._gate.expect(self._url)
        context.on("request", self._begin)
        context.on("requestfinished", self._finish)
        context.on("requestfailed", self._fail)
        page = await context.new_page()
        page.on("websocket", lambda socket: self._gate.expect(socket.url))
        page.on("dialog", lambda dialog: self._task(dialog.dismiss()))
        self._found["user_agent"] = await page.evaluate("navigator.userAgent")
        response = await self._go(page)
        await self._take_file(context, response)
        if response is not None or page.url.startswith("http"):
            await self._take_page(page, response)
            await self._certificates(context, page)
        await self._settle()
        for request, at in list(self._open.items()):
            if request.url.startswith(("http://", "https://")):
                said = "it was still going on when the visit ended"
                await self._record_failed(request, at, said)

    async def _go(self, page: Page) -> Response | None:
        """Open the page; returns its answer, None where none came."""
        heard: list[Response] = []

        def note(response: Response) -> None:
            if _is_of_page(response.request, page):
                heard.append(response)

        page.on("response", note)
        seconds = self._limits.load_seconds
        try:
            return await page.goto(self._url, wait_until="load", timeout=seconds * 1000)
        except TooLong:
            self._problems.append(
                f"the page did not finish loading within {seconds} s; what had come "
                "by then is kept"
                if heard
                else f"nothing answered within {seconds} s"
            )
            self._found["too_long"] = True
            self._patience = 0.5
            with contextlib.suppress(Error):
                await page.evaluate("window.stop()")
            return next((r for r in reversed(heard) if not _leads_on(r)), None)
        except Error as error:
            if _DOWNLOAD in str(error):
                self._download = heard[-1].url if heard else self._url
                return None
            self._problems.append(self._why(_first_line(error)))
            return next((r for r in reversed(heard) if not _leads_on(r)), None)

    def _why(self, said: str) -> str:
        """Return why no page came: what the gate saw, else the browser's word."""
        for url in (self._last_url(), self._url):
            problem = self._gate.problem_of(url)
            if problem is not None:
                return f"{host_and_port(url)[0]}: {problem}"
        code = _SHOWN_REASON.search(said)
        return f"no page came: {code.group() if code else said}"

    def _last_url(self) -> str:
        """Return where redirects led, as far as they were seen."""
        url = self._url
        known = {item.url: item for item in self._exchanges}
        for _ in range(20):
            item = known.get(url)
            target = _header(item, "location") if item else None
            if not target or (item and item.status not in _REDIRECTS):
                break
            url = target if "//" in target else url
        with contextlib.suppress(ValueError):
            host_and_port(url)
            return url
        return self._url

    # --- what it is sent --------------------------------------------------------------

    def _begin(self, request: Request) -> None:
        self._gate.expect(request.url)
        self._open[request] = _now()

    def _finish(self, request: Request) -> None:
        self._task(self._record(request))

    def _fail(self, request: Request) -> None:
        at = self._open.pop(request, _now())
        if not request.url.startswith(("http://", "https://")):
            return
        said = self._gate.problem_of(request.url) or request.failure or "failed"
        self._task(self._record_failed(request, at, said))

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _record(self, request: Request) -> None:

        at = self._open.pop(request, _now())
        if not request.url.startswith(("http://", "https://")):
            return
        with contextlib.suppress(Error):
            response = await request.response()
            if response is None:
                return
            body, note = await self._body(response)
            self._exchanges.append(
                Exchange(
                    url=urldefrag(request.url).url,
                    method=request.method,
                    started_at=at,
                    request_headers=_pairs(await request.headers_array()),
                    request_body=request.post_data_buffer,
                    status=response.status,
                    reason=response.status_text,
                    headers=_pairs(await response.headers_array()),
                    body=body,
                    address=self._gate.address_of(request.url),
                    note=note,
                )
            )

    async def _record_failed(
        self, request: Request, at: dt.datetime, said: str
    ) -> None:

        status, reason = None, ""
        headers: tuple[tuple[str, str], ...] = ()
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(2):
                response = await request.response()
                if response is not None:
                    status, reason = response.status, response.status_text
                    headers = _pairs(await response.headers_array())
        self._exchanges.append(
            Exchange(
                url=urldefrag(request.url).url,
                method=request.method,
                started_at=at,
                request_headers=tuple(request.headers.items()),
                status=status,
                reason=reason,
                headers=headers,
                address=self._gate.address_of(request.url),
                note=said,
            )
        )

    async def _body(self, response: Response) -> tuple[bytes | None, str | None]:

        if _leads_on(response):
            return None, None
        if _is_file(response):
            return self._file_of(response.url)
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await response.body()
        except (Error, TimeoutError) as error:
            return None, f"its body could not be had ({_first_line(error)})"
        if len(body) > self._limits.body_bytes:
            return None, f"its body is over {self._limits.body_bytes:,} bytes"
        return body, None

    def _file_of(self, url: str) -> tuple[bytes | None, str | None]:
        """Return the body of what the browser shows in a viewer of its own."""
        found = self._files.get(url)
        return (found[0], None) if found else (None, "it is fetched by itself")

    async def _take_file(
        self, context: BrowserContext, response: Response | None
    ) -> None:
        """Fetch what is no page (a PDF, a download): the browser keeps its bytes."""
        url = self._download
        if url is None and response is not None and _is_file(response):
            url = response.url
        if url is None or not url.startswith(("http://", "https://")):
            return
        at = _now()
        try:
            answer = await context.request.get(
                url, timeout=self._limits.load_seconds * 1000, max_redirects=0
            )
            body = await answer.body()
        except Error as error:
            self._problems.append(
                f"the address gives a file, not a page, and it could not be had: "
                f"{_first_line(error)}"
            )
            return
        if len(body) > self._limits.body_bytes:
            self._problems.append(
                f"the address gives a file of {len(body):,} bytes, over the limit of "
                f"{self._limits.body_bytes:,}; it is not kept"
            )
            return
        headers = tuple((n["name"], n["value"]) for n in answer.headers_array)
        named = answer.headers.get("content-type", "application/octet-stream")
        media_type = named.partition(";")[0].strip().lower()
        self._files[url] = (body, media_type)
        self._found |= {
            "file": (body, media_type),
            "status": answer.status,
            "final_url": answer.url,
        }
        self._notices.append(
            f"the address gives a file ({media_type}), fetched by itself after the "
            "browser refused to open it"
        )
        self._exchanges.append(
            Exchange(
                url=urldefrag(answer.url).url,
                method="GET",
                started_at=at,
                status=answer.status,
                reason=answer.status_text,
                headers=headers,
                body=body,
                address=self._gate.address_of(answer.url),
            )
        )

    # --- the page as it stands --------------------------------------------------------

    async def _take_page(self, page: Page, response: Response | None) -> None:

        if response is not None and "file" not in self._found:
            self._found |= {"status": response.status, "final_url": response.url}
        if "file" in self._found:
            return
        try:
            async with asyncio.timeout(max(self._until - time.monotonic(), 5)):
                await self._scroll(page)
                await self._settle()
                await self._read(page)
                await self._picture(page)
        except TimeoutError:
            self._problems.append(
                f"the visit was ended after {self._limits.whole_seconds} s"
            )
        except Error as error:
            self._problems.append(f"the page could not be read: {_first_line(error)}")

    async def _scroll(self, page: Page) -> None:
        """Scroll through the page, for what loads when it comes into sight."""
        height, at = 0, 0
        for _ in range(self._limits.scroll_steps):
            height = int(await page.evaluate(_HEIGHT))
            at += self._viewport[1]
            if at >= height or self._gate.is_full:
                break
            await page.evaluate(f"window.scrollTo(0, {at})")
            await page.wait_for_timeout(_STEP_MS)
        else:
            self._notices.append(
                f"the page goes on: it was scrolled {self._limits.scroll_steps} "
                f"screens, to {at:,} of {height:,} pixels, and no further"
            )
        if self._gate.is_full:
            self._problems.append(
                f"over {self._limits.bytes_in:,} bytes came in; the network was closed"
            )
        await page.evaluate("window.scrollTo(0, 0)")

    async def _settle(self) -> None:
        """Wait until nothing is on its way, or until it is clear that more will be."""
        until = min(self._until, time.monotonic() + self._patience)
        quiet_since = time.monotonic()
        while time.monotonic() < until:
            await asyncio.sleep(0.05)
            if self._waiting or self._open:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > _QUIET_SECONDS:
                return
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=2)

    async def _read(self, page: Page) -> None:
        source = await page.content()
        text = await page.evaluate("document.body ? document.body.innerText : ''")
        most = self._limits.text_chars
        if len(source) > most:
            self._problems.append(
                f"the page's source has {len(source):,} characters, over the limit of "
                f"{most:,}; it is cut"
            )
        self._found |= {
            "page": source[:most].encode("utf-8", "replace"),
            "text": str(text)[:most],
            "title": await page.title() or None,
            "final_url": page.url,
        }
        n_frames = len(page.frames) - 1
        if n_frames:
            self._notices.append(
                f"{n_frames} frames inside the page: what they hold is in the archive "
                "and on the picture, not in the text"
            )

    async def _picture(self, page: Page) -> None:

        height = int(await page.evaluate(_HEIGHT))
        most = self._limits.height_px
        clip: dict[str, Any] = {}
        if height > most:
            self._notices.append(
                f"the picture shows the first {most:,} of {height:,} pixels"
            )
            width = self._viewport[0]
            clip = {"clip": {"x": 0, "y": 0, "width": width, "height": most}}
        try:
            self._found["screenshot"] = await page.screenshot(
                full_page=True, animations="disabled", timeout=20_000, **clip
            )
        except Error as error:
            self._problems.append(f"no picture of the page: {_first_line(error)}")

    async def _certificates(self, context: BrowserContext, page: Page) -> None:
        """Ask the browser for the certificates that each host showed."""
        chains = []
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(10):
                session = await context.new_cdp_session(page)
                origins = {_origin(item.url) for item in self._exchanges}
                for origin in sorted(origins):
                    if origin.startswith("https://"):
                        with contextlib.suppress(Error):
                            found = await session.send(
                                "Network.getCertificate", {"origin": origin}
                            )
                            chain = tuple(map(base64.b64decode, found["tableNames"]))
                            if chain:
                                chains.append((origin, chain))
        self._found["certificates"] = tuple(chains)

    # --- the result -------------------------------------------------------------------

    def _made(self, started: dt.datetime) -> Visit:
        exchanges = tuple(sorted(self._exchanges, key=lambda item: item.started_at))
        missing = sum(item.note is not None for item in exchanges)
        if missing:
            self._notices.append(
                f"{missing} of {len(exchanges)} requests have no complete answer; the "
                "list of requests says why"
            )
        width, height = self._viewport
        found = self._found
        return Visit(
            url=self._url,
            outcome=self._outcome(),
            started_at=started,
            finished_at=_now(),
            tool=found.get("tool", "Chromium"),
            user_agent=found.get("user_agent"),
            viewport=f"{width}x{height}",
            final_url=found.get("final_url"),
            status=found.get("status"),
            redirects=self._redirects(exchanges),
            title=found.get("title"),
            page=found.get("page"),
            text=found.get("text"),
            screenshot=found.get("screenshot"),
            file=found.get("file"),
            exchanges=exchanges,
            hosts=self._gate.hosts(),
            certificates=found.get("certificates", ()),
            problems=tuple(dict.fromkeys(self._problems)),
            notices=tuple(dict.fromkeys(self._notices)),
        )

    def _outcome(self) -> WebOutcome:
        status = self._found.get("status")
        if status is not None:
            bad = status >= _CLIENT_ERROR
            return WebOutcome.HTTP_ERROR if bad else WebOutcome.REACHED
        if any("private network" in text for text in self._problems):
            return WebOutcome.REFUSED
        if self._found.get("too_long"):
            return WebOutcome.TIMED_OUT
        return WebOutcome.NO_ANSWER

    def _redirects(self, exchanges: tuple[Exchange, ...]) -> tuple[RedirectStep, ...]:
        """Follow the first address through the answers that lead on."""
        answers = {item.url: item for item in reversed(exchanges)}
        steps: list[RedirectStep] = []
        url = self._url if "/" in self._url.partition("//")[2] else self._url + "/"
        while (item := answers.get(url)) and item.status in _REDIRECTS:
            target = _header(item, "location")
            if not target or any(step.url == url for step in steps):
                break
            steps.append(RedirectStep(url=url, status=item.status))
            url = urldefrag(urljoin(url, target)).url
        return tuple(steps)


async def _started(playwright: Playwright, path: str, port: int) -> Browser:
    try:
        return await playwright.chromium.launch(
            executable_path=path,
            args=[*_ARGUMENTS, *_without_own_box()],
            proxy={"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"},
        )
    except Error as error:
        raise UserError(f"{path} does not start: {_first_line(error)}") from error


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _first_line(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return said[0] if said else type(error).__name__


def _pairs(headers: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((item["name"], item["value"]) for item in headers)


def _header(item: Exchange | None, name: str) -> str | None:
    if item is None:
        return None
    return next((v for n, v in item.headers if n.lower() == name), None)


def _leads_on(response: Response) -> bool:
    return response.status in _REDIRECTS


def _is_of_page(request: Request, page: Page) -> bool:
    if not request.is_navigation_request():
        return False
    return request.frame == page.main_frame


def _is_file(response: Response) -> bool:
    """Say whether the main answer is no page: the browser would show a viewer."""
    request = response.request
    if not request.is_navigation_request() or request.frame.parent_frame is not None:
        return False
    stated = response.headers.get("content-type", "").partition(";")[0]
    return stated.strip().lower() == _PDF


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@functools.cache
def _without_own_box() -> tuple[str, ...]:
    """Return the switch that Chromium wants where it is run by root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def fingerprint(certificate: bytes) -> str:
    """Return the SHA-256 fingerprint of a certificate in DER."""
    return hashlib.sha256(certificate).hexdigest()
