"""Pages of sport, film, history, accidents, disasters and illness make no claim.

All texts are invented.
"""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import AnyClaim
from firsthand.reference import bundled_reference


def claims(text: str) -> list[AnyClaim]:
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 11, 5))
    return extract_claims(page, bundled_reference())


@pytest.mark.parametrize(
    "text",
    [
        (
            "Sarmak United shell-shocked in cup final\n\nThe strikers bombarded the "
            "goal for an hour, and captain Dal Orin hit two rockets. "
            "Two defenders were injured, the coach said after the 3-1 defeat."
        ),
        (
            "Golf: Olan leads in Jesrin\n\nRem Olan shot a 65 on Friday to take the "
            "lead after two birdies. He attacked the course from the first tee."
        ),
        (
            "Six killed as minibus and lorry collide near Daraz\n\nSix people were "
            "killed and nine injured on Tuesday when a minibus hit a lorry, the "
            "traffic police said."
        ),
        (
            "A passenger train derailed outside Talbar on Sunday, killing four people, "
            "officials said. At least 20 were taken to hospital."
        ),
        (
            "A ferry with 60 people on board capsized off Arikhan. Eleven drowned and "
            "five are missing, the coast guard said on Thursday."
        ),
        (
            "An earthquake of magnitude 6.1 struck the Ghanta valley at dawn. At least "
            "120 people died and whole villages were destroyed, the governor said."
        ),
        (
            "Measles has killed nine children in Qadmar since June, doctors said. "
            "Another 40 were hospitalised."
        ),
        (
            "Floods killed 31 people in Velmara this week and displaced thousands, "
            "the rescue service said."
        ),
        (
            "The exhibition tells of the siege of 1571, when 6,000 defenders died. The "
            "curator said that the cannons came from Toreth."
        ),
        (
            "In the film, directed by Ana Voss, two snipers hunt each other through a "
            "ruined city. The actors trained for months; the final battle took nine "
            "days to shoot. The screenplay won a prize."
        ),
        (
            "The novelist Ora Tamm sets her thriller in a besieged town where forty "
            "people are killed in one night. The novel is her third bestseller."
        ),
        (
            "Former minister Pel Varan died of a heart attack on Monday, his family "
            "said. He was 81."
        ),
    ],
)
def test_a_page_about_no_attack_makes_no_claim(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "An air strike on a stadium during a football match killed 12 people in Daraz.",
        "Gunmen attacked a cinema in Talbar where a film was shown. Nine people died.",
        "Shelling hit the museum in Ghanta on Monday and wounded three curators.",
        (
            "Three people died when their car crashed as they fled the shelling of "
            "Jesrin, residents said."
        ),
        "A mob beat a man to death at a cricket match in Sarmak.",
        "A rocket struck the hospital in which cholera patients lay. Six were killed.",
        "Soldiers shot dead two players of a hockey team at a checkpoint.",
        "A bomb derailed a train near Arikhan, killing four people.",
        "A suicide bomber killed the coach and five players of a rugby team.",
        "The army shelled the flooded village; 14 people were killed.",
        "Attackers stabbed an actor outside a theatre in Velmara. He died in hospital.",
        "Police beat a man who broke the epidemic curfew; he died of his injuries.",
    ],
)
def test_an_attack_in_such_places_is_an_attack(text: str) -> None:
    assert claims(text) != []
