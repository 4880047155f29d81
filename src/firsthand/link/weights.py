"""The thresholds and weights of linking, read once from `link_weights` rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from firsthand.errors import UserError
from firsthand.reference import Reference


class Weights:
    """Numbers by name, each with its note; the rows hold thousandths."""

    def __init__(
        self,
        values: Mapping[str, float],
        notes: Mapping[str, str],
        beside: Mapping[str, float] | None = None,
    ) -> None:
        """Take the values, what each is for, and what it is beside whole texts."""
        self._values = values
        self.notes = notes
        self._beside = beside or {}

    def beside(self, name: str) -> float:
        """Return what a feature of claims weighs where whole texts are compared."""
        return self._beside.get(name, self[name])

    def scaled(self, names: Collection[str], by: float) -> Weights:
        """Return these numbers with some of them so much greater or smaller."""
        values = {
            name: value * by if name in names else value
            for name, value in self._values.items()
        }
        return Weights(values, self.notes, self._beside)

    def __getitem__(self, name: str) -> float:
        """Return a value.

        Raises:
            UserError: No row bears the name.
        """
        if name not in self._values:
            raise UserError(f"link_weights: no row named {name!r}; add one")
        return self._values[name]


def weights_of(reference: Reference) -> Weights:
    """Return the weights of the reference; a case's rows win over the bundled ones."""

    def build(rows: Reference) -> Weights:
        table = rows.table("link_weights")
        return Weights(
            {str(row["name"]): int(row["value"]) / 1000 for row in table},
            {str(row["name"]): str(row.get("note", "")) for row in table},
            {
                str(row["name"]): int(row["beside"]) / 1000
                for row in table
                if row.get("beside") is not None
            },
        )

    made: Weights = reference.derived("link.weights", build)
    return made
