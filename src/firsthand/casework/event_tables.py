"""Event data sets beside the incidents of a case: matched, shown, never merged.

A table of ACLED, UCDP, GTD or Airwars shape, or of any other with its columns named,
is kept whole in the case. Its events are put beside the incidents anew each time they
are shown, so that nothing of them enters a count, a grade or a finding.
Method: M015. Rows: `event_columns`, `event_means`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.capture import Taken, read_published
from firsthand.capture.delimited import DelimitedError, delimited_rows
from firsthand.casework.case import Case
from firsthand.casework.intake import AddReport, Description, Intake
from firsthand.casework.state import CaseState
from firsthand.errors import SourceError, UserError
from firsthand.link.beside import Beside, Event, Levels, beside
from firsthand.link.sites import is_coarse, is_event_date
from firsthand.model import (
    ImportedItem,
    Incident,
    Sha256,
    Toll,
    WeaponClaim,
    canonical_bytes,
)
from firsthand.reference import Reference

METRES, DAYS = 5_000, 2
FIELDS = (
    *("key", "first", "last", "year", "month", "day", "lat", "lon", "place", "means"),
    *("killed_low", "killed_best", "killed_high", "place_precision", "day_precision"),
)
_IMPORTER = "events"
_HERE = "this case"
_E7 = 10**7
_MOST_LAT, _MOST_LON = 90, 180


@dataclasses.dataclass(frozen=True)
class Row:
    """One event of a table as it stands there.

    Attributes:
        event: What is matched.
        place: Name of the place, as written; "" = none.
        means: Means of attack, as written; "" = none.
        killed: Least, best and greatest number of dead, as written; "" = not stated.
        line: Line of the table.
    """

    event: Event
    place: str
    means: str
    killed: tuple[str, str, str]
    line: int


@dataclasses.dataclass
class Table:
    """A table read.

    Attributes:
        name: Name of the data set: that of its file.
        rows: Its events that have a day and a point.
        wrong: Lines that could not be read: line, field, what was found, what to do.
        coarse: Events placed or dated too coarsely to be matched, each with why.
        unknown_means: Means that no row of `event_means` holds, and how often.
        columns: Column of each field.
    """

    name: str
    rows: list[Row] = dataclasses.field(default_factory=list)
    wrong: list[str] = dataclasses.field(default_factory=list)
    coarse: list[str] = dataclasses.field(default_factory=list)
    unknown_means: dict[str, int] = dataclasses.field(default_factory=dict)
    columns: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Shown:
    """Tables beside the incidents.

    Attributes:
        tables: The tables read.
        beside: Matches; events of this case have the data set "this case".
        rows: Rows by their events.
        titles: Titles of the incidents.
        left_out: Incidents without a day or a point, which nothing can be matched to.
    """

    tables: tuple[Table, ...]
    beside: Beside
    rows: Mapping[Event, Row]
    titles: Mapping[str, str]
    left_out: tuple[str, ...]


def shapes_of(reference: Reference) -> list[str]:
    """Return the shapes that have columns of their own."""
    return sorted({str(row["shape"]) for row in reference.table("event_columns")})


def read_events(
    data: bytes,
    name: str,
    reference: Reference,
    *,
    shape: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Table:
    """Read a table of events.

    Args:
        data: CSV, UTF-8.
        name: Name of the data set, for messages and matches.
        reference: `event_columns` and `event_means` rows.
        shape: "acled", "ucdp", "gtd", "airwars"; None = as `mapping` says.
        mapping: Column of each field; beats the shape's.

    Raises:
        SourceError: It is no such table: says which column is missing.
    """
    try:
        lines = list(delimited_rows(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name}: is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
        ) from None
    except DelimitedError as fault:
        raise SourceError(f"{name}: {fault}") from None
    if not lines:
        raise SourceError(f"{name}: is empty; a table has a first line of column names")
    reader = _Reader(name, lines[0][1], reference, shape, mapping or {})
    for line, cells in lines[1:]:
        reader.take(line, cells)
    return reader.table


class _Reader:
    """Reads rows by the columns of a shape."""

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        reference: Reference,
        shape: str | None,
        mapping: Mapping[str, str],
    ) -> None:
        rows = [r for r in reference.table("event_columns") if r["shape"] == shape]
        wanted = {str(row["field"]): str(row["column"]) for row in rows}
        wanted |= mapping
        at = {title.strip().casefold(): n for n, title in enumerate(header)}
        self.at = {f: at[c.casefold()] for f, c in wanted.items() if c.casefold() in at}
        self.coarse = {str(r["field"]): set(r["coarse"]) for r in rows if "coarse" in r}
        self.codes = _codes(reference)
        self.table = Table(name, columns={f: header[n] for f, n in self.at.items()})
        self.seen: set[str] = set()
        self._demand(wanted, mapping, header)

    def _demand(
        self, wanted: Mapping[str, str], said: Mapping[str, str], header: Sequence[str]
    ) -> None:
        """Refuse a table without id, day and point, or without a column said."""
        needed = ["key", "lat", "lon"]
        needed += ["first"] if "year" not in self.at else ["month", "day"]
        lacking = [f for f in needed if f not in self.at]
        lacking += [f for f in said if f not in self.at and f not in lacking]
        if lacking:
            told = ", ".join(f"{f} ({wanted.get(f, 'not said')})" for f in lacking)
            raise SourceError(
                f"{self.table.name}: has no column for {told}; its columns are "
                f"{', '.join(header)}; say --map FIELD=COLUMN"
            )

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Read one line; what cannot be read is told, and the rest goes on."""
        cell = {
            field: cells[n].strip() if n < len(cells) else ""
            for field, n in self.at.items()
        }
        try:
            row = self._row(line, cell)
        except ValueError as error:
            self.table.wrong.append(f"{self.table.name} line {line}: {error}")
            return
        if row is not None:
            self.table.rows.append(row)

    def _row(self, line: int, cell: Mapping[str, str]) -> Row | None:
        key = cell["key"]
        if not key:
            raise ValueError("has no id; give every event one")
        if key in self.seen:
            raise ValueError(
                f"id {key!r} stands on an earlier line too; ids are unique"
            )
        self.seen.add(key)
        lat, lon = _degrees(cell, "lat", _MOST_LAT), _degrees(cell, "lon", _MOST_LON)
        why = self._too_coarse(cell)
        days = None if why else _days(cell)
        if days is None:
            why = why or "has no day"
            self.table.coarse.append(f"{self.table.name} {key}: {why}")
            return None
        if lat is None or lon is None:
            self.table.coarse.append(f"{self.table.name} {key}: has no point")
            return None
        event = Event(
            dataset=self.table.name,
            key=key,
            first=days[0],
            last=days[1],
            lat_e7=lat,
            lon_e7=lon,
            schemes=(self._means(cell.get("means", "")),),
            is_episode=days[1] > days[0],
        )
        killed = tuple(_count(cell, f"killed_{end}") for end in ("low", "best", "high"))
        place, means = cell.get("place", ""), cell.get("means", "")
        return Row(event, place, means, (killed[0], killed[1], killed[2]), line)

    def _too_coarse(self, cell: Mapping[str, str]) -> str | None:
        for field, what in (("place_precision", "place"), ("day_precision", "day")):
            value = cell.get(field, "")
            if value in self.coarse.get(field, ()):
                column = self.table.columns[field]
                return f"its {what} is known too coarsely ({column} = {value})"
        return None

    def _means(self, said: str) -> tuple[Levels, ...]:
        if not said:
            return ()
        found = self.codes.get(said.casefold())
        if found is None:
            known = self.table.unknown_means
            known[said] = known.get(said, 0) + 1
            return ()
        return (found,)


def _codes(reference: Reference) -> dict[str, Levels]:
    """Return fine and coarse means of each code, ours and those of data sets."""
    return {
        str(name).casefold(): (str(row["fine"]), str(row["coarse"]))
        for row in reference.table("event_means")
        for name in (*row["weapons"], *row["coded"])
    }


def _days(cell: Mapping[str, str]) -> tuple[dt.date, dt.date] | None:
    """Return first and last day; None = not to the day."""
    if "year" in cell:
        parts = [cell.get(part, "") for part in ("year", "month", "day")]
        if not all(part.isdigit() for part in parts):
            raise ValueError(f"date {'-'.join(parts)!r} is no date; write digits")
        if "0" in {part.lstrip("0") or "0" for part in parts[1:]}:
            return None
        words = f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
        first = last = _day(words)
    else:
        first = _day(cell["first"])
        last = _day(cell["last"]) if cell.get("last") else first
    if first is None or last is None:
        return None
    if last < first:
        raise ValueError(f"ends on {last}, before it begins on {first}")
    return first, last


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    try:
        read = read_published(
            words.replace("-", " ") if words[3:4].isalpha() else words
        )
    except ValueError as error:
        raise ValueError(f"date {words!r} {error}") from None
    return read.earliest if read.earliest == read.latest else None


def _degrees(cell: Mapping[str, str], field: str, most: int) -> int | None:
    words = cell[field]
    if not words:
        return None
    try:
        value = float(words)
    except ValueError:
        raise ValueError(f"{field} {words!r} is no number of degrees") from None
    if not -most <= value <= most:
        raise ValueError(f"{field} {words!r} is not between -{most} and {most}")
    return round(value * _E7)


def _count(cell: Mapping[str, str], field: str) -> str:
    words = cell.get(field, "")
    try:
        number = float(words) if words else None
    except ValueError:
        raise ValueError(f"{field} {words!r} is no number of people") from None
    if number is None:
        return ""
    if number < 0 or not number.is_integer():
        raise ValueError(f"{field} {words!r} is no number of people")
    return str(int(number))


def put_beside(
    state: CaseState,
    tables: Sequence[Table],
    *,
    metres: int = METRES,
    days: int = DAYS,
) -> Shown:
    """Put tables beside the incidents of a case; nothing is written.

    Args:
        state: The case.
        tables: Read tables.
        metres: How far apart two descriptions of one event can be.
        days: How many days apart.
    """
    codes = _codes(state.case.reference)
    own: list[Event] = []
    left_out: list[str] = []
    for incident in state.incidents.values():
        event = _own_event(incident, _weapons(state, incident), codes)
        if event is None:
            left_out.append(incident.id)
        else:
            own.append(event)
    datasets = [own, *([row.event for row in table.rows] for table in tables)]
    return Shown(
        tables=tuple(tables),
        beside=beside(datasets, metres=metres, days=days),
        rows={row.event: row for table in tables for row in table.rows},
        titles={incident.id: incident.title for incident in state.incidents.values()},
        left_out=tuple(left_out),
    )


def _own_event(
    incident: Incident, weapons: Sequence[str], codes: Mapping[str, Levels]
) -> Event | None:
    place, date = incident.place, incident.date
    if place is None or place.lat_e7 is None or place.lon_e7 is None:
        return None
    if is_coarse(place) or date is None or not is_event_date(date):
        return None
    assert date.earliest is not None  # noqa: S101  what is_event_date has asked
    assert date.latest is not None  # noqa: S101  the same
    means = tuple(dict.fromkeys(codes[w] for w in weapons if w in codes))
    return Event(
        dataset=_HERE,
        key=incident.id,
        first=date.earliest,
        last=date.latest,
        lat_e7=place.lat_e7,
        lon_e7=place.lon_e7,
        schemes=(means,),
    )


def _weapons(state: CaseState, incident: Incident) -> list[str]:
    found: dict[str, None] = {}
    for key in incident.claims:
        claim = state.claims[key].claim
        if isinstance(claim, WeaponClaim) and not claim.negated:
            found |= dict.fromkeys(claim.weapon)
        elif isinstance(claim, Toll) and claim.weapon:
            found[claim.weapon] = None
    return [name for word in found for name in word.split(";")]


# --- keeping tables in a case ---------------------------------------------------------


def keep_table(
    case: Case,
    path: Path,
    *,
    shape: str | None,
    mapping: Mapping[str, str],
    stated: Description,
) -> bool:
    """Keep a table whole, with how it is to be read; False = held as it is.

    Args:
        case: An open case.
        path: The file.
        shape: Its shape; None = as `mapping` says.
        mapping: Column of each field.
        stated: Who published it, and who may see it.
    """
    digest = Sha256(hashlib.sha256(path.read_bytes()).hexdigest())
    details = canonical_bytes({"shape": shape or ""}).decode()
    said = canonical_bytes(dict(mapping)).decode() if mapping else None
    held = {item.key: item for item in _kept(case)}.get(path.name)
    if held is not None and (held.digest, held.details, held.mapping) == (
        digest,
        details,
        said,
    ):
        return False
    with case.writing():
        intake = Intake(case, AddReport())
        with path.open("rb") as file:
            staged = case.store.stage(file)
        taken = Taken(filename=path.name, media_type="application/x-import-events")
        kept = intake.take_read(staged, taken, stated)
        name = f"{_IMPORTER}|{path.name}".encode("utf-8", "replace")
        record = ImportedItem(
            id=f"imp-{hashlib.sha256(name).hexdigest()[:20]}",
            importer=_IMPORTER,
            key=path.name,
            digest=digest,
            place="whole file",
            container=digest,
            capture_ids=(kept.capture.id,),
            details=details,
            mapping=said,
        )
        intake.put([], [record])
        intake.commit("import", what=f"events of {path.name}, to be put beside")
    return True


def _kept(case: Case) -> Iterator[ImportedItem]:
    for item in case.store.every(ImportedItem):
        if item.importer == _IMPORTER:
            yield item


def kept_tables(case: Case) -> list[Table]:
    """Return the tables that were imported into a case, read anew."""
    tables = []
    for item in sorted(_kept(case), key=lambda item: item.key):
        assert item.container is not None  # noqa: S101  written by keep_table
        tables.append(
            read_events(
                case.store.read_object(item.container),
                Path(item.key).stem,
                case.reference,
                shape=json.loads(item.details or "{}").get("shape") or None,
                mapping=json.loads(item.mapping or "{}"),
            )
        )
    return tables


def mapping_of(said: Sequence[str]) -> dict[str, str]:
    """Read "field=column" words.

    Raises:
        UserError: No such field, or no column.
    """
    mapping: dict[str, str] = {}
    for each in said:
        field, _, column = (part.strip() for part in each.partition("="))
        if field not in FIELDS or not column:
            raise UserError(
                f"--map {each!r}: write FIELD=COLUMN; fields are {', '.join(FIELDS)}"
            )
        mapping[field] = column
    return mapping


def shown_lines(shown: Shown) -> list[dict[str, Any]]:
    """Return one object a match, a near pair for a person, and an event alone."""
    near = {pair.other: pair for pair in shown.beside.nearby}
    lines: list[dict[str, Any]] = [
        {
            "match": [_line(shown, event, near.get(event)) for event in members],
        }
        for members in shown.beside.matches
    ]
    lines += [
        {
            "for_a_person": [
                _line(shown, pair.one, None),
                _line(shown, pair.other, pair),
            ],
            "why": "one went on for days, the other was on one day",
        }
        for pair in shown.beside.for_a_person
    ]
    lines += [{"alone": _line(shown, event, None)} for event in shown.beside.alone]
    return lines


def _line(shown: Shown, event: Event, near: Any) -> dict[str, Any]:
    row = shown.rows.get(event)
    line: dict[str, Any] = {
        "dataset": event.dataset,
        "id": event.key,
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
    }
    if row is not None:
        low, best, high = row.killed
        killed = {"low": low, "best": best, "high": high}
        line |= {"place": row.place or None, "means": row.means or None}
        line["killed"] = {end: int(n) for end, n in killed.items() if n} or None
    else:
        line["title"] = shown.titles.get(event.key)
    if near is not None:
        line["beside"] = {
            "dataset": near.one.dataset,
            "id": near.one.key,
            "metres": near.metres,
            "days": near.days,
            "agreement": round(1 - near.score, 3),
        }
    return line
