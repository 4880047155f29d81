"""Names taken apart and compared across scripts. All names are invented."""

from __future__ import annotations

import pytest

from firsthand.link.people.names import NameRules, name_rules
from firsthand.link.people.words import LOOSE, NEAR, similar_words, word_likeness
from firsthand.reference import bundled_reference


@pytest.fixture(scope="module")
def rules() -> NameRules:
    return name_rules(bundled_reference())


def _likeness(rules: NameRules, one: str, other: str) -> int:
    (a,), (b,) = rules.parts(one).words, rules.parts(other).words
    return word_likeness(rules.sound(a), rules.sound(b))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Abd al-Rahman Jandali", ("abdrahman", "jandali")),
        ("Abdulrahman Jandali", ("abdrahman", "jandali")),
        ("عبد الرحمن الجندلي", ("عبدرحمن", "جندلي")),
        ("عبدالرحمن جندلي", ("عبدرحمن", "جندلي")),
        ("Salah al-Din Nuwayra", ("salahdin", "nuwayra")),
        ("Karim bin Tariq Nuwayra", ("karim", "tariq", "nuwayra")),
        ("Dr. Lina el-Sarmaki", ("lina", "sarmaki")),
        ("Samar Abu Daraz", ("samar", "abudaraz")),
        ("Карим ибн Тарик Нувайра", ("карим", "тарик", "нувайра")),
    ],
)
def test_particles_go_and_joined_names_are_one_word(
    rules: NameRules, name: str, words: tuple[str, ...]
) -> None:
    assert rules.parts(name).words == words


def test_a_kunya_before_a_given_name_is_kept_apart(rules: NameRules) -> None:
    parts = rules.parts("Abu Layth Karim Nuwayra")
    assert parts.kunya == "abulayth"
    assert parts.words == ("karim", "nuwayra")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mahmoud", "محمود"),
        ("Mahmud", "Махмуд"),
        ("Muhammad", "محمد"),
        ("Hussein", "حسين"),
        ("Хусейн", "حسين"),
        ("Khaled", "خالد"),
        ("Ibrahim", "ابراهيم"),
        ("Nuwayra", "نويرة"),
        ("Tareq", "طارق"),
        ("Sameera", "سميرة"),
    ],
)
def test_one_name_in_two_scripts_is_near(
    rules: NameRules, one: str, other: str
) -> None:
    assert _likeness(rules, one, other) >= NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد", "محمود"),
        ("Mohammed", "محمود"),
        ("Hassan", "حسين"),
        ("حسن", "حسين"),
        ("سمير", "سميرة"),
        ("Samir", "Samira"),
        ("Omar", "Lina"),
        ("Карим", "Тарик"),
    ],
)
def test_two_names_of_like_consonants_are_not_near(
    rules: NameRules, one: str, other: str
) -> None:
    assert _likeness(rules, one, other) < NEAR


def test_an_initial_is_only_loosely_a_name(rules: NameRules) -> None:
    assert word_likeness(rules.sound("k"), rules.sound("karim")) == LOOSE


def test_similar_words_finds_what_comparing_all_pairs_finds(rules: NameRules) -> None:
    words = ["karim", "kareem", "كريم", "карим", "tariq", "طارق", "lina", "nuwayra"]
    sounds = [rules.sound(word) for word in words]
    found = {(a, b): likeness for a, b, likeness in similar_words(sounds)}
    wanted = {
        (a, b): word_likeness(sounds[a], sounds[b])
        for a in range(len(words))
        for b in range(a + 1, len(words))
        if word_likeness(sounds[a], sounds[b]) >= LOOSE
    }
    assert found == wanted
    assert len(found) >= 7
