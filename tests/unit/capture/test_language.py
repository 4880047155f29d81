"""Languages: decided by the text, by the script when short, else left undecided."""

from __future__ import annotations

import pytest

from firsthand.capture import decide_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Seven people were killed in an air strike on Monday, medics said.", "en"),
        ("قتل سبعة مدنيين في غارة جوية على البلدة يوم الاثنين بحسب متطوعين", "ar"),
        ("Семь мирных жителей погибли в понедельник, сообщили спасатели.", "ru"),
        (
            "Семеро людей загинули в понеділок унаслідок удару, кажуть рятувальники.",
            "uk",
        ),
        ("Sept civils ont été tués lundi dans une frappe aérienne, selon eux.", "fr"),
        (
            "Siete civiles murieron el lunes en un ataque aéreo, según los médicos.",
            "es",
        ),
        ("Pazartesi günü düzenlenen hava saldırısında yedi sivil öldü.", "tr"),
        ("هفت غیرنظامی روز دوشنبه در حمله هوایی کشته شدند، امدادگران گفتند", "fa"),
        ("שבעה אזרחים נהרגו ביום שני בתקיפה אווירית, מסרו אנשי הצלה", "he"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    found, by = decide_language(text)
    assert found == language
    assert by is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("שבעה הרוגים", "he"),
        ("سبعة قتلى في المدينة", "ar"),
        ("کشته شدند", "fa"),
        ("убиты семеро", "ru"),
        ("сім загиблих", "uk"),
    ],
)
def test_a_short_text_is_decided_by_letters_of_one_language(
    text: str, language: str
) -> None:
    assert decide_language(text) == (language, "script")


@pytest.mark.parametrize("text", ["", "17 - 18", "RBK-500 Su-24", "тут там", "Οκτώ"])
def test_what_cannot_be_decided_stays_none(text: str) -> None:
    assert decide_language(text) == (None, None)


def test_what_a_person_states_wins() -> None:
    assert decide_language("Seven people were killed on Monday.", "ar") == (
        "ar",
        "stated",
    )


def test_what_a_page_says_counts_only_where_the_text_leaves_it_open() -> None:
    assert decide_language("Su-24", None, "tr-TR") == ("tr", "page")
    found, by = decide_language("Seven people were killed on Monday.", None, "ar")
    assert (found, by != "page") == ("en", True)
    assert decide_language("Su-24", None, "<script>") == (None, None)


GERMAN = (
    "Bei einem Luftangriff auf die Stadt Talbar sind am Montag nach Angaben von "
    "Rettungskräften sieben Zivilisten getötet und fünfundsechzig weitere verletzt "
    "worden. Die Regierung wies die Vorwürfe zurück und sprach von gezielter "
    "Desinformation. Mehrere Häuser wurden vollständig zerstört."
)
BULGARIAN = (
    "При въздушен удар срещу град Талбар в понеделник загинаха седем цивилни, "
    "съобщиха спасители. Правителството отхвърли обвиненията и заяви, че става дума "
    "за дезинформация, разпространявана от противника през последните месеци. "
    "Няколко къщи бяха напълно разрушени от експлозиите."
)


@pytest.mark.parametrize("text", [GERMAN, BULGARIAN], ids=["German", "Bulgarian"])
def test_a_longer_text_in_yet_another_language_stays_undecided(text: str) -> None:
    assert decide_language(text) == (None, None)
