"""What linking remembers of a case, in `.work/linking`: derived, deleted at will.

Written whole after all is linked at once; after that only the small file and what was
added are written anew. Keys lie in files that are mapped, not read. Anything that does
not fit together is taken as nothing remembered: then all is linked at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from firsthand.casework.case import Case
from firsthand.link.alike_texts import TextScale
from firsthand.link.copies import CopiesKnown
from firsthand.link.growing import LinkMemory
from firsthand.link.key_table import KeyTable
from firsthand.model import DocumentId, Incident, IncidentId, OriginId, RootId

_LAYOUT = 5


class _Remembered(msgspec.Struct):
    """The small file: lists by number of document, and what they were made from."""

    layout: int
    arrays: str
    version: str
    rest: str
    records: dict[str, str]
    marks: dict[str, str]
    n_keys: int
    n_added: int
    n_texts: int | None
    kinds: list[str]
    sources: list[str]
    ids: list[DocumentId]
    days: list[int]
    kin: list[int]
    origin_of: list[OriginId]
    roots_of: list[tuple[RootId, ...]]
    incidents_of: list[tuple[IncidentId, ...]]
    heads: list[Incident]
    n_linked: int
    last: int
    most: tuple[float, ...] | None


class Basis(msgspec.Struct):
    """What a linking was made from.

    Attributes:
        version: Of the rules.
        rest: Digest of the decisions that bind linking.
        records: For each source its digest.
        marks: For each document a digest of all that linking reads of it.
    """

    version: str
    rest: str
    records: dict[str, str]
    marks: dict[str, str]


def load(case: Case) -> tuple[LinkMemory, Basis] | None:
    """Return what is remembered; None = nothing, or nothing that fits together."""
    folder = _folder(case)
    try:
        raw = (folder / "memory.json").read_bytes()
        held = msgspec.json.decode(raw, type=_Remembered)
        if held.layout != _LAYOUT:
            return None
        arrays = _arrays(folder / held.arrays)
        memory = _memory(held, arrays)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError):
        return None
    return memory, Basis(held.version, held.rest, held.records, held.marks)


def _arrays(folder: Path) -> Mapping[str, Any]:
    return {
        path.stem: np.load(path, mmap_mode="r", allow_pickle=False)
        for path in folder.glob("*.npy")
    }


def _memory(held: _Remembered, arrays: Mapping[str, Any]) -> LinkMemory:
    keys = KeyTable(
        arrays["keys"],
        arrays["holders"],
        np.array(arrays["added"][: held.n_added]),
        np.array(arrays["added_holders"][: held.n_added]),
    )
    is_whole = len(keys.keys) == len(keys.holders) == held.n_keys
    is_whole &= len(keys.added) == len(keys.added_holders) == held.n_added
    if not is_whole:
        raise ValueError("the files of what linking remembers do not fit together")
    scale = None
    if held.n_texts is not None:
        terms = {
            kind: (arrays[f"{kind}-terms"], arrays[f"{kind}-held"])
            for kind in held.kinds
        }
        scale = TextScale(held.n_texts, np.array(arrays["lines"]), terms, held.most)
    return LinkMemory(
        ids=held.ids,
        days=held.days,
        kin=held.kin,
        origin_of=held.origin_of,
        roots_of=held.roots_of,
        incidents_of=held.incidents_of,
        heads={head.id: head for head in held.heads},
        known=CopiesKnown(np.array(arrays["furniture"]), tuple(held.sources)),
        scale=scale,
        keys=keys,
        n_linked=held.n_linked,
        last=held.last,
    )


def save(case: Case, memory: LinkMemory, basis: Basis, *, is_new: bool) -> None:
    """Write what is remembered.

    Args:
        case: An open case, held for writing.
        memory: What linking remembers.
        basis: What it was made from.
        is_new: All was linked at once: every file is written anew.
    """
    folder = _folder(case)
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
    arrays = folder / "keys"
    arrays.mkdir(parents=True, exist_ok=True)
    scale, keys = memory.scale, memory.keys
    made: dict[str, Any] = {"added": keys.added, "added_holders": keys.added_holders}
    if is_new:
        made |= {"keys": keys.keys, "holders": keys.holders}
        made["furniture"] = memory.known.furniture
        if scale is not None:
            made["lines"] = scale.lines
            for kind, (terms, held) in scale.terms.items():
                made |= {f"{kind}-terms": terms, f"{kind}-held": held}
    for name, values in made.items():
        waiting = arrays / f"{name}.tmp"
        with waiting.open("wb") as file:
            np.save(file, values, allow_pickle=False)
        Path(waiting).replace(arrays / f"{name}.npy")
    remembered = _Remembered(
        layout=_LAYOUT,
        arrays=arrays.name,
        version=basis.version,
        rest=basis.rest,
        records=basis.records,
        marks=basis.marks,
        n_keys=len(keys.keys),
        n_added=len(keys.added),
        n_texts=scale.n_texts if scale is not None else None,
        kinds=list(scale.terms) if scale is not None else [],
        sources=list(memory.known.sources),
        ids=memory.ids,
        days=memory.days,
        kin=memory.kin,
        origin_of=memory.origin_of,
        roots_of=memory.roots_of,
        incidents_of=memory.incidents_of,
        heads=list(memory.heads.values()),
        n_linked=memory.n_linked,
        last=memory.last,
        most=scale.most if scale is not None else None,
    )
    waiting = folder / "memory.tmp"
    waiting.write_bytes(msgspec.json.encode(remembered))
    Path(waiting).replace(folder / "memory.json")


def set_aside(case: Case) -> None:
    """Let nothing be remembered until it is saved again; keys stay where they are."""
    (_folder(case) / "memory.json").unlink(missing_ok=True)


def forget_links(case: Case) -> None:
    """Delete all that linking remembers; the next run links all at once."""
    shutil.rmtree(_folder(case), ignore_errors=True)


def _folder(case: Case) -> Path:
    return case.folder / ".work" / "linking"
