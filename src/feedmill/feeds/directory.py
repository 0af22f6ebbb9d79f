"""Which folder of the site's index each feed is in: one folder per family. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from feedmill.formats import FORMATS
from feedmill.formats.opml import Folder, Outline
from feedmill.publishing.manifest import FeedRecord

# Feed readers file feeds below those of other sites, so each title names the site.
_FOLDERS = {
    "all": "{site}",
    "topics": "{site}: topics",
    "providers": "{site}: providers",
    "pairs": "{site}: topics by provider",
}


def directory(feeds: Iterable[FeedRecord], site: str) -> list[Folder]:
    """Return the folders that are not empty, with their feeds by key; `site` is the site's title.

    Each feed is there once, in the first of its formats in the table's order.
    """
    found: dict[str, list[Outline]] = defaultdict(list)
    for feed in sorted(feeds, key=lambda feed: feed.key):
        urls = {file.format: file.url for file in feed.files}
        name = next(name for name in FORMATS if name in urls)
        found[_family(feed.key)].append(Outline(feed.title, urls[name], name))
    return [
        Folder(title.format(site=site), found[family])
        for family, title in _FOLDERS.items()
        if family in found
    ]


def _family(key: str) -> str:
    folder = key.rpartition("/")[0]
    return "pairs" if "/" in folder else folder or "all"
