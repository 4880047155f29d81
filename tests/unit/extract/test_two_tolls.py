"""The dead and the wounded of one sentence, each with a number of its own."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "عدد القتلى بلغ 24 وعدد الجرحى وصل إلى 58."),
        ("ar", "أعلنت السلطات أن عدد القتلى وصل إلى 24 وأن عدد الجرحى ارتفع إلى 58."),
        ("es", "El número de muertos llegó a 24 y el de heridos subió a 58."),
        ("es", "El número de muertos subió a 24 y el número de heridos a 58."),
        ("fr", "Le nombre de morts a atteint 24 et celui des blessés est monté à 58."),
        ("fr", "Le nombre de morts est passé à 24 et le nombre de blessés à 58."),
        ("ru", "Число погибших достигло 24, а число раненых выросло до 58."),
        ("ru", "Число погибших выросло до 24, число раненых — до 58."),
        ("uk", "Кількість загиблих сягнула 24, а кількість поранених зросла до 58."),
        ("uk", "Кількість загиблих зросла до 24, кількість поранених — до 58."),
    ],
)
def test_the_number_of_the_wounded_is_never_that_of_the_dead(
    language: str, text: str
) -> None:
    page = Page(id="p", text=text, language=language)
    claims = [
        claim
        for claim in extract_claims(page, bundled_reference())
        if isinstance(claim, CasualtyClaim)
    ]
    killed = {(c.killed.low, c.killed.high) for c in claims if c.killed}
    wounded = {(c.wounded.low, c.wounded.high) for c in claims if c.wounded}
    assert killed == {(24, 24)}
    assert wounded == {(58, 58)}
