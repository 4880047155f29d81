"""Who is said to be harmed, and how, in one parsed sentence.

A harm word (table `harm_words`) takes the people it harms from the dependency parse;
where the parse gives none, from its neighbours; fixed phrases ("claimed the lives of",
"the death toll rose to") and verbs left out in a second clause come last.

Method: M025 (harm). What is only planned, tried, feared for later or denied is no harm.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.blows import read_blow, read_phrases, read_wounds
from firsthand.extract.dead_lists import may_list_the_dead, read_dead_list
from firsthand.extract.harm_search import Harm, Search, is_later
from firsthand.extract.harm_ways import Ways, may_tell_of_ways, read_ways, ways_of
from firsthand.extract.numbers import Count
from firsthand.extract.parts import subtotal_runs
from firsthand.extract.people import Group, People, people_of
from firsthand.extract.roles import (
    HarmWord,
    Lexicon,
    arguments,
    lexicon_of_harm,
    reality,
)
from firsthand.extract.trees import text_of, tokens_of
from firsthand.model import Bounds
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Harm", "find_harms", "read_harm", "subtotal_runs", "untrue_stretch"]

_CONTRASTS = frozenset(
    ["compared to", "compared with", "opposed to", "as against", "and against"]
)
_COUNT_REACH = 2  # "12,000 displaced people", "40 newly displaced families"
_TOLL_REACH = 90
_TOLL = re.compile(
    r"\b(death toll|toll|(?:earlier|previous|initial|preliminary|first|latest|final)"
    r" (?:count|figure|tally)"
    r"(?=,? (?:had |has |was |which )*(?:stood|stands|put|been|of|gave|at)\b)"
    r"|(?:exact|precise|true|overall|total|final|combined) (?:figure|number|total)"
    r"(?= at\b)"
    r"|estimates? of (?:the )?(?:dead|deaths|fatalities)"
    r"|(?:number|count|tally|total) of (?:(?:the|confirmed|civilian|known|reported) )*"
    r"(?:dead|deaths|fatalities|victims"
    r"|(?:(?!were|was|are|been|had|have|and|who)[\w-]+ ){0,2}?killed)"
    r"|(?:number|count|tally|total) of (?:the )?"
    r"(?:(?!killed|were|was|are|been|had|have|and|who)[\w-]+ ){0,2}?"
    r"(?:injured|wounded|injuries|hurt|displaced|homeless|missing))\b",
    re.IGNORECASE,
)
_TOLL_OF = (
    ("injur", "wounded"),
    ("wound", "wounded"),
    ("hurt", "wounded"),
    ("displaced", "displaced"),
    ("homeless", "displaced"),
    ("missing", "missing"),
)
_RAISED = re.compile(
    r"\b(?:rais|revis|increas|updat|lower|chang|correct|reduc|cut|bring|brought)\w*\s+"
    r"(?:it|this|that|(?:the|its|their) (?:toll|figure|number|count|estimate))\s+"
    r"(?:up(?:wards?)?\s+|down(?:wards?)?\s+)?to\s+$",
    re.IGNORECASE,
)
_NOW_AT = re.compile(
    r"[;,.]\s*(?:but\s+|and\s+)?(?:it|the\s+(?:toll|figure|number|count))\s+"
    r"(?:(?:now|currently|has\s+since|had\s+since|since|later|then)\s+)?"
    r"(?:stands?\s+at|stood\s+at|is\s+now|rose\s+to|risen\s+to|climbed\s+to"
    r"|reached|grew\s+to|grown\s+to)\s+$",
    re.IGNORECASE,
)
_TOLL_RAISED = re.compile(
    r"\s+(?:was|were|has been|had been|is)\s+(?:\w+ly\s+|later\s+|then\s+)?(?:raised"
    r"|revised|brought|updated|corrected|increased|lowered|cut)\s+"
    r"(?:up(?:wards?)?\s+|down(?:wards?)?\s+)?(?:to\s+)?$",
    re.IGNORECASE,
)
_RANGES = re.compile(
    r"\b(?:rang|var)(?:e|es|ed|ing|y|ies|ied|ying)\s+(?:\w+\s+)?from\b", re.IGNORECASE
)
_UP_TO = re.compile(r"up to\s+", re.IGNORECASE)
# What is reported, and called untrue: "reports that five died are false".
_UNTRUE = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|stor(?:y|ies)|news"
    r"|accusations?|assertions?)\s+(?P<that>(?:that|of|about)\b[^.;]*?)\s+(?:is|are|was"
    r"|were|proved|turned out(?: to be)?)\s+[\"\u201c']?(?:an?\s+)?(?:\w+ly\s+|all\s+"
    r"|just\s+|outright\s+|complete\s+|total\s+|blatant\s+|another\s+|pure\s+)?(?:unfounded"
    r"|untrue|false|baseless|groundless|fabricated|incorrect|wrong|fake|lies?|invented"
    r"|not true|propaganda|disinformation|staged|an? hoax|hoaxes|fakes|nonsense|absurd"
    r"|part of (?:the|an?) (?:\w+ )?(?:information|propaganda|disinformation|smear))\b"
    r"|\bit\s+(?:is|was)\s+(?:\w+ly\s+)?(?:false|untrue|not true|incorrect|wrong"
    r"|a lie)\s+(?P<it>that\b[^.;,]*)",
    re.IGNORECASE,
)
_LOST = frozenset(["lost", "lose", "losing", "loses"])
_IN_AN_ATTACK = re.compile(
    r"\b(?:in|during|from|to|by)\s+(?:an?\s+|the\s+|that\s+|this\s+|those\s+)?(?:\S+\s+)?"
    r"(?:\w*strikes?|attacks?|raids?|bomb\w*|shell\w*|explosions?|blasts?|massacres?"
    r"|shootings?|fire)\b"
    r"|\bin\s+(?:one|a\s+single|the\s+same)\s+(?:tent|house|night|day|moment|room|hour)\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_LIVES = frozenset(["life", "lives"])
_BEFORE_TOLL = ("to", "at", "of", "in", "into", "was", "is", "reached", "hit", "passed")


def read_harm(doc: Doc, reference: Reference) -> list[Harm]:
    """Return who is harmed in a sentence, in order of the text.

    Worked out once a sentence: several finders ask for it.
    """
    kept = doc.user_data.get("firsthand.harm")
    if kept is None:
        kept = []
        if _may_tell_of_harm(doc, reference):
            kept = find_harms(doc, people_of(doc, reference), reference)
        doc.user_data["firsthand.harm"] = kept
    return list(kept)


def _may_tell_of_harm(doc: Doc, reference: Reference) -> bool:
    """Say whether a sentence holds any word that the search starts from."""
    words = lexicon_of_harm(reference).any_word
    if next(tokens_of(doc, words), None) is not None:
        return True
    text = text_of(doc)
    is_lost = next(tokens_of(doc, _LOST), None) is not None
    if _TOLL.search(text) or (is_lost and _IN_AN_ATTACK.search(text)):
        return True
    return may_tell_of_ways(doc, ways_of(reference)) or may_list_the_dead(text)


def find_harms(doc: Doc, people: People, reference: Reference) -> list[Harm]:
    """Return who is said to be harmed in a sentence, in order of the text."""
    lexicon = lexicon_of_harm(reference)
    found = list(_Finder(doc, people, lexicon, ways_of(reference)).harms())
    listed = read_dead_list(doc, reference)
    if listed is None:
        return found
    others = [h for h in found if h.end <= listed.start or listed.end <= h.start]
    return sorted([*others, listed], key=lambda h: h.token)


class _Finder(Search):
    """One sentence's search, with the fixed phrases."""

    def __init__(self, doc: Doc, people: People, lexicon: Lexicon, ways: Ways) -> None:
        """Take a sentence, its groups of people, the words and phrases of harm."""
        super().__init__(doc, people, lexicon)
        self.ways = ways

    def harms(self) -> Iterator[Harm]:
        """Return who is harmed, in order of the text."""
        found: list[Harm] = []
        empty: list[tuple[Token, HarmWord]] = []
        for token in tokens_of(self.doc, self.lexicon.any_word):
            word = self.word_at(token)
            if token.i in self.told:
                continue
            if word is None or (word.harm == "wounded" and token.pos_ == "NOUN"):
                found += self._blow(token)
            if word is None or self._only_names_them(token, word):
                continue
            hedges = reality(token, word, self.lexicon.raising)
            if hedges is None:
                continue
            harm = self.by_parse(token, word, hedges)
            if harm is not None:
                found.append(harm)
            else:
                empty.append((token, word))
        for token, word in empty:
            harm = self.by_neighbours(token, word)
            if harm is not None:
                found.append(harm)
        found.extend(read_phrases(self))
        found = self._lumped(found)
        found.extend(self._lives())
        found = [self._as_last_told(harm) for harm in found]
        found = _with_tolls(found, list(self._toll()))
        found.extend(self._elliptic(found))
        found.extend(self._without_verb(found))
        found.extend(self._lost_kin())
        found.extend(read_ways(self, self.ways))
        untrue = untrue_stretch(text_of(self.doc))
        yield from sorted(
            (h for h in found if not (untrue and untrue[0] <= h.start < untrue[1])),
            key=lambda h: h.token,
        )

    def _only_names_them(self, token: Token, word: HarmWord) -> bool:
        """Say whether a word only says which people ("a camp for displaced people")."""
        is_named = word.harm == "displaced" and token.dep_ == "amod"
        is_told = token.head.head.lower_ in self.words  # "killed nine displaced people"
        return is_named and (is_told or not self._is_counted_at(token))

    def _is_counted_at(self, token: Token) -> bool:
        return any(
            first <= token.i <= last + _COUNT_REACH
            for _, first, last in self.people.counts
        )

    def _blow(self, token: Token) -> list[Harm]:
        """Return who was shot, stabbed, or suffered wounds, by one word."""
        is_blow = token.lower_ in self.lexicon.blows
        harm = read_blow(self, token) if is_blow else read_wounds(self, token)
        return [harm] if harm is not None else []

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
            is_told = before is not None and before.token in (lump, lump + 2)
            if is_told and before is not None and before.kind == "casualties":
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

        "... died in the first flat and a couple in the second";
        "90 shoppers killed, compared to a dozen rebels".
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
                is_late=is_later(self.doc, group.head, is_further=True)
                if harm.kind == "killed"
                else False,
            )

    def _without_verb(self, found: Sequence[Harm]) -> Iterator[Harm]:
        """Read the count of a clause that leaves the verb before it out."""
        for group in self.people.groups:
            start = self.gapped.get(group.head)
            before = [
                h
                for h in found
                if h.kind in ("killed", "wounded") and start and h.end <= start
            ]
            if start is None or not before or before[-1].is_negated:
                continue
            last = self.doc[group.last]
            yield dataclasses.replace(
                max(before, key=lambda h: h.end),
                token=group.head,
                groups=(group,),
                start=start,
                end=last.idx + len(last),
                rule="elliptic",
                revised=None,
                is_late=False,
                is_more=False,
            )

    def _lost_kin(self) -> Iterator[Harm]:
        """Read "lost his wife and five daughters in the strike"."""
        for token in tokens_of(self.doc, _LOST):
            kin = self.groups([c for c in token.children if c.dep_ == "dobj"])
            is_kin = [g for g in kin if g.noun.kin]
            if token.pos_ != "VERB" or not is_kin or is_kin != kin:
                continue
            if _IN_AN_ATTACK.search(text_of(self.doc)):
                word = HarmWord("killed", "object")
                yield self.made(token, word, kin, "lost-kin", ())

    def _after_link(self, harm: Harm) -> tuple[Group | None, int]:
        after = max([harm.token, *(g.last for g in harm.groups)])
        for group in self.people.groups:
            if group.first <= after or (group.head, harm.kind) in self.taken:
                continue
            if group.name or self.doc[group.first - 1].lower_ == "including":
                continue  # the place between the two: "in Daraz and four in Talbar"
            lead = self.doc[max(0, group.first - 2) : group.first].text.lower()
            contrast = lead in _CONTRASTS or lead.endswith((", against", ", versus"))
            joined = self.doc[group.first - 1].lower_ in ("and", ",")
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
        for token in tokens_of(self.doc, _LIVES):
            if token.lower_ not in _LIVES:
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
            return self.made(token, word, [group], "lives-count", ())
        heads = [
            inner
            for child in token.children
            if child.dep_ == "prep" and child.lower_ == "of"
            for inner in child.children
        ]
        groups = self.groups(heads)
        return self.made(token, word, groups, "lives-of", ()) if groups else None

    def _lost_lives(self, token: Token, word: HarmWord) -> Harm | None:
        verb = token.head
        if verb.pos_ not in ("VERB", "AUX"):
            return None
        _, heads = arguments(verb, HarmWord("killed", "subject"))
        groups = self.groups(heads)
        if len(groups) == 1:  # "eleven recruits and two drivers", parsed apart
            before = [g for g in self.people.groups if g.last <= groups[0].last]
            groups = self.joined_left(sorted(before, key=lambda g: g.first))
        return self.made(verb, word, groups, "lost-lives", ()) if groups else None

    def _toll(self) -> Iterator[Harm]:
        """Read "the death toll rose to 57 from 49", "number of dead reached 12"."""
        text = text_of(self.doc)
        matches = list(_TOLL.finditer(text))
        for place, match in enumerate(matches):
            later = matches[place + 1 : place + 2]
            yield from self._toll_of(match, later[0].start() if later else len(text))

    def _toll_of(self, match: re.Match[str], limit: int) -> Iterator[Harm]:
        text = text_of(self.doc)
        kind = next((k for w, k in _TOLL_OF if w in match.group().lower()), "killed")
        options = [
            c
            for c in self.people.counts
            if limit > c[0].start >= match.end()
            and self.doc[c[1] - 1].lower_ != "by"  # "rose by four to 29"
        ]
        earlier = None
        for count, first, last in options:
            lead = self.doc[max(0, first - 1) : first].text.lower()
            is_far = count.start - match.end() > _TOLL_REACH
            if is_far and not self._is_its_verbs(match, last):
                continue
            if _RANGES.search(text, match.end(), count.end):
                yield from self._toll_range(match, options[:1])
                return
            if lead == "from" and not count.revised:
                earlier = count.bounds
                continue
            if count.bounds.vague and lead not in _BEFORE_TOLL:
                return
            if _toll_counts_other(self.doc, last) or (last, kind) in self.taken:
                continue
            bounds, earlier, end = self._settled(count, last, earlier)
            group = Group(end, first, end, bounds)
            token = self.doc.char_span(
                match.start(), match.end(), alignment_mode="expand"
            )
            if token is None or any(
                (g, kind) in self.taken for g in range(first, end + 2)
            ):
                return
            kinds = [g for g in self.people.groups if g.first == first and g.noun.word]
            groups = self.groups([self.doc[g.head] for g in kinds]) or [group]
            if earlier is not None or end != last or len(groups) == 1:
                groups = [group]
            made = self.made(token[-1], HarmWord(kind, "noun"), groups, "toll", ())
            start = _near_start(text, match, count)
            yield dataclasses.replace(made, start=start, revised=earlier)
            return

    def _is_its_verbs(self, match: re.Match[str], last: int) -> bool:
        """Say whether a far count hangs on the toll's own verb ("... has risen to 34").

        "The number of people killed when a missile hit a hospital has risen to 34".
        """
        noun = self.doc.char_span(match.start(), match.end(), alignment_mode="expand")
        top = next((t for t in noun or () if t.dep_ in _SUBJECTS), None)
        verb = self.doc[last].head
        while verb.dep_ in {"pobj", "prep", "nummod", "quantmod", "dobj", "attr"}:
            verb = verb.head
        return top is not None and top.head.i == verb.i

    def _toll_range(
        self, match: re.Match[str], options: Sequence[tuple[Count, int, int]]
    ) -> Iterator[Harm]:
        """Read "estimates of the dead range from 60 to 85": both are bounds."""
        token = self.doc.char_span(match.start(), match.end(), alignment_mode="expand")
        for count, first, last in options:
            if token is None or count.revised is None:
                continue
            group = Group(last, first, last, count.bounds)
            yield dataclasses.replace(
                self.made(token[-1], HarmWord("killed", "noun"), [group], "toll", ()),
                start=match.start(),
            )

    def _settled(
        self, count: Count, last: int, earlier: Bounds | None
    ) -> tuple[Bounds, Bounds | None, int]:
        """Return the figure that holds, the one it replaces, and its last token."""
        bounds = count.bounds
        if count.revised is not None and bounds.high is not None:
            old = Bounds(low=bounds.low, high=bounds.low, words=bounds.words)
            new = Bounds(low=bounds.high, high=bounds.high, words=bounds.words)
            return new, old, last
        later = self._raised_later(last)
        if later is not None:
            return later[0].bounds, bounds, later[2]
        return bounds, earlier or self._from_after(last), last

    def _as_last_told(self, harm: Harm) -> Harm:
        """Read "five dead was raised to eight": the later figure, in place of five."""
        if harm.kind != "killed" or len(harm.groups) != 1 or harm.is_negated:
            return harm
        (group,) = harm.groups
        if group.bounds.assumed or group.name or group.bounds.low is None:
            return harm
        later = self._raised_later(max(harm.token, group.last))
        if later is None:
            return harm
        last = self.doc[later[2]]
        return dataclasses.replace(
            harm,
            groups=(dataclasses.replace(group, bounds=later[0].bounds),),
            end=max(harm.end, last.idx + len(last)),
            revised=group.bounds,
        )

    def _raised_later(self, last: int) -> tuple[Count, int, int] | None:
        """Return the count of "... at 37, then raised it to 44" after the first."""
        end = self.doc[last].idx + len(self.doc[last])
        for found in self.people.counts:
            if found[1] > last:
                return _as_raised(found, text_of(self.doc)[end : found[0].start])
        return None

    def _from_after(self, last: int) -> Bounds | None:
        for count, first, _ in self.people.counts:
            if last < first <= last + 4 and self.doc[first - 1].lower_ == "from":
                return count.bounds
        return None


def _near_start(text: str, match: re.Match[str], count: Count) -> int:
    """Return where a toll begins: with its verb where its noun stands far before.

    "The number of people killed in a strike on a market in Daraz has risen to 43".
    """
    verb = _RISEN.search(text, match.end(), count.start)
    is_far = count.end - match.start() > _LONGEST_TOLL
    return verb.start() if verb is not None and is_far else match.start()


_LONGEST_TOLL = 85
_RISEN = re.compile(
    r"\b(?:(?:has|have|had|was|is)\s+)?(?:now\s+|since\s+|also\s+)?(?:risen|rose|rises?"
    r"|rising|climb(?:s|ed)?|gr(?:ew|own|ows)|reach(?:es|ed)?|stands?|stood|jump(?:s|ed)"
    r"|increased|passed|hit)\b[^,;.]{0,20}$"
)


def _with_tolls(found: Sequence[Harm], tolls: Sequence[Harm]) -> list[Harm]:
    """Add tolls; "the number of civilians killed" in one counts nobody besides."""
    kept = [
        h
        for h in found
        if not any(
            (t.start <= h.start and h.end <= t.end) or t.token == h.token for t in tolls
        )
        or not all(g.bounds.assumed for g in h.groups)
    ]
    return [*kept, *tolls]


def _as_raised(
    found: tuple[Count, int, int], between: str
) -> tuple[Count, int, int] | None:
    """Return a later figure that the words between put in place of the first."""
    words = found[0].bounds.words
    lead = _UP_TO.match(words)
    if lead is not None:
        # "brought it up to 44": to 44, and no more than the verb says.
        between += lead.group()
    shapes = (_RAISED, _TOLL_RAISED, _NOW_AT)
    if not any(shape.search(between) for shape in shapes):
        return None
    if lead is None:
        return found
    n_people = found[0].bounds.high
    bounds = Bounds(low=n_people, high=n_people, words=words)
    return dataclasses.replace(found[0], bounds=bounds), *found[1:]


def untrue_stretch(text: str) -> tuple[int, int] | None:
    """Return where a sentence tells what it calls untrue; None = nowhere."""
    match = _UNTRUE.search(text)
    if match is None:
        return None
    return match.span("that") if match["that"] else match.span("it")


def _toll_counts_other(doc: Doc, last: int) -> bool:
    after = doc[last + 1 : last + 4].text.lower()
    return bool(
        re.match(r"\W*(?:\w+ )?(?:injur|wound|hours|days|houses|attacks)", after)
    )
