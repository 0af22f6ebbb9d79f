"""Articles and config → entries and feeds: what subscribers are going to see. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.feeds import Family
from feedmill.config.schema import Config
from feedmill.dimensions import Dimension, Group, Member
from feedmill.formats import FORMATS
from feedmill.images.enclose import Lookup, enclosures, icon, thumbnail, with_store
from feedmill.model import (
    Article,
    Category,
    Entry,
    Feed,
    FeedKey,
    Image,
    IndexedEntry,
    Person,
    Shown,
    Tombstone,
)
from feedmill.names import tag_uri

from .families import dimensions, families
from .groups import Groups, Members

_TITLE = "{site}"
_NAMED = "{site}: {name}"  # feed readers list feeds by title: none but `all` has the site's


class FeedMetadata(Struct, frozen=True, kw_only=True):
    """A feed without its entries. `key` is its path below the output folder, without ending."""

    key: str
    title: str
    subtitle: str
    formats: tuple[str, ...]
    limit: int  # 0: none
    min_entries: int
    icon: str | None
    language: str
    author: Person
    is_by_author: bool = False


class Pictures(NamedTuple):
    """What is known of images: how to look one up in the store, and which many articles share."""

    lookup: Lookup
    generic: frozenset[str]


class Assembler:
    """A config, made ready to make many entries and feeds."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.groups = Groups(config)
        self._families = families(config)
        self._images = with_store(config)
        rows = self.groups.dimensions.values()
        self._categories = [(row.name, self._scheme(row)) for row in rows if row.is_category]
        self._credits = [(row.name, row.credit) for row in rows if row.credit]
        self._category = lru_cache(maxsize=8192)(self._make_category)
        self.shown = (*(name for name, _ in self._categories), *(name for name, _ in self._credits))
        """The dimensions of which entries tell."""

    def draft(self, article: Article, members: Members) -> IndexedEntry:
        """Make of an article what its subscribers see, but for its enclosures.

        `members` has the article's groups of the dimensions in `shown`.
        """
        shown = {name: getattr(article, name) for name in Shown.__struct_fields__}
        for name, credit in self._credits:
            for one in members[name]:
                title = self.groups.settings(name, one.identity).title or one.name
                shown["authors"] = (*shown["authors"], credit(one, title))
        entry = Entry(
            **shown,
            content=article.content or "" if self._config.feeds.content == "full" else "",
            categories=tuple(
                self._category(name, scheme, one)
                for name, scheme in self._categories
                for one in members[name]
            ),
        )
        return IndexedEntry(entry=entry, images=article.images)

    def finished(self, draft: IndexedEntry, pictures: Pictures) -> Entry:
        """Choose an entry's enclosures."""
        if not draft.images or self._images.enclose == "none":
            return draft.entry
        chosen = draft.images, self._images, pictures.lookup, pictures.generic
        return replace(draft.entry, enclosures=enclosures(*chosen), thumbnail=thumbnail(*chosen))

    def metadata(self, key: FeedKey, about: Mapping[str, Group], look: Lookup) -> FeedMetadata:
        """Make a feed without entries; `about` has what it is about, by dimension."""
        family, site, feeds = self._families[key.family], self._config.site, self._config.feeds
        by = dimensions(family)
        described: dict[str, Any] = {"author": site.author, "language": site.language}
        for name, group in about.items():
            describe = self.groups.dimensions[name].describe
            described |= describe(group) if describe else {}
        settings = self.groups.settings(by[0], key.groups[0]) if len(by) == 1 else None
        image = about[by[0]].facts.get("icon") if len(by) == 1 else None
        return FeedMetadata(
            key=self.path(key),
            title=(family.title or self._usual_title(family)).format(
                site=site.title,
                name=(family.name or "").replace("-", " "),
                **{name: group.title for name, group in about.items()},
            ),
            subtitle=family.description
            or (settings.description if settings else "")
            or site.description,
            formats=family.formats or feeds.formats,
            limit=feeds.limit if family.limit is None else family.limit,
            min_entries=family.min_entries,
            icon=icon(Image(url=image), self._images, look) if image else site.icon,
            **described,
        )

    def path(self, key: FeedKey, slugs: Sequence[str] = ()) -> str:
        """Return the path of a feed below the output folder, without ending.

        `slugs` are those of its groups, by default as config and names make them.
        """
        by = dimensions(self._families[key.family])
        if not by:
            return self._families[key.family].name or ""
        slugs = slugs or list(map(self.groups.slug, by, key.groups))
        return "/".join([self.groups.dimensions[by[0]].folder, *slugs])

    def feed(
        self, metadata: FeedMetadata, entries: Iterable[Entry], retracted: Iterable[Entry] = ()
    ) -> Feed:
        """Put entries, newest first, into their feed, and what it says of retracted ones."""
        site = self._config.site
        held = tuple(entries)
        return Feed(
            key=metadata.key,
            id=tag_uri(site.authority, f"feeds/{metadata.key}"),
            title=metadata.title,
            subtitle=metadata.subtitle,
            home=site.url,
            updated=max((entry.updated for entry in held), default=_since(site.authority)),
            author=metadata.author,
            is_by_author=metadata.is_by_author,
            language=metadata.language,
            rights=site.rights,
            icon=metadata.icon,
            hub=self._config.hub,
            urls={name: f"{site.feeds_url}{path}" for name, path in feed_files(metadata).items()},
            entries=held,
            tombstones=_tombstones(held, metadata.limit, retracted),
        )

    def _usual_title(self, family: Family) -> str:
        """Return the title of a family that has none of its own; groups in the table's order."""
        rows = [row for name, row in self.groups.dimensions.items() if name in dimensions(family)]
        if not rows:
            return _TITLE if family.name == "all" else _NAMED
        first, *others = rows
        if not others and first.title:
            return first.title
        phrases = (row.phrase or f", {{{row.name}}}" for row in others)
        return "".join([f"{_TITLE}: {{{first.name}}}", *phrases])

    def _scheme(self, row: Dimension) -> str:
        return tag_uri(self._config.site.authority, row.folder)

    def _make_category(self, dimension: str, scheme: str, member: Member) -> Category:
        term = self.groups.slug(dimension, member.identity) or member.identity
        label = self.groups.title(dimension, member.identity, member.name)
        return Category(term=term, scheme=scheme, label=label)


def feed_files(metadata: FeedMetadata) -> dict[str, str]:
    """Return the path of each of a feed's files below the output folder, by format."""
    return {name: f"{metadata.key}{FORMATS[name].ending}" for name in metadata.formats}


def _tombstones(
    entries: tuple[Entry, ...], limit: int, retracted: Iterable[Entry]
) -> tuple[Tombstone, ...]:
    """Return the tombstones of a feed: newest first, those of one time by id."""
    full = 0 < limit <= len(entries)
    stones = [
        Tombstone(ref=one.id, when=one.updated)
        for one in retracted
        if not full or one.published >= entries[-1].published
    ]
    stones.sort(key=lambda stone: stone.ref)
    stones.sort(key=lambda stone: stone.when, reverse=True)
    return tuple(stones)


def _since(authority: str) -> datetime:
    """Return the day from which on the site mints ids: the date of a feed that is empty."""
    year, month, day = [*authority.partition(",")[2].split("-"), "1", "1"][:3]
    return datetime(int(year), int(month), int(day), tzinfo=UTC)
