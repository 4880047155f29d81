"""What an office package holds beside its text: macros, files inside, cropped pictures.

The same for documents, workbooks and slides. Told, never acted on. Format: ECMA-376
part 1, 20.1.8.55 (`srcRect`); part 2. Method: M191.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

_CROP = "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect"
_SIDES = ("l", "t", "r", "b")
_MACROS = "vbaproject.bin"
_INSIDE = "/embeddings/"


def package_notices(archive: zipfile.ZipFile, roots: Iterable[Any]) -> Iterator[str]:
    """Yield notices of a package.

    Args:
        archive: The package.
        roots: Its parts that were read.
    """
    names = archive.namelist()
    if any(name.lower().endswith(_MACROS) for name in names):
        yield "the file holds macros (program code); they were not run"
    n_inside = sum(_INSIDE in name and not name.endswith("/") for name in names)
    if n_inside:
        what = f"{n_inside} other files" if n_inside > 1 else "another file"
        yield f"{what} inside it: not read; save what is inside and add it"
    n_cropped = sum(_is_cropped(mark) for root in roots for mark in root.iter(_CROP))
    if n_cropped:
        what = "pictures are" if n_cropped > 1 else "picture is"
        yield (
            f"{n_cropped} {what} shown cut to a part; the file holds the whole of it: "
            "what was cut away can be seen by anybody who has the file"
        )


def _is_cropped(mark: Any) -> bool:
    # In thousandths of a percent; less than one percent is a rounding of the program.
    return any(_number(mark.get(side)) >= 1_000 for side in _SIDES)  # noqa: PLR2004  above


def _number(value: str | None) -> int:
    digits = (value or "0").rstrip("%")
    return int(digits) if digits.lstrip("-").isdigit() else 0
