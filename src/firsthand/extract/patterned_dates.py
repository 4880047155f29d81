"""Dates among the tokens of sentences read by patterns; the grammar is that of all.

Method: M002. Rows: `months`, `weekdays`, `date_words` and their kin.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from firsthand.extract.patterned import Language, Token, Words
from firsthand.extract.reading import Reading
from firsthand.model import FuzzyDate
from firsthand.reference import Reference
from firsthand.reference.news_dates import Found, read_dates


@dataclasses.dataclass(frozen=True)
class Dated:
    """A date and its tokens: `first` up to `last`."""

    first: int
    last: int
    date: FuzzyDate


def dates_of(reading: Reading, language: Language) -> list[Found]:
    """Return the dates of a page, in order, none overlapping.

    In Russian and Ukrainian less those that say when it was told, not when it was.
    """
    found = read_dates(
        reading.text,
        published=reading.page.published,
        language=language.code,
        reference=reading.reference,
    )
    if not language.is_slavic:
        return found
    day = reading.page.published
    return [one for one in found if not _is_of_the_telling(reading.text, one, day)]


def _is_of_the_telling(text: str, found: Found, published: dt.date | None) -> bool:
    """Say whether a Slavic date is that of the telling ("earlier 22 were told of").

    So are the day on which a document came out, the dateline above a report, and the
    prayers named after a day.
    """
    start, end, date = found
    end -= text[start:end].endswith(".")
    words = text[start:end].lower()
    after = text[end : end + _REACH].lower()
    before = text[max(0, start - _REACH) : start]
    if _EARLIER.search(words) and _TOLD_THEN.match(after):
        return True
    is_of_paper = _CAME_OUT.search(before.lower()) or _OF_PRAYERS.match(after)
    is_of_today = published is not None and date.earliest == published
    heads = _DATELINE.search(before) or (is_of_today and _LINE_BEGINS.search(before))
    is_dateline = heads and _DATELINE_ENDS.match(after)
    return bool(is_of_paper or is_dateline)


_EARLIER = re.compile(
    r"накануне|вчера|ранее|раньше|напередодні|вчора|учора|раніше|позавчора"
)
_TOLD_THEN = re.compile(
    r"\s+(?:же\s+)?(?:\w+\s+){0,2}?(?:говорило|говорили|сообщал|упоминал|называл|"
    r"речь шла|шла речь|насчитывал|было известно|йшлося|ішлося|повідомля|згадувал|"
    r"називал|було відомо|нараховувал|мова йшла)"
)
_CAME_OUT = re.compile(
    r"(?<!\w)(?:вышел|вышла|вышло|вышли|вышедш\w+|опубликова\w+|обнародова\w+|"
    r"датирова\w+|вийшов|вийшла|вийшло|вийшли|опублікова\w+|оприлюдн\w+|датова\w+)"
    r"\s+(?:в\s+|у\s+|во\s+)?$"
)
_OF_PRAYERS = re.compile(r"\s+(?:молитв|намаз|проповед|проповід|богослуж)")
_DATELINE = re.compile(r"(?:^|\n)\s*[А-ЯЁІЇЄҐ][А-ЯЁІЇЄҐ'’ \-]+,\s*$")
_LINE_BEGINS = re.compile(r"(?:^|\n)\s*$")  # "17 июня. «...» - "
_DATELINE_ENDS = re.compile(r"\s*(?:года|року|р\.|г\.)?\s*[.—–\-/(]")


def among(tokens: Sequence[Token], found: Sequence[Found]) -> Iterator[Dated]:
    """Yield the dates of a page that lie in a sentence, with their tokens."""
    for start, end, date in found:
        held = [n for n, t in enumerate(tokens) if t.start < end and start < t.end]
        if held and tokens[held[0]].start <= start and end <= tokens[held[-1]].end:
            yield Dated(held[0], held[-1] + 1, date)


def before_the_event(tokens: Sequence[Token], dated: Dated) -> Dated:
    """Return an Arabic "two days after the raid" as a day before the report.

    The date is counted forward from the day of publication, but "after the raid" tells
    how long ago the raid was.
    """
    date = dated.date
    is_after = tokens[dated.first].word == "بعد" and dated.last < len(tokens)
    if not is_after or tokens[dated.last].word not in {"من", "علي"}:
        return dated
    if date.anchor is None or date.earliest is None or date.latest is None:
        return dated
    if date.earliest <= date.anchor:
        return dated
    turned = msgspec.structs.replace(
        date,
        earliest=date.anchor - (date.latest - date.anchor),
        latest=date.anchor - (date.earliest - date.anchor),
    )
    return dataclasses.replace(dated, date=turned)


def widened(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Return where a day stands with the part of it that is told ("la tarde del ...").

    In French and Spanish; elsewhere the day alone.
    """
    if language not in _PARTS_BEFORE:
        return start, end
    before = _PARTS_BEFORE[language].search(text, max(0, start - _REACH), start)
    after = _PARTS_AFTER[language].match(text, end)
    return (
        before.start() if before is not None and before.end() == start else start,
        after.end() if after is not None else end,
    )


_REACH = 45
_PARTS_BEFORE = {
    "es": re.compile(
        r"(?:\b(?:[Dd]esde|[Hh]asta|[Ee]n|[Aa]|[Hh]acia|[Dd]urante|[Ss]obre)\s+)?"
        r"(?:\b(?:[Ll]as?|[Ee]l|[Dd]el|[Aa]l|[Ee]ste|[Ee]sta|[Ll]os)\s+)?"
        r"(?:(?:\w+\s+de\s+la\s+)?(?:madrugada|mañana|tarde|noche|mediodía|medianoche)"
        r"\s+(?:del?)\s+(?:este\s+|el\s+)?)?(?:pasad[oa]\s+)?\Z"
    ),
    "fr": re.compile(
        r"(?:\b(?:[Dd]ans|[Dd]epuis|[Dd]ès|[Aa]u|[Aa]ux|[Ee]n|[Àà])\s+)?"
        r"(?:(?:\b(?:[Ll]e|[Ll]a|[Cc]e|[Ll]es)\s+|\b[Ll]['’])?"
        r"(?:(?:nuit|matinée|soirée|journée|après-midi|aube|matin)\s+(?:du\s+|de\s+|d['’])"
        r"(?:le\s+)?)?)\Z"
    ),
}
_PARTS_AFTER = {
    "es": re.compile(
        r"\s+(?:por|a|en|de)\s+(?:la\s+|media\s+)?(?:mañana|tarde|noche|madrugada)\b"
        r"|\s+al?\s+(?:amanecer|mediodía|anochecer|medianoche)\b"
    ),
    "fr": re.compile(
        r"\s+(?:matin|soir|après-midi|midi|dans la (?:soirée|matinée|nuit)|à l['’]aube"
        r"|au lever du jour|vers midi|en (?:fin|début) de (?:journée|matinée|soirée)"
        r"|à la mi-journée|au petit matin|tôt le matin)\b"
    ),
}


def calendar_words(reference: Reference, language: Language) -> Words:
    """Return the names of months and weekdays, which name nothing else."""

    def make(tables: Reference) -> Words:
        rows = [
            {"forms": row[language.code]}
            for table in ("months", "weekdays")
            for row in tables.table(table)
        ]
        return Words(rows, language)

    made: Words = reference.derived(f"calendar:{language.code}", make)
    return made
