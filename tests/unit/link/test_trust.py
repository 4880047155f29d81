"""What like texts are worth in a case, read from days and places that disagree."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from firsthand.link.alike_texts import AlikeTexts, TextPair, TextScale
from firsthand.link.likeness import Mention
from firsthand.link.passages import Passage
from firsthand.link.trust import most_believed, trusted
from firsthand.link.weights import weights_of
from firsthand.model import DocumentId, FuzzyDate
from firsthand.reference import open_reference

WEIGHTS = weights_of(open_reference(None))
N_DEGREES = 13
ASKED = np.full(N_DEGREES, 200.0)
STRANGERS = 0.7


def _most(parts: list[float]) -> tuple[float, ...]:
    """Return the bounds where these parts of each degree's pairs disagree."""
    return most_believed(ASKED, ASKED * np.array(parts), WEIGHTS)


def _of_news() -> list[float]:
    """Return what disagrees where like texts tell of one event, as they promise."""
    odds = np.arange(-3, 10) + 0.5
    return list(0.08 + (STRANGERS - 0.08) / (1 + np.exp(odds)))


def test_where_like_texts_agree_in_days_and_places_they_are_believed() -> None:
    assert _most(_of_news()) == ()


def test_where_like_texts_disagree_as_strangers_do_they_are_hardly_believed() -> None:
    most = _most([STRANGERS] * N_DEGREES)
    assert max(most) <= -0.5


def test_more_agreement_is_believed_more() -> None:
    few, some = (
        _most([STRANGERS, STRANGERS, *[part] * (N_DEGREES - 2)]) for part in (0.5, 0.3)
    )
    assert max(few[3:]) < max(some[3:])


def test_what_is_promised_less_than_agreement_shows_is_never_raised() -> None:
    most = _most([STRANGERS, STRANGERS, *[0.0] * (N_DEGREES - 2)])
    assert all(
        bound <= degree
        for bound, degree in zip(most, np.arange(-3, 10) + 0.5, strict=False)
    )


def test_texts_that_are_likest_of_all_and_disagree_are_a_form() -> None:
    parts = _of_news()
    parts[9:] = [STRANGERS] * (N_DEGREES - 9)
    most = _most(parts)
    assert most[-1] < most[6]
    assert most[6] == pytest.approx(3.5)


def test_where_few_reports_say_when_or_where_nothing_is_lowered() -> None:
    few = np.full(N_DEGREES, 5.0)
    assert most_believed(few, few * STRANGERS, WEIGHTS) == ()


def test_where_strangers_hardly_disagree_nothing_can_be_told() -> None:
    assert _most([0.15] * N_DEGREES) == ()


def _mention(number: int, day: int) -> Mention:
    on = dt.date(2021, 10, 1) + dt.timedelta(days=day)
    passage = Passage(
        document_id=DocumentId(f"D-{number:03d}"),
        number=0,
        dates=[FuzzyDate(earliest=on, latest=on)],
    )
    return Mention(passage, f"O-{number:03d}", on, is_lead=True)


def _alike(n_pairs: int, log_odds: float) -> AlikeTexts:
    pair = TextPair(log_odds, 0.0, 0.0, 0.0, 0.0, 0.0, 0)
    return AlikeTexts(
        {
            (DocumentId(f"D-{2 * n:03d}"), DocumentId(f"D-{2 * n + 1:03d}")): pair
            for n in range(n_pairs)
        },
        {},
        TextScale(100, np.empty(0, dtype=np.uint64), {}),
    )


def _case(n_strangers: int, n_alike: int, days_apart: int) -> AlikeTexts:
    """Return pairs of a case: strangers weeks apart, like texts some days apart."""
    low, high = _alike(n_strangers, -2.5), _alike(n_strangers + n_alike, 6.0)
    alike = AlikeTexts({**high.pairs, **low.pairs}, {}, low.scale)
    mentions = []
    for n in range(n_strangers + n_alike):
        apart = 20 if n < n_strangers else days_apart
        mentions += [_mention(2 * n, 0), _mention(2 * n + 1, apart)]
    return trusted(alike, mentions, WEIGHTS)


def test_reports_of_one_form_and_many_days_lose_what_their_words_promise() -> None:
    found = _case(200, 200, days_apart=9)
    likest = max(pair.log_odds for pair in found.pairs.values())
    assert likest < 1


def test_like_reports_of_the_same_days_keep_it() -> None:
    found = _case(200, 200, days_apart=0)
    assert max(pair.log_odds for pair in found.pairs.values()) == pytest.approx(6.0)


def test_what_was_settled_is_not_estimated_anew() -> None:
    settled = _case(200, 200, days_apart=9)
    assert settled.scale is not None
    one = AlikeTexts(_alike(1, 6.0).pairs, {}, settled.scale)
    again = trusted(one, [], WEIGHTS)
    assert again.scale == settled.scale
    assert next(iter(again.pairs.values())).log_odds < 1
