"""Feeds that anybody may have made, as their subscribers have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from feedmill.errors import WebError
from feedmill.live.reading import MAX_FEED_BYTES, known_feed

URL = "https://example.org/feed.xml"
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
  <id>https://example.org/</id><title>R&amp;D</title><updated>2026-01-02T03:04:05Z</updated>
  <entry>
    <id>/2026/01/02/hello</id>
    <title type="html">It&amp;#8217;s &lt;code&gt;x&lt;/code&gt;</title>
    <link href="/2026/01/02/hello/"/>
    <published>2026-01-02T03:04:05+01:00</published>
    <updated>2026-01-03T03:04:05Z</updated>
  </entry>
</feed>
"""
RSS = """\
<?xml version="1.0"?>
<rss version="2.0"><channel><title>News</title><link>https://example.org/</link>
<description>d</description><language>en-us</language>
<item><title>One</title><link>https://example.org/1/</link>
<guid isPermaLink="false">tag:example.org,2026:/1/</guid>
<pubDate>Fri, 02 Jan 2026 03:04:05 +0000</pubDate></item>
<item><title>Two</title><link>https://example.org/2/</link></item>
</channel></rss>
"""


def test_an_atom_feed() -> None:
    """Ids are as written, links absolute, titles plain text, times in UTC."""
    feed = known_feed("feed.xml", URL, ATOM.encode())
    assert ("atom", "https://example.org/", "R&D", "de") == (
        feed.format,
        feed.id,
        feed.title,
        feed.language,
    )
    (entry,) = feed.entries
    assert "/2026/01/02/hello" == entry.id
    assert "It’s x" == entry.title
    assert "https://example.org/2026/01/02/hello/" == entry.link
    assert datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC) == entry.published
    assert datetime(2026, 1, 3, 3, 4, 5, tzinfo=UTC) == entry.updated


def test_an_rss_feed() -> None:
    """An item without a guid is known by its link."""
    feed = known_feed("feed.xml", URL, RSS.encode())
    assert ("rss", "", "News", "en-us") == (feed.format, feed.id, feed.title, feed.language)
    assert ["tag:example.org,2026:/1/", "https://example.org/2/"] == [e.key for e in feed.entries]


def test_a_json_feed() -> None:
    """JSON Feed is read as the others are; an id may be a number."""
    items = [{"id": 7, "url": "/7/", "title": "Seven", "date_published": "2026-01-02T03:04:05Z"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}
    found = known_feed("feed.json", URL, json.dumps(feed).encode())
    (entry,) = found.entries
    assert ("json", "7", "https://example.org/7/", "Seven") == (
        found.format,
        entry.id,
        entry.link,
        entry.title,
    )


def test_a_wrong_charset() -> None:
    """What a feed says of its encoding is believed; else the server."""
    text = RSS.replace("One", "Übung").replace('"1.0"', '"1.0" encoding="iso-8859-1"', 1)
    feed = known_feed("feed.xml", URL, text.encode("latin-1"), "text/xml; charset=utf-8")
    assert "bung" in feed.entries[0].title


def test_podcasts_and_comments_are_no_feeds_of_articles() -> None:
    """A podcast and a feed of comments are named as such."""
    audio = '<enclosure url="https://example.org/1.mp3" type="audio/mpeg" length="1"/></item>'
    podcast = known_feed("x", URL, RSS.replace("</item>", audio).encode())
    comments = known_feed("x", URL, RSS.replace(">News<", ">Comments on: Hello<").encode())
    assert "podcast" in podcast.unfit
    assert "comments" in comments.unfit


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (RSS.replace("<rss", f"{BOMB}<rss", 1).encode(), "declares entities"),
        (RSS.replace("<rss", f"{BOMB}<rss", 1).encode("utf-16"), "declares entities"),
        (b"<rss>" + b"<a>" * 10_000, "nested too deep"),
        (b"[" * 100_000, "is not a feed"),
        (b'{"version": "jsonfeed", "items": ' + b"[" * 100_000, "deep|not a feed"),
        (b"<html><body>404</body></html>", "is not a feed"),
        (b"", "is not a feed"),
        (b"<rss><channel>" + b"<item>&x;" * 400_000, "not well-formed"),
        (b"x" * (MAX_FEED_BYTES + 1), "is larger than 32 MiB"),
    ],
)
def test_hostile_feeds_are_one_line(data: bytes, message: str) -> None:
    """What would cost a parser too much is refused, with one line and in bounded time."""
    with pytest.raises(WebError, match=message) as caught:
        known_feed("feed.xml", URL, data)
    assert "\n" not in str(caught.value)
