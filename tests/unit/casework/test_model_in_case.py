"""A case's documents are put to a model only where allowed; claims are marked."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.decisions import ClaimState
from firsthand.casework.intake import Description, add_files
from firsthand.casework.judging import accept
from firsthand.casework.model_in_case import model_of
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.cli.app import cli
from firsthand.errors import GateError
from firsthand.extract.model_reader import endpoint
from firsthand.model import CasualtyClaim, ClaimId, Protection

# In a language that the grammar does not read, so that the model alone finds it.
_OPEN = "Twelve people were killed in Talbar on Monday. At least 30 were wounded."
_KEPT = "Nine people were killed in Jesrin, said a nurse."


def _claim(quote: str, **values: Any) -> dict[str, Any]:
    return {"kind": "casualty", "quote": quote, **values}


_PROPOSED = [
    _claim("Twelve people were killed", killed_low=12, killed_high=12),
    _claim("30 were wounded", injured_low=30, injured_high=30),  # "at least" cut off
    _claim("Forty people were killed", killed_low=40, killed_high=40),
]


class _Server(http.server.ThreadingHTTPServer):
    def __init__(self, code: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.code = code
        self.asked: list[str] = []

    @property
    def setting(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1#small"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.asked.append(body.decode())
        said = json.dumps({"claims": _PROPOSED})
        data = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
        self.send_response(server.code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(endpoint, "_FIRST_WAIT_S", 0.01)
    running: list[_Server] = []

    def start(code: int = 200) -> _Server:
        server = _Server(code)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a case of one open and one restricted report."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with create_case(tmp_path / "case", name="Small", operator="tester") as case:
        for name, text, protection in (
            ("open.txt", _OPEN, Protection.OPEN),
            ("kept.txt", _KEPT, Protection.RESTRICTED),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
            stated = Description(source=name, language="de", protection=protection)
            add_files(case, [tmp_path / name], defaults=stated)
    return tmp_path / "case"


def _run(folder: Path, setting: str, *options: str) -> Result:
    return CliRunner().invoke(
        cli,
        ["-C", str(folder), "run", *options],
        env={"FIRSTHAND_MODEL_READER": setting, "FIRSTHAND_OPERATOR": "tester"},
    )


def _tolls(case: Case) -> list[Any]:
    stated = CaseState(case).claims.values()
    return [one for one in stated if isinstance(one.claim, CasualtyClaim)]


def test_a_claim_of_the_model_alone_counts_once_a_person_accepts_it(
    folder: Path, serve: Any
) -> None:
    done = _run(folder, serve().setting)
    assert done.exit_code == 0, done.output
    with open_case(folder, operator="tester") as case:
        (toll,) = _tolls(case)
        assert toll.claim.rule == "model:small"
        assert (toll.state, toll.counts) == (ClaimState.PROPOSED, False)
        assert "person accepts" in toll.note
        assert toll.claim.span.quote == "Twelve people were killed"
        accept(case, [ClaimId(toll.claim.id)], because="read on the page")
        (toll,) = _tolls(case)
        assert (toll.state, toll.counts) == (ClaimState.ACCEPTED, True)


def test_refusals_are_counted_and_told(folder: Path, serve: Any) -> None:
    done = _run(folder, serve().setting)
    assert "was given 1 document; 1 protected never sent" in done.output
    assert "refused 1: the quote is not in the text" in done.output
    assert "refused 1: the number does not follow from the quote" in done.output
    assert "a server on this machine" in done.stderr


def test_protected_text_is_never_sent(folder: Path, serve: Any) -> None:
    server = serve()
    _run(folder, server.setting)
    assert len(server.asked) == 1
    assert "Jesrin" not in server.asked[0]


def test_another_machine_wants_its_name_typed(folder: Path) -> None:
    far = "https://models.example/v1#big"
    refused = _run(folder, far)
    assert isinstance(refused.exception, GateError)
    assert "LEAVES THIS MACHINE" in str(refused.exception)
    assert "--send-text-to models.example" in str(refused.exception)
    other = _run(folder, far, "--send-text-to", "other.example")
    assert isinstance(other.exception, GateError)
    assert _run(folder, far, "--no-model").exit_code == 0
    with open_case(folder, operator="tester") as case:
        assert not CaseState(case).claims


def test_a_server_that_fails_loses_nothing_and_is_asked_again(
    folder: Path, serve: Any
) -> None:
    failed = _run(folder, serve(500).setting)
    assert failed.exit_code == 1
    assert "read by the grammar alone" in failed.output
    server = serve()
    assert _run(folder, server.setting).exit_code == 0
    assert len(server.asked) == 1
    assert _run(folder, server.setting).exit_code == 0
    assert len(server.asked) == 1  # nothing is out of date


def test_a_server_that_fails_three_times_in_a_row_is_left_alone(
    folder: Path, serve: Any, tmp_path: Path
) -> None:
    with open_case(folder, operator="tester") as case:
        for number in range(5):
            path = tmp_path / f"{number}.txt"
            path.write_text(f"{_OPEN} Report {number}.", encoding="utf-8")
            add_files(case, [path], defaults=Description(language="de"))
    server = serve(404)
    done = _run(folder, server.setting)
    assert done.exit_code == 1
    assert "3 documents not asked after failures in a row" in done.output
    assert len({body for body in server.asked if "json_schema" in body}) == 3


def test_switched_off_the_models_claims_go_and_other_acts_leave_them(
    folder: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = serve().setting
    _run(folder, setting)
    monkeypatch.setenv("FIRSTHAND_MODEL_READER", setting)
    with open_case(folder, operator="tester") as case:
        run_stages(case)
        assert len(_tolls(case)) == 1
    monkeypatch.delenv("FIRSTHAND_MODEL_READER")
    with open_case(folder, operator="tester") as case:
        assert model_of(case) is None
        run_stages(case)
        assert not _tolls(case)


def test_from_python_another_machine_wants_its_name_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTHAND_MODEL_READER", "https://models.example/v1#big")
    with open_case(folder, operator="tester") as case:
        with pytest.raises(GateError, match="--no-model"):
            model_of(case)
        agreed = model_of(case, "models.example")
        assert agreed is not None
        assert len(agreed.stay) == 1
