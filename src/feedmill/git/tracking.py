"""Say whether git tracks anything in a folder, without running git if possible.

Git's index holds the path of each file that it tracks (git-scm.com/docs/index-format): where a
name is nowhere in it, git tracks no file of that name. Only if it is there, or the index has a
form that shortens paths, git itself is asked.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from .status import CannotTellError, list_tracked

_MAX_POINTER = 4096  # bytes of a `.git` that is a file
_PLAIN = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")  # later versions leave out what paths begin with alike
_SPLIT = b"link\0"  # an extension: the rest of the index is in another file


def tracks(root: Path, name: str) -> bool | None:
    """Return whether git tracks `name`, or anything in it, in the folder `root`.

    None if it cannot be told: there is a repository, but no git, or git refuses it.
    """
    try:
        found = [_may_hold(index, name) for index in _indexes(os.path.realpath(root))]
    except (OSError, ValueError):  # a `.git` with a NUL in it
        found = [True]
    if not any(found):
        return False
    try:
        return bool(list_tracked(root, name))
    except CannotTellError:
        return None


def tracking_stamp(root: Path) -> str | None:
    """Return text that changes with what git tracks around `root`; "" outside git.

    None if it cannot be told.
    """
    stamps = []
    try:
        for index in _indexes(os.path.realpath(root)):
            try:
                found = os.stat(index)  # noqa: PTH116 (in every build)
            except (FileNotFoundError, NotADirectoryError):
                stamps.append(f"{index} -")
            else:
                times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
                stamps.append(f"{index} {found.st_dev} {found.st_ino} {found.st_size} {times}")
    except (OSError, ValueError):
        return None
    return "\n".join(stamps)


def _indexes(place: str) -> Iterator[str]:
    """Yield the paths of the indexes of all repositories that `place` may be in."""
    above = ""
    while place != above:
        found = os.path.join(place, ".git")  # noqa: PTH118 (in every build)
        try:
            mode = os.stat(found).st_mode  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            pass
        else:
            yield f"{found if stat.S_ISDIR(mode) else _pointed(place, found)}/index"
        place, above = os.path.dirname(place), place  # noqa: PTH120


def _pointed(place: str, path: str) -> str:
    """Return the repository that a `.git` names which is a file, as in a linked work tree."""
    text = os.fsdecode(_read(path, _MAX_POINTER))
    return os.path.join(place, text.removeprefix("gitdir:").strip())  # noqa: PTH118


def _may_hold(index: str, name: str) -> bool:
    """Return whether an index can have a path with this name in it. Raises OSError."""
    try:
        data = _read(index)
    except (FileNotFoundError, NotADirectoryError):
        return False  # nothing was added yet
    if not data:
        return False
    if data[:8] not in _PLAIN or _SPLIT in data:
        return True
    if sys.platform in ("darwin", "win32"):  # where a name in other letters is the same
        data, name = data.lower(), name.lower()
    return name.encode() in data


def _read(path: str, most: int = -1) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", 0) as file:  # noqa: PTH123 (a handle)
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is not a file")
        return file.read(most)
