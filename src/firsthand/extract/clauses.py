"""The shortest clause around a few words: what a claim quotes. Method: M029."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.extract.reading import Range, Sentence
from firsthand.extract.trees import children, stretches

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset(
    {"ROOT", "ccomp", "parataxis", "advcl", "relcl", "acl", "csubj", "pcomp"}
)
_NOT_PART = frozenset({"nsubj", "nsubjpass", "csubj", "cc", "mark", "punct", "advmod"})


def token_at(sentence: Sentence, position: int) -> Token | None:
    """Return the token that holds a position of the page; None = not parsed."""
    if sentence.doc is None:
        return None
    for token in sentence.doc:
        if token.idx + len(token) > position - sentence.start:
            return token
    return None


def head_verb(token: Token) -> Token:
    """Return the verb of the clause that a token stands in."""
    current = token
    while current.head.i != current.i:
        is_clause = current.dep_ in _CLAUSES or (
            current.dep_ == "conj" and current.pos_ in {"VERB", "AUX"}
        )
        if is_clause and current.pos_ in {"VERB", "AUX"}:
            return current
        current = current.head
    return current


def clause(sentence: Sentence, at: Range) -> Range:
    """Return the clause that holds a stretch, its subject included."""
    token = token_at(sentence, at[0])
    if token is None:
        return sentence.start, sentence.end
    verb = head_verb(token)
    barred = {t.i for c in children(verb, "mark", "cc") for t in c.subtree}
    barred |= {
        t.i
        for c in children(verb, "conj", "parataxis")
        if c.pos_ in {"VERB", "AUX"}
        for t in c.subtree
    }
    return _hull(sentence, [t for t in verb.subtree if t.i not in barred], at)


def predicate(sentence: Sentence, at: Range) -> Range:
    """Return a clause without its subject: the verb and what it takes."""
    token = token_at(sentence, at[0])
    if token is None:
        return at
    verb = head_verb(token)
    barred = {
        t.i
        for c in verb.children
        if c.dep_ in _NOT_PART and c.i < verb.i
        for t in c.subtree
    }
    barred |= {
        t.i
        for c in children(verb, "conj")
        if c.pos_ in {"VERB", "AUX"}
        for t in c.subtree
    }
    if children(verb, "conj"):
        barred |= {c.i for c in children(verb, "cc")}
    first = min([verb.i, *(c.i for c in children(verb, "aux", "auxpass", "neg"))])
    return _hull(
        sentence, [t for t in verb.subtree if t.i not in barred and t.i >= first], at
    )


def _hull(sentence: Sentence, tokens: list[Token], at: Range) -> Range:
    """Return the unbroken run of tokens that holds the stretch."""
    runs = [(sentence.start + s, sentence.start + e) for s, e in stretches(tokens)]
    for start, end in runs:
        if start <= at[0] < end:
            return start, max(end, at[1])
    return at
