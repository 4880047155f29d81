"""Who struck in Arabic sentences, and parties that only tell where.

The verb stands first, its subject behind it; "belonging to" and "of" tell whose a thing
was. For `authors` and `lands`. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, range_of, words_of
from firsthand.extract.reading import Statement
from firsthand.extract.unparsed.arabic_words import CHANNELS
from firsthand.extract.unparsed.authors import Authors
from firsthand.extract.unparsed.lands import Lands
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import (
    CLAUSE,
    FEW_BEFORE,
    FEW_WORDS,
    IN_OR_AT,
    NEAR_CHARS,
)
from firsthand.model import Denies
from firsthand.reference.parties import PartyMention

# "A leader in X was killed": whose he was.
_MEMBERS = frozenset(
    {"قيادي", "قياديا", "قياديين", "قياديان", "عضو", "عضوا", "اعضاء", "عنصر", "عنصرا"}
    | {
        "عناصر",
        "مقاتل",
        "مقاتلا",
        "مقاتلين",
        "مسوول",
        "مسوولا",
        "قايد",
        "قايدا",
        "جندي",
    }
    | {"جنود", "ضابط", "ضباط", "ناشط", "منتم", "اسير", "احد", "عدد"}
)
# "Fighters loyal to X", "backed by X": X is not there.
_LOYAL = (
    "موال",
    "الموال",
    "مدعوم",
    "المدعوم",
    "متحالف",
    "المتحالف",
    "حلفا",
    "مقرب",
    "مناهض",
)
_MADE = (["الصنع"], ["المنشا"], ["التصنيع"])
_BEARS_ARMS = frozenset(  # behind these, "belonging to" names who did it
    {"طايره", "طايرات", "طيران", "مقاتله", "مقاتلات", "مروحيه", "مروحيات", "مسيره"}
    | {"مسيرات", "قوات", "قوه", "مدفعيه", "دبابات", "دبابه", "زوارق", "زورق", "قاذفه"}
    | {"قاذفات", "راجمات", "عناصر", "وحدات", "وحده", "ميليشيا", "ميليشيات", "سلاح"}
    | {"صاروخ", "صاروخا", "صاروخان", "صاروخين", "قذيفه", "قنبله", "مضاد", "مضادا"}
    | {"مسلحون", "مسلحين", "فصايل", "صواريخ", "طايرتان", "طايرتين", "مدافع", "غاره"}
    | {"غارات", "قصف", "قذايف"}
)
_OF_THE_STRUCK = frozenset(  # what stands before a party that was hit itself
    {"مقاتلي", "مقاتلين", "عناصر", "مواقع", "موقعا", "موقع", "مقرات", "مقر", "مقرا"}
    | {"قيادي", "قياديا", "قيادات", "مسلحي", "مستودعات", "مستودعا", "مستودع", "مخازن"}
    | {"منصات", "منصه", "جنود", "جنديا", "جندي", "قواعد", "قاعده", "معسكر", "معسكرات"}
    | {"معسكرا", "قافله", "ارتال", "رتل", "رتلا", "تجمعات", "تجمع", "نقاط", "نقطه"}
    | {"حواجز", "حاجز", "اهداف", "اهدافا", "هدفا", "اليات", "دوريه", "سفينه", "ضباط"}
)
_NO_STRIKE = frozenset(
    {"بعدم", "بالكذب", "بتضليل", "بالتضليل", "بعرقله", "باخفاء", "بالتستر", "بتزوير"}
    | {
        "بفبركه",
        "بالتقاعس",
        "بالفشل",
        "بتجاهل",
        "بتسييس",
        "بالانحياز",
        "بدعم",
        "بتزويد",
    }
    | {"بالتدخل", "بتسليح", "بالسعي", "بتمويل", "بايواء", "بالاختباء", "بالتحريض"}
)
_NEVER_UPON = ("اعتد", "تعتد", "يعتد")  # verbs that take no object
_IT_IS = frozenset({"هو", "هي", "هم", "كان", "كانت", "كانوا"})
_PAST_OR_PRESENT = re.compile(
    "(?:استهدف|قصف|اطلق|شن|نفذ|هاجم|القي|القا|ضرب|دمر|فجر|اغار|زرع|قتل|ارتكب|تستهدف|يستهدف"
    "|اعتد|تعتدي|يعتدي|تقصف|يقصف|تطلق|يطلق|تشن|يشن|تنفذ|ينفذ|تهاجم|يهاجم|تلقي|يلقي)"
)
_BEFORE_NO_ACTOR = frozenset({"من", "عن", "ضد", "الي", "علي", "بين", "احد"})
_PLANNED_OR_DENIED = re.compile(
    r"(?<!\w)(?:[تي]ستعد|[تي]خطط|[تي]عتزم|[تي]هدد|[تي]نوي|[تي]حضر|[تي]لوح|ستعدت|استعد|هدد|توعد"
    r"|[تي]توعد|نفت|نفى|[تي]نفي|أنكر|[تي]نكر)"
)
_GOES_ON_SAYING = re.compile(
    r"،\s*و?(?:مؤكد|مرجح|ملمح|مشير|معتبر|موضح|قائل|متهم|محمل|مضيف|زاعم|لافت|مدعي|مبين|ورجح"
    r"|وقال|وأكد|واتهم|وحمل|وزعم|بل )"
)


class ArabicLands(Lands):
    """Tells Arabic parties behind "in", behind allies, and before "-made"."""

    def _is_placed(self, sentence: Sentence, party: PartyMention, place: int) -> bool:
        before = sentence.tokens[place - 1].word if place else ""
        following = [t.word for t in sentence.tokens[place + 1 : place + 2]]
        is_place = party.form == "metonym" and before in IN_OR_AT
        told = sentence.tokens[max(0, place - FEW_WORDS) : place + 1]
        is_ally = any(t.word.startswith(_LOYAL) for t in told[:-1])
        is_ally = is_ally or (
            len(told) > FEW_WORDS
            and told[1].word in {"في", "من"}
            and bool(told[0].forms & _MEMBERS)
        )
        return is_place or is_ally or following in _MADE


class ArabicAuthors(Authors):
    """Finds who is said to have struck, in Arabic."""

    def _is_answered_for(
        self, sentence: Sentence, party: PartyMention, answers: Sequence[Found]
    ) -> bool:
        return (
            any(self._is_disowned(sentence, party, a) for a in answers)
            or self._is_denying(party)
            or self._is_unproven(sentence, party)
        )

    def _is_disowned(
        self, sentence: Sentence, party: PartyMention, answer: Found
    ) -> bool:
        """Say whether a party is the subject of "did not", within one clause."""
        first, _ = range_of(sentence.tokens, answer.first, answer.last)
        is_before = party.end <= first and not CLAUSE.search(
            self.text[party.end : first]
        )
        return is_before and first - party.end <= NEAR_CHARS

    def _is_denying(self, party: PartyMention) -> bool:
        """Say whether a party is who denies ("X and Y deny a raid")."""
        return any(
            s < party.end and party.start < e
            for said in self.page.said
            if self.page.is_denial(said.statement)
            for s, e in said.statement.source
        )

    def _is_unproven(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether it is said that nothing proves it was a party."""
        answer = words_of(self.reference, self.language, "responses", "answer")
        return any(
            hit.row["denies"] == Denies.EVIDENCE.value
            and 0 <= party.start - sentence.tokens[hit.last - 1].end <= NEAR_CHARS
            for hit in answer.find(sentence.tokens)
        )

    def _is_denied(self, said: Statement, party: PartyMention) -> bool:
        """Say whether a denial names a party, and does not go on to say more.

        "Denied it, hinting that a Velmaran missile ...": in Arabic the same voice.
        """
        if not self.page.is_denial(said):
            return False
        begin = max((e for _, e in said.cue), default=party.start)
        return _GOES_ON_SAYING.search(self.text, begin, party.start) is None

    def _is_of_another(self, party: PartyMention) -> bool:
        """Say whether who answers names another as the author."""
        said = self.page.reading.statement_of(party.start, party.end)
        if said is None or party.form == "name":
            return False
        words = " ".join(self.text[s:e] for s, e in said.source)
        own = self.language.parties(self.reference).find(words)
        return bool(own) and all(m.code != party.code for m in own)

    def _is_parted(
        self, sentence: Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether a comma or a plan stands between, or a party was struck itself.

        "Hit fighters, posts of the group"; "threatens to strike".
        """
        return (
            self._is_struck_party(sentence, word, party)
            or "،" in between
            or "متبادل" in self._from(sentence, word, party)
            or _PLANNED_OR_DENIED.search(between) is not None
        )

    def _from(self, sentence: Sentence, word: Found, party: PartyMention) -> str:
        """Return the text from a word of striking to a party behind it."""
        return self.text[sentence.tokens[word.first].start : party.start]

    def _is_struck_party(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party is what was struck ("hit fighters, posts of the group").

        "Belonging to" names an author only behind arms or those who bear them.
        """
        tokens = sentence.tokens
        last = next(n for n, t in enumerate(tokens) if t.end > party.start)
        between = tokens[word.last : last]
        if tokens[word.first].word.removeprefix("ال").startswith("تابع"):
            nouns = tokens[max(0, word.first - FEW_BEFORE) : word.first]
            is_channel = any(t.given in CHANNELS for t in nouns)
            # "A missile fell near stores belonging to X"
            is_channel |= any(t.forms & _OF_THE_STRUCK for t in nouns[-1:])
            return is_channel or not any(t.forms & _BEARS_ARMS for t in nouns)
        return any(t.forms & _OF_THE_STRUCK for t in between)

    def _is_actor(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether "the armed groups" stand right before a verb of striking.

        Behind it only where their ending shows the subject ("fired by gunmen").
        """
        tokens = sentence.tokens
        places = [n for n, t in enumerate(tokens) if t.start < party.end <= t.end]
        verb = tokens[word.first].word.removeprefix("و")
        if verb in _IT_IS:  # "the rebels are who shelled"
            verb = tokens[word.last - 1].word
        if not places or not _PAST_OR_PRESENT.match(verb):
            return False
        first = next(n for n, t in enumerate(tokens) if t.end > party.start)
        before = tokens[first - 1].word if first else ""
        if places[0] + 1 == word.first:
            return before not in IN_OR_AT | _BEFORE_NO_ACTOR
        is_subject = tokens[places[0]].word.endswith("ون")
        is_subject = is_subject or verb.startswith(_NEVER_UPON)
        return word.last == first and is_subject

    def _is_of_no_strike(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether a charge is none of striking ("of lies", "of human shields")."""
        charge = next((t for t in sentence.tokens if t.start >= party.end), None)
        if charge is None:
            return False
        behind = self.text[charge.end : min(sentence.end, charge.end + NEAR_CHARS)]
        return charge.word in _NO_STRIKE or "دروع" in behind

    def _owns_the_struck(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether "of the party" tells whose the thing struck was."""
        token = next((t for t in sentence.tokens if t.end > party.start), None)
        is_of = token is not None and token.word.startswith("لل")
        if word.row.get("by"):
            return False  # "fired from positions of the army's"
        if any(token is t for t in sentence.tokens[word.first : word.last + 1]):
            return False  # "a raid of the coalition's": who flew it
        before = sentence.tokens[word.last - 1]
        return is_of and not before.word.startswith(("تابع", "التابع"))
