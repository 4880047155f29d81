"""Re-use of pictures, a quick sample: rows of `make eval`.

Ten of the thirty edits of `make bench-media`, the hard ones, of the open photos of the
development data and of drawn scenes: two hundred queries. The whole table, with the
hashes of other makers beside it, is `make bench-media`.
"""

from __future__ import annotations

from pathlib import Path

from bench_reuse import Archive, families_of
from media_edits import EDITS, draw_scene, jpeg_of
from PIL import Image

from firsthand.errors import SourceError
from firsthand.verify.features import features_of
from firsthand.verify.keypoints import is_available

_EDITS = (
    "crop 20 %",
    "crop 40 %",
    "turned 10°",
    "banner 15 %",
    "border 6 %",
    "screenshot dark",
    "screenshot light",
    "re-posted",
    "filmed",
    "mirrored, crop 10 %",
)
_N_HELD, _N_ASKED, _LONGEST_PX = 60, 20, 640
_SUFFIXES = {".jpg", ".png"}


def score_media(data: Path) -> dict[str, float]:
    """Return the rows of `make eval`, all of them better when higher.

    Raises:
        FileNotFoundError: The photos are not there.
    """
    if not is_available():
        print("media left out: OpenCV is not installed")
        return {}
    images = [*_photos(data / "data" / "media" / "photos")]
    images += [draw_scene(seed) for seed in range(_N_HELD - len(images))]
    archive = Archive([features_of(jpeg_of(image)) for image in images])
    related = [sorted(archive.matches(item)) for item in archive.features]
    families = families_of(enumerate(related), len(images))
    asked = [n for n, f in enumerate(archive.features) if f.hashed.is_usable]
    asked = asked[:_N_ASKED]
    found: dict[str, int] = dict.fromkeys(_EDITS, 0)
    n_wrong = 0
    for number in asked:
        for edit in _EDITS:
            query = jpeg_of(EDITS[edit](images[number]), 85)
            try:
                got = archive.matches(features_of(query))
            except SourceError:
                got = set()
            found[edit] += number in got
            n_wrong += any(families[n] != families[number] for n in got)
    shares = {edit: n / len(asked) for edit, n in found.items()}
    for edit, share in shares.items():
        print(f"media.{edit:<28} {share:.3f}")
    n_queries = len(asked) * len(_EDITS)
    return {
        "media.hard_edits": sum(shares.values()) / len(_EDITS),
        "media.screenshots": min(shares["screenshot dark"], shares["screenshot light"]),
        "media.crop_20": shares["crop 20 %"],
        "media.nothing_wrong": 1 - n_wrong / n_queries,
    }


def _photos(folder: Path) -> list[Image.Image]:
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES:
            with Image.open(path) as image:
                shown = image.convert("RGB")
            shown.thumbnail((_LONGEST_PX, _LONGEST_PX))
            found.append(shown)
    return found


if __name__ == "__main__":
    import sys

    for key, value in score_media(Path(sys.argv[1])).items():
        print(f"{key:<28} {value:.6g}")
