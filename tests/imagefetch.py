"""What the tests of fetching share: short limits, and a look at what failed."""

from __future__ import annotations

from collections.abc import Callable

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
        longest_wait=5,
    )
    return replace(base, **limits)
