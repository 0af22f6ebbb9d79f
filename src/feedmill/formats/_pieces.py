"""Keep rendered entries of one format: an entry is often in several feeds."""

from __future__ import annotations

from feedmill.model import Entry, Feed

GENERATION = 4 * 1024 * 1024  # bytes


class Pieces:
    """Rendered entries by language of the feed and entry; the least recently used are forgotten.

    There are two generations of `limit` bytes. What is asked for moves to the younger one;
    when that is full it becomes the elder, and the elder is dropped.
    """

    def __init__(self, limit: int = GENERATION) -> None:
        self._limit = limit
        self._size = 0
        self._young: dict[tuple[str | None, Entry], bytes] = {}
        self._old: dict[tuple[str | None, Entry], bytes] = {}

    def get(self, feed: Feed, entry: Entry) -> bytes | None:
        """Return what was put for an entry in feeds of this language, or None."""
        key = (feed.language, entry)
        piece = self._young.get(key)
        if piece is None and (piece := self._old.get(key)) is not None:
            self.put(feed, entry, piece)
        return piece

    def put(self, feed: Feed, entry: Entry, piece: bytes) -> None:
        """Keep a rendered entry for a while."""
        self._size += len(piece)
        if self._size > self._limit:
            self._old, self._young, self._size = self._young, {}, len(piece)
        self._young[feed.language, entry] = piece
