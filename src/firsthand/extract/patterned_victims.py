"""People named as harmed, in languages read by patterns.

Names come from two constructions: words of dying beside a name ("Погибла Анна Крот",
"Salwa Haddad, 34 ans, a été tuée") and lists that announce the dead ("entre los
muertos están ..."). In scripts with capitals a name begins with one; in Arabic it
follows a role, a kin word or a list's mark, or begins with a common given name.
Sources, officials who speak, those whose house or son is told of ("le fils de ...") and
parties are no victims. Reads the tables `victims_*`. Method: M026.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence

from firsthand.extract.patterned import Found, Language, Token, Words, words_of
from firsthand.extract.patterned_dates import calendar_words
from firsthand.model import Person
from firsthand.reference import Reference

_LONGEST_NAME = 5
_LONGEST_PREFIX = 5
_LONGEST_ASIDE = 6
_OLDEST = 120
_MARKS = frozenset({",", "،", ";", "؛", ":", "-", "–", "—", "(", ")", "●", "•"})
_OPEN, _CLOSE = frozenset({"("}), frozenset({")"})
_BEFORE_NAMES = frozenset({":", "–", "—"})
_STOPS = frozenset({".", "!", "?", "؟", "«", "»", '"', "“", "”", "…"})
_INITIAL = 1
_FEWEST = 2  # words that make a name without kin, age or role beside it


@dataclasses.dataclass(frozen=True)
class Named:
    """People named in one stretch of a sentence: tokens `first` up to `last`.

    Attributes:
        first: Index of the first token, kin and role included.
        last: One past the last token.
        people: The people, in order.
        harm: "killed" or "wounded", as the anchor says; None = a list's mark.
        is_all: Nobody unnamed stands among them.
        anchor: Tokens of the words of dying, or of the list's mark.
    """

    first: int
    last: int
    people: tuple[Person, ...]
    harm: str | None
    is_all: bool
    anchor: tuple[int, int]


@dataclasses.dataclass(frozen=True)
class _Item:
    """One person of a list; no person = somebody described without a name."""

    last: int
    person: Person | None
    is_sure: bool = True  # kin, age or role stands beside the name
    kin: Found | None = None


class Victims:
    """The words beside names of one language."""

    def __init__(
        self, reference: Reference, language: Language, is_taken: Callable[[int], bool]
    ) -> None:
        """Index the rows.

        Args:
            reference: Tables of the case.
            language: Whose rows.
            is_taken: Says of an offset whether it is a party's, a source's, a place's.
        """
        self.language = language
        self.is_taken = is_taken
        self.died = words_of(reference, language, "victims", "died")
        self.took = words_of(reference, language, "victims", "took")
        self.among = words_of(reference, language, "victims", "among")
        self.kin = words_of(reference, language, "victims", "kin")
        self.role = words_of(reference, language, "victims", "role")
        self.years = words_of(reference, language, "victims", "years")
        self.small = words_of(reference, language, "victims", "small")
        self.between = words_of(reference, language, "victims", "joint")
        self.family = words_of(reference, language, "victims", "family")
        self.of: Words = words_of(reference, language, "victims", "of")
        self.that = words_of(reference, language, "speech", "opener")
        self.where = words_of(reference, language, "things", "locative", "strike")
        self.given = words_of(reference, language, "victims", "given")
        self.linked = words_of(reference, language, "victims", "link")
        self.number = words_of(reference, language, "counts", "number")
        self.unnamed = words_of(reference, language, "counts", "person")
        self.say = words_of(reference, language, "speech", "say", "cite")
        self.known = [
            *(
                words_of(reference, language, table)
                for table in ("counts", "things", "speech", "responses")
            ),
            calendar_words(reference, language),
        ]

    def find(self, tokens: Sequence[Token]) -> Iterator[Named]:
        """Yield the people named as harmed in a sentence, no stretch twice.

        Args:
            tokens: The sentence.
        """
        end = 0
        for anchor, is_list in self._anchors(tokens):
            if anchor.first < end:
                continue
            named = self._after(tokens, anchor, is_list=is_list)
            if named is None and anchor.row["kind"] == "died":
                named = self._before(tokens, anchor, end)
            if named is not None:
                end = named.last
                yield named

    def _anchors(self, tokens: Sequence[Token]) -> list[tuple[Found, bool]]:
        lists = self.among.find(tokens)
        verbs = [
            h
            for h in (*self.died.find(tokens), *self.took.find(tokens))
            if not any(m.first < h.last and h.first < m.last for m in lists)
        ]
        marked = [(m, True) for m in lists] + [(v, False) for v in verbs]
        if self.language.code == "ar" and marked:
            marked += [(h, True) for h in self._aged(tokens)]
        return sorted(marked, key=lambda one: one[0].first)

    def _aged(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """Yield where a name with an age in brackets begins ("X Y (51 years)").

        The mark is empty: it says of nobody that he died or was wounded.
        """
        for place in range(2, len(tokens) - 2):
            if tokens[place].word not in _OPEN:
                continue
            age, _ = self._age(tokens, place)
            first = place
            while first and place - first < _LONGEST_NAME:
                is_row = self._is_row(tokens, first - 1)
                is_part = tokens[first - 1].is_word and not is_row
                if not is_part:
                    break
                first -= 1
            role = first and self.role.at(tokens, first - 1)
            first -= bool(role)
            if age is not None and first < place:
                yield Found(first, first, {"kind": "among"})

    def _after(
        self, tokens: Sequence[Token], anchor: Found, *, is_list: bool
    ) -> Named | None:
        start = self.small.past(tokens, anchor.last)  # "are", "there is"
        if is_list:
            start = self._past_dash(tokens, start)
        if not is_list and start < len(tokens) and tokens[start].word == ":":
            is_list = True
        return self._list(tokens, start, anchor, is_list=is_list)

    def _before(
        self, tokens: Sequence[Token], anchor: Found, begin: int
    ) -> Named | None:
        """Read names that lead up to a word of dying: "X, 34 ans, a été tuée"."""
        if self.language.code == "ar":
            return None
        for start in range(begin, anchor.first):
            before = tokens[start - 1].word if start else ","
            is_edge = before in _MARKS | _STOPS or self.that.at(tokens, start - 1)
            if not is_edge or tokens[start].word in _MARKS:
                continue
            named = self._list(tokens[: anchor.first], start, anchor, is_list=False)
            rest = tokens[named.last : anchor.first] if named else ()
            if named and all(t.word in _MARKS or self.small.at((t,), 0) for t in rest):
                return named
        return None

    def _past_dash(self, tokens: Sequence[Token], place: int) -> int:
        """Skip what else is told of the dead before a dash or colon and their names."""
        for n in range(place, min(place + _LONGEST_PREFIX, len(tokens))):
            if tokens[n].word in _BEFORE_NAMES:
                return n
            if not tokens[n].is_word or _is_name(tokens[n]):
                break
        return place

    # -- lists ----------------------------------------------------------------

    def _list(
        self, tokens: Sequence[Token], start: int, anchor: Found, *, is_list: bool
    ) -> Named | None:
        people: list[Person] = []
        place = last = self._past_joints(tokens, start)
        first, is_all, kin = place, True, None
        while place < len(tokens):
            item = self._item(tokens, place, kin, is_list=is_list)
            if item is None:
                break
            if item.person is None:
                is_all, is_list = False, True
            elif not (people or item.is_sure or is_list):
                break
            else:
                people.append(item.person)
                last = item.last
            kin = item.kin
            place = self._past_joints(tokens, item.last)
            if place == item.last and not self._is_attached(tokens, place):
                break
            is_list = is_list or len(people) > 1
        if not people:
            return None
        harm = str(anchor.row["harm"]) if anchor.row.get("harm") else None
        where = (anchor.first, anchor.last)
        return Named(first, last, tuple(people), harm, is_all, where)

    def _past_joints(self, tokens: Sequence[Token], place: int) -> int:
        """Skip commas, dashes and words of "and"."""
        while place < len(tokens):
            joint = self.between.at(tokens, place)
            if joint is not None:
                place = joint.last
            elif tokens[place].word in _MARKS:
                place += 1
            else:
                break
        return place

    def _is_attached(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether the next word has the Arabic "and" written before it."""
        is_arabic = self.language.code == "ar"
        return is_arabic and place < len(tokens) and tokens[place].word[0] == "و"

    def _item(
        self, tokens: Sequence[Token], place: int, kin: Found | None, *, is_list: bool
    ) -> _Item | None:
        if self.language.code == "ar":
            return self._arabic_item(tokens, place, kin, is_list=is_list)
        return self._capital_item(tokens, place, is_list=is_list)

    # -- scripts with capitals ------------------------------------------------

    def _capital_item(
        self, tokens: Sequence[Token], place: int, *, is_list: bool
    ) -> _Item | None:
        name_at = self._name_start(tokens, place)
        if name_at is None:
            return self._described(tokens, place)
        before = tokens[place:name_at]
        end = self._name_end(tokens, name_at)
        if _is_a_place(tokens, name_at, end):
            return None
        told_where = _WHERE.get(self.language.code, frozenset())
        is_where = name_at > 1 and tokens[name_at - 1].given in told_where
        if is_where and tokens[name_at - 2].word not in _LOST_BY:
            return None  # "forty children on 9 August in Saada"
        while end - name_at > _FEWEST and _is_foreign(tokens, name_at):
            name_at += 1  # "of Reuters Ryan Evans"
        is_taken = any(self.is_taken(t.start) for t in tokens[name_at:end])
        if is_taken or self._is_owner(before, tokens[name_at]):
            return _Item(self._past_aside(tokens, end), None)
        kin = next(iter(self.kin.find(before)), None)
        age, after = self._age(tokens, end)
        age = age if age is not None else self._age_before(before)
        role = self._role(before)
        is_sure = kin is not None or age is not None
        is_sure = is_sure or end - name_at >= _FEWEST or (is_list and role is not None)
        is_sure = is_sure or any(_AGED.search(t.word) for t in before)
        is_sure = is_sure or self._shares_a_surname(tokens, end)
        if not is_sure and not is_list:
            return None
        person = Person(
            name=_joined(tokens[name_at:end]),
            age=age,
            sex=kin.row.get("sex") if kin else None,
            role=None if kin else role,
            kin=_joined(tokens[place + kin.first : place + kin.last]) if kin else None,
        )
        return _Item(self._past_aside(tokens, after), person)

    def _shares_a_surname(self, tokens: Sequence[Token], end: int) -> bool:
        """Say whether "and" and a full name follow a name ("Ali and Nur Hadi")."""
        joint = self.between.at(tokens, end)
        if joint is None or joint.last >= len(tokens):
            return False
        is_named = _is_name(tokens[joint.last])
        return is_named and self._name_end(tokens, joint.last) - joint.last >= _FEWEST

    def _name_start(self, tokens: Sequence[Token], place: int) -> int | None:
        """Return where the name begins behind kin, role and age; None = no name."""
        for n in range(place, min(place + _LONGEST_PREFIX + 1, len(tokens))):
            token = tokens[n]
            if _is_name(token) and not self._only_opens(tokens, n):
                return n
            is_comma = token.word == "," and n > place and self._is_kin(tokens[place:n])
            is_age = token.is_number or token.word == "-"
            if not (token.is_word or is_comma or is_age):
                return None
            if self._ends_prefix(tokens, n):
                return None
        return None

    def _ends_prefix(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word is no role's: of saying, dying, striking, a place."""
        if self.of.at(tokens, place) or self.small.at(tokens, place):
            return False
        words = (self.say, self.died, self.where)
        return any(w.at(tokens, place) is not None for w in words)

    def _is_kin(self, tokens: Sequence[Token]) -> bool:
        return bool(self.kin.find(tokens))

    def _only_opens(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word has its capital from opening the sentence."""
        words = (self.kin, self.where, self.small, self.of)
        is_known = any(w.at(tokens, place) is not None for w in words)
        return place == 0 and (is_known or self._is_common(tokens, 0))

    def _is_common(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a capital only opens the sentence with a role."""
        is_last = place + 1 >= len(tokens)
        return (
            not is_last
            and _is_name(tokens[place + 1])
            and (
                self.role.at(tokens, place) is not None
                or self.unnamed.at(tokens, place) is not None
            )
        )

    def _name_end(self, tokens: Sequence[Token], place: int) -> int:
        end = place + 1
        while end < len(tokens) and end - place < _LONGEST_NAME + 2:
            token = tokens[end]
            is_initial = token.word == "." and len(tokens[end - 1].given) == _INITIAL
            link = self.linked.at(tokens, end)
            follows = link.last if link else end
            is_linked = link is not None and follows < len(tokens)
            if is_initial or _is_name(token):
                end += 1
            elif is_linked and _is_name(tokens[follows]):
                end = follows + 1
            else:
                break
        return end

    def _is_owner(self, before: Sequence[Token], name: Token) -> bool:
        """Say whether a name only tells whose somebody or something is.

        "Le fils de Karim", "дом Ивана", "la familia Terol"; in Cyrillic the genitive of
        a name behind a kin word without "his" or "her".
        """
        if not before:
            return False
        family = self.family.find(before)
        if family and family[-1].last == len(before):
            return True
        if self.of.at(before, len(before) - 1) and len(before) > 1:
            return True
        kin = self.kin.find(before)
        if not kin or not self.language.is_slavic or len(before) > 1:
            return False
        endings = {"m": ("а", "я"), "f": ("ы", "и", "і")}.get(
            str(kin[0].row.get("sex"))
        )
        return endings is not None and name.word.endswith(endings)

    def _role(self, before: Sequence[Token]) -> str | None:
        """Return the words of work or office before a name, as written."""
        kept = [
            t
            for n, t in enumerate(before)
            if t.is_word
            and not self.small.at(before, n)
            and not self.years.at(before, n)
            and not t.word.startswith(("летн", "річн"))
        ]
        return _joined(kept) if kept else None

    def _described(self, tokens: Sequence[Token], place: int) -> _Item | None:
        """Pass over somebody without a name: "and two children of the family"."""
        for n in range(place, min(place + 3, len(tokens))):
            hit = self.kin.at(tokens, n) or self.unnamed.at(tokens, n)
            if hit is not None:
                return _Item(self._past_aside(tokens, hit.last), None)
        return None

    def _past_aside(self, tokens: Sequence[Token], place: int) -> int:
        """Skip what else is told of a person, up to the next of the list.

        ", chirurgien, et ...": lower-case words between marks that hold no name and no
        kin.
        """
        if place >= len(tokens):
            return place
        is_comma = tokens[place].word in {",", "("}
        end = place + is_comma
        while end < len(tokens) and end - place <= _LONGEST_ASIDE:
            token = tokens[end]
            if token.word in _MARKS | _STOPS or self.between.at(tokens, end):
                break
            is_next = _is_name(token) or self._ends_aside(tokens, end)
            if is_next or not (token.is_word or token.is_number):
                return place
            end += 1
        is_closed = end >= len(tokens) or tokens[end].word in _MARKS | _STOPS
        return end if is_closed or self.between.at(tokens, end) else place

    def _ends_aside(self, tokens: Sequence[Token], place: int) -> bool:
        return any(
            words.at(tokens, place) is not None
            for words in (self.kin, self.say, self.died)
        )

    # -- Arabic ---------------------------------------------------------------

    def _arabic_item(
        self, tokens: Sequence[Token], place: int, kin: Found | None, *, is_list: bool
    ) -> _Item | None:
        """Read one of a list: role or kin, two to five words, perhaps an age."""
        start, own_kin, has_role = place, None, False
        while start < len(tokens):
            hit = self.kin.at(tokens, start) or self.role.at(tokens, start)
            if hit is None:
                break
            own_kin = hit if hit.row["kind"] == "kin" else own_kin
            has_role, start = True, hit.last
        end = self._arabic_end(tokens, start)
        goes_on = kin is not None and bool(kin.row.get("many")) and not has_role
        shortest = 1 if has_role or goes_on else _FEWEST
        is_known = self.given.at(tokens, start) is not None
        if end - start < shortest or not (has_role or goes_on or is_list or is_known):
            return self._described(tokens, place) if is_list else None
        if own_kin is not None and own_kin.row.get("many"):
            end = start + 1
        end = self._with_alias(tokens, end)
        name = _without_and(_joined(tokens[start:end]), is_cut=not has_role)
        age, after = self._age(tokens, end)
        role = _joined(tokens[place:start]) if has_role and not own_kin else None
        told = _joined(tokens[own_kin.first : own_kin.last]) if own_kin else None
        person = Person(
            name=name,
            age=age,
            sex=own_kin.row.get("sex") if own_kin else None,
            role=_without_and(role, is_cut=True) if role else None,
            kin=_without_and(told, is_cut=True) if told else None,
        )
        many = own_kin or (kin if goes_on else None)
        return _Item(after, person, is_sure=True, kin=many)

    def _arabic_end(self, tokens: Sequence[Token], start: int) -> int:
        """Return where a name without capitals ends: at a mark, a row's word, "and"."""
        end = start
        while end < len(tokens) and end - start < _LONGEST_NAME:
            token = tokens[end]
            is_new = end > start and token.word[0] == "و" and not self._is_given(token)
            is_article = end == start and token.word.startswith("ال")
            if is_new or is_article or not token.is_word or self.is_taken(token.start):
                break
            link = self.linked.at(tokens, end)
            if link is None and self._is_row(tokens, end):
                break
            end += 1
        is_link = end > start and self.linked.at(tokens, end - 1) is not None
        return end - is_link

    def _is_given(self, token: Token) -> bool:
        """Say whether a word that begins with و is itself a name ("وليد")."""
        return token.word in {"وليد", "وسيم", "وائل", "وفاء", "وسام", "وداد"}

    def _is_row(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word has a meaning in our rows, and is no given name."""
        if tokens[place].given == "على":
            return True  # the preposition; the name ends in another letter
        if self.given.at(tokens, place) is not None:
            return False
        if self.small.at(tokens, place) or self.kin.at(tokens, place):
            return True
        return any(words.at(tokens, place) is not None for words in self.known)

    def _with_alias(self, tokens: Sequence[Token], place: int) -> int:
        """Take in a second name in brackets: "أبو عمر (رامي السيد)"."""
        if place >= len(tokens) or tokens[place].word not in _OPEN:
            return place
        end = next(
            (n for n in range(place, len(tokens)) if tokens[n].word in _CLOSE), place
        )
        inside = tokens[place + 1 : end]
        is_name = 0 < len(inside) <= _LONGEST_NAME and all(t.is_word for t in inside)
        return end + 1 if is_name else place

    # -- ages -----------------------------------------------------------------

    def _age(self, tokens: Sequence[Token], place: int) -> tuple[int | None, int]:
        """Read ", 34 ans", "(39 років)", ", de 9": the age and where it ends."""
        start = place
        is_open = start < len(tokens) and tokens[start].word in {",", "،", "("}
        start += is_open
        if start < len(tokens) and self.of.at(tokens, start):
            start += 1
        if start >= len(tokens):
            return None, place
        age, after = self._number(tokens, start)
        years = self.years.at(tokens, after)
        is_bare = tokens[start - 1].word in {"(", "de"} and is_open
        is_bare = is_bare and (after >= len(tokens) or tokens[after].word in _BARE_ENDS)
        if age is None or not (years or is_bare) or age > _OLDEST:
            return None, place
        end = years.last if years else after
        is_closed = end < len(tokens) and tokens[end].word == ")"
        is_months = years is not None and years.row.get("whole") is False
        return (None if is_months else age), end + is_closed

    def _number(self, tokens: Sequence[Token], place: int) -> tuple[int | None, int]:
        if tokens[place].is_number:
            return int("".join(c for c in tokens[place].word if c.isdigit())), place + 1
        hit = self.number.at(tokens, place)
        return (int(hit.row["value"]), hit.last) if hit else (None, place)

    def _age_before(self, before: Sequence[Token]) -> int | None:
        """Read "56-летняя", "70-річного" before a name."""
        for number, _, year in zip(before, before[1:], before[2:], strict=False):
            if number.is_number and year.word.startswith(("летн", "річн")):
                return int(number.word)
        return None


_BARE_ENDS = frozenset({",", ";", ")", ".", "y", "e", "et"})


_WHERE = {
    "fr": frozenset({"à", "en", "dans", "sur", "vers", "contre", "depuis"}),
    "es": frozenset({"en", "sobre", "contra", "hacia", "desde"}),
}
_LOST_BY = frozenset({"vie", "et", ",", "puis"})  # "cost their lives to X and to Y"
_AGED = re.compile(r"(?:летн|річн)(?:ий|яя|ие|их|ій|я|і|юю|ю|его|ього|ой|ої)$")


_COUNTED = re.compile(
    r"(?:(?:dix|vingt|trente|quarante|cinquante|soixante|quatre-vingt|cent)s?(?:-et)?-\w+"
    r"|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante"
    r"|(?:vingt|trent|quarant|cinquant|soixant|diz|quinz|douz)aine|centaines?|milliers?)"
)


def _is_name(token: Token) -> bool:
    is_shouted = token.given.isupper() and len(token.given) > 1
    is_age = _AGED.search(token.word) is not None  # "Twelve-year-old Ivan"
    if _COUNTED.fullmatch(token.word):
        return False  # a French title's "Dix-neuf morts"
    return token.is_word and token.given[0].isupper() and not is_shouted and not is_age


def _without_and(name: str, *, is_cut: bool) -> str:
    """Drop the "and" that is written together with the next word in Arabic."""
    first = name.split(maxsplit=1)[0] if name else ""
    is_and = is_cut and first.startswith("و") and first not in _OWN_WAW
    return name[1:] if is_and else name


_OWN_WAW = frozenset({"وليد", "وسيم", "وائل", "وفاء", "وسام", "وداد", "والدة", "والد"})


def _joined(words: Sequence[Token]) -> str:
    """Return words as the text has them, one space for any gap."""
    made = ""
    for place, token in enumerate(words):
        gap = " " if place and token.start > words[place - 1].end else ""
        made += gap + token.given
    return made


_AT = frozenset({"в", "у", "на", "під", "под", "біля", "возле", "близ", "поблизу"})
_LANDS = ("област", "район", "громад", "провинц", "провінц", "округ", "республик")


def _is_foreign(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a Latin word stands before a Cyrillic one: an outlet's, no name."""
    here, after = tokens[place].word, tokens[place + 1].word
    return here[0].isascii() and "а" <= after[0] <= "ґ"


def _is_a_place(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Say whether a Slavic name stands after "in" or before "region": no person."""
    is_at = first > 0 and tokens[first - 1].word in _AT
    is_land = last < len(tokens) and tokens[last].word.startswith(_LANDS)
    return is_at or is_land
