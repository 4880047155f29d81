"""What a case remembers of its media so that they can be searched for.

Reads: MediaItem, Capture. Writes nothing into the log: a cache below `.work`, made
again from the stored bytes when it is deleted. Sealed media leave no trace in it.
Method: M076, M077, M081.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.media_box import MediaBox
from firsthand.errors import SourceError
from firsthand.model import Capture, MediaItem, Protection
from firsthand.verify import video
from firsthand.verify.features import VERSION, Features
from firsthand.verify.hash_store import HashStore
from firsthand.verify.reuse import (
    Frame,
    Link,
    likeness_of,
)
from firsthand.verify.video import VideoFeatures

_T = TypeVar("_T", Features, VideoFeatures)
_FRAMES = (Frame.WHOLE, Frame.CONTENT)


class MediaStore:
    """Features of a case's media; close it, or use it in a `with` statement."""

    def __init__(self, case: Case) -> None:
        """Open the cache of a case."""
        self._case = case
        self._folder = case.folder / ".work" / "media"
        self._box = MediaBox(case.reference)
        self._hashes: HashStore | None = None

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the box."""
        self._box.close()

    def picture(self, item: MediaItem, capture: Capture) -> Features:
        """Return the features of a picture, made now if nobody did.

        Raises:
            SourceError: It cannot be decoded.
        """

        def make() -> Features:
            return self._box.picture(self._case.store.read_object(capture.sha256))

        return self._kept(item, capture, Features, VERSION, make)

    def video(self, item: MediaItem, capture: Capture) -> VideoFeatures:
        """Return the features of a video or sound, made now if nobody did.

        Raises:
            SourceError: It cannot be decoded.
        """

        def make() -> VideoFeatures:
            with self._case.store.open_object(capture.sha256) as file:
                name = getattr(file, "name", None)
            if not isinstance(name, str | os.PathLike):
                raise SourceError("a video is only decoded from a file")
            return self._box.video(Path(name))

        return self._kept(item, capture, VideoFeatures, video.VERSION, make)

    def _kept(
        self,
        item: MediaItem,
        capture: Capture,
        kind: type[_T],
        version: str,
        make: Callable[[], _T],
    ) -> _T:
        path = self._folder / "features" / f"{capture.sha256}.msgpack"
        if path.is_file():
            try:
                found = msgspec.msgpack.decode(path.read_bytes(), type=kind)
            except (msgspec.MsgspecError, OSError):
                found = None
            if found is not None and found.version == version:
                return found
        made = make()
        if Protection.SEALED not in {item.protection, capture.protection}:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}.new")
            new.write_bytes(msgspec.msgpack.encode(made))
            new.replace(path)
        return made

    def links(
        self,
        asked: dict[str, Features],
        pictures: dict[str, tuple[str, Features]],
        radius: int,
    ) -> list[Link]:
        """Find pictures of the archive whose hashes are near those of some of them.

        Args:
            asked: Features by media id.
            pictures: (digest, features) by media id, of all that may be found.
            radius: Most bits that may differ.
        """
        import numpy as np  # noqa: PLC0415  start-up

        store = self._filled(pictures)
        ids: dict[str, list[str]] = {}
        for media_id, (sha256, _) in pictures.items():
            ids.setdefault(sha256, []).append(media_id)
        nearest: dict[tuple[str, str], tuple[int, Frame, Frame]] = {}
        for name, features in asked.items():
            for frame, hashed in features.hashed.frames.items():
                if not hashed.is_usable:
                    continue
                for hits in store.search(np.ascontiguousarray(hashed.probes), radius):
                    for hit in hits:
                        for other in ids.get(hit.name, ()):
                            its = (other, _FRAMES[hit.at_ms])
                            _note(nearest, (name, frame), its, hit.bits)
        return [
            Link(one, two, bits, likeness_of(bits), (first, second))
            for (one, two), (bits, first, second) in sorted(nearest.items())
        ]

    def _filled(self, pictures: dict[str, tuple[str, Features]]) -> HashStore:
        """Return the hash store with all pictures in it."""
        import numpy as np  # noqa: PLC0415  start-up

        if self._hashes is None:
            self._hashes = HashStore(self._folder / "hashes", VERSION)
        with self._case.writing():
            for sha256, features in pictures.values():
                frames = [
                    (_FRAMES.index(frame), hashed.probes[0])
                    for frame, hashed in features.hashed.frames.items()
                    if hashed.is_usable
                ]
                rows = [np.empty((0, 32), np.uint8), *(row[None] for _, row in frames)]
                places = np.array([place for place, _ in frames], np.uint32)
                self._hashes.add(sha256, np.concatenate(rows), places)
        return self._hashes


def _note(
    nearest: dict[tuple[str, str], tuple[int, Frame, Frame]],
    one: tuple[str, Frame],
    two: tuple[str, Frame],
    bits: int,
) -> None:
    if one[0] == two[0]:
        return
    first, second = sorted((one, two))
    found = (bits, first[1], second[1])
    key = (first[0], second[0])
    nearest[key] = min(found, nearest.get(key, found))


def forget_media(case: Case) -> None:
    """Delete all that is remembered of a case's media; it is made again when needed."""
    shutil.rmtree(case.folder / ".work" / "media", ignore_errors=True)
