"""Open a SQLite database, which SQLite itself can only open by its path.

What is at that path, and beside it, is looked at before and after: the database, its journal and
its memory are plain files of ours (SQLite would open a fifo, and write to a second name of
somebody's file), in a folder that is reached through no link.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from .directory import Directory
from .plain import NotPlainError, not_plain

_BESIDE = ("-wal", "-shm", "-journal")


def open_database(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Connect to the database at `path`, which is made if it is missing; transactions by hand.

    Raises NotPlainError if something else is there, sqlite3.Error, OSError.
    """
    with Directory.open(path.parent) as folder:
        before = _identity(folder, path.name)
        mode = "ro" if read_only else "rwc"
        address = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            after = _identity(folder, path.name)
            moved = not os.path.samestat(folder.stat(), path.parent.lstat())
            if moved or (before is not None and before != after):
                raise NotPlainError(errno.EINVAL, "was changed while it was opened", str(path))
        except BaseException:
            connection.close()
            raise
    return connection


def database_size(path: Path) -> int:
    """Return the size of a database file in bytes, 0 if there is none. Raises OSError."""
    with Directory.open(path.parent) as folder:
        found = folder.lstat(path.name)
    return found.st_size if found else 0


def delete_database(path: Path) -> None:
    """Delete a database and what is beside it, whatever they are. Raises OSError."""
    with Directory.open(path.parent) as folder:
        for ending in ("", *_BESIDE):
            with suppress(FileNotFoundError):
                folder.remove(f"{path.name}{ending}")


def copy_database(path: Path, to: Path) -> None:
    """Copy a database that nobody has open to a new file. Raises OSError."""
    import shutil

    with Directory.open(path.parent) as folder:
        source = folder.open_file(path.name)
    with open(source, "rb") as old, to.open("xb") as new:  # noqa: PTH123 (a handle)
        shutil.copyfileobj(old, new)


def _identity(folder: Directory, name: str) -> tuple[int, int] | None:
    """Return which file a database is, None if there is none yet; all its files must be ours."""
    for ending in _BESIDE:
        _look(folder, f"{name}{ending}")
    found = _look(folder, name)
    return (found.st_dev, found.st_ino) if found else None


def _look(folder: Directory, name: str) -> os.stat_result | None:
    found = folder.lstat(name)
    if found is not None:
        if not stat.S_ISREG(found.st_mode):
            raise not_plain(folder.path / name, found.st_mode, "file")
        folder.check_own(name, found)
    return found
