"""The corners of an archive in mapped files of a million, with whose they are.

Method: M079. Append-only, and only a cache: delete the folder and it is made again from
the stored media. `0000.corners` holds 32 bytes a corner, `0000.tables` what a full file
is searched by, `items.jsonl` one line an item, written last: what a crash left without
its line is written over. Memory does not grow with what the files hold.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from firsthand.verify.item_lines import ItemLines, Line, size_of, write_at
from firsthand.verify.voting import (
    MOST_PROPOSED,
    PointIndex,
    Tables,
    Tally,
    tables_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]

CORNERS_A_FILE = 1 << 20
_CORNER_BYTES = 32


class FaceVotes(NamedTuple):
    """A face that shares corners with one that was asked for.

    Attributes:
        n_votes: Corners asked for of which it has one that is near.
        rarity: The same, a corner that k items have counting 1/k.
        name: The item it is of.
        face: Which of its faces: a frame of a picture, a still of a video.
    """

    n_votes: int
    rarity: float
    name: str
    face: str


class CornerStore:
    """Corners of items, to be added to and asked."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open or make the store in a folder.

        Args:
            folder: Where; made when absent.
            version: How corners are made; those of another version are let go.
        """
        self._folder = folder
        self._items = ItemLines(folder / "items.jsonl", version)
        self._load()

    def __contains__(self, name: str) -> bool:
        """Say whether an item is in it."""
        return name in self._names

    def __len__(self) -> int:
        """Return the number of corners."""
        return sum(self._n_rows)

    def _load(self) -> None:
        self._names: set[str] = set()
        # Of each file: (item, face, number of corners), in order.
        self._files: list[list[tuple[str, str, int]]] = []
        self._n_rows: list[int] = []
        # Tables of the file that grows, and the corners it had then.
        self._last: tuple[int, Tables] | None = None
        self._items.load(self._is_next)
        # Only full files have tables: others are left from what is let go.
        full = {self._path(n, "tables") for n in range(len(self._files) - 1)}
        for path in set(self._folder.glob("*.tables")) - full:
            path.unlink()

    def _is_next(self, line: Line) -> bool:
        faces = [(str(face), int(n_rows)) for face, n_rows in line["faces"]]
        n_rows = sum(n for _, n in faces)
        if (line["file"], line["first"]) != self._place(n_rows):
            return False
        # A line of what did not reach the disk is not believed.
        ends = (line["first"] + n_rows) * _CORNER_BYTES
        if n_rows and size_of(self._path(line["file"], "corners")) < ends:
            return False
        self._note(str(line["name"]), line["file"], faces)
        return True

    def _place(self, n_rows: int) -> tuple[int, int]:
        """Return the file and the row at which so many corners go."""
        if not self._files:
            return 0, 0
        if self._n_rows[-1] and self._n_rows[-1] + n_rows > CORNERS_A_FILE:
            return len(self._files), 0
        return len(self._files) - 1, self._n_rows[-1]

    def _note(self, name: str, number: int, faces: Sequence[tuple[str, int]]) -> None:
        if number == len(self._files):
            self._files.append([])
            self._n_rows.append(0)
        self._names.add(name)
        self._files[number] += [(name, face, n_rows) for face, n_rows in faces]
        self._n_rows[number] += sum(n_rows for _, n_rows in faces)

    def add(self, name: str, faces: Mapping[str, Bits]) -> None:
        """Append the corners of an item; one that is in it already is left alone.

        One process adds at a time: the caller holds a lock.

        Args:
            name: The item, for example its digest.
            faces: (n, 32) uint8 of each face; none is allowed: it was looked at.
        """
        if not self._items.is_mine:
            self._load()  # somebody else added to it since, or deleted it
        if name in self._names:
            return
        sizes = [(face, len(bits)) for face, bits in faces.items()]
        number, first = self._place(sum(n for _, n in sizes))
        content = b"".join(bits.tobytes() for bits in faces.values())
        write_at(self._path(number, "corners"), first * _CORNER_BYTES, content)
        line = {"faces": sizes, "file": number, "first": first, "name": name}
        self._items.append(line)
        self._note(name, number, sizes)

    def flush(self) -> None:
        """Bring what was added safely to the disk."""
        self._items.flush(self._path(n, "corners") for n in range(len(self._files)))

    def propose(
        self, asked: Sequence[Bits], *, most: int = MOST_PROPOSED
    ) -> list[list[FaceVotes]]:
        """Return the faces that share corners with each asked for, most votes first.

        Each file is read once for all that is asked for; what else is asked for does
        not change an answer.

        Args:
            asked: (n, 32) uint8 of each face asked for.
            most: Most faces to return for each by votes, and as many by rarity.
        """
        import numpy as np  # noqa: PLC0415  start-up

        tally = Tally([len(bits) for bits in asked], most)
        corners = np.concatenate([np.empty((0, _CORNER_BYTES), np.uint8), *asked])
        first = 0
        for number, faces in enumerate(self._files):
            if self._n_rows[number] and len(corners):
                items = itertools.groupby(name for name, _, _ in faces)
                item_of = [n for n, (_, mine) in enumerate(items) for _ in mine]
                which, owners = self._index(number).votes(corners)
                tally.add(which, owners, np.array(item_of), first)
            first += len(faces)
        every = list(itertools.chain(*self._files))
        return [
            [FaceVotes(s.n_votes, s.rarity, *every[s.owner][:2]) for s in mine]
            for mine in tally.best()
        ]

    def _index(self, number: int) -> PointIndex:
        import numpy as np  # noqa: PLC0415  start-up

        n_rows = self._n_rows[number]
        path = self._path(number, "corners")
        bits = np.memmap(path, np.uint8, "r", shape=(n_rows, _CORNER_BYTES))
        sizes = [n for _, _, n in self._files[number]]
        owner = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        if number == len(self._files) - 1:  # it still grows
            if self._last is None or self._last[0] != n_rows:
                self._last = n_rows, tables_of(bits)
            return PointIndex(bits, owner, self._last[1])
        return PointIndex(bits, owner, self._tables(number, bits))

    def _tables(self, number: int, bits: Bits) -> Tables:
        """Return the tables of a full file, made once."""
        import numpy as np  # noqa: PLC0415  start-up

        path = self._path(number, "tables")
        if not path.exists():
            new = path.with_suffix(f".{os.getpid()}.new")
            with new.open("wb") as file:
                for part in tables_of(bits):
                    file.write(part.tobytes())
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        return Tables.of_flat(np.memmap(path, np.uint32, "r"), len(bits))

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / f"{number:04}.{kind}"
