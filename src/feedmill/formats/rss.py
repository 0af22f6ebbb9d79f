"""RSS 2.0: https://www.rssboard.org/rss-specification.

It follows https://www.rssboard.org/rss-profile, and adds content, Dublin Core, Atom links and
Media RSS.
"""

from __future__ import annotations

from html import escape
from typing import Any

from feedmill.model import Entry, Feed

from . import FORMATS, GENERATOR, alternates
from ._feedgen import (
    ATOM,
    DC,
    MEDIA,
    Element,
    XmlDialect,
    add,
    add_links,
    add_media,
    add_thumbnail,
    compose,
    feedgen_categories,
    hex_escape,
    omit_build_date,
)
from ._text import rfc822
from .stencils import STENCILS, is_channel_image


def render(feed: Feed) -> bytes:
    """Write a feed as an RSS document, in UTF-8, indented."""
    return compose(feed, _RSS)


class Rss(XmlDialect):
    """What an RSS document says, and how."""

    entry_start = b"    <item>"
    entry_end = b"</item>\n"
    end = b"  </channel>\n</rss>\n"

    def namespaces(self, feed: Feed) -> dict[str, str]:  # noqa: ARG002 - the same for all
        return {"dc": DC, "media": MEDIA}

    def describe_feed(self, fg: Any, feed: Feed) -> None:
        fg.title(feed.title)
        fg.description(feed.subtitle or feed.title)
        fg.link(href=feed.urls["rss"], rel="self", type=FORMATS["rss"].media_type)
        fg.link(href=feed.home)  # feedgen makes the last link the channel's
        fg.language(feed.language)
        fg.rights(feed.rights)
        fg.generator(GENERATOR)
        if feed.author.email:
            fg.managingEditor(f"{feed.author.email} ({feed.author.name})")
        if is_channel_image(feed.icon):
            fg.image(feed.icon)
        omit_build_date(fg)

    def extend_feed(self, root: Element, feed: Feed) -> None:
        channel = root[0]
        for element in channel.iter("title", "description", "copyright", "managingEditor"):
            hex_escape(element)
        if feed.is_by_author and not feed.author.email:  # which managingEditor can't do without
            hex_escape(add(channel, f"{{{DC}}}creator", feed.author.name))
        add(channel, "lastBuildDate", rfc822(feed.updated))
        # The home page again: some readers take the first alternate before the channel's link.
        for media_type, url in [("text/html", feed.home), *alternates(feed, "rss")]:
            add(channel, f"{{{ATOM}}}link", href=url, rel="alternate", type=media_type)
        if feed.hub:
            add(channel, f"{{{ATOM}}}link", href=feed.hub, rel="hub")

    def describe_entry(self, fe: Any, entry: Entry) -> None:
        if entry.title or not (entry.summary or entry.content):  # one of them is required
            fe.title(entry.title or entry.link)
        fe.link(href=entry.link)
        fe.guid(entry.id, permalink=entry.id == entry.link)
        fe.category(feedgen_categories(entry))
        if entry.summary:
            fe.summary(escape(entry.summary, quote=False))  # a description is HTML
        if entry.content:
            fe.content(entry.content, type="html")
        for main in entry.enclosures[:1]:
            fe.enclosure(main.url, main.length, main.type)

    def extend_entry(self, element: Element, entry: Entry, feed: Feed) -> None:
        for author in entry.authors:
            if author.name:
                add(element, f"{{{DC}}}creator", author.name)
        for plain in element.iter("title", "category", f"{{{DC}}}creator"):
            hex_escape(plain)
        add(element, "pubDate", rfc822(entry.published))
        if entry.updated != entry.published:
            add(element, f"{{{ATOM}}}updated", entry.updated.isoformat())
        if entry.language and entry.language != feed.language:
            add(element, f"{{{DC}}}language", entry.language)
        # An item may have one `<enclosure>` only: further ones are Atom's links.
        add_links(element, f"{{{ATOM}}}link", entry.related, entry.enclosures[1:])
        for enclosure in entry.enclosures:
            add_media(element, enclosure)
        add_thumbnail(element, entry.thumbnail)

    def write(self, fg: Any) -> bytes:
        return bytes(fg.rss_str(pretty=True))


_RSS = Rss(STENCILS["rss"])
