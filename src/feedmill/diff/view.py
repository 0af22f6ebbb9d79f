"""A site as it would be published, out of an index: what subscribers see, without rendering it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.feeds import Where
from feedmill.feeds.assembly import Assembler, Pictures, claimed_files
from feedmill.feeds.catalog import CatalogFeed, catalog
from feedmill.feeds.families import dimensions, families, family_label
from feedmill.images.gallery import Gallery, gallery
from feedmill.index import (
    RETRACTED,
    Index,
    Tracked,
    open_index,
    retractions,
    unseal,
    unseal_entry,
)
from feedmill.model import Entry, FeedKey, is_error, state_at
from feedmill.parsing.problems import RETRACTION
from feedmill.pipeline.renew import complete
from feedmill.pipeline.run import Run
from feedmill.pipeline.whole import take_in
from feedmill.sources.source import Listing

from .published import FeedGroup, PublishedFeed, Retraction, View


class _Dated(Struct):
    """What decides an entry's place in a feed."""

    id: str
    published: datetime


class _Head(Struct):
    entry: _Dated


_decode_head = msgspec.msgpack.Decoder(_Head).decode


def view(run: Run, listing: Listing, state: Path, pictures: Path, notices: list[str]) -> View:
    """Take in the articles of a listing, into the index in the folder `state`, and look at them.

    `pictures` is the folder that the image store is below.
    """
    with open_index(state, run.config, notices) as index:
        take_in(run, index, Tracked(index), listing)
        return _view(run, index, gallery(pictures, run.config, index))


def _view(run: Run, index: Index, images: Gallery) -> View:
    assembler, store = Assembler(run.config), images.open()
    listed = catalog(index, run.config, assembler, run.cutoff, store.lookup)
    complete(run, index, [(feed.row.id, feed.metadata.limit) for feed in listed.feeds])
    articles = _articles(index, run.cutoff)
    members = _members(index, articles.dated, run.cutoff)
    viewer = _Viewer(run, index, assembler, Pictures(store.lookup, images.generic), articles.dated)
    feeds = {
        feed.metadata.key: viewer.feed(
            feed, members[feed.row.id], members[retractions(feed.row.id)]
        )
        for feed in listed.feeds
    }
    filled, rules = listed.filled, families(run.config)
    empty = [one for number, one in enumerate(rules) if number not in filled]
    return View(
        feeds=feeds,
        entries={entry.id: entry for entry in viewer.entries.values()},
        paths=articles.paths,
        states=articles.states,
        removed=articles.removed,
        reasons=_reasons(index),
        filled=frozenset(family_label(rules[number]) for number in filled),
        empty=frozenset(family_label(one) for one in empty if one.where != Where()),
    )


class _Viewer:
    """Shows feeds as subscribers see them; `entries` has all that are shown, by article."""

    def __init__(
        self,
        run: Run,
        index: Index,
        assembler: Assembler,
        pictures: Pictures,
        dated: dict[int, _Dated],
    ) -> None:
        self.entries: dict[int, Entry] = {}
        self._index = index
        self._assembler = assembler
        self._pictures = pictures
        self._dated = dated
        self._dimensions = [dimensions(family) for family in families(run.config)]
        self._names = cache(index.names)

    def feed(self, feed: CatalogFeed, held: list[int], retracted: list[int]) -> PublishedFeed:
        """Return a feed that holds these articles, newest first, and would hold those retracted."""
        first = held[: feed.metadata.limit or None]
        gone = [self._index.entry(article).entry for article in retracted]
        whole = self._assembler.feed(feed.metadata, map(self._entry, first), gone)
        return PublishedFeed(
            feed=replace(whole, entries=()),
            limit=feed.metadata.limit,
            shown=tuple(self._dated[article].id for article in first),
            held=frozenset(self._dated[article].id for article in held),
            retracted=frozenset(one.id for one in gone),
            files=claimed_files(feed.metadata),
            groups=tuple(self._groups(feed.row.key)),
        )

    def _entry(self, article: int) -> Entry:
        if article not in self.entries:
            draft = self._index.entry(article)
            self.entries[article] = self._assembler.finished(draft, self._pictures)
        return self.entries[article]

    def _groups(self, key: FeedKey) -> Iterator[FeedGroup]:
        for name, identity in zip(self._dimensions[key.family], key.groups, strict=True):
            used = self._names(name).get(identity, identity)
            yield FeedGroup(name, identity, self._assembler.groups.called(name, identity, used))


class _Articles(NamedTuple):
    """The articles of an index: what is dated, by number; the rest as in a View."""

    dated: dict[int, _Dated]
    paths: dict[str, str]
    states: dict[str, str]
    removed: dict[str, Retraction]


def _articles(index: Index, cutoff: int | None) -> _Articles:
    found = _Articles({}, {}, {}, {})
    for article in index.articles():
        found.states[article.path] = article.state
        if article.body is None:
            continue
        dated = found.dated[article.id] = _decode_head(unseal(article.body)).entry
        if article.state == RETRACTED:
            one = unseal_entry(article.body).entry
            found.removed[one.id] = Retraction(
                path=article.path, published=one.published, updated=one.updated
            )
            continue
        found.paths[dated.id] = article.path
        assert article.published is not None
        found.states[article.path] = state_at(article.state, article.published, cutoff)
    return found


def _reasons(index: Index) -> dict[str, str]:
    """Return the first of what keeps an article out, or its retraction from being told, by path."""
    found: dict[str, str] = {}
    for problem in index.problems():
        if is_error(problem) or problem.code == RETRACTION:
            found.setdefault(problem.path, problem.message)
    return found


def _members(index: Index, dated: dict[int, _Dated], cutoff: int | None) -> dict[int, list[int]]:
    """Return the articles of each feed, by their numbers: newest first, those of one time by id."""
    members: dict[int, list[int]] = defaultdict(list)
    for feed, article in index.members(cutoff):
        members[feed].append(article)
    for articles in members.values():
        articles.sort(key=lambda article: dated[article].id)
        articles.sort(key=lambda article: dated[article].published, reverse=True)
    return members
