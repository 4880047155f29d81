"""Who is said to be harmed, and how, in one parsed sentence.

A harm word (table `harm_words`) takes the people it harms from the dependency parse;
where the parse gives none, from the nearest group on the side that the word looks to.

Method: M024 (harm). What is only planned, tried, feared for later or denied is no harm.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.people import Group, People, walk_conjuncts
from firsthand.model import Bounds
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RAISING = frozenset(
    [
        "report",
        "believe",
        "say",
        "fear",
        "think",
        "know",
        "confirm",
        "allege",
        "presume",
        "understand",
        "assume",
        "declare",
        "pronounce",
        "claim",
        "estimate",
        "appear",
        "seem",
        "rumour",
        "rumor",
        "find",
    ]
)
_UNREAL_MODALS = frozenset(["would", "should", "will", "can", "’ll", "'ll", "must"])
_HEDGING_MODALS = frozenset(["may", "might", "could"])
_HEDGES = frozenset(
    [
        "reportedly",
        "allegedly",
        "apparently",
        "possibly",
        "probably",
        "presumably",
        "likely",
        "supposedly",
        "believed",
        "feared",
        "thought",
        "alleged",
        "suspected",
        "purportedly",
        "rumoured",
        "rumored",
    ]
)
_BE = frozenset(["was", "were", "been", "being", "is", "are"])
_RELATIVE = frozenset(["who", "that", "which", "whom"])
_TO_DEATH = frozenset(
    [
        "beat",
        "stab",
        "hack",
        "burn",
        "shoot",
        "crush",
        "trample",
        "stone",
        "torture",
        "bleed",
        "starve",
        "thrash",
        "bludgeon",
        "batter",
        "chop",
        "choke",
        "club",
    ]
)
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


@dataclasses.dataclass(frozen=True)
class HarmWord:
    """What a harm word means.

    Attributes:
        harm: killed, wounded, casualties, missing or displaced.
        frame: Who is harmed: "object", "subject", "adjective" or "noun".
        is_weak: Counts only with a number ("bodies").
    """

    harm: str
    frame: str
    is_weak: bool = False


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


def harm_words(reference: Reference) -> dict[str, list[HarmWord]]:
    """Return the harm words by form."""
    made: dict[str, list[HarmWord]] = reference.derived("extract.harm", _harm_words)
    return made


def _harm_words(reference: Reference) -> dict[str, list[HarmWord]]:
    made: dict[str, list[HarmWord]] = {}
    for row in reference.table("harm_words"):
        word = HarmWord(row["harm"], row["frame"], bool(row.get("weak")))
        for form in row["forms"]:
            made.setdefault(str(form), []).append(word)
    return made


def find_harms(doc: Doc, people: People, reference: Reference) -> list[Harm]:
    """Return who is said to be harmed in a sentence, in order of the text."""
    return list(_Finder(doc, people, harm_words(reference)).harms())


class _Finder:
    """One sentence's search; `taken` keeps the groups that have their predicate."""

    def __init__(
        self, doc: Doc, people: People, words: dict[str, list[HarmWord]]
    ) -> None:
        self.doc = doc
        self.people = people
        self.words = words
        self.taken: set[tuple[int, str]] = set()
        self.used: dict[int, list[int]] = {}
        self.parts = {g.head for _, run in subtotal_runs(doc, people) for g in run}

    def harms(self) -> Iterator[Harm]:
        # First what the parse says, then the neighbours of words left without people.
        found: list[Harm] = []
        empty: list[tuple[Token, HarmWord]] = []
        for token in self.doc:
            word = self._word_at(token)
            if word is None:
                continue
            reality = _reality(token, word)
            if reality is None:
                continue
            harm = self._by_parse(token, word, reality)
            if harm is not None:
                found.append(harm)
            else:
                empty.append((token, word))
        for token, word in empty:
            harm = self._by_neighbours(token, word)
            if harm is not None:
                found.append(harm)
        found = self._lumped(found)
        found.extend(self._lives())
        found.extend(self._toll())
        found.extend(self._elliptic(found))
        yield from sorted(found, key=lambda h: h.token)

    def _word_at(self, token: Token) -> HarmWord | None:
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
        return ranked[0]

    def _to_death(self, token: Token) -> HarmWord | None:
        """Read "beaten to death", "shot dead", "gunned down"."""
        if token.lemma_.lower() not in _TO_DEATH:
            return None
        after = self.doc[token.i + 1 : token.i + 7].text.lower()
        if re.search(r"\bto death\b", after):
            return HarmWord("killed", "object")
        return None

    # -- by the parse ---------------------------------------------------------

    def _by_parse(
        self, token: Token, word: HarmWord, reality: tuple[str, ...]
    ) -> Harm | None:
        if word.frame == "noun":
            return self._noun(token, word, reality)
        rule, heads = _arguments(token, word)
        groups = self._right_before(token) if rule in ("adjective", "passive") else []
        is_verb = word.harm == "killed" and rule in ("passive", "active")
        groups = groups or self._groups(heads, may_be_unknown=is_verb)
        groups = [g for g in groups if (g.head, word.harm) not in self.taken]
        whole = [g for g in groups if g.head not in self.parts]
        if groups and not whole:
            owner = self._owner_of(groups[0])
            whole = [owner] if owner is not None else []
        groups = whole or groups
        if not groups or self._is_far_repeat(token, groups):
            return None
        groups += self._linked(token, groups)
        return self._made(token, word, groups, rule, reality)

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

    def _right_before(self, token: Token) -> list[Group]:
        """Return the counted group that ends right before "dead", "injured"."""
        for group in self.people.groups:
            if group.last == token.i - 1 and not group.is_definite:
                return self._joined_left(
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

    def _groups(
        self, heads: Sequence[Token], *, may_be_unknown: bool = False
    ) -> list[Group]:
        groups: list[Group] = []
        for head in heads:
            for token in walk_conjuncts(head):
                group = self.people.at(token)
                if group is None and may_be_unknown:
                    group = self.people.someone(token)
                if group is not None and group not in groups:
                    groups.append(group)
        return groups

    def _linked(self, token: Token, groups: Sequence[Group]) -> list[Group]:
        """Return groups joined by "along with", "alongside", "in addition to"."""
        text = self.doc.text.lower()
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
            first = next(
                (g for g in self.people.groups if after[0] <= g.head <= after[0] + 6),
                None,
            )
            if first is None or first in groups or self._has_own_word(first):
                continue
            more += [g for g in self._groups([self.doc[first.head]]) if g not in groups]
        return more

    def _has_own_word(self, group: Group) -> bool:
        return any(t.lower_ in self.words for t in self.doc[group.last + 1 :][:4])

    def _made(
        self,
        token: Token,
        word: HarmWord,
        groups: Sequence[Group],
        rule: str,
        hedges: tuple[str, ...],
    ) -> Harm:
        groups = _without_appositives(self.doc, groups)
        for group in groups:
            self.taken.add((group.head, word.harm))
        self.used[token.i] = [g.head for g in groups]
        start, end = self._extent(token, groups)
        negated = any(g.is_negative for g in groups) or _has_negation(token)
        return Harm(
            kind=word.harm,
            token=token.i,
            groups=tuple(groups),
            start=start,
            end=end,
            rule=rule,
            hedges=hedges + _hedges_near(self.doc, token, groups),
            is_negated=negated,
            is_late=_is_late(self.doc, token),
            is_more=_is_more(self.doc, groups),
        )

    def _extent(self, token: Token, groups: Sequence[Group]) -> tuple[int, int]:
        first = min([token.i, *(g.first for g in groups)])
        last = max([token.i, *(g.last for g in groups)])
        for child in token.children:
            if child.dep_ in ("nsubj", "aux", "auxpass") and child.i < first:
                first = (
                    child.left_edge.i if child.i - child.left_edge.i < 8 else child.i
                )
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
        groups = self._groups(heads)
        group = self._counted_noun(token)
        if group is not None and (word.harm != "killed" or not groups):
            return self._made(token, word, [group], "noun-count", hedges)
        if groups and not word.is_weak:
            return self._made(token, word, groups, "noun-of", hedges)
        if groups and token.i and any(not g.is_definite for g in groups):
            return self._made(token, word, groups, "noun-of", hedges)
        poss = [c for c in token.children if c.dep_ == "poss"]
        groups = self._groups(poss) if not word.is_weak else []
        if groups and word.harm == "killed":
            return self._made(token, word, groups, "noun-poss", hedges)
        if word.harm != "killed" and _is_plural_statement(token):
            bounds = Bounds(low=2, assumed=True, words=token.text)
            bare = Group(token.i, token.i, token.i, bounds)
            return self._made(token, word, [bare], "noun-plural", hedges)
        return None

    def _counted_noun(self, token: Token) -> Group | None:
        first = token.i - 1
        for count, begin, last in reversed(self.people.counts):
            if last >= token.i or token.i - last > 4:
                continue
            between = self.doc[last + 1 : token.i]
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
            and re.search(r"\b(no|neither)\b", self.doc.text, re.IGNORECASE)
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

    def _by_neighbours(self, token: Token, word: HarmWord) -> Harm | None:
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
                return self._made(token, word, groups, f"near-{side}", ())
        return None

    def _near(self, token: Token, word: HarmWord, side: str) -> list[Group]:
        free = [g for g in self.people.groups if (g.head, word.harm) not in self.taken]
        if side == "left":
            told = {head for head, _ in self.taken}
            options = [
                g
                for g in free
                if g.last < token.i
                and (g.head not in told or token.i - g.last <= _SAME_PREDICATE)
                and (g.name or not g.is_definite)
                and g.head not in self.parts
            ]
            if not options or self._distance(options[-1], token) > _REACH_LEFT:
                return []
            if not _is_clear(
                list(self.doc[options[-1].last + 1 : token.i]), self.words
            ):
                return []
            return self._joined_left(options)
        options = [g for g in free if g.first > token.i]
        if not options or options[0].first - token.i > _REACH_RIGHT:
            return []
        if not _is_clear(list(self.doc[token.i + 1 : options[0].first]), self.words):
            return []
        return self._groups([self.doc[options[0].head]])

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

    def _joined_left(self, options: Sequence[Group]) -> list[Group]:
        """Return the last group and those joined to it on its left by "and", ","."""
        joined = [options[-1]]
        gaps: list[str] = []
        for group in reversed(options[:-1]):
            between = self.doc[group.last + 1 : joined[0].first].text.strip().lower()
            if between not in ("and", ",", ", and", "or"):
                break
            if "and" in gaps and between != ",":
                # "a woman and four children, and others": the last stands alone.
                return joined[-1:]
            gaps.append(between.removeprefix(", "))
            joined.insert(0, group)
        return joined

    # -- joined and left-out predicates ---------------------------------------

    def _lumped(self, found: Sequence[Harm]) -> list[Harm]:
        """Join killed and wounded of the same people ("121 dead and injured")."""
        lumps = {
            i
            for i in range(len(self.doc) - 2)
            if self.doc[i + 1].lower_ in ("and", "or", "and/or", "/")
            and self._harm_kinds(i) | self._harm_kinds(i + 2) == {"killed", "wounded"}
            and self._harm_kinds(i) != self._harm_kinds(i + 2)
        }
        kept: list[Harm] = []
        for harm in sorted(found, key=lambda h: h.token):
            lump = next((i for i in (harm.token, harm.token - 2) if i in lumps), None)
            is_one = len(harm.groups) == 1 and harm.groups[0].bounds.high == 1
            if lump is None or is_one:
                kept.append(harm)
                continue
            end = self.doc[lump + 2]
            before = kept[-1] if kept else None
            if before is not None and before.kind == "casualties":
                if before.token in (lump, lump + 2):
                    continue
            if before is not None and before.token == lump:
                kept.append(harm)
                continue
            kept.append(
                dataclasses.replace(
                    harm, kind="casualties", end=max(harm.end, end.idx + len(end))
                )
            )
        return kept

    def _harm_kinds(self, i: int) -> set[str]:
        return {w.harm for w in self.words.get(self.doc[i].lower_, ())}

    def _elliptic(self, found: Sequence[Harm]) -> Iterator[Harm]:
        """Read a second count that shares the verb before it.

        "200 civilians killed compared to a dozen fighters".
        """
        for harm in found:
            if harm.kind not in ("killed", "wounded") or harm.is_negated:
                continue
            group, lead = self._after_link(harm)
            if group is None:
                continue
            self.taken.add((group.head, harm.kind))
            last = self._phrase_end(group)
            end = self.doc[last]
            yield dataclasses.replace(
                harm,
                token=group.head,
                groups=(group,),
                start=self.doc[lead].idx,
                end=end.idx + len(end),
                rule="elliptic",
                revised=None,
            )

    def _after_link(self, harm: Harm) -> tuple[Group | None, int]:
        after = max([harm.token, *(g.last for g in harm.groups)])
        for group in self.people.groups:
            if group.first <= after or (group.head, harm.kind) in self.taken:
                continue
            lead = self.doc[max(0, group.first - 2) : group.first].text.lower()
            contrast = lead in _CONTRASTS
            joined = self.doc[group.first - 1].lower_ == "and"
            between = self.doc[after + 1 : group.first - (2 if contrast else 1)]
            if any(
                t.pos_ in ("VERB", "AUX") or t.lower_ in self.words for t in between
            ):
                return None, 0
            rest = self.doc[group.last + 1 :]
            if (
                any(
                    t.pos_ in ("VERB", "AUX") or t.lower_ in self.words
                    for t in rest[:6]
                )
                and not contrast
            ):
                return None, 0
            has_place = any(t.pos_ == "ADP" for t in between)
            follows = rest[:1].text.lower() in ("in", "at", "on", "near", "inside")
            if contrast:
                return group, group.first - 2
            if joined and has_place and follows and not group.is_definite:
                return group, group.first
            return None, 0
        return None, 0

    def _phrase_end(self, group: Group) -> int:
        """Return the last token of the phrase of place right after a group."""
        last = group.last
        for token in self.doc[group.last + 1 :][:6]:
            if token.pos_ not in ("ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM"):
                break
            last = token.i
        return last

    # -- fixed phrases --------------------------------------------------------

    def _lives(self) -> Iterator[Harm]:
        """Read "claimed the lives of 12 people", "lost their lives", "N lives"."""
        for token in self.doc:
            if token.lower_ not in ("life", "lives"):
                continue
            before = self.doc[max(0, token.i - 12) : token.i].text.lower()
            taking = re.search(
                r"\b(claim|claims|claimed|claiming|took|take|taking|taken|cost|costing"
                r"|costs)\b",
                before,
            )
            losing = re.search(r"\b(lost|lose|losing)\b", before)
            word = HarmWord("killed", "noun")
            if taking:
                harm = self._taken_lives(token, word)
            elif losing:
                harm = self._lost_lives(token, word)
            else:
                harm = None
            if harm is not None:
                yield harm

    def _taken_lives(self, token: Token, word: HarmWord) -> Harm | None:
        group = self.people.at(token)
        if group is not None and not group.is_definite and not group.bounds.assumed:
            return self._made(token, word, [group], "lives-count", ())
        heads = [
            inner
            for child in token.children
            if child.dep_ == "prep" and child.lower_ == "of"
            for inner in child.children
        ]
        groups = self._groups(heads)
        return self._made(token, word, groups, "lives-of", ()) if groups else None

    def _lost_lives(self, token: Token, word: HarmWord) -> Harm | None:
        verb = token.head
        if verb.pos_ not in ("VERB", "AUX"):
            return None
        _, heads = _arguments(verb, HarmWord("killed", "subject"))
        groups = self._groups(heads)
        return self._made(verb, word, groups, "lost-lives", ()) if groups else None

    def _toll(self) -> Iterator[Harm]:
        """Read "the death toll rose to 57 from 49", "number of dead reached 12"."""
        text = self.doc.text
        match = re.search(
            r"\b(death toll|toll|(?:number|count) of (?:dead|deaths|fatalities"
            r"|those killed|people killed|killed|victims)|(?:number|count) of"
            r" (?:injured|wounded|injuries))\b",
            text,
            re.IGNORECASE,
        )
        if match is None:
            return
        kind = "wounded" if re.search(r"injur|wound", match.group()) else "killed"
        options = [c for c in self.people.counts if c[0].start >= match.end()]
        earlier = None
        for count, first, last in options:
            lead = self.doc[max(0, first - 1) : first].text.lower()
            if count.start - match.end() > 90:
                break
            if lead == "from" and not count.revised:
                earlier = count.bounds
                continue
            if _toll_counts_other(self.doc, last) or (last, kind) in self.taken:
                continue
            bounds = count.bounds
            if count.revised is not None and bounds.high is not None:
                earlier = Bounds(low=bounds.low, high=bounds.low, words=bounds.words)
                bounds = Bounds(low=bounds.high, high=bounds.high, words=bounds.words)
            if earlier is None:
                earlier = self._from_after(last)
            group = Group(last, first, last, bounds)
            token = self.doc.char_span(
                match.start(), match.end(), alignment_mode="expand"
            )
            if token is None or any(
                (g, kind) in self.taken for g in range(first, last + 2)
            ):
                return
            made = self._made(token[-1], HarmWord(kind, "noun"), [group], "toll", ())
            yield dataclasses.replace(made, start=match.start(), revised=earlier)
            return

    def _from_after(self, last: int) -> Bounds | None:
        for count, first, _ in self.people.counts:
            if last < first <= last + 4 and self.doc[first - 1].lower_ == "from":
                return count.bounds
        return None


def _arguments(token: Token, word: HarmWord) -> tuple[str, list[Token]]:
    """Return the construction and the heads of those harmed, by the parse."""
    if word.frame == "adjective" or (
        word.frame == "object" and token.dep_ == "amod" and token.tag_ != "VBG"
    ):
        return "adjective", _of_adjective(token)
    if word.frame == "subject":
        return "subject", _subjects(token, ("nsubj", "nsubjpass"))
    if _is_passive(token):
        return "passive", _subjects(token, ("nsubjpass", "nsubj"))
    objects = [c for c in token.children if c.dep_ in ("dobj", "obj")]
    if not objects and token.dep_ == "conj" and token.head.pos_ == "VERB":
        # "killed and wounded 12": the second object serves both verbs.
        objects = []
    if not objects:
        objects = [
            c
            for verb in token.children
            if verb.dep_ == "conj" and verb.pos_ == "VERB" and verb.i - token.i <= 3
            for c in verb.children
            if c.dep_ in ("dobj", "obj")
        ]
    return "active", objects


def _of_adjective(token: Token) -> list[Token]:
    if token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN"):
        return [token.head]
    heads = [c for c in token.children if c.dep_ in ("nsubj", "nummod")]
    if heads:
        return heads
    head = token.head
    if head.pos_ in ("VERB", "AUX"):
        if token.dep_ in ("oprd", "ccomp", "acomp", "advmod", "xcomp"):
            wanted: tuple[str, ...] = ("dobj", "nsubjpass", "nsubj")
            if any(c.dep_ == "dobj" for c in head.children):
                wanted = ("dobj",)
            return _subjects(head, wanted)
        return []
    return []


def _is_passive(token: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children):
        return True
    if token.tag_ != "VBN" and token.dep_ != "acl":
        return False
    if any(c.dep_ in ("dobj", "obj") for c in token.children):
        return False
    if any(c.lower_ in ("have", "has", "had", "having") for c in token.children):
        return False
    if token.dep_ == "conj" and token.head.pos_ == "VERB":
        return token.head.tag_ == "VBN"
    return True


def _subjects(token: Token, wanted: Sequence[str]) -> list[Token]:
    """Return the subjects of a predicate, following conjunction, control, relatives."""
    own = [c for c in token.children if c.dep_ in wanted]
    if own and own[0].lower_ in _RELATIVE and token.dep_ == "relcl":
        return [token.head]
    if own:
        return own
    if token.dep_ in ("acl", "relcl") and token.head.pos_ in ("NOUN", "PROPN", "NUM"):
        return [token.head]
    if token.dep_ in ("conj", "xcomp", "ccomp") and token.head.pos_ in ("VERB", "AUX"):
        return _subjects(token.head, ("nsubjpass", "nsubj"))
    return []


def _reality(token: Token, word: HarmWord) -> tuple[str, ...] | None:
    """Return the hedges of a predicate; None = planned, tried, denied or unreal."""
    if word.frame == "noun":
        return ()
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & _UNREAL_MODALS:
        return None
    hedges = tuple(sorted(auxiliaries & _HEDGING_MODALS))
    if "to" in auxiliaries:
        governor = token.head.lemma_.lower()
        if governor not in _RAISING:
            return None
        hedges += (token.head.text,)
    if token.tag_ == "VBG" and token.head.lower_ in ("without", "of", "at", "from"):
        lead = token.head
        if lead.lower_ == "without" or lead.head.lemma_.lower() in (
            "aim",
            "prevent",
            "stop",
            "risk",
            "intention",
            "plan",
            "suspect",
        ):
            return None
    return hedges


def _has_negation(token: Token) -> bool:
    return any(c.dep_ == "neg" for c in token.children)


def _is_late(doc: Doc, token: Token) -> bool:
    """Say whether the death came later ("died of his wounds on 27 October")."""
    if token.lemma_.lower() not in ("die", "succumb", "pass", "perish"):
        return False
    after = doc[token.i : token.i + 9].text.lower()
    before = doc[max(0, token.i - 3) : token.i].text.lower()
    return bool(
        re.search(r"\b(wounds|injuries|later|days after|weeks after)\b", after)
        or re.search(r"\b(later|subsequently)\b", before)
    )


def _is_more(doc: Doc, groups: Sequence[Group]) -> bool:
    for group in groups:
        words = doc[max(0, group.first - 2) : group.last + 1].text.lower()
        if re.search(
            r"\b(more|another|other|others|additional|further|second)\b", words
        ) and not re.search(r"\bmore than\b", words):
            return True
    return False


def _hedges_near(doc: Doc, token: Token, groups: Sequence[Group]) -> tuple[str, ...]:
    first = max(0, min([token.i, *(g.first for g in groups)]) - 2)
    return tuple(t.text for t in doc[first : token.i + 1] if t.lower_ in _HEDGES)


def _is_plural_statement(token: Token) -> bool:
    """Say whether "casualties", "injuries" are said to have occurred, uncounted."""
    if token.tag_ != "NNS":
        return False
    head = token.head
    if head.lemma_ in ("cause", "sustain", "suffer", "inflict", "claim", "result"):
        return not _has_negation(head)
    return head.lemma_ in ("in", "be") and head.head.lemma_ in ("result", "be")


def _is_clear(tokens: Sequence[Token], words: dict[str, list[HarmWord]]) -> bool:
    """Say whether nothing between a word and a group starts another statement."""
    for token in tokens:
        if token.lower_ in words or token.lower_ in (";", ".", ":", "by"):
            return False
        is_plain = token.lemma_ in _RAISING or token.lower_ == "including"
        if token.pos_ == "VERB" and not is_plain:
            return False
    return True


def _is_the_dead(doc: Doc, token: Token) -> bool:
    """Say whether the word points back: "the dead", "those killed"."""
    before = doc[token.i - 1].lower_ if token.i else ""
    return before in ("the", "those", "all", "of", "among")


def _without_appositives(doc: Doc, groups: Sequence[Group]) -> list[Group]:
    """Drop groups that only say again who others are.

    "Nur, a member of the council" is one person; "seven civilians, Ali Nur, his wife
    and their five children" are seven.
    """
    kept: list[Group] = []
    for group in groups:
        before = kept[-1] if kept else None
        if before is not None and _repeats(doc, kept, group):
            continue
        kept.append(group)
    return kept


def _repeats(doc: Doc, kept: Sequence[Group], group: Group) -> bool:
    first = kept[0]
    n_first = first.bounds.low or first.bounds.high or 0
    is_list = n_first > 1 and not first.bounds.assumed and not first.name
    if is_list and (group.name or (group.noun.kin and group.is_definite)):
        gap = doc[first.last + 1].text if first.last + 1 < len(doc) else ""
        return gap in (",", ":", "–", "-", "(", "—")
    before = kept[-1]
    if not before.name or group.name or group.bounds.high != 1:
        return False
    opener = doc[group.first].lower_
    return (
        doc[group.first - 1].text == ","
        and opener in ("a", "an", "the")
        and group.first - before.last <= _NEAR_APPOSITIVE
    )


_NEAR_APPOSITIVE = 12


SUBTOTAL = re.compile(
    r"\b(including|among them|among whom|of whom|of them|included|amongst them"
    r"|all(?= (?:of them )?(?:women|children|civilians|men|from)\b))\b",
    re.IGNORECASE,
)
_CONTRASTS = frozenset(
    ["compared to", "compared with", "opposed to", "as against", "and against"]
)
_LONG_GAP = 45


def subtotal_runs(
    doc: Doc, people: People
) -> list[tuple[tuple[int, int], list[Group]]]:
    """Return the groups told as parts of others, by the word that says so.

    Returns:
        For each "including", "of whom" ...: its characters in the sentence, and the
        run of groups after it ("two children and three women").
    """
    return [
        (match.span(), _run_after(doc, people, match))
        for match in SUBTOTAL.finditer(doc.text)
    ]


def _run_after(doc: Doc, people: People, match: re.Match[str]) -> list[Group]:
    run: list[Group] = []
    at = match.end()
    for group in sorted(people.groups, key=lambda g: g.first):
        if doc[group.head].idx < match.end():
            continue
        start = max(doc[group.first].idx, match.end())
        gap = doc.text[at:start]
        if len(gap) > _LONG_GAP or re.search(r"\b(wound|injur|kill|were|was)", gap):
            if run or not re.fullmatch(r"\s*(?:were|was)\s*", gap):
                break
        if run and group.noun.is_perpetrator and re.search(r",\s*and\b", gap):
            # "16 soldiers, including a major, and 10 assailants": not a part.
            break
        run.append(group)
        last = doc[group.last]
        at = last.idx + len(last)
    return [_with_count_before(people, g, match) for g in run]


def _with_count_before(people: People, group: Group, match: re.Match[str]) -> Group:
    """Give "five of them civilians" its number, which stands before "of them"."""
    if not group.bounds.assumed or not match.group().lower().startswith("of"):
        return group
    for count, _, _ in people.counts:
        if 0 <= match.start() - count.end <= 1:
            return dataclasses.replace(group, bounds=count.bounds)
    return group


def _toll_counts_other(doc: Doc, last: int) -> bool:
    after = doc[last + 1 : last + 4].text.lower()
    return bool(re.match(r"(?:\w+ )?(?:injur|wound|hours|days|houses|attacks)", after))
