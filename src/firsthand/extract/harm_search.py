"""The search for the people whom one word of harm reaches, in one sentence.

First the dependency parse is asked; where it gives nobody, the nearest group on the
side that the word looks to. Method: M025 (harm).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.parts import subtotal_runs, without_appositives
from firsthand.extract.people import Group, People, walk_conjuncts
from firsthand.extract.roles import HarmWord, Lexicon, arguments, is_fatal
from firsthand.extract.trees import text_of
from firsthand.model import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_IN_HOSPITAL_FOR = frozenset(["hospitalized", "hospitalised"])
_HURT = HarmWord("wounded", "object")
_BE = frozenset(["was", "were", "been", "being", "is", "are"])
_LINKS = (
    "along with",
    "together with",
    "alongside",
    "as well as",
    "in addition to",
    "besides",
)
_REACH_LEFT = 9
_REACH_RIGHT = 6
_SAME_PREDICATE = 4
_LINK_REACH = 30
_NOUN_REACH = 4


@dataclasses.dataclass(frozen=True)
class Harm:
    """People harmed by one predicate.

    Attributes:
        kind: killed, wounded, casualties, missing or displaced.
        token: Index of the predicate.
        groups: Those harmed.
        start: First character of the clause that carries it, in the sentence.
        end: One past the last.
        rule: Which construction found it.
        hedges: Words that hold back.
        is_negated: Said not to have happened, of people who are countable ("no one").
        is_late: The death came later than the attack.
        revised: An earlier figure that the sentence itself replaces.
        is_more: "two more", "another three": besides those counted before.
        is_part: "four of the men": among those counted before.
    """

    kind: str
    token: int
    groups: tuple[Group, ...]
    start: int
    end: int
    rule: str
    hedges: tuple[str, ...] = ()
    is_negated: bool = False
    is_late: bool = False
    revised: Bounds | None = None
    is_more: bool = False
    is_part: bool = False

    @property
    def suffix(self) -> str:
        """What the rule of a claim adds: ":more", ":part" or nothing."""
        if self.is_part:
            return ":part"
        return ":more" if self.is_more else ""


class Search:
    """One sentence's search.

    `taken` keeps the groups that have their predicate, `told` the words of harm that
    another word has told already.
    """

    def __init__(self, doc: Doc, people: People, lexicon: Lexicon) -> None:
        """Take a sentence, its groups of people and the words of harm."""
        self.doc = doc
        self.people = people
        self.lexicon = lexicon
        self.words = lexicon.words
        self.taken: set[tuple[int, str]] = set()
        self.used: dict[int, list[int]] = {}
        self.told: set[int] = set()
        self.parts = {g.head for _, run in subtotal_runs(doc, people) for g in run}
        self.gapped = _gapped(doc, people)

    def word_at(self, token: Token) -> HarmWord | None:
        """Return what a token means as a word of harm; None = it is none."""
        options = self.words.get(token.lower_)
        if not options:
            return self._to_death(token)
        if token.pos_ in ("NOUN", "PROPN"):
            order = ("noun", "adjective", "object", "subject")
        elif token.pos_ == "ADJ":
            order = ("adjective", "object", "noun", "subject")
        else:
            order = ("object", "subject", "adjective", "noun")
        ranked = sorted(options, key=lambda w: order.index(w.frame))
        if ranked[0] == _HURT and is_fatal(token):
            return HarmWord("killed", "object")
        if token.lower_ in _IN_HOSPITAL_FOR and self._is_ill(token):
            return None
        return ranked[0]

    def _is_ill(self, token: Token) -> bool:
        """Say whether people are in hospital for an illness, not for wounds."""
        after = self.doc[token.i + 1 : token.i + 9]
        lead = re.match(r"(?:with|for|due to|because of|suffering)\b", after.text)
        return lead is not None and any(
            t.lower_ in self.lexicon.illnesses for t in after
        )

    def _to_death(self, token: Token) -> HarmWord | None:
        """Read "beaten to death", "shot dead", "gunned down"."""
        if token.lemma_.lower() not in self.lexicon.to_death:
            return None
        after = self.doc[token.i + 1 : token.i + 7].text.lower()
        if re.search(r"\bto death\b", after):
            return HarmWord("killed", "object")
        return None

    # -- by the parse ---------------------------------------------------------

    def by_parse(
        self, token: Token, word: HarmWord, hedges: tuple[str, ...]
    ) -> Harm | None:
        """Return whom the parse gives to a word of harm; None = nobody."""
        if word.frame == "noun":
            return self._noun(token, word, hedges)
        rule, heads = arguments(token, word)
        groups = self.right_before(token) if rule in ("adjective", "passive") else []
        is_verb = word.harm == "killed" and rule in ("passive", "active")
        # "eliminated the tax": a weak verb of killing wants people that are known.
        is_verb = is_verb and not word.is_weak
        groups = groups or self.groups(heads, may_be_unknown=is_verb)
        groups = [
            g
            for g in groups
            if (g.head, word.harm) not in self.taken and g.head not in self.gapped
        ]
        # "7 were hurt and 3 others killed": the parse joins those who have their own.
        groups = [g for g in groups if not self._is_told_next(g, token)]
        whole = [g for g in groups if g.head not in self.parts]
        if groups and not whole:
            owner = self._owner_of(groups[0])
            whole = [owner] if owner is not None else []
        groups = whole or groups
        if not groups or self._is_far_repeat(token, groups):
            return None
        if rule == "adjective":
            groups = [*self._left_with(groups), *groups]
        groups += self._linked(token, groups)
        return self.made(token, word, groups, rule, hedges)

    def _left_with(self, groups: Sequence[Group]) -> list[Group]:
        """Return the first of "left two officers, a driver and three boys dead"."""
        more: list[Group] = []
        first = min(g.first for g in groups)
        for group in sorted(self.people.groups, key=lambda g: -g.first):
            if self.doc[group.last + 1 : first].text.lower() in _LIST_STEPS:
                more.insert(0, group)
                first = group.first
        is_left = first and self.doc[first - 1].lemma_.lower() == "leave"
        return more if is_left else []

    def _is_told_next(self, group: Group, token: Token) -> bool:
        after = self.doc[group.last + 1 : group.last + 2]
        return any(t.i > token.i and t.lower_ in self.words for t in after)

    def _owner_of(self, part: Group) -> Group | None:
        """Return the counted group that a sub-total belongs to."""
        owners = [
            g
            for g in self.people.groups
            if g.last < part.first
            and g.head not in self.parts
            and not g.is_definite
            and not g.bounds.assumed
        ]
        has_predicate = {head for head, _ in self.taken}
        if not owners or owners[-1].head in has_predicate:
            return None
        return owners[-1]

    def right_before(self, token: Token) -> list[Group]:
        """Return the counted group that ends right before "dead", "injured"."""
        for group in self.people.groups:
            if group.head == token.i and not group.is_definite:
                return [group]
            is_inside = group.first < token.i < group.last and not group.is_definite
            if is_inside and not group.bounds.assumed:
                return [group]  # "45 wounded people"
            if group.last == token.i - 1 and not group.is_definite:
                return self.joined_left(
                    [g for g in self.people.groups if g.last <= group.last]
                )
        return []

    def _is_far_repeat(self, token: Token, groups: Sequence[Group]) -> bool:
        """Say whether the parse gives the people of an earlier, distant predicate.

        "16 were killed, and an unknown number injured": a subject shared by two
        predicates far apart is the parser's slip more often than the writer's wish.
        """
        heads = {g.head for g in groups}
        return any(
            heads & set(used) and token.i - i > _SAME_PREDICATE
            for i, used in self.used.items()
        )

    def groups(
        self, heads: Sequence[Token], *, may_be_unknown: bool = False
    ) -> list[Group]:
        """Return the groups that tokens head, with those joined to them.

        Args:
            heads: Tokens of the parse.
            may_be_unknown: A singular noun that no table knows counts as one person.
        """
        groups: list[Group] = []
        for head in heads:
            for token in walk_conjuncts(head):
                group = self.people.at(token)
                if group is None and may_be_unknown:
                    group = self.people.someone(token)
                if group is not None and group not in groups:
                    groups.append(group)
                groups += [g for g in self._listed(token, group) if g not in groups]
        return groups

    def _listed(self, token: Token, group: Group | None) -> list[Group]:
        """Return people whom the parse hangs on an apposition of one person.

        "a man, his wife and three children": the wife is no second name of the man;
        "a teacher, Lina Halvani, and two pupils": the pupils are further people. An
        apposition of several ("four people, a father and three children") only says
        again who they are.
        """
        if group is None or group.bounds.high != 1:
            return []
        found: list[Group] = []
        for child in token.children:
            further = [c for c in child.children if c.dep_ == "conj"]
            if child.dep_ != "appos" or not further:
                continue
            kin = self.people.at(child)
            is_kin = kin is not None and kin.noun.kin and kin.is_definite
            if kin is not None and is_kin:
                found.append(kin)
            if is_kin or child.pos_ == "PROPN":
                found += self.groups(further)
        return found

    def _linked(self, token: Token, groups: Sequence[Group]) -> list[Group]:
        """Return groups joined by "along with", "alongside", "in addition to"."""
        text = text_of(self.doc).lower()
        more: list[Group] = []
        for link in _LINKS:
            at = text.find(link)
            if at < 0:
                continue
            after = [t.i for t in self.doc if t.idx >= at + len(link)]
            if not after or abs(after[0] - token.i) > _LINK_REACH:
                continue
            if any(t.lower_ in self.words for t in self.doc[token.i + 1 : after[0]]):
                continue
            # "Waged alongside an army, which shelled the town, killing a shepherd"
            if any(t.pos_ == "VERB" for t in self.doc[after[0] : token.i]):
                continue
            first = next(
                (g for g in self.people.groups if after[0] <= g.head <= after[0] + 6),
                None,
            )
            if first is None or first in groups or self._has_own_word(first):
                continue
            more += [g for g in self.groups([self.doc[first.head]]) if g not in groups]
        return more

    def _has_own_word(self, group: Group) -> bool:
        return any(t.lower_ in self.words for t in self.doc[group.last + 1 :][:4])

    def made(
        self,
        token: Token,
        word: HarmWord,
        groups: Sequence[Group],
        rule: str,
        hedges: tuple[str, ...],
    ) -> Harm:
        """Make the harm, and note that its groups have their predicate."""
        groups = without_appositives(self.doc, self._with_names(groups))
        groups = self._without_some_of_them(groups)
        for group in groups:
            self.taken.add((group.head, word.harm))
        self.used[token.i] = [g.head for g in groups]
        start, end = self.extent(token, groups)
        is_more = _is_more(self.doc, groups)
        negated = any(g.is_negative for g in groups) or _has_negation(token)
        return Harm(
            kind=word.harm,
            token=token.i,
            groups=tuple(groups),
            start=start,
            end=end,
            rule=rule,
            hedges=hedges + _hedges_near(self.doc, token, groups, self.lexicon.hedges),
            is_negated=negated,
            is_late=_is_late(self.doc, token, is_further=is_more),
            is_more=is_more,
            is_part=_is_part(self.doc, groups),
        )

    def _without_some_of_them(self, groups: Sequence[Group]) -> list[Group]:
        """Leave out some of those counted ("four, two of them the Dors")."""
        kept = sorted(groups, key=lambda g: g.first)
        if len(kept) < 2 or kept[0].bounds.assumed:  # noqa: PLR2004  one group is no list
            return list(groups)
        after = self.doc[kept[0].last + 1 : kept[1].last + 1].text
        if _SOME_OF_THEM.match(after):
            return kept[:1]
        # "66 were taken to hospital, five of them in a critical state"
        of_those = {g.head for g in kept[1:] if self._is_of_those(g)}
        return [g for g in groups if g.head not in of_those]

    def _is_of_those(self, group: Group) -> bool:
        before = self.doc[max(0, group.first - 4) : group.last + 3].text
        return _OF_THOSE_TOLD.search(before) is not None

    def _with_names(self, groups: Sequence[Group]) -> list[Group]:
        """Add the names of one list that the parse left out between the others."""
        named = [g for g in groups if g.name]
        if len(named) != len(groups) or len(named) < _NAMES_OF_A_LIST:
            return list(groups)
        first, last = min(g.first for g in named), max(g.last for g in named)
        inside = [g for g in self.people.groups if first <= g.first <= last]
        inside.sort(key=lambda g: g.first)
        is_list = all(
            b.name and self.doc[a.last + 1 : b.first].text.lower() in _LIST_MARKS
            for a, b in itertools.pairwise(inside)
        )
        return inside if is_list else list(groups)

    def extent(self, token: Token, groups: Sequence[Group]) -> tuple[int, int]:
        """Return the characters from the first to the last word of the clause."""
        first = min([token.i, *(g.first for g in groups)])
        last = max([token.i, *(g.last for g in groups)])
        for child in token.children:
            if child.dep_ in ("nsubj", "aux", "auxpass") and child.i < first:
                first = _phrase_start(child)
        end = self.doc[last]
        return self.doc[first].idx, end.idx + len(end)

    # -- nouns of harm --------------------------------------------------------

    def _noun(
        self, token: Token, word: HarmWord, hedges: tuple[str, ...]
    ) -> Harm | None:
        """Read "N deaths", "the deaths of at least 11", "no casualties"."""
        heads = [
            inner
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in ("of", "among", "to")
            for inner in child.children
            if inner.dep_ == "pobj"
        ]
        groups = self.groups(heads)
        group = self._counted_noun(token)
        if group is not None and (word.harm != "killed" or not groups):
            return self.made(token, word, [group], "noun-count", hedges)
        if groups and not word.is_weak:
            return self.made(token, word, groups, "noun-of", hedges)
        if groups and token.i and any(g.name or not g.is_definite for g in groups):
            return self.made(token, word, groups, "noun-of", hedges)
        poss = [c for c in token.children if c.dep_ == "poss"]
        groups = self.groups(poss) if not word.is_weak else []
        if groups and word.harm == "killed":
            return self.made(token, word, groups, "noun-poss", hedges)
        if word.harm != "killed" and _is_plural_statement(token):
            bounds = Bounds(low=2, assumed=True, words=token.text)
            bare = Group(token.i, _phrase_first(token), token.i, bounds)
            return self.made(token, word, [bare], "noun-plural", hedges)
        return None

    def _counted_noun(self, token: Token) -> Group | None:
        first = token.i - 1
        for count, begin, last in reversed(self.people.counts):
            if last >= token.i or token.i - last > _NOUN_REACH:
                continue
            between = self.doc[last + 1 : token.i]
            if between and between[-1].lower_ == "to":
                break  # "burned to death" is told by its verb
            if all(
                t.pos_ in ("ADJ", "NOUN", "PROPN", "ADP", "VERB", "CCONJ")
                or t.lower_ in ("of", "the")
                for t in between
            ):
                return Group(token.i, begin, token.i, count.bounds)
            break
        while first >= 0 and self.doc[first].pos_ in ("ADJ", "NOUN", "CCONJ", "VERB"):
            first -= 1
        opener = self.doc[first].lower_ if first >= 0 else ""
        if opener in ("no", "any", "without", "neither") or (
            opener in ("nor", "or")
            and re.search(r"\b(no|neither)\b", text_of(self.doc), re.IGNORECASE)
        ):
            words = self.doc[first : token.i + 1].text
            return Group(
                token.i,
                first,
                token.i,
                Bounds(low=0, high=0, words=words),
                is_negative=True,
            )
        return None

    # -- by the neighbours ----------------------------------------------------

    def by_neighbours(self, token: Token, word: HarmWord) -> Harm | None:
        """Return whom the nearest group gives to a word of harm; None = nobody."""
        if word.frame == "noun" or word.is_weak or _is_the_dead(self.doc, token):
            return None
        looks_right = word.frame == "object" and token.tag_ in ("VBG", "VBZ", "VBP")
        order: tuple[str, ...] = ("left", "right")
        if token.tag_ == "VBN" and self.doc[token.i - 1 : token.i].text in _BE:
            order = ("left",)
        elif looks_right:
            order = ("right",) if token.tag_ == "VBG" else ("right", "left")
        for side in order:
            groups = self._near(token, word, side)
            if groups:
                return self.made(token, word, groups, f"near-{side}", ())
        return None

    def _near(self, token: Token, word: HarmWord, side: str) -> list[Group]:
        free = [
            g
            for g in self.people.groups
            if (g.head, word.harm) not in self.taken and g.head not in self.gapped
        ]
        if side == "left":
            told = {head for head, _ in self.taken}
            options = [
                g
                for g in free
                if g.last < token.i
                and (g.head not in told or token.i - g.last <= _SAME_PREDICATE)
                and (g.name or not g.is_definite)
                and g.head not in self.parts
                and not self._is_their_family(g)
            ]
            if not options or self._distance(options[-1], token) > _REACH_LEFT:
                return []
            if not _is_clear(
                list(self.doc[options[-1].last + 1 : token.i]), self.lexicon
            ):
                return []
            return self.joined_left(options)
        # "Eleven hurt, most of them sellers": who comes after a comma was told before.
        is_closed = self.doc[token.i + 1 : token.i + 2].text == ","
        options = [g for g in free if g.first > token.i and not is_closed]
        if not options or options[0].first - token.i > _REACH_RIGHT:
            return []
        if not _is_clear(list(self.doc[token.i + 1 : options[0].first]), self.lexicon):
            return []
        return self.groups([self.doc[options[0].head]])

    def _is_their_family(self, group: Group) -> bool:
        """Say whether a group only holds those counted ("five of the Orel family")."""
        token, is_of = self.doc[group.head], False
        while token.dep_ in ("compound", "pobj", "prep"):
            token = token.head
            is_of = is_of or token.lower_ == "of"
            if is_of and token.i < group.head and self.people.at(token) is not None:
                return True
        return False

    def _distance(self, group: Group, token: Token) -> int:
        """Return the tokens between a group and a word, sub-totals not counted."""
        inside = [
            g
            for g in self.people.between(group.last + 1, token.i)
            if g.head in self.parts
        ]
        if inside:
            return token.i - max(g.last for g in inside)
        return token.i - group.last

    def joined_left(self, options: Sequence[Group]) -> list[Group]:
        """Return the last group and those joined to it on its left by "and", ","."""
        joined = [options[-1]]
        gaps: list[str] = []
        for group in reversed(options[:-1]):
            between = self.doc[group.last + 1 : joined[0].first].text.strip().lower()
            if re.fullmatch(r"(?:, )?and (?:his|her|their)", between):
                between = "and"
            if between not in ("and", ",", ", and", "or"):
                break
            if group.head in self.parts and joined[0].head not in self.parts:
                break  # "12 bodies, among them four children, and 31 injured"
            if "and" in gaps and between != ",":
                # "a woman and four children, and others": the last stands alone.
                return joined[-1:]
            gaps.append(between.removeprefix(", "))
            joined.insert(0, group)
        return joined


def _gapped(doc: Doc, people: People) -> dict[int, int]:
    """Return the people of a clause without its verb, each with where that begins.

    "The first shell killed two people, the second five"; "in Talbar four were killed;
    in Jesrin, nine": five and nine are counts of their own.
    """
    found: dict[int, int] = {}
    for match in _GAP.finditer(text_of(doc)):
        after = _GAP_NOUN.match(text_of(doc), match.end()) or match
        for group in people.groups:
            first, last = doc[group.first], doc[group.last]
            # "the second five", "another two", "the second raid eleven"
            starts = (match.end(), match.start("lead"), after.end())
            is_there = first.idx in starts and not group.name
            if is_there and _GAP_END.match(text_of(doc), last.idx + len(last)):
                found[group.head] = match.start("lead")
    return found


_GAP = re.compile(
    r"[,;]\s+(?:(?:and|while)\s+)?(?P<lead>the\s+(?:first|second|third|fourth|fifth|next"
    r"|last|other|latter)|another|(?:in|at|near)\s+(?:the\s+)?(?:\w+\s+of\s+)?"
    r"[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*),?\s+"
)
_GAP_NOUN = re.compile(
    r"(?!(?:was|were|had|has|is|killed|wounded|injured|died)\b)[a-z]+\s+"
)
_GAP_END = re.compile(
    r"(?:\s+(?:people|others|more))?(?:\s+(?:in|at|near)\s+(?:the\s+)?[A-Z][\w\u2019'-]+)?"
    r"\s*(?:[.;,]|$|and\b)"
)
_NAMES_OF_A_LIST = 2
_LIST_STEPS = frozenset({",", ", their", ", his", ", her", ", and"})
_OF_THOSE_TOLD = re.compile(
    r",\s*(?:at least |about |some )?[\w-]+ of (?:them|whom)\b", re.IGNORECASE
)
_SOME_OF_THEM = re.compile(r"\s*,\s*(?:\w+\s)?\w+ of (?:them|whom)\b", re.IGNORECASE)
_LIST_MARKS = (",", "and", ", and", "&")


def _phrase_first(noun: Token) -> int:
    """Return the first token of "mass civilian casualties"."""
    return min(
        [noun.i, *(c.i for c in noun.children if c.dep_ in ("amod", "compound"))]
    )


def _phrase_start(token: Token) -> int:
    """Return where a short noun phrase begins ("Russian raids"), clauses left out."""
    close = ("det", "compound", "amod", "poss", "nummod", "nmod")
    return min([token.i, *(c.i for c in token.children if c.dep_ in close)])


def _has_negation(token: Token) -> bool:
    return any(c.dep_ == "neg" for c in token.children)


def _is_late(doc: Doc, token: Token, *, is_further: bool) -> bool:
    """Say whether the death came later ("died of his wounds on 27 October")."""
    if token.lemma_.lower() not in ("die", "succumb", "pass", "perish"):
        return False
    before = doc[max(0, token.i - 3) : token.i].text.lower()
    return is_later(doc, token.i, is_further=is_further) or bool(
        re.search(r"\b(later|subsequently|since|afterwards)\b", before)
    )


def is_later(doc: Doc, at: int, *, is_further: bool = False) -> bool:
    """Say whether what follows a token puts a death after the attack.

    Args:
        doc: The parse of the sentence.
        at: The token: the verb of dying, or the people of a verb left out.
        is_further: The dead are told beside earlier ones ("a third on 27 October"):
            then a day of its own is a later day.
    """
    after = doc[at : at + _LATE_REACH].text.lower()
    after = re.split(r"[;:]|,? and \w+ (?:were|was)\b", after, maxsplit=1)[0]
    if _AT_ONCE.match(after):
        return False
    if _LATER.search(after) or _IN_HOSPITAL.search(after):
        return True
    return is_further and _ON_A_DAY.search(after) is not None


_LATE_REACH = 13
_AT_ONCE = re.compile(
    r"\w+ (?:almost )?(?:at once|instantly|immediately|outright|on the spot"
    r"|at the scene)"
)
_LATER = re.compile(
    r"^(?:\W*\w+(?:\W+\w+){0,7})?\W+"
    r"(?:wounds|injuries|later|(?:hours|days|weeks|months) after)\b"
)
_IN_HOSPITAL = re.compile(
    r"\b(?:in hospital\b|on (?:the|their|his|her) way to (?:an? |the )?hospital"
    r"|(?:in|at) an? (?:\w+ ){0,2}(?:hospital|clinic|infirmary)"
    r"(?! (?:that|which|where|hit|struck|bomb|destroyed|attack)))"
)
_ON_A_DAY = re.compile(
    r"\bon (?:the )?(?:\d{1,2}(?:st|nd|rd|th)?\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d)"
)


def _is_more(doc: Doc, groups: Sequence[Group]) -> bool:
    for group in groups:
        words = doc[max(0, group.first - 1) : group.last + 1].text.lower()
        if re.search(
            r"\b(more|another|other|others|additional|further|second|third|fourth|fifth)\b",
            words,
        ) and not re.search(r"\bmore than\b", words):
            return True
    return False


def _is_part(doc: Doc, groups: Sequence[Group]) -> bool:
    return any(
        _PART.search(doc[group.first : group.last + 1].text.lower()) for group in groups
    )


_PART = re.compile(r"\bof (?:the|those|them|these|whom|his|her|their)\b")


def _hedges_near(
    doc: Doc, token: Token, groups: Sequence[Group], hedges: frozenset[str]
) -> tuple[str, ...]:
    first = max(0, min([token.i, *(g.first for g in groups)]) - 2)
    return tuple(t.text for t in doc[first : token.i + 1] if t.lower_ in hedges)


def _is_plural_statement(token: Token) -> bool:
    """Say whether "casualties", "injuries" are said to have occurred, uncounted."""
    if token.tag_ != "NNS":
        return False
    head = token.head
    if head.lemma_ in ("cause", "sustain", "suffer", "inflict", "claim", "result"):
        return not _has_negation(head)
    if head.lower_ == "of" and head.head.lemma_ in ("report", "account", "news"):
        # "Appalled by reports of mass casualties"; who is asked of them says nothing.
        return not any(t.lemma_.lower() in _DISOWNING for t in token.ancestors)
    return head.lemma_ in ("in", "be") and head.head.lemma_ in ("result", "be")


_DISOWNING = frozenset(
    (
        "ask",
        "deny",
        "dismiss",
        "reject",
        "question",
        "dispute",
        "call",
        "describe",
        "doubt",
        "examine",
        "investigate",
        "probe",
        "review",
        "check",
        "study",
        "verify",
        "assess",
        "look",
    )
)


def _is_clear(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether nothing between a word and a group starts another statement."""
    for token in tokens:
        if token.lower_ in lexicon.words or token.lower_ in (";", ".", ":", "by"):
            return False
        is_plain = token.lemma_ in lexicon.raising or token.lower_ == "including"
        if token.pos_ == "VERB" and not is_plain:
            return False
    return True


def _is_the_dead(doc: Doc, token: Token) -> bool:
    """Say whether the word points back: "the dead", "those killed"."""
    at = token.i - 1
    if at > 0 and doc[at].lower_ == "civilian":  # "of the civilian dead"
        at -= 1
    before = doc[at].lower_ if at >= 0 else ""
    return before in ("the", "those", "of", "among")
