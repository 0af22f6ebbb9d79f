"""A feed as its subscribers have it, from any producer, as values. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct


class KnownEntry(NamedTuple):
    """An entry as a feed reader has it; what the feed does not say is empty, or None.

    `id` is written as in the feed; `title` is plain text; `link` is absolute; times are aware UTC.
    """

    id: str = ""
    title: str = ""
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None

    @property
    def key(self) -> str:
        """What feed readers know the entry by: its id, else its link."""
        return self.id or self.link

    @property
    def when(self) -> datetime | None:
        """The date that feed readers sort by."""
        return self.published or self.updated


class KnownFeed(Struct, frozen=True, kw_only=True):
    """A feed, its entries in the order of the file. `format` is a name of FORMATS.

    `source` is what messages call it, `url` where subscribers fetch it. `unfit` says why it is no
    feed of articles ("" if it may be one).
    """

    source: str
    url: str
    format: str
    id: str = ""
    title: str = ""
    language: str = ""
    entries: tuple[KnownEntry, ...] = ()
    unfit: str = ""


def address_path(url: str) -> str:
    """Return what the addresses of one page share: the decoded path, without `index.html`."""
    path = unquote(urlsplit(url).path) or "/"
    head, slash, last = path.rpartition("/")
    return f"{head}{slash}" if last in ("index.html", "index.htm") else path
