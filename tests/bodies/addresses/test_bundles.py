"""Files of a Hugo bundle that translations of an article share."""

from __future__ import annotations

import pytest

from bodies.conftest import Files, Post
from feedmill.bodies.chain import Bodies
from feedmill.config import parse_config
from feedmill.parsing.parser import Reader

POST = "---\ntitle: A\ndate: 2021-03-04\n---\n"
FILES = {"content/blog/a/b.png": "x", "content/blog/a/c d.png": "x"}
MAIN = {"content/blog/a/index.md": "https://example.org/base/blog/a/"}


@pytest.mark.parametrize(
    ("path", "links", "address"),
    [
        ("content/blog/a/index.fr.md", MAIN, "https://example.org/base/blog/a/b.png"),
        ("content/blog/a/index.zh-Hans.md", MAIN, "https://example.org/base/blog/a/b.png"),
        (
            "content/blog/a/index.fr.md",
            {"content/blog/a/index.en.md": "https://example.org/base/en/a/"},
            "https://example.org/base/en/a/b.png",
        ),
        ("content/blog/a/index.fr.md", {}, "https://example.org/base/a/b/b.png"),
        ("content/blog/a/index.md", MAIN, "https://example.org/base/a/b/b.png"),
    ],
)
def test_a_file_is_where_the_main_language_has_it(
    post: Post, path: str, links: dict[str, str], address: str
) -> None:
    """A picture of a translation has the address of the one file, if the main page is there."""
    done = post("![](b.png)", FILES, path=path, links=links, generator="hugo")

    assert f'<p><img src="{address}" alt=""></p>' in done.content


def test_what_is_not_there_keeps_its_address(post: Post) -> None:
    """A file that the bundle does not have is where the article is."""
    body = "![](c%20d.png) ![](./none.png) ![](/top.png) ![](//e.org/b.png)"
    done = post(body, FILES, path="content/blog/a/index.fr.md", links=MAIN, generator="hugo")

    assert [
        "https://example.org/base/blog/a/c%20d.png",
        "https://example.org/base/a/b/none.png",
        "https://example.org/top.png",
        "https://e.org/b.png",
    ] == [part.partition('"')[0] for part in done.content.split('src="')[1:]]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/docs/", "https://example.org/base/fr/docs/"),
        ("/docs#top", "https://example.org/base/fr/docs/#top"),
        ("/blog/other/?a=1", "https://example.org/base/fr/other/?a=1"),
        ('{{< relref "docs" >}}', "https://example.org/base/fr/docs/"),
        ("/team/", "https://example.org/team/"),
        ("/", "https://example.org/"),
        ("b.png", "https://example.org/base/blog/a/b.png"),
        ("e.fr.png", "https://example.org/base/fr/a/e.fr.png"),
    ],
)
def test_links_of_a_translation(written: str, address: str) -> None:
    """A link from the top is to the page in the article's language, where there is such a page."""
    files = {
        **FILES,
        "content/docs/_index.fr.md": "x",
        "content/blog/other.fr.md": "x",
        "content/team.md": "x",
        "content/blog/a/e.fr.png": "x",
    }
    links = {**MAIN, "content/blog/other.fr.md": "https://example.org/base/fr/other/"}
    config = parse_config(
        "site: {title: E, url: https://example.org/base/, authority: 'example.org,2021'}\n"
        "articles: {include: ['**/*.md'], generator: hugo, permalink: '/fr/{slug|title}/'}\n"
        "feeds: {content: full}\n",
        "config.yaml",
    )
    raw = Reader(config).read_raw("content/blog/a/index.fr.md", f"{POST}[x]({written})".encode())
    assert raw is not None
    done = Bodies(config).complete(raw, Files(files, links))

    assert f'<p><a href="{address}">x</a></p>' == done.content
