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
    "report believe say fear think know confirm allege presume understand assume"
    " declare pronounce claim estimate appear seem rumour rumor find".split()
)
_UNREAL_MODALS = frozenset(["would", "should", "will", "can", "’ll", "'ll", "must"])
_HEDGING_MODALS = frozenset(["may", "might", "could"])
_HEDGES = frozenset(
    "reportedly allegedly apparently possibly probably presumably likely supposedly"
    " believed feared thought alleged suspected purportedly rumoured rumored".split()
)
_RELATIVE = frozenset(["who", "that", "which", "whom"])
_TO_DEATH = frozenset(
    "beat stab hack burn shoot crush trample stone torture bleed starve thrash bludgeon"
    " batter chop choke club".split()
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
        found.extend(self._lives())
        found.extend(self._toll())
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
        groups = self._groups(heads)
        groups = [g for g in groups if (g.head, word.harm) not in self.taken]
        if not groups:
            return None
        groups += self._linked(token, groups)
        return self._made(token, word, groups, rule, reality)

    def _groups(self, heads: Sequence[Token]) -> list[Group]:
        groups: list[Group] = []
        for head in heads:
            for token in walk_conjuncts(head):
                group = self.people.at(token)
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
            if not after or abs(after[0] - token.i) > 12:
                continue
            first = next(
                (g for g in self.people.groups if after[0] <= g.head <= after[0] + 6),
                None,
            )
            if first is None or first in groups:
                continue
            more += [g for g in self._groups([self.doc[first.head]]) if g not in groups]
        return more

    def _made(
        self,
        token: Token,
        word: HarmWord,
        groups: Sequence[Group],
        rule: str,
        hedges: tuple[str, ...],
    ) -> Harm:
        for group in groups:
            self.taken.add((group.head, word.harm))
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
            and re.search(r"\b(no|neither)\b", self.doc.text, re.I)
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
        if word.frame == "noun" or (word.is_weak):
            return None
        looks_right = word.frame == "object" and token.tag_ in ("VBG", "VBZ", "VBP")
        order = ("right", "left") if looks_right else ("left", "right")
        if token.tag_ == "VBG":
            order = ("right",)
        for side in order:
            groups = self._near(token, word, side)
            if groups:
                return self._made(token, word, groups, f"near-{side}", ())
        return None

    def _near(self, token: Token, word: HarmWord, side: str) -> list[Group]:
        free = [g for g in self.people.groups if (g.head, word.harm) not in self.taken]
        if side == "left":
            options = [g for g in free if g.last < token.i and not g.is_definite]
            if not options or token.i - options[-1].last > _REACH_LEFT:
                return []
            if not _is_clear(self.doc[options[-1].last + 1 : token.i], self.words):
                return []
            return self._joined_left(options)
        options = [g for g in free if g.first > token.i]
        if not options or options[0].first - token.i > _REACH_RIGHT:
            return []
        if not _is_clear(self.doc[token.i + 1 : options[0].first], self.words):
            return []
        return self._groups([self.doc[options[0].head]])

    def _joined_left(self, options: Sequence[Group]) -> list[Group]:
        """Return the last group and those joined to it on its left by "and", ","."""
        joined = [options[-1]]
        for group in reversed(options[:-1]):
            between = self.doc[group.last + 1 : joined[0].first].text.strip().lower()
            if between not in ("and", ",", ", and", "or"):
                break
            joined.insert(0, group)
        return joined

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
            wanted = ("dobj", "nsubjpass", "nsubj")
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
        ):
            if not re.search(r"\bmore than\b", words):
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
        if token.pos_ == "VERB" and token.lemma_ not in _RAISING:
            return False
    return True


def _toll_counts_other(doc: Doc, last: int) -> bool:
    after = doc[last + 1 : last + 4].text.lower()
    return bool(re.match(r"(?:\w+ )?(?:injur|wound|hours|days|houses|attacks)", after))
