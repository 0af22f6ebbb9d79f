"""feedgen (and lxml): the one place that knows them and what feedgen 1.0 gets wrong.

A format says in a `Dialect` what it tells feedgen and what it adds to feedgen's elements, by
feedgen's own extension mechanism. `compose` runs feedgen over those entries of a feed that
have not been rendered before, and puts the kept ones between them: the bytes are those of
one feedgen run over the whole feed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeAlias

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree
from lxml.etree import Entity, SubElement, _Element
from msgspec.structs import replace

from feedmill.model import Enclosure, Entry, Feed, Link, Person

from ._pieces import Pieces
from ._text import cleaned

Element: TypeAlias = _Element

AT = "http://purl.org/atompub/tombstones/1.0"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_HOLE = "\u2021feedmill:content\u2021"
_HOLE_BYTES = _HOLE.encode()
_UNUSUAL = bytes([*range(9), *range(11, 32)])  # control characters
_LAST = b"\xef\xbf"  # U+FFC0 and what follows: some of it is no character
_ESCAPED = re.compile("([&<>])")
_MEDIUMS = {"image", "audio", "video"}
_REFERENCES = {"&": "#x26", "<": "#x3C", ">": "#x3E"}


class XmlDialect(ABC):
    """An XML format. `fg` and `fe` are feedgen's FeedGenerator and FeedEntry."""

    entry_start: bytes
    entry_end: bytes
    end: bytes  # what follows the last entry

    def __init__(self) -> None:
        self.pieces = Pieces()

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
    """Write a feed: its bodies last, into the holes that feedgen wrote in their places.

    Bodies are nearly all of a feed, and there is nothing to them but to be escaped.
    """
    hollow = [replace(entry, content=_HOLE) if entry.content else entry for entry in feed.entries]
    pieces = [dialect.pieces.get(feed, entry) for entry in hollow]
    new = [entry for entry, piece in zip(hollow, pieces, strict=True) if piece is None]
    head, made = _split(generate(feed, new, dialect), dialect)
    for entry, piece in zip(new, made, strict=True):
        dialect.pieces.put(feed, entry, piece)
    rest = iter(made)
    document = [head]
    for entry, kept in zip(feed.entries, pieces, strict=True):
        piece = next(rest) if kept is None else kept
        before, *after = piece.split(_HOLE_BYTES)
        if len(after) > 1:  # a title or summary that reads like a hole
            document += _split(generate(feed, [entry], dialect), dialect)[1]
        elif after:
            document += before, _escaped(entry.content), after[0]
        else:
            document.append(piece)
    document.append(dialect.end)
    return b"".join(document)


def _escaped(text: str) -> bytes:
    """Return text as it stands in an XML element, in UTF-8. Raises ValueError if it can't."""
    data = text.encode()
    if len(data.translate(None, _UNUSUAL)) == len(data) and _LAST not in data:
        return data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    element = etree.Element("x")
    element.text = text  # raises, or makes references, as it must
    return etree.tostring(element, encoding="utf-8")[len("<x>") : -len("</x>")]


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
