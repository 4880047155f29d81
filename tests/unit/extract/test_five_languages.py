"""French, Spanish, Ukrainian, Arabic, Russian: small words, offsets, tables of rows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from firsthand.extract import Page, extract_claims
from firsthand.extract.mixed import languages_of
from firsthand.extract.patterned import (
    ARABIC,
    FRENCH,
    RUSSIAN,
    SPANISH,
    UKRAINIAN,
    Language,
    Words,
)
from firsthand.extract.read import decide_language
from firsthand.model import AttributionClaim, CasualtyClaim, Claim, PlaceClaim
from firsthand.reference import Reference, bundled_reference, open_reference

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src" / "firsthand" / "reference" / "data"
CONSTRUCTIONS = sorted(
    path
    for path in (ROOT / "tests" / "constructions").glob("*.jsonl")
    if not path.stem.endswith("_more")  # many constructions of one language
)
# "shot" tells neither dead nor wounded; sentences of English news.
OF_ENGLISH_ALONE = {"people_shot", "en_news", "en_wire"}
LANGUAGES = (ARABIC, FRENCH, RUSSIAN, SPANISH, UKRAINIAN)
PUBLISHED = dt.date(2023, 6, 8)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _claims(text: str, kind: type[Claim], language: str | None = None) -> list[Any]:
    page = Page(id="p", text=text, language=language, published=PUBLISHED)
    return [c for c in extract_claims(page, bundled_reference()) if type(c) is kind]


def _words(language: Language, text: str) -> list[str]:
    return [t.word for t in language.tokens(text, 0, len(text))]


def test_french_elisions_and_inverted_pronouns_are_words_of_their_own() -> None:
    assert _words(FRENCH, "L'hôpital d’Arikhan, a-t-il dit") == [
        *("l'", "hopital", "d'", "arikhan", ",", "a", "-t-il", "dit")
    ]


def test_ligatures_fold_to_two_letters_that_stand_at_one_place() -> None:
    text = "Sa sœur morte"
    token = FRENCH.tokens(text, 0, len(text))[1]
    assert (token.word, token.given) == ("soeur", "sœur")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_tokens_stand_where_they_say(language: Language) -> None:
    text = "Œuvre n° 12 000 — п’ять ёлок, قُتل ٣ أشخاص, l’été: 3.000."
    assert all(
        t.given == text[t.start : t.end] for t in language.tokens(text, 0, len(text))
    )


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ont été tués", True),
        ("ont tués", True),
        ("a été tuées", True),
        ("sont tués", False),
        ("ont blessé", False),
    ],
)
def test_forms_may_give_alternatives_and_words_to_leave_out(
    text: str,
    is_found: bool,  # noqa: FBT001  what the example expects
) -> None:
    rows = Words([{"forms": ["a|ont été? tué*"]}], FRENCH)
    assert bool(rows.find(FRENCH.tokens(text, 0, len(text)))) is is_found


@pytest.mark.parametrize(
    "path",
    sorted(p for code in ("uk", "fr", "es") for p in DATA.glob(f"*_{code}.yaml")),
    ids=lambda p: p.stem,
)
def test_every_row_of_a_language_tells_where_it_is_known_from(path: Path) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert rows
    assert all(row.get("ref") for row in rows)


@pytest.mark.parametrize("code", ["uk", "fr", "es"])
def test_names_of_parties_and_weapons_have_codes_of_the_common_tables(
    code: str,
) -> None:
    tables = bundled_reference()
    parties = {row["code"] for row in tables.table("parties")}
    arms = {r["code"] for t in ("weapons", "aircraft") for r in tables.table(t)}
    assert {row["code"] for row in tables.table(f"parties_{code}")} <= parties
    assert {row["code"] for row in tables.table(f"weapons_{code}")} <= arms


@pytest.mark.parametrize("path", CONSTRUCTIONS, ids=lambda p: p.stem)
def test_a_construction_has_ten_examples_or_more_in_all_six_languages(
    path: Path,
) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) >= 10
    languages = {row["language"] for row in rows}
    if path.stem not in OF_ENGLISH_ALONE:
        assert languages == {"ar", "en", "es", "fr", "ru", "uk"}
    assert all(row["expect"] for row in rows)


# -- counts, party by party ----------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "killed"),
    [
        ("fr", "Une trentaine de civils ont été tués.", (30, 30)),
        ("fr", "Quatre-vingt-dix-sept personnes sont mortes.", (97, 97)),
        ("fr", "Vingt et une personnes ont péri.", (21, 21)),
        ("fr", "Plus de 12.000 personnes ont été tuées.", (12_000, None)),
        ("fr", "Six Palestiniens ont été tués par un tir.", (6, 6)),
        ("es", "Treinta y siete personas murieron.", (37, 37)),
        ("es", "Una veintena de personas perdieron la vida.", (20, 20)),
        ("es", "Murieron 3,400 personas.", (3400, 3400)),
        ("es", "Dos palestinos murieron tiroteados.", (2, 2)),
        ("uk", "Загинули двадцять п'ять людей.", (25, 25)),
        ("uk", "Загинули п’ятеро людей.", (5, 5)),
        ("uk", "Убито 1 458 осіб.", (1458, 1458)),
    ],
)
def test_numbers_are_read_as_people_write_them(
    language: str, text: str, killed: tuple[int, int | None]
) -> None:
    (claim,) = _claims(text, CasualtyClaim, language)
    assert (claim.killed.low, claim.killed.high) == killed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Six Palestiniens ont été tués dans une frappe."),
        ("fr", "La frappe a tué trois Ukrainiens."),
        ("es", "El bombardeo mató a cuatro palestinos."),
        ("es", "Dos ucranianos murieron en un ataque."),
        ("uk", "Удар убив трьох українців."),
        ("ru", "Удар убил трёх украинцев."),
    ],
)
def test_the_dead_counted_by_nationality_are_no_authors(
    language: str, text: str
) -> None:
    assert _claims(text, AttributionClaim, language) == []


@pytest.mark.parametrize(
    ("language", "text", "party"),
    [
        ("fr", "Une frappe israélienne a détruit l'école.", "IL"),
        ("fr", "Kiev accuse Moscou d'avoir bombardé la gare.", "RU"),
        ("es", "El ataque ruso destruyó la escuela.", "RU"),
        ("es", "La ONG acusó a Israel de bombardear la escuela.", "IL"),
        ("uk", "Російські війська обстріляли місто.", "RU"),
        ("uk", "Удару завдала ізраїльська авіація.", "IL"),
    ],
)
def test_who_struck_is_read_from_adjectives_and_blame(
    language: str, text: str, party: str
) -> None:
    assert {c.perpetrator for c in _claims(text, AttributionClaim, language)} == {party}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("У Харкові внаслідок удару загинули двоє людей.", "Kharkiv"),
        ("Під час обстрілу Херсона загинула жінка.", "Kherson"),
    ],
)
def test_a_ukrainian_place_is_known_in_other_cases(text: str, place: str) -> None:
    assert [c.place.canonical for c in _claims(text, PlaceClaim, "uk")] == [place]


# -- languages ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Вони сказали, що їх евакуюють, а міст зруйновано.", "uk"),
        ("Он назвал село Київське и сказал, что мост взорван.", "ru"),
        ("Les secours ont retrouvé plusieurs corps sous les décombres.", "fr"),
        ("Los equipos de rescate hallaron varios cuerpos bajo la nieve.", "es"),
        ("قال السكان إن الطائرات قصفت السوق", "ar"),
        ("The crews of the town said that they were on their way.", "en"),
        ("RBK-500 Su-24", None),
    ],
)
def test_the_language_is_what_most_of_a_text_is_in(
    text: str, language: str | None
) -> None:
    assert decide_language(text) == language


MIXED = (
    "Twelve people were killed in the strike, the mayor said.\n\n"
    "Унаслідок удару по будинку загинули шестеро людей, повідомив мер.\n\n"
    "قُتل ثلاثة أشخاص في غارة على السوق، بحسب الدفاع المدني."
)


def test_each_paragraph_of_a_page_is_read_in_its_own_language() -> None:
    claims = _claims(MIXED, CasualtyClaim)
    assert [c.killed.low for c in claims] == [12, 6, 3]
    assert all(MIXED[c.span.start : c.span.end] == c.span.quote for c in claims)
    assert len({c.id for c in claims}) == 3


def test_a_stated_language_yields_to_another_script_alone() -> None:
    parts = languages_of(MIXED, "en", decide_language, is_given=True)
    assert list(parts) == ["en", "uk", "ar"]
    first, _, _ = MIXED.partition("\n")
    whole = languages_of(first, "fr", decide_language, is_given=True)
    assert list(whole) == ["fr"]


# -- no attack ------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ar", "es", "fr", "ru", "uk"])
def test_pages_about_no_attack_give_no_claims(code: str, reference: Reference) -> None:
    path = ROOT / "tests" / "eval" / "languages" / "no_attack.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    own = [row for row in rows if row["language"] == code]
    assert len(own) >= 5
    for row in own:
        page = Page(id=row["id"], text=row["text"], published=PUBLISHED)
        assert extract_claims(page, reference) == [], row["id"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Onze personnes ont été tuées dans l'attaque d'un stade après le match.",
        ),
        ("es", "Un misil mató a cuatro jugadores tras el partido."),
        ("uk", "Під час матчу ракета влучила в стадіон, загинули троє людей."),
        ("ru", "При ударе по музею погибли три человека, заявил мэр."),
        ("ar", "قُتل ثلاثة أشخاص في غارة جوية على ملعب أثناء مباراة."),
    ],
)
def test_an_attack_on_a_match_or_a_museum_is_still_read(
    language: str, text: str
) -> None:
    assert _claims(text, CasualtyClaim, language)
