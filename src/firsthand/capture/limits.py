"""How large a thing may be before reading it is refused: the bytes are kept anyway."""

from __future__ import annotations

from firsthand.model import Value

_MIB = 1024 * 1024


class Limits(Value, frozen=True, kw_only=True):
    """Limits of one run; each message that refuses names the one that was met.

    Attributes:
        file_bytes: Largest file that is read (media are stored whatever their size).
        text_chars: Longest text of one document, in code points.
        pages: Most pages of one PDF.
        html_chars: Longest page source, in code points.
        html_tags: Most tags of one page that the article finder is given.
        html_depth: Deepest nesting of tags that the article finder is given.
        html_attributes: Most attributes of one tag that the article finder is given.
        zip_entries: Most files inside one .docx.
        zip_bytes: Most unpacked bytes read from one .docx.
        zip_ratio: Greatest unpacked size of an entry, in packed sizes.
        parts: Most attachments or lines of one file.
        depth: How deep mails inside mails are followed.
        seconds: Processor time of reading one thing.
        seconds_per_mib: More of it for each mebibyte: a long book takes long.
        memory_bytes: Memory of reading one thing.
        things_per_child: How many things one process reads before it is replaced; 1 =
            nothing that a file does to its reader can reach another file's reading.
        output_bytes: Most that reading one thing may give, as JSON.
    """

    file_bytes: int = 64 * _MIB
    text_chars: int = 5_000_000
    pages: int = 2_000
    html_chars: int = 16_000_000
    html_tags: int = 100_000
    html_depth: int = 200
    html_attributes: int = 1_000
    zip_entries: int = 10_000
    zip_bytes: int = 256 * _MIB
    zip_ratio: int = 300
    parts: int = 1_000_000
    depth: int = 5
    seconds: int = 20
    seconds_per_mib: int = 2
    memory_bytes: int = 1024 * _MIB
    things_per_child: int = 8
    output_bytes: int = 256 * _MIB
