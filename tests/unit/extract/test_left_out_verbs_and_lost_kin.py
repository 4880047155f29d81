"""Counts without their verb, kin lost, ranges of estimates, ranks, names in a row.

All sentences are invented.
"""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    DenialClaim,
    MilitaryObjectiveClaim,
    Objective,
    RebuttalClaim,
    TargetClaim,
)
from firsthand.reference import bundled_reference


def tolls(text: str) -> list[CasualtyClaim]:
    claims = extract_claims(Page(id="p", text=text, language="en"), bundled_reference())
    return [claim for claim in claims if isinstance(claim, CasualtyClaim)]


def killed(text: str) -> list[tuple[int | None, int | None]]:
    return [(c.killed.low, c.killed.high) for c in tolls(text) if c.killed]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The first shell killed two people, the second five.", [2, 5]),
        ("In Daraz, four people were killed; in Norva, nine.", [4, 9]),
        ("One bomb killed six nurses, another two.", [6, 2]),
        ("The morning raid killed three men, and the second raid eleven.", [3, 11]),
        ("At Sela 12 were killed, at Norva seven.", [12, 7]),
        ("The first blast killed one guard, the other four.", [1, 4]),
        ("In Orvin six people died, in Malka eight.", [6, 8]),
        ("Ten people were killed in the town; near Torvin, three.", [10, 3]),
        ("The first rocket killed nobody; the second killed five people.", [0, 5]),
        ("In Daraz 14 people were killed, while in Norva four.", [14, 4]),
    ],
)
def test_a_count_whose_verb_is_left_out_is_a_count_of_its_own(
    text: str, counts: list[int]
) -> None:
    assert [low for low, _ in killed(text)] == counts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Farid lost his wife and five daughters in the strike.", 6),
        ("She lost two brothers in the shelling of Daraz.", 2),
        ("Pavo Ricci lost his mother in an air raid.", 1),
        ("The teacher lost three sons in that attack.", 3),
        ("He lost a sister and two cousins in the bombing.", 3),
    ],
)
def test_kin_lost_in_an_attack_are_dead(text: str, count: int) -> None:
    assert killed(text) == [(count, count)]


@pytest.mark.parametrize(
    "text",
    [
        "He lost his wife in the crowd at the market.",
        "The team lost two players in the transfer window.",
        "She lost a cousin to cancer before the war.",
        "They lost their house in the strike.",
        "The army lost three villages in the attack.",
    ],
)
def test_what_else_is_lost_is_nobody_killed(text: str) -> None:
    assert killed(text) == []


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Estimates of the dead range from 60 to 85.", (60, 85)),
        ("Estimates of deaths vary from 12 to 20.", (12, 20)),
        ("The death toll ranges from 30 to 44, officials said.", (30, 44)),
    ],
)
def test_a_toll_that_ranges_has_both_bounds(text: str, bounds: tuple[int, int]) -> None:
    assert killed(text) == [bounds]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Six conscripts and a colonel died in the attack.", 7),
        ("Two soldiers and a captain were killed by a mine.", 3),
        ("A lieutenant and four soldiers were killed.", 5),
        ("The ambush left two policemen, a driver and three boys dead.", 6),
        ("The blast left a guard, two cooks and a nurse dead.", 4),
        ("The strike killed Yun Dannah, Mira Dannah, Tala Dannah and Il Dannah.", 4),
        ("My neighbours, all four of them, were killed.", 4),
    ],
)
def test_all_of_a_sum_are_counted(text: str, count: int) -> None:
    assert killed(text) == [(count, count)]


@pytest.mark.parametrize(
    "text",
    [
        'The school director wept. "Fourteen of my pupils are dead."',
        '"Six people were killed right here." Old Hamid points at the crater.',
        'The street is empty. "Nine people died in this house."',
        '"They killed my two sons." The kettle boils over.',
        'Smoke hangs over Daraz. "They killed eleven people today."',
    ],
)
def test_a_quotation_with_nobody_beside_it_is_not_the_outlet_s_word(text: str) -> None:
    (claim,) = [c for c in tolls(text) if c.killed]
    assert claim.is_unresolved
    assert claim.speaker is None


@pytest.mark.parametrize(
    "text",
    [
        'Governor Pavel Horin visited the site. "The toll is eight dead," he said.',
        "The director, Pavel Horin, met reporters. He added that 10 people had died.",
        "Pavel Horin visited the bombed house. Six people were killed here, he said.",
    ],
)
def test_he_is_the_one_man_whom_the_sentence_before_names(text: str) -> None:
    claim = next(c for c in tolls(text) if c.killed)
    assert claim.speaker is not None
    assert "Pavel Horin" in claim.speaker


def test_he_stays_open_where_two_are_named() -> None:
    text = "Pavel Horin showed Oleg Darin the bombed house. Six were killed, he said."
    claim = tolls(text)[0]
    assert claim.is_unresolved
    assert set(claim.candidates) == {"Pavel Horin", "Oleg Darin"}


def others(text: str) -> list[object]:
    return [
        *extract_claims(Page(id="p", text=text, language="en"), bundled_reference())
    ]


def test_what_is_admitted_after_a_denial_is_not_negated() -> None:
    text = (
        "Russia's army denied any role at first but later said it had mistakenly "
        "bombed the clinic."
    )
    claims = others(text)
    assert [c.negated for c in claims if isinstance(c, TargetClaim)] == [False]
    codes = [str(c.denies) for c in claims if isinstance(c, DenialClaim)]
    assert "admits_strike" in codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "The ministry of defence dismissed reports of civilian deaths as lies.",
            "civilian_harm",
        ),
        (
            "The army rejected claims that its jets bombed hospitals as lies.",
            "civilian_targets",
        ),
        (
            "The defence ministry dismissed the reports as propaganda.",
            "discredits_source",
        ),
    ],
)
def test_what_is_called_untrue_is_what_is_denied(text: str, code: str) -> None:
    codes = [str(c.denies) for c in others(text) if isinstance(c, DenialClaim)]
    assert codes == [code]


def test_nothing_military_is_an_objective_absent() -> None:
    text = '"There is nothing military here," said Wael Dib after the strike.'
    found = [c for c in others(text) if isinstance(c, MilitaryObjectiveClaim)]
    assert [c.military_objective for c in found] == [Objective.ABSENT]


@pytest.mark.parametrize(
    "text",
    [
        "The army said it was staged. Analysts found no sign of editing in the video.",
        "Geolocation shows that the house in the video is the same house that was hit.",
    ],
)
def test_an_examination_of_pictures_rebuts(text: str) -> None:
    assert any(isinstance(c, RebuttalClaim) for c in others(text))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("In Daraz, said the deputy mayor, 15 people died.", "deputy mayor"),
        ("By noon, said a nurse, eleven people had died.", "nurse"),
        ("In the raid, added Pavel Horin, nine people were killed.", "Pavel Horin"),
        (
            (
                "Twenty-one people were killed in the raid, by the count of the Orel "
                "Network."
            ),
            "Orel Network",
        ),
        ("By the army's own account, six civilians died.", "army"),
        (
            "Nine people were killed, by the tally of the Orel Hospital.",
            "Orel Hospital",
        ),
    ],
)
def test_an_aside_and_a_count_of_somebody_name_the_speaker(
    text: str, speaker: str
) -> None:
    claim = next(c for c in tolls(text) if c.killed)
    assert speaker in (claim.speaker or "")


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It was Russia that bombed the school, officials claimed.", False),
        ("It was Israel who shelled the camp, the mayor said.", False),
        ("It is Russia that struck the clinic, witnesses said.", False),
        ("It was not Russia that bombed the school, the minister said.", True),
    ],
)
def test_a_party_put_first_is_the_author(text: str, negated: bool) -> None:  # noqa: FBT001  a column of the table
    found = [c for c in others(text) if isinstance(c, AttributionClaim)]
    assert [c.negated for c in found] == [negated]


@pytest.mark.parametrize(
    "text",
    [
        "It was Russia that called for talks, officials claimed.",
        "It was in Russia that the deal was signed.",
    ],
)
def test_a_party_put_first_that_attacks_nobody_is_no_author(text: str) -> None:
    assert not [c for c in others(text) if isinstance(c, AttributionClaim)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Eleven boys and two drivers lost their lives in the raid.", [13]),
        ("A guard and four cooks lost their lives when shells fell.", [5]),
        ("One shell killed three people in Daraz; another, six in Norva.", [3, 6]),
        ("The first bomb killed two, the second four in Torvin.", [2, 4]),
    ],
)
def test_sums_and_gaps_in_other_words(text: str, counts: list[int]) -> None:
    assert [low for low, _ in killed(text)] == counts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Officials had earlier put the toll at nine; it now stands at 12.", 12),
        ("The death toll was put at six, but it has since risen to eleven.", 11),
        ("The mayor put the toll at 20; the figure later rose to 26.", 26),
    ],
)
def test_a_toll_that_now_stands_elsewhere_replaces_the_first(
    text: str, count: int
) -> None:
    claim = tolls(text)[0]
    assert claim.killed is not None
    assert claim.killed.low == count
    assert claim.supersedes is not None


def test_no_trace_of_fighters_is_an_objective_absent() -> None:
    text = "Researchers saw no trace of fighters at the site of the strike, they said."
    found = [c for c in others(text) if isinstance(c, MilitaryObjectiveClaim)]
    assert [c.military_objective for c in found] == [Objective.ABSENT]


def test_what_is_now_accepted_is_admitted() -> None:
    text = (
        "Russian officials, who had called it lies, now accept that their jets hit it."
    )
    codes = [str(c.denies) for c in others(text) if isinstance(c, DenialClaim)]
    assert "admits_strike" in codes
