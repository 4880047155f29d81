"""Statements that hang on a verb: "X said that Y", "Y, X said", "X's call for Y".

One parsed sentence in, drafts out; quotations are joined later. Method: M022.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from firsthand.extract.asides import asides_of, goes_on_after
from firsthand.extract.cues import Cue, Cues
from firsthand.extract.trees import (
    agent,
    children,
    is_passive,
    subject,
    subtree,
    tokens_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Objects of these verbs are who is told, not what is said.
_TIME_CLAUSES = frozenset(
    {"when", "while", "after", "before", "because", "since", "if"}
)
_WH = frozenset({"who", "which", "that", "what", "whom"})
# What is put at a figure.
_COUNTS = frozenset({"toll", "number", "figure", "count", "total", "tally"})
# Before a clause that only adds something about what is named.
_ASIDE = frozenset({",", "-", "--", "–", "—"})
_MAX_CLIMB = 5
_MAX_LEADING = 4
_TELLING = frozenset({"tell", "inform", "notify", "remind", "assure", "brief"})
_CLAUSAL = frozenset({"clause", "fronted", "parenthesis", "quotation"})
# A clause before the comma has at least so many words.
_MIN_FRONTED = 4


@dataclasses.dataclass
class Draft:
    """A statement in the making, in tokens of one sentence.

    Attributes:
        cue: The row that was met.
        cue_tokens: The words of saying, auxiliaries and negation included.
        source: Tokens that name the speaker; empty = none named.
        content: Tokens of what is said; empty = a quotation must supply it.
        addressee: Head of who is told; None = nobody named.
        anchor: The token the statement hangs on.
        form: How the content hangs on it: "clause", "parenthesis", "fronted",
            "object", "passive", "noun", "according", or "quotation" (to be joined).
        cited: Head of whom the speaker cites for it; None = nobody named.
    """

    cue: Cue
    anchor: Token
    cue_tokens: list[Token]
    source: list[Token]
    content: list[Token]
    addressee: Token | None = None
    form: str = "clause"
    cited: Token | None = None


def drafts_of(doc: Doc, cues: Cues) -> list[Draft]:
    """Return the statements of one parsed sentence, in text order."""
    found: list[Draft] = []
    for token in tokens_of(doc, cues.words):
        lemma, kind = token.lemma_.lower(), token.pos_
        if kind in {"VERB", "AUX"} and lemma in cues.verbs:
            found += _verb(token, cues.verbs[lemma])
        elif kind == "NOUN" and lemma in cues.nouns:
            found += _noun(token, cues.nouns[lemma])
        elif token.lower_ == "according":
            found += _according(token)
    for token in tokens_of(doc, _RECKONING):
        found += _by_the_count(token)
    told = {one.anchor.i for one in found if one.content and one.source}
    asides = [
        Draft(cue, words[0], words, source, content, form="parenthesis")
        for cue, words, source, content in asides_of(doc, cues, told)
    ]
    told = {one.anchor.i for one in asides}
    return [one for one in found if one.anchor.i not in told] + asides


def _verb(verb: Token, cue: Cue) -> Iterator[Draft]:
    if cue.manner == "evidence" and _is_bare_participle(verb):
        return
    if _is_no_saying(verb):
        return
    aside = _aside(verb, cue)
    if aside is not None:
        yield aside
        return
    told = _addressee(verb, cue)
    form, content = _content(verb, cue, told)
    if not content and not ({"that", "quote"} & cue.takes and cue.manner == "speech"):
        return
    source = _source(verb)
    if source and verb.lemma_ in _TELLING and source[0].i > verb.i:
        source = []  # "..., the mayor, Ivo Sem, told reporters": they are told
    if not source and form == "clause":
        source = _misplaced_source(verb)
        content = [t for t in content if not source or t.i < source[0].i]
        source = source or _role_in_commas(verb) or _leading_source(verb)
    if not content and form == "quotation":
        content = _before_a_relay(verb)
    content = _without(content, source, verb)
    if form == "clause" and source and content and content[0].i < source[0].i:
        source, content = _behind_a_charge(source, content, cue)
    cited = _cited(verb) if form in _CLAUSAL and cue.manner == "speech" else None
    if cited is not None:
        content = _without(content, list(cited.head.subtree), verb)
    yield Draft(cue, verb, _cue_tokens(verb), source, content, told, form, cited)


def _is_no_saying(verb: Token) -> bool:
    """Say whether a verb of saying says nothing here.

    "The raid claimed 19 lives", "the hospital admitted nine people".
    """
    taken = {t.lemma_.lower() for t in children(verb, "dobj")}
    if verb.lemma_ == "claim":
        return bool(taken & _LIVES)
    is_bare = verb.tag_ == "VBN" and not children(verb, "aux", "auxpass", "nsubj")
    if verb.lemma_ in _ASKING and is_bare and verb.dep_ in {"advcl", "acl", "prep"}:
        return True  # "Asked whether ..., the colonel said"
    heads = {t.lemma_.lower() for t in children(verb, "nsubj")}
    return verb.lemma_ == "admit" and bool(heads & _WARDS)


_LIVES = frozenset({"life", "victim", "toll"})
_ASKING = frozenset({"ask", "press", "question", "quiz", "tell"})
_WARDS = frozenset({"hospital", "clinic", "ward", "infirmary", "unit", "centre"})


def _aside(verb: Token, cue: Cue) -> Draft | None:
    """Read ", said the mayor," between a phrase and its clause, whatever the parse.

    "In Daraz, said the mayor, 15 people died": no verb before, one after.
    """
    doc = verb.doc
    if "quote" not in cue.takes or cue.manner != "speech" or verb.tag_ not in _SAID:
        return None
    if not verb.i or doc[verb.i - 1].text != ",":
        return None
    end = next((t.i for t in doc[verb.i + 1 :] if t.text == ","), len(doc))
    source = list(doc[verb.i + 1 : end])
    before, after = doc[: verb.i - 1], doc[end + 1 :]
    is_name = 0 < len(source) <= _LONGEST_ASIDE and all(
        t.pos_ in _OF_A_NAME for t in source
    )
    has_clause = any(t.tag_ in _FINITE for t in after)
    if not is_name or not has_clause or any(t.pos_ in {"VERB", "AUX"} for t in before):
        return None
    content = [t for t in (*before, *after) if not t.is_space]
    return Draft(cue, verb, [verb], source, content, form="parenthesis")


_LONGEST_ASIDE = 8
_SAID = frozenset(("VBD", "VBN"))
_OF_A_NAME = frozenset(("DET", "ADJ", "NOUN", "PROPN", "ADP", "PART"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def _is_bare_participle(verb: Token) -> bool:
    """Say whether a participle only describes its noun ("the building shown")."""
    return verb.tag_ == "VBN" and not children(verb, "aux", "auxpass")


def _without(content: list[Token], source: list[Token], verb: Token) -> list[Token]:
    barred = {t.i for t in source} | {t.i for t in _cue_tokens(verb)}
    return [t for t in content if t.i not in barred]


def _cue_tokens(verb: Token) -> list[Token]:
    helpers = [
        child
        for child in verb.children
        if child.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(child.i - verb.i) < 4  # noqa: PLR2004  farther words are not part of the cue
    ]
    return sorted([verb, *helpers], key=lambda t: t.i)


def _addressee(verb: Token, cue: Cue) -> Token | None:
    if not cue.has_addressee:
        return None
    for child in children(verb, "dative", "dobj"):
        if child.dep_ == "dative" or children(verb, "ccomp", "xcomp"):
            return child
        if "quote" in cue.takes and child.ent_type_ in {"PERSON", "ORG"}:
            return child
    return None


# --- content ---------------------------------------------------------------------


def _content(verb: Token, cue: Cue, told: Token | None) -> tuple[str, list[Token]]:
    if is_passive(verb):
        return "passive", _passive_content(verb, cue)
    clause = _clause(verb, cue)
    if clause is not None:
        return "clause", _clause_tokens(verb, clause)
    around = _surrounding_clause(verb, cue)
    if around:
        return "parenthesis", around
    fronted = _fronted(verb, cue)
    if fronted:
        return "fronted", fronted
    parts = _object_parts(verb, cue, told)
    if parts and not _is_to_infinitive(verb):
        return "object", [t for part in parts for t in _told_of(part)]
    return "quotation", []


def _told_of(part: Token) -> list[Token]:
    """Return what is named, without a clause about it that is the narrator's own.

    In "she praised the plan, which would cost a million" the cost is not praised.
    """
    asides = [
        clause
        for clause in children(part, "relcl")
        if part.doc[clause.left_edge.i - 1].text in _ASIDE
    ]
    return subtree(part, asides)


def _is_to_infinitive(verb: Token) -> bool:
    """Say whether the saying is only meant ("to condemn X"), not done."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _clause(verb: Token, cue: Cue) -> Token | None:
    """Return the head of the clause that is said: after the verb, else before it."""
    if not {"that", "quote"} & cue.takes:
        return None
    clauses = [c for c in children(verb, "ccomp") if not _is_time_clause(c)]
    after = [c for c in clauses if c.i > verb.i]
    if after:
        return after[0]
    if clauses and verb.lemma_ in _ANSWERING and children(verb, "dobj"):
        return None  # "Bombs kill nine, Toreth denies role": it denies the role
    if clauses:
        return clauses[-1]
    if "quote" in cue.takes:
        loose = [c for c in children(verb, "parataxis") if c.i != verb.i]
        return loose[0] if loose else None
    return None


def _is_time_clause(clause: Token) -> bool:
    return any(
        c.dep_ in {"mark", "advmod"} and c.lower_ in _TIME_CLAUSES and c.i < clause.i
        for c in clause.children
    ) and not any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _clause_tokens(verb: Token, clause: Token) -> list[Token]:
    """Return a clause, with what goes with it though it hangs on the verb."""
    tokens = subtree(clause)
    if clause.i > verb.i:
        tokens = _lost_subject(verb, clause) + tokens
        for other in children(verb, "conj"):
            if other.i > clause.i and _goes_on(other):
                tokens += subtree(other)
                tokens += [t for t in verb.children if t.dep_ == "cc"]
        return tokens
    # "X and Y, she said": a second clause before the verb is said, too.
    for other in children(verb, "ccomp", "advcl"):
        if other.i < verb.i and other is not clause and other.i < clause.i:
            tokens += subtree(other)
    # "Soldiers came, they told us, calling out names": it goes on after the aside.
    return tokens + [t for t in goes_on_after(verb) if t not in tokens]


def _lost_subject(verb: Token, clause: Token) -> list[Token]:
    """Return what stands between a verb and the rest of a clause without a subject.

    "The UN said the number of dead since March had passed 7,000": the parser may hang
    the number on the verb of saying.
    """
    first = clause.left_edge.i
    if children(clause, "nsubj", "nsubjpass", "expl") or first - verb.i < 3:  # noqa: PLR2004  an article, a noun
        return []
    between = list(verb.doc[verb.i + 1 : first])
    is_subject = between[0].pos_ in {"DET", "NUM", "NOUN", "PROPN"}
    is_plain = not any(t.text in _EDGES or t.lower_ == "that" for t in between)
    return between if is_subject and is_plain else []


_EDGES = frozenset((",", ";", ":", "“", "”", '"', "–", "—"))


def _goes_on(clause: Token) -> bool:
    """Say whether a coordinated clause still is what is said ("..., but she knows")."""
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
        return True
    own = subject(clause)
    return own is not None and own.tag_ == "PRP"


def _surrounding_clause(verb: Token, cue: Cue) -> list[Token]:
    """Return the clause that a parenthetical verb of saying stands in or beside."""
    if "quote" not in cue.takes or subject(verb) is None:
        return []
    is_as = verb.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ == "as" for c in verb.children
    )
    if verb.dep_ == "parataxis" or is_as:
        return subtree(verb.head, [verb])
    return []


def _fronted(verb: Token, cue: Cue) -> list[Token]:
    """Return all before ", X said." where the parser saw no clause in it."""
    who = subject(verb)
    if "that" not in cue.takes or who is None or verb.dep_ != "ROOT" or who.i > verb.i:
        return []
    first = who.left_edge.i
    is_last = all(
        t.is_punct or t.dep_ in {"npadvmod", "advmod"} for t in verb.doc[verb.i + 1 :]
    )
    if not is_last or first < _MIN_FRONTED or verb.doc[first - 1].text != ",":
        return []
    return [t for t in verb.doc[: first - 1] if not t.is_space]


def _object_parts(verb: Token, cue: Cue, told: Token | None) -> list[Token]:
    if "toll" in cue.takes and (number := _toll(verb)):
        return number
    if any(c.dep_ == "dobj" and c.lower_ == "what" for c in verb.children):
        return []  # "what the ministry calls a raid left nine dead": it says the name
    parts: list[Token] = []
    for child in verb.children:
        if child is told or child.i < verb.i:
            continue
        if _is_part(child, verb, cue):
            parts.append(child)
    if "obj" in cue.takes and parts and parts[0].dep_ in {"dobj", "oprd"}:
        last = parts[-1].right_edge.i
        for child in children(verb, "prep", "oprd", "xcomp", "ccomp", "advcl"):
            follows = child.left_edge.i == last + 1
            if follows and child not in parts and not _is_time(child):
                parts.append(child)
                last = child.right_edge.i
        # "described the raid as a crime and others as worse"
        parts += [
            c
            for c in children(verb, "conj")
            if c.i > last and c.pos_ not in {"VERB", "AUX"}
        ]
    return parts


# What somebody who looked into a matter finds, or does not ("no evidence of").
_SIGNS = frozenset({"evidence", "sign", "trace", "indication", "proof"})


def _toll(verb: Token) -> list[Token]:
    """Return the parts of "put the number of dead at 49"; empty = another sense."""
    if verb.lemma_ in _RAISING and not _tells(verb):
        return []
    counts = [c for c in children(verb, "dobj") if c.lemma_.lower() in _COUNTS]
    preps = children(verb, "prep")
    at = [p for p in preps if p.lower_ in {"at", "to"}]
    held = [t for c in counts for t in c.subtree if t.lower_ in {"at", "to"}]
    if not counts or not (at or held):
        return []
    return [*counts, *(p for p in preps if p.i > counts[0].i)]


# "The ministry raised the toll to 71", but "the blast raised the toll".
_RAISING = frozenset({"raise", "revise", "lower", "update", "increase", "up"})
_TELLERS = frozenset(
    {"ministry", "official", "authority", "rescuer", "police", "service", "doctor"}
    | {
        "medic",
        "army",
        "military",
        "agency",
        "hospital",
        "governor",
        "mayor",
        "monitor",
    }
    | {"group", "observatory", "government", "department", "office", "administration"}
)


def _tells(verb: Token) -> bool:
    who = subject(verb)
    return who is not None and (
        who.ent_type_ in {"ORG", "PERSON"} or who.lemma_.lower() in _TELLERS
    )


def _is_part(child: Token, verb: Token, cue: Cue) -> bool:
    if child.dep_ == "dobj" and child.tag_ != "PRP$":
        return (
            "obj" in cue.takes
            or ("sign" in cue.takes and child.lemma_.lower() in _SIGNS)
            or ("number" in cue.takes and bool(children(child, "nummod")))
        )
    if child.dep_ == "dobj":
        return False
    if child.dep_ == "xcomp":
        return "inf" in cue.takes or (
            "obj" in cue.takes and child.tag_ == "VBG" and child.i > verb.i
        )
    if child.dep_ in {"oprd", "attr"}:
        return "obj" in cue.takes
    if child.dep_ == "ccomp":
        return "inf" in cue.takes or "obj" in cue.takes
    return child.dep_ == "prep" and child.lower_ in cue.takes


def _is_time(child: Token) -> bool:
    if child.lower_ == "in" and any(
        t.pos_ == "PROPN" and t.ent_type_ not in {"DATE", "TIME"} for t in child.subtree
    ):
        return False  # "documented 27 strikes in Ardesh province"
    return child.dep_ in {"prep", "advcl"} and (
        child.lower_ in {"on", "in", "at", "during", "after", "before", "by"}
        or _is_time_clause(child)
    )


def _passive_content(verb: Token, cue: Cue) -> list[Token]:
    """Return what is said in the passive: "X is said to Y", "Y was announced by Z"."""
    if verb.dep_ == "acl" or cue.manner == "attitude":
        return []
    clauses = children(verb, "ccomp")
    if clauses and clauses[0].i > verb.i and "that" in cue.takes:
        return subtree(clauses[0])
    subjects = children(verb, "nsubjpass")
    if not subjects or subjects[0].lower_ == "it":
        return []
    rest = children(verb, "xcomp", "oprd")
    rest += [p for p in children(verb, "prep") if p.lower_ in {"as", "for"}]
    if not rest and (agent(verb) is None or "obj" not in cue.takes):
        return []
    return [t for part in [subjects[0], *rest] for t in subtree(part)]


# --- source ----------------------------------------------------------------------


def _source(verb: Token) -> list[Token]:
    if is_passive(verb):
        by = agent(verb)
        return subtree(by) if by is not None else []
    head = _quoted_by_others(verb) or subject_of(verb)
    if head is None or head.dep_ == "expl":
        return []
    return _noun_phrase(head, verb)


def _quoted_by_others(verb: Token) -> Token | None:
    """Return whom others quote: "the agency quoted a medic as saying ..."."""
    as_ = verb.head
    if verb.dep_ != "pcomp" or as_.lower_ != "as":
        return None
    return next(iter(children(as_.head, "dobj", "nsubjpass")), None)


def _before_a_relay(verb: Token) -> list[Token]:
    """Return what stands before ", the agency quoted a medic as saying."."""
    as_ = verb.head
    if verb.dep_ != "pcomp" or as_.lower_ != "as" or as_.head.i == as_.i:
        return []
    relay = subject(as_.head)
    if relay is None or any(not t.is_punct for t in verb.doc[verb.i + 1 :]):
        return []
    first = relay.left_edge.i
    if first < _MIN_FRONTED or verb.doc[first - 1].text != ",":
        return []
    return [t for t in verb.doc[: first - 1] if not t.is_space]


def _behind_a_charge(
    source: list[Token], content: list[Token], cue: Cue
) -> tuple[list[Token], list[Token]]:
    """Part "... dismissed as false the claims of X, the ministry said" at its comma.

    The parser takes what is answered for the speaker, and the speaker for its name.
    """
    head = next((t for t in source if t.head not in source), source[0])
    commas = [n for n, t in enumerate(source) if t.text == ","]
    is_charge = head.lemma_.lower() in _CHARGES and "quote" in cue.takes
    at = commas[-1] if commas else len(source)
    if not is_charge or not any(t.dep_ == "appos" for t in source[at:]):
        return source, content
    return source[at + 1 :], [*content, *source[:at]]


_CHARGES = frozenset(
    ("claim", "report", "allegation", "accusation", "charge", "assertion", "statement",
     "suggestion", "finding", "figure", "attack", "strike", "account", "version")
)  # fmt: skip


def _misplaced_source(verb: Token) -> list[Token]:
    """Return what stands between the last comma and a final verb of saying.

    The parser often takes "..., rescuers and a monitor said" for the end of a list.
    """
    if verb.dep_ != "ROOT" or not all(t.is_punct for t in verb.doc[verb.i + 1 :]):
        return []
    between: list[Token] = []
    for token in reversed(list(verb.doc[: verb.i])):
        if token.text == ",":
            return list(reversed(between))
        if token.pos_ in {"VERB", "AUX", "PUNCT"}:
            return []
        between.append(token)
    return []


def _role_in_commas(verb: Token) -> list[Token]:
    """Return "the minister, Ana Delmar," right before "said", wherever it stands."""
    doc = verb.doc
    last = verb.i - 1
    while last > 0 and doc[last].pos_ == "AUX":
        last -= 1
    name = last - 1
    while name > 0 and doc[name].pos_ == "PROPN":
        name -= 1
    if last < 1 or doc[last].text != "," or doc[name].text != "," or name == last - 1:
        return []
    first = next((t.i + 1 for t in reversed(doc[:name]) if t.text == ","), 0)
    role = doc[first:name]
    is_role = 0 < len(role) <= _LONGEST_ASIDE and all(
        t.pos_ in _OF_A_NAME for t in role
    )
    return list(doc[first:last]) if is_role else []


def _leading_source(verb: Token) -> list[Token]:
    """Return a name at the head of the sentence, set off by a comma ("Tass, ...")."""
    if verb.dep_ != "ROOT":
        return []
    for comma in verb.doc[: _MAX_LEADING + 1]:
        if comma.text == ",":
            words = list(verb.doc[: comma.i])
            is_name = words and all(
                w.text[:1].isupper() or w.dep_ == "det" for w in words
            )
            return words if is_name and comma.i < verb.i else []
    return []


def _cited(verb: Token) -> Token | None:
    """Return whom the speaker cites: "..., citing a medic", "quoting officials"."""
    for token in verb.doc:
        if token.lower_ in {"citing", "quoting"} and token.i != verb.i:
            if any(c.lower_ == "as" for c in token.children):
                continue  # "quoting a doctor as saying ...": what follows is his
            named = children(token, "dobj")
            if named and token.dep_ in {"advcl", "acl", "prep", "pcomp", "conj"}:
                return named[0]
    return None


def _noun_phrase(head: Token, verb: Token) -> list[Token]:
    """Return a noun's tokens without the branch that holds the verb."""
    branch = [c for c in head.children if c == verb or c.is_ancestor(verb)]
    return subtree(head, branch)


def subject_of(verb: Token) -> Token | None:
    """Return who does what a verb says, looking up the tree where it has no subject."""
    current = verb
    for _ in range(_MAX_CLIMB):
        own = subject(current)
        if own is not None:
            return own
        inverted = _inverted(current) if current == verb else None
        if inverted is not None:
            return inverted
        above = _above(current)
        if above is None or above.pos_ in {"NOUN", "PROPN", "PRON"}:
            return above
        current = above
    return None


def _inverted(verb: Token) -> Token | None:
    """Return the person after a verb with the quotation before it (said X)."""
    before = verb.i > 0 and verb.nbor(-1).text in {",", "”", '"', "''", "’", "?", "!"}
    if not before or verb.tag_ == "VBG":  # ", accusing Toreth": Toreth does not speak
        return None
    for child in children(verb, "dobj", "npadvmod", "attr"):
        if child.i > verb.i and child.pos_ in {"PROPN", "PRON", "NOUN"}:
            return child
    return None


def _above(verb: Token) -> Token | None:
    """Return where the subject of a verb without one is to be looked for."""
    if is_passive(verb.head) and verb.dep_ in {"xcomp", "advcl"}:
        return next(iter(children(verb.head, "nsubjpass")), None)
    if _is_participle_of_clause(verb):
        return _verb_above(verb)
    if verb.dep_ == "xcomp":
        controlled = children(verb.head, "dobj") if _is_to_infinitive(verb) else []
        return next((c for c in controlled if c.i < verb.i), verb.head)
    if verb.dep_ in {"conj", "advcl", "ccomp", "acl", "dep"}:
        return verb.head
    if verb.dep_ in {"pcomp", "relcl"}:
        return verb.head.head if verb.dep_ == "pcomp" else verb.head
    return None


def _is_participle_of_clause(verb: Token) -> bool:
    """Say whether a participle after a comma is the subject's (", saying that")."""
    before = verb.left_edge.i - 1
    return (
        verb.dep_ == "acl"
        and verb.tag_ == "VBG"
        and before >= 0
        and verb.doc[before].text == ","
    )


def _verb_above(token: Token) -> Token | None:
    current = token.head
    while current.pos_ not in {"VERB", "AUX"}:
        if current.head.i == current.i:
            return token.head
        current = current.head
    return current


# --- nouns and "according to" ----------------------------------------------------


def _noun(noun: Token, cue: Cue) -> Iterator[Draft]:
    content = [
        t
        for clause in children(noun, "acl", "ccomp", "relcl")
        if _is_said_clause(clause)
        for t in subtree(clause)
    ]
    if not content and "obj" in cue.takes:
        content = [
            t
            for prep in children(noun, "prep")
            if prep.lower_ in {"for", "of", "on"} and children(noun, "poss")
            for t in subtree(prep)
        ]
    is_none = any(c.lower_ == "no" for c in children(noun, "det"))
    if content and not (is_none and noun.lemma_.lower() in _SURE_OF):
        source = list(_noun_source(noun))
        yield Draft(cue, noun, [noun], source, content, form="noun")


# "There was no doubt that ...": nobody's doubt.
_SURE_OF = frozenset({"doubt", "question", "dispute"})


def _is_said_clause(clause: Token) -> bool:
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
        return True
    return clause.dep_ == "acl" and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in clause.children
    )


def _noun_source(noun: Token) -> Iterable[Token]:
    for owner in children(noun, "poss"):
        return subtree(owner)
    if noun.dep_ == "dobj" and noun.head.lemma_ in _ANSWERING:
        # "Toreth denied a Velmaran report that ...": not Toreth's report.
        return _answered(noun)
    for prep in children(noun, "prep"):
        if prep.lower_ in {"by", "from"}:
            return [t for c in children(prep, "pobj") for t in subtree(c)]
    # "said in a report that": the parser may hang the clause on the report.
    if noun.dep_ == "pobj" and noun.head.lower_ == "in":
        said = subject_of(noun.head.head)
        if said is not None and said.dep_ == "nsubj":
            return _noun_phrase(said, noun.head.head)
    # "made a claim that", "issued a statement that": the subject of the light verb.
    if noun.dep_ == "dobj":
        head = subject_of(noun.head)
        if head is not None:
            return _noun_phrase(head, noun.head)
    return []


def _answered(noun: Token) -> list[Token]:
    """Return whose charge is answered: after "by", or told by an adjective."""
    makers = [
        named
        for prep in children(noun, "prep")
        if prep.lower_ in {"by", "from"}
        for named in children(prep, "pobj")
    ]
    if makers:
        return subtree(makers[0])
    told = [
        child
        for child in children(noun, "amod", "compound")
        if child.pos_ == "PROPN" or child.ent_type_ in {"NORP", "GPE", "ORG"}
    ]
    return [*told, noun] if told else []


# Who does this to a report, a charge or a claim does not make it.
_ANSWERING = frozenset(
    {"deny", "reject", "dismiss", "refute", "dispute", "repudiate", "contest", "rebut"}
    | {"question", "examine", "investigate", "study", "receive", "see", "read"}
)


_ACCORDING = Cue(word="according to", manner="speech", takes=frozenset())


def _according(token: Token) -> Iterator[Draft]:
    named = _according_source(token)
    if named is None:
        return
    to, source_head = named
    source = subtree(source_head)
    cue_tokens = [token] if token is to else [token, to]
    whole = _heading_according(token, source_head)
    if whole is not None:
        yield Draft(_ACCORDING, token, cue_tokens, *whole, form="according")
        return
    if _is_in_list(token):
        source, content = _split_at_comma(source)
    else:
        branch = {t.i for t in token.subtree} | {t.i for t in to.subtree} | {token.i}
        content = [t for t in _clause_of(token).subtree if t.i not in branch]
    yield Draft(_ACCORDING, token, cue_tokens, source, content, form="according")


def _heading_according(
    token: Token, source_head: Token
) -> tuple[list[Token], list[Token]] | None:
    """Part "According to a nurse reached by phone, CLAUSE" at its comma.

    At the head of a sentence the clause is all that follows the comma, however the
    parser hung it; a name in commas after a role belongs to the speaker.
    """
    doc = token.doc
    if any(t.is_alpha for t in doc[: token.i]):
        return None
    comma = next((t.i for t in doc[source_head.i + 1 :] if t.text == ","), None)
    if comma is None:
        return None
    named = _name_after(doc[comma - 1])
    is_named = named and doc[named[-1].i + 1 : named[-1].i + 2].text == ","
    if is_named:
        comma = named[-1].i + 1
    elif doc[comma + 1].lower_ in _WH | {"whose"}:
        return None  # a clause about the speaker: left to the parse
    source = [t for t in source_head.subtree if t.i < comma]
    source += [t for t in named if is_named and t not in source]
    content = [t for t in doc[comma + 1 :] if not t.is_space]
    is_clause = any(t.tag_ in _FINITE or t.pos_ == "NUM" for t in content)
    return (source, content) if source and is_clause else None


# "By the count of the Network", "by the army's own account", "in the words of the
# mayor", "in her view".
_RECKONING = {
    "count": "by",
    "account": "by",
    "tally": "by",
    "reckoning": "by",
    "estimate": "by",
    "figures": "by",
    "words": "in",
    "word": "in",
    "view": "in",
    "opinion": "in",
    "telling": "in",
    "judgement": "in",
    "judgment": "in",
    "assessment": "in",
}


def _by_the_count(noun: Token) -> Iterator[Draft]:
    by = noun.head
    wanted = _RECKONING.get(noun.lower_) or _RECKONING.get(noun.lemma_.lower())
    if noun.dep_ != "pobj" or by.lower_ != wanted or by.head == by:
        return
    owner = next(iter(children(noun, "poss")), None)
    if owner is None:
        of = next((p for p in children(noun, "prep") if p.lower_ == "of"), None)
        owner = next(iter(children(of, "pobj")), None) if of is not None else None
    if owner is None or by.head.pos_ not in {"VERB", "AUX"}:
        return
    source = [t for t in subtree(owner) if t.dep_ != "case"]
    source += _name_after(source[-1])
    branch = {t.i for t in by.subtree} | {t.i for t in source}
    content = [t for t in _clause_of(by).subtree if t.i not in branch]
    yield Draft(_ACCORDING, noun, [by, noun], source, content, form="according")


def _name_after(last: Token) -> list[Token]:
    """Return the name in commas after a role ("the mayor, Ivo Sem"), comma included."""
    rest = list(last.doc[last.i + 1 :])
    if not rest or rest[0].text != ",":
        return []
    name = list(itertools.takewhile(lambda t: t.pos_ == "PROPN", rest[1:]))
    after = rest[1 + len(name) : 2 + len(name)]
    is_closed = name and (not after or after[0].is_punct)
    return [rest[0], *name] if is_closed else []


def _according_source(token: Token) -> tuple[Token, Token] | None:
    for to in [*children(token, "prep"), token]:
        if to != token and to.lower_ != "to":
            continue
        for source in children(to, "pobj"):
            return to, source
    return None


def _clause_of(token: Token) -> Token:
    """Return the head of the clause that a phrase belongs to."""
    current = token.head
    while current.dep_ not in {"ROOT", "ccomp", "advcl", "conj", "relcl", "parataxis"}:
        current = current.head
    while current.dep_ == "conj" and current.head.pos_ in {"VERB", "AUX"}:
        current = current.head
    return current


def _is_in_list(token: Token) -> bool:
    """Say whether only the rest of a list is meant ("X, Y and, according to Z, W")."""
    if token.i < 2:  # noqa: PLR2004  needs "and ," before
        return False
    return token.nbor(-1).text == "," and token.nbor(-2).dep_ == "cc"


def _split_at_comma(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part the source from the items after it; the parser puts them in one phrase."""
    for n, token in enumerate(tokens):
        if token.text == ",":
            return tokens[:n], tokens[n + 1 :]
    last = tokens[-1]
    rest = [t for t in last.sent if t.i > last.i]
    return tokens, rest
