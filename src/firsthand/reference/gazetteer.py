"""Where a name lies: the bundled cut of GeoNames, our own rows, and a case's own.

Three layers, strongest first: a case's `gazetteer.csv` (id, name, name_ar, name_ru,
lat, lon, kind, within, country), the rows of data/gazetteer.yaml, the bundled cut
(data/gazetteer.tsv.gz, made by tools/make_gazetteer.py, CC BY 4.0). A name is looked
up as spelled first, then as transliterations differ. A name that fits several places
means the largest area it can (SFM-4), and is flagged. Every point carries an accuracy
class (AIR-9). Method: M003.
"""

from __future__ import annotations

import dataclasses
import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from firsthand.errors import UserError
from firsthand.model import Accuracy, Place
from firsthand.reference.folding import fold_arabic, is_arabic, loose_key, plain_key
from firsthand.reference.tables import Reference, Row

_E7 = 10**7
_LARGE_TOWN = 100_000
_LONGEST_WINDOW = 5
_SHORTEST_ARABIC = 3
_N_REMEMBERED = 1 << 16  # look-ups are pure: remembered, and never many
_ACCURACY = {
    "country": Accuracy.COUNTRY,
    "province": Accuracy.PROVINCE,
    "region": Accuracy.PROVINCE,
    "district": Accuracy.DISTRICT,
    "city": Accuracy.CITY,
    "town": Accuracy.TOWN,
    "village": Accuracy.VILLAGE,
    "camp": Accuracy.NEIGHBOURHOOD,
    "neighbourhood": Accuracy.NEIGHBOURHOOD,
    "street": Accuracy.STREET,
    "site": Accuracy.WITHIN_100M,
}
_SIZE = {kind: size for size, kind in enumerate(reversed(list(_ACCURACY)))}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019`\u02bf\u02be-](?!s\b)[^\W\d_]+)*")
_CUTS = re.compile(r"[.,;:!?()\u060c\n]")
_ARABIC_PARTICLE = re.compile(
    "[\u0648\u0641]?(?:[\u0628\u0643\u0644](?=\u0627\u0644)|\u0628|\u0644(?=\u0644))"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    Attributes:
        id: Its id ("gn169389" GeoNames, "a1SY.12" a first-level region).
        name: Usual name.
        lat_e7: Latitude in 1e-7 degree; None = unknown.
        lon_e7: Longitude in 1e-7 degree; None = unknown.
        country: ISO 3166 code; "" = unknown.
        within: Names of the areas that hold it, smallest first.
        kind: "country", "province", "city", "town", "village", "site" ...
        population: 0 = unknown.
        layer: 2 = the case's own, 1 = our own rows, 0 = bundled cut.
    """

    id: str
    name: str
    lat_e7: int | None
    lon_e7: int | None
    country: str
    within: tuple[str, ...]
    kind: str
    population: int
    layer: int = 0

    @property
    def size(self) -> int:
        """Rank of the area: a country is the largest."""
        return _SIZE.get(self.kind, 0)


@dataclasses.dataclass(frozen=True)
class Context:
    """What else is known where a name stands.

    Attributes:
        countries: Likely countries, likeliest first.
        within: Names of areas said to hold the place ("Toreth province").
        kind: Kind the text states ("the town of", "province"); None = not stated.
    """

    countries: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    kind: str | None = None


class Gazetteer:
    """Place names of one case, in Latin, Arabic and Cyrillic script."""

    def __init__(self, reference: Reference) -> None:
        """Read the layers; the bundled cut only once something is looked up."""
        self._reference = reference
        self._own: dict[str, list[Entry]] = {}
        self._own_loose: dict[str, list[Entry]] = {}
        self._lines: list[str] | None = None
        self._index: dict[str, tuple[int, ...]] = {}
        self._found: dict[str, list[Entry]] = {}
        self._scanned: dict[tuple[str, tuple[str, ...]], tuple[int, str] | None] = {}
        self._read_own(reference.table("gazetteer"))
        self._stopped = {
            plain_key(str(row["name"])) for row in reference.table("place_stopwords")
        }

    @property
    def reference(self) -> Reference:
        """The tables it was made from."""
        return self._reference

    def find(self, name: str) -> list[Entry]:
        """Return every place that bears a name, unranked; empty = not known.

        Rows of a case hide others of the same name; a spelling that is found as
        written hides those that only meet it as transliterations.
        """
        found = self._found.get(name)
        if found is None:
            found = self._look_up(name)
            if len(self._found) < _N_REMEMBERED:
                self._found[name] = found
        return list(found)

    def _look_up(self, name: str) -> list[Entry]:
        plain, loose = plain_key(name), loose_key(name)
        if not plain:
            return []
        own = self._own.get(plain) or self._own_loose.get(loose) or []
        if any(entry.layer > 1 for entry in own):
            return [entry for entry in own if entry.layer > 1]
        bundled = self._bundled(plain) or self._bundled("~" + loose)
        return [*own, *bundled]

    def _likely(self, name: str, countries: Sequence[str]) -> list[Entry]:
        """Return the places of a name; a loose spelling only in a likely country.

        Where no country is likely yet, a loose spelling means no small place: it would
        vote for a country, and so prove itself ("Daraz" is not Darat Izza).
        """
        found = self.find(name)
        if self._bundled(plain_key(name)):
            return found
        return [
            entry
            for entry in found
            if entry.layer
            or (entry.country in countries if countries else _is_large(entry))
        ]

    def _loosely(self, name: str) -> list[Entry]:
        loose = loose_key(name)
        return [*self._own_loose.get(loose, ()), *self._bundled("~" + loose)]

    def homonyms(self, name: str) -> list[Entry]:
        """Return every place that bears a name, or a spelling of a place that does.

        For offering, never for picking: names in another script may be one where the
        Latin ones differ. Those that bear the name itself come first.
        """
        first = self.find(name)
        first += [each for each in self._loosely(name) if each not in first]
        wanted = {entry.id for entry in first}
        numbers = {
            number
            for key in (plain_key(name), "~" + loose_key(name))
            for number in self._index.get(key, ())
        }
        shared = [
            number
            for key, places in self._index.items()
            if not key.startswith("~") and not numbers.isdisjoint(places)
            for number in places
        ]
        others = (_entry((self._lines or [])[number]) for number in sorted({*shared}))
        return [*first, *(each for each in others if each.id not in wanted)]

    def holds(self, name: str) -> bool:
        """Say whether any place bears a name, as spelled or loosely."""
        return bool(self.find(name))

    def bears(self, name: str) -> bool:
        """Say whether a place bears a name as it is spelled, not only like it."""
        plain = plain_key(name)
        return bool(plain) and bool(self._own.get(plain) or self._bundled(plain))

    def is_stopped(self, name: str) -> bool:
        """Say whether a name is also a common word ("Most")."""
        return plain_key(name) in self._stopped

    def ranked(self, name: str, context: Context = Context()) -> list[Entry]:
        """Return the places of a name, likeliest first.

        Order: stated containing area, kind stated, own rows, likely country, size of
        the area, population last.
        """
        found = self._likely(name, context.countries)
        if not any(_is_expected(entry, context) for entry in found):
            loose = [e for e in self._loosely(name) if _is_likelier(e, context)]
            found = [*found, *(entry for entry in loose if entry not in found)]
        return sorted(found, key=lambda entry: _rank(entry, context))

    def resolve(self, name: str, context: Context = Context()) -> Place:
        """Return the place a name means in a context; name only, where not known."""
        ranked = self.ranked(name, context)
        if not ranked:
            return Place(name=name)
        best = ranked[0]
        rivals = [
            e for e in ranked if _rank(e, context)[:4] == _rank(best, context)[:4]
        ]
        return Place(
            name=name,
            canonical=best.name,
            lat_e7=best.lat_e7,
            lon_e7=best.lon_e7,
            accuracy=None if best.lat_e7 is None else _ACCURACY.get(best.kind),
            gazetteer_id=best.id,
            country=best.country or None,
            within=best.within,
            is_ambiguous=len(rivals) > 1,
        )

    def scan(
        self, text: str, countries: Sequence[str] = ()
    ) -> Iterator[tuple[int, int, str]]:
        """Yield stretches of a text that are names of places, longest first, in order.

        Args:
            text: Any text; Latin and Cyrillic names want a capital letter.
            countries: Likely countries: a town elsewhere counts only if it is large.

        Yields:
            (start, end, name) in code points of `text`; in Arabic without the
            attached particles.
        """
        words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        within = tuple(countries)
        place = 0
        while place < len(words):
            step = 1
            if _may_start(text, *words[place]):
                for length in _windows(text, words, place):
                    start, end = words[place][0], words[place + length - 1][1]
                    name = self._name_at(text, start, end, within)
                    if name is not None:
                        yield name
                        step = length
                        break
            place += step

    def _name_at(
        self, text: str, start: int, end: int, countries: tuple[str, ...]
    ) -> tuple[int, int, str] | None:
        key = (text[start:end], countries)
        if key in self._scanned:
            found = self._scanned[key]
        else:
            found = self._name_in(*key)
            if len(self._scanned) < _N_REMEMBERED:
                self._scanned[key] = found
        return None if found is None else (start + found[0], end, found[1])

    def _name_in(
        self, words: str, countries: tuple[str, ...]
    ) -> tuple[int, str] | None:
        """Return the place that some words name, and where in them it begins."""
        for skipped in _particle_lengths(words):
            name = words[skipped:]
            if self.is_stopped(name):
                continue
            if is_arabic(name) and len(name) < _SHORTEST_ARABIC:
                continue
            found = self._likely(name, countries)
            if any(_is_likely(entry, countries) for entry in found):
                return skipped, name
        return None

    def _bundled(self, key: str) -> list[Entry]:
        if self._lines is None:
            self._lines, self._index = _read_bundled(self._reference.folders)
            self._add_spellings()
        return [_entry(self._lines[place]) for place in self._index.get(key, ())]

    def _add_spellings(self) -> None:
        """Let further spellings of a bundled place find it, as they are written."""
        rows = self._reference.table("gazetteer_spellings")
        wanted = {str(row["id"]): row["names"] for row in rows}
        for number, line in enumerate(self._lines or ()):
            for name in wanted.get(line.partition("\t")[0], ()):
                key = plain_key(str(name))
                places = self._index.get(key, ())
                if number not in places:
                    self._index[key] = (*places, number)

    def _read_own(self, rows: Sequence[Row]) -> None:
        by_id = {str(row.get("id", "")): row for row in rows}
        for number, row in enumerate(rows, start=1):
            entry = _own_entry(row, by_id, number)
            for column in ("name", "name_ar", "name_ru", "other_names"):
                for name in str(row.get(column) or "").split(";"):
                    if name.strip():
                        _add(self._own, plain_key(name), entry)
                        _add(self._own_loose, loose_key(name), entry)


def open_gazetteer(reference: Reference) -> Gazetteer:
    """Return the gazetteer of a reference, built once."""
    made: Gazetteer = reference.derived("gazetteer", Gazetteer)
    return made


def _add(index: dict[str, list[Entry]], key: str, entry: Entry) -> None:
    held = index.setdefault(key, [])
    if entry not in held:
        held.append(entry)


def _rank(entry: Entry, context: Context) -> tuple[int, int, int, int, int, int]:
    wanted = {loose_key(name) for name in context.within}
    is_inside = any(loose_key(name) in wanted for name in entry.within)
    is_kind = context.kind is not None and _fits(entry.kind, context.kind)
    if entry.country in context.countries:
        nearness = context.countries.index(entry.country)
    else:
        nearness = len(context.countries)
    return (
        -int(is_inside),
        -int(is_kind),
        -entry.layer,
        nearness,
        -entry.size,
        -entry.population,
    )


def _is_expected(entry: Entry, context: Context) -> bool:
    """Say whether an entry agrees with the kind stated and the likely countries."""
    is_kind = context.kind is None or _fits(entry.kind, context.kind)
    is_country = not context.countries or entry.country in context.countries
    return is_kind and (is_country or entry.layer > 0)


def _is_likelier(entry: Entry, context: Context) -> bool:
    is_kind = context.kind is not None and _fits(entry.kind, context.kind)
    return is_kind or entry.country in context.countries or entry.layer > 0


def _fits(kind: str, stated: str) -> bool:
    settlements = {"city", "town", "village"}
    areas = {"province", "region", "district"}
    return (
        kind == stated
        or (kind in settlements and stated in settlements)
        or (kind in areas and stated in areas)
    )


def _is_likely(entry: Entry, countries: tuple[str, ...]) -> bool:
    if entry.layer or not countries or entry.country in countries:
        return True
    return _is_large(entry)


def _is_large(entry: Entry) -> bool:
    return entry.kind in {"country", "province"} or entry.population >= _LARGE_TOWN


def _windows(text: str, words: Sequence[tuple[int, int]], place: int) -> list[int]:
    """Return how many words from one on may together be a name, most first.

    A name does not run over a mark or a line, and does not end in a small letter.
    """
    lengths = []
    for n, (start, end) in enumerate(words[place : place + _LONGEST_WINDOW]):
        before = words[place + n - 1][1] if n else start
        if text[before:start] not in {"", " "} and _CUTS.search(text, before, start):
            break
        last = text[start:end]
        if not last.islower() or is_arabic(last) or "-" in last:
            lengths.append(n + 1)
    return lengths[::-1]


def _may_start(text: str, start: int, end: int) -> bool:
    first = text[start]
    if first.isupper() or is_arabic(first):
        return True
    if first not in "aeAE":
        return False
    lowered = text[start:end].lower()
    is_particle = lowered.startswith(("al-", "el-", "ash-", "as-", "an-", "ar-", "ad-"))
    return is_particle and any(c.isupper() for c in text[start:end])


def _particle_lengths(words: str) -> tuple[int, ...]:
    if not is_arabic(words):
        return (0,)
    found = _ARABIC_PARTICLE.match(fold_arabic(words).text)
    both = re.match("[\u0648\u0641]", words)
    lengths = [0]
    if both:
        lengths.append(1)
    if found:
        lengths.append(found.end())
    return tuple(dict.fromkeys(lengths))


def _own_entry(row: Row, by_id: dict[str, Row], number: int) -> Entry:
    within: list[str] = []
    above = by_id.get(str(row.get("within") or ""))
    while above is not None and len(within) < len(_ACCURACY):
        within.append(str(above["name"]))
        above = by_id.get(str(above.get("within") or ""))
    if not within and row.get("within"):
        within = [str(row["within"])]
    where = f"gazetteer row {number} ({row.get('name')!r})"
    return Entry(
        id=str(row.get("id") or row.get("name")),
        name=str(row.get("name")),
        lat_e7=_e7(row.get("lat"), f"{where}, field lat"),
        lon_e7=_e7(row.get("lon"), f"{where}, field lon"),
        country=str(row.get("country") or ""),
        within=tuple(within),
        kind=str(row.get("kind") or "site"),
        population=int(row.get("population") or 0),
        layer=1 if row.get("ref") else 2,
    )


def _e7(degrees: object, where: str) -> int | None:
    if degrees is None or not str(degrees).strip():
        return None
    try:
        return round(float(str(degrees)) * _E7)
    except ValueError as error:
        raise UserError(
            f"{where}: {degrees!r} is not a number of degrees; write it as 35.8137"
        ) from error


def _read_bundled(
    folders: Sequence[Path],
) -> tuple[list[str], dict[str, tuple[int, ...]]]:
    """Return the lines of the bundled cut, and where each name stands in them.

    Tuples of numbers, not lists: the collector of garbage does not walk them.
    """
    lines: list[str] = []
    index: dict[str, tuple[int, ...]] = {}
    for folder in folders:
        path = folder / "gazetteer.tsv.gz"
        if not path.is_file():
            continue
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        for line in text.splitlines()[1:]:
            place = len(lines)
            rest, _, keys = line.rpartition("\t")
            lines.append(rest)
            for key in keys.split("|"):
                index[key] = (*index.get(key, ()), place)
    return lines, index


def _entry(line: str) -> Entry:
    ident, name, lat, lon, country, region, kind, population = line.split("\t")
    return Entry(
        id=ident,
        name=name,
        lat_e7=_e7(lat, ident),
        lon_e7=_e7(lon, ident),
        country=country,
        within=(region,) if region else (),
        kind=kind,
        population=int(population),
    )
