"""The output formats, as one table. To add one: a module beside this file, a row, a golden file.

In: a feed. Out: its bytes. Importing this package loads no format; feedgen and lxml load with the
first XML feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from feedmill.model import Entry, Feed

from . import self_links

GENERATOR = "Feedmill"  # no version: an upgrade alone must not change a byte of any feed

_XML = ("application/xml", "text/xml")


class Frame(Struct, frozen=True, kw_only=True):
    """What a format writes around entries: before the first, between two, and after the last.

    `empty` is what comes after the place of entries where there are none.
    """

    start: bytes = b""
    between: bytes = b""
    end: bytes
    empty: bytes


class Format(Struct, frozen=True, kw_only=True):
    """All that is known of one way to write a feed.

    `render` is pure: equal feeds give equal bytes (UTF-8). `title` is the format's name for people,
    `ending` that of its files, with the dot.
    """

    name: str
    title: str
    ending: str
    media_type: str
    render: Callable[[Feed], bytes]
    frame: Frame | None = None  # None: it can't be rendered in blocks
    default: bool = False  # written where the config names no formats
    right_types: tuple[str, ...] = ()  # media types as good as `media_type`
    vague_types: tuple[str, ...] = ()  # those that make a feed reader look into the file
    # Finds the addresses that a feed gives as its own; None if the format has no place for one.
    self_links: Callable[[bytes], tuple[str, ...]] | None = None
    outline_type: str = "rss"  # in OPML, where RSS and Atom are both "rss" to all feed readers
    has_tombstones: bool = False  # says which entries were retracted


def load_formats(names: Iterable[str]) -> None:
    """Import what some formats need, ahead of the first feed: forked processes share it."""
    for name in names:
        match name:
            case "atom":
                from . import atom  # noqa: F401
            case "rss":
                from . import rss  # noqa: F401
            case "json":
                from . import jsonfeed  # noqa: F401


def _atom(feed: Feed) -> bytes:
    if written := _from_stencils("atom", feed):
        return written
    from . import atom

    return atom.render(feed)


def _rss(feed: Feed) -> bytes:
    if written := _from_stencils("rss", feed):
        return written
    from . import rss

    return rss.render(feed)


def _from_stencils(name: str, feed: Feed) -> bytes | None:
    """Write a feed as feedgen did others of the same shapes, and does without being loaded."""
    from .stencils import STENCILS

    frame = FORMATS[name].frame
    assert frame is not None
    return STENCILS[name].written(feed, frame.end)


def _json(feed: Feed) -> bytes:
    from . import jsonfeed

    return jsonfeed.render(feed)


FORMATS = {
    row.name: row
    for row in (
        Format(
            name="atom",
            title="Atom 1.0",
            ending=".atom",
            media_type="application/atom+xml",
            render=_atom,
            frame=Frame(empty=b"</feed>\n", end=b"</feed>\n"),
            default=True,
            vague_types=_XML,
            self_links=self_links.in_atom,
            has_tombstones=True,
        ),
        Format(
            name="rss",
            title="RSS 2.0",
            ending=".rss",
            media_type="application/rss+xml",
            render=_rss,
            frame=Frame(empty=b"  </channel>\n</rss>\n", end=b"  </channel>\n</rss>\n"),
            default=True,
            vague_types=(*_XML, "application/x-rss+xml"),  # the last is Debian's
            self_links=self_links.in_rss,
        ),
        Format(
            name="json",
            title="JSON Feed 1.1",
            ending=".json",
            media_type="application/feed+json",
            render=_json,
            frame=Frame(empty=b"]\n}\n", start=b"\n    ", between=b",\n    ", end=b"\n  ]\n}\n"),
            default=True,
            right_types=("application/json",),
            self_links=self_links.in_json,
            outline_type="JSONFeed",  # FreshRSS must be told
        ),
    )
}


def render_blocks(
    row: Format, frame: Frame, feed: Feed, blocks: Iterable[tuple[Entry, ...]]
) -> Iterator[bytes]:
    """Yield in parts what a format renders of a feed with the entries of all blocks.

    `feed` itself has none.
    """
    head = row.render(feed).removesuffix(frame.empty) + frame.start
    yield head
    for number, entries in enumerate(blocks):
        data = row.render(replace(feed, entries=entries))
        yield (frame.between if number else b"") + data[len(head) :].removesuffix(frame.end)
    yield frame.end


def alternates(feed: Feed, name: str) -> list[tuple[str, str]]:
    """Return media type and URL of a feed's formats other than `name`, in the table's order."""
    return [
        (row.media_type, feed.urls[row.name])
        for row in FORMATS.values()
        if row.name != name and row.name in feed.urls
    ]


def find_self_links(name: str, data: bytes) -> tuple[str, ...] | None:
    """Return the addresses that a file in the format `name` gives as its own.

    None if it cannot be parsed; nothing if it is no feed, or its format has no place for them.
    """
    row = FORMATS.get(name)
    if row is None or row.self_links is None:
        return ()
    try:
        return row.self_links(data)
    except ValueError:
        return None
