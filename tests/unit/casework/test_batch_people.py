"""`batch victims`: rows in, persons out. All people are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from firsthand.casework.batch_people import read_answers, read_people
from firsthand.cli.app import cli
from firsthand.errors import UserError

_CSV = (
    "id,name,age,sex\n1,Salma Tariq Nuwayra,30,f\n2,سلمى طارق نويرة,30,f\n"
    "3,Omar Jandali,,m\n"
)


def test_csv_and_json_lines_give_the_same_rows() -> None:
    rows = read_people(_CSV.encode()).rows
    lines = "\n".join(json.dumps(row) for row in rows)
    assert read_people(lines.encode()).rows == rows


def test_a_short_row_and_a_repeated_id_are_told_and_left_out() -> None:
    read = read_people(b"id,name\n1,Lina\n2\n1,Omar\n4,Samar\n")
    assert [row["id"] for row in read.rows] == ["1", "4"]
    assert read.problems == [
        "line 3: 1 cells, but the header names 2",
        "line 4: field 'id': '1' stands in line 2 already",
    ]


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(UserError, match="not UTF-8 at byte"):
        read_people(b"id,name\n1,\xff\n")


def test_answers_read_yes_and_no_and_leave_doubt() -> None:
    lines = [
        b'{"a": "1", "b": "2", "answer": "y"}',
        b'{"a": "1", "b": "3", "answer": "n"}',
        b'{"a": "2", "b": "3", "answer": "?"}',
        b'{"a": "2", "b": "2", "answer": "y"}',
    ]
    answers, problems = read_answers(lines)
    assert answers.same == (("1", "2"),)
    assert answers.different == (("1", "3"),)
    assert len(problems) == 1


def test_the_verb_prints_a_person_for_every_row_and_writes_the_queue(
    tmp_path: Path,
) -> None:
    review = tmp_path / "review.jsonl"
    made = CliRunner().invoke(
        cli, ["-q", "batch", "victims", "--review", str(review)], input=_CSV
    )
    assert made.exit_code == 0, made.output
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert [line["person"] for line in lines] == ["1", "1", "3"]
    assert lines[0]["score"] > 0.9
    assert lines[0]["why"]
    assert lines[2]["score"] is None
    assert review.exists()


def test_a_bad_row_makes_the_exit_code_one_and_the_rest_go_on() -> None:
    made = CliRunner().invoke(cli, ["-q", "batch", "victims"], input=_CSV + "9\n")
    assert made.exit_code == 1
    assert len(made.stdout.splitlines()) == 3


def test_no_rows_in_are_no_rows_out() -> None:
    made = CliRunner().invoke(cli, ["-q", "batch", "victims"], input="")
    assert made.exit_code == 0
    assert made.stdout == ""
