"""Which pictures of an archive are used again: the rule, step by step.

Method: M076, M079, M080. Up to 31 bits apart: a copy. From 32 to 70, or with shared
corners: a candidate, which is *the same picture in part* only if geometry accepts it.
What geometry does not accept stays a candidate for a person, and joins nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from firsthand.verify.descriptors import LEAST_SHOWN
from firsthand.verify.features import Features
from firsthand.verify.geometry import Overlay, View, lay_over
from firsthand.verify.reuse import (
    COPY_BITS,
    COPY_BITS_OF_LITTLE,
    LEAST_FILLED,
    Likeness,
    Link,
)

_NONE_ALIKE: Mapping[tuple[str, str], float] = {}


class Match(NamedTuple):
    """Two pictures that are, or may be, one.

    Attributes:
        first: Name of one, the smaller name.
        second: Name of the other.
        likeness: Copy, same in part, or candidate.
        bits: Distance of the nearest hashes; None = over the radius asked.
        overlay: How one lies over the other; None = not laid over.
        frames: Which frames of both were nearest; None with `bits`.
        cosine: How alike the user's model finds them; None = not asked, or not alike.
    """

    first: str
    second: str
    likeness: Likeness
    bits: int | None
    overlay: Overlay | None
    frames: tuple[str, str] | None = None
    cosine: float | None = None

    @property
    def because(self) -> str:
        """The rule by which it is what it is."""
        if self.likeness is Likeness.COPY:
            return f"hashes {self.bits} bits apart (rule: at most {COPY_BITS})"
        is_candidate = self.likeness is Likeness.CANDIDATE
        if is_candidate and self.bits is not None and self.bits <= COPY_BITS:
            why = f"; {self.overlay.because}" if self.overlay is not None else ""
            return (
                f"hashes {self.bits} bits apart, but little is in one of them (rule: "
                f"at most {COPY_BITS_OF_LITTLE} then){why}"
            )
        if self.overlay is not None:
            return self.overlay.because
        if self.bits is None:
            return (
                f"the model finds them alike, {self.cosine:.2f} (rule: at least "
                f"{LEAST_SHOWN}), and geometry does not: look at both"
            )
        return f"hashes {self.bits} bits apart, and too few corners to lay them over"

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        cosine = {} if self.cosine is None else {"cosine": f"{self.cosine:.2f}"}
        return {
            **cosine,
            "because": self.because,
            "distance_bits": self.bits,
            "first": self.first,
            "frames": list(self.frames) if self.frames else None,
            "likeness": self.likeness.value,
            "overlay": self.overlay.as_line() if self.overlay else None,
            "second": self.second,
        }


def decide(
    links: Iterable[Link],
    ways: Mapping[tuple[str, str], Sequence[Way]],
    pictures: Mapping[str, Features],
    alike: Mapping[tuple[str, str], float] = _NONE_ALIKE,
) -> Iterator[Match]:
    """Apply the rule to near hashes and to all that shares corners.

    Args:
        links: Pairs whose hashes are near, each once.
        ways: How to lay pairs that share corners, the smaller name first.
        pictures: Features by name; asked for pair by pair, so that it may read them.
        alike: How alike the user's model finds pairs, the smaller name first.

    Yields:
        Matches in order of their names.
    """
    by_pair = {(link.first, link.second): link for link in links}
    for pair in sorted({*by_pair, *ways, *alike}):
        link = by_pair.get(pair)
        if link is not None and is_copy(link, pictures):
            yield _of_link(link)
            continue
        match = _laid(pair, pictures, link, ways.get(pair, ()))
        cosine = alike.get(pair)
        if match is None and cosine is not None and cosine >= LEAST_SHOWN:
            match = Match(*pair, Likeness.CANDIDATE, None, None)
        if match is not None:
            yield match._replace(cosine=cosine)


def is_copy(link: Link, pictures: Mapping[str, Features]) -> bool:
    """Say whether hashes alone make two pictures copies.

    Args:
        link: The nearest hashes of both.
        pictures: Features by name; asked for only where the distance does not settle.
    """
    if not COPY_BITS_OF_LITTLE < link.distance_bits <= COPY_BITS:
        return link.distance_bits <= COPY_BITS_OF_LITTLE
    sides = zip((link.first, link.second), link.frames, strict=True)
    return all(pictures[name].filled[f.value] >= LEAST_FILLED for name, f in sides)


def _of_link(link: Link) -> Match:
    return Match(
        link.first,
        link.second,
        link.likeness,
        link.distance_bits,
        None,
        (link.frames[0].value, link.frames[1].value),
    )


def _laid(
    pair: tuple[str, str],
    pictures: Mapping[str, Features],
    link: Link | None,
    ways: Sequence[Way],
) -> Match | None:
    """Decide one pair by geometry; None = it shares corners by chance alone."""
    first, second = (pictures[name] for name in pair)
    laid = lay_by_rule(first, second, ways, is_near=link is not None)
    bits = None if link is None else link.distance_bits
    if laid is not None and laid.overlay.is_accepted:
        # Told is the placing that is drawn for a person: the best of all.
        best = overlay_of(first, second) or laid
        return Match(*pair, Likeness.IN_PART, bits, best.overlay, best.way.frames)
    if link is None:
        return None
    overlay = laid.overlay if laid else None
    return _of_link(link)._replace(likeness=Likeness.CANDIDATE, overlay=overlay)


# --- laying over --------------------------------------------------------------------


class Way(NamedTuple):
    """One way to lay a picture over another: which frames, and whether mirrored."""

    first: str
    second: str
    is_mirrored: bool

    @property
    def frames(self) -> tuple[str, str]:
        """The frame of the first and of the second."""
        return self.first, self.second


class Laid(NamedTuple):
    """A picture laid over another, with the way it was done."""

    overlay: Overlay
    way: Way


def ways_of(first: Features, second: Features) -> list[Way]:
    """Return every way to lay one picture over another; none without OpenCV."""
    every = itertools.product((False, True), first.faces, second.faces)
    return [Way(one, two, is_mirrored) for is_mirrored, one, two in every]


def lay_by_rule(
    first: Features, second: Features, voted: Sequence[Way], *, is_near: bool
) -> Laid | None:
    """Lay one picture over another in the ways that are worth trying.

    Those that corners voted for come first. The others are tried where hashes are near
    too, or where one of the first places enough corners, if not well: most pairs share
    corners by chance.

    Args:
        first: One picture.
        second: The other.
        voted: Ways by which they share corners; empty = they do not.
        is_near: Whether their hashes are near: then mirrored too, unasked.

    Returns:
        The accepted one, or the best of those that are not; None = too few corners.
    """
    best = lay(first, second, voted)
    is_chance = bool(voted) and best is None and not is_near
    if is_chance or (best is not None and best.overlay.is_accepted):
        return best
    rest = [
        way
        for way in ways_of(first, second)
        if way not in voted and (is_near or not way.is_mirrored)
    ]
    found = filter(None, (best, lay(first, second, rest)))
    return max(found, key=_rank, default=None)


def lay(first: Features, second: Features, ways: Sequence[Way]) -> Laid | None:
    """Lay one picture over another in several ways, until one is accepted.

    Returns:
        The accepted one, or the best of those that are not; None = too few corners.
    """
    best: Laid | None = None
    views: dict[tuple[str, bool], View] = {}
    its_views = {frame: face.view() for frame, face in second.faces.items()}
    for way in ways:
        key = way.first, way.is_mirrored
        if key not in views:
            views[key] = first.faces[way.first].view(is_mirrored=way.is_mirrored)
        overlay = lay_over(views[key], its_views[way.second])
        if overlay is None:
            continue
        found = Laid(overlay._replace(is_mirrored=way.is_mirrored), way)
        if overlay.is_accepted:
            return found
        if best is None or overlay.n_inliers > best.overlay.n_inliers:
            best = found
    return best


def overlay_of(first: Features, second: Features) -> Laid | None:
    """Lay one picture over another in every way; the best, None = too few corners."""
    every = (lay(first, second, [way]) for way in ways_of(first, second))
    return max(filter(None, every), key=_rank, default=None)


def _rank(laid: Laid) -> tuple[bool, int, int]:
    return laid.overlay.is_accepted, laid.overlay.n_inliers, laid.overlay.n_agreeing


def note_way(
    found: dict[tuple[str, str], list[Way]], pair: tuple[str, str], way: Way
) -> None:
    """Note a way to lay a pair, as that of the smaller name over the other.

    A mirror turns both alike: which of the two is mirrored does not matter.
    """
    first, second = pair
    turned = way if first < second else Way(way.second, way.first, way.is_mirrored)
    mine = found.setdefault((min(pair), max(pair)), [])
    if turned not in mine:
        mine.append(turned)
