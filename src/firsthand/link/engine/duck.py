"""The default engine: DuckDB, in this process, on this machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class DuckEngine:
    """DuckDB behind the port; spills to a folder when memory runs short."""

    size_of = "len"

    def __init__(
        self,
        *,
        memory_limit: str | None = "4GB",
        threads: int | None = None,
        spill_folder: Path | None = None,
    ) -> None:
        """Open an engine of its own.

        Args:
            memory_limit: As DuckDB writes it ("2GB"); None = DuckDB decides.
            threads: How many; None = all cores.
            spill_folder: Where to put what does not fit; None = nowhere: names of
                victims are not left in a temporary folder unasked.
        """
        import duckdb  # noqa: PLC0415  heavy

        self.label = f"duckdb {duckdb.__version__}"
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(spill_folder) if spill_folder else "",
            "preserve_insertion_order": "false",
        }
        if memory_limit:
            settings["memory_limit"] = memory_limit
        if threads:
            settings["threads"] = str(threads)
        self._connection = duckdb.connect(":memory:", config=settings)
        self._given: set[str] = set()

    def put(self, name: str, table: Any) -> None:
        """Make an Arrow table known under a name."""
        self._connection.register(_checked(name), table)
        self._given.add(name)

    def make(self, name: str, sql: str) -> None:
        """Keep the rows of a query under a name."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {_checked(name)} AS {sql}")

    def forget(self, name: str) -> None:
        """Let go of a table that nothing asks for any more."""
        if name in self._given:
            self._connection.unregister(name)
            self._given.remove(name)
        else:
            self._connection.execute(f"DROP TABLE IF EXISTS {_checked(name)}")

    def rows(self, sql: str) -> Any:
        """Return the rows of a query as an Arrow table."""
        return self._connection.sql(sql).to_arrow_table()

    def close(self) -> None:
        """Let go of the connection and its memory."""
        self._connection.close()


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a table")
    return name
