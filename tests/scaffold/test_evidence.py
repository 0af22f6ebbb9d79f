"""What proves links: feeds, sitemaps, rendered pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.scaffold.evidence import (
    Evidence,
    KnownPage,
    from_articles,
    from_feed,
    from_files,
    from_sitemap,
    page_path,
)

WHEN = datetime(2026, 1, 2, 10, tzinfo=UTC)
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title>
<link href="https://a.example/"/><entry><title type="html">A &amp;amp; B</title>
<link rel="edit" href="https://a.example/edit"/><link href="/a/"/>
<published>2026-01-02T11:00:00+01:00</published><updated>2026-02-02T00:00:00Z</updated>
<source><title>Other</title></source></entry></feed>"""
RSS = b"""<rss version="2.0"><channel><title>Site</title><link>https://a.example/</link><item>
<title><![CDATA[A & B]]></title><link> https://a.example/a/ </link>
<pubDate>Fri, 02 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A & B",
"url": "https://a.example/a/", "date_published": "2026-01-02T10:00:00Z"}, 5]}"""


@pytest.mark.parametrize("data", [ATOM, RSS, JSON])
def test_feeds(data: bytes) -> None:
    """A feed gives the address, title and time of each entry."""
    page = KnownPage("https://a.example/a/", "A & B", WHEN)
    assert Evidence("x", (page,)) == from_feed("x", data, "https://a.example/feed.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b"<html><p>",
        b"<rss><channel></channel></rss>",
        b"<!DOCTYPE rss [<!ENTITY a 'x'>]><rss><item><link>https://a.example/</link></item></rss>",
        b"<a>" * 1000,
        b'{"version": "jsonfeed", "items": ' + b"[" * 10**5,
        b"<rss><item><link>javascript:x</link></item></rss>",
    ],
)
def test_what_is_no_feed(data: bytes) -> None:
    """What is no feed, or could be a bomb, proves nothing."""
    assert from_feed("x", data) is None


def test_sitemaps() -> None:
    """A sitemap names pages, an index of sitemaps names more of them."""
    url = b"<url><loc> https://a.example/a/ </loc><lastmod>x</lastmod></url>"
    pages = b"<urlset xmlns='s'>" + url + b"</urlset>"
    assert (Evidence("x", (KnownPage("https://a.example/a/"),), True), ()) == from_sitemap(
        "x", pages
    )
    index = b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    assert (Evidence("x", (), True), ("https://a.example/1.xml",)) == from_sitemap("x", index)
    assert from_sitemap("x", RSS) is None


def test_files() -> None:
    """The HTML files of a rendered folder are pages."""
    found = from_files("_site", ["a/index.html", "b.html", "c d.htm", "x.css"])
    assert found is not None
    assert ["/a/", "/b.html", "/c d.htm"] == [page_path(page.url) for page in found.pages]
    assert from_files("_site", ["x.css"]) is None


def test_links_between_articles() -> None:
    """Links to the site itself are evidence; those to others, and to files, are not."""
    body = (
        '[a](/a/) [b](https://a.example/b#c) <a href="/d/index.html">d</a> [e](<//b.example/e>)'
        " [f](https://b.example/f) ![g](/g.png) [h](h.md)"
    )
    found = from_articles([body, "[a](/a/)"], "https://a.example/")
    assert found is not None
    assert ["/a/", "https://a.example/b", "/d/index.html"] == [one.url for one in found.pages]
    assert not found.is_complete
    assert from_articles(["Words."], "https://a.example/") is None
