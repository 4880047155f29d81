"""Small sets of words that the reading of counts needs (table `count_words`)."""

from __future__ import annotations

from firsthand.reference import Reference


def word_set(reference: Reference, name: str) -> frozenset[str]:
    """Return the words of one set, lower case; a case's own rows are added.

    Args:
        reference: Tables of the case.
        name: The `set` of the rows wanted.

    Raises:
        KeyError: No row has that set.
    """
    sets: dict[str, frozenset[str]] = reference.derived("extract.wordsets", _sets)
    return sets[name]


def _sets(reference: Reference) -> dict[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    for row in reference.table("count_words"):
        words = frozenset(str(word) for word in row["words"])
        made[str(row["set"])] = made.get(str(row["set"]), frozenset()) | words
    return made
