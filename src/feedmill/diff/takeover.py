"""Feeds that pass from one group to another, because both names make the same slug. Pure.

Whoever subscribed to the one gets the other from then on, however few entries that is.
"""

from __future__ import annotations

from collections.abc import Container

from .published import PublishedFeed


def taken_from(before: PublishedFeed, after: PublishedFeed, published: Container[str]) -> str:
    """Return the name of the group that a feed belonged to, "" if it is the same one now.

    `published` are the ids of the articles that are published now. A group that was renamed is
    still the same one: all of them that the feed held are in it.
    """
    was, now = _identities(before), _identities(after)
    stay = {identity for identity in before.held if identity in published}
    if was == now or (stay and stay <= after.held):
        return ""
    return ", ".join(group.name for group in before.groups)


def _identities(feed: PublishedFeed) -> list[tuple[str, str]]:
    return [(group.dimension, group.identity) for group in feed.groups]
