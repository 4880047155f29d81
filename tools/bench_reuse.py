"""Re-use of pictures: thirty edits of each query against an archive.

Pictures come from the folders named, spread evenly; drawn scenes fill up to 1,400.
Pictures of the archive that the rule itself takes for one count as one family: a
picture of the family of the query is never a wrong one (`--sheet` draws these pairs,
for a person to say whether the rule is right). Hashes of other makers stand in the same
table, from the same run. With `--log` the run goes on where it was stopped, as long as
pictures and rules are the same.
"""

from __future__ import annotations

import collections
import hashlib
import json
import signal
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from media_edits import EDITS, SIDE, draw_scene, jpeg_of
from PIL import Image, ImageDraw

from firsthand.casework.media_archive import Asked, MediaArchive
from firsthand.errors import SourceError
from firsthand.verify import (
    corner_store,
    features,
    geometry,
    keypoints,
    matching,
    pdq,
    pictures,
    reuse,
    voting,
)
from firsthand.verify.features import Features, features_of
from firsthand.verify.matching import lay_by_rule

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
_N_PICTURES = 1400
_LEAST_SIDE, _MOST_SIDE = 220, 12_000  # icons; bombs
_GOALS = {
    "mean of all edits": 0.93,
    "screenshots": 0.93,
    "crop 20 %": 0.97,
}
_OURS = "firsthand"
_RULES = (
    *(corner_store, features, geometry, keypoints, matching, pdq),
    *(pictures, reuse, voting),
)
_MOST_FLAT_SHARE = 0.2
_MOST_DRAWN = 160


# --- pictures ----------------------------------------------------------------------


def pictures_of(folders: list[Path], n_wanted: int) -> Iterator[Image.Image]:
    """Yield pictures of the folders, at most 640 pixels, spread over all of them."""
    found = []
    seen: set[bytes] = set()
    for folder in folders or [Path("/usr/share")]:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in _SUFFIXES or path.is_symlink():
                continue
            try:
                with Image.open(path) as image:
                    if min(image.size) < _LEAST_SIDE or max(image.size) > _MOST_SIDE:
                        continue
                digest = hashlib.sha256(path.read_bytes()).digest()
            except (OSError, ValueError):
                continue
            if digest not in seen:
                seen.add(digest)
                found.append(path)
    step = max(1.0, len(found) / n_wanted)
    for number in range(min(n_wanted, len(found))):
        try:
            with Image.open(found[int(number * step)]) as image:
                shown = image.convert("RGBA").convert("RGB")
        except (OSError, ValueError, SyntaxError):
            continue
        shown.thumbnail((SIDE, SIDE))
        yield shown


def _corpus(folders: list[Path]) -> list[Image.Image]:
    found = list(pictures_of(folders, _N_PICTURES))
    n_found = len(found)
    found += [draw_scene(seed) for seed in range(_N_PICTURES - n_found)]
    print(f"{n_found} pictures found, {len(found) - n_found} scenes drawn")
    return found


class Archive:
    """Pictures as a case searches them: a picture's number is its place."""

    def __init__(self, held: list[Features]) -> None:
        """Index held."""
        self.features = held
        self._folder = tempfile.TemporaryDirectory()
        self._archive = MediaArchive(Path(self._folder.name))
        self._held = {f"{number}": item for number, item in enumerate(held)}
        self._names = {name: [name] for name in self._held}
        for name, item in self._held.items():
            self._archive.add(name, item)

    def matches(self, asked: Features) -> dict[int, tuple[int, ...]]:
        """Return what the rule accepts, and why: copies, and what geometry takes.

        As `matching.decide`, which goes on to find the best placing for a person.

        Returns:
            By number of the picture: (bits apart,), or (corners, blocks, of these the
            same) of the placing.
        """
        found = self._archive.search([Asked("asked", lambda: asked)], self._names)
        held = collections.ChainMap({"asked": asked}, self._held)
        links = {link.first: link for link in found.links}
        ways = {first: ways for (first, _), ways in found.ways.items()}
        accepted: dict[str, tuple[int, ...]] = {
            name: (link.distance_bits,)
            for name, link in links.items()
            if matching.is_copy(link, held)
        }
        for name in sorted((links.keys() | ways.keys()) - accepted.keys()):
            other = self._held[name]
            voted = ways.get(name, [])
            laid = lay_by_rule(other, asked, voted, is_near=name in links)
            if laid is not None and laid.overlay.is_accepted:
                over = laid.overlay
                accepted[name] = over.n_inliers, over.n_blocks, over.n_agreeing
        return {int(name): why for name, why in accepted.items()}


class _Bench(NamedTuple):
    """What each worker asks with; set before workers are forked."""

    images: list[Image.Image]
    archive: Archive
    peers: dict[str, Callable[[Image.Image], set[int]]]


_BENCH: list[_Bench] = []
_Score = tuple[int, str, str, list[int]]  # query, edit, method, what was found
_Why = dict[str, dict[int, tuple[int, ...]]]  # by edit and number of the picture


class RunLog:
    """What a run found so far, one line a query; kept only for the same run."""

    def __init__(self, path: Path | None, images: list[Image.Image]) -> None:
        """Open it, or begin anew where pictures or rules are others."""
        self._path = path
        rules = hashlib.sha256()
        for module in _RULES:
            rules.update(Path(module.__file__).read_bytes())
        shown = hashlib.sha256()
        for image in images:
            shown.update(image.tobytes())
        header = {"pictures": shown.hexdigest(), "rules": rules.hexdigest()}
        self.related: dict[int, list[int]] = {}
        self.scores: dict[int, list[_Score]] = {}
        if path is None:
            return
        lines = path.read_text().splitlines() if path.exists() else []
        if not lines or json.loads(lines[0]) != header:
            path.write_text(json.dumps(header) + "\n")
            return
        for line in map(json.loads, lines[1:]):
            if "related" in line:
                self.related[line["related"]] = line["found"]
            else:
                self.scores[line["query"]] = [tuple(row) for row in line["rows"]]

    def keep_related(self, number: int, found: list[int]) -> None:
        """Keep which pictures the rule takes for one with another."""
        self.related[number] = found
        self._append({"related": number, "found": found})

    def keep(self, query: int, rows: list[_Score], why: _Why) -> None:
        """Keep what all edits of a query found."""
        self.scores[query] = rows
        self._append({"query": query, "rows": rows, "why": why})

    def _append(self, line: object) -> None:
        if self._path is not None:
            with self._path.open("a") as file:
                file.write(json.dumps(line) + "\n")


def bench_reuse(
    folders: list[Path],
    n_queries: int,
    n_workers: int,
    sheet: Path | None,
    log_path: Path | None,
) -> bool:
    """Thirty edits of each query against the archive."""
    images = _corpus(folders)
    log = RunLog(log_path, images)
    with Pool(n_workers) as pool:
        held = pool.map(_features_of, images, 8)
    archive = Archive(held)
    _BENCH.append(_Bench(images, archive, _peers(images)))
    # Usable, and spread over the whole list: no folder is asked for more than others.
    able = [i for i, f in enumerate(held) if f.hashed.is_usable]
    asked = [able[len(able) * n // n_queries] for n in range(n_queries)]
    # In any order, so that a run that is stopped (Ctrl-C) has asked for a fair sample.
    np.random.default_rng(4).shuffle(asked)
    left = [number for number in asked if number not in log.scores]
    with Pool(n_workers, _leave_interrupts_alone) as pool:
        try:
            for rows, why in pool.imap_unordered(_ask, left):
                log.keep(rows[0][0], rows, why)
                print(f"  {len(log.scores)} of {len(asked)} queries", flush=True)
        except KeyboardInterrupt:
            print("stopped: what follows is of those asked for until then")
        asked = [number for number in asked if number in log.scores]
        scores = [row for number in asked for row in log.scores[number]]
        answers = {
            n for _, _, method, found in scores if method == _OURS for n in found
        }
        for number in sorted({*asked, *answers} - log.related.keys()):
            log.keep_related(*pool.apply(_related, (number,)))
    families = families_of(sorted(log.related.items()), len(images))
    sizes = Counter(families)
    print(
        f"{len(images)} pictures; {sum(n > 1 for n in sizes.values())} families among "
        f"those met, the largest of {max(sizes.values())}"
    )
    if sheet is not None:
        _draw_families(log.related, images, sheet)
    toned = {number for number in asked if _is_toned(images[number])}
    print(f"Of {len(asked)} queries {len(toned)} are of continuous tone, as photos")
    some = [score for score in scores if score[0] in toned]
    _reuse_table("continuous tone", some, families, len(toned))
    is_reached = _reuse_table("all", scores, families, len(asked))
    _tell_wrong(scores, families, images, sheet)
    return is_reached


def _draw_families(
    related: dict[int, list[int]], images: list[Image.Image], sheet: Path
) -> None:
    pairs = {(min(n, o), max(n, o)) for n, f in related.items() for o in f if o != n}
    step = max(1, -(-len(pairs) // _MOST_DRAWN))
    _draw_pairs(sorted(pairs)[::step], images, sheet)


def _leave_interrupts_alone() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _features_of(image: Image.Image) -> Features:
    return features_of(jpeg_of(image))


def _related(number: int) -> tuple[int, list[int]]:
    """Return the pictures that the rule takes for one: they are no wrong answers."""
    bench = _BENCH[0]
    return number, sorted(bench.archive.matches(bench.archive.features[number]))


def _ask(number: int) -> tuple[list[_Score], _Why]:
    """Ask for all edits of one picture, by every method."""
    bench = _BENCH[0]
    rows: list[_Score] = []
    why: _Why = {}
    for name, edit in EDITS.items():
        query = edit(bench.images[number])
        try:
            got = bench.archive.matches(features_of(jpeg_of(query, 85)))
        except SourceError:
            got = {}
        why[name] = got
        answers = {
            _OURS: set(got),
            **{p: look(query) for p, look in bench.peers.items()},
        }
        rows += [(number, name, m, sorted(found)) for m, found in answers.items()]
    return rows, why


def families_of(pairs: Iterable[tuple[int, list[int]]], n_pictures: int) -> list[int]:
    """Number pictures that show the same alike."""
    family = list(range(n_pictures))

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


def _wrong(score: _Score, families: list[int]) -> list[int]:
    number, _, _, found = score
    return [other for other in found if families[other] != families[number]]


def _tell_wrong(
    scores: list[_Score],
    families: list[int],
    images: list[Image.Image],
    sheet: Path | None,
) -> None:
    """List each wrong answer; draw the pairs, for a person to say what they are."""
    ours = [score for score in scores if score[2] == _OURS]
    wrong = [(score, found) for score in ours if (found := _wrong(score, families))]
    for (number, edit, _, _), others in wrong:
        print(f"wrong: {edit}, query {number}: {others}")
    pairs = sorted({(score[0], other) for score, found in wrong for other in found})
    if sheet is not None and pairs:
        _draw_pairs(pairs, images, sheet.with_stem(f"{sheet.stem}-wrong"))


def _draw_pairs(
    pairs: list[tuple[int, int]], images: list[Image.Image], sheet: Path
) -> None:
    drawn = Image.new("RGB", (8 * 200, 290 * max(1, -(-len(pairs) // 8))), "white")
    for place, (number, other) in enumerate(pairs):
        x, y = place % 8 * 200, place // 8 * 290
        ImageDraw.Draw(drawn).text((x, y), f"{number} {other}", fill="black")
        for row, index in enumerate((number, other)):
            shown = images[index].copy()
            shown.thumbnail((195, 135))
            drawn.paste(shown, (x, y + 14 + 138 * row))
    drawn.save(sheet)
    print(f"pairs drawn in {sheet}")


def _reuse_table(
    what: str, scores: list[_Score], families: list[int], n_queries: int
) -> bool:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    for score in scores:
        number, edit, method, got = score
        found[method][edit] += number in got
        wrong[method] += bool(_wrong(score, families))
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
    return pdq.pdq(np.asarray(image.convert("L"), np.float32)).probes[0]


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
