"""French plain wire: whose word it is, who struck, which day, as agencies write."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    DateClaim,
    DenialClaim,
    Denies,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _claims(text: str, reference: Reference) -> list[Claim]:
    page = Page(id="p", text=text, language="fr", published=dt.date(2024, 6, 12))
    return extract_claims(page, reference)


def _tolls(text: str, reference: Reference) -> list[CasualtyClaim]:
    return [c for c in _claims(text, reference) if isinstance(c, CasualtyClaim)]


def test_a_report_speaks_for_whoever_made_it(reference: Reference) -> None:
    path = ROOT / "tests" / "constructions" / "fr_wire4_more.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tolls = [r for r in rows if r["construction"] == "report_by_its_maker"]
    for row in tolls:
        wanted = row["expect"][0]
        (toll,) = _tolls(row["text"], reference)
        assert toll.killed is not None
        assert toll.killed.low == wanted["killed_min"]
        assert wanted["speaker"].lower() in str(toll.speaker).lower()


def test_what_is_condemned_is_told_by_the_outlet_and_its_toll_by_who_is_cited(
    reference: Reference,
) -> None:
    text = (
        "Le gouvernement de Lusanie a condamné le raid sur une école de Daraz, "
        "qui a tué six élèves, selon les pompiers."
    )
    claims = _claims(text, reference)
    (toll,) = [c for c in claims if isinstance(c, CasualtyClaim)]
    (target,) = [c for c in claims if isinstance(c, TargetClaim)]
    assert toll.speaker == "les pompiers"
    assert target.speaker is None


def test_what_stands_in_signs_is_the_word_of_whoever_reacts(
    reference: Reference,
) -> None:
    text = "Toreth a condamné « un raid qui a tué quatorze civils à Daraz »."
    (toll,) = _tolls(text, reference)
    assert toll.speaker == "Toreth"


def test_on_is_nobody_who_spoke_before(reference: Reference) -> None:
    text = (
        "Le maire de Daraz, Pau Roch, a dénoncé un crime. "
        "Du côté torethien, on assure que neuf combattants ont été tués."
    )
    (toll,) = _tolls(text, reference)
    assert toll.speaker == "côté torethien"


def test_a_phrase_in_signs_names_no_body(reference: Reference) -> None:
    text = (
        "« Rien n'est vrai », a dit le porte-parole de l'armée torethienne, Ivo Dan, "
        "pour qui le Comité « sert l'ennemi ».\n\n"
        "Le Comité a recensé douze morts dans le raid."
    )
    (toll,) = _tolls(text, reference)
    assert toll.speaker == "Le Comité"


def test_whom_a_clause_denies_for_is_not_who_accused(reference: Reference) -> None:
    text = (
        "Le gouvernement velmarien a imputé l'attaque aux rebelles du Nord, "
        "lesquels ont nié en être les auteurs."
    )
    denials = [c for c in _claims(text, reference) if isinstance(c, DenialClaim)]
    assert [d.perpetrator for d in denials] == ["rebels"]


def test_what_was_struck_did_not_strike(reference: Reference) -> None:
    text = "Deux dépôts torethiens ont été bombardés dans la nuit près de Daraz."
    claims = _claims(text, reference)
    assert not [c for c in claims if isinstance(c, AttributionClaim)]


def test_whoever_is_blamed_after_a_denial_is_charged(reference: Reference) -> None:
    text = (
        "Toreth avait nié toute responsabilité et accusé les rebelles d'avoir tiré "
        "une roquette sur le marché."
    )
    claims = _claims(text, reference)
    (charge,) = [c for c in claims if isinstance(c, AttributionClaim)]
    assert (charge.perpetrator, charge.speaker) == ("rebels", "Toreth")
    (denial,) = [c for c in claims if isinstance(c, DenialClaim)]
    assert denial.denies is Denies.RESPONSIBILITY


def test_a_verb_of_launching_says_nothing(reference: Reference) -> None:
    text = (
        "Selon l'armée de l'air velmarienne, Toreth a lancé mardi 32 drones sur Jesrin."
    )
    claims = _claims(text, reference)
    (charge,) = [c for c in claims if isinstance(c, AttributionClaim)]
    assert charge.speaker == "l'armée de l'air velmarienne"


@pytest.mark.parametrize(
    "text",
    [
        "Le parquet a ouvert lundi une enquête sur la frappe de Daraz.",
        "Les habitants enterraient mercredi les victimes du raid.",
        "Les recherches ont repris dimanche dans l'immeuble touché.",
    ],
)
def test_a_day_behind_another_verb_is_no_day_of_the_attack(
    text: str, reference: Reference
) -> None:
    assert not [c for c in _claims(text, reference) if isinstance(c, DateClaim)]


@pytest.mark.parametrize(
    "text",
    [
        "Onze personnes ont été tuées mardi dans un raid sur Daraz.",
        "La frappe, survenue mardi, a touché une école.",
        "L'aviation torethienne a mené mardi trois raids sur Jesrin.",
    ],
)
def test_a_day_behind_a_blow_is_its_day(text: str, reference: Reference) -> None:
    (day,) = [c for c in _claims(text, reference) if isinstance(c, DateClaim)]
    assert day.date.earliest == dt.date(2024, 6, 11)


def test_bodies_a_hospital_received_are_dead(reference: Reference) -> None:
    (toll,) = _tolls("L'hôpital a reçu neuf corps après le raid.", reference)
    assert toll.killed is not None
    assert toll.killed.low == 9
    assert toll.wounded is None


def test_a_number_that_opens_a_title_is_no_name(reference: Reference) -> None:
    text = "Velmara - Dix-neuf morts dans le bombardement d'un hôpital\n\nTexte."
    (toll,) = _tolls(text, reference)
    assert toll.killed is not None
    assert (toll.killed.low, toll.killed.high) == (19, 19)


def test_rockets_kept_in_a_store_struck_nobody(reference: Reference) -> None:
    text = "L'école « abritait un dépôt de roquettes », a dit l'armée torethienne."
    claims = _claims(text, reference)
    assert not [c for c in claims if isinstance(c, WeaponClaim)]
