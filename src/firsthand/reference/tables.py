"""Tables of reference rows: the bundled ones, with a case's own rows on top."""

from __future__ import annotations

import csv
import functools
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml

from firsthand.errors import UserError

Row = dict[str, Any]
_BUNDLED = Path(__file__).parent / "data"


class Reference:
    """All reference tables as one case sees them.

    Rows of a case come after the bundled ones and win where a lookup finds both.
    Anything costly built from rows (an index, a gazetteer) is made once and kept by
    `derived`, so that two cases in one process never share state.
    """

    def __init__(
        self, folders: tuple[Path, ...], *, country: str | None = None
    ) -> None:
        """Take the folders to read, weakest first, and where the case plays."""
        self.country = country
        self._folders = folders
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._derived: dict[str, Any] = {}

    @classmethod
    def of_tables(cls, tables: Mapping[str, Sequence[Row]]) -> Reference:
        """Return a reference of the rows given, which reads no file."""
        made = cls(())
        made._tables.update({name: tuple(rows) for name, rows in tables.items()})
        return made

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders the rows come from, weakest first."""
        return self._folders

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table, bundled first, then the case's own.

        Args:
            name: File name without ending ("parties" for parties.yaml or .csv).

        Raises:
            UserError: A file cannot be read as a list of rows; names file and line.
        """
        if name not in self._tables:
            rows: list[Row] = []
            for folder in self._folders:
                rows += _read_rows(folder, name)
            self._tables[name] = tuple(rows)
        return self._tables[name]

    def derived(self, name: str, make: Any) -> Any:
        """Return what `make(self)` built, building it the first time only."""
        if name not in self._derived:
            self._derived[name] = make(self)
        return self._derived[name]

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over all files of all folders: part of a stage's version."""
        seen = hashlib.sha256((self.country or "").encode())
        for folder in self._folders:
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                if path.is_file():
                    seen.update(path.name.encode())
                    seen.update(hashlib.sha256(path.read_bytes()).digest())
        return seen.hexdigest()


def _read_rows(folder: Path, name: str) -> list[Row]:
    as_yaml, as_csv = folder / f"{name}.yaml", folder / f"{name}.csv"
    if as_yaml.is_file():
        return _read_yaml(as_yaml)
    if as_csv.is_file():
        with as_csv.open(encoding="utf-8-sig", newline="") as file:
            return [dict(row) for row in csv.DictReader(file)]
    return []


_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEAN = "tag:yaml.org,2002:bool"


class _RowLoader(_SAFE):  # type: ignore[misc]  # C or Python, whichever is there
    """Reads "on", "no" and their like as the words they are, as YAML 1.2 does.

    Only "true" and "false" are truth values: an English "on", a French "on" and a
    Spanish "y" are words of our tables.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {
        first: [way for way in ways if way[0] != _BOOLEAN or first in "tTfF"]
        for first, ways in _SAFE.yaml_implicit_resolvers.items()
    }


def _read_yaml(path: Path) -> list[Row]:
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_RowLoader)  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise UserError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"{path}: expected a list of rows (- key: value ...)")
    return rows


@functools.cache
def bundled_reference() -> Reference:
    """Return the reference tables that ship with Firsthand."""
    return Reference((_BUNDLED,))


def open_reference(
    case_folder: Path | None, *, country: str | None = None
) -> Reference:
    """Return the tables of a case: bundled, then `CASE/reference/` if it exists.

    Args:
        case_folder: The case; None = bundled tables only.
        country: ISO 3166 code of where the case plays: ranks places; None = anywhere.
    """
    own = case_folder / "reference" if case_folder else None
    if own is not None and own.is_dir():
        return Reference((_BUNDLED, own), country=country)
    if country is not None:
        return Reference((_BUNDLED,), country=country)
    return bundled_reference()
