"""The one way out for the browser: every connection is named, judged, counted.

A browser that captures a page of strangers must not be led to machines of the house
(a router, a cloud's metadata address), not by a redirect, not by a name that changes
its address between two look-ups. So it gets no network but this gate, which looks the
name up itself, judges the address and connects to that very address.
Method: M201. The ranges are those of the IANA special-purpose registries, as
`ipaddress` knows them.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from firsthand.model import HostReached

_HEAD_MOST = 1 << 17
_CHUNK = 1 << 16
_HTTP, _HTTPS = 80, 443
_LOOK_UP_SECONDS = 15
_CONNECT_SECONDS = 20
_HOP_BY_HOP = frozenset({"proxy-connection", "proxy-authorization", "connection"})
_ASKED_SECONDS = 2.0
PRIVATE = "leads into a private network; name --allow-private if that is meant"


OWN = "asked for by the browser itself, not by the page: refused"


@dataclasses.dataclass
class _Tally:
    address: str | None = None
    n_connections: int = 0
    problem: str | None = None


class Gate:
    """A proxy on this machine, for one browser."""

    def __init__(self, *, allow_private: bool, most_bytes: int) -> None:
        """Make a gate.

        Args:
            allow_private: Whether addresses of private networks may be reached.
            most_bytes: Bytes that may come in; then every connection is ended.
        """
        self._allow_private = allow_private
        self._most_bytes = most_bytes
        self._tallies: dict[tuple[str, int], _Tally] = {}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: set[tuple[str, int]] = set()
        self.n_bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether more came in than may."""
        return self.n_bytes > self._most_bytes

    def expect(self, url: str) -> None:
        """Let the host of an address through: the page asks for it.

        A browser calls home by itself as well; what no page asked for is refused.
        """
        with contextlib.suppress(ValueError):
            self._wanted.add(host_and_port(url))

    async def _is_wanted(self, host: str, port: int) -> bool:
        """Say whether a page asks for a host; the word of it may come a little late."""
        for _ in range(int(_ASKED_SECONDS / 0.05)):
            if (host, port) in self._wanted:
                return True
            await asyncio.sleep(0.05)
        return False

    async def open(self) -> int:
        """Begin to listen on this machine alone; return the port."""
        self._server = await asyncio.start_server(
            self._take, "127.0.0.1", 0, limit=_HEAD_MOST
        )
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """End every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    def hosts(self) -> tuple[HostReached, ...]:
        """Return every host that was asked for, sorted."""
        return tuple(
            HostReached(
                host=host,
                port=port,
                address=tally.address,
                n_connections=tally.n_connections,
                problem=tally.problem,
            )
            for (host, port), tally in sorted(self._tallies.items())
        )

    def problem_of(self, url: str) -> str | None:
        """Return why the host of an address was not reached; None = it was."""
        tally = self._tallies.get(host_and_port(url))
        return tally.problem if tally else None

    def address_of(self, url: str) -> str | None:
        """Return the IP address that answered for the host of an address."""
        tally = self._tallies.get(host_and_port(url))
        return tally.address if tally else None

    # --- one connection of the browser -----------------------------------------------

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass  # the browser, or the other side, is gone: the tally says why
        except asyncio.LimitOverrunError:
            pass  # a header over the limit is no page's
        except asyncio.CancelledError:
            pass  # the gate closes; nobody waits for this task's answer
        finally:
            await _end(writer)
            if task is not None:
                self._tasks.discard(task)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, version = first.split(" ", 2)
        if method == "CONNECT":
            host, port = host_and_port(f"https://{target}")
            far = await self._connect(host, port)
            if far is None:
                writer.write(b"HTTP/1.1 502 Not reached\r\n\r\n")
                await writer.drain()
                return
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await self._join((reader, writer), far)
            return
        host, port = host_and_port(target)
        far = await self._connect(host, port)
        if far is None:
            return  # closing says "no answer": an answer of ours would be recorded
        far[1].write(_as_sent_on(method, target, version, lines))
        await self._join((reader, writer), far)

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        tally = self._tallies.setdefault((host, port), _Tally())
        tally.n_connections += 1
        if tally.address is None:
            tally.problem = OWN
        if not await self._is_wanted(host, port):
            return None
        try:
            addresses = await asyncio.wait_for(_look_up(host, port), _LOOK_UP_SECONDS)
        except (OSError, TimeoutError):
            tally.problem = "its name has no address"
            return None
        private = [item for item in addresses if is_private(item)]
        if private and not self._allow_private:
            tally.problem = f"{private[0]} {PRIVATE}"
            return None
        said = "no address answers"
        for address in addresses:
            try:
                far = await asyncio.wait_for(
                    asyncio.open_connection(address, port), _CONNECT_SECONDS
                )
            except TimeoutError:
                said = f"{address} does not answer"
            except OSError as error:
                said = f"{address}: {error.strerror or 'connection refused'}"
            else:
                tally.address, tally.problem = address, None
                return far
        tally.problem = said
        return None

    async def _join(
        self,
        near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        far: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        """Hand bytes on both ways until the far side ends."""
        up = asyncio.create_task(_hand_on(near[0], far[1]))
        try:
            while not self.is_full and (data := await far[0].read(_CHUNK)):
                self.n_bytes += len(data)
                near[1].write(data)
                await near[1].drain()
        finally:
            up.cancel()
            await asyncio.gather(up, return_exceptions=True)
            await _end(far[1])


async def _hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()


async def _end(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def _as_sent_on(method: str, target: str, version: str, lines: Iterable[str]) -> bytes:
    """Return a request as it goes to the server: its path, one answer, no proxy."""
    parts = urlsplit(target)
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    kept = [
        line
        for line in lines
        if line.partition(":")[0].strip().lower() not in _HOP_BY_HOP
    ]
    made = [f"{method} {path} {version}", *kept, "Connection: close", "", ""]
    return "\r\n".join(made).encode("latin-1")


def host_and_port(url: str) -> tuple[str, int]:
    """Return the host and port of an address.

    Raises:
        ValueError: It names no host, or a port that is none.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"{url!r} names no host")
    plain = _HTTP if parts.scheme in {"http", "ws"} else _HTTPS
    return parts.hostname, parts.port or plain


def is_private(address: str) -> bool:
    """Say whether an IP address is not one of the open internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None:
        found = inner
    return not found.is_global or found.is_multicast
