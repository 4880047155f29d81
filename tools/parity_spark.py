"""The clusters of people on Apache Spark proper, beside those on DuckDB.

`make parity-spark`: starts a Spark Connect server of the Apache Spark that stands in
`.venv-spark` (or `--home`), with the Java of this machine, compares generated people on
DuckDB, on Sail and on it, and prints one line an engine. Exits 1 where the clusters,
the pairs or their odds differ, 2 where Java or Spark is missing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench_people import generated

from firsthand.errors import UserError
from firsthand.link.engine.choose import open_engine
from firsthand.link.people.match import Matched, match_people
from firsthand.link.people.rows import people_of_columns
from firsthand.reference import bundled_reference

_SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
_PATIENCE = 180
_HOME = ".venv-spark/lib/python*/site-packages/pyspark"


def main() -> int:
    """Compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--home", type=Path, help="folder of Apache Spark")
    arguments = parser.parse_args()
    home = arguments.home or next(Path().glob(_HOME), None)
    missing = _missing(home)
    if missing:
        print(missing, file=sys.stderr)
        return 2
    here = _matched("duckdb", arguments.rows)
    addresses = ["sail://local", "sail://local-cluster"]
    are_same = [_is_same(here, address, arguments.rows) for address in addresses]
    port = _free_port()
    with tempfile.TemporaryDirectory() as work:
        server = _start(home, port, Path(work))
        try:
            where = f"spark://127.0.0.1:{port}"
            are_same.append(_is_same(here, where, arguments.rows))
        finally:
            server.terminate()
            server.wait(timeout=60)
    return 0 if all(are_same) else 1


def _missing(home: Path | None) -> str | None:
    """Say what has to be installed; None = all is here."""
    if shutil.which("java") is None:
        return (
            "parity-spark: no Java on the path. Install one (17 or 21), for example: "
            "apt-get install default-jre-headless"
        )
    if home is None or not (home / "bin" / "spark-submit").exists():
        return (
            "parity-spark: Apache Spark is not here. In a virtual environment of its "
            "own, since it excludes pyspark-client: python3 -m venv .venv-spark && "
            f".venv-spark/bin/pip install pyspark=={_client()}. Or name its folder: "
            "--home /opt/spark"
        )
    if not list((home / "jars").glob("spark-connect_*.jar")):
        return f"parity-spark: {home} holds no spark-connect jar; take Spark 4 or newer"
    return None


def _matched(address: str, n_rows: int) -> tuple[Matched, str]:
    columns, _ = generated(n_rows)
    reference = bundled_reference()
    people = people_of_columns([str(n) for n in range(n_rows)], columns, reference)
    engine = open_engine(address)
    try:
        started = time.monotonic()
        found = match_people(people, engine, reference)
        seconds = time.monotonic() - started
        label = engine.label
    finally:
        engine.close()
    print(
        f"{label}: {n_rows:,} rows, {found.n_compared:,} pairs compared, "
        f"{len(set(found.group)):,} people, {seconds:.1f} s",
        flush=True,
    )
    return found, label


def _is_same(here: tuple[Matched, str], address: str, n_rows: int) -> bool:
    ours, (there, label) = here[0], _matched(address, n_rows)
    is_same = (
        there.group == ours.group
        and np.array_equal(there.pairs, ours.pairs)
        and np.array_equal(there.odds, ours.odds)
    )
    verdict = "identical to" if is_same else "DIFFERENT from"
    said = f"  {label}: clusters, pairs and odds {verdict} those of {here[1]}"
    print(said, flush=True)
    return is_same


def _client() -> str:
    """Return the version of the client: an older server lacks settings it asks for."""
    return importlib.metadata.version("pyspark-client")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(home: Path, port: int, work: Path) -> subprocess.Popen[bytes]:
    """Start a server on this machine alone, and wait until it answers."""
    log = work / "server.log"
    command = [
        str(home.resolve() / "bin" / "spark-submit"),
        *("--class", _SERVER, "--master", "local[2]"),
        *("--conf", f"spark.connect.grpc.binding.port={port}"),
        *("--conf", "spark.connect.grpc.binding.address=127.0.0.1"),
        *("--conf", "spark.driver.bindAddress=127.0.0.1"),
        *("--conf", "spark.driver.host=127.0.0.1"),
        *("--conf", "spark.ui.enabled=false"),
        *("--conf", "spark.sql.shuffle.partitions=4"),
        *("--conf", f"spark.sql.warehouse.dir={work / 'warehouse'}"),
        *("--conf", f"spark.local.dir={work}"),
        "spark-internal",
    ]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=work,
            env={**os.environ, "SPARK_HOME": str(home.resolve())},
        )
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(1)
    server.terminate()
    said = re.findall(r".*(?:ERROR|Exception).*", log.read_text(errors="replace"))
    raise UserError(
        f"parity-spark: the Spark Connect server did not answer in {_PATIENCE} s: "
        f"{' | '.join(said[:3]) or 'it said nothing of an error'}"
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
