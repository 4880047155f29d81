"""A case from Python: `import firsthand as fh; case = fh.open("mycase")`.

The same functions that the command line calls, as methods; nothing is decided here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from markupsafe import Markup, escape

from firsthand.capture import read_published
from firsthand.casework import judging
from firsthand.casework.case import Case, open_case
from firsthand.casework.decisions import StatedClaim
from firsthand.casework.intake import AddReport, Description, add_files
from firsthand.casework.lines import incident_line
from firsthand.casework.model_in_case import model_of
from firsthand.casework.overview import status_lines
from firsthand.casework.run import RunReport, run_stages
from firsthand.casework.showing import preview
from firsthand.casework.state import CaseState
from firsthand.casework.telling import range_named, tell_incident, tell_why
from firsthand.custody.audit import AuditReport
from firsthand.errors import UserError
from firsthand.model import (
    Contradiction,
    ContradictionState,
    CustodyEvent,
    Finding,
    Incident,
    Judgement,
    Protection,
    SourceType,
)
from firsthand.model.wire import kind_of


class IncidentView:
    """One incident with what the case proposes about it."""

    def __init__(self, state: CaseState, incident: Incident) -> None:
        """Show an incident in a state of the case."""
        self._state = state
        self.incident = incident

    @property
    def id(self) -> str:
        """Its id."""
        return self.incident.id

    @property
    def finding(self) -> Finding | None:
        """What is proposed; None = not assessed yet."""
        return self._state.findings.get(self.incident.id)

    @property
    def ranges(self) -> dict[tuple[str, str], str]:
        """Ranges as printed, by (profile, measure)."""
        ranges = self.finding.ranges if self.finding else ()
        return {(item.profile, item.measure): str(item.range) for item in ranges}

    @property
    def contradictions(self) -> list[Contradiction]:
        """What cannot all hold."""
        found = self._state.contradictions
        return [item for item in found if item.incident_id == self.incident.id]

    def why(self, measure: str, profile: str = "airwars") -> str:
        """Open a bound ("killed.civilian.min") down to captures and digests."""
        item, bound = range_named(self._state, self.incident, measure, profile)
        return "\n".join(tell_why(self._state, self.incident, item, bound))

    def as_line(self) -> dict[str, Any]:
        """Return it as `incidents --json` prints it."""
        return incident_line(self._state, self.incident)

    def __repr__(self) -> str:
        return f"<{self.id} {self.incident.title}: {self.ranges}>"

    def __str__(self) -> str:
        return "\n".join(tell_incident(self._state, self.incident))

    def _repr_html_(self) -> str:
        return Markup("<pre>{}</pre>").format(escape(str(self)))


class WorkingCase:
    """An open case in a notebook or script; use it in a `with` statement."""

    def __init__(self, case: Case) -> None:
        """Hold an open case; use `firsthand.open`."""
        self._case = case

    def __enter__(self) -> Self:
        """Return the case itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the case."""
        self._case.close()

    @property
    def folder(self) -> Path:
        """Where the case lies."""
        return self._case.folder

    def add(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        sheet: str | os.PathLike[str] | None = None,
        published: str | None = None,
        kind: str | None = None,
        protection: str = "open",
        **stated: str | None,
    ) -> AddReport:
        """Take in files and folders.

        Args:
            paths: One path or many.
            sheet: CSV that describes them.
            published: Day, month or year.
            kind: What kind of voice the source is.
            protection: "open", "restricted" or "sealed".
            stated: `source`, `language`, `url`, `title`, `party`, `owner`.
        """
        listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
        description = Description(
            kind=SourceType(kind) if kind else None,
            published=read_published(published) if published else None,
            protection=Protection(protection),
            **stated,
        )
        return add_files(
            self._case,
            [Path(path) for path in listed],
            sheet=Path(sheet) if sheet else None,
            defaults=description,
        )

    def run(self, *, jobs: int = 1, send_text_to: str | None = None) -> RunReport:
        """Run every stage that is out of date.

        Args:
            jobs: Processes to read documents with.
            send_text_to: Host of a model server that text may go to, where the
                setting `model_reader` names one on another machine.
        """
        model = model_of(self._case, send_text_to)
        return run_stages(self._case, jobs=jobs, model=model)

    def incidents(self) -> list[IncidentView]:
        """Return all incidents."""
        state = CaseState(self._case)
        return [IncidentView(state, item) for item in state.incidents.values()]

    def incident(self, name: str) -> IncidentView:
        """Return an incident by its id or a former id.

        Raises:
            UserError: There is none.
        """
        state = CaseState(self._case)
        found = state.incident(name)
        if found is None:
            raise UserError(f"no incident {name!r}; see case.incidents()")
        return IncidentView(state, found)

    def claims(self, *, kind: str | None = None) -> list[StatedClaim]:
        """Return claims with their state, of one kind or of all."""
        found = CaseState(self._case).claims.values()
        return [item for item in found if kind in {None, kind_of(item.claim)}]

    def accept(self, *claims: str, because: str) -> Judgement:
        """Accept claims as read."""
        return judging.accept(self._case, claims, because)

    def reject(self, *claims: str, because: str) -> Judgement:
        """Reject claims: they stay visible and count for nothing."""
        return judging.reject(self._case, claims, because)

    def correct(self, claim: str, *, because: str, **fields: str) -> Judgement:
        """Correct fields of a claim: `killed="49-"`."""
        settings = [f"{field}={value}" for field, value in fields.items()]
        return judging.correct(self._case, claim, settings, because)

    def merge(self, *incidents: str, because: str) -> Judgement:
        """Say that incidents are one."""
        return judging.merge(self._case, incidents, because)

    def split(self, incident: str, *documents: str, because: str) -> Judgement:
        """Say that what some documents report is not this incident."""
        return judging.split(self._case, incident, documents, because)

    def withdraw(self, *names: str, because: str) -> Judgement:
        """Withdraw sources or documents."""
        return judging.withdraw(self._case, names, because)

    def settle(self, contradiction: str, state: str, *, because: str) -> Judgement:
        """Explain a contradiction, or accept it as disputed."""
        chosen = ContradictionState(state)
        return judging.settle(self._case, contradiction, chosen, because)

    def undo(self, act: str | None = None) -> None:
        """Undo the newest act of a person, or the act named."""
        judging.undo(self._case, act)

    def log(self) -> Iterator[CustodyEvent]:
        """Yield the chain of custody, oldest first."""
        return self._case.store.events()

    def status(self) -> str:
        """Say what is here, what is out of date, what waits."""
        return "\n".join(status_lines(self._case))

    def preview(self, out: str | os.PathLike[str]) -> Path:
        """Write the unsigned preview site; return its first page."""
        return preview(self._case, Path(out))[0]

    def verify(self) -> AuditReport:
        """Check every byte and record against the log; see its `problems`."""
        return self._case.store.verify()

    def __repr__(self) -> str:
        return f"<case {self._case.settings.name!r} in {self.folder}>"


def open_working_case(
    folder: str | os.PathLike[str], *, operator: str | None = None
) -> WorkingCase:
    """Open a case for work in Python."""
    return WorkingCase(open_case(Path(folder), operator=operator))
