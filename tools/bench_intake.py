"""Taking in and searching photos at the size of an archive (`make bench-media`).

Photos are drawn, taken into a case by `add`, decoded in the box, and searched for. The
archive that they are searched in is filled up to its size with hashes and corners made
of theirs by turning bits, since drawing 100,000 photos takes hours; what fills it lies
in the same files and is read in the same way.
"""

from __future__ import annotations

import functools
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.casework.media import media_item
from firsthand.casework.media_archive import (
    Asked,
    MediaArchive,
    Reading,
    match_all,
)
from firsthand.casework.media_store import MediaStore
from firsthand.model import MediaItem
from firsthand.verify.features import Corners, Face, Features

_N_ASKED = 60
_CHUNK = 200
_TURNED_BITS = 60
# Memory that belongs to us alone may grow by so much while an archive doubles.
_FLAT_MIB = 64


def bench_intake(
    n_photos: int, n_archive: int, draw: Callable[[int], Image.Image]
) -> bool:
    """Measure files a second of each step, and memory as the archive grows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = folder / "photos"
        photos.mkdir()
        for number in range(n_photos):
            scene = draw(number).resize((1600, 1200))
            scene.save(photos / f"p{number:06}.jpg", quality=85)
        with create_case(folder / "case") as case:
            started = _now()
            add_files(case, [photos])
            _tell("taken in (bytes, record, log)", n_photos, started)
            items = [media_item(case, i.id) for i in case.store.every(MediaItem)]
            with MediaStore(case) as store:
                started = _now()
                for n_done, (item, capture) in enumerate(items, 1):
                    store.hold(item, capture)
                    if n_done % _CHUNK == 0:
                        print(f"  {n_done:,} held, {_own_mib():.0f} MiB of our own")
                _tell("decoded in the box, hashed, corners", n_photos, started)
                held = {i.id: store.picture(i, c) for i, c in items[:_N_ASKED]}
        return _bench_search(folder / "archive", held, n_archive)


def _tell(what: str, n_files: int, started: tuple[float, float]) -> None:
    """Print files a second; our own processor time tells what other work hides."""
    wall, own = (now - then for now, then in zip(_now(), started, strict=True))
    print(
        f"{what}: {n_files / wall:,.1f} files/s ({n_files:,} in {wall:.1f} s, "
        f"{own / n_files * 1000:.1f} ms of processor each)"
    )


def _now() -> tuple[float, float]:
    spent = os.times()
    own = spent.user + spent.system + spent.children_user + spent.children_system
    return time.perf_counter(), own


def _own_mib() -> float:
    """Return memory that is not pages of files, which the system may take back."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell RssAnon")


def _bench_search(folder: Path, held: dict[str, Features], n_archive: int) -> bool:
    """Search for photos in an archive as it grows: all of them found, memory flat."""
    archive = MediaArchive(folder)
    dice = np.random.default_rng(9)
    names = sorted(held)
    for name in names:
        archive.add(name, held[name])
    sizes = [n_archive // 4, n_archive // 2, n_archive]
    own: list[float] = []
    n_held, n_right = len(names), 0
    for size in sizes:
        started = _now()
        for number in range(n_held, size):
            archive.add(f"x{number}", _like(held[names[number % len(names)]], dice))
        _tell(f"archive of {size:,}: added", size - n_held, started)
        n_held = size
        archive.search([Asked(names[0], lambda: held[names[0]])], {})  # makes tables
        started = _now()
        asked = [
            Asked(f"ask {name}", functools.partial(held.__getitem__, name))
            for name in names
        ]
        found = archive.search(asked, {name: [name] for name in names})
        pictures = Reading(
            [*names, *(one.name for one in asked)],
            lambda name: held[name.removeprefix("ask ")],
        )
        matches, _ = match_all(found, pictures, {})
        _tell(f"archive of {size:,}: searched for", len(names), started)
        n_right = sum(m.second == f"ask {m.first}" for m in matches)
        own.append(_own_mib())
        print(f"  found {n_right} of {len(names)}; {own[-1]:.0f} MiB of our own")
    grown = own[-1] - own[-2]
    print(f"memory grew by {grown:.0f} MiB while the archive doubled")
    return n_right == len(names) and grown <= _FLAT_MIB


@functools.cache
def _masks() -> np.ndarray:
    share = np.random.default_rng(8).random((1 << 14, 256)) < _TURNED_BITS / 256
    return np.packbits(share, axis=1)


def _like(item: Features, dice: np.random.Generator) -> Features:
    """Make up a photo whose hashes and corners are as common as those of another."""

    def turned(raw: bytes) -> bytes:
        bits = np.frombuffer(raw, np.uint8).reshape(-1, 32)
        masks = _masks()
        return (bits ^ masks[dice.integers(0, len(masks), len(bits))]).tobytes()

    def other(corners: Corners) -> Corners:
        return Corners(
            xy=corners.xy,
            bits=turned(corners.bits),
            width=corners.width,
            height=corners.height,
        )

    return Features(
        version=item.version,
        width=item.width,
        height=item.height,
        boxes=item.boxes,
        probes={
            frame: dice.integers(0, 256, len(raw), np.uint8).tobytes()
            for frame, raw in item.probes.items()
        },
        quality=item.quality,
        filled=item.filled,
        faces={
            frame: Face(
                shown=face.shown, corners=other(face.corners), turned=face.turned
            )
            for frame, face in item.faces.items()
        },
    )
