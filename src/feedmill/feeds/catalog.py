"""List the feeds of this build: those of the index that have enough entries and a slug."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.feed_files import has_addresses
from feedmill.config.schema import Config
from feedmill.errors import PublishError
from feedmill.formats.opml import OPML_INDEX
from feedmill.images.enclose import Lookup
from feedmill.index import DamagedError, FeedRow, Index
from feedmill.model import FeedKey, Problem
from feedmill.names import unusable_path
from feedmill.publishing.manifest import MANIFEST, FeedRecord, check_path

from .assembly import Assembler, FeedMetadata, claimed_files
from .families import FamilyNames, dimensions, families, family_label, single_feeds
from .slugs import barred, clashing

_TAKEN = (MANIFEST, OPML_INDEX)


class Kept(Struct, frozen=True, array_like=True):
    """What the index keeps of a feed that was written: what the manifest says of it.

    With pages also its row in the index of all feeds (HTML), and the encoded Relations that its
    page shows.
    """

    record: FeedRecord
    row: str = ""
    related: bytes = b""


_decode_kept = msgspec.msgpack.Decoder(Kept).decode


def decode_kept(data: bytes) -> Kept:
    """Return what the index kept of a feed. Raises DamagedError."""
    try:
        kept = _decode_kept(data)
        files = (*kept.record.files, *kept.record.copied())
        for file in files:
            check_path(file.path)
    except (msgspec.DecodeError, PublishError) as error:
        raise DamagedError(f"the record of a feed cannot be right: {error}") from error
    if not all(file.url.startswith(("https://", "http://")) for file in files):
        raise DamagedError("the record of a feed has no address")
    return kept


class CatalogFeed:
    """A feed that is to be. `kept` is what was written of it last, None if nothing."""

    def __init__(self, row: FeedRow, make: Callable[[FeedKey], FeedMetadata]) -> None:
        self.row = row
        self.kept = decode_kept(row.record) if row.record else None
        self._make = make

    @property
    def record(self) -> FeedRecord | None:
        """Return what the manifest says of it, None if it was never written."""
        return self.kept.record if self.kept else None

    @property
    def stale(self) -> bool:
        """Return whether it must be looked at: it may have other metadata or other entries."""
        return self.row.dirty or self.record is None

    @cached_property
    def metadata(self) -> FeedMetadata:
        """The feed without its entries. Made when it is asked for: few feeds are stale."""
        return self._make(self.row.key)


class Catalog(Struct, frozen=True, kw_only=True):
    """The feeds that are to be, by their keys, and those that are not (any more)."""

    feeds: list[CatalogFeed]
    gone: list[FeedRow]
    problems: list[Problem]

    @property
    def filled(self) -> set[int]:
        """The numbers of the families that have a feed with entries."""
        return {feed.row.key.family for feed in self.feeds if feed.row.entries}


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
        enough = least[row.key.family]
        if row.dirty:
            row = replace(row, entries=index.count(row.id, cutoff, enough))
        (alive if row.entries >= enough or row.key in always else gone).append(row)
    about = FamilyNames(config, assembler.groups)
    names = cache(index.names)

    def metadata(key: FeedKey) -> FeedMetadata:
        make = assembler.groups.group
        groups = {name: make(name, identity, names) for name, identity in about.groups(key)}
        return assembler.metadata(key, groups, look)

    shut = _Shut(index, config, assembler, names)
    shut.bar_groups(alive)
    shut.bar_clashes([row for row in alive if row.key not in shut.keys])
    if has_addresses(config):
        shut.bar_addresses([row for row in alive if row.key not in shut.keys], metadata)
    gone += [row for row in alive if row.key in shut.keys]
    feeds = [CatalogFeed(row, metadata) for row in alive if row.key not in shut.keys]
    return Catalog(feeds=feeds, gone=gone, problems=shut.problems)


class _Shut:
    """The feeds that there can't be, because another has their file; `problems` says why."""

    def __init__(
        self,
        index: Index,
        config: Config,
        assembler: Assembler,
        names: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.keys: set[FeedKey] = set()
        self.problems: list[Problem] = []
        self._index = index
        self._assembler = assembler
        self._names = names
        self._families = families(config)
        self._config = config

    def bar_groups(self, rows: list[FeedRow]) -> None:
        """Leave out the feeds of groups that have no file name of their own."""
        held: dict[str, dict[str, list[FeedRow]]] = {}
        for row in rows:
            by = dimensions(self._families[row.key.family])
            for name, identity in zip(by, row.key.groups, strict=True):
                held.setdefault(name, {}).setdefault(identity, []).append(row)
        for dimension in self._assembler.groups.dimensions:
            if dimension in held:
                self._bar(dimension, held[dimension])

    def _bar(self, dimension: str, held: Mapping[str, list[FeedRow]]) -> None:
        index, groups, names = self._index, self._assembler.groups, self._names(dimension)
        without, problems = barred(
            groups.dimensions[dimension],
            held,
            lambda identity: (
                min(index.oldest(row.id) for row in held[identity]),
                -index.popularity(dimension, identity),
            ),
            partial(groups.slug, dimension),
            lambda identity: groups.called(dimension, identity, names.get(identity, identity)),
            lambda identity: min(index.first_path(row.id) for row in held[identity]),
        )
        self.problems += problems
        self.keys.update(row.key for identity in without for row in held[identity])

    def bar_clashes(self, rows: list[FeedRow]) -> None:
        """Leave out the feeds of pairs whose path is that of an earlier pair."""
        pairs = [dimensions(family) for family in self._families]
        folders = Counter(by[0] for by in pairs if len(by) > 1)
        rivals = {number for number, by in enumerate(pairs) if by and folders[by[0]] > 1}
        paths = {row.key: self._assembler.path(row.key) for row in rows if row.key.family in rivals}
        clashes = clashing(paths)
        for row in rows:
            if owner := clashes.get(row.key):
                first, other = (family_label(self._families[n.family]) for n in (owner, row.key))
                why = f"{paths[row.key]} is one of {first}, so it can't also be one of {other}"
                remedy = "it has no feed there; give one of the groups a `slug` in the config"
                path = self._index.first_path(row.id)
                self.problems.append(
                    Problem(path=path, code="slug-collision", message=f"{why}: {remedy}")
                )
        self.keys.update(clashes)

    def bar_addresses(self, rows: list[FeedRow], make: Callable[[FeedKey], FeedMetadata]) -> None:
        """Leave out the feeds whose file can't be, or is another feed's."""
        made = {row.key: make(row.key) for row in rows}
        claims: dict[str, list[FeedRow]] = {}
        for row in rows:
            for file in claimed_files(made[row.key]):
                claims.setdefault(file.casefold(), []).append(row)
        ranks = cache(lambda row: (row.key.family, self._index.oldest(row.id), row.key.groups))
        for file, claimants in claims.items():
            first, *others = sorted(claimants, key=ranks)
            why = unusable_path(file)
            if file in _TAKEN:
                why = "is Feedmill's own"
            if why:
                others.append(first)
            for row in others:
                title = made[row.key].title
                other = made[first.key].title
                why_not = why or (f"is that of {other!r}" if row is not first else "is there twice")
                self._refuse(row, f"{title!r}: its file {file!r} {why_not}")

    def _refuse(self, row: FeedRow, why: str) -> None:
        if row.key in self.keys:
            return
        self.keys.add(row.key)
        message = f"{why}: it has no feed; give it another `path` in the config"
        path = self._index.first_path(row.id)
        self.problems.append(Problem(path=path, code="path-collision", message=message))
