"""Scans: pages that are pictures come out as pictures, unseen text is told."""

from __future__ import annotations

import io

import numpy as np
import pypdf
import pytest
from PIL import Image
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from firsthand.capture import Limits, Taken, take_in
from firsthand.capture.scans import has_pages
from firsthand.reference import Reference

REFERENCE = Reference.of_tables({"page_furniture": ()})
_SIZE = (300, 420)


def _page(seed: int, mode: str = "RGB") -> Image.Image:
    """A page with lines of something like writing."""
    dice = np.random.default_rng(seed)
    ink = np.repeat(dice.random((42, 60)) < 0.3, 10, 0).repeat(5, 1)
    ink[np.arange(420) % 10 > 5] = False
    return Image.fromarray(np.where(ink, 0, 255).astype(np.uint8)).convert(mode)


def _pdf(*pages: Image.Image) -> bytes:
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def _tiff(*pages: Image.Image) -> bytes:
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def _read(data: bytes, name: str = "scan.pdf", limits: Limits | None = None) -> Taken:
    return take_in(data, name, reference=REFERENCE, limits=limits)


def _shown(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("L"), np.int16)


def _with_words(words: str, mode: int, *more: str) -> bytes:
    """A scan over which words are written in a text rendering mode."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf(_page(1))))
    page = writer.pages[0]
    lines = [f"BT /F1 12 Tf {mode} Tr 20 300 Td ({words}) Tj ET"]
    lines += [f"BT /F1 12 Tf 0 Tr 20 200 Td ({each}) Tj ET" for each in more]
    old = page.get_contents()
    assert old is not None
    stream = DecodedStreamObject()
    stream.set_data(old.get_data() + ("\n" + "\n".join(lines)).encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page["/Resources"][NameObject("/Font")] = fonts  # type: ignore[index]
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_each_page_of_a_scan_becomes_a_picture_byte_for_byte_as_it_lies_there() -> None:
    data = _pdf(_page(1), _page(2))
    taken = _read(data)
    assert taken.problem is None
    assert taken.text is None
    assert [part.taken.filename for part in taken.parts] == [
        "scan.pdf/page 1.jpg",
        "scan.pdf/page 2.jpg",
    ]
    assert all(part.taken.is_media and part.data in data for part in taken.parts)
    assert any("pages 1, 2: no text to read" in notice for notice in taken.notices)
    assert any("Add its text as a file of its own" in n for n in taken.notices)


def test_a_scan_in_black_and_white_comes_out_as_it_looks() -> None:
    page = _page(3, "1")
    (part,) = _read(_pdf(page)).parts
    assert part.taken.media_type in {"image/png", "image/jpeg"}
    assert np.abs(_shown(part.data) - np.asarray(page.convert("L"))).max() < 40


def test_a_page_with_words_that_are_shown_gives_no_picture() -> None:
    taken = _read(_with_words("The clinic of Velmara was hit at noon.", 0))
    assert "clinic of Velmara" in (taken.text or "")
    assert taken.parts == ()


def test_words_unseen_under_a_scan_are_told_and_the_picture_is_taken_in() -> None:
    taken = _read(_with_words("The clinic of Velmara was hit at noon.", 3))
    assert "clinic of Velmara" in (taken.text or "")
    assert any("page 1: the text lies unseen" in notice for notice in taken.notices)
    assert [part.taken.media_type for part in taken.parts] == ["image/jpeg"]


def test_one_unseen_piece_among_shown_words_is_told() -> None:
    taken = _read(_with_words("Not for print.", 3, "The bakery stood open."))
    assert any(
        "page 1 holds 1 pieces of text that it does not show" in notice
        for notice in taken.notices
    )
    assert taken.parts == ()


def test_a_damaged_picture_is_told_and_the_other_pages_are_taken_in() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf(_page(1), _page(2))))
    image = writer.pages[0]["/Resources"]["/XObject"]["/image"]  # type: ignore[index]
    image[NameObject("/Filter")] = NameObject("/JBIG2Decode")
    file = io.BytesIO()
    writer.write(file)
    taken = _read(file.getvalue())
    assert [part.taken.filename for part in taken.parts] == ["scan.pdf/page 2.jpg"]
    assert any("page 1: its picture cannot be taken out" in n for n in taken.notices)


def test_a_picture_that_claims_too_many_pixels_is_not_decoded() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf(_page(1, "L"))))
    image = writer.pages[0]["/Resources"]["/XObject"]["/image"]  # type: ignore[index]
    image[NameObject("/Width")] = NumberObject(90_000)
    image[NameObject("/Height")] = NumberObject(90_000)
    file = io.BytesIO()
    writer.write(file)
    taken = _read(file.getvalue())
    assert taken.parts == ()
    assert "its pictures cannot be found" in (taken.problem or "")


def test_what_is_too_much_is_told_with_its_pages() -> None:
    data = _pdf(_page(1), _page(2))
    first = _read(data).parts[0]
    taken = _read(data, limits=Limits(output_bytes=2 * len(first.data)))
    assert len(taken.parts) == 1
    assert any("page 2: too much to take out" in notice for notice in taken.notices)


@pytest.mark.parametrize("n_pages", [1, 2, 4])
def test_each_further_page_of_a_tiff_becomes_a_picture(n_pages: int) -> None:
    data = _tiff(*(_page(seed, "L") for seed in range(n_pages)))
    assert has_pages(data) is (n_pages > 1)
    taken = _read(data, "fax.tif")
    assert taken.is_media
    assert len(taken.parts) == n_pages - 1
    for number, part in enumerate(taken.parts, start=1):
        assert part.taken.filename == f"fax.tif/page {number + 1}.png"
        assert np.array_equal(_shown(part.data), np.asarray(_page(number, "L")))


def test_a_tiff_that_ends_early_stays_a_picture() -> None:
    data = _tiff(_page(1, "L"), _page(2, "L"))
    taken = _read(data[: len(data) - 2000], "fax.tif")
    assert taken.is_media
    assert taken.problem is None


def test_a_tiff_over_the_limit_is_kept_and_not_parsed_outside_the_box() -> None:
    data = _tiff(_page(1, "L"), _page(2, "L"))
    taken = _read(data, "fax.tif", Limits(file_bytes=1_000))
    assert taken.is_media
    assert taken.parts == ()
    assert any("whether it hides something" in notice for notice in taken.notices)
