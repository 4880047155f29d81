"""Arabic statements: a verb of saying, its speaker behind it, and what is said.

Which verbs open a statement, which tell more of a speaker, and which go on with the
speaker before. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.arabic_small_words import (
    DEEDS_TOLD,
    FOR,
    NOT_AR,
    PREPOSITIONS,
    TANWIN,
    TURNING,
    WHO_AR,
)
from firsthand.extract.arabic_subjects import ArabicSubjects
from firsthand.extract.arabic_told_in_passing import (
    denied_reports,
    less_what_is_condemned,
)
from firsthand.extract.patterned import Found, Token, Words, folded_word
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ANSWERS,
    CLOSING,
    COMMA,
    FEW_BETWEEN,
    LEAST_SAID,
    LONGEST_LEAD,
    LONGEST_SPEAKER,
    OPENING,
    QUOTES,
    Raw,
    as_written,
)

# A verb of the past told of nobody: its first letter bears the mark of the passive.
_PASSIVE = re.compile("^[وف]?[^يتنو]\u064f")
_BEGIN_ALT = ("التز", "التق", "التم")  # verbs of their own
_THINGS = frozenset(  # point at somebody, and say nothing
    {
        "شظايا",
        "الشظايا",
        "ادله",
        "الادله",
        "بقايا",
        "البقايا",
        "دلايل",
        "معطيات",
        "قراين",
    }
)
_POINT = ("تشير", "يشير", "اشار", "ترجح", "تثبت", "توكد", "تكشف", "تظهر")
_DEEDS_OF_BODIES = frozenset({"رصد", "حصر", "كشف", "سجل"})
_BODIES_THAT = frozenset(
    {"هييه", "مركز", "وحده", "شبكه", "فريق", "لجنه", "مكتب", "مجموعه", "مرصد", "جهاز"}
    | {"مشروع", "برنامج", "غرفه", "نظام", "معهد", "مبادره"}
)
_HIS_SAYING = frozenset({"قوله", "قولها", "قولهم", "قولهما"})
_OF_IT = ("ه", "ها")  # a verb with what it is about
_SAID_THAT = frozenset({"قال", "قالت", "قالوا", "وقال", "وقالت", "وقالوا"})
# Fingers and doubts point at somebody, and say nothing.
_NOBODYS = frozenset({"اصابع", "الشكوك", "الدلايل", "الموشرات", "الترجيحات", "الانظار"})
_SEATS = frozenset({"مقرها", "مقره", "مقرهم"})  # "whose seat is", no "admitting"
_OWN_BODIES = frozenset(
    {"المكتب", "الفريق", "فريقها", "فريقه", "مكتبها", "مكتبه", "منظمته", "منظمتها"}
    | {"المنظمه", "المفوضيه", "البعثه", "بعثته", "بعثتها", "لجنته", "لجنتها", "وزارته"}
    | {"وزارتها", "شبكته", "شبكتها", "مركزه", "مركزها", "محققيه", "محققيها"}
)
_ITS_FORCES = frozenset(
    {"قواتها", "قواته", "جيشها", "جيشه", "قواتهم", "طيرانها", "طيرانه", "جنودها"}
    | {"جنوده", "طايراتها", "طايراته", "بلاده", "بلادها"}
)
_BUT_THEY = frozenset({"لكنه", "لكنها", "لكنهم", "انه", "انها", "انهم", "كما", "وقد"})
_NOT_AR_AND = NOT_AR | {"ولم", "ولا", "فلم"}
_WHERE_AR = frozenset({"في", "قرب", "شمال", "جنوب", "شرق", "غرب", "وسط", "علي"})
_WHO_ARABIC = WHO_AR | {"الذين", "اللتين"}


class ArabicSpeech(ArabicSubjects):
    """The way Arabic tells who says what."""

    def read(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Yield what is said in a sentence, its speakers as the tokens give them."""
        by_others = list(self._cited(tokens))
        blaming = list(self._who_also_blames(tokens, by_others))
        yield from blaming
        by_others = [_less_relative(tokens, one) for one in by_others]
        yield from (self._its_clause(tokens, one) for one in by_others)
        cited = {hit.last for hit in self.cite.find(tokens)}
        cited |= {one.cue[0] for one in blaming}
        verbs = [
            verb
            for hit in self.say.find(tokens)
            if (verb := self._as_needed(tokens, hit)) is not None
            and not tokens[hit.first].word.startswith("التابع")  # "that belongs to"
            and not _is_adverb(tokens[hit.first])
            and hit.first not in cited
            and not _keeps_a_name(tokens, hit)
            and not self._is_a_bare_toll(tokens, verb)
            and self._is_said_here(tokens, hit)
        ]
        verbs = [
            v
            for n, v in enumerate(verbs)
            if not v.row.get("named") or (not n and self._has_its_subject(tokens, v))
        ]
        reports = denied_reports(tokens, verbs)
        if reports is not None:
            yield reports[1]
            verbs = [v for v in verbs if v.first != reports[0]]
        verbs = self._without_relatives(tokens, verbs)
        before: Raw | None = None
        for place, verb in enumerate(verbs):
            end = verbs[place + 1].first if place + 1 < len(verbs) else len(tokens)
            raw = self._verb(tokens, verb, end)
            if raw is None:
                continue
            if place and self._continues(tokens, verbs[place - 1], raw):
                manners = verb.row["manner"], verbs[place - 1].row["manner"]
                if ANSWERS.isdisjoint(manners) or manners[0] == manners[1]:
                    continue  # but "denied it, and accused the rebels": two manners
                if before is not None:
                    # "said it was far away, denying that ...": the same voice
                    raw = dataclasses.replace(
                        raw, subject=before.subject, is_oblique=before.is_oblique
                    )
            before = raw
            content = _up_to(raw.content, self._next_speaker(tokens, verbs, place))
            content = self._less_others_words(tokens, raw, content, by_others)
            if reports is not None and raw.cue[0] < reports[0]:
                content = _up_to(content, reports[0])
            content = less_what_is_condemned(self, tokens, raw, content)
            if not place and _has_where_first(tokens, verb):
                content = ((0, verb.first - 1), *content)
            yield dataclasses.replace(raw, content=content)

    def _less_others_words(
        self,
        tokens: Sequence[Token],
        raw: Raw,
        content: tuple[Range, ...],
        by_others: Sequence[Raw],
    ) -> tuple[Range, ...]:
        """Leave what is told of an attack to whom a call or blame of it cites.

        "The UN called for an inquiry into the strike that killed 31, according to the
        authorities": the clause is theirs; an aside has what stands behind it.
        """
        row = raw.row or {}
        behind = [o for o in by_others if o.cue[0] > raw.cue[1]]
        if not behind or not row.get("object") or row.get("blames"):
            return content
        first, last = behind[0].cue[0], behind[0].subject[1]
        is_open = any(
            self.opener.at(tokens, n) is not None for n in range(raw.cue[1], first)
        )
        if is_open:
            return content
        is_aside = last < len(tokens) and tokens[last].word in COMMA
        clause = (n for n in range(raw.cue[1], first) if tokens[n].word in WHO_AR)
        cut = first - 2 if is_aside else next(clause, None)
        return content if cut is None else _up_to(content, cut)

    def _who_also_blames(
        self, tokens: Sequence[Token], cited: Sequence[Raw]
    ) -> Iterator[Raw]:
        """Read "according to the governor, who accused Toreth of ...": his blame."""
        for one in cited:
            near = range(one.subject[0] + 1, min(one.subject[1] + 1, len(tokens) - 1))
            place = next((n for n in near if tokens[n].word in _WHO_ARABIC), None)
            hit = self.say.at(tokens, place + 1) if place is not None else None
            verb = self._as_needed(tokens, hit) if hit is not None else None
            if place is not None and verb is not None and verb.row.get("blames"):
                content = ((verb.last, len(tokens)),)
                who = one.subject[0], place
                yield Raw(who, (verb.first, verb.last), content, verb.row)

    def _its_clause(self, tokens: Sequence[Token], raw: Raw) -> Raw:
        """Return what is cited at the end of another's words as its clause alone.

        "X said that aircraft shelled it, killing nine, according to the mayor": what
        stands before the last comma is X's.
        """
        cue = raw.cue[0]
        first = next(
            (
                hit.last
                for hit in self.opener.find(tokens[:cue])
                if hit.first
                and self.say.find(tokens[: hit.first])
                and tokens[hit.first - 1].word not in PREPOSITIONS
            ),
            None,
        )
        at_end = not any(t.is_word for t in tokens[raw.subject[1] :])
        if first is None or not at_end:
            return raw
        end = cue - (tokens[cue - 1].word in COMMA)
        commas = [n for n in range(first, end) if tokens[n].word in COMMA]
        if not commas or end - commas[-1] <= LEAST_SAID:
            return raw
        return dataclasses.replace(raw, content=((commas[-1] + 1, cue),))

    def _is_said_here(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a word of saying is a verb that opens a statement here.

        "For the Monitoring of X" is a noun; "clips that residents published" tells of
        clips; a verb within signs is part of what is said.
        """
        token = tokens[verb.first]
        if token.word.removeprefix("و") == "راي" and "أ" not in token.given:
            return False  # a name, and no "saw"
        counted = self.stop.at(tokens, verb.last)
        if token.word.removeprefix("و") == "توقع" and counted is not None:
            return False  # "raids inflict dozens of dead"
        before_it = [t.word for t in tokens[max(0, verb.first - 2) : verb.first]]
        is_what = before_it[-1:] in (["ما"], ["بما"], ["عما"], ["لما"])
        if is_what and not before_it[0].endswith(("وفق", "حسب", "علي")):
            return verb.row.get("manner") != "speech" or verb.last - verb.first == 1
        bare = token.word[1:] if token.word[0] in "وف" else token.word
        if bare.startswith("لل") or bare in _SEATS or _is_no_verb(tokens, verb):
            return False
        before = tokens[verb.first - 1] if verb.first else None
        of_it = token.word.endswith(_OF_IT) and verb.last - verb.first == 1
        if of_it and before is not None and self.record.at((before,), 0) is not None:
            return before.word.startswith("ال")
        n_open = sum(t.word in OPENING for t in tokens[: verb.first])
        n_closed = sum(t.word in CLOSING for t in tokens[: verb.first])
        is_short = any(
            t.word in CLOSING for t in tokens[verb.first : verb.first + LONGEST_SPEAKER]
        )
        return not (n_open > n_closed and is_short and tokens[0].word not in OPENING)

    def _without_relatives(
        self, tokens: Sequence[Token], verbs: Sequence[Found]
    ) -> list[Found]:
        """Drop verbs that tell more of a speaker before "that" follows.

        "Three witnesses with whom the group spoke said that ...": one verb opens it.
        """
        kept: list[Found] = []
        for verb in verbs:
            before = kept[-1] if kept else None
            is_who = verb.first > 0 and tokens[verb.first - 1].word in _WHO_ARABIC
            if before is not None and is_who and not self.opener.at(tokens, verb.last):
                continue  # "said the Observatory, which follows the war, that ..."
            if before is not None and self._is_of_its_own(tokens, verb):
                continue  # "the spokeswoman said that the office verified nine deaths"
            if before is not None and tokens[before.first].word in _SAID_THAT:
                between = tokens[before.last : verb.first]
                is_inside = all(t.is_word for t in between) and not any(
                    self.opener.at(tokens, n) for n in range(before.last, verb.first)
                )
                is_new = tokens[verb.first].word[0] in "وف"
                opener = self._opening(tokens, verb.last, len(tokens))
                is_open = opener is not None and all(
                    t.is_word for t in tokens[verb.last : opener]
                )
                if is_inside and between and is_open and not is_new:
                    continue
            kept.append(verb)
        return kept

    def _is_of_its_own(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a verb tells what a speaker's own body did, behind "that"."""
        body = verb.first - 1
        is_own = body > 0 and tokens[body].word in _OWN_BODIES
        before = [hit.last for hit in self.opener.find(tokens[:body])] if is_own else []
        return bool(before) and before[-1] == body

    def _has_its_subject(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a verb that speaks only with its subject has one.

        "Rescuers recovered nine bodies" is the rescuers' word; "nine bodies were
        recovered", in the same letters, is nobody's.
        """
        first, last = self._subject(tokens, verb, None)
        return first < last and self.head.at(tokens, first) is not None

    def _as_needed(self, tokens: Sequence[Token], verb: Found) -> Found | None:
        """Return a verb with the words it needs, or what it is with others instead.

        "Refused to comment" is silence, "refused the accusations" is a denial.
        """
        needs, others = verb.row.get("needs"), verb.row.get("instead_needs", ())
        if not needs and not others:
            return verb
        following = tokens[verb.last : verb.last + LONGEST_SPEAKER]
        if not needs:  # "announced its responsibility", not "announced that X's ..."
            opener = self._opening(tokens, verb.last, verb.last + len(following))
            following = tokens[verb.last : opener] if opener is not None else following
        forms = frozenset().union(*(token.forms for token in following))
        fold = self.language.fold
        if needs and any(folded_word(fold, word) in forms for word in needs):
            return verb
        if any(folded_word(fold, word) in forms for word in others):
            row = {**verb.row, "manner": verb.row["instead"]}
            return dataclasses.replace(verb, row=row)
        return None if needs else verb

    def _relayed(self, tokens: Sequence[Token], verb: Found) -> Raw | None:
        """Read "the agency quoted a doctor as saying that": two voices."""
        words = [token.word for token in tokens]
        via = next(n for n in range(verb.last, len(tokens)) if "عن" in tokens[n].forms)
        end = next(
            (
                n
                for n in range(via + 1, len(tokens))
                if words[n] in _HIS_SAYING or self.opener.at(tokens, n)
            ),
            None,
        )
        if end is None:
            return None
        begin = end + 1 if words[end] in _HIS_SAYING else end
        begin = self._after_opener(tokens, begin) if begin < len(tokens) else end
        outer = (
            as_written(tokens[verb.last : via]) or None
        )  # "quoted residents as saying"
        content = ((min(begin, len(tokens) - 1), len(tokens)),)
        cue = (verb.first, verb.last)
        return Raw((via + 1, end), cue, content, verb.row, outer=outer)

    def _continues(self, tokens: Sequence[Token], before: Found, raw: Raw) -> bool:
        """Say whether a further verb of a sentence keeps the speaker of the first."""
        if raw.row is not None and raw.row["manner"] == "silent":
            return False
        first, last = raw.subject
        takes_object = raw.row is not None and bool(raw.row.get("object"))
        told = raw.cue[1]  # "and called the reports of X a lie": X does not speak
        is_told_of = takes_object and (
            self.object.at(tokens, first) is not None
            or self.record.at(tokens, told) is not None
        )
        # "In answer to a report that accused Toreth": the report does.
        is_theirs = takes_object and last == raw.cue[0] and first < last
        has_own = first < last and (
            not takes_object
            or is_theirs
            or (self.head.at(tokens, first) is not None and not is_told_of)
        )
        return not has_own and before.row["manner"] != "silent"

    def _verb(self, tokens: Sequence[Token], verb: Found, end: int) -> Raw | None:
        if verb.row.get("relays"):
            return self._relayed(tokens, verb)
        opener = self._opening(tokens, verb.last, end)
        last = opener if opener is not None else verb.last + LONGEST_SPEAKER
        if any(verb.last < c.first < last for c in self.cite.find(tokens[:last])):
            return None  # "the agency reported, quoting a medic": the medic's claim
        subject = self._subject(tokens, verb, opener)
        manner = str(verb.row["manner"])
        begin = opener if opener is not None else self._content_start(subject, verb)
        if opener is not None:
            deed = _deed_before(tokens, verb, subject, opener)
            begin = deed or self._after_opener(tokens, opener)
        begin_said = self.past_asides(tokens, begin)
        is_last = not any(t.is_word for t in tokens[begin_said:])
        accuser = self._accuser_before(tokens, verb, subject)
        if accuser is not None:
            subject = accuser
        elif self._is_blamed_alone(tokens, verb, subject):
            subject = verb.last, verb.last  # "and it held the army responsible"
        if subject[0] >= subject[1]:
            subject = _the_paper(tokens, verb, self.record)
        if subject[0] >= subject[1]:
            subject = self._who_acts(tokens, verb) or subject
        if subject[0] < subject[1] and tokens[subject[0]].word in _NOBODYS:
            return None
        outer, subject = self._told(tokens, subject)
        is_last = is_last or _follows_a_quote(tokens, verb)
        if manner == "speech" and opener is None and is_last:
            return _after_what_is_said(verb, subject)
        content = (
            ((begin, len(tokens)),)
            if begin < len(tokens)
            else ((verb.first, len(tokens)),)
        )
        is_of = subject[0] > verb.last and self.record.at(tokens, verb.last) is not None
        is_after = verb.last <= subject[0] < subject[1]
        is_of = is_of or (is_after and tokens[subject[0]].word.startswith("لل"))
        is_of = is_of or self._is_of_a_record(tokens, verb, subject)
        return Raw(
            subject,
            (verb.first, verb.last),
            content,
            verb.row,
            outer=outer,
            is_oblique=is_of,
        )

    def _is_a_bare_toll(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether but a toll without an owner stands before a verb.

        "An earlier toll spoke of nine dead": nobody's word.
        """
        end = verb.first - (verb.first > 0 and tokens[verb.first - 1].word == "قد")
        return any(
            (hit := self.record.at(tokens, n)) is not None
            and hit.last == end
            and tokens[n].word.removeprefix("ال").startswith("حصيل")
            for n in range(max(0, end - 3), end)
        )

    def _is_of_a_record(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> bool:
        """Say whether a subject before its verb owns a record ("a toll of X's")."""
        first, last = subject
        is_before = verb.first >= last > first > 0
        is_of = is_before and tokens[first].word.startswith("ل")
        return is_of and any(
            self.record.at(tokens, n) for n in range(max(0, first - 3), first)
        )

    def _accuser_before(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> Range | None:
        """Return whose blame stands before its verb ("a report accused Toreth of").

        The one word of a party behind the verb is whom it blames.
        """
        first, last = subject
        is_after = verb.last <= first < last < len(tokens)
        if not (is_after and verb.row.get("blames") and verb.first):
            return None
        is_charge = tokens[last].word.startswith(("ب", "مسوول", "المسوول"))
        named = self.parties.find_joined(as_written(tokens[first:last]))
        is_one = len(named) == 1 or tokens[first].word in _ITS_FORCES
        if not is_charge or not is_one or tokens[verb.first].word[0] in "وف":
            return None
        if tokens[verb.first - 1].word in QUOTES:
            signs = [n for n in range(verb.first - 1) if tokens[n].word in QUOTES]
            return (signs[-1] + 1, verb.first - 1) if signs else None
        for start in range(verb.first - 1, max(-1, verb.first - 3), -1):
            if not tokens[start].is_word:
                return None
            if self.record.at(tokens, start) or self.head.at(tokens, start):
                return start, verb.first
        return None

    def _who_acts(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return who the first verb of a sentence has, for "and said" further on.

        "The ministry welcomed the report, and said that ...": a verb, then a role or
        body. Nobody where another word of saying stands between.
        """
        first = 1 + (tokens[0].word in _NOT_AR_AND)
        is_joined = tokens[verb.first].word[0] in "وف" or (
            tokens[verb.first - 1].word in _BUT_THEY
        )
        is_far = verb.first > first + 1 and is_joined
        if not is_far or not tokens[first - 1].is_word:
            return None
        if self.head.at(tokens, first) is None or self.head.at(tokens, 0) is not None:
            return None
        says = self.say.at(tokens, 0)
        is_said = says is not None and self._as_needed(tokens, says) is not None
        if tokens[0].word in PREPOSITIONS or is_said:
            return None
        last = first + 1
        while last < verb.first and not self._leaves_who_acts(tokens, last):
            last += 1
        return first, last

    def _leaves_who_acts(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a token no longer names who acts."""
        token = tokens[place]
        is_name = token.word in {"باسم", "لحقوق", "للامم"} or token.word in FOR
        is_on = token.word in PREPOSITIONS - {"في"}
        is_on = is_on or token.word.startswith(("بال", "لل")) or TANWIN in token.given
        is_on = is_on or self._is_past_a_name(tokens, place)
        joined = token.word[0] in "بل" and token.forms != {token.word}
        is_on = is_on or (joined and self.record.at(tokens, place) is not None)
        is_told = token.word in DEEDS_TOLD or self.aside.at(tokens, place) is not None
        return not token.is_word or is_told or (is_on and not is_name)

    def _is_past_a_name(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a thing follows a name of two words ("X Y visited the site")."""
        before = tokens[max(0, place - FEW_BETWEEN) : place]
        is_name = len(before) == FEW_BETWEEN and not any(
            t.word.startswith("ال") or self.head.at((t,), 0) is not None for t in before
        )
        return is_name and tokens[place].word.startswith("ال")

    def _is_blamed_alone(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> bool:
        """Say whether a verb of blaming has but the party blamed after it."""
        first, last = subject
        is_after = verb.row.get("object") and verb.last <= first < last < len(tokens)
        if not is_after or not verb.row.get("blames"):
            return False
        words = as_written(tokens[first:last])
        following = tokens[last].word
        is_charge = following.startswith(("مسوول", "المسوول", "ب"))
        named = self.parties.find_joined(words)
        return is_charge and len(named) == 1 and tokens[verb.first].word[0] in "وف"

    def _next_speaker(
        self, tokens: Sequence[Token], verbs: Sequence[Found], place: int
    ) -> int:
        """Return where a later verb with its own subject takes the word."""
        for verb in verbs[place + 1 :]:
            is_new = tokens[verb.first].word[0] in "وف" or verb.first == 0
            subject = self._subject(
                tokens, verb, self._opening(tokens, verb.last, len(tokens))
            )
            is_object = verb.row.get("object") and (
                not self.head.at(tokens, subject[0])
                or self.object.at(tokens, subject[0]) is not None
            )
            is_object = is_object or self._is_blamed_alone(tokens, verb, subject)
            if is_new and subject[0] < subject[1] and not is_object:
                return verb.first
        return len(tokens)


def _the_paper(tokens: Sequence[Token], verb: Found, record: Words) -> Range:
    """Return the paper that "it says in the report that" speaks by; empty = none."""
    last = verb.last - 1
    is_paper = last > verb.first + 1 and record.at(tokens, last) is not None
    is_known = is_paper and tokens[last].word.startswith("ال")
    return (last, verb.last) if is_known else (verb.last, verb.last)


def _has_where_first(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether a sentence begins by where or when ("In Talbar, X said")."""
    is_apart = 1 < verb.first <= LONGEST_LEAD
    is_apart = is_apart and tokens[verb.first - 1].word in COMMA
    return is_apart and bool({tokens[0].word, tokens[0].word[1:]} & _WHERE_AR)


def _keeps_a_name(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether a verb only says that a name is kept ("not to tell his name")."""
    following = tokens[verb.last : verb.last + 2]
    return any(t.word.startswith(("اسم", "هويت", "الاسم")) for t in following)


def _is_no_verb(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether the letters of a verb are a passive's or a noun's here.

    "Six raids were recorded"; "the verification"; "the body of Monitoring the War".
    """
    token = tokens[verb.first]
    is_noun = token.word.startswith("الت") and not token.word.startswith(_BEGIN_ALT)
    before = tokens[verb.first - 1].word if verb.first else ""
    is_noun = is_noun or (token.word in _DEEDS_OF_BODIES and before in _BODIES_THAT)
    is_noun = is_noun or (before in _THINGS and token.word.startswith(_POINT))
    return is_noun or _PASSIVE.match(token.given) is not None


def _is_adverb(token: Token) -> bool:
    """Say whether a verb's letters are but an adverb's ("denied it a flat denial")."""
    return TANWIN in token.given and token.word not in TURNING


def _less_relative(tokens: Sequence[Token], raw: Raw) -> Raw:
    """Return what is cited without "who accused X" behind whom it cites."""
    first, last = raw.subject
    who = (n for n in range(first + 1, last) if tokens[n].word in _WHO_ARABIC)
    return dataclasses.replace(raw, subject=(first, next(who, last)))


def _deed_before(
    tokens: Sequence[Token], verb: Found, subject: Range, opener: int
) -> int:
    """Return where a deed is told before "and that" ("confirmed the absence of ...").

    0 = what is said begins with "that".
    """
    first, last = subject
    is_behind = verb.last <= first < last < opener
    return last if is_behind and tokens[last].word in DEEDS_TOLD else 0


def _follows_a_quote(tokens: Sequence[Token], verb: Found) -> bool:
    """Say whether a verb stands right behind a quotation ("«...», says X, a baker")."""
    last = verb.first - 1
    last -= last > 0 and tokens[last].word in COMMA
    is_behind = last >= LEAST_SAID and tokens[last].word in CLOSING | {'"'}
    is_behind = is_behind and not any(
        t.word in QUOTES or t.word == ":" for t in tokens[verb.last :]
    )
    return is_behind and tokens[0].word in OPENING | {'"'}


def _after_what_is_said(verb: Found, subject: Range) -> Raw | None:
    """Read "..., as the local authorities said": what is said stands before."""
    if verb.first < LEAST_SAID - 1 or subject[0] < verb.last:
        return None
    return Raw(subject, (verb.first, verb.last), ((0, verb.first),), verb.row)


def _up_to(content: Sequence[Range], end: int) -> tuple[Range, ...]:
    cut = tuple((s, min(e, end)) for s, e in content if s < min(e, end))
    return cut or tuple(content)
