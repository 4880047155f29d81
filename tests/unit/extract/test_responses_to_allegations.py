from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.responses import find_rebuttals, find_responses
from firsthand.model import DenialClaim, Denies, ObjectIdentity, RebuttalClaim
from firsthand.reference import bundled_reference


def responses(text: str) -> list[DenialClaim]:
    page = Page(id="p", text=text, language="en")
    found = find_responses(read_page(page, bundled_reference()))
    assert all(isinstance(claim, DenialClaim) for claim in found)
    for claim in found:
        assert text[claim.span.start : claim.span.end] == claim.span.quote
    return [claim for claim in found if isinstance(claim, DenialClaim)]


def rebuttals(text: str) -> list[RebuttalClaim]:
    page = Page(id="p", text=text, language="en")
    found = find_rebuttals(read_page(page, bundled_reference()))
    return [claim for claim in found if isinstance(claim, RebuttalClaim)]


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("The army denied that its jets had hit the clinic.", Denies.RESPONSIBILITY),
        ("Syria denied responsibility for the raid.", Denies.RESPONSIBILITY),
        ("Russia denied any involvement in the attack.", Denies.RESPONSIBILITY),
        ("The army denied killing civilians in Talbar.", Denies.CIVILIAN_HARM),
        ("Israel denied causing civilian casualties.", Denies.CIVILIAN_HARM),
        (
            "The ministry denied that civilians were killed.",
            Denies.CIVILIAN_HARM,
        ),
        ("The coalition denied targeting civilians.", Denies.CIVILIAN_TARGETS),
        ("The air force denied bombing hospitals.", Denies.CIVILIAN_TARGETS),
        ("Moscow denied using cluster munitions.", Denies.USE),
        ("The army denied the use of chemical weapons.", Denies.USE),
        ("The minister denied deliberately attacking the school.", Denies.INTENT),
        ("Israeli officials denied that the raid took place.", Denies.EVENT),
        ("The coalition denied violating the laws of war.", Denies.LEGALITY),
        (
            "The army rejected the accusations against its pilots.",
            Denies.RESPONSIBILITY,
        ),
    ],
)
def test_a_denial_says_what_exactly_it_denies(text: str, denies: Denies) -> None:
    (claim,) = responses(text)
    assert claim.denies is denies


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("The Kremlin dismissed the study as propaganda.", Denies.DISCREDITS_SOURCE),
        ("Moscow called the findings “fake news”.", Denies.DISCREDITS_SOURCE),
        (
            "The ministry has described such studies as “a smear campaign”.",
            Denies.DISCREDITS_SOURCE,
        ),
        ("The army spokesman said it was all a hoax.", Denies.DISCREDITS_SOURCE),
        ("The army declined to comment on the raid.", Denies.NO_COMMENT),
        ("Israel refused to comment.", Denies.NO_COMMENT),
        ("The ministry would not comment on the strike.", Denies.NO_COMMENT),
        ("The ministry did not respond to a request for comment.", Denies.NO_REPLY),
        ("The Pentagon could not be reached on Friday.", Denies.NO_REPLY),
        ("There was no immediate comment from Damascus.", Denies.NO_REPLY),
        ("The ministry could not confirm the strike.", Denies.NOT_CONFIRMED),
        (
            "The Israeli army neither confirmed nor denied the raid.",
            Denies.NOT_DENIED,
        ),
        ("The government did not deny that jets had flown.", Denies.NOT_DENIED),
        ("The coalition said it would investigate the raid.", Denies.PROMISES_INQUIRY),
        ("The army has opened an investigation.", Denies.PROMISES_INQUIRY),
        ("The ministry said the strike was under review.", Denies.PROMISES_INQUIRY),
        (
            "The ministry said it had found nothing specific in the study.",
            Denies.NON_RESPONSIVE,
        ),
        (
            "A spokesman for the army saw “nothing new” in the list, he said.",
            Denies.NON_RESPONSIVE,
        ),
    ],
)
def test_an_answer_that_evades_is_never_a_denial(text: str, denies: Denies) -> None:
    assert [claim.denies for claim in responses(text)] == [denies]


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        (
            "The coalition acknowledged that its jets had struck the building.",
            Denies.ADMITS_STRIKE,
        ),
        ("The army admitted bombing the road.", Denies.ADMITS_STRIKE),
        ("The military admitted killing 12 civilians.", Denies.ADMITS_HARM),
        ("The coalition acknowledged civilian deaths.", Denies.ADMITS_HARM),
        (
            "The Syrian army said it had targeted militants in Daraz.",
            Denies.ADMITS_STRIKE,
        ),
        (
            "The ministry said its jets struck a command post.",
            Denies.ADMITS_STRIKE,
        ),
        ("The military said the strike was a mistake.", Denies.INTENT),
        (
            "The ministry said no civilians were harmed.",
            Denies.CIVILIAN_HARM,
        ),
        (
            "“Our army never uses cluster bombs,” General Torev said.",
            Denies.USE,
        ),
        (
            "The Russian army said its jets were not operating that day.",
            Denies.RESPONSIBILITY,
        ),
        (
            "The ministry said there was no evidence of a raid.",
            Denies.EVIDENCE,
        ),
    ],
)
def test_admitting_a_strike_is_not_admitting_harm(text: str, denies: Denies) -> None:
    assert [claim.denies for claim in responses(text)] == [denies]


def test_lawfulness_answers_nothing_when_asked_about_use() -> None:
    law = "the Toreth army works within the law of war"
    asked = f"Asked about cluster bombs, the minister said {law} of all nations."
    (claim,) = responses(asked)
    assert claim.denies is Denies.NON_RESPONSIVE
    (claim,) = responses(f"The minister said {law} of all nations.")
    assert claim.denies is Denies.LEGALITY


@pytest.mark.parametrize(
    "text",
    [
        "Guards denied the convoy access to the town.",
        "The council rejected the proposal.",
        "The patient was denied treatment.",
        "Residents said no soldiers were in the village.",
        "Medics said there was no water in the clinic.",
        "The court dismissed the appeal.",
        "Villagers said they did not see the jets.",
        "The mayor said the bridge was old.",
        "Rescuers could not reach the house.",
        "The film was called a masterpiece of lies by its director's sister.",
    ],
)
def test_what_answers_no_allegation_is_no_response(text: str) -> None:
    assert responses(text) == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Russia denied the raid had taken place.", "RU"),
        ("A Syrian army spokesman denied bombing the road.", "SY"),
        ("The Kremlin dismissed the study as propaganda.", "RU"),
        ("Israeli jets did not target civilians, the ministry said.", "IL"),
        ("The ministry denied it.", None),
    ],
)
def test_the_party_is_the_one_the_words_name_or_unknown(
    text: str, party: str | None
) -> None:
    (claim,) = responses(text)
    assert claim.perpetrator == party


def test_a_party_read_from_the_whole_page_is_said_to_be() -> None:
    text = "Russian jets hit Talbar, Lantern said.\n\nThe army denied bombing the road."
    (claim,) = responses(text)
    assert claim.perpetrator == "RU"
    assert claim.note == "party read from the whole page"


def test_the_weapon_whose_use_is_denied_is_kept() -> None:
    (claim,) = responses("Moscow denied using cluster munitions.")
    assert claim.weapon == ("cluster_bomb",)


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (
            "But Lantern said that was a different mosque.",
            ObjectIdentity.DIFFERENT,
        ),
        (
            "Lantern said the picture showed another building of a similar name.",
            ObjectIdentity.DIFFERENT,
        ),
        (
            "The house in the photograph is not the house that was hit, Tally said.",
            ObjectIdentity.DIFFERENT,
        ),
        (
            "Analysts said the two images show the same building.",
            ObjectIdentity.SAME,
        ),
        (
            "Lantern said the footage was taken before the raid.",
            None,
        ),
    ],
)
def test_a_rebuttal_says_whether_the_object_is_another(
    text: str, identity: ObjectIdentity | None
) -> None:
    (claim,) = rebuttals(text)
    assert claim.object_identity is identity
    assert claim.rebuts is Denies.EVIDENCE


def test_another_building_in_plain_narrative_rebuts_nothing() -> None:
    assert rebuttals("The family had moved to a different house in May.") == []


def test_denying_as_a_subject_breaks_nothing() -> None:
    for claim in responses("Denying the raids is all that the army has done."):
        assert claim.span.quote.startswith("Denying")


def test_the_quote_is_the_clause_and_not_the_sentence() -> None:
    text = "As the count rose, the army denied targeting civilians, and medics dug on."
    (claim,) = responses(text)
    assert claim.span.quote == "denied targeting civilians"
