"""Taking in one thing: kind by content, text with its map, problems that are told."""

from __future__ import annotations

import codecs

import pytest

from firsthand.capture import Limits, Taken, decoded, in_capture, shown_name, take_in
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
SENTENCE = "Seven people were killed in Talbar on Monday, medics said."
ARABIC = "قتل سبعة مدنيين في غارة جوية على بلدة تلبار يوم الاثنين، بحسب متطوعين"
RUSSIAN = "Семь мирных жителей погибли в понедельник при авиаударе по городу Талбар."


def take(data: bytes | str, filename: str = "a.txt") -> Taken:
    raw = data.encode() if isinstance(data, str) else data
    return take_in(raw, filename, reference=REFERENCE)


def assert_map_holds(data: bytes, taken: Taken) -> None:
    assert taken.text is not None
    assert taken.encoding is not None
    source = decoded(data, taken.encoding)
    last = 0
    for piece in taken.pieces:
        assert last <= piece.start < piece.end <= len(taken.text)
        last = piece.end
        if piece.capture_start is None or piece.capture_end is None:
            continue
        here = taken.text[piece.start : piece.end]
        there = source[piece.capture_start : piece.capture_end]
        assert here == there


def test_plain_text_is_the_whole_capture_as_one_piece() -> None:
    taken = take(SENTENCE)
    assert taken.text == SENTENCE
    assert (taken.media_type, taken.encoding) == ("text/plain", "utf-8")
    assert [(p.start, p.end, p.capture_start) for p in taken.pieces] == [
        (0, len(SENTENCE), 0)
    ]


def test_furniture_is_left_out_of_the_text_and_found_in_the_capture() -> None:
    data = f"To Top\n\n{SENTENCE}\n\nPrivacy Preference Center\n".encode()
    taken = take(data)
    assert taken.text == SENTENCE
    assert_map_holds(data, taken)
    assert in_capture(taken.pieces, 0, 5) == (8, 13)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_kind_keep_the_map(ending: str) -> None:
    data = ending.join(["Title", "", SENTENCE, "Two more died."]).encode()
    taken = take(data)
    assert taken.text == f"Title\n\n{SENTENCE}\nTwo more died."
    source = decoded(data, "utf-8")
    at = taken.text.index("Two more")
    place = in_capture(taken.pieces, at, at + 8)
    assert place is not None
    assert source[place[0] : place[1]] == "Two more"


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (codecs.BOM_UTF8 + SENTENCE.encode(), "utf-8-sig"),
        (SENTENCE.encode("utf-16"), "utf-16"),
        (SENTENCE.encode("utf-32"), "utf-32"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (ARABIC.encode("cp1256"), "cp1256"),
        (RUSSIAN.encode("cp1251"), "cp1251"),
        (RUSSIAN.encode("koi8-r"), "koi8-r"),
    ],
)
def test_the_encoding_is_found_and_gives_the_text_back(data: bytes, codec: str) -> None:
    taken = take(data)
    assert taken.encoding == codec
    assert taken.text in {SENTENCE, ARABIC, RUSSIAN}
    assert_map_holds(data, taken)


def test_mixed_encodings_are_read_and_told() -> None:
    data = RUSSIAN.encode() * 10 + b" caf\xe9 " + RUSSIAN.encode()
    taken = take(data)
    assert taken.problem is None
    assert taken.text is not None
    assert "caf�" in taken.text
    assert "mixed encodings" in taken.notices[0]
    assert_map_holds(data, taken)


@pytest.mark.parametrize(
    ("data", "filename", "reason"),
    [
        (b"", "empty.txt", "is empty"),
        (b"   \n\n ", "blank.txt", "has no text in it"),
        (b"abc\0def", "nul.txt", "NUL bytes"),
        (b"\0" * 500, "zeros.bin", "NUL bytes"),
        (bytes(range(1, 32)) * 40, "noise.bin", "neither text nor"),
        (b"PK\x05\x06" + b"\0" * 18, "reports.zip", "unpack it"),
        (b"PK\x03\x04broken", "report.docx", "broken Word document"),
        (b"%PDF-1.7\nnothing", "report.pdf", "broken PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old.doc", "old Office"),
        (b"{\\rtf1 Seven died in Talbar.}", "note.rtf", "rich text"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n", "site.warc", "web archive"),
        (b"\x1f\x8b\x08" + b"\0" * 20, "a.txt.gz", "gzip"),
        (b"<html><script>x()</script></html>", "app.html", "without readable text"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_reason(
    data: bytes, filename: str, reason: str
) -> None:
    taken = take(data, filename)
    assert taken.text is None
    assert taken.problem is not None
    assert taken.problem.startswith(f"{filename}: ")
    assert reason in taken.problem


def test_a_file_over_the_limit_is_kept_unread() -> None:
    taken = take_in(
        b"x" * 200, "big.txt", reference=REFERENCE, limits=Limits(file_bytes=100)
    )
    assert taken.problem is not None
    assert "larger than 100 bytes" in taken.problem


def test_a_text_over_the_limit_is_told_with_its_length() -> None:
    taken = take_in(
        b"word " * 50, "long.txt", reference=REFERENCE, limits=Limits(text_chars=99)
    )
    assert taken.problem is not None
    assert "249 characters" in taken.problem or "250 characters" in taken.problem


@pytest.mark.parametrize("data", [b"a", b"7", b"\xff", "ق".encode()])
def test_one_character_is_a_text(data: bytes) -> None:
    taken = take(data)
    assert taken.problem is None
    assert taken.text is not None
    assert len(taken.text) == 1
    assert taken.language is None or taken.language_by == "script"


def test_five_million_characters_on_one_line_are_read() -> None:
    data = b"Seven people were killed. " * 190_000
    taken = take(data)
    assert taken.text is not None
    assert len(taken.pieces) == 1
    assert taken.language == "en"


def test_bidi_controls_stay_as_they_are() -> None:
    words = "\u202eTalbar\u202c \u200f" + ARABIC
    assert take(words).text == words


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"II*\0", "image/tiff"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
    ],
)
def test_media_are_known_by_their_bytes_and_not_read(
    head: bytes, media_type: str
) -> None:
    taken = take(head + b"\0" * 60, "statement.txt")
    assert taken.is_media
    assert taken.media_type == media_type
    assert (taken.text, taken.problem) == (None, None)


def test_a_page_named_as_text_is_read_as_a_page_and_told() -> None:
    taken = take(f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>")
    assert taken.media_type == "text/html"
    assert taken.text == SENTENCE
    assert "by its content" in taken.notices[0]


def test_a_text_named_as_pdf_is_read_as_text_and_told() -> None:
    taken = take(SENTENCE, "report.pdf")
    assert (taken.media_type, taken.text) == ("text/plain", SENTENCE)
    assert "by its content" in taken.notices[0]


def test_a_text_that_speaks_of_tags_is_no_page() -> None:
    assert take("Use <html> and <body> in a page.").media_type == "text/plain"


@pytest.mark.parametrize(
    "mark",
    ["Practice material: fiction", "مادة تدريبية: خيال", "PRACTICE MATERIAL : FICTION"],
)
def test_the_fiction_mark_is_noted_and_is_no_headline(mark: str) -> None:
    taken = take(f"{mark}\n\n{SENTENCE}")
    assert taken.fiction
    assert taken.text == SENTENCE


def test_material_without_the_mark_is_not_fiction() -> None:
    assert not take(SENTENCE).fiction


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("report.txt", "report.txt"),
        ("تقرير.txt", "تقرير.txt"),
        ("a\nb.txt", "a\\nb.txt"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("", "(no name)"),
    ],
)
def test_file_names_are_shown_on_one_line_without_tricks(
    name: str, wanted: str
) -> None:
    assert shown_name(name) == wanted
    assert take(SENTENCE, name).filename == wanted


def test_a_problem_shows_a_file_name_that_fits_one_line() -> None:
    taken = take(b"", "a\nb\udcff.txt")
    assert taken.problem is not None
    assert taken.problem.startswith("a\\nb\\xff.txt: ")
    taken.problem.encode("utf-8")
