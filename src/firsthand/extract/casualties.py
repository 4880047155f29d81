"""Casualty claims: how many people were killed, wounded, missing or displaced.

Reads a `Reading`, returns CasualtyClaims without id and speaker (the assembler gives
both). Method: M025 (casualty claims); AIR-5: what is not stated stays None, never 0.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from firsthand.extract.dead_by_role import listed_among_the_dead, told_by_role
from firsthand.extract.harm import Harm, read_harm, subtotal_runs, untrue_stretch
from firsthand.extract.numbers import Count
from firsthand.extract.people import Group, People, people_of
from firsthand.extract.pronoun_tolls import pronoun_tolls
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.totals import as_context_total, sites_of
from firsthand.extract.trees import text_of
from firsthand.model import (
    Bounds,
    CasualtyClaim,
    Claim,
    ClaimId,
    DocumentId,
    Person,
    StatusWord,
    Toll,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclasses.dataclass
class _Piece:
    """One count on its way to a claim: one harm, one side of the people harmed."""

    harm: Harm
    groups: list[Group]
    side: str
    children: Bounds | None = None
    women: Bounds | None = None
    men: Bounds | None = None
    end: int = 0


def find_casualties(reading: Reading) -> list[Claim]:
    """Return the casualty claims of a page (M025).

    Args:
        reading: The page as read; only its parsed sentences are looked at.

    Returns:
        One claim a count of killed, wounded, missing or displaced people; killed and
        wounded of one clause share a claim. Speakers and ids are left to the assembler.
    """
    claims: list[Claim] = []
    for sentence in reading.sentences:
        if sentence.doc is None:
            continue
        found = _in_sentence(reading, sentence, sentence.doc)
        claims += found or _tolls_again(reading, sentence, sentence.doc, claims)
    return claims


def _tolls_again(
    reading: Reading, sentence: Sentence, doc: Doc, before: Sequence[Claim]
) -> list[Claim]:
    """Read "It was 17 on Friday" of a toll that the page has told."""
    return [
        _claim(
            reading, sentence, [_Piece(harm, [*harm.groups], "people", end=harm.end)]
        )
        for harm in pronoun_tolls(reading, sentence, doc, before)
    ]


def _in_sentence(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    harms = read_harm(doc, reading.reference)
    pieces = [piece for harm in harms for piece in _pieces(harm)]
    if pieces:
        _attach_subtotals(doc, people_of(doc, reading.reference), pieces)
    found = [
        as_context_total(_claim(reading, sentence, merged), doc, sentence, reading)
        for merged in _merge(pieces)
    ]
    claims: list[Claim] = [c for c in found if not _is_inside(c, found)]
    if pieces:
        claims += _parts_by_status(reading, sentence, doc, pieces)
    is_told = any(piece.harm.kind == "killed" for piece in pieces)
    if not is_told and untrue_stretch(text_of(doc)) is None:
        if not pieces or _NAMES_THE_DEAD.search(text_of(doc)):
            claims += _lone_subtotal(reading, sentence, doc)
        claims += _among_the_dead(reading, sentence, doc)
        claims += _told_by_role(reading, sentence, doc)
    if not any(c.killed for c in found):
        claims += _deadly(reading, sentence, doc)
    return claims


def _side(group: Group) -> str:
    if group.noun.is_perpetrator:
        return "perpetrator"
    if group.noun.status is StatusWord.COMBATANT:
        return "combatant"
    return "people"


def _pieces(harm: Harm) -> list[_Piece]:
    sides: dict[str, list[Group]] = {}
    for group in harm.groups:
        sides.setdefault(_side(group), []).append(group)
    if "combatant" in sides and "people" in sides:
        # "Six conscripts and a colonel": a rank beside soldiers is one of them.
        sides["combatant"] += [g for g in sides["people"] if g.noun.word in _RANKS]
        sides["people"] = [g for g in sides["people"] if g.noun.word not in _RANKS]
    return [
        _Piece(harm=harm, groups=groups, side=side, end=harm.end)
        for side, groups in sides.items()
        if groups
    ]


_RANKS = frozenset(
    (
        "captain", "sergeant", "lieutenant", "major", "colonel", "general", "corporal",
        "private", "cadet", "pilot", "officer", "commander", "medic",
    )
)  # fmt: skip


# -- sub-totals -----------------------------------------------------------------


def _attach_subtotals(doc: Doc, people: People, pieces: Sequence[_Piece]) -> None:
    """Give "including two children and three women" to the count before it."""
    for (start, _), run in subtotal_runs(doc, people):
        before = [p for p in pieces if min(doc[g.first].idx for g in p.groups) < start]
        if not before or not run:
            continue
        owner = max(before, key=lambda p: max(g.head for g in p.groups))
        told = {k for k in _KINDS if getattr(owner, k) is not None}
        # "six women, among them a nurse": a part of a part is not added to it.
        _count_kinds(
            owner,
            [
                g
                for n, g in enumerate(run)
                if _kind_of(g) not in told and not _is_of_those(doc, g, run[:n])
            ],
        )
        last = doc[run[-1].last]
        if start - owner.end < _NEAR:
            owner.end = max(owner.end, last.idx + len(last))
    for piece in pieces:
        _attach_breakdown(doc, people, piece)
    _attach_to_whole(doc, people, pieces[0])


def _is_of_those(doc: Doc, group: Group, counted: Sequence[Group]) -> bool:
    """Say whether people are some of those just counted ("one of whom an infant")."""
    if _kind_of(group) not in {_kind_of(g) for g in counted}:
        return False
    before = text_of(doc)[: doc[group.first].idx]
    inside = doc[group.first : group.last + 1].text
    return _OF_THOSE.search(before) is not None or _OF_THEM.search(inside) is not None


_OF_THOSE = re.compile(
    r"\b(?:of (?:whom|them)|among (?:whom|them))(?: (?:was|were|is|are))?"
    r"(?: just| only)?(?: an?| the| at least)?\s*$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"^\w+ of (?:whom|them)\b", re.IGNORECASE)


def _attach_to_whole(doc: Doc, people: People, piece: _Piece) -> None:
    """Read "Of the 46 killed, 33 were children and 14 women"."""
    match = _OF_THE_KILLED.match(text_of(doc))
    if match is None or doc[piece.groups[0].first].idx > match.end():
        return
    run = [
        _with_count_of_its_verb(doc, people, g)
        for g in people.groups
        if doc[g.head].idx >= match.end() and _kind_of(g) and not g.is_definite
    ]
    run = [g for g in run if not g.bounds.assumed]
    if run and not (piece.children or piece.women or piece.men):
        _count_kinds(piece, run)
        last = doc[run[-1].last]
        piece.end = max(piece.end, last.idx + len(last))


_OF_THE_KILLED = re.compile(
    r"\W*of (?:the|these|those|all)(?: total of)? [\w-]+(?: \w+)?(?: who (?:were|was))?"
    r" (?:killed|dead|bodies|wounded|injured|slain|died),",
    re.IGNORECASE,
)


def _attach_breakdown(doc: Doc, people: People, piece: _Piece) -> None:
    """Read "five people, a woman and four children": who they were, one by one.

    Only where the parts add up to the count; another list may be of other people.
    """
    whole = piece.groups[-1]
    run = _listed_after(doc, people, whole.last)
    if not run and piece.harm.token > whole.last:
        run = _listed_after(doc, people, piece.harm.token)
    if piece.children or piece.women or piece.men or _kind_of(whole) or not run:
        return
    if whole.bounds.low == 1:
        return
    n_parts = [g.bounds.low for g in run if g.bounds.low == g.bounds.high]
    if len(n_parts) != len(run) or sum(n or 0 for n in n_parts) != whole.bounds.low:
        return
    _count_kinds(piece, run)
    last = doc[run[-1].last]
    piece.end = max(piece.end, last.idx + len(last))


def _listed_after(doc: Doc, people: People, last: int) -> list[Group]:
    """Return the children, women and men listed after a token and a mark."""
    run: list[Group] = []
    at = last
    for group in people.groups:
        if group.first <= last:
            continue
        gap = doc[at + 1 : group.first].text.lower()
        if gap not in (_LIST_MARKS if run else _LIST_OPENERS) or not _kind_of(group):
            break
        run.append(group)
        at = group.last
    return run


_LIST_OPENERS = (",", ":", "(", "\u2013", "\u2014", "-", "--", ", all", ", namely")
_LIST_MARKS = (",", "and", ", and", "&")


def _parts_by_status(
    reading: Reading, sentence: Sentence, doc: Doc, pieces: Sequence[_Piece]
) -> list[Claim]:
    """Read "17 killed, including three civilians": a claim of its own, of a part."""
    claims: list[Claim] = []
    people = people_of(doc, reading.reference)
    for (start, _), run in subtotal_runs(doc, people):
        before = [
            p
            for p in pieces
            if p.harm.kind == "killed"
            and min(doc[g.first].idx for g in p.groups) < start
        ]
        for group in run if before else ():
            number = _number_of(doc, people, group, start)
            if group.noun.status is None or _kind_of(group) or number is None:
                continue
            if group.noun.kin or group.noun.number == "two":
                continue  # "including a couple": no status of people
            if before[-1].groups[0].noun.status is group.noun.status:
                continue
            last = doc[group.last]
            end = last.idx + len(last)
            begin = min(start, number)
            harm = dataclasses.replace(
                before[-1].harm,
                groups=(group,),
                start=begin,
                end=end,
                rule="including",
                is_part=True,
                revised=None,
            )
            part = _Piece(harm=harm, groups=[group], side=_side(group), end=end)
            claims.append(_claim(reading, sentence, [part]))
    return claims


def _number_of(doc: Doc, people: People, group: Group, cue: int) -> int | None:
    """Return where the number of a part begins, in it or before "of them"; or None."""
    if group.bounds.assumed or doc[group.first].idx - cue > _NEAR // 2:
        return None
    for count, first, last in people.counts:
        if group.first <= first <= last <= group.last or _ends_at(count, cue):
            return count.start
    return None


def _among_the_dead(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    """Read "Six members of one family were among the dead": a part of the dead."""
    listed = listed_among_the_dead(doc, reading)
    if listed is not None:
        return [_part(reading, sentence, listed)]
    match = _AMONG_THE_DEAD.search(text_of(doc))
    if match is None:
        return _included_in_the_dead(reading, sentence, doc)
    before = [
        g
        for g in people_of(doc, reading.reference).groups
        if doc[g.last].idx < match.start() and not (g.bounds.assumed and not g.name)
    ]
    before = [g for g in before if not g.name] or before[-1:]
    if not before or _kind_of(before[0]) or before[0].is_negative:
        return []
    group = before[0]
    between = doc.text[doc[group.last].idx : match.start()]
    marks = (
        r"[;:]|\b(?:said|which)\b" if group.name else r"[;:,]|\b(?:said|who|which)\b"
    )
    if re.search(marks, between):
        return []
    harm = Harm(
        kind="killed",
        token=group.head,
        groups=(group,),
        start=doc[group.first].idx,
        end=match.end(),
        rule="among",
        is_part=True,
    )
    piece = _Piece(harm=harm, groups=[group], side=_side(group), end=harm.end)
    return [_claim(reading, sentence, [piece])]


def _told_by_role(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    """Read "Only three of the dead were combatants": a part of the dead."""
    harm = told_by_role(doc, reading, sentence)
    if harm is None:
        return _of_one_family(reading, sentence, doc)
    return [_part(reading, sentence, harm)]


def _part(reading: Reading, sentence: Sentence, harm: Harm) -> Claim:
    side = _side(harm.groups[0])
    piece = _Piece(harm=harm, groups=[*harm.groups], side=side, end=harm.end)
    return _claim(reading, sentence, [piece])


def _of_one_family(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    """Read "Six of the dead belonged to one family": a part of the dead."""
    match = _WERE_OF_ONE.search(text_of(doc))
    if match is None:
        return []
    counts = people_of(doc, reading.reference).counts
    counted = next((c for c in counts if _ends_at(c[0], match.start())), None)
    if counted is None:
        return []
    count, first, last = counted
    harm = Harm(
        kind="killed",
        token=last,
        groups=(Group(last, first, last, count.bounds),),
        start=count.start,
        end=match.end(),
        rule="among",
        is_part=True,
    )
    piece = _Piece(harm=harm, groups=[*harm.groups], side="people", end=harm.end)
    return [_claim(reading, sentence, [piece])]


_WERE_OF_ONE = re.compile(
    r"\bof\s+(?:(?:the|those|these)\s+(?:\d+\s+)?(?:who\s+(?:died|were\s+killed)|dead"
    r"|killed|victims|fatalities|deceased|slain)|them|those)\s+(?:in\s+(?:\w+\s+){1,3}?)?(?:(?:were|are|belonged"
    r"|came)\s+(?:all\s+)?(?:from|to|members\s+of|relatives\s+of|part\s+of)"
    r"\s+(?:the\s+same|one|a\s+single|an?|the)\s+(?:[\w'’-]+\s+){0,2}?(?:family|household"
    r"|families|clan))\b",
    re.IGNORECASE,
)


def _included_in_the_dead(
    reading: Reading, sentence: Sentence, doc: Doc
) -> list[Claim]:
    """Read "The victims included six members of one family": a part of the dead."""
    match = _THE_DEAD_INCLUDED.search(text_of(doc))
    if match is None:
        return []
    group = next(
        (
            g
            for g in people_of(doc, reading.reference).groups
            if 0 <= doc[g.first].idx - match.end() < _STEP
        ),
        None,
    )
    if group is None or group.bounds.assumed or group.name or _kind_of(group):
        return []
    harm = Harm(
        kind="killed",
        token=group.head,
        groups=(group,),
        start=match.start(),
        end=doc[group.last].idx + len(doc[group.last]),
        rule="among",
        is_part=True,
    )
    piece = _Piece(harm=harm, groups=[group], side=_side(group), end=harm.end)
    return [_claim(reading, sentence, [piece])]


_THE_DEAD_INCLUDED = re.compile(
    r"\b(?:the|those)\s+(?:dead|killed|victims|fatalities|deceased)\s+includ(?:ed|es?)\s+",
    re.IGNORECASE,
)
_STEP = 3
_AMONG_THE_DEAD = re.compile(
    r"\b(?:was|were|are|is)\s+(?:also\s+|reportedly\s+)?among\s+(?:the\s+|those\s+)"
    r"(?:\w+\s+)?(?:dead|killed|victims|fatalities|deceased)\b",
    re.IGNORECASE,
)


def _count_kinds(piece: _Piece, groups: Iterable[Group]) -> None:
    for group in groups:
        kind = _kind_of(group)
        if kind and getattr(piece, kind) is None:
            setattr(piece, kind, _stated(group))
        elif kind:
            setattr(piece, kind, add_bounds([getattr(piece, kind), _stated(group)]))


_KINDS = ("children", "women", "men")


def _kind_of(group: Group) -> str | None:
    noun = group.noun
    if noun.is_child:
        return "children"
    if noun.sex == "f":
        return "women"
    return "men" if noun.sex == "m" else None


def _stated(group: Group) -> Bounds:
    """Return a sub-total's bounds; a plural without a number is "some"."""
    if group.bounds.assumed:
        return Bounds(vague="some", words=group.bounds.words)
    return group.bounds


def _lone_subtotal(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    """Read "Thirty-two of them were children", "Among the dead were 11 women"."""
    match = _OF_THE_DEAD.search(text_of(doc))
    if match is None or _ALIVE.search(text_of(doc)):
        return []
    people = people_of(doc, reading.reference)
    groups = [
        _with_count_of_its_verb(doc, people, g)
        for g in people.groups
        if _kind_of(g) and not g.is_definite and not g.is_negative
    ]
    far = groups and doc[groups[0].first].idx - match.end() > _NEAR_THE_DEAD
    if not groups or (far and match.group().lower() == "among them"):
        return []
    counted = next((c for c, _, _ in people.counts if _ends_at(c, match.start())), None)
    if counted is not None and groups[0].bounds.assumed:
        groups[0] = dataclasses.replace(groups[0], bounds=counted.bounds)
    if match.group("whole") and all(g.bounds.assumed for g in groups):
        return []
    harm = Harm(
        kind="killed",
        token=groups[0].head,
        groups=tuple(groups),
        start=min(
            counted.start if counted else match.start(),
            match.start(),
            doc[groups[0].first].idx,
        ),
        end=max(match.end(), doc[groups[-1].last].idx + len(doc[groups[-1].last])),
        rule="subtotal",
    )
    piece = _Piece(harm=harm, groups=groups, side="people", end=harm.end)
    _count_kinds(piece, groups)
    claim = _claim(reading, sentence, [piece])
    return [_without_killed(claim)]


# "Thirty-seven people, six of them children, were pulled out alive".
_ALIVE = re.compile(
    r"\b(?:alive|rescued|unharmed|unhurt|survived|released|freed|arrested|detained)\b",
    re.IGNORECASE,
)
# Beside people wounded or missing, only these words say that the dead are meant.
_NAMES_THE_DEAD = re.compile(
    r"\b(?:of|among) (?:the|those) (?:dead|killed|deceased|fatalities)\b", re.IGNORECASE
)
_NEAR_THE_DEAD = 40  # "among them a clinic and a press where girls ...": not of them
# "Of the 46, ..." and "Of these 46 people, ..." name the whole themselves.
_OF_THE_DEAD = re.compile(
    r"\b(?:of them|of whom|of those|of the (?:civilian )?(?:dead|victims|killed"
    r"|deceased|casualties)|among (?:them|the (?:dead|victims|killed|deceased"
    r"|fatalities)))\b"
    r"|\b(?:dead|victims|deceased|fatalities|killed) (?:included|were|include)\b"
    r"|^\W*(?P<whole>of (?:the|these|those|all)(?: total of)? (?:\d[\d,]*|[a-z]+"
    r"(?:-[a-z]+)?)(?: (?:people|persons|civilians|dead|victims|fatalities|deaths"
    r"|bodies|residents|villagers))?(?:,| at least| some| about)(?= ))",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s+(?:of (?:them|whom) )?(?:were|was|are)\s+(?:\w+\s+)?")


def _with_count_of_its_verb(doc: Doc, people: People, group: Group) -> Group:
    """Give "33 were children" its number, which stands before the verb."""
    if not group.bounds.assumed:
        return group
    for count, _, last in people.counts:
        if last < group.first and _ARE.fullmatch(
            text_of(doc), count.end, doc[group.first].idx
        ):
            return dataclasses.replace(group, bounds=count.bounds)
    return group


def _ends_at(count: Count, at: int) -> bool:
    return 0 <= at - count.end <= 1


def _without_killed(claim: CasualtyClaim) -> CasualtyClaim:
    return msgspec.structs.replace(claim, killed=None)


def _is_inside(claim: Toll, others: Sequence[Toll]) -> bool:
    """Say whether a wider claim of the sentence already tells this count."""
    if any(
        other is not claim
        and other.killed is not None
        and other.killed == claim.killed
        and other.wounded == claim.wounded
        and other.span.start <= claim.span.start
        and claim.span.end <= other.span.end
        and len(other.span.quote) > len(claim.span.quote)
        for other in others
    ):
        return True
    return claim.killed is None and any(
        other is not claim
        and other.displaced is not None
        and other.displaced == claim.displaced
        and other.span.start <= claim.span.start
        and claim.span.end <= other.span.end
        for other in others
    )


def _deadly(reading: Reading, sentence: Sentence, doc: Doc) -> list[Claim]:
    """Read "deadly strikes": people were killed, nobody says how many."""
    match = _DEADLY.search(text_of(doc))
    if match is None:
        return []
    start, end = sentence.start + match.start(), sentence.start + match.end()
    bounds = Bounds(vague=match.group(1).lower(), words=match.group())
    return [
        CasualtyClaim(
            id=ClaimId(""),
            document_id=DocumentId(reading.page.id),
            span=reading.span(start, end),
            killed=bounds,
            is_headline=sentence.is_headline,
            rule="M025:deadly",
        )
    ]


_DEADLY = re.compile(
    r"\b(deadly|deadliest|fatal|lethal)\s+(?:\w+\s+){0,2}?(?:air\s?strikes?|strikes?|attacks?"
    r"|raids?|bombings?|bombardments?|shelling|blasts?|explosions?|assaults?|ambush(?:es)?"
    r"|clash(?:es)?|incidents?|shootings?)\b",
    re.IGNORECASE,
)


# -- claims ---------------------------------------------------------------------


def _merge(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Join killed and wounded that one clause tells together."""
    merged: list[list[_Piece]] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and _belong_together(last, piece):
            last.append(piece)
        else:
            merged.append([piece])
    return merged


def _belong_together(last: Sequence[_Piece], piece: _Piece) -> bool:
    before = last[-1]
    is_late = before.harm.is_late or piece.harm.is_late
    if before.harm.is_negated != piece.harm.is_negated or is_late:
        return False
    if _is_out_of(before, piece) or _is_out_of(piece, before):
        return False
    is_told = any(p.harm.kind == piece.harm.kind for p in last)
    if is_told or piece.harm.rule == "way-missing":
        # "80 were injured, and they were searching for 10 others": a claim of its own.
        return False
    if {before.harm.kind, piece.harm.kind} - {"killed", "wounded", "missing"}:
        return False
    return _are_of_a_side(before, piece) and piece.harm.start - before.end < _NEAR


def _are_of_a_side(before: _Piece, piece: _Piece) -> bool:
    if "perpetrator" in (before.side, piece.side) and before.side != piece.side:
        return False
    return before.side == piece.side or "combatant" not in (before.side, piece.side)


def _is_out_of(part: _Piece, whole: _Piece) -> bool:
    """Say whether some are of others counted ("two of the 96 wounded died")."""
    return (
        part.harm.is_part
        and part.harm.start <= whole.harm.start
        and whole.harm.end <= part.harm.end
    )


def add_bounds(many: Sequence[Bounds]) -> Bounds:
    """Add bounds: an open end stays open, a vague part leaves only a least number."""
    if len(many) == 1:
        return many[0]
    words = " + ".join(b.words for b in many)
    low = sum(b.low or 0 for b in many)
    highs = [b.high for b in many]
    is_open = any(b.vague or h is None for b, h in zip(many, highs, strict=True))
    return Bounds(
        low=low or None,
        high=None if is_open else sum(h or 0 for h in highs),
        approx=any(b.approx for b in many),
        vague=next((b.vague for b in many if b.vague), None),
        assumed=any(b.assumed for b in many),
        words=words,
    )


def _claim(
    reading: Reading, sentence: Sentence, pieces: Sequence[_Piece]
) -> CasualtyClaim:
    first = pieces[0]
    start = sentence.start + min(p.harm.start for p in pieces)
    end = sentence.start + max(max(p.end, p.harm.end) for p in pieces)
    counts = {p.harm.kind: _total(p) for p in pieces}
    status, word = _status(first.groups)
    if status is None and first.harm.rule in _BY_A_NOUN:
        status, word = _status_of_noun(reading.text[start:end])
    harmed = _without_shared_counts(
        _composition(pieces), reading.text[start : end + _LIKE_CHILDREN]
    )
    return CasualtyClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(start, end),
        killed=counts.get("killed"),
        wounded=counts.get("wounded"),
        casualties=counts.get("casualties"),
        missing=counts.get("missing"),
        displaced=counts.get("displaced"),
        children=harmed[0],
        women=harmed[1],
        men=harmed[2],
        children_wounded=harmed[3],
        status=status,
        status_word=word,
        people=tuple(p for g in first.groups for p in persons(g)),
        is_perpetrator=first.side == "perpetrator",
        is_late_death=first.harm.is_late,
        supersedes=first.harm.revised,
        hedged=bool(first.harm.hedges),
        hedges=first.harm.hedges,
        negated=first.harm.is_negated,
        is_headline=sentence.is_headline,
        n_sites=sites_of(reading.text, start, sentence.end, reading.reference),
        rule=f"M025:{first.harm.rule}" + first.harm.suffix,
    )


_BY_A_NOUN = frozenset(("toll", "noun-count", "noun-plural", "way-killed"))
_CIVILIAN = re.compile(
    r"\b(?P<word>civilian)\s+(?:(?:death|casualt|fatalit|victim|loss|toll|live)\w*)"
    r"|\b(?:number|count)\s+of\s+(?:\w+\s+)?(?P<people>civilians)\b",
    re.IGNORECASE,
)
_COMBATANT = re.compile(
    r"\b(?:number|count)\s+of\s+(?:\w+\s+)?(?P<word>fighters|soldiers|militants"
    r"|combatants|troops|rebels|gunmen|insurgents|servicemen|terrorists)\b",
    re.IGNORECASE,
)


def _status_of_noun(words: str) -> tuple[StatusWord | None, str | None]:
    """Return what "167 civilian deaths" says of the dead."""
    armed = _COMBATANT.search(words)
    if armed is not None:
        return StatusWord.COMBATANT, armed["word"]
    match = _CIVILIAN.search(words)
    if match is None:
        return None, None
    return StatusWord.CIVILIAN, match["word"] or match["people"]


def _total(piece: _Piece) -> Bounds:
    if piece.harm.is_negated:
        return Bounds(low=0, high=0, words=piece.groups[0].bounds.words)
    return add_bounds([g.bounds for g in piece.groups])


def _status(groups: Sequence[Group]) -> tuple[StatusWord | None, str | None]:
    words = [g.status_word for g in groups if g.noun.status and g.status_word]
    statuses = {g.noun.status for g in groups}
    if len(statuses) == 1 and words:
        return next(iter(statuses)), words[0]
    if statuses == {StatusWord.CIVILIAN, StatusWord.COMBATANT}:
        return StatusWord.MIXED, words[0]
    return None, None


_Composition = tuple[Bounds | None, Bounds | None, Bounds | None, Bounds | None]
_LIKE_CHILDREN = len(" and children")
_WOMEN_AND_CHILDREN = re.compile(
    r"\b(?!an?\b|one\b)[\w-]+\s+(?:women\s+and\s+children|children\s+and\s+women)\b",
    re.IGNORECASE,
)


def _without_shared_counts(harmed: _Composition, words: str) -> _Composition:
    """Take the number off "12 women and children": how many of each, nobody says."""
    children, women, men, hurt = harmed
    is_one_count = (children is None) != (women is None)
    stated = children or women
    if not is_one_count or stated is None or stated.low is None:
        return harmed
    match = _WOMEN_AND_CHILDREN.search(words)
    if match is None or match.group().split()[0] not in stated.words:
        return harmed
    some = Bounds(vague="some", words=match.group())
    return some, some, men, hurt


def _composition(
    pieces: Sequence[_Piece],
) -> tuple[Bounds | None, Bounds | None, Bounds | None, Bounds | None]:
    """Return children, women and men of the first count, children of the wounded."""
    first = pieces[0]
    if len(first.groups) >= 1 and first.harm.rule != "subtotal":
        _count_kinds_of_own(first)
    wounded = next((p for p in pieces[1:] if p.harm.kind == "wounded"), None)
    if first.harm.kind == "wounded":
        return first.children, first.women, first.men, first.children
    return (
        first.children,
        first.women,
        first.men,
        wounded.children if wounded else None,
    )


def _count_kinds_of_own(piece: _Piece) -> None:
    """Count the kinds among those harmed themselves ("a mother and two children")."""
    if piece.children or piece.women or piece.men:
        return
    own = [g for g in piece.groups if not g.is_negative]
    _count_kinds(piece, own)


def persons(group: Group) -> list[Person]:
    """Return the people of a group one by one, where it is small and described."""
    noun = group.noun
    n_people = group.bounds.high or 0
    if group.name:
        return [Person(name=group.name, sex=noun.sex, kin=noun.kin)]
    if not noun.kin and noun.number != "two":
        return []
    if not 1 <= n_people <= _MOST_DESCRIBED or group.bounds.low != n_people:
        return []
    one = Person(
        sex=noun.sex, kin=noun.kin or "couple", is_child=True if noun.is_child else None
    )
    return [one] * n_people


_MOST_DESCRIBED = 20
_NEAR = 60
