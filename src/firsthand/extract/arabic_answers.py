"""What Arabic news makes of an answer: its object, its quotation, what it says was hit.

Adds to the answers read in all languages by patterns: a charge that is *called*
something ("described the report as ..."), a blow that is denied at something civilian,
blows of one's own beside a denial in one sentence, and what a side calls military of
what it hit. Rows: `responses_ar`, `things_ar`. Method: M053.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.patterned import (
    Found,
    Token,
    Words,
    range_of,
    shared_words,
    words_of,
)
from firsthand.extract.patterned_responses import Proposal, Responses
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

_OBJECT_REACH = 16  # from "described" past its speaker to the charge, and to "as"
_QUOTE_REACH = 3
_TARGET_REACH = 4
_HIT_WORDS = 6  # words of what was hit that belong to the telling of a blow
_WEAPON_WORDS = 4
_LONGEST_QUOTE = 24
_CALL_REACH = 8
_CALLS = (
    *("دعا", "دعت", "داعي", "دعو", "يدعو", "تدعو", "طالب", "مطالب", "يطالب", "تطالب"),
    *("مويد", "ايد", "حث", "تحث", "يحث", "ناشد", "تناشد", "ضروره", "ينبغي"),
)


class ArabicResponses(Responses):
    """The answering words of Arabic."""

    def _phrases(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        called = list(self._called(tokens, number, said))
        yield from called
        silent = any(
            one.sentence == number and one.row and one.row.get("manner") == "silent"
            for one in said
        )
        about = list(self._about_proof_or_report(tokens, number, said))
        told: list[Proposal] = []
        for found in super()._phrases(tokens, number, said):
            is_told = any(c.start < found.end and found.start < c.end for c in called)
            inside = [a for a in about if a.start <= found.start < a.end]
            if inside and found.values["denies"] is Denies.DISCREDITS_SOURCE:
                code = inside[0].values["denies"]  # "the clips are fabricated"
                found = _recoded(found, code)  # noqa: PLW2901  the same answer
            # "Said that it does not comment": the verb says so already.
            is_told = is_told or (
                silent and found.values["denies"] is Denies.NO_COMMENT
            )
            if not is_told and not self._is_called_for(tokens, found):
                told.append(found)
                yield self._with_object(tokens, found)
        for found in about:
            beside = [*called, *told]
            if not any(b.start < found.end and found.start < b.end for b in beside):
                yield found

    def _about_proof_or_report(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield what a side says of pictures, or of a report and who wrote it.

        A clause of its own whose subject is proof answers the proof; one about the
        report disparages it, unless its words take it seriously.
        """
        serious = words_of(self.reference, self.language, "responses", "serious")
        for kind, code in (
            ("proof", Denies.EVIDENCE),
            ("authors", Denies.DISCREDITS_SOURCE),
        ):
            for hit in words_of(self.reference, self.language, "responses", kind).find(
                tokens
            ):
                where = range_of(tokens, hit.first, hit.last)
                one = _innermost_of(said, where, number)
                if one is None or not self._opens_clause(tokens, hit.first, one):
                    continue
                if not self._is_a_side(one) or _is_denied(one):
                    continue
                last = _end_of_said(tokens, hit.last)
                if last - hit.last < _LEAST_TOLD or serious.find(
                    tokens[hit.last : last]
                ):
                    continue
                yield self._made(
                    one.statement, number, range_of(tokens, hit.first, last), code
                )

    def _is_a_side(self, one: Said) -> bool:
        """Say whether a party speaks, or an army or ministry of one not named."""
        source = [self.text[s:e] for s, e in one.statement.source]
        is_office = any(_OF_A_SIDE.search(words) for words in source)
        return is_office or self._party(one.statement) is not None

    def _opens_clause(self, tokens: Sequence[Token], first: int, one: Said) -> bool:
        """Say whether a word begins what is said, or a further clause of it."""
        starts = {s for s, _ in one.statement.content}
        if tokens[first].start in starts:
            return True
        before = [t for t in tokens[:first] if t.word not in _QUOTES][-2:]
        if not before:
            return False
        is_open = before[-1].word.removeprefix("و") in _THAT_IT
        return is_open or (
            before[-1].word in _THESE and self._opens_clause(tokens, first - 1, one)
        )

    def _is_called_for(self, tokens: Sequence[Token], found: Proposal) -> bool:
        """Say whether an inquiry is but asked for ("backing an inquiry")."""
        before = [t for t in tokens if t.start < found.end][-_CALL_REACH:]
        is_inquiry = found.values["denies"] is Denies.PROMISES_INQUIRY
        return is_inquiry and is_called_for([t.word for t in before])

    def _is_no_answer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        source = [self.text[s:e] for s, e in said.statement.source]
        if any(_OF_A_SIDE.search(words) for words in source):  # whose, nobody says
            hit = dataclasses.replace(hit, row={**hit.row, "party": False})
        if super()._is_no_answer(tokens, hit, said):
            return True
        is_court = any(_COURTS.search(words) for words in source)
        return is_court and hit.row["denies"] == Denies.PROMISES_INQUIRY.value

    def _called(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield "described the report as ...": whatever it is called, it is no news.

        Only of a charge or report, by a party's own voice, and not where the words
        that follow take it seriously ("as worrying").
        """
        verbs = words_of(self.reference, self.language, "responses", "called")
        charges = words_of(self.reference, self.language, "responses", "charge")
        serious = words_of(self.reference, self.language, "responses", "serious")
        for verb in verbs.find(tokens):
            stop = _clause_end(tokens, verb.last, _OBJECT_REACH)
            as_ = self._as(tokens, verb, stop, charges)
            one = self._speaker_at(tokens, verb, said, number)
            if as_ is None or one is None or self._party(one.statement) is None:
                continue
            is_denied = one.row is not None and one.row.get("manner") == "deny"
            if is_denied and self._named_alone(tokens, one) is not None:
                continue
            last = _end_of_naming(tokens, as_ + (tokens[as_].word in _AS_IT))
            if serious.find(tokens[as_:last]):
                continue
            where = range_of(tokens, verb.first, last)
            yield self._made(one.statement, number, where, Denies.DISCREDITS_SOURCE)

    def _as(
        self, tokens: Sequence[Token], verb: Found, stop: int, charges: Words
    ) -> int | None:
        """Return where it is told what a charge is called; None = of no charge."""
        if verb.row.get("alone"):
            return verb.last if charges.find(tokens) else None
        charge = next(iter(charges.find(tokens[verb.last : stop])), None)
        if charge is None:
            return None
        after = range(verb.last + charge.last, stop)
        return next((n for n in after if _is_as(tokens[n])), None)

    def _speaker_at(
        self, tokens: Sequence[Token], verb: Found, said: Sequence[Said], number: int
    ) -> Said | None:
        """Return the statement that a verb opens, or whose words it is among."""
        start, end = range_of(tokens, verb.first, verb.last)
        for one in said:
            inside = (*one.statement.cue, *one.statement.content)
            if one.sentence == number and any(s < end and start < e for s, e in inside):
                return one
        before = [
            one
            for one in said
            if one.sentence == number and one.statement.cue and one.verb[0] < verb.first
        ]
        return max(before, key=lambda one: one.verb[0], default=None)

    def _with_object(self, tokens: Sequence[Token], found: Proposal) -> Proposal:
        """Take in what an answer is about ("did not target *the market*")."""
        code = found.values["denies"]
        last = next(n for n, t in enumerate(tokens) if t.end >= found.end) + 1
        if code in {Denies.RESPONSIBILITY, Denies.CIVILIAN_TARGETS}:
            target = self._civilian_behind(tokens, last - 1)
            inside = [t for t in tokens if found.start <= t.start < found.end]
            aims = any(t.forms & _AIMING for t in inside)
            # "Hit a depot and did not shell the market": what it chose not to hit.
            is_told = any(t.forms & _STRIKING for t in inside) and self._hits_first(
                tokens, found
            )
            if target is not None and (aims or is_told):
                end = max(found.end, tokens[target - 1].end)
                values = {**found.values, "denies": Denies.CIVILIAN_TARGETS}
                return dataclasses.replace(found, end=end, values=values)
        if code is Denies.USE and not found.values.get("weapon"):
            end = tokens[min(len(tokens), last + _WEAPON_WORDS) - 1].end
            stretch = self.text[found.start : end]
            armed = self.language.weapons(self.reference).find(stretch)[:1]
            if armed and armed[0].start <= found.end - found.start + _NEAR:
                values = {**found.values, "weapon": weapon_codes(armed)}
                end = max(found.end, found.start + armed[0].end)
                return dataclasses.replace(found, end=end, values=values)
        return found

    def _hits_first(self, tokens: Sequence[Token], found: Proposal) -> bool:
        """Say whether a blow of one's own is told of before a denial."""
        before = [t for t in tokens if t.end <= found.start]
        return bool(self.own.find(before))

    def _civilian_behind(self, tokens: Sequence[Token], first: int) -> int | None:
        """Return where a civilian thing or people ends behind a verb; None = none."""
        targets = shared_words(self.reference, self.language, "targets", "target")
        people = words_of(self.reference, self.language, "responses", "civilian")
        for place in range(first, min(first + _TARGET_REACH, len(tokens))):
            token = tokens[place]
            if token.word in _EXCEPT or token.word in {"،", ".", "؛"}:
                return None
            hit = people.at(tokens, place) or targets.at(tokens, place)
            if hit is not None and hit.row.get("code") not in _MILITARY:
                return hit.last
        return None

    def _own_party(self, statement: Statement) -> str | None:
        party = super()._own_party(statement)
        if party is not None or statement.speaker not in self.official:
            return party
        if not statement.source:
            return None
        start = statement.source[0][0]
        begin = max(self.text.rfind(".", 0, start), self.text.rfind("\n", 0, start)) + 1
        opened = _IN_A_LAND.match(self.text, begin, start)
        return None if opened is None else self._party_of(opened[1], only_first=True)

    def _object(self, tokens: Sequence[Token], said: Said) -> tuple[Denies, int]:
        code, last = super()._object(tokens, said)
        before = tokens[said.verb[0] - 1].word if said.verb[0] else ""
        if code is Denies.RESPONSIBILITY and before in _WHAT_IS_DENIED:
            told = self.denied.find(tokens[: said.verb[0]])
            is_use = any(h.row["denies"] == Denies.USE.value for h in told)
            return (Denies.USE if is_use else code), last
        if code is not Denies.RESPONSIBILITY:
            return code, last
        charges = words_of(self.reference, self.language, "responses", "charge")
        for place in range(said.verb[1], min(last + 1, len(tokens))):
            if charges.at(tokens, place) is not None:
                break  # "rejected charges of targeting the hospital"
            is_any = place + 1 < len(tokens) and tokens[place + 1].word == "اي"
            strikes = is_any and bool(tokens[place].forms & _STRIKING)
            if tokens[place].forms & _AIMING or strikes:
                target = self._civilian_behind(tokens, place + 1 + strikes)
                if target is not None:
                    return Denies.CIVILIAN_TARGETS, max(last, target)
        return code, last

    def _of_verb(self, tokens: Sequence[Token], said: Said) -> Iterator[Proposal]:
        if self._denies_presence(tokens, said):
            return
        named = self._named_alone(tokens, said)
        if named is not None:  # "rejected the report as propaganda": one answer
            code = Denies.DISCREDITS_SOURCE
            yield self._proposal(tokens, said, code, (said.verb[0], named))
            return
        yield from super()._of_verb(tokens, said)

    def _named_alone(self, tokens: Sequence[Token], said: Said) -> int | None:
        """Return where "denies the report as ..." ends; None = it names it nothing."""
        if said.row is None or said.row.get("manner") != "deny":
            return None
        verbs = words_of(self.reference, self.language, "responses", "called")
        stop = _clause_end(tokens, said.verb[1], _OBJECT_REACH)
        for verb in verbs.find(tokens):
            is_joined = tokens[verb.first].word.startswith("وو")
            is_joined = is_joined or tokens[verb.first].word.startswith("واعتبر")
            if is_joined:
                continue  # "rejected them, and called them lies": two answers
            if verb.row.get("alone") and said.verb[1] < verb.first < stop:
                return _end_of_naming(tokens, verb.last)
        return None

    def _denies_presence(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether "denied the presence of fighters": no answer to a charge."""
        manner = said.row.get("manner") if said.row else None
        stop = _clause_end(tokens, said.verb[1], _OBJECT_REACH)
        clause = tokens[said.verb[1] : stop]
        rows = words_of(self.reference, self.language, "things", "objective")
        is_presence = any(t.forms & _PRESENCE for t in clause)
        return manner == "deny" and is_presence and bool(rows.find(clause))

    def _within(self, tokens: Sequence[Token], said: Said, rows: Any) -> int | None:
        """Return where what is admitted ends, in its own part of the sentence."""
        first = said.verb[1]
        stop = next(
            (n for n in range(first, len(tokens)) if tokens[n].word in _BUT), None
        )
        hits = rows.find(tokens[first:stop])
        return first + int(hits[0].last) if hits else None

    # -- blows of one's own ---------------------------------------------------

    def _own_strikes(
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
        for hit in self.own.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = _innermost_of(said, where, number)
            if one is None or not self._is_told_of(tokens, hit, one):
                continue
            if any(a.start < where[1] and where[0] < a.end for a in answers):
                continue
            stretch = range_of(tokens, hit.first, _end_of_blow(tokens, hit.last))
            party = self._party(one.statement)
            kind = self.language.parties(self.reference).kind_of(party or "")
            if kind == "armed_group" and party is not None:
                yield self._claimed(one.statement, number, stretch, party)
            else:
                code = Denies.ADMITS_STRIKE
                yield self._made(one.statement, number, stretch, code)
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
        return is_speech and is_first and is_deed and self._speaks_of_itself(one)

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
        if is_blame or self._is_answered(one) or is_noun or is_others:
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
        return self._speaks_of_itself(one) and not self._is_of_others(one, where)

    def _has_own_subject(self, tokens: Sequence[Token], hit: Found, one: Said) -> bool:
        """Say whether nobody else stands before a verb ("the factions are who hit")."""
        begin = max((s for s, _ in one.statement.content), default=0)
        begin = max(begin, tokens[_clause_end(tokens, hit.first, 0, back=True)].start)
        before = [t for t in tokens[: hit.first] if t.start >= begin]
        own = self.language.parties(self.reference)
        code = self._party(one.statement)
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
        rows = words_of(self.reference, self.language, "things", "held")
        told = -1
        for hit in rows.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = _innermost_of(said, where, number)
            if one is None or hit.first < told or self._party(one.statement) is None:
                continue
            stop = _clause_end(tokens, hit.first, 0, back=True)
            clause = tokens[stop : hit.first]
            if any(t.word in _NO_OR_ENEMY for t in clause) or _is_denied(one):
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
        party = self._party(one.statement) or ""
        if self.language.parties(self.reference).kind_of(party) == "armed_group":
            return False  # it claims a blow: what it hit is a target
        is_named = self._party_of(name, only_first=True) is not None
        return name in self.official or is_named


def _recoded(found: Proposal, code: Denies) -> Proposal:
    return dataclasses.replace(found, values={**found.values, "denies": code})


def _end_of_said(tokens: Sequence[Token], first: int) -> int:
    """Return where a clause ends: at a stop, or where "and that" begins another."""
    last = first
    while last < len(tokens) and last - first < _LONGEST_QUOTE:
        word = tokens[last].word
        if word in _STOPS or word in {"وان", "وانه", "وانها", "وقال", "وقالت"}:
            break
        last += 1
    return last


def is_called_for(words: Sequence[str]) -> bool:
    """Say whether folded words before an inquiry call for it ("demanded an ...")."""
    return any(word.removeprefix("و").startswith(_CALLS) for word in words)


def _is_denied(one: Said) -> bool:
    return one.row is not None and one.row.get("manner") in {"deny", "silent"}


def _innermost_of(
    said: Sequence[Said], where: tuple[int, int], number: int
) -> Said | None:
    """Return the smallest statement of a sentence whose content holds a stretch."""
    holding = [
        one
        for one in said
        if one.sentence == number
        and any(s <= where[0] and where[1] <= e for s, e in one.statement.content)
    ]
    return min(
        holding,
        key=lambda o: sum(e - s for s, e in o.statement.content),
        default=None,
    )


def _clause_end(
    tokens: Sequence[Token], first: int, most: int, *, back: bool = False
) -> int:
    """Return where a clause ends behind a token, or begins before it."""
    if back:
        while first and tokens[first - 1].word not in _STOPS:
            first -= 1
        return first
    last = first
    while last < min(len(tokens), first + most) and tokens[last].word not in _STOPS:
        last += 1
    return last


def _is_as(token: Token) -> bool:
    return token.word in _AS_IT or token.word == "ب"


def _end_of_naming(tokens: Sequence[Token], first: int) -> int:
    """Return where a naming ends: with its quotation, else with its clause."""
    for place in range(first, min(first + _QUOTE_REACH, len(tokens))):
        if tokens[place].word in _OPENS:
            for last in range(place + 1, min(place + 1 + _LONGEST_QUOTE, len(tokens))):
                if tokens[last].word in _CLOSES:
                    return last + 1
    return max(_clause_end(tokens, first, _OBJECT_REACH), first)


def _end_of_blow(tokens: Sequence[Token], first: int) -> int:
    """Return where the words of what a blow hit end."""
    last = first
    while last < len(tokens) and last - first < _HIT_WORDS:
        token = tokens[last]
        is_sign = not (token.is_word or token.is_number or token.word in _QUOTES)
        if is_sign or token.word in _NEW_CLAUSE:
            break
        last += 1
    return last


def _end_of_owner(tokens: Sequence[Token], first: int) -> int:
    """Take in another such thing and whose it is ("and posts of the group")."""
    last = first
    while last < len(tokens) and last - first < _HIT_WORDS:
        token = tokens[last]
        if not (token.is_word or token.word in _QUOTES) or token.word in _NEW_CLAUSE:
            break
        last += 1
    has_owner = any(t.word.startswith(("تابع", "ل")) for t in tokens[first:last])
    return (
        last
        if has_owner
        else first + (first < len(tokens) and tokens[first].word in _CLOSES)
    )


_NEAR = 24
# "In Toreth, the spokesman of the presidency said": of which land he is.
_IN_A_LAND = re.compile(r"\s*(?:و|ف)?في ([^،.\n]{2,24})، ?[^\n.]{0,24}$")
_OF_A_SIDE = re.compile(
    "وزارة الدفاع|الجيش|القوات المسلحة|رئاسة الأركان|هيئة الأركان|سلاح الجو|الكرملين"
)
_COURTS = re.compile(
    "مدعي|مدعية|المدع|النيابة|القضاء|محكمة|قاضي|القاضي|شرطة|الشرطة|العدل|الأمم|مفوض"
)
_LEAST_TOLD = 2
_WHAT_IS_DENIED = frozenset({"ما", "الذي", "التي", "مما"})  # "which X denies"
_CARRIED_OUT = frozenset({"تنفيذ", "شن", "توجيه", "قصف", "استهداف", "ضرب", "اطلاق"})
_SHORT_VERB = 4  # letters a noun of a blow may share with its verb
_THAT_IT = frozenset({"ان", "بان", "انه", "انها", "فان"})
_THESE = frozenset({"هذه", "هذا", "تلك", "مثل", "جميع", "كل", "هولاء", "ما"})
_BEHIND_THESE = frozenset(  # a noun of a blow stands behind them, no verb
    {"في", "من", "عن", "جراء", "اثر", "بعد", "قبل", "بسبب", "نتيجه", "خلال", "عقب"}
    | {"علي", "الي", "اي", "حمله", "عمليات", "عمليه", "باستهداف", "نحو", "ضد"}
)
_WHO_DID = frozenset({"من", "التي", "الذي", "الذين"})
_IT_IS = frozenset({"هي", "هو", "هم"})
_AS_IT = frozenset({"بانه", "بانها", "بانهم", "بان", "بكونه", "بكونها", "انه", "انها"})
_OPENS = frozenset({"«", '"', "“"})
_CLOSES = frozenset({"»", '"', "”"})
_QUOTES = _OPENS | _CLOSES
_STOPS = frozenset({"،", ".", "؛", ":", "؟", "!"})
_EXCEPT = frozenset({"سوي", "الا", "غير"})
_ITS_BLOWS = ("غارات", "ضربات", "مسووليت")
_BUT = frozenset({"لكن", "ولكن", "لكنه", "لكنها", "نافيا", "نافيه", "غير", "الا"})
_NOW = ("ي", "ت")  # how a present begins
_PRESENCE = frozenset({"وجود", "تواجد", "حضور"})
_NO_OR_ENEMY = frozenset(
    {"لا", "لم", "ليس", "ليست", "نفي", "عدم", "دون", "بعيدا", "متر"}
)
_AIMING = frozenset(
    {"استهداف", "مهاجمه", "تستهدف", "يستهدف", "نستهدف", "تهاجم", "يهاجم", "نهاجم"}
    | {"استهدافه", "استهدافها", "تستهدفوا", "يستهدفوا", "استهدفت", "استهدف", "تعمد"}
)
_STRIKING = frozenset({"قصف", "ضرب", "تقصف", "يقصف", "نقصف", "تضرب", "يضرب", "نضرب"})
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
_MILITARY = frozenset({"military_base", "checkpoint", "patrol", "convoy", "government"})
_NEW_CLAUSE = frozenset(
    {"التي", "الذي", "الذين", "لكنه", "لكنها", "لكن", "ولكن", "بعد", "ردا", "خلال"}
    | {"فيما", "بينما", "كانوا", "كان", "كانت", "عندما", "حين", "ولم", "ما", "بهدف"}
    | {"اقيم", "اقيمت", "يستخدم", "تستخدم", "يستخدمه", "وذلك", "مضيفا", "مضيفه", "ان"}
)
