"""Names of modules: each stands once, so that none hides another silently."""

from __future__ import annotations

import ast
import collections
from collections.abc import Iterator
from pathlib import Path

import firsthand

SOURCES = Path(firsthand.__file__).parent


def names_bound(source: str) -> Iterator[str]:
    """Yield each name that a module's own lines bind, as often as they do."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            if not marks & {"overload", "typing.overload"}:
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (t.id for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_no_module_binds_a_name_twice() -> None:
    twice = {
        f"{path.relative_to(SOURCES)}: {name}"
        for path in SOURCES.rglob("*.py")
        for name, n in collections.Counter(
            names_bound(path.read_text(encoding="utf-8"))
        ).items()
        if n > 1
    }
    assert twice == set()


def test_a_name_bound_twice_is_seen() -> None:
    assert list(names_bound("_A = 1\n_A = 2\n")) == ["_A", "_A"]
