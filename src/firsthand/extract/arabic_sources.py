"""Who an Arabic speaker is: a name without the words round it, a role named later.

"A report that the organisation X issued" is X's; "the governor of the region said ...
the governor N N added" is one person. Reads statements and the tokens of their
sentences, writes statements. Method: M068.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from firsthand.extract.patterned import Token
from firsthand.extract.reading import Statement

Told = tuple[int, Statement]  # a statement and the index of its sentence
_SENTENCES = 3  # within which a role is named
_LEAST_NAMED = 3  # words of "the governor N N"


def tidied(
    sentences: Sequence[Sequence[Token]], statements: Sequence[Told]
) -> list[Told]:
    """Return the statements with their speakers' names alone, roles named later.

    Args:
        sentences: The tokens of each sentence.
        statements: Each with the index of its sentence, in order.
    """
    bare = [(n, _bare(_inside(sentences[n], one), one)) for n, one in statements]
    named = [_named_later(sentences, bare, place) for place in range(len(bare))]
    for place, (number, one) in enumerate(named):
        named[place] = number, _issued(sentences, named[:place], number, one)
    return named


def _issued(
    sentences: Sequence[Sequence[Token]],
    before: Sequence[Told],
    number: int,
    statement: Statement,
) -> Statement:
    """Return what "the statement says" as said by whoever last issued a statement."""
    words = _inside(sentences[number], statement)
    if not words or words[0].word != "البيان" or len(words) > _FEW:
        return statement
    for told, earlier in reversed(before):
        is_issued = any(t.word.endswith(_ISSUES) for t in sentences[told])
        if is_issued and earlier.speaker is not None and told < number:
            return _by(statement, earlier.speaker)
    return statement


def named_in_signs(title: Sequence[Token]) -> tuple[str, ...]:
    """Return the words of a name in signs that heads a title ("«X Y»: ..."); else none.

    Args:
        title: The tokens of a title.
    """
    closed = next((n for n, t in enumerate(title) if n and t.word in _SIGNS), None)
    is_headed = (
        closed is not None
        and title[0].word in _SIGNS
        and 1 < closed <= _LONGEST_TITLED
        and [t.word for t in title[closed + 1 : closed + 2]] == [":"]
    )
    return tuple(t.word for t in title[1:closed]) if is_headed else ()


def bare_name(words: Sequence[Token]) -> list[Token]:
    """Return a body's words without "issued by" before and "published" behind."""
    first = 0
    while first < len(words) and words[first].word in _ISSUED | _FROM:
        first += 1
    kept = list(words[first:])
    while len(kept) > 1 and kept[-1].word in _PUBLISHED | _LEFT_OVER:
        kept.pop()
    return kept


def without_of(token: Token) -> str:
    """Return a noun of a body without "of" before it ("a report of the league X")."""
    is_of = token.word[:1] == "ل" and token.word[1:] in _BODIES
    return token.given[1:] if is_of else token.given


def _inside(tokens: Sequence[Token], statement: Statement) -> list[Token]:
    """Return the words that tell who speaks, where they stand together."""
    if len(statement.source) != 1:
        return []
    start, end = statement.source[0]
    return [t for t in tokens if start <= t.start < end]


def _bare(words: Sequence[Token], statement: Statement) -> Statement:
    """Return a statement of "issued by the body X" as X's."""
    name = statement.speaker
    if not words or name is None or not name.startswith(words[0].given):
        return statement
    kept = bare_name(words)
    told = _text(kept)
    return statement if told == _text(words, whole=True) else _by(statement, told)


def _text(words: Sequence[Token], *, whole: bool = False) -> str:
    """Return words as the text has them, "of" before a body's noun left out."""
    first = words[0].given if whole else without_of(words[0])
    gaps = [
        (" " if t.start > before.end else "") + t.given
        for before, t in itertools.pairwise(words)
    ]
    return (first + "".join(gaps)).strip(" ،")


def _named_later(
    sentences: Sequence[Sequence[Token]], statements: Sequence[Told], place: int
) -> Told:
    """Return what a role told alone says as the person's it is named as below."""
    number, statement = statements[place]
    words = _inside(sentences[number], statement)
    if not words or words[0].word not in _ROLES or _may_be_named(words[1:]):
        return number, statement
    for after, other in statements[place + 1 :]:
        if after > number + _SENTENCES:
            break
        told = _inside(sentences[after], other)
        is_it = bool(told) and told[0].word == f"ال{words[0].word}"
        if not is_it:
            continue
        is_named = len(told) >= _LEAST_NAMED and other.speaker is not None
        is_named = is_named and not any(t.word.startswith("ال") for t in told[1:2])
        name = other.speaker
        if is_named and name is not None:
            return number, _by(statement, name)
        break
    return number, statement


def _may_be_named(words: Sequence[Token]) -> bool:
    """Say whether a person's name may stand among the words behind a role."""
    for before, token in itertools.pairwise((None, *words)):
        is_of_kind = before is not None and before.word in _PLACES
        is_plain = token is not None and (
            token.word.startswith("ال") or token.word in _PLACES | _PLAIN
        )
        if not (is_plain or is_of_kind):
            return True
    return False


def _by(statement: Statement, name: str) -> Statement:
    chain = (*(n for n in statement.chain[:-1] if n != name), name)
    return dataclasses.replace(statement, speaker=name, chain=chain)


_LEFT_OVER = frozenset({"لدي", "في", "من", "عن", "مع"})  # cut amid a title
_SIGNS = frozenset({"«", "»", '"', "“", "”"})
_LONGEST_TITLED = 6  # signs and words of a name in a title
_FEW = 2  # words of "the statement", "the same statement"
_ISSUES = ("بيان", "بيانا", "بيانها", "بيانه", "بيانهم")
_ISSUED = frozenset(
    {"اصدرته", "اصدرها", "اصدره", "اصدرتها", "نشرته", "نشرتها", "نشره", "نشرها"}
    | {"اعدته", "اعدتها", "اعده", "اعدها", "انجزته", "اجرته", "اجراه", "اجرتها"}
    | {"وضعته", "وضعه", "كتبته", "صادر", "صادره", "الصادر", "الصادره", "صدر", "صدرت"}
)
_FROM = frozenset({"عن", "الي"})
_PUBLISHED = frozenset({"نشر", "نشرت", "صدر", "صدرت", "اليوم", "امس", "قد", "وقد"})
_BODIES = frozenset(
    {"منظمه", "جمعيه", "مركز", "مرصد", "شبكه", "هييه", "مجموعه", "موسسه", "رابطه"}
    | {"فريق", "معهد", "وكاله", "وزاره", "لجنه", "بعثه", "مفوضيه", "المنظمه", "نقابه"}
)
_PLACES = frozenset(
    {"منطقه", "محافظه", "مدينه", "بلده", "قريه", "اقليم", "ولايه", "في", "ريف", "حي"}
)
_PLAIN = frozenset(
    {"عسكري", "محلي", "امني", "طبي", "ميداني", "حكومي", "باسم", "بلديه", "شرطه", "جيش"}
    | {
        "لجنه",
        "منظمه",
        "مجلس",
        "وزاره",
        "هييه",
        "فريق",
        "قسم",
        "مستشفي",
        "رفيع",
        "كبير",
    }
    | {"حقوقيه", "عسكريه", "محليه", "طبيه", "دفاع", "قوات", "حقوقي", "اغاثي", "بحثي"}
)
_ROLES = frozenset(
    {"حاكم", "محافظ", "قايد", "مدير", "رييس", "عمده", "ناطق", "متحدث", "وزير", "طبيب"}
    | {"مسوول", "ناشط", "سفير", "مندوب", "باحث", "محقق", "ضابط", "مفوض", "منسق"}
    | {"قايمقام", "نايب", "مختار", "مستشار", "محلل", "خبير", "مسعف", "متحدثه", "مديره"}
    | {"رييسه", "وزيره", "باحثه", "طبيبه", "مسووله", "ناطقه", "سفيره", "منسقه"}
)
