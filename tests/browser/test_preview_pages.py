"""The preview in a real browser: nothing loads, nothing overflows, it can be read."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.casework.run import run_stages
from firsthand.casework.showing import preview

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESK = 390, 1280

pytestmark = [
    pytest.mark.enable_socket,  # the browser is driven over a local pipe
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site of four practice reports, one of them Arabic, one protected."""
    folder = tmp_path_factory.mktemp("browser")
    case = create_case(folder / "case", name="Velmara")
    shutil.copytree(ROOT / "practice" / "reference", folder / "case" / "reference")
    names = (
        "arikhan-wire.txt",
        "monitor-arikhan-ar.txt",
        "rescue-talbar.txt",
        "daraz-interview.txt",
    )
    reports = [ROOT / "practice" / "reports" / name for name in names]
    with case:
        add_files(case, reports, sheet=ROOT / "practice" / "sources.csv")
        run_stages(case)
        preview(case, folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


def _open(browser: Browser, path: Path, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"console: {message.text}"))
    page.goto(path.as_uri())
    return page, asked


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_no_page_asks_for_anything_but_itself(site: Path, browser: Browser) -> None:
    for path in _pages(site):
        page, asked = _open(browser, path, DESK)
        assert asked == [path.as_uri()]
        page.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_is_wider_than_the_screen(
    site: Path, browser: Browser, width: int
) -> None:
    for path in _pages(site):
        page, _ = _open(browser, path, width)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path.name
        page.close()


def test_the_style_is_in_force_from_disk(site: Path, browser: Browser) -> None:
    page, _ = _open(browser, site / "index.html", DESK)
    banner = page.locator(".banner")
    assert banner.is_visible()
    colour = banner.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(255, 243, 220)"
    page.close()


def test_a_number_opens_into_its_quote_by_keyboard(
    site: Path, browser: Browser
) -> None:
    path = next(iter(sorted((site / "incidents").glob("*.html"))))
    page, _ = _open(browser, path, DESK)
    summary = page.locator("summary", has_text="Why minimum").first
    mark = summary.locator("xpath=..").locator("mark").first
    assert not mark.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert mark.is_visible()
    page.close()


def test_arabic_quotes_start_at_the_right(site: Path, browser: Browser) -> None:
    found = 0
    for path in _pages(site):
        page, _ = _open(browser, path, PHONE)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        for quote in page.locator("blockquote[dir=rtl]").all():
            found += 1
            align = quote.evaluate("node => getComputedStyle(node).direction")
            assert align == "rtl"
        page.close()
    assert found > 0


def test_every_link_leads_to_a_page_that_is_there(site: Path, browser: Browser) -> None:
    for path in _pages(site):
        page, _ = _open(browser, path, DESK)
        links = page.locator("a").evaluate_all(
            "nodes => nodes.map(n => n.href.baseVal"
            " !== undefined ? new URL(n.href.baseVal, document.baseURI).href : n.href)"
        )
        for link in links:
            target = link.removeprefix("file://").partition("#")[0]
            assert Path(target).is_file(), f"{path.name} -> {link}"
        page.close()


def test_headings_do_not_skip_a_level(site: Path, browser: Browser) -> None:
    for path in _pages(site):
        page, _ = _open(browser, path, DESK)
        levels = page.locator("h1,h2,h3,h4").evaluate_all(
            "nodes => nodes.map(node => Number(node.tagName[1]))"
        )
        assert levels[0] == 1
        steps = itertools.pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), path.name
        page.close()
