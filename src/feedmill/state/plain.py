"""Open plain files and folders only, reached through no link."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

HANDLES = os.open in os.supports_dir_fd
"""Whether this system reaches what is in a folder from the folder's handle. Windows does not."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_CLOSED = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# A fifo must not make us wait, nor a terminal become ours.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOSED
_REACH = getattr(os, "O_PATH", 0)  # to reach what is in a folder takes no right to list it


class NotPlainError(OSError):
    """Something else is where a file or folder should be; `strerror` says what, in words."""


def open_folder(name: str, above: int | None, path: Path, *, follow: bool = False) -> int | None:
    """Open the folder `name` in the folder with the handle `above`, and return its handle.

    `path` is where it is, for errors; there are no handles on Windows. Raises OSError, and
    NotPlainError for what is no folder, such as, unless `follow`, a link to one.
    """
    if not HANDLES:
        if not follow:
            _refuse_links(path)
        if not stat.S_ISDIR(path.stat().st_mode):
            raise not_plain(path, path.stat().st_mode, "folder")
        return None
    try:
        return os.open(name, _REACH | _FOLDER | (0 if follow else _NO_LINK), dir_fd=above)
    except OSError as error:
        with suppress(FileNotFoundError):
            found = os.stat(name, dir_fd=above, follow_symlinks=follow)
            if not stat.S_ISDIR(found.st_mode):
                raise not_plain(path, found.st_mode, "folder") from error
        error.filename = str(path)
        raise


def open_plain(name: str, above: int | None, path: Path, flags: int, mode: int = 0o666) -> int:
    """Open the file `name` in the folder with the handle `above`, and return its handle.

    `flags` must not truncate: nothing is known of the file yet. Raises OSError, and NotPlainError
    for a link, a fifo, a device.
    """
    assert not flags & os.O_TRUNC
    if not HANDLES:
        _refuse_links(path)
    try:
        handle = os.open(name, flags | _NO_LINK | _AT_ONCE | _CLOSED, mode, dir_fd=above)
    except OSError as error:
        error.filename = str(path)
        if error.errno not in (errno.ENOENT, errno.EEXIST):
            with suppress(FileNotFoundError):
                found = os.lstat(name, dir_fd=above)
                if not stat.S_ISREG(found.st_mode):
                    raise not_plain(path, found.st_mode, "file") from error
        raise
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise not_plain(path, found.st_mode, "file")
    except BaseException:
        os.close(handle)
        raise
    return handle


def open_listing(handle: int) -> int:
    """Open a folder a second time, to list or to sync it, from its handle."""
    return os.open(".", _FOLDER, dir_fd=handle)


def check_own(path: Path, found: os.stat_result, owner: int) -> None:
    """Raise NotPlainError unless a file may be changed in place.

    It must have one name, and belong to this user or to `owner`.
    """
    if found.st_nlink > 1:  # some file systems do not count: 0
        raise NotPlainError(errno.EINVAL, "is a hard link to another file", str(path))
    if hasattr(os, "geteuid") and found.st_uid not in (os.geteuid(), owner):
        raise NotPlainError(errno.EINVAL, f"belongs to another user ({found.st_uid})", str(path))


def not_plain(path: Path, mode: int, wanted: str) -> NotPlainError:
    """Make the error for what is at `path`, by its `st_mode`, instead of a "file" or "folder"."""
    kinds = {
        stat.S_ISLNK: "a symbolic link",
        stat.S_ISFIFO: "a fifo",
        stat.S_ISSOCK: "a socket",
        stat.S_ISDIR: "a folder",
        stat.S_ISREG: "a file",
    }
    kind = next((name for is_kind, name in kinds.items() if is_kind(mode)), "a device")
    return NotPlainError(errno.EINVAL, f"is {kind}, not a {wanted}", str(path))


def is_link(found: os.stat_result) -> bool:
    """Return whether it leads elsewhere: a link, or what Windows calls a reparse point."""
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_reparse_tag", 0))


def _refuse_links(path: Path) -> None:
    with suppress(FileNotFoundError):
        if is_link(path.lstat()):
            raise not_plain(path, stat.S_IFLNK, "file or folder")
