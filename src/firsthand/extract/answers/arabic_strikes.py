"""Blows that a side tells of as its own in Arabic, and what it calls military.

Rows: `responses_ar`, `things_ar`. Method: M053.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.answers.arabic_clauses import (
    CLOSES,
    QUOTES,
    clause_end,
    innermost_of,
    is_denied,
)
from firsthand.extract.answers.clauses import is_answered
from firsthand.extract.answers.own_strikes import OwnStrikes
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.patterned import Found, Token, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Statement
from firsthand.model import (
    AttributionClaim,
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    Objective,
)
from firsthand.reference.weapons import aircraft_codes, weapon_codes

_CARRIED_OUT = frozenset({"تنفيذ", "شن", "توجيه", "قصف", "استهداف", "ضرب", "اطلاق"})
_SHORT_VERB = 4  # letters a noun of a blow may share with its verb
_BEHIND_THESE = frozenset(  # a noun of a blow stands behind them, no verb
    {"في", "من", "عن", "جراء", "اثر", "بعد", "قبل", "بسبب", "نتيجه", "خلال", "عقب"}
    | {"علي", "الي", "اي", "حمله", "عمليات", "عمليه", "باستهداف", "نحو", "ضد"}
)
_WHO_DID = frozenset({"من", "التي", "الذي", "الذين"})
_IT_IS = frozenset({"هي", "هو", "هم"})
_ITS_BLOWS = ("غارات", "ضربات", "مسووليت")
_NOW = ("ي", "ت")  # how a present begins
_NO_OR_ENEMY = frozenset(
    {"لا", "لم", "ليس", "ليست", "نفي", "عدم", "دون", "بعيدا", "متر"}
)
_THROWN = frozenset(
    {"صاروخ", "صاروخان", "صواريخ", "قذيفه", "قذايف", "قذيفتان", "مسيره", "طايره"}
    | {"غاره", "غارات", "قنبله", "قنابل", "شظايا", "قصف", "مسيرات", "طايرات"}
)
_OWN_SUBJECTS = frozenset(
    {"الضربه", "الغاره", "الغارات", "الضربات", "العمليه", "العمليات", "القصف", "الهجوم"}
    | {"الهجمات", "الجيش", "القوات", "قوات", "سلاح", "الطيران", "المدفعيه", "المقاتلات"}
    | {"الطايرات", "طايرات", "مقاتلات", "مسيرات", "وحدات", "المسيرات", "مقاتلي"}
    | {"انه", "انها", "بانه", "بانها", "اننا", "اليوم", "امس", "قد", "مجددا", "ايضا"}
    | {"اولا", "الليله", "صباح", "مساء", "فجر", "جوا", "بدقه", "مقاتلوها", "عناصرها"}
)
_ITSELF = frozenset(
    {"انه", "انها", "بانه", "بانها", "اننا", "قد", "مقاتلوها", "عناصرها"}
)
_NEW_CLAUSE = frozenset(
    {"التي", "الذي", "الذين", "لكنه", "لكنها", "لكن", "ولكن", "بعد", "ردا", "خلال"}
    | {"فيما", "بينما", "كانوا", "كان", "كانت", "عندما", "حين", "ولم", "ما", "بهدف"}
    | {"اقيم", "اقيمت", "يستخدم", "تستخدم", "يستخدمه", "وذلك", "مضيفا", "مضيفه", "ان"}
)
_HIT_WORDS = 6  # words of what was hit that belong to the telling of a blow


class ArabicStrikes(OwnStrikes):
    """Reads blows that an Arabic page tells of as the own ones of a side."""

    def told(
        self,
        tokens: Sequence[Token],
        number: int,
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield the first blow that a side tells of as its own, with what it hit.

        A denial beside it in the sentence takes nothing away ("hit a depot, and did
        not shell the market"). An armed group that announces a blow claims it.
        """
        for hit in self._own.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = innermost_of(said, where, number)
            if one is None or not self._is_told_of(tokens, hit, one):
                continue
            if any(a.start < where[1] and where[0] < a.end for a in answers):
                continue
            stretch = range_of(tokens, hit.first, _end_of_blow(tokens, hit.last))
            party = self.sides.party(one.statement)
            kind = self.language.parties(self.reference).kind_of(party or "")
            if kind == "armed_group" and party is not None:
                yield self._claimed(one.statement, number, stretch, party)
            else:
                code = Denies.ADMITS_STRIKE
                yield self.sides.made(one.statement, number, stretch, code)
            break
        yield from self._called_military(tokens, number, said, answers)

    def _is_told_of(self, tokens: Sequence[Token], hit: Found, one: Said) -> bool:
        """Say whether a blow is the speaker's: by its verb, or announced by its noun.

        "The command announced carrying out a raid": what is said begins with it.
        """
        if not hit.row.get("noun"):
            return self._is_its(tokens, hit, one)
        begins = {s for s, _ in one.statement.content}
        is_speech = one.row is not None and one.row.get("manner") == "speech"
        is_speech = is_speech and not (one.row or {}).get("object")
        is_first = tokens[hit.first].start in begins
        is_deed = tokens[hit.first].word in _CARRIED_OUT
        return is_speech and is_first and is_deed and self.sides.speaks_of_itself(one)

    def _is_its(self, tokens: Sequence[Token], hit: Found, one: Said) -> bool:
        """Say whether a blow is told as the speaker's own."""
        where = range_of(tokens, hit.first, hit.last)
        is_blame = one.row is not None and bool(one.row.get("object"))
        before = tokens[max(0, hit.first - 2) : hit.first]
        verb = tokens[hit.first]
        is_noun = hit.last - hit.first == 1 and (
            verb.word.startswith(_ITS_BLOWS) or self._has_article(verb)
        )
        behind = tokens[hit.first - 1].word if hit.first else ""
        is_noun = is_noun or (verb.word[0] == "ب" and verb.forms != {verb.word})
        is_noun = is_noun or (len(verb.word) <= _SHORT_VERB and behind in _BEHIND_THESE)
        is_others = behind in _WHO_DID and any(
            t.word in _IT_IS for t in tokens[max(0, hit.first - 2) : hit.first]
        )
        if is_blame or is_answered(one) or is_noun or is_others:
            return False
        # "It targets fighters only" tells of no one blow.
        is_now = verb.word.startswith(_NOW)
        if is_now or any(t.word in self.language.negations for t in before):
            return False
        if self._is_own(tokens, hit, one):
            return True
        after = tokens[hit.last : hit.last + 1]
        is_thrown = any(t.forms & _THROWN for t in after)
        if is_thrown or not self._has_own_subject(tokens, hit, one):
            return False  # "when a missile hit a bus": whose, nobody says
        return self.sides.speaks_of_itself(one) and not self.sides.is_of_others(
            one, where
        )

    def _has_own_subject(self, tokens: Sequence[Token], hit: Found, one: Said) -> bool:
        """Say whether nobody else stands before a verb ("the factions are who hit")."""
        begin = max((s for s, _ in one.statement.content), default=0)
        begin = max(begin, tokens[clause_end(tokens, hit.first, 0, back=True)].start)
        before = [t for t in tokens[: hit.first] if t.start >= begin]
        own = self.language.parties(self.reference)
        code = self.sides.party(one.statement)
        words = " ".join(t.given for t in before)
        named = any(m.code == code for m in own.find(words))
        if own.kind_of(code or "") == "armed_group":
            # "The army's aircraft shelled it", an armed group says: not its own.
            return not before or named or before[-1].word in _ITSELF
        return not before or named or any(t.forms & _OWN_SUBJECTS for t in before)

    def _claimed(
        self, statement: Statement, number: int, where: tuple[int, int], party: str
    ) -> Proposal:
        armed = self.language.weapons(self.reference).find(self.text[slice(*where)])
        values: dict[str, Any] = {
            "perpetrator": party,
            "weapon": weapon_codes(armed),
            "aircraft": aircraft_codes(armed),
            "hedges": (),
        }
        return Proposal(AttributionClaim, number, *where, statement, values)

    def _called_military(
        self,
        tokens: Sequence[Token],
        number: int,
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield what a side says of what it hit that only an enemy has ("a depot")."""
        rows = self.rows("things", "held")
        told = -1
        for hit in rows.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = innermost_of(said, where, number)
            if (
                one is None
                or hit.first < told
                or self.sides.party(one.statement) is None
            ):
                continue
            stop = clause_end(tokens, hit.first, 0, back=True)
            clause = tokens[stop : hit.first]
            if any(t.word in _NO_OR_ENEMY for t in clause) or is_denied(one):
                continue
            if any(
                a.kind is DenialClaim
                and a.start < where[1]
                and where[0] < a.end
                and a.values["denies"] is not Denies.ADMITS_STRIKE
                for a in answers
            ):
                continue
            if not self._is_own_voice(one):
                continue
            told = _end_of_owner(tokens, hit.last)
            values: dict[str, Any] = {
                "military_objective": Objective.PRESENT,
                "what": self.text[slice(*where)],
            }
            yield Proposal(
                MilitaryObjectiveClaim,
                number,
                *range_of(tokens, hit.first, told),
                one.statement,
                values,
            )

    def _is_own_voice(self, one: Said) -> bool:
        """Say whether a state's office or the state itself speaks."""
        name = one.statement.speaker
        if name is None:
            return False
        party = self.sides.party(one.statement) or ""
        if self.language.parties(self.reference).kind_of(party) == "armed_group":
            return False  # it claims a blow: what it hit is a target
        is_named = self.sides.party_of(name, only_first=True) is not None
        return name in self.sides.official or is_named


def _end_of_blow(tokens: Sequence[Token], first: int) -> int:
    """Return where the words of what a blow hit end."""
    last = first
    while last < len(tokens) and last - first < _HIT_WORDS:
        token = tokens[last]
        is_sign = not (token.is_word or token.is_number or token.word in QUOTES)
        if is_sign or token.word in _NEW_CLAUSE:
            break
        last += 1
    return last


def _end_of_owner(tokens: Sequence[Token], first: int) -> int:
    """Take in another such thing and whose it is ("and posts of the group")."""
    last = first
    while last < len(tokens) and last - first < _HIT_WORDS:
        token = tokens[last]
        if not (token.is_word or token.word in QUOTES) or token.word in _NEW_CLAUSE:
            break
        last += 1
    has_owner = any(t.word.startswith(("تابع", "ل")) for t in tokens[first:last])
    return (
        last
        if has_owner
        else first + (first < len(tokens) and tokens[first].word in CLOSES)
    )
