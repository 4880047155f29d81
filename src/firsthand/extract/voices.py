"""A noun phrase that names a speaker becomes a voice: a name, and what is known of it.

"Igor Konashev, spokesman of the Defence Ministry" -> that name, a man, speaking for
the Defence Ministry. Tables: speaker_nouns, speaker_names. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.reading import Range, Sentence
from firsthand.extract.trees import agent, children
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

_NAME_DEPS = frozenset({"compound", "nmod", "flat", "appos", "poss"})
_TITLES = re.compile(
    r"^(?:(?:(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Prof|Sen|Rep|Gov|Brig|Adm|Rev|"
    r"Sheikh|President|General|Colonel|Major|Brigadier|Lieutenant|Captain|Admiral|"
    r"(?:(?:Deputy|Vice|Acting|First|Assistant) )*(?:(?:Prime|Foreign|Defen[cs]e"
    r"|Interior|Information|Health|Press) )?(?:Minister|Secretary|President|Premier"
    r"|Governor|Mayor)|"
    r"Spokes(?:man|woman|person)|Senator|King|Ambassador|Commander|Sir|Professor|"
    r"Doctor)\.?\s+)+)(?=[A-Z])"
)
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "its"})
_CUTS = frozenset({"relcl", "acl", "appos", "advcl", "parataxis", "ccomp"})
_FEMININE = re.compile(r"\b(?:Mrs|Ms|Miss)\b")
_MASCULINE = re.compile(r"\bMr\b")


@dataclasses.dataclass(frozen=True)
class Noun:
    """One row of speaker_nouns."""

    kind: str
    group: str | None
    sex: str | None
    is_spokes: bool


@dataclasses.dataclass(frozen=True)
class Voice:
    """Who speaks, as far as the words tell.

    Attributes:
        name: Canonical name, or the words without their article.
        kind: "person", "people", "organisation", "force", "outlet", "document" or
            "" where the words do not tell (it can be a person or a body).
        sex: "f" or "m"; None = not told.
        is_named: A proper name, not a description.
        is_definite: A description with "the": it stands for somebody named before.
        noun: Head noun, singular and lower case.
        group: Group of the head noun ("government"); None = none.
        speaks_for: Body a spokesperson speaks for; None = none named.
        owner: Words of the owner of a document ("Lantern's report", "its"); None =
            none named.
        at: Where it stands in the text.
    """

    name: str
    kind: str
    at: Range
    sex: str | None = None
    is_named: bool = False
    is_definite: bool = False
    noun: str = ""
    group: str | None = None
    speaks_for: str | None = None
    owner: str | None = None


class Names:
    """The names of one page: which short form stands for which full name."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], reference: Reference
    ) -> None:
        """Collect full names from the parses, the brackets and the table."""
        self._nouns = self.nouns = nouns_of(reference)
        self._known: dict[str, str] = reference.derived("speaker_names", _known_names)
        self._official: frozenset[str] = reference.derived("official_names", _officials)
        self._persons: dict[str, str] = {}
        self._acronyms: dict[str, str] = {}
        self._longer: dict[str, str] = {}
        for sentence in sentences:
            self._learn(sentence)
        for match in _ACRONYM.finditer(text):
            if _spells(match["short"], match["long"]):
                self._acronyms[match["short"]] = _clean(match["long"])
        self._text = text
        self._parties = open_parties(reference)

    def _learn(self, sentence: Sentence) -> None:
        for entity in sentence.doc.ents if sentence.doc is not None else ():
            name = _clean(entity.text)
            words = name.split()
            if len(words) < 2 or not words[0][:1].isupper():  # noqa: PLR2004  a first and a last name
                continue
            if entity.label_ == "PERSON" and not _is_body_name(name, self._nouns):
                self._persons.setdefault(words[-1], name)
            elif entity.label_ == "ORG" and not sentence.is_headline:
                first = _first_of_body(entity[0], self._nouns)
                whole = _clean(entity.doc[first : entity.end].text)
                self._longer.setdefault(whole.split()[0], whole)

    def full(self, name: str) -> str:
        """Return the full name that a name on this page stands for."""
        name = _clean(name)
        known = self._known.get(name.lower())
        if known is not None:
            return known if _is_short_for(name, known) else name
        if name in self._acronyms:
            return self._acronyms[name]
        if " " not in name:
            return (
                self._persons.get(name)
                or self._longer.get(name)
                or self._spelt_out(name)
                or name
            )
        return self._begun(name) or name

    def _begun(self, name: str) -> str | None:
        """Return the body's name that some words begin ("Open Hand")."""
        whole = self._longer.get(name.split(maxsplit=1)[0])
        is_short = whole is not None and whole.startswith(f"{name} ")
        is_body = is_short and _is_body_name(whole or "", self._nouns)
        return whole if is_body and not self._parties.find(name) else None

    def _spelt_out(self, name: str) -> str | None:
        """Return a longer name that starts with this one ("Lantern International").

        Never for a party: "Toreth" is not short for "Toreth Today".
        """
        if not name[:1].isupper() or self._parties.find(name):
            return None
        for whole in self._longer.values():
            if f" {name} " in whole and _is_body_name(whole, self._nouns):
                return whole
        for match in re.finditer(rf"\b{re.escape(name)}(?: [A-Z][\w’-]+)+", self._text):
            if _is_body_name(match.group(), self._nouns):
                return match.group()
        if not _is_body_name(name, self._nouns):
            return None
        for match in re.finditer(rf"(?:[A-Z][\w’-]+ )+{re.escape(name)}\b", self._text):
            if (whole := _clean(match.group())) != name:
                return whole
        return None

    def is_person(self, name: str) -> bool:
        """Say whether a name is known on this page as that of a person."""
        words = _clean(name).split()
        return bool(words) and words[-1] in self._persons

    def is_state(self, name: str) -> bool:
        """Say whether a name is that of a country, whole."""
        return any(
            m.start == 0 and m.end == len(name) and m.kind == "state"
            for m in self._parties.find(name)
        )

    def is_official(self, name: str) -> bool:
        """Say whether a name is, by the table, that of an office or of the UN."""
        return _clean(name).lower() in self._official

    def is_organisation(self, name: str) -> bool:
        """Say whether a name is in the table of organisations."""
        return _clean(name).lower() in self._known


def _is_body_name(name: str, nouns: Mapping[str, Noun]) -> bool:
    """Say whether a name ends in a word for a body ("Network", "International")."""
    words = name.lower().split()
    last = nouns.get(words[-1]) if words else None
    return last is not None and last.kind in {"organisation", "force", "outlet"}


_ACRONYM = re.compile(
    r"(?P<long>(?:[A-Z][\w’'-]+ )(?:(?:of|for|and|the|on|in) |[A-Z][\w’'-]+ )*"
    r"[A-Z][\w’'-]+) ?\((?P<short>[A-Z]{2,8})\)"
)


def _spells(short: str, long: str) -> bool:
    initials = "".join(w[0] for w in re.split(r"[\s-]+", long) if w[:1].isupper())
    return initials.upper().endswith(short) or short in initials.upper()


def _is_short_for(name: str, known: str) -> bool:
    """Say whether a name only shortens another ("Amnesty", "HRW").

    Another name of the same body stays as written ("White Helmets", "the Israeli
    army"): who it is, linking knows by the same table.
    """
    is_acronym = name.isupper() and " " not in name and len(name) > 2  # noqa: PLR2004  "UN" is as usual as its full name
    return is_acronym or set(name.lower().split()) <= set(known.lower().split())


def _known_names(reference: Reference) -> dict[str, str]:
    return {
        str(form).lower(): str(row["name"])
        for row in reference.table("speaker_names")
        for form in [row["name"], *row.get("names", ())]
    }


def _officials(reference: Reference) -> frozenset[str]:
    return frozenset(
        str(form).lower()
        for row in reference.table("speaker_names")
        if row.get("kind") == "official"
        for form in (row["name"], *row.get("names", ()))
    )


def nouns_of(reference: Reference) -> Mapping[str, Noun]:
    """Return the table of speaker nouns, built once."""
    table: Mapping[str, Noun] = reference.derived("speaker_nouns", _read_nouns)
    return table


def _read_nouns(reference: Reference) -> dict[str, Noun]:
    return {
        str(row["noun"]): Noun(
            kind=str(row["class"]),
            group=row.get("group"),
            sex=row.get("sex"),
            is_spokes=bool(row.get("is_spokes")),
        )
        for row in reference.table("speaker_nouns")
    }


def _clean(name: str) -> str:
    name = _TITLES.sub("", " ".join(name.split()), count=1).strip(" ,.’'\"“”")
    for article in ("The ", "the "):
        name = name.removeprefix(article)
    return re.sub(r"[’']s$", "", name)


def phrase_at(sentence: Sentence, at: Range) -> Phrase | None:
    """Return the tokens of a stretch of a sentence; None = not parsed."""
    if sentence.doc is None:
        return None
    return sentence.doc.char_span(
        at[0] - sentence.start, at[1] - sentence.start, alignment_mode="expand"
    )


def read_voice(
    sentence: Sentence, at: Range, names: Names, nouns: Mapping[str, Noun]
) -> Voice | None:
    """Read who a noun phrase names; None where the sentence is not parsed."""
    phrase = phrase_at(sentence, at)
    if phrase is None or not len(phrase):
        return None
    head = phrase.root
    noun = nouns.get(head.lemma_.lower()) or nouns.get(head.lower_)
    name = _proper_name(head, phrase, names)
    if name is None and noun is not None and noun.kind == "person":
        name = _name_in_commas(phrase)
    if name is None and noun is not None and noun.kind in _BODIES:
        name = _name_with_its_noun(head, phrase)
    if name is not None and not (noun and noun.kind == "document"):
        return _named(name, phrase, at, names, nouns)
    return Voice(
        name=_words(head, phrase),
        kind=_kind(head, noun),
        at=at,
        sex=noun.sex if noun else None,
        is_definite=_is_definite(head),
        noun=head.lemma_.lower(),
        group=noun.group if noun else None,
        speaks_for=_speaks_for(phrase, names) if noun and noun.is_spokes else None,
        owner=_owner(head, names, nouns) if noun and noun.kind == "document" else None,
    )


def _kind(head: Token, noun: Noun | None) -> str:
    if noun is None:
        return "people" if head.tag_ in {"NNS", "NNPS"} else ""
    if noun.kind == "person" and head.tag_ in {"NNS", "NNPS"}:
        return "people"
    return noun.kind


def _is_definite(head: Token) -> bool:
    return any(
        c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in head.children
    )


def _named(
    name: str, phrase: Phrase, at: Range, names: Names, nouns: Mapping[str, Noun]
) -> Voice:
    head = phrase.root
    title = next(_title_nouns(phrase, nouns), None)
    is_person = names.is_person(name) or _is_person(head) or title is not None
    own = nouns.get(head.lemma_.lower())  # "Lantern's regional director, Hanne Dorval"
    is_person = is_person or (own is not None and own.kind == "person")
    is_body = names.is_organisation(name) or _is_body_name(name, nouns)
    is_body = is_body or name.isupper() or head.ent_type_ in {"GPE", "NORP"}
    is_body = is_body or names.is_state(name)
    is_body = is_body or (title is None and _is_called_a_body(head, phrase, nouns))
    kind = "organisation" if is_body else "person" if is_person else ""
    sex = title.sex if title else None
    if _FEMININE.search(phrase.text):
        sex = "f"
    elif _MASCULINE.search(phrase.text):
        sex = "m"
    own = nouns.get(name.rsplit(maxsplit=1)[-1].lower())
    return Voice(
        name=names.full(name),
        kind=kind,
        at=at,
        sex=sex,
        is_named=True,
        noun=head.lemma_.lower(),
        group=own.group if own else None,
        speaks_for=_speaks_for(phrase, names) if title and title.is_spokes else None,
    )


def _is_called_a_body(head: Token, phrase: Phrase, nouns: Mapping[str, Noun]) -> bool:
    """Say whether small letters before a name call it one ("the rights group X")."""
    before = [t for t in phrase if t.i <= head.i and t.text.islower()]
    for token in reversed(phrase.doc[max(0, phrase.start - 3) : phrase.start]):
        if not token.text.islower() or token.pos_ not in {"NOUN", "ADJ"}:
            break
        before.append(token)  # parsed apart: "The rights organisation Justice Ledger"
    kinds = [noun.kind for t in before if (noun := nouns.get(t.lemma_.lower()))]
    return "organisation" in kinds and "person" not in kinds


def _title_nouns(phrase: Phrase, nouns: Mapping[str, Noun]) -> Iterator[Noun]:
    for token in phrase:
        found = nouns.get(token.lemma_.lower())
        if found and found.kind == "person" and token.dep_ in _NAME_DEPS | {"appos"}:
            yield found


def _is_person(head: Token) -> bool:
    return head.ent_type_ == "PERSON"


def _proper_name(head: Token, phrase: Phrase, names: Names) -> str | None:
    """Return the proper name at the head of a phrase, or in apposition to it."""
    is_entity = head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    if head.text[:1].isupper() and (head.pos_ == "PROPN" or is_entity):
        if head.tag_ == "NNS" or (head.ent_type_ == "NORP" and head.tag_ == "NNPS"):
            return None
        return _name_around(head, phrase, names) or None
    for child in head.children:
        is_name = child.dep_ == "appos" and child.pos_ == "PROPN"
        if is_name or (child.dep_ == "compound" and child.ent_type_ == "PERSON"):
            return _name_around(child, phrase, names) or None
    return names.full(phrase.text) if names.is_organisation(phrase.text) else None


_BODIES = frozenset(("organisation", "force", "outlet"))


def _name_with_its_noun(head: Token, phrase: Phrase) -> str | None:
    """Return "Emergency Lawyers group": a name that keeps its noun in small letters."""
    parts = [
        c
        for c in children(head, "compound", "nmod")
        if c.pos_ == "PROPN" and c.i >= phrase.start
    ]
    is_land = any(c.ent_type_ in {"GPE", "NORP", "LOC"} for c in parts)
    if not parts or is_land or (len(parts) == 1 and not children(parts[0], "compound")):
        return None
    first = min(c.left_edge.i for c in parts)
    return _clean(head.doc[first : head.i + 1].text)


def _name_in_commas(phrase: Phrase) -> str | None:
    """Return the name at the end of "a spokesman for the ministry, General Ivo Sem"."""
    commas = [t.i for t in phrase if t.text == ","]
    if not commas:
        return None
    name = [t for t in phrase if t.i > commas[-1]]
    return _clean(" ".join(t.text for t in name)) if _is_a_name(name) else None


def _is_a_name(tokens: Sequence[Token]) -> bool:
    return 0 < len(tokens) < _LONGEST_NAME and all(
        t.pos_ == "PROPN" and t.text[:1].isupper() for t in tokens
    )


_LONGEST_NAME = 7


# A body whose name goes on over "of" and "for".
_WHOLE_NAME = re.compile(
    r"(?:[Tt]he )?(?P<name>(?:[A-Z][\w’'-]+ )+(?:of|for|on) (?:the )?[A-Z][\w’'-]+"
    r"(?: [A-Z][\w’'-]+)*)"
)


def _name_around(head: Token, phrase: Phrase, names: Names) -> str:
    for entity in head.doc.ents:
        if entity.start <= head.i < entity.end and entity.label_ in {"PERSON", "ORG"}:
            first = max(entity.start, phrase.start)
            while first > phrase.start and _is_name_part(head.doc[first - 1], head):
                first -= 1
            if entity.label_ == "ORG":
                first = _with_country(head, first, names)
                before = _first_of_body(head.doc[first], names.nouns)
                first = max(before, phrase.start)
            return _clean(head.doc[first : min(entity.end, phrase.end)].text)
    whole = _WHOLE_NAME.fullmatch(phrase.text)
    if whole is not None:  # "the Tihama Centre for Rights"
        return _clean(whole["name"])
    start = end = head.i
    while start > phrase.start and _is_name_part(head.doc[start - 1], head):
        start -= 1
    while end + 1 < phrase.end and _is_name_part(head.doc[end + 1], head):
        end += 1
    return _clean(head.doc[start : end + 1].text)


def _first_of_body(token: Token, nouns: Mapping[str, Noun]) -> int:
    """Return where a body's name begins, with a first word that is no name by itself.

    "Open Hand International": the parser leaves "Open" out. Not the first word of a
    sentence, which has its capital from there, nor a title or a land.
    """
    first: int = token.i
    while first > 1:
        before = token.doc[first - 1]
        is_plain = before.pos_ in _PLAIN and not before.ent_type_
        is_title = nouns.get(before.lower_) is not None
        if not (is_plain and before.text[:1].isupper() and before.is_alpha) or is_title:
            break
        first -= 1
    return first


_PLAIN = frozenset(("ADJ", "VERB", "NOUN", "ADV", "INTJ", "NUM"))


def _with_country(head: Token, first: int, names: Names) -> int:
    """Return where a body's name begins with the country it belongs to."""
    owners = [
        c
        for c in head.children
        if c.dep_ == "poss" and (c.ent_type_ == "GPE" or names.is_state(c.text))
    ]
    return min([first, *(c.left_edge.i for c in owners)])


def _is_name_part(token: Token, head: Token) -> bool:
    return token.pos_ == "PROPN" and (
        head in (token.head, token.head.head) or head.head == token
    )


def _words(head: Token, phrase: Phrase) -> str:
    """Return a description without its article and what hangs on behind."""
    last = phrase.end
    for child in head.children:
        if child.i > head.i and child.dep_ in _CUTS:
            last = min(last, child.left_edge.i)
    first = phrase.start
    while first < last - 1 and phrase.doc[first].lower_ in _DETERMINERS:
        first += 1
    if not any(child.dep_ == "conj" for child in head.children):
        comma = (t.i for t in phrase.doc[first:last] if t.text == ",")
        last = next((i for i in comma if i > head.i), last)
    words: str = phrase.doc[first:last].text
    return _AND_WHICH.sub("", words).strip(" ,;:–—-")


# A clause about the speaker that the parser hung elsewhere.
_AND_WHICH = re.compile(r",\s(?:which|who|whose|whom|where|when)\b.*$", re.DOTALL)


def _speaks_for(phrase: Phrase, names: Names) -> str | None:
    """Return the body a spokesperson speaks for."""
    for token in phrase:
        if not token.lower_.startswith("spokes"):
            continue
        before = [c for c in token.children if c.dep_ in {"compound", "poss", "nmod"}]
        before = [c for c in before if c.i < token.i and c.ent_type_ != "PERSON"]
        after = [
            c
            for prep in token.children
            if prep.dep_ == "prep" and prep.lower_ in {"for", "of", "at"}
            for c in prep.children
            if c.dep_ == "pobj"
        ]
        for part in after + before:
            return names.full(_name_of_body(part))
    return None


def _name_of_body(head: Token) -> str:
    asides = {t.i for a in children(head, "appos", "relcl") for t in a.subtree}
    tokens = [t for t in head.subtree if t.dep_ != "case" and t.i not in asides]
    if head.text[:1].isupper():  # "by the open-source collective Plumbline"
        while tokens[0].i < head.i and not tokens[0].text[:1].isupper():
            tokens = tokens[1:]
    return _clean("".join(t.text_with_ws for t in tokens))


def _can_own(noun: Token, nouns: Mapping[str, Noun]) -> bool:
    """Say whether a noun after "a statement by" is somebody, not a subject matter."""
    known = nouns.get(noun.lemma_.lower())
    return noun.pos_ == "PROPN" or (known is not None and known.kind in _OWNERS)


_OWNERS = frozenset(("organisation", "force", "outlet", "person"))


def _owner(head: Token, names: Names, nouns: Mapping[str, Noun]) -> str | None:
    """Return whose document it is: a possessor, or who stands after by, from, of."""
    for child in head.children:
        if child.dep_ == "poss":
            return (
                child.text if child.tag_ == "PRP$" else names.full(_name_of_body(child))
            )
    for child in head.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "of"}:
            for named in child.children:
                if named.dep_ == "pobj" and _can_own(named, nouns):
                    return names.full(_name_of_body(_called(named)))
        if child.dep_ == "compound" and child.ent_type_ == "ORG":
            return names.full(_clean(child.text))
    return _published_by(head, names, nouns)


def _called(noun: Token) -> Token:
    """Return the name beside a body's kind ("by the open-source group Plumbline")."""
    named = [c for c in children(noun, "appos") if c.pos_ == "PROPN"]
    return named[0] if named and noun.pos_ == "NOUN" else noun


def _published_by(head: Token, names: Names, nouns: Mapping[str, Noun]) -> str | None:
    """Return who made "a report published on Wednesday by the Institute"."""
    for made in children(head, "acl", "relcl"):
        by = agent(made) if made.lemma_.lower() in _MADE_BY else None
        if by is not None and _can_own(by, nouns):
            return names.full(_name_of_body(by))
    return None


_MADE_BY = frozenset(
    ("publish", "issue", "release", "write", "compile", "prepare", "draft", "produce",
     "carry", "conduct", "author", "put", "make", "commission", "file", "submit",
     "present", "launch", "unveil")
)  # fmt: skip
