"""The page of indicators of the law of armed conflict: each cell a claim, blanks shown.

Nothing of the sheet's own sentences is printed but what comes from our tables; what
people say is printed as the redacted claims themselves. Method: M106. Rules: IHL-1,
IHL-2.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from firsthand.model import Incident
from firsthand.publish.dossier import SheetRow
from firsthand.publish.pages import Card, Pages


@dataclasses.dataclass(frozen=True)
class RowView:
    """One element as the page shows it.

    Attributes:
        question: What it asks.
        cards: The claims that may be shown.
        known: What our own tables add; nothing where every claim is withheld.
        state: "said", "withheld" or "blank".
        reminder: What a reader must not conclude from it.
    """

    question: str
    cards: tuple[Card, ...]
    known: tuple[str, ...]
    state: str
    reminder: str


def sheet_values(pages: Pages, incident: Incident) -> Mapping[str, Any]:
    """Return what the page of indicators of one incident shows."""
    rows = pages.dossier.sheets.get(incident.id, ())
    return {
        "incident": incident,
        "rows": [_view(pages, row) for row in rows],
    }


def _view(pages: Pages, row: SheetRow) -> RowView:
    cards = tuple(pages.cards(row.claims))
    state = "said" if cards else ("withheld" if row.claims else "blank")
    known = row.known if cards else ()
    return RowView(row.question, cards, known, state, row.reminder)
