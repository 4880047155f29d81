"""Small questions that rules ask of a parse.

Stretches returned count code points of the sentence's own text (spaCy's `idx`).
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from firsthand.extract.reading import Range

_SUBJECTS = frozenset({"nsubj", "csubj"})
_LEADING = frozenset(",;:.-–—)” ")
_TRAILING = frozenset(",;:-–—( “.")


def tokens_of(doc: Doc, words: Collection[str]) -> Iterator[Token]:
    """Yield the tokens whose lemma is one of the words, without touching the others.

    Args:
        doc: A parse.
        words: Lemmas in lower case; a token is also met by its form in lower case.
    """
    wanted = _hashes(frozenset(words))
    for index, (lemma, lower) in enumerate(doc.to_array(["LEMMA", "LOWER"]).tolist()):
        if lemma in wanted or lower in wanted:
            yield doc[index]


@functools.cache
def _hashes(words: frozenset[str]) -> frozenset[int]:
    from spacy.strings import get_string_id  # noqa: PLC0415  heavy: loaded with the parser

    return frozenset(get_string_id(word) for word in words)


def children(token: Token, *deps: str) -> list[Token]:
    """Return the children of a token that bear one of the labels, in text order."""
    return [child for child in token.children if child.dep_ in deps]


def subject(verb: Token) -> Token | None:
    """Return the verb's own active subject; None = it has none."""
    found = children(verb, *_SUBJECTS)
    return found[-1] if found else None


def is_passive(verb: Token) -> bool:
    """Say whether a verb is in the passive ("was killed", "killed by")."""
    if verb.tag_ != "VBN":
        return False
    labels = {child.dep_ for child in verb.children}
    if labels & {"auxpass", "nsubjpass"}:
        return True
    is_bare = not labels & {"aux", "nsubj"}
    return is_bare and (
        verb.dep_ == "acl"
        or (verb.dep_ == "advcl" and "mark" in labels | _wh_labels(verb))
    )


def _wh_labels(verb: Token) -> set[str]:
    """Return "mark" for a verb that a when, while or if introduces ("when asked")."""
    first = next(iter(verb.children), None)
    is_wh = first is not None and first.i < verb.i and first.dep_ == "advmod"
    return {"mark"} if is_wh else set()


def agent(verb: Token) -> Token | None:
    """Return the head of the by-phrase of a passive; None = no agent is named."""
    for by in children(verb, "agent"):
        for noun in children(by, "pobj"):
            return noun
    return None


def subtree(token: Token, without: Iterable[Token] = ()) -> list[Token]:
    """Return the tokens under a token, itself included, some branches left out."""
    barred = {t.i for branch in without for t in branch.subtree}
    return [t for t in token.subtree if t.i not in barred]


def stretches(tokens: Collection[Token]) -> list[Range]:
    """Return the stretches that tokens cover: neighbours joined, edges trimmed."""
    return [
        (run[0].idx, run[-1].idx + len(run[-1]))
        for run in (_trimmed(run) for run in _runs(tokens))
        if run
    ]


def _runs(tokens: Collection[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if run and token.i != run[-1].i + 1:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _trimmed(run: list[Token]) -> list[Token]:
    while run and (run[0].is_space or run[0].text in _LEADING):
        run = run[1:]
    while run and (run[-1].is_space or run[-1].text in _TRAILING):
        run = run[:-1]
    if len(run) == 1 and run[0].is_punct:
        return []
    return run
