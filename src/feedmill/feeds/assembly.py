"""Articles and config → entries and feeds: what subscribers are going to see. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.feed_files import (
    PATH_PLACEHOLDER,
    copy_paths,
    feed_paths,
    fill_path,
)
from feedmill.config.feeds import Family, GroupSettings
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

from .families import dimensions, families, with_ids
from .groups import Groups, InTitle, Members

_MAIN = next(iter(FORMATS))  # the address of a feed is that of its file in this format
_TITLE = "{site}"
_IN_PATH = "!$&'()*+,;=:@~/"  # what the path of an address holds as it is (RFC 3986, 3.3)
_NAMED = "{site}: {name}"  # feed readers list feeds by title: none but `all` has the site's


class FeedMetadata(Struct, frozen=True, kw_only=True):
    """A feed without its entries. `key` is its usual path below the output folder, without ending.

    `files` has the path of each of its files by format, `copies` where the same bytes go once
    more. `id` is the feed's own, `entry_id` the pattern of those of its entries, "" for the usual.
    """

    key: str
    title: str
    subtitle: str
    files: dict[str, str]
    copies: dict[str, tuple[str, ...]] = {}
    id: str = ""
    entry_id: str = ""
    limit: int  # 0: none
    min_entries: int
    icon: str | None
    language: str
    author: Person
    is_by_author: bool = False


class Pictures(Struct, frozen=True):
    """What is known of images: how to look one up in the store, and which many articles share.

    `any_stored` says that the store has some.
    """

    lookup: Lookup
    generic: frozenset[str]
    any_stored: bool = True


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
        """Choose an entry's enclosures, and show what the store has in its body."""
        entry = draft.entry
        if pictures.any_stored and entry.content:
            from feedmill.bodies.media.copies import with_copies  # which few builds need

            content = with_copies(entry.content, self._images, pictures.lookup)
            entry = entry if content == entry.content else replace(entry, content=content)
        if not draft.images or self._images.enclose == "none":
            return entry
        chosen = draft.images, self._images, pictures.lookup, pictures.generic
        return replace(entry, enclosures=enclosures(*chosen), thumbnail=thumbnail(*chosen))

    def metadata(self, key: FeedKey, about: Mapping[str, Group], look: Lookup) -> FeedMetadata:
        """Make a feed without entries; `about` has what it is about, by dimension."""
        family, site, feeds = self._families[key.family], self._config.site, self._config.feeds
        by = dimensions(family)
        described: dict[str, Any] = {"author": site.author, "language": site.language}
        for name, group in about.items():
            describe = self.groups.dimensions[name].describe
            described |= describe(group) if describe else {}
        own = self.groups.settings(by[0], key.groups[0]) if len(by) == 1 else GroupSettings()
        if language := own.language or family.language:
            described["language"] = language
        files, copies = self._files(key, family, own, about)
        image = about[by[0]].facts.get("icon") if len(by) == 1 else None
        return FeedMetadata(
            key=self.path(key),
            title=(own.feed_title or family.title or self._usual_title(family)).format(
                site=site.title,
                name=(family.name or "").replace("-", " "),
                **{name: InTitle(group.title) for name, group in about.items()},
            ),
            subtitle=family.description or own.description or site.description,
            files=files,
            copies=copies,
            id=self._id(own.id or family.id or "", files, key, about),
            entry_id=family.entry_id or "",
            limit=next(
                limit for limit in (own.limit, family.limit, feeds.limit) if limit is not None
            ),
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

    def _files(
        self, key: FeedKey, family: Family, own: GroupSettings, about: Mapping[str, Group]
    ) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Return the paths of a feed's files and of their copies, by format."""
        formats = family.formats or self._config.feeds.formats
        path = family.path if own.path is None else own.path
        files = feed_paths(path, formats, self.path(key))
        also_at = own.also_at or family.also_at
        if path is None and not also_at:
            return files, {}

        def written(dimension: str, rule: str) -> str:
            return self._written(about[dimension], dimension, rule)

        return (
            {name: fill_path(file, written) for name, file in files.items()},
            {
                name: tuple(fill_path(file, written) for file in copies)
                for name, copies in copy_paths(also_at, formats).items()
            },
        )

    def _written(self, group: Group, dimension: str, rule: str) -> str:
        """Return a group as paths have it: its slug, or its name as a rule writes it."""
        if not rule:
            return self.groups.slug(dimension, group.identity)
        from feedmill.generators.table import slug_rule  # all of it, which few sites need

        row = self.groups.dimensions[dimension]
        return slug_rule(rule)(group.identity if row.is_called_by_identity else group.name)

    def _id(
        self, pattern: str, files: Mapping[str, str], key: FeedKey, about: Mapping[str, Group]
    ) -> str:
        """Return a feed's own id; `{feed_url}` is the address of its main file."""
        if "{" not in pattern:
            return pattern
        first = next(files[name] for name in (_MAIN, *files) if name in files)
        by = dimensions(self._families[key.family])

        def filled(found: re.Match[str]) -> str:
            if found[1] not in by:
                return self.url(first)
            return quote(self._written(about[found[1]], found[1], found[2] or ""), safe=_IN_PATH)

        return re.sub(PATH_PLACEHOLDER, filled, pattern)

    def url(self, path: str) -> str:
        """Return where a file below the output folder is served."""
        return f"{self._config.site.feeds_url}{quote(path, safe=_IN_PATH)}"

    def feed(
        self, metadata: FeedMetadata, entries: Iterable[Entry], retracted: Iterable[Entry] = ()
    ) -> Feed:
        """Put entries, newest first, into their feed, and what it says of retracted ones."""
        site = self._config.site
        if metadata.entry_id:
            entries, retracted = (
                with_ids(metadata.entry_id, some) for some in (entries, retracted)
            )
        held = tuple(entries)
        return Feed(
            key=metadata.key,
            id=metadata.id or tag_uri(site.authority, f"feeds/{metadata.key}"),
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
            urls={name: self.url(path) for name, path in metadata.files.items()},
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


def claimed_files(metadata: FeedMetadata) -> dict[str, str]:
    """Return the format of each of a feed's files, copies too, by path below the output folder."""
    copies = ((path, name) for name, paths in metadata.copies.items() for path in paths)
    return {path: name for name, path in metadata.files.items()} | dict(copies)


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
