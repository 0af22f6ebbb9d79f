"""Articles as they stood at a commit, out of git's objects: the work tree plays no part."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from feedmill.display import count
from feedmill.errors import HistoryError
from feedmill.git.history import Blob, list_files
from feedmill.git.objects import Objects, ObjectTooLargeError
from feedmill.git.status import in_git, stored_otherwise
from feedmill.git.submodules import with_submodules
from feedmill.model import Problem
from feedmill.names import is_utf8

from .committed import LINK, CommittedFiles, link_target
from .folder import FolderSource, Walk
from .source import MAX_ARTICLE_BYTES, ArticlePatterns, Listing

_MAX_LINKS = 8  # on the way to one file
_LONGEST_LINK = 4096  # bytes
_MAX_RUNNING = 8  # gits, each for another submodule


class RevisionSource(FolderSource):
    """The files at `commit` that the config's patterns match. Close it when all is read.

    The listing has the form of a work tree's, so that an index made of the one says what
    differs in the other. Symlinks are followed inside `root` only. After `scan`, `notices` say what
    cannot be compared as it should be.
    """

    def __init__(self, root: Path, articles: ArticlePatterns, commit: str) -> None:
        super().__init__(root, articles)
        self.notices: tuple[str, ...] = ()
        pages = articles.rendered.folder if articles.rendered else ""
        self.files = self._committed = CommittedFiles(root, commit, pages)
        self._commit = commit
        self._elsewhere: dict[str, Blob] = {}  # what links lead to, and what is in submodules
        self._here: frozenset[str] = frozenset()  # files whose bytes git has in another form
        self._objects: dict[str, Objects] = {}  # by repository

    def __getstate__(self) -> dict[str, Any]:
        """Let each process that this is sent to start git for itself."""
        return {**self.__dict__, "_objects": {}}

    def __del__(self) -> None:
        """Do not leave git running in a worker."""
        self.close()

    def close(self) -> None:
        """End git, which `read` started."""
        self._committed.close()
        while self._objects:
            self._objects.popitem()[1].close()

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the matching files. Raises HistoryError."""
        listed = {
            path: one for path, one in list_files(self.root, self._commit).items() if is_utf8(path)
        }
        found, absent = with_submodules(self.root, listed, self._reaches_into)
        self._check_absent(absent)
        links = {path: blob for path, blob in found.items() if blob.mode == LINK}
        self._elsewhere = {
            path: blob
            for path, blob in found.items()
            if blob.repository and blob.mode != LINK and self.matches(path)
        }
        self._elsewhere.update(self._follow(links, found))
        here = self._unchanged_here(found, now_ns)
        self._here = frozenset(here)
        records = [
            f"H {blob.mode} {blob.id} 0\t{path}\0".encode("utf-8", "surrogateescape")
            for path, blob in found.items()
            if blob.mode != LINK and not blob.repository and self.matches(path)
        ]
        stamps = {path: blob.id for path, blob in self._elsewhere.items()}
        return Listing(stamps={**stamps, **here}, tracked=b"".join(records))

    def read(self, path: str) -> bytes | Problem:
        """Return a file's bytes, never more than an article may have."""
        if path in self._here:
            return super().read(path)
        blob = self._elsewhere.get(path)
        try:
            if blob is None:
                data = self._object("", f"{self._commit}:./{path}", MAX_ARTICLE_BYTES)
            else:
                data = self._object(blob.repository, blob.id, MAX_ARTICLE_BYTES)
        except ObjectTooLargeError as error:
            size = f"{error.size / 2**20:.0f} MiB; at most {MAX_ARTICLE_BYTES // 2**20} MiB"
            return Problem(path=path, code="too-large", message=f"{size} are read")
        if data is None:
            return Problem(path=path, code="unreadable", message="git does not have it")
        return data

    def _object(self, repository: str, name: str, limit: int) -> bytes | None:
        if repository not in self._objects:
            if len(self._objects) >= _MAX_RUNNING:
                self.close()
            self._objects[repository] = Objects(self.root / repository)
        return self._objects[repository].read(name, limit)

    def _reaches_into(self, module: str) -> bool:
        """Return whether the patterns can match files of a submodule."""
        inside = f"{module}/"
        return any(inside.startswith(one) or one.startswith(inside) for one in self.folders())

    def _check_absent(self, modules: Sequence[str]) -> None:
        """Note the submodules that are not checked out.

        Raises HistoryError if the patterns name the folder of one: all its articles would seem to
        be gone, or new.
        """
        for module in modules:
            if "" not in self.folders():
                raise HistoryError(
                    f"{module} is a submodule that is not checked out, so its articles cannot be "
                    f"compared: run git submodule update --init {module}"
                )
            self.notices += (
                f"{module} is a submodule that is not checked out: if it has articles, they are "
                "not compared",
            )

    def _unchanged_here(
        self, found: Mapping[str, Blob], now_ns: int | None
    ) -> dict[str, str | None]:
        """Return stamps of articles that git filters, where the work tree has what the commit has.

        Their bytes are read from the work tree, as those of today are: no filter is run.
        """
        if not in_git(self.root):
            return {}
        starts = self.folders()
        stored = stored_otherwise(self.root, [start or "." for start in starts])
        ours = {path: blob for path, blob in stored.items() if path in found and self.matches(path)}
        if ours:
            files_are = f"{count(len(ours), 'article')}, such as {min(ours)}"
            self.notices += (f"git filters {files_are}: compared as git stores them",)
        same = [path for path, blob in ours.items() if blob == found[path].id]
        walk = Walk(self.root, self.matches)
        walk.visit(same, starts)
        stamps = walk.listing(now_ns).stamps
        return {path: stamps[path] for path in same if path in stamps}

    def _follow(
        self, links: Mapping[str, Blob], found: Mapping[str, Blob]
    ) -> Iterator[tuple[str, Blob]]:
        """Yield the articles that links lead to, by the link's path, with their blobs."""
        targets = {path: self._target(path, blob) for path, blob in links.items()}
        for link in links:
            place: str | None = link
            for _ in range(_MAX_LINKS):
                place = targets.get(place) if place in targets else place
            if place is None or link.startswith(f"{place}/"):  # out of the site, or a loop
                continue
            if place in found and place not in links:
                inside = {link: found[place]}
            else:
                inside = {
                    link + path.removeprefix(place): blob
                    for path, blob in found.items()
                    if path.startswith(f"{place}/") and blob.mode != LINK
                }
            yield from ((path, blob) for path, blob in inside.items() if self.matches(path))

    def _target(self, path: str, blob: Blob) -> str | None:
        """Return the path that a link leads to, None if it leads out of the site's folder."""
        try:
            written = os.fsdecode(self._object(blob.repository, blob.id, _LONGEST_LINK) or b"")
        except ObjectTooLargeError:
            return None
        return link_target(self.root, path, written)
