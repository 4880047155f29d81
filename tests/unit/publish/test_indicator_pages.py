"""The page of indicators: claims as cards, blanks shown, nobody endangered."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.publish import test_preview_site as built

from firsthand.publish import SheetRow
from firsthand.publish.site import build_preview

PAGE = "indicators/I-001.html"


def files_with(*rows: SheetRow) -> dict[str, bytes]:
    dossier = dataclasses.replace(built._dossier(), sheets={"I-001": rows})
    return build_preview(dossier)


def row(*claims: str, known: tuple[str, ...] = ()) -> SheetRow:
    return SheetRow(
        question="Was there a warning?",
        claims=claims,  # type: ignore[arg-type]
        known=known,
        reminder="That nobody mentions one does not say that there was none.",
    )


def test_a_blank_is_shown_as_a_blank() -> None:
    page = files_with(row())[PAGE].decode()
    assert "Was there a warning?" in page
    assert "Blank:" in page
    assert "does not say that there was none" in page


def test_a_cell_cites_its_claim_and_what_our_tables_add() -> None:
    everything = tuple(built._dossier().claims)
    page = files_with(row(*everything, known=("X was bound",)))[PAGE].decode()
    assert any(str(claim) in page for claim in everything)
    assert "X was bound" in page
    assert "Blank:" not in page


@pytest.mark.parametrize("canary", built.CANARIES)
def test_nothing_of_protected_people_is_on_it(canary: str) -> None:
    everything = tuple(built._dossier().claims)
    files = files_with(row(*everything))
    assert not any(canary in data.decode() for data in files.values())


def test_what_may_not_be_shown_is_told_as_withheld_and_adds_nothing() -> None:
    page = files_with(row("gone#1", known=("X was bound",)))[PAGE].decode()
    assert "Withheld:" in page
    assert "X was bound" not in page


def test_an_incident_links_its_sheet_and_without_one_has_no_page() -> None:
    assert PAGE in files_with(row())["incidents/I-001.html"].decode()
    assert PAGE not in build_preview(built._dossier())
