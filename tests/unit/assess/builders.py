"""Small builder of invented incidents for the tests of assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from firsthand.assess.inputs import IncidentInputs
from firsthand.model import (
    Bounds,
    CasualtyClaim,
    Document,
    FuzzyDate,
    Incident,
    Origin,
    Place,
    Reason,
    Root,
    RootKind,
    Source,
    Span,
    Victim,
)


def day(text: str) -> FuzzyDate:
    """Return one day as a date ("2021-10-01")."""
    when = dt.date.fromisoformat(text)
    return FuzzyDate(earliest=when, latest=when)


def number(value: Any) -> Bounds | None:
    """Return bounds: 17, "17+", "-200", "~20", "?dozens", "assumed 3", (17, 18)."""
    if value is None or isinstance(value, Bounds):
        return value
    if isinstance(value, tuple):
        return Bounds(low=value[0], high=value[1])
    text = str(value)
    digits = int("".join(c for c in text if c.isdigit()) or 0)
    ways: dict[str, dict[str, Any]] = {
        "?": {"vague": text[1:], "words": text[1:]},
        "a": {"low": digits, "assumed": True},
        "~": {"low": digits, "high": digits, "approx": True},
        "-": {"high": digits},
    }
    if text.endswith("+"):
        return Bounds(low=digits)
    return Bounds(**ways.get(text[0], {"low": digits, "high": digits}))


class Story:
    """Documents, voices and claims of one invented incident."""

    def __init__(self, place: str = "Talbar", date: str = "2021-09-30") -> None:
        self.place = Place(name=place, canonical=place)
        self.date = day(date)
        self.documents: dict[str, Document] = {}
        self.sources: dict[str, Source] = {}
        self.origins: dict[str, list[str]] = {}
        self.voices: dict[str, dict[str, Any]] = {}
        self.claims: list[Any] = []
        self.pool: list[Any] = []
        self.victims: list[Victim] = []
        self.incident_changes: dict[str, Any] = {}
        self.accepted: list[str] = []
        self._ends: dict[str, int] = {}

    def document(
        self,
        name: str,
        published: str | None = "2021-10-01",
        *,
        copy_of: str | None = None,
        party: str | None = None,
    ) -> str:
        if party:
            self.sources[f"S-{name}"] = Source(
                id=f"S-{name}", name=f"Source {name}", party=party
            )
        self.documents[name] = Document(
            id=name,
            capture_id=f"C-{name}",
            text_sha256="0" * 64,
            n_chars=1000,
            derived_by="test",
            published=day(published) if published else None,
            source_id=f"S-{name}" if party else None,
        )
        self.origins.setdefault(copy_of or name, []).append(name)
        return name

    def voice(self, label: str, kind: str = "monitor", **changes: Any) -> str:
        self.voices[label] = {"root_kind": RootKind(kind), "claims": [], **changes}
        return label

    def say(
        self,
        kind: type,
        document: str,
        voice: str | None,
        *,
        quote: str = "so many people",
        pool: bool = False,
        **values: Any,
    ) -> Any:
        if document not in self.documents:
            self.document(document)
        start = self._ends.get(document, 0) + values.pop("gap", 5)
        self._ends[document] = start + len(quote)
        claim_id = f"{document}#{start}"
        if voice is not None:
            if voice not in self.voices:
                self.voice(voice)
            self.voices[voice]["claims"].append(claim_id)
        claim = kind(
            id=claim_id,
            document_id=document,
            span=Span(start=start, end=start + len(quote), quote=quote),
            speaker=voice,
            **values,
        )
        (self.pool if pool else self.claims).append(claim)
        return claim

    def toll(
        self, document: str, voice: str | None, killed: Any = None, **values: Any
    ) -> CasualtyClaim:
        for field in ("wounded", "casualties", "children", "women", "men", "missing"):
            if field in values:
                values[field] = number(values[field])
        made: CasualtyClaim = self.say(
            CasualtyClaim, document, voice, killed=number(killed), **values
        )
        return made

    def inputs(self) -> IncidentInputs:
        roots = tuple(
            Root(
                id=f"R-{n:02}",
                label=label,
                reason=Reason(text="test"),
                **{**values, "claims": tuple(values["claims"])},
            )
            for n, (label, values) in enumerate(self.voices.items(), 1)
        )
        origins = tuple(
            Origin(id=f"O-{first}", first=first, documents=tuple(documents))
            for first, documents in self.origins.items()
        )
        incident = Incident(
            id="I-001",
            title="Talbar",
            claims=tuple(claim.id for claim in self.claims),
            documents=tuple(self.documents),
            **{"place": self.place, "date": self.date, **self.incident_changes},
        )
        return IncidentInputs(
            incident=incident,
            claims=tuple(self.claims),
            documents=tuple(self.documents.values()),
            sources=tuple(self.sources.values()),
            roots=roots,
            origins=origins,
            victims=tuple(self.victims),
            responses_pool=tuple(self.pool),
            accepted_assumptions=tuple(self.accepted),
        )
