"""Which feeds a page names in its head, where browsers and feed readers look for them. Pure.

https://html.spec.whatwg.org/multipage/links.html#rel-alternate
"""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urljoin

from feedmill.formats import FORMATS

_MOST = 512 * 1024  # bytes of a page: its head is at its start
_LINKS = 200


def find_feeds(page: bytes, url: str, known: Container[str] = ()) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page at `url` names, in its order.

    An alternate that is one of the `known` feeds counts whatever its type.
    """
    head = _Head(url, known)
    with suppress(AssertionError):  # html.parser, of a declaration that is none
        head.feed(page[:_MOST].decode("utf-8", "replace"))
    return tuple(dict.fromkeys(head.feeds))


class _Head(HTMLParser):
    def __init__(self, url: str, known: Container[str]) -> None:
        super().__init__()
        self.feeds: list[str] = []
        self._base = url
        self._known = known
        # Not their `right_types`: WordPress calls the address of its API application/json.
        self._types = {row.media_type for row in FORMATS.values()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a link to a feed."""
        given = {name: value or "" for name, value in attrs}
        if tag == "base" and given.get("href"):
            self._base = _joined(self._base, given["href"]) or self._base
        if tag != "link" or len(self.feeds) >= _LINKS:
            return
        rels = given.get("rel", "").lower().split()
        kind = given.get("type", "").partition(";")[0].strip().lower()
        url = _joined(self._base, given.get("href", ""))
        is_feed = "alternate" in rels and (kind in self._types or url in self._known)
        if url and (is_feed or "feed" in rels):
            self.feeds.append(url)

    handle_startendtag = handle_starttag


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
