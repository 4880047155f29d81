"""Re-use of pictures, video and sound, and search, measured (`make bench-media`).

Pictures come from folders named with --pictures (any open-licence pictures; those
under /usr/share where none is named); drawn scenes fill up to 1,400. Pictures of the
archive that show the same are found first and count as one family: a picture of the
family of the query is never a wrong one. Each query is edited in thirty ways and asked
for; hashes of other makers stand in the same table, from the same run.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench_intake import bench_intake
from bench_video import bench_video
from media_edits import EDITS, SIDE, draw_scene, jpeg_of
from PIL import Image, ImageDraw

from firsthand.errors import SourceError
from firsthand.verify import hamming
from firsthand.verify.features import Features, features_of
from firsthand.verify.hamming import HashIndex
from firsthand.verify.matching import CornerSearch, lay, ways_to_try
from firsthand.verify.reuse import CANDIDATE_BITS, COPY_BITS

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
_N_PICTURES, _N_QUERIES = 1400, 200
_GOALS = {
    "mean of all edits": 0.93,
    "screenshots": 0.93,
    "crop 20 %": 0.97,
}
_OURS = "firsthand"
_MOST_FLAT_SHARE = 0.2
_ONE_THREAD = "OPENBLAS_NUM_THREADS"


def main() -> int:
    """Measure what is asked for, print tables, fail where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, action="append", default=[])
    parser.add_argument(
        "--clips", type=Path, action="append", default=[], help="filmed ones too"
    )
    parser.add_argument("--queries", type=int, default=_N_QUERIES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sheet", type=Path, help="PNG of pairs taken for one")
    parser.add_argument("--photos", type=int, default=1_000, help="taken in")
    parser.add_argument("--archive", type=int, default=100_000, help="photos held")
    parser.add_argument("--hashes", type=int, default=10_000_000)
    parser.add_argument(
        "--only",
        default="reuse,search,hashing,video,intake",
        help="parts, comma-separated",
    )
    arguments = parser.parse_args()
    parts = {
        "reuse": lambda: bench_reuse(
            arguments.pictures, arguments.queries, arguments.workers, arguments.sheet
        ),
        "search": lambda: bench_search(arguments.hashes),
        "hashing": lambda: bench_hashing(arguments.pictures),
        "video": lambda: bench_video(arguments.clips),
        "intake": lambda: bench_intake(arguments.photos, arguments.archive, draw_scene),
    }
    if os.environ.get(_ONE_THREAD) != "1":
        # As in the box: sums use one thread; read before numpy is loaded.
        words = [sys.executable, *sys.argv]
        os.execve(sys.executable, words, {**os.environ, _ONE_THREAD: "1"})  # noqa: S606  ourselves again
    missed = [name for name in arguments.only.split(",") if not parts[name]()]
    print(f"Goals missed in: {', '.join(missed)}" if missed else "All goals met.")
    return 1 if missed else 0


# --- pictures ----------------------------------------------------------------------


def _pictures(folders: list[Path]) -> Iterator[Image.Image]:
    """Yield pictures of the folders, no smaller than 220 pixels, at most 640."""
    for folder in folders or [Path("/usr/share")]:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in _SUFFIXES or path.is_symlink():
                continue
            try:
                with Image.open(path) as image:
                    if min(image.size) < 220 or max(image.size) > 12_000:  # noqa: PLR2004  icons; bombs
                        continue
                    shown = image.convert("RGBA").convert("RGB")
            except OSError:
                continue
            shown.thumbnail((SIDE, SIDE))
            yield shown


def _corpus(folders: list[Path]) -> list[Image.Image]:
    found: list[Image.Image] = []
    for image in _pictures(folders):
        found.append(image)
        if len(found) == _N_PICTURES:
            break
    n_found = len(found)
    found += [draw_scene(seed) for seed in range(_N_PICTURES - n_found)]
    print(f"{n_found} pictures found, {len(found) - n_found} scenes drawn")
    return found


class Archive:
    """Pictures as searched: hashes and corners, and what peers keep of them."""

    def __init__(self, features: list[Features]) -> None:
        """Index features; a picture's number is its place in the list."""
        self.features = features
        rows, owners = [], []
        for number, item in enumerate(features):
            for hashed in item.hashed.frames.values():
                if hashed.is_usable:
                    rows.append(hashed.probes[0])
                    owners.append(number)
        self.hashes = HashIndex(np.stack(rows))
        self.owners = np.array(owners)
        self.corners = CornerSearch(features)

    def matches(self, asked: Features) -> set[int]:
        """Return what the rule accepts: copies, and candidates that geometry takes."""
        accepted: set[int] = set()
        candidates: set[int] = set()
        for hashed in asked.hashed.frames.values():
            if not hashed.is_usable:
                continue
            for probe in hashed.probes:
                rows, bits = self.hashes.within(probe, CANDIDATE_BITS)
                accepted |= set(self.owners[rows[bits <= COPY_BITS]].tolist())
                candidates |= set(self.owners[rows].tolist())
        ways = self.corners.propose(asked)
        for number in sorted((candidates | ways.keys()) - accepted):
            other, is_near = self.features[number], number in candidates
            tried = ways_to_try(asked, other, ways.get(number, []), is_near=is_near)
            laid = lay(asked, other, tried)
            if laid is not None and laid.overlay.is_accepted:
                accepted.add(number)
        return accepted


class _Bench(NamedTuple):
    """What each worker asks with; set before workers are forked."""

    images: list[Image.Image]
    archive: Archive
    families: list[int]
    peers: dict[str, Callable[[Image.Image], set[int]]]


_BENCH: list[_Bench] = []
_Score = tuple[int, str, str, bool, list[int]]  # query, edit, method, found, wrong


def bench_reuse(
    folders: list[Path], n_queries: int, n_workers: int, sheet: Path | None
) -> bool:
    """Thirty edits of each query against the archive."""
    images = _corpus(folders)
    with Pool(n_workers) as pool:
        features = pool.map(_features_of, images, 8)
    archive = Archive(features)
    _BENCH.append(_Bench(images, archive, list(range(len(images))), {}))
    with Pool(n_workers) as pool:  # forked now: it sees the archive
        pairs = pool.map(_related, range(len(images)), 8)
    families = families_of(pairs)
    sizes = Counter(families)
    print(
        f"{len(images)} pictures, {sum(n > 1 for n in sizes.values())} families, the "
        f"largest of {max(sizes.values())}"
    )
    # Usable, and spread over the whole list: no folder is asked for more than others.
    able = [i for i, f in enumerate(features) if f.hashed.is_usable]
    asked = [able[len(able) * n // n_queries] for n in range(n_queries)]
    _BENCH[0] = _Bench(images, archive, families, _peers(images))
    # In any order, so that a run that is stopped (Ctrl-C) has asked for a fair sample.
    np.random.default_rng(4).shuffle(asked)
    scores: list[_Score] = []
    with Pool(n_workers, _leave_interrupts_alone) as pool:
        try:
            for rows in pool.imap(_ask, asked):
                scores += rows
        except KeyboardInterrupt:
            print("stopped: what follows is of those asked for until then")
    asked = asked[: len(scores) // len(EDITS) // (1 + len(_BENCH[0].peers))]
    toned = {number for number in asked if _is_toned(images[number])}
    print(f"\nOf {len(asked)} queries {len(toned)} are of continuous tone, as photos")
    _reuse_table("continuous tone", [s for s in scores if s[0] in toned], len(toned))
    is_reached = _reuse_table("all", scores, len(asked))
    _tell_wrong(scores, images, sheet)
    return is_reached


def _leave_interrupts_alone() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _features_of(image: Image.Image) -> Features:
    return features_of(jpeg_of(image))


def _related(number: int) -> tuple[int, list[int]]:
    """Return the pictures that the rule takes for one: they are no wrong answers."""
    bench = _BENCH[0]
    return number, sorted(bench.archive.matches(bench.archive.features[number]))


def _ask(number: int) -> list[_Score]:
    """Ask for all edits of one picture, by every method."""
    bench = _BENCH[0]
    rows: list[_Score] = []
    for name, edit in EDITS.items():
        query = edit(bench.images[number])
        try:
            got = bench.archive.matches(features_of(jpeg_of(query, 85)))
        except SourceError:
            got = set()
        answers = {_OURS: got, **{p: look(query) for p, look in bench.peers.items()}}
        for method, found in answers.items():
            family = bench.families[number]
            wrong = sorted(n for n in found if bench.families[n] != family)
            rows.append((number, name, method, number in found, wrong))
    return rows


def families_of(pairs: list[tuple[int, list[int]]]) -> list[int]:
    """Number pictures that show the same alike."""
    family = list(range(len(pairs)))

    def root(number: int) -> int:
        while family[number] != number:
            number = family[number]
        return number

    for number, others in pairs:
        for other in others:
            one, two = sorted((root(number), root(other)))
            family[two] = one
    return [root(number) for number in range(len(family))]


def _is_toned(image: Image.Image) -> bool:
    """Say whether a picture has tone nearly everywhere: no drawing, no window."""
    grey = np.asarray(image.convert("L"), np.float32)
    height, width = (side // 8 * 8 for side in grey.shape)
    cells = grey[:height, :width].reshape(height // 8, 8, width // 8, 8)
    return bool((cells.std(axis=(1, 3)) < 1).mean() < _MOST_FLAT_SHARE)


def _tell_wrong(
    scores: list[_Score], images: list[Image.Image], sheet: Path | None
) -> None:
    """List each wrong answer; draw the pairs, for a person to say what they are."""
    wrong = [(edit, number, w) for number, edit, m, _, w in scores if m == _OURS and w]
    pairs = sorted({(number, other) for _, number, w in wrong for other in w})
    for edit, number, others in wrong:
        print(f"wrong: {edit}, query {number}: {others}")
    if sheet is None or not pairs:
        return
    drawn = Image.new("RGB", (8 * 200, 290 * -(-len(pairs) // 8)), "white")
    for place, (number, other) in enumerate(pairs):
        x, y = place % 8 * 200, place // 8 * 290
        ImageDraw.Draw(drawn).text((x, y), f"{number} {other}", fill="black")
        for row, index in enumerate((number, other)):
            shown = images[index].copy()
            shown.thumbnail((195, 135))
            drawn.paste(shown, (x, y + 14 + 138 * row))
    drawn.save(sheet)
    print(f"pairs drawn in {sheet}")


def _reuse_table(what: str, scores: list[_Score], n_queries: int) -> bool:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    for _, edit, method, is_found, others in scores:
        found[method][edit] += is_found
        wrong[method] += bool(others)
    methods = list(found)
    print(f"\n{what}: found of {n_queries} | " + " | ".join(methods))
    for edit in EDITS:
        cells = (f"{found[m][edit] / n_queries:.3f}" for m in methods)
        print(f"{edit:22} | " + " | ".join(cells))
    means = {m: sum(found[m].values()) / n_queries / len(EDITS) for m in methods}
    print(f"{'mean':22} | " + " | ".join(f"{means[m]:.3f}" for m in methods))
    n_asked = n_queries * len(EDITS)
    print(
        f"{'queries with a wrong':22} | " + " | ".join(str(wrong[m]) for m in methods)
    )
    shots = min(
        found[_OURS][edit] / n_queries for edit in EDITS if edit.startswith("screen")
    )
    reached = {
        "mean of all edits": means[_OURS],
        "screenshots": shots,
        "crop 20 %": found[_OURS]["crop 20 %"] / n_queries,
    }
    for name, goal in _GOALS.items():
        print(f"{name}: {reached[name]:.3f} (goal {goal})")
    print(f"wrong: {wrong[_OURS]} of {n_asked} queries (goal: at most 1 in 1,000)")
    return wrong[_OURS] <= n_asked / 1000 and all(
        reached[name] >= goal for name, goal in _GOALS.items()
    )


def _peers(images: list[Image.Image]) -> dict[str, Callable[[Image.Image], set[int]]]:
    """Return what other makers' hashes find, each at its maker's threshold."""

    def searcher(
        hasher: Callable[[Image.Image], np.ndarray], most: int
    ) -> Callable[[Image.Image], set[int]]:
        held = np.stack([hasher(image) for image in images])

        def look(query: Image.Image) -> set[int]:
            apart = np.bitwise_count(held ^ hasher(query)).sum(1)
            return set(np.flatnonzero(apart <= most).tolist())

        return look

    return {
        "pdq 31": searcher(_pdq_of, 31),
        "pdq 51 (perception)": searcher(_pdq_of, 51),
        "pdq 70": searcher(_pdq_of, 70),
        "phash64 10": searcher(_phash, 10),
        "dhash64 5": searcher(_dhash, 5),
    }


def _pdq_of(image: Image.Image) -> np.ndarray:
    from firsthand.verify.pdq import pdq  # noqa: PLC0415  beside its peers

    return pdq(np.asarray(image.convert("L"), np.float32)).probes[0]


def _phash(image: Image.Image) -> np.ndarray:
    """The 64-bit hash of the package imagehash: 32 x 32, cosines, 8 x 8, median."""
    small = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS))
    order, place = np.arange(32)[:, None], 2 * np.arange(32) + 1
    waves = np.cos(np.pi / 64 * order * place)
    low = (waves @ small.astype(float) @ waves.T)[:8, :8]
    return np.packbits(low.ravel() > np.median(low))


def _dhash(image: Image.Image) -> np.ndarray:
    small = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.LANCZOS))
    return np.packbits((small[:, 1:] > small[:, :-1]).ravel())


# --- search ------------------------------------------------------------------------


def _best_ms(act: Callable[[], object], n_times: int = 7) -> float:
    """Return processor milliseconds of one thread: other work does not count."""
    spent = []
    for _ in range(n_times):
        started = time.process_time()
        act()
        spent.append(time.process_time() - started)
    return min(spent) * 1000


def _best_wall_ms(act: Callable[[], object], n_times: int = 9) -> float:
    """Return milliseconds by the clock: right only where nothing else runs."""
    spent = []
    for _ in range(n_times):
        started = time.perf_counter()
        act()
        spent.append(time.perf_counter() - started)
    return min(spent) * 1000


def _read_by_threads(words: np.ndarray) -> None:
    with ThreadPoolExecutor(hamming.N_THREADS) as threads:
        list(threads.map(np.max, np.array_split(words, hamming.N_THREADS)))


def bench_search(n_hashes: int) -> bool:
    """Radius 31 and 70 among random hashes, beside faiss where it is installed."""
    dice = np.random.default_rng(1)
    hashes = dice.integers(0, 256, (n_hashes, 32), dtype=np.uint8)
    asked, planted = [], []
    for _ in range(100):
        row = int(dice.integers(0, n_hashes))
        bits = np.unpackbits(hashes[row].copy())
        bits[dice.choice(256, int(dice.integers(0, 32)), replace=False)] ^= 1
        asked.append(np.packbits(bits))
        planted.append(row)
    index = HashIndex(hashes)
    started = time.perf_counter()
    index.prepare()
    print(
        f"\n{n_hashes:,} hashes; tables made in {time.perf_counter() - started:.1f} s"
    )
    print(
        f"memory over the hashes: {index.extra_bytes / 2**20:,.0f} MiB (goal < 1,024)"
    )
    recall = np.mean(
        [row in index.within(a, 31)[0] for a, row in zip(asked, planted, strict=True)]
    )
    tables_ms = _best_ms(lambda: [index.within(a, 31) for a in asked]) / len(asked)
    scan_ms = _best_ms(lambda: index.within(asked[0], 70))
    many_ms = _best_ms(lambda: index.within_many(np.stack(asked[:16]), 70), 3) / 16
    words = hashes.view(np.uint64).ravel()
    limit_ms = _best_ms(words.max)
    both_ms = _best_wall_ms(lambda: index.within(asked[0], 70))
    both_limit_ms = _best_wall_ms(lambda: _read_by_threads(words))
    print(f"radius 31: {tables_ms:.2f} ms, recall {recall:.3f} (goal 1.0)")
    print(f"radius 70: {scan_ms:.1f} ms alone, {many_ms:.1f} ms each of sixteen")
    print(f"reading the memory once: {limit_ms:.1f} ms; ratio {scan_ms / limit_ms:.2f}")
    print(
        f"by {hamming.N_THREADS} threads, by the clock: {both_ms:.1f} ms; reading once "
        f"{both_limit_ms:.1f} ms; ratio {both_ms / both_limit_ms:.2f} (goal 1.6)"
    )
    is_fast = _beside_faiss(hashes, asked, tables_ms)
    is_small = index.extra_bytes < 2**30
    return bool(recall == 1.0 and is_small and is_fast and scan_ms <= 1.6 * limit_ms)


def _beside_faiss(
    hashes: np.ndarray, asked: list[np.ndarray], tables_ms: float
) -> bool:
    try:
        import faiss  # noqa: PLC0415  only to compare with
    except ImportError:
        print("faiss is not installed: not compared")
        return True
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    flat_ms = _best_ms(lambda: flat.range_search(asked[0][None], 32))
    multi = faiss.IndexBinaryMultiHash(256, 16, 16)
    multi.nflip = 1
    n_multi = min(len(hashes), 1_000_000)
    multi.add(hashes[:n_multi])
    multi_ms = _best_ms(lambda: multi.range_search(asked[0][None], 32))
    multi_ms *= len(hashes) / n_multi
    print(f"faiss flat: {flat_ms:.1f} ms ({flat_ms / tables_ms:.1f} x; goal 2)")
    print(
        f"faiss MultiHash, exact: {multi_ms:.1f} ms, from {n_multi:,} "
        f"({multi_ms / tables_ms:.1f} x; goal 8)"
    )
    return flat_ms >= 2 * tables_ms and multi_ms >= 8 * tables_ms


def bench_hashing(folders: list[Path]) -> bool:
    """Hashing beside decoding at the working size, on large photos."""
    from firsthand.verify.pictures import open_picture  # noqa: PLC0415  beside it
    from firsthand.verify.reuse import hash_opened, hash_picture  # noqa: PLC0415  same

    large = [
        jpeg_of(image.resize((3000, 3000 * image.height // image.width)))
        for image, _ in zip(_pictures(folders), range(12), strict=False)
    ] or [jpeg_of(draw_scene(seed).resize((3000, 2250))) for seed in range(12)]
    decode_ms = _best_ms(lambda: [open_picture(x) for x in large], 5) / len(large)
    both_ms = _best_ms(lambda: [hash_picture(x) for x in large], 5) / len(large)
    pictures = [open_picture(x) for x in large]
    own_ms = _best_ms(lambda: [hash_opened(x) for x in pictures], 5) / len(large)
    ratio = both_ms / decode_ms
    print(f"\n{len(large)} photos of 3,000 px: decoding {decode_ms:.1f} ms, ", end="")
    print(f"with hashing {both_ms:.1f} ms (hashing alone {own_ms:.1f}); {ratio:.2f}")
    return ratio <= 1.3  # noqa: PLR2004  the goal


if __name__ == "__main__":
    sys.exit(main())
