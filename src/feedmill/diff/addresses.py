"""Which feed subscribers get at the addresses that they know. Pure.

Addresses are compared as paths below the output folder: a site that moves as a whole redirects.
"""

from __future__ import annotations

from collections.abc import Mapping

from .published import PublishedFeed

_Feeds = Mapping[str, PublishedFeed]


def find_successors(before: _Feeds, after: _Feeds) -> dict[str, str]:
    """Return the keys of the feeds of `before` that are followed by one of `after`, by its key.

    It is the feed at one of its addresses, else the one with its key.
    """
    owners = {path: key for key, feed in before.items() for path in feed.files}
    found: dict[str, str] = {}
    for key, feed in after.items():
        at_address = dict.fromkeys(owners[path] for path in feed.files if path in owners)
        old = key if key in at_address else next(iter(at_address), key)
        if old in before:
            found[key] = old
    return found


def lost_addresses(
    feed: PublishedFeed, after: _Feeds, now: PublishedFeed | None
) -> tuple[str, ...]:
    """Return what subscribers of a feed don't find any more.

    It is a format, or such as `rss at feed.xml` where `now`, which follows it, has that elsewhere.
    """
    kept = {path: name for one in after.values() for path, name in one.files.items()}
    lost: dict[str, None] = {}
    for path, name in feed.files.items():
        if kept.get(path) != name:
            elsewhere = now is not None and name in now.files.values()
            lost[f"{name} at {path}" if elsewhere else name] = None
    return tuple(lost)
