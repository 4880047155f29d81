"""What a case remembers of its media so that they can be searched for.

Reads: MediaItem, Capture. Writes nothing into the log: a cache below `.work`, made
again from the stored bytes when it is deleted. Sealed media leave no trace in it.
Method: M076, M077, M081.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.media_archive import MediaArchive
from firsthand.casework.media_box import MediaBox
from firsthand.errors import SourceError
from firsthand.model import Capture, MediaItem, Protection
from firsthand.verify import video
from firsthand.verify.descriptors import (
    Described,
    DescriptorStore,
    digest_of_model,
)
from firsthand.verify.features import VERSION, Features
from firsthand.verify.video import VideoFeatures

_T = TypeVar("_T", Features, VideoFeatures)
_CHECK_BYTES = 16


class MediaStore:
    """Features of a case's media; close it, or use it in a `with` statement."""

    def __init__(self, case: Case) -> None:
        """Open the cache of a case."""
        self._case = case
        self._folder = case.folder / ".work" / "media"
        self._box = MediaBox(case.reference)
        self._model = case.settings.copy_model
        self._held: dict[str, tuple[MediaItem, Capture]] = {}

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the box; what was made is brought to the disk."""
        self._box.close()
        if "archive" in self.__dict__:
            self.archive.flush()

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
        found = _kept_in(path, kind)
        if found is not None and found.version == version:
            return found
        made = make()
        if Protection.SEALED not in {item.protection, capture.protection}:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}.new")
            packed = msgspec.msgpack.encode(made)
            new.write_bytes(_check_of(packed) + packed)
            new.replace(path)
        return made

    def hold(self, item: MediaItem, capture: Capture) -> None:
        """See to it that an item can be searched for; nothing of it stays in memory.

        Raises:
            SourceError: It cannot be decoded, or is sealed.
        """
        if Protection.SEALED in {item.protection, capture.protection}:
            raise SourceError("it is sealed: search keeps nothing of it")
        if capture.sha256 not in self.archive:
            features = self._made(item, capture)
            with self._case.writing():
                self.archive.add(capture.sha256, features)
        self._held[item.id] = item, capture

    def features(self, name: str) -> Features | VideoFeatures:
        """Return what is kept of an item that is held."""
        return self._made(*self._held[name])

    def _made(self, item: MediaItem, capture: Capture) -> Features | VideoFeatures:
        if _is_picture(item):
            return self.picture(item, capture)
        return self.video(item, capture)

    def alike(self, names: Iterable[str]) -> dict[tuple[str, str], float]:
        """Return pairs of pictures that the user's model finds alike (cosine).

        Args:
            names: Pictures that are held, each asked for among all that are held.

        Raises:
            SourceError: The model cannot be used.
        """
        if not self._model:
            return {}
        store = DescriptorStore(
            self._folder / "descriptors", digest_of_model(self._model)
        )
        pictures = {n: c for n, (item, c) in self._held.items() if _is_picture(item)}
        for capture in pictures.values():
            if capture.sha256 not in store:
                made = self._describe(capture)
                with self._case.writing():
                    store.add(capture.sha256, made)
        store.flush()
        names_of = self.names_of()
        found: dict[tuple[str, str], float] = {}
        for name in names:
            if name not in pictures:
                continue
            asked = store.vectors_of(pictures[name].sha256)
            for key, cosine in store.search(asked).items():
                for other in names_of.get(key, ()):
                    if other != name:
                        found[min(name, other), max(name, other)] = cosine
        return found

    def _describe(self, capture: Capture) -> Described:
        data = self._case.store.read_object(capture.sha256)
        return self._box.description(data, self._model)

    def is_usable(self, name: str) -> bool:
        """Say whether an item has enough in it to be searched for by its hashes."""
        return self.archive.is_usable(self._held[name][1].sha256)

    def names_of(self) -> dict[str, list[str]]:
        """Return the ids of all that is held, by digest of their bytes."""
        found: dict[str, list[str]] = {}
        for name, (_, capture) in sorted(self._held.items()):
            found.setdefault(capture.sha256, []).append(name)
        return found

    @functools.cached_property
    def archive(self) -> MediaArchive:
        """What the media of the case are searched by."""
        return MediaArchive(self._folder)


def _is_picture(item: MediaItem) -> bool:
    return item.media_type.startswith("image/")


def _check_of(packed: bytes) -> bytes:
    return hashlib.blake2b(packed, digest_size=_CHECK_BYTES).digest()


def _kept_in(path: Path, kind: type[_T]) -> _T | None:
    """Read what is kept; None = nothing, or not whole: power may have failed."""
    try:
        raw = path.read_bytes()
        packed = raw[_CHECK_BYTES:]
        if _check_of(packed) != raw[:_CHECK_BYTES]:
            return None
        return msgspec.msgpack.decode(packed, type=kind)
    except (msgspec.MsgspecError, OSError):
        return None


def forget_media(case: Case) -> None:
    """Delete all that is remembered of a case's media; it is made again when needed."""
    shutil.rmtree(case.folder / ".work" / "media", ignore_errors=True)
