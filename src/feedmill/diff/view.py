"""A site as it would be published, out of an index: what subscribers see, without rendering it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.feeds import Where
from feedmill.feeds.assembly import Assembler, Pictures
from feedmill.feeds.catalog import catalog
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
from feedmill.model import Entry, IndexedEntry, is_error
from feedmill.parsing.problems import RETRACTION
from feedmill.pipeline.build import take_in
from feedmill.pipeline.renew import complete
from feedmill.pipeline.run import Run
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
    assembler = Assembler(run.config)
    store = images.open()
    listed = catalog(index, run.config, assembler, run.cutoff, store.lookup)
    complete(run, index, [(feed.row.id, feed.metadata.limit) for feed in listed.feeds])
    heads, paths, states, removed = _articles(index, run.cutoff)
    members = _members(index, heads, run.cutoff)
    feeds: dict[str, PublishedFeed] = {}
    entries: dict[int, Entry] = {}
    known = Pictures(store.lookup, images.generic)
    rules = families(run.config)
    by = [dimensions(family) for family in rules]
    names = cache(index.names)
    for feed in listed.feeds:
        numbers = members[feed.row.id]
        first = numbers[: feed.metadata.limit or None]
        for number in first:
            if number not in entries:
                entries[number] = assembler.finished(_draft(index, number), known)
        gone = [_draft(index, number).entry for number in members[retractions(feed.row.id)]]
        whole = assembler.feed(feed.metadata, [entries[number] for number in first], gone)
        feeds[feed.metadata.key] = PublishedFeed(
            feed=replace(whole, entries=()),
            limit=feed.metadata.limit,
            shown=tuple(heads[number].id for number in first),
            held=frozenset(heads[number].id for number in numbers),
            retracted=frozenset(one.id for one in gone),
            groups=tuple(
                FeedGroup(name, one, assembler.groups.called(name, one, names(name).get(one, one)))
                for name, one in zip(by[feed.row.key.family], feed.row.key.groups, strict=True)
            ),
        )
    return View(
        feeds=feeds,
        entries={entry.id: entry for entry in entries.values()},
        paths=paths,
        states=states,
        removed=removed,
        reasons=_reasons(index),
        filled=frozenset(family_label(rules[number]) for number in listed.filled),
        empty=frozenset(
            family_label(family)
            for number, family in enumerate(rules)
            if number not in listed.filled and family.where != Where()
        ),
    )


def _articles(
    index: Index, cutoff: int | None
) -> tuple[dict[int, _Dated], dict[str, str], dict[str, str], dict[str, Retraction]]:
    """Return what is dated, by number; then paths, states and retractions, as a view has them."""
    heads: dict[int, _Dated] = {}
    paths: dict[str, str] = {}
    states: dict[str, str] = {}
    removed: dict[str, Retraction] = {}
    rows = index.db.execute(
        "select id, path, state, published, body from article left join entry on article = id"
        " where not shadowed"
    )
    for number, path, state, published, body in rows:
        states[path] = state
        if body is not None:
            head = heads[number] = _decode_head(unseal(body)).entry
            if state == RETRACTED:
                one = unseal_entry(body).entry
                removed[one.id] = Retraction(
                    path=path, published=one.published, updated=one.updated
                )
                continue
            paths[head.id] = path
            if cutoff is not None and published > cutoff:
                states[path] = "waiting"
    return heads, paths, states, removed


def _reasons(index: Index) -> dict[str, str]:
    """Return the first of what keeps an article out, or its retraction from being told, by path."""
    found: dict[str, str] = {}
    for problem in index.problems():
        if is_error(problem) or problem.code == RETRACTION:
            found.setdefault(problem.path, problem.message)
    return found


def _members(index: Index, heads: dict[int, _Dated], cutoff: int | None) -> dict[int, list[int]]:
    """Return the articles of each feed, by their numbers: newest first, those of one time by id."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = index.db.execute(
        "select feed, article from member where newest >= ?",
        (-(2**62) if cutoff is None else -cutoff,),
    )
    for feed, article in rows:
        members[feed].append(article)
    for numbers in members.values():
        numbers.sort(key=lambda number: heads[number].id)
        numbers.sort(key=lambda number: heads[number].published, reverse=True)
    return members


def _draft(index: Index, number: int) -> IndexedEntry:
    return unseal_entry(index.one("select body from entry where article = ?", number))
