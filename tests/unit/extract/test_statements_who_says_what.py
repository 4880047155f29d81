from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_attributions, read_page
from firsthand.extract.reading import Statement
from firsthand.reference import bundled_reference


def statements(text: str) -> list[Statement]:
    page = Page(id="p", text=text, language="en")
    return list(read_page(page, bundled_reference()).statements)


def words(text: str, ranges: tuple[tuple[int, int], ...]) -> str:
    return " | ".join(text[s:e] for s, e in ranges)


def told(text: str) -> list[tuple[str, str]]:
    return [
        (words(text, made.source), words(text, made.content))
        for made in statements(text)
        if made.manner != "attitude"
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The monitor said that a shell hit the bakery.",
            "The monitor",
            "that a shell hit the bakery",
        ),
        (
            "Medics say five people died in Ghanta.",
            "Medics",
            "five people died in Ghanta",
        ),
        (
            "A shell hit the bakery, residents said.",
            "residents",
            "A shell hit the bakery",
        ),
        (
            "“The bakery is gone,” said Orlan Vesk.",
            "Orlan Vesk",
            "“The bakery is gone,”",
        ),
        (
            "Orlan Vesk told reporters that the bakery was empty.",
            "Orlan Vesk",
            "that the bakery was empty",
        ),
        (
            "The army announced that its aircraft had returned.",
            "The army",
            "that its aircraft had returned",
        ),
        (
            "Rescuers reported that eight bodies were found.",
            "Rescuers",
            "that eight bodies were found",
        ),
        (
            "The ministry claims the town was empty.",
            "The ministry",
            "the town was empty",
        ),
        (
            "Activists believe the jets came from the north.",
            "Activists",
            "the jets came from the north",
        ),
        (
            "The study found that most of the dead were women.",
            "The study",
            "that most of the dead were women",
        ),
        (
            "Witnesses recalled that two jets circled over the market.",
            "Witnesses",
            "that two jets circled over the market",
        ),
    ],
)
def test_a_verb_of_saying_has_its_speaker_and_its_content(
    text: str, source: str, content: str
) -> None:
    assert (source, content) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "According to rescuers, nine people died in Daraz.",
        "Nine people died in Daraz, according to rescuers.",
        "Nine people, according to rescuers, died in Daraz.",
    ],
)
def test_according_to_covers_the_rest_of_its_clause(text: str) -> None:
    ((source, content),) = told(text)
    assert source == "rescuers"
    assert "Nine people" in content.capitalize()
    assert "died in Daraz" in content


def test_according_to_inside_a_list_covers_only_the_items_after_it() -> None:
    text = (
        "The army sent trucks, guns and, according to local drivers, old tanks and "
        "boats."
    )
    assert ("local drivers", "old tanks and boats") in told(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "“We ran,” said Vesk. “The roof came down.”",
            "“We ran,” | “The roof came down.”",
        ),
        (
            "“The first one fell at noon. The second killed my cousin,” Vesk said.",
            "“The first one fell at noon. The second killed my cousin,”",
        ),
        (
            "Vesk said: “The first one fell at noon. The second came later.”",
            "“The first one fell at noon. The second came later.”",
        ),
        (
            "Vesk continued:\n\n“Nobody came for two hours. We dug alone.”",
            "“Nobody came for two hours. We dug alone.”",
        ),
        (
            "“If they come again,” Vesk said, “we will leave.”",
            "“If they come again,” | “we will leave.”",
        ),
    ],
)
def test_a_quotation_runs_on_over_sentences(text: str, content: str) -> None:
    assert ("Vesk", content) in told(text)


def test_a_quotation_resumed_in_the_next_paragraph_is_the_same_statement() -> None:
    text = "“We ran down, Vesk said.\n\n“The roof came down.”"
    text = "“We ran down the hill,” Vesk said. “It was dark.\n\n“The roof came down.”"
    assert told(text)[0][1].endswith("“The roof came down.”")


def test_a_quotation_that_nobody_claims_is_given_to_nobody() -> None:
    text = "The study was published. “Jets were seen over the market square today”."
    assert told(text) == []


def test_a_nested_statement_keeps_both_speakers() -> None:
    text = "Lantern claims the square was empty, General Torev said."
    found = dict(told(text))
    assert found["Lantern"] == "the square was empty"
    assert found["General Torev"] == "Lantern claims the square was empty"


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Lantern: Toreth raids killed 17 in Talbar", "Lantern"),
        ("Rescue Volunteers: shelling hits school in Daraz", "Rescue Volunteers"),
        ("Raid on Talbar killed 17 people: monitor", "monitor"),
        ("Raid on Talbar killed 17 people - report", "report"),
        ("Raid on Talbar killed 17 people, says Lantern", "Lantern"),
        ("UN: 46 people killed in Ghanta shelter", "UN"),
        ("Ministry: no raids carried out near Sarmak", "Ministry"),
        ("Market in Arikhan hit by jets – rights group", "rights group"),
        ("Talbar strike killed family of five, sources: army", "army"),
        ("Officials: fuel depot destroyed in Jesrin", "Officials"),
    ],
)
def test_a_headline_names_its_speaker_without_a_verb(
    headline: str, source: str
) -> None:
    text = f"{headline}\n\nThe town was quiet on Friday evening."
    assert source in [s for s, _ in told(text)]


@pytest.mark.parametrize(
    "headline",
    [
        "Video: raids hit the market in Arikhan",
        "Breaking: jets are over Talbar",
        "What we know: the raids on Talbar so far",
        "Seventeen killed in Talbar raid",
    ],
)
def test_a_rubric_of_a_headline_is_no_speaker(headline: str) -> None:
    text = f"{headline}\n\nThe town was quiet on Friday evening."
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The jets were reported by villagers to have flown low.",
            "The jets | to have flown low",
        ),
        ("The town is said to be empty.", "The town | to be empty"),
    ],
)
def test_in_the_passive_only_an_agent_is_a_speaker(text: str, content: str) -> None:
    made = next(s for s in statements(text) if words(text, s.content) == content)
    assert words(text, made.source) == ("villagers" if "by" in text else "")
    assert made.is_unresolved == ("by" not in text)


def test_what_is_wanted_makes_nobody_a_speaker() -> None:
    text = "The group wants the army to leave Talbar."
    assert [made.manner for made in statements(text)] == ["attitude"]


def test_attributions_leave_what_is_said_inside_a_quotation_whole() -> None:
    text = "“I heard that they said the road was open,” Vesk said."
    found = extract_attributions(text, bundled_reference())
    assert [[text[s:e] for s, e in one["source"]] for one in found] == [["Vesk"]]


def test_offsets_hold_after_furniture_and_blank_lines() -> None:
    text = "Skip to content\n\n\nMedics say five people died in Ghanta."
    assert told(text) == [("Medics", "five people died in Ghanta")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Vesk praised the plan, which will cost two million.", "the plan"),
        ("The mayor endorsed Vesk, who lost the last vote.", "Vesk"),
        ("Vesk criticised the levy, which began in May.", "the levy"),
        ("The council described the mill, which stood empty.", "the mill"),
        ("The nurse blamed the council, which had closed the road.", "the council"),
        ("Vesk denounced the ruling, which freed four men.", "the ruling"),
        ("The guild rejected the offer, which came in May.", "the offer"),
        ("Vesk cited a study, which was withdrawn later.", "a study"),
        ("The mayor unveiled a bridge - which nobody had wanted.", "a bridge"),
        (
            "Vesk praised the men who rebuilt the mill.",
            "the men who rebuilt the mill",
        ),
    ],
)
def test_what_the_text_adds_about_a_thing_named_is_not_said_of_it(
    text: str, content: str
) -> None:
    assert content in [words(text, made.content) for made in statements(text)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Vesk questioned the count.", "Vesk", "the count"),
        ("The mayor admires the guild.", "The mayor", "the guild"),
        ("Farmers resent the levy.", "Farmers", "the levy"),
        ("The council embraced the plan.", "The council", "the plan"),
        ("Villagers distrust the guild.", "Villagers", "the guild"),
        ("The guild welcomed the truce.", "The guild", "the truce"),
        ("Millers despise the new law.", "Millers", "the new law"),
        ("Toreth sought to end the talks.", "Toreth", "to end the talks"),
        ("Toreth agreed to open the road.", "Toreth", "to open the road"),
        ("The mayor regretted the delay.", "The mayor", "the delay"),
        ("The letters suggest a deal.", "The letters", "a deal"),
    ],
)
def test_an_attitude_to_a_thing_named_is_an_attribution(
    text: str, source: str, content: str
) -> None:
    assert (source, content) in [
        (words(text, made.source), words(text, made.content))
        for made in statements(text)
    ]
