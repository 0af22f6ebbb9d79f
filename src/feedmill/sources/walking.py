"""Walk the files below a folder that no config names yet: their paths, and how they begin.

For `init` and `adopt`, which look for what may be articles, settings, feeds or pages.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path


def walk_files(top: Path, enters: Callable[[str], bool] = lambda _: True) -> Iterator[str]:
    """Yield the paths of the files below a folder, with `/`, those of a folder sorted.

    `enters` says of a folder's name whether to look into it; links to folders are not followed.
    """
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(filter(enters, folders))
        below = Path(folder).relative_to(top)
        yield from ((below / name).as_posix() for name in sorted(names))


def read_start(path: Path, size: int) -> bytes:
    """Return the first bytes of a file; none of what is no plain file, such as a link."""
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 (a handle)
            return file.read(size) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError:
        return b""
