"""The document of the format is enough: a verifier written from it alone agrees.

`second_verifier.py` shares no line with the program nor with verify.py, and is short.
"""

import ast
import hashlib
import random
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.model import Source
from firsthand.store import Act, create_store, open_store

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import second_verifier  # noqa: E402  found by the line before

NOT_EVIDENCE = ("index.sqlite", "tmp/", "quarantine/", "log/tile/", "log/.lock")


def act(kind: str = "add") -> Act:
    return Act(kind=kind, by="op_1", tool="test/1")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every kind of entry that the log itself is made of."""
    place = tmp_path_factory.mktemp("second")
    store = create_store(place / "store", keys_folder=place / "keys")
    pages = [store.stage(b"page %d" % number) for number in range(6)]
    source = Source(id="S-1", name="Velmara Monitor")  # type: ignore[arg-type]
    store.commit(act(), objects=pages, records=[source])
    store.rotate_key(act("rotate-key"))
    store.commit_reading(act("read"), [pages[0].sha256])
    store.erase(act("erase"), [pages[1].sha256])
    store.close()
    shutil.rmtree(place / "keys")
    store = open_store(place / "store", keys_folder=place / "keys")
    store.adopt_key(act("adopt-key"))
    store.commit(act(), objects=[store.stage(b"after")])
    store.close()
    return place / "store"


@pytest.fixture
def broken(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "store")
    return tmp_path / "store"


def evidence_of(store: Path) -> list[Path]:
    return [
        path
        for path in sorted(store.rglob("*"))
        if path.is_file() and not str(path.relative_to(store)).startswith(NOT_EVIDENCE)
    ]


def test_the_second_verifier_is_short_and_shares_nothing() -> None:
    text = (HERE / "second_verifier.py").read_text(encoding="utf-8")
    code = ast.unparse(ast.parse(text)).splitlines()
    assert len([line for line in code if line.strip()]) < 200
    assert "import firsthand" not in text
    assert "from firsthand" not in text


def test_a_store_with_keys_rotated_adopted_and_erasures_is_good(whole: Path) -> None:
    assert audit(whole).problems == ()
    assert second_verifier.faults_of(whole) == []


def test_stores_of_old_formats_are_good(tmp_path: Path) -> None:
    for folder in sorted(HERE.glob("format-*")):
        with zipfile.ZipFile(folder / "store.zip") as file:
            file.extractall(tmp_path / folder.name)
        assert second_verifier.faults_of(tmp_path / folder.name / "store") == []


def test_every_flipped_bit_is_found_by_both(broken: Path) -> None:
    chance = random.Random(23)  # noqa: S311  the same bits every time
    files = evidence_of(broken)
    for _ in range(60):
        path = chance.choice(files)
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        good = path.read_bytes()
        path.chmod(0o640)
        path.write_bytes(data)
        assert second_verifier.faults_of(broken), path
        assert audit(broken).problems, path
        path.write_bytes(good)
    assert second_verifier.faults_of(broken) == []


def objects_of(store: Path) -> list[Path]:
    return sorted((store / "objects" / "sha256").glob("*/*"))


def drop_an_entry(store: Path) -> None:
    path = store / "log" / "entries.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:4] + lines[5:]))


def cut_the_log(store: Path) -> None:
    for name in ("entries.jsonl", "checkpoints"):
        path = store / "log" / name
        path.write_bytes(path.read_bytes()[:-40])


def drop_a_checkpoint_line(store: Path) -> None:
    path = store / "log" / "checkpoints"
    path.write_bytes(path.read_bytes().replace(b"\n\n", b"\n", 1))


def swap_checkpoints(store: Path) -> None:
    path = store / "log" / "checkpoints"
    parts = path.read_bytes().split(b"\n\n")
    path.write_bytes(b"\n\n".join(parts[2:4] + parts[:2] + parts[4:]))


def remove_an_object(store: Path) -> None:
    objects_of(store)[2].unlink()


def swap_two_objects(store: Path) -> None:
    one, other = objects_of(store)[:2]
    data = one.read_bytes()
    for path in (one, other):
        path.chmod(0o640)
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def put_an_erased_object_back(store: Path) -> None:
    name = hashlib.sha256(b"page 1").hexdigest()
    (store / "objects" / "sha256" / name[:2] / name).write_bytes(b"page 1")


def put_a_link_for_an_object(store: Path) -> None:
    path = objects_of(store)[1]
    kept = store.parent / "kept"
    path.rename(kept)
    path.symlink_to(kept)


def put_a_file_among_objects(store: Path) -> None:
    (store / "objects" / "sha256" / "ab" / "note").write_text("x")


def put_a_key_of_somebody(store: Path) -> None:
    (store / "keys" / "signing-00000000.vkey").write_text("x")


def replace_the_readme(store: Path) -> None:
    (store / "README.txt").chmod(0o640)
    (store / "README.txt").write_text("all is well")


def put_a_false_stamp(store: Path) -> None:
    (store / "anchors").mkdir(exist_ok=True)
    (store / "anchors" / "3.tsa.tsr").write_text("x")


@pytest.mark.parametrize(
    "deed",
    [
        drop_an_entry,
        cut_the_log,
        drop_a_checkpoint_line,
        swap_checkpoints,
        remove_an_object,
        swap_two_objects,
        put_an_erased_object_back,
        put_a_link_for_an_object,
        put_a_file_among_objects,
        put_a_key_of_somebody,
        replace_the_readme,
        put_a_false_stamp,
    ],
)
def test_a_store_that_was_tampered_with_is_found_by_both(
    broken: Path, deed: Callable[[Path], None]
) -> None:
    deed(broken)
    assert second_verifier.faults_of(broken)
    assert audit(broken).problems
