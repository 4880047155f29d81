"""Whole texts: what sets two apart from all others, as one feature of linking."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.link.alike_texts import AlikeTexts, alike_texts
from firsthand.link.same_people import is_one_name
from firsthand.link.texts import LinkText
from firsthand.link.weights import weights_of
from firsthand.model import DocumentId, FuzzyDate, Origin, OriginId
from firsthand.reference import open_reference

TOWNS = [
    *("Talbar", "Jesrin", "Daraz", "Ghanta", "Sarmak", "Arikhan", "Kervan", "Ostrel"),
    *("Maruq", "Belit", "Hadrin", "Sogra", "Tulem", "Vashar", "Qadmar", "Norrin"),
]
PEOPLE = [
    "Mirel Dasko",
    "Oren Talik",
    "Sefa Brunn",
    "Ilya Marsh",
    "Noor Hadim",
    "Ana Pell",
]
PLAIN = (
    "Officials said on {day} that an investigation had been opened. Residents spoke of "
    "smoke over the town and of ambulances. The authorities gave no further details. "
    "The road was closed until the evening and the bakery stayed shut for a week."
)


def _report(
    key: str, town: str, person: str, *, age: int, day: int, extra: str = ""
) -> LinkText:
    text = (
        f"A strike hit the grain depot of {town} at dusk, neighbours said. The driver "
        f"of a bakery van, {person}, {age}, was among the dead, according to his "
        f"brother. Shepherds near {town} heard two blasts. The mill of {town} had "
        f"been closed since {person} found its roof torn in spring; the {age} families "
        f"who draw flour there went to {town} on foot. {extra}\n"
        + PLAIN.format(day="Monday")
    )
    on = dt.date(2021, 10, day)
    return LinkText(
        document_id=DocumentId(key),
        text=text,
        language="en",
        published=FuzzyDate(earliest=on, latest=on),
    )


def _texts() -> list[LinkText]:
    made = []
    for n, town in enumerate(TOWNS):
        person = PEOPLE[n % len(PEOPLE)]
        day = n + 1
        made.append(_report(f"a{n}", town, person, age=30 + n, day=day))
        made.append(
            _report(
                f"b{n}",
                town,
                person,
                age=30 + n,
                day=n + 2,
                extra=f"{person} had carried flour for {town} since spring.",
            )
        )
    return made


def _compare(texts: list[LinkText], origins: tuple[Origin, ...] = ()) -> AlikeTexts:
    return alike_texts(texts, origins, weights_of(open_reference(None)))


@pytest.fixture(scope="module")
def compared() -> AlikeTexts:
    """Return eight attacks, each told by two reports."""
    return _compare(_texts())


@pytest.mark.parametrize("n", range(0, len(TOWNS), 3))
def test_two_reports_of_one_attack_are_likelier_than_any_other_pair(
    compared: AlikeTexts, n: int
) -> None:
    one = DocumentId(f"a{n}")
    mate = compared.of(one, DocumentId(f"b{n}"))
    assert mate is not None
    for other in range(len(TOWNS)):
        if other == n:
            continue
        rival = compared.of(one, DocumentId(f"b{other}"))
        assert rival is None or rival.log_odds < mate.log_odds


def test_the_order_in_which_texts_arrive_does_not_matter(compared: AlikeTexts) -> None:
    again = _compare(
        _texts()[::-3] + [t for n, t in enumerate(_texts()[::-1]) if n % 3]
    )
    assert set(again.pairs) == set(compared.pairs)
    for key, pair in again.pairs.items():
        assert pair.log_odds == pytest.approx(compared.pairs[key].log_odds)


def test_a_pair_is_found_whichever_of_the_two_is_named_first(
    compared: AlikeTexts,
) -> None:
    one, other = DocumentId("a1"), DocumentId("b1")
    assert compared.of(one, other) == compared.of(other, one) is not None


def test_days_between_publication_speak_against_one_event() -> None:
    near, far = _texts(), _texts()
    late = dt.date(2022, 9, 1)
    far[1] = LinkText(
        document_id=far[1].document_id,
        text=far[1].text,
        language="en",
        published=FuzzyDate(earliest=late, latest=late),
    )
    one, other = DocumentId("a0"), DocumentId("b0")
    soon, later = _compare(near).of(one, other), _compare(far).of(one, other)
    assert soon is not None
    assert later is None or later.log_odds < soon.log_odds


def test_lines_that_stand_in_texts_of_many_origins_set_nothing_apart() -> None:
    form = (
        "Subscribe to the Lantern Gazette for Velmara sunrise recipes, 44 pages, 9.99"
    )
    plain = _texts()
    with_form = [
        LinkText(
            document_id=text.document_id,
            text=f"{text.text}\n{form}",
            language="en",
            published=text.published,
        )
        for text in plain
    ]
    assert {k: p.rare for k, p in _compare(with_form).pairs.items()} == pytest.approx(
        {k: p.rare for k, p in _compare(plain).pairs.items()}
    )


def test_lines_that_only_copies_share_still_count() -> None:
    texts = _texts()
    copies = [
        LinkText(
            document_id=DocumentId(f"copy{n}"),
            text=texts[0].text,
            language="en",
            published=texts[0].published,
        )
        for n in range(4)
    ]
    origin = Origin(
        id=OriginId("O-1"),
        first=texts[0].document_id,
        documents=(texts[0].document_id, *(c.document_id for c in copies)),
    )
    found = _compare([*texts, *copies], (origin,))
    pair = found.of(texts[0].document_id, copies[0].document_id)
    assert pair is not None
    assert pair.names == pytest.approx(1.0)


def test_short_texts_sharing_nothing_say_nothing() -> None:
    day = dt.date(2021, 10, 1)
    short = [
        LinkText(
            document_id=DocumentId(key),
            text=text,
            language="en",
            published=FuzzyDate(earliest=day, latest=day),
        )
        for key, text in (
            ("x", "Two dead in Talbar."),
            ("y", "Market hit, one killed."),
        )
    ]
    found = _compare([*_texts(), *short])
    assert not found.are_comparable(DocumentId("x"), DocumentId("y"))


def test_texts_of_two_languages_sharing_nothing_say_nothing() -> None:
    texts = _texts()
    other = LinkText(
        document_id=DocumentId("r"),
        text="Удар пришёлся по зернохранилищу. " * 30,
        language="ru",
        published=texts[0].published,
    )
    found = _compare([*texts, other])
    assert found.are_comparable(DocumentId("a0"), DocumentId("b0"))
    assert not found.are_comparable(DocumentId("a0"), DocumentId("r"))


def test_among_few_texts_nothing_is_called_rare() -> None:
    assert _compare(_texts()[:20]).pairs == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mirel dasko", "dasko", True),
        ("dasko", "mirel dasko", True),
        ("mirel dasko", "mirel anton dasko", True),
        ("mirel dasko", "mirel dasko", True),
        ("mirel dasko", "mirel", False),
        ("mirel dasko", "oren dasko", False),
        ("dasko", "dasko", True),
        ("dasko", "talik", False),
        ("mirel dasko", "oren talik", False),
        ("anton dasko", "dasko anton mirel", True),
    ],
)
def test_a_surname_is_the_person_named_in_full_before(
    one: str, other: str, *, same: bool
) -> None:
    assert is_one_name(one, other) is same
