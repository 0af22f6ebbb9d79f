"""What the headers of answers mean to feed readers."""

from __future__ import annotations

import pytest

from feedmill.http.headers import cookie_name, find_links, find_wall, freshness
from feedmill.live.discovery import find_feeds

DATE = "Thu, 26 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "public"}, None),
        ({"cache-control": "public, max-age=1800"}, 1800),
        ({"cache-control": 'Max-Age="60"'}, 60),
        ({"cache-control": "s-maxage=9"}, None),
        ({"cache-control": "s-maxage=9, max-age=8"}, 8),
        ({"cache-control": "no-store, max-age=8"}, 0),
        ({"cache-control": "no-cache"}, 0),
        ({"expires": "Thu, 26 Nov 2026 12:30:00 GMT", "date": DATE}, 1800),
        ({"expires": "Thu, 26 Nov 2020 12:30:00 GMT", "date": DATE}, 0),
        ({"expires": "0", "date": DATE}, 0),
        ({"expires": DATE}, 0),
        ({"cache-control": "max-age=5", "expires": "0"}, 5),
    ],
)
def test_freshness(headers: dict[str, str], expected: int | None) -> None:
    """For how long an answer may be kept; what is no date has passed."""
    assert expected == freshness(headers)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", ()),
        ('<https://h.test/>; rel="hub"', ("https://h.test/",)),
        ("<https://h.test/>;rel=hub", ("https://h.test/",)),
        ('<https://h.test/?a=1,2>; title="a, b; c"; rel="x hub", <y>; rel=self',
         ("https://h.test/?a=1,2",)),
        ('<https://h.test/>; rel="hubs"', ()),
        ("<<<>>>;;;", ()),
    ],
)  # fmt: skip
def test_links(link: str, expected: tuple[str, ...]) -> None:
    """Links by their relation, of which a link may have several."""
    assert expected == find_links({"link": link}, "hub")


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (200, {"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        (503, {"content-type": "text/html"}, b"<title>Just a moment...</title>", "Cloudflare"),
        (200, {}, b"<html><title>Just a moment...</title>", "Cloudflare"),
        (200, {}, b"<!DOCTYPE html><title>Making sure you&#39;re not a bot!</title>", "Anubis"),
        (403, {}, b"<html><h1>Forbidden</h1>", "a page that refuses them"),
        (429, {"content-type": "text/html"}, b"slow down", "a page that refuses them"),
        (404, {"content-type": "text/html"}, b"<html>captcha", "a captcha"),
        (404, {"content-type": "text/html"}, b"<html>Not found", ""),
        (403, {"content-type": "text/plain"}, b"no", ""),
        (200, {}, b"<html><title>My captcha library</title>", ""),
        (200, {}, b"<rss><channel><title>Just a moment</title></channel></rss>", ""),
        (200, {}, b'<html><script src="/cdn-cgi/challenge-platform/x"></script>', ""),
    ],
)
def test_walls(status: int, headers: dict[str, str], body: bytes, expected: str) -> None:
    """A page for browsers, or a refusal in HTML; a site's own pages are none."""
    assert expected == find_wall(status, headers, body)


def test_cookies() -> None:
    """The name of the first cookie."""
    assert "" == cookie_name({})
    assert "a" == cookie_name({"set-cookie": "a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT, b=2"})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel=alternate type="application/rss+xml" href="/f">', ("https://e.test/f",)),
        ('<LINK REL="Alternate" TYPE="Application/Atom+XML" HREF="f">', ("https://e.test/a/f",)),
        ('<base href="/b/"><link rel="alternate" type="application/feed+json" href="f"/>',
         ("https://e.test/b/f",)),
        ('<link rel="feed" href="f">', ("https://e.test/a/f",)),
        ('<link rel="alternate" type="application/json" href="/wp-json/x">', ()),
        ('<link rel="alternate" type="application/json" href="/known">', ("https://e.test/known",)),
        ('<link rel="alternate" hreflang="de" href="/de/">', ()),
        ('<link rel="stylesheet" href="/x">', ()),
        ('<!-- <link rel="feed" href="f"> -->', ()),
        ('<link rel="feed" href="http://[">', ()),
        ("<![x", ()),
    ],
)  # fmt: skip
def test_feeds_of_a_page(head: str, expected: tuple[str, ...]) -> None:
    """Links to feeds in a page's head, absolute."""
    known = {"https://e.test/known"}
    assert expected == find_feeds(head.encode(), "https://e.test/a/b", known)
