"""Imports: each item once, its provenance kept, nothing lost in silence."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.capture.wacz import search_key, write_wacz
from firsthand.capture.warc import Exchange, WarcWriter
from firsthand.casework import Case, create_case
from firsthand.casework.importing import Choices, ImportReport, import_path
from firsthand.casework.run import run_stages
from firsthand.casework.showing import preview
from firsthand.errors import UserError
from firsthand.model import (
    Capture,
    Document,
    ImportedItem,
    Protection,
    Source,
    WebCapture,
)

AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
PAGE = (
    b"<html><head><title>Toreth</title></head><body><article><h1>Toreth</h1><p>An air "
    b"strike on the market of Toreth killed at least 22 civilians, residents said."
    b"</p></article></body></html>"
)
PHONE = "+99 555 0142"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = create_case(tmp_path / "case", name="Velmara")
    with made:
        yield made


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return (
        report.n_new,
        report.n_changed,
        report.n_same,
        len(report.wrong),
    )


def _items(case: Case) -> dict[str, ImportedItem]:
    return {item.place: item for item in case.store.every(ImportedItem)}


def _text(case: Case, document: Document) -> str:
    return case.store.read_object(document.text_sha256).decode()


# --- Telegram ---------------------------------------------------------------


def _telegram(
    folder: Path, *, text: str = "Sirens.", kind: str = "public_channel"
) -> Path:
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    (folder / "photos" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture of Toreth")
    messages = [
        {"id": 1, "type": "service", "date": "2026-03-01T10:00:00", "text": "made"},
        {
            "id": 2,
            "type": "message",
            "date": "2026-03-01T23:30:00",
            "date_unixtime": "1772397000",
            "from": "Toreth News",
            "forwarded_from": "Daraz Post",
            "text": ["An air strike killed ", {"type": "bold", "text": "12 civilians"}],
            "photo": "photos/1.jpg",
            "edited_unixtime": "1772397060",
        },
        {
            "id": 3,
            "type": "message",
            "date": "2026-03-02T08:00:00",
            "from": "Toreth News",
            "text": text,
            "reply_to_message_id": 2,
            "file": "(File not included. Change data exporting settings to download.)",
        },
        {"type": "message", "text": "has no id"},
    ]
    top = {"name": "Toreth News", "type": kind, "id": 77, "messages": messages}
    path = folder / "result.json"
    path.write_text(json.dumps(top, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def test_a_message_keeps_who_when_and_whom_it_was_forwarded_from(
    case: Case, tmp_path: Path
) -> None:
    report = import_path(case, "telegram", _telegram(tmp_path / "t").parent)
    assert _counts(report) == (2, 0, 0, 1)
    assert "has no id" in report.wrong[0]
    item = _items(case)["message 2"]
    assert item.forwarded_from == "Daraz Post"
    assert item.author == "Toreth News"
    assert item.sent_at == "2026-03-01T20:30:00+00:00"
    assert item.edited_at == "2026-03-01T20:31:00+00:00"
    assert len(item.capture_ids) == 2
    document = case.store.get(item.document_id or "")
    assert isinstance(document, Document)
    assert document.published is not None
    assert document.published.earliest == dt.date(2026, 3, 1)
    assert _text(case, document) == "An air strike killed 12 civilians"
    assert any("a copy, not an origin" in notice for notice in document.notices)
    assert _items(case)["message 3"].reply_to == "telegram 77/message 2"


def test_the_bytes_of_a_message_are_those_of_the_export(
    case: Case, tmp_path: Path
) -> None:
    path = _telegram(tmp_path / "t")
    import_path(case, "telegram", path)
    item = _items(case)["message 2"]
    capture = case.store.get(item.capture_ids[0])
    assert isinstance(capture, Capture)
    assert case.store.read_object(capture.sha256) in path.read_bytes()
    assert item.container == hashlib.sha256(path.read_bytes()).hexdigest()
    assert case.store.holds(item.container)


def test_the_same_import_again_brings_nothing_and_an_edit_is_a_change(
    case: Case, tmp_path: Path
) -> None:
    path = _telegram(tmp_path / "t")
    import_path(case, "telegram", path)
    n_captures = len(list(case.store.every(Capture)))
    again = import_path(case, "telegram", path)
    assert _counts(again) == (0, 0, 2, 1)
    assert len(list(case.store.every(Capture))) == n_captures
    _telegram(tmp_path / "t", text="Sirens, and a second strike.")
    edited = import_path(case, "telegram", path)
    assert _counts(edited) == (0, 1, 1, 1)
    assert len(case.store.history(_items(case)["message 3"].id)) == 2


def test_a_dry_run_counts_and_writes_nothing(case: Case, tmp_path: Path) -> None:
    path = _telegram(tmp_path / "t")
    before = case.store.checkpoint
    report = import_path(case, "telegram", path, Choices(is_dry=True))
    assert _counts(report) == (2, 0, 0, 1)
    assert case.store.checkpoint == before
    assert "2 new, 0 changed, 0 same, 1 wrong: message 4" in report.summary()


def test_people_of_a_private_group_are_protected_and_called_by_a_pseudonym(
    case: Case, tmp_path: Path
) -> None:
    path = _telegram(tmp_path / "t", kind="private_group")
    import_path(case, "telegram", path)
    sources = list(case.store.every(Source))
    assert [source.protection for source in sources] == [Protection.RESTRICTED]
    assert "Toreth News" not in sources[0].name
    captures = list(case.store.every(Capture))
    assert {item.protection for item in captures} == {Protection.RESTRICTED}


def test_a_broken_export_is_kept_with_the_reason(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(b'{"name": "Toreth News", "messages": [{"id": 1')
    report = import_path(case, "telegram", path)
    assert "is not whole JSON" in report.wrong[0]
    (capture,) = case.store.every(Capture)
    assert capture.problem
    assert case.store.read_object(capture.sha256) == path.read_bytes()


HTML = """<html><body><div class="page_header"><div class="content"><div
class="text bold">Toreth News</div></div></div>
<div class="message service" id="message-1"><div class="body details">1 March 2026</div>
</div><div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="01.03.2026 23:30:00 UTC+03:00">23:30</div>
<div class="from_name">Toreth News</div><div class="text">An air strike killed
<strong>12 civilians</strong>.<br>More is feared.</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="01.03.2026 23:40:00 UTC+03:00">23:40</div>
<div class="forwarded body"><div class="from_name">Daraz Post <span class="date details"
title="28.02.2026 01:00:00"> 28.02.2026 01:00:00</span></div><div class="media_wrap">
<a class="photo_wrap clearfix pull_left" href="photos/1.jpg"></a></div>
<div class="text">Smoke over Daraz.</div></div></div></div></body></html>"""


def test_the_export_as_pages_gives_the_same_provenance(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "messages.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0 smoke")
    report = import_path(case, "telegram", tmp_path / "messages.html")
    assert _counts(report) == (2, 0, 0, 0)
    first, second = _items(case)["message 2"], _items(case)["message 3"]
    assert first.sent_at == "2026-03-01T20:30:00+00:00"
    document = case.store.get(first.document_id or "")
    assert isinstance(document, Document)
    assert (
        _text(case, document) == "An air strike killed 12 civilians.\nMore is feared."
    )
    assert second.author == "Toreth News"
    assert second.forwarded_from == "Daraz Post"
    assert second.forwarded_at == "28.02.2026 01:00:00"
    assert len(second.capture_ids) == 2


# --- WhatsApp ---------------------------------------------------------------

IPHONE = f"""[13/06/2021, 12:00:01] Relief: \u200eMessages are end-to-end encrypted.
[13/06/2021, 12:30:01] {PHONE}: A shell hit the market. At least 5 were killed.
Call {PHONE}.
\u200e[13/06/2021, 12:31:01] Salem: \u200e<attached: 00000012-PHOTO-1.jpg>
[13/06/2021, 12:32:01] Salem: \u200evideo omitted
[14/06/2021, 08:31:01] Salem added {PHONE}
"""


def _chat(folder: Path, text: str, name: str = "_chat.txt") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_chat_of_an_iphone_is_read_message_by_message(
    case: Case, tmp_path: Path
) -> None:
    path = _chat(tmp_path / "w", IPHONE)
    (path.parent / "00000012-PHOTO-1.jpg").write_bytes(b"\xff\xd8\xff\xe0 market")
    report = import_path(case, "whatsapp", path.parent)
    assert _counts(report) == (3, 0, 0, 0)
    assert report.n_other == 2
    items = _items(case)
    assert len(items["line 4"].capture_ids) == 2
    document = case.store.get(items["line 2"].document_id or "")
    assert isinstance(document, Document)
    assert _text(case, document).endswith(f"Call {PHONE}.")
    assert document.published is not None
    assert document.published.earliest == dt.date(2021, 6, 13)
    assert _counts(import_path(case, "whatsapp", path)) == (0, 0, 3, 0)


def test_a_private_phone_number_is_in_no_publication(
    case: Case, tmp_path: Path
) -> None:
    import_path(case, "whatsapp", _chat(tmp_path / "w", IPHONE))
    run_stages(case)
    preview(case, tmp_path / "site")
    published = b"".join(
        path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()
    )
    assert b"555 0142" not in published
    assert b"A shell hit" not in published
    assert b"protected source" in published


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("15/06/2021, 12:34 - Salem: Shelling.", "2021-06-15"),
        ("6/15/21, 12:34\u202fPM - Salem: Shelling.", "2021-06-15"),
        ("15.06.21, 12:34 - Salem: Shelling.", "2021-06-15"),
        ("2021-06-15, 12:34 - Salem: Shelling.", "2021-06-15"),
        ("[15.06.21, 12:34:56] Salem: Shelling.", "2021-06-15"),
        ("١٥/٦/٢٠٢١، ١٢:٣٤ م - Salem: قصف.", "2021-06-15"),
        ("[6/15/21, 1:02:03 AM] Salem: Shelling.", "2021-06-15"),
    ],
)
def test_dates_are_read_as_the_phone_wrote_them(
    case: Case, tmp_path: Path, line: str, day: str
) -> None:
    import_path(case, "whatsapp", _chat(tmp_path / "w", line + "\n"))
    (document,) = case.store.every(Document)
    assert document.published is not None
    assert str(document.published.earliest) == day


def test_an_ambiguous_day_and_month_are_two_readings_and_no_date(
    case: Case, tmp_path: Path
) -> None:
    path = _chat(tmp_path / "w", "03/04/2021, 12:34 - Salem: Shelling near Talbar.\n")
    report = import_path(case, "whatsapp", path)
    (item,) = case.store.every(ImportedItem)
    assert item.readings == ("2021-04-03", "2021-03-04")
    (document,) = case.store.every(Document)
    assert document.published is None
    assert any("cannot be told apart" in text for text in report.notices)


def test_the_order_of_time_settles_day_and_month(case: Case, tmp_path: Path) -> None:
    lines = "05/04/2021, 12:34 - Salem: One.\n03/05/2021, 12:34 - Salem: Two.\n"
    report = import_path(case, "whatsapp", _chat(tmp_path / "w", lines))
    days = sorted(
        str(d.published.earliest) for d in case.store.every(Document) if d.published
    )
    assert days == ["2021-04-05", "2021-05-03"]
    assert any("in the order of time" in text for text in report.notices)


def test_a_person_may_say_the_order(case: Case, tmp_path: Path) -> None:
    path = _chat(tmp_path / "w", "03/04/2021, 12:34 - Salem: Shelling.\n")
    import_path(case, "whatsapp", path, Choices(is_day_first=False))
    (document,) = case.store.every(Document)
    assert document.published is not None
    assert str(document.published.earliest) == "2021-03-04"


def test_lines_before_any_date_are_told(case: Case, tmp_path: Path) -> None:
    text = "a stray line\n15/06/2021, 12:34 - Salem: Shelling.\n"
    report = import_path(case, "whatsapp", _chat(tmp_path / "w", text))
    assert report.wrong == ["line 1: stands before any date"]


# --- tables and auto-archiver -----------------------------------------------


def test_every_row_is_new_or_wrong_and_the_columns_are_told(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(
        "Link;Report;Date;Outlet\n"
        "https://a.example/1;At least 3 people were killed in Sarmak.;2021-05-01;A\n"
        "no address;x;;\n"
        "https://toreth.example/2;;;\n"
        ";;2021;only a date\n"
        "https://toreth.example/3;Text;05/04/2021;B\n",
        encoding="utf-8",
    )
    report = import_path(case, "table", path)
    assert _counts(report) == (3, 0, 0, 2)
    assert report.wrong[0].startswith("row 3: url:")
    assert report.wrong[1].startswith("row 5: has neither")
    assert report.mapping["url"] == "Link"
    assert any("url <- 'Link'" in text for text in report.notices)
    item = _items(case)["row 2"]
    assert json.loads(item.mapping or "")["text"] == "Report"
    ambiguous = case.store.get(_items(case)["row 6"].document_id or "")
    assert isinstance(ambiguous, Document)
    assert ambiguous.published is None


def test_a_person_may_say_which_column_holds_what(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Wo,Was\nhttps://toreth.example/1,Bericht\n", encoding="utf-8")
    report = import_path(case, "table", path)
    assert "no column of addresses or texts" in report.wrong[0]
    mapped = import_path(case, "table", path, Choices(mapping=("url=Wo", "text=Was")))
    assert _counts(mapped) == (1, 0, 0, 0)
    with pytest.raises(UserError, match="FIELD=COLUMN"):
        import_path(case, "table", path, Choices(mapping=("Wo",)))


def test_a_row_put_before_the_others_does_not_make_them_new(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("url,text\nhttps://a.example/1,One\n", encoding="utf-8")
    import_path(case, "table", path)
    path.write_text(
        "url,text\nhttps://a.example/0,Zero\nhttps://a.example/1,One\n",
        encoding="utf-8",
    )
    assert _counts(import_path(case, "table", path)) == (1, 0, 1, 0)


SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/\
spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"
t="inlineStr"><is><t>URL</t></is></c><c r="B1" t="inlineStr"><is>
<t>Text</t></is></c></row><row r="2"><c r="A2"
t="inlineStr"><is><t>https://toreth.example/9</t></is></c><c r="B2"
t="inlineStr"><is><t>\
Six people were wounded in Daraz.</t></is></c></row></sheetData></worksheet>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/\
spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/\
relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
LINKS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/\
package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org\
/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>\
</Relationships>"""


TOP = LINKS.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace(
    '/worksheet"', '/officeDocument"'
)


def test_a_workbook_is_read_like_a_table(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("_rels/.rels", TOP)
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", LINKS)
        book.writestr("xl/worksheets/sheet1.xml", SHEET)
    assert _counts(import_path(case, "table", path)) == (1, 0, 0, 0)
    (document,) = case.store.every(Document)
    assert _text(case, document) == "Six people were wounded in Daraz."


def test_an_output_folder_of_auto_archiver_keeps_its_columns_and_files(
    case: Case, tmp_path: Path
) -> None:
    media = b"\xff\xd8\xff\xe0 a market"
    (tmp_path / "abc.jpg").write_bytes(media)
    (tmp_path / "alone.jpg").write_bytes(b"\xff\xd8\xff\xe0 nobody names it")
    digest = hashlib.sha256(media).hexdigest()
    (tmp_path / "sheet.csv").write_text(
        "Link,Archive status,Archive location,Archive date,Upload timestamp,"
        "Upload title,Text content,Screenshot,Hash,Perceptual hashes,WACZ,"
        "ReplayWebpage\n"
        "https://t.example/1,telegram: success,https://bucket.example/x/abc.jpg,2026-01-02,"
        "2026-01-01T10:00:00+00:00,Title,12 people were killed.,,"
        f"SHA-256:{digest},ab12,,\n"
        "https://t.example/2,Archive failed no archiver,,,,,,,,,,\n"
        f"https://t.example/3,telegram: success,abc.jpg,,,,,,SHA-256:{'0' * 64},,,\n",
        encoding="utf-8",
    )
    report = import_path(case, "auto-archiver", tmp_path)
    assert (report.n_new, len(report.wrong)) == (3, 1)
    assert "digest" in report.wrong[0]
    assert any("alone.jpg" in text for text in report.notices)
    item = _items(case)["row 2"]
    assert len(item.capture_ids) == 2
    details = json.loads(item.details or "")
    assert details["status"] == "telegram: success"
    assert details["perceptual"] == "ab12"


def test_a_folder_of_saved_pages_keeps_address_picture_and_table(
    case: Case, tmp_path: Path
) -> None:
    page = b"<!-- saved from url=(0024)https://toreth.example/a -->" + PAGE
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n picture")
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "pages.csv").write_text(
        f"Title,URL,Filename,SHA256\nB,https://toreth.example/b,b.html,{'0' * 64}\n"
        "C,https://toreth.example/c,c.html,\n",
        encoding="utf-8",
    )
    report = import_path(case, "hunchly", tmp_path)
    assert report.n_new == 2
    assert sorted(text.partition(":")[0] for text in report.wrong) == [
        "b.html",
        "c.html",
    ]
    urls = {item.url for item in case.store.every(Document)}
    assert urls == {"https://toreth.example/a", "https://toreth.example/b"}


# --- web archives -----------------------------------------------------------


def _warc() -> WarcWriter:
    writer = WarcWriter()
    writer.info({"software": "another tool 2.1"}, AT)
    for url, body, kind in (
        ("https://toreth.example/a", PAGE, "text/html"),
        ("https://toreth.example/a.css", b"p { color: red }", "text/css"),
    ):
        writer.exchange(
            Exchange(
                url=url,
                method="GET",
                started_at=AT,
                status=200,
                reason="OK",
                headers=(("Content-Type", kind),),
                body=body,
            )
        )
    return writer


def test_an_archive_of_another_tool_gives_its_pages_and_the_time_of_its_clock(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(_warc().data)
    report = import_path(case, "warc", path)
    assert _counts(report) == (1, 0, 0, 0)
    (visit,) = case.store.every(WebCapture)
    assert visit.started_at == AT
    assert "another tool 2.1" in visit.clock
    (document,) = case.store.every(Document)
    assert document.url == "https://toreth.example/a"
    assert document.published is None
    assert "at least 22 civilians" in _text(case, document)


def test_a_cut_archive_gives_what_it_has_and_says_so(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(_warc().data[:-40])
    report = import_path(case, "warc", path)
    assert report.n_new == 1
    assert any("cut off" in text for text in report.wrong)
    assert case.store.holds(_items(case)[f"{path.name}, record 2"].container or "")  # type: ignore[arg-type]


def _wacz(path: Path) -> Path:
    writer = _warc()
    page = {"url": "https://toreth.example/a", "ts": "2026-03-04T05:06:07Z"}
    warcs = {"data.warc.gz": (writer.data, writer.records)}
    path.write_bytes(write_wacz(warcs, [page], {"title": "Toreth"}))
    return path


def test_a_wacz_is_read_by_its_list_of_pages(case: Case, tmp_path: Path) -> None:
    path = _wacz(tmp_path / "a.wacz")
    assert _counts(import_path(case, "wacz", path)) == (1, 0, 0, 0)
    assert _counts(import_path(case, "wacz", path)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            b'"profile": "data-package"',
            b'"profile": "data-pACKage"',
            "datapackage.json",
        ),
        (b'toreth.example/a", "ts"', b'toreth.example/b", "ts"', "pages.jsonl"),
        (b'"offset": "', b'"offset": "9', "the index"),
    ],
)
def test_what_does_not_fit_in_a_wacz_is_told(
    case: Case, tmp_path: Path, old: bytes, new: bytes, told: str
) -> None:
    path = _wacz(tmp_path / "a.wacz")
    with zipfile.ZipFile(path) as good:
        files = {name: good.read(name) for name in good.namelist()}
    with zipfile.ZipFile(path, "w") as bad:
        for name, data in files.items():
            bad.writestr(name, data.replace(old, new))
    report = import_path(case, "wacz", path, Choices(is_dry=True))
    assert any(told in text for text in report.wrong)


def test_a_flipped_bit_in_the_archive_of_a_wacz_is_told_and_the_rest_is_read(
    case: Case, tmp_path: Path
) -> None:
    path = _wacz(tmp_path / "a.wacz")
    data = bytearray(path.read_bytes())
    data[data.index(b"\x1f\x8b") + 250] ^= 1
    path.write_bytes(data)
    report = import_path(case, "wacz", path)
    assert any("does not have the digest" in text for text in report.wrong)


@pytest.mark.parametrize(
    ("name", "data"), [("../out.warc", b"x"), ("archive/b.warc", b"0" * 40_000_000)]
)
def test_a_hostile_zip_is_kept_unread(
    case: Case, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / "evil.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as evil:
        evil.writestr(name, data)
    report = import_path(case, "wacz", path)
    assert report.n_new == 0
    assert len(report.wrong) == 1
    (capture,) = case.store.every(Capture)
    assert capture.problem


def test_keys_of_the_index_are_those_of_other_tools() -> None:
    url = "https://www.Toreth.example:8443/A/b?z=1&a=2"
    assert search_key(url) == "example,toreth:8443)/a/b?a=2&z=1"


@pytest.mark.parametrize("is_dry", [True, False])
def test_a_cell_that_is_no_date_is_told_by_its_row(
    case: Case, tmp_path: Path, *, is_dry: bool
) -> None:
    sheet = tmp_path / "urls.csv"
    rows = [f"https://a.example/{n},32/13/2021" for n in range(12)]
    sheet.write_text("\n".join(["url,published", *rows]), encoding="utf-8")
    report = import_path(case, "table", sheet, Choices(is_dry=is_dry))
    told = [text for text in report.notices if "32/13/2021" in text]
    assert told[0].startswith("row 2: published: '32/13/2021'")
    assert len(told) == 10
    assert "and 2 more of the like" in report.notices


def test_a_blank_row_is_counted_as_no_item(case: Case, tmp_path: Path) -> None:
    sheet = tmp_path / "urls.csv"
    sheet.write_text("url,title\nhttps://a.example/1,One\n,\n", encoding="utf-8")
    report = import_path(case, "table", sheet, Choices(is_dry=True))
    assert (_counts(report), report.n_other) == ((1, 0, 0, 0), 1)


def test_a_message_whose_time_is_no_date_is_told_and_kept_without_a_day(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "result.json"
    message = {"id": 5, "type": "message", "date": "soon", "text": "Sirens in Jesrin."}
    chat = {"name": "Jesrin", "type": "public_channel", "id": 9, "messages": [message]}
    path.write_text(json.dumps(chat), encoding="utf-8")
    report = import_path(case, "telegram", path)
    assert report.notices == ["1 with a time that is no date, kept: message 5 (soon)"]
    (document,) = case.store.every(Document)
    assert document.published is None


def test_a_dry_run_tells_of_an_empty_page_as_the_import_does(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    dry = import_path(case, "hunchly", tmp_path, Choices(is_dry=True))
    done = import_path(case, "hunchly", tmp_path)
    assert dry.wrong == done.wrong == ["empty.html: is empty (0 bytes)"]
    assert [one.filename for one in case.store.every(Capture)] == ["empty.html"]
