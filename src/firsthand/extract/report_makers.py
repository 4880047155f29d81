"""Whose a report or count is, told behind its noun ("a toll given on Monday by X").

A report does not speak for itself where the text says who made it: by a participle
("rendu public mardi par X"), by a clause ("que X a publié", "que publie X"), or by a
word of origin ("émanant de X"). French. Method: M068.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firsthand.extract.patterned import Token, Words
from firsthand.extract.reading import Range
from firsthand.extract.said import COMMA, DEFINITE, STRONG, is_capital

_REACH = 16  # words from a report to who made it
_BY = frozenset({"par"})
_FROM = frozenset({"emanant", "provenant", "signé", "signée", "emane", "issu", "issue"})
_OF = frozenset({"de", "du", "des", "d'", "par"})
_THAT = frozenset({"que", "qu'"})
_AUXILIARIES = frozenset({"a", "ont", "avait", "avaient", "vient", "viennent"})
# What is done to a report, in the present and as a participle.
_MAKES = (
    *("publi", "diffus", "rend", "present", "devoil", "fourni", "etabli", "dress"),
    *("realis", "consacr", "communiqu", "sign", "remet", "remis", "mis", "sort"),
    *("actualis", "transmi", "tien", "tenu", "mene", "mené", "livr", "redig", "fait"),
    *("commandé", "conduit", "adress", "produi", "compil", "partag", "transmet"),
)
_PARTICIPLE = (
    "é",
    "ée",
    "és",
    "ées",
    "i",
    "ie",
    "is",
    "it",
    "ite",
    "ue",
    "u",
    "us",
    "ise",
    "ises",
    "ites",
    "ies",
    "ues",
)
# "Rendu public", "mis en ligne".
_COUNTS = frozenset(
    {"bilan", "bilans", "decompte", "comptage", "recensement", "communiqué", "chiffres"}
    | {"donnees", "donnée", "données", "estimation", "estimations", "calculs", "liste"}
    | {"registre", "registres", "statistiques", "messages", "message", "point", "note"}
    | {"textes", "rapports", "temoignages", "informations", "video", "releves", "base"}
)
# What a report is about begins here.
_ABOUT = frozenset(
    {"sur", "contre", "visant", "concernant", "accusant", "dans", "faisant", "selon"}
    | {"consacré", "consacrée", "portant", "qui", "lequel", "dont"}
)
_LONGEST_NOUN = 5  # "un premier bilan encore provisoire"

Phrase = Callable[[Sequence[Token], int], Range]


def maker_of(
    tokens: Sequence[Token], subject: Range, documents: Words, phrase: Phrase
) -> Range | None:
    """Return who made the report that a speaker's words begin with; None = untold.

    Args:
        tokens: A French sentence.
        subject: The words that name a speaker.
        documents: Nouns of reports.
        phrase: Returns the words that name somebody from a token on.
    """
    start, end = subject
    for place in range(start, min(end, start + _LONGEST_NOUN)):
        hit = documents.at(tokens, place)
        if hit is not None or tokens[place].word in _COUNTS:
            last = hit.last if hit is not None else place + 1
            return maker_behind(tokens, last, phrase)
        if is_capital(tokens[place]) and place > start:
            return None
    return None


def maker_behind(tokens: Sequence[Token], place: int, phrase: Phrase) -> Range | None:
    """Return who made the report whose noun ends right before a token."""
    last = min(len(tokens), place + _REACH)
    is_made = False
    for at in range(place, last - 1):
        word = tokens[at].word
        if word in STRONG or word == ":" or (word in _ABOUT and not is_made):
            return None
        if word in _OF - _BY and not (is_made or tokens[at + 1].is_number):
            return None  # "un rapport de X": its owner stands there
        if word in COMMA and not _is_participle(tokens[at + 1].word):
            return None
        if word in _THAT:
            return _in_clause(tokens, at + 1, phrase)
        is_from = word in _FROM and tokens[at + 1].word in _OF
        if is_from or (is_made and word in _BY):
            return _somebody(tokens, phrase(tokens, at + 1 + is_from))
        is_made |= _is_participle(word)
    return None


def _in_clause(tokens: Sequence[Token], place: int, phrase: Phrase) -> Range | None:
    """Return X of "que X a publié" and of "que publie mardi X"."""
    if place < len(tokens) and tokens[place].word.startswith(_MAKES):
        return _somebody(tokens, phrase(tokens, place + 1))
    for verb in range(place + 1, min(len(tokens), place + _REACH)):
        word = tokens[verb].word
        if word in STRONG | COMMA:
            return None
        following = tokens[verb + 1].word if verb + 1 < len(tokens) else ""
        is_done = word in _AUXILIARIES and following.startswith((*_MAKES, "de", "d'"))
        is_doing = word.startswith(_MAKES) and not is_capital(tokens[verb])
        if is_done or is_doing:
            return _somebody(tokens, (place, verb))
    return None


def _somebody(tokens: Sequence[Token], found: Range) -> Range | None:
    """Return words that can name somebody: an article, or a name in capitals."""
    start, end = found
    if end <= start or not tokens[start].is_word:
        return None
    is_led = tokens[start].word in DEFINITE | {"un", "une", "des", "plusieurs", "son"}
    return found if is_led or is_capital(tokens[start]) else None


def _is_participle(word: str) -> bool:
    return word.endswith(_PARTICIPLE) and word.startswith(_MAKES)
