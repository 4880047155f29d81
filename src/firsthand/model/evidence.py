"""Sources, captures, documents and media: what was taken in, from whom.

Rules: BER-2 (evidentiary and working copy apart), BER-3, ECC-4.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import (
    CaptureId,
    DocumentId,
    IncidentId,
    OperatorId,
    Record,
    Sha256,
    SourceId,
    Value,
)
from firsthand.model.values import FuzzyDate


class SourceType(enum.StrEnum):
    """What kind of voice a source is."""

    OUTLET = "outlet"
    AGENCY = "agency"
    OFFICIAL = "official"
    NGO = "ngo"
    RECORDER = "recorder"
    MONITOR = "monitor"
    FIRST_RESPONDER = "first_responder"
    MEDICAL = "medical"
    WITNESS = "witness"
    EXPERT = "expert"
    ARMED_GROUP = "armed_group"
    ACCOUNT = "account"
    OTHER = "other"


class Protection(enum.StrEnum):
    """Who may see it: sealed material is never previewed or published."""

    OPEN = "open"
    RESTRICTED = "restricted"
    SEALED = "sealed"


class Source(Record, frozen=True, kw_only=True, tag="source"):
    """Who publishes or speaks.

    Attributes:
        name: The name, or the case pseudonym of a protected person.
        other_names: Other spellings and scripts.
        source_type: What kind of voice; None = not stated.
        party: Code of the belligerent it speaks for ("RU"); None = none known.
        owner: Name of who owns or controls it; None = unknown.
        country: ISO 3166 code; None = unknown.
        protection: Restricted sources are counted in public, never named.
        note: Anything a reader must know.
    """

    id: SourceId
    name: str
    other_names: tuple[str, ...] = ()
    source_type: SourceType | None = None
    party: str | None = None
    owner: str | None = None
    country: str | None = None
    protection: Protection = Protection.OPEN
    note: str | None = None


class Capture(Record, frozen=True, kw_only=True, tag="capture"):
    """One act of preservation: the exact bytes taken in.

    Attributes:
        sha256: Digest of the bytes; also the name of the stored object.
        size_bytes: Their number.
        media_type: IANA media type as detected: a hint, not proof.
        filename: Name of the file as given.
        url: Where it was published, as stated by who added it.
        captured_at: Aware UTC time by the local clock: recorded, never proof.
        captured_by: Opaque id of the operator.
        tool: Tool and version that took it in.
        source_id: Who published it; None = not stated.
        repeats: Earlier capture of the same bytes; None = first.
        problem: Why no text could be read from it; None = read.
        protection: Open, restricted or sealed.
        notices: What a person should know of the bytes, where no document tells it: a
            photo that holds another picture, a workbook that hides everything.
    """

    id: CaptureId
    sha256: Sha256
    size_bytes: int
    media_type: str
    filename: str
    captured_at: dt.datetime
    captured_by: OperatorId
    tool: str
    url: str | None = None
    source_id: SourceId | None = None
    repeats: CaptureId | None = None
    problem: str | None = None
    protection: Protection = Protection.OPEN
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.captured_at.tzinfo is None:
            raise ValueError(f"capture {self.id}: captured_at has no time zone")


class TextPiece(Value, frozen=True, kw_only=True):
    """Where a stretch of the document's text stands in the capture.

    Attributes:
        start: First code point in the document's text.
        end: One past the last.
        capture_start: First code point in the decoded capture, where it has one
            (text, HTML); None = cannot be said.
        capture_end: One past the last.
        page: Page number from 1 (PDF); None = not paged.
    """

    start: int
    end: int
    capture_start: int | None = None
    capture_end: int | None = None
    page: int | None = None


class Document(Record, frozen=True, kw_only=True, tag="document"):
    """The readable text of a capture: a working copy, furniture left out.

    Attributes:
        capture_id: The capture it was derived from.
        text_sha256: Object that holds the text as UTF-8 (the derivative).
        n_chars: Length of the text in code points.
        language: BCP 47 code; None = undecided.
        language_by: What decided the language ("stated", "py3langid 0.4", "script").
        published: Date of publication; None = not stated (no default date).
        title: Title where the format has one.
        url: Where it was published.
        derived_by: Tool and version that made the text.
        encoding: Character encoding found, for byte formats.
        pieces: Map of the text back into the capture, in order.
        source_id: Who published it; None = not stated.
        protection: Open, restricted or sealed.
        fiction: True for practice material that bears the fiction mark.
        notices: What a person should know of the reading: words the file hides,
            earlier revisions, a guessed encoding. They may quote what is hidden.
    """

    id: DocumentId
    capture_id: CaptureId
    text_sha256: Sha256
    n_chars: int
    derived_by: str
    language: str | None = None
    language_by: str | None = None
    published: FuzzyDate | None = None
    title: str | None = None
    url: str | None = None
    encoding: str | None = None
    pieces: tuple[TextPiece, ...] = ()
    source_id: SourceId | None = None
    protection: Protection = Protection.OPEN
    fiction: bool = False
    notices: tuple[str, ...] = ()


class Shows(enum.StrEnum):
    """What a media item shows of an incident."""

    ATTACK = "attack"
    AFTERMATH = "aftermath"
    UNKNOWN = "unknown"


class MediaItem(Record, frozen=True, kw_only=True, tag="media_item"):
    """A photo, video, sound or scan: stored and hashed.

    Attributes:
        capture_id: The capture that holds its bytes.
        media_type: IANA media type.
        shows: Attack, aftermath, or unknown until a person says so.
        incident_id: Incident it was put to by a person; None = not yet.
        published: When it was published, as stated by who added it; None = not stated.
            Never taken from the file's own metadata.
    """

    capture_id: CaptureId
    media_type: str
    shows: Shows = Shows.UNKNOWN
    incident_id: IncidentId | None = None
    protection: Protection = Protection.OPEN
    published: FuzzyDate | None = None
