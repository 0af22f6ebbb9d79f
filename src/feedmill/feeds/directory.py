"""The sections of the site's index of feeds: one for each thing that feeds are by. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from feedmill.dimensions import Dimension
from feedmill.formats import FORMATS
from feedmill.formats.opml import OpmlFolder, Outline
from feedmill.publishing.manifest import FeedRecord


class Section(Struct, frozen=True):
    """Feeds that are by the same, by their keys; `name` is a word, `title` is for people."""

    name: str
    title: str
    keys: list[str]


def sections(
    feeds: Iterable[tuple[tuple[str, ...], str]], known: Mapping[str, Dimension], site: str
) -> list[Section]:
    """Return the sections that are not empty, with the keys of their feeds in order.

    `feeds` are keys with the names of the dimensions that they are by, and `known` has all of
    these; `site` is the site's title.
    """
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for by, key in feeds:
        found[by].append(key)
    places = {name: number for number, name in enumerate(known)}
    order = sorted(found, key=lambda by: (len(by), [places[name] for name in by]))
    return [
        Section(
            name="-".join(known[name].folder for name in by) or "all",
            title=_title(by, known, site),
            keys=sorted(found[by]),
        )
        for by in order
    ]


def directory(
    feeds: Iterable[tuple[tuple[str, ...], FeedRecord]],
    known: Mapping[str, Dimension],
    site: str,
) -> list[OpmlFolder]:
    """Return the sections that are not empty as folders of OPML, with their feeds by key.

    `feeds` come with the names of the dimensions that they are by, and `known` has all of these;
    `site` is the site's title. Each feed is there once, in the first of its formats in the table's
    order.
    """
    by_key = {feed.key: (by, feed) for by, feed in feeds}
    outlines = {}
    for key, (_, feed) in by_key.items():
        urls = {file.format: file.url for file in feed.files}
        name = next(name for name in FORMATS if name in urls)
        outlines[key] = Outline(feed.title, urls[name], name)
    return [
        OpmlFolder(section.title, [outlines[key] for key in section.keys])
        for section in sections(((by, key) for key, (by, _) in by_key.items()), known, site)
    ]


def _title(by: tuple[str, ...], known: Mapping[str, Dimension], site: str) -> str:
    """Return a folder's title; feed readers file it below other sites', so it names the site."""
    if not by:
        return site
    first, *others = (known[name] for name in by)
    return " by ".join([f"{site}: {first.plural}", *(row.name for row in others)])
