"""The mark of a state folder: what an archive or a checkout cannot bring along.

It names the inodes of the folder and of a file in it, and the time at which the system itself
wrote that file's inode, to the nanosecond: none of them can be chosen, nor known beforehand.
"""

from __future__ import annotations

from contextlib import suppress

from .directory import Directory

MARK = "mark"
_IGNORE = ".gitignore"
_MAX_BYTES = 200


def is_marked(folder: Directory) -> bool:
    """Return whether Feedmill made this very folder here."""
    try:
        wanted = _mark_of(folder)
        return wanted is not None and folder.read(MARK, _MAX_BYTES) == wanted
    except OSError:  # not a file, or not ours to read
        return False


def mark(folder: Directory) -> None:
    """Mark a folder as made here; keep it out of git, too. Raises OSError."""
    if not _is_ignored(folder):
        folder.remove(_IGNORE)
        with suppress(FileExistsError):  # another process was quicker
            folder.create(_IGNORE, b"*\n")
    wanted = _mark_of(folder)
    assert wanted is not None
    folder.write(MARK, wanted)


def _is_ignored(folder: Directory) -> bool:
    try:
        return folder.read(_IGNORE, _MAX_BYTES) == b"*\n"
    except OSError:
        return False


def _mark_of(folder: Directory) -> bytes | None:
    ignore = folder.lstat(_IGNORE)
    if ignore is None:
        return None
    return b"%d %d %d\n" % (folder.stat().st_ino, ignore.st_ino, ignore.st_ctime_ns)
