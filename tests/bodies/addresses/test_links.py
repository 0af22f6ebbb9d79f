"""Links that name files of other pages lead to where these are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest

Post = Callable[..., Any]
BASE = "https://example.org/base"


def links(*paths: str) -> dict[str, str]:
    """Give articles at these paths, each published at its name."""
    return {path: f"{BASE}/of/{path.replace('/', '-')}" for path in paths}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{filename}b.md", "of/content-posts-b.md"),
        ("{filename}b.md#there", "of/content-posts-b.md#there"),
        ("{filename}../pages/c.rst", "of/content-pages-c.rst"),
        ("{filename}/posts/b.md", "of/content-posts-b.md"),
        ("|filename|/posts/b.md", "of/content-posts-b.md"),
        ("%7Bfilename%7Db.md", "of/content-posts-b.md"),
        ("{index}", ""),
    ],
)
def test_pelican(post: Post, written: str, expected: str) -> None:
    """`{filename}` begins at the article or, after a `/`, at the content; `|x|` is its old form."""
    known = links("content/posts/b.md", "content/pages/c.rst")
    done = post(f"[x]({written})", links=known, path="content/posts/a.md", generator="pelican")
    assert f'href="{BASE}/{expected}"' in done.content


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("b.md", "of/docs-blog-posts-b.md"),
        ("../posts/b.md#x", "of/docs-blog-posts-b.md#x"),
        ("../../setup/install.md", "setup/install/"),
        ("../../index.md", ""),
        ("../../plugins/README.md#a", "plugins/#a"),
        ("../../../outside.md", None),
        ("../../none.md", None),
    ],
)
def test_mkdocs(post: Post, written: str, expected: str | None) -> None:
    """Relative links lead to other posts, and to pages by the rules of addresses."""
    files = dict.fromkeys(["docs/setup/install.md", "docs/index.md", "docs/plugins/README.md"], "")
    known = links("docs/blog/posts/b.md")
    done = post(
        f"[x]({written})", files, links=known, path="docs/blog/posts/a.md", generator="mkdocs"
    )
    assert (expected is not None) == (f'href="{BASE}/{expected}"' in done.content)


@pytest.mark.parametrize(
    ("written", "link", "picture"),
    [
        ("x.pdf#p", "blog/x.pdf#p", "blog/x.pdf#p"),
        ("../../img/y%20z.png", "img/y%20z.png", "img/y%20z.png"),
        ("none.pdf", "a/b/none.pdf", "blog/none.pdf"),
        ("../../../y.png", "../y.png", "../y.png"),
        ("../c/", "a/c/", "blog/c"),
    ],
)
def test_files_of_mkdocs(post: Post, written: str, link: str, picture: str) -> None:
    """A relative address names a file, of a link one that is there; else one from the page on."""
    files = dict.fromkeys(["docs/blog/posts/x.pdf", "docs/img/y z.png"], "")
    body = f'[x]({written}) <img src="{written}">'
    done = post(body, files, path="docs/blog/posts/a.md", generator="mkdocs")
    assert f'href="{urljoin(f"{BASE}/", link)}"' in done.content
    assert f'src="{urljoin(f"{BASE}/", picture)}"' in done.content


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("b.md", "of/content-blog-b.md"),
        ("b", "of/content-blog-b.md"),
        ("/blog/b", "of/content-blog-b.md"),
        ("blog/b.md#x", "of/content-blog-b.md#x"),
        ("bundle", "of/content-blog-bundle-index.md"),
        ("/blog/bundle/index.md", "of/content-blog-bundle-index.md"),
        ("only-one", "of/content-news-only-one.md"),
        ("/about", "about/"),
        ("/docs", "docs/"),
        ("/named.md", "other/"),
        ("#here", "a/b/#here"),
    ],
)
@pytest.mark.parametrize("shortcode", ['{{< ref "NAME" >}}', "{{% relref `NAME` %}}"])
def test_hugo(post: Post, written: str, expected: str, shortcode: str) -> None:
    """`ref` and `relref` take paths from the content or the article, with or without endings."""
    files = {
        "content/about.md": "---\n---\n",
        "content/docs/_index.md": "",
        "content/named.md": "+++\nurl = '/other/'\n+++\n",
    }
    paths = ("content/blog/b.md", "content/blog/bundle/index.md", "content/news/only-one.md")
    done = post(
        f"[x]({shortcode.replace('NAME', written)})",
        files,
        links=links(*paths),
        path="content/blog/a.md",
        generator="hugo",
    )
    assert f'href="{BASE}/{expected}"' in done.content
    assert () == done.problems


@pytest.mark.parametrize("written", ["b", "b.md", "/blog/b", "../blog/b.md"])
def test_hugo_in_a_language(post: Post, written: str) -> None:
    """A page in the language of the article goes before the one that it was translated from."""
    known = links("content/blog/b.md", "content/blog/b.de.md")
    for path, expected in (("a.de.md", "b.de.md"), ("a.fr.md", "b.md"), ("a.md", "b.md")):
        code = f'[x]({{{{< relref "{written}" >}}}})'
        done = post(code, links=known, path=f"content/blog/{path}", generator="hugo")
        assert f'href="{BASE}/of/content-blog-{expected}"' in done.content, path


@pytest.mark.parametrize(
    ("written", "generator", "path", "known"),
    [
        ("@/blog/b.md#x", "zola", "content/blog/a.md", "content/blog/b.md"),
        ("./b.md#x", "docusaurus", "blog/a.md", "blog/b.md"),
        ("b.mdx#x", "docusaurus", "blog/a.mdx", "blog/b.mdx"),
        ("2020-01-02-b.md#x", "jekyll", "_posts/2021-01-01-a.md", "_posts/2020-01-02-b.md"),
        ("/_posts/2020-01-02-b.md#x", "jekyll", "_posts/2021-01-01-a.md", "_posts/2020-01-02-b.md"),
        ("b.md#x", None, "articles/a.md", "articles/b.md"),
    ],
)
def test_others(post: Post, written: str, generator: str | None, path: str, known: str) -> None:
    """Zola's `@/`, and relative links to files of articles."""
    found = links(known)
    done = post(f"[x]({written})", {}, links=found, path=path, generator=generator)
    assert f'href="{found[known]}#x"' in done.content


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("about.md", "about/"),
        ("/about.md#x", "about/#x"),
        ("docs/index.md", "docs/"),
        ("docs/README.md", "docs/"),
        ("named.md", "other/"),
        ("/_pages/team/us.md", "team/us/"),
        ("/_talks/2020-03-04-t.md", "talks/2020/03/t/"),
        ("/_guides/g.md", "guides/g/"),
    ],
)
def test_pages_of_jekyll(post: Post, written: str, expected: str) -> None:
    """A link to a page's file leads to where Jekyll's settings put the page; so does `link`."""
    files = {
        "_config.yml": "permalink: /:title/\n"
        "collections: {pages: {permalink: '/:path/'}, talks: {}, guides: {output: true}}\n"
        "defaults:\n- scope: {path: '', type: talks}\n"
        "  values: {permalink: '/talks/:year/:month/:title/'}\n",
        "named.md": "---\npermalink: /other/\n---\n",
    }
    pages = ("about.md", "docs/index.md", "docs/README.md", "_pages/team/us.md")
    files |= dict.fromkeys((*pages, "_talks/2020-03-04-t.md", "_guides/g.md"), "---\n---\n")
    done = post(f"[x]({written})", files, path="_posts/2021-01-01-a.md", generator="jekyll")
    assert f'href="{BASE}/{expected}"' in done.content
    code = f"[x]({{% link {written.strip('/').partition('#')[0]} %}})"
    done = post(code, files, path="_posts/2021-01-01-a.md", generator="jekyll")
    assert f'href="{BASE}/{expected.partition("#")[0]}"' in done.content


@pytest.mark.parametrize("pattern", ["pretty", "/:title/", "date", "/:title:output_ext", "/:title"])
def test_endings_of_pages_of_jekyll(post: Post, pattern: str) -> None:
    """Addresses of pages end as those of posts do."""
    endings = {"pretty": "/", "/:title/": "/", "/:title": ""}
    files = {"_config.yml": f"permalink: {pattern}\n", "about.md": "---\n---\n"}
    done = post("[x](/about.md)", files, path="_posts/2021-01-01-a.md", generator="jekyll")
    assert f'href="{BASE}/about{endings.get(pattern, ".html")}"' in done.content


@pytest.mark.parametrize(
    "written",
    ["https://example.com/x.md", "//example.com/x.md", "mailto:a@b.md", "none.md", "../../../x.md"],
)
def test_other_links_stay(post: Post, written: str) -> None:
    """What is no file of the site is left to others."""
    done = post(f"[x]({written})", path="docs/a.md", generator="mkdocs")
    assert "x</a>" in done.content
    assert f"{BASE}/of" not in done.content
