"""Reports to incidents: how well texts of one event are put together.

Rows of `make eval`, and by itself: `python tools/evaluate_linking.py` prints precision,
recall and F1 by pairs of texts and by text (B-cubed: Bagga and Baldwin 1998). A text
without an incident stands alone. Reads data/linking below FIRSTHAND_EVAL_DATA.
"""

from __future__ import annotations

import collections
import csv
import datetime as dt
import gzip
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.casework.batch_incidents import link_pages
from firsthand.link.beside import Event, beside

_REPORTS = "reports_incidents.dev.jsonl.gz"


def score_linking(data: Path, limit: int | None = None) -> dict[str, float]:
    """Return pairwise and B-cubed F1 over the development reports.

    Raises:
        FileNotFoundError: The development data is not there.
    """
    rows = _rows(data / "data" / "linking" / _REPORTS)[:limit]
    found = clusters(rows)
    truth = [row["incident"] for row in rows]
    return {
        "linking.reports_pairwise": f1_of(*by_pairs(truth, found)),
        "linking.reports_by_text": f1_of(*by_text(truth, found)),
    }


def score_events(data: Path) -> dict[str, float]:
    """Return 1 if the example of MELTT gives the table that its package prints.

    Raises:
        FileNotFoundError: The development data is not there.
    """
    folder = data / "data" / "linking" / "meltt_crashMD"
    found = beside(crash_events(folder), metres=4000, days=2)
    table = (
        len(found.matches) + len(found.alone),
        len(found.matches),
        sum(len(held) - 1 for held in found.matches),
        sum(held[0].is_episode for held in found.matches),
    )
    return {"events.meltt_example": float(table == (140, 34, 55, 8))}


def crash_events(folder: Path) -> list[list[Event]]:
    """Read the three tables of crashMD with their coding schemes.

    Args:
        folder: Where they lie.

    Raises:
        FileNotFoundError: They do not.
    """
    schemes = ("model_tax", "color_tax", "damage_tax")
    levels = {}
    for name in schemes:
        with (folder / f"crash_taxonomies_{name}.csv").open(encoding="utf-8") as file:
            for source, base, *codes in list(csv.reader(file))[1:]:
                levels[name, source, base] = tuple(codes)
    made = []
    for number in (1, 2, 3):
        with (folder / f"crash_data{number}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        made.append([_crash_event(row, levels, schemes) for row in rows])
    return made


def _crash_event(
    row: Mapping[str, str],
    levels: Mapping[tuple[str, str, str], tuple[str, ...]],
    schemes: Sequence[str],
) -> Event:
    first, last = (
        dt.date(1970, 1, 1) + dt.timedelta(days=float(row[name]))
        for name in ("date", "enddate")
    )
    return Event(
        dataset=row["dataset"],
        key=row["event"],
        first=first,
        last=last,
        lat_e7=round(float(row["latitude"]) * 10**7),
        lon_e7=round(float(row["longitude"]) * 10**7),
        schemes=tuple((levels[name, row["dataset"], row[name]],) for name in schemes),
        is_episode=last > first,
    )


def clusters(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the label of the incident each report mainly speaks of."""
    pages = [
        {
            "page": row["id"],
            "text": f"{row.get('title') or ''}\n\n{row.get('content') or ''}",
            "language": "en",
            "published": row.get("dct"),
        }
        for row in rows
    ]
    labels = link_pages(pages, jobs=os.cpu_count() or 1)
    return [next(iter(labels[p["page"]]), f"alone {p['page']}") for p in pages]


def by_pairs(truth: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """Return precision and recall over pairs of texts."""
    both = _pairs(collections.Counter(zip(truth, found, strict=True)))
    made, true = _pairs(collections.Counter(found)), _pairs(collections.Counter(truth))
    return both / max(1, made), both / max(1, true)


def by_text(truth: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """Return B-cubed precision and recall."""
    true, made = collections.Counter(truth), collections.Counter(found)
    both = collections.Counter(zip(truth, found, strict=True))
    shared = [both[pair] for pair in zip(truth, found, strict=True)]
    n = max(1, len(truth))
    precision = sum(s / made[f] for s, f in zip(shared, found, strict=True)) / n
    recall = sum(s / true[t] for s, t in zip(shared, truth, strict=True)) / n
    return precision, recall


def _pairs(counts: collections.Counter[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def f1_of(precision: float, recall: float) -> float:
    """Return F1 to four places; 0 where both are 0."""
    total = precision + recall
    return round(2 * precision * recall / total, 4) if total else 0.0


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _main() -> None:
    data = Path(os.environ.get("FIRSTHAND_EVAL_DATA", "../shared"))
    rows = _rows(data / "data" / "linking" / _REPORTS)
    truth, found = [row["incident"] for row in rows], clusters(rows)
    for name, score in (("pairs", by_pairs), ("texts", by_text)):
        precision, recall = score(truth, found)
        f1 = f1_of(precision, recall)
        print(f"{name:6} P {precision:.3f} R {recall:.3f} F1 {f1}")


if __name__ == "__main__":
    _main()
