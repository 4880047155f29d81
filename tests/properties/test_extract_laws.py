"""Laws of reading: every claim stands in the text, and its number is derivable."""

from __future__ import annotations

import random
import re

import pytest

from firsthand.extract import Page, extract_attributions, extract_claims
from firsthand.extract.numbers import find_counts
from firsthand.model import Bounds, CasualtyClaim
from firsthand.reference import bundled_reference

_WHO = (
    "civilians",
    "people",
    "fighters",
    "children",
    "women and children",
    "soldiers",
    "medics",
    "members of the Peren family",
)
_MANY = ("{n}", "at least {n}", "up to {n}", "around {n}", "more than {n}", "dozens of")
_DONE = (
    "{many} {who} were killed in {place} on Monday.",
    "An airstrike killed {many} {who} in {place}.",
    "The shelling of {place} left {many} {who} dead and {m} wounded.",
    "The death toll in {place} rose to {n}, a medic said.",
    "“{many} {who} were killed,” said a doctor in {place}.",
    "According to the ministry, no {who} were killed in {place}.",
    "The army denied that it killed {many} {who} near {place}.",
    "The report that {many} {who} were wounded in {place} is unfounded.",
    "{n} {who}, including {m} children, died when a shell hit a market in {place}.",
    "Among the dead were Lina Peren (34), her son Oren Peren (9) and {m} others.",
)
_BETWEEN = (" ", "\n", "\n\n", "  ", "\r\n\r\n", "\n\n— ")
_ODD = ("", "🌍 ", "“", "é\u0301 ", "\u200f", "(", "قتل ", "* ")
_PLACES = ("Toreth", "Talbar", "Daraz", "Jesrin", "Velmara")


def _text(seed: int) -> str:
    rng = random.Random(seed)  # noqa: S311  repeatable texts, no secret
    parts = ["Strikes on Velmara\n\n"] if rng.random() < 0.5 else []
    for _ in range(rng.randint(2, 6)):
        n, m = rng.randint(2, 400), rng.randint(2, 30)
        shown = rng.choice((str(n), f"{n:,}", "seven", "twenty-three", "a dozen"))
        sentence = rng.choice(_DONE).format(
            many=rng.choice(_MANY).format(n=shown),
            who=rng.choice(_WHO),
            place=rng.choice(_PLACES),
            n=n,
            m=m,
        )
        parts += [rng.choice(_ODD), sentence, rng.choice(_BETWEEN)]
    return "".join(parts)


@pytest.mark.parametrize("seed", range(20))
def test_every_span_of_a_claim_holds_its_quote(seed: int) -> None:
    text = _text(seed)
    claims = extract_claims(Page(id="P", text=text, language="en"), bundled_reference())
    for claim in claims:
        assert 0 <= claim.span.start < claim.span.end <= len(text)
        assert text[claim.span.start : claim.span.end] == claim.span.quote
    assert len({claim.id for claim in claims}) == len(claims)


@pytest.mark.parametrize("seed", range(20))
def test_a_stated_number_is_derivable_from_its_words_and_they_stand_there(
    seed: int,
) -> None:
    text = _text(seed)
    claims = extract_claims(Page(id="P", text=text, language="en"), bundled_reference())
    tolls = [claim for claim in claims if isinstance(claim, CasualtyClaim)]
    for claim in tolls:
        for bounds in (claim.killed, claim.wounded, claim.missing, claim.casualties):
            if bounds is not None and not bounds.assumed:
                _check_derivable(text, bounds)


def _check_derivable(text: str, bounds: Bounds) -> None:
    """Its words are in the text, and hold each number that it gives.

    Conjoined groups are written with a plus ("seven soldiers + three guards").
    """
    plain = re.sub(r"\s+", " ", text)
    parts = re.sub(r"\s+", " ", bounds.words).split(" + ")
    assert all(part in plain for part in parts)
    stated = {n for n in (bounds.low, bounds.high) if n is not None} - {0, 1}
    if not stated or len(parts) > 1:
        return  # "no civilians", "a man": the words themselves
    read = find_counts(bounds.words, bundled_reference())
    told = {n for c in read for n in (c.bounds.low, c.bounds.high) if n is not None}
    assert stated <= told


def test_a_word_in_another_script_is_nobodys_name() -> None:
    text = "— قتل 28 medics, including 19 children, died when a shell hit a market."
    claims = extract_claims(Page(id="P", text=text, language="en"), bundled_reference())
    tolls = [c.killed for c in claims if isinstance(c, CasualtyClaim) and c.killed]
    assert [(b.low, b.high) for b in tolls if b.high != 19] == [(28, 28)]


@pytest.mark.parametrize("seed", range(8))
def test_every_stretch_of_an_attribution_lies_in_the_text(seed: int) -> None:
    text = _text(seed)
    for made in extract_attributions(text, bundled_reference()):
        for part in made.values():
            for start, end in part:
                assert 0 <= start < end <= len(text)
        assert made["content"]
