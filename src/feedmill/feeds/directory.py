"""The folders of the site's index of feeds: one for each thing that feeds are by. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from feedmill.dimensions import Dimension
from feedmill.formats import FORMATS
from feedmill.formats.opml import Folder, Outline
from feedmill.publishing.manifest import FeedRecord


def directory(
    feeds: Iterable[tuple[tuple[str, ...], FeedRecord]],
    known: Mapping[str, Dimension],
    site: str,
) -> list[Folder]:
    """Return the folders that are not empty, with their feeds by key.

    `feeds` come with the names of the dimensions that they are by, and `known` has all of these;
    `site` is the site's title. Each feed is there once, in the first of its formats in the table's
    order.
    """
    found: dict[tuple[str, ...], list[Outline]] = defaultdict(list)
    for by, feed in sorted(feeds, key=lambda pair: pair[1].key):
        urls = {file.format: file.url for file in feed.files}
        name = next(name for name in FORMATS if name in urls)
        found[by].append(Outline(feed.title, urls[name], name))
    places = {name: number for number, name in enumerate(known)}
    order = sorted(found, key=lambda by: (len(by), [places[name] for name in by]))
    return [Folder(_title(by, known, site), found[by]) for by in order]


def _title(by: tuple[str, ...], known: Mapping[str, Dimension], site: str) -> str:
    """Return a folder's title; feed readers file it below other sites', so it names the site."""
    if not by:
        return site
    first, *others = (known[name] for name in by)
    return " by ".join([f"{site}: {first.plural}", *(row.name for row in others)])
