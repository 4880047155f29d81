"""Estimates of the uncounted: run, told in plain words, kept in a case, signed.

Reads: a file of lists. Writes: Check (kind "estimate"), Judgement (SIGN). An estimate
is a proposal; it may not stand in a publication before a statistician has signed it.
Method: M300-M309.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.assess.estimation import (
    METHODS,
    Estimation,
    ListTable,
    MethodResult,
    StratumEstimate,
    Wish,
    conditions_of,
    draw_linkages,
    estimate_population,
)
from firsthand.casework.case import TOOL, Case
from firsthand.casework.checking import Ran, check_of, keep_check
from firsthand.casework.estimate_files import read_entries, read_lists, read_pairs
from firsthand.casework.estimate_people import Linked
from firsthand.errors import UserError
from firsthand.model import Check, Decision, Judgement, digest_of

Line = dict[str, Any]
KIND = "estimate"
_LINKED = (
    "that entries of one person were found to be one person, and of two to be two;"
)
_DRAWN = "that the chances of linking say how often two such entries are one person;"
_ASSUMED = (
    "that everybody belongs to the population all lists are about, and it is closed;",
    "that nobody is out of reach of every list: such people stay uncounted here too;",
    "that how the seen overlaps depend on each other tells how the unseen do.",
)


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a person asks for.

    Attributes:
        path: The file of lists, or of entries where pairs are given.
        pairs: File of chances that two entries are one person; None = linked already.
        linked: People linked by the program; then neither file is read.
        lists, strata, merges: As in `read_lists`.
        n_linkages: Linkages drawn where pairs are given.
    """

    path: Path | None
    pairs: Path | None = None
    linked: Linked | None = None
    lists: tuple[str, ...] = ()
    strata: str | None = None
    merges: tuple[tuple[str, str], ...] = ()
    n_linkages: int = 20


@dataclasses.dataclass(frozen=True)
class Estimated:
    """An estimate with what it was made from.

    Attributes:
        line: Everything, as plain JSON.
        found: The estimate.
    """

    line: Line
    found: Estimation


def run_estimate(asked: Asked, wish: Wish, tell: Any = None) -> Estimated:
    """Read the lists, estimate, and write everything down.

    Raises:
        UserError: Names file, row, column and what to do.
    """
    strata, notes = _strata(asked, wish)
    found = estimate_population(strata, wish, tell)
    line = {
        "input": _input(asked),
        "tool": TOOL,
        "seed": wish.seed,
        "linkages": len(strata[0]) if asked.pairs or asked.linked else None,
        **estimation_line(found),
        "notes": list(notes),
    }
    return Estimated(line, found)


def _strata(asked: Asked, wish: Wish) -> tuple[list[list[ListTable]], tuple[str, ...]]:
    if asked.linked is not None:
        return _drawn(asked.linked, asked, wish)
    if asked.path is None:
        raise UserError("which lists? firsthand estimate FILE.csv")
    if asked.pairs is None:
        read = read_lists(
            asked.path, lists=asked.lists, strata=asked.strata, merges=asked.merges
        )
        return [[table] for table in read.tables], read.notes
    entries, names = read_entries(asked.path, strata=asked.strata)
    pairs = read_pairs(asked.pairs, entries)
    return _drawn(Linked(entries, pairs, names, (), ()), asked, wish)


def _drawn(
    given: Linked, asked: Asked, wish: Wish
) -> tuple[list[list[ListTable]], tuple[str, ...]]:
    """Draw linkages from chances; a stratum with fewer people than others stays."""
    is_sure = all(pair.chance in {0.0, 1.0} for pair in given.pairs)
    n_draws = 1 if is_sure else asked.n_linkages
    drawn = list(
        draw_linkages(
            given.entries, given.pairs, given.names, n_draws=n_draws, seed=wish.seed
        )
    )
    keys = list(dict.fromkeys(key for draw in drawn for key in draw))
    strata = [[draw[key] for draw in drawn if key in draw] for key in keys]
    notes = (
        ("every link is taken as sure: the doubt of linking is not in the interval",)
        if is_sure
        else ()
    )
    merged = [[_merged(t, asked.merges) for t in tables] for tables in strata]
    return merged, (*given.notes, *notes)


def _merged(table: ListTable, merges: Sequence[tuple[str, str]]) -> ListTable:
    for first, second in merges:
        table = table.merged(first, second)
    return table


def _input(asked: Asked) -> list[Line]:
    if asked.linked is not None:
        return [dict(one) for one in asked.linked.inputs]
    files = [path for path in (asked.path, asked.pairs) if path is not None]
    return [
        {"file": f.name, "sha256": hashlib.sha256(f.read_bytes()).hexdigest()}
        for f in files
    ]


# --- as JSON ------------------------------------------------------------


def estimation_line(found: Estimation, signed_by: str | None = None) -> Line:
    """Return an estimate as plain JSON, the documented count first."""
    conditions = conditions_of(found, signed_by)
    least, most = documented_of(found)
    return {
        "documented": least,
        "documented_by_linkage": [least, most] if least < most else None,
        "strata": [_stratum_line(stratum) for stratum in found.strata],
        "total": [_result_line(result) for result in found.total] or None,
        "publication": {
            "may_stand": all(is_met for _, is_met, _ in conditions),
            "conditions": [
                {"condition": words, "met": is_met, "because": why}
                for words, is_met, why in conditions
            ],
        },
        "assumes": list(_assumed(found)),
    }


def _assumed(found: Estimation) -> tuple[str, ...]:
    is_drawn = any(len(stratum.tables) > 1 for stratum in found.strata)
    return (_DRAWN if is_drawn else _LINKED, *_ASSUMED)


def documented_of(found: Estimation) -> tuple[int, int]:
    """Return how many people are documented: least and most over the linkages drawn."""
    counts = [[t.n_documented for t in stratum.tables] for stratum in found.strata]
    return sum(map(min, counts)), sum(map(max, counts))


def _stratum_line(stratum: StratumEstimate) -> Line:
    table = stratum.tables[0]
    shared = table.shared()
    counts = [t.n_documented for t in stratum.tables]
    return {
        "stratum": stratum.stratum,
        "documented": min(counts),
        "documented_by_linkage": [min(counts), max(counts)]
        if len(counts) > 1
        else None,
        "lists": [
            {"list": name, "people": int(size)}
            for name, size in zip(table.names, table.sizes(), strict=True)
        ],
        "shared": {
            name: {other: int(shared[i, j]) for j, other in enumerate(table.names)}
            for i, name in enumerate(table.names)
        },
        "on_exactly": {str(k + 1): int(n) for k, n in enumerate(table.on_several())},
        "refused": [dataclasses.asdict(r) for r in stratum.refusals],
        "warnings": list(stratum.warnings),
        "estimates": [_result_line(result) for result in stratum.results],
        "not_run": [dataclasses.asdict(one) for one in stratum.not_run],
        "sensitivity": [dataclasses.asdict(one) for one in stratum.changes],
    }


def _result_line(result: MethodResult) -> Line:
    return {
        "method": result.method,
        "estimate": round(result.point),
        "low": round(result.low),
        "high": None if result.high is None else round(result.high),
        "level": "95 %",
        "against": list(result.against),
        "detail": result.detail,
    }


# --- in words ------------------------------------------------------------


def tell_estimate(made: Estimated) -> Iterator[str]:
    """Tell an estimate in plain words, the documented count first."""
    line = made.line
    least, most = documented_of(made.found)
    told = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    yield f"Documented: {told} people on at least one list."
    yield "This count is what is known; everything below is estimated."
    for stratum in made.found.strata:
        yield ""
        yield from _tell_stratum(stratum)
    if made.found.total:
        yield ""
        yield "All strata together (estimates of independent strata, added):"
        yield from _tell_results(made.found.total)
    for note in line["notes"]:
        yield f"Note: {note}"
    if made.found.headline:
        yield ""
        yield from _tell_assumptions(made.found)
    yield ""
    yield from _tell_conditions(line["publication"])


def _tell_stratum(stratum: StratumEstimate) -> Iterator[str]:
    table = stratum.tables[0]
    if stratum.stratum is not None:
        yield f"Stratum {stratum.stratum}: {table.n_documented:,} documented"
    yield from _tell_overlaps(table)
    if len(stratum.tables) > 1:
        counts = [t.n_documented for t in stratum.tables]
        yield (
            f"  {len(counts)} linkages drawn: {min(counts):,} to {max(counts):,} "
            "people documented; the table above is of the first"
        )
    for refusal in stratum.refusals:
        yield f"  NO ESTIMATE: {refusal.because}"
        yield f"    What would lift it: {refusal.what_to_do}"
    for warning in stratum.warnings:
        yield f"  Weak: {warning}"
    yield from _tell_results(stratum.results)
    for one in stratum.not_run:
        yield f"  {one.method}: no estimate: {one.because}"
    yield from _tell_chains(stratum)
    yield from _tell_changes(stratum)


def _tell_overlaps(table: ListTable) -> Iterator[str]:
    shared = table.shared()
    width = max(len(name) for name in table.names)
    wide = max(width, len(f"{int(shared.max()):,}"))
    yield "  People on each list (diagonal) and on both of two lists:"
    yield "  " + " " * width + "".join(f"  {name:>{wide}}" for name in table.names)
    for i, name in enumerate(table.names):
        cells = "".join(f"  {shared[i, j]:>{wide},}" for j in range(table.n_lists))
        yield f"  {name:<{width}}{cells}"
    several = table.on_several()
    words = ", ".join(f"{n:,} on {k}" for k, n in enumerate(several, 1))
    yield f"  Lists a person: {words}"


def _tell_results(results: Sequence[MethodResult]) -> Iterator[str]:
    for result in results:
        high = "no upper end" if result.high is None else f"{result.high:,.0f}"
        yield (
            f"  {result.label:<38} {result.point:>10,.0f}   "
            f"95 %: {result.low:,.0f} to {high}"
        )
        for words in result.against:
            yield f"    NOT FOR PUBLICATION: {words}"


def _tell_chains(stratum: StratumEstimate) -> Iterator[str]:
    for result in stratum.results:
        if result.method != "lcmcr":
            continue
        detail = result.detail
        yield (
            f"  Chains: {detail['chains']}, R-hat {detail['r_hat']:.3f} (at most "
            f"1.01), effective draws {detail['ess_bulk']:,} middle, "
            f"{detail['ess_tail']:,} tails, {detail['sweeps']:,} sweeps, "
            f"seed {detail['seed']}"
        )
        checked = detail.get("posterior_predictive_check")
        if checked and checked["strange"]:
            yield "  The model does not give back: " + "; ".join(checked["strange"])
        elif checked:
            yield "  The model gives back every overlap that was seen."


def _tell_changes(stratum: StratumEstimate) -> Iterator[str]:
    if not stratum.changes:
        return
    yield "  What moves it:"
    for one in stratum.changes:
        point = "no estimate" if one.point is None else f"{one.point:,}"
        ends = "" if one.low is None else f" ({one.low:,} to {_end(one.high)})"
        yield f"    {one.change} [{one.method}]: {point}{ends}"


def _end(high: int | None) -> str:
    return "no upper end" if high is None else f"{high:,}"


def _tell_assumptions(found: Estimation) -> Iterator[str]:
    yield "Every figure above assumes:"
    yield from (f"  - {words}" for words in _assumed(found))
    yield (
        "It is not a count of bodies or names, nor a bound: methods that differ widely "
        "say that the lists do not settle the number."
    )
    points = [r.point for r in found.headline]
    if points and max(points) > 2 * min(points):
        yield "Here the methods differ by more than a factor of two."


def _tell_conditions(publication: Line) -> Iterator[str]:
    may = "yes" if publication["may_stand"] else "no"
    yield f"May stand in a publication: {may}"
    for one in publication["conditions"]:
        mark = "met" if one["met"] else "NOT MET"
        yield f"  {mark}: {one['condition']} ({one['because']})"


# --- in a case ------------------------------------------------------------


def keep_estimate(case: Case, made: Estimated, parameters: Line) -> Check:
    """Keep an estimate in a case as a check: inputs by digest, seed, tool, result."""
    inputs = tuple(str(one["sha256"]) for one in made.line["input"])
    plain = {key: str(value) for key, value in parameters.items() if value}
    return keep_check(case, Ran(KIND, inputs, plain, _without_floats(made.line)))


def sign_estimate(case: Case, check_id: str, because: str) -> Judgement:
    """Sign a kept estimate, as the statistician who answers for it.

    Raises:
        UserError: It is no estimate, or a condition besides the signature is not met.
    """
    if not because.strip():
        raise UserError('a signature needs its reason: --because "..."')
    made = check_of(case, check_id)
    if made.check_kind != KIND:
        raise UserError(f"{check_id} is a {made.check_kind} check, no estimate")
    open_ones = open_conditions(made)
    if open_ones:
        raise UserError(f"{check_id} cannot be signed: {'; '.join(open_ones)}")
    with case.writing():
        judgement = Judgement(
            id=case.numbering("J").take(),
            decision=Decision.SIGN,
            subjects=(check_id,),
            because=because.strip(),
            by=case.operator,
            at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            on=digest_of(made),
        )
        act = case.act("sign", because=because, summary=f"signed {check_id}")
        case.store.commit(act, records=[judgement])
    return judgement


def signature_of(case: Case, check: Check) -> Judgement | None:
    """Return the signature in force on exactly this estimate; None = unsigned."""
    for record in case.store.every(Judgement):
        is_it = check.id in record.subjects and record.on == digest_of(check)
        if record.decision is Decision.SIGN and is_it:
            return record
    return None


def may_stand(case: Case, check: Check) -> bool:
    """Whether a kept estimate may stand in a publication."""
    return not open_conditions(check) and signature_of(case, check) is not None


def open_conditions(check: Check) -> list[str]:
    """Say which conditions besides the signature a kept estimate does not meet."""
    conditions = json.loads(check.result_json)["publication"]["conditions"]
    return [
        f"{one['condition']}: {one['because']}"
        for one in conditions
        if not one["met"] and one["condition"] != "signed by a statistician"
    ]


def _without_floats(value: Any) -> Any:
    """Write numbers that are not whole as decimal text: records hold no floats."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {key: _without_floats(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(item) for item in value]
    return value


__all__ = ["METHODS", "Asked", "Estimated", "Wish", "run_estimate", "tell_estimate"]
