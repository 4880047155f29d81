"""Statements of headlines without a verb: "Lantern: ...", "... - report".

Method: M022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.extract.home_forces import home_state
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.reference.parties import open_parties

_MAX_SPEAKER_WORDS = 5
_MIN_CONTENT_WORDS = 3
# Words before a colon that name a rubric, not a speaker.
_RUBRIC = re.compile(
    r"(?:breaking|exclusive|update[ds]?|video|watch|photos?|pictures|analysis|opinion|"
    r"live|timeline|explainer|factbox|profile|interview|editorial|fact ?check|"
    r"special report|in pictures|latest|the latest|review|correction"
    r"|(?:war|conflict|crisis|fighting|battle) (?:in|on|for|over))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<source>[^:\"“”?!]{2,60}?)(?P<cue>:)\s+(?P<content>\S.+)", re.DOTALL
)
_AFTER = re.compile(
    r"(?P<content>\S.+?)\s*(?P<cue>\s[-–—]+\s|:\s|,\s(?:says?|said|reports?|claims?|warns?)\s)"
    r"(?P<source>[^:,\"“”?!]{2,60})",
    re.DOTALL,
)
# "Toreth rejects claims over raid, says air defence at fault": Toreth says so.
_ANSWERS_AND_SAYS = re.compile(
    r"(?P<source>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+| (?:army|military|ministry|government"
    r"|forces|officials|president))*) (?:rejects?|den(?:y|ies)|dismiss(?:es)?|accuses?"
    r"|blames?|denounces?|condemns?|disputes?|refutes?|slams?|hits? back|admits?"
    r"|defends?|vows?|claims?|mocks?|calls?)\b[^,]{3,90},\s"
    r"(?P<cue>says?|claims?|insists?|blames?)\s"
    r"(?P<content>\S.+)",
    re.DOTALL,
)
_SAID_LAST = re.compile(r",\s[^,]{2,60}\s(?:says?|said|reports?|claims?|finds?)\W*$")
_VERBISH = re.compile(
    r"\w+(?:ed|s|ing)\b|\b(?:is|are|was|were|has|have|will|hit|dead)\b"
)
_SPEAKERISH = re.compile(
    r"\b(?:report|sources?|officials?|police|ministry|minister|monitors?|group|un|"
    r"u\.n\.|army|military|study|poll|observatory|activists?|residents?|witness(?:es)?|"
    r"medics?|survey|spokes\w+|agency|media|watchdog|ngo|rights group|rescuers?|"
    r"rescue workers|survivors?|doctors?|hospitals?|famil(?:y|ies)|relatives|"
    r"campaigners|investigat(?:ors?|ion)|researchers?|analysts?|experts?|inspectors|"
    r"locals|villagers|"
    r"mayor|governor|prosecutors?|lawyers|rebels|charity|inquiry|probe|data|envoy|"
    r"embassy|ambassador|authorities|government|president|civil defen[cs]e|"
    r"paramedics|firefighters|emergency services?|aid workers|journalists)\b"
    r"|^[A-Z]{2,6}$",
    re.IGNORECASE,
)


def headline_statements(reading: Reading) -> list[Statement]:
    """Return the verb-less statements of the headline."""
    return [
        statement
        for sentence in reading.sentences
        if sentence.is_headline
        for statement in _of_headline(reading, sentence)
    ]


def _of_headline(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    text = reading.text[sentence.start : sentence.end]
    for pattern in (_BEFORE, _AFTER):
        match = pattern.fullmatch(text.rstrip(" ."))
        both = _ANSWERS_AND_SAYS.match(text) if pattern is _AFTER else None
        if both is not None and not is_speakerish(both["content"]):
            yield _said(both, sentence.start)
            return
        if match and pattern is _BEFORE and _is_where(reading, match["source"]):
            return
        if match and _is_statement(match, speaker_is_first=pattern is _BEFORE):
            yield _said(match, sentence.start)
            return


def _is_where(reading: Reading, source: str) -> bool:
    """Say whether a title only begins with where it was ("Velmara: 24 known dead")."""
    named = open_parties(reading.reference).find(source)
    is_state = len(named) == 1 and named[0].words == source.strip()
    return is_state and named[0].code == home_state(reading)


def _said(match: re.Match[str], offset: int) -> Statement:
    return Statement(
        source=(_at(match, "source", offset),),
        cue=(_at(match, "cue", offset),),
        content=(_at(match, "content", offset),),
    )


def is_speakerish(words: str) -> bool:
    """Say whether words that follow ", says" may name who says it."""
    return words[:1].isupper() or _SPEAKERISH.search(words) is not None


def _at(match: re.Match[str], group: str, offset: int) -> Range:
    raw = match.group(group)
    start = offset + match.start(group) + len(raw) - len(raw.lstrip())
    return start, start + len(raw.strip())


def _is_statement(match: re.Match[str], *, speaker_is_first: bool) -> bool:
    source, content = match.group("source").strip(), match.group("content")
    if speaker_is_first and _SAID_LAST.search(content):
        return False  # "Velmara: strikes hit hospitals, monitors say": a rubric
    if len(source.split()) > _MAX_SPEAKER_WORDS or _RUBRIC.match(source):
        return False
    if len(content.split()) < _MIN_CONTENT_WORDS or not _VERBISH.search(content):
        return False
    if speaker_is_first and all(
        word[:1].isupper() or len(word) <= 3  # noqa: PLR2004  of, the, for
        for word in source.split()
    ):
        return source[:1].isupper()
    is_spoken = match.group("cue").strip(" ,:-–—") != ""
    return (is_spoken and not speaker_is_first) or _SPEAKERISH.search(
        source
    ) is not None
