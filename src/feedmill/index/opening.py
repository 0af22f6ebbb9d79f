"""Opening the index, or starting it anew when it is not of this Feedmill and this config."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from feedmill.errors import IndexUnusableError
from feedmill.settings import Config

from .schema import SCHEMA, connect
from .store import Index

FILE = "index.sqlite"
_PACKAGE = Path(__file__).parent.parent
# What reading and rendering depend on beside our own code, by the names of their metadata.
_DEPENDENCIES = (
    "feedgen",
    "idna",
    "lxml",
    "markdown_it_py",
    "msgspec",
    "nh3",
    "python_dateutil",
    "python_slugify",
    "pyyaml",
    "text_unidecode",
)


@contextlib.contextmanager
def open_index(folder: Path, config: Config, notices: list[str]) -> Iterator[Index]:
    """Open the index in `folder`, empty if there is none that fits.

    What had to be started anew, or done without, is said in `notices`. Raises
    IndexUnusableError if there is no room for it anywhere.
    """
    wanted = fingerprint(config)
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


def fingerprint(config: Config) -> bytes:
    """Give a digest of all that the index depends on: config, our code, what it builds on."""
    digest = hashlib.sha256(msgspec.msgpack.encode(config))
    digest.update(f"{sys.version_info[:2]}{sqlite3.sqlite_version}".encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for folder in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            names = (entry.name for entry in os.scandir(folder or "."))
            digest.update("\n".join(sorted(filter(_is_dependency, names))).encode())
    return digest.digest()


def _is_dependency(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(_DEPENDENCIES)


def _open(path: Path, wanted: bytes, notices: list[str]) -> sqlite3.Connection:
    connection = connect(path)
    try:
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
