"""What befell people who are named: death or injury, where the sentence says so.

"The dead were named as A and B" names two dead. A sentence that tells of dead and of
wounded does not say who is which: then nothing is said. Tables: harm_words, counts_*.
Method: M026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from firsthand.extract.reading import Reading
from firsthand.model import Claim, VictimNamesClaim
from firsthand.reference import Reference

_HARMS = ("killed", "wounded")
Patterns = Mapping[str, re.Pattern[str]]


def with_harm(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Return claims; people named in a sentence of the dead alone are named dead."""
    if not any(isinstance(claim, VictimNamesClaim) for claim in claims):
        return list(claims)
    patterns = _patterns(reading.language or "en", reading.reference)
    return [
        msgspec.structs.replace(claim, harm=_harm(reading, claim, patterns))
        if isinstance(claim, VictimNamesClaim)
        else claim
        for claim in claims
    ]


def _harm(reading: Reading, claim: VictimNamesClaim, patterns: Patterns) -> str | None:
    start, end = claim.span.start, claim.span.end
    about = [s for s in reading.sentences if s.start < end and start < s.end]
    if not about:
        return None
    text = reading.text[about[0].start : about[-1].end]
    told = [harm for harm, pattern in patterns.items() if pattern.search(text)]
    return told[0] if len(told) == 1 and told[0] in _HARMS else None


def _patterns(language: str, reference: Reference) -> Patterns:
    made: dict[str, Patterns] = reference.derived("named_harm", lambda _: {})
    if language not in made:
        rows = reference.table(
            "harm_words" if language == "en" else f"counts_{language}"
        )
        forms: dict[str, set[str]] = {}
        for row in rows:
            if row.get("harm") in {*_HARMS, "casualties", "missing"}:
                words = {str(form) for form in row.get("forms", ())}
                forms.setdefault(str(row["harm"]), set()).update(words)
        made[language] = {
            harm: re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)", re.IGNORECASE)
            for harm, words in forms.items()
        }
    return made[language]


def _any(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
