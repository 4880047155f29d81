"""Parts of a toll told in a sentence of their own ("among the dead are 11 children").

For `tolls`, in languages without a parse. Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.counting.verb_left_out import AGAINST_AR
from firsthand.extract.patterned import Found, range_of, words_of
from firsthand.extract.unparsed.named_victims import NamedVictims
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.spanish_parts import SpanishParts
from firsthand.extract.unparsed.toll_fields import members_of, status_of
from firsthand.model import CasualtyClaim, Claim

_SIDES = frozenset(
    {"civils", "civiles", "combattants", "soldats", "militaires", "miliciens"}
    | {"rebelles", "insurges", "terroristes", "jihadistes", "djihadistes", "policiers"}
)
_OF_WHOM = frozenset({"dont", "lesquels", "lesquelles", "eux"})
_VICTIMS = frozenset({"الضحايا", "القتلي", "الشهداء", "قتلي", "الضحيه"})


class PartsOfTolls(Finder):
    """Finds parts of a toll told elsewhere ("among the dead are 11 children")."""

    def __init__(self, page: PatternedPage, people: NamedVictims) -> None:
        """Read parts of tolls of a page, with what its other finders know."""
        super().__init__(page)
        self.people = people

    def among(
        self, sentence: Sentence, groups: Sequence[Group], harms: Sequence[Harm]
    ) -> Iterator[Claim]:
        """Read "among the dead are 11 children and eight women" standing alone."""
        yield from SpanishParts(self.page).find(sentence, groups)
        told = {id(g) for h in harms for g in (*h.groups, *(p for p, _ in h.parts))}
        if self.language.code == "fr":
            yield from self._of_a_side(sentence, harms)
        if self.language.is_romance:
            groups = [g for g in groups if id(g) not in told]
            yield from self._parts_of_a_kind(sentence, groups)
            groups = [g for g in groups if not g.is_part]
        elif harms or (self.language.is_slavic and self.people.named(sentence)):
            return  # a list of names says who they were
        if self.language.code == "ar":
            yield from self._parts_of_the_dead(sentence, groups)
        mark = words_of(self.reference, self.language, "counts", "include").find(
            sentence.tokens
        )
        opener = words_of(self.reference, self.language, "speech", "opener")
        is_after_that = bool(mark) and any(
            hit.last == mark[0].first for hit in opener.find(sentence.tokens)
        )
        is_after_that = is_after_that or (
            bool(mark) and self._is_past_who_speaks(sentence, mark[0].first)
        )
        if not mark or (mark[0].first > 1 and not is_after_that):
            return
        counted = [
            g for g in groups if g.has_number and g.first >= mark[0].last and g.person
        ]
        parts = [g for g in counted if g.person and g.person.get("is")]
        if not parts:
            yield from self._sides_alone(sentence, mark[0], counted)
            return
        values = members_of(tuple((g, mark[0].row.get("share")) for g in parts))
        if self.language.is_romance and len(parts) == 1:
            yield from self._one_part(sentence, mark[0], parts[0], values)
            if self.language.code == "es":
                others = [g for g in counted if not (g.person and g.person.get("is"))]
                yield from self._sides_alone(sentence, mark[0], others, is_behind=True)
            return
        where = range_of(sentence.tokens, mark[0].first, parts[-1].last)
        yield self.page.made(
            CasualtyClaim, where, sentence, rule="M056 parts of a toll", **values
        )

    def _of_a_side(self, sentence: Sentence, harms: Sequence[Harm]) -> Iterator[Claim]:
        """Read "48 people, 21 of them civilians": a French part told by its side."""
        tokens = sentence.tokens
        for harm in harms:
            for group, _ in harm.parts:
                status = status_of((group,))
                nouns = {t.word for t in tokens[group.first : group.last]}
                if not (group.has_number and status and nouns & _SIDES):
                    continue
                first = group.first
                first -= bool(first) and tokens[first - 1].word in _OF_WHOM
                yield self.page.made(
                    CasualtyClaim,
                    range_of(tokens, first, group.last),
                    sentence,
                    is_partial=True,
                    rule="M056 parts of a toll",
                    **{**status, harm.what: group.bounds},
                )

    def _parts_of_the_dead(
        self, sentence: Sentence, groups: Sequence[Group]
    ) -> Iterator[Claim]:
        """Read "52 children are among the victims": their part of a toll."""
        tokens = sentence.tokens
        yield from self._against(sentence, groups)
        for group in groups:
            behind = [t.word for t in tokens[group.last : group.last + 4]]
            is_among = behind[:2] == ["من", "بين"] or behind[:1] in (["بين"], ["ضمن"])
            person = group.person or {}
            is_told = person.get("is") or person.get("status")
            if not (is_among and group.has_number and is_told):
                continue
            if not any(w in _VICTIMS for w in behind):
                continue
            last = group.last + next(n for n, w in enumerate(behind) if w in _VICTIMS)
            values = members_of(((group, None),))
            if not values:  # "four of its volunteers are among the dead"
                values = {"killed": group.bounds, **status_of((group,))}
            yield self.page.made(
                CasualtyClaim,
                range_of(tokens, group.first, last + 1),
                sentence,
                is_partial="killed" in values,
                rule="M056 parts of a toll",
                **values,
            )

    def _against(self, sentence: Sentence, groups: Sequence[Group]) -> Iterator[Claim]:
        """Read "among the dead are 47 children, as against nine fighters"."""
        tokens = sentence.tokens
        for group in groups:
            before = tokens[max(0, group.first - 2) : group.first]
            is_against = any(t.word in AGAINST_AR for t in before)
            among = [t.word for t in tokens[: group.first]]
            is_of_dead = any(w in _VICTIMS for w in among) and "بين" in among
            status = status_of((group,))
            if is_against and is_of_dead and group.has_number and status:
                where = range_of(tokens, group.first - 1, group.last)
                yield self.page.made(
                    CasualtyClaim,
                    where,
                    sentence,
                    killed=group.bounds,
                    rule="M056 sides of a toll",
                    **status,
                )

    def _one_part(
        self, sentence: Sentence, mark: Found, group: Group, values: dict[str, Any]
    ) -> Iterator[Claim]:
        """Read "among the dead are four children": four of them, part of a toll."""
        what = self._harm_among(sentence, mark.first, group.last)
        where = range_of(sentence.tokens, mark.first, group.last)
        if what is not None and not self._are_members(values):
            values = {**values, what: group.bounds, **status_of((group,))}
        yield self.page.made(
            CasualtyClaim,
            where,
            sentence,
            is_partial=what is not None,
            rule="M056 parts of a toll",
            **values,
        )

    def _parts_of_a_kind(
        self, sentence: Sentence, groups: Sequence[Group]
    ) -> Iterator[Claim]:
        """Read "six of the dead were children": part of a toll told elsewhere."""
        for group in groups:
            what = self._harm_among(sentence, group.first, group.last)
            if not group.is_part or not group.has_number or what is None:
                continue
            values = members_of(((group, None),))
            if not self._are_members(values):
                values = {**values, **status_of((group,)), what: group.bounds}
            yield self.page.made(
                CasualtyClaim,
                range_of(sentence.tokens, group.first, group.last),
                sentence,
                is_partial=True,
                rule="M056 parts of a toll",
                **values,
            )

    def _are_members(self, values: dict[str, Any]) -> bool:
        """Say whether a Spanish part only tells how many of the dead were children.

        "Among the dead are ten children" counts children, and no dead of its own.
        """
        return self.language.code == "es" and "children" in values

    def _harm_among(self, sentence: Sentence, first: int, last: int) -> str | None:
        """Return what befell those among whom some are told of; None = not said."""
        harm = words_of(self.reference, self.language, "counts", "harm")
        named = harm.find(sentence.tokens[first:last])
        what = str(named[0].row["harm"]) if named else ""
        return what if what in {"killed", "wounded"} else None

    def _sides_alone(
        self,
        sentence: Sentence,
        mark: Found,
        groups: Sequence[Group],
        *,
        is_behind: bool = False,
    ) -> Iterator[Claim]:
        """Read "among the dead are six civilians and two rebels": part of a toll.

        `is_behind`: other parts stand before it, and are quoted on their own.
        """
        harm = words_of(self.reference, self.language, "counts", "harm")
        named = harm.find(sentence.tokens[mark.first : mark.last])
        what = str(named[0].row["harm"]) if named else ""
        for group in groups:
            status = group.person.get("status") if group.person else None
            if what not in {"killed", "wounded"} or status is None:
                continue
            first = group.first if is_behind else mark.first
            where = range_of(sentence.tokens, first, group.last)
            values: dict[str, Any] = {what: group.bounds, **status_of((group,))}
            yield self.page.made(
                CasualtyClaim,
                where,
                sentence,
                is_partial=True,
                rule="M056 sides of a toll",
                **values,
            )

    def _is_past_who_speaks(self, sentence: Sentence, place: int) -> bool:
        """Say whether but who speaks stands before a Slavic clause."""
        tokens = sentence.tokens
        if not self.language.is_slavic or not place or tokens[place - 1].word != ",":
            return False
        return any(
            all(
                any(s <= t.start < e for s, e in (*one.source, *one.cue))
                for t in tokens[: place - 1]
                if t.is_word
            )
            for one in (said.statement for said in self.page.said)
        )
