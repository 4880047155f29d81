"""Which language a text is in; undecided stays None.

py3langid restricted to the languages that the rest of the house can use (.987 on 318
snippets); below twenty letters the script decides, where it can; a longer text in yet
another language stays undecided.
"""

from __future__ import annotations

import collections
import functools
import importlib.metadata
import re
import unicodedata
from typing import Any

LANGUAGES = ("en", "ar", "ru", "uk", "fr", "es", "tr", "fa", "he")
_SCRIPT_OF = {
    "en": "LATIN",
    "fr": "LATIN",
    "es": "LATIN",
    "tr": "LATIN",
    "ar": "ARABIC",
    "fa": "ARABIC",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "he": "HEBREW",
}
# Below this many letters the classifier guesses; measured on 318 news snippets.
_FEWEST_LETTERS = 20
# From this many letters on, a language outside the set is believed: a German report
# is undecided, not English. Shorter texts look like such languages by chance (none of
# 2,668 English development texts does).
_SURE_LETTERS = 200
_ANOTHER = "another"
# Longer texts do not change the answer, only the time.
_READ_CHARS = 6_000
# Letters that one language of a script has and the other has not.
_ONLY = {
    "ru": frozenset("ыэъё"),
    "uk": frozenset("іїєґ"),
    "fa": frozenset("پچژگیک"),
    "ar": frozenset("يكةىأإؤئ"),
}


def decide_language(
    text: str, stated: str | None = None, in_page: str | None = None
) -> tuple[str | None, str | None]:
    """Decide the language of a text.

    Args:
        text: The readable text.
        stated: What the person said; wins. None = not stated.
        in_page: What the page says of itself; used only where the text leaves it
            undecided, since pages are often wrong about it.

    Returns:
        BCP 47 code and what decided it ("stated", "py3langid 0.4.0", "script",
        "page"); both None = undecided.
    """
    if stated:
        return stated, "stated"
    letters = [char for char in text[:_READ_CHARS] if char.isalpha()]
    script = _main_script(letters)
    if len(letters) >= _FEWEST_LETTERS and script is not None:
        language = _classify(text[:_READ_CHARS], script, len(letters))
        if language == _ANOTHER:
            return None, None
        if language is not None:
            return language, _tool()
    language = _by_letters(frozenset(letters), script)
    if language is not None:
        return language, "script"
    if in_page and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", in_page):
        return in_page.replace("_", "-").split("-")[0].lower(), "page"
    return None, None


def _main_script(letters: list[str]) -> str | None:
    scripts = collections.Counter(_script(char) for char in letters)
    if not scripts:
        return None
    return scripts.most_common(1)[0][0]


@functools.lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split(" ")[0]


def _by_letters(letters: frozenset[str], script: str | None) -> str | None:
    if script == "HEBREW":
        return "he"
    lowered = frozenset("".join(letters).lower())
    hits = {language for language, only in _ONLY.items() if lowered & only}
    return next(iter(hits)) if len(hits) == 1 else None


def _classify(text: str, script: str, n_letters: int) -> str | None:
    candidates = [code for code, its in _SCRIPT_OF.items() if its == script]
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    if n_letters >= _SURE_LETTERS and ranked[0][0] not in LANGUAGES:
        return _ANOTHER
    return next(code for code, _ in ranked if code in candidates)


@functools.cache
def _identifier() -> Any:
    from py3langid import langid  # noqa: PLC0415  loads numpy and a model: only when needed

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)


@functools.cache
def _tool() -> str:
    return f"py3langid {importlib.metadata.version('py3langid')}"
