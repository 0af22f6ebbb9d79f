"""Ids by `articles.id`: those that a site's own feeds had."""

from __future__ import annotations

import pytest

from feedmill.config import parse_config
from feedmill.parsing.parser import Reader

SITE = """
site: {{title: T, url: "https://blog.example.org/", authority: "example.org,2021"}}
articles:
  permalink: "{permalink}"
  timezone: Europe/Berlin
  id: "{pattern}"
"""
TEXT = "---\ntitle: T\ndate: 2021-02-05T23:30:00Z\n{more}---\nText\n"


def article_id(pattern: str, permalink: str = "/2021/{name}.html", more: str = "") -> str:
    """Return the id of an article; `pattern` is articles.id."""
    config = parse_config(SITE.format(pattern=pattern, permalink=permalink), "config.yaml")
    reading = Reader(config).read("articles/mars.md", TEXT.format(more=more).encode())
    assert reading.article, reading.problems
    return reading.article.id


@pytest.mark.parametrize(
    ("pattern", "permalink", "expected"),
    [
        ("{link}", "/2021/{name}.html", "https://blog.example.org/2021/mars.html"),
        ("{link_bare}", "/2021/{name}.html", "https://blog.example.org/2021/mars"),
        ("{link_bare}", "/{name}/", "https://blog.example.org/mars"),
        ("{link_path_bare}", "/2021/{name}.html", "/2021/mars"),
        ("{link_bare}", "/{name}/?a=.html", "https://blog.example.org/mars?a=.html"),
        ("{link_bare}", "https://blog.example.org/?{name}", "https://blog.example.org/?mars"),
        (
            "tag:{host},{local_date}:{link_path}",
            "/{name}/",
            "tag:blog.example.org,2021-02-06:/mars/",
        ),
        ("{link_path}", "/{name}/#x", "/mars/#x"),
        ("https://old.example/?p={year}-{stem}", "/{name}/", "https://old.example/?p=2021-mars"),
    ],
)
def test_patterns(pattern: str, permalink: str, expected: str) -> None:
    """Ids are made of links and dates, and of whatever links are made of."""
    assert expected == article_id(pattern, permalink)


@pytest.mark.parametrize("written", ["urn:x", "/blog/mars", "5"])
def test_written_ids_win(written: str) -> None:
    """An id in the front matter is the entry's, as it is written: subscribers know it so."""
    assert written == article_id("{link}", more=f"id: {written}\n")
