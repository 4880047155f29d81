"""The index: a table of records, derived from the log, that can be thrown away.

It may lag behind the log and never leads it. Deleting `index.sqlite` loses nothing:
it is rebuilt at the next opening. Present state: firsthand.store.fold. Each body has
a checksum, so that a flipped bit is noticed and not shown. Format: F009.
"""

from __future__ import annotations

import contextlib
import dataclasses
import heapq
import itertools
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firsthand.custody.entry import Entry, PrivatePart, is_clock, read_clock
from firsthand.errors import IntegrityError
from firsthand.model import (
    ActId,
    CustodyEvent,
    Derivation,
    OperatorId,
    Record,
    canonical_bytes,
)
from firsthand.store.fold import undone_acts
from firsthand.store.segments import Line, Run, Segment, kind_of, types_of

LAYOUT = "1"
_FETCH = 500

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE act (
    act TEXT PRIMARY KEY, seq INTEGER NOT NULL, undoes TEXT, kind TEXT,
    because TEXT, summary TEXT, undone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL,
    type TEXT NOT NULL, tool TEXT NOT NULL, object TEXT
);
CREATE INDEX entry_object ON entry (object);
CREATE TABLE run (
    run INTEGER PRIMARY KEY, act TEXT NOT NULL, stage TEXT NOT NULL,
    scope TEXT NOT NULL, body BLOB NOT NULL, present INTEGER NOT NULL
);
CREATE INDEX run_scope ON run (stage, scope, present);
CREATE INDEX run_act ON run (act);
CREATE TABLE record (
    n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, act TEXT NOT NULL, run INTEGER,
    id TEXT NOT NULL, kind TEXT NOT NULL, present INTEGER NOT NULL,
    crc INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX record_id ON record (id);
CREATE INDEX record_kind ON record (kind, present);
CREATE INDEX record_run ON record (run);
CREATE INDEX record_act ON record (act);
"""

# What a damaged file can raise: sqlite's own errors, and texts that are none.
BROKEN = (sqlite3.Error, UnicodeDecodeError, OverflowError)

_derivation = msgspec.json.Decoder(Derivation)


@dataclasses.dataclass(frozen=True, slots=True)
class Arrival:
    """One entry of the log with what it names, as far as the index needs it."""

    entry: Entry
    private: PrivatePart | None = None
    segment: Segment | None = None


class Index:
    """The index of one store."""

    def __init__(self, path: Path | None, *, wait_s: float = 30.0) -> None:
        """Open the index, making an empty one where there is none.

        Args:
            path: The file; None = in memory, for a store that cannot be written to.
            wait_s: How long to wait for another program, in seconds.

        Raises:
            sqlite3.Error: If the file is not a readable index of this layout.
        """
        self.path = path
        self._db = sqlite3.connect(
            path or ":memory:", timeout=wait_s, isolation_level=None
        )
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise
        self._inode = path.stat().st_ino if path else 0

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA cache_size=-65536")
        with self._transaction():
            names = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if names[0] == 0:
                for statement in _TABLES.split(";"):
                    self._db.execute(statement)
                self._set("layout", LAYOUT)
                self._set("size", "0")
                self._set("root", "")
        if self._value("layout") != LAYOUT:
            raise sqlite3.DatabaseError("the index has another layout")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def is_in_place(self) -> bool:
        """Say whether the file at its path is still the one that is open."""
        if self.path is None:
            return True
        try:
            return self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    @property
    def size(self) -> int:
        """Number of log entries applied."""
        stated = self._value("size")
        if not stated.isdecimal():
            raise sqlite3.DatabaseError(f"the index states the size {stated!r}")
        return int(stated)

    @property
    def root(self) -> str:
        """Merkle root of the log at that size, 64 hex characters; "" at size 0."""
        return self._value("root")

    def _value(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        if row is None:
            raise sqlite3.DatabaseError(f"the index lacks its {key}")
        return str(row[0])

    def _set(self, key: str, value: str) -> None:
        self._db.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold one state of the index while several questions are asked."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- applying ----------------------------------------------------------------

    def apply(self, arrivals: Iterable[Arrival], size: int, root: str) -> None:
        """Apply entries in order, all or none.

        Args:
            arrivals: Entries from `self.size` on, in order.
            size: Size of the log after them.
            root: Its Merkle root at that size, hex.

        Raises:
            sqlite3.Error: If the disk or the file refuses.
        """
        with self._transaction():
            for arrival in arrivals:
                self._apply_one(arrival)
            self._set("size", str(size))
            self._set("root", root)

    def _apply_one(self, arrival: Arrival) -> None:
        entry, said = arrival.entry, arrival.private
        named = entry.sha256 or entry.commit
        self._db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry.seq, entry.at, entry.by, entry.act, entry.type, entry.tool, named),
        )
        self._db.execute(
            "INSERT OR IGNORE INTO act (act, seq, undoes) VALUES (?, ?, ?)",
            (entry.act, entry.seq, entry.undoes),
        )
        if said is not None:
            self._db.execute(
                "UPDATE act SET kind=?, because=?, summary=? WHERE act=?",
                (said.act_kind, said.because, said.summary, entry.act),
            )
        if entry.undoes is not None:
            self._db.execute(
                "UPDATE act SET undoes=? WHERE act=?", (entry.undoes, entry.act)
            )
            self._refold()
        if arrival.segment is not None:
            self._take_authored(entry, arrival.segment.authored)
            for run in arrival.segment.runs:
                self._take_run(entry, run)

    def _take_authored(self, entry: Entry, lines: Sequence[Line]) -> None:
        last = {line.id: number for number, line in enumerate(lines)}
        self._db.executemany(
            "UPDATE record SET present=0 WHERE id=? AND run IS NULL AND present=1",
            ((one,) for one in last),
        )
        self._insert(
            entry,
            None,
            ((line, last[line.id] == number) for number, line in enumerate(lines)),
        )

    def _take_run(self, entry: Entry, run: Run) -> None:
        made = run.derivation
        self._hide_scope(made.stage, made.scope)
        number = self._db.execute(
            "INSERT INTO run (act, stage, scope, body, present) VALUES (?, ?, ?, ?, 1)",
            (entry.act, made.stage, made.scope, canonical_bytes(made)),
        ).lastrowid
        self._insert(entry, number, ((line, True) for line in run.lines))

    def _hide_scope(self, stage: str, scope: str) -> None:
        shown = self._db.execute(
            "SELECT run FROM run WHERE stage=? AND scope=? AND present=1",
            (stage, scope),
        ).fetchall()
        self._db.executemany("UPDATE record SET present=0 WHERE run=?", shown)
        self._db.executemany("UPDATE run SET present=0 WHERE run=?", shown)

    def _insert(
        self, entry: Entry, run: int | None, lines: Iterable[tuple[Line, bool]]
    ) -> None:
        self._db.executemany(
            "INSERT INTO record (seq, act, run, id, kind, present, crc, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    entry.seq,
                    entry.act,
                    run,
                    line.id,
                    line.kind,
                    is_present,
                    zlib.crc32(line.body),
                    line.body,
                )
                for line, is_present in lines
            ),
        )

    def _refold(self) -> None:
        # Acts whose standing an undo has changed: choose again what of theirs shows.
        rows = self._db.execute("SELECT act, undoes, undone FROM act ORDER BY seq")
        acts = rows.fetchall()
        undone = undone_acts([(act, undoes) for act, undoes, _ in acts])
        changed = [
            (act in undone, act) for act, _, was in acts if bool(was) != (act in undone)
        ]
        self._db.executemany("UPDATE act SET undone=? WHERE act=?", changed)
        for _, act in changed:
            for (one,) in self._db.execute(
                "SELECT DISTINCT id FROM record WHERE act=? AND run IS NULL", (act,)
            ).fetchall():
                self._show_latest_of_id(one)
            for stage, scope in self._db.execute(
                "SELECT DISTINCT stage, scope FROM run WHERE act=?", (act,)
            ).fetchall():
                self._hide_scope(stage, scope)
                self._show_latest_of_scope(stage, scope)

    def _show_latest_of_id(self, record_id: str) -> None:
        self._db.execute(
            "UPDATE record SET present=0 WHERE id=? AND run IS NULL", (record_id,)
        )
        self._db.execute(
            "UPDATE record SET present=1 WHERE n=(SELECT max(n) FROM record"
            " JOIN act USING (act) WHERE id=? AND run IS NULL AND undone=0)",
            (record_id,),
        )

    def _show_latest_of_scope(self, stage: str, scope: str) -> None:
        latest = self._db.execute(
            "SELECT max(run) FROM run JOIN act USING (act)"
            " WHERE stage=? AND scope=? AND undone=0",
            (stage, scope),
        ).fetchone()
        if latest[0] is not None:
            self._db.execute("UPDATE run SET present=1 WHERE run=?", latest)
            self._db.execute("UPDATE record SET present=1 WHERE run=?", latest)

    # --- asking ------------------------------------------------------------------

    def body(self, record_id: str) -> bytes | None:
        """Return the present record of an id; None = none."""
        row = self._db.execute(
            "SELECT body, crc, id FROM record WHERE id=? AND present=1"
            " ORDER BY n DESC LIMIT 1",
            (record_id,),
        ).fetchone()
        return None if row is None else self._sound(*row)

    def bodies(self, record_type: type[Record]) -> Iterator[bytes]:
        """Yield the present records of a type and its subclasses, in log order.

        What is yielded is the state at the first step: commits made meanwhile
        neither add to it nor take from it.
        """
        wanted = [self._numbers(kind_of(one)) for one in types_of(record_type)]
        numbers = array("q", heapq.merge(*wanted))
        for start in range(0, len(numbers), _FETCH):
            yield from self._fetch(numbers[start : start + _FETCH])

    def _numbers(self, kind: str) -> array[int]:
        rows = self._db.execute(
            "SELECT n FROM record WHERE kind=? AND present=1 ORDER BY n", (kind,)
        )
        return array("q", (n for (n,) in rows))

    def _fetch(self, numbers: Sequence[int]) -> list[bytes]:
        marks = ",".join("?" * len(numbers))
        rows = self._db.execute(
            f"SELECT body, crc, id FROM record WHERE n IN ({marks}) ORDER BY n",  # noqa: S608  question marks only
            list(numbers),
        )
        return [self._sound(*row) for row in rows.fetchall()]

    def bodies_of_scope(self, stage: str, scope: str) -> list[bytes]:
        """Return what the present derivation of a scope brought, in order."""
        rows = self._db.execute(
            "SELECT record.body, crc, id FROM run JOIN record USING (run)"
            " WHERE stage=? AND scope=? AND run.present=1 ORDER BY n",
            (stage, scope),
        )
        return [self._sound(*row) for row in rows.fetchall()]

    def derivations(self, stage: str) -> dict[str, Derivation]:
        """Return the present derivation of each scope of a stage."""
        rows = self._db.execute(
            "SELECT scope, body FROM run WHERE stage=? AND present=1 ORDER BY run",
            (stage,),
        )
        return {scope: self._derivation(body) for scope, body in rows.fetchall()}

    def _derivation(self, body: bytes) -> Derivation:
        try:
            return _derivation.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
            raise sqlite3.DatabaseError(f"a derivation is altered: {error}") from error

    def history(self, record_id: str) -> list[tuple[CustodyEvent, bytes]]:
        """Return every version of a record, present or past, with what brought it."""
        rows = self._db.execute(
            "SELECT record.seq, body, crc, id FROM record WHERE id=? ORDER BY n",
            (record_id,),
        ).fetchall()
        return [
            (self._event_at(seq), self._sound(body, crc, name))
            for seq, body, crc, name in rows
        ]

    def events(self, since: int) -> Iterator[CustodyEvent]:
        """Yield log entries from index `since`, joined with their private parts."""
        until = self.size
        for start in range(since, until, _FETCH):
            yield from self._events(start, min(start + _FETCH, until))

    def _event_at(self, seq: int) -> CustodyEvent:
        found = self._events(seq, seq + 1)
        if not found:
            raise sqlite3.DatabaseError(f"the index lacks entry {seq}")
        return found[0]

    def _events(self, start: int, stop: int) -> list[CustodyEvent]:
        rows = self._db.execute(
            "SELECT entry.seq, at, by, entry.act, type, tool, object, kind,"
            " because, undoes, summary FROM entry JOIN act USING (act)"
            " WHERE entry.seq >= ? AND entry.seq < ? ORDER BY entry.seq",
            (start, stop),
        )
        return [_event(row) for row in rows.fetchall()]

    def knows_act(self, act: ActId) -> bool:
        """Say whether an act of that id is in the log."""
        row = self._db.execute("SELECT 1 FROM act WHERE act=?", (act,)).fetchone()
        return row is not None

    def present_lines(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield id, kind and body of every present record in log order."""
        yield from self._db.execute(
            "SELECT id, kind, body FROM record WHERE present=1 ORDER BY n"
        )

    def n_present(self) -> int:
        """Return the number of present records."""
        row = self._db.execute("SELECT count(*) FROM record WHERE present=1").fetchone()
        return int(row[0])

    def present_runs(self) -> set[tuple[str, str, bytes]]:
        """Return stage, scope and header of every present derivation."""
        return set(
            self._db.execute("SELECT stage, scope, body FROM run WHERE present=1")
        )

    def differs_from(self, other: Index) -> str | None:
        """Return the first table in which two indexes differ; None = none does."""
        for table in ("entry", "act", "run", "record"):
            query = f"SELECT * FROM {table} ORDER BY 1"  # noqa: S608  four fixed names
            mine, theirs = self._db.execute(query), other._db.execute(query)
            for row, wanted in itertools.zip_longest(mine, theirs):
                if row != wanted:
                    return f"table {table}, row {(row or wanted)[0]}"
        return None

    def damage(self) -> str | None:
        """Return what sqlite finds wrong with the file; None = nothing."""
        try:
            found = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except BROKEN as error:
            return str(error)
        return None if found == "ok" else str(found)

    def _sound(self, body: object, crc: int, record_id: str) -> bytes:
        if not isinstance(body, bytes) or zlib.crc32(body) != crc:
            raise IntegrityError(
                f"{self.path}: record {record_id} is altered in the index. Nothing is "
                "lost: delete index.sqlite, and it is rebuilt from the log"
            )
        return body


def _event(row: Sequence[Any]) -> CustodyEvent:
    seq, at, by, act, entry_type, tool, named, kind, because, undoes, summary = row
    if not is_clock(at):
        raise sqlite3.DatabaseError(f"entry {seq} is altered in the index")
    return CustodyEvent(
        id=f"event-{seq}",
        seq=seq,
        at=read_clock(at),
        by=OperatorId(by),
        act=ActId(act),
        entry_type=entry_type,
        tool=tool,
        act_kind=kind,
        sha256=named,
        because=because,
        undoes=undoes,
        summary=summary,
    )
