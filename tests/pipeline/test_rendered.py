"""Bodies from the pages that the site's generator made: which are read, and when again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from feedmill.errors import ConfigError
from sites import CONFIG, article, build_site, tree, write_site

PAGES = "articles: {rendered: {folder: public}}\nfeeds: {content: full, formats: [json]}\n"
HEAD = "<!doctype html><title>A</title><nav>1 new post</nav>"


def site_of(root: Path, pages: dict[str, str], config: str = PAGES, **fields: object) -> Path:
    """Write a site with one article, linked at /a, and pages."""
    text = article("Tea", body="From *the file*.", excerpt=None, **fields)
    write_site(root, {"a.md": text}, CONFIG + config)
    for path, page in pages.items():
        place = root / "public" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page)
    return root


def entry_of(root: Path) -> dict[str, str]:
    """Give the only entry."""
    (entry,) = json.loads((root / "feeds/all.json").read_text())["items"]
    return entry


def test_an_entry_holds_what_the_page_holds(tmp_path: Path) -> None:
    """Body and summary are the page's; the rest is the article's."""
    page = (
        f"{HEAD}<main><h1>Tea</h1><p>From <a href='b'>the page</a>.</p><img src=/i.png></main>"
        "<footer>x</footer>"
    )
    report = build_site(site_of(tmp_path, {"a/index.html": page}))
    entry = entry_of(tmp_path)
    assert () == report.problems
    assert (
        '<p>From <a href="https://example.org/a/b">the page</a>.</p>'
        '<img src="https://example.org/i.png">'
    ) == entry["content_html"]
    assert ("Tea", "From the page.") == (entry["title"], entry["summary"])


def test_what_only_browsers_run_is_shown_as_of_any_body(tmp_path: Path) -> None:
    """Late pictures have their addresses, highlighted code is code, frames are links."""
    page = (
        "<main><img src='data:x' data-src='/late.png'><script>x()</script>"
        "<pre class=chroma><code class=language-go data-lang=go><span class=line><span class=n>a"
        "</span>\n</span></code></pre><iframe src='https://www.youtube.com/embed/abcdefghijk'>"
        "</iframe></main>"
    )
    (problem,) = build_site(site_of(tmp_path, {"a/index.html": page})).problems
    content = entry_of(tmp_path)["content_html"]
    assert "left-out" == problem.code
    assert '<img src="https://example.org/late.png">' in content
    assert '<pre><code class="language-go">a\n</code></pre>' in content
    assert '<a href="https://www.youtube.com/watch?v=abcdefghijk">' in content
    assert "x()" not in content


def test_a_missing_page_is_a_warning_at_every_build(tmp_path: Path) -> None:
    """The entry is made from the file then, and says so as long as it lasts."""
    site_of(tmp_path, {})
    for _ in range(2):
        (problem,) = build_site(tmp_path).problems
        assert (
            "articles/a.md:6: warning[no-page]: https://example.org/a has no page "
            "(there is no public/a.html): the entry is made from the article's file"
        ) == str(problem)
        assert "<p>From <em>the file</em>.</p>" == entry_of(tmp_path)["content_html"]
    site_of(tmp_path, {"a.html": "<main>Here it is.</main>"})
    assert () == build_site(tmp_path).problems
    assert "Here it is." == entry_of(tmp_path)["content_html"]
    (tmp_path / "public/a.html").unlink()
    assert ["no-page"] == [one.code for one in build_site(tmp_path).problems]


def test_feeds_of_summaries_ask_for_pages_too(tmp_path: Path) -> None:
    """A link without a page is a Problem, whatever feeds hold."""
    config = "articles: {rendered: {folder: public}}\nfeeds: {formats: [json]}\n"
    write_site(tmp_path, {"a.md": article("Tea")}, CONFIG + config)
    assert ["no-page"] == [one.code for one in build_site(tmp_path).problems]
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a.html").write_text("<main>nothing of use</main>")
    assert () == build_site(tmp_path).problems
    assert "An excerpt." == entry_of(tmp_path)["summary"]


def test_an_article_without_text_has_that_of_its_page(tmp_path: Path) -> None:
    """Some sites keep their texts in front matter or data, and templates show them."""
    config = CONFIG + PAGES
    write_site(tmp_path, {"a.md": article("Tea", excerpt=None)}, config)
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a.html").write_text("<main><p>Made from data.</p></main>")
    assert () == build_site(tmp_path).problems
    assert "<p>Made from data.</p>" == entry_of(tmp_path)["content_html"]


def test_what_is_around_the_article_is_no_change(tmp_path: Path) -> None:
    """A page made again, with another header, changes no byte and writes no file."""
    site_of(tmp_path, {"a.html": f"{HEAD}<main><p>A</main>"})
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    site_of(tmp_path, {"a.html": f"{HEAD}{HEAD}<main class=new><p>A</main><footer>2</footer>"})
    report = build_site(tmp_path)
    assert ((), ()) == (report.written, report.deleted)
    assert before == tree(tmp_path / "feeds")
    site_of(tmp_path, {"a.html": f"{HEAD}<main><p>B</main>"})
    assert build_site(tmp_path).written
    assert "<p>B</p>" == entry_of(tmp_path)["content_html"]


def test_only_pages_of_entries_in_feeds_are_looked_at(tmp_path: Path) -> None:
    """What no feed shows needs no page."""
    config = CONFIG + PAGES.replace("json]", "json], limit: 1")
    articles = {
        f"{day}.md": article(
            f"Day {day}",
            publishedDateTime=f"2026-01-0{day}",
            webUrl=f"https://example.org/{day}",
            excerpt=None,
            body="x",
        )
        for day in (1, 2, 3)
    }
    write_site(tmp_path, articles, config)
    (problem,) = build_site(tmp_path).problems
    assert "articles/3.md" == problem.path


def test_feeds_may_be_beside_the_pages_or_among_them(tmp_path: Path) -> None:
    """`public` is a usual place for feeds, too; what Feedmill made is no page of an article."""
    for output in ("public/feeds", "public"):
        root = tmp_path / output.replace("/", "-")
        config = PAGES.replace("content", f"output: {output}, content")
        site_of(root, {"a.html": "<main>A</main>"}, config)
        assert () == build_site(root).problems
        (entry,) = json.loads((root / output / "all.json").read_text())["items"]
        assert "A" == entry["content_html"]


def test_a_site_below_a_path_is_found(tmp_path: Path) -> None:
    """`site.url` says what links begin with."""
    write_site(
        tmp_path,
        {"a.md": article("Tea", webUrl="https://example.org/blog/a/", excerpt=None)},
        CONFIG.replace("example.org/", "example.org/blog/") + PAGES,
    )
    (tmp_path / "public/a").mkdir(parents=True)
    (tmp_path / "public/a/index.html").write_text("<main>A</main>")
    build_site(tmp_path)
    assert "A" == entry_of(tmp_path)["content_html"]


def test_pages_are_read_through_no_link_out_of_the_site(tmp_path: Path) -> None:
    """A page elsewhere is none."""
    (tmp_path / "secret.html").write_text("<main>secret</main>")
    root = site_of(tmp_path / "site", {"b.html": ""})
    (root / "public/a.html").symlink_to("../../secret.html")
    (problem,) = build_site(root).problems
    assert "no-page" == problem.code
    (root / "public/a.html").unlink()
    os.mkfifo(root / "public/a.html")
    assert ["no-page"] == [one.code for one in build_site(root).problems]
    assert "secret" not in (root / "feeds/all.json").read_text()


@pytest.mark.parametrize("size", [9 * 2**20, 17 * 2**20])
def test_pages_that_are_too_large_are_not_used(tmp_path: Path, size: int) -> None:
    """The entry is made from the file."""
    site_of(tmp_path, {"a.html": "<main>A</main>" + " " * size})
    (problem,) = build_site(tmp_path).problems
    assert "no-page" == problem.code
    assert "<p>From <em>the file</em>.</p>" == entry_of(tmp_path)["content_html"]


def test_a_body_that_is_too_long_is_summed_up(tmp_path: Path) -> None:
    """As one from a file is."""
    site_of(tmp_path, {"a.html": f"<main><p>Start</p>{'<p>More and more.</p>' * 60_000}</main>"})
    (problem,) = build_site(tmp_path).problems
    entry = entry_of(tmp_path)
    assert "long-body" == problem.code
    assert ("Start", False) == (entry["summary"], "content_html" in entry)


@pytest.mark.parametrize(
    ("rendered", "message"),
    [
        ("{folder: public, select: 'a['}", 'articles.rendered.select: "a["'),
        ("{folder: public, remove: ['a:hover']}", "articles.rendered.remove"),
        ("{folder: ../public}", 'articles.rendered.folder: "../public" leaves the folder'),
        ("{folder: /tmp}", "articles.rendered.folder"),
        ("{folder: .output/public}", "is hidden, and nothing hidden is read"),
        ("{select: main}", "articles.rendered.folder"),
    ],
)
def test_what_cannot_be_is_said_of_the_config(tmp_path: Path, rendered: str, message: str) -> None:
    """Selectors and folders are looked at when the config is read."""
    write_site(tmp_path, {}, f"{CONFIG}articles: {{rendered: {rendered}}}\n")
    with pytest.raises(ConfigError) as caught:
        build_site(tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<noscript><img src=x><script>alert(1)</script></noscript>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<img data-src='javascript:alert(1)'>",
        "<template><script>alert(1)</script></template>",
        "<style>@import 'javascript:alert(1)'</style>",
        "<xmp><script>alert(1)</script></xmp>",
        "<textarea><script>alert(1)</script></textarea>",
        "<!--><script>alert(1)</script>-->",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
        "<base href='javascript:alert(1)//'><a href='x'>x</a>",
        "<object data='javascript:alert(1)'></object>",
    ],
)
def test_no_script_of_a_page_reaches_a_feed(tmp_path: Path, part: str) -> None:
    """Wherever it is in the page; html5lib, which is not our parser, looks for it."""
    import html5lib

    page = f"<body onload=alert(1)>{part}<main id=m>{part}<p>a {part}</p></main>{part}"
    build_site(site_of(tmp_path, {"a.html": page}))
    content = entry_of(tmp_path).get("content_html", "")
    tree = html5lib.parseFragment(content, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "object", "svg", "base", "form")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "javascript" not in value
