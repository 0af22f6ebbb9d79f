"""Laws of writing and reading back, for texts that nobody thought of."""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.formats import FORMATS
from feedmill.model import Enclosure, Entry, Feed

DIRT = "\x00\x01\x0b\x1f\ud800\udfff\ufffe\uffff"
MARK_UP = [*"ab <>&\"'\\;#/-\n\t", "]]>", "<!--", "&amp;", "&#x1F;", "</b>"]
LETTERS = ["é", "😀", "שלום", "\u202e", "\u2028"]

texts = st.lists(st.sampled_from([*MARK_UP, *LETTERS, *DIRT]), max_size=12).map(
    lambda parts: f"x{''.join(parts)}x"
)
paths = st.text("abc/-._~%20?=&+'()!*@:,", max_size=20)
urls = paths.map(lambda path: f"https://mill.example/{path}")
times = st.datetimes(timezones=st.just(UTC)).map(lambda when: when.replace(microsecond=0))
enclosures = st.builds(
    Enclosure,
    url=urls,
    type=st.sampled_from(["image/png", "image/svg+xml", "audio/mpeg"]),
    length=st.integers(0, 2**40),
    width=st.none() | st.integers(1, 9999),
)
entries = st.builds(
    Entry,
    id=urls | paths.map(lambda path: f"tag:mill.example,2021:{path}"),
    title=texts,
    link=urls,
    published=times,
    updated=times,
    summary=st.just("") | texts,
    content=st.just("") | texts,
    enclosures=st.lists(enclosures, max_size=3).map(tuple),
)


def clean(text: str) -> str:
    return re.sub(f"[{DIRT}]", "", text)


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def read_xml(data: bytes) -> list[dict[str, Any]]:
    """Read a feed with feedparser, which would clean up HTML if it were let."""
    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "link": entry.link,
            "published": timegm(entry.published_parsed),
            "enclosures": [(e.href, e.type, int(e.length)) for e in entry.enclosures],
        }
        for entry in parsed.entries
    ]


def read_json(data: bytes) -> list[dict[str, Any]]:
    return [
        {
            "id": item["id"],
            "title": item["title"],
            "link": item["url"],
            "published": seconds(item["date_published"]),
            "enclosures": [
                (each["url"], each["mime_type"], each.get("size_in_bytes", 0))
                for each in item.get("attachments", ())
            ],
        }
        for item in json.loads(data)["items"]
    ]


@pytest.mark.parametrize(
    ("name", "read"), [("atom", read_xml), ("rss", read_xml), ("json", read_json)]
)
@given(written=st.lists(entries, max_size=4))
def test_what_is_written_is_read(
    name: str,
    read: Callable[[bytes], list[dict[str, Any]]],
    make_feed: Callable[..., Feed],
    written: list[Entry],
) -> None:
    """Id, title, link, date and enclosures survive; of dirt nothing is left but its absence."""
    assert read(FORMATS[name].render(make_feed(*written))) == [
        {
            "id": entry.id,
            "title": clean(entry.title),
            "link": entry.link,
            "published": entry.published.timestamp(),
            "enclosures": [(each.url, each.type, each.length) for each in entry.enclosures],
        }
        for entry in written
    ]


@given(title=texts, summary=texts, content=texts)
def test_texts_survive_to_the_letter(
    make_entry: Callable[..., Entry],
    make_feed: Callable[..., Feed],
    title: str,
    summary: str,
    content: str,
) -> None:
    """Plain text and HTML come back as they were; RSS has the summary as HTML."""
    feed = make_feed(make_entry(title=title, summary=summary, content=content))
    atom = ET.fromstring(FORMATS["atom"].render(feed))
    rss = ET.fromstring(FORMATS["rss"].render(feed))
    item = json.loads(FORMATS["json"].render(feed))["items"][0]
    names = ("title", "summary", "content")
    read = [atom.findtext(f"{{*}}entry/{{*}}{name}") for name in names]
    assert read == [clean(title), clean(summary), clean(content)]
    assert read == [
        rss.findtext("channel/item/title"),
        unescape(rss.findtext("channel/item/description") or ""),
        rss.findtext("channel/item/{*}encoded"),
    ]
    assert read == [item["title"], item["summary"], item["content_html"]]
