"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1.

What JSON Feed has no name for is in an extension object, `_feedmill`, under Atom's names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field, json

from feedmill.model import Entry, Feed, Person

from . import GENERATOR, alternates
from ._pieces import Pieces, piece_key
from ._text import cleaned

_ABOUT = "https://www.rfc-editor.org/rfc/rfc4287"  # explains the extension's members
_NO_ITEMS = b"]\n}"
_SUSPECTS = (b"\\u", b"\\b", b"\\f", "\ufffe".encode(), "\uffff".encode())
_PIECES = Pieces()


class _Author(Struct, omit_defaults=True):
    name: str = ""
    url: str | None = None


class _Attachment(Struct, omit_defaults=True):
    url: str
    mime_type: str
    size_in_bytes: int = 0


class _Link(Struct, omit_defaults=True):
    rel: str
    href: str
    type: str | None = None
    title: str | None = None


class _ItemExtension(Struct):
    links: list[_Link]


class _Item(Struct, omit_defaults=True):
    id: str
    url: str
    title: str = ""
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    image: str | None = None
    date_published: str = ""
    date_modified: str = ""
    authors: list[_Author] = []
    tags: list[str] = []
    language: str | None = None
    attachments: list[_Attachment] = []
    extension: _ItemExtension | None = field(default=None, name="_feedmill")


class _FeedExtension(Struct, omit_defaults=True):
    about: str
    id: str
    updated: str
    generator: str
    rights: str = ""
    links: list[_Link] = []


class _Hub(Struct):
    type: str
    url: str


class _Top(Struct, omit_defaults=True, kw_only=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str = ""
    icon: str | None = None
    authors: list[_Author]
    language: str | None = None
    hubs: list[_Hub] = []
    extension: _FeedExtension = field(name="_feedmill")
    items: tuple[()]


def render(feed: Feed) -> bytes:
    """Write a feed as a JSON Feed document, in UTF-8, indented."""
    top = _encode(_top, feed)
    if not feed.entries:
        return top + b"\n"
    items = b",\n    ".join([_piece(feed, entry) for entry in feed.entries])
    return b"".join([top.removesuffix(_NO_ITEMS), b"\n    ", items, b"\n  ", _NO_ITEMS, b"\n"])


def _piece(feed: Feed, entry: Entry) -> bytes:
    """Return an entry as it stands among a feed's items."""
    key = piece_key(feed, entry)
    piece = _PIECES.get(key)
    if piece is None:
        piece = _encode(_item, entry, feed.language).replace(b"\n", b"\n    ")
        _PIECES.put(key, piece)
    return piece


def _encode(make: Callable[..., Struct], *values: Any) -> bytes:
    """Write what `make` makes of values, indented; the XML formats leave out the same dirt."""
    try:
        text = json.encode(make(*values))
        suspect = any(mark in text for mark in _SUSPECTS)
    except UnicodeEncodeError:  # a lone surrogate
        suspect = True
    if suspect:
        text = json.encode(make(*map(cleaned, values)))
    return json.format(text, indent=2)


def _top(feed: Feed) -> _Top:
    return _Top(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.home,
        feed_url=feed.urls["json"],
        description=feed.subtitle,
        icon=feed.icon,
        authors=_authors([feed.author]),
        language=feed.language or None,
        hubs=[_Hub(type="WebSub", url=feed.hub)] if feed.hub else [],
        extension=_FeedExtension(
            about=_ABOUT,
            id=feed.id,
            updated=feed.updated.isoformat(),
            generator=GENERATOR,
            rights=feed.rights,
            links=[
                _Link(rel="alternate", type=media_type, href=url)
                for media_type, url in alternates(feed, "json")
            ],
        ),
        items=(),
    )


def _item(entry: Entry, feed_language: str | None) -> _Item:
    related = [
        _Link(rel="related", href=link.url, title=link.title or None) for link in entry.related
    ]
    images = (each.url for each in entry.enclosures if each.type.startswith("image/"))
    return _Item(
        id=entry.id,
        url=entry.link,
        title=entry.title,
        content_html=entry.content,
        # One of the two is required.
        content_text="" if entry.content else entry.summary or entry.title or entry.link,
        summary=entry.summary,
        image=entry.thumbnail.url if entry.thumbnail else next(images, None),
        date_published=entry.published.isoformat(),
        date_modified=entry.updated.isoformat() if entry.updated != entry.published else "",
        authors=_authors(entry.authors),
        tags=[category.label for category in entry.categories],
        language=(entry.language if entry.language != feed_language else None) or None,
        attachments=[
            _Attachment(url=each.url, mime_type=each.type, size_in_bytes=each.length)
            for each in entry.enclosures
        ],
        extension=_ItemExtension(links=related) if related else None,
    )


def _authors(people: Iterable[Person]) -> list[_Author]:
    """Return those who have a name; the address of one without a page is that of their mail."""
    return [
        _Author(name=each.name, url=each.uri or (f"mailto:{each.email}" if each.email else None))
        for each in people
        if each.name
    ]
