"""Files: read from disk, media without loading them, errors by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.capture import Limits, in_capture, take_in, take_in_file
from firsthand.errors import SourceError
from firsthand.model import TextPiece
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
SENTENCE = "Seven people were killed in Talbar on Monday, medics said."


def test_a_file_gives_the_same_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    assert take_in_file(path, reference=REFERENCE) == take_in(
        SENTENCE.encode(), "a.txt", reference=REFERENCE
    )


def test_a_video_over_the_limit_is_media_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 5000)
    taken = take_in_file(path, reference=REFERENCE, limits=Limits(file_bytes=100))
    assert taken.is_media
    assert taken.problem is None


def test_a_text_over_the_limit_is_told_and_not_loaded_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"word " * 5000)
    taken = take_in_file(path, reference=REFERENCE, limits=Limits(file_bytes=100))
    assert taken.problem is not None
    assert "larger than 100 bytes" in taken.problem


def test_a_file_that_is_absent_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.txt: cannot be read"):
        take_in_file(tmp_path / "gone.txt", reference=REFERENCE)


def test_a_stated_language_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    taken = take_in_file(path, reference=REFERENCE, language_stated="uk")
    assert (taken.language, taken.language_by) == ("uk", "stated")


PIECES = (
    TextPiece(start=0, end=5, capture_start=10, capture_end=15),
    TextPiece(start=5, end=6, capture_start=15, capture_end=20),
    TextPiece(start=8, end=12, page=3),
)


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (0, 5, (10, 15)),
        (1, 3, (11, 13)),
        (4, 6, (14, 20)),
        (5, 6, (15, 20)),
        (8, 10, None),
        (6, 7, None),
        (0, 7, None),
        (3, 3, None),
        (0, 99, None),
    ],
)
def test_a_stretch_is_found_in_the_capture_or_said_not_to_be(
    start: int, end: int, place: tuple[int, int] | None
) -> None:
    assert in_capture(PIECES, start, end) == place


def test_a_json_ld_page_gives_the_article_without_a_map() -> None:
    body = " ".join(
        f"{n} people were killed in Daraz that day, they said." for n in range(9)
    )
    page = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", '
        f'"datePublished": "2021-10-08", "articleBody": "{body}"}}</script></head>'
        "<body><div>Loading</div></body></html>"
    )
    taken = take_in(page.encode(), "a.html", reference=REFERENCE)
    assert taken.text is not None
    assert "8 people were killed in Daraz" in taken.text
    assert in_capture(taken.pieces, 0, 10) is None
    assert taken.published_in_page is not None
    assert taken.published_in_page.words == "2021-10-08"
