"""RSS documents, as elements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.formats.rss import render, rfc822
from feedmill.model import Entry, Feed, Person

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


@pytest.fixture
def channel(rich: Feed) -> ET.Element:
    return ET.fromstring(render(rich))[0]


def texts(parent: ET.Element, name: str) -> list[str | None]:
    return [child.text for child in parent.findall(name, NS)]


def test_channel(channel: ET.Element) -> None:
    """The channel's own elements, each once; `link` is the home page, not the feed."""
    assert [(child.tag, child.text) for child in channel if "}" not in child.tag][:10] == [
        ("title", "Mill & Stone"),
        ("link", "https://news.example.org/?home&away"),
        ("description", "News <of> mills"),
        ("copyright", "© 2021 Mill & Stone"),
        ("docs", "http://www.rssboard.org/rss-specification"),
        ("generator", "Feedmill"),
        ("image", "\n      "),
        ("language", "en"),
        ("managingEditor", "desk@news.example.org (Mill & Stone)"),
        ("lastBuildDate", "Sat, 13 Feb 2021 12:00:00 +0000"),
    ]
    assert [(child.tag, child.text) for child in channel.find("image") or ()] == [
        ("url", "https://news.example.org/icon.PNG?v=1"),
        ("title", "Mill & Stone"),
        ("link", "https://news.example.org/?home&away"),
    ]


def test_channel_links(channel: ET.Element) -> None:
    """The feed links to itself first, then to the home page and its other formats."""
    assert [link.attrib for link in channel.findall("atom:link", NS)] == [
        {"href": "https://news.example.org/all.rss", "rel": "self", "type": "application/rss+xml"},
        {"href": "https://news.example.org/?home&away", "rel": "alternate", "type": "text/html"},
        {
            "href": "https://news.example.org/all.atom",
            "rel": "alternate",
            "type": "application/atom+xml",
        },
        {
            "href": "https://news.example.org/all.json",
            "rel": "alternate",
            "type": "application/feed+json",
        },
    ]


def test_item(channel: ET.Element) -> None:
    """An item's own elements; its description is HTML, its other texts are plain."""
    item = channel.findall("item")[0]
    assert [(child.tag, child.text) for child in item if "}" not in child.tag] == [
        ("title", "R&D at the mill: Vec<T>, if a < b"),
        ("link", "https://mill.example/everything?a=1&b=2"),
        ("description", "All there is, if a &lt; b &amp; b &gt; c: “quotes” and ]]&gt;."),
        ("guid", "tag:news.example.org,2021:everything"),
        ("category", "AI"),
        ("category", "R&D"),
        ("enclosure", None),
        ("pubDate", "Sat, 13 Feb 2021 08:05:00 +0000"),
    ]
    assert {category.get("domain") for category in item.findall("category")} == {
        "tag:news.example.org,2021:topics"
    }
    assert texts(item, "content:encoded") == [
        '<p>All <b>there</b> is &amp; more: <a href="https://mill.example/?a&amp;b">x</a>.</p>'
    ]
    assert texts(item, "dc:creator") == ["Zoë & Jo", "The Mill"]
    assert texts(item, "atom:updated") == ["2021-02-13T12:00:00+00:00"]


def test_an_item_has_one_enclosure(channel: ET.Element) -> None:
    """It is the first; the others are Atom links, and all of them Media RSS."""
    item = channel.findall("item")[0]
    assert [enclosure.attrib for enclosure in item.findall("enclosure")] == [
        {"url": "https://mill.example/wheel.jpg?w=1&h=2", "length": "52013", "type": "image/jpeg"}
    ]
    assert [link.attrib for link in item.findall("atom:link", NS)] == [
        {"href": "https://mill.example/before?x=1&y=2", "rel": "related", "title": "Before <that>"},
        {"href": "https://mill.example/bare", "rel": "related"},
        {
            "href": "https://mill.example/stone.png",
            "rel": "enclosure",
            "type": "image/png",
            "length": "0",
        },
        {
            "href": "https://mill.example/talk.mp3",
            "rel": "enclosure",
            "type": "audio/mpeg",
            "length": "9",
        },
    ]
    assert [media.get("url") for media in item.findall("media:content", NS)] == [
        "https://mill.example/wheel.jpg?w=1&h=2",
        "https://mill.example/stone.png",
        "https://mill.example/talk.mp3",
    ]


def test_a_guid_is_a_permalink_only_if_it_is_the_link(channel: ET.Element) -> None:
    """Said in so many words, as the default is true."""
    assert [guid.get("isPermaLink") for guid in channel.findall("item/guid")] == [
        *("false", "true", "false", "false")
    ]


def test_descriptions(channel: ET.Element) -> None:
    """Without a summary the content is the description; without either there is none."""
    assert [
        (texts(item, "description"), texts(item, "content:encoded"))
        for item in channel.findall("item")[1:]
    ] == [
        (["Nothing but this."], []),
        (["<p>תוכן</p>\n<pre>  a\n  b</pre>"], []),
        ([], []),
    ]


def test_an_item_names_its_language_where_it_differs(channel: ET.Element) -> None:
    """RSS itself has a language for the channel only."""
    assert [texts(item, "dc:language") for item in channel.findall("item")] == [[], [], ["he"], []]


def test_plain_texts_are_written_with_hexadecimal_references(
    rich: Feed,
) -> None:
    """So the profile asks, for readers that decode twice; HTML is escaped as usual."""
    data = render(rich).decode()
    assert "<title>R&#x26;D at the mill: Vec&#x3C;T&#x3E;, if a &#x3C; b</title>" in data
    assert "<dc:creator>Zoë &#x26; Jo</dc:creator>" in data
    assert ">R&#x26;D</category>" in data
    assert "<title>Mill &#x26; Stone</title>" in data
    assert "<description>News &#x3C;of&#x3E; mills</description>" in data
    assert "<copyright>© 2021 Mill &#x26; Stone</copyright>" in data
    assert "&lt;b&gt;there&lt;/b&gt; is &amp;amp; more" in data


@pytest.mark.parametrize(
    ("icon", "expected"),
    [
        (None, 0),
        ("https://news.example.org/icon.jpeg", 1),
        ("https://news.example.org/icon.gif", 1),
        ("https://news.example.org/icon.svg", 0),
        ("https://news.example.org/icon?x=.png", 0),
    ],
)
def test_the_channel_has_an_image_if_the_icon_may_be_one(
    icon: str | None, expected: int, make_feed: Callable[..., Feed]
) -> None:
    """GIF, JPEG and PNG only, as the specification has it."""
    assert len(ET.fromstring(render(make_feed(icon=icon))).findall("channel/image")) == expected


def test_a_bare_channel_is_whole(make_feed: Callable[..., Feed]) -> None:
    """No items, no language, no subtitle: the description, which is required, is the title."""
    channel = ET.fromstring(
        render(make_feed(language="", subtitle="", author=Person(name="No mail")))
    )[0]
    assert channel.findtext("description") == "Mill & Stone"
    assert [child.tag for child in channel if "}" not in child.tag] == [
        *("title", "link", "description", "docs", "generator", "lastBuildDate")
    ]


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5, minutes=-30))])))
def test_dates(when: datetime) -> None:
    """Every time is written in UTC as the standard library writes it."""
    try:
        expected = format_datetime(when.astimezone(UTC))
    except OverflowError:  # the first and last hours of the calendar
        return
    assert rfc822(when) == expected


def test_an_item_without_change_has_no_update(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """Equal times are told once."""
    assert b"atom:updated" not in render(make_feed(make_entry()))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (Person(name="Ann & Co.", email="ann@example.org"), "ann@example.org (Ann & Co.)"),
        (Person(name="Ann & Co."), "Ann & Co."),
    ],
)
def test_an_authors_feed_names_the_author(
    make_feed: Callable[..., Feed], author: Person, expected: str
) -> None:
    """With an address of theirs as managing editor, without one as the channel's creator."""
    channel = ET.fromstring(render(make_feed(author=author, is_by_author=True)))[0]
    names = [
        channel.findtext("managingEditor"),
        channel.findtext("{http://purl.org/dc/elements/1.1/}creator"),
    ]
    assert [expected] == [name for name in names if name]
