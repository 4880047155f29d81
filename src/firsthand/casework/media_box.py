"""Media decoded in the box: a decoder that is broken into can neither write nor call.

Method: M190. Pictures go through the pipe; a video stays where it is, and its box may
read that one file.
"""

from __future__ import annotations

import base64
import contextlib
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from firsthand.capture.boxes import Kit
from firsthand.capture.limits import Limits
from firsthand.capture.read import Job
from firsthand.capture.sandbox import Box, is_boxing, kit_of
from firsthand.capture.taken import Taken
from firsthand.errors import SourceError
from firsthand.reference import Reference, bundled_reference
from firsthand.verify.credentials import read_credentials
from firsthand.verify.descriptors import Described, describe
from firsthand.verify.features import Features, features_of
from firsthand.verify.heif import is_heif
from firsthand.verify.scenes import ScenePoints, scene_points
from firsthand.verify.video import VideoFeatures, video_features

_MIB = 2**20
_READER = "firsthand.casework.media_reader:read_"
# Decoders map much more than they use; a picture of 100 megapixels takes 700 MB.
_PICTURES = Limits(memory_bytes=4096 * _MIB, things_per_child=32)
_T = TypeVar("_T")


class MediaBox:
    """Where media are decoded; close it, or use it in a `with` statement."""

    def __init__(self, reference: Reference | None = None) -> None:
        """Take reference rows; the box is started when first needed."""
        self._reference = reference or bundled_reference()
        self._boxes: dict[str, Box] = {}

    def __enter__(self) -> Self:
        """Return the box itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what runs in it."""
        self.close()

    def close(self) -> None:
        """End what runs in it."""
        for box in self._boxes.values():
            box.close()

    def picture(self, data: bytes) -> Features:
        """Decode a picture into what search keeps of it.

        Raises:
            SourceError: It cannot be decoded within the limits.
        """
        if not is_boxing():
            return features_of(data)
        return self._boxed("picture", data, Features)

    def scene(self, data: bytes) -> ScenePoints:
        """Decode a picture into the points that scenes are compared by.

        Raises:
            SourceError: It cannot be decoded within the limits.
        """
        if not is_boxing():
            return scene_points(data)
        return self._boxed("scene", data, ScenePoints)

    def description(self, data: bytes, model: str) -> Described:
        """Decode a picture into what a model of the user's says of it.

        Args:
            data: Bytes of the picture.
            model: Path of an ONNX file, which the box may read.

        Raises:
            SourceError: The picture cannot be decoded, or the model cannot be used.
        """
        if not is_boxing():
            return describe(data, model)
        may_thread = is_heif(data)
        key = f"{model}, {may_thread}"
        if key not in self._boxes:
            kit = self._kit("description")
            readable = (*kit.readable, str(Path(model).resolve()))
            kit = msgspec.structs.replace(kit, may_thread=may_thread, readable=readable)
            self._boxes[key] = Box(kit)
        job = Job(self._reference, _PICTURES)
        name = str(Path(model).resolve())
        return _unpacked(self._boxes[key].read(data, name, job), Described)

    def _boxed(self, kind: str, data: bytes, made: type[_T]) -> _T:
        # Decoding HEIF takes a thread: those photos have a box of their own.
        may_thread = is_heif(data)
        key = f"{kind}, threads" if may_thread else kind
        if key not in self._boxes:
            kit = self._kit(kind)
            self._boxes[key] = Box(msgspec.structs.replace(kit, may_thread=may_thread))
        job = Job(self._reference, _PICTURES)
        return _unpacked(self._boxes[key].read(data, kind, job), made)

    def video(self, path: Path) -> VideoFeatures:
        """Decode a video or a sound into what search keeps of it.

        Args:
            path: Where it lies; it is read piece by piece.

        Raises:
            SourceError: It cannot be decoded within the limits.
        """
        if not is_boxing():
            return video_features(str(path))
        kit = self._kit("video")
        readable = (*kit.readable, str(path.resolve()))
        box = Box(msgspec.structs.replace(kit, readable=readable))
        size_mib = path.stat().st_size // _MIB
        limits = Limits(
            memory_bytes=4096 * _MIB, things_per_child=1, seconds=120 + 20 * size_mib
        )
        with contextlib.closing(box):
            taken = box.read(b"", str(path.resolve()), Job(self._reference, limits))
        return _unpacked(taken, VideoFeatures)

    def credentials(self, data: bytes, media_type: str) -> dict[str, Any]:
        """Read content credentials: plain JSON, see `read_credentials`.

        Raises:
            SourceError: The reader did not come back.
        """
        if not is_boxing():
            return read_credentials(data, media_type)
        job = Job(self._reference, _PICTURES)
        with contextlib.closing(Box(self._kit("credentials"))) as box:
            made: dict[str, Any] = _unpacked(box.read(data, media_type, job), dict)
        return made

    def _kit(self, what: str) -> Kit:
        return msgspec.structs.replace(kit_of(self._reference), reader=_READER + what)


def _unpacked(taken: Taken, kind: type[_T]) -> _T:
    if taken.text is None:
        raise SourceError(taken.problem or "it could not be decoded")
    try:
        return msgspec.msgpack.decode(base64.b64decode(taken.text), type=kind)
    except (ValueError, msgspec.MsgspecError) as error:
        raise SourceError("its decoder gave no answer that makes sense") from error
