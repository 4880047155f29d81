"""Claims become incidents: one moment and place where harm is alleged. Method: M012.

Reads: Claim, Origin, Judgement and texts. Writes: Incident, Aggregate. Only an
allegation of harm in an attack opens an incident (AIR-1); denials, objectives and
statements join one that is open. Conflicting places and dates are kept beside each
other. Context totals and figures of several attacks never enter an incident.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.link.aggregates import find_aggregates
from firsthand.link.clusters import Matcher, cluster
from firsthand.link.decisions import LinkDecisions
from firsthand.link.likeness import Mention, likeness
from firsthand.link.passages import AnyToll, Loose, Passage, read_passages
from firsthand.link.sites import (
    Nearness,
    is_coarse,
    is_settlement,
    nearness,
    place_keys,
)
from firsthand.link.texts import LinkText
from firsthand.link.weights import weights_of
from firsthand.model import (
    Accuracy,
    Aggregate,
    AnyClaim,
    ClaimId,
    ContextTotal,
    DocumentId,
    FuzzyDate,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    Place,
    Precision,
    Reason,
    Root,
    RootId,
    Value,
)
from firsthand.reference import Reference

_RULE = "M012"
_ANSWERED_WITHIN = 14  # days, house: denials follow within a fortnight
_ONE_IN_OTHER = {Nearness.INSIDE, Nearness.NESTED}
_TOO_LARGE = {Accuracy.PROVINCE, Accuracy.COUNTRY}
_UNDATED_WITHIN = 60  # days, house: reports without a day follow within two months
_NUMBER = re.compile(r"I-(\d+)$")


class Unplaced(Value, frozen=True, kw_only=True):
    """A claim that belongs to no incident, and why."""

    claim: ClaimId
    why: str


class LinkedIncidents(Value, frozen=True, kw_only=True):
    """What linking made of the claims: every claim is in exactly one of the three."""

    incidents: tuple[Incident, ...]
    aggregates: tuple[Aggregate, ...]
    unplaced: tuple[Unplaced, ...]


@dataclasses.dataclass
class _Group:
    """Passages of one attack on their way to an incident.

    Attributes:
        kin: Former incident that held its claims, whoever has its id now.
        is_split_off: A person put it apart: only its own id can merge it again.
    """

    mentions: list[Mention]
    claims: dict[ClaimId, AnyClaim]
    reasons: list[Reason]
    id: IncidentId | None = None
    former: tuple[IncidentId, ...] = ()
    kin: IncidentId | None = None
    is_split_off: bool = False

    @property
    def documents(self) -> list[DocumentId]:
        return sorted({claim.document_id for claim in self.claims.values()})


def find_incidents(
    claims: Sequence[AnyClaim],
    texts: Sequence[LinkText],
    origins: Sequence[Origin],
    reference: Reference,
    *,
    previous: Sequence[Incident] = (),
    decisions: LinkDecisions | None = None,
    roots: Sequence[Root] = (),
) -> LinkedIncidents:
    """Put claims to incidents, or say why not.

    Args:
        claims: All claims in force: rejected ones and those of withdrawn sources are
            left out by the caller.
        texts: The documents of the claims.
        origins: Their publication origins (`find_origins`).
        reference: `link_weights` and `link_event_words` rows.
        previous: Incidents of the last run: their ids are kept (AIR-8).
        decisions: What people decided: merges, splits, claims moved.
        roots: Evidentiary roots, to be listed with each incident.

    Returns:
        Incidents by id, aggregates by id, and the claims left over.
    """
    linker = _Linker(claims, texts, origins, reference, roots)
    groups = linker.groups()
    wanted = decisions or LinkDecisions()
    groups = _split(groups, wanted)
    _give_ids(groups, previous)
    groups = _merge(groups, wanted)
    _number_new(groups, previous)
    _move(groups, wanted, linker)
    incidents = [
        linker.incident(group) for group in groups if group.claims and group.id
    ]
    incidents.sort(key=lambda made: (len(made.id), made.id))
    return LinkedIncidents(
        incidents=tuple(incidents),
        aggregates=tuple(find_aggregates(linker.wholes, incidents, linker.texts)),
        unplaced=tuple(
            Unplaced(claim=claim, why=why) for claim, why in sorted(linker.left.items())
        ),
    )


class _Linker:
    """The case while incidents are made of it."""

    def __init__(
        self,
        claims: Sequence[AnyClaim],
        texts: Sequence[LinkText],
        origins: Sequence[Origin],
        reference: Reference,
        roots: Sequence[Root],
    ) -> None:
        self.reference = reference
        self.root_of = {claim: root.id for root in roots for claim in root.claims}
        self.of_parties = {
            claim for root in roots if root.is_interested for claim in root.claims
        }
        self.weights = weights_of(reference)
        self.texts = {text.document_id: text for text in texts}
        self.claims = {claim.id: claim for claim in claims}
        self.origin_of: dict[DocumentId, OriginId] = {
            document: made.id for made in origins for document in made.documents
        }
        self.wholes: list[AnyToll] = []
        self.left: dict[ClaimId, str] = {}
        self.loose: list[Loose] = []

    def _mentions(self) -> list[Mention]:
        by_document: dict[DocumentId, list[AnyClaim]] = defaultdict(list)
        for claim in self.claims.values():
            by_document[claim.document_id].append(claim)
        found: list[Mention] = []
        for document in sorted(by_document):
            text = self.texts.get(document) or LinkText(document_id=document, text="")
            read = read_passages(by_document[document], text, self.reference)
            self.wholes += read.wholes
            self.loose += read.loose
            origin = self.origin_of.get(document, OriginId(document))
            found += [
                Mention(passage, origin, text.published_by)
                for passage in read.passages
                if passage.claims
            ]
        return found

    def groups(self) -> list[_Group]:
        """Cluster the passages; those that open no incident join one or are left."""
        mentions = self._mentions()
        opening = [m for m in mentions if self._opens(m.passage)]
        made = cluster(opening, self.weights)
        groups = [self._group(members, made.matcher) for members in made.groups]
        groups = self._settle_undated(groups)
        by_place = _by_place(groups)
        for mention in mentions:
            if not self._opens(mention.passage):
                self._join(mention, by_place)
        for loose in self.loose:
            self._join_loose(loose, by_place)
        for whole in self.wholes:
            if isinstance(whole, ContextTotal) and whole.n_sites is None:
                self.left[whole.id] = "a total for a war or a period: never added up"
        return groups

    def _opens(self, passage: Passage) -> bool:
        """Say whether a passage alleges harm, with something to tell the attack by.

        A party's own account of what it hit opens nothing; harm that it counts does.
        """
        if not passage.alleges_harm:
            return False
        is_of_party = {claim.id for claim in passage.core} <= self.of_parties
        return (passage.counts_harm or not is_of_party) and bool(
            passage.places or passage.dates or passage.names or passage.targets
        )

    def _settle_undated(self, groups: Sequence[_Group]) -> list[_Group]:
        """Put a report that names no day to the one incident its place had lately."""
        dated = [group for group in groups if _dates(group)]
        by_place = _by_place(dated)
        kept = list(dated)
        for group in groups:
            if _dates(group):
                continue
            found = self._lately_at(group, by_place)
            if len(found) != 1 or self._are_barred(found[0], group):
                kept.append(group)
                continue
            for mention in group.mentions:
                found[0].mentions.append(mention)
                text = (
                    f"{mention.passage.document_id} names no day; one incident is "
                    "known there in the two months before it"
                )
                self._add(found[0], mention, text, ())
        return kept

    def _lately_at(
        self, group: _Group, by_place: Mapping[str, list[_Group]]
    ) -> list[_Group]:
        published = [m.published for m in group.mentions if m.published]
        place = next((m.passage.place for m in group.mentions if m.passage.place), None)
        if not published or place is None or is_coarse(place):
            return []
        found = {id(g): g for key in place_keys(place) for g in by_place.get(key, [])}
        return _lately(list(found.values()), min(published), _UNDATED_WITHIN)

    def _are_barred(self, one: _Group, other: _Group) -> bool:
        found = [
            likeness(a, b, self.weights) for a in one.mentions for b in other.mentions
        ]
        return any(pair.is_barred or pair.score < 0 for pair in found)

    def _group(self, members: Sequence[int], matcher: Matcher) -> _Group:
        mentions = [matcher.mentions[place] for place in members]
        group = _Group(mentions, {}, [])
        for place, mention in zip(members, mentions, strict=True):
            others = [other for other in members if other != place]
            best = max(
                others,
                key=lambda other: (matcher.of(place, other).score, -other),
                default=None,
            )
            because = matcher.of(place, best).reasons if best is not None else ()
            like = (
                matcher.mentions[best].passage.document_id if best is not None else None
            )
            self._add(group, mention, _said(mention, like), because)
        return group

    def _add(
        self, group: _Group, mention: Mention, text: str, because: Sequence[Reason]
    ) -> None:
        claims = mention.passage.claims
        group.claims.update({claim.id: claim for claim in claims})
        group.reasons.append(
            Reason(
                text=text,
                rule=_RULE,
                met=True,
                claims=tuple(claim.id for claim in claims),
                because=tuple(because),
            )
        )

    def _join(self, mention: Mention, by_place: Mapping[str, list[_Group]]) -> None:
        """Put a passage that alleges no harm to the one incident it speaks of."""
        passage = mention.passage
        if passage.is_other:
            self._leave(passage, "speaks of another kind of event than an attack")
            return
        found = self._candidates(passage.place, passage.dates, by_place)
        found = _of_several(found, mention.published)
        if len(found) == 1:
            at = passage.place.name if passage.place else "the place"
            self._add(
                found[0], mention, f"{passage.document_id} speaks of {at} then", ()
            )
            return
        if passage.alleges_harm:
            why = "alleges harm, but names no place, no day and no one harmed"
        elif found:
            why = f"could speak of {len(found)} incidents"
        else:
            why = "alleges no harm at a place and time of a known incident"
        self._leave(passage, why)

    def _leave(self, passage: Passage, why: str) -> None:
        self.left.update({claim.id: why for claim in passage.claims})

    def _join_loose(self, loose: Loose, by_place: Mapping[str, list[_Group]]) -> None:
        """Put a denial or a statement to the one incident of its place and time."""
        claim = loose.claim
        dates = [loose.date] if loose.date else []
        text = self.texts.get(claim.document_id)
        found = self._candidates(loose.place, dates, by_place)
        found = _of_several(found, text.published_by if text else None)
        if len(found) != 1:
            self.left[claim.id] = (
                f"could speak of {len(found)} incidents" if found else loose.why
            )
            return
        found[0].claims[claim.id] = claim
        found[0].reasons.append(
            Reason(
                text=f"{claim.document_id} names the place; nothing else there fits",
                rule=_RULE,
                met=True,
                claims=(claim.id,),
            )
        )

    def _candidates(
        self,
        place: Place | None,
        dates: Sequence[FuzzyDate],
        by_place: Mapping[str, list[_Group]],
    ) -> list[_Group]:
        if place is None or place.accuracy in _TOO_LARGE:
            return []
        groups = {id(g): g for key in place_keys(place) for g in by_place.get(key, [])}
        return [
            group
            for group in groups.values()
            if not dates
            or not (held := _dates(group))
            or any(a.overlaps(b) for a in dates for b in held)
        ]

    def incident(self, group: _Group) -> Incident:
        """Return the record of a group."""
        places = self._ranked_places(group)
        dates = self._ranked_dates(group)
        targets = Counter(t for m in group.mentions for t in m.passage.targets[:1])
        target = min(targets, key=lambda t: (-targets[t], t)) if targets else None
        place, date = next(iter(places), None), next(iter(dates), None)
        held = set(group.claims)
        origins = dict.fromkeys(
            self.origin_of[document]
            for document in group.documents
            if document in self.origin_of
        )
        return Incident(
            id=group.id or IncidentId(""),
            title=_title(place, target),
            claims=tuple(sorted(held)),
            documents=tuple(group.documents),
            place=place,
            other_places=tuple(places[1:]),
            date=date,
            other_dates=tuple(dates[1:]),
            target=target,
            origins=tuple(sorted(origins)),
            roots=self._roots_of(held),
            previous_ids=tuple(sorted(set(group.former) - {group.id})),
            reasons=tuple(group.reasons),
        )

    def _roots_of(self, claims: Iterable[ClaimId]) -> tuple[RootId, ...]:
        found = {self.root_of[claim] for claim in claims if claim in self.root_of}
        return tuple(RootId(root) for root in sorted(found))

    def _ranked_places(self, group: _Group) -> list[Place]:
        """Return the distinct places stated, the one most origins state first."""
        votes: list[tuple[Place, set[str]]] = []
        for mention in group.mentions:
            for place in mention.passage.places:
                for held, voters in votes:
                    if nearness(held, place) is Nearness.SAME:
                        voters.add(mention.origin)
                        break
                else:
                    votes.append((place, {mention.origin}))
        votes.sort(key=lambda vote: (*_rank(vote[0]), -len(vote[1]), vote[0].name))
        best = votes[0][0] if votes else None
        return [
            place
            for place, _ in votes
            if place is best or (best and nearness(best, place) not in _ONE_IN_OTHER)
        ]

    def _ranked_dates(self, group: _Group) -> list[FuzzyDate]:
        """Return the distinct dates stated, exact and most stated first."""
        voters: dict[tuple[object, object], set[str]] = defaultdict(set)
        shown: dict[tuple[object, object], FuzzyDate] = {}
        for mention in group.mentions:
            for date in mention.passage.dates:
                key = (date.earliest, date.latest)
                voters[key].add(mention.origin)
                shown.setdefault(key, _plain(date))
        ranked = sorted(
            shown, key=lambda key: (key[0] != key[1], -len(voters[key]), str(key))
        )
        return [shown[key] for key in ranked]


def _of_several(groups: Sequence[_Group], published: dt.date | None) -> list[_Group]:
    """Of several incidents at a place, keep those of the two weeks before a text."""
    if len(groups) <= 1 or published is None:
        return list(groups)
    return _lately(groups, published, _ANSWERED_WITHIN)


def _lately(groups: Sequence[_Group], published: dt.date, days: int) -> list[_Group]:
    return [
        group
        for group in groups
        if any(
            date.earliest and 0 <= (published - date.earliest).days <= days
            for date in _dates(group)
        )
    ]


def _by_place(groups: Iterable[_Group]) -> dict[str, list[_Group]]:
    found: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        keys = {
            key
            for mention in group.mentions
            for place in mention.passage.places
            if not is_coarse(place)
            for key in place_keys(place)
        }
        for key in keys:
            found[key].append(group)
    return found


def _dates(group: _Group) -> list[FuzzyDate]:
    return [date for mention in group.mentions for date in mention.passage.dates]


def _plain(date: FuzzyDate) -> FuzzyDate:
    is_day = date.earliest == date.latest
    return FuzzyDate(
        earliest=date.earliest,
        latest=date.latest,
        precision=Precision.DAY if is_day else date.precision,
    )


def _rank(place: Place) -> tuple[bool, bool]:
    return is_coarse(place), not is_settlement(place)


def _title(place: Place | None, target: str | None) -> str:
    where = (place.canonical or place.name) if place else "place not stated"
    return f"{where}, {target.replace('_', ' ')}" if target else where


def _said(mention: Mention, like: DocumentId | None) -> str:
    passage = mention.passage
    place = passage.place
    parts = [
        f"at {place.canonical or place.name}" if place else "without a place",
        f"on {passage.dates[0].earliest}" if passage.dates else "without a day",
    ]
    beside = f"; like {like}" if like else ""
    return f"{passage.document_id} alleges harm {' '.join(parts)}{beside}"


def _split(groups: list[_Group], decisions: LinkDecisions) -> list[_Group]:
    """Part groups whose claims a person put asunder."""
    for apart in decisions.split:
        wanted = set(apart[1:])
        for group in list(groups):
            moved = {
                claim_id: claim
                for claim_id, claim in group.claims.items()
                if claim_id in wanted or claim.document_id in wanted
            }
            if not moved or len(moved) == len(group.claims):
                continue
            groups.append(_part(group, moved))
    return groups


def _part(group: _Group, moved: Mapping[ClaimId, AnyClaim]) -> _Group:
    """Take claims out of a group; return them as a group of their own."""
    documents = {claim.document_id for claim in moved.values()}
    for claim_id in moved:
        del group.claims[claim_id]
    staying = {claim.document_id for claim in group.claims.values()}
    mentions = [m for m in group.mentions if m.passage.document_id in documents]
    group.mentions = [m for m in group.mentions if m.passage.document_id in staying]
    because = Reason(
        text="a person split these claims off",
        rule=_RULE,
        met=True,
        claims=tuple(moved),
    )
    return _Group(mentions, dict(moved), [because], is_split_off=True)


def _give_ids(groups: Sequence[_Group], previous: Sequence[Incident]) -> None:
    """Give a group the id of the former incident it shares most with (AIR-8)."""
    holder = {
        claim: place for place, group in enumerate(groups) for claim in group.claims
    }
    speaking: dict[DocumentId, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        for document in group.documents:
            speaking[document].append(place)
    ranked: list[tuple[int, int, str, int]] = []
    for old in previous:
        shared = Counter(holder[claim] for claim in old.claims if claim in holder)
        beside = Counter(
            place for document in old.documents for place in speaking.get(document, [])
        )
        places = set(shared) or set(beside)
        ranked += [(-shared[p], -beside[p], old.id, p) for p in sorted(places)]
    by_id = {old.id: old for old in previous}
    used: set[str] = set()
    for shared_claims, _, old_id, place in sorted(ranked):
        group = groups[place]
        if group.kin is None and shared_claims < 0 and not group.is_split_off:
            group.kin = IncidentId(old_id)
        if old_id in used:
            continue
        old = by_id[IncidentId(old_id)]
        if group.id is None:
            group.id = old.id
            group.former = old.previous_ids
            used.add(old_id)
        elif shared_claims < 0:
            group.former = (*group.former, old.id, *old.previous_ids)
            used.add(old_id)


def _merge(groups: list[_Group], decisions: LinkDecisions) -> list[_Group]:
    """Join groups that a person said are one; the first named id stays."""
    for ids in decisions.merged:
        named = [g for g in groups if {g.id, g.kin, *g.former} & set(ids)]
        members = [g for g in named if g.claims]
        if not members:
            continue
        keep = min(members, key=lambda g: (g.id != ids[0], g.id or ""))
        for group in members:
            if group is keep:
                continue
            keep.claims.update(group.claims)
            keep.mentions += group.mentions
            keep.reasons += group.reasons
            keep.former = (
                *keep.former,
                *((group.id,) if group.id else ()),
                *group.former,
            )
            groups.remove(group)
    return groups


def _number_new(groups: Sequence[_Group], previous: Sequence[Incident]) -> None:
    """Number what is new after the highest number ever given, by day and place."""
    given = [
        int(match.group(1))
        for old in previous
        for name in (old.id, *old.previous_ids)
        if (match := _NUMBER.match(name))
    ]
    number = max(given, default=0)
    fresh = [group for group in groups if group.id is None and group.claims]
    for group in sorted(fresh, key=_sort_key):
        number += 1
        group.id = IncidentId(f"I-{number:03d}")


def _sort_key(group: _Group) -> tuple[str, str, str]:
    days = [str(date.earliest) for date in _dates(group) if date.earliest]
    places = [m.passage.place.name for m in group.mentions if m.passage.place]
    return min(days, default="9999"), min(places, default="~"), min(group.claims)


def _move(groups: Sequence[_Group], decisions: LinkDecisions, linker: _Linker) -> None:
    """Put single claims where a person said they belong."""
    by_id = {name: g for g in groups for name in (g.id, *g.former) if name}
    for claim_id, incident_id in decisions.moved:
        claim = linker.claims.get(claim_id)
        target = by_id.get(incident_id)
        if claim is None or target is None:
            continue
        for group in groups:
            group.claims.pop(claim_id, None)
        linker.left.pop(claim_id, None)
        linker.wholes = [whole for whole in linker.wholes if whole.id != claim_id]
        target.claims[claim_id] = claim
        target.reasons.append(
            Reason(
                text="a person put this claim here",
                rule=_RULE,
                met=True,
                claims=(claim_id,),
            )
        )
