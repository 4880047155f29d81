"""Pages of sport, film, history, accidents, disasters and illness make no claim.

All texts are invented.
"""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import AnyClaim, CasualtyClaim
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
        (
            "Harbour Lions crushed Delta City 5-0 in the final. Winger Pavo Ricci"
            " fired home twice and the defence was never under siege. Delta's "
            "bench was shot to pieces by injury. Fans celebrated until dawn."
        ),
        (
            "A coach carrying pilgrims plunged off a bridge near Norva on Sunday,"
            " killing 21 people and injuring 30. The brakes failed, the transport"
            " ministry said."
        ),
        (
            "Mira Oldane's second novel opens with a massacre: forty villagers "
            "are gunned down by soldiers in the first chapter. The heroine "
            "survives and hunts the killers. The book is out on Friday."
        ),
        (
            "Retired judge Anto Belmar died peacefully at home on Monday, aged "
            "91. He is survived by his wife and three daughters. As a young "
            "lieutenant he was shot in the leg."
        ),
        (
            "At the siege of Morvane in 1521 the garrison lost 600 men. The "
            "duke's mortars destroyed two towers. The castle is open to visitors "
            "from May."
        ),
        (
            "Fans of Steel Horizon can now bomb enemy cities with friends. The "
            "update adds grenades, snipers and a mode in which 100 players kill "
            "one another. It can be downloaded free."
        ),
        (
            "An explosion at a fireworks plant killed nine workers in Daraz, the "
            "labour ministry said. Investigators suspect that a spark ignited "
            "powder. The plant had no licence."
        ),
        (
            "Two climbers died and four were injured in an avalanche on Mount "
            "Sarik. Rescuers recovered the bodies by helicopter."
        ),
        (
            "Six children have died of measles in Arikhan, the clinic said. The "
            "virus struck families who had fled drought."
        ),
        (
            "Telvor Bank killed off 300 posts as losses mounted. Rival lenders "
            "launched a price war. Its chief executive denied that he had been "
            "the target of a hostile bid."
        ),
        (
            "Veteran forward Ilo Mare shot Port Stellan into the lead, and a "
            "rocket from thirty yards by Jun Tarr sealed the win. The visitors' "
            "keeper was carried off injured."
        ),
        (
            "Three workers were killed when a crane toppled onto a building site "
            "in Norva on Thursday. The firm said the wind had been too strong."
        ),
        (
            "In the latest episode of the drama, the detective is taken hostage "
            "and his partner is killed by a bomb. Viewers will have to wait for "
            "the finale."
        ),
        (
            "Gamers who bought Sky Raiders report crashes. In the third level, "
            "missiles destroy the player's base and kill all troops."
        ),
        (
            "A landslide buried 12 houses in the hills above Ghanta. Fourteen "
            "bodies have been found, and some 30 people are missing."
        ),
        (
            "Malaria killed 4,000 people in the province last year, half of them "
            "children under five, according to the health office."
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
        (
            "Director Pavo Ricci, known for the thriller Night Ferry and its "
            "sequel, was shot dead by gunmen in Daraz on Monday. His new film opens "
            "in May."
        ),
        (
            "A drone hit the bank in Talbar. Two analysts of the central bank and four "
            "clerks were killed, its chief executive said. Shares fell."
        ),
        "An explosion tore through a fireworks factory in Ghanta. Rebels claimed it.",
        (
            "Mira Sel was killed by a sniper. She leaves a husband and two "
            "grandchildren, and is survived by her sister."
        ),
        "Gunmen shot the captain of Talbar United after the cup final. Fans fled.",
        "The novelist Ona Tarr was stabbed in Jesrin as she read from her new novel.",
        (
            "A bomb went off in the museum of the castle in Sarmak, built in 1521. "
            "Two guards died."
        ),
        "A coach plunged into a ravine after a roadside bomb hit it. Nine died.",
        "Soldiers fired on fans in the season's final in Velmara, killing three.",
        "The blast at the gas depot was an air strike, workers said. A spark was seen.",
        ("Nine mourners died when a shell hit the funeral of the singer in Daraz."),
        (
            "A minibus plunged into the river after soldiers fired at it near "
            "Ghanta. Six passengers were killed."
        ),
        (
            "The bank in Talbar was blown up at night. Two guards died. Investors"
            " fear more attacks."
        ),
        (
            "Firefighters fought a blaze in a warehouse in Norva after an attack "
            "by drones. Two workers died."
        ),
        (
            "Forty patients with cholera were in the clinic when it was shelled, "
            "killing eleven, doctors said."
        ),
        (
            "The referee of the match was killed by a stray bullet fired by "
            "militiamen in Sarmak."
        ),
        (
            "Two actors and a cameraman were killed in Jesrin when their film "
            "crew drove over a mine."
        ),
        (
            "An earthquake survivor was shot dead by police in the camp on "
            "Friday, residents said."
        ),
        (
            "The fort of Sarn, built in 1836, was hit by two rockets on Monday. A"
            " guide was killed."
        ),
        "A gas pipeline exploded in Daraz after shelling, killing four.",
        "A grandmother and her four grandchildren were killed in the cellar.",
        "She died at the age of 70. Her grandchildren were killed with her.",
        "Residents: the ruin is no accident\n\nTwo people were killed in Talbar.",
    ],
)
def test_an_attack_in_such_places_is_an_attack(text: str) -> None:
    assert claims(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Rebels stormed the fort of Sarn in 1836 and killed its 180 defenders.",
        "In the battle of 1643 the guns killed 9,000 men.",
        "Jets struck Daraz. In 1571 raiders had killed 400 people there.",
    ],
)
def test_who_died_centuries_ago_is_no_casualty(text: str) -> None:
    assert not [c for c in claims(text) if isinstance(c, CasualtyClaim)]


def test_the_age_of_a_building_does_not_date_the_dead() -> None:
    found = claims("A rocket hit the fort, built in 1836. Six guides were killed.")
    assert any(isinstance(c, CasualtyClaim) for c in found)
    found = claims("Six guides were killed in the fort, which was built in 1836.")
    assert any(isinstance(c, CasualtyClaim) for c in found)
