"""A case's documents read by a language model, too, where the case asks for it.

Nothing is sent before the host was told and, where it is another machine, typed. What
is restricted, sealed, of a protected source or a witness's own words is never sent, nor
a document that holds the same bytes. What the model proposes is held against the text
and merged with the grammar's claims; a claim of the model alone carries its name in its
rule and counts nowhere until a person accepts it. Method: M065.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from firsthand.casework.case import Case
from firsthand.casework.model_reading import (
    Answers,
    counted,
    endpoint_in_force,
    require_consent,
    short_enough,
)
from firsthand.casework.people import protected_documents
from firsthand.casework.state import CaseState
from firsthand.errors import GateError, SourceError, UserError
from firsthand.extract import Page
from firsthand.extract.model_reader import (
    Endpoint,
    Refusal,
    checked,
    merged,
    proposals_of,
)
from firsthand.model import AnyClaim
from firsthand.model.words import many
from firsthand.reference import Reference

# After so many failures in a row the server is left alone for the rest of the run.
_PATIENCE = 3


@dataclasses.dataclass
class CaseModel:
    """A model that reads a case's documents besides the grammar, and what it gave.

    Attributes:
        endpoint: Who is asked.
        stay: Documents that are never sent.
    """

    endpoint: Endpoint
    stay: Collection[str]
    _reference: Reference
    _n_sent: int = 0
    _n_kept: int = 0
    _n_same: int = 0
    _n_failed: int = 0
    _n_long: int = 0
    _n_left: int = 0
    _refused: list[Refusal] = dataclasses.field(default_factory=list)
    _answers: Answers = dataclasses.field(default_factory=lambda: Answers(None))

    @property
    def mark(self) -> str:
        """What a result read with this model carries in its version."""
        return f"model:{self.endpoint.model}@{self.endpoint.host}"

    @property
    def is_given_up(self) -> bool:
        """Whether the server failed too often in a row to be asked again."""
        return self._n_failed >= _PATIENCE

    def read(
        self, page: Page, claims: Sequence[AnyClaim]
    ) -> tuple[list[AnyClaim], str | None]:
        """Return a page's claims of both readers, and why it was not asked, if so.

        Args:
            page: What the grammar read; it may be sent.
            claims: What the grammar found.

        Returns:
            The claims, and a problem; with a problem the claims are the grammar's.
        """
        if self.is_given_up:
            self._n_left += 1
            return list(claims), f"{self.endpoint.host} was given up: run again"
        try:
            short_enough(page)
        except UserError:  # asking again would not help: told, and no problem
            self._n_long += 1
            return list(claims), None
        self._n_sent += 1
        try:
            proposed, odd = proposals_of(self._answers.of(self.endpoint, page.text))
        except (SourceError, OSError) as error:
            self._n_failed += 1
            return list(claims), str(error)
        self._n_failed = 0
        kept, refused = checked(
            page.text,
            page.id,
            proposed,
            self._reference,
            self.endpoint.model,
            published=page.published,
            language=page.language,
        )
        self._refused += [*odd, *refused]
        both = merged(claims, kept)
        self._n_kept += sum(read_by == ("model",) for _, read_by in both)
        self._n_same += sum(len(read_by) > 1 for _, read_by in both)
        return [claim for claim, _ in both], None

    def told(self) -> Iterator[str]:
        """Tell what was sent, what came of it, and what was refused."""
        n_stay = len(self.stay)
        yield (
            f"{self.endpoint.model} at {self.endpoint.host} was given "
            f"{many(self._n_sent, 'document')}; {n_stay} protected never sent; "
            f"{many(self._n_kept, 'claim')} of it alone, to be read by a person; "
            f"{self._n_same} as the grammar read them; {len(self._refused)} refused"
        )
        for reason, times in counted(self._refused):
            yield f"refused {times}: {reason}"
        if self._n_long:
            yield f"{many(self._n_long, 'document')} too long to be asked about"
        if self._n_left:
            yield f"{many(self._n_left, 'document')} not asked after failures in a row"


def model_of(case: Case, agreed: str | None = None) -> CaseModel | None:
    """Return the model that the case's settings name; None = the model reader is off.

    Args:
        case: An open case.
        agreed: Host that the person agreed to send text to.

    Raises:
        UserError: The setting is written wrongly.
        GateError: Text would leave this machine, and nobody agreed to that.
    """
    if not case.settings.model_reader:
        return None
    endpoint = endpoint_in_force(str(case.folder))
    try:
        require_consent(endpoint, agreed)
    except GateError as error:
        raise GateError(f"{error}; to read without it: --no-model") from None
    stay = protected_documents(CaseState(case))
    return CaseModel(endpoint, stay, case.reference)
