"""Statements as Russian and Ukrainian alone build them.

A dash in a verb's place, "a report, in which they accuse", whom they accuse before the
verb, adverbs beside a speaker. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.cited_speech import CitedSpeech
from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ABOUT,
    AT_AN_OFFICE,
    COMMA,
    DASHES,
    FAR,
    LONGEST_NAME,
    STRONG,
    WHICH_SLAVIC,
    Raw,
    as_written,
)
from firsthand.extract.slavic_cases import is_accused_by_nobody

_ADVERB = re.compile(r"^[а-яіїєґ]{3,}но$")  # "remotely", in small letters
_BUT = frozenset({"а", "но", "і", "и", "й", "але", "однако", "проте", "однак"})
_SHOW = ("свидетельств", "свідч", "указыва", "вказу", "подтвержда", "підтвердж")
_WHICH = ("котор", "які", "який", "яка")
_PROOFS = (
    *("данн", "дані", "дани", "факт", "снимк", "знімк", "запис", "кадр", "видео"),
    *("відео", "материал", "матеріал", "сведени", "відомост", "разведданн", "доказ"),
)
THOSE = {
    "ru": frozenset({"те", "та", "тот", "последние", "последний", "последняя"}),
    "uk": frozenset({"ті", "той", "останні", "останній", "остання"}),
}
_LONGEST_ASIDE, _LONGEST_PROOF = 3, 4  # words
# What is denied, in the case of an object, before its verb.
_DENIED = frozenset(
    {"это", "эти", "эту", "обвинения", "обвинение", "утверждения", "сообщения", "факт"}
    | {"информацию", "сведения", "данные", "слова", "заявления", "вину", "причастность"}
    | {"це", "ці", "цю", "звинувачення", "закиди", "твердження", "повідомлення", "дані"}
    | {"інформацію", "відомості", "заяви", "провину", "причетність", "данных", "даних"}
    | {"обвинений", "обвинениям", "вины", "ответственность", "ответственности", "удар"}
    | {"удара", "удары", "ударов", "атаку", "атаки", "обстрел", "обстрела", "критику"}
    | {"версию", "выводы", "доклад", "отчет", "претензии", "упреки", "подозрения"}
    | {"звинувачень", "вини", "провини", "відповідальність", "відповідальності"}
    | {"удару", "удари", "ударів", "обстріл", "обстрілу", "критику", "версію", "звіт"}
    | {"висновки", "доповідь", "претензії", "підозри", "участь", "участие", "цього"}
    | {"этого", "причастности", "причетності", "сообщений", "повідомлень", "закидів"}
)


class SlavicShapes(CitedSpeech):
    """Shapes of Russian and Ukrainian; in other languages none is found."""

    def _left_out(
        self, tokens: Sequence[Token], verbs: Sequence[Found]
    ) -> Iterator[Raw]:
        """Read "the railway spoke of 26 dead, the mayor - of thirty": no verb again."""
        if not self.language.is_slavic:
            return
        for dash in range(2, len(tokens) - 1):
            if tokens[dash].word not in DASHES:
                continue
            ahead = {t.word for t in tokens[dash + 1 : dash + 2 + LONGEST_NAME]}
            first = self._piece_before(tokens, dash)
            is_short = 0 < dash - first <= LONGEST_NAME
            is_after = any(v.last <= first for v in verbs)
            if not (is_short and is_after and ahead & ABOUT):
                continue
            end = next(
                (
                    n
                    for n in range(dash + 1, len(tokens))
                    if tokens[n].word in STRONG | COMMA
                ),
                len(tokens),
            )
            yield Raw((first, dash), (dash, dash + 1), ((dash + 1, end),), None)

    def _is_whom_they_accuse(
        self, tokens: Sequence[Token], verb: Found, subject: Range | None
    ) -> bool:
        """Say whether a Slavic verb of blaming has but the blamed before it."""
        takes = self.language.is_slavic and verb.row.get("object")
        if not takes or subject is None or subject[1] != verb.first:
            return False
        words = as_written(tokens[subject[0] : subject[1]])
        is_one = subject[1] - subject[0] == 1 and bool(self.parties.find(words))
        return is_one and is_accused_by_nobody(words, tokens[verb.last - 1].word)

    def _those_who(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return "those" of "accuses the rebels, and those say that ..."."""
        place = verb.first - 1
        while place > 0 and self.common.at(tokens, place) is not None:
            place -= 1
        is_those = place > 0 and tokens[place].word in THOSE.get(self.language.code, ())
        before = tokens[place - 1].word if is_those else ""
        is_apart = before in COMMA | STRONG | _BUT
        return (place, place + 1) if is_apart else None

    def _past_a_report(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Return where whose report it is begins ("... to the report of X, which")."""
        if not self.language.is_slavic:
            return first
        found = self.stand_ins.words["document"].find(tokens[first:last])
        begins = first + found[-1].last if found else first
        return begins if begins < last else first

    def _is_of_a_proof(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether only data or pictures say so, which whoever speaks has.

        "By her words the army holds data which show that ...": her words.
        """
        if not self.language.is_slavic or not tokens[verb.first].word.startswith(_SHOW):
            return False
        piece = self._piece_before(tokens, verb.first)
        first = piece - 1 if piece and tokens[piece].word.startswith(_WHICH) else piece
        words = [t.word for t in tokens[max(0, first - _LONGEST_PROOF) : verb.first]]
        is_proof = any(word.startswith(_PROOFS) for word in words)
        return is_proof and any(t.given[:1].isupper() for t in tokens[:piece])

    def _in_which(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the report of "the report of X, in which they accuse Y"."""
        if not self.language.is_slavic:
            return None
        piece = self._piece_before(tokens, verb.first)
        opens = [t.word for t in tokens[piece : piece + 2]]
        is_which = len(opens) > 1 and opens[0] in AT_AN_OFFICE
        if not is_which or not opens[1].startswith((*WHICH_SLAVIC, "котор")):
            return None
        found = self.stand_ins.words["document"].find(tokens[:piece])
        last = piece - 1
        is_near = bool(found) and last - found[-1].first < FAR
        return (found[-1].first, last) if is_near else None

    def _without_adverbs(
        self, tokens: Sequence[Token], subject: Range | None
    ) -> Range | None:
        """Leave out what tells of the saying ("Amnesty also", "Toreth again")."""
        if subject is None or not self.language.is_slavic:
            return subject
        first, last = subject
        while last - 1 > first:
            begins = self._where_an_aside_begins(tokens, first, last)
            if begins is None:
                break
            last = begins
        return first, last

    def _where_an_aside_begins(
        self, tokens: Sequence[Token], first: int, last: int
    ) -> int | None:
        """Return where words begin that only tell how or when ("on Friday")."""
        if _ADVERB.search(tokens[last - 1].given):
            return last - 1
        for place in range(last - 1, max(first, last - 1 - _LONGEST_ASIDE), -1):
            found = [words.at(tokens, place) for words in (self.common, self.aside)]
            if any(hit is not None and hit.last == last for hit in found):
                return place
        return None


def without_object(tokens: Sequence[Token], raw: Raw) -> Raw:
    """Return a Slavic denial without its object in its subject ("X this denies")."""
    manner = raw.row.get("manner") if raw.row else None
    first, last = raw.subject
    if manner not in {"deny", "silent"} or last > raw.cue[0]:
        return raw
    cut = next((n for n in range(first + 1, last) if tokens[n].word in _DENIED), last)
    return dataclasses.replace(raw, subject=(first, cut))
