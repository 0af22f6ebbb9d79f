"""How far the fetcher goes: for strangers' servers, and for its own."""

from __future__ import annotations

from msgspec import Struct

from feedmill.config.schema import Images

_MEMORY = 300 * 2**20


class Limits(Struct, frozen=True, kw_only=True):
    """Times are in seconds. `of` takes from the config what it may set."""

    max_bytes: int = 20_971_520  # on the wire, and after decompression
    max_pixels: int = 50_000_000
    per_host: int = 4  # requests to one host and port at the same time
    connections: int = 32  # requests to all hosts at the same time
    idle: int = 64  # connections that wait for another request
    connect: float = 10.0
    read: float = 20.0  # between two pieces of an answer
    total: float = 120.0  # for one image: all hops and attempts, waiting for its turn not
    decoding: float = 15.0  # of the processor, for one picture
    memory: int = _MEMORY  # bytes, of all processes together
    redirects: int = 5
    attempts: int = 4
    backoff: float = 1.0  # before the second attempt; doubled for each further one
    busy: float = 60.0  # a server that has no time for longer is given up until the next run
    paused: float = 300.0  # nor is one waited for longer than this in one run


def of(images: Images) -> Limits:
    """Return the limits that the config sets, and the rest as they are."""
    usual = Images().max_pixels
    return Limits(
        max_bytes=images.max_bytes,
        max_pixels=images.max_pixels,
        per_host=images.per_host,
        memory=_MEMORY * max(images.max_pixels, usual) // usual,
    )
