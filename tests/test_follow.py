"""Feeds change when subscribers see a change, only then; readers see nothing old as new.

A site lives through random edits, each of them a commit. Witnesses are parsers that know nothing of
Feedmill and a real feed reader, the library `reader`, that looks at every feed after every commit.
`benchmarks/replay.py` does the same with the history of a real site.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from reader import EntryUpdateStatus, Reader, make_reader

from feedmill.config import load_config
from feedmill.config.schema import Guard
from feedmill.diff.comparison import compare_with
from feedmill.diff.difference import Difference
from feedmill.pipeline.run import Options
from repository import commit, repository
from sites import CONFIG, NOW, article, build_site, tree, write_site

LIMIT = 4
STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
TOPICS = ["[AI]", "[AI, Dogs]", "[dogs]", "[]"]
PROVIDERS = ["{name: Fox, domain: fox.org}", "{name: Sun, domain: sun.org}"]
SEEN, UNSEEN = ["title", "excerpt", "body"], ["heat", "quality", "secured", "type"]
EDITS = ["add", "add", "change", "hide", "date", "move", "unpublish", "retract", "publish"]


class Site:
    """Articles by file name, as their fields, in a git repository."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random = repository(root), random.Random(seed)
        self.articles: dict[str, dict[str, Any]] = {}
        self.made = 0
        write_site(root, {}, f"{CONFIG}feeds: {{limit: {LIMIT}, content: full}}\n")
        for _ in range(LIMIT + 2):
            self.add()
        self.publish()

    def publish(self) -> None:
        """Write, commit, build."""
        for path in (self.root / "articles").glob("*"):
            path.unlink()
        write_site(
            self.root,
            {name: article(**fields) for name, fields in self.articles.items()},
            (self.root / "config.yaml").read_text("utf-8"),
        )
        commit(self.root)
        build_site(self.root)

    def edit(self) -> tuple[str, str]:
        """Do something to an article; give what, and the article's id."""
        kind = self.random.choice(EDITS)
        name = self.add() if kind == "add" else self.random.choice(sorted(self.articles))
        fields = self.articles[name]
        identity = fields.get("id", f"tag:example.org,2021:{name.removesuffix('.md')}")
        if kind == "change":
            fields[self.random.choice(SEEN)] = f"{self.random.random()} & <b>"
        elif kind == "hide":
            fields[self.random.choice(UNSEEN)] = self.random.randrange(100)
        elif kind == "date":
            fields["publishedDateTime"] = self.date()
        elif kind == "move":
            self.made += 1
            self.articles[f"moved-{self.made}.md"] = {**self.articles.pop(name), "id": identity}
        elif kind != "add":
            fields |= {"published": str(kind != "unpublish").lower(), "removed": "false"}
            fields |= {"removed": "true", "id": identity} if kind == "retract" else {}
        return kind, identity

    def add(self) -> str:
        """Add an article, of whatever date; give its file's name."""
        self.made += 1
        name = f"{self.made}.md"
        self.articles[name] = {
            "title": f"Article {self.made}",
            "webUrl": f"https://example.org/{self.made}",
            "publishedDateTime": self.date(),
            "topics": self.random.choice(TOPICS),
            "provider": self.random.choice(PROVIDERS),
        }
        return name

    def date(self) -> str:
        """Give a date: mostly one after all those that were given before."""
        number = self.random.choice([self.made, self.made, self.random.randrange(self.made)])
        return (NOW - timedelta(days=200 - number, seconds=self.made)).isoformat()

    def difference(self) -> Difference:
        """Say what `feedmill diff HEAD~1` says."""
        path = self.root / "config.yaml"
        options = Options(now=NOW, jobs=1)
        return compare_with(load_config(path), path, "HEAD~1", Guard(), options)


class Subscriber:
    """The library `reader`, subscribed to every feed as soon as there is one."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.known: dict[str, dict[str, str]] = defaultdict(dict)  # by file: ids, with their links
        self.news: dict[str, dict[str, str]] = {}
        reader.after_entry_update_hooks.append(self._note)

    def _note(self, _: object, entry: Any, status: EntryUpdateStatus) -> None:
        if status is EntryUpdateStatus.NEW:
            self.news[entry.feed_url][entry.id] = entry.link

    def look(self, files: list[str]) -> None:
        """Update these feeds; `news` has what is new, and nothing of it was ever seen there."""
        self.news = {file: {} for file in files}
        for file in files:
            self.reader.add_feed(file, exist_ok=True)
            self.reader.update_feed(file)
            known = self.known[file]
            assert not known.keys() & self.news[file].keys()
            assert not set(known.values()) & set(self.news[file].values())
            known |= self.news[file]


def is_feed(path: str) -> bool:
    """Say whether a file in the output folder is a feed."""
    return path.endswith((".atom", ".rss", ".json")) and path != "feeds.json"


def ids(path: str, files: dict[str, bytes]) -> set[str]:
    """Give the ids of a feed's entries, as others read it."""
    found = read(path, files)
    return {one["id"] for one in found[1]} if found else set()


def gone(path: str, files: dict[str, bytes]) -> set[str]:
    """Give the ids of which an Atom feed says that they are retracted."""
    found = read(path, files) if path.endswith(".atom") else None
    return {one["ref"] for one in found[0]["stones"]} if found else set()


def read(path: str, files: dict[str, bytes]) -> tuple[dict[str, Any], list[Any]] | None:
    """Read a feed, if it is there."""
    return parse(path, files[path]) if path in files else None


@lru_cache(maxsize=1024)
def parse(path: str, data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """Read a feed: what it says of itself, but for the date it takes from entries; its entries."""
    if path.endswith(".json"):
        about = json.loads(data)
        del about["_feedmill"]["updated"]
        return about, about.pop("items")
    found = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    assert not found.bozo
    about = {key: found.feed[key] for key in found.feed if not key.startswith("updated")}
    about["stones"] = [one.attrib for one in ET.fromstring(data).iter(STONE)]
    return about, found.entries


@pytest.fixture
def subscriber(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subscriber]:
    """Somebody who follows the feeds of the site in `tmp_path / "site"`."""
    # Its own copy of feedparser needs a module that it does not ask for.
    monkeypatch.setenv("READER_NO_VENDORED_FEEDPARSER", "1")
    with closing(make_reader(":memory:", feed_root=str(tmp_path / "site/feeds"))) as reader:
        yield Subscriber(reader)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_follow(tmp_path: Path, subscriber: Subscriber, seed: int) -> None:
    """Bytes, parsers, a reader, diff and what was done agree after each commit."""
    site = Site(tmp_path / "site", seed)
    before = tree(site.root / "feeds")
    subscriber.look(list(filter(is_feed, before)))
    for number in range(30):
        done, identity = site.edit()
        site.publish()
        after = tree(site.root / "feeds")
        what = number, done, identity
        feeds = set(filter(is_feed, before.keys() | after.keys()))
        changed = {one for one in feeds if before.get(one) != after.get(one)}
        assert {one for one in feeds if read(one, before) != read(one, after)} == changed, what
        showing = {one for one in feeds if identity in ids(one, before)}
        if done in ("change", "hide", "move"):
            assert changed == (showing if done == "change" else set()), what
        elif done in ("unpublish", "retract"):
            assert showing <= changed, what
            stones = {one for one in feeds if identity in gone(one, after)}
            atom = {one for one in showing & after.keys() if one.endswith(".atom")}
            assert stones >= atom if done == "retract" else not stones, what
        told = {one.key: one for one in site.difference().feeds}
        assert told.keys() == {one.rpartition(".")[0] for one in changed}, what
        known = {file: set(subscriber.known[file]) for file in changed}
        subscriber.look([one for one in changed if one in after])
        for file, news in subscriber.news.items():
            assert news.keys() == ids(file, after) - known[file], what
            change = told[file.rpartition(".")[0]]
            if change.state == "kept":
                assert news.keys() == {*change.new, *change.returned} - known[file], what
        before = after
    assert before == anew(site, tmp_path / "anew")


def anew(site: Site, root: Path) -> dict[str, bytes]:
    """Build a copy of a site from nothing, in a process of its own, which remembers nothing."""
    articles = tree(site.root / "articles")
    write_site(root, dict(articles), (site.root / "config.yaml").read_text("utf-8"))
    at = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    subprocess.run([sys.executable, "-m", "feedmill", "build", "-q"], cwd=root, env=at, check=True)
    return tree(root / "feeds")
