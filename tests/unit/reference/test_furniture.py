from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.furniture import furniture_ranges, is_furniture_line


@pytest.mark.parametrize(
    "line",
    [
        "To Top",
        "back to top",
        "Privacy Preference Center",
        "Accept all cookies",
        "Share on Facebook",
        "Facebook | Twitter | WhatsApp",
        "Related articles",
        "We use cookies to improve your visit.",
        "Read more: How the raid happened",
        "© 2021 The Coast Observer",
        "Home | News | World | Sport",
        "اقرأ أيضا",
        "Читайте также",
    ],
)
def test_a_line_of_the_page_is_furniture(line: str) -> None:
    assert is_furniture_line(line, position=1.0, reference=bundled_reference())


@pytest.mark.parametrize(
    "line",
    [
        "Seventeen people were killed in Talbar.",
        "More in need of aid after the raid, doctors say in Ghanta",
        "The search went on all night.",
        "Print works in Daraz destroyed by shells",
        "At least 12 dead",
        "Shares of the blame were handed out, the minister said.",
        "Home of a family of five was hit",
        "",
        "The army said more in a statement.",
        "They were told to subscribe to the agreement before leaving Daraz.",
    ],
)
def test_a_sentence_of_a_report_is_never_furniture(line: str) -> None:
    assert not is_furniture_line(line, position=0.5, reference=bundled_reference())


def test_a_rubric_holds_only_at_the_end_of_the_page() -> None:
    reference = bundled_reference()
    assert is_furniture_line("More in World News", position=1.0, reference=reference)
    assert not is_furniture_line(
        "More in World News", position=0.4, reference=reference
    )


def test_ranges_are_those_of_whole_lines() -> None:
    text = "Menu\nA shell fell.\nTo Top"
    assert [text[s:e] for s, e in furniture_ranges(text, bundled_reference())] == [
        "Menu",
        "To Top",
    ]


def test_a_row_without_line_or_pattern_is_refused_with_its_words(
    tmp_path: Path,
) -> None:
    (tmp_path / "page_furniture.yaml").write_text("- {where: edge}\n")
    with pytest.raises(UserError, match="needs a `line`"):
        is_furniture_line("x", position=0.0, reference=Reference((tmp_path,)))
