"""A model that the user brings: proposes pictures, and geometry decides."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.casework.media import reuse_check, search_new
from firsthand.casework.media_box import MediaBox
from firsthand.cli.app import cli
from firsthand.errors import SourceError, UserError
from firsthand.verify.descriptors import Described, DescriptorStore, describe
from firsthand.verify.matching import Match
from firsthand.verify.reuse import Likeness

pytest.importorskip("cv2", reason="OpenCV is not installed")


# --- a small model, written by hand (https://onnx.ai/onnx/repo-docs/IR.html) ---


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _varint(value: int) -> bytes:
    made = b""
    while value > 127:
        made += bytes([value & 127 | 128])
        value >>= 7
    return made + bytes([value])


def _tensor(name: str, *dims: int) -> bytes:
    shape = b"".join(_bytes(1, _number(1, dim)) for dim in dims)
    kind = _bytes(1, _number(1, 1) + _bytes(2, shape))
    return _bytes(1, name) + _bytes(2, kind)


def _numbers(name: str, *values: int) -> bytes:
    ints = b"".join(_number(8, value) for value in values)
    return _bytes(5, _bytes(1, name) + ints + _number(20, 7))


def _model(path: Path) -> Path:
    """Means of 16 x 16 fields of each colour, as one vector."""
    pool = (
        _bytes(1, "x")
        + _bytes(2, "p")
        + _bytes(4, "AveragePool")
        + _numbers("kernel_shape", 20, 20)
        + _numbers("strides", 20, 20)
    )
    flat = _bytes(1, "p") + _bytes(2, "y") + _bytes(4, "Flatten")
    graph = (
        _bytes(1, pool)
        + _bytes(1, flat)
        + _bytes(2, "means")
        + _bytes(11, _tensor("x", 1, 3, 320, 320))
        + _bytes(12, _tensor("y", 1, 768))
    )
    opset = _bytes(8, _bytes(1, "") + _number(2, 13))
    path.write_bytes(_number(1, 8) + _bytes(7, graph) + opset)
    return path


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def _drawn(seed: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((480, 360), Image.Resampling.BICUBIC)


def _grainy(image: Image.Image, seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    grain = dice.normal(0, 70, (image.height // 3, image.width // 3, 1))
    grain = grain.repeat(3, 0).repeat(3, 1)
    shown = np.asarray(image, np.float32)[: grain.shape[0], : grain.shape[1]] + grain
    return Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _model(tmp_path_factory.mktemp("model") / "means.onnx")


def test_one_picture_saved_twice_is_alike_and_another_is_not(model: Path) -> None:
    one, again, other = (
        describe(_jpeg(image), f"{model}").rows()[0]
        for image in (_drawn(1), _drawn(1).resize((320, 240)), _drawn(2))
    )
    assert float(np.linalg.norm(one)) == pytest.approx(1, abs=1e-5)
    assert float(one @ again) > 0.95
    assert float(one @ other) < 0.5


def test_a_model_works_behind_walls(model: Path) -> None:
    with MediaBox() as box:
        boxed = box.description(_jpeg(_drawn(1)), f"{model}")
    assert boxed == describe(_jpeg(_drawn(1)), f"{model}")


def test_what_is_no_model_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"not a model")
    with pytest.raises(UserError, match="no ONNX model that OpenCV can read"):
        describe(_jpeg(_drawn(1)), f"{tmp_path / 'bad.onnx'}")
    with MediaBox() as box, pytest.raises(SourceError, match="no ONNX model"):
        box.description(_jpeg(_drawn(1)), f"{tmp_path / 'bad.onnx'}")


def test_vectors_are_found_again_after_the_store_was_closed(tmp_path: Path) -> None:
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(5, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    store = DescriptorStore(tmp_path, "v1")
    for number, row in enumerate(rows):
        store.add(f"p{number}", Described(vectors=row.tobytes(), size=64))
    store.flush()
    again = DescriptorStore(tmp_path, "v1")
    for number, row in enumerate(rows):
        assert max(again.search(row[None], 0.9)) == f"p{number}"
        assert np.allclose(again.vectors_of(f"p{number}")[0], row, atol=1e-3)
    assert DescriptorStore(tmp_path, "v2").search(rows, 0.0) == {}


def test_very_alike_is_a_candidate_and_joins_no_group(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grain gives both corners of their own, and a crop moves the bits of the hash."""
    monkeypatch.setenv("FIRSTHAND_COPY_MODEL", f"{model}")
    for name, image in {
        "a.jpg": _grainy(_drawn(1), 1),
        "b.jpg": _grainy(_drawn(1).crop((0, 0, 460, 345)), 2),
        "c.jpg": _drawn(2),
    }.items():
        (tmp_path / name).write_bytes(_jpeg(image))
    with create_case(tmp_path / "case") as case:
        add_files(case, [tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg")])
        found = search_new(case, ["M-001"])
        (match,) = found["matches"]
        assert (match["first"], match["second"]) == ("M-001", "M-002")
        assert match["likeness"] == "candidate"
        assert "the model finds them alike" in match["because"]
        line = reuse_check(case, [], {}).result
        assert line["groups"] == []
        assert line["model"].startswith("sha256 ")


def test_a_model_that_is_not_there_is_told_before_anything_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(_jpeg(_drawn(1)))
    with create_case(tmp_path / "case") as case:
        add_files(case, [tmp_path / "a.jpg"])
    monkeypatch.setenv("FIRSTHAND_COPY_MODEL", "nowhere.onnx")
    told = CliRunner().invoke(cli, ["-C", f"{tmp_path / 'case'}", "media", "reuse"])
    assert isinstance(told.exception, UserError)
    assert "copy_model 'nowhere.onnx': cannot be read" in str(told.exception)


def test_a_pair_that_only_the_model_finds_says_so() -> None:
    match = Match("a", "b", Likeness.CANDIDATE, None, None, cosine=0.81)
    assert "alike, 0.81 (rule: at least 0.75)" in match.because
    assert match.as_line()["cosine"] == "0.81"
