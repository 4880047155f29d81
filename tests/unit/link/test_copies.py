"""Copies: reprint, rewrite, translation, and what is not a copy."""

from __future__ import annotations

import datetime as dt

from firsthand.link.copies import copies_of, find_origins
from firsthand.link.texts import LinkText
from firsthand.model import CopyKind, DocumentId, FuzzyDate
from firsthand.reference import bundled_reference

WIRE = (
    "TALBAR, 1 October (Meridian Wire) - Air strikes on an apartment block in Talbar "
    "killed 17 people and wounded 65 on Thursday, the Rescue Volunteers said.\n\n"
    "Crews dug through the rubble of the five-storey building until nightfall. A "
    "doctor at the Sarmak clinic counted 11 children among the wounded, and said the "
    "clinic had run out of blood by 18:40.\n\n"
    "Two aircraft were heard before the blasts, a shopkeeper named Idris Halwan said. "
    "The Federation of Toreth did not answer questions put to its embassy.\n"
)
REWRITE = (
    "An apartment block in Talbar was bombed from the air on Thursday; 17 people lost "
    "their lives and 65 were hurt, the Rescue Volunteers said.\n\n"
    "Crews searched through the rubble of the five-storey house until nightfall. A "
    "physician at the Sarmak clinic counted 11 children among the injured and said "
    "that the clinic had run out of blood by 18:40.\n\n"
    "Two planes were audible before the blasts, according to a shopkeeper, Idris "
    "Halwan. The Federation of Toreth gave no reply to questions put to its embassy.\n"
)
RUSSIAN = (
    "ТАЛБАР, 1 октября. В результате авиаударов по жилому дому в Талбаре погибли 17 "
    "человек, ранены 65, сообщили в четверг Спасатели-добровольцы.\n\n"
    "Бригады разбирали завалы пятиэтажного дома до темноты. Врач клиники Сармак "
    "насчитал среди раненых 11 детей; по его словам, к 18:40 в клинике закончилась "
    "кровь.\n\n"
    "Перед взрывами слышали два самолёта, рассказал торговец Идрис Халван. Федерация "
    "Торет не ответила на вопросы, направленные в её посольство.\n"
)
OTHER = (
    "A bakery in Daraz reopened on Monday after a month without flour. Its owner said "
    "that 40 sacks had come by road from the coast, enough for nine days, and that "
    "people queued from five in the morning to buy bread at the old price. The town's "
    "council wants to buy 200 sacks more before the winter closes the pass.\n"
)

FILM = (
    "A film festival opened in Ormund with eleven pictures from the coast, among them "
    "a comedy about a lighthouse keeper who cannot swim and will not learn, and a long "
    "quiet portrait of two sisters who mend nets for the whole harbour."
)
FARM = (
    "Farmers near Kelvane say the river is lower than in any year since the dam was "
    "built, and that barley sown in March will not see the summer unless the sluices "
    "are opened for at least nine nights in a row before the new moon."
)


def text(
    name: str, words: str, day: str | None = "2021-10-01", **more: str | None
) -> LinkText:
    said = dt.date.fromisoformat(day) if day else None
    return LinkText(
        document_id=DocumentId(name),
        text=words,
        published=FuzzyDate(earliest=said, latest=said) if said else None,
        **more,
    )


def origins(*texts: LinkText, **more: object) -> list[tuple[str, ...]]:
    return [o.documents for o in find_origins(texts, bundled_reference(), **more)]


def test_a_text_alone_is_an_origin_of_one() -> None:
    (origin,) = find_origins([text("d1", WIRE)], bundled_reference())
    assert origin.documents == ("d1",)
    assert origin.links == ()


def test_a_reprint_belongs_to_the_earlier_text() -> None:
    found = find_origins(
        [text("d1", WIRE, "2021-10-02"), text("d0", WIRE + "More soon.", "2021-10-03")],
        bundled_reference(),
    )
    assert [o.first for o in found] == ["d1"]
    (link,) = found[0].links
    assert (link.document_id, link.copy_of) == ("d0", "d1")
    assert link.copy_kind is CopyKind.REPRINT
    assert link.share_permille > 900
    assert any("later" in why.text for why in link.reason.because)


def test_a_short_report_wholly_inside_a_longer_one_is_a_copy() -> None:
    short = WIRE.split("\n\n")[1]
    assert origins(text("d1", WIRE), text("d2", short, "2021-10-02")) == [("d1", "d2")]


def test_swapped_words_with_the_same_numbers_and_names_are_a_rewrite() -> None:
    (origin,) = find_origins(
        [text("d1", WIRE), text("d2", REWRITE, "2021-10-02")], bundled_reference()
    )
    assert origin.links[0].copy_kind is CopyKind.REWRITE


def test_a_translation_keeps_numbers_and_names_in_their_order() -> None:
    (origin,) = find_origins(
        [
            text("d1", WIRE, language="en"),
            text("d2", RUSSIAN, "2021-10-02", language="ru"),
        ],
        bundled_reference(),
    )
    assert origin.links[0].copy_kind is CopyKind.TRANSLATION


def test_another_story_is_no_copy() -> None:
    assert origins(text("d1", WIRE), text("d2", OTHER)) == [("d1",), ("d2",)]


def test_two_reports_that_share_one_quotation_are_no_copies() -> None:
    quote = (
        "“We counted the dead twice, once by the light of lamps and once at dawn, and "
        "there were more at dawn than there had been by the lamps,” a medic said. "
    )
    one = quote + OTHER
    two = quote + (
        "The school at Ghanta lost its roof in the night and lessons moved into the "
        "yard, where sixty pupils sat on carpets brought by their parents until noon."
    )
    assert len(origins(text("d1", one), text("d2", two))) == 2


def test_two_reports_under_one_title_are_no_copies() -> None:
    title = "Air strikes kill seventeen people in the town of Talbar\n\n"
    two = title + "A night of bombing left families searching for relatives by hand."
    assert len(origins(text("d1", title + OTHER), text("d2", two))) == 2


def test_a_form_filled_in_anew_is_no_copy() -> None:
    form = (
        "The press centre reports that over the past day the air force hit {} targets "
        "in the area of {} and {}, that all aircraft returned to the base at {} and "
        "that no civilian objects stood within {} metres of the places that were hit."
    )
    one = form.format(12, "Jesrin", "Talbar", "Ormund", 300)
    two = form.format(31, "Ghanta", "Sarmak", "Kelvane", 850)
    assert len(origins(text("d1", one), text("d2", two, "2021-10-02"))) == 2


def test_furniture_in_unrelated_pages_makes_no_copies() -> None:
    wall = (
        "We and our partners keep small files on your device to measure how this page "
        "is read, to show what may interest you and to pay the people who write it; "
        "you can agree to all of them, to some of them or to none of them at all."
    )
    bodies = [
        OTHER,
        WIRE,
        FILM,
        FARM,
    ]
    pages = [text(f"d{n}", f"{body}\n\n{wall}") for n, body in enumerate(bodies)]
    assert len(origins(*pages)) == 4


def test_a_roundup_of_two_stories_does_not_make_them_one() -> None:
    found = origins(
        text("d1", WIRE, "2021-10-01"),
        text("d2", OTHER, "2021-10-01"),
        text("d3", WIRE + "\n\n" + OTHER, "2021-10-04"),
    )
    assert sorted(len(documents) for documents in found) == [1, 2]


def test_a_credit_decides_where_the_dates_do_not() -> None:
    credited = "DARAZ (Meridian Wire) - " + OTHER
    found = find_origins(
        [
            text("a", credited, source="Harbour Post"),
            text("b", OTHER, source="Meridian Wire"),
        ],
        bundled_reference(),
    )
    assert [o.first for o in found] == ["b"]
    assert any("credits" in why.text for why in found[0].links[0].reason.because)


def test_unknown_dates_without_a_credit_are_said_to_be_undetermined() -> None:
    (origin,) = find_origins(
        [text("d1", OTHER, None), text("d2", OTHER, None)], bundled_reference()
    )
    said = [why.text for why in origin.links[0].reason.because]
    assert any("undetermined" in one for one in said)


def test_the_origin_keeps_its_id_when_the_first_text_arrives_last() -> None:
    before = find_origins([text("d2", WIRE, "2021-10-02")], bundled_reference())
    (after,) = find_origins(
        [text("d2", WIRE, "2021-10-02"), text("d1", WIRE, "2021-10-01")],
        bundled_reference(),
        previous=before,
    )
    assert after.first == "d1"
    assert after.id == before[0].id


def test_an_origin_names_the_agency_that_is_credited() -> None:
    (origin,) = find_origins(
        [text("d1", "KELVANE (AFP) - " + OTHER, source="Harbour Post")],
        bundled_reference(),
    )
    assert origin.credited_to == "Agence France-Presse"


def test_batch_copies_gives_one_row_a_page_in_order() -> None:
    rows = copies_of(
        [
            {"page": "p2", "text": WIRE, "published": "2021-10-03"},
            {"page": "p1", "text": WIRE, "published": "2021-10-01"},
            {"page": "p3", "text": OTHER},
        ],
        bundled_reference(),
    )
    assert [row["page"] for row in rows] == ["p2", "p1", "p3"]
    assert rows[0]["copy_of"] == "p1"
    assert rows[0]["copy_kind"] == "reprint"
    assert rows[0]["share"] == 1.0
    assert rows[0]["origin"] == rows[1]["origin"] != rows[2]["origin"]
    assert rows[1]["copy_of"] is None


def test_a_story_told_anew_with_the_same_facts_is_a_rewrite() -> None:
    anew = (
        "Bombs from the air brought down an apartment building at Talbar on Thursday, "
        "Rescue Volunteers reported, with seventeen people dead and sixty-five "
        "wounded.\n\nUntil nightfall crews worked in what remained of the five-storey "
        "building. Eleven children were among the wounded whom a doctor counted at "
        "Sarmak, where the clinic was out of blood at 18:40.\n\nA shopkeeper, Idris "
        "Halwan, heard two aircraft and then blasts. Questions put to the embassy of "
        "the Federation of Toreth went without answer.\n"
    )
    (origin,) = find_origins(
        [text("d1", WIRE), text("d2", anew, "2021-10-02")], bundled_reference()
    )
    assert origin.links[0].copy_kind is CopyKind.REWRITE


def test_two_reporters_who_quote_the_same_body_do_not_copy_each_other() -> None:
    other = (
        "Rescue Volunteers gave a toll of 17 dead and 65 wounded in Talbar. This paper "
        "walked the street in the evening. A school bag hung in a tree. Neighbours "
        "brought soup to the searchers, and an old man kept asking them whether they "
        "had seen his wife, who sells thread at the corner. Nobody had seen her."
    )
    assert len(origins(text("d1", WIRE), text("d2", other))) == 2


REORDERED = (
    "The embassy of the Federation of Toreth left questions without a reply.\n\n"
    "By 18:40 no blood remained at the clinic in Sarmak, where 11 of those treated "
    "were under age, according to its doctor; 23 beds stood in the corridor.\n\n"
    "Shopkeeper Idris Halwan recalls the noise of aeroplanes at 17:55 and then a blow. "
    "Until dark people from the Rescue Volunteers lifted slabs: 65 lived, 17 did not, "
    "in the house of flats of Talbar that was struck on Thursday.\n"
)
SOURCE = (
    WIRE.replace("two aircraft", "aircraft at 17:55")
    .replace(
        "had run out of blood by 18:40", "had run out of blood, with 23 beds, by 18:40"
    )
    .replace("Two aircraft were heard", "Aircraft were heard at 17:55,")
)


def test_the_same_facts_in_other_words_and_another_order_are_a_rewrite() -> None:
    found = find_origins(
        [text("d1", SOURCE), text("d2", REORDERED, "2021-10-02")], bundled_reference()
    )
    (origin,) = found
    (link,) = origin.links
    assert link.copy_kind is CopyKind.REWRITE
    assert "another order" in link.reason.because[0].text


def test_a_reporter_with_numbers_of_his_own_is_no_rewrite() -> None:
    own = REORDERED + (
        "\nWe walked 14 kilometres past 9 checkpoints, saw 31 tents, paid 250 for a "
        "mule and counted 72 fires on the ridge before 5:10 the next day.\n"
    )
    assert len(origins(text("d1", SOURCE), text("d2", own, "2021-10-02"))) == 2
