"""The command line as a person meets it: messages, exit codes, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from firsthand.cli.app import VERBS, cli

REPORT = (
    "The Velmara Monitor said that at least 9 civilians were killed on 30 November "
    "2021 when an air strike hit a market in Talbar."
)


class Person:
    """Somebody at a terminal, in one folder."""

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder = folder
        self._config = config

    def types(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "firsthand", *words],
            cwd=self.folder,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            env=self.environment,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "XDG_CONFIG_HOME": str(self._config)}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path, tmp_path / "config")


def test_a_day_of_work(person: Person) -> None:
    (person.folder / "report.txt").write_text(REPORT)
    assert person.types("init", "mycase", "--name", "My case").returncode == 0
    person.folder /= "mycase"
    added = person.types(
        "add",
        "../report.txt",
        "--source",
        "Velmara Monitor",
        "--kind",
        "monitor",
        "--published",
        "2021-12-01",
    )
    assert added.returncode == 0, added.stderr
    assert "D-001  report.txt" in added.stdout
    ran = person.types("run")
    assert ran.returncode == 0, ran.stderr
    assert "I-001" in ran.stdout
    (line,) = person.types("incidents", "--json").stdout.splitlines()
    incident = json.loads(line)
    assert incident["ranges"]["airwars"]["killed.civilian"]["min"] == 9
    assert incident["ranges"]["airwars"]["killed.civilian"]["open_above"] is True
    shown = person.types("show", "I-001").stdout
    assert "Grade proposed" in shown
    why = person.types("why", "I-001", "killed.civilian.min").stdout
    assert "at least 9 civilians were killed" in why
    assert "sha256" in why
    claim = incident["ranges"]["airwars"]["killed.civilian"]["min_from"][0]
    assert person.types("reject", claim, "--because", "test").returncode == 0
    assert "reject" in person.types("log").stdout
    assert person.types("undo").returncode == 0
    assert person.types("run").returncode == 0
    assert "up to date" in person.types("status").stdout
    assert person.types("preview", "-o", "../site").returncode == 0
    assert (person.folder.parent / "site" / "index.html").is_file()
    verified = person.types("verify")
    assert verified.returncode == 0
    assert "0 altered" in verified.stdout
    exported = person.types("export", "jsonl", "../everything")
    assert exported.returncode == 0, exported.stderr
    assert (person.folder.parent / "everything" / "claims.jsonl").is_file()


def test_an_altered_byte_makes_verify_exit_3_and_names_the_file(person: Person) -> None:
    (person.folder / "report.txt").write_text(REPORT)
    person.types("init", "mycase")
    person.folder /= "mycase"
    person.types("add", "../report.txt")
    objects = [
        p for p in Path(person.folder, "store/objects").rglob("*") if p.is_file()
    ]
    target = next(p for p in objects if p.read_bytes() == REPORT.encode())
    target.chmod(0o600)
    target.write_text(REPORT.replace("9", "1"))
    verified = person.types("verify")
    assert verified.returncode == 3
    assert target.name in verified.stderr


def test_outside_a_case_the_message_says_what_to_do(person: Person) -> None:
    done = person.types("incidents")
    assert done.returncode == 1
    assert "firsthand init" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "I-999"), "nothing here is called 'I-999'"),
        (("why", "I-999", "killed.civilian.min"), "no incident 'I-999'"),
        (("reject", "D-1#1", "--because", "x"), "no claim 'D-1#1'"),
        (("withdraw", "Nobody", "--because", "x"), "no source or document 'Nobody'"),
        (("undo",), "nothing to undo"),
        (("settle", "K-1", "explained", "--because", "x"), "no contradiction 'K-1'"),
        (("merge", "I-1", "--because", "x"), "merge needs two incidents"),
    ],
)
def test_what_is_not_there_is_said_and_how_to_list_it(
    person: Person, words: tuple[str, ...], message: str
) -> None:
    person.types("init", "mycase")
    person.folder /= "mycase"
    done = person.types(*words)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "absent.txt"),
        ("accept", "D-1#1"),
        ("batch", "nothing"),
        ("frobnicate",),
    ],
)
def test_wrong_usage_exits_2(person: Person, words: tuple[str, ...]) -> None:
    person.types("init", "mycase")
    person.folder /= "mycase"
    assert person.types(*words).returncode == 2


def test_a_bad_published_date_is_not_guessed(person: Person) -> None:
    (person.folder / "report.txt").write_text(REPORT)
    person.types("init", "mycase")
    person.folder /= "mycase"
    done = person.types("add", "../report.txt", "--published", "31/11/2021")
    assert done.returncode == 1
    assert "31/11/2021" in done.stderr


def test_an_empty_case_offers_the_next_act(person: Person) -> None:
    person.types("init", "mycase")
    person.folder /= "mycase"
    assert "firsthand run" in person.types("incidents").stdout
    assert "firsthand add" in person.types("documents").stdout
    assert person.types("run").returncode == 0
    assert person.types("preview", "-o", "../site").returncode == 0


def test_batch_claims_keeps_order_and_counts_bad_lines(person: Person) -> None:
    lines = [
        json.dumps({"page": "a", "text": REPORT, "published": "2021-12-01"}),
        "this is not JSON",
        json.dumps({"page": "b", "text": 7}),
        json.dumps({"page": "c", "text": REPORT}),
    ]
    done = person.types("batch", "claims", given="\n".join(lines))
    assert done.returncode == 1
    pages = [json.loads(line)["page"] for line in done.stdout.splitlines()]
    assert pages == sorted(pages)
    assert set(pages) == {"a", "c"}
    assert "line 2: not JSON" in done.stderr
    assert "line 3: field 'text'" in done.stderr
    assert "2 skipped" in done.stderr


def test_batch_claims_on_two_processes_gives_the_same_bytes(person: Person) -> None:
    lines = "\n".join(
        json.dumps({"page": str(n), "text": REPORT.replace("9", str(n))})
        for n in range(10, 22)
    )
    one = person.types("batch", "claims", given=lines)
    two = person.types("batch", "claims", "--jobs", "2", given=lines)
    assert one.returncode == two.returncode == 0, two.stderr
    assert one.stdout == two.stdout


def test_batch_claims_quotes_the_text_as_given(person: Person) -> None:
    text = "To Top\r\n" + REPORT
    given = json.dumps({"page": "a", "text": text})
    done = person.types("batch", "claims", given=given)
    for line in done.stdout.splitlines():
        claim = json.loads(line)
        assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_the_schema_of_batch_claims_is_printed(person: Person) -> None:
    schema = json.loads(person.types("batch", "claims", "--schema").stdout)
    assert schema["type"] == "object"


def test_help_loads_nothing_heavy() -> None:
    heavy = {"spacy", "numpy", "trafilatura", "jinja2", "rich", "cryptography", "lxml"}
    code = (
        "import sys, firsthand.cli.app as app\n"
        "try:\n    app.cli.main(['--help'], standalone_mode=False)\n"
        "except SystemExit:\n    pass\n"
        "print(sorted(set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.strip("' []").split(".")[0] for name in done.stdout.split(",")}
    assert loaded & heavy == set()


def test_every_verb_of_the_table_exists(person: Person) -> None:
    for verb in VERBS:
        assert person.types(verb, "--help").returncode == 0, verb


def test_two_programs_at_once_lose_nothing(person: Person) -> None:
    person.types("init", "mycase")
    case = person.folder / "mycase"
    running = []
    for number in range(4):
        path = person.folder / f"report-{number}.txt"
        path.write_text(REPORT.replace("9", str(20 + number)))
        running.append(
            subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, "-m", "firsthand", "add", str(path)],
                cwd=case,
                env=person.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    person.folder = case
    lines = person.types("documents", "--json").stdout.splitlines()
    ids = sorted(json.loads(line)["document"] for line in lines)
    assert ids == ["D-001", "D-002", "D-003", "D-004"]
    assert person.types("verify").returncode == 0


@pytest.mark.parametrize("name", ["profiles", "hypotheses", "standard", "indicators"])
def test_the_name_of_a_view_is_told_where_it_is_shown(
    name: str,
) -> None:
    with pytest.raises(click.UsageError, match="firsthand show I-001 --"):
        cli.main([name, "I-001"], standalone_mode=False)


def test_times_of_the_day_are_printed_only_where_asked_for(person: Person) -> None:
    page = {"page": "p", "text": "Two people were killed at 4 a.m. in Talbar, he said."}
    kinds = {
        more: {
            json.loads(line)["kind"]
            for line in person.types(
                "batch", "claims", *more, given=json.dumps(page)
            ).stdout.splitlines()
        }
        for more in ((), ("--times",))
    }
    assert "time" not in kinds[()]
    assert kinds[("--times",)] - kinds[()] == {"time"}
