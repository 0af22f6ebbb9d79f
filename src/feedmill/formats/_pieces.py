"""Keep rendered entries of one format: an entry is often in several feeds."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from feedmill.model import Entry, Feed

GENERATION = 4 * 1024 * 1024  # bytes
_DIGEST = 16  # bytes

_encode = msgspec.msgpack.Encoder().encode


class Pieces:
    """Rendered entries by their keys; the least recently used are forgotten.

    There are two generations of `limit` bytes. What is asked for moves to the younger one;
    when that is full it becomes the elder, and the elder is dropped.
    """

    def __init__(self, limit: int = GENERATION) -> None:
        self._limit = limit
        self._size = 0
        self._young: dict[bytes, bytes] = {}
        self._old: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        """Return what was put for a key, or None."""
        piece = self._young.get(key)
        if piece is None and (piece := self._old.get(key)) is not None:
            self.put(key, piece)
        return piece

    def put(self, key: bytes, piece: bytes) -> None:
        """Keep a rendered entry for a while."""
        self._size += len(piece)
        if self._size > self._limit:
            self._old, self._young, self._size = self._young, {}, len(piece)
        self._young[key] = piece


def piece_key(feed: Feed, entry: Entry) -> bytes:
    """Return the key of an entry in feeds of one language: the same for equal entries.

    It is a digest, because entries themselves would need more memory than what is kept.
    """
    about = (feed.language, entry)
    try:
        data = _encode(about)
    except UnicodeEncodeError:  # a lone surrogate
        data = repr(about).encode()
    return blake2b(data, digest_size=_DIGEST).digest()
