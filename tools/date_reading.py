"""Dates of news texts in six languages, measured on sentences of our own.

`tests/constructions/dates/*.jsonl` holds ten sentences or more a construction and
language, each with every date that a reader finds in it: first day, last day (null =
open) and, where day and month can be read either way, the two days. A sentence is right
when exactly these are read. All is fiction; most have one day of publication, a Friday.

Run alone it prints the table; with --errors every sentence that is read otherwise.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firsthand.model import FuzzyDate, Precision
from firsthand.reference import bundled_reference
from firsthand.reference.news_dates import LANGUAGES, read_dates

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests" / "constructions" / "dates"

Row = dict[str, Any]
Tally = tuple[int, int]  # right, all


def examples() -> Iterator[Row]:
    """Yield the sentences, each with its dates."""
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read(row: Row) -> list[list[str | None]]:
    """Return the dates read in a sentence, in the form of the examples."""
    published = row.get("published")
    found = read_dates(
        row["text"],
        published=dt.date.fromisoformat(published) if published else None,
        language=row["language"],
        reference=bundled_reference(),
    )
    return [
        [
            day and day.isoformat()
            for day in (date.earliest, date.latest, *date.readings)
        ]
        for _, _, date in found
    ]


def score(*, is_loud: bool = False) -> dict[tuple[str, str], Tally]:
    """Return right and all for each construction and language."""
    tallies: dict[tuple[str, str], Tally] = collections.defaultdict(lambda: (0, 0))
    for row in examples():
        got = read(row)
        key = row["construction"].removeprefix("dates_"), row["language"]
        right, n_all = tallies[key]
        tallies[key] = right + (got == row["dates"]), n_all + 1
        if is_loud and got != row["dates"]:
            print(*key, row["text"], "wanted", row["dates"], "got", got)
    return dict(tallies)


def results(data: Path) -> dict[str, float]:
    """Return every figure that is watched, by the name it has in floors.toml."""
    figures = of_sentences() | {"dates.own_reports": of_own_reports()}
    for name in ("airwars_gaza", "gtd2021", "acled2020"):
        path = data / "data" / "extraction" / f"{name}.dev.jsonl"
        if path.is_file():
            figures[f"dates.{name}"] = of_summaries(path)
    return figures


def of_own_reports() -> float:
    """Return F1 of dates found and right over our own reports: no news, no wire."""
    import languages  # noqa: PLC0415  beside this file

    rows = languages.read_rows(languages.REPORTS)
    own = [row for row in rows if not row["part"].startswith(("news", "wire"))]
    scored = languages.score_reports(own, languages.own_reference())
    whole = languages.Tally()
    for kinds in scored.values():
        for field in ("found", "extra", "missed", "right"):
            more = getattr(kinds.get("date", languages.Tally()), field)
            setattr(whole, field, getattr(whole, field) + more)
    return whole.right_f1


def of_summaries(path: Path) -> float:
    """Return of how many summaries the first date read is, or may be, the true one.

    The sets do not say when a summary was published; three days after its event is
    taken, so that a missing year can be found.
    """
    right = n_all = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        true = _day_of(row["gold"].get("date") or "")
        if true is None:
            continue
        n_all += 1
        published = true + dt.timedelta(days=3)
        found = read_dates(row["text"], published=published)
        right += bool(found) and _may_be(found[0][2], true)
    return right / n_all


def _day_of(words: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%B %d, %Y", "%d-%b-%y"):
        with contextlib.suppress(ValueError):
            return dt.datetime.strptime(words, form).replace(tzinfo=dt.UTC).date()
    return None


def _may_be(date: FuzzyDate, day: dt.date) -> bool:
    if date.precision not in {Precision.DAY, Precision.RANGE}:
        return False
    return date.overlaps(FuzzyDate(earliest=day, latest=day))


def of_sentences() -> dict[str, float]:
    """Return the share of sentences read right, by language."""
    scored = score()
    figures = {}
    for language in LANGUAGES:
        own = [tally for (_, code), tally in scored.items() if code == language]
        right, n_all = (sum(part) for part in zip(*own, strict=True))
        figures[f"dates.{language}"] = right / n_all
    return figures


def table(scored: dict[tuple[str, str], Tally]) -> Iterator[str]:
    """Yield the lines of a table: right of all, by construction and language."""
    yield "| dates | " + " | ".join(LANGUAGES) + " |"
    yield "|---|" + "---|" * len(LANGUAGES)
    for name in sorted({construction for construction, _ in scored}):
        cells = [
            f"{scored[name, code][0]}/{scored[name, code][1]}"
            if (name, code) in scored
            else ""
            for code in LANGUAGES
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table; with --errors what is read otherwise than wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print every miss")
    arguments = parser.parse_args()
    print("\n".join(table(score(is_loud=arguments.errors))))


if __name__ == "__main__":
    main()
