"""Where pages are, and how they link to one another: relative, so that they can move. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct

PAGE_INDEX = "index.html"
STYLE = "style.css"


class Places(Struct, frozen=True, kw_only=True):
    """Where a site's pages are.

    `folder` is theirs below the output folder, "" or with `/` at its end. `feeds_url` is where
    the output folder is served, `own_urls` begin the addresses that are the site's.
    """

    folder: str
    feeds_url: str
    own_urls: tuple[str, ...]

    @property
    def index(self) -> str:
        """Return the path of the index of all feeds."""
        return f"{self.folder}{PAGE_INDEX}"

    @property
    def style(self) -> str:
        """Return the path of the stylesheet."""
        return f"{self.folder}{STYLE}"

    def of_feed(self, key: str) -> str:
        """Return the path of a feed's page."""
        return f"{self.folder}{key}.html"

    def href(self, page: str, url: str) -> str:
        """Return a link from a page to an address, relative to it where both move together."""
        path = url.removeprefix(self.feeds_url)
        return url if path == url else relative(page, path)

    def serves(self, url: str) -> bool:
        """Return whether an address is on a host of the site or of its image cache."""
        return _host(url) in {_host(own) for own in self.own_urls}


def relative(page: str, target: str) -> str:
    """Return the link from a page to a file, both paths below one folder."""
    start, end = page.split("/")[:-1], target.split("/")
    common = _common(start, end[:-1])
    return "../" * (len(start) - common) + "/".join(end[common:])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
