"""The index of all feeds, so that one import subscribes to them: OPML 2.0. Pure.

http://opml.org/spec2.opml. It has no date: it changes with the feeds there are, not with entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape

from feedmill.config.schema import Site
from feedmill.publishing.manifest import FeedRecord, FileRecord

from . import FORMATS
from ._text import cleaned

INDEX = "index.opml"

# One folder a family; readers file feeds below those of other sites, so each names the site.
_FOLDERS = {
    "all": "{site}",
    "topics": "{site}: topics",
    "providers": "{site}: providers",
    "pairs": "{site}: topics by provider",
}
# RSS and Atom are both "rss" to all readers; FreshRSS must be told that a feed is JSON.
_TYPES = {"json": "JSONFeed"}


def render(feeds: Iterable[FeedRecord], site: Site) -> bytes:
    """Write the index of feeds, each in one of its formats, in UTF-8, indented."""
    home = escape(site.url)
    folders: dict[str, list[str]] = defaultdict(list)
    for feed in sorted(feeds, key=lambda feed: feed.key):
        folders[_family(feed.key)].append(_outline(feed, home))
    text: str = cleaned("\n".join(_lines(folders, site)))
    return text.encode()


def _lines(folders: dict[str, list[str]], site: Site) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<opml version="2.0">'
    yield "  <head>"
    yield f"    <title>{escape(site.title)}</title>"
    if site.author:
        yield f"    <ownerName>{escape(site.author.name)}</ownerName>"
        if site.author.email:
            yield f"    <ownerEmail>{escape(site.author.email)}</ownerEmail>"
    yield "    <docs>http://opml.org/spec2.opml</docs>"
    yield "  </head>"
    yield "  <body>"
    for family, title in _FOLDERS.items():
        if family in folders:
            name = escape(title.format(site=site.title))
            yield f'    <outline text="{name}" title="{name}">'
            yield from folders[family]
            yield "    </outline>"
    yield "  </body>"
    yield "</opml>\n"


def _outline(feed: FeedRecord, home: str) -> str:
    file = _preferred(feed)
    title = escape(feed.title)
    return (
        f'      <outline type="{_TYPES.get(file.format, "rss")}" text="{title}" title="{title}"'
        f' xmlUrl="{escape(file.url)}" htmlUrl="{home}"/>'
    )


def _preferred(feed: FeedRecord) -> FileRecord:
    """Give the feed's first format in the table's order: Atom, RSS, JSON."""
    files = {file.format: file for file in feed.files}
    return next(files[name] for name in FORMATS if name in files)


def _family(key: str) -> str:
    folder = key.rpartition("/")[0]
    return "pairs" if "/" in folder else folder or "all"
