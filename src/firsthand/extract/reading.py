"""A page read once: sentences, parses where needed, who says what.

Every finder gets the same `Reading` and returns claims; none reads the page again.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firsthand.extract.page import Page
from firsthand.model import Span
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
# A stretch is a statement's if so much of it is words of saying or content.
_MOSTLY = 0.8


@dataclasses.dataclass(frozen=True)
class Sentence:
    """One sentence of the page.

    Attributes:
        start: First code point in the page's text.
        end: One past the last.
        doc: Its parse; token offsets count from `start`. None = not parsed.
        is_headline: It is the title of the page.
    """

    start: int
    end: int
    doc: Doc | None = None
    is_headline: bool = False

    def at(self, token: Token) -> Range:
        """Return where a token of this sentence stands in the page's text."""
        return self.start + token.idx, self.start + token.idx + len(token)


@dataclasses.dataclass(frozen=True)
class Statement:
    """Somebody is said to say something (one attribution of the text).

    Attributes:
        source: Stretches that name the speaker, as written ("a spokesman", "he").
        cue: Stretches of the words of saying ("said", "according to").
        content: Stretches of what is said.
        speaker: The resolved speaker; None = not resolved.
        chain: Speakers from outermost to innermost, `speaker` last.
        is_unresolved: A speaker is meant, but the text does not let us name it.
        candidates: Who it might be, where unresolved.
        is_quote: The content stands in quotation marks.
        hedges: Hedge words of the cue ("alleged", "suspected").
        manner: "speech", "thought", "evidence" (a report shows), or "attitude"
            ("wants", "supports"), which makes nobody the speaker of a claim.
        addressee: Who is told ("told Lantern"), as written; None = not named.
        is_hedge: The cue itself holds back ("claims", "alleged").
        form: How the content hangs on the cue ("clause", "according", ...).
        cited: Whom the speaker cites for it ("citing a medic"); None = nobody named.
        is_inside_quote: The cue itself stands inside a quotation.
    """

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    speaker: str | None = None
    chain: tuple[str, ...] = ()
    is_unresolved: bool = False
    candidates: tuple[str, ...] = ()
    is_quote: bool = False
    hedges: tuple[str, ...] = ()
    manner: str = "speech"
    addressee: Range | None = None
    is_hedge: bool = False
    form: str = "clause"
    cited: Range | None = None
    is_inside_quote: bool = False

    @property
    def makes_a_speaker(self) -> bool:
        """Whether its content is somebody's word: not a wish, not what images show."""
        if self.manner == "evidence":
            return self.speaker is not None
        return self.manner != "attitude"


@dataclasses.dataclass(frozen=True)
class Reading:
    """A page as every finder sees it.

    Attributes:
        page: The page as given.
        language: Two letters ("en"); None = cannot be said.
        reference: Tables of the case.
        sentences: In order; page furniture left out. `doc` is None where the
            language is not English or the sentence holds no trigger word.
        statements: Who says what.
        furniture: Stretches of the text that belong to the page, not the report.
        memo: What was worked out once for this reading and is asked for again.
    """

    page: Page
    language: str | None
    reference: Reference
    sentences: Sequence[Sentence]
    statements: Sequence[Statement] = ()
    furniture: Sequence[Range] = ()
    memo: dict[str, Any] = dataclasses.field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def text(self) -> str:
        """The page's text."""
        return self.page.text

    def span(self, start: int, end: int) -> Span:
        """Return the span of a stretch of the text, with its quote."""
        return Span(start=start, end=end, quote=self.page.text[start:end])

    @functools.cached_property
    def _by_length(self) -> Sequence[Statement]:
        """Statements that make somebody a speaker, shortest content first."""
        return sorted(
            (made for made in self.statements if made.makes_a_speaker),
            key=lambda made: sum(e - s for s, e in made.content),
        )

    def statement_of(self, start: int, end: int) -> Statement | None:
        """Return the innermost statement that a stretch belongs to; None = none.

        A stretch belongs to a statement if its content holds it; failing that, if
        speaker, words of saying and content together do ("described the reports as
        ...", "the raid, according to a nurse, killed two").
        """
        for made in self._by_length:
            if any(s <= start and end <= e for s, e in made.content):
                return self._inside(made, start, end)
        return self._mostly(self._by_length, start, end)

    def _inside(self, held: Statement, start: int, end: int) -> Statement:
        """Return a statement inside another one that most of a stretch makes up.

        "which according to a nurse killed two", inside what a mayor says: the nurse's.
        """
        inner = [
            made
            for made in self._by_length
            if made is not held
            and made.form == "according"
            and any(start <= s and e <= end for s, e in made.cue)
        ]
        return self._mostly(inner, start, end) or held

    def _mostly(
        self, statements: Sequence[Statement], start: int, end: int
    ) -> Statement | None:
        for made in statements:
            parts = (*made.source, *made.cue, *made.content)
            held = sum(max(0, min(e, end) - max(s, start)) for s, e in parts)
            is_said = any(s < end and start < e for s, e in made.content)
            if is_said and held >= _MOSTLY * (end - start):
                return made
        return None
