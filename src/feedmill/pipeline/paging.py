"""Pages in the pipeline: which must be rendered, and the index of all feeds.

Workers render a feed's page beside its formats. What a page says of other feeds depends on
which there are and on their titles: where these change, the pages that show them are rendered
again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from feedmill.config.schema import Config, Pages, PreviewConfig
from feedmill.dimensions import Member
from feedmill.feeds.catalog import Catalog, CatalogFeed, Kept
from feedmill.feeds.directory import sections
from feedmill.feeds.families import dimensions, families
from feedmill.feeds.groups import Groups
from feedmill.images.enclose import with_store
from feedmill.index import Index
from feedmill.model import Feed
from feedmill.pages.files import package_templates, package_theme, read_templates
from feedmill.pages.paths import PAGE_INDEX, Places
from feedmill.pages.relations import FeedNode, GroupId, Relations, relations
from feedmill.publishing.manifest import FeedRecord

if TYPE_CHECKING:  # it loads Jinja2, which sites without pages do without
    from feedmill.pages.renderer import Renderer

_SPLIT = 500  # feeds beyond which long sections of the index have a page of their own
_LONG = 50  # feeds
_SAMPLE = 10  # feeds of such a section that the index shows
_IN_HEAD = 10  # feeds that the index names to feed readers

_encode = msgspec.msgpack.Encoder().encode
_decode_relations = msgspec.msgpack.Decoder(Relations).decode
_decode_templates = msgspec.msgpack.Decoder(dict[str, str]).decode


def site_templates(root: Path, folder: str, index: Index) -> bytes:
    """Read the site's own templates; if they aren't as they were, every feed must be looked at.

    `folder` is relative to `root`. Return what `renderer` takes. Raises FeedmillError if they
    can't be read.
    """
    found = _encode(read_templates(root, folder))
    if index.get("templates") != found:
        index.put("templates", found)
        index.touch_all()
    return found


@lru_cache(maxsize=1)
def renderer(packed: bytes, templates: bytes) -> Renderer:
    """Return a renderer of a site's pages; once in each process.

    `packed` is the config as workers get it, `templates` what `site_templates` returned.
    """
    config = msgspec.msgpack.decode(packed, type=PreviewConfig)
    pages = config.pages
    assert isinstance(pages, Pages), "pages are wanted"
    from feedmill.pages.renderer import Renderer

    own = _decode_templates(templates) if templates else {}
    theme = package_theme(config.site.language)
    if own:
        merged = {**package_templates(), **own}
        theme = replace(theme, templates=merged, folder=pages.templates or "")
    return Renderer(config.site, feed_page_places(config), pages.accent, theme)


def feed_page_places(config: Config) -> Places:
    """Return where the site's pages are."""
    pages = config.pages
    assert isinstance(pages, Pages), "pages are wanted"
    site, images = config.site, with_store(config).base_url
    assert site.feeds_url is not None, "config fills it in"
    return Places(
        folder=f"{pages.folder}/" if pages.folder else "",
        feeds_url=site.feeds_url,
        own_urls=(site.url, site.feeds_url, *([images] if images else [])),
    )


class PageJob(NamedTuple):
    """What a worker needs to render a feed's page besides the feed.

    `related` is an encoded Relations, `own` has the addresses of whom bylines leave out.
    """

    path: str
    related: bytes
    own: tuple[str, ...]


def render_page(make: Renderer, feed: Feed, job: PageJob) -> tuple[bytes, str]:
    """Return a feed's page, and its row in the index of all feeds."""
    own = "" if feed.subtitle == make.site.description else feed.subtitle
    page = make.feed(feed, job.own, _decode_relations(job.related))
    return page, make.row(feed, own)


class Paging:
    """The pages of one build: those of the feeds in a catalog, and the index of these feeds."""

    def __init__(
        self,
        config: Config,
        groups: Groups,
        index: Index,
        listed: Catalog,
        make: Callable[[], Renderer],
    ) -> None:
        self._make = make
        self._by = [dimensions(family) for family in families(config)]
        self._known = groups.dimensions
        self._index = index
        self.places = feed_page_places(config)
        self._names = {feed.row.id: _named(feed) for feed in listed.feeds}
        self._titles = dict(self._names.values())
        placed = (
            (self._by[feed.row.key.family], self._names[feed.row.id][0]) for feed in listed.feeds
        )
        self._sections = sections(placed, self._known, config.site.title)
        self._listing = hashlib.sha256(_encode(self._titles)).digest()
        self._relations: dict[str, Relations] = {}
        if index.get("page_listing") != self._listing:
            nodes = (
                FeedNode(*self._names[feed.row.id], frozenset(self._groups(feed)))
                for feed in listed.feeds
            )
            self._relations = relations(nodes, _parents(groups))

    def job(self, feed: CatalogFeed) -> PageJob:
        """Return what there is to know of a feed's page."""
        key, _ = self._names[feed.row.id]
        people = (
            credit(Member(identity, identity), identity)
            for name, identity in self._groups(feed)
            if (credit := self._known[name].credit)
        )
        own = tuple(one.uri for one in people if one.uri)
        return PageJob(self.places.of_feed(key), self._related(feed, key), own)

    def is_current(self, feed: CatalogFeed) -> bool:
        """Return whether a feed's page shows of other feeds what it should."""
        if feed.kept is None or not self._relations:
            return feed.kept is not None
        return feed.kept.related == self._related(feed, self._names[feed.row.id][0])

    def _groups(self, feed: CatalogFeed) -> Iterator[GroupId]:
        """Yield dimension and identity of each group that a feed is by."""
        yield from zip(self._by[feed.row.key.family], feed.row.key.groups, strict=True)

    def _related(self, feed: CatalogFeed, key: str) -> bytes:
        if self._relations:
            return _encode(self._relations[key])
        assert feed.kept is not None, "the listing would have changed"
        return feed.kept.related

    def paths(self) -> Iterator[str]:
        """Yield the paths of all that is not a feed's own page."""
        if self._sections:
            yield from (self.places.index, self.places.style)
            yield from filter(None, self._section_pages().values())

    def render(self, kept: Mapping[str, Kept]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of all that is not a feed's own page; `kept` is by key."""
        if not self._sections:
            return
        from feedmill.pages.renderer import ListedSection

        make = self._make()
        pages = self._section_pages()
        brief, whole = [], []
        for section in self._sections:
            rows = [kept[key].row for key in section.keys]
            page = pages[section.name]
            one = ListedSection(
                name=section.name, title=section.title, count=len(rows), rows=tuple(rows), page=page
            )
            whole.append(one)
            if page is not None:
                fullest = sorted(section.keys, key=lambda key: (-kept[key].record.entries, key))
                rows = [kept[key].row for key in fullest[:_SAMPLE]]
            brief.append(replace(one, rows=tuple(rows)))
        first = [kept[key].record for key in self._sections[0].keys[:_IN_HEAD]]
        yield self.places.index, make.index(brief, _addresses(first), len(kept))
        yield from ((one.page, make.section(one)) for one in whole if one.page is not None)
        yield self.places.style, make.style()

    def remember(self) -> None:
        """Note that all pages are as they should be."""
        self._index.put("page_listing", self._listing)

    def _section_pages(self) -> dict[str, str | None]:
        """Return the path of each section's own page, None where the index has all of it."""
        taken = {self.places.of_feed(key) for key in self._titles}
        found: dict[str, str | None] = {}
        for section in self._sections:
            path = None
            if len(self._titles) > _SPLIT and len(section.keys) > _LONG:
                path = f"{self.places.folder}{section.name}.html"
                while path in taken or path == self.places.index:
                    path = f"{path.removesuffix('.html')}-{PAGE_INDEX}"
            found[section.name] = path
        return found


def _named(feed: CatalogFeed) -> tuple[str, str]:
    """Return key and title that a feed is to have."""
    if feed.stale or feed.record is None:
        return feed.metadata.key, feed.metadata.title
    return feed.record.key, feed.record.title


def _parents(groups: Groups) -> dict[GroupId, GroupId]:
    """Return the parent of each group for which the config names one."""
    return {
        (name, identity): (name, row.identity(said.parent))
        for name, row in groups.dimensions.items()
        for identity, said in groups.declared(name).items()
        if said.parent
    }


def _addresses(feeds: list[FeedRecord]) -> Iterator[tuple[str, str, str]]:
    """Yield title, format and URL of feeds in each of their formats."""
    yield from ((feed.title, file.format, file.url) for feed in feeds for file in feed.files)
