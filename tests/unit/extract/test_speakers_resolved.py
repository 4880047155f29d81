from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.reading import Reading, Statement
from firsthand.extract.speakers import who_is
from firsthand.reference import bundled_reference


def read(text: str) -> Reading:
    return read_page(Page(id="p", text=text, language="en"), bundled_reference())


def statement(text: str, cue: str) -> Statement:
    """Return the last statement whose words of saying end with `cue`."""
    found = [
        made
        for made in read(text).statements
        if made.cue and text[made.cue[-1][0] : made.cue[-1][1]] == cue
    ]
    return found[-1]


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        (
            "Orlan Vesk, a medic, ran in. The roof fell, Vesk said.",
            "said",
            "Orlan Vesk",
        ),
        ("Gen. Ilan Torev said the town was empty.", "said", "Ilan Torev"),
        ("Amnesty said the town was empty.", "said", "Amnesty International"),
        ("HRW reported that the town was empty.", "reported", "Human Rights Watch"),
        (
            "The Velmara Relief Network (VRN) came late. VRN said it was shelled.",
            "said",
            "Velmara Relief Network",
        ),
        (
            "Lantern International came in May. Lantern said the town was empty.",
            "said",
            "Lantern International",
        ),
        ("Local activists said the town was empty.", "said", "Local activists"),
        (
            "A nurse at the clinic said the town was empty.",
            "said",
            "nurse at the clinic",
        ),
        ("The Kremlin said the town was empty.", "said", "Kremlin"),
        (
            "The defence ministry of Toreth said the town was empty.",
            "said",
            "defence ministry of Toreth",
        ),
    ],
)
def test_a_speaker_has_the_fullest_name_the_text_gives(
    text: str, cue: str, speaker: str
) -> None:
    assert statement(text, cue).speaker == speaker


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        (
            "Orlan Vesk said the roof fell. He added that nobody came.",
            "added",
            "Orlan Vesk",
        ),
        (
            "Lantern International said the roof fell. It added that nobody came.",
            "added",
            "Lantern International",
        ),
        (
            "Lantern International came in May. The group said the roof fell.",
            "said",
            "group",
        ),
        (
            "Lantern International said two died. The group said the roof fell.",
            "said",
            "Lantern International",
        ),
        (
            "Lantern International published a list. It said the roof fell.",
            "said",
            "Lantern International",
        ),
        (
            "Lantern International said two died. The report stated that a roof fell.",
            "stated",
            "Lantern International",
        ),
        (
            "Lantern International issued a report which said that a roof fell.",
            "said",
            "Lantern International",
        ),
        (
            "A study by Lantern International found that a roof fell.",
            "found",
            "Lantern International",
        ),
        (
            "Lantern’s report said that a roof fell.",
            "said",
            "Lantern",
        ),
        (
            "Lantern International said its research showed that a roof fell.",
            "showed",
            "Lantern International",
        ),
    ],
)
def test_it_the_group_and_the_report_are_who_spoke_before(
    text: str, cue: str, speaker: str
) -> None:
    assert statement(text, cue).speaker == speaker


def test_he_stays_unresolved_where_several_could_be_meant() -> None:
    text = (
        "Minister Ilan Torev said the town was empty.\n\n"
        "A local medic told Lantern that the clinic was hit.\n\n"
        "He added: “We are not finished with the work in this valley”."
    )
    made = statement(text, "added")
    assert made.speaker is None
    assert made.is_unresolved
    assert "Ilan Torev" in made.candidates


def test_she_is_never_a_spokesman() -> None:
    text = "Spokesman Ilan Torev said the town was empty. She added that nobody came."
    made = statement(text, "added")
    assert made.speaker is None
    assert made.is_unresolved


@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        (
            "A first responder told Amnesty that the base was far away.",
            "told",
            ("Amnesty International", "first responder"),
        ),
        (
            "Lantern claims the square was empty, Ilan Torev said.",
            "claims",
            ("Ilan Torev", "Lantern"),
        ),
        (
            "Lantern said that medics reported five deaths.",
            "reported",
            ("Lantern", "medics"),
        ),
        (
            "Army spokesman Ilan Torev said the square was empty.",
            "said",
            ("Army", "Ilan Torev"),
        ),
        (
            "Medics told reporters that five had died.",
            "told",
            ("Medics",),
        ),
        (
            "The envoy told the Security Council that five had died.",
            "told",
            ("envoy",),
        ),
        (
            "According to Lantern, medics said five had died.",
            "said",
            ("Lantern", "medics"),
        ),
        (
            "Lantern said it believed that five had died.",
            "believed",
            ("Lantern",),
        ),
    ],
)
def test_a_chain_runs_from_the_outside_in(
    text: str, cue: str, chain: tuple[str, ...]
) -> None:
    assert statement(text, cue).chain == chain


@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        (
            "The Wire, citing a military source, said five had died.",
            "said",
            ("Wire", "military source"),
        ),
        (
            "Five people were killed, Meridian reported, quoting a police official.",
            "reported",
            ("Meridian", "police official"),
        ),
        (
            "The agency said five people were killed, citing residents.",
            "said",
            ("agency", "residents"),
        ),
    ],
)
def test_whom_a_speaker_cites_is_the_one_who_says_it(
    text: str, cue: str, chain: tuple[str, ...]
) -> None:
    made = statement(text, cue)
    assert made.chain == chain
    assert made.speaker == chain[-1]


def test_citing_a_reason_names_nobody() -> None:
    made = statement("The army said it had left, citing bad weather.", "said")
    assert made.speaker == "army"


def test_the_spokesman_is_the_one_introduced_as_such() -> None:
    text = (
        "The army's spokesman, General Ilan Torev, said the road was open. Later the "
        "spokesman said it was closed."
    )
    assert statement(text, "said").speaker == "Ilan Torev"


def test_a_toll_put_at_a_figure_has_a_speaker() -> None:
    text = "Rescuers put the number of dead at 49."
    at = text.index("49")
    made = read(text).statement_of(at, at + 2)
    assert made is not None
    assert made.speaker == "Rescuers"


def test_a_final_pair_of_speakers_is_not_taken_for_part_of_a_list() -> None:
    text = (
        "Jets struck a crowded market in the town of Arikhan on Monday, killing "
        "dozens of people and burying others under concrete, rescuers and a "
        "monitoring group said."
    )
    made = statement(text, "said")
    assert made.speaker == "rescuers and a monitoring group"


def test_an_allegation_without_author_is_unresolved_and_not_the_outlets() -> None:
    made = statement("There are allegations that the army used gas.", "allegations")
    assert made.speaker is None
    assert made.is_unresolved


def test_images_show_but_say_nothing() -> None:
    text = "Images show that the roof fell."
    reading = read(text)
    at = text.index("the roof")
    assert reading.statement_of(at, at + 8) is None


def test_the_innermost_statement_holds_a_stretch() -> None:
    text = "Lantern said that medics reported five deaths."
    at = text.index("five")
    made = read(text).statement_of(at, at + len("five deaths"))
    assert made is not None
    assert made.speaker == "medics"


def test_who_is_answers_for_a_pronoun_outside_any_statement() -> None:
    text = "Lantern International said two died. It reviewed footage of the raid."
    at = text.index("It reviewed")
    assert who_is(read(text), (at, at + 2)).speaker == "Lantern International"
