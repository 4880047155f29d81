from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from firsthand.assess.inputs import CaseInputs, Evidence
from firsthand.assess.responses import (
    find_responses,
    general_responses,
    pools_for,
    response_rows,
)
from firsthand.assess.scope import coverage, places_meet
from firsthand.model import (
    Accuracy,
    AttributionClaim,
    Coverage,
    DateClaim,
    DenialClaim,
    Denies,
    FuzzyDate,
    MilitaryObjectiveClaim,
    Objective,
    Place,
    PlaceClaim,
    Precision,
    Response,
)
from firsthand.reference import bundled_reference


def span(first: str | None, last: str | None) -> FuzzyDate:
    return FuzzyDate(
        earliest=dt.date.fromisoformat(first) if first else None,
        latest=dt.date.fromisoformat(last) if last else None,
        precision=Precision.RANGE,
    )


def spot(name: str, *within: str, **values: Any) -> Place:
    return Place(name=name, canonical=name, within=within, **values)


@pytest.fixture
def talbar(story: Any) -> Any:
    story.incident_changes["place"] = spot("Talbar", "Qadmar", "Velmara")
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.document("briefing", "2021-10-02", party="TO")
    return story


def answer(story: Any, *scope: Any, denies: Denies = Denies.ADMITS_STRIKE) -> None:
    for thing in scope:
        kind = DateClaim if isinstance(thing, FuzzyDate) else PlaceClaim
        field = "date" if kind is DateClaim else "place"
        story.say(kind, "briefing", "Ministry", pool=True, **{field: thing})
    story.say(
        DenialClaim,
        "briefing",
        "Ministry",
        pool=True,
        denies=denies,
        perpetrator="TO",
    )


def responses(story: Any) -> list[Response]:
    return find_responses(story.inputs(), bundled_reference())


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ((span("2021-09-30", "2021-09-30"), spot("Talbar")), Coverage.COVERS),
        ((span("2021-09-30", "2021-10-02"), spot("Qadmar")), Coverage.COVERS),
        (
            (span("2021-09-30", "2021-09-30"), spot("Mill", "Talbar")),
            Coverage.COVERS,
        ),
        ((span(None, "2021-10-01"), spot("Talbar")), Coverage.COVERS),
        ((span("2021-09-30", "2021-09-30"),), Coverage.UNDETERMINED),
        ((spot("Talbar"),), Coverage.UNDETERMINED),
        (
            (span("2021-09-30", "2021-09-30"), spot("Ardesh"), spot("Lisandra")),
            Coverage.DOES_NOT_COVER,
        ),
        (
            (span("2021-10-01", "2021-10-02"), spot("Talbar")),
            Coverage.DOES_NOT_COVER,
        ),
        (
            (span("2021-09-30", "2021-09-30"), Place(name="somewhere unknown")),
            Coverage.UNDETERMINED,
        ),
        (
            (
                span("2021-09-30", "2021-09-30"),
                spot("Velmara", accuracy=Accuracy.COUNTRY, lat_e7=1, lon_e7=1),
            ),
            Coverage.UNDETERMINED,
        ),
    ],
)
def test_days_and_places_named_decide_what_a_statement_covers(
    talbar: Any, scope: tuple[Any, ...], expected: Coverage
) -> None:
    answer(talbar, *scope)
    (found,) = responses(talbar)
    assert found.coverage is expected
    assert found.reason.text


def test_a_statement_of_another_day_and_place_is_not_listed(talbar: Any) -> None:
    answer(talbar, span("2021-10-01", "2021-10-01"), spot("Jesrin"))
    assert responses(talbar) == []


def test_a_statement_published_before_the_attack_does_not_answer_it(
    talbar: Any,
) -> None:
    talbar.document("briefing", "2021-09-29", party="TO")
    answer(talbar, spot("Talbar"))
    assert responses(talbar) == []


def test_each_date_of_a_briefing_holds_until_the_next(talbar: Any) -> None:
    answer(talbar, span("2021-09-30", "2021-09-30"))
    answer(talbar, span("2021-10-01", "2021-10-01"), spot("Jesrin"))
    (found,) = responses(talbar)
    assert found.coverage is Coverage.UNDETERMINED
    assert "does not cover the place" in found.reason.text


def test_copies_of_a_statement_are_read_once(talbar: Any) -> None:
    answer(talbar, span("2021-09-30", "2021-09-30"), spot("Talbar"))
    talbar.document("reprint", "2021-10-03", copy_of="briefing")
    for claim in list(talbar.pool):
        values = {f: getattr(claim, f) for f in claim.__struct_fields__}
        values |= {"id": f"r-{claim.id}", "document_id": "reprint"}
        talbar.pool.append(type(claim)(**values))
        talbar.voices["Ministry"]["claims"].append(f"r-{claim.id}")
    assert len(responses(talbar)) == 1


@pytest.mark.parametrize(
    "code",
    [
        Denies.NON_RESPONSIVE,
        Denies.NO_COMMENT,
        Denies.NOT_CONFIRMED,
        Denies.NOT_DENIED,
        Denies.PROMISES_INQUIRY,
        Denies.NO_REPLY,
    ],
)
def test_an_answer_that_evades_denies_nothing(code: Denies) -> None:
    row = response_rows(bundled_reference())[code]
    assert row["answers"] == "evades"
    assert row["against"] == "none"


def test_every_code_has_a_row_with_a_reference() -> None:
    rows = response_rows(bundled_reference())
    assert set(rows) == set(Denies)
    assert all(row["ref"] for row in rows.values())


def test_a_party_naming_itself_admits_the_strike_and_not_the_harm(
    talbar: Any,
) -> None:
    talbar.say(AttributionClaim, "briefing", "Ministry", perpetrator="TO")
    (found,) = responses(talbar)
    assert found.codes == (Denies.ADMITS_STRIKE,)


def test_a_party_naming_another_author_explains_otherwise(talbar: Any) -> None:
    talbar.say(AttributionClaim, "briefing", "Ministry", perpetrator="rebels")
    coded = {r.codes for r in responses(talbar)}
    assert (Denies.OTHER_EXPLANATION,) in coded


def test_a_party_saying_it_was_not_it_denies_responsibility(talbar: Any) -> None:
    talbar.say(AttributionClaim, "briefing", "Ministry", perpetrator="TO", negated=True)
    (found,) = responses(talbar)
    assert found.codes == (Denies.RESPONSIBILITY,)


def test_a_party_naming_a_military_target_explains_otherwise(talbar: Any) -> None:
    talbar.say(
        MilitaryObjectiveClaim,
        "briefing",
        "Ministry",
        military_objective=Objective.PRESENT,
    )
    (found,) = responses(talbar)
    assert found.codes == (Denies.OTHER_EXPLANATION,)


def test_what_an_ngo_says_is_no_official_response(talbar: Any) -> None:
    talbar.say(AttributionClaim, "report", "Lantern", perpetrator="TO")
    (silent,) = responses(talbar)
    assert silent.claims == ()


def test_an_unresolved_spokesman_answers_for_the_party_concerned(
    talbar: Any,
) -> None:
    talbar.say(
        DenialClaim, "news", None, denies=Denies.RESPONSIBILITY, perpetrator="TO"
    )
    (found,) = responses(talbar)
    assert found.party == "TO"


def test_a_statement_about_the_whole_campaign_is_kept_apart(talbar: Any) -> None:
    answer(talbar, span("2021-09-01", None), denies=Denies.DISCREDITS_SOURCE)
    assert responses(talbar) == []
    inputs = talbar.inputs()
    evidence = Evidence.of(inputs, talbar.pool, bundled_reference())
    (general,) = general_responses(evidence, [])
    assert general.incident_id is None
    assert general.codes == (Denies.DISCREDITS_SOURCE,)


def test_pools_hold_only_what_touches_an_incident(talbar: Any) -> None:
    answer(talbar, span("2021-09-30", "2021-09-30"))
    answer(talbar, span("2021-10-08", "2021-10-09"), spot("Jesrin"))
    inputs = talbar.inputs()
    case = CaseInputs(
        incidents=(inputs.incident,),
        findings=(),
        claims=tuple(talbar.pool),
        documents=inputs.documents,
        sources=inputs.sources,
        roots=inputs.roots,
        origins=inputs.origins,
    )
    evidence = Evidence.of(case, case.claims, bundled_reference())
    pool = pools_for(case.incidents, evidence)[inputs.incident.id]
    assert [type(claim) for claim in pool] == [DateClaim, DenialClaim]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (spot("Talbar"), spot("talbar"), True),
        (spot("Talbar", "Qadmar"), spot("Qadmar"), True),
        (spot("Qadmar"), spot("Talbar", "Qadmar"), True),
        (spot("Talbar", "Qadmar"), spot("Ghanta", "Qadmar"), False),
        (Place(name="x", gazetteer_id="G1"), Place(name="y", gazetteer_id="G1"), True),
        (spot("Talbar"), spot("Jesrin"), False),
    ],
)
def test_places_meet_if_same_or_one_lies_in_the_other(
    one: Place, other: Place, *, meet: bool
) -> None:
    assert places_meet(one, other) is meet


@pytest.mark.parametrize(
    ("day", "place", "expected"),
    [
        (True, True, Coverage.COVERS),
        (None, None, Coverage.COVERS),
        (False, True, Coverage.UNDETERMINED),
        (True, False, Coverage.UNDETERMINED),
    ],
)
def test_a_linked_statement_covers_unless_its_scope_differs(
    *, day: bool | None, place: bool | None, expected: Coverage
) -> None:
    assert coverage(day=day, place=place, is_linked=True)[0] is expected


EVASIONS = (Denies.NO_COMMENT, Denies.NON_RESPONSIVE, Denies.NO_REPLY)


@pytest.mark.parametrize("code", EVASIONS)
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ((), Coverage.COVERS),
        ((span("2021-09-30", "2021-09-30"), spot("Talbar")), Coverage.COVERS),
        ((span("2021-10-20", "2021-10-20"),), Coverage.DOES_NOT_COVER),
        ((spot("Sarmak"), spot("Lisandra")), Coverage.DOES_NOT_COVER),
        (
            (span("2021-09-30", "2021-09-30"), spot("Sarmak")),
            Coverage.DOES_NOT_COVER,
        ),
    ],
)
def test_asked_about_it_who_evades_and_names_other_matters_covers_nothing(
    talbar: Any, code: Denies, scope: Any, expected: Coverage
) -> None:
    """A spokesman sums up strikes elsewhere, and has nothing to add on Talbar."""
    answer(talbar, *scope)
    talbar.say(DenialClaim, "briefing", "Ministry", denies=code, perpetrator="TO")
    evaded = [r for r in responses(talbar) if code in r.codes]
    assert [r.coverage for r in evaded] == [expected]


def test_a_denial_put_to_it_beside_other_days_stays_open(talbar: Any) -> None:
    answer(talbar, span("2021-10-20", "2021-10-20"))
    talbar.say(
        DenialClaim, "briefing", "Ministry", denies=Denies.EVENT, perpetrator="TO"
    )
    (found,) = [r for r in responses(talbar) if Denies.EVENT in r.codes]
    assert found.coverage is Coverage.UNDETERMINED


def test_who_was_asked_and_evaded_is_not_called_silent(talbar: Any) -> None:
    talbar.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    answer(talbar, span("2021-10-20", "2021-10-20"), spot("Sarmak"))
    talbar.say(
        DenialClaim, "briefing", "Ministry", denies=Denies.NO_COMMENT, perpetrator="TO"
    )
    assert all(found.codes for found in responses(talbar))


def test_what_a_ministry_says_that_the_media_claim_is_no_admission(
    talbar: Any,
) -> None:
    talbar.say(
        DenialClaim, "briefing", "Ministry", denies=Denies.EVENT, perpetrator="TO"
    )
    claim = talbar.say(AttributionClaim, "briefing", "Ministry", perpetrator="TO")
    talbar.claims[-1] = msgspec.structs.replace(claim, speaker="several foreign media")
    (found,) = responses(talbar)
    assert found.codes == (Denies.EVENT,)


def test_naming_the_province_on_another_day_says_nothing_of_the_incident(
    talbar: Any,
) -> None:
    answer(talbar, span("2021-12-01", "2021-12-04"), spot("Qadmar"))
    assert responses(talbar) == []


def test_an_image_of_the_place_from_another_day_may_answer_for_it(
    talbar: Any,
) -> None:
    answer(
        talbar,
        span("2021-10-29", "2021-10-29"),
        spot("Mill Street", "Talbar"),
        denies=Denies.EVIDENCE,
    )
    (found,) = responses(talbar)
    assert found.coverage is Coverage.UNDETERMINED


def test_an_evasive_answer_about_other_places_is_not_listed(talbar: Any) -> None:
    answer(
        talbar,
        span("2021-09-30", "2021-09-30"),
        spot("Kervan"),
        denies=Denies.NON_RESPONSIVE,
    )
    assert responses(talbar) == []


def test_the_date_in_a_title_is_the_date_of_the_text(talbar: Any) -> None:
    talbar.say(
        DateClaim,
        "briefing",
        "Ministry",
        pool=True,
        date=span("2021-10-02", "2021-10-02"),
        is_headline=True,
    )
    answer(talbar, spot("Talbar"))
    (found,) = responses(talbar)
    assert found.period is None


def test_what_another_speaker_dates_does_not_date_an_answer(talbar: Any) -> None:
    talbar.say(
        DateClaim,
        "briefing",
        "Lantern",
        pool=True,
        date=span("2021-10-05", "2021-10-05"),
    )
    answer(talbar, spot("Talbar"))
    (found,) = responses(talbar)
    assert found.period is None


def test_of_a_town_in_a_province_the_town_counts(talbar: Any) -> None:
    answer(talbar, spot("Ghanta", "Qadmar"), spot("Qadmar"), denies=Denies.USE)
    assert responses(talbar) == []


def test_only_what_linking_put_to_an_incident_is_said_of_it(talbar: Any) -> None:
    answer(talbar, span("2021-10-20", "2021-10-20"), spot("Sarmak"))
    talbar.say(
        DenialClaim,
        "briefing",
        "Ministry",
        denies=Denies.NO_COMMENT,
        perpetrator="TO",
    )
    (found,) = responses(talbar)
    assert found.codes == (Denies.NO_COMMENT,)


def test_an_answer_put_to_one_incident_answers_for_no_other(talbar: Any) -> None:
    answer(
        talbar,
        span("2021-09-30", "2021-09-30"),
        spot("Talbar"),
        denies=Denies.CIVILIAN_HARM,
    )
    inputs = talbar.inputs()
    denial = talbar.pool[-1]
    other = msgspec.structs.replace(
        inputs.incident, id="I-002", claims=(denial.id,), title="Mill"
    )
    case = CaseInputs(
        incidents=(inputs.incident, other),
        findings=(),
        claims=tuple(talbar.pool),
        documents=inputs.documents,
        sources=inputs.sources,
        roots=inputs.roots,
        origins=inputs.origins,
    )
    evidence = Evidence.of(case, case.claims, bundled_reference())
    pools = pools_for(case.incidents, evidence)
    assert denial not in pools[inputs.incident.id]
    assert denial in pools[other.id]


# --- answers about a place, boasts, and who speaks ---------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (Denies.CIVILIAN_HARM, Coverage.COVERS),
        (Denies.RESPONSIBILITY, Coverage.COVERS),
        (Denies.EVENT, Coverage.COVERS),
        (Denies.CASUALTIES, Coverage.COVERS),
        (Denies.EVIDENCE, Coverage.COVERS),
        (Denies.ADMITS_STRIKE, Coverage.UNDETERMINED),
        (Denies.NON_RESPONSIVE, Coverage.UNDETERMINED),
        (Denies.OTHER_EXPLANATION, Coverage.UNDETERMINED),
    ],
)
def test_a_denial_that_names_the_very_place_and_no_day_covers_it(
    talbar: Any, code: Denies, expected: Coverage
) -> None:
    answer(talbar, spot("Talbar"), denies=code)
    (found,) = responses(talbar)
    assert found.coverage is expected


def test_a_denial_for_the_province_alone_does_not_cover_a_town(talbar: Any) -> None:
    answer(talbar, spot("Qadmar"), denies=Denies.CIVILIAN_HARM)
    (found,) = responses(talbar)
    assert found.coverage is Coverage.UNDETERMINED
    assert found.reason.text == "it names an area that holds that place and no day"


def test_a_denial_before_the_attack_answers_nothing(talbar: Any) -> None:
    talbar.document("briefing", "2021-09-29", party="TO")
    answer(talbar, spot("Talbar"), denies=Denies.CIVILIAN_HARM)
    assert responses(talbar) == []


def test_a_place_named_much_later_gives_a_statement_no_scope(talbar: Any) -> None:
    answer(talbar, denies=Denies.NON_RESPONSIVE)
    talbar.say(
        PlaceClaim, "briefing", "Ministry", pool=True, gap=300, place=spot("Talbar")
    )
    assert responses(talbar) == []


def test_a_boast_inside_a_denial_admits_no_strike(talbar: Any) -> None:
    answer(talbar, spot("Talbar"), denies=Denies.CIVILIAN_TARGETS)
    denial = talbar.pool[-1]
    boast = talbar.say(
        AttributionClaim, "briefing", "Ministry", pool=True, perpetrator="TO"
    )
    talbar.pool[-1] = msgspec.structs.replace(boast, span=denial.span)
    (found,) = responses(talbar)
    assert found.codes == (Denies.CIVILIAN_TARGETS,)


def test_a_strike_told_beside_a_denial_is_admitted(talbar: Any) -> None:
    answer(talbar, spot("Talbar"), denies=Denies.CIVILIAN_HARM)
    talbar.say(AttributionClaim, "briefing", "Ministry", pool=True, perpetrator="TO")
    codes = {code for found in responses(talbar) for code in found.codes}
    assert codes == {Denies.CIVILIAN_HARM, Denies.ADMITS_STRIKE}


def test_a_partys_own_paper_speaks_under_its_name(talbar: Any) -> None:
    answer(talbar, spot("Talbar"))
    talbar.pool[:] = [msgspec.structs.replace(c, speaker=None) for c in talbar.pool]
    (found,) = responses(talbar)
    assert found.speaker == "Source briefing"


def test_silence_names_the_party_and_codes_nothing(talbar: Any) -> None:
    talbar.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    (found,) = responses(talbar)
    assert found.codes == ()
    assert "not a denial" in found.reason.text
