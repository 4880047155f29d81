"""Reports of real conflicts to incidents, look-alikes beside them: a fair stand-in.

No set at hand says which real reports of a war speak of one attack. So records of
recorders are made into reports when this runs, and nothing is kept: where a recorder
wrote in two ways of one strike (a note and a message) these are two reports; the
paragraphs of a long assessment become two, turn by turn. All else are reports that
stand alone: other attacks of the same days, places and weapons. Each report is
published a day after the attack, as news is.

Rows of `make eval`, and by itself: `python tools/evaluate_look_alikes.py [--half 0]`.
Half 0 was read while rules were written, half 1 was not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluate_linking import by_pairs, by_text, f1_of

from firsthand.casework.batch_incidents import link_pages

Line = dict[str, Any]
_DATES = ("%Y-%m-%d", "%d-%b-%y", "%B %d, %Y", "%d %B %Y", "%d-%B-%Y")
_SHORTEST = 60
"""Letters of a stretch that can be a report."""


def score_look_alikes(data: Path) -> dict[str, float]:
    """Return B-cubed and pairwise F1 over the half that was not read.

    Raises:
        FileNotFoundError: The development data is not there.
    """
    truth, found = _linked(reports(data, half=1))
    return {
        "linking.look_alikes_by_text": f1_of(*by_text(truth, found)),
        "linking.look_alikes_pairwise": f1_of(*by_pairs(truth, found)),
    }


def reports(data: Path, half: int) -> list[Line]:
    """Return pages as `batch incidents` reads them, each with its `truth`.

    Args:
        data: The folder of development data.
        half: 0 = read while rules were written; 1 = not.

    Raises:
        FileNotFoundError: A set is not there.
    """
    folder = data / "data" / "extraction"
    made: list[Line] = []
    for name, split in (
        ("airwars_gaza", _turn_by_turn),
        ("dronestream", _line_by_line),
        ("gtd2021", _whole),
        ("acled2020", _whole),
    ):
        path = folder / f"{name}.dev.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            key = f"{name} {row['id']}"
            if hashlib.sha256(key.encode()).digest()[0] % 2 == half:
                made += _pages(key, split(row["text"]), _day(row["gold"].get("date")))
    return made


def _pages(key: str, parts: Sequence[str], day: dt.date | None) -> Iterator[Line]:
    for n, text in enumerate(parts):
        page = {"page": f"{key} {n}", "text": text, "language": "en", "truth": key}
        if day is not None:
            page["published"] = str(day + dt.timedelta(days=1))
        yield page


def _turn_by_turn(text: str) -> list[str]:
    paragraphs = [part for part in text.split("\n") if part.strip()]
    both = ["\n\n".join(paragraphs[start::2]) for start in (0, 1)]
    return both if all(len(part) >= _SHORTEST for part in both) else [text]


def _line_by_line(text: str) -> list[str]:
    parts = [part for part in text.split("\n") if part.strip()]
    return parts if all(len(part) >= _SHORTEST for part in parts) else [text]


def _whole(text: str) -> list[str]:
    return [text]


def _day(words: str | None) -> dt.date | None:
    for form in _DATES:
        try:
            return dt.datetime.strptime(words or "", form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _linked(pages: Sequence[Line]) -> tuple[list[str], list[str]]:
    told = [{k: v for k, v in page.items() if k != "truth"} for page in pages]
    labels = link_pages(told, jobs=os.cpu_count() or 1)
    found = [next(iter(labels[p["page"]]), f"alone {p['page']}") for p in pages]
    return [page["truth"] for page in pages], found


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    wanted = parser.parse_args()
    data = Path(os.environ.get("FIRSTHAND_EVAL_DATA", "../shared"))
    pages = reports(data, wanted.half)
    truth, found = _linked(pages)
    print(f"{len(pages)} reports of {len(set(truth))} attacks")
    for name, score in (("pairs", by_pairs), ("texts", by_text)):
        precision, recall = score(truth, found)
        f1 = f1_of(precision, recall)
        print(f"{name:6} P {precision:.3f} R {recall:.3f} F1 {f1}")


if __name__ == "__main__":
    _main()
