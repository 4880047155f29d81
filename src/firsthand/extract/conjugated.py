"""Regular French and Spanish verbs in the forms in which news texts use them.

A row of words may name a verb by its infinitive instead of listing every form of it:
"~anunciar" is anuncia, anunció, anunciaban ...; "~~anunciar" is its participle. Third
persons only: who says "I" is quoted. Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# Endings that take the place of the infinitive's, by language and infinitive.
# https://www.rae.es/dpd/ayuda/modelos-de-conjugacion-verbal ; Bescherelle, models 7, 20
_FINITE: Mapping[str, Mapping[str, str]] = {
    "es": {
        "ar": "a an ó aron aba aban ando ará arán aría arían",
        "er": "e en ió ieron ía ían iendo erá erán ería erían",
        "ir": "e en ió ieron ía ían iendo irá irán iría irían",
    },
    "fr": {
        "er": "e ent ait aient a èrent ant era eront erait eraient",
        "ir": "it issent issait issaient irent issant ira iront irait iraient",
    },
}
_PARTICIPLE: Mapping[str, Mapping[str, str]] = {
    "es": {"ar": "ado", "er": "ido", "ir": "ido"},
    "fr": {"er": "é", "ir": "i"},
}


def forms_of(word: str, language: str) -> Iterator[str]:
    """Yield the forms that a word of a row stands for; most words are their own.

    Args:
        word: "~" and an infinitive, "~~" and an infinitive, or a plain word.
        language: "fr" or "es"; other languages have no such rows.

    Raises:
        ValueError: The language has no verb that ends so.
    """
    if not word.startswith("~"):
        yield word
        return
    infinitive = word.lstrip("~")
    stem, ending = infinitive[:-2], infinitive[-2:]
    table = _PARTICIPLE if word.startswith("~~") else _FINITE
    if ending not in table.get(language, {}):
        what = f"no regular verb of {language!r} ends as {infinitive!r} does"
        raise ValueError(what)
    for own in table[language][ending].split():
        # "juger" writes "jugeait", and "jugèrent" without it.
        is_soft = language == "fr" and stem.endswith("g") and own.startswith("a")
        yield f"{stem}{'e' if is_soft else ''}{own}"
