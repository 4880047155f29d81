"""What a file holds and does not show is told, kept, and never acted on."""

import sys
from pathlib import Path

import pytest

from firsthand.capture import Taken, take_in
from firsthand.reference import bundled_reference

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "damage"))
import hostile

REFERENCE = bundled_reference()
UNSEEN = "Nine people were killed in Daraz, the clinic wrote."
OPEN = "Two people were killed in Daraz, the clinic wrote."


def take(data: bytes | str, name: str) -> Taken:
    raw = data.encode() if isinstance(data, str) else data
    return take_in(raw, name, reference=REFERENCE)


def told(taken: Taken) -> str:
    return "\n".join(taken.notices)


def test_words_of_an_earlier_revision_of_a_pdf_are_told() -> None:
    first = hostile.raw_pdf(hostile.shown(UNSEEN))
    taken = take(hostile.revised(first, hostile.shown(OPEN)), "revised.pdf")
    assert taken.text == OPEN
    assert "holds 2 revisions of itself" in told(taken)
    assert f"a line of text that the present one lacks: “{UNSEEN}”" in told(taken)
    assert all(notice.startswith("revised.pdf: ") for notice in taken.notices)


def test_a_revision_that_takes_nothing_away_says_no_more_than_that() -> None:
    first = hostile.raw_pdf(hostile.shown(OPEN))
    more = hostile.shown(OPEN) + hostile.shown(UNSEEN, y=600)
    taken = take(hostile.revised(first, more), "longer.pdf")
    assert "holds 2 revisions" in told(taken)
    assert "lacks" not in told(taken)


@pytest.mark.parametrize(
    ("content", "is_covered"),
    [
        (hostile.shown(UNSEEN) + b"0 g 40 690 400 30 re f", True),
        (hostile.shown(UNSEEN) + b"1 g 40 690 400 30 re f", True),
        (hostile.shown(UNSEEN) + b"q 1 0 0 1 0 690 cm 0 0 400 30 re f* Q", True),
        (
            b"q 2 0 0 2 0 0 cm BT /F1 9 Tf 25 350 Td (w) Tj ET Q 40 690 90 30 re B",
            True,
        ),
        (b"0 g 40 690 400 30 re f " + hostile.shown(UNSEEN), False),
        (hostile.shown(UNSEEN) + b"40 690 400 30 re S", False),
        (hostile.shown(UNSEEN) + b"40 690 400 30 re W n", False),
        (hostile.shown(UNSEEN) + b"/Faint gs 40 690 400 30 re f", False),
        (hostile.shown(UNSEEN) + b"40 698 400 1 re f", False),
        (hostile.shown(UNSEEN) + b"40 500 400 30 re f", False),
    ],
)
def test_text_under_a_filled_box_is_told(content: bytes, *, is_covered: bool) -> None:
    taken = take(hostile.raw_pdf(content), "boxed.pdf")
    assert taken.text is not None
    assert (
        "page 1 has a piece of text under a filled box" in told(taken)
    ) == is_covered


@pytest.mark.parametrize(
    ("catalog", "page", "what"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "", "a script"),
        ("/Names << /JavaScript << /Names [] >> >>", "", "a script"),
        ("/OpenAction << /S /Launch /F (calc.exe) >>", "", "start a program"),
        ("", "/AA << /O << /S /JavaScript /JS (x) >> >>", "a script"),
        ("", "/Annots [<< /Subtype /Link /A << /S /Launch /F (x) >> >>]", "a program"),
    ],
)
def test_actions_of_a_pdf_are_told_and_not_carried_out(
    catalog: str, page: str, what: str
) -> None:
    taken = take(
        hostile.raw_pdf(hostile.shown(OPEN), catalog=catalog, page=page), "a.pdf"
    )
    assert taken.text == OPEN
    assert what in told(taken)
    assert "not carried out" in told(taken)


def test_a_pdf_without_hidden_matter_says_nothing() -> None:
    assert take(hostile.raw_pdf(hostile.shown(OPEN)), "plain.pdf").notices == ()


def test_files_inside_a_pdf_are_captures_of_their_own() -> None:
    names = "/Names << /EmbeddedFiles << /Names [(note.txt) 6 0 R] >> >>"
    content = UNSEEN.encode()
    more = (
        b"<< /Type /Filespec /F (note.txt) /UF (note.txt) /EF << /F 7 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream"
        % (len(content), content),
    )
    whole = hostile.raw_pdf(hostile.shown(OPEN), catalog=names, more=more)
    taken = take(whole, "with.pdf")
    (part,) = taken.parts
    assert (part.data, part.taken.text) == (content, UNSEEN)
    assert part.taken.filename == "with.pdf/note.txt"
    assert "1 files stand inside it" in told(taken)


def test_hidden_and_deleted_words_and_comments_of_a_word_document_are_told() -> None:
    body = (
        f"<w:p><w:r><w:t>{OPEN}</w:t></w:r>"
        "<w:del><w:r><w:delText>nine, not two</w:delText></w:r></w:del></w:p>"
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{UNSEEN}</w:t></w:r></w:p>"
    )
    comments = (
        f"<w:comments {hostile.W}><w:comment><w:p><w:r><w:t>who says so?</w:t></w:r>"
        "</w:p></w:comment></w:comments>"
    ).encode()
    taken = take(hostile.docx_of(hostile.document(body), comments=comments), "a.docx")
    assert "left out of the text: “nine, not two”" in told(taken)
    assert f"hidden text is part of the text here: “{UNSEEN}”" in told(taken)
    assert "1 comments are left out of the text: “who says so?”" in told(taken)


@pytest.mark.parametrize(
    "attributes",
    [
        "style='display:none'",
        "style='color: red; display : none !important'",
        "style='visibility:hidden'",
        "style='font-size:0'",
        "style='font-size:0px;'",
        "style='opacity:0'",
        "style='color:#fff;background:#fff'",
        "style='color: white; background-color: white'",
        "hidden",
    ],
)
def test_sentences_that_a_page_hides_are_told(attributes: str) -> None:
    page = f"<html><body><p>{OPEN}</p><p {attributes}>{UNSEEN}</p></body></html>"
    taken = take(page, "a.html")
    assert OPEN in (taken.text or "")
    assert "text that the page hides from its readers" in told(taken)
    assert UNSEEN in told(taken)


@pytest.mark.parametrize(
    "attributes",
    [
        "style='display:block'",
        "style='font-size:0.9em'",
        "style='opacity:0.5'",
        "style='color:#000;background:#fff'",
        "style='max-width:0.5em0'",
        "class='lead'",
    ],
)
def test_sentences_that_a_page_shows_are_not_told_as_hidden(attributes: str) -> None:
    page = f"<html><body><p>{OPEN}</p><p {attributes}>{UNSEEN}</p></body></html>"
    assert take(page, "a.html").notices == ()


@pytest.mark.parametrize(
    ("answer", "is_told"),
    [
        ("Reply-To: other@example.net\n", True),
        ("Reply-To: Press Office <PRESS@example.org>\n", False),
        ("", False),
    ],
)
def test_a_mail_that_wants_answers_elsewhere_says_so(
    answer: str, *, is_told: bool
) -> None:
    mail = f"From: press@example.org\nMessage-ID: <1>\n{answer}\n{OPEN}\n"
    taken = take(mail, "a.eml")
    assert taken.text == OPEN
    assert ("asks for answers to other@example.net" in told(taken)) == is_told
