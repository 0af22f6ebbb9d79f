"""The mark of a state folder: what an archive or a checkout cannot bring along.

Its first line names the inodes of the folder and of a file in it, and the time at which the system
itself wrote that file's inode, to the nanosecond: none of them can be chosen, nor known
beforehand. What follows notes for which state of git's index it is known that git tracks nothing
in the folder.
"""

from __future__ import annotations

from contextlib import suppress

from .directory import Directory

MARK = "mark"
_IGNORE = ".gitignore"
_MAX_BYTES = 65536


def is_marked(folder: Directory) -> bool:
    """Return whether Feedmill made this very folder here."""
    return _read(folder) is not None


def is_untracked(folder: Directory, stamp: str | None) -> bool:
    """Return whether it is noted for this state of git's index that the folder is not in it."""
    return stamp is not None and _read(folder) == _encode(stamp)


def mark(folder: Directory, stamp: str | None) -> None:
    """Mark a folder as made here, and not tracked by git; keep it out of git. Raises OSError."""
    if not _is_ignored(folder):
        folder.remove(_IGNORE)
        with suppress(FileExistsError):  # another process was quicker
            folder.create(_IGNORE, b"*\n")
    wanted = _identity(folder)
    assert wanted is not None
    folder.write(MARK, wanted + _encode(stamp or ""))


def _read(folder: Directory) -> bytes | None:
    """Return what the mark notes, None if there is none, or it is another folder's."""
    try:
        wanted = _identity(folder)
        found = folder.read(MARK, _MAX_BYTES)
    except OSError:  # not a file, or not ours to read
        return None
    if not wanted or not found or not found.startswith(wanted):
        return None
    return found.removeprefix(wanted)


def _is_ignored(folder: Directory) -> bool:
    try:
        return folder.read(_IGNORE, _MAX_BYTES) == b"*\n"
    except OSError:
        return False


def _identity(folder: Directory) -> bytes | None:
    ignore = folder.lstat(_IGNORE)
    if ignore is None:
        return None
    return b"%d %d %d\n" % (folder.stat().st_ino, ignore.st_ino, ignore.st_ctime_ns)


def _encode(stamp: str) -> bytes:
    return stamp.encode("utf-8", "surrogateescape")
