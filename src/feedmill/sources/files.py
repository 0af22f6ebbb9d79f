"""Files of the site that entries are made from besides the articles: includes, data, pages."""

from __future__ import annotations

import os
import posixpath
import stat
from pathlib import Path
from typing import NamedTuple

from feedmill.names import is_utf8
from feedmill.state.place import inside
from feedmill.state.plain import open_plain

from .source import MISSING, FileStamp

# A file changed this shortly before it is looked at may change again with no trace in its times.
# The kernel's clock ticks every 10 ms at most, that of a file system without fractions every 2 s.
_TICK_NS = 20_000_000
_COARSE_TICK_NS = 2_000_000_000
_LONGEST = 1000  # characters of a path
_MOST_NAMES = 20_000  # files and folders that are listed of one folder


class _Place(NamedTuple):
    """Where a path of the site really is, and the status of what is there."""

    path: str
    found: os.stat_result


class SiteFiles:
    """The files below a folder, by path, reached through no link that leads out of it.

    What git or Feedmill keeps there is no file of the site.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, str | None] = {}  # where folders of the site really are

    def stamp(self, path: str) -> FileStamp:
        """Return what changes with a file, or with the names in a folder; MISSING if it is none."""
        place = self._place(path)
        if place is None:
            return MISSING
        found = place.found
        is_folder = stat.S_ISDIR(found.st_mode)
        if not is_folder and not stat.S_ISREG(found.st_mode):
            return MISSING
        times = f"{found.st_mtime_ns}:{found.st_ctime_ns}"
        text = f"{'d' if is_folder else found.st_size}:{times}:{found.st_ino}"
        return FileStamp(text, is_folder, max(found.st_mtime_ns, found.st_ctime_ns))

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file's bytes; None if there is none, or it has more than `limit`."""
        found = self.head(path, limit + 1)
        return found[0] if found and max(len(found[0]), found[1]) <= limit else None

    def head(self, path: str, limit: int) -> tuple[bytes, int] | None:
        """Return a file's first bytes, at most `limit`, and its size; None if there is none."""
        place = self._place(path)
        if place is None or not stat.S_ISREG(place.found.st_mode):
            return None
        try:
            handle = open_plain(place.path, None, Path(place.path), os.O_RDONLY)
        except OSError:
            return None
        try:
            size = place.found.st_size
            data = os.read(handle, min(limit, size + 1))
            while size != len(data) < limit:  # it has grown, or is one whose size is not known
                more = os.read(handle, min(2**20, limit - len(data)))
                if not more:
                    break
                data += more
        except OSError:
            return None
        finally:
            os.close(handle)
        return data, place.found.st_size

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return what is in a folder, sorted, folders with a closing `/`; None if it is none."""
        place = self._place(folder)
        if place is None or not stat.S_ISDIR(place.found.st_mode):
            return None
        try:
            with os.scandir(place.path) as entries:
                found = [f"{one.name}/" if one.is_dir() else one.name for one in entries]
        except OSError:
            return None
        return tuple(sorted(filter(is_utf8, found))[:_MOST_NAMES])

    def _place(self, path: str) -> _Place | None:
        folder, _, name = path.rpartition("/")
        real = self._folder(folder)
        if real is None:
            return None
        place = f"{real}/{name}" if name else real
        try:
            found = os.lstat(place)
            if stat.S_ISLNK(found.st_mode):
                target = self._inside(Path(os.path.realpath(place, strict=True)))
                if target is None:
                    return None
                place, found = target, os.lstat(target)
        except (OSError, ValueError):
            return None
        return _Place(place, found)

    def _folder(self, folder: str) -> str | None:
        """Return where a folder really is; None if it is out of the site, or hidden there.

        One in a folder that is known is looked at once: the way there is no link.
        """
        if folder in self._folders:
            return self._folders[folder]
        above, _, name = folder.rpartition("/")
        real = self._folder(above) if name and not is_hidden(folder) else ""
        if real:
            place = f"{real}/{name}"
            try:
                is_link = stat.S_ISLNK(os.lstat(place).st_mode)
            except (OSError, ValueError):
                is_link = False  # nothing is there
            real = self._inside(Path(place)) if is_link else place
        elif real == "":
            real = self._inside(self._root / folder)
        self._folders[folder] = real
        return real

    def _inside(self, place: Path) -> str | None:
        """Return where a path really is; None if it is out of the site, or hidden there."""
        try:
            real = os.path.realpath(inside(self._root, place))
        except (OSError, ValueError):
            return None
        below = os.path.relpath(real, os.path.realpath(self._root))
        return None if below != "." and is_hidden(below.replace(os.sep, "/")) else real


def is_settled(changed: int, now_ns: int | None) -> bool:
    """Return whether a file that changed then can't change again without a trace in its times."""
    tick = _TICK_NS if changed % 1_000_000_000 else _COARSE_TICK_NS
    return now_ns is not None and changed <= now_ns - tick


def site_path(path: str, below: str = "") -> str | None:
    """Return a path of the site without `.` and `..`; None if it can't be one.

    It begins at the folder `below`, or, after a `/`, at the site's own. What is hidden, such as
    `.env`, is no file of the site.
    """
    if "\0" in path or "\\" in path or len(path) > _LONGEST or not is_utf8(path):
        return None
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(below, path)
    whole = posixpath.normpath(joined) if joined else ""
    whole = "" if whole == "." else whole
    return None if is_hidden(whole) else whole


def is_hidden(path: str) -> bool:
    """Return whether a part of a path begins with a dot: secrets do, and the state of tools."""
    return any(part.startswith(".") for part in path.split("/"))
