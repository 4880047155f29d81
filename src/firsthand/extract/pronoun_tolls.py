"""Tolls told again without their noun: "It was 17 on Friday", "the figure rose to 13".

Only where the sentences before speak of a toll or of the dead, or the same page has
told one. Method: M025 (later tolls).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.harm_search import Harm
from firsthand.extract.people import Group, people_of
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of
from firsthand.model import CasualtyClaim, Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HELPERS = r"(?:(?:had|has|have|now|since|already|later|then|by then|soon|also)\s+)*"
_BEFORE = re.compile(
    r"\b(?P<it>it|the (?:figure|number|count|tally|total|official (?:figure|count)))\s+"
    rf"{_HELPERS}(?:was|is|stands? at|stood at|reach(?:ed|es)|r[oi]se(?:s|n)? to"
    r"|climb(?:ed|s) to|gr[eo]wn? to|jumped to|went up to|gone up to|passed|became"
    r"|settled at|put at)\s+(?:now\s+|already\s+)?(?:at\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)\u2013\u2014]|(?:on|by|in(?! the (?:morning|afternoon|evening))"
    r"|at(?! night)|when|before|after|this|last|that|and|overnight|today|yesterday"
    r"|now|from|the (?:next|following)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
    re.IGNORECASE,
)
# An update that tells the toll alone ("now FIVE", "make that six").
_NOW = re.compile(
    r"^\W*(?:update|upd|edit|correction)?\b[\s\d:.,]*[\u2013\u2014:-]*\s*"
    r"(?:now|make (?:that|it)|already|up to|currently)\s+(?:at\s+)?$",
    re.IGNORECASE,
)
_OF_A_TOLL = re.compile(
    r"\b(?:toll|dead|deaths?|killed|died|bodies|fatalities|casualties|corpses)\b"
    r"|\bthe number (?:will|is|was|keeps|had|has|may|must)\b",
    re.IGNORECASE,
)
_REACH = 3
RULE = "toll-again"


def pronoun_tolls(
    reading: Reading, sentence: Sentence, doc: Doc, before: Sequence[Claim]
) -> Iterator[Harm]:
    """Yield the later figures of a toll told before.

    Args:
        reading: The page.
        sentence: A sentence in which no word of harm counts anybody.
        doc: Its parse.
        before: The tolls of the page up to here.
    """
    text = text_of(doc)
    tolls = [c for c in before if isinstance(c, CasualtyClaim) and c.killed]
    goes_on = any(c.rule.endswith(RULE) for c in tolls[-1:])
    for count, first, last in people_of(doc, reading.reference).counts:
        if count.bounds.vague or not _AFTER.match(text, count.end):
            continue
        lead = _BEFORE.search(text[: count.start])
        is_now = _NOW.match(text[: count.start]) is not None and bool(tolls)
        if lead and not (goes_on or _is_anchored(reading, sentence, lead)):
            continue
        if lead is None and not is_now:
            continue
        start = lead.start() if lead else max(0, count.start - _NOW_LENGTH)
        yield Harm(
            kind="killed",
            token=last,
            groups=(Group(last, first, last, count.bounds),),
            start=start,
            end=count.end,
            rule=RULE,
        )


_NOW_LENGTH = 4  # "now "


def _is_anchored(reading: Reading, sentence: Sentence, before: re.Match[str]) -> bool:
    """Say whether what stands before speaks of a toll."""
    at = next(i for i, s in enumerate(reading.sentences) if s is sentence)
    nearby = reading.sentences[max(0, at - _REACH) : at]
    start = nearby[0].start if nearby else sentence.start
    said = reading.text[start : sentence.start + before.start()]
    return _OF_A_TOLL.search(said) is not None
