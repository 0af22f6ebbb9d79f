"""Front matter of reStructuredText."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedmill.parsing.parser import Reading
from feedmill.parsing.rst import read as read_rst

Read = Callable[..., Reading]
TEXT = """
My super title
##############

:date: 2010-10-03 10:20
:Tags: thats, awesome things
:summary: Short version
    for index
:authors: Ann; Bob

This is the *content*.
"""


def test_fields() -> None:
    """Title and fields are read; a field may go on in the next line."""
    found = read_rst(TEXT)
    assert {
        "title": "My super title",
        "date": "2010-10-03 10:20",
        "tags": ["thats", "awesome things"],
        "summary": "Short version for index",
        "authors": ["Ann", "Bob"],
    } == found.values
    assert "\nThis is the *content*.\n" == TEXT[found.body_start :]


@pytest.mark.parametrize(
    "text",
    ["=====\nTitle\n=====\n:date: 2026-01-02\n", ":title: Title\n:date: 2026-01-02\n"],
)
def test_titles(text: str) -> None:
    """A title may stand between two lines, or be a field."""
    assert "Title" == read_rst(text).values["title"]


def test_articles(read: Read) -> None:
    """A file is an article as any other; one without fields is none."""
    article = read(TEXT, "a.rst", permalink="/{title:pelican}/").article
    assert article is not None
    assert ("My super title", "https://example.org/my-super-title/", ("Ann", "Bob")) == (
        article.title,
        article.link,
        tuple(one.name for one in article.authors),
    )
    assert "no-front-matter" == read("Title\n=====\n\nText.\n", "a.rst").skipped
    twice = read(TEXT.replace(":Tags:", ":date:"), "a.rst")
    assert ["duplicate-key"] == [one.code for one in twice.problems]
