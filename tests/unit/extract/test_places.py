"""Where: places of attacks, not of speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.places import find_places, likely_countries
from firsthand.model import Accuracy, PlaceClaim
from firsthand.reference import Reference, bundled_reference

VELMARA = """id,name,name_ar,name_ru,lat,lon,kind,within,country
VEL,Velmara,,,35.2,-149.6,country,,XV
ARD,Ardesh,,,35.95,-149.6,province,VEL,XV
ARI,Arikhan,,,36.1412,-149.418,town,ARD,XV
DAR,Daraz,,,35.8,-149.88,village,ARD,XV
TOR,Karsal,,,37.9,-153.4,city,,XT
"""


@pytest.fixture
def velmara(tmp_path: Path) -> Reference:
    (tmp_path / "gazetteer.csv").write_text(VELMARA, encoding="utf-8")
    return Reference((*bundled_reference().folders, tmp_path))


def places(text: str, reference: Reference) -> list[PlaceClaim]:
    reading = read_page(Page(id="p", text=text, language="en"), reference)
    return [claim for claim in find_places(reading) if isinstance(claim, PlaceClaim)]


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        (
            "Deadly strikes in Arikhan killed nine.",
            "Arikhan",
            "Deadly strikes in Arikhan",
        ),
        ("Jets bombed Daraz on Monday.", "Daraz", "bombed Daraz"),
        (
            "Six were killed in the town of Arikhan.",
            "Arikhan",
            "killed in the town of Arikhan",
        ),
        ("KARSAL (Meridian) - Shells hit Daraz.", "Daraz", "hit Daraz"),
        ("Shells hit Tel Maruq, Ardesh, killing two.", "Tel Maruq", "hit Tel Maruq"),
        ("A raid killed six in Upper Zerat village.", "Zerat", "Zerat village"),
        ("Shelling hit Arikhan's eastern district.", "Arikhan", "hit Arikhan"),
    ],
)
def test_the_place_of_an_attack_is_a_claim(
    velmara: Reference, text: str, name: str, quote: str
) -> None:
    first = places(text, velmara)[0]
    assert name in first.place.name
    assert quote in first.span.quote


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman told reporters in Karsal that raids would go on.",
        "The Karsal-based group said that raids had killed many.",
        "Ambassadors met in Arikhan for lunch.",
        "Jets bombed the Haddad family home.",
        "After the raid the minister accused Moscow of lies.",
    ],
)
def test_places_of_speech_and_of_peace_are_no_claims(
    velmara: Reference, text: str
) -> None:
    assert places(text, velmara) == []


def test_near_keeps_the_point_and_widens_the_accuracy(velmara: Reference) -> None:
    (there,) = places("A strike in Arikhan killed two.", velmara)
    (near,) = places("A strike near Arikhan killed two.", velmara)
    assert near.place.lat_e7 == there.place.lat_e7
    assert (there.place.accuracy, near.place.accuracy) == (
        Accuracy.TOWN,
        Accuracy.DISTRICT,
    )


def test_a_list_of_areas_is_one_place_within_others(velmara: Reference) -> None:
    (claim,) = places("A raid killed two in Daraz, Ardesh, Velmara.", velmara)
    assert claim.place.name == "Daraz"
    assert claim.place.within == ("Ardesh", "Velmara")


def test_an_unknown_place_keeps_its_name_and_has_no_point(velmara: Reference) -> None:
    (claim,) = places("Shells killed two in Qorvash, Ardesh.", velmara)
    assert claim.place.name == "Qorvash"
    assert claim.place.lat_e7 is None


def test_a_country_counts_only_where_nothing_finer_is_named(velmara: Reference) -> None:
    assert [c.place.name for c in places("Raids killed six in Velmara.", velmara)] == [
        "Velmara"
    ]
    finer = places("Raids killed six in Velmara. A raid hit Daraz.", velmara)
    assert [claim.place.name for claim in finer] == ["Daraz"]


def test_a_place_is_claimed_again_only_where_an_attack_is_told(
    velmara: Reference,
) -> None:
    told_twice = "Jets bombed Daraz. Two people were killed in Daraz."
    assert len(places(told_twice, velmara)) == 2
    told_once = "Jets bombed Daraz. The fire brigade reached Daraz after the attack."
    assert len(places(told_once, velmara)) == 1


def test_a_province_owned_by_its_country_is_the_place(velmara: Reference) -> None:
    for text in (
        "Clinics were bombed in Velmara's Ardesh province.",
        "Raids killed six in Velmara's northern Ardesh province.",
        "The group documented 27 strikes in Ardesh province.",
    ):
        assert [c.place.name for c in places(text, velmara)] == ["Ardesh"]


def test_where_an_office_sits_is_no_place_of_an_attack(velmara: Reference) -> None:
    for text in (
        "The defence ministry in Daraz denied that its jets bombed the market.",
        "The market was bombed, said Idris Bel, head of the Rescue Corps in Ardesh.",
    ):
        assert places(text, velmara) == []


def test_a_facility_named_after_a_town_says_where_it_was_hit(
    velmara: Reference,
) -> None:
    hit = "The Daraz General Hospital was hit by four missiles."
    assert [c.place.name for c in places(hit, velmara)] == ["Daraz"]


def test_the_country_of_a_page_is_that_of_its_places(velmara: Reference) -> None:
    page = Page(id="p", text="Jets bombed Daraz and Arikhan.", language="en")
    assert likely_countries(read_page(page, velmara))[0] == "XV"


@pytest.mark.parametrize(
    "text",
    [
        "After the raid the wounded were taken to Orel Hospital.",
        "Nine bodies of the attack were brought to the Sela Clinic.",
        "The injured of the strike arrived at Norva Hospital.",
        "He was working in Torvin hospital when shells killed his brother.",
        "Those killed were buried in Veshna Cemetery.",
        "Six wounded in the blast were treated at the Malka Medical Centre.",
        "The mother of the dead said she believed in God.",
        "A raid killed the daughter of Salva.",
        "After the attack she put her trust in Almighty God.",
        "The strike killed two, according to a post by Irena Salk.",
    ],
)
def test_where_the_hurt_were_carried_and_what_is_believed_in_are_no_places(
    velmara: Reference, text: str
) -> None:
    assert places(text, velmara) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A raid killed the Pelvar family. Their house is located in Daraz.", "Daraz"),
        (
            "Six died in the strike. The video was geolocated to near Arikhan.",
            "Arikhan",
        ),
        ("The home was bombed. One group located the home in Daraz.", "Daraz"),
        ("Four were killed. Lantern located the site near Arikhan.", "Arikhan"),
        ("Shells hit the mill. The mill is located outside Daraz.", "Daraz"),
        ("A drone struck a car. The road is located in Arikhan.", "Arikhan"),
        ("The clinic was shelled. It is located in Arikhan.", "Arikhan"),
        ("Jets struck a farm. The farm, located in Daraz, burnt.", "Daraz"),
        ("Gunmen killed two. Analysts geolocated the film in Daraz.", "Daraz"),
        ("A bomb killed six. The shop was located in Arikhan.", "Arikhan"),
    ],
)
def test_where_something_is_said_to_be_located_counts_if_nothing_else_does(
    velmara: Reference, text: str, name: str
) -> None:
    assert [claim.place.name for claim in places(text, velmara)] == [name]


def test_a_located_thing_adds_nothing_beside_the_place_of_the_attack(
    velmara: Reference,
) -> None:
    text = "Jets bombed Daraz. The group that films it is located in Arikhan."
    assert [claim.place.name for claim in places(text, velmara)] == ["Daraz"]
