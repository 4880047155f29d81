"""Answers to allegations that no rule reads: a small learned scorer, six languages.

Words have places in one space, whatever their language, taken once from a large
multilingual model; a clause is the mean of its words. With features of who speaks and
how the clause stands, one logistic regression says how likely a clause is somebody's
answer to an allegation, another with which code; one more for each of `kinds` says how
likely it is a claim of another kind (`answer_kinds`). What rules read stays as it is; a
clause that they leave and the scorer is sure of becomes a claim that says how it was
found and which words weighed most. Weights only, no text: `answer_model.md` beside it
says what it learnt from and how well it does. Method: M053.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections.abc import Mapping, Sequence

import numpy as np

from firsthand.extract.answer_clauses import Clause, clauses_of, words_in
from firsthand.extract.model_files import bundled_arrays
from firsthand.extract.reading import Range, Reading
from firsthand.extract.role_model import Floats, checksum
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    ContextTotal,
    DenialClaim,
    Denies,
    DocumentId,
    OtherClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)

RULE = "M053:learned"
N_DIMENSIONS = 64
_FILE = "answer_model.npz"
_LEAST_SHARED, _SHARE = 4, 0.6  # letters two words share to have one place
_ENDING = 2  # letters of an ending that do not count
_LEAST_WEIGHT = 0.5
_PARTICLES = "وفبكل"  # Arabic letters that stand before a word
_ALLEGED = (CasualtyClaim, ContextTotal, AttributionClaim, WeaponClaim, TargetClaim)
_N_TOLD = 3
# What a party owns up to can confirm a finding (AIR-2): rules alone read it.
_GRAVE = frozenset({Denies.ADMITS_HARM, Denies.ADMITS_STRIKE})
_LEAST_WORDS = 3
_SURE_OF_CODE = 0.4  # least share of the likeliest code: else nothing is said
_PAIRS = (("«", "»"), ("“", "”"))
_SIGNS = frozenset('"«»“”')
_MOST_MET = 200_000
_OF_WORDS = ("q", "l", "r", "s", "first")


@dataclasses.dataclass(frozen=True)
class Space:
    """Places of words.

    Attributes:
        words: Ascending.
        vectors: One row a word.
        weights: How much a word counts in a mean; rare ones more.
    """

    words: Sequence[str]
    vectors: Floats
    weights: Floats
    _known: dict[str, int | None] = dataclasses.field(
        default_factory=dict, compare=False, repr=False
    )

    def find(self, word: str) -> int | None:
        """Return the row of a word, or of the word that begins most alike."""
        if len(self._known) > _MOST_MET:
            self._known.clear()
        if word not in self._known:
            self._known[word] = self._look_up(word)
        return self._known[word]

    def _look_up(self, word: str) -> int | None:
        at = bisect.bisect_left(self.words, word)
        if at < len(self.words) and self.words[at] == word:
            return at
        near = [n for n in (at - 1, at) if 0 <= n < len(self.words)]
        best = max(near, key=lambda n: _shared(self.words[n], word), default=None)
        if best is not None and _is_alike(self.words[best], word):
            return best
        if len(word) > _LEAST_SHARED and word[0] in _PARTICLES:
            return self.find(word[1:])
        return None

    def mean(self, words: Sequence[str]) -> Floats:
        """Return the place of a clause."""
        rows = [row for row in map(self.find, words) if row is not None]
        if not rows:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        weights = self.weights[rows]
        total: Floats = weights @ self.vectors[rows]
        return total / max(float(weights.sum()), _LEAST_WEIGHT)


@dataclasses.dataclass(frozen=True)
class AnswerModel:
    """The weights, as in the file.

    Attributes:
        space: Places of words.
        rows: Row of a feature, by its checksum.
        weights: One row a feature; the first column says whether it is an answer, then
            one a kind whether it is a claim of that kind, the others which code. Those
            of `Clause.near` say nothing of answers.
        of_clause: From the place of the clause to the same columns.
        of_sentence: From the place of its sentence.
        bias: One a column.
        codes: Codes of the last columns.
        least: Least probability of an answer that counts.
        kinds: Kinds of the columns after the first.
        bars: Least probability of each kind that counts.
        met: Rows of features met before; forgotten when there are too many.
    """

    space: Space
    rows: Mapping[int, int]
    weights: Floats
    of_clause: Floats
    of_sentence: Floats
    bias: Floats
    codes: Sequence[str]
    least: float
    kinds: Sequence[str] = ()
    bars: Sequence[float] = ()
    met: dict[str, int | None] = dataclasses.field(
        default_factory=dict, compare=False, repr=False
    )


@dataclasses.dataclass(frozen=True)
class Heard:
    """A clause as the model hears it.

    Attributes:
        clause: It.
        rows: Rows of its features.
        place: Its place among words.
        shared: What its sentence says to each column.
        scores: Log odds that it is an answer, then of each kind.
    """

    clause: Clause
    rows: list[int]
    place: Floats
    shared: Floats
    scores: Floats


@dataclasses.dataclass(frozen=True)
class Scored:
    """A clause with how likely it is an answer, which, and why."""

    clause: Clause
    probability: float
    denies: Denies
    why: tuple[str, ...]


@functools.cache
def open_answer_model() -> AnswerModel:
    """Load the bundled model, once a process."""
    data = bundled_arrays(_FILE)
    vectors = data["vectors"].astype(np.float32) * data["scales"].astype(np.float32)
    space = Space(
        words=bytes(data["words"]).decode().split("\n"),
        vectors=vectors,
        weights=data["word_weights"].astype(np.float32),
    )
    return AnswerModel(
        space=space,
        rows={int(key): row for row, key in enumerate(data["keys"])},
        weights=data["weights"].astype(np.float32),
        of_clause=data["of_clause"].astype(np.float32),
        of_sentence=data["of_sentence"].astype(np.float32),
        bias=data["bias"].astype(np.float32),
        codes=bytes(data["codes"]).decode().split("\n"),
        least=float(data["least"]),
        kinds=bytes(data["kinds"]).decode().split("\n") if "kinds" in data else (),
        bars=[float(bar) for bar in data["bars"]] if "bars" in data else (),
    )


def heard(reading: Reading, claims: Sequence[Claim], model: AnswerModel) -> list[Heard]:
    """Return the candidates of a page as the model hears them, in order.

    Args:
        reading: The page.
        claims: All claims of the page; without harm, author, weapon or target among
            them it holds no allegation, and nothing is listened to.
        model: The weights.
    """
    if not any(isinstance(claim, _ALLEGED) for claim in claims):
        return []
    of_sentences: dict[int, Floats] = {}
    n_first = 1 + len(model.kinds)
    first = model.of_clause[:, :n_first]
    found = []
    for clause in clauses_of(reading, claims):
        if clause.sentence not in of_sentences:
            of_sentences[clause.sentence] = _of_sentence(reading, clause, model)
        shared = of_sentences[clause.sentence]
        rows = rows_of(model, clause.own)
        place = model.space.mean(clause.words)
        all_rows = rows + rows_of(model, clause.near)
        scores = (
            model.weights[all_rows, :n_first].sum(axis=0)
            + place @ first
            + shared[:n_first]
        )
        found.append(Heard(clause, rows, place, shared, scores))
    return found


def learned_answers(
    reading: Reading,
    claims: Sequence[Claim],
    model: AnswerModel | None = None,
    among: Sequence[Heard] | None = None,
) -> list[DenialClaim]:
    """Return answers that the rules left, as the scorer reads them.

    Args:
        reading: The page.
        claims: All claims of the page; see `heard`.
        model: The weights; None = the bundled ones.
        among: The candidates, where they were heard before.
    """
    made = model or open_answer_model()
    taken = [
        (claim.span.start, claim.span.end)
        for claim in claims
        if isinstance(claim, DenialClaim | RebuttalClaim)
        or (isinstance(claim, OtherClaim) and claim.about == "unconfirmed")
    ]
    kept: list[DenialClaim] = []
    one_by_one = heard(reading, claims, made) if among is None else among
    found = scored(one_by_one, made, taken=taken)
    likely = [one for one in found if one.denies not in _GRAVE]
    for one in sorted(likely, key=lambda s: -s.probability):
        at = whole_quote(reading.text, one.clause)
        if at is None or is_scrap(one.clause) or meets(at, taken):
            continue
        taken.append(at)
        kept.append(_claim(reading, one, at))
    return kept


def whole_quote(text: str, clause: Clause) -> Range | None:
    """Return a clause with the sign that opens or closes its quotation.

    None: it begins or ends amid a quotation ("horrified" by the reports).
    """
    start, end = clause.start, clause.end
    if _is_whole(text[start:end]):
        return start, end
    if text[end : end + 1] in _SIGNS and _is_whole(text[start : end + 1]):
        return start, end + 1
    if text[start - 1 : start] in _SIGNS and _is_whole(text[start - 1 : end]):
        return start - 1, end
    return None


def _is_whole(quote: str) -> bool:
    """Say whether every quotation opened in some words is closed in them."""
    is_even = quote.count('"') % 2 == 0
    return is_even and all(quote.count(a) == quote.count(b) for a, b in _PAIRS)


def is_scrap(clause: Clause) -> bool:
    """Say whether a clause is too short to answer, and not all that is said."""
    return len(clause.words) < _LEAST_WORDS and "is:all of it" not in clause.own


def scored(
    found: Sequence[Heard],
    model: AnswerModel,
    least: float | None = None,
    taken: Sequence[Range] = (),
) -> list[Scored]:
    """Return the candidates that are likely answers, in order.

    Args:
        found: Candidates of a page.
        model: The weights.
        least: Least probability; None = the model's own.
        taken: Stretches in which none is looked for.
    """
    wanted = log_odds(model.least if least is None else least)
    n_first = 1 + len(model.kinds)
    likely = []
    for one in found:
        clause = one.clause
        if one.scores[0] < wanted:
            continue
        if meets((clause.start, clause.end), taken):
            continue
        columns = (
            model.weights[one.rows, n_first:].sum(axis=0)
            + one.place @ model.of_clause[:, n_first:]
            + one.shared[n_first:]
        )
        code, share = _likeliest(model.codes, columns)
        if share < _SURE_OF_CODE:
            continue
        why = weighed_most(model, clause)
        likely.append(
            Scored(clause, probability(float(one.scores[0])), Denies(code), why)
        )
    return likely


def log_odds(bar: float) -> float:
    """Return the log odds of a probability; of 0 and less, of 1 and more: no end."""
    if 0 < bar < 1:
        return float(np.log(bar / (1 - bar)))
    return -np.inf if bar <= 0 else np.inf


def probability(score: float) -> float:
    """Return the probability of log odds."""
    return float(1 / (1 + np.exp(-score)))


def _likeliest(codes: Sequence[str], columns: Floats) -> tuple[str, float]:
    """Return the likeliest code and its share of all."""
    shares = np.exp(columns - columns.max())
    best = int(np.argmax(columns))
    return codes[best], float(shares[best] / shares.sum())


def _of_sentence(reading: Reading, clause: Clause, model: AnswerModel) -> Floats:
    """Return what a clause's sentence says to each column."""
    sentence = reading.sentences[clause.sentence]
    words = words_in(reading.text[sentence.start : sentence.end])
    told: Floats = model.weights[rows_of(model, clause.shared)].sum(axis=0)
    return told + model.space.mean(words) @ model.of_sentence + model.bias


def rows_of(model: AnswerModel, features: Sequence[str]) -> list[int]:
    """Return the rows of the features that the model knows."""
    rows, met = model.rows, model.met
    found = []
    for feature in features:
        if feature not in met:
            met[feature] = rows.get(checksum(feature))
        row = met[feature]
        if row is not None:
            found.append(row)
    if len(met) > _MOST_MET:
        met.clear()
    return found


def weighed_most(
    model: AnswerModel, clause: Clause, column: int = 0
) -> tuple[str, ...]:
    """Return the words of a clause that spoke most for a column, at most three."""
    places = [model.space.find(word) for word in clause.words]
    total = sum(float(model.space.weights[p]) for p in places if p is not None)
    told: dict[str, float] = {}
    for word, place in zip(clause.words, places, strict=True):
        features = [f"{group}:{word[:5]}" for group in _OF_WORDS]
        kept = [f for f in features if f in clause.features]
        value = float(model.weights[rows_of(model, kept), column].sum())
        if place is not None:
            share = float(model.space.weights[place]) / max(total, _LEAST_WEIGHT)
            toward = model.of_clause[:, column]
            value += share * float(model.space.vectors[place] @ toward)
        told[word] = max(value, told.get(word, value))
    ordered = sorted(told, key=lambda word: (-told[word], word))
    return tuple(word for word in ordered[:_N_TOLD] if told[word] > 0)


def _claim(reading: Reading, one: Scored, at: Range) -> DenialClaim:
    made = one.clause.made
    return DenialClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*at),
        denies=one.denies,
        perpetrator=one.clause.party,
        speaker=made.speaker if made else None,
        chain=made.chain if made else (),
        is_unresolved=made.is_unresolved if made else True,
        candidates=made.candidates if made else (),
        rule=RULE,
        note=how_found(one.probability, one.why),
    )


def how_found(sure: float, why: Sequence[str]) -> str:
    """Return the note of a learned claim: how sure, and by which words."""
    told = f", by: {', '.join(why)}" if why else ""
    return f"read by a learned scorer ({sure:.2f}){told}"


def meets(at: Range, others: Sequence[Range]) -> bool:
    """Say whether a stretch shares a letter with one of others."""
    return any(s < at[1] and at[0] < e for s, e in others)


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _is_alike(one: str, other: str) -> bool:
    length = _shared(one, other)
    longest = max(len(other), len(one) - _ENDING)
    return length >= _LEAST_SHARED and length >= _SHARE * longest
