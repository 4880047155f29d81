"""The sentences of a page in a language without a parse, read once for all finders.

Each begins behind its dateline, with its words, dates, weapons, parties and words of
striking. Method: M056.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.extract.patterned_dates import Dated, among, before_the_event, dates_of
from firsthand.extract.reading import Reading
from firsthand.extract.unparsed.arabic_words import (
    is_a_channel,
    is_a_truce,
    of_the_government,
    past_case,
    told_once,
    without_case,
)
from firsthand.extract.unparsed.token_words import AIMED_AT, FEW_WORDS
from firsthand.reference.parties import PartyMention
from firsthand.reference.weapons import WeaponMention

_DATELINE_WORDS = 6
_CLOSED = frozenset({"»", "”"})  # behind the name of a weapon in signs
_HYPHEN = re.compile(r"(?<=[\u0600-\u06ff])-(?=\d)")
# Words that mean a weapon only as part of a longer phrase, and are too general alone.
_TOO_GENERAL = frozenset({"explosives", "shelling", "warplane", "siege"})
_RAID = re.compile(r"бомбардир|бомбард|бомбеж|авианал|авіанал|налет|наліт|нальот")
_SHELLED = re.compile(
    r"обстр[еі]л|obus|obús|proyectil|قذ(?:يفة|ائف|يفت)"
)  # says with what, where nothing says it closer
_DATELINE = re.compile(r"(?P<head>[^\n«“\"]{2,80}?)(?:\s|(?<=\))\.)[-–—]{1,2}(?:\s+|$)")
# "Talbar, 14 mar (ANV) Seis personas ...": no dash behind the agency.
_CREDITED = re.compile(
    r"[^\W\d_][^\n«“\",]{2,30}(?:,[^\n«“\",]{2,30})?,\s+\d{1,2}\s+(?:de\s+)?"
    r"[^\W\d_]{3,10}\.?\s+\([^)\n]{2,30}\)\s*[-–—.]*\s*(?=[A-ZÁÉÍÓÚÑ\"“«])"
)
_ARABIC_DATELINE = re.compile(  # "غزة - رويترز: ..."
    r"[\u0600-\u06ff]+(?: [\u0600-\u06ff]+)? [-–] [^\n:،.]{2,25}:\s+"
    r"|[\u0600-\u06ff]+(?: [\u0600-\u06ff]+){0,2} / [^\n:،.]{2,30} [-–—]\s+"
)
# "سارمك - ...": a city alone, in the first words below a title
_ARABIC_CITY = re.compile(r"[\u0600-\u06ff]+(?: [\u0600-\u06ff]+){0,2} [-–—]\s+")
_DATED = re.compile(  # "..., 30 de noviembre de 2021 (Lisandra)": the date ends it
    r"\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?(?:\s+(?:de\s+)?\d{4}\S*)?(?:\s*\([^)]*\))?$"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_CITY = 3


@dataclasses.dataclass(frozen=True)
class Sentence:
    """One sentence, read once for all finders."""

    start: int
    end: int
    tokens: Sequence[Token]
    is_headline: bool
    dates: Sequence[Dated]
    weapons: Sequence[WeaponMention]
    parties: Sequence[PartyMention]
    strikes: Sequence[Found]


class Sentences:
    """Reads the sentences of a page in a language without parser."""

    def __init__(self, reading: Reading, language: Language) -> None:
        """Find the dates of the whole page once."""
        self._reading = reading
        self._language = language
        self._reference = reading.reference
        self._named = language.parties(reading.reference)
        self.dated = dates_of(reading, language)

    def read(self) -> list[Sentence]:
        """Return the page's sentences, in order."""
        return [
            self._sentence(s.start, s.end, is_headline=s.is_headline)
            for s in self._reading.sentences
        ]

    def _sentence(self, start: int, end: int, *, is_headline: bool) -> Sentence:
        text = self._reading.text
        start = _after_dateline(text, start, end)
        tokens = self._language.tokens(text, start, end)
        dates, weapons = self._dates(tokens), self._weapons(start, end)
        parties = self._parties(start, end)
        if self._language.code == "ar":
            parties += of_the_government(text, start, end, self._named)
            dates = [before_the_event(tokens, dated) for dated in dates]
            weapons = [
                w for w in weapons if not (is_a_channel(text, w) or is_a_truce(text, w))
            ]
            parties = told_once(text, parties)
        strikes = words_of(self._reference, self._language, "things", "strike")
        return Sentence(
            start,
            end,
            tokens,
            is_headline,
            dates,
            weapons,
            parties,
            strikes.find(tokens),
        )

    def _dates(self, tokens: Sequence[Token]) -> list[Dated]:
        published = self._reading.page.published
        return [
            dated
            for dated in among(tokens, self.dated)
            if not _is_dateline(tokens, dated, published)
        ]

    def _weapons(self, start: int, end: int) -> list[WeaponMention]:
        stretch = _HYPHEN.sub(" ", self._reading.text[start:end])
        rows = self._language.weapons(self._reference)
        return [_shifted(m, start) for m in rows.find(stretch)]

    def _parties(self, start: int, end: int) -> list[PartyMention]:
        text = self._reading.text
        stretch = text[start:end]
        if self._language.code == "ar":
            stretch = without_case(stretch, self._named)
        return [
            dataclasses.replace(
                m, start=m.start + start, end=past_case(text, m.end + start)
            )
            for m in self._named.find_joined(stretch)
        ]


def aimed(sentence: Sentence) -> Iterator[Found]:
    """Yield the weapons that a word of aim follows ("shells on the quarter")."""
    for mention in sentence.weapons:
        inside = [
            n
            for n, t in enumerate(sentence.tokens)
            if t.start < mention.end and mention.start < t.end
        ]
        last = inside[-1] + 1 if inside else len(sentence.tokens)
        last += last < len(sentence.tokens) and sentence.tokens[last].word in _CLOSED
        if last < len(sentence.tokens) and sentence.tokens[last].word in AIMED_AT:
            yield Found(inside[0], last, {"kind": "strike"})


def _shifted(mention: WeaponMention, start: int) -> WeaponMention:
    """Return a mention with offsets of the page instead of the sentence."""
    return dataclasses.replace(
        mention, start=mention.start + start, end=mention.end + start
    )


def telling(mentions: Sequence[WeaponMention]) -> list[WeaponMention]:
    """Return the weapons that say more than that something exploded or flew."""
    told = [m for m in mentions if m.is_type or m.code not in _TOO_GENERAL]
    return told or [m for m in mentions if _SHELLED.match(m.words.lower())]


def n_arms_of(sentence: Sentence) -> int:
    """Return how many weapons, and raids of aircraft in Slavic, a sentence names."""
    raids = [s for s in sentence.strikes if _RAID.match(sentence.tokens[s.first].word)]
    return len(_of_war(sentence.weapons)) + len(raids)


def _of_war(mentions: Sequence[WeaponMention]) -> list[WeaponMention]:
    """Return the weapons that films borrow less ("shots", "shelling" are theirs)."""
    return [m for m in telling(mentions) if m.code not in {"gunfire", "shelling"}]


def _after_dateline(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after "ARIKHAN (Velmara), 30 nov (Agency) -"."""
    wired = _ARABIC_DATELINE.match(text, start, end)
    if wired is None and "\n" not in text[:start].strip():
        wired = _ARABIC_CITY.match(text, start, end)
    if wired is not None:
        return wired.end()
    credited = _CREDITED.match(text, start, end)
    if credited is not None:
        return credited.end()
    found = _DATELINE.match(text, start, end)
    if found is None:
        return start
    head = found["head"]
    first = _FIRST_WORD.match(head)
    is_city = first is not None and len(first[0]) >= _SHORTEST_CITY
    is_shouted = is_city and first is not None and first[0].isupper()
    n_small = sum(w[0][0].islower() for w in _FIRST_WORD.finditer(head))
    is_shouted = is_shouted and n_small <= FEW_WORDS  # "The UN spoke of 5 dead - "
    is_dated = _DATED.search(head) is not None and any(c in head for c in ",،(")
    is_credited = head.endswith(")")
    return found.end() if is_shouted or is_dated or is_credited else start


def _is_dateline(
    tokens: Sequence[Token], dated: Dated, published: dt.date | None
) -> bool:
    """Say whether a date heads a report as its day of publication."""
    is_first = dated.first <= _DATELINE_WORDS and dated.last < len(tokens)
    is_full = any(letter.isdigit() for letter in dated.date.words)
    heads = is_first and is_full and tokens[dated.last].word in {"-", "–", "—", "."}
    is_city = all(t.is_word and t.given[0].isupper() for t in tokens[: dated.first - 1])
    is_bare = is_city and dated.last + 1 == len(tokens)  # "ANKARA, 8 March."
    days = [published - dt.timedelta(days=int(is_bare))] if published else []
    return heads and dated.date.earliest in {published, *days}
