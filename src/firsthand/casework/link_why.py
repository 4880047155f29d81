"""Why two things are linked or not, feature by feature: `firsthand why A B`.

Documents are told as copies and as reports of one attack, incidents by their passages,
claims by whose word they are. Everything is compared anew as linking compares it; what
people decided is told beside it, since it overrides the program.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Sequence

from firsthand.casework.case import Case
from firsthand.casework.link_answers import answers_on
from firsthand.casework.linking import texts_to_link
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.link.copies import compare_texts
from firsthand.link.decisions import ATTACKS, ORIGINS
from firsthand.link.incidents import ReportsRead, read_reports
from firsthand.link.likeness import Likeness, Mention
from firsthand.link.texts import LinkText
from firsthand.model import (
    AnyClaim,
    ClaimId,
    Decision,
    DocumentId,
    Incident,
    IncidentId,
    Root,
)
from firsthand.model.words import claim_in_words, date_in_words, place_in_words

_DECIDED = {Decision.MERGE, Decision.SPLIT, Decision.CORRECT}
_SHOWN = 3


@dataclasses.dataclass(frozen=True)
class LinkSide:
    """One of the two things asked about.

    Attributes:
        name: As asked.
        documents: The document, or those of the incident.
        claims: Its claims: what a passage must hold to stand for it.
        incident: The incident, where it is one.
        claim: The claim, where it is one.
    """

    name: str
    documents: tuple[DocumentId, ...]
    claims: frozenset[ClaimId]
    incident: Incident | None = None
    claim: AnyClaim | None = None

    @property
    def document(self) -> DocumentId | None:
        """The one document it is or stands in; None = an incident."""
        return None if self.incident else self.documents[0]


def tell_link(case: Case, one: str, other: str) -> Iterator[str]:
    """Tell why two documents, incidents or claims are linked, or are not.

    Args:
        case: An open case; read.
        one: "D-003", "I-001" or a claim ("D-003#k3vqzt").
        other: Another, of whichever kind.

    Raises:
        UserError: There is no such thing, or both are the same.
    """
    if one == other:
        raise UserError(f"{one} and {other} are the same; name two things")
    why = LinkWhy(CaseState(case))
    return why.tell(why.side(one), why.side(other))


class LinkWhy:
    """What is linked in a case, compared anew for whoever asks why."""

    def __init__(self, state: CaseState) -> None:
        """Take the case; nothing is compared before it is asked."""
        self._state = state
        self._reference = state.case.reference
        self._claims = {claim.id: claim for claim in state.counting_claims}
        self._incident_of = {
            claim: incident.id
            for incident in state.incidents.values()
            for claim in incident.claims
        }

    def side(self, name: str) -> LinkSide:
        """Look a thing up.

        Raises:
            UserError: There is none of that name, or it counts for nothing.
        """
        state = self._state
        if incident := state.incident(name):
            return LinkSide(
                name, incident.documents, frozenset(incident.claims), incident=incident
            )
        if claim := self._claims.get(ClaimId(name)):
            own = frozenset({claim.id})
            return LinkSide(name, (claim.document_id,), own, claim=claim)
        key = DocumentId(name)
        if key in state.withdrawn or ClaimId(name) in state.shown:
            raise UserError(
                f"{name} counts for nothing now (rejected or withdrawn), so that it is "
                f"linked to nothing; see it: firsthand show {name}"
            )
        if key not in state.documents:
            raise UserError(
                f"nothing here is called {name!r}: name two documents (D-003), "
                "incidents (I-001), claims (D-003#...) or people (V-...)"
            )
        own = frozenset(c.id for c in self._claims.values() if c.document_id == key)
        return LinkSide(name, (key,), own)

    def tell(self, one: LinkSide, other: LinkSide) -> Iterator[str]:
        """Tell whose words, which texts, which attack, and what people decided."""
        yield f"{one.name} and {other.name}: {self._verdict(one, other)}"
        if one.claim and other.claim:
            yield from self._tell_roots(one.claim, other.claim)
        if one.document and other.document and one.document != other.document:
            yield from self._tell_texts(one.document, other.document)
        yield from self._tell_membership(one, other)
        yield from self.tell_attack(one, other)
        yield from self.tell_decisions(one, other)

    # -- verdict

    def _verdict(self, one: LinkSide, other: LinkSide) -> str:
        ours, theirs = self._incidents(one), self._incidents(other)
        both = [name for name in ours if name in theirs]
        if one.incident and other.incident and one.incident.id != other.incident.id:
            return "two incidents"
        if both:
            return f"one incident ({', '.join(both)})"
        told = [
            f"{side.name} in {', '.join(held) or 'no incident'}"
            for side, held in ((one, ours), (other, theirs))
            if not side.incident
        ]
        return f"not one incident: {'; '.join(told)}"

    def _incidents(self, side: LinkSide) -> list[IncidentId]:
        if side.incident:
            return [side.incident.id]
        held = {self._incident_of[c] for c in side.claims if c in self._incident_of}
        return sorted(held)

    def _tell_membership(self, one: LinkSide, other: LinkSide) -> Iterator[str]:
        """Tell how claims of one side came into an incident that both are in."""
        for name in sorted({*self._incidents(one)} & {*self._incidents(other)}):
            for reason in self._state.incidents[name].reasons:
                if any(
                    not side.incident and not side.claims.isdisjoint(reason.claims)
                    for side in (one, other)
                ):
                    yield f"In {name}: {reason.text} ({reason.rule})"

    # -- whose word

    def _tell_roots(self, one: AnyClaim, other: AnyClaim) -> Iterator[str]:
        roots = [self._root(claim) for claim in (one, other)]
        same = roots[0] is not None and roots[0] == roots[1]
        yield f"Whose word: {'one root' if same else 'not one root'}"
        for claim, root in zip((one, other), roots, strict=True):
            shown = self._state.shown[claim.id].claim
            yield f"  {claim.id}  {claim_in_words(shown)}"
            if root is None:
                yield "    no root: not a claim that somebody vouches for"
                continue
            yield f"    {root.label} ({root.root_kind}): {root.reason.text}"

    def _root(self, claim: AnyClaim) -> Root | None:
        held = (r for r in self._state.roots.values() if claim.id in r.claims)
        return next(held, None)

    # -- texts

    def _tell_texts(self, one: DocumentId, other: DocumentId) -> Iterator[str]:
        linked = [
            origin
            for origin in self._state.origins.values()
            if {one, other} <= set(origin.documents)
        ]
        for origin in linked:
            yield f"Texts: one origin ({origin.id})"
            for link in origin.links:
                if link.document_id in {one, other}:
                    yield f"  {link.document_id}: {link.reason.text}"
                    yield from (f"    {why.text}" for why in link.reason.because)
        if not linked:
            found = compare_texts(self._texts, one, other, self._reference)
            yield "Texts: two origins, neither repeats the other"
            yield from (f"  {text}" for text in found.seen)

    @functools.cached_property
    def _texts(self) -> list[LinkText]:
        return texts_to_link(self._state)

    # -- the attack

    @functools.cached_property
    def read(self) -> ReportsRead:
        """Everything that linking compares, read once."""
        return read_reports(
            tuple(self._claims.values()),
            self._texts,
            list(self._state.origins.values()),
            self._reference,
            list(self._state.roots.values()),
        )

    def tell_attack(self, one: LinkSide, other: LinkSide) -> Iterator[str]:
        """Tell how alike the passages of two sides are, feature by feature."""
        ours = self._compared(self.mentions(one))
        theirs = self._compared(self.mentions(other))
        for side, held in ((one, ours), (other, theirs)):
            if not held:
                yield f"Attack: {side.name} tells of no attack that could be compared"
        pairs = [
            (self.read.likeness(a, b), a, b)
            for a in ours
            for b in theirs
            if a.passage.key != b.passage.key
        ]
        if not pairs:
            return
        least = self.read.weights["incident.link"]
        mean = sum(pair[0].score for pair in pairs) / len(pairs)
        of = f" on average of {len(pairs)} pairs" if len(pairs) > 1 else ""
        yield f"Attack: likeness {mean:+.1f}{of}; passages are joined from {least:+.1f}"
        best = sorted(pairs, key=lambda p: (-p[0].score, p[1].passage.key))
        for pair in _best_and_worst(best):
            yield from self._tell_pair(*pair)

    def mentions(self, side: LinkSide) -> list[Mention]:
        """Return the passages that stand for a side."""
        documents = set(side.documents)
        return [
            mention
            for mention in self.read.mentions
            if mention.passage.document_id in documents
            and any(claim.id in side.claims for claim in mention.passage.claims)
        ]

    def _compared(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Leave out what joins by place and day only, where something else is there."""
        told = [m for m in mentions if m.passage.key in self.read.compared]
        return told or list(mentions)

    def _tell_pair(
        self, found: Likeness, one: Mention, other: Mention
    ) -> Iterator[str]:
        for mention in (one, other):
            yield f"  {_described(mention)}{self._standing(mention)}"
        for text, weight, rule in found.said:
            yield f"  {weight:+7.1f}  {text} ({rule})"
        yield f"  {found.score:+7.1f}  in all"

    def _standing(self, mention: Mention) -> str:
        if mention.passage.key in self.read.compared:
            return ""
        return "; alleges no harm of its own: joins by place and day"

    # -- decisions

    def tell_decisions(self, one: LinkSide, other: LinkSide) -> Iterator[str]:
        """Tell what people decided of two sides, and what is open again."""
        names = {one.name, other.name, *self._incidents(one), *self._incidents(other)}
        names |= {
            name
            for side in (one, other)
            if side.incident
            for name in side.incident.previous_ids
        }
        for made in self._state.judgements:
            if made.decision in _DECIDED and names & set(made.subjects):
                yield (
                    f"Decided: {made.id} {made.decision} {' '.join(made.subjects)}, by "
                    f"{made.by} on {made.at:%Y-%m-%d}: {made.because}"
                )
        for answer in answers_on(self._state, ATTACKS):
            if answer.sides.lie_between(one.claims, other.claims):
                yield answer.told()
        for answer in answers_on(self._state, ORIGINS):
            if answer.sides.lie_between(one.documents, other.documents):
                yield answer.told()


def document_in_words(state: CaseState, name: DocumentId) -> str:
    """Say of a document who published it, and when."""
    document = state.documents[name]
    source = state.sources.get(document.source_id) if document.source_id else None
    told = date_in_words(document.published) if document.published else "no day"
    return f"{name}  {source.name if source else 'no source'}, published {told}"


def shortened(words: str, longest: int) -> str:
    """Return words cut after the last whole one of so many characters."""
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0] + " …"


def _best_and_worst(
    pairs: Sequence[tuple[Likeness, Mention, Mention]],
) -> Iterable[tuple[Likeness, Mention, Mention]]:
    """Return the likeliest pairs, and the unlikeliest where some are left out."""
    if len(pairs) <= _SHOWN:
        return pairs
    return [*pairs[: _SHOWN - 1], pairs[-1]]


def _described(mention: Mention) -> str:
    passage = mention.passage
    place = place_in_words(passage.place) if passage.place else "no place stated"
    date = date_in_words(passage.dates[0]) if passage.dates else "no day stated"
    target = passage.targets[0].replace("_", " ") if passage.targets else ""
    said = ", ".join(part for part in (place, date, target) if part)
    return f"{passage.document_id}, passage {passage.number + 1}: {said}"
