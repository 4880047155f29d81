"""WACZ: web archives in a zip with an index, a list of pages and a digest of each file.

Read with care: every file's digest and size is compared, files that are not listed or
not there are told, the index must point at records, and the zip must not lie about
itself. Written so that other tools replay it.
Format: WACZ 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/; CDXJ 0.1.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from firsthand.capture.warc import Written, stamp
from firsthand.errors import SourceError

VERSION = "1.1.1"
WARC_NAME = "archive/data.warc.gz"
_FIXED = (1980, 1, 1, 0, 0, 0)
_MOST_ENTRIES = 10_000
_MOST_JSON = 64 * 2**20
_RATIO = 300
_CHUNK = 1 << 20
_WWW = re.compile(r"^www\d*\.")
_INDEXED = frozenset({"response", "revisit", "resource"})


@dataclasses.dataclass(frozen=True)
class WaczPage:
    """A page that a WACZ lists."""

    url: str
    at: str | None
    title: str | None


class Wacz:
    """An open WACZ file; use it in a `with` statement.

    Attributes:
        faults: What does not fit.
        pages: Pages it lists.
        archives: Names of the WARC files in it.
        package: Its datapackage.json; empty = none that can be read.
    """

    def __init__(self, path: Path) -> None:
        """Open and check a file.

        Raises:
            SourceError: It is no zip, or one that must not be read.
        """
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise SourceError(f"is no WACZ: {error}") from None
        self.faults: list[str] = []
        self._infos = {info.filename: info for info in self._zip.infolist()}
        try:
            self._check_zip()
            self.package = self._json("datapackage.json") or {}
            self._check_digests()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            self._zip.close()
            raise SourceError(f"is a damaged WACZ: {error}") from None
        except SourceError:
            self._zip.close()
            raise
        self.archives = sorted(
            name
            for name in self._infos
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))
        )
        if not self.archives:
            self.faults.append("holds no WARC file under archive/")
        self.pages = list(self._pages())

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    def open(self, name: str) -> IO[bytes]:
        """Open a file in it as a stream; its digest is judged, not the zip's checksum.

        A file with one wrong byte is still read as far as it can be.
        """
        file = self._zip.open(name)
        file._expected_crc = None  # type: ignore[attr-defined]  # noqa: SLF001  no public way to go on reading
        return file

    def index(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of its CDXJ indexes; a bad line becomes a fault."""
        for name in sorted(self._infos):
            if not name.startswith("indexes/") or name.endswith(".idx"):
                continue
            for number, line in enumerate(self._lines(name), start=1):
                start = line.find("{")
                try:
                    yield json.loads(line[start:])
                except ValueError:
                    if not line.startswith("!meta"):
                        self.faults.append(f"{name}: line {number} is no index line")

    # --- checks -----------------------------------------------------------------------

    def _check_zip(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > _MOST_ENTRIES:
            raise SourceError(f"holds over {_MOST_ENTRIES:,} files")
        if len(self._infos) != len(infos):
            self.faults.append("holds two files of one name; the later one is read")
        end = 0
        for info in sorted(infos, key=lambda item: item.header_offset):
            if info.header_offset < end:
                raise SourceError("its files overlap: a zip made to burst")
            end = info.header_offset + info.compress_size
            parts = info.filename.split("/")
            if info.filename.startswith(("/", "\\")) or ".." in parts:
                raise SourceError(f"names a file outside itself ({info.filename!r})")
            is_large = info.file_size > _CHUNK
            if is_large and info.file_size > _RATIO * max(info.compress_size, 1):
                raise SourceError(f"{info.filename}: unpacks to over {_RATIO} times")

    def _check_digests(self) -> None:
        listed: dict[str, Mapping[str, Any]] = {}
        for row in self.package.get("resources") or ():
            if isinstance(row, dict) and isinstance(row.get("path"), str):
                listed[row["path"]] = row
        for path, row in listed.items():
            if path in self._infos:
                self._check_file(path, row)
            else:
                self.faults.append(f"{path}: is listed and not there")
        for path in self._infos:
            is_own = path in {"datapackage.json", "datapackage-digest.json"}
            if not is_own and path not in listed and not path.endswith("/"):
                self.faults.append(f"{path}: is there and not listed")
        if not listed:
            self.faults.append("lists no files in datapackage.json")
        self._check_package()

    def _check_file(self, path: str, row: Mapping[str, Any]) -> None:
        stated = str(row.get("hash", ""))
        name, _, value = stated.partition(":")
        if name not in {"sha256", "sha512", "sha1", "md5"}:
            self.faults.append(f"{path}: has no digest that is known ({stated!r})")
            return
        found, size = self._digest(path, name)
        if found != value.lower():
            self.faults.append(f"{path}: does not have the digest it states")
        if row.get("bytes") not in {None, size}:
            self.faults.append(f"{path}: has {size:,} bytes, not {row['bytes']}")

    def _check_package(self) -> None:
        stated = self._json("datapackage-digest.json")
        if stated is None:
            return
        value = str(stated.get("hash", "")).removeprefix("sha256:").lower()
        found, _ = self._digest("datapackage.json", "sha256")
        if value != found:
            self.faults.append("datapackage.json: does not have the digest it states")

    def _digest(self, name: str, kind: str) -> tuple[str, int]:
        made, size = hashlib.new(kind, usedforsecurity=False), 0
        with self.open(name) as file:
            while chunk := file.read(_CHUNK):
                made.update(chunk)
                size += len(chunk)
        return made.hexdigest(), size

    # --- what is in it ----------------------------------------------------------------

    def _json(self, name: str) -> dict[str, Any] | None:
        if name not in self._infos:
            if name == "datapackage.json":
                self.faults.append("datapackage.json: is not there")
            return None
        try:
            found = json.loads(self._small(name))
        except (ValueError, RecursionError):
            self.faults.append(f"{name}: is no JSON")
            return None
        return found if isinstance(found, dict) else None

    def _small(self, name: str) -> bytes:
        if self._infos[name].file_size > _MOST_JSON:
            raise SourceError(f"{name}: is over {_MOST_JSON:,} bytes")
        return self._zip.read(name)

    def _lines(self, name: str) -> Iterator[str]:
        data = self._small(name)
        if name.endswith(".gz"):
            import gzip  # noqa: PLC0415  few indexes are packed

            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(_MOST_JSON)
        yield from data.decode("utf-8", "replace").splitlines()

    def _pages(self) -> Iterator[WaczPage]:
        for name in sorted(self._infos):
            if not (name.startswith("pages/") and name.endswith(".jsonl")):
                continue
            for number, line in enumerate(self._lines(name), start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError:
                    self.faults.append(f"{name}: line {number} is no JSON")
                    continue
                if isinstance(row, dict) and isinstance(row.get("url"), str):
                    yield WaczPage(row["url"], _said(row, "ts"), _said(row, "title"))


def _said(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    return str(value) if value else None


# --- writing ------------------------------------------------------------------------


def write_wacz(
    warcs: Mapping[str, tuple[bytes, Iterable[Written]]],
    pages: Iterable[Mapping[str, Any]],
    about: Mapping[str, Any],
) -> bytes:
    """Return a WACZ file; the same input gives the same bytes.

    Args:
        warcs: WARC files by name under archive/, with their records.
        pages: Lines of pages.jsonl: url, ts, title.
        about: More fields of datapackage.json: title, created, software ...
    """
    files = {f"archive/{name}": data for name, (data, _) in warcs.items()}
    lines = sorted(
        line for name, (_, records) in warcs.items() for line in _index(name, records)
    )
    files["indexes/index.cdx"] = "".join(f"{line}\n" for line in lines).encode()
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    rows = [json.dumps(row, ensure_ascii=False) for row in (head, *pages)]
    files["pages/pages.jsonl"] = ("\n".join(rows) + "\n").encode("utf-8", "replace")
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        **about,
        "resources": [
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
            }
            for path, data in files.items()
        ],
    }
    described = json.dumps(package, ensure_ascii=False, indent=2).encode()
    digest = {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(described).hexdigest()}",
    }
    files["datapackage.json"] = described
    files["datapackage-digest.json"] = json.dumps(digest, indent=2).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, _FIXED), data)
    return made.getvalue()


def _index(name: str, records: Iterable[Written]) -> Iterator[str]:
    for record in records:
        if record.warc_type not in _INDEXED:
            continue
        about = {
            "url": record.url,
            "mime": "warc/revisit"
            if record.warc_type == "revisit"
            else record.media_type or "unk",
            "status": str(record.status or 200),
            "digest": record.digest,
            "length": str(record.length),
            "offset": str(record.offset),
            "filename": name,
        }
        time = re.sub(r"\D", "", stamp(record.at))[:17]
        yield f"{search_key(record.url)} {time} {json.dumps(about)}"


def search_key(url: str) -> str:
    """Return the key that an index sorts an address by: host reversed, then path."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return url.replace(" ", "%20")
    host = ",".join(reversed(_WWW.sub("", parts.hostname.lower()).split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = (parts.path or "/").lower().replace(" ", "%20")
    return f"{host}{port}){path}" + (f"?{query.lower()}" if query else "")
