"""Who and what a text names, as candidates for a role, with what speaks for each.

A candidate is a noun with some of its modifiers ("armed men", "men", "heavily armed
men"); one candidate stands for all places where the text writes it so. Its features
are words: of itself, beside it, above it in the parse, of its sentence. Nothing is
decided here. Method: M059 (roles of a text).
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.parser import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUNS = frozenset({"NOUN", "PROPN"})
_STRIPPED = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "its", "their", "his")
) | {"her", "our", "my", "your", '"', "'"}
_NOT_MODIFIERS = frozenset(("punct", "cc", "preconj", "case"))
_CLAUSES = frozenset(("relcl", "acl", "advcl", "nsubj"))
_ARGUMENTS = frozenset(("nsubj", "dobj", "nsubjpass", "agent", "neg", "prt"))
_COMPLEMENTS = frozenset(("prep", "relcl", "acl", "appos"))
# Sentence ends of cased and of caseless text alike; wide gaps are breaks, too.
_BREAK = re.compile(r'(?<=[.!?"\]])\s{2,}|(?<=[a-z0-9\])"][.!?])\s+|\s{3,}')
_MARKS = re.compile(r"[!-/:-@\[-`{-~“”‘’«»]")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_LONGEST = 9
_SHORTEST = 3
_MOST = 4
_MOST_SENTENCES = 6


@dataclasses.dataclass
class Candidate:
    """One way of naming somebody or something.

    Attributes:
        start: First code point of its first mention.
        end: One past the last.
        features: What speaks for a role, over all its mentions.
        n: How often it is written so.
    """

    start: int
    end: int
    features: set[str]
    n: int = 0


@dataclasses.dataclass(frozen=True)
class Material:
    """A text as the roles see it.

    Attributes:
        candidates: Candidates by their plain form.
        words: The text's words.
        length: Its length, in code points.
    """

    candidates: dict[str, Candidate]
    words: frozenset[str]
    length: int


def material_of(text: str) -> Material:
    """Read a text for its roles.

    Args:
        text: English, cased or not; read in lower case, so that both are read alike.
    """
    lowered = lower_case(text)
    sentences = list(_sentences(lowered))
    docs = parse((lowered[start:end] for start, end in sentences), names=False)
    candidates: dict[str, Candidate] = {}
    words: set[str] = set()
    verbs_before: Sequence[str] = ()
    for number, ((start, _), doc) in enumerate(zip(sentences, docs, strict=True)):
        words |= {
            t.lemma_
            for t in doc
            if t.is_alpha and len(t) > 2 and not t.is_stop  # noqa: PLR2004  shorter words tell nothing
        }
        shared = _of_sentence(doc, number, verbs_before)
        for first, stop, kind, head in _stretches(doc):
            _add(candidates, doc, (start, first, stop), (kind, head), shared)
        verbs_before = [t.lemma_ for t in doc if t.pos_ == "VERB"]
    for candidate in candidates.values():
        candidate.features.add(f"cnt={min(candidate.n, _MOST)}")
    return Material(candidates, frozenset(words), len(text))


def lower_case(text: str) -> str:
    """Return the text in lower case, every code point where it was."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain(words: str) -> str:
    """Return a mention without marks, articles and doubled space."""
    return " ".join(_ARTICLES.sub(" ", _MARKS.sub("", words)).split())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _add(
    candidates: dict[str, Candidate],
    doc: Doc,
    at: tuple[int, int, int],
    what: tuple[str, Token],
    shared: set[str],
) -> None:
    offset, first, stop = at
    words = doc[first:stop].text
    name = plain(words)
    if len(name) < _SHORTEST:
        return
    start = offset + doc[first].idx
    candidate = candidates.get(name)
    if candidate is None:
        candidate = Candidate(start, start + len(words), set())
        candidates[name] = candidate
    candidate.features |= shared
    candidate.features |= _of_itself(doc, first, stop, *what)
    candidate.features |= _of_place(doc, first, stop)
    candidate.features |= _of_parse(what[1])
    candidate.n += 1


def _stretches(doc: Doc) -> Iterator[tuple[int, int, str, Token]]:
    """Yield (first, stop, kind, head) of all candidate stretches of a sentence."""
    for head in doc:
        if head.pos_ in _NOUNS:
            for first, stop, kind in _of_head(doc, head):
                yield first, stop, kind, head


def _of_head(doc: Doc, head: Token) -> Iterator[tuple[int, int, str]]:
    """Yield a noun with all its modifiers, with fewer, alone, and with "of ..."."""
    base, core = _first_modifier(doc, head), head.i
    while core > base and doc[core - 1].dep_ in ("compound", "nmod"):
        core -= 1
    yield base, head.i + 1, "base"
    if core != base:
        yield core, head.i + 1, "core"
    if core != head.i:
        yield head.i, head.i + 1, "head"
    for first in (*range(base + 1, core), *range(core + 1, head.i)):
        yield first, head.i + 1, "less"
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            if child.right_edge.i + 1 - base <= _LONGEST:
                yield base, child.right_edge.i + 1, "of"
            break


def _first_modifier(doc: Doc, head: Token) -> int:
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _NOT_MODIFIERS and child.text != '"':
            break
        if child.right_edge.i != first - 1:
            break
        if child.dep_ in _CLAUSES:
            first = child.right_edge.i + 1
            break
        first = child.left_edge.i
    while first < head.i and doc[first].lower_ in _STRIPPED:
        first += 1
    return first


def _of_sentence(doc: Doc, number: int, verbs_before: Sequence[str]) -> set[str]:
    made = {f"pv={verb}" for verb in verbs_before}
    made.add(f"si={min(number, _MOST_SENTENCES)}")
    for token in doc:
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            made.add(f"sv={token.lemma_}")
        elif token.pos_ == "NOUN":
            made.add(f"sn={token.lemma_}")
    return made


def _of_itself(doc: Doc, first: int, stop: int, kind: str, head: Token) -> set[str]:
    tokens = list(doc[first:stop])
    made = {f"w={token.lemma_}" for token in tokens}
    made |= {
        f"k={kind}",
        f"head={head.lemma_}",
        f"headlow={head.lower_}",
        f"first={tokens[0].lemma_}",
        f"last={tokens[-1].lemma_}",
        f"len={min(len(tokens), 5)}",
        f"s={' '.join(t.lower_ for t in tokens)}",
        f"suf={head.lower_[-3:]}",
        f"tag={head.tag_}",
        f"tags={'_'.join(t.pos_[:2] for t in tokens[-3:])}",
    }
    return made


def _of_place(doc: Doc, first: int, stop: int) -> set[str]:
    made: set[str] = set()
    if first > 0:
        made.add(f"p1={doc[first - 1].lower_}")
    if first > 1:
        made.add(f"p2={doc[first - 2].lower_}")
        made.add(f"pp={doc[first - 2].lower_}_{doc[first - 1].lower_}")
    else:
        made.add("bos")
    if stop < len(doc):
        made.add(f"n1={doc[stop].lower_}")
    if stop + 1 < len(doc):
        made.add(f"n2={doc[stop + 1].lower_}")
        made.add(f"nn={doc[stop].lower_}_{doc[stop + 1].lower_}")
    return made


def _of_parse(head: Token) -> set[str]:
    made = {f"dep={head.dep_}"}
    top, via = head, ""
    while top.dep_ in ("conj", "appos") and len(via) < _MOST:
        via += top.dep_[0]
        top = top.head
    made.add(f"via={via}")
    relation, governor = _governor(top)
    made |= {f"g1|{relation}|{governor.lemma_}", f"g1l={governor.lemma_}"}
    made |= {f"g1d={relation}", f"gh={relation}|{governor.lemma_}|{head.lemma_}"}
    if governor.head is not governor:
        above, second = _governor(governor)
        made.add(f"g2|{relation}|{above}|{second.lemma_}")
        made |= {f"g2l={second.lemma_}", f"g2d={relation}"}
    for child in governor.children:
        if child.dep_ in _ARGUMENTS and child is not head:
            made.add(f"sib={child.dep_}|{child.lemma_}")
            made.add(f"gsib={relation}|{child.dep_}|{child.lemma_}")
    for child in head.rights:
        if child.dep_ in _COMPLEMENTS:
            made.add(f"r={child.dep_}|{child.lemma_}")
    return made


def _governor(token: Token) -> tuple[str, Token]:
    """Return how a token hangs on what, prepositions read through."""
    head = token.head
    if head is token:
        return "ROOT", token
    if token.dep_ == "pobj" and head.head is not head:
        relation = "agent" if head.dep_ == "agent" else f"p_{head.lower_}"
        return relation, head.head
    return token.dep_, head


def counted(materials: Sequence[Material]) -> collections.Counter[str]:
    """Return in how many texts each feature occurs."""
    made: collections.Counter[str] = collections.Counter()
    for material in materials:
        made.update({f for c in material.candidates.values() for f in c.features})
    return made
