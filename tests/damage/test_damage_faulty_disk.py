"""C3: a disk that is full, stops half-way through a file, or writes half (I2, I12)."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.custody import durable
from firsthand.custody.audit import audit
from firsthand.errors import EvidenceError
from firsthand.store import Act, create_store, open_store

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import durability_faults

pytestmark = pytest.mark.slow

CUT = """
import sys
from pathlib import Path
from firsthand.store import Act, open_store
place = Path(sys.argv[1])
store = open_store(place / "store", keys_folder=place / "keys")
pages = [store.stage(b"%d " % number * 9_999) for number in range(5)]
done = store.commit(Act(kind="add", by="op_1", tool="test/1"), objects=pages)
print(*(page.sha256 for page in pages), flush=True)
"""


def act() -> Act:
    return Act(kind="add", by="op_1", tool="test/1")  # type: ignore[arg-type]


def test_a_disk_that_runs_out_at_any_step_of_an_act_loses_nothing_acknowledged() -> (
    None
):
    faults, told = durability_faults.fill_a_disk(0, 16)
    if told.startswith("skipped"):
        pytest.skip(told)
    assert faults == []
    assert "0 refused" not in told


def test_every_write_of_a_program_may_be_cut_in_half(tmp_path: Path) -> None:
    shim = durability_faults.made_shim(tmp_path)
    if shim is None:
        pytest.skip("there is no C compiler")
    create_store(tmp_path / "store", keys_folder=tmp_path / "keys").close()
    done = subprocess.run(  # noqa: S603  our own writer
        [sys.executable, "-B", "-c", CUT, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        env={"LD_PRELOAD": str(shim)},
    )
    store = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    for number, name in enumerate(done.stdout.split()):
        assert store.read_object(name) == b"%d " % number * 9_999  # type: ignore[arg-type]
    assert store.verify().problems == ()
    store.close()


def test_a_file_that_may_not_grow_is_a_clear_error_in_the_middle_of_it(
    tmp_path: Path,
) -> None:
    """A limit on file sizes: the kernel writes a part, then refuses the rest."""
    create_store(tmp_path / "store", keys_folder=tmp_path / "keys").close()
    store = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
        with pytest.raises(EvidenceError, match="File too large"):
            store.stage(b"x" * 25_000)
        with pytest.raises(EvidenceError, match="writing stopped"):
            store.commit(act())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    store.close()
    assert list((tmp_path / "store" / "tmp").iterdir()) == []
    again = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    again.commit(act(), objects=[again.stage(b"x" * 25_000)])
    again.close()
    assert audit(tmp_path / "store").is_clean


def test_a_disk_that_takes_no_bytes_and_says_nothing_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # No disk here does it, so the call is replaced: without the rule it never ends.
    monkeypatch.setattr(durable.os, "write", lambda *_: 0)
    with pytest.raises(OSError, match="takes no more bytes"):
        durable.write_all(1, b"x")
