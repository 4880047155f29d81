"""Military objectives said to be there that no rule reads: the same learned scorer.

Over the candidates and the words of `answer_model`, one logistic regression a kind says
how likely a clause tells of something military that was there, or that none was. It
stands beside what rules read, never over it. What would justify an attack is always
somebody's assertion: it needs a named speaker and a high bar. Method: M053.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract.answer_clauses import Clause
from firsthand.extract.answer_model import (
    RULE,
    AnswerModel,
    Heard,
    heard,
    how_found,
    is_scrap,
    learned_answers,
    log_odds,
    meets,
    open_answer_model,
    probability,
    weighed_most,
    whole_quote,
)
from firsthand.extract.reading import Range, Reading
from firsthand.model import (
    Claim,
    ClaimId,
    DocumentId,
    MilitaryObjectiveClaim,
    Objective,
)

_OBJECTIVES = {"absent": Objective.ABSENT, "present": Objective.PRESENT}


def learned_claims(
    reading: Reading, claims: Sequence[Claim], model: AnswerModel | None = None
) -> list[Claim]:
    """Return all that the scorer reads on a page where rules read nothing.

    Args:
        reading: The page.
        claims: All claims of the page; without harm, author, weapon or target among
            them it holds no allegation, and nothing is read.
        model: The weights; None = the bundled ones.
    """
    made = model or open_answer_model()
    found = heard(reading, claims, made)
    answers = learned_answers(reading, claims, made, found)
    return [*answers, *learned_objectives(reading, claims, found, made)]


def learned_objectives(
    reading: Reading,
    claims: Sequence[Claim],
    found: Sequence[Heard],
    model: AnswerModel,
) -> list[MilitaryObjectiveClaim]:
    """Return objectives that the rules left.

    Args:
        reading: The page.
        claims: All claims of the page.
        found: Its candidates.
        model: The weights; a kind whose bar is 1 only outvotes others.
    """
    taken = [
        (claim.span.start, claim.span.end)
        for claim in claims
        if isinstance(claim, MilitaryObjectiveClaim)
    ]
    kept: list[MilitaryObjectiveClaim] = []
    for score, column, clause in sorted(_likely(found, model), key=lambda t: -t[0]):
        at = whole_quote(reading.text, clause)
        if at is None or is_scrap(clause) or meets(at, taken):
            continue
        taken.append(at)
        kept.append(_claim(reading, model, (score, column), clause, at))
    return kept


def _likely(
    found: Sequence[Heard], model: AnswerModel
) -> Iterator[tuple[float, int, Clause]]:
    """Yield log odds, column and clause of what is likely enough to be an objective.

    Of what is there and what is not, a clause says the likelier one.
    """
    wanted = [log_odds(bar) for bar in model.bars]
    for one in found:
        for column, bar in enumerate(wanted, 1):
            score = float(one.scores[column])
            is_likeliest = score >= float(one.scores[1:].max())
            if score < bar or not is_likeliest:
                continue
            if _is_there(model, column) and not _is_spoken_for(one.clause):
                continue
            yield score, column, one.clause


def _is_there(model: AnswerModel, column: int) -> bool:
    return _OBJECTIVES[model.kinds[column - 1]] is Objective.PRESENT


def _is_spoken_for(clause: Clause) -> bool:
    """Say whether a clause's speaker is named; an open one counts as none."""
    made = clause.made
    return made is not None and bool(made.speaker) and not made.is_unresolved


def _claim(
    reading: Reading,
    model: AnswerModel,
    found: tuple[float, int],
    clause: Clause,
    at: Range,
) -> MilitaryObjectiveClaim:
    score, column = found
    made = clause.made
    return MilitaryObjectiveClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(*at),
        military_objective=_OBJECTIVES[model.kinds[column - 1]],
        speaker=made.speaker if made else None,
        chain=made.chain if made else (),
        is_unresolved=made.is_unresolved if made else True,
        candidates=made.candidates if made else (),
        rule=RULE,
        note=how_found(probability(score), weighed_most(model, clause, column)),
    )
