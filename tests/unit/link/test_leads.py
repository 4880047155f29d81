"""What a document is mainly about: one attack, unless it strongly tells of more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link.alike_texts import AlikeTexts, TextPair
from firsthand.link.incidents import find_incidents
from firsthand.link.leads import lead_and_others
from firsthand.link.likeness import Mention, likeness
from firsthand.link.passages import Passage, read_passages
from firsthand.link.told import Told
from firsthand.link.weights import weights_of
from firsthand.model import DocumentId, FuzzyDate
from firsthand.reference import bundled_reference

Scene = scenes.Scene

NOTHING = ("Nothing more was said.\n\n" * 3) + ("Roads stayed shut for days. " * 20)


def read(scene: Any) -> tuple[list[Passage], int | None]:
    passages = read_passages(scene.claims, scene.link_text, bundled_reference())
    return lead_and_others(passages.passages, (lambda p: p.alleges_harm,))


def report(name: str, place: str, *, on: str, more: str = "") -> Any:
    text = f"An air strike killed 9 people in {place} on {on}.{more}"
    return (
        Scene(name, text, on)
        .weapon("air strike", "airstrike")
        .killed("killed 9 people", 9)
        .place(place)
        .date(on, on)
    )


def mention(scene: Any) -> Mention:
    (passage,) = read_passages(
        scene.claims, scene.link_text, bundled_reference()
    ).passages
    told = Told(scene.link_text, scene.claims)
    published = scene.link_text.published_by
    return Mention(passage, scene.name, published, is_lead=True, told=told)


def score(one: Any, other: Any, odds: float | None = None) -> float:
    """Return the likeness of two reports; with log-odds of their texts, if any."""
    alike = AlikeTexts({}, {})
    if odds is not None:
        pair = TextPair(odds, 0, 0, 0, 0, 0, 0)
        known = {DocumentId(s.name): "en" for s in (one, other)}
        alike = AlikeTexts(
            {(DocumentId(one.name), DocumentId(other.name)): pair}, known
        )
    weights = weights_of(bundled_reference())
    return likeness(mention(one), mention(other), weights, alike).score


def test_what_is_told_later_without_a_place_follows_the_lead() -> None:
    scene = report("d", "Talbar", on="2021-10-01", more=f"\n\n{NOTHING}\n\n")
    scene.text += "A bomb killed three brothers in their house."
    scene.weapon("bomb", "aerial_bomb").killed("killed three brothers", 3)
    held, lead = read(scene)
    assert [p.number for p in held] == [lead]
    assert len(held[0].killed) == 2


def test_harm_at_another_place_is_another_attack() -> None:
    scene = report("d", "Talbar", on="2021-10-01", more="\n\n")
    scene.text += "In Ghanta shells killed four people."
    scene.place("Ghanta").weapon("shells", "shelling").killed("killed four people", 4)
    held, lead = read(scene)
    assert len(held) == 2
    assert lead == held[0].number


def test_where_two_attacks_are_told_what_names_no_place_follows_neither() -> None:
    scene = Scene("d", f"{NOTHING}\n\nIn Talbar a bomb killed 9 people.\n\n{NOTHING}")
    scene.place("Talbar").weapon("bomb", "aerial_bomb").killed("killed 9 people", 9)
    scene.text += f"\n\nIn Ghanta shells killed four people.\n\n{NOTHING}\n\n"
    scene.text += "A mine killed two herders."
    scene.place("Ghanta").weapon("shells", "shelling").killed("killed four people", 4)
    scene._at = scene.text.index("A mine")
    scene.weapon("mine", "mine").killed("killed two herders", 2)
    held, _ = read(scene)
    assert [[p.name for p in passage.places] for passage in held] == [
        ["Talbar"],
        ["Ghanta"],
        [],
    ]


def test_after_a_campaigns_figure_nothing_follows_the_one_attack_named() -> None:
    scene = Scene("d", "Raids killed at least 200 civilians in Velmara since autumn.")
    scene.place("Velmara", accuracy=scenes.Accuracy.COUNTRY)
    scene.killed("killed at least 200 civilians", 200)
    scene.text += f"\n\n{NOTHING}\n\nJets dropped cluster bombs.\n\n{NOTHING}"
    scene.weapon("cluster bombs", "cluster_bomb")
    scene.text += "\n\nOn Monday a blast killed nine people in Kervan."
    scene.place("Kervan").killed("killed nine people", 9)
    read_whole = read_passages(scene.claims, scene.link_text, bundled_reference())
    assert read_whole.is_of_many
    held, lead = lead_and_others(
        read_whole.passages, (lambda p: bool(p.killed),), is_of_many=True
    )
    (kervan,) = [passage for passage in held if passage.number == lead]
    assert [place.name for place in kervan.places] == ["Kervan"]
    assert not kervan.weapons


def test_a_document_without_harm_has_no_lead() -> None:
    scene = Scene("d", "Aircraft were seen over Talbar.").place("Talbar")
    assert read(scene)[1] is None


@pytest.mark.parametrize("more", [" Talbar is quiet.", " TALBAR, a market town."])
def test_a_place_that_the_other_text_names_too_is_hardly_a_conflict(more: str) -> None:
    plain = score(
        report("a", "Talbar", on="2021-10-01"), report("b", "Jesrin", on="2021-10-01")
    )
    named = score(
        report("a", "Talbar", on="2021-10-01"),
        report("b", "Jesrin", on="2021-10-01", more=more),
    )
    assert named > plain + 3


def test_part_of_a_word_names_no_place() -> None:
    told = Told(Scene("d", "The Talbarians sang.").link_text, [])
    assert not told.names_place(scenes.town("Talbar"))
    assert Told(Scene("d", "In talbar, they sang.").link_text, []).names_place(
        scenes.town("Talbar")
    )


def test_a_day_that_the_other_text_names_too_is_hardly_a_conflict() -> None:
    two = report("b", "Talbar", on="2021-10-09", more=" It was hit on 1 October too.")
    plain = score(report("a", "Talbar", on="2021-10-01"), two)
    told = mention(two).told
    assert told is not None
    assert not told.names_day([scenes.day("2021-10-01")])
    two.date("1 October", "2021-10-01")
    assert score(report("a", "Talbar", on="2021-10-01"), two) > plain + 3


@pytest.mark.parametrize(
    ("odds", "one", "is_linked"),
    [
        (4.0, report("a", "Talbar", on="2021-10-01"), True),
        (-3.0, report("a", "Talbar", on="2021-10-01"), True),  # claims stand alone
        (1.0, report("a", "Ghanta", on="2021-10-01"), False),
        (0.0, report("a", "Talbar", on="2021-10-20"), False),  # look-alike strikes
        (8.0, report("a", "Ghanta", on="2021-10-02"), True),
    ],
)
def test_whole_texts_and_claims_are_weighed_together(
    odds: float, one: Any, *, is_linked: bool
) -> None:
    other = report("b", "Talbar", on="2021-10-01")
    link = weights_of(bundled_reference())["incident.link"]
    assert (score(one, other, odds) >= link) is is_linked


def test_reasons_sum_to_the_score_and_name_the_whole_texts() -> None:
    weights = weights_of(bundled_reference())
    one, other = (report(n, "Talbar", on="2021-10-01") for n in "ab")
    pair = TextPair(3.2, 0, 0, 0, 0, 0, 0)
    keys = (DocumentId("a"), DocumentId("b"))
    found = likeness(
        mention(one),
        mention(other),
        weights,
        AlikeTexts({keys: pair}, dict.fromkeys(keys, "en")),
    )
    weighed = [float(r.text.rsplit("(", 1)[1].rstrip(")")) for r in found.reasons]
    assert sum(weighed) == pytest.approx(found.score)
    assert found.reasons[0].text == "whole texts share much that is rare (+8.5)"
    assert found.reasons[0].rule == "M014"


def test_a_report_whose_harm_was_not_read_joins_by_what_else_it_says() -> None:
    told = report("a", "Talbar", on="2021-10-01")
    unread = (
        Scene("b", "Air strike on Talbar, 1 October: sirens all night.", "2021-10-02")
        .weapon("Air strike", "airstrike")
        .place("Talbar")
        .date("1 October", "2021-10-01")
    )
    found = [told, unread]
    linked = find_incidents(
        [claim for scene in found for claim in scene.claims],
        [scene.link_text for scene in found],
        scenes.origins_of(found),
        bundled_reference(),
    )
    (incident,) = linked.incidents
    assert incident.documents == ("a", "b")
    assert incident.date is not None
    assert incident.date.earliest == dt.date(2021, 10, 1)


def dated_by_words(name: str, opening: str, published: str, *claimed: Any) -> Any:
    scene = Scene(
        name, f"{opening} an air strike killed 9 people in Talbar.", published
    )
    scene.weapon("air strike", "airstrike").killed("killed 9 people", 9).place("Talbar")
    for words, date in claimed:
        scene.date(words, date)
    return scene


@pytest.mark.parametrize(
    ("opening", "published", "days"),
    [
        ("On 9 May 2021,", "2021-05-10", ["2021-05-09"]),
        ("9 May 2021:", "2021-05-10", ["2021-05-09"]),
        ("After the talks of 3 May 2021, on 9 May 2021,", "2021-05-10", []),
        ("At dawn,", "2021-05-10", []),
    ],
)
def test_the_one_day_a_report_opens_with_is_when_it_may_have_been(
    opening: str, published: str, days: list[str]
) -> None:
    told = mention(dated_by_words("a", opening, published)).could_be
    assert [str(date.earliest) for date in told] == days


def test_both_readings_of_a_doubtful_date_stand_but_none_after_publication() -> None:
    doubtful = FuzzyDate(
        earliest=dt.date(2021, 1, 4),
        latest=dt.date(2021, 4, 1),
        readings=(dt.date(2021, 1, 4), dt.date(2021, 4, 1)),
    )
    later, sooner = (
        mention(dated_by_words("a", "04/01/2021:", day, ("04/01/2021", doubtful)))
        for day in ("2021-04-02", "2021-02-01")
    )
    assert len(later.could_be) == 2
    assert [str(date.earliest) for date in sooner.could_be] == ["2021-01-04"]


def test_reports_that_open_with_days_far_apart_are_two_attacks() -> None:
    one = dated_by_words("a", "On 9 May 2021,", "2021-05-10")
    other = dated_by_words("b", "On 28 April 2021,", "2021-04-29")
    near = dated_by_words("c", "On 8 May 2021,", "2021-05-10")
    assert score(one, other) < score(one, near) - 4
    scenes_of = [one, other]
    linked = find_incidents(
        [claim for scene in scenes_of for claim in scene.claims],
        [scene.link_text for scene in scenes_of],
        scenes.origins_of(scenes_of),
        bundled_reference(),
    )
    assert len(linked.incidents) == 2
