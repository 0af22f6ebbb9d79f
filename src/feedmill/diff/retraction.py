"""Whether subscribers are notified that an entry was retracted. Pure.

A tombstone counts if it is in a feed that showed the entry, and is not older than what was
published: where an entry and a tombstone have the same id, the later of `updated` and `when` says
whether the entry is there (RFC 6721, section 3).
"""

from __future__ import annotations

from collections import defaultdict

from feedmill.formats import FORMATS
from feedmill.model import Entry

from .published import View

_WITH_TOMBSTONES = {row.name for row in FORMATS.values() if row.has_tombstones}


class Retractions:
    """The retracted articles of the view `after`, compared with what `before` showed."""

    def __init__(self, before: View, after: View) -> None:
        self._after = after
        self._paths = {one.path for one in after.removed.values()}
        self._showed: dict[str, list[str]] = defaultdict(list)  # feed keys by entry id
        self._stones: dict[str, set[str]] = {}  # ids by feed key, of feeds in such a format
        for key, feed in sorted(before.feeds.items()):
            for identity in feed.shown:
                self._showed[identity].append(key)
            now = after.feeds.get(key)
            if now and _WITH_TOMBSTONES & feed.feed.urls.keys() & now.feed.urls.keys():
                self._stones[key] = {stone.ref for stone in now.feed.tombstones}

    def has(self, identity: str, path: str) -> bool:
        """Return whether an entry is retracted, whose article was at `path`.

        So it is by its id, by what is there now, or if that would be told but for a mistake.
        """
        mistaken = self._after.states.get(path) == "removed" and path in self._after.reasons
        return identity in self._after.removed or path in self._paths or mistaken

    def silent(self, entry: Entry) -> tuple[str, ...]:
        """Return the keys of the feeds that showed an entry and do not say that it is retracted.

        Feeds in formats without tombstones are left out if others can say it.
        """
        showed = self._showed[entry.id]
        keys = [key for key in showed if key in self._stones]
        now = self._after.removed.get(entry.id)
        if now is None or now.updated < entry.updated or not keys:
            return tuple(keys or showed)
        return tuple(key for key in keys if entry.id not in self._stones[key])
