"""For whom the speakers of a page speak, in languages without a parse. Method: M053."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from firsthand.extract.answers.clauses import (
    CLAUSE_SIGN,
    FEW_NEAR,
    NEAR_SOURCE,
    NEAR_VERB,
)
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.patterned import Language, Token, words_of
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Statement
from firsthand.extract.slavic_cases import is_oblique
from firsthand.model import DenialClaim, Denies
from firsthand.reference import Reference
from firsthand.reference.weapons import weapon_codes

_ROLE = re.compile(r",\s+([а-яіїєґ][^,.;:«»\n]{4,90})[,.]")  # "X, spokesman of Y,"
_OF_ARMS = re.compile(  # offices that answer for a force
    r"\b(?:defensa|exteriores|militar(?:es)?|ej[eé]rcito|estado mayor|presiden\w+"
    r"|diplom\w+|canciller\w*|fuerza a[eé]rea|d[eé]fense|affaires [eé]trang[eè]res"
    r"|arm[eé]e|militaires?|[eé]tat-major|pr[eé]siden\w+|chancellerie)\b"
)
_RANKED = re.compile(  # who answers for a force, where no state is said
    r"\b(?:(?:под|під)?полковни[кц]|генерал|майор|адм[иі]рал|кап[иі]тан"
    r"|м[иі]ноборон|генштаб|мид\b|мзс\b|м[иі]н[иі]стерств\w+ оборон"
    r"|пресс?-?служб\w+ президент|пресс-секретар\w+ президент|речни[кц]\w* президент"
    r"|(?:зам)?м[иі]н[иі]стр\w* оборон|заступни\w+ м[иі]н[иі]стра оборон)"
)
_RANKED_FR = re.compile(
    r"(?:^|\bl[ea] |,\s*)(?:g[ée]n[ée]rale?|colonelle?|amiral|lieutenant-colonel"
    r"|vice-amiral|major)\b(?! (?:[àa] la retraite|de r[ée]serve))"
)
_LOCAL = re.compile(
    r"\b(?:м[эе]р|губернатор|пол[иі]ц|спасат|рятув|оон|больниц|л[иі]карн|фонд|прокур"
    r"|в отставке|у відставці|запаса|запасу|бывш|колишн|экс-|екс)"
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
_WHERE = re.compile(
    r"(?:^|[\s,])(?:à|a|en|dans|sur|sobre|près de|cerca de|(?:nord|sud|est|ouest|centre"
    r"|norte|sur|este|oeste|centro) (?:de|du|del))\s*(?:la |le |el )?$"
)
_BODY = ("armee", "armée", "ejercit")
_ARMED = re.compile(
    r"arm[eé]e|ej[eé]rcito|d[eé]fense|defensa|milita|fuerzas|forces|aviaci|coali|tsahal"
    r"|porte-parole|portavoz|gobierno|gouvernement|estado mayor|état-major|pent[aá]gon"
)
_SAME_OFFICE = re.compile(r"\b(?:ведомств|відомств)\w*")
_AIMED_AT = re.compile(r"\bпо\s+(?:\w+\s+){0,2}$")  # "a blow at posts of X"
_OF_THE_STATE = re.compile(r"правительственн\w+|урядов\w+")


class Sides:
    """The sides of a page: who speaks for which party, and what it speaks of."""

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
        self.head = words_of(reference, language, "speech", "head")
        self.official: set[str] = set()
        self.told_for: dict[str, str] = {}
        self.sources: list[tuple[int, int]] = []

    def note(self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]) -> None:
        """Note the offices of a page's speakers, and for whom they speak."""
        self.official = self._officials(sentences, said)
        self.told_for = {}
        self.sources = [span for one in said for span in one.statement.source]
        self._remember(said)

    def party(self, statement: Statement) -> str | None:
        """Return the party that a speaker speaks for; None = none known.

        "The spokesman of the ministry" speaks for the ministry named before, and keeps
        speaking for it when he is named again.
        """
        party = self._own_party(statement)
        if party is None and statement.speaker in self.told_for:
            return self.told_for[statement.speaker]
        return party

    def party_of(self, words: str | None, *, only_first: bool = False) -> str | None:
        """Return the belligerent that some words name; None = none."""
        found = [
            m
            for m in self.language.parties(self.reference).find_joined(words or "")
            if not (only_first and (m.start or m.form == "adjective"))
        ]
        states = [m for m in found if m.is_belligerent]
        bands = [m for m in found if m.kind == "generic"]  # "the rebels"
        return next((m.code for m in (*states, *bands)), None)

    def can_answer(self, said: Said, where: tuple[int, int]) -> bool:
        """Say whether a speaker can answer for a party; unresolved ones may.

        Whoever says what "Toreth's aircraft did not" do answers for Toreth.
        """
        name = said.statement.speaker
        if name is None or name in self.official:
            return True
        ends = [e for _, e in said.statement.source if e <= where[0]]
        party = self.party(said.statement) or self.subject_of(where, max([0, *ends]))
        return party is not None

    def subject_of(self, where: tuple[int, int], after: int = 0) -> str | None:
        """Return the one belligerent named in the clause right before an answer.

        `after`: where the speaker's own name ends, in which an adjective names nobody.
        """
        before = self.text[max(after, where[0] - NEAR_VERB, 0) : where[0]]
        clause = CLAUSE_SIGN.split(before)[-1]
        party = self.party_of(clause) if clause.strip() else None
        kind = self.language.parties(self.reference).kind_of(party) if party else None
        return None if kind == "generic" else party

    def is_named(self, said: Said) -> bool:
        """Say whether a speaker bears a party's own name ("Toreth says")."""
        return self.party_of(said.statement.speaker, only_first=True) is not None

    def named_in(self, said: Said) -> set[str]:
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

    def names_no_other(self, said: Said) -> bool:
        """Say whether what is admitted names no party but the speaker's own.

        "Toreth admitted that Velmara's strike killed five" admits no strike.
        """
        party = self.party(said.statement)
        named = self.named_in(said)
        return not named or named == {party}

    def speaks_of_itself(self, said: Said) -> bool:
        """Say whether no party but the speaker's own stands in what is said."""
        name = said.statement.speaker
        if name is None:
            return False
        is_party = self.party_of(name, only_first=True) is not None
        if name not in self.official and not is_party:
            return False
        party = self.party(said.statement) or self.party_of(self.outlet)
        return party is not None and self.named_in(said) <= {party}

    def is_of_others(self, said: Said, where: tuple[int, int]) -> bool:
        """Say whether somebody else does it ("says that the rebels shelled")."""
        first = max(0, where[0] - NEAR_VERB)
        if self.language.is_romance:  # whoever speaks is named before what is said
            spans = said.statement.content
            first = max([first, *(s for s, _ in spans if s <= where[0])])
        clause = CLAUSE_SIGN.split(self.text[first : where[0]])[-1]
        own = self.party(said.statement) or self.party_of(self.outlet)
        parties = self.language.parties(self.reference)
        named = {m.code for m in parties.find(clause)}
        if not named and self.language.is_slavic:
            named = self.acting_behind(where[1])
            near = clause + self.text[where[0] : where[1] + NEAR_SOURCE]
            if self._is_a_band(own) and _OF_THE_STATE.search(near.lower()):
                return True  # "the rebels say that government helicopters dropped"
        return bool(named) and own not in named

    def _is_a_band(self, party: str | None) -> bool:
        parties = self.language.parties(self.reference)
        return party is not None and parties.kind_of(party) == "generic"

    def acting_behind(self, end: int) -> set[str]:
        """Return who a Slavic verb has right behind it, in a case that acts."""
        after = CLAUSE_SIGN.split(self.text[end : end + NEAR_SOURCE])[0]
        behind = self.language.parties(self.reference).find(after)[:1]
        return {
            m.code
            for m in behind
            if len(after[: m.start].split()) <= FEW_NEAR and not is_oblique(m.words)
        }

    def is_blamed(self, statement: Statement) -> bool:
        """Say whether the page names a speaker's party beside a word of striking.

        Only whom a strike is laid at admits it by saying what it was aimed at.
        """
        return self.party(statement) in self.blamed

    @functools.cached_property
    def blamed(self) -> frozenset[str]:
        """The parties that stand close by a word of authors, wherever on the page."""
        tokens = self.language.tokens(self.text, 0, len(self.text))
        author = words_of(self.reference, self.language, "things", "author")
        near = [
            (
                tokens[hit.first].start - NEAR_SOURCE,
                tokens[hit.last - 1].end + NEAR_SOURCE,
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

    def bears_arms(self, said: Said) -> bool:
        """Say whether an army or a ministry speaks, whose own inquiry is an answer."""
        words = " ".join(self.text[s:e] for s, e in said.statement.source)
        return _ARMED.search(words.lower()) is not None

    def side_before(self, said: Sequence[Said], number: int) -> Said | None:
        """Return who spoke for a side right before ("of X it says nothing")."""
        before = [o for o in said if o.sentence == number - 1]
        sides = [o for o in before if self.party(o.statement) is not None]
        return sides[-1] if sides and len(before) == len(sides) else None

    def is_by_an_office(self) -> bool:
        """Say whether the page is an office's own ("Ministry of Defence")."""
        outlet = self.outlet or ""
        heads = self.head.find(self.language.tokens(outlet, 0, len(outlet)))
        return any(hit.row.get("official") for hit in heads)

    def made(
        self,
        statement: Statement,
        sentence: int,
        where: tuple[int, int],
        code: Denies,
        subject: str | None = None,
    ) -> Proposal:
        """Return an answer, with the party that its speaker answers for."""
        words = self.text[slice(*where)]
        weapons = weapon_codes(self.language.weapons(self.reference).find(words))
        return Proposal(
            DenialClaim,
            sentence,
            *where,
            statement,
            {
                "denies": code,
                "perpetrator": self.party(statement) or subject,
                "weapon": weapons if code is Denies.USE else (),
                "hedges": (),
            },
        )

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
                party = party or self._side_of_a_rank(one.statement, last)
            if party is None and self.language.is_romance:
                party = self._side_meant(one.statement, last)
            is_side = name in self.official or (
                self.language.is_slavic and self.is_named(one)
            )
            if party is not None and is_side:
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
        if self.language.code == "fr" and last and _RANKED_FR.search(words):
            return None if parties.find(words) else last
        if _OF_ARMS.search(words) is None or parties.find(words):
            return None
        if last in self.blamed:
            return last
        sides = [p for p in self.blamed if parties.kind_of(p) != "generic"]
        return sides[0] if last is None and len(sides) == 1 else None

    def _side_of_a_rank(self, statement: Statement, last: str | None) -> str | None:
        """Return whose "colonel X", "X of the Defence Ministry" is, in Slavic.

        The side that spoke last, else the one state at which the page lays a strike.
        """
        words = " ".join(self.text[s:e] for s, e in statement.source).lower()
        if _RANKED.search(words) is None or _LOCAL.search(words):
            return None
        parties = self.language.parties(self.reference)
        if parties.find(words):
            return None
        sides = [p for p in self.blamed if parties.kind_of(p) != "generic"]
        return last or (sides[0] if len(sides) == 1 else None)

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
                _ARMED_BEFORE.search(before[max(0, m.start - NEAR_SOURCE) : m.start])
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
        found = self.party_of(words, only_first=not is_official)
        if found is None and is_official and self.is_by_an_office():
            return self.party_of(self.outlet)
        return found

    def _role_beside(self, statement: Statement) -> str:
        """Return what stands in commas behind a Slavic speaker's name, his office."""
        if not self.language.is_slavic or not statement.source:
            return ""
        end = statement.source[-1][1]
        role = _ROLE.match(self.text, end, end + NEAR_VERB * 2)
        return role[1] if role is not None else ""
