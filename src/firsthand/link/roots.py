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
from firsthand.link.layout import Layout
from firsthand.link.said_by import body_words, counters_of, is_counter, offices_of
from firsthand.link.speakers import Key, NameBook, Voice, same_person, voices_of
from firsthand.link.texts import LinkText
from firsthand.model import (
    AnyClaim,
    CasualtyClaim,
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
from firsthand.reference.folding import is_arabic, plain_key
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
_OWN_REPORT = frozenset({SourceType.NGO, SourceType.RECORDER})
"""Relaying voices that are one, on their own pages and wherever they are quoted."""


@dataclasses.dataclass(frozen=True)
class _Found:
    """The root that one claim was put to."""

    key: str
    label: str
    kind: RootKind
    is_determined: bool
    source: Source | None
    why: str
    is_body: bool = False


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
        self.first_of = {
            document: made.first for made in origins for document in made.documents
        }
        self.counters = counters_of(reference)
        self.layouts: dict[DocumentId, Layout] = {}
        self.heads: dict[tuple[DocumentId, str], str] = {}
        self.by_id = {source.id: source for source in sources}
        self.known = NameBook()
        self.by_name: dict[str, Source] = {}
        for source in sources:
            for name in (source.name, *source.other_names):
                self.by_name.setdefault(plain_key(name), source)
                key = self.voices.read(name).key
                if key and key not in self.known:
                    self.known.enter(key, source.id)
        self.spokes = NameBook()
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
        """Note which named people speak for, or head, which body."""
        seen: dict[DocumentId, dict[str, None]] = defaultdict(dict)
        for claim in claims:
            for label in claim.chain or (claim.speaker,):
                if label and label not in seen[claim.document_id]:
                    seen[claim.document_id][label] = None
                    self._learn(label, claim.document_id)
        for document, labels in seen.items():
            self._learn_heads(document, list(labels))

    def _learn_heads(self, document: DocumentId, labels: Sequence[str]) -> None:
        """Note whose heads a text quotes by name: their word is that of the body."""
        text = self.texts.get(document)
        people = [label for label in labels if self._is_a_person(self.read(label))]
        if text is None or not people:
            return
        bodies = [label for label in labels if self.read(label).is_body]
        publisher = self.publisher(document)
        bodies += [publisher.name] if publisher else []
        bodies += [s.name for s in self.by_id.values() if s is not publisher]
        for person in people:
            for office in offices_of(person, text.text, self.voices):
                body = self._body_headed(office, bodies)
                if body is not None:
                    self.heads.setdefault((document, person), body)

    def _is_a_person(self, voice: Voice) -> bool:
        is_bare_name = bool(voice.names) and voice.key == voice.names
        return is_bare_name and voice.key not in self.known

    def _body_headed(self, office: Voice, bodies: Sequence[str]) -> str | None:
        """Return the one body an office can be at: by its name, or by its kind.

        "The council" is a council that the same text names; where it could be two
        bodies it is neither.
        """
        named = [b for b in bodies if office.names and office.key == self.read(b).key]
        if named:
            return named[0]
        if office.names and not is_arabic(office.label):
            return office.label
        fitting: dict[Key, str] = {}
        for body in bodies:
            read = self.read(body)
            if read.is_body and body_words(office) <= body_words(read):
                fitting.setdefault(read.key, body)
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _learn(self, label: str, document: DocumentId) -> None:
        voice = self.read(label)
        if not voice.names or voice.key in self.known:
            return
        bodies = self.known.within(voice.key) if voice.speaks_for else []
        for body, source in bodies:
            if body != voice.key:
                self.spokes.enter(voice.names - body, source)
                return
        if voice.key == voice.names:
            source_id = self._spoken_for(voice, document)
            if source_id:
                self.spokes.enter(voice.names, source_id)

    def _spoken_for(self, voice: Voice, document: DocumentId) -> SourceId | None:
        """Return whom a person is said to speak for, by the words around the name."""
        text = self.texts.get(document)
        publisher = self.publisher(document)
        for around in _around(text.text if text else "", voice.names):
            near = self.voices.read(around)
            if not near.speaks_for or near.holds_office:
                continue
            if publisher and publisher.source_type is SourceType.OFFICIAL:
                return publisher.id
            bodies = {s for body, s in self.known.within(near.key) if body != near.key}
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
        told = self._told_by_the_text(claim)
        if told is not None:
            return told
        if claim.speaker is None:
            return self._own_voice(claim, origin, publisher)
        return self._of_speaker(claim, origin, publisher)

    def _told_by_the_text(self, claim: AnyClaim) -> _Found | None:
        """Return the body that the words around a claim put it to; None = none."""
        counted = self._who_counted(claim)
        if counted is not None:
            why = f"the text says that {counted} counted them"
            return self._somebody(counted, why)
        headed = self.heads.get((claim.document_id, claim.speaker or ""))
        if headed is not None:
            return self._somebody(headed, f"its head speaks for {headed}")
        return None

    def _of_speaker(
        self, claim: AnyClaim, origin: OriginId, publisher: Source | None
    ) -> _Found:
        speaker = claim.speaker or ""
        voice = self.read(speaker)
        source = self._source_of(voice)
        if source is not None:
            return self._of_source(source, f'"{speaker}" is {source.name}')
        known = self.reference_voices.organisation_of(speaker)
        if known is not None or voice.is_named:
            return self._named(speaker, known, f'the claim is that of "{speaker}"')
        return self._nobody_in_particular(claim, voice, origin, publisher)

    def _somebody(self, label: str, why: str) -> _Found:
        """Return the root of a body that the text names beside the claim."""
        source = self._source_of(self.read(label))
        if source is not None:
            return self._of_source(source, why)
        return self._named(label, self.reference_voices.organisation_of(label), why)

    def _who_counted(self, claim: AnyClaim) -> str | None:
        """Return the body that counted, where the writer says so; None = not said."""
        text = self.texts.get(claim.document_id)
        if text is None or not isinstance(claim, CasualtyClaim) or claim.speaker:
            return None
        layout = self.layouts.get(claim.document_id)
        if layout is None:
            layout = self.layouts[claim.document_id] = Layout(text.text)
        words = self.counters.who_counted(claim, layout)
        return words if words and is_counter(self.read(words)) else None

    def _named(self, speaker: str, known: Organisation | None, why: str) -> _Found:
        """Return the root of somebody in particular who is no source of the case."""
        voice = self.read(known.name if known else speaker)
        kind = self.reference_voices.kind_of(speaker)[0] or voice.kind
        return _Found(
            key=_joined(voice.key) or plain_key(speaker),
            label=speaker,
            kind=kind,
            is_determined=kind not in _RELAYING,
            source=None,
            why=why,
            is_body=known is not None or voice.is_body,
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
                (s for _, s in self.spokes.within(voice.names)), None
            )
        if found is None and voice.speaks_for:
            bodies = {s for key, s in self.known.within(voice.key) if key != voice.key}
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
        if publisher is not None and publisher.source_type in _OWN_REPORT:
            return self._of_source(publisher, f"{publisher.name} says so itself")
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
        first = self.first_of.get(claim.document_id, claim.document_id)
        publisher = self.publisher(first)
        return publisher.name if publisher else None

    def root(self, key: str, pairs: Sequence[tuple[AnyClaim, _Found]]) -> Root:
        """Return the root record of claims that share a key."""
        claims = [claim for claim, _ in pairs]
        first = pairs[0][1]
        party = self._party(first)
        origins = {
            self.origin_of[claim.document_id]
            for claim in claims
            if claim.document_id in self.origin_of
        }
        whys = dict.fromkeys(found.why for _, found in pairs)
        determined = "one voice" if first.is_determined else "undetermined"
        return Root(
            id=_root_id(key),
            label=first.label,
            root_kind=first.kind,
            claims=tuple(claim.id for claim in claims),
            origins=tuple(sorted(origins)),
            is_determined=first.is_determined,
            is_interested=True if party else None,
            party=party,
            source_id=first.source.id if first.source else None,
            is_body=first.is_body or first.source is not None,
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
