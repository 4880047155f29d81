"""Hostile files: bytes kept as they are, a clear message, bounded time, no harm."""

import hashlib
import sys
import time
from pathlib import Path

import pytest

from firsthand.capture import Limits, Taken, take_in
from firsthand.casework import create_case
from firsthand.casework.intake import add_files
from firsthand.model import Capture
from firsthand.reference import bundled_reference

sys.path.insert(0, str(Path(__file__).parent))
import hostile

REFERENCE = bundled_reference()
FILES = dict(hostile.files())
_MOST_SECONDS = 30


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_with_its_name(name: str) -> None:
    started = time.monotonic()
    taken = take_in(FILES[name], name, reference=REFERENCE)
    assert time.monotonic() - started < _MOST_SECONDS
    for each in every(taken):
        assert each.filename.startswith(name)
        if each.problem is not None:
            assert each.problem.startswith(name)
            assert "Traceback" not in each.problem
        else:
            assert each.text or each.is_media or each.parts


def every(taken: Taken) -> list[Taken]:
    return [taken, *(inner for part in taken.parts for inner in every(part.taken))]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("overlap.docx", "overlap"),
        ("zip-bomb.docx", "zip bomb"),
        ("laughs.docx", "declares entities"),
        ("reads-a-file.docx", "declares entities"),
        ("bomb.xlsx", "zip bomb"),
        ("bomb.pptx", "zip bomb"),
        ("zip-slip.zip", "is an archive"),
        ("cut.docx", "broken Word document"),
        ("loop.pdf", "broken PDF"),
    ],
)
def test_the_message_says_what_is_wrong(name: str, why: str) -> None:
    assert why in (take_in(FILES[name], name, reference=REFERENCE).problem or "")


def test_nothing_that_a_page_would_run_or_fetch_is_in_its_text() -> None:
    taken = take_in(FILES["active.html"], "active.html", reference=REFERENCE)
    assert taken.text == hostile.SENTENCE


def test_a_photo_that_claims_billions_of_points_is_kept_and_not_decoded() -> None:
    taken = take_in(FILES["boundless.jpg"], "boundless.jpg", reference=REFERENCE)
    assert taken.is_media
    assert taken.problem is None
    assert "small picture inside could not be read" in " ".join(taken.notices)


def test_a_batch_with_every_hostile_file_keeps_all_bytes_and_reads_the_good_one(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "material"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (folder / "zz-good.html").write_text(f"<html><p>{hostile.SENTENCE}</p></html>")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with create_case(tmp_path / "case", name="hostile") as case:
        report = add_files(case, [folder])
        held = {capture.sha256: capture for capture in case.store.every(Capture)}
        for name, data in FILES.items():
            digest = hashlib.sha256(data).hexdigest()
            assert digest in held, name
            assert case.store.read_object(digest) == data  # type: ignore[arg-type]
    assert "zz-good.html" in {name for name, _ in report.documents}
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    outside = {path for path in after - before if tmp_path / "case" not in path.parents}
    assert outside == set()


def test_memory_over_the_limit_costs_the_reading_and_not_the_process() -> None:
    limits = Limits(memory_bytes=160 * 2**20)
    data = b"<html><body>" + b"<p>Seven people were killed in Talbar.</p>" * 300_000
    taken = take_in(data, "large.html", reference=REFERENCE, limits=limits)
    assert taken.text is None
    assert (taken.problem or "").startswith("large.html: ")
