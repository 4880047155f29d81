"""Arabic verbs and nouns that one row names, and the names that articles part."""

from __future__ import annotations

import pytest

from firsthand.extract.conjugated import forms_of
from firsthand.extract.patterned import ARABIC
from firsthand.reference import bundled_reference
from firsthand.reference.parties import open_parties
from firsthand.reference.weapons import open_weapons


def test_a_verb_is_read_in_every_third_person_with_pronouns() -> None:
    forms = set(forms_of("~قصف/يقصف", "ar"))
    assert {"قصف", "قصفت", "قصفوا", "قصفتها", "يقصف", "تقصفه", "يقصفون"} <= forms


def test_a_verb_that_ends_in_a_long_vowel_loses_it() -> None:
    forms = set(forms_of("~نفى/ينفي", "ar"))
    assert {"نفى", "نفت", "نفوا", "نفته", "تنفي", "ينفون"} <= forms
    assert "نفىت" not in forms


def test_he_struck_him_is_left_out_for_it_is_written_as_injury_is() -> None:
    assert "أصابه" not in set(forms_of("~أصاب/يصيب", "ar"))


def test_a_noun_is_read_with_the_pronoun_of_whose_it_is() -> None:
    assert {"طفلة", "طفلته", "طفلتها", "طفلتي"} <= set(forms_of("~~طفلة", "ar"))
    assert {"طفلين", "طفليه", "طفليها"} <= set(forms_of("~~طفلين", "ar"))


def test_a_word_ends_with_the_vowel_sign_of_its_last_letter() -> None:
    text = "قُتل 17 شخصاً."
    assert [t.given for t in ARABIC.tokens(text, 0, len(text))][2] == "شخصاً"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("القنبلة العنقودية", "cluster_bomb"),
        ("الطائرات المسيّرة", "drone_strike"),
        ("القذيفة الصاروخية", "rocket"),
        ("سوخوي-25", "Su-25"),
        ("وبالصواريخ الفراغية", "thermobaric"),
    ],
)
def test_an_article_before_both_words_parts_no_name(text: str, code: str) -> None:
    assert [m.code for m in open_weapons(bundled_reference()).find(text)] == [code]


def test_a_base_is_no_armed_group() -> None:
    parties = open_parties(bundled_reference())
    assert parties.find("أقلعت من قاعدة جوية") == []
    assert [m.code for m in parties.find("تنظيم القاعدة")] == ["al_qaida"]
