"""A site that has feeds switches to Feedmill, and its subscribers notice nothing."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser
import pytest

from feedmill.cli.main import main
from feedserver import running

Capture = pytest.CaptureFixture[str]
HOME = "https://old.example.org"
CONFIG = """\
# What Feedmill reads.
site:
  title: Old Site
  url: https://old.example.org
  authority: "old.example.org,2021" # never change it

articles:
  include: ["_posts/**/*.md"]
  generator: jekyll
  permalink: "/{year}/{month}/{day}/{slug|name}.html"

feeds:
  output: feeds # Jekyll publishes it as feeds/
  families: # which feeds there are
    - all
    - topic # one for each topic

pages: true # HTML
"""
POSTS = {
    "_posts/2021-01-02-one.md": "title: One\ntags: [Rust]\n",
    "_posts/2022-01-02-two.md": "title: It's two\ntags: [Rust, C]\n",
    "_posts/2023-01-02-three.md": "title: Three\ntags: [C]\nwas: /a/\nwas: /b/\n",
    "_posts/2024-01-02-four.md": "title: Four\ntags: [Rust]\n",
}
LINKS = {number: f"{HOME}/202{number}/01/02/{name}" for number, name in enumerate(
    ("one", "two", "three", "four"), 1
)}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of Jekyll, in which we are."""
    root = tmp_path / "site"
    for path, head in POSTS.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"---\n{head}---\nText of it.\n")
    (root / "_config.yml").write_text("url: https://old.example.org\n")
    (root / "config.yaml").write_text(CONFIG)
    monkeypatch.chdir(root)
    return root


def atom(numbers: Iterable[int], *, ids: str = "{bare}", title: str = "Old – all") -> str:
    """Return what jekyll-feed made of some posts."""
    titles = {1: "One", 2: "It’s two", 3: "Three", 4: "Four"}
    entries = "".join(
        f"<entry><id>{ids.format(bare=LINKS[one], number=one)}</id><title>{titles[one]}</title>"
        f'<link href="{LINKS[one]}.html"/>'
        f"<published>202{one}-01-02T00:00:00+00:00</published>"
        f"<updated>202{one}-01-02T00:00:00+00:00</updated></entry>"
        for one in numbers
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><id>{HOME}/feed.xml</id>'
        f"<title>{escape(title)}</title><updated>2024-01-02T00:00:00Z</updated>{entries}</feed>"
    )


def adopt(root: Path, feeds: dict[str, str], *more: str) -> int:
    """Adopt feeds, given as their paths below the home page and their texts."""
    old = root.parent / "old"
    arguments = []
    for path, text in feeds.items():
        place = old / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        arguments.append(f"{place}={HOME}/{path}")
    return main(["adopt", *arguments, *(more or ("--yes",))])


def entries(text: str | bytes) -> dict[str, tuple[str, str, str]]:
    """Return what a feed reader knows of a feed: link, title and date by id."""
    found = feedparser.parse(text)
    return {
        one.get("id") or one.link: (one.link, one.title, one.get("published", ""))
        for one in found.entries
    }


def instants(text: str | bytes) -> dict[str, tuple[str, str, object]]:
    """Return the same with dates as values."""
    found = feedparser.parse(text)
    return {
        one.get("id") or one.link: (one.link, one.title, one.published_parsed)
        for one in found.entries
    }


def test_nobody_notices(site: Path, capsys: Capture) -> None:
    """Address, ids, links, titles, dates and limit stay; a new post arrives once, and alone."""
    old = atom([4, 3])
    assert 0 == adopt(site, {"feed.xml": old})
    assert "Subscribers will notice nothing." in capsys.readouterr().out
    config = (site / "config.yaml").read_text()
    assert 'authority: "old.example.org,2021" # never change it' in config
    assert '  id: "{link_bare}"' in config
    assert "path: {atom: feed.xml}" in config
    assert "pages: false # HTML" in config
    assert '  output: "."\n' in config
    assert 0 == main(["build", "--quiet"])
    assert instants(old) == instants((site / "feed.xml").read_bytes())
    feed = feedparser.parse((site / "feed.xml").read_bytes()).feed
    assert (f"{HOME}/feed.xml", "Old – all", "de") == (feed.id, feed.title, feed.language)
    (site / "_posts/2025-01-02-five.md").write_text("---\ntitle: Five\n---\nNew.\n")
    assert 0 == main(["build", "--quiet"])
    after = entries((site / "feed.xml").read_bytes())
    assert {f"{HOME}/2025/01/02/five"} == after.keys() - entries(old).keys()
    assert 2 == len(after)


def test_again_changes_nothing(site: Path) -> None:
    """A second run finds all in place, and writes nothing."""
    feeds = {"feed.xml": atom([4, 3]), "feed/by_tag/c.xml": atom([3, 2], title="C")}
    assert 0 == adopt(site, feeds)
    before = {path: path.read_bytes() for path in site.rglob("*.*") if path.is_file()}
    assert 0 == adopt(site, feeds)
    assert before == {path: path.read_bytes() for path in site.rglob("*.*") if path.is_file()}


def test_again_with_a_feed_that_cannot_go_on(site: Path) -> None:
    """A feed that is refused changes nothing, however often it is named."""
    feeds = {"feed.xml": atom([4, 3]), "e.xml": atom([])}
    assert 1 == adopt(site, feeds)
    before = (site / "config.yaml").read_text()
    assert 1 == adopt(site, feeds)
    assert before == (site / "config.yaml").read_text()


def test_one_more_feed_later(site: Path) -> None:
    """A second feed is added beside the first, which stays as it is."""
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])})
    feeds = {"feed.xml": atom([4, 3]), "tags/c/index.xml": atom([3, 2], title="C")}
    assert 0 == adopt(site, feeds)
    assert 0 == main(["build", "--quiet"])
    for path, text in feeds.items():
        assert instants(text) == instants((site / path).read_bytes())


def test_a_feed_above_the_others_later(site: Path) -> None:
    """If the output folder moves up for a feed, those that were continued before stay as well."""
    first = dict.fromkeys(("feeds/old.xml", "feeds/copy.xml"), atom([4, 3, 2], title="Old"))
    assert 0 == adopt(site, first)
    assert 0 == main(["build", "--quiet"])
    assert 0 == adopt(site, first | {"feed.xml": atom([4, 3])})
    assert 0 == main(["build", "--quiet"])
    for path in ("feeds/old.xml", "feeds/copy.xml"):
        assert instants(first[path]) == instants((site / path).read_bytes())
    assert instants(atom([4, 3])) == instants((site / "feed.xml").read_bytes())


def test_entries_without_a_title(site: Path) -> None:
    """Articles without a title go on as the old feed had them: as entries without one."""
    (site / "config.yaml").write_text(CONFIG.replace("  generator: jekyll\n", ""))
    (site / "_posts/2023-01-02-three.md").unlink()  # which only Jekyll takes
    path = site / "_posts/2024-01-02-four.md"
    path.write_text(path.read_text().replace("title: Four\n", ""))
    old = atom([4, 2]).replace("<title>Four</title>", "<title></title>")
    assert 0 == adopt(site, {"feed.xml": old})
    assert "untitled: true" in (site / "config.yaml").read_text()
    assert 0 == main(["build", "--quiet"])
    assert instants(old) == instants((site / "feed.xml").read_bytes())


def test_articles_without_front_matter_and_dates(site: Path) -> None:
    """Titles are headings then; what only the feed says, the dates of files, is written down."""
    text = CONFIG.replace("  generator: jekyll\n", "")
    text = text.replace("/{year}/{month}/{day}/{slug|name}", "/{stem}")
    (site / "config.yaml").write_text(text)
    for path in POSTS:
        (site / path).unlink()
    for name in ("four", "2023-01-02-three", "never-published"):
        title = name.rpartition("-")[2].title()
        (site / f"_posts/{name}.md").write_text(f"# {title}\n\nText.\n")
    old = atom([4, 3]).replace("/2024/01/02/four", "/four")
    old = old.replace("/2023/01/02/three", "/2023-01-02-three")
    assert 0 == adopt(site, {"feed.xml": old})
    config = (site / "config.yaml").read_text()
    assert "bare: true" in config
    assert """- {match: ["_posts/four.md"], values: {date: ["2024-01-02"]}}""" in config
    assert 0 == main(["build", "--quiet"])
    assert instants(old) == instants((site / "feed.xml").read_bytes())


def test_a_folder_that_the_generator_does_not_copy(site: Path, capsys: Capture) -> None:
    """Where the generator publishes only what it is told to, the folder stays, and that is said."""
    (site / "_config.yml").unlink()
    (site / "_posts/2023-01-02-three.md").unlink()  # which only Jekyll takes
    (site / "eleventy.config.js").write_text("export default (c) => ({});\n")
    text = CONFIG.replace("jekyll", "eleventy")
    (site / "config.yaml").write_text(text)
    assert 0 == adopt(site, {"feed.xml": atom([4, 1])})
    assert f"next: publish what is in feeds/ as {HOME}/" in capsys.readouterr().out
    assert 0 == main(["build", "--quiet"])
    assert (site / "feeds/feed.xml").is_file()
    assert (site / "feeds/feeds/all.atom").is_file()


@pytest.mark.parametrize("ids", ["/2021/{number}", "post-{number}"])
def test_ids_that_are_no_addresses(site: Path, ids: str) -> None:
    """Any text can be an id, if subscribers know entries by it."""
    old = atom([4, 3, 2, 1], ids=ids).replace(f"<id>{HOME}/feed.xml</id>", "<id>/feed.xml</id>")
    assert 0 == adopt(site, {"feed.xml": old})
    assert 0 == main(["build", "--quiet"])
    assert b"<id>/feed.xml</id>" in (site / "feed.xml").read_bytes()
    assert instants(old) == instants((site / "feed.xml").read_bytes())


def test_feeds_with_ids_of_their_own(site: Path) -> None:
    """Where Atom and RSS know an article by different ids, both go on, also for a new post."""
    bare, plain = atom([4, 3]), atom([4, 3], title="Plain")
    for number in (3, 4):
        path = LINKS[number].removeprefix(HOME)
        plain = plain.replace(f"<id>{LINKS[number]}</id>", f"<id>{path}.html</id>")
    assert 0 == adopt(site, {"feed.xml": bare, "plain.xml": plain})
    assert 'entry_id: "{link_path}"' in (site / "config.yaml").read_text()
    (site / "_posts/2025-01-02-five.md").write_text("---\ntitle: Five\n---\nNew.\n")
    assert 0 == main(["build", "--quiet"])
    for path, text, new in (
        ("feed.xml", bare, f"{HOME}/2025/01/02/five"),
        ("plain.xml", plain, "/2025/01/02/five.html"),
    ):
        made = instants((site / path).read_bytes())
        assert {new} == made.keys() - instants(text).keys()
        assert made.keys() - {new} <= instants(text).keys()


def test_a_file_in_the_way_is_named(site: Path, capsys: Capture) -> None:
    """What is no template of a feed stays, and its owner is asked to delete it."""
    (site / "feed.xml").write_text("Somebody's file.\n")
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])})
    assert "next: delete feed.xml, from which the old feed is made" in capsys.readouterr().out
    assert "Somebody's file.\n" == (site / "feed.xml").read_text()


def test_the_template_of_the_old_feed_is_put_aside(site: Path, capsys: Capture) -> None:
    """A template is kept under a name that Jekyll passes over; the feed is in its place."""
    template = "---\nlayout: null\n---\n<?xml version='1.0'?>\n<feed>{{ x }}</feed>\n"
    (site / "feed.xml").write_text(template)
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])}, "--dry-run")
    assert template == (site / "feed.xml").read_text()
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])})
    assert "moved feed.xml, the template of the old feed, to _feed.xml" in capsys.readouterr().out
    assert template == (site / "_feed.xml").read_text()
    assert 0 == main(["build", "--quiet"])
    assert instants(atom([4, 3])) == instants((site / "feed.xml").read_bytes())


def test_dry_run(site: Path, capsys: Capture) -> None:
    """With --dry-run nothing is written, and all is said; as JSON, too."""
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])}, "--dry-run", "--json")
    assert CONFIG == (site / "config.yaml").read_text()
    found = json.loads(capsys.readouterr().out)
    assert 2 == found["feeds"][0]["known"]
    assert found["is_new"]


def test_feeds_of_topics(site: Path) -> None:
    """A feed of one topic goes on with that topic: another article of it enters, no other does."""
    feeds = {"tags/c/index.xml": atom([3, 2], title="C"), "tags/rust/index.xml": atom([4, 2, 1])}
    assert 0 == adopt(site, feeds)
    (site / "_posts/2025-01-02-five.md").write_text("---\ntitle: Five\ntags: [C]\n---\nNew.\n")
    assert 0 == main(["build", "--quiet"])
    assert 3 == len(entries((site / "tags/c/index.xml").read_bytes()))
    assert (
        entries(feeds["tags/rust/index.xml"]).keys()
        == entries((site / "tags/rust/index.xml").read_bytes()).keys()
    )


def test_a_new_topic_gets_a_feed_as_before(site: Path) -> None:
    """Feeds whose addresses follow a pattern are one family: the feed of a new topic does, too."""
    feeds = {
        "feed/by_tag/C.xml": atom([3, 2], title="Posts on C"),
        "feed/by_tag/Rust.xml": atom([4, 2, 1], title="Posts on Rust"),
    }
    assert 0 == adopt(site, feeds)
    (site / "_posts/2025-01-02-five.md").write_text("---\ntitle: Five\ntags: [V]\n---\nNew.\n")
    assert 0 == main(["build", "--quiet"])
    for path, text in feeds.items():
        assert instants(text) == instants((site / path).read_bytes())
    made = feedparser.parse((site / "feed/by_tag/V.xml").read_bytes())
    assert ("Posts on V", ["Five"]) == (made.feed.title, [one.title for one in made.entries])


def test_what_no_rule_explains_is_an_exception(site: Path) -> None:
    """An old article that a feed never had does not flood in."""
    assert 0 == adopt(site, {"feed.xml": atom([4, 1])})
    assert 0 == main(["build", "--quiet"])
    assert entries(atom([4, 1])).keys() == entries((site / "feed.xml").read_bytes()).keys()


def test_ids_that_no_pattern_makes_are_pinned(site: Path, capsys: Capture) -> None:
    """An article gets the id that subscribers know, by one line; nothing else in it changes."""
    old = atom([4, 3, 2, 1]).replace(
        f"<id>{LINKS[2]}</id>", "<id>https://old.example.org/?p=2</id>"
    )
    assert 0 == adopt(site, {"feed.xml": old})
    text = (site / "_posts/2022-01-02-two.md").read_text()
    assert f"---\nid: https://old.example.org/?p=2\n{POSTS['_posts/2022-01-02-two.md']}" in text
    assert "1 article gets the id" in capsys.readouterr().out


def test_the_other_feeds_stay_where_they_are(site: Path) -> None:
    """Feeds of Feedmill's own that are there already keep their addresses and stay Feedmill's."""
    assert 0 == main(["build", "--quiet"])
    before = json.loads((site / "feeds/feeds.json").read_text())
    urls = {file["url"] for feed in before["feeds"] for file in feed["files"]}
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])})
    assert 0 == main(["build", "--quiet"])
    after = json.loads((site / "feeds.json").read_text())
    assert {f"{HOME}/feed.xml"} == {
        file["url"] for feed in after["feeds"] for file in feed["files"]
    } - urls
    assert urls <= {file["url"] for feed in after["feeds"] for file in feed["files"]}
    assert (site / "feeds/topics/rust.atom").is_file()
    assert not (site / "feeds/feeds.json").exists()
    assert not list(site.rglob("*.html"))


def test_what_cannot_go_on_is_said(site: Path, capsys: Capture) -> None:
    """Foreign feeds, podcasts and feeds without entries are named with the reason; status 1."""
    foreign = atom([4]).replace("old.example.org/2024", "other.example.org/x").replace("Four", "X")
    podcast = atom([4]).replace(
        "</entry>", '<link rel="enclosure" type="audio/mpeg" href="https://e.org/a.mp3"/></entry>'
    )
    feeds = {"feed.xml": atom([4, 3]), "f.xml": foreign, "p.xml": podcast, "e.xml": atom([])}
    assert 1 == adopt(site, feeds)
    said = capsys.readouterr().out
    assert "1 of its 1 entries are none of the articles: 'X'" in said
    assert "it is a podcast" in said
    assert "it has no entries" in said
    assert "Subscribers of 3 of 4 feeds will notice" in said
    assert "f.xml" not in (site / "config.yaml").read_text()


def test_ids_that_cannot_be_made_leave_a_feed_alone(site: Path, capsys: Capture) -> None:
    """Rather than to show every entry again, a feed is left to the site's generator."""
    assert 1 == adopt(site, {"feed.xml": atom([4, 3], ids="entry {number}")})
    assert "let the site's generator go on making it" in capsys.readouterr().out
    assert CONFIG == (site / "config.yaml").read_text()


def test_articles_that_feedmill_refuses_are_named(site: Path, capsys: Capture) -> None:
    """An entry that disappears because its article is refused has the article's error."""
    (site / "_posts/2023-01-02-three.md").write_text("---\ntitle: [\n---\n")
    assert 1 == adopt(site, {"feed.xml": atom([4, 3, 2, 1])})
    said = capsys.readouterr().out
    assert "'Three' disappears" in said
    assert "_posts/2023-01-02-three.md:3: error[yaml]" in said


def test_another_scheme_and_other_links(site: Path) -> None:
    """The links that subscribers have go on, with the scheme and the pattern that they show."""
    old = atom([4, 3, 2, 1], ids="urn:x:{number}").replace(".html", "").replace("https", "http")
    for number in LINKS:
        old = old.replace(f"<id>urn:x:{number}</id>", f"<id>{LINKS[number]}</id>")
    assert 0 == adopt(site, {"feed.xml": old})
    assert 0 == main(["build", "--quiet"])
    assert instants(old) == instants((site / "feed.xml").read_bytes())


def test_diff_with_a_feed(site: Path, capsys: Capture) -> None:
    """`diff` says at any time what subscribers of a feed would notice; it writes nothing."""
    old = site.parent / "old.xml"
    old.write_text(atom([4, 3]))
    assert 1 == main(["diff", f"{old}={HOME}/feed.xml"])
    assert "no feed is published at this address" in capsys.readouterr().out
    assert 0 == adopt(site, {"feed.xml": atom([4, 3])})
    assert 0 == main(["diff", f"{old}={HOME}/feed.xml"])
    (site / "_posts/2024-01-02-four.md").write_text("---\ntitle: Other\n---\nText.\n")
    capsys.readouterr()
    assert 1 == main(["diff", f"{old}={HOME}/feed.xml", "--json"])
    (found,) = json.loads(capsys.readouterr().out)["feeds"]
    assert ["title"] == [one["kind"] for one in found["notices"]]
    assert not (site / "feed.xml").exists()


def test_a_changed_address_is_a_usage_error(site: Path, capsys: Capture) -> None:
    """A file needs the address that subscribers fetch it at; one address is given once."""
    (site / "old.xml").write_text(atom([4]))
    assert 2 == main(["adopt", "old.xml"])
    assert "write old.xml=URL" in capsys.readouterr().err
    assert 2 == main(["adopt", f"old.xml={HOME}/feed.xml", f"old.xml={HOME}/feed.xml"])
    assert 2 == main(["adopt", "old.xml", "--at", "ftp://old.example.org/feed.xml", "--yes"])
    assert 0 == main(["adopt", "old.xml", "--at", f"{HOME}/feed.xml", "--yes"])


@contextmanager
def serving(body: bytes, kind: str = "application/atom+xml") -> Iterator[str]:
    """Serve one feed on loopback; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        yield f"http://127.0.0.1:{server.server_port}/feed.xml"


def test_a_feed_that_is_fetched(site: Path, capsys: Capture) -> None:
    """A feed is fetched from where it is served; what is served elsewhere can't go on here."""
    with serving(atom([4, 3, 2, 1]).encode()) as url:
        assert 1 == main(["adopt", url, "--yes"])
        said = capsys.readouterr().out
        assert f"it is not served at the host of {HOME}" in said
        assert 1 == main(["diff", url])
    assert CONFIG == (site / "config.yaml").read_text()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><body>Checking your browser</body></html>", "is not a feed, but a web page"),
        (b"\x1f\x8b\x08\x00", "is compressed with gzip"),
        (atom([4, 3]).encode()[:-60], "ends in the middle"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"/>', "declares entities"),
        (b"<a>" * 5000, "nested too deep"),
        (b"\xff\xfe\x00", "is not a feed"),
    ],
)
def test_hostile_servers(site: Path, body: bytes, message: str, capsys: Capture) -> None:
    """Whatever a server says, it is one line and status 2, and nothing is written."""
    with serving(body) as url:
        assert 2 == main(["adopt", url, "--yes"])
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert CONFIG == (site / "config.yaml").read_text()


def test_files_that_are_none(site: Path, capsys: Capture) -> None:
    """A folder, a fifo and a missing file are one line each."""
    os.mkfifo(site / "fifo")
    for name in ("_posts", "fifo", "missing.xml"):
        assert 2 == main(["adopt", f"{name}={HOME}/feed.xml", "--yes"])
        (line,) = capsys.readouterr().err.splitlines()
        assert name in line


def test_published_feeds_take_in_no_other_files(site: Path) -> None:
    """Where git has the feeds, files that were no articles stay out of them."""
    git = ("git", "-C", str(site), "-c", "user.name=x", "-c", "user.email=x@example.org")
    assert 0 == main(["build", "--quiet"])
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "x")):
        subprocess.run((*git, *command), check=True)
    (site / "_notes").mkdir()
    (site / "_notes/2020-01-02-note.md").write_text("---\ntitle: Note\n---\nText.\n")
    note = atom([4, 3, 2, 1]).replace("</feed>", atom([1]).partition("/updated>")[2])
    note = note.replace(LINKS[1] + "<", f"{HOME}/notes/note<", 1)
    adopt(site, {"feed.xml": note})
    assert "_notes" not in (site / "config.yaml").read_text()
