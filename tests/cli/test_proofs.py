"""`feedmill init` holds links against what proves them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from feedmill.cli.main import main
from feedmill.config import load_config
from feedserver import running

Capture = pytest.CaptureFixture[str]
RSS = """<rss version="2.0"><channel><title>A</title>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://a.example{path}</link>
<pubDate>Fri, 02 Jan 2026 00:00:00 GMT</pubDate></item>"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with two articles of a generator that nobody knows the current one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        path = tmp_path / "posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: The {name}\ndate: 2026-01-02\n---\nText.\n")
    return tmp_path


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Serve a folder on loopback; give it and its address."""
    folder = tmp_path_factory.mktemp("served")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))) as server:
        yield folder, f"http://127.0.0.1:{server.server_port}"


def feed(*paths: str) -> str:
    """Return a feed in which "The one" and "The two" are at these paths."""
    titles = ("The one", "The two")
    items = (ITEM.format(title=title, path=path) for title, path in zip(titles, paths, strict=True))
    return RSS.format(items="".join(items))


def permalinks(site: Path) -> list[str]:
    """Return the patterns in the config."""
    rules = load_config(site / "config.yaml").articles.permalink
    assert rules is not None
    return [rule.pattern for rule in rules if not isinstance(rule, str)]


def test_a_rendered_folder(site: Path, capsys: Capture) -> None:
    """The pattern follows the pages of a rendered folder; that all links match is said."""
    for name in ("one", "two"):
        page = site / "out-of-the-way" / name
        page.mkdir(parents=True)
        folder = site / "dist" / "writing" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<h1>x</h1>")
    assert main(["init", "--yes"]) == 0
    assert "2 of 2 links match dist\n" in capsys.readouterr().out
    assert ["https://example.org/writing/{path}/"] == permalinks(site)


def test_bodies_come_from_a_rendered_folder(site: Path, capsys: Capture) -> None:
    """Where the pages of the articles are, `rendered` is set, and the workflow says so."""
    for name in ("one", "two"):
        folder = site / "dist" / "writing" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(f"<nav>x</nav><div id=t><h1>The {name}</h1>Text.</div>")
    assert main(["init", "--yes"]) == 0
    out = capsys.readouterr()
    assert "bodies come from the pages in dist/, #t\n" in out.out
    assert "make the site's pages before the feeds" in out.out + out.err
    rendered = load_config(site / "config.yaml").articles.rendered
    assert rendered is not None
    assert ("dist", "#t") == (rendered.folder, rendered.select)
    assert "articles.rendered" in (site / ".github/workflows/feeds.yml").read_text()
    assert "Text." == json.loads((site / "feeds/all.json").read_text())["items"][0]["summary"]


def test_a_feed_at_a_url(site: Path, served: tuple[Path, str], capsys: Capture) -> None:
    """A feed that is named proves links, and says the site's address."""
    folder, url = served
    (folder / "feed.xml").write_text(feed("/2026/01/one/", "/2026/01/two/"))
    assert main(["init", "--yes", "--feed", f"{url}/feed.xml"]) == 0
    assert f"2 of 2 links match {url}/feed.xml\n" in capsys.readouterr().out
    assert ["https://a.example/{year}/{month}/{path}/"] == permalinks(site)
    assert load_config(site / "config.yaml").site.url == "https://a.example/"


def test_a_sitemap_at_a_url(site: Path, served: tuple[Path, str], capsys: Capture) -> None:
    """An index of sitemaps is followed."""
    folder, url = served
    (folder / "index.xml").write_text(
        f"<sitemapindex><sitemap><loc>{url}/pages.xml</loc></sitemap></sitemapindex>"
    )
    pages = "".join(f"<url><loc>https://a.example/x/{name}</loc></url>" for name in ("one", "two"))
    (folder / "pages.xml").write_text(f"<urlset>{pages}</urlset>")
    assert main(["init", "--yes", "--sitemap", f"{url}/index.xml"]) == 0
    assert f"2 of 2 links match {url}/index.xml\n" in capsys.readouterr().out
    assert ["https://a.example/x/{path}"] == permalinks(site)


def test_wrong_links_are_named(site: Path, served: tuple[Path, str], capsys: Capture) -> None:
    """Links that no pattern makes right are named, and the status is 1."""
    folder, url = served
    (folder / "feed.xml").write_text(feed("/one/", "/somewhere-else/"))
    assert main(["init", "--yes", "--feed", f"{url}/feed.xml"]) == 1
    out = capsys.readouterr().out
    assert f"1 of 2 links match {url}/feed.xml\n" in out
    assert "  posts/two.md: https://a.example/two/ is not there; its page is " in out
    assert "https://a.example/somewhere-else/\n" in out


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("none.xml", None, "answers 404; expected a feed or a sitemap"),
        ("page.xml", "<html></html>", "is not a feed with entries"),
    ],
)
def test_what_cannot_be_used_stops_it(
    site: Path, served: tuple[Path, str], name: str, text: str | None, told: str, capsys: Capture
) -> None:
    """A feed that is not there, or is none, is one line, and nothing is written."""
    folder, url = served
    if text is not None:
        (folder / name).write_text(text)
    before = sorted(site.rglob("*"))
    assert main(["init", "--yes", "--feed", f"{url}/{name}"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {url}/{name} ")
    assert told in error
    assert before == sorted(site.rglob("*"))


def test_no_link_is_followed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither settings nor articles nor rendered folders are read through links."""
    other = tmp_path_factory.mktemp("other")
    (other / "_config.yml").write_text("title: Stolen\n")
    (other / "writing" / "one").mkdir(parents=True)
    (other / "writing" / "one" / "index.html").write_text("x")
    (site / "_config.yml").symlink_to(other / "_config.yml")
    (site / "dist").symlink_to(other)
    assert main(["init", "--yes"]) == 0
    config = load_config(site / "config.yaml")
    assert (site.name, ["https://example.org/posts/{folder}/{slug}/"]) == (
        config.site.title,
        permalinks(site),
    )
