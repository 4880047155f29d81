"""Take in one thing: what it is by content, its text, its language, its parts.

Never raises on material: what cannot be read comes back with `problem` set, since the
bytes are evidence whatever is in them. Whatever takes a parser of outside material is
read in a box (see `sandbox`); a part of a thing gets a box of its own.
Method: M001. Rules: BER-2, BER-3.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from firsthand.capture.hidden_image import JPEG, PNG
from firsthand.capture.image import media_type_of
from firsthand.capture.jsonl import PageLine, is_pages, page_lines
from firsthand.capture.limits import Limits
from firsthand.capture.mail import is_mail
from firsthand.capture.names import shown_name
from firsthand.capture.read import JSON, Job, is_for_box, is_pdf, read_line, read_thing
from firsthand.capture.sandbox import box_for, is_boxing
from firsthand.capture.scans import TIFF
from firsthand.capture.taken import Part, Taken
from firsthand.errors import SourceError
from firsthand.reference import Reference

_HEAD_BYTES = 64
_JSONL = "application/jsonl"


def take_in(
    data: bytes,
    filename: str,
    *,
    reference: Reference,
    language_stated: str | None = None,
    limits: Limits | None = None,
) -> Taken:
    """Read one captured thing.

    Args:
        data: Its exact bytes.
        filename: Its name as given: undecodable bytes as surrogates are welcome.
        reference: Tables (page furniture).
        language_stated: BCP 47 code that the person stated; None = decide.
        limits: How large things may be; None = the house's limits.

    Returns:
        What it is, its text and map, its parts; `problem` where it cannot be read.
    """
    job = Job(reference, limits or Limits(), language_stated)
    return _take(data, shown_name(filename), job)


def take_in_file(
    path: Path,
    *,
    reference: Reference,
    language_stated: str | None = None,
    limits: Limits | None = None,
    name: str | None = None,
) -> Taken:
    """Read one file; media but photos, and files over the limit, are not loaded.

    Args:
        path: The file.
        reference: Tables (page furniture).
        language_stated: BCP 47 code that the person stated; None = decide.
        limits: How large things may be; None = the house's limits.
        name: Its name as given, where `path` is a stored copy; None = that of `path`.

    Raises:
        SourceError: The file cannot be opened or read.
    """
    limits = limits or Limits()
    given = path.name if name is None else name
    name = shown_name(given)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            media_type = media_type_of(head)
            if media_type is not None and media_type not in {JPEG, PNG, TIFF}:
                return Taken(filename=name, media_type=media_type, is_media=True)
            data = head + file.read(limits.file_bytes)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(f"{name}: cannot be read: {reason}") from error
    return take_in(
        data,
        given,
        reference=reference,
        language_stated=language_stated,
        limits=limits,
    )


def _take(data: bytes, name: str, job: Job) -> Taken:
    if _is_json_lines(data, name, job.limits):
        return _take_pages(data, name, job)
    if is_boxing() and is_for_box(data, name, job.limits):
        taken = _of_media(box_for(job.reference).read(data, name, job), data)
    else:
        taken = read_thing(data, name, job)
    if not taken.parts:
        return taken
    parts = tuple(
        msgspec.structs.replace(
            part,
            taken=_take(part.data, shown_name(part.taken.filename), job.inside()),
        )
        for part in taken.parts
    )
    return msgspec.structs.replace(taken, parts=parts)


def _of_media(taken: Taken, data: bytes) -> Taken:
    """Keep a photo a photo where looking for what it hides came to nothing."""
    media_type = media_type_of(data[:_HEAD_BYTES])
    if media_type is None or taken.problem is None:
        return taken
    return Taken(
        filename=taken.filename,
        media_type=media_type,
        is_media=True,
        notices=(f"{taken.problem}; whether it hides something is not known",),
    )


def _is_json_lines(data: bytes, name: str, limits: Limits) -> bool:
    if len(data) > limits.file_bytes or is_pdf(data):
        return False
    return is_pages(data) and not is_mail(data, name)


def _take_pages(data: bytes, name: str, job: Job) -> Taken:
    parts: list[Part] = []
    wrong: list[str] = []
    for line in page_lines(data):
        if isinstance(line, str):
            wrong.append(f"{name}: {line}")
        elif len(parts) < job.limits.parts:
            parts.append(_page_part(line, name, job))
        else:
            wrong.append(f"{name}: lines after {job.limits.parts:,} pages are not read")
            break
    return Taken(
        filename=name,
        media_type=_JSONL,
        encoding="utf-8",
        parts=tuple(parts),
        problem="; ".join(wrong[:5]) + _and_more(len(wrong) - 5) if wrong else None,
        notices=tuple(wrong),
    )


def _and_more(n_more: int) -> str:
    return f"; and {n_more} more" if n_more > 0 else ""


def _page_part(line: PageLine, name: str, job: Job) -> Part:
    name = shown_name(f"{name}#{line.number}")
    inside = job.inside(line.stated.language)
    if line.page is not None and is_boxing():
        box = box_for(job.reference)
        taken = box.read(line.data, name, inside, line=line.number)
    else:
        taken = read_line(line.data, name, inside, line.number)
    if taken.problem is not None:
        taken = msgspec.structs.replace(taken, media_type=JSON)
    return Part(data=line.data, taken=taken, stated=line.stated)
