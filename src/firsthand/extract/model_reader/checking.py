"""What a model proposed is held against the text; only what the words prove is kept."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from firsthand.errors import SourceError
from firsthand.extract.assemble import extract_from
from firsthand.extract.attack_words import hedges_in
from firsthand.extract.model_reader.endpoint import Kind
from firsthand.extract.numbers import find_counts
from firsthand.extract.page import Page
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    ClaimId,
    DocumentId,
    Span,
)
from firsthand.model.wire import claim_as_line, kind_of
from firsthand.reference import Reference
from firsthand.reference.folding import fold_arabic, is_arabic, plain_key
from firsthand.reference.parties import open_parties

_LEAD = 40  # code points before a quote in which its first number may be bounded
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_DIGITS = re.compile(r"(?<![\d.,:/-])\d+(?![\d:/-]|[.,]\d)")


class Proposal(msgspec.Struct, frozen=True):
    """One claim as the model gave it; see `endpoint.SCHEMA`."""

    kind: Kind
    quote: str
    speaker: str | None = None
    value: str | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    perpetrator: str | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A proposal that was not kept: why, and what it was.

    Attributes:
        reason: One of a few fixed sentences, so that refusals can be counted.
        proposal: The proposal as the model wrote it.
    """

    reason: str
    proposal: Any


def proposals_of(answer: str) -> tuple[list[Proposal], list[Refusal]]:
    """Return the proposals of an answer; those of another shape are refused.

    Raises:
        SourceError: The answer holds no JSON object with a list of claims.
    """
    found = _OBJECT.search(answer)
    try:
        rows = json.loads(found.group())["claims"] if found else None
    except (ValueError, LookupError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        raise SourceError(f"the answer is not the JSON asked for: {answer[:80]!r}")
    made: list[Proposal] = []
    refused: list[Refusal] = []
    for row in rows:
        try:
            made.append(msgspec.convert(row, Proposal))
        except msgspec.ValidationError:
            refused.append(Refusal("not of the form asked for", row))
    return made, refused


def checked(
    text: str,
    page_id: str,
    proposals: Sequence[Proposal],
    reference: Reference,
    model: str,
    *,
    published: dt.date | None = None,
    language: str | None = None,
) -> tuple[list[AnyClaim], list[Refusal]]:
    """Return the proposals that the text proves, as claims, and the others.

    Numbers and parties are held against the quote. A claim of any other kind is kept
    where the grammar, given the quote alone, reads one claim of that kind in it: its
    value is the grammar's, its speaker the one that the model copied from the text.

    Args:
        text: The whole text of the page.
        page_id: Its id.
        proposals: What the model proposed.
        reference: Numbers, parties and words of harm.
        model: Name of the model, for the rule of the claims.
        published: Day of publication, for dates; None = unknown.
        language: Of the page; None = told from the quote.
    """
    kept: list[AnyClaim] = []
    refused: list[Refusal] = []
    page = Page(id=page_id, text=text, published=published, language=language)
    for proposal in proposals:
        outcome = _checked_one(page, proposal, reference, model)
        if isinstance(outcome, str):
            refused.append(Refusal(outcome, msgspec.to_builtins(proposal)))
        elif outcome not in kept:
            kept.append(_named_apart(outcome, kept))
    return kept, refused


def _named_apart(claim: AnyClaim, kept: Sequence[AnyClaim]) -> AnyClaim:
    """Return a claim with an id that no claim kept before it bears."""
    taken = {one.id for one in kept}
    name, n = claim.id, 1
    while name in taken:
        n += 1
        name = ClaimId(f"{claim.id}-{n}")
    return msgspec.structs.replace(claim, id=name)


def _checked_one(
    page: Page, proposal: Proposal, reference: Reference, model: str
) -> AnyClaim | str:
    """Return the claim of a proposal, or the reason why it is refused."""
    text, page_id = page.text, page.id
    quote = proposal.quote.strip()
    at = text.find(quote)
    if not quote or at < 0:
        return "the quote is not in the text"
    if text.find(quote, at + 1) >= 0:
        return "the quote stands more than once: which one is not said"
    speaker = (proposal.speaker or "").strip() or None
    if speaker is not None and speaker not in text:
        return "the speaker is not in the text"
    counts = proposal.kind in {"casualty", "attribution"}
    if counts and _tells_of("turned", quote, reference):
        return "the quote may deny what is proposed"
    hedges = hedges_in(reference, quote)
    common: dict[str, Any] = {
        "id": ClaimId(f"{page_id}#m{at}-{at + len(quote)}"),
        "document_id": DocumentId(page_id),
        "span": Span(start=at, end=at + len(quote), quote=quote),
        "speaker": speaker,
        "chain": (speaker,) if speaker else (),
        "hedged": bool(hedges),
        "hedges": hedges,
        "rule": f"model:{model}",
        "note": "proposed by a language model; its words are in the text",
    }
    if not counts:
        return _by_grammar(page, quote, proposal, reference, common)
    lead = text[max(0, at - _LEAD) : at]
    return (
        _attribution(quote, proposal, reference, common)
        if proposal.kind == "attribution"
        else _casualty((lead, quote), proposal, reference, common)
    )


def _by_grammar(
    page: Page,
    quote: str,
    proposal: Proposal,
    reference: Reference,
    common: dict[str, Any],
) -> AnyClaim | str:
    """Return the one claim of the kind that the grammar reads in the quote alone."""
    alone = msgspec.structs.replace(page, text=quote)
    read = [
        claim
        for claim in extract_from(alone, reference)
        if kind_of(claim) == proposal.kind
    ]
    if len(read) != 1:
        return f"the quote alone gives {len(read) or 'no'} claims of this kind"
    if proposal.value and not _says(read[0], proposal.value):
        return "the value does not follow from the quote"
    return msgspec.structs.replace(read[0], is_unresolved=False, **common)


def _says(claim: AnyClaim, value: str) -> bool:
    """Say whether a value stands in what the grammar read, as a code or as words."""
    line = claim_as_line(claim, "")
    held = [held for name, held in line.items() if name not in _OF_THE_SPAN]
    wanted = plain_key(value)
    return wanted in {plain_key(str(one)) for one in _flat(held)}


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        elif isinstance(value, dict):
            yield from _flat(value.values())
        else:
            yield value


_OF_THE_SPAN = frozenset(
    ("page", "id", "kind", "start", "end", "quote", "rule", "note")
)


def _attribution(
    quote: str, proposal: Proposal, reference: Reference, common: dict[str, Any]
) -> AttributionClaim | str:
    parties = open_parties(reference)
    code = parties.code_of(proposal.perpetrator or "")
    if code is None:
        return "the party is not known"
    if code not in {mention.code for mention in parties.find(quote)}:
        return "the party does not follow from the quote"
    if not _tells_of("attack", quote, reference):
        return "the quote does not tell of an attack"
    return AttributionClaim(perpetrator=code, **common)


def _casualty(
    words: tuple[str, str],
    proposal: Proposal,
    reference: Reference,
    common: dict[str, Any],
) -> CasualtyClaim | str:
    """Return the claim of a quote, given with the words right before it."""
    lead, quote = words
    stated = {
        "killed": (proposal.killed_low, proposal.killed_high),
        "wounded": (proposal.injured_low, proposal.injured_high),
    }
    wanted = {field: pair for field, pair in stated.items() if pair != (None, None)}
    if not wanted:
        return "no number is proposed"
    read = _bounds_in(lead, quote, reference)
    values: dict[str, Any] = {}
    for field, pair in wanted.items():
        if not _tells_of(field, quote, reference):
            return f"the quote does not tell of people {field}"
        same = [bounds for bounds in read if (bounds.low, bounds.high) == pair]
        if not same:
            return "the number does not follow from the quote"
        values[field] = same[0]
    return CasualtyClaim(**values, **common)


def _bounds_in(lead: str, quote: str, reference: Reference) -> list[Bounds]:
    """Return the counts that a quote states: by the grammar, else bare digits.

    A quote that leaves out the "at least" before its number does not take it away.
    """
    counts = find_counts(lead + quote, reference)
    read = [count.bounds for count in counts if count.core >= len(lead)]
    known = {bounds.low for bounds in read} | {bounds.high for bounds in read}
    for found in _DIGITS.finditer(fold_arabic(quote).text):
        number = int(found.group())
        if number not in known and not quote.isascii():
            read.append(Bounds(low=number, high=number, words=found.group()))
    return read


def _tells_of(field: str, quote: str, reference: Reference) -> bool:
    """Say whether a quote holds a word of the harm (data/model_harm_words.yaml)."""
    patterns: dict[str, re.Pattern[str]] = reference.derived("model_words", _patterns)
    return patterns[field].search(f" {quote.lower()} ") is not None


def _patterns(reference: Reference) -> dict[str, re.Pattern[str]]:
    stems: dict[str, list[str]] = {}
    for row in reference.table("model_harm_words"):
        stems.setdefault(str(row["harm"]), []).extend(
            _at_start(str(stem)) for stem in row["stems"]
        )
    return {field: re.compile("|".join(parts)) for field, parts in stems.items()}


def _at_start(stem: str) -> str:
    """Return a pattern of a stem: at the start of a word, but in Arabic, and "n't"."""
    is_anywhere = is_arabic(stem) or stem.startswith(("n't", "n\u2019t", " "))
    return re.escape(stem) if is_anywhere else rf"\b{re.escape(stem)}"


def merged(
    grammar: Sequence[AnyClaim], model: Sequence[AnyClaim]
) -> list[tuple[AnyClaim, tuple[str, ...]]]:
    """Put the claims of both readers together, each with who read it.

    Where both say the same of words that overlap it is one claim, the grammar's.
    """
    met = [
        next((given for given in grammar if _same(given, claim)), None)
        for claim in model
    ]
    both = {given.id for given in met if given is not None}
    made: list[tuple[AnyClaim, tuple[str, ...]]] = [
        (claim, ("grammar", "model") if claim.id in both else ("grammar",))
        for claim in grammar
    ]
    made += [
        (claim, ("model",))
        for claim, given in zip(model, met, strict=True)
        if not given
    ]
    return sorted(made, key=lambda one: (one[0].span.start, one[0].span.end))


def _same(given: AnyClaim, claim: AnyClaim) -> bool:
    if given.span.start >= claim.span.end or claim.span.start >= given.span.end:
        return False
    if isinstance(given, CasualtyClaim) and isinstance(claim, CasualtyClaim):
        return _pairs(given) == _pairs(claim) and given.negated == claim.negated
    if isinstance(given, AttributionClaim) and isinstance(claim, AttributionClaim):
        return given.perpetrator == claim.perpetrator and not given.negated
    if isinstance(claim, CasualtyClaim | AttributionClaim):
        return False
    return type(given) is type(claim) and _content(given) == _content(claim)


def _content(claim: AnyClaim) -> dict[str, Any]:
    """Return what a claim says, less where, by whom and how it was read."""
    line = claim_as_line(claim, "")
    left_out = _OF_THE_SPAN | _OF_THE_VOICE
    return {name: value for name, value in line.items() if name not in left_out}


_OF_THE_VOICE = frozenset(
    ("speaker", "chain", "unresolved", "candidates", "hedged", "hedges", "is_headline")
)


def _pairs(claim: CasualtyClaim) -> list[tuple[int | None, int | None] | None]:
    return [
        None if bounds is None else (bounds.low, bounds.high)
        for bounds in (claim.killed, claim.wounded)
    ]
