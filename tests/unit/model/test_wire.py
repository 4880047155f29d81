"""The wire form of claims: one test for each kind and each law of the interface."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from firsthand.model import (
    Accuracy,
    AnyClaim,
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    ClaimId,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    DocumentId,
    FuzzyDate,
    LegalClaim,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    OtherClaim,
    Person,
    Place,
    PlaceClaim,
    Precision,
    RebuttalClaim,
    Span,
    StatusWord,
    TargetClaim,
    TimeClaim,
    TimeOfDay,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.model.wire import UNRESOLVED, claim_as_line, claim_line_schema

BASE: dict[str, Any] = {
    "id": ClaimId("c1"),
    "document_id": DocumentId("d1"),
    "span": Span(start=4, end=9, quote="seven"),
    "rule": "M021",
}
TALBAR = Place(
    name="Talbar",
    canonical="Talbar",
    lat_e7=361234567,
    lon_e7=-70000001,
    accuracy=Accuracy.TOWN,
    gazetteer_id="xv:12",
    country="XV",
)
NOVEMBER = FuzzyDate(
    earliest=dt.date(2021, 11, 1),
    latest=dt.date(2021, 11, 30),
    precision=Precision.MONTH,
    words="in November",
)

NIGHT = TimeOfDay(earliest=1200, latest=300, zone="UTC", words="overnight")

EVERY_KIND: dict[str, AnyClaim] = {
    "casualty": CasualtyClaim(
        **BASE,
        killed=Bounds(low=7, high=7),
        status=StatusWord.CIVILIAN,
        status_word="residents",
        place=TALBAR,
        date=NOVEMBER,
        people=(Person(kin="mother", sex="f"),),
    ),
    "context_total": ContextTotal(**BASE, killed=Bounds(low=90_000)),
    "attribution": AttributionClaim(
        **BASE, perpetrator="TO", weapon=("airstrike",), aircraft=("Su-24", "Su-34")
    ),
    "denial": DenialClaim(**BASE, denies=Denies.USE, weapon=("cluster_bomb",)),
    "rebuttal": RebuttalClaim(
        **BASE, rebuts=Denies.EVIDENCE, object_identity=ObjectIdentity.DIFFERENT
    ),
    "weapon": WeaponClaim(
        **BASE, weapon=("RBK-500", "cluster_bomb"), evidence="sighting"
    ),
    "place": PlaceClaim(**BASE, place=TALBAR),
    "date": DateClaim(**BASE, date=NOVEMBER),
    "time": TimeClaim(**BASE, time=NIGHT),
    "target": TargetClaim(**BASE, target="market", name="Old Market"),
    "military_objective": MilitaryObjectiveClaim(
        **BASE,
        military_objective=Objective.DISTANCE,
        distance_m=300,
        distance_words="300 metres (yards)",
        what="opposition base",
    ),
    "legal_characterisation": LegalClaim(**BASE, legal="war_crime", hedged=True),
    "victim_names": VictimNamesClaim(
        **BASE, people=(Person(name="Ilan Dreff", age=9), Person(kin="child"))
    ),
    "other": OtherClaim(**BASE, about="expert commissioned"),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_has_page_place_in_the_text_and_rule(kind: str) -> None:
    line = claim_as_line(EVERY_KIND[kind], "page-7")
    assert line["page"] == "page-7"
    assert (line["id"], line["kind"], line["rule"]) == ("c1", kind, "M021")
    assert (line["start"], line["end"], line["quote"]) == (4, 9, "seven")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_is_json_and_uses_only_fields_of_the_schema(kind: str) -> None:
    line = claim_as_line(EVERY_KIND[kind], "p")
    assert json.loads(json.dumps(line, ensure_ascii=False)) == line
    schema = claim_line_schema()
    assert set(line) <= set(schema["properties"])
    assert set(schema["required"]) <= set(line)
    assert line["kind"] in schema["properties"]["kind"]["enum"]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_null_false_or_empty_is_written(kind: str) -> None:
    line = claim_as_line(EVERY_KIND[kind], "p")
    assert all(value not in (None, "", [], ()) for value in line.values())
    assert not any(value is False for value in line.values())


def test_the_schema_names_every_kind_of_claim() -> None:
    assert claim_line_schema()["properties"]["kind"]["enum"] == sorted(EVERY_KIND)


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        (Bounds(low=22, high=22), {"killed_min": 22, "killed_max": 22}),
        (Bounds(low=22), {"killed_min": 22}),
        (Bounds(high=200), {"killed_max": 200}),
        (Bounds(low=100, high=300), {"killed_min": 100, "killed_max": 300}),
        (
            Bounds(low=20, high=20, approx=True, words="around 20"),
            {
                "killed_min": 20,
                "killed_max": 20,
                "killed_words": "around 20",
                "approx": True,
            },
        ),
        (
            Bounds(vague="dozens", words="dozens"),
            {"killed_words": "dozens", "vague": True},
        ),
        (
            Bounds(low=3, assumed=True, words="a family"),
            {"killed_assumed_min": 3, "killed_words": "a family", "vague": True},
        ),
    ],
)
def test_bounds_are_written_as_the_words_mean_them(
    bounds: Bounds, wanted: dict[str, Any]
) -> None:
    line = claim_as_line(CasualtyClaim(**BASE, killed=bounds), "p")
    written = {
        name: value
        for name, value in line.items()
        if name.startswith("killed") or name in {"approx", "vague"}
    }
    assert written == wanted


def test_none_killed_said_in_the_text_is_written_as_zero() -> None:
    claim = CasualtyClaim(**BASE, killed=Bounds(low=0, high=0), negated=True)
    line = claim_as_line(claim, "p")
    assert (line["killed_min"], line["killed_max"], line["negated"]) == (0, 0, True)


def test_a_count_that_is_not_stated_is_not_written() -> None:
    line = claim_as_line(CasualtyClaim(**BASE, killed=Bounds(low=1, high=1)), "p")
    assert not any(name.startswith(("wounded", "missing", "casual")) for name in line)


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        (Bounds(low=32, high=32), 32),
        (Bounds(low=3), 3),
        (Bounds(vague="some"), "some"),
        (Bounds(low=2, assumed=True), "some"),
        (Bounds(low=0, high=0), 0),
    ],
)
def test_children_are_a_number_or_some(bounds: Bounds, wanted: object) -> None:
    claim = CasualtyClaim(**BASE, killed=Bounds(low=46, high=46), children=bounds)
    assert claim_as_line(claim, "p")["children"] == wanted


def test_killed_and_wounded_lumped_together_stay_lumped() -> None:
    line = claim_as_line(CasualtyClaim(**BASE, casualties=Bounds(low=121)), "p")
    assert line["casualties_min"] == 121
    assert "killed_min" not in line


def test_the_last_of_the_chain_is_the_speaker() -> None:
    claim = LegalClaim(
        **BASE,
        legal="war_crime",
        speaker="first responder",
        chain=("Lantern International", "first responder"),
    )
    line = claim_as_line(claim, "p")
    assert line["speaker"] == "first responder"
    assert line["chain"] == ["Lantern International", "first responder"]


def test_the_outlet_itself_has_neither_speaker_nor_chain() -> None:
    line = claim_as_line(EVERY_KIND["place"], "p")
    assert "speaker" not in line
    assert "chain" not in line


def test_an_unresolved_speaker_never_passes_for_the_outlet() -> None:
    claim = OtherClaim(
        **BASE, is_unresolved=True, candidates=("Ada Verrin", "the minister")
    )
    line = claim_as_line(claim, "p")
    assert line["speaker"] == UNRESOLVED
    assert line["unresolved"] is True
    assert line["candidates"] == ["Ada Verrin", "the minister"]


def test_a_place_keeps_seven_decimals_and_its_accuracy() -> None:
    line = claim_as_line(EVERY_KIND["place"], "p")
    assert (line["lat"], line["lon"]) == (36.1234567, -7.0000001)
    assert (line["accuracy"], line["gazetteer_id"]) == ("town", "xv:12")


def test_a_place_at_zero_degrees_is_written() -> None:
    at_zero = Place(name="Null Bay", lat_e7=0, lon_e7=0, accuracy=Accuracy.TOWN)
    line = claim_as_line(PlaceClaim(**BASE, place=at_zero), "p")
    assert (line["lat"], line["lon"]) == (0.0, 0.0)


def test_a_place_without_a_point_has_no_coordinates() -> None:
    line = claim_as_line(PlaceClaim(**BASE, place=Place(name="Jesrin")), "p")
    assert "lat" not in line
    assert "lon" not in line


def test_a_month_is_an_interval_and_a_day_is_not() -> None:
    month = claim_as_line(EVERY_KIND["date"], "p")
    assert (month["date"], month["date_end"]) == ("2021-11-01", "2021-11-30")
    assert month["precision"] == "month"
    day = FuzzyDate(earliest=dt.date(2021, 10, 7), latest=dt.date(2021, 10, 7))
    line = claim_as_line(DateClaim(**BASE, date=day), "p")
    assert line["date"] == "2021-10-07"
    assert "date_end" not in line


def test_a_date_without_a_beginning_has_only_an_end() -> None:
    before = FuzzyDate(latest=dt.date(2021, 5, 2), precision=Precision.OPEN)
    line = claim_as_line(DateClaim(**BASE, date=before), "p")
    assert "date" not in line
    assert line["date_end"] == "2021-05-02"


def test_several_weapons_are_joined_by_semicolons() -> None:
    line = claim_as_line(EVERY_KIND["weapon"], "p")
    assert line["weapon"] == "RBK-500;cluster_bomb"
    assert claim_as_line(EVERY_KIND["attribution"], "p")["aircraft"] == "Su-24;Su-34"


def test_unnamed_people_are_people_without_a_name() -> None:
    line = claim_as_line(EVERY_KIND["victim_names"], "p")
    assert line["names"] == ["Ilan Dreff"]
    assert line["people"] == [{"name": "Ilan Dreff", "age": 9}, {"kin": "child"}]


def test_an_object_said_to_be_another_is_written_as_different() -> None:
    line = claim_as_line(EVERY_KIND["rebuttal"], "p")
    assert (line["rebuts"], line["object_identity"]) == ("evidence", "different")


def test_a_distance_keeps_metres_and_words() -> None:
    line = claim_as_line(EVERY_KIND["military_objective"], "p")
    assert (line["distance_m"], line["distance_words"]) == (300, "300 metres (yards)")


def test_an_earlier_figure_and_sites_are_written_with_the_toll() -> None:
    claim = CasualtyClaim(
        **BASE,
        killed=Bounds(low=57, high=57),
        supersedes=Bounds(low=49, high=49),
        n_sites=Bounds(low=25),
        is_partial=True,
        is_perpetrator=True,
    )
    line = claim_as_line(claim, "p")
    assert (line["supersedes_min"], line["supersedes_max"]) == (49, 49)
    assert line["sites_min"] == 25
    assert line["partial"]
    assert line["of_attackers"]


def test_a_time_of_the_day_is_written_as_on_a_clock() -> None:
    line = claim_as_line(TimeClaim(**BASE, time=NIGHT), "p")
    assert (line["time"], line["time_end"]) == ("20:00", "05:00")
    assert (line["time_zone"], line["time_words"]) == ("UTC", "overnight")
