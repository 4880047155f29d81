"""What an Arabic sentence tells of an attack without its speaker vouching for it.

Whoever condemns an attack or calls for an inquiry does not tell of it ("the UN
condemned the raid that killed 31"): the clause is the outlet's. Reports that somebody
denies speak for themselves ("denied the reports that spoke of a raid on X"). Reads
statements as token ranges, writes them again. Method: M022.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.arabic_small_words import SAYING, TURNING, WHO_AR
from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import COMMA, STRONG, Raw
from firsthand.extract.saying_words import SayingWords

_INQUIRIES = ("تحقيق", "بتحقيق", "التحقيق", "بالتحقيق", "محاسبه", "بمحاسبه")
# Words by which who condemns an attack says himself what it was.
_JUDGED = (
    *("جريمه", "جرايم", "الجريمه", "الجرايم", "مجزره", "المجزره", "اباده", "الاباده"),
    *("ارهاب", "الارهاب", "انتهاك", "الانتهاك", "بجريمه", "بجرايم", "بالجريمه"),
    *("بالمجزره", "بمجزره", "بالانتهاك", "انتهاكات", "الانتهاكات", "عشوايي"),
)
_REPORTS = frozenset(
    {"التقارير", "تقارير", "الانباء", "انباء", "المزاعم", "مزاعم", "الادعاءات"}
    | {"ادعاءات", "المعلومات", "معلومات", "الروايات", "روايات", "الاخبار", "اخبار"}
    | {"الاتهامات", "اتهامات", "الشايعات", "شايعات", "منشورات"}
)
_SPEAKS = frozenset(
    {"تحدثت", "تتحدث", "افادت", "تفيد", "زعمت", "تزعم", "ذكرت", "تقول", "قالت"}
    | {"اشارت", "تشير", "ادعت", "تدعي", "اوردت"}
)


def less_what_is_condemned(
    words: SayingWords, tokens: Sequence[Token], raw: Raw, content: tuple[Range, ...]
) -> tuple[Range, ...]:
    """Return what a condemnation or a call says, without what it tells of an attack.

    Args:
        words: The words of saying of Arabic.
        tokens: The sentence.
        raw: The statement.
        content: Its content as read.
    """
    row = raw.row or {}
    told = tokens[raw.cue[1] :]
    if row.get("manner") == "deny":
        return _less_the_charge(tokens, raw, content)
    calls = bool(row.get("object")) and not row.get("blames")
    calls = calls and any(t.word in _INQUIRIES for t in told)
    if not (row.get("condemns") or calls):
        return content
    end = next(
        (n for n in range(raw.cue[1], len(tokens)) if _turns(tokens, n)), len(tokens)
    )
    judged = tokens[max(raw.subject[1], raw.cue[1]) : end]
    is_own = any(t.word.startswith(_JUDGED) for t in judged)
    is_own = is_own or any(words.parties.find(t.given) for t in judged)
    blows = words.struck.find(judged)
    if is_own or not blows or words.opener.find(judged[: blows[0].first]):
        return content
    blow = max(raw.subject[1], raw.cue[1]) + blows[0].first
    rest = ((end, len(tokens)),) if end < len(tokens) else ()
    return ((raw.cue[0], blow), *rest)


def _less_the_charge(
    tokens: Sequence[Token], raw: Raw, content: tuple[Range, ...]
) -> tuple[Range, ...]:
    """Leave where and what was hit to whoever charges ("denied charges of a raid on").

    The clause ends where the denier's own words go on.
    """
    place = next(
        (n for n in range(raw.cue[1], len(tokens)) if tokens[n].word in _REPORTS), None
    )
    if place is None or not any(a <= place < b for a, b in content):
        return content
    end = next((n for n in range(place, len(tokens)) if _turns(tokens, n)), None)
    end = next(
        (n for n in range(place, end or len(tokens)) if _goes_on(tokens, n)), end
    )
    parts = [(a, min(b, place + 1)) for a, b in content if a <= place]
    if end is not None:
        parts += [(max(a, end), b) for a, b in content if b > end]
    return tuple(part for part in parts if part[0] < part[1])


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a comma and a new verb or clause follow."""
    after = tokens[place + 1].word if place + 1 < len(tokens) else ""
    return tokens[place].word in COMMA and after[:1] in {"و", "ف"}


def _turns(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].word in TURNING | SAYING or tokens[place].word in STRONG


def denied_reports(
    tokens: Sequence[Token], verbs: Sequence[Found]
) -> tuple[int, Raw] | None:
    """Return the reports that a sentence denies, and the place of their verb.

    "Denied the reports that spoke of a raid on X": what they spoke of is theirs.

    Args:
        tokens: The sentence.
        verbs: Its words of saying, in order.
    """
    if not verbs or verbs[0].row.get("manner") != "deny":
        return None
    for verb in verbs[1:]:
        place = verb.first - 1
        place -= place > 0 and tokens[place].word in WHO_AR
        if tokens[place].word in _REPORTS and tokens[verb.first].word in _SPEAKS:
            end = next(
                (
                    n
                    for n in range(verb.last, len(tokens))
                    if tokens[n].word in STRONG or _turns(tokens, n)
                ),
                len(tokens),
            )
            whole = ((verb.last, end),)
            cue = (verb.first, verb.last)
            return verb.first, Raw((place, place + 1), cue, whole, verb.row)
    return None
