"""Files that hide something, made here: workbooks, slides, photos (C13)."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="xml" '
            'ContentType="application/xml"/></Types>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """Return a part of relations: ids r1, r2 ... to a kind and a target each."""
    each = (
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELS}">{"".join(each)}</Relationships>'


def sheet(rows: Sequence[Sequence[str]], *, columns: str = "", hide: int = 0) -> str:
    """Return a sheet of words; the row of that number (from 1) is hidden."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for at, cell in enumerate(row)
        )
        mark = ' hidden="1"' if number == hide else ""
        lines.append(f'<row r="{number}"{mark}>{cells}</row>')
    return (
        f'<worksheet xmlns="{_S}">{columns}<sheetData>{"".join(lines)}</sheetData>'
        "</worksheet>"
    )


def workbook(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a workbook of sheets by name; `states` says which are hidden."""
    states = states or {}
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"'
        f' state="{states.get(name, "visible")}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    targets = [
        ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)
    ]
    return package(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{named}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(*targets),
            **{
                f"xl/worksheets/sheet{n}.xml": body
                for n, body in enumerate(sheets.values(), start=1)
            },
            **(more or {}),
        }
    )


def comments_of_sheet(number: int, *texts: str) -> dict[str, str]:
    said = "".join(
        f'<comment ref="A1"><text><t>{text}</t></text></comment>' for text in texts
    )
    return {
        f"xl/worksheets/_rels/sheet{number}.xml.rels": relations(
            ("comments", "../comments1.xml")
        ),
        "xl/comments1.xml": f'<comments xmlns="{_S}"><commentList>{said}</commentList>'
        "</comments>",
    }


def _slide(words: str, kind: str = "sld", more: str = "", attributes: str = "") -> str:
    shapes = f"<p:sp><p:txBody>{_paragraph(words)}</p:txBody></p:sp>"
    return (
        f'<p:{kind} xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"{attributes}>'
        f"<p:cSld><p:spTree>{shapes}{more}</p:spTree></p:cSld></p:{kind}>"
    )


def _paragraph(words: str) -> str:
    return f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" if words else ""


def slides(
    shown: str, *, notes: str = "", hidden: str = "", crop: str = "", comment: str = ""
) -> bytes:
    """Return two slides, the second hidden; notes and a comment on the first."""
    picture = f"<p:pic><p:blipFill><a:srcRect {crop}/></p:blipFill></p:pic>"
    pages = '<p:sldIdLst><p:sldId r:id="r1"/><p:sldId r:id="r2"/></p:sldIdLst>'
    number = (
        '<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody>'
        f"{_paragraph('17')}</p:txBody></p:sp>"
    )
    said = f'<p:cmLst xmlns:p="{_P}"><p:cm><p:text>{comment}</p:text></p:cm></p:cmLst>'
    return package(
        {
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}">'
            f"{pages}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": _slide(shown, more=picture if crop else ""),
            "ppt/slides/_rels/slide1.xml.rels": relations(
                ("notesSlide", "../notesSlides/notesSlide1.xml"),
                ("comments", "../comments/comment1.xml"),
            ),
            "ppt/notesSlides/notesSlide1.xml": _slide(notes, "notes", more=number),
            "ppt/comments/comment1.xml": said
            if comment
            else f'<p:cmLst xmlns:p="{_P}"/>',
            "ppt/slides/slide2.xml": _slide(hidden, attributes=' show="0"'),
        }
    )


def scene(width: int, height: int, seed: int = 1) -> Image.Image:
    """Draw a landscape with houses, another one for each seed."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for line in range(height):
        shade = 230 - 150 * line // height
        draw.line((0, line, width, line), fill=(shade, shade, 255 - shade // 2))
    for number in range(9):
        mixed = (number * 7919 + seed * 104_729) % 1_000
        left, top = mixed * width // 1_000, (mixed * 7 % 600 + 300) * height // 1_000
        colour = (mixed * 3 % 200, mixed * 5 % 200, mixed * 11 % 200)
        draw.rectangle((left, top, left + width // 9, top + height // 4), fill=colour)
    return picture


def jpeg(picture: Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, **how)
    return out.getvalue()


def photo(picture: Image.Image, small: Image.Image | None) -> bytes:
    """Return a JPEG whose Exif holds a small picture, as cameras write it."""
    if small is None:
        return jpeg(picture)
    held = jpeg(small)
    first = struct.pack("<H", 0) + struct.pack("<I", 14)
    entries = ((259, 3, 6), (513, 4, 14 + 2 + 36 + 4), (514, 4, len(held)))
    second = struct.pack("<H", len(entries))
    for tag, kind, value in entries:
        second += struct.pack("<HHII", tag, kind, 1, value)
    tiff = b"II*\0" + struct.pack("<I", 8) + first + second + struct.pack("<I", 0)
    return jpeg(picture, exif=b"Exif\0\0" + tiff + held)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
