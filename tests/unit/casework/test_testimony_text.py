"""Working texts: what would tell who speaks is taken out, times stay linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.casework.testimony_text import WITHHELD, hide, read_transcript
from firsthand.errors import SourceError

W = "W-AAAAAA"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("I am Halima Sorani.", "Halima"),
        ("they call me HALIMA at home", "HALIMA"),
        ("Halima's brother", "Halima"),
        ("the Soranis fled", "Sorani"),
        ("Hali\u0301ma spoke", "Hali\u0301ma"),
        (
            "\u0642\u0627\u0644\u062a \u062d\u0644\u064a\u0645\u0629",
            "\u062d\u0644\u064a\u0645\u0629",
        ),
        (
            "\u0648\u062d\u0644\u064a\u0645\u0647 \u0647\u0646\u0627\u0643",
            "\u062d\u0644\u064a\u0645\u0647",
        ),
        (
            "\u0434\u043e\u043c \u0425\u0430\u043b\u0438\u043c\u044b",
            "\u0425\u0430\u043b\u0438\u043c\u044b",
        ),
        (
            "\u0425\u0410\u041b\u0418\u041c\u0410",
            "\u0425\u0410\u041b\u0418\u041c\u0410",
        ),
        ("Sorani, Halima", "Sorani"),
    ],
)
def test_a_name_is_hidden_however_it_is_written(text: str, hidden: str) -> None:
    names = [
        "Halima Sorani",
        "\u062d\u0644\u064a\u0645\u0629",
        "\u0425\u0430\u043b\u0438\u043c\u0430",
    ]
    made = hide(text, names, [], W)
    assert hidden not in made.text
    assert W in made.text


@pytest.mark.parametrize(
    "text",
    [
        "call +99 555 0134 221 now",
        "call 0555 0134-221 now",
        "call 00995550134221 now",
        "call (0555) 0134221 now",
        "call \u0660\u0665\u0665\u0665\u0660\u0661\u0663\u0664\u0662\u0662\u0661 now",
    ],
)
def test_a_telephone_number_is_hidden_in_every_writing(text: str) -> None:
    made = hide(text, [], ["+99 555 0134 221"], W)
    assert WITHHELD in made.text
    assert "0134" not in made.text
    assert "221" not in made.text
    assert made.text.startswith("call ")
    assert made.text.endswith(" now")


def test_other_words_stay_as_they_are() -> None:
    text = "On 30 November 14 people were killed in Talbar."
    made = hide(text, ["Halima Sorani"], ["Umm Qasriya", "+99 555 0134 221"], W)
    assert made.text == text
    assert made.n_hidden == 0


def test_short_words_are_hidden_only_where_they_stand_alone() -> None:
    made = hide("Ali said that Alice realised it", ["Ali"], [], W)
    assert made.text == f"{W} said that Alice realised it"


@given(st.text(alphabet="ab Halim.\u0301\n", max_size=60))
def test_the_map_leads_every_kept_letter_back_to_the_transcript(text: str) -> None:
    made = hide(text, ["Halim"], ["ab"], W)
    for start, end, there, until in made.kept:
        assert made.text[start:end] == text[there:until]


def test_cues_of_a_subtitle_file_keep_their_times_and_words() -> None:
    data = (
        b"WEBVTT\n\nNOTE a remark\n\n1\n00:00:01.000 --> 00:00:02.500\n"
        b"<v Speaker>It was dark.\n\n01:00:00,000 --> 01:00:01,000\nThen light.\n"
    )
    made = read_transcript(data, "x.vtt")
    assert made.text == "It was dark.\nThen light.\n"
    assert [(one.start_ms, one.end_ms) for one in made.spans] == [
        (1000, 2500),
        (3_600_000, 3_601_000),
    ]
    assert [made.text[one.start : one.end] for one in made.spans] == [
        "It was dark.",
        "Then light.",
    ]


def test_words_without_a_time_in_a_subtitle_file_are_kept() -> None:
    one, two = b"00:01.000 --> 00:02.000\nOne.", b"00:03.000 --> 00:04.000\nTwo.\n"
    data = one + b"\n\nLost words.\n\n" + two
    assert read_transcript(data, "x").text == "One.\nLost words.\nTwo.\n"


def test_marks_in_a_text_are_times_and_not_words() -> None:
    made = read_transcript(b"[00:05] It fell.\n[01:02:03] It burned.\n", "x.txt")
    assert made.text == "It fell.\nIt burned.\n"
    assert [one.start_ms for one in made.spans] == [5000, 3_723_000]
    assert made.text[made.spans[0].start : made.spans[0].end] == "It fell."


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x00", b"PK\x03\x04\x00\x00"])
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"plain text"):
        read_transcript(data, "x.docx")
