"""Put what was read into the index, mark the feeds that change, and decide who has each id."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from feedmill.model import FeedKey, Problem

from .items import Name, ParsedFile
from .rows import Expiries, NewArticles, OldArticle, members_of
from .schema import BODY, EVERYTHING, FILE, IMAGES, RETRACTED, SHARED, encode_groups, retractions
from .sealed import DamagedError, seal, seal_text, unseal_entry
from .store import Index

_MANY = 1000  # ids: so many are not asked for one by one
_NAMES = msgspec.msgpack.Decoder(list[tuple[str, str, str]])


class Intake:
    """The changes of one build, on their way into the index.

    `about` returns dimension and identity of each group that a feed is about; `now` is in seconds
    since 1970.
    """

    def __init__(
        self, index: Index, about: Callable[[FeedKey], Iterable[tuple[str, str]]], now: int
    ) -> None:
        self._index = index
        self._about = about
        self._db = index.db
        self._begun = index.db.total_changes
        self._one = index.one
        self._empty = index.is_empty()
        self._next_id = 1 + (self._one("select max(id) from article") or 0)
        self._next_feed = 1 + (self._one("select max(id) from feed") or EVERYTHING)
        self._feed_ids: dict[FeedKey, int] = {}
        self._touched: set[int] = set()
        self._uids: set[int] = set()
        self._expiries = Expiries(index.db, now)
        self._names: Counter[Name] = Counter()
        self._tally: Counter[str] = Counter()
        self.changed: set[str] = set()  # paths, of articles that are not as they were

    def forget(self, paths: Iterable[str]) -> None:
        """Take out articles whose files are gone."""
        for path in paths:
            old = self._row(path)
            assert old is not None
            self._delete(old)
            self._expiries.forget(path)
            self.changed.add(path)

    def declare(self, keys: Iterable[FeedKey]) -> None:
        """Make sure that these feeds are known, articles or not."""
        for key in keys:
            self._feed_id(key)

    def apply(self, items: Sequence[ParsedFile]) -> None:
        """Take in what was read, and note which feeds it touches."""
        fresh = NewArticles()
        for item in map(self._expiries.as_of_now, items):
            feeds = array("q", [self._feed_id(key) for key in item.feeds])
            names = msgspec.msgpack.encode(item.names) if item.names else None
            old = None if self._empty else self._row(item.path)
            if old is not None and self._same(old, item, feeds, names):
                self._db.execute(
                    "update article set stamp = ? where id = ?", (item.stamp, old.number)
                )
                continue
            if old is None:
                number = self._next_id
                self._next_id += 1
            else:
                number = old.number
                self._delete(old)
            fresh.add(number, item, feeds, names)
            self._count(item, feeds)
            if not self._empty:  # else nothing was made from them yet
                self.changed.add(item.path)
        fresh.insert(self._db)

    def settle(self, cutoff: int | None) -> None:
        """Draw the conclusions of all changes: who has an id, which feeds must be looked at.

        Raises DamagedError if a feed that articles are in is missing.
        """
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

    def _row(self, path: str) -> OldArticle | None:
        row = self._db.execute(
            "select id, state, uid, published, feeds, names, shadowed, body, pending"
            " from article left join entry on article = id where path = ?",
            (path,),
        ).fetchone()
        return OldArticle(*row) if row else None

    def _same(
        self, old: OldArticle, item: ParsedFile, feeds: array[int], names: bytes | None
    ) -> bool:
        """Return whether a changed file tells subscribers, and us, nothing new.

        A body that must be read again may have changed, whatever the rest says; and what entries
        were made from is to be kept.
        """
        if item.pending or old.pending or item.inputs:
            return False
        body = item.body and seal(item.body)
        before = (old.state, old.uid, old.published, old.body, old.feeds or b"", old.names)
        now = (item.state, item.uid, item.published, body, feeds.tobytes(), names)
        if before != now:
            return False
        query = "select body from problem where article = ? and kind = ?"
        known = tuple(self._one(query, old.number, kind) for kind in (FILE, BODY))
        return known == (item.problems, item.body_problems)

    def _count(self, item: ParsedFile, feeds: array[int]) -> None:
        """Note what a new article changes elsewhere: counts, feeds, and who has its id."""
        self._tally[item.state] += 1
        if item.body is not None:
            assert item.uid is not None
            self._touched.update(feeds)
            self._names.update(item.names)
            self._suspect(item.uid)

    def _delete(self, old: OldArticle) -> None:
        """Delete an article, and note what that changes elsewhere."""
        self._tally[old.state] -= 1
        self._db.execute("delete from problem where article = ?", (old.number,))
        self._db.execute("delete from used where article = ?", (old.number,))
        self._db.execute("delete from article where id = ?", (old.number,))
        if old.body is None:
            return
        assert old.uid is not None
        assert old.published is not None
        listed = self._delist(old.number, old.state, old.published, old.feeds or b"")
        if not listed and not old.shadowed:
            raise DamagedError("an article is not in the feeds that should hold it")
        self._db.execute("delete from entry where article = ?", (old.number,))
        self._names.subtract(Name(*name) for name in _NAMES.decode(old.names or b"\x90"))
        self._suspect(old.uid)

    def _suspect(self, uid: int) -> None:
        """Note that another article may have this id, too; of very many, that there are many."""
        if len(self._uids) < _MANY:
            self._uids.add(uid)

    def _enlist(self, number: int, state: str, published: int, feeds: bytes) -> None:
        held = array("q", feeds)
        self._touched.update(held)
        self._db.executemany(
            "insert or ignore into member values (?, ?, ?)",
            [(place, -published, number) for place in members_of(state, held)],
        )

    def _delist(self, number: int, state: str, published: int, feeds: bytes) -> bool:
        """Take an article out of its feeds; return whether it was in all of them."""
        held = array("q", feeds)
        self._touched.update(held)
        places = set(members_of(state, held))
        deleted = self._db.executemany(
            "delete from member where feed = ? and newest = ? and article = ?",
            [(place, -published, number) for place in places],
        )
        return deleted.rowcount == len(places)

    def _settle_ids(self) -> None:
        """Decide again who keeps each id that articles got or gave up."""
        for uid in self._suspects():
            self._settle_id(uid)
        self._uids.clear()

    def _suspects(self) -> list[int]:
        """Return the hashes of ids that several articles may have."""
        if len(self._uids) < _MANY:
            return sorted(self._uids)
        query = (
            "select uid from article where uid is not null group by uid having count(*) > 1"
            " union select uid from article where shadowed order by uid"
        )
        return [uid for (uid,) in self._db.execute(query)]

    def _settle_id(self, uid: int) -> None:
        """Of articles with one id the oldest keeps it, then the first by path; others are shadowed.

        One that is published goes before those that are retracted: it must not be taken away.
        """
        rows = self._db.execute(
            "select id, path, state, published, feeds, shadowed, body from article"
            " join entry on article = id where uid = ? order by state = ?, published, path",
            (uid, RETRACTED),
        ).fetchall()
        owners: dict[str, str] = {}  # several ids can have one hash
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
        """Count names; touch the feeds of groups that are called by another one now."""
        changes = {name: by for name, by in self._names.items() if by}
        self._names.clear()
        if not changes:
            return
        kinds = sorted({name.kind for name in changes} - {IMAGES})
        before = {kind: self._index.names(kind) for kind in kinds}
        self._db.executemany(
            "insert into name values (?, ?, ?, ?)"
            " on conflict do update set articles = articles + excluded.articles",
            [
                (kind, identity, seal_text(name, f"{kind}\n{identity}"), by)
                for (kind, identity, name), by in changes.items()
            ],
        )
        after = {kind: self._index.names(kind) for kind in kinds}
        renamed = {
            (name.dimension, name.identity)
            for name in changes
            if name.kind != IMAGES
            and before[name.kind].get(name.identity) != after[name.kind].get(name.identity)
        }
        if renamed:
            self._touched.update(
                feed.id
                for feed in self._index.feeds()
                if not renamed.isdisjoint(self._about(feed.key))
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
        # Nothing lies between the two, so the older one is as good: no build only to note the time.
        if last is None or self._touched or self._db.total_changes != self._begun:
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
