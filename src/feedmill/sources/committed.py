"""Files of the site as they stood at a commit, out of git's objects."""

from __future__ import annotations

import os
import posixpath
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from feedmill.errors import HistoryError
from feedmill.git.history import Blob, is_tracked, list_files
from feedmill.git.objects import Objects, ObjectTooLargeError
from feedmill.git.submodules import with_submodules

from .files import SiteFiles, is_hidden
from .source import MISSING, FileStamp

LINK = "120000"
"""The mode of symlinks."""

_MAX_HEADED = 2**26  # bytes of a file whose head is looked at
_MAX_LINKS = 8  # on the way to one file
_LONGEST_LINK = 4096  # bytes


class CommittedFiles:
    """The files at a commit, by path, reached through no link that leads out of the site's folder.

    What git keeps nothing of, then or now, such as the folder that a generator writes, is as it is
    in the work tree; so are the pages in the folder `pages`, if git has none but those of feeds.
    Close it. Methods raise HistoryError if git cannot be run.
    """

    def __init__(self, root: Path, commit: str, pages: str = "") -> None:
        self._root = root
        self._pages = f"{pages}/" if pages else ""
        self._commit = commit
        self._here = SiteFiles(root)
        self._kept: dict[str, bool] = {}  # top folders → whether git has anything of them
        self._objects: dict[str, Objects] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Let each process that this is sent to start git for itself."""
        return {**self.__dict__, "_objects": {}}

    def close(self) -> None:
        """End git, which `read` started."""
        while self._objects:
            self._objects.popitem()[1].close()

    def stamp(self, path: str) -> FileStamp:
        """Return what changes with a file, or with the names in a folder; MISSING if it is none."""
        if self._is_elsewhere(path):
            return self._here.stamp(path)
        real = self._real(path)
        if real is None:
            return MISSING
        files, folders = _tree(self._root, self._commit)
        if real in files:
            return FileStamp(f"git:{files[real].id}", digest=files[real].id)
        return FileStamp(f"git:{self._commit}", is_folder=True) if real in folders else MISSING

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file's bytes; None if there is none, or it has more than `limit`."""
        if self._is_elsewhere(path):
            return self._here.read(path, limit)
        real = self._real(path)
        blob = _tree(self._root, self._commit)[0].get(real) if real is not None else None
        try:
            return None if blob is None else self._object(blob, limit)
        except ObjectTooLargeError:
            return None

    def head(self, path: str, limit: int) -> tuple[bytes, int] | None:
        """Return a file's first bytes, at most `limit`, and its size; None if there is none."""
        if self._is_elsewhere(path):
            return self._here.head(path, limit)
        data = self.read(path, _MAX_HEADED)  # git gives no less than all
        return None if data is None else (data[:limit], len(data))

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return what is in a folder, sorted, folders with a closing `/`; None if it is none."""
        if self._is_elsewhere(folder):
            return self._here.names(folder)
        real = self._real(folder)
        if real is None:
            return None
        names = _tree(self._root, self._commit)[1].get(real)
        return None if names is None else tuple(sorted(map(self._shown(real), names)))

    def _shown(self, folder: str) -> Any:
        """Return what gives the name of a link as that of what it leads to."""
        files, folders = _tree(self._root, self._commit)

        def shown(name: str) -> str:
            path = f"{folder}/{name}" if folder else name
            is_link = path in files and files[path].mode == LINK
            return f"{name}/" if is_link and self._real(path) in folders else name

        return shown

    def _object(self, blob: Blob, limit: int) -> bytes | None:
        if blob.repository not in self._objects:
            self._objects[blob.repository] = Objects(self._root / blob.repository)
        return self._objects[blob.repository].read(blob.id, limit)

    def _is_elsewhere(self, path: str) -> bool:
        """Return whether git has nothing of the folder that a path begins with, then or now."""
        if self._pages and path.startswith(self._pages):
            return not self._has_pages
        top, slash, _ = path.partition("/")
        if not slash:
            return False
        if top not in self._kept:
            files, folders = _tree(self._root, self._commit)
            known = top in folders or top in files
            self._kept[top] = known or is_tracked(self._root, top)
        return not self._kept[top]

    @cached_property
    def _has_pages(self) -> bool:
        """Return whether git has pages of the site, then: those beside a manifest are of feeds."""
        files, _ = _tree(self._root, self._commit)
        ours = tuple(f"{posixpath.dirname(one)}/" for one in files if _is_manifest(one))
        return any(
            one.startswith(self._pages) and one.endswith(".html") and not one.startswith(ours)
            for one in files
        )

    def _real(self, path: str) -> str | None:
        """Return a path without links in it; None if it leads out of the site's folder."""
        files, _ = _tree(self._root, self._commit)
        for _ in range(_MAX_LINKS):
            ends = [at for at, sign in enumerate(path) if sign == "/"]
            ways = (path[:end] for end in (*ends, len(path)))
            link = next((way for way in ways if way in files and files[way].mode == LINK), None)
            if link is None:
                return path
            target = self._target(link, files[link])
            if target is None:
                return None
            path = posixpath.normpath(target + path.removeprefix(link))
        return None

    def _target(self, path: str, blob: Blob) -> str | None:
        try:
            written = os.fsdecode(self._object(blob, _LONGEST_LINK) or b"")
        except ObjectTooLargeError:
            return None
        return link_target(self._root, path, written)


def _is_manifest(path: str) -> bool:
    """Return whether a file says which feeds are beside it (see `publishing/manifest.py`)."""
    return path.endswith("/feeds.json")


def link_target(root: Path, path: str, written: str) -> str | None:
    """Return the path that a link leads to, None if it leads out of the site's folder."""
    home = f"{root.absolute().as_posix()}/"
    beside = "" if written.startswith(home) else posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(beside, written.removeprefix(home)))
    return None if target.startswith(("/", "../")) or target in ("..", ".") else target


@lru_cache(maxsize=2)
def _tree(root: Path, commit: str) -> tuple[dict[str, Blob], dict[str, set[str]]]:
    """Return the files of a commit by path, and the names in each folder."""
    files = list_files(root, commit)
    with suppress(HistoryError):  # a submodule lacks its commit: as if it were not checked out
        files, _ = with_submodules(root, files, lambda _: True)
    files = {path: blob for path, blob in files.items() if not is_hidden(path)}
    folders: dict[str, set[str]] = {"": set()}
    for path in files:
        name = path
        while name:
            folder, _, last = name.rstrip("/").rpartition("/")
            names = folders.setdefault(folder, set())
            if last in names or f"{last}/" in names:
                break
            names.add(last if name is path else f"{last}/")
            name = f"{folder}/" if folder else ""
    return files, folders
