"""Words of a text name parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.reference import Reference, bundled_reference
from firsthand.reference.parties import Parties, open_parties


@pytest.fixture(scope="module")
def parties() -> Parties:
    return open_parties(bundled_reference())


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Syrian or Russian jets", ["SY/RU"]),
        ("Syrian and Russian jets", ["SY+RU"]),
        ("the US-led coalition", ["US_coalition"]),
        ("Moscow and Damascus denied it", ["RU+SY"]),
        ("IS fighters said that this is all", ["IS"]),
        ("they told us so", []),
        ("U.S. drones", ["US"]),
        ("Saudi-led coalition", ["Saudi_coalition"]),
        ("الطائرات الروسية", ["RU"]),
        ("قصف للاحتلال", ["IL"]),
        ("российская авиация", ["RU"]),
        ("международной коалиции", ["US_coalition"]),
    ],
)
def test_words_of_a_text_name_a_party(
    parties: Parties, words: str, codes: list[str]
) -> None:
    assert [mention.code for mention in parties.find_joined(words)] == codes


def test_a_mention_says_where_it_stands(parties: Parties) -> None:
    text = "كما قصفت القوات الروسية"
    (mention,) = parties.find(text)
    assert text[mention.start : mention.end] == mention.words == "الروسية"


def test_militants_are_no_party_one_can_name(parties: Parties) -> None:
    assert not parties.find("militants")[0].is_belligerent
    assert parties.is_belligerent("SY/RU")
    assert not parties.is_belligerent("SY/militants")


def test_a_case_brings_its_own_parties_as_csv(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(
        "code,kind,names,adjectives,metonyms\nXT,state,Toreth,Torethi,Karsal\n",
        encoding="utf-8",
    )
    parties = open_parties(Reference((tmp_path,)))
    assert [m.code for m in parties.find("Torethi jets; Karsal was silent")] == [
        "XT"
    ] * 2
    assert parties.find("Karsal")[0].form == "metonym"
