"""Linking at growing sizes, and origins beside `datasketch` (`make bench`).

Simulated reports with claims go to origins, roots and incidents in one process a size;
generated texts of 300 words, a tenth of them reprinted whole, cut or with words
changed, go to origins and, where `datasketch` is installed (for this bench alone),
through its MinHash LSH: word threes, 128 permutations, Jaccard of at least one half.
Seconds are processor seconds of one core.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import itertools
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
from world_modules import world_module  # beside this file

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.assessing import assess_state
from firsthand.casework.linking import link
from firsthand.casework.reading import read_documents
from firsthand.casework.run import summary_lines
from firsthand.casework.state import CaseState
from firsthand.link.archive import LinkedArchive
from firsthand.link.copies import find_origins
from firsthand.link.incidents import find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.model import DocumentId, FuzzyDate
from firsthand.reference import bundled_reference

_WORLD = Path(__file__).resolve().parent.parent / "tests" / "world" / "simulate.py"
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
_STEPS = ("origins", "roots", "incidents")
_SYLLABLES = "ba dor ka lim mar no ran si tun vel zar gu the pel rit os em".split()  # noqa: SIM905  a list of syllables reads better as words
_WORDS = 300
_ADDED = 50
_ADDED_IN_CASE = 10
_STAGES = ("read", "link", "assess", "summary", "all")
_TOLD = {
    "at_once": "all at once",
    "median": "one, median",
    "slowest": "one, slowest",
    "nothing": "nothing new",
}


def main() -> None:
    """Measure each size in a process of its own, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="3000,10000", help="reports")
    parser.add_argument("--texts", default="2000,8000", help="texts of 300 words")
    parser.add_argument("--grow", default="10000", help="reports to add one to")
    parser.add_argument("--cases", default="1000", help="the same in a case")
    parser.add_argument("--in-case", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--added", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--beside", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one)))
        return
    for size, measured in (
        (arguments.added, measure_added),
        (arguments.in_case, measure_in_case),
        (arguments.beside, measure_texts),
    ):
        if size:
            print(json.dumps(measured(size)))
            return
    _print_linking([_apart("--one", size) for size in _numbers(arguments.sizes)])
    _print_added([_apart("--added", size) for size in _numbers(arguments.grow)])
    _print_in_case([_apart("--in-case", size) for size in _numbers(arguments.cases)])
    _print_texts([_apart("--beside", size) for size in _numbers(arguments.texts)])


def _numbers(said: str) -> list[int]:
    return [int(part) for part in said.split(",") if part]


def _apart(option: str, size: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, option, str(size)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(size: int) -> dict[str, Any]:
    """Link simulated reports; seconds of each step and the peak of memory."""
    world, texts, claims = reports(size)
    reference = bundled_reference()
    started = time.process_time()
    origins = find_origins(texts, reference)
    at_roots = time.process_time()
    roots = find_roots(claims, texts, world.SOURCES, origins, reference)
    at_incidents = time.process_time()
    linked = find_incidents(claims, texts, origins, reference, roots=roots)
    ended = time.process_time()
    return {
        "size": size,
        "claims": len(claims),
        "incidents": len(linked.incidents),
        "seconds": {
            "origins": at_roots - started,
            "roots": at_incidents - at_roots,
            "incidents": ended - at_incidents,
        },
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT,
    }


def reports(size: int) -> tuple[Any, list[LinkText], list[Any]]:
    """Return the world's module, that many simulated reports, and their claims."""
    world = world_module("simulate")
    texts: list[LinkText] = []
    claims: list[Any] = []
    seed = 100
    while len(texts) < size:
        part = world.simulate(seed, 120)
        mark = f"S{seed}-"
        texts += [
            msgspec.structs.replace(t, document_id=DocumentId(mark + t.document_id))
            for t in part.texts
        ]
        claims += [
            msgspec.structs.replace(c, id=mark + c.id, document_id=mark + c.document_id)
            for c in part.claims
        ]
        seed += 1
    kept = {text.document_id for text in texts[:size]}
    return world, texts[:size], [c for c in claims if c.document_id in kept]


def measure_added(size: int) -> dict[str, Any]:
    """Add reports one by one to linked ones; seconds of each, the slowest too."""
    world, texts, claims = reports(size + _ADDED)
    chance = random.Random(3)  # noqa: S311  the same reports every time
    chosen = set(chance.sample([text.document_id for text in texts], _ADDED))
    late = [text for text in texts if text.document_id in chosen]
    own: dict[str, list[Any]] = defaultdict(list)
    for claim in claims:
        own[claim.document_id].append(claim)
    started = time.process_time()
    archive = LinkedArchive(
        [text for text in texts if text.document_id not in chosen],
        [claim for claim in claims if claim.document_id not in chosen],
        world.SOURCES,
        bundled_reference(),
    )
    at_once = time.process_time() - started
    seconds, regions = [], []
    for text in late:
        started = time.process_time()
        found = archive.add([text], own[text.document_id])
        seconds.append(time.process_time() - started)
        regions.append(len(found.region))
    return {
        "size": size,
        "at_once": at_once,
        "median": statistics.median(seconds),
        "slowest": max(seconds),
        "region": statistics.median(regions),
        "largest": max(regions),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT,
    }


def _print_added(made: list[dict[str, Any]]) -> None:
    print(
        f"\n{_ADDED} reports added one by one to linked ones (seconds of one core):\n"
    )
    print(
        "| reports | all at once | one, median | slowest | linked again, median | "
        "most | peak memory |"
    )
    print("|---:|" + "---:|" * 6)
    for row in made:
        print(
            f"| {row['size']:,} | {row['at_once']:.1f} | {row['median']:.2f} | "
            f"{row['slowest']:.2f} | {row['region']:.0f} | {row['largest']} | "
            f"{row['peak'] / 2**20:,.0f} MiB |"
        )
    print("\nWanted: under 2 s at 100,000.")


def measure_in_case(size: int) -> dict[str, Any]:
    """Run a case whose claims are as if read, then add reports one by one."""
    world, texts, claims = reports(size + _ADDED_IN_CASE)
    lay_in = world_module("world_case").lay_in
    chance = random.Random(3)  # noqa: S311  the same reports every time
    chosen = set(chance.sample([text.document_id for text in texts], _ADDED_IN_CASE))
    late = [text for text in texts if text.document_id in chosen]
    own: dict[str, list[Any]] = defaultdict(list)
    for claim in claims:
        own[claim.document_id].append(claim)
    base = [text for text in texts if text.document_id not in chosen]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # the key of the case goes with it
        with create_case(Path(folder) / "case") as case:
            held = [claim for text in base for claim in own[text.document_id]]
            lay_in(case, base, held, world.SOURCES)
            at_once = _run_seconds(case)
        for text in late:
            with open_case(Path(folder) / "case") as case:
                lay_in(case, [text], own[text.document_id])
            with open_case(Path(folder) / "case") as case:
                made.append(_run_seconds(case))
        with open_case(Path(folder) / "case") as case:
            nothing = _run_seconds(case)
    return {
        "size": size,
        "at_once": at_once,
        "median": {s: statistics.median(one[s] for one in made) for s in _STAGES},
        "slowest": {s: max(one[s] for one in made) for s in _STAGES},
        "nothing": nothing,
    }


def _run_seconds(case: Case) -> dict[str, float]:
    """Run the stages one after the other, as `run` does; seconds of each."""
    times = [time.process_time()]
    with case.writing():
        read_documents(case)
        times.append(time.process_time())
        link(case)
        times.append(time.process_time())
        assessed = assess_state(CaseState(case))
        times.append(time.process_time())
    list(summary_lines(assessed.state, assessed.across))
    times.append(time.process_time())
    spent = [end - start for start, end in itertools.pairwise(times)]
    return dict(zip(_STAGES, [*spent, sum(spent)], strict=True))


def _print_in_case(made: list[dict[str, Any]]) -> None:
    print(f"\nThe same in a case, {_ADDED_IN_CASE} reports, `run` stage by stage:\n")
    print(f"| reports | | {' | '.join(_STAGES)} |")
    print("|---:|---|" + "---:|" * len(_STAGES))
    for row in made:
        for what in ("at_once", "median", "slowest", "nothing"):
            cells = " | ".join(f"{row[what][stage]:.2f}" for stage in _STAGES)
            print(f"| {row['size']:,} | {_TOLD[what]} | {cells} |")


def measure_texts(size: int) -> dict[str, Any]:
    """Find the origins of generated texts, ours and beside it `datasketch`."""
    texts = made_texts(size)
    reference = bundled_reference()
    find_origins(texts[:50], reference)  # tables are read before the clock runs
    started = time.process_time()
    found = find_origins(texts, reference)
    ours = time.process_time() - started
    n_links = sum(len(origin.links) for origin in found)
    if importlib.util.find_spec("datasketch") is None:
        return {"size": size, "ours": ours, "links": n_links, "theirs": None}
    started = time.process_time()
    n_theirs = _by_datasketch(texts)
    theirs = time.process_time() - started
    return {
        "size": size,
        "ours": ours,
        "links": n_links,
        "theirs": theirs,
        "pairs": n_theirs,
    }


def _by_datasketch(texts: list[LinkText]) -> int:
    """Return how many texts find an earlier one by MinHash LSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  for this bench alone

    index = MinHashLSH(threshold=0.5, num_perm=128)
    n_found = 0
    for text in texts:
        words = text.text.casefold().split()
        threes = {" ".join(words[n : n + 3]).encode() for n in range(len(words) - 2)}
        sketch = MinHash(num_perm=128)
        sketch.update_batch(threes)
        n_found += bool(index.query(sketch))
        index.insert(text.document_id, sketch)
    return n_found


def made_texts(size: int) -> list[LinkText]:
    """Return texts of 300 words; each tenth is made from one shortly before it."""
    chance = random.Random(1)  # noqa: S311  the same texts every time
    common = ["".join(chance.sample(_SYLLABLES, 1)) for _ in range(17)]
    rare = ["".join(chance.sample(_SYLLABLES, 3)) for _ in range(30_000)]
    texts: list[LinkText] = []
    for number in range(size):
        if number % 10 == 9:  # noqa: PLR2004  a tenth
            words = texts[-chance.randint(1, 9)].text.split()
            if chance.random() < 1 / 2:
                words = words[: _WORDS // 2]
            for at in chance.sample(range(len(words)), len(words) // 15):
                words[at] = chance.choice(rare)
        else:
            words = [
                chance.choice(common if chance.random() < 2 / 5 else rare)
                for _ in range(_WORDS)
            ]
            for at in chance.sample(range(_WORDS), 25):
                words[at] = words[at].capitalize()
            for at in chance.sample(range(_WORDS), 8):
                words[at] = str(chance.randint(1, 500))
        day = dt.date(2021, 1, 1) + dt.timedelta(days=number * 300 // size)
        texts.append(
            LinkText(
                document_id=DocumentId(f"T{number:07d}"),
                text=" ".join(words),
                language="en",
                published=FuzzyDate(earliest=day, latest=day),
            )
        )
    return texts


def _print_linking(made: list[dict[str, Any]]) -> None:
    print("\nReports with claims to incidents (seconds of one core):\n")
    print("| reports | claims | origins | roots | incidents | all | peak memory |")
    print("|---:|" + "---:|" * 6)
    for row in made:
        seconds = row["seconds"]
        cells = " | ".join(f"{seconds[step]:.1f}" for step in _STEPS)
        total, peak = sum(seconds.values()), row["peak"] / 2**20
        print(
            f"| {row['size']:,} | {row['claims']:,} | {cells} | {total:.1f} | "
            f"{peak:,.0f} MiB |"
        )
    for first, last in itertools.pairwise(made):
        ratio = sum(last["seconds"].values()) / sum(first["seconds"].values())
        power = math.log(ratio) / math.log(last["size"] / first["size"])
        print(f"\nGrowth from {first['size']:,} to {last['size']:,}: power {power:.2f}")
    print("\nWanted: 100,000 in under 300 s and 4 GB, power 1.")


def _print_texts(made: list[dict[str, Any]]) -> None:
    print("\nTexts of 300 words to origins, beside datasketch MinHash LSH:\n")
    print("| texts | ours, s | links | datasketch, s | found | ratio (wanted: 5) |")
    print("|---:|---:|---:|---:|---:|---:|")
    for row in made:
        theirs = row["theirs"]
        beside = "not installed | - | -"
        if theirs is not None:
            beside = f"{theirs:.1f} | {row['pairs']:,} | {theirs / row['ours']:.2f}"
        print(f"| {row['size']:,} | {row['ours']:.1f} | {row['links']:,} | {beside} |")


if __name__ == "__main__":
    main()
