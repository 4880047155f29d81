"""Which engine an address means."""

from __future__ import annotations

from firsthand.errors import UserError
from firsthand.link.engine.duck import DuckEngine
from firsthand.link.engine.port import LinkEngine

_KNOWN = (
    "duckdb (this machine), sail://local or sail://local-cluster (started here), "
    "sail://HOST:PORT, spark://HOST:PORT (Spark Connect), spark://local"
)


def open_engine(address: str = "duckdb") -> LinkEngine:
    """Open the engine that an address names.

    Args:
        address: "duckdb", "sail://..." or "spark://...".

    Raises:
        UserError: The address names none, or its part is not installed.
    """
    if address == "duckdb":
        return DuckEngine()
    scheme, found, where = address.partition("://")
    if not found or scheme not in {"sail", "spark"}:
        raise UserError(
            f"--engine {address!r}: there is no such engine. Known: {_KNOWN}"
        )
    from firsthand.link.engine.spark import open_spark  # noqa: PLC0415  heavy, optional

    return open_spark(scheme, where)
