"""Find what would keep a feed at its address although its group was renamed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from feedmill.config.dimensions import setting
from feedmill.dimensions import DIMENSIONS

from .published import FeedGroup, PublishedFeed

_PLAIN = re.compile(r"[A-Za-z][\w.-]*( [\w.-]+)*")  # in YAML, between braces


def keep(gone: PublishedFeed, added: Iterable[PublishedFeed]) -> str:
    """Return the config that would keep a feed's key, "" if that is not to be known.

    One of the feeds that were added has its entries now, because the slug of one of its groups
    changed, or the group's name.
    """
    folder, *slugs = gone.feed.key.split("/")
    for now in added:
        new_folder, *new_slugs = now.feed.key.split("/")
        if folder != new_folder or _dimensions(gone) != _dimensions(now):
            continue
        pairs = list(zip(gone.groups, now.groups, strict=True))
        changed = [at for at, (one, other) in enumerate(pairs) if one.identity != other.identity]
        for at, (_, group) in enumerate(pairs):
            renamed = changed == [at] and _can_be_renamed(group) and gone.shown == now.shown
            if slugs[at] != new_slugs[at] and (not changed or renamed):
                return setting(group.dimension, _written(group.name), f"slug: {slugs[at]}")
    return ""


def _dimensions(feed: PublishedFeed) -> list[str]:
    return [group.dimension for group in feed.groups]


def _can_be_renamed(group: FeedGroup) -> bool:
    row = DIMENSIONS.get(group.dimension)
    return row is None or row.is_spelled


def _written(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else msgspec.json.encode(name).decode()
