"""Speed, memory and F1 of matching generated people.

python tools/bench_people.py --rows 1000000. It runs in a process of its own; a fifth of
the rows state somebody a second time, with a slip in a name.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

_SYLLABLES = ("ba", "dor", "ka", "lim", "mar", "no", "ran", "si", "tun", "vel", "zar")
_GIVEN, _FAMILY = 1_500, 6_000
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Run the sides asked for and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--side", choices=["ours"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(_ours(arguments.rows)))
        return
    done = subprocess.run(
        [sys.executable, __file__, "--rows", str(arguments.rows), "--side", "ours"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(done.stdout.strip())


def generated(n_rows: int) -> tuple[dict[str, list[str]], list[int]]:
    """Return columns of made-up people, and who each row is."""
    chance = random.Random(11)  # noqa: S311  made-up people, always the same

    def word(parts: int) -> str:
        return "".join(chance.choice(_SYLLABLES) for _ in range(parts))

    given = [word(2) + chance.choice("aeiou") for _ in range(_GIVEN)]
    family = [word(3) + chance.choice("ins") for _ in range(_FAMILY)]
    people: list[tuple[str, str, str, str]] = []
    truth: list[int] = []
    for number in range(n_rows):
        if number % 5 == 4:  # noqa: PLR2004  a fifth are stated again
            whom = chance.randrange(len(people))
            row = list(people[whom])
            truth.append(truth[whom])
            field = chance.randrange(2)
            place = chance.randrange(len(row[field]))
            row[field] = (
                row[field][:place] + chance.choice("aeioumnr") + row[field][place + 1 :]
            )
            people.append((row[0], row[1], row[2], row[3]))
            continue
        truth.append(number)
        born = f"{chance.randrange(1930, 2020)}-{chance.randrange(1, 13):02}"
        people.append(
            (
                chance.choice(given),
                chance.choice(family),
                f"{born}-{chance.randrange(1, 29):02}",
                chance.choice(("Velmara", "Toreth", "Talbar", "Jesrin")),
            )
        )
    names = ("given", "family", "birth_date", "place")
    columns = zip(*people, strict=True)
    return dict(zip(names, map(list, columns), strict=True)), truth


def _ours(n_rows: int) -> dict[str, float]:
    sys.path.insert(0, str(Path(__file__).parent))
    from evaluate_people import _cluster_f1  # noqa: PLC0415  beside this file

    from firsthand.link.engine.choose import open_engine  # noqa: PLC0415  its process
    from firsthand.link.people.match import match_people  # noqa: PLC0415  as above
    from firsthand.link.people.rows import people_of_columns  # noqa: PLC0415  as above
    from firsthand.reference import bundled_reference  # noqa: PLC0415  as above

    columns, truth = generated(n_rows)
    started, wall = time.process_time(), time.monotonic()
    reference = bundled_reference()
    ids = [str(number) for number in range(n_rows)]
    people = people_of_columns(ids, columns, reference)
    found = match_people(people, open_engine(), reference)
    return {
        "rows": n_rows,
        "compared": found.n_compared,
        "wall_s": round(time.monotonic() - wall, 1),
        "cpu_s": round(time.process_time() - started, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
        >> 20,
        "f1": round(_cluster_f1(found.group, [str(name) for name in truth]), 4),
    }


if __name__ == "__main__":
    main()
