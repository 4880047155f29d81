"""The second reader of victims: what it may add, doubt, and never touches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firsthand.casework import derive
from firsthand.extract import extract_claims
from firsthand.extract.named_people import people_named
from firsthand.extract.page import Page
from firsthand.extract.read import split_sentences
from firsthand.extract.victim_model import (
    Candidate,
    candidates_of,
    open_victim_model,
    parts_of,
    probability,
)
from firsthand.model import VictimNamesClaim
from firsthand.reference import bundled_reference


def people(text: str) -> dict[str, Candidate]:
    reference = bundled_reference()
    sentences, _ = split_sentences(text, reference)
    return {one.name: one for one in candidates_of(text, sentences, reference)}


def likely(text: str, name: str) -> float:
    return probability(open_victim_model(), people(text)[name].features)


def named(text: str, rule: str) -> set[str]:
    claims = extract_claims(Page(id="p", text=text), bundled_reference())
    return {
        person.name
        for claim in claims
        if isinstance(claim, VictimNamesClaim) and claim.rule == rule
        for person in claim.people
        if person.name
    }


def test_no_name_is_a_feature() -> None:
    one = people("Karo Venn, 34, was killed near Talbar with Sila Venn.")["Karo Venn"]
    assert not any(
        word in feature.lower()
        for feature in one.features
        for word in ("karo", "venn", "sila", "talbar", "34")
    )


def test_a_feature_holds_two_words_at_most() -> None:
    text = "Karo Venn was killed alongside his wife Sila Venn and their three sons."
    for one in people(text).values():
        assert all(len(f.split(":")[-1].split()) <= 2 for f in one.features)


@pytest.mark.parametrize(
    ("text", "dead", "alive"),
    [
        (
            "Karo Venn was killed, his cousin Ivo Dor told reporters.",
            "Karo Venn",
            "Ivo Dor",
        ),
        (
            "Nela Dor was killed. Facebook user Oren Peren posted a picture of her.",
            "Nela Dor",
            "Oren Peren",
        ),
        (
            "The victims were Mira Sol (41) and Jon Sol (12), according to Ada Kern.",
            "Jon Sol",
            "Ada Kern",
        ),
        (
            "Dal Peren was killed alongside his son. Spokesman Tomas Vell denied it.",
            "Dal Peren",
            "Tomas Vell",
        ),
        (
            "Rema Dor was remembered by her friend Sami Kost as a gentle teacher.",
            "Rema Dor",
            "Sami Kost",
        ),
        (
            "A strike on the house of Nur Halvar killed his daughter Lina Halvar (6).",
            "Lina Halvar",
            "Nur Halvar",
        ),
        (
            "Oren Mask wrote on Facebook that Tal Orin was martyred with her children.",
            "Tal Orin",
            "Oren Mask",
        ),
        (
            "Samir Dostan was killed. Journalist Ona Pelvar shared footage.",
            "Samir Dostan",
            "Ona Pelvar",
        ),
        (
            "Lina Peren and her sister Ida Peren were killed, said Bren Kolt.",
            "Ida Peren",
            "Bren Kolt",
        ),
        (
            "Among the dead was Tima Venn, 9. Her uncle Rusk Venn said he dug.",
            "Tima Venn",
            "Rusk Venn",
        ),
    ],
)
def test_the_dead_are_likelier_than_those_who_tell_of_them(
    text: str, dead: str, alive: str
) -> None:
    assert likely(text, dead) > likely(text, alive)


def test_a_page_whose_rules_name_nobody_harmed_is_not_read_again() -> None:
    text = (
        "Facebook user Oren Peren mourned Nela Dor. Nela Dor was remembered as a "
        "gentle teacher by her friend Sami Kost."
    )
    assert named(text, "M064") == set()


def test_a_name_beside_its_own_word_of_harm_is_never_doubted() -> None:
    voices = " ".join(
        f"{name} posted a picture on Facebook, user {name} said."
        for name in (
            "Oren Mask",
            "Ivo Dor",
            "Sami Kost",
            "Ada Kern",
            "Bren Kolt",
            "Tom Vell",
            "Ona Mir",
        )
    )
    text = f"Spokesman Karo Venn was killed. {voices}"
    assert len(people(text)) >= 8
    assert "Karo Venn" in named(text, "M026")


def test_a_person_added_by_the_second_reader_says_so() -> None:
    text = (
        "Karo Venn was killed in the strike on Talbar.\n"
        "Along with Karo, the attack took his sister Mira Venn (12), a pupil.\n"
        "Nela Dor (7) and Ivo Dor (4) too lost their lives in the same room.\n"
    )
    by_rules, added = named(text, "M026"), named(text, "M064")
    assert "Karo Venn" in by_rules
    assert not by_rules & added


def test_names_are_compared_by_their_words() -> None:
    assert parts_of("Al-Karo  Venn") == ("al", "karo", "venn")


def test_one_person_named_twice_is_one_candidate_with_both_places() -> None:
    one = people("Karo Venn was killed. Karo Venn had two sons.")["Karo Venn"]
    assert len(one.mentions) == 2
    assert "nment:2" in one.features


def test_people_of_a_sentence_come_in_order() -> None:
    text = "His wife Sila, 30, and Karo Venn were killed."
    found = people_named(text, bundled_reference())
    assert [n.person.name for n in found] == ["Sila", "Karo Venn"]


def test_the_file_holds_numbers_alone() -> None:
    model = open_victim_model()
    assert (np.diff(model.keys.astype(np.int64)) > 0).all()
    assert model.weights.shape == model.keys.shape
    assert np.isfinite(model.weights).all()
    assert 0 < model.least < 1


def test_other_weights_are_another_version_of_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "extract").mkdir()
    (tmp_path / "extract" / "rule.py").write_text("x = 1\n", encoding="utf-8")
    weights = tmp_path / "extract" / "model.npz"
    monkeypatch.setattr(derive, "_PROGRAM", tmp_path)
    digests = set()
    for content in (b"one", b"two"):
        weights.write_bytes(content)
        digests.add(derive._digest_of_code.__wrapped__(("extract",)))
    assert len(digests) == 2
