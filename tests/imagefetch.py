"""What the tests of fetching share: short limits, and a look at what failed."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from feedmill.config.schema import Images
from feedmill.images.fetching.limits import Limits
from feedmill.images.outcome import Fetched
from feedmill.images.store import Store

LOCAL = Images(store="store", allow_hosts=("127.0.0.1",))
Fetching = Callable[..., Fetched]
Opening = Callable[[], Store]


def refusal(done: Fetched) -> tuple[str, str]:
    """Give code and message of the one image that failed."""
    (problem,) = done.problems
    assert 1 == done.failed, done
    return problem.code.removeprefix("image-"), problem.message


def quick(**limits: float) -> Limits:
    """Give short limits, with these instead."""
    base = Limits(
        max_bytes=200_000,
        max_pixels=1_000_000,
        connect=2,
        read=0.5,
        total=1.5,
        backoff=0.01,
        busy=5,
    )
    return replace(base, **limits)


def resolving(monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]) -> list[str]:
    """Let the system's resolver give these addresses in turn; give the names it is asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "127.0.0.1":
            addresses = [host]
        else:
            asked.append(host)
            if not answers:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            addresses = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked
