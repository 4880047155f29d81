"""Figures that are not one incident's: context totals, and counts over several attacks.

A context total (a war, a period, a campaign) is never added to incidents; a count over
several attacks says over how many (`n_sites`), so that nobody takes it for one.

Method: M027 (context totals). Cues are the table `context_cues`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.extract.numbers import find_counts
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of, tokens_of
from firsthand.model import Bounds, CasualtyClaim, ContextTotal
from firsthand.reference import Reference
from firsthand.reference.quick_patterns import quick

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTACKS = (
    r"(?:air\s?strikes?|drone strikes?|strikes|attacks|raids|bombings|blasts|assaults"
    r"|explosions|shootings|incidents|clashes|sorties|ambushes|locations|sites|towns"
    r"|villages)"
)
_SITES = quick(
    rf"\b(?:across|in|of|during|over|from|by)\s+"
    rf"(?P<count>both|all|the|these|those|(?:(?:all|the|these)\s+)?(?:\w+[\s\-]+){{1,5}}?)"
    rf"\s*(?:(?:separate|related|coordinated|different|alleged|suspected|ensuing|Russian"
    rf"|military|similar)\s+)*{_ATTACKS}\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince\s+(?:the\s+)?(?:\w+\s+of\s+)?(?:(?:early|late|mid)[\s\-])?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)?\s*(?:\d{1,2},?\s+)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_WAR_SIZE = 10_000
_BEFORE = 90
_AFTER = 110


def sites_of(text: str, start: int, end: int, reference: Reference) -> Bounds | None:
    """Return over how many attacks or sites a figure is said to run; None = not said.

    Args:
        text: The page's text.
        start: Where the claim begins.
        end: Where its sentence ends.
        reference: Tables of number words.
    """
    match = _SITES.search(text, start, end)
    if match is None:
        return None
    words = match.group("count").strip().lower()
    if words in ("both", "both the"):
        return Bounds(low=2, high=2, words=match.group())
    counts = find_counts(match.group(), reference)
    if counts:
        bounds = counts[0].bounds
        is_one = bounds.low == 1 and bounds.high == 1
        return None if is_one else bounds
    if words in ("the", "these", "those", "all"):
        if (
            not re.search(r"\bacross\b", match.group(), re.IGNORECASE)
            and words != "all"
        ):
            return None
        return Bounds(low=2, assumed=True, words=match.group())
    return None


def as_context_total(
    claim: CasualtyClaim, doc: Doc, sentence: Sentence, reading: Reading
) -> CasualtyClaim | ContextTotal:
    """Return the claim as a context total where its words say so (M027).

    Args:
        claim: A count as found in a sentence.
        doc: The parse of the sentence.
        sentence: The sentence.
        reading: The page it stands on.
    """
    cue = _cue(claim, doc, sentence, reading.reference) or _further_down(
        claim, sentence, reading
    )
    if cue is None:
        return claim
    values = {
        name: getattr(claim, name)
        for name in ContextTotal.__struct_fields__
        if name not in ("rule", "span")
    }
    start, end = _whole_statement(claim, doc, sentence)
    values["displaced"] = values["displaced"] or _displaced(doc, reading.reference)
    return ContextTotal(
        **values, span=reading.span(start, end), rule=f"M027:{cue.strip()}"
    )


def _cue(
    claim: CasualtyClaim, doc: Doc, sentence: Sentence, reference: Reference
) -> str | None:
    """Return the words that make the claim a context total; None = none."""
    n_people = _size(claim)
    at = claim.span.start - sentence.start
    stop = claim.span.end - sentence.start
    before = text_of(doc)[max(0, at - _BEFORE) : at].lower()
    after = text_of(doc)[stop : stop + _AFTER].lower()
    inside = text_of(doc)[at:stop].lower()
    lowered = text_of(doc).lower()
    for row in reference.table("context_cues"):
        if n_people is not None and n_people < int(row.get("least", 0)):
            continue
        cue = str(row["cue"])
        if row["scope"] == "subject":
            if cue in lowered and _is_subject(doc, cue, stop):
                return cue
        elif any(_has_cue(words, cue) for words in (after, before, inside)):
            return cue
    since = _SINCE.search(before + inside + after)
    if since is not None and (n_people is None or n_people >= _MANY):
        return since.group()
    if n_people is None or n_people < _FEW:
        return None
    return _cue_by_size(n_people, before + inside + after)


def _cue_by_size(n_people: int, words: str) -> str | None:
    """Return what makes a large count one of a campaign or a war; None = nothing."""
    began = _SINCE_IT_BEGAN.search(words)
    if began is not None and _OF_WAR.search(began.group()):
        return began.group()
    if n_people < _MANY:
        return None
    day = _SINCE_A_DAY.search(words)
    if began is not None and n_people >= _LARGE:
        return began.group()
    if day is not None and n_people >= _LARGE:
        return day.group()
    return "size" if n_people >= _WAR_SIZE else None


def _further_down(
    claim: CasualtyClaim, sentence: Sentence, reading: Reading
) -> str | None:
    """Return what makes a count far down a page one of a period; None = nothing.

    "More than 400 people have been killed since the truce ended": in the title or the
    first paragraphs a count of what the page is about, further down a whole.
    """
    n_people = _size(claim)
    body = reading.text[: sentence.start].strip()
    if n_people is None or n_people < _FEW or not _is_far_down(body):
        return None
    words = reading.text[sentence.start : sentence.end]
    if _DEADLIEST.search(words):
        return None
    since = _SINCE_WHEN.search(words)
    if since is not None:
        return since.group()
    before = [s for s in reading.sentences if s.end <= sentence.start][-1:]
    told = reading.text[before[0].start : before[0].end] if before else ""
    back = _SINCE_THEN.search(words)
    if back is not None and (_A_PERIOD.search(told) or _SINCE_WHEN.search(told)):
        return back.group()
    over = _IN_RAIDS.search(words)
    return over.group() if over is not None and n_people >= _LARGE else None


def _is_far_down(before: str) -> bool:
    """Say whether a title and two paragraphs stand before a sentence."""
    return len(_PARAGRAPH.findall(before)) >= _PARAGRAPHS


# "The deadliest attack since March, when 41 died": the toll of another attack.
_DEADLIEST = re.compile(
    r"\b(?:deadliest|bloodiest|worst|heaviest|first|largest|biggest)\b", re.IGNORECASE
)
_PARAGRAPHS = 2
_PARAGRAPH = re.compile(r"\S[ \t]*\n")
_SINCE_WHEN = re.compile(
    r"\bsince\s+(?:(?:the\s+)?(?:start|beginning|outbreak|onset|collapse|end|resumption"
    r"|launch|signing)\s+of\b|(?:the\s+|a\s+|its\s+|their\s+)?(?:[\w'\u2019-]+\s+){0,4}?(?:truce"
    r"|cease[- ]?fire|offensive|campaign|war|conflict|fighting|hostilities|invasion"
    r"|intervention|uprising|clashes|violence|air\s+war|bombardment|siege|talks)\b"
    r"|(?:(?:early|late|mid|last)[\s-])?(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|spring|summer|autumn|fall|winter|year)\b)"
    r"|\b(?:so\s+far\s+this|this|in\s+the\s+(?:past|last)|over\s+the\s+(?:past|last))\s+"
    r"(?:(?:two|three|four|five|six|nine|ten|twelve|few|several|\d+)\s+)?(?:years?|months?)\b",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    r"\b(?:ha(?:s|ve|d)\s+since\b|since\s+then\b|since(?=[.,;]|$)"
    r"|(?:over|in|during|for)\s+(?:the\s+same|that|this)\s+(?:period|time|stretch)\b)",
    re.IGNORECASE,
)
_A_PERIOD = re.compile(
    r"\b(?:campaign|offensive|war|conflict|fighting|truce|cease[- ]?fire|hostilities"
    r"|invasion|intervention|uprising)\b",
    re.IGNORECASE,
)
_IN_RAIDS = re.compile(
    r"\b(?:in|by|from)\s+(?:the\s+)?(?:[\w'\u2019-]+\s+){0,2}?(?:air\s?strikes|air\s+raids"
    r"|raids|bombings|bombardments|air\s+attacks|shelling)\b",
    re.IGNORECASE,
)
_FEW = 20
_MANY = 100
_LARGE = 1000
# "Have killed 1,126 civilians since the campaign began": a count of a campaign.
_SINCE_IT_BEGAN = re.compile(
    r"\bsince\s+(?:the\s+|its\s+|their\s+)?(?:(?:start|beginning|outbreak|launch|onset"
    r"|resumption)\s+of\b(?:\s+[\w'-]+){0,4}|(?:\w+\s+)?(?:intervention|invasion|offensive|campaign)\b"
    r"|(?:[\w'\u2019-]+\s+){1,6}?(?:began|begun|started|broke\s+out|erupted|resumed"
    r"|escalated|intensified|(?:was|were)\s+launched|entered\s+the\s+war|intervened)\b)",
    re.IGNORECASE,
)
# "Raids have killed 163 since the campaign began" is the count of an account of raids.
_OF_WAR = re.compile(
    r"\b(?:war|conflict|fighting|hostilities|invasion|uprising|revolt|revolution|crisis"
    r"|violence|unrest|insurgency|coup)\b",
    re.IGNORECASE,
)
_SINCE_A_DAY = re.compile(
    r"\bsince\s+(?:\d{1,2}\s+)?(?:(?:early|late|mid)[\s\-])?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)
_HOURS_ONLY = re.compile(
    r"\s+(?:(?:few|couple\s+of|several|two|three|four|five|\d+)\s+)?(?:hours?|days?|night"
    r"|weekend)\b"
)


def _has_cue(words: str, cue: str) -> bool:
    """Say whether a cue stands in some words; "over the past 24 hours" is no period."""
    at = words.find(cue)
    return at >= 0 and not _HOURS_ONLY.match(words, at + len(cue))


def _is_subject(doc: Doc, cue: str, stop: int) -> bool:
    """Say whether the cue is what kills ("the war has cost ... lives")."""
    for token in tokens_of(doc, frozenset([cue])):
        if token.idx >= stop:
            return False
        if token.lower_ == cue and token.dep_ in ("nsubj", "nsubjpass"):
            return True
    return False


def _size(claim: CasualtyClaim) -> int | None:
    sizes = [
        bounds.low or bounds.high or 0
        for bounds in (claim.killed, claim.wounded, claim.casualties, claim.displaced)
        if bounds is not None and not bounds.vague
    ]
    return max(sizes) if sizes else None


def _displaced(doc: Doc, reference: Reference) -> Bounds | None:
    """Read "and displaced millions of people" beside the dead."""
    match = re.search(r"\bdisplac(?:ed|ing)\s+", text_of(doc), re.IGNORECASE)
    if match is None:
        return None
    for count in find_counts(text_of(doc)[match.end() : match.end() + 60], reference):
        return count.bounds
    return None


def _whole_statement(
    claim: CasualtyClaim, doc: Doc, sentence: Sentence
) -> tuple[int, int]:
    """Widen the span to the verb and what it also did ("has cost ... displaced")."""
    start, end = claim.span.start, claim.span.end
    lead = re.search(
        r"(?:(?:has|have|had)\s+(?:now\s+|already\s+|so far\s+)?)?"
        r"(?:cost|claimed|killed|taken|left)\s+(?:the lives of\s+)?$",
        text_of(doc)[: start - sentence.start],
    )
    if lead is not None:
        start = sentence.start + lead.start()
    tail = re.match(
        r"[^.;]{0,12}\band\s+displac(?:ed|ing)\s[^.,;]{1,50}",
        text_of(doc)[end - sentence.start :],
    )
    if tail is not None:
        end += len(tail.group().rstrip())
    return start, end
