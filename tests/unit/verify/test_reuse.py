from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from firsthand.casework.media import reuse_line
from firsthand.casework.media_archive import search_all
from firsthand.errors import SourceError
from firsthand.model import FuzzyDate
from firsthand.verify import pictures
from firsthand.verify.features import Features, features_of
from firsthand.verify.hamming import HashIndex
from firsthand.verify.matching import Match, decide, is_copy
from firsthand.verify.pdq import bits_of_hex, pdq
from firsthand.verify.pictures import content_box, open_picture
from firsthand.verify.reuse import (
    Frame,
    Likeness,
    Link,
    captured,
    existed_before,
    hash_picture,
    likeness_of,
    published,
)


def _drawing(seed: int, width: int = 480, height: int = 360) -> Image.Image:
    """A picture with some large shapes and small ones, different for each seed."""
    dice = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(dice.integers(40, 216, 3).tolist()))
    pen = ImageDraw.Draw(image)
    for size in (200, 120, 80, 60, 40, 30, 20, 20, 20, 10, 10, 10) * 3:
        x, y = (int(dice.integers(-20, side)) for side in (width, height))
        colour = tuple(dice.integers(0, 256, 3).tolist())
        shape = pen.ellipse if dice.random() < 0.5 else pen.rectangle
        shape((x, y, x + size, y + int(size * (0.5 + dice.random()))), fill=colour)
    return image


def _jpeg(image: Image.Image, quality: int = 85) -> bytes:
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def _screenshot(image: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (540, 1170), (12, 12, 12))
    shown = image.resize((540, 540 * image.height // image.width))
    screen.paste(shown, (0, 380))
    pen = ImageDraw.Draw(screen)
    for y in (40, 60, 1000, 1060):
        pen.text((30, y), "a line of words", fill=(230, 230, 230))
    return screen


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "grey": lambda image: image.convert("L"),
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2)),
    "stretched": lambda image: image.resize((image.width * 112 // 100, image.height)),
    "brighter": lambda image: image.point(lambda value: min(255, value + 25)),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned right": lambda image: image.rotate(-90, expand=True),
    "turned left": lambda image: image.rotate(90, expand=True),
    "white border": lambda image: ImageOps.expand(image, 30, "white"),
    "bars": lambda image: ImageOps.pad(image, (480, 600), color="black"),
    "screenshot": _screenshot,
}


@pytest.fixture(scope="module")
def archive() -> dict[str, Features]:
    return {f"p{seed:02d}": _taken(_drawing(seed)) for seed in range(12)}


def _taken(image: Image.Image, quality: int = 85) -> Features:
    """What is kept of a picture, without corners: hashes alone are asked here."""
    made = features_of(_jpeg(image, quality))
    return msgspec.structs.replace(made, faces={})


def _matches(pictures: dict[str, Features]) -> list[Match]:
    with tempfile.TemporaryDirectory() as folder:
        return search_all(Path(folder), pictures, {})[0]


def _groups(found: list[Match]) -> list[tuple[str, ...]]:
    lines = reuse_line(found, [], [])["groups"]
    return [tuple(group["members"]) for group in lines]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_is_found_and_nothing_else(
    edit: str, archive: dict[str, Features]
) -> None:
    found = _matches({**archive, "query": _taken(EDITS[edit](_drawing(5)))})
    assert [(match.first, match.second) for match in found] == [("p05", "query")]
    assert found[0].likeness is Likeness.COPY


def test_pictures_that_differ_are_not_linked(archive: dict[str, Features]) -> None:
    assert _matches(archive) == []


def test_the_order_of_arrival_does_not_matter(archive: dict[str, Features]) -> None:
    held = {**archive, "again": _taken(_drawing(3), quality=40)}
    assert _matches(held) == _matches(dict(reversed(held.items())))


def test_a_screenshot_is_cut_to_its_content() -> None:
    hashed = hash_picture(_jpeg(_screenshot(_drawing(1))))
    assert Frame.CONTENT in hashed.boxes
    assert set(hashed.frames) == {Frame.WHOLE, *hashed.boxes}
    everywhere_busy = np.random.default_rng(1).uniform(0, 255, (200, 300))
    assert content_box(everywhere_busy.astype(np.float32)) is None


def _window() -> Image.Image:
    """A window of a program: a frame, lines of words, much that is blank."""
    image = Image.new("RGB", (480, 300), (236, 233, 230))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 480, 22), fill=(60, 70, 110))
    pen.text((8, 4), "List of what was seen", fill="white")
    dice = np.random.default_rng(6)
    for row in range(40, 270, 26):
        pen.rectangle(
            (20, row, 20 + int(dice.integers(60, 300)), row + 9), fill="black"
        )
        pen.rectangle(
            (380, row, 380 + int(dice.integers(5, 70)), row + 14), fill="blue"
        )
    return image


def test_a_window_shot_off_a_screen_is_the_window(
    archive: dict[str, Features],
) -> None:
    held = {**archive, "window": _taken(_window())}
    shot = hash_picture(_jpeg(_screenshot(_window())))
    assert shot.boxes[Frame.FRAMED][1:] == (333, 473, 628)
    found = _matches({**held, "shot": _taken(_screenshot(_window()))})
    assert [(m.first, m.second, m.likeness) for m in found] == [
        ("shot", "window", Likeness.COPY)
    ]


def test_a_picture_with_nothing_in_it_is_not_searched() -> None:
    blank = hash_picture(_jpeg(Image.new("RGB", (300, 300), (90, 90, 90))))
    other = hash_picture(_jpeg(Image.new("RGB", (300, 300), (190, 190, 190))))
    assert not blank.is_usable
    assert not other.is_usable
    assert blank.as_line()["is_usable"] is False


def test_a_candidate_is_never_put_into_a_group() -> None:
    original = _drawing(8)
    cropped = original.crop((14, 11, 466, 349))
    found = _matches({"a": _taken(original), "b": _taken(cropped)})
    assert [match.likeness for match in found] == [Likeness.CANDIDATE]
    assert _groups(found) == []


def test_copies_of_copies_are_one_group(archive: dict[str, Features]) -> None:
    held = {name: archive[name] for name in ("p01", "p02")}
    held["x"] = _taken(_drawing(1), quality=30)
    held["y"] = _taken(ImageOps.mirror(_drawing(1)))
    assert _groups(_matches(held)) == [("p01", "x", "y")]


@pytest.mark.parametrize(
    ("bits", "n_filled", "is_one"),
    [
        (15, (4, 4), True),
        (16, (19, 64), False),
        (16, (64, 19), False),
        (31, (20, 20), True),
        (32, (64, 64), False),
    ],
)
def test_hashes_of_pictures_with_little_in_them_must_be_nearer(
    bits: int,
    n_filled: tuple[int, int],
    is_one: bool,  # noqa: FBT001  a column of the table above
    archive: dict[str, Features],
) -> None:
    names = ("a", "b")
    held = {
        name: msgspec.structs.replace(archive["p01"], filled={"whole": n})
        for name, n in zip(names, n_filled, strict=True)
    }
    link = Link(*names, bits, likeness_of(bits), (Frame.WHOLE, Frame.WHOLE))
    assert is_copy(link, held) is is_one
    (match,) = decide([link], {}, held)
    assert (match.likeness is Likeness.COPY) is is_one
    if bits == 16:
        assert "16 bits apart, but little is in one of them" in match.because


# --- the hash itself ------------------------------------------------------------


def test_the_published_pictures_hash_as_published(eval_data: Path) -> None:
    """A port is right if pictures of quality 80 and more are within ten bits."""
    folder = eval_data / "data" / "media"
    if not (folder / "pdq" / "expected.json").is_file():
        pytest.skip(f"no reference pictures in {folder}")
    expected = json.loads((folder / "pdq" / "expected.json").read_text())["hashes"]
    assert expected
    for name, row in expected.items():
        made = pdq(open_picture((folder / name).read_bytes()).grey)
        assert _bits_apart(made.probes[0], bits_of_hex(row["pdq"])) <= 10, name
        assert made.quality == row["quality"]
        for form in row["dihedral"]:
            nearest = min(_bits_apart(p, bits_of_hex(form)) for p in made.probes)
            assert nearest <= 10, name


def test_lost_leading_zeros_of_a_hash_are_put_back() -> None:
    assert bytes(bits_of_hex("f")).hex() == "0" * 63 + "f"


def test_half_of_the_bits_are_set() -> None:
    made = pdq(open_picture(_jpeg(_drawing(2))).grey)
    assert int(np.unpackbits(made.probes[0]).sum()) == 128
    assert len({bytes(probe) for probe in made.probes}) == 8


def _bits_apart(one: np.ndarray, two: np.ndarray) -> int:
    return int(np.unpackbits(one ^ two).sum())


# --- search -----------------------------------------------------------------------


def _archive_of(n_hashes: int) -> np.ndarray:
    return np.random.default_rng(4).integers(0, 256, (n_hashes, 32), dtype=np.uint8)


def test_tables_and_reading_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = _archive_of(5000)
    monkeypatch.setattr("firsthand.verify.hamming._FEW", 0)
    index = HashIndex(hashes)
    dice = np.random.default_rng(9)
    for row in range(60):
        bits = np.unpackbits(hashes[row].copy())
        bits[dice.choice(256, row % 32, replace=False)] ^= 1
        asked = np.packbits(bits)
        rows, distances = index.within(asked, 31)
        assert row in rows
        assert distances[list(rows).index(row)] == row % 32
        slow_rows, slow_distances = index._by_reading(asked, 31)
        assert rows.tolist() == slow_rows.tolist()
        assert distances.tolist() == slow_distances.tolist()


def test_an_empty_archive_finds_nothing() -> None:
    rows, distances = HashIndex(_archive_of(0)).within(_archive_of(1)[0], 70)
    assert (len(rows), len(distances)) == (0, 0)


# --- limits and damage --------------------------------------------------------------


@pytest.mark.parametrize("side", [12_000, 20_000])
def test_a_bomb_is_not_decoded(side: int) -> None:
    """A small file that claims a very large picture."""
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    assert len(file.getvalue()) < 200_000
    with pytest.raises(SourceError, match="over the limit"):
        open_picture(file.getvalue())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "cannot be decoded"),
        (b"\xff\xd8\xff\xe0 not a picture", "cannot be decoded"),
        (_jpeg(_drawing(1))[:900], "cannot be decoded"),
        (_jpeg(Image.new("RGB", (8, 8))), "too small"),
    ],
)
def test_damaged_pictures_give_a_message(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        open_picture(data)


def test_the_working_size_is_fixed() -> None:
    grey = open_picture(_jpeg(_drawing(1, 3000, 2000))).grey
    assert max(grey.shape) == pictures.WORKING_SIDE


# --- who had it first -----------------------------------------------------------------

EVENT = FuzzyDate(earliest=dt.date(2021, 11, 29), latest=dt.date(2021, 11, 29))


def _day(text: str) -> FuzzyDate:
    day = dt.date.fromisoformat(text)
    return FuzzyDate(earliest=day, latest=day)


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ("2020-01-01", "existed_before"),
        ("2021-11-26", "existed_before"),
        ("2021-11-27", "undecidable"),  # it may still be the 27th where it is the 29th
        ("2021-11-28", "undecidable"),
        ("2021-11-29", "undecidable"),
        ("2021-12-05", "not_shown"),
    ],
)
def test_a_stated_publication_against_an_event(stated: str, answer: str) -> None:
    sighting = published("M-001", _day(stated))
    assert sighting is not None
    assert existed_before([sighting], EVENT).answer == answer


def test_the_earliest_of_several_sightings_counts() -> None:
    early = published("M-002", _day("2021-03-01"))
    late = captured("M-001", dt.datetime(2021, 12, 1, tzinfo=dt.UTC))
    assert early is not None
    found = existed_before([late, early], EVENT)
    assert found.sighting == early
    assert "M-002" in found.because


def test_a_capture_before_the_event_is_enough() -> None:
    ours = captured("M-001", dt.datetime(2021, 11, 28, 9, tzinfo=dt.UTC))
    assert existed_before([ours], EVENT).answer == "existed_before"


def test_without_a_sighting_nothing_is_shown() -> None:
    assert existed_before([], EVENT).answer == "not_shown"


def test_an_event_without_first_day_is_undecidable() -> None:
    ours = captured("M-001", dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    until = FuzzyDate(latest=dt.date(2021, 11, 29))
    assert existed_before([ours], until).answer == "undecidable"
    assert published("M-001", FuzzyDate(earliest=dt.date(2021, 1, 1))) is None
