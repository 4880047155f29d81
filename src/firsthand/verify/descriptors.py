"""A learned description of a picture, by a model that the user brings (ONNX).

Method: M194. Off unless a file is named in the settings; no model comes with the
program. Made for SSCD (Pizzi et al. 2022, https://arxiv.org/abs/2202.10261): a square
of 320 pixels, colours normalised as for ImageNet, a vector out; any model of that form
will do. Two pictures whose vectors are alike are proposed to geometry (M079), which
decides as always; what it refuses is for a person to look at, if they are very alike.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import UserError
from firsthand.model import Value
from firsthand.verify.item_lines import ItemLines, Line, size_of, write_at
from firsthand.verify.keypoints import cv
from firsthand.verify.pictures import open_colour, open_picture
from firsthand.verify.reuse import boxes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Colour = NDArray[np.uint8]

# As published: .75 is 90 % precision on DISC2021; unrelated pairs of ours reached .51.
LEAST_PROPOSED, LEAST_SHOWN = 0.5, 0.75
_SIDE = 320
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_BLOCK = 1 << 14
_HALF_BYTES = 2


class Described(Value, frozen=True, kw_only=True):
    """What a model says of a picture.

    Attributes:
        vectors: (n, size) float32 of unit length, as bytes: of the whole frame, and of
            each box.
        size: Numbers of a vector.
    """

    vectors: bytes
    size: int

    def rows(self) -> Vectors:
        """Return the vectors, (n, size)."""
        import numpy as np  # noqa: PLC0415  start-up

        return np.frombuffer(self.vectors, np.float32).reshape(-1, self.size)


def describe(data: bytes, model: str) -> Described:
    """Describe a picture.

    Args:
        data: Its bytes.
        model: Path of an ONNX file.

    Raises:
        SourceError: The picture cannot be decoded.
        UserError: The model cannot be used.
    """
    import numpy as np  # noqa: PLC0415  start-up

    shown = open_colour(data)
    boxes = boxes_of(open_picture(data).grey).values()
    views = [shown, *(shown[b.top : b.bottom, b.left : b.right] for b in boxes)]
    rows = [_vector(view, model) for view in views]
    return Described(vectors=np.stack(rows).tobytes(), size=len(rows[0]))


def _vector(shown: Colour, model: str) -> Vectors:
    import numpy as np  # noqa: PLC0415  start-up

    module = cv()
    square = module.resize(shown, (_SIDE, _SIDE), interpolation=module.INTER_AREA)
    values = (square.astype(np.float32) / 255 - _MEAN) / _SPREAD
    net = _net(model)
    try:
        net.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None], np.float32))
        found = np.asarray(net.forward(), np.float32).ravel()
    except module.error as error:
        raise UserError(
            f"{model}: takes no picture of 3 x {_SIDE} x {_SIDE} numbers ({error.err})"
        ) from error
    length = float(np.linalg.norm(found))
    if not np.isfinite(length) or length == 0:
        raise UserError(f"{model}: gives no vector that can be compared")
    return found / length


@functools.lru_cache(maxsize=1)
def _net(model: str) -> Any:
    module = cv()
    try:
        return module.dnn.readNetFromONNX(model)
    except module.error as error:
        raise UserError(
            f"{model}: is no ONNX model that OpenCV can read ({error.err})"
        ) from error


def digest_of_model(model: str) -> str:
    """Return what names a model in caches and records: the SHA-256 of its file.

    Raises:
        UserError: There is no such file.
    """
    try:
        with Path(model).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UserError(
            f"copy_model {model!r}: cannot be read ({error.strerror}); name an ONNX "
            "file, or take the setting out"
        ) from error


class DescriptorStore:
    """Vectors of pictures in one mapped file, to be added to and asked."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open or make it; vectors of another version are let go."""
        self._vectors = folder / "vectors.bin"
        self._items = ItemLines(folder / "items.jsonl", version)
        self._load()

    def __contains__(self, name: str) -> bool:
        """Say whether a picture is in it."""
        return name in self._names

    def _load(self) -> None:
        self._names: dict[str, int] = {}
        self._firsts: dict[str, int] = {}
        self._n_rows = self._size = 0
        self._items.load(self._is_next)

    def _is_next(self, line: Line) -> bool:
        first, n_rows, size = int(line["first"]), int(line["n"]), int(line["size"])
        ends = (first + n_rows) * size * _HALF_BYTES
        if first != self._n_rows or size_of(self._vectors) < ends:
            return False
        if self._size not in {0, size}:
            return False
        self._names[str(line["name"])] = n_rows
        self._firsts[str(line["name"])] = first
        self._n_rows, self._size = first + n_rows, size
        return True

    def add(self, name: str, described: Described) -> None:
        """Append the vectors of a picture; one that is in it is left alone."""
        import numpy as np  # noqa: PLC0415  start-up

        if not self._items.is_mine:
            self._load()
        if name in self._names:
            return
        rows = described.rows().astype(np.float16)
        at = self._n_rows * described.size * _HALF_BYTES
        write_at(self._vectors, at, rows.tobytes())
        line = {
            "first": self._n_rows,
            "n": len(rows),
            "name": name,
            "size": described.size,
        }
        self._items.append(line)
        self._is_next(line)

    def vectors_of(self, name: str) -> Vectors:
        """Return the vectors of a picture that is in it, (n, size) float32."""
        import numpy as np  # noqa: PLC0415  start-up

        held = np.memmap(
            self._vectors, np.float16, "r", shape=(self._n_rows, self._size)
        )
        first = self._firsts[name]
        made: Vectors = held[first : first + self._names[name]].astype(np.float32)
        return made

    def flush(self) -> None:
        """Bring what was added safely to the disk."""
        self._items.flush((self._vectors,))

    def search(self, asked: Vectors, least: float = LEAST_PROPOSED) -> dict[str, float]:
        """Return the pictures that are alike, and how much (cosine), by name.

        Args:
            asked: (k, size) of unit length: of one picture.
            least: Least cosine.
        """
        import numpy as np  # noqa: PLC0415  start-up

        if not self._n_rows:
            return {}
        shape = (self._n_rows, self._size)
        held = np.memmap(self._vectors, np.float16, "r", shape=shape)
        best = np.concatenate(
            [
                (held[n : n + _BLOCK].astype(np.float32) @ asked.T).max(1)
                for n in range(0, self._n_rows, _BLOCK)
            ]
        )
        owners = np.repeat(np.array(list(self._names)), list(self._names.values()))
        found: dict[str, float] = {}
        for row in np.flatnonzero(best >= least).tolist():
            name = str(owners[row])
            found[name] = max(float(best[row]), found.get(name, 0.0))
        return found
