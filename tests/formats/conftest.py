"""Feeds to render: one with everything in it, and a way to make others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from feedmill.formats import FORMATS
from feedmill.model import Category, Enclosure, Entry, Feed, Link, Person

NOON = datetime(2021, 2, 13, 12, 0, tzinfo=UTC)
TOPICS = "tag:news.example.org,2021:topics"

RICH_ENTRIES = (
    Entry(
        id="tag:news.example.org,2021:everything",
        title="R&D at the mill: Vec<T>, if a < b",
        link="https://mill.example/everything?a=1&b=2",
        published=datetime(2021, 2, 13, 8, 5, tzinfo=UTC),
        updated=NOON,
        summary="All there is, if a < b & b > c: “quotes” and ]]>.",
        content='<p>All <b>there</b> is &amp; more: <a href="https://mill.example/?a&amp;b">x</a>.</p>',
        authors=(
            Person(name="Zoë & Jo", uri="https://zoe.example/", email="zoe@mill.example"),
            Person(name="The Mill", uri="https://mill.example/"),
        ),
        categories=(
            Category(term="ai", scheme=TOPICS, label="AI"),
            Category(term="r-and-d", scheme=TOPICS, label="R&D"),
        ),
        related=(
            Link(url="https://mill.example/before?x=1&y=2", title="Before <that>"),
            Link(url="https://mill.example/bare"),
        ),
        enclosures=(
            Enclosure(
                url="https://mill.example/wheel.jpg?w=1&h=2",
                type="image/jpeg",
                length=52_013,
                width=640,
                height=480,
            ),
            Enclosure(url="https://mill.example/stone.png", type="image/png"),
            Enclosure(url="https://mill.example/talk.mp3", type="audio/mpeg", length=9),
        ),
    ),
    Entry(
        id="https://mill.example/summary",
        title="Only a summary",
        link="https://mill.example/summary",
        published=datetime(2021, 2, 12, 23, 59, 59, tzinfo=UTC),
        updated=datetime(2021, 2, 12, 23, 59, 59, tzinfo=UTC),
        summary="Nothing but this.",
        language="en",
    ),
    Entry(
        id="tag:news.example.org,2021:content",
        title="רק תוכן 😀",
        link="https://mill.example/content",
        published=datetime(2021, 2, 11, tzinfo=UTC),
        updated=datetime(2021, 2, 11, tzinfo=UTC),
        content="<p>תוכן</p>\n<pre>  a\n  b</pre>",
        language="he",
        enclosures=(Enclosure(url="https://mill.example/doc.pdf", type="application/pdf"),),
    ),
    Entry(
        id="tag:news.example.org,2021:neither",
        title="Neither of them",
        link="https://mill.example/neither",
        published=datetime(1999, 12, 31, tzinfo=UTC),
        updated=datetime(1999, 12, 31, tzinfo=UTC),
    ),
)


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """Give a function that makes an entry; what it is not told has a plain value."""

    def make(**given: Any) -> Entry:
        plain: dict[str, Any] = {
            "id": "tag:news.example.org,2021:one",
            "title": "One",
            "link": "https://mill.example/one",
            "published": NOON,
            "updated": NOON,
        }
        return Entry(**plain | given)

    return make


@pytest.fixture(scope="session")
def make_feed() -> Callable[..., Feed]:
    """Give a function that makes a feed of entries; what it is not told has a plain value."""

    def make(*entries: Entry, **given: Any) -> Feed:
        plain: dict[str, Any] = {
            "key": "all",
            "id": "tag:news.example.org,2021:feeds/all",
            "title": "Mill & Stone",
            "home": "https://news.example.org/?home&away",
            "updated": NOON,
            "author": Person(name="Mill & Stone"),
            "urls": {name: f"https://news.example.org/all.{name}" for name in FORMATS},
            "entries": entries,
        }
        return Feed(**plain | given)

    return make


@pytest.fixture(scope="session")
def rich(make_feed: Callable[..., Feed]) -> Feed:
    """Give a feed that uses everything that a feed can have."""
    return make_feed(
        *RICH_ENTRIES,
        author=Person(
            name="Mill & Stone", uri="https://news.example.org/about", email="desk@news.example.org"
        ),
        subtitle="News <of> mills",
        language="en",
        rights="© 2021 Mill & Stone",
        icon="https://news.example.org/icon.PNG?v=1",
    )
