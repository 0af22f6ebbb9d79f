"""Resolve host names in a thread that never blocks the exit.

A resolver can take half a minute, and cannot be interrupted: whoever gives up goes on, and an exit
does not wait for it.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread

from .refusal import FetchRefused


async def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a host, in the system's order.

    Raises FetchRefused if there are none within `seconds`.
    """
    if _is_address(host):
        return [host]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], refused: FetchRefused | None) -> None:
        if answer.done():  # nobody waits for it any more
            return
        if refused is None:
            answer.set_result(found)
        else:
            answer.set_exception(refused)

    def ask() -> None:
        found, refused = _addresses(host, port)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, found, refused)

    Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except TimeoutError:
        raise FetchRefused("timeout", f"{host} is not resolved in time", retry=True) from None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _addresses(host: str, port: int) -> tuple[list[str], FetchRefused | None]:
    """Return what the system knows of a host, or why it does not know it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        later = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        reason = error.strerror if isinstance(error, OSError) else error
        return [], FetchRefused("no-such-host", f"{host}: {reason}", retry=later)
    return list(dict.fromkeys(str(item[4][0]) for item in found)), None
