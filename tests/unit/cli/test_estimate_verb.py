"""`firsthand estimate`: files, refusals, pictures, keeping and signing. All fiction."""

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from firsthand.assess.estimation import LatentRun
from firsthand.casework import Case, judging, open_case
from firsthand.casework.case import create_case
from firsthand.casework.checking import check_of
from firsthand.casework.estimate_files import read_entries, read_lists, read_pairs
from firsthand.casework.estimates_shown import standing_estimates
from firsthand.casework.estimating import (
    Asked,
    Estimated,
    Wish,
    keep_estimate,
    may_stand,
    run_estimate,
    sign_estimate,
    signature_of,
)
from firsthand.casework.showing import preview
from firsthand.cli.app import cli
from firsthand.errors import FirsthandError, GateError, UserError
from firsthand.publish import EstimatePart, StandingEstimate

PRACTICE = Path(__file__).parents[3] / "practice" / "lists"
CELLS = (
    "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,45\n1,1,0,20\n1,0,1,15\n0,1,1,12\n1,1,1,9\n"
)


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["-q", "estimate", *map(str, words)])


def told(*words: str | Path) -> dict[str, Any]:
    result = ask(*words, "--json", "--quick")
    assert result.exit_code == 0, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    path = tmp_path / "lists.csv"
    path.write_text(CELLS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Estimated:
    """Make an estimate whose chains agree, once for all tests."""
    path = tmp_path_factory.mktemp("agreed") / "lists.csv"
    path.write_text(CELLS, encoding="utf-8")
    run = LatentRun(n_chains=4, n_burn=150, n_block=300, most_blocks=3)
    return run_estimate(Asked(path=path), Wish(run=run, is_quick=True))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_documented_count_is_the_first_thing_told(cells: Path) -> None:
    result = ask(cells, "--method", "dga", "--quick")
    assert result.exit_code == 0
    assert result.stdout.startswith("Documented: 211 people")
    assert "May stand in a publication: no" in result.stdout


def test_json_holds_overlaps_estimates_seed_and_digest(cells: Path) -> None:
    line = told(cells, "--method", "loglinear", "--seed", "5")
    assert next(iter(line)) == "input"
    assert len(line["input"][0]["sha256"]) == 64
    assert line["seed"] == 5
    assert line["documented"] == 211
    stratum = line["strata"][0]
    assert stratum["shared"]["A"]["B"] == 29
    assert stratum["estimates"][0]["method"] == "loglinear-best"
    assert all(e["low"] >= 211 for e in stratum["estimates"])


def test_one_row_a_person_and_histories_with_counts_say_the_same(
    cells: Path, tmp_path: Path
) -> None:
    rows = ["id,A,B,C"]
    for line in CELLS.splitlines()[1:]:
        *history, count = line.split(",")
        rows += [f"P{len(rows)},{','.join(history)}" for _ in range(int(count))]
    people = tmp_path / "people.csv"
    people.write_text("\n".join(rows), encoding="utf-8")
    first, second = (told(p, "--method", "dga")["strata"] for p in (cells, people))
    assert first == second


def test_two_lists_get_no_estimate_and_exit_4(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B,count\n1,0,40\n0,1,30\n1,1,10\n")
    result = ask(path)
    assert isinstance(result.exception, GateError)
    assert "Documented: 80" in result.stdout
    assert "NO ESTIMATE" in result.stdout


def test_a_copied_list_gets_no_estimate_until_merged(cells: Path) -> None:
    result = ask(cells, "--origin", "A=ministry", "--origin", "B=ministry")
    assert isinstance(result.exception, GateError)
    assert "a copy is not a list" in result.stdout


def test_strata_are_told_apart_and_added() -> None:
    people = PRACTICE / "velmara-people.csv"
    line = told(people, "--strata", "place", "--method", "dga")
    assert [s["stratum"] for s in line["strata"]] == ["Jesrin", "Talbar"]
    (total,) = line["total"]
    assert total["low"] < 900 < total["high"]


def test_linkages_are_drawn_from_chances() -> None:
    line = told(
        PRACTICE / "velmara-entries.csv",
        "--pairs",
        PRACTICE / "velmara-pairs.csv",
        "--method",
        "dga",
        "--linkages",
        "5",
    )
    low, high = line["strata"][0]["documented_by_linkage"]
    assert low < high
    assert line["linkages"] == 5
    (estimate,) = line["strata"][0]["estimates"]
    assert estimate["low"] < 260 < estimate["high"]


def test_persons_of_batch_victims_are_links_taken_as_sure(tmp_path: Path) -> None:
    entries = tmp_path / "entries.csv"
    entries.write_text("id,list\n1,A\n2,B\n3,C\n4,A\n", encoding="utf-8")
    persons = tmp_path / "persons.jsonl"
    rows = [("1", "x"), ("2", "x"), ("3", "y"), ("4", "z")]
    persons.write_text(
        "\n".join(json.dumps({"id": i, "person": p}) for i, p in rows), encoding="utf-8"
    )
    read, names = read_entries(entries)
    assert names == ("A", "B", "C")
    (pair,) = read_pairs(persons, read)
    assert (pair.one, pair.other, pair.chance) == ("1", "2", 1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,B,C\n1,0,1\n1,0,2\n", "row 3, column 'C': '2'"),
        ("A,B,C\n1,0,0\n1,,1\n", "row 3, column 'B': empty"),
        ("A,B,C,n\n1,0,0,-3\n", "row 2, column 'n': '-3'"),
        ("A,B,C,n\n1,0,0,1.5\n", "row 2, column 'n': '1.5'"),
        ("A,A,C\n1,0,0\n", "stands 2 times"),
        ("A,B,C\n1,0\n", "row 2: 2 cells under 3"),
        ("A,B,C\n", "nothing under the header"),
        ("A,B,village\n1,0,Talbar\n", "is 'village' a list?"),
    ],
)
def test_a_bad_file_names_row_column_and_value(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(UserError, match=r"bad\.csv") as raised:
        read_lists(written(tmp_path, text))
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b,probability\n1,9,0.5\n", "no entry has the id '9'"),
        ("a,b,probability\n1,2,1.5\n", "'1.5'; write a number from 0 to 1"),
        ("a,b,score\n1,2,0.5\n", "need a, b, probability"),
    ],
)
def test_a_bad_pair_names_its_row(tmp_path: Path, text: str, words: str) -> None:
    entries = tmp_path / "entries.csv"
    entries.write_text("id,list\n1,A\n2,B\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        read_pairs(written(tmp_path, text), read_entries(entries)[0])
    assert words in str(raised.value)


def test_rows_that_may_be_one_person_are_told_without_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, "name,A,B,C\nAmar Oro,1,0,0\namar oro,0,1,0\nLia,0,0,1\n")
    (note,) = read_lists(path).notes
    assert "1 values of 'name' stand in two rows" in note
    assert "oro" not in note.lower()


def test_people_on_no_list_and_empty_strata_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B,C,n\n0,0,0,4\n1,0,1,2\n")
    assert "4 people on no list" in read_lists(path).notes[0]
    with pytest.raises(UserError, match="row 3, column 'where' is empty"):
        read_lists(written(tmp_path, "where,A,B\nTalbar,1,0\n,0,1\n"), strata="where")


def test_a_picture_is_svg_or_png(cells: Path, tmp_path: Path) -> None:
    for name, start in (("a.svg", b"<svg"), ("a.png", b"\x89PNG")):
        picture = tmp_path / name
        result = ask(cells, "--method", "dga", "--quick", "--plot", picture)
        assert result.exit_code == 0
        assert picture.read_bytes().startswith(start)
    result = ask(cells, "--method", "dga", "--quick", "--plot", tmp_path / "a.gif")
    assert isinstance(result.exception, UserError)


def test_without_a_file_the_verb_says_what_it_needs() -> None:
    assert "which lists?" in str(ask().exception)


def _kept(cells: Path, folder: Path, *more: str) -> Result:
    words = [
        "-q",
        "-C",
        str(folder),
        "estimate",
        str(cells),
        "--quick",
        "--keep",
        *more,
    ]
    return CliRunner().invoke(cli, words)


def test_an_estimate_of_one_family_is_kept_but_cannot_be_signed(
    cells: Path, tmp_path: Path
) -> None:
    create_case(tmp_path / "case").close()
    assert _kept(cells, tmp_path / "case", "--method", "dga").exit_code == 0
    with open_case(tmp_path / "case") as case:
        check = check_of(case, "CH-001")
        assert check.check_kind == "estimate"
        with pytest.raises(UserError, match="two families"):
            sign_estimate(case, "CH-001", "I checked the lists")
        assert not may_stand(case, check)


def test_a_signed_estimate_may_stand_until_the_signature_is_undone(
    agreed: Estimated, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    with create_case(folder) as case:
        keep_estimate(case, agreed, {"seed": 1})
    words = ["-q", "-C", str(folder), "estimate", "--sign", "CH-001", "--because"]
    assert isinstance(CliRunner().invoke(cli, [*words, " "]).exception, FirsthandError)
    assert CliRunner().invoke(cli, [*words, "lists checked"]).exit_code == 0
    with open_case(folder) as case:
        check = check_of(case, "CH-001")
        assert may_stand(case, check)
        signature = signature_of(case, check)
        assert signature is not None
        assert signature.because == "lists checked"
    assert CliRunner().invoke(cli, ["-q", "-C", str(folder), "undo"]).exit_code == 0
    with open_case(folder) as case:
        assert not may_stand(case, check_of(case, "CH-001"))


def site_of(case: Case, folder: Path) -> tuple[str, str, list[str]]:
    """Return index and page of the uncounted ("" = none), and what was told."""
    told: list[str] = []
    preview(case, folder, tell=told.append)
    page = folder / "uncounted.html"
    index = (folder / "index.html").read_text(encoding="utf-8")
    return index, page.read_text(encoding="utf-8") if page.exists() else "", told


def test_a_publication_shows_an_estimate_only_once_a_statistician_signed_it(
    agreed: Estimated, tmp_path: Path
) -> None:
    line = copy.deepcopy(agreed.line)
    (stratum,) = line["strata"]
    stratum["sensitivity"] = [
        {"change": "A and B", "method": "dga", "point": 300, "low": 250, "high": 410}
    ]
    line["strata"] = [stratum | {"stratum": "Talbar"}, stratum | {"stratum": "Jesrin"}]
    line |= {"total": stratum["estimates"], "documented": 2 * stratum["documented"]}
    with create_case(tmp_path / "case") as case:
        keep_estimate(case, Estimated(line, agreed.found), {"seed": 1})
        index, page, told = site_of(case, tmp_path / "site")
        assert "uncounted" not in index
        assert not page
        assert any("CH-001" in line and "no statistician" in line for line in told)
        sign_estimate(case, "CH-001", "lists checked")
        index, page, told = site_of(case, tmp_path / "site")
        assert "uncounted.html" in index
        assert not any("CH-001" in line for line in told)
        documented = page.index("Documented: 422 people")
        assert documented < page.index("latent classes")
        assert "Documented: 211 people" in page
        assert "R-hat 1.0" in page
        assert "A and B [dga]: 300 (250 to 410)" in page
        judging.undo(case)
        index, page, _ = site_of(case, tmp_path / "site")
        assert "uncounted" not in index
        assert not page


def test_an_estimate_whose_chains_disagree_is_in_no_publication(
    cells: Path, tmp_path: Path
) -> None:
    short = LatentRun(n_chains=4, n_burn=1, n_block=10, most_blocks=1)
    made = run_estimate(Asked(path=cells), Wish(run=short, is_quick=True))
    (chains,) = [r for r in made.found.headline if r.method == "lcmcr"]
    assert chains.against
    with create_case(tmp_path / "case") as case:
        check = keep_estimate(case, made, {})
        with pytest.raises(UserError, match="chains"):
            sign_estimate(case, check.id, "looks fine")
        _, page, told = site_of(case, tmp_path / "site")
        assert not page
        assert any("chains" in line for line in told)


def test_a_figure_that_may_not_be_published_is_left_out_beside_those_that_may(
    agreed: Estimated, tmp_path: Path
) -> None:
    line = copy.deepcopy(agreed.line)
    for one in line["strata"][0]["estimates"]:
        if one["method"] == "loglinear-aic":
            one["against"] = ["does not fit"]
    with create_case(tmp_path / "case") as case:
        keep_estimate(case, Estimated(line, agreed.found), {})
        sign_estimate(case, "CH-001", "lists checked")
        (standing,) = standing_estimates(case)
        told = [row.method for row in standing.parts[0].rows]
        assert "log-linear, average of models by BIC" in told
        assert "log-linear, average of models by AIC" not in told


def test_names_of_lists_that_lead_to_a_person_are_hidden_in_a_publication() -> None:
    part = EstimatePart(None, "9", "Nurse Halima 9", (), "", ("without Nurse Halima",))
    made = StandingEstimate("CH-001", "0" * 64, dt.date(2022, 1, 1), (part,), (), "x")
    (hidden,) = made.hidden_by(lambda t: t.replace("Nurse Halima", "[a medic]")).parts
    assert "Halima" not in hidden.lists + hidden.moves[0]
