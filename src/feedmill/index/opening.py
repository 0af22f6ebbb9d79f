"""Open the index, or start it from scratch if its cache key differs."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from feedmill.config.schema import Config
from feedmill.errors import IndexUnusableError
from feedmill.state.cache_key import of_config
from feedmill.state.database import database_size, delete_database
from feedmill.state.plain import NotPlainError
from feedmill.state.scratch import scratch_folder

from .schema import PAGE, SCHEMA, connect
from .store import Index

INDEX_FILE = "index.sqlite"
_AGAIN = "rebuilding the index from scratch"
_SURROUNDINGS = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


@contextlib.contextmanager
def open_index(folder: Path, config: Config, notices: list[str]) -> Iterator[Index]:
    """Open the index in `folder`, empty if there is none that fits.

    What had to be started from scratch, or done without, is said in `notices`. Raises
    IndexUnusableError if there is no room for it anywhere.
    """
    wanted = of_config(config)
    with contextlib.ExitStack() as stack:
        try:
            connection, is_new = _open(folder / INDEX_FILE, wanted, notices)
        except (OSError, sqlite3.OperationalError) as error:
            notices.append(f"no index ({folder}: {_reason(error)}): {_AGAIN}")
            folder = stack.enter_context(scratch_folder())
            connection, is_new = _open(folder / INDEX_FILE, wanted, [])
        stack.callback(connection.close)
        finish = partial(_finish, connection, wanted) if is_new else None
        yield Index(connection, folder / INDEX_FILE, finish)


def discard(folder: Path) -> None:
    """Delete an index that turned out to be damaged. Raises OSError."""
    delete_database(folder / INDEX_FILE)


def is_there(folder: Path) -> bool:
    """Return whether an index was begun. Raises OSError."""
    return database_size(folder / INDEX_FILE) > 0


def _open(path: Path, wanted: bytes, notices: list[str]) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to the index, and whether it is a new one."""
    try:
        connection = connect(path)
    except NotPlainError as error:
        notices.append(f"{Path(error.filename).name} {error.strerror}: {_AGAIN}")
        delete_database(path)
        connection = connect(path)
    try:
        _check_size(path)
        found = _fingerprint_of(connection)
        if found == wanted:
            return connection, False
        if found is not None:
            notices.append(f"config or Feedmill changed: {_AGAIN}")
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        notices.append(f"{path.name}: damaged ({error}): {_AGAIN}")
    connection.close()
    delete_database(path)
    connection = connect(path)
    # Nothing is lost with a new index, so its first pages are written once, not to a journal, too.
    connection.execute("pragma journal_mode = memory")
    connection.execute("pragma synchronous = off")
    connection.executescript(f"begin; {SCHEMA} commit")
    connection.execute("pragma synchronous = normal")
    return connection, True


def _finish(connection: sqlite3.Connection, fingerprint: bytes) -> None:
    """Note what a new index was made for: before, it is one whose build was stopped."""
    _use_journal(connection)
    connection.execute("insert into meta values ('fingerprint', ?)", (fingerprint,))


def _use_journal(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")


def _check_size(path: Path) -> None:
    """Refuse a file that ends within a page: SQLite takes the rest of that for an empty table."""
    if database_size(path) % PAGE:
        raise sqlite3.DatabaseError("file is cut short")


def _fingerprint_of(connection: sqlite3.Connection) -> bytes | None:
    """Return what the index was made for; None if it was never finished."""
    _use_journal(connection)
    if not connection.execute("select 1 from sqlite_master where name = 'meta'").fetchone():
        return None
    row = connection.execute("select value from meta where key = 'fingerprint'").fetchone()
    return row[0] if row else None


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error comes from what is in the index, not from disk, rights or memory."""
    # The low byte says what kind of error it is (sqlite.org/rescode.html); none is our own.
    return getattr(error, "sqlite_errorcode", None) is None or (
        error.sqlite_errorcode & 0xFF not in _SURROUNDINGS
    )


def unusable(error: sqlite3.Error, path: Path) -> IndexUnusableError:
    """Make of an error of SQLite's what is said to people."""
    return IndexUnusableError(f"{path}: {error}")
