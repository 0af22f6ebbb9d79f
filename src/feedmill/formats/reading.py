"""What a feed says of itself, whoever made it: Atom, RSS (1.0, too) or JSON Feed. Pure.

https://www.rfc-editor.org/rfc/rfc4287, https://www.rssboard.org/rss-specification,
https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.parsers import expat

from msgspec import Struct

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_DEEPEST = 200
_LONGEST = 2000  # characters of a text
_START = 2048  # bytes in which a feed shows that it is one
_ITEMS = ("item", "entry")
_DATES = ("updated", "published", "pubDate", "date", "modified")


class UnreadableError(ValueError):
    """It is no feed, or cannot be parsed; the text says why."""


class FeedFacts(Struct, frozen=True, kw_only=True):
    """What a feed reader knows of a feed once it has it.

    `format` is the name of ours; `newest` is the latest date of an entry (aware UTC); `home` the
    address of the site; `hubs` and `selves` the addresses of its hubs and of itself.
    """

    format: str
    title: str = ""
    entries: int = 0
    newest: datetime | None = None
    home: str = ""
    hubs: tuple[str, ...] = ()
    selves: tuple[str, ...] = ()


def is_like_feed(data: bytes) -> bool:
    """Return whether bytes may be meant as a feed, be they right or not."""
    start = data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"{":
        return b"jsonfeed.org/version/" in data[: 4 * _START].replace(b"\\/", b"/")
    plain = start.replace(b"\0", b"").lower()
    return any(sign in plain for sign in (b"<rss", b"<feed", b"<rdf:rdf"))


def read_feed(data: bytes) -> FeedFacts:
    """Return what a feed says of itself. Raises UnreadableError if it is none."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_json(data)
    parts = _Parts()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = parts.start
    parser.CharacterDataHandler = parts.data
    parser.EndElementHandler = parts.end
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableError(str(error)) from None
    except (ValueError, LookupError) as error:
        raise UnreadableError(str(error)) from None
    return parts.facts()


def _refuse(*_: object) -> None:
    raise UnreadableError("it declares entities, which feed readers refuse")


class _Parts:
    """The parts of an XML feed, as they are parsed."""

    def __init__(self) -> None:
        self._way: list[str] = []
        self._format = ""
        self._title = ""
        self._home = ""
        self._hubs: list[str] = []
        self._selves: list[str] = []
        self._entries = 0
        self._newest: datetime | None = None
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        space, _, name = tag.rpartition(" ")
        if not self._way:
            roots = {"rss": "rss", "RDF": "rss", "feed": "atom" if space in _ATOM else ""}
            self._format = roots.get(name, "")
            if not self._format:
                raise UnreadableError(f"its root is <{name[:40]}>: no feed")
        if len(self._way) > _DEEPEST:
            raise UnreadableError("it is nested too deeply")
        if name == "link" and space in _ATOM and self._is_head():
            self._link(attributes)
        self._way.append(name)
        if name in _ITEMS and len(self._way) <= 3:
            self._entries += 1
        self._text = []

    def data(self, piece: str) -> None:
        """Take a piece of text."""
        if self._text is not None:
            self._text.append(piece[:_LONGEST])

    def end(self, _: str) -> None:
        """End an element."""
        name = self._way.pop()
        text, self._text = "".join(self._text or ())[:_LONGEST].strip(), None
        if self._is_head() and name == "title":
            self._title = self._title or " ".join(text.split())
        elif self._is_head() and name == "link" and text:
            self._home = self._home or text
        elif self._way and self._way[-1] in _ITEMS and name in _DATES:
            when = read_date(text)
            if when and (self._newest is None or when > self._newest):
                self._newest = when

    def facts(self) -> FeedFacts:
        """Return what they are together."""
        return FeedFacts(
            format=self._format,
            title=self._title,
            entries=self._entries,
            newest=self._newest,
            home=self._home,
            hubs=tuple(self._hubs),
            selves=tuple(self._selves),
        )

    def _is_head(self) -> bool:
        """Return whether the open element is the feed's own, none of its entries."""
        return self._way in (["feed"], ["rss", "channel"], ["RDF", "channel"])

    def _link(self, attributes: dict[str, str]) -> None:
        address = attributes.get("href", "").strip()
        match attributes.get("rel", "alternate").lower():
            case "self":
                self._selves.append(address)
            case "hub":
                self._hubs.append(address)
            case "alternate" if self._format == "atom" and "html" in attributes.get("type", "html"):
                self._home = self._home or address


def _read_json(data: bytes) -> FeedFacts:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"its JSON is broken: {error}") from None
    if "jsonfeed.org/version/" not in str(feed.get("version", "")):
        raise UnreadableError("it is JSON, but no JSON Feed: it has no `version` of one")
    items = feed.get("items")
    items = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    dates = [
        read_date(str(one.get("date_published") or one.get("date_modified") or "")) for one in items
    ]
    hubs = feed.get("hubs")
    hubs = [one for one in hubs if isinstance(one, dict)] if isinstance(hubs, list) else []
    return FeedFacts(
        format="json",
        title=_word(feed.get("title")),
        entries=len(items),
        newest=max(filter(None, dates), default=None),
        home=_word(feed.get("home_page_url")),
        hubs=tuple(_word(hub.get("url")) for hub in hubs if hub.get("url")),
        selves=tuple(filter(None, (_word(feed.get("feed_url")),))),
    )


def _word(value: object) -> str:
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def read_date(written: str) -> datetime | None:
    """Return a time (aware UTC) as feeds write it, ISO 8601 or RFC 822; None if it is none."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        try:
            when = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
