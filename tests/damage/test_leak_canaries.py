"""C12: nothing of a protected person is in clear anywhere, by any way of writing it.

Unique words stand in every private field. After everything that a case can do, all that
was written is searched for them, in many encodings and inside compressed streams. The
control is a word of an open document, which the same search must find in each place.
"""

from __future__ import annotations

import base64
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.court import export_court
from firsthand.casework.erasing import erase
from firsthand.casework.exporting import export_jsonl
from firsthand.casework.intake import Description, add_files
from firsthand.casework.keeping import backup_case, read_fully, restore_case
from firsthand.casework.overview import status_lines
from firsthand.casework.proving import prove
from firsthand.casework.run import run_stages
from firsthand.casework.sealing import (
    drill,
    make_recipient,
    rewrap,
    seal_files,
    unseal,
)
from firsthand.casework.showing import preview
from firsthand.casework.testimony import (
    add_testimony,
    close_request,
    note_request,
    withdraw_consent,
)
from firsthand.errors import FirsthandError
from firsthand.model import ConsentUse, Protection, RequestKind
from firsthand.model import Source as _Source

# Each stands in one private field and nowhere else.
CANARIES = {
    "name": "Zorvaqelith",
    "family": "Ombrakhtiny",
    "other name": "\u0637\u0631\u0632\u0642\u0648\u0641",
    "phone": "0077312986540",
    "village": "Quivashtermal",
    "note": "Yplendorrack",
    "hidden word": "Wixtamoreau",
    "interviewer": "Jorvastilkin",
    "interpreter": "Nembrizzowat",
    "place of the interview": "Fjoldemarkut",
    "translator": "Uxbrentavole",
    "second reader": "Kyzzilbandor",
    "file name": "drossivantuk",
    "sealed words": "Plimmoquarth",
    "sealed testimony": "Vantibrosque",
    "sealed file name": "grettlowixen",
    "sealed source": "Hesquinardo",
    "translated words": "Bluvvermint",
    "recording": "Skorrilaptaz",
}
CONTROL = "Ostravelling"

FORM = f"""
[witness]
name = "{CANARIES["name"]} {CANARIES["family"]}"
other_names = ["{CANARIES["other name"]}"]
phone = "{CANARIES["phone"]}"
village = "{CANARIES["village"]}"
note = "{CANARIES["note"]}"
hide = ["{CANARIES["hidden word"]}"]
[interview]
date = "2026-05-03"
mode = "in person"
place = "{CANARIES["place of the interview"]}"
interviewer = "{CANARIES["interviewer"]}"
interpreter = "{CANARIES["interpreter"]}"
language = "en"
[material]
transcript = "{CANARIES["file name"]}.txt"
recording = "sound.ogg"
translation = "translation.txt"
translator = "{CANARIES["translator"]}"
[second_reading]
on = "2026-05-10"
by = "{CANARIES["second reader"]}"
agreed = true
[consent]
archive = "2026-05-03"
analysis = "2026-05-03"
publish-quoted = "2026-05-03"
share-with-courts = "2026-05-03"
"""
WORDS = (
    f"My name is {CANARIES['name']} {CANARIES['family'].upper()}, also "
    f"{CANARIES['other name']}. Call {CANARIES['phone']}. I live in "
    f"{CANARIES['village']} near {CANARIES['hidden word']}. {CANARIES['interviewer']} "
    f"asked me. On 30 November 2021 an air strike hit the market in Talbar. "
    f"{CANARIES['name']}'s brother said that 14 civilians were killed.\n"
)
OPEN = (
    f"The {CONTROL} Monitor said that 9 civilians were killed on 30 November 2021 in "
    "an air strike on the market in Talbar.\n"
)


def forms_of(word: str) -> Iterator[bytes]:
    """Yield the ways in which a word may stand in a file."""
    for text in {word, word.lower(), word.upper(), word[::-1]}:
        raw = text.encode()
        yield raw
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield urllib.parse.quote(text).encode()
        yield "".join(f"%{byte:02X}" for byte in raw).encode()
        yield text.encode("unicode-escape")
        for shift in range(3):
            # The middle of a base64 text, whatever stands before it.
            made = base64.b64encode(bytes(shift) + raw)
            yield made[4 : len(made) // 4 * 4 - 4]


def _patterns(words: dict[str, str]) -> dict[str, re.Pattern[bytes]]:
    return {
        name: re.compile(b"|".join(re.escape(f) for f in set(forms_of(word)) if f))
        for name, word in words.items()
    }


def contents_of(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, and whatever compressed streams stand in it."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    for found in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", data):
        for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(
                    data[found.start() :], 1 << 24
                )


def leaks_in(folder: Path, words: dict[str, str]) -> set[tuple[str, str]]:
    """Return which words stand in which file, by content or by name."""
    patterns = _patterns(words)
    found = set()
    for path in folder.rglob("*"):
        told = str(path.relative_to(folder))
        texts = [told.encode()]
        if path.is_file():
            texts += contents_of(path)
        found |= {
            (name, told)
            for name, pattern in patterns.items()
            if any(pattern.search(text) for text in texts)
        }
    return found


@pytest.mark.parametrize(
    "data",
    [
        b"x" + CONTROL.encode() + b"y",
        CONTROL.encode("utf-16-le"),
        CONTROL.encode("utf-16-be"),
        base64.b64encode(b"a" + CONTROL.encode() + b"bcd"),
        base64.b64encode(b"ab" + CONTROL.encode() + b"bcd"),
        base64.b64encode(CONTROL.encode() + b"bcd"),
        CONTROL.encode().hex().encode(),
        CONTROL[::-1].encode(),
        b"head" + zlib.compress(b"abc " + CONTROL.encode()),
        b"".join(b"%%%02X" % byte for byte in CONTROL.encode()),
    ],
)
def test_the_search_finds_a_word_in_every_way_of_writing(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "file").write_bytes(data)
    assert leaks_in(tmp_path, {"control": CONTROL}) == {("control", "file")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Do everything once; `written` holds all that came of it but what was unsealed."""
    root = tmp_path_factory.mktemp("canaries")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("given", "written", "written/tmp", "keys"):
            (root / name).mkdir()
        patch.setenv("XDG_CONFIG_HOME", str(root / "written" / "config"))
        patch.setenv("TMPDIR", str(root / "written" / "tmp"))
        patch.setattr(tempfile, "tempdir", None)
        _write_given(root / "given")
        _live_through(root)
        yield root
    shutil.rmtree(root)


def _write_given(given: Path) -> None:
    (given / "form.toml").write_text(FORM, encoding="utf-8")
    (given / f"{CANARIES['file name']}.txt").write_text(WORDS, encoding="utf-8")
    (given / "translation.txt").write_text(CANARIES["translated words"], "utf-8")
    (given / "sound.ogg").write_bytes(b"OggS" + CANARIES["recording"].encode() * 99)
    (given / "sealed.toml").write_text(
        FORM.replace('translator = "', 'protection = "sealed"\ntranslator = "').replace(
            f"{CANARIES['file name']}.txt", "deposition.txt"
        ),
        encoding="utf-8",
    )
    (given / "deposition.txt").write_text(CANARIES["sealed testimony"], "utf-8")
    (given / "bad.toml").write_text(FORM.replace("in person", "by dove"), "utf-8")
    sealed = given / f"{CANARIES['sealed file name']}.txt"
    sealed.write_text(CANARIES["sealed words"] * 50, encoding="utf-8")
    (given / "open.txt").write_text(OPEN, encoding="utf-8")


def _live_through(root: Path) -> None:
    given, written = root / "given", root / "written"
    with create_case(written / "case", name="Canaries", operator="tester") as case:
        make_recipient(case, root / "keys" / "lead", "lead")
        make_recipient(case, root / "keys" / "escrow", "escrow")
        add_files(case, [given / "open.txt"])
        sealed = given / f"{CANARIES['sealed file name']}.txt"
        stated = Description(
            source=CANARIES["sealed source"], protection=Protection.SEALED
        )
        assert len(add_files(case, [sealed], defaults=stated).sealed) == 1
        seal_files(case, [sealed], note=CANARIES["note"])
        first = add_testimony(case, given / "form.toml").testimony
        second = add_testimony(case, given / "sealed.toml").testimony
        assert second.document_id is None
        with pytest.raises(FirsthandError):
            add_testimony(case, given / "bad.toml")
        run_stages(case)
        assert any(first.witness in c.name for c in case.store.every(_Source))
        _hand_out(case, written, str(first.document_id))
        drill(case, root / "keys" / "lead")
        rewrap(case, root / "keys" / "lead", "a year has passed")
        case.store.close()
    (written / "case" / "store" / "index.sqlite").unlink()
    with open_case(written / "case", operator="tester") as case:
        list(status_lines(case))
        unseal(case, first.id, root / "keys" / "lead", root / "out", "to see")
        asked = note_request(case, second.witness, RequestKind.ERASE)
        withdraw_consent(case, first.id, [ConsentUse.QUOTE], "changed their mind")
        erase(case, second.witness, "asked for")
        close_request(case, asked.id, "done")
        run_stages(case)
        backup_case(case.folder, written / "later-copy")
    restore_case(written / "copy", written / "restored")
    read_fully(written / "case")


def _hand_out(case: Case, written: Path, document: str) -> None:
    preview(case, written / "site")
    export_jsonl(case, written / "jsonl")
    prove(case, ["D-001"], written / "proof")
    export_court(case, written / "bag", ["D-001", document], protected_too=True)
    backup_case(case.folder, written / "copy")


def test_c12_nothing_of_a_protected_person_is_in_clear_anywhere(place: Path) -> None:
    assert leaks_in(place / "written", CANARIES) == set()


def test_c12_control_the_open_word_is_found_wherever_things_are_written(
    place: Path,
) -> None:
    found = {
        path.split("/")[0]
        for _, path in leaks_in(place / "written", {"control": CONTROL})
    }
    assert found >= {"case", "site", "jsonl", "proof", "bag", "copy", "restored"}
    inside = [p for _, p in leaks_in(place / "written/case", {"control": CONTROL})]
    assert "store/index.sqlite" in inside
    assert any(path.startswith("store/objects/") for path in inside)


def test_c12_control_what_was_unsealed_holds_what_was_sealed(place: Path) -> None:
    found = {name for name, _ in leaks_in(place / "out", CANARIES)}
    sealed_elsewhere = {
        "sealed words",
        "sealed testimony",
        "sealed file name",
        "sealed source",
    }
    assert found == set(CANARIES) - sealed_elsewhere


def test_c12_no_temporary_file_ever_held_it_either(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    given = tmp_path / "given"
    given.mkdir()
    _write_given(given)
    with create_case(tmp_path / "case", operator="tester") as case:
        make_recipient(case, tmp_path / "lead", "lead")
    code = (
        "import sys; from pathlib import Path;"
        "from firsthand.casework import open_case;"
        "from firsthand.casework.testimony import add_testimony;"
        "from firsthand.casework.sealing import seal_files;"
        "c = open_case(Path(sys.argv[1])); g = Path(sys.argv[2]);"
        "add_testimony(c, g / 'form.toml'); seal_files(c, [g / sys.argv[3]]);"
        "(g / 'control').write_text(sys.argv[4])"
    )
    log = tmp_path / "calls"
    name = f"{CANARIES['sealed file name']}.txt"
    done = subprocess.run(  # noqa: S603  our own program
        [
            *(strace, "-f", "-xx", "-s", "200000", "-o", str(log)),
            *("-e", "trace=write,pwrite64,writev,pwritev,sendto"),
            *(sys.executable, "-c", code, str(tmp_path / "case"), str(given)),
            *(name, CONTROL),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip(f"strace is not allowed here: {done.stderr.strip()[:80]}")
    assert done.returncode == 0, done.stderr
    calls = log.read_text(encoding="ascii")

    def is_written(word: str) -> bool:
        return "".join(f"\\x{byte:02x}" for byte in word.encode()) in calls

    assert is_written(CONTROL)
    assert [field for field, word in CANARIES.items() if is_written(word)] == []
