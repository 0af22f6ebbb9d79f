"""Where a feed says that it is."""

from __future__ import annotations

import pytest

from feedmill.formats import find_self_links

FEED = b'<feed xmlns="http://www.w3.org/2005/Atom">%b</feed>'
LINK = b'<link rel="self" href="https://e.org/"/>'
CHANNEL = b'<rss xmlns:a="http://www.w3.org/2005/Atom" xmlns:b="urn:b"><channel>%b</channel></rss>'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("atom", FEED % LINK, ("https://e.org/",)),
        ("atom", FEED % (LINK + LINK), ("https://e.org/", "https://e.org/")),
        ("atom", FEED % b'<link href="https://e.org/"/>', ()),
        ("atom", FEED % b'<link rel="self"/>', ("",)),
        ("atom", FEED % (b"<entry>%b</entry>" % LINK), ()),
        ("atom", LINK, ()),
        ("atom", FEED.removesuffix(b"</feed>") % LINK, None),
        ("atom", b"", None),
        ("atom", b"<!DOCTYPE feed>" + FEED % LINK, None),
        ("rss", CHANNEL % b'<a:link rel="self" href="x"/>', ("x",)),
        ("rss", CHANNEL % b'<b:link rel="self" href="x"/><link rel="self" href="x"/>', ()),
        ("rss", CHANNEL % b'<item><a:link rel="self" href="x"/></item>', ()),
        ("rss", FEED % LINK, ()),
        ("json", b'{"feed_url": "x", "items": [{"feed_url": "y"}]}', ("x",)),
        ("json", b'{"feed_url": 1}', ()),
        ("json", b"[]", ()),
        ("json", b"{", None),
        ("json", b"[" * 100_000, None),
        ("json", b"\xff\xfe\xfd", None),
        ("opml", b"rubbish", ()),
    ],
)
def test_own_links_only(name: str, data: bytes, expected: tuple[str, ...] | None) -> None:
    """Links of entries and of other name spaces do not; None if it cannot be parsed to its end."""
    assert expected == find_self_links(name, data)
