"""The Spark API through Spark Connect: Sail (no Java) or Apache Spark.

The plan is the same SQL as on DuckDB. Tables go over as Arrow and come back as Arrow;
what a step makes is kept by the engine until it is let go.
"""

from __future__ import annotations

import os
import re
import socket
from typing import Any
from urllib.parse import urlsplit

from firsthand.errors import UserError

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_MISSING = (
    "needs the optional parts for scaling out; install them: "
    "pip install 'firsthand[scale]' ({error})"
)
_ANSWER_S = 10  # the client alone would try for ten minutes


class SparkEngine:
    """A Spark Connect session behind the port."""

    size_of = "size"

    def __init__(self, session: Any, *, label: str, server: Any = None) -> None:
        """Hold a session, and the server started for it, if any."""
        self._session = session
        self._server = server
        self._kept: dict[str, Any] = {}
        self.label = label

    def put(self, name: str, table: Any) -> None:
        """Make an Arrow table known under a name."""
        frame = self._session.createDataFrame(table)
        self._keep(name, frame)

    def make(self, name: str, sql: str) -> None:
        """Keep the rows of a query under a name."""
        self._keep(name, self._session.sql(sql).persist())

    def forget(self, name: str) -> None:
        """Let go of a table; what is worked out later may still stand on it there."""
        self._kept.pop(name, None)

    def rows(self, sql: str) -> Any:
        """Return the rows of a query as an Arrow table."""
        return self._session.sql(sql).toArrow()

    def close(self) -> None:
        """Let go of the session, and of the server if it was started for it."""
        self._session.stop()
        if self._server is not None:
            self._server.stop()

    def _keep(self, name: str, frame: Any) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a table")
        frame.createOrReplaceTempView(name)
        self._kept[name] = frame


def open_spark(scheme: str, where: str) -> SparkEngine:
    """Open a session.

    Args:
        scheme: "sail" or "spark".
        where: "local", "local-cluster" (Sail started here), or HOST:PORT.

    Raises:
        UserError: A part is not installed, or nothing answers there.
    """
    server = None
    try:
        if scheme == "sail" and where in {"", "local", "local-cluster"}:
            server, where = _start_sail(where or "local")
        session = _session(scheme, where)
    except ImportError as error:
        raise UserError(
            f"--engine {scheme}://{where} {_MISSING.format(error=error)}"
        ) from error
    return SparkEngine(session, label=f"{scheme} {session.version}", server=server)


def _start_sail(mode: str) -> tuple[Any, str]:
    os.environ["SAIL_MODE"] = mode
    os.environ.setdefault("RUST_LOG", "error")  # its diary is not for our stderr
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  optional, heavy

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    return server, f"127.0.0.1:{port}"


def _session(scheme: str, where: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  optional, heavy

    if scheme == "spark" and where in {"", "local"}:
        return (
            SparkSession.builder.master("local[2]").appName("firsthand").getOrCreate()
        )
    _refuse_silence(scheme, where)
    return SparkSession.builder.remote(f"sc://{where}").getOrCreate()


def _refuse_silence(scheme: str, where: str) -> None:
    name = f"--engine {scheme}://{where}"
    wanted = "start it, or give HOST:PORT of a Spark Connect server (often 15002)"
    try:
        address = urlsplit(f"//{where}")
        host, port = address.hostname, address.port or 15002
        socket.create_connection((host or "", port), timeout=_ANSWER_S).close()
    except (OSError, ValueError) as error:
        raise UserError(f"{name}: nothing answers there ({error}); {wanted}") from error
