"""Tolls of a sentence without a parse: the killed, wounded, missing and displaced.

Yields tolls of an attack, totals of a war or of months, parts and zeros. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.counting.groups import Counting, Group
from firsthand.extract.counting.harm import Harming
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.unparsed.days import Days
from firsthand.extract.unparsed.named_victims import NamedVictims
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, telling
from firsthand.extract.unparsed.slavic_sides import AMONG, fighters_among
from firsthand.extract.unparsed.slavic_tolls import (
    counts_nobody,
    is_of_a_camp,
    sides_behind,
)
from firsthand.extract.unparsed.toll_fields import (
    by_status,
    is_counted,
    runs,
    status_of,
    toll_of,
)
from firsthand.extract.unparsed.toll_parts import PartsOfTolls
from firsthand.model import (
    Bounds,
    CasualtyClaim,
    Claim,
    ContextTotal,
    Precision,
    StatusWord,
)
from firsthand.reference.weapons import weapon_codes

_NO_VERB_REACH = 4  # words from "not" to whom the denied verb harms
_PART_OF_A_RISE = "explains the rise told in the same sentence: part of that figure"
_OF_A_WAR = re.compile(
    r"войн|войны|войне|війн|конфликт|конфлікт|вторжени|вторгненн"
    r"|операци|операці|действи|дій|все время|весь час|тех пор|того|відтоді"
    r"|эскалаци|ескалаці"
)
_OF_A_WAR_AR = re.compile(
    r"(?<!\w)(?:ال)?(?:حرب|نزاع|صراع|عدوان|سنوات|أعوام|احتلال|ثورة|انتفاضة|طوفان|إجمالي"
    r"|السابع من|غزو)|(?:19|20)\d\d"
)
_HAD = frozenset({"كان", "كانت", "وكان", "وكانت", "سبق", "وسبق"})  # told earlier
_WAR_BEHIND = 12  # characters behind "since the start of"
_OF_A_WAR_AT_LEAST, _TEN_MONTHS, _TWO_MONTHS = 1000, 300, 60
# "The deadliest since the war began" tells of one attack.
_MOST = re.compile(
    r"сам(?:ый|ая|ое|ой|ого|ым)|худш\w*|най\w+|ال(?:اكثر|اعنف|اسوا|اشد|ادمي|اكبر)|(?:ال)?(?:ثاني|ثالث|رابع|خامس|سادس)ه?"
)
_MOST_WITH_ARTICLE = frozenset(("plus", "pire", "mas", "peor"))
_ARTICLES = frozenset(("la", "le", "les", "el", "los", "las"))
_LONGEST_ASIDE = 9
_SINCE = frozenset({"desde", "depuis"})


class Tolls(Finder):
    """Finds how many were killed, wounded, displaced; and that nobody was."""

    def __init__(
        self, page: PatternedPage, people: NamedVictims, days: Days, parts: PartsOfTolls
    ) -> None:
        """Read the tolls of a page, with what its other finders know."""
        super().__init__(page)
        self.people = people
        self.days = days
        self.parts = parts

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield the tolls of a sentence, parts of them and zeros too."""
        tokens = sentence.tokens
        groups, harms = self._harmed(sentence)
        period = words_of(
            self.reference, self.language, "counts", "not_period", "period"
        )
        periods = [
            p
            for p in period.find(tokens)
            if p.row["kind"] == "period"
            and not _is_of_the_worst(tokens, p)
            and not (p.row.get("soft") and sentence.strikes)
        ]
        wars = words_of(self.reference, self.language, "counts", "war").find(tokens)
        partial = words_of(self.reference, self.language, "counts", "partial")
        late = words_of(self.reference, self.language, "counts", "late")
        told: list[Harm] = []
        for run in runs(by_status(harms), tokens):
            counted = run[0].groups[0].first if run[0].groups else run[0].first
            is_of_a_war = not sentence.strikes and any(
                war.last <= max(run[0].first, counted) for war in wars
            )
            is_context = self._is_of_a_period(sentence, periods) or is_of_a_war
            is_context |= self.language.is_slavic and (
                _are_thousands(harms) and _is_open(sentence, periods)
            )
            # A whole is one by its period.
            quoted: list[Harm | Found] = [*run, *periods[:1]]
            if self.language.code == "ar":
                quoted = [*run]  # a period opens the sentence there, far from its toll
            where = range_of(
                tokens, min(h.first for h in quoted), max(h.last for h in quoted)
            )
            if self.language.is_slavic and _are_only_sought(run):
                continue  # "people are looked for under the rubble"
            values = toll_of(run, partial.find(tokens), tokens)
            if not any(v for k, v in values.items() if k != "is_partial"):
                continue
            values["is_late_death"] = bool(late.find(tokens))
            if any(h.is_rise and h.what == run[0].what for h in told):
                values |= {"is_partial": True, "note": _PART_OF_A_RISE}
            told += run
            said = self.page.reading.statement_of(*where)
            values["negated"] = said is not None and self.page.is_denial(said)
            is_told = self.language.is_slavic or self.language.code == "ar"
            if values["negated"] and not is_counted(run) and is_told:
                continue  # "denied deaths of civilians": the denial tells it
            if not is_context:
                values |= self._circumstances(sentence)
            kind: type[Claim] = ContextTotal if is_context else CasualtyClaim
            sides = self._sides_of(tokens, run, groups, values)
            yield self.page.made(
                kind, where, sentence, rule="M056 harm beside people", **values
            )
            yield from self._sides(sentence, run[0], sides)
        yield from self._nobody(sentence)
        yield from self.parts.among(sentence, groups, harms)
        yield from self._badly_hurt(sentence, harms)

    def _harmed(self, sentence: Sentence) -> tuple[list[Group], list[Harm]]:
        """Return the people counted in a sentence, and what befell them."""
        tokens = sentence.tokens
        groups = [
            group
            for group in self.page.groups(sentence)
            if not self._is_who_speaks(sentence, group)
            and not self._is_nobody(sentence, group)
            and not (self.language.is_slavic and counts_nobody(tokens, group))
        ]
        harms = [
            harm
            for harm in Harming(self.reference, self.language).harms(tokens, groups)
            if not self.people.is_of_names(harm, sentence)
            and not (self.language.is_slavic and is_of_a_camp(tokens, harm))
        ]
        return groups, harms

    def _sides_of(
        self,
        tokens: Sequence[Token],
        run: Sequence[Harm],
        groups: Sequence[Group],
        values: dict[str, Any],
    ) -> tuple[Group, ...]:
        """Return the sides told behind a sum, whose own status is then both."""
        sides = sides_behind(tokens, run, groups) if self.language.is_slavic else ()
        if sides:
            values["status"] = StatusWord.MIXED
        return sides

    def _sides(
        self, sentence: Sentence, harm: Harm, sides: Sequence[Group]
    ) -> Iterator[Claim]:
        """Yield the civilians and fighters who make up a toll told right before."""
        for group in sides:
            values: dict[str, Any] = {harm.what: group.bounds, **status_of((group,))}
            yield self.page.made(
                CasualtyClaim,
                range_of(sentence.tokens, group.first, group.last),
                sentence,
                is_partial=True,
                rule="M056 sides of a toll",
                **values,
            )

    def _is_of_a_period(self, sentence: Sentence, periods: Sequence[Found]) -> bool:
        """Say whether a toll is that of a whole war or of months.

        In French and Spanish a day may begin the months ("desde el 30 de septiembre");
        what title and first sentence count so is what the page is about.
        """
        if self.language.is_slavic:
            stretches_told = [
                range_of(sentence.tokens, p.first, p.last) for p in periods
            ]
            is_war = any(
                _OF_A_WAR.search(self.text, *where) for where in stretches_told
            )
            is_war = is_war or self._counts_for_long(sentence)
            return is_war or (bool(periods) and not self._leads(sentence))
        if not self.language.is_romance:
            ends = [sentence.tokens[p.last - 1].end + _WAR_BEHIND for p in periods]
            is_war = any(
                _OF_A_WAR_AR.search(self.text, sentence.tokens[p.first].start, end)
                for p, end in zip(periods, ends, strict=True)
            )
            is_past = sentence.tokens[0].word in _HAD
            is_long = is_past and self._counts_for_long(sentence, _TWO_MONTHS)
            is_long = is_long or bool(periods)
            return is_war or (is_long and not self._leads(sentence))
        wars = words_of(self.reference, self.language, "counts", "war")
        stretches = [sentence.tokens[p.first : p.last] for p in periods]
        if any(wars.find(stretch) for stretch in stretches):
            return True
        since = [d for d in sentence.dates if sentence.tokens[d.first].word in _SINCE]
        leads = [s for s in self.page.sentences if not s.is_headline][:1]
        is_lead = sentence.is_headline or any(s is sentence for s in leads)
        return bool(periods or since) and not is_lead

    def _counts_for_long(self, sentence: Sentence, n_days: int = _TEN_MONTHS) -> bool:
        """Say whether a sentence counts from a day so many days ago or more."""
        published = self.page.reading.page.published
        return published is not None and any(
            d.date.precision is Precision.OPEN
            and d.date.earliest is not None
            and (published - d.date.earliest).days >= n_days
            for d in sentence.dates
        )

    def _leads(self, sentence: Sentence) -> bool:
        """Say whether a sentence is the title, or of the first paragraph.

        The figure of some months that a report is about is no context of it.
        """
        if sentence.is_headline:
            return True
        body = next((s.start for s in self.page.sentences if not s.is_headline), 0)
        return "\n" not in self.text[body : sentence.start]

    def _is_who_speaks(self, sentence: Sentence, group: Group) -> bool:
        """Say whether a role alone is a speaker's, no number and no harm beside it."""
        is_role = group.last - group.first == 1 and group.person and not group.harm
        where = range_of(sentence.tokens, group.first, group.last)
        return bool(is_role) and self.page.is_in_source(where)

    def _is_nobody(self, sentence: Sentence, group: Group) -> bool:
        """Say whether people without a number stand under "no" or "without" (M056).

        Only a row of kind "none" makes that a zero: here nobody is counted, no more.
        """
        said = self.language
        tokens = sentence.tokens
        if any(self.page.is_number(t) for t in tokens[group.first : group.last]):
            return False
        at = group.first
        start, _ = self.page.clause(sentence, range_of(tokens, at, at + 1))
        before = [
            t.word for t in tokens[max(0, at - _NO_VERB_REACH) : at] if t.start >= start
        ]
        if not said.except_.isdisjoint(before):
            return False
        beside = {*before[-1:], *(t.word for t in tokens[at : group.last])}
        denies_verb = bool(group.harm) and not said.no_verb.isdisjoint(before)
        return denies_verb or not said.nobody.isdisjoint(beside)

    def _circumstances(self, sentence: Sentence) -> dict[str, Any]:
        """Return weapon and date said in the same sentence, where only one is."""
        weapons = weapon_codes(telling(sentence.weapons))
        values: dict[str, Any] = {}
        if len(weapons) == 1:
            values["weapon"] = weapons[0]
        dates = [
            d for d in sentence.dates if not self.days.is_day_of_telling(sentence, d)
        ]
        if len(sentence.dates) == len(dates) == 1:
            values["date"] = dates[0].date
        return values

    def _nobody(self, sentence: Sentence) -> Iterator[Claim]:
        if self.language.is_slavic:
            counting = Counting(self.reference, self.language)
            yield from fighters_among(self.page, sentence, counting)
        none = words_of(self.reference, self.language, "counts", "none")
        for hit in none.find(sentence.tokens):
            before = sentence.tokens[max(0, hit.first - 2) : hit.first]
            if any(t.word in AMONG for t in before):
                continue  # "of soldiers there were none among the dead"
            where = range_of(sentence.tokens, hit.first, hit.last)
            zero: dict[str, Any] = {
                str(hit.row["harm"]): Bounds(
                    low=0, high=0, words=self.text[slice(*where)]
                )
            }
            yield self.page.made(
                CasualtyClaim,
                where,
                sentence,
                negated=True,
                rule="M056 nobody harmed",
                **zero,
            )

    def _badly_hurt(self, sentence: Sentence, harms: Sequence[Harm]) -> Iterator[Claim]:
        """Read "71 wounded, of whom some 20 gravely": a part of the wounded."""
        if not (self.language.is_romance or self.language.is_slavic):
            return
        reach = 3 if self.language.is_slavic else 1
        serious = words_of(self.reference, self.language, "counts", "serious")
        marks = serious.find(sentence.tokens)
        for harm in harms if marks else ():
            for group, _ in harm.parts:
                mark = next(
                    (m for m in marks if -1 <= m.first - group.last <= reach), None
                )
                if mark is None or harm.what != "wounded" or group.person is not None:
                    continue
                yield self.page.made(
                    CasualtyClaim,
                    range_of(sentence.tokens, group.first, mark.last),
                    sentence,
                    wounded=group.bounds,
                    is_partial=True,
                    rule="M056 badly hurt among the wounded",
                )


def _is_of_the_worst(tokens: Sequence[Token], period: Found) -> bool:
    """Say whether a period only tells what an attack was the worst of."""
    for place in range(period.first - 1, max(0, period.first - _LONGEST_ASIDE), -1):
        word = tokens[place].word
        if word in {",", "،", "."}:
            return False
        has_article = tokens[place - 1].word in _ARTICLES
        if _MOST.fullmatch(word) or (word in _MOST_WITH_ARTICLE and has_article):
            return True
    return False


def _are_only_sought(run: Sequence[Harm]) -> bool:
    """Say whether a toll is but of people missing whom nobody counts."""
    return all(h.what == "missing" for h in run) and not is_counted(run)


def _is_open(sentence: Sentence, periods: Sequence[Found]) -> bool:
    """Say whether a sentence counts from a day or month on."""
    return bool(periods) or any(
        d.date.precision is Precision.OPEN for d in sentence.dates
    )


def _are_thousands(run: Sequence[Harm]) -> bool:
    """Say whether a toll is of a thousand or more: no one attack's, but a war's."""
    return any(
        (g.bounds.low or 0) >= _OF_A_WAR_AT_LEAST
        for h in run
        if h.what == "killed"
        for g in h.groups
    )
