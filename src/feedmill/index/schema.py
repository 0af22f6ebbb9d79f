"""The tables of the index, and the one query that both a build and its workers ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from feedmill.state.database import open_database

from .sealed import seal_text, unseal_text

SCHEMA = """
-- with rowids: without, looking for any key reads the values, of which one can be huge, on the way
create table meta (key text primary key, value any);
create table article (
    id integer primary key,
    path text not null unique,
    stamp text not null,        -- of the bytes that were read
    state text not null,        -- 'published', 'refused', or why it is kept out
    uid integer,                -- 64 bits of a hash of the entry's id, null if not published
    published integer,          -- seconds since 1970, UTC
    feeds blob,                 -- numbers of the feeds that may hold it
    names blob,                 -- of groups, as written
    shadowed integer not null default 0  -- another article has the same id
);
create index article_uid on article (uid) where uid is not null;
create index article_shadowed on article (uid) where shadowed;
create table entry (article integer primary key, body blob not null, pending integer not null);
create index entry_pending on entry (article) where pending;
-- kind: of the file, shared with other files, or of the body
create table problem (article integer, kind integer, body blob, primary key (article, kind))
    without rowid;
-- newest: minus the seconds since 1970; feed: as it is, or `retractions` of it
create table member (feed integer, newest integer, article integer,
    primary key (feed, newest, article)) without rowid;
create table feed (
    id integer primary key,
    family integer not null,
    identities text not null,             -- of its groups: see `encode_groups`
    dirty integer not null default 1,
    entries integer not null default 0,   -- as many as decide whether there is a feed
    digest blob,                          -- of what was rendered last
    record blob,                          -- what the manifest says of it
    unique (family, identities)
);
create table name (kind text, identity text, name text, articles integer,
    primary key (kind, identity, name)) without rowid;
-- what entries were made from besides their articles, and how it was then; stamp: null if it is too
-- young to tell whether it changes again
create table input (id integer primary key, kind integer not null, name text not null,
    stamp text, digest text not null, unique (kind, name));
create table used (article integer, input integer, primary key (article, input)) without rowid;
create index used_input on used (input);
-- articles that are kept out from a time on (seconds since 1970), and whether they are by now
create table expiry (path text primary key, time integer not null, is_over integer not null)
    without rowid;
create table tally (state text primary key, articles integer) without rowid;
"""
PAGE = 4096  # bytes
EVERYTHING = 0  # the number of a feed that is never written and holds every article
FILE, SHARED, BODY = 0, 1, 2  # kinds of problems
IMAGES = ".image"  # the kind of names that are addresses of images; others begin with a dimension
EXPIRED = "expired"  # the state of articles that are kept out from a time on, which has come
SIZE = "length(body)"  # in bytes: what `newest` can return of an entry without reading it
RETRACTED = "removed"  # the state of articles whose entry is what is left to tell of them


def encode_groups(groups: Iterable[str]) -> str:
    """Return identities of groups, none of which has a line end, as one text, sealed."""
    return seal_text("\n".join(groups), "groups")


def decode_groups(identities: str) -> tuple[str, ...]:
    """Return what `encode_groups` was given. Raises DamagedError."""
    text = unseal_text(identities, "groups")
    return tuple(text.split("\n")) if text else ()


def retractions(feed: int) -> int:
    """Return the number under which `member` has what a feed would hold, were it not retracted."""
    return ~feed


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Connect to an index file; transactions are begun by hand. Raises as `open_database` does."""
    connection = open_database(path, read_only=read_only)
    connection.execute("pragma trusted_schema = off")
    connection.execute(f"pragma page_size = {PAGE}")
    # Those who only read are workers, which look at an entry once: they keep little of it.
    connection.execute(f"pragma cache_size = {-2048 if read_only else -16384}")  # KiB
    # Enough for the list of tracked files, which lies in front; what is mapped counts as memory.
    connection.execute(f"pragma mmap_size = {0 if read_only else 33554432}")
    return connection


def newest(
    db: sqlite3.Connection, feed: int, limit: int, cutoff: int | None, column: str = "body"
) -> Iterator[tuple[int, Any]]:
    """Yield (article, column of `entry`) of a feed's newest articles up to `cutoff`.

    At least `limit` (0: all), if there are as many; those as old as the last one are given,
    too, because who of them is in is decided by their ids.
    """
    rows = db.execute(
        f"select newest, member.article, {column} from member"  # noqa: S608 (a literal)
        " left join entry on entry.article = member.article"  # None is damage: see `sealed`
        " where feed = ? and newest >= ? order by newest",
        (feed, -(2**62) if cutoff is None else -cutoff),
    )
    last = None
    for number, (date, article, value) in enumerate(rows):
        if limit and number >= limit and date != last:
            return
        last = date
        yield article, value


def bodies(db: sqlite3.Connection, articles: Iterable[int]) -> Iterator[Any]:
    """Yield the sealed entries of articles, by their numbers; None is damage."""
    for article in articles:
        row = db.execute("select body from entry where article = ?", (article,)).fetchone()
        yield row and row[0]
