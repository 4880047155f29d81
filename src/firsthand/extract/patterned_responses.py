"""Answers to allegations in languages read by patterns, coded as in English.

A denial is coded by what its object is about; a phrase counts as an answer only in the
mouth of somebody who can answer: an official voice, a party, or a page of theirs.
Reads the tables `responses_*`. Method: M053.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.patterned import Found, Language, Token, range_of, words_of
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Statement
from firsthand.extract.slavic_cases import is_oblique
from firsthand.model import (
    Claim,
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    Objective,
    RebuttalClaim,
)
from firsthand.reference import Reference
from firsthand.reference.weapons import weapon_codes

_OBJECT_WORDS = 12


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A response found: its kind, where it stands, who gives it, its values."""

    kind: type[Claim]
    sentence: int
    start: int
    end: int
    statement: Statement | None
    values: dict[str, Any]


class Responses:
    """The answering words of one language."""

    def __init__(
        self, reference: Reference, language: Language, text: str, outlet: str | None
    ) -> None:
        """Index the rows.

        Args:
            reference: Tables of the case.
            language: Whose rows.
            text: The page's text.
            outlet: Who published it; None = not stated.
        """
        self.text = text
        self.language = language
        self.outlet = outlet
        self.reference = reference
        self.denied = words_of(reference, language, "responses", "denied")
        self.answer = words_of(reference, language, "responses", "answer")
        self.own = words_of(reference, language, "responses", "own")
        self.harm = words_of(reference, language, "responses", "harm")
        self.head = words_of(reference, language, "speech", "head")
        self.opener = words_of(reference, language, "speech", "opener")
        self.official: set[str] = set()
        self.told_for: dict[str, str] = {}
        self.sources: list[tuple[int, int]] = []

    def find(
        self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield the responses of a page.

        Args:
            sentences: Tokens of each sentence.
            said: Statements of the page.
        """
        self.official = self._officials(sentences, said)
        self.told_for = {}
        self.sources = [span for one in said for span in one.statement.source]
        self._remember(said)
        told: list[tuple[object, int, int]] = []
        answers = list(self._found(sentences, said))
        if self.language.is_slavic:
            answers = self._shown_once(answers)
            answers = [self._as_rebutted(a, answers, sentences) for a in answers]
        if self.language.is_romance:
            answers += list(self._laid_to_others(sentences, said, answers))
        for answer in answers:
            is_short = answer.end - answer.start < _SHORT_QUOTE
            is_meant = self.language.is_slavic or (
                is_short and (self.language.is_romance or self.language.code == "ar")
            )
            if not is_meant or answer.kind is not DenialClaim:
                yield answer
                continue
            whole = self._in_its_clause(answer, sentences[answer.sentence], said)
            speaker = whole.statement.speaker if whole.statement else None
            key = whole.sentence, whole.values["denies"], speaker
            if not any(
                one[0] == key and one[1] < whole.end and whole.start < one[2]
                for one in told
            ):
                told.append((key, whole.start, whole.end))
                yield whole

    def _laid_to_others(
        self,
        sentences: Sequence[Sequence[Token]],
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield "Toreth laid the blast to rebel mortars", where Toreth answers.

        Only whose side answers a charge on the page denies it so: whoever accuses it
        lays the strike to others, too.
        """
        sides = {
            a.values.get("perpetrator") for a in answers if a.kind is DenialClaim
        } - {None}
        for one in said:
            tokens = sentences[one.sentence]
            lays = any(t.word.startswith(_LAYS) for t in tokens[slice(*one.verb)])
            if not lays or self._party(one.statement) not in sides:
                continue
            if self._party(one.statement) in self._named_in(one):
                continue
            cues = [m.verb[0] for m in said if m.sentence == one.sentence]
            last = one.verb[1]
            while last < len(tokens) and tokens[last].word not in _PAUSES:
                if last in cues:
                    break
                last += 1
            last -= tokens[last - 1].word in _ANDS
            where = range_of(tokens, one.verb[0], last)
            if not any(a.start < where[1] and where[0] < a.end for a in answers):
                yield self._made(
                    one.statement, one.sentence, where, Denies.RESPONSIBILITY
                )

    @staticmethod
    def _shown_once(answers: Sequence[Proposal]) -> list[Proposal]:
        """Return answers, pictures shown and what they show of one sentence as one."""
        shown: dict[tuple[object, ...], Proposal] = {}
        for one in answers:
            if one.values.get("denies") is Denies.EVIDENCE and one.statement:
                shown[one.sentence, one.statement.speaker] = one
        return [
            one
            for one in answers
            if one.values.get("denies") is not Denies.EVIDENCE
            or one.statement is None
            or shown[one.sentence, one.statement.speaker] is one
        ]

    def _as_rebutted(
        self,
        answer: Proposal,
        answers: Sequence[Proposal],
        sentences: Sequence[Sequence[Token]],
    ) -> Proposal:
        """Return what no accused denies as a rebuttal of a party's answer before it.

        "Toreth says a depot blew up. The analysts deny this."
        """
        if answer.kind is not DenialClaim or answer.values.get("hedges") != ():
            return answer
        party, who = answer.values.get("perpetrator"), answer.statement
        is_plain = answer.values.get("denies") is Denies.RESPONSIBILITY
        if who is None or who.speaker is None or not is_plain:
            return answer
        before = {
            a.values.get("perpetrator")
            for a in answers
            if a.kind is DenialClaim and a.start < answer.start
        } - {None}
        tokens = sentences[answer.sentence]
        hit = [n for n, t in enumerate(tokens) if answer.start <= t.start < answer.end]
        cue = any(s <= answer.end and answer.start <= e for s, e in who.cue)
        if not (before and hit and cue) or party in before:
            return answer
        clause = _clause_of(tokens, Found(hit[0], hit[-1] + 1, {}))
        words = [tokens[n].word for n in clause]
        is_of_this = any(w.startswith(_VERSION) or w in _THIS for w in words)
        if party is not None and not is_of_this:
            return answer
        start, end = range_of(tokens, clause.start, clause.stop)
        values = {"rebuts": None}
        return Proposal(RebuttalClaim, answer.sentence, start, end, who, values)

    def _in_its_clause(
        self, answer: Proposal, tokens: Sequence[Token], said: Sequence[Said]
    ) -> Proposal:
        """Quote a Slavic answer with its clause, but for who speaks and "that"."""

        def speaks(token: Token) -> bool:
            return any(
                s < token.end and token.start < e
                for one in said
                for s, e in (*one.statement.source, *one.statement.cue)
            )

        held = [n for n, t in enumerate(tokens) if answer.start <= t.start < answer.end]
        if not held:
            return answer
        first, last = held[0], held[-1] + 1
        while (
            first
            and last - first < _OBJECT_WORDS
            and tokens[first - 1].word not in _QUOTE_ENDS
            and tokens[first - 1].word not in _THAT_AR
            and not speaks(tokens[first - 1])
        ):
            first -= 1
        while (
            last < len(tokens)
            and last - first < _OBJECT_WORDS
            and tokens[last].word not in _QUOTE_ENDS
            and not speaks(tokens[last])
        ):
            last += 1
        while first < held[0] and tokens[first].word in _THAT:
            first += 1
        while last > held[-1] + 1 and tokens[last - 1].word in _THAT:
            last -= 1
        start, end = range_of(tokens, first, last)
        return dataclasses.replace(
            answer, start=min(start, answer.start), end=max(end, answer.end)
        )

    def _found(
        self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]
    ) -> Iterator[Proposal]:
        denying = {
            (one.sentence, one.statement.speaker)
            for one in said
            if one.row is not None and one.row.get("manner") == "deny"
        }
        admitted: set[str | None] = set()
        by_verb: list[Proposal] = []
        for one in said:
            is_silent = one.row is not None and one.row.get("manner") == "silent"
            if is_silent and (one.sentence, one.statement.speaker) in denying:
                continue  # "Toreth, which denies it, says nothing more"
            for answer in self._of_verb(sentences[one.sentence], one):
                if answer.values.get("denies") is Denies.ADMITS_STRIKE:
                    admitted.add(one.statement.speaker)
                by_verb.append(answer)
                yield answer
        for number, tokens in enumerate(sentences):
            answers = self._told_once(list(self._phrases(tokens, number, said)))
            answers += self._own_strikes(tokens, number, said, answers)
            for answer in answers:
                if self.language.is_romance and _is_told_in(answer, by_verb):
                    continue  # "rejects the report, calling it lies"
                name = answer.statement.speaker if answer.statement else None
                if answer.values.get("denies") is Denies.ADMITS_STRIKE:
                    if name in admitted and self.language.is_romance:
                        continue  # what is admitted is admitted once
                    admitted.add(name)
                yield answer
            yield from self._objectives_told(tokens, number, said)

    def _told_once(self, answers: list[Proposal]) -> list[Proposal]:
        """Join answers of one code and one speaker that follow each other.

        "Has not used, does not use and will not use them": one answer.
        """
        if not self.language.is_romance:
            return answers
        made: list[Proposal] = []
        for answer in answers:
            before = made[-1] if made else None
            if (
                before is not None
                and before.statement is answer.statement
                and before.values["denies"] is answer.values["denies"]
                and answer.start - before.end <= _NEAR_SOURCE
            ):
                made[-1] = dataclasses.replace(before, end=max(before.end, answer.end))
            else:
                made.append(answer)
        return made

    def _officials(
        self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]
    ) -> set[str]:
        """Return the speakers whom the text gives an office."""
        found: set[str] = set()
        for one in said:
            inside = [
                t
                for t in sentences[one.sentence]
                if any(s <= t.start < e for s, e in one.statement.source)
            ]
            role = self._role_beside(one.statement)
            if role:
                inside = [*inside, *self.language.tokens(role, 0, len(role))]
            heads = self.head.find(inside)
            if one.statement.speaker and any(h.row.get("official") for h in heads):
                found.add(one.statement.speaker)
        return found

    def _own_strikes(
        self,
        tokens: Sequence[Token],
        number: int,
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield strikes that an official voice tells of as those of its own side."""
        for hit in self.own.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = _innermost(said, where)
            is_noun = hit.last - hit.first == 1 and self._has_article(tokens[hit.first])
            is_noun = is_noun or bool(hit.row.get("noun"))
            if is_noun and not _is_confirmed(tokens, one, hit, number):
                continue  # "condemned the strike", "the authors of the strike"
            if one is None or _blames(one) or self._is_of_people_killed(tokens, hit):
                continue
            is_own = self._is_own(tokens, hit, one) or self._hits_enemies(
                tokens, hit, one
            )
            if not is_own and (
                not self._speaks_of_itself(one) or self._is_of_others(one, where)
            ):
                continue
            if not self._has_doer(tokens, hit, one):
                continue
            if self._is_ruled_out(answers, number) or self._is_answered(one):
                return
            where = self._with_objective(tokens, hit)
            yield self._made(one.statement, number, where, Denies.ADMITS_STRIKE)
            return

    def _is_of_people_killed(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether a Slavic blow only counts enemies ("the killing of 40 fighters").

        That is a toll; what was struck, and where, is left open.
        """
        if not self.language.is_slavic:
            return False
        if not tokens[hit.last - 1].word.startswith(_KILLING):
            return False
        objective = words_of(self.reference, self.language, "things", "objective")
        last = min(len(tokens), hit.last + _FEW_NEAR)
        near = objective.find(tokens[hit.last : last])
        return bool(near) and bool(near[0].row.get("people"))

    def _with_objective(self, tokens: Sequence[Token], hit: Found) -> tuple[int, int]:
        """Return where a strike is told, in Slavic languages with what it hit."""
        last = hit.last
        if self.language.is_slavic:
            rows = words_of(self.reference, self.language, "things", "objective")
            clause = _clause_of(tokens, hit)
            last = max(
                [last, *(o.last for o in rows.find(tokens) if o.first in clause)]
            )
        return range_of(tokens, hit.first, last)

    def _is_ruled_out(self, answers: Sequence[Proposal], number: int) -> bool:
        """Say whether an answer of the same sentence leaves no blow of one's own.

        "Hit a post of the rebels, and calls the dead an invention" is both.
        """
        beside = {
            a.values.get("denies")
            for a in answers
            if a.sentence == number and a.kind is DenialClaim
        }
        return bool(beside - _BESIDE_A_STRIKE if self.language.is_slavic else beside)

    def _objectives_told(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield what a side calls military of what it struck, in Slavic languages.

        "The ministry told of a blow at an ammunition store", "the target was a post".
        """
        if not self.language.is_slavic:
            return
        rows = words_of(self.reference, self.language, "things", "objective")
        aims = words_of(self.reference, self.language, "things", "aim")
        told = 0
        for hit in rows.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = _innermost(said, where)
            is_thing = not hit.row.get("people")
            if not is_thing or hit.first < told or one is None:
                continue
            clause = _clause_of(tokens, hit)
            aim = next((a for a in aims.find(tokens) if a.first in clause), None)
            is_side = one.statement.speaker in self.official or self._is_named(one)
            if aim is None or not is_side or self._party(one.statement) is None:
                continue
            if any(tokens[n].word in self._no | _ONLY for n in clause):
                continue
            told = hit.last
            first, last = min(aim.first, hit.first), max(aim.last, hit.last)
            values: dict[str, Any] = {
                "military_objective": Objective.PRESENT,
                "what": self.text[slice(*where)],
            }
            stretch = range_of(tokens, first, last)
            yield Proposal(
                MilitaryObjectiveClaim, number, *stretch, one.statement, values
            )

    @property
    def _no(self) -> frozenset[str]:
        return self.language.negations | self.language.nobody

    def _is_named(self, said: Said) -> bool:
        """Say whether a speaker bears a party's own name ("Toreth says")."""
        return self._party_of(said.statement.speaker, only_first=True) is not None

    def _is_own(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether an Arabic strike has the speaker itself as its subject.

        "The army said that it hit a post of the rebels", "its aircraft hit ...".
        """
        before = tokens[max(0, hit.first - 2) : hit.first]
        is_its = any(t.word in _ITS_OWN for t in before)
        is_party = said.statement.speaker is not None and self._party(said.statement)
        return self.language.code == "ar" and is_its and is_party is not None

    def _hits_enemies(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether an office tells, without a doer, of a blow at enemy forces.

        "The ministry said that a post of the Toreth army was hit": its own blow.
        """
        is_office = said.statement.speaker in self.official
        if not self.language.is_slavic or not is_office:
            return False
        if self._party(said.statement) is None:
            return False
        before = self.text[tokens[0].start : tokens[hit.first].start]
        clause = _CLAUSE_SIGN.split(before)[-1]
        is_told_of_one = _DONE_BY_ONE.search(tokens[hit.first].word) is not None
        acts = self._acting_behind(tokens[hit.last - 1].end)
        parties = self.language.parties(self.reference)
        if is_told_of_one or acts or parties.find(clause):
            return False
        objective = words_of(self.reference, self.language, "things", "objective")
        return bool(objective.find(tokens[hit.last :]))

    def _has_doer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether a Slavic strike has a doer, or hits what only an enemy has.

        "The ministry said that a missile was launched": by whom is left open, unless
        the ministry calls the target military ("at a post of the rebels").
        """
        if not self.language.is_slavic:
            return True
        if _DONE_BY_ONE.search(tokens[hit.first].word):
            return True
        before = [t for t in tokens[: hit.first] if t.end <= tokens[hit.first].start]
        clause = self.text[tokens[0].start : tokens[hit.first].start]
        clause = _CLAUSE_SIGN.split(clause)[-1]
        party = self._party(said.statement) or self._party_of(self.outlet)
        named = {m.code for m in self.language.parties(self.reference).find(clause)}
        is_we = any(t.word.startswith(_OURS) for t in before)
        if is_we or (party is not None and party in named):
            return True
        objective = words_of(self.reference, self.language, "things", "objective")
        return bool(objective.find(tokens))

    def _has_article(self, token: Token) -> bool:
        """Say whether an Arabic word has its article: a noun, whatever it holds."""
        return self.language.code == "ar" and token.word.startswith("ال")

    def _is_of_others(self, said: Said, where: tuple[int, int]) -> bool:
        """Say whether somebody else does it ("says that the rebels shelled")."""
        before = self.text[max(0, where[0] - _NEAR_VERB) : where[0]]
        clause = _CLAUSE_SIGN.split(before)[-1]
        own = self._party(said.statement) or self._party_of(self.outlet)
        parties = self.language.parties(self.reference)
        named = {m.code for m in parties.find(clause)}
        if not named and self.language.is_slavic:
            named = self._acting_behind(where[1])
            near = clause + self.text[where[0] : where[1] + _NEAR_SOURCE]
            if self._is_a_band(own) and _OF_THE_STATE.search(near.lower()):
                return True  # "the rebels say that government helicopters dropped"
        return bool(named) and own not in named

    def _is_a_band(self, party: str | None) -> bool:
        parties = self.language.parties(self.reference)
        return party is not None and parties.kind_of(party) == "generic"

    def _acting_behind(self, end: int) -> set[str]:
        """Return who a Slavic verb has right behind it, in a case that acts."""
        after = _CLAUSE_SIGN.split(self.text[end : end + _NEAR_SOURCE])[0]
        behind = self.language.parties(self.reference).find(after)[:1]
        return {
            m.code
            for m in behind
            if len(after[: m.start].split()) <= _FEW_NEAR and not is_oblique(m.words)
        }

    def _is_answered(self, said: Said) -> bool:
        manner = str(said.row.get("manner", "")) if said.row else ""
        return manner in {"deny", "admit", "silent"}

    def _names_no_other(self, said: Said) -> bool:
        """Say whether what is admitted names no party but the speaker's own.

        "Toreth admitted that Velmara's strike killed five" admits no strike.
        """
        party = self._party(said.statement)
        named = self._named_in(said)
        return not named or named == {party}

    def _named_in(self, said: Said) -> set[str]:
        """Return the belligerents named in what is said, less where it was.

        "In Kabul" and "in Syria" name places.
        """
        words = " ".join(self.text[s:e] for s, e in said.statement.content)
        is_romance = self.language.is_romance
        return {
            m.code
            for m in self.language.parties(self.reference).find(words)
            if m.is_belligerent
            and not (self.language.is_slavic and _AIMED_AT.search(words[: m.start]))
            and not (
                is_romance
                and m.form != "adjective"
                and _WHERE.search(words[: m.start].lower())
            )
        }

    def _speaks_of_itself(self, said: Said) -> bool:
        """Say whether no party but the speaker's own stands in what is said."""
        name = said.statement.speaker
        if name is None:
            return False
        is_party = self._party_of(name, only_first=True) is not None
        if name not in self.official and not is_party:
            return False
        party = self._party(said.statement) or self._party_of(self.outlet)
        return party is not None and self._named_in(said) <= {party}

    def _of_verb(self, tokens: Sequence[Token], said: Said) -> Iterator[Proposal]:
        manner = str(said.row.get("manner", "")) if said.row else ""
        if self.language.code == "ar" and manner in {"silent", "deny"}:
            cue = range_of(tokens, *said.verb)
            if not self._can_answer(said, cue):
                return  # "the owner of the hall denies it": no party's answer
        if manner == "silent" and said.row is not None:
            if said.row["denies"] in _PROMISED and not self._bears_arms(said):
                return  # "prosecutors opened an inquiry": nobody's answer
            where = _with_subject(tokens, said)
            yield self._proposal(tokens, said, Denies(str(said.row["denies"])), where)
        elif manner == "deny" and not self._denies_something_else(tokens, said):
            code, last = self._object(tokens, said)
            code, last = self._with_reason(tokens, said, code, last)
            before = tokens[said.verb[0] - 1].word if said.verb[0] else ""
            if before in _NOT:
                return  # "nobody denies it", "did not deny"
            first = said.verb[0] - (before in _THIS)
            yield self._proposal(tokens, said, code, (first, last))
        elif manner == "admit" and not self._admits_nothing(tokens, said):
            harm = self._within(tokens, said, self.harm)
            own = self._within(tokens, said, self.own) or harm
            if own is not None and self._names_no_other(said):
                code = Denies.ADMITS_HARM if harm is not None else Denies.ADMITS_STRIKE
                yield self._proposal(tokens, said, code, (said.verb[0], own))

    def _bears_arms(self, said: Said) -> bool:
        """Say whether an army or a ministry speaks, whose own inquiry is an answer."""
        words = " ".join(self.text[s:e] for s, e in said.statement.source)
        return _ARMED.search(words.lower()) is not None

    def _with_reason(
        self, tokens: Sequence[Token], said: Said, code: Denies, last: int
    ) -> tuple[Denies, int]:
        """Read "rejected the report, calling it lies" as one answer, to its source."""
        if code is not Denies.RESPONSIBILITY or not self.language.is_romance:
            return code, last
        hit = next(
            (
                h
                for h in self.answer.find(tokens)
                if h.first >= said.verb[1]
                and not any(t.word in _ANDS for t in tokens[said.verb[1] : h.first])
                and h.row["denies"] == Denies.DISCREDITS_SOURCE.value
            ),
            None,
        )
        return (code, last) if hit is None else (Denies.DISCREDITS_SOURCE, hit.last)

    def _is_refused(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether "not" stands before ("it is not for us to investigate")."""
        before = tokens[max(0, hit.first - _OBJECT_WORDS) : hit.first]
        if self.language.code == "ar":  # a new clause begins ("no civilians, noting")
            turns = {"،", "وان", "وانه", "وانها", "وانهم", "لكن", "لكنه", "لكنها"}
            commas = [n for n, t in enumerate(before) if t.word in turns]
            before = before[commas[-1] :] if commas else before
        return any(t.word in self.language.negations for t in before)

    def _admits_nothing(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether nobody admits it, or somebody who only counts, as rescuers do."""
        is_side = not self.language.is_slavic or self._party(said.statement) is not None
        return not is_side or self._is_nobody(tokens, said)

    def _is_nobody(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether nobody admits it ("no group claimed it", "without admitting")."""
        first = said.verb[0]
        begin = next(
            (n + 1 for n in range(first - 1, -1, -1) if not tokens[n].is_word), 0
        )
        nobody = self.language.negations | self.language.nobody | _NOBODY
        told = [t for t in tokens[begin:first] if t.word in nobody]
        return bool(told) or any(t.word in _WITHOUT for t in tokens[begin:first])

    def _denies_something_else(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether a denial names what it denies, and that is no charge.

        "The minister denied a change of course." answers no allegation of an attack.
        """
        first = said.verb[1]
        if said.verb[0] and tokens[said.verb[0] - 1].word in _THIS:
            return False
        last = min(len(tokens), first + _OBJECT_WORDS)
        clause: list[Token] = []
        for token in tokens[first:last]:
            if not token.is_word:
                break
            clause.append(token)
        names = [t for t in clause if len(t.word) >= _LONG_WORD]
        if self._is_of_presence(clause):
            return True
        is_told = any(
            s < t.end and t.start < e for t in clause for s, e in said.statement.source
        )
        tells = self.denied.find(clause) or self.answer.find(clause)
        if self.language.is_romance:  # "denies that it bombs medical sites"
            strike = words_of(self.reference, self.language, "things", "strike")
            tells = tells or strike.find(clause)
        opens = bool(clause) and self.opener.at(clause, 0) is not None
        return len(names) >= _FEW_NAMES and not (is_told or tells or opens)

    def _is_of_presence(self, clause: Sequence[Token]) -> bool:
        """Say whether what is denied is that arms or fighters were there.

        That says that no objective was there, and answers no charge of striking.
        """
        if not self.language.is_romance:
            return False
        objective = words_of(self.reference, self.language, "things", "objective")
        return any(
            hit.first <= _FEW_NEAR
            and any(
                t.word in _WERE_THERE for t in clause[max(0, hit.first - 2) : hit.first]
            )
            for hit in objective.find(clause)
            if hit.first
        )

    def _denied_in(self, tokens: Sequence[Token], first: int, last: int) -> list[Found]:
        """Return what is denied behind a verb, in Arabic in its clause if there."""
        hits = self.denied.find(tokens[first:last])
        if self.language.code != "ar":
            return hits
        comma = next((n for n in range(first, last) if tokens[n].word == "،"), last)
        return self.denied.find(tokens[first:comma]) or hits

    def _object(self, tokens: Sequence[Token], said: Said) -> tuple[Denies, int]:
        """Return what a denial is about: the first fitting row in the rows' order."""
        last = min(len(tokens), said.verb[1] + _OBJECT_WORDS)
        if said.row is not None and said.row.get("whole"):
            return Denies.RESPONSIBILITY, said.verb[1]  # the verb holds its object
        hits = self._denied_in(tokens, said.verb[1], last)
        if not hits:
            end = next(
                (
                    n
                    for n in range(said.verb[1], len(tokens))
                    if not tokens[n].is_word or tokens[n].word in self.language.joiners
                ),
                len(tokens),
            )
            return Denies.RESPONSIBILITY, max(end, said.verb[1])
        strong = next((h for h in hits if h.row.get("strong")), None)
        if strong is not None and strong.first == min(h.first for h in hits):
            return Denies(str(strong.row["denies"])), said.verb[1] + max(
                h.last for h in hits
            )
        order = [
            "intent",
            "use",
            "civilian_targets",
            "civilian_harm",
            "event",
            "evidence",
            "responsibility",
        ]
        best = min(hits, key=lambda h: (order.index(str(h.row["denies"])), h.first))
        return Denies(str(best.row["denies"])), said.verb[1] + max(h.last for h in hits)

    def _within(self, tokens: Sequence[Token], said: Said, rows: Any) -> int | None:
        last = len(tokens)
        if self.language.is_slavic:  # "confirmed flights, but said ...": the first part
            turns = range(said.verb[1] + 1, last)
            last = next((n for n in turns if _turns(tokens, n)), last)
        hits = rows.find(tokens[said.verb[1] : last])
        return said.verb[1] + int(hits[0].last) if hits else None

    def _is_no_answer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether only a party could answer so, or an answer is but asked for."""
        is_nobodys = hit.row.get("party") and self._party(said.statement) is None
        if hit.row["denies"] in _PROMISED and self._is_refused(tokens, hit):
            return True
        promises = hit.row["denies"] == Denies.PROMISES_INQUIRY.value
        is_anybodys = self._party(said.statement) is None and not self._bears_arms(said)
        if self.language.is_romance and promises and is_anybodys:
            return True  # "the police examine the scene"
        if hit.row.get("blamed") and not self._is_blamed(said.statement):
            return True
        return bool(is_nobodys) or _demands(tokens, said, str(hit.row["denies"]))

    def _phrases(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield phrases that are answers by themselves."""
        told: set[tuple[int, str]] = set()
        for hit in self.answer.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = _innermost(said, where) or _who_speaks_on(said, number, where)
            if one is None and hit.row.get("report"):
                one = self._side_before(said, number)
            if one is None:
                yield from self._of_nobody_heard(tokens, hit, number)
                continue
            if not self._can_answer(one, where):
                continue
            if self._is_no_answer(tokens, hit, one):
                continue
            if self._is_reason(tokens, hit, one, number):
                continue
            if hit.row["denies"] in _ADMITTED and not self._is_told(tokens, hit, one):
                continue
            admits = one.row is not None and one.row.get("manner") == "admit"
            if admits and hit.row["denies"] == Denies.INTENT.value:
                continue  # "admitted having killed by mistake": it admits
            again = id(one), str(hit.row["denies"])
            if self.language.code == "ar" and again in told:
                continue  # "an inquiry is under way into how it happened": one answer
            told.add(again)
            is_own = hit.row["denies"] in _OF_ONE_SIDE
            subject = self._subject_of(where) if is_own else None
            where = _with_verb(tokens, one, where)
            code = Denies(str(hit.row["denies"]))
            yield self._made(one.statement, number, where, code, subject)

    def _of_nobody_heard(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Iterator[Proposal]:
        """Yield an answer with nobody heard: an office's own page, an office asked."""
        if hit.row["denies"] == Denies.NO_REPLY.value:
            yield from self._left_unanswered(tokens, hit, number)
        elif self._is_by_an_office():
            yield self._of_the_outlet(tokens, hit, number)

    def _left_unanswered(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Iterator[Proposal]:
        """Yield "a letter to the ministry of X stayed unanswered" as the ministry's."""
        if not self.language.is_slavic:
            return
        for place in range(hit.first + 1, hit.last):
            head = self.head.at(tokens, place)
            is_asked = tokens[place - 1].word in _TO_AN_OFFICE and head is not None
            if not (is_asked and head and head.row.get("official")):
                continue
            last = head.last
            while last < hit.last and tokens[last].given[:1].isupper():
                last += 1
            source = range_of(tokens, place, last)
            name = self.text[slice(*source)]
            said = Statement(source=(source,), cue=(), content=(), speaker=name)
            said = dataclasses.replace(said, chain=(name,))
            where = range_of(tokens, hit.first, hit.last)
            yield self._made(said, number, where, Denies.NO_REPLY)
            return

    def _is_blamed(self, statement: Statement) -> bool:
        """Say whether the page names a speaker's party beside a word of striking.

        Only whom a strike is laid at admits it by saying what it was aimed at.
        """
        return self._party(statement) in self.blamed

    @functools.cached_property
    def blamed(self) -> frozenset[str]:
        """The parties that stand close by a word of authors, wherever on the page."""
        tokens = self.language.tokens(self.text, 0, len(self.text))
        author = words_of(self.reference, self.language, "things", "author")
        near = [
            (
                tokens[hit.first].start - _NEAR_SOURCE,
                tokens[hit.last - 1].end + _NEAR_SOURCE,
            )
            for hit in author.find(tokens)
            if not tokens[hit.first].word.startswith(_BODY)
        ]
        return frozenset(
            m.code
            for m in self.language.parties(self.reference).find_joined(self.text)
            if any(s <= m.start and m.end <= e for s, e in near)
            and not any(s <= m.start < e for s, e in self.sources)
        )

    def _is_reason(
        self, tokens: Sequence[Token], hit: Found, said: Said, number: int
    ) -> bool:
        """Say whether words only give the reason of a denial ("rejects it as lies").

        In French and Spanish what a colon opens is an answer of its own ("rejects it:
        'Lies'").
        """
        if said.row is None or said.row.get("manner") != "deny":
            return False
        if hit.first and tokens[hit.first - 1].word in _AS:
            return True  # "rejected the accusations as baseless": one answer
        discredits = hit.row["denies"] == Denies.DISCREDITS_SOURCE.value
        if not (discredits and self.language.is_romance) or said.sentence != number:
            return discredits and self.language.is_romance
        first, last = tokens[said.verb[1] - 1].end, tokens[hit.first].start
        return ":" not in self.text[first:last]

    def _side_before(self, said: Sequence[Said], number: int) -> Said | None:
        """Return who spoke for a side right before ("of X it says nothing")."""
        before = [o for o in said if o.sentence == number - 1]
        sides = [o for o in before if self._party(o.statement) is not None]
        return sides[-1] if sides and len(before) == len(sides) else None

    def _is_told(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether a strike is told of as done ("says it hit a depot").

        It is not where the speaker denies, keeps silent, accuses, or says "no" to it.
        """
        near = tokens[max(0, hit.first - _FEW_NEAR) : hit.last]
        is_refused = any(t.word in self.language.negations for t in near)
        where = range_of(tokens, hit.first, hit.last)
        is_anothers = self._is_of_others(said, where) or (
            _CHARGED.search(self.text, tokens[0].start, where[0]) is not None
        )
        return not (
            is_refused or is_anothers or self._is_answered(said) or _blames(said)
        )

    def _is_by_an_office(self) -> bool:
        """Say whether the page is an office's own ("Ministry of Defence")."""
        outlet = self.outlet or ""
        heads = self.head.find(self.language.tokens(outlet, 0, len(outlet)))
        return any(hit.row.get("official") for hit in heads)

    def _of_the_outlet(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Proposal:
        """Return an answer that an office gives on a page of its own."""
        where = range_of(tokens, hit.first, hit.last)
        words = self.text[tokens[0].start : tokens[-1].end]
        party = self._party_of(words) or self._party_of(self.outlet)
        code = Denies(str(hit.row["denies"]))
        values = {"denies": code, "perpetrator": party, "weapon": (), "hedges": ()}
        return Proposal(DenialClaim, number, *where, None, values)

    def _can_answer(self, said: Said, where: tuple[int, int]) -> bool:
        """Say whether a speaker can answer for a party; unresolved ones may.

        Whoever says what "Toreth's aircraft did not" do answers for Toreth.
        """
        name = said.statement.speaker
        if name is None or name in self.official:
            return True
        ends = [e for _, e in said.statement.source if e <= where[0]]
        party = self._party(said.statement) or self._subject_of(where, max([0, *ends]))
        return party is not None

    def _subject_of(self, where: tuple[int, int], after: int = 0) -> str | None:
        """Return the one belligerent named in the clause right before an answer.

        `after`: where the speaker's own name ends, in which an adjective names nobody.
        """
        before = self.text[max(after, where[0] - _NEAR_VERB, 0) : where[0]]
        clause = _CLAUSE_SIGN.split(before)[-1]
        party = self._party_of(clause) if clause.strip() else None
        kind = self.language.parties(self.reference).kind_of(party) if party else None
        return None if kind == "generic" else party

    def _party(self, statement: Statement) -> str | None:
        """Return the party that a speaker speaks for; None = none known.

        "The spokesman of the ministry" speaks for the ministry named before, and keeps
        speaking for it when he is named again.
        """
        party = self._own_party(statement)
        if party is None and statement.speaker in self.told_for:
            return self.told_for[statement.speaker]
        return party

    def _remember(self, said: Sequence[Said]) -> None:
        """Note for whom the speakers of a page speak, in the order they speak."""
        last: str | None = None
        for one in said:
            name = one.statement.speaker
            party = self._own_party(one.statement)
            if party is None and last and self._is_of_the_office(one.statement):
                party = last
            if party is None and self.language.is_slavic:
                party = self._army_named_before(one.statement)
            if party is None and self.language.is_romance:
                party = self._side_meant(one.statement, last)
            if party is not None and name in self.official:
                last = party
            if party is not None and name is not None:
                self.told_for.setdefault(name, party)

    def _side_meant(self, statement: Statement, last: str | None) -> str | None:
        """Return whose "the spokesman of Defence" is, where no state is said.

        The side that spoke last, if the page lays a strike at it, else the one side at
        which it lays one; a mayor or the police are nobody's.
        """
        if statement.speaker not in self.official or not statement.source:
            return None
        words = " ".join(self.text[s:e] for s, e in statement.source).lower()
        parties = self.language.parties(self.reference)
        if _OF_ARMS.search(words) is None or parties.find(words):
            return None
        if last in self.blamed:
            return last
        sides = [p for p in self.blamed if parties.kind_of(p) != "generic"]
        return sides[0] if last is None and len(sides) == 1 else None

    def _army_named_before(self, statement: Statement) -> str | None:
        """Return whose army "the army" is: the one that the page named before it."""
        words = " ".join(self.text[s:e] for s, e in statement.source).strip().lower()
        if not statement.source or _THE_ARMY.fullmatch(words) is None:
            return None
        before = self.text[: statement.source[0][0]]
        named = {
            m.code
            for m in self.language.parties(self.reference).find(before)
            if m.is_belligerent
            and (
                _ARMED_BEFORE.search(before[max(0, m.start - _NEAR_SOURCE) : m.start])
                or _ARMED_BEHIND.match(before, m.end)
            )
        }
        return named.pop() if len(named) == 1 else None

    def _is_of_the_office(self, statement: Statement) -> bool:
        """Say whether a speaker is but "of the ministry", named before."""
        words = " ".join(self.text[s:e] for s, e in statement.source).lower()
        return _SAME_OFFICE.search(words) is not None

    def _own_party(self, statement: Statement) -> str | None:
        """Return the party that a speaker speaks for; None = none known.

        An adjective makes nobody a party: the Syrian Network for Human Rights does not
        speak for Syria, its ministry of defence does. Without an office, the words have
        to begin with the party's name.
        """
        is_official = statement.speaker in self.official
        named = (self.text[s:e] for s, e in statement.source)
        role = self._role_beside(statement)
        words = " ".join([statement.speaker or "", *named, role]).strip()
        found = self._party_of(words, only_first=not is_official)
        if found is None and is_official and self._is_by_an_office():
            return self._party_of(self.outlet)
        return found

    def _role_beside(self, statement: Statement) -> str:
        """Return what stands in commas behind a Slavic speaker's name, his office."""
        if not self.language.is_slavic or not statement.source:
            return ""
        end = statement.source[-1][1]
        role = _ROLE.match(self.text, end, end + _NEAR_VERB * 2)
        return role[1] if role is not None else ""

    def _party_of(self, words: str | None, *, only_first: bool = False) -> str | None:
        """Return the belligerent that some words name; None = none."""
        found = [
            m
            for m in self.language.parties(self.reference).find_joined(words or "")
            if not (only_first and (m.start or m.form == "adjective"))
        ]
        states = [m for m in found if m.is_belligerent]
        bands = [m for m in found if m.kind == "generic"]  # "the rebels"
        return next((m.code for m in (*states, *bands)), None)

    def _proposal(
        self,
        tokens: Sequence[Token],
        said: Said,
        code: Denies,
        verb: tuple[int, int],
    ) -> Proposal:
        start, end = range_of(tokens, *verb)
        return self._made(said.statement, said.sentence, (start, end), code)

    def _made(
        self,
        statement: Statement,
        sentence: int,
        where: tuple[int, int],
        code: Denies,
        subject: str | None = None,
    ) -> Proposal:
        words = self.text[slice(*where)]
        weapons = weapon_codes(self.language.weapons(self.reference).find(words))
        return Proposal(
            DenialClaim,
            sentence,
            *where,
            statement,
            {
                "denies": code,
                "perpetrator": self._party(statement) or subject,
                "weapon": weapons if code is Denies.USE else (),
                "hedges": (),
            },
        )


def _is_told_in(answer: Proposal, others: Sequence[Proposal]) -> bool:
    """Say whether an answer's words stand inside another answer of its code."""
    return any(
        other.start <= answer.start
        and answer.end <= other.end
        and other.values["denies"] is answer.values["denies"]
        for other in others
    )


def _with_subject(tokens: Sequence[Token], said: Said) -> tuple[int, int]:
    """Return the clause of a verb of silence: its speaker, and what it leaves open."""
    first, last = said.verb
    sources = said.statement.source
    before = [
        n
        for n in range(max(0, first - _OBJECT_WORDS), first)
        if any(s <= tokens[n].start < e for s, e in sources)
    ]
    after = [
        n
        for n in range(last, min(len(tokens), last + _OBJECT_WORDS))
        if all(tokens[k].is_word for k in range(last, n + 1))
    ]
    return min(before, default=first), max(after, default=last - 1) + 1


def _turns(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a clause that says otherwise begins ("..., but")."""
    return tokens[place].word in _BUT and tokens[place - 1].word == ","


def _clause_of(tokens: Sequence[Token], hit: Found) -> range:
    """Return the tokens between the commas and stops about a row found."""
    first, last = hit.first, hit.last
    while first and tokens[first - 1].word not in _PAUSES:
        first -= 1
    while last < len(tokens) and tokens[last].word not in _PAUSES:
        last += 1
    return range(first, last)


_ROLE = re.compile(r",\s+([а-яіїєґ][^,.;:«»\n]{4,90})[,.]")  # "X, spokesman of Y,"
_OF_ARMS = re.compile(  # offices that answer for a force
    r"\b(?:defensa|exteriores|militar(?:es)?|ej[eé]rcito|estado mayor|presiden\w+"
    r"|diplom\w+|canciller\w*|fuerza a[eé]rea|d[eé]fense|affaires [eé]trang[eè]res"
    r"|arm[eé]e|militaires?|[eé]tat-major|pr[eé]siden\w+|chancellerie)\b"
)
_SHORT_QUOTE = 25  # letters; what is shorter is quoted with its clause
_QUOTE_ENDS = frozenset({",", ";", ":", ".", "!", "?", "–", "—", "\n"})
_QUOTE_ENDS |= frozenset({"،", "؛", "؟", "وان", "وانه", "وانها"})
_THAT_AR = frozenset(
    {"ان", "انه", "انها", "بان", "بانه", "بانها", "انهم", "فان", "لكن"}
)
_THAT = frozenset(
    {
        "que",
        "qu'",
        "et",
        "y",
        "e",
        "pero",
        "mais",
        "что",
        "що",
        "и",
        "і",
        "й",
        "та",
        "а",
        "но",
        "але",
        "«",
        '"',
        "“",
        *_THAT_AR,
    }
)
_ONLY = frozenset(  # "military targets only": an answer that names none
    {"только", "лишь", "исключительно", "лише", "тільки", "виключно", "винятково"}
)
_THE_ARMY = re.compile(
    r"(?:[вуь]\s+)?(?:арми[яи]|армія|армії|военные|військові|военных|генштаб\w*"
    r"|командовани[ея]|командуванн[яі]|военно-воздушн\w+ сил\w*|повітряні сили)"
)
_ARMED_BEFORE = re.compile(
    r"(?:арми|армі|войск|військ|военн|авиаци|авіаці|сил)\w*\s+$", re.IGNORECASE
)
_ARMED_BEHIND = re.compile(
    r"\s+(?:арми|армі|войск|військ|военн|авиаци|авіаці|сил)", re.IGNORECASE
)
_PAUSES = frozenset({",", ";", ":", ".", "!", "?"})
_BUT = frozenset({"однако", "но", "а", "але", "проте", "однак", "утім", "втім", "зато"})
_BESIDE_A_STRIKE = frozenset(
    {Denies.DISCREDITS_SOURCE, Denies.CIVILIAN_HARM, Denies.NOT_CONFIRMED}
    | {Denies.PROMISES_INQUIRY, Denies.NO_COMMENT, Denies.EVIDENCE}
    | {Denies.NON_RESPONSIVE, Denies.CIVILIAN_TARGETS, Denies.CASUALTIES}
)
_LONG_WORD, _FEW_NAMES = 4, 2  # letters of a noun; nouns that tell what is denied


def _is_confirmed(
    tokens: Sequence[Token], said: Said | None, hit: Found, number: int
) -> bool:
    """Say whether a strike is the object of "confirmed" ("confirmed a raid")."""
    if said is None or said.sentence != number:
        return False
    verb = tokens[said.verb[1] - 1].word if said.verb[1] else ""
    return verb.startswith("confirm") and 0 < hit.first - said.verb[1] <= 1


def _blames(said: Said) -> bool:
    """Say whether a statement blames or condemns: no strike in it is the speaker's."""
    is_speech = said.row is not None and said.row.get("manner") == "speech"
    return is_speech and bool(said.row and said.row.get("object"))


_ANDS = frozenset({"et", "y", "e"})
_LAYS = ("atribu", "achac", "imput", "endos", "adjudic", "attribu")
_WHERE = re.compile(
    r"(?:^|[\s,])(?:à|a|en|dans|sur|sobre|près de|cerca de|(?:nord|sud|est|ouest|centre"
    r"|norte|sur|este|oeste|centro) (?:de|du|del))\s*(?:la |le |el )?$"
)
_NOT = frozenset({"ne", "n'", "no", "nadie", "nul"})
_ITS_OWN = frozenset(
    {"انه", "انها", "بانه", "بانها", "قواته", "قواتها", "قواتنا", "طايراته", "طايراتها"}
    | {"طايراتنا", "طيرانه", "طيرانها", "مقاتلاته", "مقاتلاتها", "مدفعيته", "مدفعيتها"}
    | {"مسيراته", "مسيراتها", "جيشه", "جيشها", "وحداته", "وحداتها"}
)
_CHARGED = re.compile(r"(?i)accus|soup[cç]onn|reproch|imput|acus|culp|sospech|d['’]$")
_WERE_THERE = frozenset(
    {
        "hubiera",
        "hubiese",
        "haya",
        "hubieran",
        "hubiesen",
        "hayan",
        "existiera",
        "habia",
    }
    | {"presencia", "presence"}
)
_BODY = ("armee", "armée", "ejercit")
_ARMED = re.compile(
    r"arm[eé]e|ej[eé]rcito|d[eé]fense|defensa|milita|fuerzas|forces|aviaci|coali|tsahal"
    r"|porte-parole|portavoz|gobierno|gouvernement|estado mayor|état-major|pent[aá]gon"
)
_ADMITTED = frozenset({"admits_strike", "admits_harm"})
_FEW_NEAR = 3
_PROMISED = frozenset({"promises_inquiry", "intent"})
_NOBODY = frozenset({"personne", "nadie", "nul", "никто", "ніхто", "nunca", "jamais"})
_TO_AN_OFFICE = frozenset({"в", "во", "к", "до", "у"})
_WITHOUT = frozenset({"sans", "sin", "без"})
_AS = frozenset({"как", "як", "comme", "como", "por"})
_THIS = frozenset({"это", "этого", "це", "lo", "la", "los", "las"})
_VERSION = ("верси", "версі", "утвержден", "тверджен", "слова", "объяснен", "поясненн")


def _with_verb(
    tokens: Sequence[Token], said: Said, where: tuple[int, int]
) -> tuple[int, int]:
    """Take in the verb that calls a report something ("called the reports lies")."""
    if said.row is None or not said.row.get("object") or said.verb[0] >= said.verb[1]:
        return where
    start = tokens[said.verb[0]].start
    is_near = 0 <= where[0] - start <= _NEAR_VERB
    is_near = is_near and not any(
        t.word == "،" and start < t.start < where[0] for t in tokens
    )
    return (start, where[1]) if is_near else where


_NEAR_VERB = 60
_DONE_BY_ONE = re.compile(r"(?:ло|ла|[а-яіїє]л|ив|ав|ів)$")  # one body struck
_OURS = ("наш", "мы", "ми", "своими", "своїми")
_SAME_OFFICE = re.compile(r"\b(?:ведомств|відомств)\w*")


def _demands(tokens: Sequence[Token], said: Said, denies: str) -> bool:
    """Say whether an inquiry is only asked for ("the UN demanded an inquiry")."""
    is_inquiry = denies == Denies.PROMISES_INQUIRY and said.verb[0] < said.verb[1]
    return is_inquiry and tokens[said.verb[0]].word.startswith(_ASKING)


_ASKING = ("потреб", "призв", "призыв", "требу", "заклик", "вимаг", "зажад")
_KILLING = ("уничтож", "ликвидир", "ликвидац", "знищ", "ліквід")
_AIMED_AT = re.compile(r"\bпо\s+(?:\w+\s+){0,2}$")  # "a blow at posts of X"
_OF_THE_STATE = re.compile(r"правительственн\w+|урядов\w+")
_OF_ONE_SIDE = frozenset({"responsibility", "use", "civilian_targets"})
_CLAUSE_SIGN = re.compile(r"[.,;:!?«»“”\"\n]")


def _who_speaks_on(
    said: Sequence[Said], number: int, where: tuple[int, int]
) -> Said | None:
    """Return whose source ends right before ("said an officer, who promised")."""
    before = [
        (source[1], place, one)
        for place, one in enumerate(said)
        if one.sentence == number
        for source in one.statement.source
        if source[1] <= where[0] <= source[1] + _NEAR_SOURCE
    ]
    return max(before, key=lambda found: found[:2])[2] if before else None


_NEAR_SOURCE = 40


def _innermost(said: Sequence[Said], where: tuple[int, int]) -> Said | None:
    """Return the smallest statement whose content or cue holds a stretch."""
    holding = [
        one
        for one in said
        if any(s <= where[0] and where[1] <= e for s, e in one.statement.content)
    ]
    return min(
        holding,
        key=lambda o: sum(e - s for s, e in o.statement.content),
        default=None,
    )
