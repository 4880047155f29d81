"""Web pages: readable text with its place in the source, and the page's own metadata.

The text is always our own blocks, which know where they stand. trafilatura is the
judge of which blocks are the article; a block that it leaves out is kept all the
same when it stands inside the article or reads like a sentence and is in no frame of
the page: a dropped sentence is a lost claim, a kept one costs a look.
"""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Iterator

from firsthand.capture.dates import read_published
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
from firsthand.capture.markup import Block, Markup, read_markup
from firsthand.capture.quiet import quiet
from firsthand.capture.readable import Readable, quoted
from firsthand.capture.text import decode, encoding_notice
from firsthand.errors import SourceError
from firsthand.model import FuzzyDate

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE
)
_CHARSET_WITHIN = 4096
_PAGE_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOOKS_TAGGED = re.compile(
    r"</?(?:p|div|html|body|head|article|h1|span|table)\b[^<>]{0,500}>", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…؟۔。:][\"'”’»)\]]*$")
_FEWEST_WORDS = 5
_ITEMS = frozenset({"li", "tr", "dd", "dt", "option"})
_LINKS_SHARE = 0.5
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
)
_JSON_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{4,40})\"")
_NOT_WORD = re.compile(r"[\W_]+")


def is_page(text: str, filename: str) -> bool:
    """Say whether decoded text is the source of a web page."""
    head = text[:_CHARSET_WITHIN]
    if _PAGE_START.match(head):
        return True
    named = filename.lower().endswith((".html", ".htm", ".xhtml"))
    return named and _LOOKS_TAGGED.search(text[: 16 * _CHARSET_WITHIN]) is not None


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page declares in its head; None = none."""
    found = _CHARSET.search(data[:_CHARSET_WITHIN])
    return found[1].decode("ascii") if found else None


def read_page(data: bytes, limits: Limits) -> Readable:
    """Read a web page.

    Args:
        data: The page as captured.
        limits: How large a page may be.

    Returns:
        Its blocks that are text, with their places in the decoded capture.

    Raises:
        SourceError: Too large, or no text in it; the message lacks the file name.
    """
    source, encoding, by = decode(data, declared_charset(data))
    if len(source) > limits.html_chars:
        raise SourceError(
            f"is a page of {len(source):,} characters; pages over "
            f"{limits.html_chars:,} are not read"
        )
    markup = read_markup(source)
    notices = encoding_notice(source, encoding, by)
    article = None
    size = _unusual(markup, limits)
    if size is None:
        article = _article(source)
    else:
        notices += (f"the page has {size}: all its lines are kept, article or not",)
    lines = _kept(markup, article)
    notices += tuple(_hidden(markup, lines))
    if not lines:
        raise SourceError("is a page without readable text (made by a script?)")
    return Readable(
        lines=tuple(lines),
        read_by=f"trafilatura {_version()}" if article else "own blocks",
        encoding=encoding,
        title=_title(markup),
        language=markup.language,
        published=_published(markup),
        url=_address(markup),
        notices=notices,
    )


def _hidden(markup: Markup, lines: list[Line]) -> Iterator[str]:
    """Yield notices of sentences that the page holds and does not show."""
    unseen = [
        b.line.text for b in markup.blocks if b.is_hidden and _is_sentence(b.line.text)
    ]
    kept = {line.text for line in lines}
    for is_kept, what in ((True, "is part of the text here"), (False, "is left out")):
        texts = [text for text in unseen if (text in kept) == is_kept]
        if texts:
            yield f"text that the page hides from its readers {what}: {quoted(texts)}"


def _unusual(markup: Markup, limits: Limits) -> str | None:
    """Say what of a page is beyond what the article finder is given; None = nothing."""
    for number, most, what in (
        (markup.n_tags, limits.html_tags, "tags"),
        (markup.depth, limits.html_depth, "tags inside each other"),
        (markup.n_attributes, limits.html_attributes, "attributes in one tag"),
    ):
        if number > most:
            return f"{number:,} {what}"
    return None


def _article(source: str) -> str | None:
    """Return the article's text as trafilatura finds it; None = it finds none."""
    from trafilatura import extract  # noqa: PLC0415  half a second to import

    # deduplicate=True would make a text depend on the texts read before it.
    with quiet("trafilatura"):
        found: str | None = extract(
            source,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
        )
    return found or None


@functools.cache
def _version() -> str:
    return importlib.metadata.version("trafilatura")


def _kept(markup: Markup, article: str | None) -> list[Line]:
    blocks = [block for block in markup.blocks if block.name != "title"]
    if article is None:
        return _outside_frames(blocks)
    judged = _Judged(article)
    chosen = [judged.holds(block) for block in blocks]
    if not any(chosen):
        elsewhere = list(judged.left_over(blocks))
        if not elsewhere:
            return _outside_frames(blocks)
        return [Line(line) for line in elsewhere]
    first = chosen.index(True)
    last = len(chosen) - 1 - chosen[::-1].index(True)
    kept = [
        block
        for number, block in enumerate(blocks)
        if chosen[number] or _is_wanted(block, is_inside=first < number < last)
    ]
    return _spaced(kept) + [Line(line) for line in judged.left_over(blocks)]


def _outside_frames(blocks: list[Block]) -> list[Line]:
    outside = [block for block in blocks if not block.is_frame and not _is_links(block)]
    return _spaced(outside or blocks)


def _spaced(blocks: list[Block]) -> list[Line]:
    """Set paragraphs apart by an empty line; items and rows follow each other."""
    lines: list[Line] = []
    before = ""
    for block in blocks:
        is_next_item = block.name in _ITEMS and block.name == before
        if lines and not is_next_item and not block.follows_on:
            lines.append(Line(""))
        lines.append(block.line)
        before = block.name
    return lines


def _is_wanted(block: Block, *, is_inside: bool) -> bool:
    if block.is_frame or _is_links(block):
        return False
    return is_inside or block.name == "h1" or _is_sentence(block.line.text)


def _is_links(block: Block) -> bool:
    return block.n_link_chars > _LINKS_SHARE * len(block.line.text)


def _is_sentence(text: str) -> bool:
    words = text.split()
    return len(words) >= _FEWEST_WORDS and _SENTENCE_END.search(text) is not None


def _folded(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()


class _Judged:
    """The article as another tool sees it, to ask about a block."""

    def __init__(self, article: str) -> None:
        self._lines = [line for line in article.split("\n") if line.strip()]
        self._exact = {_folded(line) for line in self._lines}
        self._whole = f" {_folded(article)} "

    def holds(self, block: Block) -> bool:
        text = _folded(block.line.text)
        if not text:
            return False
        if text in self._exact:
            return True
        long_enough = len(text.split()) >= _FEWEST_WORDS
        return long_enough and f" {text} " in self._whole

    def left_over(self, blocks: list[Block]) -> Iterator[str]:
        """Yield sentences of the article that stand in no block (JSON-LD bodies)."""
        whole = f" {_folded(' '.join(block.line.text for block in blocks))} "
        for line in self._lines:
            if _is_sentence(line) and f" {_folded(line)} " not in whole:
                yield line


def _title(markup: Markup) -> str | None:
    metas = dict(reversed(markup.metas))
    if metas.get("og:title", "").strip():
        return " ".join(metas["og:title"].split())
    for wanted in ("h1", "title"):
        for block in markup.blocks:
            if block.name == wanted and not (wanted == "h1" and block.is_frame):
                return block.line.text
    return None


def _address(markup: Markup) -> str | None:
    canonical = [address for rel, address in markup.links if rel == "canonical"]
    stated = [content for name, content in markup.metas if name == "og:url"]
    for address in canonical + stated:
        if address.startswith(("http://", "https://")):
            return address.strip()
    return None


def _published(markup: Markup) -> FuzzyDate | None:
    metas = dict(reversed(markup.metas))
    values = [metas[name] for name in _DATES if name in metas]
    values += markup.times
    for script in markup.scripts:
        values += _JSON_DATE.findall(script)[:1]
    for value in values:
        try:
            return read_published(value)
        except ValueError:
            continue
    return None
