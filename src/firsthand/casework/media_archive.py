"""What media are searched by, in files of one folder: hashes and corners.

Reads and writes nothing of the store. Method: M076, M077, M079, M081. Pictures and
videos lie in the same two files, so that a photo is found in a video too. What is
searched for is taken a few at a time, and features are read when they are laid over
one another: memory does not grow with the archive.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from firsthand.casework.media_shards import Elsewhere, ShardedHashes
from firsthand.verify import features, video
from firsthand.verify.corner_store import CornerStore, FaceVotes
from firsthand.verify.features import Face, Features
from firsthand.verify.hash_store import HashStore, Hit
from firsthand.verify.matching import Match, Way, decide, note_way
from firsthand.verify.reuse import CANDIDATE_BITS, COPY_BITS, Frame, Link, likeness_of
from firsthand.verify.video import VideoFeatures
from firsthand.verify.video_matching import (
    FrameHit,
    StillWay,
    match_videos,
    picture_in_video,
)
from firsthand.verify.voting import MOST_PROPOSED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAMES = (Frame.WHOLE, Frame.CONTENT, Frame.FRAMED)
_STILL = "still "
_AT_ONCE = 64
_T = TypeVar("_T")
Pair = tuple[str, str]
Line = dict[str, Any]


class Asked(NamedTuple):
    """One media item that is searched for: its name and how its features are had."""

    name: str
    load: Callable[[], Features | VideoFeatures]


class Candidates(NamedTuple):
    """What search proposes; the rules of `verify` decide.

    Attributes:
        links: Pictures whose hashes are near, each pair once.
        ways: How to lay pictures that share corners, the smaller name first.
        frames: Of (picture, video): the nearest frame.
        stills: Of (picture, video): how to lay the picture over stills.
    """

    links: list[Link]
    ways: dict[Pair, list[Way]]
    frames: dict[Pair, FrameHit]
    stills: dict[Pair, list[StillWay]]

    @property
    def in_videos(self) -> list[Pair]:
        """Pairs of a picture and a video worth looking at."""
        return sorted(self.frames.keys() | self.stills.keys())


class MediaArchive:
    """Media of one folder, by key: what has one key is one thing."""

    def __init__(self, folder: Path) -> None:
        """Open or make it."""
        version = f"{features.VERSION}; {video.VERSION}"
        self._hashes = HashStore(folder / "hashes", version)
        self._corners = CornerStore(folder / "corners", version)

    def __contains__(self, key: str) -> bool:
        """Say whether an item is in it."""
        return key in self._hashes and key in self._corners

    def is_usable(self, key: str) -> bool:
        """Say whether an item has enough in it to be searched for by its hashes."""
        return self._hashes.n_hashes_of(key) > 0

    def add(self, key: str, item: Features | VideoFeatures) -> None:
        """Add an item; one that is in it is left alone."""
        import numpy as np  # noqa: PLC0415  start-up

        if isinstance(item, Features):
            frames = [
                (_FRAMES.index(frame), hashed.probes[0])
                for frame, hashed in item.hashed.frames.items()
                if hashed.is_usable
            ]
            rows = [np.empty((0, 32), np.uint8), *(row[None] for _, row in frames)]
            hashes = np.concatenate(rows)
            at = np.array([place for place, _ in frames], np.uint32)
        else:
            hashes = _rows(item.hashes)
            at = np.frombuffer(item.at_ms, np.uint32)
        self._hashes.add(key, hashes, at)
        corners = {name: f.points().bits for name, f in _faces_of(item).items()}
        self._corners.add(key, corners)

    def flush(self) -> None:
        """Bring what was added safely to the disk: it need not be made again."""
        self._hashes.flush()
        self._corners.flush()

    def search(
        self,
        asked: Iterable[Asked],
        names_of: Mapping[str, list[str]],
        videos: frozenset[str] = frozenset(),
        radius: int = CANDIDATE_BITS,
        *,
        done: Callable[[int], None] = lambda _: None,
        elsewhere: Elsewhere | None = None,
    ) -> Candidates:
        """Search for some items among all.

        Args:
            asked: What is searched for.
            names_of: Names of what may be found, by key.
            videos: Those of the names that are videos or sounds.
            radius: Most bits that may differ.
            done: Told how many were searched for.
            elsewhere: Where hashes are searched; None = here. Corners always are.
        """
        hashes = _HashSearch(self._hashes, names_of, elsewhere)
        search = _Search(hashes, self._corners, names_of, videos)
        n_done = 0
        for some in _batches(asked, _AT_ONCE):
            search.ask([(one.name, one.load()) for one in some], radius)
            n_done += len(some)
            done(n_done)
        return search.found()


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while some := list(itertools.islice(left, size)):
        yield some


def _faces_of(item: Features | VideoFeatures) -> dict[str, Face]:
    """Return all that is laid over others: frames of a picture, stills of a video."""
    if isinstance(item, Features):
        return item.faces
    return {f"{_STILL}{s.at_ms}": s.face for s in item.stills if s.face}


def _rows(raw: bytes) -> np.ndarray:
    import numpy as np  # noqa: PLC0415  start-up

    return np.frombuffer(raw, np.uint8).reshape(-1, 32)


def search_all(
    folder: Path,
    pictures: Mapping[str, Features],
    videos: Mapping[str, VideoFeatures],
    radius: int = CANDIDATE_BITS,
    asked: Iterable[str] | None = None,
) -> tuple[list[Match], list[Line]]:
    """Search media that are no case for one another.

    Args:
        folder: An empty one, for the files of the archive.
        pictures: Features by name; the order does not matter.
        videos: The same.
        radius: Most bits that may differ; geometry is asked whatever it is.
        asked: Names to be searched for among all; None = all of them.

    Returns:
        As `match_all`.
    """
    archive = MediaArchive(folder)
    every: dict[str, Features | VideoFeatures] = {**pictures, **videos}
    for name in sorted(every):
        archive.add(name, every[name])
    wanted = sorted(every if asked is None else set(asked))
    found = archive.search(
        [Asked(name, functools.partial(every.__getitem__, name)) for name in wanted],
        {name: [name] for name in every},
        frozenset(videos),
        radius,
    )
    only = None if asked is None else frozenset(wanted)
    return match_all(found, pictures, videos, only)


# --- what the rules say of what was found ---------------------------------------------


def match_all(
    found: Candidates,
    pictures: Mapping[str, Features],
    videos: Mapping[str, VideoFeatures],
    asked: frozenset[str] | None = None,
    alike: Mapping[Pair, float] | None = None,
) -> tuple[list[Match], list[Line]]:
    """Apply the rules to what search proposes.

    Args:
        found: What search proposes.
        pictures: Features by name; asked for pair by pair, so that it may read them.
        videos: The same.
        asked: Names of which one takes part in each pair; None = any.
        alike: Pairs that the user's model finds alike; None = there is none.

    Returns:
        Matches of pictures; and lines of videos: "first", "second", "because".
    """
    matches = list(decide(found.links, found.ways, pictures, alike or {}))
    told = video_matches(videos, asked)
    for pair in found.in_videos:
        name, of_video = pair
        stills = found.stills.get(pair, ())
        frame = found.frames.get(pair)
        inside = picture_in_video(pictures[name], videos[of_video], frame, stills)
        if inside is not None:
            told.append({"first": name, "second": of_video, **inside.as_line()})
    return matches, told


def video_matches(
    videos: Mapping[str, VideoFeatures], asked: frozenset[str] | None = None
) -> list[Line]:
    """Compare videos and sounds, each pair once; tell those that share something."""
    found = []
    for first, second in itertools.combinations(sorted(videos), 2):
        if asked is not None and not {first, second} & asked:
            continue
        match = match_videos(videos[first], videos[second])
        if match.is_accepted:
            found.append({"first": first, "second": second, **match.as_line()})
    return found


class Reading(Mapping[str, _T]):
    """Features by name, read when asked for; the newest few stay in memory."""

    def __init__(self, names: Iterable[str], read: Callable[[str], _T]) -> None:
        """Take the names and how one is read."""
        self._names = dict.fromkeys(names)
        self._read = functools.lru_cache(maxsize=_AT_ONCE)(read)

    def __getitem__(self, name: str) -> _T:
        """Read one."""
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._names)


# --- one search -----------------------------------------------------------------------

_Face = tuple[str, str, bool]  # of which item, which face, whether mirrored


def _most_voted(
    votes: list[tuple[FaceVotes, _Face]],
) -> list[tuple[FaceVotes, _Face]]:
    """Keep the votes for the items with most of them, and with the rarest.

    The one asked for is not counted.
    """
    by_votes = sorted(votes, key=lambda one: (-one[0].n_votes, one[0].name))
    by_rarity = sorted(votes, key=lambda one: (-one[0].rarity, one[0].name))
    best = {
        name
        for order in (by_votes, by_rarity)
        for name in list(dict.fromkeys(v.name for v, _ in order))[: MOST_PROPOSED + 1]
    }
    return [(vote, asked) for vote, asked in by_votes if vote.name in best]


class _HashSearch:
    """Where hashes are searched: here, or on an engine, which some never reach."""

    def __init__(
        self,
        store: HashStore,
        names_of: Mapping[str, list[str]],
        elsewhere: Elsewhere | None,
    ) -> None:
        self._store = store
        self._stay: set[str] = set()
        self._shards: ShardedHashes | None = None
        if elsewhere is not None:
            # What came twice stays if it must stay under one of its names.
            kept = {k: n for k, n in names_of.items() if elsewhere.stay & set(n)}
            self._stay = {*elsewhere.stay, *itertools.chain(*kept.values())}
            self._shards = ShardedHashes(elsewhere.engine, store, frozenset(kept))

    def many(
        self, asked: list[tuple[str, NDArray[np.uint8]]], radius: int
    ) -> list[list[list[Hit]]]:
        """Search for the hashes of several items, (n, 32) each, in one pass."""
        found: list[list[list[Hit]]] = [[] for _ in asked]
        for stays in (True, False):
            mine = [
                n for n, (name, _) in enumerate(asked) if self._is_kept(name) is stays
            ]
            if not mine:
                continue
            where = self._store if stays or self._shards is None else self._shards
            hits = iter(where.search(_stacked([asked[n][1] for n in mine]), radius))
            for n in mine:
                found[n] = list(itertools.islice(hits, len(asked[n][1])))
        return found

    def _is_kept(self, name: str) -> bool:
        return name in self._stay


def _stacked(hashes: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    import numpy as np  # noqa: PLC0415  start-up

    return np.concatenate([np.empty((0, 32), np.uint8), *hashes])


class _Search:
    """One search, in batches."""

    def __init__(
        self,
        hashes: _HashSearch,
        corners: CornerStore,
        names_of: Mapping[str, list[str]],
        videos: frozenset[str],
    ) -> None:
        self._hashes, self._corners = hashes, corners
        self._names_of, self._videos = names_of, videos
        self._nearest: dict[Pair, tuple[int, Frame, Frame]] = {}
        self._ways: dict[Pair, list[Way]] = {}
        self._frames: dict[Pair, FrameHit] = {}
        self._stills: dict[Pair, list[StillWay]] = {}

    def found(self) -> Candidates:
        """Return what was found in all batches, in an order of its own."""
        links = [
            Link(one, two, bits, likeness_of(bits), (first, second))
            for (one, two), (bits, first, second) in sorted(self._nearest.items())
        ]
        ways = {pair: sorted(mine) for pair, mine in self._ways.items()}
        stills = {pair: sorted(set(mine)) for pair, mine in self._stills.items()}
        return Candidates(links, ways, self._frames, stills)

    def ask(
        self, some: list[tuple[str, Features | VideoFeatures]], radius: int
    ) -> None:
        """Search for some items."""
        self._ask_hashes([x for x in some if isinstance(x[1], Features)], radius)
        for name, item in some:
            if not isinstance(item, Features):
                self._ask_frames(name, item, min(COPY_BITS, radius))
        faces = [
            ((name, face_name, is_mirrored), face.points(is_mirrored=is_mirrored).bits)
            for name, item in some
            for face_name, face in _faces_of(item).items()
            for is_mirrored in (False, True)
        ]
        proposed = self._corners.propose([bits for _, bits in faces])
        votes_of: dict[str, list[tuple[FaceVotes, _Face]]] = {}
        for (asked, _), votes in zip(faces, proposed, strict=True):
            votes_of.setdefault(asked[0], []).extend((vote, asked) for vote in votes)
        for name, mine in votes_of.items():
            for vote, asked in _most_voted(mine):
                for other in self._others(vote.name, name):
                    self._note_face(asked, other, vote.face)

    def _ask_hashes(self, some: list[tuple[str, Any]], radius: int) -> None:
        frames = [
            (name, frame, hashed.probes)
            for name, item in some
            for frame, hashed in item.hashed.frames.items()
            if hashed.is_usable
        ]
        asked = [(name, probes) for name, _, probes in frames]
        for (name, frame, _), found in zip(
            frames, self._hashes.many(asked, radius), strict=True
        ):
            for hit in itertools.chain(*found):
                self._note_hit(name, frame, hit)

    def _note_hit(self, name: str, frame: Frame, hit: Hit) -> None:
        for other in self._others(hit.name, name):
            if other in self._videos:
                self._note_frame((name, other), FrameHit(hit.bits, hit.at_ms))
            else:
                self._note_hash((name, frame), (other, _FRAMES[hit.at_ms]), hit.bits)

    def _ask_frames(self, name: str, item: VideoFeatures, radius: int) -> None:
        """Search for pictures among the frames of a video: copies alone."""
        import numpy as np  # noqa: PLC0415  start-up

        at_ms = np.frombuffer(item.at_ms, np.uint32)
        for raw in filter(None, (item.hashes, item.mirrored)):
            (found,) = self._hashes.many([(name, _rows(raw))], radius)
            for at, hits in zip(at_ms.tolist(), found, strict=True):
                for hit in hits:
                    for other in self._others(hit.name, name):
                        if other not in self._videos:
                            self._note_frame((other, name), FrameHit(hit.bits, at))

    def _others(self, key: str, name: str) -> list[str]:
        return [other for other in self._names_of.get(key, ()) if other != name]

    def _note_hash(
        self, one: tuple[str, Frame], two: tuple[str, Frame], bits: int
    ) -> None:
        first, second = sorted((one, two))
        found = (bits, first[1], second[1])
        key = (first[0], second[0])
        self._nearest[key] = min(found, self._nearest.get(key, found))

    def _note_frame(self, pair: Pair, found: FrameHit) -> None:
        self._frames[pair] = min(found, self._frames.get(pair, found))

    def _note_face(self, asked: _Face, other: str, its_face: str) -> None:
        """Note what shares corners: two pictures, or a picture and a still."""
        name, face, is_mirrored = asked
        is_still, is_its_still = (f.startswith(_STILL) for f in (face, its_face))
        if is_still and is_its_still:
            return  # videos are compared whole
        if not is_still and not is_its_still:
            note_way(self._ways, (name, other), Way(face, its_face, is_mirrored))
        elif is_still:
            at_ms = int(face.removeprefix(_STILL))
            way = StillWay(its_face, at_ms, is_mirrored)
            self._stills.setdefault((other, name), []).append(way)
        else:
            at_ms = int(its_face.removeprefix(_STILL))
            way = StillWay(face, at_ms, is_mirrored)
            self._stills.setdefault((name, other), []).append(way)
