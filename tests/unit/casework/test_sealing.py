"""Sealed material: opened by recipients, drilled, rewrapped, erased: I10, I13."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case
from firsthand.casework.erasing import erase
from firsthand.casework.intake import Description, add_files
from firsthand.casework.keeping import backup_case
from firsthand.casework.overview import status_lines
from firsthand.casework.proving import prove
from firsthand.casework.sealing import (
    add_recipient,
    drill,
    make_recipient,
    recipients_of,
    remove_recipient,
    rewrap,
    seal_files,
    sealed_items,
    unseal,
)
from firsthand.custody import sealing
from firsthand.custody.verify import check_package
from firsthand.errors import EvidenceError, GateError, IntegrityError, UserError
from firsthand.model import Protection, SealedItem
from firsthand.store import EmbeddedStore

WORDS = b"the well of Jesrin was poisoned on a Tuesday"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a case with two recipients, lead and escrow, keys beside it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    case = create_case(tmp_path / "case", operator="tester")
    make_recipient(case, tmp_path / "lead.key", "lead")
    make_recipient(case, tmp_path / "escrow.key", "escrow")
    (tmp_path / "page.txt").write_bytes(WORDS)
    return case


@pytest.fixture
def item(vault: Case, tmp_path: Path) -> SealedItem:
    [(_, made)] = seal_files(vault, [tmp_path / "page.txt"], note="from a friend")
    return made


def _store(case: Case) -> EmbeddedStore:
    assert isinstance(case.store, EmbeddedStore)
    return case.store


def test_each_recipient_opens_what_is_sealed_to_the_same_bytes(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    for name in ("lead", "escrow"):
        out = tmp_path / f"out-{name}"
        [path] = unseal(vault, item.id, tmp_path / f"{name}.key", out, "court order 7")
        assert path.read_bytes() == WORDS
        assert path.stat().st_mode & 0o077 == 0
        assert "page.txt" in (out / f"{item.id}.about.json").read_text()


def test_i13_opening_is_in_the_log_before_anything_is_written(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    unseal(vault, item.id, tmp_path / "lead.key", tmp_path / "out", "court order 7")
    last = list(vault.store.events())[-1]
    assert (last.entry_type, last.sha256) == ("read", item.cipher)
    assert (last.act_kind, last.because) == ("unseal", "court order 7")
    assert last.by == vault.operator


@pytest.mark.parametrize("because", [None, "", "   "])
def test_nothing_is_opened_without_a_reason(
    vault: Case, item: SealedItem, tmp_path: Path, because: str | None
) -> None:
    with pytest.raises(UserError, match="say why"):
        unseal(vault, item.id, tmp_path / "lead.key", tmp_path / "out", because)
    assert not (tmp_path / "out").exists()


def test_nothing_is_opened_into_the_case(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    inside = vault.folder / "out"
    with pytest.raises(UserError, match="lies in the case"):
        unseal(vault, item.id, tmp_path / "lead.key", inside, "why")


def test_a_strangers_key_opens_nothing_and_leaves_no_reading_in_the_log(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    sealing.write_identity(tmp_path / "stranger.key", sealing.new_data_key())
    before = vault.store.checkpoint
    with pytest.raises(UserError, match="none of these private keys"):
        unseal(vault, item.id, tmp_path / "stranger.key", tmp_path / "out", "why")
    assert vault.store.checkpoint == before


def test_without_recipients_nothing_is_sealed_and_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "page.txt").write_bytes(WORDS)
    with create_case(tmp_path / "case", operator="tester") as case:
        n = len(list(case.store.events()))
        with pytest.raises(UserError, match="recipient"):
            seal_files(case, [tmp_path / "page.txt"])
        assert len(list(case.store.events())) == n


def test_the_log_binds_the_plaintext_without_telling_its_digest(
    vault: Case, item: SealedItem
) -> None:
    [entry] = [e for e, _ in _store(vault).entries() if e.type == "sealed"]
    assert entry.plain == item.plain
    digest = sealing.hashlib.sha256(WORDS).hexdigest()
    for path in vault.folder.rglob("*"):
        assert not path.is_file() or digest.encode() not in path.read_bytes()


def test_another_plaintext_under_the_same_key_is_told_apart() -> None:
    key, salt = sealing.new_data_key(), sealing.new_salt()
    with sealing.Encrypting(b"forged", key) as stream:
        cipher = stream.read()
    honest = sealing.WrappedKey(
        data_key=key.secret,
        salt=salt,
        plain_sha256=sealing.Sha256(sealing.hashlib.sha256(WORDS).hexdigest()),
        plain_bytes=len(WORDS),
        about={},
    )
    plain = sealing.commitment(salt, honest.plain_sha256)
    with pytest.raises(IntegrityError, match="not the one that was sealed"):
        sealing.open_sealed(io.BytesIO(cipher), honest, plain, None)


def test_a_flipped_bit_of_a_ciphertext_is_refused(
    vault: Case, item: SealedItem
) -> None:
    data = bytearray(vault.store.read_object(item.cipher))
    data[-1] ^= 1
    key = sealing.WrappedKey(
        data_key=sealing.new_data_key().secret,
        salt="",
        plain_sha256=item.plain,
        plain_bytes=0,
        about={},
    )
    with pytest.raises(EvidenceError, match="cannot be decrypted"):
        sealing.open_sealed(io.BytesIO(bytes(data)), key, item.plain, None)


def test_c15_a_drill_opens_everything_and_status_says_when(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    made = drill(vault, tmp_path / "escrow.key")
    assert made.readable == (item.id,)
    assert not made.unreadable
    told = "\n".join(status_lines(vault))
    assert f"last drill on {made.at}: all opened" in told


def test_a_drill_names_what_does_not_open(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    sealing.write_identity(tmp_path / "new.key", sealing.new_data_key())
    made = drill(vault, tmp_path / "new.key")
    assert [name for name, _ in made.unreadable] == [item.id]
    assert "1 DID NOT OPEN" in "\n".join(status_lines(vault))


def test_a_new_recipient_opens_older_items_only_after_wrapping_anew(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    make_recipient(vault, tmp_path / "third.key", "third")
    assert drill(vault, tmp_path / "third.key").unreadable
    [renewed] = rewrap(vault, tmp_path / "lead.key", "a third custodian")
    assert renewed.cipher == item.cipher
    assert drill(vault, tmp_path / "third.key").readable == (item.id,)


def test_a_removed_recipient_opens_nothing_once_wrapped_anew(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    remove_recipient(vault, "escrow", "left the organisation")
    assert "still open to a removed recipient" in "\n".join(status_lines(vault))
    rewrap(vault, tmp_path / "lead.key", "escrow left")
    assert drill(vault, tmp_path / "escrow.key").unreadable
    assert drill(vault, tmp_path / "lead.key").readable
    assert not vault.store.holds(item.wrapped)
    assert _store(vault).verify().is_clean


def test_the_last_recipient_cannot_be_removed(vault: Case) -> None:
    remove_recipient(vault, "escrow", "left")
    with pytest.raises(UserError, match="last recipient"):
        remove_recipient(vault, "lead", "left")


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("age1nonsense", "not an age public key"),
        ("ssh-ed25519 AAAA", "not an age public key"),
        (sealing.new_data_key().secret, "PRIVATE"),
    ],
)
def test_what_is_no_public_key_is_refused_and_a_private_one_is_called_so(
    vault: Case, key: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        add_recipient(vault, key, "x")
    assert len(recipients_of(vault)) == 2


def test_i10_erasing_one_item_leaves_the_other_readable(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_bytes(b"other words")
    [(_, other)] = seal_files(vault, [tmp_path / "other.txt"])
    backup_case(vault.folder, tmp_path / "copy")
    done = erase(vault, item.id, "asked for")
    assert done.record.n_objects == 2
    assert any("copies made before" in text for text in done.notices)
    assert [one.id for one in sealed_items(vault)] == [other.id]
    assert drill(vault, tmp_path / "lead.key").readable == (other.id,)
    assert _store(vault).verify().is_clean
    assert list((tmp_path / "copy").rglob(item.wrapped))
    backup_case(vault.folder, tmp_path / "copy")
    assert not list((tmp_path / "copy").rglob(item.wrapped))


def test_what_was_erased_is_not_erased_again(vault: Case, item: SealedItem) -> None:
    erase(vault, item.id, "asked for it")
    with pytest.raises(UserError, match=item.id):
        erase(vault, item.id, "asked for it")


def test_a_sealed_item_is_proved_as_ciphertext_and_only_on_purpose(
    vault: Case, item: SealedItem, tmp_path: Path
) -> None:
    with pytest.raises(GateError, match="is sealed"):
        prove(vault, [item.id], tmp_path / "p")
    package = prove(vault, [item.id], tmp_path / "p", protected_too=True)
    assert package.exhibits[0].objects == (item.cipher,)
    assert check_package(tmp_path / "p").problems == []


def test_a_file_added_as_sealed_is_encrypted_and_not_read(
    vault: Case, tmp_path: Path
) -> None:
    stated = Description(source="Daraz Friend", protection=Protection.SEALED)
    report = add_files(vault, [tmp_path / "page.txt"], defaults=stated)
    assert len(report.sealed) == 1
    assert not report.documents
    for path in vault.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert WORDS not in data
            assert b"Daraz Friend" not in data


def test_a_large_file_is_sealed_as_a_stream(vault: Case, tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(range(256)) * 4096 * 8)
    [(_, made)] = seal_files(vault, [big])
    [path] = unseal(vault, made.id, tmp_path / "lead.key", tmp_path / "out", "why")
    assert path.read_bytes() == big.read_bytes()
