"""Which feeds there are now: of all that the index knows, those that have what it takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec
from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.images.enclose import Lookup
from feedmill.index import FeedRow, Index
from feedmill.model import Problem
from feedmill.publishing.manifest import FeedRecord

from .assembly import Assembler, Shell
from .families import Ref, families, single_feeds
from .slugs import barred

decode_record = msgspec.msgpack.Decoder(FeedRecord).decode


class CatalogFeed:
    """A feed that is to be. `record` is what was written of it last, None if nothing."""

    def __init__(self, row: FeedRow, make_shell: Callable[[Ref], Shell]) -> None:
        self.row = row
        self.record = decode_record(row.record) if row.record else None
        self._make_shell = make_shell

    @property
    def stale(self) -> bool:
        """Say whether it must be looked at: it may have another shell or other entries."""
        return self.row.dirty or self.record is None

    @cached_property
    def shell(self) -> Shell:
        """Give the feed without its entries. Made when it is asked for: few feeds are stale."""
        return self._make_shell(self.row.ref)


class Catalog(Struct, frozen=True, kw_only=True):
    """The feeds that are to be, by their refs, and those that are not (any more)."""

    feeds: list[CatalogFeed]
    gone: list[FeedRow]
    problems: list[Problem]

    @property
    def filled(self) -> set[int]:
        """The numbers of the families that have a feed with entries."""
        return {feed.row.ref.family for feed in self.feeds if feed.row.entries}


def catalog(
    index: Index,
    config: Config,
    assembler: Assembler,
    cutoff: int | None,
    look: Lookup,
) -> Catalog:
    """Draw up the catalog from an index that has settled."""
    least = [family.min_entries for family in families(config)]
    always = set(single_feeds(config))
    alive: list[FeedRow] = []
    gone: list[FeedRow] = []
    for row in index.feeds():
        enough = least[row.ref.family]
        if row.dirty:
            row = row._replace(entries=index.count(row.id, cutoff, enough))
        (alive if row.entries >= enough or row.ref in always else gone).append(row)
    names = {kind: index.names(kind) for kind in ("topic", "provider", "icon")}

    def shell(ref: Ref) -> Shell:
        return assembler.shell(
            ref,
            names["topic"].get(ref.topic, ref.topic),
            names["provider"].get(ref.provider, ref.provider),
            names["icon"].get(ref.provider) if not ref.topic else None,
            look,
        )

    no_topic, topic_problems = _barred(index, assembler, "topic", alive, names)
    no_provider, provider_problems = _barred(index, assembler, "provider", alive, names)
    feeds = []
    for row in alive:
        ref = row.ref
        if ref.topic in no_topic or ref.provider in no_provider:
            gone.append(row)
        else:
            feeds.append(CatalogFeed(row, shell))
    return Catalog(feeds=feeds, gone=gone, problems=[*topic_problems, *provider_problems])


def _barred(
    index: Index,
    assembler: Assembler,
    kind: str,
    alive: list[FeedRow],
    names: dict[str, dict[str, str]],
) -> tuple[set[str], list[Problem]]:
    held = {getattr(row.ref, kind): row.id for row in alive if getattr(row.ref, kind)}
    return barred(
        f"{kind}s",
        held,
        lambda identity: (index.oldest(held[identity]), -index.popularity(kind, identity)),
        assembler.topic_slug if kind == "topic" else assembler.provider_slug,
        lambda identity: names[kind].get(identity, identity),
        lambda identity: index.first_path(held[identity]),
    )
