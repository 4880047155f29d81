"""The plan of matching people as SQL that every engine runs alike. Method: M019.

Three statements: who is compared with whom; how each pair compares, feature by
feature, as levels and bits; how often each pattern of levels and bits occurs. They use
equality, array intersection and Levenshtein distance alone. Weights come later, from
the patterns (`weigh`), and go back as a table of patterns worth keeping.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from firsthand.errors import UserError
from firsthand.link.engine.port import LinkEngine
from firsthand.link.people.features import Features

LEVEL_BASE = 8
BITS_BASE = 256
UNKNOWN, OTHER = 0, 1
"""Levels that every feature has: one side does not say; the two do not agree."""
BITS_GROUPS = ("alone", "kin")
"""Bits of what is a person's own, and of what kin share."""
MOST_EXTRAS = 10


@dataclasses.dataclass(frozen=True)
class Feature:
    """One named comparison.

    Attributes:
        name: As in `people_levels` rows and in reasons.
        level: SQL of the level, 0 = one side does not say.
        bits: SQL of the bits of the agreement, 0 where it is not of one value.
        valued: Levels whose bits are of the very value agreed on.
        is_kin: Whether kin share it.
        column: The column compared as text; "" = it is not a text.
    """

    name: str
    level: str
    bits: str
    valued: tuple[int, ...]
    is_kin: bool = False
    column: str = ""


def features_compared(size: str, data: Features) -> tuple[Feature, ...]:
    """Return the comparisons that these data allow, in a fixed order.

    Args:
        size: The engine's function for the length of an array.
        data: The columns.
    """
    columns = data.columns
    found = [_word("given", swapped="family"), _word("family", swapped="given")]
    if columns["n_middle"].any():
        found.append(_middle(size))
    if (columns["sex"] >= 0).any():
        found.append(_sex())
    if (columns["age"] >= 0).any():
        found.append(_age())
    if (columns["is_child"] >= 0).any():
        found.append(_child())
    if (columns["born_year"] >= 0).any():
        found.append(_born())
    if (columns["died"] >= 0).any():
        found.append(_died())
    if (columns["place"] >= 0).any():
        found.append(_text("place", "place", is_kin=True))
    if (columns["incident"] >= 0).any():
        found.append(_incident())
    found += [
        _text(f"x{place}", name, is_kin=False)
        for place, name in enumerate(data.extras[:MOST_EXTRAS])
    ]
    return tuple(found)


# --- one comparison each --------------------------------------------


def _word(name: str, *, swapped: str) -> Feature:
    """Compare given or family names: same, near, loose, one slip, swapped.

    6 same, 5 near, 4 loosely alike, 3 one slip of a letter (two in a long word),
    2 given and family name stand the other way round, or the family name is one of
    the other's middle names, 1 other.
    """
    a, b, text_a, text_b = (
        f"l.{name}",
        f"r.{name}",
        f"l.{name}_text",
        f"r.{name}_text",
    )
    is_swapped = f"(l.{name} = r.{swapped} AND l.{swapped} = r.{name})"
    inside = ""
    if name == "family":
        inside = (
            "WHEN array_contains(l.middle_like, r.family) "
            "OR array_contains(r.middle_like, l.family) THEN 2 "
        )
    level = (
        f"CASE WHEN {a} < 0 OR {b} < 0 THEN 0 WHEN {a} = {b} THEN 6 "
        f"WHEN s_{name}.likeness >= 75 THEN 5 WHEN s_{name}.likeness >= 50 THEN 4 "
        f"WHEN {is_swapped} THEN 2 {inside}"
        f"WHEN levenshtein({text_a}, {text_b}) <= "
        f"(CASE WHEN least(length({text_a}), length({text_b})) >= 8 THEN 2 "
        f"WHEN least(length({text_a}), length({text_b})) >= 4 THEN 1 ELSE 0 END) "
        "THEN 3 ELSE 1 END"
    )
    bits = (
        f"CASE WHEN {a} < 0 OR {b} < 0 THEN 0 WHEN {a} = {b} THEN l.{name}_same "
        f"WHEN s_{name}.likeness >= 75 THEN least(l.{name}_near, r.{name}_near) "
        f"WHEN s_{name}.likeness >= 50 THEN least(l.{name}_loose, r.{name}_loose) "
        "ELSE 0 END"
    )
    return Feature(name, level, bits, (6, 5, 4), is_kin=name == "family")


def _middle(size: str) -> Feature:
    """Compare what stands between: 5 all the same, 4 all alike, 3 most, 2 some."""
    hits = f"{size}(array_intersect(l.middle_like, r.middle))"
    back = f"{size}(array_intersect(r.middle_like, l.middle))"
    same = f"{size}(array_intersect(l.middle, r.middle))"
    fewest = "least(l.n_middle, r.n_middle)"
    met = f"least({hits}, {back}, {fewest})"
    level = (
        "CASE WHEN l.n_middle = 0 OR r.n_middle = 0 THEN 0 "
        f"WHEN {same} >= {fewest} THEN 5 WHEN {met} >= {fewest} THEN 4 "
        f"WHEN {met} * 2 > {fewest} THEN 3 WHEN {met} > 0 THEN 2 ELSE 1 END"
    )
    bits = (
        "CASE WHEN l.n_middle = 0 OR r.n_middle = 0 THEN 0 "
        f"ELSE {met} * least(l.middle_bits, r.middle_bits) END"
    )
    return Feature("middle", level, bits, (5, 4, 3, 2), is_kin=True)


def _sex() -> Feature:
    level = (
        "CASE WHEN l.sex < 0 OR r.sex < 0 THEN 0 WHEN l.sex = r.sex THEN 2 ELSE 1 END"
    )
    return Feature("sex", level, "0", ())


def _incident() -> Feature:
    """Compare incidents: 2 harmed in the same one, 1 in another; kin share it."""
    level = (
        "CASE WHEN l.incident < 0 OR r.incident < 0 THEN 0 "
        "WHEN l.incident = r.incident THEN 2 ELSE 1 END"
    )
    return Feature("incident", level, "0", (), is_kin=True)


def _age() -> Feature:
    """Compare ages: 6 same, 5 a year apart, 4 two, 3 five, 2 ten, 1 more."""
    apart = "abs(l.age - r.age)"
    level = (
        f"CASE WHEN l.age < 0 OR r.age < 0 THEN 0 WHEN {apart} = 0 THEN 6 "
        f"WHEN {apart} <= 1 THEN 5 WHEN {apart} <= 2 THEN 4 WHEN {apart} <= 5 THEN 3 "
        f"WHEN {apart} <= 10 THEN 2 ELSE 1 END"
    )
    return Feature("age", level, "0", ())


def _child() -> Feature:
    """Compare child or adult, where an age is missing on one side."""
    level = (
        "CASE WHEN l.is_child < 0 OR r.is_child < 0 OR (l.age >= 0 AND r.age >= 0) "
        "THEN 0 WHEN l.is_child = r.is_child THEN 2 ELSE 1 END"
    )
    return Feature("child", level, "0", ())


def _born() -> Feature:
    """Compare dates of birth.

    6 the same day; 5 day and month the other way round; 4 two of year, month and day;
    3 the same year; 2 a year apart or one part; 1 other.
    """
    part = {
        p: f"(l.born_{p} = r.born_{p} AND l.born_{p} >= 0)"
        for p in ("year", "month", "day")
    }
    n_same = " + ".join(f"CASE WHEN {same} THEN 1 ELSE 0 END" for same in part.values())
    is_swapped = (
        f"({part['year']} AND l.born_month = r.born_day AND l.born_day = r.born_month)"
    )
    level = (
        "CASE WHEN l.born_year < 0 OR r.born_year < 0 THEN 0 "
        "WHEN l.born = r.born AND l.born >= 0 THEN 6 "
        f"WHEN {is_swapped} THEN 5 WHEN ({n_same}) >= 2 THEN 4 "
        f"WHEN {part['year']} THEN 3 "
        f"WHEN abs(l.born_year - r.born_year) <= 1 OR ({n_same}) = 1 THEN 2 ELSE 1 END"
    )
    bits = "CASE WHEN l.born = r.born AND l.born >= 0 THEN l.born_bits ELSE 0 END"
    return Feature("born", level, bits, (6,))


def _died() -> Feature:
    """Compare days of death: 4 the same, 3 within three days, 2 within thirty."""
    apart = "abs(l.died - r.died)"
    level = (
        f"CASE WHEN l.died < 0 OR r.died < 0 THEN 0 WHEN {apart} = 0 THEN 4 "
        f"WHEN {apart} <= 3 THEN 3 WHEN {apart} <= 30 THEN 2 ELSE 1 END"
    )
    bits = "CASE WHEN l.died >= 0 AND l.died = r.died THEN l.died_bits ELSE 0 END"
    return Feature("died", level, bits, (4,), is_kin=True)


def _text(column: str, name: str, *, is_kin: bool) -> Feature:
    """Compare short texts: 3 the same, 2 one or two slips, 1 other."""
    a, b = f"l.{column}", f"r.{column}"
    text_a, text_b = f"l.{column}_text", f"r.{column}_text"
    level = (
        f"CASE WHEN {a} < 0 OR {b} < 0 THEN 0 WHEN {a} = {b} THEN 3 "
        f"WHEN least(length({text_a}), length({text_b})) >= 4 "
        f"AND levenshtein({text_a}, {text_b}) <= "
        f"(CASE WHEN least(length({text_a}), length({text_b})) >= 7 THEN 2 ELSE 1 END) "
        "THEN 2 ELSE 1 END"
    )
    bits = f"CASE WHEN {a} >= 0 AND {a} = {b} THEN l.{column}_bits ELSE 0 END"
    return Feature(name, level, bits, (3,), is_kin=is_kin, column=column)


# --- the statements -------------------------------------------------


def put_people(engine: LinkEngine, data: Features) -> None:
    """Make the columns known to the engine: `people`, `similar`, `block_keys`."""
    import pyarrow as pa  # noqa: PLC0415  heavy

    n_rows = len(data.columns["given"])
    if n_rows >= 2**31:
        raise UserError(f"{n_rows} rows are more than one table can hold: split it")
    arrays: dict[str, Any] = {"row_no": pa.array(range(n_rows), pa.int32())}
    for name, values in data.columns.items():
        arrays[name] = _arrow(name, values)
    engine.put("people", pa.table(arrays))
    similar = data.similar
    engine.put(
        "similar_words",
        pa.table(
            {
                "one": pa.array(similar[:, 0], pa.int32()),
                "other": pa.array(similar[:, 1], pa.int32()),
                "likeness": pa.array(similar[:, 2], pa.int32()),
            }
        ),
    )
    keys = data.keys
    table = {
        "block_key": pa.array(keys[:, 0], pa.int64()),
        "row_no": pa.array(keys[:, 1], pa.int32()),
        "person_no": pa.array(data.row_of[keys[:, 1]], pa.int32()),
        "names": pa.array(_names_kind(data)[keys[:, 1]], pa.int32()),
    }
    engine.put("block_keys", pa.table(table))


def _names_kind(data: Features) -> Any:
    """Return 0 and 1 for the two names of a row, 2 for the name of a row with one.

    A first and a second name add up to 1: two scripts are not compared where both
    rows are written in both.
    """
    columns = data.columns
    return np.where(columns["n_names"] == 1, 2, columns["script"])


def _arrow(name: str, values: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415  heavy

    if name.endswith("_text"):
        return pa.array(values, pa.string())
    if name in {"middle", "middle_like"}:
        return pa.array(values, pa.list_(pa.int32()))
    return pa.array(values, pa.int32())


def make_candidates(engine: LinkEngine, *, most_in_block: int) -> None:
    """Keep the pairs of rows that share a key met by few enough rows."""
    engine.make(
        "fair_keys",
        "SELECT block_key FROM block_keys GROUP BY block_key "  # noqa: S608  a number
        f"HAVING count(*) BETWEEN 2 AND {most_in_block}",
    )
    engine.make(
        "fair_blocks",
        "SELECT k.block_key, k.row_no, k.person_no, k.names FROM block_keys k "
        "JOIN fair_keys f ON f.block_key = k.block_key",
    )
    engine.forget("block_keys")
    engine.forget("fair_keys")
    engine.make(
        "candidates",
        "SELECT DISTINCT a.row_no AS one, b.row_no AS other FROM fair_blocks a "
        "JOIN fair_blocks b ON a.block_key = b.block_key AND a.row_no < b.row_no "
        "AND a.person_no <> b.person_no AND a.names + b.names <> 1",
    )
    engine.forget("fair_blocks")


def make_comparisons(
    engine: LinkEngine, features: Sequence[Feature], *, of: str, into: str
) -> None:
    """Compare every pair of a table (one, other); keep levels and bits as two codes."""
    levels = " + ".join(
        f"CAST({feature.level} AS BIGINT) * {LEVEL_BASE**place}"
        for place, feature in enumerate(features)
    )
    is_across = (
        "CASE WHEN l.list_no <> r.list_no AND l.list_no > 0 AND r.list_no > 0 "
        "THEN 1 ELSE 0 END"
    )
    kin = _sum_of_bits(feature for feature in features if feature.is_kin)
    alone = _sum_of_bits(feature for feature in features if not feature.is_kin)
    engine.make(
        into,
        f"SELECT c.one, c.other, {levels} AS levels, "  # noqa: S608  ours, no value in it
        f"CAST({is_across} AS BIGINT) + 2 * (CAST(least({alone}, {BITS_BASE - 1}) "
        f"AS BIGINT) + {BITS_BASE} * CAST(least({kin}, {BITS_BASE - 1}) AS BIGINT)) "
        f"AS bits FROM {of} c "
        "JOIN people l ON l.row_no = c.one JOIN people r ON r.row_no = c.other "
        "LEFT JOIN similar_words s_given "
        "ON s_given.one = l.given AND s_given.other = r.given "
        "LEFT JOIN similar_words s_family "
        "ON s_family.one = l.family AND s_family.other = r.family",
    )


def _sum_of_bits(features: Any) -> str:
    told = [f"({feature.bits})" for feature in features if feature.bits != "0"]
    return " + ".join(told) or "0"


def patterns(engine: LinkEngine, table: str) -> Any:
    """Return (levels, bits, n) of a table of comparisons, in a fixed order."""
    return engine.rows(
        f"SELECT levels, bits, count(*) AS n FROM {table} "  # noqa: S608  ours
        "GROUP BY levels, bits ORDER BY levels, bits"
    )


def pairs_with(engine: LinkEngine, table: str, kept: Mapping[str, Any]) -> Any:
    """Return the pairs whose pattern is kept: one, other, pattern."""
    import pyarrow as pa  # noqa: PLC0415  heavy

    engine.put("kept_patterns", pa.table(dict(kept)))
    return engine.rows(
        "SELECT p.one, p.other, k.pattern "  # noqa: S608  ours
        f"FROM {table} p JOIN kept_patterns k "
        "ON k.levels = p.levels AND k.bits = p.bits ORDER BY p.one, p.other"
    )
