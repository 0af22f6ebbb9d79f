"""Articles as they stood at a commit, out of git's objects: the work tree plays no part."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from feedmill.config.schema import Articles
from feedmill.git.history import Blob, Objects, files
from feedmill.model import Problem
from feedmill.names import is_utf8

from .folder import FolderSource
from .source import MAX_BYTES, Listing

_LINK = "120000"
_MAX_LINKS = 8  # on the way to one file


class RevisionSource(FolderSource):
    """The files at `commit` that the config's patterns match. Close it when all is read.

    The listing has the form of a work tree's, so that an index made of the one says what
    differs in the other. Symlinks are followed inside `root` only.
    """

    def __init__(self, root: Path, articles: Articles, commit: str) -> None:
        super().__init__(root, articles)
        self._commit = commit
        self._linked: dict[str, str] = {}  # path → blob of what a link leads to
        self._objects: Objects | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Let each process that this is sent to start git for itself."""
        return {**self.__dict__, "_objects": None}

    def __del__(self) -> None:
        """Do not leave git running in a worker."""
        self.close()

    def close(self) -> None:
        """End git, which `read` started."""
        if self._objects is not None:
            self._objects.close()
            self._objects = None

    def scan(self, now_ns: int | None = None) -> Listing:  # noqa: ARG002 (times play no part)
        """List the matching files. Raises HistoryError."""
        listed = files(self.root, self._commit)
        found = {path: blob for path, blob in listed.items() if is_utf8(path)}
        records = [
            f"H {blob.mode} {blob.id} 0\t{path}\0".encode("utf-8", "surrogateescape")
            for path, blob in found.items()
            if blob.mode != _LINK and self.matches(path)
        ]
        links = {path: blob for path, blob in found.items() if blob.mode == _LINK}
        self._linked = dict(self._follow(links, found)) if links else {}
        return Listing(stamps=dict(self._linked), tracked=b"".join(records))

    def read(self, path: str) -> bytes | Problem:
        """Give a file's bytes, never more than an article may have."""
        data = self._object(self._linked.get(path) or f"{self._commit}:./{path}")
        if data is None:
            return Problem(path=path, code="unreadable", message="git does not have it")
        if len(data) > MAX_BYTES:
            size = f"{len(data) / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} MiB"
            return Problem(path=path, code="too-large", message=f"{size} are read")
        return data

    def _object(self, name: str) -> bytes | None:
        if self._objects is None:
            self._objects = Objects(self.root)
        return self._objects.read(name)

    def _follow(
        self, links: Mapping[str, Blob], found: Mapping[str, Blob]
    ) -> Iterator[tuple[str, str]]:
        """Give the articles that links lead to, by the link's path, with their blobs."""
        targets = {path: self._target(path, blob) for path, blob in links.items()}
        for link in links:
            place: str | None = link
            for _ in range(_MAX_LINKS):
                place = targets.get(place) if place in targets else place
            if place is None or link.startswith(f"{place}/"):  # out of the site, or a loop
                continue
            if place in found and place not in links:
                inside = {link: found[place].id}
            else:
                inside = {
                    link + path.removeprefix(place): blob.id
                    for path, blob in found.items()
                    if path.startswith(f"{place}/") and blob.mode != _LINK
                }
            yield from ((path, blob) for path, blob in inside.items() if self.matches(path))

    def _target(self, path: str, blob: Blob) -> str | None:
        """Give the path that a link leads to, None if it leads out of the site's folder."""
        written = (self._object(blob.id) or b"").decode("utf-8", "surrogateescape")
        home = f"{self.root.absolute().as_posix()}/"
        beside = "" if written.startswith(home) else posixpath.dirname(path)
        target = posixpath.normpath(posixpath.join(beside, written.removeprefix(home)))
        return None if target.startswith(("/", "../")) or target in ("..", ".") else target
