"""Statements that the commas tell where the parse does not.

News puts who says it after the clause ("..., the group's head, Ona Pelvar, told us by
telephone"), in the middle of it ("A shell, residents believe, killed nine"), or makes
it a noun ("Toreth's line is that ..."). Where the parser took such words for something
else, the commas around them still tell. Method: M022.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.cues import Cue, Cues
from firsthand.extract.headlines import is_speakerish
from firsthand.extract.trees import children, subtree, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What is put between a clause and the sentence's end: cue, anchor, source, content.
Aside = tuple[Cue, "list[Token]", "list[Token]", "list[Token]"]

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SAYING = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_COMMAS = frozenset((",", "–", "—", "--"))
_HAVING = frozenset(("has", "have", "had"))
_OF_A_NAME = frozenset(("DET", "ADJ", "NOUN", "PROPN", "ADP", "PART", "PRON", "NUM"))
_NAMES = frozenset(("NOUN", "PROPN", "PRON"))
_JOINS = frozenset(("and", "-"))
_LEADS = frozenset(("so", "as"))  # "so the mayor insists", "as residents tell it"
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose", "what"))
_OPENS_TAIL = frozenset(("ADP", "ADV", "SCONJ", "PART"))
_TEMPORAL = frozenset(("npadvmod", "advmod", "tmod"))
# What follows the aside and is the narrator's again.
_NARRATOR = frozenset(
    (
        "but", "while", "although", "though", "whereas", "which", "who", "adding",
        "citing", "quoting", "noting", "saying", "contradicting", "rejecting",
        "disputing", "refuting", "challenging",
    )
)  # fmt: skip
_LONGEST_SOURCE = 14
_LONGEST_TAIL = 14
_FEWEST_WORDS = 3


def asides_of(doc: Doc, cues: Cues, told: Collection[int]) -> Iterator[Aside]:
    """Yield statements that the commas tell.

    Args:
        doc: One parsed sentence.
        cues: Words of saying.
        told: Tokens that are the verb of a statement already found.
    """
    for verb in tokens_of(doc, cues.verbs.keys()):
        cue = cues.verbs[verb.lemma_.lower()] if verb.lemma_ in cues.verbs else None
        if cue is None or verb.i in told or not _can_say(verb, cue):
            continue
        made = (
            _after_clause(verb, cue)
            or _inverted(verb, cue)
            or _misread_subject(verb, cue)
        )
        if made is not None:
            yield made
    yield from _stances(doc)
    yield from _holding(doc)
    for word in tokens_of(doc, _DOUBTED):
        yield from _as_told(word)


def _can_say(verb: Token, cue: Cue) -> bool:
    return (
        verb.tag_ in _SAYING
        and verb.pos_ == "VERB"
        and cue.manner in {"speech", "thought"}
        and bool({"that", "quote", "obj"} & cue.takes)
    )


def _after_clause(verb: Token, cue: Cue) -> Aside | None:
    """Read "CLAUSE, SOURCE said in a statement." and "CLAUSE, SOURCE say, CLAUSE"."""
    doc = verb.doc
    if not {"that", "quote"} & cue.takes or _is_participle(verb, cue):
        return None
    first = _first_of_source(verb)
    if first is None or doc[first - 1].text not in _COMMAS:
        return None
    end = _end_of_tail(verb, cue)
    if end is None:
        return None
    source = [t for t in doc[first : verb.i] if t.lower_ not in _HAVING | _LEADS]
    before = [t for t in doc[: first - 1] if not t.is_space]
    after = [t for t in doc[end + 1 :] if not t.is_space]
    if after and (after[0].lower_ in _NARRATOR or not _is_told(after)):
        after = []
    if len(before) < _FEWEST_WORDS and not _has_verb(after):
        return None
    if not _has_verb(before) and not (after and _has_verb(after)):
        return None
    return cue, [verb], _trimmed(source), [*before, *after]


def _is_participle(verb: Token, cue: Cue) -> bool:
    """Say whether a verb only describes its noun ("a smith suspected of theft")."""
    if verb.tag_ != "VBN" or any(
        t.lower_ in _HAVING for t in verb.doc[max(0, verb.i - 3) : verb.i]
    ):
        return False
    after = verb.doc[verb.i + 1 : verb.i + 2].text.lower()
    return cue.manner != "speech" or after in _OF_A_PARTICIPLE


_OF_A_PARTICIPLE = frozenset(
    ("of", "by", "as", "to", "with", "for", "from", "over", "under", "about", "into")
)


def _inverted(verb: Token, cue: Cue) -> Aside | None:
    """Read "CLAUSE, reads a statement by the mayor." and "CLAUSE, says Ona Pelvar."."""
    doc = verb.doc
    if "quote" not in cue.takes or not verb.i or doc[verb.i - 1].text not in _COMMAS:
        return None
    end = next((t.i for t in doc[verb.i + 1 :] if t.text in _ENDS), len(doc))
    source = list(doc[verb.i + 1 : end])
    before = [t for t in doc[: verb.i - 1] if not t.is_space]
    is_name = 0 < len(source) <= _LONGEST_SOURCE and all(
        t.pos_ in _OF_A_NAME for t in source
    )
    if not is_name or source[0].pos_ == "ADP" or source[-1].pos_ not in _NAMES:
        return None
    is_title = verb.tag_ == "VBZ" and end == len(doc)
    if is_title and not is_speakerish(doc[verb.i + 1 :].text):
        return None  # "Toreth rejects claims, says air defence at fault"
    is_clause = len(before) >= _FEWEST_WORDS and _has_verb(before)
    return (cue, [verb], source, before) if is_clause else None


_ENDS = frozenset((*_COMMAS, ".", "!", "?", ";", ":"))


def _first_of_source(verb: Token) -> int | None:
    """Return where the words for the speaker begin, right after a comma."""
    doc = verb.doc
    start = verb.i
    while start > 0 and (
        doc[start - 1].lower_ in _HAVING or doc[start - 1].pos_ == "ADV"
    ):
        start -= 1
    first = _back_to_comma(doc, start)
    if first == start:  # ", the group's head, Ona Pelvar, told": a name in commas
        first = _back_to_comma(doc, start - 1)
        if first > 1 and all(t.pos_ == "PROPN" for t in doc[first : start - 1]):
            first = _back_to_comma(doc, first - 1)
    words = [t for t in doc[first:start] if t.text not in _COMMAS]
    words = words[1:] if words and words[0].lower_ in _LEADS else words
    if not words or first < 1 or len(words) > _LONGEST_SOURCE:
        return None
    is_name = all(t.pos_ in _OF_A_NAME or t.lower_ in _JOINS for t in words)
    is_whole = words[-1].pos_ in _NAMES or words[-1].tag_ == "CD"
    is_bare = words[0].lower_ in _RELATIVE or words[0].pos_ == "ADP"
    return first if is_name and is_whole and not is_bare else None


def _back_to_comma(doc: Doc, start: int) -> int:
    first = start
    while first > 0 and doc[first - 1].text not in _COMMAS:
        first -= 1
    return first


def _end_of_tail(verb: Token, cue: Cue) -> int | None:
    """Return where "by telephone", "in a report released on Monday" ends; None = none.

    What follows may only say how and when, or to whom; a clause is what is said.
    """
    doc = verb.doc
    end = next(
        (t.i for t in doc[verb.i + 1 :] if t.text in _ENDS),
        len(doc),
    )
    tail = doc[verb.i + 1 : end]
    if len(tail) > _LONGEST_TAIL or any(t.tag_ in _FINITE for t in tail):
        return None
    is_how = (
        not len(tail)
        or tail[0].pos_ in _OPENS_TAIL
        or tail[0].dep_ in _TEMPORAL
        or cue.has_addressee
    )
    return end if is_how else None


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any(t.tag_ in _FINITE or t.tag_ == "VBN" for t in tokens)


def _is_told(after: Sequence[Token]) -> bool:
    """Say whether words after the aside go on with its clause."""
    return any(t.is_alpha for t in after)


def _trimmed(source: list[Token]) -> list[Token]:
    while source and source[0].text in _COMMAS:
        source = source[1:]
    while source and source[-1].text in _COMMAS:
        source = source[:-1]
    return source


def _misread_subject(verb: Token, cue: Cue) -> Aside | None:
    """Read "The governor of Ardesh, Nadja Kolar, accused Toreth of ..." as active.

    With a name in commas between, the parser takes the verb for a participle.
    """
    doc, noun = verb.doc, verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or noun.dep_ != "ROOT":
        return None
    is_apart = doc[verb.i - 1].text == "," and verb.i > noun.i
    if not is_apart or noun.pos_ not in {"NOUN", "PROPN"} or children(verb, "agent"):
        return None
    content = [t for t in doc[verb.i + 1 :] if not t.is_punct or t.i < len(doc) - 1]
    source = [t for t in noun.subtree if t.i < verb.i]
    if not content or source[0].i > 1:
        return None
    return cue, [verb], _trimmed(source), content


def goes_on_after(verb: Token) -> list[Token]:
    """Return what "calling out names" adds to a clause after ", they told us,".

    Only a participle or "one of them", "among them": what is told goes on in it.
    """
    doc = verb.doc
    comma = next((t.i for t in doc[verb.i + 1 :] if t.text in _COMMAS), None)
    if comma is None or comma + 1 >= len(doc):
        return []
    between, first = doc[verb.i + 1 : comma], doc[comma + 1]
    if len(between) > _LONGEST_TAIL or any(t.tag_ in _FINITE for t in between):
        return []
    if any(t.is_quote for t in doc[: verb.i]) or first.lemma_ in _GESTURES:
        return []
    is_on = first.tag_ in {"VBG", "VBN"} or first.lower_ in _PARTS
    if not is_on or first.lower_ in _NARRATOR or first.tag_ in _FINITE:
        return []
    return [t for t in doc[comma + 1 :] if not t.is_space]


# What a speaker does in speaking: the narrator's words.
_GESTURES = frozenset(
    (
        "speak", "refer", "point", "warn", "urge", "describe", "accuse", "blame",
        "weep", "gesture", "insist", "stress", "sit", "stand", "hold", "ask",
        "appear", "wipe", "visit", "address", "explain", "argue", "claim", "denounce",
        "vow", "use", "echo", "recall", "quote", "respond", "reply", "react", "base",
    )
)  # fmt: skip
_PARTS = frozenset(
    ("one", "two", "three", "among", "including", "leaving", "most", "many", "some",
     "half", "all", "both", "none")
)  # fmt: skip

# "Toreth's official line is that ...", "the ministry's version was that ...".
_STANCES = frozenset(
    (
        "line", "version", "position", "stance", "account", "story", "explanation",
        "verdict", "conclusion", "message", "answer", "narrative", "reading",
        "contention", "argument", "claim", "theory", "finding", "view", "reply",
        "response", "insistence", "defence", "defense",
    )
)  # fmt: skip
_SURE = frozenset(
    ("adamant", "certain", "convinced", "confident", "sure", "insistent", "emphatic")
)
_STANCE = Cue(word="stance", manner="speech", takes=frozenset(("that",)))


def _stances(doc: Doc) -> Iterator[Aside]:
    """Read a noun for what somebody holds, with "is that ...", and "is sure that"."""
    for noun in tokens_of(doc, _STANCES):
        be = noun.head
        if noun.pos_ != "NOUN" or noun.dep_ != "nsubj" or be.lemma_ != "be":
            continue
        said = [c for c in children(be, "ccomp", "attr") if c.i > be.i]
        owner = _owner(noun)
        is_clause = said and (said[0].dep_ == "ccomp" or said[0].pos_ == "VERB")
        if is_clause and owner:
            yield _STANCE, [noun, be], owner, subtree(said[0])
    for word in tokens_of(doc, _SURE):
        said, holders = children(word, "ccomp"), children(word.head, "nsubj")
        if word.dep_ == "acomp" and said and holders and word.head.lemma_ == "be":
            source = [t for t in holders[0].subtree if t.i < word.head.i]
            yield _STANCE, [word.head, word], source, subtree(said[0])


_BLAMED = frozenset(("responsible", "accountable", "liable", "culpable"))
_HOLD = Cue(word="hold", manner="speech", takes=frozenset(("obj",)))


def _holding(doc: Doc) -> Iterator[Aside]:
    """Read "The Union holds the air command responsible for the raid"."""
    for verb in tokens_of(doc, {"hold"}):
        holders = children(verb, "nsubj")
        blamed = [t for t in verb.subtree if t.lower_ in _BLAMED and t.i > verb.i]
        if verb.pos_ == "VERB" and holders and blamed:
            content = [t for t in doc[verb.i + 1 :] if not t.is_punct]
            source = [t for t in holders[0].subtree if t.i < verb.i]
            yield _HOLD, [verb], source, content


_DOUBTED = frozenset(("believe", "put", "tell", "see", "trust"))
_REPORTED = Cue(word="according to", manner="speech", takes=frozenset(("that",)))


def _as_told(verb: Token) -> Iterator[Aside]:
    """Read "if channels are to be believed, ..." and "as the mayor puts it, ..."."""
    doc = verb.doc
    end = next((t.i for t in doc[verb.i + 1 :] if t.text in _COMMAS), len(doc) - 1)
    start = next(
        (t.i for t in reversed(doc[: verb.i]) if t.lower_ in {"if", "as"}), None
    )
    if start is None or end - start > _LONGEST_SOURCE:
        return
    words = doc[start + 1 : verb.i]
    if doc[start].lower_ == "if":
        be = next((t for t in words if t.lemma_ == "be"), None)
        is_met = be is not None and doc[be.i : verb.i + 1].text.endswith(
            ("to be believed", "be trusted")
        )
    else:
        be = verb
        is_met = doc[verb.i + 1 : end].text.lower() in {"it", "things"}
    if be is None or not is_met:
        return
    content = [t for t in doc if t.i < start - 1 or t.i > end]
    yield _REPORTED, [verb], list(doc[start + 1 : be.i]), content


def _owner(noun: Token) -> list[Token]:
    for owner in children(noun, "poss"):
        return [t for t in owner.subtree if t.dep_ != "case"]
    for of in children(noun, "prep"):
        if of.lower_ in {"of", "from"}:
            return [t for c in children(of, "pobj") for t in c.subtree]
    return []
