"""Legal words somebody used: characterisations, never findings (IHL-1)."""

from __future__ import annotations

import re

from firsthand.extract.reading import Reading, Sentence
from firsthand.model import Claim, ClaimId, DocumentId, LegalClaim
from firsthand.reference.lexicon import Hit, Lexicon
from firsthand.reference.tables import Reference

_HEDGE = re.compile(
    r"\b(?:could|may|might|would|possible|possibly|potential|potentially|likely|alleged"
    r"|allegedly|suspected|apparent|apparently|reportedly|probable|appears? to"
    r"|evidence of|allegations? of|concerns?|if|whether|indications?|suggest\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|n[o\u2019']t|never|no|den(?:y|ied|ies|ying)|reject\w*|dismiss\w*)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:(?:(?:that|which)\s+)?(?:(?:could|may|might|would|can|clearly|likely|not|has|have"
    r"|had|is|are|was|were|be|been|also|never|did|does)\s+)*"
    r"(?:constitut\w+|amount\w*\s+to|commit\w*|considered|described\s+as|call\w*"
    r"|guilty\s+of|represent\w*|is|are|was|were|be|accused\s+of|evidence\s+of)\s+)"
    r"(?:\w+\s+){0,3}?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:[\w\u2019'-]+\s+){0,4}$")
_REACH = 60
# "UN war crimes investigators": who they are, not what they say.
_OFFICE_AFTER = re.compile(
    r"\s+(?:investigators?|tribunals?|courts?|prosecutors?|units?|experts?|lawyers?|judges"
    r"|researchers?|office|bureau|commission(?:er)?s?)\b",
    re.IGNORECASE,
)


def find_legal(reading: Reading) -> list[Claim]:
    """Return the legal characterisations of a page, one a word and place."""
    lexicon = _lexicon(reading.reference)
    claims: list[Claim] = []
    for sentence in reading.sentences:
        text = reading.text[sentence.start : sentence.end]
        claims += [
            _claim(reading, sentence, hit, text)
            for hit in lexicon.find(text)
            if not _OFFICE_AFTER.match(text, hit.end)
        ]
    return claims


def _claim(reading: Reading, sentence: Sentence, hit: Hit, text: str) -> LegalClaim:
    lead = _LEAD.search(text[: hit.start])
    start = lead.start() if lead else _with_adjectives(text, hit.start)
    near = text[max(0, hit.start - _REACH) : hit.start]
    hedges = tuple(dict.fromkeys(w.lower() for w in _HEDGE.findall(near)))
    return LegalClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(sentence.start + start, sentence.start + hit.end),
        legal=str(hit.row["code"]),
        hedged=bool(hedges),
        hedges=hedges,
        negated=bool(_NEGATIVE.search(near)),
        rule="legal.word",
    )


def _with_adjectives(text: str, start: int) -> int:
    """Take in a short run of words before, back to the last comma or quotation mark."""
    before = _BEFORE.search(text[:start])
    return before.start() if before else start


def _lexicon(reference: Reference) -> Lexicon:
    made: Lexicon = reference.derived(
        "legal_words", lambda r: Lexicon(r.table("legal_words"), ("words",))
    )
    return made
