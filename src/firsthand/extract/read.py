"""A page is read once: language, furniture, sentences, parses, statements.

Method: M020 (parser), M021 (sentences), M022 (statements).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import msgspec

from firsthand.extract.mixed import languages_of
from firsthand.extract.page import Page
from firsthand.extract.parser import parse
from firsthand.extract.reading import Range, Reading, Sentence
from firsthand.extract.segment import split_sentences
from firsthand.extract.statements import statements_of
from firsthand.reference import Reference
from firsthand.reference.lexicon import Forms
from firsthand.reference.quick_patterns import QuickPattern, Sieve, quick
from firsthand.reference.tables import Row

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэёъЫЭЁЪ]")
_BELARUSIAN = re.compile(r"[ўЎ]")
_PERSIAN = re.compile(r"[پچژگکی]")
_FOREIGN_SHARE = 0.03
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[a-z]+")
# Of common words of an English news text, far fewer in any other Latin-script language.
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in that said was were is on for with at by from it has have "
        "had be been not are he she they which who after",
    )
)
_ENGLISH_SHARE = 0.15
_N_LETTERS = 4000
# Fewer Latin words than this are too few to tell a language by.
_MIN_WORDS = 8


def read_page(
    page: Page,
    reference: Reference,
    *,
    parse_all: bool = False,
    is_near_attacks: bool = False,
) -> Reading:
    """Read a page once, for all finders.

    Args:
        page: The page.
        reference: Tables of the case.
        parse_all: Parse sentences without a trigger word, too.
        is_near_attacks: Of those with a trigger word, parse only those beside a
            sentence that tells of harm, of an attack or of an answer to a charge.

    Returns:
        The reading. Sentences of furniture lines are not in it; sentences of a
        language other than English, or without a trigger, are not parsed.

    Raises:
        UserError: The parser in force is not installed.
    """
    language = page.language or decide_language(page.text)
    sentences, furniture = split_sentences(page.text, reference)
    if language is None or language.split("-")[0].lower() == "en":
        sentences = _parsed(
            page.text,
            sentences,
            reference,
            parse_all=parse_all,
            is_near_attacks=is_near_attacks,
        )
    reading = Reading(
        page=page,
        language=language.split("-")[0].lower() if language else None,
        reference=reference,
        sentences=tuple(sentences),
        furniture=tuple(furniture),
    )
    if reading.language not in {None, "en"}:
        return reading
    return dataclasses.replace(reading, statements=tuple(statements_of(reading)))


def read_parts(page: Page, reference: Reference) -> list[Reading]:
    """Read a page once a language: each paragraph in its own (M057).

    Args:
        page: The page.
        reference: Tables of the case.

    Returns:
        One reading for nearly every page; for a page in several languages one each,
        with the sentences of that language alone, all with offsets of the whole text.

    Raises:
        UserError: The parser in force is not installed.
    """
    given = page.language.split("-")[0].lower() if page.language else None
    language = given or decide_language(page.text)
    parts = languages_of(
        page.text, language, decide_language, is_given=given is not None
    )
    if len(parts) < 2:  # noqa: PLR2004  one language
        return [read_page(page, reference, is_near_attacks=True)]
    return [
        _part(msgspec.structs.replace(page, language=code), reference, ranges)
        for code, ranges in parts.items()
        if code is not None
    ]


def _part(page: Page, reference: Reference, ranges: Sequence[Range]) -> Reading:
    """Return the reading of some stretches of a page, in the page's language."""
    masked = list(page.text)
    for place, letter in enumerate(page.text):
        if letter != "\n" and not any(s <= place < e for s, e in ranges):
            masked[place] = " "
    read = read_page(
        msgspec.structs.replace(page, text="".join(masked)),
        reference,
        is_near_attacks=True,
    )
    sentences = tuple(s for s in read.sentences if page.text[s.start : s.end].strip())
    return dataclasses.replace(read, page=page, sentences=sentences)


def decide_language(text: str) -> str | None:
    """Decide the language by script, then by words; None = too little to tell."""
    sample = text[:_N_LETTERS]
    n_arabic, n_cyrillic, n_latin = (
        len(script.findall(sample)) for script in (_ARABIC, _CYRILLIC, _LATIN)
    )
    if n_arabic > max(n_cyrillic, n_latin):
        is_persian = len(_PERSIAN.findall(sample)) > _FOREIGN_SHARE * n_arabic
        return _by_letters(sample) if is_persian else "ar"
    if n_cyrillic > n_latin:
        return _of_cyrillic(sample)
    words = _WORD.findall(sample.lower())
    n_common = sum(word in _ENGLISH for word in words)
    if words and n_common / len(words) >= _ENGLISH_SHARE:
        return "en"
    return _by_letters(sample) if len(words) >= _MIN_WORDS else None


def _of_cyrillic(sample: str) -> str:
    """Tell Ukrainian from Russian by the letters that only one of them has.

    A text with a few words of the other language stays what most of it is.
    """
    n_ukrainian = len(_UKRAINIAN.findall(sample))
    n_russian = len(_RUSSIAN.findall(sample))
    if _BELARUSIAN.search(sample) and n_russian:
        return _by_letters(sample)
    is_ukrainian = n_ukrainian >= _FOREIGN_SHARE * len(_CYRILLIC.findall(sample))
    return "uk" if is_ukrainian and n_ukrainian > n_russian else "ru"


def _by_letters(sample: str) -> str:
    import py3langid  # noqa: PLC0415  its tables load only where English is in doubt

    language: str = py3langid.classify(sample)[0]
    return language


def _parsed(
    text: str,
    sentences: Sequence[Sentence],
    reference: Reference,
    *,
    parse_all: bool,
    is_near_attacks: bool,
) -> list[Sentence]:
    stretches = [text[s.start : s.end].lower() for s in sentences]
    may_claim = reference.derived("parse_triggers", _triggers).is_met
    wanted = [parse_all or may_claim(part) for part in stretches]
    if is_near_attacks:
        cores = _cores_among(stretches, reference)
        wanted = [
            is_one and any(cores[max(0, n - _BESIDE) : n + _BESIDE + 1])
            for n, is_one in enumerate(wanted)
        ]
    docs = iter(
        parse(
            text[s.start : s.end]
            for s, is_one in zip(sentences, wanted, strict=True)
            if is_one
        )
    )
    return [
        dataclasses.replace(sentence, doc=next(docs)) if is_one else sentence
        for sentence, is_one in zip(sentences, wanted, strict=True)
    ]


def _cores_among(stretches: Sequence[str], reference: Reference) -> list[bool]:
    """Say of each sentence whether it tells of harm, of an attack or of an answer.

    Two vague words tell, too ("a plane hit"). One alone ("life", "target") does so on a
    short page, and where one sentence in ten tells in other words.
    """
    tells = reference.derived("parse_cores", _cores).is_met
    vague: Forms = reference.derived("parse_vague", _vague)
    hints = [set(vague.findall(part)) for part in stretches]
    cores = [
        len(hint) > 1 or tells(part)
        for hint, part in zip(hints, stretches, strict=True)
    ]
    if len(cores) >= _ONE_IN and sum(cores) * _ONE_IN < len(cores):
        return cores
    return [is_one or bool(hint) for is_one, hint in zip(cores, hints, strict=True)]


_ONE_IN = 10
# How many sentences on either side of one that tells of an attack are parsed, too.
_BESIDE = 1
_CORES = ("harm", "attack", "part", "answer", "objective")
# Who keeps silent has been asked; of other answers, the charge itself is told.
_SILENCE = ("no_comment", "no_reply", "non_responsive")


class _Triggers:
    """Words, and patterns besides them, of which one is in a sentence or none is."""

    def __init__(self, words: Forms, patterns: Sequence[QuickPattern]) -> None:
        self._words, self._patterns = words, patterns
        self._sieve = Sieve(patterns)

    def is_met(self, text: str) -> bool:
        """Say whether a text, in small letters, holds one."""
        return self._words.search(text) is not None or any(
            self._patterns[place].pattern.search(text) is not None
            for place in self._sieve.likely(text)
        )


_NUMBER_OR_QUOTE = quick(r'[\d"“”«»‘]')


def _stems(reference: Reference, *, are_vague: bool) -> Forms:
    """Return the words of the table that say that a page tells of an attack."""
    stems = sorted(
        str(row["stem"])
        for row in reference.table("parse_triggers")
        if row["group"] in _CORES and bool(row.get("vague")) is are_vague
    )
    return Forms(re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})"), stems)


def _vague(reference: Reference) -> Forms:
    return _stems(reference, are_vague=True)


def _cores(reference: Reference) -> _Triggers:
    phrases = [
        row["pattern"]
        for row in reference.table("response_phrases")
        if row["code"] in _SILENCE and row["scope"] == "act"
    ]
    phrases += [
        row["pattern"]
        for row in reference.table("rebuttal_phrases")
        if row.get("object_identity")
    ]
    words = _stems(reference, are_vague=False)
    return _Triggers(words, [quick(str(phrase)) for phrase in phrases])


def _triggers(reference: Reference) -> _Triggers:
    stems = sorted(str(row["stem"]) for row in reference.table("parse_triggers"))
    verbs = reference.table("speech_verbs")
    forms = sorted(form for row in verbs for form in _verb_forms(row))
    parts = [*map(re.escape, stems), *(f"(?:{form})\\b" for form in forms)]
    heads = [str(row["verb"])[:-1] for row in verbs]
    heads += [str(form) for row in verbs for form in row.get("forms", ())]
    words = Forms(re.compile(rf"\b(?:{'|'.join(parts)})"), [*stems, *heads])
    return _Triggers(words, [_NUMBER_OR_QUOTE])


def _verb_forms(row: Row) -> list[str]:
    """Return patterns of the forms of a verb of saying ("claim(?:s|ed|ing)?")."""
    verb = str(row["verb"])
    irregular = [re.escape(str(form)) for form in row.get("forms", ())]
    if verb.endswith("e"):
        return [*irregular, rf"{verb[:-1]}(?:e|es|ed|ing)"]
    if verb.endswith("y"):
        return [*irregular, rf"{verb[:-1]}(?:y|ys|ies|ied|ying)"]
    return [*irregular, rf"{verb}{verb[-1]}?(?:s|es|ed|ing)?"]
