"""For a whole text: who did it, what was hit, who was harmed, with what.

For `firsthand batch roles` (the MUC-4 task): a reading aid that a learned model makes,
never a finding, and no claim of a case. Method: M059 (roles of a text).
"""

from __future__ import annotations

from firsthand.extract.role_features import material_of
from firsthand.extract.role_model import (
    ROLES,
    entities_of,
    open_role_model,
    probabilities,
)


def roles_of(text: str) -> dict[str, list[list[str]]]:
    """Return the entities that fill each role of the attacks a text tells of.

    Args:
        text: English news text, cased or not.

    Returns:
        For each of PerpInd, PerpOrg, Target, Victim, Weapon one list an entity, in the
        order of likelihood: its mentions as written.

    Raises:
        UserError: The parser in force is not installed.
    """
    material = material_of(text)
    model = open_role_model()
    found = entities_of(probabilities(model, material), model.thresholds)
    places = material.candidates
    return {
        role: [[text[places[n].start : places[n].end]] for n in names]
        for role, names in zip(ROLES, found, strict=True)
    }
