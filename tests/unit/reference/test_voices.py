"""What kind of voice a speaker is."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.model import RootKind
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.voices import kind_of, open_voices


@pytest.mark.parametrize(
    ("speaker", "kind", "party"),
    [
        ("Russian Defence Ministry spokesman", RootKind.OFFICIAL, "RU"),
        ("Kremlin", RootKind.OFFICIAL, "RU"),
        ("senior US State Department official", RootKind.OFFICIAL, "US"),
        ("Israeli army", RootKind.OFFICIAL, "IL"),
        ("local first responder", RootKind.FIRST_RESPONDER, None),
        ("a Syrian doctor", RootKind.MEDICAL, None),
        ("Palestinian residents", RootKind.WITNESS, None),
        ("Syrian Observatory for Human Rights", RootKind.MONITOR, None),
        ("SANA", RootKind.OUTLET, "SY"),
        ("Reuters", RootKind.OUTLET, None),
        ("Amnesty International", RootKind.NGO, None),
        ("military analysts", RootKind.EXPERT, None),
        ("Hamas", RootKind.ARMED_GROUP, "hamas"),
        ("rebel commander", RootKind.ARMED_GROUP, None),
        ("وزارة الدفاع الروسية", RootKind.OFFICIAL, "RU"),
        ("Минобороны РФ", RootKind.OFFICIAL, "RU"),
        ("He", None, None),
        ("ministère russe de la Défense", RootKind.OFFICIAL, "RU"),
        ("l'armée israélienne", RootKind.OFFICIAL, "IL"),
        ("des témoins", RootKind.WITNESS, None),
        ("les secouristes", RootKind.FIRST_RESPONDER, None),
        ("Ministerio de Defensa ruso", RootKind.OFFICIAL, "RU"),
        ("un médico sirio", RootKind.MEDICAL, None),
        ("Observatorio Sirio de Derechos Humanos", RootKind.MONITOR, None),
        ("Міністерство оборони Росії", RootKind.OFFICIAL, "RU"),
        ("Генштаб ЗСУ", RootKind.OFFICIAL, "UA"),
        ("рятувальники", RootKind.FIRST_RESPONDER, None),
        ("лікарі", RootKind.MEDICAL, None),
        # A health authority counts by office, for whoever runs it.
        ("Syria's health ministry", RootKind.MEDICAL, "SY"),
        ("ministère de la Santé du Hamas", RootKind.MEDICAL, "hamas"),
        ("Ministerio de Sanidad", RootKind.MEDICAL, None),
        ("وزارة الصحة السورية", RootKind.MEDICAL, "SY"),
        ("Минздрав Сирии", RootKind.MEDICAL, "SY"),
    ],
)
def test_a_speaker_has_a_kind_and_perhaps_a_party(
    speaker: str, kind: RootKind | None, party: str | None
) -> None:
    assert kind_of(speaker, bundled_reference()) == (kind, party)


def test_the_owner_of_an_outlet_is_known_with_its_reference() -> None:
    organisation = open_voices(bundled_reference()).organisation_of("TASS")
    assert organisation is not None
    assert organisation.owner == "Russian state"
    assert organisation.ref.startswith("https://")


def test_a_case_brings_its_own_outlets(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_text(
        "- {name: Toreth Today, names: [TT], kind: outlet, party: XT, ref: x}\n",
        encoding="utf-8",
    )
    reference = Reference((*bundled_reference().folders, tmp_path))
    assert kind_of("Toreth Today", reference) == (RootKind.OUTLET, "XT")
