"""What feeds of anybody say of themselves, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.formats.reading import FeedFacts, UnreadableError, is_like_feed, read_feed

RSS = b"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/x.dtd">
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Caf\xe9 &amp; co</title><link>https://cafe.test/</link>
<atom:link rel="self" href="https://cafe.test/feed"/><atom:link rel="hub" href="https://hub.test/"/>
<image><title>Logo</title><link>https://cafe.test/logo</link></image>
<item><title>One</title><link>https://cafe.test/1</link>
<pubDate>Tue, 03 Feb 2026 10:00:00 +0100</pubDate></item>
<item><title>Two</title><pubDate>nonsense</pubDate></item></channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Old</title><link>https://old.test/</link></channel>
<item><title>One</title><dc:date>2005-01-02T03:04:05Z</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">A</title>
<link href="https://a.test/"/><link rel="self" href="https://a.test/f"/>
<entry><title>E</title><link rel="self" href="https://a.test/e"/>
<updated>2026-01-01T00:00:00Z</updated>
<source><title>Other</title><link href="https://other.test/"/></source></entry></feed>"""
JSON = b"""{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "title": "J",
"home_page_url": "https://j.test/", "feed_url": "https://j.test/f.json",
"hubs": [{"type": "WebSub", "url": "https://hub.test/"}, 3],
"items": [{"id": 1, "date_published": "2026-01-01T00:00:00Z"}, 3]}"""


def test_rss() -> None:
    """RSS with an old document type, in another charset, dates with and without sense."""
    assert FeedFacts(
        format="rss",
        title="Café & co",
        entries=2,
        newest=datetime(2026, 2, 3, 9, tzinfo=UTC),
        home="https://cafe.test/",
        hubs=("https://hub.test/",),
        selves=("https://cafe.test/feed",),
    ) == read_feed(RSS)


def test_rdf() -> None:
    """RSS 1.0, whose items are beside the channel."""
    found = read_feed(RDF)
    assert ("rss", "Old", 1, 2005) == (found.format, found.title, found.entries, found.newest.year)


def test_atom() -> None:
    """An entry's links and its source are not the feed's."""
    found = read_feed(ATOM)
    assert ("atom", "A", 1, "https://a.test/") == (
        found.format, found.title, found.entries, found.home)  # fmt: skip
    assert ("https://a.test/f",) == found.selves


def test_json() -> None:
    """JSON Feed, with items and hubs that are none."""
    found = read_feed(JSON)
    assert ("json", "J", 1, "https://j.test/") == (
        found.format, found.title, found.entries, found.home)  # fmt: skip
    assert (("https://hub.test/",), ("https://j.test/f.json",)) == (found.hubs, found.selves)


@pytest.mark.parametrize("data", [RSS, RDF, ATOM, JSON, b"\xef\xbb\xbf\n" + ATOM])
def test_like_a_feed(data: bytes) -> None:
    """Each is told from other pages by its start."""
    assert is_like_feed(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no element found"),
        (b"<html><body/></html>", "its root is <html>"),
        (b"<rss><channel><title>A & B</title></channel></rss>", "line 1, column"),
        (b"{}", "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", ', "its JSON is broken"),
        (b"{" * 100_000, "its JSON is broken"),
        (b"<rss>" * 300, "nested too deeply"),
        (b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss>&a;</rss>', "declares entities"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "encoding"),
    ],
)
def test_no_feed(data: bytes, reason: str) -> None:
    """What is none is refused, with the reason."""
    with pytest.raises(UnreadableError, match=reason):
        read_feed(data)


@given(st.binary(max_size=200), st.sampled_from([RSS, ATOM, JSON]), st.integers(0, 900))
def test_anything(junk: bytes, feed: bytes, at: int) -> None:
    """Whatever comes is read or refused."""
    for data in (junk, feed[:at] + junk + feed[at:]):
        try:
            read_feed(data)
        except UnreadableError as error:
            assert str(error)  # noqa: PT017 (it may be read as well)
