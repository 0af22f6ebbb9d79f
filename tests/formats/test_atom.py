"""Atom documents, as elements."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from feedmill.formats.atom import render
from feedmill.model import Entry, Feed, Person

NS = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def root(rich: Feed) -> ET.Element:
    return ET.fromstring(render(rich))


def links(parent: ET.Element) -> list[dict[str, str]]:
    return [link.attrib for link in parent.findall("a:link", NS)]


def test_feed(root: ET.Element) -> None:
    """The feed says who it is, of when, by whom and whose."""
    texts = {
        child.tag.partition("}")[2]: child.text
        for child in root
        if child.text and child.text.strip()
    }
    assert texts == {
        "id": "tag:news.example.org,2021:feeds/all",
        "title": "Mill & Stone",
        "updated": "2021-02-13T12:00:00+00:00",
        "generator": "Feedmill",
        "icon": "https://news.example.org/icon.PNG?v=1",
        "rights": "© 2021 Mill & Stone",
        "subtitle": "News <of> mills",
    }
    assert root.get(LANG) == "en"
    assert [
        (part.tag.partition("}")[2], part.text) for part in root.find("a:author", NS) or ()
    ] == [
        ("name", "Mill & Stone"),
        ("email", "desk@news.example.org"),
        ("uri", "https://news.example.org/about"),
    ]


def test_feed_links(root: ET.Element) -> None:
    """The home page comes first; no two alternates share a type (RFC 4287, 4.1.1)."""
    assert links(root) == [
        {"href": "https://news.example.org/?home&away", "rel": "alternate", "type": "text/html"},
        {
            "href": "https://news.example.org/all.atom",
            "rel": "self",
            "type": "application/atom+xml",
        },
        {
            "href": "https://news.example.org/all.rss",
            "rel": "alternate",
            "type": "application/rss+xml",
        },
        {
            "href": "https://news.example.org/all.json",
            "rel": "alternate",
            "type": "application/feed+json",
        },
    ]


def test_entry_links_keep_their_attributes(root: ET.Element) -> None:
    """Alternate, related and enclosure links have rel, type, title and length."""
    assert links(root.findall("a:entry", NS)[0]) == [
        {
            "href": "https://mill.example/everything?a=1&b=2",
            "rel": "alternate",
            "type": "text/html",
        },
        {
            "href": "https://mill.example/before?x=1&y=2",
            "rel": "related",
            "title": "Before <that>",
        },
        {"href": "https://mill.example/bare", "rel": "related"},
        {
            "href": "https://mill.example/wheel.jpg?w=1&h=2",
            "rel": "enclosure",
            "type": "image/jpeg",
            "length": "52013",
        },
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


def test_media(root: ET.Element) -> None:
    """Each enclosure stands as media:content too, with what is known, in no group."""
    assert [m.attrib for m in root.findall("a:entry", NS)[0].findall("media:content", NS)] == [
        {
            "url": "https://mill.example/wheel.jpg?w=1&h=2",
            "fileSize": "52013",
            "type": "image/jpeg",
            "medium": "image",
            "height": "480",
            "width": "640",
        },
        {"url": "https://mill.example/stone.png", "type": "image/png", "medium": "image"},
        {
            "url": "https://mill.example/talk.mp3",
            "fileSize": "9",
            "type": "audio/mpeg",
            "medium": "audio",
        },
    ]


def test_texts_say_what_they_are(root: ET.Element) -> None:
    """Titles and summaries are plain text, contents HTML; what is missing is left out."""
    assert [
        {
            name: (part.get("type", "text"), part.text)
            for name in ("title", "summary", "content")
            if (part := entry.find(f"a:{name}", NS)) is not None
        }
        for entry in root.findall("a:entry", NS)[:3]
    ] == [
        {
            "title": ("text", "R&D at the mill: Vec<T>, if a < b"),
            "summary": ("text", "All there is, if a < b & b > c: “quotes” and ]]>."),
            "content": (
                "html",
                '<p>All <b>there</b> is &amp; more: <a href="https://mill.example/?a&amp;b">x</a>.</p>',
            ),
        },
        {"title": ("text", "Only a summary"), "summary": ("text", "Nothing but this.")},
        {"title": ("text", "רק תוכן 😀"), "content": ("html", "<p>תוכן</p>\n<pre>  a\n  b</pre>")},
    ]


def test_an_entry_names_its_language_where_it_differs(root: ET.Element) -> None:
    """The feed's language is every entry's, unless it says another."""
    assert [entry.get(LANG) for entry in root.findall("a:entry", NS)] == [None, None, "he", None]


def test_a_bare_feed_is_whole(make_feed: Callable[..., Feed]) -> None:
    """No entries, no language, no subtitle: nothing empty is written."""
    root = ET.fromstring(render(make_feed(language="", subtitle="", author=Person(name="Mill"))))
    assert [child.tag.partition("}")[2] for child in root] == [
        *("id", "title", "updated", "author", "link", "link", "link", "link", "generator")
    ]
    assert root.attrib == {}


@pytest.mark.parametrize("title", ["", "\x00"])
def test_an_entry_without_a_title_has_an_empty_one(
    title: str, make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """Atom requires a title, and feedgen one that is not empty."""
    root = ET.fromstring(render(make_feed(make_entry(title=title))))
    assert [""] == [one.text or "" for one in root.findall("a:entry/a:title", NS)]


def test_it_is_indented_for_diffs(rich: Feed) -> None:
    """Two spaces a level, a line an element, one declaration."""
    lines = render(rich).decode().splitlines()
    assert lines[0] == "<?xml version='1.0' encoding='UTF-8'?>"
    assert lines[2] == "  <id>tag:news.example.org,2021:feeds/all</id>"
    assert "    <title>Only a summary</title>" in lines
    assert lines[-1] == "</feed>"
