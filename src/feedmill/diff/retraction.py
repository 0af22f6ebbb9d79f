"""Whether readers learn that an entry was taken back, and if not, what is lacking. Pure.

A tombstone counts where it stands in a feed that showed the entry, and is not older than what was
published: where an entry and a tombstone have the same id, the later of `updated` and `when` says
whether the entry is there (RFC 6721, 3).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, NamedTuple

from feedmill.formats import FORMATS
from feedmill.model import Entry

from .published import View

Lack = Literal["format", "date", "feeds", "room", "when"]

_TELLING = {row.name for row in FORMATS.values() if row.has_tombstones}


class Told(NamedTuple):
    """What is lacking, nothing if all is well, and the feeds that say nothing, by key.

    `format`: no feed that showed the entry is left in a format that can say so; `date`: it has
    another one than before;
    `feeds`: it belongs to others than before; `room`: a feed is full of younger entries; `when`:
    its tombstone is older than what was published.
    """

    lacks: tuple[Lack, ...]
    silent: tuple[str, ...]


class Retractions:
    """The retracted articles of the view `after`, held against what `before` showed."""

    def __init__(self, before: View, after: View) -> None:
        self._after = after
        self._keys: dict[str, list[str]] = defaultdict(list)  # feeds that can tell, by id
        self._stones: dict[str, set[str]] = {}  # ids by feed
        for key, feed in sorted(before.feeds.items()):
            now = after.feeds.get(key)
            if now is None or not _TELLING & feed.feed.urls.keys() & now.feed.urls.keys():
                continue
            self._stones[key] = {stone.ref for stone in now.feed.tombstones}
            for identity in feed.shown:
                if identity in after.removed:
                    self._keys[identity].append(key)

    def told(self, entry: Entry) -> Told:
        """Say how it stands with an entry as it was published, which is retracted now."""
        now, keys = self._after.removed[entry.id], self._keys[entry.id]
        if not keys:
            return Told(("format",), ())
        silent = tuple(key for key in keys if entry.id not in self._stones[key])
        foreign = any(entry.id not in self._after.feeds[key].retracted for key in silent)
        moved = bool(silent) and now.published != entry.published
        lacks: list[Lack] = []
        if moved:
            lacks.append("date")
        # One that waits for its date belongs to no feed yet: then there may be no more to it.
        if foreign and not (moved and self._waits(entry.id)):
            lacks.append("feeds")
        if silent and not lacks:
            lacks.append("room")
        if now.updated < entry.updated:
            lacks.append("when")
        return Told(tuple(lacks), silent)

    def _waits(self, identity: str) -> bool:
        return not any(identity in feed.retracted for feed in self._after.feeds.values())
