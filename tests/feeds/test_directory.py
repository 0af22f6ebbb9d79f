"""Which folder of the site's index each feed is in."""

from __future__ import annotations

import pytest

from feedmill.dimensions import DIMENSIONS, by_field
from feedmill.feeds.directory import directory
from feedmill.publishing.manifest import FeedRecord, FileRecord

KNOWN = DIMENSIONS | {"series": by_field("series", "series", "rows", "")}
FEEDS = {
    "all": (),
    "robots": (),
    "topics/ai": ("topic",),
    "providers/fox9.com": ("provider",),
    "languages/de": ("language",),
    "rows/a": ("series",),
    "topics/ai/fox9.com": ("topic", "provider"),
    "languages/de/ai": ("language", "topic"),
}


def record(key: str, formats: tuple[str, ...] = ("atom",)) -> FeedRecord:
    """Make what the manifest says of a feed."""
    files = tuple(
        FileRecord(format=name, path=f"{key}.{name}", url=name, bytes=1, sha256="0" * 64)
        for name in formats
    )
    return FeedRecord(key=key, title=key, entries=1, files=files)


def test_one_folder_per_family() -> None:
    """Feeds of everything and selections come first, then one folder for each dimension."""
    feeds = [(by, record(key)) for key, by in reversed(FEEDS.items())]
    found = directory(feeds, KNOWN, "Räder")
    assert [
        ("Räder", ["all", "robots"]),
        ("Räder: topics", ["topics/ai"]),
        ("Räder: providers", ["providers/fox9.com"]),
        ("Räder: languages", ["languages/de"]),
        ("Räder: series", ["rows/a"]),
        ("Räder: topics by provider", ["topics/ai/fox9.com"]),
        ("Räder: languages by topic", ["languages/de/ai"]),
    ] == [(folder.title, [feed.title for feed in folder.feeds]) for folder in found]


@pytest.mark.parametrize(
    ("formats", "expected"),
    [(("json", "rss", "atom"), "atom"), (("json", "rss"), "rss"), (("json",), "json")],
)
def test_one_format_per_feed(formats: tuple[str, ...], expected: str) -> None:
    """A feed is there once: as Atom, else as RSS, else as JSON."""
    (folder,) = directory([((), record("all", formats))], KNOWN, "Example")
    (feed,) = folder.feeds
    assert (expected, expected) == (feed.format, feed.url)
