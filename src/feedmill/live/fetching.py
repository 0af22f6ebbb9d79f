"""The feeds that subscribers have now, from where they are served or from files."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from feedmill.errors import WebError
from feedmill.formats import FORMATS, find_self_links
from feedmill.http.client import Unanswered, get
from feedmill.urls import absolute

from .known import KnownFeed
from .reading import MAX_FEED_BYTES, known_feed


class FeedPlace(NamedTuple):
    """Where subscribers fetch a feed, and a file that has its bytes, if there is one."""

    url: str
    file: Path | None = None


def fetch_feed(place: FeedPlace) -> KnownFeed:
    """Return the feed at a place. Raises WebError if it cannot be had, or is none."""
    try:
        url = absolute(place.url)
    except ValueError as error:
        raise WebError(f"{place.url[:200]!r} {error}; expected the address of a feed") from error
    if place.file is not None:
        return known_feed(str(place.file), url, _bytes_of(place.file))
    try:
        answer = get(url, {"Accept": "application/atom+xml, application/rss+xml, */*;q=0.5"})
    except Unanswered as error:
        raise WebError(f"cannot fetch {url}: {error}") from error
    if answer.status != 200:
        raise WebError(f"{url} answers {answer.status}; expected a feed")
    return known_feed(url, url, answer.body, answer.headers.get("content-type", ""))


def find_address(path: Path) -> str:
    """Return the address that a feed in a file says it is at; "" if it says none.

    Raises WebError if the file cannot be read.
    """
    data = _bytes_of(path)
    for name in FORMATS:
        if found := find_self_links(name, data):
            return found[0]
    return ""


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes, one more than a feed may have at most."""
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 (a handle)
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(MAX_FEED_BYTES + 1)
    except OSError as error:
        raise WebError(f"{path} cannot be read: {error.strerror}") from error
    raise WebError(f"{path} is not a file; expected a feed")
