"""One fact of one field a row: a line of front matter in, value and problems out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from feedmill.model import Image, Link, Person, Provider

ReadField = Callable[..., tuple[Any, list[str]]]
HOME = "https://example.org/"


@pytest.mark.parametrize(
    ("field", "yaml", "value", "codes"),
    [
        # title
        ("title", "title: NO", "NO", []),
        ("title", "name: N\ntitle: null", "N", []),
        ("title", "TITLE: x", "x", []),
        ("title", "Title: x\ntitle: y", "x", []),
        ("title", 'title: "a\\0b\\u200bc"', "ab\u200bc", []),
        ("title", "title: [a]", None, ["bad-title"]),
        ("title", 'title: ""', None, ["no-title"]),
        ("title", 'title: "\\0"', None, ["no-title"]),
        # summary
        ("summary", "excerpt: It&#8217;s", "It’s", []),
        ("summary", "summary: c\ndescription: b", "b", []),
        ("summary", "summary: [a]", "", ["bad-text"]),
        # dates
        ("published", "date: 2021-13-45", None, ["bad-date"]),
        ("published", "date: [2021-01-01]", None, ["bad-date"]),
        ("published", "date: {updated: 2021-01-01}", None, ["bad-date"]),
        ("published", "date: {created: 2021-01-01}", datetime(2021, 1, 1, tzinfo=UTC), []),
        ("published", "date: 03/04/2021", datetime(2021, 3, 4, tzinfo=UTC), ["ambiguous-date"]),
        ("published", "date: ~\npubDate: 2021-01-01", datetime(2021, 1, 1, tzinfo=UTC), []),
        ("updated", "date: 2021-01-01", datetime(2021, 1, 1, tzinfo=UTC), []),
        ("updated", "lastmod: 2022-01-01", datetime(2022, 1, 1, tzinfo=UTC), []),
        (
            "updated",
            "date: {created: 2021-01-01, updated: 2021-02-01}",
            datetime(2021, 2, 1, tzinfo=UTC),
            [],
        ),
        ("updated", "date: 2021-01-01\nupdated: 2020-01-01", datetime(2021, 1, 1, tzinfo=UTC), []),
        (
            "updated",
            "date: 2021-01-01\nupdated: soon",
            datetime(2021, 1, 1, tzinfo=UTC),
            ["bad-updated"],
        ),
        # link
        ("link", "link: https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9", []),
        (
            "link",
            "url: https://u.example/\noriginalUrl: https://o.example/\nlink: ''",
            "https://o.example/",
            [],
        ),
        ("link", "link: javascript:alert(1)", None, ["bad-link"]),
        ("link", "link: file:///etc/passwd", None, ["bad-link"]),
        ("link", "link: /a b/", HOME + "a%20b/", []),
        ("link", "link: a/", None, ["bad-link"]),
        ("link", "link: [https://example.org/]", None, ["bad-link"]),
        ("link", "link: ''", None, ["no-link"]),
        # id
        ("id", "id: urn:isbn:1", "urn:isbn:1", []),
        ("id", "guid: https://example.org/?p=1", "https://example.org/?p=1", []),
        ("id", "id: 42", "tag:example.org,2021:42", []),
        ("id", "id: 'note: é'", "tag:example.org,2021:note:%20%C3%A9", []),
        ("id", "id: [1]", None, ["bad-id"]),
        # topics
        ("topics", "topics: [NO, 1.10, 2021-01-01]", ("NO", "1.10", "2021-01-01"), []),
        ("topics", "topics: 5", ("5",), []),
        ("topics", "tags: a, b ,c,", ("a", "b", "c"), []),
        ("topics", "category: news\ntopics: AI", ("AI",), []),
        ("topics", "category: news\ntopics: []", ("news",), []),
        ("topics", "topics: [AI, ai, ' A  I', A I]", ("AI", "A I"), []),
        ("topics", "topics: [AI, '', ~]", ("AI",), ["empty-topic", "empty-topic"]),
        (
            "topics",
            "topics: ['../../etc/passwd', con, '..']",
            ("../../etc/passwd", "con", ".."),
            [],
        ),
        ("topics", "topics: {a: b}", None, ["bad-topic"]),
        ("topics", "topics: [[a]]", None, ["bad-topic"]),
        ("topics", f"topics: [{'x' * 200}]", ("x" * 200,), []),
        ("topics", f"topics: [{'x' * 5000}]", None, ["bad-topic"]),
        ("topics", "taxonomies: {tags: [a], categories: [b]}", ("a",), []),
        ("topics", "tags: [a]\nextra: {tags: [b]}", ("a",), []),
        # authors
        ("authors", "author: Jane Doe, PhD", (Person(name="Jane Doe, PhD"),), []),
        ("authors", "authors: [A, B]", (Person(name="A"), Person(name="B")), []),
        (
            "authors",
            "authors: [{name: A, link: https://a.example/, email: a@a.example}]",
            (Person(name="A", uri="https://a.example/", email="a@a.example"),),
            [],
        ),
        ("authors", "author: {name: A, url: a}", (Person(name="A"),), ["bad-author"]),
        ("authors", "author: {name: A, url: /a}", (Person(name="A", uri=HOME + "a"),), []),
        ("authors", "author: {name: A, email: a b}", (Person(name="A"),), ["bad-author"]),
        (
            "authors",
            "authors: [A, {link: https://a.example/}, [B]]",
            (Person(name="A"),),
            ["bad-author"] * 2,
        ),
        ("authors", "params: {author: A}", (Person(name="A"),), []),
        # provider
        (
            "provider",
            "provider: {name: Fox 9, domain: FOX9.com}",
            Provider(domain="fox9.com", name="Fox 9"),
            [],
        ),
        ("provider", "provider: fox9.com", Provider(domain="fox9.com", name="fox9.com"), []),
        ("provider", "provider: Fox 9", Provider(domain="example.org", name="Fox 9"), []),
        (
            "provider",
            "provider: Fox 9\nlink: https://www.fox9.com/a",
            Provider(domain="fox9.com", name="Fox 9"),
            [],
        ),
        (
            "provider",
            "provider: {domain: www.fox9.com}",
            Provider(domain="www.fox9.com", name="www.fox9.com"),
            [],
        ),
        (
            "provider",
            "provider: {domain: 'https://Bücher.example/x'}",
            Provider(domain="xn--bcher-kva.example", name="xn--bcher-kva.example"),
            [],
        ),
        ("provider", "provider: {name: X, domain: ../../etc}", None, ["bad-provider"]),
        ("provider", "provider: [X]", None, ["bad-provider"]),
        ("provider", "provider: {}", None, []),
        (
            "provider",
            "provider: {name: X, domain: x.example, images: [{url: 'http://x.example', width: 5}]}",
            Provider(
                domain="x.example", name="X", images=(Image(url="http://x.example", width=5),)
            ),
            [],
        ),
        # images
        ("images", "image: i.png", (Image(url="https://example.org/a/i.png"),), []),
        (
            "images",
            "cover: https://i.example/a b.png",
            (Image(url="https://i.example/a%20b.png"),),
            [],
        ),
        (
            "images",
            "images: [/a.png, {src: /b.png, isCached: yes}]",
            (Image(url=HOME + "a.png"), Image(url=HOME + "b.png", cached=True)),
            [],
        ),
        ("images", "image: {path: /a.png, width: 5}", (Image(url=HOME + "a.png", width=5),), []),
        ("images", "cover: {image: a.png, alt: A}", (Image(url=HOME + "a/a.png"),), []),
        (
            "images",
            "images: [javascript:x, 'data:image/png;base64,', {width: 5}]",
            (),
            ["bad-image"] * 3,
        ),
        (
            "images",
            "images: [{url: /a, width: wide, height: -1}]",
            (Image(url=HOME + "a"),),
            ["bad-image"] * 2,
        ),
        (
            "images",
            "images: [{url: /a, width: '', isCached: perhaps}]",
            (Image(url=HOME + "a"),),
            ["bad-image"],
        ),
        # related
        (
            "related",
            "related: [https://r.example/, {title: R &amp; S, link: https://s.example/}]",
            (Link(url="https://r.example/"), Link(url="https://s.example/", title="R & S")),
            [],
        ),
        (
            "related",
            "related: [/r, {title: R, url: /s}]",
            (Link(url=HOME + "r"), Link(url=HOME + "s", title="R")),
            [],
        ),
        ("related", "related: [r, {title: R}, [x]]", (), ["bad-related"] * 3),
        # language and what serves selection
        ("language", "locale: en_US.UTF-8", "en-US", []),
        ("language", "lang: zh-Hant-TW", "zh-Hant-TW", []),
        ("language", "lang: english please", None, ["bad-language"]),
        ("type", "type: Video", "Video", []),
        ("type", "type: [a]", None, ["bad-text"]),
        ("quality", "quality: 49.6", 50, []),
        ("quality", "quality: high", None, ["bad-number"]),
        ("heat", f"heat: {'9' * 5000}", None, ["bad-number"]),
        ("heat", "heat: nan", None, ["bad-number"]),
    ],
)
def test_field(
    read_field: ReadField, field: str, yaml: str, value: object, codes: list[str]
) -> None:
    """A line of front matter gives this value, or keeps the article out, with these problems."""
    assert (value, codes) == read_field(field, yaml)
