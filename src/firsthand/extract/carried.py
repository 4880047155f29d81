"""An account that goes on without its speaker ("..., the mayor said. Nine died.").

Where a paragraph's account is somebody's, and the next sentence shows by a sign that it
still tells the same, its claims are carried to that speaker, with a note; a sentence
that merely stands beside stays the outlet's. Reads the claims of a page, with their
speakers; writes them again. Table: carried_words. Method: M067.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

import msgspec

from firsthand.extract.inquiries import FORM as INQUIRY
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    MilitaryObjectiveClaim,
    PlaceClaim,
    RebuttalClaim,
    RootKind,
    TargetClaim,
    TimeClaim,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties
from firsthand.reference.voices import open_voices

NOTE = "speaker carried from the sentence before"
NOTE_BACK = "speaker carried from the sentence after, which counts on"
_ACCOUNT = (
    AttributionClaim,
    CasualtyClaim,
    DateClaim,
    MilitaryObjectiveClaim,
    PlaceClaim,
    TargetClaim,
    TimeClaim,
    VictimNamesClaim,
    WeaponClaim,
)
# Who only says whose attack it was has not told of it yet.
_FACTS = tuple(kind for kind in _ACCOUNT if kind is not AttributionClaim)
# A sentence with one of these is no plain account of an attack.
_ANSWERS = (ContextTotal, DenialClaim, RebuttalClaim)
# How much of a sentence words of saying and what is said make up, if it is somebody's.
_MOSTLY = 0.6
# So much said by somebody else makes it two people's.
_PARTLY = 0.25
# A toll of so few words, without place and day, says nothing but with what precedes it.
_ELLIPTIC_WORDS = 14
_MAX_CARRIED = 3
# A report's account goes on over paragraphs; this far.
_MAX_OF_REPORT = 6
_FIRST_WORDS = 4
_LONGEST_LEAD = 45  # characters
_WORD = re.compile(r"\w+")
_BULLET = re.compile(r"[ \t]*[*•·▪►■◦\-–—]\s")
_QUOTED = re.compile(r"[\s*•\-–—]*[\"“”«„]")
_FORMS = frozenset({"object", "noun"})
_OFFICES = frozenset({RootKind.OFFICIAL, RootKind.ARMED_GROUP, RootKind.OUTLET})


@dataclasses.dataclass(frozen=True)
class _Holder:
    """Whose account the sentence before is.

    Attributes:
        made: The statement that made it his.
        paragraph: Where the paragraph of that statement begins.
        n_carried: Over how many sentences it has been carried since.
        tells: It told of an attack or of harm.
        answers: It answered a charge, or told of a whole war.
        reports: It is that of a report's author, and denies nothing.
    """

    made: Statement
    paragraph: int
    n_carried: int
    tells: bool
    answers: bool
    reports: bool


@dataclasses.dataclass(frozen=True)
class _Bare:
    """A sentence with a toll that nobody is said to tell."""

    claims: tuple[tuple[int, Claim], ...]
    paragraph: int


def carried(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, those of a carried account with its speaker and a note.

    Args:
        reading: The page; its statements, or those its finders left in `memo`.
        claims: The claims of the page with their speakers set.
    """
    statements = reading.memo.get("statements", reading.statements)
    is_open = any(isinstance(c, _ACCOUNT) and c.speaker is None for c in claims)
    if not statements or not is_open:
        return list(claims)
    signs = reading.reference.derived("carried_words", _read_signs)
    signs = signs.get(reading.language or "en", {})
    page = _Page(reading, statements, signs, claims)
    return page.carried()


class _Page:
    """Goes through the sentences of a page in order, and knows whose account it is."""

    def __init__(
        self,
        reading: Reading,
        statements: Sequence[Statement],
        signs: dict[str, re.Pattern[str]],
        claims: Sequence[Claim],
    ) -> None:
        self._reading = reading
        said = [s for s in statements if s.makes_a_speaker]
        # "Nine are known to have died": nobody is said to know it.
        self._nobodys = [s for s in said if not (s.source or s.speaker or s.is_quote)]
        self._statements = [s for s in said if s not in self._nobodys]
        self._signs = signs
        self._claims = claims
        self._reporters: set[str] = set()

    def carried(self) -> list[Claim]:
        given: dict[int, Claim] = {}
        holder: _Holder | None = None
        bare: _Bare | None = None
        for sentence in self._reading.sentences:
            if sentence.is_headline:
                continue
            inside = [
                (n, c)
                for n, c in enumerate(self._claims)
                if sentence.start <= c.span.start < sentence.end
            ]
            own = [c for _, c in inside]
            heard = self._heard_in(sentence)
            if heard:
                holder = self._holder(sentence, heard, own)
                if holder and bare and self._counts_on(sentence, holder, bare):
                    given |= self._given(bare.claims, holder.made, NOTE_BACK)
                bare = None
                continue
            if holder and not own and self._is_within_report(sentence, holder):
                continue
            if holder is None or not self._goes_on(sentence, holder, own):
                holder = None
                bare = self._bare(sentence, inside, bare)
                continue
            bare = None
            holder = dataclasses.replace(
                holder,
                n_carried=holder.n_carried + 1,
                paragraph=self._paragraph_of(sentence),
            )
            given |= self._given(inside, holder.made, NOTE)
        return [given.get(n, claim) for n, claim in enumerate(self._claims)]

    def _given(
        self, inside: Sequence[tuple[int, Claim]], made: Statement, note: str
    ) -> dict[int, Claim]:
        return {
            n: _said_by(claim, made, note)
            for n, claim in inside
            if isinstance(claim, _ACCOUNT) and self._is_free(claim)
        }

    def _bare(
        self,
        sentence: Sentence,
        inside: Sequence[tuple[int, Claim]],
        before: _Bare | None,
    ) -> _Bare | None:
        """Return a toll without a speaker that the next sentence may count on from."""
        own = [claim for _, claim in inside]
        text = self._reading.text[sentence.start : sentence.end].casefold()
        is_toll = any(isinstance(c, CasualtyClaim) for c in own)
        if not is_toll or not self._is_account(own, text):
            return None
        begins = self._paragraph_of(sentence)
        if before and before.paragraph == begins and self._points_back(own, text):
            return _Bare(claims=(*before.claims, *inside), paragraph=begins)
        return _Bare(claims=tuple(inside), paragraph=begins)

    def _counts_on(self, sentence: Sentence, holder: _Holder, bare: _Bare) -> bool:
        text = self._reading.text[sentence.start : sentence.end].casefold()
        is_near = holder.paragraph == bare.paragraph
        return is_near and not holder.answers and self._is_met("adds", text)

    def _heard_in(self, sentence: Sentence) -> list[Statement]:
        return [s for s in self._statements if self._share(s, sentence) > 0]

    def _holder(
        self, sentence: Sentence, heard: Sequence[Statement], own: Sequence[Claim]
    ) -> _Holder | None:
        """Return whose account a sentence is; None = nobody's alone."""
        shares = [(one, self._share(one, sentence)) for one in heard]
        whole = [one for one, share in shares if share >= _MOSTLY]
        text = self._reading.text[sentence.start : sentence.end].casefold()
        is_report = self._is_met("report", text)
        whole = [s for s in whole if s.speaker and (is_report or s.form not in _FORMS)]
        others = _bodies(s.speaker for s, share in shares if share >= _PARTLY)
        if not whole and len(others) == 1 and sum(n for _, n in shares) >= _MOSTLY:
            # "It studied 15 cases; in them, by its count, 40 died."
            whole = [s for s, share in shares if share >= _PARTLY and s.speaker]
        if len(_bodies(s.speaker for s in whole)) != 1 or len(others) != 1:
            return None
        made = whole[0]
        told = [c for c in own if c.speaker == made.speaker and isinstance(c, _FACTS)]
        name = made.speaker or ""
        is_report = is_report or made.form == INQUIRY
        if is_report and not self._is_of_a_side(name):
            self._reporters.add(name)
        denies = any(isinstance(c, DenialClaim) for c in own)
        return _Holder(
            made=made,
            paragraph=self._paragraph_of(sentence),
            n_carried=0,
            tells=bool(told),
            answers=any(isinstance(c, _ANSWERS) for c in own)
            or (not told and any(isinstance(c, AttributionClaim) for c in own))
            or self._accuses(made),
            reports=name in self._reporters and not denies,
        )

    def _is_of_a_side(self, name: str) -> bool:
        """Say whether a speaker answers for a state or an armed group."""
        reference = self._reading.reference
        kind = open_voices(reference).kind_of(name)[0]
        is_party = kind is None and bool(open_parties(reference).find(name))
        return is_party or kind in _OFFICES

    def _accuses(self, made: Statement) -> bool:
        return any(
            self._is_met("accuses", self._reading.text[start:end].casefold())
            for start, end in made.cue
        )

    def _begins_with_somebody(self, text: str) -> bool:
        """Say whether a sentence begins with who could tell it ("The army counts")."""
        first = " ".join(text.split()[:_FIRST_WORDS])
        return open_voices(self._reading.reference).kind_of(first)[0] is not None

    def _share(self, made: Statement, sentence: Sentence) -> float:
        """Return how much of a sentence a statement makes up, speaker and cue too."""
        parts = sorted((*made.source, *made.cue, *made.content))
        held, last = 0, sentence.start
        for start, end in parts:
            is_lead = last == sentence.start and self._is_lead(sentence.start, start)
            held += max(
                0, min(end, sentence.end) - (last if is_lead else max(start, last))
            )
            last = max(last, end)
        return held / max(1, sentence.end - sentence.start)

    def _is_lead(self, start: int, end: int) -> bool:
        """Say whether words before a speaker belong to him ("a woman known as X")."""
        return (
            0 < end - start <= _LONGEST_LEAD
            and "," not in self._reading.text[start:end]
        )

    def _paragraph_of(self, sentence: Sentence) -> int:
        return self._reading.text.rfind("\n", 0, sentence.start) + 1

    def _goes_on(
        self, sentence: Sentence, holder: _Holder, own: Sequence[Claim]
    ) -> bool:
        """Say whether a sentence without a speaker is still the account before it."""
        begins = self._paragraph_of(sentence)
        text = self._reading.text[sentence.start : sentence.end].casefold()
        is_case = self._is_met("case", text) and self._is_of_report(holder, begins)
        is_near = begins == holder.paragraph and holder.n_carried < _MAX_CARRIED
        if holder.reports and self._goes_on_in_report(sentence, holder, own):
            return True
        if not (is_near or is_case) or not self._is_account(own, text):
            return False
        if self._is_met("own", text):
            return _is_of_people(own)
        if is_case or _BULLET.match(self._reading.text, begins):
            return not holder.answers
        is_later = any(isinstance(c, DateClaim) for c in own)
        if is_later or holder.answers or not holder.tells:
            return False
        return self._points_back(own, text)

    def _is_within_report(self, sentence: Sentence, holder: _Holder) -> bool:
        """Say whether a sentence that claims nothing stands inside a report's account.

        In Russian and Ukrainian; what follows it is still the report's.
        """
        is_read = self._reading.language in {"ru", "uk"}
        is_near = self._paragraph_of(sentence) == holder.paragraph
        return is_read and holder.reports and is_near

    def _goes_on_in_report(
        self, sentence: Sentence, holder: _Holder, own: Sequence[Claim]
    ) -> bool:
        """Say whether a sentence tells more of what a report found.

        What agencies tell between a report's own words and the next speaker is the
        report's, over the end of a paragraph too.
        """
        begins = self._paragraph_of(sentence)
        between = self._reading.text[holder.paragraph : begins].strip()
        is_next = "\n" not in between and holder.n_carried < _MAX_OF_REPORT
        text = self._reading.text[sentence.start : sentence.end].casefold()
        return is_next and self._is_account(own, text)

    def _is_account(self, own: Sequence[Claim], text: str) -> bool:
        """Say whether a sentence tells of an attack, and nobody is said to tell it."""
        is_account = any(map(_tells, own)) or self._is_met("of_report", text)
        is_account = is_account and all(map(self._is_free, own))
        is_account = is_account and not any(isinstance(c, _ANSWERS) for c in own)
        # A quotation with nobody beside it is somebody's whom the text does not name.
        is_outlets = self._is_met("outlet", text) or _QUOTED.match(text)
        return is_account and not is_outlets

    def _is_of_report(self, holder: _Holder, begins: int) -> bool:
        """Say whether the paragraph before tells what a report says."""
        between = self._reading.text[holder.paragraph : begins].casefold()
        is_report = self._is_met("report", between) or holder.reports
        return "\n" not in between.strip() and is_report

    def _points_back(self, own: Sequence[Claim], text: str) -> bool:
        """Say whether a sentence adds to what precedes it, or is bare without it."""
        if self._begins_with_somebody(text):
            return False
        return self._is_met("goes_on", text) or _is_elliptic(own, text)

    def _is_free(self, claim: Claim) -> bool:
        """Say whether nobody is named as the speaker of a claim."""
        if claim.speaker is not None or claim.chain or claim.candidates:
            return False
        return not claim.is_unresolved or any(
            start <= claim.span.start and claim.span.end <= end
            for made in self._nobodys
            for start, end in (_hull(made),)
        )

    def _is_met(self, sign: str, text: str) -> bool:
        pattern = self._signs.get(sign)
        return pattern is not None and pattern.search(text) is not None


def _bodies(names: Iterable[str | None]) -> set[str | None]:
    """Return distinct speakers: "the group Open Hand" and "Open Hand" are one."""
    kept: set[str | None] = set()
    for name in sorted(names, key=lambda n: len(n or "")):
        shorter = [k for k in kept if k and name and name.endswith(f" {k}")]
        if not shorter:
            kept.add(name)
    return kept


def _hull(made: Statement) -> Range:
    parts = (*made.cue, *made.content)
    return min(start for start, _ in parts), max(end for _, end in parts)


def _tells(claim: Claim) -> bool:
    return isinstance(
        claim, CasualtyClaim | TargetClaim | VictimNamesClaim | WeaponClaim
    )


def _is_of_people(own: Sequence[Claim]) -> bool:
    return any(isinstance(c, CasualtyClaim | VictimNamesClaim) for c in own)


def _is_elliptic(own: Sequence[Claim], text: str) -> bool:
    """Say whether a sentence is but a toll: no place, no day, nobody who did it."""
    is_toll = any(isinstance(c, CasualtyClaim) for c in own)
    is_bare = not any(isinstance(c, PlaceClaim | AttributionClaim) for c in own)
    return is_toll and is_bare and len(_WORD.findall(text)) <= _ELLIPTIC_WORDS


def _said_by(claim: Claim, made: Statement, note: str) -> Claim:
    return msgspec.structs.replace(
        claim,
        speaker=made.speaker,
        chain=made.chain,
        is_unresolved=False,
        note=f"{claim.note}; {note}" if claim.note else note,
    )


def _read_signs(reference: Reference) -> dict[str, dict[str, re.Pattern[str]]]:
    """Return one pattern a language and sign."""
    rows = reference.table("carried_words")
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        signs = found.setdefault(str(row["language"]), {})
        signs.setdefault(str(row["sign"]), []).extend(map(str, row["patterns"]))
    return {
        language: {
            sign: re.compile("|".join(f"(?:{p})" for p in patterns))
            for sign, patterns in signs.items()
        }
        for language, signs in found.items()
    }
