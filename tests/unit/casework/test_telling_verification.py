"""Verification in words: what people wrote from right to left keeps its order."""

from __future__ import annotations

import pytest

from firsthand.casework.telling_verification import _by
from firsthand.model import Reviewer


@pytest.mark.parametrize(
    ("name", "competence", "is_public", "expected"),
    [
        ("L. Jesrin", "ten years", True, "L. Jesrin (ten years; interests: none)"),
        (
            "ليلى جسرين",
            "محللة",
            True,
            "\u2068ليلى جسرين\u2069 (\u2068محللة\u2069; interests: none)",
        ),
        ("ليلى جسرين", "محللة", False, "ليلى جسرين (محللة; interests: none)"),
    ],
)
def test_words_from_right_to_left_stand_apart_on_a_page(
    name: str,
    competence: str,
    is_public: bool,  # noqa: FBT001  a column of the table above
    expected: str,
) -> None:
    reviewer = Reviewer(
        name=name, competence=competence, interests="none", may_be_named=True
    )
    assert _by(reviewer, is_public=is_public) == expected
