"""Event data sets beside a case: read by their codebooks, shown, never merged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from firsthand.casework import create_case, open_case
from firsthand.casework.event_tables import (
    kept_tables,
    mapping_of,
    put_beside,
    read_events,
    shown_lines,
)
from firsthand.casework.state import CaseState
from firsthand.cli.app import cli
from firsthand.errors import SourceError, UserError
from firsthand.link.incidents import find_incidents
from firsthand.link.texts import LinkText
from firsthand.model import (
    Accuracy,
    AnyClaim,
    Bounds,
    CasualtyClaim,
    ClaimId,
    DateClaim,
    DocumentId,
    FuzzyDate,
    Place,
    PlaceClaim,
    Span,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

ACLED = (
    "event_id_cnty,event_date,time_precision,sub_event_type,location,latitude,"
    "longitude,geo_precision,fatalities\n"
)
STRIKE = "X1,30 September 2021,1,Air/drone strike,Talbar,35.01,36.01,1,17\n"


def read(rows: str, shape: str | None = "acled", **mapping: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  what read_events gives
    head = ACLED if shape == "acled" else ""
    return read_events(
        (head + rows).encode(), "set", bundled_reference(), shape=shape, mapping=mapping
    )


def test_a_row_of_acled_is_an_event_of_one_day() -> None:
    (row,) = read(STRIKE).rows
    assert row.event.first == row.event.last == dt.date(2021, 9, 30)
    assert (row.event.lat_e7, row.event.lon_e7) == (350_100_000, 360_100_000)
    assert row.event.schemes == ((("from the air", "explosive"),),)
    assert row.killed == ("", "17", "")
    assert not row.event.is_episode


def test_a_row_of_ucdp_has_a_range_of_dead_and_may_be_an_episode() -> None:
    table = read(
        "id,date_start,date_end,latitude,longitude,where_prec,date_prec,low,best,high\n"
        "7,2021-09-30 00:00:00.000,2021-10-02 00:00:00.000,35,36,1,1,3,5,9\n",
        "ucdp",
    )
    (row,) = table.rows
    assert row.event.is_episode
    assert row.killed == ("3", "5", "9")
    assert row.event.schemes == ((),)


def test_a_day_unknown_to_gtd_is_no_day() -> None:
    table = read(
        "eventid,iyear,imonth,iday,latitude,longitude,attacktype1_txt,nkill\n"
        "1,2021,9,0,35,36,Armed Assault,2\n2,2021,9,30,35,36,Armed Assault,\n",
        "gtd",
    )
    assert [row.event.key for row in table.rows] == ["2"]
    assert table.rows[0].killed == ("", "", "")
    assert table.coarse == ["set 1: has no day"]


def test_a_place_known_to_a_province_is_matched_to_nothing() -> None:
    table = read(STRIKE.replace(",1,17", ",3,17"))
    assert table.rows == []
    assert table.coarse == [
        "set X1: its place is known too coarsely (geo_precision = 3)"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (STRIKE.replace("30 September", "31 September"), "no day of the calendar"),
        (STRIKE.replace("35.01", "north"), "lat 'north' is no number of degrees"),
        (STRIKE.replace("36.01", "361"), "lon '361' is not between -180 and 180"),
        (STRIKE.replace(",17", ",many"), "killed_best 'many' is no number of people"),
        (STRIKE.replace(",17", ",-1"), "killed_best '-1' is no number of people"),
        (STRIKE.replace(",17", ",nan"), "killed_best 'nan' is no number of people"),
        (STRIKE.replace("X1", ""), "has no id"),
    ],
)
def test_a_wrong_line_is_told_and_the_rest_goes_on(row: str, said: str) -> None:
    table = read(row + STRIKE.replace("X1", "X2"))
    assert [row.event.key for row in table.rows] == ["X2"]
    assert len(table.wrong) == 1
    assert table.wrong[0].startswith("set line 2: ")
    assert said in table.wrong[0]


def test_an_id_twice_is_told() -> None:
    assert "stands on an earlier line too" in read(STRIKE + STRIKE).wrong[0]


def test_means_that_no_row_holds_are_counted_and_forbid_nothing() -> None:
    table = read(STRIKE.replace("Air/drone strike", "Sea monsters"))
    assert table.unknown_means == {"Sea monsters": 1}
    assert table.rows[0].event.schemes == ((),)


def test_any_table_is_read_by_the_columns_that_a_person_names() -> None:
    table = read(
        "n;when;y;x;dead\n1;2021-09-30;35;36;4\n",
        None,
        key="n",
        first="when",
        lat="y",
        lon="x",
        killed_best="dead",
    )
    assert table.rows[0].killed == ("", "4", "")


def test_a_missing_column_is_named_beside_those_there() -> None:
    with pytest.raises(SourceError, match=r"no column for key \(eventid\).*a, b"):
        read("a,b\n1,2\n", "gtd")
    with pytest.raises(SourceError, match="no column for means"):
        read(STRIKE, means="Nowhere")


def test_words_that_are_no_table_are_refused() -> None:
    with pytest.raises(SourceError, match="is empty"):
        read("", "gtd")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_events(b"\xff\xfe", "set", bundled_reference(), shape="gtd")
    with pytest.raises(UserError, match="FIELD=COLUMN"):
        mapping_of(["lat"])


# --- in a case ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a case with one incident at Talbar, on 30 September, by air strike."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    name = DocumentId("D-001")
    words = "An air strike on Talbar on 30 September killed 18."

    def base(number: int, quote: str) -> dict[str, object]:
        at = words.index(quote)
        return {
            "id": ClaimId(f"D-001#{number}"),
            "document_id": name,
            "span": Span(start=at, end=at + len(quote), quote=quote),
        }

    on = dt.date(2021, 9, 30)
    place = Place(
        name="Talbar", accuracy=Accuracy.TOWN, lat_e7=350_000_000, lon_e7=360_000_000
    )
    claims: list[AnyClaim] = [
        WeaponClaim(**base(1, "air strike"), weapon=("airstrike",)),  # type: ignore[arg-type]
        PlaceClaim(**base(2, "Talbar"), place=place),  # type: ignore[arg-type]
        DateClaim(**base(3, "30 September"), date=FuzzyDate(earliest=on, latest=on)),  # type: ignore[arg-type]
        CasualtyClaim(**base(4, "killed 18"), killed=Bounds(low=18, high=18)),  # type: ignore[arg-type]
    ]
    linked = find_incidents(
        claims, [LinkText(document_id=name, text=words)], [], bundled_reference()
    )
    with create_case(tmp_path / "case", name="Talbar") as case, case.writing():
        case.store.commit(
            case.act("run", summary="made"), records=[*claims, *linked.incidents]
        )
    (tmp_path / "acled.csv").write_text(ACLED + STRIKE, encoding="utf-8")
    return tmp_path / "case"


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def test_a_table_is_kept_once_and_shown_beside_the_incident(folder: Path) -> None:
    table = str(folder.parent / "acled.csv")
    first = run(folder, "import", "events", table, "--shape", "acled")
    assert first.exit_code == 0, first.output
    assert "1 events" in first.output
    again = run(folder, "import", "events", table, "--shape", "acled")
    assert "held already" in again.output
    shown = run(folder, "events", "--json")
    assert shown.exit_code == 0, shown.output
    ours, theirs = json.loads(shown.output.splitlines()[0])["match"]
    assert (ours["dataset"], ours["id"]) == ("this case", "I-001")
    assert theirs["killed"] == {"best": 17}
    assert theirs["beside"]["agreement"] == 1.0


def test_nothing_of_a_table_enters_the_case_but_the_table(folder: Path) -> None:
    with open_case(folder) as case:
        before = {i.id: i for i in CaseState(case).incidents.values()}
    run(
        folder, "import", "events", str(folder.parent / "acled.csv"), "--shape", "acled"
    )
    run(folder, "events")
    with open_case(folder) as case:
        state = CaseState(case)
        assert dict(state.incidents) == before
        assert len(state.claims) == 4
        assert not state.documents
        shown = put_beside(state, kept_tables(case), metres=100)
        assert shown.beside.matches == ()
        assert len(shown_lines(shown)) == 2


def test_a_dry_run_shows_the_matches_and_writes_nothing(folder: Path) -> None:
    table = str(folder.parent / "acled.csv")
    dry = run(folder, "import", "events", table, "--shape", "acled", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "1 matched" in dry.output
    assert "nothing was written" in dry.output
    empty = run(folder, "events")
    assert isinstance(empty.exception, UserError)
    assert "firsthand import events" in str(empty.exception)


def test_what_cannot_be_meant_is_said(folder: Path) -> None:
    table = str(folder.parent / "acled.csv")
    for words, said in (
        (("events", table), "--shape acled|airwars|gtd|ucdp"),
        (("events", table, "--shape", "acid"), "known are acled, airwars, gtd, ucdp"),
        (("table", table, "--shape", "gtd"), "--shape is for events"),
        (("events", str(folder.parent), "--shape", "gtd"), "is a folder"),
    ):
        found = run(folder, "import", *words)
        assert isinstance(found.exception, UserError)
        assert said in str(found.exception)
