"""Taking articles in: what a change touches, and the conclusions drawn from all of them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from feedmill.model import FeedKey, Problem

from .items import Name, ParsedFile
from .schema import EVERYTHING, FILE, IMAGES, RETRACTED, SHARED, encode_groups, retractions
from .sealed import DamagedError, seal, seal_text, unseal_entry
from .store import Index

_MANY = 1000  # ids: so many are not asked for one by one
_NAMES = msgspec.msgpack.Decoder(list[tuple[str, str, str]])


class Intake:
    """The changes of one build, on their way into the index.

    `about` returns dimension and identity of each group that a feed is about.
    """

    def __init__(self, index: Index, about: Callable[[FeedKey], Iterable[tuple[str, str]]]) -> None:
        self._index = index
        self._about = about
        self._db = index.db
        self._one = index.one
        self._empty = self._one("select 1 from article limit 1") is None
        self._next_id = 1 + (self._one("select max(id) from article") or 0)
        self._next_feed = 1 + (self._one("select max(id) from feed") or EVERYTHING)
        self._feed_ids: dict[FeedKey, int] = {}
        self._touched: set[int] = set()
        self._uids: set[int] = set()
        self._names: Counter[Name] = Counter()
        self._tally: Counter[str] = Counter()

    def forget(self, paths: Iterable[str]) -> None:
        """Take out articles whose files are gone."""
        for path in paths:
            old = self._row(path)
            assert old is not None
            self._take_out(old)
            self._db.execute("delete from article where id = ?", (old[0],))

    def declare(self, keys: Iterable[FeedKey]) -> None:
        """Make sure that these feeds are known, articles or not."""
        for key in keys:
            self._feed_id(key)

    def apply(self, items: Sequence[ParsedFile]) -> None:
        """Take in what was read, and note which feeds it touches."""
        articles: list[Any] = []
        entries: list[Any] = []
        members: list[Any] = []
        problems: list[Any] = []
        for item in items:
            old = None if self._empty else self._row(item.path)
            feeds = array("q", [self._feed_id(key) for key in item.feeds])
            names = msgspec.msgpack.encode(item.names) if item.names else None
            if old is None:
                number = self._next_id
                self._next_id += 1
            else:
                number = old[0]
                if self._same(old, item, feeds, names):
                    stamp = "update article set stamp = ? where id = ?"
                    self._db.execute(stamp, (item.stamp, number))
                    continue
                self._take_out(old)
                self._db.execute("delete from article where id = ?", (number,))
            articles.append((number, *item[:5], feeds, names))
            self._tally[item.state] += 1
            if item.problems:
                problems.append((number, FILE, item.problems))
            if item.body is None:
                continue
            assert item.published is not None
            assert item.uid is not None
            entries.append((number, seal(item.body), item.pending))
            places = _places(item.state, feeds)
            members.extend((place, -item.published, number) for place in places)
            self._touched.update(feeds)
            self._names.update(item.names)
            self._suspect(item.uid)
        many = self._db.executemany
        many(
            "insert into article (id, path, stamp, state, uid, published, feeds, names)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            articles,
        )
        many("insert into entry values (?, ?, ?)", entries)
        many("insert into member values (?, ?, ?)", members)
        many("insert into problem values (?, ?, ?)", problems)

    def settle(self, cutoff: int | None) -> None:
        """Draw the conclusions of all changes: who has an id, which feeds must be looked at."""
        self._settle_ids()
        self._settle_names()
        self._settle_dates(cutoff)
        self._db.executemany(
            "insert into tally values (?, ?)"
            " on conflict do update set articles = articles + excluded.articles",
            self._tally.items(),
        )
        self._tally.clear()
        dirty = self._db.executemany(
            "update feed set dirty = 1 where id = ?", [(feed,) for feed in self._touched]
        )
        if self._touched and dirty.rowcount != len(self._touched):
            raise DamagedError("a feed that articles are in is missing")
        self._touched.clear()

    def _row(self, path: str) -> Any:
        return self._db.execute(
            "select id, state, uid, published, feeds, names, shadowed, body, pending"
            " from article left join entry on article = id where path = ?",
            (path,),
        ).fetchone()

    def _same(self, old: Any, item: ParsedFile, feeds: array[int], names: bytes | None) -> bool:
        """Return whether a changed file tells subscribers, and us, nothing new.

        A body that must be read again may have changed, whatever the rest says.
        """
        number, state, uid, published, old_feeds, old_names, _, body, pending = old
        problems = self._one(
            "select body from problem where article = ? and kind = ?", number, FILE
        )
        return (
            not (item.pending or pending)
            and (state, uid, published) == (item.state, item.uid, item.published)
            and (old_feeds or b"") == feeds.tobytes()
            and (old_names, body, problems) == (names, item.body and seal(item.body), item.problems)
        )

    def _take_out(self, old: Any) -> None:
        """Take out all that hangs on an article, but not its own row."""
        number, state, uid, published, feeds, names, shadowed, body, _ = old
        self._tally[state] -= 1
        self._db.execute("delete from problem where article = ?", (number,))
        if body is None:
            return
        if not self._delist(number, state, published, feeds) and not shadowed:
            raise DamagedError("an article is not in the feeds that should hold it")
        self._db.execute("delete from entry where article = ?", (number,))
        self._names.subtract(Name(*name) for name in _NAMES.decode(names or b"\x90"))
        self._suspect(uid)

    def _suspect(self, uid: int) -> None:
        """Note that another article may have this id, too; of very many, that there are many."""
        if len(self._uids) < _MANY:
            self._uids.add(uid)

    def _enlist(self, number: int, state: str, published: int, feeds: bytes) -> None:
        held = array("q", feeds)
        self._touched.update(held)
        self._db.executemany(
            "insert or ignore into member values (?, ?, ?)",
            [(place, -published, number) for place in _places(state, held)],
        )

    def _delist(self, number: int, state: str, published: int, feeds: bytes) -> bool:
        """Take an article out of its feeds; return whether it was in all of them."""
        held = array("q", feeds)
        self._touched.update(held)
        places = set(_places(state, held))
        deleted = self._db.executemany(
            "delete from member where feed = ? and newest = ? and article = ?",
            [(place, -published, number) for place in places],
        )
        return deleted.rowcount == len(places)

    def _settle_ids(self) -> None:
        """Of articles with one id the first by path keeps it; the others are shadowed.

        One that is published goes before those that are retracted: it must not be taken away.
        """
        if len(self._uids) < _MANY:
            suspects = sorted(self._uids)
        else:
            query = (
                "select uid from article where uid is not null group by uid having count(*) > 1"
                " union select uid from article where shadowed order by uid"
            )
            suspects = [uid for (uid,) in self._db.execute(query)]
        self._uids.clear()
        for uid in suspects:
            rows = self._db.execute(
                "select id, path, state, published, feeds, shadowed, body from article"
                " join entry on article = id where uid = ? order by state = ?, path",
                (uid, RETRACTED),
            ).fetchall()
            owners: dict[str, str] = {}
            for number, path, state, published, feeds, shadowed, body in rows:
                identity = unseal_entry(body).entry.id
                owner = owners.setdefault(identity, path)
                if owner != path:
                    self._db.execute("update article set shadowed = 1 where id = ?", (number,))
                    if state != RETRACTED:
                        self._tell_double(number, path, owner, identity)
                    self._delist(number, state, published, feeds)
                elif shadowed:
                    self._unshadow(number)
                    self._enlist(number, state, published, feeds)

    def _tell_double(self, number: int, path: str, owner: str, identity: str) -> None:
        text = f"has the id of {owner}, {identity}: give one of them another `id`"
        problem = Problem(path=path, code="duplicate-id", message=text)
        self._db.execute(
            "insert or replace into problem values (?, ?, ?)",
            (number, SHARED, msgspec.msgpack.encode([problem])),
        )

    def _unshadow(self, number: int) -> None:
        self._db.execute("update article set shadowed = 0 where id = ?", (number,))
        self._db.execute("delete from problem where article = ? and kind = ?", (number, SHARED))

    def _settle_names(self) -> None:
        """Count names; where another one is most used now, its feeds have another title."""
        changed = {(name.kind, name.identity) for name, n in self._names.items() if n}
        if not changed:
            return
        kinds = sorted({kind for kind, _ in changed} - {IMAGES})
        before = {kind: self._index.names(kind) for kind in kinds}
        self._db.executemany(
            "insert into name values (?, ?, ?, ?)"
            " on conflict do update set articles = articles + excluded.articles",
            [
                (kind, identity, seal_text(name, f"{kind}\n{identity}"), n)
                for (kind, identity, name), n in self._names.items()
                if n
            ],
        )
        self._names.clear()
        after = {kind: self._index.names(kind) for kind in kinds}
        renamed = {
            (kind.partition(".")[0], identity)
            for kind, identity in changed
            if kind != IMAGES and before[kind].get(identity) != after[kind].get(identity)
        }
        if renamed:
            self._touched.update(
                row.id
                for row in self._index.feeds()
                if not renamed.isdisjoint(self._about(row.key))
            )

    def _settle_dates(self, cutoff: int | None) -> None:
        """Touch the feeds of articles that became due, or are no longer, since the last build."""
        last = self._index.get("cutoff")
        now = 2**62 if cutoff is None else cutoff
        if last is not None and last != now:
            low, high = sorted((last, now))
            rows = self._db.execute(
                "select feeds from member join article on id = article"
                " where feed in (?, ?) and newest >= ? and newest < ?",
                (EVERYTHING, retractions(EVERYTHING), -high, -low),
            )
            for (feeds,) in rows:
                self._touched.update(array("q", feeds))
        self._index.put("cutoff", now)

    def _feed_id(self, key: FeedKey) -> int:
        number = self._feed_ids.get(key)
        if number is None:
            known = "select id from feed where family = ? and identities = ?"
            written = (key.family, encode_groups(key.groups))
            number = self._feed_ids[key] = self._one(known, *written) or self._new_feed(written)
        return number

    def _new_feed(self, written: tuple[int, str]) -> int:
        number = self._next_feed
        self._next_feed += 1
        self._db.execute(
            "insert into feed (id, family, identities) values (?, ?, ?)", (number, *written)
        )
        return number


def _places(state: str, feeds: Iterable[int]) -> Iterator[int]:
    """Return the numbers under which `member` has an article that these feeds may hold."""
    held = (EVERYTHING, *feeds)
    return map(retractions, held) if state == RETRACTED else iter(held)
