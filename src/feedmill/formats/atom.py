"""Atom 1.0: https://www.rfc-editor.org/rfc/rfc4287.

Media RSS adds the sizes of images, RFC 6721 tombstones for entries that are retracted.
"""

from __future__ import annotations

from typing import Any

from feedmill.model import Entry, Feed

from . import FORMATS, GENERATOR, alternates
from ._feedgen import (
    AT,
    MEDIA,
    XML_LANG,
    Element,
    XmlDialect,
    add,
    add_links,
    add_media,
    add_thumbnail,
    compose,
    feedgen_categories,
    persons,
)
from .stencils import STENCILS


def render(feed: Feed) -> bytes:
    """Write a feed as an Atom document, in UTF-8, indented."""
    return compose(feed, _ATOM)


class Atom(XmlDialect):
    """What an Atom document says, and how."""

    entry_start = b"  <entry"
    entry_end = b"</entry>\n"
    end = b"</feed>\n"

    def namespaces(self, feed: Feed) -> dict[str, str]:
        return {"media": MEDIA, "at": AT} if feed.tombstones else {"media": MEDIA}

    def describe_feed(self, fg: Any, feed: Feed) -> None:
        fg.id(feed.id)
        fg.title(feed.title)
        fg.updated(feed.updated)
        fg.author(persons([feed.author]))
        fg.generator(GENERATOR)
        # The home page first: of several alternates, most readers take the first.
        fg.link(href=feed.home, rel="alternate", type="text/html")
        fg.link(href=feed.urls["atom"], rel="self", type=FORMATS["atom"].media_type)
        for media_type, url in alternates(feed, "atom"):
            fg.link(href=url, rel="alternate", type=media_type)
        if feed.hub:
            fg.link(href=feed.hub, rel="hub")
        fg.subtitle(feed.subtitle)
        fg.rights(feed.rights)
        fg.icon(feed.icon)
        fg.language(feed.language)

    def extend_feed(self, root: Element, feed: Feed) -> None:
        for stone in feed.tombstones:  # https://www.rfc-editor.org/rfc/rfc6721, 3
            add(root, f"{{{AT}}}deleted-entry", ref=stone.ref, when=stone.when.isoformat())

    def describe_entry(self, fe: Any, entry: Entry) -> None:
        fe.id(entry.id)
        fe.title(entry.title or entry.link)
        fe.updated(entry.updated)
        fe.published(entry.published)
        fe.link(href=entry.link)
        fe.author(persons(entry.authors))
        fe.category(feedgen_categories(entry))
        if entry.summary:
            fe.summary(entry.summary, type="text")
        if entry.content:
            fe.content(entry.content, type="html")

    def extend_entry(self, element: Element, entry: Entry, feed: Feed) -> None:
        title = element.find("title")
        if title is not None and not entry.title:  # an element without text, which feedgen refuses
            title.text = ""
        if entry.language and entry.language != feed.language:
            element.set(XML_LANG, entry.language)
        # feedgen writes links without rel, type, length and title: it has but the first one,
        # which is repaired, and the others are added here. It declares no namespace for Atom.
        alternate = element.find("link")
        assert alternate is not None
        alternate.set("rel", "alternate")
        alternate.set("type", "text/html")
        add_links(element, "link", entry.related, entry.enclosures)
        for enclosure in entry.enclosures:
            add_media(element, enclosure)
        add_thumbnail(element, entry.thumbnail)

    def write(self, fg: Any) -> bytes:
        return bytes(fg.atom_str(pretty=True))


_ATOM = Atom(STENCILS["atom"])
