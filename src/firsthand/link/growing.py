"""One more report costs what it touches, not the archive. Method: M069.

Reads: what was linked before, through `Reports` and `Held`. Writes: the records that
came out different. Linking is done again for a region: the documents that a new one
meets, and with them every document that they are near to, that repeats them, or that
speaks of the same incident. Outside the region nothing can change, but for what is
settled until all is linked again: which words are rare, which paragraphs are furniture,
who can be credited, who speaks for whom elsewhere, and which incidents an older total
can span. What is remembered here is derived: without it all is linked at once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from msgspec.structs import replace

from firsthand.link.aggregates import find_aggregates
from firsthand.link.alike_texts import TextScale
from firsthand.link.candidates import BEST, FEWEST_SHARED, number_keys
from firsthand.link.clusters import FeaturesKnown, block_keys, when_told
from firsthand.link.copies import CopiesKnown, find_origins
from firsthand.link.credits import names_of
from firsthand.link.decisions import LinkDecisions
from firsthand.link.facts import number_words
from firsthand.link.incident_ids import Previous, number_of
from firsthand.link.incidents import (
    LinkedIncidents,
    LinkNotes,
    Read,
    find_incidents,
    read_reports,
)
from firsthand.link.key_table import KeyTable, key_table
from firsthand.link.likeness import Mention
from firsthand.link.read_words import Hashes, Places, mixed
from firsthand.link.roots import find_roots
from firsthand.link.shingles import Shingles
from firsthand.link.sites import (
    is_coarse,
    place_keys,
    targets_agree,
    targets_named,
)
from firsthand.link.texts import LinkText
from firsthand.link.weights import weights_of
from firsthand.model import (
    Aggregate,
    AnyClaim,
    ClaimId,
    DocumentId,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    PlaceClaim,
    RebuttalClaim,
    Record,
    Root,
    RootId,
    Source,
    Toll,
)
from firsthand.reference import Reference

R = TypeVar("R", bound=Record)
# House: bounds that keep the cost of a report from growing with the archive.
_SHINGLES = 64
_NEAREST = 60
_AT_A_PLACE = 200
_ALIKE = 40
_DAYS = 60
_NUMBERS, _RARE = np.uint64(0xA24BAED4963EE407), np.uint64(0x9FB21C651E98DF25)
_AT_PLACE = "place "
"""How the keys of places begin (`block_keys`)."""


class Reports(Protocol):
    """Where the documents and claims in force are."""

    def texts(self, documents: Collection[DocumentId]) -> list[LinkText]:
        """Return documents, in any order."""
        ...

    def claims(self, documents: Collection[DocumentId]) -> list[AnyClaim]:
        """Return the claims of documents, in any order."""
        ...

    def document_of(self, claim: ClaimId) -> DocumentId:
        """Return the document of a claim, in force or not."""
        ...


@dataclasses.dataclass
class Held:
    """What was linked before, by id; `merged` is part of another incident now."""

    origins: Mapping[OriginId, Origin]
    roots: Mapping[RootId, Root]
    incidents: Mapping[IncidentId, Incident]
    merged: Mapping[IncidentId, Incident] = dataclasses.field(default_factory=dict)
    aggregates: Mapping[str, Aggregate] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Touched:
    """What came out different, and what is no more.

    Attributes:
        gone: Ids of origins, roots, incidents and totals that nobody belongs to now.
        region: Documents that were linked again.
        claims: Their claims.
    """

    origins: tuple[Origin, ...]
    roots: tuple[Root, ...]
    incidents: tuple[Incident, ...]
    aggregates: tuple[Aggregate, ...]
    gone: frozenset[str]
    region: tuple[DocumentId, ...]
    claims: tuple[AnyClaim, ...]


@dataclasses.dataclass
class LinkMemory:
    """What linking remembers of the documents it has linked, each by its number.

    Attributes:
        ids: Documents; those linked at once in order of publication.
        days: Day of publication as an ordinal; 0 = not stated.
        kin: Another document of the same region; itself = none.
        origin_of: Origin of each.
        roots_of: Roots of the claims of each.
        incidents_of: Incidents that each speaks of.
        heads: Every incident without its claims and reasons.
        known: Furniture and names that can be credited, as settled.
        scale: How rare words are, as settled; None = too few texts.
        keys: What documents meet by.
        n_linked: Documents that were linked at once.
        last: Highest number ever given to an incident.
    """

    ids: list[DocumentId]
    days: list[int]
    kin: list[int]
    origin_of: list[OriginId]
    roots_of: list[tuple[RootId, ...]]
    incidents_of: list[tuple[IncidentId, ...]]
    heads: dict[IncidentId, Incident]
    known: CopiesKnown
    scale: TextScale | None
    keys: KeyTable
    n_linked: int
    last: int = 0
    number: dict[DocumentId, int] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the documents."""
        self.number = {name: place for place, name in enumerate(self.ids)}

    def enter(self, text: LinkText) -> None:
        """Give a new document its number."""
        if text.document_id in self.number:
            return
        self.number[text.document_id] = len(self.ids)
        self.kin.append(len(self.ids))
        self.ids.append(text.document_id)
        self.days.append(_day(text.published_by))
        self.origin_of.append(OriginId(""))
        self.roots_of.append(())
        self.incidents_of.append(())

    def join(self, documents: Iterable[DocumentId]) -> None:
        """Let documents belong to one region."""
        places = [self.number[document] for document in documents]
        for place in places[1:]:
            low, high = sorted((self._top(places[0]), self._top(place)))
            self.kin[high] = low

    def _top(self, place: int) -> int:
        while self.kin[place] != place:
            self.kin[place] = self.kin[self.kin[place]]
            place = self.kin[place]
        return place

    def region_of(self, documents: Iterable[DocumentId]) -> list[DocumentId]:
        """Return every document of the regions of some documents."""
        label = np.array(self.kin, dtype=np.int64)
        while True:
            further = label[label]
            if np.array_equal(further, label):
                break
            label = further
        wanted = np.unique(label[[self.number[d] for d in documents]])
        return [self.ids[at] for at in np.flatnonzero(np.isin(label, wanted)).tolist()]

    def place_of(self, day: int) -> int:
        """Return where a day comes among the documents that were linked at once."""
        return bisect_left(self.days, _when(day), hi=self.n_linked, key=_when)

    def is_worn(self) -> bool:
        """Say whether so much was added that all should be linked at once again."""
        return len(self.ids) > self.n_linked + max(_LEAST_ADDED, self.n_linked // 10)


_LEAST_ADDED = 100


def _day(day: dt.date | None) -> int:
    return day.toordinal() if day else 0


def _when(day: int) -> int:
    """Return when a document comes among others: not stated, after all."""
    return day or dt.date.max.toordinal()


# --- all at once --------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class LinkedAll:
    """What linking everything made, with what it noted on the way."""

    origins: Sequence[Origin]
    roots: Sequence[Root]
    linked: LinkedIncidents
    notes: LinkNotes


def remember(
    texts: Sequence[LinkText],
    claims: Sequence[AnyClaim],
    found: LinkedAll,
    reports: Reports,
    reference: Reference,
) -> LinkMemory:
    """Return what has to be remembered of documents that were linked at once.

    Args:
        texts: The documents.
        claims: Their claims.
        found: What came out.
        reports: Tells the document of a claim.
        reference: `link_number_words` rows.
    """
    ordered = sorted(
        texts, key=lambda text: (_when(_day(text.published_by)), text.document_id)
    )
    made = Shingles(ordered, number_words(reference))
    memory = LinkMemory(
        *([], [], [], [], [], []),
        heads={},
        known=CopiesKnown(made.furniture, names_of(texts)),
        scale=found.notes.alike.scale,
        keys=key_table(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)),
        n_linked=len(texts),
    )
    for text in ordered:
        memory.enter(text)
    keys, holders = _keys_of(memory, ordered, claims, made, found.notes)
    memory.keys = key_table(keys, holders)
    _note(memory, found, reports)
    return memory


def _keys_of(
    memory: LinkMemory,
    texts: Sequence[LinkText],
    claims: Sequence[AnyClaim],
    made: Shingles,
    notes: LinkNotes,
) -> tuple[Hashes, Places]:
    """Return the keys of texts, and the number of the document that holds each."""
    numbers = np.array([memory.number[t.document_id] for t in texts], dtype=np.int64)
    some = made.sampled(_SHINGLES)
    pairs, whose = number_keys(made.words)
    words, rare_in = notes.alike.rare
    told = sorted(_keys_to_meet(notes.mentions, claims))
    blocks = np.array([_block_hash(key) for _, key in told], dtype=np.uint64)
    return (
        np.concatenate((some.keys, pairs ^ _NUMBERS, mixed(words ^ _RARE), blocks)),
        np.concatenate(
            (
                numbers[some.holders],
                numbers[whose],
                np.array([memory.number[d] for d in rare_in], dtype=np.int64),
                np.array([memory.number[d] for d, _ in told], dtype=np.int64),
            )
        ),
    )


def _keys_to_meet(
    mentions: Iterable[Mention], claims: Iterable[AnyClaim]
) -> set[tuple[DocumentId, str]]:
    """Return what documents meet by: the keys of passages, and every place named."""
    found = {(m.passage.document_id, key) for m in mentions for key in block_keys(m)}
    for claim in claims:
        if isinstance(claim, PlaceClaim) and not is_coarse(claim.place):
            found |= {
                (claim.document_id, f"{_AT_PLACE}{key}")
                for key in place_keys(claim.place)
            }
    return found


def _block_hash(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _note(memory: LinkMemory, found: LinkedAll, reports: Reports) -> None:
    """Note who is kin, and what each document belongs to now."""
    for origin in found.origins:
        memory.join(origin.documents)
        for document in origin.documents:
            memory.origin_of[memory.number[document]] = origin.id
    for one, other in found.notes.kin:
        memory.join((one, other))
    roots: dict[DocumentId, dict[RootId, None]] = defaultdict(dict)
    for root in found.roots:
        for claim in root.claims:
            roots[reports.document_of(claim)].setdefault(RootId(root.id))
    for document, held in roots.items():
        memory.roots_of[memory.number[document]] = tuple(held)
    incidents: dict[DocumentId, list[IncidentId]] = defaultdict(list)
    for incident in found.linked.incidents:
        memory.join(incident.documents)
        memory.heads[incident.id] = _head(incident)
        memory.last = max(memory.last, number_of(incident.id))
        for document in incident.documents:
            incidents[document].append(incident.id)
    for document, own in incidents.items():
        memory.incidents_of[memory.number[document]] = tuple(own)


def _head(incident: Incident) -> Incident:
    return replace(incident, claims=(), reasons=(), origins=(), roots=())


# --- one more -----------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Made:
    """What linking a region made; `held` are the origins of all documents in it."""

    origins: Sequence[Origin]
    held: Sequence[Origin]
    roots: Sequence[Root]
    incidents: tuple[Incident, ...]
    linked: LinkedIncidents
    notes: LinkNotes
    claims: Sequence[AnyClaim]
    texts: Sequence[LinkText]


@dataclasses.dataclass(frozen=True)
class _Before:
    """What documents belonged to before they were linked again.

    Attributes:
        roots: With the documents that state claims of each.
    """

    origins: frozenset[OriginId]
    roots: Mapping[RootId, Sequence[DocumentId]]
    incidents: frozenset[IncidentId]

    @classmethod
    def of(cls, memory: LinkMemory, documents: Iterable[DocumentId]) -> _Before:
        """Return what documents belong to now."""
        origins: set[OriginId] = set()
        roots: dict[RootId, list[DocumentId]] = defaultdict(list)
        incidents: set[IncidentId] = set()
        for document in documents:
            at = memory.number[document]
            origins.add(memory.origin_of[at])
            incidents.update(memory.incidents_of[at])
            for name in memory.roots_of[at]:
                roots[name].append(document)
        return cls(frozenset(origins - {OriginId("")}), roots, frozenset(incidents))

    @property
    def names(self) -> set[str]:
        """The ids of all of them."""
        return {*self.origins, *self.roots, *self.incidents}


class Growing:
    """What was linked, while documents are added to it."""

    def __init__(
        self,
        memory: LinkMemory,
        reports: Reports,
        held: Held,
        sources: Sequence[Source],
        reference: Reference,
    ) -> None:
        """Take what is remembered, where records are, and the rows."""
        self.memory = memory
        self._reports = reports
        self._held = held
        self._sources = sources
        self._reference = reference
        self._read: Read = {}
        self._features: FeaturesKnown = {}

    def add(
        self,
        documents: Sequence[DocumentId],
        *,
        decisions: LinkDecisions | None = None,
    ) -> Touched:
        """Link documents that came later, or that are read otherwise now.

        Args:
            documents: Their texts and claims are in `reports` already.
            decisions: What people decided of incidents and of origins.
        """
        texts = self._reports.texts(documents)
        self._read.clear()
        self._features.clear()
        for text in texts:
            self.memory.enter(text)
        known = self.memory.known
        names = dict.fromkeys((*known.sources, *names_of(texts)))
        self.memory.known = dataclasses.replace(known, sources=tuple(names))
        family = self._repeating(texts)
        origins = self._origins(family, decisions)
        moved = self._moved(documents, origins)
        near = self._near(moved, origins)
        repeated = {
            document
            for origin in origins
            if not set(moved).isdisjoint(origin.documents)
            for document in origin.documents
        }
        region = self.memory.region_of({*moved, *repeated, *near})
        made = self._linked(region, (), origins, decisions)
        # Who joins another incident than before may only do so because the others that
        # fit lie outside the region: they are laid beside it, and asked again.
        around = self._around(made, region, documents)
        while around:
            made = self._linked(region, around, origins, decisions)
            taken = {d for incident in made.incidents for d in incident.documents}
            if taken <= set(region):
                break
            region = self.memory.region_of({*region, *taken})
            around = sorted(set(around) - set(region))
            made = self._linked(region, (), origins, decisions)
        return self._noted(made, region)

    def _repeating(self, texts: Sequence[LinkText]) -> list[DocumentId]:
        """Return the documents that new ones may repeat, with all of their origins."""
        made = Shingles(
            texts, number_words(self._reference), self.memory.known.furniture
        )
        some = made.sampled(_SHINGLES)
        pairs, whose = number_keys(made.words)
        found: set[int] = set()
        for place, text in enumerate(texts):
            # All at once, too, a text meets neighbours in the order of publication.
            near = (self.memory.place_of(_day(text.published_by)), _NEAREST)
            for keys in (
                some.keys[some.holders == place],
                pairs[whose == place] ^ _NUMBERS,
            ):
                held, holders = self.memory.keys.holders_of(keys, near)
                found |= self._most_often(held, holders, 2 * BEST, FEWEST_SHARED)
        documents = {text.document_id for text in texts}
        documents |= {self.memory.ids[at] for at in found}
        origins = {self.memory.origin_of[self.memory.number[d]] for d in documents}
        for origin in origins - {""}:
            documents |= set(self._held.origins[origin].documents)
        return sorted(documents)

    def _most_often(
        self, keys: Hashes, holders: Places, most: int, fewest: int
    ) -> set[int]:
        pairs = np.unique(np.stack((holders.astype(np.uint64), keys)), axis=1)
        places, counts = np.unique(pairs[0].astype(np.int64), return_counts=True)
        good = counts >= fewest
        places, counts = places[good], counts[good]
        best = np.lexsort((places, -counts))[:most]
        return set(places[best].tolist())

    def _origins(
        self, family: Sequence[DocumentId], decisions: LinkDecisions | None
    ) -> list[Origin]:
        memory = self.memory
        before = {memory.origin_of[memory.number[d]] for d in family} - {""}
        return find_origins(
            self._reports.texts(family),
            self._reference,
            previous=[self._held.origins[origin] for origin in sorted(before)],
            known=memory.known,
            decisions=decisions,
        )

    def _moved(
        self, documents: Sequence[DocumentId], origins: Sequence[Origin]
    ) -> list[DocumentId]:
        """Return the new documents, and those that repeat another text than before."""
        memory = self.memory
        moved = dict.fromkeys(documents)
        for origin in origins:
            for document in origin.documents:
                if memory.origin_of[memory.number[document]] != origin.id:
                    moved.setdefault(document)
        return list(moved)

    def _near(
        self, moved: Sequence[DocumentId], origins: Sequence[Origin]
    ) -> set[DocumentId]:
        """Return documents that speak of the place and time, or are alike enough."""
        memory = self.memory
        texts, claims = self._reports.texts(moved), self._reports.claims(moved)
        read = read_reports(
            claims,
            texts,
            origins,
            self._reference,
            scale=memory.scale,
            read=self._read,
        )
        notes = LinkNotes(mentions=read.mentions, alike=read.alike)
        made = Shingles(texts, number_words(self._reference), memory.known.furniture)
        keys, holders = _keys_of(memory, texts, claims, made, notes)
        days = [when_told(m).toordinal() for m in read.mentions]
        days += [_day(text.published_by) for text in texts if text.published_by]
        told = {key for _, key in _keys_to_meet(read.mentions, claims)}
        at_place, others = self._meeting(
            sorted(told), min(days, default=0), max(days, default=0)
        )
        words, rare_in = read.alike.rare
        for text in texts:
            is_own = np.array(
                [text.document_id == name for name in rare_in], dtype=bool
            )
            held, who = memory.keys.holders_of(mixed(words[is_own] ^ _RARE))
            others |= self._most_often(held, who, _ALIKE, 1)
        memory.keys.add(keys, holders.astype(np.int32))
        compared = {memory.ids[at] for at in others - at_place} - set(moved)
        near = {memory.ids[at] for at in at_place} | self._of_its_kind(claims)
        return near | self._alike_enough(moved, compared, origins)

    def _of_its_kind(self, claims: Iterable[AnyClaim]) -> set[DocumentId]:
        """Return who tells of the one incident whose target an answer names."""
        found: set[DocumentId] = set()
        for claim in claims:
            if isinstance(claim, RebuttalClaim):
                kinds = targets_named(claim.span.quote, self._reference)
                held = [
                    head
                    for head in self.memory.heads.values()
                    if head.target and targets_agree(kinds, [head.target])
                ]
                if len(held) == 1:
                    found |= set(held[0].documents)
        return found

    def _meeting(
        self, told: Sequence[str], first: int, last: int
    ) -> tuple[set[int], set[int]]:
        """Return who names a place of ours in those weeks, and who else meets."""
        at_place: set[int] = set()
        others: set[int] = set()
        day_of = np.array(self.memory.days, dtype=np.int64)
        for key in told:
            wanted = np.array([_block_hash(key)], dtype=np.uint64)
            _, holders = self.memory.keys.holders_of(wanted)
            days = day_of[holders]
            apart = np.maximum(np.maximum(first - days, days - last), 0)
            apart[days == 0] = 0
            order = np.argsort(apart, kind="stable")
            if key.startswith(_AT_PLACE):
                near = order[apart[order] <= _DAYS][:_AT_A_PLACE]
                at_place |= set(holders[near].tolist())
            else:
                others |= set(holders[order[:_NEAREST]].tolist())
        return at_place, others

    def _alike_enough(
        self,
        moved: Sequence[DocumentId],
        others: Collection[DocumentId],
        origins: Sequence[Origin],
    ) -> set[DocumentId]:
        """Return of some documents those that could be about one attack with ours."""
        if not others:
            return set()
        documents = sorted({*moved, *others})
        read = read_reports(
            self._reports.claims(documents),
            self._reports.texts(documents),
            self._all_origins(documents, origins),
            self._reference,
            scale=self.memory.scale,
            read=self._read,
        )
        least = weights_of(self._reference)["incident.link"]
        ours = [m for m in read.mentions if m.passage.document_id in set(moved)]
        return {
            other.passage.document_id
            for other in read.mentions
            if other.passage.document_id in others
            and any(read.likeness(one, other).score >= least for one in ours)
        }

    def _all_origins(
        self, documents: Iterable[DocumentId], origins: Sequence[Origin]
    ) -> list[Origin]:
        """Return the origins of documents: the new ones, and the others as held."""
        told = {document for origin in origins for document in origin.documents}
        names = {
            self.memory.origin_of[self.memory.number[document]]
            for document in documents
            if document not in told
        }
        return [*origins, *(self._held.origins[name] for name in sorted(names - {""}))]

    def _linked(
        self,
        region: Sequence[DocumentId],
        around: Sequence[DocumentId],
        origins: Sequence[Origin],
        decisions: LinkDecisions | None,
    ) -> _Made:
        """Link a region; what lies around it is there to be joined, not to join."""
        memory, documents = self.memory, [*region, *around]
        texts, claims = self._reports.texts(documents), self._reports.claims(documents)
        held = self._all_origins(documents, origins)
        roots = find_roots(claims, texts, self._sources, held, self._reference)
        before = {
            name for d in documents for name in memory.incidents_of[memory.number[d]]
        }
        notes = LinkNotes(
            memory.scale,
            read=self._read,
            features=self._features,
            asking=set(region) if around else None,
            targets_elsewhere={
                head.target
                for name, head in memory.heads.items()
                if head.target and name not in before
            },
        )
        linked = find_incidents(
            claims,
            texts,
            held,
            self._reference,
            previous=self._previous(before),
            decisions=decisions,
            roots=roots,
            notes=notes,
        )
        ours = set(region)
        incidents = tuple(i for i in linked.incidents if ours & set(i.documents))
        taken = {document for made in incidents for document in made.documents}
        touched = ours | taken
        mine = [claim for claim in claims if claim.document_id in touched]
        return _Made(origins, held, roots, incidents, linked, notes, mine, texts)

    def _around(
        self,
        made: _Made,
        region: Sequence[DocumentId],
        new: Collection[DocumentId],
    ) -> list[DocumentId]:
        """Return who lies at the places of documents that went to another incident."""
        memory = self.memory
        now: dict[DocumentId, set[IncidentId]] = defaultdict(set)
        for incident in made.incidents:
            for document in incident.documents:
                now[document].add(incident.id)
        moved = {
            document
            for document in region
            if document not in new
            and now[document] != set(memory.incidents_of[memory.number[document]])
        }
        if not moved:
            return []
        days = [memory.days[memory.number[document]] for document in moved]
        claims = [claim for claim in made.claims if claim.document_id in moved]
        told = {key for _, key in _keys_to_meet((), claims)}
        near, _ = self._meeting(sorted(told), min(days), max(days))
        whole = memory.region_of(memory.ids[at] for at in near) if near else []
        return sorted(set(whole) - set(region))

    def _noted(self, made: _Made, region: Sequence[DocumentId]) -> Touched:
        """Remember what was made; return what came out different."""
        memory, held = self.memory, self._held
        taken = {document for i in made.incidents for document in i.documents}
        documents = sorted({*region, *taken})
        before = _Before.of(memory, documents)
        for at in (memory.number[document] for document in documents):
            memory.roots_of[at], memory.incidents_of[at] = (), ()
        for name in before.incidents:
            memory.heads.pop(name, None)
        roots = _of_documents(made.roots, set(documents), self._reports)
        linked = LinkedIncidents(
            incidents=made.incidents, aggregates=(), unplaced=(), mainly={}
        )
        _note(memory, LinkedAll(made.origins, roots, linked, made.notes), self._reports)
        merged = self._merged_roots(before, roots)
        now: set[str] = {origin.id for origin in made.held}
        now |= {root.id for root in merged} | {i.id for i in made.incidents}
        totals, no_more = self._aggregates(made, set(documents))
        return Touched(
            origins=_changed(made.origins, held.origins),
            roots=_changed(merged, held.roots),
            incidents=tuple(
                new
                for new in _changed(made.incidents, held.incidents)
                if not _is_as_before(new, held.incidents.get(new.id))
            ),
            aggregates=_changed(totals, held.aggregates),
            gone=frozenset({*before.names, *no_more} - now),
            region=tuple(documents),
            claims=tuple(made.claims),
        )

    def _previous(self, names: Collection[IncidentId]) -> Previous:
        """Return some incidents as they were, and those that they have taken in."""
        before = tuple(self._held.incidents[name] for name in sorted(names))
        taken = {former for incident in before for former in incident.previous_ids}
        merged = self._held.merged
        return Previous(
            incidents=before,
            merged=tuple(merged[name] for name in sorted(taken) if name in merged),
            last=self.memory.last,
        )

    def _merged_roots(self, before: _Before, found: Sequence[Root]) -> list[Root]:
        new = {RootId(root.id): root for root in found}
        made = [
            self._merged_root(self._held.roots.get(name), new.get(name), before)
            for name in sorted({*before.roots, *new})
        ]
        return [root for root in made if root is not None]

    def _merged_root(
        self, old: Root | None, new: Root | None, before: _Before
    ) -> Root | None:
        """Return a root with the claims of the region as they are now."""
        document_of = self._reports.document_of
        claims = self._left_of(old, before) if old else []
        if not claims:
            return new
        added: dict[DocumentId, list[ClaimId]] = defaultdict(list)
        for claim in new.claims if new else ():
            added[document_of(claim)].append(claim)
        for document, own in added.items():
            at = bisect_left(claims, self._order(document), key=self._order_of)
            claims[at:at] = own
        first = new if new and claims[0] in set(new.claims) else old
        if first is None:
            return None
        # Who repeats one text is in one region: other origins are as they were.
        held = old.origins if old else ()
        origins = {name for name in held if name not in before.origins}
        origins |= set(new.origins) if new else set()
        told = {why.text for why in first.reason.because} | {first.reason.text}
        more = [
            why
            for root in (old, new)
            if root is not None and root is not first
            for why in root.reason.because
            if why.text not in told
        ]
        reason = replace(first.reason, because=(*first.reason.because, *more))
        return replace(
            first, claims=tuple(claims), origins=tuple(sorted(origins)), reason=reason
        )

    def _left_of(self, root: Root, before: _Before) -> list[ClaimId]:
        """Return the claims of a root that stand in no document of the region.

        Claims of one document stand together: documents are in order of their day.
        """
        claims = list(root.claims)
        for document in before.roots.get(RootId(root.id), ()):
            order = self._order(document)
            first = bisect_left(claims, order, key=self._order_of)
            last = bisect_right(claims, order, key=self._order_of, lo=first)
            del claims[first:last]
        return claims

    def _order_of(self, claim: ClaimId) -> tuple[int, str]:
        return self._order(self._reports.document_of(claim))

    def _order(self, document: DocumentId) -> tuple[int, str]:
        day = self.memory.days[self.memory.number[document]]
        return _when(day), document

    def _aggregates(
        self, made: _Made, region: Collection[DocumentId]
    ) -> tuple[list[Aggregate], set[str]]:
        """Return the totals that the region states, beside all incidents.

        With a total that other documents state too go their claims. Second: the ids of
        totals that nobody states now.
        """
        document_of = self._reports.document_of
        stated = {claim for total in made.linked.aggregates for claim in total.claims}
        touched = {
            name: total
            for name, total in self._held.aggregates.items()
            if any(document_of(claim) in region for claim in total.claims)
        }
        same = {total.id for total in made.linked.aggregates} & set(
            self._held.aggregates
        )
        for name in same:
            touched.setdefault(name, self._held.aggregates[name])
        others = {
            claim
            for total in touched.values()
            for claim in total.claims
            if document_of(claim) not in region
        }
        documents = sorted({document_of(claim) for claim in others})
        claims = [*made.claims, *self._reports.claims(documents)]
        texts = [*made.texts, *self._reports.texts(documents)]
        wholes = [claim for claim in claims if claim.id in stated | others]
        totals = find_aggregates(
            [claim for claim in wholes if isinstance(claim, Toll)],
            list(self.memory.heads.values()),
            {text.document_id: text for text in texts},
        )
        return totals, set(touched) - {total.id for total in totals}


def _of_documents(
    roots: Iterable[Root], documents: Collection[DocumentId], reports: Reports
) -> list[Root]:
    """Return roots with those of their claims that stand in some documents."""
    made = []
    for root in roots:
        own = tuple(c for c in root.claims if reports.document_of(c) in documents)
        if own:
            made.append(replace(root, claims=own))
    return made


def _is_as_before(made: Incident, held: Incident | None) -> bool:
    """Say whether only reasons are worded anew: what was held stands then."""
    if held is None or made.claims != held.claims:
        return False
    return replace(made, reasons=()) == replace(held, reasons=())


def _changed(found: Iterable[R], held: Mapping[Any, R]) -> tuple[R, ...]:
    return tuple(made for made in found if held.get(made.id) != made)
