"""A page's source cut into blocks of readable text, each on the map.

A scanner of our own, linear in the length of the page whatever the page holds: it
keeps where each character stands in the source, which tree builders throw away.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections import Counter
from collections.abc import Iterator

from firsthand.capture.lines import Line, Run

# Elements that begin and end a line of text.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body br caption center dd details dialog dir
        div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header
        hr html legend li main menu nav ol option p pre section select summary table
        tbody tfoot thead title tr ul
        """,
    )
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta param source track wbr",
    )
)
# Elements whose content is no text of the page.
_RAW = frozenset(
    {"script", "style", "template", "textarea", "iframe", "noembed", "svg"}
)
_FRAMES = frozenset({"nav", "footer", "form", "button", "select", "menu", "dialog"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu"})
_FRAME_HINT = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscribe|share|sharing|social|"
    r"related|breadcrumbs?|sidebar|side-bar|menu|navbar|footer|promo|advert|ads?|"
    r"comments?|banner|popup|modal|widget|tags?|recommended|most-read)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"(?:font-size|opacity|(?:max-)?(?:width|height))\s*:\s*0(?:\.0+)?"
    r"(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$))"
)
_COLOURS = re.compile(r"(?:^|;)\s*(background(?:-color)?|color)\s*:\s*([^;!\s]+)")
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_TAG_STOP = re.compile(r"[\"'>]")
_ATTRIBUTE = re.compile(
    r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WORD_OR_SPACE = re.compile(r"[ \t\r\n\f]+|[^ \t\r\n\f&]+|&")
# One tag longer than this, in quoted values, is taken to end at its first ">".
_MOST_VALUES = 2_000
_ATTRIBUTES_READ = 4_096
_CELL_BREAK = " | "


@dataclasses.dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the source."""

    name: str
    is_end: bool
    attributes: str
    start: int
    end: int

    def values(self) -> dict[str, str]:
        """Return its attributes, names in lower case, entities resolved."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.attributes[:_ATTRIBUTES_READ]):
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match[1].lower(), html.unescape(value))
        return found


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the source between two tags."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Raw:
    """Content of a script, a style sheet or the like, with its opening tag."""

    tag: Tag
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One line of readable text.

    Attributes:
        line: The text and where it stands.
        name: The innermost block element ("p", "h1", "title").
        is_frame: Stands in navigation, a form, a footer or a box named like one.
        n_link_chars: How many of its characters are links.
        follows_on: Begins after a single line break, in the same paragraph.
        is_hidden: Some of it is not shown, by the style that its tags state.
    """

    line: Line
    name: str
    is_frame: bool
    n_link_chars: int
    follows_on: bool = False
    is_hidden: bool = False


def scan(source: str) -> Iterator[Tag | Stretch | Raw]:
    """Yield the tags, texts and raw contents of a page's source, in order."""
    finder = _Finder(source)
    at = 0
    while at < len(source):
        tag_at = source.find("<", at)
        if tag_at < 0:
            yield Stretch(at, len(source))
            return
        piece, after = finder.read(tag_at)
        if tag_at > at:
            yield Stretch(at, tag_at)
        if piece is not None:
            yield piece
        at = after


class _Finder:
    """Finds ends of tags; remembers what does not come again, to stay linear."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._missing: set[str] = set()

    def find(self, what: str, start: int) -> int:
        """Like `str.find`, but a string once missed is not looked for again."""
        if what in self._missing:
            return -1
        at = self._source.find(what, start)
        if at < 0:
            self._missing.add(what)
        return at

    def read(self, at: int) -> tuple[Tag | Stretch | Raw | None, int]:
        """Read what begins with the "<" at `at`; returns it and where it ends."""
        source = self._source
        if source.startswith("<!--", at):
            end = self.find("-->", at + 4)
            return None, len(source) if end < 0 else end + 3
        if source.startswith(("<!", "<?"), at):
            end = self.find(">", at)
            return None, len(source) if end < 0 else end + 1
        named = _TAG_NAME.match(source, at + 1)
        if named is None:
            return Stretch(at, at + 1), at + 1
        end = self._end_of_tag(named.end())
        if end < 0:
            return None, len(source)
        is_end = source[at + 1] == "/"
        tag = Tag(named[1].lower(), is_end, source[named.end() : end], at, end + 1)
        if tag.name in _RAW and not is_end and not tag.attributes.endswith("/"):
            close = self._close_of(tag)
            return Raw(tag, end + 1, close), close
        return tag, end + 1

    def _end_of_tag(self, start: int) -> int:
        at = start
        for _ in range(_MOST_VALUES):
            stop = _TAG_STOP.search(self._source, at)
            if stop is None:
                break
            if stop[0] == ">":
                return stop.start()
            close = self.find(stop[0], stop.end())
            if close < 0:
                break
            at = close + 1
        return self.find(">", start)

    def _close_of(self, tag: Tag) -> int:
        key = f"</{tag.name}"
        if key in self._missing:
            return len(self._source)
        found = re.compile(re.escape(key), re.IGNORECASE).search(self._source, tag.end)
        if found is None:
            self._missing.add(key)
            return len(self._source)
        return found.start()


class _Open:
    """The elements that are open, and which of them frame the page."""

    def __init__(self, deepest: int) -> None:
        self._names: list[str] = []
        self._frames: list[bool] = []
        self._hidden: list[bool] = []
        self._count: Counter[str] = Counter()
        self._deepest = deepest
        self.n_frames = 0
        self.n_hidden = 0
        self.greatest_depth = 0

    def is_open(self, name: str) -> bool:
        return self._count[name] > 0

    def block(self) -> str:
        return next((name for name in reversed(self._names) if name in _BLOCKS), "")

    def push(self, name: str, *, is_frame: bool, is_hidden: bool = False) -> None:
        self.greatest_depth = max(self.greatest_depth, len(self._names) + 1)
        if len(self._names) >= self._deepest:
            return
        self._names.append(name)
        self._frames.append(is_frame)
        self._count[name] += 1
        self._hidden.append(is_hidden)
        self.n_frames += is_frame
        self.n_hidden += is_hidden

    def pop(self, name: str) -> None:
        while self._count[name] and self._names:
            last = self._names.pop()
            self.n_frames -= self._frames.pop()
            self.n_hidden -= self._hidden.pop()
            self._count[last] -= 1
            if last == name:
                return


@dataclasses.dataclass(frozen=True)
class Markup:
    """A page's source, read.

    Attributes:
        blocks: Its readable text in order, title included.
        metas: Name or property of each meta tag, with its content.
        links: `rel` of each link tag, with its address.
        times: Values of `datetime` attributes that are marked as publication.
        scripts: Contents of JSON-LD scripts.
        language: What the html tag says; None = nothing.
        n_tags: Number of tags.
        depth: Deepest nesting.
        n_attributes: Most attributes of one tag, where one is long; 0 = none is.
    """

    blocks: tuple[Block, ...]
    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    times: tuple[str, ...]
    scripts: tuple[str, ...]
    language: str | None
    n_tags: int
    depth: int
    n_attributes: int = 0


# Deeper elements are read as if they stood at this depth; pages of people end at 60.
_DEEPEST = 2_000


def read_markup(source: str) -> Markup:
    """Read a page's source into blocks and metadata."""
    reader = _Reader(source)
    for piece in scan(source):
        reader.take(piece)
    return reader.finish()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._open = _Open(_DEEPEST)
        self._blocks: list[Block] = []
        self._buffer = _Buffer()
        self._metas: list[tuple[str, str]] = []
        self._links: list[tuple[str, str]] = []
        self._times: list[str] = []
        self._scripts: list[str] = []
        self._language: str | None = None
        self._n_tags = 0
        self._n_attributes = 0
        self._follows_on = False
        self._holds_hidden = False

    def take(self, piece: Tag | Stretch | Raw) -> None:
        if isinstance(piece, Stretch):
            self._text(piece)
        elif isinstance(piece, Raw):
            self._n_tags += 1
            if "ld+json" in piece.tag.attributes:
                self._scripts.append(self._source[piece.start : piece.end])
        elif piece.name not in _RAW:
            self._n_tags += 1
            self._tag(piece)

    def finish(self) -> Markup:
        self._flush()
        return Markup(
            blocks=tuple(self._blocks),
            metas=tuple(self._metas),
            links=tuple(self._links),
            times=tuple(self._times),
            scripts=tuple(self._scripts),
            language=self._language,
            n_tags=self._n_tags,
            depth=self._open.greatest_depth,
            n_attributes=self._n_attributes,
        )

    def _tag(self, tag: Tag) -> None:
        if len(tag.attributes) > _ATTRIBUTES_READ:
            n_attributes = len(_ATTRIBUTE.findall(tag.attributes))
            self._n_attributes = max(self._n_attributes, n_attributes)
        if tag.name in _BLOCKS:
            had_text = self._flush()
            self._follows_on = had_text and tag.name == "br"
        elif tag.name in _CELLS and not tag.is_end:
            self._buffer.put_break(_CELL_BREAK)
        if tag.is_end:
            self._open.pop(tag.name)
        elif tag.name in _VOID:
            self._void(tag)
        else:
            values = tag.values() if tag.attributes else {}
            self._note(tag.name, values)
            self._open.push(
                tag.name,
                is_frame=_is_frame(tag.name, values),
                is_hidden=_is_hidden(values),
            )

    def _void(self, tag: Tag) -> None:
        values = tag.values()
        if tag.name == "meta":
            name = values.get("property") or values.get("name")
            name = name or values.get("itemprop") or ""
            if name and "content" in values:
                self._metas.append((name.lower(), values["content"]))
        elif tag.name == "link" and "href" in values:
            self._links.append((values.get("rel", "").lower(), values["href"]))

    def _note(self, name: str, values: dict[str, str]) -> None:
        if name == "html" and values.get("lang"):
            self._language = values["lang"]
        if name == "time" and "datetime" in values:
            marks = f"{values.get('itemprop', '')} {values.get('class', '')}"
            if "pubdate" in values or "publish" in marks.lower():
                self._times.append(values["datetime"])

    def _text(self, piece: Stretch) -> None:
        is_link = self._open.is_open("a")
        if self._open.n_hidden and not self._holds_hidden:
            words = self._source[piece.start : piece.end]
            self._holds_hidden = bool(words) and not words.isspace()
        keeps_lines = self._open.is_open("pre")
        for found in _WORD_OR_SPACE.finditer(self._source, piece.start, piece.end):
            at, end = found.span()
            if found[0] == "&":
                # An entity is read whole where its "&" stands; its letters follow as
                # a word of their own and are skipped there.
                self._entity(at, piece.end, is_link=is_link)
            elif found[0][0] in " \t\r\n\f":
                if keeps_lines and "\n" in found[0]:
                    self._follows_on = self._flush() and found[0].count("\n") == 1
                else:
                    self._buffer.put_space(at, end - at)
            else:
                self._buffer.put(found[0], at, is_link=is_link)

    def _entity(self, at: int, end: int, *, is_link: bool) -> None:
        found = _ENTITY.match(self._source, at, end)
        resolved = html.unescape(found[0]) if found else "&"
        if found is None or resolved == found[0]:
            self._buffer.put("&", at, is_link=is_link)
        else:
            width = found.end() - at
            rest = 0
            if not found[0].endswith(";") and len(resolved) > 1:
                # "&notit" is "¬it": only the matched name is an entity.
                rest = len(resolved) - 1
            self._buffer.put_entity(resolved[: len(resolved) - rest], at, width - rest)

    def _flush(self) -> bool:
        """Close the line being put together; says whether it held text."""
        made = self._buffer.finish()
        is_hidden, self._holds_hidden = self._holds_hidden, False
        if made is None:
            return False
        line, n_link_chars = made
        self._blocks.append(
            Block(
                line=line,
                name=self._open.block(),
                is_frame=self._open.n_frames > 0,
                n_link_chars=n_link_chars,
                follows_on=self._follows_on,
                is_hidden=is_hidden,
            )
        )
        return True


class _Buffer:
    """The line being put together."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._space: tuple[int, int] | None = None
        self._break = ""
        self._n_link_chars = 0
        self._read_to = 0

    def put(self, word: str, at: int, *, is_link: bool) -> None:
        if at < self._read_to:  # the letters of an entity that is read already
            skipped = self._read_to - at
            word, at = word[skipped:], self._read_to
            if not word:
                return
        self._settle()
        self._add(word, at, len(word))
        self._n_link_chars += len(word) if is_link else 0

    def put_entity(self, char: str, at: int, width: int) -> None:
        self._read_to = at + width
        if char.isspace() and char != "\xa0":
            self.put_space(at, width)
            return
        self._settle()
        self._add(char, at, width)

    def put_space(self, at: int, width: int) -> None:
        if self._length and self._space is None:
            self._space = (at, width)

    def put_break(self, between: str) -> None:
        if self._length:
            self._break = between

    def finish(self) -> tuple[Line, int] | None:
        text = "".join(self._parts)
        made = (Line(text, tuple(self._runs)), self._n_link_chars)
        self._parts, self._runs, self._length = [], [], 0
        self._space, self._break, self._n_link_chars = None, "", 0
        return made if text.strip() else None

    def _settle(self) -> None:
        if self._break:
            self._parts.append(self._break)
            self._length += len(self._break)
        elif self._space is not None:
            self._add(" ", *self._space)
        self._space, self._break = None, ""

    def _add(self, text: str, at: int, width: int) -> None:
        last = self._runs[-1] if self._runs else None
        if (
            last is not None
            and last.length == last.width
            and len(text) == width
            and last.at + last.width == at
            and last.start + last.length == self._length
        ):
            length = last.length + width
            self._runs[-1] = Run(last.start, length, last.at, length)
        else:
            self._runs.append(Run(self._length, len(text), at, width))
        self._parts.append(text)
        self._length += len(text)


def _is_frame(name: str, values: dict[str, str]) -> bool:
    if name in _FRAMES or values.get("role") in _FRAME_ROLES:
        return True
    if name in {"body", "html", "article", "main"}:
        return False
    hints = f"{values.get('class', '')} {values.get('id', '')}"
    return "hidden" in values or _FRAME_HINT.search(hints) is not None


def _is_hidden(values: dict[str, str]) -> bool:
    """Say whether a tag's own attributes keep its content from being seen."""
    if "hidden" in values:
        return True
    style = values.get("style", "").lower()
    if not style:
        return False
    if _UNSEEN.search(style):
        return True
    colours = dict(_COLOURS.findall(style))
    ground = colours.get("background-color") or colours.get("background")
    return ground is not None and colours.get("color") == ground
