"""Days of sentences without a parse that tell of an attack or of harm.

The day on which somebody said so is no day of the attack. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.extract.patterned import range_of, words_of
from firsthand.extract.patterned_dates import Dated, widened
from firsthand.extract.unparsed import arabic_days, french_days
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.spanish_days import is_day_of_an_act, is_since_when
from firsthand.extract.unparsed.token_words import BESIDE_CUE, CLAUSE, FEW_WORDS
from firsthand.model import Claim, DateClaim, FuzzyDate, Precision
from firsthand.reference.news_dates import is_of_an_event

_NO_DAY = re.compile(
    r"خلال\s+(?:ال)?\W*\w*\W*\w*\s*(?:ال)?ساع|منذ\s+(?:عام\s+|سنة\s+)?\d{4}(?!\d)"
    r"|خلال\s+(?!ال)\S+\s+(?:أسابيع|أشهر|شهر|أيام|سنوات|أعوام)(?!\w|\s+(?:ال)?(?:ماض|أخير))"
    r"|منذ\s+(?:العام|السنة)\s+الماضي|(?:ابتداء|اعتبار)\w*\s+من"
)
_TO_COMMA = re.compile(r"[^،,.;؛:\n]{0,16}[،,]")
_CAMPAIGN_DAYS = 20

_CAMPAIGNS_AR = (
    "منذ مطلع",
    "منذ بداية",
    "منذ أوائل",
    "خلال ال",
    "هذا العام",
    "هذه السنة",
)


class Days(Finder):
    """Finds when a blow was struck, and tells the day of telling apart."""

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return dates of a sentence that tells of an attack or of harm."""
        if not (self.page.tells_an_attack(sentence) or self._dates_one(sentence)):
            return
        for dated in sentence.dates:
            is_dated = is_of_an_event(dated.date) or self._is_campaign(dated.date)
            if not is_dated or self.is_day_of_telling(sentence, dated):
                continue
            if self._is_that_day(sentence, dated):
                continue
            if _NO_DAY.match(self.text, sentence.tokens[dated.first].start):
                continue  # "within 48 hours", "since 2016": how long, not when
            where = range_of(sentence.tokens, dated.first, dated.last)
            yield self.page.made(
                DateClaim,
                widened(self.text, *where, self.language.code),
                sentence,
                hedges=(),
                date=dated.date,
                rule="M056 date",
            )

    def _is_campaign(self, date: FuzzyDate) -> bool:
        """Say whether a Slavic date is a stretch of weeks ("in the past two months").

        A day or a week past tells when it was reported; a campaign has a date. In
        Arabic where it is told since when, or within what time, or as this year.
        """
        is_told = self.language.is_slavic or (
            self.language.code == "ar" and date.words.startswith(_CAMPAIGNS_AR)
        )
        is_this_year = date.precision is Precision.YEAR and not self.language.is_slavic
        is_period = is_told and (date.is_every_day or is_this_year)
        if not is_period or date.earliest is None or date.latest is None:
            return False
        return (date.latest - date.earliest).days >= _CAMPAIGN_DAYS

    def _is_that_day(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether Arabic "that day" names no day of its own, or a time its end."""
        if self.language.code != "ar" or not dated.first:
            return False
        before = sentence.tokens[dated.first - 1].word
        is_end = before in {"حتي", "وحتي"} and any(
            0 < dated.first - other.last <= FEW_WORDS + 1 for other in sentence.dates
        )
        return is_end or before in {"ذلك", "ذاك", "تلك", "نفس", "بذلك"}

    def _dates_one(self, sentence: Sentence) -> bool:
        """Say whether a sentence is but a date before the telling of an attack."""
        words = [t for t in sentence.tokens if t.is_word or t.is_number]
        if not sentence.dates or len(words) > FEW_WORDS + 1:
            return False
        following = next(
            (s for s in self.page.sentences if s.start >= sentence.end), None
        )
        return following is not None and self.page.tells_an_attack(following)

    def is_day_of_telling(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether a date tells when something was said, not when it happened."""
        start, end = range_of(sentence.tokens, dated.first, dated.last)
        if self._is_day_of_a_meeting(sentence, dated):
            return True
        if self.language.is_romance and (
            self._is_of_a_french_act(sentence, dated)
            if self.language.code == "fr"
            else self._is_of_no_attack(sentence, dated)
        ):
            return True
        if self.language.code == "ar" and (
            self._is_said_on(sentence, dated)
            or self._is_of_another_deed(sentence, dated)
        ):
            return True
        for said in self.page.said:
            source, cue = said.statement.source, said.statement.cue
            if any(s < end and start < e for s, e in (*source, *cue)):
                return True
            is_aside = self.text[end : end + 1] in {
                ",",
                "،",
            }  # "said X, on Monday, ..."
            is_aside = is_aside or self._is_in_aside(start, end)
            if any(
                0 <= start - e <= BESIDE_CUE
                and (is_aside or not CLAUSE.search(self.text[e:start]))
                for _, e in (*cue, *source)
            ):
                return True
        published = words_of(self.reference, self.language, "things", "published")
        return any(
            0 <= dated.first - p.last <= 1 for p in published.find(sentence.tokens)
        )

    def _is_of_no_attack(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether a Spanish day is that of a rescue, an office, a truce."""
        tokens = sentence.tokens
        acts = words_of(self.reference, self.language, "things", "published")
        held = words_of(self.reference, self.language, "things", "held_since")
        blows = (*sentence.strikes, *self.page.harms(sentence))
        return is_day_of_an_act(
            tokens, dated, acts.find(tokens), blows
        ) or is_since_when(tokens, dated, held.find(tokens))

    def _is_of_a_french_act(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether a French day is that of a verb which is no blow."""
        acts = words_of(self.reference, self.language, "things", "act")
        authors = words_of(self.reference, self.language, "things", "author")
        tokens = sentence.tokens
        blows = (
            *sentence.strikes,
            *self.page.harms(sentence),
            *authors.find(tokens),
        )
        return french_days.is_day_of_an_act(tokens, dated, acts.find(tokens), blows)

    def _is_said_on(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether a verb of saying stands right before an Arabic date."""
        say = words_of(self.reference, self.language, "speech", "say")
        before = say.at(sentence.tokens, dated.first - 1) if dated.first else None
        return before is not None and before.last == dated.first

    def _is_of_another_deed(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether an Arabic date is that of a verb that is no blow."""
        harm = words_of(self.reference, self.language, "counts", "harm")
        said = [one.statement for one in self.page.said]
        return arabic_days.is_of_another_deed(
            sentence, dated, said, harm.find(sentence.tokens)
        )

    def _is_day_of_a_meeting(self, sentence: Sentence, dated: Dated) -> bool:
        """Say whether a date is that of a meeting, a digest, or opens who says it.

        "The Security Council met on Saturday"; "On Monday the governor said ...".
        """
        tokens = sentence.tokens
        start, end = range_of(tokens, dated.first, dated.last)
        digest = words_of(self.reference, self.language, "things", "digest")
        if sentence.is_headline and digest.find(tokens):
            return True
        first, last = self.page.clause(sentence, (start, end))
        meeting = words_of(self.reference, self.language, "things", "meeting")
        meets = any(first <= tokens[h.first].start < last for h in meeting.find(tokens))
        opens = dated.first <= 1 and any(
            0 <= source - end <= 1
            and any(0 <= cue - stop <= BESIDE_CUE for cue, _ in said.statement.cue)
            for said in self.page.said
            for source, stop in said.statement.source
        )
        return opens or (meets and not self._strikes_in(sentence, first, end))

    def _strikes_in(self, sentence: Sentence, first: int, last: int) -> bool:
        """Say whether a word of striking stands before a date in its clause."""
        starts = (sentence.tokens[hit.first].start for hit in sentence.strikes)
        return any(first <= start < last for start in starts)

    def _is_in_aside(self, start: int, end: int) -> bool:
        """Say whether commas stand about a date and no more than a word or two."""
        is_arabic = self.language.code == "ar"
        opens = self.text[:start].rstrip().endswith("،")
        return is_arabic and opens and _TO_COMMA.match(self.text, end) is not None
