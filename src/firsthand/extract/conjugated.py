"""Regular verbs of French, Spanish and Arabic in the forms in which news uses them.

A row of words may name a verb by its infinitive instead of listing every form of it:
"~anunciar" is anuncia, anunció, anunciaban ...; "~~anunciar" is its participle. Third
persons only: who says "I" is quoted. An Arabic verb is named by its past and its
present ("~قصف/يقصف"), with "we" and pronouns for whom or what it befell; "~~طفلة" is a
noun with and without a possessive pronoun. Method: M056.
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
        word: "~" and an infinitive, "~~" and an infinitive, or a plain word; in Arabic
            "~" with past and present, "~~" and a noun.
        language: "fr", "es" or "ar"; other languages have no such rows.

    Raises:
        ValueError: The language has no verb that ends so.
    """
    if not word.startswith("~"):
        yield word
        return
    if language == "ar":
        yield from _arabic(word)
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


# Wright, A Grammar of the Arabic Language, I 75-90 (verbs), 316-317 (pronouns).
_HIS = ("", "ه", "ها", "هم", "هما")
_OF_HIS = (*_HIS, "هن", "نا", "ي")
_PAST = ("", "ت", "ا", "تا", "ن", "وا", "نا")
_WEAK = ("ى", "ا", "ي", "و")


def _arabic(word: str) -> Iterator[str]:
    if word.startswith("~~"):
        yield from _possessed(word[2:])
        return
    past, _, present = word[1:].partition("/")
    yield from dict.fromkeys([*_past(past), *(_present(present) if present else ())])


def _past(past: str) -> Iterator[str]:
    """Yield the past of a verb; one that ends in a long vowel loses it before "ت"."""
    is_weak = past.endswith(_WEAK[:2])
    stem = past[:-1] if is_weak else past
    for ending in _PAST:
        kept = past if is_weak and not ending else stem
        between = "ي" if is_weak and ending in {"ا", "ن", "نا"} else ""
        # "he struck him" has the letters of the noun "injury", as many verbs do.
        for his in _HIS if ending or is_weak else ("", *_HIS[2:]):
            # "قصفوه": the silent letter at the end goes; "نفاه" is written with alef.
            shown = ending.removesuffix("ا") if his and ending == "وا" else ending
            kept_here = stem + "ا" if is_weak and his and not ending else kept
            yield kept_here + between + shown + his


def _present(present: str) -> Iterator[str]:
    """Yield the present and future of a verb named with "he"."""
    stem = present[1:]
    is_weak = stem.endswith(_WEAK)
    short = stem[:-1] if is_weak else stem
    for person in "يتن":
        for his in (*_HIS, "نا"):
            yield person + stem + his
    for person in "يت":
        for his in _HIS:
            yield person + short + "ون" + his
        yield from (person + short + "وا", person + stem + "ان", person + stem + "ن")
    yield from ("س" + person + stem for person in "يت")


def _possessed(noun: str) -> Iterator[str]:
    """Yield a noun alone and with "his", "her", "their", "our", "my"."""
    yield noun
    stems = [noun]
    if noun.endswith("ة"):
        stems = [noun[:-1] + "ت"]
    elif noun.endswith(("ان", "ين", "ون")):
        stems = [noun[:-1]]
    elif noun.endswith("اء"):
        stems = [noun[:-1] + seat for seat in "ءؤئ"]
    for stem in stems:
        yield from (stem + his for his in _OF_HIS if his)
