"""What must not leave: removed before any page is made, and recorded.

Rules: P001 a case with sealed material in clear is not previewed at all. P002 a
restricted source is counted, never named; its words, dates and digests are withheld.
P003 a witness or first responder who is named in a text appears by role only. P004
names of people harmed are withheld until consent is recorded; their description stays.
P005 of a witness who allows no publication nothing is told, and no figure that rests on
them is published; with consent their words are quoted, without saying whose. P006
telephone numbers, e-mail addresses, identity numbers, bank accounts, number plates and
exact addresses in any text are masked, but for those that a person cleared.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from firsthand.errors import GateError
from firsthand.model import (
    Aggregate,
    AnyClaim,
    Capture,
    ClaimId,
    Contradiction,
    Document,
    DocumentId,
    Finding,
    Incident,
    Origin,
    OtherClaim,
    Protection,
    Reason,
    Redaction,
    Response,
    Root,
    RootKind,
    Sha256,
    Source,
    SourceType,
    Span,
    Toll,
    VictimNamesClaim,
)
from firsthand.publish.dossier import Dossier
from firsthand.reference import bundled_reference
from firsthand.reference.personal import Personal, find_personal

T = TypeVar("T")
WITHHELD_SOURCE = "protected source"
WITHHELD_WORDS = "[words of a protected source withheld]"
WITHHELD_NAME = "[name withheld]"
_ROLES = {
    RootKind.WITNESS: "a witness",
    RootKind.FIRST_RESPONDER: "a first responder",
    RootKind.MEDICAL: "a medical worker",
}
# A name of one short word would blank out ordinary words; it needs two parts, or
# five letters.
_SHORTEST_NAME = 5
_SHORTEST_PART = 4
_SHORTEST_NUMBER = 6
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "abd", "umm", "van", "de", "bint"}
)
# Enough to judge a quote by, not the whole text.
_CONTEXT_CHARS = 180


@dataclasses.dataclass(frozen=True)
class Passage:
    """A quote with the words around it, redacted as one stretch of text."""

    before: str
    quote: str
    after: str
    is_cut_before: bool = False
    is_cut_after: bool = False


@dataclasses.dataclass(frozen=True)
class Redacted:
    """A dossier fit to be shown, and what was taken out of it.

    Attributes:
        dossier: Without protected words and names; its `texts` are empty.
        passages: The words around each claim that may be quoted.
        redactions: What was withheld, and by which rule.
    """

    dossier: Dossier
    passages: Mapping[ClaimId, Passage]
    redactions: tuple[Redaction, ...]


def refuse_sealed(dossier: Dossier) -> None:
    """Refuse a case that holds sealed material (P001).

    Raises:
        GateError: Names the sealed items by id, and what to do.
    """
    held: list[tuple[str, Protection]] = [
        *((item.id, item.protection) for item in dossier.sources.values()),
        *((item.id, item.protection) for item in dossier.captures.values()),
        *((item.id, item.protection) for item in dossier.documents.values()),
    ]
    sealed = [item for item, protection in held if protection is Protection.SEALED]
    if sealed:
        raise GateError(
            f"this case holds sealed material ({', '.join(sealed[:5])}"
            f"{' ...' if len(sealed) > 5 else ''}), so no preview is written. "  # noqa: PLR2004  five ids tell enough
            "Work in a copy of the case without them."
        )


def refuse_silent(dossier: Dossier) -> None:
    """Refuse figures that rest on a witness who allows no publication (P005).

    Raises:
        GateError: Names the incidents and the documents, and what to do.
    """
    found: dict[str, set[str]] = {}
    for incident, finding in dossier.findings.items():
        for made in finding.ranges:
            for key in (*made.low_from, *made.high_from):
                claim = dossier.claims.get(key)
                if claim is not None and claim.document_id in dossier.silent:
                    found.setdefault(incident, set()).add(claim.document_id)
    for incident, made_of in dossier.incidents.items():
        if made_of.documents and set(made_of.documents) <= dossier.silent:
            found.setdefault(incident, set()).update(made_of.documents)
    if found:
        told = "; ".join(
            f"{incident} rests on {', '.join(sorted(documents))}"
            for incident, documents in sorted(found.items())
        )
        raise GateError(
            f"a witness has not allowed publication: {told}. Ask them (firsthand "
            "testimony consent), or take the document out of the figures (firsthand "
            "withdraw DOCUMENT --because ...) and run again"
        )


def _without_silent(dossier: Dossier) -> Dossier:
    # The claim stays as a place in the chain of reasons; of what it says, nothing.
    if not dossier.silent:
        return dossier
    claims: dict[ClaimId, AnyClaim] = {
        key: _emptied(claim) if claim.document_id in dossier.silent else claim
        for key, claim in dossier.claims.items()
    }
    kept = {
        key: text for key, text in dossier.texts.items() if key not in dossier.silent
    }
    notes = {
        key: note
        for key, note in dossier.notes.items()
        if claims[key].document_id not in dossier.silent
    }
    gone = {key for key, one in claims.items() if one.document_id in dossier.silent}
    return dataclasses.replace(
        dossier,
        claims=claims,
        texts=kept,
        notes=notes,
        # These say in words of their own what the claims said.
        contradictions=[
            one for one in dossier.contradictions if not gone & set(one.claims)
        ],
        victims=[one for one in dossier.victims if not set(one.claims) <= gone],
    )


def _emptied(claim: AnyClaim) -> OtherClaim:
    quote = WITHHELD_WORDS
    return OtherClaim(
        id=claim.id,
        document_id=claim.document_id,
        span=Span(start=0, end=len(quote), quote=quote),
        rule="P005",
    )


def _silenced(dossier: Dossier) -> list[Redaction]:
    return [
        Redaction(
            id=f"R-silent-{document}",
            subject=document,
            because="the witness has not allowed publication",
            by="P005",
        )
        for document in sorted(dossier.silent)
    ]


def redact(dossier: Dossier) -> Redacted:
    """Take out what must not leave; the result holds no protected words or names."""
    refuse_sealed(dossier)
    refuse_silent(dossier)
    dossier = _without_silent(dossier)
    redactions: list[Redaction] = _silenced(dossier)
    hidden_documents = _protected_documents(dossier) - dossier.quotable
    hidden_names = _names_to_hide(dossier)
    sources = {
        key: _redact_source(source, redactions)
        for key, source in dossier.sources.items()
    }
    roles = _role_of_speakers(dossier, hidden_documents)
    hide = _Hider(hidden_names, roles, _numbers_to_hide(dossier), dossier.cleared)
    claims = {
        key: _redact_claim(claim, hide, is_hidden=claim.document_id in hidden_documents)
        for key, claim in dossier.claims.items()
    }
    redactions += _recorded(hidden_documents, hidden_names)
    redactions += _masked(dossier)
    return Redacted(
        dataclasses.replace(
            dossier,
            sources=sources,
            captures={
                key: _redact_capture(
                    capture, hide, is_hidden=_is_protected_capture(dossier, capture)
                )
                for key, capture in dossier.captures.items()
            },
            documents={
                key: _redact_document(document, hide, is_hidden=key in hidden_documents)
                for key, document in dossier.documents.items()
            },
            texts={},
            verification={
                key: sheet.hidden_by(hide.in_text)
                for key, sheet in dossier.verification.items()
            },
            estimates=[item.hidden_by(hide.in_text) for item in dossier.estimates],
            captured={
                key: hide.in_text(words)
                for key, words in dossier.captured.items()
                if key not in hidden_documents
            },
            claims=claims,
            incidents={
                key: _hide_everywhere(incident, hide, Incident)
                for key, incident in dossier.incidents.items()
            },
            aggregates=[
                _hide_everywhere(item, hide, Aggregate) for item in dossier.aggregates
            ],
            origins={
                key: _hide_everywhere(origin, hide, Origin)
                for key, origin in dossier.origins.items()
            },
            roots={
                key: _redact_root(root, hide) for key, root in dossier.roots.items()
            },
            findings={
                key: _hide_everywhere(finding, hide, Finding)
                for key, finding in dossier.findings.items()
            },
            contradictions=[
                _hide_everywhere(item, hide, Contradiction)
                for item in dossier.contradictions
            ],
            responses=[
                _hide_everywhere(item, hide, Response) for item in dossier.responses
            ],
            victims=[
                msgspec.structs.replace(
                    victim,
                    names=(),
                    person=msgspec.structs.replace(
                        victim.person,
                        name=WITHHELD_NAME if victim.person.name else None,
                    ),
                )
                for victim in dossier.victims
            ],
            notes={key: hide.in_text(note) for key, note in dossier.notes.items()},
        ),
        _passages(dossier, hidden_documents, hide),
        tuple(redactions),
    )


def _passages(
    dossier: Dossier, hidden: set[DocumentId], hide: _Hider
) -> dict[ClaimId, Passage]:
    passages: dict[ClaimId, Passage] = {}
    for claim in dossier.claims.values():
        if claim.document_id in hidden:
            passages[claim.id] = Passage("", WITHHELD_WORDS, "")
            continue
        text = dossier.texts.get(claim.document_id)
        if text is not None:
            span = claim.span
            first, last = _around(text, span.start, span.end)
            passages[claim.id] = dataclasses.replace(
                hide.in_passage(
                    text[first : span.start], span.quote, text[span.end : last]
                ),
                is_cut_before=first > 0 and text[first - 1] != "\n",
                is_cut_after=last < len(text) and text[last] != "\n",
            )
    return passages


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the paragraph's words around a span begin and end (M061)."""
    first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT_CHARS)
    if first > 0 and text[first - 1] not in " \n":
        first = min(text.find(" ", first, start) + 1 or start, start)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + _CONTEXT_CHARS)
    if last < len(text) and text[last] not in " \n":
        last = max(text.rfind(" ", end, last), end)
    return first, last


class _Hider:
    """Replaces names of people harmed, of protected speakers, and personal data."""

    def __init__(
        self,
        names: Iterable[str],
        roles: Mapping[str, str],
        personal: Mapping[str, str] | None = None,
        cleared: frozenset[str] = frozenset(),
    ) -> None:
        self._roles = dict(roles)
        self._personal = dict(personal or {})
        self._cleared = cleared
        words = sorted({*names, *roles, *self._personal}, key=len, reverse=True)
        pattern = "|".join(re.escape(word) for word in words)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if words else None
        # Ids, days and kinds stand in every record: each is looked at once.
        self.in_text = functools.lru_cache(maxsize=1 << 16)(self._in_text)

    def _in_text(self, text: str) -> str:
        """Return the text with every hidden name and number replaced."""
        parts, at = [], 0
        for start, end, words, _ in self._found(text):
            parts += [text[at:start], words]
            at = end
        return "".join([*parts, text[at:]])

    def _found(self, text: str) -> list[tuple[int, int, str, str]]:
        """Return what is hidden: start, end, what stands for it in prose, in a quote.

        Personal data goes first: a name inside an address must not save the rest.
        """
        found = [
            (one.start, one.end, words, words)
            for one in find_personal(bundled_reference(), text)
            if one.key not in self._cleared
            for words in [_withheld(one)]
        ]
        for match in self._pattern.finditer(text) if self._pattern else ():
            start, end = match.span()
            if not any(start < stop and first < end for first, stop, _, _ in found):
                name = match.group()
                said = self._roles.get(name, WITHHELD_NAME)
                number = self._personal.get(name)
                found.append(
                    (start, end, number or said, number or self._bracketed(name))
                )
        return sorted(found)

    def _bracketed(self, name: str) -> str:
        """Return what stands for a name inside a quotation: plainly not its words."""
        role = self._roles.get(name)
        return f"[{role}]" if role else WITHHELD_NAME

    def in_passage(self, before: str, quote: str, after: str) -> Passage:
        """Hide over the whole stretch, also what crosses the quote's edge."""
        whole = before + quote + after
        edges = (len(before), len(before) + len(quote))
        parts = ["", "", ""]
        at = 0
        for start, end, _, words in [
            *self._found(whole),
            (len(whole), len(whole), "", ""),
        ]:
            for part, (low, high) in enumerate(
                ((0, edges[0]), (edges[0], edges[1]), (edges[1], len(whole)))
            ):
                parts[part] += whole[max(at, low) : max(at, low, min(start, high))]
            if words:
                parts[sum(start >= edge for edge in edges)] += words
                at = end
        return Passage(parts[0], parts[1], parts[2])


def _is_protected(dossier: Dossier, source_id: str) -> bool:
    source = dossier.sources.get(source_id)  # type: ignore[call-overload]
    return source is not None and source.protection is not Protection.OPEN


def _protected_documents(dossier: Dossier) -> set[DocumentId]:
    return {
        document.id
        for document in dossier.documents.values()
        if document.protection is not Protection.OPEN
        or (document.source_id and _is_protected(dossier, document.source_id))
    }


def _names_to_hide(dossier: Dossier) -> set[str]:
    names: set[str] = set()
    for victim in dossier.victims:
        names |= {*victim.names, victim.person.name or ""}
    for claim in dossier.claims.values():
        if isinstance(claim, VictimNamesClaim | Toll):
            names |= {person.name or "" for person in claim.people}
    for source in dossier.sources.values():
        if source.protection is not Protection.OPEN:
            names |= {source.name, *source.other_names}
    whole = {name for name in names if " " in name or len(name) >= _SHORTEST_NAME}
    return _with_parts(whole, dossier)


def _role_of_speakers(dossier: Dossier, hidden: set[DocumentId]) -> dict[str, str]:
    roles: dict[str, str] = {}
    known = {
        name
        for source in dossier.sources.values()
        if source.protection is Protection.OPEN
        and source.source_type is not SourceType.WITNESS
        for name in (source.name, *source.other_names)
    }
    for root in dossier.roots.values():
        role = _ROLES.get(root.root_kind)
        if role is None:
            continue
        speakers = {
            dossier.claims[claim].speaker
            for claim in root.claims
            if claim in dossier.claims
        }
        for speaker in {*speakers, root.label}:
            if speaker and speaker not in known and _is_personal_name(speaker):
                roles |= dict.fromkeys(_with_parts([speaker], dossier), role)
    for claim in dossier.claims.values():
        if claim.document_id in hidden and claim.speaker:
            roles.setdefault(claim.speaker, WITHHELD_SOURCE)
    return roles


def _is_personal_name(speaker: str) -> bool:
    """Say whether it looks like a person's name and not a role or an organisation.

    In doubt it is a person: a withheld organisation does less harm than a named
    witness.
    """
    words = speaker.split()
    if any(_folded(word) in _organisation_words() for word in words):
        return False
    is_name = [_is_name_part(word) or _folded(word) in _PARTICLES for word in words]
    return len(words) in {2, 3, 4, 5} and all(is_name)


def _is_name_part(word: str) -> bool:
    first = word.removeprefix("al-").removeprefix("el-")[:1]
    return first.isupper() or (first.isalpha() and not first.isascii())


def _with_parts(names: Iterable[str], dossier: Dossier) -> set[str]:
    """Return names with their parts: texts often go on with the family name alone.

    A part that is also the name of a place of the case is left, or no page could say
    where anything happened.
    """
    places = {
        _folded(word)
        for incident in dossier.incidents.values()
        for place in (incident.place, *incident.other_places)
        if place is not None
        for word in f"{place.name} {place.canonical or ''}".split()
    }
    found: set[str] = set()
    for name in names:
        found.add(name)
        parts = name.split()
        found |= {
            part
            for part in parts
            if len(parts) > 1
            and len(part) >= _SHORTEST_PART
            and _is_name_part(part)
            and _folded(part) not in places | _organisation_words()
        }
    return found


@functools.cache
def _organisation_words() -> frozenset[str]:
    rows = bundled_reference().table("organisation_words")
    return frozenset(_folded(str(word)) for row in rows for word in row["words"])


def _folded(word: str) -> str:
    return word.casefold().strip(".,")


def _redact_source(source: Source, redactions: list[Redaction]) -> Source:
    if source.protection is Protection.OPEN:
        return source
    redactions.append(
        Redaction(
            id=f"R-{source.id}",
            subject=source.id,
            because="a protected source is counted, never named",
            by="P002",
        )
    )
    return Source(
        id=source.id,
        name=WITHHELD_SOURCE,
        source_type=source.source_type,
        protection=source.protection,
    )


def _is_protected_capture(dossier: Dossier, capture: Capture) -> bool:
    return capture.protection is not Protection.OPEN or (
        capture.source_id is not None and _is_protected(dossier, capture.source_id)
    )


def _redact_capture(capture: Capture, hide: _Hider, *, is_hidden: bool) -> Capture:
    """Hide what could lead to a protected person: name, address, digest, size."""
    # What a file hides is quoted there: it is for who works on the case.
    capture = msgspec.structs.replace(capture, notices=())
    if not is_hidden:
        return _hide_everywhere(capture, hide, Capture)
    return msgspec.structs.replace(
        capture,
        filename="withheld",
        url=None,
        sha256=Sha256(""),
        size_bytes=0,
        problem=capture.problem and "withheld",
    )


def _redact_document(document: Document, hide: _Hider, *, is_hidden: bool) -> Document:
    if not is_hidden:
        title = document.title and hide.in_text(document.title)
        return msgspec.structs.replace(document, title=title, notices=())
    return msgspec.structs.replace(
        document,
        title=None,
        url=None,
        pieces=(),
        published=None,
        n_chars=0,
        notices=(),
    )


def _redact_claim(claim: AnyClaim, hide: _Hider, *, is_hidden: bool) -> AnyClaim:
    chain = tuple(hide.in_text(speaker) for speaker in claim.chain)
    changes: dict[str, Any] = {
        "chain": chain,
        "speaker": chain[-1]
        if chain
        else claim.speaker and hide.in_text(claim.speaker),
        "candidates": tuple(hide.in_text(name) for name in claim.candidates),
        "note": claim.note and hide.in_text(claim.note),
    }
    quote = WITHHELD_WORDS if is_hidden else hide.in_text(claim.span.quote)
    if quote != claim.span.quote:
        changes["span"] = msgspec.structs.replace(
            claim.span, quote=quote, end=claim.span.start + len(quote)
        )
    if isinstance(claim, VictimNamesClaim | Toll):
        changes["people"] = tuple(
            msgspec.structs.replace(person, name=WITHHELD_NAME)
            if person.name
            else person
            for person in claim.people
        )
    return msgspec.structs.replace(claim, **changes)


def _redact_root(root: Root, hide: _Hider) -> Root:
    return msgspec.structs.replace(
        root,
        label=hide.in_text(root.label),
        reason=_hide_everywhere(root.reason, hide, Reason),
    )


def _hide_everywhere(value: T, hide: _Hider, kind: type[T]) -> T:
    """Rebuild a record with every text in it passed through the hider."""
    return msgspec.convert(_hidden(msgspec.to_builtins(value), hide), kind)


def _hidden(value: Any, hide: _Hider) -> Any:
    if isinstance(value, str):
        return hide.in_text(value)
    if isinstance(value, dict):
        return {key: _hidden(item, hide) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(item, hide) for item in value]
    return value


def personal_to_see(dossier: Dossier) -> Iterator[tuple[Document, str, Personal]]:
    """Yield personal data in what a publication may quote: document, text, find."""
    hidden = (_protected_documents(dossier) - dossier.quotable) | dossier.silent
    for document in dossier.documents.values():
        if document.id in hidden:
            continue
        for text in (dossier.texts.get(document.id), document.title):
            for one in find_personal(bundled_reference(), text or ""):
                yield document, text or "", one


def _withheld(one: Personal) -> str:
    return f"[{one.kind} withheld]"


def _numbers_to_hide(dossier: Dossier) -> dict[str, str]:
    """Return personal data that a quote may cut off from the word that tells of it.

    A short bare number is hidden beside its word alone: elsewhere it may count people.
    """
    return {
        one.words: _withheld(one)
        for _, _, one in personal_to_see(dossier)
        if one.key not in dossier.cleared
        and (len(one.words) >= _SHORTEST_NUMBER or not one.words.isdigit())
    }


def _masked(dossier: Dossier) -> list[Redaction]:
    counted: dict[tuple[DocumentId, str], set[str]] = {}
    for document, _, one in personal_to_see(dossier):
        if one.key not in dossier.cleared:
            counted.setdefault((document.id, one.kind), set()).add(one.key)
    return [
        Redaction(
            id=f"R-{document}-{kind.replace(' ', '-')}",
            subject=document,
            field=kind,
            because=f"it leads to a person; masked: {len(keys)}",
            by="P006",
        )
        for (document, kind), keys in sorted(counted.items())
    ]


def _recorded(hidden: set[DocumentId], names: set[str]) -> list[Redaction]:
    made = [
        Redaction(
            id=f"R-{document}",
            subject=document,
            because="words of a protected source are not quoted",
            by="P002",
        )
        for document in sorted(hidden)
    ]
    if names:
        made.append(
            Redaction(
                id="R-names",
                subject="victims",
                field="name",
                because=f"{len(names)} names withheld: no consent recorded",
                by="P004",
            )
        )
    return made
