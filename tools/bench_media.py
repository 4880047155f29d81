"""Re-use of pictures, video and sound, and search, measured (`make bench-media`).

Pictures come from folders named with --pictures (any open-licence pictures; those
under /usr/share where none is named). Re-use is `bench_reuse`, videos `bench_video`,
taking in `bench_intake`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from bench_intake import bench_intake
from bench_reuse import bench_reuse, pictures_of
from bench_video import bench_video
from media_edits import draw_scene, jpeg_of

from firsthand.verify import hamming
from firsthand.verify.hamming import HashIndex

_N_QUERIES = 200
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
    parser.add_argument("--log", type=Path, help="goes on with re-use where it ended")
    parser.add_argument("--keep", type=Path, help="goes on with videos where it ended")
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
            arguments.pictures,
            arguments.queries,
            arguments.workers,
            arguments.sheet,
            arguments.log,
        ),
        "search": lambda: bench_search(arguments.hashes),
        "hashing": lambda: bench_hashing(arguments.pictures),
        "video": lambda: bench_video(arguments.clips, arguments.keep),
        "intake": lambda: bench_intake(arguments.photos, arguments.archive, draw_scene),
    }
    if os.environ.get(_ONE_THREAD) != "1":
        # As in the box: sums use one thread; read before numpy is loaded.
        words = [sys.executable, *sys.argv]
        os.execve(sys.executable, words, {**os.environ, _ONE_THREAD: "1"})  # noqa: S606  ourselves again
    missed = [name for name in arguments.only.split(",") if not parts[name]()]
    print(f"Goals missed in: {', '.join(missed)}" if missed else "All goals met.")
    return 1 if missed else 0


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
    print(
        f"reading the memory once: {limit_ms:.1f} ms; ratio {scan_ms / limit_ms:.2f} "
        f"alone, {many_ms / limit_ms:.2f} each of sixteen, as a picture asks (goal 1.6)"
    )
    print(
        f"by {hamming.N_THREADS} threads, by the clock: {both_ms:.1f} ms; reading once "
        f"{both_limit_ms:.1f} ms; ratio {both_ms / both_limit_ms:.2f} (goal 1.6)"
    )
    is_fast = _beside_faiss(hashes, asked, tables_ms)
    is_small = index.extra_bytes < 2**30
    return bool(recall == 1.0 and is_small and is_fast and many_ms <= 1.6 * limit_ms)


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
        for image, _ in zip(pictures_of(folders, 12), range(12), strict=False)
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
