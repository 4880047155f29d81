"""Who it is that speaks: names resolved, chains of attribution laid.

"He", "it", "the group", "the report" stand for somebody named before, or stay
unresolved with their candidates; a speaker is never guessed. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.inquiries import FORM as INQUIRY
from firsthand.extract.page_voice import voice_of_page
from firsthand.extract.reading import Range, Reading, Sentence, Statement
from firsthand.extract.trees import agent, children, subject, tokens_of
from firsthand.extract.voices import Names, Voice, nouns_of, phrase_at, read_voice

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONAL = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m", "hers": "f"}
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_FIRST = frozenset({"i", "we", "us", "me", "my", "our"})
_BODIES = frozenset({"organisation", "force", "outlet"})
# How far back, in paragraphs, a pronoun may reach.
_MAX_PARAGRAPHS = 3
# Addressees of these groups hear what they do not hand on.
_NO_RELAY = (
    "council",
    "parliament",
    "court",
    "senate",
    "congress",
    "assembly",
    "house",
)


# Who does this to a report or a picture is a body that "it" can stand for.
_PUBLISHING = frozenset(
    {"publish", "issue", "release", "post", "present", "share", "broadcast", "air"}
    | {"comment", "respond", "reply", "decline", "refuse"}
    # Who is told to be at work on the matter is "it" in the next sentence.
    | {"give", "raise", "update", "count", "record", "document", "monitor", "list"}
    | {"track", "investigate", "examine", "review", "interview", "analyse", "analyze"}
)
# Who is asked something is a person that "he" can stand for.
_ASKING = frozenset({"ask", "question", "quote", "interview", "press", "cite"})
# Who speaks to the press is one, too.
_SPEAKING = frozenset({"speak", "talk", "brief", "address"})
_HEARERS = frozenset({"reporter", "journalist", "press", "media", "correspondent"})
_BREAK = re.compile(r"\n\s*")
# "The UK-based monitor", "the rights group": any body that was named before.
_WORDS_FOR_BODIES = frozenset(
    {
        "group", "organisation", "organization", "monitor", "agency", "observatory",
        "coalition", "watchdog", "charity", "body", "network", "ngo", "outlet",
        "newspaper", "paper", "channel", "broadcaster", "station", "institute",
        "centre", "center",
    }
)  # fmt: skip


# Bodies of a state are never "the group", "the charity".
_OF_A_STATE = frozenset({"government", "force"})
# Nor are bodies of states together (the UN) where the word is for private ones.
_PRIVATE = frozenset({"group", "charity", "watchdog", "ngo", "monitor", "observatory"})
# What a state, or a newsroom, keeps; what tells one body from another before it.
_OF_NEWS = re.compile(
    r"\b(?:news|state|armed|rebel|militant|press|media)\b", re.IGNORECASE
)
_ANOTHER = re.compile(r"\b(?:[Aa]nother|[Oo]ther|[Ss]eparate|[Ss]econd|[Rr]ival)\b")
# Whose people work for who speaks; what things do that people find.
_PEOPLE_OF = re.compile(
    r"(?:its|her|his|their|our) (?:own )?(?:[a-z]+ )?(?:staff|team|office|officers?"
    r"|researchers|investigators|colleagues|experts|analysts|monitors|teams|observers"
    r"|volunteers|employees|workers|lawyers|delegation|mission|agency|organi[sz]ation"
    r"|group|charity)\W*$",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\b(?:indicat|suggest|show|point|prov|demonstrat|reveal|confirm|impl|reflect|mean"
    r"|amount|establish|attest|testif)",
)
# A coalition of states that fights is no rights group.
_AT_WAR = re.compile(
    r"-(?:led|backed) (?:[a-z-]+ ){0,2}coalition|coalition(?:'s|’s)? "
    r"(?:air|war|jet|raid|strike|bomb|force|troop|aircraft|warplane)"
)
_LONGEST_KIND = 30  # characters of "a new report", "an international study"
_REJECTED = re.compile(r"[^\W\d]+(?:s|ed) (?:an? |the )?(?:new )?$")
# Documents that somebody wrote who looked into a matter, and others answer.
_INQUIRING = frozenset(
    {"report", "study", "research", "investigation", "survey", "findings", "finding"}
    | {"analysis", "dossier", "review", "document", "inquiry", "assessment"}
)
# People of the body whose inquiry is told of, where nothing else says whose.
_ITS_PEOPLE = frozenset({"investigators", "researchers", "authors"})


@dataclasses.dataclass(frozen=True)
class Resolved:
    """Whom a source names.

    Attributes:
        speaker: Name; None = nobody could be named.
        outer: Who hands it on, outermost first.
        is_unresolved: Somebody is meant who could not be found.
        candidates: Who it might be.
    """

    speaker: str | None
    outer: tuple[str, ...] = ()
    is_unresolved: bool = False
    candidates: tuple[str, ...] = ()


def resolve_speakers(
    reading: Reading, statements: Sequence[Statement]
) -> list[Statement]:
    """Return the statements with their speakers and chains, in the same order."""
    resolver = _Resolver(reading)
    reading.memo["resolver"] = resolver
    return resolver.all_of(statements)


def who_is(reading: Reading, at: Range) -> Resolved:
    """Return whom the words at a stretch name, knowing who spoke before them.

    Args:
        reading: A reading with its statements resolved.
        at: A noun phrase or pronoun of one sentence.
    """
    return _resolver(reading).at(at)


def introduction(reading: Reading, name: str) -> str:
    """Return the words by which a speaker was introduced; "" = never by more."""
    return _resolver(reading).introduced.get(name, "")


def _resolver(reading: Reading) -> _Resolver:
    resolver: _Resolver | None = reading.memo.get("resolver")
    if resolver is None:
        resolver = _Resolver(reading)
        resolver.all_of(reading.statements)
        reading.memo["resolver"] = resolver
    return resolver


def _is_to_the_press(verb: Token) -> bool:
    """Say whether somebody is told to speak to reporters, without what is said."""
    return verb.lemma_ in _SPEAKING and any(
        token.lemma_.lower() in _HEARERS for token in verb.subtree
    )


class _Resolver:
    """Goes through a page once, in text order, and remembers who spoke."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names = Names(reading.text, reading.sentences, reading.reference)
        self._nouns = nouns_of(reading.reference)
        self._heard: list[Voice] = []
        # The words by which each named speaker was ever introduced.
        self.introduced: dict[str, str] = {}
        self._done: list[Statement] = []
        # Whose "the report", "the statement" is, by that noun.
        self._authors: dict[str, str] = {}

    def all_of(self, statements: Sequence[Statement]) -> list[Statement]:
        in_order = sorted(
            range(len(statements)), key=lambda i: _position(statements[i])
        )
        resolved: dict[int, Statement] = {}
        publishers = list(self._publishers())
        # Outer statements first: "X said Y claims Z" needs X when it comes to Y.
        for i in in_order:
            while publishers and publishers[0].at < (_position(statements[i])[0], 0):
                self._heard.append(publishers.pop(0))
            resolved[i] = self._one(statements[i])
            self._done.append(resolved[i])
        self._heard += publishers
        self._name_bodies_told_first(resolved)
        return [self._nested(resolved[i], resolved) for i in range(len(statements))]

    def _name_bodies_told_first(self, resolved: dict[int, Statement]) -> None:
        """Give "a rights group said" the name that the next paragraphs tell.

        Titles and first sentences call a body by its kind and name it below: the
        first private body that speaks there, where no word tells another from it.
        """
        named: dict[str, str] = {}
        for i, made in resolved.items():
            voice = self._voice_of(made)
            if voice is None or not self._is_told_first(voice):
                continue
            name = named.get(voice.name) or self._named_below(voice)
            if name is not None:
                named[voice.name] = name
                resolved[i] = dataclasses.replace(
                    made, speaker=name, chain=(name,), is_unresolved=False
                )

    def _is_told_first(self, voice: Voice) -> bool:
        """Say whether a voice is a kind of private body, of which no name stands."""
        if voice.is_named or voice.is_definite:
            return False
        if voice.kind == "document":
            told = self._reading.text[max(0, voice.at[0] - 20) : voice.at[0]]
            is_own = voice.noun in _INQUIRING and voice.owner is None
            is_short = voice.at[1] - voice.at[0] < _LONGEST_KIND
            return is_own and is_short and not _REJECTED.search(told)
        is_group = voice.kind == "organisation" and voice.noun in _WORDS_FOR_BODIES
        is_one = voice.name.lower().endswith(voice.noun)  # "monitors" may be many
        return is_group and is_one and not _OF_NEWS.search(voice.name)

    def _named_below(self, voice: Voice) -> str | None:
        for heard in self._heard:
            if heard.at[0] <= voice.at[1] or not heard.is_named:
                continue
            if self._paragraphs_between(voice.at[1], heard.at[0]) > _MAX_PARAGRAPHS:
                return None
            before = self._reading.text[max(0, heard.at[0] - 40) : heard.at[1]]
            if _ANOTHER.search(before):
                return None
            body = self._body_of(heard)
            if body is not None and self._can_be_called(body, voice):
                return None if self._names.is_official(body) else body
        return None

    def _body_of(self, heard: Voice) -> str | None:
        """Return the body that speaks, itself or by its spokesman; None = nobody's."""
        if heard.kind == "organisation":
            return heard.name
        if heard.speaks_for is not None:
            return heard.speaks_for
        if heard.kind:
            return None
        nouns = [self._nouns.get(word) for word in heard.name.lower().split()]
        is_body = any(n is not None and n.kind == "organisation" for n in nouns)
        is_author = heard.name in self._authors.values()
        return heard.name if is_body or is_author else None

    def at(self, at: Range) -> Resolved:
        """Return whom a stretch names, leaving what was heard as it is."""
        heard = list(self._heard)
        self._heard = [voice for voice in heard if voice.at[0] < at[0]]
        found = self._resolve(Statement(source=(at,), cue=(), content=()))
        self._heard = heard
        return found

    def _publishers(self) -> Iterator[Voice]:
        """Yield who publishes or is asked, in text order: "it", "he" may be one."""
        for sentence in self._reading.sentences:
            if sentence.doc is None:
                continue
            for verb in tokens_of(sentence.doc, _PUBLISHING | _ASKING | _SPEAKING):
                who = None
                if verb.lemma_ in _PUBLISHING or _is_to_the_press(verb):
                    who = subject(verb)
                elif verb.lemma_ in _ASKING:
                    who = next(iter(children(verb, "nsubjpass")), None)
                if who is None or who.pos_ == "PRON":
                    continue
                tokens = list(who.subtree)
                start = sentence.start + tokens[0].idx
                end = sentence.start + tokens[-1].idx + len(tokens[-1])
                voice = read_voice(sentence, (start, end), self._names, self._nouns)
                if voice is None or not voice.name:
                    continue
                if voice.is_named:
                    self._introduce(voice)
                    yield voice
                elif voice.kind in _BODIES and " " in voice.name and voice.is_definite:
                    yield voice

    def _introduce(self, voice: Voice) -> None:
        words = self._reading.text[voice.at[0] : voice.at[1]]
        before = self.introduced.get(voice.name, "")
        self.introduced[voice.name] = f"{before} {words}".strip()

    def _one(self, made: Statement) -> Statement:
        found = self._resolve(made)
        if made.form == INQUIRY and found.speaker is not None:
            self._authors.setdefault("report", found.speaker)
        if made.manner == "evidence" and self._is_thing(made):
            return made
        chain = (*found.outer, *self._addressee(made))
        if found.speaker is not None:
            chain = (*(n for n in chain if n != found.speaker), found.speaker)
        cited = self._cited(made)
        if cited is not None:
            chain = (*(n for n in chain if n != cited), cited)
            found = Resolved(cited)
        return dataclasses.replace(
            made,
            speaker=found.speaker,
            chain=chain if found.speaker is not None else (),
            is_unresolved=found.is_unresolved,
            candidates=found.candidates,
        )

    def _nested(self, made: Statement, all_of: dict[int, Statement]) -> Statement:
        """Put the speakers of the statements around this one before its own."""
        if made.speaker is None or made.manner == "attitude":
            return made
        around = [
            other
            for other in all_of.values()
            if other is not made
            and other.manner != "attitude"
            and other.speaker is not None
            and _stands_in(made, other)
        ]
        around.sort(key=lambda s: -sum(e - b for b, e in s.content))
        if around and made.manner == "thought" and self._names.is_state(made.speaker):
            inner = around[-1]  # "the spokesman said that Toreth did not consider"
            return dataclasses.replace(made, speaker=inner.speaker, chain=inner.chain)
        names: list[str] = []
        for other in around:
            names += [name for name in other.chain if name not in names]
        own = [name for name in made.chain if name not in names]
        if made.speaker not in own:
            names = [n for n in names if n != made.speaker]
            own = [*own, made.speaker]
        return dataclasses.replace(made, chain=(*names, *own))

    def _is_thing(self, made: Statement) -> bool:
        """Say whether what shows something is a thing ("images"), nobody's word."""
        if not made.source:
            return True
        sentence = self._sentence(made.source[0])
        voice = (
            read_voice(sentence, made.source[0], self._names, self._nouns)
            if sentence is not None
            else None
        )
        return voice is None or (voice.kind in {"", "people"} and not voice.is_named)

    def _resolve(self, made: Statement) -> Resolved:
        if not made.source:
            return Resolved(None, is_unresolved=True)
        at = made.source[0]
        sentence = self._sentence(at)
        phrase = phrase_at(sentence, at) if sentence else None
        if sentence is None or phrase is None:
            return Resolved(self._names.full(self._reading.text[at[0] : at[1]]))
        word = phrase.text.lower()
        if word in _FIRST:
            return self._first_person(made)
        if phrase.root.tag_ in {"WDT", "WP"} or word in _RELATIVE:
            return self._antecedent(sentence, phrase.root, at)
        if phrase.root.pos_ == "PRON":
            return self._of_the_same(made, word) or self._pronoun(word, at)
        voice = read_voice(sentence, at, self._names, self._nouns)
        found = voice and (self._theirs(made, voice) or self._voice(voice, sentence))
        return found or Resolved(None, is_unresolved=True)

    def _theirs(self, made: Statement, voice: Voice) -> Resolved | None:
        """Return who says what his people or his finds did, inside his own words.

        "She said her staff had found", "The group said the pattern indicated".
        """
        if voice.is_named or not made.content:
            return None
        words = self._reading.text[made.source[0][0] : made.source[0][1]]
        cue = self._reading.text[made.cue[0][0] : made.cue[0][1]] if made.cue else ""
        is_people = _PEOPLE_OF.match(words) is not None
        is_thing = voice.noun not in self._nouns and _SHOWS.search(cue) is not None
        if not (is_people or (is_thing and voice.kind == "")):
            return None
        for other in reversed(self._done):
            if other.speaker is not None and _opens(made, other):
                return Resolved(other.speaker)
        return None

    def _voice(self, voice: Voice, sentence: Sentence) -> Resolved:
        if voice.kind == "document":
            return self._document(voice, sentence)
        found = self._description(voice, sentence)
        if found is not None and found.speaker is not None and voice.kind in _BODIES:
            self._heard.append(
                dataclasses.replace(voice, name=found.speaker, is_named=True)
            )
        found = found or self._who_made_it(voice, sentence)
        if found is not None:
            return found
        employer = self._employer(voice)
        if employer is not None:
            return Resolved(employer)
        self._heard.append(voice)
        self._introduce(voice)
        outer = (voice.speaks_for,) if voice.speaks_for and voice.is_named else ()
        return Resolved(voice.name, outer=outer)

    def _description(self, voice: Voice, sentence: Sentence) -> Resolved | None:
        """Return whom "the group", "the ministry" stands for; None = itself."""
        if voice.is_definite and voice.kind == "person" and not voice.is_named:
            return self._titled(voice, sentence)
        if voice.is_named or not voice.is_definite or voice.kind not in _BODIES:
            return None
        before = [v for v in self._heard if v.is_named and v.kind != "person"]
        for heard in reversed(before):
            if voice.noun in heard.name.lower().split():
                return Resolved(heard.name)
        called = self._called(voice.noun) or self._mentioned(voice)
        if called is not None:
            return Resolved(called)
        return self._as_a_group(voice, before)

    def _as_a_group(self, voice: Voice, before: Sequence[Voice]) -> Resolved | None:
        """Return which body "the group" is; None = it is a body of its own."""
        if voice.group != "group" or self._has_a_name_of_its_own(voice):
            # "The army", "the ministry" with nothing before it: an institution that
            # the words do name, though not fully.
            return None
        if voice.noun == "coalition" and _AT_WAR.search(self._reading.text):
            return None
        fitting = [v for v in before if self._can_be_called(v.name, voice)]
        if fitting:
            return Resolved(fitting[-1].name)
        self._heard.append(voice)
        return Resolved(voice.name, is_unresolved=voice.name.lower() == voice.noun)

    def _called(self, noun: str) -> str | None:
        """Return the body that was introduced by a noun ("the charity Open Ward")."""
        for heard in reversed(self._heard):
            words = self.introduced.get(heard.name, "").lower()
            is_body = heard.is_named and heard.kind != "person"
            if is_body and re.search(rf"\b{re.escape(noun)}\b", words):
                return heard.name
        return None

    def _mentioned(self, voice: Voice) -> str | None:
        """Return the one body named before with this noun ("the Harrow Institute")."""
        if not voice.noun.isalpha() or " " in voice.name:
            return None
        noun = voice.noun
        capitals = r"[A-Z][\w’'-]+"
        behind = rf"\b{noun} (?P<after>{capitals}(?: {capitals})+)"
        name = re.compile(rf"(?:{capitals} )+{noun.capitalize()}\b|{behind}")
        found = {
            self._names.full(m["after"] or m.group())
            for m in name.finditer(self._reading.text, 0, voice.at[0])
        }
        found = {one for one in found if " " in one}
        return found.pop() if len(found) == 1 else None

    def _can_be_called(self, name: str, voice: Voice) -> bool:
        """Say whether a body can be "the group": no state, no office, no army."""
        words = [self._nouns.get(word) for word in name.lower().split()]
        groups = {noun.group for noun in words if noun is not None}
        if groups & _OF_A_STATE or self._names.is_state(name):
            return False
        return voice.noun not in _PRIVATE or not self._names.is_official(name)

    def _employer(self, voice: Voice) -> str | None:
        """Return the body whose people "investigators" are, where one inquired."""
        if voice.is_named or voice.name.lower() not in _ITS_PEOPLE:
            return None
        authors = set(self._authors.values())
        if not authors:  # the one private body that was heard
            authors = {
                v.name
                for v in self._heard
                if v.is_named and v.kind == "organisation" and self._is_private(v)
            }
        return authors.pop() if len(authors) == 1 else None

    def _is_private(self, voice: Voice) -> bool:
        return self._can_be_called(voice.name, voice) and not self._names.is_official(
            voice.name
        )

    def _has_a_name_of_its_own(self, voice: Voice) -> bool:
        """Say whether "the provincial council" is more than a word for who spoke.

        "The rights group", "the monitor" stand for a body named before.
        """
        return voice.noun not in _WORDS_FOR_BODIES and " " in voice.name

    def _who_made_it(self, voice: Voice, sentence: Sentence) -> Resolved | None:
        """Return who "crater angles measured by Ona Pelvar" speaks for: she does."""
        phrase = phrase_at(sentence, voice.at) if not voice.is_named else None
        if phrase is None or voice.kind not in {"", "people"}:
            return None
        if voice.noun in self._nouns:
            return None  # "sources, cited by the Lantern": they speak themselves
        for made in children(phrase.root, "acl"):
            by = agent(made)
            if by is not None and by.ent_type_ in {"PERSON", "ORG"}:
                tokens = [t for t in by.subtree if t.i <= by.i]
                start = sentence.start + tokens[0].idx
                at = (start, sentence.start + by.idx + len(by))
                return self._resolve(Statement(source=(at,), cue=(), content=()))
        return None

    def _titled(self, voice: Voice, sentence: Sentence) -> Resolved | None:
        """Return the named person who was introduced by this noun ("the spokesman").

        "The governor of Karsk" is not a governor who was heard for another district.
        """
        phrase = phrase_at(sentence, voice.at)
        of = _OF_NAMED.search(phrase.text) if phrase is not None else None
        for heard in reversed(self._heard):
            words = self.introduced.get(heard.name, "").lower()
            if of is not None and of["name"].lower() not in words:
                continue
            if heard.is_named and re.search(rf"\b{re.escape(voice.noun)}\b", words):
                return Resolved(heard.name)
        return None

    def _document(self, voice: Voice, sentence: Sentence) -> Resolved:
        """Return the author of a report, statement or study."""
        if voice.owner is not None:
            if voice.owner.lower() in {"its", "their"} | set(_PERSONAL):
                return self._pronoun(voice.owner.lower(), voice.at)
            return self._author(voice, self._owner_named(voice, sentence))
        maker = self._maker(sentence, voice.at)
        if maker is not None:
            return maker
        author = self._author_before(voice)
        if voice.is_definite and author is not None:
            return self._author(voice, author)
        return Resolved(voice.name, is_unresolved=voice.is_definite)

    def _owner_named(self, voice: Voice, sentence: Sentence) -> str:
        """Return the body that "the watchdog's report" is of, by its name."""
        owner = voice.owner or ""
        noun = owner.lower().removeprefix("the ")
        if noun not in _WORDS_FOR_BODIES:
            return owner
        stands = dataclasses.replace(
            voice, name=noun, noun=noun, kind="organisation", group="group", owner=None
        )
        found = self._description(
            dataclasses.replace(stands, is_definite=True, is_named=False), sentence
        )
        return found.speaker if found is not None and found.speaker else owner

    def _author(self, voice: Voice, name: str) -> Resolved:
        """Return whose document it is, who is heard by it and can be "the group"."""
        self._authors[voice.noun] = name
        if self._names.is_person(name):
            return Resolved(name)
        by = dataclasses.replace(
            voice, name=name, kind="organisation", is_named=True, group=None, owner=None
        )
        self._heard.append(by)
        return Resolved(name)

    def _author_before(self, voice: Voice) -> str | None:
        """Return who wrote "the report" that was spoken of before; None = nobody.

        Rather its author than who spoke last, and rather a group than an office that
        may only have answered it.
        """
        if voice.noun in self._authors:
            return self._authors[voice.noun]
        bodies = [v.name for v in self._heard if _can_be_body(v)]
        if voice.noun in _INQUIRING:
            own = [name for name in bodies if self._can_be_called(name, voice)]
            if not own and len(set(bodies)) > 1:
                return None
            bodies = own or [name for name in bodies if not self._only_answers(name)]
        return bodies[-1] if bodies else None

    def _only_answers(self, name: str) -> bool:
        """Say whether a body is an army or police, who answer reports others write."""
        words = [self._nouns.get(word) for word in name.lower().split()]
        return any(noun is not None and noun.group == "force" for noun in words)

    def _maker(self, sentence: Sentence, at: Range) -> Resolved | None:
        """Return who issued the document, where the same clause says so."""
        phrase = phrase_at(sentence, at)
        if phrase is None or phrase.root.dep_ not in {"dobj", "pobj"}:
            return None
        verb = phrase.root.head if phrase.root.dep_ == "dobj" else phrase.root.head.head
        if verb.lemma_.lower() in _OF_OTHERS:
            return None  # "the government backed a report": not its own
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i < verb.i:
                tokens = list(child.subtree)
                start = sentence.start + tokens[0].idx
                end = sentence.start + tokens[-1].idx + len(tokens[-1])
                return self._resolve(
                    Statement(source=((start, end),), cue=(), content=())
                )
        return None

    def _antecedent(self, sentence: Sentence, pronoun: object, at: Range) -> Resolved:
        verb = getattr(pronoun, "head", None)
        while verb is not None and verb.dep_ not in {"relcl", "ROOT"}:
            verb = verb.head
        if verb is None or verb.dep_ != "relcl":
            return Resolved(None, is_unresolved=True)
        noun = verb.head
        noun = self._who(noun) if getattr(pronoun, "lower_", "") == "who" else noun
        if noun.dep_ == "appos" and noun.head.pos_ == "PROPN":
            noun = noun.head  # "Ona Pelvar, the report's author, who said"
        barred = {t.i for t in verb.subtree}
        tokens = [t for t in noun.subtree if t.i not in barred and t.i < at[1]]
        before = [t for t in tokens if t.i <= noun.i] or [noun]
        start = sentence.start + before[0].idx
        end = sentence.start + noun.idx + len(noun)
        return self._resolve(Statement(source=((start, end),), cue=(), content=()))

    def _who(self, noun: Token) -> Token:
        """Return whom "who" can be: no ministry, but its spokesman before it."""
        kind = self._nouns.get(noun.lemma_.lower())
        if kind is None or kind.kind not in _BODIES:
            return noun
        for above in noun.ancestors:
            known = self._nouns.get(above.lemma_.lower())
            if known is not None and known.kind == "person":
                return above
            if above.pos_ in {"VERB", "AUX"}:
                break
        return noun

    def _first_person(self, made: Statement) -> Resolved:
        for other in reversed(self._done):
            if other.speaker is not None and _stands_in(made, other):
                return Resolved(other.speaker)
        whose_page = voice_of_page(self._reading)
        return Resolved(whose_page, is_unresolved=whose_page is None)

    def _of_the_same(self, made: Statement, word: str) -> Resolved | None:
        """Return the body that says of itself what "it" found ("The group said it")."""
        if word != "it":
            return None
        for other in reversed(self._done):
            if other.speaker is None or not _opens(made, other):
                continue
            voice = self._voice_of(other)
            is_body = voice is not None and voice.kind in _BODIES
            return Resolved(other.speaker) if is_body else None
        return None

    def _voice_of(self, made: Statement) -> Voice | None:
        at = made.source[0] if made.source else None
        sentence = self._sentence(at) if at is not None else None
        if at is None or sentence is None:
            return None
        return read_voice(sentence, at, self._names, self._nouns)

    def _pronoun(self, word: str, at: Range) -> Resolved:
        if word in {"it", "its"}:
            return self.organisation_before(at[0])
        if word in _PERSONAL:
            return self._person_before(_PERSONAL[word], at[0])
        if word in {"they", "their", "them"}:
            return self._group_before(at[0])
        return Resolved(self._reading.text[at[0] : at[1]].lower(), is_unresolved=True)

    def organisation_before(self, position: int) -> Resolved:
        """Return the last organisation that spoke or published."""
        bodies = [v for v in self._heard if _can_be_body(v) and v.at[0] < position]
        if not bodies:
            return Resolved(None, is_unresolved=True)
        return Resolved(bodies[-1].name)

    def _group_before(self, position: int) -> Resolved:
        recent = self._recent(position)
        fitting = [v for v in recent if _can_be_body(v) or v.kind == "people"]
        if fitting:
            return Resolved(fitting[-1].name)
        return Resolved(None, is_unresolved=True)

    def _person_before(self, sex: str, position: int) -> Resolved:
        recent = self._recent(position)
        fitting = [
            v
            for v in recent
            if (v.kind == "person" or (v.kind == "" and v.is_named))
            and v.sex in {None, sex}
        ]
        names = tuple(dict.fromkeys(v.name for v in reversed(fitting)))
        before_colon = self._subject_before_colon(position)
        if before_colon is not None and before_colon.sex in {None, sex}:
            return Resolved(before_colon.name)
        if not names:
            return self._only_person_before(sex, position)
        last = fitting[-1]
        gap = self._paragraphs_between(last.at[1], position)
        is_sure = gap == 0 or (len(names) == 1 and gap <= 1)
        is_sure = is_sure or (gap == 1 and (last.is_named or last.sex == sex))
        if is_sure:
            return Resolved(names[0])
        return Resolved(None, is_unresolved=True, candidates=names)

    def _subject_before_colon(self, position: int) -> Voice | None:
        """Return the person of "A general went further: he accused"; None = none."""
        sentence = self._sentence((position, position + 1))
        if sentence is None or sentence.doc is None:
            return None
        text = self._reading.text[sentence.start : position]
        if not text.rstrip().endswith(":"):
            return None
        for noun in sentence.doc:
            if sentence.start + noun.idx >= position:
                return None
            if noun.dep_ == "nsubj" and noun.pos_ in {"NOUN", "PROPN"}:
                tokens = [t for t in noun.subtree if t.i <= noun.i]
                end = sentence.start + noun.idx + len(noun)
                at = (sentence.start + tokens[0].idx, end)
                voice = read_voice(sentence, at, self._names, self._nouns)
                return voice if voice is not None and voice.kind == "person" else None
        return None

    def _only_person_before(self, sex: str, position: int) -> Resolved:
        """Return the one person whom the sentence before names; else nobody."""
        before = [
            s
            for s in self._reading.sentences
            if s.end <= position and not self._paragraphs_between(s.end, position)
        ]
        doc = before[-1].doc if before else None
        people = (
            [e for e in doc.ents if e.label_ == "PERSON"] if doc is not None else []
        )
        names = tuple(dict.fromkeys(self._names.full(e.text) for e in people))
        if len(names) != 1 or doc is None:
            return Resolved(None, is_unresolved=True, candidates=names)
        start = before[-1].start
        first = people[0].root.left_edge  # with the title that tells a man or a woman
        at = (start + first.idx, start + people[0].end_char)
        voice = read_voice(before[-1], at, self._names, self._nouns)
        heads = [people[0].root, people[0].root.head]
        is_subject = any(t.dep_ in {"nsubj", "nsubjpass"} for t in heads)
        if not is_subject or (voice is not None and voice.sex not in {None, sex}):
            return Resolved(None, is_unresolved=True, candidates=names)
        return Resolved(names[0])

    def _recent(self, position: int) -> list[Voice]:
        return [
            v
            for v in self._heard
            if v.at[0] < position
            and self._paragraphs_between(v.at[1], position) <= _MAX_PARAGRAPHS
        ]

    def _paragraphs_between(self, start: int, end: int) -> int:
        return len(_BREAK.findall(self._reading.text, start, end))

    def _cited(self, made: Statement) -> str | None:
        """Return whose word the speaker only passes on ("SANA said, citing X")."""
        sentence = self._sentence(made.cited) if made.cited is not None else None
        if made.cited is None or sentence is None:
            return None
        voice = read_voice(sentence, made.cited, self._names, self._nouns)
        if voice is None or not (voice.is_named or voice.kind):
            return None
        if voice.kind == "people" and voice.noun not in self._nouns:
            return None
        return voice.owner or voice.name

    def _addressee(self, made: Statement) -> tuple[str, ...]:
        """Return the body that was told, and so hands the words on."""
        if made.addressee is None:
            return ()
        sentence = self._sentence(made.addressee)
        if sentence is None:
            return ()
        voice = read_voice(sentence, made.addressee, self._names, self._nouns)
        if voice is None or not voice.is_named or voice.kind == "person":
            return ()
        if any(word in voice.name.lower() for word in _NO_RELAY):
            return ()
        return (voice.name,)

    def _sentence(self, at: Range) -> Sentence | None:
        for sentence in self._reading.sentences:
            if sentence.start <= at[0] and at[1] <= sentence.end:
                return sentence
        return None


# What is done to a report that others made.
_OF_OTHERS = frozenset(
    (
        "back", "support", "endorse", "welcome", "cite", "quote", "reject", "dismiss",
        "condemn", "denounce", "criticise", "criticize", "read", "see", "study",
        "receive", "deny", "refute", "dispute", "describe", "call", "question", "slam",
        "respond", "react", "examine", "review", "discuss", "follow", "mention",
    )
)  # fmt: skip
_OF_NAMED = re.compile(
    r"\b(?:of|for|in) (?:the )?(?:[a-z]+ ){0,3}(?P<name>[A-Z][\w’'-]+)"
)


def _can_be_body(voice: Voice) -> bool:
    return voice.kind in _BODIES or (voice.kind == "" and voice.is_named)


def _position(made: Statement) -> tuple[int, int]:
    if made.source:
        return made.source[0][0], -sum(e - s for s, e in made.content)
    return made.content[0][0], 0


def _opens(inner: Statement, outer: Statement) -> bool:
    """Say whether what one says begins with the source of the other statement."""
    return bool(outer.content) and any(
        0 <= inner.source[0][0] - start < len("that later ")
        for start, _ in outer.content
    )


def _stands_in(inner: Statement, outer: Statement) -> bool:
    """Say whether a statement stands inside what another one says."""
    anchor = next(iter((*inner.cue, *inner.content, *inner.source)))
    return any(s <= anchor[0] and anchor[1] <= e for s, e in outer.content)
