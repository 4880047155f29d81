"""Places of a case from other gazetteers."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from firsthand.casework.gazetteer_rows import import_places
from firsthand.errors import UserError
from firsthand.extract import Page, extract_claims
from firsthand.model import PlaceClaim
from firsthand.reference import bundled_reference, open_reference
from firsthand.reference.gazetteer import open_gazetteer

_GEONAMES = (
    "901\tTalbar\tTalbar\tTalbara,تلبار\t36.5\t-150.25\tP\tPPL\tXV\t\t01\t\t\t\t12000"
    "\t\t300\tEtc/UTC\t2026-01-01\n"
    "902\tRiver Ona\tRiver Ona\t\t36.5\t-150.2\tH\tSTM\tXV\t\t01\t\t\t\t0"
    "\t\t300\tEtc/UTC\t2026-01-01\n"
    "broken\n"
)


def test_a_geonames_dump_gives_points_kinds_and_other_spellings(tmp_path: Path) -> None:
    dump = tmp_path / "XV.txt"
    dump.write_text(_GEONAMES, encoding="utf-8")
    done = import_places(tmp_path, "geonames", dump)
    assert (done.taken, done.known) == (1, 0)
    assert done.problems == ["XV.txt, line 3: 1 columns, a GeoNames dump has 19"]
    place = open_gazetteer(open_reference(tmp_path)).resolve("تلبار")
    assert (place.canonical, place.gazetteer_id) == ("Talbar", "gn901")
    assert place.lat_e7 == 365_000_000


def test_rows_with_p_codes_are_known_by_them(tmp_path: Path) -> None:
    table = tmp_path / "adm.csv"
    table.write_text(
        "admin4Name_en,admin4Name_ar,admin4Pcode,admin1Name_en,Latitude_y,Longitude_x\n"
        "Jesrin,جسرين,XV0101,Arikhan,35.1,-149.5\n"
        "Ghanta,,XV0102,Arikhan,north,-149.5\n",
        encoding="utf-8",
    )
    done = import_places(tmp_path, "ocha", table, country="XV")
    assert done.taken == 1
    assert done.problems == [
        "adm.csv, line 3: lat 'north' is not in degrees; write it as 35.8137"
    ]
    place = open_gazetteer(open_reference(tmp_path)).resolve("Jesrin")
    assert (place.gazetteer_id, place.country, place.within) == (
        "XV0101",
        "XV",
        ("Arikhan",),
    )


def test_what_the_case_holds_stays_and_is_not_taken_twice(tmp_path: Path) -> None:
    dump = tmp_path / "XV.txt"
    dump.write_text(_GEONAMES, encoding="utf-8")
    own = tmp_path / "reference" / "gazetteer.csv"
    own.parent.mkdir()
    own.write_text("id,name,lat,lon,kind,mine\nZ,Zelna,36,-150,town,x\n")
    assert import_places(tmp_path, "geonames", dump).taken == 1
    again = import_places(tmp_path, "geonames", dump)
    assert (again.taken, again.known) == (0, 1)
    assert "Z,Zelna,36,-150,town,x" in own.read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    dump = tmp_path / "XV.txt"
    dump.write_text(_GEONAMES, encoding="utf-8")
    assert import_places(tmp_path, "geonames", dump, is_dry=True).taken == 1
    assert not (tmp_path / "reference").exists()


def test_a_table_without_coordinates_is_refused_with_what_was_found(
    tmp_path: Path,
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,kind\nTalbar,town\n")
    with pytest.raises(UserError, match="no column for lat, lon; found: name, kind"):
        import_places(tmp_path, "csv", table)


@pytest.mark.parametrize("bad", [",36,-150", "Talbar,96,-150", "Talbar,36,nan"])
def test_a_row_without_name_or_point_is_told(tmp_path: Path, bad: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"name,lat,lon\n{bad}\nZelna,36,-150\n")
    done = import_places(tmp_path, "csv", table)
    assert (done.taken, len(done.problems)) == (1, 1)


_OSM = """<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="36.5" lon="-150.2"><tag k="place" v="village"/>
  <tag k="name" v="Talbar"/><tag k="name:ar" v="تلبار"/></node>
 <node id="2" lat="36.6" lon="-150.1"><tag k="amenity" v="hospital"/>
  <tag k="name" v="Talbar Hospital"/></node>
 <way id="3"><center lat="36.7" lon="-150.0"/><tag k="place" v="suburb"/>
  <tag k="name" v="Sila Quarter"/></way>
 <way id="4"><nd ref="1"/><tag k="place" v="suburb"/><tag k="name" v="Nowhere"/></way>
 <node id="5" lat="36.5" lon="-150.2"><tag k="natural" v="tree"/></node>
</osm>
"""


def test_an_extract_of_openstreetmap_gives_places_and_buildings(tmp_path: Path) -> None:
    extract = tmp_path / "xv.osm"
    extract.write_text(_OSM, encoding="utf-8")
    done = import_places(tmp_path, "", extract, country="XV", origin="a mirror of 2026")
    assert (done.taken, done.problems) == (3, [])
    gazetteer = open_gazetteer(open_reference(tmp_path, country="XV"))
    assert gazetteer.resolve("تلبار").gazetteer_id == "osm:node/1"
    assert gazetteer.resolve("Sila Quarter").lat_e7 == 367_000_000
    rows = (tmp_path / "reference" / "gazetteer.csv").read_text("utf-8")
    assert "osm:xv.osm, a mirror of 2026" in rows


def test_features_of_geojson_are_known_by_the_middle_of_their_box(
    tmp_path: Path,
) -> None:
    square = [[[-150.0, 36.0], [-149.0, 36.0], [-149.0, 37.0], [-150.0, 36.0]]]
    features = [
        {
            "type": "Feature",
            "properties": {
                "ADM2_EN": "Qadmar",
                "ADM2_PCODE": "XV02",
                "ADM1_EN": "Ardesh",
            },
            "geometry": {"type": "Polygon", "coordinates": square},
        },
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    path = tmp_path / "adm2.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    done = import_places(tmp_path, "", path, country="XV")
    assert done.taken == 1
    assert done.problems == [
        "adm2.geojson, line 2: a feature without properties or coordinates"
    ]
    place = open_gazetteer(open_reference(tmp_path, country="XV")).resolve("Qadmar")
    assert (place.gazetteer_id, place.lat_e7, place.accuracy) == (
        "XV02",
        365_000_000,
        "district",
    )


def test_a_name_that_several_places_bear_is_told_and_stays_ambiguous(
    tmp_path: Path,
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,lat,lon,kind\nA,Sarmak,36,-150,village\nB,Sarmak,37,-149,village\n",
        encoding="utf-8",
    )
    done = import_places(tmp_path, "", table, country="XV")
    assert done.shared == ("Sarmak (2)",)
    place = open_gazetteer(open_reference(tmp_path, country="XV")).resolve("Sarmak")
    assert place.is_ambiguous


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.osm.pbf", b"\x00", "x.osm.pbf: "),
        ("x.osm", b"<osm><node", "not readable as OpenStreetMap XML"),
        ("x.geojson", b"[]", "no GeoJSON with a list of features"),
        ("x.xlsx", b"no workbook", "not readable as a workbook"),
        ("x.shp", b"", "say --form"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=re.escape(told)):
        import_places(tmp_path, "", path)


def _pbf(path: Path) -> Path:
    osmium: Any = pytest.importorskip("osmium", reason="wants osmium, for .pbf")
    with osmium.SimpleWriter(path) as writer:
        for number, (lon, lat) in enumerate(
            ((-150.0, 36.0), (-150.2, 36.0), (-150.2, 36.4), (-150.0, 36.4)), 11
        ):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat)))
        town = {"place": "town", "name": "Talbar", "name:ar": "تلبار"}
        writer.add_node(
            osmium.osm.mutable.Node(id=1, location=(-150.25, 36.5), tags=town)
        )
        writer.add_node(
            osmium.osm.mutable.Node(id=2, location=(1.0, 2.0), tags={"amenity": "bar"})
        )
        clinic = {"amenity": "clinic", "name": "Orel Clinic"}
        writer.add_way(
            osmium.osm.mutable.Way(id=5, nodes=[11, 12, 13, 14, 11], tags=clinic)
        )
        district = {"place": "district", "name": "Jesrin District"}
        writer.add_relation(
            osmium.osm.mutable.Relation(
                id=7, members=[("w", 5, "outer"), ("n", 13, "label")], tags=district
            )
        )
        nowhere = {"place": "district", "name": "Sarmak District"}
        writer.add_relation(
            osmium.osm.mutable.Relation(id=8, members=[("w", 5, "outer")], tags=nowhere)
        )
    return path


def test_a_binary_extract_gives_points_of_nodes_ways_and_relations(
    tmp_path: Path,
) -> None:
    done = import_places(tmp_path, "", _pbf(tmp_path / "xv.osm.pbf"), country="XV")
    assert (done.taken, done.problems) == (3, [])
    gazetteer = open_gazetteer(open_reference(tmp_path))
    assert gazetteer.resolve("تلبار").gazetteer_id == "osm:node/1"
    clinic = gazetteer.resolve("Orel Clinic")
    assert (clinic.lat_e7, clinic.lon_e7) == (362_000_000, -1_501_000_000)
    district = gazetteer.resolve("Jesrin District")
    assert (district.lat_e7, district.gazetteer_id) == (364_000_000, "osm:relation/7")


def test_without_its_reader_a_binary_extract_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(b"\x00")
    with pytest.raises(UserError, match=r"osmium cat x\.osm\.pbf -o x\.osm"):
        import_places(tmp_path, "", path)


_TOWNS = (
    "name,name_ar,name_ru,lat,lon,kind\n"
    "Khirbet Zarnuq,خربة زرنوق,Хирбет-Зарнук,35.501,36.702,village\n"
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Four people were killed when shells hit a house in Khirbet Zarnuq."),
        ("ar", "قُتل أربعة أشخاص في قصف على خربة زرنوق."),
        ("ru", "Четыре человека погибли при обстреле в Хирбет-Зарнук."),
        ("fr", "Quatre personnes ont été tuées dans une frappe à Khirbet Zarnuq."),
    ],
)
def test_towns_of_a_case_are_read_in_its_reports(
    tmp_path: Path, language: str, text: str
) -> None:
    table = tmp_path / "towns.csv"
    table.write_text(_TOWNS, encoding="utf-8")
    import_places(tmp_path, "", table, country="XV")
    page = Page(id="p", text=text, language=language)
    found = [
        claim.place.gazetteer_id
        for claim in extract_claims(page, open_reference(tmp_path))
        if isinstance(claim, PlaceClaim)
    ]
    assert found == ["Khirbet Zarnuq"]
    without = extract_claims(page, bundled_reference())
    assert "Khirbet Zarnuq" not in {
        c.place.gazetteer_id for c in without if isinstance(c, PlaceClaim)
    }
