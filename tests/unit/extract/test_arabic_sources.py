"""Arabic speakers: whose report, who is named later, whom a call cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, Claim
from firsthand.reference import open_reference

ROOT = Path(__file__).parents[3]
REFERENCE = open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _tolls(text: str) -> list[Claim]:
    page = Page(id="p", text=text, language="ar")
    return [c for c in extract_claims(page, REFERENCE) if isinstance(c, CasualtyClaim)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "أفاد تقرير طبي بأن القصف قتل 18 مسعفا.\n\nوقابلت جمعية «أيادي» شهودا.",
            "جمعية «أيادي»",
        ),
        ("قتل ستة مدنيين، بحسب تقرير أعدته شبكة «مدى».", "شبكة «مدى»"),
        ("قالت منظمة جسور، ومقرها جسرين، إن القصف قتل 14 مدنيا.", "منظمة جسور"),
        ("قتل خمسة أشخاص في دراز، بحسب مصادر طبية.", "مصادر طبية"),
    ],
)
def test_a_report_is_the_word_of_the_body_that_made_it(text: str, speaker: str) -> None:
    assert {c.speaker for c in _tolls(text)} == {speaker}


def test_a_report_of_the_united_nations_is_not_the_next_bodys() -> None:
    text = (
        "خلص تقرير أممي إلى أن القصف قتل 18 مدنيا.\n\nوقالت جمعية «نور» إن سبعة جرحوا."
    )
    first, _ = _tolls(text)
    assert first.speaker == "تقرير أممي"


def test_a_role_told_alone_is_the_person_named_with_it_below() -> None:
    text = (
        "قال محافظ إقليم قدمار إن سبعة قتلوا. وأضاف المحافظ وليد الشامي أن ستة جرحوا."
    )
    assert {c.speaker for c in _tolls(text)} == {"وليد الشامي"}


def test_a_person_named_with_his_role_is_nobody_named_below() -> None:
    text = (
        "قال مدير المستشفى كريم حداد إن خمسة قتلوا. وقال المدير سامي نور إن ستة أصيبوا."
    )
    assert [c.speaker for c in _tolls(text)] == ["كريم حداد", "سامي نور"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "ندد الاتحاد الأفريقي بالغارة التي قتلت 22 شخصا، بحسب الدفاع المدني.",
            "الدفاع المدني",
        ),
        (
            "أدان رئيس الوزراء هجوما أدى، وفق مصادر طبية، إلى مقتل تسعة تلاميذ.",
            "مصادر طبية",
        ),
        (
            "قالت الناطقة باسم البعثة سلمى درويش إن الفريق وثق مقتل 16 مدنيا.",
            "الناطقة باسم البعثة سلمى درويش",
        ),
    ],
)
def test_whose_count_it_is_in_a_call_or_of_his_own_office(
    text: str, speaker: str
) -> None:
    assert {c.speaker for c in _tolls(text)} == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "وهرع السكان لإنقاذ الجرحى ونقل المصابين.",
        "وأعرب السفير عن أسفه لسقوط ضحايا.",
        "وتواصل فرق الإنقاذ انتشال المزيد من الجثث من تحت الركام.",
    ],
)
def test_the_wounded_only_helped_and_the_dead_only_mourned_are_no_toll(
    text: str,
) -> None:
    assert _tolls(text) == []


def test_a_toll_may_rise_far_behind_its_noun() -> None:
    text = (
        "قالت وزارة الصحة إن عدد القتلى جراء القصف المدفعي الذي استهدف مساء السبت سوقا "
        "شعبية في بلدة دراز ارتفع إلى 29."
    )
    (claim,) = _tolls(text)
    assert isinstance(claim, CasualtyClaim)
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high) == (29, 29)
