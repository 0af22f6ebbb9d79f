"""Links made from a pattern."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedmill.config.articles import PermalinkRule
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
    ["https://e.org/{field[gone]}", "https://e.org/{field[nothing]}", "https://e.org/{section}"],
)
def test_what_an_article_lacks(read: Read, pattern: str) -> None:
    """A placeholder that cannot be filled is a problem that names it."""
    (problem,) = read(TEXT, permalink=pattern).problems
    assert "no-link" == problem.code
    assert pattern.removeprefix("https://e.org/") in problem.message


RULES = (
    PermalinkRule(match=("articles/**/*.fr.md",), pattern="/fr/{path}/"),
    PermalinkRule(match=("articles/blog/**", "articles/news/*.md"), pattern="/b/{folder}/{slug}/"),
)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("blog/x/a.fr.md", "https://example.org/fr/blog/x/a/"),
        ("blog/a.md", "https://example.org/b/a/"),
        ("blog/x/a.md", "https://example.org/b/x/a/"),
        ("news/a.md", "https://example.org/b/a/"),
        ("a.md", None),
    ],
)
def test_the_first_rule_that_matches_counts(read: Read, name: str, link: str | None) -> None:
    """Each rule is for its files, and counts folders and endings from what it fixes."""
    reading = read(TEXT, name, permalink=RULES)
    assert link == (reading.article and reading.article.link)
    assert ["no-link"] * (link is None) == [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("generator", "written", "link"),
    [
        ("jekyll", "/n/:year/:month/:day/:title/", "https://example.org/n/2021/03/05/The-a/"),
        ("jekyll", "/:i_day/:slug", "https://example.org/5/the-a"),
        ("jekyll", "about.html", "https://example.org/about.html"),
        ("jekyll", "/:nothing/", None),
        ("zola", "2026/03/x", "https://example.org/2026/03/x/"),
        ("eleventy", "x/{{ page.fileSlug }}/index.html", "https://example.org/x/The%20a/"),
        ("eleventy", "/{{ title | slugify }}/", "https://example.org/what-is-c/"),
        ("eleventy", "/{{ page.date | date: '%Y/%m' }}.html", "https://example.org/2021/03.html"),
        ("eleventy", "/{% if x %}a{% endif %}/", None),
        ("eleventy", "/{{ page.date | custom }}/", None),
        ("pelican", "a/b.html", "https://example.org/a/b.html"),
        ("hugo", "/a/b", "https://example.org/a/b/"),
        ("hugo", "/a/b.html", "https://example.org/a/b.html"),
    ],
)
def test_an_address_means_what_the_generator_makes_of_it(
    read: Read, generator: str, written: str, link: str | None
) -> None:
    """Patterns and templates in the front matter are filled, never published as they are."""
    text = TEXT.replace("title:", f'link: "{written}"\ntitle:')
    reading = read(text, "2021-03-04-The a.md", generator=generator, timezone="Europe/Paris")
    assert link == (reading.article and reading.article.link)
    assert ["bad-link"] * (link is None) == [problem.code for problem in reading.problems]


def test_the_zone_of_days(read: Read) -> None:
    """Hugo's days are in the date's own zone, Jekyll's in the site's."""
    links = [
        read(TEXT, generator=name, permalink="/{day}/", timezone="Europe/Paris").article
        for name in ("hugo", "jekyll")
    ]
    assert ["https://example.org/04/", "https://example.org/05/"] == [
        one and one.link for one in links
    ]
