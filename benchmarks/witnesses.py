"""Who can say what subscribers of a feed see, and knows nothing of Feedmill's insides.

Parsers of feeds, the articles' own front matter, and real feed readers that follow along.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import yaml
from reader import EntryUpdateStatus, make_reader

from feedmill.names import slug

# The copy that `reader` 3.26 has of feedparser asks for a module that is no dependency of it.
os.environ["READER_NO_VENDORED_FEEDPARSER"] = "1"

_STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_UNSEEN = {  # what no feed shows of an article in the sample site's schema
    *("quality", "heat", "secured", "category", "type", "published", "originalUrl"),
    *("featuredContent", "ampWebUrl", "cdnAmpWebUrl"),
}


class Parsed(NamedTuple):
    """A feed as others read it: what it says of itself, and its entries by id, in order."""

    about: dict[str, Any]
    entries: dict[str, Any]


class Page(NamedTuple):
    """An article as its file has it. `facts` is all that a feed can show, `keys` are its feeds."""

    id: str
    date: datetime
    published: bool
    facts: str
    keys: frozenset[str]


class Shown(NamedTuple):
    """An entry that a reader shows as new in a feed's file (`all.atom`), with what it says."""

    file: str
    id: str
    link: str
    title: str
    date: datetime | None


@lru_cache(maxsize=4096)
def parse(name: str, data: bytes) -> Parsed:
    """Read a feed, but for the date that it takes from its entries."""
    if name.endswith(".json"):
        about = json.loads(data)
        entries = about.pop("items")
        del about["_feedmill"]["updated"]
    else:
        found = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
        assert not found.bozo, (name, found.bozo_exception)
        stones = [one.attrib for one in ET.fromstring(data).iter(_STONE)]  # noqa: S314 (our own)
        dates = "updated", "updated_parsed"
        about = {key: found.feed[key] for key in found.feed if key not in dates}
        about["stones"], entries = stones, found.entries
    by_id = {one["id"]: one for one in entries}
    assert len(by_id) == len(entries), f"{name} has an id twice"
    return Parsed(about, by_id)


@lru_cache(maxsize=4096)
def page(identity: str, text: str) -> Page:
    """Read an article's front matter."""
    _, head, body = text.split("---\n", 2)
    front = yaml.load(head, yaml.CBaseLoader)  # noqa: S506 (its values are all text)
    provider = front.get("provider") or {}
    facts = {key: value for key, value in front.items() if key not in _UNSEEN} | {
        "body": body,
        "provider": [provider.get("name"), provider.get("domain")],
        "images": [one for one in front.get("images") or () if one.get("isCached") == "true"],
    }
    keys = {f"topics/{slug(name)}" for name in front.get("topics") or ()} | {"all"}
    if provider.get("domain"):
        keys.add(f"providers/{provider['domain']}")
    return Page(
        id=identity,
        date=datetime.fromisoformat(front["publishedDateTime"]),
        published=front.get("published") != "false",
        facts=json.dumps(facts, sort_keys=True),
        keys=frozenset(keys),
    )


class Library:
    """The `reader` library, subscribed to every feed as soon as there is one."""

    name = "reader"

    def __init__(self, feeds: Path, folder: Path) -> None:
        self._reader = make_reader(str(folder / "reader.sqlite"), feed_root=str(feeds))
        self._reader.after_entry_update_hooks.append(self._note)
        self._new: list[Shown] = []

    def _note(self, _: object, entry: Any, status: EntryUpdateStatus) -> None:
        if status is EntryUpdateStatus.NEW:
            said = entry.id, entry.link or "", entry.title or "", entry.published
            self._new.append(Shown(entry.feed_url, *said))

    def follows(self, file: str) -> bool:  # noqa: ARG002 - all of them
        """Say whether it is subscribed to a feed."""
        return True

    def look(self, files: Iterable[str]) -> list[Shown]:
        """Update these feeds; give what is shown as new."""
        self._new = []
        for file in files:
            self._reader.add_feed(file, exist_ok=True)
            self._reader.update_feed(file)
        return self._new


class Newsboat:
    """The program newsboat, subscribed to one feed: it shows an id once, whatever the feed."""

    def __init__(self, feeds: Path, folder: Path, file: str) -> None:
        self.name, self._file, self._last = f"newsboat at {file}", file, 0
        self._folder = folder / file
        self._folder.mkdir()
        (self._folder / "config").write_text("")
        (self._folder / "urls").write_text(f"file://{feeds}/{file}\n")

    def follows(self, file: str) -> bool:
        """Say whether it is subscribed to a feed."""
        return file == self._file

    def look(self, files: Iterable[str]) -> list[Shown]:  # noqa: ARG002 - it is but one
        """Update the feed; give what is shown as new."""
        urls, cache = self._folder / "urls", self._folder / "cache.db"
        own = "-u", urls, "-c", cache, "-C", self._folder / "config"
        subprocess.run(["newsboat", *own, "-x", "reload"], check=True, capture_output=True)
        db = sqlite3.connect(cache)
        found = db.execute(
            "select guid, url, title, pubDate, id from rss_item where id > ? order by id",
            (self._last,),
        ).fetchall()
        db.close()
        self._last = found[-1][-1] if found else self._last
        return [
            Shown(self._file, guid, url, title, datetime.fromtimestamp(date, UTC))
            for guid, url, title, date, _ in found
        ]
