"""Which pictures of an archive are used again: the rule, step by step.

Method: M076, M079, M080. Up to 31 bits apart: a copy. From 32 to 70, or with shared
corners: a candidate, which is *the same picture in part* only if geometry accepts it.
What geometry does not accept stays a candidate for a person, and joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from firsthand.verify.features import Features, points_of
from firsthand.verify.geometry import Overlay, lay_over_either_way
from firsthand.verify.reuse import (
    CANDIDATE_BITS,
    COPY_BITS,
    Likeness,
    Link,
    find_links,
)
from firsthand.verify.voting import index_points


class Match(NamedTuple):
    """Two pictures that are, or may be, one.

    Attributes:
        first: Name of one, the smaller name.
        second: Name of the other.
        likeness: Copy, same in part, or candidate.
        bits: Distance of the nearest hashes; None = over the radius asked.
        overlay: How one lies over the other; None = not laid over.
        frames: Which frames of both were nearest; None with `bits`.
    """

    first: str
    second: str
    likeness: Likeness
    bits: int | None
    overlay: Overlay | None
    frames: tuple[str, str] | None = None

    @property
    def because(self) -> str:
        """The rule by which it is what it is."""
        if self.likeness is Likeness.COPY:
            return f"hashes {self.bits} bits apart (rule: at most {COPY_BITS})"
        if self.overlay is not None:
            return self.overlay.because
        return f"hashes {self.bits} bits apart, and too few corners to lay them over"

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "because": self.because,
            "distance_bits": self.bits,
            "first": self.first,
            "frames": list(self.frames) if self.frames else None,
            "likeness": self.likeness.value,
            "overlay": self.overlay.as_line() if self.overlay else None,
            "second": self.second,
        }


def find_matches(
    pictures: Mapping[str, Features],
    *,
    radius: int = CANDIDATE_BITS,
    asked: Iterable[str] | None = None,
) -> list[Match]:
    """Find all pairs of pictures that share what they show.

    Args:
        pictures: Features by name.
        radius: Most bits for hashes; geometry is asked whatever it is.
        asked: Names to be searched for among all; None = all of them.

    Returns:
        Matches in order of their names; the order of `pictures` does not matter.
    """
    names = sorted(pictures)
    only = None if asked is None else frozenset(asked)
    links = find_links({name: pictures[name].hashed for name in names}, radius, only)
    return decide(links, pictures, only)


def decide(
    links: Iterable[Link],
    pictures: Mapping[str, Features],
    only: frozenset[str] | None = None,
) -> list[Match]:
    """Apply the rule to near hashes and to all that shares corners.

    Args:
        links: Pairs whose hashes are near, each once.
        pictures: Features by name, of all that may be found.
        only: Names whose corners are searched for; None = all of them.
    """
    by_pair = {(link.first, link.second): link for link in links}
    pairs = {pair for pair, link in by_pair.items() if link.distance_bits > COPY_BITS}
    pairs |= _sharing_corners(sorted(pictures), pictures, only) - by_pair.keys()
    matches = [
        _of_link(link) for link in by_pair.values() if link.distance_bits <= COPY_BITS
    ]
    for pair in sorted(pairs):
        match = _laid(pair, pictures, by_pair.get(pair))
        if match is not None:
            matches.append(match)
    return sorted(matches, key=lambda match: (match.first, match.second))


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
    pair: tuple[str, str], pictures: Mapping[str, Features], link: Link | None
) -> Match | None:
    """Decide one pair by geometry; None = it shares corners by chance alone."""
    overlay = overlay_of(pictures[pair[0]], pictures[pair[1]])
    if overlay is not None and overlay.is_accepted:
        bits = link.distance_bits if link else None
        frames = _of_link(link).frames if link else None
        return Match(*pair, Likeness.IN_PART, bits, overlay, frames)
    return None if link is None else _of_link(link)._replace(overlay=overlay)


def overlay_of(first: Features, second: Features) -> Overlay | None:
    """Lay one picture over another by its corners; None = too few, or no OpenCV."""
    one, two = first.view(), second.view()
    if one is None or two is None:
        return None
    return lay_over_either_way(one, two, first.view(is_mirrored=True))


def _sharing_corners(
    names: list[str], pictures: Mapping[str, Features], only: frozenset[str] | None
) -> set[tuple[str, str]]:
    held = [
        (name, corners)
        for name in names
        if (corners := pictures[name].corners) is not None
    ]
    index = index_points([points_of(corners) for _, corners in held])
    pairs = set()
    for name, corners in held:
        if only is not None and name not in only:
            continue
        for form in (corners, pictures[name].turned):
            if form is None:
                continue
            for number, _ in index.propose(points_of(form)):
                other = held[number][0]
                if other != name:
                    pairs.add((min(name, other), max(name, other)))
    return pairs
