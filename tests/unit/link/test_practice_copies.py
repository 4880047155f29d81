"""The practice reports: a wire story, its reprint, rewrite and translation."""

from __future__ import annotations

import csv
import datetime as dt
import pathlib

import pytest

from firsthand.link.copies import find_origins
from firsthand.link.texts import LinkText
from firsthand.model import DocumentId, FuzzyDate, Origin
from firsthand.reference import bundled_reference

PRACTICE = pathlib.Path(__file__).parents[3] / "practice"


@pytest.fixture(scope="module")
def origins() -> list[Origin]:
    texts = []
    with (PRACTICE / "sources.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = PRACTICE / "reports" / row["file"]
            if path.suffix != ".txt":
                continue
            day = dt.date.fromisoformat(row["published"])
            texts.append(
                LinkText(
                    document_id=DocumentId(row["file"]),
                    text=path.read_text(encoding="utf-8"),
                    language=row["language"],
                    published=FuzzyDate(earliest=day, latest=day),
                    source=row["source"],
                )
            )
    return find_origins(texts, bundled_reference())


def test_the_wire_story_is_the_origin_of_its_copies(origins: list[Origin]) -> None:
    (wire,) = [made for made in origins if len(made.documents) > 1]
    assert wire.first == "arikhan-wire.txt"
    kinds = {link.document_id: str(link.copy_kind) for link in wire.links}
    assert kinds == {
        "arikhan-port-courier.txt": "reprint",
        "arikhan-tellman-post.txt": "rewrite",
        "arikhan-sada-ar.txt": "translation",
    }


def test_other_practice_reports_are_their_own_origins(origins: list[Origin]) -> None:
    assert sum(len(made.documents) == 1 for made in origins) >= 12
