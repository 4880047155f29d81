"""Which documents repeat which: publication origins. Method: M010.

Reads: texts. Writes: Origin. A copy adds no independent source, whatever its outlet.
Kinds: a reprint holds another's words; a rewrite swaps words and keeps numbers,
names and their order; a translation keeps them across languages. Each document has
at most one parent, the earlier one it repeats most: a round-up that repeats two
stories does not make them one. What a person said of two documents comes before all.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from firsthand.link.apart import NO_MARKS, Apart, are_apart
from firsthand.link.candidates import pairs_by_numbers, pairs_by_shingle
from firsthand.link.credits import Credit, Credits, credits_for, names_of
from firsthand.link.decisions import LinkDecisions
from firsthand.link.facts import (
    Facts,
    names_found,
    number_words,
    same_order,
    script_of,
)
from firsthand.link.read_words import Hashes, Words, hash_words, is_among
from firsthand.link.shingles import Shingled, Shingles, longest_passage, shared
from firsthand.link.texts import LinkText, link_text_of_page
from firsthand.link.weights import Weights, weights_of
from firsthand.model import CopyKind, CopyLink, DocumentId, Origin, OriginId, Reason
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

_RULE = "M010"
_FAR_FUTURE = dt.date.max
_FEWEST_NAMES = 2
_FEWEST_FACTS = 4
_LENGTHS = 2.5
_NEAR_EQUAL = 0.8
_HALF = 0.5
_MOST, _NEARLY_ALL = 0.6, 0.9
_MANY_NUMBERS = 5
_FEW_NUMBERS = 2
_NUMBERS_READ = 200
_ASKED = frozenset(
    f"copy.{name}"
    for name in (
        *("reprint", "rewrite", "credited", "fewest", "same_words", "passage_words"),
        *("passage_part", "facts", "names", "other_numbers", "other_names"),
        "translation_numbers",
    )
)
"""What two texts must share to be copies; how late one may come is none of it."""


@dataclasses.dataclass(frozen=True)
class CopiesKnown:
    """What all texts tell about copies, settled when all were linked.

    Attributes:
        furniture: Sorted hashes of paragraphs that are furniture.
        sources: Names of those who can be credited.
    """

    furniture: Hashes
    sources: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _SharedWords:
    """How many threes of words, as a part of the shorter text, with quotations not."""

    n_shared: int
    share: float
    least: float


@dataclasses.dataclass(frozen=True)
class _Verdict:
    """One document repeats another: how, how much, and why."""

    kind: CopyKind
    share: float
    n_shared: int
    because: tuple[Reason, ...]


def find_origins(
    texts: Sequence[LinkText],
    reference: Reference,
    *,
    previous: Sequence[Origin] = (),
    known: CopiesKnown | None = None,
    decisions: LinkDecisions | None = None,
) -> list[Origin]:
    """Group documents that repeat one text; every document gets one origin.

    Args:
        texts: All documents of the case or batch, in any order.
        reference: `link_weights`, `agency_credits` and `link_number_words` rows.
        previous: Origins found before: their ids are kept where documents meet again.
        known: What is furniture and who can be credited, settled before (`growing`);
            None = found from `texts`.
        decisions: What people said of two documents: one draws on the other, or not.

    Returns:
        Origins in order of their first document; a document that repeats nothing is
        an origin of one. Links carry kind, share and reasons.
    """
    comparer = Comparer(texts, reference, known)
    families = Families(comparer.texts, decisions or LinkDecisions())
    parents = comparer.parents(families)
    found = [comparer.origin(family, parents, families) for family in families.all()]
    return _with_previous_ids(found, previous)


class Families:
    """Documents of one text, while they are found; what a person said binds them."""

    def __init__(self, texts: Sequence[LinkText], decisions: LinkDecisions) -> None:
        """Join what a person said draws on one another.

        Args:
            texts: In order of publication.
            decisions: What people said of documents.
        """
        self._top = list(range(len(texts)))
        apart = Apart(decisions.undrawn)
        self._marks = {
            place: marks
            for place, text in enumerate(texts)
            if (marks := apart.marks((text.document_id,)))
        }
        place_of = {text.document_id: place for place, text in enumerate(texts)}
        self._decided: list[tuple[int, int, str]] = []
        for said in decisions.drawn:
            held = [place_of.get(DocumentId(name)) for name in (*said.one, *said.other)]
            places = sorted(place for place in held if place is not None)
            if len(places) == len(held) and self.can_join(places[0], places[-1]):
                self.join(places[0], places[-1])
                self._decided.append((places[0], places[-1], said.by))

    def top(self, place: int) -> int:
        """Return the first document of a family."""
        while self._top[place] != place:
            self._top[place] = self._top[self._top[place]]
            place = self._top[place]
        return place

    def can_join(self, one: int, other: int) -> bool:
        """Say whether no person keeps the families of two documents apart."""
        if not self._marks:
            return True
        ours, theirs = (
            self._marks.get(self.top(place), NO_MARKS) for place in (one, other)
        )
        return not are_apart(ours, theirs)

    def join(self, one: int, other: int) -> None:
        """Make one family of two."""
        first, second = sorted((self.top(one), self.top(other)))
        if first != second:
            self._top[second] = first
            both = self._marks.get(first, NO_MARKS) | self._marks.pop(second, NO_MARKS)
            if both:
                self._marks[first] = both

    def decided_of(self, place: int) -> list[tuple[int, int, str]]:
        """Return what a person joined in a family: two documents, and by what."""
        if not self._decided:
            return []
        top = self.top(place)
        return [said for said in self._decided if self.top(said[0]) == top]

    def all(self) -> list[list[int]]:
        """Return the families, each in order, by their first document."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._top)):
            found[self.top(place)].append(place)
        return list(found.values())


class Comparer:
    """The texts in order of publication, with what is compared made once."""

    def __init__(
        self,
        texts: Sequence[LinkText],
        reference: Reference,
        known: CopiesKnown | None = None,
    ) -> None:
        """Read texts: their words, credits, and in which order they came."""
        self.weights: Weights = weights_of(reference)
        self._made = Shingles(
            texts, number_words(reference), known.furniture if known else None
        )
        names = known.sources if known else names_of(texts)
        self.known = CopiesKnown(self._made.furniture, names)
        given = _credits(texts, self._made.words, credits_for(names, reference))
        order = sorted(range(len(texts)), key=lambda at: _order(texts[at], given[at]))
        self._at = order
        self.texts = [texts[at] for at in order]
        self.credits = [given[at] for at in order]
        self._facts: dict[int, Facts] = {}
        self.languages = [(t.language or script_of(t.text))[:2] for t in self.texts]

    def asking(self, part: float) -> Comparer:
        """Return the same texts, asked for so great a part of what makes a copy."""
        made = copy.copy(self)  # what was read of the texts is shared
        made.weights = self.weights.scaled(_ASKED, part)
        return made

    def shingled(self, place: int) -> Shingled:
        """Return a text as shingles."""
        return self._made[self._at[place]]

    def facts(self, place: int) -> Facts:
        """Return the numbers and names of a text."""
        if place not in self._facts:
            numbers = self._made.numbers(self._at[place])
            self._facts[place] = Facts(self.texts[place].text, numbers)
        return self._facts[place]

    def candidates(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield for each text the earlier ones that it may repeat."""
        place_of = np.argsort(np.array(self._at, dtype=np.int64))
        near = pairs_by_shingle(self._made, place_of, self.weights["copy.fewest"])
        far = pairs_by_numbers(self._made.words, place_of)
        for later in range(len(self.texts)):
            yield later, (*near.get(later, ()), *far.get(later, ()))

    def parents(self, families: Families) -> dict[int, tuple[int, _Verdict]]:
        """Return for each copy the earlier text it repeats most.

        Args:
            families: What a person said; takes who repeats whom.
        """
        found = {
            later: (earlier, verdict)
            for later, (earlier, verdict) in self.forwards().items()
            if families.can_join(earlier, later)
        }
        for later, (earlier, _) in found.items():
            families.join(earlier, later)
        for later, candidates in self.candidates():
            if later in found:
                continue
            verdicts = {
                earlier: verdict
                for earlier in candidates
                if (verdict := self.verdict(earlier, later))
                and families.can_join(earlier, later)
            }
            if verdicts:
                found[later] = self._most_repeated(later, verdicts)
                families.join(found[later][0], later)
        return found

    def forwards(self) -> dict[int, tuple[int, _Verdict]]:
        """Return for each forward the first text of the same words it came with.

        However short: what the program that sent it says is enough, and what many
        forward would else look like furniture.
        """
        found: dict[int, tuple[int, _Verdict]] = {}
        first: dict[tuple[str, str], int] = {}
        forwarded = {t.forwarded_from for t in self.texts if t.forwarded_from}
        known = {plain_key(name) for name in forwarded}
        for place, text in enumerate(self.texts):
            said = {
                plain_key(name) for name in (text.source, text.forwarded_from) if name
            }
            if said.isdisjoint(known):
                continue
            words = plain_key(text.text)
            here = [(name, words) for name in sorted(said)]
            earlier = [first[key] for key in here if key in first]
            of = min(earlier, default=place)
            if of != place and self._is_forward(of, place):
                name = text.forwarded_from or self.texts[of].forwarded_from
                why = _why(f"forwarded from {name}, the same words")
                verdict = _Verdict(
                    CopyKind.REPRINT,
                    1.0,
                    len(words),
                    (why, *self._circumstances(of, place)),
                )
                found[place] = (of, verdict)
            for key in here:
                first.setdefault(key, place)
        return found

    def _is_forward(self, one: int, other: int) -> bool:
        return any(self.texts[place].forwarded_from for place in (one, other))

    def _most_repeated(
        self, later: int, verdicts: Mapping[int, _Verdict]
    ) -> tuple[int, _Verdict]:
        """Return the text repeated most; of near equals, the one surely earlier."""
        most = max(verdict.n_shared for verdict in verdicts.values())
        near = [
            earlier
            for earlier, verdict in verdicts.items()
            if verdict.n_shared >= most * _NEAR_EQUAL
        ]
        surely = [e for e in near if _came_before(self.texts[e], self.texts[later])]
        chosen = min(
            surely or near, key=lambda earlier: (-verdicts[earlier].n_shared, earlier)
        )
        return chosen, verdicts[chosen]

    def verdict(self, earlier: int, later: int) -> _Verdict | None:
        """Say how a text repeats an earlier one; None = it does not."""
        if self.languages[earlier] == self.languages[later]:
            return self.same_language(earlier, later)
        return self.translated(earlier, later)

    def same_language(self, earlier: int, later: int) -> _Verdict | None:
        """Say how a text repeats an earlier one of the same script; None = it does not.

        What stands in quotation marks in both counts only beside other shared text:
        two reporters at one press conference do not copy each other. Weeks apart, like
        words without facts in common are page furniture, not news.
        """
        w = self.weights
        words = self._shared_words(earlier, later)
        if words is None or not self._may_repeat(earlier, later, words.least):
            return None
        is_like = words.least >= w["copy.fewest"]
        agreement = _Agreement(self.facts(earlier), self.facts(later))
        if not (is_like or agreement.is_reordered()):
            return None
        kind, why = self._kind(earlier, later, words.least, agreement)
        if kind is None or agreement.are_different(
            w["copy.other_numbers"], w["copy.other_names"]
        ):
            return None
        if self._is_late(earlier, later) and not agreement.is_telling:
            return None
        because = (why, *self._circumstances(earlier, later))
        return _Verdict(kind, words.share, words.n_shared, because)

    def _shared_words(self, earlier: int, later: int) -> _SharedWords | None:
        """Return what two texts share in threes of words; None = one is too short."""
        a, b = self.shingled(earlier), self.shingled(later)
        smaller = min(len(a.unique), len(b.unique))
        own = min(len(a.own), len(b.own))
        if min(smaller, own) < self.weights["copy.fewest_shingles"]:
            return None
        n_shared = shared(a.unique, b.unique)
        is_unquoted = a.own is a.unique and b.own is b.unique
        n_own = n_shared if is_unquoted else shared(a.own, b.own)
        return _SharedWords(
            n_shared, n_shared / smaller, min(n_shared / smaller, n_own / own)
        )

    def _may_repeat(self, earlier: int, later: int, share: float) -> bool:
        """Say whether words, facts or a credit can make a copy of two texts.

        A bound, cheaper than the order of the facts: it never says no to a copy.
        """
        if share >= self.weights["copy.rewrite"]:
            return True
        if (
            share < self.weights["copy.fewest"]
            and self._n_numbers(earlier, later) <= _MANY_NUMBERS
        ):
            return False
        a, b = (
            Counter(self.facts(p).numbers[:_NUMBERS_READ]) for p in (earlier, later)
        )
        if len(a.keys() & b.keys()) > _MANY_NUMBERS:
            return True
        most = (a & b).total()
        if most >= max(_FEW_NUMBERS, _HALF * max(a.total(), b.total())):
            return True
        is_enough = share >= self.weights["copy.credited"]
        return is_enough and self._credited(earlier, later, byline=True)

    def _n_numbers(self, earlier: int, later: int) -> int:
        a, b = self.facts(earlier), self.facts(later)
        return len(set(a.numbers) & set(b.numbers))

    def _kind(
        self, earlier: int, later: int, share: float, agreement: _Agreement
    ) -> tuple[CopyKind | None, Reason]:
        w = self.weights
        percent = round(share * 100)
        if share >= w["copy.reprint"]:
            return CopyKind.REPRINT, _why(
                f"{percent}% of the shorter text stands in the other word for word"
            )
        is_part = share >= w["copy.passage_part"]
        passage = self.passage(earlier, later) if is_part else 0
        if passage >= w["copy.passage_words"]:
            return CopyKind.REPRINT, _why(f"a passage of {passage} words is shared")
        agrees = agreement.holds(w["copy.facts"], w["copy.names"])
        if share >= w["copy.rewrite"] and agrees and agreement.is_telling:
            return CopyKind.REWRITE, _why(
                f"{percent}% shared in threes of words; {agreement}"
            )
        retold = agrees and agreement.is_retold(w["copy.same_words"])
        if retold or agreement.is_reordered():
            return CopyKind.REWRITE, _why(
                f"told anew with the same facts: {agreement}"
                if retold
                else f"told anew in another order: {agreement.n_kept} numbers and "
                f"{agreement.n_names} names are the same"
            )
        is_credited = share >= w["copy.credited"] and self._credited(
            earlier, later, byline=True
        )
        if is_credited and agreement.holds(_HALF, _HALF):
            return CopyKind.REWRITE, _why(
                f"credits the other and shares {percent}% of its threes of words; "
                f"{agreement}"
            )
        return None, _why("not enough shared")

    def passage(self, earlier: int, later: int) -> int:
        """Return the length in words of the longest passage that two texts share."""
        pair = sorted(
            (self.shingled(earlier), self.shingled(later)), key=lambda s: len(s.unique)
        )
        return longest_passage(pair[0], pair[1])

    def same_numbers(self, earlier: int, later: int) -> int:
        """Return how many numbers two texts state in the same order."""
        return _Agreement(self.facts(earlier), self.facts(later)).n_numbers

    def measured(self, earlier: int, later: int) -> Iterator[str]:
        """Tell what two texts share that are no copies, beside what a copy asks for."""
        w = self.weights
        agreement = _Agreement(self.facts(earlier), self.facts(later))
        if self.languages[earlier] == self.languages[later]:
            words = self._shared_words(earlier, later)
            yield (
                "too short for their words to be compared"
                if words is None
                else f"{words.least:.0%} of the shorter text's threes of words stand "
                f"in the other (a reprint {w['copy.reprint']:.0%}, a rewrite "
                f"{w['copy.rewrite']:.0%} with the same facts)"
            )
            yield f"longest shared passage: {self.passage(earlier, later)} words"
        else:
            yield "in two languages: numbers and names are compared"
        yield f"facts: {str(agreement) or 'too few numbers and names to compare'}"
        apart = self._days_apart(earlier, later)
        if apart is not None and self._is_late(earlier, later):
            yield f"published {apart} days apart: a copy so late has facts in common"
        if not self._credited(earlier, later):
            yield "neither credits the other"

    def translated(self, earlier: int, later: int) -> _Verdict | None:
        """Say whether a text repeats an earlier one in another language."""
        a, b = self.facts(earlier), self.facts(later)
        w = self.weights
        found = _Agreement(a, b)
        if self._is_late(earlier, later):
            return None
        lengths = sorted(len(self.shingled(p).sequence) + 1 for p in (earlier, later))
        if lengths[1] > lengths[0] * _LENGTHS:
            return None
        enough = found.n_numbers >= w["copy.translation_numbers"]
        if not enough or not found.is_translated(w["copy.facts"]):
            return None
        share = found.n_numbers / max(1, min(len(a.numbers), len(b.numbers)))
        why = _why(f"in another language; {found}")
        return _Verdict(
            CopyKind.TRANSLATION,
            share,
            found.n_numbers,
            (why, *self._circumstances(earlier, later)),
        )

    def _is_late(self, earlier: int, later: int) -> bool:
        apart = self._days_apart(earlier, later)
        return apart is not None and apart > self.weights["copy.days"]

    def _days_apart(self, earlier: int, later: int) -> int | None:
        first, second = self.texts[earlier].published_by, self.texts[later].published_by
        return abs((second - first).days) if first and second else None

    def _credited(self, earlier: int, later: int, *, byline: bool = False) -> bool:
        source = plain_key(self.texts[earlier].source or "")
        return bool(source) and any(
            plain_key(credit.name) == source and (credit.is_byline or not byline)
            for credit in self.credits[later]
        )

    def _circumstances(self, earlier: int, later: int) -> tuple[Reason, ...]:
        """Say what is known of which came first, and of what was left out."""
        first, second = self.texts[earlier], self.texts[later]
        said: list[Reason] = []
        if self._credited(earlier, later):
            said.append(_why(f"it credits {first.source}"))
        if _came_before(first, second):
            said.append(_why("it was published later"))
        elif not said:
            said.append(
                Reason(
                    text="which of the two came first is undetermined: the dates do "
                    "not say, and neither credits the other",
                    rule=_RULE,
                )
            )
        n = self.shingled(later).n_furniture
        if n:
            said.append(_why(f"{n} paragraphs found in unrelated documents left out"))
        return tuple(said)

    def origin(
        self,
        family: Sequence[int],
        parents: Mapping[int, tuple[int, _Verdict]],
        families: Families,
    ) -> Origin:
        """Return the record of a family: who repeats whom, and what was decided."""
        first = self.texts[family[0]].document_id
        links = [
            self._link(place, *parents[place]) for place in family if place in parents
        ]
        links += [self._decided(*said) for said in families.decided_of(family[0])]
        credited = [c.name for p in family for c in self.credits[p] if c.is_byline]
        return Origin(
            id=OriginId(f"O-{first}"),
            first=first,
            documents=tuple(self.texts[place].document_id for place in family),
            links=tuple(links),
            credited_to=credited[0] if credited else None,
        )

    def _link(self, place: int, parent: int, verdict: _Verdict) -> CopyLink:
        kind = verdict.kind
        of = self.texts[parent]
        name = f" ({of.source})" if of.source else ""
        return CopyLink(
            document_id=self.texts[place].document_id,
            copy_of=of.document_id,
            copy_kind=kind,
            share_permille=min(1000, round(verdict.share * 1000)),
            reason=Reason(
                text=f"{kind.capitalize()} of {of.document_id}{name}",
                rule=_RULE,
                met=True,
                because=verdict.because,
            ),
        )

    def _decided(self, earlier: int, later: int, by: str) -> CopyLink:
        """Return the link that a person made."""
        of, drawn = self.texts[earlier], self.texts[later]
        some, other = (self.shingled(place).unique for place in (earlier, later))
        share = shared(some, other) / max(1, min(len(some), len(other)))
        return CopyLink(
            document_id=drawn.document_id,
            copy_of=of.document_id,
            copy_kind=CopyKind.SAME_ORIGIN,
            share_permille=min(1000, round(share * 1000)),
            reason=Reason(
                text=f"One origin with {of.document_id}: a person said so ({by})",
                rule=_RULE,
                met=True,
            ),
        )


class _Agreement:
    """How far two texts state the same numbers and names, in the same order.

    Numbers are cheap; names are looked at only where they can decide.

    Attributes:
        n_numbers: Numbers in common, in order.
        numbers: Part of the shorter list of numbers; None = one text has none.
        of_all: Part of the longer list.
        n_kept: Distinct numbers in common, in whatever order.
        kept: The same as a part of the distinct numbers of the text that has fewer, and
            of the one that has more.
    """

    def __init__(self, a: Facts, b: Facts) -> None:
        """Compare the numbers of two texts."""
        self._a, self._b = a, b
        mine, theirs = a.numbers[:_NUMBERS_READ], b.numbers[:_NUMBERS_READ]
        self.n_numbers = same_order(mine, theirs)
        lengths = sorted((len(mine), len(theirs)))
        self.numbers = self.n_numbers / lengths[0] if lengths[0] else None
        self.of_all = self.n_numbers / lengths[1] if lengths[1] else 0.0
        kept = set(mine) & set(theirs)
        fewer, more = sorted((len(set(mine)), len(set(theirs))))
        self.n_kept = len(kept)
        self.kept = (len(kept) / max(1, fewer), len(kept) / max(1, more))

    @functools.cached_property
    def _names(self) -> tuple[tuple[int, int], ...]:
        """For each text with enough names: how many stand in the other, of how many."""
        return tuple(
            (names_found(some.names, other), len(some.names))
            for some, other in ((self._a, self._b), (self._b, self._a))
            if len(some.names) >= _FEWEST_NAMES
        )

    @property
    def n_names(self) -> int:
        """Names of one text that stand in the other."""
        return max((count for count, _ in self._names), default=0)

    @property
    def names(self) -> float | None:
        """The same as a part; None = too few names to compare."""
        return max((count / of for count, of in self._names), default=None)

    @functools.cached_property
    def words(self) -> float:
        """Part of the distinct words of the shorter text found in the other."""
        smaller = min(len(self._a.tokens), len(self._b.tokens))
        return len(self._a.tokens & self._b.tokens) / smaller if smaller else 0.0

    @property
    def are_other_names(self) -> bool:
        """Both state names, and none in common."""
        mine, theirs = self._a.names, self._b.names
        return bool(
            mine
            and theirs
            and set(mine).isdisjoint(theirs)  # cheap: their words are not read for it
            and not names_found(mine, self._b)
            and not names_found(theirs, self._a)
        )

    @property
    def is_telling(self) -> bool:
        """Enough is compared for agreement to mean something."""
        return self.n_numbers + self.n_names >= _FEWEST_FACTS

    def holds(self, least_numbers: float, least_names: float) -> bool:
        """Say whether both agree; at least one must be there to be compared."""
        if self.numbers is not None and self.numbers < least_numbers:
            return False
        if self.names is None:
            return self.numbers is not None
        return self.names >= least_names

    def is_retold(self, least_words: float) -> bool:
        """Say whether so many facts and words agree that one was made from the other.

        Two reporters who quote the same two bodies share their figures, but not half
        of all their words.
        """
        fewest = _MANY_NUMBERS if self.words < least_words + 0.1 else _FEW_NUMBERS
        return (
            self.words >= least_words
            and self.n_numbers >= fewest
            and self.of_all >= _HALF
        )

    def is_reordered(self) -> bool:
        """Say whether all facts stand in both texts, in another order and words.

        Two reporters at one place share the toll and whom they heard; each has numbers
        of his own besides.
        """
        return (
            self.n_kept > _MANY_NUMBERS
            and self.kept[0] >= _NEARLY_ALL
            and self.kept[1] >= _MOST
            and self.n_names >= _FEWEST_FACTS
            and self.names is not None
            and self.names >= _MOST
        )

    def is_translated(self, least_numbers: float) -> bool:
        """Say whether numbers agree across languages, and names with them."""
        if self.numbers is None or self.numbers < least_numbers:
            return False
        is_long = self.n_numbers >= _MANY_NUMBERS and self.of_all >= _HALF
        return self.n_names >= _FEWEST_NAMES and (
            is_long or (self.names is not None and self.names >= _HALF)
        )

    def are_different(self, numbers: float, names: float) -> bool:
        """Say whether numbers and names both differ: a form filled in anew."""
        if self.numbers is not None and self.of_all >= numbers:
            return False
        if self.are_other_names:
            return True
        if self.numbers is None or self.numbers >= numbers:
            return False
        return self.names is not None and self.names < names

    def __str__(self) -> str:
        """Say it in words."""
        said = []
        if self.numbers is not None:
            said.append(
                f"{self.n_numbers} numbers in the same order "
                f"({round(self.numbers * 100)}%)"
            )
        if self.names is not None:
            said.append(f"{round(self.names * 100)}% of the names")
        return ", ".join(said)


def _credits(
    texts: Sequence[LinkText], words: Words, ways: Credits
) -> list[tuple[Credit, ...]]:
    """Return the credits of each text; only texts that name somebody are searched."""
    first_words = np.sort(hash_words(ways.first_words))
    at = np.searchsorted(
        words.starts, np.flatnonzero(is_among(words.words, first_words)), "right"
    )
    naming = set((np.unique(at) - 1).tolist())
    return [
        ways.of(text)
        if place in naming or text.forwarded_from or "@" in text.text
        else ()
        for place, text in enumerate(texts)
    ]


def _order(text: LinkText, given: Sequence[Credit]) -> tuple[dt.date, bool, str]:
    has_byline = any(credit.is_byline for credit in given)
    return text.published_by or _FAR_FUTURE, has_byline, text.document_id


def _came_before(first: LinkText, second: LinkText) -> bool:
    a, b = first.published, second.published
    if a is None or b is None or a.latest is None or b.earliest is None:
        return False
    return a.latest < b.earliest


def _why(text: str) -> Reason:
    return Reason(text=text, rule=_RULE, met=True)


def _with_previous_ids(
    found: Iterable[Origin], previous: Sequence[Origin]
) -> list[Origin]:
    """Keep ids: an origin takes that of the former one it shares most with."""
    origins = list(found)
    place_of = {d: n for n, made in enumerate(origins) for d in made.documents}
    overlaps: list[tuple[int, str, int]] = []
    for old in previous:
        met: dict[int, int] = defaultdict(int)
        for document in old.documents:
            if document in place_of:
                met[place_of[document]] += 1 + (document == old.first)
        overlaps += [(-count, old.id, place) for place, count in met.items()]
    kept: dict[int, OriginId] = {}
    for _, old_id, place in sorted(overlaps):
        if place not in kept and old_id not in kept.values():
            kept[place] = OriginId(old_id)
    taken = set(kept.values())
    return [
        _renamed(made, kept.get(place), taken) for place, made in enumerate(origins)
    ]


def _renamed(made: Origin, kept: OriginId | None, taken: set[OriginId]) -> Origin:
    if kept is None and made.id not in taken:
        return made
    name = kept or OriginId(f"{made.id}-{made.documents[-1]}")
    return Origin(
        id=name,
        first=made.first,
        documents=made.documents,
        links=made.links,
        credited_to=made.credited_to,
    )


@dataclasses.dataclass(frozen=True)
class TextsCompared:
    """What two texts share, and whether that makes one a copy of the other.

    Attributes:
        kind: How the later repeats the earlier; None = it does not.
        seen: What was measured, in words, with what a copy asks for.
    """

    kind: CopyKind | None
    seen: tuple[str, ...]


def compare_texts(
    texts: Sequence[LinkText], one: DocumentId, other: DocumentId, reference: Reference
) -> TextsCompared:
    """Say what speaks for and against one of two documents being a copy of the other.

    Args:
        texts: All documents: what stands in many is furniture.
        one: A document among them.
        other: Another.
        reference: As for `find_origins`.
    """
    comparer = Comparer(texts, reference)
    earlier, later = sorted(
        place
        for place, text in enumerate(comparer.texts)
        if text.document_id in {one, other}
    )
    verdict = comparer.verdict(earlier, later)
    if verdict is not None:
        seen = tuple(reason.text for reason in verdict.because)
        return TextsCompared(verdict.kind, seen)
    return TextsCompared(None, tuple(comparer.measured(earlier, later)))


def copies_of(
    pages: Sequence[Mapping[str, Any]], reference: Reference
) -> list[dict[str, Any]]:
    """Return the rows of `batch copies`, one a page, in the order given.

    Args:
        pages: `{"page", "text", "published"?, "outlet"?, "language"?}` objects.
        reference: The reference tables.

    Returns:
        `{"page", "origin", "copy_of", "copy_kind", "share"}`; the last three are None
        for a page that repeats nothing.
    """
    origins = find_origins([link_text_of_page(page) for page in pages], reference)
    rows: dict[str, dict[str, Any]] = {}
    for made in origins:
        links = {link.document_id: link for link in made.links}
        for document in made.documents:
            link = links.get(document)
            rows[document] = {
                "page": document,
                "origin": made.id,
                "copy_of": link.copy_of if link else None,
                "copy_kind": str(link.copy_kind) if link else None,
                "share": link.share_permille / 1000 if link else None,
            }
    return [{**rows[str(page["page"])], "page": page["page"]} for page in pages]
