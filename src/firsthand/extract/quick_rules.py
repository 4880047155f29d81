"""Part of speech, features and lemma of words, as the loaded ruler and lemmatizer say.

What the ruler says of a word hangs on its tag, its relation and, for the few words its
patterns name, on the word itself, or on the word beside it; it is asked once for each
of these. The lemmatizer looks words up in lists of fifty thousand: as sets they
are searched at once. The outcome is that of the two steps. Method: M020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]  # compiled, without stubs
    DEP,
    IS_SPACE,
    LEMMA,
    LOWER,
    MORPH,
    ORTH,
    POS,
    TAG,
)
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

# What the ruler says of these words, or beside this relation, hangs on the next word.
_PAIRED_WORDS = frozenset(("ai", "gon", "got", "let", "c'm", "y", "y'", "na", "ta"))
_PAIRED_RELATION = "expl"
_N_REMEMBERED = 1 << 18
# Conditions of a pattern that hang on nothing but tag, relation and word.
_PLAIN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_OTHER_WORD = 0
_Key = tuple[int, int, int]


class QuickRules:
    """The attribute ruler and lemmatizer of a pipeline; what they said is kept."""

    def __init__(self, nlp: Language, ruler: Any, lemmatizer: Any) -> None:
        """Take the two steps of a loaded pipeline."""
        self._nlp, self._ruler, self._lemmatizer = nlp, ruler, lemmatizer
        strings = nlp.vocab.strings
        self._paired = frozenset(strings.add(word) for word in _PAIRED_WORDS)
        self._expl = strings.add(_PAIRED_RELATION)
        self._named = _names_words(ruler.patterns)
        self._known: dict[_Key, _Key] = {}
        self._ruled: dict[_Key, _Key] = {}
        self._pairs: dict[tuple[tuple[int, ...], ...], list[_Key]] = {}
        _search_as_sets(lemmatizer)

    def annotate(self, doc: Doc) -> None:
        """Set part of speech, features and lemma of each word."""
        table = doc.to_array([ORTH, TAG, DEP, LOWER, IS_SPACE])
        rows = table.tolist()
        firsts = [n for n, row in enumerate(rows) if self._is_first(row)]
        if any(row[4] for row in rows) or any(n + 1 in firsts for n in firsts):
            self._ruler(doc)
            self._lemmatizer(doc)
            return
        said = []
        for place, (orth, tag, relation, _, _) in enumerate(rows):
            key = (orth, tag, relation)
            known = self._known.get(key)
            if known is None:
                known = self._asked(doc[place].text, key)
                if len(self._known) < _N_REMEMBERED:
                    self._known[key] = known
            said.append(known)
        for place in firsts:
            pair = tuple((n, rows[n]) for n in (place, place + 1) if n < len(rows))
            said[place : place + 2] = self._asked_together(doc, pair)
        _set(doc, [POS, MORPH, LEMMA], said)

    def _is_first(self, row: Sequence[int]) -> bool:
        """Say whether what the ruler says of a word may hang on the next one."""
        _, _, relation, lower, _ = row
        return relation == self._expl or lower in self._paired

    def _asked_together(
        self, doc: Doc, words: Sequence[tuple[int, Sequence[int]]]
    ) -> list[_Key]:
        """Ask the two steps about two words that stand together."""
        key = tuple(tuple(row[:3]) for _, row in words)
        said = self._pairs.get(key)
        if said is None:
            some = Doc(self._nlp.vocab, words=[doc[place].text for place, _ in words])
            _set(some, [TAG, DEP], [row[1:3] for _, row in words])
            self._ruler(some)
            self._lemmatizer(some)
            table = some.to_array([POS, MORPH, LEMMA]).tolist()
            said = [(pos, morph, lemma) for pos, morph, lemma in table]
            if len(self._pairs) < _N_REMEMBERED:
                self._pairs[key] = said
        return list(said)

    def _asked(self, word: str, key: _Key) -> _Key:
        """Ask the two steps about a word that stands alone."""
        _, tag, relation = key
        pos, morph, lemma = self._ruling(word, tag, relation)
        if lemma:
            return pos, morph, lemma
        alone = Doc(self._nlp.vocab, words=[word])
        _set(alone, [TAG, DEP, POS, MORPH], [(tag, relation, pos, morph)])
        self._lemmatizer(alone)
        return pos, morph, int(alone.to_array([LEMMA]).ravel()[0])

    def _ruling(self, word: str, tag: int, relation: int) -> _Key:
        """Return what the ruler says of a word; lemma 0 = it leaves that open."""
        is_named = self._named is None or self._named.fullmatch(word.lower())
        kind = self._nlp.vocab.strings.add(word) if is_named else _OTHER_WORD
        key = (kind, tag, relation)
        said = self._ruled.get(key)
        if said is None:
            alone = Doc(self._nlp.vocab, words=[word])
            _set(alone, [TAG, DEP], [(tag, relation)])
            self._ruler(alone)
            pos, morph, lemma = alone.to_array([POS, MORPH, LEMMA])[0].tolist()
            said = (pos, morph, lemma)
            if len(self._ruled) < _N_REMEMBERED:
                self._ruled[key] = said
        return said


def _names_words(patterns: Sequence[Any]) -> re.Pattern[str] | None:
    """Return what matches the words that patterns name; None = they ask for more."""
    shapes: set[str] = set()
    for condition in _conditions(patterns):
        if not condition.keys() <= _PLAIN:
            return None
        wanted = condition.get("LOWER")
        if isinstance(wanted, str):
            shapes.add(re.escape(wanted))
        elif isinstance(wanted, dict) and wanted.keys() == {"IN"}:
            shapes.update(map(re.escape, wanted["IN"]))
        elif isinstance(wanted, dict) and wanted.keys() == {"REGEX"}:
            shapes.add(f".*(?:{wanted['REGEX']}).*")
        elif wanted is not None:
            return None
    return re.compile("|".join(sorted(shapes)), re.DOTALL)


def _conditions(patterns: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in patterns:
        for pattern in row["patterns"]:
            yield from pattern


def _search_as_sets(lemmatizer: Any) -> None:
    """Turn the lemmatizer's lists of known forms into what is searched at once."""
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for name, forms in list(index.items()):
        if isinstance(forms, list):
            index[name] = dict.fromkeys(forms)


def _set(doc: Doc, fields: list[int | str], rows: Sequence[Sequence[int]]) -> None:
    values: Any = np.array(rows, dtype="uint64")
    doc.from_array(fields, values)
