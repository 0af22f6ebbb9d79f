"""JSON Feed documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from feedmill.formats.jsonfeed import render
from feedmill.model import Entry, Feed, Person

SCHEMA = json.loads((Path(__file__).parent / "jsonfeed-1.1.schema.json").read_bytes())


@pytest.fixture
def document(rich: Feed) -> dict[str, Any]:
    return dict(json.loads(render(rich)))


def test_it_keeps_to_the_specification(
    rich: Feed, make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """Documents fit the schema, from the fullest to the barest."""
    for feed in (rich, make_feed(), make_feed(make_entry(title="\x00", language=""), language="")):
        jsonschema.validate(json.loads(render(feed)), SCHEMA)


def test_the_schema_can_refuse(document: dict[str, Any]) -> None:
    """The schema is no rubber stamp: an unknown key or an item without content is refused."""
    for change in ({"colour": "red"}, {"items": [{"id": "1"}]}, {"language": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document | change, SCHEMA)


def test_feed(document: dict[str, Any]) -> None:
    """The feed's own members; what JSON Feed cannot say is said in Atom's words."""
    assert {name: value for name, value in document.items() if name != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Mill & Stone",
        "home_page_url": "https://news.example.org/?home&away",
        "feed_url": "https://news.example.org/all.json",
        "description": "News <of> mills",
        "icon": "https://news.example.org/icon.PNG?v=1",
        "authors": [{"name": "Mill & Stone", "url": "https://news.example.org/about"}],
        "language": "en",
        "_feedmill": {
            "about": "https://www.rfc-editor.org/rfc/rfc4287",
            "id": "tag:news.example.org,2021:feeds/all",
            "updated": "2021-02-13T12:00:00+00:00",
            "generator": "Feedmill",
            "rights": "© 2021 Mill & Stone",
            "links": [
                {
                    "rel": "alternate",
                    "href": "https://news.example.org/all.atom",
                    "type": "application/atom+xml",
                },
                {
                    "rel": "alternate",
                    "href": "https://news.example.org/all.rss",
                    "type": "application/rss+xml",
                },
            ],
        },
    }
    assert next(iter(document)) == "version"


def test_item(document: dict[str, Any]) -> None:
    """An item with everything; a size is told only if it is known."""
    assert document["items"][0] == {
        "id": "tag:news.example.org,2021:everything",
        "url": "https://mill.example/everything?a=1&b=2",
        "title": "R&D at the mill: Vec<T>, if a < b",
        "content_html": "<p>All <b>there</b> is &amp; more: "
        '<a href="https://mill.example/?a&amp;b">x</a>.</p>',
        "summary": "All there is, if a < b & b > c: “quotes” and ]]>.",
        "image": "https://mill.example/wheel.jpg?w=1&h=2",
        "date_published": "2021-02-13T08:05:00+00:00",
        "date_modified": "2021-02-13T12:00:00+00:00",
        "authors": [
            {"name": "Zoë & Jo", "url": "https://zoe.example/"},
            {"name": "The Mill", "url": "https://mill.example/"},
        ],
        "tags": ["AI", "R&D"],
        "attachments": [
            {
                "url": "https://mill.example/wheel.jpg?w=1&h=2",
                "mime_type": "image/jpeg",
                "size_in_bytes": 52013,
            },
            {"url": "https://mill.example/stone.png", "mime_type": "image/png"},
            {
                "url": "https://mill.example/talk.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 9,
            },
        ],
        "_feedmill": {
            "links": [
                {
                    "rel": "related",
                    "href": "https://mill.example/before?x=1&y=2",
                    "title": "Before <that>",
                },
                {"rel": "related", "href": "https://mill.example/bare"},
            ]
        },
    }


def test_an_item_always_has_content(document: dict[str, Any]) -> None:
    """Without a body it is the summary, without that the title: JSON Feed requires one."""
    assert [
        (item.get("content_html"), item.get("content_text")) for item in document["items"][1:]
    ] == [
        (None, "Nothing but this."),
        ("<p>תוכן</p>\n<pre>  a\n  b</pre>", None),
        (None, "Neither of them"),
    ]


def test_an_item_names_its_language_where_it_differs(document: dict[str, Any]) -> None:
    """The feed's language is every item's, unless it says another."""
    assert [item.get("language") for item in document["items"]] == [None, None, "he", None]


def test_the_image_is_the_first_picture(document: dict[str, Any]) -> None:
    """A PDF is an attachment, but no image."""
    item = document["items"][2]
    assert (item["attachments"][0]["mime_type"], item.get("image")) == ("application/pdf", None)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(name="A", email="a@b.example"), {"name": "A", "url": "mailto:a@b.example"}),
        (Person(name="A"), {"name": "A"}),
    ],
)
def test_an_author_without_a_page(
    person: Person, expected: dict[str, str], make_feed: Callable[..., Feed]
) -> None:
    """Their mail stands in, if there is one."""
    assert [expected] == json.loads(render(make_feed(author=person)))["authors"]


def test_it_is_indented_for_diffs(rich: Feed, make_feed: Callable[..., Feed]) -> None:
    """Items put together one by one look like the whole written at once, non-ASCII kept."""
    for feed in (rich, make_feed()):
        text = render(feed).decode()
        assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text
