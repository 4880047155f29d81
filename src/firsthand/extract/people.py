"""Groups of people in one parsed sentence: who, how many, of what status.

A group is a noun for people with its number ("at least 22 civilians", "a mother",
"dozens of fighters"), a named person, or a bare number that stands for people ("17" in
"17 dead"). Knowledge of nouns is the table `person_nouns`.

Method: M025 (groups of people). Status is taken after the word, never assessed (AIR-3).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.numbers import Count, find_counts
from firsthand.extract.trees import subject, text_of, tokens_in, tokens_of
from firsthand.extract.wordsets import word_set
from firsthand.model import Bounds, StatusWord
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_MODIFIERS = frozenset(["ADJ", "NOUN", "PROPN", "ADV", "NUM", "X", "PART", "SYM"])
_INDEFINITE = frozenset(["a", "an", "another", "one"])
_SINGULAR_PRONOUNS = {"he": "m", "him": "m", "she": "f"}
_REACH = 9
# "The majority of those killed": how many, not who.
_SHARES = frozenset(
    (
        "majority", "minority", "half", "bulk", "rest", "remainder", "number", "third",
        "quarter", "percentage", "percent", "proportion", "share", "toll", "total",
    )
)  # fmt: skip
_TIMES = frozenset(["hour", "day", "night", "week", "month", "year", "time"])
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth")
# A word in another script is not read as English: the tagger calls any of them a name.
_OTHER_SCRIPT = re.compile(r"[\u0400-\u052f\u0590-\u06ff]")
# "Five shot dead": no noun that the number counts, though the tagger calls it one.
_HARMED = frozenset(["shot", "hurt", "dead", "killed", "trapped", "missing", "stabbed"])
_REFLEXIVE = frozenset(["himself", "herself", "themselves"])


@dataclasses.dataclass(frozen=True)
class Noun:
    """What a noun for people carries.

    Attributes:
        word: The word as in the table.
        number: "one", "many", "two", "three", "group" (unknown size) or "none".
        status: After the word; None = the word does not say.
        sex: "f" or "m"; None = the word does not say.
        kin: A relation ("mother"); None = none.
        is_child: The word means a child.
        is_perpetrator: The word means the attacking side.
    """

    word: str
    number: str = "one"
    status: StatusWord | None = None
    sex: str | None = None
    kin: str | None = None
    is_child: bool = False
    is_perpetrator: bool = False


PERSON = Noun(word="person")


@dataclasses.dataclass(frozen=True)
class Group:
    """Some people of a sentence.

    Attributes:
        head: Index of the token that heads the group.
        first: Index of its first token.
        last: Index of its last token.
        bounds: How many; `assumed` where only the noun tells.
        noun: What the noun carries.
        status_word: The noun as written; None for a name or a bare number.
        name: The name, as written; None = not named.
        is_definite: The words point back ("the victims", "he"): they may be people
            counted before.
        is_negative: "no one", "no civilians".
    """

    head: int
    first: int
    last: int
    bounds: Bounds
    noun: Noun = PERSON
    status_word: str | None = None
    name: str | None = None
    is_definite: bool = False
    is_negative: bool = False


def nouns_of(reference: Reference) -> dict[str, Noun]:
    """Return nouns for people by their forms, singular and plural."""
    made: dict[str, Noun] = reference.derived("extract.nouns", _nouns)
    return made


def _person_words(reference: Reference) -> frozenset[str]:
    """Return every word that may head a group of people, without a number."""
    return frozenset(
        {*nouns_of(reference), *_SINGULAR_PRONOUNS, *_REFLEXIVE, *_ORDINALS}
        | {"one", "another"}
    )


def _nouns(reference: Reference) -> dict[str, Noun]:
    made: dict[str, Noun] = {}
    for row in reference.table("person_nouns"):
        noun = Noun(
            word=str(row["word"]),
            number=str(row.get("number", "one")),
            status=StatusWord(row["status"]) if row.get("status") else None,
            sex=row.get("sex"),
            kin=row.get("kin"),
            is_child=bool(row.get("child")),
            is_perpetrator=bool(row.get("perpetrator")),
        )
        made[noun.word] = noun
        if row.get("plural"):
            many = "group" if noun.number == "group" else "many"
            made.setdefault(str(row["plural"]), dataclasses.replace(noun, number=many))
    return made


def people_of(doc: Doc, reference: Reference) -> People:
    """Return the groups of people of a sentence, found once for all finders."""
    kept: People | None = doc.user_data.get("firsthand.people")
    if kept is None:
        kept = doc.user_data["firsthand.people"] = People(doc, reference)
    return kept


class People:
    """The groups of people of one sentence, found once."""

    def __init__(self, doc: Doc, reference: Reference) -> None:
        """Find the groups of a parsed sentence."""
        self.doc = doc
        self._nouns = nouns_of(reference)
        self._wanted = reference.derived("extract.person_words", _person_words)
        self._things = word_set(reference, "things")
        self._calendar = word_set(reference, "calendar")
        self.counts = [
            (count, *_tokens_of(doc, count))
            for count in find_counts(text_of(doc), reference)
        ]
        self.groups: list[Group] = []
        self._owner: dict[int, Group] = {}
        self._lists: dict[int, int] = {}
        used = self._noun_groups()
        self._bare_groups(used)
        self._named_groups()
        self.groups.sort(key=lambda g: g.head)

    # -- lookups --------------------------------------------------------------

    def at(self, token: Token) -> Group | None:
        """Return the group a token heads or is the number of; None = none."""
        group = self._owner.get(token.i)
        if group is not None:
            return group
        is_name = token.pos_ == "PROPN" and not _OTHER_SCRIPT.search(token.text)
        if is_name and token.lower_ not in self._calendar:
            return self._add_named(token.left_edge.i, token.i, token)
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.i in self._owner:
                        return self._owner[inner.i]
        return None

    def someone(self, token: Token) -> Group | None:
        """Return one person for a singular noun that the table does not know.

        Only for the words of harm, whose people are people ("killed the registrar").
        """
        if token.tag_ != "NN" or token.pos_ != "NOUN" or token.ent_type_:
            return None
        if token.lemma_.lower() in self._things or token.lower_ in self._nouns:
            return None
        if token.lemma_.lower() in _TIMES or token.lemma_.lower() in _SHARES:
            return None
        first, opener = _opening(token)
        if opener == "":
            return None
        words = self.doc[first : token.i + 1].text
        group = Group(
            head=token.i,
            first=first,
            last=token.i,
            bounds=Bounds(low=1, high=1, words=words),
            status_word=token.text,
            is_definite=opener not in _INDEFINITE,
        )
        self._add(group)
        return group

    def between(self, start: int, stop: int) -> list[Group]:
        """Return the groups whose head lies in a range of tokens."""
        return [g for g in self.groups if start <= g.head < stop]

    # -- finding --------------------------------------------------------------

    def _add(self, group: Group) -> None:
        self.groups.append(group)
        for i in range(group.first, group.last + 1):
            if i == group.head or self.doc[i].pos_ in ("NUM", "PROPN"):
                self._owner.setdefault(i, group)
        self._owner[group.head] = group

    def _noun_groups(self) -> set[int]:
        used: set[int] = set()
        for token in tokens_of(self.doc, self._wanted):
            noun = self._nouns.get(token.lower_)
            if noun is None or not _heads_phrase(token, noun):
                if token.lower_ in _SINGULAR_PRONOUNS or token.lower_ in _REFLEXIVE:
                    self._add(_pronoun(token))
                elif token.lower_ == "one" and token.i and _follows_no(token):
                    self._add(_nobody(token))
                elif _is_one_more(token):
                    self._add(_one_more(token))
                continue
            shared = self._shared_count(token)
            if shared is not None:
                self._owner[token.i] = shared
                continue
            found = self._count_before(token, used)
            if found is not None:
                used.add(found[1])
                self._add(self._counted(token, noun, found))
            else:
                group = self._uncounted(token, noun, used)
                if group is not None:
                    self._add(group)
        return used

    def _shared_count(self, token: Token) -> Group | None:
        """Return the group whose number also counts this noun ("13 medics or nurses").

        Bare plurals in a list after a counted plural share its number.
        """
        is_staff = token.lower_ in _BODIES_OF_PEOPLE
        if (token.tag_ not in ("NNS", "NNPS") and not is_staff) or not self.groups:
            return None
        before = self.groups[-1]
        if before.bounds.assumed or before.bounds.high == 1 or before.is_definite:
            return None
        i = token.i - 1
        while i > before.head and self.doc[i].pos_ in ("ADJ", "NOUN", "PROPN"):
            i -= 1
        joined = self._lists.get(before.head, before.head)
        gap = [t.lower_ for t in self.doc[joined + 1 : i + 1]]
        if not gap or any(t not in (",", "and", "or", "/", "and/or") for t in gap):
            return None
        self._lists[before.head] = token.i
        return before

    def _count_before(
        self, token: Token, used: set[int]
    ) -> tuple[Count, int, int] | None:
        for count, first, last in reversed(self.counts):
            if last >= token.i or token.i - last > _REACH:
                continue
            if first in used:
                return None
            between = self.doc[last + 1 : token.i]
            if _is_modifying(between, is_partitive=bool(count.bounds.vague)):
                return count, first, last
            return None
        return None

    def _counted(
        self, token: Token, noun: Noun, found: tuple[Count, int, int]
    ) -> Group:
        count, first, last = found
        bounds = count.bounds
        noun = _young(noun, self.doc[first : token.i + 1].text)
        factor = {"two": 2, "three": 3}.get(noun.number)
        if factor and bounds.low == 1 and bounds.high == 1:
            bounds = Bounds(low=factor, high=factor, words=bounds.words)
        elif noun.number == "group":
            low = (bounds.low or bounds.high or 1) * 3
            bounds = Bounds(low=low, assumed=True, words=bounds.words)
        return Group(
            head=token.i,
            first=first,
            last=token.i,
            bounds=bounds,
            noun=noun,
            status_word=token.text,
            is_definite=_is_partitive(self.doc, last + 1),
        )

    def _uncounted(self, token: Token, noun: Noun, used: set[int]) -> Group | None:
        first, opener = _opening(token)
        words = self.doc[first : token.i + 1].text
        noun = _young(noun, words)
        size = self._stated_size(token, used)
        definite = opener not in _INDEFINITE and opener not in ("", "no", "any")
        is_not_one = first > 0 and self.doc[first - 1].lower_ == "not"
        negative = opener == "no" or noun.number == "none" or is_not_one
        if size is not None:
            bounds = size
        elif negative:
            bounds = Bounds(low=0, high=0, words=words)
        elif opener not in _INDEFINITE and self._is_both(first):
            bounds = Bounds(low=2, high=2, words=f"both {words}")
        elif noun.number == "many" and _TWIN.search(words):
            bounds = Bounds(low=2, high=2, words=words)
        else:
            bounds = _implied(token, noun, opener, words)
        return Group(
            head=token.i,
            first=first,
            last=token.i,
            bounds=bounds,
            noun=noun,
            status_word=token.text,
            is_definite=definite,
            is_negative=negative,
        )

    def _is_both(self, first: int) -> bool:
        """Say whether "both" or "both of" stands right before people."""
        return self.doc[max(0, first - 2) : first].text.lower().endswith(_BOTH)

    def _stated_size(self, token: Token, used: set[int]) -> Bounds | None:
        """Read "a family of five", "a group of at least 20 civilians".

        "A boy of seven" is one, aged seven.
        """
        noun = self._nouns.get(token.lower_)
        if noun is not None and noun.number == "one":
            return None
        if token.i + 1 >= len(self.doc) or self.doc[token.i + 1].lower_ != "of":
            return None
        for count, first, last in self.counts:
            if first == token.i + 2:
                used.add(first)
                del last
                return count.bounds
        return None

    def _bare_groups(self, used: set[int]) -> None:
        for count, first, last in self.counts:
            if first in used or any(
                g.first <= last <= g.last for g in self.groups if g.status_word
            ):
                continue
            token = self.doc[last]
            head = token.head
            if _is_age(self.doc, first, last) or self._is_age_of_one(first):
                continue
            noun_after = (
                token.dep_ in ("nummod", "quantmod", "compound", "amod", "det")
                and head.i > last
                and head.pos_ in ("NOUN", "PROPN")
                and head.lower_ not in _HARMED
            )
            if noun_after:
                if head.lemma_.lower() in self._things or head.lower_ in self._things:
                    continue
                if head.i in self._owner:
                    continue
                self._add(Group(head.i, first, head.i, count.bounds))
            elif not self._counts_a_thing(last):
                self._add(Group(last, first, last, count.bounds))

    def _is_age_of_one(self, first: int) -> bool:
        """Say whether a number is an age ("a boy of seven", "her brother, 12,")."""
        around = self.doc[max(0, first - 1) : first + 2]
        if first > 1 and len(around) == _IN_COMMAS and around[0].text == ",":
            person = self.doc[first - 2]
            is_person = person.lower_ in self._nouns or person.ent_type_ == "PERSON"
            if around[2].text == "," and is_person:
                return True
        lead = self.doc[max(0, first - 2) : first]
        noun = self._nouns.get(lead[0].lower_) if len(lead) > 1 else None
        return noun is not None and noun.number == "one" and lead[1].lower_ == "of"

    def _counts_a_thing(self, last: int) -> bool:
        """Say whether the noun right after a number names a thing, not people."""
        for token in self.doc[last + 1 : last + 4]:
            if token.lower_ in _HARMED:
                return False
            if token.lemma_.lower() in self._things or token.lower_ in self._things:
                return True
            is_of = token.lower_ == "of"
            if not is_of and token.pos_ not in ("ADJ", "NOUN", "PROPN", "DET"):
                return False
        return False

    def _named_groups(self) -> None:
        for ent in self.doc.ents:
            if ent.label_ != "PERSON" or _OTHER_SCRIPT.search(ent.text):
                continue
            if not any(t.i in self._owner for t in ent):
                self._named(ent)

    def _named(self, ent: Span) -> None:
        name = ent.text.removesuffix("’s").removesuffix("'s")
        before = self._owner.get(ent.start - 1)
        if before is not None and before.status_word and before.last == ent.start - 1:
            self.groups.remove(before)
            self._add(
                dataclasses.replace(
                    before, name=name, last=ent.end - 1, is_definite=True
                )
            )
            self._owner[before.head] = self.groups[-1]
            self._owner[ent.root.i] = self.groups[-1]
            return
        self._add_named(ent.start, ent.end - 1, ent.root, name)

    def _add_named(
        self, first: int, last: int, head: Token, name: str | None = None
    ) -> Group:
        text = name or self.doc[first : last + 1].text
        group = Group(
            head=head.i,
            first=first,
            last=last,
            bounds=Bounds(low=1, high=1, words=text),
            name=text,
            is_definite=True,
        )
        self._add(group)
        return group


def _young(noun: Noun, words: str) -> Noun:
    """Return a noun of kin as that of a child where its words say so.

    "Their infant daughter", "his eight-year-old son" are children.
    """
    if noun.is_child or not (noun.kin or noun.word in _YOUTHS):
        return noun
    aged = _AGED.search(words)
    if aged and aged["unit"].lower() == "year":
        age = aged["n"].lower()
        is_young = int(age) < _ADULT if age.isdigit() else age in _AGES
    else:
        is_young = bool(aged or _SMALL.search(words))
    return dataclasses.replace(noun, is_child=True) if is_young else noun


_ADULT = 18
_YOUTHS = frozenset(["boy", "girl"])
_AGES = frozenset(
    re.findall(
        r"\w+",
        "one two three four five six seven eight nine ten eleven twelve thirteen"
        " fourteen fifteen sixteen seventeen",
    )
)
_AGED = re.compile(
    r"\b(?P<n>(?:\w+ty-)?\w+)[\s-]+(?P<unit>year|month|week|day)s?[\s-]+old\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:infant|baby|newborn|toddler|unborn)\b",
    re.IGNORECASE,
)


_IN_COMMAS = 3  # a comma, a number, a comma
_TWIN = re.compile(r"\btwin\b", re.IGNORECASE)  # "his twin daughters"
_BOTH = ("both", "both of")  # "both of her sons"


def _tokens_of(doc: Doc, count: Count) -> tuple[int, int]:
    inside = tokens_in(doc, count.start, count.end)
    return inside.start, inside.end - 1


def _heads_phrase(token: Token, noun: Noun) -> bool:
    """Say whether a noun for people heads its phrase ("police station" does not)."""
    if noun.number == "none":
        return True
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ"):
        return False
    if token.dep_ == "poss":
        return False
    if token.pos_ == "ADJ" and token.dep_ in ("amod", "acomp", "advmod"):
        return False
    head = token.head
    is_inside = token.dep_ in ("compound", "amod", "nmod") and head.i > token.i
    # "nine drivers and aid workers": joined, not inside
    is_joined = token.dep_ == "nmod" and any(c.dep_ == "cc" for c in token.children)
    if is_joined or not is_inside or head.pos_ not in ("NOUN", "PROPN"):
        return True
    return head.ent_type_ == "PERSON"


def _is_modifying(tokens: Sequence[Token] | Span, *, is_partitive: bool) -> bool:
    """Say whether the tokens only qualify the noun that follows the number."""
    del is_partitive
    for n, token in enumerate(tokens):
        if n == 0 and token.lower_ == "of":
            continue
        if token.lower_ in ("the", "his", "her", "their", "its", "those", "these"):
            if n and tokens[0].lower_ == "of":
                continue
            return False
        if token.lower_ in _HARM_FORMS and token.dep_ != "amod":
            return False
        if token.lower_ == "including":
            return False
        if token.pos_ in _MODIFIERS or token.tag_ in ("VBN", "VBG", "JJ"):
            continue
        if token.lower_ in ("-", "–", "’s", "'s", "’", "“", "”", '"', "‘", "/"):
            continue
        return False
    return True


_BODIES_OF_PEOPLE = frozenset(["staff", "personnel", "crew"])
_HARM_FORMS = frozenset(["killed", "dead", "killing", "injuring", "martyred"])


def _is_partitive(doc: Doc, at: int) -> bool:
    """Say whether "of the", "of them" follows a number: part of people counted."""
    return doc[at : at + 1].text.lower() == "of" and doc[
        at + 1 : at + 2
    ].text.lower() in ("the", "those", "them", "whom", "these", "his", "her", "their")


def _opening(token: Token) -> tuple[int, str]:
    """Return where the phrase of a noun begins, and the word that opens it."""
    doc, i = token.doc, token.i - 1
    while i >= 0 and (
        doc[i].pos_ in _MODIFIERS
        or doc[i].tag_ in ("VBN", "VBG")
        or doc[i].lower_ in ("-", "–")
    ):
        if doc[i].ent_type_ == "PERSON" and doc[i].tag_ != "POS":
            break
        if doc[i].tag_ == "VBG" and doc[i].dep_ != "amod":
            break
        i -= 1
    word = doc[i].lower_ if i >= 0 else ""
    if i >= 0 and (doc[i].pos_ in ("DET", "NUM") or doc[i].tag_ == "PRP$"):
        return i, word
    first = i + 1
    if any(doc[j].tag_ == "POS" for j in range(first, token.i)):
        return first, "'s"
    return first, ""


def _implied(token: Token, noun: Noun, opener: str, words: str) -> Bounds:
    """Return what a noun without a number means."""
    exact = {"two": 2, "three": 3}.get(noun.number)
    if exact:
        return Bounds(low=exact, high=exact, words=words)
    if noun.number == "group":
        n_families = 1 if token.tag_ in ("NN", "NNP") else 2
        return Bounds(low=3 * n_families, assumed=True, words=words)
    is_plural = noun.number == "many" or token.tag_ in ("NNS", "NNPS")
    if is_plural and opener not in _INDEFINITE:
        return Bounds(low=2, assumed=True, words=words)
    return Bounds(low=1, high=1, words=words)


def _pronoun(token: Token) -> Group:
    is_many = token.lower_ == "themselves"
    return Group(
        head=token.i,
        first=token.i,
        last=token.i,
        bounds=Bounds(low=2, assumed=True, words=token.text)
        if is_many
        else Bounds(low=1, high=1, words=token.text),
        noun=Noun(
            word=token.lower_,
            sex=_SINGULAR_PRONOUNS.get(token.lower_),
            is_perpetrator=token.lower_ in _REFLEXIVE,
        ),
        is_definite=True,
    )


def _follows_no(token: Token) -> bool:
    return token.doc[token.i - 1].lower_ == "no"


def _nobody(token: Token) -> Group:
    """Read "no one"."""
    words = token.doc[token.i - 1 : token.i + 1].text
    return Group(
        head=token.i,
        first=token.i - 1,
        last=token.i,
        bounds=Bounds(low=0, high=0, words=words),
        is_negative=True,
    )


def _is_one_more(token: Token) -> bool:
    """Say whether a word stands alone for one more person ("a third died")."""
    if token.lower_ == "another":
        return token.dep_ in ("nsubj", "nsubjpass", "dobj")
    before = token.doc[token.i - 1].lower_ if token.i else ""
    after = token.doc[token.i + 1 : token.i + 2]
    stands_alone = all(t.pos_ in ("ADP", "VERB", "AUX", "ADV") for t in after)
    return token.lower_ in _ORDINALS and before == "a" and stands_alone


def _one_more(token: Token) -> Group:
    return Group(
        head=token.i,
        first=token.i if token.lower_ == "another" else token.i - 1,
        last=token.i,
        bounds=Bounds(low=1, high=1, words=token.text),
    )


def _is_age(doc: Doc, first: int, last: int) -> bool:
    """Say whether a bare number stands after a name as an age: "(30)", ", 25,"."""
    before = doc[first - 1].text if first else ""
    after = doc[last + 1].text if last + 1 < len(doc) else ""
    if before == "(":
        return after in (")", ",", "")
    is_after_name = first > 1 and doc[first - 2].pos_ == "PROPN"
    if first > 2 and doc[first - 3].lower_ in ("in", "at", "near"):  # noqa: PLR2004  "in Jesrin, nine"
        return False
    return before == "," and after in (",", ".", "and", "(", "") and is_after_name


def walk_conjuncts(token: Token) -> Iterator[Token]:
    """Yield a token and the nouns joined to it by "and" or a comma.

    A noun that the parse joins to the verb belongs to the verb's object: in "killed 200
    civilians and around a dozen fighters" nobody does a second thing.
    """
    yield token
    for child in token.children:
        is_verb = child.pos_ in ("VERB", "AUX")
        is_number = child.dep_ == "appos" and child.pos_ == "NUM"
        if is_number or (child.dep_ == "conj" and not is_verb):
            yield from walk_conjuncts(child)
    if token.dep_ != "dobj" or token.head.pos_ != "VERB":
        return
    for sibling in token.head.children:
        is_joined = sibling.dep_ == "conj" and sibling.i > token.i
        if is_joined and sibling.pos_ == "NOUN" and subject(sibling) is None:
            yield from walk_conjuncts(sibling)
