"""Look again: is a document still at its address, and does it say the same?

Gone, changed and not reachable are three things. A site that does not answer, asks for
a login or refuses says nothing about removal. Method: M203. Rules: BER-1.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import itertools
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from firsthand.capture.visiting import Visit, browser_here, check_address
from firsthand.casework.case import Case
from firsthand.casework.intake import AddReport
from firsthand.casework.state import CaseState
from firsthand.casework.web import Errand, Tell, keep_visit, visit_page, went_to
from firsthand.errors import UserError
from firsthand.model import (
    Document,
    DocumentId,
    LaterLook,
    Persistence,
    WebCapture,
    WebOutcome,
)

_GONE = frozenset({404, 410})
# A notice of removal is short; an article that quotes one is not (house).
_NOTICE_CHARS = 1_500
_NOTICE_HEAD = 400
# Less than this of the lines in common: another page stands there (house).
_ANOTHER_PAGE_PERCENT = 20
_LINES_SHOWN, _LINE_CHARS = 4, 100
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def due_documents(case: Case, every: dt.timedelta) -> list[str]:
    """Return documents with an address that nobody looked at for so long.

    Documents found gone are left out: they are looked at again by name.
    """
    now = dt.datetime.now(dt.UTC)
    state = CaseState(case)
    looks = _newest_looks(case)
    due: dict[str, str] = {}
    for document in state.documents.values():
        if document.url is None or document.id in state.withdrawn:
            continue
        if urlsplit(document.url).scheme not in {"http", "https"}:
            continue
        look = looks.get(document.id)
        last = look.at if look else _captured_at(state, document)
        if (look is None or look.found is not Persistence.GONE) and now - last >= every:
            # An address that changed has several documents: the newest is asked for.
            due[document.url] = document.id
    return list(due.values())


def look_again(
    case: Case, names: Sequence[str], errand: Errand, *, tell: Tell
) -> list[LaterLook]:
    """Visit the addresses of documents again and record what was found.

    Args:
        case: An open case.
        names: Ids of documents.
        errand: For whom, why, how.
        tell: Told before and after the network is used.

    Raises:
        UserError: No browser, no such document, or one without an address.
    """
    if not names:
        return []
    browser_here()
    state = CaseState(case)
    chosen = [_document(state, name) for name in names]
    looks = []
    for document in chosen:
        url = check_address(document.url or "")
        tell(f"going to the network: {urlsplit(url).hostname}")
        seen = visit_page(url, errand)
        tell(went_to(seen))
        looks.append(_kept(case, state, document, seen, errand))
    return looks


def _document(state: CaseState, name: str) -> Document:
    document = state.documents.get(DocumentId(name))
    if document is None:
        raise UserError(f"no document {name!r}; list them: firsthand documents")
    if document.url is None:
        raise UserError(f"{name} has no address; it was added without --url")
    return document


def _kept(
    case: Case, state: CaseState, document: Document, seen: Visit, errand: Errand
) -> LaterLook:
    source = state.sources.get(document.source_id) if document.source_id else None
    stated = dataclasses.replace(
        errand.stated,
        url=document.url,
        source=source.name if source else None,
        protection=document.protection,
    )
    one = dataclasses.replace(errand, stated=stated)
    known = (document.id, state.text_of(document))
    words = [str(row["words"]) for row in case.reference.table("removed_pages")]
    found, why = judge(document.url or "", seen, words)
    is_there = found is Persistence.SAME
    record = keep_visit(case, seen, one, AddReport(), known=known, is_read=is_there)
    difference = None
    new_text = _text_of(case, record)
    if is_there and new_text is not None:
        found, why, difference = compare(state.text_of(document), new_text)
    first, last = _seen(case, state, document)
    look = LaterLook(
        id=f"L-{secrets.token_hex(6)}",
        document_id=document.id,
        url=document.url or "",
        at=record.started_at,
        by=case.operator,
        found=found,
        why=why,
        difference=difference,
        first_seen=first,
        last_seen=record.started_at if is_there else last,
        web_capture_id=record.id,
        for_whom=errand.for_whom,
        because=errand.because,
    )
    with case.writing():
        act = case.act("look-again", because=errand.because, summary=f"{found}")
        case.store.commit(act, records=[look])
    return look


def judge(url: str, seen: Visit, removed: Iterable[str]) -> tuple[Persistence, str]:
    """Say whether an address still holds its page; `same` = yes, not yet compared.

    Args:
        url: The address of the document.
        seen: The visit.
        removed: Words by which sites say that something was taken away.

    Returns:
        What was found, and the rule in words (M203).
    """
    if seen.status in _GONE:
        return Persistence.GONE, f"the site answers with status {seen.status}"
    if seen.outcome is not WebOutcome.REACHED:
        said = "; ".join(seen.problems) or f"status {seen.status}"
        return (
            Persistence.UNREACHABLE,
            f"not reached, which says nothing about removal: {said}",
        )
    if _is_home(seen.final_url or url) and not _is_home(url):
        return Persistence.GONE, f"the address leads to the front page {seen.final_url}"
    shown = (seen.text or "").strip()
    head = f"{seen.title or ''}\n{shown[:_NOTICE_HEAD]}".casefold()
    if len(shown) < _NOTICE_CHARS:
        for words in removed:
            if words.casefold() in head:
                return Persistence.GONE, f"the page says {words!r}"
    if not shown and seen.file is None:
        return Persistence.UNREACHABLE, "a page came, without any text in it"
    return Persistence.SAME, "the address answers with a page"


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    path = parts.path.strip("/").lower()
    return not parts.query and path in {"", "index.html", "index.php", "home"}


def compare(old: str, new: str) -> tuple[Persistence, str, str | None]:
    """Compare two texts of one address.

    Returns:
        Same, changed or gone (another page stands there); the rule; what changed.
    """
    before, after = _lines(old), _lines(new)
    if before == after or set(before) == set(after):
        return Persistence.SAME, "the text is the same", None
    taken, put = _difference(before, after)
    common = len(set(before) & set(after))
    percent = 100 * common // max(len(set(before)), 1)
    told = _summary(taken, put)
    if percent < _ANOTHER_PAGE_PERCENT and not _is_alike(old, new):
        why = f"another text stands there: {percent} % of the lines are left"
        return Persistence.CHANGED, why, told
    return Persistence.CHANGED, f"{percent} % of the lines are the same", told


def _is_alike(old: str, new: str) -> bool:
    left, right = set(old.split()), set(new.split())
    return 2 * len(left & right) > len(left)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _difference(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=True)
    taken: list[str] = []
    put: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            taken += before[a:b]
            put += after[c:d]
    return taken, put


def _summary(taken: list[str], put: list[str]) -> str:
    parts = [f"{len(taken)} lines are gone, {len(put)} are new"]
    old, new = (set(_NUMBER.findall(" ".join(lines))) for lines in (taken, put))
    if old ^ new:
        left = ", ".join(sorted(old - new)[:8]) or "none"
        came = ", ".join(sorted(new - old)[:8]) or "none"
        parts.append(f"numbers that went: {left}; that came: {came}")
    marked = itertools.chain(
        (f"- {line[:_LINE_CHARS]}" for line in taken[:_LINES_SHOWN]),
        (f"+ {line[:_LINE_CHARS]}" for line in put[:_LINES_SHOWN]),
    )
    return "; ".join(parts) + "".join(f"\n        {line}" for line in marked)


def _text_of(case: Case, record: WebCapture) -> str | None:
    if record.document_id is None:
        return None
    document = case.store.get(record.document_id)
    if not isinstance(document, Document):
        return None
    return case.store.read_object(document.text_sha256).decode()


def _seen(
    case: Case, state: CaseState, document: Document
) -> tuple[dt.datetime, dt.datetime]:
    """Return when the content of an address was seen first and last, before now."""
    times = [_captured_at(state, document)]
    times += [
        item.started_at
        for item in case.store.every(WebCapture)
        if item.url == document.url and item.document_id == document.id
    ]
    times += [
        look.at
        for look in case.store.every(LaterLook)
        if look.document_id == document.id
        and look.found in {Persistence.SAME, Persistence.CHANGED}
    ]
    return min(times), max(times)


def _captured_at(state: CaseState, document: Document) -> dt.datetime:
    return state.captures[document.capture_id].captured_at


def _newest_looks(case: Case) -> Mapping[DocumentId, LaterLook]:
    return {look.document_id: look for look in case.store.every(LaterLook)}


def looks_of(case: Case, document: Document) -> list[LaterLook]:
    """Return every later look at a document, oldest first."""
    found = [
        look for look in case.store.every(LaterLook) if look.document_id == document.id
    ]
    return sorted(found, key=lambda look: look.at)
