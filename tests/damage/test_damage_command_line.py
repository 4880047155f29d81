"""Killing the program while it adds and runs: nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

REPORT = (
    "The Velmara Monitor said that at least {n} civilians were killed on 30 November "
    "2021 when an air strike hit a market in Talbar. The ministry denied it."
)
N_REPORTS = 40
N_KILLS = 6


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}


def _firsthand(
    case: Path, environment: dict[str, str], *words: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "firsthand", "-C", str(case), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _killed(
    case: Path, environment: dict[str, str], after_s: float, *words: str
) -> None:
    process = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "firsthand", "-C", str(case), *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_program_killed_while_adding_and_running_goes_on(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    case, reports = tmp_path / "case", tmp_path / "reports"
    reports.mkdir()
    for n in range(N_REPORTS):
        (reports / f"report-{n:02}.txt").write_text(REPORT.format(n=100 + n))
    made = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "firsthand", "init", str(case)],
        env=environment,
        check=True,
        capture_output=True,
    )
    assert made.returncode == 0
    moments = random.Random(20211130)  # noqa: S311  no secret: the same moments each time
    for _ in range(N_KILLS):
        _killed(case, environment, moments.uniform(0.1, 1.2), "add", str(reports))
        held = _firsthand(case, environment, "documents", "--json")
        assert held.returncode == 0, held.stderr
        assert _firsthand(case, environment, "verify").returncode == 0
    assert _firsthand(case, environment, "add", str(reports)).returncode == 0
    rows = _firsthand(case, environment, "documents", "--json").stdout.splitlines()
    digests = [json.loads(row)["capture"]["sha256"] for row in rows]
    assert len(digests) == len(set(digests)) == N_REPORTS
    for _ in range(N_KILLS):
        _killed(case, environment, moments.uniform(0.5, 3.0), "run")
        assert _firsthand(case, environment, "verify").returncode == 0
    ran = _firsthand(case, environment, "run")
    assert ran.returncode == 0, ran.stderr
    assert "up to date" in _firsthand(case, environment, "status").stdout
    claims = _firsthand(case, environment, "claims", "--json", "--kind", "casualty")
    lows = {json.loads(row).get("killed_min") for row in claims.stdout.splitlines()}
    assert lows == set(range(100, 100 + N_REPORTS))
