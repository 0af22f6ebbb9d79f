"""One image from a stranger's server into a file: each hop checked, all sizes and times limited."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import AsyncIterator, Container, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from msgspec import Struct

from feedmill.errors import StoreError
from feedmill.http.addresses import Target, check_url, redirected
from feedmill.http.answer import Headers, content_length, decoder, validator
from feedmill.http.connection import Connection, Patience
from feedmill.http.head import Head
from feedmill.http.refusal import FetchRefused
from feedmill.images.manifest import Stored

from .limits import Limits
from .politeness import Host, backoff

# Servers that choose by Accept are asked for what every feed reader can show.
_ACCEPT = "image/jpeg,image/png,image/gif,image/webp;q=0.9,image/*;q=0.5,*/*;q=0.1"
_REDIRECTS = {301, 302, 303, 307, 308}


class Download(Struct, frozen=True, kw_only=True):
    """What came: the SHA-256 (hex) and number of bytes in the file, and the server's validators."""

    sha256: str
    bytes: int
    etag: str | None
    modified: str | None


class _Time:
    """What is left of the time for one image, all its hops and attempts together."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let time run; Refused when none is left."""
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError:
            raise FetchRefused("timeout", f"takes over {self._seconds:g} s") from None
        finally:
            self._left -= asyncio.get_running_loop().time() - began


class _Idle:
    """Connections that wait for another request to their host: a few, the oldest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._hosts: dict[Connection, Host] = {}
        self._connections: dict[Host, deque[Connection]] = {}

    def take(self, host: Host) -> Connection | None:
        """Return a connection to a host that can be used, if there is one."""
        while waiting := self._connections.get(host):
            connection = waiting[-1]
            self._forget(connection)
            if connection.is_idle:
                return connection
            connection.close()
        return None

    def give(self, host: Host, connection: Connection) -> None:
        """Keep a connection if it can be used again, else close it."""
        if not connection.is_idle:
            connection.close()
            return
        self._hosts[connection] = host
        self._connections.setdefault(host, deque()).append(connection)
        if len(self._hosts) > self._most:
            oldest = next(iter(self._hosts))
            self._forget(oldest)
            oldest.close()

    def close(self) -> None:
        """Close all of them."""
        for connection in [*self._hosts]:
            self._forget(connection)
            connection.close()

    def _forget(self, connection: Connection) -> None:
        host = self._hosts.pop(connection)
        self._connections[host].remove(connection)


class Downloader:
    """Fetches many images, politely; for use within one event loop, and to be closed.

    `allowed` are hosts that config names, `agent` is the User-Agent, `now` (aware) is what
    dates in Retry-After are measured from. `received` counts the bytes of bodies on the wire.
    """

    def __init__(self, limits: Limits, allowed: Container[str], agent: str, now: datetime) -> None:
        self.received = 0
        self._limits = limits
        self._allowed = allowed
        self._agent = agent
        self._now = now
        self._patience = Patience(limits.connect, limits.read)
        self._slots = asyncio.Semaphore(limits.connections)
        self._hosts: dict[tuple[str, str, int], Host] = {}
        self._idle = _Idle(limits.idle)

    async def get(self, url: str, part: Path, known: Stored | None = None) -> Download | None:
        """Write what `url` gives to `part`; None if the server says that `known` is still right.

        Tries again where that may help. Raises FetchRefused if it cannot be had, StoreError if
        `part` cannot be written.
        """
        target, time = check_url(url, self._allowed), _Time(self._limits.total)
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return await self._follow(target, part, known, time)
            except FetchRefused as refused:
                if not refused.retry or attempt == self._limits.attempts:
                    raise
                if not refused.paused:
                    await asyncio.sleep(backoff(attempt, self._limits))
        raise AssertionError("the last attempt returns or raises")

    async def close(self) -> None:
        """Close all connections."""
        self._idle.close()
        await asyncio.sleep(0)  # the loop closes the sockets in its next turn

    async def _follow(
        self, target: Target, part: Path, known: Stored | None, time: _Time
    ) -> Download | None:
        for _ in range(self._limits.redirects + 1):
            host = self._host(target)
            async with host.turn(), time.running():
                answer = await self._ask(host, target, part, known)
            if not isinstance(answer, Target):
                return answer
            target = answer
        raise FetchRefused("redirects", f"redirects more than {self._limits.redirects} times")

    async def _ask(
        self, host: Host, target: Target, part: Path, known: Stored | None
    ) -> Download | Target | None:
        """Ask once: what came, another place to ask, or None for "not modified"."""
        async with self._connection(host, target, known) as (connection, head):
            if head.status == 304 and known is not None:
                return None
            if head.status in _REDIRECTS and "location" in head.headers:
                return redirected(target, head.headers["location"], self._allowed)
            if head.status != 200:
                raise host.refusal(head.status, head.headers, self._now)
            return await self._save(connection, head.headers, part)

    @asynccontextmanager
    async def _connection(
        self, host: Host, target: Target, known: Stored | None
    ) -> AsyncIterator[tuple[Connection, Head]]:
        """Yield a connection that was asked for the image, and the head of the answer."""
        headers = self._headers(known)
        connection = self._idle.take(host)
        try:
            if connection is not None:
                try:
                    head = await connection.ask(target, headers)
                except FetchRefused:
                    if not connection.silent:
                        raise
                    connection.close()  # the server had closed it meanwhile
                    connection = None
            if connection is None:
                connection = await Connection.open(target, self._allowed, self._patience)
                head = await connection.ask(target, headers)
            yield connection, head
        finally:
            if connection is not None:
                self._idle.give(host, connection)

    async def _save(self, connection: Connection, headers: Headers, part: Path) -> Download:
        limit = self._limits.max_bytes
        too_large = FetchRefused("too-large", f"has more than {limit} bytes")
        if content_length(headers) > limit:
            raise too_large
        decode = decoder(headers.get("content-encoding", ""))
        digest, size, wire = hashlib.sha256(), 0, 0
        with _File(part) as file:
            while chunk := await connection.piece():
                wire += len(chunk)
                self.received += len(chunk)
                if wire > limit:
                    raise too_large
                for piece in decode.feed(chunk):
                    size += len(piece)
                    if size > limit:
                        raise too_large
                    digest.update(piece)
                    file.write(piece)
        decode.finish()
        return Download(
            sha256=digest.hexdigest(),
            bytes=size,
            etag=validator(headers.get("etag")),
            modified=validator(headers.get("last-modified")),
        )

    def _headers(self, known: Stored | None) -> list[tuple[str, str]]:
        headers = [
            ("User-Agent", self._agent),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", "identity"),
        ]
        if known is not None and known.etag:
            headers.append(("If-None-Match", known.etag))
        if known is not None and known.modified:
            headers.append(("If-Modified-Since", known.modified))
        return headers

    def _host(self, target: Target) -> Host:
        key = (target.scheme, target.host, target.port)
        if key not in self._hosts:
            self._hosts[key] = Host(self._limits, self._slots)
        return self._hosts[key]


class _File:
    """A new file to write to; what is wrong with our disk, and not with a server, is StoreError."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        with self._disk():
            self._file = self._path.open("wb")
        return self

    def __exit__(self, *about: object) -> None:
        with self._disk():
            self._file.close()

    def write(self, data: bytes) -> None:
        """Write more of it."""
        with self._disk():
            self._file.write(data)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"cannot write {self._path}: {error.strerror}") from error
