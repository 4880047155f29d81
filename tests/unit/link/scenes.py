"""Small fictional documents with their claims, found by the words they quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from firsthand.link.texts import LinkText
from firsthand.model import (
    Accuracy,
    AnyClaim,
    Bounds,
    CasualtyClaim,
    ClaimId,
    DateClaim,
    DocumentId,
    FuzzyDate,
    Origin,
    OriginId,
    Place,
    PlaceClaim,
    Precision,
    Span,
    TargetClaim,
    WeaponClaim,
)

C = TypeVar("C")


def day(text: str) -> FuzzyDate:
    on = dt.date.fromisoformat(text)
    return FuzzyDate(earliest=on, latest=on)


def period(start: str, end: str) -> FuzzyDate:
    return FuzzyDate(
        earliest=dt.date.fromisoformat(start),
        latest=dt.date.fromisoformat(end),
        precision=Precision.RANGE,
        is_every_day=True,
    )


def town(name: str, *within: str, accuracy: Accuracy = Accuracy.TOWN) -> Place:
    return Place(
        name=name,
        canonical=name,
        gazetteer_id=name.upper(),
        accuracy=accuracy,
        lat_e7=None,
        within=within,
    )


class Scene:
    """One document; each method adds a claim at the words given."""

    def __init__(self, name: str, text: str, published: str | None = None) -> None:
        self.name = name
        self.text = text
        self.published = day(published) if published else None
        self.claims: list[AnyClaim] = []
        self._at = 0

    def _base(self, quote: str) -> dict[str, Any]:
        start = self.text.find(quote, self._at)
        start = self.text.index(quote) if start < 0 else start
        return {
            "id": ClaimId(f"{self.name}#{len(self.claims) + 1}"),
            "document_id": DocumentId(self.name),
            "span": Span(start=start, end=start + len(quote), quote=quote),
        }

    def add(self, kind: type[C], quote: str, **values: Any) -> C:
        made = kind(**self._base(quote), **values)
        self.claims.append(made)  # type: ignore[arg-type]
        return made

    def killed(
        self, quote: str, low: int, high: int | None = None, **more: Any
    ) -> Scene:
        bounds = Bounds(low=low, high=low if high is None else high)
        self.add(CasualtyClaim, quote, killed=bounds, **more)
        return self

    def place(self, name: str, *within: str, **more: Any) -> Scene:
        self.add(PlaceClaim, name, place=town(name, *within, **more))
        return self

    def date(self, quote: str, on: str | FuzzyDate) -> Scene:
        self.add(DateClaim, quote, date=day(on) if isinstance(on, str) else on)
        return self

    def target(self, quote: str, target: str) -> Scene:
        self.add(TargetClaim, quote, target=target)
        return self

    def weapon(self, quote: str, *weapon: str) -> Scene:
        self.add(WeaponClaim, quote, weapon=weapon)
        return self

    @property
    def link_text(self) -> LinkText:
        return LinkText(
            document_id=DocumentId(self.name), text=self.text, published=self.published
        )


def origins_of(scenes: Iterable[Scene]) -> list[Origin]:
    return [
        Origin(
            id=OriginId(f"O-{scene.name}"),
            first=DocumentId(scene.name),
            documents=(DocumentId(scene.name),),
        )
        for scene in scenes
    ]
