"""Speakers of "according to X", wherever it stands in a sentence.

For Arabic, Russian, Ukrainian, French and Spanish. Method: M022.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from firsthand.extract.arabic_small_words import ISSUED, WHO_AR
from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ALLEGED,
    AND_ALSO,
    COMMA,
    DETERMINERS,
    FAR,
    FEW_BETWEEN,
    LEAST_SAID,
    LONGEST_NAME,
    QUOTES,
    WHICH_SLAVIC,
    Raw,
    is_capital,
)
from firsthand.extract.speakers_before import SpeakersBefore

_COLLECTED = frozenset(
    {
        "جمعتها",
        "جمعها",
        "اعدتها",
        "اعدها",
        "اجرتها",
        "احصتها",
        "جمعته",
        "اعدته",
        "اجرته",
    }
    | {"تجمعها", "تعدها"}
)
_THE_AGENCY = frozenset(
    {"الوكاله", "وكاله", "مراسلو", "مراسلوها", "مراسلونا", "الصحيفه", "الموقع", "فرانس"}
    | {"رويترز", "صحفيو", "صحافيو", "القناه", "الاناضول"}
)
_MADE_IT = ("ته", "تها", "عها", "رها", "لها", "دها")  # "that X collected"
_OF_WHICH = frozenset({"منها", "عليها", "بها", "اليها", "عنها", "منه", "عليه", "به"})
_LAWS = frozenset({"derecho", "droit", "ley", "loi", "normas", "normes"})
_LAWS_AR = (
    *("القانون", "القوانين", "للقانون", "للقوانين", "قواعد", "لقواعد", "القواعد"),
    *("المعايير", "للمعايير", "معايير", "لمعايير", "مبادي", "لمبادي", "الاتفاقيات"),
    *("للاتفاقيات", "اتفاقيات", "لاتفاقيات", "المواثيق", "للمواثيق", "الخطه", "خطه"),
    *("الاصول", "للاصول", "الجدول", "الاوامر", "اوامر", "لاوامر"),
)
_WHAT = (("lo", "que"), ("ce", "que"), ("ce", "qu'"))
_COUNTS = frozenset(
    {"bilan", "decompte", "communique", "chiffres", "donnees", "registres", "compte"}
    | {"balance", "recuento", "parte", "datos", "cifras", "comunicado", "registros"}
    | {"estimations", "estimaciones", "calculs", "calculos", "comptage", "computo"}
)
_ABOUT_SO_MANY = frozenset(
    {"plus", "au", "environ", "quelque", "pres", "mas", "al", "unos", "casi", "cerca"}
)
_WHOM = frozenset({"qui", "quien", "quienes"})
_REPORTS = frozenset(
    {
        "informations",
        "accusations",
        "affirmations",
        "allegations",
        "rumeurs",
        "articles",
    }
    | {"temoignages", "declarations", "depeches", "reportages", "propos", "rapports"}
)
_JOINS = AND_ALSO | {"tandis", "alors", "mais", "ainsi", "dont", "puis"}
_OF_ROMANCE = frozenset({"de", "del", "du", "des", "d'"})
_WHERE = frozenset({"donde", "où"})  # opens a clause of its own
_THEM = frozenset({"lui", "elle", "eux", "elles", "ella", "ellos", "ellas"})
_TURNS = frozenset(
    {":", ";", "а", "но", "однако", "але", "однак", "проте", "хотя", "хоча", "зато"}
)


class CitedSpeech(SpeakersBefore):
    """What is said by a preposition with a speaker."""

    def _cited(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Read "according to X" wherever it stands in the sentence."""
        cited = list(self._all_cited(tokens))
        yield from self._each_its_own(tokens, cited)

    def _each_its_own(
        self, tokens: Sequence[Token], cited: Sequence[Raw]
    ) -> Iterator[Raw]:
        """Give a second number to its own voice ("33 by X's count, and 36 by Y's").

        In French and Spanish, where a bare number stands between the two.
        """
        cuts: dict[int, int] = {}
        for one in cited if self.language.is_romance else ():
            start = one.cue[0]
            while (
                start
                and (tokens[start - 1].is_word or tokens[start - 1].is_number)
                and (tokens[start - 1].word not in AND_ALSO)
            ):
                start -= 1
            told = tokens[start : one.cue[0]]
            earlier = any(o.cue[0] < start for o in cited)
            is_short = 0 < len(told) <= LEAST_SAID
            is_bare = is_short and (
                self._is_number(told[0]) or told[0].word in _ABOUT_SO_MANY
            )
            if earlier and is_bare and any(self._is_number(t) for t in told):
                cuts[one.cue[0]] = start
            elif (clause := self._clause_of_second(tokens, one, cited)) is not None:
                cuts[one.cue[0]] = clause
        for one in cited:
            own = cuts.get(one.cue[0])
            later = [cut for cue, cut in cuts.items() if cue > one.cue[0]]
            parts = ((own, one.cue[0]),) if own is not None else one.content
            end = min(later, default=len(tokens))
            kept = tuple((a, min(b, end)) for a, b in parts if a < min(b, end))
            yield dataclasses.replace(one, content=kept or one.content)

    def _clause_of_second(
        self, tokens: Sequence[Token], one: Raw, cited: Sequence[Raw]
    ) -> int | None:
        """Return where the clause of a second French voice begins.

        "19 people died, by the ministry, and 32 are wounded, according to the mayor":
        a toll stands behind "and", between the two.
        """
        before = [o for o in cited if o.cue[0] < one.cue[0]]
        if self.language.code != "fr" or not before:
            return None
        start = max(o.subject[1] for o in before)
        start += start < one.cue[0] and tokens[start].word in COMMA
        told = tokens[start : one.cue[0]]
        joins = bool(told) and told[0].word in _JOINS
        counts = any(self._is_number(t) for t in told[:FAR])
        return start + 1 if joins and counts and len(told) > FEW_BETWEEN else None

    def _is_number(self, token: Token) -> bool:
        hit = self.stop.at((token,), 0)
        return token.is_number or (hit is not None and hit.row["kind"] == "number")

    def _all_cited(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        for hit in self.cite.find(tokens):
            if hit.row.get("pronoun") or self._is_by_which(tokens, hit.last):
                yield from self._cited_by_pronoun(tokens, hit)
                continue
            behind = self._past_what_says(tokens, hit.last)
            if hit.last - hit.first > 1 and tokens[hit.last - 1].word.startswith("ال"):
                behind = hit.last - 1  # "according to the report issued on Monday"
            start, end = self._phrase(tokens, behind)
            start = self._past_records(tokens, start, end)
            start = self._past_a_count(tokens, start, end)
            end = self._before_who_cites(tokens, hit, start, end)
            needs_person = bool(hit.row.get("person"))
            is_bare = start < end and tokens[start].given.islower()
            is_bare = is_bare and tokens[start].word not in DETERMINERS
            if needs_person and self.language.is_romance and is_bare:
                continue  # "hold them for responsible"
            is_first = hit.first == 0 and end < len(tokens)
            if needs_person and is_first and tokens[end].word in COMMA:
                needs_person = not (
                    self.has_head(tokens, start, min(start + 2, end))
                    or self._is_bare_name(tokens, start, end)
                )  # "For the Monitor, ..."
            if any(t.word in _LAWS for t in tokens[start:end]) or (
                start < end and tokens[start].word.startswith(_LAWS_AR)
            ):
                continue  # "in accordance with international law"
            if hit.row.get("passive") and self._is_in_passing(tokens, hit, end - start):
                continue
            if start < end and tokens[start].word in ALLEGED | _WHOM:
                # "Allegations according to which"; "said X, for whom ...".
                yield from self._alleged(tokens, hit, start)
                continue
            if end == start or not self._is_a_voice(
                tokens, hit, (start, end), needs_person=needs_person
            ):
                continue
            before = hit.first - (tokens[hit.first - 1].word in COMMA)
            is_inside = before > 0 and any(
                o.last == before for o in self.opener.find(tokens[:before])
            )
            is_inside = is_inside or (before > 0 and tokens[before - 1].word in _WHERE)
            is_inside = is_inside or self._turns(tokens, hit.first)
            parts = ((hit.first, hit.first) if is_inside else (0, hit.first),)
            content = tuple(
                part for part in (*parts, (end, len(tokens))) if part[0] < part[1]
            )
            yield Raw(
                (start, end),
                (hit.first, hit.last),
                content,
                hit.row,
                is_oblique=True,
            )

    def _is_the_outlets_count(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> bool:
        """Say whether an Arabic count is the outlet's own ("a toll that X collected").

        X is the agency that writes: its name, or "the agency", stands behind.
        """
        if self.language.code != "ar" or self.record.at(tokens, start) is None:
            return False
        is_made = any(t.word in _COLLECTED for t in tokens[start + 1 : start + 3])
        behind = tokens[start + 2 : end + 2]
        return is_made and any(t.word.removeprefix("ل") in _THE_AGENCY for t in behind)

    def _alleged(
        self, tokens: Sequence[Token], hit: Found, which: int
    ) -> Iterator[Raw]:
        """Read "reports of foreign media according to which ..." as the media's.

        Where nobody is named, whose reports they are stays open, and nothing is read.
        """
        is_which = self.language.code == "fr" and tokens[which].word in ALLEGED
        reach = FAR if is_which else 0
        for place in range(hit.first - 1, max(-1, hit.first - reach), -1):
            if tokens[place].word in COMMA:
                return
            if tokens[place].word in _REPORTS and place + 1 < hit.first:
                of = place + 1
                is_of = tokens[of].word in _OF_ROMANCE
                first = of + (tokens[of].word in {"de", "d'"})
                if is_of and self.has_head(tokens, of, hit.first):
                    cue = hit.first, which + 1
                    content = ((which + 1, len(tokens)),)
                    yield Raw((first, hit.first), cue, content, hit.row)
                return

    def _is_bare_name(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether French words are a name alone ("Pour Lanterne, ...")."""
        words = tokens[start:end]
        is_short = self.language.code == "fr" and 0 < len(words) <= LONGEST_NAME
        return is_short and all(map(is_capital, words))

    def _is_a_voice(
        self, tokens: Sequence[Token], hit: Found, where: Range, *, needs_person: bool
    ) -> bool:
        """Say whether a phrase is as much of a speaker as its words of citing need.

        "Which cites a market among what was hit" cites nobody.
        """
        start, end = where
        if needs_person and not self.has_role(tokens, start, end):
            return False
        after = self.cite.at(tokens, end) if self.language.is_romance else None
        is_given = after is not None and bool(after.row.get("passive"))
        if is_given and any(t.word in _COUNTS for t in tokens[start:end]):
            return False  # "the last toll, given by the ministry": its word
        if not hit.row.get("voice"):
            return True
        first = start + (tokens[start].word in DETERMINERS)
        return is_capital(tokens[first if first < end else start]) or self.has_head(
            tokens, start, min(start + FEW_BETWEEN, end)
        )

    def _cited_by_pronoun(self, tokens: Sequence[Token], hit: Found) -> Iterator[Raw]:
        """Read "by their own figures", wherever it stands, and "according to which"."""
        if not hit.row.get("pronoun"):
            yield from self._cited_in(tokens, hit)
            return
        rest = ((0, hit.first), (hit.last, len(tokens)))
        # "D'après eux" ends with whom it means.
        who = hit.last - 1 if tokens[hit.last - 1].word in _THEM else hit.first + 1
        yield Raw(
            (who, who + 1),
            (hit.first, hit.last),
            tuple(part for part in rest if part[0] < part[1]),
            hit.row,
            is_oblique=True,
        )

    def _is_by_which(self, tokens: Sequence[Token], place: int) -> bool:
        is_inside = self.language.is_slavic and place < len(tokens)
        return is_inside and tokens[place].word.startswith(WHICH_SLAVIC)

    def _cited_in(self, tokens: Sequence[Token], hit: Found) -> Iterator[Raw]:
        """Read "published a report according to which ..." as its publisher's."""
        whose = self._document_before(tokens, hit.first)
        if whose is not None:
            content = ((hit.last + 1, len(tokens)),)
            cue = (hit.first, hit.last)
            yield Raw(whose, cue, content, hit.row, is_oblique=True)

    def _turns(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a Slavic clause turns before "according to X".

        "Toreth denies it: by the words of its spokesman ..."; "..., but by X's count":
        what stands before is not X's.
        """
        before = tokens[place - 1].word if place else ""
        return self.language.is_slavic and before in _TURNS

    def _document_before(self, tokens: Sequence[Token], place: int) -> Range | None:
        """Return the report that a relative clause tells of, with whose it is.

        "X published a report according to which": X; "in the report of X, in which".
        """
        document = self.stand_ins.words["document"]
        found = [d for d in document.find(tokens[:place]) if place - d.first < FAR]
        if not found:
            return None
        named = self._speaker_in(tokens, 0, found[0].first)
        return named or (found[-1].first, place - (tokens[place - 1].word in COMMA))

    def _before_who_cites(
        self, tokens: Sequence[Token], cited: Found, start: int, end: int
    ) -> int:
        """Cut whoever cites off those cited ("citing witnesses the agency writes")."""
        opens = not cited.first or tokens[cited.first - 1].word in COMMA
        if not (self.language.is_slavic and opens and end - start > 1):
            return end
        if self.say.at(tokens, end) is None:
            return end
        is_head = self.nominative.at(tokens, end - 1) is not None
        return end - 1 if is_head else end

    def _past_records(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where whose record it is begins ("the figures that X collected").

        A record alone ("the report", "a UN report") speaks for itself; the outlet's own
        count is nobody's.
        """
        if self._is_the_outlets_count(tokens, start, end):
            return end
        while start < end and (hit := self.record.at(tokens, start)) is not None:
            owner = hit.last
            if owner + 1 < end and tokens[owner + 1].word in WHO_AR:
                owner += 1  # past an adjective
            if owner < end and tokens[owner].word in WHO_AR:
                owner += 2
                owner += owner < end and tokens[owner].word in _OF_WHICH
            elif tokens[start].word.startswith("ال") or owner >= end:
                break  # it speaks for itself
            elif tokens[owner].word in ISSUED:
                owner += 2
            elif owner + 1 < end and (
                tokens[owner].word.endswith(_MADE_IT)
                or tokens[owner].given.endswith(("ه", "ها"))
            ):
                owner += 1  # "an inquiry that the site made"
            if owner >= end or not self._can_own(tokens, owner):
                break
            start = owner
        return start

    def _past_a_count(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where the office begins whose count it is ("le bilan du ministère").

        In French and Spanish; a report stays, its author is found with it.
        """
        if not self.language.is_romance:
            return start
        counts = range(start, min(start + LONGEST_NAME, end - 2))
        count = next((n for n in counts if tokens[n].word in _COUNTS), None)
        if count is None:
            return start
        near = range(count + 1, min(count + 1 + FEW_BETWEEN, end - 1))
        of = next((n for n in near if tokens[n].word in _OF_ROMANCE), None)
        if of is None:
            return start
        is_owner = self.has_head(tokens, of + 1, min(of + 1 + FEW_BETWEEN, end))
        return of + 1 if is_owner else start

    def _can_own(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word can name whose record it is."""
        token = tokens[place]
        is_noun = token.word.startswith(("ال", "لل")) or token.word in QUOTES
        return (
            is_noun
            or self.head.at(tokens, place) is not None
            or self.record.at(tokens, place) is not None
            or self.parties.code_of(token.given) is not None
        )

    def _is_in_passing(self, tokens: Sequence[Token], hit: Found, n_words: int) -> bool:
        """Say whether a passive only tells more of a noun, and the sentence goes on.

        "Pictures spread by some media show another place" is not said by the media.
        """
        told = tokens[max(0, hit.first - FEW_BETWEEN - 1) : hit.first]
        if self.language.is_romance and any(t.word in _COUNTS for t in told):
            return False  # "by a toll given on Monday by the mayor, X Y"
        before = tokens[hit.first - 1].word if hit.first else ","
        tells = before in COMMA or before in self.language.auxiliaries
        return not tells and n_words > LEAST_SAID

    def _past_what_says(self, tokens: Sequence[Token], place: int) -> int:
        """Skip "what says" in "according to what the agency says", in two languages."""
        if not self.language.is_romance:
            return place
        words = tuple(t.word for t in tokens[place : place + 2])
        start = place + 2 if words in _WHAT else place
        said = self.say.at(tokens, start)
        return said.last if said is not None and start < len(tokens) else place
