"""The steps of a loaded spaCy pipeline, run with less ado and the same outcome.

Five things cost more than they need to: matrix products (numpy's are faster than those
thinc brings, in one thread: the matrices are small), the vectors of words (see
`quick_vectors`), the tagging of names (see `quick_names`), the attribute ruler (see
`quick_rules`), and the lemmatizer's long lists, searched here as sets.
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
from thinc.api import NumpyOps

from firsthand.extract.quick_names import QuickNames
from firsthand.extract.quick_names import is_usual as has_usual_names
from firsthand.extract.quick_rules import QuickRules
from firsthand.extract.quick_vectors import hasten

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_STEPS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]


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
        ops = QuickOps()
        for name in ("tok2vec", "tagger", "parser", "ner"):
            for node in self._pipe(name).model.walk():
                node.ops = ops
        for name in ("tok2vec", "ner"):
            hasten(self._pipe(name))
        self._rules = QuickRules(
            nlp, self._pipe("attribute_ruler"), self._pipe("lemmatizer")
        )
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
            self._rules.annotate(doc)
        if names and self._names is not None:
            self._names.annotate(docs)
        elif names:
            _annotate(self._pipe("ner"), docs)
        return docs


def is_usual(nlp: Language) -> bool:
    """Say whether a pipeline has the six steps of the small English model."""
    return nlp.pipe_names == _STEPS and nlp.lang == "en"


@functools.cache
def quick_parser(nlp: Language) -> QuickParser:
    """Return the quick form of a pipeline, made once."""
    return QuickParser(nlp)


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
