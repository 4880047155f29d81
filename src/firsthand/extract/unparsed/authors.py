"""Who is said to have struck, in sentences without a parse.

A party beside a word of striking or of blaming, unless it only speaks, denies, was hit
itself or owns what was hit. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token, range_of, shared_words, words_of
from firsthand.extract.reading import Range, Statement
from firsthand.extract.slavic_cases import (
    is_author_behind,
)
from firsthand.extract.unparsed.lands import GENERIC_KINDS, Lands
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, telling
from firsthand.extract.unparsed.token_words import (
    CLAUSE,
    CLAUSE_ENDS,
    NEAR_CHARS,
    meets,
)
from firsthand.model import AttributionClaim, Claim
from firsthand.reference.parties import PartyMention
from firsthand.reference.weapons import aircraft_codes, weapon_codes

_TO_WHICH = re.compile(
    r"\s*,?\s*(?:à|a|al) (?:qui|quien|la que|los que|laquelle|lequel|que|cual)\b"
)
_JOINED = re.compile(
    r"\s*(?:,|et|y|e|и|і|та|й|و)?\s*(?:à |a |aux |al |las? |les? |los )?"
)
DISOWNING = frozenset({"civilian_targets", "responsibility"})
_BODIES = (
    "арм",
    "войск",
    "військ",
    "armee",
    "armée",
    "ejercit",
    "جيش",
    "الجيش",
    "قوات",
)


class Authors(Finder):
    """Finds who is said to have struck; each language has ways of its own."""

    unstruck = frozenset({"use", "event"})  # answers after which nobody struck
    owning = frozenset({"speech"})  # manners of saying in which a blow is claimed
    _n_before_doer = 1  # words between "laid by" and the party

    def __init__(self, page: PatternedPage, lands: Lands) -> None:
        """Read who struck of a page, with what its other finders know."""
        super().__init__(page)
        self.lands = lands

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return who is said to have struck: a party beside a word of striking."""
        author = words_of(self.reference, self.language, "things", "author")
        words = [
            hit
            for hit in author.find(sentence.tokens)
            if (not _is_a_body(sentence.tokens, hit) or self._strikes(sentence, hit))
            and _has_what_it_needs(sentence.tokens, hit)
        ]
        answer = words_of(self.reference, self.language, "responses", "answer")
        answers = [
            hit
            for hit in answer.find(sentence.tokens)
            if hit.row["denies"] in DISOWNING
        ]
        unused = [
            hit
            for hit in answer.find(sentence.tokens)
            if hit.row["denies"] in self.unstruck
        ]
        counted = self._counted_people(sentence)
        for party in sentence.parties:
            if any(s <= party.start < e for s, e in counted):
                continue
            # "Accuses the rebels, who deny it": they speak, and are accused.
            is_source = self.page.is_in_source((party.start, party.end)) and not any(
                self._is_accused(sentence, w, party)
                or self._is_doer(sentence, w, party)
                for w in words
            )
            if self.lands.is_where_or_whence(sentence, party):
                continue
            if self._is_answered_for(sentence, party, answers):
                continue
            said = self.page.reading.statement_of(party.start, party.end)
            if said is not None and self._is_denied(said, party):
                continue
            near = [
                w
                for w in words
                if not w.row.get("claims") or self._is_claimed(party)
                if bool(w.row.get("claims")) >= is_source
                if self._is_accused(sentence, w, party)
                or self._is_doer(sentence, w, party)
                or self._is_actor(sentence, w, party)
                or (
                    party.kind not in GENERIC_KINDS
                    and self._is_beside(sentence, w, party)
                )
            ]
            if not near or (
                any(meets(near[0], a) for a in answers)
                and not self._is_of_another(party)
            ):
                continue  # "Toreth strikes military targets only": an answer
            if any(self._is_in_clause(sentence, party, a) for a in unused):
                continue  # "Torethi aircraft use no cluster bombs": an answer too
            if not self._owns_the_struck(sentence, near[0], party):
                yield self._attribution(sentence, party, near[0])

    def _is_in_clause(
        self, sentence: Sentence, party: PartyMention, hit: Found
    ) -> bool:
        """Say whether no sign parts a party from an answer behind it."""
        start = sentence.tokens[hit.first].start
        return party.end <= start and not CLAUSE.search(self.text[party.end : start])

    def _is_struck(self, sentence: Sentence) -> bool:
        """Say whether a sentence tells of more than of who exists ("the army said")."""
        return bool(sentence.strikes or sentence.weapons or self.page.harms(sentence))

    def _counted_people(self, sentence: Sentence) -> list[Range]:
        """Return where people are counted: "six Palestinians" are no author."""
        groups = self.page.groups(sentence)
        return [
            range_of(sentence.tokens, g.first, g.last) for g in groups if g.has_number
        ]

    def _is_beside(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party stands by a word of striking as its author.

        After "on", "at", "of the", or a kind of target, the party's name tells whose
        the thing struck was ("a strike on a camp of Syrian refugees").
        """
        first, last = range_of(sentence.tokens, word.first, word.last)
        if party.start <= first < party.end:
            return True
        if self._is_of_somebody_else(sentence, word, party):
            return False
        gap = min(last, party.end), max(first, party.start)
        if self._is_kept_apart(sentence, word, party, self.text[slice(*gap)]):
            return False
        after = sentence.tokens[word.last : word.last + 1]
        is_its = [t.start <= party.start < t.end for t in after] == [True]
        between = [
            t
            for t in sentence.tokens
            if gap[0] <= t.start < gap[1] and not (is_its and t is after[0])
        ]
        targets = shared_words(self.reference, self.language, "targets", "target")
        if is_author_behind(word, party) and party.start > first:
            return True  # "the shelling of a market by Torethi forces"
        tells_target = any(
            t.word in self.language.at or t.word.startswith("لل") for t in between
        ) or bool(targets.find(between))
        return party.start < first or not tells_target

    def _is_kept_apart(
        self, sentence: Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether order, case or distance part a party from a word of striking."""
        first = sentence.tokens[word.first].start
        if word.row.get("verb") and party.start > first:
            return True  # "attacked posts of Toreth": a verb's author stands before
        if self._is_parted(sentence, word, party, between) or word.row.get("accuse"):
            return True  # whoever blames struck nobody
        is_far = len(between) > NEAR_CHARS // 2
        return is_far or CLAUSE_ENDS.search(between) is not None

    def _is_claimed(self, party: PartyMention) -> bool:
        """Say whether a party speaks, and denies nothing ("claimed the attack")."""
        return any(
            s <= party.start < e
            for said in self.page.said
            if said.row is not None and said.row.get("manner") in self.owning
            for s, e in said.statement.source
        )

    def _is_accuser(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party behind a verb of blaming is its subject.

        In Arabic it stands between the verb and whom it blames ("accused the army the
        rebels"), in French and Spanish behind what was said ("..., accuses Velmara").
        """
        start, end = range_of(sentence.tokens, word.first, word.last)
        return any(
            s <= party.start < e
            for said in self.page.said
            if any(a < end and start < b for a, b in said.statement.cue)
            for s, e in said.statement.source
        )

    def _is_accused(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party follows a verb of blaming ("accused Toreth of ...")."""
        last = sentence.tokens[word.last - 1].end
        words = self.text[last : party.start]
        is_near = last <= party.start <= last + NEAR_CHARS
        if not word.row.get("accuse") or self._is_accuser(sentence, word, party):
            return False
        if self._is_of_no_strike(sentence, party):
            return False  # "accused Toreth of hiding the facts"
        if is_near:
            is_first = not any(
                last <= other.start < party.start
                and not self._is_accuser(sentence, word, other)
                and not _JOINED.fullmatch(self.text[other.end : party.start])
                for other in sentence.parties
            )
            return is_first and not CLAUSE_ENDS.search(words)
        first = sentence.tokens[word.first].start
        between = self.text[party.end : first]
        # An object may stand first: whom "they accused of the strike".
        if party.end <= first and _TO_WHICH.match(between):
            return True  # "the army, to which the Monitor attributes it"
        is_object = self._is_object(sentence, word, party)
        return is_object and party.end <= first and len(between.split()) <= 1

    def _attribution(
        self, sentence: Sentence, party: PartyMention, word: Found
    ) -> Claim:
        first, last = range_of(sentence.tokens, word.first, word.last)
        where = min(first, party.start), max(last, party.end)
        where = where[0], self._end(sentence, word, party, where[1])
        return self.page.made(
            AttributionClaim,
            where,
            sentence,
            statement=self._accuser(sentence, word),
            perpetrator=party.code,
            weapon=weapon_codes(telling(sentence.weapons)),
            aircraft=aircraft_codes(telling(sentence.weapons)),
            negated=self._is_negated(sentence, (min(first, party.start), last)),
            rule="M056 party beside a strike",
        )

    def _accuser(self, sentence: Sentence, word: Found) -> Statement | None:
        """Return the statement whose words of saying are those of blaming."""
        if not any(word.row.get(kind) for kind in ("accuse", "claims", "owns")):
            return None
        start, end = range_of(sentence.tokens, word.first, word.last)
        if word.row.get("claims"):  # "the Front said the attack was its own"
            start = max(0, start - NEAR_CHARS)
        saying = [
            (cue[0], said.statement)
            for said in self.page.said
            for cue in said.statement.cue
            if cue[0] < end and start < cue[1]
        ]
        if word.row.get("claims") and saying:
            return max(saying, key=lambda one: one[0])[1]  # the nearest
        return saying[0][1] if saying else None

    def _is_negated(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a "not" stands in a stretch, or right before it."""
        inside = [
            n for n, t in enumerate(sentence.tokens) if where[0] <= t.start < where[1]
        ]
        first = max(0, inside[0] - 1) if inside else 0
        last = inside[-1] + 1 if inside else 0
        return any(
            t.word in self.language.negations
            and not self._is_measure(sentence.tokens[n + 1 : n + 2])
            for n, t in enumerate(sentence.tokens[first:last], first)
        )

    # -- what a language tells in its own way ---------------------------------

    def _strikes(self, sentence: Sentence, body: Found) -> bool:
        """Say whether a body strikes in a sentence, and is not but named in it."""
        return self._is_struck(sentence)

    def _is_doer(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, stands right after "laid by"."""
        last = sentence.tokens[word.last - 1].end
        if not word.row.get("by") or party.start < last:
            return False
        return len(self.text[last : party.start].split()) <= self._n_before_doer

    def _is_actor(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, is the subject right beside a verb."""
        return False

    def _is_parted(
        self, sentence: Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether order, case or a word parts a party from a word of striking."""
        return False

    def _is_of_somebody_else(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party's adjective belongs to no word of arms."""
        return False

    def _is_answered_for(
        self, sentence: Sentence, party: PartyMention, answers: Sequence[Found]
    ) -> bool:
        """Say whether a party is named but as who denies, or as who is cleared."""
        return False

    def _is_of_another(self, party: PartyMention) -> bool:
        """Say whether who answers names another as the author."""
        return False

    def _is_of_no_strike(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether a charge against a party is none of striking."""
        return False

    def _is_object(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party's case shows whom a verb of blaming blames."""
        return False

    def _owns_the_struck(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party is told but as whose the thing struck was."""
        return False

    def _is_measure(self, after: Sequence[Token]) -> bool:
        """Say whether words behind a "not" make it one of measure ("not less than")."""
        return False

    def _is_denied(self, said: Statement, party: PartyMention) -> bool:
        """Say whether a statement that names a party denies."""
        return self.page.is_denial(said)

    def _end(
        self, sentence: Sentence, word: Found, party: PartyMention, end: int
    ) -> int:
        """Return where an attribution ends that reaches from a party to a word."""
        return end


def _has_what_it_needs(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether the word that a row needs stands behind it ("hold X responsible")."""
    needs = hit.row.get("needs")
    return not needs or any(t.word in needs for t in tokens[hit.last :])


def _is_a_body(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether a word of authors only names who bears arms ("the army")."""
    return tokens[hit.first].word.startswith(_BODIES)
