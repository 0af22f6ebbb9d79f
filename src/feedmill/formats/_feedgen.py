"""feedgen (and lxml): the one place that knows them and what feedgen 1.0 gets wrong.

A format says in a `Dialect` what it tells feedgen and what it adds to feedgen's elements, by
feedgen's own extension mechanism. `compose` lets feedgen write one entry of each shape (see
`stencils`), and fills the texts of the others into what it wrote: the bytes are those of one
feedgen run over the whole feed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any, TypeAlias

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import Entity, SubElement, _Element

from feedmill.model import Enclosure, Entry, Feed, Link, Person

from ._hollow import hollow, hollow_head
from ._text import cleaned
from .stencils import Stencils, shape_of, shape_of_head

Element: TypeAlias = _Element

AT = "http://purl.org/atompub/tombstones/1.0"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ESCAPED = re.compile("([&<>])")
_MEDIUMS = {"image", "audio", "video"}
_REFERENCES = {"&": "#x26", "<": "#x3C", ">": "#x3E"}


class XmlDialect(ABC):
    """An XML format. `fg` and `fe` are feedgen's FeedGenerator and FeedEntry."""

    entry_start: bytes
    entry_end: bytes
    end: bytes  # what follows the last entry

    def __init__(self, stencils: Stencils | None = None) -> None:
        self.stencils = Stencils() if stencils is None else stencils

    @abstractmethod
    def namespaces(self, feed: Feed) -> dict[str, str]:
        """Return by prefix what a feed needs beside what feedgen declares."""

    @abstractmethod
    def describe_feed(self, fg: Any, feed: Feed) -> None:
        """Tell feedgen about the feed."""

    @abstractmethod
    def extend_feed(self, root: Element, feed: Feed) -> None:
        """Add to the root element what feedgen does not; there are no entries yet."""

    @abstractmethod
    def describe_entry(self, fe: Any, entry: Entry) -> None:
        """Tell feedgen about an entry."""

    @abstractmethod
    def extend_entry(self, element: Element, entry: Entry, feed: Feed) -> None:
        """Add to an entry's element what feedgen does not."""

    @abstractmethod
    def write(self, fg: Any) -> bytes:
        """Let feedgen make the document, indented."""


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    def __init__(self, dialect: XmlDialect, feed: Feed) -> None:
        self._dialect = dialect
        self._feed = feed

    def extend_ns(self) -> dict[str, str]:
        return self._dialect.namespaces(self._feed)

    def extend_atom(self, root: Element) -> Element:
        self._dialect.extend_feed(root, self._feed)
        return root

    extend_rss = extend_atom


class _EntryExtension(BaseExtension):  # type: ignore[misc]
    entry: Entry

    def __init__(self, dialect: XmlDialect, feed: Feed) -> None:
        self._dialect = dialect
        self._feed = feed

    def extend_atom(self, element: Element) -> Element:
        self._dialect.extend_entry(element, self.entry, self._feed)
        return element

    extend_rss = extend_atom


def compose(feed: Feed, dialect: XmlDialect) -> bytes:
    """Write a feed as indented XML in UTF-8.

    Characters that XML cannot hold are left out; any other ValueError is feedgen's.
    """
    try:
        return _compose(feed, dialect)
    except ValueError:  # of text that XML cannot hold: it does not say which
        clean: Feed = cleaned(feed)
        if clean == feed:
            raise
        return _compose(clean, dialect)


def _compose(feed: Feed, dialect: XmlDialect) -> bytes:
    """Write a feed: what has a known shape by filling in, the rest by feedgen."""
    shapes = [shape_of(entry, feed.language) for entry in feed.entries]
    stencils = dialect.stencils
    stencils.trim()
    new = {
        shape.key: (shape, hollow(entry))
        for entry, shape in zip(feed.entries, shapes, strict=True)
        if shape.key not in stencils
    }
    written = _entries(feed, [entry for _, entry in new.values()], dialect)
    for (shape, _), piece in zip(new.values(), written, strict=True):
        stencils.keep(shape, piece)
    pieces = [stencils[shape.key].filled(shape) for shape in shapes]
    odd = [entry for entry, piece in zip(feed.entries, pieces, strict=True) if piece is None]
    made = iter(_entries(feed, odd, dialect))
    whole = (next(made) if piece is None else piece for piece in pieces)
    return b"".join([_head(feed, dialect), *whole, dialect.end])


def _head(feed: Feed, dialect: XmlDialect) -> bytes:
    """Write what stands before a feed's entries."""
    shape = shape_of_head(feed)
    if shape is None:
        return _split(generate(feed, (), dialect), dialect)[0]
    stencil = dialect.stencils.get(shape.key)
    if stencil is None:
        written = _split(generate(hollow_head(feed), (), dialect), dialect)[0]
        stencil = dialect.stencils.keep(shape, written)
    return stencil.filled(shape) or _split(generate(feed, (), dialect), dialect)[0]


def _entries(feed: Feed, entries: Collection[Entry], dialect: XmlDialect) -> list[bytes]:
    """Let feedgen write entries as they stand in a feed."""
    return _split(generate(feed, entries, dialect), dialect)[1] if entries else []


def generate(feed: Feed, entries: Iterable[Entry], dialect: XmlDialect) -> bytes:
    """Let feedgen write a feed with these entries."""
    fg = FeedGenerator()
    extension = partial(_FeedExtension, dialect, feed), partial(_EntryExtension, dialect, feed)
    fg.register_extension("feedmill", *extension)
    dialect.describe_feed(fg, feed)
    for entry in entries:
        fe = fg.add_entry(order="append")
        fe.feedmill.entry = entry
        dialect.describe_entry(fe, entry)
    return dialect.write(fg)


def _split(document: bytes, dialect: XmlDialect) -> tuple[bytes, list[bytes]]:
    """Part a document into what stands before its entries, and each entry."""
    body = document.removesuffix(dialect.end)
    start = body.find(dialect.entry_start)  # mark-up for sure: in text `<` is always escaped
    if start < 0:
        return body, []
    pieces = body[start:].split(dialect.entry_end)[:-1]
    return body[:start], [piece + dialect.entry_end for piece in pieces]


def add(parent: Element, tag: str, text: str | None = None, **attributes: str | None) -> Element:
    """Append an element; attributes without a value are left out."""
    element = SubElement(parent, tag)
    if text is not None:
        element.text = text
    for name, value in attributes.items():
        if value:
            element.set(name, value)
    return element


def add_links(
    parent: Element, tag: str, related: Iterable[Link], enclosures: Iterable[Enclosure]
) -> None:
    """Append Atom links (RFC 4287, 4.2.7); a length of 0 is accepted as unknown by readers."""
    for link in related:
        add(parent, tag, href=link.url, rel="related", title=link.title)
    for each in enclosures:
        length = str(each.length)
        add(parent, tag, href=each.url, rel="enclosure", type=each.type, length=length)


def add_media(parent: Element, enclosure: Enclosure) -> None:
    """Append a `media:content` (Media RSS 1.5.1), directly: a group is for alternatives."""
    medium = enclosure.type.partition("/")[0]
    add(
        parent,
        f"{{{MEDIA}}}content",
        url=enclosure.url,
        fileSize=_known(enclosure.length),
        type=enclosure.type,
        medium=medium if medium in _MEDIUMS else None,
        height=_known(enclosure.height),
        width=_known(enclosure.width),
    )


def add_thumbnail(parent: Element, thumbnail: Enclosure | None) -> None:
    """Append a `media:thumbnail` (Media RSS 1.5.1), if there is one."""
    if thumbnail:
        add(
            parent,
            f"{{{MEDIA}}}thumbnail",
            url=thumbnail.url,
            height=_known(thumbnail.height),
            width=_known(thumbnail.width),
        )


def _known(number: int | None) -> str | None:
    return str(number) if number else None


def hex_escape(element: Element) -> None:
    """Write `&`, `<` and `>` of an element's text as hexadecimal character references."""
    text = element.text or ""
    if _ESCAPED.search(text):
        head, *rest = _ESCAPED.split(text)
        element.text = head
        for char, tail in zip(rest[::2], rest[1::2], strict=True):
            reference = Entity(_REFERENCES[char])
            reference.tail = tail
            element.append(reference)


def omit_build_date(fg: Any) -> None:
    """Keep feedgen from writing `lastBuildDate`: it would switch the process's locale for it."""
    fg._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001 - lastBuildDate(None) reads


def feedgen_categories(entry: Entry) -> list[dict[str, str]]:
    """Return an entry's categories as feedgen takes them."""
    return [{"term": c.term, "scheme": c.scheme, "label": c.label} for c in entry.categories]


def persons(people: Iterable[Person]) -> list[dict[str, str | None]]:
    """Return authors as feedgen takes them."""
    return [{"name": each.name, "uri": each.uri, "email": each.email} for each in people]
