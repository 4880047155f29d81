"""Laws of capture: nothing crashes it, and the map of a text always holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.capture import Taken, decoded, shown_name, take_in
from firsthand.model import canonical_bytes
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
NAMES = ("a.txt", "a.html", "a.pdf", "a.docx", "a.eml", "a.jsonl", "a", "a.bin")
HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<!doctype html><html><body>",
    b"From: a@b\nMessage-ID: <1>\n",
    b'{"text": "',
    b"\xef\xbb\xbf",
    b"\xff\xfe",
)
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)


def assert_lawful(data: bytes, taken: Taken) -> None:
    """Text or problem or media or parts; storable; every piece inside the capture."""
    assert taken.text or taken.problem or taken.is_media or taken.parts
    canonical_bytes(taken.filename)
    for part in taken.parts:
        assert_lawful(part.data, part.taken)
    if taken.text is None:
        assert taken.pieces == ()
        return
    taken.text.encode("utf-8")
    source = decoded(data, taken.encoding) if taken.encoding else None
    last = 0
    for piece in taken.pieces:
        assert last <= piece.start < piece.end <= len(taken.text)
        last = piece.end
        if piece.capture_start is not None and piece.capture_end is not None:
            assert source is not None
            assert 0 <= piece.capture_start < piece.capture_end <= len(source)


@SLOW
@given(st.sampled_from(HEADS), st.binary(max_size=300), st.sampled_from(NAMES))
def test_no_bytes_crash_it(head: bytes, noise: bytes, name: str) -> None:
    data = head + noise
    assert_lawful(data, take_in(data, name, reference=REFERENCE))


@SLOW
@given(st.text(max_size=300), st.sampled_from(("a.txt", "a.html")))
def test_any_text_is_taken_in_and_stays_on_the_map(text: str, name: str) -> None:
    data = text.encode("utf-8", "replace")
    taken = take_in(data, name, reference=REFERENCE)
    assert_lawful(data, taken)
    if taken.text is not None and taken.media_type == "text/plain":
        source = decoded(data, taken.encoding or "")
        for piece in taken.pieces:
            stretch = source[piece.capture_start : piece.capture_end]
            assert taken.text[piece.start : piece.end].replace("\n", "\r") == (
                stretch.replace("\n", "\r")
            )


@SLOW
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=menu>",
                "</div>",
                "<br>",
                "&amp;",
                "&",
                "<",
                ">",
                '"',
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<table><tr><td>",
                "Seven people were killed in Talbar, medics said. ",
                "قتل سبعة مدنيين ",
                " ",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_any_soup_of_tags_is_read_and_stays_on_the_map(soup: list[str]) -> None:
    data = ("<html><body>" + "".join(soup)).encode()
    taken = take_in(data, "a.html", reference=REFERENCE)
    assert_lawful(data, taken)
    if taken.text is None or taken.encoding is None:
        return
    source = decoded(data, taken.encoding)
    for piece in taken.pieces:
        if piece.capture_start is None or piece.capture_end is None:
            continue
        here = taken.text[piece.start : piece.end]
        there = source[piece.capture_start : piece.capture_end]
        if len(here) == len(there):
            assert here.split() == there.split()


@SLOW
@given(st.text(max_size=200))
def test_a_line_of_pages_keeps_its_words(text: str) -> None:
    data = json.dumps({"text": f"Seven died. {text}"}).encode()
    taken = take_in(data, "a.jsonl", reference=REFERENCE)
    assert len(taken.parts) == 1
    made = taken.parts[0].taken.text
    assert made is not None
    assert made.startswith("Seven died.")


@given(st.binary(max_size=60))
def test_any_file_name_fits_a_record_and_a_line(name: bytes) -> None:
    shown = shown_name(name.decode("utf-8", "surrogateescape"))
    assert shown
    shown.encode("utf-8")
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_told_whatever_its_name(name: str) -> None:
    taken = take_in(b"", name, reference=REFERENCE)
    assert taken.problem is not None
    assert "is empty" in taken.problem
