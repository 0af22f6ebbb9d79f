"""One image from a stranger's server into a file: each hop checked, all sizes and times limited."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpcore
from msgspec import Struct

from feedmill.errors import StoreError
from feedmill.http.addresses import Target, check_url, redirected
from feedmill.http.answer import Headers, content_length, decoder, read_headers, validator
from feedmill.http.network import open_pool
from feedmill.images.manifest import Stored

from .limits import Limits
from .politeness import Host, backoff
from .refusal import Refused

# Servers that choose by Accept are asked for what every feed reader can show.
_ACCEPT = "image/jpeg,image/png,image/gif,image/webp;q=0.9,image/*;q=0.5,*/*;q=0.1"
_REDIRECTS = {301, 302, 303, 307, 308}


class Download(Struct, frozen=True, kw_only=True):
    """What came: the SHA-256 (hex) and number of bytes in the file, and the server's validators."""

    sha256: str
    bytes: int
    etag: str | None
    modified: str | None


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
        self._slots = asyncio.Semaphore(limits.connections)
        self._hosts: dict[tuple[str, str, int], Host] = {}

    async def get(self, url: str, part: Path, known: Stored | None = None) -> Download | None:
        """Write what `url` gives to `part`; None if the server says that `known` is still right.

        Tries again where that may help. Raises Refused if it cannot be had, StoreError if
        `part` cannot be written.
        """
        target = check_url(url, self._allowed)
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return await self._follow(target, part, known)
            except Refused as refused:
                if not refused.retry or attempt == self._limits.attempts:
                    raise
                if not refused.paused:
                    await asyncio.sleep(backoff(attempt, self._limits))
        raise AssertionError("the last attempt returns or raises")

    async def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            await host.pool.aclose()

    async def _follow(self, target: Target, part: Path, known: Stored | None) -> Download | None:
        loop = asyncio.get_running_loop()
        left = self._limits.total
        for _ in range(self._limits.redirects + 1):
            host = self._host(target)
            async with host.turn():
                began = loop.time()
                answer = await self._ask(host, target, part, known, left)
            if not isinstance(answer, Target):
                return answer
            target = answer
            left -= loop.time() - began
        raise Refused("redirects", f"redirects more than {self._limits.redirects} times")

    async def _ask(
        self, host: Host, target: Target, part: Path, known: Stored | None, left: float
    ) -> Download | Target | None:
        """Ask once: what came, another place to ask, or None for "not modified"."""
        url = httpcore.URL(
            scheme=target.scheme, host=target.host, port=target.port, target=target.path
        )
        try:
            async with (
                asyncio.timeout(left),
                host.pool.stream(
                    "GET",
                    url,
                    headers=self._headers(known),
                    extensions={"timeout": self._timeouts()},
                ) as response,
            ):
                headers = read_headers(response.headers)
                if response.status == 304 and known is not None:
                    return None
                if response.status in _REDIRECTS and "location" in headers:
                    return redirected(target, headers["location"], self._allowed)
                if response.status != 200:
                    raise host.refusal(response.status, headers, self._now)
                return await self._save(response, headers, part)
        except TimeoutError:
            raise Refused("timeout", f"takes over {self._limits.total:g} s", retry=True) from None
        except httpcore.TimeoutException:
            raise Refused("timeout", "the server does not answer in time", retry=True) from None
        except httpcore.ConnectError as error:
            raise Refused("connect", f"cannot be connected to: {error}", retry=True) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Refused("broken", f"breaks off or is no HTTP: {error}", retry=True) from None

    async def _save(self, response: httpcore.Response, headers: Headers, part: Path) -> Download:
        limit = self._limits.max_bytes
        too_large = Refused("too-large", f"has more than {limit} bytes")
        if content_length(headers) > limit:
            raise too_large
        decode = decoder(headers.get("content-encoding", ""))
        digest, size, wire = hashlib.sha256(), 0, 0
        with _disk(part), part.open("wb") as file:
            async for chunk in response.aiter_stream():
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

    def _timeouts(self) -> dict[str, float]:
        limits = self._limits
        return {
            "connect": limits.connect,
            "read": limits.read,
            "write": limits.read,
            "pool": limits.total,
        }

    def _host(self, target: Target) -> Host:
        key = (target.scheme, target.host, target.port)
        if key not in self._hosts:
            pool = open_pool(target.scheme, self._allowed, self._limits)
            self._hosts[key] = Host(pool, self._limits, self._slots)
        return self._hosts[key]


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Tell trouble with our disk, which stops the run, from trouble with a server."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error
