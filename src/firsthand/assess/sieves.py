"""Rules that set figures aside before a range is computed, each with its why.

A sieve takes all figures of an incident and returns which of them it sets aside. None
drops anything silently: what it sets aside is shown with the range. Method: M031-M034,
M036, M037, M048.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from firsthand.assess.figures import Figure
from firsthand.assess.inputs import Evidence
from firsthand.assess.profiles import words_for
from firsthand.model import CasualtyClaim, RootKind, StatusWord


@dataclasses.dataclass(frozen=True)
class Aside:
    """A figure that a rule set aside.

    Attributes:
        figure: The figure.
        why: One sentence.
        rule: Rule id.
    """

    figure: Figure
    why: str
    rule: str


Sieve = Callable[[Sequence[Figure], Evidence], list[Aside]]


def not_of_this_incident(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside figures of several attacks, of attackers, and numbers denied.

    Method: M031. "Denied that 40 were killed" asserts no number; attackers who died
    are not victims; a figure of six attacks is not a figure of one.
    """
    del evidence
    out = []
    for figure in figures:
        claim = figure.claim
        if claim.is_perpetrator:
            out.append(Aside(figure, "counts dead of the attacking side", "M031"))
        elif _n_sites(claim) > 1:
            why = f"said of {_n_sites(claim)} attacks, not of this one"
            out.append(Aside(figure, why, "M031"))
        elif claim.negated and not figure.is_zero:
            out.append(Aside(figure, "the number is denied, not asserted", "M031"))
    return out


def _n_sites(claim: CasualtyClaim) -> int:
    sites = claim.n_sites
    return 1 if sites is None else (sites.low or sites.high or 2)


def copies(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside what a copy repeats: documents of one origin count once (M032)."""
    if all(len(origin.documents) == 1 for origin in evidence.origins):
        return []
    lead: dict[tuple[str, str, str], str] = {}
    for figure in sorted(figures, key=lambda f: _rank_in_origin(f, evidence)):
        lead.setdefault(_copy_key(figure, evidence), figure.document_id)
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for figure in figures:
        key = _copy_key(figure, evidence)
        if lead[key] == figure.document_id:
            said[key].add(str(figure))
    out = []
    for figure in figures:
        key = _copy_key(figure, evidence)
        if lead[key] == figure.document_id:
            continue
        why = f"a copy of {lead[key]} repeats it: counted once"
        if str(figure) not in said[key]:
            first = ", ".join(sorted(said[key]))
            why = f"a copy of {lead[key]}, which states {first}: the first text stands"
        out.append(Aside(figure, why, "M032"))
    return out


def _copy_key(figure: Figure, evidence: Evidence) -> tuple[str, str, str]:
    origin = evidence.origin_of(figure.claim.document_id)
    where = origin.id if origin else figure.document_id
    return where, figure.voice.key, figure.measure


def _rank_in_origin(figure: Figure, evidence: Evidence) -> tuple[bool, str, str]:
    origin = evidence.origin_of(figure.claim.document_id)
    is_first = origin is not None and origin.first == figure.document_id
    return not is_first, str(figure.as_of or "9999"), figure.document_id


def headlines(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside a headline's figure where the same body counts the same harm (M033).

    A headline shortens its own article: it is kept, shown, and is no second figure.
    """
    del evidence
    if not any(figure.claim.is_headline for figure in figures):
        return []
    bodies: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if not figure.claim.is_headline and figure.group not in _SUB_GROUPS:
            bodies[figure.document_id, figure.harm].append(figure)
    out = []
    for figure in figures:
        body = bodies.get((figure.document_id, figure.harm), [])
        numbers = sorted({str(other) for other in body if not other.is_assumed})
        if figure.claim.is_headline and (numbers or (body and figure.is_assumed)):
            stated = ", ".join(numbers) or "no number either"
            why = f"the headline shortens its own article, which states {stated}"
            out.append(Aside(figure, why, "M033"))
    return out


def lumped(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside "121 dead" where others count 49 killed and 72 injured (M034).

    Between numbers of different texts, or of different voices, the equality may be
    chance: see `lumped_figures` for what must be shared.
    """
    del evidence
    out = []
    for figure, killed, injured in lumped_figures(figures):
        why = (
            f"{figure} equals {killed} killed and {injured} injured: read as "
            "killed and injured lumped together"
        )
        out.append(Aside(figure, why, "M034"))
    return out


def lumped_figures(
    figures: Sequence[Figure],
) -> list[tuple[Figure, Figure, Figure]]:
    """Find killed figures that equal the killed and injured of one text together.

    Returns:
        The figure, and the killed and the injured figure that add up to it: by one
        voice, and of the figure's own text. For a headline, which shortens what others
        say, one of the two is enough. Left out: numbers of killed that another
        determined voice states as well.
    """
    totals = [f for f in figures if f.group not in _SUB_GROUPS and f.top]
    killed = [f for f in totals if f.harm == "killed"]
    sums = _sums_by_number(killed, [f for f in totals if f.harm == "injured"])
    out = []
    for figure in killed:
        pairs = [p for p in sums.get(figure.top or 0, ()) if _adds_up_to(figure, *p)]
        if pairs and not _is_stated_elsewhere(figure, killed):
            out.append((figure, *pairs[0]))
    return out


def _adds_up_to(figure: Figure, killed: Figure, injured: Figure) -> bool:
    """Say whether a sum is more than chance: of one voice, of one text, or both."""
    is_of_one_voice = killed.voice.key == injured.voice.key
    is_of_one_text = killed.document_id == figure.document_id
    if figure.claim.is_headline:
        return is_of_one_voice or is_of_one_text
    return is_of_one_voice and is_of_one_text


def _sums_by_number(
    killed: Sequence[Figure], injured: Sequence[Figure]
) -> dict[int, list[tuple[Figure, Figure]]]:
    by_document: dict[str, list[Figure]] = defaultdict(list)
    for figure in injured:
        by_document[figure.document_id].append(figure)
    sums: dict[int, list[tuple[Figure, Figure]]] = defaultdict(list)
    for one in killed:
        for other in by_document.get(one.document_id, ()):
            sums[(one.top or 0) + (other.top or 0)].append((one, other))
    return sums


def _is_stated_elsewhere(figure: Figure, killed: Sequence[Figure]) -> bool:
    return any(
        other.top == figure.top
        and other.voice.key != figure.voice.key
        and other.voice.is_determined
        for other in killed
    )


_SUB_GROUPS = frozenset({"children", "women", "men"})


def self_serving(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside what a party says in its own cause, and keep admissions (AIR-3).

    The accused party's count of civilians it harmed is an admission against interest
    and is used; its "no casualties" and its counts of combatants are not. The figures
    of any other party about harm done by its enemy are context. A health authority that
    a party runs counts the dead and hurt by office: its count stands, though its voice
    stays the party's and supports nothing by itself.
    """
    out = []
    for figure in figures:
        voice = figure.voice
        if not voice.is_interested or is_against_interest(figure, evidence.accused):
            continue
        if voice.kind is RootKind.MEDICAL and _is_count_of_harm(figure):
            continue
        who = f"{voice.name} speaks for {voice.party or 'a party'}"
        what = "nobody was harmed" if figure.is_zero else f"{figure}"
        why = f"{who} and says {what}: self-serving, unsupported, recorded as context"
        out.append(Aside(figure, why, "AIR-3"))
    return out


def is_against_interest(figure: Figure, accused: frozenset[str]) -> bool:
    """Say whether a party's figure is an admission: its own harm to civilians."""
    return figure.voice.party in accused and _is_count_of_harm(figure)


def _is_count_of_harm(figure: Figure) -> bool:
    """Say whether somebody is counted, and not as a fighter."""
    status = figure.claim.status
    return not figure.is_zero and status not in {
        StatusWord.COMBATANT,
        StatusWord.MIXED,
    }


def empty_zeros(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside "no casualties were reported" (M048).

    That nobody reported harm to an outlet, or that nothing was known yet, does not
    say that nobody was harmed. Only a determined voice of its own can say so.
    """
    del evidence
    return [
        Aside(figure, "says that no harm was known, not that there was none", "M048")
        for figure in figures
        if figure.is_zero and not figure.voice.is_determined
    ]


def parts(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside figures that one document itself makes part of another (M036).

    "Three medics", "a woman" and "twelve children" beside "17 people" of the same
    voice in the same document are parts of the 17. So is any smaller number: one voice
    states one total in one text, and a smaller one is a part of it or an earlier count.
    """
    anyone = words_for("anyone", evidence.reference)
    beside: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        beside[figure.document_id, figure.voice.key, figure.harm].append(figure)
    out = []
    for figure in figures:
        held = beside[figure.document_id, figure.voice.key, figure.harm]
        whole = _whole_of(figure, held, anyone) if len(held) > 1 else None
        if whole is not None:
            why = f"part of the {whole} that the same text states"
            if figure.measure == whole.measure and not counts_a_kind(figure, anyone):
                why = f"the same text states {whole}: a part of it, or an earlier count"
            out.append(Aside(figure, why, "M036"))
    return out


def _whole_of(
    figure: Figure, figures: Iterable[Figure], anyone: frozenset[str]
) -> Figure | None:
    """Return the greatest of the figures beside this one that holds it.

    Args:
        figure: The figure.
        figures: Figures of the same text, voice and harm.
        anyone: Words that mean people of every kind.
    """
    wholes = [
        other
        for other in figures
        if not set(other.ids) & set(figure.ids) and _is_part(figure, other, anyone)
    ]
    return max(wholes, key=lambda other: other.top or 0, default=None)


def _is_part(figure: Figure, whole: Figure, anyone: frozenset[str]) -> bool:
    if figure.claim.part_of is not None:
        return figure.claim.part_of in whole.ids
    if figure.measure != whole.measure:
        return False
    small, great = figure.top or 0, whole.top or 0
    if small < great:
        return whole.minimum is not None
    is_kind = counts_a_kind(figure, anyone) and not counts_a_kind(whole, anyone)
    return small == great and is_kind


def counts_a_kind(figure: Figure, anyone: frozenset[str]) -> bool:
    """Say whether a figure counts people of one kind only, or describes them singly.

    "Three medics", "twelve children", "a mother and her two children"; also a sum of
    such descriptions. A whole that is broken down ("14 people: six children, five women
    and three men") is no kind. `anyone` holds the words that mean people of every kind.
    """
    if figure.group in _SUB_GROUPS:
        return False
    known = figure.kind_by.get(anyone)
    if known is None:
        known = all(_claim_counts_a_kind(claim, anyone) for claim in figure.claims)
        figure.kind_by[anyone] = known
    return known


def _claim_counts_a_kind(claim: CasualtyClaim, anyone: frozenset[str]) -> bool:
    count = claim.killed or claim.wounded
    if count is None or not count.low:
        return False
    subs = [bounds.low for bounds in (claim.children, claim.women, claim.men) if bounds]
    word = claim.status_word
    is_special = word is not None and word.casefold() not in anyone
    is_one_group = len(subs) == 1 and subs[0] == count.low and word is None
    return is_one_group or len(claim.people) == count.low or is_special


def assumed(figures: Sequence[Figure], evidence: Evidence) -> list[Aside]:
    """Set aside readings of vague words and nouns: shown, never in a minimum (M037)."""
    out = []
    for figure in figures:
        if not figure.is_assumed or set(figure.ids) & evidence.accepted:
            continue
        said = "; ".join(figure.notes) or f"a noun is read as {figure}: assumed"
        out.append(Aside(figure, f"{said}; no number was stated", "M037"))
    return out


def words_beside_numbers(figures: Sequence[Figure], _evidence: Evidence) -> list[Aside]:
    """Set aside what a codebook makes of "dozens" where numbers are stated (ACL-3)."""
    counted = {
        figure.measure
        for figure in figures
        if figure.low is not None and not (figure.is_coded or figure.is_assumed)
    }
    return [
        Aside(figure, f"{'; '.join(figure.notes)}; others state numbers", "ACL-3")
        for figure in figures
        if figure.is_coded and figure.measure in counted
    ]
