"""Things of a list of which one is struck: each is struck, and told in its turn.

For French and Spanish, where a list names them one by one. Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.unparsed.token_words import AIMED_AT, DETERMINERS, INDEFINITE

_AND = frozenset({"y", "e", "o", "u", "ni", "et", "ou"})
_WORDS_BETWEEN = 4  # words of a list's item beside the thing, and its number
_WORDS_OF = 4  # "of the university", "in Talbar", behind a thing
_IN_LISTS = (
    AIMED_AT
    | DETERMINERS
    | INDEFINITE
    | frozenset({"de", "del", "en", "a", "al", "como", "asi", "tambien", "contra"})
    | frozenset({"otro", "otra", "otros", "otras", "varios", "varias", "algunos"})
    | frozenset({"algunas", "numerosos", "numerosas", "muchas", "muchos", "decenas"})
    | frozenset({"dans", "aux", "au", "ainsi", "que", "plusieurs", "des", "du", "d'"})
    | frozenset({"deux", "trois", "quatre", "quelques", "autre", "autres", "l'"})
)
# What may follow the last thing of a list; a verb of its own would tell of it alone.
_FOLLOWS = frozenset(
    {"de", "del", "en", "a", "al", "por", "con", "sin", "segun", "durante", "tras"}
    | {"cerca", "entre", "desde", "pese", "mientras", "cuando", "donde", "que", "y"}
    | {"du", "d'", "dans", "par", "selon", "pendant", "apres", "pres", "lors", "et"}
    | {"no", "lejos", "situado", "situada", "situados", "situadas", "repletos", "e"}
    | {"lleno", "llena", "llenos", "llenas", "repleto", "repleta", "ubicado"}
)
_THE = frozenset({"el", "la", "los", "las", "le", "les", "l'"})
_AMONG = frozenset({"entre"})
_STAND = frozenset({"figura", "figuran", "encuentra", "encuentran", "hay", "estan"})
_STAND |= frozenset({"cuenta", "cuentan", "hubo", "había", "estaban", "figuraban"})
_WITHIN = 12  # words of "among the places struck, the study says, there are"


def listed_with(
    tokens: Sequence[Token], things: Sequence[Found], struck: Found
) -> Iterator[Found]:
    """Yield the things of a list that stand before or behind one that was struck.

    Args:
        tokens: Of the sentence.
        things: Every thing named in it, in order.
        struck: One of them, beside a word of striking.
    """
    place = next(n for n, thing in enumerate(things) if thing is struck)
    here = struck
    for thing in things[place + 1 :]:
        if not _is_joined(tokens, here, thing) or not _ends_well(tokens, thing):
            break
        here = thing
        yield thing


def stands_in_a_list_of_struck(
    tokens: Sequence[Token], strikes: Sequence[Found]
) -> list[Found]:
    """Return the verb of "among the places struck are", as a word of striking."""
    for n, token in enumerate(tokens):
        if token.word not in _STAND:
            continue
        before = range(max(0, n - _WITHIN), n)
        opens = [m for m in before if tokens[m].word in _AMONG]
        if opens and any(opens[0] < s.first < n for s in strikes):
            return [Found(n, n + 1, {"kind": "strike"})]
    return []


def is_subject_of_its_own(tokens: Sequence[Token], thing: Found) -> bool:
    """Say whether "and the" begins a clause of a thing ("and the hospital took 20")."""
    before = [t.word for t in tokens[max(0, thing.first - 2) : thing.first]]
    is_pair = len(before) > 1
    opens = is_pair and before[0] in _AND and before[1] in _THE
    return opens and not _ends_well(tokens, thing)


def _is_joined(tokens: Sequence[Token], one: Found, other: Found) -> bool:
    """Say whether a comma or an "and" alone joins two things of a list."""
    between = tokens[one.last : other.first]
    signs = [n for n, t in enumerate(between) if t.word == "," or t.word in _AND]
    if (
        not signs
        or signs[-1] - signs[0] > 1
        or len(between) - signs[-1] > (_WORDS_BETWEEN + 1)
    ):
        return False
    is_both = len(signs) > 1  # ", y": a new clause, more often than not
    before, behind = between[: signs[0]], between[signs[-1] + 1 :]
    return (
        not is_both
        and _is_of(before)
        and all(t.word in _IN_LISTS or t.is_number or _is_count(t) for t in behind)
    )


def _is_of(words: Sequence[Token]) -> bool:
    """Say whether words behind a thing only say whose it is, or where."""
    if not words:
        return True
    is_short = len(words) <= _WORDS_OF
    return is_short and all(t.is_word for t in words)


def _is_count(token: Token) -> bool:
    """Say whether a word is a small number, told by what it is made of."""
    return token.word in _NUMBERS


_NUMBERS = frozenset(
    {"dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"}
    | {"once", "doce", "quince", "veinte", "veintena", "docena", "decena"}
    | {"cinq", "six", "sept", "huit", "neuf", "dix", "douze", "vingt", "dizaine"}
)


def _ends_well(tokens: Sequence[Token], thing: Found) -> bool:
    """Say whether no verb of its own follows a thing ("and the hospital took 20")."""
    after = tokens[thing.last : thing.last + 1]
    return not after or not after[0].is_word or after[0].word in _FOLLOWS
