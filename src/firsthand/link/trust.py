"""How far like texts can be trusted in a case, read from contradictions. Method: M014.

The weights of whole texts were fitted on news of many small events. Reports of a war,
or of one recorder, share their words whatever attack they tell of. No label says so in
a case, but the reports do: two that tell of one attack name other days or other places
only by a slip. So of the pairs whose texts are alike to a degree, the part that
contradicts itself, beside the part among texts that are not alike, says how many are
of one attack; a degree that promises more than that is believed less.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.link.alike_texts import AlikeTexts
from firsthand.link.likeness import Mention, date_feature, place_feature
from firsthand.link.weights import Weights
from firsthand.model import DocumentId

Floats = NDArray[np.float64]
_LOWEST, _HIGHEST = -3, 9
_DEGREES = np.arange(_LOWEST, _HIGHEST + 1) + 0.5
_UNLIKE = 2
"""The lowest degrees, in which hardly two texts are of one event."""
_BESIDE = np.array([0.25, 0.5, 0.25])
_ABOVE_ALL = 1000.0
_ENOUGH_PAIRS = 20_000
_CONTRADICT = {
    "incident.days_apart",
    "incident.weeks_apart",
    "incident.other_place",
}


def trusted(
    alike: AlikeTexts, mentions: Sequence[Mention], weights: Weights
) -> AlikeTexts:
    """Return what texts share, believed as far as it can be in this case.

    Args:
        alike: What pairs of texts share; its scale holds what was settled before.
        mentions: Passages of all documents.
        weights: `text.*` rows.
    """
    if alike.scale is None:
        return alike
    most = alike.scale.most
    if most is None:
        asked, contradicted = _contradictions(alike, mentions)
        most = most_believed(asked, contradicted, weights)
    scale = dataclasses.replace(alike.scale, most=most)
    if not most:
        return dataclasses.replace(alike, scale=scale)
    degrees = np.append(_DEGREES, _ABOVE_ALL)
    is_bound = most[-1] < _DEGREES[-1]
    bounds = np.append(most, most[-1] if is_bound else _ABOVE_ALL)
    found = np.array([pair.log_odds for pair in alike.pairs.values()])
    believed = np.minimum(found, np.interp(found, degrees, bounds)).tolist()
    pairs = {
        key: dataclasses.replace(pair, log_odds=odds) if odds < pair.log_odds else pair
        for (key, pair), odds in zip(alike.pairs.items(), believed, strict=True)
    }
    return dataclasses.replace(alike, scale=scale, pairs=pairs)


def most_believed(
    asked: Floats, contradicted: Floats, weights: Weights
) -> tuple[float, ...]:
    """Return for each degree of likeness the log-odds that it is worth at most.

    Args:
        asked: (n_degrees,) days and places that both of a pair state, by the whole
            log-odds of their texts from -3 to 9.
        contradicted: (n_degrees,) those of them that cannot both be.
        weights: `text.misread` (part of the pairs of one attack that contradict each
            other all the same), `text.fewest_pairs`, `text.prior_pairs` and
            `text.slack`.

    Returns:
        () = nothing is lowered: too little is stated, or it tells nothing apart.
    """
    slips = weights["text.misread"]
    strangers = contradicted[:_UNLIKE].sum() / max(1.0, asked[:_UNLIKE].sum())
    if asked.sum() < weights["text.fewest_pairs"] or strangers < 2 * slips:
        return ()
    expected = slips + (strangers - slips) / (1.0 + np.exp(_DEGREES))
    n_before = weights["text.prior_pairs"]
    n, found = (_with_neighbours(values) for values in (asked, contradicted))
    part = (found + n_before * expected) / (n + n_before)
    chance = np.clip((strangers - part) / (strangers - slips), 0.02, 0.98)
    believed = np.log(chance / (1.0 - chance)) + weights["text.slack"]
    believed[chance >= weights["text.sure"]] = _ABOVE_ALL
    bounds = np.minimum(_DEGREES, np.round(2 * believed) / 2)
    return tuple(bounds.tolist()) if (bounds < _DEGREES).any() else ()


def _with_neighbours(values: Floats) -> Floats:
    made: Floats = np.convolve(np.pad(values, 1, mode="edge"), _BESIDE, "valid")
    return made


def _contradictions(
    alike: AlikeTexts, mentions: Sequence[Mention]
) -> tuple[Floats, Floats]:
    leads: Mapping[DocumentId, Mention] = {
        m.passage.document_id: m for m in mentions if m.is_lead
    }
    asked, contradicted = np.zeros(len(_DEGREES)), np.zeros(len(_DEGREES))
    told = [key for key in alike.pairs if key[0] in leads and key[1] in leads]
    if len(told) > _ENOUGH_PAIRS:  # whatever the order they arrived in
        told = sorted(told)[:: -(-len(told) // _ENOUGH_PAIRS)]
    for a, b in told:
        one, other = leads[a], leads[b]
        whole = math.floor(alike.pairs[a, b].log_odds)
        degree = min(max(whole, _LOWEST), _HIGHEST) - _LOWEST
        for stated, ask in (
            (one.passage.dates and other.passage.dates, date_feature),
            (one.passage.places and other.passage.places, place_feature),
        ):
            if stated:
                found = ask(one, other)
                asked[degree] += 1
                contradicted[degree] += found is not None and found.row in _CONTRADICT
    return asked, contradicted
