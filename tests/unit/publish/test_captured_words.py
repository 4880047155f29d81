"""How a document of the web was captured: told in words on the site, inert."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from firsthand.capture.visiting import Visit
from firsthand.capture.warc import Exchange
from firsthand.casework import Case, create_case
from firsthand.casework.intake import AddReport, Description
from firsthand.casework.showing import preview
from firsthand.casework.web import Errand, keep_visit
from firsthand.casework.web_export import tell_web
from firsthand.model import Document, Protection, WebOutcome

AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
URL = "https://toreth.example/strike"
PAGE = (
    b"<html><head><title>Toreth</title></head><body><img src='https://evil.example/x'>"
    b"<script>alert(1)</script><article><p>An air strike on the market of Toreth "
    b"killed at least 22 civilians, residents said.</p></article></body></html>"
)


def _kept(case: Case, protection: Protection) -> Document:
    seen = Visit(
        url=URL,
        outcome=WebOutcome.REACHED,
        started_at=AT,
        finished_at=AT,
        tool="a browser",
        user_agent=None,
        viewport="1280x900",
        status=200,
        final_url=URL,
        page=PAGE,
        exchanges=(
            Exchange(url=URL, method="GET", started_at=AT, status=200, body=PAGE),
        ),
    )
    stated = Description(source="Toreth Post", url=URL, protection=protection)
    keep_visit(case, seen, Errand(stated=stated), AddReport())
    (document,) = case.store.every(Document)
    return document


def _site(case: Case, folder: Path) -> str:
    preview(case, folder)
    return "".join(path.read_text() for path in sorted(folder.rglob("*.html")))


def test_the_site_tells_where_a_page_was_captured_and_loads_nothing(
    tmp_path: Path,
) -> None:
    with create_case(tmp_path / "case") as case:
        document = _kept(case, Protection.OPEN)
        pages = _site(case, tmp_path / "site")
        told = "\n".join(tell_web(case, document))
    assert f"from {URL}, status 200" in pages
    assert f'href="{URL}' not in pages
    assert "evil.example" not in pages
    assert "<script" not in pages
    assert f"{URL}, reached, status 200" in told


def test_the_address_of_protected_material_stays_out_of_the_site(
    tmp_path: Path,
) -> None:
    with create_case(tmp_path / "case") as case:
        _kept(case, Protection.RESTRICTED)
        pages = _site(case, tmp_path / "site")
    assert "toreth.example" not in pages
