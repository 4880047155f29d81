"""What the plan needs of an engine."""

from __future__ import annotations

from typing import Any, Protocol


class LinkEngine(Protocol):
    """Runs SQL over named tables. Tables come and go as Arrow tables.

    Attributes:
        label: The engine and its version, for reports.
        size_of: Its function for the length of an array.
    """

    label: str
    size_of: str

    def put(self, name: str, table: Any) -> None:
        """Make an Arrow table known under a name; a table of that name is replaced."""
        ...

    def make(self, name: str, sql: str) -> None:
        """Keep the rows of a query under a name."""
        ...

    def forget(self, name: str) -> None:
        """Let go of a table that nothing asks for any more."""
        ...

    def rows(self, sql: str) -> Any:
        """Return the rows of a query as an Arrow table; their order is not promised."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
