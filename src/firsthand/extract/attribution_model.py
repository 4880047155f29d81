"""Which reported statements a reader would call attributions: a small learned model.

Grammar proposes every "X says", "X's plan to", "X was seen"; readers of news mark some
of them. For `extract_attributions` alone: claims keep every speaker that the grammar
found. Weights only; features are checksums of how a statement is built and of its verb,
never of names or of what is said. What it learnt from, how well it does and how it is
made again: `attribution_model.md` beside it. Method: M066.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from firsthand.extract.model_files import bundled_arrays
from firsthand.extract.reading import Range, Reading, Statement
from firsthand.extract.role_model import Floats, Keys, rows_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = "attribution_model.npz"
_WORD = re.compile(r"\S+")
_MOST_WORDS = 8
_LONG = 20
_MOST_PARTS = 3
_HELPERS = frozenset(("aux", "auxpass", "neg"))
_NO_NAMES = frozenset(("NOUN", "PRON"))


@dataclasses.dataclass(frozen=True)
class AttributionModel:
    """The weights, as in the file.

    Attributes:
        keys: Checksums of features, ascending.
        weights: One a feature.
        bias: Added to their sum.
        least: Least probability that counts.
    """

    keys: Keys
    weights: Floats
    bias: float
    least: float


@functools.cache
def open_attribution_model() -> AttributionModel:
    """Load the bundled weights, once a process."""
    data = bundled_arrays(_FILE)
    return AttributionModel(
        keys=data["keys"],
        weights=data["weights"].astype(np.float32),
        bias=float(data["bias"]),
        least=float(data["least"]),
    )


def proposed(reading: Reading) -> list[Statement]:
    """Return the statements of a page that a reader may call attributions.

    Left out are quotations that no words attribute, and what is said inside one.
    """
    return [m for m in reading.statements if m.cue and not m.is_inside_quote]


def likely(reading: Reading, model: AttributionModel | None = None) -> list[Statement]:
    """Return the proposed statements that the model takes for attributions.

    Args:
        reading: A page with its statements.
        model: The weights; None = the bundled ones.
    """
    made = model or open_attribution_model()
    told = proposed(reading)
    features = features_of(reading, told)
    return [
        one
        for one, each in zip(told, features, strict=True)
        if probability(each, made) >= made.least
    ]


def probability(features: Sequence[str], model: AttributionModel) -> float:
    """Return how likely a statement of these features is an attribution."""
    score = model.weights[rows_of(model.keys, features)].sum() + model.bias
    return float(1 / (1 + np.exp(-score)))


def features_of(reading: Reading, told: Sequence[Statement]) -> list[list[str]]:
    """Return the features of each statement of a page."""
    words = [match.span() for match in _WORD.finditer(reading.text)]
    held = [_words_of(words, made.content) for made in told]
    return [
        sorted({*_of_its_build(reading, made, len(mine)), *_of_its_place(mine, held)})
        for made, mine in zip(told, held, strict=True)
    ]


def _words_of(words: Sequence[Range], at: Sequence[Range]) -> frozenset[int]:
    return frozenset(
        n for n, (s, e) in enumerate(words) if any(s < b and a < e for a, b in at)
    )


def _of_its_place(mine: frozenset[int], held: Sequence[frozenset[int]]) -> list[str]:
    return [
        f"inside:{any(mine < other for other in held):d}",
        f"outer:{any(other < mine for other in held):d}",
    ]


def _of_its_build(reading: Reading, made: Statement, n_words: int) -> list[str]:
    found = [
        f"form:{made.form}",
        f"manner:{made.manner}",
        f"both:{made.manner}:{made.form}",
        f"quote:{made.is_quote:d}",
        f"source:{bool(made.source):d}",
        f"words:{min(n_words, _MOST_WORDS)}",
        f"long:{n_words > _LONG:d}",
        f"parts:{min(len(made.content), _MOST_PARTS)}",
    ]
    if made.content:
        first = reading.text[made.content[0][0] : made.content[0][1]].split()[:1]
        found += [f"first:{word}" for word in first if word.islower()]
        found.append(f"after:{made.content[0][0] > made.cue[0][0]:d}")
    return found + _of_its_verb(reading, made)


def _of_its_verb(reading: Reading, made: Statement) -> list[str]:
    cue = _tokens(reading, made.cue[-1:])
    if not cue:
        return []
    verb = cue[-1]
    found = [
        f"lemma:{verb.lemma_.lower()}",
        f"tag:{verb.tag_}",
        f"dep:{verb.dep_}",
        *(f"aux:{c.lower_}" for c in verb.children if c.dep_ in _HELPERS),
        *(f"child:{c.dep_}" for c in verb.children),
    ]
    source = _tokens(reading, made.source[:1])
    head = next((t for t in source if t.head not in source), None)
    if head is not None:
        found += [f"who:{head.pos_}", f"entity:{head.ent_type_}"]
        if head.pos_ in _NO_NAMES:
            found.append(f"speaker:{head.lemma_.lower()}")
    return found


def _tokens(reading: Reading, at: Sequence[Range]) -> list[Token]:
    for start, end in at:
        for sentence in reading.sentences:
            if sentence.doc is not None and sentence.start <= start < sentence.end:
                return [
                    t for t in sentence.doc if start <= sentence.start + t.idx < end
                ]
    return []
