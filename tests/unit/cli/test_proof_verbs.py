"""The verbs of proof as a person types them: words, exit codes, files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


class Person:
    """Somebody at a terminal, in one case."""

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder = folder
        self._config = config

    def types(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "firsthand", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_CONFIG_HOME": str(self._config)},
        )


@pytest.fixture
def person(tmp_path: Path) -> Person:
    someone = Person(tmp_path, tmp_path / "config")
    assert someone.types("init", "case").returncode == 0
    someone.folder = tmp_path / "case"
    for name, how in (("open.txt", "open"), ("guarded.txt", "restricted")):
        (tmp_path / name).write_text(f"Report {name} of Ghanta.", encoding="utf-8")
        added = someone.types("add", f"../{name}", "--protection", how)
        assert added.returncode == 0, added.stderr
    return someone


def test_a_day_of_proving(person: Person) -> None:
    made = person.types("proof", "D-001", "-o", "../proof", "--zip")
    assert made.returncode == 0, made.stderr
    assert "unanchored:" in made.stdout
    assert (person.folder / "../proof.zip").is_file()
    refused = person.types("proof", "D-002", "-o", "../no")
    assert refused.returncode == 4
    assert "--protected-too" in refused.stderr
    bag = person.types("export", "court", "../bag", "D-001", "K-001")
    assert bag.returncode == 0, bag.stderr
    assert person.types("verify", "../bag").returncode == 0
    (person.folder / "../bag/data/INDEX.txt").write_text("other", encoding="utf-8")
    altered = person.types("verify", "../bag")
    assert altered.returncode == 3
    assert "INDEX.txt: is altered" in altered.stderr
    kept = ("--since", "../proof")
    later = person.types("proof", "D-001", "-o", "../later", *kept)
    assert later.returncode == 0, later.stderr
    assert "proofs hold" in person.types("verify", "../later").stdout
    assert person.types("verify", "--receipt", "../later").returncode == 0
    told = person.types("log").stdout
    assert "handed out: D-001" in told
    assert "handed out: D-001, K-001" in told


def test_a_day_of_keeping(person: Person) -> None:
    assert "never fully read here" in person.types("status").stdout
    assert person.types("verify", "--full").returncode == 0
    assert "all good" in person.types("status").stdout
    assert "Copy verified" in person.types("backup", "../copy").stdout
    restored = person.types("restore", "../copy", "../again")
    assert restored.returncode == 0, restored.stderr
    assert person.types("-C", "../again", "verify").returncode == 0
    assert "private half on this machine" in person.types("keys", "list").stdout
    assert person.types("keys", "rotate").returncode == 1
    rotated = person.types("keys", "rotate", "--because", "yearly")
    assert rotated.returncode == 0, rotated.stderr
    assert "signed until entry" in person.types("keys", "list").stdout
    assert person.types("verify").returncode == 0
    assert person.types("keys", "backup", "../usb").returncode == 0
    # The restored copy is an earlier state; its own backup has nothing against it.
    assert person.types("backup", "../copy").returncode == 0


def test_a_request_is_queued_without_any_network(person: Person) -> None:
    queued = person.types("anchor", "--queue", "../usb")
    assert queued.returncode == 0, queued.stderr
    (path,) = (person.folder / "../usb").glob("*.tsq")
    (note,) = (person.folder / "../usb").glob("*.checkpoint")
    assert note.stem == path.name.partition(".")[0]
    stray = person.folder / "../answer.tsr"
    stray.write_text("<html>not found</html>", encoding="utf-8")
    refused = person.types("anchor", "--import", "../answer.tsr")
    assert refused.returncode == 1
    assert "no RFC 3161 time stamp" in refused.stderr
    both = person.types("anchor", "--queue", "../usb", "--check")
    assert both.returncode == 1
    assert "give one of" in both.stderr


def test_the_network_is_announced_before_it_is_used(person: Person) -> None:
    asked = person.types("anchor", "--tsa", "http://127.0.0.1:9/")
    assert asked.returncode == 1
    assert asked.stderr.startswith("NETWORK: asking http://127.0.0.1:9/ now")
    assert "Nothing was stored" in asked.stderr
