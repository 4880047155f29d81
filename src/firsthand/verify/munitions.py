"""What a munition could be, who is known with it, and what treaties ask of it.

Method: M180. Reads the tables `munitions`, `munition_users`, `aircraft`, `treaties`.
A search ranks what to look at next; it identifies nothing. Who is known to have a thing
never says who used it here.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.reference.tables import Row

Line = dict[str, Any]
_WORD = re.compile(r"[^\W_]+(?:[-./,][^\W_]+)*")
# fmt: off
_SMALL = frozenset((
    "a", "an", "and", "are", "at", "by", "in", "is", "it", "its", "of", "on", "or",
    "the", "to", "was", "with",
))
# fmt: on
# Share of an entry's words that must be seen; short entries need all of them.
_ENOUGH_SHARE = 2 / 3
_SHORT_ENTRY = 2
_ART2_MOST_G = 20_000
_ART2_FEW, _ART2_HEAVY_G = 10, 4_000


class Answered(enum.StrEnum):
    """What a test by fields comes to."""

    YES = "yes"
    NO = "no"
    UNDECIDABLE = "undecidable"


class Power(enum.StrEnum):
    """What a sighting of a type can tell about who used it."""

    NONE = "none"
    NARROWS = "narrows"
    UNKNOWN = "unknown"


def munition_row(reference: Reference, name: str) -> Row:
    """Return the row of a munition by its id or a name of it; a case's own row wins.

    Raises:
        UserError: There is none, or the name fits several.
    """
    wanted = _plain(name)
    rows = {str(row["id"]): row for row in reference.table("munitions")}
    exact = [row for row in rows.values() if wanted in _names(row)]
    near = [row for row in rows.values() if any(wanted in name for name in _names(row))]
    found = exact or near
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(
            f"no munition {name!r} in the catalogue; look: firsthand munitions find, "
            "or add a row to CASE/reference/munitions.yaml"
        )
    ids = ", ".join(str(row["id"]) for row in found)
    raise UserError(
        f"{name!r} fits several: {ids}. Say which one; for a family whose content was "
        "not seen, name no munition and put the members under --alternatives"
    )


def _names(row: Row) -> set[str]:
    return {_plain(str(name)) for name in (row["id"], *row.get("names", ()))}


def _plain(name: str) -> str:
    return re.sub(r"[\s_/]+", "-", name).strip("-").casefold()


# --- search by what is seen ---------------------------------------------------------


class Fit(NamedTuple):
    """One row of the catalogue against what was seen.

    Attributes:
        row: The row.
        matched: Its features that something seen fits, with what was seen.
        missing: Its features that nothing seen fits: what to look for next.
        weight: Sum over matched features of one over the rows that share the feature.
    """

    row: Row
    matched: tuple[tuple[Row, str], ...]
    missing: tuple[Row, ...]
    weight: float


def search_by_features(reference: Reference, seen: Sequence[str]) -> list[Fit]:
    """Rank the catalogue by what is seen, rarest features first.

    Args:
        reference: Tables.
        seen: Observations in plain words, one each ("metal ball of two halves").

    Raises:
        UserError: Nothing was said.
    """
    said = [(text, _tokens(text)) for text in seen if _tokens(text)]
    if not said:
        raise UserError('say what is seen: --seen "metal ball of two halves, 7 cm"')
    rows = list({str(r["id"]): r for r in reference.table("munitions")}.values())
    hits = {str(row["id"]): _matched(row, said) for row in rows}
    shared: dict[str, int] = {}
    for matched in hits.values():
        for feature, _ in matched:
            shared[feature["see"]] = shared.get(feature["see"], 0) + 1
    fits = [_fit(row, hits[str(row["id"])], shared) for row in rows]
    found = [fit for fit in fits if fit.matched]
    return sorted(found, key=lambda fit: (-fit.weight, str(fit.row["id"])))


def _fit(row: Row, matched: list[tuple[Row, str]], shared: dict[str, int]) -> Fit:
    seen = {feature["see"] for feature, _ in matched}
    missing = tuple(f for f in row.get("features", ()) if f["see"] not in seen)
    weight = sum(1 / shared[feature["see"]] for feature, _ in matched)
    return Fit(row, tuple(matched), missing, weight)


def _matched(
    row: Row, said: Sequence[tuple[str, frozenset[str]]]
) -> list[tuple[Row, str]]:
    found = []
    for feature in row.get("features", ()):
        for text, tokens in said:
            if any(_is_seen(_tokens(str(way)), tokens) for way in feature["words"]):
                found.append((feature, text))
                break
    return found


def _is_seen(wanted: frozenset[str], seen: frozenset[str]) -> bool:
    n_seen = len(wanted & seen)
    if len(wanted) <= _SHORT_ENTRY:
        return bool(wanted) and n_seen == len(wanted)
    return n_seen >= len(wanted) * _ENOUGH_SHARE


def _tokens(text: str) -> frozenset[str]:
    words = (_stem(word) for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in words if word not in _SMALL)


def _stem(word: str) -> str:
    """Cut an English plural; numbers and designations stay."""
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    is_plural = (
        word.endswith("s") and not word.endswith("ss") and len(word) > len("fin")
    )
    return word[:-1] if is_plural else word


def fit_line(fit: Fit) -> Line:
    """Return a fit as JSON: why it stands there, and what would tell."""
    row = fit.row
    return {
        "munition": row["id"],
        "kind": row["kind"],
        "class": row["class"],
        "names": list(row.get("names", ())),
        "matched": [
            {"feature": f["see"], "seen": seen, "status": f["status"], "ref": f["ref"]}
            for f, seen in fit.matched
        ],
        "look_for": [f["see"] for f in fit.missing],
        "look_alikes": [
            {"munition": other["id"], "apart": other["apart"]}
            for other in row.get("look_alikes", ())
        ],
        "contains": row.get("contains"),
    }


# --- discriminating power -------------------------------------------------------------


class Known(NamedTuple):
    """One party known with a munition in a theatre."""

    party: str
    since: str | None
    until: str | None
    how: str
    status: str
    ref: str
    munition: str
    note: str | None

    def in_words(self) -> str:
        """Say who, how, since when, on whose word."""
        when = f"since {self.since}" if self.since else "since when is not known"
        until = f" until {self.until}" if self.until else ""
        note = f" ({self.note})" if self.note else ""
        how = self.how.replace("_", " ")
        return (
            f"{self.party}: {self.munition} {how}, {when}{until}{note}; "
            f"{self.status}, {self.ref}"
        )


class Discrimination(NamedTuple):
    """What a sighting of a munition tells about its user: mostly nothing."""

    power: Power
    because: str
    known: tuple[Known, ...]
    not_yet: tuple[Known, ...]
    carried_by: tuple[str, ...]

    def as_line(self) -> Line:
        """Return it as JSON."""
        return {
            "power": self.power.value,
            "because": self.because,
            "known_with": [each.in_words() for each in self.known],
            "not_known_yet_on_that_day": [each.in_words() for each in self.not_yet],
            "carried_by": list(self.carried_by),
        }


_UNNAMED = "what it holds decides, and that is not known here"
NEVER = "This says nothing of who used it here: no party is set from it."


def discriminating_power(
    reference: Reference, munition: str, theatre: str | None, day: dt.date | None
) -> Discrimination:
    """Say which parties are known with a munition, where and by when.

    Args:
        reference: Tables.
        munition: Id of the munition; its carriers, content or members of its family
            count with it.
        theatre: Code of the country; None = cannot be said.
        day: When it was seen; None = rows of any time count.
    """
    family = _family(reference, munition)
    carried = _carried_by(reference, family)
    if theatre is None:
        because = (
            "where it was seen is not stated: who is known with it differs by place"
        )
        return Discrimination(Power.UNKNOWN, f"{because}. {NEVER}", (), (), carried)
    known: list[Known] = []
    not_yet: list[Known] = []
    for row in reference.table("munition_users"):
        if row["munition"] in family and row["theatre"] == theatre:
            (known if _was_known(row, day) else not_yet).append(_known(row))
    power, because = _power({each.party for each in known}, theatre, day)
    return Discrimination(
        power, f"{because}. {NEVER}", tuple(known), tuple(not_yet), carried
    )


def _power(parties: set[str], theatre: str, day: dt.date | None) -> tuple[Power, str]:
    here = f"{theatre} on {day}" if day else theatre
    if not parties:
        because = (
            f"our table names nobody with it in {here}: that is not to say that "
            "nobody had it"
        )
        return Power.UNKNOWN, because
    if len(parties) == 1:
        because = (
            f"only {next(iter(parties))} is known with it in {here}; others may have "
            "it without our knowing, and types are passed on: circumstantial"
        )
        return Power.NARROWS, because
    names = ", ".join(sorted(parties))
    return Power.NONE, f"{names} are known with it in {here}: it does not part them"


def _family(reference: Reference, munition: str) -> set[str]:
    """Return a munition with what it carries, or with what carries it."""
    found = {munition}
    for row in reference.table("munitions"):
        if row["id"] == munition and row.get("contains"):
            found.add(str(row["contains"]))
        if row["id"] == munition:
            found |= {str(member) for member in row.get("members", ())}
        if row.get("contains") == munition:
            found.add(str(row["id"]))
    return found


def _carried_by(reference: Reference, family: Iterable[str]) -> tuple[str, ...]:
    flown = {str(r["code"]): r.get("flown_by", ()) for r in reference.table("aircraft")}
    members = set(family)
    lines = []
    for row in reference.table("munitions"):
        if row["id"] not in members:
            continue
        for platform in row.get("platforms", ()):
            code = str(platform["code"])
            parties = ", ".join(flown.get(code, ())) or "unknown"
            lines.append(
                f"{row['id']} under {code}, flown by {parties} "
                f"({platform['status']}, {platform['ref']})"
            )
    return tuple(lines)


def _known(row: Row) -> Known:
    return Known(
        party=str(row["party"]),
        since=_text(row.get("since")),
        until=_text(row.get("until")),
        how=str(row["how"]),
        status=str(row["status"]),
        ref=str(row["ref"]),
        munition=str(row["munition"]),
        note=row.get("note"),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _was_known(row: Row, day: dt.date | None) -> bool:
    """Say whether a row may hold on a day; what is not dated may always hold.

    A row of a month or a year counts from its first day and until its last.
    """
    if day is None:
        return True
    since, until = _text(row.get("since")), _text(row.get("until"))
    written = day.isoformat()
    if since is not None and written[: len(since)] < since:
        return False
    return until is None or written[: len(until)] <= until


# --- treaty tests by fields -----------------------------------------------------------


def treaty_tests(reference: Reference, munition: str) -> list[Line]:
    """Test a munition's fields against the definitions of two treaties.

    A definition met says what a thing is in the treaty's sense. Whether its use was
    lawful is another question, judged by rules that bind every state (IHL-1, IHL-2).
    """
    row = munition_row(reference, munition)
    fields = row.get("treaty")
    if not fields:
        if row["kind"] in {"carrier", "submunition"}:
            return [_test_line("CCM", Answered.UNDECIDABLE, _UNNAMED, row)]
        return []
    lines = [_test_line("CCM", *cluster_test(fields), fields)]
    if "sets_fire" in fields:
        lines.append(_test_line("CCW-III", *incendiary_test(fields), fields))
    return lines


def bound_in_words(
    reference: Reference, treaty: str, parties: Iterable[str], day: dt.date | None
) -> list[str]:
    """Say of each party whether a treaty bound it on a day (IHL-2).

    Args:
        reference: Tables.
        treaty: Code of the treaty.
        parties: Codes of parties.
        day: The day; None = today's rows, said as such.
    """
    rows = {
        str(row["party"]): row
        for row in reference.table("treaties")
        if row["treaty"] == treaty
    }
    return [f"{party}: {_bound(rows.get(party), day)}" for party in sorted({*parties})]


def _bound(row: Row | None, day: dt.date | None) -> str:
    if row is None:
        return "not known whether bound"
    since = row.get("bound_from")
    if since is None:
        return f"not bound ({row['ref']})"
    since_day = dt.date.fromisoformat(str(since))
    if day is not None and day < since_day:
        return f"not bound yet, from {since_day} ({row['ref']})"
    return f"bound since {since_day} ({row['ref']})"


def _test_line(treaty: str, answer: Answered, because: str, fields: Row) -> Line:
    return {
        "treaty": treaty,
        "definition_met": answer.value,
        "because": because,
        "status": fields.get("status", "unchecked"),
        "ref": fields.get("ref", "house"),
    }


def cluster_test(fields: Row) -> tuple[Answered, str]:
    """Test the definition of Convention on Cluster Munitions Art. 2 (2) and (3).

    Args:
        fields: n_submunitions, submunition_mass_g, explosive_submunitions (absent =
            taken as stated by the row: they are), single_target_sensor,
            self_destruct, self_deactivate; absent = not known.
    """
    if fields.get("explosive_submunitions") is False:
        return (
            Answered.NO,
            (
                "its submunitions burn or smoke and do not work by detonating "
                "(Art. 2 (2)(a), (3))"
            ),
        )
    mass = fields.get("submunition_mass_g")
    if mass is None:
        return Answered.UNDECIDABLE, "the mass of a submunition is not known"
    if mass >= _ART2_MOST_G:
        return Answered.NO, f"a submunition weighs {_kg(mass)}, not less than 20 kg"
    spared = _spared(fields)
    if spared is Answered.YES:
        return Answered.NO, "all five conditions of Art. 2 (2)(c) are met"
    if spared is Answered.UNDECIDABLE:
        return Answered.UNDECIDABLE, f"not known: {', '.join(_open_fields(fields))}"
    return (
        Answered.YES,
        (
            f"submunitions of {_kg(mass)}, under 20 kg; not spared by Art. 2 (2)(c): "
            f"{_why_not_spared(fields)}"
        ),
    )


def _conditions(fields: Row) -> dict[str, bool | None]:
    number, mass = fields.get("n_submunitions"), fields.get("submunition_mass_g")
    return {
        "fewer than ten submunitions": None if number is None else number < _ART2_FEW,
        "each over 4 kg": None if mass is None else mass > _ART2_HEAVY_G,
        "a sensor for a single target": fields.get("single_target_sensor"),
        "electronic self-destruction": fields.get("self_destruct"),
        "electronic self-deactivation": fields.get("self_deactivate"),
    }


def _spared(fields: Row) -> Answered:
    """Say whether Art. 2 (2)(c) spares it: every one of five conditions."""
    states = _conditions(fields).values()
    if any(state is False for state in states):
        return Answered.NO
    if all(states):
        return Answered.YES
    return Answered.UNDECIDABLE


def _open_fields(fields: Row) -> list[str]:
    return [name for name, state in _conditions(fields).items() if state is None]


def _why_not_spared(fields: Row) -> str:
    failed = [name for name, state in _conditions(fields).items() if state is False]
    return f"not {' and not '.join(failed)}"


def incendiary_test(fields: Row) -> tuple[Answered, str]:
    """Test the definition of Protocol III on incendiary weapons, Art. 1 (1)."""
    match fields.get("sets_fire"):
        case True:
            return Answered.YES, "primarily designed to set fire or burn (Art. 1 (1))"
        case False:
            return Answered.NO, "fire is incidental to it (Art. 1 (1)(b))"
        case _:
            return Answered.UNDECIDABLE, "what it is designed for is not known"


def _kg(grams: int) -> str:
    return f"{grams / 1000:g} kg"
