"""A stored check, run again: the same inputs must give the same bytes.

Method: M070.
"""

from __future__ import annotations

import json

from firsthand.casework.case import Case
from firsthand.casework.checking import KINDS, check_of, run_check
from firsthand.casework.media import MEDIA_KINDS
from firsthand.casework.proofmode import BUNDLE_KINDS
from firsthand.casework.scenes import SCENE_KINDS
from firsthand.casework.synchronising import SOUND_KINDS
from firsthand.errors import UserError
from firsthand.model import Check, canonical_bytes

_OF_MEDIA = {**MEDIA_KINDS, **SOUND_KINDS, **BUNDLE_KINDS, **SCENE_KINDS}


def run_again(case: Case, check_id: str) -> tuple[Check, bool]:
    """Run a stored check again and say whether the bytes are the same.

    Raises:
        UserError: There is no such check, or its kind is not known here.
    """
    found = check_of(case, check_id)
    parameters = json.loads(found.parameters_json)
    if found.check_kind in KINDS:
        ran = run_check(found.check_kind, parameters, case.reference)
    elif found.check_kind in _OF_MEDIA:
        ran = _OF_MEDIA[found.check_kind](case, found.inputs, parameters)
    else:
        raise UserError(f"{check_id} is a {found.check_kind} check: not known here")
    return found, canonical_bytes(ran.result).decode() == found.result_json
