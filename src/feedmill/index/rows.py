"""Read and write the rows of articles."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from .inputs import keep_inputs
from .items import Input, ParsedFile
from .schema import BODY, EVERYTHING, EXPIRED, FILE, RETRACTED, retractions
from .sealed import seal


class OldArticle(Struct, frozen=True):
    """What the index has of a file: its row of `article`, and that of `entry` if there is one."""

    number: int
    state: str
    uid: int | None
    published: int | None
    feeds: bytes | None
    names: bytes | None
    shadowed: int
    body: bytes | None
    pending: int | None


class NewArticles:
    """Rows of articles that are new or changed, to be inserted many at a time."""

    def __init__(self) -> None:
        self._articles: list[Any] = []
        self._entries: list[Any] = []
        self._members: list[Any] = []
        self._problems: list[Any] = []
        self._inputs: list[tuple[int, tuple[Input, ...]]] = []

    def add(self, number: int, item: ParsedFile, feeds: array[int], names: bytes | None) -> None:
        """Add what is to be kept of one article."""
        facts = (item.path, item.stamp, item.state, item.uid, item.published)
        self._articles.append((number, *facts, feeds, names))
        if item.problems:
            self._problems.append((number, FILE, item.problems))
        if item.body_problems:
            self._problems.append((number, BODY, item.body_problems))
        if item.inputs:
            self._inputs.append((number, item.inputs))
        if item.body is not None:
            assert item.published is not None
            newest = -item.published
            self._entries.append((number, seal(item.body), item.pending))
            self._members += [(feed, newest, number) for feed in members_of(item.state, feeds)]

    def insert(self, db: sqlite3.Connection) -> None:
        """Insert all of them."""
        db.executemany(
            "insert into article (id, path, stamp, state, uid, published, feeds, names)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            self._articles,
        )
        db.executemany("insert into entry values (?, ?, ?)", self._entries)
        db.executemany("insert into member values (?, ?, ?)", self._members)
        db.executemany("insert into problem values (?, ?, ?)", self._problems)
        for number, inputs in self._inputs:
            keep_inputs(db, number, inputs)


class Expiries:
    """The times from which on articles are kept out, held against `now` (seconds since 1970)."""

    def __init__(self, db: sqlite3.Connection, now: int) -> None:
        self._db, self._now = db, now
        self._some = db.execute("select 1 from expiry limit 1").fetchone() is not None

    def as_of_now(self, item: ParsedFile) -> ParsedFile:
        """Keep an article out if it has expired, and note when that is to be looked at again."""
        self.forget(item.path)
        if item.expires is None:
            return item
        is_over = item.expires <= self._now
        self._some = True
        self._db.execute("insert into expiry values (?, ?, ?)", (item.path, item.expires, is_over))
        if not is_over:
            return item
        about = item.path, item.stamp, EXPIRED
        return ParsedFile(*about, None, None, None, False, [], [], item.problems, item.expires)

    def forget(self, path: str) -> None:
        """Forget the time of an article that is gone, or read again."""
        if self._some:
            self._db.execute("delete from expiry where path = ?", (path,))


def members_of(state: str, feeds: Iterable[int]) -> Iterator[int]:
    """Return the numbers under which `member` has an article that these feeds may hold."""
    held = (EVERYTHING, *feeds)
    return map(retractions, held) if state == RETRACTED else iter(held)
