"""Who is named as responsible, by whom, and whether the act itself is declared.

Strike status stands apart from harm (AIR-7): a party that admits a strike has not
admitted that it killed anybody. Attributions that exclude each other are kept as rival
hypotheses. Method: M045.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from firsthand.assess.inputs import Evidence, parties_of, perpetrator_named
from firsthand.assess.responses import admissions
from firsthand.model import (
    AnyClaim,
    AttributedParty,
    Coverage,
    Denies,
    Response,
    StrikeStatus,
)

Attribution = tuple[AnyClaim, frozenset[str]]
"""A claim and the parties it names; "SY/RU" names two alternatives."""


def attributions(evidence: Evidence) -> list[Attribution]:
    """Return claims that name an author, each with its parties."""
    made: list[Attribution] = evidence.once(
        "attributions",
        lambda: [
            (claim, frozenset(parties))
            for claim in evidence.claims
            if (parties := parties_of(perpetrator_named(claim)))
        ],
    )
    return made


def rival_attributions(evidence: Evidence) -> list[Attribution]:
    """Return attributions of different voices that exclude each other.

    Returns:
        Every attribution that shares no party with one of another voice; none where
        all can be true of one author ("SY/RU" beside "RU").
    """
    said = attributions(evidence)
    return [
        (claim, parties)
        for claim, parties in said
        if any(
            not parties & others
            and evidence.voice_of(claim).key != evidence.voice_of(other).key
            for other, others in said
        )
    ]


def attributed_parties(
    evidence: Evidence, responses: Sequence[Response]
) -> list[AttributedParty]:
    """Return every party that claims name, with its strike status (AIR-7).

    Args:
        evidence: Claims of the incident.
        responses: Statements matched to it.

    Returns:
        Parties in order of code; a party's own counter-accusation is listed with the
        claims, but is no independent voice.
    """
    named: dict[str, list[AnyClaim]] = defaultdict(list)
    for claim, parties in attributions(evidence):
        for party in parties:
            named[party].append(claim)
    contested = {party for _, parties in credible_rivals(evidence) for party in parties}
    return [
        AttributedParty(
            party=party,
            claims=tuple(claim.id for claim in claims),
            origins=tuple(
                sorted(
                    {
                        origin.id
                        for claim in claims
                        if (origin := evidence.origin_of(claim.document_id))
                    }
                )
            ),
            roots=tuple(
                sorted(
                    {
                        root.id
                        for claim in claims
                        if (root := evidence.voice_of(claim).root)
                    }
                )
            ),
            strike_status=_strike_status(
                party, claims, evidence, responses, is_contested=party in contested
            ),
        )
        for party, claims in sorted(named.items())
    ]


def credible_rivals(evidence: Evidence) -> list[Attribution]:
    """Return rival attributions by voices that speak for no party (AIR-2).

    An accused party's bare counter-accusation makes no attribution contested.
    """
    rivals = [
        (claim, parties)
        for claim, parties in rival_attributions(evidence)
        if evidence.voice_of(claim).is_independent
    ]
    return [
        (claim, parties)
        for claim, parties in rivals
        if any(
            not parties & others
            and evidence.voice_of(claim).key != evidence.voice_of(other).key
            for other, others in rivals
        )
    ]


def _strike_status(
    party: str,
    claims: Sequence[AnyClaim],
    evidence: Evidence,
    responses: Sequence[Response],
    *,
    is_contested: bool,
) -> StrikeStatus:
    own = [r for r in responses if r.party == party]
    if admissions(own, Denies.ADMITS_STRIKE) or admissions(own, Denies.ADMITS_HARM):
        return StrikeStatus.DECLARED
    if is_contested:
        return StrikeStatus.CONTESTED
    voices = {
        voice.key
        for claim in claims
        if (voice := evidence.voice_of(claim)).is_independent and voice.is_determined
    }
    near = any(
        Denies.ADMITS_STRIKE in r.codes and r.coverage is Coverage.UNDETERMINED
        for r in own
    )
    if len(voices) > 1 or (voices and near):
        return StrikeStatus.LIKELY
    return StrikeStatus.SINGLE_SOURCE if claims else StrikeStatus.UNKNOWN
