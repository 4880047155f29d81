"""A forwarded post is a copy of the post, however short and however often: M010."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from firsthand.casework import create_case
from firsthand.casework.importing import import_path
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.link.copies import find_origins
from firsthand.link.texts import LinkText
from firsthand.model import CopyKind, DocumentId, FuzzyDate, Origin, Precision
from firsthand.reference import bundled_reference

FORWARD = {"source": "A", "forwarded_from": "X"}
POST = "Fourteen killed in the market of Talbar."


def _text(name: str, words: str = POST, day: int = 1, **more: str | None) -> LinkText:
    on = dt.date(2021, 12, day)
    return LinkText(
        document_id=DocumentId(name),
        text=words,
        published=FuzzyDate(earliest=on, latest=on, precision=Precision.DAY),
        **more,  # type: ignore[arg-type]
    )


def _families(texts: list[LinkText]) -> list[set[str]]:
    return [{*one.documents} for one in _origins(texts)]


def _origins(texts: list[LinkText]) -> list[Origin]:
    return find_origins(texts, bundled_reference())


def test_ten_forwards_of_one_post_are_one_source() -> None:
    texts = [_text("first", source="Talbar Now")]
    texts += [
        _text(f"f{n}", day=2 + n, source=f"Group {n}", forwarded_from="Talbar Now")
        for n in range(10)
    ]
    [made] = _origins(texts)
    assert made.first == "first"
    assert len(made.documents) == 11
    assert {link.copy_kind for link in made.links} == {CopyKind.REPRINT}
    assert "forwarded from Talbar Now" in made.links[0].reason.because[0].text


def test_forwards_of_a_post_that_nobody_took_in_are_one_source_too() -> None:
    texts = [
        _text(f"f{n}", source=f"Group {n}", forwarded_from="Talbar Now")
        for n in range(10)
    ]
    [made] = _origins(texts)
    assert made.credited_to == "Talbar Now"


def test_a_forward_of_a_forward_goes_to_the_same_source() -> None:
    texts = [
        _text("a", source="Talbar Now"),
        _text("b", day=2, source="Group", forwarded_from="Talbar Now"),
        _text("c", day=3, source="Other", forwarded_from="Group"),
    ]
    assert _families(texts) == [{"a", "b", "c"}]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"source": "A"}, {"source": "B"}),
        (
            {"source": "A", "forwarded_from": "X"},
            {"source": "B", "forwarded_from": "Y"},
        ),
        ({"source": "A", "forwarded_from": "X"}, {"source": "B"}),
    ],
)
def test_the_same_short_words_without_a_common_forward_are_two(
    one: dict[str, str], two: dict[str, str]
) -> None:
    assert len(_families([_text("a", **one), _text("b", day=2, **two)])) == 2


def test_other_words_forwarded_from_the_same_channel_are_another_post() -> None:
    texts = [
        _text("a", source="A", forwarded_from="X"),
        _text("b", "Nine killed in Daraz.", source="B", forwarded_from="X"),
    ]
    assert len(_families(texts)) == 2


def test_forwards_of_a_chat_are_one_origin_in_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    chats = [("Talbar Now", None), *((f"Group {n}", "Talbar Now") for n in range(3))]
    for number, (name, origin) in enumerate(chats):
        folder = tmp_path / f"chat{number}"
        folder.mkdir()
        message = {
            "id": 7,
            "type": "message",
            "date": f"2021-12-0{1 + number}T10:00:00",
            "date_unixtime": str(1638352800 + 86400 * number),
            "from": name,
            "from_id": f"channel{number}",
            "text": POST,
        }
        if origin:
            message["forwarded_from"] = origin
        told = {"name": name, "type": "public_channel", "id": 100 + number}
        (folder / "result.json").write_text(json.dumps({**told, "messages": [message]}))
    with create_case(tmp_path / "case", operator="tester") as case:
        for number in range(len(chats)):
            import_path(case, "telegram", tmp_path / f"chat{number}")
        run_stages(case)
        assert len(CaseState(case).documents) == 4
        [origin] = CaseState(case).origins.values()
        assert len(origin.documents) == 4
