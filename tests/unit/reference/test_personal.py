"""What leads to a person is found in any text; what counts or dates is left: P006."""

from __future__ import annotations

import pytest

from firsthand.reference import bundled_reference
from firsthand.reference.personal import PersonalKind as K
from firsthand.reference.personal import find_personal

# All numbers are of ranges kept for fiction, or made up.
FOUND = [
    (K.TELEPHONE, "Reach him on +963 944 555 0142 after dark.", "+963 944 555 0142"),
    (K.TELEPHONE, "His number: +963944555014.", "+963944555014"),
    (K.TELEPHONE, "call 00380 44 555 01 42 at once", "00380 44 555 01 42"),
    (K.TELEPHONE, "the family (0944 555 014) asked", "0944 555 014"),
    (K.TELEPHONE, "Phone 555-0142 for the list", "555-0142"),
    (K.TELEPHONE, "للتواصل مع العائلة: 0944555014", "0944555014"),
    (K.TELEPHONE, "هاتف ٠٩٤٤٥٥٥٠١٤", "٠٩٤٤٥٥٥٠١٤"),
    (K.TELEPHONE, "Телефон семьи 8 800 555 01 42", "8 800 555 01 42"),
    (K.TELEPHONE, "Tél. : 01 99 00 55 14", "01 99 00 55 14"),
    (K.TELEPHONE, "móvil 655 501 420", "655 501 420"),
    (K.TELEPHONE, "WhatsApp (963) 944-555-014", "963) 944-555-014"),
    (
        K.EMAIL,
        "Write to s.ombra+list@mail.velmara.example now",
        "s.ombra+list@mail.velmara.example",
    ),
    (K.EMAIL, "selma@toreth.example.", "selma@toreth.example"),
    (K.IDENTITY, "national number 01020304050", "01020304050"),
    (K.IDENTITY, "her passport no. N 00555014", "N 00555014"),
    (K.IDENTITY, "الرقم الوطني: 01020304050", "01020304050"),
    (K.IDENTITY, "паспорт 45 05 550142", "45 05 550142"),
    (K.IDENTITY, "con cédula 1.055.501.420", "1.055.501.420"),
    (
        K.ACCOUNT,
        "Gifts to GB82 WEST 1234 5698 7654 32, please",
        "GB82 WEST 1234 5698 7654 32",
    ),
    (K.PLATE, "a white van, licence plate 555014, left", "555014"),
    (K.PLATE, "with plates AA 5501 KX", "AA 5501 KX"),
    (K.PLATE, "номерной знак А555АА142", "А555АА142"),
    (K.PLATE, "matrícula 5501 KXZ", "5501 KXZ"),
    (K.ADDRESS, "She lives at 12 Rose Street with two sons.", "12 Rose Street"),
    (K.ADDRESS, "flat 4, 9B Old Mill Road", "9B Old Mill Road"),
    (K.ADDRESS, "au 14 rue Verte chez sa mère", "14 rue Verte"),
    (K.ADDRESS, "en la calle Mayor 12, segundo", "calle Mayor 12"),
    (K.ADDRESS, "улица Садовая, дом 5, квартира 3", "улица Садовая, дом 5, квартира 3"),
    (K.ADDRESS, "на вулиці Садовій, буд. 5", "вулиці Садовій, буд. 5"),
    (K.ADDRESS, "يسكن في شارع النخيل بناية 5", "شارع النخيل بناية 5"),
]
LEFT = [
    "At least 49 civilians were killed and 120 wounded on 30 November 2021.",
    "Between 0900 and 1030 hours on 05-11-2021 14 people died.",
    "The strike hit 33.513800, 36.276500 at 07:45:12 UTC.",
    "Coordinates +33.5138, +36.2765, height 0.123456789 km.",
    "Tolls of 120 130 140 150 were given by four offices.",
    "Resolution 2139 (2014) and article 8(2)(b)(iv) were read.",
    "A GBU-39 of 250 lb with serial 1234 fell on the roof.",
    "Rue Verte killed 12 people, and on Mansour Street 14 died.",
    "قتل 14 مدنيا في شارع النخيل يوم 30 11 2021",
    "На улице Садовой погибли 12 человек.",
    "K-003#k3vqzt and 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "https://news.example/2021/11/30/0012345678/report-0944555014.html",
    "He called 12 days later; a call for 300 tents came.",
    "The mobile clinic treated 1,250 patients; a hotline opened in 2019.",
    "Dates 01/02/2021-05/02/2021, times 08:30-09:15, +0300.",
    "The toll rose from 1 000 000 to 1 200 000 displaced.",
    "Houses 3 and 4 were hit. The house of 12 orphans burned.",
    "The plate of food cost 200; plates of armour were 12 mm.",
    "DE00 1234 5678 9012 3456 78 is no account.",
    "Mentions of @toreth_desk rose by 12 per cent.",
]


@pytest.mark.parametrize(("kind", "text", "words"), FOUND)
def test_what_leads_to_a_person_is_found_whole(kind: K, text: str, words: str) -> None:
    found = find_personal(bundled_reference(), text)
    assert [(one.kind, one.words) for one in found] == [(kind, words)]


@pytest.mark.parametrize("text", LEFT)
def test_counts_dates_places_and_addresses_of_pages_are_left(text: str) -> None:
    assert find_personal(bundled_reference(), text) == []


def test_the_same_number_has_one_key_however_it_is_written() -> None:
    one, two = (
        find_personal(bundled_reference(), text)[0]
        for text in ("+963 944 555 014", "call +963-944-555014 now")
    )
    assert one.key == two.key
    assert "944" not in one.key or one.key != one.words
