"""A small case to which reports are added one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from firsthand.casework import Case, create_case
from firsthand.casework.intake import add_files
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.model import DocumentId, Incident


class Desk:
    """A case, the folder its reports lie in, and the documents by their short names."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case = case
        self.folder = folder
        self.documents: dict[str, DocumentId] = {}

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Make a case in an empty folder."""
        reports = folder / "reports"
        reports.mkdir()
        return cls(
            create_case(folder / "case", name="Small", operator="tester"), reports
        )

    def add(self, **reports: str) -> None:
        for name, text in reports.items():
            path = self.folder / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            ((_, document),) = add_files(self.case, [path]).documents
            self.documents[name] = document.id
        run_stages(self.case)

    def incidents(self) -> list[Incident]:
        return list(CaseState(self.case).incidents.values())

    def names(self) -> dict[DocumentId, str]:
        """Return the short name of each document."""
        return {document: name for name, document in self.documents.items()}
