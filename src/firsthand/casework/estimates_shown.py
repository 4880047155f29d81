"""Estimates handed to publication: those that may stand, and what is said of others.

Reads: Check (kind "estimate"), Judgement (SIGN). Method: M309.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.estimating import KIND, may_stand, open_conditions, signature_of
from firsthand.model import Check, Judgement, digest_of
from firsthand.publish import EstimatePart, EstimateRow, StandingEstimate

_WORDS = {
    "loglinear-best": "log-linear, best model by BIC",
    "loglinear-bic": "log-linear, average of models by BIC",
    "loglinear-aic": "log-linear, average of models by AIC",
    "dga": "decomposable graphs, average",
    "lcmcr": "latent classes (Bayesian, LCMCR)",
}
Line = Mapping[str, Any]


def standing_estimates(case: Case) -> tuple[StandingEstimate, ...]:
    """Return the estimates of a case that may stand in a publication, by id."""
    return tuple(
        _standing(one, signed)
        for one in _kept(case)
        if may_stand(case, one) and (signed := signature_of(case, one))
    )


def what_may_not_stand(case: Case) -> Iterator[str]:
    """Say of each kept estimate that may not stand why it is not published."""
    for one in _kept(case):
        if not may_stand(case, one):
            why = "; ".join(open_conditions(one)) or "no statistician has signed it"
            yield f"{one.id}, an estimate of the uncounted, is left out: {why} (M309)"


def _kept(case: Case) -> list[Check]:
    found = [one for one in case.store.every(Check) if one.check_kind == KIND]
    return sorted(found, key=lambda one: one.id)


def _standing(check: Check, signed: Judgement) -> StandingEstimate:
    line = json.loads(check.result_json)
    strata = [_part(stratum) for stratum in line["strata"]]
    whole = [_whole(line)] if line["total"] else []
    return StandingEstimate(
        id=check.id,
        digest=digest_of(check),
        signed_on=signed.at.date(),
        parts=(*whole, *strata),
        assumes=tuple(words.rstrip(";.") for words in line["assumes"]),
        tool=f"{line['tool']}, seed {line['seed']}",
    )


def _whole(line: Line) -> EstimatePart:
    return EstimatePart(
        name=None,
        documented=_documented(line),
        lists="",
        rows=_rows(line["total"]),
    )


def _part(stratum: Line) -> EstimatePart:
    sizes = [f"{one['list']} {one['people']:,}" for one in stratum["lists"]]
    return EstimatePart(
        name=stratum["stratum"],
        documented=_documented(stratum),
        lists=", ".join(sizes),
        rows=_rows(stratum["estimates"]),
        chains=_chains(stratum["estimates"]),
        moves=tuple(_moves(one) for one in stratum["sensitivity"]),
    )


def _documented(line: Line) -> str:
    by_linkage = line.get("documented_by_linkage")
    if by_linkage and by_linkage[0] != by_linkage[1]:
        return f"{by_linkage[0]:,} to {by_linkage[1]:,}"
    return f"{line['documented']:,}"


def _rows(results: list[Line]) -> tuple[EstimateRow, ...]:
    return tuple(
        EstimateRow(
            method=_WORDS.get(one["method"]) or str(one["method"]),
            estimate=one["estimate"],
            low=one["low"],
            high=one["high"],
        )
        for one in results
        if not one["against"]
    )


def _chains(results: list[Line]) -> str:
    for one in results:
        if one["method"] == "lcmcr":
            detail = one["detail"]
            return (
                f"Latent classes: {detail['chains']} chains, R-hat "
                f"{float(detail['r_hat']):.3f} (at most 1.01)."
            )
    return ""


def _moves(one: Line) -> str:
    if one["point"] is None:
        return f"{one['change']} [{one['method']}]: no estimate"
    high = "no upper end" if one["high"] is None else f"{one['high']:,}"
    ends = "" if one["low"] is None else f" ({one['low']:,} to {high})"
    return f"{one['change']} [{one['method']}]: {one['point']:,}{ends}"
