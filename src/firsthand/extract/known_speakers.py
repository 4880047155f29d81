"""Who is meant: pronouns, short forms and missing subjects, by who spoke before.

One fitting speaker of the last sentence that had any is taken; of several the
statement stays unresolved and keeps them as candidates. Method: M022.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.arabic_small_words import NOT_AR
from firsthand.extract.names_of_speakers import NamesOfSpeakers
from firsthand.extract.patterned import Token, fold_arabic_text
from firsthand.extract.reading import Range, Statement
from firsthand.extract.said import (
    AND_ALSO,
    COMMA,
    DEFINITE,
    QUOTES,
    Known,
    Raw,
    Said,
    as_written,
    is_among,
)
from firsthand.extract.saying_words import SayingWords

_HE_OR_SHE = frozenset(
    {"он", "она", "его", "ее", "він", "вона", "його", "її", "il", "elle", "lui"}
    | {"-t-il", "-t-elle", "-il", "-elle", "ella"}
)
_SHE_OR_IT = frozenset({"она", "вона", "elle", "ella", "-t-elle", "-elle"})
_SELF = frozenset(  # "the same source"
    {"نفسه", "نفسها", "نفسهم", "ذاته", "ذاتها", "ذاتهم", "عينه", "عينها"}
    | {"المذكور", "المذكوره"}
)
_BY_IT = frozenset({"به", "بها", "عنه", "عنها", "فيه", "فيها"})  # "as reported by"
_IL = frozenset({"il", "-t-il", "-il"})
# "À l'en croire", "selon ses dires".
_THEIRS = frozenset({"l'", "l’", "ses", "leurs", "leur", "son", "sa"})
_HE_IN_FRENCH = ("le ", "l'", "l’")
_OF = frozenset({"de", "du", "des", "d'", "del"})


class KnownSpeakers:
    """Speakers given to statements, and remembered."""

    def __init__(self, words: SayingWords) -> None:
        """Read by the words of a language."""
        self.words = words
        self.names = NamesOfSpeakers(words)

    def resolved(
        self, tokens: Sequence[Token], raw: Raw, known: list[Known], number: int
    ) -> Said:
        """Return a statement with its speaker, whom `known` then holds if named."""
        gender = self._gender(tokens, raw)
        name, is_person = self._name(tokens, raw, known)
        candidates: tuple[str, ...] = ()
        if name is None:
            fitting = _fitting(
                self._of_here(tokens, raw, known, number),
                gender,
                number,
                needs_person=self._is_he(tokens, raw),
            )
            if not fitting and self._is_masculine(tokens, raw):
                last = [k for k in known if k.sentence == number - 1]
                last = [k for k in last if k.name.lower().startswith(_HE_IN_FRENCH)]
                fitting = _fitting(last, gender, number, needs_person=False)
            if not fitting and self._is_she_or_it(tokens, raw):
                last = [k for k in known if k.sentence == number - 1]
                fitting = _fitting(last, gender, number, needs_person=False)
            if not fitting and raw.is_oblique:  # "by its own figures"
                fitting = _fitting(known, gender, number, needs_person=False)
            candidates = tuple(dict.fromkeys(k.name for k in fitting))
            is_one = len(candidates) == 1 and not raw.is_free
            name = candidates[0] if is_one else None
        else:
            subject = tokens[raw.subject[0] : raw.subject[1]]
            if self.words.language.code == "ar":
                subject = _less_whereabouts(subject)
            words = frozenset(
                part
                for t in (
                    _less_owners(subject) if self.words.language.is_romance else subject
                )
                for part in t.word.split("-")
            )
            known.append(Known(name, words, gender, is_person, number))
        return Said(
            self._statement(tokens, raw, name, candidates), raw.row, raw.cue, number
        )

    def _statement(
        self,
        tokens: Sequence[Token],
        raw: Raw,
        name: str | None,
        candidates: tuple[str, ...],
    ) -> Statement:
        def stretch(part: Range) -> Range:
            return tokens[part[0]].start, tokens[part[1] - 1].end

        is_quote = any(
            t.word in {"«", "“", "„"}
            for part in raw.content
            for t in tokens[part[0] : part[1]]
        )
        chain = (raw.outer, name) if raw.outer and name else ((name,) if name else ())
        return Statement(
            source=(stretch(raw.subject),) if raw.subject[0] < raw.subject[1] else (),
            cue=(stretch(raw.cue),) if raw.cue[0] < raw.cue[1] else (),
            content=tuple(
                stretch(p) for p in raw.content if p[0] < p[1] <= len(tokens)
            ),
            speaker=name,
            chain=tuple(part for part in chain if part),
            is_unresolved=name is None,
            candidates=candidates if name is None else (),
            is_quote=is_quote,
        )

    def _of_here(
        self, tokens: Sequence[Token], raw: Raw, known: list[Known], number: int
    ) -> list[Known]:
        """Return whom a French pronoun can mean: one who spoke in its own sentence.

        "France condemned an attack that it lays to X": France, though no person.
        """
        here = [k for k in known if k.sentence == number]
        is_inside = self.words.language.code == "fr" and len(here) == 1
        if not (is_inside and self._is_he(tokens, raw)) or raw.subject[0] <= 1:
            return known
        return [dataclasses.replace(here[0], is_person=True)]

    def _is_she_or_it(self, tokens: Sequence[Token], raw: Raw) -> bool:
        """Say whether a pronoun can be an organisation's, as these are feminine.

        Only of the sentence right before; a body has no other pronoun in French,
        Spanish, Russian or Ukrainian.
        """
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return word in _SHE_OR_IT

    def _is_masculine(self, tokens: Sequence[Token], raw: Raw) -> bool:
        """Say whether French "il" can be a body's, as it is "le ministère"."""
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return self.words.language.code == "fr" and word in _IL

    def _is_he(self, tokens: Sequence[Token], raw: Raw) -> bool:
        word = tokens[raw.subject[0]].word if raw.subject[0] < raw.subject[1] else ""
        return word in _HE_OR_SHE

    def _gender(self, tokens: Sequence[Token], raw: Raw) -> str | None:
        if raw.cue[0] >= raw.cue[1]:
            return None
        word = tokens[raw.cue[0]].word
        if self.words.language.code == "ar":
            if raw.is_oblique or raw.row is None:
                return None
            return _arabic_gender(tokens[raw.cue[0] : raw.cue[1]])
        if raw.is_oblique or raw.row is None:
            pronoun = tokens[raw.subject[0]].word
            return {"его": "m", "ее": "f", "их": "pl"}.get(pronoun)
        for ending, gender in self.words.language.genders:
            if word.endswith(ending):
                return gender
        return None

    def _name(
        self, tokens: Sequence[Token], raw: Raw, known: Sequence[Known]
    ) -> tuple[str | None, bool]:
        """Return the speaker's name as far as the text gives it; None = a pronoun."""
        first, last = raw.subject
        while first < last and tokens[first].word in QUOTES | {"ما", "وهو"}:
            first += 2 if tokens[first].word == "ما" else 1
        while first < last and tokens[first].word in _BY_IT:
            first += 1
        while last > first and tokens[last - 1].word in QUOTES | COMMA | {":"}:
            last -= 1
        last = self._before_not(tokens, first, last)
        if first >= last:
            return None, False
        pronoun = self.words.pronoun.at(tokens, first)
        is_self = tokens[last - 1].word in _SELF
        if pronoun and not is_self and (pronoun.last == last or raw.is_oblique):
            return None, False
        alone = tokens[first].given.lower() if last - first == 1 else ""
        if alone in {"él", "su", "sus"} or (raw.is_oblique and alone in _THEIRS):
            return None, False  # its accent alone tells "he" from the article
        words = _without_self(tokens[first:last], raw)
        known = self._no_offices_of_it(words, known)
        is_arabic = self.words.language.code == "ar"
        is_state = (
            is_arabic and self.words.parties.code_of(as_written(words)) is not None
        )
        earlier = None if is_state else _short_form(words, known, is_last=is_arabic)
        if earlier is not None:
            return earlier.name, earlier.is_person
        if self.words.language.code == "ar":
            words = self.names.without_attached_and(words)
            name, is_person = self.names.arabic_name(words)
            is_of = raw.is_oblique and self.words.head.at(words, 0) is not None
            is_of = is_of or (raw.is_oblique and words[0].word.startswith("لل"))
            return (_without_of(name) if is_of else name), is_person
        return self.names.european_name(words, is_oblique=raw.is_oblique)

    def _before_not(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Leave out the "not" of a Slavic verb behind its speaker ("X did not")."""
        negations = (
            self.words.language.negations
            if self.words.language.is_slavic
            else frozenset()
        )
        while last > first + 1 and tokens[last - 1].word in negations:
            last -= 1
        return last

    def _no_offices_of_it(
        self, words: Sequence[Token], known: Sequence[Known]
    ) -> Sequence[Known]:
        """Return whom a Slavic name can shorten: a state is none of its ministries.

        Nor is one of two named together ("the reports of the rebels and the cabinet").
        """
        if not self.words.language.is_slavic:
            return known
        known = [k for k in known if not k.words & AND_ALSO]
        if self.words.is_body_named(words):
            known = [k for k in known if not k.is_person]  # not who speaks for it
        if self.words.parties.code_of(as_written(words)) is None:
            return known
        return [k for k in known if self.words.parties.code_of(k.name) is not None]


def _without_at(words: Sequence[Token]) -> Sequence[Token]:
    """Drop the "at" written together with whom one could not reach, in Arabic."""
    first = words[0]
    if not first.word.startswith("بال"):
        return words
    rest = first.word[1:]
    forms = frozenset((rest, rest[2:]))
    bare = dataclasses.replace(
        first, word=rest, start=first.start + 1, given=first.given[1:], forms=forms
    )
    return (bare, *words[1:])


def _without_self(words: Sequence[Token], raw: Raw) -> Sequence[Token]:
    """Drop "the same" from "the same source", and "at" of whom one asked, in Arabic."""
    while len(words) > 1 and words[-1].word in _SELF:
        words = words[:-1]
    return _without_at(words) if raw.row is not None and raw.row.get("to") else words


def _less_whereabouts(words: Sequence[Token]) -> Sequence[Token]:
    """Drop where somebody holds an office ("the prosecutor in X" is not X)."""
    return [
        t
        for n, t in enumerate(words)
        if not n or words[n - 1].word not in {"في", "لدي", "من"}
    ]


def _arabic_gender(cue: Sequence[Token]) -> str | None:
    """Return the gender of a verb; None = a present that may be of either.

    A denied verb stands in the present ("did not answer"): its first letter tells.
    """
    word = cue[0].word
    if word.removeprefix("و").removeprefix("ف") in NOT_AR and len(cue) > 1:
        verb = cue[1].word
        if verb.endswith(("وا", "ون")):
            return "pl"
        return {"ت": "f", "ي": "m"}.get(verb[0])
    if word.endswith(("وا", "ون")):
        return "pl"
    if word.endswith("ت"):
        return "f"
    return None if word.removeprefix("و").startswith("ت") else "m"


def _without_of(name: str) -> str:
    """Drop the particle of "according to" from an office ("لرئيس البلدية")."""
    if name.startswith("لل"):
        return "ال" + name[2:]
    is_own = name.startswith(("لجن", "لواء"))  # a committee, a general
    return name[1:] if name.startswith("ل") and not is_own else name


def _less_owners(words: Sequence[Token]) -> Sequence[Token]:
    """Drop whose office it is: "Hamas" is not "the ministry of Hamas"."""
    kept: list[Token] = []
    is_owner = False
    for place, token in enumerate(words):
        if token.word in COMMA or (is_owner and place == len(words) - 1 and not kept):
            is_owner = False
        elif place and token.word in _OF:
            is_owner = True
        if not is_owner:
            kept.append(token)
    return kept


def _short_form(
    words: Sequence[Token], known: Sequence[Known], *, is_last: bool = False
) -> Known | None:
    """Return the earlier speaker that some words shorten; None = none, or several.

    `is_last`: of several, the one who spoke last.
    """
    bare = [
        part
        for token in words
        if token.is_word and token.word not in DEFINITE
        for part in token.word.split("-")
    ]
    fits: dict[str, Known] = {}
    for earlier in known:
        if bare and all(is_among(word, earlier.words) for word in bare):
            fits.pop(earlier.name, None)
            fits[earlier.name] = earlier
    if is_last and fits:  # "the Monitor" is rather itself than its director
        own = [e for e in fits.values() if all(_is_in_name(w, e) for w in bare)]
        return (own or list(fits.values()))[-1]
    return next(iter(fits.values())) if len(fits) == 1 else None


def _is_in_name(word: str, known: Known) -> bool:
    """Say whether a word is one of an earlier speaker's name, its article aside."""
    words = {
        part.removeprefix("ال") for part in fold_arabic_text(known.name)[0].split()
    }
    return word.removeprefix("ال") in words


def _fitting(
    known: Sequence[Known], gender: str | None, number: int, *, needs_person: bool
) -> list[Known]:
    """Return the speakers of the nearest earlier sentence that agree with a verb."""
    if not known:
        return []
    nearest = max((k.sentence for k in known if k.sentence <= number), default=-1)
    return [
        k
        for k in known
        if k.sentence == nearest
        and (k.gender is None or gender is None or k.gender == gender)
        and (k.is_person or not needs_person)
    ]
