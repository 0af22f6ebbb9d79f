"""Which feeds are related: those that one is part of, and those that are part of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

GroupId = tuple[str, str]
"""A group: its dimension, and its identity."""

_MOST = 60  # narrower feeds that a page lists


class FeedLink(Struct, frozen=True, array_like=True):
    """Another feed, as a page links to it."""

    key: str
    title: str


class Relations(Struct, frozen=True, array_like=True):
    """The feeds that one is part of, and those that are part of it; `more` are not listed."""

    broader: tuple[FeedLink, ...] = ()
    narrower: tuple[FeedLink, ...] = ()
    more: int = 0


class FeedNode(Struct, frozen=True):
    """One feed among all, and the groups that it is about."""

    key: str
    title: str
    groups: frozenset[GroupId]


def relations(
    feeds: Iterable[FeedNode], parents: Mapping[GroupId, GroupId]
) -> dict[str, Relations]:
    """Return each feed's relations, by its key.

    A feed is part of its group's parent, and one of two groups is part of those of either.
    """
    nodes = sorted(feeds, key=lambda node: (len(node.groups), node.title.casefold(), node.key))
    known: dict[frozenset[GroupId], FeedNode] = {}
    for node in nodes:
        known.setdefault(node.groups, node)
    broader: dict[str, list[FeedLink]] = defaultdict(list)
    narrower: dict[str, list[FeedLink]] = defaultdict(list)
    for node in nodes:
        for groups in _above(node.groups, parents):
            if (other := known.get(groups)) and other is not node:
                broader[node.key].append(FeedLink(other.key, other.title))
                narrower[other.key].append(FeedLink(node.key, node.title))
    return {
        node.key: Relations(
            tuple(broader[node.key]),
            tuple(narrower[node.key][:_MOST]),
            len(narrower[node.key][_MOST:]),
        )
        for node in nodes
    }


def _above(
    groups: frozenset[GroupId], parents: Mapping[GroupId, GroupId]
) -> Iterator[frozenset[GroupId]]:
    """Yield what the feeds are about that one about `groups` is part of."""
    if len(groups) == 1:
        (group,) = groups
        if group in parents:
            yield frozenset([parents[group]])
    elif groups:
        for fewer in combinations(sorted(groups, reverse=True), len(groups) - 1):
            yield frozenset(fewer)
