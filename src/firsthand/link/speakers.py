"""Who a speaker is, whatever the spelling, the script or the order of words.

A speaker becomes a key: what the words stand for ("ministry", "defence") and the
consonants of the names among them ("trt"), so that "Toreth's Defence Ministry" and
"وزارة الدفاع في توريث" are one voice. Nobody in particular ("a doctor", "local
residents") stays nobody in particular. Method: M011.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from firsthand.link.facts import skeleton
from firsthand.link.shingles import fold_text
from firsthand.model import RootKind, SourceId
from firsthand.reference import Reference
from firsthand.reference.folding import fold_arabic, is_arabic
from firsthand.reference.tables import Row

_TOKEN = re.compile(r"@?[^\W_]+(?:-[^\W_]+)*")
_ARTICLE = "\u0627\u0644"
_SHORTEST_STEM = 3
_FULL_NAME = 2

Key = frozenset[str]


@dataclasses.dataclass(frozen=True)
class Voice:
    """A speaker as read.

    Attributes:
        label: As written.
        key: Equal keys are one voice.
        names: The part of the key that comes from names.
        kind: What kind of voice; UNKNOWN where the words do not say.
        is_named: Somebody in particular.
        speaks_for: Speaks for the body named with it.
        holds_office: Heads the body named with it ("director of the Monitor"); a
            spokesman does not.
        is_body: A body, not a private person ("Jesrin General Hospital").
    """

    label: str
    key: Key
    names: Key
    kind: RootKind
    is_named: bool
    speaks_for: bool
    holds_office: bool = False
    is_body: bool = False


class Voices:
    """The words of the reference, compiled once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Take `link_voices` rows; later rows win."""
        self._exact: dict[str, Row] = {}
        self._stems: dict[str, Row] = {}
        for row in rows:
            for word in row["words"]:
                folded = fold_text(str(word))
                if folded.endswith("*"):
                    self._stems[folded.removesuffix("*")] = row
                else:
                    self._exact[folded] = row

    def row_of(self, word: str) -> Row | None:
        """Return the row of a word; None = it is not one of ours."""
        folded = fold_text(word)
        tried = [folded, *_without_particles(folded)]
        for form in tried:
            if form in self._exact:
                return self._exact[form]
            for end in range(len(form), _SHORTEST_STEM, -1):
                if form[:end] in self._stems:
                    return self._stems[form[:end]]
        return None

    def read(self, label: str) -> Voice:
        """Read a speaker as written."""
        tokens = _TOKEN.findall(label.replace("'s", "").replace("’s", ""))
        rows = [(token, self.row_of(token)) for token in tokens]
        found = [row for _, row in rows if row is not None and row["concept"]]
        rest = [token for token, row in rows if row is None]
        body = [t for t, row in rows if row is None or not row.get("speaks_for")]
        arabic = is_arabic(label)
        names = [token for token in rest if _is_name(token, rest, found, arabic=arabic)]
        bones = frozenset(_bones(token) for token in names)
        is_person = len(bones) >= _FULL_NAME and all(r.get("generic") for r in found)
        concepts = [] if is_person else [r for r in found if not r.get("speaks_for")]
        return Voice(
            label=label,
            key=frozenset(str(row["concept"]) for row in concepts) | bones,
            names=bones,
            kind=_kind(found),
            is_named=bool(bones) or _is_title(body, found, arabic=arabic),
            speaks_for=any(row.get("speaks_for") for row in found),
            holds_office=any(row.get("office") for row in found)
            and all(row.get("office") for row in found if row.get("speaks_for")),
            is_body=bool(concepts) and not any(row.get("generic") for row in found),
        )


def _without_particles(word: str) -> list[str]:
    if not is_arabic(word):
        return []
    bare = re.sub("^[\u0648\u0641]?[\u0628\u0644\u0643]?\u0627\u0644", "", word)
    return [bare, word[1:]] if bare != word else [word[1:]]


def _is_name(
    token: str, rest: Sequence[str], found: Sequence[Row], *, arabic: bool
) -> bool:
    """Say whether a word that tells no kind of voice is (part of) a name."""
    if not skeleton(token):
        return False
    if not arabic:
        return token[0].isupper() or token[0] == "@" or token[0].isdigit()
    is_body = any(row["concept"] and not row.get("generic") for row in found)
    return is_body or len(rest) >= _FULL_NAME


def _is_title(tokens: Sequence[str], found: Sequence[Row], *, arabic: bool) -> bool:
    """Say whether words without a name are the name of a body ("Rescue Volunteers")."""
    telling = [row for row in found if not row.get("speaks_for")]
    bodies = [row for row in telling if not row.get("generic")]
    if not bodies or len(telling) < _FULL_NAME:
        return False
    if arabic:  # no capitals: two words for a body, and none for just anybody
        return len(bodies) == len(telling)
    return all(token[0].isupper() for token in tokens if len(token) > 3)  # noqa: PLR2004  of, the, for


def _kind(found: Sequence[Row]) -> RootKind:
    kinds = [row["kind"] for row in found if row.get("kind")]
    bodies = [
        row["kind"] for row in found if row.get("kind") and not row.get("generic")
    ]
    chosen = (bodies or kinds or ["unknown"])[0]
    return RootKind(str(chosen))


def _bones(token: str) -> str:
    if is_arabic(token):
        return skeleton(fold_arabic(token).text.removeprefix(_ARTICLE))
    return skeleton(token)


def voices_of(reference: Reference) -> Voices:
    """Return the voices of a reference, built once."""
    made: Voices = reference.derived(
        "link.voices", lambda rows: Voices(rows.table("link_voices"))
    )
    return made


class NameBook:
    """Sources by the set of name parts they go by.

    Asked for the names that hold a set of parts, or lie within one, it looks only at
    names that share a part, so that the cost does not grow with the case.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._sources: dict[Key, SourceId] = {}
        self._by_part: dict[str, list[Key]] = defaultdict(list)

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def get(self, name: Key) -> SourceId | None:
        """Return the source that goes by exactly these parts; None = none."""
        return self._sources.get(name)

    def enter(self, name: Key, source: SourceId) -> None:
        """Enter a name; the newest source of a name counts."""
        if name not in self._sources:
            for part in name:
                self._by_part[part].append(name)
        self._sources[name] = source

    def holding(self, name: Key) -> list[SourceId]:
        """Return the sources whose names hold all these parts, in order of entry."""
        if not name:
            return []
        rarest = min((self._by_part.get(part, []) for part in name), key=len)
        return [self._sources[key] for key in rarest if name <= key]

    def within(self, name: Key) -> list[tuple[Key, SourceId]]:
        """Return names all of whose parts are among these, shortest way in order."""
        found = dict.fromkeys(
            key
            for part in sorted(name)
            for key in self._by_part.get(part, ())
            if key <= name
        )
        return [(key, self._sources[key]) for key in sorted(found, key=sorted)]


def same_person(name: Key, known: NameBook) -> SourceId | None:
    """Return the one known voice whose names hold all of these; None = none or many."""
    held = set(known.holding(name))
    return held.pop() if len(held) == 1 else None
