"""What is here, what is out of date, what waits for a person."""

from __future__ import annotations

import collections
from collections import Counter
from collections.abc import Iterator

from firsthand.casework.anchoring import exposure_in_words
from firsthand.casework.case import Case
from firsthand.casework.keeping import last_read_in_words
from firsthand.casework.releasing import moved_releases
from firsthand.casework.run import what_is_out_of_date
from firsthand.casework.sealing import sealed_in_words
from firsthand.casework.state import CaseState
from firsthand.casework.testimony import open_requests
from firsthand.custody.disk import is_disk_encrypted
from firsthand.model import Document, GradeValue, Protection
from firsthand.model.words import many
from firsthand.store import EmbeddedStore


def _protected_lines(case: Case) -> Iterator[str]:
    sealed = sealed_in_words(case) if isinstance(case.store, EmbeddedStore) else None
    if sealed:
        yield f"  {sealed}"
    if (exposed := _exposed_in_words(case)) is not None:
        yield f"  {exposed}"
    waiting = open_requests(case)
    if waiting:
        told = ", ".join(f"{one.id} ({one.request_kind.value})" for one in waiting)
        yield f"  requests of witnesses wait: {told}"


def _exposed_in_words(case: Case) -> str | None:
    """Say what lies on this disk in clear, where that endangers; None = nothing."""
    n = sum(
        one.protection is Protection.RESTRICTED for one in case.store.every(Document)
    )
    is_encrypted = is_disk_encrypted(case.folder)
    if not n or is_encrypted:
        return None
    disk = (
        "THE DISK IS NOT ENCRYPTED"
        if is_encrypted is False
        else "whether the disk is encrypted is not known"
    )
    return (
        f"{many(n, 'restricted document')} and the index lie here in clear, and "
        f"{disk}: encrypt it, or seal what can wait (firsthand seal D-... --because "
        "...)"
    )


def status_lines(case: Case) -> Iterator[str]:
    """Tell the state of a case in a few lines."""
    state = CaseState(case)
    yield f"Case {case.settings.name} in {case.folder}"
    yield (
        f"  {len(state.sources)} sources, {len(state.captures)} captures, "
        f"{len(state.documents)} documents, {len(state.media)} media items"
    )
    unread = [item for item in state.captures.values() if item.problem]
    if unread:
        yield f"  {len(unread)} captures kept, not read: {unread[0].problem}"
    states = Counter(stated.state for stated in state.shown.values())
    told = ", ".join(f"{n} {name}" for name, n in sorted(states.items()))
    yield f"  {len(state.claims)} claims ({told or 'none yet'})"
    yield (
        f"  {len(state.incidents)} incidents, {len(state.aggregates)} figures said of "
        f"several attacks, {len(state.victims)} people named or described"
    )
    n_open = sum(item.state == "open" for item in state.contradictions)
    n_ungraded = sum(
        item.grade.proposed is GradeValue.UNGRADED for item in state.findings.values()
    )
    yield f"  {n_open} contradictions open, {n_ungraded} incidents ungraded"
    moved = moved_releases(state)
    if moved:
        told = ", ".join(one.release.id for one in moved)
        yield f"  published and moved since: {told}. Next: firsthand releases"
    reopened = [
        stated.claim.id
        for stated in state.shown.values()
        if stated.note and stated.note.startswith("re-opened")
    ]
    if reopened:
        yield f"  judged before, re-opened: {', '.join(reopened)}"
    todo = what_is_out_of_date(case)
    yield (
        f"  out of date: {', '.join(todo)}. Next: firsthand run"
        if todo
        else ("  up to date")
    )
    if isinstance(case.store, EmbeddedStore):
        yield f"  {exposure_in_words(case.store)}. Next: firsthand anchor"
    yield f"  {last_read_in_words(case)}"
    yield from _protected_lines(case)
    newest = collections.deque(case.store.events(), maxlen=1)
    for last in newest:
        yield (
            f"  log: {last.seq + 1} entries, newest {last.at:%Y-%m-%d %H:%M:%S} UTC by "
            "the local clock (recorded, not proof)"
        )
