"""Quality against pinned floors: extraction on the development sets (`make eval`).

Runs the same functions as `firsthand batch ...`, in this process, on the files below
FIRSTHAND_EVAL_DATA (default ../shared), scores them with the scorers that lie there,
and prints each figure beside what a first-match regular expression with spaCy names
reaches. Exit 1 when a floor pinned in tests/eval/floors.toml is broken. Where the
development data is absent, it scores the practice case alone and says what it left out.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from development_data import data_folder, in_force  # beside this file

from firsthand.capture import take_in_file
from firsthand.extract import Page, extract_claims
from firsthand.model import Bounds, CasualtyClaim, FuzzyDate
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference, bundled_reference, open_reference

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "eval" / "floors.toml"
PRACTICE = ROOT / "practice"
QUALITY = ROOT / "docs" / "quality.md"

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Goal:
    """One figure that is watched.

    Attributes:
        name: "SET.measure", as in floors.toml.
        about: What it is, for people.
        goal: What is wanted; None = watched only.
        naive: What a first-match regular expression with spaCy names reaches.
    """

    name: str
    about: str
    goal: float | None = None
    naive: float | None = None


_REPORT_GOALS = (
    ("found", "claims found", 0.88),
    ("casualty", "tolls found and right", 0.80),
    ("speakers", "speakers over all claims", 0.70),
)
_NEWS = (("wire", "Plain wire"), ("news", "Twisted news"))  # methods M056
_NAMES_GOAL = ("names", "names of victims F1", 0.88)

GOALS = (
    Goal("airwars_gaza.killed_exact", "Airwars Gaza: killed exact", 0.60, 0.397),
    Goal("airwars_gaza.killed_within", "Airwars Gaza: killed in range", 0.80, 0.619),
    Goal("airwars_gaza.victims_f1", "Airwars Gaza: names of victims", 0.80, 0.429),
    Goal("airwars_gaza.place", "Airwars Gaza: place in first three", 0.88, 0.679),
    Goal("airwars_gaza.children_exact", "Airwars Gaza: children exact", 0.80, 0.573),
    Goal("gtd2021.killed_exact", "GTD 2021: killed exact", 0.82, 0.763),
    Goal("gtd2021.killed_known", "GTD 2021: killed exact, of the deadly", 0.85, 0.623),
    Goal("gtd2021.weapon", "GTD 2021: weapon, GTD's words", 0.88, 0.768),
    Goal("gtd2021.place", "GTD 2021: place in first three", 0.88, 0.733),
    Goal(
        "acled2020.killed_known", "ACLED 2020: killed exact, of the deadly", 0.75, 0.526
    ),
    Goal("acled2020.place", "ACLED 2020: place in first three", 0.75, 0.556),
    Goal("dronestream.killed_exact", "Dronestream: killed exact", 0.50, 0.273),
    Goal("dronestream.killed_within", "Dronestream: killed in range", 0.80, 0.628),
    Goal("polnear.attribution_f1", "PolNeAR: attributions", 0.68, 0.488),
    Goal("polnear.with_source_f1", "PolNeAR: with the right source", 0.58, 0.384),
    Goal("polnear.speaker", "PolNeAR: right speaker", 0.90, 0.850),
    Goal("polnear.source_precision", "PolNeAR: source token precision", 0.75),
    Goal("muc4.roles_f1", "MUC-4: roles, strict CEAF-REE", 0.45, 0.249),
    Goal("seed.casualty_f1", "Acceptance page: casualties found and right", 0.85),
    Goal("seed.speakers", "Acceptance page: speakers over all claims", 0.80),
    Goal("seed.denial_f1", "Acceptance page: denials", 0.75),
    Goal("seed.attribution_f1", "Acceptance page: attributions", 0.75),
    Goal("linking.reports_pairwise", "Reports to incidents: pairs of texts F1", 0.80),
    Goal("linking.reports_by_text", "Reports to incidents: B-cubed F1", 0.93),
    Goal(
        "linking.look_alikes_by_text",
        "Look-alikes of wars that harmed, told again, unread: B-cubed",
        0.92,
    ),
    Goal("linking.look_alikes_pairwise", "The same: pairs of reports F1", 0.85),
    Goal("copies.precision", "Own reports copied, rewritten, translated: P", 0.95),
    Goal("copies.recall", "The same: recall", 0.90),
    Goal("events.meltt_example", "Data sets beside each other: crashMD's table", 1.0),
    Goal("estimates.kosovo_loglinear", "Kosovo 1999: log-linear, closeness", 0.999),
    Goal("estimates.kosovo_latent", "Kosovo 1999: latent classes, closeness", 0.98),
    Goal("estimates.kosovo_graphs", "Kosovo 1999: graphs, closeness", 0.98),
    Goal("estimates.kosovo_chains_agree", "Kosovo 1999: R-hat at most 1.01", 1.0),
    Goal("estimates.latent_coverage", "Simulated populations: 95 % covered", 0.93),
    Goal("contradictions.least_precision", "Simulated conflict: worst precision", 0.95),
    Goal("contradictions.least_recall", "Simulated conflict: worst recall", 0.9),
    Goal("contradictions.told_precision", "The same told in words: precision", 0.95),
    Goal("contradictions.told_recall", "The same told in words: recall", 0.9),
    Goal("records.grade", "Airwars Gaza: grade as the recorder's", 0.85),
    Goal("records.no_false_confirmed", "The same: none confirmed, discounted", 1.0),
    Goal("records.breaks_found", "The same: broken sums found", 1.0),
    Goal("records.none_invented", "The same: none invented", 1.0),
    Goal("ranges.contained", "Airwars Gaza: published range contained"),
    Goal(
        "ranges.contained_or_explained",
        "Airwars Gaza: range contained or explained",
        0.85,
    ),
    Goal("practice.killed_found", "Practice case: bounds of killed found", 0.90),
    Goal("practice.injured_found", "Practice case: bounds of injured found", 0.90),
    Goal("practice.distractors_clean", "Practice case: distractors without toll", 1.0),
    *(
        Goal(f"languages.{code}_{name}", f"Own reports, {code}: {about}", goal)
        for code in ("ar", "es", "fr", "ru", "uk")
        for name, about, goal in (
            *_REPORT_GOALS,
            ("no_attack_clean", "no-attack pages without claims", 1.0),
        )
    ),
    *(
        Goal(
            f"languages.{code}_registers_{name}", f"21 registers, {code}: {about}", goal
        )
        for code in ("ar", "es", "fr", "ru", "uk")
        for name, about, goal in (*_REPORT_GOALS, _NAMES_GOAL)
    ),
    *(
        Goal(
            f"languages.{code}_{what}_{half}_{name}",
            f"{told}, {half}, {code}: {about}",
            goal,
        )
        for what, told in _NEWS
        for half in ("unread", "read")
        for code in ("ar", "en", "es", "fr", "ru", "uk")
        for name, about, goal in _REPORT_GOALS
    ),
    *(
        Goal(f"languages.{what}_{kind}", f"{told}, unread: {about}", goal)
        for what, told in _NEWS
        for kind, about, goal in (
            ("denial", "denials", 0.70),
            ("attribution", "attributions", 0.80),
            ("weapon", "weapons", 0.85),
            ("place", "places", 0.85),
            ("date", "dates", 0.85),
            ("target", "targets", None),
        )
    ),
    Goal("languages.en_no_attack_clean", "Own reports, en: no-attack pages clean", 1.0),
    *(
        Goal(f"constructions.{code}", f"Constructions read right, {code}", 0.95)
        for code in ("ar", "en", "es", "fr", "ru", "uk")
    ),
    Goal("languages.shaken", "Pages shaken, cut and marred: read without failing", 1.0),
    Goal("constructions.gaps_marked", "Constructions: known gaps marked as such", 1.0),
    *(
        Goal(f"dates.{code}", f"Dates, {code}: sentences read right", 0.95)
        for code in ("ar", "en", "es", "fr", "ru", "uk")
    ),
    Goal("dates.own_reports", "Own reports: dates found and right", 0.85),
    Goal("dates.airwars_gaza", "Airwars Gaza: first date told is the day", 0.85),
    Goal("dates.gtd2021", "GTD 2021: first date told is the day", 0.85),
    Goal("dates.acled2020", "ACLED 2020: first date told is the day", 0.85),
    Goal("verification.nrel", "Sun: NREL case within .02 degrees", 1.0),
    Goal("verification.sun", "Sun: 3,000 instants within .02 degrees", 1.0),
    Goal("verification.inverse_area", "Sun over 15 deg: median area <= .01 %", 1.0),
    Goal("verification.inverse_holds_truth", "The same: the true place remains", 1.0),
    Goal("verification.lines_exact", "Geodesic lines to the millimetre", 1.0),
    Goal("verification.mgrs_exact", "MGRS squares", 1.0),
    Goal("verification.towns_every_spelling", "Towns by every spelling", 1.0),
    Goal("verification.towns_open_stay_open", "Homonyms offered, absent unknown", 1.0),
    Goal("cameras.placed", "Two microphones of one street: placed by sound", 0.60),
    Goal("cameras.none_wrong", "The same: none wrongly, no stranger", 1.0),
    Goal("media.hard_edits", "Re-used pictures, ten hard edits: found", 0.93),
    Goal("media.screenshots", "The same: screenshots", 0.93),
    Goal("media.crop_20", "The same: a fifth cut off", 0.97),
    Goal("media.nothing_wrong", "The same: queries without a wrong picture", 0.999),
    Goal("people.register_top1", "Victims to a register: top-1", 0.97),
    Goal("people.register_best_f1", "Victims to a register: best F1", 0.965),
    Goal("people.register_f1", "Victims to a register: F1 of the links made", 0.965),
    Goal("people.hard_en_en", "Hard pairs of names, English-English", 0.94),
    Goal("people.hard_ar_ar", "Hard pairs of names, Arabic-Arabic", 0.94),
    Goal("people.hard_ar_en", "Hard pairs of names, Arabic-English", 0.93),
    Goal("people.rldata500_f1", "RLdata500: pairs of clusters, F1", 0.97),
    Goal("people.febrl3_f1", "febrl dataset3: the same", 0.9997),
    Goal("people.febrl4_f1", "febrl dataset4: the same", 0.9997),
    Goal("people.fake1000_f1", "fake1000: the same"),
    Goal("people.ar2en_near", "Words in two scripts: found near"),
    Goal("people.ar2en_apart", "Words in two scripts: random pairs apart", 0.999),
)


def main() -> int:
    """Score, print, compare with the floors."""
    arguments = _arguments()
    data = data_folder()
    sets = _sets(data, arguments.limit)
    wanted = arguments.only.split(",") if arguments.only else list(sets)
    results: dict[str, float] = {}
    left_out: list[str] = []
    for name in wanted:
        started = time.monotonic()
        try:
            results |= sets[name]()
        except FileNotFoundError as error:
            left_out.append(f"{name}: {error.filename or error} is not there")
            continue
        except NotImplementedError as error:
            left_out.append(f"{name}: {error}")
            continue
        spent = time.monotonic() - started
        print(f"{name}: scored in {spent:.1f} s", file=sys.stderr)
    floors = _floors()
    table = _table(results, floors, left_out)
    print(table)
    if arguments.write:
        QUALITY.parent.mkdir(exist_ok=True)
        QUALITY.write_text(_quality_page(table), encoding="utf-8")
    if arguments.limit:
        print("Only a part was scored: floors are not checked.")
        return 0
    return _broken(results, floors)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="sets, comma-separated: gtd2021,polnear,...")
    parser.add_argument("--limit", type=int, help="score the first N texts of each set")
    parser.add_argument(
        "--write", action="store_true", help="write the table to docs/quality.md"
    )
    return parser.parse_args()


def _sets(data: Path, limit: int | None) -> dict[str, Callable[[], dict[str, float]]]:
    """Return what can be scored, by name."""
    return {
        "practice": _score_practice,
        "seed": lambda: _score_seed(data),
        "airwars_gaza": lambda: _score_incidents(
            data, "airwars_gaza", "airwars", limit
        ),
        "gtd2021": lambda: _score_incidents(data, "gtd2021", "gtd", limit),
        "acled2020": lambda: _score_incidents(data, "acled2020", "acled", limit),
        # Two reports of one strike beside each other, in nobody's prose: our own words.
        "dronestream": lambda: _score_incidents(data, "dronestream", None, limit),
        "muc4": lambda: _score_roles(data, limit),
        "polnear": lambda: _score_polnear(data, limit),
        "linking": lambda: _score_linking(data, limit),
        "copies": _score_copies,
        "look_alikes": lambda: _score_look_alikes(data),
        "events": lambda: _score_events(data),
        "estimates": lambda: _score_estimates(data),
        "assessment": lambda: _score_assessment(data, limit),
        "languages": _score_languages,
        "dates": lambda: _score_dates(data),
        "verification": lambda: _score_verification(data),
        "cameras": _score_cameras,
        "media": lambda: _score_media(data),
        "people": lambda: _score_people(data),
    }


def _score_verification(data: Path) -> dict[str, float]:
    from evaluate_verification import (  # noqa: PLC0415  beside this file
        score_verification,
    )

    return score_verification(data)


def _score_cameras() -> dict[str, float]:
    from evaluate_cameras import score_cameras  # noqa: PLC0415  beside this file

    return score_cameras()


def _score_media(data: Path) -> dict[str, float]:
    from evaluate_media import score_media  # noqa: PLC0415  beside this file

    return score_media(data)


def _score_languages() -> dict[str, float]:
    from languages import results, tables  # noqa: PLC0415  beside this file

    print("\n".join(tables()))
    return results()


def _score_dates(data: Path) -> dict[str, float]:
    import date_reading  # noqa: PLC0415  beside this file

    print("\n".join(date_reading.table(date_reading.score())))
    return date_reading.results(data)


def _score_people(data: Path) -> dict[str, float]:
    from evaluate_name_pairs import (  # noqa: PLC0415  beside this file
        score_name_pairs,
    )
    from evaluate_people import score_people  # noqa: PLC0415  as above

    return score_people(data) | score_name_pairs(data)


def _score_assessment(data: Path, limit: int | None) -> dict[str, float]:
    from evaluate_assessment import score_assessment  # noqa: PLC0415  beside this file
    from evaluate_records import read_rows, score_records  # noqa: PLC0415  as above

    rows = read_rows(data / "data" / "extraction" / "airwars_gaza.dev.jsonl")
    records = score_records(rows, bundled_reference())
    return score_assessment(data, limit) | records


def _score_copies() -> dict[str, float]:
    from evaluate_copies import score_copies  # noqa: PLC0415  beside this file

    return score_copies()


def _score_events(data: Path) -> dict[str, float]:
    from evaluate_linking import score_events  # noqa: PLC0415  beside this file

    return score_events(data)


def _score_look_alikes(data: Path) -> dict[str, float]:
    from evaluate_look_alikes import score_look_alikes  # noqa: PLC0415  beside this file

    return score_look_alikes(data)


def _score_linking(data: Path, limit: int | None) -> dict[str, float]:
    from evaluate_linking import score_linking  # noqa: PLC0415  beside this file

    return score_linking(data, limit)


def _score_estimates(data: Path) -> dict[str, float]:
    from evaluate_estimates import score_estimates  # noqa: PLC0415  beside this file

    return score_estimates(data)


def _score_incidents(
    data: Path, name: str, labels: str | None, limit: int | None
) -> dict[str, float]:
    from firsthand.extract.summary import summarise  # noqa: PLC0415  set by set

    gold = data / "data" / "extraction" / f"{name}.dev.jsonl"
    reference = bundled_reference()
    rows = _first(_json_lines(gold), limit)

    def summary(row: Row) -> Row:
        page = _page(row)
        claims = extract_claims(page, reference)
        return summarise(page, claims, reference, labels=labels)

    if name == "airwars_gaza":
        folded = _victims_left_out(rows, summary)
    else:
        folded = [summary(row) for row in rows]
    if name == "gtd2021":
        folded = _weapons_left_out(rows, folded)
    scorer = data / "eval" / "score_incidents.py"
    found = json.loads(_run_scorer(scorer, rows, folded, "--split", "dev", "--json"))
    watched = {goal.name for goal in GOALS}
    return {
        f"{name}.{measure}": float(found[field][key])
        for measure, (field, key) in _MEASURES.items()
        if f"{name}.{measure}" in watched
    }


def _victims_left_out(rows: list[Row], summary: Callable[[Row], Row]) -> list[Row]:
    """Read each text with weights that were made without it."""
    from train_victims import left_out  # noqa: PLC0415  beside this file

    from firsthand.extract import victims  # noqa: PLC0415  set by set

    made: dict[int, Row] = {}
    for numbers, model in left_out(rows):
        with in_force(victims, "open_victim_model", model):
            made |= {n: summary(rows[n]) for n in numbers}
    return [made[n] for n in range(len(rows))]


def _weapons_left_out(rows: list[Row], folded: list[Row]) -> list[Row]:
    from train_coder_weapon import left_out  # noqa: PLC0415  beside this file

    return left_out(rows, folded)


# Our names of measures: the scorer's field, and its figure of it.
_MEASURES = {
    "killed_exact": ("killed", "exact"),
    "killed_within": ("killed", "within"),
    "killed_known": ("killed", "exact_pos"),
    "children_exact": ("children_killed", "exact"),
    "victims_f1": ("victim_names", "F1"),
    "place": ("places", "hit_any"),
    "weapon": ("weapon", "acc"),
}


def _score_roles(data: Path, limit: int | None) -> dict[str, float]:
    from firsthand.extract.event_roles import roles_of  # noqa: PLC0415  set by set

    rows = _first(_json_lines(data / "data" / "extraction" / "muc4.dev.jsonl"), limit)
    made = [{"docid": row["docid"], "roles": roles_of(row["doctext"])} for row in rows]
    printed = _run_scorer(data / "eval" / "score_muc4.py", rows, made)
    strict = printed.splitlines()[0]
    return {"muc4.roles_f1": _figure(r"micro P[\d.]+ R[\d.]+ F([\d.]+)", strict) / 100}


def _score_polnear(data: Path, limit: int | None) -> dict[str, float]:
    rows = _first(
        _json_lines(data / "data" / "extraction" / "polnear.dev.jsonl"), limit
    )
    made = _attributions_left_out(rows)
    printed = _run_scorer(data / "eval" / "score_polnear.py", rows, made)
    return {
        "polnear.attribution_f1": _figure(
            r"attribution \(content J>=\.5\) .*F([\d.]+)", printed
        ),
        "polnear.with_source_f1": _figure(r"attribution\+source .*F([\d.]+)", printed),
        "polnear.speaker": _figure(
            r"speaker overlap on matched contents: ([\d.]+)", printed
        ),
        "polnear.source_precision": _figure(r"token source P([\d.]+)", printed),
    }


def _attributions_left_out(rows: list[Row]) -> list[Row]:
    """Read each article with weights that were made without it."""
    from train_attributions import left_out  # noqa: PLC0415  beside this file

    from firsthand.extract import (  # noqa: PLC0415  set by set
        attribution_model,
        extract_attributions,
    )

    made: dict[int, Row] = {}
    for numbers, model in left_out(rows):
        with in_force(attribution_model, "open_attribution_model", model):
            for n in numbers:
                found = extract_attributions(rows[n]["text"], bundled_reference())
                made[n] = {"id": rows[n]["id"], "attributions": found}
    return [made[n] for n in range(len(rows))]


def _score_seed(data: Path) -> dict[str, float]:
    folder = data / "cases"
    reference = bundled_reference()
    gold_pages = json.loads((folder / "seed-claims.json").read_text(encoding="utf-8"))
    lines: list[Row] = []
    n_speakers = 0
    for gold in gold_pages:
        path = folder / gold["file"]
        row = gold | {"text": path.read_bytes().decode("utf-8")}
        claims = extract_claims(_page(row), reference)
        lines += [claim_as_line(claim, gold["id"]) for claim in claims]
        n_speakers += len(gold["claims"])
    found = _run_claims_scorer(data, folder / "seed-claims.json", lines)
    matched = found["claims"]["*/*"]["tp"]
    return {
        "seed.casualty_f1": found["casualty_end_to_end_f1"],
        # Over all annotated claims: a claim that was not found has no right speaker.
        "seed.speakers": found["speaker"]["*"] * matched / n_speakers,
        "seed.denial_f1": _f1(found, "denial"),
        "seed.attribution_f1": _f1(found, "attribution"),
    }


def _f1(found: Row, kind: str) -> float:
    row = found["claims"].get(f"{kind}/*")
    return float(row["f1"]) if row else 0.0


def _run_claims_scorer(data: Path, gold: Path, lines: list[Row]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        made, out = Path(folder) / "made.jsonl", Path(folder) / "out.json"
        _write_lines(made, lines)
        _python(
            data / "eval" / "score_claims.py",
            str(made),
            "--gold",
            str(gold),
            "--texts",
            str(gold.parent),
            "--json",
            str(out),
        )
        found: Row = json.loads(out.read_text(encoding="utf-8"))
        return found


def _run_scorer(scorer: Path, gold: list[Row], made: list[Row], *options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        gold_path, made_path = Path(folder) / "gold.jsonl", Path(folder) / "made.jsonl"
        _write_lines(gold_path, gold)
        _write_lines(made_path, made)
        return _python(scorer, str(gold_path), str(made_path), *options)


def _python(script: Path, *arguments: str) -> str:
    if not script.is_file():
        raise FileNotFoundError(2, "no scorer", str(script))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{script.name} failed:\n{done.stderr}")
    return done.stdout


def _figure(pattern: str, printed: str) -> float:
    found = re.search(pattern, printed)
    if found is None:
        sys.exit(f"the scorer printed nothing like {pattern!r}:\n{printed}")
    return float(found[1])


# The practice case: our own constructions, always there.


def _score_practice() -> dict[str, float]:
    truth = yaml.safe_load((PRACTICE / "truth.yaml").read_text(encoding="utf-8"))
    reference = open_reference(PRACTICE)
    claims = {
        path.name: _casualties(path, reference, published)
        for path, published in _practice_reports()
    }
    distractors = truth["distractors"]
    n_clean = sum(not _civilian_tolls(claims[name]) for name in distractors)
    return {
        "practice.killed_found": _bounds_found(truth, claims, "killed", "killed"),
        "practice.injured_found": _bounds_found(truth, claims, "injured", "wounded"),
        "practice.distractors_clean": n_clean / len(distractors),
    }


def _practice_reports() -> Iterator[tuple[Path, dt.date | None]]:
    with (PRACTICE / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            day = row["published"]
            yield (
                PRACTICE / "reports" / row["file"],
                dt.date.fromisoformat(day) if day else None,
            )


def _casualties(
    path: Path, reference: Reference, published: dt.date | None
) -> list[CasualtyClaim]:
    taken = take_in_file(path, reference=reference)
    if taken.text is None:
        return []
    page = Page(
        id=path.name, text=taken.text, language=taken.language, published=published
    )
    return [c for c in extract_claims(page, reference) if isinstance(c, CasualtyClaim)]


def _civilian_tolls(claims: list[CasualtyClaim]) -> list[CasualtyClaim]:
    """Tolls of an attack: dead by a weapon or a party, not by an earthquake."""
    return [c for c in claims if c.killed is not None and (c.perpetrator or c.weapon)]


def _bounds_found(
    truth: Row, claims: dict[str, list[CasualtyClaim]], name: str, field: str
) -> float:
    """Return the share of incidents' bounds that some claim of a report states."""
    wanted = found = 0
    for incident in truth["incidents"]:
        stated: set[int] = set()
        for report in incident["reports"]:
            for claim in claims[report]:
                stated |= _numbers(getattr(claim, field))
        for bound in set(incident[name] or ()):
            wanted += 1
            found += bound in stated
    return found / wanted


def _numbers(bounds: Bounds | None) -> set[int]:
    if bounds is None:
        return set()
    return {number for number in (bounds.low, bounds.high) if number is not None}


# Reading, writing, printing.


def _page(row: Row) -> Page:
    published = row.get("published")
    return Page(
        id=str(row["id"]),
        text=row["text"],
        language=row.get("language"),
        published=dt.date.fromisoformat(published) if published else None,
        outlet=row.get("outlet"),
    )


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _first(rows: Iterable[Row], limit: int | None) -> list[Row]:
    return [row for number, row in enumerate(rows) if limit is None or number < limit]


def _write_lines(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, FuzzyDate):
        return value.earliest.isoformat() if value.earliest else None
    raise TypeError(f"{value!r} is no plain JSON")


def _floors() -> dict[str, float]:
    if not FLOORS.is_file():
        return {}
    nested = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return {
        f"{name}.{measure}": float(floor)
        for name, measures in nested.items()
        for measure, floor in measures.items()
    }


def _table(
    results: dict[str, float], floors: dict[str, float], left_out: list[str]
) -> str:
    lines = [
        "| what | naive | goal | floor | result | |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for goal in GOALS:
        if goal.name in results:
            result, floor = results[goal.name], floors.get(goal.name)
            lines.append(
                f"| {goal.about} | {_shown(goal.naive)} | {_shown(goal.goal)} | "
                f"{_shown(floor)} | {result:.3f} | {_verdict(result, goal, floor)} |"
            )
    lines += [f"\nLeft out: {reason}" for reason in left_out]
    return "\n".join(lines)


def _shown(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def _verdict(result: float, goal: Goal, floor: float | None) -> str:
    if floor is not None and result < floor:
        return "FLOOR BROKEN"
    if goal.goal is not None and result < goal.goal:
        return "below goal"
    return "reached" if goal.goal is not None else ""


def _broken(results: dict[str, float], floors: dict[str, float]) -> int:
    broken = [
        name for name, floor in floors.items() if results.get(name, floor) < floor
    ]
    for name in broken:
        print(f"{name}: {results[name]:.3f} is below its floor {floors[name]:.3f}")
    return 1 if broken else 0


def _quality_page(table: str) -> str:
    return (
        "# Quality, measured\n\n"
        "Written by `python tools/evaluate.py --write`. *Naive* is what a first-match "
        "regular expression with spaCy names reaches on the same texts; a *floor* may "
        "not fall unnoticed (`tests/eval/floors.toml`). The acceptance page is one "
        "page; the development sets are the measure.\n\n"
        f"{table}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
