"""Who speaks in Arabic: the subject behind a verb of saying, or before it.

The verb comes first; its speaker ends where an opener, a thing told or whoever is
blamed begins. Method: M022.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.arabic_small_words import (
    ACCREDITED,
    DEEDS_TOLD,
    ISSUED,
    ON_BEHALF,
    PREPOSITIONS,
    SAYING,
    TANWIN,
    TELLS_MORE,
    TURNING,
)
from firsthand.extract.cited_speech import CitedSpeech
from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    CLOSING,
    COMMA,
    LEAST_QUOTED,
    LONGEST_HEADING,
    LONGEST_LEAD,
    LONGEST_NAME,
    LONGEST_SPEAKER,
    LONGEST_TITLE,
    QUOTES,
    SHORTEST_STEM,
    STRONG,
    as_written,
    end_of_phrase,
)

_RANKS = frozenset(  # before the name of whoever holds an office
    {"اللواء", "العميد", "العقيد", "المقدم", "الرايد", "النقيب", "الملازم", "الفريق"}
    | {
        "الجنرال",
        "الدكتور",
        "الدكتوره",
        "السيد",
        "السيده",
        "الشيخ",
        "المهندس",
        "الاميرال",
    }
    | {"المهندسه", "المحامي", "المحاميه", "الاستاذ", "البروفسور", "البروفيسور", "الاب"}
)
_LIVED = frozenset(  # tell more of a witness ("a teacher who survived the strike")
    {"نجا", "نجت", "نجوا", "شهد", "شهدت", "شهدوا", "فقد", "فقدت", "فقدوا", "يعيش"}
    | {"تعيش", "يقيم", "تقيم", "يقطن", "تقطن", "يسكن", "تسكن", "حضر", "حضرت", "كان"}
    | {"كانت", "كانوا", "يعمل", "تعمل", "يملك", "تملك", "فر", "فرت", "فروا", "نزح"}
    | {"نزحت", "نزحوا", "اصيب", "اصيبت", "عالج", "عالجت", "شارك", "شاركت", "شاركوا"}
)
_PAPERS = ("استنتاج", "تقرير", "تحليل", "خلاصات", "دراست", "بيان", "افاد", "تصريح")
_THE_TOWN = frozenset({"المدينه", "البلده", "القريه", "المنطقه", "المحافظه", "المخيم"})
_AND_SHE_IS = frozenset({"وهي", "وهو", "وهما", "وهم"})
_BUT = frozenset(
    {"لكن", "ولكن", "فيما", "بينما", "غير", "الا", "ان", "في", "حين", "كما"}
)
_BEFORE_THAT = frozenset({"قبل", "بعد", "دون", "منذ", "غير", "وبعد", "وقبل"})
_WAS = frozenset({"كان", "كانت", "وكان", "وكانت", "كانوا"})
_FROM = frozenset({"عن", "من"})
_ASKED_OF = frozenset({"الي", "من", "عن", "مع"})
_AFTER_WHOM = frozenset({"بلا", "دون", "من", "بدون", "علي", "حول", "بشان", "حتي", "عن"})
# "The Secretary-General of the UN": what follows is his, nobody told.
_HIGH_OFFICES = frozenset(
    {"العام", "العامه", "السامي", "الساميه", "الخاص", "الخاصه", "التنفيذي", "التنفيذيه"}
    | {
        "الاعلي",
        "الرسمي",
        "الاقليمي",
        "المقيم",
        "المقيمه",
        "الدايم",
        "الدايمه",
        "المساعد",
    }
)
_OF_A_LAND = frozenset(  # behind a bare office, before its land
    {
        "خارجيه",
        "دفاع",
        "وزراء",
        "داخليه",
        "صحه",
        "حكومه",
        "اركان",
        "اعلام",
        "عدل",
        "برلمان",
    }
)
_FAMILIES = frozenset({"للعايله", "للاسره", "للضحايا", "للضحيه", "للقتيل", "للقتيله"})
_FORCES = frozenset({"قوات", "جيش", "طيران", "مدفعيه", "طايرات"})
_GOVERNMENTS = frozenset({"حكوميه", "حكومي", "حكومه", "نظاميه", "نظامي"})


class ArabicSubjects(CitedSpeech):
    """Subjects of Arabic verbs of saying."""

    def _opening(self, tokens: Sequence[Token], start: int, end: int) -> int | None:
        past = start
        for place in range(start, end):
            if tokens[place].word in STRONG:
                return None
            if place < past:
                continue
            past = self._past_title(tokens, place) if place > start else place
            if past > place:
                continue
            if tokens[place].word in QUOTES:
                past = _past_term(tokens, place)
                if past == place:
                    return place
                continue
            is_time = place > 0 and tokens[place - 1].word in _BEFORE_THAT
            if tokens[place].word == ":" or (
                self.opener.at(tokens, place) and not is_time
            ):
                return place
            if tokens[place].word in COMMA and self._says_more(tokens, place + 1):
                return None  # "counted 40 dead, adding that ...": what was counted, too
        return None

    def _says_more(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a participle of saying stands at a token ("noting that")."""
        if place >= len(tokens) or self.language.code != "ar":
            return False
        return tokens[place].word in TURNING

    def _after_opener(self, tokens: Sequence[Token], opener: int) -> int:
        hit = self.opener.at(tokens, opener)
        return hit.last if hit else opener + 1

    def _subject(
        self, tokens: Sequence[Token], verb: Found, opener: int | None
    ) -> Range:
        """Return the tokens of the speaker: after the verb, else before it."""
        end = min(opener if opener is not None else len(tokens), len(tokens))
        if verb.row.get("to"):
            return self._addressed(tokens, verb, end)
        first = last = self._subject_start(tokens, verb, end)
        if first < end and (named := self._in_signs(tokens, first)) is not None:
            return named
        while last < end:
            title = self._past_title(tokens, last) if last > first else last
            if title > last:
                last = title
            elif self._stops(tokens, last, verb):
                break
            else:
                last += 1
        if verb.row.get("object"):
            last = self._before_the_blamed(tokens, first, last)
        before = self._subject_first(tokens, verb, first)
        if before is not None:
            return before
        if last > first:
            first = self._past_records(tokens, first, last)
            return self._with_apposition(tokens, first, last)
        return self._arabic_before(tokens, verb)

    def _subject_start(self, tokens: Sequence[Token], verb: Found, end: int) -> int:
        """Return where the subject after a verb begins, past who is told and asides."""
        is_paper = verb.last < end and tokens[verb.last].word == "البيان"
        first = verb.last if is_paper else self.past_asides(tokens, verb.last)
        told = self.outlet.at(tokens, first) if first < end else None
        is_alone = told is not None and told.last < end and told.last - first == 1
        if told and is_alone and tokens[first].word.startswith("ل"):
            first = told.last  # "told us the doctor X"
        is_silent = verb.row["manner"] == "silent"
        if is_silent and first < end and tokens[first].word in _FROM:
            first += 1  # "there came from X no comment"
        return first

    def _addressed(self, tokens: Sequence[Token], verb: Found, end: int) -> Range:
        """Read "the letters to the ministry stayed without an answer"."""
        for place in range(verb.last, min(end, verb.last + LONGEST_SPEAKER) - 1):
            is_to = tokens[place].word in _ASKED_OF and self._can_be_asked(
                tokens, place + 1
            )
            is_at = tokens[place].word.startswith("بال") and self._can_be_asked(
                tokens, place
            )
            if is_to or is_at:
                first = last = place + is_to
                while last < end and not self._ends_addressed(tokens, last):
                    last += 1
                return first, last
        for place in range(verb.first - 2, max(-1, verb.first - LONGEST_SPEAKER), -1):
            is_asked = tokens[place].word in _ASKED_OF
            if is_asked and self._can_be_asked(tokens, place + 1):
                return place + 1, verb.first  # "sent questions to X and had no reply"
        return verb.last, verb.last

    def _can_be_asked(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a speaker's noun or a party stands at a token."""
        is_party = self.parties.code_of(tokens[place].given) is not None
        return is_party or self.head.at(tokens, place) is not None

    def _ends_addressed(self, tokens: Sequence[Token], place: int) -> bool:
        word = tokens[place].word
        return not tokens[place].is_word or word in _AFTER_WHOM

    def _in_signs(self, tokens: Sequence[Token], place: int) -> Range | None:
        """Return a body's name in signs right after a verb ("«the People's Court»")."""
        if tokens[place].word not in QUOTES:
            return None
        end = _past_term(tokens, place)
        is_body = end > place and self.head.at(tokens, place + 1) is not None
        return (place + 1, end - 1) if is_body else None

    def _past_title(self, tokens: Sequence[Token], place: int) -> int:
        """Return where a name in signs after its noun ends ("the front «Free X»")."""
        if not place or tokens[place].word not in QUOTES:
            return place
        if self.head.at(tokens, place - 1) is None:
            return place
        for end in range(place + 2, min(place + 2 + LONGEST_TITLE, len(tokens))):
            if tokens[end].word in QUOTES:
                return end + 1
        return place

    def _subject_first(
        self, tokens: Sequence[Token], verb: Found, after: int
    ) -> Range | None:
        """Read "the army announces the killing of ...": its subject before a verb."""
        word = tokens[verb.first].word
        if verb.first and tokens[verb.first - 1].word in {"قد", "لقد"}:
            before = self._arabic_before(tokens, verb)
            if before[0] < before[1] <= verb.first:
                return before  # "the commission had found earlier that"
        if word[0] in "وف" and len(word) > SHORTEST_STEM:
            return None
        is_told = after < len(tokens) and tokens[after].word.startswith("لل")
        is_blamed = bool(verb.row.get("blames")) and word[0] not in "وف"
        if (
            after < len(tokens)
            and not (is_told or is_blamed)
            and (self.head.at(tokens, after))
        ):
            return None
        end = self._before_aside(tokens, verb.first)
        begin = self._piece_before(tokens, end)
        openers = self.opener.find(tokens[begin:end])
        begin = begin + openers[-1].last if openers else begin
        begin = self.past_asides(tokens, begin)
        while begin < end and tokens[begin].word in _BUT | _WAS:
            begin += 1
        words = tokens[begin:end]
        is_short = 0 < len(words) <= LONGEST_LEAD
        is_name = is_short and all(
            t.is_word and t.word not in PREPOSITIONS - {"في"} for t in words
        )
        is_body = is_name and (
            self.head.at(tokens, begin) is not None
            or self.generic.at(tokens, begin) is not None
            or self.parties.code_of(as_written(words)) is not None
        )
        is_plain = is_body and not any(
            words_.at(tokens, n) is not None
            for n in range(begin, end)
            for words_ in (self.say, self.cite)
        )
        return (begin, end) if is_plain else None

    def _before_aside(self, tokens: Sequence[Token], verb: int) -> int:
        """Return where a subject ends that commas part from its verb.

        "The president, for his part, blamed ..."; "an official, who asked not to be
        named, reckoned ...".
        """
        if not verb or tokens[verb - 1].word not in COMMA:
            return verb
        begin = self._piece_before(tokens, verb - 1)
        is_aside = self.past_asides(tokens, begin) == verb - 1
        is_aside = is_aside or tokens[begin].word in TELLS_MORE
        is_short = verb - 1 - begin <= LONGEST_LEAD
        return begin - 1 if begin and is_aside and is_short else verb

    def _with_apposition(self, tokens: Sequence[Token], first: int, last: int) -> Range:
        """Read "the director of the centre, X, that ...": the name is the voice."""
        role = self.head.at(tokens, first)
        if role is None or not role.row.get("person") or last >= len(tokens):
            return first, last
        if tokens[last].word not in COMMA or last + 1 >= len(tokens):
            return first, last
        is_more = tokens[last + 1].word in PREPOSITIONS | ON_BEHALF | _AND_SHE_IS
        is_rank = tokens[last + 1].word in _RANKS
        if is_more or (self.head.at(tokens, last + 1) and not is_rank):
            return first, last
        last += is_rank
        end = last + 1
        while end < len(tokens) and tokens[end].is_word and end - last <= LONGEST_NAME:
            end += 1
        is_said = end + 1 < len(tokens) and tokens[end].word in COMMA
        is_said = is_said and not tokens[last + 1].word.startswith("ال")
        is_said = is_said and not any(
            self.say.at(tokens, n) or self.stop.at(tokens, n)
            for n in range(last + 1, end)
        )
        return (last + 1, end) if is_said and end - last > 2 else (first, last)  # noqa: PLR2004  two words of a name

    def _before_the_blamed(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Cut the party blamed off its accuser ("the Monitor accused Toreth")."""
        if last - first < 2:  # noqa: PLR2004  an accuser and a party
            return last
        words = [" ".join(t.given for t in tokens[first:n]) for n in range(first, last)]
        joined = " ".join(t.given for t in tokens[first:last])
        named = [m for m in self.parties.find(joined) if m.form != "adjective"]
        if not named:
            return self._before_its_army(tokens, first, last)
        place = first + max(
            n for n, before in enumerate(words) if len(before) <= named[-1].start
        )
        body = place - (self.nominative.at(tokens, place - 1) is not None)
        if first < body and self._is_a_paper(tokens, first, body):
            return body  # "a new report held Toreth's aircraft responsible"
        if place - first > 1 and tokens[place - 1].word in _OF_A_LAND:
            return last  # "the foreign minister of Toreth"
        before = self.nominative.at(tokens, place - 1) if place > first else None
        is_owner = before is not None and not before.row.get("person")
        is_known = before is not None and tokens[place - 1].word.startswith("ال")
        is_inside = tokens[place - 1].word in PREPOSITIONS
        if place == first or is_inside or (is_owner and not is_known):
            return last
        return place

    def _before_its_army(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Cut off a second body told by an adjective ("the cabinet the X-ian army")."""
        for place in range(last - 1, first, -1):
            if _is_of_government(tokens, place):
                return place
            body = self.nominative.at(tokens, place)
            is_body = body is not None and not body.row.get("person")
            told = as_written(tokens[place:last])
            is_known = tokens[place].word.startswith("ال") and bool(
                self.parties.find(told)
            )
            before = tokens[place - 1].word
            is_named = self.parties.code_of(as_written(tokens[first:place])) is not None
            if before in ON_BEHALF:
                continue  # "the spokeswoman of the Torethi ministry"
            # Nothing belongs to a noun with its article: a new body begins.
            is_closed = before == '"' and _signs(tokens[first:place]) % 2 == 0
            is_whole = before.startswith("ال") or before in CLOSING or is_closed
            is_whole = is_whole or self._is_a_paper(tokens, first, place)
            is_whole = is_whole and bool(self.parties.find(told))
            is_named = is_named or bool(is_whole)
            owner = self.nominative.at(tokens, place - 1)
            if owner is not None and owner.last >= place and not is_named:
                is_office = bool(owner.row.get("official"))
                is_known = is_known and bool(owner.row.get("person")) and not is_office
            if is_body and (is_known or is_named):
                return place  # but "the ministry of the X-ian interior" is one body
        return last

    def _is_a_paper(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Say whether words are a report and its adjectives ("a new UN report")."""
        papers = self.record.at(tokens, first) or self.generic.at(tokens, first)
        end = papers.last if papers is not None else last
        between = tokens[end:last]
        return papers is not None and not any(
            t.word in PREPOSITIONS or self.head.at((t,), 0) is not None for t in between
        )

    def _stops(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether a token no longer names the speaker."""
        token = tokens[place]
        is_long = place - verb.last >= LONGEST_SPEAKER
        is_adverb = token.word in SAYING or TANWIN in token.given
        is_adverb = is_adverb or token.word in self.language.negations
        is_adverb = is_adverb or self._tells_more(tokens, place, verb)
        if is_long or not token.is_word or is_adverb:
            return True
        if place == verb.last:
            return self._opens_no_name(tokens, place, verb)
        is_issued = token.word == "عن" and tokens[place - 1].word in ISSUED
        if is_issued or self._leaves_a_name(tokens, place, verb):
            return not is_issued  # "a report issued by the centre"
        counts = self.stop.at(tokens, place)
        is_object = self.object.at(tokens, place) is not None
        if verb.row["manner"] != "speech":
            return is_object or token.word in PREPOSITIONS - {"في"}
        is_ali = token.given.endswith("علي")  # a name; the preposition ends in "ى"
        is_on = token.word in PREPOSITIONS - {"في", "من"} and not is_ali
        is_on = is_on and not self._is_accredited(tokens, place, verb)
        is_deed = place > verb.last and self._is_what_is_told(tokens, place)
        if is_on or is_deed or self.cite.at(tokens, place):
            return True
        takes_object = token.word.startswith("ب") or bool(verb.row.get("object"))
        return counts is not None or (is_object and takes_object)

    def _is_unknown(self, words: Sequence[Token]) -> bool:
        """Say whether words name a person by a role alone ("a teacher from X")."""
        role = self.head.at(words, 0)
        is_person = role is not None and bool(role.row.get("person"))
        return is_person and not words[0].word.startswith("ال")

    def _is_what_is_told(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a deed begins that is told ("the prosecutor announced opening").

        Not behind a bare noun, which it may tell more of ("a committee of inquiry").
        """
        before = tokens[place - 1]
        is_bare = not before.word.startswith("ال") and (
            self.head.at(tokens, place - 1) is not None
        )
        return tokens[place].word in DEEDS_TOLD and not is_bare

    def _is_accredited(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether "to the United Nations" tells more of an envoy."""
        behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
        role = self.head.at(tokens, verb.last)
        is_person = role is not None and bool(role.row.get("person"))
        return (
            is_person and tokens[place].word in ACCREDITED and behind.startswith("ال")
        )

    def _tells_more(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether a verb begins a relative clause of a speaker.

        "An official who spoke to the agency", "a teacher who survived the raid".
        """
        if place == verb.last:
            return False
        if tokens[place].word in _LIVED:
            return self._is_unknown(tokens[verb.last : place])
        is_noun = tokens[place - 1].word in {"في", "من"}
        said = None if is_noun else self.say.at(tokens, place)
        return said is not None and tokens[place].word.startswith("تحدث")

    def _leaves_a_name(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether an aside, a blow or a reporter's whereabouts begin at a token."""
        is_reporter = tokens[verb.last].word.startswith("مراسل")
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        if tokens[place].word == "في" and after.startswith(_PAPERS):
            return True  # "the experts, in their conclusions, ..."
        is_of_town = tokens[place].word == "في" and after in _THE_TOWN
        if is_of_town and place == verb.last + 1:
            return False  # "the authorities in the town"
        return (
            self.aside.at(tokens, place) is not None
            or self.struck.at(tokens, place) is not None
            or (is_reporter and tokens[place].word == "في")
        )

    def _opens_no_name(self, tokens: Sequence[Token], place: int, verb: Found) -> bool:
        """Say whether the word after a verb is no speaker's."""
        token = tokens[place]
        answers = verb.row["manner"] in {"deny", "silent"}
        takes = answers or token.word.startswith("ب")
        if takes and self.object.at(tokens, place):
            return True
        counts = self.stop.at(tokens, place)
        is_article = token.word.startswith("ال")
        return token.word in PREPOSITIONS or (
            counts is not None
            and not is_article
            and counts.row["kind"] not in {"number", "vague"}
        )

    def _arabic_before(self, tokens: Sequence[Token], verb: Found) -> Range:
        """Read "X had announced", "as for X, it announced", "and Toreth denies"."""
        right_before = self._right_before(tokens, verb)
        if right_before is not None:
            return right_before
        topic = next((t for t in self.topic.find(tokens) if t.first < verb.first), None)
        if topic is not None:
            end = end_of_phrase(tokens, topic.last, COMMA, self.opener)
            return topic.last, min(end, verb.first)
        if verb.first and tokens[verb.first - 1].word == "قد":
            for place in range(verb.first - 2, -1, -1):
                if {"كان", "كانت"} & tokens[place].forms:
                    return place + 1, verb.first - 1
        is_headed = any(t.word == ":" for t in tokens[: verb.first])
        is_near = 0 < verb.first <= LONGEST_HEADING and not is_headed
        if is_near and self.head.at(tokens, 0):
            return 0, verb.first
        begin = self._piece_before(tokens, verb.first)
        openers = self.opener.find(tokens[begin : verb.first])
        begin = begin + openers[-1].last if openers else begin
        while begin < verb.first and tokens[begin].word in _BUT:
            begin += 1
        if begin < verb.first and self.head.at(tokens, begin):
            return begin, verb.first  # "but a source in the militias denied it"
        return verb.last, verb.last

    def _right_before(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Read "and Toreth denies", "the Monitor had counted last month"."""
        joined = tokens[verb.first - 1].given if verb.first else ""
        if joined.startswith("و") and self.parties.code_of(joined[1:]) is not None:
            first = verb.first - 1  # "and Toreth", "Toreth and Velmara"
            other = self.parties.code_of(tokens[first - 1].given) if first else None
            return first - (other is not None), verb.first
        for place in range(max(0, verb.first - LONGEST_SPEAKER), verb.first - 1):
            is_was = bool({"كان", "كانت"} & tokens[place].forms)
            words = tokens[place + 1 : verb.first]
            is_whole = is_was and all(t.is_word for t in words)
            is_who = is_whole and (
                self.head.at(tokens, place + 1) or self.record.at(tokens, place + 1)
            )
            if is_who:
                had = (n for n, t in enumerate(words) if t.word == "قد")
                end = place + 1 + next(had, len(words))
                return self._past_records(tokens, place + 1, end), end
        return None

    def _content_start(self, subject: Range, verb: Found) -> int:
        return max(subject[1], verb.last) if subject[0] >= verb.last else verb.last

    def _told(
        self, tokens: Sequence[Token], subject: Range
    ) -> tuple[str | None, Range]:
        """Cut "told the Monitor" off a subject; the one told is the outer voice."""
        for place in range(subject[0] + 1, subject[1]):
            token = tokens[place]
            if self.outlet.at(tokens, place):
                return None, (subject[0], place)
            before = tokens[place - 1].word
            is_owner = before.removeprefix("ال").startswith("تابع")
            is_owner = is_owner or before in _HIGH_OFFICES
            is_owner = is_owner or token.word in _FAMILIES
            if is_owner:
                continue  # "a neighbour of the family", "the office of the UN"
            if token.word.startswith("لل") and self.head.at(tokens, place):
                return "ال" + token.word[2:], (subject[0], place)
        return None, subject


def _past_term(tokens: Sequence[Token], place: int) -> int:
    """Return where a term in signs ends that says nothing by itself ("the «zone»").

    A sentence of four words or more, or what is said after a colon, is a quotation.
    """
    before = tokens[place - 1].word if place else ":"
    if before == ":":
        return place
    for end in range(place + 2, min(place + 1 + LEAST_QUOTED, len(tokens))):
        if tokens[end].word in QUOTES:
            return end + 1
    return place


def _is_of_government(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "the government forces" begin at a token."""
    words = tuple(t.word.removeprefix("ال") for t in tokens[place : place + 2])
    return len(words) > 1 and words[0] in _FORCES and words[1] in _GOVERNMENTS


def _signs(tokens: Sequence[Token]) -> int:
    """Return how many straight signs of quotation stand among tokens."""
    return sum(t.word == '"' for t in tokens)
