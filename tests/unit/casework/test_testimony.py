"""Testimony: the witness under a pseudonym, consent obeyed, requests carried out."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case
from firsthand.casework.consent import allows, consents_of
from firsthand.casework.court import export_court
from firsthand.casework.erasing import erase
from firsthand.casework.intake import add_files
from firsthand.casework.overview import status_lines
from firsthand.casework.run import run_stages
from firsthand.casework.sealing import drill, make_recipient, sealed_items, unseal
from firsthand.casework.showing import preview
from firsthand.casework.state import CaseState
from firsthand.casework.testimony import (
    add_testimony,
    close_request,
    give_consent,
    note_request,
    open_requests,
    withdraw_consent,
)
from firsthand.casework.testimony_form import BLANK, Said, read_form, read_said
from firsthand.errors import GateError, UserError
from firsthand.model import (
    ConsentState,
    ConsentUse,
    Disclosure,
    Document,
    RequestKind,
    Source,
)
from firsthand.model import Testimony as Statement  # pytest collects Test...
from firsthand.store import EmbeddedStore

FORM = """
[witness]
name = "Halima Sorani"
phone = "+99 555 0134 221"
village = "Umm Qasriya"
[interview]
date = "2026-05-03/2026-05-05"
mode = "in person"
interviewer = "Karim Vossberg"
interpreter = "none"
language = "en"
[material]
transcript = "words.vtt"
recording = "sound.ogg"
translation = "words.txt"
translator = "Lena Okafor"
[second_reading]
on = "2026-05-10"
by = "Mads Ferro"
agreed = false
differences = "bridge, not crossing"
[consent]
archive = "2026-05-03"
analysis = "2026-05-03"
{more}
"""
PARAPHRASE = 'publish-paraphrased = "2026-05-03"'
WORDS = """WEBVTT

00:00:01.000 --> 00:00:09.500
I am Halima Sorani of Umm Qasriya.

00:00:10.000 --> 00:00:20.000
On 30 November 2021 an air strike hit the market in Talbar. I saw 14 civilians killed.
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = create_case(tmp_path / "case", operator="tester")
    make_recipient(made, tmp_path / "lead.key", "lead")
    (tmp_path / "words.vtt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "words.txt").write_text("Halima: the crossing", encoding="utf-8")
    (tmp_path / "sound.ogg").write_bytes(b"OggS" + bytes(2000))
    return made


def _add(case: Case, tmp_path: Path, more: str = PARAPHRASE) -> Statement:
    text = FORM.format(more=more)
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    return add_testimony(case, tmp_path / "form.toml").testimony


def _events(case: Case) -> list[str | None]:
    return [event.act_kind for event in case.store.events()]


def test_everything_of_the_interview_is_sealed_and_the_rest_is_told(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    kinds = {item.sealed_kind.value for item in sealed_items(case)}
    assert kinds == {"identity", "transcript", "translation", "recording"}
    assert one.held_on is not None
    assert one.held_on.earliest == dt.date(2026, 5, 3)
    assert one.held_on.latest == dt.date(2026, 5, 5)
    assert one.mode == "in person"
    assert one.has_interpreter is False
    assert one.second_reading is not None
    assert one.second_reading.differences == "bridge, not crossing"


def test_the_working_text_names_the_pseudonym_and_its_times_are_linked(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    document = case.store.get(str(one.document_id))
    assert isinstance(document, Document)
    text = case.store.read_object(document.text_sha256).decode()
    assert text.startswith(f"I am {one.witness} of WITHHELD.")
    second = one.spans[1]
    assert text[second.start : second.end].startswith("On 30 November 2021")
    assert (second.start_ms, second.end_ms) == (10_000, 20_000)


def test_claims_of_a_testimony_name_the_pseudonym_as_who_speaks(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    run_stages(case)
    claims = [stated.claim for stated in CaseState(case).claims.values()]
    assert any(getattr(claim, "killed", None) for claim in claims)
    assert {claim.chain[:1] for claim in claims} == {(one.witness,)}


def test_a_recipient_gets_name_and_recording_back(case: Case, tmp_path: Path) -> None:
    one = _add(case, tmp_path)
    out = tmp_path / "out"
    unseal(case, one.witness, tmp_path / "lead.key", out, "the witness asks to see")
    by_kind = {path.suffix: path.read_bytes() for path in out.iterdir()}
    assert b"Halima Sorani" in by_kind[".identity"]
    assert by_kind[".transcript"].decode() == WORDS
    assert by_kind[".recording"].startswith(b"OggS")


def test_without_consent_to_analysis_nothing_is_read(
    case: Case, tmp_path: Path
) -> None:
    text = FORM.format(more="").replace('analysis = "2026-05-03"', "")
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    taken = add_testimony(case, tmp_path / "form.toml")
    assert taken.testimony.document_id is None
    assert any("no consent to analysis" in text for text in taken.notices)
    assert not list(case.store.every(Document))


def test_a_form_taken_in_twice_does_not_make_two_witnesses(
    case: Case, tmp_path: Path
) -> None:
    first = _add(case, tmp_path)
    with pytest.raises(UserError, match=f"same words are here as {first.id} of"):
        _add(case, tmp_path)
    assert len(list(case.store.every(Statement))) == 1


def test_without_consent_to_archive_nothing_is_taken_in(
    case: Case, tmp_path: Path
) -> None:
    text = FORM.format(more="").replace('archive = "2026-05-03"', "")
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    before = case.store.checkpoint
    with pytest.raises(UserError, match=r"consent\.archive"):
        add_testimony(case, tmp_path / "form.toml")
    assert case.store.checkpoint == before


def test_a_use_that_nobody_asked_about_is_not_allowed(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    assert not allows(case, one.id, ConsentUse.COURTS)
    assert allows(case, one.id, ConsentUse.PARAPHRASE)


def test_consent_ends_on_its_last_day(case: Case, tmp_path: Path) -> None:
    one = _add(case, tmp_path, 'share-with-courts = "2026-05-03 until 2027-01-31"')
    assert allows(case, one.id, ConsentUse.COURTS, dt.date(2027, 1, 31))
    assert not allows(case, one.id, ConsentUse.COURTS, dt.date(2027, 2, 1))


def test_a_preview_without_consent_is_refused_and_names_what_to_do(
    case: Case, tmp_path: Path
) -> None:
    _add(case, tmp_path, more="")
    run_stages(case)
    with pytest.raises(GateError, match="has not allowed publication"):
        preview(case, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def _site_text(folder: Path) -> str:
    pages = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_text(encoding="utf-8") for path in pages)


def _figures(folder: Path) -> str:
    return (folder / "data" / "incidents.csv").read_text(encoding="utf-8")


def test_paraphrase_tells_the_figure_and_withholds_words_and_pseudonym(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    run_stages(case)
    preview(case, tmp_path / "site")
    text = _site_text(tmp_path / "site")
    assert "14" in text
    assert "I saw" not in text
    assert one.witness.removeprefix("W-") not in text


def test_words_are_quoted_only_with_consent_to_that(case: Case, tmp_path: Path) -> None:
    _add(case, tmp_path, 'publish-quoted = "2026-05-03"')
    run_stages(case)
    preview(case, tmp_path / "site")
    assert "14 civilians killed" in _site_text(tmp_path / "site")


def test_a_withdrawal_marks_what_was_published_and_reopens_what_rested_on_it(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    run_stages(case)
    preview(case, tmp_path / "site")
    done = withdraw_consent(case, one.id, [], "the witness wrote to us")
    assert {item.state for item in consents_of(case, one.id).values()} == {
        ConsentState.WITHDRAWN
    }
    [marked] = case.store.every(Disclosure)
    assert marked.withdrawn == (one.id,)
    assert any("take it back" in text for text in done.notices)
    assert "out of date" in "\n".join(status_lines(case))
    with pytest.raises(GateError, match="out of date"):
        preview(case, tmp_path / "site")
    run_stages(case)
    ranges = [m for f in CaseState(case).findings.values() for m in f.ranges if m.used]
    assert not ranges
    earlier = case.store.history(f"{one.id}.archive")
    assert [record.state.value for _, record in earlier] == ["given", "withdrawn"]  # type: ignore[union-attr]


def test_a_court_gets_no_testimony_without_consent_to_that(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    name = str(one.document_id)
    with pytest.raises(GateError, match="sharing with courts"):
        export_court(case, tmp_path / "bag", [name], protected_too=True)
    said = read_said("2026-06-01")
    assert said is not None
    give_consent(case, one.id, ConsentUse.COURTS, said, "asked again")
    export_court(case, tmp_path / "bag", [name], protected_too=True)
    [noted] = case.store.every(Disclosure)
    assert (noted.how, noted.testimonies) == ("court", (one.id,))


def test_i10_erasing_a_person_leaves_nothing_of_them_and_everything_else(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    (tmp_path / "other.txt").write_text(
        "The Velmara Monitor said that 9 civilians were killed on 30 November 2021 in "
        "an air strike on the market in Talbar.",
        encoding="utf-8",
    )
    add_files(case, [tmp_path / "other.txt"])
    text = FORM.format(more=PARAPHRASE).replace("Halima Sorani", "Tarek Nesim")
    other_words = WORDS.replace("14 civilians", "8 civilians")
    (tmp_path / "words.vtt").write_text(other_words, encoding="utf-8")
    (tmp_path / "form2.toml").write_text(text, encoding="utf-8")
    other = add_testimony(case, tmp_path / "form2.toml").testimony
    run_stages(case)
    erase(case, one.witness, "the witness asked")
    for kind in (Statement, Source, Document):
        held = [item.id for item in case.store.every(kind)]  # type: ignore[type-var]
        assert not {one.id, one.source_id, str(one.document_id)} & set(held)
        assert held
    assert isinstance(case.store, EmbeddedStore)
    assert case.store.verify().is_clean
    words = b"14 civilians killed"
    mine = str(one.document_id).encode()
    for path in (case.folder / "store" / "objects").rglob("*"):
        if path.is_file() and words in path.read_bytes():
            assert mine not in path.read_bytes()
    assert drill(case, tmp_path / "lead.key").unreadable == ()
    assert other.id in [item.id for item in case.store.every(Statement)]
    assert list(status_lines(case))
    with pytest.raises(GateError, match="took back"):
        preview(case, tmp_path / "site")
    run_stages(case)
    preview(case, tmp_path / "site")
    assert "14" not in _figures(tmp_path / "site")


def test_a_request_waits_in_status_until_its_outcome_is_told(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    made = note_request(case, one.witness, RequestKind.ERASE, dt.date(2026, 6, 1))
    assert made.id in "\n".join(status_lines(case))
    erase(case, one.witness, "request carried out")
    done = close_request(case, made.id, "all erased")
    assert done.outcome == "all erased"
    assert not open_requests(case)
    with pytest.raises(UserError, match="no open request"):
        close_request(case, made.id, "again")
    assert {"request", "erase", "request-done"} <= set(_events(case))


def test_a_witness_who_speaks_again_keeps_the_pseudonym_and_is_hidden_again(
    case: Case, tmp_path: Path
) -> None:
    one = _add(case, tmp_path)
    text = FORM.format(more=PARAPHRASE).replace(
        'name = "Halima Sorani"', f'known_as = "{one.witness}"'
    )
    (tmp_path / "form2.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="--identity"):
        add_testimony(case, tmp_path / "form2.toml")
    again = add_testimony(
        case, tmp_path / "form2.toml", tmp_path / "lead.key"
    ).testimony
    assert (again.witness, again.source_id) == (one.witness, one.source_id)
    document = case.store.get(str(again.document_id))
    assert isinstance(document, Document)
    assert "Halima" not in case.store.read_object(document.text_sha256).decode()
    assert "read" in [event.entry_type for event in case.store.events()]


def test_the_blank_form_tells_what_is_missing_field_by_field(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(BLANK, encoding="utf-8")
    with pytest.raises(UserError) as told:
        read_form(tmp_path / "form.toml")
    assert "name a transcript or a recording" in str(told.value)
    assert "witness.name is empty" in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('mode = "in person"', 'mode = "by pigeon"', "interview.mode"),
        ('date = "2026-05-03/2026-05-05"', 'date = "May"', "interview.date"),
        ('transcript = "words.vtt"', 'transcript = "gone.vtt"', "no such file"),
        ("agreed = false", 'agreed = "no"', "second_reading.agreed"),
        ('differences = "bridge, not crossing"', "", "say what differs"),
        ('analysis = "2026-05-03"', 'analysis = "yes"', "consent.analysis"),
        ('analysis = "2026-05-03"', 'analisys = "2026-05-03"', "no field of the form"),
        ("[witness]", "[witness]\nname = 5", "is not a form"),
        ('village = "Umm Qasriya"', "village = 5", "witness.village"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_found(
    case: Case, tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "form.toml").write_text(
        FORM.format(more="").replace(old, new), encoding="utf-8"
    )
    with pytest.raises(UserError, match=message.replace(".", r"\.")):
        add_testimony(case, tmp_path / "form.toml")
    assert not list(case.store.every(Statement))


def test_what_was_said_is_read_or_refused_whole() -> None:
    day = dt.date(2026, 5, 3)
    assert read_said("2026-05-03") == Said(ConsentState.GIVEN, day)
    assert read_said("refused 2026-05-03") == Said(ConsentState.REFUSED, day)
    assert read_said("maybe") is None


def test_the_blank_form_assumes_no_consent() -> None:
    consent = tomllib.loads(BLANK)["consent"]
    assert consent
    assert set(consent.values()) == {""}
