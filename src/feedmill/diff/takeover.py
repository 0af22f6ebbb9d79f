"""Feeds that pass from one group to another, because both names make the same slug. Pure.

Whoever subscribed to the one gets the other from then on, however few entries that is.
"""

from __future__ import annotations

from collections.abc import Container

from feedmill.names import fold

from .published import FeedView


def taken_from(before: FeedView, after: FeedView, published: Container[str]) -> str:
    """Return the name of the group that a feed belonged to, "" if it is the same one now.

    `published` are the ids of the articles that are published now. A group that was renamed is
    still the same one: all of them that the feed held are in it.
    """
    was, now = (_group(before), _group(after))
    stay = {identity for identity in before.held if identity in published}
    if was == now or (stay and stay <= after.held):
        return ""
    return " from ".join(filter(None, (before.topic, before.provider)))


def _group(feed: FeedView) -> tuple[str, str]:
    return fold(feed.topic), feed.provider
