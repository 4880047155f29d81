"""Reading in six languages, measured on our own fictional reports and sentences.

`tests/eval/languages/*.jsonl` holds reports with claims marked by hand. The parts:
"held" (written before any rule for the language), "dev" and "fresh" (after them);
reports in other registers, written before the rules were looked at and mended with in
sight since ("unseen", "blind_*", "second_*": figures of one name, "registers"); plain
wire reports ("wire_*") and news of twisted wording ("news_*"), written by people who
had not seen the rules: "_read" was mended with in sight, of "_unread" only figures were
looked at; a no-attack page is one without claims. `tests/eval/unread/*.jsonl` holds the
wire reports that nobody who writes rules has read: no error of them is ever printed.
`tests/constructions/*.jsonl` holds sentences, ten or more a construction,
each with the values a reader finds in it. All is fiction.

A claim is found when half of the shorter quote is shared and the quotes are as long as
each other to a fifth (intersection over union >= .2); a toll is right when all four
bounds of killed and wounded are. Run alone it prints every miss (`--errors`).
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import datetime as dt
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.extract import Page, extract_claims
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "tests" / "eval" / "languages"
HELD_OUT = ROOT / "tests" / "eval" / "unread"
MARKED_TWICE = HELD_OUT / "marked_twice"
CONSTRUCTIONS = ROOT / "tests" / "constructions"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "uk")
_LEAST_SHARED, _LEAST_UNION = 0.5, 0.2
_BOUNDS = ("killed_min", "killed_max", "wounded_min", "wounded_max")
_PARTS_APART = {  # figures of their own, by the name they have there
    "unseen": "registers",
    "blind_read": "registers",
    "blind_unread": "registers",
    "second_read": "registers",
    "second_unread": "registers",
    "news_read": "news_read",
    "news_unread": "news_unread",
    "wire_read": "wire_read",
    "wire_unread": "wire_unread",
}
# Too few a language: over the unread half of all six, found with the right value.
_POOLED = {"news_unread": "news", "wire_unread": "wire"}
_KINDS_POOLED = ("denial", "attribution", "weapon", "place", "date", "target")
_UNMARKED = {"time"}  # the hour of an attack: no report marks it
_SHORTEST_NAME = 4
_STEM = 4  # letters of a name that its cases leave alone

Row = dict[str, Any]


@dataclasses.dataclass
class Tally:
    """Found, said too much, missed; and how many of those found are right."""

    found: int = 0
    extra: int = 0
    missed: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """F1 of finding."""
        return _f1(self.found, self.found + self.extra, self.found + self.missed)

    @property
    def right_f1(self) -> float:
        """F1 of finding with the right value."""
        return _f1(self.right, self.found + self.extra, self.found + self.missed)


def _f1(hits: int, said: int, wanted: int) -> float:
    return 2 * hits / (said + wanted) if said + wanted else 1.0


def read_rows(folder: Path) -> list[Row]:
    """Return the rows of all JSON-lines files of a folder."""
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def own_reference() -> Reference:
    """Return the tables with the invented parties and places of the reports."""
    return open_reference(REPORTS, country="XV")


def page_of(row: Row) -> Page:
    """Return the page that a report is."""
    published = row.get("published")
    return Page(
        id=row.get("id", "p"),
        text=row["text"],
        language=row.get("language"),
        published=dt.date.fromisoformat(published) if published else None,
        outlet=row.get("outlet"),
    )


def read_claims(row: Row, reference: Reference) -> list[Row]:
    """Return the claims of a report as the interface prints them."""
    page = page_of(row)
    return [claim_as_line(c, page.id) for c in extract_claims(page, reference)]


# -- whole reports ------------------------------------------------------------


def score_reports(
    rows: Iterable[Row], reference: Reference, *, is_loud: bool = False
) -> dict[str, dict[str, Tally]]:
    """Return a tally for each "LANGUAGE.PART" and each kind, "all" and "speaker".

    Args:
        rows: Reports with claims.
        reference: Tables, the invented parties among them.
        is_loud: Print what was missed, said too much, or wrong.
    """
    tallies: dict[str, dict[str, Tally]] = {}
    for row in rows:
        made = read_claims(row, reference)
        held = tallies.setdefault(f"{row['language']}.{row['part']}", {})
        _score_report(row, made, held, print if is_loud else _silent)
    return tallies


def _silent(*_: object) -> None:
    pass


def _score_report(
    row: Row, made: Sequence[Row], held: dict[str, Tally], say: Any
) -> None:
    for kind in sorted({c["kind"] for c in (*row["claims"], *made)} - _UNMARKED):
        gold = [c for c in row["claims"] if c["kind"] == kind]
        ours = [c for c in made if c["kind"] == kind]
        pairs = _pairs(gold, ours)
        for tally in (held.setdefault(kind, Tally()), held.setdefault("all", Tally())):
            tally.found += len(pairs)
            tally.extra += len(ours) - len(pairs)
            tally.missed += len(gold) - len(pairs)
            tally.right += sum(is_right(g, c) for g, c in pairs)
        voices = held.setdefault("speaker", Tally())
        voices.found += sum(bool(c.get("speaker")) for c in gold)
        voices.right += sum(
            same_speaker(g["speaker"], c.get("speaker"))
            for g, c in pairs
            if g.get("speaker")
        )
        if kind == "victim_names":
            _score_names(gold, ours, held.setdefault("names", Tally()))
        _tell(row["id"], kind, gold, ours, pairs, say=say)


def _score_names(gold: Sequence[Row], ours: Sequence[Row], tally: Tally) -> None:
    """Count the names of people harmed over a whole report, however they are grouped.

    A name is right when all its words of three letters are, less case endings, whatever
    was inferred of a family's name ("Bruno and Nadir Salvat").
    """
    wanted = [n for c in gold for n in c.get("names", ())]
    free = list(wanted)
    for name in (n for c in ours for n in c.get("names", ())):
        hit = next((w for w in free if same_name(w, name)), None)
        tally.found += hit is not None
        tally.extra += hit is None
        if hit is not None:
            free.remove(hit)
    tally.missed += len(free)


def same_name(wanted: str, got: str) -> bool:
    """Say whether two names of a person share their words, but for case endings."""
    one, other = ({w[:_STEM] for w in _plain(n).split()} for n in (wanted, got))
    fewer = min(one, other, key=len)
    return bool(fewer) and fewer <= (one & other)


def _tell(
    ident: str,
    kind: str,
    gold: Sequence[Row],
    ours: Sequence[Row],
    pairs: Sequence[tuple[Row, Row]],
    *,
    say: Any,
) -> None:
    """Say what is not as marked."""
    for wanted, got in pairs:
        names = wanted.get("speaker"), got.get("speaker")
        if names[0] and not same_speaker(names[0], names[1]):
            say("VOICE", ident, kind, *names, "|", wanted["quote"][:60])
        if not is_right(wanted, got):
            say("VALUE", ident, kind, _values(wanted), _values(got), "|", got["quote"])
    taken = {id(one) for pair in pairs for one in pair}
    for what, claims in (("MISSED", gold), ("EXTRA", ours)):
        for one in claims:
            if id(one) not in taken:
                say(what, ident, kind, _values(one), "|", one["quote"][:90])


_TOLD = (
    *_BOUNDS,
    "casualties_min",
    "casualties_max",
    "children",
    "status",
    "vague",
    "negated",
    "perpetrator",
    "weapon",
    "aircraft",
    "place",
    "date",
    "denies",
    "target",
    "military_objective",
    "legal",
    "names",
)


def _values(claim: Row) -> Row:
    return {name: claim[name] for name in _TOLD if claim.get(name)}


def _pairs(gold: Sequence[Row], ours: Sequence[Row]) -> list[tuple[Row, Row]]:
    fits = []
    for g, wanted in enumerate(gold):
        for c, got in enumerate(ours):
            shared = min(wanted["end"], got["end"]) - max(wanted["start"], got["start"])
            if shared <= 0:
                continue
            lengths = wanted["end"] - wanted["start"], got["end"] - got["start"]
            union = sum(lengths) - shared
            if shared / min(lengths) < _LEAST_SHARED or shared / union < _LEAST_UNION:
                continue
            fits.append((shared / union + 0.5 * is_right(wanted, got), g, c))
    pairs, used = [], (set(), set())
    for _, g, c in sorted(fits, reverse=True):
        if g not in used[0] and c not in used[1]:
            used[0].add(g)
            used[1].add(c)
            pairs.append((gold[g], ours[c]))
    return pairs


_VALUE_OF = {
    "attribution": ("perpetrator",),
    "weapon": ("weapon", "aircraft"),
    "denial": ("denies",),
    "target": ("target",),
    "military_objective": ("military_objective",),
    "legal_characterisation": ("legal",),
}


def is_right(wanted: Row, got: Row) -> bool:
    """Say whether a claim found has the value wanted."""
    kind = wanted["kind"]
    if kind in {"casualty", "context_total"}:
        return bool(wanted.get("summed")) or all(
            wanted.get(name) == got.get(name) for name in _BOUNDS
        )
    if kind == "place":
        names = {_plain(n) for n in wanted["place"].split(";")}
        return _plain(got.get("place", "")) in names
    if kind == "date":
        return str(wanted["date"]) == str(got.get("date"))
    if kind == "victim_names":
        named, names = got.get("names") or [], wanted.get("names") or []
        return len(named) == len(names) and all(
            any(same_name(w, n) for n in named) for w in names
        )
    return all(
        _codes(wanted.get(name)) == _codes(got.get(name))
        for name in _VALUE_OF.get(kind, ())
    )


def _codes(value: object) -> frozenset[str]:
    parts = value if isinstance(value, list) else re.split(r"[;+/]", str(value or ""))
    return frozenset(str(part) for part in parts if part)


def same_speaker(wanted: str, got: object) -> bool:
    """Say whether two names of a speaker share one form."""
    one, other = _plain(wanted), _plain(str(got or ""))
    if min(len(one), len(other)) < _SHORTEST_NAME:
        return one == other
    return bool(
        re.search(rf"\b{re.escape(one)}\b", other)
        or re.search(rf"\b{re.escape(other)}\b", one)
    )


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).lower()
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", kept))


def score_second_marks() -> dict[str, dict[str, Tally]]:
    """Return how a second person's marks of the same reports fit the first's.

    Nobody saw the other's marks: what people agree on is the most that a reader of such
    reports can reach.
    """
    first = {row["id"]: row for row in read_rows(HELD_OUT)}
    tallies: dict[str, dict[str, Tally]] = {}
    for row in read_rows(MARKED_TWICE):
        for name in (f"{row['language']}.{row['part']}", f"all.{row['part']}"):
            held = tallies.setdefault(name, {})
            _score_report(first[row["id"]], row["claims"], held, _silent)
    return tallies


# -- single constructions -----------------------------------------------------


def score_constructions(
    rows: Iterable[Row], reference: Reference, *, is_loud: bool = False
) -> dict[tuple[str, str], Tally]:
    """Return, for each construction and language, how many sentences are read right.

    A row's `expect` is a list of values that some claim has to carry, all of them on
    one claim; a value that begins with "no " names a kind that must not be there.
    """
    tallies: dict[tuple[str, str], Tally] = collections.defaultdict(Tally)
    for row in rows:
        made = read_claims(row, reference)
        tally = tallies[row["construction"], row["language"]]
        wrong = [one for one in row["expect"] if not _is_met(one, made)]
        tally.found += 1
        tally.right += not wrong
        if wrong and is_loud:
            got = [
                {"kind": c["kind"], "speaker": c.get("speaker"), **_values(c)}
                for c in made
            ]
            print(
                "WRONG", row["construction"], row["language"], row["text"], wrong, got
            )
    return tallies


def known_gaps(
    rows: Iterable[Row], reference: Reference
) -> tuple[list[str], list[str]]:
    """Return sentences misread that no mark says are, and marked ones read right."""
    unmarked, mended = [], []
    for row in rows:
        made = read_claims(row, reference)
        is_right = all(_is_met(one, made) for one in row["expect"])
        is_gap = bool(row.get("known_gap"))
        if is_right == is_gap:
            (mended if is_right else unmarked).append(row["text"])
    return unmarked, mended


def _is_met(wanted: Row, made: Sequence[Row]) -> bool:
    if "not" in wanted:
        return not any(_fits(wanted["not"], claim) for claim in made)
    return any(_fits(wanted, claim) for claim in made)


def _fits(wanted: Row, claim: Row) -> bool:
    for name, value in wanted.items():
        got = claim.get(name)
        if name == "speaker" and value is not None:
            if not same_speaker(str(value), got):
                return False
        elif name == "place" and got:
            if _plain(str(value)) not in _plain(str(got)):
                return False
        elif name in {"weapon", "aircraft", "perpetrator"}:
            if _codes(value) != _codes(got):
                return False
        elif (value or None) != (got or None):
            return False
    return True


# -- figures and tables -------------------------------------------------------


def results() -> dict[str, float]:
    """Return every figure that is watched, by the name it has in floors.toml."""
    reference = own_reference()
    figures: dict[str, float] = {}
    together: dict[tuple[str, str], dict[str, Tally]] = {}
    unread: dict[str, dict[str, Tally]] = {name: {} for name in _POOLED.values()}
    rows = read_rows(REPORTS) + read_rows(HELD_OUT)
    scored = score_reports(rows, reference)
    for name, kinds in scored.items():
        language, part = name.split(".")
        _add(together.setdefault((language, _PARTS_APART.get(part, "")), {}), kinds)
        if part in _POOLED:
            _add(unread[_POOLED[part]], kinds)
    for (language, part), kinds in together.items():
        if part:
            figures |= _figures(f"languages.{language}_{part}", kinds)
            continue
        if language != "en":  # measured on the sets of others
            figures |= _figures(f"languages.{language}", kinds)
        figures |= _quiet_pages(language, reference)
    figures |= {
        f"languages.{name}_{kind}": kinds[kind].right_f1
        for name, kinds in unread.items()
        for kind in _KINDS_POOLED
        if kind in kinds
    }
    read, failed = read_shaken(_N_SHAKEN, reference)
    figures["languages.shaken"] = 1 - len(failed) / read
    return figures | _constructions_read(reference)


_N_SHAKEN, _MOST_SENTENCES, _SHAKEN_SEED = 60, 12, 5
_BREAKS = re.compile(r"(?<=[.!?؟»\"])\s+|\n+")
_SIGNS = ',.:«»"'


def read_shaken(n_pages: int, reference: Reference) -> tuple[int, list[str]]:
    """Read pages of sentences drawn by lot, cut and marred as pages of the web are.

    Args:
        n_pages: How many a language.
        reference: Tables of the reports.

    Returns:
        How many were read, and what failed: no page may stop the reader, and every
        claim quotes what stands there.
    """
    by_language: dict[str, list[str]] = {}
    for row in read_rows(REPORTS) + read_rows(CONSTRUCTIONS):
        sentences = [s for s in _BREAKS.split(row["text"]) if s.strip()]
        by_language.setdefault(row["language"], []).extend(sentences)
    chance = random.Random(_SHAKEN_SEED)  # noqa: S311  a drawing, no secret
    failed: list[str] = []
    for language in LANGUAGES:
        for _ in range(n_pages):
            text = _shaken(by_language[language], chance)
            row = {"text": text, "language": language, "published": "2024-03-05"}
            try:
                made = read_claims(row, reference)
            except Exception as error:  # noqa: BLE001  whatever stops the reader is wanted
                failed.append(f"{language}: {error!r}: {text}")
                continue
            if any(text[c["start"] : c["end"]] != c["quote"] for c in made):
                failed.append(f"{language}: a quote that does not stand there: {text}")
    return n_pages * len(LANGUAGES), failed


def _shaken(sentences: Sequence[str], chance: random.Random) -> str:
    n_told = chance.randint(1, _MOST_SENTENCES)
    told = (chance.choice(sentences) for _ in range(n_told))
    text = "".join(one + chance.choice(["", " ", "\n\n"]) for one in told)
    match chance.randrange(6):
        case 0:
            start = chance.randrange(len(text))
            return text[start : start + chance.randint(5, 600)]
        case 1:
            return text.replace(chance.choice(_SIGNS), "")
        case 2:
            return text.upper()
        case _:
            return text


def _add(whole: dict[str, Tally], kinds: dict[str, Tally]) -> None:
    for kind, tally in kinds.items():
        held = whole.setdefault(kind, Tally())
        for field in dataclasses.fields(Tally):
            total = getattr(held, field.name) + getattr(tally, field.name)
            setattr(held, field.name, total)


def _quiet_pages(language: str, reference: Reference) -> dict[str, float]:
    """Return which share of the pages about no attack gives no claim."""
    pages = [r for r in read_rows(REPORTS) if r["language"] == language]
    quiet = [r for r in pages if r["part"] == "no_attack"]
    clean = sum(not read_claims(r, reference) for r in quiet)
    name = f"languages.{language}_no_attack_clean"
    return {name: clean / len(quiet)} if quiet else {}


def _constructions_read(reference: Reference) -> dict[str, float]:
    figures: dict[str, float] = {}
    rows = read_rows(CONSTRUCTIONS)
    read = score_constructions(rows, reference)
    marked = [row for row in rows if row["language"] != "en"]
    unmarked, mended = known_gaps(marked, reference)
    n_true = len(marked) - len(unmarked) - len(mended)
    figures["constructions.gaps_marked"] = n_true / len(marked)
    for language in LANGUAGES:
        own = [t for (_, code), t in read.items() if code == language]
        if own:
            right, n_all = sum(t.right for t in own), sum(t.found for t in own)
            figures[f"constructions.{language}"] = right / n_all
    return figures


def _figures(name: str, kinds: dict[str, Tally]) -> dict[str, float]:
    voices = kinds["speaker"]
    figures = {
        f"{name}_found": kinds["all"].f1,
        f"{name}_casualty": kinds["casualty"].right_f1,
        f"{name}_speakers": voices.right / max(1, voices.found),
    }
    if "names" in kinds:
        figures[f"{name}_names"] = kinds["names"].f1
    return figures


def report_table(scored: dict[str, dict[str, Tally]]) -> Iterator[str]:
    """Yield the lines of a table of the reports: language and part by kind."""
    kinds = (
        "casualty",
        "attribution",
        "denial",
        "weapon",
        "place",
        "date",
        "target",
        "names",
    )
    yield (
        "| reports | found F1 | " + " | ".join(f"{k}" for k in kinds) + " | speakers |"
    )
    yield "|---|---|" + "---|" * (len(kinds) + 1)
    for name in sorted(scored):
        held = scored[name]
        cells = [
            f"{held[k].f1 if k == 'names' else held[k].right_f1:.2f}"
            if k in held
            else ""
            for k in kinds
        ]
        voices = held.get("speaker", Tally())
        share = voices.right / voices.found if voices.found else 1.0
        total = held.get("all", Tally())
        yield f"| {name} | {total.f1:.2f} | {' | '.join(cells)} | {share:.2f} |"


def construction_table(read: dict[tuple[str, str], Tally]) -> Iterator[str]:
    """Yield the lines of a table of the constructions: right of all, by language."""
    yield "| construction | " + " | ".join(LANGUAGES) + " |"
    yield "|---|" + "---|" * len(LANGUAGES)
    for name in sorted({construction for construction, _ in read}):
        cells = []
        for language in LANGUAGES:
            tally = read.get((name, language))
            cells.append(f"{tally.right}/{tally.found}" if tally else "")
        yield f"| {name} | {' | '.join(cells)} |"


def tables() -> Iterator[str]:
    """Yield the lines of both tables."""
    reference = own_reference()
    rows = read_rows(REPORTS) + read_rows(HELD_OUT)
    yield from report_table(score_reports(rows, reference))
    yield ""
    yield from construction_table(
        score_constructions(read_rows(CONSTRUCTIONS), reference)
    )


def main() -> int:
    """Print both tables; with --errors everything that is not as marked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print every miss")
    parser.add_argument("--language", help="one language only")
    parser.add_argument("--part", help="dev, held, fresh, unseen or no_attack only")
    parser.add_argument("--construction", help="one construction only")
    parser.add_argument(
        "--agreement", action="store_true", help="only how far two markers agree"
    )
    parser.add_argument("--shaken", type=int, help="only so many shaken pages each")
    arguments = parser.parse_args()
    if arguments.shaken:
        read, failed = read_shaken(arguments.shaken, own_reference())
        print("\n".join([*failed, f"{read - len(failed)} of {read} pages read"]))
        return int(bool(failed))
    if arguments.agreement:
        print("\n".join(report_table(score_second_marks())))
        return 0
    reference = own_reference()
    reports = [
        r
        for r in read_rows(REPORTS)
        if arguments.language in {None, r["language"]}
        and arguments.part in {None, r["part"]}
    ]
    rows = [
        r
        for r in read_rows(CONSTRUCTIONS)
        if arguments.language in {None, r["language"]}
        and arguments.construction in {None, r["construction"]}
    ]
    if not arguments.construction:
        scored = score_reports(reports, reference, is_loud=arguments.errors)
        print("\n".join(report_table(scored)))
    if not arguments.part:
        read = score_constructions(rows, reference, is_loud=arguments.errors)
        print("\n".join(construction_table(read)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
