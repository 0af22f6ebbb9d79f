"""Evidence for links: the site's own feeds, sitemaps and rendered pages. Pure.

`from_feed` and `from_sitemap` read bytes that anybody may have written: no document type, bounded
in number, nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.parsers import expat

from feedmill import text
from feedmill.formats.reading import read_date

MAX_PAGES = 200_000
# Links in Markdown and in HTML, as far as they are on a site
_LINK = re.compile(r"""(?:\]\(|href=["'])<?((?:https?://[\w.:-]{1,200})?/[^\s)"'<>#?]{0,500})""")
_FILE = re.compile(r"\.(?!html?$)[A-Za-z0-9]{2,5}$")
_ITEMS = ("item", "entry")
_SEPARATOR = " "


class KnownPage(NamedTuple):
    """A page of the site: its address; title and time of publishing, if a feed says them."""

    url: str
    title: str = ""
    when: datetime | None = None


class Evidence(NamedTuple):
    """Pages that are there, and who says so; `is_complete` if others are not there."""

    source: str
    pages: tuple[KnownPage, ...]
    is_complete: bool = False


def page_path(url: str) -> str:
    """Return the path that the addresses of one page share: decoded, without `index.html`."""
    path = unquote(urlsplit(url).path) or "/"
    return re.sub(r"/index\.html?$", "/", path)


def from_feed(source: str, data: bytes, url: str = "") -> Evidence | None:
    """Return the entries of a feed, Atom, RSS or JSON; None if it is none. `url` is the feed's."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    try:
        pages = _in_json(data) if start == b"{" else _in_xml(data)
    except (ValueError, RecursionError, expat.ExpatError):
        return None
    whole = (page._replace(url=urljoin(url, page.url)) for page in pages if page.url)
    found = tuple(page for page in whole if page.url.startswith(("https://", "http://", "/")))
    return Evidence(source, found) if found else None


def from_sitemap(source: str, data: bytes) -> tuple[Evidence, tuple[str, ...]] | None:
    """Return the pages of a sitemap, and the addresses of more sitemaps; None if it is none."""
    try:
        root, found = _locations(data)
    except (ValueError, expat.ExpatError):
        return None
    if root == "sitemapindex":
        return Evidence(source, (), is_complete=True), tuple(found)
    if root != "urlset":
        return None
    return Evidence(source, tuple(map(KnownPage, found)), is_complete=True), ()


def from_files(source: str, paths: Iterable[str]) -> Evidence | None:
    """Return the pages that the files of a rendered folder are."""
    pages = [KnownPage(f"/{quote(path)}") for path in paths if path.endswith((".html", ".htm"))]
    return Evidence(source, tuple(pages[:MAX_PAGES]), is_complete=True) if pages else None


def from_articles(texts: Iterable[str], home: str) -> Evidence | None:
    """Return the pages that articles link to on their own site, whose address is `home`.

    They are not all, and what is renamed may be among them.
    """
    host = urlsplit(home).hostname
    pages: dict[str, KnownPage] = {}
    for body in texts:
        for found in _LINK.finditer(body):
            url = found[1]
            is_own = url[:2] != "//" if url[0] == "/" else urlsplit(url).hostname == host
            if is_own and not _FILE.search(url) and len(pages) < MAX_PAGES:
                pages.setdefault(page_path(url), KnownPage(url))
    return Evidence("links between articles", tuple(pages.values())) if pages else None


def _in_json(data: bytes) -> list[KnownPage]:
    feed = json.loads(data)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(feed.get("version", "")):
        raise ValueError("is not a JSON feed")
    found = [item for item in items[:MAX_PAGES] if isinstance(item, dict)]
    return [
        KnownPage(
            str(item.get("url") or ""),
            text.written_plain(str(item.get("title") or "")),
            read_date(str(item.get("date_published") or "").strip()),
        )
        for item in found
    ]


class _Items:
    """The items of an XML feed, as they are parsed."""

    def __init__(self) -> None:
        self.pages: list[KnownPage] = []
        self._way: list[str] = []
        self._now: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = tag.rpartition(_SEPARATOR)[2]
        if len(self._way) > 100:
            raise ValueError("is nested too deeply")
        self._way.append(name)
        if name in _ITEMS:
            self._now = {}
        is_link = name == "link" and attributes.get("rel", "alternate") == "alternate"
        if is_link and self._way[-2:-1] and self._way[-2] in _ITEMS and "href" in attributes:
            self._now.setdefault("link", attributes["href"])

    def data(self, piece: str) -> None:
        """Take a piece of text."""
        if len(self._way) > 1 and self._way[-2] in _ITEMS:
            name = self._way[-1]
            self._now[name] = (self._now.get(name, "") + piece)[:20_000]

    def end(self, _: str) -> None:
        """End an element."""
        if self._way.pop() in _ITEMS and len(self.pages) < MAX_PAGES:
            now = self._now
            when = next((now[key] for key in _DATES if now.get(key, "").strip()), "")
            self.pages.append(
                KnownPage(
                    now.get("link", "").strip(),
                    text.written_plain(now.get("title", "")),
                    read_date(when.strip()),
                )
            )


_DATES = ("published", "pubDate", "date", "issued", "updated")


def _in_xml(data: bytes) -> list[KnownPage]:
    items = _Items()
    parser = _parser()
    parser.StartElementHandler = items.start
    parser.CharacterDataHandler = items.data
    parser.EndElementHandler = items.end
    parser.Parse(data, True)
    return items.pages


def _locations(data: bytes) -> tuple[str, list[str]]:
    """Return the name of the root, and the texts of all `<loc>`."""
    way: list[str] = []
    roots: list[str] = []
    found: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        way.append(tag.rpartition(_SEPARATOR)[2])
        roots.append(way[0]) if len(way) == 1 else None
        if len(way) == 3 and way[2] == "loc" and len(found) < MAX_PAGES:
            found.append("")

    def characters(piece: str) -> None:
        if len(way) == 3 and way[2] == "loc" and found:
            found[-1] = (found[-1] + piece)[:10_000]

    parser = _parser()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    parser.EndElementHandler = lambda _: way.pop()
    parser.Parse(data, True)
    return roots[0] if roots else "", [one.strip() for one in found if one.strip()]


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise ValueError("declares a document type, which no feed needs")

    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser
