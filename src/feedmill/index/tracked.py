"""Keep the listing of tracked files: it is long, and changes little between builds.

It is kept as a base, which is seldom rewritten, and one patch to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from feedmill.git.records import RecordChanges

if TYPE_CHECKING:
    from .store import Index

_WORTH_IT = 8  # a patch is kept as long as the base is so many times as long


class _Patch(Struct, frozen=True):
    """What stands between the first `head` and the last `tail` bytes of the base."""

    head: int
    tail: int
    middle: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Patch).decode


class Tracked:
    """The `records` that an index keeps, as `Listing.tracked` had them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._base: bytes = index.get("tracked") or b""
        patch = index.get("tracked_patch")
        self._patch = _decode(patch) if patch else None
        self.records = _patched(self._base, self._patch) if self._patch else self._base

    def keep(self, difference: RecordChanges, records: bytes) -> None:
        """Keep others in their place, which differ from them so."""
        head, tail = difference.head, difference.tail
        if self._patch is not None:
            head, tail = min(head, self._patch.head), min(tail, self._patch.tail)
        patch = _Patch(head, tail, records[head : len(records) - tail])
        if _WORTH_IT * len(patch.middle) <= len(self._base):
            self._index.put("tracked_patch", _encode(patch))
        else:
            self._index.put("tracked", records)
            self._index.put("tracked_patch", None)


def _patched(base: bytes, patch: _Patch) -> bytes:
    view = memoryview(base)  # whose parts are not copies
    return b"".join([view[: patch.head], patch.middle, view[len(base) - patch.tail :]])
