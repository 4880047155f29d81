"""When: date claims of attacks and of the reports on them.

A date counts where it hangs on an attack, on harm, or on the publication of a report;
the day on which somebody merely said something does not. Method: M050.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.attack_words import (
    SAYING,
    event_tokens,
    is_attack_noun,
    is_attack_verb,
    is_saying,
    words_of,
)
from firsthand.extract.perpetrators import attributions_in
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import tokens_in, tokens_of
from firsthand.model import Claim, ClaimId, DateClaim, DocumentId, FuzzyDate
from firsthand.reference.news_dates import is_of_an_event, read_dates

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_dates", "read_dates"]

_PREPOSITION = re.compile(
    r"\b(?:(?:early|late|earlier|later)\s+)?(?:(?:on|in|at|during|by|over|of)\s+)"
    r"(?:the\s+)?(?:(?:early|late|evening|morning|night|afternoon|dawn)\s+(?:of\s+|on\s+)?)?$",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    r"\s+(?:morning|afternoon|evening|night|at\s+dawn)\b", re.IGNORECASE
)
_REPORT_NOUNS = frozenset(
    (
        "report",
        "investigation",
        "statement",
        "finding",
        "study",
        "briefing",
        "campaign",
        "invasion",
        "intervention",
        "offensive",
    )
)
_REPORT_VERBS = frozenset(
    ("issue", "publish", "release", "begin", "start", "launch", "end", "intervene")
)
_LONGEST_QUOTE = 60
_LONGEST_EVENT = 20  # "hit on Sunday", "Friday's massacre": more hides the day
_POSSESSIVES = ("'s", "\u2019s")


def find_dates(reading: Reading) -> list[Claim]:
    """Return the date claims of a page."""
    claims: list[Claim] = []
    found = read_dates(
        reading.text,
        published=reading.page.published,
        language=reading.language,
        reference=reading.reference,
    )
    for sentence in reading.sentences:
        inside = [f for f in found if sentence.start <= f[0] and f[1] <= sentence.end]
        for start, end, date in inside:
            if not is_of_an_event(date) or _is_of_a_dateline(reading, sentence, end):
                continue
            if _names_a_service(reading.text, sentence, (start, end), inside):
                continue
            claim = _claim(reading, sentence, start, end, date)
            if claim is not None:
                claims.append(claim)
        claims += _that_day(reading, sentence, claims)
    return claims


# "ARIKHAN, Velmara, Nov 9 (NPA) - ": when it was written.
_DATELINE = re.compile(
    r"\W*[A-Z][^.;:()\n]{2,50}(?:\.\s?\d{1,2})?\s*\([^)\n]{2,40}\)\s*[\u2014\u2013-]{1,2}\s"
    r"|\W*[A-Z]{3,}[^.;:()\n]{0,50}\s[\u2014\u2013-]{1,2}\s"
)


_AGENCY = re.compile(
    r"(?:,? (?:19|20)\d\d)?[.,]?\s*(?:/[A-Z][\w .-]{1,30}/"
    r"|\([A-Z][\w .-]{1,30}\)\s*[.\u2014\u2013-])"
)


def _is_of_a_dateline(reading: Reading, sentence: Sentence, end: int) -> bool:
    if _AGENCY.match(reading.text, end):
        return True  # "May 10. /TorInform/. ..."
    line = _DATELINE.match(reading.text, sentence.start, sentence.end)
    return line is not None and end <= line.end()


_SERVICE = re.compile(r"\s+(?:\w+\s+)?(?:prayers?|sermon|mass|services?|market)\b")
_SERVICE_REACH = 30
_OF_DAYS = frozenset((" of ", " of the "))


def _names_a_service(
    text: str,
    sentence: Sentence,
    at: tuple[int, int],
    dates: Sequence[tuple[int, int, FuzzyDate]],
) -> bool:
    """Say whether a weekday only says which prayers ("Friday prayers on 1 March")."""
    if any(text[at[1] : start] in _OF_DAYS for start, _, _ in dates):
        return True  # "in the night of Sunday to Monday" is one date
    after = _SERVICE.match(text, at[1], sentence.end)
    return after is not None and any(
        0 <= start - after.end() <= _SERVICE_REACH for start, _, _ in dates
    )


_SAME_DAY = re.compile(
    r"\b(?:on\s+)?(?:that\s+(?:very\s+|same\s+)?|the\s+(?:very\s+)?same\s+)(?:day|night|morning|evening|afternoon)\b",
    re.IGNORECASE,
)


def _that_day(
    reading: Reading, sentence: Sentence, before: Sequence[Claim]
) -> list[Claim]:
    """Return "that day" of an attack: the day of the attack told last."""
    match = _SAME_DAY.search(reading.text, sentence.start, sentence.end)
    dated = [c for c in before if isinstance(c, DateClaim)]
    if match is None or not dated or dated[-1].span.end > match.start():
        return []
    at = _attached(reading, sentence, *match.span())
    if at is None:
        return []
    return [
        DateClaim(
            id=ClaimId(""),
            document_id=DocumentId(reading.page.id),
            span=reading.span(*match.span()),
            date=dated[-1].date,
            rule="date.that_day",
        )
    ]


def _claim(
    reading: Reading, sentence: Sentence, start: int, end: int, date: FuzzyDate
) -> DateClaim | None:
    text = reading.text
    # "in Monday's raid": the day hangs on the raid, the preposition elsewhere.
    lead = _PREPOSITION.search(text[sentence.start : start])
    if lead and not text.startswith(_POSSESSIVES, end):
        start = sentence.start + lead.start()
    after = _PART_OF_DAY.match(text[end : sentence.end])
    if after:
        end += after.end()
    stretch = _attached(reading, sentence, start, end)
    if stretch is None or _is_of_rescue(sentence, start, text[start:end]):
        return None
    since = _SINCE.search(text[sentence.start : start])
    if since is not None:
        stretch = (sentence.start + since.start(), end)
    return DateClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*stretch),
        date=date,
        rule="date.of_event",
    )


# "Since the collapse of a truce in July" is told as a whole.
_SINCE = re.compile(r"\bsince\s+(?:[\w'\u2019-]+\s+){1,9}$", re.IGNORECASE)


def _is_of_rescue(sentence: Sentence, start: int, words: str) -> bool:
    """Say whether "overnight" tells when bodies were found, or who died of wounds."""
    if sentence.doc is None or not _OVERNIGHT.fullmatch(words.strip()):
        return False
    tokens = tokens_in(sentence.doc, start - sentence.start, start - sentence.start + 1)
    return any(a.lemma_ in _RESCUING for t in tokens for a in list(t.ancestors)[:1])


_OVERNIGHT = re.compile(r"overnight", re.IGNORECASE)
_RESCUING = frozenset(
    (
        "pull",
        "recover",
        "find",
        "die",
        "search",
        "dig",
        "work",
        "rise",
        "extract",
        "succumb",
    )
)


def _attached(
    reading: Reading, sentence: Sentence, start: int, end: int
) -> tuple[int, int] | None:
    """Return the quote of a date that hangs on an event; None = it does not."""
    if start == sentence.start and reading.text[end : end + 1] == ":":
        return start, end  # "7 October: ...": the entry's own date
    if start == sentence.start and _heads_an_entry(reading, sentence, end):
        return start, end
    if sentence.doc is None:
        return None
    head = _event_of(
        reading, sentence.doc, start - sentence.start, end - sentence.start
    )
    if head is None:
        return _beside_an_event(reading, sentence, sentence.doc, (start, end))
    if is_saying(head) and not _publishes(head):
        return None
    left, right = sentence.at(head)
    left, right = min(left, start), max(right, end)
    is_tight = right - left - (end - start) <= _LONGEST_EVENT
    return (left, right) if is_tight else (start, end)


def _beside_an_event(
    reading: Reading, sentence: Sentence, doc: Doc, at: tuple[int, int]
) -> tuple[int, int] | None:
    """Return a date that hangs on no verb of an event, in a sentence that tells of one.

    Not where it may say when somebody spoke.
    """
    if _WHEN.match(reading.text, at[1]) and _has_event_after(reading, sentence, at[1]):
        return at  # "on Friday, when a rocket opened up the market"
    if _is_when_somebody_spoke(doc, at[0] - sentence.start, at[1] - sentence.start):
        return None
    words = words_of(reading.reference, "harm_verbs")
    has_event = any(
        t.lemma_.lower() in words or is_attack_noun(reading.reference, t)
        for t in event_tokens(reading.reference, doc)
    )
    is_said = any(
        is_saying(t) and _is_beside(reading, sentence, at, t)
        for t in tokens_of(doc, SAYING)
    )
    has_event = has_event or bool(attributions_in(reading, sentence))
    return at if has_event and not is_said else None


_WHEN = re.compile(r",?\s+when\b")
# "Called on Wednesday for an inquiry into raids": the day of what was said or asked.
_CALLING = frozenset(
    (
        "call", "urge", "demand", "condemn", "welcome", "accuse", "deny", "reject",
        "dismiss", "appeal", "express", "vow", "summon", "criticise", "criticize",
        "meet", "discuss", "brief", "visit", "arrive", "vote", "sanction", "denounce",
        "blame", "ask", "issue", "hold", "convene", "address", "defend", "insist",
        "raise", "revise", "update", "publish", "release", "post", "show", "broadcast",
        "air", "present", "display", "screen", "repeat", "reiterate", "summon",
    )
)  # fmt: skip


def _is_when_somebody_spoke(doc: Doc, start: int, end: int) -> bool:
    """Say whether the verb that a date hangs on is one of asking or answering."""
    tokens = tokens_in(doc, start, end)
    if not tokens:
        return False
    root = min(tokens, key=lambda t: len(list(t.ancestors)))
    verb = next((t for t in root.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    is_noun_between = any(
        t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "nsubj"
        for t in root.ancestors
        if verb is not None and verb.is_ancestor(t)
    )
    return verb is not None and verb.lemma_ in _CALLING and not is_noun_between


def _has_event_after(reading: Reading, sentence: Sentence, end: int) -> bool:
    return sentence.doc is not None and any(
        t.idx + sentence.start > end
        for t in event_tokens(reading.reference, sentence.doc)
    )


def _is_beside(
    reading: Reading, sentence: Sentence, at: tuple[int, int], verb: Token
) -> bool:
    """Say whether a verb of saying may take the date for itself.

    Not in "came on Sunday night, villagers said": a comma closes the clause before. In
    "On Sunday, villagers said" nobody can tell.
    """
    where = sentence.start + verb.idx
    if abs(where - at[0]) >= _LONGEST_QUOTE:
        return False
    if _SAID_BETWEEN.match(reading.text, at[1], sentence.end):
        return False  # "On February 9, it said, a plane dropped two bombs"
    is_first = not re.search(r"\w", reading.text[sentence.start : at[0]])
    return is_first or where < at[0] or "," not in reading.text[at[1] : where]


_SAID_BETWEEN = re.compile(
    r",\s+(?:\w+\s+){1,4}?(?:said|says|added|reported|wrote|recalled|told\s+\w+),\s"
)


def _heads_an_entry(reading: Reading, sentence: Sentence, end: int) -> bool:
    """Say whether a date that stands alone dates the entry under it.

    "30 September 2021. Market in Talbar, 17 killed": the words after it tell of an
    attack. A date on a line of its own right under the title is the page's own.
    """
    rest = reading.text[end : sentence.end]
    if _NEXT_CELL.match(rest):
        return not sentence.is_headline
    if rest.strip(" .:\u2013\u2014-"):
        return False
    at = next(i for i, s in enumerate(reading.sentences) if s is sentence)
    following = reading.sentences[at + 1 : at + 3]
    is_own_line = (
        "\n" in reading.text[sentence.end : following[0].start if following else None]
    )
    if sentence.is_headline or (is_own_line and at < _FIRST_LINES):
        return False
    return any(
        s.doc is not None and event_tokens(reading.reference, s.doc) for s in following
    )


_NEXT_CELL = re.compile(r"[ \t]*[|\t]")
_FIRST_LINES = 3


def _event_of(reading: Reading, doc: Doc, start: int, end: int) -> Token | None:
    """Climb from a date to the verb or attack that it dates; None = none found."""
    tokens = tokens_in(doc, start, end)
    if not tokens:
        return None
    harm = words_of(reading.reference, "harm_verbs")
    harm |= words_of(reading.reference, "impact_verbs")
    root = min(tokens, key=lambda t: len(list(t.ancestors)))
    for above in root.ancestors:
        if is_attack_noun(reading.reference, above):
            return above
        if above.pos_ in {"VERB", "AUX"}:
            lemma = above.lemma_.lower()
            is_event = lemma in harm or _publishes(above) or _flies(above)
            if is_event or is_saying(above) or is_attack_verb(reading.reference, above):
                return above
            break
        if above.lemma_.lower() in _REPORT_NOUNS:
            return above
    return None


def _flies(verb: Token) -> bool:
    """Say whether a verb tells of missions flown ("carried out eight sorties")."""
    return verb.lemma_.lower() in _FLYING and any(
        child.dep_ in {"dobj", "nsubjpass"} and child.lemma_.lower() in _FLIGHTS
        for child in verb.children
    )


_FLYING = frozenset(("fly", "carry", "conduct", "make", "perform", "launch"))
_FLIGHTS = frozenset(("sortie", "mission", "flight", "strike", "raid"))


def _publishes(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    words = {
        child.lemma_.lower()
        for child in verb.children
        if child.dep_ in {"dobj", "nsubj", "nsubjpass"}
    }
    if lemma in _BEGINNING and words & _WARS:
        return True
    return lemma in _REPORT_VERBS and bool(words & _REPORT_NOUNS)


# "Since the intervention started on 2 November".
_BEGINNING = frozenset(
    (
        "begin",
        "start",
        "launch",
        "erupt",
        "break",
        "open",
        "resume",
        "commence",
        "invade",
    )
)
_WARS = frozenset(
    (
        "war", "conflict", "intervention", "invasion", "offensive", "campaign",
        "operation", "assault", "bombardment", "siege", "fighting", "hostility",
        "hostilities", "uprising", "escalation",
    )
)  # fmt: skip
