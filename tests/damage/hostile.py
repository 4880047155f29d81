"""Hostile material of our own making: each file is a known way to break a reader."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage

SENTENCE = "Seven people were killed in Talbar on Monday, medics said."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OBJECTS_BEFORE_PAGE = 3


def raw_pdf(
    content: bytes, *, catalog: str = "", page: str = "", more: tuple[bytes, ...] = ()
) -> bytes:
    """Return a PDF of one page with this content stream."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /ExtGState << /Faint << /ca 0.3 >> >> >> "
        + page.encode()
        + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def shown(words: str, y: int = 700) -> bytes:
    return f"BT /F1 12 Tf 50 {y} Td ({words}) Tj ET\n".encode()


def revised(first: bytes, content: bytes) -> bytes:
    """Return a PDF with an incremental update that replaces its content stream."""
    before = int(first.split(b"startxref\n")[-1].split(b"\n")[0])
    at = len(first)
    update = b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(content),
        content,
    )
    table = at + len(update)
    update += b"xref\n4 1\n%010d 00000 n \ntrailer\n" % at
    update += b"<< /Size 6 /Root 1 0 R /Prev %d >>\n" % before
    return first + update + b"startxref\n%d\n%%%%EOF\n" % table


def flate_pdf(n_bytes: int) -> bytes:
    packed = zlib.compress(b" " * n_bytes, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
    whole = raw_pdf(b"")
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    return whole.replace(empty, stream % (len(packed), packed))


def looping_pdf() -> bytes:
    """Return a PDF whose tree of pages holds itself."""
    return raw_pdf(shown(SENTENCE)).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def docx_of(document: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def document(body: str) -> bytes:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()


def overlapping_docx() -> bytes:
    """Return a zip in which a thousand names stand for the same packed bytes."""
    packed = zlib.compress(b"0" * 10_000_000, 9)[2:-4]
    name = b"word/document.xml"
    crc = zlib.crc32(b"0" * 10_000_000)
    local = struct.pack(
        "<4s5H3I2H",
        *(b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), 10_000_000, len(name), 0),
    )
    body = local + name + packed
    central = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), 10_000_000),
            *(len(each), 0, 0, 0, 0, 0, 0),
        )
        + each
        for each in (name, *(b"word/media%04d.xml" % number for number in range(20)))
    )
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, 21, 21, len(central), len(body), 0
    )
    return body + central + end


def laughing() -> bytes:
    """Return XML whose entities grow tenfold nine times."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    head = f"<!DOCTYPE w:document [{''.join(lines)}]>"
    return (head + f"<w:document {W}><w:body>&a9;</w:body></w:document>").encode()


def reading_a_file(path: str) -> bytes:
    """Return XML that asks for a file of this machine as an entity."""
    head = f'<!DOCTYPE w:document [<!ENTITY it SYSTEM "file://{path}">]>'
    body = "<w:body><w:p><w:r><w:t>&it;</w:t></w:r></w:p></w:body>"
    return f"{head}<w:document {W}>{body}</w:document>".encode()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def boundless_photo() -> bytes:
    """Return a JPEG that claims 65,500 x 65,500 points and holds a small picture."""
    frame = struct.pack(">BHHB", 8, 65_500, 65_500, 1) + b"\1\x11\0"
    small = b"\xff\xd8\xff\xc0\x00\x0b" + frame + b"\xff\xd9"
    tiff = b"II*\0" + struct.pack("<IHI", 8, 0, 14) + struct.pack("<H", 2)
    for tag, value in ((513, 44), (514, len(small))):
        tiff += struct.pack("<HHII", tag, 4, 1, value)
    exif = b"Exif\0\0" + tiff + bytes(4) + small
    head = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return head + b"\xff\xc0\x00\x0b" + frame + b"\xff\xda\x00\x08\1\1\0\0\x3f\0"


def nested_mail(depth: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "innermost"
    mail["Message-ID"] = "<0@example.org>"
    mail.set_content(SENTENCE)
    for number in range(depth):
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "a@example.org", f"outer {number}"
        outer["Message-ID"] = f"<{number}@example.org>"
        outer.set_content("see inside")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


def packages() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of hostile archives and office documents."""
    yield "overlap.docx", overlapping_docx()
    yield "zip-bomb.docx", docx_of(b"<w:document>" + b" " * 200_000_000)
    yield "laughs.docx", docx_of(laughing())
    yield "deep.docx", docx_of(b"<a>" * 100_000)
    yield "reads-a-file.docx", docx_of(reading_a_file("/etc/passwd"))
    slip = {"word/document.xml": document(""), "../../slipped.txt": b"harm"}
    yield "zip-slip.docx", zip_of(slip)
    yield "zip-slip.zip", zip_of({"../../slipped.txt": b"harm", "/tmp/slipped": b"x"})  # noqa: S108  a name that must not be made
    book = {"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"Sub Auto_Open()"}
    yield "macro.xlsm", zip_of(book)
    yield "bomb.xlsx", zip_of({"xl/workbook.xml": b"<a>" + b" " * 200_000_000})
    yield "bomb.pptx", zip_of({"ppt/presentation.xml": b" " * 200_000_000})
    yield "cut.xlsx", zip_of(book)[:-60]


def files() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every hostile file."""
    good = raw_pdf(shown(SENTENCE))
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode()
    word = docx_of(document(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"))
    for name, whole in (("cut.pdf", good), ("cut.html", page), ("cut.docx", word)):
        yield name, whole[: len(whole) // 2]
    yield "flate-bomb.pdf", flate_pdf(400_000_000)
    yield "loop.pdf", looping_pdf()
    yield "deep-array.pdf", raw_pdf(b"[" * 200_000 + shown(SENTENCE))
    yield "many-operators.pdf", raw_pdf(b"q " * 300_000 + shown(SENTENCE))
    yield "deep-dictionary.pdf", raw_pdf(shown(SENTENCE), catalog="/X " + "<</A" * 9999)
    yield from packages()
    yield "boundless.jpg", boundless_photo()
    yield "boundless.png", b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIHDR" * 3
    script = (
        b"<script src='https://example.org/x.js'></script><img onerror=alert(1) src=x>"
    )
    yield "active.html", b"<html><body>" + script + page
    yield "nested.docx", docx_of(document(""), inner=overlapping_docx())
    yield "not-a-zip.docx", b"PK\x03\x04" + bytes(range(256)) * 40
    yield "deep.html", b"<html><body>" + b"<div>" * 100_000 + SENTENCE.encode()
    attributes = b" ".join(b"a%d=1" % n for n in range(200_000))
    yield "attributes.html", b"<html><body " + attributes + b">" + page
    yield "quotes.html", page + b'<a href="' * 50_000
    yield "comment.html", b"<html><body>" + b"<!--" * 100_000 + page
    yield "entities.html", b"<html><body><p>" + b"&#38;" * 200_000 + SENTENCE.encode()
    yield "nested.eml", nested_mail(30)
    yield (
        "parts.eml",
        b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
        + (b"boundary=x\n\n" + b"--x\n\npart\n" * 5_000),
    )
    yield (
        "header.eml",
        b"From: a@b.c\nMessage-ID: <1>\nSubject: " + b"=?utf-8?q?" * 50_000,
    )
    yield "wrong.pdf", page
    yield "wrong.html", good
    yield "polyglot.txt", b"<html><!--" + good + b"--><p>" + SENTENCE.encode()
    yield "polyglot.docx", word + good
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + b"<script>" * 100
    yield "json.jsonl", b'{"text": ' + b"[" * 100_000
    yield "lines.jsonl", b'{"html": "' + b"<div>" * 50_000 + b'"}\n{"text": "x"}'
