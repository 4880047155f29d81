"""PDF, Word, mail and JSON lines: read, or refused with the reason."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from firsthand.capture import Limits, Taken, decoded, in_capture, take_in
from firsthand.model import Precision
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
SENTENCE = "Seven people were killed in Talbar on Monday, medics said."
WORD = "olive"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def take(data: bytes, filename: str, limits: Limits | None = None) -> Taken:
    return take_in(data, filename, reference=REFERENCE, limits=limits)


def pdf(*pages: str, password: str | None = None) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for words in pages:
        page = writer.add_blank_page(600, 800)
        if words:
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode("latin-1"))
            page[NameObject("/Contents")] = stream
            fonts = DictionaryObject({NameObject("/F1"): font})
            page[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/Font"): fonts}
            )
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_pdf_gives_its_text_with_page_numbers() -> None:
    taken = take(pdf("Two died in Daraz.", "Three died in Ghanta."), "report.pdf")
    assert taken.media_type == "application/pdf"
    assert taken.text is not None
    pages = {
        taken.text[piece.start : piece.end].strip(): piece.page
        for piece in taken.pieces
        if taken.text[piece.start : piece.end].strip()
    }
    assert pages == {"Two died in Daraz.": 1, "Three died in Ghanta.": 2}
    assert all(piece.capture_start is None for piece in taken.pieces)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(""), "no text in it: a scan?"),
        (pdf(SENTENCE, password=WORD), "is encrypted"),
        (pdf(SENTENCE)[:150], "broken PDF"),
        (b"%PDF-1.4\n" + b"\xff" * 300, "broken PDF"),
    ],
    ids=["scan", "encrypted", "truncated", "noise"],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    taken = take(data, "a.pdf")
    assert taken.text is None
    assert taken.problem is not None
    assert taken.problem.startswith("a.pdf: ")
    assert reason in taken.problem


def test_a_pdf_with_an_empty_password_is_read() -> None:
    taken = take(pdf("Two died in Daraz.", password=""), "a.pdf")
    assert taken.text == "Two died in Daraz."


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    taken = take(pdf("a", "b", "c"), "a.pdf", Limits(pages=2))
    assert taken.problem is not None
    assert "has 3 pages" in taken.problem


def test_a_word_document_gives_paragraphs_rows_and_notes() -> None:
    table = (
        "<w:tbl><w:tr><w:tc>" + paragraph("Talbar") + "</w:tc><w:tc>" + paragraph("")
        + "</w:tc><w:tc>" + paragraph("17") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    note = f"<w:footnote>{paragraph('A note.')}</w:footnote>"
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    body = paragraph("First.") + paragraph("Sec") + table
    taken = take(docx(body, footnotes=notes), "list.docx")
    assert taken.text == "First.\n\nSec\nTalbar |  | 17\n\nA note."


def test_words_of_one_paragraph_in_many_runs_stay_together() -> None:
    body = (
        "<w:p><w:r><w:t>Seven </w:t></w:r><w:r><w:t>dead</w:t><w:br/>"
        "<w:t>in</w:t><w:tab/><w:t>Daraz</w:t></w:r></w:p>"
    )
    assert take(docx(body), "a.docx").text == "Seven dead\nin\tDaraz"


def test_deleted_words_are_left_out_and_told() -> None:
    body = (
        "<w:p><w:r><w:t>Seven </w:t></w:r><w:del><w:r><w:delText>nine</w:delText>"
        "<w:t>nine</w:t></w:r></w:del><w:ins><w:r><w:t>dead</w:t></w:r></w:ins></w:p>"
    )
    taken = take(docx(body), "a.docx")
    assert taken.text == "Seven dead"
    assert "tracked changes" in taken.notices[0]


def bomb(n_bytes: int) -> bytes:
    return docx(" " * n_bytes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(paragraph(SENTENCE))[:-40], "broken Word document"),
        (docx(""), "no text in it"),
        (bomb(20_000_000), "zip bomb"),
        (docx("<w:p>" * 10_000), "broken document"),
        (docx("&boom;"), "broken document"),
    ],
    ids=["truncated", "empty", "bomb", "deep", "entity"],
)
def test_a_word_document_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    taken = take(data, "a.docx")
    assert taken.text is None
    assert taken.problem is not None
    assert reason in taken.problem


def test_entities_in_a_word_document_are_never_expanded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        )
    taken = take(out.getvalue(), "a.docx")
    assert taken.problem is not None
    assert "declares entities" in taken.problem


def test_a_zip_of_too_many_files_is_not_opened() -> None:
    parts = {f"p{n}": "x" for n in range(20)}
    taken = take(docx(paragraph("a"), **parts), "a.docx", Limits(zip_entries=10))
    assert taken.problem is not None
    assert "zip of 21 files" in taken.problem


def message(body: str = SENTENCE, subtype: str = "plain") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ministry <press@mod-toreth.example>"
    made["Subject"] = "Statement on Jesrin"
    made["Date"] = "Tue, 02 Nov 2021 11:15:00 +0300"
    made["Message-ID"] = "<1@mod-toreth.example>"
    made.set_content(body, subtype=subtype)
    return made


def test_a_mail_gives_body_subject_sender_and_date() -> None:
    taken = take(message().as_bytes(), "m.eml")
    assert (taken.media_type, taken.text) == ("message/rfc822", SENTENCE)
    assert taken.title == "Statement on Jesrin"
    assert taken.author_in_page == "Ministry <press@mod-toreth.example>"
    assert taken.published_in_page is not None
    assert str(taken.published_in_page.earliest) == "2021-11-02"


def test_the_plain_part_is_preferred_and_html_is_read_where_it_is_alone() -> None:
    both = message()
    both.add_alternative("<p>Another wording.</p>", subtype="html")
    assert take(both.as_bytes(), "m.eml").text == SENTENCE
    alone = message(f"<html><body><p>{SENTENCE}</p></body></html>", "html")
    assert take(alone.as_bytes(), "m.eml").text == SENTENCE


def test_attachments_are_captures_of_their_own() -> None:
    made = message()
    made.add_attachment(
        b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
        maintype="image",
        subtype="png",
        filename="a.png",
    )
    made.add_attachment(
        pdf("Two died."), maintype="application", subtype="pdf", filename="b.pdf"
    )
    made.add_attachment(message("Inner words of a mail."), filename="inner.eml")
    taken = take(made.as_bytes(), "m.eml")
    assert [part.taken.filename for part in taken.parts] == [
        "m.eml/a.png",
        "m.eml/b.pdf",
        "m.eml/inner.eml",
    ]
    image, page, inner = taken.parts
    assert image.taken.is_media
    assert image.data.startswith(b"\x89PNG")
    assert page.taken.text == "Two died."
    assert inner.taken.text == "Inner words of a mail."


def test_mails_inside_mails_end_somewhere() -> None:
    made = message("innermost")
    for _ in range(8):
        outer = message("outer")
        outer.add_attachment(made)
        made = outer
    taken = take(made.as_bytes(), "m.eml")
    deepest = taken
    while deepest.parts:
        deepest = deepest.parts[0].taken
    assert deepest.problem is not None
    assert "inside more than 5 mails" in deepest.problem


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b\nMessage-ID: <x>\nDate: no\nSubject: =?utf-8?q?=ff?=\n\nText.",
        b"From: \xff\nMessage-ID: <\nContent-Type: text/plain; charset=no\n\nText.",
        b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\nText.",
        b"From: a@b\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nVGV4dA=",
    ],
)
def test_a_mail_with_bad_headers_is_read_or_told(data: bytes) -> None:
    taken = take(data, "m.eml")
    assert taken.text is not None or taken.problem is not None


def test_a_text_with_colons_is_no_mail() -> None:
    data = b"From: our correspondent\nDate: Monday\n\nSeven died."
    assert take(data, "a.txt").media_type == "text/plain"


def lines(*rows: object) -> bytes:
    return "\n".join(
        row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)
        for row in rows
    ).encode()


def test_each_line_of_pages_is_a_capture_of_its_own_bytes() -> None:
    first = {
        "id": 7,
        "text": f"To Top\n{SENTENCE}",
        "published": "2021-10",
        "outlet": "Meridian Wire",
        "language": "en",
        "url": "https://meridian.example/7",
    }
    second = {"html": f"<html><body><p>{SENTENCE}</p></body></html>", "title": "T"}
    data = lines(first, "", second)
    taken = take(data, "pages.jsonl")
    assert (taken.media_type, taken.problem) == ("application/jsonl", None)
    one, two = taken.parts
    assert one.data == data.split(b"\n")[0]
    assert (one.taken.filename, two.taken.filename) == (
        "pages.jsonl#1",
        "pages.jsonl#3",
    )
    assert one.taken.text == two.taken.text == SENTENCE
    assert (one.stated.id, one.stated.outlet) == ("7", "Meridian Wire")
    assert one.stated.published is not None
    assert one.stated.published.precision is Precision.MONTH
    assert one.taken.language_by == "stated"
    assert one.taken.notices == two.taken.notices == ()
    assert two.taken.title == "T"


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_a_quote_in_a_line_of_pages_leads_back_to_the_line(
    ensure_ascii: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    text = 'Menu\nقتل سبعة "مدنيين" 🕊 in Talbar.\r\nTwo more\tdied \\ later.'
    row = {"id": 'the "text": "x', "text": text}
    data = json.dumps(row, ensure_ascii=ensure_ascii).encode()
    taken = take(data, "pages.jsonl").parts[0].taken
    assert taken.text is not None
    source = decoded(data, taken.encoding or "")
    for words in ("سبعة", '"مدنيين" 🕊', "in Talbar.", "Two more\tdied \\ later."):
        at = taken.text.index(words)
        place = in_capture(taken.pieces, at, at + len(words))
        assert place is not None
        assert json.loads(f'"{source[place[0] : place[1]]}"') == words


def test_bad_lines_are_told_with_their_number_and_the_rest_goes_on() -> None:
    data = lines(
        {"text": SENTENCE},
        "{broken",
        {"id": "x"},
        {"text": 5.5},
        "[1]",
        {"text": "End."},
    )
    taken = take(data, "pages.jsonl")
    assert [part.taken.text for part in taken.parts] == [SENTENCE, "End."]
    assert taken.problem is not None
    for number, reason in (
        (2, "not JSON"),
        (3, "neither"),
        (4, "float"),
        (5, "object"),
    ):
        told = next(n for n in taken.notices if f"line {number}:" in n)
        assert told.startswith("pages.jsonl: ")
        assert reason in told


def test_a_bad_date_in_a_line_is_told_and_no_date_is_made() -> None:
    data = lines({"text": SENTENCE, "published": "31/11/2021"})
    part = take(data, "pages.jsonl").parts[0]
    assert part.stated.published is None
    assert "31/11/2021" in part.taken.notices[0]


def test_a_lone_surrogate_in_a_line_does_not_reach_the_text() -> None:
    data = b'{"text": "Seven died \\ud800 in Talbar."}'
    text = take(data, "pages.jsonl").parts[0].taken.text
    assert text is not None
    text.encode("utf-8")
    assert text.startswith("Seven died ")


def test_the_fiction_mark_holds_for_a_line_of_pages() -> None:
    data = lines({"text": f"Practice material: fiction\n{SENTENCE}"})
    assert take(data, "pages.jsonl").parts[0].taken.fiction
