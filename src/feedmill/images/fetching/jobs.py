"""What is asked of a process that decodes pictures, and what it answers. Pure.

Messages go through pipes: MessagePack, with its length before it.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

TOO_MUCH_MEMORY = "too-much-memory"
TOO_SLOW = "too-slow"
HEAD = 4  # bytes before a message: its length, big-endian


class Copy(Struct, frozen=True, kw_only=True):
    """A smaller copy: its bytes, and what they are. `ending` has no dot."""

    data: bytes
    type: str
    ending: str
    width: int
    height: int


class Picture(Struct, frozen=True, kw_only=True):
    """What a file holds, sizes in pixels as shown (0: an SVG that names none)."""

    type: str
    ending: str
    width: int
    height: int
    copy: Copy | None = None


class Job(Struct, frozen=True, kw_only=True):
    """A picture to look at, as `examine` is told.

    `memory` is in bytes, `seconds` are those of the processor.
    """

    path: str
    max_pixels: int
    svg: bool = False
    thumbnail: int | None = None
    memory: int = 2**62
    seconds: float = 15.0


class Verdict(Struct, frozen=True, kw_only=True):
    """What came of a job: a picture, or why it was refused, as in Refused."""

    picture: Picture | None = None
    code: str = ""
    message: str = ""


_encode = msgspec.msgpack.Encoder().encode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_verdict = msgspec.msgpack.Decoder(Verdict).decode


def message(value: Job | Verdict) -> bytes:
    """Return a value as it goes through a pipe."""
    data = _encode(value)
    return len(data).to_bytes(HEAD, "big") + data


def message_length(head: bytes) -> int:
    """Return the length of a message by the bytes before it."""
    return int.from_bytes(head, "big")


def too_much_memory(memory: int) -> Verdict:
    """Return the verdict on a picture that needs more bytes than there are."""
    text = f"needs more than {memory // 2**20} MiB of memory to decode"
    return Verdict(code=TOO_MUCH_MEMORY, message=text)
