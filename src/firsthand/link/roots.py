"""Which evidentiary root each claim comes from. Method: M011.

Reads: Claim, Source, Origin and texts. Writes: Root. The root is the innermost voice
of a claim's chain: two outlets that quote one official are one root, and a spokesman
is the body spoken for. A voice that the text does not let us name is undetermined:
it may be one already counted, so that independence is an interval.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.link.facts import skeleton
from firsthand.link.speakers import Key, Voice, same_person, voices_of
from firsthand.link.texts import LinkText
from firsthand.model import (
    AnyClaim,
    DocumentId,
    Origin,
    OriginId,
    Reason,
    Root,
    RootId,
    RootKind,
    Source,
    SourceId,
    SourceType,
)
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key
from firsthand.reference.voices import Organisation, open_voices

_RULE = "M011"
_WINDOW = 120
_NAME = re.compile(r"[^\W\d_]{3,}")

_KIND_OF_SOURCE = {
    SourceType.OUTLET: RootKind.OUTLET,
    SourceType.AGENCY: RootKind.OUTLET,
    SourceType.OFFICIAL: RootKind.OFFICIAL,
    SourceType.NGO: RootKind.NGO,
    SourceType.RECORDER: RootKind.RECORDER,
    SourceType.MONITOR: RootKind.MONITOR,
    SourceType.FIRST_RESPONDER: RootKind.FIRST_RESPONDER,
    SourceType.MEDICAL: RootKind.MEDICAL,
    SourceType.WITNESS: RootKind.WITNESS,
    SourceType.EXPERT: RootKind.EXPERT,
    SourceType.ARMED_GROUP: RootKind.ARMED_GROUP,
    SourceType.ACCOUNT: RootKind.UNKNOWN,
    SourceType.OTHER: RootKind.UNKNOWN,
}
_PRIMARY = frozenset(
    {
        SourceType.OFFICIAL,
        SourceType.MONITOR,
        SourceType.FIRST_RESPONDER,
        SourceType.MEDICAL,
        SourceType.WITNESS,
        SourceType.EXPERT,
        SourceType.ARMED_GROUP,
    }
)
"""Sources that speak from what they themselves saw, counted or did."""
_RELAYING = frozenset({RootKind.OUTLET, RootKind.NGO, RootKind.RECORDER})
"""Voices that pass on what others told them: named, yet no root by themselves."""


@dataclasses.dataclass(frozen=True)
class _Found:
    """The root that one claim was put to."""

    key: str
    label: str
    kind: RootKind
    is_determined: bool
    source: Source | None
    why: str


def find_roots(
    claims: Sequence[AnyClaim],
    texts: Sequence[LinkText],
    sources: Sequence[Source],
    origins: Sequence[Origin],
    reference: Reference,
) -> list[Root]:
    """Put every claim to its evidentiary root.

    Args:
        claims: All claims; rejected ones left out by the caller.
        texts: Their documents.
        sources: Source records of the case; may be empty.
        origins: Publication origins of the documents.
        reference: `link_voices` rows and the parties.

    Returns:
        Roots sorted by id, each with all its claims; ids come from the voice alone,
        so they stay when more arrives.
    """
    finder = _RootFinder(texts, sources, origins, reference)
    finder.learn_spokespeople(claims)
    members: dict[str, list[tuple[AnyClaim, _Found]]] = defaultdict(list)
    for claim in sorted(claims, key=finder.order):
        found = finder.root_of(claim)
        members[found.key].append((claim, found))
    return sorted(
        (finder.root(key, pairs) for key, pairs in members.items()),
        key=lambda root: root.id,
    )


def independent_roots(roots: Iterable[Root]) -> tuple[int, int]:
    """Return how many roots are certainly distinct, and how many if all are.

    Undetermined roots alone are at least one voice. Interested parties are counted
    here like others; whose claims they may support is for assessment.
    """
    held = list(roots)
    certain = sum(root.is_determined for root in held)
    return max(certain, min(1, len(held))), len(held)


class _RootFinder:
    """The voices of a case: its sources, their spokespeople, its documents."""

    def __init__(
        self,
        texts: Sequence[LinkText],
        sources: Sequence[Source],
        origins: Sequence[Origin],
        reference: Reference,
    ) -> None:
        self.voices = voices_of(reference)
        self.reference_voices = open_voices(reference)
        self.texts = {text.document_id: text for text in texts}
        self.origin_of: dict[DocumentId, OriginId] = {
            document: made.id for made in origins for document in made.documents
        }
        self.by_id = {source.id: source for source in sources}
        self.known: dict[Key, SourceId] = {}
        self.by_name: dict[str, Source] = {}
        for source in sources:
            for name in (source.name, *source.other_names):
                self.by_name.setdefault(plain_key(name), source)
                key = self.voices.read(name).key
                if key:
                    self.known.setdefault(key, source.id)
        self.spokes: dict[Key, SourceId] = {}
        self._read: dict[str, Voice] = {}

    def read(self, label: str) -> Voice:
        if label not in self._read:
            self._read[label] = self.voices.read(label)
        return self._read[label]

    def order(self, claim: AnyClaim) -> tuple[str, str, int, str]:
        text = self.texts.get(claim.document_id)
        day = text.published_by if text else None
        return str(day or "9999"), claim.document_id, claim.span.start, claim.id

    def publisher(self, document: DocumentId) -> Source | None:
        """Return the source record of a document; None = unknown."""
        text = self.texts.get(document)
        if text is None:
            return None
        if text.source_id in self.by_id:
            return self.by_id[text.source_id]
        return self.by_name.get(plain_key(text.source or ""))

    def learn_spokespeople(self, claims: Iterable[AnyClaim]) -> None:
        """Note which named people speak for which source of the case."""
        seen: set[tuple[str, str]] = set()
        for claim in claims:
            for label in claim.chain or (claim.speaker,):
                if label and (claim.document_id, label) not in seen:
                    seen.add((claim.document_id, label))
                    self._learn(label, claim.document_id)

    def _learn(self, label: str, document: DocumentId) -> None:
        voice = self.read(label)
        if not voice.names or voice.key in self.known:
            return
        for body, source in self.known.items():
            if voice.speaks_for and body < voice.key:
                self.spokes[voice.names - body] = source
                return
        if voice.key == voice.names:
            source_id = self._spoken_for(voice, document)
            if source_id:
                self.spokes[voice.names] = source_id

    def _spoken_for(self, voice: Voice, document: DocumentId) -> SourceId | None:
        """Return whom a person is said to speak for, by the words around the name."""
        text = self.texts.get(document)
        publisher = self.publisher(document)
        for around in _around(text.text if text else "", voice.names):
            near = self.voices.read(around)
            if not near.speaks_for:
                continue
            if publisher and publisher.source_type is SourceType.OFFICIAL:
                return publisher.id
            bodies = {s for body, s in self.known.items() if body and body < near.key}
            if len(bodies) == 1:
                return bodies.pop()
        return None

    def root_of(self, claim: AnyClaim) -> _Found:
        """Return the root of one claim."""
        origin = self.origin_of.get(claim.document_id, OriginId(claim.document_id))
        publisher = self.publisher(claim.document_id)
        if claim.is_unresolved:
            words = claim.speaker or "a speaker who could not be found"
            return _undetermined(
                f"{origin}|unresolved|{plain_key(words)}",
                words,
                RootKind.UNKNOWN,
                "the text means somebody, but does not let us say whom",
            )
        if claim.speaker is None:
            return self._own_voice(claim, origin, publisher)
        voice = self.read(claim.speaker)
        source = self._source_of(voice)
        if source is not None:
            return self._of_source(source, f'"{claim.speaker}" is {source.name}')
        known = self.reference_voices.organisation_of(claim.speaker)
        if known is not None or voice.is_named:
            return self._named(claim.speaker, known)
        return self._nobody_in_particular(claim, voice, origin, publisher)

    def _named(self, speaker: str, known: Organisation | None) -> _Found:
        """Return the root of somebody in particular who is no source of the case."""
        voice = self.read(known.name if known else speaker)
        kind = self.reference_voices.kind_of(speaker)[0] or voice.kind
        return _Found(
            key=_joined(voice.key) or plain_key(speaker),
            label=speaker,
            kind=kind,
            is_determined=kind not in _RELAYING,
            source=None,
            why=f'the claim is that of "{speaker}"',
        )

    def _source_of(self, voice: Voice) -> Source | None:
        by_name = self.by_name.get(plain_key(voice.label))
        if by_name is not None:
            return by_name
        found = self.known.get(voice.key) if voice.key else None
        if found is None and voice.is_named:
            found = same_person(voice.key, self.known)
        if found is None and voice.names:
            found = same_person(voice.names, self.spokes) or next(
                (s for person, s in self.spokes.items() if person <= voice.names), None
            )
        if found is None and voice.speaks_for:
            bodies = {s for key, s in self.known.items() if key < voice.key}
            found = bodies.pop() if len(bodies) == 1 else None
        return self.by_id.get(found) if found else None

    def _of_source(self, source: Source, why: str) -> _Found:
        read = self.read(source.name)
        kind = _KIND_OF_SOURCE.get(source.source_type or SourceType.OTHER)
        if source.source_type is None:
            kind = read.kind
        relays = kind in _RELAYING
        return _Found(
            key=f"source|{_joined(read.key) or plain_key(source.name)}",
            label=source.name,
            kind=kind or RootKind.UNKNOWN,
            is_determined=source.source_type in _PRIMARY
            or (source.source_type is None and not relays),
            source=source,
            why=f"{why}, and does not say from whom it knows" if relays else why,
        )

    def _own_voice(
        self, claim: AnyClaim, origin: OriginId, publisher: Source | None
    ) -> _Found:
        if publisher is not None and publisher.source_type in _PRIMARY:
            return self._of_source(
                publisher, f"{publisher.name} says so itself, on its own page"
            )
        text = self.texts.get(claim.document_id)
        label = publisher.name if publisher else (text.source if text else None)
        kind = _KIND_OF_SOURCE.get(
            (publisher.source_type if publisher else None) or SourceType.OUTLET
        )
        return _undetermined(
            f"{origin}|own",
            label or f"unattributed in {origin}",
            kind or RootKind.OUTLET,
            "the text names nobody for this: whom it knows it from is unknown",
            publisher,
        )

    def _nobody_in_particular(
        self,
        claim: AnyClaim,
        voice: Voice,
        origin: OriginId,
        publisher: Source | None,
    ) -> _Found:
        is_own = publisher is not None and publisher.source_type in _PRIMARY
        if is_own and publisher and voice.kind is RootKind.UNKNOWN and voice.key:
            return self._of_source(publisher, f"{publisher.name} speaks of its own")
        outer = self._told_to(claim)
        where = outer or origin
        who = f" who told {outer}" if outer else ""
        return _undetermined(
            f"{where}|{_joined(voice.key) or plain_key(voice.label)}",
            str(claim.speaker),
            voice.kind,
            f'"{claim.speaker}"{who} is nobody in particular: it may be a voice '
            "counted already",
        )

    def _told_to(self, claim: AnyClaim) -> str | None:
        """Return the nearest named speaker outside the innermost; None = none."""
        for label in reversed(claim.chain[:-1]):
            voice = self.read(label)
            source = self._source_of(voice)
            if source is not None:
                return source.name
            if voice.is_named:
                return label
        publisher = self.publisher(claim.document_id)
        return publisher.name if publisher else None

    def root(self, key: str, pairs: Sequence[tuple[AnyClaim, _Found]]) -> Root:
        """Return the root record of claims that share a key."""
        claims = [claim for claim, _ in pairs]
        first = pairs[0][1]
        party = self._party(first)
        origins = dict.fromkeys(
            self.origin_of[claim.document_id]
            for claim in claims
            if claim.document_id in self.origin_of
        )
        whys = dict.fromkeys(found.why for _, found in pairs)
        determined = "one voice" if first.is_determined else "undetermined"
        return Root(
            id=_root_id(key),
            label=first.label,
            root_kind=first.kind,
            claims=tuple(claim.id for claim in claims),
            origins=tuple(origins),
            is_determined=first.is_determined,
            is_interested=True if party else None,
            party=party,
            source_id=first.source.id if first.source else None,
            reason=Reason(
                text=f"{determined.capitalize()}: {first.why}",
                rule=_RULE,
                met=first.is_determined,
                because=tuple(Reason(text=why, rule=_RULE) for why in list(whys)[1:]),
            ),
        )

    def _party(self, found: _Found) -> str | None:
        if found.source is not None and found.source.party:
            return found.source.party
        return self.reference_voices.kind_of(found.label)[1]


def _undetermined(
    key: str, label: str, kind: RootKind, why: str, source: Source | None = None
) -> _Found:
    return _Found(key, label, kind, is_determined=False, source=source, why=why)


def _around(text: str, names: Key) -> Iterator[str]:
    """Yield the words around each mention of a name."""
    for match in _NAME.finditer(text):
        if match.group()[0].isupper() and skeleton(match.group()) in names:
            yield text[max(0, match.start() - _WINDOW) : match.end() + _WINDOW]


def _joined(key: Key) -> str:
    return "+".join(sorted(key))


def _root_id(key: str) -> RootId:
    return RootId(f"R-{hashlib.sha256(key.encode()).hexdigest()[:12]}")


def roots_by_claim(roots: Iterable[Root]) -> Mapping[str, Root]:
    """Return the root of each claim id."""
    return {claim: root for root in roots for claim in root.claims}
