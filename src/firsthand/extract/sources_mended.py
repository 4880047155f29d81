"""Sources that the parse gives wrongly, mended before anybody is named.

"Addressing the Council, the ambassador said": not the address. "Its fighters had not
fired and accused the army": who said so accuses. "A tally kept by the monitor" is the
monitor's. "There is every reason to believe": nobody's belief. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.reading import Range, Reading, Statement

_DOING = re.compile(r"[A-Z][a-z]+ing\b[^,\"\u201c]{3,80},\s+(?=\S)")
_COUNT = (
    r"(?:tally|tallies|count|toll|data|figures?|list|database|estimates?|statistics"
    r"|records?|register|report|study|investigation|analysis|survey|probe|inquiry)"
)
_BODY = (
    r"(?:group|collective|organi[sz]ation|charity|monitor|network|agency|outlet|project"
    r"|institute|centre|center|watchdog|ngo|website|initiative|observatory|coalition)"
)
_A_NAME = r"(?P<name>(?-i:[A-Z])[\w\u2019'-]+(?:\s+(?:&\s+)?(?-i:[A-Z])[\w\u2019'-]*)*)"
# "A tally kept by the Velmara Monitor", "an investigation by the group Plainsight".
_KEPT_BY = re.compile(
    rf"(?:an?|the|its|their)?\s*(?:[\w-]+\s+){{0,3}}?{_COUNT}\s+(?:[\w-]+\s+){{0,4}}?by\s+"
    rf"(?:the\s+|an?\s+)?(?:[\w-]+\s+){{0,4}}?{_A_NAME}$",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_BODY = re.compile(rf".*\b{_BODY}\s+{_A_NAME}$", re.DOTALL)
# "Says a report made public by Open Docket, an organisation that ...".
_SAYS_A_REPORT = re.compile(
    rf"\s+(?:an?|the|its)\s+(?:[\w-]+\s+){{0,3}}?{_COUNT}\b[^.;,]{{0,60}}?\bby\s+"
    rf"(?:the\s+)?(?:[a-z-]+\s+){{0,4}}?{_A_NAME},\s*$"
)
_EARLIER = re.compile(
    r"(?:an?\s+|the\s+|its\s+)?(?:earlier|previous|initial|preliminary|first|later|last"
    r"|latest|official)?\s*(?:death\s+)?(?:count|toll|tally|figure)s?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:every|no|little|good|ample|any|some|strong)\s+(?:reasons?|grounds|cause)$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"(?:(?:no|its|their|the|an?|two|three)\s+)?(?:[\w-]+\s+){0,2}?(?:aircraft|warplanes?"
    r"|planes?|jets?|missiles?|rockets?|shells?|bombs?|drones?|shadows?|serial\s+numbers?"
    r"|craters?|fragments?|guns?|artillery)$",
    re.IGNORECASE,
)
_OWN_MEN = re.compile(
    r"(?:its|their|his|her|no)\s+(?:[\w-]+\s+){0,2}?(?:fighters|forces|troops|soldiers"
    r"|units?|pilots|men|commanders|crews)$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:accus|blam|denounc|describ|call|dismiss|reject|den[iy]|condemn|brand|label)\w*",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:known|confirmed)\b", re.IGNORECASE)


def mended(reading: Reading, found: Sequence[Statement]) -> list[Statement]:
    """Return statements with sources that can speak, in the same order.

    Args:
        reading: The page.
        found: Its statements, nobody named yet.
    """
    return list(_mended(reading, found))


def _mended(reading: Reading, found: Sequence[Statement]) -> Iterator[Statement]:
    for made in found:
        if not made.source:
            cue = " ".join(reading.text[s:e] for s, e in made.cue)
            if not (made.manner == "thought" and _KNOWN.search(cue)):
                yield made  # "are now known to have died": nobody's thought
            continue
        one = _with_source(reading, made, found)
        if one is not None:
            yield one


def _with_source(
    reading: Reading, made: Statement, found: Sequence[Statement]
) -> Statement | None:
    """Return a statement with its source mended; None = nobody says it."""
    start, end = made.source[0]
    words = reading.text[start:end]
    cue = " ".join(reading.text[s:e] for s, e in made.cue)
    if _NOBODY.fullmatch(words) or _EARLIER.fullmatch(words):
        return None
    is_thing = _THINGS.fullmatch(words) is not None and made.manner == "speech"
    is_own = _OWN_MEN.fullmatch(words) is not None
    if (is_thing or is_own) and _ANSWERS.search(cue):
        outer = _around(made, found)
        if outer is not None:
            return dataclasses.replace(made, source=outer.source)
    doing = _DOING.match(words)
    if doing is not None:
        return _from(made, (start + doing.end(), end))
    told = (
        _SAYS_A_REPORT.search(reading.text[made.cue[-1][1] : start])
        if made.cue
        else None
    )
    if told is not None and made.cue[-1][1] < start:
        at = made.cue[-1][1]
        return _without_source(
            _from(made, (at + told.start("name"), at + told.end("name"))), at
        )
    by = _KEPT_BY.fullmatch(words) or _NAMED_BODY.fullmatch(words)
    if by is not None:
        return _from(made, (start + by.start("name"), start + by.end("name")))
    return made


def _from(made: Statement, at: Range) -> Statement:
    return dataclasses.replace(made, source=(at,))


def _without_source(made: Statement, after: int) -> Statement:
    """Leave out of what is said what stands between the verb and its source."""
    content = tuple(part for part in made.content if part[0] < after)
    return dataclasses.replace(made, content=content or made.content)


def _around(made: Statement, found: Sequence[Statement]) -> Statement | None:
    """Return the innermost statement of speech that holds a statement's words."""
    at = made.cue[0]
    holding = [
        (end - start, other)
        for other in found
        if other is not made and other.source and other.manner == "speech"
        for start, end in other.content
        if start <= at[0] and at[1] <= end
    ]
    return min(holding, key=lambda pair: pair[0])[1] if holding else None
