"""Names in a sentence, with the age, kin and childhood that stand at them."""

from __future__ import annotations

import pytest

from firsthand.extract.named_people import people_named
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Karo Venn (6) was killed.", (6, True)),
        ("Among them: Karo Venn, 17 years old; and others.", (17, True)),
        ("Hala Venn, daughter of Karo, six years old; others.", (6, True)),
        ("Her 17-year-old son, Karo Venn was killed.", (17, True)),
        ("They lost Karo Venn (son, 14 years old), too.", (14, True)),
        ("They lost Karo Venn (who was one year old).", (1, True)),
        ("Karo Venn (2 or 3 years old) was killed.", (None, True)),
        ("Karo Venn (17-18 years old) was killed.", (None, None)),
        ("Their infant daughter, Rosa Venn, was killed.", (None, True)),
        ("A boy named Karo Venn was killed.", (None, True)),
        ("The newborn Karo Venn was killed.", (None, True)),
        ("Karo Venn, 2 months old, was killed.", (0, True)),
        ("Karo Venn, 34, was killed.", (34, False)),
        ("Karo Venn (aged 18) was killed.", (18, False)),
        ("His son Karo Venn was killed.", (None, None)),
        ("The girl’s teacher Karo Venn was killed.", (None, None)),
        ("Karo Venn, 30 metres away, was killed.", (None, None)),
    ],
)
def test_age_and_childhood_are_what_stands_at_the_name(
    text: str, wanted: tuple[int | None, bool | None]
) -> None:
    (named,) = [
        n
        for n in people_named(text, bundled_reference())
        if "Venn" in str(n.person.name)
    ]
    assert (named.person.age, named.person.is_child) == wanted


def test_one_name_before_kin_in_brackets_is_a_name() -> None:
    text = "Their children: Oran (son, 14 years old), Lina (daughter, 20), Mia (6)."
    found = people_named(text, bundled_reference())
    assert [(n.person.name, n.person.age) for n in found] == [
        ("Oran", 14),
        ("Lina", 20),
    ]
