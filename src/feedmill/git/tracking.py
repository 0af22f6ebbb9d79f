"""Whether git tracks anything in a folder, said without running git where that can be.

Git's index holds the path of each file that it tracks (git-scm.com/docs/index-format): where a
name is nowhere in it, git tracks no file of that name. Only if it is there, or the index has a
form that shortens paths, git itself is asked.
"""

from __future__ import annotations

import mmap
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
    except OSError:
        found = [True]
    if not any(found):
        return False
    try:
        return bool(list_tracked(root, name))
    except CannotTellError:
        return None


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
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        text = os.fsdecode(os.read(handle, _MAX_POINTER))
    finally:
        os.close(handle)
    return os.path.join(place, text.removeprefix("gitdir:").strip())  # noqa: PTH118


def _may_hold(index: str, name: str) -> bool:
    """Return whether an index can have a path with this name in it. Raises OSError."""
    try:
        handle = os.open(index, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return False  # nothing was added yet
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return True
        if not found.st_size:
            return False
        with mmap.mmap(handle, 0, access=mmap.ACCESS_READ) as data:
            if data[:8] not in _PLAIN or data.find(_SPLIT) >= 0:
                return True
            if sys.platform in ("darwin", "win32"):  # where a name in other letters is the same
                return name.lower().encode() in data[:].lower()
            return data.find(name.encode()) >= 0
    finally:
        os.close(handle)
