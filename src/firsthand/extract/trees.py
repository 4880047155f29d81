"""Small questions that rules ask of a parse.

Stretches returned count code points of the sentence's own text (spaCy's `idx`).
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from firsthand.extract.reading import Range

_SUBJECTS = frozenset({"nsubj", "csubj"})
_LEADING = frozenset(",;:.-–—)” ")
_TRAILING = frozenset(",;:-–—( “.")


_TEXT = "firsthand.text"
_STARTS = "firsthand.starts"
_FORMS = "firsthand.forms"


def text_of(doc: Doc) -> str:
    """Return the text of a parse; joined from its tokens once, as that costs."""
    kept = doc.user_data.get(_TEXT)
    if kept is None:
        kept = doc.user_data[_TEXT] = doc.text
    return str(kept)


def keep_text(doc: Doc, text: str) -> None:
    """Keep the text that a parse was made of, for `text_of`."""
    doc.user_data[_TEXT] = text


def tokens_in(doc: Doc, start: int, end: int) -> Span:
    """Return the tokens that lie at least partly in a stretch of the text.

    Args:
        doc: A parse.
        start: First code point of the parse's text.
        end: One past the last.
    """
    starts = doc.user_data.get(_STARTS)
    if starts is None:
        starts = doc.user_data[_STARTS] = doc.to_array(["IDX"]).ravel().tolist()
    first = max(0, bisect.bisect_right(starts, start) - 1)
    if first < len(doc) and starts[first] + len(doc[first]) <= start:
        first += 1
    return doc[first : max(first, bisect.bisect_left(starts, end))]


def tokens_of(doc: Doc, words: Collection[str]) -> Iterator[Token]:
    """Yield the tokens whose lemma is one of the words, without touching the others.

    Args:
        doc: A parse.
        words: Lemmas in lower case; a token is also met by its form in lower case.
    """
    index = doc.user_data.get(_FORMS)
    if index is None:
        index = doc.user_data[_FORMS] = _forms(doc)
    wanted = _hashes(frozenset(words))
    if wanted.isdisjoint(index):
        return
    met = {i for form in index.keys() & wanted for i in index[form]}
    for i in sorted(met):
        yield doc[i]


def _forms(doc: Doc) -> dict[int, list[int]]:
    """Return where each lemma and each lower-case form of a parse stands."""
    index: dict[int, list[int]] = {}
    for i, forms in enumerate(doc.to_array(["LEMMA", "LOWER"]).tolist()):
        for form in forms:
            index.setdefault(form, []).append(i)
    return index


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
