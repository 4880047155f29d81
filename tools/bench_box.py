"""What the box costs: a hundred mixed files read in it and without it (`make bench`).

Web pages, PDFs, Word documents and mails of a few kilobytes, fiction; the box is warm.
The least of several rounds is taken on both sides, since other work on the machine only
ever adds. The goal is 1.3; see docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from firsthand.capture import take_in
from firsthand.capture.sandbox import SWITCH
from firsthand.reference import bundled_reference

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "damage"))
import hostile

_WORDS = (
    "Two people were killed in Jesrin on Monday, the clinic said. The governor spoke "
    "of nine. "
) * 8
_FILES = 100


def main() -> None:
    """Measure and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    files = list(_mixed())
    boxed, bare = [], []
    for _ in range(given.rounds + 1):
        os.environ.pop(SWITCH, None)
        boxed.append(_taken(files))
        os.environ[SWITCH] = "unsafe-off"
        bare.append(_taken(files))
    mine, plain = min(boxed[1:]), min(bare[1:])
    print(
        f"the box: {mine / len(files) * 1000:.1f} ms a file, without it "
        f"{plain / len(files) * 1000:.1f}; ratio {mine / plain:.2f} (goal 1.3)"
    )


def _mixed() -> Iterator[tuple[str, bytes]]:
    for number in range(0, _FILES, 4):
        said = [f"{_WORDS} {number} {part}" for part in range(10)]
        paragraphs = "".join(f"<p>{text}</p>" for text in said)
        nav = "<nav><a href='/'>Home</a></nav>"
        page = f"<html><body>{nav}<article>{paragraphs}</article></body></html>"
        yield f"{number}.html", page.encode()
        lines = (hostile.shown(text[:80], 700 - 40 * n) for n, text in enumerate(said))
        yield f"{number}.pdf", hostile.raw_pdf(b"".join(lines))
        runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)
        yield f"{number}.docx", hostile.docx_of(hostile.document(runs))
        head = (
            f"From: press@example.org\nMessage-ID: <{number}>\nSubject: On Jesrin\n\n"
        )
        yield f"{number}.eml", (head + "\n".join(said)).encode()


def _taken(files: list[tuple[str, bytes]]) -> float:
    reference = bundled_reference()
    began = time.perf_counter()
    for name, data in files:
        taken = take_in(data, name, reference=reference)
        if taken.problem is not None:
            raise SystemExit(taken.problem)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
