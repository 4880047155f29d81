"""The steps of a loaded spaCy pipeline, run with less ado and the same outcome.

Four things cost more than they need to: matrix products (numpy's are faster than those
thinc brings, in one thread: the matrices are small), the vectors of words (see
`quick_vectors`), the tagging of names (see `quick_names`), and the attribute ruler
(what it says of a word hangs on word, tag and relation alone, but for a few pairs of
words).
Method: M020.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]  # compiled, without stubs
    DEP,
    LEMMA,
    MORPH,
    ORTH,
    POS,
    TAG,
)
from spacy.tokens import Doc
from thinc.api import NumpyOps

from firsthand.extract.quick_names import QuickNames
from firsthand.extract.quick_names import is_usual as has_usual_names
from firsthand.extract.quick_vectors import hasten

if TYPE_CHECKING:
    from spacy.language import Language

_STEPS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
# What the ruler says of these words, or beside this relation, hangs on the next word.
_PAIRED_WORDS = frozenset(("ai", "gon", "got", "let", "c'm", "y", "y'", "na", "ta"))
_PAIRED_RELATION = "expl"
_N_REMEMBERED = 1 << 18


class QuickOps(NumpyOps):  # type: ignore[misc]  # compiled, without stubs
    """Thinc's numpy operations, with numpy's own matrix product."""

    name = "firsthand_numpy"

    def gemm(
        self,
        x: Any,
        y: Any,
        out: Any = None,
        trans1: bool = False,  # noqa: FBT001, FBT002
        trans2: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        """Return the product of two matrices, each turned over where asked."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


class QuickParser:
    """A pipeline of the usual six steps, run step by step over a batch."""

    def __init__(self, nlp: Language) -> None:
        """Take a pipeline whose steps are the usual ones; see `is_usual`."""
        self._nlp = nlp
        self._known: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        strings = nlp.vocab.strings
        self._paired = frozenset(strings.add(word) for word in _PAIRED_WORDS)
        self._expl = strings.add(_PAIRED_RELATION)
        ops = QuickOps()
        for name in ("tok2vec", "tagger", "parser", "ner"):
            for node in self._pipe(name).model.walk():
                node.ops = ops
        for name in ("tok2vec", "ner"):
            hasten(self._pipe(name))
        ner = self._pipe("ner")
        self._names = QuickNames(ner) if has_usual_names(ner) else None

    def _pipe(self, name: str) -> Any:
        return self._nlp.get_pipe(name)

    def parse(self, texts: Sequence[str], *, names: bool) -> list[Doc]:
        """Parse a batch of texts; with `names`, tag names, too."""
        docs = [self._nlp.make_doc(text) for text in texts]
        if not docs:
            return docs
        with _one_thread():
            return self._annotated(docs, names=names)

    def _annotated(self, docs: list[Doc], *, names: bool) -> list[Doc]:
        for name in ("tok2vec", "tagger", "parser"):
            _annotate(self._pipe(name), docs)
        for doc in docs:
            self._rule(doc)
        if names and self._names is not None:
            self._names.annotate(docs)
        elif names:
            _annotate(self._pipe("ner"), docs)
        return docs

    def _rule(self, doc: Doc) -> None:
        """Set part of speech, features and lemma of each word."""
        rows = doc.to_array([ORTH, TAG, DEP]).tolist()
        if self._is_paired(doc, rows):
            self._pipe("attribute_ruler")(doc)
            self._pipe("lemmatizer")(doc)
            return
        said = [self._of_word(doc, place, tuple(row)) for place, row in enumerate(rows)]
        _set(doc, [POS, MORPH, LEMMA], said)

    def _is_paired(self, doc: Doc, rows: Sequence[Sequence[int]]) -> bool:
        return any(
            row[2] == self._expl or token.lower in self._paired or token.is_space
            for token, row in zip(doc, rows, strict=True)
        )

    def _of_word(
        self, doc: Doc, place: int, key: tuple[int, int, int]
    ) -> tuple[int, int, int]:
        said = self._known.get(key)
        if said is None:
            said = self._asked(doc[place].text, key)
            if len(self._known) < _N_REMEMBERED:
                self._known[key] = said
        return said

    def _asked(self, word: str, key: tuple[int, int, int]) -> tuple[int, int, int]:
        """Ask the ruler and the lemmatizer about a word that stands alone."""
        alone = Doc(self._nlp.vocab, words=[word])
        _set(alone, [TAG, DEP], [key[1:]])
        self._pipe("attribute_ruler")(alone)
        self._pipe("lemmatizer")(alone)
        pos, morph, lemma = alone.to_array([POS, MORPH, LEMMA])[0].tolist()
        return pos, morph, lemma


def is_usual(nlp: Language) -> bool:
    """Say whether a pipeline has the six steps of the small English model."""
    return nlp.pipe_names == _STEPS and nlp.lang == "en"


@functools.cache
def quick_parser(nlp: Language) -> QuickParser:
    """Return the quick form of a pipeline, made once."""
    return QuickParser(nlp)


def _set(doc: Doc, fields: list[int | str], rows: Sequence[Sequence[int]]) -> None:
    values: Any = np.array(rows, dtype="uint64")
    doc.from_array(fields, values)


def _annotate(component: Any, docs: Sequence[Doc]) -> None:
    component.set_annotations(docs, component.predict(docs))


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Hold numpy's matrix products to one thread: more only wait for each other."""
    library = _openblas()
    if library is None:
        yield
        return
    before = library.scipy_openblas_get_num_threads64_()
    library.scipy_openblas_set_num_threads64_(1)
    try:
        yield
    finally:
        library.scipy_openblas_set_num_threads64_(before)


@functools.cache
def _openblas() -> ctypes.CDLL | None:
    """Return the OpenBLAS that numpy's wheels bring; None = it is built otherwise."""
    home = Path(np.__file__).parent
    for path in (*home.parent.glob("numpy.libs/*openblas64*"), *home.glob(".dylibs/*")):
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(str(path))
            if hasattr(library, "scipy_openblas_set_num_threads64_"):
                return library
    return None
