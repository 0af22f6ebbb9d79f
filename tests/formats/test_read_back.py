"""What others read in our feeds: the rich one, by parsers that are not ours."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Callable
from html import escape
from typing import Any

import fastfeedparser
import feedparser
import podcastparser
import pytest

from feedmill.formats import FORMATS
from feedmill.model import Entry, Feed

XML = ["atom", "rss"]


def parse(feed: Feed, name: str) -> Any:
    """Read a feed with feedparser, which would clean up HTML if it were let."""
    parsed = feedparser.parse(
        FORMATS[name].render(feed), sanitize_html=False, resolve_relative_uris=False
    )
    assert not parsed.bozo
    return parsed


@pytest.mark.parametrize("name", XML)
def test_feedparser_reads_the_feed(name: str, rich: Feed) -> None:
    """Title, links, dates, language, rights, author and generator come back."""
    read = parse(rich, name).feed
    assert read.title == rich.title
    assert read.subtitle == rich.subtitle
    assert read.link == rich.home
    assert read.language == rich.language
    assert read.rights == rich.rights
    assert read.generator == "Feedmill"
    assert timegm(read.updated_parsed) == rich.updated.timestamp()
    assert (read.author_detail.name, read.author_detail.email) == (
        rich.author.name,
        rich.author.email,
    )
    assert {link.type: (link.rel, link.href) for link in read.links} == {
        "text/html": ("alternate", rich.home),
        **{
            row.media_type: ("self" if row.name == name else "alternate", rich.urls[row.name])
            for row in FORMATS.values()
        },
    }


@pytest.mark.parametrize("name", XML)
def test_feedparser_reads_the_entries(name: str, rich: Feed) -> None:
    """Every field of every entry comes back as it went out."""
    read = parse(rich, name).entries
    assert len(read) == len(rich.entries)
    for got, entry in zip(read, rich.entries, strict=True):
        assert got.id == entry.id
        assert got.title == entry.title
        assert got.link == entry.link
        assert timegm(got.published_parsed) == entry.published.timestamp()
        assert [author.name for author in got.get("authors", ())] == [
            author.name for author in entry.authors
        ]
        assert [(each.href, each.type, each.length) for each in got.enclosures] == [
            (each.url, each.type, str(each.length)) for each in entry.enclosures
        ]
        assert [media["url"] for media in got.get("media_content", ())] == [
            each.url for each in entry.enclosures
        ]
        assert [(link.href, link.get("title")) for link in got.links if link.rel == "related"] == [
            (link.url, link.title) for link in entry.related
        ]
        if entry.updated != entry.published or name == "atom":
            assert timegm(got.updated_parsed) == entry.updated.timestamp()


def test_feedparser_reads_atom_texts(rich: Feed) -> None:
    """Atom says what is plain text and what is HTML; categories keep term and label."""
    for got, entry in zip(parse(rich, "atom").entries, rich.entries, strict=True):
        assert got.get("summary_detail", {}).get("type", "text/plain") == "text/plain"
        assert got.get("summary", "") == (entry.summary or entry.content)
        assert [(c.type, c.value) for c in got.get("content", ())] == [
            ("text/html", content) for content in [entry.content] if content
        ]
        assert [(tag.term, tag.scheme, tag.label) for tag in got.get("tags", ())] == [
            (category.term, category.scheme, category.label) for category in entry.categories
        ]
        assert got.title_detail.language == (entry.language or rich.language)


def test_feedparser_reads_rss_texts(rich: Feed) -> None:
    """The description is HTML; categories are for people."""
    for got, entry in zip(parse(rich, "rss").entries, rich.entries, strict=True):
        assert got.get("summary", "") == (escape(entry.summary, quote=False) or entry.content)
        assert [content.value for content in got.get("content", ())] == [
            content for content in [entry.content] if content and entry.summary
        ]
        assert [(tag.term, tag.scheme) for tag in got.get("tags", ())] == [
            (category.label, category.scheme) for category in entry.categories
        ]
        assert got.guidislink is False


TITLES = ["Vec<T>", "<script>alert(1)</script> in titles", "R&D", "a < b > c", "AT&T", "x ]]> y"]


@pytest.mark.parametrize("name", FORMATS)
def test_titles_are_plain_text(name: str, rich: Feed) -> None:
    """What looks like mark-up in a title comes back as it was, from every parser."""
    feed = Feed(
        **{field: getattr(rich, field) for field in Feed.__struct_fields__ if field != "entries"},
        entries=tuple(
            Entry(
                id=f"tag:{number}",
                title=title,
                link="https://mill.example/",
                published=rich.updated,
                updated=rich.updated,
                summary=title,
            )
            for number, title in enumerate(TITLES)
        ),
    )
    assert [entry.title for entry in fastfeedparser.parse(FORMATS[name].render(feed)).entries] == (
        TITLES
    )
    if name in XML:
        assert [entry.title for entry in parse(feed, name).entries] == TITLES


@pytest.mark.parametrize("name", FORMATS)
def test_fastfeedparser_agrees(name: str, rich: Feed) -> None:
    """A second parser, of all three formats, reads the same."""
    read = fastfeedparser.parse(FORMATS[name].render(rich))
    assert (read.feed.title, read.feed.link) == (rich.title, rich.home)
    for got, entry in zip(read.entries, rich.entries, strict=True):
        assert (got.id, got.title, got.link) == (entry.id, entry.title, entry.link)
        assert got.published == entry.published.isoformat()
        assert got.get("updated", got.published) == entry.updated.isoformat()
        assert [tag["label"] or tag["term"] for tag in got.get("tags", ())] == [
            category.label for category in entry.categories
        ]


@pytest.mark.parametrize("name", XML)
def test_podcastparser_agrees(name: str, rich: Feed) -> None:
    """A third parser, for podcasts, finds every enclosure (and Media RSS after them)."""
    read = podcastparser.parse(rich.urls[name], io.BytesIO(FORMATS[name].render(rich)))
    assert (read["title"], read["link"]) == (rich.title, rich.home)
    found = {episode["guid"]: episode for episode in read["episodes"]}
    for entry in rich.entries:
        episode = found[entry.id]
        assert (episode["title"], episode["link"]) == (entry.title, entry.link)
        assert episode["published"] == entry.published.timestamp()
        assert [
            (e["url"], e["mime_type"], e["file_size"])
            for e in episode["enclosures"][: len(entry.enclosures)]
        ] == [(e.url, e.type, e.length or -1) for e in entry.enclosures]


@pytest.mark.parametrize("name", [*XML, "json"])
def test_entries_without_titles(
    name: str, make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """Parsers agree that an entry without a title has none, and that it is there."""
    feed = make_feed(make_entry(title="", summary="Seen"), make_entry(title="B"))
    data = FORMATS[name].render(feed)
    assert ["", "B"] == [one.title for one in fastfeedparser.parse(data).entries]
    if name in XML:
        assert ["", "B"] == [one.get("title") or "" for one in parse(feed, name).entries]
    assert b"mill.example/one</title>" not in data
