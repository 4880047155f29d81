"""The sheet of sources: good rows read, bad fields named with what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from firsthand.capture import Sheet, list_folder, pair_with_files, read_sheet
from firsthand.errors import UserError
from firsthand.model import Precision, Protection, SourceType


def sheet(tmp_path: Path, text: str) -> Sheet:
    path = tmp_path / "sources.csv"
    path.write_bytes(text.encode())
    return read_sheet(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_usual_separator_is_read(tmp_path: Path, delimiter: str, mark: str) -> None:
    text = f"{mark}file,source,kind\na.txt,Velmara Monitor,monitor\n"
    read = sheet(tmp_path, text.replace(",", delimiter))
    assert read.problems == ()
    row = read.rows[0]
    assert (row.file, row.source, row.kind) == (
        "a.txt",
        "Velmara Monitor",
        SourceType.MONITOR,
    )
    assert row.row == 2


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2021-12-22", Precision.DAY, dt.date(2021, 12, 22), dt.date(2021, 12, 22)),
        (
            "22 December 2021",
            Precision.DAY,
            dt.date(2021, 12, 22),
            dt.date(2021, 12, 22),
        ),
        ("Dec. 22 2021", Precision.DAY, dt.date(2021, 12, 22), dt.date(2021, 12, 22)),
        ("25/12/2021", Precision.DAY, dt.date(2021, 12, 25), dt.date(2021, 12, 25)),
        ("12/25/2021", Precision.DAY, dt.date(2021, 12, 25), dt.date(2021, 12, 25)),
        ("04.04.2021", Precision.DAY, dt.date(2021, 4, 4), dt.date(2021, 4, 4)),
        ("2021-12", Precision.MONTH, dt.date(2021, 12, 1), dt.date(2021, 12, 31)),
        ("February 2024", Precision.MONTH, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2021", Precision.YEAR, dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(
    tmp_path: Path, value: str, precision: Precision, first: dt.date, last: dt.date
) -> None:
    read = sheet(tmp_path, f'file,published\na.txt,"{value}"\n')
    published = read.rows[0].published
    assert published is not None
    assert (published.precision, published.earliest, published.latest) == (
        precision,
        first,
        last,
    )


def test_no_date_is_no_date(tmp_path: Path) -> None:
    assert sheet(tmp_path, "file,published\na.txt,\n").rows[0].published is None


@pytest.mark.parametrize(
    ("column", "value", "advice"),
    [
        ("published", "31/11/2021", "no day of the calendar"),
        ("published", "2021-13", "no month"),
        ("published", "03/04/2021", "two days"),
        ("published", "last week", "is not a date"),
        ("published", "0000", "no year"),
        ("published", "5 Foobar 2021", "names no month"),
        ("kind", "newspaper", "write one of: outlet, agency"),
        ("language", "English!", "no language code"),
        ("url", "see the mail", "https://"),
        ("protection", "secret", "taken as sealed"),
    ],
)
def test_a_bad_field_names_row_field_value_and_what_to_do(
    tmp_path: Path, column: str, value: str, advice: str
) -> None:
    read = sheet(tmp_path, f"file,{column}\ngood.txt,\nbad.txt,{value}\n")
    assert len(read.problems) == 1
    problem = read.problems[0]
    assert problem.startswith("sources.csv: row 3, ")
    assert column in problem
    assert value in problem
    assert advice in problem
    assert [row.file for row in read.rows] == ["good.txt", "bad.txt"]


def test_a_misspelt_protection_closes_and_never_opens(tmp_path: Path) -> None:
    read = sheet(tmp_path, "file,protection\na.txt,restrictd\n")
    assert read.rows[0].protection is Protection.SEALED


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    read = sheet(tmp_path, "file,colour\na.txt,red\n")
    assert read.problems == ()
    assert read.notices == ("sources.csv: column `colour` is not used",)


def test_a_row_without_file_is_a_problem(tmp_path: Path) -> None:
    read = sheet(tmp_path, "file,source\n,Meridian Wire\n")
    assert read.rows == ()
    assert "file: empty" in read.problems[0]


def test_more_cells_than_columns_are_told(tmp_path: Path) -> None:
    read = sheet(tmp_path, "file,title\na.txt,Talbar, after the strike\n")
    assert "more cells than columns" in read.problems[0]


def test_a_field_over_two_lines_keeps_the_row_numbers(tmp_path: Path) -> None:
    read = sheet(tmp_path, 'file,title,kind\na.txt,"one\ntwo",ngo\nb.txt,x,bad\n')
    assert read.rows[0].title == "one\ntwo"
    assert read.problems[0].startswith("sources.csv: row 4, kind")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"source,kind\nx,ngo\n", "no column `file`"),
        ("file,source\nа.txt,ТАСС\n".encode("cp1251"), "is not UTF-8"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=reason):
        read_sheet(path)


def test_rows_and_files_find_each_other_and_the_rest_is_told(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    (reports / "deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.txt", "alone.txt"):
        (reports / name).write_text("x")
    read = sheet(tmp_path, "file\na.txt\nb.txt\nmissing.txt\n./a.txt\n")
    pairing = pair_with_files(read, list_folder(reports).files(), (reports, tmp_path))
    assert sorted(Path(p).name for p in pairing.by_path) == ["a.txt", "b.txt"]
    assert len(pairing.problems) == 2
    assert "row 4, file: 'missing.txt' is not among the files" in pairing.problems
    assert "has a row already (2)" in pairing.problems[1]
    assert len(pairing.notices) == 1
    assert pairing.notices[0].endswith("alone.txt: no row in the sheet")


def test_a_bare_name_that_two_files_bear_is_not_guessed(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("x")
    read = sheet(tmp_path, "file\na.txt\n")
    listing = list_folder(tmp_path, leave_out=(tmp_path / "sources.csv",))
    pairing = pair_with_files(read, listing.files(), (tmp_path,))
    assert "names several files" in pairing.problems[0]
    assert pairing.by_path == {}


def test_a_folder_is_listed_in_order_without_hidden_files_and_links_out(
    tmp_path: Path,
) -> None:
    inside, outside = tmp_path / "reports", tmp_path / "private.txt"
    (inside / "b").mkdir(parents=True)
    outside.write_text("x")
    for name in ("c.txt", "b/z.txt", "b/a.txt", ".hidden", "sources.csv"):
        (inside / name).write_text("x")
    (inside / "leads-out.txt").symlink_to(outside)
    (inside / "again.txt").symlink_to(inside / "c.txt")
    (inside / "broken.txt").symlink_to(inside / "nothing")
    listing = list_folder(inside, leave_out=(inside / "sources.csv",))
    assert [str(p.relative_to(inside)) for p in listing.files()] == [
        "again.txt",
        "b/a.txt",
        "b/z.txt",
        "c.txt",
    ]
    told = " ".join(listing.notices)
    for reason in ("hidden", "leads out of the folder", "no file", "the sheet itself"):
        assert reason in told


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no folder"):
        list_folder(tmp_path / "nothing")
