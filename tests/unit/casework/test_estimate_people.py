"""From people to lists: linked by the program, its doubt carried into the estimate."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from firsthand.assess.estimation import Entry, Pair
from firsthand.capture import read_published
from firsthand.casework import create_case
from firsthand.casework.estimate_people import Linked, link_case, link_file
from firsthand.casework.estimating import Asked, Wish, run_estimate
from firsthand.casework.intake import Description, add_files
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.cli.app import cli
from firsthand.errors import UserError

QUICK = Wish(methods=("loglinear",), is_quick=True)


def a_file(folder: Path, rows: list[str], header: str = "id,list,name,age") -> Path:
    path = folder / "rows.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def many_rows(seed: int = 5, n: int = 56) -> tuple[list[str], int]:
    """Return lines of three lists and how many people are on one at least."""
    chance = random.Random(seed)  # noqa: S311  invented people, not a secret
    sounds = [a + b for a in "bdfghjklmnrstvz" for b in "aeiou"]
    names = [
        " ".join("".join(chance.sample(sounds, 3)).capitalize() for _ in range(3))
        for _ in range(n)
    ]
    rows, seen = [], 0
    for name in names:
        age = chance.randint(3, 80)
        on = [which for which in ("A", "B", "C") if chance.random() < 0.55]
        seen += bool(on)
        rows += [f"{which}{name},{which},{name},{age}" for which in on]
    chance.shuffle(rows)
    return rows, seen


def test_equal_names_and_ages_on_three_lists_are_counted_once(tmp_path: Path) -> None:
    rows, seen = many_rows()
    linked = link_file(a_file(tmp_path, rows))
    assert sorted(linked.names) == ["A", "B", "C"]
    made = run_estimate(Asked(path=None, linked=linked, n_linkages=5), QUICK)
    least, most = made.line["documented_by_linkage"] or [made.line["documented"]] * 2
    assert least <= seen <= most


def test_a_pair_in_doubt_is_one_person_in_some_linkages_and_two_in_others() -> None:
    entries = tuple(
        Entry(f"{which}{n}", which) for which in ("A", "B", "C") for n in range(40)
    )
    sure = [Pair(f"A{n}", f"B{n}", 1.0) for n in range(20)]
    sure += [Pair(f"B{n}", f"C{n}", 1.0) for n in range(10, 30)]
    doubt = [Pair(f"A{n}", f"C{n}", 0.5) for n in range(30, 40)]
    given = Linked(entries, (*sure, *doubt), ("A", "B", "C"), (), ())
    made = run_estimate(Asked(path=None, linked=given, n_linkages=8), QUICK)
    least, most = made.line["documented_by_linkage"]
    assert 70 <= least < most <= 80
    assert made.line["documented"] == least
    (told,) = [words for words in made.line["assumes"] if "linking" in words]
    assert "chances" in told


def test_a_person_twice_on_one_list_is_one_entry_and_told(tmp_path: Path) -> None:
    rows, _ = many_rows()
    again = next(row for row in rows if row.startswith("A"))
    twice = again.replace("A", "AGAIN", 1)
    linked = link_file(a_file(tmp_path, [*rows, twice]))
    assert len(linked.entries) == len(rows)
    assert any("within one list" in note for note in linked.notes)


def test_rows_without_a_list_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="need a column 'list'"):
        link_file(a_file(tmp_path, ["1,Tarel Varoshi,9"], "id,name,age"))


def test_an_empty_list_name_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="id x: column 'list' is empty"):
        link_file(a_file(tmp_path, ["x,,Tarel Varoshi,9"]))


def test_a_row_that_cannot_be_read_leaves_nobody_out_in_silence(tmp_path: Path) -> None:
    rows = ["x,A,Tarel Varoshi,9", "x,B,Tarel Varoshi,9"]
    with pytest.raises(UserError, match="stands in line 2 already"):
        link_file(a_file(tmp_path, rows))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        link_file(tmp_path / "none.csv")


def test_the_people_of_a_case_are_one_list_a_source_and_copies_none_of_their_own(
    tmp_path: Path,
) -> None:
    listed = (
        "The clinic in Talbar listed those killed in the air strike on 5 May 2021: "
        "Tarel Varoshi, 34; Sumina Kelmandi, 9; and Odrek Oruntal, 51. The list hung "
        "at the door of the clinic for three days; relatives came to read it in turn, "
        "one street after the other, until the last of the names had been confirmed by "
        "somebody who had known the person and could say where they had lived."
    )
    texts = {
        "clinic": listed,
        "copy": f"{listed} Read more on our page.",
        "council": "An air strike hit Talbar on 5 May 2021. Among the dead were Tarel "
        "Varoshi, 34, and Halvi Besharin, 20, the town council said.",
    }
    with create_case(tmp_path / "case") as case:
        for day, (name, text) in enumerate(texts.items(), 6):
            path = tmp_path / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            published = read_published(f"2021-05-{day:02}")
            stated = Description(source=f"The {name}", published=published)
            add_files(case, [path], defaults=stated)
        run_stages(case)
        linked = link_case(CaseState(case))
    assert set(linked.names) == {"The clinic", "The council"}
    assert len(linked.entries) == 5
    assert [pair for pair in linked.pairs if pair.chance > 0.5]
    assert len(linked.inputs) == 3


def test_a_case_that_names_nobody_says_so(tmp_path: Path) -> None:
    create_case(tmp_path / "case").close()
    words = ["-q", "-C", str(tmp_path / "case"), "estimate", "--people"]
    assert "nobody is named" in str(CliRunner().invoke(cli, words).exception)


def test_two_ways_of_linking_at_once_are_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, many_rows()[0])
    words = ["estimate", str(path), "--link", "--pairs", str(path)]
    assert "one of:" in str(CliRunner().invoke(cli, words).exception)


def test_the_practice_lists_of_names_hold_what_was_simulated() -> None:
    lists = Path(__file__).parents[3] / "practice" / "lists"
    linked = link_file(lists / "velmara-names.csv")
    made = run_estimate(Asked(path=None, linked=linked, n_linkages=6), QUICK)
    least, most = made.line["documented_by_linkage"]
    assert least <= 163 <= most
    (average,) = [r for r in made.found.headline if r.method == "loglinear-bic"]
    assert average.high is not None
    assert average.low <= 200 <= average.high
