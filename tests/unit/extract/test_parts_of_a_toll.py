"""Sub-totals: who the dead were, in every shape that texts give them.

All sentences are invented.
"""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import Bounds, CasualtyClaim
from firsthand.reference import bundled_reference


def tolls(text: str) -> list[Any]:
    page = Page(id="p", text=text, language="en")
    found = extract_claims(page, bundled_reference())
    return [claim for claim in found if isinstance(claim, CasualtyClaim)]


def only(text: str) -> Any:
    found = tolls(text)
    assert len(found) == 1, found
    return found[0]


def ends(bounds: Bounds | None) -> tuple[int | None, int | None] | None:
    return None if bounds is None else (bounds.low, bounds.high)


@pytest.mark.parametrize(
    ("text", "children", "women"),
    [
        ("Of the 46, 33 were children and 14 were women.", 33, 14),
        ("Of the 46, 33 were children and 14 women.", 33, 14),
        ("Of these 46 people, 33 were children.", 33, None),
        ("Of these 19 villagers, eight were girls.", 8, None),
        ("Of the 19 victims, seven were women and nine were children.", 9, 7),
        ("Of all 19 residents, nine were women.", None, 9),
        ("Of those, two were boys and six were women.", 2, 6),
        ("Of the dead, 12 were women.", None, 12),
        ("Of the 30 villagers, four were children.", 4, None),
        ("Of the total of 46, fourteen were women.", None, 14),
    ],
)
def test_of_the_whole_tells_sub_totals_and_no_total(
    text: str, children: int | None, women: int | None
) -> None:
    claim = only(text)
    assert claim.killed is None
    assert ends(claim.children) == (children and (children, children))
    assert ends(claim.women) == (women and (women, women))


@pytest.mark.parametrize(
    "text",
    [
        "Of the 46 killed, 33 were children and 14 women.",
        "Of the forty-six dead, 33 were children and 14 were women.",
        "Of the 46 people killed, 33 were children and 14 were women.",
        "Of the 46 bodies, 33 were children and 14 women.",
    ],
)
def test_of_the_killed_keeps_the_whole_beside_its_parts(text: str) -> None:
    claim = only(text)
    assert (ends(claim.killed), ends(claim.children), ends(claim.women)) == (
        (46, 46),
        (33, 33),
        (14, 14),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Of the 46 houses, 33 were destroyed.",
        "Of the three towns, women were afraid in two.",
        "Of the 12 trucks, four carried women.",
        "Of all days, the children remembered Friday.",
    ],
)
def test_of_things_tells_nobody_dead(text: str) -> None:
    assert tolls(text) == []


@pytest.mark.parametrize(
    ("text", "killed", "children", "women", "men"),
    [
        ("The strike killed five people, a woman and four children.", 5, 4, 1, None),
        ("Five people, a woman and four children, were killed.", 5, 4, 1, None),
        ("Five people died: two women and three children.", 5, 3, 2, None),
        ("Three people, two men and a boy, died in Jesrin.", 3, 1, None, 2),
        ("The raid killed three civilians, two women and a girl.", 3, 1, 2, None),
        ("Six villagers were killed, two women and four men.", 6, None, 2, 4),
        ("A shell killed four people: a man, a woman and two boys.", 4, 2, 1, 1),
        ("Two people, a man and a woman, were killed in Talbar.", 2, None, 1, 1),
        ("The blast killed seven people (three women and four men).", 7, None, 3, 4),
        ("Ten people, six children and four women, were killed.", 10, 6, 4, None),
    ],
)
def test_a_list_that_adds_up_only_says_who_the_dead_were(
    text: str, killed: int, children: int | None, women: int | None, men: int | None
) -> None:
    claim = only(text)
    assert ends(claim.killed) == (killed, killed)
    assert ends(claim.children) == (children and (children, children))
    assert ends(claim.women) == (women and (women, women))
    assert ends(claim.men) == (men and (men, men))


@pytest.mark.parametrize(
    ("text", "killed", "part", "status"),
    [
        ("The raid left 17 killed, including three civilians.", 17, 3, "civilian"),
        ("17 people were killed, including three civilians.", 17, 3, "civilian"),
        ("Thirty people were killed, among them nine fighters.", 30, 9, "combatant"),
        ("Thirty people died, nine of them fighters.", 30, 9, "combatant"),
        ("A strike killed 12 soldiers, including two civilians.", 12, 2, "civilian"),
        ("The bombing killed 40 people, including 25 civilians.", 40, 25, "civilian"),
        ("Eight people died, including two soldiers.", 8, 2, "combatant"),
        ("Eight people were killed, among them one fighter.", 8, 1, "combatant"),
        ("At dawn 21 people were killed, including 20 civilians.", 21, 20, "civilian"),
        ("Shelling killed 11 people, including five militants.", 11, 5, "combatant"),
    ],
)
def test_civilians_and_fighters_among_the_dead_are_a_part_of_their_total(
    text: str, killed: int, part: int, status: str
) -> None:
    total, inside = tolls(text)
    assert ends(total.killed) == (killed, killed)
    assert ends(inside.killed) == (part, part)
    assert inside.status == status
    assert inside.part_of == total.id


def test_a_part_of_the_same_status_is_no_claim_of_its_own() -> None:
    assert ends(only("Twelve soldiers were killed, including three officers.").killed)


@pytest.mark.parametrize(
    "text",
    [
        "Six members of the Halvani family were among the dead.",
        "Six guests were among those killed.",
        "Six drivers were among the victims.",
        "Six neighbours are among the dead.",
        "Six people from one street were among the fatalities.",
    ],
)
def test_among_the_dead_is_a_part_of_the_total_before_it(text: str) -> None:
    total, part = tolls(f"Eleven people were killed in Jesrin. {text}")
    assert ends(part.killed) == (6, 6)
    assert part.part_of == total.id


def test_among_the_dead_without_a_total_is_a_least_number() -> None:
    part = only("Six members of the Halvani family were among the dead.")
    assert ends(part.killed) == (6, None)
    assert part.part_of is None


def test_among_a_smaller_total_is_not_tied_to_it() -> None:
    text = "Two people were killed in Jesrin. Six guests were among the dead."
    assert tolls(text)[1].part_of is None


@pytest.mark.parametrize(
    ("text", "killed", "children"),
    [
        (
            (
                "On Monday, between five and seven members of the Orel family, "
                "including at least four girls and no fewer than one aunt were "
                "killed in a strike."
            ),
            (5, 7),
            (4, None),
        ),
        (
            "Nine people, including two boys and a girl, were killed in the raid.",
            (9, 9),
            (3, 3),
        ),
        (
            "Eleven relatives of Pavo Sela, among them four children, were killed.",
            (11, 11),
            (4, 4),
        ),
        (
            "On Friday, six members of one family, including an infant were killed.",
            (6, 6),
            (1, 1),
        ),
        ("The death toll stood at 11 children and six women.", (17, 17), (11, 11)),
    ],
)
def test_a_part_between_people_and_their_verb_takes_no_verb_from_them(
    text: str, killed: tuple[int, int], children: tuple[int, int | None]
) -> None:
    claim = only(text)
    assert ends(claim.killed) == killed
    assert ends(claim.children) == children


@pytest.mark.parametrize(
    ("text", "children"),
    [
        ("Their infant daughter was killed in the strike.", 1),
        ("A man and his eight-year-old son were killed.", 1),
        ("A woman and her 17-year-old daughter died in the raid.", 1),
        ("His ten-month-old nephew was killed by a shell.", 1),
        ("A newborn girl was killed in the clinic.", 1),
        ("A man and his 24-year-old son were killed.", None),
        ("His nineteen-year-old brother was killed in the raid.", None),
        ("A man and his son were killed.", None),
        ("A young man was killed by a sniper.", None),
        ("An 80-year-old mother and her daughter were killed.", None),
        ("His eighty-one-year-old mother was killed.", None),
    ],
)
def test_kin_said_to_be_small_are_children(text: str, children: int | None) -> None:
    claim = only(text)
    assert ends(claim.children) == (children and (children, children))
