"""Capture with the real Chromium, against a server of this machine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.web import websites

from firsthand.capture.browser import visit
from firsthand.capture.gate import is_private
from firsthand.capture.visiting import Visit, VisitLimits, check_address
from firsthand.capture.wacz import Wacz
from firsthand.capture.warc_reading import parse_http, records_in
from firsthand.casework import Case, create_case
from firsthand.casework.intake import Description
from firsthand.casework.looking_again import due_documents, judge, look_again
from firsthand.casework.run import run_stages
from firsthand.casework.web import Errand, WebReport, capture_urls
from firsthand.casework.web_export import export_wacz
from firsthand.errors import UserError
from firsthand.model import (
    Claim,
    Document,
    Persistence,
    WebCapture,
    WebOutcome,
    WebRole,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.enable_socket,  # the browser is driven over a local pipe
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def site() -> Iterator[Any]:
    with websites.serving() as made:
        yield made


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", name="Velmara") as made:
        yield made


@dataclasses.dataclass(frozen=True)
class Captured:
    """A case in which three pages were captured: every visit costs seconds."""

    case: Case
    site: Any
    report: WebReport

    def item(self, path: str) -> WebCapture:
        url = self.site.url(path)
        (found,) = [one for one in self.report.captures if one.url == url]
        return found


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Captured]:
    folder = tmp_path_factory.mktemp("captured") / "case"
    with websites.serving() as site, create_case(folder, name="Velmara") as case:
        urls = [site.url(path) for path in ("/moved", "/arabic", "/missing")]
        yield Captured(case, site, _captured(case, *urls))


@pytest.fixture(scope="module")
def visits() -> dict[str, Visit]:
    """Visits that leave no record, several at a time: most of each is waiting."""
    with websites.serving() as site, websites.serving() as never_asked:
        site.answers["/gone"] = websites.page(410, b"gone")
        site.answers["/busy"] = websites.page(503, b"busy")
        taken_down = b"<title>x</title><p>This post has been deleted.</p>"
        site.answers["/deleted"] = websites.page(200, taken_down)
        wanted: dict[str, dict[str, int]] = {
            "/slow": {"load_seconds": 2},
            "/endless": {"scroll_steps": 4, "height_px": 3000},
            "/download": {},
            "/gone": {},
            "/busy": {},
            "/deleted": {},
        }
        with ThreadPoolExecutor(max_workers=4) as pool:
            running = {
                path: pool.submit(_visit, site.url(path), **limits)
                for path, limits in wanted.items()
            }
            private = never_asked.url("/article")
            running["private"] = pool.submit(visit, private)
            found = {path: one.result() for path, one in running.items()}
        assert never_asked.asked == []
        return found


def _errand(**more: object) -> Errand:
    said = Description(source="Toreth Post")
    plain = Errand(
        for_whom="a lawyer", because="hearing", allow_private=True, stated=said
    )
    return dataclasses.replace(plain, **more)


def _captured(case: Case, *urls: str, **more: object) -> WebReport:
    told: list[str] = []
    report = capture_urls(case, urls, _errand(**more), tell=told.append)
    assert told[0].startswith("going to the network: 127.0.0.1")
    assert "went to 1 hosts: 127.0.0.1" in told[1]
    return report


def _visit(url: str, **limits: int) -> Visit:
    return visit(url, allow_private=True, limits=VisitLimits(**limits))


def test_a_page_is_kept_with_all_that_it_was_sent(
    captured: Captured, tmp_path: Path
) -> None:
    case, site = captured.case, captured.site
    item = captured.item("/moved")
    assert (item.outcome, item.status) == (WebOutcome.REACHED, 200)
    assert [step.url for step in item.redirects] == [site.url("/moved")]
    assert item.final_url == site.url("/article")
    assert (item.for_whom, item.because) == ("a lawyer", "hearing")
    roles = {kept.role for kept in item.objects}
    wanted = {"archive", "page", "text", "screenshot", "headers"}
    assert wanted <= {role.value for role in roles}
    _the_archive_holds_everything(case, item.objects[0].sha256, site)
    _the_picture_shows_the_whole_page(case, item)
    document = case.store.get(item.document_id or "")
    assert isinstance(document, Document)
    text = case.store.read_object(document.text_sha256).decode()
    assert "at least 22" in text
    run_stages(case)
    claims = [claim for claim in case.store.every(Claim) if claim.span.quote]
    assert any("22" in claim.span.quote for claim in claims)
    out = tmp_path / "page.wacz"
    export_wacz(case, document.id, out)
    with Wacz(out) as wacz:
        assert wacz.faults == []
        assert [page.url for page in wacz.pages] == [site.url("/article")]
    assert not case.store.verify().problems


def _the_archive_holds_everything(case: Case, sha256: object, site: Any) -> None:
    records = list(records_in(case.store.read_object(sha256)))  # type: ignore[arg-type]
    assert all(not record.faults for record in records)
    answers = {
        record.url: (record.kind, parse_http(record.block))
        for record in records
        if record.kind in {"response", "revisit"}
    }
    for path in (
        "/moved",
        "/article",
        "/style.css",
        "/one.png",
        "/two.png",
        "/late.txt",
    ):
        assert site.url(path) in answers, path
    # The two pictures have the same bytes: one of them is a revisit of the other.
    kinds = {answers[site.url("/one.png")][0], answers[site.url("/two.png")][0]}
    assert kinds == {"response", "revisit"}
    moved = answers[site.url("/moved")][1]
    assert moved is not None
    assert (moved.status, moved.header("location")) == (302, "/article")
    article = answers[site.url("/article")][1]
    assert article is not None
    assert article.body == websites.ARTICLE.encode()


def _the_picture_shows_the_whole_page(case: Case, item: object) -> None:
    kept = item.object_of(WebRole.SCREENSHOT)  # type: ignore[attr-defined]
    with Image.open(io.BytesIO(case.store.read_object(kept.sha256))) as picture:
        assert picture.width == 1280
        assert picture.height > 2600


def test_what_loads_late_is_on_the_page_and_the_banner_is_left_alone(
    captured: Captured,
) -> None:
    item = captured.item("/moved")
    assert b"A second strike was reported" in _bytes(captured.case, item, WebRole.TEXT)
    assert b"We use cookies" in _bytes(captured.case, item, WebRole.PAGE)
    assert "/late.txt" in captured.site.asked
    assert item.problems == ()


def _bytes(case: Case, item: WebCapture, role: WebRole) -> bytes:
    kept = item.object_of(role)
    assert kept is not None
    return case.store.read_object(kept.sha256)


def test_an_arabic_page_keeps_its_letters(captured: Captured) -> None:
    store = captured.case.store
    document = store.get(captured.item("/arabic").document_id or "")
    assert isinstance(document, Document)
    assert document.language == "ar"
    assert "قتل 22 مدنيا" in store.read_object(document.text_sha256).decode()


def test_a_missing_page_is_kept_as_it_came_and_is_no_document(
    captured: Captured,
) -> None:
    item = captured.item("/missing")
    assert (item.outcome, item.status) == (WebOutcome.HTTP_ERROR, 404)
    assert item.document_id is None
    assert item.object_of(WebRole.ARCHIVE) is not None
    assert "status 404" in captured.report.problems[0]


def test_a_page_that_never_ends_loading_is_kept_as_far_as_it_came(
    visits: dict[str, Visit],
) -> None:
    seen = visits["/slow"]
    assert any("did not finish loading within 2 s" in text for text in seen.problems)
    assert b"The first words come at once" in (seen.page or b"")


def test_a_page_without_end_is_cut_and_says_so(visits: dict[str, Visit]) -> None:
    seen = visits["/endless"]
    assert any("the page goes on" in text for text in seen.notices)
    assert any("the picture shows the first 3,000" in text for text in seen.notices)


def test_a_download_is_kept_as_a_file_and_told(visits: dict[str, Visit]) -> None:
    seen = visits["/download"]
    assert seen.file == (b"PK\x03\x04bytes", "application/zip")
    assert any("gives a file" in text for text in seen.notices)


def test_a_private_address_is_refused_and_never_asked(
    visits: dict[str, Visit],
) -> None:
    seen = visits["private"]  # that nobody was asked is looked at where it is made
    assert seen.outcome is WebOutcome.REFUSED
    assert "private network" in seen.problems[0]


def test_a_page_cannot_lead_into_a_private_network_by_its_parts(
    captured: Captured,
) -> None:
    """The gate judges every connection, so the browser's own calls are refused too."""
    hosts = captured.item("/arabic").hosts
    assert "127.0.0.1" in {host.host for host in hosts}
    for host in hosts:
        if host.host != "127.0.0.1":
            assert host.address is None
            assert "by the browser itself" in (host.problem or "")


def test_an_address_that_does_not_answer_leaves_a_record(case: Case) -> None:
    with websites.serving() as gone:
        url = gone.url("/article")
    report = capture_urls(case, [url], _errand(), tell=lambda _: None)
    (item,) = report.captures
    assert item.outcome is WebOutcome.NO_ANSWER
    assert item.status is None
    assert case.store.holds(item.objects[0].sha256)


def test_a_later_look_tells_same_changed_and_gone_apart(case: Case, site: Any) -> None:
    site.answers["/news"] = websites.page(200, _NEWS)
    (item,) = _captured(case, site.url("/news")).captures
    name = item.document_id or ""
    changed = websites.page(200, _NEWS.replace(b"22", b"25"))
    found = []
    for answer in (None, changed, websites.redirect("/")):
        if answer is not None:
            site.answers["/news"] = answer
        (look,) = look_again(case, [name], _errand(), tell=lambda _: None)
        found.append(look)
    wanted = [Persistence.SAME, Persistence.CHANGED, Persistence.GONE]
    assert [look.found for look in found] == wanted
    assert "numbers that went: 22; that came: 25" in (found[1].difference or "")
    assert found[2].last_seen == found[1].at
    assert found[2].first_seen <= found[0].at
    # A front page is no document.
    assert len(list(case.store.every(Document))) == 2


_NEWS = b"""<!DOCTYPE html><html lang="en"><title>Market in Toreth hit</title><article>
<h1>Market in Toreth hit</h1><p>An air strike hit the market of Toreth in Velmara on
Monday, killing at least 22 civilians, a local rescue service said.</p>
<p>The ministry of defence of Jesrin denied that its aircraft were in the area at the
time of the attack, and promised no inquiry.</p></article></html>"""


def test_a_page_that_is_gone_taken_down_or_busy_is_told_apart(
    visits: dict[str, Visit],
) -> None:
    def found(path: str) -> Persistence:
        seen = visits[path]
        return judge(seen.url, seen, ["this post has been deleted"])[0]

    assert found("/gone") is Persistence.GONE
    assert found("/busy") is Persistence.UNREACHABLE
    assert found("/deleted") is Persistence.GONE


def test_what_is_due_is_what_nobody_looked_at(captured: Captured) -> None:
    case = captured.case
    wanted = {captured.item(path).document_id for path in ("/moved", "/arabic")}
    assert due_documents(case, dt.timedelta(days=7)) == []
    assert set(due_documents(case, dt.timedelta(0))) == wanted


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://a/",
        "https://",
        "x",
        "https://user:secret@toreth.example/",
    ],
)
def test_addresses_that_are_none_of_the_web_are_refused(url: str) -> None:
    with pytest.raises(UserError):
        check_address(url)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("192.168.1.1", True),
        ("100.64.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("224.0.0.1", True),
        ("0.0.0.0", True),  # noqa: S104  judged, not listened on
        ("no address", True),
        ("1.1.1.1", False),
        ("2606:4700:4700::1111", False),
    ],
)
def test_addresses_of_private_networks_are_known(address: str, private: bool) -> None:  # noqa: FBT001  a table of cases
    assert is_private(address) is private


def test_a_login_wall_says_nothing_about_removal() -> None:
    now = dt.datetime.now(dt.UTC)
    seen = Visit(
        url="https://toreth.example/a",
        outcome=WebOutcome.HTTP_ERROR,
        started_at=now,
        finished_at=now,
        tool="none",
        user_agent=None,
        viewport="1x1",
        status=403,
    )
    found, why = judge(seen.url, seen, [])
    assert found is Persistence.UNREACHABLE
    assert "nothing about removal" in why
