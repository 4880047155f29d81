"""The fields of a toll from the people counted in a clause.

Harms of one clause become one toll; civilians and fighters, counted apart, two. For
`tolls` and `toll_parts`. Method: M056.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.arabic_small_words import SAYING
from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Token
from firsthand.extract.unparsed.token_words import has_capital
from firsthand.model import Bounds, StatusWord
from firsthand.reference.tables import Row

# "Suffered" as a verb: killed and wounded lumped; the noun beside the dead: wounded.
_SUFFERED = re.compile(r"(?<!\w)(?:пострада(?:л[аио]?|ют)|постражда(?:в|л[аио]))(?!\w)")
_CYRILLIC = re.compile("[а-яіїєґ]")
_CIVILIANS = re.compile(
    r"(?i)(?<!\w)(?:мирн|гражданск|цив[иі]льн|жител|мешкан|насел|дет|діт|жен|жін)"
)
_NOUN_STEM = 3
_NEW_CLAUSE = SAYING | {".", ";", "؛"}  # "eight are wounded, adding that two died"
_MERGE_GAP = 4
_MERGE_FAR = 9
_BRACKETS = frozenset({"(", ")", "–", "—"})
_FIELDS = {"child": "children", "woman": "women", "man": "men"}


def is_counted(run: Sequence[Harm]) -> bool:
    """Say whether a number tells of any people of a toll."""
    return any(
        g.bounds.low is not None and not g.bounds.assumed for h in run for g in h.groups
    )


def by_status(harms: Sequence[Harm]) -> list[Harm]:
    """Tell civilians and fighters of one count apart: each is a claim of its own."""
    apart: list[Harm] = []
    for harm in harms:
        kinds = [
            _side(g.person) if g.person and not _is_trade(g) else None
            for g in harm.groups
        ]
        if len(harm.groups) < 2 or None in kinds or len(set(kinds)) == 1:  # noqa: PLR2004  two groups to tell apart
            apart.append(harm)
            continue
        cuts = [n for n in range(1, len(kinds)) if kinds[n] != kinds[n - 1]]
        for first, last in zip([0, *cuts], [*cuts, len(kinds)], strict=True):
            groups = harm.groups[first:last]
            start = harm.first if not first else groups[0].first
            end = harm.last if last == len(kinds) else groups[-1].last
            parts = harm.parts if not first else ()
            apart.append(
                dataclasses.replace(
                    harm, groups=groups, first=start, last=end, parts=parts
                )
            )
    return apart


def _is_trade(group: Group) -> bool:
    """Say whether a Slavic noun only tells what people were ("four drivers").

    Soldiers and drivers who died together are one toll, of both.
    """
    row = group.person or {}
    is_civilian = row.get("status") == "civilian" and row["kind"] == "person"
    is_cyrillic = _CYRILLIC.search(group.bounds.words) is not None
    return is_civilian and is_cyrillic and not _CIVILIANS.search(group.bounds.words)


def _side(person: Row) -> str | None:
    """Return on which side people stand; attackers are on one of their own."""
    if person.get("attacker"):
        return "attacker"
    if person.get("own"):
        return "own"
    return str(person["status"]) if person.get("status") else None


def runs(harms: Sequence[Harm], tokens: Sequence[Token]) -> Iterator[list[Harm]]:
    """Yield harms of one clause together: "killing 49 people and injuring 72"."""
    run: list[Harm] = []
    for harm in sorted(harms, key=lambda h: h.first):
        is_new_kind = all(harm.what != other.what for other in run)
        is_apart = not {"displaced", "missing"}.isdisjoint({harm.what, *_kinds(run)})
        is_new_kind = is_new_kind and not is_apart
        # "29 dead and dozens of wounded": what is counted is not vague
        is_new_kind = is_new_kind and all(_is_vague(harm) == _is_vague(o) for o in run)
        gap = _gap(tokens, max((h.last for h in run), default=0), harm.first)
        stops = any(
            t.word in _NEW_CLAUSE
            for t in tokens[max((h.last for h in run), default=0) : harm.first]
        )
        is_near = bool(run) and (
            gap <= _MERGE_GAP or (gap <= _MERGE_FAR and _goes_on(tokens, run, harm))
        )
        if run and not (is_new_kind and is_near and not stops):
            yield run
            run = []
        run.append(harm)
    if run:
        yield run


def _is_vague(harm: Harm) -> bool:
    return any(g.bounds.vague is not None or g.bounds.assumed for g in harm.groups)


def _kinds(run: Sequence[Harm]) -> set[str]:
    return {harm.what for harm in run}


def _gap(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many tokens stand between two, without what is in brackets.

    "Nine dead - six patients and three nurses - and 17 wounded": one toll.
    """
    left, inside = 0, ""
    for token in tokens[first:last]:
        if token.word in _BRACKETS:
            inside = "" if inside else token.word
        elif not inside:
            left += 1
    return left if not inside else last - first


def _goes_on(tokens: Sequence[Token], run: Sequence[Harm], harm: Harm) -> bool:
    """Say whether but one comma, and no name, stands between two harms.

    "Three members of the medical staff died, while 17 other people were wounded": one
    toll; after the name of a place it would be told of somewhere else.
    """
    between = tokens[max(h.last for h in run) : harm.first]
    signs = [t for t in between if not t.is_word]
    if harm.what == "missing":
        return False
    return len(signs) <= 1 and not any(has_capital(t) for t in between if t.is_word)


def _words_of(run: Sequence[Harm], tokens: Sequence[Token]) -> str:
    """Return the words of the harms of a toll."""
    return " ".join(t.word for h in run for t in tokens[h.first : h.last])


def toll_of(
    run: Sequence[Harm], partial: Sequence[Found], tokens: Sequence[Token]
) -> dict[str, Any]:
    """Return the fields of a toll from the harms of one clause.

    "Two dead and nine affected" are two killed and nine wounded; of whom a Russian or
    Ukrainian verb only says that they suffered, it is left open.
    """
    values: dict[str, Any] = {}
    for harm in run:
        values[harm.what] = _sum(harm.groups)
    affected = "casualties" in values and not _SUFFERED.search(_words_of(run, tokens))
    if "killed" in values and affected and "wounded" not in values:
        values["wounded"] = values.pop("casualties")  # "two dead and nine affected"
    first = run[0]
    values |= status_of(first.groups)
    members = [(g, None) for g in first.groups if g.person and g.person.get("is")]
    members_said = (*members, *first.parts)
    own = members_of(members_said)
    if first.what == "wounded" and "children" in own:
        own["children_wounded"] = own["children"]
    values |= own
    for harm in run[1:]:
        if harm.parts and not first.parts:
            values |= members_of(harm.parts)
    values["is_partial"] = bool(partial)
    values["supersedes"] = first.revised
    return values


def _sum(groups: Sequence[Group]) -> Bounds:
    """Add up groups joined by "and"; a vague one keeps the whole vague."""
    if len(groups) == 1:
        return groups[0].bounds
    words = " + ".join(g.bounds.words for g in groups)
    vague = next((g.bounds.vague for g in groups if g.bounds.vague), None)
    if vague is not None:
        return Bounds(vague=vague, words=words)
    lows = [g.bounds.low for g in groups]
    highs = [g.bounds.high for g in groups]
    return Bounds(
        low=sum(n for n in lows if n is not None),
        high=None if None in highs else sum(n for n in highs if n is not None),
        approx=any(g.bounds.approx for g in groups),
        words=words,
    )


def status_of(groups: Sequence[Group]) -> dict[str, Any]:
    """Return the status that people of a toll have ("civilians"), and its word."""
    said = [
        (str(g.person["status"]), _word_of(g.person, g.bounds.words))
        for g in groups
        if g.person and g.person.get("status")
    ]
    if not said:
        return {}
    kinds = {kind for kind, _ in said}
    status = StatusWord(said[0][0]) if len(kinds) == 1 else StatusWord.MIXED
    return {"status": status, "status_word": said[0][1]}


def _word_of(person: Row, words: str) -> str:
    """Return the noun itself among the words of a group ("29 civilians at least")."""
    nouns = {str(f).split()[-1].strip("~*")[:_NOUN_STEM] for f in person["forms"]}
    told = words.split()
    return next(
        (w for w in reversed(told) if w.removeprefix("ال")[:_NOUN_STEM] in nouns),
        told[-1],
    )


def members_of(parts: Sequence[tuple[Group, str | None]]) -> dict[str, Any]:
    """Return children, women and men among those harmed."""
    values: dict[str, Any] = {}
    for group, share in parts:
        field = _FIELDS.get(str(group.person.get("is"))) if group.person else None
        if field is None or field in values:
            continue
        if share is not None:
            values[field] = Bounds(vague=share, words=group.bounds.words)
        else:
            values[field] = (
                Bounds(vague="some", words=group.bounds.words)
                if group.bounds.assumed
                else group.bounds
            )
    return values
