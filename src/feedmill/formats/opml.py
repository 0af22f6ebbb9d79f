"""The index of all feeds, so that one import subscribes to them: OPML 2.0. Pure.

http://opml.org/spec2.opml. It has no date: it changes with the feeds there are, not with entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from feedmill.model import Person

from . import FORMATS
from ._text import cleaned, escaped, is_clean

FORMAT = "opml"
OPML_INDEX = "index.opml"
MEDIA_TYPES = ("text/x-opml", "application/xml", "text/xml")
"""Those that feed readers take for OPML; the best comes first."""


class Outline(Struct, frozen=True):
    """A feed to subscribe to: its title, its URL in one format, the format's name."""

    title: str
    url: str
    format: str


class OpmlFolder(Struct, frozen=True):
    """Feeds that feed readers show below one title."""

    title: str
    feeds: list[Outline]


def render(folders: Iterable[OpmlFolder], title: str, home: str, owner: Person | None) -> bytes:
    """Return the index of a site's feeds, in UTF-8, indented. `title` and `home` are the site's."""
    text = "\n".join(_lines(folders, title, home, owner))
    text = text if is_clean(text) else cleaned(text)
    return text.encode()


def _lines(
    folders: Iterable[OpmlFolder], title: str, home: str, owner: Person | None
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<opml version="2.0">'
    yield "  <head>"
    yield f"    <title>{escaped(title)}</title>"
    if owner:
        yield f"    <ownerName>{escaped(owner.name)}</ownerName>"
        if owner.email:
            yield f"    <ownerEmail>{escaped(owner.email)}</ownerEmail>"
    yield "  </head>"
    yield "  <body>"
    for folder in folders:
        # No title: to the W3C's feed validator, whatever has one is a feed, and lacks its type.
        yield f'    <outline text="{escaped(folder.title)}">'
        yield from (_outline(feed, escaped(home)) for feed in folder.feeds)
        yield "    </outline>"
    yield "  </body>"
    yield "</opml>\n"


def _outline(feed: Outline, home: str) -> str:
    title = escaped(feed.title)
    return (
        f'      <outline type="{FORMATS[feed.format].outline_type}" text="{title}" title="{title}"'
        f' xmlUrl="{escaped(feed.url)}" htmlUrl="{home}"/>'
    )
