"""One HTTP/1.1 connection to an untrusted server, with bounds on all that it can do.

What a fetcher of strangers' URLs must not do (follow redirects, keep cookies, read proxies and
passwords from the environment, decompress without a limit) is not there to be switched off.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from functools import cache
from typing import NamedTuple, Self

from .addresses import Target, check_address
from .head import Head, chunk_size, no_http, read_head
from .refusal import FetchRefused
from .resolver import resolve

_MOST_ADDRESSES = 3  # of a name, tried one after the other
_MAX_HEAD = 65_536  # bytes, of all heads of one answer
_MAX_INTERIM = 16  # answers 1xx before the one that counts
_PIECE = 65_536  # bytes
_KEEP_ALIVE = 15.0  # seconds


class Patience(NamedTuple):
    """How long a server may take, in seconds: to connect, and between two pieces of an answer."""

    connect: float
    read: float


class Connection:
    """One connection, which asks for one thing at a time."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float
    ) -> None:
        self.silent = True  # nothing came in answer to the last request
        self.used = False  # for a request before the last
        self._reader = reader
        self._writer = writer
        self._seconds = seconds
        self._asked = 0
        self._left: int | None = 0  # bytes of the body or chunk; None: up to the end
        self._chunked = False
        self._lasts = False
        self._since = 0.0

    @classmethod
    async def open(cls, target: Target, allowed: Container[str], patience: Patience) -> Self:
        """Connect to one of the addresses that the host has, each of which is checked before.

        A name is resolved once, so that one that resolves to something else a moment later (DNS
        rebinding) gains nothing. TLS still checks the certificate against the name. Refused if it
        cannot be done, or if an address is not public and `allowed` does not name the host.
        """
        addresses = await resolve(target.host, target.port, patience.connect)
        if target.host not in allowed:
            for address in addresses:
                check_address(address, target.host)
        last: FetchRefused | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                async with asyncio.timeout(patience.connect):
                    reader, writer = await _connect(address, target)
                return cls(reader, writer, patience.read)
            except TimeoutError:
                last = _too_slow()
            except (OSError, EOFError, ValueError) as error:
                message = f"cannot be connected to: {_reason(error)}"
                last = FetchRefused("connect", message, retry=True)
        assert last is not None
        raise last

    @property
    def is_idle(self) -> bool:
        """Whether another request can be sent."""
        return (
            self._lasts
            and self._left == 0
            and not self._chunked
            and not self._writer.transport.is_closing()
            and not self._reader.at_eof()
            and asyncio.get_running_loop().time() - self._since < _KEEP_ALIVE
        )

    async def ask(self, target: Target, headers: list[tuple[str, str]]) -> Head:
        """Ask for a page with GET; return the head of the answer, not of those that are interim."""
        self._asked += 1
        self.used, self.silent, self._lasts = self._asked > 1, True, False
        lines = [f"GET {target.path} HTTP/1.1", f"Host: {_authority(target)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        async with self._patience():
            self._writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
            await self._writer.drain()
            head = await self._head()
        self._left, self._chunked = (0 if head.chunked else head.length), head.chunked
        self._lasts = head.lasts and (head.chunked or head.length is not None)
        self._since = asyncio.get_running_loop().time()
        return head

    async def piece(self) -> bytes:
        """Return the next bytes of the body; none at its end."""
        async with self._patience():
            if self._chunked and self._left == 0:
                await self._next_chunk()
            if self._left == 0:
                self._since = asyncio.get_running_loop().time()
                return b""
            most = _PIECE if self._left is None else min(self._left, _PIECE)
            data = await self._reader.read(most)
            if self._left is not None:
                if not data:
                    raise no_http(f"{self._left} bytes are missing")
                self._left -= len(data)
                if self._chunked and self._left == 0:
                    await self._end_of_chunk()
            return data

    def close(self) -> None:
        """Drop the connection at once."""
        self._writer.transport.abort()

    async def _head(self) -> Head:
        size = 0
        for _ in range(_MAX_INTERIM + 1):
            lines: list[bytes] = []
            while line := (await self._line()).rstrip(b"\r\n"):
                size += len(line)
                if size > _MAX_HEAD:
                    raise no_http(f"its headers have more than {_MAX_HEAD} bytes")
                lines.append(line)
            if not lines:  # an empty line before the status
                continue
            head = read_head(lines)
            if head.status >= 200:
                return head
        raise no_http(f"more than {_MAX_INTERIM} interim answers")

    async def _line(self) -> bytes:
        line = await self._reader.readline()
        self.silent = self.silent and not line
        if not line.endswith(b"\n"):
            raise no_http("the connection was closed")
        return line

    async def _next_chunk(self) -> None:
        self._left = chunk_size(await self._line())
        if self._left == 0:
            self._chunked, size = False, 0
            while line := (await self._line()).rstrip(b"\r\n"):  # trailers
                size += len(line)
                if size > _MAX_HEAD:
                    raise no_http(f"its trailers have more than {_MAX_HEAD} bytes")

    async def _end_of_chunk(self) -> None:
        if (await self._line()).rstrip(b"\r\n"):
            raise no_http("a chunk is longer than it says")

    @asynccontextmanager
    async def _patience(self) -> AsyncIterator[None]:
        """Turn whatever a server can do to a connection into a refusal."""
        try:
            async with asyncio.timeout(self._seconds):
                yield
        except TimeoutError:
            raise _too_slow() from None
        except (OSError, EOFError, ValueError) as error:
            raise no_http(_reason(error)) from None


async def _connect(
    address: str, target: Target
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if target.scheme == "http":
        return await asyncio.open_connection(address, target.port, limit=_MAX_HEAD)
    return await asyncio.open_connection(
        address, target.port, limit=_MAX_HEAD, ssl=_tls(), server_hostname=target.host
    )


def _authority(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = 443 if target.scheme == "https" else 80
    return host if target.port == usual else f"{host}:{target.port}"


def _too_slow() -> FetchRefused:
    return FetchRefused("timeout", "the server does not answer in time", retry=True)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return str(error)
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or "it was closed"


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates that we trust, once: the system's, SSL_CERT_FILE's, Mozilla's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
