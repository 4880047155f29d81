"""A text becomes sentences, without the parser.

Headline, dateline, paragraphs, list lines and abbreviations are told apart by form
alone; lines of page furniture are masked, so that no claim comes from them while
all offsets stay those of the text as given. Method: M021.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.reading import Range, Sentence
from firsthand.reference import Reference
from firsthand.reference.furniture import furniture_ranges

_MAX_HEADLINE_WORDS = 30
_MIN_WRAPPED_LINE = 45
_MAX_WRAPPED_LINE = 100
_TITLE_CASE_SHARE = 0.6

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[ \t]*(?:[-*•·▪–—►■●○◆]+|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t]+")
_ENDS = re.compile(r"[.!?…؟。]+[\"”’»')\]]*\s*$")
# A place, perhaps a country and an agency, then a dash, at the head of a paragraph.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’\- ]{2,30}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,2}(?=,| \())"
    r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?(?: \d{1,2})?)?"
    r"(?: ?\([A-Z][\w ./&-]{1,30}\))? ?(?:--|[-–—]) ?(?=[\"“‘A-Z])"
)
_BOUNDARY = re.compile(
    r"(?P<end>[.!?…؟。]+)(?P<close>(?:[\"”’»')\]]|[ \u00a0\u202f]»)*)(?P<gap>\s+)"
    r"(?=(?P<open>[\"“‘«'(\[]*)(?P<next>\S))"
)
_LAST_WORD = re.compile(r"[\w.&’'-]+$")
# In Cyrillic only capitals are initials: "2020 г." may end a sentence.
_INITIALS = re.compile(r"(?:(?:[A-Za-z]\.)*[A-Za-z]|(?:[А-ЯЁІЇЄҐ]\.)*[А-ЯЁІЇЄҐ])$")
_NEXT_WORD = re.compile(r"[\"“‘«'(\[]*([\w’']+)")


def split_sentences(
    text: str, reference: Reference
) -> tuple[list[Sentence], list[Range]]:
    """Return the sentences of a text, unparsed, and the masked furniture lines.

    Args:
        text: The text as given.
        reference: For page furniture and abbreviations.

    Returns:
        Sentences in order, never overlapping, surrounding space left out; then the
        stretches of the text that are page furniture.
    """
    masked = furniture_ranges(text, reference)
    lines = [line for line in _lines(text) if line not in set(masked)]
    abbreviations = reference.derived("abbreviations", _abbreviations)
    headline = _headline(text, lines)
    sentences: list[Sentence] = []
    if headline is not None:
        sentences.append(Sentence(*headline, is_headline=True))
        lines = lines[1:]
    for start, end in _paragraphs(text, lines):
        sentences += _sentences_of(text, start, end, abbreviations)
    return sentences, masked


def _abbreviations(reference: Reference) -> dict[str, str]:
    return {
        str(row["abbreviation"]).lower(): str(row["ends"])
        for row in reference.table("abbreviations")
    }


def _lines(text: str) -> list[Range]:
    return [
        (match.start(), match.end())
        for match in _LINE.finditer(text)
        if match.group().strip()
    ]


def _headline(text: str, lines: Sequence[Range]) -> Range | None:
    """Return the first line where it is a title: short, set apart, no full stop."""
    if len(lines) < 2:  # noqa: PLR2004  a title needs a body
        return None
    start, end = _trimmed(text, *lines[0])
    words = text[start:end].split()
    is_followed_by_gap = text[lines[0][1] : lines[1][0]].count("\n") > 1
    is_lead_in = text[start:end].endswith(":") or _DATELINE.match(text, start)
    if not words or len(words) > _MAX_HEADLINE_WORDS or is_lead_in:
        return None
    if not _ENDS.search(text[start:end]):
        is_wrapped = _continues(text, lines[0], lines[1]) and (
            lines[1][1] - lines[1][0] <= _MAX_WRAPPED_LINE
        )
        return None if is_wrapped else (start, end)
    if any(_cuts(text, start, end, {})) or not is_followed_by_gap:
        return None
    return (start, end) if _is_title_case(words) else None


def _is_title_case(words: Sequence[str]) -> bool:
    long_words = [word for word in words if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004  shorter words stay lower case in titles
    capitals = sum(word[0].isupper() for word in long_words)
    return len(long_words) > 0 and capitals / len(long_words) >= _TITLE_CASE_SHARE


def _paragraphs(text: str, lines: Sequence[Range]) -> Iterator[Range]:
    """Join lines that were only wrapped; every other line break is a break."""
    block: list[Range] = []
    for line in lines:
        if block and not _continues(text, block[-1], line):
            yield block[0][0], block[-1][1]
            block = []
        block.append(line)
    if block:
        yield block[0][0], block[-1][1]


def _continues(text: str, line: Range, following: Range) -> bool:
    if text[line[1] : following[0]].count("\n") > 1 or _BULLET.match(
        text, following[0], following[1]
    ):
        return False
    if text[following[0] : following[1]].lstrip()[:1].islower():
        return True
    length = len(text[line[0] : line[1]].strip())
    if not _MIN_WRAPPED_LINE <= length <= _MAX_WRAPPED_LINE:
        return False
    return not _ENDS.search(text[line[0] : line[1]]) or _is_wrapped(text, following)


def _is_wrapped(text: str, line: Range) -> bool:
    return (
        _MIN_WRAPPED_LINE <= line[1] - line[0] <= _MAX_WRAPPED_LINE
        and _ENDS.search(text[line[0] : line[1]]) is None
    )


def _sentences_of(
    text: str, start: int, end: int, abbreviations: dict[str, str]
) -> Iterator[Sentence]:
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.end() < end:
        start = bullet.end()
    dateline = _DATELINE.match(text, start, end)
    if dateline and dateline.end() < end:
        yield Sentence(*_trimmed(text, start, dateline.end()))
        start = dateline.end()
    for cut in [*_cuts(text, start, end, abbreviations), end]:
        trimmed = _trimmed(text, start, cut)
        if trimmed[0] < trimmed[1]:
            yield Sentence(*trimmed)
        start = cut


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cuts(
    text: str, start: int, end: int, abbreviations: dict[str, str]
) -> Iterator[int]:
    for match in _BOUNDARY.finditer(text, start, end):
        if _is_end(text, start, match, abbreviations):
            yield match.start("gap")


def _is_end(
    text: str, start: int, match: re.Match[str], abbreviations: dict[str, str]
) -> bool:
    following = match.group("next")
    if following.islower() or following in ",;:»":
        return False
    if match.group("end") != "." or match.group("close"):
        return True
    before = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    word = before.group().lower() if before else ""
    if word in abbreviations:
        return _abbreviation_ends(abbreviations[word], text, match)
    if before and _INITIALS.match(before.group()) and before.group() != "I":
        return len(word) > 1 and _starts_a_sentence(text, match)
    return True


def _abbreviation_ends(kind: str, text: str, match: re.Match[str]) -> bool:
    if kind == "number":
        return not match.group("next").isdigit()
    return kind == "maybe" and _starts_a_sentence(text, match)


# Words that open a sentence and hardly ever go on after "U.S." or "a.m.".
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "the a an in on at he she it they we but and this that these those there "
        "when while after before as for from if his her its their our some many no "
        "not one however according since with by both all more most another several",
    )
)


def _starts_a_sentence(text: str, match: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, match.end())
    return following is not None and (
        following.group(1).lower() in _OPENERS or bool(match.group("open"))
    )
