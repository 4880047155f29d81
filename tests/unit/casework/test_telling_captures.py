"""What a file hides is shown where the file is shown (C13)."""

import sys
from pathlib import Path

from click.testing import CliRunner

from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.cli.app import cli
from firsthand.model import Capture, MediaItem

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "damage"))
import hidden_files as made

UNSEEN = "Nine people were killed in Jesrin."


def test_a_photo_and_a_workbook_that_hide_something_say_so_where_they_are_shown(
    tmp_path: Path,
) -> None:
    whole = made.scene(1200, 900)
    photo = made.photo(whole.crop((0, 0, 500, 900)), whole.resize((160, 120)))
    (tmp_path / "photo.jpg").write_bytes(photo)
    rows = made.sheet([["Place"], ["Jesrin"]])
    sheets = {"Toll": rows, "Draft": made.sheet([[UNSEEN]])}
    book = made.workbook(sheets, states={"Draft": "hidden"})
    (tmp_path / "toll.xlsx").write_bytes(book)
    with create_case(tmp_path / "case", name="hidden") as case:
        add_files(case, [tmp_path / "photo.jpg", tmp_path / "toll.xlsx"])
        held = {item.filename: item.id for item in case.store.every(Capture)}
        (first, second) = case.store.every(MediaItem)
    small = held["photo.jpg/small-picture.jpg"]
    for name, what in (
        (held["photo.jpg"], "small picture inside it (Exif, 160 x 120) has other"),
        (first.id, "small picture inside it (Exif, 160 x 120) has other"),
        (second.id, small),
        (
            "D-001",
            f"sheet “Draft” is hidden: a filled cell left out of the text: “{UNSEEN}",
        ),
    ):
        command = ["-C", str(tmp_path / "case"), "show", name]
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.output
        assert what in done.output, (name, done.output)
