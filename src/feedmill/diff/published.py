"""What a site would publish, as values that can be compared: two of them make a difference. Pure.

Words: an entry is *shown* by a feed, or *held* beyond its limit.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from feedmill.model import Entry, Feed


class FeedGroup(NamedTuple):
    """A group that a feed is of; `name` is as the config has it, else as most articles do."""

    dimension: str
    identity: str
    name: str


class PublishedFeed(Struct, frozen=True, kw_only=True):
    """A feed without its entries, the ids that it shows (newest first), and those that it holds.

    What it shows it holds, too; `limit` 0 is none. `retracted` has the ids of retracted articles
    that it would hold, whether there is room for their tombstones or not. `groups` is empty for
    feeds of everything and selections. `files` has the format of each of its files, copies too, by
    path below the output folder.
    """

    feed: Feed
    limit: int
    shown: tuple[str, ...]
    held: frozenset[str]
    retracted: frozenset[str] = frozenset()
    groups: tuple[FeedGroup, ...] = ()
    files: dict[str, str] = {}


class Retraction(Struct, frozen=True, kw_only=True):
    """A retracted article: where it is, and the dates that it has now."""

    path: str
    published: datetime
    updated: datetime  # `when` of its tombstones


class View(Struct, frozen=True, kw_only=True):
    """A site as it would be published.

    `feeds` by key; `entries` by id, those that a feed shows; `paths` of the articles that are to
    be published now or later, by id; `states` of all articles, by path, as the index has them;
    `removed` has the retracted articles, by id; `reasons` says what keeps an article out, or a
    retraction from being told, by path. `filled` are the families that have entries, `empty` those
    whose `where` takes none.
    """

    feeds: dict[str, PublishedFeed] = {}
    entries: dict[str, Entry] = {}
    paths: dict[str, str] = {}
    states: dict[str, str] = {}
    removed: dict[str, Retraction] = {}
    reasons: dict[str, str] = {}
    filled: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
