"""A name leads to a place, or stays a name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.model import Accuracy
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.gazetteer import Context, Gazetteer, open_gazetteer

VELMARA = """id,name,name_ar,name_ru,lat,lon,kind,within,country
VEL,Velmara,فيلمارا,Велмара,35.2,-149.6,country,,XV
ARD,Ardesh,أرديش,Ардеш,35.95,-149.6,province,VEL,XV
ARI,Arikhan,أريخان,Арихан,36.1412,-149.418,town,ARD,XV
IDL,Idlib,,,36.0,-149.5,village,ARD,XV
NOP,Nowhere Point,,,,,site,ARD,XV
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(bundled_reference())


@pytest.fixture
def case_gazetteer(tmp_path: Path) -> Gazetteer:
    (tmp_path / "gazetteer.csv").write_text(VELMARA, encoding="utf-8")
    return Gazetteer(Reference((*bundled_reference().folders, tmp_path)))


@pytest.mark.parametrize(
    ("name", "country", "canonical"),
    [
        ("Ariha", "SY", "Arīḩā"),
        ("Jisr al-Shughour", "SY", "Jisr al-Shughur"),
        ("Khuza’a", "PS", "Khuzā‘ah"),
        ("Deir Ezzor", "SY", "Deir ez-Zor"),
        ("أريحا", "SY", "Arīḩā"),
        ("Мариуполе", "UA", "Mariupol"),
        ("Kismayo", "SO", "Kismayo"),
        ("Tripoli", "LB", "Tripoli"),
    ],
)
def test_a_name_is_found_as_texts_spell_it(
    gazetteer: Gazetteer, name: str, country: str, canonical: str
) -> None:
    place = gazetteer.resolve(name, Context(countries=(country,)))
    assert (place.canonical, place.country) == (canonical, country)
    assert place.accuracy is not None


def test_an_ambiguous_name_means_the_largest_area_it_can(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Idlib", Context(countries=("SY",)))
    assert place.accuracy is Accuracy.PROVINCE
    assert place.is_ambiguous


def test_a_stated_kind_settles_which_area_is_meant(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Idlib", Context(countries=("SY",), kind="city"))
    assert place.accuracy is Accuracy.CITY
    assert not place.is_ambiguous


def test_an_unknown_name_is_still_a_place_without_a_point(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Qarn Velmaresh")
    assert place.name == "Qarn Velmaresh"
    assert place.lat_e7 is None
    assert place.accuracy is None


@pytest.mark.parametrize("name", ["Arikhan", "أريخان", "Арихане", "arikhan"])
def test_a_case_brings_its_own_places(case_gazetteer: Gazetteer, name: str) -> None:
    place = case_gazetteer.resolve(name)
    assert place.gazetteer_id == "ARI"
    assert place.lat_e7 == 361412000
    assert place.within == ("Ardesh", "Velmara")


def test_the_places_of_a_case_win(case_gazetteer: Gazetteer) -> None:
    assert case_gazetteer.resolve("Idlib").gazetteer_id == "IDL"


def test_a_missing_coordinate_stays_unknown(case_gazetteer: Gazetteer) -> None:
    place = case_gazetteer.resolve("Nowhere Point")
    assert (place.lat_e7, place.lon_e7, place.accuracy) == (None, None, None)


def test_a_coordinate_that_is_no_number_is_named_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "gazetteer.csv").write_text(
        "id,name,lat,lon,kind,within,country\nX,Daraz,north,1,town,,XV\n",
        encoding="utf-8",
    )
    with pytest.raises(UserError, match=r"row 1 \('Daraz'\), field lat"):
        Gazetteer(Reference((tmp_path,)))


def test_names_are_found_in_running_text(case_gazetteer: Gazetteer) -> None:
    text = "Three died in Arikhan, north of Ardesh's capital. Most fled."
    assert [name for _, _, name in case_gazetteer.scan(text)] == ["Arikhan", "Ardesh"]


def test_arabic_names_are_found_behind_attached_particles(
    case_gazetteer: Gazetteer,
) -> None:
    text = "قصف على السوق بأريخان"
    (found,) = case_gazetteer.scan(text, ("XV",))
    assert text[found[0] : found[1]] == "أريخان"


def test_the_bundled_cut_loads_in_a_moment() -> None:
    gazetteer = Gazetteer(bundled_reference())
    started = time.process_time()
    assert gazetteer.holds("Mariupol")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", ["Daraz", "Ghanta"])
def test_a_loose_spelling_alone_proves_no_small_place(
    gazetteer: Gazetteer, name: str
) -> None:
    assert gazetteer.resolve(name).gazetteer_id is None
    assert not list(gazetteer.scan(f"Shells fell on {name} at dawn."))
