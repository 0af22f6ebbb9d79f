"""The output formats, as one table. To add one: a module beside this file, a row, a golden file.

Importing this package loads no format; feedgen and lxml load with the first XML feed.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from feedmill.model import Feed

GENERATOR = "Feedmill"  # no version: an upgrade alone must not change a byte of any feed


class Format(Struct, frozen=True, kw_only=True):
    """One way to write a feed. `render` is pure: equal feeds give equal bytes (UTF-8).

    `ending` is that of its files, with the dot; `title` is its name for people.
    """

    name: str
    ending: str
    media_type: str
    title: str
    render: Callable[[Feed], bytes]


def _atom(feed: Feed) -> bytes:
    from . import atom

    return atom.render(feed)


def _rss(feed: Feed) -> bytes:
    from . import rss

    return rss.render(feed)


def _json(feed: Feed) -> bytes:
    from . import jsonfeed

    return jsonfeed.render(feed)


FORMATS = {
    row.name: row
    for row in (
        Format(
            name="atom",
            ending=".atom",
            media_type="application/atom+xml",
            title="Atom 1.0",
            render=_atom,
        ),
        Format(
            name="rss",
            ending=".rss",
            media_type="application/rss+xml",
            title="RSS 2.0",
            render=_rss,
        ),
        Format(
            name="json",
            ending=".json",
            media_type="application/feed+json",
            title="JSON Feed 1.1",
            render=_json,
        ),
    )
}


def alternates(feed: Feed, name: str) -> list[tuple[str, str]]:
    """Give media type and URL of a feed's formats other than `name`, in the table's order."""
    return [
        (row.media_type, feed.urls[row.name])
        for row in FORMATS.values()
        if row.name != name and row.name in feed.urls
    ]
