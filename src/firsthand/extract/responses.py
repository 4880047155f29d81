"""Responses to allegations: denials, evasions, admissions, and answers to them.

An answer that evades is coded as such, never as a denial; a denial says what exactly
it denies. Tables: response_phrases, denied_things, rebuttal_phrases. Method: M053.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.clauses import clause, predicate, token_at
from firsthand.extract.offices import (
    is_of_an_office,
    is_official,
    names_office,
    party_in,
)
from firsthand.extract.perpetrators import attributions_in
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.extract.speakers import Resolved, introduction, who_is
from firsthand.extract.trees import agent, children, is_passive, tokens_of
from firsthand.extract.verbs_of_saying import subject_of
from firsthand.model import (
    Claim,
    ClaimId,
    DenialClaim,
    Denies,
    DocumentId,
    ObjectIdentity,
    OtherClaim,
    RebuttalClaim,
)
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties
from firsthand.reference.quick_patterns import QuickPattern, Sieve, quick
from firsthand.reference.weapons import open_weapons, weapon_codes

if TYPE_CHECKING:
    from spacy.tokens import Token

_DENYING = frozenset(
    (
        "deny", "reject", "refute", "rebut", "dismiss", "dispute", "disclaim",
        "disavow", "repudiate", "rubbish", "contest", "scorn", "discount", "laugh",
        "shrug",
    )
)  # fmt: skip
# "Denied access", "rejected the amendment": no answer to an allegation.
_NOT_ALLEGED = re.compile(
    r"^\W*(?:the |an? |any |his |her |their |its )?(?:\w+ )?(?:access|entry|permission|"
    r"visas?|bail|aid|treatment|asylum|passage|request|offer|proposal|plan|deal|bill|"
    r"amendment|appeal|ceasefire|truce|bid|resolution|motion|call)\b"
    # that none of its men were there: whose object it was, not who struck
    r"|^\W*(?:that )?(?:its|their|any|the) (?:fighters|members|militants|weapons"
    r"|rockets|commanders|rebels) (?:had been|have been|were|was|are) (?:in|inside|at"
    r"|near|hiding|using|operating|present|sheltering|based)\b"
)
_ALLEGED = re.compile(
    r"\b(?:alleg|accus|claim|charge|report|suggest|assert|responsib|involve|that\b|any\b|"
    r"role|\w+ing\b|having|attack|strike|raid|bomb|kill|target|use\b|finding|statement"
    r"|figure|toll|number|casualt|study|investigation|dossier)"
)
# "Dismissed the report": who reports is waved away, not what is reported.
_A_REPORT = re.compile(
    r"^\W*(?:the |this |that |an? |its |[\w' ]+'s )?(?:[\w-]+ ){0,2}?(?:report|study"
    r"|findings?|investigation|dossier|publication|article|documentary|statement)s?\b"
    r"(?! (?:of|that|about|alleging|claiming|saying)\b)"
)
_QUESTIONED = frozenset({"question", "challenge", "doubt"})
_ASKED = re.compile(
    r"\b(?:asked|questioned|pressed) (?:\w+ ){0,3}(?:about|whether|if|on|over)\b"
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_WHICH_SAYS = re.compile(
    r",?\s+(?:which|that|who)\s+(?:had\s+|has\s+)?(?:accus|alleg|claim|sa(?:y|id)|found|blam"
    r"|document|detail)\w*",
    re.IGNORECASE,
)
# A party named in at least this share of all mentions is the page's accused party.
_DOMINANT = 0.5


@dataclasses.dataclass(frozen=True)
class _Phrase:
    code: Denies
    pattern: QuickPattern
    is_act: bool
    is_official: bool
    asked: Denies | None


@dataclasses.dataclass(frozen=True)
class _Rebuttal:
    pattern: QuickPattern
    rebuts: Denies | None
    identity: ObjectIdentity | None
    is_act: bool


@dataclasses.dataclass(frozen=True)
class _Tables:
    phrases: tuple[_Phrase, ...]
    denied: tuple[tuple[QuickPattern, Denies], ...]
    rebuttals: tuple[_Rebuttal, ...]

    @functools.cached_property
    def sieve(self) -> Sieve:
        """Which of the phrases a sentence may hold."""
        return Sieve(phrase.pattern for phrase in self.phrases)

    @functools.cached_property
    def rebuttal_sieve(self) -> Sieve:
        """Which of the rebuttals a sentence may hold."""
        return Sieve(row.pattern for row in self.rebuttals)


@dataclasses.dataclass(frozen=True)
class _Answer:
    """A response found: where, which code, who gives it."""

    at: Range
    code: Denies
    who: Resolved
    named: str
    rule: str


def find_responses(reading: Reading) -> list[Claim]:
    """Return denials, evasions, admissions and inquiries promised."""
    tables: _Tables = reading.reference.derived("response_tables", _read_tables)
    claims: list[Claim] = []
    for sentence in reading.sentences:
        if sentence.doc is None:
            continue
        taken: list[Range] = []
        # One answer a code, a speaker and a way of answering in a sentence.
        given: set[tuple[Denies, str | None, str]] = set()
        turn = _THEN_ADMITS.search(reading.text, sentence.start, sentence.end)
        for found in _answers(reading, sentence, tables):
            answer = _before_or_after(found, turn.span("gap")) if turn else found
            answer = _before_the_next(answer, taken, reading)
            if any(s < answer.at[1] and answer.at[0] < e for s, e in taken):
                continue
            key = (answer.code, answer.who.speaker, answer.rule.split(":", 1)[0])
            if key in given and not _is_a_clause_apart(reading, taken, answer.at):
                continue
            taken.append(answer.at)
            given.add(key)
            claims.append(_doubt(answer, _denial(reading, sentence, answer)))
    return claims


def _doubt(answer: _Answer, denial: DenialClaim) -> Claim:
    """Return "was not in a position to confirm" of somebody who is no side as told.

    A foreign ministry or an official elsewhere denies nothing that it cannot confirm.
    """
    words = f"{answer.named} {answer.who.speaker or ''}"
    is_no_side = _ELSEWHERE.search(words) and not _SIDES.search(words)
    is_no_side = is_no_side and denial.note is not None
    if answer.code is not Denies.NOT_CONFIRMED or not is_no_side:
        return denial
    return OtherClaim(
        id=denial.id,
        document_id=denial.document_id,
        span=denial.span,
        speaker=denial.speaker,
        chain=denial.chain,
        is_unresolved=denial.is_unresolved,
        candidates=denial.candidates,
        about="unconfirmed",
        rule="other:unconfirmed",
    )


_ELSEWHERE = re.compile(
    r"\b(?:foreign (?:minist\w+|office|secretary)|secretary[- ]general|united nations"
    r"|un|white house|state department|embassy|ambassador|european|league|union"
    r"|envoy)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:defen[cs]e|army|military|air force|general staff|troops|armed forces|rebels?"
    r"|command|commanders?|militants?|front)\b",
    re.IGNORECASE,
)


def _is_a_clause_apart(reading: Reading, taken: Sequence[Range], at: Range) -> bool:
    """Say whether "and", "but" or a mark stands between an answer and all others."""
    return all(
        _APART.search(reading.text[min(e, at[1]) : max(s, at[0])]) is not None
        for s, e in taken
    )


_APART = re.compile(r"\b(?:and|but|nor|while)\b|[;.\u2014]", re.IGNORECASE)
_THEN_ADMITS = quick(
    r"\bden(?:y|ie[sd]|ying)\b[^.;]*?(?P<gap>,?\s+)(?:(?:and|but|then|later"
    r"|only to|before|subsequently)\b(?:\s\w+){0,3}?"
    r"\s(?:admi|acknowledg|conced|confirm))",
    re.IGNORECASE,
)


def _before_or_after(answer: _Answer, gap: Range) -> _Answer:
    """Cut "denied the raid, then admitted it" into the denial and what follows it."""
    start, end = answer.at
    if not (start < gap[0] and gap[1] < end):
        return answer
    if answer.rule.startswith("denied:"):
        return dataclasses.replace(answer, at=(start, gap[0]))
    if answer.code in {Denies.ADMITS_STRIKE, Denies.ADMITS_HARM}:
        return dataclasses.replace(answer, at=(gap[1], end))
    return answer


def _before_the_next(
    answer: _Answer, taken: Sequence[Range], reading: Reading
) -> _Answer:
    """Cut "denied harm and called the reports lies" before the answer that follows."""
    start, end = answer.at
    if not answer.rule.startswith("denied:"):
        return answer
    later = [s for s, _ in taken if start < s < end]
    if not later:
        return answer
    kept = _AND_THEN.sub("", reading.text[start : min(later)])
    if len(kept.split()) < _FEWEST_WORDS:
        return answer
    return dataclasses.replace(answer, at=(start, start + len(kept)))


_FEWEST_WORDS = 2
_AND_THEN = re.compile(
    r"[\s,]*(?:\b(?:and|but|then|also|instead|says?|said|saying|adds?|added|adding"
    r"|insist(?:s|ed|ing)?|claim(?:s|ed|ing)?|stress(?:ed|ing)|maintain(?:ed|ing)|arguing"
    r"|describing|calling|branding|dismissing|denouncing|that|while|as)\b[\s,]*)*$"
)


def find_rebuttals(reading: Reading) -> list[Claim]:
    """Return answers to a response or to the evidence that it rests on."""
    tables: _Tables = reading.reference.derived("response_tables", _read_tables)
    claims: list[Claim] = []
    for sentence in reading.sentences:
        if not sentence.doc:
            continue
        text = _plain(reading, sentence)
        for place in tables.rebuttal_sieve.likely(text):
            row = tables.rebuttals[place]
            match = row.pattern.pattern.search(text)
            if match is None:
                continue
            rebuts, identity = row.rebuts, row.identity
            if row.is_act:
                claim = _act_of_rebutting(reading, sentence, match, rebuts)
                claims += [claim] if claim is not None else []
                break
            made = _said_at(reading, sentence, match)
            is_own = identity is not None and _is_of_an_image(reading, sentence, match)
            is_own = is_own or _is_shown(reading, sentence, match)
            if made is None and not is_own:
                continue
            at = clause(sentence, _on_page(sentence, match))
            if at[1] - at[0] > _LONGEST_ANSWER:
                last = _on_page(sentence, match)[1]
                at = predicate(sentence, (last - 1, last))
            at = _within(at, made) if made is not None else at
            claims.append(
                RebuttalClaim(
                    id=ClaimId(""),
                    document_id=DocumentId(reading.page.id),
                    span=reading.span(*at),
                    rebuts=rebuts,
                    object_identity=identity,
                    rule="rebuttal" if made is not None else "rebuttal.own",
                )
            )
            break
    return claims


def _act_of_rebutting(
    reading: Reading,
    sentence: Sentence,
    match: re.Match[str],
    rebuts: Denies | None,
) -> RebuttalClaim | None:
    """Return an answer that the words themselves give ("stood by its findings").

    None = a party or an authority gives it: an answer of its own.
    """
    at = _on_page(sentence, match)
    who, named = _subject(reading, sentence, at[0], verb_at=match.start())
    named = f"{named} {introduction(reading, who.speaker or '')}"
    if is_official(reading, f"{who.speaker} {named}"):
        return None
    if _THINGS.search(named):  # "flight data contradict the ministry": whose finding
        made = reading.statement_of(*at)
        who = Resolved(None)
        if made is not None:
            who = Resolved(
                made.speaker, made.chain[:-1], made.is_unresolved, made.candidates
            )
    return RebuttalClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*at),
        speaker=who.speaker,
        chain=(*who.outer, who.speaker) if who.speaker is not None else (),
        is_unresolved=who.is_unresolved,
        candidates=who.candidates,
        rebuts=rebuts,
        rule="rebuttal.act",
    )


_LONGEST_ANSWER = 100
_THINGS = re.compile(
    r"\b(?:images?|imagery|footage|videos?|pictures?|photos?|photographs?|data|evidence"
    r"|craters?|fragments?|remnants?|findings?|analys[ei]s|recordings?|records?|logs?"
    r"|documents?|accounts|testimon\w+|damage|shadows?|markings|that|which|this)\b"
    r"(?: (?:reviewed|seen|obtained|analysed|analyzed|verified|taken|of|from|by|at)\b"
    r".*)?$",
    re.IGNORECASE,
)


def _is_of_an_image(reading: Reading, sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether the page itself says so of an image that it has just spoken of.

    "The ministry published a picture of an intact mosque. It was a different building."
    """
    if reading.statement_of(*_on_page(sentence, match)) is not None:
        return False
    before = [s for s in reading.sentences if s.end <= sentence.start][-2:]
    start = before[0].start if before else sentence.start
    end = max(sentence.start + match.end(), sentence.end)
    return _IMAGE.search(reading.text, start, end) is not None


def _is_shown(reading: Reading, sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether an examination shows it ("geolocation shows that it is the same")."""
    made = reading.statement_of(*_on_page(sentence, match))
    is_found = _FOUND.search(reading.text, sentence.start, sentence.end) is not None
    is_evidence = made is not None and made.manner in {"evidence", "thought"}
    return (is_evidence or (made is None and is_found)) and (
        _IMAGE.search(reading.text, sentence.start, sentence.end) is not None
    )


_FOUND = re.compile(
    r"\b(?:found|finds|shows?|showed|reveal\w*|establish\w*|conclud\w*|confirm\w*"
    r"|determin\w*|detected)\b",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"\b(?:images?|imagery|pictures?|photos?|photographs?|footage|videos?|film)\b",
    re.IGNORECASE,
)


# --- finding answers -------------------------------------------------------------


def _answers(
    reading: Reading, sentence: Sentence, tables: _Tables
) -> Iterator[_Answer]:
    text = _plain(reading, sentence)
    likely = [tables.phrases[place] for place in tables.sieve.likely(text)]
    is_said = any(not phrase.is_act for phrase in likely) and (
        is_of_an_office(reading)
        or any(
            start < sentence.end and sentence.start < end
            for made in reading.statements
            for start, end in made.content
        )
    )
    for phrase in likely:
        if not (phrase.is_act or is_said):
            continue
        for match in phrase.pattern.pattern.finditer(text):
            answer = (_act if phrase.is_act else _said)(
                reading, sentence, phrase, match
            )
            if answer is None or _blames(reading, answer, match.group()):
                continue
            if not _UNDOUBTED.search(text, 0, match.end()):
                yield answer
    yield from _denials(reading, sentence, tables)
    titled = _DENIES_IN_TITLE.match(text) if sentence.is_headline else None
    if titled is not None:
        yield _in_title(reading, sentence, tables, titled)


# "Toreth rejects claims over blast": the parser takes a title's verb for a noun.
_DENIES_IN_TITLE = re.compile(
    r"(?P<who>[\w'’-]+(?: [\w'’-]+){0,3}?) (?P<verb>rejects|denies|dismisses|disputes"
    r"|refutes|rebuffs|shrugs off|brushes off)(?P<what> (?:[\w'’-]+ ){0,4}?(?:claims?"
    r"|reports?|accusations?|allegations?|charges?|role|involvement|responsibility"
    r"|blame|[a-z]{3,}ing)\b[^,;:]*)"
)


def _in_title(
    reading: Reading, sentence: Sentence, tables: _Tables, match: re.Match[str]
) -> _Answer:
    start = sentence.start
    name = reading.text[start + match.start("who") : start + match.end("who")]
    code = next(
        (code for pattern, code in tables.denied if pattern.search(match["what"])),
        Denies.RESPONSIBILITY,
    )
    at = (start + match.start("verb"), start + len(match.group().rstrip()))
    return _Answer(at, code, Resolved(name), name, "denied:title")


# "There was no doubt that they had fired it": said, not denied.
_UNDOUBTED = re.compile(r"\bno (?:doubt|question)\b[^.;]*$")


def _blames(reading: Reading, answer: _Answer, words: str) -> bool:
    """Say whether others accuse ("the shells had been fired by Toreth")."""
    if answer.code is not Denies.OTHER_EXPLANATION:
        return False
    own = party_in(reading, f"{answer.named} {answer.who.speaker or ''}")
    accused = _accused_party(reading)
    if own is not None and accused not in {None, own}:
        told = reading.text[answer.at[0] : answer.at[1]]
        if party_in(reading, told) == accused:
            return True  # "Velmara says the raid was carried out by Toreth"
    if not _DONE_BY.search(words):
        return False
    return party_in(reading, f"{answer.named} {answer.who.speaker or ''}") is None


_DONE_BY = re.compile(r"\b(?:carried out|launched|fired|used) (?:by|as)$")


def _denials(
    reading: Reading, sentence: Sentence, tables: _Tables
) -> Iterator[_Answer]:
    """Return what verbs of denying deny."""
    words = _DENYING | _QUESTIONED
    for verb in tokens_of(sentence.doc, words) if sentence.doc is not None else ():
        if verb.pos_ != "VERB":
            continue
        if is_passive(verb) and agent(verb) is None:
            continue
        at = predicate(sentence, sentence.at(verb))
        after = max(at[0], sentence.start + verb.idx + len(verb))
        denied = reading.text[after : at[1]].translate(_PLAIN).lower()
        if is_passive(verb):
            denied = " ".join(
                t.lower_ for c in children(verb, "nsubjpass") for t in c.subtree
            )
        if _NOT_ALLEGED.match(denied):
            continue
        if verb.lemma_ != "deny" and not _ALLEGED.search(denied):
            continue
        if verb.lemma_ in _QUESTIONED and not _OF_FIGURES.match(denied):
            continue
        code = next(
            (code for pattern, code in tables.denied if pattern.search(denied)),
            Denies.RESPONSIBILITY,
        )
        if verb.lemma_ != "deny" and _A_REPORT.match(denied):
            code = Denies.DISCREDITS_SOURCE
        at = _without_what_follows(reading, at, after, verb)
        who, named = _subject(reading, sentence, at[0], verb_at=verb.idx)
        yield _Answer(at, code, who, named, f"denied:{verb.lemma_}")


def _without_what_follows(
    reading: Reading, at: Range, after: int, verb: Token
) -> Range:
    """Cut a denial where more is said, or where the rejected report is told of."""
    more = _SAYS_MORE.search(reading.text, after, at[1])
    if more is not None and more.start() > after:
        at = (at[0], more.start())
    told = _WHICH_SAYS.search(reading.text, after, at[1])
    if told is not None and verb.lemma_ != "deny":
        at = (at[0], told.start())  # "rejected a report by X, which accuses it"
    return at


def _act(
    reading: Reading, sentence: Sentence, phrase: _Phrase, match: re.Match[str]
) -> _Answer | None:
    """Return an answer that the phrase itself gives ("declined to comment")."""
    at = _on_page(sentence, match)
    if _IN_THE_QUESTION.search(_plain(reading, sentence)[: match.start()]):
        return None
    if phrase.code is Denies.PROMISES_INQUIRY and _is_of_justice(sentence, match):
        return None
    who, named = _subject(reading, sentence, at[0], verb_at=match.start())
    if match.group().endswith((" from", " by")):
        who, named = _after(reading, sentence, at[1])
    named = f"{named} {introduction(reading, who.speaker or '')}"
    is_open = who.speaker is None and _PRONOUN.match(named)
    if is_open or _OWNED.match(named):  # "a general went on: he ...", "its officers"
        named += f" {reading.text[sentence.start : at[0]]}"
        named += f" {_office_before(reading, sentence.start)}"
    if phrase.is_official and not is_official(reading, f"{who.speaker} {named}"):
        return None
    who = _who_answers(reading, at, who, named)
    whole = predicate(sentence, (at[1] - 1, at[1]))
    whole = (min(whole[0], at[0]), max(whole[1], at[1]))
    more = _SAYS_MORE.search(reading.text, at[1], whole[1])
    if more is not None:  # "called it a fake, adding that ..."
        whole = (whole[0], more.start())
    code = phrase.code
    if code is Denies.DISCREDITS_SOURCE:
        code = _called_untrue(reading, match.group()) or code
    return _Answer(whole, code, who, named, f"act:{phrase.code}")


def _is_of_justice(sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether a court or prosecutor opens a case: nobody's answer to a charge."""
    token = token_at(sentence, sentence.start + match.start())
    while token is not None and token.pos_ not in {"VERB", "AUX"}:
        token = token.head if token.head.i != token.i else None
    head = subject_of(token) if token is not None else None
    words = " ".join(t.lower_ for t in head.subtree if t.i <= head.i) if head else ""
    return _JUSTICE.search(words) is not None


_JUSTICE = re.compile(
    r"\b(?:prosecut\w+|court|tribunal|judges?|police|security service|united nations|un"
    r"|human rights council|commission of inquiry|parliament|attorney|sledkom)\b"
)


def _who_answers(reading: Reading, at: Range, who: Resolved, named: str) -> Resolved:
    """Return whose answer it is that an official tells of his own side.

    "The minister said the ministry was looking into one case": the minister's.
    """
    made = reading.statement_of(*at)
    if made is None or made.speaker is None or made.speaker == who.speaker:
        return who
    told = f"{made.speaker} {introduction(reading, made.speaker)}"
    side, own = party_in(reading, told), party_in(reading, f"{named} {who.speaker}")
    is_own = made.manner == "speech" and is_official(reading, told)
    is_cue = any(s < at[1] and at[0] < e for s, e in made.cue)
    if is_cue or not is_own or not (own is None or own == side):
        outer = _statement_around(reading, made, at) if is_cue else None
        return who if outer is None else _who_answers(reading, outer, who, named)
    return Resolved(made.speaker, made.chain[:-1], made.is_unresolved, made.candidates)


def _statement_around(reading: Reading, made: Statement, at: Range) -> Range | None:
    """Return the content of what holds a statement; None = nothing does."""
    for other in reading.statements:
        for start, end in other.content:
            is_in = start <= at[0] and at[1] <= end
            if other is not made and is_in and other.manner == "speech":
                return (start, start + 1)
    return None


_SAYS_MORE = re.compile(
    r",?\s+(?:and\s+)?(?:adding|saying|insisting|stressing|noting|arguing|claiming|stating"
    r"|maintaining|said|added|insisted)\b",
    re.IGNORECASE,
)
# "Asked whether it would open an inquiry, ...": what was asked is no answer.
_IN_THE_QUESTION = re.compile(
    r"\b(?:asked|questioned|pressed)\b[^,;]*\b(?:whether|if|when|why|how)\b[^,;]*$"
)
_PRONOUN = re.compile(r"\s*(?:he|she|it|they|its|their|his|her)\b", re.IGNORECASE)


def _called_untrue(reading: Reading, words: str) -> Denies | None:
    """Return what "dismissed reports of civilian deaths as fabricated" denies."""
    if _FIGURES.search(words):
        return Denies.CASUALTIES
    match = _UNTRUE_REPORT.search(words)
    if match is None:
        return _called_unused(reading, words)
    tables: _Tables = reading.reference.derived("response_tables", _read_tables)
    return next((c for p, c in tables.denied if p.search(match["what"])), None)


def _called_unused(reading: Reading, words: str) -> Denies | None:
    """Return USE for "rejects cluster bomb claims as baseless"."""
    match = _CLAIMS_OF.match(words)
    named = open_weapons(reading.reference).find(match["what"]) if match else []
    is_use = any(code not in _OPEN_WEAPONS for code in weapon_codes(named))
    return Denies.USE if is_use else None


# Weapons that no party denies to have: whose use is denied is another question.
_OPEN_WEAPONS = frozenset(
    (
        "airstrike", "drone_strike", "missile", "rocket", "artillery", "shelling",
        "explosives", "gunfire", "aerial_bomb", "mortar",
    )
)  # fmt: skip
_CLAIMS_OF = re.compile(
    r"\w+\s+(?P<what>[\w' -]{3,40}?)\s(?:claims?|allegations?|accusations?|charges?"
    r"|reports?|stories)\b"
)
_OF_FIGURES = re.compile(
    r"^\W*(?:the|this|that|these|its|their|[\w' ]+'s)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:figures?|tolls?|numbers?|count|estimates?|casualt\w+)\b"
)
_FIGURES = re.compile(
    r"^\w+\s+(?:the|this|that|these|its|their|[\w' ]+'s)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:figures?|tolls?|numbers?|count|estimates?)\b"
)


_UNTRUE_REPORT = re.compile(
    r"\b(?:reports?|claims?|allegations?|accusations?|charges?|stories|accounts?)\s+"
    r"(?:of|that|about)\b(?P<what>.*?)\bas\s+(?:\w+\s+)?(?:false|fabricat\w*|untrue|lies"
    r"|a\s+lie|baseless|unfounded|groundless|fiction|fake\w*)",
    re.IGNORECASE,
)


def _after(reading: Reading, sentence: Sentence, position: int) -> tuple[Resolved, str]:
    """Return who is named after "no comment from"."""
    prep = token_at(sentence, position - 1)
    for head in children(prep, "pobj") if prep is not None else ():
        tokens = [t for t in head.subtree if t.i <= head.i]
        at = (
            sentence.start + tokens[0].idx,
            sentence.start + tokens[-1].idx + len(tokens[-1]),
        )
        return who_is(reading, at), reading.text[at[0] : at[1]]
    return Resolved(None, is_unresolved=True), ""


def _said(
    reading: Reading, sentence: Sentence, phrase: _Phrase, match: re.Match[str]
) -> _Answer | None:
    """Return an answer that stands in what somebody is reported to say."""
    made = _said_at(reading, sentence, match)
    if made is None:
        return _said_by_the_page(
            reading, sentence, phrase, match
        ) or _in_a_free_quotation(reading, sentence, phrase, match)
    named = " ".join(reading.text[s:e] for s, e in made.source)
    named = f"{named} {introduction(reading, made.speaker or '')}"
    if phrase.is_official and not is_official(reading, f"{made.speaker} {named}"):
        named = (
            _office_before(reading, sentence.start) if _is_open(reading, made) else ""
        )
        if not named:
            return None
    if phrase.code is Denies.ADMITS_STRIKE and _is_denied(reading, made):
        return None  # "denied that it had bombed a depot"
    at = _within(clause(sentence, _on_page(sentence, match)), made)
    code = phrase.code
    if phrase.asked is not None and _ASKED.search(_plain(reading, sentence)):
        code = phrase.asked
    who = Resolved(made.speaker, made.chain[:-1], made.is_unresolved, made.candidates)
    return _Answer(at, code, who, named, f"said:{phrase.code}")


def _is_denied(reading: Reading, made: Statement) -> bool:
    """Say whether a statement is told by a word of denying."""
    words = " ".join(reading.text[s:e] for s, e in made.cue)
    return _ANSWERING.search(words) is not None


_ANSWERING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject|dismiss|refut|disput|repudiat|rebut)\w*",
    re.IGNORECASE,
)


def _is_open(reading: Reading, made: Statement) -> bool:
    """Say whether a statement is "his" or "the statement's", and nobody was found."""
    words = " ".join(reading.text[s:e] for s, e in made.source)
    return _STANDS_FOR.match(made.speaker or words or "it") is not None


_STANDS_FOR = re.compile(
    r"\s*(?:he|she|it|they|(?:(?:the|an?|its|his|her|their|that|this) )?(?:\w+ )?"
    r"(?:statement|note|communiqu[e\u00e9]|briefing|post|message|reply|response|letter|release|text"
    r"|bulletin|tweet|answer))\b",
    re.IGNORECASE,
)


def _office_before(reading: Reading, position: int) -> str:
    """Return the belligerent named last before a place, where an office is named too.

    "A Torethi general came to the microphone. No unit had been near, he said." Who "he"
    is stays open; whose answer it is, the text says. Empty = it does not.
    """
    before = reading.text[max(0, position - _BACK) : position]
    named = [
        m for m in open_parties(reading.reference).find(before) if m.is_belligerent
    ]
    return named[-1].words if named and names_office(before) else ""


def _said_by_the_page(
    reading: Reading, sentence: Sentence, phrase: _Phrase, match: re.Match[str]
) -> _Answer | None:
    """Return an answer that an office gives in a paper of its own, in its own words."""
    at = _on_page(sentence, match)
    is_told = sentence.is_headline or reading.statement_of(*at) is not None
    if is_told or not is_of_an_office(reading):
        return None
    named = reading.page.outlet or ""
    return _Answer(
        clause(sentence, at), phrase.code, Resolved(None), named, f"own:{phrase.code}"
    )


def _in_a_free_quotation(
    reading: Reading, sentence: Sentence, phrase: _Phrase, match: re.Match[str]
) -> _Answer | None:
    """Return an answer in quotation marks, after an office named shortly before.

    "The ministry was unmoved. 'None of our units was there.'" Who speaks stays open.
    """
    at = _on_page(sentence, match)
    start = reading.text.rfind("\n", 0, at[0]) + 1
    before = reading.text[start : at[0]].translate(_PLAIN)
    is_quoted = before.count('"') % 2 == 1
    if not is_quoted or reading.statement_of(*at) is not None:
        return None
    named = _office_before(reading, at[0])
    if not named:
        return None
    end = reading.text.translate(_PLAIN).find('"', at[1])
    whole = clause(sentence, at)
    opened = start + before.rfind('"') + 1
    whole = (max(whole[0], opened), min(whole[1], end) if end > at[1] else whole[1])
    open_voice = Resolved(None, is_unresolved=True)
    return _Answer(whole, phrase.code, open_voice, named, f"quoted:{phrase.code}")


def _said_at(
    reading: Reading, sentence: Sentence, match: re.Match[str]
) -> Statement | None:
    made = reading.statement_of(*_on_page(sentence, match))
    return made if made is not None and made.manner == "speech" else None


def _subject(
    reading: Reading, sentence: Sentence, start: int, *, verb_at: int
) -> tuple[Resolved, str]:
    """Return who answers: the subject of the verb at a position of the sentence."""
    token = token_at(sentence, sentence.start + verb_at)
    while token is not None and token.pos_ not in {"VERB", "AUX"}:
        token = token.head if token.head.i != token.i else None
    if token is not None and token.pos_ == "AUX" and token.head.i != token.i:
        token = token.head
    head = subject_of(token) if token is not None else None
    if token is not None and is_passive(token):
        head = agent(token) or next(iter(children(token, "nsubjpass")), None)
    if head is not None and head.lemma_.lower() in _REQUESTS:
        head = _asked(head)  # "calls to the ministry went unanswered"
    if head is None:
        return Resolved(None, is_unresolved=True), ""
    tokens = [t for t in head.subtree if t.i <= head.i or t.dep_ != "relcl"]
    first, last = tokens[0], tokens[-1]
    at = (sentence.start + first.idx, sentence.start + last.idx + len(last))
    if at[0] <= start < at[1]:
        at = (sentence.start + head.idx, sentence.start + head.idx + len(head))
    return who_is(reading, at), reading.text[at[0] : at[1]]


# --- the claim -------------------------------------------------------------------


_REQUESTS = frozenset(
    ("call", "question", "request", "message", "letter", "email", "e-mail", "enquiry",
     "inquiry", "query")
)  # fmt: skip


def _asked(request: Token) -> Token | None:
    """Return whom a call or a question went to."""
    for preposition in children(request, "prep"):
        if preposition.lower_ in {"to", "with", "for", "of"}:
            return next(iter(children(preposition, "pobj")), None)
    return None


def _denial(reading: Reading, sentence: Sentence, answer: _Answer) -> DenialClaim:
    quote = reading.text[answer.at[0] : answer.at[1]]
    party, is_from_page = _party(reading, sentence, answer, quote)
    weapons: tuple[str, ...] = ()
    if answer.code is Denies.USE:
        weapons = weapon_codes(open_weapons(reading.reference).find(quote))
    who = answer.who
    chain = (*who.outer, who.speaker) if who.speaker is not None else ()
    return DenialClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*answer.at),
        denies=answer.code,
        perpetrator=party,
        weapon=weapons,
        speaker=who.speaker,
        chain=chain,
        is_unresolved=who.is_unresolved,
        candidates=who.candidates,
        rule=answer.rule,
        note="party read from the whole page" if is_from_page else None,
    )


def _party(
    reading: Reading, sentence: Sentence, answer: _Answer, quote: str
) -> tuple[str | None, bool]:
    """Return the party the response concerns, and whether only the page names it."""
    parties = open_parties(reading.reference)
    before = ""
    if _OWNED.match(answer.named):  # "its diplomats": whose was said before
        before = reading.text[max(0, answer.at[0] - _BACK) : answer.at[0]]
    for words in (answer.named, answer.who.speaker or "", before):
        named = [m for m in parties.find(words) if m.is_belligerent]
        if named:
            return named[-1 if words is before else 0].code, False
    accused = _accused_party(reading)
    if accused is not None:
        return accused, True
    named = [m for m in parties.find(quote) if m.is_belligerent]
    if named:
        return named[0].code, False
    whole = reading.text[sentence.start : sentence.end]
    codes = {m.code for m in parties.find(whole) if m.is_belligerent}
    if len(codes) == 1:
        return codes.pop(), False
    return _dominant_party(reading), True


_OWNED = re.compile(r"\s*(?:its|their)\b", re.IGNORECASE)
_BACK = 300  # code points in which an owner is looked for


def _accused_party(reading: Reading) -> str | None:
    """Return the one belligerent whom the page says to have struck; None = several."""
    codes = {
        found.mention.code
        for sentence in reading.sentences
        for found in attributions_in(reading, sentence)
        if found.mention.is_belligerent and not found.negated
    }
    return codes.pop() if len(codes) == 1 else None


def _dominant_party(reading: Reading) -> str | None:
    """Return the party that the page speaks of most; None = none stands out."""
    counted = reading.memo.get("parties")
    if counted is None:
        counted = collections.Counter(
            m.code
            for m in open_parties(reading.reference).find(reading.text)
            if m.is_belligerent
        )
        reading.memo["parties"] = counted
    total = sum(counted.values())
    if not total:
        return None
    code, n_mentions = counted.most_common(1)[0]
    return str(code) if n_mentions > total * _DOMINANT else None


def _plain(reading: Reading, sentence: Sentence) -> str:
    """Return a sentence in lower case with straight quotes; same length."""
    text = reading.text[sentence.start : sentence.end]
    lowered = text.translate(_PLAIN).lower()
    return lowered if len(lowered) == len(text) else text.translate(_PLAIN)


def _on_page(sentence: Sentence, match: re.Match[str]) -> Range:
    return sentence.start + match.start(), sentence.start + match.end()


def _within(at: Range, made: Statement) -> Range:
    """Cut a stretch to the part of the statement's content that it touches."""
    for start, end in made.content:
        if start < at[1] and at[0] < end:
            return max(start, at[0]), min(end, at[1])
    return at


def _read_tables(reference: Reference) -> _Tables:
    return _Tables(
        phrases=tuple(
            _Phrase(
                code=Denies(str(row["code"])),
                pattern=quick(str(row["pattern"])),
                is_act=row["scope"] == "act",
                is_official=bool(row.get("official")),
                asked=Denies(str(row["asked"])) if row.get("asked") else None,
            )
            for row in reference.table("response_phrases")
        ),
        denied=tuple(
            (quick(str(row["pattern"])), Denies(str(row["code"])))
            for row in reference.table("denied_things")
        ),
        rebuttals=tuple(
            _Rebuttal(
                pattern=quick(str(row["pattern"])),
                rebuts=Denies(str(row["rebuts"])) if row.get("rebuts") else None,
                identity=ObjectIdentity(str(row["object_identity"]))
                if row.get("object_identity")
                else None,
                is_act=row.get("scope") == "act",
            )
            for row in reference.table("rebuttal_phrases")
        ),
    )
