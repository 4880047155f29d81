from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest

from firsthand.extract import Page, assemble, extract_claims, read_page
from firsthand.extract.assemble import (
    is_grounded,
    spoken_for,
    with_authors_of_their_words,
)
from firsthand.extract.modality import qualified
from firsthand.extract.reading import Reading
from firsthand.extract.statements_other import (
    evaluations,
    find_doubts,
    find_jurisdiction,
    find_methods,
)
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    DocumentId,
    LegalClaim,
    OtherClaim,
    Span,
    WeaponClaim,
)
from firsthand.reference import bundled_reference


def read(text: str) -> Reading:
    return read_page(Page(id="p", text=text, language="en"), bundled_reference())


def common(reading: Reading, quote: str) -> dict[str, object]:
    start = reading.text.index(quote)
    return {
        "id": ClaimId(""),
        "document_id": DocumentId("p"),
        "span": reading.span(start, start + len(quote)),
    }


def weapon(reading: Reading, quote: str) -> WeaponClaim:
    return msgspec.convert(
        {"kind": "weapon"} | msgspec.to_builtins(common(reading, quote)), WeaponClaim
    )


def attribution(reading: Reading, quote: str, **values: object) -> AttributionClaim:
    fields = {"kind": "attribution"} | msgspec.to_builtins(common(reading, quote))
    return msgspec.convert(fields | values, AttributionClaim)


def casualty(reading: Reading, quote: str) -> CasualtyClaim:
    return msgspec.convert(
        {"kind": "casualty"} | msgspec.to_builtins(common(reading, quote)),
        CasualtyClaim,
    )


@pytest.mark.parametrize(
    ("text", "quote", "hedges"),
    [
        ("Jets reportedly dropped barrel bombs.", "barrel bombs", ("reportedly",)),
        ("It was hit in suspected Toreth raids.", "Toreth raids", ("suspected",)),
        ("It was hit in “suspected Toreth raids”.", "Toreth raids", ("suspected",)),
        ("The jets may have dropped cluster bombs.", "cluster bombs", ("may",)),
        ("The army allegedly used gas.", "gas", ("allegedly",)),
        ("The shell was apparently a rocket.", "rocket", ("apparently",)),
        ("It was possibly a mortar shell.", "mortar shell", ("possibly",)),
        ("They appear to have used mortars.", "mortars", ("appear to",)),
        ("It could have been a missile.", "missile", ("could",)),
        ("The alleged rocket was not found.", "rocket", ("alleged",)),
    ],
)
def test_a_hedge_of_the_clause_holds_a_claim_back(
    text: str, quote: str, hedges: tuple[str, ...]
) -> None:
    reading = read(text)
    claim = qualified(reading, weapon(reading, quote))
    assert claim.hedged
    assert claim.hedges == hedges


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The jets dropped barrel bombs.", "barrel bombs"),
        ("A suspected spy was held, and a rocket fell.", "rocket"),
        ("Reportedly nobody came; a rocket fell.", "rocket"),
        ("On 3 May a rocket fell.", "rocket"),
        ("The alleged role of the army in firing a rocket is known.", "rocket"),
    ],
)
def test_a_hedge_elsewhere_leaves_a_claim_alone(text: str, quote: str) -> None:
    reading = read(text)
    assert not qualified(reading, weapon(reading, quote)).hedged


def test_a_claim_gets_the_speaker_of_the_innermost_statement() -> None:
    reading = read("Lantern said that medics saw it: a rocket had hit, medics said.")
    claim = spoken_for(reading, weapon(reading, "a rocket"))
    assert claim.speaker == "medics"


def test_a_speaker_that_the_finder_set_stays() -> None:
    reading = read("Lantern said that a rocket fell.")
    mine = msgspec.structs.replace(
        weapon(reading, "a rocket"), speaker="Vesk", chain=("Vesk",)
    )
    assert spoken_for(reading, mine).speaker == "Vesk"


def test_narrative_is_the_outlets_own_word() -> None:
    reading = read("A rocket fell on the market.")
    claim = spoken_for(reading, weapon(reading, "A rocket"))
    assert claim.speaker is None
    assert not claim.is_unresolved


def test_a_claim_whose_quote_is_not_in_its_span_is_refused() -> None:
    reading = read("A rocket fell on the market.")
    wrong = msgspec.structs.replace(
        weapon(reading, "A rocket"), span=Span(start=2, end=10, quote="A rocket")
    )
    assert not is_grounded(reading, wrong)


def test_a_claim_from_page_furniture_is_refused() -> None:
    reading = read("A rocket fell on the market.\n\nRead more: Rocket hits school\n")
    assert not is_grounded(reading, weapon(reading, "Rocket"))


def test_claims_stand_in_the_order_of_the_text() -> None:
    text = (
        "Toreth raid kills 17 in Talbar\n\nRescuers said on Friday that 17 people "
        "were killed in the raid. Russia denied killing civilians."
    )
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 10, 2))
    claims = extract_claims(page, bundled_reference())
    assert len({claim.id for claim in claims}) == len(claims)
    assert all(re.fullmatch(r"p#[a-z2-7]{6,}", claim.id) for claim in claims)
    starts = [claim.span.start for claim in claims]
    assert starts == sorted(starts)
    for claim in claims:
        assert text[claim.span.start : claim.span.end] == claim.span.quote
        assert claim.document_id == "p"


def test_an_id_does_not_depend_on_the_claims_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading = read("A rocket fell on the market.")

    def ids(*words: str) -> dict[str, str]:
        found = [weapon(reading, word) for word in words]
        monkeypatch.setattr(assemble, "finders", lambda _: [lambda _: found])
        return {c.span.quote: c.id for c in assemble.assemble(reading)}

    alone, beside = ids("market"), ids("A rocket", "fell", "market")
    assert beside["market"] == alone["market"]
    assert len(set(beside.values())) == 3


def test_two_claims_of_one_kind_and_span_have_two_ids(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading = read("A rocket fell on the market.")
    one = weapon(reading, "A rocket")
    other = msgspec.structs.replace(one, note="another reading of it")
    monkeypatch.setattr(assemble, "finders", lambda _: [lambda _: [one, other]])
    first, second = assemble.assemble(reading)
    assert first.id != second.id


def test_the_same_claim_found_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read("A rocket fell on the market.")

    def find_twice(reading: Reading) -> list[Claim]:
        return [weapon(reading, "A rocket"), weapon(reading, "A rocket")]

    monkeypatch.setattr(assemble, "finders", lambda _: [find_twice])
    assert len(assemble.assemble(reading)) == 1


def test_headline_and_body_are_two_claims() -> None:
    text = "Rocket hits Talbar market\n\nA rocket fell on the market on Friday."
    reading = read(text)
    head = spoken_for(reading, weapon(reading, "Rocket"))
    body = spoken_for(reading, weapon(reading, "A rocket"))
    assert (head.is_headline, body.is_headline) == (True, False)


def test_a_toll_takes_the_author_that_its_own_words_name() -> None:
    reading = read("Toreth raids killed five people in Talbar.")
    raids = attribution(reading, "Toreth raids killed", perpetrator="TO")
    toll = casualty(reading, "Toreth raids killed five people")
    assert with_authors_of_their_words([raids, toll])[1].perpetrator == "TO"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "values",
    [
        {"perpetrator": "TO", "negated": True},
        {"perpetrator": "TO", "hedged": True},
        {"perpetrator": "TO", "speaker": "Lantern", "chain": ["Lantern"]},
    ],
)
def test_a_toll_never_takes_an_author_that_is_denied_doubted_or_anothers_word(
    values: dict[str, object],
) -> None:
    reading = read("Toreth raids killed five people in Talbar.")
    raids = attribution(reading, "Toreth raids killed", **values)
    toll = casualty(reading, "Toreth raids killed five people")
    assert with_authors_of_their_words([raids, toll])[1].perpetrator is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "Lantern reviewed footage of the raid.",
            ["Lantern reviewed footage of the raid"],
        ),
        (
            "Lantern obtained and analysed photographs of the crater.",
            ["Lantern obtained and analysed photographs of the crater"],
        ),
        (
            "The group interviewed 16 witnesses and analysed videos.",
            ["The group interviewed 16 witnesses", "analysed videos"],
        ),
        (
            "Tally consulted two munitions experts.",
            ["Tally consulted two munitions experts"],
        ),
        (
            "Researchers visited the site in May.",
            ["Researchers visited the site in May"],
        ),
        (
            "The team examined fragments of the bomb.",
            ["The team examined fragments of the bomb"],
        ),
        ("The team obtained a permit.", []),
        ("The farmer visited his brother.", []),
        ("The footage was reviewed.", []),
        ("They hope to examine the remnants.", []),
    ],
)
def test_how_somebody_came_to_know_is_kept(text: str, quotes: list[str]) -> None:
    assert [claim.span.quote for claim in find_methods(read(text))] == quotes


def test_a_method_told_in_the_first_person_is_the_speakers_own() -> None:
    text = "Lantern said: “We interviewed 16 witnesses in the town of Talbar.”"
    (claim,) = find_methods(read(text))
    assert claim.speaker == "Lantern"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("There is doubt among diplomats about the count.", "diplomats"),
        ("There are doubts among local doctors about the date.", "local doctors"),
        ("Doubts by analysts about the aim of the raids remain.", "analysts"),
        ("There was some scepticism among officers about it.", "officers"),
    ],
)
def test_a_doubt_keeps_its_holder_and_leaves_its_direction_open(
    text: str, speaker: str
) -> None:
    (claim,) = find_doubts(read(text))
    assert claim.speaker == speaker
    assert claim.hedged
    assert claim.note == "direction of the doubt is ambiguous"


def test_a_doubt_of_nobody_is_no_claim() -> None:
    assert find_doubts(read("There is no doubt that the roof fell.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "A diplomat said it was not for the coalition to investigate the raid.",
        "The envoy said the court had no jurisdiction over the army.",
        "An official said it was up to the army to investigate its pilots.",
    ],
)
def test_who_may_investigate_is_neither_denial_nor_confirmation(text: str) -> None:
    (claim,) = find_jurisdiction(read(text))
    assert isinstance(claim, OtherClaim)
    assert claim.about == "jurisdiction"
    assert claim.speaker is not None


def test_what_is_said_of_a_party_is_kept_where_nothing_else_was_found() -> None:
    text = (
        "A rocket fell on the market. Lantern said Russia's conduct had gone from "
        "bad to worse."
    )
    reading = read(text)
    (claim,) = evaluations(reading, [weapon(reading, "A rocket")])
    assert claim.span.quote == "Russia's conduct had gone from bad to worse"


def test_a_page_without_any_claim_has_no_evaluations() -> None:
    reading = read("Lantern said Russia's conduct had gone from bad to worse.")
    assert evaluations(reading, []) == []


def test_a_legal_word_in_the_conditional_is_hedged() -> None:
    reading = read("Lantern said the raids could amount to war crimes.")
    claim = msgspec.convert(
        {"kind": "legal_characterisation", "legal": "war_crime"}
        | msgspec.to_builtins(common(reading, "war crimes")),
        LegalClaim,
    )
    assert qualified(reading, claim).hedged


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Russian jets bombed Talbar. Five died in the raids.", "RU"),
        ("Russian jets bombed Talbar and Jesrin. Five died in these strikes.", "RU"),
        ("Russian jets bombed Talbar. A baker was killed in Daraz.", None),
        ("Russian jets bombed it. Syrian guns fired. Five died in the raids.", None),
        ("Five people died in the raids on Talbar.", None),
        ("Russian jets bombed it. The mayor said five died in the raids.", None),
    ],
)
def test_a_toll_of_the_attacks_takes_the_one_party_told_before(
    text: str, party: str | None
) -> None:
    claims = extract_claims(Page(id="p", text=text, language="en"), bundled_reference())
    (toll,) = [claim for claim in claims if isinstance(claim, CasualtyClaim)]
    assert toll.perpetrator == party
    assert (toll.note is not None) == (party is not None)
