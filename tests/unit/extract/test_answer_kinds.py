"""Military objectives that a learned scorer reads where no rule does.

All sentences are invented.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from importlib import resources

import numpy as np
import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.answer_kinds import learned_claims, learned_objectives
from firsthand.extract.answer_model import RULE, AnswerModel, heard, open_answer_model
from firsthand.extract.assemble import read_by_rules
from firsthand.extract.read import read_parts
from firsthand.extract.reading import Reading
from firsthand.model import (
    AttributionClaim,
    Claim,
    DenialClaim,
    MilitaryObjectiveClaim,
)
from firsthand.reference import bundled_reference

_LEAD = (
    "Rescuers said Russian air strikes on the town of Daraz killed 14 civilians.\n\n"
)


def read(text: str, language: str = "en") -> tuple[Reading, list[Claim]]:
    page = Page(id="p", text=text, language=language)
    (reading,) = read_parts(page, bundled_reference())
    return reading, read_by_rules(reading)


def with_bars(bar: float, only: str | None = None) -> AnswerModel:
    model = open_answer_model()
    bars = [bar if only in {None, kind} else 1.0 for kind in model.kinds]
    return dataclasses.replace(model, bars=bars)


def read_kinds(text: str, model: AnswerModel) -> list[Claim]:
    reading, claims = read(text)
    bare = [c for c in claims if not isinstance(c, MilitaryObjectiveClaim)]
    return list(learned_objectives(reading, bare, heard(reading, bare, model), model))


def objectives(claims: Sequence[Claim]) -> list[MilitaryObjectiveClaim]:
    return [c for c in claims if isinstance(c, MilitaryObjectiveClaim)]


def test_a_learned_objective_says_how_it_was_found_and_by_which_words() -> None:
    text = _LEAD + "The Russian army said rebels kept rockets in the cellar."
    reading, _ = read(text)
    found = read_kinds(text, with_bars(0.02))
    assert objectives(found)
    for claim in found:
        assert claim.rule == RULE
        assert re.search(r"learned scorer \(0\.\d\d\)", claim.note or "")
        assert reading.text[claim.span.start : claim.span.end] == claim.span.quote


def test_who_says_a_learned_claim_is_who_makes_the_statement() -> None:
    text = _LEAD + "Colonel Pavel Orsin of the Russian army said rebels kept rockets."
    found = below(read_kinds(text, with_bars(0.02, only="present")))
    assert found
    assert all("Orsin" in (claim.speaker or "") for claim in found)


def test_no_learned_claim_of_these_kinds_names_who_did_it() -> None:
    text = _LEAD + "The Russian army said rebels had kept rockets in the cellar."
    for claim in read_kinds(text, with_bars(0.01)):
        assert not isinstance(claim, AttributionClaim | DenialClaim)
        assert getattr(claim, "perpetrator", None) is None


def test_an_objective_said_to_be_there_needs_a_named_speaker() -> None:
    model = with_bars(1e-9, only="present")
    sure = dataclasses.replace(model, bias=_raised(model, "present"))
    said = "the basement held rockets and a command post."
    spoken = below(read_kinds(_LEAD + f"The Russian army said {said}", sure))
    assert spoken
    assert all(claim.speaker for claim in spoken)
    assert not below(read_kinds(_LEAD + f"He said {said}", sure))
    assert not below(read_kinds(_LEAD + said.capitalize(), sure))


def below(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that stand below the first sentence."""
    return [claim for claim in claims if claim.span.start >= len(_LEAD)]


def _raised(model: AnswerModel, kind: str) -> np.typing.NDArray[np.float32]:
    """Return a bias that makes one kind the likeliest everywhere."""
    bias = model.bias.copy()
    bias[1 + list(model.kinds).index(kind)] += 50
    return bias


def test_what_rules_read_of_a_kind_is_never_read_again() -> None:
    text = _LEAD + (
        "Residents said there was no military target in the area. The group said it "
        "had interviewed 31 witnesses by telephone."
    )
    reading, claims = read(text)
    by_rule = objectives(claims)
    assert by_rule
    model = with_bars(0.001)
    for new in learned_objectives(
        reading, claims, heard(reading, claims, model), model
    ):
        for old in by_rule:
            if type(old) is type(new):
                assert new.span.end <= old.span.start or old.span.end <= new.span.start


def test_a_page_without_an_allegation_holds_none() -> None:
    reading, claims = read("The club said it had spoken with forty runners.")
    assert not learned_claims(reading, claims, with_bars(0.001))


def test_the_higher_the_bars_the_fewer_the_claims() -> None:
    text = _LEAD + "The Russian army said rebels kept rockets in the cellar."
    n_found = [len(read_kinds(text, with_bars(bar))) for bar in (0.01, 0.5, 0.999)]
    assert n_found == sorted(n_found, reverse=True)
    assert n_found[0] > n_found[-1]


def test_the_same_page_gives_the_same_claims_again() -> None:
    reading, claims = read(_LEAD + "The group said it had measured eleven craters.")
    assert learned_claims(reading, claims) == learned_claims(reading, claims)


def test_an_objective_said_to_be_there_has_a_high_bar() -> None:
    model = open_answer_model()
    bars = dict(zip(model.kinds, model.bars, strict=True))
    assert 0.6 < bars["present"] < 1


def test_what_is_said_not_to_be_there_is_left_to_the_rules() -> None:
    text = _LEAD + "Nadia Orsin, a doctor, said not one fighter had lived there."
    assert not objectives(read_kinds(text, open_answer_model()))


def test_the_card_tells_the_bars_of_the_file() -> None:
    card = (
        resources.files("firsthand.extract")
        .joinpath("answer_model.md")
        .read_text(encoding="utf-8")
    )
    model = open_answer_model()
    bars = dict(zip(model.kinds, model.bars, strict=True))
    assert f"`present` {bars['present']:.2f}".replace(" 0.", " .") in card
    assert f"at least {model.least:.1f}".replace(" 0.", " .") in card


@pytest.mark.parametrize(
    ("language", "lead", "text"),
    [
        ("en", _LEAD, "The mayor said schools would stay closed until Monday."),
        (
            "es",
            "Un ataque aéreo ruso mató a 14 civiles en Daraz.\n\n",
            "El alcalde dijo que las escuelas seguirán cerradas.",
        ),
        (
            "fr",
            "Une frappe aérienne russe a tué 14 civils à Daraz.\n\n",
            "Le maire a dit que les écoles resteraient fermées.",
        ),
        (
            "ru",
            "Российский авиаудар убил 14 мирных жителей в Даразе.\n\n",
            "Мэр сказал, что школы закрыты до понедельника.",
        ),
        (
            "uk",
            "Російський авіаудар убив 14 мирних жителів у Даразі.\n\n",
            "Мер сказав, що школи зачинено до понеділка.",
        ),
        (
            "ar",
            "قتلت غارة روسية 14 مدنيا في دراز.\n\n",
            "وقال رئيس البلدية إن المدارس ستبقى مغلقة.",
        ),
    ],
)
def test_news_of_schools_is_no_objective(language: str, lead: str, text: str) -> None:
    page = Page(id="p", text=lead + text, language=language)
    claims = extract_claims(page, bundled_reference())
    assert not [c for c in claims if isinstance(c, MilitaryObjectiveClaim)]
