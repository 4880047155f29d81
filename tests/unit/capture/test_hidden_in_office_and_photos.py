"""What workbooks, slides and photos hold and do not show is told (C13, M191, M192)."""

import sys
from pathlib import Path

import pytest

from firsthand.capture import Limits, Taken, take_in, take_in_file
from firsthand.capture.hidden_image import may_hide
from firsthand.reference import bundled_reference

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "damage"))
import hidden_files as made
import hostile

REFERENCE = bundled_reference()
OPEN = "Two people were killed in Jesrin."
UNSEEN = "Nine people were killed in Jesrin."
ROWS = [["Place", "Killed", "Who says so"], ["Jesrin", "2", "the clinic"]]


def take(data: bytes, name: str) -> Taken:
    return take_in(data, name, reference=REFERENCE)


def told(taken: Taken) -> str:
    return "\n".join(taken.notices)


def test_a_workbook_is_read_row_by_row() -> None:
    taken = take(made.workbook({"Toll": made.sheet(ROWS)}), "toll.xlsx")
    assert taken.text == "Place | Killed | Who says so\nJesrin | 2 | the clinic"
    assert taken.notices == ()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_told(state: str) -> None:
    sheets = {"Toll": made.sheet(ROWS), "Draft": made.sheet([["", UNSEEN]])}
    taken = take(made.workbook(sheets, states={"Draft": state}), "toll.xlsx")
    assert UNSEEN not in (taken.text or "")
    assert f"sheet “Draft” is hidden: a filled cell left out of the text: “{UNSEEN}”" in told(taken)  # fmt: skip  # noqa: E501  one sentence
    assert taken.notices[0].startswith("toll.xlsx: ")


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    columns = '<cols><col min="3" max="3" hidden="1"/></cols>'
    rows = [*ROWS, ["Ghanta", "9", "nobody"]]
    book = made.workbook({"Toll": made.sheet(rows, columns=columns, hide=3)})
    taken = take(book, "toll.xlsx")
    assert taken.text == "Place | Killed\nJesrin | 2"
    assert "has hidden rows: 3 filled cells left out" in told(taken)
    assert "“Ghanta”, “9”, “nobody”" in told(taken)
    assert "has hidden columns: 2 filled cells left out" in told(taken)
    assert "“Who says so”, “the clinic”" in told(taken)


def test_a_column_without_width_is_a_hidden_one() -> None:
    columns = '<cols><col min="2" max="16384" width="0"/></cols>'
    taken = take(made.workbook({"T": made.sheet(ROWS, columns=columns)}), "t.xlsx")
    assert taken.text == "Place\nJesrin"


def test_comments_macros_and_files_inside_a_workbook_are_told() -> None:
    more = {
        **made.comments_of_sheet(1, "who says nine?"),
        "xl/vbaProject.bin": b"Sub Auto_Open()",
        "xl/embeddings/oleObject1.bin": b"x",
    }
    taken = take(made.workbook({"T": made.sheet(ROWS)}, more=more), "t.xlsm")
    assert "a comment is left out of the text: “who says nine?”" in told(taken)
    assert "the file holds macros (program code); they were not run" in told(taken)
    assert "another file inside it: not read" in told(taken)


def test_a_workbook_that_hides_everything_says_so() -> None:
    book = made.workbook({"T": made.sheet([[UNSEEN]])}, states={"T": "hidden"})
    problem = take(book, "t.xlsx").problem or ""
    assert problem.startswith("t.xlsx: shows no text (sheet “T” is hidden")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"xl/workbook.xml": "<broken"}, "t.xlsx: is a broken workbook"),
        ({"xl/workbook.xml": hostile.laughing()}, "t.xlsx: declares entities"),
        ({"xl/workbook.xml": b" " * 200_000_000}, "t.xlsx: holds a part"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(
    parts: dict[str, str | bytes], why: str
) -> None:
    problem = take(made.package(parts), "t.xlsx").problem or ""
    assert problem.startswith((why, "t.xlsx: is a broken document"))


def test_notes_hidden_slides_and_comments_are_left_out_and_told() -> None:
    show = made.slides(OPEN, notes="do not say nine", hidden=UNSEEN, comment="sure?")
    taken = take(show, "talk.pptx")
    assert taken.text == OPEN
    assert "a line of speaker notes is left out of the text: “do not say nine”" in told(taken)  # fmt: skip  # noqa: E501  one sentence
    assert f"a line on a hidden slide is left out of the text: “{UNSEEN}”" in told(taken)  # fmt: skip  # noqa: E501  one sentence
    assert "a comment is left out of the text: “sure?”" in told(taken)


def test_slides_that_hide_nothing_say_nothing() -> None:
    assert take(made.slides(OPEN), "talk.pptx").notices == ()


@pytest.mark.parametrize(
    ("crop", "is_told"), [('l="25000"', True), ('t="400" b="0"', False), ("", False)]
)
def test_a_picture_shown_cut_is_told(crop: str, *, is_told: bool) -> None:
    taken = take(made.slides(OPEN, crop=crop), "talk.pptx")
    assert ("1 picture is shown cut to a part" in told(taken)) == is_told


def test_a_cut_picture_and_macros_in_a_word_document_are_told() -> None:
    body = (
        f"<w:p><w:r><w:t>{OPEN}</w:t></w:r></w:p><a:srcRect xmlns:a='http://schemas."
        "openxmlformats.org/drawingml/2006/main' r='30000'/>"
    )
    taken = take(hostile.docx_of(hostile.document(body)), "a.docx")
    assert "1 picture is shown cut to a part" in told(taken)


# --- photos --------------------------------------------------------------------------


def small_of(width: int, height: int, seed: int = 1) -> "made.Image.Image":
    return made.scene(1200, 900, seed).resize((width, height))


def test_the_small_picture_of_an_untouched_photo_is_not_told() -> None:
    whole = made.scene(1200, 900)
    for quality in (whole, whole.resize((800, 600)), whole.convert("L")):
        taken = take(made.photo(quality, small_of(160, 120)), "p.jpg")
        assert (taken.notices, taken.parts) == ((), ())


def test_bars_around_a_small_picture_and_a_turn_are_not_told() -> None:
    wide = made.scene(1200, 800)
    barred = made.Image.new("RGB", (160, 120))
    barred.paste(wide.resize((160, 107)), (0, 6))
    assert take(made.photo(wide, barred), "p.jpg").notices == ()
    turned = made.photo(wide.rotate(90, expand=True), wide.resize((160, 107)))
    assert take(turned, "p.jpg").notices == ()


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (made.scene(1200, 900).crop((0, 0, 500, 900)), "has other proportions"),
        (made.scene(1200, 900).crop((0, 450, 600, 900)), "shows something else"),
        (made.scene(1200, 900, seed=5), "shows something else"),
        (made.Image.new("RGB", (1200, 900), "black"), "shows something else"),
    ],
)
def test_another_small_picture_is_told_and_is_a_capture_of_its_own(
    picture: "made.Image.Image", why: str
) -> None:
    small = small_of(160, 120)
    taken = take(made.photo(picture, small), "p.jpg")
    assert taken.is_media
    assert f"p.jpg: the small picture inside it (Exif, 160 x 120) {why}" in told(taken)
    (part,) = taken.parts
    assert part.data == made.jpeg(small)
    assert part.taken.filename == "p.jpg/small-picture.jpg"
    assert part.taken.is_media


def test_a_photo_is_looked_into_when_it_is_taken_in_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(made.photo(made.scene(900, 900), small_of(160, 120)))
    assert "other proportions" in told(take_in_file(path, reference=REFERENCE))


def test_the_rest_of_a_larger_picture_behind_a_smaller_one_is_told() -> None:
    larger, smaller = made.png(made.scene(640, 480)), made.png(made.scene(64, 48))
    taken = take(smaller + larger[len(smaller) :], "screen.png")
    n_rest = len(larger) - len(smaller)
    assert f"{n_rest:,} bytes stand after the end of the picture: the rest of a larger one" in told(taken)  # fmt: skip  # noqa: E501  one sentence
    assert take(larger, "screen.png").notices == ()
    assert take(larger + bytes(40), "screen.png").notices == ()


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (b"\0\0\0\x18ftypmp42" + b"x" * 40, "a film"),
        (made.jpeg(made.scene(64, 48)) + b"tail", "another picture"),
        (b"words", "5 bytes stand after the end of the picture"),
    ],
)
def test_what_stands_behind_a_photo_is_told(rest: bytes, why: str) -> None:
    assert why in told(take(made.jpeg(made.scene(200, 100)) + rest, "p.jpg"))


def test_a_photo_that_was_cut_off_says_that_it_is_not_complete() -> None:
    whole = made.jpeg(made.scene(400, 300))
    assert "the picture is not complete" in told(take(whole[:-2000], "p.jpg"))


def test_a_photo_that_hides_nothing_needs_no_reader() -> None:
    assert not may_hide(made.jpeg(made.scene(64, 48)), "image/jpeg")
    assert not may_hide(made.png(made.scene(64, 48)), "image/png")
    assert not may_hide(b"GIF89a", "image/gif")


@pytest.mark.parametrize("cut", [30, 300, 3_000])
def test_a_broken_photo_stays_a_photo(cut: int) -> None:
    whole = made.photo(made.scene(900, 900), small_of(160, 120))
    taken = take(whole[:cut] + b"\xff" * 200, "p.jpg")
    assert taken.is_media
    assert taken.problem is None


def test_a_photo_whose_reader_fails_stays_a_photo_and_says_so() -> None:
    whole = made.photo(made.scene(900, 900), small_of(160, 120))
    limits = Limits(seconds=1, memory_bytes=1 << 28, output_bytes=1)
    starved = take_in(whole, "p.jpg", reference=REFERENCE, limits=limits)
    assert starved.is_media
    assert "whether it hides something is not known" in told(starved)
