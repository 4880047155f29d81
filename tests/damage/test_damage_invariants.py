"""One test an invariant of docs/format.md that is named nowhere else, I1 to I13."""

import ast
import base64
import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import firsthand
from firsthand.custody import timestamp, verify
from firsthand.custody.audit import audit
from firsthand.errors import EvidenceError, FirsthandError
from firsthand.model import Operator, Source
from firsthand.store import Act, EmbeddedStore, create_store, open_store

SOURCE = Path(firsthand.__file__).parent
CANARIES = tuple(
    f"canary-{word}-q7x" for word in ("name", "label", "because", "summary", "file")
)


def act(kind: str = "add", **more: str) -> Act:
    return Act(kind=kind, by="op_1", tool="test/1", **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    made = create_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    yield made
    made.close()


def test_i1_an_object_keeps_its_bytes_its_inode_and_its_mode(
    store: EmbeddedStore,
) -> None:
    page = store.stage(b"page")
    store.commit(act(), objects=[page])
    path = store.folder / "objects" / "sha256" / page.sha256[:2] / page.sha256
    before = path.stat()
    store.commit(act(), objects=[store.stage(b"page")])
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert after.st_mode & 0o777 == 0o440


def test_i2_a_receipt_covers_its_act_and_is_on_disk(store: EmbeddedStore) -> None:
    receipt = store.commit(act(), objects=[store.stage(b"page")])
    notes = (store.folder / "log" / "checkpoints").read_text(encoding="utf-8")
    assert receipt.checkpoint in notes
    assert receipt.tree_size > receipt.first_seq


def test_i3_every_object_is_named_and_every_named_object_is_there(
    store: EmbeddedStore,
) -> None:
    store.commit(act(), objects=[store.stage(b"page")])
    store.stage(b"staged, never committed")
    pairs = [(entry.sha256, entry.commit) for entry, _ in store.entries()]
    named = {name for pair in pairs for name in pair}
    held = {p.name for p in (store.folder / "objects").rglob("*") if p.is_file()}
    assert held == named - {None}


def test_i4_any_two_checkpoints_are_consistent(store: EmbeddedStore) -> None:
    for number in range(5):
        store.commit(act(), objects=[store.stage(b"page %d" % number)])
    lines = [line for _, line in store.entries()]
    for size, text in store.checkpoints():
        tree = verify.Frontier()
        for line in lines[:size]:
            tree.add(verify.leaf_hash(line))
        assert verify.parse_note(text, 1).root == tree.root()


def test_i5_i6_entries_are_dense_and_canonical(store: EmbeddedStore) -> None:
    store.commit(act(because="any"), objects=[store.stage(b"page")])
    for number, (entry, line) in enumerate(store.entries()):
        assert entry.seq == number
        again = json.dumps(
            json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert again.encode() == line


def test_i8_no_time_stamp_is_verified_without_a_root() -> None:
    """Nor is what no authority signed: the only way to `is_verified` names a root."""
    tree = ast.parse(Path(timestamp.__file__).read_text(encoding="utf-8"))
    verdicts = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "is_verified"
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
    ]
    assert len(verdicts) == 1
    request = timestamp.make_request(b"note")
    with pytest.raises(FirsthandError):
        timestamp.verify_answer(request, b"note", [])


def test_i9_a_rollback_is_seen_against_a_checkpoint_kept_elsewhere(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    shutil.copytree(store.folder, tmp_path / "older")
    receipt = store.commit(act(), objects=[store.stage(b"page")]).checkpoint
    assert audit(tmp_path / "older").is_clean  # without one it is not
    seen = audit(tmp_path / "older", receipts=(receipt,)).problems
    assert {one.code for one in seen} == {"V042"}


def test_i10_the_log_holds_no_word_of_anyone(
    store: EmbeddedStore,
) -> None:
    """C12: canaries in every private field, and the search finds them."""
    name, label, because, summary, file = CANARIES
    records = [Source(id="S-1", name=name), Operator(id="op_1", label=label)]  # type: ignore[arg-type]
    store.commit(
        act(because=because, summary=summary),
        objects=[store.stage(file.encode())],
        records=records,
    )
    log = b"".join(p.read_bytes() for p in (store.folder / "log").iterdir())
    objects = b"".join(
        p.read_bytes() for p in (store.folder / "objects").rglob("*") if p.is_file()
    )
    for canary in CANARIES:
        raw = canary.encode()
        assert raw in objects
        for form in (raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")):
            assert form not in log
        assert hashlib.sha256(raw).hexdigest().encode() not in log.replace(
            hashlib.sha256(file.encode()).hexdigest().encode(), b""
        )


def test_i11_what_proves_and_copies_never_parses_material() -> None:
    """Custody and store read bytes; they import no parser of documents."""
    parsers = re.compile(
        r"^\s*(?:from|import) (?:firsthand\.capture|pypdf|lxml|trafilatura|PIL|email)",
        re.MULTILINE,
    )
    looked_at = [
        *sorted((SOURCE / "custody").glob("*.py")),
        *sorted((SOURCE / "store").glob("*.py")),
        *(SOURCE / "casework" / f"{n}.py" for n in ("proving", "exhibits", "court")),
    ]
    assert len(looked_at) > 15
    for path in looked_at:
        assert not parsers.search(path.read_text(encoding="utf-8")), path
    intake = (SOURCE / "casework" / "intake.py").read_text(encoding="utf-8")
    assert parsers.search(intake)  # the search finds one where there is one


def test_i12_a_failed_flush_stops_the_handle_and_nothing_is_mended(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr("firsthand.custody.durable.flush_file", refuse)
        with pytest.raises(EvidenceError, match="could not be written"):
            store.commit(act(), objects=[store.stage(b"page")])
    with pytest.raises(EvidenceError, match="writing stopped"):
        store.commit(act())
    keys = store.folder.parent / "keys"
    again = open_store(store.folder, keys_folder=keys)
    again.commit(act())
    assert audit(store.folder).is_clean
    again.close()


def test_i13_without_the_key_a_store_is_read_and_never_written(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """Access by role is a team server's; here the key decides who writes."""
    reader = open_store(store.folder, keys_folder=tmp_path / "nobody")
    with pytest.raises(FirsthandError, match="signing key"):
        reader.commit(act())
    assert reader.verify().problems == ()
    reader.close()


def fill_to_the_last_block(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(handle, bytes(65_536)):
            pass
    os.close(handle)
    assert os.statvfs(path).f_bavail == 0


def test_a_really_full_disk_is_a_clear_error_and_space_brings_service_back(
    tmp_path: Path,
) -> None:
    """C3: a small disk of its own, filled to the last block."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("mounting a small disk needs root")
    command = [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:  # noqa: S603  ours
        pytest.skip("mounting is not permitted here")
    try:
        store = create_store(disk / "store", keys_folder=tmp_path / "keys")
        kept = store.stage(b"kept")
        store.commit(act(), objects=[kept])
        ballast = disk / "ballast"
        fill_to_the_last_block(ballast)
        with pytest.raises(EvidenceError, match="could not be written"):
            store.commit(act(), objects=[store.stage(b"page" * 9_999)])
        store.close()
        ballast.unlink()
        again = open_store(disk / "store", keys_folder=tmp_path / "keys")
        assert again.read_object(kept.sha256) == b"kept"
        again.commit(act(), objects=[again.stage(b"page" * 9_999)])
        assert again.verify().problems == ()
        again.close()
    finally:
        command = [str(shutil.which("umount")), str(disk)]
        subprocess.run(command, check=True)  # noqa: S603  mounted above


def test_i7_a_log_that_adds_one_key_twice_is_refused(broken: Path) -> None:
    path = broken / "log" / "entries.jsonl"
    lines = path.read_bytes().splitlines()
    twice = json.loads(lines[1]) | {"seq": 3}
    lines[3] = json.dumps(twice, sort_keys=True, separators=(",", ":")).encode()
    path.write_bytes(b"\n".join(lines) + b"\n")
    codes = {(one.code, Path(one.path).name) for one in audit(broken).problems}
    assert ("V011", "entries.jsonl") in codes
    store = open_store(broken, keys_folder=broken / "none", read_only=True)
    assert store.fault is not None
    store.close()
