"""Arabic wire prose: whose clause it is, sides of a toll, days, works of a side."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypeVar

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    Objective,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import open_reference

ROOT = Path(__file__).parents[3]
REFERENCE = open_reference(ROOT / "tests" / "eval" / "languages", country="XV")
PUBLISHED = dt.date(2023, 5, 18)  # a Thursday
C = TypeVar("C", bound=Claim)
CHARGE = "اتهمت منظمة «مرساة» سلاح الجو التوريثي بقصف مستشفى في غانتا.\n\n"


def _read(text: str, kind: type[C]) -> list[C]:
    page = Page(id="p", text=text, language="ar", published=PUBLISHED)
    found = [c for c in extract_claims(page, REFERENCE) if isinstance(c, kind)]
    return sorted(found, key=lambda c: c.span.start)


def _killed(text: str) -> list[int | None]:
    tolls = _read(text, CasualtyClaim)
    return [c.killed.low if c.killed else None for c in tolls]


@pytest.mark.parametrize(
    "text",
    [
        "أدانت الأمم المتحدة الغارة التي قتلت سبعة مدنيين في غانتا.",
        "شجب وزير الخارجية القصف الذي أودى بحياة تسعة مدنيين في دراز.",
        "طالبت المعارضة بالتحقيق في الضربة التي قتلت ستة مدنيين.",
        "توعد القائد بالرد على الهجوم الذي قتل فيه خمسة جنود.",
        "قتل سبعة أشخاص، بحسب حصيلة جمعتها الوكالة من مصادر محلية.",
        "وكانت حصيلة سابقة أفادت بمقتل ثلاثة أشخاص.",
    ],
)
def test_a_reaction_or_a_count_of_nobodys_is_told_by_the_outlet(text: str) -> None:
    assert {c.speaker for c in _read(text, CasualtyClaim)} == {None}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قتل ستة في دراز، وفقا للشبكة الطبية.", "الشبكة الطبية"),
        ("ذكرت ممرضة نجت من القصف في دراز أن ستة قتلوا.", "ممرضة"),
        ("وكانت حصيلة أولى لوزارة الصحة قد أشارت إلى مقتل ستة.", "وزارة الصحة"),
        ("قال جار للعائلة إن ستة قتلوا.", "جار للعائلة"),
        ("بحسب مركز إحصاء الضحايا، قتل ستة مدنيين.", "مركز إحصاء الضحايا"),
        ("وكانت هيئة رصد الهدنة أعلنت مقتل ستة.", "هيئة رصد الهدنة"),
    ],
)
def test_the_words_of_a_speaker_are_whole(text: str, speaker: str) -> None:
    assert {c.speaker for c in _read(text, CasualtyClaim)} == {speaker}


def test_a_deed_before_and_that_is_said_too() -> None:
    text = "وأكد عاملون في المشفى خلو المكان من أي مسلحين، وأن أقرب ثكنة بعيدة."
    (found,) = _read(CHARGE + text, MilitaryObjectiveClaim)
    assert found.speaker == "عاملون في المشفى"


def test_reports_that_somebody_denies_speak_for_themselves() -> None:
    text = (
        "نفت وزارة الدفاع التوريثية صحة الأنباء التي تحدثت عن غارة على مستشفى في دراز."
    )
    (place,) = _read(text, PlaceClaim)
    (denial,) = _read(text, DenialClaim)
    assert place.speaker == "الأنباء"
    assert denial.speaker == "وزارة الدفاع التوريثية"


def test_who_is_cited_at_the_end_of_anothers_words_tells_its_own_clause() -> None:
    text = (
        "قالت جمعية «سند» إن مقاتلات توريث قصفت سوقا في دراز، ما أدى إلى مقتل ستة "
        "مدنيين، بحسب الدفاع المدني."
    )
    (toll,) = _read(text, CasualtyClaim)
    (author, *_) = _read(text, AttributionClaim)
    assert (toll.speaker, author.speaker) == ("الدفاع المدني", "جمعية «سند»")


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("قتل 30 مدنيا، بينهم ستة أطفال، و11 من مسلحي المعارضة.", [30, 11]),
        ("أعلن الجيش مقتل 20 من عناصر الفصائل واثنين من جنوده.", [20, 2]),
        ("قال شاهد إن أماً وطفليها قتلوا في خيمتهم.", [3]),
        ("قال شاهد إن أسرة من أربعة أفراد قضت في القصف.", [4]),
        ("قال المدير إن خمسة من موظفيه بين القتلى.", [5]),
        ("بلغت الحصيلة 24 قتيلا، إضافة إلى 51 جريحا.", [24]),
    ],
)
def test_people_of_a_toll_are_counted_by_their_side(
    text: str, killed: list[int]
) -> None:
    assert _killed(text) == killed


@pytest.mark.parametrize(
    "text",
    [
        "وأسفر النزاع عن مقتل أكثر من 9000 مدني منذ شباط.",
        "وأودت الحملة الجوية بحياة 2000 مدني في عامين.",
        "وبلغ عدد قتلى الحرب 52 ألفا.",
    ],
)
def test_the_dead_of_a_war_or_of_years_are_a_whole(text: str) -> None:
    text = f"قال ناشطون إن القصف استمر.\n\n{text}"
    assert _killed(text) == []
    assert len(_read(text, ContextTotal)) == 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("قالت خدمة الطوارئ اليوم الخميس إن القصف أصاب منزلا في دراز الثلاثاء.", [16]),
        ("تواصلت الخميس عمليات البحث في المبنى الذي قصف الثلاثاء.", [16]),
        ("شيع الأهالي الخميس قتلى الغارة على دراز.", []),
        ("قصفت طائرات دراز فجر اليوم الخميس.", [18]),
    ],
)
def test_a_day_is_that_of_the_verb_before_it(text: str, days: list[int]) -> None:
    found = [c.date.earliest for c in _read(text, DateClaim)]
    assert [d.day for d in found if d] == days


def test_months_named_twice_are_one_and_make_a_range() -> None:
    text = "قصفت طائرات دراز بين شباط/فبراير ونيسان أبريل، وقتل ستة مدنيين."
    (date,) = _read(text, DateClaim)
    assert date.date.earliest == dt.date(2023, 2, 1)


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("قتلت غارات جوية توريثية ستة مدنيين في دراز.", [("airstrike",)]),
        ("دمرت الطائرات مصنعا للمسيرات قرب دراز.", []),
        ("نشر الجيش صورا التقطتها طائرة استطلاع بعد قصف دراز.", []),
        ("قتل ستة منذ بدء الحملة الجوية.", []),
        ("سقط صاروخ من طراز كيه.إتش-22 على دراز.", [("missile", "Kh-22")]),
    ],
)
def test_arms_are_what_struck(text: str, weapons: list[tuple[str, ...]]) -> None:
    assert [set(c.weapon) for c in _read(text, WeaponClaim)] == [
        set(w) for w in weapons
    ]


@pytest.mark.parametrize(
    ("text", "objective"),
    [
        ("وقالت توريث إن طائراتها استهدفت ورشة لتصنيع العبوات.", Objective.PRESENT),
        ("وقالت توريث إن الهدف كان مخزنا للذخائر.", Objective.PRESENT),
        ("ولم يعثر المحققون على ما يشير إلى وجود مقاتلين.", Objective.ABSENT),
        ("وأكد الطبيب عدم وجود أي نقطة عسكرية قرب المشفى.", Objective.ABSENT),
    ],
)
def test_what_only_a_side_has_was_there_or_not(text: str, objective: Objective) -> None:
    found = _read(CHARGE + text, MilitaryObjectiveClaim)
    assert [c.military_objective for c in found] == [objective]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وقال ناطق توريثي إن المشفى «لم يلحق به أي ضرر».", Denies.EVENT),
        ("وقال ناطق توريثي إن التقرير خال من أي وقائع.", Denies.NON_RESPONSIVE),
        ("ونفت توريث امتلاك ذخائر كهذه.", Denies.USE),
        ("وقال ناطق توريثي إن المنظمة «واجهة سياسية».", Denies.DISCREDITS_SOURCE),
    ],
)
def test_answers_are_told_by_their_class(text: str, code: Denies) -> None:
    assert [c.denies for c in _read(CHARGE + text, DenialClaim)] == [code]


def test_pictures_of_another_place_answer_evidence() -> None:
    text = f"{CHARGE}وقالت المنظمة إن المقاطع تظهر مبنى غير المبنى الذي قصف."
    (found,) = _read(text, RebuttalClaim)
    assert found.rebuts is Denies.EVIDENCE
    assert found.span.quote.startswith("المقاطع")


@pytest.mark.parametrize(
    "text",
    [
        "سارمك - قصفت طائرات سوقا في دراز.",
        "سارمك / وكالة السهل - قصفت طائرات سوقا في دراز.",
        "قصفت طائرات سوقا في دراز وفر السكان باتجاه سارمك.",
        "قال مراسل وكالة السهل في سارمك إن طائرات قصفت سوقا في دراز.",
    ],
)
def test_a_dateline_or_a_way_out_is_no_place_of_the_attack(text: str) -> None:
    text = f"غارات على سوق\n\n{text}"
    assert [c.place.name for c in _read(text, PlaceClaim)] == ["دراز"]


def test_a_thing_behind_the_name_of_a_weapon_was_struck() -> None:
    text = "ألقت طائرات قنابل من نوع «آر بي كيه 500» على حي سكني في دراز."
    assert [c.target for c in _read(text, TargetClaim)] == ["residential"]
