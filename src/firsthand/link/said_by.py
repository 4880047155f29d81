"""Who a text says counted, and for which body a named person speaks. Method: M011.

Two things that stand in the sentence itself and not in a claim's speaker: "Rescue
Volunteers recovered 17 bodies" tells who counted, whoever tells it; "the director of
the Monitor, Kamal Sarhan" makes his word the Monitor's. Pure: text in, labels out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.link.layout import Layout
from firsthand.link.speakers import Key, Voice, Voices
from firsthand.model import CasualtyClaim, RootKind
from firsthand.reference import Reference

_STOPS = re.compile(r"[.,;:!?\n()\u00ab\u00bb\u201c\u201d\"\u060c\u061b\u2013\u2014]")
_AUXILIARY = re.compile(r"\s+(?:have|has|had)$")
_REACH = 70
"""Code points in which an office stands before or after its holder (house)."""
_BEFORE_COUNT = 30
"""Code points from "recovered" to the number counted (house: "the bodies of at")."""
_COUNTERS = frozenset({RootKind.FIRST_RESPONDER, RootKind.MEDICAL, RootKind.MONITOR})
"""Bodies that recover, receive or list the dead themselves."""


class Counters:
    """Verbs of those who count the dead themselves, compiled once."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference: `link_counting_verbs`, `weekdays` and `months` rows."""
        days = "|".join(
            name
            for table in ("weekdays", "months")
            for row in reference.table(table)
            for name in row["en"]
        )
        self._day = re.compile(rf"\b(?:{days})\b(?:\s+\d+)?")
        words = [
            str(word)
            for row in reference.table("link_counting_verbs")
            for word in row["words"]
        ]
        some = "|".join(re.escape(word) for word in sorted(words, key=len)[::-1])
        # After a form of "to be" the verb is passive, and its subject counted nobody.
        self._verb = re.compile(
            rf"(?<!\bwere )(?<!\bwas )(?<!\bbeen )(?<!\bbeing )(?<!\w)(?:{some})(?!\w)",
            re.IGNORECASE,
        )

    def who_counted(self, claim: CasualtyClaim, layout: Layout) -> str | None:
        """Return the words before the verb that counts; None = nobody is said to.

        The verb stands close before the number, and its subject before it: in "17
        bodies were recovered" nobody is taken.
        """
        start = layout.sentence_start(claim.span.start)
        if start is None:
            return None
        said = layout.sentence_text(claim.span.start)
        number = claim.span.start - start
        end = number + len(claim.span.quote)
        verbs = [
            match
            for match in self._verb.finditer(said, 0, end)
            if match.end() >= number - _BEFORE_COUNT
            and not _STOPS.search(said[match.end() : number])
        ]
        if not verbs:
            return None
        clause = _STOPS.split(said[: verbs[0].start()])[-1]
        subject = _AUXILIARY.sub("", self._day.split(clause)[-1].strip())
        holds_a_number = any(letter.isdigit() for letter in subject)
        return None if holds_a_number else subject or None


def counters_of(reference: Reference) -> Counters:
    """Return the counting verbs of a reference, built once."""
    made: Counters = reference.derived("link.counting_verbs", Counters)
    return made


def is_counter(voice: Voice) -> bool:
    """Say whether a voice is a body that counts the dead from what it handles."""
    return voice.is_body and voice.is_named and voice.kind in _COUNTERS


def offices_of(name: str, text: str, voices: Voices) -> Iterator[Voice]:
    """Yield the offices that a text gives to a person: "head of the council".

    Args:
        name: The person as a claim names them.
        text: The document.
        voices: The words of the reference.

    Yields:
        Readings that hold an office and a body, from the words directly before the
        name, or between commas directly after it.
    """
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        before = text[max(0, match.start() - _REACH) : match.start()].rstrip(" ,\u060c")
        after = text[match.end() : match.end() + _REACH]
        pieces = [_STOPS.split(before)[-1]]
        if after.lstrip()[:1] in {",", "\u060c"}:
            pieces.append(_STOPS.split(after.lstrip()[1:])[0])
        for piece in pieces:
            read = voices.read(piece)
            if read.holds_office and body_words(read):
                yield read


def body_words(voice: Voice) -> Key:
    """Return what of a voice's key names the kind of a body ("council")."""
    return voice.key - voice.names
