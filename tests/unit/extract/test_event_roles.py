"""Roles of a text: candidates, arithmetic of the model, mentions as written."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.casework.batch import run_streamed
from firsthand.extract.event_roles import roles_of
from firsthand.extract.role_features import lower_case, material_of, plain
from firsthand.extract.role_model import (
    ROLES,
    as_inputs,
    checksum,
    entities_of,
    open_role_model,
    probabilities,
    rows_of,
    second_look,
    written_of,
)
from firsthand.extract.role_second_look import beside_others, is_same

STORY = (
    "Guerrillas attacked the power station of Talbar with dynamite last night, the "
    "army reported. Two peasants were killed and the building was destroyed. The "
    "Toreth Liberation Front claimed responsibility for the attack."
)


def test_an_attack_has_its_roles_filled_from_the_text_alone() -> None:
    roles = roles_of(STORY)
    assert list(roles) == list(ROLES)
    assert ["Toreth Liberation Front"] in roles["PerpOrg"]
    assert ["dynamite"] in roles["Weapon"]
    assert roles["Target"]


def test_every_mention_is_written_so_in_the_text() -> None:
    for entities in roles_of(STORY).values():
        for entity in entities:
            assert entity
            assert all(mention in STORY for mention in entity)


def test_a_text_in_lower_case_is_read_like_a_cased_one() -> None:
    cased, caseless = roles_of(STORY), roles_of(STORY.lower())
    assert {r: [[m.lower() for m in e] for e in v] for r, v in cased.items()} == (
        caseless
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "The bakery of Velmara won a prize for its bread.",
        "The cup final in Daraz ended two to one after a late goal.",
    ],
)
def test_a_text_about_no_attack_fills_no_role(text: str) -> None:
    assert not any(roles_of(text).values())


def test_lower_case_keeps_every_code_point_in_place() -> None:
    text = "İKİ Köy ẞ Straße ΑΣ"
    assert len(lower_case(text)) == len(text)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the old bridge", "old bridge"),
        ('an "explosive device"', "explosive device"),
        ("u.s. embassy", "us embassy"),
        ("the", ""),
    ],
)
def test_a_plain_form_has_no_marks_and_no_articles(words: str, wanted: str) -> None:
    assert plain(words) == wanted


def test_candidates_are_nouns_with_more_and_fewer_modifiers() -> None:
    found = material_of("Heavily armed men burned the offices of the bank.").candidates
    assert {"heavily armed men", "men", "offices", "offices of the bank"} & set(found)
    assert "burned" not in found


def test_unknown_features_have_no_row() -> None:
    keys = np.array(sorted(map(checksum, ["head=mine", "w=bomb"])), dtype=np.uint32)
    assert len(rows_of(keys, ["w=bomb", "w=unheard"])) == 1
    assert len(rows_of(keys, [])) == 0


def test_scores_of_texts_are_bounded_and_their_positive_part_stands_beside() -> None:
    made = as_inputs(np.array([-9.0, 1.0, 40.0], dtype=np.float32))
    assert made.tolist() == [-2.0, 0.5, 2.0, 0.0, 0.5, 2.0]


def test_one_entity_gives_its_likeliest_name_once() -> None:
    likely = {
        "armed men": np.array([0.4, 0, 0, 0, 0], dtype=np.float32),
        "men": np.array([0.9, 0, 0, 0, 0], dtype=np.float32),
        "toreth liberation front": np.array([0, 0.5, 0, 0, 0], dtype=np.float32),
        "tlf": np.array([0, 0.8, 0, 0, 0], dtype=np.float32),
        "bridge": np.array([0, 0, 0.1, 0, 0], dtype=np.float32),
    }
    made = entities_of(likely, [0.3] * 5)
    assert made == [["men"], ["tlf"], [], [], []]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("armed men", "men", True),
        ("toreth liberation front", "tlf", True),
        ("old bridge", "new bridge", True),
        ("bridge", "school", False),
    ],
)
def test_names_of_one_entity_share_words_or_letters(
    one: str, other: str, *, wanted: bool
) -> None:
    assert is_same(one, other) is is_same(other, one) is wanted


def test_the_second_look_sees_a_likelier_other_and_not_its_own_longer_name() -> None:
    scores = np.full((3, len(ROLES)), -3.0, dtype=np.float32)
    scores[0, 2] = 2.0
    written = np.array([[10, 1, 400], [60, 2, 400], [90, 1, 400]], dtype=np.float32)
    told = np.zeros(2, dtype=np.float32)
    names = ["old bridge", "bridge", "school"]
    inputs = beside_others(names, scores, written, told)
    ahead_in_target = inputs[:, 2 * 6 + 4]
    assert ahead_in_target[1] < ahead_in_target[2]
    assert inputs[1, -2 - 3] > 0  # a longer name for the same thing
    assert beside_others([], scores[:0], written[:0], told).shape == (
        0,
        inputs.shape[1],
    )


def test_the_second_look_takes_what_a_text_gives_it() -> None:
    model = open_role_model()
    material = material_of(STORY)
    n = len(material.candidates)
    scores = np.zeros((n, len(ROLES)), dtype=np.float32)
    told = np.zeros(len(model.text_hidden), dtype=np.float32)
    inputs = beside_others(
        list(material.candidates), scores, written_of(material), told
    )
    assert second_look(model, inputs).shape == (n, len(ROLES))


def test_the_bundled_model_gives_probabilities_for_every_candidate() -> None:
    material = material_of(STORY)
    likely = probabilities(open_role_model(), material)
    assert likely.keys() == material.candidates.keys()
    assert all(
        ((p >= 0) & (p <= 1)).all() and len(p) == len(ROLES) for p in likely.values()
    )


def test_the_batch_filter_gives_one_object_a_text_and_names_a_bad_line() -> None:
    lines = [
        b'{"docid": "A-1", "text": "Guerrillas blew up a bridge with dynamite."}',
        b'{"docid": "A-2"}',
    ]
    good, bad = run_streamed("roles", lines)
    assert good.lines[0]["docid"] == "A-1"
    assert set(good.lines[0]["roles"]) == set(ROLES)
    assert bad.problem is not None
    assert "'text'" in bad.problem
