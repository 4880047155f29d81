"""Pages in more than one language: each paragraph is read in its own.

The language of a page is decided once; a paragraph in another script, or a long one in
another language we read, is read by the finders of that language. Offsets stay those of
the whole text. Method: M057.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firsthand.extract.reading import Range

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_SCRIPTS = (
    re.compile(r"[\u0600-\u06ff]"),
    re.compile(r"[\u0400-\u04ff]"),
    re.compile(r"[A-Za-z\u00c0-\u024f]"),
)
_LATIN = 2
_FEWEST_LETTERS = 20  # fewer tell no language, only a script
_FEWEST_WORDS = 25  # a paragraph this long tells languages of one script apart
_MOSTLY = 0.7


def languages_of(
    text: str,
    language: str | None,
    decide: Callable[[str], str | None],
    *,
    is_given: bool,
) -> dict[str | None, Sequence[Range]]:
    """Return the stretches of a text by language, the page's own language first.

    Args:
        text: The page's text.
        language: The page's language; None = cannot be said.
        decide: Decides the language of a stretch.
        is_given: The language is stated with the page: then only another script makes
            another language.
    """
    parts: dict[str | None, list[Range]] = {language: []}
    own = _script(text) if language is None else None
    for match in _PARAGRAPH.finditer(text):
        words = match.group()
        script = _script(words)
        made = language
        if script is not None and script != _script_of(language, own):
            made = decide(words)
        elif not is_given and len(words.split()) >= _FEWEST_WORDS:
            made = decide(words) or language
        parts.setdefault(made, []).append(match.span())
    return {code: tuple(ranges) for code, ranges in parts.items() if ranges}


def _script_of(language: str | None, own: int | None) -> int | None:
    if language is None:
        return own
    return {"ar": 0, "fa": 0, "ur": 0, "ru": 1, "uk": 1, "be": 1, "bg": 1}.get(
        language, 2
    )


def _script(words: str) -> int | None:
    """Return which script most letters are of; None = too few letters, or a mixture."""
    if words.isascii():
        n_latin = sum(map(str.isalpha, words))
        return _LATIN if n_latin >= _FEWEST_LETTERS else None
    counts = [len(script.findall(words)) for script in _SCRIPTS]
    most = max(counts)
    if most < _FEWEST_LETTERS or most < _MOSTLY * sum(counts):
        return None
    return counts.index(most)
