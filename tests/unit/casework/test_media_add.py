"""Taking in media: what is damaged is kept and told, and the exit code says so."""

from __future__ import annotations

import io
import json
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from firsthand.casework.checking import tell_check
from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.model import Check
from firsthand.verify.metadata import read_tags
from firsthand.verify.video import video_features


def _drawn(seed: int = 1) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 12), dtype=np.uint8)
    return Image.fromarray(coarse).resize((320, 240), Image.Resampling.BICUBIC)


def _jpeg(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", **options)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def _bomb() -> bytes:
    """Make a small PNG that claims 60,000 x 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(60_000 // 8 + 1) * 100)
    parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _damaged_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Acme", "2021:11:29 09:30:00"
    data = bytearray(_jpeg(_drawn(), exif=exif))
    at = data.find(b"Exif\0\0")
    data[at + 12 : at + 40] = b"\xff" * 28
    return bytes(data)


def _video(path: Path, frames: list[Image.Image]) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=Fraction(10))
        stream.width, stream.height, stream.pix_fmt = *frames[0].size, "yuv420p"
        for image in frames:
            made = av.VideoFrame.from_image(image.convert("RGB"))
            out.mux(stream.encode(made))
        out.mux(stream.encode())
    return path


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    CliRunner().invoke(cli, ["init", str(folder)])
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words])


def test_damaged_media_are_kept_told_and_set_the_exit_code(
    case_folder: Path, tmp_path: Path
) -> None:
    whole = _video(tmp_path / "v.mp4", [_drawn(n) for n in range(12)]).read_bytes()
    files = {
        "good.jpg": _jpeg(_drawn()),
        "exif.jpg": _damaged_exif(),
        "bomb.png": _bomb(),
        "cut.jpg": _jpeg(_drawn(2))[:900],
        "cut.mp4": whole[: len(whole) // 2],
        "empty.jpg": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    told = _types(case_folder, "media", "add", *(str(tmp_path / n) for n in files))
    assert told.exit_code == 1
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert "problem: empty.jpg: is empty" in told.output
    assert "the picture claims more pixels than fit" in told.output
    assert "its file ends before the picture does" in told.output
    assert "video or sound cannot be decoded" in told.output
    listed = _types(case_folder, "media", "list", "--json").stdout.splitlines()
    held = {json.loads(line)["filename"] for line in listed}
    assert held == set(files) - {"empty.jpg"}
    for number in range(1, 6):
        read = _types(case_folder, "media", "metadata", f"M-00{number}")
        assert read.exit_code == 0, read.output


def test_a_torn_photo_is_searched_by_what_is_there_of_it(case_folder: Path) -> None:
    whole = _jpeg(_drawn(5).resize((640, 480)), quality=95)
    files = {"whole.jpg": whole, "torn.jpg": whole[: len(whole) * 7 // 10]}
    for name, data in files.items():
        (case_folder.parent / name).write_bytes(data)
    paths = [str(case_folder.parent / name) for name in files]
    told = _types(case_folder, "media", "add", *paths, "--json")
    assert told.exit_code == 1, told.output
    found = json.loads(told.stdout.splitlines()[-1])
    (torn,) = found["torn"]
    assert torn["media"] == "M-002"
    assert "% of the picture is there and used" in torn["because"]
    assert "searched in part: M-002" not in told.stdout
    (match,) = found["matches"]
    assert (match["first"], match["second"]) == ("M-001", "M-002")
    assert found["not_searched"] == []
    checked = _types(case_folder, "media", "reuse").output
    assert "searched in part: M-002: its file ends early" in checked


def test_good_media_leave_the_exit_code_at_zero(
    case_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.jpg").write_bytes(_jpeg(_drawn()))
    told = _types(case_folder, "media", "add", str(tmp_path / "good.jpg"))
    assert told.exit_code == 0, told.output
    again = _types(case_folder, "media", "add", str(tmp_path / "good.jpg"))
    assert "same bytes as K-001" in again.output


def test_a_day_of_publication_that_is_no_day_is_refused(
    case_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.jpg").write_bytes(_jpeg(_drawn()))
    told = _types(
        case_folder, "media", "add", str(tmp_path / "good.jpg"), "--published", "soon"
    )
    assert isinstance(told.exception, UserError)
    assert "--published: 'soon'" in str(told.exception)


def test_a_filmed_upright_telephone_is_compared_upright(tmp_path: Path) -> None:
    frames = [_drawn(n // 6) for n in range(18)]
    lying = _video(tmp_path / "lying.mp4", frames)
    data = bytearray(lying.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # the matrix of the track's header, version 0
    one = 1 << 16
    turn = struct.pack(">9i", 0, one, 0, -one, 0, 0, 240 * one, 0, 1 << 30)
    data[at : at + 36] = turn
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(data)
    upright = _video(
        tmp_path / "upright.mp4",
        [each.transpose(Image.Transpose.ROTATE_270) for each in frames],
    )
    one_way, other = (video_features(str(path)) for path in (turned, upright))
    bits = np.bitwise_count(
        np.frombuffer(one_way.hashes, np.uint8) ^ np.frombuffer(other.hashes, np.uint8)
    )
    assert bits.reshape(-1, 32).sum(axis=1).max() <= 31


def test_metadata_are_the_same_read_from_a_file_and_from_bytes(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    path = tmp_path / "-odd name.jpg"
    path.write_bytes(_jpeg(_drawn(), exif=exif))
    assert read_tags(path, "exifread") == read_tags(path.read_bytes(), "exifread")


def test_a_check_without_parameters_says_that_it_had_the_file_alone() -> None:
    check = Check(
        id="CH-001",
        check_kind="metadata",
        inputs=("M-001",),
        tool="t",
        parameters_json="{}",
        result_json="{}",
    )
    assert "Put in: nothing but the file itself" in list(tell_check(check))
