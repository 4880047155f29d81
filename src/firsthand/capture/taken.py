"""What taking in one thing gives: values out, nothing written."""

from __future__ import annotations

from firsthand.model import FuzzyDate, TextPiece, Value


class Stated(Value, frozen=True, kw_only=True):
    """What a line of JSON or a mail states about its own text; None = not stated.

    Attributes:
        id: The name that the file gives to the page.
        url: Where it was published.
        published: Date of publication.
        language: BCP 47 code.
        outlet: Who published it.
    """

    id: str | None = None
    url: str | None = None
    published: FuzzyDate | None = None
    language: str | None = None
    outlet: str | None = None


class Taken(Value, frozen=True, kw_only=True):
    """One thing taken in: what it is, its readable text and where that stands.

    Attributes:
        filename: Its name, fit for a record and a message.
        media_type: IANA media type by content; a hint, not proof.
        text: The readable text; None = none could be read (`problem` says why), or
            none is wanted (`is_media`, or a file of `parts`).
        pieces: Map of the text into the decoded capture, in order (see `lines`).
        encoding: Python codec by which `decoded(data, encoding)` gives the decoded
            capture; None = not a text format.
        title: Title where the format has one.
        language: BCP 47 code; None = undecided.
        language_by: What decided the language.
        published_in_page: What the page's own metadata says: kept apart, since a page
            can be edited; never used as a stated date.
        url_in_page: The address that the page gives itself.
        author_in_page: Sender of a mail, as written.
        problem: Why no text could be read; names the file. None = read, or media.
        notices: What a person should know of a text that was read.
        derived_by: Tool and version that made the text; None = no text.
        fiction: Bears the line "Practice material: fiction".
        is_media: A photo, video, sound or scan: stored and hashed only.
        parts: Captures of their own inside this one: attachments, lines of JSON.
    """

    filename: str
    media_type: str
    text: str | None = None
    pieces: tuple[TextPiece, ...] = ()
    encoding: str | None = None
    title: str | None = None
    language: str | None = None
    language_by: str | None = None
    published_in_page: FuzzyDate | None = None
    url_in_page: str | None = None
    author_in_page: str | None = None
    problem: str | None = None
    notices: tuple[str, ...] = ()
    derived_by: str | None = None
    fiction: bool = False
    is_media: bool = False
    parts: tuple[Part, ...] = ()


class Part(Value, frozen=True, kw_only=True):
    """A capture inside a capture, with bytes of its own, already read.

    Attributes:
        data: Its bytes: the evidentiary copy.
        taken: What reading it gave.
        stated: What the file around it states about it.
    """

    data: bytes
    taken: Taken
    stated: Stated = Stated()
