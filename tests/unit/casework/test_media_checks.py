"""Media of a case: listed, read, searched for re-use; and the same as filters."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageOps

from firsthand.capture import read_published
from firsthand.casework import create_case
from firsthand.casework.intake import Description, add_files
from firsthand.casework.media import (
    kept_here,
    media_item,
    read_radius,
    reuse_check,
    what_media_leave,
)
from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.model import Protection


def _picture(seed: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 12), dtype=np.uint8)
    return Image.fromarray(coarse).resize((480, 360), Image.Resampling.BICUBIC)


def _save(image: Image.Image, path: Path) -> Path:
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=80)
    path.write_bytes(file.getvalue())
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    _save(_picture(1), folder / "a.jpg")
    _save(ImageOps.mirror(_picture(1)), folder / "b.jpg")
    _save(_picture(2), folder / "c.jpg")
    (folder / "d.jpg").write_bytes((folder / "c.jpg").read_bytes()[:700])
    return folder


@pytest.fixture
def case_folder(tmp_path: Path, pictures: Path) -> Path:
    folder = tmp_path / "case"
    with create_case(folder) as case:
        early = Description(published=read_published("2021-03-01"))
        add_files(case, [pictures / "b.jpg"], defaults=early)
        add_files(case, [pictures / n for n in ("a.jpg", "c.jpg", "d.jpg")])
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def test_media_are_listed_with_what_was_stated(case_folder: Path) -> None:
    told = _types(case_folder, "media", "list", "--json")
    lines = [json.loads(line) for line in told.output.splitlines()]
    assert [line["filename"] for line in lines] == ["b.jpg", "a.jpg", "c.jpg", "d.jpg"]
    assert [line["published"] for line in lines] == ["2021-03-01", None, None, None]


def test_reuse_groups_copies_and_says_who_had_it_first(case_folder: Path) -> None:
    told = _types(case_folder, "media", "reuse", "--event", "2021-11-29", "--json")
    assert told.exit_code == 0, told.output
    result = json.loads(told.output)["result"]
    (group,) = result["groups"]
    assert group["members"] == ["M-001", "M-002"]
    assert group["earliest"]["stated"] == "2021-03-01"
    chain = [(one["name"], one["known_from"]) for one in group["sightings"]]
    assert chain[0] == ("M-001", "stated_publication")
    assert sorted(chain[1:]) == [("M-001", "capture"), ("M-002", "capture")]
    assert result["candidates"] == []
    (left_out,) = result["not_searched"]
    assert left_out["media"] == "M-004"
    (before,) = result["before_event"]
    assert before["members"] == ["M-001", "M-002"]
    assert before["answer"] == "existed_before"
    assert "same bytes" in _types(case_folder, "check", "again", "CH-001").output
    assert "M-001" in _types(case_folder, "show", "CH-001").output


def test_metadata_is_a_check_that_names_its_reader(case_folder: Path) -> None:
    words = ["media", "metadata", "M-001", "--reader", "exifread", "--json"]
    line = json.loads(_types(case_folder, *words).output)
    assert line["inputs"] == ["M-001"]
    assert "exifread" in line["tool"]
    assert line["result"]["stamps"] == []
    assert "same bytes" in _types(case_folder, "check", "again", "CH-001").output


def test_what_is_no_media_item_is_refused(case_folder: Path) -> None:
    told = CliRunner().invoke(cli, ["-C", str(case_folder), "media", "metadata", "D-1"])
    assert isinstance(told.exception, UserError)
    assert "firsthand media list" in str(told.exception)


def test_an_event_that_is_no_day_is_refused(tmp_path: Path) -> None:
    with create_case(tmp_path / "empty") as case:
        with pytest.raises(UserError, match="event 'soon'"):
            reuse_check(case, (), {"event": "soon"})
        assert reuse_check(case, (), {}).result["groups"] == []


@pytest.mark.parametrize("text", ["-1", "71", "far"])
def test_a_radius_beyond_what_was_measured_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="bits from 0 to 70"):
        read_radius(text)


def _filters(words: list[str], given: str) -> tuple[Result, list[dict[str, object]]]:
    told = CliRunner().invoke(cli, ["batch", *words], input=given)
    return told, [json.loads(line) for line in told.stdout.splitlines()]


def test_batch_media_goes_on_past_bad_lines(pictures: Path) -> None:
    given = "\n".join(str(pictures / n) for n in ("a.jpg", "none.jpg", "d.jpg"))
    told, lines = _filters(["media"], given)
    assert told.exit_code == 1
    assert "line 2" in told.stderr
    assert [Path(str(line["path"])).name for line in lines] == ["a.jpg", "d.jpg"]
    assert lines[0]["picture"] is not None
    assert lines[1]["picture"] is None
    assert "cannot be decoded" in str(lines[1]["problem"])


def test_batch_media_matches_takes_paths_and_dates(pictures: Path) -> None:
    rows = [
        {"path": str(pictures / "a.jpg"), "captured": "2021-12-01T10:00:00+02:00"},
        {"path": str(pictures / "b.jpg"), "published": "2021-03-01"},
    ]
    given = "\n".join([*map(json.dumps, rows), str(pictures / "c.jpg")])
    told, lines = _filters(["media-matches", "--event", "2021-11-29"], given)
    assert told.exit_code == 0, told.stderr
    assert [line["type"] for line in lines] == ["group", "before_event"]
    assert lines[0]["members"] == [row["path"] for row in rows]


@pytest.mark.parametrize(
    "line",
    [
        '{"path": 3}',
        '{"file": "a.jpg"}',
        "{broken",
        '{"path": "a.jpg", "captured": "2021-12-01T10:00:00"}',
        '{"path": "a.jpg", "published": "sometime"}',
    ],
)
def test_a_bad_line_of_media_matches_is_named(line: str) -> None:
    told, lines = _filters(["media-matches"], line)
    assert told.exit_code == 1
    assert "line 1" in told.stderr
    assert lines == []


# --- search at intake, overlays, decisions ------------------------------------------


@pytest.fixture
def cropped(tmp_path: Path) -> Path:
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    detailed = np.random.default_rng(7).integers(0, 256, (24, 32), dtype=np.uint8)
    whole = Image.fromarray(detailed).resize((640, 480), Image.Resampling.NEAREST)
    _save(whole, tmp_path / "whole.jpg")
    _save(whole.crop((100, 60, 640, 480)), tmp_path / "crop.jpg")
    with create_case(tmp_path / "case") as case:
        add_files(case, [tmp_path / "whole.jpg"])
    return tmp_path


def test_what_is_taken_in_is_searched_for_at_once(cropped: Path) -> None:
    words = ["media", "add", str(cropped / "crop.jpg"), "--json"]
    told = _types(cropped / "case", *words)
    assert told.exit_code == 0, told.output
    (match,) = json.loads(told.stdout)["matches"]
    assert (match["first"], match["second"]) == ("M-001", "M-002")
    assert match["likeness"] == "in_part"
    assert "corners agree" in match["because"]
    again = _types(cropped / "case", "media", "search", "M-001", "--json")
    assert json.loads(again.stdout)["matches"] == [match]


def test_a_match_is_drawn_signed_and_refused(cropped: Path) -> None:
    case, png = cropped / "case", cropped / "overlay.png"
    assert _types(case, "media", "add", str(cropped / "crop.jpg")).exit_code == 0
    told = _types(case, "media", "overlay", "M-001", "M-002", "-o", str(png))
    assert "accepted by the rule" in told.output
    searched = json.loads(_types(case, "media", "search", "M-002", "--json").stdout)
    assert searched["matches"][0]["because"] in told.output
    with Image.open(png) as drawn:
        assert drawn.width > 400
    assert _types(case, "media", "reuse").exit_code == 0
    pair = ["M-001", "M-002", "--because", "the same blocks, corner by corner"]
    assert _types(case, "media", "accept", *pair).exit_code == 0
    line = json.loads(_types(case, "media", "groups", "--json").output)
    assert line["links"][0]["state"] == "accepted"
    assert _types(case, "media", "reject", *pair).exit_code == 0
    line = json.loads(_types(case, "media", "groups", "--json").output)
    assert (line["members"], line["links"][0]["state"]) == ([], "rejected")
    assert _types(case, "undo").exit_code == 0
    line = json.loads(_types(case, "media", "groups", "--json").output)
    assert line["members"] == ["M-001", "M-002"]


def test_a_decision_on_one_item_alone_is_refused(cropped: Path) -> None:
    words = ["media", "accept", "M-001", "M-001", "--because", "why"]
    told = _types(cropped / "case", *words)
    assert isinstance(told.exception, UserError)


def test_a_contact_sheet_is_written_blurred(cropped: Path) -> None:
    sheets = [cropped / "blurred.png", cropped / "clear.png"]
    for sheet, more in zip(sheets, ([], ["--clear"]), strict=True):
        words = ["media", "keyframes", "M-001", "-o", str(sheet), *more]
        assert _types(cropped / "case", *words).exit_code == 0
    blurred, clear = (_grey_of(sheet) for sheet in sheets)
    assert np.abs(np.diff(blurred)).mean() < np.abs(np.diff(clear)).mean()


def _grey_of(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"), float)


def test_the_cache_is_made_again_when_it_is_deleted(cropped: Path) -> None:
    case = cropped / "case"
    _types(case, "media", "add", str(cropped / "crop.jpg"))
    before = _types(case, "media", "search", "M-002", "--json").stdout
    shutil.rmtree(case / ".work" / "media")
    assert _types(case, "media", "search", "M-002", "--json").stdout == before


# --- a photo that is a frame of a video -----------------------------------------------


def _clip(path: Path, frames: list[np.ndarray]) -> Path:
    av = pytest.importorskip("av", reason="PyAV is not installed")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = frames[0].shape[1], frames[0].shape[0]
        stream.pix_fmt, stream.bit_rate = "yuv420p", 3_000_000
        for grey in frames:
            shown = np.repeat(np.ascontiguousarray(grey)[..., None], 3, 2)
            made = av.VideoFrame.from_ndarray(shown, format="rgb24")
            container.mux(stream.encode(made))
        container.mux(stream.encode(None))
    return path


def _walk() -> list[np.ndarray]:
    """An invented walk past one scene, then past another one."""
    frames = []
    for seed in (11, 12):
        coarse = np.random.default_rng(seed).integers(0, 256, (24, 40), dtype=np.uint8)
        scene = np.kron(coarse, np.ones((20, 20), np.uint8))
        frames += [scene[20:380, 3 * at : 3 * at + 480] for at in range(20)]
    return frames


@pytest.fixture
def filmed(tmp_path: Path) -> Path:
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    frames = _walk()
    _clip(tmp_path / "clip.mp4", frames)
    still = Image.fromarray(frames[32])
    _save(still, tmp_path / "still.jpg")
    _save(still.crop((90, 60, 480, 330)), tmp_path / "part.jpg")
    _save(_picture(5), tmp_path / "other.jpg")
    return tmp_path


_STILLS = ("still.jpg", "part.jpg", "other.jpg")


@pytest.mark.parametrize("is_clip_first", [True, False])
def test_a_still_of_a_video_is_found_whichever_came_first(
    filmed: Path,
    is_clip_first: bool,  # noqa: FBT001  a column of the table above
) -> None:
    with create_case(filmed / "case"):
        pass
    clip, stills = ["clip.mp4"], list(_STILLS)
    early, late = (clip, stills) if is_clip_first else (stills, clip)
    for names in (early, late):
        files = [str(filmed / name) for name in names]
        told = _types(filmed / "case", "media", "add", *files, "--json")
        assert told.exit_code == 0, told.output
    listed = _types(filmed / "case", "media", "list", "--json").output.splitlines()
    name_of = {line["media"]: line["filename"] for line in map(json.loads, listed)}
    found = {name_of[row["first"]]: row for row in json.loads(told.stdout)["videos"]}
    assert set(found) == {"still.jpg", "part.jpg"}
    assert {name_of[row["second"]] for row in found.values()} == {"clip.mp4"}
    assert abs(float(found["still.jpg"]["at_s"]) - 3.2) <= 0.4
    assert "corners agree" in found["part.jpg"]["because"][0]
    result = json.loads(_types(filmed / "case", "media", "reuse", "--json").output)
    (group,) = result["result"]["groups"]
    assert {name_of[name] for name in group["members"]} == {*_STILLS[:2], "clip.mp4"}


def test_batch_media_matches_finds_a_still_of_a_video(filmed: Path) -> None:
    given = "\n".join(str(filmed / name) for name in ("clip.mp4", *_STILLS))
    told, lines = _filters(["media-matches"], given)
    assert told.exit_code == 0, told.stderr
    (group,) = [line for line in lines if line["type"] == "group"]
    assert {Path(str(name)).name for name in group["members"]} == {
        "clip.mp4",
        "still.jpg",
        "part.jpg",
    }


def test_a_part_that_is_left_of_a_group_has_its_own_first_sighting(
    tmp_path: Path,
) -> None:
    with create_case(tmp_path / "case") as case:
        for number, day in enumerate(("2021-03-01", "2021-05-02", "2021-06-03")):
            path = _save(_picture(1), tmp_path / f"{number}.jpg")
            with Image.open(path) as image:
                image.convert("RGB").save(path, quality=70 + number)
            stated = Description(published=read_published(day))
            add_files(case, [path], defaults=stated)
    assert _types(tmp_path / "case", "media", "reuse").exit_code == 0
    for other in ("M-002", "M-003"):
        words = ["M-001", other, "--because", "another wall, seen from the north"]
        assert _types(tmp_path / "case", "media", "reject", *words).exit_code == 0
    line = json.loads(_types(tmp_path / "case", "media", "groups", "--json").output)
    assert line["members"] == ["M-002", "M-003"]
    assert line["earliest"]["stated"] == "2021-05-02"


def test_one_filter_feeds_the_other_and_dates_go_along(pictures: Path) -> None:
    names = [pictures / name for name in ("a.jpg", "b.jpg", "c.jpg")]
    lines = [{"path": f"{name}", "published": "2021-03-01"} for name in names]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    described = CliRunner().invoke(cli, ["batch", "media"], input=given)
    assert described.exit_code == 0
    found = CliRunner().invoke(cli, ["batch", "media-matches"], input=described.stdout)
    assert found.exit_code == 0
    (group,) = [json.loads(line) for line in found.stdout.splitlines()]
    assert group["members"] == [f"{names[0]}", f"{names[1]}"]
    assert group["earliest"]["stated"] == "2021-03-01"


def test_a_file_that_changed_after_it_was_described_is_refused(pictures: Path) -> None:
    path = pictures / "a.jpg"
    described = CliRunner().invoke(cli, ["batch", "media"], input=f"{path}\n").stdout
    _save(_picture(7), path)
    found = CliRunner().invoke(cli, ["batch", "media-matches"], input=described)
    assert found.exit_code == 1
    assert "its bytes are others than those that were described" in found.stderr


def test_what_cannot_be_decoded_is_named_and_told_by_the_exit_code(
    pictures: Path,
) -> None:
    given = f"{pictures / 'a.jpg'}\n{pictures / 'd.jpg'}\n"
    for verb in ("media", "media-matches"):
        told = CliRunner().invoke(cli, ["batch", verb], input=given)
        assert told.exit_code == 1
        assert f"line 2: {pictures / 'd.jpg'}: the picture cannot" in told.stderr


def test_a_wrong_field_is_answered_with_those_that_there_are(pictures: Path) -> None:
    given = json.dumps({"path": f"{pictures / 'a.jpg'}", "pubished": "2021"}) + "\n"
    told = CliRunner().invoke(cli, ["batch", "media-matches"], input=given)
    assert "published, captured, sha256" in told.stderr
    assert "pubished" in told.stderr


def test_what_was_found_is_told_group_by_group_with_who_had_it_first(
    case_folder: Path,
) -> None:
    told = _types(case_folder, "media", "reuse", "--event", "2022-01-01").output
    assert "group 1: M-001, M-002" in told
    assert "first: M-001 existed by" in told
    assert "(publication as stated)" in told
    assert "M-001, M-002: existed before:" in told
    assert "not searched: M-004:" in told


def test_searching_for_what_is_not_there_is_refused(case_folder: Path) -> None:
    told = _types(case_folder, "media", "search", "M-099")
    assert isinstance(told.exception, UserError)
    assert "no media item 'M-099'" in str(told.exception)


def test_an_engine_gives_the_same_answer_as_the_search_here(case_folder: Path) -> None:
    told = [
        _types(case_folder, "media", "search", "M-001", "--engine", where).stdout
        for where in ("here", "duckdb")
    ]
    assert "copy" in told[0]
    assert told[0] == told[1]


def test_hashes_of_restricted_media_stay_on_this_machine(
    tmp_path: Path, pictures: Path
) -> None:
    with create_case(tmp_path / "kept") as case:
        add_files(case, [pictures / "a.jpg"])
        kept = Description(protection=Protection.RESTRICTED)
        add_files(case, [pictures / "c.jpg"], defaults=kept)
        items = {name: media_item(case, name) for name in ("M-001", "M-002")}
        assert kept_here(case, items) == {"M-002"}
        told = what_media_leave(case, "sail://cluster.example:50051")
        assert told is not None
        assert "1 media items go to sail://cluster.example:50051; 1 that" in told
        assert what_media_leave(case, "sail://local") is None
        assert what_media_leave(case, "here") is None
