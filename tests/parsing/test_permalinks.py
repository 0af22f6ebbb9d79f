"""Links made from a pattern."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedmill.parsing.parser import Reading

Read = Callable[..., Reading]
TEXT = """\
---
title: "What is C#?"
date: 2021-03-04T23:30:00Z
categories: [Deep Sea, x]
section: a b/ç
nothing: ""
---
"""


@pytest.mark.parametrize(
    ("pattern", "name", "link"),
    [
        ("https://e.org/{year}/{month}/{day}/{slug}/", "a.md", "https://e.org/2021/03/05/a/"),
        ("https://e.org/{i_month}/{i_day}", "a.md", "https://e.org/3/5"),
        ("https://e.org/{slug}", "2021-03-04-a.md", "https://e.org/a"),
        ("https://e.org/{stem}", "2021-03-04-a.md", "https://e.org/2021-03-04-a"),
        ("https://e.org/{slug}", "d/2021-03-04-a/index.md", "https://e.org/a"),
        ("https://e.org/{path}.html", "d/e/a.md", "https://e.org/d/e/a.html"),
        ("https://e.org/{folder}/{slug}", "d/e/a.md", "https://e.org/d/e/a"),
        ("https://e.org/{folder}/{slug}", "a.md", "https://e.org/a"),
        ("https://e.org/{title}", "a.md", "https://e.org/what-is-csharp"),
        ("https://e.org/{category}/", "a.md", "https://e.org/deep-sea/"),
        ("https://e.org/{field[Section]}/", "a.md", "https://e.org/a%20b/%C3%A7/"),
        ("https://e.org/{slug}", "é c#?.md", "https://e.org/%C3%A9%20c%23%3F"),
        ("https://e.org/{path}", "50%/a.md", "https://e.org/50%25/a"),
        ("/{slug}/", "a.md", "https://example.org/a/"),
    ],
)
def test_make(read: Read, pattern: str, name: str, link: str) -> None:
    """Placeholders are filled from date (in the site's zone), path and front matter."""
    reading = read(TEXT, name, permalink=pattern, timezone="Europe/Paris")
    assert reading.article is not None
    assert link == reading.article.link


def test_the_slug_of_the_front_matter(read: Read) -> None:
    """A slug that is given counts, not the file's name."""
    text = TEXT.replace("title:", "slug: given here\ntitle:")
    reading = read(text, permalink="https://e.org/{slug}")
    assert reading.article is not None
    assert "https://e.org/given%20here" == reading.article.link


def test_a_link_needs_no_pattern(read: Read) -> None:
    """The pattern is for articles without a link only; a bad link is not papered over."""
    good = read(TEXT.replace("title:", "link: https://l.example/\ntitle:"), permalink="/{slug}")
    assert good.article is not None
    assert "https://l.example/" == good.article.link
    bad = read(TEXT.replace("title:", "link: nonsense\ntitle:"), permalink="/{slug}")
    assert ["bad-link"] == [problem.code for problem in bad.problems]


@pytest.mark.parametrize(
    "pattern",
    ["https://e.org/{field[gone]}", "https://e.org/{field[nothing]}", "https://e.org/{?}"],
)
def test_what_an_article_lacks(read: Read, pattern: str) -> None:
    """A placeholder that cannot be filled is a problem that names it."""
    (problem,) = read(TEXT, permalink=pattern).problems
    assert "no-link" == problem.code
    assert pattern.removeprefix("https://e.org/") in problem.message
