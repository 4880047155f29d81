"""The preview: nothing protected leaves, every page says that it is unsigned."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import GateError, UserError
from firsthand.model import (
    Accuracy,
    Aggregate,
    Bounds,
    Capture,
    CasualtyClaim,
    Contradiction,
    ContradictionKind,
    CountRange,
    Document,
    Finding,
    FuzzyDate,
    Grade,
    GradeValue,
    Incident,
    Independence,
    Origin,
    Person,
    Place,
    Protection,
    RangeUnderProfile,
    Reason,
    Root,
    RootKind,
    SetAside,
    Source,
    Span,
    Victim,
    VictimNamesClaim,
)
from firsthand.publish import Dossier, write_preview
from firsthand.publish.redact import _is_personal_name
from firsthand.publish.site import build_preview

OPEN_TEXT = (
    "The Harbour Post. At least 9 people were killed in Talbar, said Marwan Telleri, "
    "a volunteer. Among them was Sabina Orlec, 31. =SUM(1) <script>alert(1)</script>"
)
ARABIC_TEXT = "قالت الصحيفة إن تسعة مدنيين قتلوا في تلبر."
HIDDEN_TEXT = "CANARYWORDS I saw 7 dead at the mill."
CANARIES = ("CANARYWORDS", "Canary Person", "canary-file", "Sabina", "Orlec", "Telleri")


def _span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def _capture(number: int, source: str, **more: Any) -> Capture:
    return Capture(
        id=f"K-{number}",
        sha256=f"{number}" * 64,
        size_bytes=100,
        media_type="text/plain",
        filename=more.pop("filename", f"file-{number}.txt"),
        captured_at=dt.datetime(2021, 12, 1, tzinfo=dt.UTC),
        captured_by="op_1",
        tool="test",
        source_id=source,
        notices=("a sheet is hidden: “CANARYWORDS”",),
        **more,
    )


def _document(number: int, source: str, text: str, **more: Any) -> Document:
    return Document(
        id=f"D-{number}",
        capture_id=f"K-{number}",
        text_sha256="a" * 64,
        n_chars=len(text),
        derived_by="test",
        source_id=source,
        **more,
    )


def _dossier() -> Dossier:
    open_claim = CasualtyClaim(
        id="D-1#1",
        document_id="D-1",
        span=_span(OPEN_TEXT, "At least 9 people were killed in Talbar"),
        killed=Bounds(low=9),
        speaker="Marwan Telleri",
        chain=("Marwan Telleri",),
    )
    names = VictimNamesClaim(
        id="D-1#2",
        document_id="D-1",
        span=_span(OPEN_TEXT, "Among them was Sabina Orlec, 31"),
        people=(Person(name="Sabina Orlec", age=31),),
    )
    secret = CasualtyClaim(
        id="D-2#1",
        document_id="D-2",
        span=_span(HIDDEN_TEXT, "I saw 7 dead at the mill"),
        killed=Bounds(low=7, high=7),
        speaker="Canary Person",
        chain=("Canary Person",),
    )
    arabic = CasualtyClaim(
        id="D-3#1",
        document_id="D-3",
        span=_span(ARABIC_TEXT, "تسعة مدنيين قتلوا"),
        killed=Bounds(low=9, high=9),
    )
    claims = {claim.id: claim for claim in (open_claim, names, secret, arabic)}
    measure = RangeUnderProfile(
        profile="airwars",
        measure="killed.civilian",
        range=CountRange(low=7, high=9, is_open_above=True),
        low_from=("D-2#1",),
        high_from=("D-1#1",),
        used=("D-1#1", "D-2#1"),
        set_aside=(SetAside(claim="D-3#1", why="repeats another text"),),
        reason=Reason(text="lowest and highest, Sabina Orlec among them", rule="AIR-5"),
    )
    finding = Finding(
        id="F-I-001",
        incident_id="I-001",
        ranges=(measure,),
        independence=Independence(low=1, high=2, reason=Reason(text="roots")),
        grade=Grade(profile="airwars", proposed=GradeValue.WEAK, conditions=()),
        reason=Reason(text="all of it"),
    )
    incident = Incident(
        id="I-001",
        title="Talbar, mill",
        claims=tuple(claims),
        documents=("D-1", "D-2", "D-3"),
        place=Place(
            name="Talbar",
            lat_e7=350_000_000,
            lon_e7=370_000_000,
            accuracy=Accuracy.TOWN,
        ),
        date=FuzzyDate(earliest=dt.date(2021, 9, 30), latest=dt.date(2021, 9, 30)),
        origins=("O-1", "O-2"),
        reasons=(Reason(text="both name Sabina Orlec"),),
    )
    restricted = Protection.RESTRICTED
    return Dossier(
        name="Practice",
        sources={
            "S-1": Source(id="S-1", name="Harbour Post"),
            "S-2": Source(id="S-2", name="Canary Person", protection=restricted),
        },
        captures={
            "K-1": _capture(1, "S-1"),
            "K-2": _capture(2, "S-2", filename="canary-file.txt"),
            "K-3": _capture(3, "S-1", filename="Sabina Orlec.txt", problem="broken"),
        },
        documents={
            "D-1": _document(
                1, "S-1", OPEN_TEXT, language="en", title="Sabina Orlec, 31"
            ),
            "D-2": _document(2, "S-2", HIDDEN_TEXT, title="Canary Person speaks"),
            "D-3": _document(3, "S-1", ARABIC_TEXT, language="ar"),
        },
        texts={"D-1": OPEN_TEXT, "D-2": HIDDEN_TEXT, "D-3": ARABIC_TEXT},
        claims=claims,
        states=dict.fromkeys(claims, "proposed"),
        incidents={"I-001": incident},
        findings={"I-001": finding},
        origins={
            "O-1": Origin(id="O-1", first="D-1", documents=("D-1", "D-3")),
            "O-2": Origin(id="O-2", first="D-2", documents=("D-2",)),
        },
        roots={
            "R-1": Root(
                id="R-1",
                label="Marwan Telleri",
                root_kind=RootKind.FIRST_RESPONDER,
                claims=("D-1#1",),
                reason=Reason(text="named in the text: Marwan Telleri"),
            )
        },
        victims=(
            Victim(
                id="V-1",
                person=Person(name="Sabina Orlec", age=31),
                claims=("D-1#2",),
                names=("Sabina Orlec",),
                incident_id="I-001",
            ),
        ),
        log_size=12,
        log_root="abc",
    )


def test_no_protected_word_or_name_is_in_any_file() -> None:
    files = build_preview(_dossier())
    leaks = [
        (name, canary)
        for name, data in files.items()
        for canary in CANARIES
        if canary in data.decode()
    ]
    assert leaks == []


def test_the_canaries_would_be_found_if_nothing_were_withheld() -> None:
    text = OPEN_TEXT + HIDDEN_TEXT + repr(_dossier())
    assert all(canary in text for canary in CANARIES)


def test_the_digest_of_a_protected_capture_is_not_shown() -> None:
    files = build_preview(_dossier())
    assert not any("2" * 64 in data.decode() for data in files.values())
    assert any("1" * 64 in data.decode() for data in files.values())


def test_every_page_bears_the_unsigned_banner() -> None:
    files = build_preview(_dossier())
    pages = [data.decode() for name, data in files.items() if name.endswith(".html")]
    assert len(pages) >= 5
    banner = "Unsigned preview: machine proposals, not findings"
    assert all(banner in page for page in pages)


def test_no_page_loads_or_runs_anything() -> None:
    for name, data in build_preview(_dossier()).items():
        page = data.decode()
        if name.endswith(".html"):
            assert "<script" not in page
            assert "default-src 'none'" in page
            assert " src=" not in page
            assert "@import" not in page
            assert "url(" not in page


def test_hostile_text_is_shown_as_text() -> None:
    page = build_preview(_dossier())["incidents/I-001.html"].decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_quote_is_highlighted_with_the_words_around_it() -> None:
    page = build_preview(_dossier())["incidents/I-001.html"].decode()
    assert "<mark>At least 9 people were killed in Talbar</mark>" in page
    assert "said [a first responder], a volunteer" in page


def test_arabic_runs_right_to_left() -> None:
    page = build_preview(_dossier())["incidents/I-001.html"].decode()
    assert '<blockquote lang="ar" dir="rtl">' in page
    assert "<mark>تسعة مدنيين قتلوا</mark>" in page


def test_a_range_prints_open_above() -> None:
    page = build_preview(_dossier())["index.html"].decode()
    assert "7–9 or more" in page


def test_a_whole_that_its_parts_do_not_reach_says_so_and_comes_first() -> None:
    dossier = _dossier()
    within = Contradiction(
        id="X-1",
        contradiction_kind=ContradictionKind.NUMBER,
        claims=("D-1#1", "D-3#1"),
        why="these numbers differ",
        incident_id="I-001",
    )
    across = Contradiction(
        id="X-2",
        contradiction_kind=ContradictionKind.AGGREGATE,
        claims=("D-1#1",),
        why="a whole of 200 is not reached",
        could_hold_if=("other attacks are meant",),
    )
    whole = Aggregate(
        id="A-1", claims=("D-1#1",), parts=("I-001",), reason=Reason(text="all of it")
    )
    told = dataclasses.replace(
        dossier, contradictions=[within, across], aggregates=[whole]
    )
    page = build_preview(told)["index.html"].decode()
    section = page[page.index("Figures said of several attacks") :]
    assert section.index("a whole of 200 is not reached") < section.index("The claims")
    clashes = page[page.index('id="contradictions"') :]
    assert clashes.index("a whole of 200") < clashes.index("these numbers differ")


def test_a_claim_set_aside_says_why() -> None:
    page = build_preview(_dossier())["incidents/I-001.html"].decode()
    assert "Not used: repeats another text" in page


def test_sealed_material_stops_the_preview(tmp_path: Path) -> None:
    dossier = _dossier()
    sealed = Source(id="S-3", name="hidden", protection=Protection.SEALED)
    dossier = dataclasses.replace(dossier, sources={**dossier.sources, "S-3": sealed})
    with pytest.raises(GateError, match="S-3"):
        write_preview(dossier, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_csv_escapes_formulas_and_starts_with_a_byte_order_mark() -> None:
    dossier = _dossier()
    formula = Source(id="S-1", name="=HYPERLINK(1)")
    dossier = dataclasses.replace(dossier, sources={**dossier.sources, "S-1": formula})
    data = build_preview(dossier)["data/sources.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["source"] == "'=HYPERLINK(1)"


def test_geojson_has_no_point_where_none_is_known() -> None:
    dossier = _dossier()
    incident = dossier.incidents["I-001"]
    nowhere = Incident(
        id="I-002", title="nowhere", claims=(), documents=incident.documents
    )
    dossier = dataclasses.replace(
        dossier, incidents={**dossier.incidents, "I-002": nowhere}
    )
    features = json.loads(build_preview(dossier)["data/incidents.geojson"])["features"]
    assert features[0]["geometry"]["coordinates"] == [37.0, 35.0]
    assert features[1]["geometry"] is None
    assert features[1]["properties"]["killed_min"] is None


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert build_preview(_dossier()) == build_preview(_dossier())


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="not a Firsthand preview"):
        write_preview(_dossier(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_earlier_preview_is_replaced(tmp_path: Path) -> None:
    write_preview(_dossier(), tmp_path / "site")
    stale = tmp_path / "site" / "incidents" / "I-999.html"
    stale.write_text("old")
    written = write_preview(_dossier(), tmp_path / "site")
    assert written[0] == tmp_path / "site" / "index.html"
    assert not stale.exists()


def test_a_name_across_the_edge_of_a_quote_is_still_withheld() -> None:
    dossier = _dossier()
    claim = CasualtyClaim(
        id="D-1#9",
        document_id="D-1",
        span=_span(OPEN_TEXT, "Among them was Sabina"),
        killed=Bounds(low=1, high=1),
    )
    incident = dossier.incidents["I-001"]
    dossier = dataclasses.replace(
        dossier,
        claims={**dossier.claims, claim.id: claim},
        incidents={
            "I-001": Incident(
                id="I-001",
                title=incident.title,
                claims=(*incident.claims, claim.id),
                documents=incident.documents,
            )
        },
    )
    page = build_preview(dossier)["incidents/I-001.html"].decode()
    assert "Sabina" not in page
    assert "Orlec" not in page


@pytest.mark.parametrize(
    ("speaker", "is_person"),
    [
        ("Marwan Telleri", True),
        ("Sami al-Khatib", True),
        ("Umm Sami bint Telleri", True),
        ("Rescue Volunteers", False),
        ("Talbar General Hospital", False),
        ("Velmara Civil Defence", False),
        ("مروان تلاوي", True),
        ("مستشفى أريخان", False),
        ("Марван Теллери", True),
        ("Центр помощи Талбара", False),
        ("first responder", False),
        ("Telleri", False),
    ],
)
def test_a_person_is_told_from_an_organisation(
    speaker: str,
    is_person: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    assert _is_personal_name(speaker) is is_person
