"""The questions that a build asks the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from feedmill.git.records import compare_records
from feedmill.model import FeedKey, IndexedEntry, Problem
from feedmill.publishing.output_state import Known
from feedmill.sources.source import Listing

from .changes import affected
from .inputs import keep_inputs
from .items import Whole
from .schema import BODY, EVERYTHING, decode_groups, newest
from .sealed import seal, unseal, unseal_entry, unseal_text
from .tracked import Tracked

_FILES = msgspec.msgpack.Decoder(dict[str, Known])
_PROBLEMS = msgspec.msgpack.Decoder(list[Problem])
_STAMPS = msgspec.msgpack.Decoder(dict[str, str | None])


class FeedRow(Struct, frozen=True):
    """A feed as the index knows it."""

    id: int
    key: FeedKey
    dirty: bool
    entries: int
    digest: bytes | None
    record: bytes | None


class ArticleRow(NamedTuple):
    """An article as the index knows it; `body` is its sealed entry, None if it has none."""

    id: int
    path: str
    state: str
    published: int | None
    body: bytes | None


class Index:
    """An open index. Nothing is kept until `commit`; after the first one `finish` is called."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        finish: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        self.db = connection
        self._finish = finish
        self.db.execute("begin immediate")

    def commit(self) -> None:
        """Keep all that was learnt so far."""
        self.db.execute("commit")
        if self._finish is not None:
            self._finish()
            self._finish = None
        self.db.execute("begin immediate")

    def is_empty(self) -> bool:
        """Return whether no article was ever read."""
        return self.one("select 1 from article limit 1") is None

    # ── articles ──────────────────────────────────────────────────────────────────────────

    def changes(
        self, tracked: Tracked, listing: Listing, matches: Callable[[str], bool]
    ) -> Iterator[tuple[str, str | None]]:
        """Yield the paths that must be read, each with its stamp, and None for those gone.

        `tracked` is what the index keeps, `matches` says which of the tracked files are articles.
        The listing is kept, to be compared with the next one.
        """
        difference = compare_records(tracked.records, listing.tracked)
        stamps = _STAMPS.decode(self.get("stamps") or b"\x80")
        empty = self.is_empty()
        of_path = "select stamp from article where path = ?"
        for path, stamp in affected(difference, stamps, listing):
            if matches(path) and stamp != (None if empty else self.one(of_path, path)):
                yield path, stamp
        if difference.removed or difference.added:
            tracked.keep(difference, listing.tracked)
        if stamps != listing.stamps:
            self.put("stamps", msgspec.msgpack.encode(listing.stamps))

    def expiring(
        self, changed: Iterable[tuple[str, str | None]], now: int
    ) -> Iterator[tuple[str, str | None]]:
        """Yield what `changes` did, and the articles that have expired since, or no longer have."""
        query = (
            "select path, stamp from expiry join article using (path) where (time <= ?) <> is_over"
        )
        due = dict(self.db.execute(query, (now,)))
        for path, stamp in changed:
            due.pop(path, None)
            yield path, stamp
        yield from due.items()

    def pending(self, feeds: Iterable[tuple[int, int]], cutoff: int | None) -> list[str]:
        """Return the paths of articles in these feeds (number, limit) whose body must be read."""
        wanted: set[int] = set()
        if not self.one("select 1 from entry where pending limit 1"):
            return []
        for feed, limit in feeds:
            wanted.update(
                article
                for article, pending in newest(self.db, feed, limit, cutoff, "pending")
                if pending
            )
        one = "select path from article where id = ?"
        return [self.one(one, number) for number in sorted(wanted)]

    def complete(self, bodies: Iterable[Whole]) -> None:
        """Take in whole entries of articles that were pending."""
        for path, body, problems, inputs in bodies:
            number = self.one("select id from article where path = ?", path)
            self.db.execute(
                "update entry set body = ?, pending = 0 where article = ?", (seal(body), number)
            )
            if problems:
                self.db.execute("insert into problem values (?, ?, ?)", (number, BODY, problems))
            if inputs:
                keep_inputs(self.db, number, inputs)

    def problems(self) -> list[Problem]:
        """Return what is wrong with articles, in no order."""
        return self._problems("kind <> ?")

    def body_problems(self) -> list[Problem]:
        """Return what is wrong with the bodies that were rendered, in no order.

        Not of an article whose id another one has meanwhile: nobody sees its body.
        """
        shadowed = "select 1 from article where id = problem.article and shadowed"
        return self._problems(f"kind = ? and not exists ({shadowed})")

    def _problems(self, condition: str) -> list[Problem]:
        query = f"select body from problem where {condition}"  # noqa: S608 (a literal)
        rows = self.db.execute(query, (BODY,))
        return [problem for (body,) in rows for problem in _PROBLEMS.decode(body)]

    def articles(self) -> Iterator[ArticleRow]:
        """Yield all articles but those whose id another one has."""
        rows = self.db.execute(
            "select id, path, state, published, body from article"
            " left join entry on article = id where not shadowed"
        )
        return map(ArticleRow._make, rows)

    def entry(self, article: int) -> IndexedEntry:
        """Return the entry of an article, by its number. Raises DamagedError."""
        return unseal_entry(self.one("select body from entry where article = ?", article))

    def tally(self) -> dict[str, int]:
        """Count the articles by state."""
        return dict(self.db.execute("select state, articles from tally where articles > 0"))

    def waiting(self, cutoff: int | None) -> int:
        """Count the articles dated after `cutoff`."""
        if cutoff is None:
            return 0
        query = "select count(*) from member where feed = ? and newest < ?"
        return int(self.one(query, EVERYTHING, -cutoff))

    # ── feeds ─────────────────────────────────────────────────────────────────────────────

    def any_dirty(self) -> bool:
        """Return whether a feed must be looked at."""
        return self.one("select 1 from feed where dirty limit 1") is not None

    def feeds(self) -> list[FeedRow]:
        """Return all feeds that an article was ever in, by what they are about."""
        rows = self.db.execute(
            "select id, family, identities, dirty, entries, digest, record from feed"
            " order by family, identities"
        )
        return [
            FeedRow(
                id=number,
                key=FeedKey(family, decode_groups(identities)),
                dirty=bool(dirty),
                entries=entries,
                digest=digest,
                record=record and unseal(record),
            )
            for number, family, identities, dirty, entries, digest, record in rows
        ]

    def members(self, cutoff: int | None) -> Iterator[tuple[int, int]]:
        """Yield (feed, article) of all articles up to `cutoff` that a feed may hold.

        Those that are retracted come with the number that `retractions` returns for the feed.
        """
        lowest = -(2**62) if cutoff is None else -cutoff
        return self.db.execute("select feed, article from member where newest >= ?", (lowest,))

    def oldest(self, feed: int) -> int:
        """Return the date of the oldest article that the feed may hold, in seconds since 1970."""
        return -int(self.one("select max(newest) from member where feed = ?", feed) or 0)

    def first_path(self, feed: int) -> str:
        """Return the path of an article that the feed may hold: the first by path."""
        query = "select min(path) from member join article on id = article where feed = ?"
        return str(self.one(query, feed))

    def count(self, feed: int, cutoff: int | None, enough: int) -> int:
        """Count a feed's articles up to `cutoff`, no further than `enough`, and note it."""
        found: int = self.one(
            "select count(*) from (select 1 from member where feed = ? and newest >= ? limit ?)",
            feed,
            -(2**62) if cutoff is None else -cutoff,
            enough,
        )
        self.db.execute("update feed set entries = ? where id = ?", (found, feed))
        return found

    def sizes(self) -> dict[int, int]:
        """Count the articles that each feed may hold, by its number."""
        return dict(self.db.execute("select feed, count(*) from member group by feed"))

    def names(self, kind: str) -> dict[str, str]:
        """Return for each identity the name most used, of a kind of `Name`; the first of equals."""
        best: dict[str, tuple[int, str]] = {}
        rows = self.db.execute(
            "select identity, name, articles from name where kind = ? and articles > 0", (kind,)
        )
        for identity, name, articles in rows:
            rank = (-articles, name)
            best[identity] = min(best.get(identity, rank), rank)
        return {
            identity: unseal_text(name, f"{kind}\n{identity}")
            for identity, (_, name) in best.items()
        }

    def said_more_than(self, kind: str, articles: int) -> list[str]:
        """Return what more articles than this speak of."""
        query = "select identity from name where kind = ? and articles > ? order by identity"
        return [identity for (identity,) in self.db.execute(query, (kind, articles))]

    def touch_all(self) -> None:
        """Note that every feed must be looked at."""
        self.db.execute("update feed set dirty = 1")

    def popularity(self, kind: str, identity: str) -> int:
        """Count the articles that name a group."""
        query = "select sum(articles) from name where kind = ? and identity = ?"
        return int(self.one(query, kind, identity) or 0)

    def done(self, rows: Iterable[tuple[int, bytes | None, bytes | None]]) -> None:
        """Note of feeds (number, digest, record) that they are as they should be."""
        self.db.executemany(
            "update feed set dirty = 0, digest = ?, record = ? where id = ?",
            ((digest, record and seal(record), feed) for feed, digest, record in rows),
        )

    def files(self) -> dict[str, Known]:
        """Return the files that lay in the output folder last, by path."""
        files = self.get("files")
        return {} if files is None else _FILES.decode(unseal(files))

    def keep_files(self, files: Mapping[str, Known]) -> None:
        """Note what `files` is to give: in one piece, for all of it is asked for in every build."""
        self.put("files", seal(msgspec.msgpack.encode(files)))

    def stencils(self) -> bytes:
        """Return what `keep_stencils` was given last. Raises DamagedError."""
        stencils = self.get("stencils")
        return b"" if stencils is None else unseal(stencils)

    def keep_stencils(self, stencils: bytes) -> None:
        """Keep what feeds are written with, so that the next build need not make it."""
        self.put("stencils", seal(stencils))

    def get(self, key: str) -> Any:
        """Return a value that was `put`, or None."""
        return self.one("select value from meta where key = ?", key)

    def put(self, key: str, value: str | bytes | float | None) -> None:
        """Keep a single value."""
        self.db.execute("insert or replace into meta values (?, ?)", (key, value))

    def one(self, query: str, *values: object) -> Any:
        """Return the first column of the first row, or None."""
        row = self.db.execute(query, values).fetchone()
        return row[0] if row else None
