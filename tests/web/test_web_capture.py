"""Capture with the real Chromium, against a server of this machine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

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
from firsthand.model import Claim, Document, Persistence, WebOutcome, WebRole

_SPEC = importlib.util.spec_from_file_location(
    "web_websites", Path(__file__).with_name("websites.py")
)
assert _SPEC is not None
assert _SPEC.loader is not None
websites: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(websites)

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
    case: Case, site: Any, tmp_path: Path
) -> None:
    report = _captured(case, site.url("/moved"))
    (item,) = report.captures
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
    site: Any,
) -> None:
    seen = _visit(site.url("/article"))
    assert "A second strike was reported" in (seen.text or "")
    assert b"We use cookies" in (seen.page or b"")
    assert "/late.txt" in site.asked
    assert seen.problems == ()


def test_an_arabic_page_keeps_its_letters(case: Case, site: Any) -> None:
    (item,) = _captured(case, site.url("/arabic")).captures
    document = case.store.get(item.document_id or "")
    assert isinstance(document, Document)
    assert document.language == "ar"
    assert "قتل 22 مدنيا" in case.store.read_object(document.text_sha256).decode()


def test_a_missing_page_is_kept_as_it_came_and_is_no_document(
    case: Case, site: Any
) -> None:
    report = _captured(case, site.url("/missing"))
    (item,) = report.captures
    assert (item.outcome, item.status) == (WebOutcome.HTTP_ERROR, 404)
    assert item.document_id is None
    assert item.object_of(WebRole.ARCHIVE) is not None
    assert "status 404" in report.problems[0]


def test_a_page_that_never_ends_loading_is_kept_as_far_as_it_came(
    site: Any,
) -> None:
    seen = _visit(site.url("/slow"), load_seconds=2)
    assert any("did not finish loading within 2 s" in text for text in seen.problems)
    assert b"The first words come at once" in (seen.page or b"")


def test_a_page_without_end_is_cut_and_says_so(site: Any) -> None:
    seen = _visit(site.url("/endless"), scroll_steps=4, height_px=3000)
    assert any("the page goes on" in text for text in seen.notices)
    assert any("the picture shows the first 3,000" in text for text in seen.notices)


def test_a_download_is_kept_as_a_file_and_told(site: Any) -> None:
    seen = _visit(site.url("/download"))
    assert seen.file == (b"PK\x03\x04bytes", "application/zip")
    assert any("gives a file" in text for text in seen.notices)


def test_a_private_address_is_refused_and_never_asked(site: Any) -> None:
    seen = visit(site.url("/article"))
    assert seen.outcome is WebOutcome.REFUSED
    assert "private network" in seen.problems[0]
    assert site.asked == []


def test_a_page_cannot_lead_into_a_private_network_by_its_parts(
    site: Any,
) -> None:
    """The gate judges every connection, so the browser's own calls are refused too."""
    seen = _visit(site.url("/arabic"))
    for host in seen.hosts:
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


def test_a_later_look_tells_same_changed_gone_and_unreachable_apart(
    case: Case, site: Any
) -> None:
    (item,) = _captured(case, site.url("/article")).captures
    name = item.document_id or ""
    changed = websites.page(200, websites.ARTICLE.replace("22", "25").encode())
    found = []
    for answer in (
        None,
        changed,
        websites.page(410, b"gone"),
        websites.redirect("/"),
        websites.page(503, b"busy"),
        websites.page(200, b"<title>x</title><p>This post has been deleted.</p>"),
    ):
        if answer is not None:
            site.answers["/article"] = answer
        (look,) = look_again(case, [name], _errand(), tell=lambda _: None)
        found.append(look)
    assert [look.found for look in found] == [
        Persistence.SAME,
        Persistence.CHANGED,
        Persistence.GONE,
        Persistence.GONE,
        Persistence.UNREACHABLE,
        Persistence.GONE,
    ]
    assert "numbers that went: 22; that came: 25" in (found[1].difference or "")
    assert found[3].last_seen == found[1].at
    assert found[3].first_seen <= found[0].at
    # Neither a front page nor a notice of removal is a document.
    assert len(list(case.store.every(Document))) == 2


def test_what_is_due_is_what_nobody_looked_at(case: Case, site: Any) -> None:
    (item,) = _captured(case, site.url("/arabic")).captures
    assert due_documents(case, dt.timedelta(days=7)) == []
    assert due_documents(case, dt.timedelta(0)) == [item.document_id]


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
