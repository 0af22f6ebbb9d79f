"""Pages on the whole way: which there are, when they are written, and what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from feedmill.errors import FeedmillError, PagesError
from htmlpage import Page, pages, text, texts
from sites import CONFIG, article, build_site, tree, write_site

FEEDS_URL = "https://example.org/feeds/"
PAIRS = "feeds: {families: [all, topic, provider, {by: [topic, provider]}]}\n"
FOX, SUN = "{name: Fox & Co, domain: fox.org}", "{name: Sun, domain: sun.org}"


def site(root: Path, more: str = "pages: true\n", articles: dict[str, str] | None = None) -> Path:
    """Write a site of two topics and two providers."""
    one = article("One & <two>", topics="[AI, Dogs]", provider=FOX, webUrl="https://a.example/1")
    two = article("Two", topics="[AI]", provider=SUN, publishedDateTime="2026-02-03T04:05:06Z")
    known = {"one.md": one, "two.md": two, **(articles or {})}
    return write_site(root, dict(known), f"{CONFIG}{PAIRS}{more}")


def manifest(root: Path) -> dict[str, Any]:
    """Give what feeds.json says."""
    found: dict[str, Any] = json.loads((root / "feeds" / "feeds.json").read_bytes())
    return found


def records(root: Path) -> Iterator[dict[str, Any]]:
    """Give what feeds.json says of pages."""
    known = manifest(root)
    yield from (feed["page"] for feed in known["feeds"])
    yield from known["pages"]


class TestFiles:
    """Which files there are."""

    def test_each_feed_has_a_page(self, tmp_path: Path) -> None:
        """The page of the feed K is K.html; the index and the stylesheet are beside them."""
        build_site(site(tmp_path))
        made = {name for name in tree(tmp_path / "feeds") if name.endswith((".html", ".css"))}
        keys = {feed["key"] for feed in manifest(tmp_path)["feeds"]}
        assert 8 == len(keys)
        assert {"index.html", "style.css", *(f"{key}.html" for key in keys)} == made

    def test_the_manifest_names_them(self, tmp_path: Path) -> None:
        """Path, size and digest of each are those of the file."""
        build_site(site(tmp_path))
        made = tree(tmp_path / "feeds")
        found = {record["path"]: record for record in records(tmp_path)}
        assert {name for name in made if name.endswith((".html", ".css"))} == found.keys()
        for path, record in found.items():
            digest = hashlib.sha256(made[path]).hexdigest()
            assert {"path": path, "bytes": len(made[path]), "sha256": digest} == record

    def test_feeds_do_not_change(self, tmp_path: Path) -> None:
        """Feeds and OPML are the same bytes with pages, and without the key, or with false."""
        made = []
        for number, more in enumerate(("pages: true\n", "", "pages: false\n")):
            build_site(site(tmp_path / f"{number}", more))
            made.append(tree(tmp_path / f"{number}" / "feeds"))
        assert made[1] == made[2]
        rest = {name: data for name, data in made[0].items() if name in made[1]}
        del rest["feeds.json"], made[1]["feeds.json"]
        assert made[1] == rest

    @pytest.mark.parametrize("folder", ["html", "feeds/html"])
    def test_a_folder_of_their_own(self, tmp_path: Path, folder: str) -> None:
        """Pages in a folder below the feeds find the feeds, and one another."""
        build_site(site(tmp_path, f"pages: {{folder: {folder}}}\n"))
        made = tree(tmp_path / "feeds")
        assert {"html/index.html", "html/style.css", "html/topics/ai.html"} <= made.keys()
        assert not {name for name in made if name.endswith(".html") and name[:5] != "html/"}
        for path, page in pages(tmp_path / "feeds"):
            for link in page.links():
                place = urljoin(FEEDS_URL + path, link)
                if place.startswith(FEEDS_URL):
                    assert place.removeprefix(FEEDS_URL) in made

    def test_no_pages_any_more(self, tmp_path: Path) -> None:
        """Without the key old pages are deleted; what is not ours stays."""
        build_site(site(tmp_path))
        (tmp_path / "feeds" / "about.html").write_text("mine")
        report = build_site(site(tmp_path, ""))
        assert {"all.html", "index.html", "style.css", "topics/ai.html"} <= set(report.deleted)
        left = {name for name in tree(tmp_path / "feeds") if name.endswith((".html", ".css"))}
        assert {"about.html"} == left
        assert "pages" not in manifest(tmp_path)

    @pytest.mark.parametrize("name", ["index.html", "style.css", "topics/ai.html"])
    def test_others_files_are_left_alone(self, tmp_path: Path, name: str) -> None:
        """A file that Feedmill did not write stays, and is an error."""
        root = site(tmp_path)
        (root / "feeds" / name).parent.mkdir(parents=True)
        (root / "feeds" / name).write_text("mine")
        assert [f"feeds/{name}"] == [one.path for one in build_site(root).problems]
        assert b"mine" == tree(root / "feeds")[name]

    def test_a_site_without_a_feed_has_no_pages(self, tmp_path: Path) -> None:
        """An index of nothing is not written, as OPML of nothing isn't."""
        config = f"{CONFIG}feeds: {{families: [topic]}}\npages: true\n"
        write_site(tmp_path, {"a.md": article(draft="true")}, config)
        build_site(tmp_path)
        assert ["feeds.json"] == [*tree(tmp_path / "feeds")]


class TestContents:
    """What pages say."""

    def test_pages_say_what_feeds_say(self, tmp_path: Path) -> None:
        """Title, addresses and the entries in their order, as the JSON Feed has them."""
        build_site(site(tmp_path))
        for feed in manifest(tmp_path)["feeds"]:
            page = Page((tmp_path / "feeds" / feed["page"]["path"]).read_bytes())
            told = json.loads((tmp_path / "feeds" / f"{feed['key']}.json").read_bytes())
            assert feed["title"] == text(page.one("h1"))
            assert [file["url"] for file in feed["files"]] == texts(page.all("code"))
            shown = [
                (text(one.find("h3")), one.findall("h3/a")[0].attrib["href"])
                for one in page.all("ol/li")
            ]
            assert [(item["title"], item["url"]) for item in told["items"]] == shown
            dates = [one.attrib["datetime"] for one in page.all("ol/li/p/time")]
            assert [datetime.fromisoformat(item["date_published"]) for item in told["items"]] == [
                *map(datetime.fromisoformat, dates)
            ]

    def test_bylines(self, tmp_path: Path) -> None:
        """A provider is named, except on its own pages."""
        build_site(site(tmp_path))

        def names(key: str) -> list[str]:
            return texts(Page((tmp_path / "feeds" / f"{key}.html").read_bytes()).all("ol/li//bdi"))

        assert ["Sun", "Fox & Co"] == names("topics/ai")[:2]
        assert [] == [name for name in names("providers/fox.org") if name == "Fox & Co"]
        assert [] == [name for name in names("topics/ai/fox.org") if name == "Fox & Co"]

    def test_related_feeds(self, tmp_path: Path) -> None:
        """A pair leads to its topic and its provider, and these lead to it."""
        build_site(site(tmp_path))

        def related(key: str) -> set[str]:
            page = Page((tmp_path / "feeds" / f"{key}.html").read_bytes())
            section = page.section("related")
            found = section.findall(".//li/a") if section is not None else []
            return {urljoin(f"/{key}.html", one.attrib["href"]) for one in found}

        assert {"/topics/ai.html", "/providers/fox.org.html"} == related("topics/ai/fox.org")
        assert {"/topics/ai/fox.org.html", "/topics/ai/sun.org.html"} == related("topics/ai")
        assert {"/topics/ai/fox.org.html", "/topics/dogs/fox.org.html"} == related(
            "providers/fox.org"
        )
        assert set() == related("all")

    def test_the_index_lists_all(self, tmp_path: Path) -> None:
        """Its sections are the folders of the OPML, and each feed is in one of them."""
        build_site(site(tmp_path))
        page = Page((tmp_path / "feeds" / "index.html").read_bytes())
        assert [
            "Example",
            "Example: topics",
            "Example: providers",
            "Example: topics by provider",
        ] == texts(page.all("h2"))
        feeds = {f"{feed['key']}.html": feed for feed in manifest(tmp_path)["feeds"]}
        rows = page.all("ul[@class='feeds']/li")
        assert set(feeds) == {row.findall("a")[0].attrib["href"] for row in rows}
        for row in rows:
            feed = feeds[row.findall("a")[0].attrib["href"]]
            assert feed["title"] == text(row.find("a"))
            assert f"{feed['entries']} entr" in text(row)
            shown = row.findall("time")[0].attrib["datetime"]
            assert datetime.fromisoformat(feed["updated"]) == datetime.fromisoformat(shown)

    @pytest.mark.slow
    def test_over_500_feeds_are_split(self, tmp_path: Path) -> None:
        """Long sections have pages of their own, which the index leads to and shows ten of."""
        topics = ", ".join(f"T{number:03}" for number in range(510))
        write_site(
            tmp_path,
            {"a.md": article(topics=f"[{topics}]", provider=FOX)},
            f"{CONFIG}feeds: {{formats: [json]}}\npages: true\n",
        )
        build_site(tmp_path)
        page = Page((tmp_path / "feeds" / "index.html").read_bytes())
        sizes = [len(one) for one in page.all("ul[@class='feeds']")]
        assert [1, 10, 1] == sizes
        assert ["Example", "Example: topics", "Example: providers"] == texts(page.all("h2"))
        assert "512 feeds" in texts(page.all("p"))
        assert {"topics.html"} == {
            link for link in page.links() if link.endswith("s.html") and "/" not in link
        }
        own = Page((tmp_path / "feeds" / "topics.html").read_bytes())
        assert 510 == len(own.all("ul[@class='feeds']/li"))
        assert "topics.html" in {record["path"] for record in records(tmp_path)}

    def test_every_page_is_well_formed(self, tmp_path: Path) -> None:
        """An HTML5 parser finds no error, and the only hosts are the site's and the articles'."""
        build_site(site(tmp_path))
        for path, page in pages(tmp_path / "feeds"):
            hosts = {urlsplit(urljoin(FEEDS_URL + path, link)).hostname for link in page.links()}
            assert hosts <= {"example.org", "a.example", None}
            assert [] == page.all("script") == page.all("style")
            assert 1 == len(page.all("h1"))


class TestIncremental:
    """What is written when something changes."""

    def test_a_visible_edit(self, tmp_path: Path) -> None:
        """Only the pages of touched feeds and the index are written."""
        build_site(site(tmp_path))
        changed = article("Two, changed", topics="[AI]", provider=SUN)
        report = build_site(site(tmp_path, articles={"two.md": changed}))
        assert [
            "all.html",
            "index.html",  # the date of the newest entry
            "providers/sun.org.html",
            "topics/ai.html",
            "topics/ai/sun.org.html",
        ] == [path for path in report.written if path.endswith((".html", ".css"))]

    def test_an_invisible_edit(self, tmp_path: Path) -> None:
        """What a feed's readers cannot see writes no page either."""
        build_site(site(tmp_path))
        one = article(
            "Two", topics="[AI]", provider=SUN, publishedDateTime="2026-02-03T04:05:06Z", heat=7
        )
        assert () == build_site(site(tmp_path, articles={"two.md": one})).written

    def test_equal_bytes_are_not_written(self, tmp_path: Path) -> None:
        """An edit that a page and the index don't show leaves them as they are."""
        build_site(site(tmp_path))
        two = article("Two", topics="[AI]", provider=SUN, publishedDateTime="2026-02-03T04:05:06Z")
        two = two.replace("provider:", "authors: [{name: Jane}]\nprovider:")
        report = build_site(site(tmp_path, articles={"two.md": two}))
        assert "topics/ai.html" in report.written
        assert "index.html" not in report.written
        assert "style.css" not in report.written

    def test_a_related_feed_comes_and_goes(self, tmp_path: Path) -> None:
        """A page that links to it changes, although its own feed does not."""
        more = "pages: true\ntopics: {Puppies: {parent: Dogs}}\n"
        build_site(site(tmp_path, more))
        puppies = {"three.md": article("Three", topics="[Puppies]")}
        report = build_site(site(tmp_path, more, puppies))
        assert "topics/dogs.html" in report.written
        assert "topics/dogs.atom" not in report.written
        assert "puppies.html" in Page((tmp_path / "feeds/topics/dogs.html").read_bytes()).links()
        assert "providers/sun.org.html" not in report.written
        (tmp_path / "articles" / "three.md").unlink()
        report = build_site(tmp_path)
        assert "topics/puppies.html" in report.deleted
        assert "topics/dogs.html" in report.written

    def test_damage_is_repaired(self, tmp_path: Path) -> None:
        """A page that was deleted or changed is as it was after the next build."""
        build_site(site(tmp_path))
        before = tree(tmp_path / "feeds")
        for name in ("topics/ai.html", "style.css"):
            (tmp_path / "feeds" / name).unlink()
        (tmp_path / "feeds" / "index.html").write_text("rubbish")
        report = build_site(tmp_path)
        assert ("index.html", "style.css", "topics/ai.html") == report.written
        assert before == tree(tmp_path / "feeds")

    def test_check(self, tmp_path: Path) -> None:
        """`--check` says which pages differ, and writes none."""
        build_site(site(tmp_path))
        assert () == build_site(tmp_path, check=True).written
        (tmp_path / "feeds" / "all.html").write_text("rubbish")
        before = tree(tmp_path / "feeds")
        assert ("all.html",) == build_site(tmp_path, check=True).written
        assert before == tree(tmp_path / "feeds")


class TestTemplates:
    """A site's own templates."""

    OWN = "pages: {templates: own}\n"

    def own(self, root: Path, name: str, template: str) -> Path:
        """Write a template."""
        (root / "own").mkdir(exist_ok=True)
        (root / "own" / name).write_text(template, encoding="utf-8")
        return root

    def test_one_by_one(self, tmp_path: Path) -> None:
        """One template is replaced, the others stay; feeds do not change."""
        (tmp_path / "own").mkdir()
        build_site(site(tmp_path, self.OWN))
        before = tree(tmp_path / "feeds")
        self.own(tmp_path, "row.html", "<li><b>{{ feed.title }}</b></li>")
        report = build_site(tmp_path)
        assert {"feeds.json", "index.html"} == set(report.written)
        page = Page((tmp_path / "feeds" / "index.html").read_bytes())
        assert "Example: AI" in texts(page.all("ul/li/b"))
        (tmp_path / "own" / "row.html").unlink()
        build_site(tmp_path)
        assert before == tree(tmp_path / "feeds")

    def test_the_packages_templates_can_be_extended(self, tmp_path: Path) -> None:
        """A block of the base is replaced on all pages."""
        footer = '{% extends "feed.html" %}{% block footer %}<p>Mine</p>{% endblock %}'
        self.own(tmp_path, "mine.html", footer)
        self.own(tmp_path, "style.css", "b { color: {{ accent.light }} }")
        build_site(site(tmp_path, self.OWN))
        assert b"b { color: #c2410c }" == (tmp_path / "feeds" / "style.css").read_bytes()

    def test_own_and_packaged_engines_agree(self, tmp_path: Path) -> None:
        """With a template that nothing uses, all pages are as without it."""
        build_site(site(tmp_path / "plain"))
        self.own(site(tmp_path / "own", self.OWN), "unused.html", "x")
        build_site(tmp_path / "own")
        assert tree(tmp_path / "plain" / "feeds") == tree(tmp_path / "own" / "feeds")

    def test_a_mistake_stops_the_build(self, tmp_path: Path) -> None:
        """One line says where; nothing is written, and the next build goes on."""
        (tmp_path / "own").mkdir()
        build_site(site(tmp_path, self.OWN))
        before = tree(tmp_path / "feeds")
        self.own(tmp_path, "feed.html", "<p>\n{{ fed.title }}")
        with pytest.raises(PagesError) as error:
            build_site(tmp_path)
        assert "own/feed.html:2: 'fed' is undefined" == str(error.value)
        assert before == tree(tmp_path / "feeds")
        self.own(tmp_path, "feed.html", "<p>\n{{ feed.title }}")
        build_site(tmp_path)
        assert b"<p>\nExample: AI" == (tmp_path / "feeds" / "topics/ai.html").read_bytes()

    def test_a_folder_that_is_missing(self, tmp_path: Path) -> None:
        """It is an error, not a site without templates of its own."""
        with pytest.raises(FeedmillError, match=r"pages\.templates"):
            build_site(site(tmp_path, self.OWN))
