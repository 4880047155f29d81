"""Vectors of words in context, by the loaded model's own numbers, with less ado.

What a model knows of a word apart from its sentence is worked out once for each word
and kept; the layers that look at the neighbours run over a whole batch in one buffer.
The outcome is that of the model, to the last bits of a float. Method: M020.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Ragged

if TYPE_CHECKING:
    from spacy.tokens import Doc

_N_KEPT = 1 << 15  # words: 96 floats each, 12 MiB
_BLOCK = 32
_SMALLEST = 1e-08  # thinc's, under the root of a variance


class QuickVectors:
    """The forward pass of one "words in context" model (`Tok2Vec` of spaCy)."""

    def __init__(self, model: Any) -> None:
        """Take the layers of a model that `is_usual` knows."""
        embed, encode = model.layers
        features, _, tables, mixer, _ = embed.layers
        self._columns = features.attrs["columns"]
        self._tables, self._mixer = tables, mixer
        self._pad = int(encode.attrs["pad"])
        self._layers = [_Layer(residual) for residual in encode.layers[0].layers]
        self._width = int(mixer.get_dim("nO"))
        self._places: dict[bytes, int] = {}
        self._known = np.zeros((1, self._width), dtype="float32")

    def vectors(self, docs: Sequence[Doc]) -> list[Any]:
        """Return one array a document, a row a token."""
        rows = [doc.to_array(self._columns) for doc in docs]
        pad = self._pad
        places: list[int] = [0] * pad  # row 0 is nothing: what stands between texts
        stretches = []
        found = self._found(rows)
        for row in rows:
            start = len(places)
            places += found[: len(row)]
            del found[: len(row)]
            stretches.append((start, len(places)))
            places += [0] * pad
        x = self._known[places]
        buffer = np.empty((len(x), 3 * self._width), dtype="float32")
        for layer in self._layers:
            layer.add_to(x, buffer)
        return [x[start:end] for start, end in stretches]

    def _found(self, rows: Sequence[Any]) -> list[int]:
        """Return where each token's vector stands, worked out where it is new."""
        n = len(self._columns)
        flat = np.ascontiguousarray(np.concatenate([r.reshape(-1, n) for r in rows]))
        keys = flat.view(f"V{flat.shape[1] * flat.itemsize}").ravel().tolist()
        new = {key: n for n, key in enumerate(keys) if key not in self._places}
        if new:
            if len(self._places) + len(new) > _N_KEPT:
                self._places.clear()
                self._known = self._known[:1]
                new = {key: n for n, key in enumerate(keys)}
            self._learn(list(new), flat[list(new.values())])
        return [self._places[key] for key in keys]

    def _learn(self, keys: Sequence[bytes], features: Any) -> None:
        """Work new words out, always so many at a time.

        A matrix product may round a row otherwise in other company: in blocks of one
        size a word's vector is the same whatever was read before it.
        """
        n_blank = -len(features) % _BLOCK
        blank = np.zeros((n_blank, features.shape[1]), features.dtype)
        padded: Any = np.concatenate([features, blank])
        blocks = padded.reshape(-1, _BLOCK, len(features[0]))
        lengths: Any = np.array([_BLOCK], dtype="int32")
        mixed = np.concatenate(
            [
                self._mixer.predict(self._tables.predict(Ragged(block, lengths))).dataXd
                for block in blocks
            ]
        )[: len(features)]
        first = len(self._known)
        self._known = np.concatenate([self._known, mixed])
        self._places.update((key, first + n) for n, key in enumerate(keys))


class _Layer:
    """One look at a word and its two neighbours."""

    def __init__(self, residual: Any) -> None:
        _, mixer = residual.layers[0].layers[:2]
        maxout, norm = mixer.layers[0].layers
        weights = maxout.get_param("W")  # (width, pieces, three words)
        self.width, self.pieces, _ = weights.shape
        turned = weights.transpose(1, 0, 2).reshape(self.pieces * self.width, -1)
        self._weights = np.ascontiguousarray(turned.T)
        self._bias = np.ascontiguousarray(maxout.get_param("b").T).reshape(-1)
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def add_to(self, x: Any, buffer: Any) -> None:
        """Add the layer's outcome to each row of `x`, in place."""
        width = self.width
        buffer[1:, :width] = x[:-1]
        buffer[0, :width] = 0
        buffer[:, width : 2 * width] = x
        buffer[:-1, 2 * width :] = x[1:]
        buffer[-1, 2 * width :] = 0
        made = buffer @ self._weights
        made += self._bias
        best = made[:, :width]
        for piece in range(1, self.pieces):
            np.maximum(best, made[:, piece * width : (piece + 1) * width], out=best)
        best = best - best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)
        variance /= width
        variance += _SMALLEST
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self._scale
        best += self._shift
        x += best


def hasten(component: Any) -> None:
    """Let a component of a pipeline work its vectors out quickly, where it is usual."""
    for node in component.model.walk():
        if is_usual(node):
            quick = QuickVectors(node)
            node._func = _forward_of(quick)  # noqa: SLF001  thinc offers no other way to swap a layer's pass
            return


def is_usual(node: Any) -> bool:
    """Say whether a model is the usual one: hashed words, then windows of three."""
    names = [layer.name for layer in node.layers]
    with contextlib.suppress(AttributeError, IndexError, KeyError, ValueError):
        embed, encode = node.layers
        kinds = [layer.name.partition("(")[0] for layer in embed.layers]
        looks = [r.layers[0].layers[0] for r in encode.layers[0].layers]
        return (
            kinds
            == [
                "extract_features",
                "list2ragged",
                "with_array",
                "with_array",
                "ragged2list",
            ]
            and names[1].startswith(
                "with_array(residual(expand_window>>maxout>>layernorm"
            )
            and all(look.attrs["window_size"] == 1 for look in looks)
        )
    return False


def _forward_of(quick: QuickVectors) -> Any:
    def forward(_model: Any, docs: Any, is_train: bool) -> Any:  # noqa: FBT001  thinc calls it so
        if is_train:
            raise NotImplementedError("a hastened model is not trained")
        return quick.vectors(docs), _no_gradient

    return forward


def _no_gradient(_: Any) -> Any:
    raise NotImplementedError("a hastened model is not trained")
