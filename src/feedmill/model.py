"""The values that Feedmill is about. Immutable; times are aware UTC with whole seconds.

Words are Atom's (RFC 4287): feed, entry, id, published, updated, category, enclosure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from msgspec import Struct

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something wrong with an input, and where.

    `path` is relative to the config's folder, with `/`; `line` counts from 1.
    `code` is the stable, hyphenated name of the rule that was broken.
    An error keeps its article (or feed) out; a warning does not.
    """

    path: str
    line: int | None = None
    severity: Severity = "error"
    code: str
    message: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.severity}[{self.code}]: {self.message}"


def is_error(problem: Problem) -> bool:
    """Return whether it keeps something out."""
    return problem.severity == "error"


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An author (RFC 4287, 3.2). `uri` is absolute."""

    name: str
    uri: str | None = None
    email: str | None = None


class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link to another page, absolute http(s)."""

    url: str
    title: str | None = None


class Image(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture that an article names. `url` is absolute; sizes are in pixels.

    `cached` is what the article says of it, None if nothing. `length` in bytes and the media type
    are known of a file of the site itself.
    """

    url: str
    width: int | None = None
    height: int | None = None
    cached: bool | None = None
    length: int = 0
    type: str = ""


class Provider(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who published the article first, known by domain (`fox9.com`, lower case, IDNA)."""

    domain: str
    name: str
    images: tuple[Image, ...] = ()


class Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What feeds show of an article as it is; `summary` is plain text."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    summary: str = ""
    language: str | None = None
    authors: tuple[Person, ...] = ()
    related: tuple[Link, ...] = ()


class Article(Shown, frozen=True, kw_only=True, omit_defaults=True):
    """What was read from one file.

    `topics` are names as written, white space folded. `content` is sanitised HTML, None until
    `bodies` has rendered it, "" when there is none. `has_body` says whether there is anything to
    render, `has_picture` whether that may hold one. `type`, `quality` and `heat` serve selection
    only and never reach a feed; nor do the `fields` of front matter that the config groups or
    selects by, by lower-case key. It waits for `due`, where that is later than `published`, and is
    kept out from `expires` on.
    """

    path: str
    due: datetime | None = None
    expires: datetime | None = None
    content: str | None = None
    has_body: bool = False
    has_picture: bool = False
    provider: Provider | None = None
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    type: str | None = None
    quality: int | None = None
    heat: int | None = None
    fields: dict[str, tuple[str, ...]] = {}

    @property
    def visible_from(self) -> datetime:
        """When it is published: at `due`, if it has to wait for that."""
        return self.due or self.published


class RawArticle(Struct, frozen=True, kw_only=True):
    """An article, and what its body is made from.

    `text` is the file's text below the front matter, as written, and `line` the line of the file
    that it begins on. `values` has the front matter by lower-case key, every scalar as text.
    """

    article: Article
    text: str
    line: int = 1
    values: Mapping[str, Any] = {}


class Category(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A topic as a feed shows it: `term` is the slug, `label` the name for people."""

    term: str
    scheme: str
    label: str


class Enclosure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that belongs to an entry (RFC 4287, 4.2.7.2).

    `length` is in bytes, 0 when unknown; `type` a media type; sizes are in pixels.
    """

    url: str
    type: str
    length: int = 0
    width: int | None = None
    height: int | None = None


class Entry(Shown, frozen=True, kw_only=True, omit_defaults=True):
    """One article as subscribers see it; every field is rendered by every format that can.

    `content` is sanitised HTML; it or `summary` may be empty.
    """

    content: str = ""
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    thumbnail: Enclosure | None = None


class IndexedEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry whose enclosures are still to be chosen among its article's images."""

    entry: Entry
    images: tuple[Image, ...] = ()


class FeedKey(NamedTuple):
    """What identifies a feed: the number of its family in the config, and its groups.

    `groups` has the identity of a group for each dimension that the family is by, in their order.
    """

    family: int
    groups: tuple[str, ...] = ()


class Tombstone(Struct, frozen=True, kw_only=True):
    """An entry that was published and is retracted: its id, and since when (RFC 6721)."""

    ref: str
    when: datetime


class Feed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One feed, ready to render. `urls` has the address of each of its formats by name.

    `updated` is that of its newest entry, never the clock. `home` is the site's page, `hub` its
    WebSub hub. `is_by_author` says that `author` wrote all entries, rather than answers for them.
    """

    key: str
    id: str
    title: str
    home: str
    updated: datetime
    author: Person
    is_by_author: bool = False
    subtitle: str = ""
    language: str | None = None
    rights: str = ""
    icon: str | None = None
    hub: str | None = None
    urls: dict[str, str] = {}
    entries: tuple[Entry, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()


def state_at(state: str, visible_from: int, cutoff: int | None) -> str:
    """Return what an article's state is at a time: one that is published may still be waiting.

    Both are seconds since 1970, UTC; a `cutoff` of None is where the future is published, too.
    """
    waits = state == "published" and cutoff is not None and visible_from > cutoff
    return "waiting" if waits else state


def state_now(article: Article, now: datetime, future: bool) -> str:
    """Return the state of an article that can be read. `now` is an aware time.

    `future` says that articles with a later date are published, too.
    """
    if article.expires and article.expires <= now:
        return "expired"
    cutoff = None if future else int(now.timestamp())
    return state_at("published", int(article.visible_from.timestamp()), cutoff)
