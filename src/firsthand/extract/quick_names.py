"""Names tagged by the loaded model's own numbers, all words of a batch at once.

The tagger goes from word to word, but what it does outside a name hangs on the word's
vector alone: these choices are made for all words together, and only inside a name one
word after the other. The outcome is that of the model's own steps. Method: M020.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]  # compiled, without stubs
    IS_SPACE,
    SENT_START,
)
from spacy.tokens import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BLOCKED = "U-"  # only where a name was set beforehand
_N_LOOKED_AT = 3  # the word, the name's first word, the word before


class QuickNames:
    """The greedy steps of a name tagger (`EntityRecognizer` of spaCy)."""

    def __init__(self, component: Any) -> None:
        """Take a tagger that `is_usual` knows."""
        model = component.model
        affine = model.get_ref("lower")
        upper = model.get_ref("upper")
        self._vectors = model.get_ref("tok2vec")
        weights = affine.get_param("W")
        n_features, width, pieces, n_in = weights.shape
        self._shape = (width, pieces)
        self._n_features = n_features
        self._weights = np.ascontiguousarray(weights.reshape(-1, n_in).T)
        self._bias = affine.get_param("b").reshape(-1)
        missing = affine.get_param("pad").reshape(n_features, -1)
        self._outside = self._bias + missing[1] + missing[2]
        moves = _moves(component)
        self._labels = [name[2:] for name in moves if name.startswith("B-")]
        self._n_labels = len(self._labels)
        of = {
            kind: [moves.index(f"{kind}-{la}") for la in self._labels]
            for kind in "BILU"
        }
        scores, bias = upper.get_param("W"), upper.get_param("b")
        kept = [*of["B"], *of["U"], moves.index("O")]
        self._free = np.ascontiguousarray(scores[kept].T), bias[kept]
        self._inside = scores[of["I"]], bias[of["I"]]
        self._last = scores[of["L"]], bias[of["L"]]

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set the names of parsed documents."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        ends = np.cumsum([len(doc) for doc in docs])
        marks = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs])
        is_space = marks[:, 1] == 1
        goes_on = np.append(marks[1:, 0] != 1, False)
        goes_on[ends - 1] = False
        x = self._vectors.predict(docs) @ self._weights
        x = x.reshape(len(x), self._n_features, -1)
        actions = self._outside_names(x, is_space, goes_on)
        begun = self._names_begun(x, actions, goes_on)
        start = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            found = self._names(actions[start:end], start, begun)
            spans = [
                Span(doc, s - start, e - start, label=self._labels[label])
                for s, e, label in found
            ]
            doc.set_ents(spans, default="outside")
            start = end

    def _outside_names(self, x: Any, is_space: Any, goes_on: Any) -> list[int]:
        """Return what is done at each word if no name is open."""
        weights, bias = self._free
        scores = self._hidden(x[:, 0] + self._outside) @ weights
        scores += bias
        n = self._n_labels
        scores[~goes_on | is_space, :n] = -np.inf
        scores[is_space, n : 2 * n] = -np.inf
        best: list[int] = scores.argmax(axis=1).tolist()
        return best

    def _names_begun(
        self, x: Any, actions: Sequence[int], goes_on: Any
    ) -> dict[int, int]:
        """Return where each name that could begin at a word ends."""
        first = np.array([n for n, a in enumerate(actions) if a < self._n_labels], int)
        label = np.array([actions[n] for n in first], int)
        place = first + 1
        ends: dict[int, int] = {}
        while len(first):
            hidden = self._hidden(
                x[place, 0] + x[first, 1] + x[place - 1, 2] + self._bias
            )
            inside, last = (
                np.einsum("ij,ij->i", hidden, weights[label]) + bias[label]
                for weights, bias in (self._inside, self._last)
            )
            is_open = goes_on[place] & (inside >= last)
            ends.update(
                zip(
                    first[~is_open].tolist(),
                    (place[~is_open] + 1).tolist(),
                    strict=True,
                )
            )
            first, label, place = first[is_open], label[is_open], place[is_open] + 1
        return ends

    def _hidden(self, summed: Any) -> Any:
        return summed.reshape(len(summed), *self._shape).max(axis=-1)

    def _names(
        self, actions: Sequence[int], start: int, ends: dict[int, int]
    ) -> Iterator[tuple[int, int, int]]:
        n, at = self._n_labels, 0
        while at < len(actions):
            action = actions[at]
            following = ends[start + at] - start if action < n else at + 1
            if action < 2 * n:
                yield start + at, start + following, action % n
            at = following


def is_usual(component: Any) -> bool:
    """Say whether a tagger is the usual one: greedy, four moves a label, and none."""
    moves = _moves(component)
    labels = [name[2:] for name in moves if name.startswith("B-")]
    wanted = {f"{kind}-{label}" for kind in "BILU" for label in labels} | {"O"}
    model = component.model
    return (
        set(moves) - {_BLOCKED} == wanted
        and component.cfg.get("beam_width", 1) == 1
        and not model.attrs["unseen_classes"]
        and model.attrs["has_upper"]
        and model.get_ref("lower").get_dim("nF") == _N_LOOKED_AT
    )


def _moves(component: Any) -> list[str]:
    moves = component.moves
    return [moves.get_class_name(n) for n in range(moves.n_moves)]
