"""Who says what: every statement of a page, as stretches of its text.

Direct, indirect, mixed and nested statements. Verbs and nouns of saying give drafts
sentence by sentence; quotations, which run over sentences and paragraphs, are joined
here. Method: M022.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Sequence

from firsthand.extract.cues import cues_of
from firsthand.extract.dialogue import dialogue_statements
from firsthand.extract.headlines import headline_statements
from firsthand.extract.inquiries import inquiry_statements
from firsthand.extract.quotes import Quotation, quotations
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.extract.sources_mended import mended
from firsthand.extract.speakers import resolve_speakers
from firsthand.extract.trees import stretches
from firsthand.extract.verbs_of_saying import Draft, drafts_of

# Between a quotation and the words that attribute it stand at most so many words.
_MAX_GAP_WORDS = 4
_MAX_GAP_CHARACTERS = 80
# After an attributed quotation, the rest of its sentence is no longer than this.
_MAX_REST = 400
# A quotation of fewer words is a borrowed phrase, not a statement of its own.
_MIN_QUOTED_WORDS = 3
# A quotation of so many words can be a whole clause.
_MIN_CLAUSE_WORDS = 8
_WORD = re.compile(r"\w+")
_ONLY_MARKS = re.compile(r"[\s\W]*\Z")
_ENDS_SENTENCE = re.compile(r"[.!?]")


@dataclasses.dataclass
class Made:
    """A draft laid on the page's text.

    Attributes:
        source: Stretches of the speaker's words.
        cue: Stretches of the words of saying.
        content: Stretches of what is said; grows as quotations are joined.
        manner: "speech", "thought", "attitude" or "evidence".
        takes_quote: A quotation can be its content.
        sentence: Index of its sentence.
        addressee: Who is told; None = nobody named.
        is_hedge: The cue itself holds back.
        is_quote: A quotation is its content.
        form: How the content hangs on the cue.
        cited: Whom the speaker cites for it; None = nobody named.
    """

    source: list[Range]
    cue: list[Range]
    content: list[Range]
    manner: str
    takes_quote: bool
    sentence: int
    addressee: Range | None = None
    is_hedge: bool = False
    is_quote: bool = False
    form: str = "clause"
    cited: Range | None = None

    @property
    def hull(self) -> Range:
        """The stretch from the first to the last word of source and cue."""
        parts = self.source + self.cue
        return min(s for s, _ in parts), max(e for _, e in parts)


def statements_of(reading: Reading) -> list[Statement]:
    """Return the statements of a reading in text order, speakers resolved."""
    made = [
        _laid(draft, sentence, number)
        for number, sentence in enumerate(reading.sentences)
        if sentence.doc is not None
        for draft in drafts_of(sentence.doc, cues_of(reading.reference))
    ]
    free = join_quotations(reading, made)
    quotes = quotations(reading.text)
    found = [
        _statement(one, is_quoted=is_quoted)
        for one in made
        if one.content
        and not ((is_quoted := _is_inside(one, quotes)) and one.manner != "speech")
    ]
    found += [_said_by_somebody(quote) for quote in free]
    titles = headline_statements(reading)
    found = [one for one in found if not _is_said_in(one, titles)] + titles
    found += dialogue_statements(reading)
    found += list(inquiry_statements(reading, found))
    found = mended(reading, found)
    found.sort(key=lambda s: (s.cue[0] if s.cue else s.content[0], s.content))
    return resolve_speakers(reading, found)


def _is_said_in(made: Statement, titles: Sequence[Statement]) -> bool:
    """Say whether a title's form makes a parsed speaker what is said."""
    return bool(made.source) and any(
        _holds(title.content[0], made.source[0]) and made.cue[0] == title.cue[0]
        for title in titles
    )


def _laid(draft: Draft, sentence: Sentence, number: int) -> Made:
    def on_page(ranges: Iterable[Range]) -> list[Range]:
        return [(sentence.start + s, sentence.start + e) for s, e in ranges]

    told = draft.addressee
    return Made(
        source=on_page(stretches(draft.source)),
        cue=on_page((t.idx, t.idx + len(t)) for t in draft.cue_tokens),
        content=on_page(stretches(draft.content)),
        manner=draft.cue.manner,
        takes_quote="quote" in draft.cue.takes,
        sentence=number,
        addressee=on_page(stretches(list(told.subtree)))[0]
        if told is not None
        else None,
        is_hedge=draft.cue.is_hedge,
        form=draft.form,
        cited=_first(on_page(stretches(list(draft.cited.subtree))))
        if draft.cited is not None
        else None,
    )


def _first(ranges: list[Range]) -> Range | None:
    return ranges[0] if ranges else None


def _is_inside(made: Made, quotes: Sequence[Quotation]) -> bool:
    return any(_holds((q.start, q.end), made.cue[0]) for q in quotes)


def _statement(made: Made, *, is_quoted: bool) -> Statement:
    return Statement(
        source=tuple(made.source),
        cue=tuple(_joined(made.cue, 1)),
        content=tuple(made.content),
        is_quote=made.is_quote,
        manner=made.manner,
        addressee=made.addressee,
        is_hedge=made.is_hedge,
        form=made.form,
        cited=made.cited,
        is_inside_quote=is_quoted,
    )


# --- quotations ------------------------------------------------------------------


def join_quotations(reading: Reading, made: list[Made]) -> list[Quotation]:
    """Give each quotation to the statement that it belongs to.

    A statement's content grows to the marks of a quotation that it shares; a
    quotation that no content touches goes to the nearest words of saying; one that
    goes on after its attribution belongs to the same statement.

    Returns:
        Whole sentences in marks that no words attribute: somebody says them.
    """
    quotes = quotations(reading.text)
    for one in made:
        one.content = _grown(one, quotes)
    _after_colon(reading, made, quotes)
    owner: dict[int, Made] = {}
    free: list[Quotation] = []
    for number, quote in enumerate(quotes):
        held = _holder(made, quote) or _nearest(reading, made, quote)
        if held is None:
            held = _continued(reading, made, quotes, owner, number)
        if held is None:
            held = _follows(reading, made, quote)
        if held is not None:
            owner[number] = held
            _add(held, quote)
        elif _is_free(reading, quote):
            free.append(quote)
    return free


def _is_free(reading: Reading, quote: Quotation) -> bool:
    """Say whether a quotation is one or more sentences of the text's body."""
    words = _WORD.findall(reading.text, quote.start, quote.end)
    is_heading = any(
        s.is_headline and s.start < quote.end and quote.start < s.end
        for s in reading.sentences
    )
    ends = _ENDS_SENTENCE.search(reading.text, quote.end - 2, quote.end)
    return (
        len(words) >= _MIN_QUOTED_WORDS
        and not is_heading
        and ends is not None
        and _is_whole_sentences(reading, quote)
    )


def _said_by_somebody(quote: Quotation) -> Statement:
    return Statement(
        source=(),
        cue=(),
        content=((quote.start, quote.end),),
        is_quote=True,
        form="quotation",
    )


def _add(made: Made, quote: Quotation) -> None:
    made.content = _joined([*made.content, (quote.start, quote.end)], 0)
    made.is_quote = True


def _joined(ranges: Iterable[Range], gap: int) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _holds(outer: Range, inner: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _grown(made: Made, quotes: Sequence[Quotation]) -> list[Range]:
    pieces = made.content
    for quote in quotes:
        around = (quote.start, quote.end)
        if _holds(around, made.cue[0]):
            pieces = [_clipped(piece, quote) for piece in pieces]
            pieces = [(s, e) for s, e in pieces if s < e]
        else:
            pieces = [_grown_piece(piece, quote) for piece in pieces]
    made.is_quote = any(
        _holds((q.start, q.end), piece) for q in quotes for piece in pieces
    )
    return _joined(pieces, 0)


def _clipped(piece: Range, quote: Quotation) -> Range:
    return max(piece[0], quote.start + 1), min(piece[1], quote.end - 1)


def _grown_piece(piece: Range, quote: Quotation) -> Range:
    start, end = piece
    if end <= quote.start or quote.end <= start:
        return piece
    return min(start, quote.start), max(end, quote.end)


def _holder(made: Sequence[Made], quote: Quotation) -> Made | None:
    """Return the statement whose content already holds the quotation."""
    holders = [
        one
        for one in made
        if one.manner in {"speech", "thought"}
        and any(_holds(piece, (quote.start, quote.end)) for piece in one.content)
    ]
    return min(holders, key=lambda m: sum(e - s for s, e in m.content), default=None)


def _nearest(reading: Reading, made: Sequence[Made], quote: Quotation) -> Made | None:
    """Return the words of saying right before or after a quotation."""
    if len(_WORD.findall(reading.text, quote.start, quote.end)) < _MIN_QUOTED_WORDS:
        return None
    best: tuple[int, int, Made] | None = None
    for number, one in enumerate(made):
        if not one.takes_quote or _holds((quote.start, quote.end), one.cue[0]):
            continue
        gap = _gap(reading.text, one, quote)
        if gap is not None and (best is None or (gap, number) < best[:2]):
            best = (gap, number, one)
    return best[2] if best else None


def _gap(text: str, made: Made, quote: Quotation) -> int | None:
    """Return how many words stand between; None = too far, or a sentence ends."""
    start, end = made.hull
    is_after = end <= quote.start
    between = text[end : quote.start] if is_after else text[quote.end : start]
    if not is_after and not quote.end <= start:
        return None
    if len(between) > _MAX_GAP_CHARACTERS or _ENDS_SENTENCE.search(between):
        return None
    n_words = len(_WORD.findall(between))
    is_closed = not is_after and text[quote.end - 2 : quote.end - 1] == "."
    is_full = made.content and not made.is_quote and not _is_long(text, quote)
    is_loose = is_after and n_words and not between.rstrip().endswith((",", ":"))
    if n_words > _MAX_GAP_WORDS or is_closed or is_full or is_loose:
        return None
    return n_words


def _is_long(text: str, quote: Quotation) -> bool:
    words = _WORD.findall(text, quote.start, quote.end)
    return len(words) >= _MIN_CLAUSE_WORDS


def _continued(
    reading: Reading,
    made: Sequence[Made],
    quotes: Sequence[Quotation],
    owner: dict[int, Made],
    number: int,
) -> Made | None:
    """Return whose quotation goes on here, with nothing of its own around it."""
    quote = quotes[number]
    before = owner.get(number - 1)
    if before is None:
        return None
    if quote.is_resumed:
        return before
    last = max(e for _, e in [*before.cue, *before.source, *before.content])
    is_interrupted = any(
        one is not before and last < one.cue[0][0] < quote.start for one in made
    )
    if is_interrupted or not _is_whole_sentences(reading, quote):
        return None
    between = reading.text[quotes[number - 1].end : quote.start]
    return before if _is_next(between, reading.text[last : quote.start]) else None


def _follows(reading: Reading, made: Sequence[Made], quote: Quotation) -> Made | None:
    """Return who spoke in the sentence right before a quotation, of one paragraph.

    '..., said Dr Pelvar. "We had no oxygen."': nobody else is beside it.
    """
    before = [s for s in reading.sentences if s.end <= quote.start]
    if not before or not _is_whole_sentences(reading, quote):
        return None
    last = before[-1]
    if reading.text[last.end : quote.start].strip(" ") or last.is_headline:
        return None
    number = len(before) - 1
    said = [
        one
        for one in made
        if one.sentence == number
        and one.source
        and one.content
        and one.manner == "speech"
        and one.form in _ATTRIBUTING
        and not any(_holds((s, e), one.cue[0]) for s, e in _contents(made, one))
    ]
    return said[0] if len(said) == 1 else None


def _contents(made: Sequence[Made], one: Made) -> list[Range]:
    return [piece for other in made if other is not one for piece in other.content]


# Forms in which a whole sentence is somebody's word.
_ATTRIBUTING = frozenset(("clause", "fronted", "parenthesis", "quotation", "according"))


def _is_next(between: str, rest: str) -> bool:
    """Say whether a quotation follows an attributed one closely enough.

    Args:
        between: Text from the end of the last quotation.
        rest: Text from the end of its statement, attribution included.
    """
    if len(rest) > _MAX_REST or between.count("\n") > 2:  # noqa: PLR2004  one blank line
        return False
    if "\n" in between and len(_WORD.findall(rest)) > _MAX_GAP_WORDS:
        return False
    return not _ENDS_SENTENCE.search(rest.rstrip(" \n.!?”\"'"))


def _is_whole_sentences(reading: Reading, quote: Quotation) -> bool:
    inside = [
        s for s in reading.sentences if s.start < quote.end and quote.start < s.end
    ]
    if not inside:
        return False
    outside = (
        reading.text[inside[0].start : quote.start]
        + reading.text[quote.end : max(quote.end, inside[-1].end)]
    )
    return not _WORD.search(outside)


def _after_colon(
    reading: Reading, made: Sequence[Made], quotes: Sequence[Quotation]
) -> None:
    """Give "X said:" what follows the colon, in the sentence or after it."""
    for one in made:
        if one.content or not one.takes_quote:
            continue
        sentence = reading.sentences[one.sentence]
        colon = reading.text.find(":", one.hull[1], sentence.end)
        if (
            colon < 0
            or len(_WORD.findall(reading.text, one.hull[1], colon)) > 2 * _MAX_GAP_WORDS
        ):
            continue
        if _ONLY_MARKS.match(reading.text[colon + 1 : sentence.end]):
            one.content = _next_paragraph(reading, one.sentence, quotes)
        else:
            start = (
                colon
                + 1
                + len(reading.text[colon + 1 :])
                - len(reading.text[colon + 1 :].lstrip())
            )
            one.content = [(start, sentence.end)]


def _next_paragraph(
    reading: Reading, number: int, quotes: Sequence[Quotation]
) -> list[Range]:
    following = list(itertools.islice(reading.sentences, number + 1, number + 2))
    if not following:
        return []
    first = following[0]
    for quote in quotes:
        if first.start <= quote.start < first.end:
            return [(quote.start, quote.end)]
    return [(first.start, first.end)]
