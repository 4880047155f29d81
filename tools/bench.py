"""Speed, memory and growth, measured on copies of the practice reports (`make bench`).

Each copy is a small war of its own: other places (rows of the case's gazetteer) and
other numbers, so that copies are not copies of one another. Every size runs in a
process of its own; seconds are processor seconds, so other work on the machine does
not count. A stage that this version lacks is left out and said so.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRACTICE = ROOT / "practice"
# Bytes of getrusage's unit: kilobytes on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
_MIB = 2**20
_STAGES = ("capture", "add", "extract", "link", "assess", "publish")
# The same sound in the three scripts of the practice case.
_SYLLABLES = (
    ("ba", "با", "ба"),
    ("dor", "دور", "дор"),
    ("ka", "كا", "ка"),
    ("lim", "ليم", "лим"),
    ("mar", "مار", "мар"),
    ("no", "نو", "но"),
    ("ran", "ران", "ран"),
    ("si", "سي", "си"),
    ("tun", "تون", "тун"),
    ("vel", "فيل", "вел"),
    ("zar", "زار", "зар"),
    ("gu", "غو", "гу"),
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|"
    "December"
)
_COUNT = re.compile(
    rf"(?<![\d\w.,:/-])(?!\d+ (?:{_MONTHS}|[а-я]+бря|كانون|تشرين))([1-9]\d?)"
    r"(?![\d\w.,:/-])(?! million)"
)


def main() -> None:
    """Measure every size in a process of its own, then print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes",
        default="100,1000",
        help="documents; with 10000 it takes about half an hour",
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument(
        "--parse", action="store_true", help="only reading beside the parser's pipeline"
    )
    arguments = parser.parse_args()
    if arguments.parse:
        _print_parse_ratio()
        return
    if arguments.one:
        print(json.dumps(measure(arguments.one)))
        return
    sizes = [int(size) for size in arguments.sizes.split(",")]
    results = [made for made in map(_in_own_process, sizes) if made is not None]
    _print_stages(results)
    _print_growth(results)
    _print_parse_ratio()
    print(
        f"\n`firsthand --help`: {help_seconds():.2f} s (median of five; wanted < 0.30)"
    )


def _in_own_process(size: int) -> dict[str, Any] | None:
    """Return what a size measured; None = it failed, and was told."""
    print(f"{size} documents ...", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, __file__, "--one", str(size)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{size} documents: failed\n{done.stderr[-3000:]}", file=sys.stderr)
        return None
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def measure(size: int) -> dict[str, Any]:
    """Run every stage on `size` documents; seconds of processor time a stage."""
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        home = Path(folder)
        n_bytes = make_material(home / "material", size)
        seconds, left_out = _stages(home)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    return {
        "documents": size,
        "bytes": n_bytes,
        "seconds": seconds,
        "left_out": left_out,
        "peak_bytes": peak,
    }


def _stages(home: Path) -> tuple[dict[str, float], list[str]]:
    seconds: dict[str, float] = {}
    left_out: list[str] = []
    steps = _steps(home)
    for name in _STAGES:
        try:
            step = next(steps)
            started = time.process_time()
            step()
            seconds[name] = time.process_time() - started
        except ImportError as error:
            left_out.append(f"{name}: {error}")
            break
    return seconds, left_out


def _steps(home: Path) -> Iterator[Callable[[], object]]:
    """Yield what is timed, stage by stage; imports and set-up are not timed."""
    from firsthand.capture import take_in_file  # noqa: PLC0415  a stage may be absent

    material = home / "material"
    reports = sorted((material / "reports").iterdir())
    from firsthand.reference import open_reference  # noqa: PLC0415

    reference = open_reference(material)
    _warm(PRACTICE / "reports", reference)
    yield lambda: [take_in_file(path, reference=reference) for path in reports]

    from firsthand.casework import create_case  # noqa: PLC0415
    from firsthand.casework.intake import add_files  # noqa: PLC0415

    folder = home / "case"
    create_case(folder, name="bench").close()
    shutil.copytree(material / "reference", folder / "reference")
    from firsthand.casework import open_case  # noqa: PLC0415

    sheet = material / "sources.csv"
    with open_case(folder) as case:
        yield lambda: add_files(case, [material / "reports"], sheet=sheet)
        from firsthand.casework.reading import read_documents  # noqa: PLC0415

        with case.writing():
            yield lambda: read_documents(case)
            from firsthand.casework.linking import link  # noqa: PLC0415

            yield lambda: link(case)
            from firsthand.casework.assessing import assess  # noqa: PLC0415

            yield lambda: assess(case)
        from firsthand.casework.showing import preview  # noqa: PLC0415

        yield lambda: preview(case, home / "site")


def _warm(reports: Path, reference: Any) -> None:
    """Load what is loaded once a process: article finder, language model, parser."""
    from firsthand.capture import take_in_file  # noqa: PLC0415  a stage may be absent
    from firsthand.extract import Page, extract_claims  # noqa: PLC0415

    for path in sorted(reports.iterdir()):
        taken = take_in_file(path, reference=reference)
        if taken.text is not None:
            page = Page(id="warm", text=taken.text, language=taken.language)
            extract_claims(page, reference)


def make_material(folder: Path, size: int) -> int:
    """Write `size` reports, their sheet and their gazetteer; returns bytes of text."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    shutil.copytree(PRACTICE / "reference", folder / "reference")
    with (PRACTICE / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        sources = [row for row in csv.DictReader(file) if _is_text(row["file"])]
    with (PRACTICE / "reference" / "gazetteer.csv").open(encoding="utf-8") as file:
        places = list(csv.DictReader(file))
    moved = [row for row in places if row["kind"] in {"town", "village"}]
    sheet: list[dict[str, str]] = []
    gazetteer = list(places)
    n_bytes = 0
    for number in range(size):
        war, at = divmod(number, len(sources))
        renamed = _other_places(moved, war)
        if at == 0 and war:
            gazetteer += [new for _, new in renamed]
        row = sources[at]
        name = f"{war:05d}-{row['file']}"
        text = (PRACTICE / "reports" / row["file"]).read_text(encoding="utf-8")
        text = _changed(text, renamed, war)
        (reports / name).write_text(text, encoding="utf-8")
        n_bytes += len(text.encode())
        source = f"{row['source']} {war}" if war else row["source"]
        url = row["url"] and f"{row['url']}-{war}"
        title = _changed(row["title"], renamed, war)
        sheet.append(
            {**row, "file": name, "source": source, "url": url, "title": title}
        )
    _write_rows(folder / "sources.csv", sheet)
    _write_rows(folder / "reference" / "gazetteer.csv", gazetteer)
    return n_bytes


def _is_text(name: str) -> bool:
    return name.endswith((".txt", ".html", ".eml"))


def _other_places(
    places: list[dict[str, str]], war: int
) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return each place with the one that stands for it in this war."""
    if war == 0:
        return []
    chance = random.Random(war)  # noqa: S311  the same material every time
    pairs = []
    for place in places:
        parts = chance.sample(_SYLLABLES, 3)
        latin, arabic, russian = ("".join(p[i] for p in parts) for i in range(3))
        new = {
            **place,
            "id": f"{place['id']}-{war}",
            "name": latin.capitalize(),
            "name_ar": arabic,
            "name_ru": russian.capitalize(),
            "lat": f"{chance.uniform(30, 40):.7f}",
            "lon": f"{-chance.uniform(140, 155):.7f}",
        }
        pairs.append((place, new))
    return pairs


def _changed(
    text: str, renamed: list[tuple[dict[str, str], dict[str, str]]], war: int
) -> str:
    for old, new in renamed:
        for script in ("name", "name_ar", "name_ru"):
            text = text.replace(old[script], new[script])
            text = text.replace(old[script].upper(), new[script].upper())
    if war == 0:
        return text
    return _COUNT.sub(lambda found: str(2 + (int(found[1]) * 7 + war) % 95), text)


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _print_stages(results: list[dict[str, Any]]) -> None:
    print("\nDocuments a second and core (processor time of one core):\n")
    print("| documents | " + " | ".join(_STAGES) + " | peak memory |")
    print("|---:|" + "---:|" * (len(_STAGES) + 1))
    for result in results:
        cells = [
            _rate(result["documents"], result["seconds"].get(name)) for name in _STAGES
        ]
        peak = f"{result['peak_bytes'] / _MIB:,.0f} MiB"
        print(f"| {result['documents']:,} | {' | '.join(cells)} | {peak} |")
        for reason in result["left_out"]:
            print(f"\nLeft out: {reason} and what follows it")


def _rate(documents: int, seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{documents / max(seconds, 1e-3):,.0f}"


def _print_growth(results: list[dict[str, Any]]) -> None:
    if len(results) < 2:  # noqa: PLR2004  growth needs two sizes
        return
    print("\nGrowth: seconds at each size; power = log(ratio) / log(ratio of sizes)\n")
    sizes = " | ".join(f"{result['documents']:,}" for result in results)
    print(f"| stage | {sizes} | power |")
    print("|---|" + "---:|" * (len(results) + 1))
    for name in _STAGES:
        spent = [result["seconds"].get(name) for result in results]
        if None in spent:
            continue
        power = _power(results[-2]["documents"], spent[-2], results[-1], name)
        shown = " | ".join(f"{seconds:,.1f}" for seconds in spent)
        print(f"| {name} | {shown} | {power:.2f} |")


def _power(size: int, seconds: float, last: dict[str, Any], name: str) -> float:
    ratio = max(last["seconds"][name], 1e-3) / max(seconds, 1e-3)
    return math.log(ratio) / math.log(last["documents"] / size)


def _print_parse_ratio() -> None:
    from firsthand.capture import take_in_file  # noqa: PLC0415  loads late on purpose
    from firsthand.extract import Page, extract_claims, read_page  # noqa: PLC0415
    from firsthand.extract.parser import parse  # noqa: PLC0415
    from firsthand.reference import open_reference  # noqa: PLC0415

    reference = open_reference(PRACTICE)
    taken = [
        take_in_file(path, reference=reference)
        for path in sorted((PRACTICE / "reports").iterdir())
    ]
    pages = [
        Page(id=item.filename, text=item.text, language="en")
        for item in taken
        if item.text and item.language == "en"
    ]
    wanted = [_parsed_sentences(read_page(page, reference)) for page in pages]
    for page in pages:  # caches are filled before the clock runs
        extract_claims(page, reference)
    bare = _seconds(lambda: [parse(sentences) for sentences in wanted])
    whole = _seconds(lambda: [extract_claims(page, reference) for page in pages])
    print(
        f"\nExtraction against the bare parse of the sentences that need it: "
        f"{whole / bare:.2f} ({whole:.2f} s / {bare:.2f} s on {len(pages)} English "
        "reports; wanted at most 1.30)"
    )
    for kind, news in {"our reports": pages, **_news()}.items():
        _print_pipeline_ratio(kind, news)
    _print_languages()


def _print_languages() -> None:
    """Print what reading takes in each language, on our own plain wire reports."""
    import languages  # noqa: PLC0415  beside this file; loads the program

    from firsthand.extract import extract_claims  # noqa: PLC0415  as above

    reference = languages.own_reference()
    rows = [r for r in languages.read_rows(languages.REPORTS) if "-wire" in r["id"]]
    print("\nReading our own plain wire reports, by language:")
    for code in languages.LANGUAGES:
        pages = [languages.page_of(r) for r in rows if r["language"] == code]

        def read(pages: Sequence[Any] = pages) -> None:
            for page in pages:
                extract_claims(page, reference)

        read()  # tables and words are known before the clock runs
        spent = _seconds(read)
        size = sum(len(page.text) for page in pages)
        print(
            f"  {code}: {1e6 * spent / size:.0f} ms a thousand characters "
            f"({len(pages)} reports of {size / len(pages):,.0f} characters)"
        )


def _news() -> dict[str, list[Any]]:
    """Return news of 2,000 to 3,000 characters from the development data, if any.

    Political news, of which most sentences tell of no attack, and reports of attacks,
    of which nearly all do.
    """
    from development_data import data_folder  # noqa: PLC0415  as below

    from firsthand.extract import Page  # noqa: PLC0415  loads late on purpose

    folder = data_folder() / "data" / "extraction"
    found: dict[str, list[Any]] = {}
    for kind, name in _NEWS.items():
        path = folder / f"{name}.dev.jsonl"
        if not path.is_file():
            print(f"\n{kind}: left out, no development data")
            continue
        texts = [json.loads(line)["text"] for line in path.read_text().splitlines()]
        wanted = [text for text in texts if 2000 <= len(text) <= 3000]  # noqa: PLR2004  as wanted
        found[kind] = [
            Page(id="news", text=text, language="en") for text in wanted[:24]
        ]
    return found


_NEWS = {"political news": "polnear", "reports of attacks": "airwars_gaza"}


def _print_pipeline_ratio(kind: str, pages: list[Any]) -> None:
    """Print the throughput beside the parser's full pipeline over the whole texts.

    The pipeline is loaded afresh: ours runs some steps of its own in another way. The
    first reading of each text counts apart: later ones know its words and names.
    """
    from firsthand.extract import extract_claims  # noqa: PLC0415  loads late on purpose
    from firsthand.extract.parser import open_parser, parser_name  # noqa: PLC0415
    from firsthand.reference import bundled_reference  # noqa: PLC0415

    reference = bundled_reference()
    texts = [page.text for page in pages]

    def read() -> None:
        for page in pages:
            extract_claims(page, reference)

    extract_claims(pages[0], reference)  # tables are read before the clock runs
    started = time.process_time()
    read()
    first = time.process_time() - started
    pipeline = open_parser.__wrapped__(parser_name())
    list(pipeline.pipe(texts[:2]))
    full, ours = _seconds(lambda: list(pipeline.pipe(texts))), _seconds(read)
    print(
        f"\nThroughput beside the full pipeline over the whole text, {kind}: "
        f"{full / ours:.2f}; texts never read before {full / first:.2f} "
        f"({len(texts)} of {sum(map(len, texts)) / len(texts):,.0f} characters; "
        "wanted: 3)"
    )


def _parsed_sentences(reading: Any) -> list[str]:
    return [
        reading.text[sentence.start : sentence.end]
        for sentence in reading.sentences
        if sentence.doc is not None
    ]


def _seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of five runs."""
    spent = []
    for _ in range(5):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def help_seconds() -> float:
    """Return the median wall time of `firsthand --help`."""
    program = Path(sys.executable).parent / "firsthand"
    spent = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([str(program), "--help"], capture_output=True, check=True)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
