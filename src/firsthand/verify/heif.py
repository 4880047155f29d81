"""Photos in HEIF, as telephones make them: decoded with libheif where it is installed.

Method: M076. `pi-heif` decodes and cannot write; libheif turns the picture as its file
says, so that Exif's turn is not applied again.
"""

from __future__ import annotations

import functools

from firsthand.errors import SourceError

# Brands of ISO/IEC 23008-12 whose pictures are coded in HEVC.
_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
_FTYP_AT, _BRAND_AT = slice(4, 8), slice(8, 12)


def is_heif(data: bytes) -> bool:
    """Say whether the first bytes are those of a photo in HEIF."""
    return data[_FTYP_AT] == b"ftyp" and data[_BRAND_AT] in _BRANDS


def make_ready() -> None:
    """Teach Pillow to open HEIF.

    Raises:
        SourceError: `pi-heif` is not installed; says how it is had.
    """
    if not is_available():
        raise SourceError(
            "photos in HEIC need pi-heif (pip install pi-heif); its bytes are kept"
        )


@functools.cache
def is_available() -> bool:
    """Say whether `pi-heif` is installed, and load it."""
    try:
        import pi_heif  # noqa: PLC0415  heavy, and not everybody has it
    except ImportError:
        return False
    pi_heif.options.DECODE_THREADS = 0  # the box allows no threads
    pi_heif.options.THUMBNAILS = False
    pi_heif.options.DEPTH_IMAGES = False
    pi_heif.options.AUX_IMAGES = False
    pi_heif.register_heif_opener()
    return True
