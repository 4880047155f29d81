"""No pattern may take a word apart in every way there is.

"(?:[a-z]+ ?){1,7}" reads "abcdefghij" as one word, as two, as three ...: what follows
is tried behind each, and a report takes a second. The word that ends a round has to be
told from the next one.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]  # the parsed form of patterns has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import firsthand
from firsthand.reference.quick_patterns import QuickPattern

_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)


def _modules() -> list[str]:
    found = pkgutil.walk_packages(firsthand.__path__, "firsthand.")
    return sorted(m.name for m in found if not m.name.endswith("__main__"))


def _patterns(name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, value in vars(importlib.import_module(name)).items():
        pattern = value.pattern if isinstance(value, QuickPattern) else value
        if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
            yield f"{name}.{key}", pattern


def _inside(node: Any) -> Iterator[Any]:
    """Yield every sequence of steps inside a part of a pattern."""
    if isinstance(node, _parser.SubPattern):
        yield node
        for step in node:
            yield from _inside(step[1])
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _inside(part)


def _steps(body: Any) -> list[Any]:
    """Return the steps of a round, those of its groups among them."""
    steps: list[Any] = []
    for op, argument in body:
        if op is ops.SUBPATTERN:
            steps += _steps(argument[-1])
        else:
            steps.append((op, argument))
    return steps


def _takes_words_apart(pattern: str, flags: int = 0) -> bool:
    for body in _inside(_parser.parse(pattern, flags)):
        for op, argument in body:
            if op not in _REPEATS or argument[1] <= 1:
                continue
            steps = _steps(argument[2])
            needed = [s for s in steps if not _may_be_left_out(s)]
            if len(needed) == 1 and needed[0][0] in _REPEATS:
                return bool(needed[0][1][1] is ops.MAXREPEAT)
    return False


def _may_be_left_out(step: Any) -> bool:
    return step[0] in _REPEATS and step[1][0] == 0


@pytest.mark.parametrize(
    ("pattern", "is_so"),
    [
        (r"(?:[a-z]+ ?){1,7}x", True),
        (r"(?:(?:[a-z]+)(?:, )?)+x", True),
        (r"(?:[a-z]+ ){1,7}x", False),
        (r"(?:[a-z]+ ){0,6}?[a-z]+x", False),
        (r"(?:[a-z]{2} ?){1,7}x", False),
    ],
)
def test_a_round_that_may_end_anywhere_is_known(pattern: str, is_so: bool) -> None:  # noqa: FBT001  a table's column
    assert _takes_words_apart(pattern) is is_so


def test_no_pattern_takes_a_word_apart_in_every_way() -> None:
    names = [
        name
        for module in _modules()
        for name, pattern in _patterns(module)
        if _takes_words_apart(pattern.pattern, pattern.flags & ~re.UNICODE)
    ]
    assert names == []
