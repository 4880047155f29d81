"""A case: a folder with a store, settings and reference rows of its own."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from firsthand import __version__
from firsthand.casework.numbering import Numbering
from firsthand.custody.lock import CaseLock
from firsthand.errors import IntegrityError, UserError
from firsthand.model import Operator, OperatorId, Sha256
from firsthand.reference import Reference, open_reference
from firsthand.settings import CASE_FILE, Settings, read_settings, write_case_file
from firsthand.store import Act, EmbeddedStore, Store, create_store, open_store

TOOL = f"firsthand {__version__}"
# Told as (what, done, of how many); faces draw it, tests ignore it.
Progress = Callable[[str, int, int], None]


def no_progress(what: str, done: int, total: int) -> None:
    """Ignore progress."""


class Case:
    """An open case. Close it, or use it in a `with` statement.

    Attributes:
        folder: The case folder.
        settings: Settings in force.
        store: Its store.
    """

    def __init__(self, folder: Path, settings: Settings, store: Store) -> None:
        """Hold an open store; use `open_case` or `create_case`."""
        self.folder = folder
        self.settings = settings
        self.store = store

    def __enter__(self) -> Self:
        """Return the case itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of the case; everything acknowledged stays."""
        self.store.close()

    @functools.cached_property
    def reference(self) -> Reference:
        """The reference tables, bundled ones and the case's own."""
        return open_reference(self.folder, country=self.settings.country)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the case for one act of work: a second program waits or is told so.

        Raises:
            CaseBusyError: Somebody else worked on it for longer than ten seconds.
        """
        work = self.folder / ".work"
        work.mkdir(exist_ok=True)
        with CaseLock(work / "lock", wait_s=30.0):
            yield

    def act(
        self, kind: str, *, because: str | None = None, summary: str | None = None
    ) -> Act:
        """Return an act of who is at the keyboard, for `store.commit`."""
        return Act(
            kind=kind,
            by=self.operator,
            tool=TOOL,
            because=because,
            summary=summary,
            after=self._newest_answer,
        )

    @functools.cached_property
    def _newest_answer(self) -> Sha256 | None:
        """The answer to the newest time stamp when the case was opened (I8)."""
        if not isinstance(self.store, EmbeddedStore):
            return None
        answers = (self.store.folder / "anchors").glob("[0-9]*.*.tsr")
        names = {one: one.name.partition(".")[0] for one in sorted(answers)}
        sizes = {int(size): one for one, size in names.items() if size.isdigit()}
        if not sizes:
            return None
        found = Sha256(hashlib.sha256(sizes[max(sizes)].read_bytes()).hexdigest())
        return found if self.store.holds(found) else None

    @functools.cached_property
    def operator(self) -> OperatorId:
        """Opaque id of who is at the keyboard, made on their first act."""
        label = self.settings.operator
        for known in self.store.every(Operator):
            if known.label == label:
                return OperatorId(known.id)
        made = Operator(id=f"op_{secrets.token_hex(4)}", label=label)
        act = Act(kind="operator", by=OperatorId(made.id), tool=TOOL)
        self.store.commit(act, records=[made])
        return OperatorId(made.id)

    def numbering(self, prefix: str) -> Numbering:
        """Return a numbering of new ids ("D-007"), to be used while writing."""
        return Numbering(self.store, prefix)


def store_of(case: Case) -> EmbeddedStore:
    """Return the case's store, which must be one in a folder.

    Raises:
        UserError: It is another kind of store.
    """
    if not isinstance(case.store, EmbeddedStore):
        raise UserError("this needs a case in a folder")
    return case.store


def create_case(
    folder: Path,
    *,
    name: str | None = None,
    profiles: Sequence[str] = (),
    **choices: str | None,
) -> Case:
    """Make a new case in an absent or empty folder.

    Args:
        folder: Where.
        name: Name for people; None = the folder's name.
        profiles: Range profiles to print, the first one leads; none = as settings say.
        choices: `country` (ISO 3166), `operator`.

    Raises:
        UserError: The folder holds something already.
    """
    folder = folder.resolve()
    if (folder / CASE_FILE).exists():
        raise UserError(f"{folder} is a case already; work in it: cd {folder}")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise UserError(f"{folder} is not empty; name a new folder for the case")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # other accounts of this machine have no business in it
    case_id = f"c_{secrets.token_hex(8)}"
    store = create_store(folder / "store", case_id=case_id)
    store.close()
    write_case_file(
        folder,
        name=name or folder.name,
        case_id=case_id,
        country=choices.get("country"),
        profiles=profiles,
    )
    case = open_case(folder, operator=choices.get("operator"))
    case.store.commit(case.act("init", summary=f"case {name or folder.name} made"))
    return case


def find_case(start: Path) -> Path:
    """Find the case folder from `start` upwards, as git does.

    Raises:
        UserError: No folder upwards is a case.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / CASE_FILE).is_file():
            return folder
    raise UserError(
        f"{here} is not in a case. Make one: firsthand init mycase && cd mycase, "
        "or name one: firsthand -C CASE ..."
    )


def open_case(
    folder: Path, *, operator: str | None = None, wait_s: float = 10.0
) -> Case:
    """Open a case by its folder.

    Args:
        folder: The case folder, or a folder inside it.
        operator: Who is at the keyboard; None = as settings say.
        wait_s: How long to wait for another program that is writing, in seconds.

    Raises:
        UserError: There is no case, or its settings cannot be read.
        IntegrityError: The store does not agree with its log.
        CaseBusyError: Another program is writing and did not finish in time.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such case folder")
    found = find_case(folder)
    settings = read_settings(found)
    if operator:
        settings = msgspec.structs.replace(settings, operator=operator)
    store = open_store(found / "store", wait_s=wait_s)
    if store.fault:
        store.close()
        raise IntegrityError(
            f"{store.fault}. Nothing was changed. Look closer: firsthand verify"
        )
    return Case(found, settings, store)
