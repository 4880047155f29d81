"""One document falls into passages, each about one attack. Method: M012.

Claims inherit place, date and target from their sentence, then their paragraph, then
what the document spoke of last, then its lead. A document can speak of several
attacks; a figure said of several at once, or of a whole campaign, belongs to none.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from firsthand.link.layout import Layout
from firsthand.link.nearby import Neighbours, PlaceIndex, Spots, last_before
from firsthand.link.shingles import fold_text
from firsthand.link.sites import (
    Nearness,
    days_between,
    is_coarse,
    is_event_date,
    nearness,
    targets_agree,
)
from firsthand.link.texts import LinkText
from firsthand.model import (
    Accuracy,
    AnyClaim,
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    DocumentId,
    FuzzyDate,
    Place,
    PlaceClaim,
    RebuttalClaim,
    StatusWord,
    TargetClaim,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key
from firsthand.reference.quick_patterns import QuickPattern

T = TypeVar("T")
C = TypeVar("C", bound=AnyClaim)
AnyToll = CasualtyClaim | ContextTotal

_BESIDE_A_DAY = 15
"""Characters before a day in which it is said to be that of a report."""
_CORE = (CasualtyClaim, VictimNamesClaim, TargetClaim, WeaponClaim, AttributionClaim)
_ANSWERS = (DenialClaim, RebuttalClaim)
_MANY = 2
_EVASIONS = frozenset({Denies.NON_RESPONSIVE, Denies.NO_COMMENT})
"""Answers that pass the question by: to which attack, the text may not say."""
_FICTION_WORDS = 3
_LEAD = 500


@dataclasses.dataclass
class Passage:
    """What one document says of one attack; grows while the document is read.

    Attributes:
        document_id: The document.
        number: Which passage of the document, from 0.
        core: Claims of harm, target, weapon and author, in order.
        others: Claims of other kinds that stand with them.
        places: Places the claims stand at, best first.
        dates: Days the claims stand at.
        targets, weapons, parties, names: What the claims state.
        killed: Stated numbers of dead.
        is_attack: The words speak of an attack.
        is_other: The words speak of another kind of event, or of a story.
    """

    document_id: DocumentId
    number: int
    core: list[AnyClaim] = dataclasses.field(default_factory=list)
    others: list[AnyClaim] = dataclasses.field(default_factory=list)
    places: list[Place] = dataclasses.field(default_factory=list)
    dates: list[FuzzyDate] = dataclasses.field(default_factory=list)
    targets: list[str] = dataclasses.field(default_factory=list)
    weapons: set[str] = dataclasses.field(default_factory=set)
    parties: set[str] = dataclasses.field(default_factory=set)
    names: set[str] = dataclasses.field(default_factory=set)
    killed: list[Bounds] = dataclasses.field(default_factory=list)
    is_attack: bool = False
    is_other: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Document and number: names the passage."""
        return self.document_id, self.number

    @property
    def claims(self) -> list[AnyClaim]:
        """All its claims."""
        return [*self.core, *self.others]

    @property
    def place(self) -> Place | None:
        """The finest place; None = none stated."""
        fine = [place for place in self.places if not is_coarse(place)]
        return next(iter(fine or self.places), None)

    @property
    def counts_harm(self) -> bool:
        """Somebody other than a fighter is said to be harmed."""
        harmed = [claim for claim in self.core if _is_harm(claim)]
        return bool(harmed) and not all(_is_of_fighters(claim) for claim in harmed)

    @property
    def alleges_harm(self) -> bool:
        """People other than fighters harmed, or a target struck, in an attack."""
        if not self.is_attack or self.is_other:
            return False
        if any(_is_harm(claim) for claim in self.core):
            return self.counts_harm
        struck = [c for c in self.core if isinstance(c, TargetClaim) and not c.negated]
        return bool(struck) and bool(self.weapons or self.parties)


@dataclasses.dataclass(frozen=True)
class Loose:
    """A claim that stands in no passage, where and when it speaks of, and why."""

    claim: AnyClaim
    why: str
    place: Place | None = None
    date: FuzzyDate | None = None


@dataclasses.dataclass(frozen=True)
class Passages:
    """A document read: its passages, its wholes, and what belongs nowhere.

    Attributes:
        passages: In the order of the text.
        wholes: Figures of several attacks, a period or a campaign.
        loose: What stands in no passage.
        is_of_many: It tells a whole before the toll of any one attack.
    """

    passages: tuple[Passage, ...]
    wholes: tuple[AnyToll, ...]
    loose: tuple[Loose, ...]
    is_of_many: bool = False


def _is_harm(claim: AnyClaim) -> bool:
    if isinstance(claim, VictimNamesClaim):
        return bool(claim.people)
    if not isinstance(claim, CasualtyClaim) or claim.negated:
        return False
    counts = (claim.killed, claim.wounded, claim.casualties, claim.missing)
    return bool(claim.people) or any(
        count is not None and count.high != 0 and not count.assumed for count in counts
    )


def _is_of_fighters(claim: AnyClaim) -> bool:
    return isinstance(claim, CasualtyClaim) and claim.status is StatusWord.COMBATANT


class EventWords:
    """Words that tell an attack from an earthquake or a film."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference: `link_event_words` rows."""
        forms: dict[str, list[str]] = {}
        for row in reference.table("link_event_words"):
            forms.setdefault(row["kind"], []).extend(str(w) for w in row["words"])
        self._patterns = {
            kind: QuickPattern(_pattern(words)) for kind, words in forms.items()
        }

    def count(self, kind: str, text: str) -> int:
        """Return how many distinct words of a kind stand in a text."""
        pattern = self._patterns.get(kind)
        found = pattern.finditer(fold_text(text)) if pattern else ()
        return len({match.group() for match in found})

    def nearest(self, kind: str, text: str, start: int, end: int) -> tuple[int, int]:
        """Return how far a word of a kind stands before, and after, a stretch.

        Args:
            kind: The kind of words.
            text: A sentence.
            start: First code point of the stretch in it.
            end: One past the last.

        Returns:
            Code points to the nearest word before and after; `FAR` = there is none.
        """
        pattern = self._patterns.get(kind)
        if pattern is None:
            return FAR, FAR
        before = [m.end() for m in pattern.finditer(fold_text(text[:start]))]
        after = [m.start() for m in pattern.finditer(fold_text(text[end:]))]
        length = len(fold_text(text[:start]))
        return length - before[-1] if before else FAR, after[0] if after else FAR


FAR = 10**6
"""Farther than any sentence is long."""
_HELD_WITHIN = 60
"""Code points between a weapon and the word that says whether it came down (house)."""


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    some = "|".join(
        re.escape(fold_text(word)).replace(r"\*", r"\w*")
        for word in sorted(words, key=lambda word: -len(word))
    )
    return re.compile(
        rf"(?<!\w)(?:[\u0648\u0641\u0628\u0644]?(?:\u0627\u0644)?)?(?:{some})(?!\w)"
    )


def event_words(reference: Reference) -> EventWords:
    """Return the event words of a reference, built once."""
    made: EventWords = reference.derived("link.event_words", EventWords)
    return made


def read_passages(
    claims: Sequence[AnyClaim], text: LinkText, reference: Reference
) -> Passages:
    """Cut one document into passages.

    Args:
        claims: Its claims, in any order.
        text: The document.
        reference: `link_event_words` rows.
    """
    reader = _Reader(claims, text, event_words(reference))
    return reader.read()


@dataclasses.dataclass(frozen=True)
class _Setting:
    """Where and when a claim stands, and whether its own sentence says so."""

    place: Place | None
    date: FuzzyDate | None
    target: str | None
    has_own_place: bool
    has_own_date: bool


@dataclasses.dataclass
class _Trace:
    """Where one passage is told so far."""

    sentences: set[int] = dataclasses.field(default_factory=set)
    paragraphs: set[int] = dataclasses.field(default_factory=set)
    n_places: int = 0


class _ToldWhere:
    """All passages by where their core claims stand."""

    def __init__(self) -> None:
        self.by_sentence: dict[int, set[int]] = defaultdict(set)
        self.by_paragraph: dict[int, set[int]] = defaultdict(set)
        self.starts: list[list[int]] = []
        self.placeless: set[int] = set()


class _Reader:
    def __init__(
        self, claims: Sequence[AnyClaim], text: LinkText, words: EventWords
    ) -> None:
        self.text = text
        self.words = words
        self.layout = Layout(text.text)
        self.claims = sorted(claims, key=lambda c: (c.span.start, c.span.end, c.id))
        self.places = [c for c in self.claims if isinstance(c, PlaceClaim)]
        self.cores = [c for c in self.claims if isinstance(c, _CORE)]
        self.core_sentences = {self.sentence(c) for c in self.cores}
        self.cores_near = self._near(self.cores)
        self.dates = self._event_dates()
        self.dates_near = self._near(self.dates)
        self.places_near = self._near(self.places)
        self.fine_near = self._near(c for c in self.places if not is_coarse(c.place))
        self.spots = Spots(c.place for c in self.places)
        targets = [c for c in self.claims if isinstance(c, TargetClaim)]
        self.targets_near = self._near(targets)
        fine = {
            c.place.gazetteer_id or plain_key(c.place.canonical or c.place.name)
            for c in self.places
            if not is_coarse(c.place)
        }
        self.has_one_place = len(fine) == 1
        spots = {  # "near Sarmak" tells of another spot too, if not of a point
            c.place.gazetteer_id or plain_key(c.place.canonical or c.place.name)
            for c in self.places
            if c.place.accuracy not in {Accuracy.PROVINCE, Accuracy.COUNTRY}
        }
        self.has_several_spots = len(spots) > 1
        self.passages: list[Passage] = []
        self.traces: list[_Trace] = []
        self.passages_at = PlaceIndex()
        self.passages_in: dict[int, set[int]] = defaultdict(set)
        self.led: set[int] = set()
        self.wholes: list[AnyToll] = []
        self.loose: list[Loose] = []

    def _near(self, claims: Iterable[C]) -> Neighbours[C]:
        return Neighbours(claims, self.sentence, self.paragraph)

    def _event_dates(self) -> list[DateClaim]:
        """Return the dates that can tell when an attack was.

        Left out: campaigns, the later of two dates where one died later, the day on
        which a report was published, and the dates of statements and pictures in
        sentences that allege nothing.
        """
        answers = {self.sentence(c) for c in self.claims if isinstance(c, _ANSWERS)}
        late = {
            self.sentence(c)
            for c in self.cores
            if isinstance(c, CasualtyClaim) and c.is_late_death
        }
        kept: list[DateClaim] = []
        dated: set[int] = set()
        for claim in self.claims:
            if not isinstance(claim, DateClaim) or not is_event_date(claim.date):
                continue
            here = self.sentence(claim)
            tells_late = here in late and here not in dated and self._only_late(here)
            answers_only = here in answers and here not in self.core_sentences
            if not (tells_late or answers_only or self._is_of_report(claim)):
                kept.append(claim)
                dated.add(here)
        return kept

    def _is_of_report(self, claim: DateClaim) -> bool:
        """Say whether a day is that of a report ("published on Wednesday")."""
        start = max(0, claim.span.start - _BESIDE_A_DAY)
        return self.words.count("published", self.text.text[start : claim.span.end]) > 0

    def _only_late(self, sentence: int) -> bool:
        tolls = [
            c
            for c in self.cores_near.in_sentence(sentence)
            if isinstance(c, CasualtyClaim)
        ]
        return all(toll.is_late_death for toll in tolls)

    def sentence(self, claim: AnyClaim) -> int:
        return self.layout.sentence(claim.span.start)

    def paragraph(self, claim: AnyClaim) -> int:
        return self.layout.paragraph(claim.span.start)

    def read(self) -> Passages:
        headlines = []
        for claim in self.cores:
            if isinstance(claim, CasualtyClaim) and self.is_whole(claim):
                self.wholes.append(claim)
            elif claim.is_headline:
                headlines.append(claim)
            elif self.is_held_not_used(claim):
                why = "speaks of a weapon that is held, moved or made, not of its use"
                self.loose.append(Loose(claim, why))
            else:
                self.place_core(claim)
        for claim in headlines:
            self.place_core(claim)
        self.wholes += [c for c in self.claims if isinstance(c, ContextTotal)]
        self._settle_wholes()
        for other in self.claims:
            if not isinstance(other, (*_CORE, ContextTotal)):
                self.place_other(other)
        for passage in self.passages:
            self._judge(passage)
        if self._is_of_other_events:
            why = "speaks of another kind of event than an attack"
            self.loose += [Loose(whole, why) for whole in self.wholes]
            self.wholes = []
        return Passages(
            passages=tuple(self.passages),
            wholes=tuple(self.wholes),
            loose=tuple(self.loose),
            is_of_many=self._is_of_many,
        )

    # -- what a claim stands beside

    def _place(self, claim: AnyClaim) -> tuple[Place | None, bool]:
        own = claim.place if isinstance(claim, Toll) else None
        if own is not None and not is_coarse(own):
            return own, True
        for among in (self.fine_near, self.places_near):
            found = among.nearest(claim, _says_one_thing)
            if found is not None:
                return found.place, self.sentence(found) == self.sentence(claim)
        return own, own is not None

    def _date(self, claim: AnyClaim) -> tuple[FuzzyDate | None, bool]:
        if isinstance(claim, Toll) and claim.is_late_death:
            return None, False
        first = self._first_date(claim)
        if first is not None:
            return first, True
        own = claim.date if isinstance(claim, Toll) else None
        if own is not None and is_event_date(own):
            return own, True
        found = self.dates_near.nearest(claim, _says_one_thing)
        if found is not None:
            return found.date, self.sentence(found) == self.sentence(claim)
        return None, False

    def _first_date(self, claim: AnyClaim) -> FuzzyDate | None:
        """Return the first date of the sentence: later ones date later deaths."""
        sentence = self.sentence(claim)
        here = self.dates_near.in_sentence(sentence)
        places = {
            c.place.canonical or c.place.name
            for c in self.fine_near.in_sentence(sentence)
        }
        return here[0].date if here and len(places) <= 1 else None

    def setting(self, claim: AnyClaim) -> _Setting:
        place, own_place = self._place(claim)
        date, own_date = self._date(claim)
        if self._is_mere_allegation(claim):
            place = place if own_place else None
            date = date if own_date else None
        target = claim if isinstance(claim, TargetClaim) else None
        if target is None:
            here = self.targets_near.in_sentence(self.sentence(claim))
            target = here[0] if here else None
        return _Setting(
            place, date, target.target if target else None, own_place, own_date
        )

    def _is_mere_allegation(self, claim: AnyClaim) -> bool:
        """Say whether it alleges a weapon or an author, or evades, of several attacks.

        A text is of several where it names several places, or counts many attacks
        before.
        """
        is_alleged = isinstance(claim, WeaponClaim | AttributionClaim) and claim.hedged
        if is_alleged and (self.has_several_spots or not self.has_one_place):
            return True
        is_evasion = isinstance(claim, DenialClaim) and claim.denies in _EVASIONS
        return (is_alleged or is_evasion) and self._is_told_of_many_before(claim)

    def _is_told_of_many_before(self, claim: AnyClaim) -> bool:
        """Say whether the text counts several attacks before a claim."""
        return any(
            toll.n_sites is not None
            and (toll.n_sites.low or 0) >= _MANY
            and toll.span.end < claim.span.start
            for toll in self.claims
            if isinstance(toll, CasualtyClaim)
        )

    def is_held_not_used(self, claim: AnyClaim) -> bool:
        """Say whether a weapon is told of as somebody's, not as what came down (M012).

        "The workshop where car bombs were made was hit" tells of a strike, and of no
        car bomb in it. What stands before the weapon decides, else what follows it.
        """
        if not isinstance(claim, WeaponClaim) or claim.evidence is not None:
            return False
        sentence = self.layout.sentence_text(claim.span.start)
        start = sentence.find(claim.span.quote)
        if start < 0:
            return False
        at = (start, start + len(claim.span.quote))
        held = self.words.nearest("weapon_held", sentence, *at)
        used = self.words.nearest("weapon_used", sentence, *at)
        for near, other in zip(held, used, strict=True):
            if min(near, other) <= _HELD_WITHIN:
                return near < other
        return False

    # -- wholes

    def is_whole(self, claim: AnyToll) -> bool:
        """Say whether a figure is of several attacks, a period or a campaign."""
        setting = self.setting(claim)
        at_one_place = setting.place is not None and not is_coarse(setting.place)
        if at_one_place and setting.has_own_place:
            return False
        if claim.n_sites is not None and (claim.n_sites.low or 0) >= _MANY:
            return not at_one_place
        if claim.date is not None and not is_event_date(claim.date):
            return True
        sentence = self.layout.sentence_text(claim.span.start)
        speaks_of_many = self.words.count("period", sentence) > 0 or (
            self.words.count("several", sentence) > 0 and not setting.has_own_date
        )
        is_counted = claim.killed is not None or claim.casualties is not None
        if is_counted and speaks_of_many and not at_one_place and not claim.people:
            return True
        own = claim.place or (setting.place if setting.has_own_place else None)
        is_of_an_area = own is not None and is_coarse(own)
        return is_counted and is_of_an_area and not setting.has_own_date

    def _settle_wholes(self) -> None:
        """A figure equal to a whole, or beside one, is said of the same attacks."""
        figures = {_figure(whole) for whole in self.wholes} - {None}
        self._move_wholes(lambda claim: self._is_same_whole(claim, figures))
        sentences = {self.sentence(whole) for whole in self.wholes}
        self._move_wholes(lambda claim: self._beside(claim, sentences))

    def _move_wholes(self, is_whole: Callable[[AnyToll], bool]) -> None:
        for passage in self.passages:
            for claim in list(passage.core):
                if isinstance(claim, CasualtyClaim) and is_whole(claim):
                    passage.core.remove(claim)
                    self.wholes.append(claim)

    def _is_same_whole(self, claim: AnyToll, figures: Collection[object]) -> bool:
        return _figure(claim) in figures and not self.setting(claim).has_own_place

    def _beside(self, claim: AnyToll, sentences: Collection[int]) -> bool:
        if self.sentence(claim) not in sentences or claim.people:
            return False
        setting = self.setting(claim)
        return not setting.has_own_place and not setting.has_own_date

    # -- passages

    def place_core(self, claim: AnyClaim) -> None:
        setting = self.setting(claim)
        passage = self._passage_for(claim, setting)
        passage.core.append(claim)
        self._enrich(passage, claim, setting)
        self._trace(passage, claim)

    def _trace(self, passage: Passage, claim: AnyClaim) -> None:
        """Note where a passage is told, for what follows to find it."""
        trace = self.traces[passage.number]
        trace.sentences.add(self.sentence(claim))
        trace.paragraphs.add(self.paragraph(claim))
        self.passages_in[self.paragraph(claim)].add(passage.number)
        if claim.span.start < _LEAD:
            self.led.add(passage.number)
        for place in passage.places[trace.n_places :]:
            self.passages_at.add(passage.number, place)
        trace.n_places = len(passage.places)

    def _possible(self, claim: AnyClaim, place: Place | None) -> list[Passage]:
        """Return passages beside a claim, at its place, or that led the document."""
        if claim.is_headline:
            return self.passages
        here = self.paragraph(claim)
        found = set(self.led)
        for number in (here - 1, here, here + 1):
            found |= self.passages_in.get(number, set())
        if place is not None:
            found |= self.passages_at.near(place)
        return [self.passages[number] for number in sorted(found)]

    def _passage_for(self, claim: AnyClaim, setting: _Setting) -> Passage:
        possible = self._possible(claim, setting.place)
        fitting = [p for p in possible if self._fits(p, claim, setting)]
        if claim.is_headline and fitting:
            return fitting[0]
        if setting.place is not None:
            at_place = [p for p in fitting if p.place and _is_at(p, setting.place)]
            chosen = (at_place or [p for p in fitting if self._leads_to(p, claim)])[-1:]
        else:
            chosen = [p for p in fitting if self._carries_to(p, claim)][-1:]
        if chosen:
            return chosen[0]
        made = Passage(self.text.document_id, len(self.passages))
        self.passages.append(made)
        self.traces.append(_Trace())
        return made

    def _carries_to(self, passage: Passage, claim: AnyClaim) -> bool:
        """Say whether a claim without a place is of the passage told last.

        It is where the passage is beside it, or where the document led with it; what
        a text mentions on the way does not carry over the paragraphs that follow. A
        mere allegation of a weapon or an author, in a paragraph of its own and a text
        of several places, may be of any of them.
        """
        here = self.paragraph(claim)
        told_in = self.traces[passage.number].paragraphs
        if self._is_mere_allegation(claim):
            return here in told_in
        is_beside = not told_in.isdisjoint((here - 1, here, here + 1))
        led = passage.place is not None and passage.number in self.led
        return is_beside or led or claim.is_headline

    def _leads_to(self, passage: Passage, claim: AnyClaim) -> bool:
        """Say whether a passage without a place can be told on by one with a place."""
        if passage.place is not None:
            return False
        trace = self.traces[passage.number]
        is_beside = self.sentence(claim) in trace.sentences
        is_next = 0 <= self.paragraph(claim) - max(trace.paragraphs) <= 1
        has_one = self.has_one_place and not self.has_several_spots
        return is_beside or (has_one and is_next)

    def _fits(self, passage: Passage, claim: AnyClaim, setting: _Setting) -> bool:
        if setting.place is not None and passage.place is not None:
            near = nearness(setting.place, passage.place)
            if near in {Nearness.DIFFERENT, Nearness.NEAR, Nearness.ALMOST}:
                return False
        agree = targets_agree(
            [setting.target] if setting.target else [], passage.targets
        )
        if setting.date is not None and passage.dates:
            apart = min(days_between(setting.date, date) for date in passage.dates)
            if apart > 1 or (apart == 1 and not agree):
                return False
        is_counted = isinstance(claim, CasualtyClaim) and passage.killed
        starts_anew = agree is False and is_counted and self._starts_paragraph(claim)
        return not starts_anew

    def _starts_paragraph(self, claim: AnyClaim) -> bool:
        """Say whether no core claim of an earlier sentence stands in the paragraph."""
        first = self.cores_near.in_paragraph(self.paragraph(claim))[:1]
        return not any(self.sentence(c) < self.sentence(claim) for c in first)

    def _enrich(self, passage: Passage, claim: AnyClaim, setting: _Setting) -> None:
        if setting.place is not None:
            _add(passage.places, setting.place)
            for held in self.spots.one_in_other(setting.place):
                _add(passage.places, held)
        if setting.date is not None:
            _add(passage.dates, setting.date)
        if setting.target is not None:
            _add(passage.targets, setting.target)
        _enrich_by_values(passage, claim)

    def place_other(self, claim: AnyClaim) -> None:
        """Put a denial, an objective, a date, a place to the passage it stands in.

        Where and when a war or a period was counted is of no attack.
        """
        told = self._told_where
        sentence = self.sentence(claim)
        if isinstance(claim, PlaceClaim | DateClaim) and (
            sentence in self._sentences_of_wars and sentence not in told.by_sentence
        ):
            why = "stands with a total for a war or a period"
            self.loose.append(Loose(claim, why))
            return
        for numbers in (
            told.by_sentence.get(sentence, ()),
            told.by_paragraph.get(self.paragraph(claim), ()),
        ):
            here = [self.passages[number] for number in sorted(numbers)]
            if len(here) == 1:
                here[0].others.append(claim)
                return
            if here:
                before = [
                    (start, p.number)
                    for p in here
                    if (start := last_before(told.starts[p.number], claim.span.start))
                    is not None
                ]
                chosen = self.passages[max(before)[1]] if before else here[0]
                chosen.others.append(claim)
                return
        self._by_place(claim)

    @functools.cached_property
    def _sentences_of_wars(self) -> set[int]:
        return {self.sentence(c) for c in self.claims if isinstance(c, ContextTotal)}

    @functools.cached_property
    def _told_where(self) -> _ToldWhere:
        """Where the passages stand, once all core claims are in one."""
        told = _ToldWhere()
        for passage in self.passages:
            for core in passage.core:
                told.by_sentence[self.sentence(core)].add(passage.number)
                told.by_paragraph[self.paragraph(core)].add(passage.number)
            starts = sorted(core.span.start for core in passage.core)
            told.starts.append(starts)
            if passage.place is None:
                told.placeless.add(passage.number)
        return told

    def _by_place(self, claim: AnyClaim) -> None:
        place, own = self._place(claim)
        if place is not None and own and not is_coarse(place):
            near = self.passages_at.near(place) | self._told_where.placeless
            possible = [self.passages[number] for number in sorted(near)]
            at = [p for p in possible if _is_at(p, place)]
            if len(at) == 1:
                at[0].others.append(claim)
                return
            if not at:
                date, own_date = self._date(claim)
                why = f"speaks of {place.name}, where no incident is known"
                self.loose.append(Loose(claim, why, place, date if own_date else None))
                return
        if len(self.passages) == 1 and not self._is_of_many:
            self.passages[0].others.append(claim)
            return
        why = (
            "the document speaks of several attacks, and this of none in particular"
            if self.passages
            else "the document speaks of no attack with a place, a date or a victim"
        )
        self.loose.append(Loose(claim, why, date=self._day_said(claim)))

    def _day_said(self, claim: AnyClaim) -> FuzzyDate | None:
        """Return the day that the sentence of a claim states; None = none, or two."""
        days = {
            other.date
            for other in self.claims
            if isinstance(other, DateClaim)
            and is_event_date(other.date)
            and self.sentence(other) == self.sentence(claim)
        }
        return next(iter(days)) if len(days) == 1 else None

    @functools.cached_property
    def _is_of_many(self) -> bool:
        """Say whether a whole is told before any one attack; once all are placed.

        Then one attack named further on is not what the document is about.
        """
        wholes = [w.span.start for w in self.wholes if isinstance(w, CasualtyClaim)]
        ones = [
            claim.span.start
            for passage in self.passages
            for claim in passage.core
            if isinstance(claim, CasualtyClaim)
        ]
        return bool(wholes and ones) and min(wholes) < min(ones)

    def _judge(self, passage: Passage) -> None:
        """Decide by the words whether a passage is about an attack at all."""
        seen = {self.paragraph(c): c.span.start for c in passage.core}
        words = "\n".join(self.layout.paragraph_text(at) for at in seen.values())
        quotes = " ".join(claim.span.quote for claim in passage.core)
        said = words or quotes
        stated = bool(passage.weapons or passage.parties)
        around = f"{said}{quotes}{self.head}"
        passage.is_attack = stated or self.words.count("attack", around) > 0
        is_disaster = self.words.count("disaster", said) > 0 and not (
            stated and self.words.count("attack", self.head) > 0
        )
        passage.is_other = is_disaster or self._is_of_other_events

    @functools.cached_property
    def head(self) -> str:
        """Title and first lines."""
        return f"{self.text.title or ''}\n{self.text.text[:_LEAD]}"

    @functools.cached_property
    def _is_of_other_events(self) -> bool:
        """Say whether the document as a whole is of a disaster, or tells a story."""
        count = self.words.count
        led_by_disaster = count("disaster", self.head) > count("attack", self.head)
        is_story = count("fiction", self.text.text) >= _FICTION_WORDS and (
            count("fiction", self.head) > 0
        )
        return led_by_disaster or is_story


def _enrich_by_values(passage: Passage, claim: AnyClaim) -> None:
    if isinstance(claim, Toll):
        passage.weapons |= {claim.weapon} if claim.weapon else set()
        passage.parties |= {claim.perpetrator} if claim.perpetrator else set()
        if claim.killed is not None and claim.part_of is None:
            passage.killed.append(claim.killed)
    if isinstance(claim, Toll | VictimNamesClaim):
        passage.names |= {plain_key(p.name) for p in claim.people if p.name}
    if isinstance(claim, WeaponClaim | AttributionClaim):
        passage.weapons |= {*claim.weapon, *claim.aircraft}
        if claim.perpetrator and not claim.negated:
            passage.parties.add(claim.perpetrator)


def _figure(toll: AnyToll) -> tuple[int | None, int | None] | None:
    killed = toll.killed or toll.casualties
    if killed is None or killed.low is None:
        return None
    return killed.low, None


def _says_one_thing(claims: Sequence[AnyClaim]) -> bool:
    """Say whether all state one place, or one date."""
    said = {
        (c.place.gazetteer_id or c.place.name)
        if isinstance(c, PlaceClaim)
        else (str(c.date.earliest) if isinstance(c, DateClaim) else c.id)
        for c in claims
    }
    return len(said) == 1


def _is_at(passage: Passage, place: Place | None) -> bool:
    if place is None:
        return not passage.places
    return passage.place is None or nearness(passage.place, place) in {
        Nearness.SAME,
        Nearness.INSIDE,
        Nearness.NESTED,
    }


def _add(held: list[T], new: T) -> None:
    if new not in held:
        held.append(new)
