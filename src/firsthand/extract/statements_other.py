"""Reported statements that matter and fit no other kind of claim.

How somebody came to know (imagery reviewed, experts commissioned), doubts of unnamed
people, who may investigate, and evaluations of a party. Tables: method_words,
knowing_phrases.
Method: M055.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from firsthand.extract.clauses import clause, head_verb, token_at
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.extract.speakers import Resolved, who_is
from firsthand.extract.trees import children, is_passive, stretches, subject, tokens_of
from firsthand.extract.verbs_of_saying import subject_of
from firsthand.model import Claim, ClaimId, DocumentId, OtherClaim, WeaponClaim
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties
from firsthand.reference.quick_patterns import QuickPattern, Sieve, quick

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOUBT = frozenset({"doubt", "doubts", "scepticism", "skepticism", "uncertainty"})
_HOLDERS = frozenset({"among", "amongst", "by", "from"})
_JURISDICTION = re.compile(
    r"\b(?:(?:not |n.t |up to |for )(?:\w+[\w’' .-]* )?"
    r"to (?:investigate|look into|inquire into|rule on)|"
    r"no (?:jurisdiction|mandate|authority|power)s? (?:over|to|in|for))\b"
)
_MIN_WORDS = 5
_MAX_WORDS = 40
_WORD = re.compile(r"\w+")


def find_methods(reading: Reading) -> list[Claim]:
    """Return what investigators say they did to know: "reviewed footage of ..."."""
    words = reading.reference.derived("method_words", _method_words)
    claims = [
        claim
        for sentence in reading.sentences
        if sentence.doc is not None
        for claim in _methods(reading, sentence, words)
    ]
    claims += find_ways_of_knowing(reading)
    return [claim for claim in claims if not _is_in_another(claim, claims)]


def _is_in_another(claim: Claim, claims: list[Claim]) -> bool:
    """Say whether a wider claim holds a claim ("interviewed ... and studied ...")."""
    at = claim.span
    return any(
        other is not claim and other.span.start <= at.start and at.end <= other.span.end
        for other in claims
    )


def find_doubts(reading: Reading) -> list[Claim]:
    """Return doubts of others that the text tells, with their direction left open."""
    claims: list[Claim] = []
    for sentence in reading.sentences:
        for token in tokens_of(sentence.doc, _DOUBT) if sentence.doc else ():
            for holder in _holders(token):
                named = [t for t in holder.subtree if t.i <= holder.i]
                who = who_is(reading, _range(sentence, named))
                at = clause(sentence, _range(sentence, [token]))
                claims.append(
                    _other(
                        reading,
                        at,
                        who,
                        about="doubt",
                        note="direction of the doubt is ambiguous",
                    )
                )
    return claims


def find_undercounts(reading: Reading) -> list[Claim]:
    """Return statements that the true figure is another: "the real toll is higher"."""
    claims: list[Claim] = []
    for sentence in reading.sentences:
        match = _UNDERCOUNT.search(reading.text, sentence.start, sentence.end)
        made = reading.statement_of(*match.span()) if match is not None else None
        if match is not None and made is not None:
            claims.append(
                _other(reading, match.span(), _said_by(made), about="undercount")
            )
    return claims


_UNDERCOUNT = re.compile(
    r"\b(?:the\s+)?(?:actual|real|true)\s+(?:death\s+)?(?:number|figure|toll|total|count)s?\s+"
    r"(?:(?:of\s+\w+\s+)?(?:is|are|was|were|may\s+be|could\s+be|might\s+be|is\s+likely\s+to\s+be"
    r"|is\s+probably|is\s+believed\s+to\s+be)\s+)(?:\w+\s+){0,3}?(?:higher|greater|larger)\b"
)


def find_jurisdiction(reading: Reading) -> list[Claim]:
    """Return statements on who may investigate: neither denial nor confirmation."""
    claims: list[Claim] = []
    for sentence in reading.sentences:
        text = reading.text[sentence.start : sentence.end]
        match = _JURISDICTION.search(text) if sentence.doc is not None else None
        if match is None:
            continue
        at = (sentence.start + match.start(), sentence.start + match.end())
        made = reading.statement_of(*at)
        if made is None or made.manner != "speech":
            continue
        start, end = _piece(made, at)
        claims.append(
            _other(reading, (start, end), _said_by(made), about="jurisdiction")
        )
    return claims


def evaluations(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """Return what somebody says of a party where no other claim was found in it.

    Args:
        reading: The page.
        claims: All claims of the other finders.
    """
    taken = [(claim.span.start, claim.span.end) for claim in claims]
    if not taken:
        return []
    parties = open_parties(reading.reference)
    found: list[Claim] = []
    for made in reading.statements:
        for at in _candidates(reading, made):
            words = reading.text[at[0] : at[1]]
            is_free = not any(s < at[1] and at[0] < e for s, e in taken)
            names_party = any(m.is_belligerent for m in parties.find(words))
            if is_free and names_party:
                taken.append(at)
                found.append(_other(reading, at, _said_by(made), about="evaluation"))
    return found


def with_finders(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """Return claims, those of arms that somebody identified said by whoever did.

    "Experts identified fragments of FAB-500 bombs" is a claim of a weapon, and no
    method of its own.
    """
    methods = [
        c
        for c in claims
        if isinstance(c, OtherClaim) and c.about == "method" and c.speaker
    ]
    arms = [c for c in claims if isinstance(c, WeaponClaim) and c.speaker is None]
    found = {}
    named = set()
    for claim in arms:
        if claim.is_unresolved or claim.is_headline:
            continue
        by = [m for m in methods if _finds(reading, m, claim)]
        if by:
            found[id(claim)] = msgspec.structs.replace(
                claim, speaker=by[-1].speaker, chain=by[-1].chain
            )
            if _IDENTIFYING.search(by[-1].span.quote):
                named.add(id(by[-1]))
    return [found.get(id(c), c) for c in claims if id(c) not in named]


_IDENTIFYING = re.compile(r"\b(?:identif|recogni[sz])\w+", re.IGNORECASE)


def _finds(reading: Reading, method: Claim, claim: Claim) -> bool:
    """Say whether arms are named in a method or behind it in its sentence."""
    start, end = method.span.start, claim.span.start
    if not start <= end:
        return False
    between = reading.text[start:end]
    return not _NEW_SENTENCE.search(between)


_NEW_SENTENCE = re.compile(r"[.!?]\s|\n|;")


def _candidates(reading: Reading, made: Statement) -> Iterator[Range]:
    """Return the innermost content of spoken statements, of the length of a clause."""
    if made.manner != "speech" or made.form not in {"clause", "quotation", "fronted"}:
        return
    if any(
        other is not made
        and other.manner == "speech"
        and other.form in {"clause", "fronted"}
        and any(_inside(part, made) for part in other.content)
        for other in reading.statements
    ):
        return
    for start, end in made.content:
        n_words = len(_WORD.findall(reading.text, start, end))
        if _MIN_WORDS <= n_words <= _MAX_WORDS:
            yield _without_that(reading.text, start, end)


def _inside(part: Range, outer: Statement) -> bool:
    return any(
        s <= part[0] and part[1] <= e and (s, e) != part for s, e in outer.content
    )


def _without_that(text: str, start: int, end: int) -> Range:
    return (
        (start + 5, end) if text[start : start + 5].lower() == "that " else (start, end)
    )


# --- methods ---------------------------------------------------------------------


def _methods(
    reading: Reading, sentence: Sentence, words: dict[str, frozenset[str]]
) -> Iterator[Claim]:
    done: set[int] = set()
    for verb in tokens_of(sentence.doc, words["verb"]) if sentence.doc else ():
        if verb.pos_ != "VERB":
            continue
        if _is_misread(verb):
            if _is_material(verb.head, words["material"]):
                yield _misread_method(reading, sentence, verb)
            continue
        if verb.i in done or is_passive(verb) or verb.tag_ in {"VB", "VBG"}:
            continue
        last = _verb_with_object(verb)
        objects = children(last, "dobj")
        if not objects or not _is_material(objects[0], words["material"]):
            continue
        done |= {verb.i, last.i}
        claim = _method(reading, sentence, verb, last)
        if claim is not None:
            yield claim


def find_ways_of_knowing(reading: Reading) -> list[Claim]:
    """Return what findings rest on, told by phrases: "relied on 61 interviews".

    And what was told to the parties ("the coordinates had been shared"), what treaties
    say of a weapon ("banned by most countries"). Table: knowing_phrases.
    """
    tables: _Phrases = reading.reference.derived("knowing_phrases", _knowing_phrases)
    claims: list[Claim] = []
    for sentence in reading.sentences:
        if sentence.doc is None or sentence.is_headline:
            continue
        text = reading.text[sentence.start : sentence.end].lower()
        for place in tables.sieve.likely(text):
            about, pattern, is_said = tables.rows[place]
            match = pattern.pattern.search(text)
            if match is None:
                continue
            at = (sentence.start + match.start(), sentence.start + match.end())
            made = reading.statement_of(*at)
            made = made if made is not None and made.manner == "speech" else None
            if made is None and is_said:
                continue
            claims.append(_known(reading, sentence, at, made, about))
            break
    return claims


def _known(
    reading: Reading, sentence: Sentence, at: Range, made: Statement | None, about: str
) -> Claim:
    whole = clause(sentence, at)
    whole = (min(whole[0], at[0]), max(whole[1], at[1]))
    if made is not None:
        start, end = _piece(made, at)
        if at[0] < start:  # "asked two experts to examine them": a word of saying
            return _other(
                reading, (at[0], max(end, at[1])), _said_by(made), about=about
            )
        whole = (max(whole[0], start), min(whole[1], end))
        return _other(reading, whole, _said_by(made), about=about)
    token = token_at(sentence, at[0])
    who = subject_of(head_verb(token)) if token is not None else None
    named = [t for t in who.subtree if t.i <= who.i] if who is not None else []
    is_body = who is not None and (
        who.pos_ == "PROPN" or _A_BODY.search(" ".join(t.text for t in named))
    )
    resolved = who_is(reading, _range(sentence, named)) if is_body else Resolved(None)
    return _other(reading, whole, resolved, about=about)


# A name, or a noun of those who look into attacks; "its findings" names nobody.
_A_BODY = re.compile(
    r"^(?:it|they)$|\b(?:group|organi[sz]ation|charity|monitor|institute|coalition|network|collective"
    r"|watchdog|cent(?:re|er)|observatory|commission|panel|committee|project|agency|team"
    r"|researchers?|investigators?|experts?|analysts?|inspectors?|authors?|monitors"
    r"|journalists|activists|campaigners|specialists?|staff|report|study)$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class _Phrases:
    rows: tuple[tuple[str, QuickPattern, bool], ...]

    @functools.cached_property
    def sieve(self) -> Sieve:
        """Which of the phrases a sentence may hold."""
        return Sieve(pattern for _, pattern, _ in self.rows)


def _knowing_phrases(reference: Reference) -> _Phrases:
    return _Phrases(
        tuple(
            (str(row["about"]), quick(str(row["pattern"])), row.get("scope") == "said")
            for row in reference.table("knowing_phrases")
        )
    )


def _is_misread(verb: Token) -> bool:
    """Say whether a second verb was parsed as an adjective ("and sought advice")."""
    return (
        verb.dep_ == "amod"
        and verb.tag_ in {"VBN", "VBD"}
        and verb.i > 0
        and verb.nbor(-1).dep_ == "cc"
        and verb.head.dep_ == "conj"
        and verb.left_edge.i == verb.i
    )


def _misread_method(reading: Reading, sentence: Sentence, verb: Token) -> Claim:
    tokens = [t for t in verb.head.subtree if t.i >= verb.i]
    who = next(iter(children(verb.sent.root, "nsubj")), None)
    named = (
        who_is(reading, _range(sentence, [t for t in who.subtree if t.i <= who.i]))
        if who is not None
        else Resolved(None, is_unresolved=True)
    )
    return _other(reading, _range(sentence, tokens), named, about="method")


def _verb_with_object(verb: Token) -> Token:
    """Return the verb whose object several share ("obtained and reviewed X")."""
    if children(verb, "dobj"):
        return verb
    return next((c for c in children(verb, "conj") if children(c, "dobj")), verb)


def _is_material(noun: Token, materials: frozenset[str]) -> bool:
    near = [noun, *(t for t in noun.subtree if t.dep_ in {"compound", "amod", "pobj"})]
    return any(t.lemma_.lower() in materials for t in near)


def _method(
    reading: Reading, sentence: Sentence, verb: Token, last: Token
) -> Claim | None:
    who = subject_of(verb)
    # "Governor Orel visited the site": a person's visit is nobody's method.
    if who is None or (who.ent_type_ == "PERSON" and verb.lemma_ == "visit"):
        return None
    if who.lower_ in _NOBODY or any(c.dep_ == "neg" for c in verb.children):
        return None
    barred = [c for c in children(last, "conj") if c.pos_ == "VERB"]
    after = {t.i for c in barred for t in c.subtree} | {
        c.i for c in children(last, "cc")
    }
    own = subject(verb)
    first = own.left_edge.i if own is not None else verb.i
    tokens = [
        t
        for t in sentence.doc or ()
        if first <= t.i <= last.right_edge.i
        and t.i not in after
        and (t.i <= last.i or last.is_ancestor(t))
    ]
    start, end = _range(sentence, tokens)
    resolved = who_is(
        reading, _range(sentence, [t for t in who.subtree if t.i <= who.i])
    )
    return _other(reading, (start, end), resolved, about="method")


_NOBODY = frozenset({"one", "nobody", "none", "noone"})


def _holders(noun: Token) -> Iterator[Token]:
    """Return who has a doubt: after "among", on the noun or on its verb."""
    for place in (noun, noun.head):
        for prep in children(place, "prep"):
            if prep.lower_ in _HOLDERS:
                yield from children(prep, "pobj")
                return


def _range(sentence: Sentence, tokens: list[Token]) -> Range:
    parts = stretches(tokens)
    return sentence.start + parts[0][0], sentence.start + parts[-1][1]


def _piece(made: Statement, at: Range) -> Range:
    return next(p for p in [*made.content, at] if p[0] < at[1] and at[0] < p[1])


def _said_by(made: Statement) -> Resolved:
    return Resolved(made.speaker, made.chain[:-1], made.is_unresolved, made.candidates)


def _other(
    reading: Reading, at: Range, who: Resolved, *, about: str, note: str | None = None
) -> OtherClaim:
    chain = (*who.outer, who.speaker) if who.speaker is not None else ()
    return OtherClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*at),
        speaker=who.speaker,
        chain=chain,
        is_unresolved=who.is_unresolved,
        candidates=who.candidates,
        hedged=about == "doubt",
        about=about,
        rule=f"other:{about}",
        note=note,
    )


def _method_words(reference: Reference) -> dict[str, frozenset[str]]:
    rows = reference.table("method_words")
    return {
        role: frozenset(str(row["word"]) for row in rows if row["role"] == role)
        for role in ("verb", "material")
    }
