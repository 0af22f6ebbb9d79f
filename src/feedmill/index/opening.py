"""Opening the index, or starting it anew when it is not of this Feedmill and this config."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from feedmill.config.schema import Config
from feedmill.errors import IndexUnusableError
from feedmill.state.cache_key import of_config

from .schema import PAGE, SCHEMA, connect
from .store import Index

FILE = "index.sqlite"


@contextlib.contextmanager
def open_index(folder: Path, config: Config, notices: list[str]) -> Iterator[Index]:
    """Open the index in `folder`, empty if there is none that fits.

    What had to be started anew, or done without, is said in `notices`. Raises
    IndexUnusableError if there is no room for it anywhere.
    """
    wanted = of_config(config)
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(folder)
            connection = _open(folder / FILE, wanted, notices)
        except (OSError, sqlite3.OperationalError) as error:
            notices.append(f"no index ({folder}: {_reason(error)}): everything is read anew")
            import tempfile

            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="feedmill-"))
            folder = Path(scratch)
            connection = _open(folder / FILE, wanted, [])
        stack.callback(connection.close)
        yield Index(connection, folder / FILE)


def discard(folder: Path) -> None:
    """Delete an index that turned out to be damaged."""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            (folder / f"{FILE}{ending}").unlink()


def _open(path: Path, wanted: bytes, notices: list[str]) -> sqlite3.Connection:
    connection = connect(path)
    try:
        _check_size(path)
        found = _fingerprint_of(connection)
        if found == wanted:
            return connection
        if found is not None:
            notices.append("config or Feedmill changed: everything is read anew")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        notices.append(f"{path.name}: damaged ({error}): everything is read anew")
    connection.close()
    discard(path.parent)
    connection = connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.executescript(f"begin; {SCHEMA}")
    connection.execute("insert into meta values ('fingerprint', ?)", (wanted,))
    connection.execute("commit")
    return connection


def _check_size(path: Path) -> None:
    """Refuse a file that ends within a page: SQLite takes the rest of that for an empty table."""
    if path.exists() and path.stat().st_size % PAGE:
        raise sqlite3.DatabaseError("file is cut short")


def _fingerprint_of(connection: sqlite3.Connection) -> bytes | None:
    """Give what the index was made for; None if it is empty."""
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    if not connection.execute("select 1 from sqlite_master where name = 'meta'").fetchone():
        return None
    row = connection.execute("select value from meta where key = 'fingerprint'").fetchone()
    return row[0] if row else b""


def _keep_out_of_git(folder: Path) -> None:
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def unusable(error: sqlite3.Error, path: Path) -> IndexUnusableError:
    """Make of an error of SQLite's what is said to people."""
    return IndexUnusableError(f"{path}: {error}")
