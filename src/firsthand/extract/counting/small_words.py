"""Small words that rules of counting and of harm share, and how far they reach.

Folded as the tokens are; each set holds the five languages that are read by patterns.
"""

from __future__ import annotations

ANDS = frozenset({"y", "e", "et", "и", "і", "й", "та", "а"})
OR = frozenset({"o", "u", "ou", "или", "либо", "або", "чи", "او"})
MORE = frozenset({"еще", "ще", "іще", "autres", "otros", "otras"})  # "three more"
DASHES = frozenset({"-", "–", "—"})
HYPHENS = frozenset({"-", "‐", "‑"})
ARTICLES = frozenset({"un", "une", "una", "le", "la", "l'", "les", "el", "los", "las"})
OF_A_BODY = frozenset({"من", "de", "des", "du", "del", "из", "з", "із"})
WOUNDED = ("heridos", "heridas", "blessés", "blessées")
MAX_GAP = 6
MAX_PERSON_GAP = 2
AFTER_GAP = 3
PLURAL = 2  # a plural without a number means at least two (house)
FAMILY_OF = frozenset({"из", "من", "з", "із", "de", "d'"})
HUNDRED = 100
MAX_TOLL_GAP = 14  # "the toll of the strike on the market of X has risen"
