"""Whose words a whole page is: a briefing, a speech, a statement in the first person.

"Briefing by the chief of the press bureau, General Ivo Sem", then "I" and "we": what
nobody else is said to say there, he says. Method: M022.
"""

from __future__ import annotations

import re

from firsthand.extract.reading import Reading

_NAMED = re.compile(
    r"^\W*(?:(?:full|opening|closing|daily|weekly|morning|evening|special|joint|press|"
    r"official|prepared|text|transcript|verbatim|of|the|a|an|excerpts?|from)\s+)*"
    r"(?:briefing|remarks|statement|speech|address|communiqu[eé]|declaration|testimony|"
    r"comments|message|letter|readout|summary|bulletin|press release|news conference"
    r"|press conference|broadcast)\b"
    r"[^,;:.]{0,60}?\b(?:by|of|from|(?P<sure>attributable\s+to))\s+"
    r"(?P<who>[^;:!?]{3,120})$",
    re.IGNORECASE,
)
# "..., 3 May 2019" and "at the Security Council" after the name.
_OCCASION = re.compile(
    r"(?:,|\s[-\u2013\u2014])\s*(?:(?:on|at|in|to|before)\s.*|\w*\s?\d.*)$"
    r"|(?<!attributable)\s(?:on|at|to|before)\s(?:the\s)?.*$"
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b")
_VERB_IN_HEADING = re.compile(
    r"\b(?:is|are|was|were|has|have|had|says?|said|denies|denied|draws?|sparks?|shows?)\b"
)
_ROLE_THEN_NAME = re.compile(
    r",\s*(?P<name>[A-Z][\w.\u2019'-]+(?:\s+[A-Z][\w.\u2019'-]+)+)$"
)
_RANKS = re.compile(
    r"^(?:(?:The|Rear|Vice|Air|Chief|Deputy|Lieutenant|Major|Brigadier|Colonel|Captain|"
    r"General|Admiral|Marshal|Commodore|Commander|Dr|Mr|Mrs|Ms|Prof|Professor|President|"
    r"Minister|Ambassador|Gen|Lt|Col|Maj|Capt|Adm|Brig)\.?\s+)+(?=[A-Z])"
)


_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def voice_of_page(reading: Reading) -> str | None:
    """Return who speaks a whole page; None = a page of the narrator's own.

    Only where its heading says so and its text speaks in the first person.
    """
    if "voice" not in reading.memo:
        reading.memo["voice"] = _read(reading)
    voice: str | None = reading.memo["voice"]
    return voice


def _read(reading: Reading) -> str | None:
    lines = [line for line in reading.text.splitlines() if line.strip()]
    if not lines:
        return None
    heading = lines[0].strip().rstrip(".")
    if _VERB_IN_HEADING.search(heading):
        return None
    match = _NAMED.match(_OCCASION.sub("", heading))
    is_own = match is not None and (
        match["sure"] is not None or _FIRST_PERSON.search(reading.text) is not None
    )
    if match is None or not is_own:
        return None
    named = _ROLE_THEN_NAME.search(match["who"])
    who = named["name"] if named else match["who"].strip()
    return _ARTICLE.sub("", _RANKS.sub("", who)).strip(" ,") or None
