"""Claims in Arabic sentences: our own constructions, about ten a family."""

import datetime as dt
import time
from typing import Any

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.arabic import find_claims
from firsthand.extract.patterned import arabic_forms
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    LegalClaim,
    MilitaryObjectiveClaim,
    Objective,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

PUBLISHED = dt.date(2021, 12, 6)  # a Monday


def _claims(text: str, kind: type[Claim], outlet: str | None = None) -> list[Any]:
    page = Page(id="p", text=text, language="ar", published=PUBLISHED, outlet=outlet)
    found = find_claims(read_page(page, bundled_reference()))
    ordered = sorted(found, key=lambda c: (c.span.start, c.span.end))
    return [claim for claim in ordered if type(claim) is kind]


def _interval(bounds: Bounds | None) -> tuple[int | None, int | None] | str | None:
    if bounds is None:
        return None
    return bounds.vague or (bounds.low, bounds.high)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("مقتل سبعة مدنيين في قصف على بلدة جسرين.", (7, 7)),
        ("قُتل أحد عشر مدنياً في الهجوم.", (11, 11)),
        ("استشهد ثلاثة وعشرون شخصاً في الغارة.", (23, 23)),
        ("أسفرت الغارة عن مقتل ما لا يقل عن 20 شخصاً.", (20, None)),
        ("قُتل أكثر من 30 شخصاً في السوق.", (30, None)),
        ("قضى نحو ٣٥ مدنياً تحت الأنقاض.", (35, 35)),
        ("قتل ما بين 12 و17 شخصاً في المستشفى.", (12, 17)),
        ("مقتل ما يصل إلى 50 شخصاً.", (None, 50)),
        ("مقتل مئتي شخص في يوم واحد.", (200, 200)),
        ("قُتل مئة وأربعة أشخاص في القصف.", (104, 104)),
        ("لقي 12 مسلحاً مصرعهم في الورشة.", (12, 12)),
        ("44 قتيلاً في قصف على سوق.", (44, 44)),
        ("قتل 18 شخصاً على الأقل في القصف.", (18, None)),
        ("49 شخصاً قُتلوا في السوق.", (49, 49)),
    ],
)
def test_dead_are_counted_with_their_bounds(text: str, killed: object) -> None:
    claims = _claims(text, CasualtyClaim)
    assert [_interval(c.killed) for c in claims] == [killed]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("سقط قتيلان في القصف على البلدة.", (2, 2)),
        ("مقتل طفلين في غارة.", (2, 2)),
        ("استشهدت امرأتان في منزلهما.", (2, 2)),
        ("قُتل شخصان في دراز.", (2, 2)),
        ("مقتل مدنيين في القصف.", (2, None)),
        ("مقتل طفل في غارة على منزل.", (1, 1)),
        ("أدى القصف إلى مقتل رجل وطفليه.", (3, 3)),
        ("مقتل امرأة وأطفالها الثلاثة.", (4, 4)),
        ("استشهد ثلاثة أطفال وامرأتان.", (5, 5)),
        ("مقتل سيدة وطفلتين.", (3, 3)),
    ],
)
def test_duals_singulars_and_kin_are_counted(text: str, killed: object) -> None:
    assert [_interval(c.killed) for c in _claims(text, CasualtyClaim)] == [killed]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("مقتل العشرات في قصف على السوق.", "عشرات"),
        ("مقتل عشرات الأشخاص.", "عشرات"),
        ("سقوط مئات القتلى.", "مئات"),
        ("مقتل عدد من المدنيين.", "عدة"),
        ("قُتل عشرات من المدنيين.", "عشرات"),
        ("قتل آلاف الأشخاص.", "آلاف"),
        ("مقتل عدة أشخاص في غارة.", "عدة"),
        ("استشهاد بضعة مدنيين.", "عدة"),
    ],
)
def test_a_vague_word_is_kept_and_given_no_number(text: str, word: str) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.killed.vague == word
    assert (claim.killed.low, claim.killed.high) == (None, None)


def test_a_plural_without_a_number_is_marked_as_assumed() -> None:
    (claim,) = _claims("مقتل مدنيين في القصف.", CasualtyClaim)
    assert claim.killed.assumed


def test_a_family_is_at_least_three_and_marked_as_assumed() -> None:
    (claim,) = _claims("استشهاد عائلة كاملة في غارة.", CasualtyClaim)
    assert (claim.killed.low, claim.killed.high, claim.killed.assumed) == (
        3,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("text", "wounded"),
    [
        ("إصابة 72 شخصاً بجروح.", (72, 72)),
        ("وأصيب شخصان بجروح.", (2, 2)),
        ("سقوط 15 جريحاً.", (15, 15)),
        ("وبلغ عدد الجرحى 72 جريحاً على الأقل.", (72, None)),
        ("جرح خمسة مدنيين.", (5, 5)),
        ("أصيب العشرات بحالات اختناق.", "عشرات"),
        ("إصابة طفلين في القصف.", (2, 2)),
        ("سبعة جرحى في العيادة.", (7, 7)),
        ("إصابة نحو 40 شخصاً.", (40, 40)),
        ("أصيبت امرأة في تلبار.", (1, 1)),
    ],
)
def test_wounded_are_counted_apart_from_dead(text: str, wounded: object) -> None:
    claims = _claims(text, CasualtyClaim)
    assert [(_interval(c.wounded), c.killed) for c in claims] == [(wounded, None)]


def test_dead_and_wounded_of_one_clause_are_one_claim() -> None:
    (claim,) = _claims("مقتل 49 شخصاً وإصابة 72 آخرين.", CasualtyClaim)
    assert (_interval(claim.killed), _interval(claim.wounded)) == ((49, 49), (72, 72))


def test_the_death_of_seven_wounded_is_of_dead() -> None:
    (claim,) = _claims("وفاة سبعة جرحى في المستشفى.", CasualtyClaim)
    assert (_interval(claim.killed), claim.wounded) == ((7, 7), None)


def test_a_death_of_wounds_is_a_late_one() -> None:
    (claim,) = _claims("توفي رجل متأثراً بجراحه في 27 تشرين الأول.", CasualtyClaim)
    assert claim.is_late_death


@pytest.mark.parametrize(
    ("text", "children", "women"),
    [
        ("مقتل 37 مدنياً بينهم تسعة أطفال.", (9, 9), None),
        ("مقتل 46 شخصاً، من بينهم 32 طفلاً و11 امرأة.", (32, 32), (11, 11)),
        ("مقتل 13 شخصاً بينهم طفلان.", (2, 2), None),
        ("مقتل 48 مدنياً، معظمهم أطفال ونساء.", "most", "most"),
        ("قتل 5 مدنيين منهم امرأتان.", None, (2, 2)),
        ("وبين القتلى 11 طفلاً وثماني نساء.", (11, 11), (8, 8)),
        ("قُتل 20 شخصاً بينهم نساء وأطفال.", "some", "some"),
        ("استشهد ثلاثة أطفال وامرأتان.", (3, 3), (2, 2)),
    ],
)
def test_children_and_women_are_parts_of_the_toll(
    text: str, children: object, women: object
) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert (_interval(claim.children), _interval(claim.women)) == (children, women)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("مقتل خمسة مدنيين.", "civilian"),
        ("مقتل 12 مسلحاً.", "combatant"),
        ("مقتل أربعة جنود.", "combatant"),
        ("مقتل ثلاثة أشخاص.", None),
        ("مقتل طفلين.", "civilian"),
        ("مقتل ثلاثة مسعفين.", "civilian"),
    ],
)
def test_status_follows_the_word_used(text: str, status: str | None) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.status == status


def test_a_toll_that_rose_replaces_the_earlier_figure() -> None:
    (claim,) = _claims("ارتفعت حصيلة القصف من 23 إلى 27 قتيلاً.", CasualtyClaim)
    assert (_interval(claim.killed), _interval(claim.supersedes)) == (
        (27, 27),
        (23, 23),
    )


def test_deaths_that_explain_a_rise_are_part_of_it() -> None:
    text = "ارتفع عدد القتلى إلى 44 مدنياً بعد وفاة سبعة جرحى."
    whole, part = _claims(text, CasualtyClaim)
    assert (_interval(whole.killed), whole.is_partial) == ((44, 44), False)
    assert (_interval(part.killed), part.is_partial) == ((7, 7), True)


def test_a_first_toll_is_marked_as_partial() -> None:
    (claim,) = _claims("مقتل 37 شخصاً في حصيلة أولية.", CasualtyClaim)
    assert claim.is_partial


@pytest.mark.parametrize(
    "text",
    ["لم تقع إصابات جراء القصف.", "انتهى القصف دون وقوع إصابات.", "لا ضحايا في القصف."],
)
def test_nobody_harmed_is_a_zero_that_was_said(text: str) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.negated
    assert (0, 0) in {_interval(claim.wounded), _interval(claim.casualties)}


@pytest.mark.parametrize(
    "text",
    [
        "وصلت 12 شاحنة إلى البلدة.",
        "يبلغ من العمر 34 عاماً.",
        "سقطت سبعة صواريخ على البلدة.",
        "دُمّر 15 منزلاً في القصف.",
        "عُثر على البيان رقم 12.",
        "شارك 300 شخص في الاجتماع.",
    ],
)
def test_numbers_that_count_no_harmed_people_are_left_alone(text: str) -> None:
    assert _claims(text, CasualtyClaim) == []


def test_the_figure_of_a_war_is_a_context_total() -> None:
    (claim,) = _claims("قُتل أكثر من 90 ألف شخص منذ بدء الحرب.", ContextTotal)
    assert _interval(claim.killed) == (90_000, None)
    assert _claims("قُتل أكثر من 90 ألف شخص منذ بدء الحرب.", CasualtyClaim) == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("قال مدير المستشفى سامر الوردي إن 12 شخصاً قتلوا.", ("سامر الوردي",)),
        ("وأفاد ناشطون محليون بمقتل خمسة مدنيين.", ("ناشطون محليون",)),
        ("بحسب الدفاع المدني، قتل أربعة أشخاص.", ("الدفاع المدني",)),
        ("قتل أربعة أشخاص، وفق ما ذكر المرصد.", ("المرصد",)),
        ("أعلن مرصد فيلمارا مقتل 18 مدنياً.", ("مرصد فيلمارا",)),
        ("قالت ممرضة للمرصد إن سبعة جرحى وصلوا.", ("المرصد", "ممرضة")),
        ("ونقلت الوكالة عن طبيب قوله إن ستة أشخاص قتلوا.", ("الوكالة", "طبيب")),
        ("وقالت المعلمة هدى: «قُتل ثلاثة أطفال».", ("هدى",)),
        ("أما متطوعو الإنقاذ، فأعلنوا مقتل 49 شخصاً.", ("متطوعو الإنقاذ",)),
        ("وكان المرصد قد أعلن في يوم القصف مقتل 37 شخصاً.", ("المرصد",)),
        ("مقتل خمسة مدنيين في القصف.", ()),
    ],
)
def test_the_speaker_is_whose_assertion_it_is(
    text: str, chain: tuple[str, ...]
) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.chain == chain
    assert claim.speaker == (chain[-1] if chain else None)
    assert not claim.is_unresolved


def test_a_verb_without_subject_goes_on_with_the_speaker_before() -> None:
    text = "قال رئيس المجلس سليم ورداني إن الملجأ انهار. وأضاف أن ثلاثة أشخاص قتلوا."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "سليم ورداني"


def test_a_verb_of_another_sex_leaves_the_speaker_unresolved() -> None:
    text = "قال رئيس المجلس سليم ورداني إن الملجأ انهار. وأضافت أن ثلاثة أشخاص قتلوا."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker is None
    assert claim.is_unresolved


def test_a_short_form_means_the_speaker_named_before() -> None:
    text = "قال مرصد فيلمارا إن القصف استمر ساعة. وأكد المرصد مقتل 44 شخصاً."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "مرصد فيلمارا"


@pytest.mark.parametrize(
    ("text", "code", "party"),
    [
        ("نفت وزارة الدفاع الروسية استهداف المدنيين.", "civilian_targets", "RU"),
        ("نفى المتحدث باسم الجيش السوري استخدام قنابل عنقودية.", "use", "SY"),
        ("نفى الجيش السوداني مسؤوليته عن القصف.", "responsibility", "SD"),
        ("نفت روسيا مقتل مدنيين في الغارة.", "civilian_harm", "RU"),
        ("ولم ترد وزارة الدفاع الروسية على الأسئلة.", "no_reply", "RU"),
        ("ولم تعلّق وزارة الدفاع الروسية.", "no_comment", "RU"),
        ("رفض الجيش السوداني التعليق على التقارير.", "no_comment", "SD"),
        ("أقرت وزارة الدفاع الروسية بتنفيذ ضربات قرب إدلب.", "admits_strike", "RU"),
        (
            "وصفت وزارة الدفاع الروسية التقارير بأنها «حرب إعلامية».",
            "discredits_source",
            "RU",
        ),
        ("وعدت وزارة الدفاع الروسية بفتح تحقيق.", "promises_inquiry", "RU"),
        (
            "قال اللواء أوسكار براندف: «طيارونا لم يستهدفوا المدنيين».",
            "civilian_targets",
            None,
        ),
        (
            "وقالت وزارة الدفاع الروسية إنها تعمل وفق القانون الدولي.",
            "non_responsive",
            "RU",
        ),
    ],
)
def test_a_response_is_coded_by_what_it_denies(
    text: str, code: str, party: str | None
) -> None:
    (claim,) = _claims(text, DenialClaim)
    assert (claim.denies, claim.perpetrator) == (code, party)


def test_a_national_rights_group_answers_for_no_state() -> None:
    text = "قالت الشبكة السورية لحقوق الإنسان إن ما نُشر دعاية."
    assert _claims(text, DenialClaim) == []


def test_deaths_that_are_denied_are_not_asserted() -> None:
    text = "نفت وزارة الدفاع الروسية مقتل خمسة مدنيين."
    assert [c.negated for c in _claims(text, CasualtyClaim)] == [True]


def test_a_rights_group_that_speaks_of_propaganda_does_not_answer() -> None:
    text = "قالت منظمة لانترن إن ما نشر دعاية."
    assert _claims(text, DenialClaim) == []


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("وقع القصف في 29 تشرين الثاني 2021.", "2021-11-29", "2021-11-29"),
        ("وقع القصف في 29 نوفمبر.", "2021-11-29", "2021-11-29"),
        ("وقع القصف يوم الجمعة.", "2021-12-03", "2021-12-03"),
        ("وقع القصف يوم الاثنين.", "2021-12-06", "2021-12-06"),
        ("وقع القصف أمس.", "2021-12-05", "2021-12-05"),
        ("وقع القصف في 15/10/2021.", "2021-10-15", "2021-10-15"),
        ("قصفت بين 26 تشرين الثاني و4 كانون الأول.", "2021-11-26", "2021-12-04"),
        ("قصفت من 3 إلى 5 أيار 2021.", "2021-05-03", "2021-05-05"),
        ("القصف مستمر منذ 30 أيلول 2021.", "2021-09-30", "None"),
        ("وقع القصف في ٧ تشرين الأول ٢٠٢١.", "2021-10-07", "2021-10-07"),
        ("وقع القصف في 20 كانون الأول.", "2020-12-20", "2020-12-20"),
        ("وقع القصف في تشرين الأول 2021.", "2021-10-01", "2021-10-31"),
    ],
)
def test_dates_are_read_from_the_day_of_publication(
    text: str, earliest: str, latest: str
) -> None:
    (claim,) = _claims(text, DateClaim)
    assert (str(claim.date.earliest), str(claim.date.latest)) == (earliest, latest)


def test_without_a_day_of_publication_a_weekday_stays_unread() -> None:
    page = Page(id="p", text="وقع القصف يوم الجمعة.", language="ar")
    found = find_claims(read_page(page, bundled_reference()))
    assert not [c for c in found if isinstance(c, DateClaim)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("قصفت الطائرات سوقاً شعبية.", "market"),
        ("استهدفت الغارة مستشفى ميدانياً.", "hospital"),
        ("غارة على مدرسة للبنات.", "school"),
        ("دمر القصف مسجد البلدة.", "mosque"),
        ("استهدف القصف ملجأ تحت الأرض.", "shelter"),
        ("غارة على منزل في القرية.", "residential"),
        ("قصف مخيم للنازحين.", "refugee_camp"),
        ("سقطت على فرن البلدة قذيفة.", "bakery"),
        ("استهدفت الغارات قافلة مساعدات.", "aid_convoy"),
    ],
)
def test_targets_are_what_is_struck(text: str, target: str) -> None:
    assert [c.target for c in _claims(text, TargetClaim)] == [target]


def test_a_building_that_nobody_struck_is_no_target() -> None:
    assert _claims("زار الوفد مستشفى المدينة.", TargetClaim) == []


@pytest.mark.parametrize(
    ("text", "weapon", "aircraft"),
    [
        ("غارة جوية على البلدة.", ("airstrike",), ()),
        ("ألقت المروحيات براميل متفجرة.", ("barrel_bomb",), ("helicopter",)),
        ("قصف بقنابل عنقودية.", ("cluster_bomb",), ()),
        ("حلقت طائرات من طراز سو-24 فوق القصف.", (), ("Su-24",)),
        ("سقط صاروخ على البلدة.", ("missile",), ()),
        ("قذائف هاون على الحي.", ("mortar",), ()),
    ],
)
def test_weapons_and_aircraft_are_named(
    text: str, weapon: tuple[str, ...], aircraft: tuple[str, ...]
) -> None:
    (claim,) = _claims(text, WeaponClaim)
    assert (claim.weapon, claim.aircraft) == (weapon, aircraft)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قصفت الطائرات مدينة إدلب.", "إدلب"),
        ("غارة على بلدة أريحا.", "أريحا"),
        ("مقتل خمسة مدنيين في حلب.", "حلب"),
        ("قصف بإدلب أمس.", "إدلب"),
    ],
)
def test_places_of_attacks_are_found_after_a_cue(text: str, name: str) -> None:
    assert [c.place.name for c in _claims(text, PlaceClaim)] == [name]


@pytest.mark.parametrize(
    "text",
    ["أدى القصف إلى دمار كبير.", "قصف عنيف عبر ساعات.", "أصيب الجرحى بحالة حرجة."],
)
def test_common_words_that_are_names_somewhere_are_no_places(text: str) -> None:
    assert _claims(text, PlaceClaim) == []


@pytest.mark.parametrize(
    ("text", "objective", "metres"),
    [
        ("لا توجد أهداف عسكرية في المنطقة.", Objective.ABSENT, None),
        ("لم يكن في الملجأ مسلحون.", Objective.ABSENT, None),
        ("تبعد أقرب قاعدة للمعارضة 300 متر عن المكان.", Objective.DISTANCE, 300),
        ("يقع مقر عسكري على بعد كيلومترين.", Objective.DISTANCE, 2000),
        ("موقع عسكري على بعد 2 كيلومتر من المنزل.", Objective.DISTANCE, 2000),
        ("الصور لا تُظهر أي هدف عسكري.", Objective.ABSENT, None),
    ],
)
def test_military_objectives_are_absent_or_some_way_off(
    text: str, objective: Objective | None, metres: int | None
) -> None:
    found = [
        (c.military_objective, c.distance_m)
        for c in _claims(text, MilitaryObjectiveClaim)
    ]
    assert found == ([(objective, metres)] if objective else [])


@pytest.mark.parametrize(
    ("text", "legal", "hedged"),
    [
        ("الهجوم قد يرقى إلى جريمة حرب.", "war_crime", True),
        ("ارتكب الجيش جرائم حرب.", "war_crime", False),
        ("القصف جريمة ضد الإنسانية.", "crimes_against_humanity", False),
        ("قصفت الطائرات الأحياء بشكل عشوائي.", "indiscriminate_attack", False),
        ("تعرض السكان لإبادة جماعية.", "genocide", False),
    ],
)
def test_legal_words_are_kept_with_their_hedges(
    text: str, legal: str, *, hedged: bool
) -> None:
    (claim,) = _claims(text, LegalClaim)
    assert (claim.legal, claim.hedged) == (legal, hedged)


@pytest.mark.parametrize(
    ("text", "party", "hedged"),
    [
        ("قصفت الطائرات الروسية البلدة.", "RU", False),
        ("شنت إسرائيل غارات على المدينة.", "IL", False),
        ("غارات يُعتقد أنها روسية استهدفت السوق.", "RU", True),
        ("نفذ الجيش السوداني غارة على السوق.", "SD", False),
        ("غارات إسرائيلية على البلدة.", "IL", False),
    ],
)
def test_the_party_beside_a_strike_is_named_as_its_author(
    text: str, party: str, *, hedged: bool
) -> None:
    (claim,) = _claims(text, AttributionClaim)
    assert (claim.perpetrator, claim.hedged) == (party, hedged)


def test_the_owner_of_what_was_struck_is_not_its_author() -> None:
    text = "الغارات استهدفت مواقع للحوثيين."
    assert _claims(text, AttributionClaim) == []


def test_the_country_of_what_was_struck_is_no_author() -> None:
    assert _claims("غارة على بلدة سورية.", AttributionClaim) == []
    assert _claims("قصف مخيم للاجئين سوريين.", AttributionClaim) == []


def test_another_building_is_an_object_of_its_own() -> None:
    (claim,) = _claims("وقالت لانترن إن الصورة تظهر مبنى آخر.", RebuttalClaim)
    assert (claim.object_identity, claim.speaker) == ("different", "لانترن")


def test_every_span_holds_its_words_as_written() -> None:
    text = "قُـتِلَ ثَلاثة مدنيّين، وأُصيب ٧ آخرون."
    for claim in _claims(text, CasualtyClaim):
        assert text[claim.span.start : claim.span.end] == claim.span.quote
    (claim,) = _claims(text, CasualtyClaim)
    assert (_interval(claim.killed), _interval(claim.wounded)) == ((3, 3), (7, 7))


def test_particles_and_article_come_off_a_word() -> None:
    assert {"والاطفال", "الاطفال", "اطفال"} <= arabic_forms("والاطفال")


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    sentence = "وقال مرصد فيلمارا إن 37 مدنياً قُتلوا، بينهم تسعة أطفال.\n\n"
    _claims(sentence, CasualtyClaim)
    started = time.process_time()
    claims = _claims(sentence * 200, CasualtyClaim)
    assert len(claims) == 200
    assert time.process_time() - started < 10
