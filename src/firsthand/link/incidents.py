"""Claims become incidents: one moment and place where harm is alleged. Method: M012.

Reads: Claim, Origin, Judgement and texts. Writes: Incident, Aggregate. Only an
allegation of harm in an attack opens an incident (AIR-1); denials, objectives and
statements join one that is open. Conflicting places and dates are kept beside each
other. Context totals and figures of several attacks never enter an incident.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from firsthand.link.aggregates import find_aggregates
from firsthand.link.alike_texts import (
    NOT_COMPARED,
    AlikeTexts,
    TextScale,
    alike_texts,
)
from firsthand.link.apart import Apart
from firsthand.link.clusters import (
    Clusters,
    FeaturesKnown,
    Matcher,
    cluster,
    pairs_to_compare,
)
from firsthand.link.decisions import LinkDecisions
from firsthand.link.groups import Group
from firsthand.link.households import household_words
from firsthand.link.incident_ids import Previous, give_ids, number_new
from firsthand.link.leads import lead_and_others
from firsthand.link.likeness import Likeness, Mention, likeness
from firsthand.link.passages import AnyToll, Loose, Passage, read_passages
from firsthand.link.rearrange import merge_groups, move_claims, split_groups
from firsthand.link.sites import (
    Nearness,
    days_between,
    is_almost_named,
    is_coarse,
    is_settlement,
    nearness,
    place_keys,
    place_slips,
    targets_agree,
    targets_named,
)
from firsthand.link.spelling import names_in, slip_keys
from firsthand.link.texts import LinkText
from firsthand.link.told import Told
from firsthand.link.trust import trusted
from firsthand.link.weights import Weights, weights_of
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
    RebuttalClaim,
    Root,
    RootId,
    Value,
)
from firsthand.reference import Reference

_RULE = "M012"
_ANSWERED_WITHIN = 14  # days, house: denials follow within a fortnight
_SLIP = "slip "
_ONE_NAME = {Nearness.SAME, Nearness.ALMOST}
_ONE_IN_OTHER = {Nearness.INSIDE, Nearness.NESTED}
_TOO_LARGE = {Accuracy.PROVINCE, Accuracy.COUNTRY}
_UNDATED_WITHIN = 60  # days, house: reports without a day follow within two months


class Unplaced(Value, frozen=True, kw_only=True):
    """A claim that belongs to no incident, and why."""

    claim: ClaimId
    why: str


class LinkedIncidents(Value, frozen=True, kw_only=True):
    """What linking made of the claims: every claim is in exactly one of the three.

    Attributes:
        mainly: The incident that each document is mainly about, where it is of one.
    """

    incidents: tuple[Incident, ...]
    aggregates: tuple[Aggregate, ...]
    unplaced: tuple[Unplaced, ...]
    mainly: Mapping[DocumentId, IncidentId]


def find_incidents(
    claims: Sequence[AnyClaim],
    texts: Sequence[LinkText],
    origins: Sequence[Origin],
    reference: Reference,
    *,
    previous: Sequence[Incident] | Previous = (),
    decisions: LinkDecisions | None = None,
    roots: Sequence[Root] = (),
    notes: LinkNotes | None = None,
) -> LinkedIncidents:
    """Put claims to incidents, or say why not.

    Args:
        claims: All claims in force: rejected ones and those of withdrawn sources are
            left out by the caller.
        texts: The documents of the claims.
        origins: Their publication origins (`find_origins`).
        reference: `link_weights` and `link_event_words` rows.
        previous: Incidents of the last run: their ids are kept (AIR-8); a `Previous`
            also knows what was merged, and the highest number ever given.
        decisions: What people decided: merges, splits, claims moved.
        roots: Evidentiary roots, to be listed with each incident.
        notes: What is rare, where that was settled before (`growing`); takes what was
            compared.

    Returns:
        Incidents by id, aggregates by id, and the claims left over.
    """
    wanted = decisions or LinkDecisions()
    linker = _Linker(claims, texts, origins, reference, roots, notes=notes)
    linker.apart = Apart(wanted.apart)
    groups = linker.groups()
    groups = split_groups(groups, wanted)
    before = previous if isinstance(previous, Previous) else Previous(tuple(previous))
    give_ids(groups, before)
    groups = merge_groups(groups, wanted)
    number_new(groups, before)
    linker.take_away(move_claims(groups, wanted, linker.claims))
    incidents = [
        linker.incident(group) for group in groups if group.claims and group.id
    ]
    incidents.sort(key=lambda made: (len(made.id), made.id))
    mainly = {
        mention.passage.document_id: group.id
        for group in groups
        for mention in group.mentions
        if mention.is_lead and group.claims and group.id
    }
    return LinkedIncidents(
        incidents=tuple(incidents),
        aggregates=tuple(find_aggregates(linker.wholes, incidents, linker.texts)),
        unplaced=tuple(
            Unplaced(claim=claim, why=why) for claim, why in sorted(linker.left.items())
        ),
        mainly=mainly,
    )


@dataclasses.dataclass(frozen=True)
class ReportsRead:
    """What find_incidents compares, for whoever asks why.

    Attributes:
        mentions: Every passage of every document, with what the document adds.
        compared: Keys of the passages that are compared; the others join an incident
            of their place and day, or none.
        weights: `incident.*` rows.
        alike: What whole texts share.
    """

    mentions: tuple[Mention, ...]
    compared: frozenset[tuple[str, int]]
    weights: Weights
    alike: AlikeTexts

    def likeness(self, one: Mention, other: Mention) -> Likeness:
        """Return how alike two passages are, feature by feature."""
        return likeness(one, other, self.weights, self.alike)

    def pairs(self) -> Iterator[tuple[Mention, Mention]]:
        """Yield each pair of passages that is worth comparing, once."""
        told = [m for m in self.mentions if m.passage.key in self.compared]
        for one, other in pairs_to_compare(told, self.alike):
            yield told[one], told[other]


def read_reports(
    claims: Sequence[AnyClaim],
    texts: Sequence[LinkText],
    origins: Sequence[Origin],
    reference: Reference,
    roots: Sequence[Root] = (),
    *,
    scale: TextScale | None = None,
    read: Read | None = None,
) -> ReportsRead:
    """Read what `find_incidents` compares, from its arguments; no decision enters.

    How rare words are may be settled before (`scale`); documents read before are not
    read again, and those read now are added to them (`read`).
    """
    notes = LinkNotes(scale, read={} if read is None else read)
    linker = _Linker(claims, texts, origins, reference, roots, notes=notes)
    mentions = linker.mentions()
    compared = frozenset(m.passage.key for m in linker.telling(mentions))
    return ReportsRead(tuple(mentions), compared, linker.weights, linker.alike)


@dataclasses.dataclass(frozen=True)
class DocumentRead:
    """One document as linking reads it, under one origin and some parties' claims."""

    mentions: Sequence[Mention]
    wholes: Sequence[AnyToll]
    loose: Sequence[Loose]


Read = dict[tuple[DocumentId, OriginId, frozenset[ClaimId]], DocumentRead]
"""Documents read: by document, its origin, and which of its claims are of parties."""


@dataclasses.dataclass
class LinkNotes:
    """What linking compared, for those who add a report later (`growing`).

    Attributes:
        scale: How rare words are, settled before; None = found from the texts given.
        mentions: All passages.
        kin: Documents with passages that alone are alike enough for one incident.
        alike: What the texts share.
        asking: Documents whose answers, and reports without a day, are put to incidents
            where one alone fits; None = all. Others only make incidents.
        targets_elsewhere: Targets of incidents that are held and not given here.
        read: Documents read before, for whoever links some of them again; their claims
            and texts are the same as long as these notes are shared.
        features: What was answered of two passages before; None = not kept.
    """

    scale: TextScale | None = None
    asking: Collection[DocumentId] | None = None
    targets_elsewhere: Collection[str] = ()
    mentions: Sequence[Mention] = ()
    kin: Sequence[tuple[DocumentId, DocumentId]] = ()
    alike: AlikeTexts = NOT_COMPARED
    read: Read = dataclasses.field(default_factory=dict)
    features: FeaturesKnown | None = None

    def asks(self, document: DocumentId) -> bool:
        """Say whether what a document leaves open is put to incidents."""
        return self.asking is None or document in self.asking

    def take(
        self,
        mentions: Sequence[Mention],
        telling: Sequence[Mention],
        near: Sequence[tuple[int, int]],
        alike: AlikeTexts,
    ) -> None:
        """Note what was compared."""
        document = [mention.passage.document_id for mention in telling]
        self.mentions, self.alike = mentions, alike
        self.kin = [(document[one], document[other]) for one, other in near]


class _Linker:
    """The case while incidents are made of it."""

    def __init__(
        self,
        claims: Sequence[AnyClaim],
        texts: Sequence[LinkText],
        origins: Sequence[Origin],
        reference: Reference,
        roots: Sequence[Root],
        *,
        notes: LinkNotes | None = None,
    ) -> None:
        self.reference = reference
        self.notes = notes or LinkNotes()
        self.root_of = {claim: root.id for root in roots for claim in root.claims}
        self.of_parties = {
            claim for root in roots if root.is_interested for claim in root.claims
        }
        self.weights = weights_of(reference)
        self.texts = {text.document_id: text for text in texts}
        self.claims = {claim.id: claim for claim in claims}
        # Only texts that claim something say what is rare in reports of attacks.
        reports = {claim.document_id for claim in claims}
        told = [text for text in texts if text.document_id in reports]
        self.alike = alike_texts(told, origins, self.weights, self.notes.scale)
        self.origin_of: dict[DocumentId, OriginId] = {
            document: made.id for made in origins for document in made.documents
        }
        self.wholes: list[AnyToll] = []
        self.left: dict[ClaimId, str] = {}
        self.loose: list[Loose] = []
        self.by_target: dict[str, list[Group]] = defaultdict(list)
        self.apart = Apart()

    def mentions(self) -> list[Mention]:
        """Read every document into passages, and settle what like texts are worth."""
        by_document: dict[DocumentId, list[AnyClaim]] = defaultdict(list)
        for claim in self.claims.values():
            by_document[claim.document_id].append(claim)
        found: list[Mention] = []
        for document in sorted(by_document):
            read = self._read(document, by_document[document])
            self.wholes += read.wholes
            self.loose += read.loose
            found += read.mentions
        self.alike = trusted(self.alike, found, self.weights)
        return found

    def _read(self, document: DocumentId, claims: Sequence[AnyClaim]) -> DocumentRead:
        """Read a document into passages, once for all who share the notes."""
        origin = self.origin_of.get(document, OriginId(document))
        of_parties = frozenset(c.id for c in claims if c.id in self.of_parties)
        key = (document, origin, of_parties)
        if key not in self.notes.read:
            self.notes.read[key] = self._read_now(document, origin, claims)
        return self.notes.read[key]

    def _read_now(
        self, document: DocumentId, origin: OriginId, claims: Sequence[AnyClaim]
    ) -> DocumentRead:
        text = self.texts.get(document) or LinkText(document_id=document, text="")
        read = read_passages(claims, text, self.reference)
        told = Told(text, claims, self.reference)
        can_lead = (self._opens, self._is_report)
        held, lead = lead_and_others(
            read.passages, can_lead, is_of_many=read.is_of_many
        )
        homes = household_words(self.reference)
        mentions = [
            Mention(
                p,
                origin,
                text.published_by,
                is_lead=p.number == lead,
                told=told,
                households=homes.of(p.core, text.text),
            )
            for p in held
        ]
        return DocumentRead(mentions, read.wholes, read.loose)

    def take_away(self, moved: Collection[ClaimId]) -> None:
        """Take claims that a person put to an incident out of all else."""
        self.left = {c: why for c, why in self.left.items() if c not in moved}
        self.wholes = [whole for whole in self.wholes if whole.id not in moved]

    def groups(self) -> list[Group]:
        """Cluster the passages; those that open no incident join one or are left."""
        mentions = self.mentions()
        telling = self.telling(mentions)
        made = cluster(
            telling, self.weights, self.alike, self.apart, self.notes.features
        )
        self.notes.take(mentions, telling, made.near, self.alike)
        groups, left = self._that_open(made)
        groups = self._settle_undated(groups)
        by_place = _by_place(groups)
        told = {mention.passage.key for mention in telling}
        left += [mention for mention in mentions if mention.passage.key not in told]
        for mention in left:
            if self.notes.asks(mention.passage.document_id):
                self._join(mention, by_place)
        for loose in self.loose:
            if self.notes.asks(loose.claim.document_id):
                self._join_loose(loose, by_place, groups)
        for whole in self.wholes:
            if isinstance(whole, ContextTotal) and whole.n_sites is None:
                self.left[whole.id] = "a total for a war or a period: never added up"
        return groups

    def telling(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return what is compared: passages that lead a document or allege harm."""
        return [m for m in mentions if m.is_lead or self._opens(m.passage)]

    def _that_open(self, made: Clusters) -> tuple[list[Group], list[Mention]]:
        """Return the groups in which somebody alleges harm, and who is in no such."""
        groups: list[Group] = []
        left: list[Mention] = []
        for members in made.groups:
            mentions = [made.matcher.mentions[place] for place in members]
            if self._opens(*(mention.passage for mention in mentions)):
                groups.append(self._group(members, made.matcher))
            else:
                left += mentions
        return groups, left

    def _opens(self, *passages: Passage) -> bool:
        """Say whether passages allege harm, with something to tell the attack by.

        One alleges it, another may say where, when or who. A party's own account of
        what it hit opens nothing; harm that it counts does.
        """
        return any(self._alleges(passage) for passage in passages) and any(
            p.places or p.dates or p.names or p.targets for p in passages
        )

    def _alleges(self, passage: Passage) -> bool:
        is_of_party = {claim.id for claim in passage.core} <= self.of_parties
        return passage.alleges_harm and (passage.counts_harm or not is_of_party)

    def _settle_undated(self, groups: Sequence[Group]) -> list[Group]:
        """Put a report that names no day to the one incident its place had lately."""
        dated = [group for group in groups if group.dates]
        by_place = _by_place(dated)
        kept = list(dated)
        for group in groups:
            if group.dates:
                continue
            asks = all(self.notes.asks(m.passage.document_id) for m in group.mentions)
            found = self._lately_at(group, by_place) if asks else []
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
        self, group: Group, by_place: Mapping[str, list[Group]]
    ) -> list[Group]:
        published = [m.published for m in group.mentions if m.published]
        place = next((m.passage.place for m in group.mentions if m.passage.place), None)
        if not published or place is None or is_coarse(place):
            return []
        found = {id(g): g for key in place_keys(place) for g in by_place.get(key, [])}
        days = [day for m in group.mentions for day in m.could_be]
        fitting = [g for g in found.values() if _fit(days, g.dates)]
        return _lately(fitting, min(published), _UNDATED_WITHIN)

    def _are_barred(self, one: Group, other: Group) -> bool:
        if self.apart.is_between(one.claims, other.claims):
            return True
        found = [
            likeness(a, b, self.weights, self.alike)
            for a in one.mentions
            for b in other.mentions
        ]
        return any(pair.score < 0 for pair in found)

    def _group(self, members: Sequence[int], matcher: Matcher) -> Group:
        mentions = [matcher.mentions[place] for place in members]
        group = Group(mentions, {}, [])
        for place, mention in zip(members, mentions, strict=True):
            others = [other for other in members if other != place]
            best = max(
                others,
                key=lambda other: (matcher.score(place, other), -other),
                default=None,
            )
            because = matcher.of(place, best).reasons if best is not None else ()
            like = (
                matcher.mentions[best].passage.document_id if best is not None else None
            )
            self._add(group, mention, _said(mention, like), because)
        return group

    def _add(
        self, group: Group, mention: Mention, text: str, because: Sequence[Reason]
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

    def _join(self, mention: Mention, by_place: Mapping[str, list[Group]]) -> None:
        """Put a passage that alleges no harm to the one incident it speaks of."""
        passage = mention.passage
        if passage.is_other:
            self._leave(passage, "speaks of another kind of event than an attack")
            return
        place, dates = passage.place, passage.dates or mention.could_be
        found = self._candidates(place, dates, by_place)
        if not found:
            found = self._almost_named(place, dates, passage.claims, by_place)
        found = self._not_apart(found, passage.claims)
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

    def _not_apart(
        self, groups: Sequence[Group], claims: Iterable[AnyClaim]
    ) -> list[Group]:
        """Leave out groups from which a person keeps claims apart."""
        ids = [claim.id for claim in claims]
        return [g for g in groups if not self.apart.is_between(ids, g.claims)]

    def _is_report(self, passage: Passage) -> bool:
        """Say whether a passage reports an attack: no answer of a party, no flood."""
        is_of_party = bool({claim.id for claim in passage.claims} & self.of_parties)
        return passage.is_attack and not passage.is_other and not is_of_party

    def _leave(self, passage: Passage, why: str) -> None:
        self.left.update({claim.id: why for claim in passage.claims})

    def _join_loose(
        self,
        loose: Loose,
        by_place: Mapping[str, list[Group]],
        groups: Sequence[Group],
    ) -> None:
        """Put a denial or a statement to the one incident of its place and time.

        That a building shown is another one belongs to the one incident in which a
        building of that kind was hit.
        """
        claim = loose.claim
        dates = [loose.date] if loose.date else []
        text = self.texts.get(claim.document_id)
        found = self._candidates(loose.place, dates, by_place)
        found = _of_several(found, text.published_by if text else None)
        told = "names the place; nothing else there fits"
        if not found:
            found = self._almost_named(loose.place, dates, [claim], by_place)
            told = "names almost that place, and that very day"
        if not found and isinstance(claim, RebuttalClaim) and loose.place is None:
            found = self._of_its_target(claim, groups)
            told = "names the kind of building; one incident here is of that kind"
        found = self._not_apart(found, [claim])
        if len(found) != 1:
            self.left[claim.id] = (
                f"could speak of {len(found)} incidents" if found else loose.why
            )
            return
        found[0].claims[claim.id] = claim
        found[0].reasons.append(
            Reason(
                text=f"{claim.document_id} {told}",
                rule=_RULE,
                met=True,
                claims=(claim.id,),
            )
        )

    def _almost_named(
        self,
        place: Place | None,
        dates: Sequence[FuzzyDate],
        claims: Sequence[AnyClaim],
        by_place: Mapping[str, list[Group]],
    ) -> list[Group]:
        """Return incidents of the day of claims whose place they name almost.

        Their place was not read, or no map knows it.
        """
        if place is not None and (place.gazetteer_id or is_coarse(place)):
            return []
        names = {place.name} if place else names_in(c.span.quote for c in claims)
        keys = {f"{_SLIP}{key}" for name in names for key in slip_keys(name)}
        near = {id(g): g for key in sorted(keys) for g in by_place.get(key, [])}
        return [
            group
            for group in near.values()
            if any(is_almost_named(at, names) for at in group.places)
            and any(a.overlaps(b) for a in dates for b in group.dates)
        ]

    def _of_its_target(
        self, claim: RebuttalClaim, groups: Sequence[Group]
    ) -> list[Group]:
        kinds = targets_named(claim.span.quote, self.reference)
        if targets_agree(kinds, self.notes.targets_elsewhere):
            return []  # more than one incident is of that kind
        if not self.by_target:
            for group in groups:
                for target in {t for m in group.mentions for t in m.passage.targets}:
                    self.by_target[target].append(group)
        agreeing = [
            group
            for target, held in self.by_target.items()
            if targets_agree(kinds, [target])
            for group in held
        ]
        return list({id(group): group for group in agreeing}.values())

    def _candidates(
        self,
        place: Place | None,
        dates: Sequence[FuzzyDate],
        by_place: Mapping[str, list[Group]],
    ) -> list[Group]:
        if place is None or place.accuracy in _TOO_LARGE:
            return []
        groups = {id(g): g for key in place_keys(place) for g in by_place.get(key, [])}
        return [
            group
            for group in groups.values()
            if not dates
            or not (held := group.dates)
            or any(a.overlaps(b) for a in dates for b in held)
        ]

    def incident(self, group: Group) -> Incident:
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
            other_dates=tuple(d for d in dates[1:] if date and not d.overlaps(date)),
            target=target,
            origins=tuple(sorted(origins)),
            roots=self._roots_of(held),
            previous_ids=tuple(sorted(set(group.former) - {group.id})),
            reasons=tuple(group.reasons),
        )

    def _roots_of(self, claims: Iterable[ClaimId]) -> tuple[RootId, ...]:
        found = {self.root_of[claim] for claim in claims if claim in self.root_of}
        return tuple(RootId(root) for root in sorted(found))

    def _ranked_places(self, group: Group) -> list[Place]:
        """Return the distinct places stated, the one most origins state first."""
        votes: list[tuple[Place, set[str]]] = []
        told = [(p, m) for m in group.mentions for p in m.passage.places]
        # A name that no map knows comes after that of which it may be a slip.
        told.sort(key=lambda found: found[0].gazetteer_id is None)
        for place, mention in told:
            for held, voters in votes:
                if nearness(held, place) in _ONE_NAME:
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

    def _ranked_dates(self, group: Group) -> list[FuzzyDate]:
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


def _of_several(groups: Sequence[Group], published: dt.date | None) -> list[Group]:
    """Of several incidents at a place, keep those of the two weeks before a text."""
    if len(groups) <= 1 or published is None:
        return list(groups)
    return _lately(groups, published, _ANSWERED_WITHIN)


def _fit(some: Sequence[FuzzyDate], others: Sequence[FuzzyDate]) -> bool:
    """Say whether days can be of one attack: they meet, or one side states none."""
    apart = (days_between(a, b) for a in some for b in others)
    return not some or not others or min(apart) <= 1


def _lately(groups: Sequence[Group], published: dt.date, days: int) -> list[Group]:
    return [
        group
        for group in groups
        if any(
            date.earliest and 0 <= (published - date.earliest).days <= days
            for date in group.dates
        )
    ]


def _by_place(groups: Iterable[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        keys = {
            key
            for mention in group.mentions
            for place in mention.passage.places
            if not is_coarse(place)
            for key in (*place_keys(place), *(_SLIP + k for k in place_slips(place)))
        }
        for key in keys:
            found[key].append(group)
    return found


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
