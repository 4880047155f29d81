"""People harmed, by name or description, as prose tells of them.

Names come from three constructions: the people of a harm word ("Nur Hasan was killed"),
lists that announce the dead ("the victims were identified as: ..."), and kin or ages
beside a name in a sentence of harm ("his wife Lina (34)"). Sources, officials who speak
and the living heads of families are left out.

Method: M026 (victims in prose).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.harm import Harm, read_harm
from firsthand.extract.people import Noun, nouns_of
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of
from firsthand.extract.wordsets import word_set
from firsthand.model import Claim, ClaimId, DocumentId, Person, VictimNamesClaim
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WORD = r"[A-Z\u00c0-\u00de][\w’'\-]*[\w]"
_LINK = r"(?:al|el|Al|El|ad|as|ash|at|bin|ibn|bint|abu|umm|de|van|von|da|du)[\s\-]"
NAME = re.compile(rf"(?:{_WORD})(?:\s(?:{_LINK})?(?:{_WORD})){{1,6}}")
_AGE_AFTER = re.compile(
    r"\s*[“\"‘(\[]?[^()\[\],]{0,25}?[\[(,]\s*(?:aged?\s)?(\d{1,2}|one|two|three|four|five"
    r"|six|seven|eight|nine|ten)(?:[\s\-]*(years?|months?|days?|weeks?)(?:[\s\-]old)?)?"
    r"\s*(?:[\]),]|$)"
)
_CHILD_AFTER = re.compile(r"\s*\((?:a )?(?:child|infant|baby|minor)\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(
    r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"[\s\-](year|month|day|week)s?[\s\-]olds?,?\s"
    r"(?:(?:[a-z\-]+|Dr\.?|Prof(?:essor|\.)?|Mrs?\.?|Engineer|Sheikh|Haj\w*)\s){0,3}$"
)
_ANNOUNCES = re.compile(
    r"\b(?:victims?|killed|dead|deceased|martyrs?|fatalities|casualties|those|deaths?"
    r"|wounded|injured|members|civilians|people|paramedics|journalists|men|brothers)\b"
    r"[^.:;]{0,80}?(?:\b(?:identified|named|listed|known)\s+(?:\w+\s+){0,5}?(?:as|by)\b:?"
    r"|\b(?:were|was|are|include[ds]?|including|namely)\s*:|:|\bnamed\b|\bnamely\b"
    r"|\s[–—]\s|\bincluded?\b|\bincluding\b)"
    r"|\bnam(?:ed|ing) the (?:victims?|dead|deceased|killed|man|woman|child) as\b"
    r"|\bamong (?:the (?:victims|dead|killed|deceased|martyrs|wounded|injured)|them)\b",
    re.IGNORECASE,
)
# A byname after a name is one more name of the same person: "Nur Dalo “Abu Firas”".
_BYNAME = re.compile(
    r"[\s,]{0,2}[“\"‘'(\[]+(?:also )?(?:known as )?"
    r"(?:(?:Ab[uo]|Umm?|Omm?|Hajji?|Haj)\s[\w’'\- ]{2,30}?"
    r"|(?:Al|El|al|el)[\s\-][A-Z][\w’']+)"
    r"[.,]?[”\"’')\]]+"
)
# One name alone is a name after kin, with an age or a mark of a list behind it.
_KIN_NAMED = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w\-]+\s)?(?P<kin>wife|husband|son|daughter"
    r"|brother|sister|mother|father|child|grandson|granddaughter|nephew|niece|cousin),?"
    r"\s(?P<name>[A-Z][\w’'\-]+\w)(?=,\s\d|\s\(\d|,\s|\sand\s|\s(?:was|were)\s(?:also\s)?"
    r"(?:killed|martyred|murdered))(?!,\s(?:who\s)?(?:said|told|surviv|was wounded))"
)
# Words of death right beside a name, where the parse lost the name.
_DIES_AFTER = re.compile(
    r"(?:\s*\([^()]{1,30}\))?,?(?:\s(?:and|along with|alongside|together with)\s"
    r"(?:(?:his|her|their)\s)?(?:\w+\s?){1,6}?)?\s?(?:was|were|is|are)\s"
    r"(?:(?:also|both|all|reportedly|seemingly|allegedly|among those)\s){0,3}"
    r"(?:killed|martyred|murdered|slain|among the (?:dead|victims|martyrs|deceased))\b"
)
_DIES_BEFORE = re.compile(
    r"(?:\bkilled(?:,? (?:along with|alongside|with|together with|were|was))?"
    r"|\bkilled[^.;]{0,40}, as (?:was|were)"
    r"|\b(?:martyrdom|deaths?|killing|murder|loss) of"
    r"|\b(?:victims?|martyrs?|deceased)(?: (?:was|were|is|are|as))?):?\s+"
    r"(?:(?:his|her|their|the|our|dear|brothers?|sisters?|siblings|colleague|friend|wife"
    r"|husband|sons?|daughters?|of|and|martyrs?|Dr\.?|a man identified as)\s+){0,4}$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^\W*(?:\([^)]*\)\W*)?(?:who\s)?(?:also\s|later\s)?(?:said|says|wrote|posted"
    r"|reported|told|tweeted|shared|stated|mourned|announced|added|claimed|described"
    r"|confirmed|published|reports|noted|recalled|explained|identified|family\b"
    r"|’s\b(?! (?:wife|son|daughter|brother|sister|mother|father|husband)))"
)
_SOURCE_BEFORE = re.compile(
    r"(?:\baccording to|\breported by|\bposted by|\bby|\btold|\buser|\baccount"
    r"|\bpage of"
    r"|\brelative|\bneighbou?r|\bspokes\w+|\bson of|\bdaughter of|\bwife of|\bsource"
    r"|\bciting|\bfamily of|\bhome of|\bhouse of|\bbelonging to|\bowned by|\bfriend)\s"
    r"(?:the\s)?(?:\w+\s)?$"
)
# What may stand between two names of one list: marks, ages, kin, a name in brackets.
_JOINS = re.compile(
    r"\s*(?:[“\"‘(\[][^()\[\]“”\"]{1,40}[”\"’)\]]\s*)*"
    r"(?:[,;]|\band\b|&|\balong(?:side)?(?: with)?\b|\btogether with\b|\d+[.)\-]|\s)"
    r"(?:[,;&\s]|\b(?:and|the|a|an|also|his|her|their|sons?|daughters?|wife|husband"
    r"|mother|father|brothers?|sisters?|child|children|infant|baby|grand\w+|cousins?"
    r"|uncle|aunt|nephew|niece|siblings?|eldest|youngest|older|younger|elderly|twins?"
    r"|girl|boy|man|woman|young|little|old|years?|months?|weeks?|days?|aged?|of|Dr\.?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|named|Sheikh|Hajj)\b|[\d\-:’'])*"
)
_LONGEST_JOIN = 120
_NEAR_DEATH = 90
# What denies or plans takes nobody's life; the parse reads such sentences alone.
_NOT_DEAD = re.compile(
    r"\b(?:not|never|no|n[’']t|den(?:y|ied|ies)|would|could|will|if|attempt\w*|threat\w*"
    r"|plot\w*|surviv\w+|mourn\w*|condolences?)\b",
    re.IGNORECASE,
)
# Words of a sentence about the living: mourners, sources, survivors.
_OF_THE_LIVING = re.compile(
    r"\b(?:surviv\w+|mourn\w*|posted?|wrote|writes|said|says|told|shared?|tweeted"
    r"|remember\w*|condolences?|Facebook|Twitter|tribute|described|alive|according"
    r"|interview\w*|reported|lost (?:his|her|their)|pictured|spoke|recall\w*)\b"
)
# Widest gap to the sentence before, in code points: the list may go on a new line.
_WIDEST_BREAK = 3
_SMALL_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_ADULT = 18
_KIN_BEFORE = 24


@dataclasses.dataclass(frozen=True)
class _Named:
    """A person named in a sentence, with the characters of the name."""

    start: int
    end: int
    person: Person


def find_victims(reading: Reading) -> list[Claim]:
    """Return the people said to be harmed, one claim a sentence (M026).

    Args:
        reading: The page as read; only parsed sentences are looked at.

    Returns:
        VictimNamesClaims; `people` keeps the order of the text, with age (whole years),
        sex, kin and childhood only where stated.
    """
    found: list[tuple[Sentence, list[_Named]]] = []
    is_told = False
    before = 0
    for sentence in reading.sentences:
        is_near = sentence.start - before <= _WIDEST_BREAK
        before = sentence.end
        if sentence.doc is None:
            is_told = False
            continue
        people = _in_sentence(reading, sentence.doc, goes_on=is_told and is_near)
        is_told = any(n.person.name for n in people)
        found.append((sentence, people))
    full = {
        name.split()[0]
        for _, people in found
        for n in people
        if (name := n.person.name) and " " in name
    }
    # "His wife Lina" is most likely the Lina Dor of the list: nobody counts twice.
    kept = [
        (sentence, [n for n in people if n.person.name not in full])
        for sentence, people in found
    ]
    return [_claim(reading, sentence, people) for sentence, people in kept if people]


def _claim(
    reading: Reading, sentence: Sentence, people: Sequence[_Named]
) -> VictimNamesClaim:
    start = sentence.start + min(n.start for n in people)
    end = sentence.start + max(n.end for n in people)
    return VictimNamesClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(start, end),
        people=tuple(n.person for n in people),
        is_headline=sentence.is_headline,
        rule="M026",
    )


def _in_sentence(reading: Reading, doc: Doc, *, goes_on: bool) -> list[_Named]:
    """Return the victims of one sentence.

    Args:
        reading: The page as read.
        doc: The parse of the sentence.
        goes_on: The sentence right before it named victims: kin of theirs and people
            with ages go on with the list, unless the sentence tells of the living.
    """
    harms = [
        h
        for h in read_harm(doc, reading.reference)
        if h.kind in ("killed", "casualties", "wounded") and not h.is_negated
    ]
    announced = _ANNOUNCES.search(text_of(doc))
    text = text_of(doc)
    candidates = sorted(
        [
            *_candidates(text, reading.reference),
            *_kin_candidates(text, reading.reference),
        ],
        key=lambda n: n.start,
    )
    victims = {
        n for n, c in enumerate(candidates) if _is_victim(doc, c, harms, announced)
    }
    if goes_on and not _OF_THE_LIVING.search(text_of(doc)):
        victims |= {n for n, c in enumerate(candidates) if _goes_on(text_of(doc), c)}
    victims |= _listed_with(text_of(doc), candidates, victims)
    found = {candidates[n].start: candidates[n] for n in victims}
    described = _described(doc, harms) if not found else []
    return sorted([*found.values(), *described], key=lambda n: n.start)


def _candidates(text: str, reference: Reference) -> Iterator[_Named]:
    nouns = nouns_of(reference)
    before = word_set(reference, "titles") | word_set(reference, "name_openers")
    not_names = word_set(reference, "not_names")
    done = 0
    for match in NAME.finditer(text):
        if match.start() < done:
            continue
        words = match.group().split()
        skipped = 0
        while words and words[0].lower().strip("’'") in before:
            skipped += len(words[0]) + 1
            words = words[1:]
        if len(words) < 2 or any(  # noqa: PLR2004  a given and a family name
            w.lower().removesuffix("’s").removesuffix("'s") in not_names for w in words
        ):
            continue
        start = match.start() + skipped
        byname = _BYNAME.match(text, match.end())
        done = byname.end() if byname else match.end()
        name = text[start:done].removesuffix("’s")
        yield _Named(start, done, _person(text, start, done, name, nouns))


def _kin_candidates(text: str, reference: Reference) -> Iterator[_Named]:
    """Yield people named by one name after their kin: "her daughter Lina, 6"."""
    nouns = nouns_of(reference)
    not_names = word_set(reference, "not_names")
    for match in _KIN_NAMED.finditer(text):
        name = match["name"]
        if name.lower() not in not_names and nouns.get(match["kin"].lower()):
            at = match.span("name")
            yield _Named(*at, _person(text, *at, name, nouns))


def _person(
    text: str, start: int, end: int, name: str, nouns: dict[str, Noun]
) -> Person:
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    age, unit = _age(before, after)
    kin = _kin_before(before, nouns)
    is_child: bool | None = None
    if _CHILD_AFTER.match(after) or (kin and kin.is_child and kin.kin != "child"):
        is_child = True
    elif age is not None:
        is_child = age < _ADULT
    return Person(
        name=name,
        age=age if unit == "year" else (0 if age is not None else None),
        sex=kin.sex if kin else None,
        kin=kin.kin if kin else None,
        is_child=True if age is not None and unit != "year" else is_child,
    )


def _age(before: str, after: str) -> tuple[int | None, str]:
    match = _AGE_BEFORE.search(before)
    if match is not None:
        return _number(match.group(1)), match.group(2)
    match = _AGE_AFTER.match(after)
    if match is not None and (match.group(1).isdigit() or match.group(2)):
        return _number(match.group(1)), (match.group(2) or "year").rstrip("s")
    return None, "year"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _SMALL_NUMBERS[word]


def _kin_before(before: str, nouns: dict[str, Noun]) -> Noun | None:
    for word in reversed(re.findall(r"[a-z\-]+", before[-_KIN_BEFORE:])[-3:]):
        noun = nouns.get(word)
        if noun is not None and noun.kin:
            return noun
    return None


def _is_victim(
    doc: Doc,
    named: _Named,
    harms: Sequence[Harm],
    announced: re.Match[str] | None,
) -> bool:
    text = text_of(doc)
    before, after = text[: named.start], text[named.end :]
    if _SPEAKS.match(after) or _SOURCE_BEFORE.search(before[-40:]):
        return False
    if _is_harmed(doc, named, harms):
        return True
    if _DIES_AFTER.match(after) or _DIES_BEFORE.search(before[-_NEAR_DEATH:]):
        return not _NOT_DEAD.search(text)
    is_marked = (
        named.person.age is not None
        or named.person.is_child
        or named.person.kin is not None
    )
    if _is_somebody_else(doc, named, harms):
        return False
    if announced is not None and named.start >= announced.end() - 1:
        return is_marked or _is_listed(before, announced)
    return bool(harms) and is_marked


def _is_somebody_else(doc: Doc, named: _Named, harms: Sequence[Harm]) -> bool:
    """Say whether a name is of somebody who speaks, acts, or is accused.

    "Tal Orin, 34, described how ..." and "police charged Nur Dalo, 23" name nobody
    harmed, whatever the sentence tells besides.
    """
    text = text_of(doc)
    if _ACCUSED_BEFORE.search(text[: named.start]):
        return True
    after = _ASIDE.sub("", text[named.end :], count=1)
    if _SPEAKS.match(after) or _ACCUSED_AFTER.match(after):
        return True
    verb = _verb_of(doc, named, len(text) - len(after))
    if verb is None or any(verb.i == harm.token for harm in harms):
        return False
    return verb.lemma_ not in _OF_THE_DEAD


def _verb_of(doc: Doc, named: _Named, after: int) -> Token | None:
    """Return the verb that a name is the subject of, by the parse or right after it."""
    name = doc.char_span(named.start, named.end, alignment_mode="expand")
    if name is not None and name.root.dep_ == "nsubj" and name.root.head.pos_ == "VERB":
        return name.root.head
    rest = doc.text[after:]
    at = after + len(rest) - len(rest.lstrip())
    return next((t for t in doc if t.idx == at and t.tag_ in {"VBD", "VBZ"}), None)


# An age or a calling between a name and its verb: ", 34, a teacher,".
_ASIDE = re.compile(r"^,\s(?:aged\s)?[^,;:.]{1,40},(?:\s(?:an?|the)\s[^,;:.]{1,40},)?")
_ACCUSED_BEFORE = re.compile(
    r"(?:\b(?:charg|arrest|accus|detain|convict|sentenc|indict|jail|hunt|seek|sought)\w*"
    r"|\bsuspects?|\bdefendants?|\bgunm[ae]n|\battackers?|\bassailants?"
    r"|\bidentified the (?:gunman|attacker|suspect|shooter) as)"
    r"\s(?:the\s|a\s|an\s)?(?:\w+\s){0,2}?$",
    re.IGNORECASE,
)
_ACCUSED_AFTER = re.compile(
    r"^\s*(?:who\s)?(?:is|was|were|has been|had been)?\s*(?:also\s)?(?:charged|arrested"
    r"|accused|detained|convicted|sentenced|indicted|jailed|suspected|wanted|whose)\b"
    r"|^,?\s*whose\b"
)
# Verbs whose subject may be dead all the same ("leaves two children").
_OF_THE_DEAD = frozenset({"leave", "lose", "succumb", "die", "perish", "suffer"})


def _goes_on(text: str, named: _Named) -> bool:
    """Say whether a name is one more of a list ("Their daughter, Lina Dor, 4")."""
    before, after = text[: named.start], text[named.end :]
    if _SPEAKS.match(after) or _SOURCE_BEFORE.search(before[-40:]):
        return False
    person = named.person
    return person.age is not None or bool(person.is_child) or person.kin is not None


def _listed_with(
    text: str, candidates: Sequence[_Named], victims: set[int]
) -> set[int]:
    """Return who stands in one list with a victim: each name carries the next."""
    joined = set(victims)
    order = range(len(candidates))
    for n in order[1:]:
        if n - 1 in joined and _is_joined(text, candidates[n - 1], candidates[n]):
            joined.add(n)
    for n in reversed(order[:-1]):
        if n + 1 in joined and _is_joined(text, candidates[n], candidates[n + 1]):
            joined.add(n)
    return joined


def _is_joined(text: str, one: _Named, other: _Named) -> bool:
    between = text[one.end : other.start]
    if len(between) > _LONGEST_JOIN or _SPEAKS.match(text[other.end :]):
        return False
    return _JOINS.fullmatch(between) is not None


def _is_harmed(doc: Doc, named: _Named, harms: Sequence[Harm]) -> bool:
    for harm in harms:
        for group in harm.groups:
            start = doc[group.first].idx
            last = doc[group.last]
            if start < named.end and named.start < last.idx + len(last):
                return group.name is not None
    return False


def _is_listed(before: str, announced: re.Match[str]) -> bool:
    """Say whether only names, ages, kin and list marks stand since the announcement."""
    between = before[announced.end() :]
    return not re.search(
        r"\b(?:said|reported|posted|wrote|who|which|according|while|after|when|from"
        r"|in|by)\b",
        between[-60:],
    )


def _described(doc: Doc, harms: Sequence[Harm]) -> list[_Named]:
    """Return unnamed people of small kin groups ("a mother and her two children")."""
    made: list[_Named] = []
    for harm in harms:
        for group in harm.groups:
            if group.name or group.is_negative or not _is_described(group.noun):
                continue
            n_people = group.bounds.high or 0
            if group.bounds.low != n_people or not 1 <= n_people <= _MOST_DESCRIBED:
                continue
            last = doc[group.last]
            one = _Named(
                doc[group.first].idx,
                last.idx + len(last),
                Person(
                    sex=group.noun.sex,
                    kin=group.noun.kin or group.noun.word,
                    is_child=True if group.noun.is_child else None,
                ),
            )
            made += [one] * n_people
    return made


def _is_described(noun: Noun) -> bool:
    return bool(noun.kin) or noun.word == "couple"


_MOST_DESCRIBED = 20
