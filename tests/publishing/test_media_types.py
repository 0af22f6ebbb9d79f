"""The Content-Type that each file should be served with."""

from __future__ import annotations

import pytest

from feedmill.formats import FORMATS
from feedmill.images.manifest import ENDINGS
from feedmill.publishing.media_types import content_type


@pytest.mark.parametrize(
    ("path", "file_format", "expected"),
    [
        ("all.atom", "atom", "application/atom+xml; charset=utf-8"),
        ("feed.xml", "atom", "application/atom+xml; charset=utf-8"),
        ("feed.xml", "rss", "application/rss+xml; charset=utf-8"),
        ("index", "rss", "application/rss+xml; charset=utf-8"),
        ("all.json", "json", "application/feed+json; charset=utf-8"),
        ("feeds.json", "", "application/json; charset=utf-8"),
        ("index.opml", "opml", "text/x-opml; charset=utf-8"),
        ("index.opml", "", "text/x-opml; charset=utf-8"),
        ("all.html", "", "text/html; charset=utf-8"),
        ("a.b/style.css", "", "text/css; charset=utf-8"),
        ("a.rss", "hologram", "application/rss+xml; charset=utf-8"),
        ("a.b/noname", "", "application/octet-stream"),
        ("noname", "", "application/octet-stream"),
    ],
)
def test_types(path: str, file_format: str, expected: str) -> None:
    """The format decides, then the ending; what is text has its charset."""
    assert expected == content_type(path, file_format)


@pytest.mark.parametrize("row", FORMATS.values(), ids=lambda row: row.name)
def test_each_format(row: object) -> None:
    """Each format has the media type of its row."""
    assert f"{row.media_type}; charset=utf-8" == content_type("x", row.name)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "ending"), ENDINGS.items())
def test_each_kind_of_image(kind: str, ending: str) -> None:
    """An image of the store is served as what it is."""
    assert kind == content_type(f"images/ab/abc.{ending}")
