"""Clauses that may answer, rebut or assert, and what a small model is told of each.

A sentence is cut at its marks, its quotation signs, its joining words and where what
somebody says begins and ends; a candidate is one piece, or two that follow each other.
Features say who speaks (by kind, never by name), how the clause stands, and its words
by their beginnings. One way for all six languages; training and reading share it.
Method: M053.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DenialClaim,
    MilitaryObjectiveClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import Reference
from firsthand.reference.parties import PartyMention, open_parties_of_all_languages

WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"[,،;؛:](?!\d)|[.!?؟…](?=\s|[\"»”’']|$)|\s[–—-]\s|[\"«»“”„()\n]")
_JOINER = re.compile(
    r"\s(?=(?:and|but|while|adding|saying|y|e|pero|mientras|et|mais|tandis que"
    r"|и|но|а|і|й|та|але)\s)|\s(?=و\w{3,})"
)
_QUOTED = re.compile(r"[«\"“”»]")
_DIGIT = re.compile(r"\d")
_PIECES, _MOST_WORDS, _LEAST_WORDS = 2, 28, 2
_SHORT, _LONG = 4, 16  # words
_STEM = 5  # letters by which words are told apart
_NEAR_NAME, _BEHIND_NAME = 90, 70  # letters about a name in which its side is told
_CARRIED = 500  # letters back to who spoke last
_CARRIED_ON = 250  # to him of whom nothing but "he" is said
_MOSTLY = 0.8
_EARLY = 3  # sentences
_MOST_MET = 200_000
_BEFORE, _AFTER = 4, 3  # words about a clause
_NEAR_WORDS = 60  # letters in which they stand
_NEAR_ANSWER = 350  # letters back to an answer that may be rebutted
_BESIDE = 2  # letters between a sentence and a statement beside it
_NO_NEAR = 25  # letters before a clause in which its "not" stands


@dataclasses.dataclass(frozen=True)
class Clause:
    """A candidate.

    Attributes:
        start: First code point in the page's text.
        end: One past the last.
        sentence: Index of its sentence.
        made: The statement it belongs to; None = nobody is said to say it.
        party: Code of the side whose answer it would be; None = none found.
        shared: What its sentence is told by, each "group:value"; words by their
            beginnings.
        own: What it alone is told by.
        near: What other claims in and before it tell of it (what answers what), for
            kinds other than answers.
        words: Its words, folded to lower case.
        may_answer: Whether its sentence names a side or an office, or one speaks in it.
        is_told: Whether its sentence stands in a statement or beside one; asked of wide
            candidates only.
    """

    start: int
    end: int
    sentence: int
    made: Statement | None
    party: str | None
    shared: tuple[str, ...]
    own: tuple[str, ...]
    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    may_answer: bool = True
    is_told: bool = False

    @property
    def features(self) -> tuple[str, ...]:
        """All that it is told by as an answer."""
        return (*self.shared, *self.own)


@dataclasses.dataclass(frozen=True)
class _Words:
    office: re.Pattern[str]
    witness: re.Pattern[str]
    no: re.Pattern[str]
    asked: re.Pattern[str]
    longer: tuple[re.Pattern[str] | None, ...]
    met: dict[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)

    def places(self, text: str) -> tuple[list[int], ...]:
        """Return where words of each kind stand in a text; words are tried once."""
        found: tuple[list[int], ...] = ([], [], [], [])
        for match in WORD.finditer(text):
            for kind in self._kinds(match.group()):
                found[kind].append(match.start())
        for places, pattern in zip(found, self.longer, strict=True):
            if pattern is not None:
                more = {match.start() for match in pattern.finditer(text)}
                places[:] = sorted({*places, *more})
        return found

    def _kinds(self, word: str) -> tuple[int, ...]:
        kinds = self.met.get(word)
        if kinds is None:
            if len(self.met) > _MOST_MET:
                self.met.clear()
            patterns = (self.office, self.witness, self.no, self.asked)
            kinds = tuple(n for n, p in enumerate(patterns) if p.search(word))
            self.met[word] = kinds
        return kinds


@dataclasses.dataclass(frozen=True)
class _Speaker:
    """Who makes a statement, by kind."""

    party: str | None
    is_office: bool
    is_witness: bool
    stems: tuple[str, ...]

    @property
    def is_side(self) -> bool:
        return self.party is not None or self.is_office


_NOBODY = _Speaker(party=None, is_office=False, is_witness=False, stems=())


@dataclasses.dataclass(frozen=True)
class _Voice:
    """Who says a clause: the statement, its side, and features of both."""

    made: Statement | None
    party: str | None
    features: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _About:
    """What the candidates of a sentence share."""

    number: int
    sentence: Sentence
    beside: Sequence[Statement]
    shared: tuple[str, ...]
    may_answer: bool
    is_told: bool


def clauses_of(
    reading: Reading, claims: Sequence[Claim], *, is_wide: bool = False
) -> Iterator[Clause]:
    """Yield the candidates of a page, in order.

    Args:
        reading: The page.
        claims: What the finders found on it: tolls, authors, objectives.
        is_wide: Take sentences too that only stand in a statement or beside one, to
            learn from; no side or office is named or speaks there.
    """
    page = _Page(reading, claims, is_wide=is_wide)
    for number, sentence in enumerate(reading.sentences):
        may_answer = page.may_answer(sentence)
        is_told = is_wide and page.is_told(sentence)
        if may_answer or is_told:
            yield from page.clauses(
                number, sentence, may_answer=may_answer, is_told=is_told
            )


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(WORD.findall(text.lower()))


class _Page:
    """What the clauses of a page share."""

    def __init__(
        self, reading: Reading, claims: Sequence[Claim], *, is_wide: bool
    ) -> None:
        self.reading = reading
        self.is_wide = is_wide
        self.text = reading.text
        told: _Words = reading.reference.derived("answer_words", _read_words)
        self.told = told
        self._office, self._witness, self._no, self._asked = told.places(self.text)
        statements = reading.statements or reading.memo.get("statements", ())
        self.statements: Sequence[Statement] = [
            made for made in statements if made.makes_a_speaker
        ]
        parties = open_parties_of_all_languages(reading.reference)
        self.parties = parties.find_joined(self.text)
        self.accused = {
            code
            for claim in claims
            if isinstance(claim, AttributionClaim) and not claim.negated
            for code in re.split(r"[/+]", claim.perpetrator or "")
            if code
        }
        self.tolls = _spans(claims, (CasualtyClaim, ContextTotal))
        self.authors = [
            (c.span.start, c.span.end)
            for c in claims
            if isinstance(c, AttributionClaim) and not c.negated
        ]
        self.aims = _spans(claims, (MilitaryObjectiveClaim,))
        self.targets = _spans(claims, (TargetClaim,))
        self.weapons = _spans(claims, (WeaponClaim,))
        denials = [c for c in claims if isinstance(c, DenialClaim)]
        self.denials = sorted(denials, key=lambda c: c.span.end)
        self.answers = _spans(claims, (DenialClaim, RebuttalClaim))
        self._sides: dict[str, tuple[str | None, bool]] = {}
        self._voices: dict[int, _Speaker] = {}

    def may_answer(self, sentence: Sentence) -> bool:
        """Say whether a side or an office is named, or speaks."""
        start, end = sentence.start, sentence.end
        return (
            _stands(self._office, start, end)
            or any(start <= p.start < end for p in self.parties)
            or any(
                s < end and start < e and self._speaker(made).is_side
                for made in self.statements
                for s, e in made.content
            )
            or self._carried(sentence, _CARRIED_ON) is not None
        )

    def is_told(self, sentence: Sentence) -> bool:
        """Say whether it stands in a statement, or one begins or ends beside it."""
        start, end = sentence.start - _BESIDE, sentence.end + _BESIDE
        return any(
            s < end and start < e
            for m in self.statements
            for s, e in (*m.content, *m.cue, *m.source)
        )

    def _speaker(self, made: Statement) -> _Speaker:
        """Return what is known of who makes a statement, worked out once."""
        held = self._voices.get(id(made))
        if held is None:
            words = " ".join(self.text[s:e] for s, e in made.source)
            words = f"{words} {made.speaker or ''}"
            party, is_office = self._side_of(made)
            held = _Speaker(
                party=party,
                is_office=is_office or self.told.office.search(words) is not None,
                is_witness=self.told.witness.search(words) is not None,
                stems=tuple(f"v:{stem}" for stem in _stems(words_in(words))),
            )
            self._voices[id(made)] = held
        return held

    def clauses(
        self, number: int, sentence: Sentence, *, may_answer: bool, is_told: bool
    ) -> Iterator[Clause]:
        """Yield the candidates of one sentence."""
        start, end = sentence.start, sentence.end
        beside = [
            m
            for m in self.statements
            if any(s < end and start < e for s, e in (*m.content, *m.cue, *m.source))
        ]
        told = self._of_sentence(number, sentence)
        about = _About(number, sentence, beside, told, may_answer, is_told)
        pieces = self._pieces(sentence, beside)
        for first in range(len(pieces)):
            for last in range(first, min(first + _PIECES, len(pieces))):
                at = pieces[first][0], pieces[last][1]
                words = words_in(self.text[slice(*at)])
                if len(words) > _MOST_WORDS or self._is_read(at):
                    break
                if len(words) >= _LEAST_WORDS or len(pieces) == 1:
                    yield self._clause(about, at, words)

    def _is_read(self, at: Range) -> bool:
        """Say whether rules read all in a stretch that a scorer might."""
        is_answer = not self.is_wide and _meets(at, self.answers)
        return is_answer and _meets(at, self.aims)

    def _pieces(self, sentence: Sentence, beside: Sequence[Statement]) -> list[Range]:
        start, end = sentence.start, sentence.end
        cuts = {start, end}
        for match in _MARK.finditer(self.text, start, end):
            cuts |= {match.start(), match.end()}
        cuts |= {m.end() for m in _JOINER.finditer(self.text, start, end)}
        cuts |= {
            at
            for made in beside
            for stretch in made.content
            for at in stretch
            if start < at < end
        }
        ordered = sorted(cuts)
        trimmed = (self._trimmed(s, e) for s, e in itertools.pairwise(ordered))
        return [(s, e) for s, e in trimmed if s < e]

    def _trimmed(self, start: int, end: int) -> Range:
        while start < end and not self.text[start].isalnum():
            start += 1
        while end > start and not self.text[end - 1].isalnum():
            end -= 1
        return start, end

    def _clause(self, about: _About, at: Range, words: tuple[str, ...]) -> Clause:
        sentence = about.sentence
        voice = self._voice(sentence, at, about.beside)
        own = [
            *voice.features,
            *self._of_place(sentence, at, voice.made, about.beside),
            *self._of_words(sentence, at, words, voice),
        ]
        told = tuple(dict.fromkeys(own))
        return Clause(
            *at,
            sentence=about.number,
            made=voice.made,
            party=voice.party,
            shared=about.shared,
            own=told,
            words=words,
            near=self._near(at, voice),
            may_answer=about.may_answer,
            is_told=about.is_told,
        )

    def _near(self, at: Range, voice: _Voice) -> tuple[str, ...]:
        """Return what is claimed in a clause, and whether answers stand before it."""
        if not self.is_wide and (voice.made is None or not voice.made.speaker):
            return ()
        party = voice.party
        told = ["has:target"] * _meets(at, self.targets)
        told += ["has:weapon"] * _meets(at, self.weapons)
        told += ["has:denial"] * _meets(at, _spans(self.denials, (DenialClaim,)))
        before = [d for d in self.denials if d.span.end <= at[0]]
        if not before:
            return tuple(told)
        told.append("after:answer")
        if at[0] - before[-1].span.start < _NEAR_ANSWER:
            told += ["near:answer", f"near:{before[-1].denies}"]
        if party and any(d.perpetrator == party for d in before):
            told.append("side:answered")
        return tuple(told)

    # -- who says it ----------------------------------------------------------

    def _voice(
        self, sentence: Sentence, at: Range, beside: Sequence[Statement]
    ) -> _Voice:
        made, how = _belongs_to(at, beside)
        speaker = _NOBODY
        features = [f"voice:{how}"]
        party, source = None, "said"
        if made is not None:
            speaker = self._speaker(made)
            party = speaker.party
            features += [f"manner:{made.manner}", f"form:{made.form}"]
            features += ["is:open"] * made.is_unresolved + ["is:quote"] * made.is_quote
            features += ["has:cue"] * any(_holds(at, c) for c in made.cue)
            features += ["has:source"] * any(_holds(at, s) for s in made.source)
        else:
            party, source = self._named_about(sentence, at)
        carried = None if party else self._carried(sentence)
        features += [f"party:{source}", "is:party"] if party else []
        features += ["is:carried"] if carried else []
        side = party or carried
        features += self._of_side(side, is_said=made is not None)
        features += ["speaker:office"] * speaker.is_office
        features += ["speaker:witness"] * speaker.is_witness
        features += ["speaker:own"] * (made is not None and not speaker.stems)
        features += speaker.stems
        return _Voice(made, side, tuple(features))

    def _of_side(self, side: str | None, *, is_said: bool) -> list[str]:
        if not self.accused:
            return ["page:nobody accused"]
        if side is None:
            return []
        if self.accused & set(re.split(r"[/+]", side)):
            return ["side:accused"] + ["side:accused speaks"] * is_said
        return ["side:another"]

    def _named_about(self, sentence: Sentence, at: Range) -> tuple[str | None, str]:
        """Return the side named at the head of a clause, else last before it."""
        inside = [p for p in self.parties if at[0] <= p.start and p.end <= at[1]]
        if (
            inside
            and inside[0].start - at[0] < _BEHIND_NAME / 2
            and _is_side(inside[0])
        ):
            return inside[0].code, "inside"
        before = [
            p
            for p in self.parties
            if sentence.start <= p.start and p.end <= at[0] and _is_side(p)
        ]
        return (before[-1].code, "before") if before else (None, "")

    def _carried(self, sentence: Sentence, reach: int = _CARRIED) -> str | None:
        """Return the side of who spoke last before a sentence."""
        before = [
            m
            for m in self.statements
            if m.cue and sentence.start - reach < m.cue[0][0] < sentence.start
        ]
        return self._speaker(before[-1]).party if before else None

    def _side_of(self, made: Statement) -> tuple[str | None, bool]:
        """Return a speaker's side, and whether an office is named where he is."""
        for start, end in made.source:
            for mention in self.parties:
                if start <= mention.start and mention.end <= end and _is_side(mention):
                    return mention.code, False
        name = made.speaker
        if not name:
            return None, False
        if name not in self._sides:
            self._sides[name] = self._side_of_name(name)
        return self._sides[name]

    def _side_of_name(self, name: str) -> tuple[str | None, bool]:
        """Return the side named beside a name where an office is, in its sentence."""
        is_office = False
        for match in re.finditer(re.escape(name.rsplit(maxsplit=1)[-1]), self.text):
            held = next(
                (s for s in self.reading.sentences if s.start <= match.start() < s.end),
                None,
            )
            if held is None:
                continue
            start = max(match.start() - _NEAR_NAME, held.start)
            end = min(match.end() + _BEHIND_NAME, held.end)
            if not _stands(self._office, start, end):
                continue
            is_office = True
            near = [
                (abs(p.start - match.start()), p.start, p.code)
                for p in self.parties
                if start <= p.start and p.end <= end and _is_side(p)
            ]
            if near:
                return min(near)[2], True
        return None, is_office

    # -- how it stands --------------------------------------------------------

    def _of_sentence(self, number: int, sentence: Sentence) -> tuple[str, ...]:
        text = self.text[sentence.start : sentence.end]
        share = round(4 * number / max(1, len(self.reading.sentences)))
        made = [f"at:{share}"]
        made += ["at:title"] * sentence.is_headline + ["at:early"] * (number < _EARLY)
        made += ["sentence:asked"] * (
            _stands(self._asked, sentence.start, sentence.end)
        )
        made += [f"s:{stem}" for stem in _stems(words_in(text))]
        return tuple(made)

    def _of_place(
        self,
        sentence: Sentence,
        at: Range,
        made: Statement | None,
        beside: Sequence[Statement],
    ) -> list[str]:
        start = sentence.start
        left = self.text[start : at[0]]
        right = self.text[at[1] : sentence.end]
        told = {
            "has:a cue": any(_holds(at, c) for m in beside for c in m.cue),
            "has:a party": any(
                at[0] <= p.start and p.end <= at[1] for p in self.parties
            ),
            "has:toll": _meets(at, self.tolls),
            "has:author": _meets(at, self.authors),
            "has:aim": _meets(at, self.aims),
            "left:none": not left.strip(),
            "right:none": not right.strip(' .»"”’'),
            "left:sign": left.rstrip()[-1:] in {"«", '"', "“", ":"},
            "left:office": _stands(self._office, start, at[0]),
            "left:witness": _stands(self._witness, start, at[0]),
            "left:no": _stands(self._no, max(start, at[0] - _NO_NEAR), at[0]),
            "left:asked": _stands(self._asked, start, at[0]),
        }
        if made is not None:
            told["is:start of it"] = any(
                abs(s - at[0]) < _SHORT for s, _ in made.content
            )
            told["is:all of it"] = any(
                abs(s - at[0]) < _SHORT and abs(e - at[1]) < _SHORT
                for s, e in made.content
            )
        return [name for name, is_so in told.items() if is_so]

    def _of_words(
        self, sentence: Sentence, at: Range, words: tuple[str, ...], voice: _Voice
    ) -> list[str]:
        quote = self.text[slice(*at)]
        is_no = _stands(self._no, *at)
        is_office = _stands(self._office, *at)
        told = {
            "says:no": is_no,
            "says:no, a party": is_no and "is:party" in voice.features,
            "says:office": is_office,
            "says:witness": _stands(self._witness, *at),
            "says:number": _DIGIT.search(quote) is not None,
            "says:signs": _QUOTED.search(quote) is not None,
            "is:short": len(words) < _SHORT,
            "is:long": len(words) > _LONG,
            "is:office of a party": "is:party" in voice.features
            and (is_office or "speaker:office" in voice.features),
        }
        made = [name for name, is_so in told.items() if is_so]
        stems = _stems(words)
        made += [f"q:{stem}" for stem in stems]
        made += [f"q2:{a} {b}" for a, b in itertools.pairwise(stems)]
        made += [f"first:{stem}" for stem in stems[:1]]
        near = max(sentence.start, at[0] - _NEAR_WORDS)
        left = _stems(words_in(self.text[near : at[0]]))
        near = min(sentence.end, at[1] + _NEAR_WORDS)
        right = _stems(words_in(self.text[at[1] : near]))
        made += [f"l:{stem}" for stem in left[-_BEFORE:]]
        made += [f"r:{stem}" for stem in right[:_AFTER]]
        return made


def _stems(words: Sequence[str]) -> list[str]:
    return [word[:_STEM] for word in words]


def _spans(claims: Sequence[Claim], kinds: tuple[type[Claim], ...]) -> list[Range]:
    return [(c.span.start, c.span.end) for c in claims if isinstance(c, kinds)]


def _stands(places: Sequence[int], start: int, end: int) -> bool:
    """Say whether one of some places, ascending, lies in a stretch."""
    at = bisect.bisect_left(places, start)
    return at < len(places) and places[at] < end


def _meets(at: Range, others: Sequence[Range]) -> bool:
    return any(s < at[1] and at[0] < e for s, e in others)


def _holds(at: Range, other: Range) -> bool:
    return at[0] <= other[0] and other[1] <= at[1]


def _is_side(mention: PartyMention) -> bool:
    return mention.kind != "generic"


def _belongs_to(at: Range, beside: Sequence[Statement]) -> tuple[Statement | None, str]:
    """Return the innermost statement of a clause, and whether as what is said."""
    ordered = sorted(beside, key=lambda m: sum(e - s for s, e in m.content))
    for made in ordered:
        if any(s <= at[0] and at[1] <= e for s, e in made.content):
            return made, "said"
    for made in ordered:
        parts = (*made.source, *made.cue, *made.content)
        held = sum(max(0, min(e, at[1]) - max(s, at[0])) for s, e in parts)
        if held >= _MOSTLY * (at[1] - at[0]) and _meets(at, (*made.content, *made.cue)):
            return made, "told"
    return None, "none"


def _read_words(reference: Reference) -> _Words:
    rows: dict[str, list[str]] = {}
    for row in reference.table("answer_words"):
        rows.setdefault(str(row["kind"]), []).extend(str(stem) for stem in row["stems"])
    return _Words(
        office=_beginnings(rows["office"]),
        witness=_beginnings(rows["witness"]),
        no=re.compile(rf"\b(?:{_either(rows['no'])})(?!\w)|n['’]t\b", re.IGNORECASE),
        asked=_beginnings(rows["asked"]),
        longer=(
            _longer(rows["office"]),
            _longer(rows["witness"]),
            _longer(rows["no"], r"|n['’]t\b"),
            _longer(rows["asked"]),
        ),
    )


def _longer(stems: Sequence[str], more: str = "") -> re.Pattern[str] | None:
    """Return a pattern of the rows of more than one word; None = there are none."""
    several = [stem for stem in stems if not stem.isalpha()]
    if not several:
        return None
    return re.compile(rf"\b(?:{_either(several)}){more}", re.IGNORECASE)


@functools.cache
def _arabic(stem: str) -> bool:
    return "\u0600" <= stem[0] <= "\u06ff"


def _beginnings(stems: Sequence[str]) -> re.Pattern[str]:
    own = [s for s in stems if not _arabic(s)]
    arabic = [s for s in stems if _arabic(s)]
    return re.compile(rf"\b(?:{_either(own)})|(?:{_either(arabic)})", re.IGNORECASE)


def _either(stems: Sequence[str]) -> str:
    return "|".join(re.escape(stem) for stem in stems)
