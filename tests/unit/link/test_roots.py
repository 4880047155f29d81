"""Evidentiary roots: whose word a claim is in the end."""

from __future__ import annotations

import pytest

from firsthand.link.roots import find_roots, independent_roots, roots_by_claim
from firsthand.link.speakers import voices_of
from firsthand.link.texts import LinkText
from firsthand.model import (
    CasualtyClaim,
    ClaimId,
    DocumentId,
    Origin,
    OriginId,
    Root,
    RootKind,
    Source,
    SourceId,
    SourceType,
    Span,
)
from firsthand.reference import bundled_reference

SOURCES = [
    Source(id=SourceId("s1"), name="Velmara Monitor", source_type=SourceType.MONITOR),
    Source(
        id=SourceId("s2"),
        name="Ministry of Defence of Toreth",
        source_type=SourceType.OFFICIAL,
        party="TO",
    ),
    Source(id=SourceId("s3"), name="Harbour Post", source_type=SourceType.OUTLET),
    Source(id=SourceId("s4"), name="Meridian Wire", source_type=SourceType.AGENCY),
    Source(id=SourceId("s5"), name="Lantern International", source_type=SourceType.NGO),
    Source(
        id=SourceId("s6"),
        name="Rescue Volunteers",
        source_type=SourceType.FIRST_RESPONDER,
    ),
]


def claim(
    name: str,
    document: str,
    *chain: str,
    is_unresolved: bool = False,
) -> CasualtyClaim:
    return CasualtyClaim(
        id=ClaimId(name),
        document_id=DocumentId(document),
        span=Span(start=0, end=1, quote="x"),
        speaker=chain[-1] if chain else None,
        chain=chain,
        is_unresolved=is_unresolved,
    )


def text(document: str, source: str | None = None, words: str = "x") -> LinkText:
    return LinkText(document_id=DocumentId(document), text=words, source=source)


def origin(*documents: str) -> Origin:
    named = tuple(DocumentId(d) for d in documents)
    return Origin(id=OriginId(f"O-{documents[0]}"), first=named[0], documents=named)


def roots(
    claims: list[CasualtyClaim],
    texts: list[LinkText],
    origins: list[Origin] | None = None,
) -> list[Root]:
    made = origins or [origin(t.document_id) for t in texts]
    return find_roots(claims, texts, SOURCES, made, bundled_reference())


def test_two_outlets_that_quote_one_monitor_are_one_root() -> None:
    found = roots(
        [
            claim("c1", "d1", "Velmara Monitor"),
            claim("c2", "d2", "the Velmara Monitor"),
        ],
        [text("d1", "Harbour Post"), text("d2", "Meridian Wire")],
    )
    assert len(found) == 1
    assert found[0].claims == ("c1", "c2")
    assert found[0].root_kind is RootKind.MONITOR
    assert found[0].is_determined
    assert found[0].source_id == "s1"


@pytest.mark.parametrize(
    "spelling",
    [
        "Toreth's Defence Ministry",
        "the Defense Ministry of Toreth",
        "a spokesman for the Ministry of Defence of Toreth",
        "وزارة الدفاع في توريث",
        "Министерство обороны Торета",
        "Ministry of Defence of the Federation of Toreth",
    ],
)
def test_one_ministry_is_one_root_in_every_spelling(spelling: str) -> None:
    found = roots([claim("c1", "d1", spelling)], [text("d1", "Harbour Post")])
    assert [root.source_id for root in found] == ["s2"]
    assert found[0].party == "TO"
    assert found[0].is_interested


def test_a_named_spokesman_is_the_body_spoken_for() -> None:
    words = (
        "The official spokesman of the ministry, Major General Oskar Brandev, spoke. "
        '"Nothing happened," Brandev said.'
    )
    found = roots(
        [
            claim("c1", "d1", "Oskar Brandev"),
            claim("c2", "d2", "Brandev"),
            claim("c3", "d1"),
        ],
        [
            text("d1", "Ministry of Defence of Toreth", words),
            text("d2", "Harbour Post"),
        ],
    )
    assert [root.source_id for root in found] == ["s2"]


def test_the_innermost_voice_of_a_chain_is_the_root() -> None:
    (found,) = roots(
        [claim("c1", "d1", "Oskar Brandev", "Lantern International")],
        [text("d1", "Harbour Post")],
    )
    assert found.source_id == "s5"


@pytest.mark.parametrize(
    "nobody",
    ["activists", "local residents", "a doctor", "officials", "witnesses", "شهود عيان"],
)
def test_nobody_in_particular_is_undetermined(nobody: str) -> None:
    (found,) = roots([claim("c1", "d1", nobody)], [text("d1", "Harbour Post")])
    assert not found.is_determined


def test_a_voice_without_a_name_told_to_one_group_is_one_root_wherever_quoted() -> None:
    found = roots(
        [
            claim("c1", "d1", "Lantern International", "a first responder"),
            claim("c2", "d2", "Lantern International", "first responder"),
        ],
        [text("d1", "Harbour Post"), text("d2", "Meridian Wire")],
    )
    assert len(found) == 1
    assert not found[0].is_determined
    assert found[0].root_kind is RootKind.FIRST_RESPONDER


def test_an_outlet_that_names_nobody_is_an_undetermined_root_of_its_origin() -> None:
    found = roots(
        [claim("c1", "d1"), claim("c2", "d2"), claim("c3", "d3")],
        [text("d1", "Harbour Post"), text("d2", "Meridian Wire"), text("d3")],
        [origin("d1", "d2"), origin("d3")],
    )
    assert sorted(root.claims for root in found) == [("c1", "c2"), ("c3",)]
    assert not any(root.is_determined for root in found)


def test_a_primary_voice_on_its_own_page_is_determined() -> None:
    (found,) = roots([claim("c1", "d1")], [text("d1", "Rescue Volunteers")])
    assert found.is_determined
    assert found.label == "Rescue Volunteers"


def test_a_named_person_is_a_root_of_their_own() -> None:
    found = roots(
        [
            claim("c1", "d1", "Idris Halwan"),
            claim("c2", "d2", "the shopkeeper Idris Halwan"),
        ],
        [text("d1", "Harbour Post"), text("d2", "Meridian Wire")],
    )
    assert [root.claims for root in found] == [("c1", "c2")]
    assert found[0].is_determined


def test_an_unresolved_speaker_is_never_a_named_root() -> None:
    (found,) = roots(
        [claim("c1", "d1", "Velmara Monitor", is_unresolved=True)], [text("d1")]
    )
    assert not found.is_determined
    assert found.source_id is None


def test_independence_is_an_interval() -> None:
    found = roots(
        [
            claim("c1", "d1", "Velmara Monitor"),
            claim("c2", "d1", "activists"),
            claim("c3", "d2"),
        ],
        [text("d1", "Harbour Post"), text("d2", "Meridian Wire")],
    )
    assert independent_roots(found) == (1, 3)
    assert independent_roots([]) == (0, 0)


def test_every_claim_has_exactly_one_root() -> None:
    found = roots([claim("c1", "d1"), claim("c2", "d1", "a doctor")], [text("d1")])
    assert set(roots_by_claim(found)) == {"c1", "c2"}
    assert all(root.reason.text for root in found)


def test_words_of_one_voice_meet_across_scripts() -> None:
    read = voices_of(bundled_reference()).read
    assert read("Velmara Monitor").key == read("مرصد فيلمارا").key
    assert read("Rescue Volunteers").key == read("متطوعو الإنقاذ").key


# --- who counted, and who heads what -----------------------------------------------


def counted(words: str, number: str, source: str = "Lantern International") -> Root:
    start = words.index(number)
    made = CasualtyClaim(
        id=ClaimId("c1"),
        document_id=DocumentId("d1"),
        span=Span(start=start, end=start + len(number), quote=number),
    )
    (found,) = roots([made], [text("d1", source, words)])
    return found


@pytest.mark.parametrize(
    ("words", "number", "label"),
    [
        (
            "In Talbar, Rescue Volunteers recovered 12 bodies.",
            "12",
            "Rescue Volunteers",
        ),
        (
            "Rescue Volunteers pulled nine people out alive.",
            "nine",
            "Rescue Volunteers",
        ),
        (
            "Rescue Volunteers have retrieved 3 dead.",
            "3 dead",
            "Rescue Volunteers",
        ),
        (
            "The Daraz District Hospital lists 31 dead.",
            "31",
            "The Daraz District Hospital",
        ),
        ("Ghanta Hospital received the bodies of 8 men.", "8", "Ghanta Hospital"),
        ("The Velmara Monitor documented 14 deaths.", "14", "Velmara Monitor"),
        (
            "On Monday Jesrin Clinic admitted 22 wounded.",
            "22",
            "Jesrin Clinic",
        ),
        ("Toreth struck. Sarmak Hospital treated 5.", "5", "Sarmak Hospital"),
    ],
)
def test_the_body_that_recovers_or_lists_the_dead_is_the_root(
    words: str, number: str, label: str
) -> None:
    found = counted(words, number)
    assert found.label == label
    assert found.is_determined
    assert found.is_body


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("So far 12 bodies were recovered in Talbar.", "12"),
        ("Doctors treated 31 people.", "31"),
        ("A man recovered 2 bodies.", "2 bodies"),
        ("Forty people died, and Toreth listed 12 targets.", "Forty"),
        ("Rescue Volunteers recovered nothing. 12 died.", "12"),
        ("12 dead from Ghanta Hospital were listed.", "12"),
        ("Harbour Post counted 12 dead.", "12"),
    ],
)
def test_a_passive_a_nobody_or_an_outlet_counts_for_nobody(
    words: str, number: str
) -> None:
    found = counted(words, number)
    assert found.label == "Lantern International"
    assert not found.is_determined


def heads(words: str, person: str, source: str = "Harbour Post") -> Root:
    (found,) = roots([claim("c1", "d1", person)], [text("d1", source, words)])
    return found


@pytest.mark.parametrize(
    "words",
    [
        "The director of the Velmara Monitor, Kamal Sarhan, said so.",
        "Kamal Sarhan, director of the Velmara Monitor, said so.",
        "Velmara Monitor director Kamal Sarhan said so.",
        "The Velmara Monitor's chairman, Kamal Sarhan, said so.",
        "Kamal Sarhan, head of the Velmara Monitor, said so.",
    ],
)
def test_the_head_of_a_body_is_the_body(words: str) -> None:
    assert heads(words, "Kamal Sarhan").source_id == "s1"


@pytest.mark.parametrize(
    "words",
    [
        "Kamal Sarhan, a baker, spoke. The director of the Velmara Monitor did not.",
        "The Velmara Monitor's director was silent. Kamal Sarhan spoke.",
        "Kamal Sarhan met the director of the Velmara Monitor.",
        "The director, Kamal Sarhan, said so.",
        "The head of the family, Kamal Sarhan, said so.",
    ],
)
def test_a_person_near_an_office_keeps_a_voice_of_their_own(words: str) -> None:
    found = heads(words, "Kamal Sarhan")
    assert found.source_id is None
    assert not found.is_body


def test_the_head_of_the_council_is_the_council_that_the_text_names() -> None:
    words = "The Ghanta Local Council spoke. The head of the council, Sami Nur, agreed."
    found = roots(
        [claim("c1", "d1", "Ghanta Local Council"), claim("c2", "d1", "Sami Nur")],
        [text("d1", "Harbour Post", words)],
    )
    assert [root.claims for root in found] == [("c1", "c2")]


def test_an_arabic_head_of_the_monitor_is_the_monitor() -> None:
    words = "وقال مدير المرصد كمال سرحان إن العدد ارتفع."
    assert heads(words, "كمال سرحان", "Velmara Monitor").source_id == "s1"


def test_a_rights_group_is_one_root_on_its_page_and_where_it_is_quoted() -> None:
    found = roots(
        [claim("c1", "d1"), claim("c2", "d2", "Lantern International")],
        [text("d1", "Lantern International"), text("d2", "Harbour Post")],
    )
    assert [root.claims for root in found] == [("c1", "c2")]
    assert not found[0].is_determined


def test_unnamed_rescuers_in_a_reprint_are_those_of_the_first_text() -> None:
    found = roots(
        [claim("c1", "d1", "rescuers"), claim("c2", "d2", "rescuers")],
        [text("d1", "Meridian Wire"), text("d2", "Harbour Post")],
        [origin("d1", "d2")],
    )
    assert [root.claims for root in found] == [("c1", "c2")]


def test_two_unknown_arabic_words_beside_rescuers_are_no_name() -> None:
    (found,) = roots([claim("c1", "d1", "مسعفين وجهة رصد")], [text("d1")])
    assert not found.is_determined
