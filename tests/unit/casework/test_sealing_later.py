"""Sealing an item that lay in the case in clear: nothing of it is left: I10, F015."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.erasing import erase
from firsthand.casework.importing import import_path
from firsthand.casework.intake import Description, add_files
from firsthand.casework.judging import reject, undo
from firsthand.casework.keeping import backup_case
from firsthand.casework.media import search_new
from firsthand.casework.run import run_stages, what_is_out_of_date
from firsthand.casework.sealing import make_recipient, unseal
from firsthand.casework.sealing_later import SealedLater, seal_open
from firsthand.casework.showing import preview
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.model import Capture, Document, ImportedItem, SealedItem
from firsthand.store import EmbeddedStore

# Words that stand in the item alone, each in another place.
CANARIES = (
    "Zorvaqelith",
    "drossivantuk",
    "Ombrakhtiny",
    "quivash.example",
    "Hesquinardo",
)
CONTROL = "Ostravelling"
TOLD = (
    "On 30 November 2021 an air strike hit the market in Talbar. Zorvaqelith "
    "Ombrakhtiny, a local baker, said that 14 civilians were killed. Among the dead "
    "was Selmun Ombrakhtiny, 9.\n"
)
OPEN = (
    f"The {CONTROL} Monitor said that 9 civilians were killed on 30 November 2021 in "
    "an air strike on the market in Talbar.\n"
)
THIRD = "The ministry said on 1 December 2021 that no civilians died in Talbar.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make a case of three documents, run twice, judged once; with its keys."""
    root = tmp_path_factory.mktemp("made")
    given = root / "given"
    given.mkdir()
    (given / "open.txt").write_text(OPEN)
    (given / "drossivantuk.txt").write_text(TOLD)
    (given / "third.txt").write_text(THIRD)
    sheet = given / "sheet.csv"
    sheet.write_text(
        "file,source,kind,url,published\n"
        f"open.txt,{CONTROL} Monitor,monitor,https://control.example/1,2021-12-01\n"
        "drossivantuk.txt,Hesquinardo,account,https://quivash.example/9,2021-12-01\n"
        "third.txt,Ministry of Toreth,official,,2021-12-02\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(root / "config"))
        with create_case(root / "case", operator="tester") as case:
            make_recipient(case, root / "lead.key", "lead")
            together = [given / "open.txt", given / "drossivantuk.txt"]
            add_files(case, together, sheet=sheet)
            run_stages(case)
            add_files(case, [given / "third.txt"], sheet=sheet)
            run_stages(case)
            told = _told(case)
            claim = next(one for one in CaseState(case).claims if told in one)
            reject(case, [claim], "Zorvaqelith is misread here")
            run_stages(case)
    yield root
    shutil.rmtree(root)


@pytest.fixture
def case(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """Return a copy of it of one's own."""
    for name in ("config", "case"):
        shutil.copytree(made / name, tmp_path / name)
    shutil.copy(made / "lead.key", tmp_path / "lead.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with open_case(tmp_path / "case") as opened:
        yield opened


def _told(case: Case) -> str:
    captures = {one.id: one.filename for one in case.store.every(Capture)}
    [found] = [
        one.id
        for one in case.store.every(Document)
        if captures[one.capture_id] == "drossivantuk.txt"
    ]
    return str(found)


def _leaks(folder: Path, word: str) -> set[str]:
    forms = [
        word.encode(),
        word.encode("utf-16-le"),
        base64.b64encode(word.encode())[:-4],
    ]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    }


def _seal(case: Case) -> SealedLater:
    return seal_open(case, _told(case), "the speaker is at risk")


def test_before_it_is_sealed_the_search_finds_every_word_of_it(case: Case) -> None:
    assert all(_leaks(case.folder, word) for word in (*CANARIES, CONTROL))


def test_nothing_of_a_sealed_item_is_in_clear_and_all_of_the_others_is(
    case: Case,
) -> None:
    _seal(case)
    run_stages(case)
    assert not [word for word in CANARIES if _leaks(case.folder, word)]
    where = " ".join(_leaks(case.folder, CONTROL))
    assert "store/index.sqlite" in where
    assert "store/objects" in where


def test_with_a_key_every_byte_that_was_in_clear_is_read_again(
    case: Case, tmp_path: Path
) -> None:
    former = {one.sha256 for one in case.store.every(Capture)}
    done = _seal(case)
    gone = {one for one in former if not case.store.holds(one)}
    out = tmp_path / "out"
    paths = [
        path
        for item in done.items
        for path in unseal(case, item.id, tmp_path / "lead.key", out / item.id, "why")
    ]
    assert paths[0].read_text() == TOLD
    with tarfile.open(paths[-1]) as archive:
        names = archive.getnames()
        assert all(_is_its_digest(archive, name) for name in names)
    erased = {*_store(case).erased}
    assert erased == {*names, *gone}


def _is_its_digest(archive: tarfile.TarFile, name: str) -> bool:
    file = archive.extractfile(name)
    assert file is not None
    return hashlib.sha256(file.read()).hexdigest() == name


def _store(case: Case) -> EmbeddedStore:
    assert isinstance(case.store, EmbeddedStore)
    return case.store


def test_what_concerns_others_is_as_if_it_had_only_been_withdrawn(case: Case) -> None:
    told = _told(case)
    before = CaseState(case)
    others = {key: one for key, one in before.documents.items() if key != told}
    incidents = {*before.incidents}
    _seal(case)
    run_stages(case)
    after = CaseState(case)
    assert dict(after.documents) == others
    assert {*after.incidents} <= incidents
    assert not what_is_out_of_date(case)
    figures = [one for one in after.claims.values() if one.counts]
    assert figures
    assert all(one.claim.document_id != told for one in figures)


def test_every_proof_and_every_record_verifies_after_it(case: Case) -> None:
    _seal(case)
    assert _store(case).verify().is_clean
    case.close()
    with open_case(case.folder) as again:
        assert _store(again).verify().is_clean
        assert list(again.store.every(SealedItem))


def test_an_id_of_what_was_sealed_never_means_something_else(
    case: Case, tmp_path: Path
) -> None:
    former = _seal(case).former
    (tmp_path / "next.txt").write_text("A fourth report, of nothing.\n")
    add_files(case, [tmp_path / "next.txt"])
    present = {
        one.id for one in (*case.store.every(Capture), *case.store.every(Document))
    }
    assert not present & set(former)
    assert len([*case.store.every(Document)]) == 3


def test_the_same_bytes_taken_in_twice_are_sealed_together(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "again.txt").write_text(TOLD)
    add_files(case, [tmp_path / "again.txt"], defaults=Description(source="Another"))
    done = _seal(case)
    assert len([one for one in done.former if one.startswith("K-")]) == 2
    assert not _leaks(case.folder, "Zorvaqelith")


def test_a_picture_goes_with_what_search_remembered_of_it(
    case: Case, tmp_path: Path
) -> None:
    Image.effect_mandelbrot((320, 240), (-2, -1, 1, 1), 60).save(tmp_path / "a.png")
    Image.effect_mandelbrot((320, 240), (-1, -1, 1, 1), 60).save(tmp_path / "b.png")
    add_files(case, [tmp_path / "a.png", tmp_path / "b.png"])
    search_new(case, [])
    remembered = case.folder / ".work" / "media"
    assert any(remembered.rglob("*.msgpack"))
    seal_open(case, "M-001", "a face in it")
    assert not remembered.exists()
    assert case.store.get("M-001") is None
    assert case.store.get("M-002") is not None


def test_a_backup_loses_the_open_bytes_when_it_is_brought_up_to_date(
    case: Case, tmp_path: Path
) -> None:
    backup_case(case.folder, tmp_path / "copy")
    assert _leaks(tmp_path / "copy", "Zorvaqelith")
    _seal(case)
    backup_case(case.folder, tmp_path / "copy")
    assert not _leaks(tmp_path / "copy", "Zorvaqelith")


def test_an_intake_that_held_it_cannot_be_undone_behind_its_back(case: Case) -> None:
    acts = [one for one in case.store.events() if one.act_kind == "add"]
    _seal(case)
    with pytest.raises(UserError, match="sealed or erased since"):
        undo(case, acts[0].act)


def test_a_case_with_something_sealed_afterwards_can_still_be_published(
    case: Case, tmp_path: Path
) -> None:
    _seal(case)
    run_stages(case)
    preview(case, tmp_path / "site")
    assert not any(_leaks(tmp_path / "site", word) for word in CANARIES)


def test_without_recipients_or_a_reason_everything_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "page.txt").write_text(TOLD)
    with create_case(tmp_path / "case", operator="tester") as case:
        add_files(case, [tmp_path / "page.txt"])
        before = case.store.checkpoint
        with pytest.raises(UserError, match="say why"):
            seal_open(case, "D-001", None)
        with pytest.raises(UserError, match="recipient"):
            seal_open(case, "D-001", "at risk")
        assert case.store.checkpoint == before


def test_an_unknown_item_is_named(case: Case) -> None:
    with pytest.raises(UserError, match="D-999"):
        seal_open(case, "D-999", "at risk")


def test_what_was_sealed_afterwards_can_be_erased_for_good(case: Case) -> None:
    done = _seal(case)
    for item in done.items:
        erase(case, item.id, "asked for it")
    assert _store(case).verify().is_clean
    assert not [*_live(case)]


def _live(case: Case) -> list[str]:
    return [
        one.id
        for one in case.store.every(SealedItem)
        if one.cipher not in _store(case).erased
    ]


def test_an_export_of_many_messages_is_sealed_without_its_messages(
    case: Case, tmp_path: Path
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "30/11/2021, 10:00 - Selma: Nine killed in Daraz\n"
        "30/11/2021, 10:05 - Omar: Two more in Ghanta\n"
    )
    import_path(case, "whatsapp", chat)
    [whole] = [one for one in case.store.every(Capture) if one.filename == "chat.txt"]
    items = [*case.store.every(ImportedItem)]
    done = seal_open(case, whole.id, "it names people")
    assert [*case.store.every(ImportedItem)] == items
    assert case.store.get(whole.id) is None
    assert not done.former[1:]


def test_a_message_sealed_alone_says_that_its_export_still_holds_it(
    case: Case, tmp_path: Path
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("30/11/2021, 10:00 - Selma: Nine killed in Daraz\n")
    import_path(case, "whatsapp", chat)
    [item] = case.store.every(ImportedItem)
    done = seal_open(case, str(item.document_id), "she is at risk")
    assert any("still holds it" in text for text in done.notices)
