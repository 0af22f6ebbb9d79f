"""Where files of the site are served, by the rules of its generator, and where they are found."""

from __future__ import annotations

from typing import Any

import pytest

from feedmill.config.schema import Articles, Config, Images, Site
from feedmill.parsing.fields.served import ServedFiles

SITE = Site(title="E", url="https://example.org/", authority="example.org,2021")
LINK = "https://example.org/a/b/"


def files(include: str = "articles/**/*.md", url: str = SITE.url, **options: Any) -> ServedFiles:
    """Give the rules of a config; `folders` are those of `images:`."""
    images = Images(folders=options.pop("folders", None))
    site = Site(title="E", url=url, authority="example.org,2021")
    return ServedFiles(
        Config(site=site, articles=Articles(include=(include,), **options), images=images)
    )


@pytest.mark.parametrize(
    ("generator", "include", "path", "written", "address"),
    [
        (None, "articles/**/*.md", "articles/b.md", "x.png", "x.png"),
        ("hugo", "content/**/*.md", "content/b.md", "{static}/x.png", "{static}/x.png"),
        (
            "mkdocs",
            "docs/blog/posts/**/*.md",
            "docs/blog/posts/b.md",
            "img/x.png",
            "blog/img/x.png",
        ),
        ("mkdocs", "docs/blog/posts/**/*.md", "docs/blog/posts/b.md", "../x.png#l", "blog/x.png#l"),
        ("mkdocs", "docs/**/*.md", "docs/a/b.md", "../../../../x.png", None),
        ("mkdocs", "docs/**/*.md", "docs/a/b.md", "/x.png", None),
        ("mkdocs", "docs/**/*.md", "docs/a/b.md", "https://x.example/y", None),
        ("mkdocs", "docs/**/*.md", "docs/a/b.md", "#top", None),
        ("pelican", "content/**/*.md", "content/a/b.md", "{static}/img/x.png", "img/x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "{static}x.png", "a/x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "%7Bstatic%7D../x%20y.png", "x%20y.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "|filename|/x.png", "x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "{attach}img/x.png", "a/b/img/x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "{attach}../x.png#l", "a/b/x.png#l"),
        ("pelican", "content/**/*.md", "content/a/b.md", "{attach}/a/i/x.png", "a/b/i/x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "{attach}/i/x.png", "a/b/x.png"),
        ("pelican", "posts/**/*.md", "posts/b.md", "{static}/x.png", "x.png"),
        ("pelican", "content/**/*.md", "content/a/b.md", "x.png", None),
    ],
)
def test_addresses(
    generator: str | None, include: str, path: str, written: str, address: str | None
) -> None:
    """What an article names by the place of its file becomes what pages name."""
    found = files(include, generator=generator).address(written, path, LINK)

    same = address in (None, written)
    assert (written if same else f"https://example.org/{address}") == found


@pytest.mark.parametrize(
    ("options", "path", "url", "expected"),
    [
        (
            {},
            "articles/b.md",
            "/img/x.png",
            ["articles/img/x.png", "img/x.png", "static/img/x.png"],
        ),
        ({}, "articles/b.md", "/a/b/x.png", ["articles/x.png", "a/b/x.png", "static/a/b/x.png"]),
        ({"generator": "hugo"}, "content/b.md", "/a/b/x.png", ["static/a/b/x.png"]),
        ({"generator": "hugo"}, "content/b/index.md", "/a/b/x.png", ["content/b/x.png"]),
        (
            {"generator": "jekyll", "include": "docs/_posts/*.md"},
            "docs/_posts/b.md",
            "/x.png",
            ["docs/x.png", "x.png"],
        ),
        (
            {"generator": "mkdocs", "include": "docs/b/posts/*.md"},
            "docs/b/posts/b.md",
            "/b/x.png",
            ["docs/b/posts/x.png", "docs/b/x.png"],
        ),
        (
            {"generator": "pelican", "include": "content/*.md"},
            "content/b.md",
            "/img/x.png",
            ["content/img/x.png"],
        ),
        ({"generator": "astro"}, "src/content/b.md", "/x.png", ["public/x.png"]),
        ({"generator": "eleventy"}, "articles/b.md", "/img/x.png", ["assets/img/x.png"]),
        ({"folders": {"pics": "/img/"}}, "articles/b.md", "/img/x%20y.png", ["pics/x y.png"]),
        (
            {"url": "https://example.org/base/", "folders": {"s": "/"}},
            "articles/b.md",
            "/base/x.png",
            ["s/x.png"],
        ),
    ],
)
def test_candidates(options: dict[str, Any], path: str, url: str, expected: list[str]) -> None:
    """An address of the site may mean these files, the nearest first."""
    found = files(**options).candidates(f"https://example.org{url}", path, LINK)

    assert [one for one in (each.path for each in found) if one in expected] == expected


def test_a_front_matter_names_files_from_the_top_of_the_site() -> None:
    """As themes make addresses of it; the file is then served there, not below the page."""
    found = files(generator="jekyll").candidates(
        f"{LINK}img/x y.png", "articles/b.md", LINK, loose=True
    )

    assert ("img/x y.png", "https://example.org/img/x%20y.png") in found


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/x.png",
        "https://example.org/",
        "https://example.org/..%2f..%2fetc/passwd",
        "https://example.org/a/../../x.png",
        "https://[x",
    ],
)
def test_no_candidates(url: str) -> None:
    """What is elsewhere, a page, or above the site is no file of it."""
    assert [] == files().candidates(url, "articles/b.md", LINK)


def test_the_number_of_places_is_bounded() -> None:
    """However deep the articles are."""
    include = "".join(f"{number}/" for number in range(50)) + "*.md"

    assert 24 >= len(files(include).candidates("https://example.org/x.png", "0/b.md", LINK))
