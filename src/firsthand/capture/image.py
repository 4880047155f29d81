"""Media: known by their first bytes, stored and hashed, not read."""

from __future__ import annotations

_FTYP_AT = slice(4, 8)
_BRAND_AT = slice(8, 12)
_RIFF_KIND_AT = slice(8, 12)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"\0\0\x01\xb3", "video/mpeg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic-sequence",
    b"hevx": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
}
# An MPEG audio frame without a tag: eleven sync bits, a layer, a bit rate.
_MPEG_SYNC, _MPEG_LAYERS = 0xFF, (0xFB, 0xF3, 0xF2, 0xFA)


def media_type_of(head: bytes) -> str | None:
    """Return the media type of a photo, video or sound; None = it is none.

    Args:
        head: The first bytes of the file; sixteen are enough.
    """
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[_FTYP_AT] == b"ftyp":
        return _BRANDS.get(head[_BRAND_AT], "video/mp4")
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[_RIFF_KIND_AT])
    if len(head) > 1 and head[0] == _MPEG_SYNC and head[1] in _MPEG_LAYERS:
        return "audio/mpeg"
    return "image/bmp" if head.startswith(b"BM") and b"\0\0\0\0" in head[:10] else None
