"""A small web server of fiction, for a real browser."""

from __future__ import annotations

import base64
import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
ARTICLE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Market in Toreth hit</title><link rel="stylesheet" href="/style.css"></head>
<body>
<div id="cookies" style="position:fixed;bottom:0;background:#ccc">We use cookies.
<button>Accept all</button></div><article><h1>Market in Toreth hit</h1>
<p>An air strike hit the market of Toreth in Velmara on Monday, killing at least 22
civilians, a local rescue service said.</p>
<p>The ministry of defence of Jesrin denied that its aircraft were in the area at the
time of the attack, and promised no inquiry.</p>
<img src="/one.png" alt="smoke"><img src="/two.png" alt="the same picture">
<div style="height:2600px"></div><div id="late"></div></article>
<script>
const seen = new IntersectionObserver((found) => {
  if (!found[0].isIntersecting) return;
  seen.disconnect();
  fetch('/late.txt').then(r => r.text()).then(t => {
    const p = document.createElement('p'); p.textContent = t;
    document.getElementById('late').append(p);
  });
});
seen.observe(document.getElementById('late'));
</script></body></html>"""
ARABIC = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>قصف سوق تورث</title></head><body><article><h1>قصف سوق تورث</h1>
<p>قتل 22 مدنيا على الأقل في غارة جوية استهدفت سوق تورث في فيلمارا يوم الاثنين.</p>
<p>وقال مسعفون إن بين القتلى أطفالا ونساء، وإن القصف استمر ساعات طويلة.</p>
</article></body></html>"""
ENDLESS = """<!DOCTYPE html><title>No end</title><body><h1>No end</h1><script>
const more = () => { for (let i = 0; i < 20; i++) {
  const p = document.createElement('p'); p.style.height = '300px';
  p.textContent = 'more'; document.body.append(p); } };
more(); addEventListener('scroll', more);</script>"""
_PAGES: dict[str, tuple[str, bytes]] = {
    "/article": ("text/html; charset=utf-8", ARTICLE.encode()),
    "/arabic": ("text/html; charset=utf-8", ARABIC.encode()),
    "/endless": ("text/html; charset=utf-8", ENDLESS.encode()),
    "/style.css": ("text/css", b"h1 { color: #123 }"),
    "/one.png": ("image/png", PIXEL),
    "/two.png": ("image/png", PIXEL),
    "/late.txt": ("text/plain", b"A second strike was reported hours later."),
    "/": ("text/html", b"<title>Home</title><h1>Home of the Toreth Post</h1>"),
}
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """The server: its address, what it was asked, answers that a test may change."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.answers: dict[str, Answer] = {
            "/moved": redirect("/article"),
            "/missing": page(404, b"<h1>Not here</h1>"),
            "/slow": slow(20),
            "/download": give(b"PK\x03\x04bytes", "application/zip", "x.zip"),
            "/packed": packed,
        }

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def page(status: int, body: bytes) -> Answer:
    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        _send(to, status, "text/html; charset=utf-8", body)

    return answer


def give(body: bytes, media_type: str, name: str) -> Answer:
    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        extra = {"Content-Disposition": f"attachment; filename={name}"}
        _send(to, 200, media_type, body, extra)

    return answer


def redirect(target: str) -> Answer:
    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        _send(to, 302, "text/plain", b"", {"Location": target})

    return answer


def slow(seconds: float) -> Answer:
    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.end_headers()
        to.wfile.write(b"<h1>Slow</h1><p>The first words come at once.</p>")
        to.wfile.flush()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.1)
            to.wfile.write(b" ")
            to.wfile.flush()

    return answer


def packed(to: http.server.BaseHTTPRequestHandler) -> None:
    extra = {"Content-Encoding": "gzip"}
    _send(to, 200, "text/html", gzip.compress(b"<p>Packed on the way.</p>"), extra)


def _send(
    to: http.server.BaseHTTPRequestHandler,
    status: int,
    media_type: str,
    body: bytes,
    extra: dict[str, str] | None = None,
) -> None:
    to.send_response(status)
    to.send_header("Content-Type", media_type)
    to.send_header("Content-Length", str(len(body)))
    for name, value in (extra or {}).items():
        to.send_header(name, value)
    to.end_headers()
    to.wfile.write(body)


@contextmanager
def serving() -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            answer = site.answers.get(self.path)
            try:
                if answer is not None:
                    answer(self)
                elif self.path in _PAGES:
                    _send(self, 200, *_PAGES[self.path])
                else:
                    _send(self, 404, "text/plain", b"none")
            except OSError:
                pass  # the browser went away

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
