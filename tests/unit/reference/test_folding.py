"""Spellings of one name meet; offsets lead back."""

from __future__ import annotations

import pytest

from firsthand.reference.folding import fold_arabic, loose_key, plain_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jisr al-Shughour", "Jisr ash Shughur"),
        ("Ma'arrat al-Nu'man", "Maarat al-Numan"),
        ("Khuza’a", "Khuzaah"),
        ("Qalaat Velmar", "Kalaat Velmar"),
        ("Al-Ghanta", "Ganta"),
        ("Идлиб", "Идлибе"),
        ("Велмара", "Велмару"),
        ("الأريخان", "اريخان"),
        ("دارة", "داره"),
        ("Sarmaq", "Sarmak"),
    ],
)
def test_two_spellings_of_one_name_share_their_loose_key(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(("one", "other"), [("Daraz", "Talbar"), ("Toreth", "Torath")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert loose_key(one) != loose_key(other)


def test_the_plain_key_forgets_case_accents_and_apostrophes_only() -> None:
    assert plain_key("Arīḩā") == plain_key("ARIHA")
    assert plain_key("Ariha") != plain_key("Al-Ariha")


def test_folded_arabic_leads_back_to_the_letters_as_written() -> None:
    text = "قُتِلَ ١٧ في أريخان"
    folded = fold_arabic(text)
    start = folded.text.index("17")
    first, last = folded.original(start, start + 2)
    assert text[first:last] == "١٧"
    place = folded.text.index("اريخان")
    first, last = folded.original(place, place + len("اريخان"))
    assert text[first:last] == "أريخان"
