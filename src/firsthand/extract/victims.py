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
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.aged_people import aged_people
from firsthand.extract.dead_lists import RULE as DEAD_LIST
from firsthand.extract.harm import Harm, read_harm
from firsthand.extract.named_people import (
    SPEAKS,
    Named,
    is_joined,
    people_named,
    speaks,
)
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of
from firsthand.extract.victim_model import (
    candidates_of,
    open_victim_model,
    parts_of,
    probability,
)
from firsthand.model import Claim, ClaimId, DocumentId, Person, VictimNamesClaim
from firsthand.reference.quick_patterns import quick

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ANNOUNCES = quick(
    r"\b(?:victims?|killed|dead|deceased|martyrs?|fatalities|casualties|those|deaths?"
    r"|wounded|injured|members|civilians|people|paramedics|journalists|men|brothers)\b"
    r"[^.:;]{0,80}?(?:\b(?:identified|named|listed|known|announced|given|released)\s+(?:\w+\s+){0,5}?(?:as|by)\b:?"
    r"|\b(?:were|was|are|include[ds]?|including|namely)\s*:|:|\bnamed\b|\bnamely\b"
    r"|\s[–—]\s|\bincluded?\b|\bincluding\b)"
    r"|,\s(?:one|two|three|both) of (?:them|whom)(?: was| were)?"
    r"(?: an?| the| his| her)?(?: [a-z]+){0,3},?(?= [A-Z])"
    r"|\bnam(?:ed|ing) the (?:victims?|dead|deceased|killed|man|woman|child) as\b"
    r"|\bamong (?:the (?:victims|dead|killed|deceased|martyrs|wounded|injured)|them)\b",
    re.IGNORECASE,
)
# Words of death right beside a name, where the parse lost the name.
_DIES_AFTER = re.compile(
    r"(?:\s*\([^()]{1,30}\))?,?(?:\s(?:and|along with|alongside|together with)\s"
    r"(?:(?:his|her|their)\s)?\w+(?:\s\w+){0,5}?)?\s?(?:was|were|is|are)\s"
    r"(?:(?:also|both|all|reportedly|seemingly|allegedly|among those)\s){0,3}"
    r"(?:killed|martyred|murdered|slain|among the (?:dead|victims|martyrs|deceased))\b"
)
_DIES_BEFORE = quick(
    r"(?:\bkilled(?:,? (?:along with|alongside|with|together with|were|was))?"
    r"|\bkilled[^.;]{0,40}, as (?:was|were)"
    r"|\b(?:martyrdom|deaths?|killing|murder|loss) of"
    r"|\b(?:victims?|martyrs?|deceased)(?: of (?:the|that) [\w ]{2,20})?,?"
    r"(?: (?:was|were|is|are|as))?):?\s+"
    r"(?:(?:his|her|their|the|our|dear|brothers?|sisters?|siblings|colleague|friend|wife"
    r"|husband|sons?|daughters?|of|and|martyrs?|Dr\.?|a man identified as)\s+){0,4}$",
    re.IGNORECASE,
)
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
_Told = tuple[Sentence, list[Named]]


def find_victims(reading: Reading) -> list[Claim]:
    """Return the people said to be harmed, one claim a sentence (M026, M064).

    Args:
        reading: The page as read; only parsed sentences are looked at.

    Returns:
        VictimNamesClaims; `people` keeps the order of the text, with age (whole years),
        sex, kin and childhood only where stated.
    """
    found: list[_Told] = []
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
    doubted, added = _read_again(reading, found)
    kept = [
        (sentence, [n for n in people if parts_of(n.person.name or "") not in doubted])
        for sentence, people in found
    ]
    full = {
        name.split()[0]
        for _, people in [*kept, *added]
        for n in people
        if (name := n.person.name) and " " in name
    }
    # "His wife Lina" is most likely the Lina Dor of the list: nobody counts twice.
    return [
        _claim(reading, sentence, once, rule)
        for rule, told in (("M026", kept), ("M064", added))
        for sentence, people in told
        if (once := [n for n in people if n.person.name not in full])
    ]


def _read_again(
    reading: Reading, found: Sequence[_Told]
) -> tuple[set[tuple[str, ...]], list[_Told]]:
    """Return whom the learned model doubts, and whom it adds to those of the rules.

    It speaks only on a page where the rules name somebody harmed: elsewhere names are
    mostly of people who speak and act. It doubts only on a page that names many, and
    never a name beside its own word of harm (M064).
    """
    by_rule = [n for _, people in found for n in people if n.person.name]
    known = {parts_of(str(n.person.name)) for n in by_rule}
    sure = {parts_of(str(n.person.name)) for n in by_rule if n.is_told}
    doubted: set[tuple[str, ...]] = set()
    added: list[_Told] = []
    if not known:
        return doubted, added
    model = open_victim_model()
    people = candidates_of(reading.text, reading.sentences, reading.reference)
    if len(people) < _MANY_NAMED:
        sure = known
    for one in people:
        likely, parts = probability(model, one.features), parts_of(one.name)
        if parts in known - sure and likely < _DOUBTFUL:
            doubted.add(parts)
        elif parts not in known and likely > model.least:
            best = max(one.mentions, key=lambda m: probability(model, m.features))
            added.append((best.sentence, [best.named]))
    return doubted, _by_sentence(added)


def _by_sentence(told: Sequence[_Told]) -> list[_Told]:
    made: dict[int, _Told] = {}
    for sentence, people in told:
        made.setdefault(sentence.start, (sentence, []))[1].extend(people)
    return [
        (sentence, sorted(people, key=lambda n: n.start))
        for _, (sentence, people) in sorted(made.items())
    ]


# Below this chance a name that the rules found without its own word of harm is left
# out, on a page that names so many (chosen on five parts of the Airwars texts).
_DOUBTFUL = 0.4
_MANY_NAMED = 8


def _claim(
    reading: Reading, sentence: Sentence, people: Sequence[Named], rule: str
) -> VictimNamesClaim:
    start = sentence.start + min(n.start for n in people)
    end = sentence.start + max(n.end for n in people)
    return VictimNamesClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(start, end),
        people=tuple(n.person for n in people),
        is_headline=sentence.is_headline,
        rule=rule,
    )


def _in_sentence(reading: Reading, doc: Doc, *, goes_on: bool) -> list[Named]:
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
    candidates = people_named(text, reading.reference)
    victims = {
        n for n, c in enumerate(candidates) if _is_victim(doc, c, harms, announced)
    }
    if goes_on and not _OF_THE_LIVING.search(text_of(doc)):
        victims |= {n for n, c in enumerate(candidates) if _goes_on(text_of(doc), c)}
    victims |= _listed_with(text_of(doc), candidates, victims)
    found = {
        candidates[n].start: dataclasses.replace(
            candidates[n],
            is_told=bool(_is_told(doc, candidates[n], harms)),
        )
        for n in victims
    }
    for named in _of_a_list(doc, harms):
        if not any(f.start < named.end and named.start < f.end for f in found.values()):
            found[named.start] = named
    described = aged_people(doc, harms, reading.reference) if not found else []
    return sorted([*found.values(), *described], key=lambda n: n.start)


def _of_a_list(doc: Doc, harms: Sequence[Harm]) -> list[Named]:
    """Return those whom a list of the dead names by one word ("his brother Emin")."""
    return [
        Named(
            doc[group.first].idx,
            doc[group.last].idx + len(doc[group.last]),
            Person(name=group.name, sex=group.noun.sex, kin=group.noun.kin),
            is_told=True,
        )
        for harm in harms
        if harm.rule == DEAD_LIST
        for group in harm.groups
        if group.name
    ]


def _is_victim(
    doc: Doc,
    named: Named,
    harms: Sequence[Harm],
    announced: re.Match[str] | None,
) -> bool:
    text = text_of(doc)
    if speaks(text, named):
        return False
    told = _is_told(doc, named, harms)
    if told is not None:
        return told
    is_marked = (
        named.person.age is not None
        or named.person.is_child
        or named.person.kin is not None
    )
    if _is_somebody_else(doc, named, harms):
        return False
    if announced is not None and named.start >= announced.end() - 1:
        return is_marked or _is_listed(text[: named.start], announced)
    return bool(harms) and is_marked


def _is_told(doc: Doc, named: Named, harms: Sequence[Harm]) -> bool | None:
    """Say whether the words at a name tell of harm to it; None = they tell nothing."""
    if _is_harmed(doc, named, harms):
        return True
    text = text_of(doc)
    before, after = text[: named.start], text[named.end :]
    if _DIES_AFTER.match(after) or _DIES_BEFORE.search(before[-_NEAR_DEATH:]):
        return not _NOT_DEAD.search(text)
    return None


def _is_somebody_else(doc: Doc, named: Named, harms: Sequence[Harm]) -> bool:
    """Say whether a name is of somebody who speaks, acts, or is accused.

    "Tal Orin, 34, described how ..." and "police charged Nur Dalo, 23" name nobody
    harmed, whatever the sentence tells besides.
    """
    text = text_of(doc)
    if _ACCUSED_BEFORE.search(text[: named.start]):
        return True
    after = _ASIDE.sub("", text[named.end :], count=1)
    if SPEAKS.match(after) or _ACCUSED_AFTER.match(after):
        return True
    verb = _verb_of(doc, named, len(text) - len(after))
    if verb is None or any(verb.i == harm.token for harm in harms):
        return False
    return verb.lemma_ not in _OF_THE_DEAD


def _verb_of(doc: Doc, named: Named, after: int) -> Token | None:
    """Return the verb that a name is the subject of, by the parse or right after it."""
    name = doc.char_span(named.start, named.end, alignment_mode="expand")
    if name is not None and name.root.dep_ == "nsubj" and name.root.head.pos_ == "VERB":
        return name.root.head
    rest = text_of(doc)[after:]
    at = after + len(rest) - len(rest.lstrip())
    return next((t for t in doc if t.idx == at and t.tag_ in {"VBD", "VBZ"}), None)


# An age or a calling between a name and its verb: ", 34, a teacher,".
_ASIDE = re.compile(r"^,\s(?:aged\s)?[^,;:.]{1,40},(?:\s(?:an?|the)\s[^,;:.]{1,40},)?")
_ACCUSED_BEFORE = quick(
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


def _goes_on(text: str, named: Named) -> bool:
    """Say whether a name is one more of a list ("Their daughter, Lina Dor, 4")."""
    if speaks(text, named):
        return False
    person = named.person
    return person.age is not None or bool(person.is_child) or person.kin is not None


def _listed_with(text: str, candidates: Sequence[Named], victims: set[int]) -> set[int]:
    """Return who stands in one list with a victim: each name carries the next."""
    joined = set(victims)
    order = range(len(candidates))
    for n in order[1:]:
        if n - 1 in joined and is_joined(text, candidates[n - 1], candidates[n]):
            joined.add(n)
    for n in reversed(order[:-1]):
        if n + 1 in joined and is_joined(text, candidates[n], candidates[n + 1]):
            joined.add(n)
    return joined


def _is_harmed(doc: Doc, named: Named, harms: Sequence[Harm]) -> bool:
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
