"""Where the page of an article is, by the address that it has. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from feedmill import urls

_PAGES = (".html", ".htm", ".xhtml")
_UNFIT = ("", ".", "..")


class PagePlace(NamedTuple):
    """A file that may be the page, below the folder of pages; the address that links start at."""

    path: str
    base: str


def page_places(link: str, home: str) -> list[PagePlace] | None:
    """Return where the page of `link` may be; None if it is no page of the site at `home`.

    `/x/` is `x/index.html`, `x.html` or `x`, as servers look for it. Where the site is served
    below a path (`https://example.org/blog/`), some generators write that path out, most don't.
    """
    parts, site = urlsplit(link), urlsplit(home)
    if _host(parts.netloc) != _host(site.netloc):
        return None
    if parts.query:
        return []
    prefix = site.path.rstrip("/") + "/"
    address = link.partition("#")[0]
    ways = [parts.path] if parts.path.startswith("/") else [f"/{parts.path}"]
    if prefix != "/":
        inside = ways[0].startswith(prefix) or f"{ways[0]}/" == prefix
        ways = [f"/{ways[0][len(prefix) :]}", *ways] if inside else ways
    found = (PagePlace(path, base) for way in ways for path, base in _files(way, address))
    return list(dict.fromkeys(found))


def _files(way: str, address: str) -> Iterator[tuple[str, str]]:
    """Yield the files that the path of an address may mean."""
    for name in dict.fromkeys((_decoded(way), way)):
        if name is None:
            continue
        bare = name.strip("/")
        if any(part in _UNFIT for part in bare.split("/")) and bare:
            continue
        if not bare:
            yield "index.html", address
        elif bare.endswith(_PAGES) and not name.endswith("/"):
            yield bare, address
        elif name.endswith("/"):
            yield f"{bare}/index.html", address
            yield f"{bare}.html", address
            yield bare, address
        else:
            yield f"{bare}.html", address
            yield f"{bare}/index.html", f"{address}/"  # which servers send their visitors on to
            yield bare, address


def _decoded(way: str) -> str | None:
    """Return a path as files have it; None if there can be no such file."""
    try:
        text = unquote_to_bytes(way).decode()
    except UnicodeDecodeError:
        return None
    if text.count("/") != way.count("/") or "\\" in text or not text.isprintable():
        return None
    return text


def _host(netloc: str) -> str:
    name, colon, port = netloc.rpartition("@")[2].partition(":")
    try:
        return urls.encode_host(name) + colon + port
    except ValueError:
        return netloc
