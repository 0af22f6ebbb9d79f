"""Connections to checked addresses only. One connection pool a host, so that none knows another.

httpcore is the part of httpx that speaks HTTP/1.1, and no more: what a fetcher of strangers'
URLs must not do (follow redirects, keep cookies, read proxies and passwords from the
environment, decompress without a limit) is not there to be switched off.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Container, Iterable
from functools import cache
from typing import Any

import httpcore

from feedmill.images.fetching.limits import Limits
from feedmill.images.fetching.refusal import Refused

from .addresses import check_address

_KEEP_ALIVE = 15.0  # seconds
_MOST_ADDRESSES = 3  # of a name, tried one after the other


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks every address, and connects to one of those very addresses.

    So a name that resolves to something else a moment later (DNS rebinding) gains nothing. TLS
    still checks the certificate against the name.
    """

    def __init__(self, allowed: Container[str]) -> None:
        self._allowed = allowed
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect; Refused if an address is not public and config does not allow the host."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"{host} is not resolved in time") from None
        if host not in self._allowed:
            for address in addresses:
                check_address(address, host)
        last: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                return await self._inner.connect_tcp(
                    address,
                    port,
                    timeout=timeout,
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last


async def resolve(host: str, port: int) -> list[str]:
    """Give the addresses of a name, in the system's order; Refused if there are none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        known = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refused("no-such-host", f"{host}: {reason}", retry=known) from None
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def open_pool(scheme: str, allowed: Container[str], limits: Limits) -> httpcore.AsyncConnectionPool:
    """Make the pool of one host."""
    return httpcore.AsyncConnectionPool(
        ssl_context=_tls() if scheme == "https" else None,
        max_connections=limits.per_host,
        keepalive_expiry=_KEEP_ALIVE,
        network_backend=CheckedBackend(allowed),
    )


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates that we trust, once: Mozilla's, the system's, SSL_CERT_FILE's."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context
