"""What entries were made from besides their articles, and which of them change with it."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Set
from typing import TYPE_CHECKING

from msgspec import Struct

from .items import LINK, NAMED, Input, article_name
from .links import Links, links_digest
from .schema import BODY

if TYPE_CHECKING:
    from .store import Index

Look = Callable[[Input], Input]
"""Takes an input that is a file as it was, and returns it as it is now."""


class _Row(Struct, frozen=True):
    id: int
    known: Input


def keep_inputs(db: sqlite3.Connection, article: int, inputs: Iterable[Input]) -> None:
    """Note what an entry was made from.

    Where another entry was made from something else of the same name, which changed meanwhile,
    that stays noted, so that the next build sees a change.
    """
    for one in inputs:
        row = db.execute(
            "select id, digest from input where kind = ? and name = ?", one[:2]
        ).fetchone()
        if row is None:
            number = db.execute("insert into input values (null, ?, ?, ?, ?)", one).lastrowid
        else:
            number = row[0]
            stamp = one.stamp if row[1] == one.digest else None
            db.execute("update input set stamp = ? where id = ?", (stamp, number))
        db.execute("insert or ignore into used values (?, ?)", (article, number))


def mark_changed(index: Index, look: Look, articles: Set[str]) -> None:
    """Mark entries to be rendered again whose inputs are not as they were.

    `articles` are the paths of those that were taken in or out, and so may have another link.
    """
    db = index.db
    if index.one("select 1 from input limit 1") is None:
        return
    if articles:
        db.execute("delete from input where id not in (select input from used)")
    changed: list[int] = []
    for row, now in (*_files(db, look), *_links(db, articles)):
        if now.digest != row.known.digest:
            changed.append(row.id)
        if now != row.known:
            db.execute(
                "update input set stamp = ?, digest = ? where id = ?",
                (now.stamp, now.digest, row.id),
            )
    users = "select article from used where input = ?"
    for number in sorted({one for input_ in changed for (one,) in db.execute(users, (input_,))}):
        _mark(db, number)


def _mark(db: sqlite3.Connection, article: int) -> None:
    db.execute("update entry set pending = 1 where article = ?", (article,))
    db.execute("delete from problem where article = ? and kind = ?", (article, BODY))
    db.execute("delete from used where article = ?", (article,))
    (feeds,) = db.execute("select feeds from article where id = ?", (article,)).fetchone()
    db.executemany(
        "update feed set dirty = 1 where id = ?", [(feed,) for feed in array("q", feeds or b"")]
    )


def _files(db: sqlite3.Connection, look: Look) -> Iterator[tuple[_Row, Input]]:
    """Yield the inputs that are files, as they were and as they are."""
    query = "select id, kind, name, stamp, digest from input where kind not in (?, ?)"
    for number, *rest in db.execute(query, (LINK, NAMED)).fetchall():
        known = Input(*rest)
        now = look(known)
        if now is not known:
            yield _Row(number, known), now


def _links(db: sqlite3.Connection, articles: Set[str]) -> Iterator[tuple[_Row, Input]]:
    """Yield the inputs that are links of these articles, as they were and as they are."""
    if not articles:
        return
    names = {LINK: articles, NAMED: set(map(article_name, articles))}
    links = Links(db)
    query = "select id, kind, name, stamp, digest from input where kind in (?, ?)"
    for number, *rest in db.execute(query, (LINK, NAMED)).fetchall():
        known = Input(*rest)
        if known.name in names[known.kind]:
            yield _Row(number, known), known._replace(digest=_link_digest(links, known))


def _link_digest(links: Links, one: Input) -> str:
    """Return what changes with an input that is a link, or several."""
    if one.kind == LINK:
        return links.of_path(one.name) or ""
    return links_digest(links.named(one.name))
